/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/group.h"

#include "base/order.h"

#include <string.h>

#define NO_VALUE "(none)"

struct GdctGroups {
  const GdctMapping *mapping;
  const char *by;
  GHashTable *index; /* text of a value -> group + 1 */
  GArray *lines;     /* GdctMatrixLine */
  uint32_t none;     /* the group of nodes without a value, or GDCT_NONE */
  uint32_t *first;   /* by node: its first one in members; and the end */
  GArray *members;   /* uint32_t: groups, node by node */
};

/* ---- values ---- */

typedef void (*TakeValue)(GdctGroups *groups, const char *text, uint32_t node,
                          void *data);

/* Calls @take for each value that a node has under the key. */
static void each_value(GdctGroups *groups, uint32_t node, TakeValue take,
                       void *data) {
  const GdctMapping *mapping = groups->mapping;
  GdctThing thing = {GDCT_NODE, node};
  uint32_t parent = gdct_node_parent(mapping, node);

  if (strcmp(groups->by, "part-of") == 0) {
    if (parent != GDCT_NONE)
      take(groups, gdct_id(mapping, (GdctThing){GDCT_NODE, parent}), parent,
           data);
    return;
  }
  if (strcmp(groups->by, "kind") == 0) {
    take(
        groups,
        gdct_id(mapping, (GdctThing){GDCT_KIND, gdct_node_kind(mapping, node)}),
        GDCT_NONE, data);
    return;
  }
  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    if (strcmp(value.key, groups->by) == 0)
      take(groups, value.text, GDCT_NONE, data);
  }
}

/* A group for a value, unless there is one. */
static void add_group(GdctGroups *groups, const char *text, uint32_t node,
                      G_GNUC_UNUSED void *data) {
  GdctMatrixLine line = {node, text, 0, 0};

  if (g_hash_table_contains(groups->index, text))
    return;
  g_array_append_val(groups->lines, line);
  g_hash_table_insert(groups->index, (char *)text,
                      GUINT_TO_POINTER(groups->lines->len));
}

/* Puts the present node into the group of a value, once. */
static void join_group(GdctGroups *groups, const char *text,
                       G_GNUC_UNUSED uint32_t node, void *data) {
  guint first = *(guint *)data;
  uint32_t group =
      GPOINTER_TO_UINT(g_hash_table_lookup(groups->index, text)) - 1;

  for (guint i = first; i < groups->members->len; i++)
    if (g_array_index(groups->members, uint32_t, i) == group)
      return;
  g_array_append_val(groups->members, group);
}

/* ---- groups ---- */

/* The values that the kinds of the nodes declare for the key. */
static void add_declared(GdctGroups *groups, const uint32_t *nodes,
                         uint32_t n_nodes) {
  g_autofree bool *seen =
      g_new0(bool, gdct_count(groups->mapping, GDCT_KIND) + 1);

  for (uint32_t i = 0; i < n_nodes; i++) {
    GdctThing kind = {GDCT_KIND, gdct_node_kind(groups->mapping, nodes[i])};
    uint32_t count, at;
    if (seen[kind.index])
      continue;
    seen[kind.index] = true;
    at = gdct_owned(groups->mapping, kind, GDCT_ATTRIBUTE, &count);
    for (; count > 0; count--, at++) {
      GdctThing attribute = {GDCT_ATTRIBUTE, at};
      if (strcmp(gdct_id(groups->mapping, attribute), groups->by) != 0)
        continue;
      for (uint32_t v = 0; v < gdct_value_count(groups->mapping, attribute);
           v++) {
        GdctValue value = gdct_value(groups->mapping, attribute, v);
        if (strcmp(value.key, "values") == 0)
          add_group(groups, value.text, GDCT_NONE, NULL);
      }
    }
  }
}

static int compare_lines(gconstpointer a, gconstpointer b) {
  return gdct_compare_natural(((const GdctMatrixLine *)a)->id,
                              ((const GdctMatrixLine *)b)->id);
}

static void make_groups(GdctGroups *groups, const uint32_t *nodes,
                        uint32_t n_nodes) {
  guint declared;

  add_declared(groups, nodes, n_nodes);
  declared = groups->lines->len;
  for (uint32_t i = 0; i < n_nodes; i++)
    each_value(groups, nodes[i], add_group, NULL);
  if (groups->lines->len > declared)
    qsort(&g_array_index(groups->lines, GdctMatrixLine, declared),
          groups->lines->len - declared, sizeof(GdctMatrixLine), compare_lines);
  for (guint i = declared; i < groups->lines->len; i++)
    g_hash_table_insert(
        groups->index,
        (char *)g_array_index(groups->lines, GdctMatrixLine, i).id,
        GUINT_TO_POINTER(i + 1));
}

/* Puts a node into the groups of its values. */
static void join_groups(GdctGroups *groups, uint32_t node) {
  guint first = groups->members->len;
  GdctMatrixLine none = {GDCT_NONE, NO_VALUE, 0, 0};

  each_value(groups, node, join_group, &first);
  if (groups->members->len > first)
    return;
  if (groups->none == GDCT_NONE) {
    groups->none = groups->lines->len;
    g_array_append_val(groups->lines, none);
  }
  g_array_append_val(groups->members, groups->none);
}

/* Whether nodes have this key; complains if not. */
static bool check_key(const GdctGraph *graph, const char *by,
                      GdctReport *report) {
  static const char *const lists[] = {"id",       "framework", "source",
                                      "locator",  "quote",     "measures",
                                      "evidence", NULL};
  GdctPlace nowhere = {NULL, 0, 0};
  GdctFilter *filter;

  if (g_strv_contains(lists, by) ||
      by[strspn(by, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    "0123456789.-_")] != '\0')
    return gdct_report_add(report, "bad-filter", nowhere,
                           "nodes cannot be grouped by '%s'", by);
  filter = gdct_filter_parse(graph, GDCT_NODE, by, nowhere, report);
  gdct_filter_free(filter);
  return filter != NULL;
}

GdctGroups *gdct_groups_new(const GdctGraph *graph, const uint32_t *nodes,
                            uint32_t n_nodes, const char *by,
                            GdctReport *report) {
  GdctGroups *groups;
  g_autofree uint8_t *given = NULL;

  if (by != NULL && !check_key(graph, by, report))
    return NULL;
  given = g_new0(uint8_t, (size_t)graph->n_nodes + 1);
  groups = g_new0(GdctGroups, 1);
  groups->mapping = graph->mapping;
  groups->by = by;
  groups->none = GDCT_NONE;
  groups->index = g_hash_table_new(g_str_hash, g_str_equal);
  groups->lines = g_array_new(FALSE, FALSE, sizeof(GdctMatrixLine));
  groups->members = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  groups->first = g_new0(uint32_t, (size_t)graph->n_nodes + 1);
  for (uint32_t i = 0; i < n_nodes; i++)
    given[nodes[i]] = 1;
  if (by != NULL)
    make_groups(groups, nodes, n_nodes);
  else
    for (uint32_t i = 0; i < n_nodes; i++)
      add_group(groups,
                gdct_id(graph->mapping, (GdctThing){GDCT_NODE, nodes[i]}),
                nodes[i], NULL);
  for (uint32_t i = 0; i < graph->n_nodes; i++) {
    guint first = groups->first[i] = groups->members->len;
    if (!given[i])
      continue;
    if (by != NULL)
      join_groups(groups, i);
    else
      join_group(groups, gdct_id(graph->mapping, (GdctThing){GDCT_NODE, i}), i,
                 &first);
  }
  groups->first[graph->n_nodes] = groups->members->len;
  groups->by = NULL; /* the caller's */
  return groups;
}

void gdct_groups_free(GdctGroups *groups) {
  if (groups == NULL)
    return;
  g_hash_table_unref(groups->index);
  g_array_unref(groups->lines);
  g_array_unref(groups->members);
  g_free(groups->first);
  g_free(groups);
}

GArray *gdct_groups_lines(const GdctGroups *groups) {
  GArray *lines = g_array_new(FALSE, FALSE, sizeof(GdctMatrixLine));

  g_array_append_vals(lines, groups->lines->data, groups->lines->len);
  return lines;
}

const uint32_t *gdct_groups_of(const GdctGroups *groups, uint32_t node,
                               uint32_t *ret_count) {
  uint32_t first = groups->first[node];

  *ret_count = groups->first[node + 1] - first;
  return (const uint32_t *)(void *)groups->members->data + first;
}
