/* SPDX-License-Identifier: Apache-2.0 */
/* A rule as a SPARQL query. It says what coverage.c does: who is asked, what
 * each grade reaches, counted in a sub-select of its own and joined by the
 * node, which waivers hold, and which grade wins. */
#include "write/sparql.h"

#include "graph/rule.h"

#include <inttypes.h>
#include <string.h>

/* A rule that is being written. */
typedef struct {
  GdctSparql *query;
  GdctThing rule;
  const GdctRule *read;
  const char *subject; /* "?node" or "?link" */
} Rule;

/* The names of things of @type under @key, with commas; NULL: there are none.
 * Free with g_free(). */
static char *names(const Rule *rule, GdctType type, const char *key,
                   const char *separator, unsigned *ret_count) {
  GdctSparql *query = rule->query;
  GString *text = g_string_new(NULL);

  *ret_count = 0;
  for (uint32_t i = 0; i < gdct_value_count(query->mapping, rule->rule); i++) {
    GdctValue value = gdct_value(query->mapping, rule->rule, i);
    g_autofree char *name = NULL;
    if (strcmp(value.key, key) != 0 ||
        gdct_find(query->mapping, type, value.text) == GDCT_NONE)
      continue;
    name = gdct_sparql_name(query, gdct_rdf_space_of(type), value.text);
    g_string_append_printf(text, "%s%s", (*ret_count)++ > 0 ? separator : "",
                           name);
  }
  return g_string_free(text, FALSE);
}

/* ---- what is asked ---- */

/* Limits @subject to the kinds under @key; without any, leaves it. A filter, as
 * VALUES would cut the pattern around it into two that are joined. */
static bool put_kinds(const Rule *rule, const char *subject, const char *key) {
  unsigned count;
  g_autofree char *kinds = names(rule, GDCT_KIND, key, ", ", &count);

  if (count == 1)
    gdct_sparql_line(rule->query, "%s a %s .", subject, kinds);
  else if (count > 1) {
    gdct_sparql_line(rule->query, "%s a %s_kind .", subject, subject);
    gdct_sparql_line(rule->query, "FILTER (%s_kind IN (%s))", subject, kinds);
  }
  return count > 0;
}

/* The nodes of the kinds that are asked: every part of the query begins with
 * it, so that none looks at everything. */
static void put_each(const Rule *rule) {
  GdctSparql *query = rule->query;
  g_autofree char *sub_class = NULL, *concept = NULL, *statement = NULL;

  if (rule->read->on_link) {
    statement = gdct_sparql_name(query, GDCT_RDF_RDF, "Statement");
    gdct_sparql_line(query, "?link a %s .", statement);
  } else if (!put_kinds(rule, "?node", "each")) {
    sub_class = gdct_sparql_name(query, GDCT_RDF_RDFS, "subClassOf");
    concept = gdct_sparql_name(query, GDCT_RDF_SKOS, "Concept");
    gdct_sparql_line(query, "?node a ?kind .");
    gdct_sparql_line(query, "?kind %s %s .", sub_class, concept);
    if (!rule->read->each_any)
      gdct_sparql_line(query, "FILTER (false) # relations, and no kinds");
  }
}

static void put_filters(const Rule *rule, const GPtrArray *filters,
                        const char *key, const char *subject) {
  for (guint i = 0; i < filters->len; i++) {
    const GdctFilter *filter = g_ptr_array_index(filters, i);
    gdct_sparql_comment(rule->query, "%s: %s", key, filter->text);
    gdct_sparql_filter(rule->query, subject, filter);
  }
}

static void put_having(const Rule *rule) {
  GdctSparql *query = rule->query;
  const char *having = gdct_get(query->mapping, rule->rule, "having");
  g_autofree char *path = NULL;

  if (having == NULL)
    return;
  path = gdct_sparql_path(query, having, rule->read->bases);
  gdct_sparql_comment(query, "having: %s", having);
  gdct_sparql_line(query, "?node %s ?having .", path);
  put_filters(rule, gdct_having_where(rule->read->having), "having-where",
              "?having");
}

/* Links that the graph of the rule sees: of its bases, and with both ends and
 * their own dates there. */
static void put_links(const Rule *rule) {
  GdctSparql *query = rule->query;
  g_autofree char *subject = gdct_sparql_name(query, GDCT_RDF_RDF, "subject");
  g_autofree char *predicate =
      gdct_sparql_name(query, GDCT_RDF_RDF, "predicate");
  g_autofree char *object = gdct_sparql_name(query, GDCT_RDF_RDF, "object");
  g_autoptr(GString) test = g_string_new(NULL);

  gdct_sparql_line(query, "?link %s ?from ; %s ?relation ; %s ?to .", subject,
                   predicate, object);
  if (rule->read->bases == gdct_graph_bases(query->graph)) {
    gdct_sparql_line(query, "?from ?relation ?to .");
    return;
  }
  for (GdctBasis basis = GDCT_STATED; basis <= GDCT_PROPOSED; basis++) {
    g_autofree char *space = NULL;
    if (!(rule->read->bases >> basis & 1))
      continue;
    space = gdct_sparql_name(query, GDCT_RDF_STATED + (GdctRdfSpace)basis, "");
    g_string_append_printf(test, "%sSTRSTARTS(STR(?says), STR(%s))",
                           test->len > 0 ? " || " : "", space);
  }
  gdct_sparql_line(query, "?link ?says ?to .");
  gdct_sparql_line(query, "FILTER (%s)", test->str);
}

/* Links of the relations, and from the kinds, that each names. */
static void put_each_link(const Rule *rule) {
  GdctSparql *query = rule->query;
  unsigned n_relations, n_kinds;
  g_autofree char *relations =
      names(rule, GDCT_RELATION, "each", ", ", &n_relations);
  g_autofree char *kinds = names(rule, GDCT_KIND, "each", ", ", &n_kinds);

  put_links(rule);
  if (n_kinds > 0)
    gdct_sparql_line(query, "?from a ?kind .");
  if (n_relations > 0 && n_kinds > 0)
    gdct_sparql_line(query, "FILTER (?relation IN (%s) || ?kind IN (%s))",
                     relations, kinds);
  else if (n_relations > 0)
    gdct_sparql_line(query, "FILTER (?relation IN (%s))", relations);
  else if (n_kinds > 0)
    gdct_sparql_line(query, "FILTER (?kind IN (%s))", kinds);
}

static void put_asked(const Rule *rule) {
  GdctSparql *query = rule->query;

  gdct_sparql_comment(query, rule->read->on_link ? "Which links are asked."
                                                 : "Which nodes are asked.");
  gdct_sparql_open(query, "{");
  gdct_sparql_line(query, "SELECT DISTINCT %s", rule->subject);
  gdct_sparql_open(query, "WHERE {");
  if (rule->read->on_link)
    put_each_link(rule);
  else
    put_each(rule);
  put_filters(rule, rule->read->where, "where", rule->subject);
  put_having(rule);
  gdct_sparql_close(query, "}");
  gdct_sparql_close(query, "}");
}

/* ---- what it reaches ---- */

/* Says what a grade is, and its bases where they are its own. */
static void put_grade_comment(const Rule *rule, GdctThing grade,
                              uint32_t number, unsigned bases) {
  GdctSparql *query = rule->query;
  bool own = bases != gdct_graph_bases(query->graph);
  g_autofree char *over = gdct_bases_text(bases, " and ");

  gdct_sparql_part(query);
  gdct_sparql_comment(
      query, "Grade %u, %s: how many each of them reaches by %s%s%s%s",
      (unsigned)number, gdct_id(query->mapping, grade),
      gdct_get(query->mapping, grade, "path"), own ? ", over " : "",
      own ? over : "", own ? " links" : "");
}

/* The nodes that are asked stand also before the sub-select: rdflib 6.1.1 loses
 * what was found before an OPTIONAL that is nothing but a sub-select. */
static void put_grade(const Rule *rule, uint32_t number) {
  GdctSparql *query = rule->query;
  const GdctGrade *read = gdct_rule_grade(rule->read, number);
  GdctThing grade = {GDCT_GRADE, read->index};
  const char *expression = gdct_get(query->mapping, grade, "path");
  g_autofree char *path = gdct_sparql_path(query, expression, read->bases);

  put_grade_comment(rule, grade, number + 1, read->bases);
  gdct_sparql_open(query, "OPTIONAL {");
  put_each(rule);
  gdct_sparql_open(query, "{");
  gdct_sparql_line(query, "SELECT ?node (COUNT(DISTINCT ?found) AS ?count%u)",
                   (unsigned)number + 1);
  gdct_sparql_open(query, "WHERE {");
  put_each(rule);
  gdct_sparql_line(query, "?node %s ?found .", path);
  put_kinds(rule, "?found", "reach");
  put_filters(rule, rule->read->reach_where, "reach-where", "?found");
  put_filters(rule, read->reach_where, "reach-where", "?found");
  gdct_sparql_close(query, "}");
  gdct_sparql_line(query, "GROUP BY ?node");
  gdct_sparql_close(query, "}");
  gdct_sparql_close(query, "}");
}

static void put_requirement(const Rule *rule) {
  GdctSparql *query = rule->query;

  gdct_sparql_part(query);
  gdct_sparql_comment(query, "Which of them meet what is required.");
  gdct_sparql_open(query, "OPTIONAL {");
  put_each(rule);
  put_filters(rule, rule->read->require, "require", rule->subject);
  gdct_sparql_line(query, "BIND (\"covered\" AS ?met)");
  gdct_sparql_close(query, "}");
}

static void put_waivers(const Rule *rule) {
  GdctSparql *query = rule->query;
  g_autofree char *of_rule = gdct_sparql_name(query, GDCT_RDF_TERMS, "rule");
  g_autofree char *of_node = gdct_sparql_name(query, GDCT_RDF_TERMS, "node");
  g_autofree char *until = gdct_sparql_name(query, GDCT_RDF_LAST, "until");
  g_autofree char *today =
      gdct_sparql_day(query, gdct_graph_today(query->graph).first);
  g_autofree char *id = gdct_sparql_name(query, GDCT_RDF_RULE,
                                         gdct_id(query->mapping, rule->rule));

  gdct_sparql_part(query);
  gdct_sparql_comment(query, "Which gaps are accepted by a waiver that has not "
                             "run out.");
  gdct_sparql_open(query, "OPTIONAL {");
  gdct_sparql_line(query, "?waiver %s %s ; %s ?node .", of_rule, id, of_node);
  gdct_sparql_open(query, "FILTER NOT EXISTS {");
  gdct_sparql_line(query, "?waiver %s ?until .", until);
  gdct_sparql_line(query, "FILTER (?until < %s)", today);
  gdct_sparql_close(query, "}");
  gdct_sparql_close(query, "}");
}

/* ---- which result it has ---- */

/* "IF(?n1 >= 1, A, IF(?n2 >= 1, B, LAST)) AS @name", where A and B are
 * @before and the number of the grade; one grade a line. */
static void put_choice(const Rule *rule, const char *before, const char *last,
                       const char *name) {
  uint32_t n_grades = rule->read->grades->len;
  g_autofree char *ends = g_strnfill(n_grades, ')');

  gdct_sparql_open(rule->query, "BIND (");
  for (uint32_t i = 1; i <= n_grades; i++)
    gdct_sparql_line(rule->query, "IF(?n%u >= %" PRIu64 ", %s%u,", (unsigned)i,
                     rule->read->at_least, before, (unsigned)i);
  gdct_sparql_line(rule->query, "%s%s AS %s", last, ends, name);
  gdct_sparql_close(rule->query, ")");
}

/* How many nodes were reached: by the grade that won, else at most. */
static void put_reached(const Rule *rule) {
  GdctSparql *query = rule->query;
  g_autofree char *last = g_strdup("0");

  if (rule->read->at_least > 1) {
    g_free(last);
    last = g_strdup("?n1");
    for (uint32_t i = 2; i <= rule->read->grades->len; i++) {
      gdct_sparql_line(query, "BIND (IF(?n%u > %s, ?n%u, %s) AS ?most%u)",
                       (unsigned)i, last, (unsigned)i, last, (unsigned)i);
      g_free(last);
      last = g_strdup_printf("?most%u", (unsigned)i);
    }
  }
  put_choice(rule, "?n", last, "?reached");
}

/* What is neither covered nor partial. */
static const char otherwise[] = "IF(BOUND(?waiver), \"waived\", \"gap\")";

static void put_grades_result(const Rule *rule) {
  GdctSparql *query = rule->query;

  gdct_sparql_comment(query,
                      "The first grade that reaches at least %" PRIu64 " wins.",
                      rule->read->at_least);
  for (uint32_t i = 1; i <= rule->read->grades->len; i++)
    gdct_sparql_line(query, "BIND (COALESCE(?count%u, 0) AS ?n%u)", (unsigned)i,
                     (unsigned)i);
  put_choice(rule, "", "0", "?rank");
  gdct_sparql_open(query, "OPTIONAL {");
  gdct_sparql_open(query, "VALUES (?rank ?grade ?counts) {");
  for (uint32_t i = 0; i < rule->read->grades->len; i++) {
    const GdctGrade *grade = gdct_rule_grade(rule->read, i);
    g_autofree char *id = gdct_sparql_string(
        gdct_id(query->mapping, (GdctThing){GDCT_GRADE, grade->index}));
    gdct_sparql_line(query, "(%u %s \"%s\")", (unsigned)i + 1, id,
                     gdct_result_name(grade->counts));
  }
  gdct_sparql_close(query, "}");
  gdct_sparql_close(query, "}");
  gdct_sparql_line(query, "BIND (COALESCE(?counts, %s) AS ?result)", otherwise);
  gdct_sparql_part(query);
  gdct_sparql_comment(query, "How many it reaches; without a grade, the most "
                             "of any.");
  put_reached(rule);
}

/* ---- the rule ---- */

static void put_select(const Rule *rule, bool arm) {
  g_autofree char *id =
      gdct_sparql_string(gdct_id(rule->query->mapping, rule->rule));
  const char *rest =
      rule->read->by_requirement ? "?result" : "?result ?grade ?reached";

  if (!arm)
    gdct_sparql_line(rule->query, "SELECT DISTINCT %s %s", rule->subject, rest);
  else
    gdct_sparql_line(rule->query, "SELECT DISTINCT (%s AS ?rule) %s %s", id,
                     rule->read->on_link ? "(?link AS ?node)" : "?node", rest);
}

void gdct_sparql_rule(GdctSparql *query, uint32_t index, bool arm) {
  GdctReport *report = gdct_report_new();
  GdctRule *read = gdct_rule_read(query->graph, index, report);
  Rule rule = {query, {GDCT_RULE, index}, read, "?node"};

  gdct_report_free(report);
  if (read == NULL) {
    gdct_sparql_fail(query, "it cannot be read");
    return;
  }
  if (read->on_link)
    rule.subject = "?link";
  put_select(&rule, arm);
  gdct_sparql_open(query, "WHERE {");
  put_asked(&rule);
  if (read->by_requirement)
    put_requirement(&rule);
  for (uint32_t i = 0; i < read->grades->len && !read->by_requirement; i++)
    put_grade(&rule, i);
  if (!read->on_link)
    put_waivers(&rule);
  gdct_sparql_part(query);
  if (read->by_requirement)
    gdct_sparql_line(query, "BIND (COALESCE(?met, %s) AS ?result)",
                     read->on_link ? "\"gap\"" : otherwise);
  else
    put_grades_result(&rule);
  gdct_sparql_close(query, "}");
  if (!arm)
    gdct_sparql_line(query, "ORDER BY %s", rule.subject);
  gdct_rule_free(read);
}
