/* SPDX-License-Identifier: Apache-2.0 */
/* Aligned columns of text. */
#ifndef TABLE_H
#define TABLE_H

#include "tool.h"

/* The text of one cell, to be freed with g_free(). */
typedef char *(*TableCell)(size_t row, size_t column, void *data);

/* Prints rows of cells in columns. On a terminal what is wider than it is cut,
 * with an ellipsis, the widest columns first and the first column last;
 * elsewhere nothing is. @cell is asked for every cell twice.
 *
 * @headings: a line above, or NULL */
void put_table(FILE *stream, const char *const *headings, size_t n_columns,
               size_t n_rows, TableCell cell, void *data);

#endif
