/* SPDX-License-Identifier: Apache-2.0 */
/* JSON (RFC 8259): the whole mapping with the keys of the YAML, one record a
 * line, so that two exports can be compared line by line. Being YAML as well,
 * it loads as a mapping file.
 *
 * Texts by language are objects, lists are arrays, lists of records are there
 * even if they are empty; numbers and yes or no are what they are. */
#include "write/writers.h"

#include "model/mapping.h"
#include "model/shape.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const GdctMapping *mapping;
  GdctSink sink;
  void *data;
  bool failed; /* the sink wants no more */
} Json;

/* ---- values ---- */

/* A number that was loaded has at most 15 digits: a double holds it, and an
 * integer too unless it has a point. */
static json_t *scalar(uint32_t type, const char *text) {
  switch (type) {
  case GDCT_VALUE_INTEGER:
  case GDCT_VALUE_DECIMAL:
  case GDCT_VALUE_FRACTION:
    return strchr(text, '.') == NULL
               ? json_integer(g_ascii_strtoll(text, NULL, 10))
               : json_real(g_ascii_strtod(text, NULL));
  case GDCT_VALUE_YES_NO:
    return json_boolean(gdct_is_yes(text));
  default:
    return json_string(text);
  }
}

/* The member @key of @object, made by @make if it is not there yet. */
static json_t *member(json_t *object, const char *key, json_t *make(void)) {
  json_t *found = json_object_get(object, key);

  if (found == NULL) {
    found = make();
    json_object_set_new(object, key, found);
  }
  return found;
}

static void put_value(const Json *json, json_t *object, GdctThing thing,
                      const GdctValue *value) {
  bool list;
  uint32_t type = gdct_key_type(json->mapping, thing, value->key, &list);
  json_t *text = scalar(type, value->text);

  if (*value->language != '\0')
    json_object_set_new(member(object, value->key, json_object),
                        value->language, text);
  else if (list)
    json_array_append_new(member(object, value->key, json_array), text);
  else
    json_object_set_new(object, value->key, text);
}

/* ---- things ---- */

static void put_id(const Json *json, json_t *object, const char *key,
                   GdctThing thing) {
  json_object_set_new(object, key, json_string(gdct_id(json->mapping, thing)));
}

static void put_text(json_t *object, const char *key, const char *text) {
  if (*text != '\0')
    json_object_set_new(object, key, json_string(text));
}

static json_t *evidence(const Json *json, GdctThing thing) {
  json_t *pieces = json_array();

  for (uint32_t i = 0; i < gdct_evidence_count(json->mapping, thing); i++) {
    GdctEvidence piece = gdct_evidence(json->mapping, thing, i);
    json_t *object = json_object();
    if (piece.source != GDCT_NONE)
      put_id(json, object, "source", (GdctThing){GDCT_SOURCE, piece.source});
    put_text(object, "locator", piece.locator);
    put_text(object, "quote", piece.quote);
    json_array_append_new(pieces, object);
  }
  return pieces;
}

/* What the reader keeps apart from the values. */
static void put_own(const Json *json, json_t *object, GdctThing thing) {
  if (thing.type == GDCT_LINK) {
    GdctLinkEnds ends = gdct_link(json->mapping, thing.index);
    put_id(json, object, "from", (GdctThing){GDCT_NODE, ends.from});
    put_id(json, object, "relation", (GdctThing){GDCT_RELATION, ends.relation});
    put_id(json, object, "to", (GdctThing){GDCT_NODE, ends.to});
    put_text(object, "basis", gdct_basis_name(ends.basis));
    return;
  }
  for (const GdctField *field = gdct_shape_of(thing.type)->fields;
       field->key != NULL; field++)
    if (field->type == GDCT_VALUE_ID)
      put_id(json, object, field->key, thing);
}

static json_t *record(const Json *json, GdctThing thing) {
  json_t *object = json_object();
  uint32_t child, count = gdct_value_count(json->mapping, thing);

  put_own(json, object, thing);
  for (uint32_t i = 0; i < count; i++) {
    GdctValue value = gdct_value(json->mapping, thing, i);
    put_value(json, object, thing, &value);
  }
  for (const GdctField *field = gdct_shape_of(thing.type)->fields;
       field->key != NULL; field++) {
    switch (field->type) {
    case GDCT_VALUE_EVIDENCE:
      json_object_set_new(object, field->key, evidence(json, thing));
      break;
    case GDCT_VALUE_RECORD:
      child = gdct_owned(json->mapping, thing, field->shape->type, &count);
      if (count > 0)
        json_object_set_new(
            object, field->key,
            record(json, (GdctThing){field->shape->type, child}));
      break;
    case GDCT_VALUE_RECORDS:
      child = gdct_owned(json->mapping, thing, field->shape->type, &count);
      json_object_set_new(object, field->key, json_array());
      for (; count > 0; count--)
        json_array_append_new(
            json_object_get(object, field->key),
            record(json, (GdctThing){field->shape->type, child++}));
      break;
    default:
      break;
    }
  }
  return object;
}

/* ---- the document ---- */

static void put(Json *json, const char *text) {
  json->failed = json->failed || !json->sink(text, strlen(text), json->data);
}

/* "key": [ one record a line ] */
static void put_list(Json *json, const char *key, GdctType type, bool last) {
  uint32_t count = gdct_count(json->mapping, type);

  put(json, "\"");
  put(json, key);
  put(json, "\": [");
  for (uint32_t i = 0; i < count && !json->failed; i++) {
    json_t *object = record(json, (GdctThing){type, i});
    char *text = json_dumps(object, JSON_REAL_PRECISION(15));
    put(json, i == 0 ? "\n" : ",\n");
    put(json, text);
    free(text);
    json_decref(object);
  }
  put(json, count > 0 ? "\n]" : "]");
  put(json, last ? "\n" : ",\n");
}

static bool write_json(const GdctGraph *graph, const GdctWriteOptions *options,
                       GdctSink sink, void *data) {
  Json json = {gdct_graph_mapping(graph), sink, data, false};

  (void)options;
  put(&json, "{\n\"gdctrace\": 1,\n\"model\": {\n");
  put_list(&json, "frameworks", GDCT_FRAMEWORK, false);
  put_list(&json, "kinds", GDCT_KIND, false);
  put_list(&json, "relations", GDCT_RELATION, false);
  put_list(&json, "paths", GDCT_PATH, true);
  put(&json, "},\n");
  put_list(&json, "sources", GDCT_SOURCE, false);
  put_list(&json, "nodes", GDCT_NODE, false);
  put_list(&json, "links", GDCT_LINK, false);
  put_list(&json, "rules", GDCT_RULE, false);
  put_list(&json, "views", GDCT_VIEW, false);
  put_list(&json, "waivers", GDCT_WAIVER, false);
  put_list(&json, "reviews", GDCT_REVIEW, true);
  put(&json, "}\n");
  return !json.failed;
}

const GdctWriter gdct_writer_json = {
    .name = "json",
    .extension = ".json",
    .media_type = "application/json",
    .summary = "JSON, the whole mapping with the keys of its files",
    .write = write_json,
};
