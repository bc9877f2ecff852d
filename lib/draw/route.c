/* SPDX-License-Identifier: Apache-2.0 */
/* The curves of links: level where they leave, arrive and pass, bent only
 * between columns; so none runs through a card. */
#include "draw/plan.h"

/* Links between the same two cards run this far apart, if the cards are high
 * enough. */
#define LANE 4.0
#define LANE_EDGE 3.0 /* kept free of ends at the edges of a card */

/* How far a link within a column swings out: the least, a part of the gap at
 * the most, and the length at which it is half of that. */
#define LOOP_LEAST 12.0
#define LOOP_PART 0.45
#define LOOP_LENGTH 90.0

typedef struct {
  const GdctPlan *plan;
  GdctLayout *layout;
  double *lanes; /* of each link: how far it is moved up */
} Routes;

/* ---- links side by side ---- */

/* The links of each left, or upper, card: first[card] to first[card + 1] of
 * the array returned. */
static uint32_t *links_by_card(const GdctPicture *picture, uint32_t *first) {
  uint32_t *links = g_new(uint32_t, picture->links->len + 1);

  for (uint32_t i = 0; i < picture->links->len; i++)
    first[gdct_picture_link(picture, i)->from + 2]++;
  for (uint32_t i = 0; i < picture->cards->len; i++)
    first[i + 2] += first[i + 1];
  for (uint32_t i = 0; i < picture->links->len; i++)
    links[first[gdct_picture_link(picture, i)->from + 1]++] = i;
  return links;
}

static double lane_height(const Routes *routes, const GdctPictureLink *link,
                          uint32_t lane, uint32_t n) {
  const double *heights = routes->plan->sheet->heights;
  double room =
      MAX(MIN(heights[link->from], heights[link->to]) - 2 * LANE_EDGE, 0);

  return n < 2 ? 0 : ((n - 1) / 2.0 - lane) * MIN(LANE, room / (n - 1));
}

/* Links between the same two cards get a lane each. */
static void find_lanes(Routes *routes) {
  const GdctPicture *picture = routes->plan->picture;
  uint32_t n_cards = picture->cards->len;
  g_autofree uint32_t *first = g_new0(uint32_t, n_cards + 2);
  g_autofree uint32_t *links = links_by_card(picture, first);
  g_autofree uint32_t *counts = g_new0(uint32_t, n_cards + 1);
  g_autofree uint32_t *used = g_new0(uint32_t, n_cards + 1);

  for (uint32_t card = 0; card < n_cards; card++) {
    for (uint32_t i = first[card]; i < first[card + 1]; i++)
      counts[gdct_picture_link(picture, links[i])->to]++;
    for (uint32_t i = first[card]; i < first[card + 1]; i++) {
      const GdctPictureLink *link = gdct_picture_link(picture, links[i]);
      routes->lanes[links[i]] =
          lane_height(routes, link, used[link->to]++, counts[link->to]);
    }
    for (uint32_t i = first[card]; i < first[card + 1]; i++) {
      uint32_t to = gdct_picture_link(picture, links[i])->to;
      counts[to] = used[to] = 0;
    }
  }
}

/* ---- curves ---- */

static void put_point(GdctLayout *layout, double x, double y) {
  GdctPoint point = {x, y};

  g_array_append_val(layout->points, point);
}

/* A curve from the last point that leaves and arrives level. */
static void put_curve(GdctLayout *layout, double x, double y) {
  GdctPoint last =
      g_array_index(layout->points, GdctPoint, layout->points->len - 1);
  double half = (x - last.x) / 2;

  put_point(layout, last.x + half, last.y);
  put_point(layout, x - half, y);
  put_point(layout, x, y);
}

/* An arc beside a column: longer ones swing out farther, so they enclose the
 * shorter ones. Left of the first column is more room than right of it. */
static void put_arc(GdctLayout *layout, const GdctPlan *plan, uint32_t column,
                    double from, double to) {
  bool left = column == 0 && plan->picture->columns->len > 1;
  const GdctColumnSize *size = &plan->sheet->columns[column];
  double most = LOOP_PART * size->gap, length = ABS(to - from);
  double swing =
      LOOP_LEAST + MAX(most - LOOP_LEAST, 0) * length / (length + LOOP_LENGTH);
  double x = layout->column_x[column] + (left ? -0.5 : 0.5) * size->width;

  put_point(layout, x, from);
  put_point(layout, x + (left ? -swing : swing), from);
  put_point(layout, x + (left ? -swing : swing), to);
  put_point(layout, x, to);
}

static void put_link(const Routes *routes, uint32_t index) {
  const GdctPlan *plan = routes->plan;
  GdctLayout *layout = routes->layout;
  const GdctPictureLink *link = gdct_picture_link(plan->picture, index);
  uint32_t from = gdct_picture_card(plan->picture, link->from)->column;
  uint32_t to = gdct_picture_card(plan->picture, link->to)->column;
  const GdctColumnSize *sizes = plan->sheet->columns;
  double lane = routes->lanes[index];
  double begin = layout->card_y[link->from], end = layout->card_y[link->to];

  if (from == to) {
    /* Lanes of arcs mirror each other, or they would cross. */
    double own =
        link->from == link->to ? plan->sheet->heights[link->to] / 4 : 0;
    put_arc(layout, plan, from, begin + lane + own,
            end + (begin > end ? -lane : lane) - own);
    return;
  }
  put_point(layout, layout->column_x[from] + sizes[from].width / 2,
            begin + lane);
  for (uint32_t c = from + 1; plan->first_passes[index] != GDCT_NONE && c < to;
       c++) {
    uint32_t pass = plan->first_passes[index] + c - from - 1;
    double y = -gdct_ranking_slot(&plan->ranking, pass)->y;
    put_curve(layout, layout->column_x[c] - sizes[c].width / 2, y);
    put_curve(layout, layout->column_x[c] + sizes[c].width / 2, y);
  }
  put_curve(layout, layout->column_x[to] - sizes[to].width / 2, end + lane);
}

void gdct_plan_route(const GdctPlan *plan, GdctLayout *layout) {
  uint32_t n_links = plan->picture->links->len;
  Routes routes = {plan, layout, g_new0(double, n_links + 1)};

  layout->points =
      g_array_sized_new(FALSE, FALSE, sizeof(GdctPoint), 4 * n_links + 1);
  layout->first_point = g_new0(uint32_t, n_links + 1);
  find_lanes(&routes);
  for (uint32_t i = 0; i < n_links; i++) {
    layout->first_point[i] = layout->points->len;
    put_link(&routes, i);
  }
  layout->first_point[n_links] = layout->points->len;
  g_free(routes.lanes);
}
