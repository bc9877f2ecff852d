/* SPDX-License-Identifier: Apache-2.0 */
/* Text as it is compared: what printing, copying and typing change without
 * changing a word is made alike. */
#ifndef GDCT_VERIFY_PLAIN_H
#define GDCT_VERIFY_PLAIN_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* The longest text that can be made plain. */
#define GDCT_MAX_PLAIN ((size_t)256 << 20)

/* Where a word begins, in the plain text and in the one that it was made
 * from; a dash that stands alone before it belongs to it. */
typedef struct {
  uint32_t at;
  uint32_t raw;
  uint32_t raw_end;
} GdctWord;

/* A hyphen or dash, or several in a row. */
typedef struct {
  uint32_t at; /* the plain character that it stands before */
  uint32_t flags;
} GdctDash;

enum {
  GDCT_DASH_SPACE_BEFORE = 1,
  GDCT_DASH_SPACE_AFTER = 2,
  GDCT_DASH_BREAK = 4,   /* a line ends after it: there may be a space or not */
  GDCT_DASH_DIVIDES = 8, /* it may only divide a word at the end of a line */
};

/* A text made plain: in NFC, one space for any white space, quotation marks
 * and apostrophes straight, ligatures spelt out, soft hyphens and what has no
 * width dropped. Hyphens and dashes are not in the text but in a list beside
 * it, with the white space around them: a hyphen at the end of a line may or
 * may not belong to its word. */
typedef struct {
  char *text; /* NUL-terminated; no space at either end */
  uint32_t size;
  GArray *words;  /* of GdctWord, by place */
  GArray *dashes; /* of GdctDash, by place */
} GdctPlain;

/* Makes @size bytes of valid UTF-8 plain. Linear. */
void gdct_plain_init(GdctPlain *plain, const char *raw, size_t size);
void gdct_plain_clear(GdctPlain *plain);

/* Whether the dashes of @part are those of @whole where its text stands at
 * @at. O(log n) and the dashes in between. */
bool gdct_plain_same_dashes(const GdctPlain *whole, uint32_t at,
                            const GdctPlain *part);

static inline const GdctWord *gdct_plain_word(const GdctPlain *plain,
                                              guint index) {
  return &g_array_index(plain->words, GdctWord, index);
}

/* Where the text of a word ends, with the space after it left out. */
static inline uint32_t gdct_plain_word_end(const GdctPlain *plain,
                                           guint index) {
  uint32_t end = plain->size;

  if (index + 1 < plain->words->len) {
    end = gdct_plain_word(plain, index + 1)->at;
    if (plain->text[end - 1] == ' ')
      end--;
  }
  return end;
}

#endif
