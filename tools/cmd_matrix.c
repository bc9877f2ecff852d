/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace matrix: what joins the nodes of two kinds, counted. */
#include "chains.h"
#include "matrix_text.h"

#include <string.h>

static char *arg_path, *arg_by, *arg_empty;
static char **arg_where, **arg_column_where;

static const GOptionEntry options[] = {
    {"path", 'p', 0, G_OPTION_ARG_FILENAME, &arg_path,
     "Follow this path from rows to columns", "PATH"},
    {"by", 'b', 0, G_OPTION_ARG_FILENAME, &arg_by,
     "One column a value that COLUMNS nodes have, such as sector", "KEY"},
    {"where", 'w', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_where,
     "Only rows for which this holds; may be repeated", "FILTER"},
    {"column-where", 'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_column_where,
     "The same for columns", "FILTER"},
    {"empty", 'e', 0, G_OPTION_ARG_FILENAME, &arg_empty,
     "Empty rows and columns: show (default) or hide", "HOW"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "ROWS and COLUMNS are kinds of the model, such as gdc-objective.\n\nWhat "
    "a cell counts: without --path the links between its row and its column,\n"
    "whichever way they point; with it the shortest ways along the path, each "
    "a\ndifferent chain of links; with --by the different nodes reached. A "
    "simple link\ncounts 1. Part-of is no link: --path '^part-of' follows "
    "it.\n\nFormats: text (default), json, csv, html (with the evidence of "
    "every cell), svg\n(a heat map), xlsx (with the evidence on a second "
    "sheet)\n\nExamples:\n  gdctrace matrix wsis-action-line sdg-goal\n  "
    "gdctrace matrix gdc-objective sdg-goal --path "
    "implemented-through/contributes-to \\\n    -o matrix.xlsx\n  gdctrace "
    "matrix gdc-objective itu-activity --path '^supports' --by sector\n  "
    "gdctrace matrix wsis-action-line sdg-target --empty hide -o matrix.html";

/* A format that the library writes, or one of ours: then .writer is NULL. */
typedef struct {
  const char *name;
  const GdctMatrixWriter *writer;
} Format;

/* ---- the command line ---- */

/* The format of this name, or of files with this ending. */
static bool find_format(const char *name, const char *file, Format *ret) {
  static const char *const own[] = {"text", "json", "csv"};
  size_t count;
  const GdctMatrixWriter *const *writers = gdct_matrix_writers(&count);

  for (size_t i = 0; i < G_N_ELEMENTS(own); i++) {
    g_autofree char *ending = g_strdup_printf(".%s", own[i]);
    *ret = (Format){own[i], NULL};
    if (name != NULL ? strcmp(name, own[i]) == 0
                     : g_str_has_suffix(file, ending))
      return true;
  }
  for (size_t i = 0; i < count; i++) {
    *ret = (Format){writers[i]->name, writers[i]};
    if (name != NULL ? strcmp(name, writers[i]->name) == 0
                     : g_str_has_suffix(file, writers[i]->extension))
      return true;
  }
  *ret = (Format){"text", NULL};
  return false;
}

static int choose_format(Format *ret) {
  bool to_stdout = arg_output == NULL || strcmp(arg_output, "-") == 0;
  g_autofree char *lower = g_ascii_strdown(to_stdout ? "" : arg_output, -1);
  bool found = find_format(arg_format, lower, ret);

  if (arg_format != NULL && !found)
    return tool_usage("--format: '%s' is not one of text, json, csv, html, "
                      "svg, xlsx",
                      arg_format);
  if (!found && !tool_is_text("text, json, csv, html, svg, xlsx"))
    return EXIT_USAGE;
  if (strcmp(ret->name, "xlsx") == 0 && !tool_may_be_binary(ret->name))
    return EXIT_USAGE;
  return EXIT_FINE;
}

/* ---- rows and columns ---- */

static int compare_nodes(gconstpointer a, gconstpointer b, gpointer data) {
  const GdctMapping *mapping = data;

  return gdct_compare_ids(node_id(mapping, *(const uint32_t *)a),
                          node_id(mapping, *(const uint32_t *)b));
}

/* The nodes of a kind for which all filters hold, in natural order of ids. Of
 * uint32_t; NULL after a complaint. */
static GArray *choose(const Tool *tool, const char *kind_id, const char *option,
                      char **where) {
  uint32_t kind = tool_find(tool, GDCT_KIND, "kind", kind_id);
  g_autoptr(GPtrArray) filters = NULL;
  GArray *nodes;

  if (kind == GDCT_NONE)
    return NULL;
  filters =
      tool_filters_of(tool, GDCT_NODE, option, (const char *const *)where);
  if (filters == NULL)
    return NULL;
  nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  for (uint32_t i = 0; i < gdct_count(tool->mapping, GDCT_NODE); i++)
    if (gdct_node_kind(tool->mapping, i) == kind &&
        gdct_graph_has_node(tool->graph, i) &&
        tool_all_hold(filters, (GdctThing){GDCT_NODE, i}))
      g_array_append_val(nodes, i);
  g_array_sort_with_data(nodes, compare_nodes, tool->mapping);
  return nodes;
}

static GdctMatrix *make_matrix(const Tool *tool, char **arguments) {
  g_autoptr(GArray) rows = choose(tool, arguments[0], "--where", arg_where);
  g_autoptr(GArray) columns = NULL;
  GdctMatrixWish wish = {.path = arg_path, .by = arg_by};
  GdctReport *report;
  GdctMatrix *matrix;

  if (rows == NULL)
    return NULL;
  columns = choose(tool, arguments[1], "--column-where", arg_column_where);
  if (columns == NULL)
    return NULL;
  wish.rows = (const uint32_t *)(void *)rows->data;
  wish.n_rows = rows->len;
  wish.columns = (const uint32_t *)(void *)columns->data;
  wish.n_columns = columns->len;
  report = gdct_report_new();
  matrix = gdct_matrix_new(tool->graph, &wish, report);
  if (matrix == NULL) {
    const GdctFinding *finding = gdct_report_get(report, 0);
    tool_usage("%s: %s",
               strcmp(finding->code, "bad-path") == 0 ? "--path" : "--by",
               finding->message);
  }
  gdct_report_free(report);
  return matrix;
}

/* ---- JSON and CSV ---- */

typedef const GdctMatrixLine *(*GetLine)(const GdctMatrix *matrix,
                                         uint32_t index);

/* Adds the lines to three members: ids, totals, and the ids of empty ones. */
static void add_lines(json_t *object, json_t *titles, const GdctMatrix *matrix,
                      const char *member, uint32_t count, GetLine get) {
  g_autofree char *totals =
      g_strdup_printf("%.*s-totals", (int)strlen(member) - 1, member);
  g_autofree char *empties = g_strdup_printf("empty-%s", member);
  bool hide = arg_empty != NULL && strcmp(arg_empty, "hide") == 0;
  json_t *ids = json_array(), *sums = json_object(), *none = json_array();

  for (uint32_t i = 0; i < count; i++) {
    const GdctMatrixLine *line = get(matrix, i);
    if (line->filled == 0)
      json_array_append_new(none, json_text(line->id));
    if (line->node != GDCT_NONE)
      json_object_set_new(
          titles, line->id,
          json_text(gdct_matrix_title(matrix, line, tool_language())));
    if (line->filled == 0 && hide)
      continue;
    json_array_append_new(ids, json_text(line->id));
    json_object_set_new(sums, line->id, json_integer((json_int_t)line->total));
  }
  json_object_set_new(object, member, ids);
  json_object_set_new(object, totals, sums);
  json_object_set_new(object, empties, none);
}

static json_t *json_cell(const Tool *tool, GdctMatrix *matrix, uint32_t row,
                         const GdctMatrixCell *cell) {
  json_t *object = json_object();
  uint32_t steps;
  const GdctStep *found = gdct_matrix_steps(matrix, row, cell->column, &steps);

  json_object_set_new(object, "row",
                      json_text(gdct_matrix_row(matrix, row)->id));
  json_object_set_new(object, "column",
                      json_text(gdct_matrix_column(matrix, cell->column)->id));
  json_object_set_new(object, "count", json_integer((json_int_t)cell->count));
  json_object_set_new(object, "links", json_chain(tool->mapping, found, steps));
  return object;
}

static json_t *json_or_null(const char *text) {
  return text != NULL ? json_text(text) : json_null();
}

static void put_json_matrix(FILE *stream, const Tool *tool, GdctMatrix *matrix,
                            char **arguments) {
  json_t *object = json_object(), *cells = json_array();
  json_t *titles = json_object();

  json_object_set_new(object, "row-kind", json_text(arguments[0]));
  json_object_set_new(object, "column-kind", json_text(arguments[1]));
  json_object_set_new(object, "path", json_or_null(arg_path));
  json_object_set_new(object, "by", json_or_null(arg_by));
  add_lines(object, titles, matrix, "rows", gdct_matrix_rows(matrix),
            gdct_matrix_row);
  add_lines(object, titles, matrix, "columns", gdct_matrix_columns(matrix),
            gdct_matrix_column);
  json_object_set_new(object, "titles", titles);
  json_object_set_new(object, "total",
                      json_integer((json_int_t)gdct_matrix_total(matrix)));
  for (uint32_t row = 0; row < gdct_matrix_rows(matrix); row++) {
    uint32_t n;
    const GdctMatrixCell *found = gdct_matrix_cells(matrix, row, &n);
    for (uint32_t i = 0; i < n; i++)
      json_array_append_new(cells, json_cell(tool, matrix, row, &found[i]));
  }
  json_object_set_new(object, "cells", cells);
  put_json(stream, object);
}

static void put_csv_matrix(FILE *stream, const GdctMatrix *matrix) {
  uint32_t columns = gdct_matrix_columns(matrix);
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);

  g_ptr_array_add(cells, g_strdup("id"));
  g_ptr_array_add(cells, g_strdup("title"));
  for (uint32_t i = 0; i < columns; i++)
    g_ptr_array_add(cells, gdct_clean_text(gdct_matrix_column(matrix, i)->id));
  g_ptr_array_add(cells, NULL);
  gdct_csv_row(stream, (const char *const *)cells->pdata);
  for (uint32_t row = 0; row < gdct_matrix_rows(matrix); row++) {
    const GdctMatrixLine *line = gdct_matrix_row(matrix, row);
    g_ptr_array_set_size(cells, 0);
    g_ptr_array_add(cells, g_strdup(line->id));
    g_ptr_array_add(cells, gdct_clean_text(gdct_matrix_title(matrix, line,
                                                             tool_language())));
    for (uint32_t i = 0; i < columns; i++)
      g_ptr_array_add(cells,
                      g_strdup_printf("%" G_GUINT64_FORMAT,
                                      gdct_matrix_count(matrix, row, i)));
    g_ptr_array_add(cells, NULL);
    gdct_csv_row(stream, (const char *const *)cells->pdata);
  }
}

/* ---- the command ---- */

/* So many empty rows and columns make a table hard to read. */
#define MANY_EMPTY 10

static uint32_t count_empty(const GdctMatrix *matrix) {
  uint32_t count = 0;

  for (uint32_t i = 0; i < gdct_matrix_rows(matrix); i++)
    count += gdct_matrix_row(matrix, i)->filled == 0;
  for (uint32_t i = 0; i < gdct_matrix_columns(matrix); i++)
    count += gdct_matrix_column(matrix, i)->filled == 0;
  return count;
}

static int put_matrix(const Tool *tool, GdctMatrix *matrix, Format format,
                      const GdctMatrixStyle *style, char **arguments) {
  bool hide = arg_empty != NULL && strcmp(arg_empty, "hide") == 0;
  bool good = true, text = strcmp(format.name, "text") == 0;
  Output output;

  if (hide && strcmp(format.name, "json") != 0) /* which names them */
    gdct_matrix_hide_empty(matrix);
  if (format.writer != NULL && format.writer->max_columns > 0 &&
      gdct_matrix_columns(matrix) > format.writer->max_columns)
    return tool_usage("%s has no room for %u columns; use csv", format.name,
                      gdct_matrix_columns(matrix));
  if (!output_open(&output, arg_output))
    return EXIT_IO;
  if (format.writer != NULL)
    good = format.writer->write(matrix, style, output_sink, &output);
  else if (strcmp(format.name, "json") == 0)
    put_json_matrix(output.stream, tool, matrix, arguments);
  else if (strcmp(format.name, "csv") == 0)
    put_csv_matrix(output.stream, matrix);
  else
    put_matrix_text(output.stream, matrix, style);
  if (text && !hide && count_empty(matrix) > MANY_EMPTY)
    put_wrapped(output.stream, 0, 2,
                "With --empty hide these are left out of the table.");
  return output_close_format(&output, good, format.name);
}

static int run(const Tool *tool, Format format, char **arguments) {
  GdctMatrix *matrix = make_matrix(tool, arguments);
  GdctMatrixQuestion question = {.row_kind = arguments[0],
                                 .column_kind = arguments[1],
                                 .path = arg_path,
                                 .by = arg_by,
                                 .as_of = tool_scope().as_of,
                                 .hides_empty = arg_empty != NULL &&
                                                strcmp(arg_empty, "hide") == 0,
                                 .language = tool_language(),
                                 /* What the command itself says is English. */
                                 .words = format.writer == NULL ? "en" : NULL};
  GdctMatrixStyle *style;
  int status;

  if (matrix == NULL)
    return EXIT_USAGE;
  style = gdct_matrix_style_new(matrix, &question);
  status = put_matrix(tool, matrix, format, style, arguments);
  gdct_matrix_style_free(style);
  gdct_matrix_free(matrix);
  return status;
}

int cmd_matrix(int argc, char **argv) {
  Format format;
  Tool tool;
  int status;

  if (!tool_parse(&argc, &argv, "ROWS COLUMNS", options, more, 2, 2, &status))
    return status;
  if (arg_empty != NULL && strcmp(arg_empty, "show") != 0 &&
      strcmp(arg_empty, "hide") != 0)
    return tool_usage("--empty: '%s' is not show or hide", arg_empty);
  status = choose_format(&format);
  if (status != EXIT_FINE)
    return status;
  status = tool_load(&tool);
  if (status == EXIT_FINE)
    status = run(&tool, format, argv + 1);
  tool_clear(&tool);
  return status;
}
