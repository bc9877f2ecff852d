/* SPDX-License-Identifier: Apache-2.0 */
/* A picture in the making: which nodes stand in which column, and what joins
 * them. Views and neighbourhoods fill it; finishing it finds the words. */
#ifndef GDCT_DRAW_DRAFT_H
#define GDCT_DRAW_DRAFT_H

#include "draw/picture.h"
#include "graph/graph.h"

typedef struct {
  char *heading;            /* owned */
  const char *group_by;     /* a key of its nodes, or NULL */
  const char *aggregate_by; /* what shares a card, or NULL */
} GdctDraftColumn;

/* Something between two nodes that will be drawn if both are. */
typedef struct {
  uint32_t from, to;  /* nodes, as walked */
  uint32_t view_link; /* whose path it is, or GDCT_NONE */
  uint32_t first_step, n_steps;
  uint32_t count;
} GdctDraftLink;

typedef struct {
  const GdctGraph *graph;
  const GdctMapping *mapping;
  const char *language;
  GArray *columns;        /* GdctDraftColumn */
  uint32_t *column_of;    /* of each node; GDCT_NONE: not shown */
  GArray *links;          /* GdctDraftLink */
  GArray *steps;          /* GdctStep */
  GHashTable *seen;       /* keys of links that are there already */
  uint32_t focus;         /* the node that the picture is about; GDCT_NONE */
  GdctCoverage *coverage; /* marks cards; or NULL */
  char *title;            /* owned */
  GString *subtitle;
} GdctDraft;

GdctDraft *gdct_draft_new(const GdctGraph *graph, const char *language);
void gdct_draft_free(GdctDraft *draft);

/* Adds a column, which takes the heading. */
void gdct_draft_add_column(GdctDraft *draft, char *heading,
                           const char *group_by, const char *aggregate_by);

/* Adds what a chain of steps joins, unless the same link, or another chain of
 * the same view link between the same nodes, is there already. */
void gdct_draft_add_link(GdctDraft *draft, const GdctStep *steps,
                         uint32_t n_steps, uint32_t view_link, uint32_t count);

/* Adds a clause to the subtitle. */
void gdct_draft_say(GdctDraft *draft, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* Says which bases and date the graph shows. */
void gdct_draft_say_scope(GdctDraft *draft);

/* Makes the picture, of at most about @most cards (see gdct_lumps_new()); the
 * draft is freed. Linear, but for sorting columns. NULL, with a finding, if a
 * column asks for what nodes do not have. */
GdctPicture *gdct_draft_finish(GdctDraft *draft, uint32_t most,
                               GdctReport *report);

/* The draft of a view before its cards are made: which nodes it shows. NULL,
 * with findings, if an expression of the view is wrong. */
GdctDraft *gdct_draft_of_view(const GdctGraph *graph, uint32_t view,
                              const char *language, GdctReport *report);

/* What the rule of the picture says of a node; false if it does not ask. */
bool gdct_draft_result(const GdctDraft *draft, uint32_t node,
                       GdctRuleResult *ret_result);

/* How a result is marked. */
GdctMark gdct_mark_of(GdctResult result);

/* A node's own colour (goals have one), else that of its framework. */
const char *gdct_node_color(const GdctMapping *mapping, uint32_t node);

/* "2025-03-01", "2025-01-01 to 2025-12-31". Free with g_free(). */
char *gdct_days_text(GdctDays days, const char *language);

/* What a rule says of a node in words; free with g_free(). */
char *gdct_mark_words(const GdctMapping *mapping, const GdctRuleResult *result,
                      uint32_t rule, const char *language);

/* One link in words, with its basis and sources; free with g_free(). */
char *gdct_link_words(const GdctDraft *draft, const GdctDraftLink *link,
                      const char *title);

/* The documents behind the drawn links: "Sources: ...", or "". Sources are
 * those whose flag is set. Free with g_free(). */
char *gdct_source_line(const GdctDraft *draft, const bool *cited);

static inline GdctStep *gdct_draft_steps(const GdctDraft *draft,
                                         const GdctDraftLink *link) {
  return &g_array_index(draft->steps, GdctStep, link->first_step);
}

#endif
