/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace check: validate the mapping, evaluate its rules, say why. */
#include "chains.h"

#include <string.h>

static gboolean arg_why;
static char **arg_rules;

static const GOptionEntry options[] = {
    {"rule", 'r', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_rules,
     "Evaluate only this rule (may be repeated)", "RULE"},
    {"why", 0, 0, G_OPTION_ARG_NONE, &arg_why,
     "Show for every node what it reaches, how, and the evidence", NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "Prints every finding with its place, then the coverage of every rule and "
    "its gaps.\n\nExit status 1: a finding is an error, or a rule of severity "
    "error has a gap.\n\nFormats: text (default), json\n\nExamples:\n  "
    "gdctrace check\n  gdctrace check "
    "--rule commitment-has-itu-activity --why\n  gdctrace check "
    "--mappings my-mapping --format json -o findings.json\n  gdctrace check "
    "--why --basis stated,derived,proposed";

/* One rule, evaluated on the links as they are claimed, and on those that have
 * evidence, and on those that were reviewed. */
typedef struct {
  GdctCoverage *claimed, *evidenced, *reviewed;
} Rule;

static const char *rule_id(const Tool *tool, uint32_t rule) {
  return gdct_id(tool->mapping, (GdctThing){GDCT_RULE, rule});
}

static bool is_chosen(const Tool *tool, uint32_t rule) {
  return arg_rules == NULL ||
         g_strv_contains((const char *const *)arg_rules, rule_id(tool, rule));
}

/* Evaluates the rules that were chosen. Of Rule. */
static GArray *evaluate(const Tool *tool) {
  GArray *rules = g_array_new(FALSE, FALSE, sizeof(Rule));
  GdctScope scope = tool_scope();
  GdctGraph *evidenced, *reviewed;

  scope.trust = GDCT_EVIDENCED;
  evidenced = gdct_graph_new(tool->mapping, &scope, tool->report);
  scope.trust = GDCT_REVIEWED;
  reviewed = gdct_graph_new(tool->mapping, &scope, tool->report);
  for (uint32_t i = 0; i < gdct_count(tool->mapping, GDCT_RULE); i++) {
    if (!is_chosen(tool, i))
      continue;
    Rule rule = {gdct_coverage_new(tool->graph, i, tool->report),
                 gdct_coverage_new(evidenced, i, tool->report),
                 gdct_coverage_new(reviewed, i, tool->report)};
    g_array_append_val(rules, rule);
  }
  gdct_graph_free(evidenced);
  gdct_graph_free(reviewed);
  return rules;
}

static void free_rules(GArray *rules) {
  for (guint i = 0; i < rules->len; i++) {
    Rule *rule = &g_array_index(rules, Rule, i);
    gdct_coverage_free(rule->claimed);
    gdct_coverage_free(rule->evidenced);
    gdct_coverage_free(rule->reviewed);
  }
  g_array_unref(rules);
}

/* What a result is about, in the order that people read: natural order of
 * ids. Of uint32_t. */
static GArray *sorted_results(const Tool *tool, const GdctCoverage *coverage);

/* ---- JSON ---- */

static json_t *json_findings(const GdctReport *report) {
  json_t *list = json_array();

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
    json_array_append_new(list, object);
  }
  return list;
}

/* The id of a node; of a link "from relation to". Free with g_free(). */
static char *subject(const Tool *tool, GdctThing thing) {
  GdctLinkEnds ends;

  if (thing.type == GDCT_NODE)
    return g_strdup(gdct_id(tool->mapping, thing));
  ends = gdct_link(tool->mapping, thing.index);
  return g_strdup_printf(
      "%s %s %s", node_id(tool->mapping, ends.from),
      gdct_id(tool->mapping, (GdctThing){GDCT_RELATION, ends.relation}),
      node_id(tool->mapping, ends.to));
}

static json_t *json_result(const Tool *tool, GdctCoverage *coverage,
                           uint32_t index) {
  GdctRuleResult result = gdct_coverage_get(coverage, index);
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
  json_object_set_new(object, "reached", json_integer(result.reached));
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

static json_t *json_counts(const GdctCoverage *coverage) {
  json_t *object = json_object();

  json_object_set_new(
      object, "covered",
      json_integer(gdct_coverage_count_of(coverage, GDCT_COVERED)));
  json_object_set_new(
      object, "partial",
      json_integer(gdct_coverage_count_of(coverage, GDCT_PARTIAL)));
  return object;
}

static json_t *json_rule(const Tool *tool, const Rule *rule) {
  static const char *const names[] = {"covered", "partial", "gaps", "waived"};
  GdctCoverage *coverage = rule->claimed;
  uint32_t index = gdct_coverage_rule(coverage);
  json_t *object = json_object(), *results = json_array();
  g_autoptr(GArray) order = sorted_results(tool, coverage);

  json_object_set_new(object, "id", json_text(rule_id(tool, index)));
  json_object_set_new(
      object, "title",
      json_text(gdct_title(tool->mapping, (GdctThing){GDCT_RULE, index},
                           tool_language())));
  json_object_set_new(
      object, "severity",
      json_text(gdct_severity_name(gdct_rule_severity(tool->mapping, index))));
  for (int result = 0; result < GDCT_RESULTS; result++)
    json_object_set_new(
        object, names[result],
        json_integer(gdct_coverage_count_of(coverage, (GdctResult)result)));
  json_object_set_new(object, "evidenced", json_counts(rule->evidenced));
  json_object_set_new(object, "reviewed", json_counts(rule->reviewed));
  for (guint i = 0; i < order->len; i++)
    json_array_append_new(
        results,
        json_result(tool, coverage, g_array_index(order, uint32_t, i)));
  json_object_set_new(object, "results", results);
  return object;
}

static void put_json_report(FILE *stream, const Tool *tool, GArray *rules) {
  json_t *document = json_object(), *mapping = json_object();
  json_t *list = json_array();

  json_object_set_new(mapping, "files",
                      json_integer(gdct_mapping_files(tool->mapping)));
  json_object_set_new(mapping, "nodes",
                      json_integer(gdct_count(tool->mapping, GDCT_NODE)));
  json_object_set_new(mapping, "links",
                      json_integer(gdct_count(tool->mapping, GDCT_LINK)));
  json_object_set_new(mapping, "sources",
                      json_integer(gdct_count(tool->mapping, GDCT_SOURCE)));
  json_object_set_new(document, "mapping", mapping);
  json_object_set_new(document, "findings", json_findings(tool->report));
  for (guint i = 0; rules != NULL && i < rules->len; i++)
    json_array_append_new(list,
                          json_rule(tool, &g_array_index(rules, Rule, i)));
  json_object_set_new(document, "rules", list);
  put_json(stream, document);
}

/* ---- text ---- */

static int compare_results(gconstpointer a, gconstpointer b, gpointer data) {
  char *const *names = data;

  return gdct_compare_ids(names[*(const uint32_t *)a],
                          names[*(const uint32_t *)b]);
}

static GArray *sorted_results(const Tool *tool, const GdctCoverage *coverage) {
  uint32_t n = gdct_coverage_count(coverage);
  GArray *order = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

  for (uint32_t i = 0; i < n; i++) {
    g_ptr_array_add(names, subject(tool, gdct_coverage_get(coverage, i).thing));
    g_array_append_val(order, i);
  }
  if (n > 0)
    g_array_sort_with_data(order, compare_results, names->pdata);
  return order;
}

static void put_table(FILE *stream, const Tool *tool, const GArray *rules) {
  int width = 8;

  for (guint i = 0; i < rules->len; i++) {
    const GdctCoverage *coverage = g_array_index(rules, Rule, i).claimed;
    width =
        MAX(width, (int)strlen(rule_id(tool, gdct_coverage_rule(coverage))));
  }
  width = MIN(width, 48);
  fprintf(stream, "%-*s %4s %7s %7s %6s %4s %9s %8s\n", width, "Coverage",
          "all", "covered", "partial", "waived", "gaps", "evidenced",
          "reviewed");
  for (guint i = 0; i < rules->len; i++) {
    const Rule *rule = &g_array_index(rules, Rule, i);
    fprintf(stream, "%-*s %4u %7u %7u %6u %4u %9u %8u\n", width,
            rule_id(tool, gdct_coverage_rule(rule->claimed)),
            gdct_coverage_count(rule->claimed),
            gdct_coverage_count_of(rule->claimed, GDCT_COVERED),
            gdct_coverage_count_of(rule->claimed, GDCT_PARTIAL),
            gdct_coverage_count_of(rule->claimed, GDCT_WAIVED),
            gdct_coverage_count_of(rule->claimed, GDCT_GAP),
            gdct_coverage_count_of(rule->evidenced, GDCT_COVERED),
            gdct_coverage_count_of(rule->reviewed, GDCT_COVERED));
  }
  putc('\n', stream);
  put_wrapped(stream, 0, 0,
              "evidenced, reviewed: how many would still be covered if only "
              "links with a source and a quote counted, or only links with a "
              "review that is still fresh.");
}

/* "GDC objective or SDG target": the kinds that a rule reaches. */
static char *reached_words(const Tool *tool, GdctThing rule) {
  GString *text = g_string_new(NULL);

  for (uint32_t i = 0; i < gdct_value_count(tool->mapping, rule); i++) {
    GdctValue value = gdct_value(tool->mapping, rule, i);
    uint32_t kind;
    if (strcmp(value.key, "reach") != 0)
      continue;
    kind = gdct_find(tool->mapping, GDCT_KIND, value.text);
    g_string_append_printf(text, "%s%s", text->len > 0 ? " or " : "",
                           gdct_title(tool->mapping,
                                      (GdctThing){GDCT_KIND, kind},
                                      tool_language()));
  }
  return g_string_free(text->len > 0 ? text : g_string_assign(text, "node"),
                       FALSE);
}

/* Why a node is a gap: the paths that lead nowhere, or what it must have. */
static void put_reason(FILE *stream, const Tool *tool, GdctThing rule) {
  uint32_t count, first = gdct_owned(tool->mapping, rule, GDCT_GRADE, &count);
  const char *at_least = gdct_get(tool->mapping, rule, "at-least");
  bool one = at_least == NULL || strcmp(at_least, "1") == 0;
  g_autofree char *words = reached_words(tool, rule);

  if (gdct_get(tool->mapping, rule, "require") != NULL) {
    put_wrapped(stream, 2, 4, "A gap fails one of these:");
    for (uint32_t i = 0; i < gdct_value_count(tool->mapping, rule); i++) {
      GdctValue value = gdct_value(tool->mapping, rule, i);
      if (strcmp(value.key, "require") == 0)
        put_wrapped(stream, 4, 8, "%s", value.text);
    }
    return;
  }
  put_wrapped(stream, 2, 4, "A gap reaches %s%s%s%s by any of these paths:",
              one ? "no " : "fewer than ", one ? "" : at_least,
              one ? "" : " of: ", words);
  for (uint32_t i = first; i < first + count; i++) {
    GdctThing grade = {GDCT_GRADE, i};
    put_wrapped(stream, 4, 8, "%s  %s", gdct_id(tool->mapping, grade),
                gdct_get(tool->mapping, grade, "path"));
  }
}

/* One node or link, and with --why how it reaches what it reaches. */
static void put_result(Page *page, const Tool *tool, GdctCoverage *coverage,
                       uint32_t index) {
  GdctRuleResult result = gdct_coverage_get(coverage, index);
  g_autofree char *name = subject(tool, result.thing);
  g_autofree char *notes = NULL;
  const char *title = "";
  uint32_t n = arg_why ? gdct_coverage_witnesses(coverage, index) : 0;

  if (result.thing.type == GDCT_NODE)
    title = gdct_title(tool->mapping, result.thing, tool_language());
  if (result.grade != GDCT_NONE)
    notes = g_strdup_printf(
        "  [%s: reaches %u]",
        gdct_id(tool->mapping, (GdctThing){GDCT_GRADE, result.grade}),
        result.reached);
  else if (result.reached > 0)
    notes = g_strdup_printf("  [reaches only %u]", result.reached);
  put_wrapped(page->stream, 4, 8, "%s%s%s%s", name, *title != '\0' ? "  " : "",
              title, notes != NULL ? notes : "");
  if (result.waiver != GDCT_NONE) {
    GdctThing waiver = {GDCT_WAIVER, result.waiver};
    const char *reason =
        gdct_text(tool->mapping, waiver, "reason", tool_language());
    const char *until = gdct_get(tool->mapping, waiver, "until");
    put_wrapped(page->stream, 8, 8, "%s%s%s%s",
                reason != NULL ? reason : "no reason given",
                until != NULL ? " (until " : "", until != NULL ? until : "",
                until != NULL ? ")" : "");
  }
  for (uint32_t i = 0; i < n; i++) {
    const GdctStep *chain;
    uint32_t steps;
    gdct_coverage_witness(coverage, i, &chain, &steps);
    put_chain(page, chain, steps, 8);
  }
  if (n > 0 && n < result.reached)
    put_wrapped(page->stream, 8, 8, "and %u more", result.reached - n);
}

/* Longer lists are cut, unless --why asks for everything. */
#define MAX_LISTED 40
#define FIRST_LISTED 20

/* The results of one sort. Those that are covered in part are summed up by
 * grade when they are many: which grade is what tells them apart. */
static void put_group(Page *page, const Tool *tool, GdctCoverage *coverage,
                      const GArray *order, GdctResult wanted) {
  uint32_t total = gdct_coverage_count_of(coverage, wanted), listed = 0;
  uint32_t limit = arg_why || total <= MAX_LISTED ? total : FIRST_LISTED;
  uint32_t rule = gdct_coverage_rule(coverage);

  if (limit < total && wanted == GDCT_PARTIAL) {
    uint32_t grades,
        first = gdct_owned(tool->mapping, (GdctThing){GDCT_RULE, rule},
                           GDCT_GRADE, &grades);
    for (uint32_t grade = first; grade < first + grades; grade++) {
      uint32_t count = 0;
      for (guint i = 0; i < order->len; i++) {
        GdctRuleResult result =
            gdct_coverage_get(coverage, g_array_index(order, uint32_t, i));
        count += result.result == wanted && result.grade == grade;
      }
      if (count > 0)
        put_wrapped(page->stream, 4, 8, "%s: %u",
                    gdct_id(tool->mapping, (GdctThing){GDCT_GRADE, grade}),
                    count);
    }
    put_wrapped(page->stream, 4, 4,
                "(all of them: gdctrace check --rule %s --why)",
                rule_id(tool, rule));
    return;
  }
  for (guint i = 0; i < order->len && listed < limit; i++) {
    uint32_t result = g_array_index(order, uint32_t, i);
    if (gdct_coverage_get(coverage, result).result != wanted)
      continue;
    put_result(page, tool, coverage, result);
    listed++;
  }
  if (listed < total)
    put_wrapped(page->stream, 4, 4,
                "and %u more (all of them: gdctrace check --rule %s --why)",
                total - listed, rule_id(tool, rule));
}

/* What is not covered, or with --why everything: the worst first. */
static void put_rule(Page *page, const Tool *tool, GdctCoverage *coverage) {
  static const struct {
    GdctResult result;
    const char *heading;
  } groups[] = {{GDCT_GAP, "Gaps"},
                {GDCT_WAIVED, "Waived"},
                {GDCT_PARTIAL, "Partial"},
                {GDCT_COVERED, "Covered"}};
  uint32_t index = gdct_coverage_rule(coverage);
  GdctThing rule = {GDCT_RULE, index};
  const char *summary =
      gdct_text(tool->mapping, rule, "summary", tool_language());
  g_autoptr(GArray) order = NULL;

  if (!arg_why && gdct_coverage_count_of(coverage, GDCT_COVERED) ==
                      gdct_coverage_count(coverage))
    return;
  order = sorted_results(tool, coverage);
  putc('\n', page->stream);
  put_wrapped(page->stream, 0, 2, "%s [%s, %s]",
              gdct_title(tool->mapping, rule, tool_language()),
              rule_id(tool, index),
              gdct_severity_name(gdct_rule_severity(tool->mapping, index)));
  if (summary != NULL)
    put_wrapped(page->stream, 2, 2, "%s", summary);
  if (gdct_coverage_count_of(coverage, GDCT_GAP) > 0)
    put_reason(page->stream, tool, rule);
  for (size_t g = 0; g < G_N_ELEMENTS(groups); g++) {
    uint32_t count = gdct_coverage_count_of(coverage, groups[g].result);
    if (count == 0 || (groups[g].result == GDCT_COVERED && !arg_why))
      continue;
    fprintf(page->stream, "  %s (%u)\n", groups[g].heading, count);
    put_group(page, tool, coverage, order, groups[g].result);
  }
}

/* The last line, and the first that is read: how many gaps, and how grave. */
static void put_verdict(FILE *stream, const Tool *tool, const GArray *rules) {
  uint32_t gaps = 0, n = 0, grave = 0;

  for (guint i = 0; i < rules->len; i++) {
    const GdctCoverage *coverage = g_array_index(rules, Rule, i).claimed;
    uint32_t count = gdct_coverage_count_of(coverage, GDCT_GAP);
    gaps += count;
    n += count > 0;
    if (gdct_rule_severity(tool->mapping, gdct_coverage_rule(coverage)) ==
        GDCT_ERROR)
      grave += count;
  }
  if (gaps == 0)
    fputs("\nNo gaps.\n", stream);
  else if (grave == 0)
    fprintf(stream, "\n%u %s in %u %s, none of them of severity error.\n", gaps,
            gaps == 1 ? "gap" : "gaps", n, n == 1 ? "rule" : "rules");
  else
    fprintf(stream, "\n%u %s in %u %s, %u of severity error.\n", gaps,
            gaps == 1 ? "gap" : "gaps", n, n == 1 ? "rule" : "rules", grave);
}

/* "1 file", "2 files". */
static void put_count(FILE *stream, uint32_t count, const char *word,
                      const char *after) {
  fprintf(stream, "%u %s%s%s", count, word, count == 1 ? "" : "s", after);
}

static void put_text_report(FILE *stream, const Tool *tool,
                            const GArray *rules) {
  g_autofree char *counts = count_findings(tool->report);
  Page page;

  print_findings(tool->report, GDCT_INFO, stream);
  put_count(stream, gdct_mapping_files(tool->mapping), "file", ", ");
  put_count(stream, gdct_count(tool->mapping, GDCT_NODE), "node", ", ");
  put_count(stream, gdct_count(tool->mapping, GDCT_LINK), "link", ", ");
  put_count(stream, gdct_count(tool->mapping, GDCT_SOURCE), "source", "; ");
  fprintf(stream, "findings: %s\n", counts);
  if (rules == NULL) {
    fputs("The rules were not evaluated, because the mapping has errors.\n",
          stream);
    return;
  }
  if (rules->len == 0)
    return;
  putc('\n', stream);
  put_table(stream, tool, rules);
  page_begin(&page, stream, tool->mapping);
  for (guint i = 0; i < rules->len; i++)
    put_rule(&page, tool, g_array_index(rules, Rule, i).claimed);
  page_end(&page);
  put_verdict(stream, tool, rules);
}

/* Whether a rule that is an error has a gap. */
static bool has_grave_gap(const Tool *tool, const GArray *rules) {
  for (guint i = 0; i < rules->len; i++) {
    const GdctCoverage *coverage = g_array_index(rules, Rule, i).claimed;
    if (gdct_rule_severity(tool->mapping, gdct_coverage_rule(coverage)) ==
            GDCT_ERROR &&
        gdct_coverage_count_of(coverage, GDCT_GAP) > 0)
      return true;
  }
  return false;
}

int cmd_check(int argc, char **argv) {
  int status;
  Tool tool;
  Output output;
  GArray *rules = NULL;

  if (!tool_parse(&argc, &argv, "", options, more, 0, 0, &status) ||
      !tool_text_or_json(&status))
    return status;
  status = tool_load_quietly(&tool);
  for (size_t i = 0;
       status == EXIT_FINE && arg_rules != NULL && arg_rules[i] != NULL; i++)
    if (tool_find(&tool, GDCT_RULE, "rule", arg_rules[i]) == GDCT_NONE)
      status = EXIT_USAGE;
  if (status == EXIT_FINE) {
    rules = evaluate(&tool);
    if (has_grave_gap(&tool, rules))
      status = EXIT_FINDINGS;
  }
  if (status != EXIT_USAGE) {
    if (!output_open(&output, arg_output)) {
      status = EXIT_IO;
    } else {
      if (tool_wants_json())
        put_json_report(output.stream, &tool, rules);
      else
        put_text_report(output.stream, &tool, rules);
      if (output_close(&output, true) != EXIT_FINE)
        status = EXIT_IO;
    }
  }
  if (rules != NULL)
    free_rules(rules);
  tool_clear(&tool);
  return status;
}
