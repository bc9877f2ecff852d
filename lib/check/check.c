/* SPDX-License-Identifier: Apache-2.0 */
/* The table of checks. All run, whatever the earlier ones found. */
#include "check/check.h"

static const GdctCheck *const checks[] = {
    &gdct_check_bad_column,        &gdct_check_bad_path,
    &gdct_check_bad_range,         &gdct_check_duplicate_link,
    &gdct_check_expired_waiver,    &gdct_check_lonely_node,
    &gdct_check_no_source,         &gdct_check_part_of_cycle,
    &gdct_check_part_of_framework, &gdct_check_self_link,
    &gdct_check_stale_review,      &gdct_check_uncited_source,
    &gdct_check_wrong_kind,
};

const GdctCheck *const *gdct_checks(size_t *ret_count) {
  *ret_count = G_N_ELEMENTS(checks);
  return checks;
}

void gdct_check(const GdctMapping *mapping, GdctReport *report) {
  GdctScope all = {.bases = GDCT_BASIS_ANY};
  GdctGraph *graph = gdct_graph_new(mapping, &all, report);

  for (size_t i = 0; i < G_N_ELEMENTS(checks); i++)
    checks[i]->run(graph, report);
  gdct_graph_free(graph);
  gdct_report_sort(report);
}
