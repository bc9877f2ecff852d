/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON Schema (draft 2020-12) of mapping files, for editors: the tables of
 * model/shape.c as they are, and what the model of a mapping adds to them: the
 * kinds and their attributes, the relations and theirs.
 * https://json-schema.org/draft/2020-12/json-schema-core
 *
 * An editor's YAML reader gives scalars a type, ours reads text: so where text
 * may stand the schema also takes the booleans and numbers that YAML makes of
 * yes, 2024 and 1.10; and where nothing may stand, null, which is an empty
 * value. What the schema refuses gdctrace refuses too; the converse is not
 * promised: ids of nodes, paths and filters are not looked into.
 *
 * A kind's keys stand in a definition of their own, chosen by "if": older
 * editors know no unevaluatedProperties. */
#include "model/mapping.h"
#include "model/shape.h"

#include <gdctrace/write.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define DATE "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
#define ID "^[A-Za-z0-9][A-Za-z0-9._-]*$"
#define LANGUAGE "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"

typedef struct {
  const GdctMapping *mapping;
  const char *language; /* of titles and descriptions */
  json_t *definitions;
} Schema;

/* ---- small parts ---- */

static void set_text(json_t *object, const char *key, const char *text) {
  if (text != NULL && *text != '\0')
    json_object_set_new(object, key, json_string(text));
}

/* {"$ref": "#/$defs/NAME"} */
static json_t *reference(const char *name) {
  return json_pack("{s:s+}", "$ref", "#/$defs/", name);
}

/* {"$ref": "#/$defs/PREFIX-ID"} */
static json_t *reference_to(const char *prefix, const char *id) {
  g_autofree char *name = g_strconcat(prefix, "-", id, NULL);

  return reference(name);
}

static json_t *any_of(json_t *first, json_t *second) {
  return json_pack("{s:[o,o]}", "anyOf", first, second);
}

/* A scalar of which YAML may have made what it likes; strings must match. */
static json_t *scalar(const char *pattern) {
  json_t *schema =
      json_pack("{s:[s,s,s]}", "type", "string", "number", "boolean");

  set_text(schema, "pattern", pattern);
  return schema;
}

/* Adds a value to an enumeration, and what an editor may read in its place. */
static void add_choice(json_t *values, const char *text) {
  static const char *const yes[] = {"yes", "on", "true", "y", NULL};
  static const char *const no[] = {"no", "off", "false", "n", NULL};
  g_autofree char *lower = g_ascii_strdown(text, -1);
  char *end;
  double number = g_ascii_strtod(text, &end);

  json_array_append_new(values, json_string(text));
  if (g_strv_contains(yes, lower))
    json_array_append_new(values, json_true());
  else if (g_strv_contains(no, lower))
    json_array_append_new(values, json_false());
  else if (*text != '\0' && *end == '\0' && strpbrk(text, "xXnN") == NULL)
    json_array_append_new(values, strchr(text, '.') == NULL
                                      ? json_integer((json_int_t)number)
                                      : json_real(number));
}

static json_t *choice(const char *const *texts) {
  json_t *values = json_array();

  for (size_t i = 0; texts[i] != NULL; i++)
    add_choice(values, texts[i]);
  return json_pack("{s:o}", "enum", values);
}

/* The ids of all things of a type; relations with their inverse names. Where
 * the model declares none, any id. */
static json_t *declared(const Schema *schema, GdctType type) {
  json_t *values = json_array(), *titles = json_array();
  uint32_t count = gdct_count(schema->mapping, type);

  for (uint32_t i = 0; i < count; i++) {
    GdctThing thing = {type, i};
    const char *inverse = type == GDCT_RELATION
                              ? gdct_get(schema->mapping, thing, "inverse")
                              : NULL;
    const char *title = gdct_title(schema->mapping, thing, schema->language);
    json_array_append_new(values, json_string(gdct_id(schema->mapping, thing)));
    json_array_append_new(titles, json_string(title));
    if (inverse == NULL)
      continue;
    title =
        gdct_text(schema->mapping, thing, "inverse-title", schema->language);
    json_array_append_new(values, json_string(inverse));
    json_array_append_new(titles, json_string(title != NULL ? title : inverse));
  }
  if (json_array_size(values) > 0)
    return json_pack("{s:o,s:o}", "enum", values, "enumDescriptions", titles);
  json_decref(values);
  json_decref(titles);
  return reference("id");
}

/* Allows nothing to stand where something may. */
static json_t *or_nothing(json_t *schema) {
  return any_of(schema, json_pack("{s:s}", "type", "null"));
}

/* ---- values ---- */

/* What one value of a type may be. @declaring: in the model itself, which may
 * say new names. */
static json_t *value(const Schema *schema, GdctValueType type,
                     const char *const *choices, bool declaring) {
  switch (type) {
  case GDCT_VALUE_TEXT:
    return reference("text");
  case GDCT_VALUE_ID:
  case GDCT_VALUE_NODE:
  case GDCT_VALUE_RULE:
    return reference("id");
  case GDCT_VALUE_DATE:
    return reference("date");
  case GDCT_VALUE_INTERVAL:
    return reference("interval");
  case GDCT_VALUE_INTEGER:
    return reference("integer");
  case GDCT_VALUE_DECIMAL:
    return reference("decimal");
  case GDCT_VALUE_FRACTION:
    return reference("fraction");
  case GDCT_VALUE_URI:
    return reference("uri");
  case GDCT_VALUE_COLOR:
    return json_pack("{s:s,s:s}", "type", "string", "pattern",
                     "^#[0-9A-Fa-f]{6}$");
  case GDCT_VALUE_YES_NO:
    return reference("yes-or-no");
  case GDCT_VALUE_CHOICE:
    return choice(choices);
  case GDCT_VALUE_LANGUAGE:
    return json_pack("{s:[s,s],s:s}", "type", "string", "boolean", "pattern",
                     LANGUAGE);
  case GDCT_VALUE_FRAMEWORK:
    return declaring ? reference("id") : declared(schema, GDCT_FRAMEWORK);
  case GDCT_VALUE_KIND:
    return declaring ? reference("id") : declared(schema, GDCT_KIND);
  case GDCT_VALUE_RELATION:
    return declared(schema, GDCT_RELATION);
  case GDCT_VALUE_KIND_OR_RELATION:
    return any_of(declared(schema, GDCT_KIND), declared(schema, GDCT_RELATION));
  case GDCT_VALUE_VERSION:
    return json_pack("{s:[i,s]}", "enum", 1, "1");
  default: /* strings, paths, filters, names of files, citations */
    return scalar(NULL);
  }
}

/* Takes the schema; both parts hold it. */
static json_t *one_or_many(json_t *schema) {
  json_t *list = json_pack("{s:s,s:O}", "type", "array", "items", schema);

  return any_of(schema, list);
}

/* The name of a shape's definition: "a link of a view" is "link-of-a-view". */
static char *shape_name(const GdctShape *shape) {
  const char *space = g_str_has_prefix(shape->name, "a ")    ? shape->name + 2
                      : g_str_has_prefix(shape->name, "an ") ? shape->name + 3
                                                             : shape->name;

  return g_strdelimit(
      g_strdup(shape == &gdct_statement_shape ? "statement" : space), " ", '-');
}

static json_t *define_shape(Schema *schema, const GdctShape *shape);

static json_t *shape_reference(Schema *schema, const GdctShape *shape) {
  g_autofree char *name = shape_name(shape);

  if (json_object_get(schema->definitions, name) == NULL) {
    json_object_set_new(schema->definitions, name, json_null()); /* its place */
    json_object_set_new(schema->definitions, name, define_shape(schema, shape));
  }
  return reference(name);
}

static json_t *list_of(json_t *items) {
  return json_pack("{s:s,s:o}", "type", "array", "items", items);
}

static bool is_declaring(const GdctShape *shape) {
  return shape->type == GDCT_FRAMEWORK || shape->type == GDCT_KIND ||
         shape->type == GDCT_RELATION || shape->type == GDCT_ATTRIBUTE;
}

/* What one row of a shape admits. */
static json_t *field_value(Schema *schema, const GdctShape *shape,
                           const GdctField *field) {
  switch (field->type) {
  case GDCT_VALUE_EVIDENCE:
    return list_of(shape_reference(schema, &gdct_evidence_shape));
  case GDCT_VALUE_RECORD:
    return shape_reference(schema, field->shape);
  case GDCT_VALUE_RECORDS:
    return list_of(shape_reference(schema, field->shape));
  case GDCT_VALUE_LINKS:
    return json_pack("{s:s}", "type", "object"); /* each kind says more */
  case GDCT_VALUE_TARGETS:
    return one_or_many(
        any_of(reference("id"), shape_reference(schema, field->shape)));
  default: {
    json_t *one =
        value(schema, field->type, field->choices, is_declaring(shape));
    bool many =
        (field->flags & GDCT_MANY) != 0 || field->type == GDCT_VALUE_INCLUDE;
    return many ? one_or_many(one) : one;
  }
  }
}

/* ---- what the model adds ---- */

/* The values of one attribute that a kind or a relation declares. */
static json_t *attribute(const Schema *schema, uint32_t index) {
  GdctThing declared_one = {GDCT_ATTRIBUTE, index};
  GdctValueType type =
      (GdctValueType)gdct_attribute_type(schema->mapping, index);
  json_t *one, *property;

  if (type == GDCT_VALUE_CHOICE) {
    json_t *values = json_array();
    for (uint32_t i = 0; i < gdct_value_count(schema->mapping, declared_one);
         i++) {
      GdctValue allowed = gdct_value(schema->mapping, declared_one, i);
      if (strcmp(allowed.key, "values") == 0)
        add_choice(values, allowed.text);
    }
    one = json_pack("{s:o}", "enum", values);
  } else {
    one = value(schema, type, NULL, false);
  }
  if (gdct_says_yes(schema->mapping, declared_one, "many")) {
    one = one_or_many(one);
  }
  property = or_nothing(one);
  set_text(property, "title",
           gdct_text(schema->mapping, declared_one, "title", schema->language));
  return property;
}

/* {KEY: true, ...}: all keys of a shape, whose values are judged elsewhere, and
 * the attributes of @declarer. */
static json_t *all_keys(const Schema *schema, const GdctShape *shape,
                        GdctThing declarer) {
  json_t *properties = json_object();
  uint32_t n, first = gdct_owned(schema->mapping, declarer, GDCT_ATTRIBUTE, &n);

  for (const GdctField *field = shape->fields; field->key != NULL; field++)
    json_object_set_new(properties, field->key, json_true());
  for (uint32_t i = first; i < first + n; i++)
    json_object_set_new(
        properties, gdct_id(schema->mapping, (GdctThing){GDCT_ATTRIBUTE, i}),
        attribute(schema, i));
  return properties;
}

/* A map with these keys and no others. */
static json_t *closed_map(json_t *properties) {
  return json_pack("{s:s,s:o,s:b}", "type", "object", "properties", properties,
                   "additionalProperties", 0);
}

/* Whether a relation's list of kinds, "from" or "to", has this one. */
static bool joins(const Schema *schema, GdctThing relation, const char *key,
                  const char *kind) {
  for (uint32_t i = 0; i < gdct_value_count(schema->mapping, relation); i++) {
    GdctValue value_of = gdct_value(schema->mapping, relation, i);
    if (strcmp(value_of.key, key) == 0 && strcmp(value_of.text, kind) == 0)
      return true;
  }
  return false;
}

/* One relation as a key under the links of a node. */
static json_t *relation_key(const Schema *schema, GdctThing relation,
                            bool inverse) {
  json_t *key = reference_to("targets", gdct_id(schema->mapping, relation));
  const char *title =
      gdct_text(schema->mapping, relation, inverse ? "inverse-title" : "title",
                schema->language);

  set_text(key, "title", title);
  set_text(key, "description",
           gdct_text(schema->mapping, relation, "summary", schema->language));
  return key;
}

/* The relations that begin or, by their inverse names, end at a kind. */
static json_t *links_of_kind(const Schema *schema, const char *kind) {
  json_t *properties = json_object();

  for (uint32_t i = 0; i < gdct_count(schema->mapping, GDCT_RELATION); i++) {
    GdctThing relation = {GDCT_RELATION, i};
    const char *inverse = gdct_get(schema->mapping, relation, "inverse");
    if (joins(schema, relation, "from", kind))
      json_object_set_new(properties, gdct_id(schema->mapping, relation),
                          relation_key(schema, relation, false));
    if (inverse != NULL && joins(schema, relation, "to", kind))
      json_object_set_new(properties, inverse,
                          relation_key(schema, relation, true));
  }
  return or_nothing(closed_map(properties));
}

/* Adds {if: {KEY: NAMES}, then: DEFINITION} to @schema's conditions. */
static void add_condition(json_t *conditions, const char *key, json_t *names,
                          json_t *then) {
  json_array_append_new(
      conditions, json_pack("{s:{s:{s:{s:o}},s:[s]},s:o}", "if", "properties",
                            key, "enum", names, "required", key, "then", then));
}

/* What each kind of node may say. */
static json_t *kind_conditions(Schema *schema, const GdctShape *shape) {
  json_t *conditions = json_array();

  for (uint32_t i = 0; i < gdct_count(schema->mapping, GDCT_KIND); i++) {
    GdctThing kind = {GDCT_KIND, i};
    const char *id = gdct_id(schema->mapping, kind);
    g_autofree char *name = g_strconcat("node-", id, NULL);
    json_t *properties = all_keys(schema, shape, kind), *node;
    for (const GdctField *field = shape->fields; field->key != NULL; field++)
      if (field->type == GDCT_VALUE_LINKS)
        json_object_set_new(properties, field->key, links_of_kind(schema, id));
    node = closed_map(properties);
    set_text(node, "title",
             gdct_title(schema->mapping, kind, schema->language));
    set_text(node, "description",
             gdct_text(schema->mapping, kind, "summary", schema->language));
    json_object_set_new(schema->definitions, name, node);
    add_condition(conditions, "kind", json_pack("[s]", id), reference(name));
  }
  return conditions;
}

/* The targets of each relation, with what its links may say, and the same for
 * links that stand in a list of their own. */
static json_t *relation_conditions(Schema *schema, const GdctShape *shape) {
  const GdctShape *target = gdct_shape_of(GDCT_LINK);
  json_t *conditions = json_array();

  for (uint32_t i = 0; i < gdct_count(schema->mapping, GDCT_RELATION); i++) {
    GdctThing relation = {GDCT_RELATION, i};
    const char *id = gdct_id(schema->mapping, relation);
    const char *inverse = gdct_get(schema->mapping, relation, "inverse");
    g_autofree char *name = g_strconcat("targets-", id, NULL);
    g_autofree char *own = g_strconcat("statement-", id, NULL);
    json_t *names = json_pack("[s]", id);
    json_t *one =
        json_pack("{s:[o,o]}", "allOf", shape_reference(schema, target),
                  closed_map(all_keys(schema, target, relation)));
    json_t *properties = all_keys(schema, shape, relation);
    one = any_of(reference("id"), one);
    json_object_set_new(schema->definitions, name,
                        or_nothing(one_or_many(one)));
    for (const GdctField *field = shape->fields; field->key != NULL; field++)
      if (field->type == GDCT_VALUE_TARGETS)
        json_object_set_new(properties, field->key, reference(name));
    json_object_set_new(schema->definitions, own, closed_map(properties));
    if (inverse != NULL)
      json_array_append_new(names, json_string(inverse));
    add_condition(conditions, "relation", names, reference(own));
  }
  return conditions;
}

/* ---- shapes ---- */

static json_t *define_shape(Schema *schema, const GdctShape *shape) {
  json_t *properties = json_object(), *required = json_array();
  json_t *object = json_object(), *conditions = NULL;

  json_object_set_new(object, "title", json_string(shape->name));
  json_object_set_new(object, "type", json_string("object"));
  for (const GdctField *field = shape->fields; field->key != NULL; field++) {
    json_t *property = field_value(schema, shape, field);
    if (field->flags & GDCT_REQUIRED)
      json_array_append_new(required, json_string(field->key));
    else
      property = or_nothing(property);
    set_text(property, "description", field->summary);
    json_object_set_new(properties, field->key, property);
  }
  json_object_set_new(object, "properties", properties);
  if (json_array_size(required) > 0)
    json_object_set(object, "required", required);
  json_decref(required);
  if (!shape->open)
    json_object_set_new(object, "additionalProperties", json_false());
  if (shape->type == GDCT_NODE)
    conditions = kind_conditions(schema, shape);
  else if (shape == &gdct_statement_shape)
    conditions = relation_conditions(schema, shape);
  if (conditions != NULL && json_array_size(conditions) > 0)
    json_object_set(object, "allOf", conditions);
  json_decref(conditions);
  return object;
}

/* The types of values that stand in many places. */
static void define_values(json_t *definitions) {
  json_t *languages = json_pack(
      "{s:s,s:{s:o},s:b,s:i}", "type", "object", "patternProperties", LANGUAGE,
      or_nothing(scalar(NULL)), "additionalProperties", 0, "minProperties", 1);

  json_object_set_new(definitions, "text", any_of(scalar(NULL), languages));
  json_object_set_new(definitions, "id",
                      json_pack("{s:[s,s,s],s:s,s:i}", "type", "string",
                                "number", "boolean", "pattern", ID, "maxLength",
                                255));
  json_object_set_new(definitions, "date",
                      json_pack("{s:[s,s],s:s,s:i,s:i}", "type", "string",
                                "integer", "pattern", "^" DATE "$", "minimum",
                                1, "maximum", 9999));
  json_object_set_new(definitions, "interval",
                      json_pack("{s:[s,s],s:s,s:i,s:i}", "type", "string",
                                "integer", "pattern", "^" DATE "(/" DATE ")?$",
                                "minimum", 1, "maximum", 9999));
  json_object_set_new(definitions, "integer",
                      json_pack("{s:[s,s],s:s}", "type", "string", "integer",
                                "pattern", "^[+-]?[0-9]{1,15}$"));
  json_object_set_new(definitions, "decimal",
                      json_pack("{s:[s,s],s:s}", "type", "string", "number",
                                "pattern",
                                "^[+-]?[0-9]{1,15}(\\.[0-9]{1,15})?$"));
  json_object_set_new(definitions, "fraction",
                      json_pack("{s:[s,s],s:s,s:i,s:i}", "type", "string",
                                "number", "pattern",
                                "^[+-]?(0+(\\.[0-9]+)?|0*1(\\.0+)?)$",
                                "minimum", 0, "maximum", 1));
  json_object_set_new(
      definitions, "uri",
      json_pack("{s:s,s:s}", "type", "string", "pattern",
                "^[A-Za-z][A-Za-z0-9+.-]*:[^ \\t\\r\\n\"<>\\\\^`{}|]+$"));
  json_object_set_new(
      definitions, "yes-or-no",
      json_pack(
          "{s:[s,s],s:s}", "type", "boolean", "string", "pattern",
          "^([Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|[Tt][Rr][Uu][Ee]|"
          "[Ff][Aa][Ll][Ss][Ee])$"));
}

bool gdct_schema_write(const GdctMapping *mapping, const char *language,
                       GdctSink sink, void *data) {
  Schema schema = {mapping, language, json_object()};
  json_t *document = json_object(), *file;
  bool good;
  char *text;

  define_values(schema.definitions);
  file = define_shape(&schema, &gdct_file_shape);
  json_object_set_new(
      document, "$schema",
      json_string("https://json-schema.org/draft/2020-12/schema"));
  json_object_set_new(document, "$comment",
                      json_string("Written by 'gdctrace schema' from the model "
                                  "of a mapping; do not edit."));
  json_object_update_new(document, file);
  json_object_set_new(document, "title", json_string("gdctrace mapping file"));
  json_object_set_new(document, "$defs", schema.definitions);
  text = json_dumps(document, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
  good = sink(text, strlen(text), data) && sink("\n", 1, data);
  free(text);
  json_decref(document);
  return good;
}
