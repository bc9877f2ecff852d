/* SPDX-License-Identifier: Apache-2.0 */
/* From an order to coordinates: the tallest column is packed, the others
 * follow their neighbours. */
#include "draw/layout.h"

#include "draw/order.h"

#include <string.h>

#define GROUP_HEIGHT 16.0
#define MARK_SPACE 2.5  /* more above a card with a thick border */
#define PASS_HEIGHT 4.0 /* of a link that passes a column */
#define UNLINKED_SPACE 9.0
#define LOOP 34.0 /* how far a link within a column swings out */
#define LEFT 0
#define RIGHT 1

/* ---- slots ---- */

typedef struct {
  const GdctSheet *sheet;
  const GdctPicture *picture;
  GdctRanking ranking;
  uint32_t *slot_of;      /* of each card */
  uint32_t *first_passes; /* of each link: slots where it passes */
} Plan;

static uint32_t add_slot(Plan *plan, GdctSlot slot) {
  uint32_t index = plan->ranking.slots->len;

  g_array_append_val(plan->ranking.slots, slot);
  g_array_append_val(g_ptr_array_index(plan->ranking.orders, slot.column),
                     index);
  return index;
}

static void add_segment(Plan *plan, uint32_t left, uint32_t right) {
  GdctSegment segment = {left, right};

  g_array_append_val(plan->ranking.segments, segment);
}

/* The cards of a column, each group after its heading. */
static void add_cards(Plan *plan, uint32_t c) {
  const GdctPictureColumn *column = gdct_picture_column(plan->picture, c);
  const char *name = NULL;
  uint32_t group = 0;

  for (uint32_t i = 0; i < column->n_cards; i++) {
    uint32_t index = column->first_card + i;
    const GdctCard *card = gdct_picture_card(plan->picture, index);
    if (column->group_by != NULL &&
        (name == NULL || strcmp(name, card->group) != 0)) {
      name = card->group;
      add_slot(plan, (GdctSlot){.column = c,
                                .item = GDCT_NONE,
                                .group = group,
                                .height = GROUP_HEIGHT,
                                .space = 4});
      group += 2;
    }
    plan->slot_of[index] = add_slot(
        plan,
        (GdctSlot){.column = c,
                   .item = index,
                   .group = name == NULL ? 0 : group - 1,
                   .height = plan->sheet->heights[index],
                   .space = plan->sheet->card_space +
                            (card->mark == GDCT_MARK_NONE ? 0 : MARK_SPACE)});
  }
}

/* Makes way for links through the columns that they skip. Of a column with
 * groups they pass the end. */
static void add_links(Plan *plan) {
  for (uint32_t i = 0; i < plan->picture->links->len; i++) {
    const GdctPictureLink *link = gdct_picture_link(plan->picture, i);
    uint32_t from = gdct_picture_card(plan->picture, link->from)->column;
    uint32_t to = gdct_picture_card(plan->picture, link->to)->column;
    uint32_t slot = plan->slot_of[link->from];
    plan->first_passes[i] = plan->ranking.slots->len;
    for (uint32_t c = from + 1; c < to; c++) {
      bool groups = gdct_picture_column(plan->picture, c)->group_by != NULL;
      uint32_t pass =
          add_slot(plan, (GdctSlot){.column = c,
                                    .item = GDCT_NONE,
                                    .group = groups ? GDCT_NONE : 0,
                                    .height = PASS_HEIGHT,
                                    .space = plan->sheet->card_space});
      add_segment(plan, slot, pass);
      slot = pass;
    }
    if (from < to)
      add_segment(plan, slot, plan->slot_of[link->to]);
  }
}

static void init_plan(Plan *plan, const GdctSheet *sheet) {
  GdctRanking *ranking = &plan->ranking;

  plan->sheet = sheet;
  plan->picture = sheet->picture;
  ranking->slots = g_array_new(FALSE, FALSE, sizeof(GdctSlot));
  ranking->segments = g_array_new(FALSE, FALSE, sizeof(GdctSegment));
  ranking->orders =
      g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  plan->slot_of = g_new(uint32_t, plan->picture->cards->len + 1);
  plan->first_passes = g_new(uint32_t, plan->picture->links->len + 1);
  for (uint32_t c = 0; c < plan->picture->columns->len; c++) {
    g_ptr_array_add(ranking->orders,
                    g_array_new(FALSE, FALSE, sizeof(uint32_t)));
    add_cards(plan, c);
  }
  add_links(plan);
}

static void clear_plan(Plan *plan) {
  g_array_unref(plan->ranking.slots);
  g_array_unref(plan->ranking.segments);
  g_ptr_array_unref(plan->ranking.orders);
  for (int side = LEFT; side <= RIGHT; side++) {
    g_free(plan->ranking.first[side]);
    g_free(plan->ranking.others[side]);
  }
  g_free(plan->slot_of);
  g_free(plan->first_passes);
}

/* ---- coordinates down the columns ---- */

static GdctSlot *slot_at(const Plan *plan, uint32_t column, guint place) {
  const GArray *order = g_ptr_array_index(plan->ranking.orders, column);

  return gdct_ranking_slot(&plan->ranking,
                           g_array_index(order, uint32_t, place));
}

static guint column_length(const Plan *plan, uint32_t column) {
  const GArray *order = g_ptr_array_index(plan->ranking.orders, column);

  return order->len;
}

static bool has_links(const Plan *plan, const GdctSlot *slot) {
  return slot->item == GDCT_NONE ||
         gdct_picture_card(plan->picture, slot->item)->linked;
}

/* Packs a column from the top; returns its height. */
static double pack(const Plan *plan, uint32_t column) {
  double y = 0;
  bool linked = false;

  for (guint i = 0; i < column_length(plan, column); i++) {
    GdctSlot *slot = slot_at(plan, column, i);
    bool now = has_links(plan, slot);
    /* What nothing is linked to stands apart. */
    if (linked && !now)
      slot->space = MAX(slot->space, UNLINKED_SPACE);
    linked = now;
    y += (i > 0 ? slot->space : 0) + slot->height;
    slot->y = y - slot->height / 2;
  }
  return y;
}

/* Where a slot would like to be: with its neighbours on one side, or else, if
 * it has any neighbours, on the other. Without any, below the slot before. */
static double wish_of(const Plan *plan, uint32_t column, guint place, int side,
                      double before) {
  const GArray *order = g_ptr_array_index(plan->ranking.orders, column);
  uint32_t count, slot = g_array_index(order, uint32_t, place);
  const uint32_t *others =
      gdct_ranking_neighbours(&plan->ranking, slot, side, &count);
  double sum = 0;

  for (uint32_t i = 0; i < count; i++)
    sum += gdct_ranking_slot(&plan->ranking, others[i])->y;
  return count > 0 ? sum / count : before;
}

/* Slots that touch and move as one. */
typedef struct {
  double sum; /* of wishes, each less the slot's offset in the packed column */
  guint count;
} Block;

/* Moves the slots of a packed column, of height @used in @height, as near as
 * can be to their neighbours on a side without changing their order: isotonic
 * regression by pooling adjacent violators. */
static void follow(const Plan *plan, uint32_t column, int side, double used,
                   double height) {
  guint n = column_length(plan, column), place = 0;
  g_autoptr(GArray) blocks = g_array_new(FALSE, FALSE, sizeof(Block));
  double before = 0;

  for (guint i = 0; i < n; i++) {
    double offset = slot_at(plan, column, i)->y;
    double wish = wish_of(plan, column, i, side, before + offset) - offset;
    Block block = {wish, 1};
    before = wish;
    while (blocks->len > 0) {
      Block last = g_array_index(blocks, Block, blocks->len - 1);
      if (last.sum / last.count <= block.sum / block.count)
        break;
      block.sum += last.sum;
      block.count += last.count;
      g_array_set_size(blocks, blocks->len - 1);
    }
    g_array_append_val(blocks, block);
  }
  for (guint b = 0; b < blocks->len; b++) {
    Block block = g_array_index(blocks, Block, b);
    double shift = CLAMP(block.sum / block.count, 0, height - used);
    for (guint i = 0; i < block.count; i++)
      slot_at(plan, column, place++)->y += shift;
  }
}

/* Places all slots; returns the height of the tallest column. */
static double place_slots(const Plan *plan) {
  uint32_t n_columns = plan->picture->columns->len, tallest = 0;
  g_autofree double *heights = g_new0(double, n_columns + 1);

  for (uint32_t c = 0; c < n_columns; c++) {
    heights[c] = pack(plan, c);
    if (heights[c] > heights[tallest])
      tallest = c;
  }
  for (uint32_t c = tallest + 1; c < n_columns; c++)
    follow(plan, c, LEFT, heights[c], heights[tallest]);
  for (uint32_t c = tallest; c-- > 0;)
    follow(plan, c, RIGHT, heights[c], heights[tallest]);
  return heights[tallest];
}

/* ---- curves ---- */

static void put_point(GdctLayout *layout, double x, double y) {
  GdctPoint point = {x, y};

  g_array_append_val(layout->points, point);
}

/* A curve from the last point that leaves and arrives level. */
static void put_curve(GdctLayout *layout, double x, double y) {
  GdctPoint last =
      g_array_index(layout->points, GdctPoint, layout->points->len - 1);
  double half = (x - last.x) / 2;

  put_point(layout, last.x + half, last.y);
  put_point(layout, x - half, y);
  put_point(layout, x, y);
}

static void put_link(GdctLayout *layout, const Plan *plan, uint32_t index) {
  const GdctPictureLink *link = gdct_picture_link(plan->picture, index);
  uint32_t from = gdct_picture_card(plan->picture, link->from)->column;
  uint32_t to = gdct_picture_card(plan->picture, link->to)->column;
  double half = plan->sheet->card_width / 2, end = layout->card_y[link->to];
  double right = layout->column_x[from] + half;

  layout->first_point[index] = layout->points->len;
  put_point(layout, right, layout->card_y[link->from]);
  if (from == to) {
    put_point(layout, right + LOOP, layout->card_y[link->from]);
    put_point(layout, right + LOOP, end);
    put_point(layout, right, end);
    return;
  }
  for (uint32_t c = from + 1; c < to; c++) {
    uint32_t pass = plan->first_passes[index] + c - from - 1;
    double y = -gdct_ranking_slot(&plan->ranking, pass)->y;
    put_curve(layout, layout->column_x[c] - half, y);
    put_curve(layout, layout->column_x[c] + half, y);
  }
  put_curve(layout, layout->column_x[to] - half, end);
}

/* ---- all of it ---- */

static void put_groups(GdctLayout *layout, const Plan *plan, uint32_t column) {
  for (guint i = 0; i + 1 < column_length(plan, column); i++) {
    const GdctSlot *slot = slot_at(plan, column, i);
    const GdctSlot *next = slot_at(plan, column, i + 1);
    GdctGroup group = {.column = column, .y = -slot->y};
    if (slot->item != GDCT_NONE || slot->height < GROUP_HEIGHT ||
        next->item == GDCT_NONE)
      continue;
    group.group = gdct_picture_card(plan->picture, next->item)->group;
    g_array_append_val(layout->groups, group);
  }
}

GdctLayout *gdct_layout_new(const GdctSheet *sheet) {
  const GdctPicture *picture = sheet->picture;
  uint32_t n_columns = picture->columns->len;
  GdctLayout *layout = g_new0(GdctLayout, 1);
  double step = sheet->card_width + sheet->column_gap, height;
  Plan plan = {0};

  init_plan(&plan, sheet);
  gdct_ranking_sort(&plan.ranking);
  height = place_slots(&plan);
  layout->column_x = g_new0(double, n_columns + 1);
  layout->card_y = g_new0(double, picture->cards->len + 1);
  layout->groups = g_array_new(FALSE, FALSE, sizeof(GdctGroup));
  layout->points = g_array_new(FALSE, FALSE, sizeof(GdctPoint));
  layout->first_point = g_new0(uint32_t, picture->links->len + 1);
  for (uint32_t c = 0; c < n_columns; c++) {
    layout->column_x[c] = c * step + sheet->card_width / 2;
    put_groups(layout, &plan, c);
  }
  for (uint32_t i = 0; i < picture->cards->len; i++)
    layout->card_y[i] = -gdct_ranking_slot(&plan.ranking, plan.slot_of[i])->y;
  for (uint32_t i = 0; i < picture->links->len; i++)
    put_link(layout, &plan, i);
  layout->first_point[picture->links->len] = layout->points->len;
  layout->cards.width = MAX(n_columns * step - sheet->column_gap, 0);
  layout->cards.height = height;
  layout->cards.x = layout->cards.width / 2;
  layout->cards.y = -height / 2;
  clear_plan(&plan);
  return layout;
}

void gdct_layout_free(GdctLayout *layout) {
  if (layout == NULL)
    return;
  g_free(layout->column_x);
  g_free(layout->card_y);
  g_array_unref(layout->groups);
  g_array_unref(layout->points);
  g_free(layout->first_point);
  g_free(layout);
}
