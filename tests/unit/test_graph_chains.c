/* SPDX-License-Identifier: Apache-2.0 */
/* All shortest chains: how many, which, and that none is told twice. */
#include "test_graph_small.h"

#include <stdio.h>

/* The chains to a node, "a1 b1; a1 b2" by nodes, with their number before them:
 * "2: ...". Free with g_free(). */
static char *chains_to(const GdctGraph *graph, const char *start,
                       const char *expression, const char *to) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  GdctPath *path = expression == NULL ? gdct_path_any()
                                      : gdct_path_parse(mapping, expression,
                                                        (GdctPlace){0}, NULL);
  GdctChains *chains =
      gdct_chains_new(graph, path, test_node(mapping, start), 0);
  uint32_t index = gdct_chains_find(chains, test_node(mapping, to)), steps;
  GString *text = g_string_new("0");

  if (index != GDCT_NONE) {
    uint64_t ways = gdct_chains_ways(chains, index);
    g_string_printf(text, "%d:", (int)ways);
    for (uint64_t i = 0; i < ways; i++) {
      const GdctStep *chain = gdct_chains_get(chains, index, i, &steps);
      g_string_append(text, i > 0 ? ";" : "");
      for (uint32_t s = 0; s < steps; s++)
        g_string_append_printf(
            text, " %s%s%s", chain[s].link == GDCT_NONE ? "." : "",
            chain[s].inverse ? "^" : "",
            gdct_id(mapping, (GdctThing){GDCT_NODE, chain[s].to}));
    }
  }
  gdct_chains_free(chains);
  gdct_path_free(path);
  return g_string_free(text, FALSE);
}

/* A diamond with two links on one side, and a longer way round. */
static const char diamond[] =
    "  - {from: b1, relation: r, to: d1, source: doc}\n"
    "  - {from: b1, relation: r, to: d2, source: doc}\n"
    "  - {from: d1, relation: r, to: e, source: doc}\n"
    "  - {from: d1, relation: s, to: e, source: doc}\n"
    "  - {from: d2, relation: r, to: e, source: doc}\n"
    "  - {from: b1, relation: r, to: d3, source: doc}\n"
    "  - {from: d3, relation: r, to: d2, source: doc}\n"
    "nodes:\n"
    "  - {id: d1, kind: a, title: D}\n"
    "  - {id: d2, kind: a, title: D}\n"
    "  - {id: d3, kind: a, title: D}\n"
    "  - {id: e, kind: b, title: E}\n";

static const struct {
  const char *start, *path, *to, *chains;
} walks[] = {
    {"b1", "r/r", "e", "2: d1 e; d2 e"},
    {"b1", "r/(r|s)", "e", "3: d1 e; d2 e; d1 e"},
    {"b1", "r+", "e", "2: d1 e; d2 e"},
    {"b1", NULL, "e", "3: d1 e; d1 e; d2 e"},
    {"e", "^r/^r", "b1", "2: ^d1 ^b1; ^d2 ^b1"},
    {"b1", "r*", "b1", "1:"}, /* in no step */
    {"b1", "s", "e", "0"},
    {"a10", "part-of+", "a1", "1: .a2 .a1"},
    {"a1", "^part-of/^part-of", "a10", "1: .^a2 .^a10"},
    /* However often the expression says it, a chain is one. */
    {"b1", "r|r", "d1", "1: d1"},
    {"b1", "(r|r)/(r|r|r)", "e", "2: d1 e; d2 e"},
    {"b1", "(r*)*/r", "e", "2: d1 e; d2 e"},
    {"b1", "(r/r)|(r/(r|s))", "e", "3: d1 e; d2 e; d1 e"},
    {"b1", "(r?/r?)/r?", "e", "2: d1 e; d2 e"},
    /* The shortest that the path allows may pass a node twice. */
    {"b1", "r/^r/r", "d3", "4: b2 ^b1 d3; d1 ^b1 d3; d2 ^b1 d3; d3 ^b1 d3"},
};

/* The small mapping with the diamond. */
static Small open_diamond(void) {
  GString *text = g_string_new(small);
  Small opened;

  /* One list of nodes a file. */
  const char *nodes = strstr(diamond, "nodes:\n");
  g_string_append_len(text, diamond, nodes - diamond);
  g_string_insert(text, strstr(text->str, "links:\n") - text->str,
                  nodes + strlen("nodes:\n"));
  opened.mapping = test_load_clean(text->str);
  opened.graph = gdct_graph_new(opened.mapping, NULL, NULL);
  g_string_free(text, TRUE);
  return opened;
}

START_TEST(every_shortest_chain_is_told_once) {
  Small opened = open_diamond();
  char *chains =
      chains_to(opened.graph, walks[_i].start, walks[_i].path, walks[_i].to);

  ck_assert_msg(strcmp(chains, walks[_i].chains) == 0, "%s %s: '%s', not '%s'",
                walks[_i].start, walks[_i].path, chains, walks[_i].chains);
  g_free(chains);
  close_small(opened);
}
END_TEST

/* What a search finds, and the chain it shows, is what chains find, and the
 * first one. */
START_TEST(a_search_shows_the_first_of_the_chains) {
  static const char *const expressions[] = {"r+", "(r|^r)+", "r/^r?",
                                            "^r|s|part-of", "(r|s|^part-of)*"};
  Small opened = open_diamond();
  GdctSearch *search = gdct_search_new(opened.graph);

  for (size_t e = 0; e < G_N_ELEMENTS(expressions); e++)
    for (uint32_t start = 0; start < gdct_count(opened.mapping, GDCT_NODE);
         start++) {
      GdctPath *path =
          gdct_path_parse(opened.mapping, expressions[e], (GdctPlace){0}, NULL);
      GdctChains *chains = gdct_chains_new(opened.graph, path, start, 0);
      uint32_t n = gdct_search_run(search, path, start), a, b;
      ck_assert_uint_eq(gdct_chains_count(chains), n);
      for (uint32_t i = 0; i < n; i++) {
        const GdctStep *one = gdct_search_chain(search, i, &a);
        const GdctStep *other = gdct_chains_get(chains, i, 0, &b);
        ck_assert_uint_eq(gdct_chains_node(chains, i),
                          gdct_search_node(search, i));
        ck_assert_uint_eq(gdct_chains_distance(chains, i), a);
        ck_assert_uint_eq(a, b);
        for (uint32_t s = 0; s < a; s++) {
          ck_assert_uint_eq(one[s].link, other[s].link);
          ck_assert_uint_eq(one[s].to, other[s].to);
        }
      }
      gdct_chains_free(chains);
      gdct_path_free(path);
    }
  gdct_search_free(search);
  close_small(opened);
}
END_TEST

START_TEST(depth_ends_the_walk) {
  static const uint32_t reached[] = {9, 6, 9, 9}; /* by depth; 0: any */
  Small opened = open_diamond();
  GdctPath *path =
      gdct_path_parse(opened.mapping, "(r|^r|s|^s)*", (GdctPlace){0}, NULL);

  for (uint32_t depth = 0; depth < G_N_ELEMENTS(reached); depth++) {
    GdctChains *chains = gdct_chains_new(
        opened.graph, path, test_node(opened.mapping, "b1"), depth);
    uint32_t n = gdct_chains_count(chains);
    ck_assert_msg(n == reached[depth], "%u in %u steps", n, depth);
    gdct_chains_free(chains);
  }
  gdct_path_free(path);
  close_small(opened);
}
END_TEST

/* 2^70 chains of 140 steps: counted as many, and any of the first be had. */
START_TEST(more_chains_than_a_number_holds_are_as_many_or_more) {
  enum { N = 70 };
  GString *text = g_string_new("gdctrace: 1\n" TEST_MODEL "nodes:\n"
                               "  - {id: n0, kind: a, title: N}\n");
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping;
  GdctGraph *graph;
  GdctPath *path;
  GdctChains *chains;
  uint32_t steps, end;

  for (int i = 0; i < N; i++)
    g_string_append_printf(
        text,
        "  - {id: x%d, kind: a, title: N, links: {r-of: [n%d], r: [n%d]}}\n"
        "  - {id: y%d, kind: a, title: N, links: {r-of: [n%d], r: [n%d]}}\n"
        "  - {id: n%d, kind: a, title: N}\n",
        i, i, i + 1, i, i, i + 1, i + 1);
  mapping = test_load(text->str, report); /* links cite nothing */
  ck_assert_uint_eq(gdct_report_count_of(report, GDCT_ERROR), 0);
  graph = gdct_graph_new(mapping, NULL, NULL);
  path = gdct_path_parse(mapping, "r+", (GdctPlace){0}, NULL);
  chains = gdct_chains_new(graph, path, test_node(mapping, "n0"), 0);
  end = gdct_chains_find(chains, test_node(mapping, "n70"));
  ck_assert(gdct_chains_ways(chains, end) == UINT64_MAX);
  gdct_chains_get(chains, end, 99, &steps);
  ck_assert_uint_eq(steps, 2 * N);
  end = gdct_chains_find(chains, test_node(mapping, "n40"));
  ck_assert(gdct_chains_ways(chains, end) == UINT64_C(1) << 40);
  gdct_chains_free(chains);
  gdct_path_free(path);
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  g_string_free(text, TRUE);
}
END_TEST

/* Made deterministic this expression has 2^25 states. */
START_TEST(an_expression_that_is_too_wide_still_ends) {
  Small opened = open_diamond();
  GString *text = g_string_new("(r|^r)*/r");
  GdctPath *path;
  GdctChains *chains;

  for (int i = 0; i < 25; i++)
    g_string_append(text, "/(r|^r)");
  path = gdct_path_parse(opened.mapping, text->str, (GdctPlace){0}, NULL);
  ck_assert_ptr_nonnull(path);
  chains =
      gdct_chains_new(opened.graph, path, test_node(opened.mapping, "b1"), 0);
  ck_assert_uint_gt(gdct_chains_count(chains), 0);
  gdct_chains_free(chains);
  gdct_path_free(path);
  g_string_free(text, TRUE);
  close_small(opened);
}
END_TEST

START_TEST(null_can_be_freed) {
  gdct_chains_free(NULL);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("graph_chains");
  TCase *tests = tcase_create("graph_chains");

  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, every_shortest_chain_is_told_once, 0,
                      G_N_ELEMENTS(walks));
  tcase_add_test(tests, a_search_shows_the_first_of_the_chains);
  tcase_add_test(tests, depth_ends_the_walk);
  tcase_add_test(tests, more_chains_than_a_number_holds_are_as_many_or_more);
  tcase_add_test(tests, an_expression_that_is_too_wide_still_ends);
  tcase_add_test(tests, null_can_be_freed);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
