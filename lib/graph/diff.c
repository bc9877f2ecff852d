/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing two mappings: which thing is which, and what is left over. */
#include "graph/diff.h"

#include <string.h>

/* The types that stand by themselves, in the order in which they are paired:
 * what others name goes first. */
static const GdctType own_types[] = {GDCT_FRAMEWORK, GDCT_KIND,   GDCT_RELATION,
                                     GDCT_PATH,      GDCT_SOURCE, GDCT_NODE,
                                     GDCT_LINK,      GDCT_RULE,   GDCT_VIEW,
                                     GDCT_WAIVER,    GDCT_REVIEW};

bool gdct_diff_sees(const GdctDiff *diff, int side, GdctThing thing) {
  if (thing.type == GDCT_NODE)
    return gdct_graph_has_node(diff->graphs[side], thing.index);
  if (thing.type == GDCT_LINK)
    return gdct_graph_has_link(diff->graphs[side], thing.index);
  return true;
}

void gdct_diff_pair(GdctDiff *diff, GdctType type, uint32_t before,
                    uint32_t after) {
  diff->twins[type][before] = after;
  diff->taken[type][after] = true;
}

const char *gdct_diff_new_id(const GdctDiff *diff, int side, GdctType type,
                             const char *id) {
  uint32_t old, twin;

  if (side == 1)
    return id;
  old = gdct_find(diff->sides[0], type, id);
  twin = old == GDCT_NONE ? GDCT_NONE : diff->twins[type][old];
  return twin == GDCT_NONE ? id
                           : gdct_id(diff->sides[1], (GdctThing){type, twin});
}

const char *gdct_diff_name(GdctDiff *diff, int side, GdctThing thing) {
  const GdctMapping *mapping = diff->sides[side];
  g_autofree char *text = NULL;

  if (thing.type == GDCT_LINK) {
    GdctLinkEnds ends = gdct_link(mapping, thing.index);
    text = g_strdup_printf(
        "%s %s %s", gdct_id(mapping, (GdctThing){GDCT_NODE, ends.from}),
        gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation}),
        gdct_id(mapping, (GdctThing){GDCT_NODE, ends.to}));
  } else if (thing.type == GDCT_WAIVER) {
    text = g_strdup_printf("%s %s", gdct_get(mapping, thing, "rule"),
                           gdct_get(mapping, thing, "node"));
  } else if (thing.type == GDCT_REVIEW) {
    const char *by = gdct_get(mapping, thing, "by");
    text = g_strdup_printf("%s %s %s%s%s", gdct_get(mapping, thing, "from"),
                           gdct_get(mapping, thing, "relation"),
                           gdct_get(mapping, thing, "to"),
                           by != NULL ? " by " : "", by != NULL ? by : "");
  } else {
    return gdct_id(mapping, thing);
  }
  return g_string_chunk_insert(diff->texts, text);
}

/* ---- which is which ---- */

/* What tells a thing from others of its type, in words of the new mapping.
 * Free with g_free(). */
static char *identity(const GdctDiff *diff, int side, GdctThing thing) {
  const GdctMapping *mapping = diff->sides[side];
  static const char *const ends[] = {"from", "to", "node", NULL};
  static const char *const words[] = {"rule", "relation", "by", NULL};
  GString *text;

  if (thing.type != GDCT_WAIVER && thing.type != GDCT_REVIEW)
    return g_strdup(gdct_id(mapping, thing));
  text = g_string_new(NULL);
  for (size_t i = 0; ends[i] != NULL; i++) {
    const char *id = gdct_get(mapping, thing, ends[i]);
    g_string_append_printf(
        text, "%s\n",
        id != NULL ? gdct_diff_new_id(diff, side, GDCT_NODE, id) : "");
  }
  for (size_t i = 0; words[i] != NULL; i++) {
    const char *word = gdct_get(mapping, thing, words[i]);
    g_string_append_printf(text, "%s\n", word != NULL ? word : "");
  }
  return g_string_free(text, FALSE);
}

/* Adds a number to the identity of a thing that is there more than once. */
static char *numbered(GHashTable *seen, char *name) {
  guint count = GPOINTER_TO_UINT(g_hash_table_lookup(seen, name)) + 1;
  char *result = count > 1 ? g_strdup_printf("%s\n#%u", name, count) : NULL;

  g_hash_table_insert(seen, g_strdup(name), GUINT_TO_POINTER(count));
  if (result == NULL)
    return name;
  g_free(name);
  return result;
}

static void pair_by_identity(GdctDiff *diff, GdctType type) {
  g_autoptr(GHashTable) found =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  for (int side = 1; side >= 0; side--) {
    g_autoptr(GHashTable) seen =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (uint32_t i = 0; i < gdct_count(diff->sides[side], type); i++) {
      char *name = identity(diff, side, (GdctThing){type, i});
      gpointer twin;
      name = numbered(seen, name);
      if (side == 1) {
        g_hash_table_insert(found, name, GUINT_TO_POINTER(i));
        continue;
      }
      if (g_hash_table_lookup_extended(found, name, NULL, &twin))
        gdct_diff_pair(diff, type, i, GPOINTER_TO_UINT(twin));
      g_free(name);
    }
  }
}

static void pair_nodes(GdctDiff *diff) {
  for (uint32_t i = 0; i < gdct_count(diff->sides[0], GDCT_NODE); i++) {
    GdctThing node = {GDCT_NODE, i}, twin = {GDCT_NODE, 0};
    twin.index =
        gdct_find(diff->sides[1], GDCT_NODE, gdct_id(diff->sides[0], node));
    if (twin.index != GDCT_NONE && gdct_diff_sees(diff, 0, node) &&
        gdct_diff_sees(diff, 1, twin))
      gdct_diff_pair(diff, GDCT_NODE, i, twin.index);
  }
}

static guint hash_ends(gconstpointer key) {
  const GdctLinkEnds *ends = key;

  return (ends->from * 0x9E3779B1u) ^ (ends->to * 0x85EBCA77u) ^
         (ends->relation * 0xC2B2AE3Du);
}

static gboolean equal_ends(gconstpointer a, gconstpointer b) {
  const GdctLinkEnds *left = a, *right = b;

  return left->from == right->from && left->to == right->to &&
         left->relation == right->relation;
}

/* Links are the same if their ends and relations are. */
static void pair_links(GdctDiff *diff) {
  uint32_t count = gdct_count(diff->sides[1], GDCT_LINK);
  g_autofree GdctLinkEnds *ends = g_new(GdctLinkEnds, count + 1);
  g_autoptr(GHashTable) found = g_hash_table_new(hash_ends, equal_ends);

  for (uint32_t i = 0; i < count; i++) {
    ends[i] = gdct_link(diff->sides[1], i);
    if (gdct_diff_sees(diff, 1, (GdctThing){GDCT_LINK, i}))
      g_hash_table_insert(found, &ends[i], GUINT_TO_POINTER(i));
  }
  for (uint32_t i = 0; i < gdct_count(diff->sides[0], GDCT_LINK); i++) {
    GdctLinkEnds old = gdct_link(diff->sides[0], i);
    GdctLinkEnds key = {diff->twins[GDCT_NODE][old.from],
                        diff->twins[GDCT_NODE][old.to],
                        diff->twins[GDCT_RELATION][old.relation], old.basis};
    gpointer twin;
    if (gdct_diff_sees(diff, 0, (GdctThing){GDCT_LINK, i}) &&
        g_hash_table_lookup_extended(found, &key, NULL, &twin))
      gdct_diff_pair(diff, GDCT_LINK, i, GPOINTER_TO_UINT(twin));
  }
}

static void pair(GdctDiff *diff, GdctType type) {
  uint32_t count = gdct_count(diff->sides[0], type);

  diff->twins[type] = g_new(uint32_t, count + 1);
  diff->taken[type] = g_new0(bool, gdct_count(diff->sides[1], type) + 1);
  for (uint32_t i = 0; i < count; i++)
    diff->twins[type][i] = GDCT_NONE;
  if (type == GDCT_NODE)
    pair_nodes(diff);
  else if (type == GDCT_LINK)
    pair_links(diff);
  else
    pair_by_identity(diff, type);
  if (type == GDCT_NODE || type == GDCT_SOURCE)
    gdct_diff_rename(diff, type);
}

/* ---- what is different ---- */

static int compare_names(gconstpointer a, gconstpointer b) {
  const GdctDifference *left = a, *right = b;

  return gdct_compare_ids(left->name, right->name);
}

static void add(GdctDiff *diff, GdctDiffSort sort, GdctThing before,
                GdctThing after, GArray *changes) {
  GdctDifference one = {.before = before, .after = after};

  one.name = before.index != GDCT_NONE ? gdct_diff_name(diff, 0, before)
                                       : gdct_diff_name(diff, 1, after);
  if (sort == GDCT_DIFF_RENAMED)
    one.why = g_hash_table_lookup(diff->whys, gdct_diff_why_key(before));
  if (changes != NULL) {
    one.changes = (const GdctChange *)(void *)changes->data;
    one.n_changes = changes->len;
    g_ptr_array_add(diff->changes, g_array_ref(changes));
  }
  g_array_append_val(diff->lists[before.type][sort], one);
}

static void compare_pair(GdctDiff *diff, GdctThing before, GdctThing after) {
  g_autoptr(GArray) changes = gdct_diff_facts(diff, before, after);
  bool named = before.type != GDCT_LINK && before.type != GDCT_WAIVER &&
               before.type != GDCT_REVIEW;

  if (named && strcmp(gdct_id(diff->sides[0], before),
                      gdct_id(diff->sides[1], after)) != 0)
    add(diff, GDCT_DIFF_RENAMED, before, after, changes);
  else if (changes->len > 0)
    add(diff, GDCT_DIFF_CHANGED, before, after, changes);
}

static void collect(GdctDiff *diff, GdctType type) {
  for (uint32_t i = 0; i < gdct_count(diff->sides[0], type); i++) {
    GdctThing before = {type, i}, after = {type, diff->twins[type][i]};
    if (after.index != GDCT_NONE)
      compare_pair(diff, before, after);
    else if (gdct_diff_sees(diff, 0, before))
      add(diff, GDCT_DIFF_REMOVED, before, after, NULL);
  }
  for (uint32_t i = 0; i < gdct_count(diff->sides[1], type); i++) {
    GdctThing after = {type, i};
    if (!diff->taken[type][i] && gdct_diff_sees(diff, 1, after))
      add(diff, GDCT_DIFF_ADDED, (GdctThing){type, GDCT_NONE}, after, NULL);
  }
  for (int sort = 0; sort < GDCT_DIFF_SORTS; sort++)
    g_array_sort(diff->lists[type][sort], compare_names);
}

/* ---- the whole ---- */

static GdctDiff *diff_alloc(const GdctMapping *before,
                            const GdctMapping *after) {
  GdctDiff *diff = g_new0(GdctDiff, 1);

  diff->sides[0] = before;
  diff->sides[1] = after;
  diff->whys = g_hash_table_new(NULL, NULL);
  diff->texts = g_string_chunk_new(4096);
  diff->changes = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  diff->effects = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  diff->rules = g_array_new(FALSE, FALSE, sizeof(GdctRuleDiff));
  for (int type = 0; type < GDCT_TYPES; type++)
    for (int sort = 0; sort < GDCT_DIFF_SORTS; sort++)
      diff->lists[type][sort] =
          g_array_new(FALSE, FALSE, sizeof(GdctDifference));
  return diff;
}

GdctDiff *gdct_diff_new(const GdctMapping *before, const GdctMapping *after,
                        const GdctScope *scope, GdctReport *report) {
  GdctDiff *diff = diff_alloc(before, after);
  GdctScope counted = scope != NULL ? *scope : (GdctScope){0};
  GdctScope compared = counted;

  if (compared.bases == 0)
    compared.bases = GDCT_BASIS_ANY;
  for (int side = 0; side < 2; side++) {
    diff->graphs[side] = gdct_graph_new(diff->sides[side], &compared, report);
    if (diff->graphs[side] == NULL) {
      gdct_diff_free(diff);
      return NULL;
    }
  }
  for (size_t i = 0; i < G_N_ELEMENTS(own_types); i++)
    pair(diff, own_types[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(own_types); i++)
    collect(diff, own_types[i]);
  gdct_diff_coverage(diff, &counted, report);
  return diff;
}

void gdct_diff_free(GdctDiff *diff) {
  if (diff == NULL)
    return;
  for (int side = 0; side < 2; side++)
    gdct_graph_free(diff->graphs[side]);
  for (int type = 0; type < GDCT_TYPES; type++) {
    g_free(diff->twins[type]);
    g_free(diff->taken[type]);
    for (int sort = 0; sort < GDCT_DIFF_SORTS; sort++)
      g_array_unref(diff->lists[type][sort]);
  }
  g_hash_table_unref(diff->whys);
  g_ptr_array_unref(diff->changes);
  g_ptr_array_unref(diff->effects);
  g_array_unref(diff->rules);
  g_string_chunk_free(diff->texts);
  g_free(diff);
}

bool gdct_diff_is_empty(const GdctDiff *diff) {
  for (int type = 0; type < GDCT_TYPES; type++)
    for (int sort = 0; sort < GDCT_DIFF_SORTS; sort++)
      if (diff->lists[type][sort]->len > 0)
        return false;
  for (guint i = 0; i < diff->rules->len; i++)
    if (g_array_index(diff->rules, GdctRuleDiff, i).n_effects > 0)
      return false;
  return true;
}

const GdctDifference *gdct_diff_list(const GdctDiff *diff, GdctType type,
                                     GdctDiffSort sort, uint32_t *ret_count) {
  const GArray *list = diff->lists[type][sort];

  *ret_count = list->len;
  return (const GdctDifference *)(const void *)list->data;
}

const GdctRuleDiff *gdct_diff_rules(const GdctDiff *diff, uint32_t *ret_count) {
  *ret_count = diff->rules->len;
  return (const GdctRuleDiff *)(const void *)diff->rules->data;
}
