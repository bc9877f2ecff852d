/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of nodes and links that are no keys of the format: attributes that the
 * model declares, or mistakes. */
#include "model/resolve.h"

#include "base/order.h"
#include "model/shape.h"

#include <string.h>

/* Checks the values of one attribute of a thing. */
static void check_attribute(const GdctMapping *mapping, GdctThing thing,
                            uint32_t attribute, const GdctKeyUse *use,
                            GdctPlace place, GdctReport *report) {
  GdctThing declared = {GDCT_ATTRIBUTE, attribute};
  GdctValueType type = gdct_attribute_type(mapping, attribute);
  const char *name = gdct_mapping_symbol(mapping, use->word);
  uint32_t count = 0, languages = 0;

  if (!use->fits) {
    gdct_report_add(report, "wrong-shape", place,
                    "'%s' wants text or a list of texts", name);
    return;
  }
  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    const char *code, *wanted;
    bool good;
    if (strcmp(value.key, name) != 0)
      continue;
    if (*value.language != '\0')
      languages++;
    else
      count++;
    if (type == GDCT_VALUE_CHOICE) {
      GdctSuggestion suggestion;
      gdct_suggestion_init(&suggestion, value.text);
      code = "bad-value";
      good = gdct_get(mapping, declared, "values") == NULL; /* a finding */
      for (uint32_t v = 0; v < gdct_value_count(mapping, declared); v++) {
        GdctValue allowed = gdct_value(mapping, declared, v);
        if (strcmp(allowed.key, "values") != 0)
          continue;
        gdct_suggestion_try(&suggestion, allowed.text);
        good = good || strcmp(allowed.text, value.text) == 0;
      }
      if (!good) {
        g_autofree char *hint = gdct_suggestion_text(&suggestion);
        gdct_report_add(report, code, value.place,
                        "'%s' is not among the values of '%s'%s", value.text,
                        name, hint);
      }
    } else {
      good = gdct_value_check(type, NULL, value.text, &code, &wanted);
      if (!good)
        gdct_report_add(report, code, value.place, "'%s' is not %s", value.text,
                        wanted);
    }
  }
  if (count > 1 && !gdct_says_yes(mapping, declared, "many"))
    gdct_report_add(report, "wrong-shape", place,
                    "'%s' takes one value, not a list", name);
  if (languages > 0 && type != GDCT_VALUE_TEXT)
    gdct_report_add(report, "wrong-shape", place,
                    "'%s' is not prose and has no languages", name);
}

static void report_unknown_key(const GdctMapping *mapping, GdctThing thing,
                               GdctThing declarer, const GdctKeyUse *use,
                               GdctPlace place, GdctReport *report) {
  const char *name = gdct_mapping_symbol(mapping, use->word);
  GdctSuggestion suggestion;
  g_autofree char *hint = NULL;
  uint32_t n, first = gdct_owned(mapping, declarer, GDCT_ATTRIBUTE, &n);

  gdct_suggestion_init(&suggestion, name);
  for (const GdctField *field = gdct_shape_of(thing.type)->fields;
       field->key != NULL; field++)
    gdct_suggestion_try(&suggestion, field->key);
  for (uint32_t i = first; i < first + n; i++)
    gdct_suggestion_try(&suggestion,
                        gdct_id(mapping, (GdctThing){GDCT_ATTRIBUTE, i}));
  hint = gdct_suggestion_text(&suggestion);
  gdct_report_add(report, "unknown-key", place,
                  "%s of %s '%s' has no key '%s'%s",
                  thing.type == GDCT_NODE ? "a node" : "a link",
                  thing.type == GDCT_NODE ? "kind" : "relation",
                  gdct_id(mapping, declarer), name, hint);
}

/* A key of a thing whose kind or relation is unknown: only what no part of
 * the model knows is reported. */
static void check_orphan_key(const GdctMapping *mapping, GdctThing thing,
                             const GdctKeyUse *use, GdctPlace place,
                             GdctReport *report) {
  const char *name = gdct_mapping_symbol(mapping, use->word);
  GdctSuggestion suggestion;
  g_autofree char *hint = NULL;

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++)
    if (strcmp(gdct_id(mapping, (GdctThing){GDCT_ATTRIBUTE, i}), name) == 0)
      return;
  gdct_suggestion_init(&suggestion, name);
  for (const GdctField *field = gdct_shape_of(thing.type)->fields;
       field->key != NULL; field++)
    gdct_suggestion_try(&suggestion, field->key);
  hint = gdct_suggestion_text(&suggestion);
  gdct_report_add(report, "unknown-key", place, "%s has no key '%s'%s",
                  thing.type == GDCT_NODE ? "a node" : "a link", name, hint);
}

/* Whether no part of the model that counts for a node declares this key. */
static bool is_unknown_key(const GdctMapping *mapping, uint32_t node,
                           const char *name) {
  uint32_t kind = gdct_nodes(mapping)[node].kind;

  if (kind != GDCT_NONE)
    return gdct_attribute_find(mapping, (GdctThing){GDCT_KIND, kind}, name) ==
           GDCT_NONE;
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++)
    if (strcmp(gdct_id(mapping, (GdctThing){GDCT_ATTRIBUTE, i}), name) == 0)
      return false;
  return true;
}

/* Reports a key that a node lacks, unless it has one that is misspelt: use @at
 * comes after all those of the node's own keys. */
static void check_missing(const GdctMapping *mapping, guint at, GdctPlace place,
                          GdctReport *report) {
  const GdctKeyUse *missing = &g_array_index(mapping->uses, GdctKeyUse, at);
  const GdctShape *shape = gdct_shape_of(GDCT_NODE);
  const char *key = gdct_mapping_symbol(mapping, missing->word);

  while (at-- > 0) {
    const GdctKeyUse *use = &g_array_index(mapping->uses, GdctKeyUse, at);
    const char *word = gdct_mapping_symbol(mapping, use->word);
    const GdctField *meant;
    if (use->use != GDCT_USE_NODE_KEY)
      continue;
    if (use->record != missing->record)
      break;
    meant = gdct_shape_guess(shape, word);
    if (meant != NULL && strcmp(meant->key, key) == 0 &&
        is_unknown_key(mapping, use->record, word))
      return;
  }
  gdct_report_add(report, "missing-key", place, "%s needs '%s'", shape->name,
                  key);
}

void gdct_keys_check(GdctMapping *mapping, GdctReport *report) {
  const GdctFile *files = (const GdctFile *)(void *)mapping->files->data;
  guint file = 0;

  for (guint i = 0; i < mapping->uses->len; i++) {
    const GdctKeyUse *use = &g_array_index(mapping->uses, GdctKeyUse, i);
    GdctPlace place = {NULL, use->line, use->column};
    const char *word = gdct_mapping_symbol(mapping, use->word);
    GdctThing thing = {GDCT_LINK, use->record}, declarer;
    uint32_t attribute;
    bool inverse;
    while (file + 1 < mapping->files->len && files[file + 1].uses <= i)
      file++;
    place.file = files[file].name;
    switch (use->use) {
    case GDCT_USE_RELATION:
      if (gdct_relation_of(mapping, use->word, &inverse) == GDCT_NONE)
        gdct_report_unknown(mapping, GDCT_RELATION, "unknown-relation",
                            "relation", word, place, report);
      continue;
    case GDCT_USE_FROM:
      if (mapping->node_of[use->word] == GDCT_NONE)
        gdct_report_unknown(mapping, GDCT_NODE, "unknown-id", "node", word,
                            place, report);
      continue;
    case GDCT_USE_MISSING:
      check_missing(mapping, i, place, report);
      continue;
    case GDCT_USE_NODE_KEY:
      thing.type = GDCT_NODE;
      declarer = (GdctThing){GDCT_KIND, gdct_nodes(mapping)[use->record].kind};
      break;
    default:
      declarer =
          (GdctThing){GDCT_RELATION, gdct_links(mapping)[use->record].relation};
    }
    if (declarer.index == GDCT_NONE) {
      check_orphan_key(mapping, thing, use, place, report);
      continue;
    }
    attribute = gdct_attribute_find(mapping, declarer, word);
    if (attribute == GDCT_NONE)
      report_unknown_key(mapping, thing, declarer, use, place, report);
    else
      check_attribute(mapping, thing, attribute, use, place, report);
  }
  g_array_set_size(mapping->uses, 0);
}
