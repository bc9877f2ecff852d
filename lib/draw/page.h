/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GDCT_DRAW_PAGE_H
#define GDCT_DRAW_PAGE_H

#include "draw/print.h"

/* Draws a picture in points, from its upper left corner; @cairo is a cairo_t.
 * It may show the page and finish the surface. */
typedef bool (*GdctPainter)(void *cairo, void *data);

/* Calls for each address in a picture, with its box in points from the upper
 * left corner. */
typedef void (*GdctAddressFunc)(double x, double y, double width, double height,
                                const char *address, void *data);
typedef void (*GdctAddresses)(void *data, GdctAddressFunc call,
                              void *call_data);

/* A picture for a page of its own. */
typedef struct {
  double width, height;
  GdctPainter paint;
  GdctAddresses addresses; /* where there are several pages */
  void *data;
} GdctPageContent;

/* How large a picture gets on a page; 1 where the page fits the picture. */
double gdct_page_scale(GdctPageSize page, double width, double height);

/* What a page that is a sheet has free for a picture. */
GdctRoom gdct_page_room(GdctPageSize page);

/* A PDF with a page for each picture, in its middle and as large as the margins
 * allow; the document has this title. */
bool gdct_page_write(GdctPageSize page, const GdctPageContent *contents,
                     size_t n_contents, const char *title, GdctSink sink,
                     void *data);

#endif
