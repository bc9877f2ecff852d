/* SPDX-License-Identifier: Apache-2.0 */
/* An import as a mapping file, YAML 1.1 by libyaml. The text is read back at
 * once: so it is known of each scalar where it stands, and findings of the
 * loader can name the cell that it comes from. */
#include "import/inside.h"

#include "base/date.h"
#include "model/shape.h"

#include <string.h>
#include <yaml.h>

typedef struct {
  GdctImport *import;
  yaml_emitter_t emitter;
  uint32_t row, cell; /* that what is written comes from */
} Writer;

static int take_bytes(void *data, unsigned char *bytes, size_t size) {
  g_string_append_len(data, (const char *)bytes, (gssize)size);
  return 1;
}

static void emit(Writer *writer, yaml_event_t *event) {
  if (!yaml_emitter_emit(&writer->emitter, event))
    g_error("libyaml: %s", writer->emitter.problem);
}

static void put_scalar(Writer *writer, const char *text, bool plain) {
  Origin origin = {0, 0, writer->row, writer->cell, text};
  yaml_event_t event;

  g_array_append_val(writer->import->origins, origin);
  yaml_scalar_event_initialize(
      &event, NULL, NULL, (const yaml_char_t *)text, (int)strlen(text), 1, 1,
      plain ? YAML_ANY_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE);
  emit(writer, &event);
}

static void begin_map(Writer *writer) {
  yaml_event_t event;

  yaml_mapping_start_event_initialize(&event, NULL, NULL, 1,
                                      YAML_BLOCK_MAPPING_STYLE);
  emit(writer, &event);
}

static void end_map(Writer *writer) {
  yaml_event_t event;

  yaml_mapping_end_event_initialize(&event);
  emit(writer, &event);
}

static void begin_list(Writer *writer) {
  yaml_event_t event;

  yaml_sequence_start_event_initialize(&event, NULL, NULL, 1,
                                       YAML_BLOCK_SEQUENCE_STYLE);
  emit(writer, &event);
}

static void end_list(Writer *writer) {
  yaml_event_t event;

  yaml_sequence_end_event_initialize(&event);
  emit(writer, &event);
}

/* A key with its value, from a column; ids and words need no quotation
 * marks. */
static void put_pair(Writer *writer, const char *key, const char *text,
                     uint32_t column) {
  writer->cell = column;
  put_scalar(writer, key, true);
  put_scalar(writer, text, gdct_is_id(text));
}

/* ---- parts ---- */

static void put_values(Writer *writer, uint32_t first, uint32_t count,
                       const char *only, const char *except) {
  for (uint32_t i = first; i < first + count;) {
    const Value *value = &g_array_index(writer->import->values, Value, i);
    uint32_t end = i + 1;
    while (end < first + count &&
           g_array_index(writer->import->values, Value, end).column ==
               value->column)
      end++;
    if ((only == NULL || strcmp(value->key, only) == 0) &&
        (except == NULL || strcmp(value->key, except) != 0)) {
      if (value->list) {
        writer->cell = value->column;
        put_scalar(writer, value->key, true);
        begin_list(writer);
        for (uint32_t n = i; n < end; n++) {
          const char *text =
              g_array_index(writer->import->values, Value, n).text;
          put_scalar(writer, text, gdct_is_id(text));
        }
        end_list(writer);
      } else {
        put_pair(writer, value->key, value->text, value->column);
      }
    }
    i = end;
  }
}

static void put_citation(Writer *writer, const Ground *ground) {
  put_pair(writer, "source", ground->source, ground->source_column);
  if (*ground->locator != '\0')
    put_pair(writer, "locator", ground->locator, ground->locator_column);
  if (*ground->quote != '\0')
    put_pair(writer, "quote", ground->quote, ground->quote_column);
}

/* What a link rests on. A proposed link takes no source but its own: the
 * document did not say it. */
static void put_ground(Writer *writer, const Link *link) {
  const Ground *ground = &link->ground;

  if (*ground->source != '\0' &&
      (ground->basis != GDCT_PROPOSED || ground->source_column > 0 ||
       *ground->quote != '\0' || *ground->locator != '\0'))
    put_citation(writer, ground);
  put_pair(writer, "basis", gdct_basis_name(ground->basis),
           ground->basis_column);
  if (*ground->rationale != '\0')
    put_pair(writer, "rationale", ground->rationale, ground->rationale_column);
  if (*ground->author != '\0')
    put_pair(writer, "author", ground->author, 0);
  put_values(writer, link->values, link->n_values, NULL, NULL);
}

/* The links of a node, by relation: the columns follow each other. */
static void put_node_links(Writer *writer, const Node *node) {
  const GdctImport *import = writer->import;
  const char *word = NULL;
  bool begun = false;

  for (uint32_t i = node->links; i < node->links + node->n_links; i++) {
    const Link *link = &g_array_index(import->links, Link, i);
    if (link->shown.status == GDCT_IMPORT_EXISTS || link->node == GDCT_NONE)
      continue;
    writer->cell = link->shown.column;
    if (!begun) {
      put_scalar(writer, "links", true);
      begin_map(writer);
      begun = true;
    }
    if (word == NULL || strcmp(word, link->word) != 0) {
      if (word != NULL)
        end_list(writer);
      put_scalar(writer, link->word, true);
      begin_list(writer);
      word = link->word;
    }
    begin_map(writer);
    put_pair(writer, "to", link->other, link->shown.column);
    put_ground(writer, link);
    end_map(writer);
  }
  if (begun) {
    end_list(writer);
    end_map(writer);
  }
}

static void put_node(Writer *writer, const Node *node) {
  writer->row = node->shown.row;
  writer->cell = node->id_column > 0 ? node->id_column : node->title_column;
  begin_map(writer);
  put_pair(writer, "id", node->shown.id, writer->cell);
  if (*node->shown.kind != '\0')
    put_pair(writer, "kind", node->shown.kind, node->kind_column);
  if (*node->shown.title != '\0')
    put_pair(writer, "title", node->shown.title, node->title_column);
  put_values(writer, node->values, node->n_values, "summary", NULL);
  if (node->parent != NULL)
    put_pair(writer, "part-of", node->parent, node->parent_column);
  put_values(writer, node->values, node->n_values, NULL, "summary");
  if (*node->ground.source != '\0') {
    writer->cell = node->ground.source_column;
    put_scalar(writer, "evidence", true);
    begin_list(writer);
    begin_map(writer);
    put_citation(writer, &node->ground);
    end_map(writer);
    end_list(writer);
  }
  put_node_links(writer, node);
  end_map(writer);
}

static void put_nodes(Writer *writer) {
  const GdctImport *import = writer->import;
  bool begun = false;

  for (guint i = 0; i < import->nodes->len; i++) {
    const Node *node = &g_array_index(import->nodes, Node, i);
    if (node->shown.status == GDCT_IMPORT_EXISTS)
      continue;
    if (!begun) {
      put_scalar(writer, "nodes", true);
      begin_list(writer);
    }
    begun = true;
    put_node(writer, node);
  }
  if (begun)
    end_list(writer);
}

/* Links of nodes that stay where they are, and of a sheet of links. */
static void put_links(Writer *writer) {
  const GdctImport *import = writer->import;
  bool begun = false;

  for (guint i = 0; i < import->links->len; i++) {
    const Link *link = &g_array_index(import->links, Link, i);
    if (link->shown.status == GDCT_IMPORT_EXISTS || link->node != GDCT_NONE)
      continue;
    writer->row = link->shown.row;
    writer->cell = link->shown.column;
    if (!begun) {
      put_scalar(writer, "links", true);
      begin_list(writer);
    }
    begun = true;
    begin_map(writer);
    put_pair(writer, "from", link->shown.from, link->shown.column);
    put_pair(writer, "relation", link->shown.relation, link->shown.column);
    put_pair(writer, "to", link->shown.to, link->shown.column);
    put_ground(writer, link);
    end_map(writer);
  }
  if (begun)
    end_list(writer);
}

/* ---- the head ---- */

/* Appends a text as part of a comment: in one line, without what a reader of
 * the file could take for something else. */
static void append_comment(GString *text, const char *part) {
  g_autofree char *valid = g_utf8_make_valid(part, -1);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    bool bad = g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029 ||
               (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
               c == 0xFEFF || c >= 0xFFFE;
    g_string_append_unichar(text, bad ? 0xFFFD : c);
  }
}

/* "D (Remarks)". */
static void append_column(GString *text, const GdctImportColumn *column) {
  g_string_append(text, column->name);
  if (*column->heading == '\0')
    return;
  g_string_append(text, " (");
  append_comment(text, column->heading);
  g_string_append_c(text, ')');
}

/* The day, if the caller fixed one: there is no clock in a file that shall be
 * the same each time it is made. */
static void append_day(GString *text) {
  char day[GDCT_DAY_SIZE];

  if (g_getenv("SOURCE_DATE_EPOCH") == NULL)
    return;
  gdct_day_write(gdct_date_today().first, day);
  g_string_append_printf(text, ", %s", day);
}

static void append_head(GdctImport *import) {
  GString *text = import->text;
  bool some = false;

  g_string_append(text, "# Imported by gdctrace from ");
  append_comment(text, import->base);
  append_day(text);
  g_string_append(text, ". To be reviewed.\n#\n# Columns:\n");
  for (guint i = 0; i < import->columns->len; i++) {
    const Column *column = &g_array_index(import->columns, Column, i);
    g_string_append_printf(text, "#   %s: ", column->key);
    append_column(text, &g_array_index(import->headings, GdctImportColumn,
                                       column->column - 1));
    g_string_append_c(text, '\n');
  }
  for (guint i = 0; i < import->headings->len; i++) {
    const GdctImportColumn *column =
        &g_array_index(import->headings, GdctImportColumn, i);
    if (column->key != NULL)
      continue;
    g_string_append(text, some ? ", " : "# Not imported: ");
    append_column(text, column);
    some = true;
  }
  g_string_append(text, some ? "\n#\n" : "#\n");
  if (import->sheet->guessed)
    g_string_append(text, "# The file was not UTF-8 and was read as "
                          "Windows-1252: look at letters with accents.\n");
  for (guint i = 0; i < import->links->len; i++)
    if (g_array_index(import->links, Link, i).shown.basis == GDCT_PROPOSED) {
      g_string_append(text, "# Proposed links cite no document: find one that "
                            "says so, or let them stay proposed.\n");
      break;
    }
}

/* ---- the seal ---- */

static const char seal_word[] = "# Seal of this file as it was made: ";

/* The seal of all lines but the one that holds it. */
static char *make_seal(const char *bytes, size_t before, size_t after,
                       size_t size) {
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

  g_checksum_update(checksum, (const guchar *)bytes, (gssize)before);
  g_checksum_update(checksum, (const guchar *)bytes + after,
                    (gssize)(size - after));
  return g_strndup(g_checksum_get_string(checksum), 16);
}

GdctImportSeal gdct_import_seal(const char *bytes, size_t size) {
  const char *at = bytes, *end = bytes + size;

  while (at < end && *at == '#') {
    const char *line = memchr(at, '\n', (size_t)(end - at));
    size_t length = line != NULL ? (size_t)(line + 1 - at) : (size_t)(end - at);
    if (length > strlen(seal_word) &&
        memcmp(at, seal_word, strlen(seal_word)) == 0) {
      size_t before = (size_t)(at - bytes);
      g_autofree char *seal = make_seal(bytes, before, before + length, size);
      return length >= strlen(seal_word) + 17 &&
                     memcmp(at + strlen(seal_word), seal, 16) == 0
                 ? GDCT_IMPORT_UNCHANGED
                 : GDCT_IMPORT_CHANGED;
    }
    at += length;
  }
  return GDCT_IMPORT_FOREIGN;
}

/* ---- the whole ---- */

/* Reads the text back, and learns where each scalar stands. */
static void place_origins(GdctImport *import) {
  yaml_parser_t parser;
  guint at = 0;

  if (!yaml_parser_initialize(&parser))
    g_error("out of memory");
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(
      &parser, (const unsigned char *)import->text->str, import->text->len);
  for (bool more = true; more;) {
    yaml_event_t event;
    if (!yaml_parser_parse(&parser, &event))
      g_error("what was written is not YAML: %s", parser.problem);
    more = event.type != YAML_STREAM_END_EVENT;
    if (event.type == YAML_SCALAR_EVENT) {
      Origin *origin = &g_array_index(import->origins, Origin, at);
      g_assert(at < import->origins->len &&
               strcmp((const char *)event.data.scalar.value, origin->scalar) ==
                   0);
      origin->line = (uint32_t)event.start_mark.line + 1;
      origin->column = (uint32_t)event.start_mark.column + 1;
      at++;
    }
    yaml_event_delete(&event);
  }
  g_assert(at == import->origins->len);
  yaml_parser_delete(&parser);
}

void gdct_import_write(GdctImport *import) {
  Writer writer = {.import = import};
  const char *language = import->options.language;
  yaml_event_t event;
  g_autofree char *seal = NULL, *line = NULL;
  size_t head;

  append_head(import);
  head = import->text->len;
  if (!yaml_emitter_initialize(&writer.emitter))
    g_error("out of memory");
  yaml_emitter_set_output(&writer.emitter, take_bytes, import->text);
  yaml_emitter_set_encoding(&writer.emitter, YAML_UTF8_ENCODING);
  yaml_emitter_set_unicode(&writer.emitter, 1);
  yaml_emitter_set_width(&writer.emitter, -1);
  yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
  emit(&writer, &event);
  yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1);
  emit(&writer, &event);
  begin_map(&writer);
  put_pair(&writer, "gdctrace", "1", 0);
  if (strcmp(language, "en") != 0)
    put_pair(&writer, "language", language, 0);
  put_nodes(&writer);
  put_links(&writer);
  end_map(&writer);
  yaml_document_end_event_initialize(&event, 1);
  emit(&writer, &event);
  yaml_stream_end_event_initialize(&event);
  emit(&writer, &event);
  yaml_emitter_delete(&writer.emitter);
  seal = make_seal(import->text->str, head, head, import->text->len);
  line = g_strconcat(seal_word, seal, "\n", NULL);
  g_string_insert(import->text, (gssize)head, line);
  place_origins(import);
}
