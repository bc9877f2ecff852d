/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the command check share: cmd_check.c evaluates, the
 * others print, compare and explain. */
#ifndef CHECK_H
#define CHECK_H

#include "chains.h"

/* One rule, evaluated on the links as they are claimed, and how many results
 * of each sort there are on those that have evidence, or were reviewed. */
typedef struct {
  GdctCoverage *coverage;
  uint32_t evidenced[GDCT_RESULTS], reviewed[GDCT_RESULTS];
} Rule;

typedef struct Baseline Baseline;

/* What was found. */
typedef struct {
  const Tool *tool;
  GArray *rules;      /* Rule; NULL if the mapping has errors */
  Baseline *baseline; /* NULL without one */
  bool why;
} Check;

/* ---- rules and results (cmd_check.c) ---- */

const char *rule_id(const Tool *tool, uint32_t rule);

/* The id of a node; of a link "from relation to". Free with g_free(). */
char *subject(const Tool *tool, GdctThing thing);

/* The results of a rule of some sorts, a set of bits of GdctResult, in the
 * order that people read: natural order of ids. Of uint32_t. */
GArray *sorted_results(const Tool *tool, const GdctCoverage *coverage,
                       unsigned results);
#define ALL_RESULTS ((1u << GDCT_RESULTS) - 1)

/* ---- the same as text, JSON and SARIF (check_FORMAT.c) ---- */

void put_check_text(FILE *stream, const Check *check);
void put_check_json(FILE *stream, const Check *check);
void put_check_sarif(FILE *stream, const Check *check);

/* ---- gaps that are known (baseline.c) ---- */

/* A line of a baseline whose gap is no more. */
typedef struct {
  const char *rule, *node; /* node: as subject() names it */
  uint32_t line;
  char *why; /* "covered now" */
} Obsolete;

/* Reads a baseline: "rule node" one a line, '#' begins a comment. What is no
 * such line is a finding. With @may_miss a file that is not there is empty.
 * Returns NULL, after a complaint, if it cannot be read. */
Baseline *baseline_read(const char *path, bool may_miss, GdctReport *report);
void baseline_free(Baseline *baseline);

const char *baseline_path(const Baseline *baseline);

/* Compares it with the results; what follows is known only after that. */
void baseline_compare(Baseline *baseline, const Check *check);

/* Whether a gap is in it. */
bool baseline_has(const Baseline *baseline, const char *rule, const char *node);

/* How many gaps are in it, how many are not, and how many of these are of
 * severity error. */
void baseline_counts(const Baseline *baseline, uint32_t *ret_known,
                     uint32_t *ret_new, uint32_t *ret_grave);

/* The lines that can go, in order. Of Obsolete. */
const GArray *baseline_obsolete(const Baseline *baseline);

/* Makes it say what the results say, and writes it, whole or not at all.
 * Lines of rules that were not evaluated stay. Returns an exit status. */
int baseline_update(Baseline *baseline, const Check *check);

/* ---- explanations (explain.c) ---- */

/* Explains a finding code or a rule of the mapping, or with "list" says what
 * there is to explain. Returns an exit status. */
int explain(const char *word);

#endif
