/* SPDX-License-Identifier: Apache-2.0 */
/* How good a link is: claimed, evidenced, reviewed and fresh. */
#include "graph/graph.h"

#include <stdlib.h>
#include <string.h>

bool gdct_link_is_trusted(const GdctMapping *mapping, uint32_t link,
                          GdctTrust trust, GHashTable *reviewed) {
  GdctThing thing = {GDCT_LINK, link};

  switch (trust) {
  case GDCT_EVIDENCED:
    for (uint32_t i = 0; i < gdct_evidence_count(mapping, thing); i++) {
      GdctEvidence piece = gdct_evidence(mapping, thing, i);
      if (piece.source != GDCT_NONE && *piece.quote != '\0')
        return true;
    }
    return false;
  case GDCT_REVIEWED:
    return g_hash_table_contains(reviewed, GUINT_TO_POINTER(link + 1));
  default:
    return true;
  }
}

/* The ends that a review names, in base direction. */
static bool review_ends(const GdctMapping *mapping, uint32_t review,
                        GdctLinkEnds *ret_ends) {
  GdctThing thing = {GDCT_REVIEW, review};
  const char *from = gdct_get(mapping, thing, "from");
  const char *relation = gdct_get(mapping, thing, "relation");
  const char *to = gdct_get(mapping, thing, "to");
  bool inverse;

  if (from == NULL || relation == NULL || to == NULL)
    return false;
  ret_ends->relation = gdct_relation_find(mapping, relation, &inverse);
  ret_ends->from = gdct_find(mapping, GDCT_NODE, inverse ? to : from);
  ret_ends->to = gdct_find(mapping, GDCT_NODE, inverse ? from : to);
  return ret_ends->relation != GDCT_NONE && ret_ends->from != GDCT_NONE &&
         ret_ends->to != GDCT_NONE;
}

static bool same_ends(const GdctLinkEnds *a, const GdctStoredLink *b) {
  return a->from == b->from && a->relation == b->relation && a->to == b->to;
}

uint32_t gdct_review_link(const GdctGraph *graph, uint32_t review) {
  GdctLinkEnds ends;
  uint32_t count;
  const uint32_t *links;

  if (!review_ends(graph->mapping, review, &ends))
    return GDCT_NONE;
  links = gdct_graph_links_from(graph, ends.from, &count);
  for (uint32_t i = 0; i < count; i++)
    if (same_ends(&ends, &gdct_links(graph->mapping)[links[i]]))
      return links[i];
  return GDCT_NONE;
}

GHashTable *gdct_reviewed_links(const GdctMapping *mapping) {
  GHashTable *reviewed = g_hash_table_new(NULL, NULL);
  GdctScope all = {.bases = GDCT_BASIS_ANY};
  GdctGraph *graph;

  if (gdct_count(mapping, GDCT_REVIEW) == 0)
    return reviewed;
  graph = gdct_graph_new(mapping, &all, NULL);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_REVIEW); i++) {
    uint32_t link = gdct_review_link(graph, i);
    const char *said = gdct_get(mapping, (GdctThing){GDCT_REVIEW, i}, "seal");
    char *seal = link == GDCT_NONE ? NULL : gdct_link_seal(mapping, link);
    if (seal != NULL && g_strcmp0(seal, said) == 0)
      g_hash_table_add(reviewed, GUINT_TO_POINTER(link + 1));
    free(seal);
  }
  gdct_graph_free(graph);
  return reviewed;
}
