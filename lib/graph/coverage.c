/* SPDX-License-Identifier: Apache-2.0 */
/* Rules: what each node or link reaches, graded. */
#include "base/table.h"
#include "graph/rule.h"

#include <stdlib.h>
#include <string.h>

#define MAX_WITNESSES 10

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

/* Links of some bases, and room for searches over them. */
typedef struct {
  GdctGraph *graph;
  GdctSearch *search;
  bool hopeless; /* of a grade: its path needs links, and there are none */
} Room;

/* How a rule is asked: of links that are trusted so far, and with a search for
 * each choice of bases that its grades make. */
typedef struct {
  Room rule;
  GArray *grades; /* Room */
} Asking;

struct GdctCoverage {
  GdctRule *rule;
  const GdctGraph *graph;
  Asking asking;
  uint8_t *reach_memo; /* per node: what reach_where says: 0 unknown, 1 that it
                          counts, 2 that it does not; or NULL */
  uint32_t *things;    /* what was asked: indices, in order */
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

/* ---- searching ---- */

static Room room_new(const GdctGraph *graph, unsigned bases, GdctTrust trust) {
  GdctGraph *own = gdct_graph_with(graph, bases, trust);

  return (Room){own, gdct_search_new(own), false};
}

/* Grades that take the same links share their room. */
static void asking_init(Asking *asking, const GdctCoverage *coverage,
                        GdctTrust trust) {
  asking->rule = room_new(coverage->graph, coverage->rule->bases, trust);
  asking->grades = g_array_new(FALSE, FALSE, sizeof(Room));
  for (guint i = 0; i < coverage->rule->grades->len; i++) {
    Room room = asking->rule;
    if (gdct_rule_grade(coverage->rule, i)->bases != coverage->rule->bases)
      room = room_new(coverage->graph,
                      gdct_rule_grade(coverage->rule, i)->bases, trust);
    room.hopeless =
        room.graph->n_links == 0 &&
        gdct_path_needs_link(gdct_rule_grade(coverage->rule, i)->path);
    g_array_append_val(asking->grades, room);
  }
}

static void room_clear(Room *room) {
  gdct_search_free(room->search);
  gdct_graph_free(room->graph);
}

static void asking_clear(Asking *asking) {
  for (guint i = 0; i < asking->grades->len; i++)
    if (g_array_index(asking->grades, Room, i).search != asking->rule.search)
      room_clear(&g_array_index(asking->grades, Room, i));
  room_clear(&asking->rule);
  g_array_unref(asking->grades);
}

/* ---- evaluating ---- */

/* Whether reaching this node counts. */
static bool counts(GdctCoverage *coverage, uint32_t node) {
  uint16_t kind = coverage->graph->ground->kinds[node];

  if (!coverage->rule->reach_any &&
      (kind == GDCT_NO_KIND || !coverage->rule->reach_kinds[kind]))
    return false;
  if (coverage->rule->reach_where->len == 0)
    return true;
  if (coverage->reach_memo == NULL)
    coverage->reach_memo =
        g_new0(uint8_t, (size_t)coverage->graph->n_nodes + 1);
  if (coverage->reach_memo[node] == 0)
    coverage->reach_memo[node] = gdct_filters_hold(coverage->rule->reach_where,
                                                   (GdctThing){GDCT_NODE, node})
                                     ? 1
                                     : 2;
  return coverage->reach_memo[node] == 1;
}

/* Whether reaching this node counts for the grade. */
static bool counts_for(GdctCoverage *coverage, const GdctGrade *grade,
                       uint32_t node) {
  return counts(coverage, node) &&
         gdct_filters_hold(grade->reach_where, (GdctThing){GDCT_NODE, node});
}

/* Of the nodes that count and that a grade reaches from @node how many there
 * are, or @enough if they are more. */
static uint64_t count_reached(GdctCoverage *coverage, const Asking *asking,
                              uint32_t number, uint32_t node, uint64_t enough) {
  const GdctGrade *grade = gdct_rule_grade(coverage->rule, number);
  GdctSearch *search = g_array_index(asking->grades, Room, number).search;
  uint64_t count = 0;
  uint32_t reached;

  if (g_array_index(asking->grades, Room, number).hopeless)
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

  for (guint i = 0; i < coverage->rule->grades->len; i++) {
    uint64_t reached =
        count_reached(coverage, asking, i, node, coverage->rule->at_least);
    found.reached = MAX(found.reached, (uint32_t)reached);
    if (reached < coverage->rule->at_least)
      continue;
    found.result = gdct_rule_grade(coverage->rule, i)->counts;
    found.grade = i;
    break;
  }
  return found;
}

/* A gap with a waiver is waived. */
static Found waive(const GdctCoverage *coverage, Found found) {
  if (found.result == GDCT_GAP && !coverage->rule->on_link &&
      gdct_rule_waiver(coverage->rule, found.index) != GDCT_NONE)
    found.result = GDCT_WAIVED;
  return found;
}

static void add_result(GdctCoverage *coverage, Found found) {
  found = waive(coverage, found);
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
  bool holds = gdct_filters_hold(coverage->rule->require, thing);

  return (Found){thing.index, 0, NO_GRADE, holds ? GDCT_COVERED : GDCT_GAP};
}

static void evaluate_node(GdctCoverage *coverage, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};

  if (!gdct_filters_hold(coverage->rule->where, thing) ||
      !gdct_having_holds(coverage->rule->having, coverage->asking.rule.search,
                         node))
    return;
  add_result(coverage, coverage->rule->by_requirement
                           ? test_requirement(coverage, thing)
                           : try_grades(coverage, &coverage->asking, node));
}

/* The nodes that a rule asks about, in reading order. Of uint32_t. */
static GArray *find_asked(const GdctCoverage *coverage) {
  GArray *asked = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  uint32_t n_kinds = gdct_count(coverage->graph->mapping, GDCT_KIND),
           n_lists = 0;

  for (uint32_t kind = 0; kind < n_kinds; kind++) {
    uint32_t count;
    const uint32_t *nodes = gdct_graph_nodes_of(coverage->graph, kind, &count);
    if (!(coverage->rule->each_any || coverage->rule->each_kinds[kind]) ||
        count == 0)
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
  GdctLinkEnds ends = gdct_link(coverage->graph->mapping, link);
  uint32_t kind = gdct_node_kind(coverage->graph->mapping, ends.from);

  return coverage->rule->each_relations[ends.relation] ||
         (kind != GDCT_NONE && coverage->rule->each_kinds[kind]);
}

static void evaluate_links(GdctCoverage *coverage) {
  reserve(coverage, coverage->asking.rule.graph->n_links);
  for (uint32_t i = 0; i < gdct_count(coverage->graph->mapping, GDCT_LINK);
       i++) {
    GdctThing link = {GDCT_LINK, i};
    if (gdct_graph_has_link(coverage->asking.rule.graph, i) &&
        (coverage->rule->each_any || is_asked(coverage, i)) &&
        gdct_filters_hold(coverage->rule->where, link))
      add_result(coverage, test_requirement(coverage, link));
  }
}

GdctCoverage *gdct_coverage_new(const GdctGraph *graph, uint32_t rule,
                                GdctReport *report) {
  GdctRule *read = gdct_rule_read(graph, rule, report);

  return read == NULL ? NULL : gdct_coverage_of(graph, read);
}

GdctCoverage *gdct_coverage_of(const GdctGraph *graph, GdctRule *rule) {
  GdctCoverage *coverage = g_new0(GdctCoverage, 1);

  coverage->rule = rule;
  coverage->graph = graph;
  gdct_table_init(&coverage->reached);
  coverage->witnesses = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  asking_init(&coverage->asking, coverage, graph->trust);
  if (coverage->rule->on_link)
    evaluate_links(coverage);
  else
    evaluate_nodes(coverage);
  trim(coverage);
  return coverage;
}

void gdct_coverage_free(GdctCoverage *coverage) {
  if (coverage == NULL)
    return;
  asking_clear(&coverage->asking);
  gdct_rule_free(coverage->rule);
  g_free(coverage->reach_memo);
  g_free(coverage->things);
  g_free(coverage->verdicts);
  gdct_table_clear(&coverage->reached);
  g_array_unref(coverage->witnesses);
  g_free(coverage);
}

/* ---- asking ---- */

uint32_t gdct_coverage_rule(const GdctCoverage *coverage) {
  return coverage->rule->index;
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
                      : (uint32_t)MIN(coverage->rule->at_least, UINT32_MAX);
  if (found.reached == GDCT_NO_VALUE)
    found.reached = 0;
  return found;
}

GdctRuleResult gdct_coverage_get(const GdctCoverage *coverage, uint32_t index) {
  Found found = found_at(coverage, index);

  return (GdctRuleResult){
      {coverage->rule->on_link ? GDCT_LINK : GDCT_NODE, found.index},
      found.result,
      found.grade == NO_GRADE
          ? GDCT_NONE
          : gdct_rule_grade(coverage->rule, found.grade)->index,
      found.reached,
      found.result == GDCT_WAIVED
          ? gdct_rule_waiver(coverage->rule, found.index)
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

  if (coverage->rule->on_link == (thing.type == GDCT_LINK))
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
  if (coverage->rule->on_link)
    return gdct_graph_has_link(asking->rule.graph, index);
  return gdct_having_holds(coverage->rule->having, asking->rule.search, index);
}

/* Whether no grade can reach anything. */
static bool is_hopeless(const GdctCoverage *coverage, const Asking *asking) {
  for (guint i = 0; i < asking->grades->len; i++)
    if (!g_array_index(asking->grades, Room, i).hopeless)
      return false;
  return !coverage->rule->by_requirement;
}

/* The results if no grade reaches anything. */
static Found no_grade(uint32_t index) {
  return (Found){index, 0, NO_GRADE, GDCT_GAP};
}

/* Whether nothing that a rule looks at is another thing in @asking. */
static bool sees_the_same(const GdctCoverage *coverage, const Asking *asking) {
  if (coverage->rule->by_requirement && !coverage->rule->on_link &&
      gdct_having_is_all(coverage->rule->having))
    return true; /* it looks at no links */
  for (guint i = 0; i < asking->grades->len; i++)
    if (!gdct_graph_is_same(
            g_array_index(asking->grades, Room, i).graph,
            g_array_index(coverage->asking.grades, Room, i).graph))
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
      if (!coverage->rule->by_requirement)
        found = hopeless ? no_grade(found.index)
                         : try_grades(coverage, &asking, found.index);
      ret_counts[waive(coverage, found).result]++;
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
  const GdctGrade *grade;
  GdctSearch *search;
  uint32_t number, n;

  g_array_set_size(coverage->witnesses, 0);
  if (coverage->rule->by_requirement || found.reached == 0)
    return 0;
  number = telling_grade(coverage, &found);
  grade = gdct_rule_grade(coverage->rule, number);
  search = g_array_index(coverage->asking.grades, Room, number).search;
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
