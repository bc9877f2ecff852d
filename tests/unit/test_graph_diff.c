/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing two mappings: what is the same, renamed or different. */
#include "test_graph_small.h"

#include <gdctrace/diff.h>

typedef struct {
  GdctMapping *sides[2];
  GdctDiff *diff;
} Pair;

/* Compares the small mapping with @old after it, and with @new. */
static Pair compare(const char *old, const char *new, const GdctScope *scope) {
  char *texts[2] = {small_text("", old), small_text("", new)};
  Pair pair = {{test_load_clean(texts[0]), test_load_clean(texts[1])}, NULL};

  pair.diff = gdct_diff_new(pair.sides[0], pair.sides[1], scope, NULL);
  ck_assert_ptr_nonnull(pair.diff);
  g_free(texts[0]);
  g_free(texts[1]);
  return pair;
}

static void end(Pair pair) {
  gdct_diff_free(pair.diff);
  gdct_mapping_free(pair.sides[0]);
  gdct_mapping_free(pair.sides[1]);
}

/* "-x +y x>y ~x": all differences of a type, in order. Free with g_free(). */
static char *differences(Pair pair, GdctType type) {
  GString *text = g_string_new(NULL);
  const char *const marks[] = {"-", "", "~", "+"};

  for (int sort = 0; sort < GDCT_DIFF_SORTS; sort++) {
    uint32_t count;
    const GdctDifference *list =
        gdct_diff_list(pair.diff, type, (GdctDiffSort)sort, &count);
    for (uint32_t i = 0; i < count; i++) {
      g_string_append_printf(text, "%s%s%s", text->len > 0 ? " " : "",
                             marks[sort], list[i].name);
      ck_assert((list[i].why != NULL) == (sort == GDCT_DIFF_RENAMED));
      if (sort == GDCT_DIFF_RENAMED)
        g_string_append_printf(text, ">%s",
                               gdct_id(pair.sides[1], list[i].after));
    }
  }
  return g_string_free(text, FALSE);
}

START_TEST(nothing_is_different_from_itself) {
  Pair pair = compare("", "", NULL);
  uint32_t count;

  ck_assert(gdct_diff_is_empty(pair.diff));
  for (int type = 0; type < GDCT_TYPES; type++) {
    char *found = differences(pair, (GdctType)type);
    ck_assert_str_eq(found, "");
    g_free(found);
  }
  gdct_diff_rules(pair.diff, &count);
  ck_assert_uint_eq(count, 0);
  end(pair);
}
END_TEST

#define NODE(id, title) "  - {id: " id ", kind: a, title: " title "}\n"
#define WITH(id, title, links)                                                 \
  "  - {id: " id ", kind: a, title: " title ", links: {r: [" links "]}}\n"
#define NEAR "{to: b1, source: doc}, {to: b2, source: doc}"
#define LESS "{to: b1, source: doc}"

/* The end of the small mapping are its links, so nodes need their own. */
static const struct {
  const char *old, *new;
  const char *nodes; /* what becomes of them */
} cases[] = {
    {NODE("x1", "Same"), NODE("y1", "Same"), "x1>y1"},
    {NODE("x1", "Same"), NODE("y1", "SAME"), "x1>y1"},
    {NODE("x1", "One"), NODE("y1", "Other"), "-x1 +y1"},
    {NODE("x1", "One") NODE("x2", "One"), NODE("y1", "One"), "-x1 -x2 +y1"},
    {WITH("x1", "Big red ship", NEAR), WITH("y1", "Big red boat", NEAR),
     "x1>y1"},
    {WITH("x1", "Ship", NEAR), WITH("y1", "The new ship", NEAR), "x1>y1"},
    {WITH("x1", "Big red ship", NEAR), WITH("y1", "Old red boat", NEAR),
     "-x1 +y1"},
    {WITH("x1", "Big red ship", NEAR), WITH("y1", "Big red boat", LESS),
     "-x1 +y1"},
    /* One neighbour is little to go by. */
    {WITH("x1", "Big red ship", LESS), WITH("y1", "Big red boat", LESS),
     "-x1 +y1"},
    {WITH("x1", "Big red old ship", LESS),
     WITH("y1", "A big red old ship", LESS), "x1>y1"},
    /* The most alike goes first. */
    {WITH("x1", "Big red ship", NEAR),
     WITH("y1", "Big red boat", NEAR) WITH("y2", "Big red ship now", NEAR),
     "x1>y2 +y1"},
};

START_TEST(a_rename_is_recognized_by_title_or_neighbours) {
  char *old = g_strconcat("nodes:\n", cases[_i].old, NULL);
  char *new = g_strconcat("nodes:\n", cases[_i].new, NULL);
  GString *texts[2] = {g_string_new(small), g_string_new(small)};
  Pair pair = {{NULL, NULL}, NULL};
  char *found;

  for (int side = 0; side < 2; side++) {
    /* One list of nodes: the case's come first. */
    g_string_replace(texts[side], "nodes:\n", side == 0 ? old : new, 1);
    pair.sides[side] = test_load_clean(texts[side]->str);
    g_string_free(texts[side], TRUE);
  }
  pair.diff = gdct_diff_new(pair.sides[0], pair.sides[1], NULL, NULL);
  found = differences(pair, GDCT_NODE);
  ck_assert_str_eq(found, cases[_i].nodes);
  g_free(found);
  found = differences(pair, GDCT_LINK);
  ck_assert_msg(strchr(cases[_i].nodes, '-') != NULL ||
                    strchr(cases[_i].nodes, '+') != NULL || *found == '\0',
                "links of what is renamed stay: %s", found);
  g_free(found);
  g_free(old);
  g_free(new);
  end(pair);
}
END_TEST

#define RULE                                                                   \
  "rules:\n  - {id: ru, title: R, each: a, reach: b, grades: [{id: d, path: "  \
  "r}]}\n"

START_TEST(coverage_of_a_rule_is_compared_by_what_it_is_about) {
  Pair pair =
      compare(RULE, RULE "waivers: [{rule: ru, node: a10, reason: w}]\n", NULL);
  uint32_t count;
  const GdctRuleDiff *rules = gdct_diff_rules(pair.diff, &count);

  ck_assert_uint_eq(count, 1);
  ck_assert(!rules->redefined);
  ck_assert_uint_eq(rules->counts_before[GDCT_GAP], 1);
  ck_assert_uint_eq(rules->counts_after[GDCT_WAIVED], 1);
  ck_assert_uint_eq(rules->n_effects, 1);
  ck_assert_int_eq(rules->effects[0].sort, GDCT_GAP_CLOSED);
  ck_assert_str_eq(rules->effects[0].name, "a10");
  ck_assert(!gdct_diff_is_empty(pair.diff));
  end(pair);
}
END_TEST

START_TEST(the_date_chooses_what_is_compared) {
  GdctScope scope = {0, "2025", GDCT_CLAIMED};
  const char *later = "  - {from: a1, relation: r, to: a10, start: 2030, "
                      "source: doc}\n";
  Pair pair = compare("", later, &scope);

  ck_assert(gdct_diff_is_empty(pair.diff));
  end(pair);
  scope.as_of = "2031";
  pair = compare("", later, &scope);
  ck_assert(!gdct_diff_is_empty(pair.diff));
  end(pair);
}
END_TEST

START_TEST(a_date_that_is_none_is_reported) {
  GdctMapping *mapping = test_load_clean(small);
  GdctScope scope = {0, "soon", GDCT_CLAIMED};
  GdctReport *report = gdct_report_new();

  ck_assert_ptr_null(gdct_diff_new(mapping, mapping, &scope, report));
  ck_assert_str_eq(gdct_report_get(report, 0)->code, "bad-date");
  gdct_report_free(report);
  gdct_mapping_free(mapping);
  gdct_diff_free(NULL);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("graph/diff");
  TCase *tcase = tcase_create("diff");

  tcase_add_test(tcase, nothing_is_different_from_itself);
  tcase_add_loop_test(tcase, a_rename_is_recognized_by_title_or_neighbours, 0,
                      G_N_ELEMENTS(cases));
  tcase_add_test(tcase, coverage_of_a_rule_is_compared_by_what_it_is_about);
  tcase_add_test(tcase, the_date_chooses_what_is_compared);
  tcase_add_test(tcase, a_date_that_is_none_is_reported);
  suite_add_tcase(suite, tcase);
  return test_run(suite);
}
