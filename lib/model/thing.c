/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a mapping: things, their values and their evidence. */
#include "model/mapping.h"

#include "base/date.h"
#include "base/order.h"
#include "base/words.h"
#include "model/shape.h"

#include <stdio.h>
#include <string.h>

uint32_t gdct_mapping_files(const GdctMapping *mapping) {
  return mapping->files->len;
}

const char *gdct_mapping_file(const GdctMapping *mapping, uint32_t file) {
  g_assert(file < mapping->files->len);
  return g_array_index(mapping->files, GdctFile, file).name;
}

uint32_t gdct_count(const GdctMapping *mapping, GdctType type) {
  if (type == GDCT_NODE)
    return mapping->nodes->len;
  if (type == GDCT_LINK)
    return mapping->links->len;
  return mapping->by_type[type]->len;
}

static uint32_t entry_index(const GdctMapping *mapping, GdctThing thing) {
  g_assert(thing.index < mapping->by_type[thing.type]->len);
  return g_array_index(mapping->by_type[thing.type], uint32_t, thing.index);
}

/* The index within its type of entry @entry. */
static uint32_t thing_index(const GdctMapping *mapping, uint32_t entry) {
  const GArray *list = mapping->by_type[gdct_entries(mapping)[entry].type];
  guint index = 0;

  if (!g_array_binary_search((GArray *)list, &entry, gdct_compare_indices,
                             &index))
    g_assert_not_reached();
  return index;
}

int gdct_compare_indices(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

  return a < b ? -1 : a > b;
}

const GdctRecord *gdct_record(const GdctMapping *mapping, GdctThing thing) {
  if (thing.type == GDCT_NODE) {
    g_assert(thing.index < mapping->nodes->len);
    return &gdct_nodes(mapping)[thing.index].record;
  }
  if (thing.type == GDCT_LINK) {
    g_assert(thing.index < mapping->links->len);
    return &gdct_links(mapping)[thing.index].record;
  }
  return &gdct_entries(mapping)[entry_index(mapping, thing)].record;
}

/* The file whose records of this type hold @index: the last that begins at or
 * before it. */
static const GdctFile *file_of(const GdctMapping *mapping, GdctThing thing) {
  const GdctFile *files = (const GdctFile *)(void *)mapping->files->data;
  uint32_t index = thing.type == GDCT_NODE || thing.type == GDCT_LINK
                       ? thing.index
                       : entry_index(mapping, thing);
  guint low = 0, high = mapping->files->len;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    uint32_t first = thing.type == GDCT_NODE   ? files[middle].nodes
                     : thing.type == GDCT_LINK ? files[middle].links
                                               : files[middle].entries;
    if (first <= index)
      low = middle;
    else
      high = middle;
  }
  return &files[low];
}

const char *gdct_id(const GdctMapping *mapping, GdctThing thing) {
  if (thing.type == GDCT_LINK)
    return "";
  if (thing.type == GDCT_NODE) {
    g_assert(thing.index < mapping->nodes->len);
    return gdct_mapping_symbol(mapping, gdct_nodes(mapping)[thing.index].id);
  }
  return gdct_mapping_symbol(
      mapping, gdct_entries(mapping)[entry_index(mapping, thing)].id);
}

bool gdct_is_builtin(const GdctMapping *mapping, GdctThing thing) {
  return file_of(mapping, thing)->builtin;
}

GdctPlace gdct_place_near(const GdctMapping *mapping, GdctThing thing,
                          uint32_t line, uint16_t column) {
  return (GdctPlace){file_of(mapping, thing)->name, line, column};
}

GdctPlace gdct_place(const GdctMapping *mapping, GdctThing thing) {
  const GdctRecord *record = gdct_record(mapping, thing);

  return gdct_place_near(mapping, thing, record->line, record->column);
}

uint32_t gdct_owner(const GdctMapping *mapping, GdctThing thing) {
  const GdctEntry *entry;

  if (thing.type == GDCT_NODE || thing.type == GDCT_LINK)
    return GDCT_NONE;
  entry = &gdct_entries(mapping)[entry_index(mapping, thing)];
  if (entry->type == GDCT_MEASURE || entry->owner == GDCT_NONE)
    return entry->owner;
  return thing_index(mapping, entry->owner);
}

uint32_t gdct_owned(const GdctMapping *mapping, GdctThing owner, GdctType type,
                    uint32_t *ret_count) {
  uint32_t first = GDCT_NONE, entry, end;

  *ret_count = 0;
  if (owner.type == GDCT_NODE) {
    const GdctStoredNode *node = &gdct_nodes(mapping)[owner.index];
    *ret_count = type == GDCT_MEASURE ? node->n_measures : 0;
    return *ret_count > 0 ? thing_index(mapping, node->measures) : 0;
  }
  if (owner.type == GDCT_LINK)
    return 0;
  /* What an entry owns comes right after it. */
  entry = entry_index(mapping, owner);
  end = mapping->entries->len;
  for (uint32_t i = entry + 1;
       i < end && gdct_entries(mapping)[i].owner == entry &&
       gdct_entries(mapping)[i].type != GDCT_MEASURE;
       i++) {
    if (gdct_entries(mapping)[i].type != type)
      continue;
    if (first == GDCT_NONE)
      first = thing_index(mapping, i);
    (*ret_count)++;
  }
  return first == GDCT_NONE ? 0 : first;
}

uint32_t gdct_value_count(const GdctMapping *mapping, GdctThing thing) {
  return gdct_record(mapping, thing)->n_values;
}

GdctValue gdct_value(const GdctMapping *mapping, GdctThing thing,
                     uint32_t index) {
  const GdctRecord *record = gdct_record(mapping, thing);
  const GdctStoredValue *value;
  GdctKey key;

  g_assert(index < record->n_values);
  value = &gdct_values(mapping)[record->values + index];
  key = g_array_index(mapping->keys, GdctKey, value->key);
  return (GdctValue){
      .key = gdct_mapping_symbol(mapping, key.word),
      .language = gdct_mapping_symbol(mapping, key.language),
      .text = gdct_mapping_text(mapping, value->text),
      .place = gdct_place_near(mapping, thing, value->line, value->column)};
}

GdctPlace gdct_value_place(const GdctMapping *mapping, GdctThing thing,
                           const char *key) {
  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    if (strcmp(value.key, key) == 0)
      return value.place;
  }
  return gdct_place(mapping, thing);
}

const char *gdct_get(const GdctMapping *mapping, GdctThing thing,
                     const char *key) {
  return gdct_text(mapping, thing, key, NULL);
}

bool gdct_says_yes(const GdctMapping *mapping, GdctThing thing,
                   const char *key) {
  const char *text = gdct_get(mapping, thing, key);

  return text != NULL && gdct_is_yes(text);
}

/* How well a text in @tag serves a reader of @wanted. */
static int language_fit(const char *tag, const char *wanted) {
  size_t length = strcspn(tag, "-");

  if (g_ascii_strcasecmp(tag, wanted) == 0)
    return 4;
  if (g_ascii_strncasecmp(tag, wanted, length) == 0 &&
      (wanted[length] == '\0' || wanted[length] == '-'))
    return 3;
  return g_ascii_strcasecmp(tag, "en") == 0 ? 2 : 1;
}

const char *gdct_text_in(const GdctMapping *mapping, GdctThing thing,
                         const char *key, const char *language,
                         const char **ret_language) {
  const GdctRecord *record = gdct_record(mapping, thing);
  const char *best = NULL;
  int best_fit = 0;

  *ret_language = "";

  for (uint32_t i = 0; i < record->n_values; i++) {
    const GdctStoredValue *value = &gdct_values(mapping)[record->values + i];
    GdctKey stored = g_array_index(mapping->keys, GdctKey, value->key);
    const char *tag;
    int fit = 1;
    if (strcmp(gdct_mapping_symbol(mapping, stored.word), key) != 0)
      continue;
    tag = gdct_mapping_symbol(mapping, stored.language);
    if (language != NULL)
      fit = language_fit(tag, language);
    if (fit > best_fit) {
      best = gdct_mapping_text(mapping, value->text);
      best_fit = fit;
      *ret_language = tag;
    }
  }
  return best;
}

const char *gdct_text(const GdctMapping *mapping, GdctThing thing,
                      const char *key, const char *language) {
  const char *found;

  return gdct_text_in(mapping, thing, key, language, &found);
}

const char *gdct_title(const GdctMapping *mapping, GdctThing thing,
                       const char *language) {
  const char *title =
      gdct_text(mapping, thing, "title", language == NULL ? "en" : language);

  return title != NULL ? title : gdct_id(mapping, thing);
}

uint32_t gdct_evidence_count(const GdctMapping *mapping, GdctThing thing) {
  return gdct_record(mapping, thing)->n_evidence;
}

GdctEvidence gdct_evidence(const GdctMapping *mapping, GdctThing thing,
                           uint32_t index) {
  const GdctRecord *record = gdct_record(mapping, thing);
  const GdctStoredEvidence *piece;

  g_assert(index < record->n_evidence);
  piece = &gdct_evidences(mapping)[record->evidence + index];
  return (GdctEvidence){
      .source = piece->source,
      .locator = gdct_mapping_text(mapping, piece->locator),
      .quote = gdct_mapping_text(mapping, piece->quote),
      .place = gdct_place_near(mapping, thing, piece->line, piece->column)};
}

uint32_t gdct_find(const GdctMapping *mapping, GdctType type, const char *id) {
  GdctSymbol symbol = gdct_pool_find(&mapping->pool, id);

  if (symbol == GDCT_NO_SYMBOL || symbol == 0)
    return GDCT_NONE;
  if (type == GDCT_NODE)
    return mapping->node_of[symbol];
  if (type == GDCT_SOURCE)
    return GPOINTER_TO_UINT(g_hash_table_lookup(mapping->source_of,
                                                GUINT_TO_POINTER(symbol + 1))) -
           1;
  for (uint32_t i = 0; i < mapping->by_type[type]->len; i++)
    if (gdct_entries(
            mapping)[g_array_index(mapping->by_type[type], uint32_t, i)]
            .id == symbol)
      return i;
  return GDCT_NONE;
}

uint32_t gdct_find_or_hint(const GdctMapping *mapping, GdctType type,
                           const char *id, char **ret_hint) {
  uint32_t found = gdct_find(mapping, type, id);
  GdctSuggestion suggestion;

  *ret_hint = NULL;
  if (found != GDCT_NONE)
    return found;
  gdct_suggestion_init(&suggestion, id);
  for (uint32_t i = 0; i < gdct_count(mapping, type); i++)
    gdct_suggestion_try(&suggestion, gdct_id(mapping, (GdctThing){type, i}));
  if (type == GDCT_RELATION && mapping->relations != NULL)
    for (guint i = 0; i < mapping->relations->len; i++) {
      const char *inverse =
          g_array_index(mapping->relations, GdctRelationFacts, i).inverse;
      if (inverse != NULL)
        gdct_suggestion_try(&suggestion, inverse);
    }
  *ret_hint = gdct_suggestion_text(&suggestion);
  return GDCT_NONE;
}

uint32_t gdct_node_kind(const GdctMapping *mapping, uint32_t node) {
  g_assert(node < mapping->nodes->len);
  return gdct_nodes(mapping)[node].kind;
}

uint32_t gdct_node_parent(const GdctMapping *mapping, uint32_t node) {
  g_assert(node < mapping->nodes->len);
  return gdct_nodes(mapping)[node].parent;
}

uint32_t gdct_kind_framework(const GdctMapping *mapping, uint32_t kind) {
  g_assert(kind < mapping->kinds->len);
  return g_array_index(mapping->kinds, GdctKindFacts, kind).framework;
}

GdctLinkEnds gdct_link(const GdctMapping *mapping, uint32_t link) {
  const GdctStoredLink *stored;

  g_assert(link < mapping->links->len);
  stored = &gdct_links(mapping)[link];
  return (GdctLinkEnds){stored->from, stored->to, stored->relation,
                        gdct_record_basis(&stored->record)};
}

uint32_t gdct_relation_find(const GdctMapping *mapping, const char *name,
                            bool *ret_inverse) {
  *ret_inverse = false;
  for (guint i = 0; i < mapping->relations->len; i++) {
    const GdctRelationFacts *facts =
        &g_array_index(mapping->relations, GdctRelationFacts, i);
    *ret_inverse = g_strcmp0(facts->inverse, name) == 0;
    if (*ret_inverse || strcmp(facts->id, name) == 0)
      return i;
  }
  *ret_inverse = false;
  return GDCT_NONE;
}

uint32_t gdct_attribute_find(const GdctMapping *mapping, GdctThing owner,
                             const char *name) {
  uint32_t first, count;

  if (owner.type == GDCT_KIND) {
    const GdctKindFacts *facts =
        &g_array_index(mapping->kinds, GdctKindFacts, owner.index);
    first = facts->first_attribute;
    count = facts->n_attributes;
  } else {
    const GdctRelationFacts *facts =
        &g_array_index(mapping->relations, GdctRelationFacts, owner.index);
    first = facts->first_attribute;
    count = facts->n_attributes;
  }
  for (uint32_t i = first; i < first + count; i++)
    if (strcmp(gdct_id(mapping, (GdctThing){GDCT_ATTRIBUTE, i}), name) == 0)
      return i;
  return GDCT_NONE;
}

uint32_t gdct_attribute_type(const GdctMapping *mapping, uint32_t attribute) {
  static const struct {
    const char *name;
    GdctValueType type;
  } types[] = {{"text", GDCT_VALUE_TEXT},       {"integer", GDCT_VALUE_INTEGER},
               {"decimal", GDCT_VALUE_DECIMAL}, {"date", GDCT_VALUE_DATE},
               {"uri", GDCT_VALUE_URI},         {"choice", GDCT_VALUE_CHOICE}};
  const char *name =
      gdct_get(mapping, (GdctThing){GDCT_ATTRIBUTE, attribute}, "type");

  for (size_t i = 0; name != NULL && i < G_N_ELEMENTS(types); i++)
    if (strcmp(types[i].name, name) == 0)
      return types[i].type;
  return GDCT_VALUE_TEXT;
}

uint32_t gdct_key_type(const GdctMapping *mapping, GdctThing thing,
                       const char *key, bool *ret_list) {
  const GdctField *field = gdct_shape_find(gdct_shape_of(thing.type), key);
  GdctThing declarer;
  uint32_t attribute;

  *ret_list = false;
  if (field != NULL) {
    *ret_list = (field->flags & GDCT_MANY) != 0;
    return field->type;
  }
  if (thing.type == GDCT_NODE)
    declarer = (GdctThing){GDCT_KIND, gdct_node_kind(mapping, thing.index)};
  else if (thing.type == GDCT_LINK)
    declarer =
        (GdctThing){GDCT_RELATION, gdct_link(mapping, thing.index).relation};
  else
    return GDCT_VALUE_TEXT;
  attribute = declarer.index == GDCT_NONE
                  ? GDCT_NONE
                  : gdct_attribute_find(mapping, declarer, key);
  if (attribute == GDCT_NONE)
    return GDCT_VALUE_TEXT;
  *ret_list =
      gdct_says_yes(mapping, (GdctThing){GDCT_ATTRIBUTE, attribute}, "many");
  return gdct_attribute_type(mapping, attribute);
}

bool gdct_key_is_list(const GdctMapping *mapping, GdctThing thing,
                      const char *key) {
  bool list;

  gdct_key_type(mapping, thing, key, &list);
  return list;
}

const char *gdct_basis_name(GdctBasis basis) {
  static const char *const names[] = {N_("stated"), N_("derived"),
                                      N_("proposed")};

  return names[basis];
}

bool gdct_basis_parse(const char *text, unsigned *ret_bases) {
  g_auto(GStrv) words = g_strsplit(text, ",", -1);

  *ret_bases = 0;
  for (size_t i = 0; words[i] != NULL; i++) {
    GdctBasis basis = GDCT_STATED;
    while (basis <= GDCT_PROPOSED &&
           strcmp(g_strstrip(words[i]), gdct_basis_name(basis)) != 0)
      basis++;
    if (basis > GDCT_PROPOSED)
      return false;
    *ret_bases |= 1u << basis;
  }
  return *ret_bases != 0;
}

char *gdct_bases_text(unsigned bases, const char *separator) {
  GString *text = g_string_new(NULL);

  for (GdctBasis basis = GDCT_STATED; basis <= GDCT_PROPOSED; basis++)
    if (bases >> basis & 1)
      g_string_append_printf(text, "%s%s", text->len > 0 ? separator : "",
                             gdct_basis_name(basis));
  return g_string_free(text, FALSE);
}

int gdct_compare_ids(const char *a, const char *b) {
  return gdct_compare_natural(a, b);
}

bool gdct_is_date(const char *text) {
  GdctDays days;

  return gdct_date_parse(text, false, &days);
}

char *gdct_today(void) {
  char text[GDCT_DAY_SIZE];

  gdct_day_write(gdct_date_today().first, text);
  return strdup(text);
}
