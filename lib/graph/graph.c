/* SPDX-License-Identifier: Apache-2.0 */
/* A graph: what it sees of the ground that it shares with others. */
#include "graph/graph.h"

#include <string.h>

/* ---- making ---- */

/* Counts what the graph sees. */
static void count_links(GdctGraph *graph) {
  graph->n_links = 0;
  for (unsigned flags = 0; flags < 256; flags++)
    if (gdct_graph_sees(graph, flags << GDCT_TAG_FLAGS))
      graph->n_links += graph->ground->counts[flags];
}

/* Takes hold of the ground. */
static GdctGraph *make_graph(GdctGround *ground, unsigned bases,
                             GdctTrust trust) {
  GdctGraph *graph = g_new0(GdctGraph, 1);

  graph->mapping = ground->mapping;
  graph->ground = ground;
  graph->bases = bases;
  graph->trust = trust;
  graph->any = GDCT_TAG_BASES(bases);
  graph->all = trust == GDCT_EVIDENCED  ? GDCT_TAG_EVIDENCED
               : trust == GDCT_REVIEWED ? GDCT_TAG_REVIEWED
                                        : 0;
  graph->dated = ground->dated;
  graph->as_of = ground->as_of;
  graph->n_nodes = ground->n_nodes;
  graph->others =
      g_ptr_array_new_with_free_func((GDestroyNotify)gdct_graph_free);
  graph->holders = 1;
  if (trust == GDCT_REVIEWED)
    gdct_ground_add_reviews(ground);
  count_links(graph);
  return graph;
}

GdctGraph *gdct_graph_new(const GdctMapping *mapping, const GdctScope *scope,
                          GdctReport *report) {
  static const GdctScope no_scope;
  GdctDays as_of;

  if (scope == NULL)
    scope = &no_scope;
  if (scope->as_of != NULL && (!gdct_date_parse(scope->as_of, true, &as_of) ||
                               as_of.first > as_of.last)) {
    gdct_report_add(report, "bad-date", GDCT_NOWHERE, "'%s' is not a date",
                    scope->as_of);
    return NULL;
  }
  return make_graph(gdct_ground_get(mapping, scope->as_of,
                                    scope->as_of != NULL ? &as_of : NULL),
                    scope->bases != 0 ? scope->bases : GDCT_BASIS_DEFAULT,
                    scope->trust);
}

GdctGraph *gdct_graph_with(const GdctGraph *graph, unsigned bases,
                           GdctTrust trust) {
  GdctGraph *other;

  for (guint i = 0; i < graph->others->len; i++) {
    other = g_ptr_array_index(graph->others, i);
    if (other->bases == bases && other->trust == trust) {
      other->holders++;
      return other;
    }
  }
  g_atomic_int_inc(&graph->ground->holders);
  other = make_graph(graph->ground, bases, trust);
  other->holders++;
  g_ptr_array_add(graph->others, other);
  return other;
}

static void side_free(GdctSide *side) {
  if (side == NULL)
    return;
  g_free(side->first);
  g_free(side->links);
  g_free(side);
}

void gdct_graph_free(GdctGraph *graph) {
  if (graph == NULL || --graph->holders > 0)
    return;
  g_ptr_array_unref(graph->others);
  gdct_search_drop(graph->spare);
  side_free(graph->kept[GDCT_OUT]);
  side_free(graph->kept[GDCT_IN]);
  gdct_ground_release(graph->ground);
  g_free(graph);
}

GdctDays gdct_graph_today(const GdctGraph *graph) {
  return graph->dated ? graph->as_of : gdct_date_today();
}

/* ---- rows of links ---- */

/* The links of a side that the graph sees. */
static GdctSide *keep_links(const GdctGraph *graph, int which) {
  const GdctSide *all = &graph->ground->sides[which];
  GdctSide *side = g_new0(GdctSide, 1);
  uint32_t n = 0;

  side->first = g_new(uint32_t, (size_t)graph->n_nodes + 1);
  side->links = g_new(uint32_t, (size_t)graph->n_links + 1);
  for (uint32_t node = 0; node < graph->n_nodes; node++) {
    side->first[node] = n;
    for (uint32_t i = all->first[node]; i < all->first[node + 1]; i++)
      if (gdct_graph_sees(graph, all->tags[i]))
        side->links[n++] = all->links[i];
  }
  side->first[graph->n_nodes] = n;
  return side;
}

static const GdctSide *side_of(const GdctGraph *graph, int which) {
  const GdctSide *all = &graph->ground->sides[which];
  gpointer *kept = (gpointer *)&((GdctGraph *)graph)->kept[which];
  GdctSide *side;

  if (graph->n_links == all->first[graph->n_nodes])
    return all;
  side = g_atomic_pointer_get(kept);
  if (side != NULL)
    return side;
  side = keep_links(graph, which);
  if (g_atomic_pointer_compare_and_exchange(kept, NULL, side))
    return side;
  side_free(side); /* another thread was first */
  return g_atomic_pointer_get(kept);
}

const GdctMapping *gdct_graph_mapping(const GdctGraph *graph) {
  return graph->mapping;
}

unsigned gdct_graph_bases(const GdctGraph *graph) {
  return graph->bases;
}

bool gdct_graph_has_node(const GdctGraph *graph, uint32_t node) {
  const uint8_t *hidden = graph->ground->hidden;

  g_assert(node < graph->n_nodes);
  return hidden == NULL || !hidden[node];
}

bool gdct_graph_has_link(const GdctGraph *graph, uint32_t link) {
  g_assert(link < graph->mapping->links->len);
  return gdct_graph_sees(graph,
                         (GdctTag)graph->ground->flags[link] << GDCT_TAG_FLAGS);
}

static const uint32_t *row(const uint32_t *first, const uint32_t *items,
                           uint32_t node, uint32_t *ret_count) {
  *ret_count = first[node + 1] - first[node];
  return items + first[node];
}

const uint32_t *gdct_graph_links_from(const GdctGraph *graph, uint32_t node,
                                      uint32_t *ret_count) {
  const GdctSide *side = side_of(graph, GDCT_OUT);

  g_assert(node < graph->n_nodes);
  return row(side->first, side->links, node, ret_count);
}

const uint32_t *gdct_graph_links_to(const GdctGraph *graph, uint32_t node,
                                    uint32_t *ret_count) {
  const GdctSide *side = side_of(graph, GDCT_IN);

  g_assert(node < graph->n_nodes);
  return row(side->first, side->links, node, ret_count);
}

const uint32_t *gdct_graph_parts(const GdctGraph *graph, uint32_t node,
                                 uint32_t *ret_count) {
  g_assert(node < graph->n_nodes);
  return row(graph->ground->part_first, graph->ground->parts, node, ret_count);
}

const uint32_t *gdct_graph_nodes_of(const GdctGraph *graph, uint32_t kind,
                                    uint32_t *ret_count) {
  g_assert(kind < gdct_count(graph->mapping, GDCT_KIND));
  return row(graph->ground->kind_first, graph->ground->kind_nodes, kind,
             ret_count);
}
