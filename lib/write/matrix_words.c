/* SPDX-License-Identifier: Apache-2.0 */
/* What stands around a matrix: its title, and sentences on what it counts. */
#include "base/words.h"
#include "write/writers.h"

#include <glib.h>
#include <string.h>

/* So many empty rows or columns are named in sentences. */
#define MAX_NAMED 200

static const char *kind_words(const GdctMatrix *matrix, const char *id,
                              const char *language) {
  const GdctMapping *mapping = gdct_graph_mapping(gdct_matrix_graph(matrix));
  GdctThing kind = {GDCT_KIND, gdct_find(mapping, GDCT_KIND, id)};
  const char *words = gdct_text(mapping, kind, "plural", language);

  return words != NULL ? words : gdct_title(mapping, kind, language);
}

static char *what_is_counted(const GdctMatrix *matrix,
                             const GdctMatrixQuestion *asked) {
  const char *language = asked->words;
  const char *columns = kind_words(matrix, asked->column_kind, asked->language);

  if (asked->by != NULL && asked->path != NULL)
    return g_strdup_printf(
        gdct_word(language,
                  "A cell counts the %s that its row reaches by the path %s, "
                  "by their %s. One with several values counts in each column, "
                  "but once in totals."),
        columns, asked->path, asked->by);
  if (asked->by != NULL)
    return g_strdup_printf(
        gdct_word(language,
                  "A cell counts the %s that its row reaches by one link, "
                  "whichever way it points, by their %s. One with several "
                  "values counts in each column, but once in totals."),
        columns, asked->by);
  if (asked->path != NULL)
    return g_strdup_printf(
        gdct_word(language,
                  "A cell counts the shortest ways from its row to its column "
                  "by the path %s: different chains of links."),
        asked->path);
  return g_strdup(gdct_word(language,
                            "A cell counts the links between its row and its "
                            "column, whichever way they point."));
}

char *gdct_words_of_links(const GdctGraph *graph, const char *as_of,
                          const char *language) {
  unsigned bases = gdct_graph_bases(graph);
  g_autoptr(GString) names = g_string_new(NULL);

  for (GdctBasis basis = GDCT_STATED; basis <= GDCT_PROPOSED; basis++)
    if (bases >> basis & 1)
      g_string_append_printf(names, "%s%s",
                             names->len > 0 ? gdct_comma(language) : "",
                             gdct_word(language, gdct_basis_name(basis)));
  return as_of == NULL
             ? g_strdup_printf(gdct_word(language, "Links followed: %s."),
                               names->str)
             : g_strdup_printf(
                   gdct_word(language, "Links followed: %s; as of %s."),
                   names->str, as_of);
}

static char *how_much(const GdctMatrix *matrix, const char *language) {
  uint32_t n_rows = gdct_matrix_rows(matrix);
  uint32_t n_columns = gdct_matrix_columns(matrix);
  g_autofree char *rows = g_strdup_printf(
      gdct_words(language, "%u row", "%u rows", n_rows), n_rows);
  g_autofree char *columns = g_strdup_printf(
      gdct_words(language, "%u column", "%u columns", n_columns), n_columns);
  g_autofree char *cells =
      g_strdup_printf("%" G_GUINT64_FORMAT, (uint64_t)n_rows * n_columns);

  /* TRANSLATORS: "2 rows", "3 columns", numbers of cells. */
  return g_strdup_printf(gdct_word(language, "%s, %s; %u of %s cells filled."),
                         rows, columns, gdct_matrix_filled(matrix), cells);
}

/* ---- what is empty ---- */

typedef const GdctMatrixLine *(*GetLine)(const GdctMatrix *matrix,
                                         uint32_t index);

/* The ids of empty rows or columns. Free with g_free(). */
static char *names_of_empty(const GdctMatrix *matrix, const char *language,
                            uint32_t count, GetLine get, uint32_t *ret_empty) {
  g_autoptr(GString) names = g_string_new(NULL);

  *ret_empty = 0;
  for (uint32_t i = 0; i < count; i++)
    if (get(matrix, i)->filled == 0 && (*ret_empty)++ < MAX_NAMED)
      g_string_append_printf(names, "%s%s",
                             names->len > 0 ? gdct_comma(language) : "",
                             get(matrix, i)->id);
  if (*ret_empty <= MAX_NAMED)
    return g_strdup(names->str);
  return g_strdup_printf(gdct_words(language, "%s and %u more; JSON names all",
                                    "%s and %u more; JSON names all",
                                    *ret_empty - MAX_NAMED),
                         names->str, *ret_empty - MAX_NAMED);
}

/* "2 empty rows: wsis.c3, wsis.c10." */
static char *empty_rows(const GdctMatrix *matrix,
                        const GdctMatrixQuestion *asked) {
  const char *language = asked->words;
  uint32_t empty;
  g_autofree char *names = names_of_empty(
      matrix, language, gdct_matrix_rows(matrix), gdct_matrix_row, &empty);

  if (empty == 0)
    return g_strdup(gdct_word(language, "No empty row."));
  return g_strdup_printf(
      asked->hides_empty ? gdct_words(language, "%u empty row (hidden): %s.",
                                      "%u empty rows (hidden): %s.", empty)
                         : gdct_words(language, "%u empty row: %s.",
                                      "%u empty rows: %s.", empty),
      empty, names);
}

static char *empty_columns(const GdctMatrix *matrix,
                           const GdctMatrixQuestion *asked) {
  const char *language = asked->words;
  uint32_t empty;
  g_autofree char *names =
      names_of_empty(matrix, language, gdct_matrix_columns(matrix),
                     gdct_matrix_column, &empty);

  if (empty == 0)
    return g_strdup(gdct_word(language, "No empty column."));
  return g_strdup_printf(
      asked->hides_empty ? gdct_words(language, "%u empty column (hidden): %s.",
                                      "%u empty columns (hidden): %s.", empty)
                         : gdct_words(language, "%u empty column: %s.",
                                      "%u empty columns: %s.", empty),
      empty, names);
}

/* ---- all of it ---- */

static char **make_notes(const GdctMatrix *matrix,
                         const GdctMatrixQuestion *asked) {
  GPtrArray *notes = g_ptr_array_new();

  g_ptr_array_add(notes, what_is_counted(matrix, asked));
  g_ptr_array_add(notes, gdct_words_of_links(gdct_matrix_graph(matrix),
                                             asked->as_of, asked->words));
  g_ptr_array_add(notes, how_much(matrix, asked->words));
  g_ptr_array_add(notes, empty_rows(matrix, asked));
  g_ptr_array_add(notes, empty_columns(matrix, asked));
  if (gdct_matrix_filled(matrix) == 0 && asked->path == NULL)
    g_ptr_array_add(
        notes, g_strdup(gdct_word(asked->words,
                                  "No link joins these two kinds directly; "
                                  "--path follows more than one.")));
  g_ptr_array_add(notes, NULL);
  return (char **)g_ptr_array_free(notes, FALSE);
}

GdctMatrixStyle *gdct_matrix_style_new(const GdctMatrix *matrix,
                                       const GdctMatrixQuestion *question) {
  GdctMatrixStyle *style = g_new0(GdctMatrixStyle, 1);
  GdctMatrixQuestion asked = *question;
  const char *language = question->language;
  const char *rows = kind_words(matrix, question->row_kind, language);
  const char *columns = kind_words(matrix, question->column_kind, language);

  if (asked.words == NULL)
    asked.words = language;
  style->language = g_strdup(language);
  style->rows = g_strdup(rows);
  style->columns =
      question->by == NULL
          ? g_strdup(columns)
          /* TRANSLATORS: a kind and an attribute: "ITU activities by sector" */
          : g_strdup_printf(gdct_word(asked.words, "%s by %s"), columns,
                            question->by);
  style->title = g_strdup_printf(gdct_word(asked.words, "%s × %s"), style->rows,
                                 style->columns);
  style->notes = (const char *const *)make_notes(matrix, &asked);
  return style;
}

void gdct_matrix_style_free(GdctMatrixStyle *style) {
  if (style == NULL)
    return;
  g_free((char *)style->language);
  g_free((char *)style->rows);
  g_free((char *)style->columns);
  g_free((char *)style->title);
  g_strfreev((char **)style->notes);
  g_free(style);
}
