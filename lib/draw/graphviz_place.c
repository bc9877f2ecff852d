/* SPDX-License-Identifier: Apache-2.0 */
/* dot's own layout: it is given the bare cards, column by column, and asked
 * where they stand and how links run. */
#include "draw/graphviz_place.h"

#include <cgraph.h>
#include <gvc.h>

#define LOOP 34.0 /* how far a link within a column swings out */

typedef struct {
  const GdctSheet *sheet;
  const GdctPicture *picture;
  Agraph_t *graph;
  Agnode_t **cards;
  Agedge_t **links;
} Plan;

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
    for (uint32_t i = from->first_card; i < from->first_card + from->n_cards;
         i++) {
      g_autofree char *name = g_strdup_printf("%u", i);
      plan->cards[i] = agnode(plan->graph, name, 1);
      agsubnode(column, plan->cards[i], 1);
      set_number(plan->cards[i], "width", plan->sheet->card_width / 72);
      set_number(plan->cards[i], "height", plan->sheet->heights[i] / 72);
    }
  }
}

/* What is not seen keeps columns apart that no link joins. */
static void add_links(const Plan *plan) {
  uint32_t before = GDCT_NONE;

  for (uint32_t c = 0; c < plan->picture->columns->len; c++) {
    const GdctPictureColumn *column = gdct_picture_column(plan->picture, c);
    if (column->n_cards == 0)
      continue;
    if (before != GDCT_NONE) {
      Agedge_t *edge = agedge(plan->graph, plan->cards[before],
                              plan->cards[column->first_card], NULL, 1);
      agsafeset(edge, (char *)"style", (char *)"invis", (char *)"");
      agsafeset(edge, (char *)"weight", (char *)"0", (char *)"");
    }
    before = column->first_card;
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
    at.x += plan->sheet->card_width / 2 + (i == 1 || i == 2 ? LOOP : 0);
    g_array_append_val(layout->points, at);
  }
  for (int i = 0; layout->points->len < layout->first_point[index] + 4; i++)
    g_array_append_val(layout->points, ends[i / 2]);
}

static void measure(const Plan *plan, GdctLayout *layout) {
  double low = 0, high = 0, left = 0, right = 0;

  for (uint32_t i = 0; i < plan->picture->cards->len; i++) {
    double half = plan->sheet->heights[i] / 2;
    double x = layout->column_x[gdct_picture_card(plan->picture, i)->column];
    low =
        i == 0 ? layout->card_y[i] - half : MIN(low, layout->card_y[i] - half);
    high =
        i == 0 ? layout->card_y[i] + half : MAX(high, layout->card_y[i] + half);
    left = i == 0 ? x : MIN(left, x);
    right = i == 0 ? x : MAX(right, x);
  }
  layout->cards = (GdctBox){(left + right) / 2, (low + high) / 2,
                            right - left + plan->sheet->card_width, high - low};
}

static GdctLayout *read_places(const Plan *plan) {
  GdctLayout *layout = g_new0(GdctLayout, 1);
  uint32_t n_columns = plan->picture->columns->len;
  double step = plan->sheet->card_width + plan->sheet->column_gap;

  layout->column_x = g_new0(double, n_columns + 1);
  layout->card_y = g_new0(double, plan->picture->cards->len + 1);
  layout->groups = g_array_new(FALSE, FALSE, sizeof(GdctGroup));
  layout->points = g_array_new(FALSE, FALSE, sizeof(GdctPoint));
  layout->first_point = g_new0(uint32_t, plan->picture->links->len + 1);
  for (uint32_t c = 0; c < n_columns; c++)
    layout->column_x[c] =
        c == 0 ? plan->sheet->card_width / 2 : layout->column_x[c - 1] + step;
  for (uint32_t i = 0; i < plan->picture->cards->len; i++) {
    const char *text = agget(plan->cards[i], (char *)"pos");
    GdctPoint at = {0, 0};
    if (text != NULL && read_point(&text, &at)) {
      layout->column_x[gdct_picture_card(plan->picture, i)->column] = at.x;
      layout->card_y[i] = at.y;
    }
  }
  for (uint32_t i = 0; i < plan->picture->links->len; i++)
    read_link(plan, layout, i);
  layout->first_point[plan->picture->links->len] = layout->points->len;
  measure(plan, layout);
  return layout;
}

GdctLayout *gdct_graphviz_place(void *context, const GdctSheet *sheet) {
  const GdctPicture *picture = sheet->picture;
  Plan plan = {.sheet = sheet,
               .picture = picture,
               .graph = agopen((char *)"places", Agdirected, NULL),
               .cards = g_new0(Agnode_t *, picture->cards->len + 1),
               .links = g_new0(Agedge_t *, picture->links->len + 1)};
  GdctLayout *layout = NULL;
  char *bytes = NULL;
  unsigned size = 0;

  agattr(plan.graph, AGRAPH, (char *)"rankdir", (char *)"LR");
  agattr(plan.graph, AGNODE, (char *)"shape", (char *)"box");
  agattr(plan.graph, AGNODE, (char *)"fixedsize", (char *)"true");
  agattr(plan.graph, AGNODE, (char *)"label", (char *)"");
  set_number(plan.graph, "nodesep", (sheet->card_space + 1) / 72);
  set_number(plan.graph, "ranksep", sheet->column_gap / 72);
  agattr(plan.graph, AGEDGE, (char *)"tailport", (char *)"e");
  agattr(plan.graph, AGEDGE, (char *)"headport", (char *)"w");
  add_cards(&plan);
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
  return layout;
}
