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
    gdct_doc_line(paper->doc, DOC_PARAGRAPH, review_no_gap(paper));
}

/* ---- findings ---- */

/* Of the main rules of one severity: how many, how many have gaps, and the
 * gaps, with those that are waived apart. */
typedef struct {
  uint32_t rules, with_gaps, gaps, waived;
} GapCount;

static GapCount count_gaps(const Review *review, GdctSeverity severity) {
  GapCount count = {0, 0, 0, 0};

  for (guint i = 0; i < review->rules->len; i++) {
    const ReviewRule *rule = review_rule(review, i);
    if (!review_is_main(rule) || rule->severity != severity)
      continue;
    count.rules++;
    count.with_gaps += rule->totals[GDCT_CLAIMED][GDCT_GAP] > 0;
    count.gaps += rule->totals[GDCT_CLAIMED][GDCT_GAP];
    count.waived += rule->totals[GDCT_CLAIMED][GDCT_WAIVED];
  }
  return count;
}

static void find_gaps(const Paper *paper) {
  GapCount grave = count_gaps(review_of(paper), GDCT_ERROR);
  GapCount other = count_gaps(review_of(paper), GDCT_WARNING);
  uint32_t waived = grave.waived + other.waived;
  Document *doc = paper->doc;

  gdct_doc_open(doc, DOC_ITEM);
  if (grave.gaps + other.gaps == 0)
    gdct_doc_text(doc, review_no_gap(paper));
  else if (grave.rules > 0 && grave.gaps == 0)
    gdct_doc_text(doc, W_("No essential requirement has a gap."));
  else if (grave.gaps > 0)
    gdct_doc_print(
        doc,
        WN_("The essential requirements have %1$u gap, in %2$u of them.",
            "The essential requirements have %1$u gaps, in %2$u of them.",
            grave.gaps),
        grave.gaps, grave.with_gaps);
  if (grave.rules > 0 && other.gaps > 0)
    gdct_doc_text(doc, " ");
  if (other.gaps > 0)
    gdct_doc_print(
        doc,
        WN_("The requirements that are not essential have %1$u gap, in %2$u "
            "of them.",
            "The requirements that are not essential have %1$u gaps, in %2$u "
            "of them.",
            other.gaps),
        other.gaps, other.with_gaps);
  if (waived > 0)
    gdct_put_sentence(paper,
                      WN_("A waiver accepts %u gap, which is not counted here.",
                          "Waivers accept %u gaps, which are not counted here.",
                          waived),
                      waived);
  gdct_doc_close(doc);
}

/* How far the links can be trusted by which commitments are covered. */
static void tell_trust(const Paper *paper, const ReviewRule *rule) {
  uint32_t quoted = rule->totals[GDCT_EVIDENCED][GDCT_COVERED];
  uint32_t reviewed = rule->totals[GDCT_REVIEWED][GDCT_COVERED];

  gdct_put_sentence(
      paper, W_("The words of the documents are quoted for %u of these."),
      quoted);
  if (reviewed == 0)
    gdct_put_sentence(
        paper, "%s",
        W_("No person has yet confirmed the links for any of these."));
  else
    gdct_put_sentence(paper,
                      W_("A person has confirmed the links for %u of these."),
                      reviewed);
}

static void find_commitments(const Paper *paper) {
  const ReviewRule *rule = review_commitment_rule(paper);
  g_autoptr(GArray) all = NULL;
  uint32_t covered, partly;
  Document *doc = paper->doc;

  if (rule == NULL || rule->count == 0)
    return;
  covered = rule->totals[GDCT_CLAIMED][GDCT_COVERED];
  partly = rule->totals[GDCT_CLAIMED][GDCT_PARTIAL];
  all = gdct_nodes_of(paper, "gdc-commitment");
  gdct_doc_open(doc, DOC_ITEM);
  gdct_doc_print(
      doc,
      WN_("Documents cover %3$u of the %2$u commitment that the requirement "
          "\"%1$s\" asks about.",
          "Documents cover %3$u of the %2$u commitments that the requirement "
          "\"%1$s\" asks about.",
          rule->count),
      review_title(paper, rule->rule), rule->count, covered);
  if (covered > 0)
    tell_trust(paper, rule);
  if (partly > 0)
    gdct_put_sentence(paper, W_("Documents cover %u more in part."), partly);
  if (all->len > rule->count)
    gdct_put_sentence(
        paper,
        WN_("The requirement does not ask about the other %u commitment of the "
            "Compact.",
            "The requirement does not ask about the other %u commitments of "
            "the Compact.",
            all->len - rule->count),
        all->len - rule->count);
  gdct_doc_close(doc);
}

static void find_first_priority(const Paper *paper) {
  const GArray *list = review_of(paper)->priorities;
  const ReviewPriority *first;
  Document *doc = paper->doc;

  if (list->len == 0)
    return;
  first = &g_array_index(list, ReviewPriority, 0);
  gdct_doc_open(doc, DOC_ITEM);
  gdct_doc_print(
      doc,
      WN_("The gaps concern %u commitment, activity, action line or other "
          "item.",
          "The gaps concern %u different commitments, activities, action lines "
          "or other items.",
          list->len),
      list->len);
  gdct_put_sentence(paper, "%s", W_("First in the computed order is:"));
  gdct_doc_text(doc, " ");
  gdct_doc_title(doc, (GdctThing){GDCT_NODE, first->node});
  gdct_doc_cite(doc, (GdctThing){GDCT_NODE, first->node});
  gdct_doc_text(doc, gdct_stop(paper->options->language));
  if (first->linked > 0)
    gdct_put_sentence(paper,
                      WN_("%u other item is linked to it.",
                          "%u other items are linked to it.", first->linked),
                      first->linked);
  gdct_doc_close(doc);
}

static void find_best(const Paper *paper) {
  uint32_t best = review_count_best(paper);

  gdct_doc_open(paper->doc, DOC_ITEM);
  if (best == 0)
    gdct_doc_text(paper->doc,
                  W_("By a criterion that is computed, no activity is a "
                     "candidate for a best practice."));
  else
    gdct_doc_print(paper->doc,
                   WN_("By a criterion that is computed, %u activity is a "
                       "candidate for a best practice.",
                       "By a criterion that is computed, %u activities are "
                       "candidates for best practices.",
                       best),
                   best);
  gdct_doc_close(paper->doc);
}

static void find_overlaps(const Paper *paper) {
  uint32_t things;
  uint64_t pairs;
  g_autofree char *number = NULL;
  Document *doc = paper->doc;

  if (!review_count_overlap(paper, &things, &pairs) || things == 0)
    return;
  gdct_doc_open(doc, DOC_ITEM);
  number = g_strdup_printf("%" PRIu64, pairs);
  gdct_doc_print(
      doc,
      WN_("Activities of different sectors support %u objective or other aim "
          "without a common programme above them.",
          "Activities of different sectors support the same %u objectives or "
          "other aims without a common programme above them.",
          things),
      things);
  gdct_put_sentence(paper,
                    WN_("This concerns %s pair of activities.",
                        "This concerns %s pairs of activities.", pairs),
                    number);
  gdct_put_sentence(
      paper, "%s",
      W_("Whether they repeat each other is for the bureaux to say."));
  gdct_doc_close(doc);
}

static void find_rest(const Paper *paper) {
  const Review *review = review_of(paper);
  Document *doc = paper->doc;

  if (review->disputes->len > 0)
    gdct_doc_print_line(doc, DOC_ITEM,
                        WN_("The sources differ on who leads or takes part in "
                            "%u action line.",
                            "The sources differ on who leads or takes part in "
                            "%u action lines.",
                            review->disputes->len),
                        review->disputes->len);
  if (review->points->len == 0)
    return;
  gdct_doc_open(doc, DOC_ITEM);
  review_put_points_count(paper);
  gdct_doc_close(doc);
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
  gdct_doc_print(
      doc,
      WN_("The mapping also holds %u link that an analyst proposes.",
          "The mapping also holds %u links that an analyst proposes.", links),
      links);
  gdct_put_sentence(
      paper, "%s",
      W_("What is proposed is in none of the counts above. If it were "
         "accepted, these gaps would be filled, at least in part:"));
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
  find_best(paper);
  find_overlaps(paper);
  find_rest(paper);
  gdct_doc_close(doc);
  put_counts(paper);
  put_rules(paper);
  gdct_doc_line(
      doc, DOC_PARAGRAPH,
      W_("Covered: documents show what is asked for. In part: they show it "
         "only in a weaker way, which the requirement describes. Gap: they do "
         "not show it. Waived: a gap that somebody accepts, with a reason. The "
         "section on gaps explains what each requirement means. The authors of "
         "the mapping decide what is asked, what of it is essential, and which "
         "gaps are accepted."));
  put_proposed(paper);
}
