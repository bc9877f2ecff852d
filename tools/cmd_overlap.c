/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace overlap: what several sectors serve, and whether anything stands
 * above them. */
#include "chains.h"

#include <gdctrace/overlap.h>

#include <inttypes.h>
#include <string.h>

static char *arg_by, *arg_path;
static int arg_limit = -1;

static const GOptionEntry options[] = {
    {"by", 0, 0, G_OPTION_ARG_FILENAME, &arg_by,
     "The attribute that tells them apart (default sector)", "ATTRIBUTE"},
    {"path", 'p', 0, G_OPTION_ARG_FILENAME, &arg_path,
     "What it means to serve (default supports)", "PATH"},
    {"limit", 0, 0, G_OPTION_ARG_INT, &arg_limit,
     "Show only the first N things (default: all)", "N"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "KIND is itu-activity unless another is named. Two activities overlap at a "
    "thing if\nboth serve it, they have no sector in common, and neither is "
    "part of the other.\nSomething that both are part of, at any depth, is "
    "their common parent. What has\nmost pairs without one comes first.\n\n"
    "Formats: text (default), json, csv\n\nExamples:\n  gdctrace overlap "
    "--limit 3\n  gdctrace overlap --by bureau\n  gdctrace overlap --path "
    "'supports|contributes-to' -o overlap.csv\n  gdctrace overlap --basis "
    "stated,derived,proposed";

/* What was asked for. */
typedef struct {
  const Tool *tool;
  const GdctOverlap *overlap;
  uint32_t kind;
  const char *by, *path;
  uint32_t shown; /* how many groups */
} Question;

static bool wants_csv(void) {
  return arg_format != NULL
             ? strcmp(arg_format, "csv") == 0
             : arg_output != NULL && g_str_has_suffix(arg_output, ".csv");
}

/* ---- JSON ---- */

static json_t *json_node(const Tool *tool, uint32_t node) {
  json_t *object = json_object();

  json_object_set_new(object, "id", json_text(node_id(tool->mapping, node)));
  json_object_set_new(
      object, "title",
      json_text(gdct_title(tool->mapping, (GdctThing){GDCT_NODE, node},
                           tool_language())));
  return object;
}

static json_t *json_group(const Question *question, uint32_t index) {
  const Tool *tool = question->tool;
  GdctOverlapGroup group = gdct_overlap_get(question->overlap, index);
  uint32_t count;
  const GdctOverlapMember *members =
      gdct_overlap_members(question->overlap, index, &count);
  json_t *object = json_node(tool, group.thing), *list = json_array();

  json_object_set_new(object, "values", json_integer(group.values));
  json_object_set_new(object, "pairs", json_integer((json_int_t)group.pairs));
  json_object_set_new(object, "without-common-parent",
                      json_integer((json_int_t)group.apart));
  for (uint32_t i = 0; i < count; i++) {
    json_t *item = json_node(tool, members[i].node), *values = json_array();
    GdctThing thing = {GDCT_NODE, members[i].node};
    for (uint32_t v = 0; v < gdct_value_count(tool->mapping, thing); v++) {
      GdctValue value = gdct_value(tool->mapping, thing, v);
      if (strcmp(value.key, question->by) == 0)
        json_array_append_new(values, json_text(value.text));
    }
    json_object_set_new(item, question->by, values);
    json_object_set_new(
        item, "common-parent",
        members[i].parent == GDCT_NONE
            ? json_null()
            : json_text(node_id(tool->mapping, members[i].parent)));
    json_array_append_new(list, item);
  }
  json_object_set_new(object, "members", list);
  return object;
}

static void put_json_answer(FILE *stream, const Question *question) {
  GdctOverlapTotals totals = gdct_overlap_totals(question->overlap);
  json_t *object = json_object(), *list = json_array();

  json_object_set_new(
      object, "kind",
      json_text(gdct_id(question->tool->mapping,
                        (GdctThing){GDCT_KIND, question->kind})));
  json_object_set_new(object, "by", json_text(question->by));
  json_object_set_new(object, "path", json_text(question->path));
  json_object_set_new(object, "basis", json_bases(question->tool->graph));
  json_object_set_new(
      object, "totals",
      json_pack("{s:i, s:i, s:i, s:i, s:I, s:I}", "members",
                (int)totals.members, "without-value", (int)totals.unplaced,
                "things", (int)totals.things, "contested",
                (int)gdct_overlap_count(question->overlap), "pairs",
                (json_int_t)totals.pairs, "without-common-parent",
                (json_int_t)totals.apart));
  for (uint32_t i = 0; i < question->shown; i++)
    json_array_append_new(list, json_group(question, i));
  json_object_set_new(object, "overlaps", list);
  put_json(stream, object);
}

/* ---- CSV ---- */

/* A row for each member of each thing. */
static void put_csv_answer(FILE *stream, const Question *question) {
  const GdctMapping *mapping = question->tool->mapping;
  const char *const header[] = {"thing",          "thing title",
                                "pairs",          "pairs without common parent",
                                "member",         "member title",
                                question->by,     "common parent",
                                "basis of links", NULL};
  g_autofree char *bases =
      gdct_bases_text(gdct_graph_bases(question->tool->graph), ", ");

  gdct_csv_row(stream, header);
  for (uint32_t i = 0; i < question->shown; i++) {
    GdctOverlapGroup group = gdct_overlap_get(question->overlap, i);
    uint32_t count;
    const GdctOverlapMember *members =
        gdct_overlap_members(question->overlap, i, &count);
    g_autofree char *pairs = g_strdup_printf("%" PRIu64, group.pairs);
    g_autofree char *apart = g_strdup_printf("%" PRIu64, group.apart);
    for (uint32_t k = 0; k < count; k++) {
      const char *const cells[] = {
          node_id(mapping, group.thing),
          gdct_title(mapping, (GdctThing){GDCT_NODE, group.thing},
                     tool_language()),
          pairs,
          apart,
          node_id(mapping, members[k].node),
          gdct_title(mapping, (GdctThing){GDCT_NODE, members[k].node},
                     tool_language()),
          members[k].label,
          members[k].parent == GDCT_NONE ? ""
                                         : node_id(mapping, members[k].parent),
          bases,
          NULL};
      gdct_csv_row(stream, cells);
    }
  }
}

/* ---- text ---- */

/* The members of one label. */
static void put_members(FILE *stream, const Question *question,
                        const GdctOverlapMember *members, uint32_t count) {
  if (*members->label == '\0')
    put_wrapped(stream, 2, 4, "without %s, not counted (%u)", question->by,
                count);
  else
    put_wrapped(stream, 2, 4, "%s (%u)", members->label, count);
  for (uint32_t i = 0; i < count; i++) {
    g_autofree char *words =
        node_words(question->tool->mapping, members[i].node);
    put_wrapped(stream, 4, 8, "%s", words);
  }
}

/* What stands above members that overlap, and whom. */
static void put_parents(FILE *stream, const Question *question,
                        const GdctOverlapMember *members, uint32_t count) {
  const GdctMapping *mapping = question->tool->mapping;
  g_autofree bool *done = g_new0(bool, count + 1);

  for (uint32_t i = 0; i < count; i++) {
    g_autofree char *words = NULL;
    g_autoptr(GString) below = g_string_new(NULL);
    if (done[i] || members[i].parent == GDCT_NONE)
      continue;
    words = node_words(mapping, members[i].parent);
    for (uint32_t k = i; k < count; k++)
      if (members[k].parent == members[i].parent) {
        done[k] = true;
        if (members[k].node != members[i].parent)
          g_string_append_printf(below, "%s%s", below->len > 0 ? ", " : "",
                                 node_id(mapping, members[k].node));
      }
    put_wrapped(stream, 2, 4, "common parent %s: of %s", words, below->str);
  }
}

static void put_group(FILE *stream, const Question *question, uint32_t index) {
  GdctOverlapGroup group = gdct_overlap_get(question->overlap, index);
  uint32_t count;
  const GdctOverlapMember *members =
      gdct_overlap_members(question->overlap, index, &count);
  g_autofree char *words = node_words(question->tool->mapping, group.thing);

  putc('\n', stream);
  put_wrapped(stream, 0, 4, "%s", words);
  put_wrapped(stream, 2, 4,
              "%u serve it; different values of %s: %u; overlapping pairs: "
              "%" PRIu64 ", without a common parent: %" PRIu64,
              count, question->by, group.values, group.pairs, group.apart);
  for (uint32_t i = 0, end; i < count; i = end) {
    for (end = i + 1;
         end < count && strcmp(members[end].label, members[i].label) == 0;)
      end++;
    put_members(stream, question, &members[i], end - i);
  }
  if (group.apart < group.pairs)
    put_parents(stream, question, members, count);
  else
    put_wrapped(stream, 2, 4, "no common parent");
}

static void put_text_answer(FILE *stream, const Question *question) {
  GdctOverlapTotals totals = gdct_overlap_totals(question->overlap);
  uint32_t contested = gdct_overlap_count(question->overlap);
  g_autofree char *bases =
      gdct_bases_text(gdct_graph_bases(question->tool->graph), ", ");
  GdctThing kind = {GDCT_KIND, question->kind};
  const char *plural =
      gdct_text(question->tool->mapping, kind, "plural", tool_language());

  if (plural == NULL)
    plural = gdct_title(question->tool->mapping, kind, tool_language());
  put_wrapped(stream, 0, 2,
              "%s serve %u things; %u of these are served by some that have no "
              "%s in common.",
              plural, totals.things, contested, question->by);
  put_wrapped(stream, 0, 2,
              "Overlapping pairs: %" PRIu64 ", without a common parent: "
              "%" PRIu64 ". A pair counts once for each thing that it shares.",
              totals.pairs, totals.apart);
  put_wrapped(stream, 0, 2,
              "To serve is here: %s, by links that are %s. To serve the same "
              "thing is not yet to do the same work: this shows whom to ask.",
              question->path, bases);
  if (totals.unplaced > 0)
    put_wrapped(
        stream, 0, 2,
        "%u of %u have no %s; they are not counted as overlapping anybody.",
        totals.unplaced, totals.members, question->by);
  for (uint32_t i = 0; i < question->shown; i++)
    put_group(stream, question, i);
  if (question->shown < contested)
    fprintf(stream, "\nand %u more (--limit)\n", contested - question->shown);
}

/* ---- the command ---- */

static int answer(const Question *question) {
  Output output;

  if (!output_open(&output, arg_output))
    return EXIT_IO;
  if (wants_csv())
    put_csv_answer(output.stream, question);
  else if (tool_wants_json())
    put_json_answer(output.stream, question);
  else
    put_text_answer(output.stream, question);
  return output_close(&output, true);
}

/* Whether the nodes of the model have such a key. */
static bool has_key(const Tool *tool, const char *key) {
  GdctReport *report = gdct_report_new();
  GdctFilter *filter = NULL;

  if (key[strspn(key, "abcdefghijklmnopqrstuvwxyz"
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")] != '\0')
    tool_usage("--by: '%s' is not the name of an attribute", key);
  else if ((filter = gdct_filter_parse(tool->graph, GDCT_NODE, key,
                                       (GdctPlace){NULL, 0, 0}, report)) ==
           NULL)
    tool_usage("--by: %s", gdct_report_get(report, 0)->message);
  gdct_filter_free(filter);
  gdct_report_free(report);
  return filter != NULL;
}

static int run(Tool *tool, char **arguments) {
  Question question = {.tool = tool,
                       .by = arg_by != NULL ? arg_by : "sector",
                       .path = arg_path != NULL ? arg_path : "supports"};
  GdctReport *report;
  GdctPath *path;
  GdctOverlap *overlap;
  int status;

  question.kind =
      tool_find(tool, GDCT_KIND, "kind",
                arguments[0] != NULL ? arguments[0] : "itu-activity");
  if (question.kind == GDCT_NONE || !has_key(tool, question.by))
    return EXIT_USAGE;
  report = gdct_report_new();
  path = gdct_path_parse(tool->mapping, question.path, (GdctPlace){NULL, 0, 0},
                         report);
  if (path == NULL)
    tool_usage("--path: %s", gdct_report_get(report, 0)->message);
  gdct_report_free(report);
  if (path == NULL)
    return EXIT_USAGE;
  overlap = gdct_overlap_new(tool->graph, question.kind, path, question.by);
  question.overlap = overlap;
  question.shown = gdct_overlap_count(overlap);
  if (arg_limit >= 0)
    question.shown = MIN(question.shown, (uint32_t)arg_limit);
  status = answer(&question);
  gdct_overlap_free(overlap);
  gdct_path_free(path);
  return status;
}

int cmd_overlap(int argc, char **argv) {
  int status;
  Tool tool;

  if (!tool_parse(&argc, &argv, "[KIND]", options, more, 0, 1, &status))
    return status;
  if (arg_format != NULL && strcmp(arg_format, "csv") != 0 &&
      strcmp(arg_format, "text") != 0 && strcmp(arg_format, "json") != 0)
    return tool_usage("--format: '%s' is not text, json or csv", arg_format);
  if (arg_format == NULL && !wants_csv() && !tool_wants_json() &&
      !tool_is_text("text, json, csv"))
    return EXIT_USAGE;
  if (arg_limit < -1)
    return tool_usage("--limit: %d is not a number from 0 on", arg_limit);
  status = tool_load(&tool);
  if (status == EXIT_FINE)
    status = run(&tool, argv + 1);
  tool_clear(&tool);
  return status;
}
