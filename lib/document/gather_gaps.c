/* SPDX-License-Identifier: Apache-2.0 */
/* What the rules of a mapping say of some of its nodes. */
#include "document/gather.h"

#include <string.h>

#define MOST 15 /* things listed for one rule */

/* One rule, and what it says of what is asked about. */
typedef struct {
  const Paper *paper;
  const NodeSet *nodes, *close;
  uint32_t rule;
  uint32_t counts[GDCT_RESULTS];
  GArray *gaps, *proposed, *partly, *waived; /* of GdctRuleResult */
  GdctCoverage *coverage; /* with the grades that count proposals, or NULL */
} Judged;

static bool is_about(const Judged *judged, GdctThing thing) {
  GdctLinkEnds ends;

  if (thing.type == GDCT_NODE)
    return gdct_set_has(judged->nodes, thing.index);
  ends = gdct_link(judged->paper->mapping, thing.index);
  return gdct_set_has(judged->close, ends.from) ||
         gdct_set_has(judged->close, ends.to);
}

static void take(Judged *judged, GHashTable *waivers, GdctRuleResult result) {
  if (result.result == GDCT_GAP || result.result == GDCT_WAIVED) {
    result.waiver =
        result.thing.type == GDCT_LINK
            ? GDCT_NONE
            : GPOINTER_TO_UINT(g_hash_table_lookup(
                  waivers, GUINT_TO_POINTER(result.thing.index + 1))) -
                  1;
    result.result = result.waiver == GDCT_NONE ? GDCT_GAP : GDCT_WAIVED;
  }
  judged->counts[result.result]++;
  if (result.result == GDCT_GAP)
    g_array_append_val(judged->gaps, result);
  else if (result.result == GDCT_WAIVED)
    g_array_append_val(judged->waived, result);
  else if (result.result == GDCT_PARTIAL && result.thing.type == GDCT_NODE &&
           gdct_set_has(judged->close, result.thing.index))
    g_array_append_val(judged->partly, result);
}

/* Sets apart the gaps that a proposal would fill. */
static void part_proposed(Judged *judged, GdctReport *report) {
  GArray *gaps = judged->gaps;

  judged->coverage =
      gdct_coverage_new(judged->paper->graph, judged->rule, report);
  if (judged->coverage == NULL)
    return;
  judged->gaps = g_array_new(FALSE, FALSE, sizeof(GdctRuleResult));
  for (guint i = 0; i < gaps->len; i++) {
    GdctRuleResult gap = g_array_index(gaps, GdctRuleResult, i);
    uint32_t index;
    GdctResult result = GDCT_GAP;
    if (gdct_coverage_find(judged->coverage, gap.thing, &index))
      result = gdct_coverage_get(judged->coverage, index).result;
    if (result == GDCT_COVERED || result == GDCT_PARTIAL)
      g_array_append_val(judged->proposed, gap);
    else
      g_array_append_val(judged->gaps, gap);
  }
  g_array_unref(gaps);
}

static void judge(Judged *judged) {
  g_autoptr(GHashTable) waivers = gdct_waivers_of(judged->paper, judged->rule);
  GdctReport *report = gdct_report_new(); /* loading has reported it all */
  unsigned dropped = 0;
  GdctCoverage *coverage =
      gdct_cover_said(judged->paper->graph, judged->rule, &dropped, report);

  for (uint32_t i = 0; coverage != NULL && i < gdct_coverage_count(coverage);
       i++) {
    GdctRuleResult result = gdct_coverage_get(coverage, i);
    if (is_about(judged, result.thing))
      take(judged, waivers, result);
  }
  gdct_coverage_free(coverage);
  if (dropped > 0)
    part_proposed(judged, report);
  gdct_report_free(report);
}

static void clear(Judged *judged) {
  gdct_coverage_free(judged->coverage);
  g_array_unref(judged->gaps);
  g_array_unref(judged->proposed);
  g_array_unref(judged->partly);
  g_array_unref(judged->waived);
  g_free(judged);
}

/* NULL if the rule asks about nothing here. */
static Judged *judge_rule(const Paper *paper, uint32_t rule,
                          const NodeSet *nodes, const NodeSet *close) {
  Judged *judged = g_new0(Judged, 1);

  judged->paper = paper;
  judged->nodes = nodes;
  judged->close = close;
  judged->rule = rule;
  judged->gaps = g_array_new(FALSE, FALSE, sizeof(GdctRuleResult));
  judged->proposed = g_array_new(FALSE, FALSE, sizeof(GdctRuleResult));
  judged->partly = g_array_new(FALSE, FALSE, sizeof(GdctRuleResult));
  judged->waived = g_array_new(FALSE, FALSE, sizeof(GdctRuleResult));
  judge(judged);
  if (judged->counts[GDCT_COVERED] + judged->counts[GDCT_PARTIAL] +
          judged->counts[GDCT_GAP] + judged->counts[GDCT_WAIVED] >
      0)
    return judged;
  clear(judged);
  return NULL;
}

/* ---- as a table ---- */

static void put_row(const Paper *paper, const Judged *judged) {
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_doc_title(paper->doc, (GdctThing){GDCT_RULE, judged->rule});
  gdct_doc_close(paper->doc);
  for (int i = 0; i < GDCT_RESULTS; i++)
    gdct_put_number(paper, judged->counts[i]);
  gdct_doc_close(paper->doc);
}

static void put_table(const Paper *paper, const GPtrArray *all) {
  const DocColumn columns[] = {{W_("Requirement"), 56, false},
                               {W_("Covered"), 11, true},
                               {W_("In part"), 11, true},
                               {W_("Gaps"), 11, true},
                               {W_("Waived"), 11, true}};

  gdct_doc_table(paper->doc, W_("What the rules of the mapping ask, and find"),
                 columns, G_N_ELEMENTS(columns));
  for (guint i = 0; i < all->len; i++)
    put_row(paper, all->pdata[i]);
  gdct_doc_close(paper->doc);
}

/* ---- rule by rule ---- */

static void put_thing(const Paper *paper, GdctThing thing) {
  GdctLinkEnds ends;

  if (thing.type == GDCT_NODE) {
    gdct_put_numbered(paper, thing.index);
    return;
  }
  ends = gdct_link(paper->mapping, thing.index);
  gdct_doc_title(paper->doc, (GdctThing){GDCT_NODE, ends.from});
  gdct_doc_text(paper->doc, " \u2013 ");
  gdct_doc_title(paper->doc, (GdctThing){GDCT_RELATION, ends.relation});
  gdct_doc_text(paper->doc, " \u2013 ");
  gdct_doc_title(paper->doc, (GdctThing){GDCT_NODE, ends.to});
  gdct_doc_cite(paper->doc, thing);
}

/* "Accepted by NAME until DATE: why" */
static void put_waiver(const Paper *paper, uint32_t waiver) {
  GdctThing thing = {GDCT_WAIVER, waiver};
  const char *by = gdct_get(paper->mapping, thing, "by");
  const char *until = gdct_get(paper->mapping, thing, "until");

  gdct_doc_text(paper->doc, " \u2013 ");
  gdct_doc_prose(paper->doc, thing, "reason");
  gdct_doc_text(paper->doc, " ");
  gdct_doc_open(paper->doc, DOC_SMALL);
  gdct_doc_print(paper->doc, W_("(accepted by: %1$s; until: %2$s)"),
                 by == NULL ? "\u2013" : by, until == NULL ? "\u2013" : until);
  gdct_doc_close(paper->doc);
}

static void put_list(const Paper *paper, const Judged *judged, const char *word,
                     const GArray *results, bool gaps) {
  uint32_t shown = MIN(results->len, MOST);
  g_autofree char *command = g_strdup_printf(
      gaps ? "gdctrace list --gap %s" : "gdctrace check --rule %s",
      gdct_id(paper->mapping, (GdctThing){GDCT_RULE, judged->rule}));

  if (results->len == 0)
    return;
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_line(paper->doc, DOC_STRONG, word);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_LIST);
  for (uint32_t i = 0; i < shown; i++) {
    GdctRuleResult result = g_array_index(results, GdctRuleResult, i);
    gdct_doc_open(paper->doc, DOC_ITEM);
    put_thing(paper, result.thing);
    if (result.waiver != GDCT_NONE && result.result == GDCT_WAIVED)
      put_waiver(paper, result.waiver);
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
  gdct_put_more(paper, shown, results->len, command);
}

/* Gaps in the counts, for which there is a proposal. */
static void put_proposed(const Paper *paper, const Judged *judged) {
  uint32_t all = judged->proposed->len, shown = MIN(all, MOST);
  g_autofree char *command = g_strdup_printf(
      "gdctrace check --why --rule %s",
      gdct_id(paper->mapping, (GdctThing){GDCT_RULE, judged->rule}));

  if (all == 0)
    return;
  gdct_doc_open(paper->doc, DOC_PROPOSED);
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_line(paper->doc, DOC_STRONG, W_("Proposed; no document says so."));
  gdct_doc_text(paper->doc, " ");
  gdct_doc_print(paper->doc,
                 W_("For %u of the gaps the mapping proposes an answer:"), all);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_LIST);
  for (uint32_t i = 0; i < shown; i++) {
    GdctRuleResult gap = g_array_index(judged->proposed, GdctRuleResult, i);
    uint32_t index;
    gdct_doc_open(paper->doc, DOC_ITEM);
    put_thing(paper, gap.thing);
    if (gdct_coverage_find(judged->coverage, gap.thing, &index))
      gdct_put_answer(paper, judged->coverage, index);
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
  gdct_put_more(paper, shown, all, command);
  gdct_doc_close(paper->doc);
}

static void put_rule(const Paper *paper, const Judged *judged) {
  GdctThing rule = {GDCT_RULE, judged->rule};
  const char *title =
      gdct_title(paper->mapping, rule, paper->options->language);

  if (judged->gaps->len + judged->partly->len + judged->waived->len +
          judged->proposed->len ==
      0)
    return;
  gdct_doc_section(paper->doc, NULL, 3, title);
  gdct_put_meaning(paper, judged->rule);
  put_list(paper, judged, W_("Gaps"), judged->gaps, true);
  put_list(paper, judged, W_("In part"), judged->partly, false);
  put_list(paper, judged, W_("Gaps that are accepted"), judged->waived, false);
  put_proposed(paper, judged);
}

/* The rules that were left out, for want of a day. */
static void put_left_out(const Paper *paper, const GArray *rules) {
  if (rules->len == 0)
    return;
  gdct_put_line(paper,
                W_("Not asked, because this document is not made for a given "
                   "day (--as-of or SOURCE_DATE_EPOCH sets one):"));
  gdct_doc_open(paper->doc, DOC_LIST);
  for (guint i = 0; i < rules->len; i++) {
    GdctThing rule = {GDCT_RULE, g_array_index(rules, uint32_t, i)};
    gdct_doc_open(paper->doc, DOC_ITEM);
    gdct_doc_title(paper->doc, rule);
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
}

void gdct_put_gaps(const Paper *paper, const NodeSet *nodes,
                   const NodeSet *close) {
  g_autoptr(GPtrArray) all =
      g_ptr_array_new_with_free_func((GDestroyNotify)clear);
  g_autoptr(GArray) left_out = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (uint32_t i = 0; i < gdct_count(paper->mapping, GDCT_RULE); i++) {
    Judged *judged = NULL;
    if (gdct_asks_proposals(paper->mapping, i))
      continue;
    if (paper->options->day == NULL && gdct_needs_day(paper->mapping, i))
      g_array_append_val(left_out, i);
    else
      judged = judge_rule(paper, i, nodes, close);
    if (judged != NULL)
      g_ptr_array_add(all, judged);
  }
  if (all->len == 0)
    gdct_put_line(paper, W_("No rule of the mapping asks about it."));
  else
    put_table(paper, all);
  put_left_out(paper, left_out);
  for (guint i = 0; i < all->len; i++)
    put_rule(paper, all->pdata[i]);
}
