/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

/* Prints the cycle that @node is on, once, from the node that stands first in
 * reading order. */
static void report_cycle(const GdctMapping *mapping, uint32_t node,
                         GdctReport *report) {
  g_autoptr(GString) cycle = g_string_new(NULL);
  uint32_t first = node, at = node, length = 0;

  do {
    first = MIN(first, at);
    at = gdct_node_parent(mapping, at);
  } while (at != node);
  at = first;
  do {
    /* A long cycle is cut in the middle of nowhere, but it says so. */
    if (length++ < 50)
      g_string_append_printf(cycle, "'%s' is part of ",
                             gdct_node_id(mapping, at));
    at = gdct_node_parent(mapping, at);
  } while (at != first);
  if (length > 50)
    g_string_append_printf(cycle, "(%u more) ", length - 50);
  g_string_append_printf(cycle, "'%s'", gdct_node_id(mapping, first));
  gdct_report_add(
      report, "part-of-cycle",
      gdct_value_place(mapping, (GdctThing){GDCT_NODE, first}, "part-of"), "%s",
      cycle->str);
}

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  uint32_t n = gdct_count(mapping, GDCT_NODE);
  /* The node whose way up passed here first. */
  g_autofree uint32_t *passed = g_new0(uint32_t, (size_t)n + 1);

  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = i;
    while (at != GDCT_NONE && passed[at] == 0) {
      passed[at] = i + 1;
      at = gdct_node_parent(mapping, at);
    }
    if (at != GDCT_NONE && passed[at] == i + 1)
      report_cycle(mapping, at, report);
  }
}

const GdctCheck gdct_check_part_of_cycle = {
    .code = "part-of-cycle",
    .summary = "no node is part of itself",
    .run = run,
};
