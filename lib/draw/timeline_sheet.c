/* SPDX-License-Identifier: Apache-2.0 */
/* Where the bars of a timeline stand: a table of titles and dates, and beside
 * it an axis of days. */
#include "base/words.h"
#include "draw/color.h"
#include "draw/timeline.h"

#include <math.h>

#define TITLES 250.0 /* the width of each part of a row */
#define WHENS 140.0
#define CHART 430.0
#define SPACE 10.0 /* between the parts */
#define ROW_SPACE 3.0
#define BAR 9.0
#define LEAST_BAR 2.5     /* a day is still to be seen */
#define LEAST_DASHED 12.0 /* of a shorter border dashes show nothing */
#define SMALL 8.5
#define YEAR_WIDTH 27.0 /* which a label of the axis needs */
#define INK "#1a1a1a"
#define SEVERAL "#777777" /* in the key: bars of several colours */

static const double chart_left = TITLES + WHENS + 2 * SPACE;

/* A timeline being placed; y runs upwards and begins at 0. */
typedef struct {
  GdctSheet *sheet;
  const GdctTimeline *timeline;
  GDateYear first_year, last_year;
  uint32_t first_day, last_day;
  double y;
  GArray *behind; /* GdctOrnament: what rows are drawn upon */
  unsigned n;
} Placing;

/* ---- the axis ---- */

/* All days that are said, and today if that is shown. */
GdctDays gdct_timeline_span(const GdctTimeline *timeline) {
  bool today = timeline->today_words != NULL || timeline->bars->len == 0;
  GdctDays span = {today ? timeline->today.first : UINT32_MAX,
                   today ? timeline->today.last : 0};

  if (timeline->span.last > 0)
    return timeline->span;
  for (guint i = 0; i < timeline->bars->len; i++) {
    const GdctBar *bar = &g_array_index(timeline->bars, GdctBar, i);
    span.first =
        MIN(span.first, bar->open_start ? bar->days.last : bar->days.first);
    span.last =
        MAX(span.last, bar->open_end ? bar->days.first : bar->days.last);
  }
  return span;
}

/* Whole years. */
static void choose_years(Placing *placing) {
  GdctDays span = gdct_timeline_span(placing->timeline);

  placing->first_year = gdct_year_of(span.first);
  placing->last_year = gdct_year_of(span.last);
  placing->first_day = gdct_year_begins(placing->first_year);
  placing->last_day = gdct_year_begins(placing->last_year + 1u) - 1;
}

/* Where a day begins. */
static double x_of(const Placing *placing, uint32_t day) {
  return chart_left + CHART * ((double)day - placing->first_day) /
                          (placing->last_day + 1.0 - placing->first_day);
}

/* ---- ornaments ---- */

static void put_box(GArray *ornaments, char *name, const char *class,
                    GdctBox box, const char *style, const char *fill,
                    const char *pen, double pen_width) {
  GdctOrnament ornament = {.name = name,
                           .class = class,
                           .box = box,
                           .style = style,
                           .fill = g_intern_string(fill),
                           .pen = pen,
                           .pen_width = pen_width};

  g_array_append_val(ornaments, ornament);
}

/* Puts a text whose top is @y; returns its height. */
static double put_text(Placing *placing, const char *class, const char *text,
                       double size, bool bold, double left, double y,
                       double width) {
  g_autofree char *name = g_strdup_printf(":%s-%u", class, placing->n++);

  return gdct_sheet_put_text(placing->sheet, name, class, text, size, bold, INK,
                             left, y, true, width);
}

/* ---- bars ---- */

typedef struct {
  const char *style, *pen;
  bool filled, tinted;
  const char *words;
} BarLook;

static const BarLook looks[GDCT_BAR_LOOKS] = {
    [GDCT_BAR_COMPLETED] = {"filled", "#333333", true, false, N_("completed")},
    [GDCT_BAR_ONGOING] = {"filled", "#333333", true, true, N_("ongoing")},
    [GDCT_BAR_PLANNED] = {"filled,dashed", "#333333", false, false,
                          N_("planned")},
    [GDCT_BAR_OTHER] = {"filled,dotted", "#333333", false, false,
                        N_("no or other status")}};

static void put_bar_box(GArray *ornaments, char *name, GdctBarLook look,
                        const char *color, GdctBox box) {
  char tint[8];

  gdct_color_tint(color, tint);
  put_box(ornaments, name, "bar", box,
          box.width < LEAST_DASHED ? "filled" : looks[look].style,
          !looks[look].filled  ? "#ffffff"
          : looks[look].tinted ? tint
                               : color,
          looks[look].pen, 1);
}

/* The head of an arrow where a bar goes on; @later: in time. */
static void put_head(const GdctSheet *sheet, char *name, double x, double y,
                     bool later) {
  GArray *ornaments = sheet->ornaments;

  put_box(ornaments, name, "open-end", (GdctBox){x, y, 8, 13}, "filled",
          "#333333", "#333333", .6);
  g_array_index(ornaments, GdctOrnament, ornaments->len - 1).shape =
      later != sheet->mirrored ? "triangle-right" : "triangle-left";
}

static void put_bar(Placing *placing, const GdctBar *bar, double y) {
  GArray *ornaments = placing->sheet->ornaments;
  double left = bar->open_start ? chart_left : x_of(placing, bar->days.first);
  double right =
      bar->open_end ? chart_left + CHART : x_of(placing, bar->days.last + 1);
  double middle = (left + right) / 2, width = MAX(right - left, LEAST_BAR);
  g_autofree char *tooltip = g_strdup_printf(
      gdct_word(placing->sheet->picture->language, "%s: %s (%s)"), bar->page,
      bar->title, bar->when);
  GdctOrnament *box;

  put_bar_box(ornaments, g_strdup(bar->id), bar->look, bar->color,
              (GdctBox){middle, y, width, BAR});
  box = &g_array_index(ornaments, GdctOrnament, ornaments->len - 1);
  box->id = bar->id;
  box->page = bar->page;
  box->class = bar->kind;
  box->tooltip = g_steal_pointer(&tooltip);
  if (bar->open_start)
    put_head(placing->sheet, g_strdup_printf(":since-%u", placing->n++),
             left - 3, y, false);
  if (bar->open_end)
    put_head(placing->sheet, g_strdup_printf(":on-%u", placing->n++), right + 3,
             y, true);
}

static void put_row(Placing *placing, const GdctBar *bar) {
  double height = put_text(placing, "row", bar->title, GDCT_TEXT_SIZE, false, 0,
                           placing->y, TITLES);
  double when = put_text(placing, "when", bar->when, SMALL, false,
                         TITLES + SPACE, placing->y, WHENS);

  height = MAX(height, MAX(when, BAR + 2));
  put_bar(placing, bar, placing->y - gdct_line_height(GDCT_TEXT_SIZE) / 2 - 2);
  placing->y -= height + ROW_SPACE;
}

static void put_group(Placing *placing, const GdctBarGroup *group) {
  if (group->title != NULL)
    placing->y -=
        ROW_SPACE + put_text(placing, "group", group->title, 10, true, 0,
                             placing->y - ROW_SPACE, chart_left - SPACE);
  for (uint32_t i = 0; i < group->n_bars; i++)
    put_row(placing, &g_array_index(placing->timeline->bars, GdctBar,
                                    group->first_bar + i));
  if (group->n_undated > 0) {
    const char *language = placing->sheet->picture->language;
    g_autofree char *text = g_strdup_printf(
        group->n_bars > 0 ? gdct_words(language, "and %u without dates",
                                       "and %u without dates", group->n_undated)
                          : gdct_words(language, "%u without dates",
                                       "%u without dates", group->n_undated),
        group->n_undated);
    placing->y -= put_text(placing, "undated", text, SMALL, false, 0,
                           placing->y, TITLES) +
                  ROW_SPACE;
  }
}

/* ---- behind them ---- */

/* Every how many years the axis has a line, so that labels fit. */
static unsigned choose_step(const Placing *placing) {
  static const unsigned steps[] = {1,   2,   5,   10,   20,  50,
                                   100, 200, 500, 1000, 2000};
  double year = CHART / (placing->last_year - placing->first_year + 1.0);

  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
    if (steps[i] * year >= YEAR_WIDTH)
      return steps[i];
  return 5000;
}

/* The years, each above the line where it begins; lines of which end at the
 * last row. Returns what is free above them. */
static double put_axis(Placing *placing) {
  unsigned step = choose_step(placing);
  double height = gdct_line_height(SMALL) + 4;

  for (unsigned year = placing->first_year; year <= placing->last_year + 1u;
       year++) {
    double x = x_of(placing, gdct_year_begins(year));
    g_autofree char *text = g_strdup_printf("%u", year);
    bool last = year == placing->last_year + 1u;
    if (year % step != 0 && !last)
      continue;
    put_box(placing->behind, g_strdup_printf(":line-%u", year), "axis",
            (GdctBox){x, placing->y / 2, .5, -placing->y}, "filled", "#c8c8c8",
            "#c8c8c8", 0);
    if (!last)
      put_text(placing, "year", text, SMALL, false, x, height, YEAR_WIDTH);
  }
  return height;
}

/* A line, or a band if the date says no day; its words stand above. */
static double put_today(Placing *placing, double bottom) {
  const GdctTimeline *timeline = placing->timeline;
  double left = x_of(placing, timeline->today.first);
  double right = x_of(placing, timeline->today.last + 1);
  double middle = (left + right) / 2, height = gdct_line_height(SMALL) + 4;
  double width = ceil(gdct_ruler_width(placing->sheet->ruler,
                                       timeline->today_words, SMALL, true)) +
                 4;
  bool day = timeline->today.first == timeline->today.last;

  put_box(placing->behind, g_strdup(":today"), "today",
          (GdctBox){middle, (placing->y + bottom) / 2, day ? 1.4 : right - left,
                    bottom - placing->y},
          "filled", day ? INK : "#dddddd", day ? INK : "#dddddd", 0);
  put_text(placing, "today-words", timeline->today_words, SMALL, true,
           CLAMP(middle - width / 2, chart_left, chart_left + CHART - width),
           bottom + height, width);
  return bottom + height;
}

/* ---- legend ---- */

/* @color: of a bar; NULL: the key of open ends. */
static void put_key(Placing *placing, double *x, GdctBarLook look,
                    const char *color, const char *text) {
  double width =
      ceil(gdct_ruler_width(placing->sheet->ruler, text, SMALL, false)) + 6;
  double y = placing->y - gdct_line_height(SMALL) / 2 - 2;

  if (color != NULL) {
    put_bar_box(placing->sheet->ornaments,
                g_strdup_printf(":key-%u", placing->n++), look, color,
                (GdctBox){*x + 11, y, 20, BAR});
    g_array_index(placing->sheet->ornaments, GdctOrnament,
                  placing->sheet->ornaments->len - 1)
        .class
        = "legend";
  } else {
    put_head(placing->sheet, g_strdup_printf(":key-%u", placing->n++), *x + 11,
             y, true);
    g_array_index(placing->sheet->ornaments, GdctOrnament,
                  placing->sheet->ornaments->len - 1)
        .class
        = "legend";
  }
  put_text(placing, "legend", text, SMALL, false, *x + 26, placing->y, width);
  *x += 26 + width + SPACE;
}

static void put_keys(Placing *placing) {
  const char *language = placing->sheet->picture->language;
  const char *colors[GDCT_BAR_LOOKS] = {NULL};
  bool open = false;
  double x = 0;

  for (guint i = 0; i < placing->timeline->bars->len; i++) {
    const GdctBar *bar = &g_array_index(placing->timeline->bars, GdctBar, i);
    if (colors[bar->look] == NULL)
      colors[bar->look] = bar->color;
    else if (strcmp(colors[bar->look], bar->color) != 0)
      colors[bar->look] = SEVERAL;
    open |= bar->open_start || bar->open_end;
  }
  placing->y -= SPACE;
  for (GdctBarLook look = 0; look < GDCT_BAR_LOOKS; look++)
    if (colors[look] != NULL)
      put_key(placing, &x, look, colors[look],
              gdct_word(language, looks[look].words));
  if (open)
    put_key(placing, &x, GDCT_BAR_LOOKS, NULL,
            gdct_word(language, "goes on: no beginning or end is given"));
  placing->y -= gdct_line_height(SMALL) + 4;
}

GdctBox gdct_timeline_place(GdctSheet *sheet) {
  Placing placing = {.sheet = sheet, .timeline = sheet->picture->timeline};
  double top = 0, width = chart_left + CHART + SPACE;

  placing.behind = g_array_new(FALSE, FALSE, sizeof(GdctOrnament));
  choose_years(&placing);
  for (guint i = 0; i < placing.timeline->groups->len; i++)
    put_group(&placing,
              &g_array_index(placing.timeline->groups, GdctBarGroup, i));
  if (placing.timeline->bars->len > 0) {
    top = put_axis(&placing);
    if (placing.timeline->today_words != NULL)
      top = put_today(&placing, top);
    put_keys(&placing);
  } else {
    placing.y -=
        put_text(&placing, "undated",
                 gdct_word(sheet->picture->language, "Nothing here has dates."),
                 GDCT_TEXT_SIZE, false, 0, placing.y, TITLES);
  }
  g_array_prepend_vals(sheet->ornaments, placing.behind->data,
                       placing.behind->len);
  g_array_unref(placing.behind);
  return (GdctBox){width / 2, (top + placing.y) / 2, width, top - placing.y};
}
