/* SPDX-License-Identifier: Apache-2.0 */
/* How a picture looks: sizes, wrapped texts, colours, and all that stands
 * around the cards. Knows nothing of Graphviz but its labels; lengths are
 * points, y runs upwards. */
#ifndef GDCT_DRAW_SHEET_H
#define GDCT_DRAW_SHEET_H

#include "base/words.h"
#include "draw/picture.h"
#include "draw/text.h"

#define GDCT_TEXT_SIZE 9.0
#define GDCT_WORDS_SIZE 8.5    /* of the words below a title */
#define GDCT_HEADING_SIZE 11.0 /* of a column */
#define GDCT_GROUP_SIZE 8.5
#define GDCT_CARD_PAD 5.0  /* beside the text of a card */
#define GDCT_CARD_EDGE 1.0 /* on both sides, to a card's border */

typedef struct {
  double x, y; /* its centre */
  double width, height;
} GdctBox;

/* Something beside cards and links: a title, a heading, part of the legend.
 * Its name begins with a colon, which no id does. */
typedef struct {
  char *name;
  const char *class;
  char *label; /* HTML-like */
  GdctBox box;
  const char *style; /* of Graphviz: "filled,dashed"; "" draws only the label */
  const char *fill;
  const char *pen;
  double pen_width;
  const char *shape; /* "triangle-left", "triangle-right"; NULL: a box */
  const char *id;    /* of what it shows; NULL: nothing to be found */
  const char *page;  /* the id of the node whose page shows it; or NULL */
  char *tooltip;     /* owned; or NULL; in SVG svg.c says it */
} GdctOrnament;

/* A line in the legend. */
typedef struct {
  double x, y, length;
  uint32_t style;
  bool proposed;
} GdctSample;

/* How links of a style look, apart from dashes for proposals. */
typedef struct {
  const char *color;
  const char *arrow;
} GdctLine;

/* How a column is set. */
typedef struct {
  double width;       /* of its cards */
  double gap;         /* between it and the next column */
  double pad;         /* above and below the text of a card, together */
  double space;       /* between cards */
  double words_space; /* between a title and the words below it */
} GdctColumnSize;

typedef struct {
  const GdctPicture *picture;
  GdctRuler *ruler;
  GdctColumnSize *columns; /* of each column */
  double *counts;          /* of each column: width of the numbers of links */
  uint32_t *ins;           /* of each card: links shown that lead to it */
  uint32_t *outs;          /* and from it */
  bool mirrored;           /* the first column is on the right */
  double *badges;    /* of each column: width of the id, or of a bare band */
  bool *has_ids;     /* of each column: the ids are short enough to show */
  double *heights;   /* of each card */
  double *widths;    /* of each card: its title on one line */
  char **labels;     /* of each card, HTML-like */
  GArray *ornaments; /* GdctOrnament */
  GArray *samples;   /* GdctSample */
} GdctSheet;

/* Whether the first column is on the right, and time runs to the left, as the
 * language is read. */
static inline bool gdct_picture_is_mirrored(const GdctPicture *picture) {
  return gdct_is_rtl(picture->language);
}

GdctSheet *gdct_sheet_new(const GdctPicture *picture);
void gdct_sheet_free(GdctSheet *sheet);

/* Makes the ornaments around cards that fill @cards; @column_x holds the
 * middle of each column. */
void gdct_sheet_finish(GdctSheet *sheet, GdctBox cards, const double *column_x);

/* Adds a text of one look, wrapped to @width: its left edge is @left and its
 * bottom, or top if @hang, is @y. Returns its height. */
double gdct_sheet_put_text(GdctSheet *sheet, const char *name,
                           const char *class, const char *text, double size,
                           bool bold, const char *color, double left, double y,
                           bool hang, double width);

/* The height of a heading between the cards of a column, which is wrapped.
 * Also its label, unless @ret_label is NULL; free with g_free(). */
double gdct_sheet_group(const GdctSheet *sheet, uint32_t column,
                        const char *group, char **ret_label);

/* The heading of a group of cards. */
const char *gdct_group_title(const GdctSheet *sheet, const char *group);

/* The heading of a column, with how many cards it has. Free with g_free(). */
char *gdct_column_title(const GdctSheet *sheet,
                        const GdctPictureColumn *column);

/* How many links lead to a card and from it, "→2 · 3→"; NULL if at most one.
 * Free with g_free(). */
char *gdct_sheet_counts(uint32_t ins, uint32_t outs, bool mirrored);

/* How links of style @index look. */
GdctLine gdct_sheet_line(uint32_t index);

/* Border, fill and mark of a card. */
GdctOrnament gdct_sheet_card_look(const GdctCard *card);

/* ---- sizes (size.c) ---- */

/* For layouts that know but one gap. */
double gdct_sheet_widest_gap(const GdctSheet *sheet);

/* Puts the columns side by side from 0: notes the middle of each, and returns
 * how wide they are together. */
double gdct_sheet_place_columns(const GdctSheet *sheet, double *column_x);

/* How wide the text of the cards of a column may be. */
double gdct_sheet_text_width(const GdctSheet *sheet, uint32_t column);

/* Measures titles, and chooses the width and spacing of each column and the
 * gaps between them such that most can be read on a page of A4. Linear in cards
 * and links, times the columns that links skip. */
void gdct_sheet_choose_sizes(GdctSheet *sheet);

#endif
