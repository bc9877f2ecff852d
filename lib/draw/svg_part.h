/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a part of an SVG document: elements one below the other, indented;
 * what has a text, without white space around it. Values and texts must be
 * clean (gdct_clean_text()); they are escaped here. */
#ifndef GDCT_DRAW_SVG_PART_H
#define GDCT_DRAW_SVG_PART_H

#include <glib.h>
#include <stdbool.h>

typedef struct {
  GString *text;
  int level; /* of the next element */
  bool open; /* the last start tag has no '>' yet */
  bool flat; /* the last thing was a text */
} GdctSvgPart;

void gdct_svg_part_init(GdctSvgPart *part, int level);
void gdct_svg_part_clear(GdctSvgPart *part);

void gdct_svg_start(GdctSvgPart *part, const char *name);

/* After its start, before what is in it. */
void gdct_svg_attribute(GdctSvgPart *part, const char *name, const char *value);

/* Ends the start tag: what is in the element follows, here or elsewhere. */
void gdct_svg_fill(GdctSvgPart *part);

void gdct_svg_text(GdctSvgPart *part, const char *text);
void gdct_svg_end(GdctSvgPart *part, const char *name);

/* An element with but a text. */
void gdct_svg_element(GdctSvgPart *part, const char *name, const char *text);

#endif
