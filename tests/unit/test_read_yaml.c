/* SPDX-License-Identifier: Apache-2.0 */
/* From bytes to records, with every place. */
#include "model/mapping.h"
#include "read/yaml.h"
#include "test.h"

#define HEAD "gdctrace: 1\n" TEST_MODEL /* 16 lines */

/* ---- findings ---- */

static const struct {
  const char *text, *findings;
} faults[] = {
    {"", "1:1 error empty-file: the file is empty\n"},
    {"\xEF\xBB\xBF", "1:1 error empty-file: the file is empty\n"},
    {"---\n...\n", "1:1 error empty-file: the file is empty\n"},
    {"~", "1:1 error wrong-shape: a mapping file is a map of keys and not "
          "text\n"},
    {"[]", "1:1 error wrong-shape: a mapping file is a map of keys and not a "
           "list\n"},
    {"{}", "1:1 error missing-key: a mapping file needs 'gdctrace'\n"},
    {"a: 1\nb: 2\n", "1:1 error bad-version: this is no mapping file: it has "
                     "none of the keys of one\n"},
    {"gdctrace: 1.0\n", "1:11 error bad-version: '1.0' is not a format version "
                        "known here: 1\n"},
    {"gdctrace: [1]\n", "1:11 error wrong-shape: 'gdctrace' wants the format "
                        "version and not a list\n"},
    {"gdctrace: 1\n---\n", "2:1 error wrong-shape: a second document; a file "
                           "holds one\n"},
    {"gdctrace: 1\ngdctrace: 1\n",
     "2:1 error duplicate-key: 'gdctrace' stands twice in a mapping file\n"},
    {"gdctrace: 1\n? [a]\n: b\n",
     "2:3 error wrong-shape: a key of a mapping file is text and not a list\n"},
    {"gdctrace: 1\n? *a\n: b\n",
     "2:3 error alias: the alias '*a'; aliases are not followed\n"},
    {"gdctrace: 1\n!!str sources:\n  - {id: a, title: !!str A}\n", ""},
    {"gdctrace: 1\n!x sources: []\n",
     "2:1 error tag: a tag; every value is text here\n"},
    {"gdctrace: 1\nsources: !!set {a}\n",
     "2:10 error tag: a tag; maps and lists have none here\n"
     "2:10 error wrong-shape: 'sources' wants a list of maps and not a map\n"},
    {"gdctrace: 1\n\"<<\": 2\n",
     "2:1 error unknown-key: a mapping file has no key '<<'\n"},
    {"gdctrace: 1\n<<: [*a, *b]\n",
     "2:1 error merge-key: a merge key; maps are not merged\n"},
    {"gdctrace: 1\nlanguage: english language\n",
     "2:11 error bad-value: 'english language' is not a language tag such as "
     "en\n"},
    {"gdctrace: 1\nsources:\n  - {id: a, title: {en: A, 1: B, fr: [C]}}\n",
     "3:28 error bad-value: '1' is not a language tag such as en\n"
     "3:38 error wrong-shape: 'title' wants text and not a list\n"},
    {"gdctrace: 1\nsources:\n  - {id: a, title: {}}\n  - {id: b, title: {en: "
     "}}\n",
     "3:10 error missing-key: a source needs 'title'\n"
     "4:10 error missing-key: a source needs 'title'\n"},
    {"gdctrace: 1\nsources:\n  - {id: a, title: A, date: 2025/2024, url: x}\n",
     "3:29 error bad-range: '2025/2024' is not an interval whose end comes "
     "after its start\n"
     "3:45 error bad-value: 'x' is not a URI\n"},
    {"gdctrace: 1\nsources:\n  - {id: \"a\\tb\", title: \"a\\0b\"}\n",
     "3:10 error bad-id: 'a\tb' is not an id\n"
     "3:25 error control-character: an escape in this text stands for a "
     "control character\n"},
    {"gdctrace: 1\nsources:\n  - {id: a, title: \"\\uFFFE\"}\n",
     "3:20 error control-character: an escape in this text stands for a "
     "control character\n"},
    {"gdctrace: 1\n\tsources: []\n",
     "2:1 error not-yaml: a tab cannot indent; use spaces\n"},
    {"gdctrace: 1\nsources: 'a\n\n",
     "2:10 error not-yaml: this quotation mark is never closed\n"},
    {"gdctrace: 1\nsources:\n  - id: \"a\\q\"\n",
     "3:11 error not-yaml: '\\' cannot stand before this character; write "
     "'\\\\', or put the text in single quotes\n"},
    {"gdctrace: 1\nmodel: {\n",
     "3:1 error not-yaml: a value was expected here\n"},
    {"gdctrace: 1\nsources: [{id: a, title: A}\n",
     "3:1 error not-yaml: ',' or ']' was expected here (in the list that "
     "begins in line 2)\n"},
    {"gdctrace: 1\nnodes: %a\n",
     "2:8 error not-yaml: a text cannot begin with '%'; put it in quotes\n"},
    {"gdctrace: 1\ninclude: [{a: b}, [], x.yaml]\n",
     "2:11 error wrong-shape: 'include' wants names of files and not a map\n"
     "2:19 error wrong-shape: 'include' wants names of files and not a list\n"
     "2:23 error include-missing: no file or folder 'x.yaml'\n"},
};

START_TEST(each_fault_has_its_place_and_its_sentence) {
  test_findings_are(faults[_i].text, faults[_i].findings);
}
END_TEST

/* The same after a model, from line 17 on. */
static const struct {
  const char *text, *findings;
} node_faults[] = {
    {"nodes:\n  - {id: n, kind: a, title: N, size: 1, day: 2024-02-29,\n"
     "     tag: [x, y], sort: x, summary: , start: 2024, end: 2023}\n",
     ""},
    {"nodes:\n  - {id: n, kind: a, title: N, size: 1.5, day: 2024-13,\n"
     "     sort: [x, z]}\n",
     "18:38 error bad-value: '1.5' is not a whole number of at most 15 digits\n"
     "18:48 error bad-date: '2024-13' is not a date\n"
     "19:6 error wrong-shape: 'sort' takes one value, not a list\n"
     "19:16 error bad-value: 'z' is not among the values of 'sort'\n"},
    {"nodes:\n  - {id: n, kind: a, title: N, size: {en: 1}, tag: [[x]]}\n",
     "18:32 error wrong-shape: 'size' is not prose and has no languages\n"
     "18:47 error wrong-shape: 'tag' wants text or a list of texts\n"},
    {"nodes:\n  - {id: n, kind: b, title: N, size: 1}\n",
     "18:32 error unknown-key: a node of kind 'b' has no key 'size'\n"},
    {"nodes:\n  - {id: n, kind: a, title: N, siez: 1, links: {r: n}}\n",
     "18:32 error unknown-key: a node of kind 'a' has no key 'siez'; did you "
     "mean 'size'?\n"},
    {"nodes:\n  - {id: n, kind: a, title: N, links: {s: {to: n, role: [x], "
     "rolle: x}}}\n",
     "18:62 error unknown-key: a link of relation 's' has no key 'rolle'; did "
     "you mean 'role'?\n"},
    {"nodes:\n  - {id: n, kind: a, title: N, links: [r]}\n  - x\n  - []\n",
     "18:39 error wrong-shape: 'links' wants a map from relation to targets "
     "and "
     "not a list\n"
     "19:5 error wrong-shape: 'nodes' wants maps and not text\n"
     "20:5 error wrong-shape: 'nodes' wants maps and not a list\n"},
    {"nodes:\n  - {id: n, kind: a, title: N, links: {r: [[n]], [r]: n}}\n",
     "18:44 error wrong-shape: 'r' wants ids or maps with 'to' and not a list\n"
     "18:50 error wrong-shape: 'links' wants a relation as key and not a "
     "list\n"},
    {"nodes:\n  - {id: n, kind: a, title: N, evidence: [{source: doc, page: 2, "
     "quote: [x]}, x]}\n",
     "18:57 error unknown-key: a piece of evidence has no key 'page'\n"
     "18:73 error wrong-shape: 'quote' wants text and not a list\n"
     "18:79 error wrong-shape: 'evidence' wants maps and not text\n"},
    {"nodes:\n  - {id: n, kind: a, title: N, measures: [{name: m, value: many, "
     "at: 2024-01/2024-02, source: dok}]}\n",
     "18:60 error bad-value: 'many' is not a number of at most 15 digits\n"
     "18:95 error unknown-source: no source 'dok'; did you mean 'doc'?\n"},
    {"links:\n  - {from: n, relation: r, to: [n, {to: m}], basis: hoped}\n"
     "nodes: [{id: n, kind: a, title: N}]\n",
     "18:41 error unknown-id: no node 'm'\n"
     "18:53 error bad-value: 'hoped' is not stated, derived or proposed\n"},
    {"links:\n  - {from: n, relation: q, to: x}\n  - {relation: r, to: n}\n"
     "nodes: [{id: n, kind: a, title: N}]\n",
     "18:25 error unknown-relation: no relation 'q'\n"
     "18:32 error unknown-id: no node 'x'\n"
     "19:5 error missing-key: a link needs 'from'\n"},
    {"defaults: {to: n, evidence: [], basis: [x]}\n",
     "17:12 error unknown-key: defaults has no key 'to'\n"
     "17:19 error unknown-key: defaults has no key 'evidence'\n"
     "17:40 error wrong-shape: 'basis' wants text and not a list\n"},
};

START_TEST(faults_of_nodes_and_links_have_their_place) {
  g_autofree char *text = g_strconcat(HEAD, node_faults[_i].text, NULL);

  test_findings_are(text, node_faults[_i].findings);
}
END_TEST

START_TEST(a_file_with_bad_bytes_is_read_on) {
  GdctReport *report = gdct_report_new();
  static const char text[] = "gdctrace: 1\r\nsources:\r\n"
                             "  - {id: \xC3\xA9\xFF, title: \"\xE2\x80\xA8"
                             "\xED\xA0\x80 \x1B\"}\r\n"
                             "  - {id: a, titel: \0 }\r\n";
  GdctMapping *mapping =
      gdct_mapping_load_bytes("t.yaml", text, sizeof text - 1, report);
  g_autofree char *findings = test_report_text(report);

  ck_assert_str_eq(findings,
                   "3:10 error bad-id: '\xC3\xA9_' is not an id\n"
                   "3:11 error bad-encoding: byte 0xFF is not UTF-8\n"
                   "4:1 error bad-encoding: byte 0xED is not UTF-8\n"
                   "4:2 error bad-encoding: byte 0xA0 is not UTF-8\n"
                   "4:3 error bad-encoding: byte 0x80 is not UTF-8\n"
                   "4:5 error control-character: control character U+001B\n"
                   "5:13 error unknown-key: a source has no key 'titel'; did "
                   "you mean 'title'?\n"
                   "5:20 error control-character: control character U+0000\n");
  gdct_mapping_free(mapping);
  gdct_report_free(report);
}
END_TEST

START_TEST(utf_16_is_one_finding) {
  static const char little[] = "\xFF\xFEg\0d\0", big[] = "\xFE\xFF\0g\0d";
  GdctReport *report = gdct_report_new();
  g_autofree char *findings = NULL;

  gdct_mapping_free(
      gdct_mapping_load_bytes("a", little, sizeof little - 1, report));
  gdct_mapping_free(gdct_mapping_load_bytes("b", big, sizeof big - 1, report));
  findings = test_report_text(report);
  ck_assert_str_eq(
      findings, "1:1 error bad-encoding: the file is UTF-16 and not UTF-8\n"
                "1:1 error bad-encoding: the file is UTF-16 and not UTF-8\n");
  gdct_report_free(report);
}
END_TEST

/* ---- values ---- */

static void assert_value(const GdctMapping *mapping, GdctThing thing,
                         uint32_t index, const char *wanted) {
  GdctValue value = gdct_value(mapping, thing, index);
  g_autofree char *text =
      g_strdup_printf("%u:%u %s@%s=%s", value.place.line, value.place.column,
                      value.key, value.language, value.text);

  ck_assert_str_eq(text, wanted);
}

START_TEST(every_value_keeps_its_place_and_its_text) {
  GdctMapping *mapping = test_load_clean(
      HEAD "nodes:\n"
           "  - id: '1.10'\n"
           "    kind: a\n"
           "    title: {en: NO, 'ar': \"\xD9\x86\xD8\xB9\xD9\x85\", zh: 1.10}\n"
           "    summary: |\n"
           "      Two\n"
           "      lines\n"
           "    same-as: [https://a.org, urn:b]\n"
           "    tag: ~\n"
           "    size: 007\n"
           "    start: 2024\n");
  GdctThing node = {GDCT_NODE, test_node(mapping, "1.10")};

  ck_assert_uint_eq(gdct_place(mapping, node).line, 18);
  ck_assert_uint_eq(gdct_place(mapping, node).column, 9);
  ck_assert_str_eq(gdct_place(mapping, node).file, "t.yaml");
  ck_assert_uint_eq(gdct_value_count(mapping, node), 10);
  assert_value(mapping, node, 0, "19:11 kind@=a");
  assert_value(mapping, node, 1, "20:17 title@en=NO");
  assert_value(mapping, node, 2, "20:27 title@ar=\xD9\x86\xD8\xB9\xD9\x85");
  assert_value(mapping, node, 3, "20:38 title@zh=1.10");
  assert_value(mapping, node, 4, "21:14 summary@en=Two\nlines\n");
  assert_value(mapping, node, 5, "24:15 same-as@=https://a.org");
  assert_value(mapping, node, 6, "24:30 same-as@=urn:b");
  assert_value(mapping, node, 7, "25:10 tag@=~");
  assert_value(mapping, node, 8, "26:11 size@=007");
  assert_value(mapping, node, 9, "27:12 start@=2024");
  gdct_mapping_free(mapping);
}
END_TEST

/* "to: source locator quote, ..." of every link, in reading order. */
static char *citations(const GdctMapping *mapping) {
  GString *text = g_string_new(NULL);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_LINK); i++) {
    GdctThing link = {GDCT_LINK, i};
    GdctLinkEnds ends = gdct_link(mapping, i);
    g_string_append_printf(
        text, "%s-%s %s:", gdct_id(mapping, (GdctThing){GDCT_NODE, ends.from}),
        gdct_id(mapping, (GdctThing){GDCT_NODE, ends.to}),
        gdct_basis_name(ends.basis));
    for (uint32_t e = 0; e < gdct_evidence_count(mapping, link); e++) {
      GdctEvidence piece = gdct_evidence(mapping, link, e);
      g_string_append_printf(
          text, " (%s|%s|%s)",
          piece.source == GDCT_NONE
              ? ""
              : gdct_id(mapping, (GdctThing){GDCT_SOURCE, piece.source}),
          piece.locator, piece.quote);
    }
    for (uint32_t v = 0; v < gdct_value_count(mapping, link); v++) {
      GdctValue value = gdct_value(mapping, link, v);
      g_string_append_printf(text, " %s=%s", value.key, value.text);
    }
    g_string_append_c(text, '\n');
  }
  return g_string_free(text, FALSE);
}

#define NODES                                                                  \
  "  - {id: own, title: Own}\n"                                                \
  "nodes:\n"                                                                   \
  "  - {id: x, kind: a, title: X}\n"                                           \
  "  - {id: y, kind: b, title: Y}\n"                                           \
  "  - {id: z, kind: b, title: Z}\n"

static void assert_citations(const char *text, const char *wanted) {
  g_autofree char *whole = g_strconcat(HEAD NODES, text, NULL);
  GdctMapping *mapping = test_load_clean(whole);
  g_autofree char *found = citations(mapping);

  ck_assert_str_eq(found, wanted);
  gdct_mapping_free(mapping);
}

START_TEST(defaults_fill_what_links_leave_out) {
  static const char defaults[] =
      "defaults: {source: doc, locator: Annex, author: Me}\n";
  static const char links[] =
      "links:\n"
      "  - {from: x, relation: r, to: y}\n"
      "  - {from: x, relation: r, to: z, source: own, author: You}\n"
      "  - {from: y, relation: r, to: x, quote: Q}\n"
      "  - {from: y, relation: r, to: z, basis: proposed, quote: Q}\n"
      "  - {from: z, relation: r, to: x, basis: derived, source: doc}\n"
      "  - {from: z, relation: r, to: y, source: own, evidence: [{quote: "
      "A},\n"
      "     {source: doc, quote: B}]}\n";
  static const char wanted[] = "x-y stated: (doc|Annex|) author=Me\n"
                               "x-z stated: (own||) author=You\n"
                               "y-x stated: (doc|Annex|Q) author=Me\n"
                               "y-z proposed: (||Q) author=Me\n"
                               "z-x derived: (doc|Annex|) author=Me\n"
                               "z-y stated: (own||) (doc|Annex|A) "
                               "(doc|Annex|B) author=Me\n";
  g_autofree char *before = g_strconcat(defaults, links, NULL);
  g_autofree char *after = g_strconcat(links, defaults, NULL);

  assert_citations(before, wanted);
  assert_citations(after, wanted);
}
END_TEST

START_TEST(a_default_basis_is_for_links_that_say_none) {
  assert_citations(
      "defaults: {basis: proposed, source: doc}\n"
      "links:\n"
      "  - {from: x, relation: r, to: [y, {to: z, basis: stated}]}\n",
      "x-y proposed:\nx-z stated: (doc||)\n");
}
END_TEST

START_TEST(a_default_locator_needs_a_default_source) {
  assert_citations("defaults: {locator: Annex}\n"
                   "links:\n"
                   "  - {from: x, relation: r, to: y}\n"
                   "  - {from: x, relation: r, to: z, source: own}\n",
                   "x-y stated:\nx-z stated: (own||)\n");
}
END_TEST

START_TEST(keys_of_an_entry_apply_to_all_its_targets) {
  assert_citations(
      "links:\n"
      "  - {from: x, relation: s, to: [y, {to: z, locator: here, role: "
      "own}],\n"
      "     source: doc, quote: Q, role: lead, rationale: Why}\n",
      "x-y stated: (doc||Q) role=lead rationale=Why\n"
      "x-z stated: (doc|here|Q) role=own rationale=Why\n");
}
END_TEST

START_TEST(a_locator_of_an_entry_waits_for_the_default_source) {
  assert_citations("defaults: {source: doc}\n"
                   "links:\n"
                   "  - {from: x, relation: r, locator: p. 4, to: [y,\n"
                   "     {to: z, basis: proposed}, {to: x, source: own}]}\n",
                   "x-y stated: (doc|p. 4|)\nx-z proposed: (|p. 4|)\nx-x "
                   "stated: (own||)\n");
}
END_TEST

START_TEST(inverse_names_turn_links_around) {
  GdctMapping *mapping =
      test_load_clean(HEAD "nodes:\n"
                           "  - id: x\n"
                           "    kind: a\n"
                           "    title: X\n"
                           "    links:\n"
                           "      r-of: [y, {to: z, source: doc}]\n"
                           "      r: y\n"
                           "  - {id: y, kind: a, title: Y}\n"
                           "  - {id: z, kind: a, title: Z}\n");
  g_autofree char *found = citations(mapping);
  GdctPlace place = gdct_place(mapping, (GdctThing){GDCT_LINK, 1});

  ck_assert_str_eq(found, "y-x stated:\nz-x stated: (doc||)\nx-y stated:\n");
  ck_assert_uint_eq(place.line, 22);
  ck_assert_uint_eq(place.column, 22);
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(empty_values_say_nothing) {
  assert_citations("  - id: n\n"
                   "    kind: a\n    title: N\n    summary:\n"
                   "    tag:\n"
                   "    part-of:\n"
                   "    start: ''\n"
                   "    evidence:\n"
                   "    links:\n"
                   "      r:\n"
                   "        - {to: y, source: , quote: '', evidence: []}\n"
                   "      r-of: []\n"
                   "defaults:\n"
                   "links:\n"
                   "include:\n"
                   "views: []\n",
                   "n-y stated:\n");
}
END_TEST

/* ---- the reader alone ---- */

START_TEST(the_reader_alone_resolves_nothing) {
  static const char text[] = "gdctrace: 1\nlanguage: fr\n"
                             "include: [a.yaml, builtin:itu]\n"
                             "nodes:\n  - {id: n, kind: none, title: N}\n";
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = gdct_yaml_read("t.yaml", text, strlen(text), report);
  const GdctInclude *include;

  ck_assert_uint_eq(gdct_report_count(report), 0);
  ck_assert(!mapping->incomplete);
  ck_assert_str_eq(gdct_mapping_symbol(mapping, mapping->language), "fr");
  ck_assert_uint_eq(mapping->includes->len, 2);
  include = &g_array_index(mapping->includes, GdctInclude, 1);
  ck_assert_str_eq(gdct_mapping_text(mapping, include->path), "builtin:itu");
  ck_assert_uint_eq(include->spot.line, 3);
  ck_assert_uint_eq(include->spot.column, 19);
  ck_assert_uint_eq(mapping->nodes->len, 1);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
}
END_TEST

START_TEST(what_was_not_read_makes_a_mapping_incomplete) {
  static const char *const texts[] = {"gdctrace: 1\nnodes: [", "\xFF\xFE",
                                      "gdctrace: 1\nnodes: {}\n",
                                      "gdctrace: 1\nthings: []\n"};

  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    GdctReport *report = gdct_report_new();
    GdctMapping *mapping =
        gdct_yaml_read("t.yaml", texts[i], strlen(texts[i]), report);
    ck_assert_msg(mapping->incomplete, "%s", texts[i]);
    ck_assert_uint_eq(gdct_report_count(report), 1);
    gdct_mapping_free(mapping);
    gdct_report_free(report);
  }
}
END_TEST

START_TEST(any_beginning_of_a_file_is_read_to_its_end) {
  static const char text[] =
      "\xEF\xBB\xBFgdctrace: 1\ndefaults: {source: d}\nnodes:\n"
      "  - {id: n, kind: a, title: {en: \"\\u00e9\", ar: \xD8\xB9}, links:\n"
      "     {r: [m, {to: o, evidence: [{quote: |\n";

  for (size_t size = 0; size < sizeof text; size++) {
    GdctReport *report = gdct_report_new();
    /* A copy of its own, so that reading too far is seen. */
    g_autofree char *bytes = g_memdup2(text, size);
    gdct_mapping_free(gdct_mapping_load_bytes("t", bytes, size, report));
    gdct_report_free(report);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("read_yaml");
  TCase *findings = tcase_create("findings"), *values = tcase_create("values");
  TCase *reader = tcase_create("reader");

  tcase_add_loop_test(findings, each_fault_has_its_place_and_its_sentence, 0,
                      G_N_ELEMENTS(faults));
  tcase_add_loop_test(findings, faults_of_nodes_and_links_have_their_place, 0,
                      G_N_ELEMENTS(node_faults));
  tcase_add_test(findings, a_file_with_bad_bytes_is_read_on);
  tcase_add_test(findings, utf_16_is_one_finding);
  tcase_add_test(values, every_value_keeps_its_place_and_its_text);
  tcase_add_test(values, defaults_fill_what_links_leave_out);
  tcase_add_test(values, a_default_basis_is_for_links_that_say_none);
  tcase_add_test(values, a_default_locator_needs_a_default_source);
  tcase_add_test(values, keys_of_an_entry_apply_to_all_its_targets);
  tcase_add_test(values, a_locator_of_an_entry_waits_for_the_default_source);
  tcase_add_test(values, inverse_names_turn_links_around);
  tcase_add_test(values, empty_values_say_nothing);
  tcase_add_test(reader, the_reader_alone_resolves_nothing);
  tcase_add_test(reader, what_was_not_read_makes_a_mapping_incomplete);
  tcase_add_test(reader, any_beginning_of_a_file_is_read_to_its_end);
  suite_add_tcase(suite, findings);
  suite_add_tcase(suite, values);
  suite_add_tcase(suite, reader);
  return test_run(suite);
}
