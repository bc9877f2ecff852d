/* SPDX-License-Identifier: Apache-2.0 */
#include "matrix_text.h"

#include <string.h>

/* Columns of text: of a heading that names its node by itself, of a row's
 * title, of ids; and the longest list of columns that is printed unasked. */
enum {
  MAX_HEAD = 8,
  MIN_TITLE = 16,
  MAX_TITLE = 40,
  MAX_ID = 30,
  MAX_KEY = 40
};

/* Shades, light to full; the number stands beside. */
static const char *const shades[] = {"\u00B7", "\u2591", "\u2592", "\u2593",
                                     "\u2588"};
enum { LEVELS = G_N_ELEMENTS(shades) - 1 };

typedef struct {
  FILE *stream;
  const GdctMatrix *matrix;
  const GdctMatrixStyle *style;
  size_t prefix;              /* of column ids, which headings leave out */
  bool numbered;              /* headings are numbers, explained below */
  int id, title, cell, total; /* widths */
} Table;

static int width_of(const char *text) {
  int width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
    width += char_width(g_utf8_get_char(at));
  return width;
}

/* Prints a text in @width columns, cut if it is longer. */
static void put_cut(FILE *stream, const char *text, int width) {
  g_autofree char *clean = gdct_clean_text(text);
  const char *at = clean;
  int room = width;

  if (width_of(clean) <= width) {
    fprintf(stream, "%s%*s", clean, width - width_of(clean), "");
    return;
  }
  for (room--; *at != '\0'; at = g_utf8_next_char(at)) {
    int wide = char_width(g_utf8_get_char(at));
    if (wide > room)
      break;
    room -= wide;
  }
  fprintf(stream, "%.*s\u2026%*s", (int)(at - clean), clean, room, "");
}

static void put_right(FILE *stream, const char *text, int width) {
  fprintf(stream, "%*s%s", MAX(width - width_of(text), 0), "", text);
}

/* ---- measures ---- */

/* Whether columns are nodes, which have titles; else they are values. */
static bool names_nodes(const GdctMatrix *matrix) {
  return gdct_matrix_columns(matrix) > 0 &&
         gdct_matrix_column(matrix, 0)->node != GDCT_NONE;
}

/* How much of the ids of columns is the same up to a full stop. */
static size_t common_prefix(const GdctMatrix *matrix) {
  uint32_t n = gdct_matrix_columns(matrix);
  const char *first = n > 0 ? gdct_matrix_column(matrix, 0)->id : "";
  const char *stop = strchr(first, '.');
  size_t length = stop != NULL ? (size_t)(stop - first) + 1 : 0;

  if (!names_nodes(matrix))
    return 0;
  for (uint32_t i = 0; i < n && length > 0; i++) {
    const char *id = gdct_matrix_column(matrix, i)->id;
    if (strncmp(id, first, length) != 0 || id[length] == '\0')
      return 0;
  }
  return length;
}

/* The heading of a column. Free with g_free(). */
static char *heading(const Table *table, uint32_t column) {
  if (table->numbered)
    return g_strdup_printf("%u", column + 1);
  return gdct_clean_text(gdct_matrix_column(table->matrix, column)->id +
                         table->prefix);
}

static int digits(uint64_t number) {
  int count = 1;

  for (; number >= 10; number /= 10)
    count++;
  return count;
}

static void measure(Table *table) {
  const GdctMatrix *matrix = table->matrix;
  int title = 0, screen = output_width(table->stream), left;
  uint32_t columns = gdct_matrix_columns(matrix);
  uint64_t most = gdct_matrix_max(matrix);

  table->prefix = common_prefix(matrix);
  for (uint32_t i = 0; i < columns; i++) {
    g_autofree char *head = heading(table, i);
    if (width_of(head) > MAX_HEAD)
      table->numbered = names_nodes(matrix) || columns > 12;
    most = MAX(most, gdct_matrix_column(matrix, i)->total);
  }
  table->cell = digits(most) + 1;
  for (uint32_t i = 0; i < columns; i++) {
    g_autofree char *head = heading(table, i);
    table->cell = MAX(table->cell, width_of(head));
  }
  table->total = MAX(5, digits(gdct_matrix_total(matrix)));
  table->id = 5;
  for (uint32_t i = 0; i < gdct_matrix_rows(matrix); i++) {
    const GdctMatrixLine *line = gdct_matrix_row(matrix, i);
    g_autofree char *words = gdct_clean_text(
        gdct_matrix_title(matrix, line, table->style->language));
    table->id = MAX(table->id, (int)strlen(line->id));
    title = MAX(title, width_of(words));
  }
  table->id = MIN(table->id, MAX_ID);
  table->title = MIN(title, MAX_TITLE);
  left = screen - table->id - 2 - table->total - 1 -
         (int)MIN(columns, 1000) * (table->cell + 1);
  if (screen > 0) /* titles give way to numbers */
    table->title = CLAMP(left, MIN(MIN_TITLE, table->title), table->title);
}

/* ---- the table ---- */

/* Columns @first to before @end; @sums: and the total of each row. */
static void put_part(const Table *table, uint32_t first, uint32_t end,
                     bool sums) {
  const GdctMatrix *matrix = table->matrix;
  FILE *stream = table->stream;
  uint64_t most = gdct_matrix_max(matrix); /* ones alone need no shade */
  char number[24];

  fprintf(stream, "\n%*s", table->id + 2 + table->title, "");
  for (uint32_t i = first; i < end; i++) {
    g_autofree char *head = heading(table, i);
    putc(' ', stream);
    put_right(stream, head, table->cell);
  }
  if (sums)
    fprintf(stream, " %*s", table->total, "Total");
  putc('\n', stream);
  for (uint32_t row = 0; row < gdct_matrix_rows(matrix); row++) {
    const GdctMatrixLine *line = gdct_matrix_row(matrix, row);
    put_cut(stream, line->id, table->id);
    fputs("  ", stream);
    put_cut(stream, gdct_matrix_title(matrix, line, table->style->language),
            table->title);
    for (uint32_t i = first; i < end; i++) {
      uint64_t count = gdct_matrix_count(matrix, row, i);
      g_snprintf(number, sizeof number, "%s%" G_GUINT64_FORMAT,
                 most > 1 ? shades[gdct_matrix_level(matrix, count, LEVELS)]
                          : "",
                 count);
      putc(' ', stream);
      put_right(stream, count > 0 ? number : shades[0], table->cell);
    }
    if (sums)
      fprintf(stream, " %*" G_GUINT64_FORMAT, table->total, line->total);
    putc('\n', stream);
  }
  fprintf(stream, "%-*s  %*s", table->id, "Total", table->title, "");
  for (uint32_t i = first; i < end; i++)
    fprintf(stream, " %*" G_GUINT64_FORMAT, table->cell,
            gdct_matrix_column(matrix, i)->total);
  if (sums)
    fprintf(stream, " %*" G_GUINT64_FORMAT, table->total,
            gdct_matrix_total(matrix));
  putc('\n', stream);
}

/* How many columns of numbers fit. */
static uint32_t columns_that_fit(const Table *table) {
  int screen = output_width(table->stream), room;

  if (screen == 0)
    return UINT32_MAX;
  room = screen - table->id - 2 - table->title - table->total - 1;
  return (uint32_t)MAX(room / (table->cell + 1), 1);
}

static void put_table(const Table *table) {
  uint32_t columns = gdct_matrix_columns(table->matrix);
  uint32_t fit = columns_that_fit(table);

  for (uint32_t first = 0; first < columns;) {
    uint32_t end = columns - first > fit ? first + fit : columns;
    put_part(table, first, end, end == columns);
    first = end;
  }
}

/* ---- below the table ---- */

static void put_legend(const Table *table) {
  uint64_t max = gdct_matrix_max(table->matrix);
  const char *before = "";

  if (max < 2 || max > UINT32_MAX)
    return;
  fprintf(table->stream, "\n%s none", shades[0]);
  for (unsigned level = 1; level <= LEVELS; level++) {
    uint64_t least = (level - 1) * max / LEVELS + 1;
    uint64_t most = level * max / LEVELS;
    if (least > most)
      continue;
    fprintf(table->stream, "  %s%s %" G_GUINT64_FORMAT, before, shades[level],
            least);
    if (most > least)
      fprintf(table->stream, " to %" G_GUINT64_FORMAT, most);
  }
  putc('\n', table->stream);
}

/* What the headings stand for. */
static void put_key(const Table *table) {
  uint32_t columns = gdct_matrix_columns(table->matrix);
  int width = 0;

  if (!names_nodes(table->matrix) && !table->numbered)
    return;
  if (!table->numbered && columns > MAX_KEY) {
    putc('\n', table->stream);
    put_wrapped(table->stream, 0, 0,
                "The columns are %s to %s; 'gdctrace list' has their "
                "titles, and so have the HTML and XLSX formats.",
                gdct_matrix_column(table->matrix, 0)->id,
                gdct_matrix_column(table->matrix, columns - 1)->id);
    return;
  }
  fputs("\nColumns\n", table->stream);
  for (uint32_t i = 0; i < columns; i++) {
    g_autofree char *head = heading(table, i);
    width = MAX(width, width_of(head));
  }
  for (uint32_t i = 0; i < columns; i++) {
    const GdctMatrixLine *line = gdct_matrix_column(table->matrix, i);
    g_autofree char *head = heading(table, i);
    put_wrapped(table->stream, 2, width + 4, "%*s%s  %s%s%s",
                width - width_of(head), "", head,
                table->numbered ? line->id : "",
                table->numbered && line->node != GDCT_NONE ? "  " : "",
                gdct_matrix_title(table->matrix, line, table->style->language));
  }
}

void put_matrix_text(FILE *stream, const GdctMatrix *matrix,
                     const GdctMatrixStyle *style) {
  Table table = {.stream = stream, .matrix = matrix, .style = style};

  put_wrapped(stream, 0, 2, "%s", style->title);
  measure(&table);
  put_table(&table);
  put_legend(&table);
  put_key(&table);
  putc('\n', stream);
  for (size_t i = 0; style->notes[i] != NULL; i++)
    put_wrapped(stream, 0, 2, "%s", style->notes[i]);
}
