/* SPDX-License-Identifier: Apache-2.0 */
/* Building the graph: two counting sorts over all links, and what each choice
 * of bases and trust keeps of them. */
#include "graph/graph.h"

#include <string.h>

GdctDays gdct_thing_days(const GdctMapping *mapping, GdctThing thing) {
  const char *start = gdct_get(mapping, thing, "start");
  const char *end = gdct_get(mapping, thing, "end");
  GdctDays days = {0, UINT32_MAX}, read;

  if (start != NULL && gdct_date_parse(start, false, &read))
    days.first = read.first;
  if (end != NULL && gdct_date_parse(end, false, &read))
    days.last = read.last;
  return days;
}

GdctDays gdct_graph_today(const GdctGraph *graph) {
  return graph->dated ? graph->as_of : gdct_date_today();
}

/* Whether a thing is there on the graph's date: a date of low precision meets
 * it if any of its days does. */
static bool is_current(const GdctGraph *graph, GdctThing thing) {
  GdctDays days;

  if (!graph->dated || gdct_record(graph->mapping, thing)->n_values == 0)
    return true;
  days = gdct_thing_days(graph->mapping, thing);
  return days.first <= graph->as_of.last && graph->as_of.first <= days.last;
}

static void hide_nodes(GdctGraph *graph) {
  uint8_t *hidden = graph->dated ? g_new0(uint8_t, graph->n_nodes) : NULL;

  for (uint32_t i = 0; hidden != NULL && i < graph->n_nodes; i++)
    hidden[i] = !is_current(graph, (GdctThing){GDCT_NODE, i});
  graph->ground->hidden = hidden;
}

/* ---- which links are there ---- */

static bool is_there(const GdctGraph *graph, uint32_t link) {
  const GdctStoredLink *stored = &gdct_links(graph->mapping)[link];

  return !(stored->record.flags & GDCT_FLAG_BROKEN) &&
         gdct_graph_has_node(graph, stored->from) &&
         gdct_graph_has_node(graph, stored->to) &&
         is_current(graph, (GdctThing){GDCT_LINK, link});
}

/* The bases of the links that are as good as @trust. */
static const uint8_t *trusted_bases(const GdctGraph *graph, GdctTrust trust) {
  const GdctMapping *mapping = graph->mapping;
  uint8_t **known = &graph->ground->bases[trust];
  const uint8_t *claimed = graph->ground->bases[GDCT_CLAIMED];
  GdctReviews *reviews = NULL;

  if (*known != NULL)
    return *known;
  *known = g_new0(uint8_t, (size_t)mapping->links->len + 1);
  if (trust == GDCT_REVIEWED)
    reviews = gdct_reviews_new(mapping);
  for (uint32_t i = 0; i < mapping->links->len; i++) {
    if (trust == GDCT_CLAIMED && is_there(graph, i))
      (*known)[i] =
          (uint8_t)(1u << gdct_record_basis(&gdct_links(mapping)[i].record));
    else if (trust != GDCT_CLAIMED && claimed[i] != 0 &&
             gdct_link_is_trusted(mapping, i, trust, reviews))
      (*known)[i] = claimed[i];
  }
  gdct_reviews_free(reviews);
  return *known;
}

/* ---- compressed sparse rows ---- */

/* Sorts items by their key, which is below n: first[k] to first[k + 1] are the
 * places of key k. Returns the sorted items; keys[] holds GDCT_NONE for what
 * is left out. */
static uint32_t *sort_by(const uint32_t *keys, uint32_t n_items, uint32_t n,
                         uint32_t **ret_first) {
  uint32_t *first = g_new0(uint32_t, (size_t)n + 2), *items;

  /* Shifted by one, so that filling leaves the beginnings behind. */
  for (uint32_t i = 0; i < n_items; i++)
    if (keys[i] != GDCT_NONE)
      first[keys[i] + 2]++;
  for (uint32_t k = 0; k < n; k++)
    first[k + 2] += first[k + 1];
  items = g_new(uint32_t, (size_t)first[n + 1] + 1);
  for (uint32_t i = 0; i < n_items; i++)
    if (keys[i] != GDCT_NONE)
      items[first[keys[i] + 1]++] = i;
  *ret_first = first;
  return items;
}

/* The rows of all links that are there. What is asked of a link is first taken
 * out of the records, which are many times larger. */
static GdctRows *sort_links(const GdctGraph *graph) {
  const GdctStoredLink *links = gdct_links(graph->mapping);
  const uint8_t *bases = trusted_bases(graph, GDCT_CLAIMED);
  uint32_t n_links = graph->mapping->links->len;
  g_autofree uint32_t *from = g_new(uint32_t, (size_t)n_links + 1);
  g_autofree uint32_t *to = g_new(uint32_t, (size_t)n_links + 1);
  g_autofree uint16_t *relations = g_new(uint16_t, (size_t)n_links + 1);
  GdctRows *rows = g_new0(GdctRows, 1);

  rows->holders = 1;
  for (uint32_t i = 0; i < n_links; i++) {
    from[i] = bases[i] != 0 ? links[i].from : GDCT_NONE;
    to[i] = bases[i] != 0 ? links[i].to : GDCT_NONE;
    relations[i] = (uint16_t)links[i].relation;
  }
  for (int which = GDCT_OUT; which <= GDCT_IN; which++) {
    GdctSide *side = &rows->sides[which];
    const uint32_t *others = which == GDCT_OUT ? to : from;
    side->links = sort_by(which == GDCT_OUT ? from : to, n_links,
                          graph->n_nodes, &side->first);
    rows->n_links = side->first[graph->n_nodes];
    side->others = g_new(uint32_t, (size_t)rows->n_links + 1);
    side->relations = g_new(uint16_t, (size_t)rows->n_links + 1);
    for (uint32_t i = 0; i < rows->n_links; i++) {
      side->others[i] = others[side->links[i]];
      side->relations[i] = relations[side->links[i]];
    }
  }
  return rows;
}

/* The kind of each node, and the nodes of each kind. */
static void sort_kinds(GdctGraph *graph) {
  GdctGround *ground = graph->ground;
  uint32_t n_kinds = gdct_count(graph->mapping, GDCT_KIND);
  g_autofree uint32_t *keys = g_new(uint32_t, (size_t)graph->n_nodes + 1);

  ground->kinds = g_new(uint16_t, (size_t)graph->n_nodes + 1);
  for (uint32_t i = 0; i < graph->n_nodes; i++) {
    uint32_t kind = gdct_nodes(graph->mapping)[i].kind;
    ground->kinds[i] = kind == GDCT_NONE ? GDCT_NO_KIND : (uint16_t)kind;
    keys[i] = gdct_graph_has_node(graph, i) ? kind : GDCT_NONE;
  }
  ground->kind_nodes =
      sort_by(keys, graph->n_nodes, n_kinds, &ground->kind_first);
}

/* The rows of the parts of each node. */
static void sort_parts(GdctGraph *graph) {
  g_autofree uint32_t *parents = g_new(uint32_t, (size_t)graph->n_nodes + 1);

  for (uint32_t i = 0; i < graph->n_nodes; i++) {
    parents[i] = gdct_nodes(graph->mapping)[i].parent;
    if (parents[i] != GDCT_NONE && (!gdct_graph_has_node(graph, i) ||
                                    !gdct_graph_has_node(graph, parents[i])))
      parents[i] = GDCT_NONE;
  }
  graph->ground->parts = sort_by(parents, graph->n_nodes, graph->n_nodes,
                                 &graph->ground->part_first);
}

/* Keeps of the links of a side those of @bases, which are @count. */
static void keep_links(const GdctSide *all, uint32_t n, const uint8_t *of,
                       unsigned bases, uint32_t count, GdctSide *kept) {
  uint32_t n_kept = 0;

  kept->first = g_new(uint32_t, (size_t)n + 1);
  kept->links = g_new(uint32_t, (size_t)count + 1);
  kept->others = g_new(uint32_t, (size_t)count + 1);
  kept->relations = g_new(uint16_t, (size_t)count + 1);
  for (uint32_t node = 0; node < n; node++) {
    kept->first[node] = n_kept;
    for (uint32_t i = all->first[node]; i < all->first[node + 1]; i++) {
      if (!(of[all->links[i]] & bases))
        continue;
      kept->links[n_kept] = all->links[i];
      kept->others[n_kept] = all->others[i];
      kept->relations[n_kept++] = all->relations[i];
    }
  }
  kept->first[n] = n_kept;
}

/* The rows that a graph sees; those of all links if it sees all. */
static GdctRows *choose_rows(const GdctGraph *graph) {
  const uint8_t *of = trusted_bases(graph, graph->trust);
  GdctRows *all = graph->ground->rows, *rows;
  uint32_t count = 0;

  for (uint32_t i = 0; i < graph->mapping->links->len; i++)
    count += (of[i] & graph->bases) != 0;
  if (count == all->n_links) {
    all->holders++;
    return all;
  }
  rows = g_new0(GdctRows, 1);
  rows->holders = 1;
  rows->n_links = count;
  for (int which = GDCT_OUT; which <= GDCT_IN; which++)
    keep_links(&all->sides[which], graph->n_nodes, of, graph->bases, count,
               &rows->sides[which]);
  return rows;
}

static void rows_free(GdctRows *rows) {
  if (rows == NULL || --rows->holders > 0)
    return;
  for (int which = GDCT_OUT; which <= GDCT_IN; which++) {
    g_free(rows->sides[which].first);
    g_free(rows->sides[which].links);
    g_free(rows->sides[which].others);
    g_free(rows->sides[which].relations);
  }
  g_free(rows);
}

/* ---- making ---- */

static void ground_free(GdctGround *ground) {
  if (--ground->holders > 0)
    return;
  for (size_t i = 0; i < G_N_ELEMENTS(ground->bases); i++)
    g_free(ground->bases[i]);
  rows_free(ground->rows);
  g_free(ground->part_first);
  g_free(ground->parts);
  g_free(ground->hidden);
  g_free(ground->as_of);
  g_free(ground->kinds);
  g_free(ground->kind_first);
  g_free(ground->kind_nodes);
  g_free(ground);
}

/* A graph without rows yet. */
static GdctGraph *make_graph(const GdctMapping *mapping, GdctGround *ground,
                             unsigned bases, GdctTrust trust) {
  GdctGraph *graph = g_new0(GdctGraph, 1);

  ground->holders++;
  graph->mapping = mapping;
  graph->ground = ground;
  graph->bases = bases;
  graph->trust = trust;
  graph->n_nodes = mapping->nodes->len;
  graph->others =
      g_ptr_array_new_with_free_func((GDestroyNotify)gdct_graph_free);
  graph->holders = 1;
  return graph;
}

GdctGraph *gdct_graph_new(const GdctMapping *mapping, const GdctScope *scope,
                          GdctReport *report) {
  static const GdctScope no_scope;
  GdctGraph *graph;

  if (scope == NULL)
    scope = &no_scope;
  graph = make_graph(mapping, g_new0(GdctGround, 1),
                     scope->bases != 0 ? scope->bases : GDCT_BASIS_DEFAULT,
                     scope->trust);
  if (scope->as_of != NULL) {
    graph->dated = true;
    graph->ground->as_of = g_strdup(scope->as_of);
    if (!gdct_date_parse(scope->as_of, true, &graph->as_of) ||
        graph->as_of.first > graph->as_of.last) {
      gdct_report_add(report, "bad-date", GDCT_NOWHERE, "'%s' is not a date",
                      scope->as_of);
      gdct_graph_free(graph);
      return NULL;
    }
  }
  hide_nodes(graph);
  sort_kinds(graph);
  sort_parts(graph);
  graph->ground->rows = sort_links(graph);
  graph->rows = choose_rows(graph);
  return graph;
}

GdctGraph *gdct_graph_with(const GdctGraph *graph, unsigned bases,
                           GdctTrust trust) {
  GdctGraph *other;

  for (guint i = 0; i < graph->others->len; i++) {
    other = g_ptr_array_index(graph->others, i);
    if (other->bases == bases && other->trust == trust) {
      other->holders++;
      return other;
    }
  }
  other = make_graph(graph->mapping, graph->ground, bases, trust);
  other->dated = graph->dated;
  other->as_of = graph->as_of;
  other->rows = choose_rows(other);
  other->holders++;
  g_ptr_array_add(graph->others, other);
  return other;
}

void gdct_graph_free(GdctGraph *graph) {
  if (graph == NULL || --graph->holders > 0)
    return;
  g_ptr_array_unref(graph->others);
  gdct_search_drop(graph->spare);
  rows_free(graph->rows);
  ground_free(graph->ground);
  g_free(graph);
}

const GdctMapping *gdct_graph_mapping(const GdctGraph *graph) {
  return graph->mapping;
}

unsigned gdct_graph_bases(const GdctGraph *graph) {
  return graph->bases;
}

bool gdct_graph_has_node(const GdctGraph *graph, uint32_t node) {
  const uint8_t *hidden = graph->ground->hidden;

  g_assert(node < graph->n_nodes);
  return hidden == NULL || !hidden[node];
}

bool gdct_graph_has_link(const GdctGraph *graph, uint32_t link) {
  g_assert(link < graph->mapping->links->len);
  return (graph->ground->bases[graph->trust][link] & graph->bases) != 0;
}

static const uint32_t *row(const uint32_t *first, const uint32_t *items,
                           uint32_t node, uint32_t *ret_count) {
  *ret_count = first[node + 1] - first[node];
  return items + first[node];
}

const uint32_t *gdct_graph_links_from(const GdctGraph *graph, uint32_t node,
                                      uint32_t *ret_count) {
  g_assert(node < graph->n_nodes);
  return row(graph->rows->sides[GDCT_OUT].first,
             graph->rows->sides[GDCT_OUT].links, node, ret_count);
}

const uint32_t *gdct_graph_links_to(const GdctGraph *graph, uint32_t node,
                                    uint32_t *ret_count) {
  g_assert(node < graph->n_nodes);
  return row(graph->rows->sides[GDCT_IN].first,
             graph->rows->sides[GDCT_IN].links, node, ret_count);
}

const uint32_t *gdct_graph_parts(const GdctGraph *graph, uint32_t node,
                                 uint32_t *ret_count) {
  g_assert(node < graph->n_nodes);
  return row(graph->ground->part_first, graph->ground->parts, node, ret_count);
}

const uint32_t *gdct_graph_nodes_of(const GdctGraph *graph, uint32_t kind,
                                    uint32_t *ret_count) {
  g_assert(kind < gdct_count(graph->mapping, GDCT_KIND));
  return row(graph->ground->kind_first, graph->ground->kind_nodes, kind,
             ret_count);
}
