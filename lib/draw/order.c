/* SPDX-License-Identifier: Apache-2.0 */
/* Barycentre sweeps (K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual
 * Understanding of Hierarchical System Structures", IEEE Trans. SMC 11(2),
 * 1981): a slot goes where its neighbours are on average. */
#include "draw/order.h"

#include <string.h>

#define SWEEPS 12

/* How many crossings more the reading order of one column may cost: a part of
 * those of the best order, and a few. */
#define READING_FACTOR 1.25
#define READING_EXTRA 4.0

enum { LEFT, RIGHT, BOTH };

static GArray *column(const GdctRanking *ranking, guint index) {
  return g_ptr_array_index(ranking->orders, index);
}

/* ---- neighbours and positions ---- */

static void find_neighbours(GdctRanking *ranking, int side) {
  guint n_slots = ranking->slots->len, n_segments = ranking->segments->len;
  uint32_t *first = g_new0(uint32_t, n_slots + 2);
  uint32_t *others = g_new(uint32_t, n_segments + 1);

  for (guint i = 0; i < n_segments; i++) {
    GdctSegment segment = g_array_index(ranking->segments, GdctSegment, i);
    first[(side == LEFT ? segment.right : segment.left) + 2]++;
  }
  /* Shifted by one, so that filling leaves the beginnings behind. */
  for (guint i = 0; i < n_slots; i++)
    first[i + 2] += first[i + 1];
  for (guint i = 0; i < n_segments; i++) {
    GdctSegment segment = g_array_index(ranking->segments, GdctSegment, i);
    uint32_t slot = side == LEFT ? segment.right : segment.left;
    others[first[slot + 1]++] = side == LEFT ? segment.left : segment.right;
  }
  ranking->first[side] = first;
  ranking->others[side] = others;
}

static bool is_linked(const GdctRanking *ranking, uint32_t slot) {
  return ranking->first[LEFT][slot] < ranking->first[LEFT][slot + 1] ||
         ranking->first[RIGHT][slot] < ranking->first[RIGHT][slot + 1];
}

/* Where each slot stands in its column, from 0 to 1, so that columns of
 * different length compare. */
static void find_positions(const GdctRanking *ranking, double *positions) {
  for (guint c = 0; c < ranking->orders->len; c++) {
    const GArray *order = column(ranking, c);
    for (guint i = 0; i < order->len; i++)
      positions[g_array_index(order, uint32_t, i)] = (i + 0.5) / order->len;
  }
}

/* ---- crossings ---- */

typedef struct {
  uint32_t left, right; /* positions */
} Line;

static int compare_lines(const void *a, const void *b) {
  const Line *x = a, *y = b;

  if (x->left != y->left)
    return x->left < y->left ? -1 : 1;
  return x->right < y->right ? -1 : x->right > y->right;
}

/* Pairs of lines whose right ends stand in the other order than their left
 * ones, counted with a Fenwick tree. */
static uint64_t count_inversions(const GArray *lines, guint n_right) {
  g_autofree uint32_t *tree = g_new0(uint32_t, n_right + 2);
  uint64_t crossings = 0;

  for (guint i = 0; i < lines->len; i++) {
    uint32_t right = g_array_index(lines, Line, i).right, before = 0;
    for (uint32_t k = right + 1; k > 0; k &= k - 1)
      before += tree[k];
    crossings += i - before;
    for (uint32_t k = right + 1; k <= n_right; k += k & -k)
      tree[k]++;
  }
  return crossings;
}

uint64_t gdct_ranking_crossings(const GdctRanking *ranking) {
  g_autofree uint32_t *places = g_new(uint32_t, ranking->slots->len + 1);
  uint64_t crossings = 0;

  for (guint c = 0; c < ranking->orders->len; c++)
    for (guint i = 0; i < column(ranking, c)->len; i++)
      places[g_array_index(column(ranking, c), uint32_t, i)] = i;
  for (guint c = 0; c + 1 < ranking->orders->len; c++) {
    const GArray *order = column(ranking, c);
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(Line));
    for (guint i = 0; i < order->len; i++) {
      uint32_t n;
      const uint32_t *others = gdct_ranking_neighbours(
          ranking, g_array_index(order, uint32_t, i), RIGHT, &n);
      for (uint32_t k = 0; k < n; k++) {
        Line line = {i, places[others[k]]};
        g_array_append_val(lines, line);
      }
    }
    if (lines->len > 0)
      qsort(lines->data, lines->len, sizeof(Line), compare_lines);
    crossings += count_inversions(lines, column(ranking, c + 1)->len);
  }
  return crossings;
}

/* ---- sweeps ---- */

typedef struct {
  uint32_t slot;
  uint32_t group;
  bool linked;
  double wish;
  uint32_t before; /* its place until now */
} Wish;

static int compare_wishes(const void *a, const void *b) {
  const Wish *x = a, *y = b;

  if (x->group != y->group)
    return x->group < y->group ? -1 : 1;
  if (x->linked != y->linked)
    return x->linked ? -1 : 1;
  if (x->linked && x->wish != y->wish)
    return x->wish < y->wish ? -1 : 1;
  return x->before < y->before ? -1 : x->before > y->before;
}

/* Sorts one column by the neighbours on a side, or on both. With neither,
 * only what is not linked moves. */
static void sort_column(const GdctRanking *ranking, guint index, int from,
                        double *positions) {
  GArray *order = column(ranking, index);
  g_autofree Wish *wishes = g_new(Wish, order->len + 1);

  for (guint i = 0; i < order->len; i++) {
    uint32_t slot = g_array_index(order, uint32_t, i), n = 0;
    Wish wish = {slot, gdct_ranking_slot(ranking, slot)->group,
                 is_linked(ranking, slot), 0, i};
    for (int side = LEFT; side <= RIGHT; side++) {
      uint32_t count;
      const uint32_t *others =
          gdct_ranking_neighbours(ranking, slot, side, &count);
      for (uint32_t k = 0;
           from >= 0 && (from == BOTH || from == side) && k < count; k++, n++)
        wish.wish += positions[others[k]];
    }
    wish.wish = n > 0 ? wish.wish / n : positions[slot];
    wishes[i] = wish;
  }
  if (order->len > 0)
    qsort(wishes, order->len, sizeof(Wish), compare_wishes);
  for (guint i = 0; i < order->len; i++) {
    g_array_index(order, uint32_t, i) = wishes[i].slot;
    positions[wishes[i].slot] = (i + 0.5) / order->len;
  }
}

/* Sorts the columns on both sides of one that stays as it is. */
static void sort_around(const GdctRanking *ranking, guint fixed,
                        double *positions) {
  for (guint c = fixed + 1; c < ranking->orders->len; c++)
    sort_column(ranking, c, LEFT, positions);
  for (guint c = fixed; c-- > 0;)
    sort_column(ranking, c, RIGHT, positions);
}

/* ---- the best order ---- */

/* Orders that were seen to be good. */
typedef struct {
  GPtrArray *orders;
  double cost;
} Best;

static GPtrArray *copy_orders(const GPtrArray *orders) {
  GPtrArray *copy =
      g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

  for (guint c = 0; c < orders->len; c++)
    g_ptr_array_add(copy, g_array_copy(g_ptr_array_index(orders, c)));
  return copy;
}

static void keep_better(const GdctRanking *ranking, Best *best) {
  double cost = (double)gdct_ranking_crossings(ranking);

  if (best->orders != NULL && cost >= best->cost)
    return;
  g_clear_pointer(&best->orders, g_ptr_array_unref);
  best->orders = copy_orders(ranking->orders);
  best->cost = cost;
}

static void take_orders(GdctRanking *ranking, const GPtrArray *orders) {
  g_ptr_array_unref(ranking->orders);
  ranking->orders = copy_orders(orders);
}

void gdct_ranking_sort(GdctRanking *ranking) {
  g_autofree double *positions = g_new0(double, ranking->slots->len + 1);
  g_autoptr(GPtrArray) reading = NULL;
  Best as_read = {0}, swept = {0};

  find_neighbours(ranking, LEFT);
  find_neighbours(ranking, RIGHT);
  find_positions(ranking, positions);
  for (guint c = 0; c < ranking->orders->len; c++)
    sort_column(ranking, c, -1, positions);
  reading = copy_orders(ranking->orders);
  for (guint fixed = 0; fixed < reading->len; fixed++) {
    take_orders(ranking, reading);
    find_positions(ranking, positions);
    sort_around(ranking, fixed, positions);
    keep_better(ranking, &as_read);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      guint last = reading->len - 1;
      for (guint c = 0; c <= last; c++)
        sort_column(ranking, sweep % 2 == 0 ? c : last - c,
                    sweep < SWEEPS / 2 ? BOTH
                    : sweep % 2 == 0   ? LEFT
                                       : RIGHT,
                    positions);
      keep_better(ranking, &swept);
    }
  }
  if (as_read.orders != NULL)
    take_orders(ranking,
                as_read.cost <= READING_FACTOR * swept.cost + READING_EXTRA
                    ? as_read.orders
                    : swept.orders);
  g_clear_pointer(&as_read.orders, g_ptr_array_unref);
  g_clear_pointer(&swept.orders, g_ptr_array_unref);
}
