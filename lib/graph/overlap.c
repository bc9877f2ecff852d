/* SPDX-License-Identifier: Apache-2.0 */
/* Who serves the same thing from different places. Pairs are counted by sets
 * of values and by trees of the hierarchy, never one by one. */
#include "graph/graph.h"

#include <gdctrace/overlap.h>

#include <stdlib.h>
#include <string.h>

/* A set of values; members with equal sets share it. */
typedef struct {
  char *label;
  GArray *values; /* uint32_t, ascending */
} Set;

/* A member serves a thing. */
typedef struct {
  uint32_t thing, node;
} Service;

/* A group and where its members are. */
typedef struct {
  GdctOverlapGroup group;
  uint32_t first, count;
} Group;

struct GdctOverlap {
  const GdctGraph *graph;
  GdctOverlapTotals totals;
  GPtrArray *sets;   /* of Set */
  uint32_t *set_of;  /* of each node */
  uint32_t *stamps;  /* of each node: group + 1 that it was last seen in */
  uint32_t *counts;  /* of each set, while counting */
  uint32_t *seen;    /* of each value, likewise a stamp */
  uint32_t n_values; /* different ones */
  GArray *services;  /* Service */
  GArray *members;   /* GdctOverlapMember, group after group */
  GArray *groups;    /* Group */
};

static void set_free(gpointer data) {
  Set *set = data;

  g_free(set->label);
  g_array_unref(set->values);
  g_free(set);
}

/* ---- sets of values ---- */

static int compare_strings(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The number of the set of a node's values. @sets: label -> set + 1; @values:
 * text -> value + 1. */
static uint32_t find_set(GdctOverlap *overlap, uint32_t node, const char *key,
                         GHashTable *sets, GHashTable *values) {
  const GdctMapping *mapping = overlap->graph->mapping;
  GdctThing thing = {GDCT_NODE, node};
  g_autoptr(GPtrArray) texts = g_ptr_array_new();
  g_autoptr(GString) name = g_string_new(NULL);
  gpointer known;
  Set *set;

  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    if (strcmp(value.key, key) == 0)
      g_ptr_array_add(texts, (gpointer)value.text);
  }
  g_ptr_array_sort(texts, compare_strings);
  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf(name, "%s%s", i > 0 ? "\n" : "",
                           (const char *)g_ptr_array_index(texts, i));
  known = g_hash_table_lookup(sets, name->str);
  if (known != NULL)
    return GPOINTER_TO_UINT(known) - 1;
  set = g_new0(Set, 1);
  set->values = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  for (guint i = 0; i < texts->len; i++) {
    gpointer text = g_ptr_array_index(texts, i);
    uint32_t value = GPOINTER_TO_UINT(g_hash_table_lookup(values, text));
    if (value == 0) {
      value = ++overlap->n_values;
      g_hash_table_insert(values, text, GUINT_TO_POINTER(value));
    }
    g_array_append_val(set->values, value);
  }
  g_array_sort(set->values, gdct_compare_indices);
  g_hash_table_insert(sets, g_strdup(name->str),
                      GUINT_TO_POINTER(overlap->sets->len + 1));
  g_string_replace(name, "\n", ", ", 0);
  set->label = g_strdup(name->str);
  g_ptr_array_add(overlap->sets, set);
  return overlap->sets->len - 1;
}

static const Set *set_at(const GdctOverlap *overlap, uint32_t set) {
  return g_ptr_array_index(overlap->sets, set);
}

/* Whether neither is empty and they have no value in common. */
static bool are_apart(const GdctOverlap *overlap, uint32_t a, uint32_t b) {
  const GArray *left = set_at(overlap, a)->values;
  const GArray *right = set_at(overlap, b)->values;
  guint i = 0, k = 0;

  while (i < left->len && k < right->len) {
    uint32_t x = g_array_index(left, uint32_t, i);
    uint32_t y = g_array_index(right, uint32_t, k);
    if (x == y)
      return false;
    if (x < y)
      i++;
    else
      k++;
  }
  return left->len > 0 && right->len > 0;
}

/* How many pairs of these members are apart by their values. */
static uint64_t count_apart(GdctOverlap *overlap,
                            const GdctOverlapMember *members, uint32_t count) {
  g_autoptr(GArray) sets = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  uint64_t pairs = 0;

  for (uint32_t i = 0; i < count; i++) {
    uint32_t set = overlap->set_of[members[i].node];
    if (overlap->counts[set]++ == 0)
      g_array_append_val(sets, set);
  }
  for (guint i = 0; i < sets->len; i++)
    for (guint k = i + 1; k < sets->len; k++) {
      uint32_t a = g_array_index(sets, uint32_t, i);
      uint32_t b = g_array_index(sets, uint32_t, k);
      if (are_apart(overlap, a, b))
        pairs += (uint64_t)overlap->counts[a] * overlap->counts[b];
    }
  for (guint i = 0; i < sets->len; i++)
    overlap->counts[g_array_index(sets, uint32_t, i)] = 0;
  return pairs;
}

/* ---- the hierarchy ---- */

/* The parent that the graph sees, or GDCT_NONE. */
static uint32_t parent_of(const GdctGraph *graph, uint32_t node) {
  uint32_t parent = gdct_nodes(graph->mapping)[node].parent;

  return parent != GDCT_NONE && gdct_graph_has_node(graph, parent) ? parent
                                                                   : GDCT_NONE;
}

static uint32_t root_of(const GdctGraph *graph, uint32_t node,
                        uint32_t *ret_depth) {
  uint32_t parent;

  *ret_depth = 0;
  while ((parent = parent_of(graph, node)) != GDCT_NONE) {
    node = parent;
    ++*ret_depth;
  }
  return node;
}

/* The nearest node that is, or is above, both; they are of one tree. */
static uint32_t common_parent(const GdctGraph *graph, uint32_t a, uint32_t b) {
  uint32_t depth_a, depth_b;

  root_of(graph, a, &depth_a);
  root_of(graph, b, &depth_b);
  for (; depth_a > depth_b; depth_a--)
    a = parent_of(graph, a);
  for (; depth_b > depth_a; depth_b--)
    b = parent_of(graph, b);
  while (a != b) {
    a = parent_of(graph, a);
    b = parent_of(graph, b);
  }
  return a;
}

/* How many pairs of a member and another that it is part of, at any depth,
 * would overlap if they were not. @stamp marks the members. */
static uint64_t count_kin(const GdctOverlap *overlap,
                          const GdctOverlapMember *members, uint32_t count,
                          uint32_t stamp) {
  uint64_t pairs = 0;

  for (uint32_t i = 0; i < count; i++) {
    uint32_t set = overlap->set_of[members[i].node];
    uint32_t node = parent_of(overlap->graph, members[i].node);
    for (; node != GDCT_NONE; node = parent_of(overlap->graph, node))
      if (overlap->stamps[node] == stamp &&
          are_apart(overlap, set, overlap->set_of[node]))
        pairs++;
  }
  return pairs;
}

/* ---- groups ---- */

/* By tree: .parent holds the root meanwhile. */
static int compare_trees(gconstpointer a, gconstpointer b) {
  const GdctOverlapMember *left = a, *right = b;

  if (left->parent != right->parent)
    return left->parent < right->parent ? -1 : 1;
  return gdct_compare_indices(&left->node, &right->node);
}

static int compare_members(gconstpointer a, gconstpointer b, gpointer data) {
  const GdctMapping *mapping = data;
  const GdctOverlapMember *left = a, *right = b;
  int order = (*left->label == '\0') - (*right->label == '\0');

  if (order == 0)
    order = strcmp(left->label, right->label);
  if (order == 0)
    order =
        gdct_compare_ids(gdct_id(mapping, (GdctThing){GDCT_NODE, left->node}),
                         gdct_id(mapping, (GdctThing){GDCT_NODE, right->node}));
  return order;
}

/* Judges the members of one tree: which of them overlap, and what is above
 * them all. Returns how many pairs do; *@ret_same grows by those that would if
 * they were not part of each other, too. */
static uint64_t judge_tree(GdctOverlap *overlap, GdctOverlapMember *members,
                           uint32_t count, uint32_t stamp, uint64_t *ret_same) {
  uint64_t same = count > 1 ? count_apart(overlap, members, count) : 0;
  uint64_t under =
      same > 0 ? same - count_kin(overlap, members, count, stamp) : 0;
  uint32_t parent = under > 0 ? members[0].node : GDCT_NONE;

  for (uint32_t i = 1; under > 0 && i < count; i++)
    parent = common_parent(overlap->graph, parent, members[i].node);
  for (uint32_t i = 0; i < count; i++)
    members[i].parent = parent;
  *ret_same += same;
  return under;
}

static uint32_t count_values(GdctOverlap *overlap,
                             const GdctOverlapMember *members, uint32_t count,
                             uint32_t stamp) {
  uint32_t values = 0;

  for (uint32_t i = 0; i < count; i++) {
    const GArray *set =
        set_at(overlap, overlap->set_of[members[i].node])->values;
    for (guint v = 0; v < set->len; v++) {
      uint32_t value = g_array_index(set, uint32_t, v);
      values += overlap->seen[value] != stamp;
      overlap->seen[value] = stamp;
    }
  }
  return values;
}

/* Makes the group of the services from @first on, all of one thing, if any
 * members overlap. */
static void add_group(GdctOverlap *overlap, const Service *services,
                      uint32_t count, uint32_t stamp) {
  Group group = {{services->thing, 0, 0, 0}, overlap->members->len, count};
  GdctOverlapMember *members;
  uint64_t all, same = 0, under = 0;

  for (uint32_t i = 0; i < count; i++) {
    uint32_t node = services[i].node, depth;
    GdctOverlapMember member = {node, root_of(overlap->graph, node, &depth),
                                set_at(overlap, overlap->set_of[node])->label};
    overlap->stamps[node] = stamp;
    g_array_append_val(overlap->members, member);
  }
  members = &g_array_index(overlap->members, GdctOverlapMember, group.first);
  qsort(members, count, sizeof *members, compare_trees);
  all = count_apart(overlap, members, count);
  for (uint32_t i = 0, end; i < count; i = end) {
    for (end = i + 1; end < count && members[end].parent == members[i].parent;)
      end++;
    under += judge_tree(overlap, &members[i], end - i, stamp, &same);
  }
  group.group.apart = all - same;
  group.group.pairs = group.group.apart + under;
  if (group.group.pairs == 0) {
    g_array_set_size(overlap->members, group.first);
    return;
  }
  group.group.values = count_values(overlap, members, count, stamp);
  g_qsort_with_data(members, (gint)count, sizeof *members, compare_members,
                    (gpointer)overlap->graph->mapping);
  overlap->totals.pairs += group.group.pairs;
  overlap->totals.apart += group.group.apart;
  g_array_append_val(overlap->groups, group);
}

static int compare_groups(gconstpointer a, gconstpointer b, gpointer data) {
  const GdctMapping *mapping = data;
  const GdctOverlapGroup *left = &((const Group *)a)->group;
  const GdctOverlapGroup *right = &((const Group *)b)->group;

  if (left->apart != right->apart)
    return left->apart > right->apart ? -1 : 1;
  if (left->pairs != right->pairs)
    return left->pairs > right->pairs ? -1 : 1;
  return gdct_compare_ids(
      gdct_id(mapping, (GdctThing){GDCT_NODE, left->thing}),
      gdct_id(mapping, (GdctThing){GDCT_NODE, right->thing}));
}

static int compare_services(gconstpointer a, gconstpointer b) {
  const Service *left = a, *right = b;

  if (left->thing != right->thing)
    return left->thing < right->thing ? -1 : 1;
  return gdct_compare_indices(&left->node, &right->node);
}

/* Runs the path from every node of the kind. */
static void collect(GdctOverlap *overlap, uint32_t kind, const GdctPath *path,
                    const char *key) {
  const GdctGraph *graph = overlap->graph;
  GdctSearch *search = gdct_search_new(graph);
  g_autoptr(GHashTable) sets =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);

  for (uint32_t i = 0; i < graph->n_nodes; i++) {
    uint32_t n;
    if (gdct_node_kind(graph->mapping, i) != kind ||
        !gdct_graph_has_node(graph, i))
      continue;
    overlap->set_of[i] = find_set(overlap, i, key, sets, values);
    overlap->totals.members++;
    overlap->totals.unplaced +=
        set_at(overlap, overlap->set_of[i])->values->len == 0;
    n = gdct_search_run(search, path, i);
    for (uint32_t k = 0; k < n; k++) {
      Service service = {gdct_search_any(search, k), i};
      if (service.thing != i)
        g_array_append_val(overlap->services, service);
    }
  }
  gdct_search_free(search);
  g_array_sort(overlap->services, compare_services);
}

GdctOverlap *gdct_overlap_new(const GdctGraph *graph, uint32_t kind,
                              const GdctPath *path, const char *key) {
  GdctOverlap *overlap = g_new0(GdctOverlap, 1);
  const Service *services;
  uint32_t n_services;

  overlap->graph = graph;
  overlap->sets = g_ptr_array_new_with_free_func(set_free);
  overlap->set_of = g_new0(uint32_t, (size_t)graph->n_nodes + 1);
  overlap->stamps = g_new0(uint32_t, (size_t)graph->n_nodes + 1);
  overlap->services = g_array_new(FALSE, FALSE, sizeof(Service));
  overlap->members = g_array_new(FALSE, FALSE, sizeof(GdctOverlapMember));
  overlap->groups = g_array_new(FALSE, FALSE, sizeof(Group));
  collect(overlap, kind, path, key);
  overlap->counts = g_new0(uint32_t, overlap->sets->len + 1);
  overlap->seen = g_new0(uint32_t, (size_t)overlap->n_values + 1);
  services = (const Service *)(void *)overlap->services->data;
  n_services = overlap->services->len;
  for (uint32_t i = 0, end; i < n_services; i = end) {
    for (end = i + 1;
         end < n_services && services[end].thing == services[i].thing;)
      end++;
    add_group(overlap, &services[i], end - i, ++overlap->totals.things);
  }
  g_array_sort_with_data(overlap->groups, compare_groups,
                         (gpointer)graph->mapping);
  return overlap;
}

void gdct_overlap_free(GdctOverlap *overlap) {
  if (overlap == NULL)
    return;
  g_ptr_array_unref(overlap->sets);
  g_free(overlap->set_of);
  g_free(overlap->stamps);
  g_free(overlap->counts);
  g_free(overlap->seen);
  g_array_unref(overlap->services);
  g_array_unref(overlap->members);
  g_array_unref(overlap->groups);
  g_free(overlap);
}

GdctOverlapTotals gdct_overlap_totals(const GdctOverlap *overlap) {
  return overlap->totals;
}

uint32_t gdct_overlap_count(const GdctOverlap *overlap) {
  return overlap->groups->len;
}

GdctOverlapGroup gdct_overlap_get(const GdctOverlap *overlap, uint32_t index) {
  g_assert(index < overlap->groups->len);
  return g_array_index(overlap->groups, Group, index).group;
}

const GdctOverlapMember *gdct_overlap_members(const GdctOverlap *overlap,
                                              uint32_t index,
                                              uint32_t *ret_count) {
  const Group *group;

  g_assert(index < overlap->groups->len);
  group = &g_array_index(overlap->groups, Group, index);
  *ret_count = group->count;
  return &g_array_index(overlap->members, GdctOverlapMember, group->first);
}
