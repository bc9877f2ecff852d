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

/** A picture with more cards than this is hard to read on a page. */
#define GDCT_MOST_CARDS 300

/**
 * Makes the picture of a view. Linear in what the view's paths meet.
 *
 * @param language titles are chosen as gdct_text() does. The picture may
 * outlive graph and mapping.
 * @param most if there would be more cards, nodes share cards: parts with what
 * they are part of, then those with a common attribute; the subtitle says so.
 * 0: every node has a card of its own, whatever `aggregate-by` says.
 * @return NULL, with findings, if an expression of the view is wrong. Free
 * with gdct_picture_free().
 */
GDCT_API GdctPicture *gdct_picture_of_view(const GdctGraph *graph,
                                           uint32_t view, const char *language,
                                           uint32_t most, GdctReport *report);

/** Makes the picture of a node and what is at most @p depth links away; the
 * node stands in the middle column. @p most as for a view. */
GDCT_API GdctPicture *gdct_picture_of_node(const GdctGraph *graph,
                                           uint32_t node, unsigned depth,
                                           const char *language, uint32_t most);

/**
 * Makes a timeline of the nodes that a view shows: each with a start or an end
 * is a bar. Nodes of kinds of which none has dates are left out; others without
 * dates are counted.
 *
 * @param by what bars are grouped by: a kind, whose nodes they (or else the
 * nearest whole that they are part of) are directly linked to, or what
 * gdct_column_new() reads, such as "sector" or a path; NULL: what the first
 * column with groups is grouped by, if any. A node stands in each of its
 * groups.
 * @return NULL, with findings, if the view or @p by is wrong.
 */
GDCT_API GdctPicture *gdct_timeline_of_view(const GdctGraph *graph,
                                            uint32_t view, const char *by,
                                            const char *language,
                                            GdctReport *report);

/**
 * The same for any nodes; NULL for @p by makes no groups.
 *
 * @param filter what holds for the nodes, to be said in the title, or NULL.
 */
GDCT_API GdctPicture *
gdct_timeline_of_nodes(const GdctGraph *graph, const uint32_t *nodes,
                       uint32_t n_nodes, const char *filter, const char *by,
                       const char *language, GdctReport *report);

/** A bar of a chart: a value, and when it holds. */
typedef struct {
  const char
      *when; /**< an ISO 8601 date of any precision, or two joined by / */
  double value;
  const char *label; /**< the value in words, as it is written at the bar */
} GdctChartBar;

/**
 * Makes a chart of values over time: bars from zero on an axis of years, each
 * as wide as the time that it stands for. Bars without a date are left out.
 * Labels that would cover each other are raised, then left out: the chart goes
 * with a table. O(n log n).
 *
 * @param subtitle what is counted
 * @param sources a line at the foot; "" without one
 */
GDCT_API GdctPicture *
gdct_chart_of_bars(const char *title, const char *subtitle, const char *sources,
                   const GdctChartBar *bars, size_t n, const char *language);

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

/** Colours: of the mapping; greys, for print; black on white, with bands in
 * the colours of the mapping. */
typedef enum {
  GDCT_THEME_COLOR,
  GDCT_THEME_GREY,
  GDCT_THEME_CONTRAST
} GdctThemeName;

/** The page of a PDF: landscape, with the picture scaled to it; or as large as
 * the picture. */
typedef enum { GDCT_PAGE_A4, GDCT_PAGE_A3, GDCT_PAGE_FIT } GdctPageSize;

/** How a picture is drawn; all zeros are the defaults. */
typedef struct {
  GdctThemeName theme;
  GdctPageSize page;     /**< of PDF */
  double dpi;            /**< of PNG: pixels an inch; 0 is 150 */
  bool dot_layout;       /**< Graphviz's dot places the cards, not we */
  const char *link_base; /**< cards link to this and their id; or NULL */
} GdctDrawOptions;

/** Whether a base is http, https or relative, and without spaces, quotes,
 * backslashes, percent signs that escape nothing, and control characters. */
GDCT_API bool gdct_link_base_is_safe(const char *base);

/** Draws a picture in a format of the table; false, with nothing or a part
 * given to the sink, if the sink or Graphviz failed, or the base of links is
 * not safe: *@p ret_problem then says why and is freed with free().
 *
 * In a language that is written from right to left the columns are mirrored.
 * PNG gets fewer pixels an inch if it would be wider or higher than 30,000.
 * Not safe for several threads at once.
 *
 * @param options NULL: the defaults */
GDCT_API bool gdct_picture_draw_with(const GdctPicture *picture,
                                     const char *format,
                                     const GdctDrawOptions *options,
                                     GdctSink sink, void *data,
                                     char **ret_problem);

/** The same with the defaults. */
GDCT_API bool gdct_picture_draw(const GdctPicture *picture, const char *format,
                                GdctSink sink, void *data, char **ret_problem);

#ifdef __cplusplus
}
#endif
#endif
