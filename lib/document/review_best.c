/* SPDX-License-Identifier: Apache-2.0 */
/* Best practices, by a criterion that is computed: no document names any. */
#include "document/review.h"

#include <stdlib.h>
#include <string.h>

#define MOST_ROWS 10
#define MOST_ITEMS 6 /* of a cell */
#define MOST_ALMOST 15

typedef struct {
  const GdctMapping *mapping;
  uint32_t node;
  uint32_t supports;
} Practice;

/* ---- the criterion ---- */

/* Whether a link is stated in a document's own words, and leads to an
 * objective or a part of one. */
static void test_tie(const Paper *paper, uint32_t link, uint32_t other,
                     void *data) {
  bool *tied = data;

  if (gdct_graph_has_link(review_of(paper)->quoted, link) &&
      !review_is_recalled(paper, (GdctThing){GDCT_LINK, link}) &&
      review_objective(paper, other) != GDCT_NONE)
    *tied = true;
}

static bool has_figure(const Paper *paper, uint32_t node) {
  uint32_t count,
      first = gdct_owned(paper->mapping, (GdctThing){GDCT_NODE, node},
                         GDCT_MEASURE, &count);

  for (uint32_t i = 0; i < count; i++)
    if (gdct_evidence_count(paper->mapping,
                            (GdctThing){GDCT_MEASURE, first + i}) > 0)
      return true;
  return false;
}

/* How many activities meet each part of the criterion, together with those
 * before it; and which lack one thing. */
typedef struct {
  uint32_t tied, begun, with_figure, with_partner;
  GArray *no_figure, *no_partner; /* uint32_t */
} Sieve;

static bool meets(const Paper *paper, uint32_t node, Sieve *sieve) {
  const char *status =
      gdct_get(paper->mapping, (GdctThing){GDCT_NODE, node}, "status");
  bool tied = false, begun = g_strcmp0(status, "planned") != 0;
  bool figure = has_figure(paper, node);
  bool partner = gdct_count_links(paper, node, "partners-with", false) > 0;

  gdct_each_link(paper, node, "supports", false, test_tie, &tied);
  sieve->tied += tied;
  begun = begun && tied;
  sieve->begun += begun;
  sieve->with_figure += begun && figure;
  sieve->with_partner += begun && partner;
  if (begun && partner && !figure)
    g_array_append_val(sieve->no_figure, node);
  if (begun && figure && !partner)
    g_array_append_val(sieve->no_partner, node);
  return begun && figure && partner;
}

static int compare(const void *left, const void *right) {
  const Practice *a = left, *b = right;

  if (a->supports != b->supports)
    return a->supports > b->supports ? -1 : 1;
  return gdct_compare_ids(gdct_id(a->mapping, (GdctThing){GDCT_NODE, a->node}),
                          gdct_id(b->mapping, (GdctThing){GDCT_NODE, b->node}));
}

/* All that meet it, those that support most first. Of Practice. */
static GArray *find(const Paper *paper, Sieve *sieve) {
  g_autoptr(GArray) activities = gdct_nodes_of(paper, "itu-activity");
  GArray *found = g_array_new(FALSE, FALSE, sizeof(Practice));

  for (guint i = 0; i < activities->len; i++) {
    Practice practice = {paper->mapping, g_array_index(activities, uint32_t, i),
                         0};
    if (!meets(paper, practice.node, sieve))
      continue;
    practice.supports =
        gdct_count_links(paper, practice.node, "supports", false);
    g_array_append_val(found, practice);
  }
  if (found->len > 0)
    qsort(found->data, found->len, sizeof(Practice), compare);
  return found;
}

static Sieve sieve_new(void) {
  return (Sieve){.no_figure = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                 .no_partner = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
}

static void sieve_clear(Sieve *sieve) {
  g_array_unref(sieve->no_figure);
  g_array_unref(sieve->no_partner);
}

uint32_t review_count_best(const Paper *paper) {
  Sieve sieve = sieve_new();
  g_autoptr(GArray) found = find(paper, &sieve);

  sieve_clear(&sieve);
  return found->len;
}

/* ---- the table ---- */

static void put_item(const Paper *paper, uint32_t link, uint32_t other,
                     void *data) {
  uint32_t *count = data;
  GdctThing thing = {GDCT_NODE, other};
  const char *acronym = gdct_get(paper->mapping, thing, "acronym");

  if ((*count)++ >= MOST_ITEMS)
    return;
  gdct_doc_open(paper->doc, DOC_ITEM);
  if (acronym != NULL)
    gdct_doc_text(paper->doc, acronym);
  else
    gdct_doc_title(paper->doc, thing);
  gdct_doc_cite(paper->doc, (GdctThing){GDCT_LINK, link});
  gdct_doc_close(paper->doc);
}

static void put_links(const Paper *paper, uint32_t node, const char *relation) {
  uint32_t count = 0;

  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_doc_open(paper->doc, DOC_LIST);
  gdct_each_link(paper, node, relation, false, put_item, &count);
  if (count > MOST_ITEMS)
    gdct_put_rest(paper, DOC_ITEM, count - MOST_ITEMS, NULL);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

static void put_figure(const Paper *paper, GdctThing measure) {
  g_autofree char *value = gdct_measure_value(paper, measure.index);
  g_autofree char *when =
      review_when(paper, gdct_get(paper->mapping, measure, "at"));

  gdct_doc_open(paper->doc, DOC_ITEM);
  gdct_doc_prose(paper->doc, measure, "name");
  gdct_doc_print(paper->doc, "%s%s (%s)", gdct_colon(paper->options->language),
                 value, when);
  gdct_doc_cite(paper->doc, measure);
  gdct_doc_close(paper->doc);
}

static void put_figures(const Paper *paper, uint32_t node) {
  uint32_t count, shown = 0, sourced = 0;
  uint32_t first = gdct_owned(paper->mapping, (GdctThing){GDCT_NODE, node},
                              GDCT_MEASURE, &count);

  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_doc_open(paper->doc, DOC_LIST);
  for (uint32_t i = 0; i < count; i++) {
    GdctThing measure = {GDCT_MEASURE, first + i};
    if (gdct_evidence_count(paper->mapping, measure) == 0)
      continue;
    sourced++;
    if (shown++ < MOST_ITEMS)
      put_figure(paper, measure);
  }
  if (sourced > MOST_ITEMS)
    gdct_put_rest(paper, DOC_ITEM, sourced - MOST_ITEMS, NULL);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

static void put_table(const Paper *paper, const GArray *found) {
  const DocColumn columns[] = {{W_("Activity"), 22, false},
                               {W_("Figures"), 28, false},
                               {W_("Partners"), 20, false},
                               {W_("Supports"), 30, false}};

  gdct_doc_table(paper->doc, W_("Activities that meet the criterion"), columns,
                 G_N_ELEMENTS(columns));
  for (guint i = 0; i < MIN(found->len, MOST_ROWS); i++) {
    const Practice *practice = &g_array_index(found, Practice, i);
    gdct_doc_open(paper->doc, DOC_ROW);
    gdct_doc_open(paper->doc, DOC_HEAD);
    gdct_doc_print(paper->doc, "%u. ", i + 1);
    review_put_node(paper, practice->node);
    gdct_doc_close(paper->doc);
    put_figures(paper, practice->node);
    put_links(paper, practice->node, "partners-with");
    put_links(paper, practice->node, "supports");
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
  if (found->len > MOST_ROWS)
    gdct_put_rest(paper, DOC_PARAGRAPH, found->len - MOST_ROWS, NULL);
}

/* Activities that lack one thing. */
static void put_almost(const Paper *paper, const char *words,
                       const GArray *nodes) {
  guint shown = MIN(nodes->len, MOST_ALMOST);

  if (nodes->len == 0)
    return;
  gdct_doc_line(paper->doc, DOC_PARAGRAPH, words);
  gdct_doc_open(paper->doc, DOC_LIST);
  for (guint i = 0; i < shown; i++) {
    gdct_doc_open(paper->doc, DOC_ITEM);
    review_put_node(paper, g_array_index(nodes, uint32_t, i));
    gdct_doc_close(paper->doc);
  }
  gdct_put_rest(paper, DOC_ITEM, nodes->len - shown, NULL);
  gdct_doc_close(paper->doc);
}

/* What each part of the criterion leaves. */
static void put_sieve(const Paper *paper, const Sieve *sieve, guint found) {
  if (sieve->tied == 0)
    return;
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_print(
      paper->doc,
      WN_("Quoted words tie %u activity to an objective or a part of one.",
          "Quoted words tie %u activities to an objective or a part of one.",
          sieve->tied),
      sieve->tied);
  gdct_put_sentence(paper,
                    WN_("Without those that are merely planned, %u remains.",
                        "Without those that are merely planned, %u remain.",
                        sieve->begun),
                    sieve->begun);
  if (sieve->begun > 0)
    gdct_put_sentence(paper,
                      W_("Of these, a figure is cited for %1$u, a partner is "
                         "named for %2$u, and both hold for %3$u."),
                      sieve->with_figure, sieve->with_partner, found);
  gdct_doc_close(paper->doc);
}

void review_put_best(const Paper *paper) {
  Sieve sieve = sieve_new();
  g_autoptr(GArray) found = find(paper, &sieve);
  Document *doc = paper->doc;

  gdct_doc_line(
      doc, DOC_NOTICE,
      W_("No document cited here calls an activity a best practice. The table "
         "offers candidates, found by a criterion; whether they are good is "
         "for the review to say."));
  gdct_doc_line(
      doc, DOC_PARAGRAPH,
      W_("An activity is a candidate if a document says, in words that are "
         "quoted, that it supports an objective of the Compact or a part of "
         "one; if at least one figure about it is cited; if at least one "
         "partner is named; and if it is not merely planned. Those of which "
         "documents say that they support most things come first; equal ones "
         "stand in the order of their ids."));
  put_sieve(paper, &sieve, found->len);
  if (found->len > 0)
    put_table(paper, found);
  else
    gdct_doc_line(doc, DOC_PARAGRAPH, W_("No such activity is known."));
  put_almost(
      paper,
      WN_("This activity lacks only a cited figure:",
          "These activities lack only a cited figure:", sieve.no_figure->len),
      sieve.no_figure);
  put_almost(paper,
             WN_("This activity lacks only a partner that a document names:",
                 "These activities lack only a partner that a document names:",
                 sieve.no_partner->len),
             sieve.no_partner);
  sieve_clear(&sieve);
}
