/* SPDX-License-Identifier: Apache-2.0 */
#include "test_write.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

static void ignore(void *data, const char *format, ...) {
  (void)data;
  (void)format;
}

/* Parses a document; it must be well-formed. */
static xmlDoc *parse(const char *text) {
  xmlDoc *document = xmlReadMemory(text, (int)strlen(text), "export.xml", NULL,
                                   XML_PARSE_NONET);

  ck_assert_msg(document != NULL, "not well-formed:\n%s", text);
  return document;
}

/* What an XPath expression gives, as text; the prefix m is ours. */
static char *find(const char *text, const char *expression) {
  xmlDoc *document = parse(text);
  xmlXPathContext *context = xmlXPathNewContext(document);
  xmlXPathObject *object;
  char *found;

  xmlXPathRegisterNs(context, BAD_CAST "m", BAD_CAST "urn:gdctrace:mapping:1");
  object = xmlXPathEval(BAD_CAST expression, context);
  ck_assert_ptr_nonnull(object);
  found = (char *)xmlXPathCastToString(object);
  xmlXPathFreeObject(object);
  xmlXPathFreeContext(context);
  xmlFreeDoc(document);
  return found;
}

static void assert_finds(const char *text, const char *expression,
                         const char *wanted) {
  char *found = find(text, expression);

  ck_assert_msg(strcmp(found, wanted) == 0, "%s is '%s' and not '%s'",
                expression, found, wanted);
  xmlFree(found);
}

/* Whether a document follows schema/gdctrace.xsd. */
static bool is_valid(const char *text) {
  g_autofree char *path = source_file("schema/gdctrace.xsd");
  xmlSchemaParserCtxt *parser = xmlSchemaNewParserCtxt(path);
  xmlDoc *document = parse(text);
  xmlSchemaValidCtxt *context;
  xmlSchema *schema;
  int status;

  schema = xmlSchemaParse(parser);
  ck_assert_ptr_nonnull(schema);
  context = xmlSchemaNewValidCtxt(schema);
  xmlSchemaSetValidErrors(context, ignore, ignore, NULL);
  status = xmlSchemaValidateDoc(context, document);
  ck_assert_int_ge(status, 0);
  xmlSchemaFreeValidCtxt(context);
  xmlSchemaFree(schema);
  xmlSchemaFreeParserCtxt(parser);
  xmlFreeDoc(document);
  return status == 0;
}

START_TEST(every_key_is_written_as_the_golden_file_has_it) {
  assert_everything_is("xml", "xml/everything.xml");
}
END_TEST

START_TEST(what_is_written_follows_the_schema) {
  static const char *const names[] = {"tests/golden/everything.yaml",
                                      "mappings"};
  GdctMapping *mapping = load_file(names[_i]);
  g_autofree char *text = write_text(mapping, "xml");

  ck_assert(is_valid(text));
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(an_empty_mapping_follows_the_schema) {
  GdctMapping *mapping = test_load_clean("gdctrace: 1\n");
  g_autofree char *text = write_text(mapping, "xml");

  ck_assert(is_valid(text));
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(everything_is_carried) {
  static const struct {
    GdctType type;
    const char *name;
  } rows[] = {{GDCT_FRAMEWORK, "framework"}, {GDCT_KIND, "kind"},
              {GDCT_ATTRIBUTE, "attribute"}, {GDCT_RELATION, "relation"},
              {GDCT_PATH, "path"},           {GDCT_SOURCE, "source"},
              {GDCT_NODE, "node"},           {GDCT_MEASURE, "measure"},
              {GDCT_LINK, "link"},           {GDCT_WAIVER, "waiver"},
              {GDCT_REVIEW, "review"},       {GDCT_RULE, "rule"},
              {GDCT_GRADE, "grade"},         {GDCT_VIEW, "view"},
              {GDCT_COLUMN, "column"},       {GDCT_VIEW_LINK, "view-link"},
              {GDCT_FOCUS, "focus"}};
  GdctMapping *mapping =
      load_file(_i == 0 ? "tests/golden/everything.yaml" : "mappings");
  g_autofree char *text = write_text(mapping, "xml");
  uint32_t evidence = 0;

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *path = g_strdup_printf("count(//m:%s)", rows[i].name);
    g_autofree char *count =
        g_strdup_printf("%u", gdct_count(mapping, rows[i].type));
    assert_finds(text, path, count);
    for (uint32_t t = 0; t < gdct_count(mapping, rows[i].type); t++)
      evidence += gdct_evidence_count(mapping, (GdctThing){rows[i].type, t});
  }
  {
    g_autofree char *count = g_strdup_printf("%u", evidence);
    assert_finds(text, "count(//m:evidence)", count);
  }
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(hostile_texts_come_back_as_they_were) {
  const char *hostile = hostile_texts[_i];
  GdctMapping *mapping = load_hostile(hostile);
  g_autofree char *text = write_text(mapping, "xml");

  assert_finds(text, "string(//m:node[1]/m:title)", hostile);
  assert_finds(text, "string(//m:node[1]/m:value[@key='tag'])", hostile);
  assert_finds(text, "string(//m:link/m:value[@key='role'])", hostile);
  assert_finds(text, "string(//m:link/@author)", hostile);
  assert_finds(text, "string(//m:link/m:evidence/@quote)", hostile);
  assert_finds(text, "count(//m:node)", "2");
  ck_assert(is_valid(text));
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(what_xml_cannot_hold_becomes_a_replacement_character) {
  static const char *const rows[][2] = {
      {"\x01"
       "begins",
       "\xEF\xBF\xBD"
       "begins"},
      {"ends\x1F", "ends\xEF\xBF\xBD"},
      {"\x08\x0B\x0C", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"a\xEF\xBF\xBE\xEF\xBF\xBF"
       "b",
       "a\xEF\xBF\xBD\xEF\xBF\xBD"
       "b"},
      {"kept: \x7F\xEF\xBF\xBC\xEF\xBC\xBF",
       "kept: \x7F\xEF\xBF\xBC\xEF\xBC\xBF"},
  };
  GdctMapping *mapping = load_hostile("................");
  GdctThing node = {GDCT_NODE, 0}, link = {GDCT_LINK, 0};
  g_autofree char *text = NULL;

  /* No file can bring these in, so they are put where its text was. */
  strcpy((char *)gdct_get(mapping, node, "title"), rows[_i][0]);
  strcpy((char *)gdct_evidence(mapping, link, 0).quote, rows[_i][0]);
  text = write_text(mapping, "xml");
  assert_finds(text, "string(//m:node[1]/m:title)", rows[_i][1]);
  assert_finds(text, "string(//m:evidence/@quote)", rows[_i][1]);
  gdct_mapping_free(mapping);
}
END_TEST

START_TEST(the_same_mapping_gives_the_same_bytes) {
  assert_same_bytes("xml");
}
END_TEST

/* A true document, and what makes it false. */
static const char *const breakages[][2] = {
    {"relation=\"serves\" to=\"a.2\" basis=\"stated\"",
     "relation=\"serve\" to=\"a.2\" basis=\"stated\""},
    {"to=\"a.10\" basis", "to=\"a.11\" basis"},
    {"<link from=\"d.2\"", "<link from=\"\""},
    {"<link from=\"d.2\"", "<link"},
    {"to=\"a.10\"", "to=\"a.2\""}, /* twice the same link */
    {"basis=\"derived\"", "basis=\"guessed\""},
    {"basis=\"derived\"", ""},
    {"<node id=\"a.2\"", "<node"},
    {"<node id=\"d.2\"", "<node id=\"d.1\""},
    {"<node id=\"d.2\"", "<node id=\"d 2\""},
    {"part-of=\"a.2\"", "part-of=\"a.3\""},
    {"kind=\"aim\" part-of", "kind=\"aims\" part-of"},
    {"<evidence source=\"plan\"/>", "<evidence source=\"plans\"/>"},
    {"source=\"plan\" locator=\"page 1\"", "source=\"plans\" locator=\"1\""},
    {"framework=\"deeds\"", "framework=\"words\""},
    {"<to>aim</to>", "<to>aims</to>"},
    {"<reach>deed</reach>", "<reach>need</reach>"},
    {"<kinds>deed</kinds>", "<kinds>need</kinds>"},
    {"rule=\"aim-is-served\" node", "rule=\"aim-is-spared\" node"},
    {"<review from=\"d.1\"", "<review from=\"d.9\""},
    {"<focus node=\"a.2\"", "<focus node=\"a.9\""},
    {"id=\"by-whole\"", "id=\"direct\""},
    {"name=\"nickname\"", "name=\"theme\""},
    {"<title xml:lang=\"fr\">Le plan", "<title>Le plan"},
    {"<title xml:lang=\"ar\">", "<title xml:lang=\"a_r\">"},
    {"<summary xml:lang=\"zh\">", "<summary xml:lang=\"en\">"},
    {"<title xml:lang=\"en\">Bare</title>", ""},
    {"start=\"2019-09\"", "start=\"2019-13\""},
    {"end=\"2030-12-31\"", "end=\"2030-11-31\""},
    {"end=\"2030-12-31\"", "end=\"2030-12-31Z\""},
    {"end=\"2030\"", "end=\"20300\""},
    {"date=\"2024-12-19/2025-06\"", "date=\"2024-12-19/2025-06/2026\""},
    {"date=\"2024-12-19/2025-06\"", "date=\"2024-12-32/2025-06\""},
    {"until=\"2099-06\"", "until=\"2099-06/2100\""},
    {"status=\"ongoing\"", "status=\"sleeping\""},
    {"certainty=\"verified\"", "certainty=\"sure\""},
    {"confidence=\"0.9\"", "confidence=\"1.1\""},
    {"value=\"2100000\"", "value=\"many\""},
    {"at=\"2024\"", ""},
    {"at-least=\"2\"", "at-least=\"2.5\""},
    {"<same-as>urn:x:1<", "<same-as>somewhere<"},
    {"<same-as>urn:x:1<", "<same-as>urn:x: 1<"},
    {"color=\"#1A5fb4\"", "color=\"blue\""},
    {"counts=\"partial\"", "counts=\"half\""},
    {"<value key=\"staff\">", "<value>"},
    {"<value key=\"staff\">", "<value key=\"staff\" unit=\"persons\">"},
    {"<measure value=\"0.1\"", "<measurement/><measure value=\"0.1\""},
    {"</source>\n  <node", "</source>\n  <link/>\n  <node"},
    {"version=\"1\">", "version=\"2\">"},
    {"urn:gdctrace:mapping:1", "urn:gdctrace:mapping:2"},
};

START_TEST(a_broken_document_does_not_follow_the_schema) {
  g_autofree char *path = source_file("tests/golden/xml/everything.xml");
  g_autofree char *text = NULL;
  g_autofree char *broken = NULL;
  const char *place;

  ck_assert(g_file_get_contents(path, &text, NULL, NULL));
  place = strstr(text, breakages[_i][0]);
  ck_assert_msg(place != NULL, "nothing to break: %s", breakages[_i][0]);
  broken = g_strdup_printf("%.*s%s%s", (int)(place - text), text,
                           breakages[_i][1], place + strlen(breakages[_i][0]));
  ck_assert_msg(!is_valid(broken), "valid: %s", breakages[_i][1]);
}
END_TEST

START_TEST(writing_stops_when_the_sink_refuses) {
  assert_stops("xml");
}
END_TEST

int main(void) {
  Suite *suite = suite_create("write/xml");
  TCase *tests = tcase_create("all");
  int status;

  tcase_add_test(tests, every_key_is_written_as_the_golden_file_has_it);
  tcase_add_loop_test(tests, what_is_written_follows_the_schema, 0, 2);
  tcase_add_test(tests, an_empty_mapping_follows_the_schema);
  tcase_add_loop_test(tests, everything_is_carried, 0, 2);
  tcase_add_loop_test(tests, hostile_texts_come_back_as_they_were, 0,
                      G_N_ELEMENTS(hostile_texts));
  tcase_add_loop_test(
      tests, what_xml_cannot_hold_becomes_a_replacement_character, 0, 5);
  tcase_add_test(tests, the_same_mapping_gives_the_same_bytes);
  tcase_add_loop_test(tests, a_broken_document_does_not_follow_the_schema, 0,
                      G_N_ELEMENTS(breakages));
  tcase_add_test(tests, writing_stops_when_the_sink_refuses);
  suite_add_tcase(suite, tests);
  status = test_run(suite);
  xmlCleanupParser();
  return status;
}
