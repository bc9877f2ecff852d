/* SPDX-License-Identifier: Apache-2.0 */
/* Plain texts, quotes in documents, the nearest passage, and converters. */
#include "base/program.h"
#include "test.h"
#include "verify/read.h"

static GdctDocument *document_of(const char *text, uint32_t pages) {
  return gdct_document_new(g_strdup(text), strlen(text), pages);
}

static bool has(GdctDocument *document, const char *quote) {
  GdctPlain plain;
  bool found;

  gdct_plain_init(&plain, quote, strlen(quote));
  found = gdct_document_has(document, &plain);
  gdct_plain_clear(&plain);
  return found;
}

/* ---- what is alike ---- */

static const struct {
  const char *text, *quote;
  bool found;
} cases[] = {
    {"one two three", "two", true},
    {"one two three", "Two", false},
    {"one two three", "one three", false},
    {"one two three", "ne two thr", true},
    {"", "x", false},
    {"x", "", false},
    {"x", " \n ", false},
    {"a", "ab", false},
    /* white space */
    {"one\n  two\r\nthree", "one two three", true},
    {"one\xC2\xA0two\tthree\ffour", "one two three four", true},
    {"one two", "one\n\n two ", true},
    {"onetwo", "one two", false},
    {"one two", "onetwo", false},
    {"o\xE2\x80\x8Bne\xEF\xBB\xBF two", "one two", true},
    {"\xEF\xBB\xBFone", "one", true},
    {"dig\xC2\xADital", "digital", true},
    /* quotation marks */
    {"\xE2\x80\x9Csaid\xE2\x80\x9D", "\"said\"", true},
    {"ITU\xE2\x80\x99s", "ITU's", true},
    {"ITU's", "ITU\xE2\x80\x99s", true},
    {"\xC2\xABsaid\xC2\xBB", "\xE2\x80\x9Esaid\xE2\x80\x9C", true},
    {"'said'", "\"said\"", false},
    /* dashes */
    {"2024\xE2\x80\x93"
     "2025",
     "2024-2025", true},
    {"a \xE2\x80\x94 b", "a - b", true},
    {"a\xE2\x80\x94"
     "b",
     "a - b", false},
    {"a-b", "ab", false},
    {"ab", "a-b", false},
    {"a b", "a-b", false},
    {"a - b", "a b", false},
    {"\xE2\x88\x92"
     "5",
     "-5", true},
    {"end-to-end", "end-to", true},
    {"end-to-end", "to-end", true},
    {"end-to-end", "-to-", true},
    {"end-to-end", "endto-end", false},
    {"one\n- two\n- three", "two - three", true},
    {"one\n- two", "- two", true},
    {"one\n- two", "one two", false},
    {"over long-", "long-", true},
    {"over long", "long-", false},
    {"over long", "-over", false},
    /* the end of a line */
    {"a word-\n  break here", "a wordbreak here", true},
    {"a word-\n  break here", "a word-break here", true},
    {"a word-\nbreak here", "a word- break here", true},
    {"a word- \r\nbreak here", "wordbreak", true},
    {"a word-\nbreak", "word break", false},
    {"a word- break", "wordbreak", false},
    {"a wordbreak", "word-\nbreak", true},
    {"a word-break", "word-\nbreak", true},
    {"a word\xC2\xAD\nbreak", "wordbreak", true},
    {"a word\xE2\x80\x90\nbreak", "wordbreak", true},
    {"a word\xE2\x80\x94\nbreak", "wordbreak", false},
    {"2024-\n2025", "20242025", false},
    {"2024-\n2025", "2024-2025", true},
    {"x -\ny", "xy", false},
    {"x -\ny", "x - y", true},
    {"end-to-\nend econ-\nomy", "end-to-end economy", true},
    /* characters */
    {"e\xCC\x81lan", "\xC3\xA9lan", true},
    {"\xC3\xA9lan", "e\xCC\x81lan", true},
    {"elan", "\xC3\xA9lan", false},
    {"\xEF\xAC\x81nal o\xEF\xAC\x83"
     "ce",
     "final office", true},
    {"\xE4\xBD\xA0\xE5\xA5\xBD\xE4\xB8\x96", "\xE5\xA5\xBD", true},
};

START_TEST(what_print_changes_is_alike) {
  GdctDocument *document = document_of(cases[_i].text, 0);

  /* Searched for as text at first, then by the index of words. */
  for (int i = 0; i < 20; i++)
    ck_assert_msg(has(document, cases[_i].quote) == cases[_i].found,
                  "'%s' in '%s', time %d", cases[_i].quote, cases[_i].text, i);
  gdct_document_free(document);
}
END_TEST

START_TEST(every_run_of_words_is_found_both_ways) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GRand) random = g_rand_new_with_seed(1);
  GdctDocument *document;

  for (int i = 0; i < 3000; i++)
    g_string_append_printf(text, "%s%d%s", i % 7 == 0 ? "- W" : "w",
                           g_rand_int_range(random, 0, 400),
                           i % 11 == 0   ? "-\n"
                           : i % 5 == 0  ? "\xE2\x80\x94"
                           : i % 13 == 0 ? "\n"
                                         : " ");
  document = document_of(text->str, 0);
  for (int i = 0; i < 2000; i++) {
    gsize from = (gsize)g_rand_int_range(random, 0, (gint32)text->len - 100);
    gsize size = (gsize)g_rand_int_range(random, 4, 100);
    g_autofree char *quote = NULL;
    while (((unsigned char)text->str[from] & 0xC0) == 0x80)
      from++;
    while (((unsigned char)text->str[from + size] & 0xC0) == 0x80)
      size++;
    quote = g_strndup(text->str + from, size);
    ck_assert_msg(has(document, quote), "'%s'", quote);
    quote[size / 2] = '%';
    if (g_utf8_validate(quote, -1, NULL))
      ck_assert_msg(!has(document, quote), "'%s'", quote);
  }
  gdct_document_free(document);
}
END_TEST

START_TEST(a_document_is_text) {
  GdctDocument *document = document_of(" \n\xEF\xBB\xBF", 0);

  ck_assert_ptr_null(document_of("caf\xE9", 0));
  ck_assert_ptr_null(gdct_document_new(g_memdup2("a\0b", 4), 3, 0));
  ck_assert(gdct_document_is_empty(document));
  gdct_document_free(document);
  gdct_document_free(NULL);
  gdct_verification_free(NULL);
}
END_TEST

/* ---- the nearest passage ---- */

static const char story[] =
    "The ministry runs a programme for rural schools.\n"
    "It will connect every school to the\n"
    "Internet by 2030, with partners.\r\n"
    "\n"
    "The programme of the ministry is for every teacher; it trains\n"
    "\xE2\x80\x9Cnew\xE2\x80\x9D teachers in digital skills.\f"
    "A second page says that the well-being of pupils counts.";

static const struct {
  const char *quote, *wanted; /* "line page text|quoted|instead" */
} nearest[] = {
    {"It will connect all schools to the Internet by 2030",
     "2 1 It will connect every school to the Internet by 2030,"
     "|all schools|every school"},
    {"connect every single school to the Internet",
     "2 1 connect every school to the Internet|single|"},
    {"connect school to the Internet by 2030",
     "2 1 connect every school to the Internet by 2030,||every"},
    {"It trains new teachers in digital skills",
     "5 1 it trains \xE2\x80\x9Cnew\xE2\x80\x9D teachers in digital skills."
     "|It trains new|it trains \xE2\x80\x9Cnew\xE2\x80\x9D"},
    {"the wellbeing of pupils counts.",
     "6 2 the well-being of pupils counts.|-|-"},
    {"THE MINISTRY RUNS", "1 1 The ministry runs|-|-"},
    {"nothing whatever of the kind", ""},
    {"", ""},
};

START_TEST(the_nearest_passage_is_told) {
  GdctDocument *document = document_of(story, 2);
  const char *quote = nearest[_i].quote;
  g_autofree char *told = g_strdup("");
  GdctPassage passage;
  GdctPlain plain;

  gdct_plain_init(&plain, quote, strlen(quote));
  ck_assert(!gdct_document_has(document, &plain));
  if (gdct_document_nearest(document, quote, &plain, &passage)) {
    g_free(told);
    told = g_strdup_printf("%u %u %s|%s|%s", passage.line, passage.page,
                           passage.text,
                           passage.quoted != NULL ? passage.quoted : "-",
                           passage.instead != NULL ? passage.instead : "-");
  }
  ck_assert_str_eq(told, nearest[_i].wanted);
  gdct_passage_clear(&passage);
  gdct_plain_clear(&plain);
  gdct_document_free(document);
}
END_TEST

/* ---- size and malice ---- */

static GdctDocument *repeated(const char *piece, size_t times) {
  GString *text = g_string_new(NULL);

  for (size_t i = 0; i < times; i++)
    g_string_append(text, piece);
  size_t size = text->len;
  return gdct_document_new(g_string_free(text, FALSE), size, 0);
}

/* Texts that are slow to read if anything is done twice. */
static const char *const tedious[] = {
    "a",         "-",  "a-\n", "\xC2\xAD",
    "a\xC2\xAD", " ",  "a ",   "\xCC\x81\xCC\x96",
    "aa-",       "- ", "\n",   "\xE1\x84\x80",
};

START_TEST(long_and_odd_texts_take_little_time) {
  GdctDocument *document = repeated(tedious[_i], 500000);
  g_autofree char *quote = NULL;
  GString *text = g_string_new(NULL);
  GdctPassage passage;
  GdctPlain plain;

  for (int i = 0; i < 20000; i++)
    g_string_append(text, tedious[_i]);
  g_string_append(text, "z");
  quote = g_string_free(text, FALSE);
  gdct_plain_init(&plain, quote, strlen(quote));
  for (int i = 0; i < 12; i++)
    ck_assert(!gdct_document_has(document, &plain));
  gdct_document_nearest(document, quote, &plain, &passage);
  gdct_passage_clear(&passage);
  gdct_plain_clear(&plain);
  gdct_document_free(document);
}
END_TEST

/* ---- HTML and programs ---- */

START_TEST(html_is_read_as_it_is_seen) {
  static const char html[] =
      "<!doctype html><html><head><title>T</title><style>x</style></head>"
      "<body><h1>Head</h1><p>Some <em>empha</em>sised<br>words &amp; "
      "more</p><script>no</script><table><tr><td>one</td><td>two</td></tr>"
      "</table>caf\xC3\xA9</body></html>";
  size_t size;
  g_autofree char *text = gdct_html_text(html, sizeof html - 1, true, &size);

  ck_assert_str_eq(text, "Head\nSome emphasised\nwords & more\none\ntwo\n"
                         "caf\xC3\xA9\n");
  ck_assert_uint_eq(size, strlen(text));
}
END_TEST

static char *program(const char *script, size_t limit, unsigned seconds,
                     char **ret_reason) {
  const char *argv[] = {"sh", "-c", script, NULL};
  size_t size;

  return gdct_program_output((char **)argv, limit, seconds, &size, ret_reason);
}

static const struct {
  const char *script, *reason;
} programs[] = {
    {"exec sleep 60", "sh: it takes too long"},
    {"exec >&- 2>&-; exec sleep 60", "sh: it takes too long"},
    {"echo a >&2; exec sleep 60", "sh: it takes too long; the last it said: a"},
    {"yes", "sh: the text is too large"},
    {"echo a >&2; echo b >&2; exit 1", "sh: b"},
    {"yes x | head -c 100000 >&2; echo b >&2; echo >&2; exit 1", "sh: b"},
    {"printf '\\033[2Ja\\377' >&2; exit 1", "sh: \uFFFD[2Ja\uFFFD"},
    {"exit 1", "sh: it failed with status 1"},
    {"kill -9 $$", "sh: it was killed, as happens when memory runs out"},
    {"kill -15 $$", "sh: it was ended by signal 15, Terminated"},
};

START_TEST(programs_have_limits) {
  g_autofree char *reason = NULL;

  ck_assert_ptr_null(program(programs[_i].script, 1000, 1, &reason));
  ck_assert_str_eq(reason, programs[_i].reason);
}
END_TEST

START_TEST(programs_get_no_input) {
  g_autofree char *reason = NULL;
  g_autofree char *text =
      program("cat; yes x | head -c 100000 >&2; echo out", 1000, 20, &reason);

  ck_assert_str_eq(text, "out\n");
  ck_assert_ptr_null(reason);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("verify");
  TCase *plain = tcase_create("quotes");
  TCase *near = tcase_create("nearest");
  TCase *limits = tcase_create("limits");

  tcase_add_loop_test(plain, what_print_changes_is_alike, 0,
                      G_N_ELEMENTS(cases));
  tcase_add_test(plain, every_run_of_words_is_found_both_ways);
  tcase_add_test(plain, a_document_is_text);
  tcase_add_test(plain, html_is_read_as_it_is_seen);
  suite_add_tcase(suite, plain);
  tcase_add_loop_test(near, the_nearest_passage_is_told, 0,
                      G_N_ELEMENTS(nearest));
  suite_add_tcase(suite, near);
  tcase_set_timeout(limits, 20);
  tcase_add_loop_test(limits, long_and_odd_texts_take_little_time, 0,
                      G_N_ELEMENTS(tedious));
  tcase_add_loop_test(limits, programs_have_limits, 0, G_N_ELEMENTS(programs));
  tcase_add_test(limits, programs_get_no_input);
  suite_add_tcase(suite, limits);
  return test_run(suite);
}
