/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of CSV. */
#include "test.h"

#include <gdctrace/write.h>

static const struct {
  const char *cell, *written;
} cells[] = {
    {"", "\"\""},
    {"plain", "\"plain\""},
    {"a,b \"c\"\nd", "\"a,b \"\"c\"\"\nd\""},
    {"=cmd()", "\"'=cmd()\""},
    {"+1+1", "\"'+1+1\""},
    {"@SUM(A1)", "\"'@SUM(A1)\""},
    {"  =1", "\"'  =1\""},
    {"\t=1", "\"'\t=1\""},
    {"\rx", "\"'\rx\""},
    {"- a list", "\"'- a list\""},
    {"-3.5", "\"-3.5\""},
    {"+7", "\"+7\""},
    {"a=b", "\"a=b\""},
    {"مدرسة", "\"مدرسة\""},
};

START_TEST(a_cell_is_quoted_and_no_formula) {
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&text, &size);
  g_autofree char *wanted = g_strconcat(cells[_i].written, ",\"x\"\r\n", NULL);

  ck_assert(gdct_csv_row(stream, (const char *[]){cells[_i].cell, "x", NULL}));
  fclose(stream);
  ck_assert_str_eq(text, wanted);
  free(text);
}
END_TEST

START_TEST(a_stream_that_fails_is_told) {
  FILE *stream = fopen("/dev/full", "w");

  setvbuf(stream, NULL, _IONBF, 0);
  ck_assert(!gdct_csv_row(stream, (const char *[]){"x", NULL}));
  fclose(stream);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("csv");
  TCase *tests = tcase_create("csv");

  tcase_add_loop_test(tests, a_cell_is_quoted_and_no_formula, 0,
                      G_N_ELEMENTS(cells));
  tcase_add_test(tests, a_stream_that_fails_is_told);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
