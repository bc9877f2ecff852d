/* SPDX-License-Identifier: Apache-2.0 */
/* Paths of the mapping as SPARQL 1.1 property paths
 * (https://www.w3.org/TR/sparql11-query/#propertypaths). The operators are the
 * same; only names change. */
#include "write/sparql.h"

#include "graph/graph.h"

#include <string.h>

typedef struct {
  GdctSparql *query;
  const char *at; /* what is left of the expression */
  unsigned bases;
  GString *text;
} Walker;

static void skip_spaces(Walker *walker) {
  while (g_ascii_isspace(*walker->at))
    walker->at++;
}

/* A step along links as direct triples. */
static void put_direct(Walker *walker, const char *relation, bool inverse) {
  g_autofree char *name =
      gdct_sparql_name(walker->query, GDCT_RDF_REL, relation);

  g_string_append_printf(walker->text, "%s%s", inverse ? "^" : "", name);
}

/* A step along links of other bases than those of the direct triples: from the
 * beginning of a link to the link, and from there to its end. */
static void put_stated(Walker *walker, const char *relation, bool inverse) {
  g_autofree char *subject =
      gdct_sparql_name(walker->query, GDCT_RDF_RDF, "subject");
  g_autoptr(GString) ends = g_string_new(NULL);
  unsigned count = 0;

  for (GdctBasis basis = GDCT_STATED; basis <= GDCT_PROPOSED; basis++) {
    g_autofree char *name = NULL;
    if (!(walker->bases >> basis & 1))
      continue;
    name = gdct_sparql_name(walker->query,
                            GDCT_RDF_STATED + (GdctRdfSpace)basis, relation);
    g_string_append_printf(ends, "%s%s%s", count++ > 0 ? "|" : "",
                           inverse ? "^" : "", name);
  }
  if (count > 1) {
    g_string_prepend_c(ends, '(');
    g_string_append_c(ends, ')');
  }
  if (inverse)
    g_string_append_printf(walker->text, "(%s/%s)", ends->str, subject);
  else
    g_string_append_printf(walker->text, "(^%s/%s)", subject, ends->str);
}

static void put_alternative(Walker *walker);

static void put_name(Walker *walker, bool inverse) {
  const GdctMapping *mapping = walker->query->mapping;
  size_t length = strspn(walker->at, "abcdefghijklmnopqrstuvwxyz"
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");
  g_autofree char *name = g_strndup(walker->at, length);
  bool flipped;
  uint32_t relation = gdct_relation_find(mapping, name, &flipped);

  walker->at += length;
  if (strcmp(name, "part-of") == 0) {
    g_autofree char *broader =
        gdct_sparql_name(walker->query, GDCT_RDF_SKOS, "broader");
    g_string_append_printf(walker->text, "%s%s", inverse ? "^" : "", broader);
  } else if (relation != GDCT_NONE) {
    const char *id = gdct_id(mapping, (GdctThing){GDCT_RELATION, relation});
    if (walker->bases == gdct_graph_bases(walker->query->graph))
      put_direct(walker, id, inverse != flipped);
    else
      put_stated(walker, id, inverse != flipped);
  } else { /* a named path is put in */
    GdctThing path = {GDCT_PATH, gdct_find(mapping, GDCT_PATH, name)};
    const char *rest = walker->at;
    walker->at = gdct_get(mapping, path, "path");
    g_string_append(walker->text, inverse ? "^(" : "(");
    put_alternative(walker);
    g_string_append_c(walker->text, ')');
    walker->at = rest;
  }
}

static void put_element(Walker *walker) {
  bool inverse;

  skip_spaces(walker);
  inverse = *walker->at == '^';
  if (inverse) {
    walker->at++;
    skip_spaces(walker);
  }
  if (*walker->at == '(') {
    walker->at++;
    g_string_append(walker->text, inverse ? "^(" : "(");
    put_alternative(walker);
    walker->at++;
    g_string_append_c(walker->text, ')');
  } else {
    put_name(walker, inverse);
  }
  skip_spaces(walker);
  if (*walker->at != '\0' && strchr("?*+", *walker->at) != NULL)
    g_string_append_c(walker->text, *walker->at++);
  skip_spaces(walker);
}

/* Sequences and alternatives have the precedence of SPARQL. */
static void put_alternative(Walker *walker) {
  put_element(walker);
  while (*walker->at == '/' || *walker->at == '|') {
    g_string_append_c(walker->text, *walker->at++);
    put_element(walker);
  }
}

char *gdct_sparql_path(GdctSparql *query, const char *expression,
                       unsigned bases) {
  Walker walker = {query, expression, bases, g_string_new(NULL)};

  put_alternative(&walker);
  return g_string_free(walker.text, FALSE);
}
