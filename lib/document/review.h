/* SPDX-License-Identifier: Apache-2.0 */
/* The report for a review: what its sections share. All of it counts what
 * documents say; what is proposed is looked at apart. */
#ifndef GDCT_DOCUMENT_REVIEW_H
#define GDCT_DOCUMENT_REVIEW_H

#include "document/inside.h"
#include "graph/graph.h"

enum { REVIEW_TRUSTS = GDCT_REVIEWED + 1 };

/* A rule does not ask about the thing once only trusted links are there. */
#define REVIEW_NOT_ASKED GDCT_RESULTS

/* What a rule finds, without the grades that count proposals. */
typedef struct {
  uint32_t rule;
  GdctSeverity severity;
  bool on_link;
  uint32_t count;
  uint32_t *things;  /* nodes or links, in reading order */
  uint32_t *waivers; /* of each, the GDCT_WAIVER or GDCT_NONE */
  uint8_t *results[REVIEW_TRUSTS];
  bool *proposed; /* whether a gap would be met by a proposal; or NULL */
  uint32_t totals[REVIEW_TRUSTS][GDCT_RESULTS];
  uint32_t n_proposed; /* of the gaps */
} ReviewRule;

/* A gap, and how many nodes hang on it. */
typedef struct {
  uint32_t node;
  GdctSeverity severity; /* the gravest of its rules */
  uint32_t rules;
  uint32_t linked;
} ReviewPriority;

/* A measure of a node. */
typedef struct {
  uint32_t node;
  uint32_t measure;
  uint32_t series; /* counts from 0: same node, name and unit */
  bool over_time;  /* the series has values at more than one time */
} ReviewPoint;

/* What a source says of who is responsible for an action line. */
typedef struct {
  uint32_t source;
  char *key;        /* the organization, whatever its spelling */
  const char *name; /* as it is shown */
  bool leads;
  bool alone;  /* leads, and the source says that nobody else does */
  bool listed; /* as one of those responsible, without saying who leads */
  bool recalled;
  GdctThing link;
  uint32_t piece;
} ReviewRole;

/* An action line of which sources say different things. */
typedef struct {
  uint32_t node;
  bool leads, others; /* they differ on */
  GArray *roles;      /* ReviewRole, by source as first met */
} ReviewDispute;

typedef struct {
  const GdctGraph *asked;            /* the graph of the paper before */
  GdctGraph *trusted[REVIEW_TRUSTS]; /* without proposals */
  GdctGraph *quoted;                 /* stated links with a quote */
  GdctGraph *proposals;              /* nothing else */
  GPtrArray *rules;                  /* ReviewRule */
  GArray *left_out;   /* uint32_t: rules that need a day, and there is none */
  GArray *unreadable; /* uint32_t: rules that could not be read */
  GArray *about_proposals; /* uint32_t: rules that ask about nothing else */
  GArray *priorities;      /* ReviewPriority, the first first */
  GArray *points;          /* ReviewPoint */
  uint32_t n_series;
  GArray *disputes; /* ReviewDispute */
} Review;

static inline const Review *review_of(const Paper *paper) {
  return paper->own;
}

static inline ReviewRule *review_rule(const Review *review, guint index) {
  return g_ptr_array_index(review->rules, index);
}

/* Whether a rule asks of nodes what somebody has to do something about. */
static inline bool review_is_main(const ReviewRule *rule) {
  return !rule->on_link && rule->severity != GDCT_INFO;
}

/* ---- what sections share (review_rules.c) ---- */

/* What is said where there is no gap: without requirements nothing was asked.
 */
const char *review_no_gap(const Paper *paper);

/* Evaluates all rules. Linear in what their paths meet. */
void review_evaluate(const Paper *paper, Review *review);
void review_free_rule(void *rule);

/* The title of a rule in the language of the paper. */
const char *review_title(const Paper *paper, uint32_t rule);

/* The rule that says how many commitments have an activity; NULL if none asks
 * that. All rules that do are told by review_asks_commitments(). */
const ReviewRule *review_commitment_rule(const Paper *paper);
bool review_asks_commitments(const Paper *paper, const ReviewRule *rule);

/* The title of a node, its sources and, small, its id. */
void review_put_node(const Paper *paper, uint32_t node);

/* "essential; " of rules that are, else "". */
const char *review_essential(const Paper *paper, GdctSeverity severity);

/* The objective that a node is, or is part of; GDCT_NONE. */
uint32_t review_objective(const Paper *paper, uint32_t node);

/* The acronym of a node, or its title. */
const char *review_short_name(const Paper *paper, uint32_t node);

/* Whether a thing is recalled, not seen. */
bool review_is_recalled(const Paper *paper, GdctThing thing);

/* ---- sections ---- */

void review_put_summary(const Paper *paper);
void review_put_objectives(const Paper *paper);
void review_put_best(const Paper *paper);
void review_put_gaps(const Paper *paper);
void review_put_priorities(const Paper *paper);
void review_put_overlap(const Paper *paper);
void review_put_figures(const Paper *paper);
void review_put_differences(const Paper *paper);
void review_put_method(const Paper *paper);

/* How many activities meet the criterion of good practice. */
uint32_t review_count_best(const Paper *paper);

/* Ranks the gaps of the main rules. */
void review_rank(const Paper *paper, Review *review);

/* Things with overlapping activities, and pairs of these; false if sectors are
 * not known. */
bool review_count_overlap(const Paper *paper, uint32_t *ret_things,
                          uint64_t *ret_pairs);

/* Lists all measures, series together. */
void review_list_points(const Paper *paper, Review *review);

/* A date as a text: "2024-12-19 to 2025-06-27". Free with g_free(). */
/* How many figures there are, and how many series, in sentences. */
void review_put_points_count(const Paper *paper);

char *review_when(const Paper *paper, const char *date);

/* Finds the action lines of which sources say different things. */
void review_find_disputes(const Paper *paper, Review *review);
void review_clear_dispute(void *dispute);
void review_put_disputes(const Paper *paper);

#endif
