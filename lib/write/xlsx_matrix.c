/* SPDX-License-Identifier: Apache-2.0 */
/* A matrix as a workbook: counts, the evidence of each, and what they are. */
#include "base/words.h"
#include "write/writers.h"
#include "write/xlsx_book.h"

#include <glib.h>

/* One hue, light enough for black numbers. */
enum { LIGHT = 0xDEEBF7, MIDDLE = 0x9ECAE1, DARK = 0x4292C6 };

/* Rows and columns before the numbers. */
enum { HEADS = 2 };

/* Columns of numbers that can be read on one page. */
enum { PAGE = 30 };

typedef struct {
  GdctBook *book;
  lxw_format *number, *turned;
  GdctMatrix *matrix;
  const GdctMatrixStyle *style;
  const GdctMapping *mapping;
} Xlsx;

/* ---- the matrix ---- */

static void put_heads(Xlsx *xlsx) {
  GdctBook *book = xlsx->book;
  uint32_t columns = gdct_matrix_columns(xlsx->matrix);
  g_autofree char *words = g_strdup_printf(
      gdct_word(xlsx->style->language, "Columns: %s"), xlsx->style->columns);

  gdct_book_text(book, 0, 0, xlsx->style->rows, book->bold);
  gdct_book_text(book, 0, 1, words, book->bold);
  for (uint32_t i = 0; i < columns; i++) {
    const GdctMatrixLine *line = gdct_matrix_column(xlsx->matrix, i);
    gdct_book_text(book, 0, HEADS + i, line->id, book->bold);
    gdct_book_text(book, 1, HEADS + i,
                   gdct_matrix_title(xlsx->matrix, line, xlsx->style->language),
                   xlsx->turned);
  }
  gdct_book_text(book, 0, HEADS + columns, gdct_book_word(book, N_("Total")),
                 book->bold);
}

static void put_rows(Xlsx *xlsx) {
  GdctBook *book = xlsx->book;
  uint32_t rows = gdct_matrix_rows(xlsx->matrix);
  uint32_t columns = gdct_matrix_columns(xlsx->matrix), n;

  for (uint32_t row = 0; row < rows; row++) {
    const GdctMatrixLine *line = gdct_matrix_row(xlsx->matrix, row);
    const GdctMatrixCell *cells = gdct_matrix_cells(xlsx->matrix, row, &n);
    gdct_book_text(book, HEADS + row, 0, line->id, book->bold);
    gdct_book_text(book, HEADS + row, 1,
                   gdct_matrix_title(xlsx->matrix, line, xlsx->style->language),
                   book->wrapped);
    for (uint32_t i = 0; i < n; i++)
      gdct_book_number(book, HEADS + row, HEADS + cells[i].column,
                       (double)cells[i].count, xlsx->number);
    gdct_book_number(book, HEADS + row, HEADS + columns, (double)line->total,
                     book->bold);
  }
  gdct_book_text(book, HEADS + rows, 0, gdct_book_word(book, N_("Total")),
                 book->bold);
  for (uint32_t i = 0; i < columns; i++)
    gdct_book_number(book, HEADS + rows, HEADS + i,
                     (double)gdct_matrix_column(xlsx->matrix, i)->total,
                     book->bold);
  gdct_book_number(book, HEADS + rows, HEADS + columns,
                   (double)gdct_matrix_total(xlsx->matrix), book->bold);
}

/* Wide enough for most titles of rows; the others are wrapped. */
static double title_width(const Xlsx *xlsx) {
  glong width = 30;

  for (uint32_t i = 0; i < gdct_matrix_rows(xlsx->matrix); i++) {
    const char *title = gdct_matrix_title(
        xlsx->matrix, gdct_matrix_row(xlsx->matrix, i), xlsx->style->language);
    width = MAX(width, g_utf8_strlen(title, -1));
  }
  return (double)MIN(width, 80);
}

static void put_matrix(Xlsx *xlsx) {
  GdctBook *book = xlsx->book;
  uint32_t rows = gdct_matrix_rows(xlsx->matrix);
  uint32_t columns = gdct_matrix_columns(xlsx->matrix);
  lxw_conditional_format heat = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                 .min_color = LIGHT,
                                 .max_color = DARK};

  /* TRANSLATORS: names a sheet of a workbook: one kind by another, counted. */
  gdct_book_add_sheet(book, gdct_book_word(book, N_("Matrix")),
                      columns / PAGE + 1);
  put_heads(xlsx);
  put_rows(xlsx);
  worksheet_set_column(book->sheet, 0, 0, 16, NULL);
  worksheet_set_column(book->sheet, 1, 1, title_width(xlsx), NULL);
  if (columns > 0)
    worksheet_set_column(book->sheet, HEADS, (lxw_col_t)(HEADS + columns - 1),
                         7, NULL);
  worksheet_set_row(book->sheet, 1, 150, NULL);
  worksheet_freeze_panes(book->sheet, HEADS, HEADS);
  worksheet_repeat_rows(book->sheet, 0, HEADS - 1);
  worksheet_repeat_columns(book->sheet, 0, HEADS - 1);
  if (rows > 0 && columns > 0 && gdct_matrix_max(xlsx->matrix) > 1)
    worksheet_conditional_format_range(book->sheet, HEADS, HEADS,
                                       HEADS + rows - 1,
                                       (lxw_col_t)(HEADS + columns - 1), &heat);
}

/* ---- the evidence ---- */

static bool is_recalled(const Xlsx *xlsx, GdctThing thing) {
  return g_strcmp0(gdct_get(xlsx->mapping, thing, "certainty"), "recalled") ==
         0;
}

/* One line: a piece of evidence of a link, or a link without any. */
static void put_piece(Xlsx *xlsx, uint32_t line, uint32_t row, uint32_t column,
                      const GdctStep *step, const GdctEvidence *piece) {
  GdctBook *book = xlsx->book;
  GdctThing link = {GDCT_LINK, step->link};
  GdctLinkEnds ends = gdct_link(xlsx->mapping, step->link);
  GdctThing source = {GDCT_SOURCE, piece->source};
  bool sourced = piece->source != GDCT_NONE;
  bool recalled = sourced && is_recalled(xlsx, source);
  g_autofree char *title = g_strconcat(
      sourced ? gdct_title(xlsx->mapping, source, xlsx->style->language) : "",
      recalled ? " " : "",
      recalled ? gdct_book_word(book, N_("(recalled)")) : "", NULL);
  const char *const cells[] = {
      gdct_matrix_row(xlsx->matrix, row)->id,
      gdct_matrix_column(xlsx->matrix, column)->id,
      gdct_id(xlsx->mapping, (GdctThing){GDCT_NODE, ends.from}),
      gdct_id(xlsx->mapping, (GdctThing){GDCT_RELATION, ends.relation}),
      gdct_id(xlsx->mapping, (GdctThing){GDCT_NODE, ends.to}),
      gdct_book_word(book, gdct_basis_name(ends.basis)),
      /* TRANSLATORS: that a source says so was looked up. */
      gdct_book_word(book,
                     is_recalled(xlsx, link) ? N_("recalled") : N_("verified")),
      title, piece->locator, piece->quote};

  for (uint32_t i = 0; i < G_N_ELEMENTS(cells); i++)
    gdct_book_text(book, line, i, cells[i], i >= 7 ? book->wrapped : NULL);
}

/* The links of one cell. Returns the next free line. */
static uint32_t put_cell(Xlsx *xlsx, uint32_t line, uint32_t row,
                         uint32_t column) {
  uint32_t n;
  const GdctStep *steps = gdct_matrix_steps(xlsx->matrix, row, column, &n);

  for (uint32_t i = 0; i < n; i++) {
    GdctThing link = {GDCT_LINK, steps[i].link};
    GdctEvidence nothing = {GDCT_NONE, "", "", {NULL, 0, 0}};
    uint32_t pieces;
    if (steps[i].link == GDCT_NONE)
      continue; /* part-of carries no evidence */
    pieces = gdct_evidence_count(xlsx->mapping, link);
    if (pieces == 0 && line < GDCT_BOOK_LINES - 1)
      put_piece(xlsx, line++, row, column, &steps[i], &nothing);
    for (uint32_t p = 0; p < pieces && line < GDCT_BOOK_LINES - 1; p++) {
      GdctEvidence piece = gdct_evidence(xlsx->mapping, link, p);
      put_piece(xlsx, line++, row, column, &steps[i], &piece);
    }
  }
  return line;
}

static void put_evidence(Xlsx *xlsx) {
  GdctBook *book = xlsx->book;
  static const char *const heads[] = {
      N_("Row"), N_("Column"),
      /* TRANSLATORS: heads a column: the id of what a link begins at. */
      N_("From"),
      /* TRANSLATORS: heads a column: "implemented-through", "supports". */
      N_("Relation"),
      /* TRANSLATORS: heads a column: the id of what a link ends at. */
      N_("To"),
      /* TRANSLATORS: heads a column: "stated", "derived", "proposed". */
      N_("Basis"),
      /* TRANSLATORS: heads a column: "verified", "recalled". */
      N_("Certainty"), N_("Source"),
      /* TRANSLATORS: heads a column: where in a document, as "p. 3". */
      N_("Locator"),
      /* TRANSLATORS: heads a column: the words of a document. */
      N_("Quote")};
  static const double widths[] = {16, 16, 24, 18, 16, 10, 10, 40, 28, 70};
  uint32_t line = 1, n;

  gdct_book_add_sheet(book, gdct_book_word(book, N_("Evidence")), 1);
  for (uint32_t i = 0; i < G_N_ELEMENTS(heads); i++) {
    gdct_book_text(book, 0, i, gdct_book_word(book, heads[i]), book->bold);
    worksheet_set_column(book->sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i],
                         NULL);
  }
  for (uint32_t row = 0; row < gdct_matrix_rows(xlsx->matrix); row++) {
    const GdctMatrixCell *cells = gdct_matrix_cells(xlsx->matrix, row, &n);
    for (uint32_t i = 0; i < n && line < GDCT_BOOK_LINES - 1; i++)
      line = put_cell(xlsx, line, row, cells[i].column);
  }
  if (line == GDCT_BOOK_LINES - 1)
    gdct_book_text(
        book, line, 0,
        gdct_book_word(book, N_("A sheet has no more lines: the rest is cut.")),
        book->bold);
  worksheet_freeze_panes(book->sheet, 1, 0);
  worksheet_repeat_rows(book->sheet, 0, 0);
  worksheet_autofilter(book->sheet, 0, 0, MAX(line, 2) - 1,
                       G_N_ELEMENTS(heads) - 1);
}

/* ---- the workbook ---- */

static void make_formats(Xlsx *xlsx) {
  lxw_workbook *book = xlsx->book->book;

  xlsx->number = workbook_add_format(book);
  format_set_align(xlsx->number, LXW_ALIGN_CENTER);
  if (gdct_matrix_max(xlsx->matrix) <= 1) { /* a scale has no span then */
    format_set_pattern(xlsx->number, LXW_PATTERN_SOLID);
    format_set_fg_color(xlsx->number, MIDDLE);
  }
  xlsx->turned = workbook_add_format(book);
  format_set_rotation(xlsx->turned, 90);
  format_set_text_wrap(xlsx->turned);
}

static void fill(GdctBook *book, void *data) {
  Xlsx *xlsx = data;

  xlsx->book = book;
  make_formats(xlsx);
  put_matrix(xlsx);
  put_evidence(xlsx);
  gdct_book_add_about(book, xlsx->style->title, xlsx->style->notes);
}

static bool write_xlsx(GdctMatrix *matrix, const GdctMatrixStyle *style,
                       GdctSink sink, void *data) {
  Xlsx xlsx = {.matrix = matrix,
               .style = style,
               .mapping = gdct_graph_mapping(gdct_matrix_graph(matrix))};

  return gdct_book_write(style->title, style->language, fill, &xlsx, sink,
                         data);
}

const GdctMatrixWriter gdct_matrix_writer_xlsx = {
    .name = "xlsx",
    .extension = ".xlsx",
    .media_type =
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    .summary = "a workbook: the matrix, and the evidence of every cell",
    .max_columns = GDCT_BOOK_COLUMNS - HEADS - 1,
    .write = write_xlsx,
};
