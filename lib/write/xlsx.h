/* SPDX-License-Identifier: Apache-2.0 */
/* What workbooks need beside libxlsxwriter. */
#ifndef GDCT_WRITE_XLSX_H
#define GDCT_WRITE_XLSX_H

/* A name that spreadsheets take for a sheet, as near to @text as can be: 1 to
 * 31 UTF-16 units without []:*?/\ and apostrophes, and none of @taken, which
 * ends with NULL, whatever its case. Free with g_free(). */
char *gdct_sheet_name(const char *text, const char *const *taken);

#endif
