/* SPDX-License-Identifier: Apache-2.0 */
/* Counting crossings (W. Barth, P. Mutzel, M. Jünger, "Simple and Efficient
 * Bilayer Cross Counting", JGAA 8(2), 2004). */
#include "draw/order.h"

void gdct_ranking_sort_neighbours(GdctRanking *ranking, uint32_t column,
                                  int side) {
  uint32_t next = side == GDCT_LEFT ? column - 1 : column + 1;
  const uint32_t *order = gdct_ranking_column(ranking, next);
  uint32_t *cursors = ranking->cursors;

  for (uint32_t i = 0; i < gdct_ranking_length(ranking, column); i++) {
    uint32_t slot = gdct_ranking_column(ranking, column)[i];
    cursors[slot] = ranking->first[gdct_ranking_row(slot, side)];
  }
  for (uint32_t i = 0; i < gdct_ranking_length(ranking, next); i++) {
    uint32_t count;
    const uint32_t *others =
        gdct_ranking_neighbours(ranking, order[i], !side, &count);
    for (uint32_t k = 0; k < count; k++) {
      uint32_t at = cursors[others[k]]++;
      ranking->others[at] = order[i];
      ranking->places[at] = i;
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
    size_t row = gdct_ranking_row(slot, GDCT_RIGHT);
    for (uint32_t k = ranking->first[row]; k < ranking->first[row + 1]; k++) {
      uint32_t place = ranking->places[k] + 1;
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
