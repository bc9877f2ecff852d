/* SPDX-License-Identifier: Apache-2.0 */
/* What rules ask, as documents take it: by what sources say alone, and never by
 * the clock. */
#include "document/inside.h"

#include "base/date.h"
#include "graph/rule.h"

#include <string.h>

/* Whether a filter under one of these keys says "today". */
static bool says_today(const GdctMapping *mapping, GdctThing thing) {
  static const char *const keys[] = {"where", "reach-where", "having-where",
                                     "require", NULL};

  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    g_autofree char *text = g_strchomp(g_strdup(value.text));
    if (g_strv_contains(keys, value.key) && g_str_has_suffix(text, "=today"))
      return true;
  }
  return false;
}

bool gdct_needs_day(const GdctMapping *mapping, uint32_t rule) {
  GdctThing thing = {GDCT_RULE, rule};
  uint32_t count;
  uint32_t first = gdct_owned(mapping, thing, GDCT_GRADE, &count);

  if (says_today(mapping, thing))
    return true;
  for (uint32_t i = 0; i < count; i++)
    if (says_today(mapping, (GdctThing){GDCT_GRADE, first + i}))
      return true;
  return false;
}

/* Whether a waiver holds on the day; without a day, whatever its end. */
static bool holds(const Paper *paper, GdctThing waiver) {
  const char *until = gdct_get(paper->mapping, waiver, "until");
  GdctDays end, today;

  return paper->options->day == NULL || until == NULL ||
         !gdct_date_parse(until, false, &end) ||
         !gdct_date_parse(paper->options->day, false, &today) ||
         end.last >= today.first;
}

GHashTable *gdct_waivers_of(const Paper *paper, uint32_t rule) {
  const char *id = gdct_id(paper->mapping, (GdctThing){GDCT_RULE, rule});
  GHashTable *waivers = g_hash_table_new(NULL, NULL);

  for (uint32_t i = 0; i < gdct_count(paper->mapping, GDCT_WAIVER); i++) {
    GdctThing waiver = {GDCT_WAIVER, i};
    const char *name = gdct_get(paper->mapping, waiver, "node");
    uint32_t node =
        name == NULL ? GDCT_NONE : gdct_find(paper->mapping, GDCT_NODE, name);
    if (node != GDCT_NONE && holds(paper, waiver) &&
        g_strcmp0(gdct_get(paper->mapping, waiver, "rule"), id) == 0)
      g_hash_table_insert(waivers, GUINT_TO_POINTER(node + 1),
                          GUINT_TO_POINTER(i + 1));
  }
  return waivers;
}

GdctCoverage *gdct_cover_said(const GdctGraph *graph, uint32_t rule,
                              unsigned *ret_dropped, GdctReport *report) {
  GdctRule *read = gdct_rule_read(graph, rule, report);

  if (read == NULL)
    return NULL;
  *ret_dropped = gdct_rule_drop_proposed(read);
  return gdct_coverage_of(graph, read);
}

bool gdct_asks_proposals(const GdctMapping *mapping, uint32_t rule) {
  GdctThing thing = {GDCT_RULE, rule};

  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    if (strcmp(value.key, "basis") == 0 && strcmp(value.text, "proposed") == 0)
      return true;
  }
  return false;
}

void gdct_put_answer(const Paper *paper, GdctCoverage *coverage,
                     uint32_t index) {
  Document *doc = paper->doc;
  const GdctStep *chain;
  uint32_t steps, node;

  if (gdct_coverage_witnesses(coverage, index) == 0)
    return;
  node = gdct_coverage_witness(coverage, 0, &chain, &steps);
  gdct_doc_text(doc, gdct_colon(paper->options->language));
  gdct_doc_title(doc, (GdctThing){GDCT_NODE, node});
  for (uint32_t i = 0; i < steps; i++) {
    GdctThing link = {GDCT_LINK, chain[i].link};
    if (chain[i].link == GDCT_NONE)
      continue;
    gdct_doc_cite(doc, link);
    if (gdct_text(paper->mapping, link, "rationale", NULL) == NULL)
      continue;
    gdct_doc_text(doc, gdct_stop(paper->options->language));
    gdct_doc_text(doc, " ");
    gdct_doc_open(doc, DOC_SMALL);
    gdct_doc_prose(doc, link, "rationale");
    gdct_doc_close(doc);
  }
}
