/* SPDX-License-Identifier: Apache-2.0 */
/* A layout in the making: cards, headings and passing links as slots. */
#ifndef GDCT_DRAW_PLAN_H
#define GDCT_DRAW_PLAN_H

#include "draw/layout.h"
#include "draw/order.h"

/* Many links over many columns would need endless room: the memory that
 * passing may take is bounded. */
#define GDCT_MOST_PASSES 1000000

typedef struct {
  const GdctSheet *sheet;
  const GdctPicture *picture;
  GdctRanking ranking;
  uint32_t *slot_of; /* of each card */
  uint32_t
      *first_passes; /* of each link: slots where it passes; or GDCT_NONE */
  uint32_t n_passes;
} GdctPlan;

/* Gives the slots, whose order is known, their heights; returns that of the
 * tallest column, which has no gaps. Linear. */
double gdct_plan_place(GdctPlan *plan);

/* Fills in the curves, once the cards have their places. Linear. */
void gdct_plan_route(const GdctPlan *plan, GdctLayout *layout);

static inline bool gdct_slot_is_pass(const GdctSlot *slot) {
  return slot->item == GDCT_NONE && !slot->fixed;
}

#endif
