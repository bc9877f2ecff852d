/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

/* Marks the nodes of links that are broken: those have findings, and will not
 * be lonely once they are mended. */
static void mark_broken(const GdctMapping *mapping, bool *linked) {
  for (guint i = 0; i < mapping->links->len; i++) {
    const GdctStoredLink *link = &gdct_links(mapping)[i];
    if (!(link->record.flags & GDCT_FLAG_BROKEN))
      continue;
    if (link->from != GDCT_NONE)
      linked[link->from] = true;
    if (link->to != GDCT_NONE)
      linked[link->to] = true;
  }
}

/* Whether a node has a finding that explains why it has no link: it lost some,
 * its 'part-of' leads nowhere, or another node has its id. */
static bool is_excused(const GdctMapping *mapping, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};

  return (gdct_record(mapping, thing)->flags & GDCT_FLAG_LOST) ||
         gdct_get(mapping, thing, "part-of") != NULL ||
         gdct_find(mapping, GDCT_NODE, gdct_id(mapping, thing)) != node;
}

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  g_autofree bool *linked =
      g_new0(bool, (size_t)gdct_count(mapping, GDCT_NODE) + 1);

  if (mapping->incomplete)
    return;
  mark_broken(mapping, linked);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++) {
    GdctThing node = {GDCT_NODE, i};
    uint32_t out, in, parts;
    gdct_graph_links_from(graph, i, &out);
    gdct_graph_links_to(graph, i, &in);
    gdct_graph_parts(graph, i, &parts);
    if (out + in + parts == 0 && !linked[i] && !is_excused(mapping, i) &&
        gdct_node_parent(mapping, i) == GDCT_NONE &&
        !gdct_is_builtin(mapping, node))
      gdct_report_add(report, "lonely-node", gdct_place(mapping, node),
                      "'%s' has no link and no part", gdct_node_id(mapping, i));
  }
}

const GdctCheck gdct_check_lonely_node = {
    .code = "lonely-node",
    .summary = "every node has a link or a part",
    .run = run,
};
