/* SPDX-License-Identifier: Apache-2.0 */
/* A matrix for people at a terminal. */
#ifndef MATRIX_TEXT_H
#define MATRIX_TEXT_H

#include "tool.h"

/* Prints title, table, legend and notes. On a terminal, columns that do not
 * fit go into further tables below. */
void put_matrix_text(FILE *stream, const GdctMatrix *matrix,
                     const GdctMatrixStyle *style);

#endif
