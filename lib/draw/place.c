/* SPDX-License-Identifier: Apache-2.0 */
/* Coordinates down the columns: the tallest is packed, the others follow their
 * neighbours, none beyond its ends; so no height is wasted. */
#include "draw/plan.h"

#include <string.h>

#define PASS_SPACE 1.0 /* between links that pass a column side by side */
#define UNLINKED_SPACE 9.0
#define HEADING_SPACE 2.0 /* at most, below the heading of a group */
#define FAMILY_SPACE 3.0  /* more around a card and the cards below it */
#define LOOSE_SPACE 6.0   /* at most this much more in columns with room */
#define ROUNDS 2
#define NO_WISH 0.01 /* the weight of what has no neighbours there */
#define STRAIGHT 8   /* how much more straight lines matter where links pass */

/* Whether a slot is below a card. */
static bool has_parent(const GdctPlan *plan, const GdctSlot *slot) {
  return slot->parent != GDCT_NONE &&
         !gdct_ranking_slot(&plan->ranking, slot->parent)->fixed;
}

/* What nothing is linked to stands apart, and so do families; links that pass
 * stand together. */
static double space_above(const GdctPlan *plan, uint32_t above_index,
                          uint32_t index) {
  const GdctRanking *ranking = &plan->ranking;
  const GdctSlot *above = gdct_ranking_slot(ranking, above_index);
  const GdctSlot *slot = gdct_ranking_slot(ranking, index);

  if (gdct_slot_is_pass(above) && gdct_slot_is_pass(slot))
    return MIN(slot->space, PASS_SPACE);
  if (above->fixed)
    return MIN(slot->space, HEADING_SPACE);
  if (slot->fixed || has_parent(plan, slot))
    return slot->space;
  if (ranking->linked[above_index] && !ranking->linked[index])
    return MAX(slot->space, UNLINKED_SPACE);
  if (has_parent(plan, above) || ranking->sizes[index] > 1)
    return slot->space + FAMILY_SPACE;
  return slot->space;
}

/* Packs a column from the top, but for @loose more between families; returns
 * its height. */
static double pack(const GdctPlan *plan, uint32_t column, double loose) {
  const uint32_t *order = gdct_ranking_column(&plan->ranking, column);
  double y = 0;

  for (uint32_t i = 0; i < gdct_ranking_length(&plan->ranking, column); i++) {
    GdctSlot *slot = gdct_ranking_slot(&plan->ranking, order[i]);
    if (i > 0)
      y += space_above(plan, order[i - 1], order[i]);
    if (i > 0 && slot->parent == GDCT_NONE && !gdct_slot_is_pass(slot))
      y += loose;
    y += slot->height;
    slot->y = y - slot->height / 2;
  }
  return y;
}

/* Half of the room that a column of @height leaves free below @tallest may go
 * between its cards. */
static double room_between(const GdctPlan *plan, uint32_t column, double height,
                           double tallest) {
  uint32_t n = gdct_ranking_length(&plan->ranking, column);

  return MIN((tallest - height) / 2 / MAX(n, 1), LOOSE_SPACE);
}

/* ---- following neighbours ---- */

/* Slots that touch and move as one. */
typedef struct {
  double sum; /* of wishes, each less the slot's offset in the packed column */
  double weight;
  uint32_t count;
} Block;

/* Where a slot would like to be: with its neighbours on a side or both. */
static Block wish_of(const GdctPlan *plan, uint32_t slot, int from) {
  bool pass = gdct_slot_is_pass(gdct_ranking_slot(&plan->ranking, slot));
  Block wish = {.count = 1};

  for (int side = GDCT_LEFT; side <= GDCT_RIGHT; side++) {
    uint32_t count;
    const uint32_t *others =
        gdct_ranking_neighbours(&plan->ranking, slot, side, &count);
    if (from != GDCT_BOTH && from != side)
      continue;
    for (uint32_t i = 0; i < count; i++) {
      const GdctSlot *other = gdct_ranking_slot(&plan->ranking, others[i]);
      double weight = pass && gdct_slot_is_pass(other) ? STRAIGHT : 1;
      wish.sum += weight * other->y;
      wish.weight += weight;
    }
  }
  return wish;
}

static double shift_of(const Block *block) {
  return block->sum / block->weight;
}

/* Whether a slot moves only with the one above it: a heading stays with what
 * it is over. Families may stretch, or a large one would be a knot of links. */
static bool is_tied(const GdctPlan *plan, uint32_t above, uint32_t slot) {
  return gdct_ranking_slot(&plan->ranking, above)->fixed &&
         gdct_ranking_slot(&plan->ranking, slot)->parent == above;
}

/* A slot by itself; what has no wish of its own goes with the one before. */
static Block block_of(const GdctPlan *plan, uint32_t slot, int from,
                      double offset, double before) {
  bool pass = gdct_slot_is_pass(gdct_ranking_slot(&plan->ranking, slot));
  Block block = wish_of(plan, slot, from);
  double wish = block.weight > 0 ? shift_of(&block) - offset : before;

  /* A card with many links weighs no more than one with few. */
  block.weight = block.weight > 0 ? (pass ? 2 : 1) : NO_WISH;
  block.sum = block.weight * wish;
  return block;
}

/* Moves the slots of a column, of height @used in @height, as near as can be
 * to their neighbours on a side without changing their order: isotonic
 * regression by pooling adjacent violators. offsets[] are their places when
 * packed. */
static void follow(const GdctPlan *plan, uint32_t column, int from,
                   const double *offsets, double used, double height) {
  const uint32_t *order = gdct_ranking_column(&plan->ranking, column);
  uint32_t n = gdct_ranking_length(&plan->ranking, column), place = 0;
  g_autoptr(GArray) blocks = g_array_new(FALSE, FALSE, sizeof(Block));
  double before = 0;

  for (uint32_t i = 0; i < n; i++) {
    Block block = block_of(plan, order[i], from, offsets[order[i]], before);
    bool tied = i > 0 && is_tied(plan, order[i - 1], order[i]);
    before = shift_of(&block);
    while (blocks->len > 0) {
      Block last = g_array_index(blocks, Block, blocks->len - 1);
      if (!tied && shift_of(&last) <= shift_of(&block))
        break;
      block.sum += last.sum;
      block.weight += last.weight;
      block.count += last.count;
      g_array_set_size(blocks, blocks->len - 1);
      tied = false;
    }
    g_array_append_val(blocks, block);
  }
  for (uint32_t b = 0; b < blocks->len; b++) {
    const Block *block = &g_array_index(blocks, Block, b);
    double shift = CLAMP(shift_of(block), 0, height - used);
    for (uint32_t i = 0; i < block->count; i++, place++)
      gdct_ranking_slot(&plan->ranking, order[place])->y =
          offsets[order[place]] + shift;
  }
}

double gdct_plan_place(GdctPlan *plan) {
  uint32_t n_columns = plan->ranking.n_columns, tallest = 0;
  uint32_t n = plan->ranking.slots->len;
  g_autofree double *heights = g_new0(double, n_columns + 1);
  g_autofree double *offsets = g_new0(double, n + 1);

  for (uint32_t c = 0; c < n_columns; c++) {
    heights[c] = pack(plan, c, 0);
    if (heights[c] > heights[tallest])
      tallest = c;
  }
  for (uint32_t c = 0; c < n_columns; c++)
    if (c != tallest)
      heights[c] =
          pack(plan, c, room_between(plan, c, heights[c], heights[tallest]));
  for (uint32_t i = 0; i < n; i++)
    offsets[i] = gdct_ranking_slot(&plan->ranking, i)->y;
  for (uint32_t c = tallest + 1; c < n_columns; c++)
    follow(plan, c, GDCT_LEFT, offsets, heights[c], heights[tallest]);
  for (uint32_t c = tallest; c-- > 0;)
    follow(plan, c, GDCT_RIGHT, offsets, heights[c], heights[tallest]);
  for (unsigned round = 0; round < ROUNDS; round++)
    for (uint32_t c = 0; c < n_columns; c++)
      if (c != tallest)
        follow(plan, c, GDCT_BOTH, offsets, heights[c], heights[tallest]);
  return heights[tallest];
}
