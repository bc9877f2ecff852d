/* SPDX-License-Identifier: Apache-2.0 */
/* The road map of an action line, as paragraph 113 of A/RES/80/173 asks its
 * facilitators for it: what it is for in the Compact and the SDGs, who does
 * what and until when, how it is measured, and what is missing. */
#include "document/road_map.h"

/* ---- 1: what is asked ---- */

/* "Asked by: UNGA [1.2]" */
static void put_fact(const Paper *paper, const char *word, uint32_t node,
                     const char *relation) {
  g_autoptr(GArray) ends = gdct_said(paper, node, relation, false);

  gdct_doc_open(paper->doc, DOC_ITEM);
  gdct_doc_line(paper->doc, DOC_STRONG, word);
  gdct_doc_text(paper->doc, " ");
  gdct_put_names(paper, ends);
  gdct_doc_close(paper->doc);
}

static void put_value(const Paper *paper, const char *word, uint32_t node,
                      const char *key) {
  GdctThing thing = {GDCT_NODE, node};

  if (gdct_get(paper->mapping, thing, key) == NULL)
    return;
  gdct_doc_open(paper->doc, DOC_ITEM);
  gdct_doc_line(paper->doc, DOC_STRONG, word);
  gdct_doc_text(paper->doc, " ");
  gdct_doc_prose(paper->doc, thing, key);
  gdct_doc_cite(paper->doc, thing);
  gdct_doc_close(paper->doc);
}

static void put_request(const Paper *paper) {
  uint32_t node = gdct_road_request(paper);

  if (node == GDCT_NONE) {
    gdct_put_line(paper, W_("The mapping does not hold the request for road "
                            "maps of action lines (A/RES/80/173, "
                            "paragraph 113)."));
    return;
  }
  gdct_doc_open(paper->doc, DOC_NOTICE);
  gdct_put_node(paper, node);
  if (gdct_says_yes(paper->mapping, (GdctThing){GDCT_NODE, node},
                    "working-title"))
    gdct_doc_print(paper->doc, " %s", W_("(in our words)"));
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_LIST);
  put_value(paper, W_("Paragraph:"), node, "paragraph");
  put_fact(paper, W_("Asked by:"), node, "requested-by");
  put_fact(paper, W_("Asked of:"), node, "addressed-to");
  put_value(paper, W_("Due:"), node, "due");
  put_value(paper, W_("Occasion:"), node, "occasion");
  gdct_doc_close(paper->doc);
}

static void put_figure(const Paper *paper, const char *word, uint32_t number,
                       const char *anchor, const char *where) {
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_line(paper->doc, DOC_HEAD, word);
  gdct_put_number(paper, number);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_doc_link(paper->doc, anchor, where);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

static uint32_t count_measured(const Paper *paper, const NodeSet *set) {
  uint32_t count = 0;

  for (uint32_t i = 0; i < set->list->len; i++)
    count += gdct_count_measures(paper, gdct_set_get(set, i)) > 0;
  return count;
}

/* The objectives and commitments of the road map. */
static void tell_compact(const Road *road) {
  const Paper *paper = road->paper;
  uint32_t aims = road->aims.list->len, all = road->commitments.list->len;

  if (aims + all == 0) {
    gdct_doc_text(paper->doc, W_("No document names the action line for an "
                                 "objective or a commitment of the GDC."));
    return;
  }
  if (aims > 0)
    gdct_doc_print(
        paper->doc,
        WN_("Documents say that %u objective of the GDC is implemented through "
            "the action line.",
            "Documents say that %u objectives of the GDC are implemented "
            "through the action line.",
            aims),
        aims);
  if (aims > 0 && all > 0)
    gdct_doc_text(paper->doc, " ");
  if (all > 0)
    gdct_doc_print(
        paper->doc,
        WN_("%u commitment belongs to this road map, directly or by way of an "
            "objective.",
            "%u commitments belong to this road map, directly or by way of an "
            "objective.",
            all),
        all);
}

/* The activities of the road map. */
static void tell_activities(const Road *road) {
  const Paper *paper = road->paper;
  uint32_t own = road->own.list->len, others = road->others.list->len;
  uint32_t measured =
      count_measured(paper, &road->own) + count_measured(paper, &road->others);

  if (own == 0)
    gdct_put_sentence(paper, "%s",
                      W_("No document ties an activity of ITU to the action "
                         "line itself."));
  else
    gdct_put_sentence(
        paper,
        WN_("Documents tie %u activity of ITU to the action line itself.",
            "Documents tie %u activities of ITU to the action line itself.",
            own),
        own);
  if (others > 0)
    gdct_put_sentence(
        paper,
        WN_("%u other activity serves one of these objectives or commitments.",
            "%u other activities serve one of these objectives or commitments.",
            others),
        others);
  if (measured > 0)
    gdct_put_sentence(paper, W_("A measure is known for %u of the activities."),
                      measured);
  else if (own + others > 0)
    gdct_put_sentence(paper, "%s", W_("None of the activities has a measure."));
}

static void tell_figures(const Road *road) {
  gdct_doc_open(road->paper->doc, DOC_PARAGRAPH);
  tell_compact(road);
  tell_activities(road);
  gdct_doc_close(road->paper->doc);
}

static void put_figures(const Road *road) {
  const Paper *paper = road->paper;
  const DocColumn columns[] = {{W_("What there is"), 60, false},
                               {W_("How many"), 15, true},
                               {W_("Where"), 25, false}};
  uint32_t measured =
      count_measured(paper, &road->own) + count_measured(paper, &road->others);

  gdct_doc_table(paper->doc, W_("This road map in figures"), columns,
                 G_N_ELEMENTS(columns));
  put_figure(paper, W_("GDC objectives linked to the action line"),
             road->aims.list->len, "#compact", W_("GDC"));
  put_figure(paper, W_("GDC commitments linked to it directly"),
             road->direct.list->len, "#compact", W_("GDC"));
  put_figure(paper,
             W_("GDC commitments in all, directly or by way of an objective"),
             road->commitments.list->len, "#compact", W_("GDC"));
  put_figure(paper, W_("SDGs"), road->goals.list->len, "#sdgs", W_("SDGs"));
  put_figure(paper, W_("SDG targets"), road->targets.list->len, "#sdgs",
             W_("SDGs"));
  put_figure(paper, W_("Activities that a document ties to the action line"),
             road->own.list->len, "#activities", W_("Activities"));
  put_figure(paper, W_("Activities by way of an objective"),
             road->others.list->len, "#activities", W_("Activities"));
  put_figure(paper, W_("Activities with a measure"), measured, "#measures",
             W_("Measures"));
  gdct_doc_close(paper->doc);
}

static void put_asked(const Paper *paper) {
  Road road;

  gdct_road_open(&road, paper);
  put_request(paper);
  tell_figures(&road);
  put_figures(&road);
  if (road.lines.list->len > 1)
    gdct_doc_print_line(paper->doc, DOC_PARAGRAPH,
                        WN_("The action line has %u part; what is said of it "
                            "belongs to this road map.",
                            "The action line has %u parts; what is said of one "
                            "of them belongs to this road map, part by part.",
                            road.lines.list->len - 1),
                        road.lines.list->len - 1);
  gdct_road_close(&road);
}

/* ---- the last: how it was made ---- */

static void put_method(const Paper *paper) {
  gdct_put_line(paper, W_("A number in brackets leads to the source of what "
                          "stands before it, and to the place in the source. "
                          "Counts are ours: of the rows of the tables that "
                          "they lead to."));
  gdct_put_line(paper, W_("An objective belongs to this road map if a document "
                          "says that it is implemented through the action "
                          "line; a commitment, if it stands under such an "
                          "objective or is linked itself; an activity, if a "
                          "document says that it supports one of these or the "
                          "action line. That an activity serves the same "
                          "objective does not say that it serves the action "
                          "line."));
  gdct_put_line(paper, W_("What no document says appears only where it is "
                          "marked as proposed. \u201cRecalled\u201d means: "
                          "from memory, not confirmed by a document that we "
                          "saw."));
}

static const PaperSection sections[] = {
    {"asked", N_("What is asked, and what there is"), put_asked},
    {"facilitators", N_("The action line and its facilitators"),
     gdct_road_facilitators},
    {"compact", N_("Objectives and commitments of the GDC"), gdct_road_compact},
    {"sdgs", N_("SDGs and their targets"), gdct_road_sdgs},
    {"activities", N_("Activities of ITU"), gdct_road_activities},
    {"picture", N_("The road map as a picture"), gdct_road_picture},
    {"measures", N_("Indicators and measures"), gdct_road_measures},
    {"gaps", N_("Gaps"), gdct_road_gaps},
    {"steps", N_("Next steps"), gdct_road_steps},
    {"method", N_("How this was made"), put_method},
    {NULL, NULL, NULL}};

static const char *const needs[] = {"wsis-action-line", NULL};

const PaperKind gdct_paper_road_map = {
    .row = {.name = "road-map",
            .summary = "What A/RES/80/173 (113) asks for an action line",
            .node = "wsis-action-line"},
    .title = N_("Road map of a WSIS action line: %s"),
    .sections = sections,
    .needs = needs,
};
