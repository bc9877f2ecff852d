/* SPDX-License-Identifier: Apache-2.0 */
/* In how many ways a path reaches nodes, and by which steps. */
#ifndef GDCT_GRAPH_WALK_H
#define GDCT_GRAPH_WALK_H

#include "graph/graph.h"

#include <glib.h>

typedef struct GdctWalk GdctWalk;

/* A node that a path reached, and in how many shortest ways: as many as there
 * are different chains of links; at most INT64_MAX. */
typedef struct {
  uint32_t node;
  uint32_t distance;
  uint64_t ways;
} GdctWalkEnd;

/* A step of the ways told, and how many steps it is from the start. */
typedef struct {
  GdctStep step;
  uint32_t depth;
} GdctWalkStep;

/* Makes room for walks along @path, which need not live longer. NULL, with a
 * bad-path finding, if the path is so entangled that its ways cannot be told
 * apart with a reasonable effort. Free with gdct_walk_free(). */
GdctWalk *gdct_walk_new(const GdctGraph *graph, const GdctPath *path,
                        GdctReport *report);
void gdct_walk_free(GdctWalk *walk);

/* Walks from @start: O(steps in the path x links met). Returns how many nodes
 * are reached. */
uint32_t gdct_walk_run(GdctWalk *walk, uint32_t start);

/* Reached node @index of the last run, nearest first. */
GdctWalkEnd gdct_walk_end(const GdctWalk *walk, uint32_t index);

/* Appends to @steps, GdctWalkStep in no particular order, the steps of all
 * shortest ways to reached node @index, but those that were appended since the
 * last gdct_walk_forget(). Linear in these steps. */
void gdct_walk_steps(GdctWalk *walk, uint32_t index, GArray *steps);
void gdct_walk_forget(GdctWalk *walk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GdctWalk, gdct_walk_free)

#endif
