/* SPDX-License-Identifier: Apache-2.0 */
/* A matrix is filled row by row: the chains from each, whose ends are looked up
 * among the columns. Only cells that are not empty are kept. */
#include <gdctrace/matrix.h>

#include "base/order.h"
#include "graph/graph.h"
#include "graph/group.h"

#include <string.h>

/* A node that is reached from a row, in one of its columns. */
typedef struct {
  uint32_t column, end;
} Arrival;

struct GdctMatrix {
  const GdctGraph *graph;
  GdctPath *path;
  GdctGroups *groups; /* which columns a node counts in */
  char *by;
  GArray *rows, *columns; /* GdctMatrixLine */
  GArray *cells;          /* GdctMatrixCell, row by row */
  GArray *first;          /* uint32_t: by row its first cell; and the end */
  GArray *shown;          /* uint32_t: by column of groups the one shown now */
  uint64_t total, max;
  uint32_t arrived; /* the node whose chains are known, or GDCT_NONE */
  GdctChains *chains;
  GArray *arrivals; /* Arrival, by column */
  GArray *found;    /* GdctChainStep */
  GArray *steps;    /* GdctStep, of the cell asked for last */
};

/* ---- filling ---- */

static GdctMatrixLine *line_at(GArray *lines, uint32_t index) {
  return &g_array_index(lines, GdctMatrixLine, index);
}

static uint64_t add(uint64_t a, uint64_t b) {
  return MIN(a + MIN(b, (uint64_t)INT64_MAX), (uint64_t)INT64_MAX);
}

static int compare_cells(gconstpointer a, gconstpointer b) {
  const GdctMatrixCell *left = a, *right = b;

  return left->column < right->column ? -1 : left->column > right->column;
}

/* Room that filling needs: by column, the count in the present row; and which
 * nodes were met in any row. */
typedef struct {
  uint64_t *counts;
  uint8_t *met;
} Filling;

/* Counts one reached node in its columns. */
static void count_end(GdctMatrix *matrix, Filling *filling,
                      const GdctChains *chains, uint32_t end,
                      GdctMatrixLine *row) {
  uint32_t node = gdct_chains_node(chains, end), n;
  bool first = !filling->met[node];
  uint64_t ways = matrix->by != NULL ? 1 : gdct_chains_ways(chains, end);
  const uint32_t *columns = gdct_groups_of(matrix->groups, node, &n);

  for (uint32_t i = 0; i < n; i++) {
    GdctMatrixLine *column = line_at(matrix->columns, columns[i]);
    GdctMatrixCell cell = {columns[i], 0};
    if (filling->counts[columns[i]] == 0)
      g_array_append_val(matrix->cells, cell);
    filling->counts[columns[i]] = add(filling->counts[columns[i]], ways);
    if (matrix->by == NULL || first)
      column->total = add(column->total, ways);
  }
  if (n == 0)
    return;
  filling->met[node] = 1;
  row->total = add(row->total, ways);
  if (matrix->by == NULL || first)
    matrix->total = add(matrix->total, ways);
}

static void fill_row(GdctMatrix *matrix, uint32_t index, Filling *filling) {
  GdctMatrixLine *row = line_at(matrix->rows, index);
  guint first = matrix->cells->len;
  GdctMatrixCell *cells;

  if (matrix->chains == NULL)
    matrix->chains = gdct_chains_new(matrix->graph, matrix->path, row->node, 0);
  else
    gdct_chains_restart(matrix->chains, row->node, 0);
  for (uint32_t i = 0; i < gdct_chains_count(matrix->chains); i++)
    count_end(matrix, filling, matrix->chains, i, row);
  row->filled = matrix->cells->len - first;
  if (row->filled == 0)
    return;
  cells = &g_array_index(matrix->cells, GdctMatrixCell, first);
  qsort(cells, row->filled, sizeof *cells, compare_cells);
  for (uint32_t i = 0; i < row->filled; i++) {
    uint64_t *count = &filling->counts[cells[i].column];
    cells[i].count = *count;
    *count = 0;
    matrix->max = MAX(matrix->max, cells[i].count);
    line_at(matrix->columns, cells[i].column)->filled++;
  }
}

static void fill(GdctMatrix *matrix) {
  Filling filling = {g_new0(uint64_t, matrix->columns->len + 1),
                     g_new0(uint8_t, (size_t)matrix->graph->n_nodes + 1)};

  for (guint i = 0; i < matrix->rows->len; i++) {
    g_array_append_val(matrix->first, matrix->cells->len);
    fill_row(matrix, i, &filling);
  }
  g_array_append_val(matrix->first, matrix->cells->len);
  g_free(filling.counts);
  g_free(filling.met);
}

/* ---- making ---- */

static GdctPath *make_path(const GdctGraph *graph, const char *expression,
                           GdctReport *report) {
  GdctPlace nowhere = {NULL, 0, 0};
  GdctPath *path =
      expression == NULL
          ? gdct_path_direct()
          : gdct_path_parse(graph->mapping, expression, nowhere, report);

  if (path == NULL || gdct_chains_are_exact(path))
    return path;
  gdct_report_add(report, "bad-path", nowhere,
                  "the ways along this path cannot be counted: it repeats "
                  "and branches too much");
  gdct_path_free(path);
  return NULL;
}

static GArray *make_rows(const GdctMapping *mapping,
                         const GdctMatrixWish *wish) {
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(GdctMatrixLine));

  for (uint32_t i = 0; i < wish->n_rows; i++) {
    GdctMatrixLine line = {
        wish->rows[i], gdct_id(mapping, (GdctThing){GDCT_NODE, wish->rows[i]}),
        0, 0};
    g_array_append_val(rows, line);
  }
  return rows;
}

GdctMatrix *gdct_matrix_new(const GdctGraph *graph, const GdctMatrixWish *wish,
                            GdctReport *report) {
  GdctMatrix *matrix;
  GdctGroups *groups =
      gdct_groups_new(graph, wish->columns, wish->n_columns, wish->by, report);
  GdctPath *path;

  if (groups == NULL)
    return NULL;
  path = make_path(graph, wish->path, report);
  if (path == NULL) {
    gdct_groups_free(groups);
    return NULL;
  }
  matrix = g_new0(GdctMatrix, 1);
  matrix->graph = graph;
  matrix->path = path;
  matrix->groups = groups;
  matrix->by = g_strdup(wish->by);
  matrix->rows = make_rows(graph->mapping, wish);
  matrix->columns = gdct_groups_lines(groups);
  matrix->cells = g_array_new(FALSE, FALSE, sizeof(GdctMatrixCell));
  matrix->first = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  matrix->shown = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  matrix->arrived = GDCT_NONE;
  matrix->arrivals = g_array_new(FALSE, FALSE, sizeof(Arrival));
  matrix->found = g_array_new(FALSE, FALSE, sizeof(GdctChainStep));
  matrix->steps = g_array_new(FALSE, FALSE, sizeof(GdctStep));
  for (uint32_t i = 0; i < matrix->columns->len; i++)
    g_array_append_val(matrix->shown, i);
  fill(matrix);
  return matrix;
}

void gdct_matrix_free(GdctMatrix *matrix) {
  if (matrix == NULL)
    return;
  gdct_path_free(matrix->path);
  gdct_chains_free(matrix->chains);
  gdct_groups_free(matrix->groups);
  g_free(matrix->by);
  g_array_unref(matrix->rows);
  g_array_unref(matrix->columns);
  g_array_unref(matrix->cells);
  g_array_unref(matrix->first);
  g_array_unref(matrix->shown);
  g_array_unref(matrix->arrivals);
  g_array_unref(matrix->found);
  g_array_unref(matrix->steps);
  g_free(matrix);
}

/* Keeps the lines that are not empty; without them, cells need no change but
 * of the numbers of their columns. */
static void keep_filled(GArray *lines) {
  guint kept = 0;

  for (guint i = 0; i < lines->len; i++)
    if (line_at(lines, i)->filled > 0)
      *line_at(lines, kept++) = *line_at(lines, i);
  g_array_set_size(lines, kept);
}

void gdct_matrix_hide_empty(GdctMatrix *matrix) {
  g_autofree uint32_t *now = g_new0(uint32_t, matrix->columns->len + 1);
  guint kept = 0;

  for (guint i = 0; i < matrix->columns->len; i++) {
    now[i] = line_at(matrix->columns, i)->filled > 0 ? kept++ : GDCT_NONE;
    if (now[i] != GDCT_NONE)
      g_array_index(matrix->shown, uint32_t, now[i]) =
          g_array_index(matrix->shown, uint32_t, i);
  }
  g_array_set_size(matrix->shown, kept);
  for (guint i = 0; i < matrix->cells->len; i++) {
    GdctMatrixCell *cell = &g_array_index(matrix->cells, GdctMatrixCell, i);
    cell->column = now[cell->column];
  }
  kept = 0;
  for (guint i = 0; i < matrix->rows->len; i++)
    if (line_at(matrix->rows, i)->filled > 0)
      g_array_index(matrix->first, uint32_t, kept++) =
          g_array_index(matrix->first, uint32_t, i);
  g_array_index(matrix->first, uint32_t, kept) = matrix->cells->len;
  g_array_set_size(matrix->first, kept + 1);
  keep_filled(matrix->rows);
  keep_filled(matrix->columns);
}

/* ---- asking ---- */

const GdctGraph *gdct_matrix_graph(const GdctMatrix *matrix) {
  return matrix->graph;
}

uint32_t gdct_matrix_rows(const GdctMatrix *matrix) {
  return matrix->rows->len;
}

uint32_t gdct_matrix_columns(const GdctMatrix *matrix) {
  return matrix->columns->len;
}

const GdctMatrixLine *gdct_matrix_row(const GdctMatrix *matrix, uint32_t row) {
  g_assert(row < matrix->rows->len);
  return line_at(matrix->rows, row);
}

const GdctMatrixLine *gdct_matrix_column(const GdctMatrix *matrix,
                                         uint32_t column) {
  g_assert(column < matrix->columns->len);
  return line_at(matrix->columns, column);
}

const char *gdct_matrix_title(const GdctMatrix *matrix,
                              const GdctMatrixLine *line,
                              const char *language) {
  return line->node == GDCT_NONE
             ? ""
             : gdct_title(matrix->graph->mapping,
                          (GdctThing){GDCT_NODE, line->node}, language);
}

const GdctMatrixCell *gdct_matrix_cells(const GdctMatrix *matrix, uint32_t row,
                                        uint32_t *ret_count) {
  g_assert(row < matrix->rows->len);
  *ret_count = line_at(matrix->rows, row)->filled;
  return (const GdctMatrixCell *)(void *)matrix->cells->data +
         g_array_index(matrix->first, uint32_t, row);
}

uint64_t gdct_matrix_count(const GdctMatrix *matrix, uint32_t row,
                           uint32_t column) {
  uint32_t n;
  const GdctMatrixCell *cells = gdct_matrix_cells(matrix, row, &n);
  GdctMatrixCell key = {column, 0};
  const GdctMatrixCell *found =
      n == 0 ? NULL : bsearch(&key, cells, n, sizeof *cells, compare_cells);

  return found != NULL ? found->count : 0;
}

uint32_t gdct_matrix_filled(const GdctMatrix *matrix) {
  return matrix->cells->len;
}

uint64_t gdct_matrix_total(const GdctMatrix *matrix) {
  return matrix->total;
}

uint64_t gdct_matrix_max(const GdctMatrix *matrix) {
  return matrix->max;
}

unsigned gdct_matrix_level(const GdctMatrix *matrix, uint64_t count,
                           unsigned levels) {
  double part;

  if (count == 0)
    return 0;
  if (matrix->max == 1) /* there is nothing to compare */
    return (levels + 1) / 2;
  if (matrix->max <= UINT32_MAX) /* exact */
    return (unsigned)((count * levels + matrix->max - 1) / matrix->max);
  part = (double)count / (double)matrix->max;
  return MIN((unsigned)(part * levels) + 1, levels);
}

/* ---- steps ---- */

/* The same step at different depths stands together, the nearest first. */
static int compare_same(gconstpointer a, gconstpointer b) {
  const GdctChainStep *left = a, *right = b;
  const uint32_t pairs[][2] = {{left->step.link, right->step.link},
                               {left->step.from, right->step.from},
                               {left->step.to, right->step.to},
                               {left->depth, right->depth}};

  for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
    if (pairs[i][0] != pairs[i][1])
      return pairs[i][0] < pairs[i][1] ? -1 : 1;
  return 0;
}

static int compare_depth(gconstpointer a, gconstpointer b) {
  const GdctChainStep *left = a, *right = b;

  if (left->depth != right->depth)
    return left->depth < right->depth ? -1 : 1;
  return compare_same(a, b);
}

/* Sorts what was found, and keeps each step once. */
static void settle(GdctMatrix *matrix) {
  guint kept = 0;

  g_array_sort(matrix->found, compare_same);
  for (guint i = 0; i < matrix->found->len; i++) {
    GdctChainStep *at = &g_array_index(matrix->found, GdctChainStep, i);
    GdctChainStep *last =
        &g_array_index(matrix->found, GdctChainStep, kept > 0 ? kept - 1 : 0);
    if (kept == 0 || at->step.link != last->step.link ||
        at->step.from != last->step.from || at->step.to != last->step.to)
      g_array_index(matrix->found, GdctChainStep, kept++) = *at;
  }
  g_array_set_size(matrix->found, kept);
  g_array_sort(matrix->found, compare_depth);
  g_array_set_size(matrix->steps, 0);
  for (guint i = 0; i < kept; i++)
    g_array_append_val(matrix->steps,
                       g_array_index(matrix->found, GdctChainStep, i).step);
}

static int compare_arrivals(gconstpointer a, gconstpointer b) {
  const Arrival *left = a, *right = b;

  if (left->column != right->column)
    return left->column < right->column ? -1 : 1;
  return left->end < right->end ? -1 : left->end > right->end;
}

/* Walks from a row again, and sorts where it arrives by column. */
static void arrive(GdctMatrix *matrix, uint32_t start) {
  uint32_t n;

  gdct_chains_restart(matrix->chains, start, 0);
  matrix->arrived = start;
  g_array_set_size(matrix->arrivals, 0);
  for (uint32_t i = 0; i < gdct_chains_count(matrix->chains); i++) {
    const uint32_t *columns =
        gdct_groups_of(matrix->groups, gdct_chains_node(matrix->chains, i), &n);
    for (uint32_t c = 0; c < n; c++) {
      Arrival arrival = {columns[c], i};
      g_array_append_val(matrix->arrivals, arrival);
    }
  }
  g_array_sort(matrix->arrivals, compare_arrivals);
}

/* The first arrival in a column, or where it would be. */
static guint first_arrival(const GdctMatrix *matrix, uint32_t column) {
  guint low = 0, high = matrix->arrivals->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(matrix->arrivals, Arrival, middle).column < column)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const GdctStep *gdct_matrix_steps(GdctMatrix *matrix, uint32_t row,
                                  uint32_t column, uint32_t *ret_count) {
  uint32_t start = gdct_matrix_row(matrix, row)->node;
  uint32_t wanted = g_array_index(matrix->shown, uint32_t, column);
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

  if (matrix->arrived != start)
    arrive(matrix, start);
  g_array_set_size(matrix->found, 0);
  for (guint i = first_arrival(matrix, wanted); i < matrix->arrivals->len;
       i++) {
    Arrival arrival = g_array_index(matrix->arrivals, Arrival, i);
    if (arrival.column != wanted)
      break;
    gdct_chains_steps(matrix->chains, arrival.end, seen, matrix->found);
  }
  settle(matrix);
  *ret_count = matrix->steps->len;
  return (const GdctStep *)(void *)matrix->steps->data;
}
