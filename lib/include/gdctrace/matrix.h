/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file matrix.h
 * @brief How often rows and columns are joined: a matrix over a graph.
 *
 * A cell counts the links between its two nodes or, along a path, the shortest
 * ways from the row to the column: different chains of links. Columns can also
 * be the values of an attribute; a cell then counts the nodes with that value
 * which the row reaches.
 */
#ifndef GDCTRACE_MATRIX_H
#define GDCTRACE_MATRIX_H

#include <gdctrace/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct GdctMatrix GdctMatrix;

/** What to put into a matrix. */
typedef struct {
  const uint32_t *rows; /**< nodes, in the order wanted */
  uint32_t n_rows;
  const uint32_t *columns; /**< nodes, in the order wanted */
  uint32_t n_columns;
  const char *path; /**< from rows to columns; NULL: direct links, either way */
  const char *by; /**< group the column nodes by the values of this key; "kind"
                       and "part-of" too; NULL: each stands for itself */
} GdctMatrixWish;

/** A row or a column. */
typedef struct {
  uint32_t node;   /**< GDCT_NONE: a value */
  const char *id;  /**< of the node, else the value; "(none)": of nodes without
                        one */
  uint32_t filled; /**< how many of its cells are */
  uint64_t total;  /**< the sum of its cells; with by, the different nodes
                        reached, since one may have several values */
} GdctMatrixLine;

/** A cell that is not empty. */
typedef struct {
  uint32_t column;
  uint64_t count;
} GdctMatrixCell;

/**
 * Makes a matrix. One search a row: linear in the links that the path meets;
 * memory for the cells that are not empty, and for the longest search.
 *
 * @return NULL, with a bad-path or bad-filter finding, if wish->path is no path
 * or wish->by no key of nodes. Points into the graph's mapping; free with
 * gdct_matrix_free().
 */
GDCT_API GdctMatrix *gdct_matrix_new(const GdctGraph *graph,
                                     const GdctMatrixWish *wish,
                                     GdctReport *report);
GDCT_API void gdct_matrix_free(GdctMatrix *matrix);

/** Takes empty rows and columns out. Linear. */
GDCT_API void gdct_matrix_hide_empty(GdctMatrix *matrix);

GDCT_API const GdctGraph *gdct_matrix_graph(const GdctMatrix *matrix);

/** The rows and columns. O(1). */
GDCT_API uint32_t gdct_matrix_rows(const GdctMatrix *matrix);
GDCT_API uint32_t gdct_matrix_columns(const GdctMatrix *matrix);
GDCT_API const GdctMatrixLine *gdct_matrix_row(const GdctMatrix *matrix,
                                               uint32_t row);
GDCT_API const GdctMatrixLine *gdct_matrix_column(const GdctMatrix *matrix,
                                                  uint32_t column);

/** The title of a row or column in a language, as gdct_title() chooses it; of
 * a value "". */
GDCT_API const char *gdct_matrix_title(const GdctMatrix *matrix,
                                       const GdctMatrixLine *line,
                                       const char *language);

/** The cells of a row that are not empty, by column. O(1). */
GDCT_API const GdctMatrixCell *
gdct_matrix_cells(const GdctMatrix *matrix, uint32_t row, uint32_t *ret_count);

/** The count of a cell, 0 if it is empty. O(log columns). */
GDCT_API uint64_t gdct_matrix_count(const GdctMatrix *matrix, uint32_t row,
                                    uint32_t column);

/** How many cells are filled, the sum of all (with by, the different nodes
 * reached by any row), and the largest count. O(1). */
GDCT_API uint32_t gdct_matrix_filled(const GdctMatrix *matrix);
GDCT_API uint64_t gdct_matrix_total(const GdctMatrix *matrix);
GDCT_API uint64_t gdct_matrix_max(const GdctMatrix *matrix);

/** The heat of a count in @p levels steps of equal width up to the largest: 1
 * to @p levels, and 0 of 0; the middle one if no count is above 1. */
GDCT_API unsigned gdct_matrix_level(const GdctMatrix *matrix, uint64_t count,
                                    unsigned levels);

/**
 * The steps of all the ways that a cell counts, each once, in walking order and
 * then in reading order. Cells of one row after the other cost one search more
 * a row, and each a sort of what it has; the array belongs to the matrix until
 * the next call.
 */
GDCT_API const GdctStep *gdct_matrix_steps(GdctMatrix *matrix, uint32_t row,
                                           uint32_t column,
                                           uint32_t *ret_count);

#ifdef __cplusplus
}
#endif
#endif
