/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of texts: CSV, and what LibreOffice makes CSV of. */
#ifndef GDCT_READ_CSV_H
#define GDCT_READ_CSV_H

#include "base/report.h"

#include <glib.h>

#define GDCT_TABLE_MAX_BYTES ((size_t)64 << 20)
#define GDCT_TABLE_MAX_ROWS 1000000u
#define GDCT_TABLE_MAX_COLUMNS 1000u
#define GDCT_TABLE_MAX_CELL 32767 /* characters, as in Excel */

/* A row: its cells from the first on. */
typedef struct {
  uint32_t first, count;
} GdctTableRow;

typedef struct GdctTable {
  char *name;
  GString *text; /* the cells, each ending with NUL */
  GArray *cells; /* uint32_t: where each begins */
  GArray *rows;  /* GdctTableRow */
  bool guessed;  /* not UTF-8: read as Windows-1252 */
} GdctTable;

/* Reads CSV; cells lose white space around them, and the apostrophe that
 * guards a formula. Never NULL: what cannot be read is in the report. Opens no
 * file; linear. */
GdctTable *gdct_csv_read(const char *name, const char *bytes, size_t size,
                         GdctReport *report);

void gdct_csv_free(GdctTable *sheet);

/* A cell, from 1 as people count; "" if the row is shorter. */
const char *gdct_csv_cell(const GdctTable *sheet, uint32_t row,
                          uint32_t column);

/* Whether a row holds nothing. */
bool gdct_csv_row_is_empty(const GdctTable *sheet, uint32_t row);

/* The name of a column, from 1: A, Z, AA. Free with g_free(). */
char *gdct_csv_column_name(uint32_t column);

/* The text as UTF-8 with line breaks LF and without byte order mark; NULL,
 * with a finding, if it is no text. *ret_guessed: it was taken for
 * Windows-1252. Free with g_free(). */
char *gdct_csv_decode(const char *name, const char *bytes, size_t size,
                      size_t *ret_size, bool *ret_guessed, GdctReport *report);

/* Whether these are the bytes of a workbook: XLSX and ODS are ZIP files, XLS
 * is OLE. */
bool gdct_csv_is_workbook(const char *bytes, size_t size);

/* The CSV that LibreOffice makes of sheet @number of a workbook; NULL, with a
 * finding, if it does not. Free with g_free(). */
char *gdct_csv_from_workbook(const char *name, const char *bytes, size_t size,
                             unsigned number, size_t *ret_size,
                             GdctReport *report);

#endif
