/* SPDX-License-Identifier: Apache-2.0 */
/* The path parser. Grammar (SPARQL 1.1, productions 88 to 94, without negated
 * property sets):
 *
 *   alternative := sequence ('|' sequence)*
 *   sequence    := element ('/' element)*
 *   element     := '^'? primary ('?' | '*' | '+')?
 *   primary     := NAME | '(' alternative ')'
 *
 * The automaton is built while parsing: each part knows its first steps, its
 * last steps and whether it may be empty, and joining two parts adds what may
 * follow what. An inverse part is parsed with the roles of first and last
 * exchanged, so that no tree is needed. */
#include "base/order.h"
#include "graph/graph.h"

#include <string.h>

#define MAX_DEPTH 32
#define MAX_LENGTH 4096

typedef struct {
  uint64_t first, last;
  bool empty;
} Part;

typedef struct {
  const GdctMapping *mapping;
  const char *text; /* the whole expression */
  const char *at;   /* what is left of it */
  GdctPath *path;
  unsigned depth;
  const char *name; /* of the named path that is being put in, or NULL */
  const char *names[MAX_DEPTH]; /* named paths that are open */
  unsigned n_names;
  GString *problem; /* the first one */
} Parser;

static Part parse_alternative(Parser *parser, bool inverse);

static bool fail(Parser *parser, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool fail(Parser *parser, const char *format, ...) {
  va_list args;

  if (parser->problem != NULL)
    return false;
  parser->problem = g_string_new(NULL);
  if (parser->name != NULL)
    g_string_append_printf(parser->problem,
                           "in the named path '%s': ", parser->name);
  va_start(args, format);
  g_string_append_vprintf(parser->problem, format, args);
  va_end(args);
  g_string_append_printf(
      parser->problem, ", at column %ld of the path '%s'",
      g_utf8_strlen(parser->text, parser->at - parser->text) + 1, parser->text);
  return false;
}

static void skip_spaces(Parser *parser) {
  while (g_ascii_isspace(*parser->at))
    parser->at++;
}

/* What stands at the present place, for messages. */
static char *what_is_here(const Parser *parser) {
  if (*parser->at == '\0')
    return g_strdup("the end");
  return g_strdup_printf(
      "'%.*s'", (int)(g_utf8_next_char(parser->at) - parser->at), parser->at);
}

/* ---- joining parts ---- */

static void link_steps(GdctPath *path, uint64_t from, uint64_t to) {
  for (uint32_t i = 0; i < path->n_states; i++)
    if (from >> i & 1)
      path->follow[i] |= to;
}

static Part join_sequence(Parser *parser, Part a, Part b, bool inverse) {
  Part before = inverse ? b : a, after = inverse ? a : b;

  link_steps(parser->path, before.last, after.first);
  return (Part){before.first | (before.empty ? after.first : 0),
                after.last | (after.empty ? before.last : 0),
                a.empty && b.empty};
}

static Part repeat(Parser *parser, Part part, char sign) {
  if (sign == '*' || sign == '+')
    link_steps(parser->path, part.last, part.first);
  if (sign != '+')
    part.empty = true;
  return part;
}

/* ---- names ---- */

static Part add_step(Parser *parser, uint32_t relation, bool inverse) {
  GdctPath *path = parser->path;
  uint64_t bit;

  if (path->n_states > GDCT_MAX_STEPS) {
    fail(parser, "more than %d steps", GDCT_MAX_STEPS);
    return (Part){0, 0, false};
  }
  bit = UINT64_C(1) << path->n_states;
  path->steps[path->n_states].relation = relation;
  path->steps[path->n_states].inverse = inverse;
  path->n_states++;
  return (Part){bit, bit, false};
}

/* Parses a named path in place of its name. */
static Part put_in(Parser *parser, uint32_t named, bool inverse) {
  GdctThing thing = {GDCT_PATH, named};
  const char *id = gdct_id(parser->mapping, thing);
  const char *expression = gdct_get(parser->mapping, thing, "path");
  Parser outer = *parser;
  Part part;

  for (unsigned i = 0; i < parser->n_names; i++)
    if (parser->names[i] == id) {
      fail(parser, "the named path '%s' contains itself", id);
      return (Part){0, 0, false};
    }
  if (parser->n_names == MAX_DEPTH || expression == NULL) {
    fail(parser, "the named path '%s' cannot be put in", id);
    return (Part){0, 0, false};
  }
  parser->names[parser->n_names++] = id;
  parser->name = id;
  parser->text = parser->at = expression;
  part = parse_alternative(parser, inverse);
  skip_spaces(parser);
  if (*parser->at != '\0') {
    g_autofree char *here = what_is_here(parser);
    fail(parser, "expected an operator, not %s", here);
  }
  parser->text = outer.text;
  parser->at = outer.at;
  parser->name = outer.name;
  parser->n_names = outer.n_names;
  return part;
}

static void fail_unknown(Parser *parser, const char *name) {
  const GdctMapping *mapping = parser->mapping;
  GdctSuggestion suggestion;
  g_autofree char *hint = NULL;

  gdct_suggestion_init(&suggestion, name);
  gdct_suggestion_try(&suggestion, "part-of");
  for (guint i = 0; i < mapping->relations->len; i++) {
    const GdctRelationFacts *facts =
        &g_array_index(mapping->relations, GdctRelationFacts, i);
    gdct_suggestion_try(&suggestion, facts->id);
    if (facts->inverse != NULL)
      gdct_suggestion_try(&suggestion, facts->inverse);
  }
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_PATH); i++)
    gdct_suggestion_try(&suggestion,
                        gdct_id(mapping, (GdctThing){GDCT_PATH, i}));
  if (parser->problem != NULL)
    return;
  hint = gdct_suggestion_text(&suggestion);
  fail(parser, "no relation '%s'", name);
  g_string_append(parser->problem, hint);
}

static Part parse_name(Parser *parser, bool inverse) {
  size_t length = strspn(parser->at, "abcdefghijklmnopqrstuvwxyz"
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");
  g_autofree char *name = g_strndup(parser->at, length);
  Part part = {0, 0, false};
  uint32_t found;
  bool flipped;

  if (strcmp(name, "part-of") == 0) {
    part = add_step(parser, GDCT_PART_OF, inverse);
  } else if ((found = gdct_relation_find(parser->mapping, name, &flipped)) !=
             GDCT_NONE) {
    part = add_step(parser, found, inverse != flipped);
  } else if ((found = gdct_find(parser->mapping, GDCT_PATH, name)) !=
             GDCT_NONE) {
    part = put_in(parser, found, inverse);
  } else {
    fail_unknown(parser, name);
  }
  parser->at += length;
  return part;
}

/* ---- the grammar ---- */

static Part parse_element(Parser *parser, bool inverse) {
  Part part = {0, 0, false};

  skip_spaces(parser);
  if (*parser->at == '^') {
    inverse = !inverse;
    parser->at++;
    skip_spaces(parser);
  }
  if (*parser->at == '(') {
    if (++parser->depth > MAX_DEPTH) {
      fail(parser, "more than %d parentheses inside each other", MAX_DEPTH);
      return part;
    }
    parser->at++;
    part = parse_alternative(parser, inverse);
    skip_spaces(parser);
    if (parser->problem == NULL && *parser->at != ')') {
      g_autofree char *here = what_is_here(parser);
      fail(parser, "expected ')', not %s", here);
    }
    if (*parser->at == ')')
      parser->at++;
    parser->depth--;
  } else if (g_ascii_isalnum(*parser->at)) {
    part = parse_name(parser, inverse);
  } else {
    g_autofree char *here = what_is_here(parser);
    fail(parser, "expected a relation or '(', not %s", here);
  }
  skip_spaces(parser);
  if (parser->problem == NULL && *parser->at != '\0' &&
      strchr("?*+", *parser->at) != NULL)
    part = repeat(parser, part, *parser->at++);
  return part;
}

static Part parse_sequence(Parser *parser, bool inverse) {
  Part part = parse_element(parser, inverse);

  skip_spaces(parser);
  while (parser->problem == NULL && *parser->at == '/') {
    parser->at++;
    part = join_sequence(parser, part, parse_element(parser, inverse), inverse);
    skip_spaces(parser);
  }
  return part;
}

static Part parse_alternative(Parser *parser, bool inverse) {
  Part part = parse_sequence(parser, inverse);

  while (parser->problem == NULL && *parser->at == '|') {
    Part other;
    parser->at++;
    other = parse_sequence(parser, inverse);
    part.first |= other.first;
    part.last |= other.last;
    part.empty = part.empty || other.empty;
  }
  return part;
}

GdctPath *gdct_path_parse(const GdctMapping *mapping, const char *expression,
                          GdctPlace place, GdctReport *report) {
  Parser parser = {.mapping = mapping,
                   .text = expression,
                   .at = expression,
                   .path = g_new0(GdctPath, 1)};
  Part part;

  parser.path->n_states = 1;
  if (strlen(expression) > MAX_LENGTH) {
    g_free(parser.path);
    gdct_report_add(report, "bad-path", place,
                    "a path of more than %d characters", MAX_LENGTH);
    return NULL;
  }
  part = parse_alternative(&parser, false);
  skip_spaces(&parser);
  if (parser.problem == NULL && *parser.at != '\0') {
    g_autofree char *here = what_is_here(&parser);
    fail(&parser, "expected an operator, not %s", here);
  }
  if (parser.problem != NULL) {
    gdct_report_add(report, "bad-path", place, "%s", parser.problem->str);
    g_string_free(parser.problem, TRUE);
    g_free(parser.path);
    return NULL;
  }
  parser.path->follow[0] = part.first;
  parser.path->accepting = part.last | (part.empty ? 1 : 0);
  return parser.path;
}

GdctPath *gdct_path_any(void) {
  GdctPath *path = g_new0(GdctPath, 1);

  path->n_states = 5;
  path->accepting = 0x1E;
  for (uint32_t i = 0; i < 5; i++)
    path->follow[i] = 0x1E;
  for (uint32_t i = 1; i < 5; i++) {
    path->steps[i].relation = i <= 2 ? GDCT_ANY_RELATION : GDCT_PART_OF;
    path->steps[i].inverse = i % 2 == 0;
  }
  return path;
}

GdctPath *gdct_path_direct(void) {
  GdctPath *path = g_new0(GdctPath, 1);

  path->n_states = 3;
  path->accepting = path->follow[0] = 0x6;
  path->steps[1].relation = path->steps[2].relation = GDCT_ANY_RELATION;
  path->steps[2].inverse = true;
  return path;
}

void gdct_path_free(GdctPath *path) {
  g_free(path);
}

bool gdct_path_needs_link(const GdctPath *path) {
  uint64_t come_to = 1, known = 0;

  /* Only steps of part-of are taken. */
  while (come_to != known) {
    known = come_to;
    for (uint32_t i = 0; i < path->n_states; i++)
      if (known >> i & 1)
        for (uint32_t k = 0; k < path->n_states; k++)
          if ((path->follow[i] >> k & 1) &&
              path->steps[k].relation == GDCT_PART_OF)
            come_to |= UINT64_C(1) << k;
  }
  return (known & path->accepting) == 0;
}
