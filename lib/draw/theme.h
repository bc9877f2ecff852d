/* SPDX-License-Identifier: Apache-2.0 */
/* Colours of a theme, and those that stand in for them on a dark screen. Sheets
 * are made in the colours of GDCT_THEME_COLOR; these functions know from a
 * colour what it is for: greys are ink and borders, what is nearly white is
 * paper, a few are lines, and all others are bands, which
 * gdct_theme_band() keeps apart. */
#ifndef GDCT_DRAW_THEME_H
#define GDCT_DRAW_THEME_H

#include <gdctrace/draw.h>

#define GDCT_ALARM "#a3001b"
#define GDCT_COLOR_SIZE 8

/* The colour of a band that shows @color: a shade beside it where that colour
 * has another use, and not too light to be seen. */
void gdct_theme_band(const char *color, char *ret_color);

/* Text on a band, at least 4.5 to 1. */
const char *gdct_theme_on_band(const char *band);

/* What @color is in a theme. */
void gdct_theme_color(GdctThemeName theme, const char *color, char *ret_color);

/* The same for every ="#rrggbb" of an HTML-like label; free with g_free(). */
char *gdct_theme_label(GdctThemeName theme, const char *label);

/* What stands in for a colour of the theme on a dark screen; false if it stays
 * as it is. */
bool gdct_theme_dark(GdctThemeName theme, const char *color, char *ret_color);

#endif
