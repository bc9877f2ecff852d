/* SPDX-License-Identifier: Apache-2.0 */
/* The summary: main findings, figures, requirements. */
#include "document/review.h"

#include <inttypes.h>

/* ---- how much there is ---- */

static void put_count(const Paper *paper, const char *words, uint32_t count) {
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_line(paper->doc, DOC_HEAD, words);
  gdct_put_number(paper, count);
  gdct_doc_close(paper->doc);
}

static void put_kind(const Paper *paper, const char *kind, const char *words) {
  g_autoptr(GArray) nodes = NULL;

  if (gdct_term_kind(paper, kind) == GDCT_NONE) {
    put_count(paper, words, 0);
    return;
  }
  nodes = gdct_nodes_of(paper, kind);
  put_count(paper, words, nodes->len);
}

/* Links that a graph sees, of one basis. */
static uint32_t count_links(const Paper *paper, const GdctGraph *graph,
                            GdctBasis basis) {
  uint32_t count = 0;

  for (uint32_t i = 0; i < gdct_count(paper->mapping, GDCT_LINK); i++)
    count += gdct_graph_has_link(graph, i) &&
             gdct_link(paper->mapping, i).basis == basis;
  return count;
}

static void put_counts(const Paper *paper) {
  const DocColumn columns[] = {{W_("What the mapping holds"), 75, false},
                               {W_("Number"), 25, true}};

  gdct_doc_table(paper->doc, W_("What this report is made of"), columns,
                 G_N_ELEMENTS(columns));
  put_kind(paper, "gdc-objective", W_("Objectives of the Compact"));
  put_kind(paper, "gdc-commitment", W_("Commitments of the Compact"));
  put_kind(paper, "wsis-action-line", W_("WSIS action lines"));
  put_kind(paper, "itu-activity", W_("Activities of ITU"));
  put_count(paper, W_("Links that a document states"),
            count_links(paper, paper->graph, GDCT_STATED));
  put_count(paper, W_("Links that follow from what is stated"),
            count_links(paper, paper->graph, GDCT_DERIVED));
  gdct_doc_close(paper->doc);
}

/* ---- the requirements ---- */

static void put_rule(const Paper *paper, const ReviewRule *rule) {
  const uint32_t *totals = rule->totals[GDCT_CLAIMED];
  Document *doc = paper->doc;

  gdct_doc_open(doc, DOC_ROW);
  gdct_doc_open(doc, DOC_HEAD);
  gdct_doc_title(doc, (GdctThing){GDCT_RULE, rule->rule});
  gdct_doc_text(doc, " ");
  gdct_doc_print_line(doc, DOC_SMALL, W_("(%1$sasked: %2$u)"),
                      review_essential(paper, rule->severity), rule->count);
  gdct_doc_close(doc);
  for (GdctResult result = GDCT_COVERED; result <= GDCT_WAIVED; result++)
    gdct_put_number(paper, totals[result]);
  gdct_doc_close(doc);
}

static void put_rules(const Paper *paper) {
  const DocColumn columns[] = {{W_("Requirement"), 56, false},
                               {W_("Covered"), 11, true},
                               {W_("In part"), 11, true},
                               {W_("Gaps"), 11, true},
                               {W_("Waived"), 11, true}};
  const Review *review = review_of(paper);
  bool any = false;

  for (GdctSeverity severity = GDCT_ERROR; severity > GDCT_INFO; severity--)
    for (guint i = 0; i < review->rules->len; i++) {
      const ReviewRule *rule = review_rule(review, i);
      if (!review_is_main(rule) || rule->severity != severity)
        continue;
      if (!any)
        gdct_doc_table(paper->doc, W_("What is asked, and what is found"),
                       columns, G_N_ELEMENTS(columns));
      any = true;
      put_rule(paper, rule);
    }
  if (any)
    gdct_doc_close(paper->doc);
  else
    gdct_doc_line(paper->doc, DOC_PARAGRAPH, W_("No requirement is known."));
}

/* ---- findings ---- */

/* Gaps of the main rules: those of one severity, and those waived. */
static uint32_t count_gaps(const Review *review, GdctSeverity severity,
                           GdctResult result, uint32_t *ret_rules) {
  uint32_t count = 0;

  *ret_rules = 0;
  for (guint i = 0; i < review->rules->len; i++) {
    const ReviewRule *rule = review_rule(review, i);
    if (!review_is_main(rule) || rule->severity != severity)
      continue;
    count += rule->totals[GDCT_CLAIMED][result];
    *ret_rules += rule->totals[GDCT_CLAIMED][result] > 0;
  }
  return count;
}

static void find_gaps(const Paper *paper) {
  const Review *review = review_of(paper);
  uint32_t grave_rules, rules, waived_rules;
  uint32_t grave = count_gaps(review, GDCT_ERROR, GDCT_GAP, &grave_rules);
  uint32_t other = count_gaps(review, GDCT_WARNING, GDCT_GAP, &rules);
  uint32_t waived =
      count_gaps(review, GDCT_WARNING, GDCT_WAIVED, &waived_rules) +
      count_gaps(review, GDCT_ERROR, GDCT_WAIVED, &waived_rules);

  gdct_doc_print_line(
      paper->doc, DOC_ITEM,
      W_("Gaps in essential requirements: %1$u; in others: %2$u, in %3$u "
         "requirements. Gaps accepted by a waiver, and not counted in these: "
         "%4$u."),
      grave, other, rules, waived);
}

static void find_commitments(const Paper *paper) {
  const ReviewRule *rule = review_commitment_rule(paper);
  g_autoptr(GArray) all = NULL;

  if (rule == NULL)
    return;
  all = gdct_nodes_of(paper, "gdc-commitment");
  gdct_doc_print_line(
      paper->doc, DOC_ITEM,
      W_("Commitments that the requirement \"%1$s\" asks about: %2$u of "
         "%3$u. Covered: %4$u; by links whose words are quoted: %5$u; by links "
         "that a person has reviewed: %6$u."),
      review_title(paper, rule->rule), rule->count, all->len,
      rule->totals[GDCT_CLAIMED][GDCT_COVERED],
      rule->totals[GDCT_EVIDENCED][GDCT_COVERED],
      rule->totals[GDCT_REVIEWED][GDCT_COVERED]);
}

static void find_first_priority(const Paper *paper) {
  const GArray *list = review_of(paper)->priorities;
  const ReviewPriority *first;

  if (list->len == 0)
    return;
  first = &g_array_index(list, ReviewPriority, 0);
  gdct_doc_open(paper->doc, DOC_ITEM);
  gdct_doc_print(paper->doc,
                 W_("Different things with a gap: %1$u. The one on which most "
                    "hangs (linked to it: %2$u) is:"),
                 list->len, first->linked);
  gdct_doc_text(paper->doc, " ");
  gdct_doc_title(paper->doc, (GdctThing){GDCT_NODE, first->node});
  gdct_doc_cite(paper->doc, (GdctThing){GDCT_NODE, first->node});
  gdct_doc_close(paper->doc);
}

static void find_rest(const Paper *paper) {
  const Review *review = review_of(paper);
  uint32_t things;
  uint64_t pairs;
  Document *doc = paper->doc;

  gdct_doc_print_line(doc, DOC_ITEM,
                      W_("Candidates for best practices, by a computed "
                         "criterion: %u."),
                      review_count_best(paper));
  if (review_count_overlap(paper, &things, &pairs)) {
    g_autofree char *number = g_strdup_printf("%" PRIu64, pairs);
    gdct_doc_print_line(
        doc, DOC_ITEM,
        W_("Things that activities of different sectors support, with nothing "
           "named above both: %1$u (pairs of activities: %2$s)."),
        things, number);
  }
  gdct_doc_print_line(doc, DOC_ITEM,
                      W_("Figures given by sources: %1$u; at more than one "
                         "time, so that change can be seen: %2$u series."),
                      review->points->len, review->n_series);
  gdct_doc_print_line(doc, DOC_ITEM,
                      W_("Action lines on which sources differ about who leads "
                         "or takes part: %u."),
                      review->disputes->len);
}

/* What is left out of all counts. */
static void put_proposed(const Paper *paper) {
  const Review *review = review_of(paper);
  uint32_t links = count_links(paper, review->proposals, GDCT_PROPOSED);
  Document *doc = paper->doc;
  bool listed = false;

  if (links == 0)
    return;
  gdct_doc_open(doc, DOC_PROPOSED);
  gdct_doc_open(doc, DOC_PARAGRAPH);
  gdct_doc_line(doc, DOC_STRONG, W_("Proposed; no document says so."));
  gdct_doc_text(doc, " ");
  gdct_doc_print(doc,
                 W_("The mapping also holds links that an analyst proposes: "
                    "%u. They are in none of the counts above. If they were "
                    "accepted, these gaps would be filled, at least in part:"),
                 links);
  gdct_doc_close(doc);
  for (guint i = 0; i < review->rules->len; i++) {
    const ReviewRule *rule = review_rule(review, i);
    if (!review_is_main(rule) || rule->n_proposed == 0)
      continue;
    if (!listed)
      gdct_doc_open(doc, DOC_LIST);
    listed = true;
    gdct_doc_open(doc, DOC_ITEM);
    gdct_doc_title(doc, (GdctThing){GDCT_RULE, rule->rule});
    gdct_doc_print(doc, W_(": %1$u of %2$u gaps"), rule->n_proposed,
                   rule->totals[GDCT_CLAIMED][GDCT_GAP]);
    gdct_doc_close(doc);
  }
  if (listed)
    gdct_doc_close(doc);
  else
    gdct_doc_line(doc, DOC_PARAGRAPH, W_("None."));
  gdct_doc_close(doc);
}

void review_put_summary(const Paper *paper) {
  Document *doc = paper->doc;

  gdct_doc_line(
      doc, DOC_PARAGRAPH,
      W_("This report shows what documents say is done for the Compact, what "
         "they do not show, and what might come next. It is made from a "
         "mapping of these documents and adds no opinion."));
  gdct_doc_open(doc, DOC_PARAGRAPH);
  gdct_doc_line(doc, DOC_STRONG, W_("Main findings"));
  gdct_doc_close(doc);
  gdct_doc_open(doc, DOC_LIST);
  find_gaps(paper);
  find_commitments(paper);
  find_first_priority(paper);
  find_rest(paper);
  gdct_doc_close(doc);
  put_counts(paper);
  put_rules(paper);
  gdct_doc_line(
      doc, DOC_PARAGRAPH,
      W_("Covered: documents show what is asked for. In part: they show it "
         "only in a weaker way, which the requirement describes. Gap: they do "
         "not show it. Waived: a gap that somebody accepts, with a reason. "
         "What each requirement means stands with its gaps. What is asked, "
         "what "
         "of it is essential, and which gaps are accepted is decided by the "
         "authors of the mapping."));
  put_proposed(paper);
}
