/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a comparison. The old mapping is side 0, the new one side 1;
 * everything rests on .twins, which says what of the old mapping is what of
 * the new one. */
#ifndef GDCT_GRAPH_DIFF_H
#define GDCT_GRAPH_DIFF_H

#include <gdctrace/diff.h>

#include "model/mapping.h"

struct GdctDiff {
  const GdctMapping *sides[2];
  GdctGraph *graphs[2];        /* which nodes and links are compared */
  uint32_t *twins[GDCT_TYPES]; /* by old index the new one, or GDCT_NONE */
  bool *taken[GDCT_TYPES];     /* by new index: it is a twin */
  GHashTable *whys; /* gdct_diff_why_key() -> how it was recognized */
  GStringChunk *texts;
  GArray *lists[GDCT_TYPES][GDCT_DIFF_SORTS]; /* GdctDifference */
  GPtrArray *changes;                         /* their arrays, to be freed */
  GArray *rules;                              /* GdctRuleDiff */
  GPtrArray *effects;                         /* their arrays, to be freed */
};

/* The key in .whys of an old node or source. */
static inline gpointer gdct_diff_why_key(GdctThing before) {
  return (gpointer)(((guintptr)before.index << 1) |
                    (before.type == GDCT_NODE ? 1 : 0));
}

/* Whether the scope shows a thing of @side. */
bool gdct_diff_sees(const GdctDiff *diff, int side, GdctThing thing);

/* Says that two things are the same. */
void gdct_diff_pair(GdctDiff *diff, GdctType type, uint32_t before,
                    uint32_t after);

/* The id of a thing; of a link, waiver or review what it joins. Belongs to
 * the diff or its mapping. */
const char *gdct_diff_name(GdctDiff *diff, int side, GdctThing thing);

/* What a node or source of @side that others name is called in the new
 * mapping; @id itself if it has no twin. */
const char *gdct_diff_new_id(const GdctDiff *diff, int side, GdctType type,
                             const char *id);

/* Pairs nodes or sources that have other ids now. */
void gdct_diff_rename(GdctDiff *diff, GdctType type);

/* The facts that are different between two things of one type. Of GdctChange;
 * free with g_array_unref(). O(n log n) in their facts. */
GArray *gdct_diff_facts(GdctDiff *diff, GdctThing before, GdctThing after);

/* Fills .rules. False, with a finding, if the date is none. */
bool gdct_diff_coverage(GdctDiff *diff, const GdctScope *scope,
                        GdctReport *report);

#endif
