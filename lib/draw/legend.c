/* SPDX-License-Identifier: Apache-2.0 */
/* What stands around the cards: title, headings, legend, sources. */
#include "draw/sheet.h"

#include "base/words.h"
#include "draw/theme.h"

#include <math.h>
#include <string.h>

#define TITLE_SIZE 16.0
#define SUBTITLE_SIZE 9.0
#define LEGEND_SIZE 8.5
#define SOURCES_SIZE 8.0
#define COUNT_SIZE 7.0
#define SPACE 8.0   /* between blocks */
#define SWATCH 22.0 /* a sample in the legend */
#define LEAST_WIDTH 420.0
#define MAX_LINES 12
#define MAX_GROUP_LINES 3

/* A block of text: left-aligned lines of one look. Returns its height; free
 * *ret_label with g_free(). */
static double block(const GdctSheet *sheet, const char *text, double size,
                    bool bold, const char *color, double width,
                    char **ret_label) {
  g_auto(GStrv) lines =
      gdct_ruler_wrap(sheet->ruler, text, size, bold, width - 2, MAX_LINES);
  GString *out = g_string_new(NULL);
  const char *align = sheet->mirrored ? "RIGHT" : "LEFT";
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf(
      out,
      "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
      "CELLPADDING=\"0\"><TR><TD ALIGN=\"%s\" WIDTH=\"%d\">"
      "<FONT POINT-SIZE=\"%s\" COLOR=\"%s\">%s",
      align, (int)width - 2, g_ascii_formatd(number, sizeof number, "%g", size),
      color, bold ? "<B>" : "");
  for (size_t i = 0; lines[i] != NULL; i++) {
    gdct_escape(out, lines[i]);
    g_string_append_printf(out, "<BR ALIGN=\"%s\"/>", align);
  }
  g_string_append_printf(out, "%s</FONT></TD></TR></TABLE>",
                         bold ? "</B>" : "");
  *ret_label = g_string_free(out, FALSE);
  return ceil(g_strv_length(lines) * gdct_line_height(size) + 4);
}

const char *gdct_group_title(const GdctSheet *sheet, const char *group) {
  return *group == '\0' ? gdct_word(sheet->picture->language, "(none)") : group;
}

double gdct_sheet_group(const GdctSheet *sheet, uint32_t column,
                        const char *group, char **ret_label) {
  double width = sheet->columns[column].width, height;
  g_auto(GStrv) lines =
      gdct_ruler_wrap(sheet->ruler, gdct_group_title(sheet, group),
                      GDCT_GROUP_SIZE, true, width - 4, MAX_GROUP_LINES);
  g_autofree char *text = g_strjoinv(" ", lines), *label = NULL;

  height = block(sheet, text, GDCT_GROUP_SIZE, true, "#333333", width, &label);
  if (ret_label != NULL)
    *ret_label = g_steal_pointer(&label);
  return height;
}

/* Adds a block whose left edge is @left and whose bottom, or top if @hang, is
 * @y. Returns its height. */
static double put_block(GdctSheet *sheet, const char *name, const char *class,
                        const char *text, double size, bool bold,
                        const char *color, double left, double y, bool hang,
                        double width) {
  GdctOrnament ornament = {.name = g_strdup(name), .class = class, .style = ""};
  double height = block(sheet, text, size, bold, color, width, &ornament.label);

  ornament.box = (GdctBox){
      left + width / 2, hang ? y - height / 2 : y + height / 2, width, height};
  g_array_append_val(sheet->ornaments, ornament);
  return height;
}

double gdct_sheet_put_text(GdctSheet *sheet, const char *name,
                           const char *class, const char *text, double size,
                           bool bold, const char *color, double left, double y,
                           bool hang, double width) {
  return put_block(sheet, name, class, text, size, bold, color, left, y, hang,
                   width);
}

/* ---- legend ---- */

/* Where the next item goes; items flow like words. */
typedef struct {
  GdctSheet *sheet;
  double left, right;
  double x, y; /* middle of the row */
  unsigned n;
} Flow;

static const double row_height = 15;

/* Makes room for an item and puts its text; returns where its swatch begins. */
static double put_item(Flow *flow, const char *text) {
  double width =
      ceil(gdct_ruler_width(flow->sheet->ruler, text, LEGEND_SIZE, false)) + 4;
  g_autofree char *name = g_strdup_printf(":legend-%u", flow->n++);
  double height = gdct_line_height(LEGEND_SIZE) + 4, x;

  width = MIN(width, flow->right - flow->left - SWATCH - 4);
  if (flow->x > flow->left && flow->x + SWATCH + 4 + width > flow->right) {
    flow->x = flow->left;
    flow->y -= row_height;
  }
  x = flow->x;
  put_block(flow->sheet, name, "legend", text, LEGEND_SIZE, false, "#222222",
            x + SWATCH + 4, flow->y - height / 2, false, width);
  flow->x += SWATCH + 4 + width + 6;
  return x;
}

static void put_sample(Flow *flow, uint32_t style, bool proposed,
                       const char *text) {
  GdctSample sample = {.style = style, .proposed = proposed, .length = SWATCH};

  sample.x = put_item(flow, text);
  sample.y = flow->y;
  g_array_append_val(flow->sheet->samples, sample);
}

static void put_swatch(Flow *flow, GdctOrnament look, const char *fill,
                       const char *text) {
  GdctOrnament swatch = look;
  double x = put_item(flow, text);

  swatch.name = g_strdup_printf(":swatch-%u", flow->n);
  swatch.class = "legend";
  swatch.fill = fill;
  swatch.box = (GdctBox){x + SWATCH / 2, flow->y, SWATCH - 4, 9};
  g_array_append_val(flow->sheet->ornaments, swatch);
}

/* "gap: “every line has an activity” is not met (3)"; NULL: nothing to say.
 * Free with g_free(). */
static char *mark_words(const GdctPicture *picture, GdctMark mark) {
  const char *language = picture->language, *title = picture->mark_title;
  uint32_t count = picture->marks[mark];

  if (count == 0)
    return NULL;
  if (mark == GDCT_MARK_PARTIAL)
    return g_strdup_printf(
        gdct_word(language, "in part: “%s” is met only in part (%u)"), title,
        count);
  if (mark == GDCT_MARK_WAIVED)
    return g_strdup_printf(
        gdct_word(language, "gap, waived: “%s” is not met (%u)"), title, count);
  return g_strdup_printf(gdct_word(language, "gap: “%s” is not met (%u)"),
                         title, count);
}

static void put_marks(Flow *flow) {
  const GdctPicture *picture = flow->sheet->picture;
  bool any = false;

  for (GdctMark mark = GDCT_MARK_GAP; mark > GDCT_MARK_NONE; mark--) {
    GdctCard card = {.mark = mark};
    g_autofree char *text = mark_words(picture, mark);
    any |= text != NULL;
    if (text != NULL)
      put_swatch(flow, gdct_sheet_card_look(&card), "#ffffff", text);
  }
  if (picture->mark_title != NULL && !any) {
    g_autofree char *text = g_strdup_printf(
        gdct_word(picture->language, "no gap in “%s”"), picture->mark_title);
    GdctCard card = {.mark = GDCT_MARK_NONE};
    put_swatch(flow, gdct_sheet_card_look(&card), "#ffffff", text);
  }
}

/* A number as it stands in the picture, instead of a swatch. */
static void put_number(Flow *flow, const char *number, const char *text) {
  double height = gdct_line_height(COUNT_SIZE) + 4, x = put_item(flow, text);
  g_autofree char *name = g_strdup_printf(":number-%u", flow->n);

  put_block(flow->sheet, name, "legend", number, COUNT_SIZE, false, "#505050",
            x, flow->y - height / 2, false, SWATCH + 3);
}

static void put_numbers(Flow *flow) {
  const GdctPicture *picture = flow->sheet->picture;
  bool mirrored = flow->sheet->mirrored;
  g_autofree char *ins = gdct_sheet_counts(2, 0, mirrored);
  g_autofree char *outs = gdct_sheet_counts(0, 3, mirrored);
  g_autofree char *text = g_strdup_printf(
      gdct_word(picture->language,
                "links shown that lead to a card, if several; %s from it"),
      outs);
  bool many = false;

  for (uint32_t i = 0; i < picture->links->len; i++)
    many |= gdct_picture_link(picture, i)->count > 1;
  if (picture->links->len > 0)
    put_number(flow, ins, text);
  if (many)
    put_number(flow, "×2",
               gdct_word(picture->language,
                         "so many links on one line; wider for more"));
}

/* Returns the bottom of the legend. */
static double put_legend(GdctSheet *sheet, double left, double right,
                         double top) {
  const GdctPicture *picture = sheet->picture;
  Flow flow = {sheet, left, right, left, top - row_height / 2, 0};

  for (uint32_t i = 0; i < picture->styles->len; i++) {
    const GdctLinkStyle *style = gdct_picture_style(picture, i);
    g_autofree char *text = g_strdup_printf(
        gdct_word(picture->language, "%s, proposed"), style->title);
    if (style->stated)
      put_sample(&flow, i, false, style->title);
    if (style->proposed)
      put_sample(&flow, i, true, text);
  }
  for (uint32_t i = 0; i < picture->colors->len; i++) {
    const GdctPictureColor *color =
        &g_array_index(picture->colors, GdctPictureColor, i);
    char band[GDCT_COLOR_SIZE];
    gdct_theme_band(color->color, band);
    put_swatch(
        &flow,
        (GdctOrnament){.style = "filled", .pen = "#8a8a8a", .pen_width = .6},
        g_intern_string(band), color->title);
  }
  put_marks(&flow);
  put_numbers(&flow);
  return flow.x > left ? flow.y - row_height / 2 : top;
}

char *gdct_column_title(const GdctSheet *sheet,
                        const GdctPictureColumn *column) {
  const char *language = sheet->picture->language;

  if (column->continued)
    return g_strdup(gdct_word(language, "(continued)"));
  if (column->n_elsewhere > 0)
    /* TRANSLATORS: the cards of a column on this page, "Targets (25 of 50)". */
    return g_strdup_printf(
        gdct_word(language, "%s (%u of %u)"), column->heading,
        column->n_total - column->n_elsewhere, column->n_total);
  return column->n_total == 0
             ? g_strdup(column->heading)
             : g_strdup_printf(gdct_word(language, "%s (%u)"), column->heading,
                               column->n_total);
}

/* The headings stand on one line, over the highest card. */
static double put_headings(GdctSheet *sheet, const double *column_x,
                           double bottom) {
  double tallest = 0;

  for (uint32_t c = 0; c < sheet->picture->columns->len; c++) {
    const GdctPictureColumn *column = gdct_picture_column(sheet->picture, c);
    g_autofree char *name = g_strdup_printf(":heading-%u", c);
    g_autofree char *text = gdct_column_title(sheet, column);
    double width = sheet->columns[c].width;
    double height =
        put_block(sheet, name, "heading", text, GDCT_HEADING_SIZE, true,
                  "#222222", column_x[c] - width / 2, bottom, false, width);
    tallest = MAX(tallest, height);
  }
  return bottom + tallest;
}

/* A column without cards says so where its first card would stand. */
static void put_nones(GdctSheet *sheet, const double *column_x, double top) {
  for (uint32_t c = 0; c < sheet->picture->columns->len; c++) {
    g_autofree char *name = g_strdup_printf(":none-%u", c);
    if (gdct_picture_column(sheet->picture, c)->n_total == 0)
      put_block(sheet, name, "none",
                gdct_word(sheet->picture->language, "none"), GDCT_TEXT_SIZE,
                false, "#505050", column_x[c] - sheet->columns[c].width / 2,
                top, true, sheet->columns[c].width);
  }
}

void gdct_sheet_finish(GdctSheet *sheet, GdctBox cards,
                       const double *column_x) {
  const GdctPicture *picture = sheet->picture;
  double left = cards.x - cards.width / 2;
  double width = MAX(cards.width, LEAST_WIDTH);
  double top = cards.y + cards.height / 2 + SPACE;
  double bottom = cards.y - cards.height / 2 - SPACE;

  if (picture->timeline == NULL)
    put_nones(sheet, column_x, top - SPACE);
  top = put_headings(sheet, column_x, top) + SPACE;
  top += put_block(sheet, ":subtitle", "subtitle", picture->subtitle,
                   SUBTITLE_SIZE, false, "#444444", left, top, false, width);
  put_block(sheet, ":title", "title", picture->title, TITLE_SIZE, true,
            "#111111", left, top, false, width);
  bottom = put_legend(sheet, left, left + width, bottom) - SPACE / 2;
  if (*picture->sources != '\0')
    put_block(sheet, ":sources", "sources", picture->sources, SOURCES_SIZE,
              false, "#444444", left, bottom, true, width);
}
