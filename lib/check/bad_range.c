/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

#include <string.h>

/* Whether a thing has a value under two keys of the mapping. */
static bool has_both(const GdctMapping *mapping, GdctThing thing,
                     const uint16_t keys[2]) {
  const GdctRecord *record = gdct_record(mapping, thing);
  const GdctStoredValue *values = gdct_values(mapping) + record->values;
  bool has[2] = {false, false};

  for (uint32_t i = 0; i < record->n_values; i++)
    for (int k = 0; k < 2; k++)
      has[k] = has[k] || values[i].key == keys[k];
  return has[0] && has[1];
}

/* The first day must not be after the last one. */
static void check_days(const GdctMapping *mapping, GdctThing thing,
                       const uint16_t keys[2], GdctReport *report) {
  GdctDays days;

  if (!has_both(mapping, thing, keys))
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
  uint16_t keys[2];

  if (!gdct_mapping_find_key(mapping, "start", &keys[0]) ||
      !gdct_mapping_find_key(mapping, "end", &keys[1]))
    return;
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++)
    check_days(mapping, (GdctThing){GDCT_NODE, i}, keys, report);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_LINK); i++)
    check_days(mapping, (GdctThing){GDCT_LINK, i}, keys, report);
}

const GdctCheck gdct_check_bad_range = {
    .code = "bad-range",
    .summary = "nothing ends before it starts",
    .run = run,
};
