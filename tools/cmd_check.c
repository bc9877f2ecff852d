/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace check: validate the mapping, evaluate its rules, say why. */
#include "check.h"

#include <string.h>

static gboolean arg_why, arg_update;
static char **arg_rules;
static char *arg_baseline, *arg_explain;

static const GOptionEntry options[] = {
    {"rule", 'r', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_rules,
     "Evaluate only this rule (may be repeated)", "RULE"},
    {"why", 0, 0, G_OPTION_ARG_NONE, &arg_why,
     "Show for every node what it reaches, how, and the evidence", NULL},
    {"baseline", 'b', 0, G_OPTION_ARG_FILENAME, &arg_baseline,
     "Fail only on gaps that are not listed in this file", "FILE"},
    {"update-baseline", 0, 0, G_OPTION_ARG_NONE, &arg_update,
     "Write the present gaps to the baseline", NULL},
    {"explain", 'e', 0, G_OPTION_ARG_FILENAME, &arg_explain,
     "Say what a finding code or a rule means; 'list' lists them", "CODE"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "Prints every finding with its place, then the coverage of every rule and "
    "its gaps.\n\nA baseline is a text file of known gaps, one a line: 'rule "
    "node'. Gaps that are in it\ndo not count for the exit status.\n\nExit "
    "status 1: a finding is an error, or a rule of severity error has a "
    "gap.\n\nFormats: text (default), json, sarif\n\nExamples:\n"
    "  gdctrace check\n"
    "  gdctrace check --rule commitment-has-itu-activity --why\n"
    "  gdctrace check --why --basis stated,derived,proposed\n"
    "  gdctrace check --mappings my-mapping --format json -o findings.json\n"
    "  gdctrace check --format sarif -o findings.sarif\n"
    "  gdctrace check --baseline known-gaps.txt --update-baseline\n"
    "  gdctrace check --baseline known-gaps.txt\n"
    "  gdctrace check --explain unknown-id";

const char *rule_id(const Tool *tool, uint32_t rule) {
  return gdct_id(tool->mapping, (GdctThing){GDCT_RULE, rule});
}

static bool is_chosen(const Tool *tool, uint32_t rule) {
  return arg_rules == NULL ||
         g_strv_contains((const char *const *)arg_rules, rule_id(tool, rule));
}

/* Evaluates the rules that were chosen. Of Rule. */
static GArray *evaluate(const Tool *tool) {
  GArray *rules = g_array_new(FALSE, FALSE, sizeof(Rule));

  for (uint32_t i = 0; i < gdct_count(tool->mapping, GDCT_RULE); i++) {
    Rule rule;
    if (!is_chosen(tool, i))
      continue;
    rule.coverage = gdct_coverage_new(tool->graph, i, tool->report);
    gdct_coverage_trusting(rule.coverage, GDCT_EVIDENCED, rule.evidenced);
    gdct_coverage_trusting(rule.coverage, GDCT_REVIEWED, rule.reviewed);
    g_array_append_val(rules, rule);
  }
  return rules;
}

static void free_rules(GArray *rules) {
  for (guint i = 0; i < rules->len; i++)
    gdct_coverage_free(g_array_index(rules, Rule, i).coverage);
  g_array_unref(rules);
}

char *subject(const Tool *tool, GdctThing thing) {
  GdctLinkEnds ends;

  if (thing.type == GDCT_NODE)
    return g_strdup(gdct_id(tool->mapping, thing));
  ends = gdct_link(tool->mapping, thing.index);
  return g_strdup_printf(
      "%s %s %s", node_id(tool->mapping, ends.from),
      gdct_id(tool->mapping, (GdctThing){GDCT_RELATION, ends.relation}),
      node_id(tool->mapping, ends.to));
}

/* What results are sorted with. */
typedef struct {
  const GdctMapping *mapping;
  const GdctCoverage *coverage;
} Sorting;

static int compare_things(const GdctMapping *mapping, GdctThing a,
                          GdctThing b) {
  return a.type == GDCT_NODE ? gdct_compare_ids(node_id(mapping, a.index),
                                                node_id(mapping, b.index))
                             : compare_links(mapping, a.index, b.index);
}

static int compare_results(gconstpointer a, gconstpointer b, gpointer data) {
  const Sorting *sorting = data;

  return compare_things(
      sorting->mapping,
      gdct_coverage_get(sorting->coverage, *(const uint32_t *)a).thing,
      gdct_coverage_get(sorting->coverage, *(const uint32_t *)b).thing);
}

GArray *sorted_results(const Tool *tool, const GdctCoverage *coverage,
                       unsigned results) {
  GArray *order = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  Sorting sorting = {tool->mapping, coverage};

  for (uint32_t i = 0; i < gdct_coverage_count(coverage); i++)
    if (results >> gdct_coverage_get(coverage, i).result & 1)
      g_array_append_val(order, i);
  g_array_sort_with_data(order, compare_results, &sorting);
  return order;
}

/* Whether a rule that is an error has a gap, and no baseline knows it. */
static bool has_grave_gap(const Check *check) {
  uint32_t known, fresh, grave = 0;

  if (check->baseline != NULL) {
    baseline_counts(check->baseline, &known, &fresh, &grave);
    return grave > 0;
  }
  for (guint i = 0; i < check->rules->len; i++) {
    const GdctCoverage *coverage =
        g_array_index(check->rules, Rule, i).coverage;
    if (gdct_rule_severity(check->tool->mapping,
                           gdct_coverage_rule(coverage)) == GDCT_ERROR)
      grave += gdct_coverage_count_of(coverage, GDCT_GAP);
  }
  return grave > 0;
}

/* ---- output ---- */

typedef struct {
  const char *name, *ending;
  void (*put)(FILE *stream, const Check *check);
} Format;

static const Format formats[] = {{"text", ".txt", put_check_text},
                                 {"json", ".json", put_check_json},
                                 {"sarif", ".sarif", put_check_sarif}};

/* The format that --format names, or the ending of the file; complains and
 * returns NULL if there is no such format. */
static const Format *find_format(void) {
  for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
    if (arg_format != NULL
            ? strcmp(arg_format, formats[i].name) == 0
            : arg_output != NULL &&
                  g_str_has_suffix(arg_output, formats[i].ending))
      return &formats[i];
  if (arg_format == NULL)
    return tool_is_text("text, json, sarif") ? &formats[0] : NULL;
  tool_usage("--format: '%s' is not text, json or sarif", arg_format);
  return NULL;
}

static int put_report(const Format *format, const Check *check) {
  Output output;

  if (!output_open(&output, arg_output))
    return EXIT_IO;
  format->put(output.stream, check);
  return output_close(&output, true);
}

/* ---- the command ---- */

/* Complains about options that do not go together. */
static int check_options(void) {
  if (arg_update && arg_baseline == NULL)
    return tool_usage("--update-baseline needs --baseline FILE");
  if (arg_explain != NULL && (arg_baseline != NULL || arg_rules != NULL))
    return tool_usage("--explain goes with neither --baseline nor --rule");
  return EXIT_FINE;
}

/* Evaluates and compares; the results are in @check. */
static int run_rules(Check *check) {
  const Tool *tool = check->tool;

  for (size_t i = 0; arg_rules != NULL && arg_rules[i] != NULL; i++)
    if (tool_find(tool, GDCT_RULE, "rule", arg_rules[i]) == GDCT_NONE)
      return EXIT_USAGE;
  check->rules = evaluate(tool);
  if (arg_update) {
    if (baseline_update(check->baseline, check) != EXIT_FINE)
      return EXIT_IO;
  } else if (check->baseline != NULL) {
    baseline_compare(check->baseline, check);
  }
  return has_grave_gap(check) ? EXIT_FINDINGS : EXIT_FINE;
}

int cmd_check(int argc, char **argv) {
  int status;
  const Format *format;
  Tool tool;
  Check check = {.tool = &tool};
  GdctReport *report;

  if (!tool_parse(&argc, &argv, "", options, more, 0, 0, &status))
    return status;
  format = find_format();
  if (format == NULL || check_options() != EXIT_FINE)
    return EXIT_USAGE;
  if (arg_explain != NULL)
    return explain(arg_explain);
  check.why = arg_why;
  report = gdct_report_new();
  if (arg_baseline != NULL) {
    check.baseline = baseline_read(arg_baseline, arg_update, report);
    if (check.baseline == NULL) {
      gdct_report_free(report);
      return EXIT_IO;
    }
  }
  status = tool_load_quietly(&tool);
  if (gdct_report_count(report) > 0 && status != EXIT_USAGE) {
    gdct_report_move(tool.report, report);
    gdct_report_sort(tool.report);
    status = EXIT_FINDINGS;
  }
  if (status == EXIT_FINE)
    status = run_rules(&check);
  if (status != EXIT_USAGE && status != EXIT_IO &&
      put_report(format, &check) != EXIT_FINE)
    status = EXIT_IO;
  if (check.rules != NULL)
    free_rules(check.rules);
  baseline_free(check.baseline);
  gdct_report_free(report);
  tool_clear(&tool);
  return status;
}
