/* SPDX-License-Identifier: Apache-2.0 */
#include "write/html_columns.h"

#include <math.h>
#include <string.h>

/* Widths in letters. A page upright has so many, of 9 points; a cell has
 * padding, and lists are indented. */
#define PAGE 82.0
#define PADDING 1.8
#define INDENT 2.0
#define MOST_WORD 18u /* longer ones are broken */

/* How much what is in a column weighs, and what it asks for. Tables of the
 * bundled mapping get shortest so, and stay alike. */
#define BY_CONTENT .45
#define BY_SHARE .3

typedef struct {
  double share;   /* asked for */
  double squares; /* of how many letters a cell has */
  uint64_t letters;
  unsigned items; /* of the cell that is open */
  unsigned word;  /* the longest one */
  bool listed;    /* has a list of several */
} Column;

struct HtmlColumns {
  Column *columns;
  size_t count, open;
  uint64_t rows;
};

HtmlColumns *gdct_html_columns_new(const DocColumn *columns, size_t count) {
  HtmlColumns *made = g_new0(HtmlColumns, 1);

  made->columns = g_new0(Column, count);
  made->count = count;
  for (size_t i = 0; i < count; i++) {
    made->columns[i].share = columns[i].width;
    gdct_html_columns_cell(made, i);
    gdct_html_columns_text(made, columns[i].title);
  }
  return made;
}

void gdct_html_columns_free(HtmlColumns *columns) {
  if (columns == NULL)
    return;
  g_free(columns->columns);
  g_free(columns);
}

static void end_cell(HtmlColumns *columns) {
  Column *column = &columns->columns[columns->open];

  column->squares += (double)column->letters * (double)column->letters;
  column->listed |= column->items > 1;
  column->letters = column->items = 0;
}

void gdct_html_columns_cell(HtmlColumns *columns, size_t index) {
  end_cell(columns);
  columns->open = index;
  columns->rows += index == 0;
}

void gdct_html_columns_item(HtmlColumns *columns) {
  columns->columns[columns->open].items++;
}

/* Those of Chinese, Japanese and Korean are twice as wide, and each may end a
 * line. */
void gdct_html_columns_text(HtmlColumns *columns, const char *text) {
  Column *column = &columns->columns[columns->open];
  unsigned word = 0;

  for (; *text != '\0'; text = g_utf8_next_char(text)) {
    gunichar letter = g_utf8_get_char(text);
    bool wide = g_unichar_iswide(letter);
    if (g_unichar_iszerowidth(letter)) /* a mark of direction */
      continue;
    column->letters += wide ? 2 : 1;
    word =
        wide || strchr(" -/\n", (int)MIN(letter, 127)) != NULL ? 0 : word + 1;
    column->word = MAX(column->word, MIN(word, MOST_WORD));
  }
}

/* What a column takes at least, of the page. */
static double least_of(const Column *column) {
  return (column->word + PADDING + (column->listed ? INDENT : 0)) / PAGE;
}

/* Those that would get less than they need get that; the others share what is
 * left. */
static void share_out(const HtmlColumns *columns, double *widths) {
  g_autofree bool *fixed = g_new0(bool, columns->count);
  bool news = true;

  for (size_t round = 0; news && round < columns->count; round++) {
    double room = 1, weight = 0;
    news = false;
    for (size_t i = 0; i < columns->count; i++)
      if (fixed[i])
        room -= widths[i];
      else
        weight += widths[i];
    for (size_t i = 0; i < columns->count; i++) {
      double least = least_of(&columns->columns[i]);
      if (fixed[i])
        continue;
      widths[i] *= MAX(room, .01) / weight;
      if (widths[i] < least) {
        widths[i] = least;
        news = fixed[i] = true;
      }
    }
  }
}

void gdct_html_columns_widths(HtmlColumns *columns, unsigned *ret_widths) {
  g_autofree double *widths = g_new(double, columns->count);
  double sum = 0;
  unsigned left = 100;
  size_t widest = 0;

  end_cell(columns);
  for (size_t i = 0; i < columns->count; i++) {
    const Column *column = &columns->columns[i];
    double mean = sqrt(column->squares / (double)MAX(columns->rows, 1));
    widths[i] =
        pow(mean + 1, BY_CONTENT) * pow(MAX(column->share, 1), BY_SHARE);
  }
  share_out(columns, widths);
  for (size_t i = 0; i < columns->count; i++)
    sum += widths[i];
  for (size_t i = 0; i < columns->count; i++) {
    ret_widths[i] = MAX(1, (unsigned)floor(100 * widths[i] / sum));
    left -= MIN(left, ret_widths[i]);
    if (widths[i] > widths[widest])
      widest = i;
  }
  ret_widths[widest] += left;
}
