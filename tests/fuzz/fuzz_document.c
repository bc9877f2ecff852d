/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a quote, the first line, and a document, as text and as HTML:
 * read, searched as text and by its words, and the nearest passage. A quote
 * cut out of a text must be found in it. */
#include "verify/read.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void search(GdctDocument *document, const char *quote) {
  GdctPlain plain;
  GdctPassage passage;
  bool found;

  gdct_plain_init(&plain, quote, strlen(quote));
  found = gdct_document_has(document, &plain);
  for (int i = 0; i < 10; i++)
    if (gdct_document_has(document, &plain) != found)
      abort();
  gdct_document_nearest(document, quote, &plain, &passage);
  gdct_passage_clear(&passage);
  gdct_plain_clear(&plain);
}

static void read_text(char *text, size_t size, const char *quote) {
  g_autofree char *copy = g_memdup2(text, size + 1);
  GdctDocument *document = gdct_document_new(text, size, 1);

  if (document == NULL)
    return;
  if (g_utf8_validate(quote, -1, NULL))
    search(document, quote);
  if (!gdct_document_is_empty(document)) {
    GdctPlain whole;
    gdct_plain_init(&whole, copy, size);
    if (!gdct_document_has(document, &whole))
      abort();
    gdct_plain_clear(&whole);
  }
  gdct_document_free(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  const uint8_t *end = size > 0 ? memchr(bytes, '\n', size) : NULL;
  size_t first = end != NULL ? (size_t)(end - bytes) : size;
  size_t rest = end != NULL ? size - first - 1 : 0;
  g_autofree char *quote = g_strndup((const char *)bytes, first);
  const char *body = end != NULL ? (const char *)end + 1 : "";
  char *text = g_strndup("", rest), *html;

  memcpy(text, body, rest);
  read_text(text, rest, quote);
  html =
      gdct_html_text(body, rest, g_utf8_validate_len(body, rest, NULL), &rest);
  if (html != NULL)
    read_text(html, rest, quote);
  return 0;
}
