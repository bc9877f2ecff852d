/* SPDX-License-Identifier: Apache-2.0 */
/* How wide columns are, how tight, and how far apart: such that the text of a
 * picture is as large as can be on a page. Each column has its own width: one
 * of few cards, or of none, leaves its room to the others. */
#include "draw/sheet.h"

#include <math.h>
#include <string.h>

/* What is left of A4 landscape inside margins of 10 mm, and what the title,
 * the legend and the sources take of it. */
#define PAGE_WIDTH 785.0
#define PAGE_HEIGHT 538.0
#define MARGINS 125.0
#define EDGES 14.4 /* around it all */

#define PASS 4.0   /* the height that a link takes of a column that it passes */
#define GROUP 10.0 /* and a heading over cards, besides its text */
#define MARK 2.5   /* more for a card with a thick border */
#define FAMILY 6.0 /* around a card and the cards below it */
#define MOST_WORDS 40
#define LOST 1.1 /* words do not fill lines: a tenth is lost */

/* Gaps between columns that no link joins, and that one does. */
#define BARE_GAP 24.0
#define NARROW_GAP 46.0
#define WIDE_GAP 150.0
#define LINE_GAP 0.35  /* more for each line */
#define WISHED_GAP 1.2 /* wished for each */
#define COUNT_GAP 8.0  /* and for one with a number */

/* Widths of cards that are tried, and of a column without. */
#define LEAST_WIDTH 120.0
#define STEP 20.0
#define STEPS 18
#define LEAST_TEXT 84.0
#define LEAST_EMPTY 60.0
#define MOST_EMPTY 160.0
#define EMPTY_LINES 2.5 /* of its heading, about */

#define SMALLER 0.98 /* the scale that is tried after one */
#define LARGE 0.8    /* a scale at which nothing need be tight or narrow */

typedef enum { LOOSE, TIGHT } Tightness;

static const GdctColumnSize spacings[] = {
    [LOOSE] = {.pad = 7, .space = 5, .words_space = 2},
    [TIGHT] = {.pad = 2.2, .space = 1.2, .words_space = 0}};

typedef struct {
  GdctSheet *sheet;
  double *heights; /* of each column at each width: of its lines */
  uint32_t *words; /* of each column: cards with words below the title */
  double *empty;   /* of each column without cards: its width */
  double *needed;  /* gaps that lines need */
  double *wished;  /* and that numbers on them would like */
} Sizes;

/* What a card of a width has for text. */
static double text_width_in(const GdctSheet *sheet, uint32_t column,
                            double width) {
  return width - sheet->badges[column] - sheet->counts[column] -
         2 * GDCT_CARD_PAD - 2 * GDCT_CARD_EDGE;
}

double gdct_sheet_text_width(const GdctSheet *sheet, uint32_t column) {
  return text_width_in(sheet, column, sheet->columns[column].width);
}

double gdct_sheet_place_columns(const GdctSheet *sheet, double *column_x) {
  uint32_t n_columns = sheet->picture->columns->len;
  double x = 0;

  for (uint32_t c = 0; c < n_columns; c++) {
    column_x[c] = x + sheet->columns[c].width / 2;
    x += sheet->columns[c].width;
    if (c + 1 < n_columns)
      x += sheet->columns[c].gap;
  }
  return x;
}

/* ---- what there is to be placed ---- */

/* The width of the longest word. */
static double longest_word(GdctRuler *ruler, const char *text, double size) {
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  double longest = 0;

  for (size_t i = 0; words[i] != NULL; i++)
    longest = MAX(longest, gdct_ruler_width(ruler, words[i], size, true));
  return longest;
}

/* A text as its words are wide, to be set at many widths. */
typedef struct {
  double words[MOST_WORDS];
  uint32_t n_words;
  double space, whole; /* of a space, and of all on one line */
  double line;         /* the height of one */
} Wrap;

/* Very many cards, and long texts, are not measured word by word. */
static Wrap wrap_of(const GdctSheet *sheet, const char *text, double size,
                    bool bold, double whole) {
  Wrap wrap = {.whole = whole, .line = gdct_line_height(size)};
  g_auto(GStrv) words = NULL;

  if (sheet->picture->cards->len > GDCT_MOST_CARDS)
    return wrap;
  words = g_strsplit(text, " ", MOST_WORDS + 1);
  if (g_strv_length(words) > MOST_WORDS)
    return wrap;
  wrap.space = gdct_ruler_width(sheet->ruler, " ", size, bold);
  for (; words[wrap.n_words] != NULL; wrap.n_words++)
    wrap.words[wrap.n_words] =
        gdct_ruler_width(sheet->ruler, words[wrap.n_words], size, bold);
  return wrap;
}

/* The height of a text that is wrapped to a width. */
static double wrapped(const Wrap *wrap, double width) {
  double lines = 1, used = -wrap->space;

  width = MAX(width, 1);
  if (wrap->n_words == 0)
    return wrap->line * MAX(ceil(LOST * wrap->whole / width), 1);
  for (uint32_t i = 0; i < wrap->n_words; i++) {
    used += wrap->space + wrap->words[i];
    if (used <= width || used == wrap->words[i])
      continue;
    lines++;
    used = wrap->words[i];
  }
  return wrap->line * lines;
}

/* The same of a text that has not been measured. */
static Wrap wrap_new(const GdctSheet *sheet, const char *text, double size) {
  return wrap_of(sheet, text, size, true,
                 gdct_ruler_width(sheet->ruler, text, size, true));
}

/* Whether the next card of its column is part of a card. */
static bool is_whole(const GdctPicture *picture, uint32_t card) {
  return card + 1 < picture->cards->len &&
         gdct_picture_card(picture, card + 1)->parent == card;
}

/* Adds what a text takes at each width of a column, less what is beside it. */
static void add_text(Sizes *sizes, uint32_t c, const Wrap *wrap, double beside,
                     double more) {
  for (uint32_t k = 0; k < STEPS; k++)
    sizes->heights[c * STEPS + k] +=
        more + wrapped(wrap, LEAST_WIDTH + k * STEP - beside);
}

static void measure_card(Sizes *sizes, uint32_t index) {
  GdctSheet *sheet = sizes->sheet;
  const GdctCard *card = gdct_picture_card(sheet->picture, index);
  double beside = -text_width_in(sheet, card->column, 0);
  double more = (card->mark == GDCT_MARK_NONE ? 0 : MARK) +
                (is_whole(sheet->picture, index) ? FAMILY : 0);
  Wrap wrap;

  sheet->widths[index] =
      gdct_ruler_width(sheet->ruler, card->title, GDCT_TEXT_SIZE, false);
  wrap =
      wrap_of(sheet, card->title, GDCT_TEXT_SIZE, false, sheet->widths[index]);
  add_text(sizes, card->column, &wrap, beside, more);
  if (card->words == NULL)
    return;
  sizes->words[card->column]++;
  wrap = wrap_new(sheet, card->words, GDCT_WORDS_SIZE);
  add_text(sizes, card->column, &wrap, beside, 0);
}

/* Adds what texts of a column take at each width. */
static void measure_column(Sizes *sizes, uint32_t c) {
  GdctSheet *sheet = sizes->sheet;
  const GdctPictureColumn *column = gdct_picture_column(sheet->picture, c);
  g_autofree char *title = gdct_column_title(sheet, column);
  Wrap wrap = wrap_new(sheet, title, GDCT_HEADING_SIZE);
  const char *group = NULL;

  add_text(sizes, c, &wrap, 2, 0);
  if (column->n_cards == 0)
    sizes->empty[c] =
        CLAMP(MAX(longest_word(sheet->ruler, title, GDCT_HEADING_SIZE) + 4,
                  wrap.whole / EMPTY_LINES),
              LEAST_EMPTY, MOST_EMPTY);
  for (uint32_t i = 0; i < column->n_cards; i++) {
    uint32_t index = column->first_card + i;
    const GdctCard *card = gdct_picture_card(sheet->picture, index);
    if (column->group_by != NULL &&
        (group == NULL || strcmp(group, card->group) != 0)) {
      group = card->group;
      wrap = wrap_new(sheet, gdct_group_title(sheet, group), GDCT_GROUP_SIZE);
      add_text(sizes, c, &wrap, 4, GROUP);
    }
    measure_card(sizes, index);
  }
}

/* Counts for each column but the last the lines, and those with a number, that
 * leave it to the right or run along it; notes for each what passes it. */
static void measure_links(Sizes *sizes, uint32_t *lines, uint32_t *numbers) {
  const GdctPicture *picture = sizes->sheet->picture;

  for (uint32_t i = 0; i < picture->links->len; i++) {
    const GdctPictureLink *link = gdct_picture_link(picture, i);
    uint32_t from = gdct_picture_card(picture, link->from)->column;
    uint32_t to = gdct_picture_card(picture, link->to)->column;
    for (uint32_t c = from; c < MAX(to, from + 1); c++) {
      lines[c]++;
      numbers[c] += link->count > 1;
      for (uint32_t k = 0; c > from && k < STEPS; k++)
        sizes->heights[c * STEPS + k] += PASS;
    }
  }
}

static void measure_gaps(Sizes *sizes) {
  uint32_t n_columns = sizes->sheet->picture->columns->len;
  g_autofree uint32_t *lines = g_new0(uint32_t, n_columns + 1);
  g_autofree uint32_t *numbers = g_new0(uint32_t, n_columns + 1);

  measure_links(sizes, lines, numbers);
  for (uint32_t c = 0; c < n_columns; c++) {
    sizes->needed[c] = lines[c] == 0
                           ? BARE_GAP
                           : MIN(NARROW_GAP + LINE_GAP * lines[c], WIDE_GAP);
    sizes->wished[c] =
        CLAMP(NARROW_GAP + WISHED_GAP * lines[c] + COUNT_GAP * numbers[c],
              sizes->needed[c], lines[c] == 0 ? BARE_GAP : WIDE_GAP);
  }
}

/* ---- choosing ---- */

/* Arabic letters reach further down than Latin ones. */
static double below_words(const GdctSheet *sheet) {
  return gdct_is_rtl(gdct_word_language(sheet->picture->language)) ? 1.6 : 0;
}

/* The height of a column at its k-th width; a narrower one than its texts may
 * have is endless. */
static double height_of(const Sizes *sizes, uint32_t c, uint32_t k,
                        Tightness tight) {
  const GdctSheet *sheet = sizes->sheet;
  const GdctColumnSize *space = &spacings[tight];
  double texts = LEAST_WIDTH + k * STEP - sheet->badges[c] - sheet->counts[c];
  uint32_t n = gdct_picture_column(sheet->picture, c)->n_cards;

  if (texts < LEAST_TEXT && k + 1 < STEPS)
    return G_MAXDOUBLE;
  return sizes->heights[c * STEPS + k] + n * (space->pad + space->space) +
         sizes->words[c] * (space->words_space + below_words(sizes->sheet));
}

static double width_of(const Sizes *sizes, uint32_t c, uint32_t k) {
  return gdct_picture_column(sizes->sheet->picture, c)->n_cards == 0
             ? sizes->empty[c]
             : LEAST_WIDTH + k * STEP;
}

/* Gives each column the least width at which it is not higher than the page at
 * a scale. Returns what is left of the page's width, below 0 if that is too
 * little; -G_MAXDOUBLE if a column is too high at any. */
static double narrowest(const Sizes *sizes, const double *gaps, Tightness tight,
                        double scale, uint32_t *steps) {
  uint32_t n_columns = sizes->sheet->picture->columns->len;
  double left = PAGE_WIDTH / scale - EDGES,
         high = PAGE_HEIGHT / scale - MARGINS;

  for (uint32_t c = 0; c < n_columns; c++) {
    uint32_t k = 0;
    while (k < STEPS && height_of(sizes, c, k, tight) > high)
      k++;
    if (k == STEPS)
      return -G_MAXDOUBLE;
    steps[c] = k;
    left -= width_of(sizes, c, k) + (c + 1 < n_columns ? gaps[c] : 0);
  }
  return left;
}

/* The largest scale, at most 1, at which all fits the page. */
static double best_scale(const Sizes *sizes, const double *gaps,
                         Tightness tight, uint32_t *steps) {
  double scale = 1;

  while (narrowest(sizes, gaps, tight, scale, steps) < 0)
    scale *= SMALLER;
  return scale;
}

/* Spends the width that is left where it saves most lines. */
static void widen(const Sizes *sizes, Tightness tight, double left,
                  uint32_t *steps) {
  uint32_t n_columns = sizes->sheet->picture->columns->len, best = 0, more = 0;

  do {
    double most = 0;
    for (uint32_t c = 0; c < n_columns; c++) {
      double height = height_of(sizes, c, steps[c], tight);
      if (gdct_picture_column(sizes->sheet->picture, c)->n_cards == 0)
        continue;
      for (uint32_t k = 1; steps[c] + k < STEPS && k * STEP <= left; k++) {
        double gain = (height - height_of(sizes, c, steps[c] + k, tight)) / k;
        if (gain > most + 0.001) {
          most = gain;
          best = c;
          more = k;
        }
      }
    }
    if (most == 0)
      return;
    steps[best] += more;
    left -= more * STEP;
  } while (true);
}

/* Columns are tight only where that makes text larger, and only those that
 * would not fit otherwise. */
static void choose(Sizes *sizes) {
  GdctSheet *sheet = sizes->sheet;
  uint32_t n_columns = sheet->picture->columns->len;
  g_autofree uint32_t *steps = g_new0(uint32_t, n_columns + 1);
  const double *gaps = sizes->wished;
  Tightness tight = LOOSE;
  double scale = best_scale(sizes, sizes->needed, LOOSE, steps), left;

  if (scale < LARGE) {
    tight = TIGHT;
    scale = best_scale(sizes, sizes->needed, TIGHT, steps);
  }
  if (best_scale(sizes, gaps, tight, steps) < MIN(scale, LARGE))
    gaps = sizes->needed;
  scale = MIN(best_scale(sizes, gaps, tight, steps), LARGE);
  left = narrowest(sizes, gaps, tight, scale, steps);
  widen(sizes, tight, left, steps);
  for (uint32_t c = 0; c < n_columns; c++) {
    bool fits =
        height_of(sizes, c, steps[c], LOOSE) <= PAGE_HEIGHT / scale - MARGINS;
    sheet->columns[c] = spacings[fits ? LOOSE : tight];
    sheet->columns[c].words_space += below_words(sheet);
    sheet->columns[c].width = width_of(sizes, c, steps[c]);
    sheet->columns[c].gap = gaps[c];
  }
}

void gdct_sheet_choose_sizes(GdctSheet *sheet) {
  uint32_t n_columns = sheet->picture->columns->len;
  g_autofree double *heights = g_new0(double, n_columns *STEPS + 1);
  g_autofree uint32_t *words = g_new0(uint32_t, n_columns + 1);
  g_autofree double *empty = g_new0(double, n_columns + 1);
  g_autofree double *needed = g_new0(double, n_columns + 1);
  g_autofree double *wished = g_new0(double, n_columns + 1);
  Sizes sizes = {sheet, heights, words, empty, needed, wished};

  for (uint32_t c = 0; c < n_columns; c++)
    measure_column(&sizes, c);
  measure_gaps(&sizes);
  choose(&sizes);
}

double gdct_sheet_widest_gap(const GdctSheet *sheet) {
  double widest = 0;

  for (uint32_t c = 0; c < sheet->picture->columns->len; c++)
    widest = MAX(widest, sheet->columns[c].gap);
  return widest;
}
