/* SPDX-License-Identifier: Apache-2.0 */
/* Where cards and links stand: fixed columns, in which only the order is
 * free. Lengths are points; y runs upwards. */
#ifndef GDCT_DRAW_LAYOUT_H
#define GDCT_DRAW_LAYOUT_H

#include "draw/sheet.h"

typedef struct {
  double x, y;
} GdctPoint;

/* A heading between the cards of a column with groups. */
typedef struct {
  uint32_t column;
  const char *group;
  double y;
} GdctGroup;

typedef struct {
  double *column_x;      /* the middle of each column */
  double *card_y;        /* the middle of each card */
  GArray *groups;        /* GdctGroup */
  GArray *points;        /* GdctPoint: Bézier curves, 3 n + 1 points a link */
  uint32_t *first_point; /* of each link, and one more */
  GdctBox cards;         /* the hull of all cards */
} GdctLayout;

/* Places what a picture shows. Links that skip columns go between the cards of
 * those. Bounded sweeps, each linear in links but for sorting. */
GdctLayout *gdct_layout_new(const GdctSheet *sheet);
void gdct_layout_free(GdctLayout *layout);

#endif
