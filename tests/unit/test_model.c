/* SPDX-License-Identifier: Apache-2.0 */
/* A mapping in memory: joining files, places, languages, seals. */
#include "model/mapping.h"
#include "model/shape.h"
#include "read/yaml.h"
#include "test.h"

#define HEAD "gdctrace: 1\n" TEST_MODEL /* 16 lines */

/* ---- several files ---- */

/* Joins texts as files a.yaml, b.yaml, ... and resolves them. */
static GdctMapping *join(const char *const *texts, GdctReport *report) {
  GdctMapping *mapping = gdct_mapping_new();

  for (int i = 0; texts[i] != NULL; i++) {
    char name[] = "?.yaml";
    name[0] = (char)('a' + i);
    gdct_mapping_append(
        mapping, gdct_yaml_read(name, texts[i], strlen(texts[i]), report));
  }
  gdct_mapping_resolve(mapping, report);
  gdct_report_sort(report);
  return mapping;
}

static char *place_text(GdctPlace place) {
  return g_strdup_printf("%s:%u:%u", place.file, place.line, place.column);
}

static void assert_place(GdctPlace place, const char *wanted) {
  g_autofree char *text = place_text(place);

  ck_assert_str_eq(text, wanted);
}

START_TEST(files_are_joined_in_order_and_keep_their_places) {
  static const char *const texts[] = {
      HEAD "nodes:\n"
           "  - {id: x, kind: a, title: X, measures: [\n"
           "     {name: one, value: 1, at: 2024, source: doc}]}\n",
      "gdctrace: 1\n", /* nothing */
      "gdctrace: 1\nlanguage: fr\nnodes:\n"
      "  - {id: y, kind: b, title: Y, part-of: z, measures: [\n"
      "     {name: deux, value: 2, at: 2024, source: d2},\n"
      "     {name: trois, value: 3, at: 2024}],\n"
      "     links: {r: [{to: x, quote: Q, source: d2}, z]}}\n"
      "rules:\n  - {id: u, title: U, each: a, grades: [\n"
      "     {id: g, path: r}, {id: h, path: s}]}\n",
      "gdctrace: 1\nsources: [{id: d2, title: Two}]\n"
      "nodes: [{id: z, kind: b, title: {fr: Z}}]\n"
      "links: [{from: z, relation: r, to: [x, y], source: doc}]\n"
      "rules: [{id: v, title: V, each: b, grades: [{id: g, path: r}]}]\n",
      NULL};
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = join(texts, report);
  g_autofree char *findings = test_report_text(report);
  GdctThing y = {GDCT_NODE, test_node(mapping, "y")};
  uint32_t count, first;

  ck_assert_str_eq(findings, "");
  ck_assert_uint_eq(gdct_mapping_files(mapping), 4);
  ck_assert_str_eq(gdct_mapping_file(mapping, 2), "c.yaml");
  ck_assert_uint_eq(gdct_count(mapping, GDCT_NODE), 3);
  ck_assert_uint_eq(gdct_count(mapping, GDCT_LINK), 4);
  assert_place(gdct_place(mapping, (GdctThing){GDCT_NODE, 0}), "a.yaml:18:10");
  assert_place(gdct_place(mapping, y), "c.yaml:4:10");
  assert_place(gdct_place(mapping, (GdctThing){GDCT_NODE, 2}), "d.yaml:3:14");
  assert_place(gdct_value_place(mapping, y, "title"), "c.yaml:4:29");
  assert_place(gdct_place(mapping, (GdctThing){GDCT_LINK, 0}), "c.yaml:7:23");
  assert_place(gdct_place(mapping, (GdctThing){GDCT_LINK, 1}), "c.yaml:7:49");
  assert_place(gdct_place(mapping, (GdctThing){GDCT_LINK, 3}), "d.yaml:4:40");
  assert_place(gdct_evidence(mapping, (GdctThing){GDCT_LINK, 0}, 0).place,
               "c.yaml:7:44");
  ck_assert_uint_eq(gdct_evidence(mapping, (GdctThing){GDCT_LINK, 0}, 0).source,
                    gdct_find(mapping, GDCT_SOURCE, "d2"));
  ck_assert_uint_eq(gdct_node_parent(mapping, y.index),
                    test_node(mapping, "z"));
  first = gdct_owned(mapping, y, GDCT_MEASURE, &count);
  ck_assert_uint_eq(first, 1);
  ck_assert_uint_eq(count, 2);
  ck_assert_uint_eq(gdct_owner(mapping, (GdctThing){GDCT_MEASURE, 2}), y.index);
  ck_assert_str_eq(gdct_get(mapping, (GdctThing){GDCT_MEASURE, 2}, "value"),
                   "3");
  first = gdct_owned(mapping, (GdctThing){GDCT_RULE, 0}, GDCT_GRADE, &count);
  ck_assert_uint_eq(first, 0);
  ck_assert_uint_eq(count, 2);
  first = gdct_owned(mapping, (GdctThing){GDCT_RULE, 1}, GDCT_GRADE, &count);
  ck_assert_uint_eq(first, 2);
  ck_assert_uint_eq(count, 1);
  ck_assert_uint_eq(gdct_owner(mapping, (GdctThing){GDCT_GRADE, 2}), 1);
  gdct_owned(mapping, (GdctThing){GDCT_LINK, 0}, GDCT_GRADE, &count);
  ck_assert_uint_eq(count, 0);
  gdct_mapping_free(mapping);
  gdct_mapping_free(NULL);
  gdct_report_free(report);
}
END_TEST

START_TEST(findings_of_joined_files_name_the_right_file) {
  static const char *const texts[] = {
      HEAD "nodes:\n"
           "  - {id: x, kind: a, title: X, colour: red, links: {q: []}}\n",
      "gdctrace: 1\nnodes: [{id: X, kind: c, title: X, titel: X}]\n"
      "links: [{from: n, relation: r, to: [x, m], role: 1}]\n",
      "gdctrace: 1\nsources: [{id: DOC, title: D}]\n"
      "links: [{from: x, relation: s, to: x, source: d, evidence: [\n"
      "  {source: e}]}]\n"
      "waivers: [{rule: r, node: n}]\n",
      NULL};
  GdctReport *report = gdct_report_new();
  GString *text = g_string_new(NULL);
  GdctMapping *mapping = join(texts, report);

  for (size_t i = 0; i < gdct_report_count(report); i++) {
    const GdctFinding *finding = gdct_report_get(report, i);
    g_autofree char *place = place_text(finding->place);
    g_string_append_printf(text, "%s %s\n", place, finding->message);
  }
  ck_assert_str_eq(
      text->str,
      "a.yaml:18:32 a node of kind 'a' has no key 'colour'\n"
      "a.yaml:18:53 no relation 'q'\n"
      "b.yaml:2:14 node 'X' differs only in case from 'x' at a.yaml:18:10\n"
      "b.yaml:2:23 no kind 'c'\n"
      "b.yaml:2:36 a node has no key 'titel'; did you mean 'title'?\n"
      "b.yaml:3:16 no node 'n'\n"
      "b.yaml:3:40 no node 'm'\n"
      "b.yaml:3:44 a link of relation 'r' has no key 'role'\n"
      "c.yaml:2:16 source 'DOC' differs only in case from 'doc' at "
      "a.yaml:16:10\n"
      "c.yaml:3:47 no source 'd'\n"
      "c.yaml:4:12 no source 'e'\n"
      "c.yaml:5:18 no rule 'r'\n"
      "c.yaml:5:27 no node 'n'\n");
  g_string_free(text, TRUE);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
}
END_TEST

START_TEST(too_many_keys_do_not_break_joining) {
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = gdct_mapping_new();

  for (int file = 0; file < 40; file++) {
    g_autoptr(GString) text = g_string_new("gdctrace: 1\nnodes:\n");
    for (int node = 0; node < 2; node++) {
      g_string_append_printf(text, "  - {id: n%d-%d, kind: k, title: T", file,
                             node);
      for (int key = 0; key < 100; key++)
        g_string_append_printf(text, ", k%d-%d-%d: v", file, node, key);
      g_string_append(text, "}\n");
    }
    gdct_mapping_append(mapping,
                        gdct_yaml_read("t", text->str, text->len, report));
  }
  gdct_mapping_resolve(mapping, report);
  ck_assert_uint_eq(gdct_count(mapping, GDCT_NODE), 80);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
}
END_TEST

/* ---- the model ---- */

static const struct {
  const char *model, *findings;
} models[] = {
    {"kinds:\n    - {id: k, title: K, attributes: [{name: title}]}\n",
     "4:45 error duplicate-id: 'title' is a key of every node already\n"},
    {"kinds:\n    - {id: k, title: K, attributes: [{name: x}, {name: X}]}\n"
     "    - {id: l, title: L, attributes: [{name: x}]}\n",
     "4:56 error duplicate-id: attribute 'X' differs only in case from 'x' at "
     "t.yaml:4:45\n"},
    {"kinds:\n    - {id: k, title: K, attributes: [{name: x, type: choice},\n"
     "       {name: y, type: number, many: maybe}]}\n",
     "4:45 error missing-key: an attribute of type choice needs 'values'\n"
     "5:24 error bad-value: 'number' is not text, integer, decimal, date, uri "
     "or choice\n"
     "5:38 error bad-value: 'maybe' is not yes or no\n"},
    {"kinds: [{id: k, title: K}]\n  relations:\n"
     "    - {id: r, inverse: s, from: k, to: k, attributes: [{name: basis}]}\n"
     "    - {id: s, inverse: r-of, from: k, to: l}\n"
     "    - {id: t, inverse: r-of, from: k, to: [k, k]}\n",
     "5:24 error duplicate-id: 's', the inverse of 'r', is the name of a "
     "relation already, at t.yaml:6:12\n"
     "5:63 error duplicate-id: 'basis' is a key of every link already\n"
     "6:43 error unknown-kind: no kind 'l'\n"
     "7:24 error duplicate-id: 'r-of', the inverse of 't', is the name of a "
     "relation already, at t.yaml:6:12\n"},
    {"kinds: [{id: k, title: K, framework: f}]\n"
     "  frameworks: [{id: f, title: F}, {id: F, title: F, color: '#12345'}]\n",
     "4:40 error duplicate-id: framework 'F' differs only in case from 'f' at "
     "t.yaml:4:21\n"
     "4:60 error bad-value: '#12345' is not a color such as #1a5fb4\n"},
};

START_TEST(a_model_that_contradicts_itself_is_reported) {
  g_autofree char *text =
      g_strconcat("gdctrace: 1\nmodel:\n  ", models[_i].model, NULL);

  test_findings_are(text, models[_i].findings);
}
END_TEST

START_TEST(every_type_has_a_shape_whose_fields_fit_in_64_bits) {
  for (int type = 0; type < GDCT_TYPES; type++) {
    const GdctShape *shape = gdct_shape_of((GdctType)type);
    size_t n = 0;
    ck_assert_ptr_nonnull(shape);
    while (shape->fields[n].key != NULL) {
      ck_assert_ptr_eq(gdct_shape_find(shape, shape->fields[n].key),
                       &shape->fields[n]);
      n++;
    }
    ck_assert_uint_lt(n, 64);
  }
}
END_TEST

/* ---- values by language ---- */

static const struct {
  const char *language, *title;
} titles[] = {
    {"fr", "F"},          {"fr-CH", "F"}, {"FR", "F"}, {"zh-Hant", "ZT"},
    {"zh-Hant-TW", "ZT"}, {"zh", "ZT"},   {"ru", "E"}, {"en", "E"},
    {"en-GB", "E"},       {"f", "E"},     {NULL, "E"}, {"", "E"},
    {"frx", "E"},
};

START_TEST(a_title_falls_back_to_a_near_language_then_english) {
  GdctMapping *mapping = test_load_clean(
      HEAD "nodes:\n  - {id: x, kind: a, title: {fr: F, zh-Hant: ZT, en: E}}\n"
           "  - {id: y, kind: a, title: {ru: R, fr: F}}\n");
  GdctThing x = {GDCT_NODE, 0}, y = {GDCT_NODE, 1};
  const char *language = titles[_i].language;
  const char *wanted = titles[_i].title;

  ck_assert_str_eq(gdct_title(mapping, x, language), wanted);
  ck_assert_str_eq(gdct_title(mapping, y, "en"), "R");
  ck_assert_str_eq(gdct_title(mapping, y, "fr"), "F");
  ck_assert_ptr_null(gdct_text(mapping, x, "summary", "en"));
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(plain_texts_have_the_language_of_their_file) {
  static const char *const texts[] = {
      HEAD "nodes: [{id: x, kind: a, title: X}]\n",
      "gdctrace: 1\nnodes: [{id: y, kind: a, title: Y, tag: t}]\n"
      "language: ar\n",
      NULL};
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = join(texts, report);

  ck_assert_str_eq(gdct_value(mapping, (GdctThing){GDCT_NODE, 0}, 1).language,
                   "en");
  ck_assert_str_eq(gdct_value(mapping, (GdctThing){GDCT_NODE, 1}, 1).language,
                   "ar");
  ck_assert_str_eq(gdct_value(mapping, (GdctThing){GDCT_NODE, 1}, 2).language,
                   "");
  gdct_mapping_free(mapping);
  gdct_report_free(report);
}
END_TEST

/* ---- finding ---- */

START_TEST(things_are_found_by_id_with_regard_to_case) {
  GdctMapping *mapping =
      test_load_clean(HEAD "nodes: [{id: itu.giga, kind: a, title: X}]\n");
  bool inverse;
  char *hint;

  ck_assert_uint_eq(gdct_find(mapping, GDCT_NODE, "itu.giga"), 0);
  ck_assert_uint_eq(gdct_find(mapping, GDCT_NODE, "itu.Giga"), GDCT_NONE);
  ck_assert_uint_eq(gdct_find(mapping, GDCT_NODE, ""), GDCT_NONE);
  ck_assert_uint_eq(gdct_find(mapping, GDCT_KIND, "itu.giga"), GDCT_NONE);
  ck_assert_uint_eq(gdct_find(mapping, GDCT_SOURCE, "doc"), 0);
  ck_assert_uint_eq(gdct_find(mapping, GDCT_KIND, "b"), 1);
  ck_assert_uint_eq(gdct_relation_find(mapping, "r-of", &inverse), 0);
  ck_assert(inverse);
  ck_assert_uint_eq(gdct_relation_find(mapping, "s", &inverse), 1);
  ck_assert(!inverse);
  ck_assert_uint_eq(gdct_relation_find(mapping, "s-of", &inverse), GDCT_NONE);
  ck_assert_uint_eq(gdct_find_or_hint(mapping, GDCT_NODE, "itu.gigga", &hint),
                    GDCT_NONE);
  ck_assert_str_eq(hint, "; did you mean 'itu.giga'?");
  free(hint);
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(lists_are_known_by_the_format_and_by_the_model) {
  GdctMapping *mapping =
      test_load_clean(HEAD "nodes: [{id: x, kind: a, title: X}]\n");
  GdctThing node = {GDCT_NODE, 0};

  ck_assert(gdct_key_is_list(mapping, node, "same-as"));
  ck_assert(gdct_key_is_list(mapping, node, "tag"));
  ck_assert(!gdct_key_is_list(mapping, node, "size"));
  ck_assert(!gdct_key_is_list(mapping, node, "title"));
  ck_assert(!gdct_key_is_list(mapping, node, "no-such-key"));
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(bases_are_read_from_a_list) {
  unsigned bases;

  ck_assert(gdct_basis_parse("stated", &bases));
  ck_assert_uint_eq(bases, GDCT_BASIS_STATED);
  ck_assert(gdct_basis_parse("proposed, stated", &bases));
  ck_assert_uint_eq(bases, GDCT_BASIS_STATED | GDCT_BASIS_PROPOSED);
  ck_assert(!gdct_basis_parse("", &bases));
  ck_assert(!gdct_basis_parse("stated,", &bases));
  ck_assert(!gdct_basis_parse("state", &bases));
}
END_TEST

/* ---- seals ---- */

#define SEALED                                                                 \
  "nodes:\n"                                                                   \
  "  - {id: x, kind: a, title: {en: X, fr: Y}, size: 1, tag: [p, q], links: {" \
  "s: [{to: y, source: doc, quote: Q, role: lead}]}}\n"                        \
  "  - {id: y, kind: b, title: Why}\n"

static char *seal(const char *text) {
  g_autofree char *whole = g_strconcat(HEAD, text, NULL);
  GdctMapping *mapping = test_load_clean(whole);
  char *found = gdct_link_seal(mapping, 0);

  gdct_mapping_free(mapping);
  return found;
}

/* The sealed text, with a part of it changed. */
static char *seal_with(const char *part, const char *other) {
  GString *text = g_string_new(SEALED);
  char *found;

  ck_assert_msg(g_string_replace(text, part, other, 1) == 1, "%s", part);
  found = seal(text->str);
  g_string_free(text, TRUE);
  return found;
}

static const struct {
  const char *part, *other;
} changes[] = {
    {"title: Why", "title: Because"},
    {"en: X", "en: Z"},
    {"fr: Y", "ru: Y"},
    {"fr: Y", "fr: Y, ru: Y"},
    {"size: 1", "size: 2"},
    {"size: 1, ", ""},
    {"quote: Q", "quote: R"},
    {"quote: Q", "locator: Q"},
    {"quote: Q", "quote: Q, basis: derived"},
    {"quote: Q", "quote: Q, rationale: Why"},
    {"role: lead", "role: follow"},
    {"s: [", "r: ["},
    {"role: lead", "role: lead, evidence: [{source: doc}]"},
    {"source: doc, ", ""},
    {"title: Why", "title: Why, summary: Because"},
};

/* What is no part of what a reviewer saw. */
static const struct {
  const char *part, *other;
} no_changes[] = {
    {"title: Why", "title: Why, status: ongoing, end: 2024"},
    {"title: Why", "title: Why, same-as: [urn:x:1], certainty: recalled"},
    {"title: Why", "title: Why, evidence: [{source: doc, quote: Y}]"},
    {"title: Why", "title: Why, measures: [{name: n, value: 1, at: 2024}]"},
};

START_TEST(a_seal_does_not_change_with_the_rest_of_the_ends) {
  g_autofree char *before = seal(SEALED);
  g_autofree char *after = seal_with(no_changes[_i].part, no_changes[_i].other);

  ck_assert_str_eq(before, after);
}
END_TEST

START_TEST(a_seal_changes_with_what_the_reviewer_saw) {
  /* 'role' belongs to the relation s only. */
  g_autofree char *before = seal(SEALED), *after = NULL;

  if (strcmp(changes[_i].other, "r: [") == 0) {
    g_free(before);
    before = seal_with(", role: lead", "");
    after = seal("nodes:\n"
                 "  - {id: x, kind: a, title: {en: X, fr: Y}, size: 1, "
                 "tag: [p, q], links: {r: [{to: y, source: doc, quote: Q}]}}\n"
                 "  - {id: y, kind: b, title: Why}\n");
  } else {
    after = seal_with(changes[_i].part, changes[_i].other);
  }
  ck_assert_uint_eq(strlen(before), 16);
  ck_assert_str_ne(before, after);
}
END_TEST

static const char *const same[] = {
    SEALED,
    /* other orders, places, comments and ways to write the same */
    "nodes:\n"
    "  # a comment\n"
    "  - {title: Why, kind: b, id: y}\n"
    "  - id: x\n"
    "    tag: [q, p]\n"
    "    size: '1'\n"
    "    title: {fr: Y, en: X}\n"
    "    kind: a\n"
    "links:\n"
    "  - {to: [{quote: Q, to: y, role: lead}], source: doc, relation: s, "
    "from: x}\n",
    "defaults: {source: doc}\n"
    "nodes:\n"
    "  - {id: x, kind: a, title: {en: X, fr: Y}, size: 1, tag: [p, q], links: "
    "{s: {to: y, quote: Q, role: lead}, r: y}}\n"
    "  - {id: y, kind: b, title: {en: Why}}\n"
    "  - {id: z, kind: b, title: Other, part-of: y}\n",
};

START_TEST(a_seal_does_not_change_with_order_or_form) {
  g_autofree char *before = seal(SEALED), *after = seal(same[_i]);

  ck_assert_str_eq(before, after);
}
END_TEST

START_TEST(a_seal_is_the_same_for_ever) {
  g_autofree char *found = seal(SEALED);

  ck_assert_str_eq(found, "591be9e07a8f1c92");
}
END_TEST

int main(void) {
  Suite *suite = suite_create("model");
  TCase *files = tcase_create("files"), *model = tcase_create("model");
  TCase *values = tcase_create("values"), *seals = tcase_create("seals");

  tcase_add_test(files, files_are_joined_in_order_and_keep_their_places);
  tcase_add_test(files, findings_of_joined_files_name_the_right_file);
  tcase_add_test(files, too_many_keys_do_not_break_joining);
  tcase_add_loop_test(model, a_model_that_contradicts_itself_is_reported, 0,
                      G_N_ELEMENTS(models));
  tcase_add_test(model, every_type_has_a_shape_whose_fields_fit_in_64_bits);
  tcase_add_test(model, things_are_found_by_id_with_regard_to_case);
  tcase_add_test(model, lists_are_known_by_the_format_and_by_the_model);
  tcase_add_test(model, bases_are_read_from_a_list);
  tcase_add_loop_test(values,
                      a_title_falls_back_to_a_near_language_then_english, 0,
                      G_N_ELEMENTS(titles));
  tcase_add_test(values, plain_texts_have_the_language_of_their_file);
  tcase_add_loop_test(seals, a_seal_changes_with_what_the_reviewer_saw, 0,
                      G_N_ELEMENTS(changes));
  tcase_add_loop_test(seals, a_seal_does_not_change_with_the_rest_of_the_ends,
                      0, G_N_ELEMENTS(no_changes));
  tcase_add_loop_test(seals, a_seal_does_not_change_with_order_or_form, 0,
                      G_N_ELEMENTS(same));
  tcase_add_test(seals, a_seal_is_the_same_for_ever);
  suite_add_tcase(suite, files);
  suite_add_tcase(suite, model);
  suite_add_tcase(suite, values);
  suite_add_tcase(suite, seals);
  return test_run(suite);
}
