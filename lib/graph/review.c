/* SPDX-License-Identifier: Apache-2.0 */
/* What the reviews of a mapping say of its links. */
#include "graph/graph.h"

#include <stdlib.h>
#include <string.h>

uint32_t gdct_graph_find_link(const GdctGraph *graph, const char *from,
                              const char *relation, const char *to) {
  const GdctMapping *mapping = graph->mapping;
  bool inverse;
  uint32_t wanted = gdct_relation_find(mapping, relation, &inverse);
  uint32_t begin = gdct_find(mapping, GDCT_NODE, inverse ? to : from);
  uint32_t end = gdct_find(mapping, GDCT_NODE, inverse ? from : to);
  uint32_t count;
  const uint32_t *links;

  if (wanted == GDCT_NONE || begin == GDCT_NONE || end == GDCT_NONE)
    return GDCT_NONE;
  links = gdct_graph_links_from(graph, begin, &count);
  for (uint32_t i = 0; i < count; i++) {
    const GdctStoredLink *link = &gdct_links(mapping)[links[i]];
    if (link->relation == wanted && link->to == end)
      return links[i];
  }
  return GDCT_NONE;
}

uint32_t gdct_review_link(const GdctGraph *graph, uint32_t review) {
  GdctThing thing = {GDCT_REVIEW, review};
  const char *from = gdct_get(graph->mapping, thing, "from");
  const char *relation = gdct_get(graph->mapping, thing, "relation");
  const char *to = gdct_get(graph->mapping, thing, "to");

  if (from == NULL || relation == NULL || to == NULL)
    return GDCT_NONE;
  return gdct_graph_find_link(graph, from, relation, to);
}

/* What is known of one link that has reviews. */
typedef struct {
  GdctReviewState state;
  uint32_t review;
} Verdict;

struct GdctReviews {
  uint32_t *link_of;   /* of each review; GDCT_NONE: gone */
  GHashTable *by_link; /* link + 1 -> Verdict */
};

/* Takes note of a review: a fresh one outweighs stale ones, else the last one
 * read counts. */
static void take_note(GdctReviews *reviews, uint32_t link, bool fresh,
                      uint32_t review) {
  gpointer key = GUINT_TO_POINTER(link + 1);
  Verdict *verdict = g_hash_table_lookup(reviews->by_link, key);

  if (verdict == NULL) {
    verdict = g_new0(Verdict, 1);
    g_hash_table_insert(reviews->by_link, key, verdict);
  } else if (verdict->state == GDCT_FRESH && !fresh) {
    return;
  }
  verdict->state = fresh ? GDCT_FRESH : GDCT_STALE;
  verdict->review = review;
}

GdctReviews *gdct_reviews_new(const GdctMapping *mapping) {
  GdctReviews *reviews = g_new0(GdctReviews, 1);
  GdctScope all = {.bases = GDCT_BASIS_ANY};
  uint32_t count = gdct_count(mapping, GDCT_REVIEW);
  GdctGraph *graph;

  reviews->link_of = g_new0(uint32_t, (size_t)count + 1);
  reviews->by_link = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  if (count == 0)
    return reviews;
  graph = gdct_graph_new(mapping, &all, NULL);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t link = gdct_review_link(graph, i);
    const char *said = gdct_get(mapping, (GdctThing){GDCT_REVIEW, i}, "seal");
    char *seal = link == GDCT_NONE ? NULL : gdct_link_seal(mapping, link);
    reviews->link_of[i] = link;
    if (link != GDCT_NONE)
      take_note(reviews, link, g_strcmp0(seal, said) == 0, i);
    free(seal);
  }
  gdct_graph_free(graph);
  return reviews;
}

void gdct_reviews_free(GdctReviews *reviews) {
  if (reviews == NULL)
    return;
  g_free(reviews->link_of);
  g_hash_table_unref(reviews->by_link);
  g_free(reviews);
}

GdctReviewState gdct_reviews_state(const GdctReviews *reviews, uint32_t link,
                                   uint32_t *ret_review) {
  const Verdict *verdict =
      g_hash_table_lookup(reviews->by_link, GUINT_TO_POINTER(link + 1));

  if (ret_review != NULL)
    *ret_review = verdict != NULL ? verdict->review : GDCT_NONE;
  return verdict != NULL ? verdict->state : GDCT_UNREVIEWED;
}

uint32_t gdct_reviews_link(const GdctReviews *reviews, uint32_t review) {
  return reviews->link_of[review];
}
