/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace check as text: findings, coverage, and the gaps with their
 * reasons. */
#include "check.h"

#include <string.h>

#define COUNTS 7

static void count_rule(const Rule *rule, uint32_t counts[COUNTS]) {
  counts[0] = gdct_coverage_count(rule->coverage);
  counts[1] = gdct_coverage_count_of(rule->coverage, GDCT_COVERED);
  counts[2] = gdct_coverage_count_of(rule->coverage, GDCT_PARTIAL);
  counts[3] = gdct_coverage_count_of(rule->coverage, GDCT_WAIVED);
  counts[4] = gdct_coverage_count_of(rule->coverage, GDCT_GAP);
  counts[5] = rule->evidenced[GDCT_COVERED];
  counts[6] = rule->reviewed[GDCT_COVERED];
}

static void put_table(FILE *stream, const Tool *tool, const GArray *rules) {
  static const char *const heads[COUNTS] = {
      "all", "covered", "partial", "waived", "gaps", "evidenced", "reviewed"};
  int width = 8, widths[COUNTS] = {4, 7, 7, 6, 4, 9, 8};
  uint32_t counts[COUNTS];

  for (guint i = 0; i < rules->len; i++) {
    const Rule *rule = &g_array_index(rules, Rule, i);
    const char *id = rule_id(tool, gdct_coverage_rule(rule->coverage));
    width = MIN(MAX(width, (int)strlen(id)), 48);
    count_rule(rule, counts);
    for (int c = 0; c < COUNTS; c++)
      widths[c] = MAX(widths[c], snprintf(NULL, 0, "%u", counts[c]));
  }
  fprintf(stream, "%-*s", width, "Coverage");
  for (int c = 0; c < COUNTS; c++)
    fprintf(stream, " %*s", widths[c], heads[c]);
  putc('\n', stream);
  for (guint i = 0; i < rules->len; i++) {
    const Rule *rule = &g_array_index(rules, Rule, i);
    count_rule(rule, counts);
    fprintf(stream, "%-*s", width,
            rule_id(tool, gdct_coverage_rule(rule->coverage)));
    for (int c = 0; c < COUNTS; c++)
      fprintf(stream, " %*u", widths[c], counts[c]);
    putc('\n', stream);
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

/* ", where !end": what the nodes that a rule or a grade reaches must be. Free
 * with g_free(). */
static char *reach_words(const Tool *tool, GdctThing thing) {
  GString *text = g_string_new(NULL);

  for (uint32_t i = 0; i < gdct_value_count(tool->mapping, thing); i++) {
    GdctValue value = gdct_value(tool->mapping, thing, i);
    if (strcmp(value.key, "reach-where") == 0)
      g_string_append_printf(text, ", %s%s", text->len > 0 ? "" : "where ",
                             value.text);
  }
  return g_string_free(text, FALSE);
}

/* Why a node is a gap: the paths that lead nowhere, or what it must have. */
static void put_reason(FILE *stream, const Tool *tool, GdctThing rule) {
  uint32_t count, first = gdct_owned(tool->mapping, rule, GDCT_GRADE, &count);
  const char *at_least = gdct_get(tool->mapping, rule, "at-least");
  bool one = at_least == NULL || strcmp(at_least, "1") == 0;
  g_autofree char *words = reached_words(tool, rule);
  g_autofree char *where = reach_words(tool, rule);

  if (gdct_get(tool->mapping, rule, "require") != NULL) {
    put_wrapped(stream, 2, 4, "A gap fails one of these:");
    for (uint32_t i = 0; i < gdct_value_count(tool->mapping, rule); i++) {
      GdctValue value = gdct_value(tool->mapping, rule, i);
      if (strcmp(value.key, "require") == 0)
        put_wrapped(stream, 4, 8, "%s", value.text);
    }
    return;
  }
  put_wrapped(stream, 2, 4, "A gap reaches %s%s%s%s%s%s by any of these paths:",
              one ? "no " : "fewer than ", one ? "" : at_least,
              one ? "" : " of: ", words, where, *where != '\0' ? "," : "");
  for (uint32_t i = first; i < first + count; i++) {
    GdctThing grade = {GDCT_GRADE, i};
    g_autofree char *only = reach_words(tool, grade);
    put_wrapped(stream, 4, 8, "%s  %s%s", gdct_id(tool->mapping, grade),
                gdct_get(tool->mapping, grade, "path"), only);
  }
}

/* One node or link, and with --why how it reaches what it reaches. */
static void put_result(Page *page, const Check *check, GdctCoverage *coverage,
                       uint32_t index) {
  const Tool *tool = check->tool;
  GdctRuleResult result = gdct_coverage_get(coverage, index);
  g_autofree char *name = subject(tool, result.thing);
  g_autofree char *notes = NULL;
  const char *title = "";
  uint32_t reached = gdct_coverage_reached(coverage, index);
  uint32_t n = check->why ? gdct_coverage_witnesses(coverage, index) : 0;

  if (result.thing.type == GDCT_NODE)
    title = gdct_title(tool->mapping, result.thing, tool_language());
  if (result.grade != GDCT_NONE)
    notes = g_strdup_printf(
        "  [%s: reaches %u]",
        gdct_id(tool->mapping, (GdctThing){GDCT_GRADE, result.grade}), reached);
  else if (reached > 0)
    notes = g_strdup_printf("  [reaches only %u]", reached);
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
  if (n > 0 && n < reached)
    put_wrapped(page->stream, 8, 8, "and %u more", reached - n);
}

/* Longer lists are cut, unless --why asks for everything. */
#define MAX_LISTED 40
#define FIRST_LISTED 20

/* A heading, and the results below it. */
typedef struct {
  GdctResult result;
  enum { ANY, NEW, KNOWN } baseline; /* of gaps */
  const char *heading;
} Group;

static bool is_in_group(const Check *check, const GdctCoverage *coverage,
                        uint32_t index, const Group *group) {
  GdctRuleResult result = gdct_coverage_get(coverage, index);
  g_autofree char *name = NULL;

  if (result.result != group->result || group->baseline == ANY)
    return result.result == group->result;
  name = subject(check->tool, result.thing);
  return baseline_has(check->baseline,
                      rule_id(check->tool, gdct_coverage_rule(coverage)),
                      name) == (group->baseline == KNOWN);
}

/* How many of a grade are covered in part: which grade is what tells them
 * apart when they are many. */
static void put_grades(Page *page, const Tool *tool,
                       const GdctCoverage *coverage) {
  GdctThing rule = {GDCT_RULE, gdct_coverage_rule(coverage)};
  uint32_t grades, first = gdct_owned(tool->mapping, rule, GDCT_GRADE, &grades);

  for (uint32_t grade = first; grade < first + grades; grade++) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < gdct_coverage_count(coverage); i++) {
      GdctRuleResult result = gdct_coverage_get(coverage, i);
      count += result.result == GDCT_PARTIAL && result.grade == grade;
    }
    if (count > 0)
      put_wrapped(page->stream, 4, 8, "%s: %u",
                  gdct_id(tool->mapping, (GdctThing){GDCT_GRADE, grade}),
                  count);
  }
  put_wrapped(page->stream, 4, 4,
              "(all of them: gdctrace check --rule %s --why)",
              rule_id(tool, rule.index));
}

/* The results of one sort, below their heading. */
static void put_group(Page *page, const Check *check, GdctCoverage *coverage,
                      const GArray *order, const Group *group) {
  const Tool *tool = check->tool;
  uint32_t total = 0, listed = 0, limit;

  for (uint32_t i = 0; i < order->len; i++)
    total +=
        is_in_group(check, coverage, g_array_index(order, uint32_t, i), group);
  if (total == 0)
    return;
  fprintf(page->stream, "  %s (%u)\n", group->heading, total);
  limit = check->why || total <= MAX_LISTED ? total : FIRST_LISTED;
  if (limit < total && group->result == GDCT_PARTIAL) {
    put_grades(page, tool, coverage);
    return;
  }
  for (guint i = 0; i < order->len && listed < limit; i++) {
    uint32_t result = g_array_index(order, uint32_t, i);
    if (!is_in_group(check, coverage, result, group))
      continue;
    put_result(page, check, coverage, result);
    listed++;
  }
  if (listed < total)
    put_wrapped(page->stream, 4, 4,
                "and %u more (all of them: gdctrace check --rule %s --why)",
                total - listed, rule_id(tool, gdct_coverage_rule(coverage)));
}

/* What is not covered, or with --why everything: the worst first. */
static void put_rule(Page *page, const Check *check, GdctCoverage *coverage) {
  static const Group plain[] = {{GDCT_GAP, ANY, "Gaps"},
                                {GDCT_WAIVED, ANY, "Waived"},
                                {GDCT_PARTIAL, ANY, "Partial"},
                                {GDCT_COVERED, ANY, "Covered"}};
  static const Group compared[] = {{GDCT_GAP, NEW, "New gaps"},
                                   {GDCT_GAP, KNOWN, "Known gaps"}};
  const Tool *tool = check->tool;
  uint32_t index = gdct_coverage_rule(coverage);
  GdctThing rule = {GDCT_RULE, index};
  const char *summary =
      gdct_text(tool->mapping, rule, "summary", tool_language());
  size_t first = check->baseline != NULL ? 1 : 0;
  size_t last = G_N_ELEMENTS(plain) - (check->why ? 0 : 1);
  g_autoptr(GArray) order = NULL;

  if (!check->why && gdct_coverage_count_of(coverage, GDCT_COVERED) ==
                         gdct_coverage_count(coverage))
    return;
  order = sorted_results(tool, coverage,
                         check->why ? ALL_RESULTS
                                    : ALL_RESULTS & ~(1u << GDCT_COVERED));
  putc('\n', page->stream);
  put_wrapped(page->stream, 0, 2, "%s [%s, %s]",
              gdct_title(tool->mapping, rule, tool_language()),
              rule_id(tool, index),
              gdct_severity_name(gdct_rule_severity(tool->mapping, index)));
  if (summary != NULL)
    put_wrapped(page->stream, 2, 2, "%s", summary);
  if (gdct_coverage_count_of(coverage, GDCT_GAP) > 0)
    put_reason(page->stream, tool, rule);
  for (size_t i = 0; check->baseline != NULL && i < G_N_ELEMENTS(compared); i++)
    put_group(page, check, coverage, order, &compared[i]);
  for (size_t i = first; i < last; i++)
    put_group(page, check, coverage, order, &plain[i]);
}

/* The lines of the baseline that can go. */
static void put_obsolete(FILE *stream, const Baseline *baseline) {
  const GArray *obsolete = baseline_obsolete(baseline);
  guint limit = obsolete->len <= MAX_LISTED ? obsolete->len : FIRST_LISTED;

  if (obsolete->len == 0)
    return;
  putc('\n', stream);
  put_wrapped(
      stream, 0, 2, "%s no %s, so %s can go (--update-baseline removes %s):",
      obsolete->len == 1 ? "This line of the baseline is"
                         : "These lines of the baseline are",
      obsolete->len == 1 ? "gap any more" : "gaps any more",
      obsolete->len == 1 ? "it" : "they", obsolete->len == 1 ? "it" : "them");
  for (guint i = 0; i < limit; i++) {
    const Obsolete *line = &g_array_index(obsolete, Obsolete, i);
    put_wrapped(stream, 2, 6, "%s:%u: %s %s: %s", baseline_path(baseline),
                line->line, line->rule, line->node, line->why);
  }
  if (limit < obsolete->len)
    put_wrapped(stream, 2, 6, "and %u more", obsolete->len - limit);
}

/* How the gaps stand against the baseline. */
static void put_comparison(FILE *stream, const Baseline *baseline) {
  uint32_t known, fresh, grave;

  baseline_counts(baseline, &known, &fresh, &grave);
  if (fresh == 0)
    put_wrapped(stream, 0, 0, "No new gaps: %s has all %u.",
                baseline_path(baseline), known);
  else
    put_wrapped(stream, 0, 0,
                "New since %s: %u, %u of severity error. Known: %u.",
                baseline_path(baseline), fresh, grave, known);
}

/* The last line, and the first that is read: how many gaps, and how grave. */
static void put_verdict(FILE *stream, const Check *check) {
  const Tool *tool = check->tool;
  uint32_t gaps = 0, n = 0, grave = 0;

  for (guint i = 0; i < check->rules->len; i++) {
    const GdctCoverage *coverage =
        g_array_index(check->rules, Rule, i).coverage;
    uint32_t count = gdct_coverage_count_of(coverage, GDCT_GAP);
    gaps += count;
    n += count > 0;
    if (gdct_rule_severity(tool->mapping, gdct_coverage_rule(coverage)) ==
        GDCT_ERROR)
      grave += count;
  }
  if (check->baseline != NULL)
    put_obsolete(stream, check->baseline);
  if (gaps == 0)
    fputs("\nNo gaps.\n", stream);
  else if (grave == 0)
    fprintf(stream, "\n%u %s in %u %s, none of them of severity error.\n", gaps,
            gaps == 1 ? "gap" : "gaps", n, n == 1 ? "rule" : "rules");
  else
    fprintf(stream, "\n%u %s in %u %s, %u of severity error.\n", gaps,
            gaps == 1 ? "gap" : "gaps", n, n == 1 ? "rule" : "rules", grave);
  if (check->baseline != NULL && gaps > 0)
    put_comparison(stream, check->baseline);
}

/* "1 file", "2 files". */
static void put_count(FILE *stream, uint32_t count, const char *word,
                      const char *after) {
  fprintf(stream, "%u %s%s%s", count, word, count == 1 ? "" : "s", after);
}

void put_check_text(FILE *stream, const Check *check) {
  const Tool *tool = check->tool;
  const GArray *rules = check->rules;
  g_autofree char *counts = count_findings(tool->report);
  Page page;

  print_findings(tool->report, GDCT_INFO, stream);
  put_count(stream, gdct_mapping_files(tool->mapping), "file", ", ");
  put_count(stream, gdct_count(tool->mapping, GDCT_NODE), "node", ", ");
  put_count(stream, gdct_count(tool->mapping, GDCT_LINK), "link", ", ");
  put_count(stream, gdct_count(tool->mapping, GDCT_SOURCE), "source", "; ");
  fprintf(stream, "findings: %s\n", counts);
  if (rules == NULL) {
    fprintf(stream, "The rules were not evaluated, because the %s errors.\n",
            tool->graph == NULL ? "mapping has" : "baseline has");
    return;
  }
  if (rules->len == 0)
    return;
  putc('\n', stream);
  put_table(stream, tool, rules);
  page_begin(&page, stream, tool->mapping);
  for (guint i = 0; i < rules->len; i++)
    put_rule(&page, check, g_array_index(rules, Rule, i).coverage);
  page_end(&page);
  put_verdict(stream, check);
}
