/* SPDX-License-Identifier: Apache-2.0 */
/* Barycentre sweeps (K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual
 * Understanding of Hierarchical System Structures", IEEE Trans. SMC 11(2),
 * 1981): a slot goes where its neighbours are on average; what has slots below
 * it goes with them. Nothing recurses: hierarchies may be deep. */
#include "draw/order.h"

#include <gdctrace/mapping.h>

#include <string.h>

/* Keys are wishes as whole numbers, so that sorting is linear. */
#define KEY_BITS 24
#define LAST_KEY ((1u << KEY_BITS) - 1)

/* ---- wishes ---- */

/* Where a slot would like to be: the mean of so many. */
typedef struct {
  double sum;
  uint32_t count;
} Wish;

/* What turns places in the columns on both sides into numbers from 0 to 1, so
 * that columns of different length compare. */
typedef struct {
  double of[2];
} Scales;

static Scales scales_of(const GdctRanking *ranking, uint32_t column) {
  Scales scales = {{0, 0}};

  if (column > 0)
    scales.of[GDCT_LEFT] =
        1.0 / MAX(gdct_ranking_length(ranking, column - 1), 1);
  if (column + 1 < ranking->n_columns)
    scales.of[GDCT_RIGHT] =
        1.0 / MAX(gdct_ranking_length(ranking, column + 1), 1);
  return scales;
}

/* Adds up where the neighbours of a slot are. */
static inline Wish wish_of(const GdctRanking *ranking, uint32_t slot, int from,
                           const Scales *scales) {
  Wish wish = {0, 0};

  for (int side = GDCT_LEFT; side <= GDCT_RIGHT; side++) {
    uint32_t count;
    const uint32_t *others =
        gdct_ranking_neighbours(ranking, slot, side, &count);
    uint64_t sum = 0;
    if (from != GDCT_BOTH && from != side)
      continue;
    for (uint32_t i = 0; i < count; i++)
      sum += ranking->place[others[i]];
    wish.sum += ((double)sum + 0.5 * count) * scales->of[side];
    wish.count += count;
  }
  return wish;
}

/* Of the slots of a column with families, each with all below it. */
static void find_sums(GdctRanking *ranking, uint32_t column, int from) {
  const uint32_t *order = gdct_ranking_column(ranking, column);
  uint32_t n = gdct_ranking_length(ranking, column);
  Scales scales = scales_of(ranking, column);

  for (uint32_t i = 0; i < n; i++) {
    Wish wish = wish_of(ranking, order[i], from, &scales);
    ranking->sums[order[i]] = wish.sum;
    ranking->counts[order[i]] = wish.count;
  }
  for (uint32_t i = n; i-- > 0;) {
    uint32_t parent = ranking->parents[order[i]];
    if (parent == GDCT_NONE)
      continue;
    ranking->sums[parent] += ranking->sums[order[i]];
    ranking->counts[parent] += ranking->counts[order[i]];
  }
}

/* Slots that must stay in order get wishes that are: isotonic regression by
 * pooling adjacent violators. Sets their sums and counts. */
static void pool_fixed(GdctRanking *ranking, uint32_t column) {
  uint32_t first_fixed = ranking->first_fixed[column], n_pools = 0;
  const uint32_t *fixed = ranking->fixed + first_fixed;
  uint32_t n_fixed = ranking->first_fixed[column + 1] - first_fixed;
  g_autofree uint32_t *lengths = g_new(uint32_t, n_fixed + 1);

  for (uint32_t i = 0; i < n_fixed; i++) {
    double sum = ranking->sums[fixed[i]];
    uint32_t count = ranking->counts[fixed[i]], length = 1;
    /* The pools' sums stand where the first of them had its own. */
    uint32_t first = i;
    while (n_pools > 0) {
      uint32_t before = first - lengths[n_pools - 1];
      double last = ranking->sums[fixed[before]];
      uint32_t last_count = ranking->counts[fixed[before]];
      if (last_count > 0 && count > 0 && last * count <= sum * last_count)
        break;
      sum += last;
      count += last_count;
      length += lengths[--n_pools];
      first = before;
    }
    ranking->sums[fixed[first]] = sum;
    ranking->counts[fixed[first]] = count;
    lengths[n_pools++] = length;
  }
  for (uint32_t i = 0, pool = 0; pool < n_pools; i += lengths[pool++])
    for (uint32_t k = 1; k < lengths[pool]; k++) {
      ranking->sums[fixed[i + k]] = ranking->sums[fixed[i]];
      ranking->counts[fixed[i + k]] = ranking->counts[fixed[i]];
    }
}

static uint64_t key_of(const GdctRanking *ranking, uint32_t column,
                       uint32_t slot, Wish wish) {
  double at;

  if (wish.count > 0)
    at = wish.sum / wish.count;
  else if (!ranking->linked[slot] && !gdct_ranking_slot(ranking, slot)->fixed)
    return (uint64_t)LAST_KEY << 32 | slot;
  else
    at = (ranking->place[slot] + 0.5) / gdct_ranking_length(ranking, column);
  return (uint64_t)CLAMP(at * LAST_KEY, 0, LAST_KEY - 1) << 32 | slot;
}

static void find_keys(GdctRanking *ranking, uint32_t column, int from) {
  const uint32_t *order = gdct_ranking_column(ranking, column);
  uint32_t n = gdct_ranking_length(ranking, column);
  Scales scales = scales_of(ranking, column);

  for (uint32_t i = 0; i < n; i++)
    ranking->keys[i] = key_of(ranking, column, order[i],
                              wish_of(ranking, order[i], from, &scales));
}

static void find_family_keys(GdctRanking *ranking, uint32_t column, int from) {
  const uint32_t *order = gdct_ranking_column(ranking, column);
  uint32_t n = gdct_ranking_length(ranking, column);

  find_sums(ranking, column, from);
  pool_fixed(ranking, column);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t slot = order[i];
    Wish wish = {ranking->sums[slot], ranking->counts[slot]};
    ranking->keys[i] = key_of(ranking, column, slot, wish);
  }
}

/* ---- sorting ---- */

static void insertion_sort(uint64_t *keys, uint32_t n) {
  for (uint32_t i = 1; i < n; i++) {
    uint64_t key = keys[i];
    uint32_t k = i;
    for (; k > 0 && keys[k - 1] >> 32 > key >> 32; k--)
      keys[k] = keys[k - 1];
    keys[k] = key;
  }
}

/* Sorts by one digit of the keys, stably. */
static void radix_pass(const uint64_t *from, uint64_t *to, uint32_t n,
                       unsigned shift, unsigned bits) {
  uint32_t begins[1 << 12], mask = (1u << bits) - 1, sum = 0;

  memset(begins, 0, (mask + 1) * sizeof *begins);
  for (uint32_t i = 0; i < n; i++)
    begins[from[i] >> shift & mask]++;
  for (uint32_t digit = 0; digit <= mask; digit++) {
    uint32_t count = begins[digit];
    begins[digit] = sum;
    sum += count;
  }
  for (uint32_t i = 0; i < n; i++)
    to[begins[from[i] >> shift & mask]++] = from[i];
}

/* Sorts keys, each above its slot in one number, stably. Returns where they
 * are then. */
static uint64_t *sort_keys(GdctRanking *ranking, uint32_t n) {
  uint64_t *keys = ranking->keys, *spare = ranking->spare;

  if (n < 48) {
    insertion_sort(keys, n);
    return keys;
  }
  if (n > 4096) {
    radix_pass(keys, spare, n, 32, 12);
    radix_pass(spare, keys, n, 44, 12);
    return keys;
  }
  radix_pass(keys, spare, n, 32, 8);
  radix_pass(spare, keys, n, 40, 8);
  radix_pass(keys, spare, n, 48, 8);
  return spare;
}

/* ---- one column ---- */

static void put_slot(GdctRanking *ranking, uint32_t column, uint32_t slot,
                     uint32_t place) {
  gdct_ranking_column(ranking, column)[place] = slot;
  ranking->place[slot] = place;
}

/* Puts sorted slots into the column, what has a parent below that: the higher
 * levels first, each slot reserving room for all below it. */
static void put_tree(GdctRanking *ranking, uint32_t column,
                     const uint64_t *sorted, uint64_t *by_depth) {
  uint32_t n = gdct_ranking_length(ranking, column), next = 0, sum = 0;
  uint32_t *cursors = ranking->cursors;

  memset(cursors, 0, (ranking->deepest[column] + 1) * sizeof *cursors);
  for (uint32_t i = 0; i < n; i++)
    cursors[ranking->depths[(uint32_t)sorted[i]]]++;
  for (uint32_t depth = 0; depth <= ranking->deepest[column]; depth++) {
    uint32_t count = cursors[depth];
    cursors[depth] = sum;
    sum += count;
  }
  for (uint32_t i = 0; i < n; i++)
    by_depth[cursors[ranking->depths[(uint32_t)sorted[i]]]++] = sorted[i];
  for (uint32_t i = 0; i < n; i++) {
    uint32_t slot = (uint32_t)by_depth[i];
    uint32_t parent = ranking->parents[slot];
    uint32_t *cursor = parent == GDCT_NONE ? &next : &cursors[parent];
    put_slot(ranking, column, slot, *cursor);
    *cursor += ranking->sizes[slot];
    cursors[slot] = ranking->place[slot] + 1;
  }
}

void gdct_ranking_sort_column(GdctRanking *ranking, uint32_t column, int from) {
  uint32_t n = gdct_ranking_length(ranking, column);
  uint64_t *sorted;

  if (ranking->deepest[column] > 0) {
    find_family_keys(ranking, column, from);
    sorted = sort_keys(ranking, n);
    put_tree(ranking, column, sorted,
             sorted == ranking->keys ? ranking->spare : ranking->keys);
    return;
  }
  find_keys(ranking, column, from);
  sorted = sort_keys(ranking, n);
  for (uint32_t i = 0; i < n; i++)
    put_slot(ranking, column, (uint32_t)sorted[i], i);
}
