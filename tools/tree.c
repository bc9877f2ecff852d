/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

#include <string.h>

#define INDENT 2

/* Deeper steps are not indented more: lines must stay readable. */
#define MAX_LEVEL 10

void tree_begin(Tree *tree, const GdctMapping *mapping) {
  tree->mapping = mapping;
  tree->chains = g_array_new(FALSE, FALSE, sizeof(TreeChain));
  tree->kept = g_ptr_array_new_with_free_func(g_free);
}

void tree_clear(Tree *tree) {
  g_array_unref(tree->chains);
  g_ptr_array_unref(tree->kept);
}

void tree_add(Tree *tree, const GdctStep *steps, uint32_t count,
              uint64_t others) {
  GdctStep *copy = g_memdup2(steps, count * sizeof *steps);
  TreeChain chain = {copy, count, others};

  g_ptr_array_add(tree->kept, copy);
  g_array_append_val(tree->chains, chain);
}

static int compare_steps(const GdctMapping *mapping, const GdctStep *a,
                         const GdctStep *b) {
  if (a->to != b->to)
    return gdct_compare_ids(node_id(mapping, a->to), node_id(mapping, b->to));
  if (a->link != b->link)
    return a->link < b->link ? -1 : 1;
  return (int)a->inverse - (int)b->inverse;
}

static int compare_chains(gconstpointer a, gconstpointer b, gpointer data) {
  const TreeChain *left = a, *right = b;
  const Tree *tree = data;

  for (uint32_t i = 0; i < MIN(left->count, right->count); i++) {
    int order = compare_steps(tree->mapping, &left->steps[i], &right->steps[i]);
    if (order != 0)
      return order;
  }
  return left->count < right->count ? -1 : left->count > right->count;
}

static int compare_distances(gconstpointer a, gconstpointer b, gpointer data) {
  const TreeChain *left = a, *right = b;

  if (left->count != right->count)
    return left->count < right->count ? -1 : 1;
  return compare_chains(a, b, data);
}

/* How many steps at its beginning a chain shares with the one before. */
static uint32_t shared_steps(const Tree *tree, guint index) {
  const TreeChain *chain = &g_array_index(tree->chains, TreeChain, index);
  const TreeChain *before = chain - 1;
  uint32_t shared = 0;

  while (index > 0 && shared < MIN(chain->count, before->count) &&
         compare_steps(tree->mapping, &chain->steps[shared],
                       &before->steps[shared]) == 0)
    shared++;
  return shared;
}

/* " (reached; 1 of 4 ways)": what else is to say of the last node of a
 * chain. Free with g_free(). */
static char *end_words(const TreeChain *chain, bool goes_on) {
  g_autofree char *ways = NULL;

  if (chain->others > 0)
    ways = g_strdup_printf("one of %s%" G_GUINT64_FORMAT " shortest ways",
                           chain->others >= UINT64_MAX - 1 ? "more than " : "",
                           chain->others + 1);
  if (ways == NULL && !goes_on)
    return g_strdup("");
  return g_strdup_printf(" (%s%s%s)", goes_on ? "reached" : "",
                         goes_on && ways != NULL ? "; " : "",
                         ways != NULL ? ways : "");
}

void tree_put(Tree *tree, Page *page) {
  g_autoptr(GHashTable) cited = g_hash_table_new(NULL, NULL);

  g_array_sort_with_data(tree->chains, compare_chains, tree);
  for (guint i = 0; i < tree->chains->len; i++) {
    const TreeChain *chain = &g_array_index(tree->chains, TreeChain, i);
    bool goes_on = i + 1 < tree->chains->len && chain->count > 0 &&
                   shared_steps(tree, i + 1) == chain->count;
    g_autofree char *end = end_words(chain, goes_on);
    for (uint32_t s = shared_steps(tree, i); s < chain->count; s++) {
      int indent = (int)MIN(s, MAX_LEVEL) * INDENT;
      if (s == 0)
        putc('\n', page->stream);
      put_step(page, &chain->steps[s], indent, s + 1 == chain->count ? end : "",
               cited);
    }
  }
}

void tree_put_by_distance(Tree *tree, FILE *stream) {
  const TreeChain *chains = (const TreeChain *)(void *)tree->chains->data;

  g_array_sort_with_data(tree->chains, compare_distances, tree);
  for (guint i = 0; i < tree->chains->len; i++) {
    uint32_t distance = chains[i].count;
    g_autofree char *words =
        way_words(tree->mapping, chains[i].steps, distance);
    if (i == 0 || chains[i - 1].count != distance) {
      guint end = i;
      while (end < tree->chains->len && chains[end].count == distance)
        end++;
      fprintf(stream, "\n%u %s away: %u %s\n", distance,
              distance == 1 ? "step" : "steps", end - i,
              end - i == 1 ? "node" : "nodes");
    }
    put_wrapped(stream, 2, 6, "%s", words);
  }
}
