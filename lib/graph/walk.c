/* SPDX-License-Identifier: Apache-2.0 */
/* Counting walks. In the automaton of a path one chain of links can run through
 * different states ("a|a" has two), so that counting runs would count it twice.
 * The subset construction (M. O. Rabin, D. Scott 1959) gives each chain one
 * run; then a breadth-first search adds up, for each pair of node and state,
 * the shortest ways of those before it. Each visit keeps the steps that came
 * to it, so that the ways can be told. */
#include "graph/walk.h"

#include <string.h>

/* Paths that people write need a handful. */
#define MAX_STATES 256

typedef struct {
  uint32_t relation; /* or GDCT_PART_OF, GDCT_ANY_RELATION */
  bool inverse;
  uint32_t to; /* the state after it */
} Move;

typedef struct {
  uint64_t set;     /* states of the path */
  guint first, end; /* its moves */
  bool accepting;
} State;

typedef struct {
  uint32_t node, state;
  uint32_t distance;
  uint32_t edge; /* the last step that came here, or GDCT_NONE */
  uint64_t ways;
} Visit;

typedef struct {
  uint32_t before; /* the visit that it came from */
  uint32_t link;   /* GDCT_NONE: part-of */
  uint32_t next;   /* another edge to the same visit, or GDCT_NONE */
  bool inverse;
  bool told; /* appended to steps since the last gdct_walk_forget() */
} Edge;

struct GdctWalk {
  const GdctGraph *graph;
  GArray *states;
  GArray *moves;
  uint32_t *places;     /* by node and state: the visit + 1 */
  uint32_t *end_places; /* by node: its place in ends + 1 */
  GArray *visits;
  GArray *edges;
  GArray *ends;  /* GdctWalkEnd */
  GArray *told;  /* edges that were told */
  GArray *stack; /* visits, while steps are told */
};

/* ---- the automaton ---- */

/* The state that stands for a set of states of the path. */
static uint32_t state_of(GdctWalk *walk, const GdctPath *path, uint64_t set) {
  State state = {set, 0, 0, (set & path->accepting) != 0};

  for (guint i = 0; i < walk->states->len; i++)
    if (g_array_index(walk->states, State, i).set == set)
      return i;
  g_array_append_val(walk->states, state);
  return walk->states->len - 1;
}

/* The states that may follow one of @set. */
static uint64_t follow_of(const GdctPath *path, uint64_t set) {
  uint64_t follow = 0;

  for (; set != 0; set &= set - 1)
    follow |= path->follow[__builtin_ctzll(set)];
  return follow;
}

/* Adds the moves out of a state: one a relation and direction. */
static void add_moves(GdctWalk *walk, const GdctPath *path, uint32_t state) {
  uint64_t left =
      follow_of(path, g_array_index(walk->states, State, state).set);
  guint first = walk->moves->len;
  State *here;

  while (left != 0) {
    uint32_t step = (uint32_t)__builtin_ctzll(left);
    Move move = {path->steps[step].relation, path->steps[step].inverse, 0};
    uint64_t set = 0;
    for (uint64_t rest = left; rest != 0; rest &= rest - 1) {
      uint32_t other = (uint32_t)__builtin_ctzll(rest);
      if (path->steps[other].relation == move.relation &&
          path->steps[other].inverse == move.inverse)
        set |= UINT64_C(1) << other;
    }
    left &= ~set;
    move.to = state_of(walk, path, set);
    g_array_append_val(walk->moves, move);
  }
  here = &g_array_index(walk->states, State, state);
  here->first = first;
  here->end = walk->moves->len;
}

GdctWalk *gdct_walk_new(const GdctGraph *graph, const GdctPath *path,
                        GdctReport *report) {
  GdctWalk *walk = g_new0(GdctWalk, 1);

  walk->graph = graph;
  walk->states = g_array_new(FALSE, FALSE, sizeof(State));
  walk->moves = g_array_new(FALSE, FALSE, sizeof(Move));
  walk->visits = g_array_new(FALSE, FALSE, sizeof(Visit));
  walk->edges = g_array_new(FALSE, FALSE, sizeof(Edge));
  walk->ends = g_array_new(FALSE, FALSE, sizeof(GdctWalkEnd));
  walk->told = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  walk->stack = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  state_of(walk, path, 1);
  for (guint i = 0; i < walk->states->len; i++) {
    if (walk->states->len > MAX_STATES) {
      gdct_report_add(report, "bad-path", (GdctPlace){NULL, 0, 0},
                      "the ways along this path cannot be counted: it repeats "
                      "and branches too much");
      gdct_walk_free(walk);
      return NULL;
    }
    add_moves(walk, path, i);
  }
  walk->places =
      g_new0(uint32_t, (size_t)graph->n_nodes * walk->states->len + 1);
  walk->end_places = g_new0(uint32_t, (size_t)graph->n_nodes + 1);
  return walk;
}

void gdct_walk_free(GdctWalk *walk) {
  if (walk == NULL)
    return;
  g_array_unref(walk->states);
  g_array_unref(walk->moves);
  g_array_unref(walk->visits);
  g_array_unref(walk->edges);
  g_array_unref(walk->ends);
  g_array_unref(walk->told);
  g_array_unref(walk->stack);
  g_free(walk->places);
  g_free(walk->end_places);
  g_free(walk);
}

/* ---- walking ---- */

static uint32_t *place_of(GdctWalk *walk, uint32_t node, uint32_t state) {
  return &walk->places[(size_t)node * walk->states->len + state];
}

/* Takes back what the last run marked. */
static void begin_run(GdctWalk *walk) {
  for (guint i = 0; i < walk->visits->len; i++) {
    const Visit *visit = &g_array_index(walk->visits, Visit, i);
    *place_of(walk, visit->node, visit->state) = 0;
    walk->end_places[visit->node] = 0;
  }
  g_array_set_size(walk->visits, 0);
  g_array_set_size(walk->edges, 0);
  g_array_set_size(walk->ends, 0);
  g_array_set_size(walk->told, 0);
}

static Visit *visit_at(const GdctWalk *walk, uint32_t index) {
  return &g_array_index(walk->visits, Visit, index);
}

/* The pair of a node and a state, reached for the first time or again. */
static uint32_t reach(GdctWalk *walk, uint32_t node, uint32_t state,
                      uint32_t distance) {
  uint32_t *place = place_of(walk, node, state);
  Visit visit = {node, state, distance, GDCT_NONE, 0};

  if (*place == 0) {
    g_array_append_val(walk->visits, visit);
    *place = walk->visits->len;
  }
  return *place - 1;
}

/* Takes one step from visit @before, unless there is a shorter way. */
static void step(GdctWalk *walk, uint32_t before, const Move *move,
                 uint32_t node, uint32_t link) {
  uint32_t distance = visit_at(walk, before)->distance + 1;
  uint32_t index = reach(walk, node, move->to, distance);
  Visit *visit = visit_at(walk, index);
  uint64_t ways = visit_at(walk, before)->ways;
  Edge edge = {before, link, visit->edge, move->inverse, false};

  if (visit->distance != distance)
    return;
  visit->ways = MIN(visit->ways + ways, (uint64_t)INT64_MAX);
  visit->edge = walk->edges->len;
  g_array_append_val(walk->edges, edge);
}

static void take(GdctWalk *walk, uint32_t index, const Move *move) {
  const GdctGraph *graph = walk->graph;
  uint32_t node = visit_at(walk, index)->node, count;
  const uint32_t *items;

  if (move->relation == GDCT_PART_OF && move->inverse) {
    items = gdct_graph_parts(graph, node, &count);
    for (uint32_t i = 0; i < count; i++)
      step(walk, index, move, items[i], GDCT_NONE);
  } else if (move->relation == GDCT_PART_OF) {
    uint32_t parent = gdct_nodes(graph->mapping)[node].parent;
    if (parent != GDCT_NONE && gdct_graph_has_node(graph, parent))
      step(walk, index, move, parent, GDCT_NONE);
  } else {
    items = move->inverse ? gdct_graph_links_to(graph, node, &count)
                          : gdct_graph_links_from(graph, node, &count);
    for (uint32_t i = 0; i < count; i++) {
      const GdctStoredLink *link = &gdct_links(graph->mapping)[items[i]];
      if (link->relation == move->relation ||
          move->relation == GDCT_ANY_RELATION)
        step(walk, index, move, move->inverse ? link->from : link->to,
             items[i]);
    }
  }
}

/* Notes that a node is reached, when its visit has all of its ways. */
static void note_end(GdctWalk *walk, const Visit *visit) {
  uint32_t *place = &walk->end_places[visit->node];
  GdctWalkEnd end = {visit->node, visit->distance, visit->ways}, *old;

  if (*place == 0) {
    g_array_append_val(walk->ends, end);
    *place = walk->ends->len;
    return;
  }
  old = &g_array_index(walk->ends, GdctWalkEnd, *place - 1);
  if (old->distance == visit->distance)
    old->ways = MIN(old->ways + visit->ways, (uint64_t)INT64_MAX);
}

uint32_t gdct_walk_run(GdctWalk *walk, uint32_t start) {
  begin_run(walk);
  if (!gdct_graph_has_node(walk->graph, start))
    return 0;
  visit_at(walk, reach(walk, start, 0, 0))->ways = 1;
  for (guint i = 0; i < walk->visits->len; i++) {
    const State *state =
        &g_array_index(walk->states, State, visit_at(walk, i)->state);
    if (state->accepting)
      note_end(walk, visit_at(walk, i));
    for (guint m = state->first; m < state->end; m++)
      take(walk, i, &g_array_index(walk->moves, Move, m));
  }
  return walk->ends->len;
}

GdctWalkEnd gdct_walk_end(const GdctWalk *walk, uint32_t index) {
  return g_array_index(walk->ends, GdctWalkEnd, index);
}

/* ---- telling the ways ---- */

/* Tells the steps that came to a visit, and puts those before it on the
 * stack. */
static void tell(GdctWalk *walk, uint32_t index, GArray *steps) {
  const Visit *visit = visit_at(walk, index);

  for (uint32_t e = visit->edge; e != GDCT_NONE;) {
    Edge *edge = &g_array_index(walk->edges, Edge, e);
    GdctWalkStep taken = {{visit_at(walk, edge->before)->node, visit->node,
                           edge->link, edge->inverse},
                          visit->distance};
    if (edge->told)
      return; /* and so are the others */
    edge->told = true;
    g_array_append_val(walk->told, e);
    g_array_append_val(walk->stack, edge->before);
    g_array_append_val(steps, taken);
    e = edge->next;
  }
}

void gdct_walk_steps(GdctWalk *walk, uint32_t index, GArray *steps) {
  GdctWalkEnd end = gdct_walk_end(walk, index);

  for (uint32_t s = 0; s < walk->states->len; s++) {
    uint32_t place = *place_of(walk, end.node, s);
    if (place == 0 || !g_array_index(walk->states, State, s).accepting ||
        visit_at(walk, place - 1)->distance != end.distance)
      continue;
    place--;
    g_array_append_val(walk->stack, place);
  }
  while (walk->stack->len > 0) {
    uint32_t visit = g_array_index(walk->stack, uint32_t, walk->stack->len - 1);
    g_array_set_size(walk->stack, walk->stack->len - 1);
    tell(walk, visit, steps);
  }
}

void gdct_walk_forget(GdctWalk *walk) {
  for (guint i = 0; i < walk->told->len; i++)
    g_array_index(walk->edges, Edge, g_array_index(walk->told, uint32_t, i))
        .told = false;
  g_array_set_size(walk->told, 0);
}
