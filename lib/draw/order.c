/* SPDX-License-Identifier: Apache-2.0 */
/* From several first orders sweeps and swaps lead to better ones; the best
 * that was seen is taken. How many are tried depends on the size alone, so
 * the same picture gives the same order, and time is linear. */
#include "draw/order.h"

#include <gdctrace/mapping.h>

#include <string.h>

/* How many crossings more the reading order of one column may cost: a part of
 * those of the best order, and a few. */
#define READING_FACTOR 1.6
#define READING_EXTRA 4
#define TURN_FACTOR 1.1

/* Small pictures are tried from many first orders, larger ones from one;
 * those with more slots and segments than this are not read by looking things
 * up. */
#define STARTS_SIZE 5000
#define MOST_STARTS 16
#define FAR_WALKS 3

/* In larger pictures nearly each sweep is better than the one before, and
 * swaps save little: crossings are counted half as often, and a round of swaps
 * that saves less than a part of them is the last. */
#define SWEEPS 24
#define HUGE_SIZE 100000 /* gets half of them */
#define COUNT_EVERY 3    /* sweeps */
#define SWAP_ROUNDS 8
#define SWAP_PART 4000
#define SWAP_WORK 40 /* neighbours looked at, for each slot and segment */

/* ---- slots ---- */

void gdct_ranking_init(GdctRanking *ranking, uint32_t n_columns) {
  memset(ranking, 0, sizeof *ranking);
  ranking->slots = g_array_new(FALSE, FALSE, sizeof(GdctSlot));
  ranking->segments = g_array_new(FALSE, FALSE, sizeof(GdctSegment));
  ranking->n_columns = n_columns;
  ranking->looked_up = g_new0(bool, n_columns + 1);
}

void gdct_ranking_clear(GdctRanking *ranking) {
  g_array_unref(ranking->slots);
  g_array_unref(ranking->segments);
  g_free(ranking->first);
  g_free(ranking->others);
  g_free(ranking->places);
  g_free(ranking->looked_up);
  g_free(ranking->begin);
  g_free(ranking->order);
  g_free(ranking->place);
  g_free(ranking->sizes);
  g_free(ranking->depths);
  g_free(ranking->parents);
  g_free(ranking->linked);
  g_free(ranking->deepest);
  g_free(ranking->fixed);
  g_free(ranking->first_fixed);
  g_free(ranking->keys);
  g_free(ranking->spare);
  g_free(ranking->cursors);
  g_free(ranking->sums);
  g_free(ranking->counts);
}

/* ---- what does not change ---- */

static void find_neighbours(GdctRanking *ranking) {
  guint n_rows = 2 * ranking->slots->len, n_segments = ranking->segments->len;
  uint32_t *first = g_new0(uint32_t, n_rows + 2);
  uint32_t *others = g_new(uint32_t, 2 * n_segments + 1);

  for (guint i = 0; i < n_segments; i++) {
    GdctSegment segment = g_array_index(ranking->segments, GdctSegment, i);
    first[gdct_ranking_row(segment.right, GDCT_LEFT) + 2]++;
    first[gdct_ranking_row(segment.left, GDCT_RIGHT) + 2]++;
  }
  /* Shifted by one, so that filling leaves the beginnings behind. */
  for (guint i = 0; i < n_rows; i++)
    first[i + 2] += first[i + 1];
  for (guint i = 0; i < n_segments; i++) {
    GdctSegment segment = g_array_index(ranking->segments, GdctSegment, i);
    others[first[gdct_ranking_row(segment.right, GDCT_LEFT) + 1]++] =
        segment.left;
    others[first[gdct_ranking_row(segment.left, GDCT_RIGHT) + 1]++] =
        segment.right;
  }
  ranking->first = first;
  ranking->others = others;
  ranking->places = g_new0(uint32_t, 2 * n_segments + 1);
}

/* Sizes, depths and links of families: parents come before their children. */
static void find_families(GdctRanking *ranking) {
  guint n = ranking->slots->len;

  for (guint i = 0; i < n; i++) {
    const GdctSlot *slot = gdct_ranking_slot(ranking, i);
    ranking->sizes[i] = 1;
    ranking->parents[i] = slot->parent;
    ranking->depths[i] =
        slot->parent == GDCT_NONE ? 0 : ranking->depths[slot->parent] + 1;
    ranking->deepest[slot->column] =
        MAX(ranking->deepest[slot->column], ranking->depths[i]);
  }
  for (guint i = n; i-- > 0;) {
    uint32_t parent = ranking->parents[i];
    ranking->linked[i] |= ranking->first[gdct_ranking_row(i, GDCT_LEFT)] <
                          ranking->first[gdct_ranking_row(i + 1, GDCT_LEFT)];
    if (parent == GDCT_NONE)
      continue;
    ranking->sizes[parent] += ranking->sizes[i];
    ranking->linked[parent] |= ranking->linked[i];
  }
}

/* What is fixed, when columns are in reading order. */
static void find_fixed(GdctRanking *ranking) {
  uint32_t n = 0;

  for (uint32_t c = 0; c < ranking->n_columns; c++) {
    const uint32_t *order = gdct_ranking_column(ranking, c);
    ranking->first_fixed[c] = n;
    for (uint32_t i = 0; i < gdct_ranking_length(ranking, c); i++)
      if (gdct_ranking_slot(ranking, order[i])->fixed)
        ranking->fixed[n++] = order[i];
  }
  ranking->first_fixed[ranking->n_columns] = n;
}

/* Columns in the order in which their slots were added. */
static void fill_columns(GdctRanking *ranking) {
  guint n = ranking->slots->len;

  for (guint i = 0; i < n; i++)
    ranking->begin[gdct_ranking_slot(ranking, i)->column + 1]++;
  for (uint32_t c = 0; c < ranking->n_columns; c++)
    ranking->begin[c + 1] += ranking->begin[c];
  memset(ranking->cursors, 0, (n + 2) * sizeof(uint32_t));
  for (guint i = 0; i < n; i++) {
    uint32_t column = gdct_ranking_slot(ranking, i)->column;
    uint32_t place = ranking->deepest[column]; /* counts, until families */
    gdct_ranking_column(ranking, column)[place] = i;
    ranking->place[i] = place;
    ranking->deepest[column]++;
  }
  memset(ranking->deepest, 0, ranking->n_columns * sizeof(uint32_t));
}

static void prepare(GdctRanking *ranking) {
  guint n = ranking->slots->len;

  find_neighbours(ranking);
  ranking->begin = g_new0(uint32_t, ranking->n_columns + 2);
  ranking->order = g_new0(uint32_t, n + 1);
  ranking->place = g_new0(uint32_t, n + 1);
  ranking->sizes = g_new0(uint32_t, n + 1);
  ranking->depths = g_new0(uint32_t, n + 1);
  ranking->parents = g_new0(uint32_t, n + 1);
  ranking->linked = g_new0(bool, n + 1);
  ranking->deepest = g_new0(uint32_t, ranking->n_columns + 1);
  ranking->keys = g_new(uint64_t, n + 1);
  ranking->spare = g_new(uint64_t, n + 1);
  ranking->cursors = g_new0(uint32_t, n + 2);
  ranking->sums = g_new0(double, n + 1);
  ranking->counts = g_new0(uint32_t, n + 1);
  ranking->fixed = g_new0(uint32_t, n + 1);
  ranking->first_fixed = g_new0(uint32_t, ranking->n_columns + 1);
  fill_columns(ranking);
  find_fixed(ranking);
  find_families(ranking);
  for (uint32_t c = 0; c < ranking->n_columns; c++)
    gdct_ranking_sort_column(ranking, c, -1);
}

/* ---- the best order ---- */

/* An order that was seen to be good. */
typedef struct {
  uint32_t *order;
  uint64_t cost;
} Best;

static void keep_order(const GdctRanking *ranking, Best *best, uint64_t cost) {
  guint n = ranking->slots->len;

  if (best->order != NULL && cost >= best->cost)
    return;
  if (best->order == NULL)
    best->order = g_new(uint32_t, n + 1);
  memcpy(best->order, ranking->order, n * sizeof(uint32_t));
  best->cost = cost;
}

static void take_order(GdctRanking *ranking, const uint32_t *order) {
  memcpy(ranking->order, order, ranking->slots->len * sizeof(uint32_t));
  for (uint32_t c = 0; c < ranking->n_columns; c++)
    for (uint32_t i = 0; i < gdct_ranking_length(ranking, c); i++)
      ranking->place[gdct_ranking_column(ranking, c)[i]] = i;
}

/* ---- first orders ---- */

/* Sorts the columns on both sides of one that stays as it is. */
static void sort_around(GdctRanking *ranking, uint32_t fixed) {
  for (uint32_t c = fixed + 1; c < ranking->n_columns; c++)
    gdct_ranking_sort_column(ranking, c, GDCT_LEFT);
  for (uint32_t c = fixed; c-- > 0;)
    gdct_ranking_sort_column(ranking, c, GDCT_RIGHT);
}

/* ---- better orders ---- */

/* Goes through all columns but one, with even sweeps rightwards, with odd ones
 * leftwards. */
static void sweep_columns(GdctRanking *ranking, uint32_t but, unsigned sweep) {
  for (uint32_t i = 0; i < ranking->n_columns; i++) {
    uint32_t c = sweep % 2 == 0 ? i : ranking->n_columns - 1 - i;
    if (c != but)
      gdct_ranking_sort_column(ranking, c, GDCT_BOTH);
  }
}

/* Larger than those that are tried from many first orders. */
static bool is_large(const GdctRanking *ranking) {
  return ranking->slots->len + ranking->segments->len > STARTS_SIZE;
}

/* How many crossings are worth another round of swaps. */
static uint64_t least_saved(const GdctRanking *ranking, uint64_t cost) {
  return is_large(ranking) ? cost / SWAP_PART + 1 : 1;
}

/* Swaps from an order that was kept, and keeps what is better. Once swaps are
 * not worth it, those that change nothing are no way to others that are. */
static void swap_all(GdctRanking *ranking, uint32_t but, Best *best) {
  uint64_t work =
      (uint64_t)SWAP_WORK * (ranking->slots->len + ranking->segments->len);

  take_order(ranking, best->order);
  for (int even = 0; even <= 1; even++) {
    uint64_t least = least_saved(ranking, best->cost);
    uint64_t saved =
        gdct_ranking_swap(ranking, but, SWAP_ROUNDS, even, least, &work);
    keep_order(ranking, best, best->cost - saved);
    if (saved < least && is_large(ranking))
      return;
  }
}

/* Sweeps and swaps on the present order, in all columns but one. */
static void improve(GdctRanking *ranking, uint32_t but, Best *best) {
  uint32_t size = ranking->slots->len + ranking->segments->len;
  unsigned n_sweeps = size > HUGE_SIZE ? SWEEPS / 2 : SWEEPS;
  unsigned every = is_large(ranking) ? 2 * COUNT_EVERY : COUNT_EVERY;
  Best own = {0};

  for (unsigned sweep = 0; sweep < n_sweeps; sweep++) {
    sweep_columns(ranking, but, sweep);
    if (sweep % every == every - 1)
      keep_order(ranking, &own, gdct_ranking_crossings(ranking));
  }
  swap_all(ranking, but, &own);
  take_order(ranking, own.order);
  keep_order(ranking, best, own.cost);
  g_free(own.order);
}

/* The columns that are looked up, each left as it is in turn. */
static void try_reading(GdctRanking *ranking, const uint32_t *reading,
                        Best *best) {
  for (uint32_t c = 0; c < ranking->n_columns; c++)
    if (ranking->looked_up[c]) {
      take_order(ranking, reading);
      sort_around(ranking, c);
      improve(ranking, c, best);
    }
}

static void try_walks(GdctRanking *ranking, const uint32_t *reading,
                      unsigned n_starts, Best *best) {
  uint32_t n = ranking->slots->len;

  for (uint32_t start = 0; start < n_starts; start++) {
    uint32_t root = (uint32_t)((uint64_t)start * n / n_starts);
    for (uint32_t i = 0; i < n && !ranking->linked[root]; i++)
      root = (root + 1) % n;
    gdct_ranking_walk(ranking, root, start == 0 ? FAR_WALKS : 1, reading);
    improve(ranking, GDCT_NONE, best);
  }
}

/* A few crossings more are no price for an order in which people find things.
 */
static bool is_close(uint64_t cost, uint64_t best) {
  return (double)cost <= READING_FACTOR * (double)best + READING_EXTRA;
}

/* Turns an order that runs against the reading order, unless that costs:
 * families do not turn with their first card on top. */
static void set_upright(GdctRanking *ranking, const uint32_t *reading,
                        const Best *best) {
  uint64_t work = (uint64_t)SWAP_WORK * ranking->slots->len;

  if (!gdct_ranking_is_upside_down(ranking, reading))
    return;
  gdct_ranking_turn(ranking, true, reading);
  gdct_ranking_swap(ranking, GDCT_NONE, SWAP_ROUNDS, false,
                    least_saved(ranking, best->cost), &work);
  if (gdct_ranking_crossings(ranking) > TURN_FACTOR * (double)best->cost)
    take_order(ranking, best->order);
}

void gdct_ranking_sort(GdctRanking *ranking) {
  uint32_t size = ranking->slots->len + ranking->segments->len;
  g_autofree uint32_t *reading = NULL;
  Best as_read = {0}, walked = {0};

  prepare(ranking);
  for (uint32_t c = 0; c < ranking->n_columns; c++)
    ranking->looks_up |= ranking->looked_up[c];
  if (ranking->segments->len == 0)
    return;
  reading = g_memdup2(ranking->order, ranking->slots->len * sizeof(uint32_t));
  try_walks(ranking, reading, CLAMP(STARTS_SIZE / size, 1, MOST_STARTS),
            &walked);
  if (size <= STARTS_SIZE && ranking->looks_up)
    try_reading(ranking, reading, &as_read);
  take_order(ranking, walked.order);
  set_upright(ranking, reading, &walked);
  if (as_read.order != NULL && is_close(as_read.cost, walked.cost))
    take_order(ranking, as_read.order);
  gdct_ranking_tidy(ranking);
  g_free(as_read.order);
  g_free(walked.order);
}
