/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/rule.h"

#include "base/date.h"
#include "model/shape.h"

#include <string.h>

/* More grades than this are a mistake. */
#define MAX_GRADES 1000

GdctSeverity gdct_rule_severity(const GdctMapping *mapping, uint32_t rule) {
  const char *severity =
      gdct_get(mapping, (GdctThing){GDCT_RULE, rule}, "severity");

  if (g_strcmp0(severity, "warning") == 0)
    return GDCT_WARNING;
  return g_strcmp0(severity, "info") == 0 ? GDCT_INFO : GDCT_ERROR;
}

/* Marks the things of @type that the rule names under @key. */
static uint8_t *read_set(const GdctRule *rule, GdctType type, const char *key,
                         bool *ret_any) {
  GdctThing thing = {GDCT_RULE, rule->index};
  uint8_t *set = g_new0(uint8_t, gdct_count(rule->mapping, type) + 1);

  *ret_any = false;
  for (uint32_t i = 0; i < gdct_value_count(rule->mapping, thing); i++) {
    GdctValue value = gdct_value(rule->mapping, thing, i);
    uint32_t index;
    if (strcmp(value.key, key) != 0)
      continue;
    index = gdct_find(rule->mapping, type, value.text);
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

static bool read_grades(GdctRule *rule, GdctReport *report) {
  const GdctMapping *mapping = rule->mapping;
  uint32_t count,
      first = gdct_owned(mapping, (GdctThing){GDCT_RULE, rule->index},
                         GDCT_GRADE, &count);
  bool good = true;

  if (count > MAX_GRADES)
    return gdct_report_add(
        report, "bad-value",
        gdct_place(mapping, (GdctThing){GDCT_RULE, rule->index}),
        "a rule has at most %d grades, not %u", MAX_GRADES, count);
  for (uint32_t i = first; i < first + count; i++) {
    GdctThing thing = {GDCT_GRADE, i};
    GdctGrade grade = {.index = i, .bases = read_bases(mapping, thing)};
    for (uint32_t v = 0; v < gdct_value_count(mapping, thing); v++) {
      GdctValue value = gdct_value(mapping, thing, v);
      if (strcmp(value.key, "path") == 0)
        grade.path = gdct_path_parse(mapping, value.text, value.place, report);
    }
    if (grade.path == NULL) {
      good = false;
      continue;
    }
    grade.reach_where = gdct_filters_read(rule->graph, GDCT_NODE, thing,
                                          "reach-where", report, &good);
    if (g_strcmp0(gdct_get(mapping, thing, "counts"), "partial") == 0)
      grade.counts = GDCT_PARTIAL;
    if (grade.bases == 0)
      grade.bases = rule->bases;
    g_array_append_val(rule->grades, grade);
  }
  return good;
}

/* Waivers of this rule that have not run out. */
static void read_waivers(GdctRule *rule) {
  const GdctMapping *mapping = rule->mapping;
  const char *id = gdct_id(mapping, (GdctThing){GDCT_RULE, rule->index});
  GdctDays today = gdct_graph_today(rule->graph), until;

  rule->waivers = g_hash_table_new(NULL, NULL);
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
    g_hash_table_insert(rule->waivers, GUINT_TO_POINTER(node + 1),
                        GUINT_TO_POINTER(i + 1));
  }
}

uint32_t gdct_rule_waiver(const GdctRule *rule, uint32_t node) {
  if (g_hash_table_size(rule->waivers) == 0)
    return GDCT_NONE;
  return GPOINTER_TO_UINT(
             g_hash_table_lookup(rule->waivers, GUINT_TO_POINTER(node + 1))) -
         1; /* 0 becomes GDCT_NONE */
}

/* Less than one node would make every gap covered. */
static bool check_at_least(const GdctRule *rule, GdctReport *report) {
  GdctThing thing = {GDCT_RULE, rule->index};

  for (uint32_t i = 0; i < gdct_value_count(rule->mapping, thing); i++) {
    GdctValue value = gdct_value(rule->mapping, thing, i);
    if (strcmp(value.key, "at-least") == 0 &&
        g_ascii_strtoll(value.text, NULL, 10) < 1)
      return gdct_report_add(report, "bad-value", value.place,
                             "'at-least' must be 1 or more, not '%s'",
                             value.text);
  }
  return true;
}

/* `having` limits nodes only. */
static bool read_having(GdctRule *rule, GdctReport *report) {
  GdctThing thing = {GDCT_RULE, rule->index};
  bool good = true;

  rule->having = gdct_having_read(rule->graph, thing, report, &good);
  if (rule->on_link && gdct_get(rule->mapping, thing, "having") != NULL)
    good =
        gdct_report_add(report, "bad-value", gdct_place(rule->mapping, thing),
                        "'having' is for rules on nodes");
  return good;
}

static bool read_rule(GdctRule *rule, GdctReport *report) {
  const GdctMapping *mapping = rule->mapping;
  GdctThing thing = {GDCT_RULE, rule->index};
  const char *at_least = gdct_get(mapping, thing, "at-least");
  const char *on = gdct_get(mapping, thing, "on");
  bool good = true, any_kind, any_relation;
  GdctType type;

  rule->by_requirement = gdct_get(mapping, thing, "require") != NULL;
  rule->at_least = at_least != NULL ? g_ascii_strtoull(at_least, NULL, 10) : 1;
  rule->each_kinds = read_set(rule, GDCT_KIND, "each", &any_kind);
  rule->each_relations = read_set(rule, GDCT_RELATION, "each", &any_relation);
  rule->reach_kinds = read_set(rule, GDCT_KIND, "reach", &rule->reach_any);
  rule->reach_any = !rule->reach_any;
  rule->on_link =
      rule->by_requirement &&
      (on != NULL ? strcmp(on, "link") == 0 : any_relation && !any_kind);
  rule->each_any = !any_kind && !any_relation;
  type = rule->on_link ? GDCT_LINK : GDCT_NODE;
  rule->where =
      gdct_filters_read(rule->graph, type, thing, "where", report, &good);
  rule->require =
      gdct_filters_read(rule->graph, type, thing, "require", report, &good);
  rule->reach_where = gdct_filters_read(rule->graph, GDCT_NODE, thing,
                                        "reach-where", report, &good);
  good = read_grades(rule, report) && good;
  good = read_having(rule, report) && good;
  good = check_at_least(rule, report) && good;
  if (!rule->by_requirement && rule->grades->len == 0 && good)
    good = gdct_report_add(report, "missing-key", gdct_place(mapping, thing),
                           "a rule needs 'grades' or 'require'");
  read_waivers(rule);
  return good;
}

GdctRule *gdct_rule_read(const GdctGraph *graph, uint32_t index,
                         GdctReport *report) {
  GdctRule *rule = g_new0(GdctRule, 1);

  rule->graph = graph;
  rule->mapping = graph->mapping;
  rule->index = index;
  rule->bases = read_bases(graph->mapping, (GdctThing){GDCT_RULE, index});
  if (rule->bases == 0)
    rule->bases = graph->bases;
  rule->grades = g_array_new(FALSE, FALSE, sizeof(GdctGrade));
  if (read_rule(rule, report))
    return rule;
  gdct_rule_free(rule);
  return NULL;
}

static void clear_grade(GdctGrade *grade) {
  gdct_path_free(grade->path);
  g_ptr_array_unref(grade->reach_where);
}

unsigned gdct_rule_drop_proposed(GdctRule *rule) {
  unsigned dropped = 0;

  for (guint i = rule->grades->len; i-- > 0;) {
    if (!(gdct_rule_grade(rule, i)->bases & GDCT_BASIS_PROPOSED))
      continue;
    clear_grade(gdct_rule_grade(rule, i));
    g_array_remove_index(rule->grades, i);
    dropped++;
  }
  return dropped;
}

void gdct_rule_free(GdctRule *rule) {
  if (rule == NULL)
    return;
  for (guint i = 0; i < rule->grades->len; i++)
    clear_grade(gdct_rule_grade(rule, i));
  g_array_unref(rule->grades);
  g_ptr_array_unref(rule->where);
  g_ptr_array_unref(rule->reach_where);
  g_ptr_array_unref(rule->require);
  gdct_having_free(rule->having);
  g_hash_table_unref(rule->waivers);
  g_free(rule->each_kinds);
  g_free(rule->each_relations);
  g_free(rule->reach_kinds);
  g_free(rule);
}
