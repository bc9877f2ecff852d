/* SPDX-License-Identifier: Apache-2.0 */
/* dot's own layout: it is given the bare cards, column by column, and asked
 * where they stand and how links run. */
#include "draw/graphviz_place.h"

#include <cgraph.h>
#include <gvc.h>

#include <math.h>
#include <string.h>

#define NODE_SPACE 4.0
#define LOOP 34.0 /* how far a link within a column swings out */

typedef struct {
  const GdctSheet *sheet;
  const GdctPicture *picture;
  Agraph_t *graph;
  Agnode_t **cards;
  Agnode_t **firsts; /* of each column: its first card, or a node instead */
  Agedge_t **links;
  GArray *groups; /* Group */
} Plan;

/* Cards under a heading, which dot keeps together as a cluster. */
typedef struct {
  Agraph_t *cluster;
  uint32_t column;
  const char *group;
} Group;

static void set_number(void *object, const char *name, double value) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd(text, sizeof text, "%.5g", value);
  agsafeset(object, (char *)name, text, (char *)"");
}

static void add_cards(const Plan *plan) {
  for (uint32_t c = 0; c < plan->picture->columns->len; c++) {
    const GdctPictureColumn *from = gdct_picture_column(plan->picture, c);
    Agraph_t *column = agsubg(plan->graph, NULL, 1);
    agsafeset(column, (char *)"rank", (char *)"same", (char *)"");
    if (from->n_cards == 0) {
      g_autofree char *name = g_strdup_printf("empty%u", c);
      plan->firsts[c] = agnode(plan->graph, name, 1);
      set_number(plan->firsts[c], "width", plan->sheet->columns[c].width / 72);
    }
    for (uint32_t i = from->first_card; i < from->first_card + from->n_cards;
         i++) {
      g_autofree char *name = g_strdup_printf("%u", i);
      plan->cards[i] = agnode(plan->graph, name, 1);
      agsubnode(column, plan->cards[i], 1);
      if (i == from->first_card)
        plan->firsts[c] = plan->cards[i];
      set_number(plan->cards[i], "width", plan->sheet->columns[c].width / 72);
      set_number(plan->cards[i], "height", plan->sheet->heights[i] / 72);
    }
  }
}

/* A cluster whose label is as large as the heading. */
static Agraph_t *add_group(const Plan *plan, uint32_t column,
                           const char *group) {
  g_autofree char *name = g_strdup_printf("cluster%u", plan->groups->len);
  double height = gdct_sheet_group(plan->sheet, column, group, NULL);
  g_autofree char *room = g_strdup_printf(
      "<TABLE BORDER=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"20\" HEIGHT=\"%d\">"
      "<TR><TD></TD></TR></TABLE>",
      (int)ceil(height));
  Group added = {agsubg(plan->graph, name, 1), column, group};
  char *label = agstrdup_html(plan->graph, room);

  agsafeset(added.cluster, (char *)"label", label, (char *)"");
  agstrfree(plan->graph, label);
  agsafeset(added.cluster, (char *)"margin", (char *)"1", (char *)"");
  g_array_append_val(plan->groups, added);
  return added.cluster;
}

/* Cards of a group follow each other. */
static void add_groups(const Plan *plan) {
  for (uint32_t c = 0; c < plan->picture->columns->len; c++) {
    const GdctPictureColumn *column = gdct_picture_column(plan->picture, c);
    Agraph_t *cluster = NULL;
    const char *name = NULL;
    for (uint32_t i = 0; column->group_by != NULL && i < column->n_cards; i++) {
      uint32_t index = column->first_card + i;
      const char *group = gdct_picture_card(plan->picture, index)->group;
      if (cluster == NULL || strcmp(name, group) != 0)
        cluster = add_group(plan, c, group);
      name = group;
      agsubnode(cluster, plan->cards[index], 1);
    }
  }
  if (plan->groups->len > 0) /* or clusters would break the columns */
    agattr(plan->graph, AGRAPH, (char *)"newrank", (char *)"true");
}

/* What is not seen keeps columns apart that no link joins. */
static void add_links(const Plan *plan) {
  for (uint32_t c = 1; c < plan->picture->columns->len; c++) {
    Agedge_t *edge =
        agedge(plan->graph, plan->firsts[c - 1], plan->firsts[c], NULL, 1);
    agsafeset(edge, (char *)"style", (char *)"invis", (char *)"");
    agsafeset(edge, (char *)"weight", (char *)"0", (char *)"");
  }
  for (uint32_t i = 0; i < plan->picture->links->len; i++) {
    const GdctPictureLink *link = gdct_picture_link(plan->picture, i);
    g_autofree char *name = g_strdup_printf("%u", i);
    plan->links[i] = agedge(plan->graph, plan->cards[link->from],
                            plan->cards[link->to], name, 1);
  }
}

/* Reads "x,y"; moves on to what follows. */
static bool read_point(const char **text, GdctPoint *ret_point) {
  char *end;

  ret_point->x = g_ascii_strtod(*text, &end);
  if (end == *text || *end != ',')
    return false;
  *text = end + 1;
  ret_point->y = g_ascii_strtod(*text, &end);
  if (end == *text)
    return false;
  *text = end;
  return true;
}

/* "e,TIP P P P P ...": the curve ends at the tip. */
static void read_curve(GdctLayout *layout, const char *text) {
  GdctPoint at, tip;
  bool has_tip = text != NULL && g_str_has_prefix(text, "e,");
  guint first = layout->points->len;

  if (text == NULL)
    return;
  if (has_tip) {
    text += 2;
    has_tip = read_point(&text, &tip);
  }
  while (*text == ' ' && read_point(&text, &at))
    g_array_append_val(layout->points, at);
  if (layout->points->len == first) /* without a tip there is no space */
    while (read_point(&text, &at)) {
      g_array_append_val(layout->points, at);
      text += *text == ' ';
    }
  if (has_tip && layout->points->len > first)
    g_array_index(layout->points, GdctPoint, layout->points->len - 1) = tip;
}

/* A link within a column goes along it, which dot has no room for; one that dot
 * did not draw is straight. */
static void read_link(const Plan *plan, GdctLayout *layout, uint32_t index) {
  const GdctPictureLink *link = gdct_picture_link(plan->picture, index);
  uint32_t from = gdct_picture_card(plan->picture, link->from)->column;
  uint32_t to = gdct_picture_card(plan->picture, link->to)->column;
  GdctPoint ends[2] = {{layout->column_x[from], layout->card_y[link->from]},
                       {layout->column_x[to], layout->card_y[link->to]}};

  layout->first_point[index] = layout->points->len;
  if (from != to)
    read_curve(layout, agget(plan->links[index], (char *)"pos"));
  for (int i = 0; from == to && i < 4; i++) {
    GdctPoint at = ends[i / 2];
    at.x +=
        plan->sheet->columns[from].width / 2 + (i == 1 || i == 2 ? LOOP : 0);
    g_array_append_val(layout->points, at);
  }
  for (int i = 0; layout->points->len < layout->first_point[index] + 4; i++)
    g_array_append_val(layout->points, ends[i / 2]);
}

static void measure(const Plan *plan, GdctLayout *layout) {
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE;
  double left = G_MAXDOUBLE, right = -G_MAXDOUBLE;

  for (uint32_t i = 0; i < plan->picture->cards->len; i++) {
    low = MIN(low, layout->card_y[i] - plan->sheet->heights[i] / 2);
    high = MAX(high, layout->card_y[i] + plan->sheet->heights[i] / 2);
  }
  for (guint i = 0; i < layout->points->len; i++) {
    low = MIN(low, g_array_index(layout->points, GdctPoint, i).y);
    high = MAX(high, g_array_index(layout->points, GdctPoint, i).y);
  }
  for (guint i = 0; i < layout->groups->len; i++) {
    const GdctGroup *group = &g_array_index(layout->groups, GdctGroup, i);
    double height =
        gdct_sheet_group(plan->sheet, group->column, group->group, NULL);
    high = MAX(high, group->y + height / 2);
  }
  for (uint32_t c = 0; c < plan->picture->columns->len; c++) {
    left = MIN(left, layout->column_x[c] - plan->sheet->columns[c].width / 2);
    right = MAX(right, layout->column_x[c] + plan->sheet->columns[c].width / 2);
  }
  if (low < high && left < right)
    layout->cards = (GdctBox){(left + right) / 2, (low + high) / 2,
                              right - left, high - low};
}

static void read_groups(const Plan *plan, GdctLayout *layout) {
  for (guint i = 0; i < plan->groups->len; i++) {
    const Group *from = &g_array_index(plan->groups, Group, i);
    const char *text = agget(from->cluster, (char *)"lp");
    GdctGroup group = {.column = from->column, .group = from->group};
    GdctPoint at;
    if (text == NULL || !read_point(&text, &at))
      continue;
    group.y = at.y;
    g_array_append_val(layout->groups, group);
  }
}

static GdctLayout *read_places(const Plan *plan) {
  GdctLayout *layout = g_new0(GdctLayout, 1);
  uint32_t n_columns = plan->picture->columns->len;

  layout->column_x = g_new0(double, n_columns + 1);
  layout->card_y = g_new0(double, plan->picture->cards->len + 1);
  layout->groups = g_array_new(FALSE, FALSE, sizeof(GdctGroup));
  layout->points = g_array_new(FALSE, FALSE, sizeof(GdctPoint));
  layout->first_point = g_new0(uint32_t, plan->picture->links->len + 1);
  gdct_sheet_place_columns(plan->sheet, layout->column_x);
  for (uint32_t c = 0; c < n_columns; c++) {
    const char *text = agget(plan->firsts[c], (char *)"pos");
    GdctPoint at;
    if (text != NULL && read_point(&text, &at))
      layout->column_x[c] = at.x;
  }
  for (uint32_t i = 0; i < plan->picture->cards->len; i++) {
    const char *text = agget(plan->cards[i], (char *)"pos");
    GdctPoint at = {0, 0};
    if (text != NULL && read_point(&text, &at))
      layout->card_y[i] = at.y;
  }
  for (uint32_t i = 0; i < plan->picture->links->len; i++)
    read_link(plan, layout, i);
  layout->first_point[plan->picture->links->len] = layout->points->len;
  read_groups(plan, layout);
  measure(plan, layout);
  return layout;
}

GdctLayout *gdct_graphviz_place(void *context, const GdctSheet *sheet) {
  const GdctPicture *picture = sheet->picture;
  Plan plan = {.sheet = sheet,
               .picture = picture,
               .graph = agopen((char *)"places", Agdirected, NULL),
               .cards = g_new0(Agnode_t *, picture->cards->len + 1),
               .firsts = g_new0(Agnode_t *, picture->columns->len + 1),
               .links = g_new0(Agedge_t *, picture->links->len + 1),
               .groups = g_array_new(FALSE, FALSE, sizeof(Group))};
  GdctLayout *layout = NULL;
  char *bytes = NULL;
  unsigned size = 0;

  agattr(plan.graph, AGRAPH, (char *)"rankdir", (char *)"LR");
  agattr(plan.graph, AGNODE, (char *)"shape", (char *)"box");
  agattr(plan.graph, AGNODE, (char *)"fixedsize", (char *)"true");
  agattr(plan.graph, AGNODE, (char *)"label", (char *)"");
  set_number(plan.graph, "nodesep", NODE_SPACE / 72);
  set_number(plan.graph, "ranksep", gdct_sheet_widest_gap(sheet) / 72);
  agattr(plan.graph, AGEDGE, (char *)"tailport", (char *)"e");
  agattr(plan.graph, AGEDGE, (char *)"headport", (char *)"w");
  add_cards(&plan);
  add_groups(&plan);
  add_links(&plan);
  /* Only as it writes DOT it notes the places. */
  if (gvLayout(context, plan.graph, "dot") == 0) {
    if (gvRenderData(context, plan.graph, "dot", &bytes, &size) == 0)
      layout = read_places(&plan);
    gvFreeRenderData(bytes);
    gvFreeLayout(context, plan.graph);
  }
  agclose(plan.graph);
  g_free(plan.cards);
  g_free(plan.links);
  g_free(plan.firsts);
  g_array_unref(plan.groups);
  return layout;
}
