/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures for the pages of a document: upright among its texts, or across on
 * pages of their own, in parts if one page would make them too small to be
 * read. */
#ifndef GDCT_DRAW_PRINT_H
#define GDCT_DRAW_PRINT_H

#include <gdctrace/draw.h>

#include <glib.h>

/* What a page has free for a picture, in points. */
typedef struct {
  double width, height;
} GdctRoom;

/* A picture, or a part of it, and its size on the page: never larger than by
 * itself. */
typedef struct {
  const GdctPicture *picture;
  GdctRoom size;
} GdctPrint;

typedef struct {
  bool across;      /* else upright, and but one page */
  GArray *pages;    /* GdctPrint */
  GPtrArray *parts; /* GdctPicture: what they show, unless it is the whole */
} GdctPrints;

/* Chooses how a picture is printed: upright if that leaves it large enough,
 * else across, on as few pages as do. The picture must outlive that. False if
 * Graphviz failed; nothing is to be cleared then. Up to six layouts of the
 * picture. */
bool gdct_prints_choose(GdctPrints *prints, const GdctPicture *picture,
                        GdctRoom upright, GdctRoom across);
void gdct_prints_clear(GdctPrints *prints);

#endif
