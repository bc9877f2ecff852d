/* SPDX-License-Identifier: Apache-2.0 */
/* A node and its neighbourhood as a picture: what links to it on the left,
 * what it links to on the right, and so on outwards. A whole stands right of
 * its parts, for a part says what it is part of. */
#include "draw/draft.h"

#include "base/words.h"

#include <string.h>

typedef struct {
  uint32_t node;
  int level; /* 0: the node itself; columns from left to right */
} Found;

typedef struct {
  GdctDraft *draft;
  GArray *found;  /* Found, nearest first */
  uint32_t *seen; /* per node: its place in found + 1, or 0 */
} Walk;

static void find(Walk *walk, uint32_t node, int level) {
  Found found = {node, level};

  if (walk->seen[node] != 0)
    return;
  g_array_append_val(walk->found, found);
  walk->seen[node] = walk->found->len;
}

static void find_around(Walk *walk, Found from) {
  const GdctGraph *graph = walk->draft->graph;
  const GdctMapping *mapping = walk->draft->mapping;
  uint32_t count, parent = gdct_node_parent(mapping, from.node);
  const uint32_t *items = gdct_graph_links_from(graph, from.node, &count);

  for (uint32_t i = 0; i < count; i++)
    find(walk, gdct_link(mapping, items[i]).to, from.level + 1);
  if (parent != GDCT_NONE && gdct_graph_has_node(graph, parent))
    find(walk, parent, from.level + 1);
  items = gdct_graph_links_to(graph, from.node, &count);
  for (uint32_t i = 0; i < count; i++)
    find(walk, gdct_link(mapping, items[i]).from, from.level - 1);
  items = gdct_graph_parts(graph, from.node, &count);
  for (uint32_t i = 0; i < count; i++)
    find(walk, items[i], from.level - 1);
}

/* Links and hierarchy between what was found. */
static void add_links(Walk *walk) {
  GdctDraft *draft = walk->draft;

  for (guint i = 0; i < walk->found->len; i++) {
    uint32_t node = g_array_index(walk->found, Found, i).node, count;
    uint32_t parent = gdct_node_parent(draft->mapping, node);
    const uint32_t *links = gdct_graph_links_from(draft->graph, node, &count);
    for (uint32_t k = 0; k < count; k++) {
      GdctLinkEnds ends = gdct_link(draft->mapping, links[k]);
      GdctStep step = {ends.from, ends.to, links[k], false};
      if (walk->seen[ends.to] != 0)
        gdct_draft_add_link(draft, &step, 1, GDCT_NONE, 1);
    }
    if (parent != GDCT_NONE && walk->seen[parent] != 0) {
      GdctStep step = {node, parent, GDCT_NONE, false};
      gdct_draft_add_link(draft, &step, 1, GDCT_NONE, 1);
    }
  }
}

/* The plural titles of the kinds in one column, in the order of the model. */
static char *heading_of(const Walk *walk, uint32_t column) {
  const GdctDraft *draft = walk->draft;
  uint32_t n_kinds = gdct_count(draft->mapping, GDCT_KIND);
  g_autofree bool *there = g_new0(bool, (size_t)n_kinds + 1);
  GString *out = g_string_new(NULL);

  for (guint i = 0; i < walk->found->len; i++) {
    uint32_t node = g_array_index(walk->found, Found, i).node;
    if (draft->column_of[node] == column)
      there[gdct_node_kind(draft->mapping, node)] = true;
  }
  for (uint32_t i = 0; i < n_kinds; i++) {
    GdctThing kind = {GDCT_KIND, i};
    const char *plural =
        gdct_text(draft->mapping, kind, "plural", draft->language);
    if (there[i])
      g_string_append_printf(
          out, "%s%s", out->len > 0 ? gdct_comma(draft->language) : "",
          plural != NULL ? plural
                         : gdct_title(draft->mapping, kind, draft->language));
  }
  return g_string_free(out, FALSE);
}

/* Levels that nothing stands on get no column. */
static void add_columns(Walk *walk) {
  int low = 0, high = 0;

  for (guint i = 0; i < walk->found->len; i++) {
    low = MIN(low, g_array_index(walk->found, Found, i).level);
    high = MAX(high, g_array_index(walk->found, Found, i).level);
  }
  for (int level = low; level <= high; level++) {
    uint32_t column = walk->draft->columns->len;
    bool used = false;
    for (guint i = 0; i < walk->found->len; i++) {
      Found found = g_array_index(walk->found, Found, i);
      if (found.level == level) {
        walk->draft->column_of[found.node] = column;
        used = true;
      }
    }
    if (used)
      gdct_draft_add_column(walk->draft, heading_of(walk, column), NULL, NULL);
  }
}

GdctPicture *gdct_picture_of_node(const GdctGraph *graph, uint32_t node,
                                  unsigned depth, const char *language,
                                  uint32_t most) {
  Walk walk = {.draft = gdct_draft_new(graph, language)};
  const GdctMapping *mapping = walk.draft->mapping;
  GdctThing thing = {GDCT_NODE, node};
  guint done = 0;

  walk.found = g_array_new(FALSE, FALSE, sizeof(Found));
  walk.seen = g_new0(uint32_t, (size_t)gdct_count(mapping, GDCT_NODE) + 1);
  find(&walk, node, 0);
  walk.draft->focus = node;
  for (unsigned d = 0; d < depth && done < walk.found->len; d++)
    for (guint end = walk.found->len; done < end; done++)
      find_around(&walk, g_array_index(walk.found, Found, done));
  add_columns(&walk);
  add_links(&walk);
  walk.draft->title =
      g_strdup(gdct_title(mapping, thing, walk.draft->language));
  gdct_draft_say(walk.draft,
                 gdct_words(walk.draft->language,
                            "%s: what is at most %u link away",
                            "%s: what is at most %u links away", depth),
                 gdct_id(mapping, thing), depth);
  gdct_draft_say_scope(walk.draft);
  g_array_unref(walk.found);
  g_free(walk.seen);
  return gdct_draft_finish(walk.draft, most, NULL);
}
