/* SPDX-License-Identifier: Apache-2.0 */
#include "base/words.h"

#include "base/words_table.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static bool is_language(const char *tag, const char *primary, size_t length) {
  return strlen(tag) == length &&
         g_ascii_strncasecmp(tag, primary, length) == 0;
}

/* The catalogue of a language, or NULL. */
static const GdctWordLanguage *find_language(const char *language) {
  size_t length = language == NULL ? 0 : strcspn(language, "-_");

  for (size_t i = 0; length > 0 && i < gdct_word_language_count; i++)
    if (is_language(gdct_word_languages[i].tag, language, length))
      return &gdct_word_languages[i];
  return NULL;
}

static int compare_ids(const void *key, const void *id) {
  return strcmp(key, *(const char *const *)id);
}

/* What a catalogue has for @msgid, or NULL. */
static const char *find_text(const GdctWordLanguage *found, const char *msgid) {
  const char *const *id = NULL;

  if (found != NULL)
    id = bsearch(msgid, gdct_word_ids, gdct_word_count, sizeof *gdct_word_ids,
                 compare_ids);
  return id == NULL ? NULL : found->texts[id - gdct_word_ids];
}

const char *gdct_word(const char *language, const char *msgid) {
  const char *text = find_text(find_language(language), msgid);

  return text == NULL ? msgid : text;
}

const char *gdct_words(const char *language, const char *one, const char *many,
                       uint64_t count) {
  const GdctWordLanguage *found = find_language(language);
  const char *text = find_text(found, one);

  if (text == NULL)
    return count == 1 ? one : many;
  for (uint64_t form = found->plural(count); form > 0; form--)
    text += strlen(text) + 1;
  return text;
}

const char *gdct_word_language(const char *language) {
  const GdctWordLanguage *found = find_language(language);

  return found == NULL ? "en" : found->tag;
}

const char *gdct_comma(const char *language) {
  /* TRANSLATORS: between the items of a list. */
  return gdct_word(language, ", ");
}

const char *gdct_semicolon(const char *language) {
  /* TRANSLATORS: between items of a list that have commas themselves. */
  return gdct_word(language, "; ");
}

const char *gdct_colon(const char *language) {
  /* TRANSLATORS: between a word and what is said of it. */
  return gdct_word(language, ": ");
}

const char *gdct_stop(const char *language) {
  /* TRANSLATORS: ends a sentence. */
  return gdct_word(language, ".");
}

bool gdct_is_rtl(const char *language) {
  static const char *const languages[] = {"ar", "ckb", "dv", "fa", "he", "ks",
                                          "ps", "sd",  "ug", "ur", "yi"};
  size_t length = language == NULL ? 0 : strcspn(language, "-_");

  for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
    if (is_language(languages[i], language, length))
      return true;
  return false;
}
