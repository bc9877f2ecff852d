/* SPDX-License-Identifier: Apache-2.0 */
/* CSV, RFC 4180 by libcsv, as spreadsheets write it: cells in quotation marks
 * where they need them, a separator that differs from country to country, and
 * maybe a first line "sep=;". */
#include "read/csv.h"

#include <csv.h>
#include <string.h>

typedef struct {
  GdctTable *sheet;
  GdctReport *report;
  uint32_t first; /* cell of the present row */
  bool too_wide, full;
} Table;

char *gdct_csv_column_name(uint32_t column) {
  char name[16], *at = name + sizeof name - 1;

  *at = '\0';
  for (; column > 0; column = (column - 1) / 26)
    *--at = (char)('A' + (column - 1) % 26);
  return g_strdup(at);
}

/* ---- cells ---- */

/* The apostrophe that this program's own CSV puts before a formula. */
static bool is_guarded(const char *text) {
  size_t blank;

  if (text[0] != '\'')
    return false;
  blank = strspn(text + 1, " \t\n");
  return (text[1] != '\0' && strchr("\t\n", text[1]) != NULL) ||
         (text[1 + blank] != '\0' && strchr("=+-@", text[1 + blank]) != NULL);
}

static bool is_control(gunichar c) {
  return (c < 0x20 && c != '\t' && c != '\n') ||
         (c >= 0x7F && c < 0xA0 && c != 0x85) || c == 0xFFFE || c == 0xFFFF;
}

/* Copies a cell, with a finding for what no text may hold. */
static void add_cell(void *bytes, size_t size, void *data) {
  Table *table = data;
  GdctTable *sheet = table->sheet;
  uint32_t at = (uint32_t)sheet->text->len;
  const char *text = bytes, *end = text + size;
  GdctPlace place = {sheet->name, sheet->rows->len + 1,
                     sheet->cells->len - table->first + 1};
  g_autofree char *column = NULL;
  size_t length = 0;
  bool told = false;

  if (table->full || place.column > GDCT_TABLE_MAX_COLUMNS) {
    table->too_wide = table->too_wide || !table->full;
    return;
  }
  while (text < end && strchr(" \t\n", *text) != NULL && *text != '\0')
    text++;
  while (end > text && strchr(" \t\n", end[-1]) != NULL && end[-1] != '\0')
    end--;
  column = gdct_csv_column_name(place.column);
  for (; text < end; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (++length > GDCT_TABLE_MAX_CELL) {
      gdct_report_add(table->report, "too-large", place,
                      "row %u, column %s: more than %d characters", place.line,
                      column, GDCT_TABLE_MAX_CELL);
      break;
    }
    if (!is_control(c)) {
      g_string_append_unichar(sheet->text, c);
      continue;
    }
    if (!told)
      gdct_report_add(table->report, "control-character", place,
                      "row %u, column %s: control character U+%04X", place.line,
                      column, c);
    told = true;
  }
  g_string_append_c(sheet->text, '\0');
  if (is_guarded(sheet->text->str + at))
    at++;
  g_array_append_val(sheet->cells, at);
}

static void end_row(int c, void *data) {
  Table *table = data;
  GdctTable *sheet = table->sheet;
  GdctTableRow row = {table->first, sheet->cells->len - table->first};

  (void)c;
  if (table->full)
    return;
  if (sheet->rows->len == GDCT_TABLE_MAX_ROWS) {
    gdct_report_add(table->report, "too-large",
                    (GdctPlace){sheet->name, sheet->rows->len + 1, 1},
                    "more than %u rows", GDCT_TABLE_MAX_ROWS);
    table->full = true;
    return;
  }
  if (table->too_wide)
    gdct_report_add(table->report, "too-large",
                    (GdctPlace){sheet->name, sheet->rows->len + 1,
                                GDCT_TABLE_MAX_COLUMNS + 1},
                    "row %u: more than %u columns", sheet->rows->len + 1,
                    GDCT_TABLE_MAX_COLUMNS);
  table->too_wide = false;
  g_array_append_val(sheet->rows, row);
  table->first = sheet->cells->len;
}

/* ---- the separator ---- */

/* "sep=;" in the first line, which is no row: what follows it. */
static const char *read_sep(const char *text, const char *end, char *ret_sep) {
  bool quoted = text < end && *text == '"';
  const char *at = text + quoted;

  if (end - at < 5 || g_ascii_strncasecmp(at, "sep=", 4) != 0 || at[4] == '\n')
    return text;
  if (quoted && (end - at < 6 || at[5] != '"'))
    return text;
  at += quoted ? 6 : 5;
  if (at < end && *at != '\n')
    return text;
  *ret_sep = text[quoted + 4];
  return at < end ? at + 1 : at;
}

/* The separator that the first row with something in it has most of. */
static char guess_separator(const char *text, const char *end) {
  static const char separators[] = {',', ';', '\t'};
  size_t counts[G_N_ELEMENTS(separators)] = {0};
  bool quoted = false;
  size_t best = 0;

  while (text < end && strchr(" \t\n", *text) != NULL && *text != '\0')
    text++;
  for (; text < end && (quoted || *text != '\n'); text++) {
    if (*text == '"')
      quoted = !quoted;
    for (size_t i = 0; i < G_N_ELEMENTS(separators) && !quoted; i++)
      counts[i] += *text == separators[i];
  }
  for (size_t i = 1; i < G_N_ELEMENTS(separators); i++)
    if (counts[i] > counts[best])
      best = i;
  return separators[best];
}

/* ---- the table ---- */

/* A tab that separates is no white space around a cell. */
static int is_blank(unsigned char c) {
  return c == ' ';
}

static void parse(Table *table, const char *text, const char *end) {
  GdctTable *sheet = table->sheet;
  struct csv_parser parser;
  char separator = '\0';
  guint rows;

  text = read_sep(text, end, &separator);
  if (separator == '\0')
    separator = guess_separator(text, end);
  if (csv_init(&parser, CSV_STRICT | CSV_REPALL_NL) != 0)
    g_error("out of memory");
  csv_set_delim(&parser, (unsigned char)separator);
  csv_set_space_func(&parser, is_blank);
  if (csv_parse(&parser, text, (size_t)(end - text), add_cell, end_row,
                table) != (size_t)(end - text)) {
    gdct_report_add(table->report, "bad-value",
                    (GdctPlace){sheet->name, sheet->rows->len + 1,
                                sheet->cells->len - table->first + 1},
                    "row %u: a quotation mark in the middle of a cell; put the "
                    "cell in quotation marks and double those inside; what "
                    "follows was not read",
                    sheet->rows->len + 1);
  } else if (text < end && !table->full) {
    /* A break ends the last row, unless it stands in quotation marks. */
    rows = sheet->rows->len;
    if (end[-1] != '\n' || parser.quoted)
      csv_parse(&parser, "\n", 1, add_cell, end_row, table);
    if (end[-1] != '\n' && sheet->rows->len == rows && !table->full)
      parser.quoted = 1;
    if (parser.quoted && sheet->rows->len == rows && !table->full)
      gdct_report_add(table->report, "bad-value",
                      (GdctPlace){sheet->name, sheet->rows->len + 1,
                                  sheet->cells->len - table->first + 1},
                      "row %u: a quotation mark that is never closed; what "
                      "follows was not read",
                      sheet->rows->len + 1);
  }
  csv_free(&parser);
  g_array_set_size(sheet->cells, table->first);
}

GdctTable *gdct_csv_read(const char *name, const char *bytes, size_t size,
                         GdctReport *report) {
  GdctTable *sheet = g_new0(GdctTable, 1);
  Table table = {.sheet = sheet, .report = report};
  g_autofree char *text = NULL;
  size_t length;

  sheet->name = g_strdup(name);
  sheet->text = g_string_new(NULL);
  sheet->cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  sheet->rows = g_array_new(FALSE, FALSE, sizeof(GdctTableRow));
  text = gdct_csv_decode(name, bytes, size, &length, &sheet->guessed, report);
  if (text != NULL)
    parse(&table, text, text + length);
  return sheet;
}

void gdct_csv_free(GdctTable *sheet) {
  if (sheet == NULL)
    return;
  g_free(sheet->name);
  g_string_free(sheet->text, TRUE);
  g_array_unref(sheet->cells);
  g_array_unref(sheet->rows);
  g_free(sheet);
}

const char *gdct_csv_cell(const GdctTable *sheet, uint32_t row,
                          uint32_t column) {
  const GdctTableRow *cells =
      &g_array_index(sheet->rows, GdctTableRow, row - 1);

  g_assert(row > 0 && row <= sheet->rows->len && column > 0);
  if (column > cells->count)
    return "";
  return sheet->text->str +
         g_array_index(sheet->cells, uint32_t, cells->first + column - 1);
}

bool gdct_csv_row_is_empty(const GdctTable *sheet, uint32_t row) {
  uint32_t count = g_array_index(sheet->rows, GdctTableRow, row - 1).count;

  for (uint32_t i = 1; i <= count; i++)
    if (*gdct_csv_cell(sheet, row, i) != '\0')
      return false;
  return true;
}
