/* SPDX-License-Identifier: Apache-2.0 */
/* A comparison as JSON. */
#include "chains.h"
#include "diff.h"

#include <string.h>

static json_t *json_maybe(const char *text) {
  return text != NULL ? json_text(text) : json_null();
}

static json_t *json_side(const Comparison *comparison, int side) {
  const GdctMapping *mapping = comparison->sides[side];
  g_autofree char *name = g_utf8_make_valid(comparison->names[side], -1);
  json_t *object = json_object();

  json_object_set_new(object, "name", json_text(name));
  json_object_set_new(object, "files",
                      json_integer(gdct_mapping_files(mapping)));
  json_object_set_new(object, "nodes",
                      json_integer(gdct_count(mapping, GDCT_NODE)));
  json_object_set_new(object, "links",
                      json_integer(gdct_count(mapping, GDCT_LINK)));
  json_object_set_new(object, "sources",
                      json_integer(gdct_count(mapping, GDCT_SOURCE)));
  return object;
}

/* ---- things ---- */

/* What names a thing: an id, or the facts that tell it from others. */
static json_t *json_identity(const Comparison *comparison, int side,
                             GdctThing thing) {
  static const char *const keys[] = {"rule", "node", "from", "relation",
                                     "to",   "by",   NULL};
  const GdctMapping *mapping = comparison->sides[side];
  json_t *object = json_object();

  if (thing.type == GDCT_LINK) {
    GdctLinkEnds ends = gdct_link(mapping, thing.index);
    json_object_set_new(object, "from", json_text(node_id(mapping, ends.from)));
    json_object_set_new(
        object, "relation",
        json_text(gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation})));
    json_object_set_new(object, "to", json_text(node_id(mapping, ends.to)));
  } else if (thing.type == GDCT_WAIVER || thing.type == GDCT_REVIEW) {
    for (size_t i = 0; keys[i] != NULL; i++) {
      const char *value = gdct_get(mapping, thing, keys[i]);
      if (value != NULL)
        json_object_set_new(object, keys[i], json_text(value));
    }
  } else {
    json_object_set_new(object, "id", json_text(gdct_id(mapping, thing)));
  }
  return object;
}

static json_t *json_changes(const GdctDifference *one) {
  json_t *list = json_array();

  for (uint32_t i = 0; i < one->n_changes; i++) {
    const GdctChange *change = &one->changes[i];
    json_t *object = json_object();
    json_object_set_new(object, "key", json_text(change->key));
    if (*change->language != '\0')
      json_object_set_new(object, "language", json_text(change->language));
    json_object_set_new(object, "old", json_maybe(change->before));
    json_object_set_new(object, "new", json_maybe(change->after));
    json_array_append_new(list, object);
  }
  return list;
}

static json_t *json_difference(const Comparison *comparison, GdctDiffSort sort,
                               const GdctDifference *one) {
  int side = diff_side(one);
  GdctThing thing = side == 0 ? one->before : one->after;
  const GdctMapping *mapping = comparison->sides[side];
  json_t *object;

  if (sort == GDCT_DIFF_RENAMED) {
    object = json_object();
    json_object_set_new(object, "from", json_text(one->name));
    json_object_set_new(object, "to", json_text(gdct_id(mapping, thing)));
    json_object_set_new(object, "why", json_text(one->why));
  } else {
    object = json_identity(comparison, side, thing);
  }
  if (thing.type == GDCT_NODE)
    json_object_set_new(
        object, "kind",
        json_text(gdct_id(
            mapping,
            (GdctThing){GDCT_KIND, gdct_node_kind(mapping, thing.index)})));
  if (thing.type == GDCT_LINK)
    json_object_set_new(
        object, "basis",
        json_text(gdct_basis_name(gdct_link(mapping, thing.index).basis)));
  if (thing.type != GDCT_LINK && *diff_title(comparison, side, thing) != '\0')
    json_object_set_new(object, "title",
                        json_text(diff_title(comparison, side, thing)));
  if (sort == GDCT_DIFF_CHANGED || sort == GDCT_DIFF_RENAMED)
    json_object_set_new(object, "changes", json_changes(one));
  return object;
}

static json_t *json_of_type(const Comparison *comparison, GdctType type) {
  json_t *object = json_object();

  for (int sort = GDCT_DIFF_SORTS - 1; sort >= 0; sort--) {
    uint32_t count;
    const GdctDifference *list =
        gdct_diff_list(comparison->diff, type, (GdctDiffSort)sort, &count);
    json_t *members = json_array();
    for (uint32_t i = 0; i < count; i++)
      json_array_append_new(
          members, json_difference(comparison, (GdctDiffSort)sort, &list[i]));
    json_object_set_new(object, diff_words[sort], members);
  }
  return object;
}

/* ---- rules ---- */

static json_t *json_counts(uint32_t rule, const uint32_t counts[GDCT_RESULTS]) {
  json_t *object;

  if (rule == GDCT_NONE)
    return json_null();
  object = json_object();
  json_object_set_new(object, "covered", json_integer(counts[GDCT_COVERED]));
  json_object_set_new(object, "partial", json_integer(counts[GDCT_PARTIAL]));
  json_object_set_new(object, "gaps", json_integer(counts[GDCT_GAP]));
  json_object_set_new(object, "waived", json_integer(counts[GDCT_WAIVED]));
  return object;
}

static json_t *json_result(const GdctMapping *mapping,
                           const GdctRuleResult *result) {
  json_t *object;

  if (result->thing.index == GDCT_NONE)
    return json_null();
  object = json_object();
  json_object_set_new(object, "result",
                      json_text(gdct_result_name(result->result)));
  json_object_set_new(
      object, "grade",
      result->grade == GDCT_NONE
          ? json_null()
          : json_text(
                gdct_id(mapping, (GdctThing){GDCT_GRADE, result->grade})));
  json_object_set_new(object, "reached", json_integer(result->reached));
  return object;
}

static json_t *json_effects(const Comparison *comparison,
                            const GdctRuleDiff *rule, GdctEffectSort sort) {
  json_t *list = json_array();

  for (uint32_t i = 0; i < rule->n_effects; i++) {
    const GdctEffect *effect = &rule->effects[i];
    int side = effect->after.thing.index == GDCT_NONE ? 0 : 1;
    GdctThing thing = side == 0 ? effect->before.thing : effect->after.thing;
    json_t *object;
    if (effect->sort != sort)
      continue;
    object = json_object();
    json_object_set_new(object, "node", json_text(effect->name));
    json_object_set_new(object, "title",
                        json_text(diff_title(comparison, side, thing)));
    json_object_set_new(object, "old",
                        json_result(comparison->sides[0], &effect->before));
    json_object_set_new(object, "new",
                        json_result(comparison->sides[1], &effect->after));
    json_array_append_new(list, object);
  }
  return list;
}

static json_t *json_rule(const Comparison *comparison,
                         const GdctRuleDiff *rule) {
  int side = rule->after == GDCT_NONE ? 0 : 1;
  GdctThing thing = {GDCT_RULE, side == 0 ? rule->before : rule->after};
  const GdctMapping *mapping = comparison->sides[side];
  json_t *object = json_object();

  json_object_set_new(object, "id", json_text(gdct_id(mapping, thing)));
  json_object_set_new(object, "title",
                      json_text(diff_title(comparison, side, thing)));
  json_object_set_new(
      object, "severity",
      json_text(gdct_severity_name(gdct_rule_severity(mapping, thing.index))));
  json_object_set_new(object, "redefined", json_boolean(rule->redefined));
  json_object_set_new(object, "old",
                      json_counts(rule->before, rule->counts_before));
  json_object_set_new(object, "new",
                      json_counts(rule->after, rule->counts_after));
  json_object_set_new(object, "opened",
                      json_effects(comparison, rule, GDCT_GAP_OPENED));
  json_object_set_new(object, "closed",
                      json_effects(comparison, rule, GDCT_GAP_CLOSED));
  json_object_set_new(object, "regraded",
                      json_effects(comparison, rule, GDCT_REGRADED));
  return object;
}

void put_diff_json(FILE *stream, const Comparison *comparison) {
  json_t *document = json_object(), *model = json_object();
  json_t *coverage = json_array();
  uint32_t count;
  const GdctRuleDiff *rules = gdct_diff_rules(comparison->diff, &count);

  json_object_set_new(document, "same",
                      json_boolean(gdct_diff_is_empty(comparison->diff)));
  json_object_set_new(document, "old", json_side(comparison, 0));
  json_object_set_new(document, "new", json_side(comparison, 1));
  for (uint32_t i = 0; i < count; i++)
    json_array_append_new(coverage, json_rule(comparison, &rules[i]));
  json_object_set_new(document, "rules", coverage);
  json_object_set_new(model, "rules", json_of_type(comparison, GDCT_RULE));
  for (const DiffSection *section = diff_sections; section->one != NULL;
       section++) {
    bool modelled =
        section->type == GDCT_FRAMEWORK || section->type == GDCT_KIND ||
        section->type == GDCT_RELATION || section->type == GDCT_PATH;
    const char *key = section->type == GDCT_PATH ? "paths" : section->many;
    if (section->type != GDCT_RULE)
      json_object_set_new(modelled || section->type == GDCT_VIEW ? model
                                                                 : document,
                          key, json_of_type(comparison, section->type));
  }
  json_object_set_new(document, "model", model);
  put_json(stream, document);
}
