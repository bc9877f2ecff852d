/* SPDX-License-Identifier: Apache-2.0 */
/* Rules: what each node or link reaches, graded. */
#include "base/date.h"
#include "graph/graph.h"
#include "model/shape.h"

#include <stdlib.h>
#include <string.h>

#define MAX_WITNESSES 10

/* A grade, ready to be used. */
typedef struct {
  uint32_t index;
  GdctPath *path;
  GdctResult counts;
  GdctGraph *own_graph;   /* if the grade chooses its own bases */
  GdctSearch *search;     /* shared unless own_graph */
  GPtrArray *reach_where; /* of GdctFilter, beside those of the rule */
} Grade;

struct GdctCoverage {
  const GdctGraph *graph;
  GdctGraph *own_graph; /* if the rule chooses its own bases */
  const GdctMapping *mapping;
  uint32_t rule;
  uint64_t at_least;
  bool by_requirement, on_link, each_any;
  uint8_t *each_kinds, *each_relations, *reach_kinds; /* by index */
  bool reach_any;
  GPtrArray *where, *reach_where, *require; /* of GdctFilter */
  GdctHaving *having;
  GArray *grades; /* of Grade */
  GdctSearch *search;
  uint8_t *reach_memo; /* per node: 0 unknown, 1 counts, 2 does not */
  GHashTable *waivers; /* node + 1 -> waiver + 1 */
  GArray *results;     /* of GdctRuleResult */
  uint32_t counts[GDCT_RESULTS];
  GArray *witnesses; /* uint32_t: indices into the last search */
  GdctSearch *witness_search;
};

const char *gdct_result_name(GdctResult result) {
  static const char *const names[] = {"covered", "partial", "gap", "waived"};

  return names[result];
}

GdctSeverity gdct_rule_severity(const GdctMapping *mapping, uint32_t rule) {
  const char *severity =
      gdct_get(mapping, (GdctThing){GDCT_RULE, rule}, "severity");

  if (g_strcmp0(severity, "warning") == 0)
    return GDCT_WARNING;
  return g_strcmp0(severity, "info") == 0 ? GDCT_INFO : GDCT_ERROR;
}

/* ---- reading a rule ---- */

/* Marks the things of @type that the rule names under @key. */
static uint8_t *read_set(const GdctCoverage *coverage, GdctType type,
                         const char *key, bool *ret_any) {
  GdctThing rule = {GDCT_RULE, coverage->rule};
  uint8_t *set = g_new0(uint8_t, gdct_count(coverage->mapping, type) + 1);

  *ret_any = false;
  for (uint32_t i = 0; i < gdct_value_count(coverage->mapping, rule); i++) {
    GdctValue value = gdct_value(coverage->mapping, rule, i);
    uint32_t index;
    if (strcmp(value.key, key) != 0)
      continue;
    index = gdct_find(coverage->mapping, type, value.text);
    if (index != GDCT_NONE)
      set[index] = *ret_any = true;
  }
  return set;
}

static unsigned read_bases(const GdctMapping *mapping, GdctThing grade) {
  unsigned bases = 0;

  for (uint32_t i = 0; i < gdct_value_count(mapping, grade); i++) {
    GdctValue value = gdct_value(mapping, grade, i);
    unsigned one;
    if (strcmp(value.key, "basis") == 0 && gdct_basis_parse(value.text, &one))
      bases |= one;
  }
  return bases;
}

static bool read_grades(GdctCoverage *coverage, GdctReport *report) {
  const GdctMapping *mapping = coverage->mapping;
  uint32_t count,
      first = gdct_owned(mapping, (GdctThing){GDCT_RULE, coverage->rule},
                         GDCT_GRADE, &count);
  bool good = true;

  for (uint32_t i = first; i < first + count; i++) {
    GdctThing thing = {GDCT_GRADE, i};
    Grade grade = {.index = i, .search = coverage->search};
    unsigned bases = read_bases(mapping, thing);
    for (uint32_t v = 0; v < gdct_value_count(mapping, thing); v++) {
      GdctValue value = gdct_value(mapping, thing, v);
      if (strcmp(value.key, "path") == 0)
        grade.path = gdct_path_parse(mapping, value.text, value.place, report);
    }
    if (grade.path == NULL) {
      good = false;
      continue;
    }
    grade.reach_where = gdct_filters_read(coverage->graph, GDCT_NODE, thing,
                                          "reach-where", report, &good);
    if (g_strcmp0(gdct_get(mapping, thing, "counts"), "partial") == 0)
      grade.counts = GDCT_PARTIAL;
    if (bases != 0 && bases != gdct_graph_bases(coverage->graph)) {
      grade.own_graph = gdct_graph_with_bases(coverage->graph, bases);
      grade.search = gdct_search_new(grade.own_graph);
    }
    g_array_append_val(coverage->grades, grade);
  }
  return good;
}

/* Waivers of this rule that have not run out. */
static void read_waivers(GdctCoverage *coverage) {
  const GdctMapping *mapping = coverage->mapping;
  const char *id = gdct_id(mapping, (GdctThing){GDCT_RULE, coverage->rule});
  GdctDays today = gdct_graph_today(coverage->graph), until;

  coverage->waivers = g_hash_table_new(NULL, NULL);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_WAIVER); i++) {
    GdctThing waiver = {GDCT_WAIVER, i};
    const char *end = gdct_get(mapping, waiver, "until");
    const char *name = gdct_get(mapping, waiver, "node");
    uint32_t node =
        name == NULL ? GDCT_NONE : gdct_find(mapping, GDCT_NODE, name);
    if (node == GDCT_NONE ||
        g_strcmp0(gdct_get(mapping, waiver, "rule"), id) != 0 ||
        (end != NULL && gdct_date_parse(end, false, &until) &&
         until.last < today.first))
      continue;
    g_hash_table_insert(coverage->waivers, GUINT_TO_POINTER(node + 1),
                        GUINT_TO_POINTER(i + 1));
  }
}

/* Less than one node would make every gap covered. */
static bool check_at_least(const GdctCoverage *coverage, GdctReport *report) {
  GdctThing rule = {GDCT_RULE, coverage->rule};

  for (uint32_t i = 0; i < gdct_value_count(coverage->mapping, rule); i++) {
    GdctValue value = gdct_value(coverage->mapping, rule, i);
    if (strcmp(value.key, "at-least") == 0 &&
        g_ascii_strtoll(value.text, NULL, 10) < 1)
      return gdct_report_add(report, "bad-value", value.place,
                             "'at-least' must be 1 or more, not '%s'",
                             value.text);
  }
  return true;
}

/* `having` limits nodes only. */
static bool read_having(GdctCoverage *coverage, GdctReport *report) {
  GdctThing rule = {GDCT_RULE, coverage->rule};
  bool good = true;

  coverage->having = gdct_having_read(coverage->graph, rule, report, &good);
  if (coverage->on_link && gdct_get(coverage->mapping, rule, "having") != NULL)
    good = gdct_report_add(report, "bad-value",
                           gdct_place(coverage->mapping, rule),
                           "'having' is for rules on nodes");
  return good;
}

static bool read_rule(GdctCoverage *coverage, GdctReport *report) {
  const GdctMapping *mapping = coverage->mapping;
  GdctThing rule = {GDCT_RULE, coverage->rule};
  const char *at_least = gdct_get(mapping, rule, "at-least");
  const char *on = gdct_get(mapping, rule, "on");
  bool good = true, any_kind, any_relation;
  GdctType type;

  coverage->by_requirement = gdct_get(mapping, rule, "require") != NULL;
  coverage->at_least =
      at_least != NULL ? g_ascii_strtoull(at_least, NULL, 10) : 1;
  coverage->each_kinds = read_set(coverage, GDCT_KIND, "each", &any_kind);
  coverage->each_relations =
      read_set(coverage, GDCT_RELATION, "each", &any_relation);
  coverage->reach_kinds =
      read_set(coverage, GDCT_KIND, "reach", &coverage->reach_any);
  coverage->reach_any = !coverage->reach_any;
  coverage->on_link =
      coverage->by_requirement &&
      (on != NULL ? strcmp(on, "link") == 0 : any_relation && !any_kind);
  coverage->each_any = !any_kind && !any_relation;
  type = coverage->on_link ? GDCT_LINK : GDCT_NODE;
  coverage->where =
      gdct_filters_read(coverage->graph, type, rule, "where", report, &good);
  coverage->require =
      gdct_filters_read(coverage->graph, type, rule, "require", report, &good);
  coverage->reach_where = gdct_filters_read(coverage->graph, GDCT_NODE, rule,
                                            "reach-where", report, &good);
  good = read_grades(coverage, report) && good;
  good = read_having(coverage, report) && good;
  good = check_at_least(coverage, report) && good;
  if (!coverage->by_requirement && coverage->grades->len == 0 && good)
    good = gdct_report_add(report, "missing-key", gdct_place(mapping, rule),
                           "a rule needs 'grades' or 'require'");
  read_waivers(coverage);
  return good;
}

/* ---- evaluating ---- */

/* Whether reaching this node counts. */
static bool counts(GdctCoverage *coverage, uint32_t node) {
  if (coverage->reach_memo[node] == 0) {
    uint32_t kind = gdct_node_kind(coverage->mapping, node);
    bool yes =
        (coverage->reach_any ||
         (kind != GDCT_NONE && coverage->reach_kinds[kind])) &&
        gdct_filters_hold(coverage->reach_where, (GdctThing){GDCT_NODE, node});
    coverage->reach_memo[node] = yes ? 1 : 2;
  }
  return coverage->reach_memo[node] == 1;
}

/* Whether reaching this node counts for the grade. */
static bool counts_for(GdctCoverage *coverage, const Grade *grade,
                       uint32_t node) {
  return counts(coverage, node) &&
         gdct_filters_hold(grade->reach_where, (GdctThing){GDCT_NODE, node});
}

/* How many nodes that count a grade reaches; the search keeps them. */
static uint32_t count_reached(GdctCoverage *coverage, const Grade *grade,
                              uint32_t node) {
  uint32_t n = gdct_search_run(grade->search, grade->path, node), count = 0;

  for (uint32_t i = 0; i < n; i++)
    count += counts_for(coverage, grade, gdct_search_any(grade->search, i));
  return count;
}

static void add_result(GdctCoverage *coverage, GdctRuleResult result) {
  if (result.result == GDCT_GAP && result.thing.type == GDCT_NODE) {
    gpointer waiver = g_hash_table_lookup(
        coverage->waivers, GUINT_TO_POINTER(result.thing.index + 1));
    if (waiver != NULL) {
      result.result = GDCT_WAIVED;
      result.waiver = GPOINTER_TO_UINT(waiver) - 1;
    }
  }
  coverage->counts[result.result]++;
  g_array_append_val(coverage->results, result);
}

static void evaluate_grades(GdctCoverage *coverage, uint32_t node) {
  GdctRuleResult result = {
      {GDCT_NODE, node}, GDCT_GAP, GDCT_NONE, 0, GDCT_NONE};

  for (guint i = 0; i < coverage->grades->len; i++) {
    const Grade *grade = &g_array_index(coverage->grades, Grade, i);
    uint32_t reached = count_reached(coverage, grade, node);
    if (reached >= coverage->at_least) {
      result.result = grade->counts;
      result.grade = grade->index;
      result.reached = reached;
      break;
    }
    result.reached = MAX(result.reached, reached);
  }
  add_result(coverage, result);
}

static void evaluate_requirement(GdctCoverage *coverage, GdctThing thing) {
  GdctRuleResult result = {thing, GDCT_GAP, GDCT_NONE, 0, GDCT_NONE};

  if (gdct_filters_hold(coverage->require, thing))
    result.result = GDCT_COVERED;
  add_result(coverage, result);
}

static void evaluate_nodes(GdctCoverage *coverage) {
  for (uint32_t i = 0; i < gdct_count(coverage->mapping, GDCT_NODE); i++) {
    uint32_t kind = gdct_node_kind(coverage->mapping, i);
    if (kind == GDCT_NONE ||
        !(coverage->each_any || coverage->each_kinds[kind]) ||
        !gdct_graph_has_node(coverage->graph, i) ||
        !gdct_filters_hold(coverage->where, (GdctThing){GDCT_NODE, i}) ||
        !gdct_having_holds(coverage->having, coverage->search, i))
      continue;
    if (coverage->by_requirement)
      evaluate_requirement(coverage, (GdctThing){GDCT_NODE, i});
    else
      evaluate_grades(coverage, i);
  }
}

static void evaluate_links(GdctCoverage *coverage) {
  for (uint32_t i = 0; i < gdct_count(coverage->mapping, GDCT_LINK); i++) {
    GdctThing link = {GDCT_LINK, i};
    GdctLinkEnds ends = gdct_link(coverage->mapping, i);
    uint32_t kind = gdct_node_kind(coverage->mapping, ends.from);
    if ((coverage->each_any || coverage->each_relations[ends.relation] ||
         (kind != GDCT_NONE && coverage->each_kinds[kind])) &&
        gdct_graph_has_link(coverage->graph, i) &&
        gdct_filters_hold(coverage->where, link))
      evaluate_requirement(coverage, link);
  }
}

static GdctCoverage *prepare(const GdctGraph *graph, uint32_t rule,
                             GdctReport *report) {
  GdctCoverage *coverage = g_new0(GdctCoverage, 1);
  unsigned bases;

  coverage->graph = graph;
  coverage->mapping = graph->mapping;
  coverage->rule = rule;
  bases = read_bases(graph->mapping, (GdctThing){GDCT_RULE, rule});
  if (bases != 0 && bases != gdct_graph_bases(graph)) {
    coverage->own_graph = gdct_graph_with_bases(graph, bases);
    coverage->graph = graph = coverage->own_graph;
  }
  coverage->grades = g_array_new(FALSE, FALSE, sizeof(Grade));
  coverage->search = gdct_search_new(graph);
  coverage->reach_memo = g_new0(uint8_t, (size_t)graph->n_nodes + 1);
  coverage->results = g_array_new(FALSE, FALSE, sizeof(GdctRuleResult));
  coverage->witnesses = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  if (read_rule(coverage, report))
    return coverage;
  gdct_coverage_free(coverage);
  return NULL;
}

void gdct_rule_check(const GdctGraph *graph, uint32_t rule,
                     GdctReport *report) {
  gdct_coverage_free(prepare(graph, rule, report));
}

GdctCoverage *gdct_coverage_new(const GdctGraph *graph, uint32_t rule,
                                GdctReport *report) {
  GdctCoverage *coverage = prepare(graph, rule, report);

  if (coverage == NULL)
    return NULL;
  if (coverage->on_link)
    evaluate_links(coverage);
  else
    evaluate_nodes(coverage);
  return coverage;
}

void gdct_coverage_free(GdctCoverage *coverage) {
  if (coverage == NULL)
    return;
  for (guint i = 0; i < coverage->grades->len; i++) {
    Grade *grade = &g_array_index(coverage->grades, Grade, i);
    gdct_path_free(grade->path);
    g_ptr_array_unref(grade->reach_where);
    if (grade->own_graph != NULL)
      gdct_search_free(grade->search);
    gdct_graph_free(grade->own_graph);
  }
  g_array_unref(coverage->grades);
  g_ptr_array_unref(coverage->where);
  g_ptr_array_unref(coverage->reach_where);
  g_ptr_array_unref(coverage->require);
  gdct_having_free(coverage->having);
  g_hash_table_unref(coverage->waivers);
  gdct_search_free(coverage->search);
  gdct_graph_free(coverage->own_graph);
  g_free(coverage->each_kinds);
  g_free(coverage->each_relations);
  g_free(coverage->reach_kinds);
  g_free(coverage->reach_memo);
  g_array_unref(coverage->results);
  g_array_unref(coverage->witnesses);
  g_free(coverage);
}

/* ---- asking ---- */

uint32_t gdct_coverage_rule(const GdctCoverage *coverage) {
  return coverage->rule;
}

uint32_t gdct_coverage_count(const GdctCoverage *coverage) {
  return coverage->results->len;
}

uint32_t gdct_coverage_count_of(const GdctCoverage *coverage,
                                GdctResult result) {
  return coverage->counts[result];
}

GdctRuleResult gdct_coverage_get(const GdctCoverage *coverage, uint32_t index) {
  g_assert(index < coverage->results->len);
  return g_array_index(coverage->results, GdctRuleResult, index);
}

static int compare_results(const void *key, const void *item) {
  uint32_t a = *(const uint32_t *)key;
  uint32_t b = ((const GdctRuleResult *)item)->thing.index;

  return a < b ? -1 : a > b;
}

const GdctRuleResult *gdct_coverage_find(const GdctCoverage *coverage,
                                         GdctThing thing) {
  const GdctRuleResult *results =
      (const GdctRuleResult *)(void *)coverage->results->data;

  if (coverage->results->len == 0 ||
      coverage->on_link != (thing.type == GDCT_LINK))
    return NULL;
  return bsearch(&thing.index, results, coverage->results->len, sizeof *results,
                 compare_results);
}

/* Collects the reached nodes of the last search that count. */
static void collect(GdctCoverage *coverage, const Grade *grade, uint32_t n) {
  GdctSearch *search = grade->search;

  coverage->witness_search = search;
  g_array_set_size(coverage->witnesses, 0);
  for (uint32_t i = 0; i < n && coverage->witnesses->len < MAX_WITNESSES; i++)
    if (counts_for(coverage, grade, gdct_search_node(search, i)))
      g_array_append_val(coverage->witnesses, i);
}

uint32_t gdct_coverage_witnesses(GdctCoverage *coverage, uint32_t index) {
  GdctRuleResult result = gdct_coverage_get(coverage, index);

  g_array_set_size(coverage->witnesses, 0);
  if (coverage->by_requirement || result.reached == 0)
    return 0;
  for (guint i = 0; i < coverage->grades->len; i++) {
    const Grade *grade = &g_array_index(coverage->grades, Grade, i);
    if (result.grade != GDCT_NONE && grade->index != result.grade)
      continue;
    if (count_reached(coverage, grade, result.thing.index) == result.reached) {
      collect(coverage, grade,
              gdct_search_run(grade->search, grade->path, result.thing.index));
      break;
    }
  }
  return coverage->witnesses->len;
}

uint32_t gdct_coverage_witness(GdctCoverage *coverage, uint32_t witness,
                               const GdctStep **ret_chain,
                               uint32_t *ret_steps) {
  uint32_t index;

  g_assert(witness < coverage->witnesses->len);
  index = g_array_index(coverage->witnesses, uint32_t, witness);
  *ret_chain = gdct_search_chain(coverage->witness_search, index, ret_steps);
  return gdct_search_node(coverage->witness_search, index);
}
