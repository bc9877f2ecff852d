/* SPDX-License-Identifier: Apache-2.0 */
/* How deep nodes stand below what they are part of. */
#ifndef GDCT_DRAW_HIERARCHY_H
#define GDCT_DRAW_HIERARCHY_H

#include "graph/graph.h"

#include <glib.h>

typedef struct {
  const GdctGraph *graph;
  uint32_t *depths; /* of each node: how many wholes it is part of */
  uint32_t *order;  /* the nodes by depth, wholes before their parts */
} GdctHierarchy;

/* Linear in nodes. */
GdctHierarchy *gdct_hierarchy_new(const GdctGraph *graph);
void gdct_hierarchy_free(GdctHierarchy *hierarchy);

/* What a node is part of, if the graph sees that; else GDCT_NONE. */
uint32_t gdct_hierarchy_parent(const GdctHierarchy *hierarchy, uint32_t node);

/* The whole at @depth that each node is part of, or itself where it is not so
 * deep. Linear in nodes; free with g_free(). */
uint32_t *gdct_hierarchy_wholes(const GdctHierarchy *hierarchy, uint32_t depth);

#endif
