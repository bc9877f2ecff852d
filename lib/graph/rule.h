/* SPDX-License-Identifier: Apache-2.0 */
/* A rule, read and ready to be asked: names as indices, expressions as paths
 * and filters. */
#ifndef GDCT_GRAPH_RULE_H
#define GDCT_GRAPH_RULE_H

#include "graph/graph.h"

typedef struct {
  uint32_t index; /* of GDCT_GRADE */
  GdctPath *path;
  GdctResult counts;
  unsigned bases;         /* its own, or those of the rule */
  GPtrArray *reach_where; /* of GdctFilter, beside those of the rule */
} GdctGrade;

typedef struct {
  const GdctGraph *graph;
  const GdctMapping *mapping;
  uint32_t index; /* of GDCT_RULE */
  unsigned bases; /* its own, or those of the graph */
  uint64_t at_least;
  bool by_requirement, on_link, each_any, reach_any;
  uint8_t *each_kinds, *each_relations, *reach_kinds; /* by index */
  GPtrArray *where, *reach_where, *require;           /* of GdctFilter */
  GdctHaving *having;
  GArray *grades;      /* of GdctGrade, best first */
  GHashTable *waivers; /* that have not run out: node + 1 -> waiver + 1 */
} GdctRule;

/* Reads a rule. NULL, with findings, if an expression of it is wrong. Free with
 * gdct_rule_free(). */
GdctRule *gdct_rule_read(const GdctGraph *graph, uint32_t index,
                         GdctReport *report);
void gdct_rule_free(GdctRule *rule);

/* Takes away the grades that count proposed links; returns how many. */
unsigned gdct_rule_drop_proposed(GdctRule *rule);

/* Evaluates a rule that was read for this graph, and takes it. */
GdctCoverage *gdct_coverage_of(const GdctGraph *graph, GdctRule *rule);

/* The waiver of a node, or GDCT_NONE. */
uint32_t gdct_rule_waiver(const GdctRule *rule, uint32_t node);

static inline GdctGrade *gdct_rule_grade(const GdctRule *rule,
                                         uint32_t number) {
  return &g_array_index(rule->grades, GdctGrade, number);
}

#endif
