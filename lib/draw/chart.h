/* SPDX-License-Identifier: Apache-2.0 */
/* A picture of values over time: bars from zero on an axis of days. */
#ifndef GDCT_DRAW_CHART_H
#define GDCT_DRAW_CHART_H

#include "base/date.h"
#include "draw/sheet.h"

typedef struct {
  GdctDays days;
  double value;
  const char *label;
} GdctValueBar;

struct GdctChart {
  GArray *bars; /* GdctValueBar, by first day */
};

void gdct_chart_free(GdctChart *chart);

/* Places bars, axis and labels as ornaments of the sheet; returns what they
 * fill. Linear in bars and years shown. */
GdctBox gdct_chart_place(GdctSheet *sheet);

#endif
