/* SPDX-License-Identifier: Apache-2.0 */
/* Our own words in the languages of the United Nations. The sources say
 * English; po/ holds gettext's catalogues, which the build makes into a table
 * (scripts/words.py). libintl itself asks the process's locale, and in the C
 * locale translates nothing; here the caller names a language each time. */
#ifndef GDCT_BASE_WORDS_H
#define GDCT_BASE_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/* Marks a text for xgettext where gdct_word() comes later. */
#define N_(text) text

/* @msgid in @language, a BCP 47 tag of which the part before the first hyphen
 * counts. NULL, English, a language or a text that is not translated: @msgid.
 * Static text; from any thread; logarithmic in the number of texts. */
const char *gdct_word(const char *language, const char *msgid)
    __attribute__((format_arg(2)));

/* As ngettext: the form that goes with @count, in English @one or @many. */
const char *gdct_words(const char *language, const char *one, const char *many,
                       uint64_t count)
    __attribute__((format_arg(2), format_arg(3)));

/* The language that gdct_word() answers in: its tag in the table, or "en". */
const char *gdct_word_language(const char *language);

/* What stands between the items of a list: ", " in English. */
const char *gdct_comma(const char *language);

/* The same between items that have commas themselves: "; ". */
const char *gdct_semicolon(const char *language);

/* What stands between a word and what is said of it: ": " in English. */
const char *gdct_colon(const char *language);

/* What ends a sentence: "." in English. */
const char *gdct_stop(const char *language);

/* Whether a language is written from right to left; NULL is not. */
bool gdct_is_rtl(const char *language);

#endif
