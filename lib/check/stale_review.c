/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

#include <stdlib.h>
#include <string.h>

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_REVIEW); i++) {
    GdctThing review = {GDCT_REVIEW, i};
    const char *from = gdct_get(mapping, review, "from");
    const char *relation = gdct_get(mapping, review, "relation");
    const char *to = gdct_get(mapping, review, "to");
    uint32_t link = gdct_review_link(graph, i);
    char *seal;
    const char *said = gdct_get(mapping, review, "seal");
    if (from == NULL || relation == NULL || to == NULL || said == NULL)
      continue; /* there is a finding */
    if (link == GDCT_NONE) {
      if (!mapping->incomplete)
        gdct_report_add(report, "stale-review", gdct_place(mapping, review),
                        "'%s' %s '%s' was reviewed but is gone", from, relation,
                        to);
      continue;
    }
    seal = gdct_link_seal(mapping, link);
    if (strcmp(seal, said) != 0)
      gdct_report_add(report, "stale-review",
                      gdct_value_place(mapping, review, "seal"),
                      "'%s' %s '%s' changed after its review; its seal is "
                      "%s now",
                      from, relation, to, seal);
    free(seal);
  }
}

const GdctCheck gdct_check_stale_review = {
    .code = "stale-review",
    .summary = "reviewed links are as they were reviewed",
    .run = run,
};
