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
  uint32_t *stamps; /* of each node: of its states, then of being reached */
  size_t n_stamps;
  uint32_t stamp;
  Visit *visits;
  uint32_t n_visits, room;
  uint32_t expanded; /* visits whose steps were taken; of the next one: */
  uint64_t left;     /* steps that were not taken to the end, and */
  uint32_t at;       /* how far the first of them was */
  GArray *reached;   /* uint32_t: visits */
  bool sorted;
  GArray *chain; /* GdctStep */
  const GdctPath *path;
};

GdctSearch *gdct_search_new(const GdctGraph *graph) {
  gpointer *spare = (gpointer *)&((GdctGraph *)graph)->spare;
  GdctSearch *search = g_atomic_pointer_exchange(spare, NULL);

  if (search != NULL)
    return search;
  search = g_new0(GdctSearch, 1);
  search->graph = graph;
  search->reached = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  search->chain = g_array_new(FALSE, FALSE, sizeof(GdctStep));
  return search;
}

void gdct_search_free(GdctSearch *search) {
  gpointer *spare;

  if (search == NULL)
    return;
  spare = (gpointer *)&((GdctGraph *)search->graph)->spare;
  gdct_search_drop(g_atomic_pointer_exchange(spare, search));
}

void gdct_search_drop(GdctSearch *search) {
  if (search == NULL)
    return;
  g_free(search->stamps);
  g_free(search->visits);
  g_array_unref(search->reached);
  g_array_unref(search->chain);
  g_free(search);
}

/* Makes the stamps fit the path and begins a new run. */
static void begin_run(GdctSearch *search, const GdctPath *path) {
  size_t wanted = (size_t)search->graph->n_nodes * (path->n_states + 1);

  if (wanted > search->n_stamps || search->stamp == UINT32_MAX) {
    g_free(search->stamps);
    search->n_stamps = MAX(wanted, search->n_stamps);
    search->stamps = g_new0(uint32_t, search->n_stamps + 1);
    search->stamp = 0;
  }
  search->stamp++;
  search->path = path;
  search->sorted = false;
  search->n_visits = search->expanded = 0;
  g_array_set_size(search->reached, 0);
}

static void visit(GdctSearch *search, uint32_t node, uint32_t state,
                  uint32_t before, uint32_t link, uint32_t distance) {
  uint32_t n_states = search->path->n_states;
  uint32_t *stamps = &search->stamps[(size_t)node * (n_states + 1)];

  if (stamps[state] == search->stamp)
    return;
  stamps[state] = search->stamp;
  if ((search->path->accepting >> state & 1) &&
      stamps[n_states] != search->stamp) {
    stamps[n_states] = search->stamp;
    g_array_append_val(search->reached, search->n_visits);
  }
  if (search->n_visits == search->room) {
    search->room += search->room / 2 + 64;
    search->visits = g_renew(Visit, search->visits, search->room);
  }
  search->visits[search->n_visits++] =
      (Visit){node, before, link, distance, (uint8_t)state};
}

/* The nodes one step away: parts, ends of links, or a single parent. */
typedef struct {
  const uint32_t *nodes;
  const uint32_t *links; /* beside them; NULL: these are not links */
  const GdctTag *tags;
  uint32_t count, relation;
} Row;

static Row find_row(const GdctSearch *search, uint32_t node, uint32_t state) {
  const GdctGraph *graph = search->graph;
  bool inverse = search->path->steps[state].inverse;
  const GdctSide *side = &graph->ground->sides[inverse ? GDCT_IN : GDCT_OUT];
  Row row = {.relation = search->path->steps[state].relation};

  if (row.relation != GDCT_PART_OF) {
    row.nodes = side->others + side->first[node];
    row.links = side->links + side->first[node];
    row.tags = side->tags + side->first[node];
    row.count = side->first[node + 1] - side->first[node];
  } else if (inverse) {
    row.nodes = gdct_graph_parts(graph, node, &row.count);
  } else {
    row.nodes = &gdct_nodes(graph->mapping)[node].parent;
    row.count =
        *row.nodes != GDCT_NONE && gdct_graph_has_node(graph, *row.nodes);
  }
  return row;
}

/* Takes the steps of a row from where the search is, until @wanted nodes and
 * one more are reached; whether it came to the end of the row. */
static bool take_row(GdctSearch *search, const Row *row, uint32_t state,
                     uint32_t wanted) {
  uint32_t distance = search->visits[search->expanded].distance + 1;

  for (; search->at < row->count; search->at++) {
    uint32_t i = search->at;
    if (search->reached->len > wanted)
      return false;
    if (row->links == NULL)
      visit(search, row->nodes[i], state, search->expanded, GDCT_NONE,
            distance);
    else if (((row->tags[i] & GDCT_TAG_RELATION) == row->relation ||
              row->relation == GDCT_ANY_RELATION) &&
             gdct_graph_sees(search->graph, row->tags[i]))
      visit(search, row->nodes[i], state, search->expanded, row->links[i],
            distance);
  }
  return true;
}

/* Goes on until @wanted nodes and one more are reached, or there are no more
 * steps. */
static void go_on(GdctSearch *search, uint32_t wanted) {
  while (search->expanded < search->n_visits) {
    uint32_t node = search->visits[search->expanded].node;
    for (; search->left != 0; search->left &= search->left - 1) {
      uint32_t state = (uint32_t)__builtin_ctzll(search->left);
      Row row = find_row(search, node, state);
      if (!take_row(search, &row, state, wanted))
        return;
      search->at = 0;
    }
    if (++search->expanded < search->n_visits)
      search->left =
          search->path->follow[search->visits[search->expanded].state];
  }
}

void gdct_search_begin(GdctSearch *search, const GdctPath *path,
                       uint32_t start) {
  begin_run(search, path);
  if (gdct_graph_has_node(search->graph, start))
    visit(search, start, 0, GDCT_NONE, GDCT_NONE, 0);
  search->left = path->follow[0];
  search->at = 0;
}

uint32_t gdct_search_next(GdctSearch *search, uint32_t index) {
  if (search->reached->len <= index)
    go_on(search, index);
  return index < search->reached->len ? gdct_search_any(search, index)
                                      : GDCT_NONE;
}

uint32_t gdct_search_run(GdctSearch *search, const GdctPath *path,
                         uint32_t start) {
  gdct_search_begin(search, path, start);
  go_on(search, UINT32_MAX);
  return search->reached->len;
}

static int compare_reached(gconstpointer a, gconstpointer b, gpointer data) {
  const GdctSearch *search = data;
  const Visit *left = &search->visits[*(const uint32_t *)a];
  const Visit *right = &search->visits[*(const uint32_t *)b];

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
  return &search->visits[g_array_index(search->reached, uint32_t, index)];
}

uint32_t gdct_search_node(GdctSearch *search, uint32_t index) {
  return reached(search, index)->node;
}

uint32_t gdct_search_any(const GdctSearch *search, uint32_t index) {
  return search->visits[g_array_index(search->reached, uint32_t, index)].node;
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
    const Visit *before = &search->visits[at->before];
    g_array_index(search->chain, GdctStep, i - 1) =
        (GdctStep){before->node, at->node, at->link,
                   search->path->steps[at->state].inverse};
    at = before;
  }
  return (const GdctStep *)(void *)search->chain->data;
}
