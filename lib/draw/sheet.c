/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes and labels of the cards. */
#include "draw/sheet.h"

#include "draw/color.h"

#include <math.h>
#include <string.h>

#define ID_SIZE                                                                \
  GDCT_TEXT_SIZE /* Graphviz sets other text in a cell too high                \
                  */
#define WORDS_SIZE 8.5
#define PAD 5.0     /* beside the text of a card */
#define EDGE 1.5    /* between a card's border and what is in it */
#define BAND 5.0    /* the coloured band of a card without id */
#define MAX_LINES 8 /* the tooltip has the whole title */
#define MAX_ID_WIDTH 72.0

/* What is left of A4 landscape inside margins of 10 mm, and what the title and
 * the legend take of it. */
#define PAGE_WIDTH 785.0
#define PAGE_HEIGHT 538.0
#define MARGINS 110.0

#define GAP_COLOR "#a3001b"

GdctLine gdct_sheet_line(uint32_t index) {
  static const GdctLine lines[] = {
      {"#3d5a80", "normal"},  {"#8a4b08", "vee"},     {"#5b2a86", "dot"},
      {"#00695c", "diamond"}, {"#555555", "empty"},   {"#8c1c4a", "odot"},
      {"#6b6b00", "box"},     {"#1d1d1d", "ediamond"}};

  return lines[index % G_N_ELEMENTS(lines)];
}

GdctOrnament gdct_sheet_card_look(const GdctCard *card) {
  static const GdctOrnament looks[GDCT_MARKS] = {
      [GDCT_MARK_NONE] = {.style = "filled", .pen = "#8a8a8a", .pen_width = .6},
      [GDCT_MARK_PARTIAL] = {.style = "filled,dotted",
                             .pen = "#333333",
                             .pen_width = 1.5},
      [GDCT_MARK_WAIVED] = {.style = "filled",
                            .pen = "#333333",
                            .pen_width = 1.5},
      [GDCT_MARK_GAP] = {
          .style = "filled,dashed", .pen = GAP_COLOR, .pen_width = 2}};

  GdctOrnament look = looks[card->mark];

  if (card->focus && card->mark == GDCT_MARK_NONE) {
    look.pen = "#111111";
    look.pen_width = 2;
  }
  return look;
}

/* Ids are shown in a column whose ids are all short. */
static void measure_badges(GdctSheet *sheet) {
  const GdctPicture *picture = sheet->picture;

  for (uint32_t c = 0; c < picture->columns->len; c++) {
    const GdctPictureColumn *column = gdct_picture_column(picture, c);
    double widest = 0;
    for (uint32_t i = 0; i < column->n_cards && widest <= MAX_ID_WIDTH; i++) {
      const char *id = gdct_picture_card(picture, column->first_card + i)->id;
      widest = MAX(widest, gdct_ruler_width(sheet->ruler, id, ID_SIZE, false));
    }
    sheet->has_ids[c] = widest <= MAX_ID_WIDTH;
    sheet->badges[c] = sheet->has_ids[c] ? ceil(widest) + 8 : BAND;
  }
}

static double text_width(const GdctSheet *sheet, uint32_t column) {
  return sheet->card_width - sheet->badges[column] - 2 * PAD - 2 * EDGE;
}

/* The scale at which a picture with cards of this width would fit the page, at
 * most 1; widths[] are those of the titles on one line. */
static double scale_with(GdctSheet *sheet, double card_width,
                         const double *widths) {
  const GdctPicture *picture = sheet->picture;
  uint32_t n_columns = picture->columns->len;
  double line = gdct_line_height(GDCT_TEXT_SIZE), tallest = 0, scale;
  double width =
      n_columns * (card_width + sheet->column_gap) - sheet->column_gap;

  sheet->card_width = card_width;
  for (uint32_t c = 0; c < n_columns; c++) {
    const GdctPictureColumn *column = gdct_picture_column(picture, c);
    double height = 0;
    for (uint32_t i = 0; i < column->n_cards; i++) {
      const GdctCard *card = gdct_picture_card(picture, column->first_card + i);
      /* Words do not fill lines: a tenth is lost. */
      height += line * ceil(1.1 * widths[column->first_card + i] /
                            text_width(sheet, c)) +
                (card->words == NULL ? 0 : line) + sheet->card_pad +
                sheet->card_space;
    }
    tallest = MAX(tallest, height);
  }
  scale = MIN(PAGE_WIDTH / width, PAGE_HEIGHT / (tallest + MARGINS));
  return MIN(scale, 1);
}

/* Long columns are set tighter. */
static void choose_spacing(GdctSheet *sheet) {
  uint32_t most = 0;

  for (uint32_t c = 0; c < sheet->picture->columns->len; c++)
    most = MAX(most, gdct_picture_column(sheet->picture, c)->n_cards);
  sheet->card_pad = most > 30 ? 3.2 : 7;
  sheet->card_space = most > 30 ? 1.5 : 5;
}

/* Chooses the width of cards at which most can be read on a page. */
static void choose_width(GdctSheet *sheet) {
  const GdctPicture *picture = sheet->picture;
  g_autofree double *widths = g_new(double, picture->cards->len + 1);
  double best = 0, best_width = 0;

  sheet->column_gap = CLAMP(50 + 1.2 * picture->links->len /
                                     MAX(picture->columns->len - 1.0, 1),
                            80, 180);
  for (uint32_t i = 0; i < picture->cards->len; i++)
    widths[i] =
        gdct_ruler_width(sheet->ruler, gdct_picture_card(picture, i)->title,
                         GDCT_TEXT_SIZE, false);
  for (double width = 180; width <= 340; width += 20) {
    double scale = scale_with(sheet, width, widths);
    if (scale > best + 0.005) {
      best = scale;
      best_width = width;
    }
  }
  sheet->card_width = best_width;
}

static void put_lines(GString *out, char *const *lines) {
  for (size_t i = 0; lines[i] != NULL; i++) {
    gdct_escape(out, lines[i]);
    g_string_append(out, "<BR ALIGN=\"LEFT\"/>");
  }
}

/* A table of one row: the badge, the title and the words of the mark. */
static char *make_label(const GdctSheet *sheet, const GdctCard *card,
                        double height, char *const *title, char *const *words) {
  GString *out = g_string_new(NULL);
  double inner = height - 2 * EDGE;

  g_string_append_printf(
      out,
      "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
      "CELLPADDING=\"0\"><TR><TD BGCOLOR=\"%s\" WIDTH=\"%d\" HEIGHT=\"%d\">",
      card->color, (int)sheet->badges[card->column], (int)inner);
  if (sheet->has_ids[card->column]) {
    g_string_append_printf(out, "<FONT COLOR=\"%s\">",
                           gdct_color_text(card->color));
    gdct_escape(out, card->id);
    g_string_append(out, "</FONT>");
  }
  g_string_append_printf(
      out, "</TD><TD WIDTH=\"%d\"></TD><TD ALIGN=\"LEFT\" WIDTH=\"%d\">",
      (int)PAD, (int)(text_width(sheet, card->column) + PAD));
  put_lines(out, title);
  if (words != NULL) {
    g_string_append_printf(out, "<FONT POINT-SIZE=\"8.5\" COLOR=\"%s\"><B>",
                           card->mark == GDCT_MARK_GAP ? GAP_COLOR : "#333333");
    put_lines(out, words);
    g_string_append(out, "</B></FONT>");
  }
  g_string_append(out, "</TD></TR></TABLE>");
  return g_string_free(out, FALSE);
}

static void make_card(GdctSheet *sheet, uint32_t index) {
  const GdctCard *card = gdct_picture_card(sheet->picture, index);
  double width = text_width(sheet, card->column);
  g_auto(GStrv) title = gdct_ruler_wrap(
      sheet->ruler, card->title, GDCT_TEXT_SIZE, false, width, MAX_LINES);
  g_auto(GStrv) words = NULL;
  double height =
      g_strv_length(title) * gdct_line_height(GDCT_TEXT_SIZE) + sheet->card_pad;

  if (card->words != NULL) {
    words = gdct_ruler_wrap(sheet->ruler, card->words, WORDS_SIZE, true, width,
                            MAX_LINES);
    height += g_strv_length(words) * gdct_line_height(WORDS_SIZE);
  }
  sheet->heights[index] = ceil(height);
  sheet->labels[index] =
      make_label(sheet, card, sheet->heights[index], title, words);
}

static void clear_ornament(void *ornament) {
  g_free(((GdctOrnament *)ornament)->name);
  g_free(((GdctOrnament *)ornament)->label);
}

GdctSheet *gdct_sheet_new(const GdctPicture *picture) {
  GdctSheet *sheet = g_new0(GdctSheet, 1);

  sheet->picture = picture;
  sheet->ruler = gdct_ruler_new();
  sheet->badges = g_new0(double, picture->columns->len + 1);
  sheet->has_ids = g_new0(bool, picture->columns->len + 1);
  sheet->heights = g_new0(double, picture->cards->len + 1);
  sheet->labels = g_new0(char *, picture->cards->len + 1);
  sheet->ornaments = g_array_new(FALSE, FALSE, sizeof(GdctOrnament));
  g_array_set_clear_func(sheet->ornaments, clear_ornament);
  sheet->samples = g_array_new(FALSE, FALSE, sizeof(GdctSample));
  measure_badges(sheet);
  choose_spacing(sheet);
  choose_width(sheet);
  for (uint32_t i = 0; i < picture->cards->len; i++)
    make_card(sheet, i);
  return sheet;
}

void gdct_sheet_free(GdctSheet *sheet) {
  if (sheet == NULL)
    return;
  gdct_ruler_free(sheet->ruler);
  g_free(sheet->badges);
  g_free(sheet->has_ids);
  g_free(sheet->heights);
  g_strfreev(sheet->labels);
  g_array_unref(sheet->ornaments);
  g_array_unref(sheet->samples);
  g_free(sheet);
}
