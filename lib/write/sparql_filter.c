/* SPDX-License-Identifier: Apache-2.0 */
/* Filters of the mapping as SPARQL patterns. What RDF or SPARQL cannot say is
 * refused, never changed. */
#include "write/sparql.h"

#include "graph/graph.h"
#include "model/shape.h"

#include <string.h>

/* How the values of a key stand in RDF. */
typedef enum {
  FORM_SELF,   /* the node's own IRI */
  FORM_NAME,   /* an IRI in a namespace, that of .space */
  FORM_PLAIN,  /* a literal without language and type */
  FORM_TEXT,   /* any literal or IRI: its text counts */
  FORM_NUMBER, /* a number */
} Form;

/* Where the values of a key stand: @piece leads to one evidence each. */
typedef struct {
  Form form;
  GdctRdfSpace space; /* of FORM_NAME */
  char *piece;        /* a path, or NULL: the values stand at the thing */
  char *path;         /* from there to a value */
  bool prose;         /* texts by language are one value */
  bool uris;          /* some are percent-encoded */
} Values;

/* ---- where values stand ---- */

/* Whether every attribute of this name has values that are compared as those
 * of @type are. */
static bool is_uniform(const GdctFilter *filter, bool plain) {
  const GdctMapping *mapping = filter->mapping;

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++) {
    uint32_t type = gdct_attribute_type(mapping, i);
    if (strcmp(gdct_id(mapping, (GdctThing){GDCT_ATTRIBUTE, i}), filter->key) !=
        0)
      continue;
    if (plain ? type != GDCT_VALUE_CHOICE
              : (filter->dated && type != GDCT_VALUE_DATE) ||
                    (filter->numeric && type != GDCT_VALUE_INTEGER &&
                     type != GDCT_VALUE_DECIMAL))
      return false;
  }
  return true;
}

/* Whether some attribute of this name has values of @type. */
static bool has_type(const GdctFilter *filter, uint32_t type) {
  const GdctMapping *mapping = filter->mapping;

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++)
    if (strcmp(gdct_id(mapping, (GdctThing){GDCT_ATTRIBUTE, i}), filter->key) ==
            0 &&
        gdct_attribute_type(mapping, i) == type)
      return true;
  return false;
}

static char *part_of_path(GdctSparql *query) {
  g_autofree char *broader = gdct_sparql_name(query, GDCT_RDF_SKOS, "broader");
  g_autofree char *other = NULL;

  if (!query->graph->dated)
    return g_steal_pointer(&broader);
  /* A parent that is not seen on the date is there all the same. */
  other = gdct_sparql_name(query, GDCT_RDF_DCTERMS, "isPartOf");
  return g_strdup_printf("(%s|%s)", broader, other);
}

static char *source_path(GdctSparql *query) {
  g_autofree char *quoted =
      gdct_sparql_name(query, GDCT_RDF_PROV, "wasQuotedFrom");
  g_autofree char *derived =
      gdct_sparql_name(query, GDCT_RDF_PROV, "wasDerivedFrom");

  return g_strdup_printf("(%s|%s)", quoted, derived);
}

/* Keys that are no values of a thing. */
static bool find_own_key(GdctSparql *query, const GdctFilter *filter,
                         Values *values) {
  static const struct {
    GdctType type;
    const char *key;
    Form form;
    GdctRdfSpace space;
    GdctRdfName name;
  } keys[] = {
      {GDCT_NODE, "id", FORM_SELF, GDCT_RDF_NODE, {GDCT_RDF_SKOS, "notation"}},
      {GDCT_NODE, "kind", FORM_NAME, GDCT_RDF_KIND, {GDCT_RDF_SPACES, "a"}},
      {GDCT_NODE,
       "framework",
       FORM_NAME,
       GDCT_RDF_FRAMEWORK,
       {GDCT_RDF_SKOS, "inScheme"}},
      {GDCT_NODE, "part-of", FORM_NAME, GDCT_RDF_NODE, {GDCT_RDF_SPACES, NULL}},
      {GDCT_NODE,
       "measures",
       FORM_TEXT,
       GDCT_RDF_SPACES,
       {GDCT_RDF_TERMS, "measure"}},
      {GDCT_LINK, "from", FORM_NAME, GDCT_RDF_NODE, {GDCT_RDF_RDF, "subject"}},
      {GDCT_LINK, "to", FORM_NAME, GDCT_RDF_NODE, {GDCT_RDF_RDF, "object"}},
      {GDCT_LINK,
       "relation",
       FORM_NAME,
       GDCT_RDF_REL,
       {GDCT_RDF_RDF, "predicate"}},
      {GDCT_LINK,
       "basis",
       FORM_NAME,
       GDCT_RDF_TERMS,
       {GDCT_RDF_TERMS, "basis"}},
  };

  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
    if (keys[i].type != filter->type || strcmp(keys[i].key, filter->key) != 0)
      continue;
    values->form = keys[i].form;
    values->space = keys[i].space;
    if (keys[i].name.local == NULL)
      values->path = part_of_path(query);
    else if (keys[i].name.space == GDCT_RDF_SPACES)
      values->path = g_strdup(keys[i].name.local);
    else
      values->path = gdct_sparql_property(query, keys[i].name);
    return true;
  }
  return false;
}

static bool find_evidence(GdctSparql *query, const GdctFilter *filter,
                          Values *values) {
  bool all = strcmp(filter->key, "evidence") == 0;

  if (all)
    values->form = FORM_TEXT;
  else if (strcmp(filter->key, "source") == 0)
    *values = (Values){.form = FORM_NAME,
                       .space = GDCT_RDF_SOURCE,
                       .path = source_path(query)};
  else if (strcmp(filter->key, "locator") == 0)
    *values =
        (Values){.form = FORM_PLAIN,
                 .path = gdct_sparql_name(query, GDCT_RDF_TERMS, "locator")};
  else if (strcmp(filter->key, "quote") == 0)
    *values = (Values){.form = FORM_PLAIN,
                       .path = gdct_sparql_name(query, GDCT_RDF_PROV, "value")};
  else
    return false;
  *(all ? &values->path : &values->piece) =
      gdct_sparql_name(query, GDCT_RDF_PROV, "wasDerivedFrom");
  return true;
}

static Values find_values(GdctSparql *query, const GdctFilter *filter) {
  const GdctField *field =
      gdct_shape_find(gdct_shape_of(filter->type), filter->key);
  Values values = {.form = FORM_TEXT};

  if (find_own_key(query, filter, &values) ||
      find_evidence(query, filter, &values))
    return values;
  values.path =
      gdct_sparql_property(query, gdct_rdf_property(filter->type, filter->key));
  if (filter->numeric && !filter->counting)
    values.form = FORM_NUMBER;
  else if (field != NULL ? field->type == GDCT_VALUE_CHOICE ||
                               field->type == GDCT_VALUE_STRING
                         : is_uniform(filter, true))
    values.form = FORM_PLAIN;
  values.prose = has_type(filter, GDCT_VALUE_TEXT);
  values.uris = field != NULL ? field->type == GDCT_VALUE_URI
                              : has_type(filter, GDCT_VALUE_URI);
  return values;
}

static void clear_values(Values *values) {
  g_free(values->piece);
  g_free(values->path);
}

/* ---- values that RDF keeps in another way ---- */

static bool same_value(const char *a, const char *b) {
  const char *code, *wanted;

  if (strcmp(a, b) == 0)
    return true;
  return gdct_value_check(GDCT_VALUE_DECIMAL, NULL, a, &code, &wanted) &&
         gdct_value_check(GDCT_VALUE_DECIMAL, NULL, b, &code, &wanted) &&
         g_ascii_strtod(a, NULL) == g_ascii_strtod(b, NULL);
}

/* The thing that says a value of the key twice, which RDF has once, or
 * GDCT_NONE. Linear but for long lists. */
static uint32_t find_twice(const GdctFilter *filter) {
  const GdctMapping *mapping = filter->mapping;

  for (uint32_t t = 0; t < gdct_count(mapping, filter->type); t++) {
    GdctThing thing = {filter->type, t};
    uint32_t n = gdct_value_count(mapping, thing);
    for (uint32_t i = 0; i < n; i++) {
      GdctValue value = gdct_value(mapping, thing, i);
      if (strcmp(value.key, filter->key) != 0 || *value.language != '\0')
        continue;
      for (uint32_t k = i + 1; k < n; k++) {
        GdctValue other = gdct_value(mapping, thing, k);
        if (strcmp(other.key, filter->key) == 0 &&
            same_value(value.text, other.text))
          return t;
      }
    }
  }
  return GDCT_NONE;
}

/* Whether a list holds an empty text, which is no value to a filter. */
static bool has_empty(const GdctFilter *filter) {
  const GdctMapping *mapping = filter->mapping;

  for (uint32_t t = 0; t < gdct_count(mapping, filter->type); t++) {
    GdctThing thing = {filter->type, t};
    for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
      GdctValue value = gdct_value(mapping, thing, i);
      if (*value.text == '\0' && strcmp(value.key, filter->key) == 0)
        return true;
    }
  }
  return false;
}

/* Whether the filter can be said; notes it if not. */
static bool check_filter(GdctSparql *query, const GdctFilter *filter) {
  bool ordered =
      filter->op == GDCT_OP_AT_LEAST || filter->op == GDCT_OP_AT_MOST;
  uint32_t twice;

  if (filter->counting) {
    twice = find_twice(filter);
    if (twice != GDCT_NONE && filter->type == GDCT_NODE)
      gdct_sparql_fail(query,
                       "'%s' counts values, and '%s' says one of them twice; "
                       "RDF has it once",
                       filter->text,
                       gdct_id(filter->mapping, (GdctThing){GDCT_NODE, twice}));
    else if (twice != GDCT_NONE)
      gdct_sparql_fail(query,
                       "'%s' counts values, and a link says one of them twice; "
                       "RDF has it once",
                       filter->text);
    return twice == GDCT_NONE;
  }
  if (ordered && !filter->numeric && !filter->dated) {
    gdct_sparql_fail(query,
                     "'%s' compares texts in natural order, as people count; "
                     "SPARQL has no such order",
                     filter->text);
    return false;
  }
  if ((filter->numeric || (filter->dated && ordered)) &&
      !is_uniform(filter, false)) {
    gdct_sparql_fail(query,
                     "'%s' compares numbers or dates, but the model declares "
                     "'%s' with another type too",
                     filter->text, filter->key);
    return false;
  }
  return true;
}

/* ---- patterns ---- */

/* A variable named after the key. Free with g_free(). */
static char *new_variable(GdctSparql *query, const char *key) {
  char *name = g_strdup_printf("?%s_%u", key, ++query->n_variables);

  for (char *c = name + 1; *c != '\0'; c++)
    if (!g_ascii_isalnum(*c))
      *c = '_';
  return name;
}

/* What a value is compared with, for words of = and !=. */
static char *constant(GdctSparql *query, const Values *values,
                      const char *word) {
  g_autoptr(GString) iri = NULL;

  if (values->form == FORM_SELF || values->form == FORM_NAME)
    return gdct_sparql_name(query, values->space, word);
  if (values->form == FORM_NUMBER)
    return g_strdup(*word == '+' ? word + 1 : word);
  iri = g_string_new(NULL);
  if (values->uris)
    gdct_rdf_append_uri(iri, word);
  return gdct_sparql_string(values->uris ? iri->str : word);
}

/* The constants of a filter, without empty words, which equal nothing. */
static GPtrArray *constants(GdctSparql *query, const GdctFilter *filter,
                            const Values *values) {
  GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

  for (size_t i = 0; filter->words[i] != NULL; i++)
    if (*filter->words[i] != '\0')
      g_ptr_array_add(list, constant(query, values, filter->words[i]));
  return list;
}

/* "?x = 1", "?x IN ("a", "b")", "?x = 1 || ?x = 2"; numbers are equal by what
 * they mean, and IN is read as equality of terms by some. */
static char *equals(const GPtrArray *list, const char *value, bool number) {
  GString *text = g_string_new(NULL);

  if (list->len == 0)
    g_string_append(text, "false");
  else if (list->len == 1)
    g_string_printf(text, "%s = %s", value,
                    (const char *)g_ptr_array_index(list, 0));
  else if (!number)
    g_string_printf(text, "%s IN (", value);
  for (guint i = 0; list->len > 1 && i < list->len; i++) {
    const char *one = g_ptr_array_index(list, i);
    if (number)
      g_string_append_printf(text, "%s%s = %s", i > 0 ? " || " : "", value,
                             one);
    else
      g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", one);
  }
  if (list->len > 1 && !number)
    g_string_append_c(text, ')');
  return g_string_free(text, FALSE);
}

/* The triple from the thing to a value; @object is a variable or constant. */
static void put_triple(GdctSparql *query, const char *subject,
                       const Values *values, const char *object) {
  if (values->piece != NULL)
    gdct_sparql_line(query, "%s %s/%s %s .", subject, values->piece,
                     values->path, object);
  else
    gdct_sparql_line(query, "%s %s %s .", subject, values->path, object);
}

static void put_equal(GdctSparql *query, const char *subject,
                      const GdctFilter *filter, const Values *values) {
  g_autoptr(GPtrArray) list = constants(query, filter, values);
  g_autofree char *variable = NULL, *value = NULL, *condition = NULL;

  if (values->form == FORM_SELF) {
    condition = equals(list, subject, false);
    gdct_sparql_line(query, "FILTER (%s)", condition);
    return;
  }
  if (list->len == 1 &&
      (values->form == FORM_NAME || values->form == FORM_PLAIN)) {
    put_triple(query, subject, values, g_ptr_array_index(list, 0));
    return;
  }
  variable = new_variable(query, filter->key);
  put_triple(query, subject, values, variable);
  value = values->form == FORM_TEXT ? g_strdup_printf("STR(%s)", variable)
                                    : g_strdup(variable);
  condition = equals(list, value, values->form == FORM_NUMBER);
  gdct_sparql_line(query, "FILTER (%s)", condition);
}

static void put_contains(GdctSparql *query, const char *subject,
                         const GdctFilter *filter, const Values *values) {
  g_autofree char *lower = g_utf8_strdown(filter->operand, -1);
  g_autofree char *wanted = gdct_sparql_string(lower);
  g_autofree char *variable = NULL, *space = NULL;

  if (values->form == FORM_SELF || values->form == FORM_NAME)
    space = gdct_sparql_name(query, values->space, "");
  if (values->form == FORM_SELF) {
    variable = g_strdup(subject);
  } else {
    variable = new_variable(query, filter->key);
    put_triple(query, subject, values, variable);
  }
  if (space != NULL)
    gdct_sparql_line(query,
                     "FILTER (CONTAINS(LCASE(STRAFTER(STR(%s), STR(%s))), %s))",
                     variable, space, wanted);
  else
    gdct_sparql_line(query, "FILTER (CONTAINS(LCASE(STR(%s)), %s))", variable,
                     wanted);
}

static void put_order(GdctSparql *query, const char *subject,
                      const GdctFilter *filter, const Values *values) {
  bool least = filter->op == GDCT_OP_AT_LEAST;
  g_autofree char *variable = new_variable(query, filter->key);
  g_autofree char *operand = NULL, *days = NULL;

  if (filter->dated) {
    days = gdct_sparql_name(query, least ? GDCT_RDF_FIRST : GDCT_RDF_LAST,
                            filter->key);
    operand =
        gdct_sparql_day(query, least ? filter->days.first : filter->days.last);
    gdct_sparql_line(query, "%s %s %s .", subject, days, variable);
  } else {
    operand = constant(query, values, filter->operand);
    put_triple(query, subject, values, variable);
  }
  gdct_sparql_line(query, "FILTER (%s %s %s)", variable,
                   least ? ">=" : "<=", operand);
}

static void put_present(GdctSparql *query, const char *subject,
                        const GdctFilter *filter, const Values *values) {
  g_autofree char *variable = new_variable(query, filter->key);

  put_triple(query, subject, values, variable);
  if (values->piece == NULL && has_empty(filter))
    gdct_sparql_line(query, "FILTER (STR(%s) != \"\")", variable);
}

/* Patterns that have a solution if any value passes. */
static void put_any(GdctSparql *query, const char *subject,
                    const GdctFilter *filter, const Values *values) {
  switch (filter->op) {
  case GDCT_OP_EQUAL:
  case GDCT_OP_NOT_EQUAL:
    put_equal(query, subject, filter, values);
    break;
  case GDCT_OP_CONTAINS:
    put_contains(query, subject, filter, values);
    break;
  case GDCT_OP_AT_LEAST:
  case GDCT_OP_AT_MOST:
    put_order(query, subject, filter, values);
    break;
  default:
    put_present(query, subject, filter, values);
  }
}

/* ---- counts ---- */

/* What is counted: pieces of evidence, values, or one for what can be there
 * only once. */
static char *counted(GdctSparql *query, const GdctFilter *filter,
                     const char *subject, const Values *values) {
  const GdctField *field =
      gdct_shape_find(gdct_shape_of(filter->type), filter->key);
  g_autofree char *variable = new_variable(query, filter->key);

  if (values->piece != NULL) {
    g_autofree char *piece = new_variable(query, "evidence");
    gdct_sparql_line(query, "%s %s %s .", subject, values->piece, piece);
    gdct_sparql_line(query, "%s %s %s .", piece, values->path, variable);
    return g_steal_pointer(&piece);
  }
  gdct_sparql_line(query, "%s %s %s .", subject, values->path, variable);
  if (values->form == FORM_SELF || values->form == FORM_NAME ||
      (field != NULL && field->type == GDCT_VALUE_TEXT))
    return g_strdup(subject);
  if (values->prose) /* a text in several languages is one value */
    return g_strdup_printf("IF(ISLITERAL(%s) && LANG(%s) != \"\", \"\", %s)",
                           variable, variable, variable);
  return g_steal_pointer(&variable);
}

static void put_count(GdctSparql *query, const char *subject,
                      const GdctFilter *filter, Values *values) {
  g_autofree char *name = new_variable(query, "count"), *what = NULL;
  g_autofree char *condition = NULL, *value = NULL, *type = NULL;
  GString *outer = query->out, *pattern = g_string_new(NULL);

  query->out = pattern;
  query->indent += 3;
  what = counted(query, filter, subject, values);
  query->indent -= 3;
  query->out = outer;
  type = filter->type == GDCT_LINK
             ? gdct_sparql_name(query, GDCT_RDF_RDF, "Statement")
             : gdct_sparql_name(query, GDCT_RDF_SKOS, "Concept");
  gdct_sparql_open(query, "OPTIONAL {");
  gdct_sparql_line(query, "%s a %s .", subject, type);
  gdct_sparql_open(query, "{");
  gdct_sparql_line(query, "SELECT %s (COUNT(DISTINCT %s) AS %s)", subject, what,
                   name);
  gdct_sparql_line(query, "WHERE {");
  g_string_append(query->out, pattern->str);
  g_string_free(pattern, TRUE);
  gdct_sparql_line(query, "}");
  gdct_sparql_line(query, "GROUP BY %s", subject);
  gdct_sparql_close(query, "}");
  gdct_sparql_close(query, "}");
  value = g_strdup_printf("COALESCE(%s, 0)", name);
  if (filter->op == GDCT_OP_AT_LEAST || filter->op == GDCT_OP_AT_MOST) {
    condition = g_strdup_printf("%s %s %s", value,
                                filter->op == GDCT_OP_AT_LEAST ? ">=" : "<=",
                                filter->operand + (*filter->operand == '+'));
  } else {
    Values number = {.form = FORM_NUMBER};
    g_autoptr(GPtrArray) list = constants(query, filter, &number);
    condition = equals(list, value, true);
  }
  if (filter->op == GDCT_OP_NOT_EQUAL)
    gdct_sparql_line(query, "FILTER (!(%s))", condition);
  else
    gdct_sparql_line(query, "FILTER (%s)", condition);
}

/* ---- filters ---- */

void gdct_sparql_filter(GdctSparql *query, const char *subject,
                        const GdctFilter *filter) {
  Values values;

  if (!check_filter(query, filter))
    return;
  values = find_values(query, filter);
  if (filter->counting) {
    put_count(query, subject, filter, &values);
  } else if (filter->op == GDCT_OP_NOT_EQUAL && values.form == FORM_SELF) {
    g_autoptr(GPtrArray) list = constants(query, filter, &values);
    g_autofree char *condition = equals(list, subject, false);
    gdct_sparql_line(query, "FILTER (!(%s))", condition);
  } else if (filter->op == GDCT_OP_ABSENT || filter->op == GDCT_OP_NOT_EQUAL) {
    gdct_sparql_open(query, "FILTER NOT EXISTS {");
    put_any(query, subject, filter, &values);
    gdct_sparql_close(query, "}");
  } else {
    put_any(query, subject, filter, &values);
  }
  clear_values(&values);
}
