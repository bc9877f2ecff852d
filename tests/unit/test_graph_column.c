/* SPDX-License-Identifier: Apache-2.0 */
/* Columns: what they say of a node, and the order that they sort in. */
#include "test_graph_small.h"

#include <stdio.h>

static GdctColumn *column_of(const GdctGraph *graph, const char *text) {
  GdctReport *report = gdct_report_new();
  GdctColumn *column =
      gdct_column_new(graph, text, "en", (GdctPlace){0}, report);

  ck_assert_msg(
      column != NULL, "%s: %s", text,
      gdct_report_count(report) > 0 ? gdct_report_get(report, 0)->message : "");
  gdct_report_free(report);
  return column;
}

static const struct {
  const char *column, *node, *says;
} cells[] = {
    {"id", "a1", "a1"},           {"title", "a1", "Fuß der Straße"},
    {"kind", "a1", "a"},          {"framework", "b1", "g"},
    {"part-of", "a2", "a1"},      {"part-of", "a1", ""},
    {"size", "a10", "07"},        {"size", "b1", ""},
    {"tag", "a1", "[red blue]"},  {"tag", "a2", "[green]"},
    {"tag", "a10", "[]"},         {"#tag", "a1", "#2"},
    {"#tag", "b1", "#0"},         {"# tag", "a1", "#2"},
    {"measures", "b2", "#2"},     {"#measures", "b2", "#2"},
    {"evidence", "a1", "#0"},     {"source", "a1", "[]"},
    {"links", "b2", "#4"}, /* the proposed one is not seen */
    {"links-in", "b1", "#2"},     {"links-out", "b1", "#1"},
    {"r", "b1", "[b2]"},          {"r-of", "b1", "[a1 b2]"},
    {"^r", "b1", "[a1 b2]"},      {"#^r", "b1", "#2"},
    {"^part-of", "a1", "[a2]"},   {"#^part-of+", "a1", "#2"},
    {"^s/part-of", "b2", "[a2]"}, {"b-of", "b1", "[b2]"},
};

START_TEST(a_column_says_what_it_names) {
  Small opened =
      open_small_with("  paths:\n    - {id: b-of, path: r}\n", "", NULL);
  GdctColumn *column = column_of(opened.graph, cells[_i].column);
  GdctCell cell =
      gdct_column_cell(column, test_node(opened.mapping, cells[_i].node));
  GString *text = g_string_new(cell.list ? "[" : cell.number ? "#" : "");

  for (uint32_t i = 0; i < cell.count; i++)
    g_string_append_printf(text, "%s%s", i > 0 ? " " : "", cell.texts[i]);
  g_string_append(text, cell.list ? "]" : "");
  ck_assert_msg(strcmp(text->str, cells[_i].says) == 0,
                "%s of %s: '%s', not '%s'", cells[_i].column, cells[_i].node,
                text->str, cells[_i].says);
  g_string_free(text, TRUE);
  gdct_column_free(column);
  close_small(opened);
}
END_TEST

static const struct {
  const char *columns[3], *order; /* a column that begins with - descends */
} orders[] = {
    {{"id"}, "a1 a2 a10 b1 b2"},
    {{"-id"}, "b2 b1 a10 a2 a1"},
    {{"size"}, "a1 a10 a2 b1 b2"},  /* 7 and 07 are equal, then by id */
    {{"-size"}, "a2 a1 a10 b1 b2"}, /* what has none stays last */
    {{"day"}, "a1 a2 a10 b1 b2"},   /* first days */
    {{"-day"}, "a10 a2 a1 b1 b2"},
    {{"title"}, "b1 b2 a10 a1 a2"}, /* É like e; Arabic letters last */
    {{"kind", "-id"}, "a10 a2 a1 b2 b1"},
    {{"-#tag"}, "a1 a2 a10 b1 b2"},
    {{"tag"}, "a2 a1 a10 b1 b2"},
    {{"-links", "id"}, "b2 b1 a1 a2 a10"},
    {{"status"}, "a2 a1 a10 b1 b2"},
    {{"end", "-start"}, "a2 a10 a1 b1 b2"},
};

START_TEST(nodes_sort_by_what_columns_mean) {
  Small opened = open_small("", NULL);
  uint32_t n = gdct_count(opened.mapping, GDCT_NODE);
  uint32_t nodes[8];
  GdctColumn *columns[3];
  bool descending[3];
  size_t n_columns = 0;
  GString *text = g_string_new(NULL);

  for (uint32_t i = 0; i < n; i++)
    nodes[i] = n - 1 - i;
  for (; n_columns < 3 && orders[_i].columns[n_columns] != NULL; n_columns++) {
    const char *name = orders[_i].columns[n_columns];
    descending[n_columns] = *name == '-';
    columns[n_columns] = column_of(opened.graph, name + (*name == '-'));
  }
  gdct_columns_sort(columns, descending, n_columns, nodes, n);
  for (uint32_t i = 0; i < n; i++)
    g_string_append_printf(
        text, "%s%s", i > 0 ? " " : "",
        gdct_id(opened.mapping, (GdctThing){GDCT_NODE, nodes[i]}));
  ck_assert_msg(strcmp(text->str, orders[_i].order) == 0,
                "by %s: '%s', not '%s'", orders[_i].columns[0], text->str,
                orders[_i].order);
  for (size_t i = 0; i < n_columns; i++)
    gdct_column_free(columns[i]);
  g_string_free(text, TRUE);
  close_small(opened);
}
END_TEST

static const struct {
  const char *text, *finding;
} wrong[] = {
    {"tags", "unknown-key: no node has a key 'tags', and no relation is named "
             "so; did you mean 'tag'?"},
    {"", "unknown-key: no node has a key '', and no relation is named so"},
    {"#", "unknown-key: no node has a key '', and no relation is named so"},
    /* an attribute of links only */
    {"role", "unknown-key: no node has a key 'role', and no relation is named "
             "so"},
    {"\xff", "unknown-key: no node has a key '\xff', and no relation is named "
             "so"},
    {"r/", "bad-path: expected a relation or '(', not the end, at column 3 of "
           "the path 'r/'"},
    {"^q", "bad-path: no relation 'q', at column 2 of the path '^q'"},
};

START_TEST(a_column_that_nothing_has_is_a_finding) {
  Small opened = open_small("", NULL);
  GdctReport *report = gdct_report_new();
  const GdctFinding *finding;
  char *text;

  ck_assert_ptr_null(gdct_column_new(opened.graph, wrong[_i].text, "en",
                                     (GdctPlace){0}, report));
  ck_assert_uint_eq(gdct_report_count(report), 1);
  finding = gdct_report_get(report, 0);
  text = g_strdup_printf("%s: %s", finding->code, finding->message);
  ck_assert_msg(g_str_has_prefix(text, wrong[_i].finding), "%s", text);
  g_free(text);
  gdct_report_free(report);
  close_small(opened);
}
END_TEST

START_TEST(columns_know_whether_links_matter) {
  Small opened = open_small("", NULL);
  static const char *const texts[] = {"id", "#tag", "measures", "links",
                                      "#r", "^r",   "part-of"};

  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    GdctColumn *column = column_of(opened.graph, texts[i]);
    ck_assert_int_eq(gdct_column_sees_links(column), i >= 3 && i <= 5);
    gdct_column_free(column);
  }
  gdct_column_free(NULL);
  close_small(opened);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("graph_column");
  TCase *tests = tcase_create("graph_column");

  tcase_add_loop_test(tests, a_column_says_what_it_names, 0,
                      G_N_ELEMENTS(cells));
  tcase_add_loop_test(tests, nodes_sort_by_what_columns_mean, 0,
                      G_N_ELEMENTS(orders));
  tcase_add_loop_test(tests, a_column_that_nothing_has_is_a_finding, 0,
                      G_N_ELEMENTS(wrong));
  tcase_add_test(tests, columns_know_whether_links_matter);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
