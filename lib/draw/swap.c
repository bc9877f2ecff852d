/* SPDX-License-Identifier: Apache-2.0 */
/* Removing crossings one swap of siblings at a time. Two siblings are looked at
 * again only after one of them, or where their neighbours stand, has changed;
 * so what is settled costs nothing in later rounds. */
#include "draw/order.h"

#include <gdctrace/mapping.h>

#include <string.h>

/* Families with more slots are not swapped: they would be read over and over.
 */
#define LARGE_FAMILY 64

typedef struct {
  GdctRanking *ranking;
  uint32_t column;
  bool even;
  uint64_t *work;
  /* The neighbours of families and their places, sorted, in compressed rows. */
  uint32_t *first, *others, *places;
  /* When something happened, in visits of columns. */
  uint32_t visit;
  uint32_t *touched; /* each slot, or one below it, or its neighbours */
  uint32_t *visited; /* each column */
} Swaps;

/* ---- the neighbours of families ---- */

/* A slot with others below it, and few enough. */
static bool is_family(const GdctRanking *ranking, uint32_t slot) {
  return ranking->sizes[slot] > 1 && ranking->sizes[slot] <= LARGE_FAMILY;
}

static void find_families(Swaps *swaps) {
  const GdctRanking *ranking = swaps->ranking;
  uint32_t n = ranking->slots->len, sum = 0;
  uint32_t *first = g_new(uint32_t, 2 * n + 1);

  for (uint32_t row = 0; row < 2 * n; row++)
    first[row] = ranking->first[row + 1] - ranking->first[row];
  for (uint32_t i = n; i-- > 0;) {
    uint32_t parent = ranking->parents[i];
    for (int side = GDCT_LEFT; parent != GDCT_NONE && side <= GDCT_RIGHT;
         side++)
      first[gdct_ranking_row(parent, side)] += first[gdct_ranking_row(i, side)];
  }
  for (uint32_t row = 0; row < 2 * n; row++) {
    uint32_t count = is_family(ranking, row / 2) ? first[row] : 0;
    first[row] = sum;
    sum += count;
  }
  first[2 * n] = sum;
  swaps->first = first;
  swaps->others = g_new(uint32_t, sum + 1);
  swaps->places = g_new(uint32_t, sum + 1);
}

/* Of all families in the column: from the top of the next one down, so that
 * they are sorted. */
static void fill_families(Swaps *swaps, int side) {
  const GdctRanking *ranking = swaps->ranking;
  uint32_t next = side == GDCT_LEFT ? swaps->column - 1 : swaps->column + 1;
  const uint32_t *order = gdct_ranking_column(ranking, swaps->column);
  uint32_t *cursors = ranking->cursors;

  for (uint32_t i = 0; i < gdct_ranking_length(ranking, swaps->column); i++)
    cursors[order[i]] = swaps->first[gdct_ranking_row(order[i], side)];
  order = gdct_ranking_column(ranking, next);
  for (uint32_t i = 0; i < gdct_ranking_length(ranking, next); i++) {
    uint32_t count;
    const uint32_t *others =
        gdct_ranking_neighbours(ranking, order[i], !side, &count);
    for (uint32_t k = 0; k < count; k++)
      for (uint32_t at = others[k];
           at != GDCT_NONE && ranking->sizes[at] <= LARGE_FAMILY;
           at = ranking->parents[at])
        if (ranking->sizes[at] > 1) {
          swaps->others[cursors[at]] = order[i];
          swaps->places[cursors[at]++] = i;
        }
  }
}

/* Sorts all neighbours on a side, once: later read_places() does. */
static void look(Swaps *swaps, int side) {
  GdctRanking *ranking = swaps->ranking;
  uint32_t c = swaps->column;

  if (side == GDCT_LEFT ? c == 0 : c + 1 == ranking->n_columns)
    return;
  gdct_ranking_sort_neighbours(ranking, c, side);
  if (ranking->deepest[c] > 0)
    fill_families(swaps, side);
}

/* Sorted places of neighbours. */
typedef struct {
  const uint32_t *at, *end;
} Places;

/* Neighbours that have changed places since they were sorted are few steps
 * away: each swap of two is one step. */
static void sort_again(const uint32_t *place, uint32_t *others,
                       uint32_t *places, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    uint32_t other = others[i], own = place[other], k = i;
    for (; k > 0 && places[k - 1] > own; k--) {
      others[k] = others[k - 1];
      places[k] = places[k - 1];
    }
    others[k] = other;
    places[k] = own;
  }
}

/* Those of a slot and all below it. */
static Places read_places(const Swaps *swaps, uint32_t slot, int side) {
  const GdctRanking *ranking = swaps->ranking;
  bool family = ranking->sizes[slot] > 1;
  const uint32_t *first =
      (family ? swaps->first : ranking->first) + gdct_ranking_row(slot, side);
  uint32_t *others = (family ? swaps->others : ranking->others) + *first;
  uint32_t *places = (family ? swaps->places : ranking->places) + *first;
  uint32_t n = first[1] - first[0];

  sort_again(ranking->place, others, places, n);
  return (Places){places, places + n};
}

/* ---- swaps ---- */

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

static int64_t try_swap(const Swaps *swaps, uint32_t upper, uint32_t lower) {
  int64_t saved = 0;

  for (int side = GDCT_LEFT; side <= GDCT_RIGHT; side++) {
    Places above = read_places(swaps, upper, side);
    Places below = read_places(swaps, lower, side);
    uint64_t work =
        (uint64_t)(above.end - above.at + (below.end - below.at)) + 2;
    *swaps->work -= MIN(*swaps->work, work);
    saved += count_saved(above, below);
  }
  return saved;
}

static void touch(Swaps *swaps, uint32_t slot) {
  while (slot != GDCT_NONE && swaps->touched[slot] != swaps->visit) {
    swaps->touched[slot] = swaps->visit;
    slot = swaps->ranking->parents[slot];
  }
}

/* What a swap changes for others: for slots beside each other, of which one has
 * a neighbour in either family. To touch those of one family is enough. */
static void touch_around(Swaps *swaps, uint32_t at, uint32_t size) {
  const GdctRanking *ranking = swaps->ranking;
  const uint32_t *order = gdct_ranking_column(ranking, swaps->column);

  for (uint32_t i = at; i < at + size; i++)
    for (int side = GDCT_LEFT; side <= GDCT_RIGHT; side++) {
      uint32_t count;
      const uint32_t *others =
          gdct_ranking_neighbours(ranking, order[i], side, &count);
      for (uint32_t k = 0; k < count; k++)
        touch(swaps, others[k]);
    }
}

static void swap(Swaps *swaps, uint32_t at, uint32_t next) {
  GdctRanking *ranking = swaps->ranking;
  uint32_t *order = gdct_ranking_column(ranking, swaps->column);
  uint32_t n_upper = next - at, n_lower = ranking->sizes[order[next]];
  uint32_t held[LARGE_FAMILY];

  touch(swaps, order[at]);
  touch(swaps, order[next]);
  touch_around(swaps, at, n_upper);
  memcpy(held, order + at, n_upper * sizeof *held);
  memmove(order + at, order + next, n_lower * sizeof *order);
  memcpy(order + at + n_lower, held, n_upper * sizeof *held);
  for (uint32_t i = at; i < at + n_upper + n_lower; i++)
    ranking->place[order[i]] = i;
}

static bool are_fixed(const GdctRanking *ranking, uint32_t a, uint32_t b) {
  return gdct_ranking_slot(ranking, a)->fixed &&
         gdct_ranking_slot(ranking, b)->fixed;
}

static bool may_swap(const GdctRanking *ranking, uint32_t a, uint32_t b) {
  return ranking->parents[a] == ranking->parents[b] && ranking->linked[a] &&
         ranking->linked[b] && ranking->sizes[a] <= LARGE_FAMILY &&
         ranking->sizes[b] <= LARGE_FAMILY && !are_fixed(ranking, a, b);
}

/* Goes down a column once; returns how many crossings that saved. */
static uint64_t swap_column(Swaps *swaps) {
  GdctRanking *ranking = swaps->ranking;
  const uint32_t *order = gdct_ranking_column(ranking, swaps->column);
  uint32_t n = gdct_ranking_length(ranking, swaps->column);
  uint32_t before = swaps->visited[swaps->column];
  uint64_t all = 0;

  for (uint32_t at = 0; at<n && * swaps->work> 0; at++) {
    uint32_t next = at + ranking->sizes[order[at]];
    int64_t saved;
    if (next >= n || (swaps->touched[order[at]] < before &&
                      swaps->touched[order[next]] < before))
      continue;
    if (!may_swap(ranking, order[at], order[next]))
      continue;
    saved = try_swap(swaps, order[at], order[next]);
    if (saved > 0 || (swaps->even && saved == 0)) {
      swap(swaps, at, next);
      all += (uint64_t)saved;
    }
  }
  return all;
}

static uint64_t visit(Swaps *swaps, uint32_t column) {
  uint64_t saved;

  swaps->column = column;
  swaps->visit++;
  if (swaps->visited[column] == 0) {
    look(swaps, GDCT_LEFT);
    look(swaps, GDCT_RIGHT);
  }
  saved = swap_column(swaps);
  swaps->visited[column] = swaps->visit;
  return saved;
}

uint64_t gdct_ranking_swap(GdctRanking *ranking, uint32_t but, unsigned rounds,
                           bool even, uint64_t least, uint64_t *work) {
  Swaps swaps = {.ranking = ranking, .work = work};
  uint64_t saved = least, all = 0;

  swaps.touched = g_new0(uint32_t, ranking->slots->len + 1);
  swaps.visited = g_new0(uint32_t, ranking->n_columns + 1);
  find_families(&swaps);
  for (unsigned round = 0; round < rounds && saved >= least && *work > 0;
       round++) {
    saved = 0;
    swaps.even = even && round == 0;
    for (uint32_t c = 0; c < ranking->n_columns; c++)
      if (c != but)
        saved += visit(&swaps, c);
    all += saved;
  }
  g_free(swaps.first);
  g_free(swaps.others);
  g_free(swaps.places);
  g_free(swaps.touched);
  g_free(swaps.visited);
  return all;
}
