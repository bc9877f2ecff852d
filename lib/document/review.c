/* SPDX-License-Identifier: Apache-2.0 */
/* The input to a review (the WSIS+20 follow-up, the review of the Compact):
 * what is done well, what is missing, what should come next; with what is
 * claimed, evidenced and reviewed side by side. */
#include "document/review.h"

/* ---- what the sections share ---- */

static void *begin(Paper *paper) {
  Review *review = g_new0(Review, 1);
  unsigned bases = gdct_graph_bases(paper->graph) & GDCT_BASIS_DEFAULT;

  review->asked = paper->graph;
  for (GdctTrust trust = GDCT_CLAIMED; trust <= GDCT_REVIEWED; trust++)
    review->trusted[trust] = gdct_graph_with(paper->graph, bases, trust);
  review->quoted =
      gdct_graph_with(paper->graph, bases & GDCT_BASIS_STATED, GDCT_EVIDENCED);
  review->proposals =
      gdct_graph_with(paper->graph, GDCT_BASIS_PROPOSED, GDCT_CLAIMED);
  paper->graph = review->trusted[GDCT_CLAIMED];
  paper->own = review;
  review_evaluate(paper, review);
  review_rank(paper, review);
  review_list_points(paper, review);
  review_find_disputes(paper, review);
  return review;
}

static void end(Paper *paper) {
  Review *review = paper->own;

  paper->graph = review->asked;
  g_ptr_array_unref(review->rules);
  g_array_unref(review->left_out);
  g_array_unref(review->unreadable);
  g_array_unref(review->about_proposals);
  g_array_unref(review->priorities);
  g_array_unref(review->points);
  g_array_unref(review->disputes);
  for (int trust = 0; trust < REVIEW_TRUSTS; trust++)
    gdct_graph_free(review->trusted[trust]);
  gdct_graph_free(review->quoted);
  gdct_graph_free(review->proposals);
  g_free(review);
}

/* ---- the kind ---- */

static const PaperSection sections[] = {
    {"summary", N_("Summary"), review_put_summary},
    {"objectives", N_("Coverage of each objective"), review_put_objectives},
    {"best-practices", N_("Best practices"), review_put_best},
    {"gaps", N_("Gaps and waivers"), review_put_gaps},
    {"priorities", N_("New priorities"), review_put_priorities},
    {"overlaps", N_("Overlaps between sectors"), review_put_overlap},
    {"figures", N_("Figures over time"), review_put_figures},
    {"differences", N_("Where sources do not agree"), review_put_differences},
    {"method", N_("Method"), review_put_method},
    {NULL, NULL, NULL}};

static const char *const needs[] = {"gdc-objective", "itu-activity", NULL};

const PaperKind gdct_paper_review = {
    .row = {.name = "review",
            .summary = "Best practices, gaps and priorities, for a review"},
    .title = N_("Implementation of the Global Digital Compact through the WSIS "
                "process: input to the review"),
    .sections = sections,
    .needs = needs,
    .begin = begin,
    .end = end,
};
