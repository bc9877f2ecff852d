/* SPDX-License-Identifier: Apache-2.0 */
/* Paths by example, what a graph sees, and paths that are wrong. */
#include "test_graph_small.h"

#include <stdio.h>

/* The ids that a path reaches, with blanks between. Free with g_free(). */
static char *reach(const GdctGraph *graph, const char *start,
                   const char *expression) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  GdctReport *report = gdct_report_new();
  GdctPath *path =
      gdct_path_parse(mapping, expression, (GdctPlace){"x", 1, 1}, report);
  GdctSearch *search = gdct_search_new(graph);
  GString *text = g_string_new(NULL);
  uint32_t n;

  ck_assert_msg(
      path != NULL, "%s: %s", expression,
      gdct_report_count(report) > 0 ? gdct_report_get(report, 0)->message : "");
  n = gdct_search_run(search, path, test_node(mapping, start));
  for (uint32_t i = 0; i < n; i++)
    g_string_append_printf(
        text, "%s%s", i > 0 ? " " : "",
        gdct_id(mapping, (GdctThing){GDCT_NODE, gdct_search_node(search, i)}));
  gdct_search_free(search);
  gdct_path_free(path);
  gdct_report_free(report);
  return g_string_free(text, FALSE);
}

static const struct {
  const char *start, *path, *reached;
} walks[] = {
    {"a1", "r", "b1"},
    {"b1", "^r", "a1 b2"},
    {"b1", "r-of", "a1 b2"},
    {"a1", "^r-of", "b1"},
    {"b2", "^(r/r)", "a1 b2"},
    {"b2", "^r/r", "b2"},
    {"a1", "^part-of*", "a1 a2 a10"},
    {"a10", "part-of+", "a2 a1"},
    {"a10", "part-of?", "a10 a2"},
    {"a10", "^(^part-of)", "a2"},
    {"a1", " ( ^ part-of ) + / r ", "b2"},
    {"b1", "r*", "b1 b2"}, /* a cycle */
    {"b1", "r+", "b2 b1"},
    {"b1", "(r|^r)+", "a1 b2 a2 b1"},
    {"b1", "(r*)*", "b1 b2"},
    {"b1", "((r?)+)?", "b1 b2"},
    {"b2", "twice", "b2"},
    {"b2", "^twice", "a1 b2"},
    {"a1", "thrice", "b1"},
    {"b1", "^thrice", "a1 b2"},
    {"a1", "^s", ""},
    {"b2", "^s/part-of", "a2"},
};

START_TEST(each_operator_walks_as_it_should) {
  Small opened = open_small_with("  paths:\n    - {id: twice, path: r/r}\n"
                                 "    - {id: thrice, path: twice / r}\n",
                                 "", NULL);
  char *reached = reach(opened.graph, walks[_i].start, walks[_i].path);

  ck_assert_msg(strcmp(reached, walks[_i].reached) == 0,
                "%s %s: '%s', not '%s'", walks[_i].start, walks[_i].path,
                reached, walks[_i].reached);
  g_free(reached);
  close_small(opened);
}
END_TEST

START_TEST(any_path_follows_everything_both_ways) {
  Small opened = open_small("", NULL);
  GdctPath *path = gdct_path_any();
  GdctSearch *search = gdct_search_new(opened.graph);

  ck_assert_uint_eq(
      gdct_search_run(search, path, test_node(opened.mapping, "b1")), 5);
  gdct_search_free(search);
  gdct_path_free(path);
  close_small(opened);
}
END_TEST

/* ---- what a graph sees ---- */

static const struct {
  unsigned bases;
  const char *as_of, *start, *path, *reached;
} scopes[] = {
    {0, NULL, "a2", "r", "b2"},
    {GDCT_BASIS_STATED, NULL, "a2", "r", ""},
    {GDCT_BASIS_PROPOSED, NULL, "a2", "r", "b1"},
    {GDCT_BASIS_ANY, NULL, "a2", "r", "b1 b2"},
    {GDCT_BASIS_PROPOSED, NULL, "a10", "part-of+", "a2 a1"}, /* no basis */
    {0, "2024-12-31", "b1", "r", "b2"},
    {0, "2025-01-01", "b1", "r", ""},
    {0, "2025", "b2", "r", ""},
    {0, "2026", "b2", "r", "b1"}, /* some day of 2026 */
    {0, "2026-01", "b2", "r", ""},
    {0, "2026-02-01", "b2", "r", "b1"},
    {0, "2025-03-31", "a2", "r", "b2"},
    {0, "2025-04-01", "a2", "r", ""},     /* the node is over */
    {0, "2025-04-01", "a2", "r*", ""},    /* and is not even itself */
    {0, "2025-12", "a10", "part-of", ""}, /* nor a whole */
    {0, "2025-02", "a1", "^part-of*", "a1 a2"},
    {0, "2025-01/2026-02", "b2", "r", "b1"},
};

START_TEST(basis_and_date_hide_links_and_nodes) {
  GdctScope scope = {scopes[_i].bases, scopes[_i].as_of, GDCT_CLAIMED};
  Small opened = open_small("", &scope);
  char *reached = reach(opened.graph, scopes[_i].start, scopes[_i].path);

  ck_assert_msg(strcmp(reached, scopes[_i].reached) == 0,
                "row %d: '%s', not '%s'", _i, reached, scopes[_i].reached);
  g_free(reached);
  close_small(opened);
}
END_TEST

START_TEST(a_graph_knows_its_links_and_parts) {
  GdctScope scope = {GDCT_BASIS_STATED, "2024-06", GDCT_EVIDENCED};
  Small opened = open_small("", &scope);
  static const bool seen[] = {true, false, false, false, true, false};
  uint32_t count;

  ck_assert_uint_eq(gdct_graph_bases(opened.graph), GDCT_BASIS_STATED);
  for (uint32_t i = 0; i < G_N_ELEMENTS(seen); i++)
    ck_assert_msg(gdct_graph_has_link(opened.graph, i) == seen[i], "link %u",
                  i);
  gdct_graph_parts(opened.graph, test_node(opened.mapping, "a1"), &count);
  ck_assert_uint_eq(count, 1);
  gdct_graph_links_to(opened.graph, test_node(opened.mapping, "b2"), &count);
  ck_assert_uint_eq(count, 1);
  close_small(opened);
}
END_TEST

START_TEST(a_date_that_is_none_gives_a_finding_and_no_graph) {
  static const char *const bad[] = {"2025-13", "soon", "", "2025-02/2024"};
  Small opened = open_small("", NULL);

  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    GdctScope scope = {.as_of = bad[i]};
    GdctReport *report = gdct_report_new();
    ck_assert_ptr_null(gdct_graph_new(opened.mapping, &scope, report));
    ck_assert_str_eq(gdct_report_get(report, 0)->code, "bad-date");
    gdct_report_free(report);
  }
  close_small(opened);
}
END_TEST

START_TEST(null_can_be_freed) {
  gdct_graph_free(NULL);
  gdct_path_free(NULL);
  gdct_search_free(NULL);
  gdct_filter_free(NULL);
  gdct_coverage_free(NULL);
}
END_TEST

/* ---- paths that are wrong ---- */

static const struct {
  const char *path, *message;
} wrong_paths[] = {
    {"", "expected a relation or '(', not the end, at column 1 of the path ''"},
    {"r/",
     "expected a relation or '(', not the end, at column 3 of the path 'r/'"},
    {"r//r", "expected a relation or '(', not '/', at column 3 of the path "
             "'r//r'"},
    {"(r|s", "expected ')', not the end, at column 5 of the path '(r|s'"},
    {"r)", "expected an operator, not ')', at column 2 of the path 'r)'"},
    {"r s", "expected an operator, not 's', at column 3 of the path 'r s'"},
    {"r**", "expected an operator, not '*', at column 3 of the path 'r**'"},
    {"^^r", "expected a relation or '(', not '^', at column 2 of the path "
            "'^^r'"},
    {"!r", "expected a relation or '(', not '!', at column 1 of the path '!r'"},
    {"(é|r)", "expected a relation or '(', not 'é', at column 2 of the path "
              "'(é|r)'"},
    {"r|é", "expected a relation or '(', not 'é', at column 3 of the path "
            "'r|é'"},
    {"s/r-off", "no relation 'r-off', at column 3 of the path 's/r-off'; "
                "did you mean 'r-of'?"},
    {"r/part_of", "no relation 'part_of', at column 3 of the path "
                  "'r/part_of'; did you mean 'part-of'?"},
    {"r/self", "in the named path 'self': the named path 'self' contains "
               "itself, at column 3 of the path 'r/self'"},
    {"ping", "in the named path 'pong': the named path 'ping' contains "
             "itself, at column 2 of the path '^ping'"},
    {"r/broken", "in the named path 'broken': expected an operator, not 's', "
                 "at column 3 of the path 'r s'"},
};

START_TEST(a_wrong_path_says_where) {
  char *text = small_text("  paths:\n"
                          "    - {id: self, path: r/self}\n"
                          "    - {id: ping, path: r/pong}\n"
                          "    - {id: pong, path: ^ping}\n"
                          "    - {id: broken, path: r s}\n",
                          "");
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = test_load(text, report);
  GdctPlace place = {"x.yaml", 7, 9};
  const GdctFinding *finding;

  gdct_report_free(report);
  report = gdct_report_new();
  ck_assert_ptr_null(
      gdct_path_parse(mapping, wrong_paths[_i].path, place, report));
  ck_assert_uint_eq(gdct_report_count(report), 1);
  finding = gdct_report_get(report, 0);
  ck_assert_str_eq(finding->message, wrong_paths[_i].message);
  ck_assert_str_eq(finding->code, "bad-path");
  ck_assert_uint_eq(finding->place.line, 7);
  gdct_report_free(report);
  gdct_mapping_free(mapping);
  g_free(text);
}
END_TEST

/* "r/r/r" of n steps, or n times the text. Free with g_free(). */
static char *repeat(const char *text, const char *between, size_t n) {
  GString *all = g_string_new(NULL);

  for (size_t i = 0; i < n; i++)
    g_string_append_printf(all, "%s%s", i > 0 ? between : "", text);
  return g_string_free(all, FALSE);
}

static bool parses(const GdctMapping *mapping, char *path) {
  GdctReport *report = gdct_report_new();
  GdctPath *parsed =
      gdct_path_parse(mapping, path, (GdctPlace){NULL, 0, 0}, report);
  bool good = parsed != NULL;

  ck_assert_uint_eq(gdct_report_count(report), good ? 0 : 1);
  gdct_path_free(parsed);
  gdct_report_free(report);
  g_free(path);
  return good;
}

START_TEST(a_path_has_its_limits) {
  Small opened = open_small_with(
      "  paths:\n    - {id: d0, path: r/r}\n"
      "    - {id: d1, path: d0/d0}\n    - {id: d2, path: d1/d1}\n"
      "    - {id: d3, path: d2/d2}\n    - {id: d4, path: d3/d3}\n"
      "    - {id: d5, path: d4/d4}\n    - {id: d6, path: d5/d5}\n",
      "", NULL);
  const GdctMapping *mapping = opened.mapping;

  ck_assert(parses(mapping, repeat("r", "/", 63)));
  ck_assert(!parses(mapping, repeat("r", "/", 64)));
  ck_assert(!parses(mapping, repeat("r", "|", 64)));
  ck_assert(parses(mapping, g_strdup("d4/d3/d2/d1/d0/r"))); /* 63 */
  ck_assert(!parses(mapping, g_strdup("d5")));              /* 64 */
  ck_assert(!parses(mapping, g_strdup("d6/d6")));
  ck_assert(parses(mapping, g_strdup("((((((((((((((((r))))))))))))))))")));
  ck_assert(!parses(mapping, repeat("(", "", 1000)));
  ck_assert(!parses(mapping, repeat("(", "", 100000)));
  ck_assert(!parses(mapping, repeat("r", "/", 50000)));
  ck_assert(!parses(mapping, repeat("^", "", 4000)));
  ck_assert(!parses(mapping, repeat("x", "", 100000)));
  ck_assert(!parses(mapping, g_strdup("\xE2")));
  ck_assert(!parses(mapping, g_strdup("r/\xF0\x9F")));
  close_small(opened);
}
END_TEST

START_TEST(named_paths_inside_each_other_end_somewhere) {
  GString *paths = g_string_new("  paths:\n    - {id: q0, path: r}\n");
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping;
  char *text;

  for (int i = 1; i < 200; i++)
    g_string_append_printf(paths, "    - {id: q%d, path: \"(q%d)\"}\n", i,
                           i - 1);
  text = small_text(paths->str, "");
  mapping = test_load(text, report);
  ck_assert(parses(mapping, g_strdup("q20")));
  ck_assert(!parses(mapping, g_strdup("q199")));
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  g_free(text);
  g_string_free(paths, TRUE);
}
END_TEST

START_TEST(a_long_chain_of_links_is_walked_to_its_end) {
  enum { LENGTH = 20000 };
  GString *text = g_string_new("gdctrace: 1\n" TEST_MODEL "nodes:\n");
  GdctMapping *mapping;
  GdctGraph *graph;
  GdctSearch *search;
  GdctPath *path;
  uint32_t steps;

  for (int i = 0; i < LENGTH; i++)
    g_string_append_printf(
        text, "  - {id: n%d, kind: a, title: N, links: {r: [n%d]}}\n", i,
        (i + 1) % LENGTH);
  mapping = test_load_clean(text->str);
  graph = gdct_graph_new(mapping, NULL, NULL);
  search = gdct_search_new(graph);
  path = gdct_path_parse(mapping, "r+", (GdctPlace){NULL, 0, 0}, NULL);
  ck_assert_uint_eq(gdct_search_run(search, path, 5), LENGTH);
  ck_assert_uint_eq(gdct_search_node(search, LENGTH - 1), 5);
  gdct_search_chain(search, LENGTH - 1, &steps);
  ck_assert_uint_eq(steps, LENGTH);
  gdct_path_free(path);
  gdct_search_free(search);
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  g_string_free(text, TRUE);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("graph");
  TCase *tests = tcase_create("graph");

  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, each_operator_walks_as_it_should, 0,
                      G_N_ELEMENTS(walks));
  tcase_add_test(tests, any_path_follows_everything_both_ways);
  tcase_add_loop_test(tests, basis_and_date_hide_links_and_nodes, 0,
                      G_N_ELEMENTS(scopes));
  tcase_add_test(tests, a_graph_knows_its_links_and_parts);
  tcase_add_test(tests, a_date_that_is_none_gives_a_finding_and_no_graph);
  tcase_add_test(tests, null_can_be_freed);
  tcase_add_loop_test(tests, a_wrong_path_says_where, 0,
                      G_N_ELEMENTS(wrong_paths));
  tcase_add_test(tests, a_path_has_its_limits);
  tcase_add_test(tests, named_paths_inside_each_other_end_somewhere);
  tcase_add_test(tests, a_long_chain_of_links_is_walked_to_its_end);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
