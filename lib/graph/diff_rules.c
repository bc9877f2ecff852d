/* SPDX-License-Identifier: Apache-2.0 */
/* What the differences between two mappings do to coverage. */
#include "graph/diff.h"

#include <string.h>

typedef struct {
  GdctDiff *diff;
  GdctCoverage *sides[2];
} Comparison;

static const GdctRuleResult unasked = {
    .thing = {GDCT_NODE, GDCT_NONE}, .grade = GDCT_NONE, .waiver = GDCT_NONE};

static bool is_asked(const GdctRuleResult *result) {
  return result->thing.index != GDCT_NONE;
}

static bool is_gap(const GdctRuleResult *result) {
  return is_asked(result) && result->result == GDCT_GAP;
}

static const char *grade_of(const GdctMapping *mapping, uint32_t grade) {
  return grade == GDCT_NONE ? ""
                            : gdct_id(mapping, (GdctThing){GDCT_GRADE, grade});
}

static GdctRuleResult get(const GdctCoverage *coverage, uint32_t index) {
  return index == GDCT_NONE ? unasked : gdct_coverage_get(coverage, index);
}

/* Adds what happened to one node or link, if anything did: of both sides the
 * number of its result, or GDCT_NONE. What is newly asked
 * about, or no longer, and is no gap shows in the counts alone. */
static void add(const Comparison *comparison, GArray *effects, uint32_t old,
                uint32_t new) {
  GdctDiff *diff = comparison->diff;
  GdctEffect effect = {.before = get(comparison->sides[0], old),
                       .after = get(comparison->sides[1], new)};
  GdctRuleResult *before = &effect.before, *after = &effect.after;

  if (is_gap(before) && is_gap(after))
    return;
  if (is_gap(before) || is_gap(after))
    effect.sort = is_gap(after) ? GDCT_GAP_OPENED : GDCT_GAP_CLOSED;
  else if (!is_asked(before) || !is_asked(after) ||
           (before->result == after->result &&
            strcmp(grade_of(diff->sides[0], before->grade),
                   grade_of(diff->sides[1], after->grade)) == 0))
    return;
  else
    effect.sort = GDCT_REGRADED;
  if (is_asked(before))
    before->reached = gdct_coverage_reached(comparison->sides[0], old);
  if (is_asked(after))
    after->reached = gdct_coverage_reached(comparison->sides[1], new);
  effect.name = is_asked(after) ? gdct_diff_name(diff, 1, after->thing)
                                : gdct_diff_name(diff, 0, before->thing);
  g_array_append_val(effects, effect);
}

/* By sort, and those first that were asked about before. */
static int compare_effects(gconstpointer a, gconstpointer b) {
  const GdctEffect *left = a, *right = b;
  bool new_left = !is_asked(&left->before),
       new_right = !is_asked(&right->before);

  if (left->sort != right->sort)
    return left->sort < right->sort ? -1 : 1;
  if (new_left != new_right)
    return new_left ? 1 : -1;
  return gdct_compare_ids(left->name, right->name);
}

static GArray *compare(const Comparison *comparison) {
  GdctDiff *diff = comparison->diff;
  const GdctCoverage *old = comparison->sides[0], *new = comparison->sides[1];
  GArray *effects = g_array_new(FALSE, FALSE, sizeof(GdctEffect));
  g_autoptr(GHashTable) met = g_hash_table_new(NULL, NULL);

  for (uint32_t i = 0; i < gdct_coverage_count(old); i++) {
    GdctThing thing = gdct_coverage_get(old, i).thing;
    uint32_t after = GDCT_NONE;
    thing.index = diff->twins[thing.type][thing.index];
    if (thing.index != GDCT_NONE && gdct_coverage_find(new, thing, &after))
      g_hash_table_add(met, GUINT_TO_POINTER(thing.index + 1));
    add(comparison, effects, i, after);
  }
  for (uint32_t i = 0; i < gdct_coverage_count(new); i++) {
    uint32_t thing = gdct_coverage_get(new, i).thing.index;
    if (!g_hash_table_contains(met, GUINT_TO_POINTER(thing + 1)))
      add(comparison, effects, GDCT_NONE, i);
  }
  g_array_sort(effects, compare_effects);
  return effects;
}

static void count(const GdctCoverage *coverage, uint32_t counts[GDCT_RESULTS]) {
  for (int result = 0; result < GDCT_RESULTS; result++)
    counts[result] = gdct_coverage_count_of(coverage, (GdctResult)result);
}

static bool is_redefined(const GdctDiff *diff, uint32_t rule) {
  uint32_t n;
  const GdctDifference *changed =
      gdct_diff_list(diff, GDCT_RULE, GDCT_DIFF_CHANGED, &n);

  for (uint32_t i = 0; i < n; i++)
    if (changed[i].before.index == rule)
      return true;
  return false;
}

static void add_rule(GdctDiff *diff, GdctGraph *const graphs[2],
                     uint32_t before, uint32_t after, GdctReport *report) {
  GdctRuleDiff rule = {.before = before, .after = after};
  Comparison comparison = {diff, {NULL, NULL}};

  if (before != GDCT_NONE)
    comparison.sides[0] = gdct_coverage_new(graphs[0], before, report);
  if (after != GDCT_NONE)
    comparison.sides[1] = gdct_coverage_new(graphs[1], after, report);
  if (comparison.sides[0] != NULL)
    count(comparison.sides[0], rule.counts_before);
  if (comparison.sides[1] != NULL)
    count(comparison.sides[1], rule.counts_after);
  if (comparison.sides[0] != NULL && comparison.sides[1] != NULL) {
    GArray *effects = compare(&comparison);
    rule.redefined = is_redefined(diff, before);
    rule.effects = (const GdctEffect *)(void *)effects->data;
    rule.n_effects = effects->len;
    g_ptr_array_add(diff->effects, effects);
  }
  g_array_append_val(diff->rules, rule);
  gdct_coverage_free(comparison.sides[0]);
  gdct_coverage_free(comparison.sides[1]);
}

bool gdct_diff_coverage(GdctDiff *diff, const GdctScope *scope,
                        GdctReport *report) {
  GdctGraph *graphs[2] = {gdct_graph_new(diff->sides[0], scope, report),
                          gdct_graph_new(diff->sides[1], scope, report)};
  uint32_t n_old = gdct_count(diff->sides[0], GDCT_RULE);
  uint32_t n_new = gdct_count(diff->sides[1], GDCT_RULE);
  g_autofree uint32_t *old_of = g_new(uint32_t, n_new + 1);
  bool good = graphs[0] != NULL && graphs[1] != NULL;

  for (uint32_t i = 0; i < n_new; i++)
    old_of[i] = GDCT_NONE;
  for (uint32_t i = 0; i < n_old; i++)
    if (diff->twins[GDCT_RULE][i] != GDCT_NONE)
      old_of[diff->twins[GDCT_RULE][i]] = i;
  for (uint32_t i = 0; good && i < n_new; i++)
    add_rule(diff, graphs, old_of[i], i, report);
  for (uint32_t i = 0; good && i < n_old; i++)
    if (diff->twins[GDCT_RULE][i] == GDCT_NONE)
      add_rule(diff, graphs, i, GDCT_NONE, report);
  gdct_graph_free(graphs[0]);
  gdct_graph_free(graphs[1]);
  return good;
}
