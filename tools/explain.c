/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace check --explain: a finding code from the table of codes, or a rule
 * from the mapping, in words. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

/* ---- finding codes ---- */

static void put_code(FILE *stream, const GdctCode *code) {
  put_wrapped(stream, 0, 2, "%s (%s): %s", code->code,
              gdct_severity_name(code->severity), code->summary);
  putc('\n', stream);
  put_wrapped(stream, 2, 2, "%s", code->detail);
  put_wrapped(stream, 2, 2, "To mend it: %s.", code->help);
}

static json_t *json_code(const GdctCode *code) {
  json_t *object = json_object();

  json_object_set_new(object, "code", json_text(code->code));
  json_object_set_new(object, "severity",
                      json_text(gdct_severity_name(code->severity)));
  json_object_set_new(object, "summary", json_text(code->summary));
  json_object_set_new(object, "detail", json_text(code->detail));
  json_object_set_new(object, "help", json_text(code->help));
  return object;
}

/* ---- paths in words ---- */

/* The words for a relation or part-of; for a named path its title or id. */
static char *step_words(const GdctMapping *mapping, const char *name,
                        bool inverse) {
  bool inverse_name;
  uint32_t relation, path;

  if (strcmp(name, "part-of") == 0)
    return g_strdup(inverse ? "has part" : "part of");
  relation = gdct_relation_find(mapping, name, &inverse_name);
  if (relation != GDCT_NONE)
    return relation_words(mapping, relation, inverse != inverse_name);
  path = gdct_find(mapping, GDCT_PATH, name);
  if (path == GDCT_NONE)
    return g_strdup(name);
  return g_strconcat(
      inverse ? "the other way: " : "",
      gdct_title(mapping, (GdctThing){GDCT_PATH, path}, tool_language()), NULL);
}

/* A path read aloud: "has part (once or more), then supported by". Free with
 * g_free(). */
static char *path_words(const GdctMapping *mapping, const char *path) {
  static const char special[] = "/|^?*+() \t\n";
  GString *text = g_string_new(NULL);
  bool inverse = false;

  while (*path != '\0') {
    size_t length = strcspn(path, special);
    if (length > 0) {
      g_autofree char *name = g_strndup(path, length);
      g_autofree char *words = step_words(mapping, name, inverse);
      g_string_append(text, words);
      inverse = false;
      path += length;
      continue;
    }
    if (*path == '^' && path[1 + strspn(path + 1, " \t\n")] == '(')
      g_string_append(text, "the other way: ");
    else if (*path == '^')
      inverse = !inverse;
    else if (strchr("/|?*+()", *path) != NULL)
      g_string_append(text, *path == '/'   ? ", then "
                            : *path == '|' ? " or "
                            : *path == '?' ? " (or not)"
                            : *path == '*' ? " (any number of times)"
                            : *path == '+' ? " (once or more)"
                            : *path == '(' ? "("
                                           : ")");
    path++;
  }
  return g_string_free(text, FALSE);
}

/* ---- rules ---- */

/* The values of a list of a thing, joined: kinds and relations by their
 * titles. Free with g_free(). */
static char *list_words(const GdctMapping *mapping, GdctThing thing,
                        const char *key, const char *between) {
  GString *text = g_string_new(NULL);

  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    uint32_t kind;
    if (strcmp(value.key, key) != 0)
      continue;
    kind = gdct_find(mapping, GDCT_KIND, value.text);
    g_string_append_printf(
        text, "%s%s", text->len > 0 ? between : "",
        kind == GDCT_NONE ? value.text
                          : gdct_title(mapping, (GdctThing){GDCT_KIND, kind},
                                       tool_language()));
  }
  return g_string_free(text, FALSE);
}

/* "  where: status!=completed and theme", if there is any. */
static void put_condition(FILE *stream, const GdctMapping *mapping,
                          GdctThing thing, const char *key, const char *words,
                          int indent) {
  g_autofree char *list = list_words(
      mapping, thing, key, strcmp(key, "basis") == 0 ? " or " : " and ");

  if (*list != '\0')
    put_wrapped(stream, indent, indent + 2, "%s: %s", words, list);
}

static void put_having(FILE *stream, const GdctMapping *mapping,
                       GdctThing rule) {
  const char *having = gdct_get(mapping, rule, "having");
  g_autofree char *words = NULL;
  g_autofree char *where = list_words(mapping, rule, "having-where", " and ");

  if (having == NULL)
    return;
  words = path_words(mapping, having);
  put_wrapped(stream, 2, 4, "Only those that are: %s%s%s", words,
              *where != '\0' ? ", one where " : "", where);
}

static void put_grade(FILE *stream, const GdctMapping *mapping,
                      GdctThing grade) {
  const char *path = gdct_get(mapping, grade, "path");
  const char *counts = gdct_get(mapping, grade, "counts");
  const char *title = gdct_text(mapping, grade, "title", tool_language());
  g_autofree char *words = path_words(mapping, path);

  put_wrapped(stream, 4, 6, "%s: counts as %s%s%s", gdct_id(mapping, grade),
              g_strcmp0(counts, "partial") == 0 ? "partly covered" : "covered",
              title != NULL ? ". " : "", title != NULL ? title : "");
  put_wrapped(stream, 6, 8, "%s   (path: %s)", words, path);
  put_condition(stream, mapping, grade, "reach-where",
                "only what it reaches "
                "where",
                6);
  put_condition(stream, mapping, grade, "basis", "only links that are", 6);
}

static void put_rule(FILE *stream, const Tool *tool, GdctThing rule) {
  const GdctMapping *mapping = tool->mapping;
  const char *summary = gdct_text(mapping, rule, "summary", tool_language());
  const char *at_least = gdct_get(mapping, rule, "at-least");
  const char *severity =
      gdct_severity_name(gdct_rule_severity(mapping, rule.index));
  uint32_t count, first = gdct_owned(mapping, rule, GDCT_GRADE, &count);
  g_autofree char *each = list_words(mapping, rule, "each", " or ");
  g_autofree char *reach = list_words(mapping, rule, "reach", " or ");
  bool on_links = g_strcmp0(gdct_get(mapping, rule, "on"), "link") == 0;

  put_wrapped(stream, 0, 2, "%s (rule, a gap is of severity %s): %s",
              gdct_id(mapping, rule), severity,
              gdct_title(mapping, rule, tool_language()));
  putc('\n', stream);
  if (summary != NULL)
    put_wrapped(stream, 2, 2, "%s", summary);
  put_wrapped(stream, 2, 4, "It asks about each: %s",
              *each != '\0' ? each
              : on_links    ? "link"
                            : "node");
  put_condition(stream, mapping, rule, "where", "Only those where", 2);
  put_having(stream, mapping, rule);
  put_condition(stream, mapping, rule, "basis", "Only links that are", 2);
  put_condition(stream, mapping, rule, "require", "Each must have", 2);
  if (count == 0)
    return;
  put_wrapped(stream, 2, 4, "Each must reach at least %s: %s",
              at_least != NULL ? at_least : "1",
              *reach != '\0' ? reach : "node");
  put_condition(stream, mapping, rule, "reach-where",
                "Counting only those "
                "where",
                2);
  put_wrapped(stream, 2, 4, "In one of these ways, the best first:");
  for (uint32_t i = first; i < first + count; i++)
    put_grade(stream, mapping, (GdctThing){GDCT_GRADE, i});
  put_wrapped(stream, 2, 4,
              "What none of them satisfies is a gap, unless a "
              "waiver accepts it.");
}

static json_t *json_rule(const GdctMapping *mapping, GdctThing rule) {
  uint32_t count, first = gdct_owned(mapping, rule, GDCT_GRADE, &count);
  const char *const none[] = {"title", "summary", "severity", NULL};
  json_t *object = json_object(), *grades = json_array();

  json_object_set_new(object, "rule", json_text(gdct_id(mapping, rule)));
  json_object_set_new(
      object, "severity",
      json_text(gdct_severity_name(gdct_rule_severity(mapping, rule.index))));
  json_object_set_new(object, "title",
                      json_text(gdct_title(mapping, rule, tool_language())));
  json_object_set_new(
      object, "summary",
      json_text(gdct_text(mapping, rule, "summary", tool_language())));
  json_object_update_new(object,
                         json_attributes(mapping, rule, tool_language(), none));
  for (uint32_t i = first; i < first + count; i++) {
    GdctThing grade = {GDCT_GRADE, i};
    const char *const skip[] = {NULL};
    json_t *entry = json_object();
    g_autofree char *words =
        path_words(mapping, gdct_get(mapping, grade, "path"));
    json_object_set_new(entry, "id", json_text(gdct_id(mapping, grade)));
    json_object_set_new(entry, "words", json_text(words));
    json_object_update_new(
        entry, json_attributes(mapping, grade, tool_language(), skip));
    json_array_append_new(grades, entry);
  }
  json_object_set_new(object, "grades", grades);
  return object;
}

/* ---- the list ---- */

static json_t *json_list(const Tool *tool) {
  json_t *document = json_object(), *list = json_array(), *rules = json_array();
  size_t n;
  const GdctCode *codes = gdct_codes(&n);

  for (size_t i = 0; i < n; i++)
    json_array_append_new(list, json_code(&codes[i]));
  for (uint32_t i = 0;
       tool->graph != NULL && i < gdct_count(tool->mapping, GDCT_RULE); i++)
    json_array_append_new(rules,
                          json_rule(tool->mapping, (GdctThing){GDCT_RULE, i}));
  json_object_set_new(document, "codes", list);
  json_object_set_new(document, "rules", rules);
  return document;
}

static void put_list(FILE *stream, const Tool *tool) {
  size_t n;
  const GdctCode *codes = gdct_codes(&n);

  fputs("Finding codes\n", stream);
  for (size_t i = 0; i < n; i++)
    put_wrapped(stream, 2, 6, "%s (%s): %s", codes[i].code,
                gdct_severity_name(codes[i].severity), codes[i].summary);
  if (tool->graph == NULL) {
    fputs("\nThe mapping has errors, so its rules are not listed.\n", stream);
    return;
  }
  if (gdct_count(tool->mapping, GDCT_RULE) > 0)
    fputs("\nRules of the mapping\n", stream);
  for (uint32_t i = 0; i < gdct_count(tool->mapping, GDCT_RULE); i++)
    put_wrapped(
        stream, 2, 6, "%s (%s): %s", rule_id(tool, i),
        gdct_severity_name(gdct_rule_severity(tool->mapping, i)),
        gdct_title(tool->mapping, (GdctThing){GDCT_RULE, i}, tool_language()));
}

/* ---- the command ---- */

/* Complains that there is nothing of this name. */
static int refuse(const Tool *tool, const char *word) {
  size_t n;
  const GdctCode *codes = gdct_codes(&n);
  char *hint;
  int status;

  for (size_t i = 0; i < n; i++)
    if (tool_is_near(word, codes[i].code))
      return tool_usage("--explain: no finding code or rule '%s'; did you mean "
                        "'%s'?",
                        word, codes[i].code);
  if (tool->graph == NULL)
    return tool_usage("--explain: no finding code '%s'; rules cannot be "
                      "explained, as the mapping has errors",
                      word);
  gdct_find_or_hint(tool->mapping, GDCT_RULE, word, &hint);
  status = tool_usage("--explain: no finding code or rule '%s'%s", word,
                      *hint != '\0' ? hint : "; 'list' lists them");
  free(hint);
  return status;
}

/* What is to be explained. */
typedef struct {
  const Tool *tool;
  const GdctCode *code; /* NULL: not a code */
  uint32_t rule;        /* GDCT_NONE: not a rule, so the list */
} Subject;

/* Prints it in the format that was asked for. */
static int put_subject(const Subject *about) {
  GdctThing rule = {GDCT_RULE, about->rule};
  Output output;

  if (!output_open(&output, arg_output))
    return EXIT_IO;
  if (tool_wants_json())
    put_json(output.stream, about->code != NULL ? json_code(about->code)
                            : about->rule != GDCT_NONE
                                ? json_rule(about->tool->mapping, rule)
                                : json_list(about->tool));
  else if (about->code != NULL)
    put_code(output.stream, about->code);
  else if (about->rule != GDCT_NONE)
    put_rule(output.stream, about->tool, rule);
  else
    put_list(output.stream, about->tool);
  return output_close(&output, true);
}

int explain(const char *word) {
  Tool tool = {NULL, NULL, NULL};
  Subject about = {&tool, gdct_code_find(word), GDCT_NONE};
  int status;

  if (!tool_text_or_json(&status))
    return status;
  if (about.code != NULL) /* which no mapping can change */
    return put_subject(&about);
  status = tool_load_quietly(&tool);
  if (status == EXIT_FINE)
    about.rule = gdct_find(tool.mapping, GDCT_RULE, word);
  if (status != EXIT_USAGE)
    status = about.rule == GDCT_NONE && strcmp(word, "list") != 0
                 ? refuse(&tool, word)
                 : put_subject(&about);
  tool_clear(&tool);
  return status;
}
