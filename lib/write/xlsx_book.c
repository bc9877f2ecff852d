/* SPDX-License-Identifier: Apache-2.0 */
#include "write/xlsx_book.h"

#include "base/words.h"
#include "write/xlsx.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* As ECMA-376 counts (18.3.1.63, 18.8.1). */
enum { PAPER_A4 = 9, FROM_THE_RIGHT = 2 };

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
    if (units + sizeof mark <= GDCT_BOOK_TEXT)
      end = g_utf8_next_char(at);
  }
  if (units <= GDCT_BOOK_TEXT)
    return;
  *end = '\0';
  whole = g_strconcat(*text, mark, NULL);
  g_free(*text);
  *text = whole;
}

void gdct_book_text(GdctBook *book, uint32_t row, uint32_t column,
                    const char *text, lxw_format *format) {
  g_autofree char *clean = gdct_clean_text(text);
  char *escaped = escape(clean);

  cut(&escaped);
  if (worksheet_write_string(book->sheet, row, (lxw_col_t)column, escaped,
                             format) != LXW_NO_ERROR)
    book->good = false;
  g_free(escaped);
}

void gdct_book_number(GdctBook *book, uint32_t row, uint32_t column,
                      double number, lxw_format *format) {
  if (worksheet_write_number(book->sheet, row, (lxw_col_t)column, number,
                             format) != LXW_NO_ERROR)
    book->good = false;
}

const char *gdct_book_word(const GdctBook *book, const char *msgid) {
  return gdct_word(book->language, msgid);
}

/* ---- sheets ---- */

void gdct_book_add_sheet(GdctBook *book, const char *title, uint32_t pages) {
  char **name = book->names;

  while (*name != NULL)
    name++;
  *name = gdct_sheet_name(title, (const char *const *)book->names);
  book->sheet = workbook_add_worksheet(book->book, *name);
  if (gdct_is_rtl(book->language))
    worksheet_right_to_left(book->sheet);
  worksheet_set_paper(book->sheet, PAPER_A4);
  worksheet_set_landscape(book->sheet);
  worksheet_fit_to_pages(book->sheet, (uint16_t)pages, 0);
}

void gdct_book_add_about(GdctBook *book, const char *title,
                         const char *const *notes) {
  uint32_t line = 1;

  /* TRANSLATORS: names the sheet that says what a workbook holds. */
  gdct_book_add_sheet(book, gdct_book_word(book, N_("About")), 1);
  worksheet_set_column(book->sheet, 0, 0, 100, NULL);
  gdct_book_text(book, 0, 0, title, book->bold);
  for (size_t i = 0; notes[i] != NULL; i++)
    gdct_book_text(book, line++, 0, notes[i], book->said);
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
static void make_formats(GdctBook *book) {
  bool rtl = gdct_is_rtl(gdct_word_language(book->language));

  book->bold = workbook_add_format(book->book);
  format_set_bold(book->bold);
  book->said = workbook_add_format(book->book);
  format_set_text_wrap(book->said);
  if (rtl) {
    format_set_reading_order(book->bold, FROM_THE_RIGHT);
    format_set_reading_order(book->said, FROM_THE_RIGHT);
  }
  book->wrapped = workbook_add_format(book->book);
  format_set_text_wrap(book->wrapped);
  format_set_align(book->wrapped, LXW_ALIGN_VERTICAL_TOP);
}

static void set_properties(GdctBook *book, const char *title) {
  g_autofree char *clean = gdct_clean_text(title);
  g_autofree char *short_title = g_utf8_substring(
      clean, 0, MIN(g_utf8_strlen(clean, -1), 200)); /* at most 255 */
  lxw_doc_properties properties = {.title = short_title,
                                   .created = creation_date()};

  workbook_set_properties(book->book, &properties);
}

/* libxlsxwriter writes to a named file only: it gets one of its own, and the
 * bytes go on from there. */
bool gdct_book_write(const char *title, const char *language,
                     void (*fill)(GdctBook *book, void *fill_data),
                     void *fill_data, GdctSink sink, void *data) {
  GdctBook book = {.language = language, .good = true};
  g_autofree char *path = NULL, *bytes = NULL;
  gsize size;
  int file = g_file_open_tmp("gdctrace-XXXXXX.xlsx", &path, NULL);

  if (file < 0)
    return false;
  close(file);
  book.book = workbook_new(path);
  if (book.book != NULL) {
    set_properties(&book, title);
    make_formats(&book);
    fill(&book, fill_data);
    book.good = workbook_close(book.book) == LXW_NO_ERROR && book.good &&
                g_file_get_contents(path, &bytes, &size, NULL) &&
                sink(bytes, size, data);
  }
  g_unlink(path);
  for (size_t i = 0; i < GDCT_BOOK_SHEETS; i++)
    g_free(book.names[i]);
  return book.book != NULL && book.good;
}
