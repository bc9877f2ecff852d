/* SPDX-License-Identifier: Apache-2.0 */
/* How good a link is: claimed, evidenced, reviewed and fresh. */
#include "graph/graph.h"

bool gdct_link_is_trusted(const GdctMapping *mapping, uint32_t link,
                          GdctTrust trust, const GdctReviews *reviews) {
  const GdctRecord *record = &gdct_links(mapping)[link].record;
  const GdctStoredEvidence *pieces = gdct_evidences(mapping) + record->evidence;

  switch (trust) {
  case GDCT_EVIDENCED:
    for (uint32_t i = 0; i < record->n_evidence; i++)
      if (pieces[i].source != GDCT_NONE && pieces[i].quote != 0)
        return true;
    return false;
  case GDCT_REVIEWED:
    return gdct_reviews_state(reviews, link, NULL) == GDCT_FRESH;
  default:
    return true;
  }
}
