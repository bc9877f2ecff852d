/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of ITU, and of whom in it. */
#include "document/work_plan.h"

#include <string.h>

/* ---- 1: what is asked ---- */

/* Who asks, who is asked, by when, and what answers it. */
static void put_request(const Paper *paper, uint32_t node, bool answered) {
  GdctThing thing = {GDCT_NODE, node};
  const char *due = gdct_get(paper->mapping, thing, "due");
  g_autoptr(GArray) by = gdct_said(paper, node, "requested-by", false);
  g_autoptr(GArray) to = gdct_said(paper, node, "addressed-to", false);
  g_autoptr(GArray) answers = gdct_said(paper, node, "answers", true);

  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_put_node(paper, node);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_names(paper, by);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_names(paper, to);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  if (!gdct_doc_prose(paper->doc, thing, "occasion"))
    gdct_doc_text(paper->doc, due == NULL ? "\u2013" : due);
  gdct_doc_close(paper->doc);
  if (answered) {
    gdct_doc_open(paper->doc, DOC_CELL);
    if (answers->len == 0)
      gdct_doc_text(paper->doc, W_("not said"));
    else
      gdct_put_titles(paper, answers);
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
}

/* The source that a node cites first, or GDCT_NONE. */
static uint32_t source_of(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};

  return gdct_evidence_count(paper->mapping, thing) == 0
             ? GDCT_NONE
             : gdct_evidence(paper->mapping, thing, 0).source;
}

/* The requests of one source. */
static void put_source(const Plan *plan, uint32_t source, bool answered) {
  const Paper *paper = plan->paper;
  const char *title =
      source == GDCT_NONE
          ? W_("no source")
          : gdct_title(paper->mapping, (GdctThing){GDCT_SOURCE, source},
                       paper->options->language);
  g_autofree char *caption = g_strdup_printf(W_("Asked in: %s"), title);
  const DocColumn columns[] = {{W_("What is asked"), 32, false},
                               {W_("Asked by"), 16, false},
                               {W_("Asked of"), 24, false},
                               {W_("When"), 13, false},
                               {W_("Answered by"), 15, false}};

  gdct_doc_table(paper->doc, caption, columns, answered ? 5 : 4);
  for (uint32_t i = 0; i < plan->requests.list->len; i++)
    if (source_of(paper, gdct_set_get(&plan->requests, i)) == source)
      put_request(paper, gdct_set_get(&plan->requests, i), answered);
  gdct_doc_close(paper->doc);
}

/* The sources of the requests, each once, as they come. Of uint32_t. */
static GArray *list_sources(const Plan *plan) {
  GArray *sources = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (uint32_t i = 0; i < plan->requests.list->len; i++) {
    uint32_t source = source_of(plan->paper, gdct_set_get(&plan->requests, i));
    bool known = false;
    for (uint32_t k = 0; k < sources->len; k++)
      known = known || g_array_index(sources, uint32_t, k) == source;
    if (!known)
      g_array_append_val(sources, source);
  }
  return sources;
}

static void put_answers(const Plan *plan) {
  const Paper *paper = plan->paper;
  const DocColumn columns[] = {
      {W_("What is asked"), 40, false},
      {W_("What could answer a part of it"), 60, false}};
  bool opened = false;

  for (uint32_t i = 0; i < plan->requests.list->len; i++) {
    uint32_t node = gdct_set_get(&plan->requests, i);
    g_autoptr(GArray) ends = gdct_proposed(paper, node, "answers", true);
    if (ends->len == 0)
      continue;
    if (!opened) {
      gdct_open_proposals(paper);
      gdct_doc_table(paper->doc, W_("Answers that are proposed"), columns,
                     G_N_ELEMENTS(columns));
    }
    opened = true;
    gdct_put_proposals(paper, node, ends);
  }
  if (!opened)
    return;
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

/* The most important of it, in words. */
static void put_box(const Plan *plan, uint32_t answered) {
  const Paper *paper = plan->paper;

  gdct_doc_open(paper->doc, DOC_NOTICE);
  gdct_doc_print(
      paper->doc,
      WN_("This plan shows %1$u of the %2$u requested action that the mapping "
          "holds.",
          "This plan shows %1$u of the %2$u requested actions that the mapping "
          "holds.",
          plan->all_requests),
      plan->requests.list->len, plan->all_requests);
  if (answered == 0)
    gdct_put_sentence(
        paper, "%s",
        W_("No document says that an activity answers any of these."));
  else
    gdct_put_sentence(paper,
                      W_("Documents say that an activity answers %u of these."),
                      answered);
  gdct_put_sentence(
      paper, "%s",
      W_("That something is asked for does not mean that it is done."));
  gdct_doc_text(paper->doc, " ");
  gdct_plan_tell_activities(plan);
  gdct_doc_close(paper->doc);
}

void gdct_plan_asked(const Paper *paper) {
  uint32_t answered = 0;
  Plan plan;

  gdct_plan_open(&plan, paper);
  for (uint32_t i = 0; i < plan.requests.list->len; i++) {
    g_autoptr(GArray) ends =
        gdct_said(paper, gdct_set_get(&plan.requests, i), "answers", true);
    answered += ends->len > 0;
  }
  if (plan.all_requests == 0)
    gdct_put_line(paper, W_("The mapping holds no requested action."));
  else if (!plan.any_request)
    gdct_put_line(paper, W_("What the filters ask holds for none of the "
                            "requested actions. All of them are shown."));
  if (plan.requests.list->len > 0) {
    g_autoptr(GArray) sources = list_sources(&plan);
    put_box(&plan, answered);
    gdct_put_line(paper, W_("Each request stands under the document in which "
                            "we read it. Some of these documents recall what a "
                            "resolution asks; the column \u201cAsked "
                            "by\u201d says who asks."));
    for (uint32_t i = 0; i < sources->len; i++)
      put_source(&plan, g_array_index(sources, uint32_t, i), answered > 0);
    put_answers(&plan);
  }
  gdct_plan_close(&plan);
}

/* ---- 4: roles ---- */

/* What is asked of an office, of the requests of the plan. */
static void put_asked_of(const Plan *plan, uint32_t office) {
  const Paper *paper = plan->paper;
  g_autoptr(GArray) all = gdct_said(paper, office, "addressed-to", true);
  g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(LinkEnd));

  for (uint32_t i = 0; i < all->len; i++) {
    LinkEnd end = gdct_end(all, i);
    if (gdct_set_has(&plan->requests, end.other))
      g_array_append_val(ends, end);
  }
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_line(paper->doc, DOC_STRONG, W_("Asked of it:"));
  if (ends->len == 0)
    gdct_doc_print(paper->doc, " %s", W_("no request of this plan names it."));
  gdct_doc_close(paper->doc);
  if (ends->len > 0)
    gdct_put_titles(paper, ends);
}

/* All else that is said of an office, by relation. */
static void put_other_links(const Paper *paper, uint32_t office) {
  g_autoptr(GArray) all = gdct_said(paper, office, NULL, false);
  g_autoptr(GArray) partner = gdct_said(paper, office, "partners-with", true);

  for (uint32_t i = 0; i < partner->len; i++) {
    LinkEnd end = gdct_end(partner, i);
    g_array_append_val(all, end);
  }
  if (all->len == 0)
    return;
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_line(paper->doc, DOC_STRONG, W_("What else is said of it:"));
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_LIST);
  for (uint32_t i = 0; i < all->len; i++) {
    LinkEnd end = gdct_end(all, i);
    uint32_t relation = gdct_link(paper->mapping, end.link).relation;
    gdct_doc_open(paper->doc, DOC_ITEM);
    gdct_doc_title(paper->doc, (GdctThing){GDCT_RELATION, relation});
    gdct_doc_text(paper->doc, gdct_colon(paper->options->language));
    gdct_doc_title(paper->doc, (GdctThing){GDCT_NODE, end.other});
    gdct_put_certainty(paper, (GdctThing){GDCT_LINK, end.link});
    gdct_doc_cite(paper->doc, (GdctThing){GDCT_LINK, end.link});
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
}

static void put_measures(const Paper *paper, uint32_t office) {
  if (gdct_count_measures(paper, office) == 0)
    return;
  gdct_open_measures(paper, W_("Figures"));
  gdct_put_measure_rows(paper, office);
  gdct_doc_close(paper->doc);
}

/* @index: that of the office; PLAN_OFFICES: it has no activities of its own. */
static bool put_office(const Plan *plan, const char *id, size_t index) {
  const Paper *paper = plan->paper;
  uint32_t office = gdct_find(paper->mapping, GDCT_NODE, id);
  uint32_t does = 0;

  if (office == GDCT_NONE || !gdct_graph_has_node(paper->graph, office))
    return false;
  for (uint32_t i = 0; index < PLAN_OFFICES && i < plan->activities.list->len;
       i++)
    does +=
        gdct_plan_has_office(paper, gdct_set_get(&plan->activities, i), index);
  gdct_doc_section(paper->doc, NULL, 3,
                   gdct_title(paper->mapping, (GdctThing){GDCT_NODE, office},
                              paper->options->language));
  put_asked_of(plan, office);
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_line(paper->doc, DOC_STRONG, W_("What it does:"));
  gdct_doc_text(paper->doc, " ");
  if (index < PLAN_OFFICES) {
    gdct_doc_print(paper->doc,
                   WN_("%u activity of this plan; see",
                       "%u activities of this plan; see", does),
                   does);
    gdct_doc_text(paper->doc, " ");
    gdct_doc_link(paper->doc, "#bureaux", W_("Activities by bureau"));
  } else {
    gdct_doc_text(paper->doc, W_("the mapping does not say which activities "
                                 "are its own."));
  }
  gdct_doc_close(paper->doc);
  put_other_links(paper, office);
  put_measures(paper, office);
  return true;
}

void gdct_plan_roles(const Paper *paper) {
  bool some = false;
  Plan plan;

  gdct_plan_open(&plan, paper);
  gdct_put_line(paper, W_("This section holds only what documents say: what is "
                          "asked of each office, and what it does. It does not "
                          "decide who is responsible."));
  for (size_t i = 0; i < PLAN_OFFICES; i++)
    some |= put_office(&plan, gdct_plan_offices[i].id, i);
  some |= put_office(&plan, "org.itu-regional-offices", PLAN_OFFICES);
  if (!some)
    gdct_put_line(paper, W_("The mapping does not hold the bureaux of ITU as "
                            "organizations."));
  gdct_plan_close(&plan);
}
