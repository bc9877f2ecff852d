/* SPDX-License-Identifier: Apache-2.0 */
/* What a link takes from the list that it stands in, and from its file. */
#include "read/yaml_reader.h"

static bool has_word(const GdctMapping *mapping, const GdctRecord *record,
                     GdctSymbol word) {
  for (uint32_t i = 0; i < record->n_values; i++) {
    uint16_t key = gdct_values(mapping)[record->values + i].key;
    if (g_array_index(mapping->keys, GdctKey, key).word == word)
      return true;
  }
  return false;
}

/* Counts what is copied: a small file must not grow to a large mapping. */
static bool may_copy(Reader *reader, uint32_t count) {
  if (reader->inherited + count > MAX_INHERITED) {
    gdct_reader_give_up(reader, MAX_INHERITED, "values that links share", "");
    return false;
  }
  reader->inherited += count;
  return true;
}

static void inherit_values(Reader *reader, GdctRecord *record,
                           const GdctRecord *from) {
  GdctMapping *mapping = reader->mapping;
  uint32_t first = mapping->values->len;
  GdctSymbol last = 0;
  bool has_last = false;

  if (from->n_values == 0)
    return;
  if (record->n_values == 0) {
    record->values = from->values;
    record->n_values = from->n_values;
    return;
  }
  if (!may_copy(reader, record->n_values + from->n_values))
    return;
  for (uint32_t i = 0; i < record->n_values; i++) {
    GdctStoredValue value = gdct_values(mapping)[record->values + i];
    g_array_append_val(mapping->values, value);
  }
  for (uint32_t i = 0; i < from->n_values; i++) {
    GdctStoredValue value = gdct_values(mapping)[from->values + i];
    GdctSymbol word = g_array_index(mapping->keys, GdctKey, value.key).word;
    if (word != last)
      has_last = has_word(mapping, record, word);
    last = word;
    if (!has_last)
      g_array_append_val(mapping->values, value);
  }
  record->values = first;
  record->n_values = (uint16_t)(mapping->values->len - first);
}

/* Whether a record cites something without saying the source. */
static bool lacks_source(const GdctMapping *mapping, const GdctRecord *record) {
  for (uint32_t i = 0; i < record->n_evidence; i++)
    if (gdct_evidences(mapping)[record->evidence + i].source == 0)
      return true;
  return false;
}

/* A piece that says no source takes the one around it; a locator and a quote
 * only go with their own source. */
static void inherit_evidence(Reader *reader, GdctRecord *record,
                             const GdctRecord *from) {
  GdctMapping *mapping = reader->mapping;
  GdctStoredEvidence given;

  if (from->n_evidence == 0)
    return;
  if (record->n_evidence == 0) {
    record->evidence = from->evidence;
    record->n_evidence = from->n_evidence;
    if (!lacks_source(mapping, from) || !may_copy(reader, from->n_evidence))
      return;
    /* The defaults fill the source in, and not for every link. */
    record->evidence = mapping->evidence->len;
    for (uint32_t i = 0; i < from->n_evidence; i++) {
      given = gdct_evidences(mapping)[from->evidence + i];
      g_array_append_val(mapping->evidence, given);
    }
    return;
  }
  given = gdct_evidences(mapping)[from->evidence];
  for (uint32_t i = 0; i < record->n_evidence; i++) {
    GdctStoredEvidence *piece = &gdct_evidences(mapping)[record->evidence + i];
    if (piece->source == 0 && given.source != 0) {
      piece->source = given.source;
      piece->flags |= GDCT_FLAG_INHERITED;
    }
    if (piece->source != given.source)
      continue;
    if (piece->locator == 0)
      piece->locator = given.locator;
    if (piece->quote == 0)
      piece->quote = given.quote;
  }
}

void gdct_reader_inherit(Reader *reader, GdctRecord *record,
                         const GdctRecord *from, bool with_evidence) {
  if (record->flags & GDCT_FLAG_NO_BASIS)
    record->flags = from->flags | (record->flags & GDCT_FLAG_LOST);
  inherit_values(reader, record, from);
  if (with_evidence)
    inherit_evidence(reader, record, from);
}

void gdct_reader_apply_defaults(Reader *reader) {
  GdctMapping *mapping = reader->mapping;
  /* A locator without a source is no default. */
  bool with_evidence =
      reader->have_defaults && !lacks_source(mapping, &reader->defaults);

  for (guint i = 0; i < mapping->links->len; i++) {
    GdctRecord *record = &gdct_links(mapping)[i].record;
    if (reader->have_defaults) {
      if (record->flags & GDCT_FLAG_NO_BASIS)
        record->flags =
            reader->defaults.flags | (record->flags & GDCT_FLAG_LOST);
      /* The document did not say what an analyst proposes. */
      gdct_reader_inherit(reader, record, &reader->defaults,
                          with_evidence &&
                              gdct_record_basis(record) != GDCT_PROPOSED);
    }
    record->flags &= (uint16_t)~GDCT_FLAG_NO_BASIS;
  }
}
