/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <string.h>

#define GAP 2 /* between columns */

/* What is longer does not push the next column away for all other rows. */
#define MAX_PADDED 120

/* No column becomes narrower than this on a terminal if it can be helped. */
#define MIN_CUT 8

static int text_width(const char *text) {
  int width = 0;

  for (; *text != '\0'; text = g_utf8_next_char(text))
    width += char_width(g_utf8_get_char(text));
  return width;
}

/* Cuts a text to @room columns; an ellipsis says so. */
static void cut(char *text, int room) {
  const char *fits = text; /* with the ellipsis after it */
  int width = 0;

  if (text_width(text) <= room)
    return;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
    if (width < room)
      fits = at;
    width += char_width(g_utf8_get_char(at));
    if (width >= room)
      break;
  }
  while (fits > text && fits[-1] == ' ')
    fits--;
  /* Where the text is cut more than the ellipsis' three bytes were. */
  g_strlcpy(text + (fits - text), "\u2026", 4);
}

/* One row; the last column is not padded. */
static void put_row(FILE *stream, char **texts, const int *widths, size_t n,
                    bool on_terminal) {
  int owed = 0; /* blanks, printed only before more text */

  for (size_t i = 0; i < n; i++) {
    if (on_terminal)
      cut(texts[i], widths[i]);
    if (*texts[i] != '\0')
      fprintf(stream, "%*s%s", owed, "", texts[i]);
    owed = (*texts[i] != '\0' ? 0 : owed) +
           MAX(widths[i] - text_width(texts[i]), 0) + GAP;
  }
  putc('\n', stream);
}

/* Narrows the widest column by one, the first one only if no other is wider
 * than @least; false if none is. */
static bool narrow(int *widths, size_t n, int least) {
  size_t widest = 0;

  for (size_t i = 1; i < n; i++)
    if (widths[i] > least && (widest == 0 || widths[i] > widths[widest]))
      widest = i;
  if (widths[widest] <= least)
    return false;
  widths[widest]--;
  return true;
}

/* Narrows columns until all fit into the terminal. */
static void fit(int *widths, size_t n, int room) {
  static const int least[] = {MIN_CUT, 3, 1};
  int sum = (int)(n - 1) * GAP;

  for (size_t i = 0; i < n; i++)
    sum += widths[i];
  for (size_t i = 0; i < G_N_ELEMENTS(least); i++)
    while (sum > room && narrow(widths, n, least[i]))
      sum--;
}

/* A cell without control characters and with room for an ellipsis. */
static char *clean_cell(TableCell cell, size_t row, size_t column, void *data) {
  g_autofree char *raw = cell(row, column, data);
  g_autofree char *clean = gdct_clean_text(raw);
  size_t length = strlen(clean);
  char *roomy = g_malloc(length + 4);

  memcpy(roomy, clean, length + 1);
  return roomy;
}

void put_table(FILE *stream, const char *const *headings, size_t n_columns,
               size_t n_rows, TableCell cell, void *data) {
  int room = output_width(stream);
  g_autofree int *widths = g_new0(int, n_columns);
  g_autofree char **texts = g_new0(char *, n_columns);

  for (size_t c = 0; c < n_columns; c++) {
    bool padded = room == 0 && c + 1 < n_columns;
    widths[c] = headings != NULL ? text_width(headings[c]) : 0;
    for (size_t r = 0; r < n_rows; r++) {
      g_autofree char *text = clean_cell(cell, r, c, data);
      widths[c] = MAX(widths[c], text_width(text));
    }
    if (padded)
      widths[c] = MIN(widths[c], MAX_PADDED);
  }
  if (room > 0)
    fit(widths, n_columns, room);
  for (size_t c = 0; c < n_columns && headings != NULL; c++) {
    texts[c] = g_malloc(strlen(headings[c]) + 4);
    strcpy(texts[c], headings[c]);
  }
  for (size_t r = 0; r <= n_rows; r++) {
    if (r > 0)
      for (size_t c = 0; c < n_columns; c++)
        texts[c] = clean_cell(cell, r - 1, c, data);
    if (r > 0 || headings != NULL)
      put_row(stream, texts, widths, n_columns, room > 0);
    for (size_t c = 0; c < n_columns; c++)
      g_clear_pointer(&texts[c], g_free);
  }
}
