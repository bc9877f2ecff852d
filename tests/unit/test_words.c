/* SPDX-License-Identifier: Apache-2.0 */
/* Our words in other languages, whatever the locale of the process is. */
#include "base/words.h"
#include "base/words_table.h"
#include "test.h"

#include <locale.h>

static const char *const tags[] = {"ar", "es", "fr", "ru", "zh"};

START_TEST(each_language_of_the_united_nations_has_a_catalogue) {
  ck_assert_uint_eq(gdct_word_language_count, G_N_ELEMENTS(tags));
  for (size_t i = 0; i < G_N_ELEMENTS(tags); i++)
    ck_assert_str_eq(gdct_word_languages[i].tag, tags[i]);
}
END_TEST

START_TEST(a_word_is_said_in_the_language_asked_for) {
  ck_assert_str_eq(gdct_word("es", "none"), "ninguno");
  ck_assert_str_eq(gdct_word("fr", "none"), "aucun");
  ck_assert_str_eq(gdct_word("zh", "none"), "无");
}
END_TEST

START_TEST(the_part_before_the_first_hyphen_counts) {
  ck_assert_str_eq(gdct_word("es-419", "none"), "ninguno");
  ck_assert_str_eq(gdct_word("zh-Hans-CN", "none"), "无");
  ck_assert_str_eq(gdct_word("FR_fr.UTF-8", "none"), "aucun");
  ck_assert_str_eq(gdct_word("est", "none"), "none");
  ck_assert_str_eq(gdct_word("e", "none"), "none");
}
END_TEST

START_TEST(what_is_not_translated_stays_english) {
  static const char text[] = "no catalogue has this";

  ck_assert_ptr_eq(gdct_word(NULL, text), text);
  ck_assert_ptr_eq(gdct_word("", text), text);
  ck_assert_ptr_eq(gdct_word("en", "none"), gdct_word("de", "none"));
  ck_assert_ptr_eq(gdct_word("fr", text), text);
  ck_assert_str_eq(gdct_word("fr", ""), "");
  ck_assert_str_eq(gdct_words("ar", "a thing", "things", 1), "a thing");
  ck_assert_str_eq(gdct_words("ar", "a thing", "things", 2), "things");
}
END_TEST

START_TEST(the_language_of_the_answer_can_be_asked_for) {
  ck_assert_str_eq(gdct_word_language("ar-EG"), "ar");
  ck_assert_str_eq(gdct_word_language("de"), "en");
  ck_assert_str_eq(gdct_word_language(NULL), "en");
}
END_TEST

START_TEST(lists_have_the_marks_of_their_language) {
  ck_assert_str_eq(gdct_comma("en"), ", ");
  ck_assert_str_eq(gdct_comma("zh"), "、");
  ck_assert_str_eq(gdct_comma("ar"), "، ");
  ck_assert_str_eq(gdct_semicolon(NULL), "; ");
  ck_assert_str_eq(gdct_semicolon("ar"), "؛ ");
}
END_TEST

static const struct {
  const char *language;
  uint64_t count;
  const char *form;
} forms[] = {
    {"en", 0, "%u cards"},          {"en", 1, "%u card"},
    {NULL, 2, "%u cards"},          {"fr", 0, "%u fiche"},
    {"fr", 2, "%u fiches"},         {"es", 0, "%u fichas"},
    {"ru", 1, "%u карточка"},       {"ru", 11, "%u карточек"},
    {"ru", 22, "%u карточки"},      {"ru", 101, "%u карточка"},
    {"zh", 1, "%u 张卡片"},         {"ar", 2, "بطاقتان"},
    {"ar", 3, "%u بطاقات"},         {"ar", 11, "%u بطاقة"},
    {"ar", UINT64_MAX, "%u بطاقة"},
};

START_TEST(a_count_chooses_the_form_as_its_language_does) {
  ck_assert_str_eq(
      gdct_words(forms[_i].language, "%u card", "%u cards", forms[_i].count),
      forms[_i].form);
}
END_TEST

START_TEST(the_locale_of_the_process_changes_nothing) {
  static const char *const locales[] = {"C", "C.UTF-8", ""};

  g_setenv("LANGUAGE", "ru", TRUE);
  g_setenv("LC_ALL", "C.UTF-8", TRUE);
  for (size_t i = 0; i < G_N_ELEMENTS(locales); i++) {
    setlocale(LC_ALL, locales[i]);
    ck_assert_str_eq(gdct_word("es", "none"), "ninguno");
    ck_assert_str_eq(gdct_word("en", "none"), "none");
  }
}
END_TEST

START_TEST(ids_are_sorted_so_that_each_is_found) {
  for (size_t i = 1; i < gdct_word_count; i++)
    ck_assert_int_lt(strcmp(gdct_word_ids[i - 1], gdct_word_ids[i]), 0);
  for (size_t i = 0; i < gdct_word_count; i++)
    ck_assert_ptr_eq(gdct_word("ar", gdct_word_ids[i]),
                     gdct_word_languages[0].texts[i]);
}
END_TEST

START_TEST(arabic_and_its_neighbours_are_written_from_right_to_left) {
  ck_assert(gdct_is_rtl("ar"));
  ck_assert(gdct_is_rtl("AR-EG"));
  ck_assert(gdct_is_rtl("he_IL"));
  ck_assert(!gdct_is_rtl("en"));
  ck_assert(!gdct_is_rtl("arn")); /* Mapudungun */
  ck_assert(!gdct_is_rtl(""));
  ck_assert(!gdct_is_rtl(NULL));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("words");
  TCase *tcase = tcase_create("words");

  tcase_add_test(tcase, each_language_of_the_united_nations_has_a_catalogue);
  tcase_add_test(tcase, a_word_is_said_in_the_language_asked_for);
  tcase_add_test(tcase, the_part_before_the_first_hyphen_counts);
  tcase_add_test(tcase, what_is_not_translated_stays_english);
  tcase_add_test(tcase, the_language_of_the_answer_can_be_asked_for);
  tcase_add_test(tcase, lists_have_the_marks_of_their_language);
  tcase_add_loop_test(tcase, a_count_chooses_the_form_as_its_language_does, 0,
                      G_N_ELEMENTS(forms));
  tcase_add_test(tcase, the_locale_of_the_process_changes_nothing);
  tcase_add_test(tcase, ids_are_sorted_so_that_each_is_found);
  tcase_add_test(tcase,
                 arabic_and_its_neighbours_are_written_from_right_to_left);
  suite_add_tcase(suite, tcase);
  return test_run(suite);
}
