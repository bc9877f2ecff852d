/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace report: a document for a review. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

static char *arg_node;
static char **arg_where;
static gboolean arg_evidence;

static const GOptionEntry options[] = {
    {"node", 'n', 0, G_OPTION_ARG_FILENAME, &arg_node,
     "What a road map is about: an action line", "ID"},
    {"where", 'w', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_where,
     "Only links (annex) or activities (work plan) for which this holds",
     "FILTER"},
    {"evidence", 'e', 0, G_OPTION_ARG_NONE, &arg_evidence,
     "The words of the sources, as notes", NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char examples[] =
    "A document is as of a day if --as-of or SOURCE_DATE_EPOCH gives one; "
    "rules "
    "that\ncompare with the present day are else left out, and named.\n\n"
    "Examples:\n"
    "  gdctrace report annex --evidence -o annex.docx\n"
    "  gdctrace report review --as-of 2026-11-22 -o review.pdf\n"
    "  gdctrace report road-map --node wsis.c7 --lang fr -o c7.html\n"
    "  gdctrace report work-plan --where theme=ai -o ai.md\n"
    "  gdctrace report annex --where source=gdc-action-plan "
    "--where 'locator~Annex'";

/* The kinds and formats with what they are for, under the options. */
static char *describe(void) {
  size_t count;
  const GdctDocumentKind *const *kinds = gdct_document_kinds(&count);
  const GdctDocumentFormat *formats;
  GString *text = g_string_new("Kinds:\n");

  for (size_t i = 0; i < count; i++)
    g_string_append_printf(text, "  %-9s  %s\n", kinds[i]->name,
                           kinds[i]->summary);
  formats = gdct_document_formats(&count);
  g_string_append(text, "\nFormats:\n");
  for (size_t i = 0; i < count; i++)
    g_string_append_printf(text, "  %-9s  %s\n", formats[i].name,
                           formats[i].summary);
  g_string_append_printf(text, "\n%s", examples);
  return g_string_free(text, FALSE);
}

/* "annex, review" */
static char *kind_names(void) {
  size_t count;
  const GdctDocumentKind *const *kinds = gdct_document_kinds(&count);
  GString *names = g_string_new(NULL);

  for (size_t i = 0; i < count; i++)
    g_string_append_printf(names, "%s%s", i == 0 ? "" : ", ", kinds[i]->name);
  return g_string_free(names, FALSE);
}

/* The kind of this name; NULL after a complaint. */
static const GdctDocumentKind *find_kind(const char *name) {
  size_t count;
  const GdctDocumentKind *const *kinds = gdct_document_kinds(&count);
  g_autofree char *names = kind_names();

  for (size_t i = 0; i < count; i++)
    if (strcmp(kinds[i]->name, name) == 0)
      return kinds[i];
  for (size_t i = 0; i < count; i++)
    if (tool_is_near(name, kinds[i]->name)) {
      tool_usage("report: no '%s'; did you mean '%s'?", name, kinds[i]->name);
      return NULL;
    }
  tool_usage("report: '%s' is not one of %s", name, names);
  return NULL;
}

/* NULL after a complaint. */
static const GdctDocumentFormat *choose_format(void) {
  size_t count;
  const GdctDocumentFormat *formats = gdct_document_formats(&count);
  g_autofree ToolFormat *rows = g_new(ToolFormat, count);
  int chosen;

  for (size_t i = 0; i < count; i++)
    rows[i] =
        (ToolFormat){formats[i].name, formats[i].extension,
                     g_str_has_prefix(formats[i].media_type, "application/")};
  chosen = tool_choose_format(rows, count, "html");
  return chosen < 0 ? NULL : &formats[chosen];
}

/* Complains of options that the kind has no use for, or lacks. */
static int check_options(const GdctDocumentKind *kind) {
  if (kind->node == NULL && arg_node != NULL)
    return tool_usage("--node: the %s is about no single node", kind->name);
  if (kind->node != NULL && arg_node == NULL)
    return tool_usage("report %s: --node is needed, of kind %s; 'gdctrace list "
                      "%s' lists them",
                      kind->name, kind->node, kind->node);
  if (arg_where != NULL && kind->filtered != GDCT_NODE &&
      kind->filtered != GDCT_LINK)
    return tool_usage("--where: the %s takes no filter", kind->name);
  return EXIT_FINE;
}

static int put_document(const Tool *tool, const GdctDocumentKind *kind,
                        const GdctDocumentFormat *format,
                        const GdctDocumentOptions *how) {
  Output output;
  char *problem = NULL;
  bool good;
  int status;

  if (!output_open(&output, arg_output))
    return EXIT_IO;
  good = gdct_document_write(tool->graph, kind->name, how, format->name,
                             output_sink, &output, &problem);
  status = output_close(&output, good);
  if (!good && status == EXIT_FINE)
    fprintf(stderr, "gdctrace: cannot write the %s: %s\n", kind->name, problem);
  free(problem);
  return good ? status : EXIT_IO;
}

/* The day that the document is as of, or NULL. Free with free(). */
static char *choose_day(void) {
  const char *epoch = g_getenv("SOURCE_DATE_EPOCH");

  if (tool_scope().as_of != NULL)
    return strdup(tool_scope().as_of);
  return epoch != NULL && *epoch != '\0' ? gdct_today() : NULL;
}

static int run(const Tool *tool, const GdctDocumentKind *kind,
               const GdctDocumentFormat *format) {
  g_autofree char *words =
      arg_where == NULL ? NULL : g_strjoinv(", ", arg_where);
  g_autofree char *styles = tool_documents(), *problem = NULL;
  GdctDocumentOptions how = {.language = tool_language(),
                             .node = GDCT_NONE,
                             .filter_words = words,
                             .notes = arg_evidence,
                             .data_dir = styles};
  GPtrArray *filters;
  char *day;
  int status;

  if (arg_node != NULL) {
    how.node = tool_find(tool, GDCT_NODE, "node", arg_node);
    if (how.node == GDCT_NONE)
      return EXIT_USAGE;
  }
  problem = gdct_document_problem(tool->graph, kind->name, &how);
  if (problem != NULL)
    return tool_usage("report: %s", problem);
  filters = tool_filters(tool, kind->filtered, (const char *const *)arg_where);
  if (filters == NULL)
    return EXIT_USAGE;
  how.filters = (const GdctFilter *const *)filters->pdata;
  how.n_filters = filters->len;
  day = choose_day();
  how.day = day;
  status = put_document(tool, kind, format, &how);
  free(day);
  g_ptr_array_unref(filters);
  return status;
}

int cmd_report(int argc, char **argv) {
  g_autofree char *more = describe();
  const GdctDocumentKind *kind;
  const GdctDocumentFormat *format;
  Tool tool;
  int status;

  if (!tool_parse(&argc, &argv, "KIND", options, more, 1, 1, &status))
    return status;
  kind = find_kind(argv[1]);
  if (kind == NULL)
    return EXIT_USAGE;
  status = check_options(kind);
  if (status != EXIT_FINE)
    return status;
  format = choose_format();
  if (format == NULL)
    return EXIT_USAGE;
  status = tool_load(&tool);
  if (status == EXIT_FINE)
    status = run(&tool, kind, format);
  tool_clear(&tool);
  return status;
}
