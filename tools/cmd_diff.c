/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace diff: what is different between two mappings. */
#include "diff.h"
#include "revision.h"

#include <string.h>

static gboolean arg_all;

static const GOptionEntry options[] = {
    {"all", 'a', 0, G_OPTION_ARG_NONE, &arg_all,
     "List everything; without it, lists of more than 40 are cut", NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "OLD and NEW are mapping files or folders, or REV:PATH, a file or folder "
    "of a\nrevision of the git repository around the working folder. Without "
    "NEW, OLD is\ncompared with what other commands work on: --mappings, "
    "./mappings, or the bundled\nmapping. Compared is what the mappings say, "
    "not how their files are written.\n\nFormats: text (default), markdown, "
    "json\n\nExamples:\n  gdctrace diff HEAD~1:mappings\n  gdctrace diff "
    "origin/main:mappings HEAD:mappings --format markdown\n  gdctrace diff "
    "last-year.yaml this-year.yaml --all";

const DiffSection diff_sections[] = {
    {GDCT_NODE, "node", "nodes"},
    {GDCT_LINK, "link", "links"},
    {GDCT_SOURCE, "source", "sources"},
    {GDCT_WAIVER, "waiver", "waivers"},
    {GDCT_REVIEW, "review", "reviews"},
    {GDCT_RULE, "rule", "rules"},
    {GDCT_VIEW, "view", "views"},
    {GDCT_FRAMEWORK, "framework", "frameworks"},
    {GDCT_KIND, "kind", "kinds"},
    {GDCT_RELATION, "relation", "relations"},
    {GDCT_PATH, "named path", "named paths"},
    {GDCT_TYPES, NULL, NULL}};

const char *const diff_words[GDCT_DIFF_SORTS] = {"removed", "renamed",
                                                 "changed", "added"};

int diff_side(const GdctDifference *one) {
  return one->after.index == GDCT_NONE ? 0 : 1;
}

const char *diff_title(const Comparison *comparison, int side,
                       GdctThing thing) {
  const char *title =
      gdct_text(comparison->sides[side], thing, "title", tool_language());

  return title != NULL ? title : "";
}

/* ---- loading ---- */

/* Prints the errors of a mapping, as people know its files. */
static void print_errors(const Tool *tool, const Revision *revision,
                         const char *name) {
  GdctReport *shown = gdct_report_new();
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *counts = count_findings(tool->report);

  for (size_t i = 0; i < gdct_report_count(tool->report); i++) {
    const GdctFinding *finding = gdct_report_get(tool->report, i);
    GdctPlace place = finding->place;
    g_autofree char *message = revision_words(revision, finding->message);
    if (place.file != NULL) {
      place.file = revision_words(revision, place.file);
      g_ptr_array_add(texts, (char *)place.file);
    }
    if (finding->severity == GDCT_ERROR)
      gdct_report_add(shown, finding->code, place, "%s", message);
  }
  print_findings(shown, GDCT_ERROR, stderr);
  gdct_report_free(shown);
  tool_usage("%s has errors (%s); nothing was compared%s", name, counts,
             revision->path != NULL || g_file_test(name, G_FILE_TEST_EXISTS)
                 ? ""
                 : "; a revision of git is written with the folder, as in "
                   "HEAD:mappings");
}

/* Loads OLD or NEW; NULL is the mapping that other commands work on. */
static int load_side(Tool *tool, const char *name, const char *shown) {
  Revision revision = {NULL, NULL, NULL};
  int status = EXIT_FINE;

  memset(tool, 0, sizeof *tool);
  if (name == NULL) {
    status = tool_load_quietly(tool);
  } else if (revision_is(name)) {
    status = revision_open(&revision, name);
    if (status == EXIT_FINE)
      status = tool_load_path(tool, revision.path);
  } else {
    status = tool_load_path(tool, name);
  }
  if (status == EXIT_FINDINGS)
    print_errors(tool, &revision, shown);
  revision_close(&revision);
  return status;
}

static int load_both(Tool tools[2], char **arguments, const char *names[2]) {
  int status, other;

  revision_hold();
  status = load_side(&tools[0], arguments[0], names[0]);
  other = status == EXIT_FINE || status == EXIT_FINDINGS
              ? load_side(&tools[1], arguments[1], names[1])
              : EXIT_FINE;
  revision_release();
  return MAX(status, other);
}

/* ---- the command ---- */

/* Whether --format, or the ending of the file, asks for @format. */
static bool wants(const char *format, const char *ending) {
  if (arg_format != NULL)
    return strcmp(arg_format, format) == 0;
  return arg_output != NULL && g_str_has_suffix(arg_output, ending);
}

static int compare(const Tool tools[2], const char *names[2]) {
  GdctScope scope = tool_scope();
  GdctReport *report = gdct_report_new();
  GdctDiff *diff =
      gdct_diff_new(tools[0].mapping, tools[1].mapping, &scope, report);
  Comparison comparison = {
      {names[0], names[1]}, {tools[0].mapping, tools[1].mapping}, diff};
  Output output;
  int status = EXIT_IO;

  gdct_report_free(report);
  if (diff == NULL)
    return tool_usage("--as-of: '%s' is not a date", scope.as_of);
  if (output_open(&output, arg_output)) {
    if (wants("json", ".json"))
      put_diff_json(output.stream, &comparison);
    else
      put_diff_text(output.stream, &comparison, wants("markdown", ".md"),
                    arg_all);
    status = output_close(&output, true);
  }
  gdct_diff_free(diff);
  return status;
}

int cmd_diff(int argc, char **argv) {
  Tool tools[2] = {{NULL, NULL, NULL}, {NULL, NULL, NULL}};
  const char *names[2];
  int status;

  if (!tool_parse(&argc, &argv, "OLD [NEW]", options, more, 1, 2, &status))
    return status;
  if (arg_format != NULL && strcmp(arg_format, "text") != 0 &&
      strcmp(arg_format, "markdown") != 0 && strcmp(arg_format, "json") != 0)
    return tool_usage("--format: '%s' is not text, markdown or json",
                      arg_format);
  if (arg_format == NULL && !wants("markdown", ".md") &&
      !wants("json", ".json") && !tool_is_text("text, markdown, json"))
    return EXIT_USAGE;
  if (argc > 2 && tool_has_mappings())
    return tool_usage("diff takes NEW or --mappings, not both");
  names[0] = argv[1];
  names[1] = argc > 2              ? argv[2]
             : tool_has_mappings() ? "--mappings"
             : g_file_test("mappings", G_FILE_TEST_EXISTS)
                 ? "mappings"
                 : "the bundled mapping";
  argv[argc] = NULL;
  status = load_both(tools, argv + 1, names);
  if (status == EXIT_FINE)
    status = compare(tools, names);
  tool_clear(&tools[0]);
  tool_clear(&tools[1]);
  return status;
}
