/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GDCT_DRAW_GRAPHVIZ_PLACE_H
#define GDCT_DRAW_GRAPHVIZ_PLACE_H

#include "draw/layout.h"

/* The places that Graphviz's dot chooses in the same columns, without headings
 * of groups; @context is a GVC_t. NULL if dot fails. Far slower than
 * gdct_layout_new() where there are many links. */
GdctLayout *gdct_graphviz_place(void *context, const GdctSheet *sheet);

#endif
