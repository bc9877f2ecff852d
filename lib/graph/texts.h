/* SPDX-License-Identifier: Apache-2.0 */
/* An index of texts in memory, which finds words by their stems. */
#ifndef GDCT_GRAPH_TEXTS_H
#define GDCT_GRAPH_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The columns of a text, and what a word in each counts. */
enum {
  GDCT_TEXT_TITLE,
  GDCT_TEXT_SUMMARY,
  GDCT_TEXT_EVIDENCE,
  GDCT_TEXT_LINKS,
  GDCT_TEXT_COLUMNS
};

typedef struct GdctTexts GdctTexts;

/* An empty index; NULL, with *ret_problem to be freed with free(), if SQLite
 * fails or has no FTS5. */
GdctTexts *gdct_texts_new(char **ret_problem);
void gdct_texts_free(GdctTexts *texts);

/* Adds the texts of row @row; false if SQLite fails. */
bool gdct_texts_add(GdctTexts *texts, uint32_t row,
                    const char *const columns[GDCT_TEXT_COLUMNS]);

/* Ends adding; false as above. */
bool gdct_texts_finish(GdctTexts *texts);

/* Takes a row that has the word, and its BM25 score for this one word. */
typedef void (*GdctTextHit)(uint32_t row, double score, void *data);

/* Finds every row with a word of the same stem; returns how many. The scores
 * of several words add up to the score for all of them. */
uint32_t gdct_texts_find(GdctTexts *texts, const char *word, GdctTextHit hit,
                         void *data);

/* Takes a word as it stands in the text, and its stem; neither ends with a
 * NUL. */
typedef void (*GdctTextWord)(const char *stem, size_t stem_size,
                             const char *word, size_t size, void *data);

/* Parts a text into words as the index does. */
void gdct_texts_words(GdctTexts *texts, const char *text, GdctTextWord found,
                      void *data);

#endif
