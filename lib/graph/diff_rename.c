/* SPDX-License-Identifier: Apache-2.0 */
/* Recognizing what has another id; the rule is in <gdctrace/diff.h>. */
#include "graph/diff.h"

#include <string.h>

/* A word or neighbour that more new nodes have says little about any. */
#define MAX_SHARED 64

#define MIN_NEIGHBOURS 0.6
#define MIN_WORDS 0.5
#define MIN_WORDS_ALONE 0.75 /* with one neighbour in common */

/* Something without a twin. */
typedef struct {
  uint32_t index;
  uint32_t kind;      /* in the new mapping; GDCT_NONE: it has no twin */
  char *title;        /* folded */
  GArray *words;      /* guint64: hashes of the title's words, sorted, once */
  GArray *neighbours; /* guint64, sorted, once */
} Loner;

typedef struct {
  guint before, after; /* indices of loners */
  double neighbours, words;
  guint shared, all; /* neighbours */
} Likeness;

static void clear_loner(gpointer data) {
  Loner *loner = data;

  g_free(loner->title);
  g_array_unref(loner->words);
  g_array_unref(loner->neighbours);
}

static int compare_u64(gconstpointer a, gconstpointer b) {
  guint64 left = *(const guint64 *)a, right = *(const guint64 *)b;

  return left < right ? -1 : left > right;
}

static void sort_once(GArray *set) {
  guint kept = 0;

  g_array_sort(set, compare_u64);
  for (guint i = 0; i < set->len; i++)
    if (i == 0 ||
        g_array_index(set, guint64, i) != g_array_index(set, guint64, kept - 1))
      g_array_index(set, guint64, kept++) = g_array_index(set, guint64, i);
  g_array_set_size(set, kept);
}

static guint count_shared(const GArray *a, const GArray *b) {
  guint i = 0, j = 0, shared = 0;

  while (i < a->len && j < b->len) {
    guint64 left = g_array_index(a, guint64, i);
    guint64 right = g_array_index(b, guint64, j);
    shared += left == right;
    i += left <= right;
    j += right <= left;
  }
  return shared;
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static guint64 hash_word(const char *word, size_t length) {
  guint64 hash = 0xCBF29CE484222325u;

  for (size_t i = 0; i < length; i++)
    hash = (hash ^ (guint8)word[i]) * 0x100000001B3u;
  return hash;
}

static GArray *words_of(const char *title) {
  GArray *words = g_array_new(FALSE, FALSE, sizeof(guint64));

  for (const char *at = title; *at != '\0';) {
    const char *end = at;
    while (*end != '\0' && g_unichar_isalnum(g_utf8_get_char(end)))
      end = g_utf8_next_char(end);
    if (end > at) {
      guint64 hash = hash_word(at, (size_t)(end - at));
      g_array_append_val(words, hash);
    }
    at = *end != '\0' ? g_utf8_next_char(end) : end;
  }
  sort_once(words);
  return words;
}

/* ---- neighbours ---- */

/* In words of the new mapping: relation, direction, node. What has no twin is
 * counted, but is like nothing on the other side. */
static void add_neighbour(const GdctDiff *diff, int side, GArray *set,
                          uint32_t relation, bool inverse, uint32_t node) {
  guint64 code;
  bool lost = false;

  if (side == 0) {
    uint32_t twin = diff->twins[GDCT_NODE][node];
    if (relation != GDCT_NONE)
      relation = diff->twins[GDCT_RELATION][relation];
    lost = twin == GDCT_NONE;
    node = lost ? node : twin;
  }
  code = ((guint64)(relation & 0x3FFFFFFF) << 34) | ((guint64)lost << 33) |
         ((guint64)inverse << 32) | node;
  g_array_append_val(set, code);
}

static GArray *neighbours_of(const GdctDiff *diff, int side, uint32_t node) {
  const GdctMapping *mapping = diff->sides[side];
  const GdctGraph *graph = diff->graphs[side];
  GArray *set = g_array_new(FALSE, FALSE, sizeof(guint64));
  uint32_t n, parent = gdct_node_parent(mapping, node);
  const uint32_t *list = gdct_graph_links_from(graph, node, &n);

  for (uint32_t i = 0; i < n; i++) {
    GdctLinkEnds ends = gdct_link(mapping, list[i]);
    add_neighbour(diff, side, set, ends.relation, false, ends.to);
  }
  list = gdct_graph_links_to(graph, node, &n);
  for (uint32_t i = 0; i < n; i++) {
    GdctLinkEnds ends = gdct_link(mapping, list[i]);
    add_neighbour(diff, side, set, ends.relation, true, ends.from);
  }
  list = gdct_graph_parts(graph, node, &n);
  for (uint32_t i = 0; i < n; i++)
    add_neighbour(diff, side, set, GDCT_NONE, true, list[i]);
  if (parent != GDCT_NONE)
    add_neighbour(diff, side, set, GDCT_NONE, false, parent);
  sort_once(set);
  return set;
}

/* ---- loners ---- */

/* What has no twin on @side. Of Loner. */
static GArray *loners_of(const GdctDiff *diff, int side, GdctType type) {
  const GdctMapping *mapping = diff->sides[side];
  GArray *loners = g_array_new(FALSE, FALSE, sizeof(Loner));

  g_array_set_clear_func(loners, clear_loner);
  for (uint32_t i = 0; i < gdct_count(mapping, type); i++) {
    GdctThing thing = {type, i};
    Loner loner = {.index = i};
    if ((side == 0 ? diff->twins[type][i] != GDCT_NONE
                   : diff->taken[type][i]) ||
        !gdct_diff_sees(diff, side, thing))
      continue;
    if (type == GDCT_NODE) {
      loner.kind = gdct_node_kind(mapping, i);
      if (side == 0)
        loner.kind = diff->twins[GDCT_KIND][loner.kind];
    }
    loner.title = g_utf8_casefold(gdct_title(mapping, thing, NULL), -1);
    loner.words = words_of(loner.title);
    loner.neighbours = type == GDCT_NODE
                           ? neighbours_of(diff, side, i)
                           : g_array_new(FALSE, FALSE, sizeof(guint64));
    g_array_append_val(loners, loner);
  }
  return loners;
}

static void recognize(GdctDiff *diff, GdctType type, uint32_t before,
                      uint32_t after, const char *why) {
  gdct_diff_pair(diff, type, before, after);
  g_hash_table_insert(diff->whys, gdct_diff_why_key((GdctThing){type, before}),
                      g_string_chunk_insert(diff->texts, why));
}

/* ---- by title ---- */

/* "kind\ntitle" -> number of a loner + 1; 0 if several have it. */
static GHashTable *index_titles(const GArray *loners) {
  GHashTable *found =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < loners->len; i++) {
    const Loner *loner = &g_array_index(loners, Loner, i);
    char *key = g_strdup_printf("%u\n%s", loner->kind, loner->title);
    bool again = g_hash_table_contains(found, key);
    g_hash_table_insert(found, key, GUINT_TO_POINTER(again ? 0 : i + 1));
  }
  return found;
}

static void match_titles(GdctDiff *diff, GdctType type, const GArray *gone,
                         const GArray *come) {
  g_autoptr(GHashTable) old = index_titles(gone), new = index_titles(come);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init(&iter, old); /* any order: each pairs one */
  while (g_hash_table_iter_next(&iter, &key, &value)) {
    guint i = GPOINTER_TO_UINT(value);
    guint j = GPOINTER_TO_UINT(g_hash_table_lookup(new, key));
    if (i > 0 && j > 0 && g_array_index(gone, Loner, i - 1).kind != GDCT_NONE)
      recognize(diff, type, g_array_index(gone, Loner, i - 1).index,
                g_array_index(come, Loner, j - 1).index,
                type == GDCT_NODE ? "same kind and title" : "same title");
  }
}

/* ---- by neighbours ---- */

/* Which loners have a word or neighbour: guint64 -> GArray of guint. */
static GHashTable *index_sets(const GArray *loners, bool words) {
  GHashTable *found = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL,
                                            (GDestroyNotify)g_array_unref);

  for (guint i = 0; i < loners->len; i++) {
    const Loner *loner = &g_array_index(loners, Loner, i);
    GArray *set = words ? loner->words : loner->neighbours;
    for (guint n = 0; n < set->len; n++) {
      guint64 *code = &g_array_index(set, guint64, n);
      GArray *holders = g_hash_table_lookup(found, code);
      if (holders == NULL) {
        holders = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(found, code, holders);
      }
      if (holders->len <= MAX_SHARED)
        g_array_append_val(holders, i);
    }
  }
  return found;
}

static bool is_alike(const Loner *old, const Loner *new, Likeness *likeness) {
  guint words = count_shared(old->words, new->words);
  guint all = old->words->len + new->words->len - words;
  bool within; /* all words of one title are in the other */

  if (old->kind != new->kind || all == 0)
    return false;
  likeness->words = (double)words / all;
  within = words > 0 && words == MIN(old->words->len, new->words->len);
  if (likeness->words < MIN_WORDS && !within)
    return false;
  likeness->shared = count_shared(old->neighbours, new->neighbours);
  likeness->all =
      old->neighbours->len + new->neighbours->len - likeness->shared;
  if (likeness->shared == 0)
    return false;
  likeness->neighbours = (double)likeness->shared / likeness->all;
  return likeness->neighbours >= MIN_NEIGHBOURS &&
         (likeness->shared > 1 || likeness->words >= MIN_WORDS_ALONE);
}

/* Adds the likeness of loner @i to those that share something of @set. */
static void add_alike(GArray *pairs, const GArray *gone, const GArray *come,
                      guint i, const GArray *set, GHashTable *holders,
                      GHashTable *tried) {
  for (guint n = 0; n < set->len; n++) {
    const GArray *list =
        g_hash_table_lookup(holders, &g_array_index(set, guint64, n));
    if (list == NULL || list->len > MAX_SHARED)
      continue;
    for (guint k = 0; k < list->len; k++) {
      Likeness likeness = {.before = i, .after = g_array_index(list, guint, k)};
      if (g_hash_table_add(tried, GUINT_TO_POINTER(likeness.after + 1)) &&
          is_alike(&g_array_index(gone, Loner, i),
                   &g_array_index(come, Loner, likeness.after), &likeness))
        g_array_append_val(pairs, likeness);
    }
  }
}

/* The most alike first; then in reading order. */
static int compare_pairs(gconstpointer a, gconstpointer b) {
  const Likeness *left = a, *right = b;

  if (left->neighbours != right->neighbours)
    return left->neighbours > right->neighbours ? -1 : 1;
  if (left->words != right->words)
    return left->words > right->words ? -1 : 1;
  if (left->before != right->before)
    return left->before < right->before ? -1 : 1;
  return left->after < right->after ? -1 : left->after > right->after;
}

static void match_neighbours(GdctDiff *diff, const GArray *gone,
                             const GArray *come) {
  g_autoptr(GHashTable) by_word = index_sets(come, true);
  g_autoptr(GHashTable) by_neighbour = index_sets(come, false);
  g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(Likeness));

  for (guint i = 0; i < gone->len; i++) {
    const Loner *loner = &g_array_index(gone, Loner, i);
    g_autoptr(GHashTable) tried = g_hash_table_new(NULL, NULL);
    add_alike(pairs, gone, come, i, loner->neighbours, by_neighbour, tried);
    add_alike(pairs, gone, come, i, loner->words, by_word, tried);
  }
  g_array_sort(pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++) {
    const Likeness *likeness = &g_array_index(pairs, Likeness, i);
    uint32_t before = g_array_index(gone, Loner, likeness->before).index;
    uint32_t after = g_array_index(come, Loner, likeness->after).index;
    g_autofree char *why =
        g_strdup_printf("same kind, similar title, %u of %u neighbours the "
                        "same",
                        likeness->shared, likeness->all);
    if (diff->twins[GDCT_NODE][before] == GDCT_NONE &&
        !diff->taken[GDCT_NODE][after])
      recognize(diff, GDCT_NODE, before, after, why);
  }
}

void gdct_diff_rename(GdctDiff *diff, GdctType type) {
  for (int round = 0; round < (type == GDCT_NODE ? 2 : 1); round++) {
    g_autoptr(GArray) gone = loners_of(diff, 0, type);
    g_autoptr(GArray) come = loners_of(diff, 1, type);
    if (gone->len == 0 || come->len == 0)
      return;
    if (round == 0)
      match_titles(diff, type, gone, come);
    else
      match_neighbours(diff, gone, come);
  }
}
