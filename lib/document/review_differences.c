/* SPDX-License-Identifier: Apache-2.0 */
/* What does not fit together: found by rule, each side with its source. */
#include "document/review.h"

#include "base/date.h"

#include <string.h>

#define MOST_ROWS 50

/* ---- figures ---- */

static GdctDays days_of(const Paper *paper, GdctThing thing, const char *key) {
  GdctDays days = {0, 0};
  const char *date = gdct_get(paper->mapping, thing, key);

  if (date != NULL)
    gdct_date_parse(date, true, &days);
  return days;
}

static bool share_source(const Paper *paper, GdctThing a, GdctThing b) {
  for (uint32_t i = 0; i < gdct_evidence_count(paper->mapping, a); i++)
    for (uint32_t k = 0; k < gdct_evidence_count(paper->mapping, b); k++)
      if (gdct_evidence(paper->mapping, a, i).source ==
          gdct_evidence(paper->mapping, b, k).source)
        return true;
  return false;
}

/* Whether two sources give different values; their times are known to
 * overlap. */
static bool disagree(const Paper *paper, const ReviewPoint *one,
                     const ReviewPoint *other) {
  GdctThing a = {GDCT_MEASURE, one->measure};
  GdctThing b = {GDCT_MEASURE, other->measure};

  return g_strcmp0(gdct_get(paper->mapping, a, "value"),
                   gdct_get(paper->mapping, b, "value")) != 0 &&
         !share_source(paper, a, b);
}

/* Whether the later of two points of a series begins while the other holds. */
static bool overlap(const Paper *paper, const ReviewPoint *one,
                    const ReviewPoint *later) {
  GdctThing a = {GDCT_MEASURE, one->measure};
  GdctThing b = {GDCT_MEASURE, later->measure};

  return one->series == later->series &&
         days_of(paper, b, "at").first <= days_of(paper, a, "at").last;
}

static void put_side(const Paper *paper, uint32_t measure) {
  GdctThing thing = {GDCT_MEASURE, measure};
  g_autofree char *value = gdct_measure_value(paper, measure);
  g_autofree char *when =
      review_when(paper, gdct_get(paper->mapping, thing, "at"));

  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_doc_print(paper->doc, "%s (%s)", value, when);
  gdct_doc_cite(paper->doc, thing);
  gdct_doc_close(paper->doc);
}

static void put_pair(const Paper *paper, const ReviewPoint *one,
                     const ReviewPoint *other) {
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_doc_title(paper->doc, (GdctThing){GDCT_NODE, one->node});
  gdct_doc_text(paper->doc, gdct_colon(paper->options->language));
  gdct_doc_prose(paper->doc, (GdctThing){GDCT_MEASURE, one->measure}, "name");
  gdct_doc_close(paper->doc);
  put_side(paper, one->measure);
  put_side(paper, other->measure);
  gdct_doc_close(paper->doc);
}

static void put_figures(const Paper *paper) {
  const DocColumn columns[] = {{W_("Figure"), 40, false},
                               {W_("One source"), 30, false},
                               {W_("Another source"), 30, false}};
  const GArray *points = review_of(paper)->points;
  uint32_t shown = 0;

  gdct_doc_section(paper->doc, NULL, 3, W_("Figures"));
  for (guint i = 0; i < points->len; i++)
    for (guint k = i + 1; k < points->len && shown < MOST_ROWS; k++) {
      const ReviewPoint *one = &g_array_index(points, ReviewPoint, i);
      const ReviewPoint *other = &g_array_index(points, ReviewPoint, k);
      if (!overlap(paper, one, other)) /* nor do those after it */
        break;
      if (!disagree(paper, one, other))
        continue;
      if (shown++ == 0)
        gdct_doc_table(paper->doc,
                       W_("Different values for the same time from different "
                          "sources"),
                       columns, G_N_ELEMENTS(columns));
      put_pair(paper, one, other);
    }
  if (shown > 0)
    gdct_doc_close(paper->doc);
  else
    gdct_doc_line(paper->doc, DOC_PARAGRAPH,
                  W_("No two sources give different values of the same figure "
                     "for the same time."));
}

/* ---- activities that have ended ---- */

/* Whether an activity has ended by its date, and is not said to have. */
static bool is_overdue(const Paper *paper, uint32_t node, GdctDays today) {
  GdctThing thing = {GDCT_NODE, node};
  const char *status = gdct_get(paper->mapping, thing, "status");
  GdctDays end = days_of(paper, thing, "end");

  return end.last > 0 && end.last < today.first &&
         (g_strcmp0(status, "ongoing") == 0 ||
          g_strcmp0(status, "planned") == 0);
}

static void put_activity(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  const char *status = gdct_get(paper->mapping, thing, "status");
  g_autofree char *end =
      review_when(paper, gdct_get(paper->mapping, thing, "end"));

  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  review_put_node(paper, node);
  gdct_doc_close(paper->doc);
  gdct_doc_line(paper->doc, DOC_CELL, end);
  gdct_doc_line(paper->doc, DOC_CELL,
                strcmp(status, "planned") == 0 ? W_("planned") : W_("ongoing"));
  gdct_doc_close(paper->doc);
}

static void put_overdue(const Paper *paper) {
  const DocColumn columns[] = {{W_("Activity"), 60, false},
                               {W_("Ends"), 20, false},
                               {W_("Said to be"), 20, false}};
  g_autoptr(GArray) activities = gdct_nodes_of(paper, "itu-activity");
  GdctDays today = {0, 0};
  uint32_t count = 0;
  Document *doc = paper->doc;

  gdct_doc_section(doc, NULL, 3, W_("Activities past their end"));
  if (paper->options->day == NULL ||
      !gdct_date_parse(paper->options->day, false, &today)) {
    gdct_doc_line(doc, DOC_PARAGRAPH,
                  W_("Not looked at, because this report is not made for a "
                     "given day."));
    return;
  }
  for (guint i = 0; i < activities->len; i++) {
    uint32_t node = g_array_index(activities, uint32_t, i);
    if (!is_overdue(paper, node, today) || count++ >= MOST_ROWS)
      continue;
    if (count == 1)
      gdct_doc_table(
          doc,
          W_("Past their end by date, but still called planned or ongoing"),
          columns, G_N_ELEMENTS(columns));
    put_activity(paper, node);
  }
  if (count > 0)
    gdct_doc_close(doc);
  else
    gdct_doc_line(doc, DOC_PARAGRAPH, W_("No such activity is known."));
  if (count > MOST_ROWS)
    gdct_put_rest(paper, DOC_PARAGRAPH, count - MOST_ROWS, NULL);
}

/* ---- reviews ---- */

static void put_review(const Paper *paper, uint32_t link, uint32_t review) {
  GdctThing thing = {GDCT_REVIEW, review};
  GdctLinkEnds ends = gdct_link(paper->mapping, link);
  const char *by = gdct_get(paper->mapping, thing, "by");
  const char *on = gdct_get(paper->mapping, thing, "on");
  Document *doc = paper->doc;

  gdct_doc_open(doc, DOC_ROW);
  gdct_doc_open(doc, DOC_HEAD);
  gdct_doc_title(doc, (GdctThing){GDCT_NODE, ends.from});
  gdct_doc_text(doc, " \u2013 ");
  gdct_doc_title(doc, (GdctThing){GDCT_RELATION, ends.relation});
  gdct_doc_text(doc, " \u2013 ");
  gdct_doc_title(doc, (GdctThing){GDCT_NODE, ends.to});
  gdct_doc_cite(doc, (GdctThing){GDCT_LINK, link});
  gdct_doc_close(doc);
  gdct_doc_line(doc, DOC_CELL, by != NULL ? by : W_("not said"));
  gdct_doc_line(doc, DOC_CELL, on != NULL ? on : W_("not said"));
  gdct_doc_close(doc);
}

static void put_stale(const Paper *paper) {
  const DocColumn columns[] = {{W_("Link"), 60, false},
                               {W_("Reviewed by"), 25, false},
                               {W_("On"), 15, false}};
  GdctReviews *reviews = gdct_reviews_new(paper->mapping);
  uint32_t count = 0, review;
  Document *doc = paper->doc;

  gdct_doc_section(doc, NULL, 3, W_("Reviews that are out of date"));
  for (uint32_t i = 0; i < gdct_count(paper->mapping, GDCT_LINK); i++) {
    if (gdct_reviews_state(reviews, i, &review) != GDCT_STALE ||
        !gdct_graph_has_link(paper->graph, i) || count++ >= MOST_ROWS)
      continue;
    if (count == 1)
      gdct_doc_table(doc, W_("Links that changed since they were reviewed"),
                     columns, G_N_ELEMENTS(columns));
    put_review(paper, i, review);
  }
  if (count > 0)
    gdct_doc_close(doc);
  else if (gdct_count(paper->mapping, GDCT_REVIEW) == 0)
    gdct_doc_line(doc, DOC_PARAGRAPH, W_("No review is recorded."));
  else
    gdct_doc_line(doc, DOC_PARAGRAPH, W_("No review is out of date."));
  if (count > MOST_ROWS)
    gdct_put_rest(paper, DOC_PARAGRAPH, count - MOST_ROWS, "gdctrace review");
  gdct_reviews_free(reviews);
}

void review_put_differences(const Paper *paper) {
  gdct_doc_line(paper->doc, DOC_PARAGRAPH,
                W_("These differences are found by comparing what the mapping "
                   "says, not by reading the sources again. What a source "
                   "means in its context may resolve them."));
  review_put_disputes(paper);
  put_figures(paper);
  put_overdue(paper);
  put_stale(paper);
}
