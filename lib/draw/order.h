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
  uint32_t item;   /* a card, or GDCT_NONE */
  uint32_t parent; /* the slot that it stands below, added before it and in
                      the same column; or GDCT_NONE */
  bool fixed;      /* slots so marked, which have no parent, keep their order */
  double height;
  double space; /* kept free above it */
  double y;     /* its middle, counted downwards from the top */
} GdctSlot;

/* Joins a slot to one in the next column. */
typedef struct {
  uint32_t left, right;
} GdctSegment;

enum { GDCT_LEFT, GDCT_RIGHT, GDCT_BOTH };

/* Slots and segments, and the order of the slots in each column. What is below
 * a slot stands right after it, so a slot and all below it are a range. */
typedef struct {
  GArray *slots;    /* GdctSlot, in reading order */
  GArray *segments; /* GdctSegment */
  uint32_t n_columns;
  bool *looked_up; /* of each column: people look things up in it */
  bool looks_up;   /* in one at least */
  uint32_t *begin; /* of each column in order, and one more */
  uint32_t *order; /* slots, column by column, from the top */
  uint32_t *place; /* of each slot in its column */
  /* The neighbours of each slot on its two sides, in compressed rows: see
   * gdct_ranking_row(). */
  uint32_t *first, *others;
  uint32_t *places; /* of the others, once they were sorted by them */
  /* Of each slot. */
  uint32_t *sizes;       /* slots below it, and itself */
  uint32_t *depths;      /* slots above it in the hierarchy */
  uint32_t *parents;     /* as in the slot, but close together */
  bool *linked;          /* it or one below it has a neighbour */
  uint32_t *deepest;     /* of each column: the greatest depth */
  uint32_t *fixed;       /* those slots, column by column, in their order */
  uint32_t *first_fixed; /* of each column, and one more */
  /* Scratch. */
  uint64_t *keys, *spare; /* of each slot */
  uint32_t *cursors;      /* of each slot, and two more */
  double *sums;           /* of each slot */
  uint32_t *counts;       /* of each slot */
} GdctRanking;

/* Slots and segments are added by the caller, who may also say that columns
 * are looked up. */
void gdct_ranking_init(GdctRanking *ranking, uint32_t n_columns);
void gdct_ranking_clear(GdctRanking *ranking);

/* Once slots and segments are there: finds the neighbours and the order. One
 * of the columns that are looked up is left in reading order, if that costs few
 * crossings. Slots without segments stand last among their siblings.
 * Bounded sweeps and swaps, each linear in slots and segments. */
void gdct_ranking_sort(GdctRanking *ranking);

/* ---- the parts of it ---- */

/* Sorts one column by where the neighbours on a side, or on both, are on
 * average; with @from negative by the present places. What is not linked comes
 * last. Linear. */
void gdct_ranking_sort_column(GdctRanking *ranking, uint32_t column, int from);

/* Puts slots in the order in which a walk over the links meets them: the last
 * of @walks, the first from @root, each other from where the one before ended.
 * What is fixed stays as in @reading. Linear. */
void gdct_ranking_walk(GdctRanking *ranking, uint32_t root, unsigned walks,
                       const uint32_t *reading);

/* Whether the places run against the reading order more than with it, in the
 * columns where people look things up if there are any. */
bool gdct_ranking_is_upside_down(const GdctRanking *ranking,
                                 const uint32_t *reading);

/* Sorts by the present places, or from the bottom up if @turn; what is fixed
 * stays as in @reading. Linear. */
void gdct_ranking_turn(GdctRanking *ranking, bool turn,
                       const uint32_t *reading);

/* Swaps siblings that stand next to each other as long as that saves
 * crossings, in all columns but @but, for @rounds rounds, until one saves less
 * than @least, or until @work, which shrinks, is used up. With @even also those
 * that change nothing. Returns how many that saved. */
uint64_t gdct_ranking_swap(GdctRanking *ranking, uint32_t but, unsigned rounds,
                           bool even, uint64_t least, uint64_t *work);

/* Sorts the neighbours of a column's slots on a side by their places, and
 * notes these. Linear. */
void gdct_ranking_sort_neighbours(GdctRanking *ranking, uint32_t column,
                                  int side);

/* Puts slots that have the same neighbours, and nothing below them, into
 * reading order; that changes no crossing. O(n log n). */
void gdct_ranking_tidy(GdctRanking *ranking);

/* How often segments cross between the columns, if drawn straight. O(n log n).
 */
uint64_t gdct_ranking_crossings(GdctRanking *ranking);

static inline GdctSlot *gdct_ranking_slot(const GdctRanking *ranking,
                                          uint32_t index) {
  return &g_array_index(ranking->slots, GdctSlot, index);
}

static inline uint32_t gdct_ranking_length(const GdctRanking *ranking,
                                           uint32_t column) {
  return ranking->begin[column + 1] - ranking->begin[column];
}

/* The slots of a column from the top. */
static inline uint32_t *gdct_ranking_column(const GdctRanking *ranking,
                                            uint32_t column) {
  return ranking->order + ranking->begin[column];
}

/* The row of a slot's neighbours on a side, from first[row] to first[row + 1];
 * both sides stand together, for they are mostly asked for together. */
static inline size_t gdct_ranking_row(uint32_t slot, int side) {
  return 2 * (size_t)slot + (size_t)side;
}

/* The neighbours of a slot: @side 0 is left, 1 right. */
static inline uint32_t *gdct_ranking_neighbours(const GdctRanking *ranking,
                                                uint32_t slot, int side,
                                                uint32_t *ret_count) {
  const uint32_t *first = ranking->first + gdct_ranking_row(slot, side);

  *ret_count = first[1] - first[0];
  return ranking->others + first[0];
}

#endif
