/* SPDX-License-Identifier: Apache-2.0 */
/* What pandoc does not do to a DOCX, done to what it made: pictures wider than
 * an upright page, rows that are not split, lists that have room in a cell. */
#ifndef GDCT_WRITE_DOCX_H
#define GDCT_WRITE_DOCX_H

#include <glib.h>
#include <stdbool.h>

/* Copies @from to @to, with its text finished. The same bytes every time. On
 * failure *ret_reason is why, a fixed text. */
bool gdct_docx_finish(const char *from, const char *to,
                      const char **ret_reason);

/* The same for its text, word/document.xml; free with g_free(). NULL if it is
 * not XML. Linear. */
char *gdct_docx_finish_text(const char *text, size_t size, size_t *ret_size);

#endif
