/* SPDX-License-Identifier: Apache-2.0 */
/* The columns of a matrix: nodes, or the values of a key that nodes have. */
#ifndef GDCT_GRAPH_GROUP_H
#define GDCT_GRAPH_GROUP_H

#include "graph/graph.h"

#include <gdctrace/matrix.h>
#include <glib.h>

typedef struct GdctGroups GdctGroups;

/* Groups nodes by the values of @by; NULL: each is a group of its own. The
 * values that the model declares come first and in its order, even if no node
 * has them; others in natural order; last "(none)", if a node has no value.
 * NULL, with a bad-filter finding, if nodes cannot be grouped by this key. */
GdctGroups *gdct_groups_new(const GdctGraph *graph, const uint32_t *nodes,
                            uint32_t n_nodes, const char *by,
                            GdctReport *report);
void gdct_groups_free(GdctGroups *groups);

/* The groups as lines without counts: of GdctMatrixLine, to be freed by the
 * caller. */
GArray *gdct_groups_lines(const GdctGroups *groups);

/* The groups of a node; none of nodes that were not given. O(1). */
const uint32_t *gdct_groups_of(const GdctGroups *groups, uint32_t node,
                               uint32_t *ret_count);

#endif
