/* SPDX-License-Identifier: Apache-2.0 */
/* A matrix as a picture: SVG 1.1 (https://www.w3.org/TR/SVG11/), text as text.
 * There are no font measures here: what is too long for its place is cut by
 * counting characters, generously. */
#include "base/words.h"
#include "write/html_markup.h"
#include "write/writers.h"

#include <glib.h>
#include <string.h>

/* Lengths in pixels. */
enum {
  FONT = 12,
  CHARACTER = 7, /* of that font, a wide average */
  ROW = 22,
  MARGIN = 16,
  LINE = 17,
  TITLE = 18, /* font of the title */
  LABEL = 64, /* characters of a row's label */
  MIN_WIDTH = 560
};

typedef struct {
  Markup markup;
  GdctMatrix *matrix;
  const GdctMatrixStyle *style;
  GPtrArray *notes; /* lines */
  int label_width, head_height, cell_width, width, height, top;
} Heat;

/* ---- texts ---- */

static int columns_of(const char *text) {
  int columns = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
    columns += g_unichar_iswide(g_utf8_get_char(at)) ? 2 : 1;
  return columns;
}

/* @text, cut to so many columns. Free with g_free(). */
static char *cut(const char *text, int columns) {
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  const char *at = valid;

  if (columns_of(valid) <= columns)
    return g_steal_pointer(&valid);
  for (columns--; *at != '\0'; at = g_utf8_next_char(at)) {
    columns -= g_unichar_iswide(g_utf8_get_char(at)) ? 2 : 1;
    if (columns < 0)
      break;
  }
  return g_strdup_printf("%.*s\u2026", (int)(at - valid), valid);
}

static char *label_of(const Heat *heat, const GdctMatrixLine *line) {
  g_autofree char *whole = g_strdup_printf(
      "%s  %s", line->id,
      gdct_matrix_title(heat->matrix, line, heat->style->language));

  return cut(whole, LABEL);
}

/* Breaks a note into lines of at most so many columns. */
static void wrap(GPtrArray *lines, const char *note, int columns) {
  g_auto(GStrv) words = g_strsplit(note, " ", -1);
  GString *line = g_string_new(NULL);

  for (size_t i = 0; words[i] != NULL; i++) {
    if (line->len > 0 &&
        columns_of(line->str) + 1 + columns_of(words[i]) > columns) {
      g_ptr_array_add(lines, g_strdup(line->str));
      g_string_truncate(line, 0);
    }
    g_string_append_printf(line, "%s%s", line->len > 0 ? " " : "", words[i]);
  }
  g_ptr_array_add(lines, g_string_free(line, FALSE));
}

/* ---- measures ---- */

static int digits(uint64_t number) {
  int count = 1;

  for (; number >= 10; number /= 10)
    count++;
  return count;
}

static void measure(Heat *heat) {
  uint32_t rows = gdct_matrix_rows(heat->matrix);
  uint32_t columns = gdct_matrix_columns(heat->matrix);
  int label = 8, head = 5;

  for (uint32_t i = 0; i < rows; i++) {
    g_autofree char *text = label_of(heat, gdct_matrix_row(heat->matrix, i));
    label = MAX(label, columns_of(text));
  }
  for (uint32_t i = 0; i < columns; i++) {
    g_autofree char *id = cut(gdct_matrix_column(heat->matrix, i)->id, LABEL);
    head = MAX(head, columns_of(id));
  }
  heat->label_width = label * (CHARACTER - 1) + 10; /* small letters */
  heat->head_height = head * CHARACTER + 10;
  heat->cell_width =
      MAX(24, (digits(gdct_matrix_total(heat->matrix)) + 1) * CHARACTER);
  heat->width = MAX(MIN_WIDTH, 2 * MARGIN + heat->label_width +
                                   (int)(columns + 1) * heat->cell_width + 10);
  for (size_t i = 0; heat->style->notes[i] != NULL; i++)
    wrap(heat->notes, heat->style->notes[i],
         (heat->width - 2 * MARGIN) / CHARACTER);
  heat->top = MARGIN + TITLE + 12 + (int)heat->notes->len * LINE + 8 +
              heat->head_height;
  heat->height = heat->top + (int)(rows + 1) * ROW + 24 + 2 * LINE + MARGIN;
}

/* ---- elements ---- */

/* Opens an element whose numbers are @values, under their @names, which ends
 * with NULL. */
static void open_at(Heat *heat, const char *name, const char *const *names,
                    const int *values) {
  gdct_markup_open(&heat->markup, name, NULL);
  for (size_t i = 0; names[i] != NULL; i++) {
    char text[16];
    g_snprintf(text, sizeof text, "%d", values[i]);
    gdct_markup_attribute(&heat->markup, names[i], text);
  }
}

static void open_text(Heat *heat, int x, int y, const char *anchor) {
  static const char *const names[] = {"x", "y", NULL};

  open_at(heat, "text", names, (const int[]){x, y});
  if (anchor != NULL)
    gdct_markup_attribute(&heat->markup, "text-anchor", anchor);
}

static void put_words(Heat *heat, int x, int y, const char *anchor,
                      const char *text) {
  open_text(heat, x, y, anchor);
  gdct_markup_text(&heat->markup, text);
  gdct_markup_close(&heat->markup);
  gdct_markup_raw(&heat->markup, "\n");
}

static void put_number(Heat *heat, int x, int y, uint64_t number,
                       const char *fill) {
  open_text(heat, x, y, "middle");
  if (fill != NULL)
    gdct_markup_attribute(&heat->markup, "fill", fill);
  gdct_markup_print(&heat->markup, "%" G_GUINT64_FORMAT, number);
  gdct_markup_close(&heat->markup);
}

static void put_box(Heat *heat, int x, int y, int width, const char *fill) {
  static const char *const names[] = {"x", "y", "width", "height", NULL};

  open_at(heat, "rect", names, (const int[]){x, y, width, ROW});
  gdct_markup_attribute(&heat->markup, "fill", fill);
  xmlTextWriterEndElement(heat->markup.writer);
}

/* ---- parts ---- */

static int column_x(const Heat *heat, uint32_t column) {
  return MARGIN + heat->label_width + (int)column * heat->cell_width +
         (column == gdct_matrix_columns(heat->matrix) ? 10 : 0);
}

/* A line of ours, from the left; read from the right in such languages. */
static void put_note(Heat *heat, int y, const char *text) {
  bool rtl = gdct_is_rtl(gdct_word_language(heat->style->language));

  open_text(heat, MARGIN, y, rtl ? "end" : NULL);
  if (rtl)
    gdct_markup_attribute(&heat->markup, "direction", "rtl");
  gdct_markup_text(&heat->markup, text);
  gdct_markup_close(&heat->markup);
  gdct_markup_raw(&heat->markup, "\n");
}

static void put_head(Heat *heat) {
  Markup *markup = &heat->markup;
  g_autofree char *box =
      g_strdup_printf("0 0 %d %d", heat->width, heat->height);
  g_autofree char *width = g_strdup_printf("%d", heat->width);
  g_autofree char *height = g_strdup_printf("%d", heat->height);
  g_autofree char *notes = g_strjoinv(" ", (char **)heat->style->notes);
  int y = MARGIN + TITLE;

  xmlTextWriterStartDocument(markup->writer, NULL, "UTF-8", NULL);
  gdct_markup_open(
      markup, "svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", box,
      "width", width, "height", height, "role", "img", "aria-labelledby",
      "title desc", "xml:lang", heat->style->language, "font-family",
      "DejaVu Sans Condensed, Arial, sans-serif", "font-size", "12", NULL);
  gdct_markup_raw(markup, "\n");
  gdct_markup_open(markup, "title", "id", "title", NULL);
  gdct_markup_text(markup, heat->style->title);
  gdct_markup_close(markup);
  gdct_markup_open(markup, "desc", "id", "desc", NULL);
  gdct_markup_text(markup, notes);
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n<rect width=\"100%\" height=\"100%\" "
                          "fill=\"#ffffff\"/>\n<g font-size=\"18\" "
                          "font-weight=\"bold\">");
  put_note(heat, y, heat->style->title);
  gdct_markup_raw(markup, "</g>\n");
  y += 12;
  for (guint i = 0; i < heat->notes->len; i++)
    put_note(heat, y += LINE, g_ptr_array_index(heat->notes, i));
}

static void put_column_heads(Heat *heat) {
  Markup *markup = &heat->markup;

  for (uint32_t i = 0; i <= gdct_matrix_columns(heat->matrix); i++) {
    bool total = i == gdct_matrix_columns(heat->matrix);
    int x = column_x(heat, i) + heat->cell_width / 2 + FONT / 3;
    g_autofree char *turn =
        g_strdup_printf("translate(%d %d) rotate(-90)", x, heat->top - 5);
    const GdctMatrixLine *line =
        total ? NULL : gdct_matrix_column(heat->matrix, i);
    g_autofree char *words = cut(
        total ? gdct_word(heat->style->language, "Total") : line->id, LABEL);
    gdct_markup_open(markup, "text", "transform", turn, NULL);
    if (!total)
      gdct_markup_line(
          markup, "title",
          gdct_matrix_title(heat->matrix, line, heat->style->language));
    gdct_markup_text(markup, words);
    gdct_markup_close(markup);
    gdct_markup_raw(markup, "\n");
  }
}

static void put_cell(Heat *heat, uint32_t row, const GdctMatrixCell *cell) {
  Markup *markup = &heat->markup;
  unsigned level =
      gdct_matrix_level(heat->matrix, cell->count, GDCT_HEAT_LEVELS);
  int x = column_x(heat, cell->column), y = heat->top + (int)row * ROW;

  gdct_markup_open(markup, "g", NULL);
  gdct_markup_open(markup, "title", NULL);
  gdct_markup_print(markup, "%s \u00D7 %s: %" G_GUINT64_FORMAT,
                    gdct_matrix_row(heat->matrix, row)->id,
                    gdct_matrix_column(heat->matrix, cell->column)->id,
                    cell->count);
  gdct_markup_close(markup);
  put_box(heat, x, y, heat->cell_width, gdct_heat_fill(level));
  put_number(heat, x + heat->cell_width / 2, y + 15, cell->count,
             gdct_heat_text(level));
  gdct_markup_close(markup);
}

static void put_row(Heat *heat, uint32_t row) {
  Markup *markup = &heat->markup;
  const GdctMatrixLine *line = gdct_matrix_row(heat->matrix, row);
  g_autofree char *label = label_of(heat, line);
  int y = heat->top + (int)row * ROW;
  uint32_t n;
  const GdctMatrixCell *cells = gdct_matrix_cells(heat->matrix, row, &n);

  open_text(heat, MARGIN, y + 15, NULL);
  gdct_markup_line(
      markup, "title",
      gdct_matrix_title(heat->matrix, line, heat->style->language));
  gdct_markup_text(markup, label);
  gdct_markup_close(markup);
  for (uint32_t i = 0; i < n; i++)
    put_cell(heat, row, &cells[i]);
  put_number(heat,
             column_x(heat, gdct_matrix_columns(heat->matrix)) +
                 heat->cell_width / 2,
             y + 15, line->total, NULL);
  gdct_markup_raw(markup, "\n");
}

/* The lines between cells: one path each way. */
static void put_grid(Heat *heat) {
  uint32_t rows = gdct_matrix_rows(heat->matrix);
  uint32_t columns = gdct_matrix_columns(heat->matrix);
  int left = column_x(heat, 0), right = left + (int)columns * heat->cell_width;
  g_autoptr(GString) path = g_string_new(NULL);

  for (uint32_t i = 0; i <= rows; i++)
    g_string_append_printf(path, "M%d %dH%d", left, heat->top + (int)i * ROW,
                           right);
  for (uint32_t i = 0; i <= columns; i++)
    g_string_append_printf(path, "M%d %dV%d", left + (int)i * heat->cell_width,
                           heat->top, heat->top + (int)rows * ROW);
  gdct_markup_open(&heat->markup, "path", "d", path->str, "stroke", "#c8c8c8",
                   "fill", "none", NULL);
  xmlTextWriterEndElement(heat->markup.writer);
  gdct_markup_raw(&heat->markup, "\n");
}

static void put_totals(Heat *heat) {
  uint32_t columns = gdct_matrix_columns(heat->matrix);
  int y = heat->top + (int)gdct_matrix_rows(heat->matrix) * ROW + 19;

  put_words(heat, MARGIN, y, NULL, gdct_word(heat->style->language, "Total"));
  for (uint32_t i = 0; i <= columns; i++)
    put_number(heat, column_x(heat, i) + heat->cell_width / 2, y,
               i < columns ? gdct_matrix_column(heat->matrix, i)->total
                           : gdct_matrix_total(heat->matrix),
               NULL);
  gdct_markup_raw(&heat->markup, "\n");
}

static void put_legend(Heat *heat) {
  int x = MARGIN, y = heat->height - MARGIN - ROW;
  uint64_t least, most;

  for (unsigned level = 1; level <= GDCT_HEAT_LEVELS; level++) {
    g_autofree char *words = NULL;
    int width;
    if (gdct_matrix_filled(heat->matrix) == 0 ||
        !gdct_heat_range(heat->matrix, level, &least, &most))
      continue;
    words = least == most ? g_strdup_printf("%" G_GUINT64_FORMAT, least)
                          : g_strdup_printf("%" G_GUINT64_FORMAT "\u2013"
                                            "%" G_GUINT64_FORMAT,
                                            least, most);
    width = MAX(40, (columns_of(words) + 2) * CHARACTER);
    put_box(heat, x, y, width, gdct_heat_fill(level));
    open_text(heat, x + width / 2, y + 15, "middle");
    gdct_markup_attribute(&heat->markup, "fill", gdct_heat_text(level));
    gdct_markup_text(&heat->markup, words);
    gdct_markup_close(&heat->markup);
    gdct_markup_raw(&heat->markup, "\n");
    x += width;
  }
}

static bool write_svg(GdctMatrix *matrix, const GdctMatrixStyle *style,
                      GdctSink sink, void *data) {
  Heat heat = {.matrix = matrix, .style = style};

  heat.notes = g_ptr_array_new_with_free_func(g_free);
  measure(&heat);
  gdct_markup_begin(&heat.markup, sink, data);
  put_head(&heat);
  put_column_heads(&heat);
  for (uint32_t row = 0; row < gdct_matrix_rows(matrix); row++)
    put_row(&heat, row);
  put_grid(&heat);
  put_totals(&heat);
  put_legend(&heat);
  gdct_markup_close(&heat.markup);
  xmlTextWriterEndDocument(heat.markup.writer);
  g_ptr_array_unref(heat.notes);
  return gdct_markup_end(&heat.markup);
}

const GdctMatrixWriter gdct_matrix_writer_svg = {
    .name = "svg",
    .extension = ".svg",
    .media_type = "image/svg+xml",
    .summary = "a heat map to put into documents",
    .write = write_svg,
};
