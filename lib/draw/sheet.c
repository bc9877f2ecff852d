/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes and labels of the cards. */
#include "draw/sheet.h"

#include "draw/theme.h"

#include <math.h>
#include <string.h>

#define ID_SIZE                                                                \
  GDCT_TEXT_SIZE    /* Graphviz sets other text in a cell too high             \
                     */
#define BAND 5.0    /* the coloured band of a card without id */
#define MAX_LINES 8 /* the tooltip has the whole title */
#define MAX_ID_WIDTH 72.0

#define COUNT_SIZE 7.0
#define COUNT_COLOR "#505050"

GdctLine gdct_sheet_line(uint32_t index) {
  static const GdctLine lines[] = {
      {"#3d5a80", "normal"},  {"#7d4406", "vee"},     {"#5b2a86", "dot"},
      {"#005f53", "diamond"}, {"#555555", "empty"},   {"#8c1c4a", "odot"},
      {"#5c5c00", "box"},     {"#1d1d1d", "ediamond"}};

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
          .style = "filled,dashed", .pen = GDCT_ALARM, .pen_width = 2}};

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
      const char *id =
          gdct_picture_card(picture, column->first_card + i)->badge;
      widest =
          id == NULL
              ? G_MAXDOUBLE
              : MAX(widest, gdct_ruler_width(sheet->ruler, id, ID_SIZE, false));
    }
    sheet->has_ids[c] = widest <= MAX_ID_WIDTH;
    sheet->badges[c] = sheet->has_ids[c] ? ceil(widest) + 8 : BAND;
  }
}

/* What leads where: "→2 · 3→" is two in, three out. NULL if one or none. */
char *gdct_sheet_counts(uint32_t ins, uint32_t outs, bool mirrored) {
  const char *arrow = mirrored ? "←" : "→";
  g_autofree char *in = mirrored ? g_strdup_printf("%u%s", ins, arrow)
                                 : g_strdup_printf("%s%u", arrow, ins);
  g_autofree char *out = mirrored ? g_strdup_printf("%s%u", arrow, outs)
                                  : g_strdup_printf("%u%s", outs, arrow);

  if (ins + outs < 2) /* one is seen at once */
    return NULL;
  if (ins == 0 || outs == 0)
    return ins == 0 ? g_steal_pointer(&out) : g_steal_pointer(&in);
  return mirrored ? g_strdup_printf("%s · %s", out, in)
                  : g_strdup_printf("%s · %s", in, out);
}

/* Counts the links shown at each card, and how wide these numbers get. */
static void measure_counts(GdctSheet *sheet) {
  const GdctPicture *picture = sheet->picture;

  for (uint32_t i = 0; i < picture->links->len; i++) {
    const GdctPictureLink *link = gdct_picture_link(picture, i);
    sheet->outs[link->backward ? link->to : link->from]++;
    sheet->ins[link->backward ? link->from : link->to]++;
  }
  for (uint32_t i = 0; i < picture->cards->len; i++) {
    double *widest = &sheet->counts[gdct_picture_card(picture, i)->column];
    g_autofree char *text =
        gdct_sheet_counts(sheet->ins[i], sheet->outs[i], sheet->mirrored);
    if (text != NULL)
      *widest = MAX(
          *widest,
          ceil(gdct_ruler_width(sheet->ruler, text, COUNT_SIZE, false)) + 4);
  }
}

static void put_lines(GString *out, char *const *lines, bool mirrored) {
  for (size_t i = 0; lines[i] != NULL; i++) {
    gdct_escape(out, lines[i]);
    g_string_append_printf(out, "<BR ALIGN=\"%s\"/>",
                           mirrored ? "RIGHT" : "LEFT");
  }
}

/* The band is as high as the border leaves room for, or letters of an id would
 * stand out of it. Graphviz centres only what is even. */
static int band_height(const GdctCard *card, double height) {
  return 2 * (int)((height - gdct_sheet_card_look(card).pen_width) / 2);
}

/* The cell with the id, or the bare band. */
static char *band_cell(const GdctSheet *sheet, const GdctCard *card,
                       double height) {
  GString *out = g_string_new(NULL);
  char band[GDCT_COLOR_SIZE];

  gdct_theme_band(card->color, band);
  g_string_append_printf(out, "<TD BGCOLOR=\"%s\" WIDTH=\"%d\" HEIGHT=\"%d\">",
                         band, (int)sheet->badges[card->column],
                         band_height(card, height));
  if (sheet->has_ids[card->column]) {
    g_string_append_printf(out, "<FONT COLOR=\"%s\">",
                           gdct_theme_on_band(band));
    gdct_escape(out, card->badge);
    g_string_append(out, "</FONT>");
  }
  g_string_append(out, "</TD>");
  return g_string_free(out, FALSE);
}

/* The words of the mark, as rows below that of the title. What a card has to
 * spare goes above and below both. */
static void put_words(const GdctSheet *sheet, GString *out,
                      const GdctCard *card, char *const *words) {
  double space = sheet->columns[card->column].words_space;

  if (space > 0)
    g_string_append_printf(out, "<TR><TD HEIGHT=\"%d\"></TD></TR>", (int)space);
  g_string_append_printf(out,
                         "<TR><TD ALIGN=\"%s\" VALIGN=\"TOP\">"
                         "<FONT POINT-SIZE=\"8.5\" COLOR=\"%s\"><B>",
                         sheet->mirrored ? "RIGHT" : "LEFT",
                         card->mark == GDCT_MARK_GAP ? GDCT_ALARM : "#333333");
  put_lines(out, words, sheet->mirrored);
  g_string_append(out, "</B></FONT></TD></TR>");
}

/* The cell with the title and the words of the mark. */
static char *text_cell(const GdctSheet *sheet, const GdctCard *card,
                       char *const *title, char *const *words) {
  GString *out = g_string_new(NULL);
  const char *align = sheet->mirrored ? "RIGHT" : "LEFT";
  int width = (int)(gdct_sheet_text_width(sheet, card->column) + GDCT_CARD_PAD);

  g_string_append_printf(out, "<TD ALIGN=\"%s\" WIDTH=\"%d\">", align, width);
  if (words != NULL)
    g_string_append_printf(out,
                           "<TABLE BORDER=\"0\" CELLBORDER=\"0\" "
                           "CELLSPACING=\"0\" CELLPADDING=\"0\"><TR>"
                           "<TD ALIGN=\"%s\" VALIGN=\"BOTTOM\" WIDTH=\"%d\">",
                           align, width);
  put_lines(out, title, sheet->mirrored);
  if (words != NULL) {
    g_string_append(out, "</TD></TR>");
    put_words(sheet, out, card, words);
    g_string_append(out, "</TABLE>");
  }
  g_string_append(out, "</TD>");
  return g_string_free(out, FALSE);
}

static char *count_cell(const GdctSheet *sheet, const GdctCard *card,
                        const char *counts) {
  if (sheet->counts[card->column] == 0)
    return g_strdup("");
  return g_strdup_printf(
      "<TD WIDTH=\"%d\"><FONT POINT-SIZE=\"%g\" COLOR=\"" COUNT_COLOR
      "\">%s</FONT></TD>",
      (int)sheet->counts[card->column], COUNT_SIZE,
      counts == NULL ? " " : counts);
}

/* A table of one row: the id, the title with the words of the mark, and the
 * numbers of links. */
static char *make_label(const GdctSheet *sheet, uint32_t index,
                        char *const *title, char *const *words) {
  const GdctCard *card = gdct_picture_card(sheet->picture, index);
  g_autofree char *counts =
      gdct_sheet_counts(sheet->ins[index], sheet->outs[index], sheet->mirrored);
  g_autofree char *band = band_cell(sheet, card, sheet->heights[index]);
  g_autofree char *text = text_cell(sheet, card, title, words);
  g_autofree char *count = count_cell(sheet, card, counts);
  g_autofree char *space =
      g_strdup_printf("<TD WIDTH=\"%d\"></TD>", (int)GDCT_CARD_PAD);
  const char *cells[] = {band, space, text, count};
  GString *out = g_string_new("<TABLE BORDER=\"0\" CELLBORDER=\"0\" "
                              "CELLSPACING=\"0\" CELLPADDING=\"0\"><TR>");

  for (size_t i = 0; i < G_N_ELEMENTS(cells); i++)
    g_string_append(out,
                    cells[sheet->mirrored ? G_N_ELEMENTS(cells) - 1 - i : i]);
  g_string_append(out, "</TR></TABLE>");
  return g_string_free(out, FALSE);
}

static void make_card(GdctSheet *sheet, uint32_t index) {
  const GdctCard *card = gdct_picture_card(sheet->picture, index);
  const GdctColumnSize *size = &sheet->columns[card->column];
  double width = gdct_sheet_text_width(sheet, card->column);
  g_auto(GStrv) title =
      gdct_ruler_wrap_known(sheet->ruler, card->title, GDCT_TEXT_SIZE, false,
                            sheet->widths[index], width, MAX_LINES);
  g_auto(GStrv) words = NULL;
  double height =
      g_strv_length(title) * gdct_line_height(GDCT_TEXT_SIZE) + size->pad;

  if (card->words != NULL) {
    words = gdct_ruler_wrap(sheet->ruler, card->words, GDCT_WORDS_SIZE, true,
                            width, MAX_LINES);
    height += g_strv_length(words) * gdct_line_height(GDCT_WORDS_SIZE) +
              size->words_space;
  }
  sheet->heights[index] = ceil(height);
  sheet->labels[index] = make_label(sheet, index, title, words);
}

static void clear_ornament(void *ornament) {
  g_free(((GdctOrnament *)ornament)->name);
  g_free(((GdctOrnament *)ornament)->label);
  g_free(((GdctOrnament *)ornament)->tooltip);
}

GdctSheet *gdct_sheet_new(const GdctPicture *picture) {
  GdctSheet *sheet = g_new0(GdctSheet, 1);

  sheet->picture = picture;
  sheet->ruler = gdct_ruler_new();
  sheet->badges = g_new0(double, picture->columns->len + 1);
  sheet->has_ids = g_new0(bool, picture->columns->len + 1);
  sheet->columns = g_new0(GdctColumnSize, picture->columns->len + 1);
  sheet->heights = g_new0(double, picture->cards->len + 1);
  sheet->widths = g_new0(double, picture->cards->len + 1);
  sheet->labels = g_new0(char *, picture->cards->len + 1);
  sheet->ornaments = g_array_new(FALSE, FALSE, sizeof(GdctOrnament));
  g_array_set_clear_func(sheet->ornaments, clear_ornament);
  sheet->samples = g_array_new(FALSE, FALSE, sizeof(GdctSample));
  sheet->mirrored = gdct_picture_is_mirrored(picture);
  sheet->counts = g_new0(double, picture->columns->len + 1);
  sheet->ins = g_new0(uint32_t, picture->cards->len + 1);
  sheet->outs = g_new0(uint32_t, picture->cards->len + 1);
  measure_badges(sheet);
  measure_counts(sheet);
  gdct_sheet_choose_sizes(sheet);
  for (uint32_t i = 0; i < picture->cards->len; i++)
    make_card(sheet, i);
  return sheet;
}

void gdct_sheet_free(GdctSheet *sheet) {
  if (sheet == NULL)
    return;
  gdct_ruler_free(sheet->ruler);
  g_free(sheet->columns);
  g_free(sheet->badges);
  g_free(sheet->counts);
  g_free(sheet->ins);
  g_free(sheet->outs);
  g_free(sheet->has_ids);
  g_free(sheet->heights);
  g_free(sheet->widths);
  g_strfreev(sheet->labels);
  g_array_unref(sheet->ornaments);
  g_array_unref(sheet->samples);
  g_free(sheet);
}
