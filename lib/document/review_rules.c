/* SPDX-License-Identifier: Apache-2.0 */
/* The rules as a review asks them: three times, by how far links are trusted,
 * and never by the clock. */
#include "document/review.h"

#include <string.h>

/* ---- evaluating ---- */

static uint32_t waiver_of(GHashTable *waivers, const ReviewRule *rule,
                          uint32_t index) {
  return rule->on_link
             ? GDCT_NONE
             : GPOINTER_TO_UINT(g_hash_table_lookup(
                   waivers, GUINT_TO_POINTER(rule->things[index] + 1))) -
                   1;
}

/* Notes the results of one trust; things that are not asked about stay so. */
static void note_results(ReviewRule *rule, GdctCoverage *coverage,
                         GdctTrust trust) {
  rule->results[trust] = g_malloc((size_t)rule->count + 1);
  for (uint32_t i = 0; i < rule->count; i++) {
    GdctThing thing = {rule->on_link ? GDCT_LINK : GDCT_NODE, rule->things[i]};
    uint32_t index;
    uint8_t result = REVIEW_NOT_ASKED;
    if (gdct_coverage_find(coverage, thing, &index))
      result = (uint8_t)gdct_coverage_get(coverage, index).result;
    if (result == GDCT_GAP || result == GDCT_WAIVED)
      result = rule->waivers[i] == GDCT_NONE ? GDCT_GAP : GDCT_WAIVED;
    rule->results[trust][i] = result;
    if (result < GDCT_RESULTS)
      rule->totals[trust][result]++;
  }
}

/* What a rule asks about. */
static void note_things(const Paper *paper, ReviewRule *rule,
                        const GdctCoverage *coverage) {
  g_autoptr(GHashTable) waivers = gdct_waivers_of(paper, rule->rule);

  rule->count = gdct_coverage_count(coverage);
  rule->things = g_new(uint32_t, (size_t)rule->count + 1);
  rule->waivers = g_new(uint32_t, (size_t)rule->count + 1);
  for (uint32_t i = 0; i < rule->count; i++) {
    GdctThing thing = gdct_coverage_get(coverage, i).thing;
    rule->on_link = thing.type == GDCT_LINK;
    rule->things[i] = thing.index;
    rule->waivers[i] = waiver_of(waivers, rule, i);
  }
}

/* Which gaps the grades that count proposals would fill. */
static void note_proposed(const Review *review, ReviewRule *rule,
                          GdctReport *report) {
  GdctCoverage *coverage =
      gdct_coverage_new(review->trusted[GDCT_CLAIMED], rule->rule, report);

  rule->proposed = g_new0(bool, (size_t)rule->count + 1);
  for (uint32_t i = 0; i < rule->count; i++) {
    GdctResult result = gdct_coverage_get(coverage, i).result;
    if (rule->results[GDCT_CLAIMED][i] != GDCT_GAP ||
        (result != GDCT_COVERED && result != GDCT_PARTIAL))
      continue;
    rule->proposed[i] = true;
    rule->n_proposed++;
  }
  gdct_coverage_free(coverage);
}

/* False if the rule cannot be read. */
static bool evaluate(const Paper *paper, Review *review, uint32_t index,
                     GdctReport *report) {
  ReviewRule *rule = g_new0(ReviewRule, 1);
  unsigned dropped = 0;

  rule->rule = index;
  rule->severity = gdct_rule_severity(paper->mapping, index);
  for (GdctTrust trust = GDCT_CLAIMED; trust <= GDCT_REVIEWED; trust++) {
    GdctCoverage *coverage =
        gdct_cover_said(review->trusted[trust], index, &dropped, report);
    if (coverage == NULL) {
      review_free_rule(rule);
      return false;
    }
    if (trust == GDCT_CLAIMED)
      note_things(paper, rule, coverage);
    note_results(rule, coverage, trust);
    gdct_coverage_free(coverage);
  }
  if (dropped > 0)
    note_proposed(review, rule, report);
  g_ptr_array_add(review->rules, rule);
  return true;
}

void review_evaluate(const Paper *paper, Review *review) {
  GdctReport *report = gdct_report_new(); /* loading has reported it all */

  review->rules = g_ptr_array_new_with_free_func(review_free_rule);
  review->left_out = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  review->unreadable = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  review->about_proposals = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  for (uint32_t i = 0; i < gdct_count(paper->mapping, GDCT_RULE); i++) {
    if (gdct_asks_proposals(paper->mapping, i))
      g_array_append_val(review->about_proposals, i);
    else if (paper->options->day == NULL && gdct_needs_day(paper->mapping, i))
      g_array_append_val(review->left_out, i);
    else if (!evaluate(paper, review, i, report))
      g_array_append_val(review->unreadable, i);
  }
  gdct_report_free(report);
}

void review_free_rule(void *data) {
  ReviewRule *rule = data;

  g_free(rule->things);
  g_free(rule->waivers);
  for (int i = 0; i < REVIEW_TRUSTS; i++)
    g_free(rule->results[i]);
  g_free(rule->proposed);
  g_free(rule);
}

/* ---- which rule is which ---- */

/* Whether the only value of a key is this. */
static bool says_only(const GdctMapping *mapping, GdctThing thing,
                      const char *key, const char *text) {
  bool said = false;

  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    if (strcmp(value.key, key) != 0)
      continue;
    if (strcmp(value.text, text) != 0)
      return false;
    said = true;
  }
  return said;
}

bool review_asks_commitments(const Paper *paper, const ReviewRule *rule) {
  GdctThing thing = {GDCT_RULE, rule->rule};

  return !rule->on_link &&
         says_only(paper->mapping, thing, "each", "gdc-commitment") &&
         says_only(paper->mapping, thing, "reach", "itu-activity");
}

const ReviewRule *review_commitment_rule(const Paper *paper) {
  const Review *review = review_of(paper);
  const ReviewRule *found = NULL;

  for (guint i = 0; i < review->rules->len; i++) {
    const ReviewRule *rule = review_rule(review, i);
    GdctThing thing = {GDCT_RULE, rule->rule};
    if (!review_asks_commitments(paper, rule))
      continue;
    if (found == NULL || strcmp(gdct_id(paper->mapping, thing),
                                "commitment-has-itu-activity") == 0)
      found = rule;
  }
  return found;
}

/* ---- words ---- */

const char *review_no_gap(const Paper *paper) {
  const Review *review = review_of(paper);

  for (guint i = 0; i < review->rules->len; i++)
    if (review_is_main(review_rule(review, i)))
      return W_("No gap is known.");
  return W_("This report looks at no requirement of the mapping, so it can "
            "find no gap.");
}

const char *review_title(const Paper *paper, uint32_t rule) {
  return gdct_title(paper->mapping, (GdctThing){GDCT_RULE, rule},
                    paper->options->language);
}

void review_put_node(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};

  gdct_doc_title(paper->doc, thing);
  gdct_doc_cite(paper->doc, thing);
  gdct_doc_text(paper->doc, " ");
  gdct_doc_line(paper->doc, DOC_SMALL, gdct_id(paper->mapping, thing));
}

const char *review_essential(const Paper *paper, GdctSeverity severity) {
  return severity == GDCT_ERROR ? W_("essential; ") : "";
}

uint32_t review_objective(const Paper *paper, uint32_t node) {
  while (node != GDCT_NONE && !gdct_is_kind(paper, node, "gdc-objective"))
    node = gdct_node_parent(paper->mapping, node);
  return node;
}

const char *review_short_name(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  const char *acronym = gdct_get(paper->mapping, thing, "acronym");

  return acronym != NULL
             ? acronym
             : gdct_title(paper->mapping, thing, paper->options->language);
}

bool review_is_recalled(const Paper *paper, GdctThing thing) {
  return g_strcmp0(gdct_get(paper->mapping, thing, "certainty"), "recalled") ==
         0;
}
