/* SPDX-License-Identifier: Apache-2.0 */
/* Which single links are possible at a node, or would close a gap there. */
#ifndef GDCT_GRAPH_DIRECT_H
#define GDCT_GRAPH_DIRECT_H

#include "graph/graph.h"

#include <glib.h>

/* A relation, walked one way or the other. */
typedef struct {
  uint32_t relation;
  bool inverse;
  GPtrArray *wheres; /* of a rule: for each grade that takes this way the
                        filters on the other end, a GPtrArray of GdctFilter */
} GdctWay;

typedef struct {
  const GdctMapping *mapping;
  GArray *ways; /* of GdctWay, in the order of grades, or of relations */
  bool by_rule;
  uint8_t *kinds;   /* that the rule reaches, by index; NULL: all */
  GPtrArray *where; /* filters of the rule on what it reaches */
} GdctDirect;

/* The ways that one step takes to what a rule reaches. What is wrong with the
 * rule is reported, and makes the result NULL. Free with gdct_direct_free(). */
GdctDirect *gdct_direct_of_rule(const GdctGraph *graph, uint32_t rule,
                                GdctReport *report);

/* All that the model has. */
GdctDirect *gdct_direct_of_model(const GdctMapping *mapping);
void gdct_direct_free(GdctDirect *direct);

/* Whether the relation of @way may begin its walk at nodes of this kind. */
bool gdct_way_leaves(const GdctDirect *direct, const GdctWay *way,
                     uint32_t kind);

/* Whether it may end at a node, and what is asked of nodes there holds. */
bool gdct_way_reaches(const GdctDirect *direct, const GdctWay *way,
                      uint32_t node);

#endif
