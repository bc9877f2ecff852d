/* SPDX-License-Identifier: Apache-2.0 */
/* Rules: what each node or link reaches, graded. */
#include "base/date.h"
#include "base/table.h"
#include "graph/graph.h"
#include "model/shape.h"

#include <stdlib.h>
#include <string.h>

#define MAX_WITNESSES 10

/* More grades than this are a mistake. */
#define MAX_GRADES 1000

/* A grade, ready to be used. */
typedef struct {
  uint32_t index;
  GdctPath *path;
  GdctResult counts;
  unsigned bases;         /* its own, or those of the rule */
  GPtrArray *reach_where; /* of GdctFilter, beside those of the rule */
} Grade;

/* What was found for one thing. */
typedef struct {
  uint32_t index;
  uint32_t reached; /* of a gap, by the best grade */
  uint32_t grade;   /* its number in the rule, or NO_GRADE */
  GdctResult result;
} Found;

#define NO_GRADE GDCT_NONE

/* How it is kept, for there can be millions: the result in two bits, and above
 * it the number of the grade and one. */
typedef uint16_t Verdict;

/* Room for searches over links of some bases. */
typedef struct {
  GdctGraph *graph;
  GdctSearch *search;
  bool hopeless; /* of a grade: its path needs links, and there are none */
} Ground;

/* How a rule is asked: of links that are trusted so far, and with a search for
 * each choice of bases that its grades make. */
typedef struct {
  GdctTrust trust;
  Ground rule;
  GArray *grades; /* Ground */
} Asking;

struct GdctCoverage {
  const GdctGraph *graph;
  unsigned bases; /* its own, or those of the graph */
  const GdctMapping *mapping;
  uint32_t rule;
  uint64_t at_least;
  bool by_requirement, on_link, each_any;
  uint8_t *each_kinds, *each_relations, *reach_kinds; /* by index */
  bool reach_any;
  GPtrArray *where, *reach_where, *require; /* of GdctFilter */
  GdctHaving *having;
  GArray *grades; /* of Grade */
  Asking asking;
  uint8_t *reach_memo; /* per node: what reach_where says: 0 unknown, 1 that it
                          counts, 2 that it does not; or NULL */
  GHashTable *waivers; /* node + 1 -> waiver + 1 */
  uint32_t *things;    /* their indices, in order */
  Verdict *verdicts;   /* of each */
  uint32_t n_results;
  GdctTable reached; /* of gaps that reach some: how many, by number */
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

  if (count > MAX_GRADES)
    return gdct_report_add(
        report, "bad-value",
        gdct_place(mapping, (GdctThing){GDCT_RULE, coverage->rule}),
        "a rule has at most %d grades, not %u", MAX_GRADES, count);
  for (uint32_t i = first; i < first + count; i++) {
    GdctThing thing = {GDCT_GRADE, i};
    Grade grade = {.index = i, .bases = read_bases(mapping, thing)};
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
    if (grade.bases == 0)
      grade.bases = coverage->bases;
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

static uint32_t waiver_of(const GdctCoverage *coverage, uint32_t node) {
  if (g_hash_table_size(coverage->waivers) == 0)
    return GDCT_NONE;
  return GPOINTER_TO_UINT(g_hash_table_lookup(coverage->waivers,
                                              GUINT_TO_POINTER(node + 1))) -
         1; /* 0 becomes GDCT_NONE */
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

/* ---- searching ---- */

static Grade *grade_at(const GdctCoverage *coverage, uint32_t number) {
  return &g_array_index(coverage->grades, Grade, number);
}

static Ground ground_new(const GdctGraph *graph, unsigned bases,
                         GdctTrust trust) {
  GdctGraph *own = gdct_graph_with(graph, bases, trust);

  return (Ground){own, gdct_search_new(own), false};
}

/* Grades that take the same links share their room. */
static void asking_init(Asking *asking, const GdctCoverage *coverage,
                        GdctTrust trust) {
  asking->trust = trust;
  asking->rule = ground_new(coverage->graph, coverage->bases, trust);
  asking->grades = g_array_new(FALSE, FALSE, sizeof(Ground));
  for (guint i = 0; i < coverage->grades->len; i++) {
    Ground ground = asking->rule;
    if (grade_at(coverage, i)->bases != coverage->bases)
      ground = ground_new(coverage->graph, grade_at(coverage, i)->bases, trust);
    ground.hopeless = ground.graph->n_links == 0 &&
                      gdct_path_needs_link(grade_at(coverage, i)->path);
    g_array_append_val(asking->grades, ground);
  }
}

static void ground_clear(Ground *ground) {
  gdct_search_free(ground->search);
  gdct_graph_free(ground->graph);
}

static void asking_clear(Asking *asking) {
  if (asking->grades == NULL)
    return;
  for (guint i = 0; i < asking->grades->len; i++)
    if (g_array_index(asking->grades, Ground, i).search != asking->rule.search)
      ground_clear(&g_array_index(asking->grades, Ground, i));
  ground_clear(&asking->rule);
  g_array_unref(asking->grades);
}

/* ---- evaluating ---- */

/* Whether reaching this node counts. */
static bool counts(GdctCoverage *coverage, uint32_t node) {
  uint16_t kind = coverage->graph->ground->kinds[node];

  if (!coverage->reach_any &&
      (kind == GDCT_NO_KIND || !coverage->reach_kinds[kind]))
    return false;
  if (coverage->reach_where->len == 0)
    return true;
  if (coverage->reach_memo == NULL)
    coverage->reach_memo =
        g_new0(uint8_t, (size_t)coverage->graph->n_nodes + 1);
  if (coverage->reach_memo[node] == 0)
    coverage->reach_memo[node] =
        gdct_filters_hold(coverage->reach_where, (GdctThing){GDCT_NODE, node})
            ? 1
            : 2;
  return coverage->reach_memo[node] == 1;
}

/* Whether reaching this node counts for the grade. */
static bool counts_for(GdctCoverage *coverage, const Grade *grade,
                       uint32_t node) {
  return counts(coverage, node) &&
         gdct_filters_hold(grade->reach_where, (GdctThing){GDCT_NODE, node});
}

/* Of the nodes that count and that a grade reaches from @node how many there
 * are, or @enough if they are more. */
static uint64_t count_reached(GdctCoverage *coverage, const Asking *asking,
                              uint32_t number, uint32_t node, uint64_t enough) {
  const Grade *grade = grade_at(coverage, number);
  GdctSearch *search = g_array_index(asking->grades, Ground, number).search;
  uint64_t count = 0;
  uint32_t reached;

  if (g_array_index(asking->grades, Ground, number).hopeless)
    return 0;
  gdct_search_begin(search, grade->path, node);
  for (uint32_t i = 0;
       count < enough && (reached = gdct_search_next(search, i)) != GDCT_NONE;
       i++)
    count += counts_for(coverage, grade, reached);
  return count;
}

/* Tries the grades, best first. */
static Found try_grades(GdctCoverage *coverage, const Asking *asking,
                        uint32_t node) {
  Found found = {node, 0, NO_GRADE, GDCT_GAP};

  for (guint i = 0; i < coverage->grades->len; i++) {
    uint64_t reached =
        count_reached(coverage, asking, i, node, coverage->at_least);
    found.reached = MAX(found.reached, (uint32_t)reached);
    if (reached < coverage->at_least)
      continue;
    found.result = grade_at(coverage, i)->counts;
    found.grade = i;
    break;
  }
  return found;
}

static void add_result(GdctCoverage *coverage, Found found) {
  if (found.result == GDCT_GAP && !coverage->on_link &&
      waiver_of(coverage, found.index) != GDCT_NONE)
    found.result = GDCT_WAIVED;
  if (found.result != GDCT_COVERED && found.result != GDCT_PARTIAL &&
      found.reached > 0)
    *gdct_table_add(&coverage->reached, coverage->n_results) = found.reached;
  coverage->counts[found.result]++;
  coverage->things[coverage->n_results] = found.index;
  coverage->verdicts[coverage->n_results++] =
      (Verdict)(found.result | (found.grade + 1) << 2);
}

/* Makes room for @most results. */
static void reserve(GdctCoverage *coverage, uint32_t most) {
  coverage->things = g_new(uint32_t, (size_t)most + 1);
  coverage->verdicts = g_new(Verdict, (size_t)most + 1);
}

/* Gives back the room that was not needed. */
static void trim(GdctCoverage *coverage) {
  coverage->things =
      g_renew(uint32_t, coverage->things, (size_t)coverage->n_results + 1);
  coverage->verdicts =
      g_renew(Verdict, coverage->verdicts, (size_t)coverage->n_results + 1);
}

static Found test_requirement(const GdctCoverage *coverage, GdctThing thing) {
  bool holds = gdct_filters_hold(coverage->require, thing);

  return (Found){thing.index, 0, NO_GRADE, holds ? GDCT_COVERED : GDCT_GAP};
}

static void evaluate_node(GdctCoverage *coverage, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};

  if (!gdct_filters_hold(coverage->where, thing) ||
      !gdct_having_holds(coverage->having, coverage->asking.rule.search, node))
    return;
  add_result(coverage, coverage->by_requirement
                           ? test_requirement(coverage, thing)
                           : try_grades(coverage, &coverage->asking, node));
}

/* The nodes that a rule asks about, in reading order. Of uint32_t. */
static GArray *find_asked(const GdctCoverage *coverage) {
  GArray *asked = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  uint32_t n_kinds = gdct_count(coverage->mapping, GDCT_KIND), n_lists = 0;

  for (uint32_t kind = 0; kind < n_kinds; kind++) {
    uint32_t count;
    const uint32_t *nodes = gdct_graph_nodes_of(coverage->graph, kind, &count);
    if (!(coverage->each_any || coverage->each_kinds[kind]) || count == 0)
      continue;
    g_array_append_vals(asked, nodes, count);
    n_lists++;
  }
  if (n_lists > 1)
    g_array_sort(asked, gdct_compare_indices);
  return asked;
}

static void evaluate_nodes(GdctCoverage *coverage) {
  g_autoptr(GArray) asked = find_asked(coverage);

  reserve(coverage, asked->len);
  for (guint i = 0; i < asked->len; i++)
    evaluate_node(coverage, g_array_index(asked, uint32_t, i));
}

/* Whether a rule names the relation of a link, or the kind of its beginning. */
static bool is_asked(const GdctCoverage *coverage, uint32_t link) {
  GdctLinkEnds ends = gdct_link(coverage->mapping, link);
  uint32_t kind = gdct_node_kind(coverage->mapping, ends.from);

  return coverage->each_relations[ends.relation] ||
         (kind != GDCT_NONE && coverage->each_kinds[kind]);
}

static void evaluate_links(GdctCoverage *coverage) {
  reserve(coverage, coverage->asking.rule.graph->n_links);
  for (uint32_t i = 0; i < gdct_count(coverage->mapping, GDCT_LINK); i++) {
    GdctThing link = {GDCT_LINK, i};
    if (gdct_graph_has_link(coverage->asking.rule.graph, i) &&
        (coverage->each_any || is_asked(coverage, i)) &&
        gdct_filters_hold(coverage->where, link))
      add_result(coverage, test_requirement(coverage, link));
  }
}

static GdctCoverage *prepare(const GdctGraph *graph, uint32_t rule,
                             GdctReport *report) {
  GdctCoverage *coverage = g_new0(GdctCoverage, 1);

  coverage->graph = graph;
  coverage->mapping = graph->mapping;
  coverage->rule = rule;
  coverage->bases = read_bases(graph->mapping, (GdctThing){GDCT_RULE, rule});
  if (coverage->bases == 0)
    coverage->bases = graph->bases;
  coverage->grades = g_array_new(FALSE, FALSE, sizeof(Grade));
  gdct_table_init(&coverage->reached);
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
  asking_init(&coverage->asking, coverage, graph->trust);
  if (coverage->on_link)
    evaluate_links(coverage);
  else
    evaluate_nodes(coverage);
  trim(coverage);
  return coverage;
}

void gdct_coverage_free(GdctCoverage *coverage) {
  if (coverage == NULL)
    return;
  for (guint i = 0; i < coverage->grades->len; i++) {
    Grade *grade = &g_array_index(coverage->grades, Grade, i);
    gdct_path_free(grade->path);
    g_ptr_array_unref(grade->reach_where);
  }
  asking_clear(&coverage->asking);
  g_array_unref(coverage->grades);
  g_ptr_array_unref(coverage->where);
  g_ptr_array_unref(coverage->reach_where);
  g_ptr_array_unref(coverage->require);
  gdct_having_free(coverage->having);
  g_hash_table_unref(coverage->waivers);
  g_free(coverage->each_kinds);
  g_free(coverage->each_relations);
  g_free(coverage->reach_kinds);
  g_free(coverage->reach_memo);
  g_free(coverage->things);
  g_free(coverage->verdicts);
  gdct_table_clear(&coverage->reached);
  g_array_unref(coverage->witnesses);
  g_free(coverage);
}

/* ---- asking ---- */

uint32_t gdct_coverage_rule(const GdctCoverage *coverage) {
  return coverage->rule;
}

uint32_t gdct_coverage_count(const GdctCoverage *coverage) {
  return coverage->n_results;
}

uint32_t gdct_coverage_count_of(const GdctCoverage *coverage,
                                GdctResult result) {
  return coverage->counts[result];
}

static Found found_at(const GdctCoverage *coverage, uint32_t index) {
  Verdict verdict;
  Found found;

  g_assert(index < coverage->n_results);
  verdict = coverage->verdicts[index];
  found.index = coverage->things[index];
  found.result = (GdctResult)(verdict & 3);
  found.grade = (uint32_t)(verdict >> 2) - 1; /* 0 becomes NO_GRADE */
  found.reached = found.grade == NO_GRADE
                      ? gdct_table_find(&coverage->reached, index)
                      : (uint32_t)MIN(coverage->at_least, UINT32_MAX);
  if (found.reached == GDCT_NO_VALUE)
    found.reached = 0;
  return found;
}

GdctRuleResult gdct_coverage_get(const GdctCoverage *coverage, uint32_t index) {
  Found found = found_at(coverage, index);

  return (GdctRuleResult){
      {coverage->on_link ? GDCT_LINK : GDCT_NODE, found.index},
      (GdctResult)found.result,
      found.grade == NO_GRADE ? GDCT_NONE
                              : grade_at(coverage, found.grade)->index,
      found.reached,
      found.result == GDCT_WAIVED ? waiver_of(coverage, found.index)
                                  : GDCT_NONE};
}

uint32_t gdct_coverage_reached(GdctCoverage *coverage, uint32_t index) {
  Found found = found_at(coverage, index);

  if (found.grade == NO_GRADE) /* no grade had enough: all were counted */
    return found.reached;
  return (uint32_t)count_reached(coverage, &coverage->asking, found.grade,
                                 found.index, UINT64_MAX);
}

bool gdct_coverage_find(const GdctCoverage *coverage, GdctThing thing,
                        uint32_t *ret_index) {
  const uint32_t *place = NULL;

  if (coverage->on_link == (thing.type == GDCT_LINK))
    place = bsearch(&thing.index, coverage->things, coverage->n_results,
                    sizeof *place, gdct_compare_indices);
  if (place != NULL)
    *ret_index = (uint32_t)(place - coverage->things);
  return place != NULL;
}

/* ---- with stricter trust ---- */

/* Whether a rule asks about a thing whatever the links of @asking, which are
 * some of those that it was asked with. */
static bool still_asked(const GdctCoverage *coverage, const Asking *asking,
                        uint32_t index) {
  if (coverage->on_link)
    return gdct_graph_has_link(asking->rule.graph, index);
  return gdct_having_holds(coverage->having, asking->rule.search, index);
}

/* Whether no grade can reach anything. */
static bool is_hopeless(const GdctCoverage *coverage, const Asking *asking) {
  for (guint i = 0; i < asking->grades->len; i++)
    if (!g_array_index(asking->grades, Ground, i).hopeless)
      return false;
  return !coverage->by_requirement;
}

/* The results if no grade reaches anything. */
static Found no_grade(uint32_t index) {
  return (Found){index, 0, NO_GRADE, GDCT_GAP};
}

/* Whether nothing that a rule looks at is another thing in @asking. */
static bool sees_the_same(const GdctCoverage *coverage, const Asking *asking) {
  if (coverage->by_requirement && !coverage->on_link &&
      gdct_having_is_all(coverage->having))
    return true; /* it looks at no links */
  for (guint i = 0; i < asking->grades->len; i++)
    if (!gdct_graph_is_same(
            g_array_index(asking->grades, Ground, i).graph,
            g_array_index(coverage->asking.grades, Ground, i).graph))
      return false;
  return gdct_graph_is_same(asking->rule.graph, coverage->asking.rule.graph);
}

void gdct_coverage_trusting(GdctCoverage *coverage, GdctTrust trust,
                            uint32_t ret_counts[GDCT_RESULTS]) {
  Asking asking;
  bool hopeless;

  asking_init(&asking, coverage, trust);
  hopeless = is_hopeless(coverage, &asking);
  memcpy(ret_counts, coverage->counts, sizeof coverage->counts);
  if (!sees_the_same(coverage, &asking)) {
    memset(ret_counts, 0, sizeof coverage->counts);
    for (guint i = 0; i < coverage->n_results; i++) {
      Found found = found_at(coverage, i);
      if (!still_asked(coverage, &asking, found.index))
        continue;
      if (!coverage->by_requirement)
        found = hopeless ? no_grade(found.index)
                         : try_grades(coverage, &asking, found.index);
      if (found.result == GDCT_GAP && !coverage->on_link &&
          waiver_of(coverage, found.index) != GDCT_NONE)
        found.result = GDCT_WAIVED;
      ret_counts[found.result]++;
    }
  }
  asking_clear(&asking);
}

/* ---- witnesses ---- */

/* The grade whose witnesses explain a result: the one that won; of a gap, the
 * first that reached as many as the best. */
static uint32_t telling_grade(GdctCoverage *coverage, const Found *found) {
  uint32_t number = 0;

  if (found->grade != NO_GRADE)
    return found->grade;
  while (count_reached(coverage, &coverage->asking, number, found->index,
                       UINT64_MAX) != found->reached)
    number++;
  return number;
}

uint32_t gdct_coverage_witnesses(GdctCoverage *coverage, uint32_t index) {
  Found found = found_at(coverage, index);
  const Grade *grade;
  GdctSearch *search;
  uint32_t number, n;

  g_array_set_size(coverage->witnesses, 0);
  if (coverage->by_requirement || found.reached == 0)
    return 0;
  number = telling_grade(coverage, &found);
  grade = grade_at(coverage, number);
  search = g_array_index(coverage->asking.grades, Ground, number).search;
  coverage->witness_search = search;
  n = gdct_search_run(search, grade->path, found.index);
  for (uint32_t i = 0; i < n && coverage->witnesses->len < MAX_WITNESSES; i++)
    if (counts_for(coverage, grade, gdct_search_node(search, i)))
      g_array_append_val(coverage->witnesses, i);
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
