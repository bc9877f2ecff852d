/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

/* A value that may be missing, which is a finding of its own. */
static const char *text_or_none(const GdctMapping *mapping, GdctThing thing,
                                const char *key) {
  const char *text = gdct_get(mapping, thing, key);

  return text != NULL ? text : "";
}

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  GdctDays today = gdct_graph_today(graph), until;

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_WAIVER); i++) {
    GdctThing waiver = {GDCT_WAIVER, i};
    const char *end = gdct_get(mapping, waiver, "until");
    if (end != NULL && gdct_date_parse(end, false, &until) &&
        until.last < today.first)
      gdct_report_add(report, "expired-waiver",
                      gdct_value_place(mapping, waiver, "until"),
                      "the waiver of '%s' for '%s' ran out at the end of %s",
                      text_or_none(mapping, waiver, "rule"),
                      text_or_none(mapping, waiver, "node"), end);
  }
}

const GdctCheck gdct_check_expired_waiver = {
    .code = "expired-waiver",
    .summary = "waivers have not run out",
    .run = run,
};
