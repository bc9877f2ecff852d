/* SPDX-License-Identifier: Apache-2.0 */
#include "draw/parts.h"

#include "base/words.h"
#include "draw/fold.h"

#include <string.h>

/* A column that was folded is one again: its parts stand side by side in the
 * order of their cards. */
typedef struct {
  uint32_t first, count; /* cards */
} Range;

typedef struct {
  const GdctPicture *picture;
  uint32_t n;       /* parts */
  bool numbered;    /* they say which of them they are */
  GArray *ranges;   /* Range: the columns, unfolded */
  uint32_t longest; /* of these */
  uint8_t *in;      /* for each card n flags: in which parts it is */
} Cut;

static uint8_t *parts_of(const Cut *cut, uint32_t card) {
  return cut->in + (size_t)card * cut->n;
}

static bool is_in_any(const Cut *cut, uint32_t card) {
  return memchr(parts_of(cut, card), 1, cut->n) != NULL;
}

static void find_ranges(Cut *cut) {
  for (uint32_t c = 0; c < cut->picture->columns->len; c++) {
    const GdctPictureColumn *column = gdct_picture_column(cut->picture, c);
    Range range = {column->first_card, column->n_cards};
    if (column->continued)
      g_array_index(cut->ranges, Range, cut->ranges->len - 1).count +=
          column->n_cards;
    else
      g_array_append_val(cut->ranges, range);
  }
  for (uint32_t i = 0; i < cut->ranges->len; i++)
    if (g_array_index(cut->ranges, Range, i).count >
        g_array_index(cut->ranges, Range, cut->longest).count)
      cut->longest = i;
}

/* ---- which card stands where ---- */

typedef struct {
  uint32_t card, column, root;
  double root_y, y;
} Place;

static int compare_places(const void *left, const void *right) {
  const Place *a = left, *b = right;

  if (a->column != b->column)
    return a->column < b->column ? -1 : 1;
  if (a->root_y != b->root_y)
    return a->root_y > b->root_y ? -1 : 1;
  if (a->root != b->root)
    return a->root < b->root ? -1 : 1;
  if (a->y != b->y)
    return a->y > b->y ? -1 : 1;
  return a->card < b->card ? -1 : a->card > b->card;
}

/* The card that a family stands below in its column. */
static uint32_t root_of(const Cut *cut, uint32_t index) {
  const GdctPicture *picture = cut->picture;
  uint32_t at = index;

  for (uint32_t i = 0; i < picture->cards->len; i++) {
    const GdctCard *card = gdct_picture_card(picture, at);
    if (card->parent == GDCT_NONE ||
        gdct_picture_card(picture, card->parent)->column != card->column)
      return at;
    at = card->parent;
  }
  return index; /* a circle */
}

/* What stands at the same height in a column and its continuation leads to the
 * same cards; but groups, and cards without links, are in reading order. */
static bool goes_by_height(const Cut *cut, Range range) {
  const GdctCard *card = gdct_picture_card(cut->picture, range.first);

  return cut->picture->links->len > 0 &&
         gdct_picture_column(cut->picture, card->column)->group_by == NULL;
}

/* The longest column goes from part to part, down its cards as laid out; a part
 * begins with a card that is part of no other, unless that takes half a part
 * more. */
static void share_longest(const Cut *cut, const GdctLayout *layout) {
  Range range = g_array_index(cut->ranges, Range, cut->longest);
  g_autofree Place *places = g_new(Place, range.count + 1);
  bool by_height = goes_by_height(cut, range);
  uint32_t part = 0;

  for (uint32_t i = 0; i < range.count; i++) {
    uint32_t card = range.first + i, root = root_of(cut, card);
    uint32_t column = gdct_picture_card(cut->picture, card)->column;
    places[i] = (Place){card, by_height ? 0 : column, root,
                        layout->card_y[root], layout->card_y[card]};
  }
  qsort(places, range.count, sizeof *places, compare_places);
  for (uint32_t i = 0; i < range.count; i++) {
    bool is_root = places[i].root == places[i].card;
    uint64_t halves = (uint64_t)2 * i * cut->n / range.count;
    if (halves >= 2 * part + (is_root ? 2 : 3))
      part++;
    parts_of(cut, places[i].card)[part] = 1;
  }
}

/* Puts a card where another is; says whether that is news. */
static bool follow(const Cut *cut, uint32_t card, uint32_t other) {
  uint8_t *own = parts_of(cut, card);
  const uint8_t *from = parts_of(cut, other);
  bool news = false;

  for (uint32_t p = 0; p < cut->n; p++) {
    news |= from[p] > own[p];
    own[p] |= from[p];
  }
  return news;
}

/* Cards follow those between them and the longest column: away from it, so
 * that a part does not get all that is tied to its neighbours. */
static void follow_links(const Cut *cut) {
  const GdctPicture *picture = cut->picture;
  Range range = g_array_index(cut->ranges, Range, cut->longest);
  bool news = true;

  for (uint32_t round = 0; news && round <= picture->columns->len; round++) {
    news = false;
    for (uint32_t i = 0; i < picture->links->len; i++) {
      const GdctPictureLink *link = gdct_picture_link(picture, i);
      if (link->from >= range.first && link->to >= range.first + range.count)
        news |= follow(cut, link->to, link->from);
      else if (link->from < range.first && link->to < range.first + range.count)
        news |= follow(cut, link->from, link->to);
    }
  }
}

/* What is tied to nothing of the longest column is shared out. */
static void share_rest(const Cut *cut) {
  for (uint32_t r = 0; r < cut->ranges->len; r++) {
    Range range = g_array_index(cut->ranges, Range, r);
    for (uint32_t i = 0; i < range.count; i++)
      if (!is_in_any(cut, range.first + i))
        parts_of(cut, range.first + i)[(uint64_t)i * cut->n / range.count] = 1;
  }
}

/* A link whose ends are nowhere together takes one end to the other. */
static void join_links(const Cut *cut) {
  for (uint32_t i = 0; i < cut->picture->links->len; i++) {
    const GdctPictureLink *link = gdct_picture_link(cut->picture, i);
    const uint8_t *from = parts_of(cut, link->from);
    const uint8_t *to = parts_of(cut, link->to);
    bool joined = false;
    for (uint32_t p = 0; p < cut->n; p++)
      joined |= from[p] && to[p];
    if (!joined)
      follow(cut, link->to, link->from);
  }
}

/* ---- a part ---- */

/* The cards of a part, column by column; new_of[] tells their new indices. */
static void copy_cards(const Cut *cut, uint32_t part, GdctPicture *to,
                       uint32_t *new_of) {
  uint32_t r = 0;

  for (uint32_t c = 0; c < cut->picture->columns->len; c++) {
    GdctPictureColumn column = *gdct_picture_column(cut->picture, c);
    Range range;
    if (column.continued)
      continue;
    range = g_array_index(cut->ranges, Range, r);
    column.first_card = to->cards->len;
    for (uint32_t i = range.first; i < range.first + range.count; i++) {
      GdctCard card = *gdct_picture_card(cut->picture, i);
      new_of[i] = parts_of(cut, i)[part] ? to->cards->len : GDCT_NONE;
      card.column = r;
      card.lump = i;
      if (new_of[i] != GDCT_NONE)
        g_array_append_val(to->cards, card);
    }
    column.n_cards = to->cards->len - column.first_card;
    column.n_elsewhere = range.count - column.n_cards;
    g_array_append_val(to->columns, column);
    r++;
  }
}

/* What is above a card may not be on its page. */
static void join_families(const Cut *cut, GdctPicture *to,
                          const uint32_t *new_of) {
  for (uint32_t i = 0; i < to->cards->len; i++) {
    GdctCard *card = gdct_picture_card(to, i);
    uint32_t parent = gdct_picture_card(cut->picture, card->lump)->parent;
    card->parent = parent == GDCT_NONE ? GDCT_NONE : new_of[parent];
  }
}

/* Folding changes the order of cards, which still know what they were. */
static void fold(const Cut *cut, GdctPicture *to, uint32_t *new_of) {
  join_families(cut, to, new_of);
  gdct_picture_fold(to);
  for (uint32_t i = 0; i < to->cards->len; i++)
    new_of[gdct_picture_card(to, i)->lump] = i;
  join_families(cut, to, new_of);
}

/* A link goes from left to right, or down, whatever it means. */
static void copy_links(const Cut *cut, GdctPicture *to,
                       const uint32_t *new_of) {
  for (uint32_t i = 0; i < cut->picture->links->len; i++) {
    GdctPictureLink link = *gdct_picture_link(cut->picture, i);
    uint32_t from = new_of[link.from], end = new_of[link.to];
    if (from == GDCT_NONE || end == GDCT_NONE)
      continue;
    link.from = MIN(from, end);
    link.to = MAX(from, end);
    link.backward ^= from > end;
    g_array_append_val(to->links, link);
  }
}

void gdct_picture_number(GdctPicture *part, uint32_t index, uint32_t n) {
  bool rtl = gdct_is_rtl(gdct_word_language(part->language));
  g_autofree char *page =
      g_strdup_printf(gdct_word(part->language, "page %u of %u"), index + 1, n);
  g_autofree char *subtitle =
      g_strconcat(rtl ? "\u200F" : "", page, rtl ? " \u200F·\u200F " : " · ",
                  part->subtitle, NULL);

  part->subtitle = gdct_picture_keep(part, subtitle);
}

/* Texts are those of the whole, and so are the numbers of marks. */
static GdctPicture *make_part(const Cut *cut, uint32_t part) {
  const GdctPicture *whole = cut->picture;
  GdctPicture *to = gdct_picture_new(whole->title, whole->language);
  g_autofree uint32_t *new_of = g_new(uint32_t, whole->cards->len + 1);

  to->subtitle = whole->subtitle;
  if (cut->numbered)
    gdct_picture_number(to, part, cut->n);
  to->sources = whole->sources;
  to->mark_title = whole->mark_title;
  memcpy(to->marks, whole->marks, sizeof to->marks);
  g_array_append_vals(to->styles, whole->styles->data, whole->styles->len);
  g_array_append_vals(to->colors, whole->colors->data, whole->colors->len);
  copy_cards(cut, part, to, new_of);
  fold(cut, to, new_of);
  copy_links(cut, to, new_of);
  return to;
}

GPtrArray *gdct_picture_cut(const GdctPicture *picture,
                            const GdctLayout *layout, uint32_t n,
                            bool numbered) {
  Cut cut = {.picture = picture, .n = n, .numbered = numbered};
  GPtrArray *parts = g_ptr_array_new();

  cut.ranges = g_array_new(FALSE, FALSE, sizeof(Range));
  cut.in = g_new0(uint8_t, (size_t)picture->cards->len * n + 1);
  find_ranges(&cut);
  share_longest(&cut, layout);
  follow_links(&cut);
  share_rest(&cut);
  follow_links(&cut);
  join_links(&cut);
  for (uint32_t part = 0; part < n; part++)
    g_ptr_array_add(parts, make_part(&cut, part));
  g_array_unref(cut.ranges);
  g_free(cut.in);
  return parts;
}
