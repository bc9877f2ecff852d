/* SPDX-License-Identifier: Apache-2.0 */
/* How wide Graphviz takes texts to be. */
#ifndef GDCT_DRAW_GRAPHVIZ_TEXT_H
#define GDCT_DRAW_GRAPHVIZ_TEXT_H

#include "draw/text.h"

/* A Graphviz context, of type GVC_t, that lasts as long as the process. For SVG
 * it asks @ruler, until the next call, how wide texts are, which gives what its
 * own plugin would say in a fraction of the time; for what is painted, that
 * plugin must do it. */
void *gdct_graphviz_context(const char *format, GdctRuler *ruler);

#endif
