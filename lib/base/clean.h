/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of the data, made harmless for documents that people look at. */
#ifndef GDCT_BASE_CLEAN_H
#define GDCT_BASE_CLEAN_H

/* @text in one line, with U+FFFD for each control character, for the
 * bidirectional embeddings, overrides and isolates of UAX #9, which make a text
 * look like another, for what XML 1.0 cannot hold, and for what is not UTF-8.
 * Free with g_free(). O(length). */
char *gdct_clean_text(const char *text);

#endif
