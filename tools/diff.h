/* SPDX-License-Identifier: Apache-2.0 */
/* What cmd_diff.c hands to the files that write it. */
#ifndef DIFF_H
#define DIFF_H

#include "tool.h"

/* Two mappings, and what is different. 0 is the old one, 1 the new one. */
typedef struct {
  const char *names[2]; /* as the user wrote them */
  const GdctMapping *sides[2];
  const GdctDiff *diff;
} Comparison;

/* A type of things that has a section of its own. */
typedef struct {
  GdctType type;
  const char *one, *many;
} DiffSection;

/* In the order in which people want them; the last has type GDCT_TYPES. */
extern const DiffSection diff_sections[];

/* The words for what became of things: "added". */
extern const char *const diff_words[GDCT_DIFF_SORTS];

/* Its side: of what is gone the old one, else the new one. */
int diff_side(const GdctDifference *one);

/* Its title, or "" of what has none. */
const char *diff_title(const Comparison *comparison, int side, GdctThing thing);

void put_diff_json(FILE *stream, const Comparison *comparison);

/* As text, or as Markdown in which no text of the data is markup; long lists
 * are cut, unless @all. */
void put_diff_text(FILE *stream, const Comparison *comparison, bool markdown,
                   bool all);

#endif
