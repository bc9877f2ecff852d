/* SPDX-License-Identifier: Apache-2.0 */
#include "test_write.h"

#include "write/rdf.h"

static const char *const formats[] = {"turtle", "ntriples"};

START_TEST(every_key_is_written_as_the_golden_file_has_it) {
  assert_everything_is("turtle", "turtle/everything.ttl");
}
END_TEST

START_TEST(the_same_mapping_gives_the_same_bytes) {
  assert_same_bytes(formats[_i]);
}
END_TEST

START_TEST(writing_stops_when_the_sink_refuses) {
  assert_stops(formats[_i]);
}
END_TEST

/* Each triple is a line: a text can neither begin nor end one. */
START_TEST(no_text_breaks_a_line) {
  GdctMapping *plain = load_hostile("text");
  GdctMapping *mapping = load_hostile(hostile_texts[_i]);
  g_autofree char *few = write_text(plain, "ntriples");
  g_autofree char *text = write_text(mapping, "ntriples");
  g_auto(GStrv) wanted = g_strsplit(few, "\n", -1);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

  ck_assert_uint_eq(g_strv_length(lines), g_strv_length(wanted));
  for (size_t i = 1; *lines[i] != '\0'; i++) {
    ck_assert_int_eq(lines[i][0], '<');
    ck_assert(g_str_has_suffix(lines[i], " ."));
  }
  gdct_mapping_free(plain);
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(a_uri_becomes_an_iri) {
  static const char *const rows[][2] = {
      {"https://example.org/a?b=1&c='2'#d", NULL},
      {"urn:x:%41", NULL},
      {"urn:x:%4", "urn:x:%254"},
      {"x:a b\"<>\\^`{|}", "x:a%20b%22%3C%3E%5C%5E%60%7B%7C%7D"},
      {"x:\xC3\xA9\xE4\xB8\xAD", NULL},
      {"x:\xE2\x80\xAE", "x:%E2%80%AE"},
      {"x:\xF3\xB0\x80\x80", "x:%F3%B0%80%80"},
  };
  g_autoptr(GString) text = g_string_new(NULL);

  gdct_rdf_append_uri(text, rows[_i][0]);
  ck_assert_str_eq(text->str, rows[_i][rows[_i][1] != NULL]);
}
END_TEST

START_TEST(only_ids_that_a_prefix_can_stand_before_are_short) {
  ck_assert(gdct_rdf_is_short("itu.giga-2_x"));
  ck_assert(gdct_rdf_is_short("0"));
  ck_assert(!gdct_rdf_is_short(""));
  ck_assert(!gdct_rdf_is_short("a."));
  ck_assert(!gdct_rdf_is_short("-a"));
  ck_assert(!gdct_rdf_is_short("a/b"));
  ck_assert(!gdct_rdf_is_short("\xC3\xA9"));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("write/rdf");
  TCase *tests = tcase_create("all");

  tcase_add_test(tests, every_key_is_written_as_the_golden_file_has_it);
  tcase_add_loop_test(tests, the_same_mapping_gives_the_same_bytes, 0, 2);
  tcase_add_loop_test(tests, writing_stops_when_the_sink_refuses, 0, 2);
  tcase_add_loop_test(tests, no_text_breaks_a_line, 0,
                      G_N_ELEMENTS(hostile_texts));
  tcase_add_loop_test(tests, a_uri_becomes_an_iri, 0, 7);
  tcase_add_test(tests, only_ids_that_a_prefix_can_stand_before_are_short);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
