/* SPDX-License-Identifier: Apache-2.0 */
/* What spreadsheets save as text: UTF-8, UTF-16 with a mark, Windows-1252. */
#include "read/csv.h"

#include <string.h>

/* CR LF and CR become LF, in place. */
static size_t unify_breaks(char *text, size_t size) {
  size_t kept = 0;

  for (size_t i = 0; i < size; i++) {
    if (text[i] == '\r' && i + 1 < size && text[i + 1] == '\n')
      continue;
    text[kept++] = text[i] == '\r' ? '\n' : text[i];
  }
  text[kept] = '\0';
  return kept;
}

char *gdct_csv_decode(const char *name, const char *bytes, size_t size,
                      size_t *ret_size, bool *ret_guessed, GdctReport *report) {
  GdctPlace place = {name, 0, 0};
  const char *charset = NULL;
  char *text = NULL;
  gsize length = 0;

  *ret_guessed = false;
  if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
    bytes += 3;
    size -= 3;
  } else if (size >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0) {
    charset = "UTF-16LE";
  } else if (size >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0) {
    charset = "UTF-16BE";
  }
  if (charset != NULL) {
    text = g_convert(bytes + 2, (gssize)(size - 2), "UTF-8", charset, NULL,
                     &length, NULL);
    if (text == NULL) {
      gdct_report_add(report, "bad-encoding", place,
                      "the file begins as UTF-16 and is not; save it as 'CSV "
                      "UTF-8'");
      return NULL;
    }
  } else if (g_utf8_validate_len(bytes, size, NULL) ||
             memchr(bytes, '\0', size) != NULL) {
    /* A NUL is found again in its cell, if all else is text. */
    const char *end = bytes;
    while (end < bytes + size) {
      g_utf8_validate_len(end, size - (size_t)(end - bytes), &end);
      if (end < bytes + size && *end++ != '\0') {
        gdct_report_add(report, "bad-encoding", place,
                        "the file is no text, or UTF-16 without a byte order "
                        "mark; save it as 'CSV UTF-8'");
        return NULL;
      }
    }
    text = g_malloc(size + 1);
    memcpy(text, bytes, size);
    length = size;
  } else {
    text = g_convert(bytes, (gssize)size, "UTF-8", "WINDOWS-1252", NULL,
                     &length, NULL);
    *ret_guessed = text != NULL;
    if (text == NULL) {
      gdct_report_add(report, "bad-encoding", place,
                      "the file is neither UTF-8 nor Windows-1252; save it as "
                      "'CSV UTF-8'");
      return NULL;
    }
  }
  *ret_size = unify_breaks(text, length);
  return text;
}
