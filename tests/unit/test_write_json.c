/* SPDX-License-Identifier: Apache-2.0 */
#include "test_write.h"

#include "model/mapping.h"
#include "model/shape.h"

#include <jansson.h>

/* A mapping as JSON, read back by a strict reader. */
static json_t *read_back(const GdctMapping *mapping) {
  g_autofree char *text = write_text(mapping, "json");
  json_error_t error;
  json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, &error);

  ck_assert_msg(document != NULL, "%d: %s", error.line, error.text);
  return document;
}

/* Whether @json says what @text says, as @type. */
static bool says(const json_t *json, uint32_t type, const char *text) {
  switch (type) {
  case GDCT_VALUE_INTEGER:
    return json_is_integer(json) &&
           json_integer_value(json) == g_ascii_strtoll(text, NULL, 10);
  case GDCT_VALUE_DECIMAL:
  case GDCT_VALUE_FRACTION:
    return json_is_number(json) &&
           json_number_value(json) == g_ascii_strtod(text, NULL);
  case GDCT_VALUE_YES_NO:
    return json_is_boolean(json) && json_is_true(json) == gdct_is_yes(text);
  default:
    return json_is_string(json) && strcmp(json_string_value(json), text) == 0;
  }
}

/* Every value of a thing is there, with its type, and nothing else is but the
 * names in @others. */
static void assert_same(const GdctMapping *mapping, GdctThing thing,
                        const json_t *object) {
  uint32_t n = gdct_value_count(mapping, thing), seen = 0;
  g_autoptr(GHashTable) lists = g_hash_table_new(g_str_hash, g_str_equal);
  const char *key;
  json_t *member;

  ck_assert(json_is_object(object));
  for (uint32_t i = 0; i < n; i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    bool list;
    uint32_t type = gdct_key_type(mapping, thing, value.key, &list);
    const json_t *found = json_object_get(object, value.key);
    if (*value.language != '\0') {
      found = json_object_get(found, value.language);
    } else if (list) {
      size_t next = GPOINTER_TO_UINT(g_hash_table_lookup(lists, value.key));
      found = json_array_get(found, next);
      g_hash_table_insert(lists, (char *)value.key, GUINT_TO_POINTER(next + 1));
    }
    ck_assert_msg(says(found, type, value.text), "%s '%s'", value.key,
                  value.text);
  }
  json_object_foreach((json_t *)object, key, member) {
    const GdctField *field = gdct_shape_find(gdct_shape_of(thing.type), key);
    if (field != NULL && field->type > GDCT_VALUE_LAST)
      continue;
    if (gdct_key_is_list(mapping, thing, key))
      seen += (uint32_t)json_array_size(member);
    else if (json_is_object(member))
      seen += (uint32_t)json_object_size(member);
    else if (gdct_get(mapping, thing, key) != NULL)
      seen++;
  }
  ck_assert_uint_eq(seen, n);
}

static void assert_same_evidence(const GdctMapping *mapping, GdctThing thing,
                                 const json_t *list) {
  ck_assert_uint_eq(json_array_size(list), gdct_evidence_count(mapping, thing));
  for (uint32_t i = 0; i < gdct_evidence_count(mapping, thing); i++) {
    GdctEvidence piece = gdct_evidence(mapping, thing, i);
    const json_t *object = json_array_get(list, i);
    const char *source = json_string_value(json_object_get(object, "source"));
    const char *locator = json_string_value(json_object_get(object, "locator"));
    const char *quote = json_string_value(json_object_get(object, "quote"));
    ck_assert_uint_eq(source == NULL ? GDCT_NONE
                                     : gdct_find(mapping, GDCT_SOURCE, source),
                      piece.source);
    ck_assert_str_eq(locator == NULL ? "" : locator, piece.locator);
    ck_assert_str_eq(quote == NULL ? "" : quote, piece.quote);
  }
}

/* A list of things of @type, from @first; what they own is compared too. */
static void assert_same_list(const GdctMapping *mapping, GdctType type,
                             uint32_t first, uint32_t count,
                             const json_t *list) {
  ck_assert_uint_eq(json_array_size(list), count);
  for (uint32_t i = 0; i < count; i++) {
    GdctThing thing = {type, first + i};
    const json_t *object = json_array_get(list, i);
    assert_same(mapping, thing, object);
    for (const GdctField *field = gdct_shape_of(type)->fields;
         field->key != NULL; field++) {
      const json_t *member = json_object_get(object, field->key);
      uint32_t n, child;
      if (field->type == GDCT_VALUE_ID)
        ck_assert(says(member, field->type, gdct_id(mapping, thing)));
      if (field->type == GDCT_VALUE_EVIDENCE)
        assert_same_evidence(mapping, thing, member);
      if (field->type != GDCT_VALUE_RECORD && field->type != GDCT_VALUE_RECORDS)
        continue;
      child = gdct_owned(mapping, thing, field->shape->type, &n);
      if (field->type == GDCT_VALUE_RECORDS)
        assert_same_list(mapping, field->shape->type, child, n, member);
      else if (n > 0)
        assert_same(mapping, (GdctThing){field->shape->type, child}, member);
      else
        ck_assert_ptr_null(member);
    }
  }
}

static void assert_same_links(const GdctMapping *mapping, const json_t *list) {
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_LINK); i++) {
    GdctLinkEnds ends = gdct_link(mapping, i);
    const char *from, *relation, *to, *basis;
    ck_assert_int_eq(
        json_unpack(json_array_get(list, i), "{s:s, s:s, s:s, s:s}", "from",
                    &from, "relation", &relation, "to", &to, "basis", &basis),
        0);
    ck_assert_uint_eq(gdct_find(mapping, GDCT_NODE, from), ends.from);
    ck_assert_uint_eq(gdct_find(mapping, GDCT_NODE, to), ends.to);
    ck_assert_uint_eq(gdct_find(mapping, GDCT_RELATION, relation),
                      ends.relation);
    ck_assert_str_eq(basis, gdct_basis_name(ends.basis));
  }
}

START_TEST(every_key_is_written_as_the_golden_file_has_it) {
  assert_everything_is("json", "json/everything.json");
}
END_TEST

START_TEST(what_is_read_back_is_the_mapping) {
  static const struct {
    const char *key;
    GdctType type;
  } rows[] = {{"frameworks", GDCT_FRAMEWORK}, {"kinds", GDCT_KIND},
              {"relations", GDCT_RELATION},   {"paths", GDCT_PATH},
              {"sources", GDCT_SOURCE},       {"nodes", GDCT_NODE},
              {"links", GDCT_LINK},           {"rules", GDCT_RULE},
              {"views", GDCT_VIEW},           {"waivers", GDCT_WAIVER},
              {"reviews", GDCT_REVIEW}};
  GdctMapping *mapping =
      load_file(_i == 0 ? "tests/golden/everything.yaml" : "mappings");
  json_t *document = read_back(mapping);
  const json_t *model = json_object_get(document, "model");

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    assert_same_list(mapping, rows[i].type, 0,
                     gdct_count(mapping, rows[i].type),
                     json_object_get(i < 4 ? model : document, rows[i].key));
  assert_same_links(mapping, json_object_get(document, "links"));
  json_decref(document);
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(it_loads_as_a_mapping_file) {
  GdctMapping *mapping =
      load_file(_i == 0 ? "tests/golden/everything.yaml" : "mappings");
  g_autofree char *text = write_text(mapping, "json");
  GdctMapping *again = test_load_clean(text);
  g_autofree char *text_again = write_text(again, "json");

  ck_assert_str_eq(text, text_again);
  gdct_mapping_free(mapping);
  gdct_mapping_free(again);
}
END_TEST

START_TEST(hostile_texts_come_back_as_they_were) {
  const char *hostile = hostile_texts[_i];
  GdctMapping *mapping = load_hostile(hostile);
  json_t *document = read_back(mapping);
  const char *title, *tag, *author, *role, *quote;

  ck_assert_int_eq(
      json_unpack(document,
                  "{s:[{s:{s:s}, s:[s]}, o], s:[{s:s, s:s, s:[{s:s}]}]}",
                  "nodes", "title", "en", &title, "tag", &tag,
                  &(json_t *){NULL}, "links", "author", &author, "role", &role,
                  "evidence", "quote", &quote),
      0);
  ck_assert_str_eq(title, hostile);
  ck_assert_str_eq(tag, hostile);
  ck_assert_str_eq(author, hostile);
  ck_assert_str_eq(role, hostile);
  ck_assert_str_eq(quote, hostile);
  json_decref(document);
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(text_is_not_escaped_beyond_need) {
  GdctMapping *mapping = load_hostile("d\xC3\xA9j\xC3\xA0 \xE4\xB8\xAD/");
  g_autofree char *text = write_text(mapping, "json");

  ck_assert_ptr_nonnull(strstr(text, "\"d\xC3\xA9j\xC3\xA0 \xE4\xB8\xAD/\""));
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(a_very_small_number_stays_what_it_is) {
  GdctMapping *mapping =
      test_load_clean("gdctrace: 1\n" TEST_MODEL "nodes:\n"
                      "  - id: n\n    kind: a\n    title: N\n"
                      "    evidence: [{source: doc}]\n"
                      "    links: {r: [{to: o, source: doc}]}\n"
                      "    measures: [{name: m, value: 0.00002, at: 2025}]\n"
                      "  - {id: o, kind: b, title: O}\n");
  json_t *json = read_back(mapping);
  const json_t *node = json_array_get(json_object_get(json, "nodes"), 0);
  const json_t *measure = json_array_get(json_object_get(node, "measures"), 0);

  ck_assert_double_eq(json_number_value(json_object_get(measure, "value")),
                      2e-05);
  json_decref(json);
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(the_same_mapping_gives_the_same_bytes) {
  assert_same_bytes("json");
}
END_TEST

START_TEST(writing_stops_when_the_sink_refuses) {
  assert_stops("json");
}
END_TEST

START_TEST(formats_are_found_by_name_and_by_ending) {
  ck_assert_str_eq(gdct_writer_for_file("a/b.xml")->name, "xml");
  ck_assert_str_eq(gdct_writer_for_file("B.JSON")->name, "json");
  ck_assert_ptr_null(gdct_writer_for_file(".xml"));
  ck_assert_ptr_null(gdct_writer_for_file("xml"));
  ck_assert_ptr_null(gdct_writer_for_file(""));
  ck_assert_ptr_null(gdct_writer_find("XML"));
  ck_assert_ptr_null(gdct_writer_find(""));
}
END_TEST

START_TEST(the_table_of_formats_is_complete_and_has_no_doubles) {
  size_t count;
  const GdctWriter *const *writers = gdct_writers(&count);

  ck_assert_uint_ge(count, 2);
  for (size_t i = 0; i < count; i++) {
    ck_assert_ptr_eq(gdct_writer_find(writers[i]->name), writers[i]);
    ck_assert_int_eq(writers[i]->extension[0], '.');
    ck_assert_ptr_nonnull(strchr(writers[i]->media_type, '/'));
    ck_assert_str_ne(writers[i]->summary, "");
    ck_assert_ptr_nonnull(writers[i]->write);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("write/json");
  TCase *tests = tcase_create("all");

  tcase_add_test(tests, every_key_is_written_as_the_golden_file_has_it);
  tcase_add_loop_test(tests, what_is_read_back_is_the_mapping, 0, 2);
  tcase_add_loop_test(tests, it_loads_as_a_mapping_file, 0, 2);
  tcase_add_loop_test(tests, hostile_texts_come_back_as_they_were, 0,
                      G_N_ELEMENTS(hostile_texts));
  tcase_add_test(tests, text_is_not_escaped_beyond_need);
  tcase_add_test(tests, a_very_small_number_stays_what_it_is);
  tcase_add_test(tests, the_same_mapping_gives_the_same_bytes);
  tcase_add_test(tests, writing_stops_when_the_sink_refuses);
  tcase_add_test(tests, formats_are_found_by_name_and_by_ending);
  tcase_add_test(tests, the_table_of_formats_is_complete_and_has_no_doubles);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
