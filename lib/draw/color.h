/* SPDX-License-Identifier: Apache-2.0 */
/* Colours "#rrggbb" of the model, made fit to read and to print. */
#ifndef GDCT_DRAW_COLOR_H
#define GDCT_DRAW_COLOR_H

/* Relative luminance as WCAG 2.1 defines it, 0 to 1. */
double gdct_color_luminance(const char *color);

/* Black or white, whichever contrasts more with @fill: at least 4.5 to 1 (WCAG
 * 2.1, 1.4.3), since one of them always does. */
const char *gdct_color_text(const char *fill);

/* Mixes in so much white that black text on it is easy to read; @ret_color
 * has room for 8 bytes. */
void gdct_color_tint(const char *color, char *ret_color);

#endif
