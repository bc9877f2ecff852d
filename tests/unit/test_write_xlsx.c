/* SPDX-License-Identifier: Apache-2.0 */
/* Names of sheets; lists that are too long for one. */
#include "test.h"

#include "write/xlsx.h"

#include <gdctrace/write.h>

#define GLOBE "\U0001F30D"
#define TEN(x) x x x x x x x x x x

static const struct {
  const char *text, *taken, *name;
} names[] = {
    {"Matrix", NULL, "Matrix"},
    {"الأدلة", NULL, "الأدلة"},
    {"  a\tb\x01\n", NULL, "a b\uFFFD"},
    {"[a]:b*c?d/e\\f", NULL, "-a--b-c-d-e-f"},
    {"'l'aide'", NULL, "\u2019l\u2019aide\u2019"},
    {"", NULL, "-"},
    {"history", NULL, "history 2"},
    {"Matrix", "mATRIX", "Matrix 2"},
    {"ЛИСТ", "лист", "ЛИСТ 2"},
    {TEN("123 ") "x", NULL, "123 123 123 123 123 123 123 123"},
    {TEN("1234"), "1234123412341234123412341234123",
     "12341234123412341234123412341 2"},
    {TEN(GLOBE GLOBE), NULL, TEN(GLOBE) GLOBE GLOBE GLOBE GLOBE GLOBE},
};

START_TEST(a_sheet_has_a_name_that_spreadsheets_take) {
  const char *const taken[] = {names[_i].taken, NULL};
  g_autofree char *name = gdct_sheet_name(names[_i].text, taken);

  ck_assert_str_eq(name, names[_i].name);
}
END_TEST

static bool no_byte(const char *bytes, size_t size, void *data) {
  (void)bytes, (void)size, (void)data;
  ck_abort_msg("nothing may be written");
}

START_TEST(a_list_without_room_is_refused_before_it_is_looked_at) {
  static const GdctList lists[] = {
      {.n_columns = 1, .n_nodes = GDCT_LIST_MAX_NODES + 1},
      {.n_columns = GDCT_LIST_MAX_COLUMNS + 1, .n_nodes = 1},
      {.n_columns = 0, .n_nodes = 1}};

  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
    ck_assert(!gdct_list_write_xlsx(&lists[i], no_byte, NULL));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("xlsx");
  TCase *tests = tcase_create("xlsx");

  tcase_add_loop_test(tests, a_sheet_has_a_name_that_spreadsheets_take, 0,
                      G_N_ELEMENTS(names));
  tcase_add_test(tests, a_list_without_room_is_refused_before_it_is_looked_at);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
