/* SPDX-License-Identifier: Apache-2.0 */
/* Cells, and what is said about them. */
#include "import/inside.h"

#include <string.h>

const char *gdct_import_keep(GdctImport *import, const char *text) {
  return g_string_chunk_insert_const(import->strings, text);
}

GdctPlace gdct_import_place(const GdctImport *import, uint32_t row,
                            uint32_t column) {
  return (GdctPlace){import->sheet->name, row, row > 0 ? MAX(column, 1) : 0};
}

char *gdct_import_where(const GdctImport *import, uint32_t row,
                        uint32_t column) {
  g_autofree char *name = NULL;
  const char *heading = "";

  if (column == 0)
    return g_strdup_printf("row %u", row);
  name = gdct_csv_column_name(column);
  if (import->heading_row > 0 && row != import->heading_row)
    heading = gdct_csv_cell(import->sheet, import->heading_row, column);
  return g_strdup_printf("row %u, column %s%s%s%s", row, name,
                         *heading != '\0' ? " (" : "", heading,
                         *heading != '\0' ? ")" : "");
}

void gdct_import_fault(GdctImport *import, const char *code, uint32_t row,
                       uint32_t column, const char *format, ...) {
  g_autofree char *where = gdct_import_where(import, row, column);
  g_autofree char *text = NULL;
  va_list args;

  va_start(args, format);
  text = g_strdup_vprintf(format, args);
  va_end(args);
  gdct_report_add(import->report, code, gdct_import_place(import, row, column),
                  "%s: %s", where, text);
}

void gdct_import_add_note(GdctImport *import, uint32_t row, uint32_t column,
                          const char *format, ...) {
  g_autofree char *where =
      row > 0 ? gdct_import_where(import, row, column) : NULL;
  g_autofree char *text = NULL, *whole = NULL;
  GdctImportNote note = {gdct_import_place(import, row, column), NULL};
  va_list args;

  va_start(args, format);
  text = g_strdup_vprintf(format, args);
  va_end(args);
  whole = g_strconcat(where != NULL ? where : "", where != NULL ? ": " : "",
                      text, NULL);
  note.text = gdct_import_keep(import, whole);
  g_array_append_val(import->notes, note);
}

const Column *gdct_import_role(const GdctImport *import, Role role) {
  for (guint i = 0; i < import->columns->len; i++) {
    const Column *column = &g_array_index(import->columns, Column, i);
    if (column->role == role)
      return column;
  }
  return NULL;
}

const char *gdct_import_cell(const GdctImport *import, uint32_t row,
                             const Column *column) {
  return column != NULL ? gdct_csv_cell(import->sheet, row, column->column)
                        : "";
}

char *gdct_import_one_line(const char *text) {
  GString *line = g_string_new(NULL);

  for (; *text != '\0'; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (!g_unichar_isspace(c) && c != 0x85)
      g_string_append_unichar(line, c);
    else if (line->len > 0 && line->str[line->len - 1] != ' ')
      g_string_append_c(line, ' ');
  }
  if (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate(line, line->len - 1);
  return g_string_free(line, FALSE);
}

char *gdct_import_fold(const char *text) {
  g_autofree char *line = gdct_import_one_line(text);
  g_autofree char *same = g_utf8_normalize(line, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold(same != NULL ? same : line, -1);
}

GStrv gdct_import_split(const char *cell, bool commas) {
  const char *separators =
      strpbrk(cell, ";\n") != NULL || !commas ? ";\n" : ",";
  g_auto(GStrv) raw = g_strsplit_set(cell, separators, -1);
  GPtrArray *parts = g_ptr_array_new();

  for (size_t i = 0; raw[i] != NULL; i++) {
    char *part = gdct_import_one_line(raw[i]);
    if (*part != '\0')
      g_ptr_array_add(parts, part);
    else
      g_free(part);
  }
  g_ptr_array_add(parts, NULL);
  return (GStrv)g_ptr_array_free(parts, FALSE);
}
