/* SPDX-License-Identifier: Apache-2.0 */
/* Who does what, with whom, when, and on what mandate. */
#include "document/work_plan.h"

#include "draw/picture.h"
#include "draw/timeline.h"

#include <string.h>

#define ROWS 250   /* of a table */
#define BARS 150   /* of the timeline */
#define ENTRIES 10 /* of a list in a cell */

/* ---- 3: activities by bureau ---- */

static void put_activity(const Paper *paper, uint32_t node) {
  g_autoptr(GArray) serves = gdct_said(paper, node, "supports", false);
  g_autoptr(GArray) mandates = gdct_said(paper, node, "mandated-by", false);
  const char *form =
      gdct_get(paper->mapping, (GdctThing){GDCT_NODE, node}, "form");

  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_put_node(paper, node);
  if (gdct_has_value(paper, node, "sector-basis", "inferred"))
    gdct_doc_text(paper->doc, "\u00a0*");
  gdct_doc_close(paper->doc);
  gdct_put_cell(paper, form == NULL ? "\u2013" : gdct_value_word(paper, form));
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_time(paper, node);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_titles(paper, serves);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_put_titles(paper, mandates);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

static void put_table(const Paper *paper, const char *title,
                      const GArray *nodes, const char *filter) {
  const DocColumn columns[] = {{W_("Activity"), 34, false},
                               {W_("What it is"), 12, false},
                               {W_("Status and time"), 16, false},
                               {W_("What it supports"), 24, false},
                               {W_("Mandate"), 14, false}};
  g_autofree char *caption = g_strdup_printf(W_("Activities: %s"), title);
  g_autofree char *command = gdct_plan_command(paper, filter);

  gdct_doc_table(paper->doc, caption, columns, G_N_ELEMENTS(columns));
  for (uint32_t i = 0; i < MIN(nodes->len, ROWS); i++)
    put_activity(paper, g_array_index(nodes, uint32_t, i));
  gdct_doc_close(paper->doc);
  gdct_put_more(paper, ROWS, nodes->len, command);
}

static void put_bureau(const Plan *plan, size_t office) {
  const Paper *paper = plan->paper;
  bool known = office < PLAN_OFFICES;
  const char *title = W_(known ? gdct_plan_offices[office].title
                               : N_("No bureau or sector known"));
  g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (uint32_t i = 0; i < plan->activities.list->len; i++) {
    uint32_t node = gdct_set_get(&plan->activities, i);
    if (gdct_plan_has_office(paper, node, office))
      g_array_append_val(nodes, node);
  }
  if (!known && nodes->len == 0)
    return;
  gdct_doc_section(paper->doc, NULL, 3, title);
  if (nodes->len == 0)
    gdct_put_line(paper, W_("No activity was chosen."));
  else
    put_table(paper, title, nodes,
              known ? gdct_plan_offices[office].filter : "!sector");
}

void gdct_plan_bureaux(const Paper *paper) {
  uint32_t stars = 0;
  Plan plan;

  gdct_plan_open(&plan, paper);
  for (uint32_t i = 0; i < plan.activities.list->len; i++)
    stars += gdct_has_value(paper, gdct_set_get(&plan.activities, i),
                            "sector-basis", "inferred");
  if (stars > 0)
    gdct_put_line(paper,
                  W_("* marks an activity whose bureau is our reading: no "
                     "document says it."));
  for (size_t i = 0; i <= PLAN_OFFICES; i++)
    put_bureau(&plan, i);
  gdct_plan_close(&plan);
}

/* ---- 5: partners ---- */

/* A node, and the links from chosen activities to it. */
typedef struct {
  uint32_t node;
  GArray *ends; /* of LinkEnd: the activities */
} Group;

static void free_group(void *data) {
  Group *group = data;

  g_array_unref(group->ends);
  g_free(group);
}

static int compare_groups(const void *a, const void *b) {
  const Group *one = *(const Group *const *)a, *other = *(Group *const *)b;

  if (one->ends->len != other->ends->len)
    return one->ends->len < other->ends->len ? 1 : -1;
  return (one->node > other->node) - (one->node < other->node);
}

/* The nodes that some nodes are linked to, most links first. Of Group. */
static GPtrArray *group_links(const Paper *paper, const NodeSet *from,
                              const char *relation) {
  g_autoptr(GHashTable) by_node = g_hash_table_new(NULL, NULL);
  GPtrArray *groups = g_ptr_array_new_with_free_func(free_group);

  for (uint32_t i = 0; i < from->list->len; i++) {
    uint32_t node = gdct_set_get(from, i);
    g_autoptr(GArray) ends = gdct_said(paper, node, relation, false);
    for (uint32_t k = 0; k < ends->len; k++) {
      LinkEnd end = gdct_end(ends, k);
      Group *group =
          g_hash_table_lookup(by_node, GUINT_TO_POINTER(end.other + 1));
      if (group == NULL) {
        group = g_new0(Group, 1);
        group->node = end.other;
        group->ends = g_array_new(FALSE, FALSE, sizeof(LinkEnd));
        g_hash_table_insert(by_node, GUINT_TO_POINTER(end.other + 1), group);
        g_ptr_array_add(groups, group);
      }
      end.other = node;
      g_array_append_val(group->ends, end);
    }
  }
  g_ptr_array_sort(groups, compare_groups);
  return groups;
}

static void put_some(const Paper *paper, const GArray *ends) {
  g_autoptr(GArray) first = g_array_new(FALSE, FALSE, sizeof(LinkEnd));

  g_array_append_vals(first, ends->data, MIN(ends->len, ENTRIES));
  gdct_put_titles(paper, first);
  if (ends->len > ENTRIES)
    gdct_doc_print_line(paper->doc, DOC_PARAGRAPH, W_("and more: %u"),
                        ends->len - ENTRIES);
}

static void put_group(const Paper *paper, const Group *group) {
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_put_numbered(paper, group->node);
  gdct_doc_close(paper->doc);
  gdct_put_number(paper, group->ends->len);
  gdct_doc_open(paper->doc, DOC_CELL);
  put_some(paper, group->ends);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

static void put_groups(const Paper *paper, const char *caption,
                       const char *head, const GPtrArray *groups,
                       const char *command) {
  const DocColumn columns[] = {{head, 34, false},
                               {W_("Activities"), 12, true},
                               {W_("Which"), 54, false}};

  gdct_doc_table(paper->doc, caption, columns, G_N_ELEMENTS(columns));
  for (guint i = 0; i < MIN(groups->len, ROWS); i++)
    put_group(paper, groups->pdata[i]);
  gdct_doc_close(paper->doc);
  gdct_put_more(paper, ROWS, groups->len, command);
}

void gdct_plan_partners(const Paper *paper) {
  g_autoptr(GPtrArray) groups = NULL;
  Plan plan;

  gdct_plan_open(&plan, paper);
  groups = group_links(paper, &plan.activities, "partners-with");
  if (groups->len == 0) {
    gdct_put_line(paper, W_("No partner of these activities is known."));
  } else {
    gdct_doc_open(paper->doc, DOC_PARAGRAPH);
    gdct_doc_print(paper->doc,
                   WN_("Documents name %u partner.",
                       "Documents name %u partners.", groups->len),
                   groups->len);
    gdct_put_sentence(
        paper, "%s",
        W_("The one with most activities comes first. An organization that is "
           "not named here may still be a partner."));
    gdct_doc_close(paper->doc);
    put_groups(paper, W_("Partners, and in which activities"), W_("Partner"),
               groups, "gdctrace list organization");
  }
  gdct_plan_close(&plan);
}

/* ---- 6: timeline ---- */

/* What it shows, for those who cannot see it. Free with g_free(). */
static char *tell_timeline(const Paper *paper, const GdctPicture *picture,
                           uint32_t undated) {
  GString *out = g_string_new(NULL);

  g_string_append_printf(out, W_("A timeline with bars from start to end: "));
  for (guint i = 0; i < picture->timeline->groups->len; i++) {
    const GdctBarGroup *group =
        &g_array_index(picture->timeline->groups, GdctBarGroup, i);
    if (group->title != NULL && group->n_bars > 0)
      g_string_append_printf(out, W_("%1$s: %2$u; "), group->title,
                             group->n_bars);
  }
  g_string_append_printf(out, W_("without dates, and not drawn: %u."), undated);
  return g_string_free(out, FALSE);
}

/* The picture of some nodes; NULL if they cannot be drawn. */
static GdctPicture *draw(const Paper *paper, const NodeSet *nodes,
                         const char *title) {
  GdctReport *report = gdct_report_new();
  const uint32_t *list = (const uint32_t *)(const void *)nodes->list->data;
  GdctPicture *picture =
      gdct_timeline_of_nodes(paper->graph, list, nodes->list->len, title,
                             "sector", paper->options->language, report);

  if (picture == NULL) /* the model has no sectors */
    picture =
        gdct_timeline_of_nodes(paper->graph, list, nodes->list->len, title,
                               NULL, paper->options->language, report);
  if (picture != NULL && paper->options->day == NULL)
    picture->timeline->today_words = NULL; /* no clock */
  gdct_report_free(report);
  return picture;
}

/* The activities without dates, which the picture counts, and the first of the
 * others; *@ret_dated receives how many those are. */
static void choose_bars(const Plan *plan, NodeSet *ret_nodes,
                        uint32_t *ret_dated) {
  *ret_dated = 0;
  for (uint32_t i = 0; i < plan->activities.list->len; i++) {
    uint32_t node = gdct_set_get(&plan->activities, i);
    if (!gdct_plan_has_time(plan->paper, node) || (*ret_dated)++ < BARS)
      gdct_set_add(ret_nodes, node);
  }
}

static void put_picture(const Paper *paper, const NodeSet *nodes,
                        uint32_t undated) {
  const char *title = W_("When activities begin and end, by sector");
  g_autofree char *command = gdct_plan_draw_command(paper);
  GdctPicture *picture = draw(paper, nodes, title);
  g_autofree char *alt = NULL;

  if (picture == NULL)
    return;
  alt = tell_timeline(paper, picture, undated);
  gdct_put_command(paper, command);
  gdct_doc_picture(paper->doc, picture, alt,
                   W_("When activities begin and end, by sector (ITU-R: BR, "
                      "ITU-T: TSB, ITU-D: BDT)"),
                   command);
  gdct_picture_free(picture);
}

/* @dated: how many have a start or an end. */
static void tell_dates(const Plan *plan, uint32_t dated) {
  const Paper *paper = plan->paper;
  uint32_t all = plan->activities.list->len;

  if (all == 0) {
    gdct_put_line(paper, W_("No activity was chosen."));
    return;
  }
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_print(
      paper->doc,
      WN_("A start or an end is known for %1$u of the %2$u activity.",
          "A start or an end is known for %1$u of the %2$u activities.", all),
      dated, all);
  if (dated > 0 && dated < all)
    gdct_put_sentence(paper, W_("The other %u are not drawn."), all - dated);
  gdct_doc_close(paper->doc);
}

void gdct_plan_timeline(const Paper *paper) {
  uint32_t dated, undated;
  NodeSet nodes;
  Plan plan;

  gdct_plan_open(&plan, paper);
  gdct_set_init(&nodes, paper);
  choose_bars(&plan, &nodes, &dated);
  undated = plan.activities.list->len - dated;
  tell_dates(&plan, dated);
  if (dated > BARS)
    gdct_doc_print_line(paper->doc, DOC_PARAGRAPH,
                        W_("Only the first of those with dates are drawn: "
                           "%u."),
                        (unsigned)BARS);
  if (dated > 0)
    put_picture(paper, &nodes, undated);
  gdct_set_clear(&nodes, paper);
  gdct_plan_close(&plan);
}

/* ---- 7: mandates ---- */

static void put_mandates(const Paper *paper, const NodeSet *from,
                         const char *caption, const char *head) {
  g_autoptr(GPtrArray) groups = group_links(paper, from, "mandated-by");
  const DocColumn columns[] = {{W_("Mandate"), 45, false}, {head, 55, false}};

  if (groups->len == 0)
    return;
  gdct_doc_table(paper->doc, caption, columns, G_N_ELEMENTS(columns));
  for (guint i = 0; i < MIN(groups->len, ROWS); i++) {
    const Group *group = groups->pdata[i];
    gdct_doc_open(paper->doc, DOC_ROW);
    gdct_doc_open(paper->doc, DOC_HEAD);
    gdct_put_node(paper, group->node);
    gdct_doc_close(paper->doc);
    gdct_doc_open(paper->doc, DOC_CELL);
    put_some(paper, group->ends);
    gdct_doc_close(paper->doc);
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
  gdct_put_more(paper, ROWS, groups->len, "gdctrace list mandate");
}

void gdct_plan_mandates(const Paper *paper) {
  uint32_t with = 0;
  Plan plan;

  gdct_plan_open(&plan, paper);
  for (uint32_t i = 0; i < plan.activities.list->len; i++) {
    g_autoptr(GArray) ends = gdct_said(paper, gdct_set_get(&plan.activities, i),
                                       "mandated-by", false);
    with += ends->len > 0;
  }
  if (plan.activities.list->len > 0)
    gdct_doc_print_line(
        paper->doc, DOC_PARAGRAPH,
        WN_("Documents name a mandate for %1$u of the %2$u activity.",
            "Documents name a mandate for %1$u of the %2$u activities.",
            plan.activities.list->len),
        with, plan.activities.list->len);
  else
    gdct_put_line(paper, W_("No activity was chosen."));
  put_mandates(paper, &plan.activities, W_("Mandates of activities"),
               W_("Activities"));
  put_mandates(paper, &plan.requests, W_("Mandates that the requests rest on"),
               W_("Requests"));
  gdct_plan_close(&plan);
}

/* ---- 8: what the work is for ---- */

void gdct_plan_put_served(const Plan *plan) {
  const Paper *paper = plan->paper;
  g_autoptr(GPtrArray) groups =
      group_links(paper, &plan->activities, "supports");

  if (groups->len == 0)
    gdct_put_line(paper, W_("No document says what these activities "
                            "support."));
  else
    put_groups(paper,
               W_("What the activities support, as documents "
                  "say"),
               W_("Objective, commitment or body"), groups,
               "gdctrace matrix itu-activity gdc-objective");
}
