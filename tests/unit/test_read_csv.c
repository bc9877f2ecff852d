/* SPDX-License-Identifier: Apache-2.0 */
/* Tables: encodings, separators, quotation marks, and what is no text. */
#include "test.h"

#include "read/csv.h"

/* A table as text: cells in brackets, a line a row, then findings. */
static char *table_text(const char *bytes, size_t size) {
  GdctReport *report = gdct_report_new();
  GdctTable *table = gdct_csv_read("t.csv", bytes, size, report);
  GString *text = g_string_new(table->guessed ? "guessed\n" : NULL);
  g_autofree char *findings = test_report_text(report);

  for (uint32_t row = 1; row <= table->rows->len; row++) {
    uint32_t n = g_array_index(table->rows, GdctTableRow, row - 1).count;
    for (uint32_t i = 1; i <= n; i++)
      g_string_append_printf(text, "[%s]", gdct_csv_cell(table, row, i));
    g_string_append_c(text, '\n');
  }
  g_string_append(text, findings);
  gdct_csv_free(table);
  gdct_report_free(report);
  return g_string_free(text, FALSE);
}

#define BYTES(text) text, sizeof(text) - 1

static const struct {
  const char *bytes;
  size_t size;
  const char *table;
} tables[] = {
    {BYTES(""), ""},
    {BYTES("a,b\r\nc,d\r\n"), "[a][b]\n[c][d]\n"},
    {BYTES("a;b,c\n1;2"), "[a;b][c]\n[1;2]\n"},
    {BYTES("a;b;c\n1;2,5;3"), "[a][b][c]\n[1][2,5][3]\n"},
    {BYTES("a\tb\n1\t\n"), "[a][b]\n[1][]\n"},
    {BYTES("sep=|\r\na|b\r\n"), "[a][b]\n"},
    {BYTES("\"sep=;\"\na;b\n"), "[a][b]\n"},
    {BYTES("a\r\rb\r"), "[a]\n\n[b]\n"},
    {BYTES("\"x \"\"y\"\"\",\" z\r\nw \"\n"), "[x \"y\"][z\nw]\n"},
    {BYTES("\xEF\xBB\xBF\xC3\xA9,b\n"), "[\xC3\xA9][b]\n"},
    {BYTES("\xFF\xFE"
           "a\0,\0\xE9\0\n\0"),
     "[a][\xC3\xA9]\n"},
    {BYTES("\xFE\xFF\0a\0,\0\xE9\0\n"), "[a][\xC3\xA9]\n"},
    {BYTES("caf\xE9,\x93q\x94\n"),
     "guessed\n[caf\xC3\xA9][\xE2\x80\x9Cq\xE2\x80\x9D]\n"},
    {BYTES("'=1+1,'tis,'-x,'@y,-3\n"), "[=1+1]['tis][-x][@y][-3]\n"},
    {BYTES("a\xE9\x81\n"), "0:0 error bad-encoding: the file is neither UTF-8 "
                           "nor Windows-1252; save it as 'CSV UTF-8'\n"},
    {BYTES("a\0\xE9\0"), "0:0 error bad-encoding: the file is no text, or "
                         "UTF-16 without a byte order mark; save it as 'CSV "
                         "UTF-8'\n"},
    {BYTES("a,b\0c\nx\x07,y\n"),
     "[a][bc]\n[x][y]\n"
     "1:2 error control-character: row 1, column B: control character U+0000\n"
     "2:1 error control-character: row 2, column A: control character "
     "U+0007\n"},
    {BYTES("a,b\n1,\"x\n2,y\n"),
     "[a][b]\n2:2 error bad-value: row 2: a quotation mark that is never "
     "closed; what follows was not read\n"},
    {BYTES("a,b\n1,x\"y\n2,z\n"),
     "[a][b]\n2:2 error bad-value: row 2: a quotation mark in the middle of a "
     "cell; put the cell in quotation marks and double those inside; what "
     "follows was not read\n"},
};

START_TEST(a_table_is_read_as_a_spreadsheet_reads_it) {
  g_autofree char *text = table_text(tables[_i].bytes, tables[_i].size);

  ck_assert_str_eq(text, tables[_i].table);
}
END_TEST

START_TEST(columns_are_named_as_spreadsheets_do) {
  static const struct {
    uint32_t column;
    const char *name;
  } names[] = {{1, "A"}, {26, "Z"}, {27, "AA"}, {702, "ZZ"}, {703, "AAA"}};

  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *name = gdct_csv_column_name(names[i].column);
    ck_assert_str_eq(name, names[i].name);
  }
}
END_TEST

START_TEST(what_is_too_large_is_a_finding) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *cell = NULL, *row = NULL;

  for (int i = 0; i < 40000; i++)
    g_string_append_c(text, 'x');
  cell = table_text(text->str, text->len);
  ck_assert_ptr_nonnull(strstr(
      cell,
      "1:1 error too-large: row 1, column A: more than 32767 characters\n"));
  g_string_assign(text, "a\n");
  for (int i = 0; i < 1000; i++)
    g_string_append(text, "x,");
  row = table_text(text->str, text->len);
  ck_assert_ptr_nonnull(
      strstr(row, "2:1001 error too-large: row 2: more than 1000 columns\n"));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("csv");
  TCase *tests = tcase_create("csv");

  tcase_add_loop_test(tests, a_table_is_read_as_a_spreadsheet_reads_it, 0,
                      G_N_ELEMENTS(tables));
  tcase_add_test(tests, columns_are_named_as_spreadsheets_do);
  tcase_add_test(tests, what_is_too_large_is_a_finding);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
