/* SPDX-License-Identifier: Apache-2.0 */
/* What several sectors serve, and nothing stands above them. */
#include "document/review.h"

#include <gdctrace/overlap.h>

#include <inttypes.h>
#include <string.h>

#define MOST_ROWS 10
#define MOST_ITEMS 8

/* Whether activities say of what sector they are. */
static bool knows_sectors(const Paper *paper) {
  uint32_t count;
  uint32_t kind = gdct_term_kind(paper, "itu-activity");
  uint32_t first = gdct_owned(paper->mapping, (GdctThing){GDCT_KIND, kind},
                              GDCT_ATTRIBUTE, &count);

  for (uint32_t i = 0; i < count; i++)
    if (strcmp(gdct_id(paper->mapping, (GdctThing){GDCT_ATTRIBUTE, first + i}),
               "sector") == 0)
      return gdct_term_relation(paper, "supports") != GDCT_NONE;
  return false;
}

/* NULL if sectors are not known. */
static GdctOverlap *find(const Paper *paper) {
  GdctReport *report = gdct_report_new();
  GdctPath *path = NULL;
  GdctOverlap *overlap = NULL;

  if (knows_sectors(paper))
    path = gdct_path_parse(paper->mapping, "supports", (GdctPlace){NULL, 0, 0},
                           report);
  if (path != NULL)
    overlap = gdct_overlap_new(
        paper->graph, gdct_term_kind(paper, "itu-activity"), path, "sector");
  gdct_path_free(path);
  gdct_report_free(report);
  return overlap;
}

bool review_count_overlap(const Paper *paper, uint32_t *ret_things,
                          uint64_t *ret_pairs) {
  GdctOverlap *overlap = find(paper);
  GdctOverlapTotals totals;

  if (overlap == NULL)
    return false;
  totals = gdct_overlap_totals(overlap);
  *ret_things = 0;
  *ret_pairs = totals.apart;
  for (uint32_t i = 0; i < gdct_overlap_count(overlap); i++)
    *ret_things += gdct_overlap_get(overlap, i).apart > 0;
  gdct_overlap_free(overlap);
  return totals.unplaced < totals.members;
}

/* ---- the table ---- */

typedef struct {
  uint32_t wanted, link;
} Finding;

static void find_link(const Paper *paper, uint32_t link, uint32_t other,
                      void *data) {
  Finding *finding = data;

  (void)paper;
  if (other == finding->wanted)
    finding->link = link;
}

static void put_member(const Paper *paper, const GdctOverlapMember *member,
                       uint32_t thing) {
  Finding finding = {thing, GDCT_NONE};
  Document *doc = paper->doc;

  gdct_each_link(paper, member->node, "supports", false, find_link, &finding);
  gdct_doc_open(doc, DOC_ITEM);
  gdct_doc_title(doc, (GdctThing){GDCT_NODE, member->node});
  gdct_doc_print(doc, " (%s)",
                 *member->label != '\0' ? member->label
                                        : W_("sector not known"));
  if (finding.link != GDCT_NONE)
    gdct_doc_cite(doc, (GdctThing){GDCT_LINK, finding.link});
  gdct_doc_close(doc);
}

static void put_row(const Paper *paper, const GdctOverlap *overlap,
                    uint32_t index) {
  GdctOverlapGroup group = gdct_overlap_get(overlap, index);
  uint32_t count;
  const GdctOverlapMember *members =
      gdct_overlap_members(overlap, index, &count);
  uint32_t shown = MIN(count, MOST_ITEMS);

  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  review_put_node(paper, group.thing);
  gdct_doc_close(paper->doc);
  gdct_put_number(paper, group.values);
  gdct_put_number(paper, group.pairs);
  gdct_put_number(paper, group.apart);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_doc_open(paper->doc, DOC_LIST);
  for (uint32_t i = 0; i < shown; i++)
    /* Some from each sector rather than all from the first. */
    put_member(paper, &members[(uint64_t)i * count / shown], group.thing);
  gdct_put_rest(paper, DOC_ITEM, count - shown, NULL);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

static void put_table(const Paper *paper, const GdctOverlap *overlap) {
  const DocColumn columns[] = {{W_("What is served"), 30, false},
                               {W_("Sectors"), 9, true},
                               {W_("Pairs"), 9, true},
                               {W_("Without a common parent"), 14, true},
                               {W_("Served by, among others"), 38, false}};
  uint32_t count = gdct_overlap_count(overlap);

  gdct_doc_table(paper->doc, W_("What activities of different sectors serve"),
                 columns, G_N_ELEMENTS(columns));
  for (uint32_t i = 0; i < MIN(count, MOST_ROWS); i++)
    put_row(paper, overlap, i);
  gdct_doc_close(paper->doc);
  if (count > MOST_ROWS)
    gdct_put_rest(paper, DOC_PARAGRAPH, count - MOST_ROWS, "gdctrace overlap");
}

static void put_totals(const Paper *paper, const GdctOverlap *overlap) {
  GdctOverlapTotals totals = gdct_overlap_totals(overlap);
  g_autofree char *pairs = g_strdup_printf("%" PRIu64, totals.pairs);
  g_autofree char *apart = g_strdup_printf("%" PRIu64, totals.apart);

  if (totals.things == 0)
    return;
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_print(
      paper->doc,
      WN_("Activities support %u objective or other aim.",
          "Activities support %u different objectives or other aims.",
          totals.things),
      totals.things);
  if (gdct_overlap_count(overlap) > 0) {
    gdct_put_sentence(paper, W_("Activities overlap in %u of these."),
                      gdct_overlap_count(overlap));
    gdct_put_sentence(paper,
                      WN_("They form %s overlapping pair.",
                          "They form %s overlapping pairs.", totals.pairs),
                      pairs);
    gdct_put_sentence(paper, W_("No common parent is known for %s of these."),
                      apart);
  }
  if (totals.unplaced > 0)
    gdct_put_sentence(
        paper,
        WN_("No sector is known of %1$u of the %2$u activity, which therefore "
            "overlaps with none.",
            "No sector is known of %1$u of the %2$u activities; these overlap "
            "with none.",
            totals.members),
        totals.unplaced, totals.members);
  gdct_doc_close(paper->doc);
}

void review_put_overlap(const Paper *paper) {
  GdctOverlap *overlap = find(paper);
  Document *doc = paper->doc;

  if (overlap == NULL) {
    gdct_doc_line(doc, DOC_PARAGRAPH,
                  W_("No sector of an activity is known, so no overlap can be "
                     "found."));
    return;
  }
  gdct_doc_line(
      doc, DOC_PARAGRAPH,
      W_("Two activities overlap if both support the same thing, they have no "
         "sector in common (the sectors, and the General Secretariat), and "
         "neither is part of the other. They have a common parent if both are "
         "part of something, at any depth. To support the same thing is not "
         "yet to do the same work: the table shows whom to ask."));
  put_totals(paper, overlap);
  if (gdct_overlap_count(overlap) > 0)
    put_table(paper, overlap);
  else
    gdct_doc_line(doc, DOC_PARAGRAPH, W_("No overlap is known."));
  gdct_overlap_free(overlap);
}
