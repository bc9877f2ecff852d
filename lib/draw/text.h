/* SPDX-License-Identifier: Apache-2.0 */
/* Measuring, wrapping and escaping the texts of a diagram. Lengths are points
 * of 1/72 inch. */
#ifndef GDCT_DRAW_TEXT_H
#define GDCT_DRAW_TEXT_H

#include <glib.h>
#include <stdbool.h>

/* The fonts of every diagram: the first that is there. */
#define GDCT_FONTS "Noto Sans, DejaVu Sans, sans-serif"

/* How much wider a text is said to be: room for a browser that has none of our
 * fonts, or hints otherwise. */
#define GDCT_TEXT_SLACK 1.05

typedef struct GdctRuler GdctRuler;

GdctRuler *gdct_ruler_new(void);
void gdct_ruler_free(GdctRuler *ruler);

/* How wide a line of text is, with some room for other fonts. */
double gdct_ruler_width(GdctRuler *ruler, const char *text, double size,
                        bool bold);

/* The lines of a text that is wrapped to @width, at most @max_lines of them,
 * the last then ending with an ellipsis; at least one. White space is one
 * space. Free with g_strfreev(). */
char **gdct_ruler_wrap(GdctRuler *ruler, const char *text, double size,
                       bool bold, double width, size_t max_lines);

/* The same of a text whose width on one line is known; if that fits, nothing is
 * measured again. */
char **gdct_ruler_wrap_known(GdctRuler *ruler, const char *text, double size,
                             bool bold, double one_line, double width,
                             size_t max_lines);

/* Whether a text is written from right to left: its first strong letter
 * decides. */
bool gdct_text_is_rtl(const char *text);

/* The height of a line as Graphviz sets it, or a little more. */
double gdct_line_height(double size);

/* Adds text to an HTML-like label or to a tooltip: what XML, or Graphviz's
 * escapes and entities, would take for their own is made harmless. */
void gdct_escape(GString *out, const char *text);

/* The name of a graph that reads as @text. Free with g_free(). */
char *gdct_escape_name(const char *text);

#endif
