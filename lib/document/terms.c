/* SPDX-License-Identifier: Apache-2.0 */
/* The mapping in the words that documents use: kinds and relations by their
 * ids, which are those of the bundled model. */
#include "document/inside.h"

#include <string.h>

uint32_t gdct_term_kind(const Paper *paper, const char *id) {
  return gdct_find(paper->mapping, GDCT_KIND, id);
}

uint32_t gdct_term_relation(const Paper *paper, const char *id) {
  return gdct_find(paper->mapping, GDCT_RELATION, id);
}

bool gdct_is_kind(const Paper *paper, uint32_t node, const char *kind) {
  GdctThing thing = {GDCT_KIND, gdct_node_kind(paper->mapping, node)};

  return strcmp(gdct_id(paper->mapping, thing), kind) == 0;
}

GArray *gdct_nodes_of(const Paper *paper, const char *kind) {
  uint32_t wanted = gdct_term_kind(paper, kind);
  GArray *nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (uint32_t i = 0; i < gdct_count(paper->mapping, GDCT_NODE); i++)
    if (gdct_node_kind(paper->mapping, i) == wanted &&
        gdct_graph_has_node(paper->graph, i))
      g_array_append_val(nodes, i);
  return nodes;
}

bool gdct_is_chosen(const Paper *paper, GdctThing thing) {
  for (size_t i = 0; i < paper->options->n_filters; i++)
    if (!gdct_filter_holds(paper->options->filters[i], thing))
      return false;
  return true;
}

void gdct_each_link(const Paper *paper, uint32_t node, const char *relation,
                    bool inverse, UseLink use, void *data) {
  uint32_t count;
  const uint32_t *links =
      inverse ? gdct_graph_links_to(paper->graph, node, &count)
              : gdct_graph_links_from(paper->graph, node, &count);
  uint32_t wanted =
      relation == NULL ? GDCT_NONE : gdct_term_relation(paper, relation);

  for (uint32_t i = 0; i < count; i++) {
    GdctLinkEnds ends = gdct_link(paper->mapping, links[i]);
    if (relation == NULL || ends.relation == wanted)
      use(paper, links[i], inverse ? ends.from : ends.to, data);
  }
}

static void count_one(const Paper *paper, uint32_t link, uint32_t other,
                      void *data) {
  (void)paper;
  (void)link;
  (void)other;
  ++*(uint32_t *)data;
}

uint32_t gdct_count_links(const Paper *paper, uint32_t node,
                          const char *relation, bool inverse) {
  uint32_t count = 0;

  gdct_each_link(paper, node, relation, inverse, count_one, &count);
  return count;
}
