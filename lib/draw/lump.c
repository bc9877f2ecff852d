/* SPDX-License-Identifier: Apache-2.0 */
/* Which nodes share a card. */
#include "draw/lump.h"

#include "base/words.h"
#include "draw/hierarchy.h"
#include "graph/group.h"

#include <string.h>

/* What has been decided so far. */
typedef struct {
  const GdctDraft *draft;
  uint32_t n_nodes;
  GPtrArray *keys;   /* of each column: an attribute, or NULL */
  bool *lifted;      /* of each column: parts stand under their whole */
  uint32_t *shown;   /* of each node: it, or the whole that stands for it */
  uint32_t *n_cards; /* of each column */
  GdctHierarchy *hierarchy;
} Plan;

static bool may_lift(const Plan *plan, uint32_t node, uint32_t column) {
  return plan->draft->column_of[node] == column && node != plan->draft->focus;
}

/* Puts the deepest parts of a column into what they are part of; false if
 * there are none. Of a hierarchy with many levels several go at once. */
static bool lift(Plan *plan, uint32_t column) {
  g_autofree uint32_t *wholes = NULL;
  uint32_t deepest = 0;

  for (uint32_t i = 0; i < plan->n_nodes; i++)
    if (may_lift(plan, i, column))
      deepest = MAX(deepest, plan->hierarchy->depths[plan->shown[i]]);
  if (deepest == 0)
    return false;
  wholes =
      gdct_hierarchy_wholes(plan->hierarchy, deepest - MAX(1, deepest / 8));
  for (uint32_t i = 0; i < plan->n_nodes; i++)
    if (may_lift(plan, i, column))
      plan->shown[i] = wholes[plan->shown[i]];
  plan->lifted[column] = true;
  return true;
}

/* Puts what has no parts in a column into what it is part of. */
static void fold_leaves(Plan *plan, uint32_t column) {
  g_autofree bool *whole = g_new0(bool, (size_t)plan->n_nodes + 1);

  for (uint32_t i = 0; i < plan->n_nodes; i++) {
    uint32_t parent = gdct_hierarchy_parent(plan->hierarchy, i);
    if (plan->draft->column_of[i] == column && parent != GDCT_NONE)
      whole[parent] = true;
  }
  for (uint32_t i = 0; i < plan->n_nodes; i++) {
    uint32_t parent = gdct_hierarchy_parent(plan->hierarchy, i);
    if (may_lift(plan, i, column) && !whole[i] && parent != GDCT_NONE)
      plan->shown[i] = parent;
  }
  plan->lifted[column] = true;
}

/* What a column without hierarchy is lumped by: what it is grouped by, else
 * the first attribute of its kinds with a choice of values, else the kind. */
static const char *fallback_key(const Plan *plan, uint32_t column) {
  const GdctMapping *mapping = plan->draft->mapping;
  const char *group_by =
      g_array_index(plan->draft->columns, GdctDraftColumn, column).group_by;

  if (group_by != NULL && strcmp(group_by, "part-of") != 0)
    return group_by;
  for (uint32_t i = 0; i < plan->n_nodes; i++) {
    GdctThing kind = {GDCT_KIND, GDCT_NONE};
    uint32_t count, first;
    if (plan->draft->column_of[i] != column)
      continue;
    kind.index = gdct_node_kind(mapping, i);
    first = gdct_owned(mapping, kind, GDCT_ATTRIBUTE, &count);
    for (uint32_t k = 0; k < count; k++) {
      GdctThing attribute = {GDCT_ATTRIBUTE, first + k};
      if (gdct_get(mapping, attribute, "values") != NULL)
        return gdct_id(mapping, attribute);
    }
    break;
  }
  return "kind";
}

/* ---- from decisions to lumps ---- */

/* Which node is in which lump; @pairs holds two numbers for each. */
static void add_member(GdctLumps *lumps, GArray *pairs, uint32_t lump,
                       uint32_t node) {
  uint32_t pair[2] = {node, lump};

  g_array_append_vals(pairs, pair, 2);
  gdct_lump(lumps, lump)->n_members++;
}

/* Makes a lump of each value that a node has; returns where each line of
 * @groups has become one. */
static uint32_t *add_values(GdctLumps *lumps, const GdctGroups *groups,
                            const GArray *nodes, uint32_t column) {
  g_autoptr(GArray) lines = gdct_groups_lines(groups);
  uint32_t *places = g_new0(uint32_t, lines->len + 1), count;

  for (guint i = 0; i < nodes->len; i++) {
    const uint32_t *of =
        gdct_groups_of(groups, g_array_index(nodes, uint32_t, i), &count);
    while (count > 0)
      places[of[--count]] = 1;
  }
  for (guint line = 0; line < lines->len; line++) {
    const char *value = g_array_index(lines, GdctMatrixLine, line).id;
    GdctLump lump = {.column = column, .node = GDCT_NONE};
    if (places[line] == 0)
      continue;
    lump.value = strcmp(value, "(none)") == 0 ? NULL : value;
    places[line] = lumps->lumps->len;
    g_array_append_val(lumps->lumps, lump);
  }
  return places;
}

/* What the picture is about has a card of its own. */
static void put_focus(const Plan *plan, GdctLumps *lumps, GArray *pairs,
                      uint32_t column) {
  uint32_t focus = plan->draft->focus;
  GdctLump lump = {.column = column, .node = focus};

  if (focus == GDCT_NONE || plan->draft->column_of[focus] != column)
    return;
  g_array_append_val(lumps->lumps, lump);
  add_member(lumps, pairs, lumps->lumps->len - 1, focus);
}

/* The cards of a column that is lumped by an attribute, in the order of its
 * values. */
static bool put_values(const Plan *plan, GdctLumps *lumps, GArray *pairs,
                       uint32_t column, GdctReport *report) {
  g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  g_autofree uint32_t *places = NULL;
  GdctGroups *groups;

  for (uint32_t i = 0; i < plan->n_nodes; i++)
    if (may_lift(plan, i, column))
      g_array_append_val(nodes, i);
  put_focus(plan, lumps, pairs, column);
  groups = gdct_groups_new(plan->draft->graph, (uint32_t *)(void *)nodes->data,
                           nodes->len, g_ptr_array_index(plan->keys, column),
                           report);
  if (groups == NULL)
    return false;
  places = add_values(lumps, groups, nodes, column);
  for (guint i = 0; i < nodes->len; i++) {
    uint32_t node = g_array_index(nodes, uint32_t, i), count;
    const uint32_t *of = gdct_groups_of(groups, node, &count);
    for (uint32_t k = 0; k < count; k++)
      add_member(lumps, pairs, places[of[k]], node);
  }
  gdct_groups_free(groups);
  return true;
}

/* The cards of any other column: nodes, and wholes where their parts are put
 * into them. */
static void put_nodes(const Plan *plan, GdctLumps *lumps, GArray *pairs,
                      uint32_t column, uint32_t *lump_of) {
  for (uint32_t i = 0; i < plan->n_nodes; i++) {
    uint32_t shown = plan->shown[i];
    GdctLump lump = {.column = column, .node = shown};
    if (plan->draft->column_of[i] != column)
      continue;
    if (lump_of[shown] == GDCT_NONE ||
        gdct_lump(lumps, lump_of[shown])->column != column) {
      lump_of[shown] = lumps->lumps->len;
      g_array_append_val(lumps->lumps, lump);
    }
    add_member(lumps, pairs, lump_of[shown], i);
  }
}

/* Sorts the pairs by node and by lump. */
static void index_pairs(GdctLumps *lumps, const GArray *pairs,
                        uint32_t n_nodes) {
  const uint32_t *pair = (const uint32_t *)(void *)pairs->data;
  g_autofree uint32_t *next = g_new(uint32_t, (size_t)n_nodes + 1);
  uint32_t total = 0;

  lumps->first = g_new0(uint32_t, (size_t)n_nodes + 2);
  lumps->of = g_new(uint32_t, pairs->len / 2 + 1);
  g_array_set_size(lumps->members, pairs->len / 2);
  for (guint i = 0; i < pairs->len; i += 2)
    lumps->first[pair[i] + 1]++;
  for (uint32_t i = 0; i < n_nodes; i++)
    next[i] = lumps->first[i + 1] += lumps->first[i];
  for (guint i = pairs->len; i > 0; i -= 2)
    lumps->of[--next[pair[i - 2]]] = pair[i - 1];
  for (guint i = 0; i < lumps->lumps->len; i++) {
    GdctLump *lump = gdct_lump(lumps, i);
    lump->first = total;
    total += lump->n_members;
    lump->n_members = 0;
  }
  for (guint i = 0; i < pairs->len; i += 2) {
    GdctLump *lump = gdct_lump(lumps, pair[i + 1]);
    g_array_index(lumps->members, uint32_t, lump->first + lump->n_members++) =
        pair[i];
  }
}

/* A whole with one part is no help: the part stands for itself. */
static void show_single_parts(GdctLumps *lumps) {
  for (guint i = 0; i < lumps->lumps->len; i++) {
    GdctLump *lump = gdct_lump(lumps, i);
    if (lump->node != GDCT_NONE && lump->n_members == 1)
      lump->node = gdct_lump_member(lumps, lump, 0);
  }
}

static GdctLumps *carry_out(const Plan *plan, GdctReport *report) {
  uint32_t n_columns = plan->draft->columns->len;
  GdctLumps *lumps = g_new0(GdctLumps, 1);
  g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  g_autofree uint32_t *lump_of = g_new(uint32_t, (size_t)plan->n_nodes + 1);
  bool fine = true;

  memset(lump_of, 0xFF, plan->n_nodes * sizeof *lump_of);
  lumps->lumps = g_array_new(FALSE, FALSE, sizeof(GdctLump));
  lumps->members = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  lumps->keys = g_ptr_array_new();
  for (uint32_t c = 0; fine && c < n_columns; c++) {
    const char *key = g_ptr_array_index(plan->keys, c);
    plan->n_cards[c] = lumps->lumps->len;
    if (key != NULL)
      fine = put_values(plan, lumps, pairs, c, report);
    else
      put_nodes(plan, lumps, pairs, c, lump_of);
    plan->n_cards[c] = lumps->lumps->len - plan->n_cards[c];
    g_ptr_array_add(
        lumps->keys,
        (gpointer)(key == NULL && plan->lifted[c] ? "part-of" : key));
  }
  index_pairs(lumps, pairs, plan->n_nodes);
  show_single_parts(lumps);
  if (fine)
    return lumps;
  gdct_lumps_free(lumps);
  return NULL;
}

/* ---- deciding ---- */

/* The largest column of which @fit holds, or GDCT_NONE. */
static uint32_t largest(const Plan *plan, const bool *unfit) {
  uint32_t best = GDCT_NONE;

  for (uint32_t c = 0; c < plan->draft->columns->len; c++)
    if (!unfit[c] && plan->n_cards[c] > 1 &&
        (best == GDCT_NONE || plan->n_cards[c] > plan->n_cards[best]))
      best = c;
  return best;
}

/* Takes the next step towards fewer cards; false if there is none. What has
 * no more to give is noted in @flat, and in @lumped. */
static bool reduce(Plan *plan, bool *flat, bool *lumped) {
  uint32_t column;

  while ((column = largest(plan, flat)) != GDCT_NONE) {
    if (g_ptr_array_index(plan->keys, column) == NULL && lift(plan, column))
      return true;
    flat[column] = true;
  }
  column = largest(plan, lumped);
  if (column == GDCT_NONE)
    return false;
  lumped[column] = true;
  plan->keys->pdata[column] = (gpointer)fallback_key(plan, column);
  return true;
}

static void init_plan(Plan *plan, const GdctDraft *draft, bool ask) {
  uint32_t n_columns = draft->columns->len;

  plan->draft = draft;
  plan->n_nodes = gdct_count(draft->mapping, GDCT_NODE);
  plan->keys = g_ptr_array_new();
  plan->lifted = g_new0(bool, n_columns + 1);
  plan->n_cards = g_new0(uint32_t, n_columns + 1);
  plan->shown = g_new(uint32_t, (size_t)plan->n_nodes + 1);
  for (uint32_t i = 0; i < plan->n_nodes; i++)
    plan->shown[i] = i;
  plan->hierarchy = gdct_hierarchy_new(draft->graph);
  for (uint32_t c = 0; c < n_columns; c++) {
    const char *key =
        ask ? g_array_index(draft->columns, GdctDraftColumn, c).aggregate_by
            : NULL;
    bool parts = key != NULL && strcmp(key, "part-of") == 0;
    g_ptr_array_add(plan->keys, (gpointer)(parts ? NULL : key));
    if (parts)
      fold_leaves(plan, c);
  }
}

GdctLumps *gdct_lumps_new(const GdctDraft *draft, uint32_t most,
                          GdctReport *report) {
  uint32_t n_columns = draft->columns->len;
  g_autofree bool *flat = g_new0(bool, n_columns + 1);
  g_autofree bool *lumped = g_new0(bool, n_columns + 1);
  Plan plan;
  GdctLumps *lumps;
  bool chosen = false;

  init_plan(&plan, draft, most > 0);
  for (uint32_t c = 0; c < n_columns; c++)
    lumped[c] = g_ptr_array_index(plan.keys, c) != NULL;
  lumps = carry_out(&plan, report);
  while (most > 0 && lumps != NULL && lumps->lumps->len > most &&
         reduce(&plan, flat, lumped)) {
    gdct_lumps_free(lumps);
    lumps = carry_out(&plan, report);
    chosen = true;
  }
  if (lumps != NULL)
    lumps->chosen = chosen;
  g_ptr_array_unref(plan.keys);
  g_free(plan.lifted);
  g_free(plan.shown);
  g_free(plan.n_cards);
  gdct_hierarchy_free(plan.hierarchy);
  return lumps;
}

void gdct_lumps_free(GdctLumps *lumps) {
  if (lumps == NULL)
    return;
  g_array_unref(lumps->lumps);
  g_array_unref(lumps->members);
  g_ptr_array_unref(lumps->keys);
  g_free(lumps->first);
  g_free(lumps->of);
  g_free(lumps);
}

bool gdct_lump_is_many(const GdctLump *lump) {
  return lump->node == GDCT_NONE || lump->n_members > 1;
}

/* ---- in words ---- */

static char *count_by_kind(const GdctDraft *draft, const uint32_t *nodes,
                           uint32_t n_nodes) {
  const GdctMapping *mapping = draft->mapping;
  uint32_t n_kinds = gdct_count(mapping, GDCT_KIND);
  g_autofree uint32_t *counts = g_new0(uint32_t, (size_t)n_kinds + 1);
  GString *out = g_string_new(NULL);

  for (uint32_t i = 0; i < n_nodes; i++)
    counts[gdct_node_kind(mapping, nodes[i])]++;
  for (uint32_t i = 0; i < n_kinds; i++) {
    GdctThing kind = {GDCT_KIND, i};
    const char *title = gdct_title(mapping, kind, draft->language);
    const char *plural = gdct_text(mapping, kind, "plural", draft->language);
    if (counts[i] > 0)
      g_string_append_printf(
          out, "%s%u %s", out->len > 0 ? gdct_comma(draft->language) : "",
          counts[i], counts[i] > 1 && plural != NULL ? plural : title);
  }
  return g_string_free(out, FALSE);
}

char *gdct_lump_words(const GdctLumps *lumps, const GdctDraft *draft,
                      const GdctLump *lump) {
  return count_by_kind(draft,
                       &g_array_index(lumps->members, uint32_t, lump->first),
                       lump->n_members);
}

/* "5 cards for 232 ITU activities, by sector (25 on more than one)"; false
 * if every node has a card of its own. */
static bool say_column(const GdctLumps *lumps, GdctDraft *draft, uint32_t c) {
  const char *key = g_ptr_array_index(lumps->keys, c);
  g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  uint32_t several = 0, cards = 0;
  g_autofree char *words = NULL;

  for (uint32_t i = 0; i < gdct_count(draft->mapping, GDCT_NODE); i++)
    if (draft->column_of[i] == c) {
      g_array_append_val(nodes, i);
      several += lumps->first[i + 1] - lumps->first[i] > 1;
    }
  for (guint i = 0; i < lumps->lumps->len; i++)
    cards += gdct_lump(lumps, i)->column == c;
  if (cards == nodes->len && several == 0)
    return false;
  words = count_by_kind(draft, (uint32_t *)(void *)nodes->data, nodes->len);
  if (strcmp(key, "part-of") == 0)
    gdct_draft_say(
        draft,
        gdct_words(draft->language, "%u card for %s, by what they are part of",
                   "%u cards for %s, by what they are part of", cards),
        cards, words);
  else
    /* TRANSLATORS: cards for nodes, by an attribute such as "sector". */
    gdct_draft_say(draft,
                   gdct_words(draft->language, "%u card for %s, by %s",
                              "%u cards for %s, by %s", cards),
                   cards, words, key);
  if (several > 0)
    g_string_append_printf(draft->subtitle,
                           gdct_words(draft->language, " (%u on more than one)",
                                      " (%u on more than one)", several),
                           several);
  return true;
}

void gdct_lumps_say(const GdctLumps *lumps, GdctDraft *draft) {
  bool any = false;

  for (uint32_t c = 0; c < lumps->keys->len; c++)
    if (g_ptr_array_index(lumps->keys, c) != NULL)
      any |= say_column(lumps, draft, c);
  if (lumps->chosen)
    gdct_draft_say(draft, "%s",
                   gdct_word(draft->language,
                             "too many for one page; --all draws every one"));
  else if (any)
    gdct_draft_say(draft, "%s",
                   gdct_word(draft->language, "--all draws every one"));
}
