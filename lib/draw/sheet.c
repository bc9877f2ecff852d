/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes and labels of the cards. */
#include "draw/sheet.h"

#include "draw/theme.h"

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

#define PASS 5.0 /* the height that a link takes of a column that it passes */
#define BARE_GAP 24.0 /* between columns that no link joins */
#define NARROW_GAP 80.0
#define WIDE_GAP 180.0
#define COUNT_GAP 8.0   /* wished for a line with a number, in each gap */
#define WORDS_SPACE 2.0 /* between title and words, if there is room */

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

static double text_width(const GdctSheet *sheet, uint32_t column) {
  return sheet->card_width - sheet->badges[column] - sheet->counts[column] -
         2 * PAD - 2 * EDGE;
}

/* The scale at which a picture with cards of this width would fit the page, at
 * most 1, and the heights of its columns together. */
static double scale_with(GdctSheet *sheet, double card_width,
                         const uint32_t *passes, double *ret_height) {
  const GdctPicture *picture = sheet->picture;
  uint32_t n_columns = picture->columns->len;
  double line = gdct_line_height(GDCT_TEXT_SIZE), tallest = 0, total = 0, scale;
  double width =
      n_columns * (card_width + sheet->column_gap) - sheet->column_gap;

  sheet->card_width = card_width;
  for (uint32_t c = 0; c < n_columns; c++) {
    const GdctPictureColumn *column = gdct_picture_column(picture, c);
    double height = PASS * passes[c];
    for (uint32_t i = 0; i < column->n_cards; i++) {
      const GdctCard *card = gdct_picture_card(picture, column->first_card + i);
      /* Words do not fill lines: a tenth is lost. */
      height += line * ceil(1.1 * sheet->widths[column->first_card + i] /
                            text_width(sheet, c)) +
                (card->words == NULL ? 0 : line + sheet->words_space) +
                sheet->card_pad + sheet->card_space;
    }
    tallest = MAX(tallest, height);
    total += height;
  }
  scale = MIN(PAGE_WIDTH / width, PAGE_HEIGHT / (tallest + MARGINS));
  *ret_height = total;
  return MIN(scale, 1);
}

/* How many links pass each column on their way. Free with g_free(). */
static uint32_t *count_passes(const GdctPicture *picture) {
  uint32_t *passes = g_new0(uint32_t, picture->columns->len + 2);

  for (uint32_t i = 0; i < picture->links->len; i++) {
    const GdctPictureLink *link = gdct_picture_link(picture, i);
    uint32_t from = gdct_picture_card(picture, link->from)->column;
    uint32_t to = gdct_picture_card(picture, link->to)->column;
    if (to > from + 1) {
      passes[from + 1]++;
      passes[to]--;
    }
  }
  for (uint32_t c = 0; c < picture->columns->len; c++)
    passes[c + 1] += passes[c];
  return passes;
}

/* Long columns are set tighter. */
static void choose_spacing(GdctSheet *sheet) {
  uint32_t most = 0;

  for (uint32_t c = 0; c < sheet->picture->columns->len; c++)
    most = MAX(most, gdct_picture_column(sheet->picture, c)->n_cards);
  sheet->card_pad = most > 30 ? 2.4 : 7;
  sheet->card_space = most > 30 ? 1.2 : 5;
  sheet->words_space = most > 30 ? 0 : WORDS_SPACE;
}

/* Chooses the width of cards at which most can be read on a page; of those at
 * which it is the same, the least for which titles have the fewest lines.
 * Returns the scale. */
static double choose_width(GdctSheet *sheet, const uint32_t *passes) {
  double best = 0, best_width = 0, best_height = 0;

  for (double width = 180; width <= 460; width += 20) {
    double height, scale = scale_with(sheet, width, passes, &height);
    if (scale > best + 0.005 ||
        (scale > best - 0.001 && height < best_height - 1)) {
      best = scale;
      best_width = width;
      best_height = height;
    }
  }
  sheet->card_width = best_width;
  return best;
}

/* The gap between columns that a picture needs for its lines, and the one that
 * it wishes for numbers on them. */
static double needed_gap(const GdctPicture *picture, double *ret_wished) {
  double n_gaps = MAX(picture->columns->len - 1.0, 1), needed;
  uint32_t n_numbers = 0;

  for (uint32_t i = 0; i < picture->links->len; i++)
    n_numbers += gdct_picture_link(picture, i)->count > 1;
  needed = CLAMP(50 + 1.2 * picture->links->len / n_gaps, NARROW_GAP, WIDE_GAP);
  *ret_wished =
      CLAMP(NARROW_GAP + COUNT_GAP * n_numbers / n_gaps, needed, WIDE_GAP);
  return picture->links->len == 0 ? BARE_GAP : needed;
}

/* Chooses the widths of cards and gaps; gaps are wide only where nothing gets
 * smaller by it. */
static void choose_widths(GdctSheet *sheet) {
  const GdctPicture *picture = sheet->picture;
  g_autofree uint32_t *passes = count_passes(picture);
  double wished, gap = needed_gap(picture, &wished), scale, width;

  for (uint32_t i = 0; i < picture->cards->len; i++)
    sheet->widths[i] =
        gdct_ruler_width(sheet->ruler, gdct_picture_card(picture, i)->title,
                         GDCT_TEXT_SIZE, false);
  sheet->column_gap = gap;
  scale = choose_width(sheet, passes);
  width = sheet->card_width;
  if (picture->links->len == 0 || wished <= gap)
    return;
  sheet->column_gap = wished;
  if (choose_width(sheet, passes) < scale - 0.02) {
    sheet->column_gap = gap;
    sheet->card_width = width;
  }
}

static void put_lines(GString *out, char *const *lines, bool mirrored) {
  for (size_t i = 0; lines[i] != NULL; i++) {
    gdct_escape(out, lines[i]);
    g_string_append_printf(out, "<BR ALIGN=\"%s\"/>",
                           mirrored ? "RIGHT" : "LEFT");
  }
}

/* The cell with the id, or the bare band. */
static char *band_cell(const GdctSheet *sheet, const GdctCard *card,
                       double height) {
  GString *out = g_string_new(NULL);
  char band[GDCT_COLOR_SIZE];

  gdct_theme_band(card->color, band);
  g_string_append_printf(out, "<TD BGCOLOR=\"%s\" WIDTH=\"%d\" HEIGHT=\"%d\">",
                         band, (int)sheet->badges[card->column], (int)height);
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
  if (sheet->words_space > 0)
    g_string_append_printf(out, "<TR><TD HEIGHT=\"%d\"></TD></TR>",
                           (int)sheet->words_space);
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
  int width = (int)(text_width(sheet, card->column) + PAD);

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
  g_autofree char *band =
      band_cell(sheet, card, sheet->heights[index] - 2 * EDGE);
  g_autofree char *text = text_cell(sheet, card, title, words);
  g_autofree char *count = count_cell(sheet, card, counts);
  g_autofree char *space = g_strdup_printf("<TD WIDTH=\"%d\"></TD>", (int)PAD);
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
  double width = text_width(sheet, card->column);
  g_auto(GStrv) title =
      gdct_ruler_wrap_known(sheet->ruler, card->title, GDCT_TEXT_SIZE, false,
                            sheet->widths[index], width, MAX_LINES);
  g_auto(GStrv) words = NULL;
  double height =
      g_strv_length(title) * gdct_line_height(GDCT_TEXT_SIZE) + sheet->card_pad;

  if (card->words != NULL) {
    words = gdct_ruler_wrap(sheet->ruler, card->words, WORDS_SIZE, true, width,
                            MAX_LINES);
    height += g_strv_length(words) * gdct_line_height(WORDS_SIZE) +
              sheet->words_space;
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
  choose_spacing(sheet);
  choose_widths(sheet);
  for (uint32_t i = 0; i < picture->cards->len; i++)
    make_card(sheet, i);
  return sheet;
}

void gdct_sheet_free(GdctSheet *sheet) {
  if (sheet == NULL)
    return;
  gdct_ruler_free(sheet->ruler);
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
