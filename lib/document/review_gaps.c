/* SPDX-License-Identifier: Apache-2.0 */
/* Gaps with what they mean, waivers with who says so, and, apart from both,
 * gaps for which there is a proposal. */
#include "document/review.h"

#define MOST_GAPS 20
#define MOST_PROPOSED 10

/* ---- gaps ---- */

/* Gaps that have no proposal: those are listed with it. */
static void put_gaps(const Paper *paper, const ReviewRule *rule) {
  g_autofree char *command = g_strdup_printf(
      "gdctrace list --gap %s",
      gdct_id(paper->mapping, (GdctThing){GDCT_RULE, rule->rule}));
  uint32_t plain = rule->totals[GDCT_CLAIMED][GDCT_GAP] - rule->n_proposed;
  uint32_t shown = 0;
  Document *doc = paper->doc;

  if (plain == 0)
    return;
  if (rule->n_proposed > 0)
    gdct_doc_print_line(doc, DOC_PARAGRAPH,
                        W_("For %u of these gaps nothing is proposed:"), plain);
  gdct_doc_open(doc, DOC_LIST);
  for (uint32_t i = 0; i < rule->count && shown < MOST_GAPS; i++) {
    if (rule->results[GDCT_CLAIMED][i] != GDCT_GAP ||
        (rule->proposed != NULL && rule->proposed[i]))
      continue;
    gdct_doc_open(doc, DOC_ITEM);
    review_put_node(paper, rule->things[i]);
    gdct_doc_close(doc);
    shown++;
  }
  if (plain > shown)
    gdct_put_rest(paper, DOC_ITEM, plain - shown, command);
  gdct_doc_close(doc);
}

/* ---- waivers ---- */

static void put_waiver(const Paper *paper, uint32_t node, GdctThing waiver) {
  const char *by = gdct_get(paper->mapping, waiver, "by");
  const char *until = gdct_get(paper->mapping, waiver, "until");
  Document *doc = paper->doc;

  gdct_doc_open(doc, DOC_ROW);
  gdct_doc_open(doc, DOC_HEAD);
  review_put_node(paper, node);
  gdct_doc_close(doc);
  gdct_doc_open(doc, DOC_CELL);
  if (!gdct_doc_prose(doc, waiver, "reason"))
    gdct_doc_text(doc, W_("none given"));
  gdct_doc_close(doc);
  gdct_doc_line(doc, DOC_CELL, by != NULL ? by : W_("not said"));
  gdct_doc_line(doc, DOC_CELL, until != NULL ? until : W_("without end"));
  gdct_doc_close(doc);
}

static void put_waivers(const Paper *paper, const ReviewRule *rule) {
  const DocColumn columns[] = {{W_("Accepted gap"), 40, false},
                               {W_("Reason"), 35, false},
                               {W_("By"), 12, false},
                               {W_("Until"), 13, false}};
  uint32_t all = rule->totals[GDCT_CLAIMED][GDCT_WAIVED], shown = 0;

  if (all == 0)
    return;
  gdct_doc_table(paper->doc, W_("Gaps that are accepted, by whom and why"),
                 columns, G_N_ELEMENTS(columns));
  for (uint32_t i = 0; i < rule->count && shown < MOST_GAPS; i++)
    if (rule->results[GDCT_CLAIMED][i] == GDCT_WAIVED) {
      put_waiver(paper, rule->things[i],
                 (GdctThing){GDCT_WAIVER, rule->waivers[i]});
      shown++;
    }
  gdct_doc_close(paper->doc);
  if (all > shown)
    gdct_put_rest(paper, DOC_PARAGRAPH, all - shown, "gdctrace check --why");
}

/* ---- proposals ---- */

static void put_proposal(const Paper *paper, GdctCoverage *coverage,
                         uint32_t index) {
  uint32_t node = gdct_coverage_get(coverage, index).thing.index;

  gdct_doc_open(paper->doc, DOC_ITEM);
  review_put_node(paper, node);
  gdct_put_answer(paper, coverage, index);
  gdct_doc_close(paper->doc);
}

static void put_proposed(const Paper *paper, const ReviewRule *rule) {
  const Review *review = review_of(paper);
  GdctReport *report = gdct_report_new();
  GdctCoverage *coverage;
  uint32_t shown = 0;
  Document *doc = paper->doc;
  g_autofree char *command = g_strdup_printf(
      "gdctrace check --why --rule %s",
      gdct_id(paper->mapping, (GdctThing){GDCT_RULE, rule->rule}));

  if (rule->n_proposed > 0) {
    coverage =
        gdct_coverage_new(review->trusted[GDCT_CLAIMED], rule->rule, report);
    gdct_doc_open(doc, DOC_PROPOSED);
    gdct_doc_open(doc, DOC_PARAGRAPH);
    gdct_doc_line(doc, DOC_STRONG, W_("Proposed; no document says so."));
    gdct_doc_text(doc, " ");
    gdct_doc_print(doc,
                   W_("For %u of the gaps the mapping proposes an answer:"),
                   rule->n_proposed);
    gdct_doc_close(doc);
    gdct_doc_open(doc, DOC_LIST);
    for (uint32_t i = 0; i < rule->count && shown < MOST_PROPOSED; i++)
      if (rule->proposed[i]) {
        put_proposal(paper, coverage, i);
        shown++;
      }
    gdct_put_rest(paper, DOC_ITEM, rule->n_proposed - shown, command);
    gdct_doc_close(doc);
    gdct_doc_close(doc);
    gdct_coverage_free(coverage);
  }
  gdct_report_free(report);
}

/* ---- rules ---- */

static bool has_gaps(const ReviewRule *rule) {
  return rule->totals[GDCT_CLAIMED][GDCT_GAP] > 0 ||
         rule->totals[GDCT_CLAIMED][GDCT_WAIVED] > 0;
}

/* How many of what is asked about are gaps, and how many are accepted. */
static void tell_gaps(const Paper *paper, const ReviewRule *rule) {
  uint32_t gaps = rule->totals[GDCT_CLAIMED][GDCT_GAP];
  uint32_t waived = rule->totals[GDCT_CLAIMED][GDCT_WAIVED];

  if (gaps == 0) {
    gdct_doc_print(
        paper->doc,
        WN_("A waiver accepts every gap: %1$u of the %2$u item that is asked "
            "about.",
            "A waiver accepts every gap: %1$u of the %2$u items that are asked "
            "about.",
            rule->count),
        waived, rule->count);
    return;
  }
  gdct_doc_print(
      paper->doc,
      WN_("There is a gap for %1$u of the %2$u item that is asked about.",
          "There is a gap for %1$u of the %2$u items that are asked about.",
          rule->count),
      gaps, rule->count);
  if (waived > 0)
    gdct_put_sentence(paper, W_("For %u more, a waiver accepts the gap."),
                      waived);
}

static void put_rule(const Paper *paper, const ReviewRule *rule) {
  GdctThing thing = {GDCT_RULE, rule->rule};
  Document *doc = paper->doc;

  gdct_doc_section(doc, NULL, 3, review_title(paper, rule->rule));
  gdct_doc_open(doc, DOC_PARAGRAPH);
  tell_gaps(paper, rule);
  gdct_doc_text(doc, " ");
  gdct_doc_print_line(doc, DOC_SMALL, "(%s%s)",
                      review_essential(paper, rule->severity),
                      gdct_id(paper->mapping, thing));
  gdct_doc_close(doc);
  gdct_put_meaning(paper, rule->rule);
  put_gaps(paper, rule);
  put_waivers(paper, rule);
  put_proposed(paper, rule);
}

static void put_without(const Paper *paper) {
  const Review *review = review_of(paper);
  Document *doc = paper->doc;
  bool listed = false;

  for (guint i = 0; i < review->rules->len; i++) {
    const ReviewRule *rule = review_rule(review, i);
    if (!review_is_main(rule) || has_gaps(rule))
      continue;
    if (!listed) {
      gdct_doc_section(doc, NULL, 3, W_("Requirements without a gap"));
      gdct_doc_open(doc, DOC_LIST);
    }
    listed = true;
    gdct_doc_open(doc, DOC_ITEM);
    gdct_doc_title(doc, (GdctThing){GDCT_RULE, rule->rule});
    gdct_doc_text(doc, " ");
    gdct_doc_print_line(doc, DOC_SMALL, W_("(asked: %u)"), rule->count);
    gdct_doc_close(doc);
  }
  if (listed)
    gdct_doc_close(doc);
}

/* Rules of which no gap is a fault. */
static void put_others(const Paper *paper) {
  const DocColumn columns[] = {{W_("What was looked at"), 60, false},
                               {W_("Met"), 13, true},
                               {W_("In part"), 13, true},
                               {W_("Not met"), 14, true}};
  const Review *review = review_of(paper);
  bool listed = false;

  for (guint i = 0; i < review->rules->len; i++) {
    const ReviewRule *rule = review_rule(review, i);
    const uint32_t *totals = rule->totals[GDCT_CLAIMED];
    if (rule->on_link || rule->severity != GDCT_INFO)
      continue;
    if (!listed) {
      gdct_doc_section(paper->doc, NULL, 3,
                       W_("Also looked at, for information"));
      gdct_doc_table(paper->doc, W_("Where a gap is not necessarily a fault"),
                     columns, G_N_ELEMENTS(columns));
    }
    listed = true;
    gdct_doc_open(paper->doc, DOC_ROW);
    gdct_doc_open(paper->doc, DOC_HEAD);
    gdct_doc_title(paper->doc, (GdctThing){GDCT_RULE, rule->rule});
    gdct_doc_close(paper->doc);
    gdct_put_number(paper, totals[GDCT_COVERED]);
    gdct_put_number(paper, totals[GDCT_PARTIAL]);
    gdct_put_number(paper, totals[GDCT_GAP] + totals[GDCT_WAIVED]);
    gdct_doc_close(paper->doc);
  }
  if (listed)
    gdct_doc_close(paper->doc);
}

void review_put_gaps(const Paper *paper) {
  const Review *review = review_of(paper);
  bool any = false;

  gdct_doc_line(
      paper->doc, DOC_PARAGRAPH,
      W_("A gap is something that a requirement asks for and that no document "
         "cited here shows. It does not prove that nothing is done. A gap that "
         "only a proposal would fill remains a gap; the proposal is shown "
         "apart."));
  for (guint i = 0; i < review->rules->len; i++) {
    const ReviewRule *rule = review_rule(review, i);
    if (!review_is_main(rule) || !has_gaps(rule))
      continue;
    put_rule(paper, rule);
    any = true;
  }
  if (!any)
    gdct_doc_line(paper->doc, DOC_PARAGRAPH, review_no_gap(paper));
  put_without(paper);
  put_others(paper);
}
