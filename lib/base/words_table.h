/* SPDX-License-Identifier: Apache-2.0 */
/* The table that scripts/words.py makes of po/. */
#ifndef GDCT_BASE_WORDS_TABLE_H
#define GDCT_BASE_WORDS_TABLE_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *tag; /* "ar" */
  /* Which form goes with a count; the catalogue's Plural-Forms. */
  uint64_t (*plural)(uint64_t n);
  /* As many as msgids, in their order; NULL: not translated. Where there are
   * plural forms they follow each other, each with a NUL at its end. */
  const char *const *texts;
} GdctWordLanguage;

extern const char *const gdct_word_ids[]; /* sorted, by strcmp() */
extern const size_t gdct_word_count;
extern const GdctWordLanguage gdct_word_languages[];
extern const size_t gdct_word_language_count;

#endif
