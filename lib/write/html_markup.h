/* SPDX-License-Identifier: Apache-2.0 */
/* Elements and attributes by libxml2's writer, with texts made harmless; and
 * the colours of heat. */
#ifndef GDCT_WRITE_HTML_MARKUP_H
#define GDCT_WRITE_HTML_MARKUP_H

#include <gdctrace/write.h>

#include <glib.h>
#include <libxml/xmlwriter.h>

/* A document being written. */
typedef struct {
  xmlTextWriter *writer;
  GdctSink sink;
  void *data;
  GString *held; /* where bytes go instead; or NULL */
  bool failed;   /* the sink wants no more */
} Markup;

void gdct_markup_begin(Markup *markup, GdctSink sink, void *data);

/* Ends the document; false if the sink failed. */
bool gdct_markup_end(Markup *markup);

/* Opens an element, with attributes as pairs of name and value, ending with
 * NULL. */
void gdct_markup_open(Markup *markup, const char *name, ...)
    __attribute__((sentinel));
void gdct_markup_close(Markup *markup);

/* Ends an element that has no content and no end tag, such as img. */
void gdct_markup_void(Markup *markup);

void gdct_markup_attribute(Markup *markup, const char *name, const char *text);
void gdct_markup_text(Markup *markup, const char *text);

/* Text by a format. */
void gdct_markup_print(Markup *markup, const char *format, ...)
    GDCT_PRINTF(2, 3);

/* An element with nothing but text in it. */
void gdct_markup_line(Markup *markup, const char *name, const char *text);

/* What no text may be cleaned of: a style sheet of our own. */
void gdct_markup_raw(Markup *markup, const char *text);

/* Holds back what follows, until it is released after something else. */
GString *gdct_markup_hold(Markup *markup);
void gdct_markup_release(Markup *markup, const char *before, GString *held);

/* The style sheet of documents. */
extern const char gdct_document_style[];

/* Heat goes in so many steps of one hue, light to dark, so that it also reads
 * in grey. */
enum { GDCT_HEAT_LEVELS = 5 };

/* The colour of a level from 1, and that of text on it. */
const char *gdct_heat_fill(unsigned level);
const char *gdct_heat_text(unsigned level);

/* The counts that have a level; false if none has. */
bool gdct_heat_range(const GdctMatrix *matrix, unsigned level,
                     uint64_t *ret_least, uint64_t *ret_most);

#endif
