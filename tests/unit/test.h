/* SPDX-License-Identifier: Apache-2.0 */
/* What unit tests share: a mapping from a string, and findings as text. */
#ifndef TEST_H
#define TEST_H

#include <gdctrace/mapping.h>

#include <check.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* A model that most tests need: kinds a and b in frameworks f and g. */
#define TEST_MODEL                                                             \
  "model:\n"                                                                   \
  "  frameworks:\n"                                                            \
  "    - {id: f, title: F}\n"                                                  \
  "    - {id: g, title: G}\n"                                                  \
  "  kinds:\n"                                                                 \
  "    - {id: a, framework: f, title: A, attributes: [\n"                      \
  "        {name: size, type: integer}, {name: day, type: date},\n"            \
  "        {name: tag, type: text, many: yes},\n"                              \
  "        {name: sort, type: choice, values: [x, y]}]}\n"                     \
  "    - {id: b, framework: g, title: B}\n"                                    \
  "  relations:\n"                                                             \
  "    - {id: r, inverse: r-of, from: [a, b], to: [a, b]}\n"                   \
  "    - {id: s, from: a, to: b, attributes: [{name: role}]}\n"                \
  "sources:\n"                                                                 \
  "  - {id: doc, title: Document}\n"

/* Everything a report holds, one "line:column severity code: message" a
 * line. Free with g_free(). */
static inline char *test_report_text(const GdctReport *report) {
  GString *text = g_string_new(NULL);

  for (size_t i = 0; i < gdct_report_count(report); i++) {
    const GdctFinding *finding = gdct_report_get(report, i);
    g_string_append_printf(
        text, "%u:%u %s %s: %s\n", finding->place.line, finding->place.column,
        gdct_severity_name(finding->severity), finding->code, finding->message);
  }
  return g_string_free(text, FALSE);
}

/* Loads one file's text. */
static inline GdctMapping *test_load(const char *text, GdctReport *report) {
  return gdct_mapping_load_bytes("t.yaml", text, strlen(text), report);
}

/* Loads a text that must have no finding. */
static inline GdctMapping *test_load_clean(const char *text) {
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = test_load(text, report);
  char *findings;

  findings = test_report_text(report);
  ck_assert_str_eq(findings, "");
  g_free(findings);
  gdct_report_free(report);
  return mapping;
}

/* Loads a text, and compares all its findings. */
static inline void test_findings_are(const char *text, const char *wanted) {
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = test_load(text, report);
  char *findings = test_report_text(report);

  ck_assert_str_eq(findings, wanted);
  g_free(findings);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
}

static inline uint32_t test_node(const GdctMapping *mapping, const char *id) {
  uint32_t node = gdct_find(mapping, GDCT_NODE, id);

  ck_assert_msg(node != GDCT_NONE, "no node %s", id);
  return node;
}

/* Runs one suite; main() returns this. */
static inline int test_run(Suite *suite) {
  SRunner *runner = srunner_create(suite);
  int failed;

  srunner_run_all(runner, CK_ENV);
  failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
