/* SPDX-License-Identifier: Apache-2.0 */
#include "draw/hierarchy.h"

uint32_t gdct_hierarchy_parent(const GdctHierarchy *hierarchy, uint32_t node) {
  uint32_t parent = gdct_node_parent(hierarchy->graph->mapping, node);

  return parent != GDCT_NONE && gdct_graph_has_node(hierarchy->graph, parent)
             ? parent
             : GDCT_NONE;
}

/* How many wholes each node is part of. Every node is met twice at most. A
 * cycle, which only a mapping with errors has, ends where it began. */
static void find_depths(GdctHierarchy *hierarchy) {
  g_autoptr(GArray) chain = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  g_autofree bool *met = g_new0(bool, (size_t)hierarchy->graph->n_nodes + 1);

  hierarchy->depths = g_new0(uint32_t, (size_t)hierarchy->graph->n_nodes + 1);
  for (uint32_t i = 0; i < hierarchy->graph->n_nodes; i++) {
    uint32_t node = i, depth;
    while (node != GDCT_NONE && !met[node]) {
      met[node] = true;
      g_array_append_val(chain, node);
      node = gdct_hierarchy_parent(hierarchy, node);
    }
    depth = node == GDCT_NONE ? 0 : hierarchy->depths[node] + 1;
    while (chain->len > 0) {
      hierarchy->depths[g_array_index(chain, uint32_t, chain->len - 1)] =
          depth++;
      g_array_set_size(chain, chain->len - 1);
    }
  }
}

/* Sorts the nodes by depth. */
static void order_by_depth(GdctHierarchy *hierarchy) {
  g_autofree uint32_t *next =
      g_new0(uint32_t, (size_t)hierarchy->graph->n_nodes + 2);

  for (uint32_t i = 0; i < hierarchy->graph->n_nodes; i++)
    next[MIN(hierarchy->depths[i], hierarchy->graph->n_nodes) + 1]++;
  for (uint32_t i = 1; i <= hierarchy->graph->n_nodes; i++)
    next[i] += next[i - 1];
  hierarchy->order = g_new(uint32_t, (size_t)hierarchy->graph->n_nodes + 1);
  for (uint32_t i = 0; i < hierarchy->graph->n_nodes; i++)
    hierarchy
        ->order[next[MIN(hierarchy->depths[i], hierarchy->graph->n_nodes)]++] =
        i;
}

uint32_t *gdct_hierarchy_wholes(const GdctHierarchy *hierarchy,
                                uint32_t depth) {
  uint32_t *wholes = g_new0(uint32_t, (size_t)hierarchy->graph->n_nodes + 1);

  for (uint32_t i = 0; i < hierarchy->graph->n_nodes; i++) {
    uint32_t node = hierarchy->order[i];
    wholes[node] = hierarchy->depths[node] <= depth
                       ? node
                       : wholes[gdct_hierarchy_parent(hierarchy, node)];
  }
  return wholes;
}

GdctHierarchy *gdct_hierarchy_new(const GdctGraph *graph) {
  GdctHierarchy *hierarchy = g_new0(GdctHierarchy, 1);

  hierarchy->graph = graph;
  find_depths(hierarchy);
  order_by_depth(hierarchy);
  return hierarchy;
}

void gdct_hierarchy_free(GdctHierarchy *hierarchy) {
  g_free(hierarchy->depths);
  g_free(hierarchy->order);
  g_free(hierarchy);
}
