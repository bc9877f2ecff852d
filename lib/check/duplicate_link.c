/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

/* The first link of @links that says the same as @link. */
static uint32_t find_first(const GdctMapping *mapping, const uint32_t *links,
                           uint32_t link) {
  GdctLinkEnds wanted = gdct_link(mapping, link);

  for (;; links++) {
    GdctLinkEnds ends = gdct_link(mapping, *links);
    if (ends.to == wanted.to && ends.relation == wanted.relation)
      return *links;
  }
}

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  uint32_t n = gdct_count(mapping, GDCT_NODE);
  /* Who linked to each node last: only then is a closer look needed. */
  g_autofree uint32_t *linked_by = g_new0(uint32_t, (size_t)n + 1);

  for (uint32_t node = 0; node < n; node++) {
    uint32_t count;
    const uint32_t *links = gdct_graph_links_from(graph, node, &count);
    for (uint32_t i = 0; i < count; i++) {
      GdctLinkEnds ends = gdct_link(mapping, links[i]);
      uint32_t first;
      GdctPlace place;
      if (linked_by[ends.to] != node + 1) {
        linked_by[ends.to] = node + 1;
        continue;
      }
      first = find_first(mapping, links, links[i]);
      if (first == links[i])
        continue;
      place = gdct_place(mapping, (GdctThing){GDCT_LINK, first});
      gdct_report_add(
          report, "duplicate-link",
          gdct_place(mapping, (GdctThing){GDCT_LINK, links[i]}),
          "the link '%s' %s '%s' is there already, at %s:%u:%u",
          gdct_node_id(mapping, node),
          gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation}),
          gdct_node_id(mapping, ends.to), place.file, place.line, place.column);
    }
  }
}

const GdctCheck gdct_check_duplicate_link = {
    .code = "duplicate-link",
    .summary = "no link is stated twice",
    .run = run,
};
