/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file overlap.h
 * @brief Who serves the same thing from different places.
 *
 * Members are the nodes of one kind; a path says what they serve, and an
 * attribute where they come from (its values: a sector, a bureau). Two members
 * overlap at a thing if both serve it, they have no value in common, each has
 * one, and neither is part of the other at any depth. They stand under a
 * common parent if the hierarchy of parts has a node above both.
 */
#ifndef GDCTRACE_OVERLAP_H
#define GDCTRACE_OVERLAP_H

#include <gdctrace/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct GdctOverlap GdctOverlap;

/** A thing with overlapping members. */
typedef struct {
  uint32_t thing;  /**< a GDCT_NODE */
  uint32_t values; /**< how many different values its members have */
  uint64_t pairs;  /**< of members that overlap */
  uint64_t apart;  /**< of these, without a common parent */
} GdctOverlapGroup;

/** One that serves a thing. */
typedef struct {
  uint32_t node;
  uint32_t parent;   /**< the nearest node above, or among, all members of its
                          tree, if members of that tree overlap; GDCT_NONE */
  const char *label; /**< its values in byte order, "ITU-D, ITU-T"; "" */
} GdctOverlapMember;

/** All of it together; a pair counts once for each thing that it shares. */
typedef struct {
  uint32_t members;  /**< nodes of the kind */
  uint32_t unplaced; /**< of these, without a value: they overlap nobody */
  uint32_t things;   /**< served by at least one */
  uint64_t pairs, apart;
} GdctOverlapTotals;

/**
 * Finds the overlaps among the nodes of @p kind that @p graph sees.
 *
 * The path is run once from every member. Beyond that: O(n log n) in pairs of
 * member and thing, times the depth of the hierarchy, and for each thing the
 * square of how many different sets of values its members have; pairs are
 * counted, not listed.
 *
 * @param key the attribute that tells members apart.
 * @return never NULL; freed with gdct_overlap_free(). It points into the graph.
 */
GDCT_API GdctOverlap *gdct_overlap_new(const GdctGraph *graph, uint32_t kind,
                                       const GdctPath *path, const char *key);

/** Frees an overlap; NULL is allowed. */
GDCT_API void gdct_overlap_free(GdctOverlap *overlap);

GDCT_API GdctOverlapTotals gdct_overlap_totals(const GdctOverlap *overlap);

/** How many things have members that overlap. */
GDCT_API uint32_t gdct_overlap_count(const GdctOverlap *overlap);

/** One of them: most pairs apart first, then most pairs, then by id. */
GDCT_API GdctOverlapGroup gdct_overlap_get(const GdctOverlap *overlap,
                                           uint32_t index);

/** All that serve it, also those that overlap nobody: by label, those without
 * one last, then in natural order of ids. The array belongs to the overlap. */
GDCT_API const GdctOverlapMember *
gdct_overlap_members(const GdctOverlap *overlap, uint32_t index,
                     uint32_t *ret_count);

#ifdef __cplusplus
}
#endif
#endif
