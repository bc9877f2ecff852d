/* SPDX-License-Identifier: Apache-2.0 */
/* A matrix as a workbook (ECMA-376) by libxlsxwriter. Texts are strings,
 * whatever they look like, never formulas; the date inside is fixed, so that
 * the same matrix gives the same bytes. */
#include <gdctrace/report.h>

#include "base/words.h"
#include "write/writers.h"
#include "write/xlsx.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* Limits of the format: UTF-16 units of a text, lines of a sheet, columns. */
#define MAX_TEXT 32767
#define MAX_LINES 1048576
#define MAX_COLUMNS 16384

/* One hue, light enough for black numbers. */
enum { LIGHT = 0xDEEBF7, MIDDLE = 0x9ECAE1, DARK = 0x4292C6 };

/* Rows and columns before the numbers. */
enum { HEADS = 2 };

/* Columns of numbers that can be read on one page. */
enum { PAGE = 30 };

/* As ECMA-376 counts (18.3.1.63, 18.8.1). */
enum { PAPER_A4 = 9, FROM_THE_RIGHT = 2 };

enum { SHEETS = 3 };

typedef struct {
  lxw_workbook *book;
  lxw_worksheet *sheet;    /* where put_text() puts */
  char *names[SHEETS + 1]; /* of the sheets so far */
  lxw_format *bold, *wrapped, *said, *number, *turned;
  GdctMatrix *matrix;
  const GdctMatrixStyle *style;
  const GdctMapping *mapping;
  bool good;
} Xlsx;

/* ---- texts ---- */

/* Spreadsheets read "_x0041_" as "A": the underscore is escaped. */
static char *escape(const char *text) {
  GString *escaped = g_string_sized_new(strlen(text));

  for (const char *at = text; *at != '\0'; at++) {
    bool code = at[0] == '_' && at[1] == 'x';
    for (int i = 2; code && i < 6; i++)
      code = g_ascii_isxdigit(at[i]);
    if (code && at[6] == '_')
      g_string_append(escaped, "_x005F");
    g_string_append_c(escaped, *at);
  }
  return g_string_free(escaped, FALSE);
}

/* Cuts a text that is longer than a cell may be, with a mark. */
static void cut(char **text) {
  static const char mark[] = " \u2026 [cut]";
  char *at = *text, *end = *text;
  char *whole;
  size_t units = 0;

  for (; *at != '\0'; at = g_utf8_next_char(at)) {
    units += g_utf8_get_char(at) > 0xFFFF ? 2 : 1;
    if (units + sizeof mark <= MAX_TEXT)
      end = g_utf8_next_char(at);
  }
  if (units <= MAX_TEXT)
    return;
  *end = '\0';
  whole = g_strconcat(*text, mark, NULL);
  g_free(*text);
  *text = whole;
}

static void put_text(Xlsx *xlsx, uint32_t row, uint32_t column,
                     const char *text, lxw_format *format) {
  g_autofree char *clean = gdct_clean_text(text);
  char *escaped = escape(clean);

  cut(&escaped);
  if (worksheet_write_string(xlsx->sheet, row, (lxw_col_t)column, escaped,
                             format) != LXW_NO_ERROR)
    xlsx->good = false;
  g_free(escaped);
}

static void put_number(Xlsx *xlsx, uint32_t row, uint32_t column,
                       uint64_t number, lxw_format *format) {
  if (worksheet_write_number(xlsx->sheet, row, (lxw_col_t)column,
                             (double)number, format) != LXW_NO_ERROR)
    xlsx->good = false;
}

/* ---- sheets ---- */

static const char *word(const Xlsx *xlsx, const char *msgid) {
  return gdct_word(xlsx->style->language, msgid);
}

/* Goes on to a new sheet, which begins at the right where the language does,
 * and is so many pages wide on paper. */
static void add_sheet(Xlsx *xlsx, const char *title, uint32_t pages) {
  char **name = xlsx->names;

  while (*name != NULL)
    name++;
  *name = gdct_sheet_name(title, (const char *const *)xlsx->names);
  xlsx->sheet = workbook_add_worksheet(xlsx->book, *name);
  if (gdct_is_rtl(xlsx->style->language))
    worksheet_right_to_left(xlsx->sheet);
  worksheet_set_paper(xlsx->sheet, PAPER_A4);
  worksheet_set_landscape(xlsx->sheet);
  worksheet_fit_to_pages(xlsx->sheet, (uint16_t)pages, 0);
}

/* ---- the matrix ---- */

static void put_heads(Xlsx *xlsx) {
  uint32_t columns = gdct_matrix_columns(xlsx->matrix);
  g_autofree char *words = g_strdup_printf(
      gdct_word(xlsx->style->language, "Columns: %s"), xlsx->style->columns);

  put_text(xlsx, 0, 0, xlsx->style->rows, xlsx->bold);
  put_text(xlsx, 0, 1, words, xlsx->bold);
  for (uint32_t i = 0; i < columns; i++) {
    const GdctMatrixLine *line = gdct_matrix_column(xlsx->matrix, i);
    put_text(xlsx, 0, HEADS + i, line->id, xlsx->bold);
    put_text(xlsx, 1, HEADS + i,
             gdct_matrix_title(xlsx->matrix, line, xlsx->style->language),
             xlsx->turned);
  }
  put_text(xlsx, 0, HEADS + columns, word(xlsx, N_("Total")), xlsx->bold);
}

static void put_rows(Xlsx *xlsx) {
  uint32_t rows = gdct_matrix_rows(xlsx->matrix);
  uint32_t columns = gdct_matrix_columns(xlsx->matrix), n;

  for (uint32_t row = 0; row < rows; row++) {
    const GdctMatrixLine *line = gdct_matrix_row(xlsx->matrix, row);
    const GdctMatrixCell *cells = gdct_matrix_cells(xlsx->matrix, row, &n);
    put_text(xlsx, HEADS + row, 0, line->id, xlsx->bold);
    put_text(xlsx, HEADS + row, 1,
             gdct_matrix_title(xlsx->matrix, line, xlsx->style->language),
             xlsx->wrapped);
    for (uint32_t i = 0; i < n; i++)
      put_number(xlsx, HEADS + row, HEADS + cells[i].column, cells[i].count,
                 xlsx->number);
    put_number(xlsx, HEADS + row, HEADS + columns, line->total, xlsx->bold);
  }
  put_text(xlsx, HEADS + rows, 0, word(xlsx, N_("Total")), xlsx->bold);
  for (uint32_t i = 0; i < columns; i++)
    put_number(xlsx, HEADS + rows, HEADS + i,
               gdct_matrix_column(xlsx->matrix, i)->total, xlsx->bold);
  put_number(xlsx, HEADS + rows, HEADS + columns,
             gdct_matrix_total(xlsx->matrix), xlsx->bold);
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
  uint32_t rows = gdct_matrix_rows(xlsx->matrix);
  uint32_t columns = gdct_matrix_columns(xlsx->matrix);
  lxw_conditional_format heat = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                 .min_color = LIGHT,
                                 .max_color = DARK};

  /* TRANSLATORS: names a sheet of a workbook: one kind by another, counted. */
  add_sheet(xlsx, word(xlsx, N_("Matrix")), columns / PAGE + 1);
  put_heads(xlsx);
  put_rows(xlsx);
  worksheet_set_column(xlsx->sheet, 0, 0, 16, NULL);
  worksheet_set_column(xlsx->sheet, 1, 1, title_width(xlsx), NULL);
  if (columns > 0)
    worksheet_set_column(xlsx->sheet, HEADS, (lxw_col_t)(HEADS + columns - 1),
                         7, NULL);
  worksheet_set_row(xlsx->sheet, 1, 150, NULL);
  worksheet_freeze_panes(xlsx->sheet, HEADS, HEADS);
  worksheet_repeat_rows(xlsx->sheet, 0, HEADS - 1);
  worksheet_repeat_columns(xlsx->sheet, 0, HEADS - 1);
  if (rows > 0 && columns > 0 && gdct_matrix_max(xlsx->matrix) > 1)
    worksheet_conditional_format_range(xlsx->sheet, HEADS, HEADS,
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
  GdctThing link = {GDCT_LINK, step->link};
  GdctLinkEnds ends = gdct_link(xlsx->mapping, step->link);
  GdctThing source = {GDCT_SOURCE, piece->source};
  bool sourced = piece->source != GDCT_NONE;
  bool recalled = sourced && is_recalled(xlsx, source);
  g_autofree char *title = g_strconcat(
      sourced ? gdct_title(xlsx->mapping, source, xlsx->style->language) : "",
      recalled ? " " : "", recalled ? word(xlsx, N_("(recalled)")) : "", NULL);
  const char *const cells[] = {
      gdct_matrix_row(xlsx->matrix, row)->id,
      gdct_matrix_column(xlsx->matrix, column)->id,
      gdct_id(xlsx->mapping, (GdctThing){GDCT_NODE, ends.from}),
      gdct_id(xlsx->mapping, (GdctThing){GDCT_RELATION, ends.relation}),
      gdct_id(xlsx->mapping, (GdctThing){GDCT_NODE, ends.to}),
      word(xlsx, gdct_basis_name(ends.basis)),
      /* TRANSLATORS: that a source says so was looked up. */
      word(xlsx, is_recalled(xlsx, link) ? N_("recalled") : N_("verified")),
      title, piece->locator, piece->quote};

  for (uint32_t i = 0; i < G_N_ELEMENTS(cells); i++)
    put_text(xlsx, line, i, cells[i], i >= 7 ? xlsx->wrapped : NULL);
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
    if (pieces == 0 && line < MAX_LINES - 1)
      put_piece(xlsx, line++, row, column, &steps[i], &nothing);
    for (uint32_t p = 0; p < pieces && line < MAX_LINES - 1; p++) {
      GdctEvidence piece = gdct_evidence(xlsx->mapping, link, p);
      put_piece(xlsx, line++, row, column, &steps[i], &piece);
    }
  }
  return line;
}

static void put_evidence(Xlsx *xlsx) {
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

  add_sheet(xlsx, word(xlsx, N_("Evidence")), 1);
  for (uint32_t i = 0; i < G_N_ELEMENTS(heads); i++) {
    put_text(xlsx, 0, i, word(xlsx, heads[i]), xlsx->bold);
    worksheet_set_column(xlsx->sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i],
                         NULL);
  }
  for (uint32_t row = 0; row < gdct_matrix_rows(xlsx->matrix); row++) {
    const GdctMatrixCell *cells = gdct_matrix_cells(xlsx->matrix, row, &n);
    for (uint32_t i = 0; i < n && line < MAX_LINES - 1; i++)
      line = put_cell(xlsx, line, row, cells[i].column);
  }
  if (line == MAX_LINES - 1)
    put_text(xlsx, line, 0,
             word(xlsx, N_("A sheet has no more lines: the rest is cut.")),
             xlsx->bold);
  worksheet_freeze_panes(xlsx->sheet, 1, 0);
  worksheet_repeat_rows(xlsx->sheet, 0, 0);
  worksheet_autofilter(xlsx->sheet, 0, 0, MAX(line, 2) - 1,
                       G_N_ELEMENTS(heads) - 1);
}

static void put_about(Xlsx *xlsx) {
  uint32_t line = 1;

  /* TRANSLATORS: names the sheet that says what a workbook counts. */
  add_sheet(xlsx, word(xlsx, N_("About")), 1);
  worksheet_set_column(xlsx->sheet, 0, 0, 100, NULL);
  put_text(xlsx, 0, 0, xlsx->style->title, xlsx->bold);
  for (size_t i = 0; xlsx->style->notes[i] != NULL; i++)
    put_text(xlsx, line++, 0, xlsx->style->notes[i], xlsx->said);
}

/* ---- the workbook ---- */

/* SOURCE_DATE_EPOCH, or the first of January 2025. */
static time_t creation_date(void) {
  const char *text = g_getenv("SOURCE_DATE_EPOCH");
  guint64 seconds;

  if (text != NULL &&
      g_ascii_string_to_unsigned(text, 10, 1, 253402300799, &seconds, NULL))
    return (time_t)seconds;
  return 1735689600;
}

/* Titles are read as their letters ask for, our own words as their language
 * does, with whatever they begin. */
static void make_formats(Xlsx *xlsx) {
  bool rtl = gdct_is_rtl(gdct_word_language(xlsx->style->language));

  xlsx->bold = workbook_add_format(xlsx->book);
  format_set_bold(xlsx->bold);
  xlsx->said = workbook_add_format(xlsx->book);
  format_set_text_wrap(xlsx->said);
  if (rtl) {
    format_set_reading_order(xlsx->bold, FROM_THE_RIGHT);
    format_set_reading_order(xlsx->said, FROM_THE_RIGHT);
  }
  xlsx->wrapped = workbook_add_format(xlsx->book);
  format_set_text_wrap(xlsx->wrapped);
  format_set_align(xlsx->wrapped, LXW_ALIGN_VERTICAL_TOP);
  xlsx->number = workbook_add_format(xlsx->book);
  format_set_align(xlsx->number, LXW_ALIGN_CENTER);
  if (gdct_matrix_max(xlsx->matrix) <= 1) { /* a scale has no span then */
    format_set_pattern(xlsx->number, LXW_PATTERN_SOLID);
    format_set_fg_color(xlsx->number, MIDDLE);
  }
  xlsx->turned = workbook_add_format(xlsx->book);
  format_set_rotation(xlsx->turned, 90);
  format_set_text_wrap(xlsx->turned);
}

static bool write_book(Xlsx *xlsx, const char *path) {
  g_autofree char *title = gdct_clean_text(xlsx->style->title);
  g_autofree char *short_title = g_utf8_substring(
      title, 0, MIN(g_utf8_strlen(title, -1), 200)); /* at most 255 */
  lxw_doc_properties properties = {.title = short_title,
                                   .created = creation_date()};

  xlsx->book = workbook_new(path);
  if (xlsx->book == NULL)
    return false;
  workbook_set_properties(xlsx->book, &properties);
  make_formats(xlsx);
  xlsx->good = true;
  put_matrix(xlsx);
  put_evidence(xlsx);
  put_about(xlsx);
  xlsx->good = workbook_close(xlsx->book) == LXW_NO_ERROR && xlsx->good;
  for (size_t i = 0; i < SHEETS; i++)
    g_free(xlsx->names[i]);
  return xlsx->good;
}

/* libxlsxwriter writes to a named file only: it gets one of its own, and the
 * bytes go on from there. */
static bool write_xlsx(GdctMatrix *matrix, const GdctMatrixStyle *style,
                       GdctSink sink, void *data) {
  Xlsx xlsx = {.matrix = matrix,
               .style = style,
               .mapping = gdct_graph_mapping(gdct_matrix_graph(matrix))};
  g_autofree char *path = NULL, *bytes = NULL;
  gsize size;
  int file = g_file_open_tmp("gdctrace-XXXXXX.xlsx", &path, NULL);
  bool good;

  if (file < 0)
    return false;
  close(file);
  good = write_book(&xlsx, path) &&
         g_file_get_contents(path, &bytes, &size, NULL) &&
         sink(bytes, size, data);
  g_unlink(path);
  return good;
}

const GdctMatrixWriter gdct_matrix_writer_xlsx = {
    .name = "xlsx",
    .extension = ".xlsx",
    .media_type =
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    .summary = "a workbook: the matrix, and the evidence of every cell",
    .max_columns = MAX_COLUMNS - HEADS - 1,
    .write = write_xlsx,
};
