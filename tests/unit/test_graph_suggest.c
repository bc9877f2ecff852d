/* SPDX-License-Identifier: Apache-2.0 */
/* Candidate links: the index of words, and the library's own promises. What is
 * found and in which order is in tests/suggest. */
#include "test_graph_small.h"

#include "graph/texts.h"

#include <gdctrace/suggest.h>

static void note_word(const char *stem, size_t stem_size, const char *word,
                      size_t size, void *data) {
  g_string_append_printf(data, "%.*s=%.*s ", (int)size, word, (int)stem_size,
                         stem);
}

static void note_row(uint32_t row, double score, void *data) {
  ck_assert(score > 0);
  g_string_append_printf(data, "%u ", row);
}

START_TEST(a_text_is_parted_into_words_and_stems) {
  char *problem;
  GdctTexts *texts = gdct_texts_new(&problem);
  g_autoptr(GString) words = g_string_new(NULL);

  ck_assert_ptr_nonnull(texts);
  gdct_texts_words(texts, "Connected \"SCHOOLS\", d'\u00c9coles: e-health 5G",
                   note_word, words);
  ck_assert_str_eq(words->str, "Connected=connect SCHOOLS=school d=d "
                               "\u00c9coles=ecol e=e health=health 5G=5g ");
  gdct_texts_free(texts);
}
END_TEST

static const struct {
  const char *word, *rows;
} searches[] = {{"school", "0 4000000000 "},
                {"Schools", "0 4000000000 "},
                {"tin", "7 "},
                {"none", ""},
                {"", ""},
                {"\"", ""},
                {"\"tin\" OR school*", ""},
                {"title:tin", ""},
                {"tin school", ""}};

START_TEST(a_word_finds_rows_and_is_never_a_query) {
  char *problem;
  GdctTexts *texts = gdct_texts_new(&problem);
  g_autoptr(GString) rows = g_string_new(NULL);

  gdct_texts_add(texts, 0, (const char *[]){"schools", NULL, "", NULL});
  gdct_texts_add(texts, 7, (const char *[]){"", "", "tin", ""});
  gdct_texts_add(texts, 4000000000,
                 (const char *[]){"", "", "", "schooling tinn"});
  ck_assert(gdct_texts_finish(texts));
  gdct_texts_find(texts, searches[_i].word, note_row, rows);
  ck_assert_str_eq(rows->str, searches[_i].rows);
  gdct_texts_free(texts);
}
END_TEST

static const char model[] = "gdctrace: 1\n" TEST_MODEL;

START_TEST(a_run_gives_nodes_scores_and_words) {
  g_autofree char *text =
      g_strconcat(model,
                  "nodes:\n  - {id: a1, kind: a, title: copper wires}\n"
                  "  - {id: b1, kind: b, title: wire}\n"
                  "  - {id: b2, kind: b, title: Wired copper}\n"
                  "  - {id: b3, kind: b, title: tin}\n"
                  "links: [{from: a1, relation: s, to: b1, source: doc}]\n",
                  NULL);
  GdctMapping *mapping = test_load_clean(text);
  GdctGraph *graph = gdct_graph_new(mapping, NULL, NULL);
  GdctSuggestOptions options = {GDCT_NONE, GDCT_NONE, false, GDCT_NONE, 5};
  GdctSuggester *suggester;
  GdctCandidate candidate;
  char *problem;

  options.relation = gdct_find(mapping, GDCT_RELATION, "s");
  suggester = gdct_suggester_new(graph, "en", &options, &problem);
  ck_assert_ptr_nonnull(suggester);
  ck_assert_uint_eq(gdct_suggester_ways(suggester, 0), 1);
  for (int again = 0; again < 2; again++) {
    ck_assert_uint_eq(gdct_suggester_run(suggester, 0), 1);
    candidate = gdct_suggester_candidate(suggester, 0);
    ck_assert_uint_eq(candidate.node, test_node(mapping, "b2"));
    ck_assert_uint_eq(candidate.relation, options.relation);
    ck_assert(!candidate.inverse);
    ck_assert_double_eq(candidate.score, 1);
    ck_assert_uint_eq(candidate.n_words, 2);
    ck_assert_str_eq(candidate.words[0], "copper");
    ck_assert_str_eq(candidate.words[1], "Wired");
  }
  ck_assert_uint_eq(gdct_suggester_run(suggester, 3), 0);
  gdct_suggester_free(suggester);
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(a_direct_path_is_one_step_along_a_relation) {
  Small opened = open_small("rules:\n"
                            "  - {id: fine, title: T, each: b, reach: a, "
                            "grades: [{id: g, path: ^r/r|^s?}]}\n"
                            "  - {id: far, title: T, each: b, reach: a, "
                            "grades: [{id: g, path: ^r/r|part-of}]}\n",
                            NULL);

  ck_assert(gdct_rule_has_direct_path(opened.graph, 0));
  ck_assert(!gdct_rule_has_direct_path(opened.graph, 1));
  close_small(opened);
}
END_TEST

START_TEST(nothing_is_freed_as_nothing) {
  gdct_suggester_free(NULL);
  gdct_texts_free(NULL);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("suggest");
  TCase *tests = tcase_create("suggest");

  tcase_add_test(tests, a_text_is_parted_into_words_and_stems);
  tcase_add_loop_test(tests, a_word_finds_rows_and_is_never_a_query, 0,
                      G_N_ELEMENTS(searches));
  tcase_add_test(tests, a_run_gives_nodes_scores_and_words);
  tcase_add_test(tests, a_direct_path_is_one_step_along_a_relation);
  tcase_add_test(tests, nothing_is_freed_as_nothing);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
