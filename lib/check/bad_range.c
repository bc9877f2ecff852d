/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

#include <string.h>

/* The first day must not be after the last one. */
static void check_days(const GdctMapping *mapping, GdctThing thing,
                       GdctReport *report) {
  GdctDays days;

  if (gdct_record(mapping, thing)->n_values < 2)
    return;
  days = gdct_thing_days(mapping, thing);
  if (days.first <= days.last)
    return;
  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    if (strcmp(value.key, "end") == 0)
      gdct_report_add(report, "bad-range", value.place,
                      "the end, %s, comes before the start, %s", value.text,
                      gdct_get(mapping, thing, "start"));
  }
}

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++)
    check_days(mapping, (GdctThing){GDCT_NODE, i}, report);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_LINK); i++)
    check_days(mapping, (GdctThing){GDCT_LINK, i}, report);
}

const GdctCheck gdct_check_bad_range = {
    .code = "bad-range",
    .summary = "nothing ends before it starts",
    .run = run,
};
