/* SPDX-License-Identifier: Apache-2.0 */
/* Building the graph: two counting sorts over the links that are seen. */
#include "graph/graph.h"

#include <string.h>

GdctDays gdct_thing_days(const GdctMapping *mapping, GdctThing thing) {
  const char *start = gdct_get(mapping, thing, "start");
  const char *end = gdct_get(mapping, thing, "end");
  GdctDays days = {0, UINT32_MAX}, read;

  if (start != NULL && gdct_date_parse(start, false, &read))
    days.first = read.first;
  if (end != NULL && gdct_date_parse(end, false, &read))
    days.last = read.last;
  return days;
}

GdctDays gdct_graph_today(const GdctGraph *graph) {
  return graph->dated ? graph->as_of : gdct_date_today();
}

/* Whether a thing is there on the graph's date: a date of low precision meets
 * it if any of its days does. */
static bool is_current(const GdctGraph *graph, GdctThing thing) {
  GdctDays days;

  if (!graph->dated || gdct_record(graph->mapping, thing)->n_values == 0)
    return true;
  days = gdct_thing_days(graph->mapping, thing);
  return days.first <= graph->as_of.last && graph->as_of.first <= days.last;
}

static void hide_nodes(GdctGraph *graph) {
  if (!graph->dated)
    return;
  graph->hidden = g_new0(uint8_t, graph->n_nodes);
  for (uint32_t i = 0; i < graph->n_nodes; i++)
    graph->hidden[i] = !is_current(graph, (GdctThing){GDCT_NODE, i});
}

static bool sees_link(const GdctGraph *graph, uint32_t link) {
  const GdctStoredLink *stored = &gdct_links(graph->mapping)[link];

  return !(stored->record.flags & GDCT_FLAG_BROKEN) &&
         (graph->bases >> gdct_record_basis(&stored->record) & 1) &&
         gdct_graph_has_node(graph, stored->from) &&
         gdct_graph_has_node(graph, stored->to) &&
         is_current(graph, (GdctThing){GDCT_LINK, link});
}

/* Sorts pairs by their key, which is below n: first[k] to first[k + 1] are the
 * places of key k. Returns the sorted items; keys[] holds GDCT_NONE for what
 * is left out. */
static uint32_t *sort_by(const uint32_t *keys, uint32_t n_items, uint32_t n,
                         uint32_t **ret_first) {
  uint32_t *first = g_new0(uint32_t, (size_t)n + 2), *items;

  /* Shifted by one, so that filling leaves the beginnings behind. */
  for (uint32_t i = 0; i < n_items; i++)
    if (keys[i] != GDCT_NONE)
      first[keys[i] + 2]++;
  for (uint32_t k = 0; k < n; k++)
    first[k + 2] += first[k + 1];
  items = g_new(uint32_t, (size_t)first[n + 1] + 1);
  for (uint32_t i = 0; i < n_items; i++)
    if (keys[i] != GDCT_NONE)
      items[first[keys[i] + 1]++] = i;
  *ret_first = first;
  return items;
}

GdctGraph *gdct_graph_new(const GdctMapping *mapping, const GdctScope *scope,
                          GdctReport *report) {
  static const GdctScope no_scope;
  GdctGraph *graph = g_new0(GdctGraph, 1);
  uint32_t n_links = mapping->links->len;
  g_autofree uint32_t *froms = NULL, *tos = NULL, *parents = NULL;
  GdctReviews *reviews = NULL;

  if (scope == NULL)
    scope = &no_scope;
  graph->holders = 1;
  graph->others =
      g_ptr_array_new_with_free_func((GDestroyNotify)gdct_graph_free);
  graph->mapping = mapping;
  graph->scope = *scope;
  graph->n_nodes = mapping->nodes->len;
  graph->bases = scope->bases != 0 ? scope->bases : GDCT_BASIS_DEFAULT;
  if (scope->as_of != NULL) {
    graph->dated = true;
    if (!gdct_date_parse(scope->as_of, true, &graph->as_of) ||
        graph->as_of.first > graph->as_of.last) {
      gdct_report_add(report, "bad-date", GDCT_NOWHERE, "'%s' is not a date",
                      scope->as_of);
      gdct_graph_free(graph);
      return NULL;
    }
  }
  if (scope->trust == GDCT_REVIEWED)
    reviews = gdct_reviews_new(mapping);
  hide_nodes(graph);
  froms = g_new(uint32_t, (size_t)n_links + 1);
  tos = g_new(uint32_t, (size_t)n_links + 1);
  for (uint32_t i = 0; i < n_links; i++) {
    bool seen = sees_link(graph, i) &&
                gdct_link_is_trusted(mapping, i, scope->trust, reviews);
    froms[i] = seen ? gdct_links(mapping)[i].from : GDCT_NONE;
    tos[i] = seen ? gdct_links(mapping)[i].to : GDCT_NONE;
  }
  gdct_reviews_free(reviews);
  parents = g_new(uint32_t, (size_t)graph->n_nodes + 1);
  for (uint32_t i = 0; i < graph->n_nodes; i++) {
    parents[i] = gdct_nodes(mapping)[i].parent;
    if (parents[i] != GDCT_NONE && (!gdct_graph_has_node(graph, i) ||
                                    !gdct_graph_has_node(graph, parents[i])))
      parents[i] = GDCT_NONE;
  }
  graph->from_links =
      sort_by(froms, n_links, graph->n_nodes, &graph->from_first);
  graph->to_links = sort_by(tos, n_links, graph->n_nodes, &graph->to_first);
  graph->parts =
      sort_by(parents, graph->n_nodes, graph->n_nodes, &graph->part_first);
  return graph;
}

GdctGraph *gdct_graph_with_bases(const GdctGraph *graph, unsigned bases) {
  GdctScope scope = graph->scope;
  GdctGraph *found = NULL;

  for (guint i = 0; i < graph->others->len && found == NULL; i++) {
    GdctGraph *other = g_ptr_array_index(graph->others, i);
    if (other->bases == bases)
      found = other;
  }
  if (found == NULL) {
    scope.bases = bases;
    found = gdct_graph_new(graph->mapping, &scope, NULL);
    g_ptr_array_add(graph->others, found);
  }
  found->holders++;
  return found;
}

void gdct_graph_free(GdctGraph *graph) {
  if (graph == NULL || --graph->holders > 0)
    return;
  g_ptr_array_unref(graph->others);
  g_free(graph->from_first);
  g_free(graph->from_links);
  g_free(graph->to_first);
  g_free(graph->to_links);
  g_free(graph->part_first);
  g_free(graph->parts);
  g_free(graph->hidden);
  g_free(graph);
}

const GdctMapping *gdct_graph_mapping(const GdctGraph *graph) {
  return graph->mapping;
}

unsigned gdct_graph_bases(const GdctGraph *graph) {
  return graph->bases;
}

bool gdct_graph_has_node(const GdctGraph *graph, uint32_t node) {
  g_assert(node < graph->n_nodes);
  return graph->hidden == NULL || !graph->hidden[node];
}

bool gdct_graph_has_link(const GdctGraph *graph, uint32_t link) {
  uint32_t count;
  const uint32_t *links = gdct_graph_links_from(
      graph, gdct_links(graph->mapping)[link].from, &count);

  return bsearch(&link, links, count, sizeof *links, gdct_compare_indices) !=
         NULL;
}

static const uint32_t *row(const uint32_t *first, const uint32_t *items,
                           uint32_t node, uint32_t *ret_count) {
  *ret_count = first[node + 1] - first[node];
  return items + first[node];
}

const uint32_t *gdct_graph_links_from(const GdctGraph *graph, uint32_t node,
                                      uint32_t *ret_count) {
  g_assert(node < graph->n_nodes);
  return row(graph->from_first, graph->from_links, node, ret_count);
}

const uint32_t *gdct_graph_links_to(const GdctGraph *graph, uint32_t node,
                                    uint32_t *ret_count) {
  g_assert(node < graph->n_nodes);
  return row(graph->to_first, graph->to_links, node, ret_count);
}

const uint32_t *gdct_graph_parts(const GdctGraph *graph, uint32_t node,
                                 uint32_t *ret_count) {
  g_assert(node < graph->n_nodes);
  return row(graph->part_first, graph->parts, node, ret_count);
}
