/* SPDX-License-Identifier: Apache-2.0 */
/* Figures over time: measures of nodes as the sources give them, and when
 * activities began. */
#include "document/review.h"

#include "base/date.h"

#include <stdlib.h>
#include <string.h>

#define MOST_CHARTS 12
#define MOST_ROWS 100

/* ---- words ---- */

char *review_when(const Paper *paper, const char *date) {
  g_auto(GStrv) parts = g_strsplit(date != NULL ? date : "", "/", 2);

  if (parts[0] == NULL || parts[1] == NULL || strcmp(parts[0], parts[1]) == 0)
    return g_strdup(parts[0] != NULL ? parts[0] : "");
  return g_strdup_printf(W_("%1$s to %2$s"), parts[0], parts[1]);
}

/* ---- series ---- */

/* What tells series apart. */
static char *series_key(const Paper *paper, uint32_t node, uint32_t measure) {
  GdctThing thing = {GDCT_MEASURE, measure};
  const char *name = gdct_text(paper->mapping, thing, "name", NULL);
  const char *unit = gdct_text(paper->mapping, thing, "unit", NULL);

  return g_strdup_printf("%u\n%s\n%s", node, name != NULL ? name : "",
                         unit != NULL ? unit : "");
}

static GdctDays days_of(const Paper *paper, uint32_t measure) {
  GdctDays days = {0, 0};
  const char *at =
      gdct_get(paper->mapping, (GdctThing){GDCT_MEASURE, measure}, "at");

  if (at != NULL)
    gdct_date_parse(at, true, &days);
  return days;
}

static int compare_points(const void *left, const void *right, void *data) {
  const ReviewPoint *a = left, *b = right;
  GdctDays first, second;

  if (a->series != b->series)
    return a->series < b->series ? -1 : 1;
  first = days_of(data, a->measure);
  second = days_of(data, b->measure);
  if (first.first != second.first)
    return first.first < second.first ? -1 : 1;
  if (first.last != second.last)
    return first.last < second.last ? -1 : 1;
  return a->measure < b->measure ? -1 : 1;
}

/* Marks the series that have values at more than one time. */
static void mark_series(const Paper *paper, Review *review) {
  ReviewPoint *points = (ReviewPoint *)(void *)review->points->data;
  guint end;

  for (guint i = 0; i < review->points->len; i = end) {
    GdctDays first = days_of(paper, points[i].measure);
    bool over_time = false;
    for (end = i;
         end < review->points->len && points[end].series == points[i].series;
         end++) {
      GdctDays days = days_of(paper, points[end].measure);
      over_time |= days.first != first.first || days.last != first.last;
    }
    for (guint k = i; k < end; k++)
      points[k].over_time = over_time;
    review->n_series += over_time;
  }
}

void review_list_points(const Paper *paper, Review *review) {
  g_autoptr(GHashTable) known =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  review->points = g_array_new(FALSE, FALSE, sizeof(ReviewPoint));
  for (uint32_t i = 0; i < gdct_count(paper->mapping, GDCT_MEASURE); i++) {
    ReviewPoint point = {
        .node = gdct_owner(paper->mapping, (GdctThing){GDCT_MEASURE, i}),
        .measure = i};
    char *key;
    gpointer number;
    if (point.node == GDCT_NONE ||
        !gdct_graph_has_node(paper->graph, point.node))
      continue;
    key = series_key(paper, point.node, i);
    number = g_hash_table_lookup(known, key);
    if (number == NULL) {
      number = GUINT_TO_POINTER(g_hash_table_size(known) + 1);
      g_hash_table_insert(known, key, number);
    } else {
      g_free(key);
    }
    point.series = GPOINTER_TO_UINT(number) - 1;
    g_array_append_val(review->points, point);
  }
  g_array_sort_with_data(review->points, compare_points, (gpointer)paper);
  mark_series(paper, review);
}

static const ReviewPoint *point_at(const Paper *paper, guint index) {
  return &g_array_index(review_of(paper)->points, ReviewPoint, index);
}

/* ---- tables ---- */

static void put_row(const Paper *paper, const ReviewPoint *point) {
  GdctThing measure = {GDCT_MEASURE, point->measure};
  g_autofree char *value = gdct_measure_value(paper, point->measure);
  g_autofree char *when =
      review_when(paper, gdct_get(paper->mapping, measure, "at"));
  Document *doc = paper->doc;

  gdct_doc_open(doc, DOC_ROW);
  gdct_doc_open(doc, DOC_HEAD);
  gdct_doc_title(doc, (GdctThing){GDCT_NODE, point->node});
  gdct_doc_close(doc);
  gdct_doc_open(doc, DOC_CELL);
  gdct_put_measured(paper, measure);
  gdct_doc_close(doc);
  gdct_doc_line(doc, DOC_CELL, value);
  gdct_doc_line(doc, DOC_CELL, when);
  gdct_doc_open(doc, DOC_CELL);
  if (gdct_evidence_count(paper->mapping, measure) == 0)
    gdct_doc_text(doc, W_("none cited"));
  gdct_doc_cite(doc, measure);
  if (review_is_recalled(paper, measure))
    gdct_doc_print(doc, " %s", W_("(recalled)"));
  gdct_doc_close(doc);
  gdct_doc_close(doc);
}

/* The points of series, or the others. */
static void put_points(const Paper *paper, bool over_time,
                       const char *caption) {
  const DocColumn columns[] = {{W_("Of"), 23, false},
                               {W_("Figure"), 28, false},
                               {W_("Value"), 17, false},
                               {W_("When"), 22, false},
                               {W_("Source"), 10, false}};
  const GArray *points = review_of(paper)->points;
  uint32_t all = 0, shown = 0;

  for (guint i = 0; i < points->len; i++)
    all += point_at(paper, i)->over_time == over_time;
  if (all == 0)
    return;
  gdct_doc_table(paper->doc, caption, columns, G_N_ELEMENTS(columns));
  for (guint i = 0; i < points->len && shown < MOST_ROWS; i++)
    if (point_at(paper, i)->over_time == over_time) {
      put_row(paper, point_at(paper, i));
      shown++;
    }
  gdct_doc_close(paper->doc);
  gdct_put_rest(paper, DOC_PARAGRAPH, all - shown,
                "gdctrace list --where measures");
}

/* ---- charts ---- */

/* "at least 50" */
static char *label_of(const Paper *paper, uint32_t measure) {
  GdctThing thing = {GDCT_MEASURE, measure};
  const char *value = gdct_get(paper->mapping, thing, "value");
  const char *qualifier = gdct_get(paper->mapping, thing, "qualifier");
  const char *sign = g_strcmp0(qualifier, "over") == 0       ? "> "
                     : g_strcmp0(qualifier, "at-least") == 0 ? "\u2265 "
                     : g_strcmp0(qualifier, "at-most") == 0  ? "\u2264 "
                     : g_strcmp0(qualifier, "about") == 0    ? "\u2248 "
                                                             : "";

  return g_strconcat(sign, value != NULL ? value : "", NULL);
}

/* The chart of the points from @first to before @end. */
static void put_chart(const Paper *paper, guint first, guint end) {
  g_autofree GdctChartBar *bars = g_new0(GdctChartBar, end - first);
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
  const ReviewPoint *point = point_at(paper, first);
  GdctThing measure = {GDCT_MEASURE, point->measure};
  const char *language = paper->options->language;
  const char *unit = gdct_text(paper->mapping, measure, "unit", language);
  const char *name = gdct_text(paper->mapping, measure, "name", language);
  g_autofree char *title = g_strdup_printf(
      "%s \u2013 %s",
      gdct_title(paper->mapping, (GdctThing){GDCT_NODE, point->node}, language),
      name != NULL ? name : "");
  g_autoptr(GString) alt = g_string_new(W_("Bars over time:"));
  GdctPicture *picture;

  for (guint i = first; i < end; i++) {
    GdctThing thing = {GDCT_MEASURE, point_at(paper, i)->measure};
    const char *at = gdct_get(paper->mapping, thing, "at");
    const char *value = gdct_get(paper->mapping, thing, "value");
    g_autofree char *words = gdct_measure_value(paper, thing.index);
    g_autofree char *when = review_when(paper, at);
    char *label = label_of(paper, thing.index);
    g_ptr_array_add(labels, label);
    bars[i - first] = (GdctChartBar){
        at, value != NULL ? g_ascii_strtod(value, NULL) : 0, label};
    g_string_append_printf(alt, "%s%s%s%s",
                           i == first ? " " : gdct_semicolon(language), when,
                           gdct_colon(language), words);
  }
  g_string_append_c(alt, '.');
  picture =
      gdct_chart_of_bars(title, unit != NULL ? unit : W_("no unit is given"),
                         "", bars, end - first, language);
  gdct_doc_picture(paper->doc, picture, alt->str, title, NULL);
  gdct_picture_free(picture);
}

static void put_charts(const Paper *paper) {
  const GArray *points = review_of(paper)->points;
  guint end;
  uint32_t shown = 0;

  for (guint i = 0; i < points->len; i = end) {
    for (end = i; end < points->len &&
                  point_at(paper, end)->series == point_at(paper, i)->series;
         end++)
      ;
    if (!point_at(paper, i)->over_time)
      continue;
    if (shown == MOST_CHARTS)
      break;
    put_chart(paper, i, end);
    shown++;
  }
  if (review_of(paper)->n_series > shown)
    gdct_doc_print_line(paper->doc, DOC_PARAGRAPH,
                        W_("Charts are shown of the first %1$u of %2$u series; "
                           "the table goes on."),
                        shown, review_of(paper)->n_series);
}

/* ---- when activities began ---- */

static GDateYear year_of(uint32_t day) {
  GDate date;

  g_date_clear(&date, 1);
  g_date_set_julian(&date, CLAMP(day, 1, 3652059)); /* 9999-12-31 */
  return g_date_get_year(&date);
}

/* Activities by the year of the first day on which they may have begun: of
 * each year how many; *ret_none: of how many no beginning is known. */
static uint32_t *count_years(const Paper *paper, const GArray *activities,
                             uint32_t *ret_none) {
  uint32_t *years = g_new0(uint32_t, 10001);

  *ret_none = 0;
  for (guint i = 0; i < activities->len; i++) {
    const char *start =
        gdct_get(paper->mapping,
                 (GdctThing){GDCT_NODE, g_array_index(activities, uint32_t, i)},
                 "start");
    GdctDays days;
    if (start != NULL && gdct_date_parse(start, true, &days))
      years[MIN(year_of(days.first), 10000)]++;
    else
      ++*ret_none;
  }
  return years;
}

static void put_years(const Paper *paper, const uint32_t *years) {
  g_autoptr(GArray) bars = g_array_new(FALSE, FALSE, sizeof(GdctChartBar));
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GString) alt = g_string_new(W_("Activities that began, by year:"));
  const char *title = W_("Activities by the year in which they begin");
  GdctPicture *picture;

  for (uint32_t year = 1; year < 10000; year++) {
    char *when, *label;
    GdctChartBar bar;
    if (years[year] == 0)
      continue;
    when = g_strdup_printf("%04u", year);
    label = g_strdup_printf("%u", years[year]);
    g_ptr_array_add(texts, when);
    g_ptr_array_add(texts, label);
    bar = (GdctChartBar){when, years[year], label};
    g_array_append_val(bars, bar);
    g_string_append_printf(
        alt, "%s%s%s%s",
        bars->len == 1 ? " " : gdct_semicolon(paper->options->language), when,
        gdct_colon(paper->options->language), label);
  }
  g_string_append_c(alt, '.');
  picture = gdct_chart_of_bars(title, W_("number of activities"), "",
                               (const GdctChartBar *)(void *)bars->data,
                               bars->len, paper->options->language);
  gdct_doc_picture(paper->doc, picture, alt->str, title, NULL);
  gdct_picture_free(picture);
}

static void put_beginnings(const Paper *paper) {
  g_autoptr(GArray) activities = gdct_nodes_of(paper, "itu-activity");
  uint32_t none;
  g_autofree uint32_t *years = count_years(paper, activities, &none);

  gdct_doc_section(paper->doc, NULL, 3, W_("When activities begin"));
  if (none == activities->len) {
    gdct_doc_line(paper->doc, DOC_PARAGRAPH,
                  W_("No beginning of an activity is known."));
    return;
  }
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_print(paper->doc,
                 WN_("The sources say when %1$u of the %2$u activity begins.",
                     "The sources say when %1$u of the %2$u activities begin.",
                     activities->len),
                 activities->len - none, activities->len);
  gdct_put_sentence(
      paper, "%s",
      W_("The chart therefore shows what is known of dates, not how the work "
         "has grown. Years to come are plans."));
  gdct_doc_close(paper->doc);
  put_years(paper, years);
}

void review_put_points_count(const Paper *paper) {
  const Review *review = review_of(paper);

  gdct_doc_print(paper->doc,
                 WN_("The sources give %u figure.",
                     "The sources give %u figures.", review->points->len),
                 review->points->len);
  if (review->n_series > 0)
    gdct_put_sentence(paper,
                      WN_("%u thing is counted at more than one time, so that "
                          "change can be seen.",
                          "%u things are counted at more than one time, so "
                          "that change can be seen.",
                          review->n_series),
                      review->n_series);
}

void review_put_figures(const Paper *paper) {
  const Review *review = review_of(paper);
  Document *doc = paper->doc;

  gdct_doc_section(doc, NULL, 3, W_("Figures that the sources give"));
  if (review->points->len == 0) {
    gdct_doc_line(doc, DOC_PARAGRAPH, W_("No figure is known."));
  } else {
    gdct_doc_open(doc, DOC_PARAGRAPH);
    review_put_points_count(paper);
    gdct_put_sentence(
        paper, "%s",
        W_("Figures are compared only if they have the same name, the same "
           "unit, and are about the same thing. Where a source does not give "
           "the day, two dates joined by \"to\" are the first and the last "
           "day on which the figure may have held. Sources may have counted "
           "differently; the notes say what is known of that."));
    gdct_doc_close(doc);
    put_charts(paper);
    put_points(paper, true, W_("Figures at more than one time"));
    put_points(paper, false, W_("Figures at one time"));
  }
  put_beginnings(paper);
}
