/* SPDX-License-Identifier: Apache-2.0 */
/* What all parts of the YAML reader need: findings about shapes, and the stacks
 * on which a record's values wait until its map ends. */
#include "read/yaml_reader.h"

#include <string.h>

/* ---- findings ---- */

GdctPlace gdct_reader_place(const Reader *reader, GdctSpot spot) {
  return (GdctPlace){reader->yaml.name, spot.line, spot.column};
}

const char *gdct_reader_event_name(GdctYamlEvent event) {
  return event == GDCT_YAML_MAP    ? "a map"
         : event == GDCT_YAML_LIST ? "a list"
                                   : "text";
}

void gdct_reader_refuse(Reader *reader, const char *key, const char *wanted) {
  GdctYamlEvent event = reader->yaml.kind;

  if (event == GDCT_YAML_SCALAR || event == GDCT_YAML_MAP ||
      event == GDCT_YAML_LIST)
    gdct_report_add(reader->yaml.report, "wrong-shape",
                    gdct_yaml_place(&reader->yaml), "'%s' wants %s and not %s",
                    key, wanted, gdct_reader_event_name(event));
  gdct_yaml_skip(&reader->yaml);
}

void gdct_reader_lose(Reader *reader, const char *key, const char *wanted) {
  reader->mapping->incomplete = true;
  gdct_reader_refuse(reader, key, wanted);
}

void gdct_reader_give_up(Reader *reader, int limit, const char *what,
                         const char *where) {
  if (!reader->yaml.failed)
    gdct_report_add(reader->yaml.report, "too-large",
                    gdct_yaml_place(&reader->yaml), "more than %d %s%s", limit,
                    what, where);
  reader->yaml.failed = true;
}

bool gdct_reader_is_empty(const Reader *reader) {
  return reader->yaml.kind == GDCT_YAML_SCALAR && reader->yaml.length == 0;
}

bool gdct_reader_skip_strange_key(Reader *reader) {
  bool merge = reader->yaml.plain && strcmp(reader->yaml.text, "<<") == 0;

  if (!merge && reader->yaml.length <= MAX_KEY)
    return false;
  if (merge)
    gdct_report_add(reader->yaml.report, "merge-key",
                    gdct_yaml_place(&reader->yaml),
                    "a merge key; maps are not merged");
  else
    gdct_report_add(reader->yaml.report, "too-large",
                    gdct_yaml_place(&reader->yaml),
                    "a key of more than %d bytes", MAX_KEY);
  reader->yaml.quiet = merge;
  gdct_yaml_next(&reader->yaml);
  gdct_yaml_skip(&reader->yaml);
  reader->yaml.quiet = false;
  return true;
}

/* ---- records ---- */

GdctSymbol gdct_reader_intern(Reader *reader) {
  return gdct_pool_intern(&reader->mapping->pool, reader->yaml.text,
                          reader->yaml.length);
}

GdctText gdct_reader_share(Reader *reader) {
  GdctSymbol symbol = gdct_reader_intern(reader);

  return reader->mapping->pool.symbols[symbol];
}

uint16_t gdct_reader_key(Reader *reader, GdctSymbol word, GdctSymbol language) {
  uint16_t key = 0;

  if (!gdct_mapping_key(reader->mapping, word, language, &key) &&
      !reader->yaml.failed) {
    gdct_report_add(reader->yaml.report, "too-large",
                    gdct_yaml_place(&reader->yaml),
                    "more than %d different keys", GDCT_MAX_KEYS);
    reader->yaml.failed = true;
  }
  return key;
}

uint16_t gdct_reader_field_key(Reader *reader, const GdctField *field) {
  size_t slot = ((uintptr_t)field / sizeof *field) % KEY_CACHE;

  if (reader->cache[slot].field != field) {
    GdctSymbol word = gdct_pool_intern(&reader->mapping->pool, field->key,
                                       strlen(field->key));
    reader->cache[slot].key = gdct_reader_key(
        reader, word, field->type == GDCT_VALUE_TEXT ? GDCT_FILE_LANGUAGE : 0);
    reader->cache[slot].field = field;
  }
  return reader->cache[slot].key;
}

void gdct_reader_push_value(Reader *reader, const Frame *frame, uint16_t key,
                            GdctText text) {
  GdctStoredValue value = {text, reader->yaml.spot.line,
                           reader->yaml.spot.column, key};
  guint count = reader->values->len - frame->values;

  if (count < MAX_VALUES)
    g_array_append_val(reader->values, value);
  else if (count == MAX_VALUES && !reader->yaml.failed) {
    gdct_report_add(reader->yaml.report, "too-large",
                    gdct_yaml_place(&reader->yaml), "more than %d values in %s",
                    MAX_VALUES, frame->shape->name);
    reader->yaml.failed = true;
  }
}

void gdct_reader_push_evidence(Reader *reader, const Frame *frame,
                               const GdctStoredEvidence *piece) {
  if (reader->evidence->len - frame->evidence < MAX_VALUES)
    g_array_append_val(reader->evidence, *piece);
  else if (!reader->yaml.failed) {
    gdct_report_add(reader->yaml.report, "too-large",
                    gdct_yaml_place(&reader->yaml),
                    "more than %d pieces of evidence in %s", MAX_VALUES,
                    frame->shape->name);
    reader->yaml.failed = true;
  }
}

void gdct_reader_store_parts(Reader *reader, Frame *frame) {
  GdctMapping *mapping = reader->mapping;
  guint n_values = reader->values->len - frame->values;
  guint n_evidence;

  if (frame->cites) /* written beside 'to': the first piece */
    g_array_insert_val(reader->evidence, frame->evidence, frame->citation);
  n_evidence = reader->evidence->len - frame->evidence;
  frame->record.values = mapping->values->len;
  frame->record.n_values = (uint16_t)n_values;
  frame->record.evidence = mapping->evidence->len;
  frame->record.n_evidence = (uint16_t)n_evidence;
  if (n_values > 0)
    g_array_append_vals(mapping->values,
                        reader->values->data +
                            frame->values * sizeof(GdctStoredValue),
                        n_values);
  if (n_evidence > 0)
    g_array_append_vals(mapping->evidence,
                        reader->evidence->data +
                            frame->evidence * sizeof(GdctStoredEvidence),
                        n_evidence);
  g_array_set_size(reader->values, frame->values);
  g_array_set_size(reader->evidence, frame->evidence);
}
