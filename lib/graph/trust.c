/* SPDX-License-Identifier: Apache-2.0 */
/* How good a link is: claimed, evidenced, reviewed and fresh. */
#include "graph/graph.h"

bool gdct_link_is_trusted(const GdctMapping *mapping, uint32_t link,
                          GdctTrust trust, const GdctReviews *reviews) {
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
    return gdct_reviews_state(reviews, link, NULL) == GDCT_FRESH;
  default:
    return true;
  }
}
