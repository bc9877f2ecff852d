/* SPDX-License-Identifier: Apache-2.0 */
/* Links: under a relation of their node, or in a list of their own. */
#include "read/yaml_reader.h"

static uint32_t add_link(Reader *reader, const GdctRecord *record,
                         GdctSymbol to, GdctSpot spot) {
  GdctStoredLink link = {*record, 0, to, 0};

  link.record.line = spot.line;
  link.record.column = spot.column;
  g_array_append_val(reader->mapping->links, link);
  return reader->mapping->links->len - 1;
}

static void add_plain_link(Reader *reader) {
  GdctRecord record = {.flags = GDCT_FLAG_NO_BASIS};

  if (!gdct_reader_is_empty(reader))
    add_link(reader, &record, gdct_reader_intern(reader), reader->yaml.spot);
}

void gdct_reader_targets(Reader *reader, const char *key) {
  static const char wanted[] = "ids or maps with 'to'";
  bool list = reader->yaml.kind == GDCT_YAML_LIST;

  if (list)
    gdct_yaml_next(&reader->yaml);
  while (reader->yaml.kind != GDCT_YAML_LIST_END &&
         reader->yaml.kind != GDCT_YAML_END) {
    Frame frame;
    if (reader->yaml.kind == GDCT_YAML_SCALAR) {
      add_plain_link(reader);
    } else if (reader->yaml.kind == GDCT_YAML_MAP) {
      gdct_reader_map(reader, gdct_shape_of(GDCT_LINK), GDCT_NONE, &frame);
    } else {
      reader->lost_link = true;
      gdct_reader_refuse(reader, key, wanted);
    }
    if (!list)
      return;
    gdct_yaml_next(&reader->yaml);
  }
}

void gdct_reader_links(Reader *reader) {
  guint first_word = reader->words->len;

  if (gdct_reader_is_empty(reader))
    return;
  if (reader->yaml.kind != GDCT_YAML_MAP) {
    reader->lost_link = true;
    gdct_reader_refuse(reader, "links", "a map from relation to targets");
    return;
  }
  while (gdct_yaml_next(&reader->yaml) != GDCT_YAML_MAP_END &&
         reader->yaml.kind != GDCT_YAML_END) {
    GdctKeyUse use = {0,
                      reader->mapping->links->len,
                      reader->yaml.spot.line,
                      reader->yaml.spot.column,
                      GDCT_USE_RELATION,
                      true};
    char key[MAX_KEY + 1];
    guint first = reader->mapping->links->len;
    if (reader->yaml.kind != GDCT_YAML_SCALAR) {
      reader->lost_link = true;
      gdct_reader_refuse(reader, "links", "a relation as key");
      gdct_yaml_next(&reader->yaml);
      gdct_yaml_skip(&reader->yaml);
      continue;
    }
    if (gdct_reader_skip_strange_key(reader)) {
      reader->lost_link = true;
      continue;
    }
    g_strlcpy(key, reader->yaml.text, sizeof key);
    use.word = gdct_reader_intern(reader);
    for (guint i = first_word; i < reader->words->len; i++)
      if (g_array_index(reader->words, GdctSymbol, i) == use.word) {
        gdct_report_add(reader->yaml.report, "duplicate-key",
                        gdct_yaml_place(&reader->yaml),
                        "'%s' stands twice in 'links'", key);
        break;
      }
    if (reader->words->len - first_word >= MAX_KEYS_IN_MAP) {
      gdct_reader_give_up(reader, MAX_KEYS_IN_MAP, "relations in one node", "");
      break;
    }
    g_array_append_val(reader->words, use.word);
    g_array_append_val(reader->mapping->uses, use);
    gdct_yaml_next(&reader->yaml);
    gdct_reader_targets(reader, key);
    for (guint i = first; i < reader->mapping->links->len; i++)
      gdct_links(reader->mapping)[i].relation = use.word;
  }
  g_array_set_size(reader->words, first_word);
}

void gdct_reader_end_target(Reader *reader, const Frame *frame) {
  if (frame->to != 0) {
    add_link(reader, &frame->record, frame->to, frame->to_spot);
  } else { /* which has a finding; nothing is left to judge its keys by */
    reader->lost_link = true;
    g_array_set_size(reader->mapping->uses, frame->uses);
  }
}

void gdct_reader_end_link(Reader *reader, const Frame *frame) {
  GdctMapping *mapping = reader->mapping;
  GdctKeyUse relation = {frame->relation,           frame->first_link,
                         frame->relation_spot.line, frame->relation_spot.column,
                         GDCT_USE_RELATION,         true};
  GdctKeyUse from = {frame->from,           frame->first_link,
                     frame->from_spot.line, frame->from_spot.column,
                     GDCT_USE_FROM,         true};

  if (frame->first_link == mapping->links->len)
    g_array_set_size(mapping->uses, frame->uses);
  if (frame->relation != 0)
    g_array_append_val(mapping->uses, relation);
  if (frame->from != 0)
    g_array_append_val(mapping->uses, from);
  for (guint i = frame->first_link; i < mapping->links->len; i++) {
    GdctStoredLink *link = &gdct_links(mapping)[i];
    link->from = frame->from;
    link->relation = frame->relation;
    gdct_reader_inherit(reader, &link->record, &frame->record, true);
  }
}
