/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_LINK); i++) {
    GdctLinkEnds ends = gdct_link(mapping, i);
    if (ends.from == ends.to && ends.from != GDCT_NONE)
      gdct_report_add(report, "self-link",
                      gdct_place(mapping, (GdctThing){GDCT_LINK, i}),
                      "'%s' links to itself", gdct_node_id(mapping, ends.from));
  }
}

const GdctCheck gdct_check_self_link = {
    .code = "self-link",
    .summary = "no node links to itself",
    .run = run,
};
