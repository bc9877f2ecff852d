/* SPDX-License-Identifier: Apache-2.0 */
/* The order of slots in columns, such that links cross little. */
#ifndef GDCT_DRAW_ORDER_H
#define GDCT_DRAW_ORDER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A place in a column: a card, a heading of a group, or where a link passes
 * between cards. */
typedef struct {
  uint32_t column;
  uint32_t item;  /* a card, or GDCT_NONE */
  uint32_t group; /* slots with a lower one stand higher */
  double height;
  double space; /* kept free above it */
  double y;     /* its middle, counted downwards from the top */
} GdctSlot;

/* Joins a slot to one in the next column. */
typedef struct {
  uint32_t left, right;
} GdctSegment;

/* Slots and segments, and the order of the slots in each column. */
typedef struct {
  GArray *slots;     /* GdctSlot, in reading order */
  GArray *segments;  /* GdctSegment */
  GPtrArray *orders; /* of each column: GArray of uint32_t, slots */
  /* The neighbours of each slot on its two sides, in compressed rows. */
  uint32_t *first[2], *others[2];
} GdctRanking;

/* Once slots, segments and the reading order of the columns are there: finds
 * the neighbours and the order. A column is left in reading order if that
 * costs few crossings, for people look things up there. Slots without segments
 * stand last in their group. */
void gdct_ranking_sort(GdctRanking *ranking);

/* How often segments cross between the columns, if drawn straight. O(n log n).
 */
uint64_t gdct_ranking_crossings(const GdctRanking *ranking);

static inline GdctSlot *gdct_ranking_slot(const GdctRanking *ranking,
                                          uint32_t index) {
  return &g_array_index(ranking->slots, GdctSlot, index);
}

/* The neighbours of a slot: @side 0 is left, 1 right. */
static inline const uint32_t *
gdct_ranking_neighbours(const GdctRanking *ranking, uint32_t slot, int side,
                        uint32_t *ret_count) {
  *ret_count = ranking->first[side][slot + 1] - ranking->first[side][slot];
  return ranking->others[side] + ranking->first[side][slot];
}

#endif
