/* SPDX-License-Identifier: Apache-2.0 */
/* What each card of a picture stands for: a node, or all nodes of its column
 * that are part of the same whole or say the same. */
#ifndef GDCT_DRAW_LUMP_H
#define GDCT_DRAW_LUMP_H

#include "draw/draft.h"

typedef struct {
  uint32_t column;
  uint32_t node;     /* it, or the whole; GDCT_NONE: a value */
  const char *value; /* of the column's key; NULL: none of its nodes has any */
  uint32_t first, n_members; /* in reading order, in the members of all */
} GdctLump;

typedef struct {
  GArray *lumps;   /* GdctLump, column by column */
  GArray *members; /* uint32_t: nodes, lump by lump */
  GPtrArray *keys; /* of each column: what lumps it, "part-of", or NULL */
  uint32_t *first; /* by node: its first one in @of; and the end */
  uint32_t *of;    /* lumps, node by node: one of each value that it has */
  bool chosen;     /* some are lumped because there were too many */
} GdctLumps;

/* Lumps the nodes of the columns that ask for it. While there are more than
 * @most cards, the largest columns are lumped too: the deepest parts into what
 * they are part of, step by step; then by an attribute. 0: nothing is lumped,
 * whatever columns ask for. The focus stays by itself. Linear in nodes, times
 * columns and the logarithm of the depth of the hierarchy. NULL, with a
 * finding, if a column asks for a key that nodes do not have. */
GdctLumps *gdct_lumps_new(const GdctDraft *draft, uint32_t most,
                          GdctReport *report);
void gdct_lumps_free(GdctLumps *lumps);

/* Whether a card stands for more than a node by itself. */
bool gdct_lump_is_many(const GdctLump *lump);

/* Adds to the subtitle what is lumped, and by what. */
void gdct_lumps_say(const GdctLumps *lumps, GdctDraft *draft);

/* "1 GDC objective, 23 GDC commitments": its members by kind. Free with
 * g_free(). */
char *gdct_lump_words(const GdctLumps *lumps, const GdctDraft *draft,
                      const GdctLump *lump);

/* ---- cards (card.c) ---- */

/* Makes the columns of a picture and their cards. Returns the card of each
 * lump; free with g_free(). */
uint32_t *gdct_draft_put_cards(const GdctDraft *draft, const GdctLumps *lumps,
                               GdctPicture *picture);

/* The colours of the frameworks shown, in the order of their first card. */
void gdct_draft_put_colors(const GdctDraft *draft, GdctPicture *picture);

static inline GdctLump *gdct_lump(const GdctLumps *lumps, uint32_t index) {
  return &g_array_index(lumps->lumps, GdctLump, index);
}
static inline uint32_t gdct_lump_member(const GdctLumps *lumps,
                                        const GdctLump *lump, uint32_t index) {
  return g_array_index(lumps->members, uint32_t, lump->first + index);
}

#endif
