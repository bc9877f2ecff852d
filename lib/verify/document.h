/* SPDX-License-Identifier: Apache-2.0 */
/* A document in which quotes are looked for. */
#ifndef GDCT_VERIFY_DOCUMENT_H
#define GDCT_VERIFY_DOCUMENT_H

#include "verify/plain.h"

typedef struct GdctDocument GdctDocument;

/* A document of UTF-8 text, which it takes over and frees with g_free(); NULL,
 * the text being freed, if it is not UTF-8 or larger than GDCT_MAX_PLAIN. A
 * form feed ends each of its @pages, 0 being none; the text may hold all pages
 * several times. Linear; takes about four times the text. Free with
 * gdct_document_free(), which allows NULL. */
GdctDocument *gdct_document_new(char *text, size_t size, uint32_t pages);
void gdct_document_free(GdctDocument *document);

/* Whether it holds no word. */
bool gdct_document_is_empty(const GdctDocument *document);

/* Whether a quote stands in the document. The first few are searched for with
 * memmem(); then the words are indexed, once, in O(words x log words) and 8
 * bytes a word, and a quote costs its length and a comparison for each place
 * of the rarest word in it, at most 256, or else a memmem(). No more than
 * 1,000 places are tried that differ in their hyphens only. */
bool gdct_document_has(GdctDocument *document, const GdctPlain *quote);

/* A passage of a document. */
typedef struct {
  uint32_t line; /* from 1 */
  uint32_t page; /* from 1; 0: the document has no pages */
  char *text;    /* its own characters, one space for any white space */
  char *quoted;  /* the words of the quote from the first to the last that
                    is different, "" if words are only missing ... */
  char *instead; /* ... and what the passage has for them; both NULL if all
                    words are the same or none is */
} GdctPassage;

/* Finds the passage that is most like a quote which is not there, comparing
 * words without case and punctuation. Each of the first 512 words of the quote
 * votes for at most 256 places where it stands, a rare word with more weight;
 * around the window of as many words as the quote has with the greatest weight,
 * the first of equals, the words of both are aligned. n words cost
 * O(n x 256 log(n x 256)) for the votes and 3 n^2 for aligning.
 *
 * Returns false if no passage has half of the words. */
bool gdct_document_nearest(GdctDocument *document, const char *raw_quote,
                           const GdctPlain *quote, GdctPassage *ret_passage);
void gdct_passage_clear(GdctPassage *passage);

#endif
