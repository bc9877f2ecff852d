/* SPDX-License-Identifier: Apache-2.0 */
/* A column that is far longer than the others is continued beside itself, or
 * it would make all of a page small. */
#include "draw/fold.h"

#include <gdctrace/draw.h>

#define LONG 36 /* cards that fit a page with text to be read */
#define MOST_PARTS 4

/* The longest column but one. */
static uint32_t longest_but(const GdctPicture *picture, uint32_t but) {
  uint32_t most = 0;

  for (uint32_t c = 0; c < picture->columns->len; c++)
    if (c != but)
      most = MAX(most, gdct_picture_column(picture, c)->n_cards);
  return most;
}

/* Into how many parts a column is folded. One between others stays whole: links
 * on both sides of it would have to pass its parts. */
static uint32_t count_parts(const GdctPicture *picture, uint32_t c) {
  uint32_t n = gdct_picture_column(picture, c)->n_cards;
  uint32_t other = longest_but(picture, c), fit = MAX(LONG, other);

  if (picture->cards->len > GDCT_MOST_CARDS || n <= LONG || n <= 2 * other ||
      (c > 0 && c + 1 < picture->columns->len))
    return 1;
  return MIN((n + fit - 1) / fit, MOST_PARTS);
}

/* The card on top of a family; one in a circle is its own. */
static uint32_t root_of(const GdctPicture *picture, uint32_t card) {
  uint32_t at = card;

  for (uint32_t i = 0; i < picture->cards->len; i++) {
    const GdctCard *below = gdct_picture_card(picture, at);
    if (below->parent == GDCT_NONE ||
        g_strcmp0(gdct_picture_card(picture, below->parent)->group,
                  below->group) != 0)
      return at;
    at = below->parent;
  }
  return card;
}

typedef struct {
  GdctCard card;
  uint32_t root, place;
} Row;

static int compare_rows(const void *left, const void *right) {
  const Row *a = left, *b = right;

  if (a->root != b->root)
    return a->root < b->root ? -1 : 1;
  return a->place < b->place ? -1 : a->place > b->place;
}

/* Puts the cards of a column in the order of families; rows[] tells the first
 * card of each from those below it. */
static Row *sort_families(GdctPicture *picture,
                          const GdctPictureColumn *column) {
  Row *rows = g_new(Row, column->n_cards + 1);

  for (uint32_t i = 0; i < column->n_cards; i++) {
    uint32_t index = column->first_card + i;
    rows[i] = (Row){*gdct_picture_card(picture, index), root_of(picture, index),
                    index};
  }
  qsort(rows, column->n_cards, sizeof *rows, compare_rows);
  for (uint32_t i = 0; i < column->n_cards; i++)
    *gdct_picture_card(picture, column->first_card + i) = rows[i].card;
  return rows;
}

/* Adds a part of a column, from a row to before another, to the new columns. */
static void add_part(const GdctPicture *picture, GArray *columns,
                     const GdctPictureColumn *whole, uint32_t from,
                     uint32_t to) {
  GdctPictureColumn part = *whole;

  part.continued = from > 0;
  part.first_card = whole->first_card + from;
  part.n_cards = to - from;
  for (uint32_t i = 0; i < part.n_cards; i++)
    gdct_picture_card(picture, part.first_card + i)->column = columns->len;
  g_array_append_val(columns, part);
}

/* Cuts a column between families, as evenly as they allow; one that goes on for
 * more than half a part too long is cut, too. */
static void add_parts(GdctPicture *picture, GArray *columns, uint32_t c,
                      uint32_t n_parts) {
  const GdctPictureColumn *whole = gdct_picture_column(picture, c);
  g_autofree Row *rows = n_parts > 1 ? sort_families(picture, whole) : NULL;
  uint32_t n = whole->n_cards, from = 0, part = 1;

  for (uint32_t i = 1; part < n_parts && i < n; i++)
    if (2 * i * n_parts >=
        (2 * part + (rows[i].root == rows[i - 1].root)) * n) {
      add_part(picture, columns, whole, from, i);
      from = i;
      part++;
    }
  add_part(picture, columns, whole, from, n);
}

void gdct_picture_fold(GdctPicture *picture) {
  GArray *columns = g_array_new(FALSE, FALSE, sizeof(GdctPictureColumn));

  for (uint32_t c = 0; c < picture->columns->len; c++)
    add_parts(picture, columns, c, count_parts(picture, c));
  g_array_unref(picture->columns);
  picture->columns = columns;
}
