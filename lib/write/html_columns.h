/* SPDX-License-Identifier: Apache-2.0 */
/* How wide the columns of a table are, by what is in them. */
#ifndef GDCT_WRITE_HTML_COLUMNS_H
#define GDCT_WRITE_HTML_COLUMNS_H

#include "write/document.h"

typedef struct HtmlColumns HtmlColumns;

/* For a table of these columns, whose titles are its first row. */
HtmlColumns *gdct_html_columns_new(const DocColumn *columns, size_t count);
void gdct_html_columns_free(HtmlColumns *columns);

/* A cell of a column begins; a text, or an item of a list, is put into it. */
void gdct_html_columns_cell(HtmlColumns *columns, size_t index);
void gdct_html_columns_text(HtmlColumns *columns, const char *text);
void gdct_html_columns_item(HtmlColumns *columns);

/* The width of each, in hundredths, 100 together: wide enough for its longest
 * word if there is room, and wider the more is in it and the larger the share
 * that its DocColumn asks for. */
void gdct_html_columns_widths(HtmlColumns *columns, unsigned *ret_widths);

#endif
