/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GDCT_DRAW_SVG_H
#define GDCT_DRAW_SVG_H

#include "draw/picture.h"

/* Graphviz's SVG made fit for a web page: what it shows in words and roles for
 * screen readers, links, a dark mode, no document type, no comments. False if
 * the bytes are no XML, or the sink said so. Linear. */
bool gdct_svg_finish(const GdctPicture *picture, const GdctDrawOptions *options,
                     const char *bytes, size_t size, GdctSink sink, void *data);

#endif
