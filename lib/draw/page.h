/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GDCT_DRAW_PAGE_H
#define GDCT_DRAW_PAGE_H

#include <gdctrace/draw.h>

/* Draws the picture in points, from its upper left corner; @cairo is a
 * cairo_t. */
typedef bool (*GdctPainter)(void *cairo, void *data);

/* A PDF of one page with a picture of this size in its middle, as large as the
 * margins allow;
 * the document has this title. */
bool gdct_page_write(GdctPageSize page, double width, double height,
                     const char *title, GdctPainter paint, void *paint_data,
                     GdctSink sink, void *data);

#endif
