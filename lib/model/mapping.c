/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of a mapping: making, joining, freeing. */
#include "model/mapping.h"

#include <string.h>

/* An array that has room from the start, so that its data is never NULL. */
static GArray *new_array(guint size) {
  return g_array_sized_new(FALSE, FALSE, size, 1);
}

GdctMapping *gdct_mapping_new(void) {
  GdctMapping *mapping = g_new0(GdctMapping, 1);

  gdct_pool_init(&mapping->pool);
  mapping->names = g_string_chunk_new(256);
  mapping->files = new_array(sizeof(GdctFile));
  mapping->keys = new_array(sizeof(GdctKey));
  mapping->nodes = new_array(sizeof(GdctStoredNode));
  mapping->links = new_array(sizeof(GdctStoredLink));
  mapping->entries = new_array(sizeof(GdctEntry));
  mapping->values = new_array(sizeof(GdctStoredValue));
  mapping->evidence = new_array(sizeof(GdctStoredEvidence));
  mapping->uses = new_array(sizeof(GdctKeyUse));
  mapping->includes = new_array(sizeof(GdctInclude));
  return mapping;
}

void gdct_mapping_free(GdctMapping *mapping) {
  if (mapping == NULL)
    return;
  if (mapping->kept.ground != NULL)
    mapping->kept.release(mapping->kept.ground);
  gdct_pool_clear(&mapping->pool);
  g_string_chunk_free(mapping->names);
  g_array_unref(mapping->files);
  g_array_unref(mapping->keys);
  g_array_unref(mapping->nodes);
  g_array_unref(mapping->links);
  g_array_unref(mapping->entries);
  g_array_unref(mapping->values);
  g_array_unref(mapping->evidence);
  g_array_unref(mapping->uses);
  g_array_unref(mapping->includes);
  for (int type = 0; type < GDCT_TYPES; type++)
    if (mapping->by_type[type] != NULL)
      g_array_unref(mapping->by_type[type]);
  g_free(mapping->node_of);
  if (mapping->source_of != NULL)
    g_hash_table_unref(mapping->source_of);
  if (mapping->unknown != NULL)
    g_hash_table_unref(mapping->unknown);
  if (mapping->kinds != NULL)
    g_array_unref(mapping->kinds);
  if (mapping->relations != NULL)
    g_array_unref(mapping->relations);
  if (mapping->kind_lists != NULL)
    g_array_unref(mapping->kind_lists);
  g_free(mapping);
}

void gdct_mapping_forget_uses(GdctMapping *mapping) {
  g_array_unref(mapping->uses);
  mapping->uses = new_array(sizeof(GdctKeyUse));
}

bool gdct_mapping_key(GdctMapping *mapping, GdctSymbol word,
                      GdctSymbol language, uint16_t *ret_key) {
  const GdctKey *keys = (const GdctKey *)(void *)mapping->keys->data;
  GdctKey key = {word, language};

  for (guint i = 0; i < mapping->keys->len; i++) {
    if (keys[i].word == word && keys[i].language == language) {
      *ret_key = (uint16_t)i;
      return true;
    }
  }
  if (mapping->keys->len >= GDCT_MAX_KEYS)
    return false;
  *ret_key = (uint16_t)mapping->keys->len;
  g_array_append_val(mapping->keys, key);
  return true;
}

bool gdct_mapping_find_key(const GdctMapping *mapping, const char *word,
                           uint16_t *ret_key) {
  GdctSymbol symbol = gdct_pool_find(&mapping->pool, word);

  for (guint i = 0; i < mapping->keys->len; i++) {
    GdctKey key = g_array_index(mapping->keys, GdctKey, i);
    *ret_key = (uint16_t)i;
    if (key.word == symbol && key.language == 0)
      return true;
  }
  return false;
}

/* Adds @base to the range of a record, and what else is counted from the
 * beginning of a file. */
static void shift_record(GdctRecord *record, const GdctMapping *to) {
  record->values += to->values->len;
  record->evidence += to->evidence->len;
}

/* What the symbols of one pool are in another. Those that nothing asks for,
 * such as locators, stay texts there. */
typedef struct {
  GdctPool *to;
  const GdctPool *from;
  GdctText base;    /* where the texts were copied to */
  GdctSymbol *news; /* GDCT_NO_SYMBOL: nothing asked yet */
} Symbols;

static void join_pools(GdctMapping *to, const GdctMapping *from,
                       Symbols *symbols) {
  size_t size = from->pool.n_symbols * sizeof(GdctSymbol);

  gdct_pool_reserve(&to->pool, from->pool.size);
  *symbols = (Symbols){&to->pool, &from->pool, (GdctText)to->pool.size,
                       g_malloc(size)};
  memset(symbols->news, 0xFF, size);
  memcpy(to->pool.bytes + to->pool.size, from->pool.bytes, from->pool.size);
  to->pool.size += from->pool.size;
}

static inline GdctSymbol adopt(Symbols *symbols, GdctSymbol symbol) {
  if (symbols->news[symbol] == GDCT_NO_SYMBOL)
    symbols->news[symbol] =
        gdct_pool_adopt(symbols->to, symbols->from, symbol, symbols->base);
  return symbols->news[symbol];
}

/* The empty text stays the one at 0. */
static GdctText shift_text(GdctText text, GdctText base) {
  return text == 0 ? 0 : text + base;
}

static void append_all(GArray *to, const GArray *from) {
  if (from->len > 0)
    g_array_append_vals(to, from->data, from->len);
}

void gdct_mapping_append(GdctMapping *to, GdctMapping *from) {
  Symbols symbols;
  g_autofree uint16_t *keys = g_new0(uint16_t, from->keys->len + 1);
  GdctSymbol english = gdct_pool_intern(&to->pool, "en", 2);

  join_pools(to, from, &symbols);
  for (guint i = 0; i < from->keys->len; i++) {
    GdctKey key = g_array_index(from->keys, GdctKey, i);
    if (key.language == GDCT_FILE_LANGUAGE)
      key.language =
          from->language == 0 ? english : adopt(&symbols, from->language);
    else
      key.language = adopt(&symbols, key.language);
    /* Both sides are bounded; what is too much falls to the first key, and
     * the loader reports it. */
    if (!gdct_mapping_key(to, adopt(&symbols, key.word), key.language,
                          &keys[i]))
      keys[i] = 0;
  }
  for (guint i = 0; i < from->files->len; i++) {
    GdctFile file = g_array_index(from->files, GdctFile, i);
    file.name = g_string_chunk_insert_const(to->names, file.name);
    file.nodes += to->nodes->len;
    file.links += to->links->len;
    file.entries += to->entries->len;
    file.evidence += to->evidence->len;
    file.uses += to->uses->len;
    g_array_append_val(to->files, file);
  }
  for (guint i = 0; i < from->nodes->len; i++) {
    GdctStoredNode *node = &gdct_nodes(from)[i];
    shift_record(&node->record, to);
    node->id = adopt(&symbols, node->id);
    node->kind = adopt(&symbols, node->kind);
    node->parent = adopt(&symbols, node->parent);
    node->measures += to->entries->len;
  }
  for (guint i = 0; i < from->links->len; i++) {
    GdctStoredLink *link = &gdct_links(from)[i];
    shift_record(&link->record, to);
    link->from = adopt(&symbols, link->from);
    link->to = adopt(&symbols, link->to);
    link->relation = adopt(&symbols, link->relation);
  }
  for (guint i = 0; i < from->entries->len; i++) {
    GdctEntry *entry = &gdct_entries(from)[i];
    shift_record(&entry->record, to);
    entry->id = adopt(&symbols, entry->id);
    if (entry->owner != GDCT_NONE)
      entry->owner +=
          entry->type == GDCT_MEASURE ? to->nodes->len : to->entries->len;
  }
  for (guint i = 0; i < from->values->len; i++) {
    GdctStoredValue *value = &gdct_values(from)[i];
    value->text = shift_text(value->text, symbols.base);
    value->key = keys[value->key];
  }
  for (guint i = 0; i < from->evidence->len; i++) {
    GdctStoredEvidence *evidence = &gdct_evidences(from)[i];
    evidence->source = adopt(&symbols, evidence->source);
    evidence->locator = shift_text(evidence->locator, symbols.base);
    evidence->quote = shift_text(evidence->quote, symbols.base);
  }
  for (guint i = 0; i < from->uses->len; i++) {
    GdctKeyUse *use = &g_array_index(from->uses, GdctKeyUse, i);
    use->word = adopt(&symbols, use->word);
    use->record += use->use == GDCT_USE_NODE_KEY || use->use == GDCT_USE_MISSING
                       ? to->nodes->len
                       : to->links->len;
  }
  append_all(to->nodes, from->nodes);
  append_all(to->links, from->links);
  append_all(to->entries, from->entries);
  append_all(to->values, from->values);
  append_all(to->evidence, from->evidence);
  append_all(to->uses, from->uses);
  to->incomplete = to->incomplete || from->incomplete;
  g_free(symbols.news);
  gdct_mapping_free(from);
}
