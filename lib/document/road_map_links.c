/* SPDX-License-Identifier: Apache-2.0 */
/* What an action line is for: the Compact and the SDGs. */
#include "document/road_map.h"

#include <string.h>

/* ---- the Compact ---- */

static void put_aim(const Road *road, uint32_t line, LinkEnd end) {
  const Paper *paper = road->paper;
  GdctThing link = {GDCT_LINK, end.link};

  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_doc_title(paper->doc, (GdctThing){GDCT_NODE, end.other});
  gdct_put_certainty(paper, link);
  gdct_doc_cite(paper->doc, link);
  gdct_doc_close(paper->doc);
  if (road->lines.list->len > 1) {
    gdct_doc_open(paper->doc, DOC_CELL);
    gdct_put_action_line(paper, line);
    gdct_doc_close(paper->doc);
  }
  gdct_doc_open(paper->doc, DOC_CELL);
  if (!gdct_doc_prose(paper->doc, link, "role-text"))
    gdct_doc_text(paper->doc, "\u2013");
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  if (!gdct_doc_prose(paper->doc, link, "rationale"))
    gdct_doc_text(paper->doc, "\u2013");
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

static void put_aims(const Road *road) {
  const Paper *paper = road->paper;
  bool many = road->lines.list->len > 1;
  const DocColumn all[] = {{W_("GDC objective or commitment"), 32, false},
                           {W_("Action line"), 20, false},
                           {W_("Roles, as the source says"), 18, false},
                           {W_("Why, as the source says"), 30, false}};
  const DocColumn single[] = {all[0], all[2], all[3]};

  gdct_doc_table(paper->doc, W_("What is implemented through the action line"),
                 many ? all : single, many ? 4 : 3);
  for (uint32_t i = 0; i < road->lines.list->len; i++) {
    uint32_t line = gdct_set_get(&road->lines, i);
    g_autoptr(GArray) ends =
        gdct_said(paper, line, "implemented-through", true);
    for (uint32_t k = 0; k < ends->len; k++)
      put_aim(road, line, gdct_end(ends, k));
  }
  gdct_doc_close(paper->doc);
}

static void put_commitment(const Road *road, uint32_t node) {
  const Paper *paper = road->paper;
  GdctThing thing = {GDCT_NODE, node};
  const char *paragraph = gdct_get(paper->mapping, thing, "paragraph");
  g_autoptr(GArray) ends = gdct_said(paper, node, "supports", true);

  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_doc_value(paper->doc, paragraph == NULL ? "" : paragraph);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_node(paper, node);
  gdct_doc_close(paper->doc);
  if (road->direct.list->len > 0)
    gdct_put_cell(paper, gdct_set_has(&road->direct, node)
                             ? W_("directly")
                             : W_("by objective"));
  gdct_put_cell(paper, gdct_says_yes(paper->mapping, thing, "by-2030")
                           ? W_("by 2030")
                           : "\u2013");
  gdct_put_number(paper, ends->len);
  gdct_doc_close(paper->doc);
}

static void put_commitments(const Road *road, const char *caption,
                            const GArray *nodes) {
  const Paper *paper = road->paper;
  bool direct = road->direct.list->len > 0;
  const DocColumn all[] = {{W_("Paragraph"), 12, false},
                           {W_("Commitment (in our words)"), 48, false},
                           {W_("Linked"), 14, false},
                           {W_("Date"), 12, false},
                           {W_("Activities"), 14, true}};
  const DocColumn indirect[] = {all[0], all[1], all[3], all[4]};

  gdct_doc_table(paper->doc, caption, direct ? all : indirect, direct ? 5 : 4);
  for (uint32_t i = 0; i < nodes->len; i++)
    put_commitment(road, g_array_index(nodes, uint32_t, i));
  gdct_doc_close(paper->doc);
}

static void put_aim_commitments(const Road *road, uint32_t aim) {
  const Paper *paper = road->paper;
  const char *title = gdct_title(paper->mapping, (GdctThing){GDCT_NODE, aim},
                                 paper->options->language);
  g_autofree char *caption =
      g_strdup_printf(W_("Commitments under: %s"), title);
  g_autoptr(GArray) nodes = gdct_road_commitments(road, aim);

  if (nodes->len > 0)
    put_commitments(road, caption, nodes);
}

void gdct_road_compact(const Paper *paper) {
  Road road;

  gdct_road_open(&road, paper);
  if (road.aims.list->len + road.direct.list->len == 0) {
    gdct_put_line(paper, W_("No document names the action line for an "
                            "objective or a commitment of the GDC."));
  } else {
    put_aims(&road);
    gdct_put_line(
        paper,
        road.direct.list->len > 0
            ? W_("\u201cDirectly\u201d: a document links the commitment with "
                 "the action line. \u201cBy objective\u201d: only the "
                 "objective above it is linked.")
            : W_("No document links a single commitment with the action line. "
                 "All those below are linked by objective: the commitment "
                 "stands under an objective that is linked."));
    gdct_put_line(paper, W_("\u201cActivities\u201d counts the activities that "
                            "a document ties to the commitment itself."));
  }
  if (road.direct.list->len > 0)
    put_commitments(&road, W_("Commitments linked directly"), road.direct.list);
  for (uint32_t i = 0; i < road.aims.list->len; i++)
    put_aim_commitments(&road, gdct_set_get(&road.aims, i));
  gdct_road_close(&road);
}

/* ---- the SDGs ---- */

/* The goal that a target or goal stands under. */
static uint32_t goal_of(const Paper *paper, uint32_t node) {
  uint32_t parent = gdct_node_parent(paper->mapping, node);

  return gdct_is_kind(paper, node, "sdg-goal") || parent == GDCT_NONE ? node
                                                                      : parent;
}

/* "9.c Access to ICT": the number of a goal or target is in its id. */
static void put_sdg(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  const char *id = gdct_id(paper->mapping, thing);

  if (g_str_has_prefix(id, "sdg.")) {
    gdct_doc_value(paper->doc, id + strlen("sdg."));
    gdct_doc_text(paper->doc, " ");
  }
  gdct_doc_title(paper->doc, thing);
}

static void put_goal(const Paper *paper, const GArray *ends, uint32_t goal) {
  bool listed = false;

  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  put_sdg(paper, goal);
  for (uint32_t i = 0; i < ends->len; i++)
    if (gdct_end(ends, i).other == goal) {
      GdctThing link = {GDCT_LINK, gdct_end(ends, i).link};
      gdct_put_certainty(paper, link);
      gdct_doc_cite(paper->doc, link);
    }
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  for (uint32_t i = 0; i < ends->len; i++) {
    LinkEnd end = gdct_end(ends, i);
    if (end.other == goal || goal_of(paper, end.other) != goal)
      continue;
    if (!listed)
      gdct_doc_open(paper->doc, DOC_LIST);
    listed = true;
    gdct_doc_open(paper->doc, DOC_ITEM);
    put_sdg(paper, end.other);
    gdct_put_certainty(paper, (GdctThing){GDCT_LINK, end.link});
    gdct_doc_cite(paper->doc, (GdctThing){GDCT_LINK, end.link});
    gdct_doc_close(paper->doc);
  }
  if (listed)
    gdct_doc_close(paper->doc);
  else
    gdct_doc_text(paper->doc, W_("No target is named."));
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

static void put_goals_of_line(const Paper *paper, uint32_t line) {
  g_autoptr(GArray) ends = gdct_said(paper, line, "contributes-to", false);
  g_autofree char *number = gdct_line_number(paper, line);
  g_autofree char *caption =
      g_strdup_printf(W_("What %1$s, %2$s, contributes to"), number,
                      gdct_title(paper->mapping, (GdctThing){GDCT_NODE, line},
                                 paper->options->language));
  const DocColumn columns[] = {{W_("SDG"), 35, false},
                               {W_("Targets"), 65, false}};
  NodeSet goals;

  if (ends->len == 0)
    return;
  gdct_set_init(&goals, paper);
  for (uint32_t i = 0; i < ends->len; i++)
    gdct_set_add(&goals, goal_of(paper, gdct_end(ends, i).other));
  gdct_set_sort(&goals, paper);
  gdct_doc_table(paper->doc, caption, columns, G_N_ELEMENTS(columns));
  for (uint32_t i = 0; i < goals.list->len; i++)
    put_goal(paper, ends, gdct_set_get(&goals, i));
  gdct_doc_close(paper->doc);
  gdct_set_clear(&goals, paper);
}

void gdct_road_sdgs(const Paper *paper) {
  Road road;

  gdct_road_open(&road, paper);
  if (road.goals.list->len + road.targets.list->len == 0)
    gdct_put_line(paper, W_("No document names an SDG or a target for the "
                            "action line."));
  for (uint32_t i = 0; i < road.lines.list->len; i++)
    put_goals_of_line(paper, gdct_set_get(&road.lines, i));
  gdct_road_close(&road);
}
