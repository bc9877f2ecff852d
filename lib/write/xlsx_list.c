/* SPDX-License-Identifier: Apache-2.0 */
/* A list as a workbook, for those who sort, filter and add to it there. */
#include "write/writers.h"
#include "write/xlsx_book.h"

#include "base/words.h"

#include <glib.h>

G_STATIC_ASSERT(GDCT_LIST_MAX_NODES == GDCT_BOOK_LINES - 1);
G_STATIC_ASSERT(GDCT_LIST_MAX_COLUMNS == GDCT_BOOK_COLUMNS);

/* Columns are as wide as what is in them, within bounds; beyond, texts are
 * wrapped. A heading shares its cell with the button of the filter. */
enum { MIN_WIDTH = 8, MAX_WIDTH = 60, PADDING = 2, BUTTON = 4 };

/* Points: of a line, and of the highest row there is. Excel alone would find
 * the height of a row itself; LibreOffice takes this one for granted. */
enum { LINE = 15, MAX_HEIGHT = 409, MAX_WRAPPED = MAX_HEIGHT / LINE + 1 };

/* Old spreadsheets show no longer text of a cell of texts. */
enum { PLAIN = 255 };

/* As ECMA-376 counts (18.8.30): "@". */
enum { AS_TEXT = 49 };

typedef struct {
  GdctBook *book;
  const GdctList *list;
  lxw_format *head, *text, *number;
  int *widths; /* of the columns so far */
} Sheet;

/* How many digits wide a text is, as far as a cell can show it. */
static int width_of(const char *text) {
  int width = 0;

  for (; *text != '\0' && width < MAX_WIDTH * MAX_WRAPPED;
       text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    width += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
  }
  return width;
}

static void widen(Sheet *sheet, size_t column, int width) {
  sheet->widths[column] = CLAMP(width, sheet->widths[column], (int)MAX_WIDTH);
}

/* A text that is typed into again stays one: it does not become the date or
 * formula that it looks like. */
static void make_formats(Sheet *sheet) {
  lxw_workbook *book = sheet->book->book;

  sheet->head = workbook_add_format(book);
  format_set_bold(sheet->head);
  format_set_text_wrap(sheet->head);
  sheet->text = workbook_add_format(book);
  format_set_text_wrap(sheet->text);
  format_set_align(sheet->text, LXW_ALIGN_VERTICAL_TOP);
  format_set_num_format_index(sheet->text, AS_TEXT);
  sheet->number = workbook_add_format(book);
  format_set_align(sheet->number, LXW_ALIGN_VERTICAL_TOP);
}

/* Returns how many lines its text takes. */
static int put_cell(Sheet *sheet, uint32_t row, uint32_t column,
                    const GdctCell *cell) {
  g_autoptr(GString) text = g_string_new(NULL);
  int width;

  for (uint32_t i = 0; i < cell->count; i++)
    g_string_append_printf(text, "%s%s", i > 0 ? "; " : "", cell->texts[i]);
  width = width_of(text->str) + PADDING;
  widen(sheet, column, width);
  if (cell->numeric)
    gdct_book_number(sheet->book, row, column, g_ascii_strtod(text->str, NULL),
                     sheet->number);
  else if (text->len > 0)
    gdct_book_text(sheet->book, row, column, text->str,
                   text->len <= PLAIN ? sheet->text : sheet->book->wrapped);
  return (width + MAX_WIDTH - 1) / MAX_WIDTH;
}

static void put_rows(Sheet *sheet) {
  const GdctList *list = sheet->list;

  for (uint32_t i = 0; i < list->n_columns; i++) {
    sheet->widths[i] = MIN_WIDTH;
    widen(sheet, i, width_of(list->heads[i]) + BUTTON);
    gdct_book_text(sheet->book, 0, i, list->heads[i], sheet->head);
  }
  for (uint32_t row = 0; row < list->n_nodes; row++) {
    int lines = 1;
    for (uint32_t i = 0; i < list->n_columns; i++) {
      GdctCell cell = gdct_column_cell(list->columns[i], list->nodes[row]);
      lines = MAX(lines, put_cell(sheet, row + 1, i, &cell));
    }
    if (lines > 1)
      worksheet_set_row(sheet->book->sheet, row + 1,
                        MIN(lines * LINE, MAX_HEIGHT), NULL);
  }
}

/* What Excel offers and warns of: a text of digits, such as a year, is no
 * mistake. */
static void arrange(const Sheet *sheet) {
  lxw_worksheet *worksheet = sheet->book->sheet;
  lxw_row_t last_row = (lxw_row_t)MAX(sheet->list->n_nodes, 1);
  lxw_col_t last_column = (lxw_col_t)(sheet->list->n_columns - 1);
  char range[LXW_MAX_CELL_RANGE_LENGTH];

  for (lxw_col_t i = 0; i <= last_column; i++)
    worksheet_set_column(worksheet, i, i, sheet->widths[i], NULL);
  worksheet_freeze_panes(worksheet, 1, 0);
  worksheet_repeat_rows(worksheet, 0, 0);
  worksheet_autofilter(worksheet, 0, 0, last_row, last_column);
  lxw_rowcol_to_range(range, 1, 0, last_row, last_column);
  worksheet_ignore_errors(worksheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range);
}

static const char *title_of(const GdctList *list) {
  /* TRANSLATORS: names a sheet of a workbook, if there is no better name. */
  return list->title != NULL ? list->title : gdct_word(list->language, "List");
}

static void fill(GdctBook *book, void *data) {
  const GdctList *list = data;
  g_autofree int *widths = g_new(int, list->n_columns);
  Sheet sheet = {.book = book, .list = list, .widths = widths};

  make_formats(&sheet);
  gdct_book_add_sheet(book, title_of(list), 1);
  put_rows(&sheet);
  arrange(&sheet);
  if (list->says_links) {
    g_autofree char *note =
        gdct_words_of_links(list->graph, list->as_of, list->language);
    gdct_book_add_about(book, title_of(list),
                        (const char *const[]){note, NULL});
  }
}

bool gdct_list_write_xlsx(const GdctList *list, GdctSink sink, void *data) {
  if (list->n_nodes > GDCT_LIST_MAX_NODES || list->n_columns == 0 ||
      list->n_columns > GDCT_LIST_MAX_COLUMNS)
    return false;
  return gdct_book_write(title_of(list), list->language, fill, (void *)list,
                         sink, data);
}
