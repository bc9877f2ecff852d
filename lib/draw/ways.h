/* SPDX-License-Identifier: Apache-2.0 */
/* In how many ways a path joins two nodes. */
#ifndef GDCT_DRAW_WAYS_H
#define GDCT_DRAW_WAYS_H

#include "graph/graph.h"

#include <glib.h>

typedef struct GdctWays GdctWays;

/* Counts walks from one node; @path must live as long. */
GdctWays *gdct_ways_new(const GdctGraph *graph, const GdctPath *path,
                        uint32_t start);
void gdct_ways_free(GdctWays *ways);

/* How many walks of @n_steps steps along the path end at @to; at most
 * UINT32_MAX. O(links met) for each new step. */
uint32_t gdct_ways_count(GdctWays *ways, uint32_t to, uint32_t n_steps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GdctWays, gdct_ways_free)

#endif
