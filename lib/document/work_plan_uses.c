/* SPDX-License-Identifier: Apache-2.0 */
/* What the work is for, and what several sectors serve. */
#include "document/work_plan.h"

#include <gdctrace/overlap.h>

#include <string.h>

#define MOST 15    /* things of a list */
#define MEMBERS 10 /* of one label */

/* ---- 8: what it is for, by way of action lines ---- */

/* The action lines of the objectives that are served. */
static void find_lines(const Plan *plan, NodeSet *ret_lines,
                       NodeSet *ret_aims) {
  for (uint32_t i = 0; i < plan->activities.list->len; i++) {
    g_autoptr(GArray) ends = gdct_said(
        plan->paper, gdct_set_get(&plan->activities, i), "supports", false);
    for (uint32_t k = 0; k < ends->len; k++)
      gdct_set_add(ret_aims, gdct_end(ends, k).other);
  }
  gdct_set_sort(ret_aims, plan->paper);
  for (uint32_t i = 0; i < ret_aims->list->len; i++) {
    g_autoptr(GArray) ends = gdct_said(plan->paper, gdct_set_get(ret_aims, i),
                                       "implemented-through", false);
    for (uint32_t k = 0; k < ends->len; k++)
      if (gdct_is_kind(plan->paper, gdct_end(ends, k).other,
                       "wsis-action-line"))
        gdct_set_add(ret_lines, gdct_end(ends, k).other);
  }
  gdct_set_sort(ret_lines, plan->paper);
}

/* "1 [7.1], 9 [7.3]": the goals by their numbers. */
static void put_goals(const Paper *paper, uint32_t line) {
  g_autoptr(GArray) ends = gdct_said(paper, line, "contributes-to", false);
  uint32_t put = 0;

  for (uint32_t i = 0; i < ends->len; i++) {
    LinkEnd end = gdct_end(ends, i);
    const char *id = gdct_id(paper->mapping, (GdctThing){GDCT_NODE, end.other});
    if (!gdct_is_kind(paper, end.other, "sdg-goal"))
      continue;
    if (put++ > 0)
      gdct_doc_text(paper->doc, gdct_comma(paper->options->language));
    gdct_doc_text(paper->doc,
                  g_str_has_prefix(id, "sdg.") ? id + strlen("sdg.") : id);
    gdct_doc_cite(paper->doc, (GdctThing){GDCT_LINK, end.link});
  }
  if (put == 0)
    gdct_doc_text(paper->doc, "\u2013");
}

static void put_line(const Paper *paper, uint32_t line, const NodeSet *aims) {
  g_autoptr(GArray) all = gdct_said(paper, line, "implemented-through", true);
  g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(LinkEnd));

  for (uint32_t i = 0; i < all->len; i++) {
    LinkEnd end = gdct_end(all, i);
    if (gdct_set_has(aims, end.other))
      g_array_append_val(ends, end);
  }
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_put_action_line(paper, line);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_titles(paper, ends);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  put_goals(paper, line);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

static void put_lines(const Plan *plan) {
  const Paper *paper = plan->paper;
  const DocColumn columns[] = {{W_("Action line"), 30, false},
                               {W_("By way of the objective"), 40, false},
                               {W_("SDGs of the action line"), 30, false}};
  NodeSet lines, aims;

  gdct_set_init(&lines, paper);
  gdct_set_init(&aims, paper);
  find_lines(plan, &lines, &aims);
  gdct_doc_section(paper->doc, NULL, 3, W_("By way of action lines"));
  if (lines.list->len == 0) {
    gdct_put_line(paper, W_("No action line is named for what the activities "
                            "support."));
  } else {
    gdct_put_line(paper, W_("An objective that the activities support is "
                            "implemented through these action lines, and they "
                            "contribute to these SDGs. No document says that "
                            "the activities do."));
    gdct_doc_table(paper->doc, W_("Action lines and SDGs, reached indirectly"),
                   columns, G_N_ELEMENTS(columns));
    for (uint32_t i = 0; i < lines.list->len; i++)
      put_line(paper, gdct_set_get(&lines, i), &aims);
    gdct_doc_close(paper->doc);
  }
  gdct_set_clear(&lines, paper);
  gdct_set_clear(&aims, paper);
}

void gdct_plan_served(const Paper *paper) {
  uint32_t sdgs = 0;
  Plan plan;

  gdct_plan_open(&plan, paper);
  for (uint32_t i = 0; i < plan.activities.list->len; i++) {
    g_autoptr(GArray) ends =
        gdct_said(paper, gdct_set_get(&plan.activities, i), NULL, false);
    bool tied = false;
    for (uint32_t k = 0; k < ends->len; k++)
      tied = tied || gdct_is_kind(paper, gdct_end(ends, k).other, "sdg-goal") ||
             gdct_is_kind(paper, gdct_end(ends, k).other, "sdg-target");
    sdgs += tied;
  }
  gdct_doc_section(paper->doc, NULL, 3, W_("Directly"));
  if (sdgs == 0)
    gdct_put_line(paper, W_("No document ties one of these activities to an "
                            "SDG or a target."));
  else
    gdct_doc_print_line(
        paper->doc, DOC_PARAGRAPH,
        WN_("Documents tie %u activity directly to an SDG or a target.",
            "Documents tie %u activities directly to an SDG or a target.",
            sdgs),
        sdgs);
  gdct_plan_put_served(&plan);
  put_lines(&plan);
  gdct_plan_close(&plan);
}

/* ---- 9: overlaps ---- */

/* Whether two lists of values, "ITU-D, ITU-T", have nothing in common. */
static bool are_apart(const char *one, const char *other) {
  g_auto(GStrv) these = g_strsplit(one, ", ", -1);
  g_auto(GStrv) those = g_strsplit(other, ", ", -1);

  for (size_t i = 0; these[i] != NULL; i++)
    if (g_strv_contains((const char *const *)those, these[i]))
      return false;
  return *one != '\0' && *other != '\0';
}

/* The members of an overlap that were chosen, if some of them are of sectors
 * that have nothing in common. Of GdctOverlapMember; NULL: there are none. */
static GArray *list_members(const Plan *plan, const GdctOverlap *overlap,
                            uint32_t index) {
  uint32_t count;
  const GdctOverlapMember *members =
      gdct_overlap_members(overlap, index, &count);
  GArray *list = g_array_new(FALSE, FALSE, sizeof(GdctOverlapMember));
  g_autoptr(GPtrArray) labels = g_ptr_array_new();
  bool apart = false;

  for (uint32_t i = 0; i < count; i++) {
    if (!gdct_set_has(&plan->activities, members[i].node))
      continue;
    g_array_append_val(list, members[i]);
    if (labels->len == 0 ||
        strcmp(labels->pdata[labels->len - 1], members[i].label) != 0)
      g_ptr_array_add(labels, (void *)members[i].label);
  }
  for (guint i = 0; i < labels->len; i++)
    for (guint k = 0; k < i; k++)
      apart = apart || are_apart(labels->pdata[i], labels->pdata[k]);
  if (apart)
    return list;
  g_array_unref(list);
  return NULL;
}

/* The link by which a member serves a thing, or GDCT_NONE. */
static uint32_t link_to(const Paper *paper, uint32_t node, uint32_t thing) {
  g_autoptr(GArray) ends = gdct_said(paper, node, "supports", false);

  for (uint32_t i = 0; i < ends->len; i++)
    if (gdct_end(ends, i).other == thing)
      return gdct_end(ends, i).link;
  return GDCT_NONE;
}

/* Those of one label, from @first on. Returns where the next label begins. */
static uint32_t put_label(const Paper *paper, uint32_t thing,
                          const GArray *members, uint32_t first) {
  const char *label = g_array_index(members, GdctOverlapMember, first).label;
  uint32_t i = first;

  gdct_doc_open(paper->doc, DOC_ITEM);
  gdct_doc_line(paper->doc, DOC_STRONG,
                *label == '\0' ? W_("not said") : label);
  for (; i < members->len; i++) {
    const GdctOverlapMember *member =
        &g_array_index(members, GdctOverlapMember, i);
    uint32_t link;
    if (strcmp(member->label, label) != 0)
      break;
    if (i - first >= MEMBERS)
      continue;
    gdct_doc_text(paper->doc, i == first
                                  ? gdct_colon(paper->options->language)
                                  : gdct_semicolon(paper->options->language));
    gdct_doc_title(paper->doc, (GdctThing){GDCT_NODE, member->node});
    link = link_to(paper, member->node, thing);
    if (link != GDCT_NONE)
      gdct_doc_cite(paper->doc, (GdctThing){GDCT_LINK, link});
  }
  if (i - first > MEMBERS) {
    gdct_doc_text(paper->doc, gdct_semicolon(paper->options->language));
    gdct_doc_print(paper->doc, W_("and more: %u"), i - first - MEMBERS);
  }
  gdct_doc_close(paper->doc);
  return i;
}

static void put_overlap(const Paper *paper, uint32_t thing,
                        const GArray *members) {
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_put_numbered(paper, thing);
  gdct_doc_close(paper->doc);
  gdct_put_number(paper, members->len);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_doc_open(paper->doc, DOC_LIST);
  for (uint32_t i = 0; i < members->len;)
    i = put_label(paper, thing, members, i);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

/* Puts the first ones, and returns how many there are. */
static uint32_t put_overlap_rows(const Plan *plan, const GdctOverlap *overlap) {
  const Paper *paper = plan->paper;
  const DocColumn columns[] = {{W_("What is served"), 28, false},
                               {W_("Activities"), 12, true},
                               {W_("By sector"), 60, false}};
  uint32_t found = 0;

  for (uint32_t i = 0; i < gdct_overlap_count(overlap); i++) {
    g_autoptr(GArray) members = list_members(plan, overlap, i);
    if (members == NULL || found++ >= MOST)
      continue;
    if (found == 1) {
      gdct_put_line(paper, W_("Activities of sectors that have nothing in "
                              "common serve the same thing. That is no fault: "
                              "it is where somebody has to coordinate. The "
                              "sectors are our reading where * marks the "
                              "activity above."));
      gdct_doc_table(paper->doc, W_("Served by more than one sector"), columns,
                     G_N_ELEMENTS(columns));
    }
    put_overlap(paper, gdct_overlap_get(overlap, i).thing, members);
  }
  if (found > 0)
    gdct_doc_close(paper->doc);
  return found;
}

void gdct_plan_overlaps(const Paper *paper) {
  uint32_t kind = gdct_term_kind(paper, "itu-activity"), found = 0;
  GdctReport *report = gdct_report_new();
  GdctPath *path = gdct_path_parse(paper->mapping, "supports",
                                   (GdctPlace){.file = "path"}, report);
  Plan plan;

  gdct_plan_open(&plan, paper);
  if (path != NULL) {
    GdctOverlap *overlap = gdct_overlap_new(paper->graph, kind, path, "sector");
    found = put_overlap_rows(&plan, overlap);
    gdct_overlap_free(overlap);
  }
  if (found == 0)
    gdct_put_line(paper, W_("No document has activities of two sectors serve "
                            "the same thing."));
  gdct_put_more(paper, MOST, found, "gdctrace overlap");
  gdct_plan_close(&plan);
  gdct_path_free(path);
  gdct_report_free(report);
}
