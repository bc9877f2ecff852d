/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a picture: what is shown, not how. It owns its texts and
 * needs no mapping once made. Cards stand column by column. */
#ifndef GDCT_DRAW_PICTURE_H
#define GDCT_DRAW_PICTURE_H

#include <gdctrace/draw.h>

#include <glib.h>

/* What a rule says of a card. */
typedef enum {
  GDCT_MARK_NONE,
  GDCT_MARK_PARTIAL,
  GDCT_MARK_WAIVED,
  GDCT_MARK_GAP,
  GDCT_MARKS
} GdctMark;

typedef struct {
  const char *heading;
  const char *group_by; /* cards keep their order, by group; or NULL */
  uint32_t first_card, n_cards;
  uint32_t n_total;     /* cards of the column before it was folded */
  uint32_t n_elsewhere; /* of these, those on other pages */
  bool continued;       /* it goes on from the column before */
} GdctPictureColumn;

typedef struct {
  uint32_t node; /* of the mapping; the first of those it stands for */
  uint32_t column;
  const char *id;    /* of many it holds '=', which no node's does */
  const char *badge; /* what can be shown as its id; NULL: nothing */
  const char *title;
  const char *kind; /* its id */
  const char *kind_title;
  const char *color;   /* "#rrggbb" */
  const char *group;   /* the value of the column's group-by, or NULL */
  uint32_t group_rank; /* orders the groups of a column */
  GdctMark mark;
  const char *words; /* of the mark: "gap: no ITU activity"; or NULL */
  uint32_t count;    /* how many nodes it stands for */
  uint32_t lump;     /* orders the cards of a column */
  bool many;         /* it stands for all nodes of a sort */
  bool focus;        /* what the picture is about */
  bool linked;       /* a link drawn meets it */
  uint32_t parent;   /* the card that it stands below, being a part of it, in
                        the same column; or GDCT_NONE */
} GdctCard;

/* Links that look alike and share a row of the legend. */
typedef struct {
  const char *title;
  const char *class; /* the id of a relation, or "path" */
  bool proposed;     /* one of its links is, or all of them are not */
  bool stated;
} GdctLinkStyle;

typedef struct {
  uint32_t from, to; /* cards; from stands left of to, or above it */
  uint32_t style;
  bool backward; /* it means to -> from */
  bool proposed;
  uint32_t count;  /* how many ways a path joins the two; between cards of
                      many how many pairs of nodes it joins */
  const char *key; /* unique in the picture, made of ids */
  const char *tooltip;
} GdctPictureLink;

/* A row of the legend for a colour. */
typedef struct {
  const char *title;
  const char *color;
} GdctPictureColor;

typedef struct GdctTimeline GdctTimeline;
typedef struct GdctChart GdctChart;

struct GdctPicture {
  GStringChunk *texts;
  const char *title, *subtitle, *sources;
  const char *mark_title; /* the rule behind the marks, or NULL */
  const char *language;
  uint32_t marks[GDCT_MARKS]; /* how many nodes have each */
  GArray *columns;            /* GdctPictureColumn */
  GArray *cards;              /* GdctCard */
  GArray *links;              /* GdctPictureLink */
  GArray *styles;             /* GdctLinkStyle */
  GArray *colors;             /* GdctPictureColor */
  GdctTimeline *timeline;     /* bars instead of cards and links; or NULL */
  GdctChart *chart;           /* values over time instead; or NULL */
};

/* An empty picture. */
GdctPicture *gdct_picture_new(const char *title, const char *language);

/* Keeps a text as long as the picture; NULL stays NULL. */
static inline const char *gdct_picture_keep(GdctPicture *picture,
                                            const char *text) {
  return text == NULL ? NULL
                      : g_string_chunk_insert_const(picture->texts, text);
}

/* The id of the node whose page shows a card: it or the whole; NULL if the
 * card stands for a value. */
static inline const char *gdct_card_page(const GdctCard *card) {
  return card->many ? card->badge : card->id;
}

static inline GdctPictureColumn *gdct_picture_column(const GdctPicture *picture,
                                                     uint32_t index) {
  return &g_array_index(picture->columns, GdctPictureColumn, index);
}
static inline GdctCard *gdct_picture_card(const GdctPicture *picture,
                                          uint32_t index) {
  return &g_array_index(picture->cards, GdctCard, index);
}
static inline GdctPictureLink *gdct_picture_link(const GdctPicture *picture,
                                                 uint32_t index) {
  return &g_array_index(picture->links, GdctPictureLink, index);
}
static inline GdctLinkStyle *gdct_picture_style(const GdctPicture *picture,
                                                uint32_t index) {
  return &g_array_index(picture->styles, GdctLinkStyle, index);
}

#endif
