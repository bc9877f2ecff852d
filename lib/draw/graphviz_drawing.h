/* SPDX-License-Identifier: Apache-2.0 */
/* A picture in Graphviz's hands, for the files that know it. */
#ifndef GDCT_DRAW_GRAPHVIZ_DRAWING_H
#define GDCT_DRAW_GRAPHVIZ_DRAWING_H

#include "draw/layout.h"

#include <cgraph.h>
#include <gvc.h>

#define GDCT_PADDING 0.1 /* around it all, in inches */

typedef struct {
  const GdctPicture *picture;
  const GdctDrawOptions *options;
  const char *format;
  GdctSheet *sheet;
  GdctLayout *layout;
  GVC_t *gvc;
  Agraph_t *graph;
  Agnode_t **cards;
  bool laid_out; /* by Graphviz */
} GdctDrawing;

/* Sets a drawing up that is all zero, composed but not laid out by Graphviz;
 * also after false close it. */
bool gdct_drawing_open(GdctDrawing *drawing, const GdctPicture *picture,
                       const char *format, const GdctDrawOptions *options);

/* Does nothing to one that was not opened. */
void gdct_drawing_close(GdctDrawing *drawing);

/* Graphviz keeps in global variables what attributes the graph has that was
 * laid out last: one must be drawn before the next is laid out. */
bool gdct_drawing_lay_out(GdctDrawing *drawing);
void gdct_drawing_free_layout(GdctDrawing *drawing);

/* Does something with Graphviz, whatever the program's locale is. If that
 * returns false, *@ret_problem is what Graphviz complained of; free it with
 * free(). */
bool gdct_graphviz_do(bool (*work)(void *data), void *data, char **ret_problem);

/* Writes a PDF of a drawing that is laid out: a page, or several if one would
 * be too small to be read. */
bool gdct_drawing_write_pdf(GdctDrawing *drawing, GdctSink sink, void *data);

#endif
