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

/* Places what a picture shows. Cards whose parent stands in the same column and
 * group come right below it; groups keep their order; links that skip columns
 * go between the cards of those, unless there are a million ways to make.
 * O(n log n) in cards, links and the columns that they skip, however deep a
 * hierarchy is; the same picture has the same layout. */
GdctLayout *gdct_layout_new(const GdctSheet *sheet);
void gdct_layout_free(GdctLayout *layout);

#endif
