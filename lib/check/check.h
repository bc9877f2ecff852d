/* SPDX-License-Identifier: Apache-2.0 */
/* What all checks need; the table is in check.c. A check runs on a graph that
 * sees every link whose ends are known, whatever its basis and date. */
#ifndef GDCT_CHECK_CHECK_H
#define GDCT_CHECK_CHECK_H

#include "graph/graph.h"

extern const GdctCheck gdct_check_bad_column;
extern const GdctCheck gdct_check_bad_path;
extern const GdctCheck gdct_check_bad_range;
extern const GdctCheck gdct_check_duplicate_link;
extern const GdctCheck gdct_check_expired_waiver;
extern const GdctCheck gdct_check_lonely_node;
extern const GdctCheck gdct_check_no_source;
extern const GdctCheck gdct_check_part_of_cycle;
extern const GdctCheck gdct_check_part_of_framework;
extern const GdctCheck gdct_check_self_link;
extern const GdctCheck gdct_check_stale_review;
extern const GdctCheck gdct_check_uncited_source;
extern const GdctCheck gdct_check_wrong_kind;

/* The id of a node. */
static inline const char *gdct_node_id(const GdctMapping *mapping,
                                       uint32_t node) {
  return gdct_id(mapping, (GdctThing){GDCT_NODE, node});
}

#endif
