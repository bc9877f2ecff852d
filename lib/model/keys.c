/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of nodes and links that are no keys of the format: attributes that the
 * model declares, or mistakes. */
#include "model/resolve.h"

#include "base/order.h"
#include "model/shape.h"

#include <string.h>

/* What a key is on things of one kind or relation. */
typedef struct {
  GdctThing declarer;
  GdctSymbol word;
  uint32_t attribute; /* GDCT_NONE: the model does not declare it */
  GdctValueType type;
  bool many;
} Known;

/* A text that an attribute may have. */
typedef struct {
  uint32_t attribute; /* and one, so that 0 is none */
  GdctText text;
} Fitting;

/* Powers of two. */
#define MAX_KNOWN 256
#define MAX_FITTING 4096

/* What was judged before: keys and texts repeat, most of all in large mappings,
 * and the reader keeps a text of an attribute once a file. */
typedef struct {
  const GdctMapping *mapping;
  GdctReport *report;
  Known known[MAX_KNOWN];
  Fitting fitting[MAX_FITTING];
} Judge;

static const Known *judge_key(Judge *judge, GdctThing declarer,
                              GdctSymbol word) {
  const GdctMapping *mapping = judge->mapping;
  Known *known = &judge->known[(word * 31 + declarer.index * 2 +
                                (declarer.type == GDCT_KIND)) &
                               (MAX_KNOWN - 1)];
  GdctThing attribute = {GDCT_ATTRIBUTE, GDCT_NONE};

  if (known->word == word && known->declarer.type == declarer.type &&
      known->declarer.index == declarer.index)
    return known;
  attribute.index = gdct_attribute_find(mapping, declarer,
                                        gdct_mapping_symbol(mapping, word));
  *known = (Known){declarer, word, attribute.index, GDCT_VALUE_TEXT, false};
  if (attribute.index != GDCT_NONE) {
    known->type = gdct_attribute_type(mapping, attribute.index);
    known->many = gdct_says_yes(mapping, attribute, "many");
  }
  return known;
}

/* Whether a text is among the values that an attribute declares; one that
 * declares none has a finding. */
static bool is_choice(const GdctMapping *mapping, GdctThing declared,
                      const char *text) {
  bool any = false;

  for (uint32_t v = 0; v < gdct_value_count(mapping, declared); v++) {
    GdctValue allowed = gdct_value(mapping, declared, v);
    if (strcmp(allowed.key, "values") != 0)
      continue;
    if (strcmp(allowed.text, text) == 0)
      return true;
    any = true;
  }
  return !any;
}

static void report_choice(Judge *judge, GdctThing declared, GdctValue value) {
  GdctSuggestion suggestion;
  g_autofree char *hint = NULL;

  gdct_suggestion_init(&suggestion, value.text);
  for (uint32_t v = 0; v < gdct_value_count(judge->mapping, declared); v++) {
    GdctValue allowed = gdct_value(judge->mapping, declared, v);
    if (strcmp(allowed.key, "values") == 0)
      gdct_suggestion_try(&suggestion, allowed.text);
  }
  hint = gdct_suggestion_text(&suggestion);
  gdct_report_add(judge->report, "bad-value", value.place,
                  "'%s' is not among the values of '%s'%s", value.text,
                  value.key, hint);
}

/* Checks value @index of a thing, which is one of an attribute. */
static void check_value(Judge *judge, const Known *known, GdctThing thing,
                        uint32_t index, GdctText text) {
  Fitting *fitting =
      &judge->fitting[(text * 31 + known->attribute) & (MAX_FITTING - 1)];
  GdctThing declared = {GDCT_ATTRIBUTE, known->attribute};
  GdctValue value;
  const char *code, *wanted;

  if (fitting->text == text && fitting->attribute == known->attribute + 1)
    return;
  value = gdct_value(judge->mapping, thing, index);
  if (known->type == GDCT_VALUE_CHOICE
          ? is_choice(judge->mapping, declared, value.text)
          : gdct_value_check(known->type, NULL, value.text, &code, &wanted))
    *fitting = (Fitting){known->attribute + 1, text};
  else if (known->type == GDCT_VALUE_CHOICE)
    report_choice(judge, declared, value);
  else
    gdct_report_add(judge->report, code, value.place, "'%s' is not %s",
                    value.text, wanted);
}

/* Checks the values of one attribute of a thing. */
static void check_attribute(Judge *judge, const Known *known, GdctThing thing,
                            const GdctKeyUse *use, GdctPlace place) {
  const GdctMapping *mapping = judge->mapping;
  const GdctRecord *record = gdct_record(mapping, thing);
  const GdctStoredValue *values = gdct_values(mapping) + record->values;
  const GdctKey *keys = (const GdctKey *)(void *)mapping->keys->data;
  const char *name = gdct_mapping_symbol(mapping, use->word);
  uint32_t count = 0, languages = 0;

  if (!use->fits) {
    gdct_report_add(judge->report, "wrong-shape", place,
                    "'%s' wants text or a list of texts", name);
    return;
  }
  for (uint32_t i = 0; i < record->n_values; i++) {
    if (keys[values[i].key].word != use->word)
      continue;
    if (keys[values[i].key].language != 0)
      languages++;
    else
      count++;
    check_value(judge, known, thing, i, values[i].text);
  }
  if (count > 1 && !known->many)
    gdct_report_add(judge->report, "wrong-shape", place,
                    "'%s' takes one value, not a list", name);
  if (languages > 0 && known->type != GDCT_VALUE_TEXT)
    gdct_report_add(judge->report, "wrong-shape", place,
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
  g_autofree Judge *judge = g_new0(Judge, 1);
  guint file = 0;

  judge->mapping = mapping;
  judge->report = report;
  for (guint i = 0; i < mapping->uses->len; i++) {
    const GdctKeyUse *use = &g_array_index(mapping->uses, GdctKeyUse, i);
    GdctPlace place = {NULL, use->line, use->column};
    const char *word = gdct_mapping_symbol(mapping, use->word);
    GdctThing thing = {GDCT_LINK, use->record}, declarer;
    const Known *known;
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
    known = judge_key(judge, declarer, use->word);
    if (known->attribute == GDCT_NONE)
      report_unknown_key(mapping, thing, declarer, use, place, report);
    else
      check_attribute(judge, known, thing, use, place);
  }
  gdct_mapping_forget_uses(mapping);
}
