/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

static void mark(const GdctMapping *mapping, GdctThing thing, bool *cited) {
  for (uint32_t i = 0; i < gdct_evidence_count(mapping, thing); i++) {
    uint32_t source = gdct_evidence(mapping, thing, i).source;
    if (source != GDCT_NONE)
      cited[source] = true;
  }
}

/* Evidence of links that could not be read counts too: that of entries, which
 * may be defaults that nothing takes, does not. */
static void mark_lost(const GdctMapping *mapping, bool *cited) {
  g_autofree bool *owned = g_new0(bool, (size_t)mapping->evidence->len + 1);

  for (guint i = 0; i < mapping->entries->len; i++) {
    const GdctRecord *record = &gdct_entries(mapping)[i].record;
    for (uint32_t e = 0; e < record->n_evidence; e++)
      owned[record->evidence + e] = true;
  }
  for (guint i = 0; i < mapping->evidence->len; i++) {
    uint32_t source = gdct_evidences(mapping)[i].source;
    if (!owned[i] && source != GDCT_NONE)
      cited[source] = true;
  }
}

static void run(const GdctGraph *graph, GdctReport *report) {
  static const GdctType types[] = {GDCT_NODE, GDCT_LINK, GDCT_MEASURE};
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  uint32_t n = gdct_count(mapping, GDCT_SOURCE);
  g_autofree bool *cited = g_new0(bool, (size_t)n + 1);

  if (mapping->incomplete)
    return;
  for (size_t t = 0; t < G_N_ELEMENTS(types); t++)
    for (uint32_t i = 0; i < gdct_count(mapping, types[t]); i++)
      mark(mapping, (GdctThing){types[t], i}, cited);
  mark_lost(mapping, cited);
  for (uint32_t i = 0; i < n; i++) {
    GdctThing source = {GDCT_SOURCE, i};
    const char *id = gdct_id(mapping, source);
    if (!cited[i] && *id != '\0' && gdct_find(mapping, GDCT_SOURCE, id) == i &&
        !gdct_is_builtin(mapping, source))
      gdct_report_add(report, "uncited-source", gdct_place(mapping, source),
                      "nothing cites the source '%s'", id);
  }
}

const GdctCheck gdct_check_uncited_source = {
    .code = "uncited-source",
    .summary = "every source is cited",
    .run = run,
};
