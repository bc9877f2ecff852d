/* SPDX-License-Identifier: Apache-2.0 */
/* What is done for an action line, drawn and measured. */
#include "document/road_map.h"

#include <string.h>

#define MOST 200 /* rows of a table */

/* ---- activities ---- */

/* "the objective [1.2]" or "11(a) Title [1.2]" */
static void put_served(const Road *road, LinkEnd end) {
  const Paper *paper = road->paper;
  GdctThing thing = {GDCT_NODE, end.other}, link = {GDCT_LINK, end.link};
  const char *paragraph = gdct_get(paper->mapping, thing, "paragraph");

  if (gdct_set_has(&road->lines, end.other)) {
    gdct_put_action_line(paper, end.other);
  } else if (gdct_set_has(&road->aims, end.other)) {
    gdct_doc_text(paper->doc, W_("the objective"));
  } else {
    if (paragraph != NULL) {
      gdct_doc_value(paper->doc, paragraph);
      gdct_doc_text(paper->doc, " ");
    }
    gdct_doc_title(paper->doc, thing);
  }
  gdct_put_certainty(paper, link);
  gdct_doc_cite(paper->doc, link);
}

/* @group: the nodes that the table is about. */
static void put_activity(const Road *road, uint32_t node,
                         const NodeSet *group) {
  const Paper *paper = road->paper;
  g_autoptr(GArray) ends = gdct_said(paper, node, "supports", false);
  uint32_t put = 0;

  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_put_node(paper, node);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_time(paper, node);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_sectors(paper, node);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  for (uint32_t i = 0; i < ends->len; i++)
    if (gdct_set_has(group, gdct_end(ends, i).other)) {
      if (put++ > 0)
        gdct_doc_text(paper->doc, gdct_semicolon(paper->options->language));
      put_served(road, gdct_end(ends, i));
    }
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

/* A table of the activities for a group of nodes. */
static void put_group(const Road *road, const char *caption,
                      const NodeSet *group) {
  const Paper *paper = road->paper;
  const DocColumn columns[] = {
      {W_("Activity"), 38, false},
      {W_("Status and time"), 18, false},
      {W_("Sector (bureau)"), 16, false},
      {W_("What it is for, as a document says"), 28, false}};
  NodeSet activities;

  gdct_set_init(&activities, paper);
  for (uint32_t i = 0; i < group->list->len; i++) {
    g_autoptr(GArray) ends =
        gdct_said(paper, gdct_set_get(group, i), "supports", true);
    for (uint32_t k = 0; k < ends->len; k++)
      gdct_set_add(&activities, gdct_end(ends, k).other);
  }
  gdct_set_sort(&activities, paper);
  if (activities.list->len > 0) {
    gdct_doc_table(paper->doc, caption, columns, G_N_ELEMENTS(columns));
    for (uint32_t i = 0; i < MIN(activities.list->len, MOST); i++)
      put_activity(road, gdct_set_get(&activities, i), group);
    gdct_doc_close(paper->doc);
    gdct_put_more(paper, MOST, activities.list->len,
                  "gdctrace list itu-activity");
  }
  gdct_set_clear(&activities, paper);
}

static void put_aim(const Road *road, uint32_t aim) {
  const Paper *paper = road->paper;
  g_autoptr(GArray) parts = gdct_road_commitments(road, aim);
  g_autofree char *caption =
      g_strdup_printf(W_("Activities by way of: %s"),
                      gdct_title(paper->mapping, (GdctThing){GDCT_NODE, aim},
                                 paper->options->language));
  NodeSet group;

  gdct_set_init(&group, paper);
  gdct_set_add(&group, aim);
  for (uint32_t i = 0; i < parts->len; i++)
    gdct_set_add(&group, g_array_index(parts, uint32_t, i));
  put_group(road, caption, &group);
  gdct_set_clear(&group, paper);
}

/* What the star after a sector means, if there is one. */
static void put_star(const Road *road) {
  const NodeSet *const sets[] = {&road->own, &road->others};
  const Paper *paper = road->paper;
  uint32_t stars = 0, all = 0;

  for (size_t s = 0; s < G_N_ELEMENTS(sets); s++)
    for (uint32_t i = 0; i < sets[s]->list->len; i++, all++)
      stars += gdct_has_value(paper, gdct_set_get(sets[s], i), "sector-basis",
                              "inferred");
  if (stars > 0)
    gdct_doc_print_line(
        paper->doc, DOC_PARAGRAPH,
        WN_("* The sector is our reading, because no document says it. "
            "This holds for %1$u of the %2$u activity.",
            "* The sector is our reading, because no document says it. "
            "This holds for %1$u of the %2$u activities.",
            all),
        stars, all);
}

void gdct_road_activities(const Paper *paper) {
  Road road;

  gdct_road_open(&road, paper);
  put_star(&road);
  gdct_doc_section(paper->doc, NULL, 3,
                   W_("Tied to the action line by a document"));
  if (road.own.list->len == 0)
    gdct_put_line(paper, W_("No document ties an activity of ITU to the action "
                            "line itself."));
  else
    put_group(&road, W_("Activities for the action line"), &road.lines);
  gdct_doc_section(paper->doc, NULL, 3, W_("By way of an objective"));
  if (road.others.list->len == 0) {
    gdct_put_line(paper, W_("No activity is known by way of an objective."));
  } else {
    gdct_put_line(paper, W_("These serve an objective, or a commitment, that "
                            "is linked to the action line. No document says "
                            "that they serve the action line: this is where "
                            "to look, not who delivers."));
    for (uint32_t i = 0; i < road.aims.list->len; i++)
      put_aim(&road, gdct_set_get(&road.aims, i));
    put_group(&road, W_("Activities for commitments that are linked directly"),
              &road.direct);
  }
  gdct_road_close(&road);
}

/* ---- the picture ---- */

/* The view that is drawn for a line: road-map-c7 of wsis.c7; or GDCT_NONE. */
static uint32_t find_view(const Paper *paper, char **ret_id) {
  const char *id =
      gdct_id(paper->mapping, (GdctThing){GDCT_NODE, paper->options->node});
  const char *dot = strchr(id, '.');

  *ret_id = g_strdup_printf("road-map-%s", dot == NULL ? id : dot + 1);
  return gdct_find(paper->mapping, GDCT_VIEW, *ret_id);
}

void gdct_road_picture(const Paper *paper) {
  const char *language = paper->options->language;
  GdctThing node = {GDCT_NODE, paper->options->node};
  GdctReport *report = gdct_report_new();
  g_autofree char *id = NULL, *command = NULL, *alt = NULL;
  uint32_t view = find_view(paper, &id);
  GdctPicture *picture = NULL;
  const char *caption;

  if (view != GDCT_NONE)
    picture = gdct_picture_of_view(paper->graph, view, language,
                                   GDCT_MOST_CARDS, report);
  caption = gdct_title(paper->mapping,
                       picture == NULL ? node : (GdctThing){GDCT_VIEW, view},
                       language);
  if (picture == NULL) {
    picture = gdct_picture_of_node(paper->graph, paper->options->node, 1,
                                   language, GDCT_MOST_CARDS);
    command = g_strdup_printf("gdctrace draw --node %s",
                              gdct_id(paper->mapping, node));
  } else {
    command = g_strdup_printf("gdctrace draw %s", id);
  }
  alt = gdct_tell_picture(paper, picture);
  /* It may be printed on a page of its own, with no room for these. */
  if (gdct_graph_bases(paper->graph) & GDCT_BASIS_PROPOSED)
    gdct_put_line(paper, W_("Lines that are dashed are proposed; no document "
                            "says so."));
  gdct_put_command(paper, command);
  gdct_doc_picture(paper->doc, picture, alt, caption, command);
  gdct_picture_free(picture);
  gdct_report_free(report);
}

/* ---- measures ---- */

static void put_measures_of(const Road *road, const char *caption,
                            const NodeSet *const *sets) {
  const Paper *paper = road->paper;
  bool opened = false;

  for (size_t s = 0; sets[s] != NULL; s++)
    for (uint32_t i = 0; i < sets[s]->list->len; i++) {
      uint32_t node = gdct_set_get(sets[s], i);
      if (gdct_count_measures(paper, node) == 0)
        continue;
      if (!opened)
        gdct_open_measures(paper, caption);
      opened = true;
      gdct_put_measure_rows(paper, node);
    }
  if (opened)
    gdct_doc_close(paper->doc);
}

static uint32_t count_measures(const Road *road, const NodeSet *const *sets) {
  uint32_t count = 0;

  for (size_t s = 0; sets[s] != NULL; s++)
    for (uint32_t i = 0; i < sets[s]->list->len; i++)
      count += gdct_count_measures(road->paper, gdct_set_get(sets[s], i));
  return count;
}

/* Whether a commitment, or an activity that a document ties to it, has one. */
static bool is_measured(const Paper *paper, uint32_t node) {
  g_autoptr(GArray) ends = gdct_said(paper, node, "supports", true);
  bool measured = gdct_count_measures(paper, node) > 0;

  for (uint32_t i = 0; i < ends->len; i++)
    measured =
        measured || gdct_count_measures(paper, gdct_end(ends, i).other) > 0;
  return measured;
}

/* @bare: of how many no measure is known. */
static void tell_dated(const Paper *paper, uint32_t dated, uint32_t bare) {
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_print(paper->doc,
                 WN_("%u commitment of this road map has the date 2030.",
                     "%u commitments of this road map have the date 2030.",
                     dated),
                 dated);
  if (bare == 0)
    gdct_put_sentence(
        paper, "%s",
        W_("Each has a measure, of its own or of an activity that a document "
           "ties to it."));
  else
    gdct_put_sentence(
        paper,
        W_("For %u of these no measure is known, neither of the commitment "
           "itself nor of an activity that a document ties to it."),
        bare);
  gdct_doc_close(paper->doc);
}

static void put_dated(const Road *road) {
  const Paper *paper = road->paper;
  uint32_t dated = 0;
  NodeSet bare;

  gdct_set_init(&bare, paper);
  for (uint32_t i = 0; i < road->commitments.list->len; i++) {
    uint32_t node = gdct_set_get(&road->commitments, i);
    if (!gdct_says_yes(paper->mapping, (GdctThing){GDCT_NODE, node}, "by-2030"))
      continue;
    dated++;
    if (!is_measured(paper, node))
      gdct_set_add(&bare, node);
  }
  gdct_doc_section(paper->doc, NULL, 3,
                   W_("Commitments with the date 2030 and no measure"));
  if (dated == 0)
    gdct_put_line(paper, W_("No commitment of this road map has the date "
                            "2030."));
  else
    tell_dated(paper, dated, bare.list->len);
  if (bare.list->len > 0) {
    gdct_doc_open(paper->doc, DOC_PARAGRAPH);
    gdct_doc_text(paper->doc, W_("Paragraphs without a measure:"));
    gdct_doc_text(paper->doc, " ");
    gdct_put_paragraphs(paper, bare.list);
    gdct_doc_close(paper->doc);
  }
  gdct_set_clear(&bare, paper);
}

void gdct_road_measures(const Paper *paper) {
  Road road;

  gdct_road_open(&road, paper);
  {
    const NodeSet *const work[] = {&road.own, &road.others, NULL};
    const NodeSet *const ends[] = {&road.lines,       &road.aims,
                                   &road.commitments, &road.goals,
                                   &road.targets,     NULL};
    if (count_measures(&road, work) == 0)
      gdct_put_line(paper, W_("None of the activities has a measure."));
    put_measures_of(&road, W_("What the activities are measured by"), work);
    if (count_measures(&road, ends) == 0)
      gdct_put_line(paper, W_("No measure is known of the action line, nor of "
                              "the objectives, commitments and targets that "
                              "it is for."));
    put_measures_of(&road,
                    W_("Measures of the action line and of what it is "
                       "for"),
                    ends);
  }
  put_dated(&road);
  gdct_road_close(&road);
}
