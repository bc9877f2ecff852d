/* SPDX-License-Identifier: Apache-2.0 */
/* What our workbooks (ECMA-376) share, on libxlsxwriter. Texts are strings,
 * whatever they look like, never formulas; the date inside is fixed, so that
 * the same content gives the same bytes. */
#ifndef GDCT_WRITE_XLSX_BOOK_H
#define GDCT_WRITE_XLSX_BOOK_H

#include <gdctrace/report.h>

#include <stdbool.h>
#include <stdint.h>
#include <xlsxwriter.h>

/* Limits of the format: UTF-16 units of a text, lines of a sheet, columns. */
#define GDCT_BOOK_TEXT 32767
#define GDCT_BOOK_LINES 1048576
#define GDCT_BOOK_COLUMNS 16384

enum { GDCT_BOOK_SHEETS = 3 };

typedef struct {
  const char *language; /* of our words; where sheets begin */
  lxw_workbook *book;
  lxw_worksheet *sheet;              /* the last one */
  char *names[GDCT_BOOK_SHEETS + 1]; /* of the sheets so far */
  lxw_format *bold, *said, *wrapped; /* said: sentences of ours */
  bool good;                         /* false once something failed */
} GdctBook;

/* Writes a workbook that @fill fills, to a temporary file and from there to
 * the sink; false if one of them failed. @title is said in its properties. */
bool gdct_book_write(const char *title, const char *language,
                     void (*fill)(GdctBook *book, void *fill_data),
                     void *fill_data, GdctSink sink, void *data);

/* Goes on to a new sheet, which begins at the right where the language does,
 * and is so many pages wide on paper. */
void gdct_book_add_sheet(GdctBook *book, const char *title, uint32_t pages);

/* Adds the sheet that says what the others hold. @notes ends with NULL. */
void gdct_book_add_about(GdctBook *book, const char *title,
                         const char *const *notes);

/* Puts a text into a cell of the last sheet: clean, and if it is longer than a
 * cell may be, cut with a mark. @format may be NULL. */
void gdct_book_text(GdctBook *book, uint32_t row, uint32_t column,
                    const char *text, lxw_format *format);
void gdct_book_number(GdctBook *book, uint32_t row, uint32_t column,
                      double number, lxw_format *format);

/* Our word in its language. */
const char *gdct_book_word(const GdctBook *book, const char *msgid)
    __attribute__((format_arg(2)));

#endif
