/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

static const char *framework_id(const GdctMapping *mapping,
                                uint32_t framework) {
  return framework == GDCT_NONE
             ? "none"
             : gdct_id(mapping, (GdctThing){GDCT_FRAMEWORK, framework});
}

/* Whether a kind names a framework that is not there, which has a finding. */
static bool is_lost(const GdctMapping *mapping, uint32_t kind) {
  return gdct_kind_framework(mapping, kind) == GDCT_NONE &&
         gdct_get(mapping, (GdctThing){GDCT_KIND, kind}, "framework") != NULL;
}

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++) {
    uint32_t parent = gdct_node_parent(mapping, i), own, other;
    uint32_t kind = gdct_node_kind(mapping, i), parent_kind;
    if (parent == GDCT_NONE || kind == GDCT_NONE ||
        (parent_kind = gdct_node_kind(mapping, parent)) == GDCT_NONE)
      continue;
    own = gdct_kind_framework(mapping, kind);
    other = gdct_kind_framework(mapping, parent_kind);
    if (own != other && !is_lost(mapping, kind) &&
        !is_lost(mapping, parent_kind))
      gdct_report_add(
          report, "part-of-framework",
          gdct_value_place(mapping, (GdctThing){GDCT_NODE, i}, "part-of"),
          "'%s' of framework %s is part of '%s' of framework %s",
          gdct_node_id(mapping, i), framework_id(mapping, own),
          gdct_node_id(mapping, parent), framework_id(mapping, other));
  }
}

const GdctCheck gdct_check_part_of_framework = {
    .code = "part-of-framework",
    .summary = "parts stay within one framework",
    .run = run,
};
