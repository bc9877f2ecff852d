/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file draw.h
 * @brief Traceability diagrams.
 *
 * A view becomes a picture (columns of cards, and links between them), and a
 * picture becomes DOT, SVG, PNG or PDF.
 */
#ifndef GDCTRACE_DRAW_H
#define GDCTRACE_DRAW_H

#include <gdctrace/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct GdctPicture GdctPicture;

/**
 * Makes the picture of a view. Linear in what the view's paths meet.
 *
 * @param language titles are chosen as gdct_text() does. The picture may
 * outlive graph and mapping.
 * @return NULL, with findings, if an expression of the view is wrong. Free
 * with gdct_picture_free().
 */
GDCT_API GdctPicture *gdct_picture_of_view(const GdctGraph *graph,
                                           uint32_t view, const char *language,
                                           GdctReport *report);

/** Makes the picture of a node and what is at most @p depth links away; the
 * node stands in the middle column. */
GDCT_API GdctPicture *gdct_picture_of_node(const GdctGraph *graph,
                                           uint32_t node, unsigned depth,
                                           const char *language);

/** Frees a picture; NULL is allowed. */
GDCT_API void gdct_picture_free(GdctPicture *picture);

/** How many cards and links it shows. */
GDCT_API uint32_t gdct_picture_cards(const GdctPicture *picture);
GDCT_API uint32_t gdct_picture_links(const GdctPicture *picture);

/** A format of pictures. */
typedef struct {
  const char *name;
  const char *extension;
  const char *media_type;
  const char *summary;
} GdctPictureFormat;

/** The table of formats of pictures: dot, svg, png, pdf. */
GDCT_API const GdctPictureFormat *gdct_picture_formats(size_t *ret_count);

/** Draws a picture in a format of the table; false, with nothing or a part
 * given to the sink, if the sink or Graphviz failed: *@p ret_problem then says
 * why and is freed with free(). Not safe for several threads at once. */
GDCT_API bool gdct_picture_draw(const GdctPicture *picture, const char *format,
                                GdctSink sink, void *data, char **ret_problem);

#ifdef __cplusplus
}
#endif
#endif
