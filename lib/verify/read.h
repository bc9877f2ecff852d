/* SPDX-License-Identifier: Apache-2.0 */
/* From a file in a folder to a document. */
#ifndef GDCT_VERIFY_READ_H
#define GDCT_VERIFY_READ_H

#include "verify/document.h"

#include <gdctrace/verify.h>

/* Reads file @name of folder @dir: plain text, HTML, and what a converter
 * makes text of. NULL if it has no text, and then *ret_status and *ret_reason,
 * a sentence to be freed with g_free(), say why. */
GdctDocument *gdct_document_read(const char *dir, const char *name,
                                 GdctTextStatus *ret_status, char **ret_reason);

/* Whether there is such a file, without reading it. */
GdctTextStatus gdct_document_look(const char *dir, const char *name,
                                  char **ret_reason);

/* The text of an HTML document, a line a block, without scripts and styles;
 * NULL if it cannot be read. @utf8: it is UTF-8, whatever it says. Free with
 * g_free(). */
char *gdct_html_text(const char *bytes, size_t size, bool utf8,
                     size_t *ret_size);

#endif
