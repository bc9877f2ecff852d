/* SPDX-License-Identifier: Apache-2.0 */
/* What belongs to the road map of an action line. */
#include "document/road_map.h"

/* ---- finding it ---- */

static void add_lines(Road *road, uint32_t node) {
  gdct_set_add(&road->lines, node);
  for (uint32_t i = 0; i < road->lines.list->len; i++) {
    g_autoptr(GArray) parts = gdct_parts_of(
        road->paper, gdct_set_get(&road->lines, i), "wsis-action-line");
    for (uint32_t k = 0; k < parts->len; k++)
      gdct_set_add(&road->lines, g_array_index(parts, uint32_t, k));
  }
}

/* What is implemented through a line, and what the line contributes to. */
static void add_links(Road *road, uint32_t line) {
  const Paper *paper = road->paper;
  g_autoptr(GArray) aims = gdct_said(paper, line, "implemented-through", true);
  g_autoptr(GArray) goals = gdct_said(paper, line, "contributes-to", false);

  for (uint32_t i = 0; i < aims->len; i++) {
    uint32_t node = gdct_end(aims, i).other;
    bool commitment = gdct_is_kind(paper, node, "gdc-commitment");
    gdct_set_add(commitment ? &road->direct : &road->aims, node);
  }
  for (uint32_t i = 0; i < goals->len; i++) {
    uint32_t node = gdct_end(goals, i).other;
    bool goal = gdct_is_kind(paper, node, "sdg-goal");
    gdct_set_add(goal ? &road->goals : &road->targets, node);
  }
}

static void add_commitments(Road *road) {
  for (uint32_t i = 0; i < road->direct.list->len; i++)
    gdct_set_add(&road->commitments, gdct_set_get(&road->direct, i));
  for (uint32_t i = 0; i < road->aims.list->len; i++) {
    g_autoptr(GArray) parts =
        gdct_road_commitments(road, gdct_set_get(&road->aims, i));
    for (uint32_t k = 0; k < parts->len; k++)
      gdct_set_add(&road->commitments, g_array_index(parts, uint32_t, k));
  }
}

/* Activities for the nodes of a set that are not in @but. */
static void add_activities(Road *road, NodeSet *to, const NodeSet *of,
                           const NodeSet *but) {
  for (uint32_t i = 0; i < of->list->len; i++) {
    g_autoptr(GArray) ends =
        gdct_said(road->paper, gdct_set_get(of, i), "supports", true);
    for (uint32_t k = 0; k < ends->len; k++)
      if (but == NULL || !gdct_set_has(but, gdct_end(ends, k).other))
        gdct_set_add(to, gdct_end(ends, k).other);
  }
}

GArray *gdct_road_commitments(const Road *road, uint32_t aim) {
  return gdct_parts_of(road->paper, aim, "gdc-commitment");
}

/* Does the same to every set. */
static void each_set(Road *road,
                     void (*use)(NodeSet *set, const Paper *paper)) {
  NodeSet *const sets[] = {&road->lines,       &road->aims,  &road->direct,
                           &road->commitments, &road->goals, &road->targets,
                           &road->own,         &road->others};

  for (size_t i = 0; i < G_N_ELEMENTS(sets); i++)
    use(sets[i], road->paper);
}

void gdct_road_open(Road *road, const Paper *paper) {
  road->paper = paper;
  each_set(road, gdct_set_init);
  add_lines(road, paper->options->node);
  for (uint32_t i = 0; i < road->lines.list->len; i++)
    add_links(road, gdct_set_get(&road->lines, i));
  add_commitments(road);
  add_activities(road, &road->own, &road->lines, NULL);
  add_activities(road, &road->others, &road->aims, &road->own);
  add_activities(road, &road->others, &road->commitments, &road->own);
  each_set(road, gdct_set_sort);
}

void gdct_road_close(Road *road) {
  each_set(road, gdct_set_clear);
}

void gdct_road_leads(const Road *road, NodeSet *ret_leads) {
  static const char *const roles[] = {"leads", "co-leads", "facilitates"};

  for (size_t r = 0; r < G_N_ELEMENTS(roles) && ret_leads->list->len == 0; r++)
    for (uint32_t i = 0; i < road->lines.list->len; i++) {
      g_autoptr(GArray) ends =
          gdct_said(road->paper, gdct_set_get(&road->lines, i), roles[r], true);
      for (uint32_t k = 0; k < ends->len; k++)
        gdct_set_add(ret_leads, gdct_end(ends, k).other);
    }
}

uint32_t gdct_road_request(const Paper *paper) {
  uint32_t node = gdct_find(paper->mapping, GDCT_NODE, "wsis20.p113");

  return node != GDCT_NONE && gdct_graph_has_node(paper->graph, node)
             ? node
             : GDCT_NONE;
}
