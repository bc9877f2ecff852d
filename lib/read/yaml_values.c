/* SPDX-License-Identifier: Apache-2.0 */
/* Texts, choices, dates, attributes and evidence. */
#include "base/order.h"
#include "read/yaml_reader.h"

#include <string.h>

/* ---- values ---- */

/* Checks the present scalar; reports what is wrong with it. */
static bool check_scalar(Reader *reader, const GdctField *field) {
  const char *code, *wanted;
  GdctSuggestion suggestion;
  g_autofree char *hint = NULL;
  g_autoptr(GString) list = NULL;

  if (gdct_value_check(field->type, field->choices, reader->yaml.text, &code,
                       &wanted))
    return true;
  if (field->type != GDCT_VALUE_CHOICE) {
    gdct_report_add(reader->yaml.report, code, gdct_yaml_place(&reader->yaml),
                    "'%s' is not %s", reader->yaml.text, wanted);
    return false;
  }
  list = g_string_new(NULL);
  gdct_suggestion_init(&suggestion, reader->yaml.text);
  for (size_t i = 0; field->choices[i] != NULL; i++) {
    gdct_suggestion_try(&suggestion, field->choices[i]);
    g_string_append_printf(list, "%s%s",
                           i == 0                          ? ""
                           : field->choices[i + 1] == NULL ? " or "
                                                           : ", ",
                           field->choices[i]);
  }
  hint = gdct_suggestion_text(&suggestion);
  gdct_report_add(reader->yaml.report, code, gdct_yaml_place(&reader->yaml),
                  "'%s' is not %s%s", reader->yaml.text, list->str, hint);
  return false;
}

/* What the reader itself does with a scalar, besides keeping it. */
static void take_scalar(Reader *reader, Frame *frame, const GdctField *field) {
  GdctSpot spot = reader->yaml.spot;
  GdctSymbol symbol;
  unsigned bases;

  switch (field->type) {
  case GDCT_VALUE_ID:
    /* What is no id may still be named; but not what is a whole page. */
    frame->id = reader->yaml.length > MAX_KEY ? 0 : gdct_reader_intern(reader);
    frame->record.line = spot.line;
    frame->record.column = spot.column;
    break;
  case GDCT_VALUE_LANGUAGE:
    reader->mapping->language = gdct_reader_intern(reader);
    break;
  case GDCT_VALUE_CHOICE: /* the basis */
    gdct_basis_parse(reader->yaml.text, &bases);
    frame->record.flags = bases == GDCT_BASIS_PROPOSED  ? GDCT_PROPOSED
                          : bases == GDCT_BASIS_DERIVED ? GDCT_DERIVED
                                                        : GDCT_STATED;
    break;
  case GDCT_VALUE_KIND:
    frame->kind = gdct_reader_intern(reader);
    break;
  case GDCT_VALUE_RELATION:
    frame->relation = gdct_reader_intern(reader);
    frame->relation_spot = spot;
    break;
  default: /* a node: part-of, from or to */
    symbol = gdct_reader_intern(reader);
    if (field->key[0] == 'p') {
      frame->parent = symbol;
    } else if (field->key[0] == 'f') {
      frame->from = symbol;
      frame->from_spot = spot;
    } else {
      frame->to = symbol;
      frame->to_spot = spot;
    }
  }
}

/* One scalar of a field that is kept as a value. */
static void read_scalar(Reader *reader, Frame *frame, const GdctField *field) {
  bool of_node = frame->shape->type == GDCT_NODE;
  bool good;

  if (reader->yaml.kind != GDCT_YAML_SCALAR) {
    gdct_reader_refuse(reader, field->key, "text");
    return;
  }
  good = check_scalar(reader, field);
  if (field->type == GDCT_VALUE_ID ||
      (good && ((field->flags & GDCT_OWN) ||
                (of_node && (field->type == GDCT_VALUE_KIND ||
                             field->type == GDCT_VALUE_NODE)))))
    take_scalar(reader, frame, field);
  if (!good || field->type == GDCT_VALUE_ID || (field->flags & GDCT_OWN))
    return;
  if (field->type == GDCT_VALUE_TEXT || field->type == GDCT_VALUE_STRING)
    gdct_reader_push_value(reader, frame, gdct_reader_field_key(reader, field),
                           gdct_pool_add(&reader->mapping->pool,
                                         reader->yaml.text,
                                         reader->yaml.length));
  else /* these repeat */
    gdct_reader_push_value(reader, frame, gdct_reader_field_key(reader, field),
                           gdct_reader_share(reader));
}

/* Texts by language; the present event is the beginning of the map. @key is
 * for findings; without it, what is no such map gives none but false. */
static bool read_languages(Reader *reader, Frame *frame, GdctSymbol word,
                           const char *key) {
  guint first = reader->words->len;
  bool strict = key != NULL;
  bool fits = true;

  while (gdct_yaml_next(&reader->yaml) != GDCT_YAML_MAP_END &&
         reader->yaml.kind != GDCT_YAML_END) {
    GdctSymbol language;
    bool good = reader->yaml.kind == GDCT_YAML_SCALAR &&
                gdct_is_language(reader->yaml.text);
    fits = fits && good;
    if (!good) {
      if (!strict)
        gdct_yaml_skip(&reader->yaml);
      else if (reader->yaml.kind == GDCT_YAML_SCALAR)
        gdct_report_add(
            reader->yaml.report, "bad-value", gdct_yaml_place(&reader->yaml),
            "'%s' is not a language tag such as en", reader->yaml.text);
      else
        gdct_reader_refuse(reader, key, "a language as key");
      gdct_yaml_next(&reader->yaml);
      gdct_yaml_skip(&reader->yaml);
      continue;
    }
    language = gdct_reader_intern(reader);
    for (guint i = first; i < reader->words->len; i++)
      if (g_array_index(reader->words, GdctSymbol, i) == language) {
        gdct_report_add(reader->yaml.report, "duplicate-key",
                        gdct_yaml_place(&reader->yaml),
                        "'%s' stands twice in '%s'", reader->yaml.text,
                        gdct_mapping_symbol(reader->mapping, word));
        good = false;
        break;
      }
    if (reader->words->len - first >= MAX_KEYS_IN_MAP) {
      gdct_reader_give_up(reader, MAX_KEYS_IN_MAP, "languages", "");
      break;
    }
    g_array_append_val(reader->words, language);
    if (gdct_yaml_next(&reader->yaml) != GDCT_YAML_SCALAR) {
      fits = false;
      if (strict)
        gdct_reader_refuse(reader, key, "text");
      else
        gdct_yaml_skip(&reader->yaml);
    } else if (good && reader->yaml.length > 0)
      gdct_reader_push_value(
          reader, frame, gdct_reader_key(reader, word, language),
          gdct_pool_add(&reader->mapping->pool, reader->yaml.text,
                        reader->yaml.length));
  }
  g_array_set_size(reader->words, first);
  return fits;
}

void gdct_reader_values(Reader *reader, Frame *frame, const GdctField *field) {
  if (reader->yaml.kind == GDCT_YAML_MAP && field->type == GDCT_VALUE_TEXT) {
    read_languages(reader, frame,
                   gdct_pool_intern(&reader->mapping->pool, field->key,
                                    strlen(field->key)),
                   field->key);
  } else if (reader->yaml.kind == GDCT_YAML_LIST &&
             (field->flags & GDCT_MANY)) {
    while (gdct_yaml_next(&reader->yaml) != GDCT_YAML_LIST_END &&
           reader->yaml.kind != GDCT_YAML_END)
      read_scalar(reader, frame, field);
  } else {
    read_scalar(reader, frame, field);
  }
}

void gdct_reader_attribute(Reader *reader, Frame *frame, GdctSymbol word,
                           GdctSpot key_spot) {
  GdctKeyUse use = {
      word, frame->index, key_spot.line, key_spot.column, GDCT_USE_NODE_KEY,
      true};
  uint16_t number = gdct_reader_key(reader, word, 0);

  bool fits = true;

  if (frame->shape->type != GDCT_NODE)
    use.use = GDCT_USE_LINK_KEY;
  switch (reader->yaml.kind) {
  case GDCT_YAML_SCALAR:
    if (reader->yaml.length > 0)
      gdct_reader_push_value(reader, frame, number, gdct_reader_share(reader));
    break;
  case GDCT_YAML_LIST:
    while (gdct_yaml_next(&reader->yaml) != GDCT_YAML_LIST_END &&
           reader->yaml.kind != GDCT_YAML_END) {
      if (reader->yaml.kind == GDCT_YAML_SCALAR)
        gdct_reader_push_value(reader, frame, number,
                               gdct_reader_share(reader));
      else
        fits = false;
      gdct_yaml_skip(&reader->yaml);
    }
    break;
  case GDCT_YAML_MAP:
    fits = read_languages(reader, frame, word, NULL);
    break;
  default:
    break;
  }
  use.fits = fits;
  g_array_append_val(reader->mapping->uses, use);
}

/* ---- evidence ---- */

void gdct_reader_citation(Reader *reader, Frame *frame,
                          const GdctField *field) {
  GdctStoredEvidence *citation = &frame->citation;

  if (gdct_reader_is_empty(reader)) {
    frame->seen &= ~(UINT64_C(1) << (field - frame->shape->fields));
    return;
  }
  if (reader->yaml.kind != GDCT_YAML_SCALAR) {
    gdct_reader_refuse(reader, field->key, "text");
    return;
  }
  if (!frame->cites || field->key[0] == 's') {
    citation->line = reader->yaml.spot.line;
    citation->column = reader->yaml.spot.column;
  }
  frame->cites = true;
  if (field->key[0] == 's')
    citation->source = gdct_reader_intern(reader);
  else if (field->key[0] == 'l') /* locators repeat */
    citation->locator = gdct_reader_share(reader);
  else
    citation->quote = gdct_pool_add(&reader->mapping->pool, reader->yaml.text,
                                    reader->yaml.length);
}

void gdct_reader_evidence(Reader *reader, const Frame *frame) {
  if (gdct_reader_is_empty(reader))
    return;
  if (reader->yaml.kind != GDCT_YAML_LIST) {
    gdct_reader_refuse(reader, "evidence", "a list of maps");
    return;
  }
  while (gdct_yaml_next(&reader->yaml) != GDCT_YAML_LIST_END &&
         reader->yaml.kind != GDCT_YAML_END) {
    Frame piece;
    if (reader->yaml.kind != GDCT_YAML_MAP) {
      gdct_reader_refuse(reader, "evidence", "maps");
      continue;
    }
    gdct_reader_map(reader, &gdct_evidence_shape, GDCT_NONE, &piece);
    if (piece.cites)
      gdct_reader_push_evidence(reader, frame, &piece.citation);
  }
}
