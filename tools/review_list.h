/* SPDX-License-Identifier: Apache-2.0 */
/* Which links are reviewed, for people and machines. */
#ifndef REVIEW_LIST_H
#define REVIEW_LIST_H

#include "chains.h"

/* Links and what their reviews say. */
typedef struct {
  const Tool *tool;
  const GdctReviews *reviews;
  GArray *links;                   /* uint32_t, by from, relation and to */
  GArray *gone;                    /* uint32_t: reviews whose link is gone */
  uint32_t counts[GDCT_FRESH + 1]; /* of links, by GdctReviewState */
  uint32_t left_out;               /* links that --basis leaves out */
  bool whole; /* list all that are unreviewed, however many */
} ReviewList;

/* {from, relation, to, basis}, to which a command adds. */
json_t *json_review_link(const GdctMapping *mapping, uint32_t link);

/* "id relation id", in words. Free with g_free(). */
char *link_words(const GdctMapping *mapping, uint32_t link);

void put_review_list(FILE *stream, const ReviewList *list, bool json);

#endif
