/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace check --format json: a result at a time, so that memory does not
 * grow with the answer. */
#include "check.h"
#include "json_stream.h"

static void put_findings(JsonStream *json, const GdctReport *report) {
  json_open(json, "findings", '[');
  for (size_t i = 0; i < gdct_report_count(report); i++) {
    const GdctFinding *finding = gdct_report_get(report, i);
    json_t *object = json_object();
    g_autofree char *file = finding->place.file != NULL
                                ? g_utf8_make_valid(finding->place.file, -1)
                                : NULL;
    g_autofree char *message = g_utf8_make_valid(finding->message, -1);
    json_object_set_new(object, "file", json_text(file));
    json_object_set_new(object, "line", json_integer(finding->place.line));
    json_object_set_new(object, "column", json_integer(finding->place.column));
    json_object_set_new(object, "severity",
                        json_text(gdct_severity_name(finding->severity)));
    json_object_set_new(object, "code", json_text(finding->code));
    json_object_set_new(object, "message", json_text(message));
    json_put(json, NULL, object);
  }
  json_close(json);
}

static json_t *json_result(const Check *check, GdctCoverage *coverage,
                           uint32_t index) {
  const Tool *tool = check->tool;
  GdctRuleResult result = gdct_coverage_get(coverage, index);
  uint32_t reached = gdct_coverage_reached(coverage, index);
  uint32_t n = gdct_coverage_witnesses(coverage, index);
  g_autofree char *name = subject(tool, result.thing);
  json_t *object = json_object(), *witnesses = json_array();

  json_object_set_new(object, "node", json_text(name));
  json_object_set_new(object, "result",
                      json_text(gdct_result_name(result.result)));
  json_object_set_new(
      object, "grade",
      result.grade == GDCT_NONE
          ? json_null()
          : json_text(
                gdct_id(tool->mapping, (GdctThing){GDCT_GRADE, result.grade})));
  json_object_set_new(object, "reached", json_integer(reached));
  if (result.result == GDCT_GAP && check->baseline != NULL)
    json_object_set_new(
        object, "known",
        json_boolean(baseline_has(check->baseline,
                                  rule_id(tool, gdct_coverage_rule(coverage)),
                                  name)));
  if (result.waiver != GDCT_NONE)
    json_object_set_new(
        object, "reason",
        json_text(gdct_text(tool->mapping,
                            (GdctThing){GDCT_WAIVER, result.waiver}, "reason",
                            tool_language())));
  for (uint32_t i = 0; i < n; i++) {
    const GdctStep *chain;
    uint32_t steps, node = gdct_coverage_witness(coverage, i, &chain, &steps);
    json_t *witness = json_object();
    json_object_set_new(witness, "node",
                        json_text(node_id(tool->mapping, node)));
    json_object_set_new(witness, "chain",
                        json_chain(tool->mapping, chain, steps));
    json_array_append_new(witnesses, witness);
  }
  json_object_set_new(object, "witnesses", witnesses);
  return object;
}

static json_t *json_counts(const uint32_t counts[GDCT_RESULTS]) {
  json_t *object = json_object();

  json_object_set_new(object, "covered", json_integer(counts[GDCT_COVERED]));
  json_object_set_new(object, "partial", json_integer(counts[GDCT_PARTIAL]));
  return object;
}

static void put_rule(JsonStream *json, const Check *check, const Rule *rule) {
  static const char *const names[] = {"covered", "partial", "gaps", "waived"};
  const Tool *tool = check->tool;
  GdctCoverage *coverage = rule->coverage;
  uint32_t index = gdct_coverage_rule(coverage);
  g_autoptr(GArray) order = sorted_results(tool, coverage, ALL_RESULTS);

  json_open(json, NULL, '{');
  json_put(json, "id", json_text(rule_id(tool, index)));
  json_put(json, "title",
           json_text(gdct_title(tool->mapping, (GdctThing){GDCT_RULE, index},
                                tool_language())));
  json_put(
      json, "severity",
      json_text(gdct_severity_name(gdct_rule_severity(tool->mapping, index))));
  for (int result = 0; result < GDCT_RESULTS; result++)
    json_put(
        json, names[result],
        json_integer(gdct_coverage_count_of(coverage, (GdctResult)result)));
  json_put(json, "evidenced", json_counts(rule->evidenced));
  json_put(json, "reviewed", json_counts(rule->reviewed));
  json_open(json, "results", '[');
  for (guint i = 0; i < order->len; i++)
    json_put(json, NULL,
             json_result(check, coverage, g_array_index(order, uint32_t, i)));
  json_close(json);
  json_close(json);
}

static json_t *json_baseline(const Baseline *baseline) {
  const GArray *obsolete = baseline_obsolete(baseline);
  g_autofree char *path = g_utf8_make_valid(baseline_path(baseline), -1);
  json_t *object = json_object(), *list = json_array();
  uint32_t known, fresh, grave;

  baseline_counts(baseline, &known, &fresh, &grave);
  json_object_set_new(object, "file", json_text(path));
  json_object_set_new(object, "known", json_integer(known));
  json_object_set_new(object, "new", json_integer(fresh));
  for (guint i = 0; i < obsolete->len; i++) {
    const Obsolete *line = &g_array_index(obsolete, Obsolete, i);
    json_t *entry = json_object();
    json_object_set_new(entry, "rule", json_text(line->rule));
    json_object_set_new(entry, "node", json_text(line->node));
    json_object_set_new(entry, "line", json_integer(line->line));
    json_object_set_new(entry, "why", json_text(line->why));
    json_array_append_new(list, entry);
  }
  json_object_set_new(object, "obsolete", list);
  return object;
}

void put_check_json(FILE *stream, const Check *check) {
  const GdctMapping *loaded = check->tool->mapping;
  JsonStream json = {.stream = stream};
  json_t *mapping = json_object();

  json_object_set_new(mapping, "files",
                      json_integer(gdct_mapping_files(loaded)));
  json_object_set_new(mapping, "nodes",
                      json_integer(gdct_count(loaded, GDCT_NODE)));
  json_object_set_new(mapping, "links",
                      json_integer(gdct_count(loaded, GDCT_LINK)));
  json_object_set_new(mapping, "sources",
                      json_integer(gdct_count(loaded, GDCT_SOURCE)));
  json_open(&json, NULL, '{');
  json_put(&json, "mapping", mapping);
  put_findings(&json, check->tool->report);
  if (check->baseline != NULL && check->rules != NULL)
    json_put(&json, "baseline", json_baseline(check->baseline));
  json_open(&json, "rules", '[');
  for (guint i = 0; check->rules != NULL && i < check->rules->len; i++)
    put_rule(&json, check, &g_array_index(check->rules, Rule, i));
  json_close(&json);
  json_close(&json);
  putc('\n', stream);
}
