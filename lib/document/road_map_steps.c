/* SPDX-License-Identifier: Apache-2.0 */
/* What is missing from a road map, and what is to be done next. */
#include "document/road_map.h"

#include <string.h>

#define MOST 15 /* things of a list */

/* ---- gaps ---- */

void gdct_road_gaps(const Paper *paper) {
  Road road;
  NodeSet nodes;

  gdct_road_open(&road, paper);
  gdct_set_init(&nodes, paper);
  {
    const NodeSet *const sets[] = {&road.lines, &road.aims, &road.commitments};
    for (size_t s = 0; s < G_N_ELEMENTS(sets); s++)
      for (uint32_t i = 0; i < sets[s]->list->len; i++)
        gdct_set_add(&nodes, gdct_set_get(sets[s], i));
  }
  gdct_put_line(paper, W_("This section looks at the action line, its parts, "
                          "its objectives and its commitments. A gap means "
                          "that the mapping knows of nothing, not that nothing "
                          "is done."));
  gdct_put_gaps(paper, &nodes, &road.lines);
  gdct_set_clear(&nodes, paper);
  gdct_road_close(&road);
}

/* ---- requests with a date ---- */

static int compare_due(const void *a, const void *b, void *data) {
  const Paper *paper = data;
  GdctThing one = {GDCT_NODE, *(const uint32_t *)a};
  GdctThing other = {GDCT_NODE, *(const uint32_t *)b};
  const char *due = gdct_get(paper->mapping, one, "due");
  const char *later = gdct_get(paper->mapping, other, "due");
  int order = strcmp(due == NULL ? "~" : due, later == NULL ? "~" : later);

  return order != 0 ? order
                    : (one.index > other.index) - (one.index < other.index);
}

/* The requests to all facilitators, and to those who lead this line. */
static void find_requests(const Road *road, NodeSet *ret_requests) {
  const Paper *paper = road->paper;
  uint32_t all =
      gdct_find(paper->mapping, GDCT_NODE, "org.action-line-facilitators");
  NodeSet asked;

  gdct_set_init(&asked, paper);
  gdct_road_leads(road, &asked);
  if (all != GDCT_NONE)
    gdct_set_add(&asked, all);
  for (uint32_t i = 0; i < asked.list->len; i++) {
    g_autoptr(GArray) ends =
        gdct_said(paper, gdct_set_get(&asked, i), "addressed-to", true);
    for (uint32_t k = 0; k < ends->len; k++)
      if (gdct_is_kind(paper, gdct_end(ends, k).other, "wsis-request"))
        gdct_set_add(ret_requests, gdct_end(ends, k).other);
  }
  g_array_sort_with_data(ret_requests->list, compare_due, (void *)paper);
  gdct_set_clear(&asked, paper);
}

static void put_request(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  const char *due = gdct_get(paper->mapping, thing, "due");
  const char *paragraph = gdct_get(paper->mapping, thing, "paragraph");
  g_autoptr(GArray) ends = gdct_said(paper, node, "addressed-to", false);

  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_line(paper->doc, DOC_HEAD, due == NULL ? W_("no date") : due);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_doc_value(paper->doc, paragraph == NULL ? "" : paragraph);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_node(paper, node);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  if (!gdct_doc_prose(paper->doc, thing, "occasion"))
    gdct_doc_text(paper->doc, "\u2013");
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_names(paper, ends);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

static void put_requests(const Road *road) {
  const Paper *paper = road->paper;
  const DocColumn columns[] = {{W_("Due"), 10, false},
                               {W_("Paragraph"), 11, false},
                               {W_("What is asked (in our words)"), 35, false},
                               {W_("Occasion"), 18, false},
                               {W_("Asked of"), 26, false}};
  NodeSet requests;

  gdct_doc_section(paper->doc, NULL, 3,
                   W_("What the WSIS+20 outcome asks of the facilitators"));
  gdct_set_init(&requests, paper);
  find_requests(road, &requests);
  if (requests.list->len == 0) {
    gdct_put_line(paper, W_("The mapping knows of no request to them."));
  } else {
    gdct_put_line(paper, W_("These requests are made to all facilitators of "
                            "action lines, or to one who leads this line. The "
                            "first due comes first."));
    gdct_doc_table(paper->doc, W_("Requests to the facilitators"), columns,
                   G_N_ELEMENTS(columns));
    for (uint32_t i = 0; i < requests.list->len; i++)
      put_request(paper, gdct_set_get(&requests, i));
    gdct_doc_close(paper->doc);
  }
  gdct_set_clear(&requests, paper);
}

/* ---- what is missing ---- */

static void put_list(const Paper *paper, const GArray *nodes,
                     const char *command) {
  gdct_doc_open(paper->doc, DOC_LIST);
  for (uint32_t i = 0; i < MIN(nodes->len, MOST); i++) {
    gdct_doc_open(paper->doc, DOC_ITEM);
    gdct_put_node(paper, g_array_index(nodes, uint32_t, i));
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
  gdct_put_more(paper, MOST, nodes->len, command);
}

/* Commitments that no document ties an activity to, but for paragraphs that ask
 * for nothing. */
static void find_bare(const Road *road, GArray *ret_nodes) {
  for (uint32_t i = 0; i < road->commitments.list->len; i++) {
    uint32_t node = gdct_set_get(&road->commitments, i);
    g_autoptr(GArray) ends = gdct_said(road->paper, node, "supports", true);
    if (ends->len == 0 && !gdct_has_value(road->paper, node, "form", "context"))
      g_array_append_val(ret_nodes, node);
  }
}

/* The action line and its parts that no document ties an activity to. */
static uint32_t count_untied(const Road *road) {
  uint32_t count = 0;

  for (uint32_t i = 0; i < road->lines.list->len; i++) {
    g_autoptr(GArray) ends =
        gdct_said(road->paper, gdct_set_get(&road->lines, i), "supports", true);
    count += ends->len == 0;
  }
  return count;
}

static bool has_no_measure(const Paper *paper, uint32_t node) {
  return gdct_count_measures(paper, node) == 0;
}

static bool has_no_time(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};

  return gdct_get(paper->mapping, thing, "start") == NULL &&
         gdct_get(paper->mapping, thing, "end") == NULL;
}

static bool is_over(const Paper *paper, uint32_t node) {
  return gdct_is_past(paper, node) &&
         !gdct_has_value(paper, node, "status", "completed");
}

/* Activities of the road for which something holds. */
static GArray *find_activities(const Road *road,
                               bool (*holds)(const Paper *paper,
                                             uint32_t node)) {
  const NodeSet *const sets[] = {&road->own, &road->others};
  GArray *nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (size_t s = 0; s < G_N_ELEMENTS(sets); s++)
    for (uint32_t i = 0; i < sets[s]->list->len; i++) {
      uint32_t node = gdct_set_get(sets[s], i);
      if (holds(road->paper, node))
        g_array_append_val(nodes, node);
    }
  return nodes;
}

/* Who leads: those to be asked first. */
static void put_whom(const Road *road) {
  NodeSet leads;

  gdct_set_init(&leads, road->paper);
  gdct_road_leads(road, &leads);
  gdct_doc_open(road->paper->doc, DOC_CELL);
  for (uint32_t i = 0; i < leads.list->len; i++) {
    if (i > 0)
      gdct_doc_text(road->paper->doc,
                    gdct_comma(road->paper->options->language));
    gdct_put_name(road->paper, gdct_set_get(&leads, i));
  }
  if (leads.list->len == 0)
    gdct_doc_text(road->paper->doc, "\u2013");
  gdct_doc_close(road->paper->doc);
  gdct_set_clear(&leads, road->paper);
}

static void put_step(const Road *road, const char *what, uint32_t number,
                     bool offices) {
  const Paper *paper = road->paper;

  if (number == 0)
    return;
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_line(paper->doc, DOC_HEAD, what);
  gdct_put_number(paper, number);
  if (offices)
    gdct_put_cell(paper, W_("the bureau or sector of each activity"));
  else
    put_whom(road);
  gdct_doc_close(paper->doc);
}

static void put_missing(const Road *road, const GArray *bare,
                        const GArray *unmeasured, const GArray *timeless,
                        const GArray *over) {
  const Paper *paper = road->paper;
  const DocColumn columns[] = {{W_("What is missing"), 55, false},
                               {W_("How many"), 15, true},
                               {W_("Who could be asked"), 30, false}};
  uint32_t untied = count_untied(road);

  gdct_doc_section(paper->doc, NULL, 3, W_("What is missing"));
  if (untied + bare->len + unmeasured->len + timeless->len + over->len == 0) {
    gdct_put_line(paper, W_("Nothing that can be counted is missing."));
    return;
  }
  gdct_put_line(paper,
                W_("Computed from the mapping. Who could be asked is our "
                   "suggestion: those whom a source names first as "
                   "leading the action line, or the offices of the "
                   "activities."));
  gdct_doc_table(paper->doc, W_("What is missing, and who could be asked"),
                 columns, G_N_ELEMENTS(columns));
  put_step(road, W_("Action lines without an activity of their own"), untied,
           false);
  put_step(road, W_("Commitments without an activity of their own"), bare->len,
           false);
  put_step(road, W_("Activities without a measure"), unmeasured->len, true);
  put_step(road, W_("Activities without a start or an end"), timeless->len,
           true);
  put_step(road,
           W_("Activities past their end that no document calls "
              "completed"),
           over->len, true);
  gdct_doc_close(paper->doc);
}

static void put_details(const Road *road, const GArray *bare,
                        const GArray *over) {
  const Paper *paper = road->paper;

  gdct_put_past(paper);
  if (over->len > 0) {
    gdct_doc_section(paper->doc, NULL, 3, W_("Activities past their end"));
    put_list(paper, over, "gdctrace list --gap ended-activity-is-completed");
  }
  if (bare->len > 0) {
    gdct_doc_section(paper->doc, NULL, 3,
                     W_("Commitments without an activity of their own"));
    gdct_put_line(paper, W_("No document ties an activity of ITU to them. "
                            "Paragraphs that ask for nothing are left out. "
                            "Where the text asks others than ITU, the gap can "
                            "be accepted: see the section on gaps."));
    gdct_doc_open(paper->doc, DOC_PARAGRAPH);
    gdct_put_paragraphs(paper, bare);
    gdct_doc_close(paper->doc);
  }
}

/* ---- proposals ---- */

static void put_proposals(const Road *road) {
  const Paper *paper = road->paper;
  const ProposedTable table = {
      .for_what = W_("For what"),
      .what = W_("Activities that could serve it"),
      .caption = W_("Activities that are proposed"),
      .command = "gdctrace --basis proposed trace NODE ^supports",
      .inverse = true};
  const NodeSet *const sets[] = {&road->lines, &road->aims, &road->commitments};

  gdct_put_proposed_table(paper, &table, sets, G_N_ELEMENTS(sets));
}

void gdct_road_steps(const Paper *paper) {
  g_autoptr(GArray) bare = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  g_autoptr(GArray) unmeasured = NULL, timeless = NULL, over = NULL;
  Road road;

  gdct_road_open(&road, paper);
  find_bare(&road, bare);
  unmeasured = find_activities(&road, has_no_measure);
  timeless = find_activities(&road, has_no_time);
  over = find_activities(&road, is_over);
  put_requests(&road);
  put_missing(&road, bare, unmeasured, timeless, over);
  put_details(&road, bare, over);
  put_proposals(&road);
  gdct_road_close(&road);
}
