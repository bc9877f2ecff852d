/* SPDX-License-Identifier: Apache-2.0 */
#include "draw/chart.h"

#include <math.h>
#include <string.h>

#define CHART 560.0 /* the width of the axis */
#define SIDE 30.0   /* beside it, for labels at its ends */
#define PLOT 120.0  /* the height of the highest bar */
#define LEAST_BAR 3.0
#define SMALL 8.5
#define YEAR_WIDTH 30.0 /* which a label of the axis needs */
#define MOST_LIFTS 3    /* of a label above its bar */
#define INK "#1a1a1a"
#define GREY "#333333"

/* A chart being placed; y runs upwards, the axis is at 0. */
typedef struct {
  GdctSheet *sheet;
  const GArray *bars;
  GDateYear first_year, last_year;
  uint32_t first_day, last_day;
  double low, high; /* the values that fill the plot; 0 is between them */
  double top;       /* the highest label */
  unsigned n;
} Placing;

static const GdctValueBar *bar_at(const Placing *placing, guint index) {
  return &g_array_index(placing->bars, GdctValueBar, index);
}

/* ---- the axis ---- */

static void choose_scales(Placing *placing) {
  uint32_t first = UINT32_MAX, last = 0;

  for (guint i = 0; i < placing->bars->len; i++) {
    const GdctValueBar *bar = bar_at(placing, i);
    first = MIN(first, bar->days.first);
    last = MAX(last, bar->days.last);
    placing->low = MIN(placing->low, bar->value);
    placing->high = MAX(placing->high, bar->value);
  }
  placing->first_year = gdct_year_of(first);
  placing->last_year = gdct_year_of(last);
  placing->first_day = gdct_year_begins(placing->first_year);
  placing->last_day = gdct_year_begins(placing->last_year + 1u) - 1;
}

static double x_of(const Placing *placing, uint32_t day) {
  return SIDE + CHART * ((double)day - placing->first_day) /
                    (placing->last_day + 1.0 - placing->first_day);
}

static double height_of(const Placing *placing, double value) {
  double range = placing->high - placing->low;

  return isfinite(range) && range > 0 ? PLOT * (value / range) : 0;
}

static void put_box(Placing *placing, const char *class, GdctBox box,
                    const char *fill, const char *pen, double pen_width) {
  GdctOrnament ornament = {.name =
                               g_strdup_printf(":%s-%u", class, placing->n++),
                           .class = class,
                           .box = box,
                           .style = "filled",
                           .fill = fill,
                           .pen = pen,
                           .pen_width = pen_width};

  g_array_append_val(placing->sheet->ornaments, ornament);
}

/* Puts a text into the middle above, or below if @hang, a point. */
static void put_text(Placing *placing, const char *class, const char *text,
                     bool bold, double x, double y, bool hang) {
  double width =
      ceil(gdct_ruler_width(placing->sheet->ruler, text, SMALL, bold)) + 4;
  g_autofree char *name = g_strdup_printf(":%s-%u", class, placing->n++);

  gdct_sheet_put_text(placing->sheet, name, class, text, SMALL, bold, INK,
                      x - width / 2, y, hang, width);
}

/* Every how many years the axis has a label. */
static unsigned choose_step(const Placing *placing) {
  static const unsigned steps[] = {1,   2,   5,   10,   20,  50,
                                   100, 200, 500, 1000, 2000};
  double year = CHART / (placing->last_year - placing->first_year + 1.0);

  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
    if (steps[i] * year >= YEAR_WIDTH)
      return steps[i];
  return 5000;
}

/* The label of a year stands in its middle, between the lines where it begins
 * and ends; of several years it stands where the first begins. */
static void put_axis(Placing *placing, double bottom) {
  unsigned step = choose_step(placing);
  double year_width =
      CHART / (placing->last_year - placing->first_year + 1.0) / 2;

  for (unsigned year = placing->first_year; year <= placing->last_year + 1u;
       year++) {
    double x = x_of(placing, gdct_year_begins(year));
    g_autofree char *text = g_strdup_printf("%u", year);
    bool last = year == placing->last_year + 1u;
    if (year % step != 0 && !last)
      continue;
    put_box(placing, "axis",
            (GdctBox){x, (PLOT + bottom) / 2, .5, PLOT - bottom}, "#d4d4d4",
            "#d4d4d4", 0);
    if (!last)
      put_text(placing, "year", text, false, step == 1 ? x + year_width : x,
               bottom - 2, true);
  }
  put_box(placing, "axis", (GdctBox){SIDE + CHART / 2, 0, CHART, .8}, GREY,
          GREY, 0);
}

/* ---- bars ---- */

static void put_bar(Placing *placing, const GdctValueBar *bar) {
  double left = x_of(placing, bar->days.first);
  double width = MAX(x_of(placing, bar->days.last + 1) - left, LEAST_BAR);
  double height = height_of(placing, bar->value);

  /* A little apart from its neighbours. */
  if (width > 4 * LEAST_BAR) {
    left += 1;
    width -= 2;
  }
  put_box(placing, "bar",
          (GdctBox){left + width / 2, height / 2, width, MAX(fabs(height), .5)},
          "#b9c4d2", GREY, .8);
}

/* Where the label before stands. */
typedef struct {
  double right, bottom, top;
} Taken;

static bool covers(const Taken *taken, double left, double y, double height) {
  return left < taken->right && y < taken->top && y + height > taken->bottom;
}

static void put_label(Placing *placing, const GdctValueBar *bar, Taken *taken) {
  double width =
      ceil(gdct_ruler_width(placing->sheet->ruler, bar->label, SMALL, true)) +
      4;
  double height = gdct_line_height(SMALL) + 2;
  double x =
      (x_of(placing, bar->days.first) + x_of(placing, bar->days.last + 1)) / 2;
  double y = MAX(height_of(placing, bar->value), 0) + 1;

  for (unsigned i = 0;
       i < MOST_LIFTS && covers(taken, x - width / 2, y, height); i++)
    y = taken->top;
  if (covers(taken, x - width / 2, y, height) || width > CHART)
    return;
  put_text(placing, "value", bar->label, true, x, y, false);
  *taken = (Taken){MAX(taken->right, x + width / 2), y, y + height};
  placing->top = MAX(placing->top, y + height + 2);
}

GdctBox gdct_chart_place(GdctSheet *sheet) {
  Placing placing = {.sheet = sheet, .bars = sheet->picture->chart->bars};
  Taken taken = {-1e9, 0, 0};
  double bottom = -gdct_line_height(SMALL) - 8, width = CHART + 2 * SIDE;

  if (placing.bars->len == 0)
    return (GdctBox){width / 2, 0, width, 10};
  choose_scales(&placing);
  bottom += height_of(&placing, placing.low);
  placing.top = PLOT;
  put_axis(&placing, height_of(&placing, placing.low));
  for (guint i = 0; i < placing.bars->len; i++)
    put_bar(&placing, bar_at(&placing, i));
  for (guint i = 0; i < placing.bars->len; i++)
    put_label(&placing, bar_at(&placing, i), &taken);
  return (GdctBox){width / 2, (placing.top + bottom) / 2, width,
                   placing.top - bottom};
}

/* ---- the picture ---- */

static int compare_bars(const void *left, const void *right) {
  const GdctValueBar *a = left, *b = right;

  if (a->days.first != b->days.first)
    return a->days.first < b->days.first ? -1 : 1;
  if (a->days.last != b->days.last)
    return a->days.last < b->days.last ? -1 : 1;
  if (a->value != b->value)
    return a->value < b->value ? -1 : 1;
  return strcmp(a->label, b->label);
}

GdctPicture *gdct_chart_of_bars(const char *title, const char *subtitle,
                                const char *sources, const GdctChartBar *bars,
                                size_t n, const char *language) {
  GdctPicture *picture = gdct_picture_new(title, language);
  GArray *kept = g_array_new(FALSE, FALSE, sizeof(GdctValueBar));

  for (size_t i = 0; i < n; i++) {
    GdctValueBar bar = {.value = bars[i].value,
                        .label = gdct_picture_keep(picture, bars[i].label)};
    if (gdct_date_parse(bars[i].when, true, &bar.days) &&
        bar.days.first <= bar.days.last && isfinite(bar.value))
      g_array_append_val(kept, bar);
  }
  if (kept->len > 0)
    qsort(kept->data, kept->len, sizeof(GdctValueBar), compare_bars);
  picture->subtitle = gdct_picture_keep(picture, subtitle);
  picture->sources = gdct_picture_keep(picture, sources);
  picture->chart = g_new0(GdctChart, 1);
  picture->chart->bars = kept;
  return picture;
}

void gdct_chart_free(GdctChart *chart) {
  if (chart == NULL)
    return;
  g_array_unref(chart->bars);
  g_free(chart);
}
