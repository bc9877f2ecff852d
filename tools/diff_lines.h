/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a comparison, as text or as Markdown in which no text of the
 * data is markup. */
#ifndef DIFF_LINES_H
#define DIFF_LINES_H

#include "diff.h"

typedef struct {
  FILE *stream;
  const Comparison *comparison;
  bool markdown;
  bool all;
  GHashTable *alone[2]; /* nodes and links that only one mapping has */
} Writer;

/* Adds a text of the data, or an id, to a line. */
void add_text(const Writer *writer, GString *line, const char *text);
void add_id(const Writer *writer, GString *line, const char *id);

/* Prints an item of a list and frees it; @depth counts from 0. */
void put_item(const Writer *writer, int depth, GString *line);

/* Prints a heading of a level of Markdown. */
void put_heading(const Writer *writer, int level, const char *text);

/* A line that begins with this word, in upper case. */
GString *begin_with(const char *word);

/* How many of a list are shown, and the line that says how many are not. */
uint32_t shown_of(const Writer *writer, uint32_t count);
void put_more(const Writer *writer, int depth, uint32_t shown, uint32_t count);

#endif
