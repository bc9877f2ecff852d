/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"
#include "graph/rule.h"

#include <string.h>

/* Reads every expression of the mapping once, so that a slip in a view shows
 * before somebody draws it. */
static void check_value(const GdctGraph *graph, const GdctValue *value,
                        GdctReport *report) {
  if (strcmp(value->key, "path") == 0)
    gdct_path_free(gdct_path_parse(gdct_graph_mapping(graph), value->text,
                                   value->place, report));
  else if (strcmp(value->key, "where") == 0)
    gdct_filter_free(
        gdct_filter_parse(graph, GDCT_NODE, value->text, value->place, report));
}

static void run(const GdctGraph *graph, GdctReport *report) {
  static const GdctType types[] = {GDCT_PATH, GDCT_COLUMN, GDCT_VIEW_LINK};
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  bool good = true; /* what is wrong is in the report */

  for (size_t t = 0; t < G_N_ELEMENTS(types); t++)
    for (uint32_t i = 0; i < gdct_count(mapping, types[t]); i++) {
      GdctThing thing = {types[t], i};
      for (uint32_t v = 0; v < gdct_value_count(mapping, thing); v++) {
        GdctValue value = gdct_value(mapping, thing, v);
        check_value(graph, &value, report);
      }
    }
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_COLUMN); i++)
    gdct_having_free(
        gdct_having_read(graph, (GdctThing){GDCT_COLUMN, i}, report, &good));
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_RULE); i++)
    gdct_rule_free(gdct_rule_read(graph, i, report));
}

const GdctCheck gdct_check_bad_path = {
    .code = "bad-path",
    .summary = "paths and filters of the model, rules and views can be read",
    .run = run,
};
