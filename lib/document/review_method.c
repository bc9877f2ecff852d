/* SPDX-License-Identifier: Apache-2.0 */
/* How the figures are computed, what is left out, how to make them again. */
#include "document/review.h"

#include "base/date.h"

#include <inttypes.h>
#include <stdlib.h>

static uint32_t count_recalled(const Paper *paper, GdctType type) {
  uint32_t count = 0;

  for (uint32_t i = 0; i < gdct_count(paper->mapping, type); i++)
    count += review_is_recalled(paper, (GdctThing){type, i});
  return count;
}

static void put_certainty(const Paper *paper) {
  gdct_doc_print_line(
      paper->doc, DOC_PARAGRAPH,
      W_("Certainty: what somebody has seen in the source is verified; what is "
         "only remembered is recalled, and said to be so. Recalled are %1$u of "
         "%2$u sources, %3$u of %4$u links, %5$u of %6$u nodes and %7$u of "
         "%8$u figures. They count as claimed like all others."),
      count_recalled(paper, GDCT_SOURCE),
      gdct_count(paper->mapping, GDCT_SOURCE), count_recalled(paper, GDCT_LINK),
      gdct_count(paper->mapping, GDCT_LINK), count_recalled(paper, GDCT_NODE),
      gdct_count(paper->mapping, GDCT_NODE),
      count_recalled(paper, GDCT_MEASURE),
      gdct_count(paper->mapping, GDCT_MEASURE));
}

/* A sentence and the titles of rules; nothing if there are none. */
static void put_list(const Paper *paper, const char *words,
                     const GArray *rules) {
  Document *doc = paper->doc;

  if (rules->len == 0)
    return;
  gdct_doc_line(doc, DOC_PARAGRAPH, words);
  gdct_doc_open(doc, DOC_LIST);
  for (guint i = 0; i < rules->len; i++) {
    gdct_doc_open(doc, DOC_ITEM);
    gdct_doc_title(doc,
                   (GdctThing){GDCT_RULE, g_array_index(rules, uint32_t, i)});
    gdct_doc_close(doc);
  }
  gdct_doc_close(doc);
}

/* How good the data itself is: rules on links. */
static void put_data_rules(const Paper *paper) {
  const DocColumn columns[] = {{W_("Requirement on links"), 60, false},
                               {W_("Links asked"), 20, true},
                               {W_("Not met"), 20, true}};
  const Review *review = review_of(paper);
  bool any = false;

  for (guint i = 0; i < review->rules->len; i++) {
    const ReviewRule *rule = review_rule(review, i);
    if (!rule->on_link)
      continue;
    if (!any)
      gdct_doc_table(paper->doc, W_("What is asked of the mapping itself"),
                     columns, G_N_ELEMENTS(columns));
    any = true;
    gdct_doc_open(paper->doc, DOC_ROW);
    gdct_doc_open(paper->doc, DOC_HEAD);
    gdct_doc_title(paper->doc, (GdctThing){GDCT_RULE, rule->rule});
    gdct_doc_close(paper->doc);
    gdct_put_number(paper, rule->count);
    gdct_put_number(paper, rule->totals[GDCT_CLAIMED][GDCT_GAP]);
    gdct_doc_close(paper->doc);
  }
  if (any)
    gdct_doc_close(paper->doc);
}

/* What SOURCE_DATE_EPOCH has to be for a day. */
static char *environment_of(const char *day) {
  GdctDays days, epoch;

  if (!gdct_date_parse(day, false, &days) ||
      !gdct_date_parse("1970-01-01", false, &epoch))
    return g_strdup("");
  return g_strdup_printf("SOURCE_DATE_EPOCH=%" PRId64 " ",
                         ((int64_t)days.first - epoch.first) * 86400);
}

static void put_command(const Paper *paper) {
  const Review *review = review_of(paper);
  const char *day = paper->options->day;
  bool dated = review->asked->dated;
  g_autofree char *before =
      day != NULL && !dated ? environment_of(day) : g_strdup("");
  g_autofree char *as_of =
      dated && day != NULL ? g_strdup_printf(" --as-of %s", day) : g_strdup("");
  char *bases = gdct_bases_text(gdct_graph_bases(review->asked), ",");
  g_autofree char *command = g_strdup_printf(
      "%sgdctrace report review%s --lang %s --basis %s -o review.html", before,
      as_of, paper->options->language, bases);
  Document *doc = paper->doc;

  gdct_doc_open(doc, DOC_PARAGRAPH);
  gdct_doc_text(doc, W_("The same files and this command make the same report "
                        "again:"));
  gdct_doc_text(doc, " ");
  gdct_doc_line(doc, DOC_CODE, command);
  gdct_doc_close(doc);
  free(bases);
}

void review_put_method(const Paper *paper) {
  const Review *review = review_of(paper);
  Document *doc = paper->doc;

  gdct_doc_line(
      doc, DOC_PARAGRAPH,
      W_("Every statement taken from the mapping is followed by its sources; a "
         "number in brackets leads to the source and the place in it. Numbers "
         "of things are counted by this report from the mapping. A requirement "
         "is a rule of the mapping: it asks of each thing of a kind whether "
         "links lead from it to enough things of another kind, or whether it "
         "has certain facts. Of several ways to meet it the best that is there "
         "counts."));
  gdct_doc_line(
      doc, DOC_PARAGRAPH,
      W_("Links that a document states, and links derived from such, count. "
         "Links that an analyst proposes do not, also where a requirement "
         "would take them in part: the check of the mapping (gdctrace check) "
         "then says \"partial\", this report says gap, and sets the proposal "
         "apart."));
  put_certainty(paper);
  put_data_rules(paper);
  put_list(paper,
           W_("Left out, because this report is not made for a given day:"),
           review->left_out);
  put_list(paper, W_("Left out, because they could not be read:"),
           review->unreadable);
  put_list(paper, W_("Left out, because they ask about proposals only:"),
           review->about_proposals);
  if (paper->options->day == NULL)
    gdct_doc_line(doc, DOC_PARAGRAPH,
                  W_("Without a day, a waiver counts whatever its end: the end "
                     "is shown."));
  gdct_doc_line(
      doc, DOC_PARAGRAPH,
      W_("What is not in the sources is not in this report. A gap says that "
         "the documents read do not show something, not that nobody does it; "
         "and a link says that a document claims something, not that it has "
         "worked."));
  put_command(paper);
}
