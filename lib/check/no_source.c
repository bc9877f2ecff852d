/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

static bool cites(const GdctMapping *mapping, GdctThing link) {
  const GdctRecord *record = gdct_record(mapping, link);

  if (record->flags & GDCT_FLAG_LOST)
    return true;
  for (uint32_t i = 0; i < record->n_evidence; i++) {
    const GdctStoredEvidence *piece =
        &gdct_evidences(mapping)[record->evidence + i];
    /* A source that is not there has a finding already. */
    if (piece->source != GDCT_NONE || (piece->flags & GDCT_FLAG_UNKNOWN))
      return true;
  }
  return false;
}

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_LINK); i++) {
    GdctThing link = {GDCT_LINK, i};
    GdctLinkEnds ends = gdct_link(mapping, i);
    if (ends.from == GDCT_NONE || ends.to == GDCT_NONE ||
        ends.relation == GDCT_NONE || ends.basis == GDCT_PROPOSED ||
        cites(mapping, link))
      continue;
    gdct_report_add(report, "no-source", gdct_place(mapping, link),
                    "'%s' %s '%s' is %s but cites no source",
                    gdct_node_id(mapping, ends.from),
                    gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation}),
                    gdct_node_id(mapping, ends.to),
                    gdct_basis_name(ends.basis));
  }
}

const GdctCheck gdct_check_no_source = {
    .code = "no-source",
    .summary = "stated and derived links cite a source",
    .run = run,
};
