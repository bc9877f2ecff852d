/* SPDX-License-Identifier: Apache-2.0 */
/* Order, dates, suggestions, pools and reports. */
#include "base/date.h"
#include "base/order.h"
#include "base/text.h"
#include "test.h"

/* ---- natural order ---- */

static const char *const in_order[] = {
    "",
    "0",
    "00",
    "01",
    "1",
    "2",
    "9.1",
    "9.2",
    "9.10",
    "9.a",
    "10",
    "16.2",
    "16.10",
    "16.10a",
    "A",
    "a",
    "a.1",
    "a01",
    "a1",
    "a1b",
    "a2",
    "a10",
    "a18446744073709551616",
    "ab",
    "C2",
    "c2",
    "c10",
    "sdg.9",
    "sdg.9.1",
    "sdg.9.c",
    "sdg.10",
    "z",
    "\xC3\xA9",
};

static int sign(int number) {
  return number < 0 ? -1 : number > 0;
}

START_TEST(natural_order_puts_numbers_where_people_look_for_them) {
  for (size_t i = 0; i < G_N_ELEMENTS(in_order); i++)
    for (size_t j = 0; j < G_N_ELEMENTS(in_order); j++)
      ck_assert_msg(sign(gdct_compare_natural(in_order[i], in_order[j])) ==
                        (i < j ? -1 : i > j),
                    "'%s' and '%s'", in_order[i], in_order[j]);
}
END_TEST

START_TEST(natural_order_is_strict_and_total) {
  static const char letters[] = "0019aA.-_";
  static char words[150][6];
  guint32 state = 1;

  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    for (size_t n = 0; n < 5; n++) {
      state = state * 1664525 + 1013904223;
      words[i][n] = letters[(state >> 16) % sizeof letters]; /* or NUL */
    }
  /* A passed assertion costs a write to a pipe: only failures assert. */
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    for (size_t j = 0; j < G_N_ELEMENTS(words); j++) {
      int order = sign(gdct_compare_natural(words[i], words[j]));
      if (order != -sign(gdct_compare_natural(words[j], words[i])) ||
          (order == 0) != (strcmp(words[i], words[j]) == 0))
        ck_abort_msg("'%s' '%s'", words[i], words[j]);
      for (size_t k = 0; order < 0 && k < G_N_ELEMENTS(words); k++)
        if (gdct_compare_natural(words[j], words[k]) < 0 &&
            gdct_compare_natural(words[i], words[k]) >= 0)
          ck_abort_msg("'%s' '%s' '%s'", words[i], words[j], words[k]);
    }
}
END_TEST

/* ---- dates ---- */

static const struct {
  const char *text;
  bool interval;
  const char *first, *last;
} good_dates[] = {
    {"2025", false, "2025-01-01", "2025-12-31"},
    {"2025-02", false, "2025-02-01", "2025-02-28"},
    {"2024-02", false, "2024-02-01", "2024-02-29"},
    {"1900-02", false, "1900-02-01", "1900-02-28"},
    {"2000-02", false, "2000-02-01", "2000-02-29"},
    {"2024-02-29", false, "2024-02-29", "2024-02-29"},
    {"0001", false, "0001-01-01", "0001-12-31"},
    {"9999-12-31", false, "9999-12-31", "9999-12-31"},
    {"2025-01/2025-03", true, "2025-01-01", "2025-03-31"},
    {"2025/2026-02-01", true, "2025-01-01", "2026-02-01"},
    {"2025-03/2025-01", true, "2025-03-01", "2025-01-31"},
};

START_TEST(dates_of_any_precision_are_intervals_of_days) {
  GdctDays days, first, last;

  ck_assert(
      gdct_date_parse(good_dates[_i].text, good_dates[_i].interval, &days));
  ck_assert(gdct_date_parse(good_dates[_i].first, false, &first));
  ck_assert(gdct_date_parse(good_dates[_i].last, false, &last));
  ck_assert_uint_eq(first.first, first.last);
  ck_assert_uint_eq(days.first, first.first);
  ck_assert_uint_eq(days.last, last.last);
}
END_TEST

static const char *const bad_dates[] = {
    "",
    "25",
    "20255",
    "2025-",
    "2025-1",
    "2025-13",
    "2025-00",
    "2025-02-",
    "2025-02-30",
    "2023-02-29",
    "1900-02-29",
    "2025-04-31",
    "2025-2-3",
    "2025-02-1",
    "2025-02-011",
    "0000",
    "-2025",
    "+2025",
    " 2025",
    "2025 ",
    "20250211",
    "2025/02",
    "2025-02T00",
    "soon",
    "2025-W01",
    "2025-xx",
    "2025-01/",
    "/2025",
    "2025//2026",
    "2025/2026/2027",
    "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA5",
};

START_TEST(what_is_no_day_is_no_date) {
  GdctDays days;

  ck_assert_msg(!gdct_date_parse(bad_dates[_i], false, &days), "'%s'",
                bad_dates[_i]);
  if (strcmp(bad_dates[_i], "2025/02") != 0)
    ck_assert_msg(!gdct_date_parse(bad_dates[_i], true, &days), "'%s'",
                  bad_dates[_i]);
}
END_TEST

START_TEST(an_interval_is_a_date_only_where_it_may_be) {
  GdctDays days;

  ck_assert(!gdct_date_parse("2025-01/2025-03", false, &days));
  ck_assert(!gdct_date_parse("2025/02", true, &days));
}
END_TEST

START_TEST(days_count_from_the_first_of_january_of_the_year_one) {
  GdctDays days;

  ck_assert(gdct_date_parse("0001-01-01", false, &days));
  ck_assert_uint_eq(days.first, 1);
  ck_assert(gdct_date_parse("1970-01-01", false, &days));
  ck_assert_uint_eq(days.first, 719163);
}
END_TEST

START_TEST(today_is_what_source_date_epoch_says) {
  GdctDays wanted;

  g_setenv("SOURCE_DATE_EPOCH", "1764547200", TRUE);
  ck_assert(gdct_date_parse("2025-12-01", false, &wanted));
  ck_assert_uint_eq(gdct_date_today().first, wanted.first);
  ck_assert_uint_eq(gdct_date_today().last, wanted.first);
  g_setenv("SOURCE_DATE_EPOCH", "1764547199", TRUE);
  ck_assert_uint_eq(gdct_date_today().first, wanted.first - 1);
  g_setenv("SOURCE_DATE_EPOCH", "yesterday", TRUE);
  ck_assert_uint_ge(gdct_date_today().first, wanted.first);
}
END_TEST

/* ---- suggestions ---- */

static const struct {
  const char *word, *wanted; /* NULL: no suggestion */
} slips[] = {
    {"wsis.c12", "wsis.c2"},
    {"nodse", "nodes"},
    {"titel", "title"},
    {"summmary", "summary"},
    {"statsu", "status"},
    {"SOURCES", "sources"},
    {"itu.gigga", "itu.giga"},
    {"part_of", NULL},
    {"x", NULL},
    {"", NULL},
    {"to", NULL},
    {"completely", NULL},
    {"implemented-trough", "implemented-through"},
};

START_TEST(a_typing_slip_gets_a_suggestion) {
  static const char *const words[] = {
      "nodes",   "title",   "summary",  "status",
      "sources", "wsis.c2", "itu.giga", "implemented-through"};
  GdctSuggestion suggestion;
  g_autofree char *text = NULL, *wanted = NULL;

  gdct_suggestion_init(&suggestion, slips[_i].word);
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    gdct_suggestion_try(&suggestion, words[i]);
  wanted = slips[_i].wanted == NULL
               ? g_strdup("")
               : g_strdup_printf("; did you mean '%s'?", slips[_i].wanted);
  text = gdct_suggestion_text(&suggestion);
  ck_assert_str_eq(text, wanted);
}
END_TEST

START_TEST(the_nearest_word_is_suggested_and_of_equals_the_first) {
  GdctSuggestion suggestion;

  gdct_suggestion_init(&suggestion, "abcdef");
  gdct_suggestion_try(&suggestion, "abcdxy");
  gdct_suggestion_try(&suggestion, "abcdeg");
  gdct_suggestion_try(&suggestion, "abcdeh");
  ck_assert_str_eq(suggestion.best, "abcdeg");
}
END_TEST

START_TEST(a_very_long_word_gets_no_suggestion) {
  g_autofree char *word = g_strnfill(1 << 20, 'x');
  g_autofree char *near = g_strnfill((1 << 20) - 1, 'x');
  GdctSuggestion suggestion;

  gdct_suggestion_init(&suggestion, word);
  gdct_suggestion_try(&suggestion, near);
  gdct_suggestion_try(&suggestion, "");
  ck_assert_ptr_null(suggestion.best);
}
END_TEST

/* ---- pools ---- */

START_TEST(equal_texts_have_equal_symbols) {
  GdctPool pool;
  GdctSymbol symbols[5000];

  gdct_pool_init(&pool);
  ck_assert_uint_eq(gdct_pool_intern(&pool, "", 0), 0);
  for (int i = 0; i < 5000; i++) {
    g_autofree char *word = g_strdup_printf("word-%d", i);
    symbols[i] = gdct_pool_intern(&pool, word, strlen(word));
  }
  for (int i = 0; i < 5000; i++) {
    g_autofree char *word = g_strdup_printf("word-%d", i);
    g_autofree char *longer = g_strdup_printf("word-%d!", i);
    ck_assert_uint_eq(gdct_pool_intern(&pool, word, strlen(word)), symbols[i]);
    ck_assert_uint_eq(gdct_pool_intern(&pool, longer, strlen(word)),
                      symbols[i]);
    ck_assert_uint_eq(gdct_pool_find(&pool, word), symbols[i]);
    ck_assert_str_eq(gdct_pool_symbol(&pool, symbols[i]), word);
    ck_assert_uint_eq(gdct_pool_find(&pool, longer), GDCT_NO_SYMBOL);
  }
  ck_assert_uint_eq(gdct_pool_find(&pool, "WORD-1"), GDCT_NO_SYMBOL);
  gdct_pool_clear(&pool);
}
END_TEST

START_TEST(a_symbol_of_another_pool_is_adopted_and_not_copied) {
  GdctPool pool, other;
  GdctSymbol symbol, title, known;
  GdctText base;
  size_t size;

  gdct_pool_init(&pool);
  gdct_pool_init(&other);
  ck_assert_uint_eq(gdct_pool_add(&pool, "", 0), 0);
  known = gdct_pool_intern(&pool, "known", 5);
  title = gdct_pool_intern(&other, "title", 5);
  gdct_pool_reserve(&pool, other.size);
  base = (GdctText)pool.size;
  memcpy(pool.bytes + base, other.bytes, other.size);
  pool.size += other.size;
  size = pool.size;
  symbol = gdct_pool_adopt(&pool, &other, title, base);
  ck_assert_uint_eq(pool.size, size);
  ck_assert_uint_eq(pool.symbols[symbol], base + other.symbols[title]);
  ck_assert_str_eq(gdct_pool_symbol(&pool, symbol), "title");
  ck_assert_uint_eq(gdct_pool_find(&pool, "title"), symbol);
  ck_assert_uint_eq(gdct_pool_adopt(&pool, &other,
                                    gdct_pool_intern(&other, "known", 5), base),
                    known);
  gdct_pool_clear(&pool);
  gdct_pool_clear(&other);
}
END_TEST

START_TEST(folding_finds_the_first_of_ids_that_differ_in_case) {
  static const char *const words[] = {"itu.giga", "other",    "ITU.Giga",
                                      "itu.GIGA", "itu_giga", "OTHER"};
  static const int firsts[] = {0, 1, 0, 0, 4, 1};
  GdctSymbol symbols[G_N_ELEMENTS(words)];
  GdctPool pool;
  GdctFold fold;

  gdct_pool_init(&pool);
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    symbols[i] = gdct_pool_intern(&pool, words[i], strlen(words[i]));
  gdct_fold_init(&fold, &pool, G_N_ELEMENTS(words));
  for (int twice = 0; twice < 2; twice++)
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
      ck_assert_uint_eq(gdct_fold_add(&fold, symbols[i]), symbols[firsts[i]]);
  gdct_fold_clear(&fold);
  gdct_pool_clear(&pool);
}
END_TEST

/* ---- reports ---- */

static GdctPlace place(const char *file, uint32_t line, uint32_t column) {
  return (GdctPlace){file, line, column};
}

START_TEST(findings_are_sorted_by_place_and_said_once) {
  GdctReport *report = gdct_report_new();
  g_autofree char *text = NULL;

  ck_assert(!gdct_report_add(report, "bad-id", place("b", 1, 1), "b"));
  ck_assert(!gdct_report_add(report, "bad-id", place("a", 10, 1), "ten"));
  ck_assert(!gdct_report_add(report, "bad-id", place("a", 9, 12), "nine"));
  ck_assert(!gdct_report_add(report, "bad-id", place("a", 9, 3), "nine"));
  ck_assert(gdct_report_add(report, "no-source", place("a", 9, 3), "none"));
  ck_assert(!gdct_report_add(report, "bad-id", place("a", 9, 3), "nine"));
  ck_assert(!gdct_report_add(report, "bad-date", place("a", 9, 3), "date"));
  ck_assert(gdct_report_add(report, "uncited-source", place(NULL, 0, 0), "0"));
  gdct_report_sort(report);
  text = test_report_text(report);
  ck_assert_str_eq(text, "0:0 info uncited-source: 0\n"
                         "9:3 error bad-date: date\n"
                         "9:3 error bad-id: nine\n"
                         "9:3 warning no-source: none\n"
                         "9:12 error bad-id: nine\n"
                         "10:1 error bad-id: ten\n"
                         "1:1 error bad-id: b\n");
  ck_assert_uint_eq(gdct_report_count_of(report, GDCT_ERROR), 5);
  ck_assert_uint_eq(gdct_report_count_of(report, GDCT_WARNING), 1);
  ck_assert_uint_eq(gdct_report_count_of(report, GDCT_INFO), 1);
  gdct_report_free(report);
  gdct_report_free(NULL);
}
END_TEST

START_TEST(moving_findings_leaves_nothing_behind) {
  GdctReport *to = gdct_report_new(), *from = gdct_report_new();
  char name[] = "a.yaml";
  g_autofree char *text = NULL;

  gdct_report_add(to, "bad-id", place(name, 1, 1), "%s", "one");
  gdct_report_add(from, "no-source", place(name, 2, 1), "%s", "two");
  gdct_report_move(to, from);
  ck_assert_uint_eq(gdct_report_count(from), 0);
  ck_assert_uint_eq(gdct_report_count_of(from, GDCT_WARNING), 0);
  gdct_report_free(from);
  name[0] = 'z'; /* the report has its own copy */
  text = test_report_text(to);
  ck_assert_str_eq(text, "1:1 error bad-id: one\n2:1 warning no-source: two\n");
  ck_assert_str_eq(gdct_report_get(to, 1)->place.file, "a.yaml");
  gdct_report_free(to);
}
END_TEST

START_TEST(after_100000_findings_further_ones_are_counted) {
  GdctReport *report = gdct_report_new(), *all = gdct_report_new();

  for (uint32_t i = 0; i < 100010; i++)
    gdct_report_add(report, "bad-id", place("a", i, 1), "x");
  ck_assert_uint_eq(gdct_report_count(report), 100000);
  ck_assert_uint_eq(gdct_report_count_of(report, GDCT_ERROR), 100010);
  gdct_report_add(all, "no-source", place("a", 1, 1), "x");
  gdct_report_move(all, report);
  ck_assert_uint_eq(gdct_report_count(all), 100000);
  ck_assert_uint_eq(gdct_report_count_of(all, GDCT_ERROR), 100010);
  ck_assert_uint_eq(gdct_report_count_of(all, GDCT_WARNING), 1);
  gdct_report_free(report);
  gdct_report_free(all);
}
END_TEST

START_TEST(a_very_long_sentence_loses_its_middle) {
  GdctReport *report = gdct_report_new();
  GString *word = g_string_new(NULL);
  const char *message;

  for (int i = 0; i < 100000; i++)
    g_string_append(word, "\xE4\xB8\xAD");
  gdct_report_add(report, "bad-date", place("a", 1, 1), "'%s' is not a date",
                  word->str);
  message = gdct_report_get(report, 0)->message;
  ck_assert_uint_lt(strlen(message), 2100);
  ck_assert(g_utf8_validate(message, -1, NULL));
  ck_assert(g_str_has_prefix(message, "'\xE4\xB8\xAD"));
  ck_assert(g_str_has_suffix(message, "\xE4\xB8\xAD' is not a date"));
  g_string_free(word, TRUE);
  gdct_report_free(report);
}
END_TEST

START_TEST(every_code_says_what_it_means_and_what_to_do) {
  size_t count;
  const GdctCode *codes = gdct_codes(&count);

  ck_assert_uint_eq(count, 41);
  for (size_t i = 0; i < count; i++) {
    ck_assert_ptr_eq(gdct_code_find(codes[i].code), &codes[i]);
    ck_assert_uint_gt(strlen(codes[i].summary), 0);
    ck_assert_uint_gt(strlen(codes[i].help), 0);
    ck_assert(!g_str_has_suffix(codes[i].help, "."));
    ck_assert(g_str_has_suffix(codes[i].detail, "."));
  }
  ck_assert_ptr_null(gdct_code_find("no-such-code"));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("base");
  TCase *order = tcase_create("order"), *dates = tcase_create("dates");
  TCase *words = tcase_create("suggestions"), *pools = tcase_create("pools");
  TCase *reports = tcase_create("reports");

  tcase_add_test(order, natural_order_puts_numbers_where_people_look_for_them);
  tcase_add_test(order, natural_order_is_strict_and_total);
  tcase_set_timeout(order, 60);
  tcase_add_loop_test(dates, dates_of_any_precision_are_intervals_of_days, 0,
                      G_N_ELEMENTS(good_dates));
  tcase_add_loop_test(dates, what_is_no_day_is_no_date, 0,
                      G_N_ELEMENTS(bad_dates));
  tcase_add_test(dates, an_interval_is_a_date_only_where_it_may_be);
  tcase_add_test(dates, days_count_from_the_first_of_january_of_the_year_one);
  tcase_add_test(dates, today_is_what_source_date_epoch_says);
  tcase_add_loop_test(words, a_typing_slip_gets_a_suggestion, 0,
                      G_N_ELEMENTS(slips));
  tcase_add_test(words, the_nearest_word_is_suggested_and_of_equals_the_first);
  tcase_add_test(words, a_very_long_word_gets_no_suggestion);
  tcase_add_test(pools, equal_texts_have_equal_symbols);
  tcase_add_test(pools, a_symbol_of_another_pool_is_adopted_and_not_copied);
  tcase_add_test(pools, folding_finds_the_first_of_ids_that_differ_in_case);
  tcase_add_test(reports, findings_are_sorted_by_place_and_said_once);
  tcase_add_test(reports, moving_findings_leaves_nothing_behind);
  tcase_add_test(reports, after_100000_findings_further_ones_are_counted);
  tcase_add_test(reports, a_very_long_sentence_loses_its_middle);
  tcase_add_test(reports, every_code_says_what_it_means_and_what_to_do);
  tcase_set_timeout(reports, 60);
  suite_add_tcase(suite, order);
  suite_add_tcase(suite, dates);
  suite_add_tcase(suite, words);
  suite_add_tcase(suite, pools);
  suite_add_tcase(suite, reports);
  return test_run(suite);
}
