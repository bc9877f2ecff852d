/* SPDX-License-Identifier: Apache-2.0 */
/* From a picture to slots, and from their order to places. */
#include "draw/layout.h"

#include "draw/plan.h"

#include <string.h>

#define GROUP_SPACE 7.0 /* above the heading of a group */
#define MARK_SPACE 2.5  /* more above a card with a thick border */
#define PASS_HEIGHT 3.0 /* of a link that passes a column */

/* ---- cards ---- */

static uint32_t add_slot(GdctPlan *plan, GdctSlot slot) {
  uint32_t index = plan->ranking.slots->len;

  g_array_append_val(plan->ranking.slots, slot);
  return index;
}

/* The card below which a card stands; none outside its group. */
static uint32_t parent_of(const GdctPicture *picture, uint32_t index) {
  const GdctCard *card = gdct_picture_card(picture, index), *parent;

  if (card->parent == GDCT_NONE || card->parent == index)
    return GDCT_NONE;
  parent = gdct_picture_card(picture, card->parent);
  if (parent->column != card->column ||
      g_strcmp0(parent->group, card->group) != 0)
    return GDCT_NONE;
  return card->parent;
}

static uint32_t add_card(GdctPlan *plan, uint32_t index, uint32_t below) {
  const GdctCard *card = gdct_picture_card(plan->picture, index);

  return add_slot(
      plan,
      (GdctSlot){.column = card->column,
                 .item = index,
                 .parent = below,
                 .height = plan->sheet->heights[index],
                 .space = plan->sheet->columns[card->column].space +
                          (card->mark == GDCT_MARK_NONE ? 0 : MARK_SPACE)});
}

/* Adds a card after those above it in the hierarchy. Where that goes in a
 * circle it is cut: the card at which the circle was entered is on top. */
static void add_family(GdctPlan *plan, uint32_t index, uint32_t heading,
                       GArray *chain) {
  uint32_t below = heading;

  g_array_set_size(chain, 0);
  while (index != GDCT_NONE && plan->slot_of[index] == GDCT_NONE) {
    plan->slot_of[index] = GDCT_NONE - 1; /* being added */
    g_array_append_val(chain, index);
    index = parent_of(plan->picture, index);
  }
  if (index != GDCT_NONE && plan->slot_of[index] != GDCT_NONE - 1)
    below = plan->slot_of[index];
  for (guint i = chain->len; i-- > 0;) {
    index = g_array_index(chain, uint32_t, i);
    below = plan->slot_of[index] = add_card(plan, index, below);
  }
}

/* The cards of a column, each group below its heading. */
static void add_cards(GdctPlan *plan, uint32_t c) {
  const GdctPictureColumn *column = gdct_picture_column(plan->picture, c);
  g_autoptr(GArray) chain = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  const char *name = NULL;
  uint32_t heading = GDCT_NONE;

  for (uint32_t i = 0; i < column->n_cards; i++) {
    uint32_t index = column->first_card + i;
    const GdctCard *card = gdct_picture_card(plan->picture, index);
    if (column->group_by != NULL &&
        (name == NULL || strcmp(name, card->group) != 0)) {
      name = card->group;
      heading = add_slot(plan, (GdctSlot){.column = c,
                                          .item = GDCT_NONE,
                                          .parent = GDCT_NONE,
                                          .fixed = true,
                                          .height = gdct_sheet_group(
                                              plan->sheet, c, name, NULL),
                                          .space = GROUP_SPACE});
    }
    add_family(plan, index, heading, chain);
  }
}

/* ---- links ---- */

static void add_segment(GdctPlan *plan, uint32_t left, uint32_t right) {
  GdctSegment segment = {left, right};

  g_array_append_val(plan->ranking.segments, segment);
}

/* Makes way for a link through the columns that it skips, between families
 * and groups. False if there are too many of those: then it goes straight. */
static bool add_link(GdctPlan *plan, const GdctPictureLink *link) {
  uint32_t from = gdct_picture_card(plan->picture, link->from)->column;
  uint32_t to = gdct_picture_card(plan->picture, link->to)->column;
  uint32_t slot = plan->slot_of[link->from];

  if (to - from > 1 && plan->n_passes + (to - from) > GDCT_MOST_PASSES)
    return false;
  plan->n_passes += to > from ? to - from - 1 : 0;
  for (uint32_t c = from + 1; c < to; c++) {
    uint32_t pass =
        add_slot(plan, (GdctSlot){.column = c,
                                  .item = GDCT_NONE,
                                  .parent = GDCT_NONE,
                                  .height = PASS_HEIGHT,
                                  .space = plan->sheet->columns[c].space});
    add_segment(plan, slot, pass);
    slot = pass;
  }
  if (from < to)
    add_segment(plan, slot, plan->slot_of[link->to]);
  return true;
}

static void init_plan(GdctPlan *plan, const GdctSheet *sheet) {
  const GdctPicture *picture = sheet->picture;

  plan->sheet = sheet;
  plan->picture = picture;
  gdct_ranking_init(&plan->ranking, picture->columns->len);
  plan->slot_of = g_new(uint32_t, picture->cards->len + 1);
  memset(plan->slot_of, 0xFF, picture->cards->len * sizeof(uint32_t));
  plan->first_passes = g_new(uint32_t, picture->links->len + 1);
  for (uint32_t c = 0; c < picture->columns->len; c++) {
    plan->ranking.looked_up[c] =
        sheet->has_ids[c] && gdct_picture_column(picture, c)->n_cards > 1;
    add_cards(plan, c);
  }
  for (uint32_t i = 0; i < picture->links->len; i++) {
    uint32_t first = plan->ranking.slots->len;
    plan->first_passes[i] =
        add_link(plan, gdct_picture_link(picture, i)) ? first : GDCT_NONE;
  }
}

static void clear_plan(GdctPlan *plan) {
  gdct_ranking_clear(&plan->ranking);
  g_free(plan->slot_of);
  g_free(plan->first_passes);
}

/* ---- all of it ---- */

/* A heading is followed by the first card of its group. */
static void put_groups(GdctLayout *layout, const GdctPlan *plan, uint32_t c) {
  const uint32_t *order = gdct_ranking_column(&plan->ranking, c);

  for (uint32_t i = 0; i + 1 < gdct_ranking_length(&plan->ranking, c); i++) {
    const GdctSlot *slot = gdct_ranking_slot(&plan->ranking, order[i]);
    const GdctSlot *next = gdct_ranking_slot(&plan->ranking, order[i + 1]);
    GdctGroup group = {.column = c, .y = -slot->y};
    if (!slot->fixed)
      continue;
    group.group = gdct_picture_card(plan->picture, next->item)->group;
    g_array_append_val(layout->groups, group);
  }
}

GdctLayout *gdct_layout_new(const GdctSheet *sheet) {
  const GdctPicture *picture = sheet->picture;
  uint32_t n_columns = picture->columns->len;
  GdctLayout *layout = g_new0(GdctLayout, 1);
  double height;
  GdctPlan plan = {0};

  init_plan(&plan, sheet);
  gdct_ranking_sort(&plan.ranking);
  height = gdct_plan_place(&plan);
  layout->column_x = g_new0(double, n_columns + 1);
  layout->card_y = g_new0(double, picture->cards->len + 1);
  layout->groups = g_array_new(FALSE, FALSE, sizeof(GdctGroup));
  layout->cards.width = gdct_sheet_place_columns(sheet, layout->column_x);
  for (uint32_t c = 0; c < n_columns; c++)
    put_groups(layout, &plan, c);
  for (uint32_t i = 0; i < picture->cards->len; i++)
    layout->card_y[i] = -gdct_ranking_slot(&plan.ranking, plan.slot_of[i])->y;
  gdct_plan_route(&plan, layout);
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
