/* SPDX-License-Identifier: Apache-2.0 */
/* Matrices, seen from the library. */
#include "test_graph_small.h"

#include <gdctrace/matrix.h>

/* The nodes of a kind in reading order, into @ret; how many. */
static uint32_t nodes_of(const GdctMapping *mapping, const char *kind,
                         uint32_t *ret) {
  uint32_t n = 0;

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++)
    if (gdct_node_kind(mapping, i) == gdct_find(mapping, GDCT_KIND, kind))
      ret[n++] = i;
  return n;
}

static GdctMatrix *make(Small small_one, const char *path, const char *by,
                        GdctReport *report) {
  uint32_t rows[8], columns[8];
  GdctMatrixWish wish = {
      .rows = rows, .columns = columns, .path = path, .by = by};

  wish.n_rows = nodes_of(small_one.mapping, "a", rows);
  wish.n_columns = nodes_of(small_one.mapping, "b", columns);
  return gdct_matrix_new(small_one.graph, &wish, report);
}

/* "a1: b1=1; a2: b2=1". Free with g_free(). */
static char *matrix_text(const GdctMatrix *matrix) {
  GString *text = g_string_new(NULL);

  for (uint32_t row = 0; row < gdct_matrix_rows(matrix); row++) {
    uint32_t n;
    const GdctMatrixCell *cells = gdct_matrix_cells(matrix, row, &n);
    g_string_append_printf(text, "%s%s:", row > 0 ? "; " : "",
                           gdct_matrix_row(matrix, row)->id);
    for (uint32_t i = 0; i < n; i++) {
      g_string_append_printf(text, " %s=%d",
                             gdct_matrix_column(matrix, cells[i].column)->id,
                             (int)cells[i].count);
      ck_assert_uint_eq(gdct_matrix_count(matrix, row, cells[i].column),
                        cells[i].count);
    }
  }
  return g_string_free(text, FALSE);
}

static const struct {
  const char *path, *by, *text;
} matrices[] = {
    {NULL, NULL, "a1: b1=1; a2: b2=1; a10: b2=1"},
    {"r", NULL, "a1: b1=1; a2: b2=1; a10:"},
    {"r|s", NULL, "a1: b1=1; a2: b2=1; a10: b2=1"},
    {"(r|r)/r", NULL, "a1: b2=1; a2: b1=1; a10:"},
    {"part-of*/r", NULL, "a1: b1=1; a2: b1=1 b2=1; a10: b1=1 b2=1"},
    {"part-of*/r", "kind", "a1: b=1; a2: b=2; a10: b=2"},
};

START_TEST(cells_are_filled) {
  Small opened = open_small("", NULL);
  GdctMatrix *matrix = make(opened, matrices[_i].path, matrices[_i].by, NULL);
  g_autofree char *text = matrix_text(matrix);

  ck_assert_str_eq(text, matrices[_i].text);
  gdct_matrix_free(matrix);
  close_small(opened);
}
END_TEST

START_TEST(totals_with_by_count_a_node_once) {
  Small opened = open_small("", NULL);
  GdctMatrix *matrix = make(opened, "part-of*/r", "kind", NULL);

  ck_assert_uint_eq(gdct_matrix_total(matrix), 2);
  ck_assert_uint_eq(gdct_matrix_column(matrix, 0)->total, 2);
  ck_assert_uint_eq(gdct_matrix_row(matrix, 1)->total, 2);
  ck_assert_uint_eq(gdct_matrix_max(matrix), 2);
  gdct_matrix_free(matrix);
  close_small(opened);
}
END_TEST

START_TEST(hiding_keeps_the_cells_and_their_steps) {
  Small opened = open_small("", NULL);
  GdctMatrix *matrix = make(opened, "s", NULL, NULL);
  const GdctStep *steps;
  uint32_t n;
  char *text;

  gdct_matrix_hide_empty(matrix);
  text = matrix_text(matrix);
  ck_assert_str_eq(text, "a10: b2=1");
  g_free(text);
  ck_assert_uint_eq(gdct_matrix_columns(matrix), 1);
  steps = gdct_matrix_steps(matrix, 0, 0, &n);
  ck_assert_uint_eq(n, 1);
  ck_assert_uint_eq(steps[0].link, 3);
  gdct_matrix_free(matrix);
  close_small(opened);
}
END_TEST

START_TEST(steps_are_told_in_walking_order_each_once) {
  Small opened = open_small("", NULL);
  GdctMatrix *matrix = make(opened, "part-of*/r", NULL, NULL);
  const GdctStep *steps;
  uint32_t n;

  for (int again = 0; again < 2; again++) {
    steps = gdct_matrix_steps(matrix, 2, 0, &n); /* a10, a2, a1, b1 */
    ck_assert_uint_eq(n, 3);
    ck_assert_uint_eq(steps[0].link, GDCT_NONE);
    ck_assert_uint_eq(steps[1].link, GDCT_NONE);
    ck_assert_uint_eq(steps[2].link, 0);
    ck_assert_uint_eq(steps[2].to, steps[2].from + 3);
  }
  gdct_matrix_steps(matrix, 0, 1, &n); /* an empty cell */
  ck_assert_uint_eq(n, 0);
  gdct_matrix_free(matrix);
  close_small(opened);
}
END_TEST

START_TEST(levels_go_from_one_to_the_largest) {
  Small opened = open_small("", NULL);
  GdctMatrix *matrix = make(opened, "part-of*/r", "kind", NULL);

  ck_assert_uint_eq(gdct_matrix_level(matrix, 0, 5), 0);
  ck_assert_uint_eq(gdct_matrix_level(matrix, 1, 5), 3);
  ck_assert_uint_eq(gdct_matrix_level(matrix, 2, 5), 5);
  gdct_matrix_free(matrix);
  matrix = make(opened, NULL, NULL, NULL);
  ck_assert_uint_eq(gdct_matrix_level(matrix, 1, 5), 3);
  gdct_matrix_free(matrix);
  gdct_matrix_free(NULL);
  close_small(opened);
}
END_TEST

START_TEST(what_is_wrong_is_reported) {
  static const char *const wrong[][3] = {
      {"nothing", NULL, "no relation 'nothing'"},
      {NULL, "quote", "nodes cannot be grouped by 'quote'"},
      {NULL, "tga", "no node has a key 'tga'"},
  };
  Small opened = open_small("", NULL);
  GdctReport *report = gdct_report_new();

  ck_assert_ptr_null(make(opened, wrong[_i][0], wrong[_i][1], report));
  ck_assert_uint_eq(gdct_report_count(report), 1);
  ck_assert_ptr_nonnull(
      strstr(gdct_report_get(report, 0)->message, wrong[_i][2]));
  gdct_report_free(report);
  close_small(opened);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("matrix");
  TCase *tests = tcase_create("matrix");

  tcase_add_loop_test(tests, cells_are_filled, 0, G_N_ELEMENTS(matrices));
  tcase_add_test(tests, totals_with_by_count_a_node_once);
  tcase_add_test(tests, hiding_keeps_the_cells_and_their_steps);
  tcase_add_test(tests, steps_are_told_in_walking_order_each_once);
  tcase_add_test(tests, levels_go_from_one_to_the_largest);
  tcase_add_loop_test(tests, what_is_wrong_is_reported, 0, 3);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
