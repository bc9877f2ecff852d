/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/direct.h"

#include <gdctrace/suggest.h>

#include <string.h>

static void clear_way(gpointer way) {
  g_ptr_array_unref(((GdctWay *)way)->wheres);
}

static GdctDirect *new_direct(const GdctMapping *mapping) {
  GdctDirect *direct = g_new0(GdctDirect, 1);

  direct->mapping = mapping;
  direct->ways = g_array_new(FALSE, FALSE, sizeof(GdctWay));
  g_array_set_clear_func(direct->ways, clear_way);
  return direct;
}

void gdct_direct_free(GdctDirect *direct) {
  if (direct == NULL)
    return;
  g_array_unref(direct->ways);
  g_free(direct->kinds);
  if (direct->where != NULL)
    g_ptr_array_unref(direct->where);
  g_free(direct);
}

static GdctWay *add_way(GdctDirect *direct, uint32_t relation, bool inverse) {
  GdctWay way = {relation, inverse,
                 g_ptr_array_new_with_free_func(
                     (GDestroyNotify)(gpointer)g_ptr_array_unref)};

  for (guint i = 0; i < direct->ways->len; i++) {
    GdctWay *old = &g_array_index(direct->ways, GdctWay, i);
    if (old->relation == relation && old->inverse == inverse) {
      g_ptr_array_unref(way.wheres);
      return old;
    }
  }
  g_array_append_val(direct->ways, way);
  return &g_array_index(direct->ways, GdctWay, direct->ways->len - 1);
}

GdctDirect *gdct_direct_of_model(const GdctMapping *mapping) {
  GdctDirect *direct = new_direct(mapping);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_RELATION); i++)
    for (int inverse = 0; inverse < 2; inverse++)
      add_way(direct, i, inverse != 0);
  return direct;
}

/* The steps of a path that are whole walks by themselves: first and last. */
static void add_steps(GdctDirect *direct, const GdctPath *path,
                      GPtrArray *where) {
  for (uint32_t state = 1; state < path->n_states; state++)
    if ((path->follow[0] & path->accepting) >> state & 1 &&
        path->steps[state].relation != GDCT_PART_OF)
      g_ptr_array_add(add_way(direct, path->steps[state].relation,
                              path->steps[state].inverse)
                          ->wheres,
                      g_ptr_array_ref(where));
}

static bool add_grade(GdctDirect *direct, const GdctGraph *graph,
                      GdctThing grade, GdctReport *report) {
  const char *expression = gdct_get(direct->mapping, grade, "path");
  bool good = true;
  g_autoptr(GPtrArray) where =
      gdct_filters_read(graph, GDCT_NODE, grade, "reach-where", report, &good);
  GdctPath *path =
      expression == NULL
          ? NULL
          : gdct_path_parse(direct->mapping, expression,
                            gdct_place(direct->mapping, grade), report);

  if (path == NULL)
    return false;
  add_steps(direct, path, where);
  gdct_path_free(path);
  return good;
}

static void read_kinds(GdctDirect *direct, GdctThing rule) {
  for (uint32_t i = 0; i < gdct_value_count(direct->mapping, rule); i++) {
    GdctValue value = gdct_value(direct->mapping, rule, i);
    uint32_t kind;
    if (strcmp(value.key, "reach") != 0)
      continue;
    if (direct->kinds == NULL)
      direct->kinds =
          g_new0(uint8_t, gdct_count(direct->mapping, GDCT_KIND) + 1);
    kind = gdct_find(direct->mapping, GDCT_KIND, value.text);
    if (kind != GDCT_NONE)
      direct->kinds[kind] = 1;
  }
}

GdctDirect *gdct_direct_of_rule(const GdctGraph *graph, uint32_t rule,
                                GdctReport *report) {
  GdctDirect *direct = new_direct(graph->mapping);
  GdctThing thing = {GDCT_RULE, rule};
  uint32_t count, first = gdct_owned(graph->mapping, thing, GDCT_GRADE, &count);
  bool good = true;

  direct->by_rule = true;
  read_kinds(direct, thing);
  direct->where =
      gdct_filters_read(graph, GDCT_NODE, thing, "reach-where", report, &good);
  for (uint32_t i = first; i < first + count; i++)
    good = add_grade(direct, graph, (GdctThing){GDCT_GRADE, i}, report) && good;
  if (good)
    return direct;
  gdct_direct_free(direct);
  return NULL;
}

bool gdct_rule_has_direct_path(const GdctGraph *graph, uint32_t rule) {
  GdctReport *report = gdct_report_new();
  GdctDirect *direct = gdct_direct_of_rule(graph, rule, report);
  bool any = direct != NULL && direct->ways->len > 0;

  gdct_direct_free(direct);
  gdct_report_free(report);
  return any;
}

/* Whether a kind may stand at one end of the links of a relation. */
static bool kind_fits(const GdctMapping *mapping, uint32_t relation,
                      bool at_end, uint32_t kind) {
  const GdctRelationFacts *facts =
      &g_array_index(mapping->relations, GdctRelationFacts, relation);

  return kind != GDCT_NONE &&
         gdct_kind_list_has(mapping, at_end ? facts->to : facts->from, kind);
}

bool gdct_way_leaves(const GdctDirect *direct, const GdctWay *way,
                     uint32_t kind) {
  return kind_fits(direct->mapping, way->relation, way->inverse, kind);
}

bool gdct_way_reaches(const GdctDirect *direct, const GdctWay *way,
                      uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  uint32_t kind = gdct_node_kind(direct->mapping, node);

  if (!kind_fits(direct->mapping, way->relation, !way->inverse, kind))
    return false;
  if (!direct->by_rule)
    return true;
  if ((direct->kinds != NULL && !direct->kinds[kind]) ||
      !gdct_filters_hold(direct->where, thing))
    return false;
  for (guint i = 0; i < way->wheres->len; i++)
    if (gdct_filters_hold(g_ptr_array_index(way->wheres, i), thing))
      return true;
  return false;
}
