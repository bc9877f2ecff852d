/* SPDX-License-Identifier: Apache-2.0 */
/* First orders from walks over the links, breadth first: what is near in the
 * graph is near in the column. Walking again from where a walk ended begins at
 * a far end (N. E. Gibbs, W. G. Poole, P. K. Stockmeyer, SIAM J. Numer. Anal.
 * 13(2), 1976). */
#include "draw/order.h"

#include <string.h>

/* A walk over all slots, breadth first. */
typedef struct {
  GdctRanking *ranking;
  uint32_t *queue, *seen;
  uint32_t *counts; /* of each column: slots met */
  uint32_t head, tail;
} Walk;

static void meet(Walk *walk, uint32_t slot) {
  if (walk->seen[slot])
    return;
  walk->seen[slot] = true;
  walk->queue[walk->tail++] = slot;
}

static void walk_from(Walk *walk, uint32_t slot) {
  GdctRanking *ranking = walk->ranking;

  meet(walk, slot);
  while (walk->head < walk->tail) {
    slot = walk->queue[walk->head++];
    ranking->place[slot] =
        walk->counts[gdct_ranking_slot(ranking, slot)->column]++;
    for (int side = GDCT_LEFT; side <= GDCT_RIGHT; side++) {
      uint32_t count;
      const uint32_t *others =
          gdct_ranking_neighbours(ranking, slot, side, &count);
      for (uint32_t i = 0; i < count; i++)
        meet(walk, others[i]);
    }
  }
}

/* Gives slots their places in the order in which a walk from @root meets
 * them. Returns the last slot that can be reached from there. */
static uint32_t walk_all(GdctRanking *ranking, uint32_t root) {
  guint n = ranking->slots->len;
  g_autofree uint32_t *counts = g_new0(uint32_t, ranking->n_columns);
  g_autofree uint32_t *queue = g_new(uint32_t, n + 1);
  Walk walk = {ranking, queue, ranking->cursors, counts, 0, 0};
  uint32_t last;

  memset(walk.seen, 0, n * sizeof *walk.seen);
  walk_from(&walk, root);
  last = queue[walk.tail - 1];
  for (guint i = 0; i < n; i++)
    if (!walk.seen[i])
      walk_from(&walk, i);
  return last;
}

/* From -1 to 1, more or less: how much the order of a column, without what is
 * not linked, agrees with the reading order. */
static double agreement(const GdctRanking *ranking, uint32_t column,
                        const uint32_t *reading) {
  uint32_t n = gdct_ranking_length(ranking, column);
  double middle = (n - 1) / 2.0, sum = 0;

  for (uint32_t i = 0; i < n; i++) {
    uint32_t slot = reading[ranking->begin[column] + i];
    if (ranking->linked[slot])
      sum += (i - middle) * (ranking->place[slot] - middle);
  }
  return n < 2 ? 0 : 12 * sum / ((double)n * n * n);
}

bool gdct_ranking_is_upside_down(const GdctRanking *ranking,
                                 const uint32_t *reading) {
  double sum = 0;

  for (uint32_t c = 0; c < ranking->n_columns; c++)
    if (ranking->looked_up[c] || !ranking->looks_up)
      sum += agreement(ranking, c, reading);
  return sum < 0;
}

void gdct_ranking_turn(GdctRanking *ranking, bool turn,
                       const uint32_t *reading) {
  for (uint32_t c = 0; c < ranking->n_columns; c++) {
    uint32_t n = gdct_ranking_length(ranking, c);
    for (uint32_t i = 0; i < n; i++) {
      uint32_t slot = reading[ranking->begin[c] + i];
      if (gdct_ranking_slot(ranking, slot)->fixed)
        ranking->place[slot] = i;
      else if (turn)
        ranking->place[slot] = n - 1 - ranking->place[slot];
    }
    gdct_ranking_sort_column(ranking, c, -1);
  }
}

void gdct_ranking_walk(GdctRanking *ranking, uint32_t root, unsigned walks,
                       const uint32_t *reading) {
  for (unsigned i = 0; i < walks; i++)
    root = walk_all(ranking, root);
  gdct_ranking_turn(ranking, gdct_ranking_is_upside_down(ranking, reading),
                    reading);
}
