/* SPDX-License-Identifier: Apache-2.0 */
/* Rules, their results and their witnesses. */
#include "test_graph_small.h"

#include <gdctrace/overlap.h>

/* What stricter trust leaves must be what a graph of such links shows. */
static void compare_trusting(const Small *opened, const GdctScope *given,
                             GdctCoverage *coverage) {
  GdctTrust last = given->trust == GDCT_CLAIMED ? GDCT_REVIEWED : given->trust;

  for (GdctTrust trust = given->trust; trust <= last; trust++) {
    GdctScope scope = {given->bases, given->as_of, trust};
    GdctReport *report = gdct_report_new();
    GdctGraph *graph = gdct_graph_new(opened->mapping, &scope, report);
    GdctCoverage *other = gdct_coverage_new(graph, 0, report);
    uint32_t counts[GDCT_RESULTS];
    gdct_coverage_trusting(coverage, trust, counts);
    for (int r = 0; r < GDCT_RESULTS; r++)
      ck_assert_uint_eq(counts[r],
                        gdct_coverage_count_of(other, (GdctResult)r));
    gdct_coverage_free(other);
    gdct_graph_free(graph);
    gdct_report_free(report);
  }
}

/* "a1 covered direct 2, a2 gap - 0": the results of rule 0 of a mapping that
 * is the small one and @more. Free with g_free(). */
static char *results(const char *more, const GdctScope *scope) {
  static const char *const marks[] = {"covered", "partial", "gap", "waived"};
  Small opened = open_small(more, scope);
  const GdctMapping *mapping = opened.mapping;
  GdctReport *report = gdct_report_new();
  GdctCoverage *coverage = gdct_coverage_new(opened.graph, 0, report);
  GString *text = g_string_new(NULL);
  uint32_t counts[GDCT_RESULTS] = {0}, none;

  ck_assert_ptr_nonnull(coverage);
  ck_assert_uint_eq(gdct_coverage_rule(coverage), 0);
  for (uint32_t i = 0; i < gdct_coverage_count(coverage); i++) {
    GdctRuleResult result = gdct_coverage_get(coverage, i);
    uint32_t found;
    counts[result.result]++;
    ck_assert_str_eq(gdct_result_name(result.result), marks[result.result]);
    ck_assert(gdct_coverage_find(coverage, result.thing, &found));
    ck_assert_uint_eq(found, i);
    if (i > 0)
      g_string_append(text, ", ");
    if (result.thing.type == GDCT_NODE)
      g_string_append(text, gdct_id(mapping, result.thing));
    else
      g_string_append_printf(text, "%u", result.thing.index);
    g_string_append_printf(
        text, " %s %s %u", marks[result.result],
        result.grade == GDCT_NONE
            ? "-"
            : gdct_id(mapping, (GdctThing){GDCT_GRADE, result.grade}),
        gdct_coverage_reached(coverage, i));
    ck_assert((result.waiver != GDCT_NONE) == (result.result == GDCT_WAIVED));
  }
  for (int r = 0; r < GDCT_RESULTS; r++)
    ck_assert_uint_eq(counts[r],
                      gdct_coverage_count_of(coverage, (GdctResult)r));
  ck_assert(
      !gdct_coverage_find(coverage, (GdctThing){GDCT_NODE, 999999}, &none));
  compare_trusting(&opened, scope, coverage);
  gdct_coverage_free(coverage);
  gdct_report_free(report);
  close_small(opened);
  return g_string_free(text, FALSE);
}

#define RULE "rules:\n  - {id: rule, title: R, each: a, reach: b,"
#define GRADES(list) " grades: [" list "]}\n"
#define DIRECT "{id: direct, path: r, counts: covered}"
#define PARTS "{id: parts, path: ^part-of+/r, counts: partial}"

static const struct {
  const char *yaml;
  GdctScope scope;
  const char *results;
} rules[] = {
    /* Best first: the first grade that reaches enough wins. */
    {RULE GRADES(DIRECT ", " PARTS),
     {0, NULL, GDCT_CLAIMED},
     "a1 covered direct 1, a2 covered direct 1, a10 gap - 0"},
    {RULE GRADES(PARTS ", " DIRECT),
     {0, NULL, GDCT_CLAIMED},
     "a1 partial parts 1, a2 covered direct 1, a10 gap - 0"},
    /* Each grade is counted alone: a1 reaches b1 by one, b2 by the other. */
    {RULE " at-least: 2," GRADES(DIRECT ", " PARTS),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 1, a2 gap - 1, a10 gap - 0"},
    {RULE " at-least: 2," GRADES("{id: both, path: part-of?/r}"),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 1, a2 covered both 2, a10 gap - 1"},
    {RULE " at-least: 2," GRADES(DIRECT),
     {GDCT_BASIS_ANY, NULL, GDCT_CLAIMED},
     "a1 gap - 1, a2 covered direct 2, a10 gap - 0"},
    /* A grade's own basis. */
    {RULE GRADES(DIRECT ", {id: idea, path: r/r, counts: partial, basis: "
                        "[proposed, stated]}"),
     {GDCT_BASIS_STATED, NULL, GDCT_CLAIMED},
     "a1 covered direct 1, a2 partial idea 1, a10 gap - 0"},
    {RULE GRADES("{id: idea, path: r, counts: partial, basis: proposed}"),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 0, a2 partial idea 1, a10 gap - 0"},
    /* and it keeps the date. */
    {RULE GRADES("{id: idea, path: r, basis: [proposed]}"),
     {0, "2025-04", GDCT_CLAIMED},
     "a1 gap - 0"},
    {RULE " where: [\"status=ongoing\"]," GRADES(DIRECT),
     {0, NULL, GDCT_CLAIMED},
     "a1 covered direct 1"},
    {RULE " reach-where: [\"title~two\"]," GRADES(DIRECT),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 0, a2 covered direct 1, a10 gap - 0"},
    {RULE GRADES(DIRECT),
     {0, NULL, GDCT_EVIDENCED},
     "a1 covered direct 1, a2 gap - 0, a10 gap - 0"},
    {RULE GRADES(DIRECT),
     {0, NULL, GDCT_REVIEWED},
     "a1 gap - 0, a2 gap - 0, a10 gap - 0"},
    /* What is reached must be of the kind that the rule names. */
    {RULE GRADES("{id: whole, path: part-of}"),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 0, a2 gap - 0, a10 gap - 0"},
    {"rules:\n  - {id: rule, title: R, each: [b, a], grades: [{id: any, path: "
     "\"part-of|r\"}]}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 covered any 1, a2 covered any 2, a10 covered any 1, b1 covered any 1, "
     "b2 covered any 1"},
    {RULE GRADES("{id: two, path: r, reach-where: [\"title~two\"]}, {id: rest, "
                 "path: r, counts: partial}"),
     {0, NULL, GDCT_CLAIMED},
     "a1 partial rest 1, a2 covered two 1, a10 gap - 0"},
    /* A rule's own basis, for all its grades and links. */
    {RULE " basis: proposed," GRADES(DIRECT),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 0, a2 covered direct 1, a10 gap - 0"},
    {"rules:\n  - {id: rule, title: R, each: r, on: link, basis: [proposed], "
     "require: [rationale]}\n",
     {0, NULL, GDCT_CLAIMED},
     "1 gap - 0"},
    /* Without `each` it asks about everything. */
    {"rules:\n  - {id: rule, title: R, require: [part-of]}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 0, a2 covered - 0, a10 covered - 0, b1 gap - 0, b2 gap - 0"},
    {"rules:\n  - {id: rule, title: R, on: link, require: [source=other]}\n",
     {0, NULL, GDCT_CLAIMED},
     "0 gap - 0, 2 covered - 0, 3 gap - 0, 4 gap - 0, 5 gap - 0"},
    /* Only nodes that a path leads from to something. */
    {RULE " having: \"part-of\"," GRADES(DIRECT),
     {0, NULL, GDCT_CLAIMED},
     "a2 covered direct 1, a10 gap - 0"},
    {RULE " having: \"part-of\", having-where: [\"id=a1\"]," GRADES(DIRECT),
     {0, NULL, GDCT_CLAIMED},
     "a2 covered direct 1"},
    {"rules:\n  - {id: rule, title: R, each: b, having: ^s, require: [tag]}\n",
     {0, NULL, GDCT_CLAIMED},
     "b2 gap - 0"},
    /* Waivers. */
    {RULE GRADES(DIRECT) "waivers:\n  - {rule: rule, node: a10, reason: x}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 covered direct 1, a2 covered direct 1, a10 waived - 0"},
    {RULE GRADES(DIRECT) "waivers:\n  - {rule: rule, node: a10, reason: x, "
                         "until: 2025-12}\n",
     {0, "2025-12-31", GDCT_CLAIMED},
     "a1 covered direct 1, a10 waived - 0"},
    {RULE GRADES(DIRECT) "waivers:\n  - {rule: rule, node: a10, reason: x, "
                         "until: 2025-12}\n",
     {0, "2026-01-01", GDCT_CLAIMED},
     "a1 covered direct 1, a10 gap - 0"},
    {RULE GRADES(DIRECT) "waivers:\n  - {rule: rule, node: a10, reason: x, "
                         "until: 2025-11}\n",
     {0, NULL, GDCT_CLAIMED}, /* today: 2025-12-01 */
     "a1 covered direct 1, a2 covered direct 1, a10 gap - 0"},
    {RULE GRADES(DIRECT) "waivers:\n  - {rule: rule, node: a1, reason: x}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 covered direct 1, a2 covered direct 1, a10 gap - 0"},
    {RULE GRADES(
         DIRECT) "  - {id: no2, title: N, each: a, grades: [{id: g, path: r}]}"
                 "\nwaivers:\n  - {rule: no2, node: a10, reason: x}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 covered direct 1, a2 covered direct 1, a10 gap - 0"},
    /* The second form. */
    {"rules:\n  - {id: rule, title: R, each: a, require: [tag, size>=8]}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 0, a2 covered - 0, a10 gap - 0"},
    {"rules:\n  - {id: rule, title: R, each: r, on: link, require: [quote, "
     "source]}\n",
     {0, NULL, GDCT_CLAIMED},
     "0 covered - 0, 2 gap - 0, 4 covered - 0, 5 gap - 0"},
    {"rules:\n  - {id: rule, title: R, each: [r, s], on: link, where: "
     "[\"to=b2\"], require: [source=doc]}\n",
     {GDCT_BASIS_ANY, NULL, GDCT_CLAIMED},
     "2 gap - 0, 3 covered - 0, 4 covered - 0"},
    {"rules:\n  - {id: rule, title: R, each: r, on: link, require: "
     "[basis=stated]}\n",
     {GDCT_BASIS_ANY, NULL, GDCT_CLAIMED},
     "0 covered - 0, 1 gap - 0, 2 gap - 0, 4 covered - 0, 5 covered - 0"},
    /* Nobody to ask. */
    {"rules:\n  - {id: rule, title: R, each: empty, grades: [{id: g, path: "
     "r}]}\n",
     {0, NULL, GDCT_CLAIMED},
     ""},
};

START_TEST(a_rule_gives_the_right_results) {
  char *found;

  g_setenv("SOURCE_DATE_EPOCH", "1764547200", TRUE); /* 2025-12-01 */
  found = results(rules[_i].yaml, &rules[_i].scope);
  ck_assert_msg(strcmp(found, rules[_i].results) == 0,
                "rule %d: '%s', not '%s'", _i, found, rules[_i].results);
  g_free(found);
}
END_TEST

static const struct {
  const char *yaml, *message;
} wrong_rules[] = {
    {RULE " at-least: 0," GRADES(DIRECT),
     "bad-value: 'at-least' must be 1 or more, not '0'"},
    {RULE " at-least: -3," GRADES(DIRECT),
     "bad-value: 'at-least' must be 1 or more, not '-3'"},
    {"rules:\n  - {id: rule, title: R, each: a, reach: b}\n",
     "missing-key: a rule needs 'grades' or 'require'"},
    {RULE GRADES("{id: g, path: r/}"),
     "bad-path: expected a relation or '(', not the end, at column 3 of the "
     "path 'r/'"},
    {RULE " where: [\"nokey=x\"]," GRADES(DIRECT),
     "bad-filter: no node has a key 'nokey', in the filter 'nokey=x'"},
    {RULE " having: \"r/\"," GRADES(DIRECT),
     "bad-path: expected a relation or '(', not the end, at column 3 of the "
     "path 'r/'"},
    {RULE " having-where: [tag]," GRADES(DIRECT),
     "missing-key: 'having-where' needs the path 'having'"},
    {"rules:\n  - {id: rule, title: R, each: r, having: r, on: link, require: "
     "[quote]}\n",
     "bad-value: 'having' is for rules on nodes"},
    {RULE GRADES("{id: g, path: r, reach-where: [\"nokey=x\"]}"),
     "bad-filter: no node has a key 'nokey', in the filter 'nokey=x'"},
};

START_TEST(a_wrong_rule_gives_a_finding_and_no_coverage) {
  Small opened = open_small(wrong_rules[_i].yaml, NULL);
  GdctReport *report = gdct_report_new();
  char *text;

  ck_assert_ptr_null(gdct_coverage_new(opened.graph, 0, report));
  text = test_report_text(report);
  ck_assert_msg(strstr(text, wrong_rules[_i].message) != NULL, "%s", text);
  ck_assert_uint_eq(gdct_report_count(report), 1);
  g_free(text);
  gdct_report_free(report);
  close_small(opened);
}
END_TEST

START_TEST(a_rule_says_how_grave_a_gap_is) {
  Small opened = open_small(
      "rules:\n"
      "  - {id: r1, title: R, each: a, require: [tag]}\n"
      "  - {id: r2, title: R, severity: warning, each: a, require: [tag]}\n"
      "  - {id: r3, title: R, severity: info, each: a, require: [tag]}\n",
      NULL);

  ck_assert_int_eq(gdct_rule_severity(opened.mapping, 0), GDCT_ERROR);
  ck_assert_int_eq(gdct_rule_severity(opened.mapping, 1), GDCT_WARNING);
  ck_assert_int_eq(gdct_rule_severity(opened.mapping, 2), GDCT_INFO);
  close_small(opened);
}
END_TEST

/* ---- witnesses ---- */

START_TEST(witnesses_are_ten_at_most_with_a_shortest_chain_each) {
  GString *text = g_string_new("gdctrace: 1\n" TEST_MODEL "nodes:\n"
                               "  - {id: top, kind: b, title: T}\n");
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping;
  GdctGraph *graph;
  GdctCoverage *coverage;

  /* top <- a1 ... a25; top <- mid <- a1: the way over mid is longer. */
  for (int i = 1; i <= 25; i++)
    g_string_append_printf(
        text, "  - {id: a%d, kind: a, title: A, links: {r: [top, mid]}}\n", i);
  g_string_append(text, "  - {id: mid, kind: b, title: M, links: {r: [top]}}\n"
                        "  - {id: z, kind: a, title: Z, links: {r: [mid]}}\n"
                        "rules:\n  - {id: rule, title: R, each: b, reach: a,\n"
                        "     grades: [{id: up, path: ^r+}]}\n");
  mapping = test_load_clean(text->str);
  graph = gdct_graph_new(mapping, NULL, NULL);
  coverage = gdct_coverage_new(graph, 0, report);
  ck_assert_uint_eq(gdct_coverage_reached(coverage, 0), 26);
  for (int again = 0; again < 2; again++) {
    ck_assert_uint_eq(gdct_coverage_witnesses(coverage, 1), 10);
    ck_assert_uint_eq(gdct_coverage_witnesses(coverage, 0), 10);
    for (uint32_t i = 0; i < 10; i++) {
      const GdctStep *chain;
      uint32_t steps, node = gdct_coverage_witness(coverage, i, &chain, &steps);
      char *wanted = g_strdup_printf("a%u", i + 1); /* natural order */
      ck_assert_str_eq(gdct_id(mapping, (GdctThing){GDCT_NODE, node}), wanted);
      ck_assert_uint_eq(steps, 1);
      ck_assert_uint_eq(chain[0].from, test_node(mapping, "top"));
      ck_assert_uint_eq(chain[0].to, node);
      ck_assert(chain[0].inverse);
      ck_assert(gdct_graph_has_link(graph, chain[0].link));
      g_free(wanted);
    }
  }
  gdct_coverage_free(coverage);
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  g_string_free(text, TRUE);
}
END_TEST

START_TEST(a_gap_that_reaches_something_shows_it) {
  Small opened =
      open_small(RULE " at-least: 3," GRADES(DIRECT ", " PARTS), NULL);
  GdctReport *report = gdct_report_new();
  GdctCoverage *coverage = gdct_coverage_new(opened.graph, 0, report);
  const GdctStep *chain;
  uint32_t steps;

  ck_assert_uint_eq(gdct_coverage_witnesses(coverage, 2), 0); /* a10 */
  ck_assert_uint_eq(gdct_coverage_witnesses(coverage, 0), 1);
  ck_assert_uint_eq(gdct_coverage_witness(coverage, 0, &chain, &steps),
                    test_node(opened.mapping, "b1"));
  ck_assert_uint_eq(steps, 1);
  gdct_coverage_free(coverage);
  gdct_report_free(report);
  close_small(opened);
}
END_TEST

START_TEST(a_witness_of_a_grade_with_its_own_basis_shows_that_link) {
  Small opened = open_small(
      RULE GRADES("{id: idea, path: r, counts: partial, basis: proposed}"),
      NULL);
  GdctReport *report = gdct_report_new();
  GdctCoverage *coverage = gdct_coverage_new(opened.graph, 0, report);
  const GdctStep *chain;
  uint32_t steps;

  ck_assert_uint_eq(gdct_coverage_witnesses(coverage, 1), 1);
  gdct_coverage_witness(coverage, 0, &chain, &steps);
  ck_assert_uint_eq(steps, 1);
  ck_assert_int_eq(gdct_link(opened.mapping, chain[0].link).basis,
                   GDCT_PROPOSED);
  gdct_coverage_free(coverage);
  gdct_report_free(report);
  close_small(opened);
}
END_TEST

START_TEST(only_a_fresh_review_counts) {
  static const struct {
    const char *change;
    const char *result;
  } tries[] = {{"", "covered"}, {"x", "gap"}};
  Small plain = open_small("", NULL);
  char *seal = gdct_link_seal(plain.mapping, 0);

  for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
    GdctScope scope = {0, NULL, GDCT_REVIEWED};
    char *more = g_strdup_printf(RULE " where: [id=a1]," GRADES(
                                     DIRECT) "reviews:\n  - {from: b1, "
                                             "relation: r-of, to: a1, by: me, "
                                             "on: 2025-01-01, seal: '%s%s'}\n",
                                 seal, tries[i].change);
    char *found = results(more, &scope);
    ck_assert_msg(g_str_has_prefix(found + 3, tries[i].result), "%s", found);
    g_free(found);
    g_free(more);
  }
  free(seal);
  close_small(plain);
}
END_TEST

START_TEST(reviews_say_which_links_are_fresh_stale_and_gone) {
  Small plain = open_small("", NULL);
  char *seal = gdct_link_seal(plain.mapping, 0);
  char *more =
      g_strdup_printf("reviews:\n"
                      "  - {from: b1, relation: r-of, to: a1, seal: '%s'}\n"
                      "  - {from: a1, relation: r, to: b1, seal: later}\n"
                      "  - {from: a2, relation: r, to: b1, seal: x}\n"
                      "  - {from: a2, relation: r, to: b1, seal: y}\n"
                      "  - {from: a1, relation: r, to: nobody, seal: z}\n"
                      "  - {from: a1, relation: nothing, to: b1, seal: z}\n",
                      seal);
  Small opened = open_small(more, NULL);
  GdctReviews *reviews = gdct_reviews_new(opened.mapping);
  static const uint32_t links[] = {0, 0, 1, 1, GDCT_NONE, GDCT_NONE};
  uint32_t review;

  for (uint32_t i = 0; i < G_N_ELEMENTS(links); i++)
    ck_assert_uint_eq(gdct_reviews_link(reviews, i), links[i]);
  ck_assert_int_eq(gdct_reviews_state(reviews, 0, &review), GDCT_FRESH);
  ck_assert_uint_eq(review, 0);
  ck_assert_int_eq(gdct_reviews_state(reviews, 1, &review), GDCT_STALE);
  ck_assert_uint_eq(review, 3);
  ck_assert_int_eq(gdct_reviews_state(reviews, 2, &review), GDCT_UNREVIEWED);
  ck_assert_uint_eq(review, GDCT_NONE);
  ck_assert_int_eq(gdct_reviews_state(reviews, 3, NULL), GDCT_UNREVIEWED);
  gdct_reviews_free(reviews);
  gdct_reviews_free(NULL);
  gdct_overlap_free(NULL);
  close_small(opened);
  close_small(plain);
  g_free(more);
  free(seal);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("coverage");
  TCase *tests = tcase_create("coverage");

  tcase_add_loop_test(tests, a_rule_gives_the_right_results, 0,
                      G_N_ELEMENTS(rules));
  tcase_add_loop_test(tests, a_wrong_rule_gives_a_finding_and_no_coverage, 0,
                      G_N_ELEMENTS(wrong_rules));
  tcase_add_test(tests, a_rule_says_how_grave_a_gap_is);
  tcase_add_test(tests, witnesses_are_ten_at_most_with_a_shortest_chain_each);
  tcase_add_test(tests, a_gap_that_reaches_something_shows_it);
  tcase_add_test(tests,
                 a_witness_of_a_grade_with_its_own_basis_shows_that_link);
  tcase_add_test(tests, only_a_fresh_review_counts);
  tcase_add_test(tests, reviews_say_which_links_are_fresh_stale_and_gone);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
