/* SPDX-License-Identifier: Apache-2.0 */
/* Counting crossings (W. Barth, P. Mutzel, M. Jünger, "Simple and Efficient
 * Bilayer Cross Counting", JGAA 8(2), 2004), and removing them one swap of
 * neighbours at a time. */
#include "draw/order.h"

#include <gdctrace/mapping.h>

#include <string.h>

/* Families with more slots are not swapped: they would be read over and over.
 */
#define LARGE_FAMILY 64

void gdct_ranking_sort_neighbours(GdctRanking *ranking, uint32_t column,
                                  int side) {
  uint32_t next = side == GDCT_LEFT ? column - 1 : column + 1;
  const uint32_t *order = gdct_ranking_column(ranking, next);
  uint32_t *cursors = ranking->cursors;

  for (uint32_t i = 0; i < gdct_ranking_length(ranking, column); i++) {
    uint32_t slot = gdct_ranking_column(ranking, column)[i];
    cursors[slot] = ranking->first[side][slot];
  }
  for (uint32_t i = 0; i < gdct_ranking_length(ranking, next); i++) {
    uint32_t count;
    const uint32_t *others =
        gdct_ranking_neighbours(ranking, order[i], !side, &count);
    for (uint32_t k = 0; k < count; k++) {
      uint32_t at = cursors[others[k]]++;
      ranking->others[side][at] = order[i];
      ranking->places[side][at] = i;
    }
  }
}

/* Crossings between a column and the next: segments from the top down, and of
 * those before, how many end lower. A Fenwick tree counts. */
static uint64_t count_right(GdctRanking *ranking, uint32_t column) {
  uint32_t n_right = gdct_ranking_length(ranking, column + 1), seen = 0;
  g_autofree uint32_t *tree = g_new0(uint32_t, n_right + 1);
  uint64_t crossings = 0;

  gdct_ranking_sort_neighbours(ranking, column, GDCT_RIGHT);
  for (uint32_t i = 0; i < gdct_ranking_length(ranking, column); i++) {
    uint32_t slot = gdct_ranking_column(ranking, column)[i];
    for (uint32_t k = ranking->first[GDCT_RIGHT][slot];
         k < ranking->first[GDCT_RIGHT][slot + 1]; k++) {
      uint32_t place = ranking->places[GDCT_RIGHT][k] + 1;
      crossings += seen++;
      for (uint32_t at = place; at > 0; at &= at - 1)
        crossings -= tree[at];
      for (uint32_t at = place; at <= n_right; at += at & -at)
        tree[at]++;
    }
  }
  return crossings;
}

uint64_t gdct_ranking_crossings(GdctRanking *ranking) {
  uint64_t crossings = 0;

  for (uint32_t c = 0; c + 1 < ranking->n_columns; c++)
    crossings += count_right(ranking, c);
  return crossings;
}

/* ---- swaps ---- */

typedef struct {
  GdctRanking *ranking;
  uint32_t column;
  GArray *merged[2]; /* places of two families */
  bool even;
  uint64_t *work;
} Swaps;

/* Sorted places of neighbours. */
typedef struct {
  const uint32_t *at, *end;
} Places;

static int compare_places(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

  return x < y ? -1 : x > y;
}

/* Those of a slot and all below it, which are put into @merged. */
static Places merge_places(const Swaps *swaps, uint32_t at, int side,
                           GArray *merged) {
  const GdctRanking *ranking = swaps->ranking;
  const uint32_t *order = gdct_ranking_column(ranking, swaps->column);
  uint32_t size = ranking->sizes[order[at]];

  g_array_set_size(merged, 0);
  for (uint32_t i = at; i < at + size; i++) {
    uint32_t first = ranking->first[side][order[i]];
    g_array_append_vals(merged, ranking->places[side] + first,
                        ranking->first[side][order[i] + 1] - first);
  }
  if (merged->len > 1)
    qsort(merged->data, merged->len, sizeof(uint32_t), compare_places);
  return (Places){&g_array_index(merged, uint32_t, 0),
                  &g_array_index(merged, uint32_t, merged->len)};
}

static Places read_places(const Swaps *swaps, uint32_t at, int side,
                          GArray *merged) {
  const GdctRanking *ranking = swaps->ranking;
  uint32_t slot = gdct_ranking_column(ranking, swaps->column)[at];
  Places places;

  if (ranking->sizes[slot] > 1)
    places = merge_places(swaps, at, side, merged);
  else
    places = (Places){ranking->places[side] + ranking->first[side][slot],
                      ranking->places[side] + ranking->first[side][slot + 1]};
  *swaps->work -= MIN(*swaps->work, (uint64_t)(places.end - places.at) + 1);
  return places;
}

/* Crossings of the segments to two slots as they stand, less those after a
 * swap. */
static int64_t count_saved(Places upper, Places lower) {
  const uint32_t *below = lower.at, *through = lower.at;
  int64_t saved = 0;

  if (upper.at == upper.end || lower.at == lower.end)
    return 0;
  for (; upper.at < upper.end; upper.at++) {
    while (below < lower.end && *below < *upper.at)
      below++;
    through = MAX(through, below);
    while (through < lower.end && *through == *upper.at)
      through++;
    saved += (below - lower.at) - (lower.end - through);
  }
  return saved;
}

static void swap(Swaps *swaps, uint32_t at, uint32_t next) {
  GdctRanking *ranking = swaps->ranking;
  uint32_t *order = gdct_ranking_column(ranking, swaps->column);
  uint32_t n_upper = next - at, n_lower = ranking->sizes[order[next]];
  uint32_t held[LARGE_FAMILY];

  memcpy(held, order + at, n_upper * sizeof *held);
  memmove(order + at, order + next, n_lower * sizeof *order);
  memcpy(order + at + n_lower, held, n_upper * sizeof *held);
  for (uint32_t i = at; i < at + n_upper + n_lower; i++)
    ranking->place[order[i]] = i;
}

static bool may_swap(const GdctRanking *ranking, uint32_t a, uint32_t b) {
  const GdctSlot *upper = gdct_ranking_slot(ranking, a);
  const GdctSlot *lower = gdct_ranking_slot(ranking, b);

  return upper->parent == lower->parent && !(upper->fixed && lower->fixed) &&
         ranking->linked[a] && ranking->linked[b] &&
         ranking->sizes[a] <= LARGE_FAMILY && ranking->sizes[b] <= LARGE_FAMILY;
}

/* Goes down a column once; returns how many crossings that saved. */
static uint64_t swap_column(Swaps *swaps) {
  GdctRanking *ranking = swaps->ranking;
  const uint32_t *order = gdct_ranking_column(ranking, swaps->column);
  uint32_t n = gdct_ranking_length(ranking, swaps->column);
  uint64_t all = 0;

  for (uint32_t at = 0; at<n && * swaps->work> 0; at++) {
    uint32_t next = at + ranking->sizes[order[at]];
    int64_t saved = 0;
    if (next >= n || !may_swap(ranking, order[at], order[next]))
      continue;
    for (int side = GDCT_LEFT; side <= GDCT_RIGHT; side++)
      saved += count_saved(read_places(swaps, at, side, swaps->merged[0]),
                           read_places(swaps, next, side, swaps->merged[1]));
    if (saved > 0 || (swaps->even && saved == 0)) {
      swap(swaps, at, next);
      all += saved;
    }
  }
  return all;
}

void gdct_ranking_swap(GdctRanking *ranking, uint32_t but, unsigned rounds,
                       bool even, uint64_t *work) {
  Swaps swaps = {.ranking = ranking, .even = even, .work = work};
  uint64_t saved = 1;

  for (int side = GDCT_LEFT; side <= GDCT_RIGHT; side++)
    swaps.merged[side] = g_array_new(FALSE, TRUE, sizeof(uint32_t));
  for (unsigned round = 0; round < rounds && saved > 0 && *work > 0; round++) {
    saved = 0;
    for (uint32_t c = 0; c < ranking->n_columns; c++) {
      if (c == but)
        continue;
      if (c > 0)
        gdct_ranking_sort_neighbours(ranking, c, GDCT_LEFT);
      if (c + 1 < ranking->n_columns)
        gdct_ranking_sort_neighbours(ranking, c, GDCT_RIGHT);
      swaps.column = c;
      swaps.even = even && round == 0;
      saved += swap_column(&swaps);
    }
  }
  g_array_unref(swaps.merged[GDCT_LEFT]);
  g_array_unref(swaps.merged[GDCT_RIGHT]);
}
