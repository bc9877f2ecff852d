/* SPDX-License-Identifier: Apache-2.0 */
/* Breadth-first search over pairs of node and state of a path's automaton
 * (A. O. Mendelzon, P. T. Wood, "Finding Regular Simple Paths in Graph
 * Databases", SIAM J. Comput. 24(6), 1995, section 3, for walks). A stamp
 * instead of a flag marks what was visited, so that nothing is cleared between
 * two searches. */
#include "base/order.h"
#include "graph/graph.h"

#include <string.h>

/* A pair that was visited, and how. */
typedef struct {
  uint32_t node;
  uint32_t before; /* the visit it came from, or GDCT_NONE */
  uint32_t link;   /* GDCT_NONE for part-of */
  uint32_t distance;
  uint8_t state;
} Visit;

struct GdctSearch {
  const GdctGraph *graph;
  uint32_t *pair_stamps; /* n_nodes * n_states */
  size_t n_pairs;
  uint32_t *node_stamps; /* reached in this run */
  uint32_t stamp;
  GArray *visits;
  GArray *reached; /* uint32_t: visits */
  bool sorted;
  GArray *chain; /* GdctStep */
  const GdctPath *path;
};

GdctSearch *gdct_search_new(const GdctGraph *graph) {
  GdctSearch *search = g_new0(GdctSearch, 1);

  search->graph = graph;
  search->node_stamps = g_new0(uint32_t, (size_t)graph->n_nodes + 1);
  search->visits = g_array_new(FALSE, FALSE, sizeof(Visit));
  search->reached = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  search->chain = g_array_new(FALSE, FALSE, sizeof(GdctStep));
  return search;
}

void gdct_search_free(GdctSearch *search) {
  if (search == NULL)
    return;
  g_free(search->pair_stamps);
  g_free(search->node_stamps);
  g_array_unref(search->visits);
  g_array_unref(search->reached);
  g_array_unref(search->chain);
  g_free(search);
}

/* Makes the stamps fit the path and begins a new run. */
static void begin_run(GdctSearch *search, const GdctPath *path) {
  size_t wanted = (size_t)search->graph->n_nodes * path->n_states;

  if (wanted > search->n_pairs || search->stamp == UINT32_MAX) {
    g_free(search->pair_stamps);
    search->n_pairs = MAX(wanted, search->n_pairs);
    search->pair_stamps = g_new0(uint32_t, search->n_pairs + 1);
    memset(search->node_stamps, 0, search->graph->n_nodes * sizeof(uint32_t));
    search->stamp = 0;
  }
  search->stamp++;
  search->path = path;
  search->sorted = false;
  g_array_set_size(search->visits, 0);
  g_array_set_size(search->reached, 0);
}

static void visit(GdctSearch *search, uint32_t node, uint32_t state,
                  uint32_t before, uint32_t link, uint32_t distance) {
  uint32_t *stamp =
      &search->pair_stamps[(size_t)node * search->path->n_states + state];
  Visit visit = {node, before, link, distance, (uint8_t)state};

  if (*stamp == search->stamp)
    return;
  *stamp = search->stamp;
  if ((search->path->accepting >> state & 1) &&
      search->node_stamps[node] != search->stamp) {
    search->node_stamps[node] = search->stamp;
    g_array_append_val(search->reached, search->visits->len);
  }
  g_array_append_val(search->visits, visit);
}

/* Takes every step that may follow a visit. */
static void expand(GdctSearch *search, uint32_t index) {
  const GdctGraph *graph = search->graph;
  const GdctPath *path = search->path;
  Visit from = g_array_index(search->visits, Visit, index);
  uint32_t distance = from.distance + 1;

  for (uint64_t set = path->follow[from.state]; set != 0; set &= set - 1) {
    uint32_t state = (uint32_t)__builtin_ctzll(set);
    uint32_t relation = path->steps[state].relation, count;
    bool inverse = path->steps[state].inverse;
    const uint32_t *items;
    if (relation == GDCT_PART_OF && inverse) {
      items = gdct_graph_parts(graph, from.node, &count);
      for (uint32_t i = 0; i < count; i++)
        visit(search, items[i], state, index, GDCT_NONE, distance);
    } else if (relation == GDCT_PART_OF) {
      uint32_t parent = gdct_nodes(graph->mapping)[from.node].parent;
      if (parent != GDCT_NONE && gdct_graph_has_node(graph, parent))
        visit(search, parent, state, index, GDCT_NONE, distance);
    } else {
      items = inverse ? gdct_graph_links_to(graph, from.node, &count)
                      : gdct_graph_links_from(graph, from.node, &count);
      for (uint32_t i = 0; i < count; i++) {
        const GdctStoredLink *link = &gdct_links(graph->mapping)[items[i]];
        if (link->relation == relation || relation == GDCT_ANY_RELATION)
          visit(search, inverse ? link->from : link->to, state, index, items[i],
                distance);
      }
    }
  }
}

uint32_t gdct_search_run(GdctSearch *search, const GdctPath *path,
                         uint32_t start) {
  begin_run(search, path);
  if (!gdct_graph_has_node(search->graph, start))
    return 0;
  visit(search, start, 0, GDCT_NONE, GDCT_NONE, 0);
  for (guint i = 0; i < search->visits->len; i++)
    expand(search, i);
  return search->reached->len;
}

static int compare_reached(gconstpointer a, gconstpointer b, gpointer data) {
  const GdctSearch *search = data;
  const Visit *left =
      &g_array_index(search->visits, Visit, *(const uint32_t *)a);
  const Visit *right =
      &g_array_index(search->visits, Visit, *(const uint32_t *)b);

  if (left->distance != right->distance)
    return left->distance < right->distance ? -1 : 1;
  return gdct_compare_natural(
      gdct_id(search->graph->mapping, (GdctThing){GDCT_NODE, left->node}),
      gdct_id(search->graph->mapping, (GdctThing){GDCT_NODE, right->node}));
}

/* Sorting is put off until somebody looks: rules mostly count. */
static const Visit *reached(GdctSearch *search, uint32_t index) {
  g_assert(index < search->reached->len);
  if (!search->sorted)
    g_array_sort_with_data(search->reached, compare_reached, search);
  search->sorted = true;
  return &g_array_index(search->visits, Visit,
                        g_array_index(search->reached, uint32_t, index));
}

uint32_t gdct_search_node(GdctSearch *search, uint32_t index) {
  return reached(search, index)->node;
}

uint32_t gdct_search_any(const GdctSearch *search, uint32_t index) {
  return g_array_index(search->visits, Visit,
                       g_array_index(search->reached, uint32_t, index))
      .node;
}

uint32_t gdct_search_distance(GdctSearch *search, uint32_t index) {
  return reached(search, index)->distance;
}

const GdctStep *gdct_search_chain(GdctSearch *search, uint32_t index,
                                  uint32_t *ret_count) {
  const Visit *at = reached(search, index);

  *ret_count = at->distance;
  g_array_set_size(search->chain, at->distance);
  for (uint32_t i = at->distance; i > 0; i--) {
    const Visit *before = &g_array_index(search->visits, Visit, at->before);
    g_array_index(search->chain, GdctStep, i - 1) =
        (GdctStep){before->node, at->node, at->link,
                   search->path->steps[at->state].inverse};
    at = before;
  }
  return (const GdctStep *)(void *)search->chain->data;
}
