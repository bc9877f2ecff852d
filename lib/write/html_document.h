/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of a document in HTML share. */
#ifndef GDCT_WRITE_HTML_DOCUMENT_H
#define GDCT_WRITE_HTML_DOCUMENT_H

#include "write/document.h"
#include "write/html_markup.h"

/* Rows of a table, items of a list, notes: so many are laid out together. */
#define HTML_ROWS 500

/* The markup of a document in HTML. */
static inline Markup *gdct_html_of(const Document *doc) {
  return doc->own;
}

/* Opens an element that pandoc makes a style of; and one with a class, which
 * for pandoc has a style too. */
void gdct_html_open_style(Markup *markup, const char *element,
                          const char *style);
void gdct_html_open_styled(Document *doc, const char *element,
                           const char *class, const char *style);

/* ---- parts of DocFormat (html_notes.c) ---- */

void gdct_html_note(Document *doc, unsigned number);
void gdct_html_begin_notes(Document *doc);
void gdct_html_begin_note(Document *doc, unsigned number);
void gdct_html_end_note(Document *doc, unsigned number);
void gdct_html_end_notes(Document *doc);

/* ---- the same (html_picture.c) ---- */

void gdct_html_picture(Document *doc, const GdctPicture *drawn, const char *alt,
                       const char *caption, const char *command);

#endif
