/* SPDX-License-Identifier: Apache-2.0 */
/* Where links do not say which of two slots stands higher, the reading order
 * does: slots with the same neighbours change places. */
#include "draw/order.h"

#include <string.h>

typedef struct {
  uint64_t sign; /* equal if parent and neighbours are */
  uint32_t slot;
} Twin;

static int compare_twins(const void *a, const void *b) {
  const Twin *x = a, *y = b;

  if (x->sign != y->sign)
    return x->sign < y->sign ? -1 : 1;
  return x->slot < y->slot ? -1 : x->slot > y->slot;
}

static int compare_places(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

  return x < y ? -1 : x > y;
}

/* FNV-1a, a number at a time. */
static uint64_t mix(uint64_t sign, uint32_t number) {
  return (sign ^ number) * 1099511628211u;
}

static uint64_t sign_of(const GdctRanking *ranking, uint32_t slot) {
  uint64_t sign =
      mix(14695981039346656037u, gdct_ranking_slot(ranking, slot)->parent);

  for (int side = GDCT_LEFT; side <= GDCT_RIGHT; side++) {
    uint32_t count;
    const uint32_t *others =
        gdct_ranking_neighbours(ranking, slot, side, &count);
    sign = mix(sign, count);
    for (uint32_t i = 0; i < count; i++)
      sign = mix(sign, others[i]);
  }
  return sign;
}

/* Neighbours stand sorted. */
static bool are_twins(const GdctRanking *ranking, uint32_t a, uint32_t b) {
  if (gdct_ranking_slot(ranking, a)->parent !=
      gdct_ranking_slot(ranking, b)->parent)
    return false;
  for (int side = GDCT_LEFT; side <= GDCT_RIGHT; side++) {
    uint32_t n_a, n_b;
    const uint32_t *of_a = gdct_ranking_neighbours(ranking, a, side, &n_a);
    const uint32_t *of_b = gdct_ranking_neighbours(ranking, b, side, &n_b);
    if (n_a != n_b || memcmp(of_a, of_b, n_a * sizeof *of_a) != 0)
      return false;
  }
  return true;
}

/* Gives twins, in reading order, their places from the top. */
static void order_twins(GdctRanking *ranking, uint32_t column,
                        const Twin *twins, uint32_t n, uint32_t *places) {
  uint32_t *order = gdct_ranking_column(ranking, column);

  for (uint32_t i = 0; i < n; i++)
    places[i] = ranking->place[twins[i].slot];
  qsort(places, n, sizeof *places, compare_places);
  for (uint32_t i = 0; i < n; i++) {
    order[places[i]] = twins[i].slot;
    ranking->place[twins[i].slot] = places[i];
  }
}

static void tidy_column(GdctRanking *ranking, uint32_t column) {
  uint32_t n = gdct_ranking_length(ranking, column), n_leaves = 0, end;
  const uint32_t *order = gdct_ranking_column(ranking, column);
  g_autofree Twin *twins = g_new(Twin, n + 1);
  g_autofree uint32_t *places = g_new(uint32_t, n + 1);

  for (uint32_t i = 0; i < n; i++)
    if (ranking->sizes[order[i]] == 1 &&
        !gdct_ranking_slot(ranking, order[i])->fixed)
      twins[n_leaves++] = (Twin){sign_of(ranking, order[i]), order[i]};
  if (n_leaves > 1)
    qsort(twins, n_leaves, sizeof *twins, compare_twins);
  for (uint32_t i = 0; i < n_leaves; i = end) {
    for (end = i + 1; end < n_leaves && twins[end].sign == twins[i].sign &&
                      are_twins(ranking, twins[i].slot, twins[end].slot);)
      end++;
    if (end - i > 1)
      order_twins(ranking, column, twins + i, end - i, places);
  }
}

void gdct_ranking_tidy(GdctRanking *ranking) {
  for (uint32_t c = 0; c < ranking->n_columns; c++) {
    if (c > 0)
      gdct_ranking_sort_neighbours(ranking, c, GDCT_LEFT);
    if (c + 1 < ranking->n_columns)
      gdct_ranking_sort_neighbours(ranking, c, GDCT_RIGHT);
    tidy_column(ranking, c);
  }
}
