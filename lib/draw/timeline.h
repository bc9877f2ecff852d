/* SPDX-License-Identifier: Apache-2.0 */
/* A picture of what begins and ends: bars on a common axis of days instead of
 * cards in columns. */
#ifndef GDCT_DRAW_TIMELINE_H
#define GDCT_DRAW_TIMELINE_H

#include "base/date.h"
#include "draw/sheet.h"

/* How a bar looks: what its node says of itself. */
typedef enum {
  GDCT_BAR_COMPLETED,
  GDCT_BAR_ONGOING,
  GDCT_BAR_PLANNED,
  GDCT_BAR_OTHER, /* it says none of these */
  GDCT_BAR_LOOKS
} GdctBarLook;

typedef struct {
  const char *id;   /* of its node; of a second bar with a suffix */
  const char *page; /* the node's id */
  const char *title;
  const char *kind;
  const char *color;
  const char *when; /* "2022-03 to 2024-06, completed" */
  GdctDays days;
  bool open_start, open_end; /* not said: days.first, days.last mean nothing */
  GdctBarLook look;
} GdctBar;

/* Bars below a heading. */
typedef struct {
  const char *title; /* NULL: there are no groups */
  uint32_t first_bar, n_bars;
  uint32_t n_undated;
} GdctBarGroup;

struct GdctTimeline {
  GArray *bars;   /* GdctBar, group by group, by first day */
  GArray *groups; /* GdctBarGroup */
  GdctDays today;
  const char *today_words; /* NULL: today is not shown */
  GdctDays span; /* that the axis has to show; all zero: what bars say */
};

/* The first and last day that the axis has to show. Linear in bars. */
GdctDays gdct_timeline_span(const GdctTimeline *timeline);

void gdct_timeline_free(GdctTimeline *timeline);

/* Places bars, axis and all that belongs to them, as ornaments of the sheet;
 * returns what they fill. Linear in bars and years shown. */
GdctBox gdct_timeline_place(GdctSheet *sheet);

#endif
