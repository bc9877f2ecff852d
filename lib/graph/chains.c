/* SPDX-License-Identifier: Apache-2.0 */
/* All shortest chains: breadth first over pairs of node and state, as in
 * search.c, but of a deterministic automaton (subset construction: M. O. Rabin,
 * D. Scott, "Finite Automata and Their Decision Problems", IBM J. 3(2), 1959).
 * In it a chain of steps is one walk, however often the expression says the
 * same, so that what is counted is chains. Of every pair all steps by which it
 * is first come to are kept; a chain is one choice among them at each pair. */
#include "base/order.h"
#include "base/table.h"
#include "graph/graph.h"

#include <string.h>

/* Expressions that would need more states than this are walked as they are;
 * then a chain that they say in several ways is counted as often. */
#define MAX_STATES 4096

/* ---- the automaton ---- */

typedef struct {
  uint32_t relation; /* or GDCT_PART_OF, GDCT_ANY_RELATION */
  bool inverse;
  uint32_t next; /* the state after this step */
} Move;

typedef struct {
  uint64_t set;          /* states of the path */
  uint32_t first, count; /* into the moves */
} State;

typedef struct {
  const GdctPath *path;
  bool exact; /* deterministic */
  GArray *states, *moves;
  GHashTable *known; /* set of states -> index + 1 */
} Machine;

static void machine_free(Machine *machine) {
  g_array_unref(machine->states);
  g_array_unref(machine->moves);
  g_hash_table_unref(machine->known);
  g_free(machine);
}

static uint32_t machine_state(Machine *machine, uint64_t set) {
  gpointer known =
      g_hash_table_lookup(machine->known, GSIZE_TO_POINTER((gsize)set));
  State state = {set, 0, 0};

  if (known != NULL)
    return GPOINTER_TO_UINT(known) - 1;
  g_array_append_val(machine->states, state);
  g_hash_table_insert(machine->known, GSIZE_TO_POINTER((gsize)set),
                      GUINT_TO_POINTER(machine->states->len));
  return machine->states->len - 1;
}

/* The states of @set that the same step as that of @state leads to. */
static uint64_t same_step(const GdctPath *path, uint64_t set, uint32_t state) {
  uint64_t same = 0;

  for (; set != 0; set &= set - 1) {
    uint32_t other = (uint32_t)__builtin_ctzll(set);
    if (path->steps[other].relation == path->steps[state].relation &&
        path->steps[other].inverse == path->steps[state].inverse)
      same |= UINT64_C(1) << other;
  }
  return same;
}

/* Adds what may follow a state, in the order of the expression. */
static void add_moves(Machine *machine, uint32_t index, bool merge) {
  const GdctPath *path = machine->path;
  uint64_t set = g_array_index(machine->states, State, index).set, follow = 0;
  uint32_t first = machine->moves->len;

  for (; set != 0; set &= set - 1)
    follow |= path->follow[__builtin_ctzll(set)];
  while (follow != 0) {
    uint32_t state = (uint32_t)__builtin_ctzll(follow);
    uint64_t next =
        merge ? same_step(path, follow, state) : UINT64_C(1) << state;
    Move move = {path->steps[state].relation, path->steps[state].inverse,
                 machine_state(machine, next)};
    g_array_append_val(machine->moves, move);
    follow &= ~next;
  }
  g_array_index(machine->states, State, index).first = first;
  g_array_index(machine->states, State, index).count =
      machine->moves->len - first;
}

/* The automaton of a path: deterministic with @merge, if it is not too
 * large. */
static Machine *machine_new(const GdctPath *path, bool merge) {
  Machine *machine = g_new0(Machine, 1);

  machine->path = path;
  machine->exact = merge;
  machine->states = g_array_new(FALSE, FALSE, sizeof(State));
  machine->moves = g_array_new(FALSE, FALSE, sizeof(Move));
  machine->known = g_hash_table_new(g_direct_hash, g_direct_equal);
  machine_state(machine, 1);
  for (uint32_t i = 0; i < machine->states->len; i++) {
    if (merge && machine->states->len > MAX_STATES) {
      machine_free(machine);
      return machine_new(path, false);
    }
    add_moves(machine, i, merge);
  }
  return machine;
}

bool gdct_chains_are_exact(const GdctPath *path) {
  Machine *machine = machine_new(path, true);
  bool exact = machine->exact;

  machine_free(machine);
  return exact;
}

/* ---- walking ---- */

/* A pair of node and state that was come to. */
typedef struct {
  uint32_t node, state, distance;
  uint32_t first, last; /* ways to it, or GDCT_NONE at the start */
  uint32_t also;        /* another visit that reaches the same node, as near */
  uint64_t chains;
} Visit;

/* A last step to a visit. */
typedef struct {
  uint32_t before; /* the visit it comes from */
  uint32_t link;   /* GDCT_NONE for part-of */
  uint32_t next;   /* another way to the same visit, or GDCT_NONE */
  bool inverse;
} Way;

typedef struct {
  uint32_t visit; /* the first of those that reach the node */
  uint32_t last;
} Reached;

struct GdctChains {
  const GdctGraph *graph;
  Machine *machine;
  GdctTable known; /* the visit of a pair */
  GArray *visits, *ways;
  GdctTable places; /* of a node, among the reached */
  GArray *reached;
  GArray *chain; /* GdctStep */
};

static Visit *visit_at(const GdctChains *chains, uint32_t index) {
  return &g_array_index(chains->visits, Visit, index);
}

static uint64_t add_counts(uint64_t a, uint64_t b) {
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* Notes that a visit reaches its node. */
static void reach(GdctChains *chains, uint32_t index) {
  const Visit *visit = visit_at(chains, index);
  Reached fresh = {index, index}, *old;
  uint32_t *place = gdct_table_add(&chains->places, visit->node);

  if (*place == GDCT_NO_VALUE) {
    *place = chains->reached->len;
    g_array_append_val(chains->reached, fresh);
    return;
  }
  old = &g_array_index(chains->reached, Reached, *place);
  if (visit_at(chains, old->visit)->distance != visit->distance)
    return;
  visit_at(chains, old->last)->also = index;
  old->last = index;
}

/* The visit of a pair; one that is new is @distance steps away. */
static uint32_t come_to(GdctChains *chains, uint32_t node, uint32_t state,
                        uint32_t distance) {
  uint32_t *known = gdct_table_add(
      &chains->known, (uint64_t)node * chains->machine->states->len + state);
  Visit visit = {node, state, distance, GDCT_NONE, GDCT_NONE, GDCT_NONE, 0};
  uint64_t set = g_array_index(chains->machine->states, State, state).set;

  if (*known != GDCT_NO_VALUE)
    return *known;
  *known = chains->visits->len;
  g_array_append_val(chains->visits, visit);
  if (set & chains->machine->path->accepting)
    reach(chains, chains->visits->len - 1);
  return chains->visits->len - 1;
}

/* Takes one step from a visit to @node. */
static void take(GdctChains *chains, uint32_t before, const Move *move,
                 uint32_t node, uint32_t link) {
  uint32_t distance = visit_at(chains, before)->distance + 1;
  uint32_t index = come_to(chains, node, move->next, distance);
  Visit *visit = visit_at(chains, index);
  Way way = {before, link, GDCT_NONE, move->inverse};

  if (visit->distance != distance)
    return;
  g_array_append_val(chains->ways, way);
  if (visit->first == GDCT_NONE)
    visit->first = chains->ways->len - 1;
  else
    g_array_index(chains->ways, Way, visit->last).next = chains->ways->len - 1;
  visit->last = chains->ways->len - 1;
  visit->chains = add_counts(visit->chains, visit_at(chains, before)->chains);
}

/* Takes every step of one move that may follow a visit. */
static void follow(GdctChains *chains, uint32_t index, const Move *move) {
  const GdctGraph *graph = chains->graph;
  const GdctSide *side =
      &graph->ground->sides[move->inverse ? GDCT_IN : GDCT_OUT];
  uint32_t node = visit_at(chains, index)->node, count, parent;
  const uint32_t *items;

  if (move->relation == GDCT_PART_OF && move->inverse) {
    items = gdct_graph_parts(graph, node, &count);
    for (uint32_t i = 0; i < count; i++)
      take(chains, index, move, items[i], GDCT_NONE);
    return;
  }
  if (move->relation == GDCT_PART_OF) {
    parent = gdct_nodes(graph->mapping)[node].parent;
    if (parent != GDCT_NONE && gdct_graph_has_node(graph, parent))
      take(chains, index, move, parent, GDCT_NONE);
    return;
  }
  for (uint32_t i = side->first[node]; i < side->first[node + 1]; i++)
    if (((side->tags[i] & GDCT_TAG_RELATION) == move->relation ||
         move->relation == GDCT_ANY_RELATION) &&
        gdct_graph_sees(graph, side->tags[i]))
      take(chains, index, move, side->others[i], side->links[i]);
}

static int compare_reached(gconstpointer a, gconstpointer b, gpointer data) {
  const GdctChains *chains = data;
  const Visit *left = visit_at(chains, ((const Reached *)a)->visit);
  const Visit *right = visit_at(chains, ((const Reached *)b)->visit);

  if (left->distance != right->distance)
    return left->distance < right->distance ? -1 : 1;
  return gdct_compare_natural(
      gdct_id(chains->graph->mapping, (GdctThing){GDCT_NODE, left->node}),
      gdct_id(chains->graph->mapping, (GdctThing){GDCT_NODE, right->node}));
}

static void walk(GdctChains *chains, uint32_t start, uint32_t depth) {
  visit_at(chains, come_to(chains, start, 0, 0))->chains = 1;
  for (guint i = 0; i < chains->visits->len; i++) {
    State state = g_array_index(chains->machine->states, State,
                                visit_at(chains, i)->state);
    if (depth != 0 && visit_at(chains, i)->distance == depth)
      break;
    for (uint32_t m = state.first; m < state.first + state.count; m++)
      follow(chains, i, &g_array_index(chains->machine->moves, Move, m));
  }
}

GdctChains *gdct_chains_new(const GdctGraph *graph, const GdctPath *path,
                            uint32_t start, uint32_t depth) {
  GdctChains *chains = g_new0(GdctChains, 1);

  chains->graph = graph;
  chains->machine = machine_new(path, true);
  gdct_table_init(&chains->known);
  gdct_table_init(&chains->places);
  chains->visits = g_array_new(FALSE, FALSE, sizeof(Visit));
  chains->ways = g_array_new(FALSE, FALSE, sizeof(Way));
  chains->reached = g_array_new(FALSE, FALSE, sizeof(Reached));
  chains->chain = g_array_new(FALSE, FALSE, sizeof(GdctStep));
  gdct_chains_restart(chains, start, depth);
  return chains;
}

void gdct_chains_restart(GdctChains *chains, uint32_t start, uint32_t depth) {
  gdct_table_empty(&chains->known);
  gdct_table_empty(&chains->places);
  g_array_set_size(chains->visits, 0);
  g_array_set_size(chains->ways, 0);
  g_array_set_size(chains->reached, 0);
  if (gdct_graph_has_node(chains->graph, start))
    walk(chains, start, depth);
  g_array_sort_with_data(chains->reached, compare_reached, chains);
  for (guint i = 0; i < chains->reached->len; i++)
    *gdct_table_add(&chains->places, gdct_chains_node(chains, i)) = i;
}

void gdct_chains_free(GdctChains *chains) {
  if (chains == NULL)
    return;
  machine_free(chains->machine);
  gdct_table_clear(&chains->known);
  gdct_table_clear(&chains->places);
  g_array_unref(chains->visits);
  g_array_unref(chains->ways);
  g_array_unref(chains->reached);
  g_array_unref(chains->chain);
  g_free(chains);
}

/* ---- asking ---- */

uint32_t gdct_chains_count(const GdctChains *chains) {
  return chains->reached->len;
}

static const Visit *first_visit(const GdctChains *chains, uint32_t index) {
  g_assert(index < chains->reached->len);
  return visit_at(chains, g_array_index(chains->reached, Reached, index).visit);
}

uint32_t gdct_chains_node(const GdctChains *chains, uint32_t index) {
  return first_visit(chains, index)->node;
}

uint32_t gdct_chains_distance(const GdctChains *chains, uint32_t index) {
  return first_visit(chains, index)->distance;
}

uint32_t gdct_chains_find(const GdctChains *chains, uint32_t node) {
  return gdct_table_find(&chains->places, node); /* GDCT_NONE if it is not */
}

uint64_t gdct_chains_ways(const GdctChains *chains, uint32_t index) {
  const Visit *visit = first_visit(chains, index);
  uint64_t sum = visit->chains;

  while (visit->also != GDCT_NONE) {
    visit = visit_at(chains, visit->also);
    sum = add_counts(sum, visit->chains);
  }
  return sum;
}

const GdctStep *gdct_chains_get(GdctChains *chains, uint32_t index,
                                uint64_t number, uint32_t *ret_count) {
  const Visit *visit = first_visit(chains, index);

  g_assert(number < gdct_chains_ways(chains, index));
  for (; number >= visit->chains; visit = visit_at(chains, visit->also))
    number -= visit->chains;
  *ret_count = visit->distance;
  g_array_set_size(chains->chain, visit->distance);
  for (uint32_t i = visit->distance; i > 0; i--) {
    const Way *way = &g_array_index(chains->ways, Way, visit->first);
    const Visit *before = visit_at(chains, way->before);
    while (number >= before->chains) {
      number -= before->chains;
      way = &g_array_index(chains->ways, Way, way->next);
      before = visit_at(chains, way->before);
    }
    g_array_index(chains->chain, GdctStep, i - 1) =
        (GdctStep){before->node, visit->node, way->link, way->inverse};
    visit = before;
  }
  return (const GdctStep *)(void *)chains->chain->data;
}

/* Appends the last steps to a visit, once; the visits before it follow. */
static void tell(const GdctChains *chains, uint32_t index, GHashTable *seen,
                 GArray *stack, GArray *steps) {
  const Visit *visit = visit_at(chains, index);

  if (!g_hash_table_add(seen, GUINT_TO_POINTER(index + 1)))
    return;
  for (uint32_t w = visit->first; w != GDCT_NONE;) {
    const Way *way = &g_array_index(chains->ways, Way, w);
    GdctChainStep taken = {{visit_at(chains, way->before)->node, visit->node,
                            way->link, way->inverse},
                           visit->distance};
    g_array_append_val(stack, way->before);
    g_array_append_val(steps, taken);
    w = way->next;
  }
}

void gdct_chains_steps(const GdctChains *chains, uint32_t index,
                       GHashTable *seen, GArray *steps) {
  g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  uint32_t visit = g_array_index(chains->reached, Reached, index).visit;

  for (; visit != GDCT_NONE; visit = visit_at(chains, visit)->also)
    g_array_append_val(stack, visit);
  while (stack->len > 0) {
    visit = g_array_index(stack, uint32_t, stack->len - 1);
    g_array_set_size(stack, stack->len - 1);
    tell(chains, visit, seen, stack, steps);
  }
}
