/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace list: the nodes of a kind, filtered; or what a rule misses. */
#include "chains.h"
#include "json_stream.h"
#include "table.h"

#include <string.h>

static char *arg_gap, *arg_columns;
static char **arg_where, **arg_sort;

static const GOptionEntry options[] = {
    {"where", 'w', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_where,
     "Only nodes for which this holds; may be repeated", "FILTER"},
    {"gap", 'g', 0, G_OPTION_ARG_FILENAME, &arg_gap,
     "Only nodes that are gaps of this rule", "RULE"},
    {"sort", 's', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_sort,
     "Sort by this column, -KEY downwards; may be repeated", "KEY"},
    {"columns", 'c', 0, G_OPTION_ARG_FILENAME, &arg_columns,
     "What to show of each node (default id,title)", "KEY,..."},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "KIND is a kind of the model, such as itu-activity; without it all nodes "
    "are listed.\nIds sort naturally: c2 before c10.\n\nFilters: sector=ITU-T,"
    "ITU-D  status!=completed  title~school  start>=2024\n  theme  !theme\n\n"
    "Columns and sort keys:\n"
    "  id, title, kind, framework, part-of, status, start, end, ...\n"
    "                   and every attribute of the model\n"
    "  source, quote    where the node itself is named\n"
    "  links, links-in, links-out\n"
    "                   how many links it has\n"
    "  PATH             the ids that a path reaches: ^supports\n"
    "  #KEY, #PATH      how many: #theme, #^supports\n"
    "--sort -start, or start:desc, sorts downwards; what has no value comes "
    "last.\n\nFormats: text (default), csv, json, xlsx (a workbook for "
    "Excel)\n\nExamples:\n  gdctrace list "
    "itu-activity --where sector=ITU-T\n  gdctrace "
    "list --gap action-line-serves-objective\n  gdctrace list itu-activity "
    "--columns id,title,sector,start --sort -start\n  gdctrace list "
    "gdc-objective --columns 'id,title,#^supports' --sort '-#^supports'\n  "
    "gdctrace list wsis-action-line --columns id,title,links -o lines.xlsx";

/* ---- which nodes ---- */

/* What the command line asks for. */
typedef struct {
  const Tool *tool;
  GPtrArray *columns; /* GdctColumn */
  GStrv names;        /* of the columns, as given */
  GPtrArray *sort;    /* GdctColumn */
  GArray *descending; /* bool, of each */
  uint32_t kind;      /* of all nodes, or GDCT_NONE */
  GArray *nodes;      /* uint32_t */
} List;

/* The nodes to list, in reading order. Of uint32_t. */
static GArray *choose(const Tool *tool, uint32_t kind, const GPtrArray *filters,
                      const GdctCoverage *coverage) {
  GArray *chosen = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (uint32_t i = 0; i < gdct_count(tool->mapping, GDCT_NODE); i++) {
    GdctThing node = {GDCT_NODE, i};
    uint32_t result;
    if ((kind != GDCT_NONE && gdct_node_kind(tool->mapping, i) != kind) ||
        !gdct_graph_has_node(tool->graph, i))
      continue;
    if (coverage != NULL) {
      if (!gdct_coverage_find(coverage, node, &result) ||
          gdct_coverage_get(coverage, result).result != GDCT_GAP)
        continue;
    }
    if (tool_all_hold(filters, node))
      g_array_append_val(chosen, i);
  }
  return chosen;
}

/* Adds a column; false after a complaint that names @option. */
static bool add_column(const Tool *tool, GPtrArray *columns, const char *option,
                       const char *text) {
  GdctReport *report = gdct_report_new();
  GdctColumn *column = gdct_column_new(tool->graph, text, tool_language(),
                                       (GdctPlace){NULL, 0, 0}, report);

  if (column != NULL)
    g_ptr_array_add(columns, column);
  else
    tool_usage("%s: %s", option, gdct_report_get(report, 0)->message);
  gdct_report_free(report);
  return column != NULL;
}

/* Reads --columns. */
static bool read_columns(List *list) {
  list->names =
      g_strsplit(arg_columns != NULL ? arg_columns : "id,title", ",", -1);
  for (size_t i = 0; list->names[i] != NULL; i++)
    if (!add_column(list->tool, list->columns, "--columns",
                    g_strstrip(list->names[i])))
      return false;
  if (list->columns->len > 0)
    return true;
  tool_usage("--columns: which ones?");
  return false;
}

/* Reads --sort: KEY, -KEY, KEY:asc, KEY:desc. */
static bool read_sort(List *list) {
  for (size_t i = 0; arg_sort != NULL && arg_sort[i] != NULL; i++) {
    bool descending = *arg_sort[i] == '-';
    g_autofree char *key = g_strdup(arg_sort[i] + descending);
    char *direction = strrchr(key, ':');
    if (direction != NULL) {
      *direction++ = '\0';
      if ((strcmp(direction, "asc") != 0 && strcmp(direction, "desc") != 0) ||
          descending) {
        tool_usage("--sort: '%s' is neither KEY nor -KEY, KEY:asc or KEY:desc",
                   arg_sort[i]);
        return false;
      }
      descending = strcmp(direction, "desc") == 0;
    }
    if (!add_column(list->tool, list->sort, "--sort", key))
      return false;
    g_array_append_val(list->descending, descending);
  }
  if (arg_sort == NULL) {
    bool downwards = false;
    g_array_append_val(list->descending, downwards);
    return add_column(list->tool, list->sort, "--sort", "id");
  }
  return true;
}

/* ---- JSON ---- */

static json_t *json_cell(GdctCell cell) {
  json_t *array;

  if (cell.number && cell.count > 0)
    return json_integer(g_ascii_strtoll(cell.texts[0], NULL, 10));
  if (!cell.list)
    return cell.count > 0 ? json_text(cell.texts[0]) : json_null();
  array = json_array();
  for (uint32_t i = 0; i < cell.count; i++)
    json_array_append_new(array, json_text(cell.texts[i]));
  return array;
}

static json_t *json_node(const List *list, uint32_t node) {
  static const char *const skip[] = {"kind", "title", "part-of", NULL};
  const GdctMapping *mapping = list->tool->mapping;
  GdctThing thing = {GDCT_NODE, node};
  GdctThing kind = {GDCT_KIND, gdct_node_kind(mapping, node)};
  uint32_t parent = gdct_node_parent(mapping, node);
  json_t *object = json_object(), *columns;

  json_object_set_new(object, "id", json_text(node_id(mapping, node)));
  json_object_set_new(object, "kind", json_text(gdct_id(mapping, kind)));
  json_object_set_new(object, "title",
                      json_text(gdct_title(mapping, thing, tool_language())));
  json_object_set_new(
      object, "part-of",
      parent == GDCT_NONE ? json_null() : json_text(node_id(mapping, parent)));
  json_object_set_new(object, "attributes",
                      json_attributes(mapping, thing, tool_language(), skip));
  if (arg_columns == NULL)
    return object;
  columns = json_object();
  for (guint i = 0; i < list->columns->len; i++)
    json_object_set_new(
        columns, list->names[i],
        json_cell(gdct_column_cell(g_ptr_array_index(list->columns, i), node)));
  json_object_set_new(object, "columns", columns);
  return object;
}

/* One object at a time: the whole would be many times the mapping. */
static void put_json_list(FILE *stream, const List *list) {
  JsonStream json = {.stream = stream};

  json_open(&json, NULL, '[');
  for (guint i = 0; i < list->nodes->len; i++)
    json_put(&json, NULL,
             json_node(list, g_array_index(list->nodes, uint32_t, i)));
  json_close(&json);
  putc('\n', stream);
}

/* ---- text and CSV ---- */

/* A TableCell of a List. */
static char *cell_text(size_t row, size_t column, void *data) {
  const List *list = data;
  GString *text = g_string_new(NULL);
  GdctCell cell = gdct_column_cell(g_ptr_array_index(list->columns, column),
                                   g_array_index(list->nodes, uint32_t, row));

  for (uint32_t i = 0; i < cell.count; i++)
    g_string_append_printf(text, "%s%s", i > 0 ? "; " : "", cell.texts[i]);
  return g_string_free(text, FALSE);
}

static void put_csv(FILE *stream, const List *list) {
  size_t n = list->columns->len;

  gdct_csv_row(stream, (const char *const *)list->names);
  for (guint row = 0; row < list->nodes->len; row++) {
    g_auto(GStrv) cells = g_new0(char *, n + 1);
    for (size_t i = 0; i < n; i++) {
      g_autofree char *text = cell_text(row, i, (void *)list);
      cells[i] = gdct_clean_text(text);
    }
    gdct_csv_row(stream, (const char *const *)cells);
  }
}

/* Whether the list depends on the links that the graph sees. */
static bool sees_links(const List *list) {
  bool links = arg_gap != NULL;

  for (guint i = 0; i < list->columns->len; i++)
    links =
        links || gdct_column_sees_links(g_ptr_array_index(list->columns, i));
  for (guint i = 0; i < list->sort->len; i++)
    links = links || gdct_column_sees_links(g_ptr_array_index(list->sort, i));
  return links;
}

static void put_text_list(FILE *stream, const List *list) {
  put_table(stream,
            arg_columns != NULL ? (const char *const *)list->names : NULL,
            list->columns->len, list->nodes->len, cell_text, (void *)list);
  if (list->nodes->len == 0 && output_width(stream) > 0)
    fputs("No node.\n", stream); /* to a person; a pipe gets nothing */
  if (sees_links(list)) {
    g_autofree char *words = scope_words(list->tool->graph);
    if (words != NULL)
      put_wrapped(stream, 0, 0, "(%s)", words);
  }
}

/* ---- XLSX ---- */

/* "ITU activities"; NULL of nodes of every kind. */
static const char *kind_words(const List *list) {
  GdctThing kind = {GDCT_KIND, list->kind};
  const char *words;

  if (list->kind == GDCT_NONE)
    return NULL;
  words = gdct_text(list->tool->mapping, kind, "plural", tool_language());
  return words != NULL ? words
                       : gdct_title(list->tool->mapping, kind, tool_language());
}

static bool put_xlsx(Output *output, const List *list) {
  g_autofree char *scope = scope_words(list->tool->graph);
  GdctList table = {
      .graph = list->tool->graph,
      .title = kind_words(list),
      .columns = (GdctColumn *const *)list->columns->pdata,
      .heads = (const char *const *)list->names,
      .n_columns = list->columns->len,
      .nodes = (const uint32_t *)(void *)list->nodes->data,
      .n_nodes = list->nodes->len,
      .says_links = scope != NULL && sees_links(list),
      .as_of = tool_scope().as_of,
      .language = tool_language(),
  };

  return gdct_list_write_xlsx(&table, output_sink, output);
}

/* Whether a workbook has room for the list; complains if not. */
static bool has_room(const List *list) {
  if (list->nodes->len > GDCT_LIST_MAX_NODES)
    tool_usage("xlsx has no room for %u rows, only for %d; use csv, or "
               "--where to list fewer",
               list->nodes->len, GDCT_LIST_MAX_NODES);
  else if (list->columns->len > GDCT_LIST_MAX_COLUMNS)
    tool_usage("xlsx has no room for %u columns, only for %d; use csv",
               list->columns->len, GDCT_LIST_MAX_COLUMNS);
  else
    return true;
  return false;
}

/* ---- the command ---- */

typedef enum { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON, FORMAT_XLSX } Format;

/* What --format says, else the ending of the file; false after a complaint. */
static bool choose_format(Format *ret_format) {
  static const char *const names[] = {"text", "csv", "json", "xlsx"};
  static const char *const endings[] = {".txt", ".csv", ".json", ".xlsx"};
  g_autofree char *lower =
      g_ascii_strdown(arg_output != NULL ? arg_output : "", -1);

  *ret_format = FORMAT_TEXT;
  for (Format i = FORMAT_TEXT; i <= FORMAT_XLSX; i++) {
    if (arg_format != NULL ? strcmp(arg_format, names[i]) == 0
                           : g_str_has_suffix(lower, endings[i])) {
      *ret_format = i;
      return i != FORMAT_XLSX || tool_may_be_binary(names[i]);
    }
  }
  if (arg_format != NULL)
    tool_usage("--format: '%s' is not text, csv, json or xlsx", arg_format);
  return arg_format == NULL && tool_is_text("text, csv, json, xlsx");
}

static int put_list(const List *list, Format format) {
  bool good = true;
  Output output;

  if (format == FORMAT_XLSX && !has_room(list))
    return EXIT_USAGE;
  if (!output_open(&output, arg_output))
    return EXIT_IO;
  if (format == FORMAT_JSON)
    put_json_list(output.stream, list);
  else if (format == FORMAT_CSV)
    put_csv(output.stream, list);
  else if (format == FORMAT_XLSX)
    good = put_xlsx(&output, list);
  else
    put_text_list(output.stream, list);
  return output_close_format(&output, good, "xlsx");
}

/* Finds the nodes and sorts them. */
static int fill(List *list, const char *kind_id) {
  const Tool *tool = list->tool;
  uint32_t rule;
  g_autoptr(GPtrArray) filters = NULL;
  GdctCoverage *coverage = NULL;

  if (kind_id != NULL &&
      (list->kind = tool_find(tool, GDCT_KIND, "kind", kind_id)) == GDCT_NONE)
    return EXIT_USAGE;
  filters = tool_filters(tool, GDCT_NODE, (const char *const *)arg_where);
  if (filters == NULL || !read_columns(list) || !read_sort(list))
    return EXIT_USAGE;
  if (arg_gap != NULL) {
    rule = tool_find(tool, GDCT_RULE, "rule", arg_gap);
    if (rule == GDCT_NONE)
      return EXIT_USAGE;
    coverage = gdct_coverage_new(tool->graph, rule, tool->report);
  }
  list->nodes = choose(tool, list->kind, filters, coverage);
  gdct_coverage_free(coverage);
  gdct_columns_sort((GdctColumn *const *)list->sort->pdata,
                    (const bool *)(void *)list->descending->data,
                    list->sort->len, (uint32_t *)(void *)list->nodes->data,
                    list->nodes->len);
  return EXIT_FINE;
}

int cmd_list(int argc, char **argv) {
  int status;
  Format format;
  Tool tool;
  List list = {.tool = &tool, .kind = GDCT_NONE};

  if (!tool_parse(&argc, &argv, "[KIND]", options, more, 0, 1, &status))
    return status;
  if (!choose_format(&format))
    return EXIT_USAGE;
  status = tool_load(&tool);
  if (status == EXIT_FINE) {
    GDestroyNotify free_column = (GDestroyNotify)gdct_column_free;
    list.columns = g_ptr_array_new_with_free_func(free_column);
    list.sort = g_ptr_array_new_with_free_func(free_column);
    list.descending = g_array_new(FALSE, FALSE, sizeof(bool));
    status = fill(&list, argc > 1 ? argv[1] : NULL);
    if (status == EXIT_FINE)
      status = put_list(&list, format);
    g_ptr_array_unref(list.columns);
    g_ptr_array_unref(list.sort);
    g_array_unref(list.descending);
    if (list.nodes != NULL)
      g_array_unref(list.nodes);
    g_strfreev(list.names);
  }
  tool_clear(&tool);
  return status;
}
