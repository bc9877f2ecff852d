/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

/* The ids of a list of kinds, joined. */
static char *list_kinds(const GdctMapping *mapping, uint32_t list) {
  GString *text = g_string_new(NULL);

  for (uint32_t i = list;; i++) {
    uint32_t kind = g_array_index(mapping->kind_lists, uint32_t, i);
    if (kind == GDCT_NONE)
      return g_string_free(text, FALSE);
    g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                           gdct_id(mapping, (GdctThing){GDCT_KIND, kind}));
  }
}

static void check_end(const GdctMapping *mapping, uint32_t link, uint32_t node,
                      uint32_t list, const char *end, GdctReport *report) {
  uint32_t kind = gdct_node_kind(mapping, node);
  uint32_t relation = gdct_link(mapping, link).relation;
  g_autofree char *kinds = NULL;

  if (kind == GDCT_NONE || gdct_kind_list_has(mapping, list, kind))
    return;
  kinds = list_kinds(mapping, list);
  gdct_report_add(report, "wrong-kind",
                  gdct_place(mapping, (GdctThing){GDCT_LINK, link}),
                  "'%s' %s %s, but '%s' is of kind %s",
                  gdct_id(mapping, (GdctThing){GDCT_RELATION, relation}), end,
                  kinds, gdct_node_id(mapping, node),
                  gdct_id(mapping, (GdctThing){GDCT_KIND, kind}));
}

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_LINK); i++) {
    GdctLinkEnds ends = gdct_link(mapping, i);
    const GdctRelationFacts *facts;
    if (ends.from == GDCT_NONE || ends.to == GDCT_NONE ||
        ends.relation == GDCT_NONE)
      continue;
    facts =
        &g_array_index(mapping->relations, GdctRelationFacts, ends.relation);
    if (facts->from_known)
      check_end(mapping, i, ends.from, facts->from, "begins at", report);
    if (facts->to_known)
      check_end(mapping, i, ends.to, facts->to, "ends at", report);
  }
}

const GdctCheck gdct_check_wrong_kind = {
    .code = "wrong-kind",
    .summary = "links join the kinds that their relation joins",
    .run = run,
};
