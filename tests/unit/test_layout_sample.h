/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures made by chance, always the same chance, for tests and benchmarks
 * of the layout: layered graphs without texts. */
#ifndef TEST_LAYOUT_SAMPLE_H
#define TEST_LAYOUT_SAMPLE_H

#include "draw/layout.h"

typedef struct {
  uint32_t n_cards;
  uint32_t shares[8];    /* of each column, in percent; 0 ends */
  double links_per_card; /* 1.9 to 2.5 in a usual mapping */
  unsigned skips;        /* percent of links that skip a column */
  unsigned inside;       /* percent of links inside a column */
  unsigned local;        /* percent of links to a card at like height */
  unsigned per_parent;   /* cards to a family; 0: no hierarchy */
  uint32_t seed;
} LayoutSample;

/* A generator of Numerical Recipes, as good as such graphs need. */
static inline uint32_t sample_next(uint32_t *state, uint32_t below) {
  *state = *state * 1664525u + 1013904223u;
  return (uint32_t)(((uint64_t)*state * below) >> 32);
}

static inline GdctPicture *sample_picture(void) {
  GdctPicture *picture = g_new0(GdctPicture, 1);

  picture->texts = g_string_chunk_new(64);
  picture->title = picture->subtitle = picture->sources = "";
  picture->language = "en";
  picture->columns = g_array_new(FALSE, FALSE, sizeof(GdctPictureColumn));
  picture->cards = g_array_new(FALSE, FALSE, sizeof(GdctCard));
  picture->links = g_array_new(FALSE, FALSE, sizeof(GdctPictureLink));
  picture->styles = g_array_new(FALSE, FALSE, sizeof(GdctLinkStyle));
  picture->colors = g_array_new(FALSE, FALSE, sizeof(GdctPictureColor));
  return picture;
}

/* Adds a column of @n cards. */
static inline void sample_column(GdctPicture *picture, uint32_t n) {
  GdctPictureColumn column = {
      .heading = "", .first_card = picture->cards->len, .n_cards = n};

  for (uint32_t i = 0; i < n; i++) {
    GdctCard card = {.node = picture->cards->len,
                     .column = picture->columns->len,
                     .id = "",
                     .title = "",
                     .parent = GDCT_NONE};
    g_array_append_val(picture->cards, card);
  }
  g_array_append_val(picture->columns, column);
}

static inline void sample_link(GdctPicture *picture, uint32_t a, uint32_t b) {
  GdctPictureLink link = {
      .from = MIN(a, b), .to = MAX(a, b), .count = 1, .key = ""};

  gdct_picture_card(picture, a)->linked = true;
  gdct_picture_card(picture, b)->linked = true;
  g_array_append_val(picture->links, link);
}

/* A sheet for a picture, with cards of two heights. */
static inline GdctSheet *sample_sheet(const GdctPicture *picture) {
  GdctSheet *sheet = g_new0(GdctSheet, 1);

  sheet->picture = picture;
  sheet->ruler = gdct_ruler_new();
  sheet->columns = g_new(GdctColumnSize, picture->columns->len + 1);
  for (uint32_t c = 0; c < picture->columns->len; c++)
    sheet->columns[c] = (GdctColumnSize){.width = 200, .gap = 120, .space = 5};
  sheet->heights = g_new0(double, picture->cards->len + 1);
  for (uint32_t i = 0; i < picture->cards->len; i++)
    sheet->heights[i] = i % 3 == 0 ? 30 : 18;
  sheet->labels = g_new0(char *, picture->cards->len + 1);
  sheet->badges = g_new0(double, picture->columns->len + 1);
  sheet->has_ids = g_new0(bool, picture->columns->len + 1);
  sheet->ornaments = g_array_new(FALSE, FALSE, sizeof(GdctOrnament));
  sheet->samples = g_array_new(FALSE, FALSE, sizeof(GdctSample));
  return sheet;
}

static inline void sample_free(GdctSheet *sheet) {
  GdctPicture *picture = (GdctPicture *)sheet->picture;

  gdct_sheet_free(sheet);
  gdct_picture_free(picture);
}

/* A card of a column, at like height as @place of 2^16 if @local. */
static inline uint32_t sample_card(const GdctPicture *picture, uint32_t column,
                                   uint32_t place, bool local,
                                   uint32_t *state) {
  const GdctPictureColumn *into = gdct_picture_column(picture, column);
  uint32_t width = local ? 1 + into->n_cards / 20 : into->n_cards;
  uint64_t first = local ? (uint64_t)place * into->n_cards >> 16 : 0;
  uint32_t at = (uint32_t)first + sample_next(state, width);

  return into->first_card + MIN(at, into->n_cards - 1);
}

static inline void sample_links(GdctPicture *picture,
                                const LayoutSample *sample, uint32_t *state) {
  uint32_t n = (uint32_t)(sample->n_cards * sample->links_per_card);
  uint32_t n_columns = picture->columns->len;
  g_autoptr(GHashTable) seen =
      g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

  for (uint32_t i = 0; i < n; i++) {
    uint32_t left = sample_next(state, n_columns - 1), right = left + 1;
    uint32_t place = sample_next(state, 1 << 16), ends[2];
    bool local = sample_next(state, 100) < sample->local;
    guint64 key;
    if (sample_next(state, 100) < sample->skips && right + 1 < n_columns)
      right++;
    else if (sample_next(state, 100) < sample->inside)
      right = left;
    ends[0] = sample_card(picture, left, place, local, state);
    ends[1] = sample_card(picture, right, place, local, state);
    key = (guint64)MIN(ends[0], ends[1]) << 32 | MAX(ends[0], ends[1]);
    if (ends[0] != ends[1] &&
        g_hash_table_add(seen, g_memdup2(&key, sizeof key)))
      sample_link(picture, ends[0], ends[1]);
  }
}

/* Cards below the first of every so many of their column. */
static inline void sample_families(GdctPicture *picture, unsigned size) {
  for (uint32_t i = 0; i < picture->cards->len; i++) {
    GdctCard *card = gdct_picture_card(picture, i);
    uint32_t first = gdct_picture_column(picture, card->column)->first_card;
    if ((i - first) % size != 0)
      card->parent = i - (i - first) % size;
  }
}

/* The cards of a column are shuffled, so that their order gives nothing
 * away. Free with sample_free(). */
static inline GdctSheet *sample_new(const LayoutSample *sample) {
  GdctPicture *picture = sample_picture();
  uint32_t state = sample->seed * 2654435761u + 1;
  g_autofree uint32_t *shuffled = NULL;

  for (size_t c = 0; c < 8 && sample->shares[c] > 0; c++)
    sample_column(picture, MAX(1, sample->n_cards / 100.0 * sample->shares[c]));
  sample_links(picture, sample, &state);
  shuffled = g_new(uint32_t, picture->cards->len + 1);
  for (uint32_t c = 0; c < picture->columns->len; c++) {
    const GdctPictureColumn *column = gdct_picture_column(picture, c);
    uint32_t *own = shuffled + column->first_card;
    for (uint32_t i = 0; i < column->n_cards; i++) {
      uint32_t k = sample_next(&state, i + 1);
      own[i] = own[k];
      own[k] = column->first_card + i;
    }
  }
  for (uint32_t i = 0; i < picture->links->len; i++) {
    GdctPictureLink *link = gdct_picture_link(picture, i);
    uint32_t a = shuffled[link->from], b = shuffled[link->to];
    link->from = MIN(a, b);
    link->to = MAX(a, b);
  }
  for (uint32_t i = 0; i < picture->cards->len; i++)
    gdct_picture_card(picture, i)->linked = false;
  for (uint32_t i = 0; i < picture->links->len; i++) {
    gdct_picture_card(picture, gdct_picture_link(picture, i)->from)->linked =
        true;
    gdct_picture_card(picture, gdct_picture_link(picture, i)->to)->linked =
        true;
  }
  if (sample->per_parent > 0)
    sample_families(picture, sample->per_parent);
  return sample_sheet(picture);
}

#endif
