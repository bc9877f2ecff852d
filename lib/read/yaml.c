/* SPDX-License-Identifier: Apache-2.0 */
/* The YAML reader: events go straight into records, following the tables of
 * model/shape.c. Shape of the input:
 *
 *   gdctrace: 1
 *   nodes:
 *     - id: itu.giga
 *       kind: itu-activity
 *       title: {en: Giga}
 *       links:
 *         supports:
 *           - {to: gdc.o1, source: plan, quote: ...}
 *
 * A record's own values wait on a stack until its map ends, so that they stand
 * together however maps are nested. */
#include "read/yaml.h"

#include "base/order.h"
#include "read/yaml_reader.h"

#include <string.h>

/* ---- lists of maps ---- */

static void read_records(Reader *reader, const GdctField *field,
                         uint32_t owner) {
  Frame frame;

  if (gdct_reader_is_empty(reader))
    return;
  if (reader->yaml.kind != GDCT_YAML_LIST) {
    gdct_reader_lose(reader, field->key, "a list of maps");
    return;
  }
  while (gdct_yaml_next(&reader->yaml) != GDCT_YAML_LIST_END &&
         reader->yaml.kind != GDCT_YAML_END) {
    if (reader->yaml.kind != GDCT_YAML_MAP)
      gdct_reader_refuse(reader, field->key, "maps");
    else
      gdct_reader_map(reader, field->shape, owner, &frame);
  }
}

static void read_record(Reader *reader, const GdctField *field,
                        uint32_t owner) {
  Frame frame;

  if (gdct_reader_is_empty(reader))
    return;
  if (reader->yaml.kind != GDCT_YAML_MAP) {
    gdct_reader_lose(reader, field->key, "a map");
    return;
  }
  gdct_reader_map(reader, field->shape, owner, &frame);
  if (field->shape->type == GDCT_DEFAULTS) {
    reader->defaults = frame.record;
    reader->have_defaults = true;
  }
}

/* ---- the file's own keys ---- */

static void read_includes(Reader *reader) {
  bool list = reader->yaml.kind == GDCT_YAML_LIST;

  if (list)
    gdct_yaml_next(&reader->yaml);
  while (reader->yaml.kind != GDCT_YAML_LIST_END &&
         reader->yaml.kind != GDCT_YAML_END) {
    if (reader->yaml.kind != GDCT_YAML_SCALAR) {
      gdct_reader_refuse(reader, "include", "names of files");
    } else if (reader->yaml.length > 0) {
      GdctInclude include = {gdct_pool_add(&reader->mapping->pool,
                                           reader->yaml.text,
                                           reader->yaml.length),
                             reader->yaml.spot};
      g_array_append_val(reader->mapping->includes, include);
    }
    if (!list)
      return;
    gdct_yaml_next(&reader->yaml);
  }
}

static void read_version(Reader *reader) {
  if (reader->yaml.kind != GDCT_YAML_SCALAR)
    gdct_reader_refuse(reader, "gdctrace", "the format version");
  else if (strcmp(reader->yaml.text, "1") != 0)
    gdct_report_add(
        reader->yaml.report, "bad-version", gdct_yaml_place(&reader->yaml),
        "'%s' is not a format version known here: 1", reader->yaml.text);
}

/* ---- maps ---- */

/* Whether an unknown key of a node may be a slip of the pen for @field; if no
 * attribute has its name, it is, so that the model must decide. */
static bool put_off(Reader *reader, const Frame *frame,
                    const GdctField *field) {
  GArray *uses = reader->mapping->uses;
  GdctKeyUse missing = {.record = frame->index,
                        .line = frame->record.line,
                        .column = frame->record.column,
                        .use = GDCT_USE_MISSING};

  for (guint i = frame->uses; frame->shape->type == GDCT_NODE && i < uses->len;
       i++) {
    const GdctKeyUse *use = &g_array_index(uses, GdctKeyUse, i);
    if (use->use != GDCT_USE_NODE_KEY ||
        gdct_shape_guess(frame->shape, gdct_mapping_symbol(reader->mapping,
                                                           use->word)) != field)
      continue;
    missing.word = gdct_pool_intern(&reader->mapping->pool, field->key,
                                    strlen(field->key));
    g_array_append_val(uses, missing);
    return true;
  }
  return false;
}

static void check_required(Reader *reader, const Frame *frame) {
  const GdctField *fields = frame->shape->fields;

  for (size_t i = 0; fields[i].key != NULL && !frame->merged; i++)
    if ((fields[i].flags & GDCT_REQUIRED) &&
        !((frame->seen | frame->excused) >> i & 1) &&
        !put_off(reader, frame, &fields[i]))
      gdct_report_add(reader->yaml.report, "missing-key",
                      (GdctPlace){reader->yaml.name, frame->record.line,
                                  frame->record.column},
                      "%s needs '%s'", frame->shape->name, fields[i].key);
}

static void read_field(Reader *reader, Frame *frame, const GdctField *field) {
  switch (field->type) {
  case GDCT_VALUE_CITATION:
    gdct_reader_citation(reader, frame, field);
    break;
  case GDCT_VALUE_EVIDENCE:
    gdct_reader_evidence(reader, frame);
    break;
  case GDCT_VALUE_RECORD:
    read_record(reader, field, frame->index);
    break;
  case GDCT_VALUE_RECORDS:
    read_records(reader, field, frame->index);
    break;
  case GDCT_VALUE_LINKS:
    gdct_reader_links(reader);
    break;
  case GDCT_VALUE_TARGETS:
    if (gdct_reader_is_empty(reader))
      frame->seen &= ~(UINT64_C(1) << (field - frame->shape->fields));
    gdct_reader_targets(reader, field->key);
    break;
  case GDCT_VALUE_INCLUDE:
    read_includes(reader);
    break;
  case GDCT_VALUE_VERSION:
    read_version(reader);
    break;
  default:
    gdct_reader_values(reader, frame, field);
  }
}

static void report_unknown_key(Reader *reader, const GdctShape *shape,
                               const char *key, GdctSpot spot) {
  const GdctField *meant = gdct_shape_guess(shape, key);

  gdct_report_add(reader->yaml.report, "unknown-key",
                  gdct_reader_place(reader, spot),
                  meant != NULL ? "%s has no key '%s'; did you mean '%s'?"
                                : "%s has no key '%s'",
                  shape->name, key, meant != NULL ? meant->key : "");
}

/* Reports an unknown key; one of the file itself only when all its keys are
 * known, as it may be no mapping file at all. Returns the field that was
 * meant, or NULL. */
static const GdctField *note_strange_key(Reader *reader, Frame *frame,
                                         GdctSymbol word) {
  Strange strange = {reader->yaml.spot, word};
  const GdctField *meant = gdct_shape_guess(frame->shape, reader->yaml.text);

  if (meant != NULL)
    frame->excused |= UINT64_C(1) << (meant - frame->shape->fields);
  if (frame->shape == &gdct_file_shape)
    g_array_append_val(reader->strange, strange);
  else
    report_unknown_key(reader, frame->shape, reader->yaml.text,
                       reader->yaml.spot);
  return meant;
}

/* Reports the unknown keys of the file, or that it is something else. */
static void judge_file(Reader *reader, const Frame *frame) {
  if (frame->seen == 0 && reader->strange->len > 0 && !reader->yaml.failed) {
    gdct_report_add(reader->yaml.report, "bad-version",
                    (GdctPlace){reader->yaml.name, frame->record.line,
                                frame->record.column},
                    "this is no mapping file: it has none of the keys of one");
    reader->mapping->incomplete = false;
    return;
  }
  for (guint i = 0; i < reader->strange->len; i++) {
    const Strange *strange = &g_array_index(reader->strange, Strange, i);
    g_autofree char *key =
        g_strdup(gdct_mapping_symbol(reader->mapping, strange->word));
    report_unknown_key(reader, &gdct_file_shape, key, strange->spot);
  }
  if (!reader->yaml.failed)
    check_required(reader, frame);
}

/* Notes a key of the map; false, with a finding, if it is there already. */
static bool note_key(Reader *reader, Frame *frame, const GdctField *field,
                     GdctSymbol *ret_word) {
  bool twice = false;
  guint first = frame->words;

  if (field != NULL) {
    uint64_t bit = UINT64_C(1) << (field - frame->shape->fields);
    twice = (frame->seen & bit) != 0;
    frame->seen |= bit;
  } else {
    *ret_word = gdct_reader_intern(reader);
    for (guint i = first; i < reader->words->len && !twice; i++)
      twice = g_array_index(reader->words, GdctSymbol, i) == *ret_word;
    g_array_append_val(reader->words, *ret_word);
  }
  if (twice)
    gdct_report_add(reader->yaml.report, "duplicate-key",
                    gdct_yaml_place(&reader->yaml), "'%s' stands twice in %s",
                    reader->yaml.text, frame->shape->name);
  return !twice;
}

/* One key and its value; the present event is the key. */
static void read_key(Reader *reader, Frame *frame) {
  GdctSpot spot = reader->yaml.spot;
  const GdctField *field;
  GdctSymbol word = 0;
  const GdctField *meant = NULL;
  size_t n_findings;
  bool good, strange;

  if (reader->yaml.kind != GDCT_YAML_SCALAR) {
    if (reader->yaml.kind != GDCT_YAML_REFUSED)
      gdct_report_add(reader->yaml.report, "wrong-shape",
                      gdct_yaml_place(&reader->yaml),
                      "a key of %s is text and not %s", frame->shape->name,
                      gdct_reader_event_name(reader->yaml.kind));
    gdct_yaml_skip(&reader->yaml);
    gdct_yaml_next(&reader->yaml);
    gdct_yaml_skip(&reader->yaml);
    return;
  }
  if (reader->words->len - frame->words >= MAX_KEYS_IN_MAP) {
    gdct_reader_give_up(reader, MAX_KEYS_IN_MAP, "unknown keys in ",
                        frame->shape->name);
    return;
  }
  if (gdct_reader_skip_strange_key(reader)) {
    frame->merged = frame->lost = true;
    return;
  }
  field = gdct_shape_find_after(frame->shape, frame->field, reader->yaml.text);
  if (field != NULL)
    frame->field = field;
  good = note_key(reader, frame, field, &word);
  /* What stands in a list may be named elsewhere, so a second one is read. */
  if (field != NULL && field->type > GDCT_VALUE_LAST)
    good = true;
  strange = good && field == NULL && !frame->shape->open;
  if (strange)
    meant = note_strange_key(reader, frame, word);
  n_findings = gdct_report_count_of(reader->yaml.report, GDCT_ERROR);
  gdct_yaml_next(&reader->yaml);
  if (strange && meant != NULL && meant->type > GDCT_VALUE_LAST) {
    read_field(reader, frame, meant);
  } else if (!good || strange) {
    /* It may hold what others name. */
    if (strange && reader->yaml.kind != GDCT_YAML_SCALAR &&
        frame->shape->type == GDCT_TYPES)
      reader->mapping->incomplete = true;
    gdct_yaml_skip(&reader->yaml);
  } else if (field == NULL) {
    gdct_reader_attribute(reader, frame, word, spot);
  } else if (gdct_reader_is_empty(reader) && field->type <= GDCT_VALUE_LAST) {
    frame->seen &= ~(UINT64_C(1) << (field - frame->shape->fields));
  } else {
    guint n_values = reader->values->len;
    read_field(reader, frame, field);
    /* "title: {}" says as little as "title:". */
    if (field->type <= GDCT_VALUE_LAST && field->type != GDCT_VALUE_ID &&
        !(field->flags & GDCT_OWN) && reader->values->len == n_values &&
        gdct_report_count_of(reader->yaml.report, GDCT_ERROR) == n_findings)
      frame->seen &= ~(UINT64_C(1) << (field - frame->shape->fields));
    if ((field->type == GDCT_VALUE_CITATION ||
         field->type == GDCT_VALUE_EVIDENCE || (field->flags & GDCT_OWN)) &&
        gdct_report_count_of(reader->yaml.report, GDCT_ERROR) > n_findings)
      frame->lost = true;
  }
}

/* Things that are few, and are searched one by one. */
static bool is_declaration(uint32_t type) {
  return type != GDCT_SOURCE && type != GDCT_MEASURE && type != GDCT_WAIVER &&
         type != GDCT_REVIEW;
}

/* Makes room for what a map will become, so that its parts come after it. */
static void begin_record(Reader *reader, Frame *frame, uint32_t owner) {
  GdctMapping *mapping = reader->mapping;

  frame->index = GDCT_NONE;
  switch (frame->shape->type) {
  case GDCT_NODE:
    frame->index = mapping->nodes->len;
    g_array_set_size(mapping->nodes, frame->index + 1);
    frame->first_measure = mapping->entries->len;
    reader->lost_link = false;
    break;
  case GDCT_LINK:
    frame->index = frame->first_link = mapping->links->len;
    frame->record.flags = GDCT_FLAG_NO_BASIS;
    break;
  case GDCT_TYPES:
    break;
  default: {
    GdctEntry entry = {.type = frame->shape->type, .owner = owner};
    if (is_declaration(entry.type) &&
        ++reader->counts[entry.type] > MAX_DECLARED)
      gdct_reader_give_up(reader, MAX_DECLARED,
                          "maps like this: ", frame->shape->name);
    frame->index = mapping->entries->len;
    if (entry.type == GDCT_DEFAULTS)
      frame->record.flags = GDCT_FLAG_NO_BASIS;
    g_array_append_val(mapping->entries, entry);
  }
  }
}

static void end_node(Reader *reader, Frame *frame, guint first_link) {
  GdctMapping *mapping = reader->mapping;
  GdctStoredNode *node = &gdct_nodes(mapping)[frame->index];

  *node = (GdctStoredNode){.record = frame->record,
                           .id = frame->id,
                           .kind = frame->kind,
                           .parent = frame->parent,
                           .measures = frame->first_measure,
                           .n_measures =
                               mapping->entries->len - frame->first_measure};
  if (reader->lost_link)
    node->record.flags |= GDCT_FLAG_LOST;
  for (guint i = first_link; i < mapping->links->len; i++)
    gdct_links(mapping)[i].from = frame->id;
}

void gdct_reader_map(Reader *reader, const GdctShape *shape, uint32_t owner,
                     Frame *frame) {
  guint first_link = reader->mapping->links->len;

  memset(frame, 0, sizeof *frame);
  frame->shape = shape;
  frame->record.line = reader->yaml.spot.line;
  frame->record.column = reader->yaml.spot.column;
  frame->citation.line = frame->record.line;
  frame->citation.column = frame->record.column;
  frame->values = reader->values->len;
  frame->evidence = reader->evidence->len;
  frame->words = reader->words->len;
  frame->uses = reader->mapping->uses->len;
  begin_record(reader, frame, owner);
  while (gdct_yaml_next(&reader->yaml) != GDCT_YAML_MAP_END &&
         reader->yaml.kind != GDCT_YAML_END)
    read_key(reader, frame);
  g_array_set_size(reader->words, frame->words);
  if (shape == &gdct_file_shape)
    judge_file(reader, frame);
  else if (!reader->yaml.failed)
    check_required(reader, frame);
  if (frame->lost)
    frame->record.flags |= GDCT_FLAG_LOST;
  if (shape == &gdct_evidence_shape)
    return;
  gdct_reader_store_parts(reader, frame);
  if (shape->type == GDCT_NODE)
    end_node(reader, frame, first_link);
  else if (shape == gdct_shape_of(GDCT_LINK))
    gdct_reader_end_target(reader, frame);
  else if (shape->type == GDCT_LINK)
    gdct_reader_end_link(reader, frame);
  else if (shape->type != GDCT_TYPES) {
    gdct_entries(reader->mapping)[frame->index].record = frame->record;
    gdct_entries(reader->mapping)[frame->index].id = frame->id;
  }
}

static void read_file(Reader *reader) {
  Frame frame;

  switch (gdct_yaml_next(&reader->yaml)) {
  case GDCT_YAML_MAP:
    gdct_reader_map(reader, &gdct_file_shape, GDCT_NONE, &frame);
    break;
  case GDCT_YAML_END:
    if (!reader->yaml.failed)
      gdct_report_add(reader->yaml.report, "empty-file",
                      (GdctPlace){reader->yaml.name, 1, 1},
                      "the file is empty");
    return;
  default:
    if (gdct_reader_is_empty(reader))
      gdct_report_add(reader->yaml.report, "empty-file",
                      (GdctPlace){reader->yaml.name, 1, 1},
                      "the file is empty");
    else if (reader->yaml.kind == GDCT_YAML_REFUSED)
      break;
    else
      gdct_report_add(reader->yaml.report, "wrong-shape",
                      gdct_yaml_place(&reader->yaml),
                      "a mapping file is a map of keys and not %s",
                      gdct_reader_event_name(reader->yaml.kind));
    gdct_yaml_skip(&reader->yaml);
  }
  if (gdct_yaml_next(&reader->yaml) != GDCT_YAML_END)
    gdct_report_add(reader->yaml.report, "wrong-shape",
                    gdct_reader_place(reader, reader->yaml.document),
                    "a second document; a file holds one");
}

static void begin(Reader *reader, const char *name) {
  GdctFile file = {.name = name};

  memset(reader, 0, sizeof *reader);
  reader->mapping = gdct_mapping_new();
  file.name = g_string_chunk_insert(reader->mapping->names, name);
  g_array_append_val(reader->mapping->files, file);
  reader->values = g_array_new(FALSE, FALSE, sizeof(GdctStoredValue));
  reader->evidence = g_array_new(FALSE, FALSE, sizeof(GdctStoredEvidence));
  reader->words = g_array_new(FALSE, FALSE, sizeof(GdctSymbol));
  reader->strange = g_array_new(FALSE, FALSE, sizeof(Strange));
}

static void end(Reader *reader) {
  g_array_unref(reader->values);
  g_array_unref(reader->evidence);
  g_array_unref(reader->words);
  g_array_unref(reader->strange);
}

GdctMapping *gdct_yaml_read(const char *name, const char *bytes, size_t size,
                            GdctReport *report) {
  g_autofree char *clean = NULL;
  GdctReport *findings = gdct_report_new();
  bool bad_encoding;
  Reader reader;

  begin(&reader, name);
  gdct_yaml_open(&reader.yaml, name, bytes, size, findings);
  read_file(&reader);
  bad_encoding = reader.yaml.bad_encoding;
  if (reader.yaml.failed) {
    size_t clean_size;
    clean = gdct_yaml_clean(name, bytes, size, &clean_size, report);
    if (bad_encoding && clean == NULL)
      gdct_report_add(report, "not-yaml", (GdctPlace){name, 0, 0}, "%s",
                      reader.yaml.parser.problem);
    if (bad_encoding && clean != NULL) {
      /* Begin again without the bad bytes, to find what else is wrong. */
      gdct_yaml_close(&reader.yaml);
      end(&reader);
      gdct_mapping_free(reader.mapping);
      gdct_report_free(findings);
      findings = gdct_report_new();
      begin(&reader, name);
      if (clean_size > 0) {
        gdct_yaml_open(&reader.yaml, name, clean, clean_size, findings);
        read_file(&reader);
      }
    }
  }
  gdct_reader_apply_defaults(&reader);
  if (reader.yaml.failed || reader.yaml.name == NULL)
    reader.mapping->incomplete = true;
  gdct_report_move(report, findings);
  gdct_report_free(findings);
  if (reader.yaml.name != NULL)
    gdct_yaml_close(&reader.yaml);
  end(&reader);
  return reader.mapping;
}
