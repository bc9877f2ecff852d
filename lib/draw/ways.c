/* SPDX-License-Identifier: Apache-2.0 */
/* Counting walks layer by layer over pairs of node and state of the path's
 * automaton: what one step adds is the sum of what it came from. */
#include "draw/ways.h"

#include <string.h>

typedef struct {
  uint32_t node, state;
  uint32_t count;
} Pair;

struct GdctWays {
  const GdctGraph *graph;
  const GdctPath *path;
  GPtrArray *layers; /* GArray of Pair, after so many steps */
};

GdctWays *gdct_ways_new(const GdctGraph *graph, const GdctPath *path,
                        uint32_t start) {
  GdctWays *ways = g_new0(GdctWays, 1);
  GArray *first = g_array_new(FALSE, FALSE, sizeof(Pair));
  Pair pair = {start, 0, 1};

  ways->graph = graph;
  ways->path = path;
  ways->layers = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  g_array_append_val(first, pair);
  g_ptr_array_add(ways->layers, first);
  return ways;
}

void gdct_ways_free(GdctWays *ways) {
  if (ways == NULL)
    return;
  g_ptr_array_unref(ways->layers);
  g_free(ways);
}

/* Adds @count walks that end at this pair. */
static void put(GArray *layer, GHashTable *index, uint32_t node, uint32_t state,
                uint32_t count) {
  gint64 key = (gint64)node << 6 | state;
  gpointer place = g_hash_table_lookup(index, &key);
  Pair pair = {node, state, count};

  if (place != NULL) {
    Pair *old = &g_array_index(layer, Pair, GPOINTER_TO_UINT(place) - 1);
    old->count =
        count > UINT32_MAX - old->count ? UINT32_MAX : old->count + count;
    return;
  }
  g_array_append_val(layer, pair);
  g_hash_table_insert(index, g_memdup2(&key, sizeof key),
                      GUINT_TO_POINTER(layer->len));
}

/* Takes the step of automaton state @state from every walk of @from. */
static void take(const GdctWays *ways, const Pair *from, uint32_t state,
                 GArray *layer, GHashTable *index) {
  const GdctMapping *mapping = ways->graph->mapping;
  uint32_t relation = ways->path->steps[state].relation, count;
  bool inverse = ways->path->steps[state].inverse;
  uint32_t parent = gdct_node_parent(mapping, from->node);
  const uint32_t *items;

  if (relation == GDCT_PART_OF && !inverse) {
    if (parent != GDCT_NONE && gdct_graph_has_node(ways->graph, parent))
      put(layer, index, parent, state, from->count);
    return;
  }
  if (relation == GDCT_PART_OF)
    items = gdct_graph_parts(ways->graph, from->node, &count);
  else if (inverse)
    items = gdct_graph_links_to(ways->graph, from->node, &count);
  else
    items = gdct_graph_links_from(ways->graph, from->node, &count);
  for (uint32_t i = 0; i < count; i++) {
    GdctLinkEnds ends;
    if (relation == GDCT_PART_OF) {
      put(layer, index, items[i], state, from->count);
      continue;
    }
    ends = gdct_link(mapping, items[i]);
    if (ends.relation == relation)
      put(layer, index, inverse ? ends.from : ends.to, state, from->count);
  }
}

static void add_layer(GdctWays *ways) {
  const GArray *before = g_ptr_array_index(ways->layers, ways->layers->len - 1);
  GArray *layer = g_array_new(FALSE, FALSE, sizeof(Pair));
  g_autoptr(GHashTable) index =
      g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < before->len; i++) {
    const Pair *from = &g_array_index(before, Pair, i);
    uint64_t follow = ways->path->follow[from->state];
    for (uint32_t state = 0; state < ways->path->n_states; state++)
      if (follow >> state & 1)
        take(ways, from, state, layer, index);
  }
  g_ptr_array_add(ways->layers, layer);
}

uint32_t gdct_ways_count(GdctWays *ways, uint32_t to, uint32_t n_steps) {
  const GArray *layer;
  uint64_t sum = 0;

  while (ways->layers->len <= n_steps)
    add_layer(ways);
  layer = g_ptr_array_index(ways->layers, n_steps);
  for (guint i = 0; i < layer->len; i++) {
    const Pair *pair = &g_array_index(layer, Pair, i);
    if (pair->node == to && ways->path->accepting >> pair->state & 1)
      sum += pair->count;
  }
  return (uint32_t)MIN(sum, UINT32_MAX);
}
