/* SPDX-License-Identifier: Apache-2.0 */
#include "document/gather.h"

#include "graph/graph.h"

#include <string.h>

/* ---- sets: one shape of functions, to be used on many ---- */

void gdct_set_init(NodeSet *set, const Paper *paper) {
  set->list = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  set->inside = g_new0(uint8_t, gdct_count(paper->mapping, GDCT_NODE) + 1u);
}

void gdct_set_clear(NodeSet *set, const Paper *paper) {
  (void)paper;
  g_array_unref(set->list);
  g_free(set->inside);
}

bool gdct_set_add(NodeSet *set, uint32_t node) {
  if (set->inside[node] != 0)
    return false;
  set->inside[node] = 1;
  g_array_append_val(set->list, node);
  return true;
}

static int compare_nodes(const void *a, const void *b) {
  uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;

  return (one > other) - (one < other);
}

void gdct_set_sort(NodeSet *set, const Paper *paper) {
  (void)paper;
  g_array_sort(set->list, compare_nodes);
}

/* ---- links ---- */

/* The links of a node in one graph, if they are proposed or if they are not. */
static GArray *list_ends(const Paper *paper, const GdctGraph *graph,
                         uint32_t node, const char *relation, bool inverse,
                         bool proposed) {
  GArray *ends = g_array_new(FALSE, FALSE, sizeof(LinkEnd));
  uint32_t wanted =
      relation == NULL ? GDCT_NONE : gdct_term_relation(paper, relation);
  uint32_t count;
  const uint32_t *links = inverse ? gdct_graph_links_to(graph, node, &count)
                                  : gdct_graph_links_from(graph, node, &count);

  for (uint32_t i = 0; i < count; i++) {
    GdctLinkEnds ends_of = gdct_link(paper->mapping, links[i]);
    LinkEnd end = {links[i], inverse ? ends_of.from : ends_of.to};
    if ((relation == NULL || ends_of.relation == wanted) &&
        (ends_of.basis == GDCT_PROPOSED) == proposed)
      g_array_append_val(ends, end);
  }
  return ends;
}

GArray *gdct_said(const Paper *paper, uint32_t node, const char *relation,
                  bool inverse) {
  return list_ends(paper, paper->graph, node, relation, inverse, false);
}

GArray *gdct_proposed(const Paper *paper, uint32_t node, const char *relation,
                      bool inverse) {
  GdctGraph *graph =
      gdct_graph_with(paper->graph, GDCT_BASIS_PROPOSED, GDCT_CLAIMED);
  GArray *ends = list_ends(paper, graph, node, relation, inverse, true);

  gdct_graph_free(graph);
  return ends;
}

/* ---- what is said of a node ---- */

GArray *gdct_parts_of(const Paper *paper, uint32_t node, const char *kind) {
  GArray *list = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  uint32_t count;
  const uint32_t *parts = gdct_graph_parts(paper->graph, node, &count);

  for (uint32_t i = 0; i < count; i++)
    if (gdct_is_kind(paper, parts[i], kind))
      g_array_append_val(list, parts[i]);
  return list;
}

bool gdct_is_past(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  GdctDays day;

  if (paper->options->day == NULL ||
      gdct_get(paper->mapping, thing, "end") == NULL ||
      !gdct_date_parse(paper->options->day, false, &day))
    return false;
  return gdct_thing_days(paper->mapping, thing).last < day.first;
}

uint32_t gdct_count_measures(const Paper *paper, uint32_t node) {
  uint32_t count;

  gdct_owned(paper->mapping, (GdctThing){GDCT_NODE, node}, GDCT_MEASURE,
             &count);
  return count;
}

bool gdct_has_value(const Paper *paper, uint32_t node, const char *key,
                    const char *value) {
  GdctThing thing = {GDCT_NODE, node};

  for (uint32_t i = 0; i < gdct_value_count(paper->mapping, thing); i++) {
    GdctValue one = gdct_value(paper->mapping, thing, i);
    if (strcmp(one.key, key) == 0 &&
        (value == NULL || strcmp(one.text, value) == 0))
      return true;
  }
  return false;
}
