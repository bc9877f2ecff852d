/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of a mapping as a SPARQL 1.1 query
 * (https://www.w3.org/TR/sparql11-query/) over the RDF that rdf_mapping.c
 * writes of the same graph: its results are those of coverage.c. */
#include "write/sparql.h"
#include "write/writers.h"

#include "graph/graph.h"

#include <string.h>

#define COMMENT_WIDTH 78
#define LINE_WIDTH 100

/* ---- lines ---- */

static void put_indent(GdctSparql *query) {
  for (unsigned i = 0; i < query->indent; i++)
    g_string_append(query->out, "  ");
}

/* The end of a token at @at that holds no place for a line break, if what
 * follows has one: a string, an IRI, or one byte. */
static const char *skip_token(const char *at) {
  if (*at == '"') {
    for (at++; *at != '"' && *at != '\0'; at++)
      at += *at == '\\' && at[1] != '\0';
  } else if (*at == '<' && strchr(" =", at[1]) == NULL) {
    at += strcspn(at, ">");
  }
  return *at == '\0' ? at : at + 1;
}

/* Whether a line may go on as another behind @at, where a token ends: after a
 * comma, "||", or a step of a path. */
static bool may_break(const char *line, const char *at) {
  if (at[0] == '\0')
    return false;
  if (at[-1] == ' ')
    return at > line + 1 && strchr(",|", at[-2]) != NULL;
  return strchr("/|", at[-1]) != NULL && strchr(" |", at[0]) == NULL;
}

/* How much of @line, which has @width columns to itself, is one line: all of
 * it, or up to the last good place. */
static size_t fitting(const char *line, glong width) {
  const char *place = NULL, *at = line;

  while (*at != '\0') {
    const char *next = skip_token(at);
    if (may_break(line, next)) {
      if (place != NULL && g_utf8_strlen(line, next - line) > width)
        return (size_t)(place - line);
      place = next;
    }
    at = next;
  }
  if (place != NULL && g_utf8_strlen(line, -1) > width)
    return (size_t)(place - line);
  return strlen(line);
}

static void put_line(GdctSparql *query, const char *format, va_list args)
    G_GNUC_PRINTF(2, 0);

static void put_line(GdctSparql *query, const char *format, va_list args) {
  g_autofree char *text = g_strdup_vprintf(format, args);
  const char *rest = text;
  glong width = LINE_WIDTH - 2 * (glong)query->indent;
  size_t length;

  do {
    put_indent(query);
    if (rest != text)
      g_string_append(query->out, "    ");
    length = fitting(rest, rest == text ? width : width - 4);
    g_string_append_len(query->out, rest, (gssize)length);
    while (query->out->str[query->out->len - 1] == ' ')
      g_string_truncate(query->out, query->out->len - 1);
    g_string_append_c(query->out, '\n');
    rest += length;
  } while (*rest != '\0');
}

void gdct_sparql_line(GdctSparql *query, const char *format, ...) {
  va_list args;

  va_start(args, format);
  put_line(query, format, args);
  va_end(args);
}

void gdct_sparql_open(GdctSparql *query, const char *format, ...) {
  va_list args;

  va_start(args, format);
  put_line(query, format, args);
  va_end(args);
  query->indent++;
}

void gdct_sparql_close(GdctSparql *query, const char *text) {
  query->indent--;
  gdct_sparql_line(query, "%s", text);
}

/* A backslash is taken from "u": processors replace what looks like an escape
 * before they look for comments (section 19.2), and it may be a line break. */
static char *comment_text(const char *text) {
  g_autofree char *clean = gdct_clean_text(text);
  GString *safe = g_string_new(NULL);

  for (const char *c = clean; *c != '\0'; c++) {
    g_string_append_c(safe, *c);
    if (*c == '\\')
      g_string_append_c(safe, ' ');
  }
  return g_string_free(safe, FALSE);
}

void gdct_sparql_part(GdctSparql *query) {
  g_string_append_c(query->out, '\n');
}

void gdct_sparql_comment(GdctSparql *query, const char *format, ...) {
  g_autofree char *text = NULL, *safe = NULL;
  g_auto(GStrv) words = NULL;
  glong column = 0;
  va_list args;

  va_start(args, format);
  text = g_strdup_vprintf(format, args);
  va_end(args);
  safe = comment_text(text);
  words = g_strsplit(safe, " ", -1);
  for (size_t i = 0; words[i] != NULL; i++) {
    glong width = g_utf8_strlen(words[i], -1);
    if (width == 0)
      continue;
    if (column > 0 && column + 1 + width > COMMENT_WIDTH) {
      g_string_append_c(query->out, '\n');
      column = 0;
    }
    if (column == 0) {
      put_indent(query);
      g_string_append_c(query->out, '#');
      column = 2 * (glong)query->indent + 1;
    }
    g_string_append_printf(query->out, " %s", words[i]);
    column += 1 + width;
  }
  g_string_append_c(query->out, '\n');
}

void gdct_sparql_fail(GdctSparql *query, const char *format, ...) {
  va_list args;

  if (query->problem != NULL)
    return;
  va_start(args, format);
  query->problem = g_strdup_vprintf(format, args);
  va_end(args);
}

/* ---- names and texts ---- */

char *gdct_sparql_name(GdctSparql *query, GdctRdfSpace space,
                       const char *local) {
  GString *iri;

  if (*local == '\0' || gdct_rdf_is_short(local)) {
    query->used[space] = true;
    return g_strdup_printf("%s:%s", gdct_rdf_prefix(space), local);
  }
  iri = g_string_new("<");
  gdct_rdf_append(iri, query->base, space, local);
  g_string_append_c(iri, '>');
  return g_string_free(iri, FALSE);
}

char *gdct_sparql_property(GdctSparql *query, GdctRdfName name) {
  return gdct_sparql_name(query, name.space, name.local);
}

/* Whether a character is better written as an escape: it cannot be seen. */
static bool is_hidden(gunichar c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xFEFF;
}

/* Escapes of code points may be replaced before or after those of strings are;
 * a backslash before "u" is written so that either gives the same text. Eight
 * digits, as rdflib takes four more that follow four as part of them. */
char *gdct_sparql_string(const char *text) {
  GString *string = g_string_new("\"");

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (c == '\n')
      g_string_append(string, "\\n");
    else if (c == '\r')
      g_string_append(string, "\\r");
    else if (c == '\t')
      g_string_append(string, "\\t");
    else if (c == '"')
      g_string_append(string, "\\\"");
    else if (c == '\\')
      g_string_append(string, "\\\\");
    else if (is_hidden(c) ||
             ((c == 'u' || c == 'U') && at > text && at[-1] == '\\'))
      g_string_append_printf(string, "\\U%08X", (unsigned)c);
    else
      g_string_append_unichar(string, c);
  }
  g_string_append_c(string, '"');
  return g_string_free(string, FALSE);
}

char *gdct_sparql_day(GdctSparql *query, uint32_t day) {
  char text[GDCT_DAY_SIZE];
  g_autofree char *type = gdct_sparql_name(query, GDCT_RDF_XSD, "date");

  gdct_day_write(day, text);
  return g_strdup_printf("\"%s\"^^%s", text, type);
}

/* ---- the document ---- */

/* Which RDF the query is for. */
static void put_scope(GdctSparql *query) {
  const GdctGraph *graph = query->graph;
  g_autofree char *bases = gdct_bases_text(graph->bases, ",");
  char today[GDCT_DAY_SIZE];

  gdct_day_write(gdct_graph_today(graph).first, today);
  g_string_append_printf(query->out, "#\n");
  gdct_sparql_comment(
      query,
      "SPARQL 1.1, written by gdctrace. Ask it of the RDF that 'gdctrace "
      "export --format turtle' writes of the same mapping, with --basis %s%s%s;"
      " the answer is that of 'gdctrace check'. 'today', and waivers, are as "
      "of %s.",
      bases, graph->dated ? " --as-of " : " and without --as-of",
      graph->dated ? graph->ground->as_of_text : "", today);
}

static void put_title(GdctSparql *query, uint32_t rule) {
  GdctThing thing = {GDCT_RULE, rule};
  const char *summary =
      gdct_text(query->mapping, thing, "summary", query->language);

  gdct_sparql_comment(query, "%s: %s", gdct_id(query->mapping, thing),
                      gdct_title(query->mapping, thing, query->language));
  if (summary != NULL) {
    if (query->indent == 0)
      g_string_append(query->out, "#\n");
    gdct_sparql_comment(query, "%s", summary);
  }
}

/* Several rules: each is asked for itself, and the answers are put together. */
static void put_union(GdctSparql *query, const uint32_t *rules,
                      size_t n_rules) {
  gdct_sparql_line(query, "SELECT ?rule ?node ?result ?grade ?reached");
  gdct_sparql_open(query, "WHERE {");
  for (size_t i = 0; i < n_rules; i++) {
    if (i > 0) {
      gdct_sparql_line(query, "UNION");
      g_string_append_c(query->out, '\n');
    }
    put_title(query, rules[i]);
    gdct_sparql_open(query, "{");
    gdct_sparql_rule(query, rules[i], true);
    gdct_sparql_close(query, "}");
  }
  gdct_sparql_close(query, "}");
  gdct_sparql_line(query, "ORDER BY ?rule ?node");
}

static void put_prefixes(GdctSparql *query) {
  g_string_append_c(query->out, '\n');
  for (GdctRdfSpace i = 0; i < GDCT_RDF_SPACES; i++)
    if (query->used[i]) {
      g_string_append_printf(query->out, "PREFIX %s: <", gdct_rdf_prefix(i));
      gdct_rdf_append_space(query->out, query->base, i);
      g_string_append(query->out, ">\n");
    }
  g_string_append_c(query->out, '\n');
}

/* Writes the query into query->out; what it needs is known at its end, so
 * that the head is put before it. */
static void write_query(GdctSparql *query, const uint32_t *rules,
                        size_t n_rules) {
  GString *body = g_string_new(NULL), *head = g_string_new(NULL);

  query->out = body;
  if (n_rules == 1)
    gdct_sparql_rule(query, rules[0], false);
  else if (n_rules > 1)
    put_union(query, rules, n_rules);
  else
    gdct_sparql_line(query, "SELECT ?rule ?node ?result ?grade ?reached "
                            "WHERE { FILTER (false) }");
  query->out = head;
  if (n_rules == 1)
    put_title(query, rules[0]);
  else
    gdct_sparql_comment(query, "What the mapping is asked: its rules, one "
                               "answer a row.");
  put_scope(query);
  put_prefixes(query);
  g_string_append(head, body->str);
  g_string_free(body, TRUE);
}

/* Begins the query that the options ask for. */
static GdctSparql begin(const GdctGraph *graph,
                        const GdctWriteOptions *options) {
  return (GdctSparql){.graph = graph,
                      .mapping = gdct_graph_mapping(graph),
                      .base = options != NULL ? options->base_iri : NULL,
                      .language = options != NULL && options->language != NULL
                                      ? options->language
                                      : "en"};
}

/* The rules that were chosen, each once and in reading order. */
static GArray *choose_rules(const GdctGraph *graph,
                            const GdctWriteOptions *options) {
  GArray *rules = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  size_t n_chosen = options != NULL ? options->n_rules : 0;

  for (uint32_t i = 0; i < gdct_count(gdct_graph_mapping(graph), GDCT_RULE);
       i++) {
    bool chosen = n_chosen == 0;
    for (size_t k = 0; k < n_chosen && !chosen; k++)
      chosen = options->rules[k] == i;
    if (chosen)
      g_array_append_val(rules, i);
  }
  return rules;
}

static char *refuse_sparql(const GdctGraph *graph,
                           const GdctWriteOptions *options) {
  g_autoptr(GArray) rules = choose_rules(graph, options);
  GdctSparql query = begin(graph, options);
  char *problem = NULL;

  query.out = g_string_new(NULL);
  for (guint i = 0; i < rules->len && problem == NULL; i++) {
    uint32_t rule = g_array_index(rules, uint32_t, i);
    gdct_sparql_rule(&query, rule, true);
    g_string_truncate(query.out, 0);
    if (query.problem != NULL)
      problem = g_strdup_printf(
          "rule '%s': %s", gdct_id(query.mapping, (GdctThing){GDCT_RULE, rule}),
          query.problem);
  }
  g_free(query.problem);
  g_string_free(query.out, TRUE);
  return problem;
}

static bool write_sparql(const GdctGraph *graph,
                         const GdctWriteOptions *options, GdctSink sink,
                         void *data) {
  g_autoptr(GArray) rules = choose_rules(graph, options);
  GdctSparql query = begin(graph, options);
  bool good;

  write_query(&query, (const uint32_t *)(void *)rules->data, rules->len);
  good = query.problem == NULL && sink(query.out->str, query.out->len, data);
  g_free(query.problem);
  g_string_free(query.out, TRUE);
  return good;
}

const GdctWriter gdct_writer_sparql = {
    .name = "sparql",
    .extension = ".rq",
    .media_type = "application/sparql-query",
    .summary = "the rules as a query on that RDF",
    .takes_base_iri = true,
    .takes_rules = true,
    .refuse = refuse_sparql,
    .write = write_sparql,
};
