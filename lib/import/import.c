/* SPDX-License-Identifier: Apache-2.0 */
/* From a sheet and a mapping to a mapping file, and from its findings back to
 * the cells. */
#include "import/inside.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>

/* ---- sheets ---- */

GdctTable *gdct_table_read_bytes(const char *name, const char *bytes,
                                 size_t size, GdctReport *report) {
  if (size <= GDCT_TABLE_MAX_BYTES)
    return gdct_csv_read(name, bytes, size, report);
  gdct_report_add(report, "too-large", (GdctPlace){name, 0, 0},
                  "the file is larger than 64 MiB");
  return NULL;
}

GdctTable *gdct_table_read(const char *file, unsigned number,
                           GdctReport *report) {
  g_autofree char *bytes = NULL, *text = NULL;
  const char *reason = NULL;
  size_t size;

  switch (gdct_file_read(file, GDCT_TABLE_MAX_BYTES, &bytes, &size, &reason)) {
  case GDCT_READ_OK:
    break;
  case GDCT_READ_TOO_LARGE:
    gdct_report_add(report, "too-large", (GdctPlace){file, 0, 0},
                    "the file is larger than 64 MiB");
    return NULL;
  default:
    gdct_report_add(report, "unreadable", (GdctPlace){file, 0, 0},
                    "cannot be read: %s", reason);
    return NULL;
  }
  if (gdct_csv_is_workbook(bytes, size)) {
    text = gdct_csv_from_workbook(file, bytes, size, number, &size, report);
    return text != NULL ? gdct_csv_read(file, text, size, report) : NULL;
  }
  if (number > 1) {
    gdct_report_add(report, "unreadable", (GdctPlace){file, 0, 0},
                    "there is no sheet %u: the file is text, and has one",
                    number);
    return NULL;
  }
  return gdct_csv_read(file, bytes, size, report);
}

void gdct_table_free(GdctTable *sheet) {
  gdct_csv_free(sheet);
}

/* ---- the import ---- */

/* Cells beyond the last heading would be lost. */
static void judge_rows(GdctImport *import) {
  const GdctTable *sheet = import->sheet;
  uint32_t last = import->heading_row;

  for (uint32_t row = import->heading_row + 1; row <= sheet->rows->len; row++) {
    uint32_t n = g_array_index(sheet->rows, GdctTableRow, row - 1).count;
    if (gdct_csv_row_is_empty(sheet, row))
      continue;
    import->rows++;
    import->empty_rows += row - last - 1;
    last = row;
    for (uint32_t i = import->headings->len + 1; i <= n; i++)
      if (*gdct_csv_cell(sheet, row, i) != '\0') {
        gdct_import_fault(import, "wrong-shape", row, i,
                          "a cell beyond the last heading, which is in column "
                          "%u; is a separator in a text without quotation "
                          "marks?",
                          import->headings->len);
        break;
      }
  }
}

/* What somebody who reviews the import should know. */
static void add_notes(GdctImport *import) {
  const GdctMapping *mapping = import->mapping;
  g_autoptr(GHashTable) made = g_hash_table_new(g_direct_hash, g_direct_equal);

  if (import->sheet->guessed)
    gdct_import_add_note(import, 0, 0,
                         "not UTF-8: read as Windows-1252; look at letters "
                         "with accents, or save it as 'CSV UTF-8'");
  for (guint i = 0; i < import->nodes->len; i++) {
    const Node *node = &g_array_index(import->nodes, Node, i);
    if (node->shown.status == GDCT_IMPORT_AGAIN)
      g_hash_table_add(made, GUINT_TO_POINTER(node->existing + 1));
  }
  for (uint32_t i = 0;
       import->old_file != NULL && i < gdct_count(mapping, GDCT_NODE); i++) {
    GdctThing node = {GDCT_NODE, i};
    if (gdct_import_is_old(import, node) &&
        !g_hash_table_contains(made, GUINT_TO_POINTER(i + 1)))
      gdct_import_add_note(import, 0, 0,
                           "node '%s' of %s is in no row any more, and goes",
                           gdct_id(mapping, node), import->old_file);
  }
}

/* The mapping's own name of a file that it may have loaded; or NULL. */
static const char *loaded_name(const GdctMapping *mapping, const char *file) {
  char *real = file != NULL ? realpath(file, NULL) : NULL;
  const char *found = NULL;

  for (uint32_t i = 0;
       real != NULL && found == NULL && i < gdct_mapping_files(mapping); i++) {
    char *other = realpath(gdct_mapping_file(mapping, i), NULL);
    if (g_strcmp0(real, other) == 0)
      found = gdct_mapping_file(mapping, i);
    free(other);
  }
  free(real);
  return found;
}

/* The kind, relation and source of the options. */
static bool judge_options(GdctImport *import) {
  const GdctImportOptions *options = &import->options;
  bool inverse, good = true;
  char *hint;

  import->kind = import->relation = GDCT_NONE;
  if (options->kind != NULL) {
    import->kind =
        gdct_find_or_hint(import->mapping, GDCT_KIND, options->kind, &hint);
    if (import->kind == GDCT_NONE)
      good = gdct_report_add(import->report, "unknown-kind", GDCT_NOWHERE,
                             "no kind '%s'%s", options->kind, hint);
    free(hint);
  }
  if (good && options->source != NULL) {
    if (gdct_find_or_hint(import->mapping, GDCT_SOURCE, options->source,
                          &hint) == GDCT_NONE)
      good = gdct_report_add(import->report, "unknown-source", GDCT_NOWHERE,
                             "no source '%s'%s", options->source, hint);
    free(hint);
  }
  if (good && options->relation != NULL) {
    import->relation =
        gdct_relation_find(import->mapping, options->relation, &inverse);
    if (import->relation == GDCT_NONE)
      good = gdct_report_add(import->report, "unknown-relation", GDCT_NOWHERE,
                             "no relation '%s'", options->relation);
  }
  return good;
}

static void fill(GdctImport *import) {
  if (import->heading_row == 0)
    return;
  judge_rows(import);
  gdct_import_index_titles(import);
  if (import->of_links) {
    for (uint32_t row = import->heading_row + 1;
         row <= import->sheet->rows->len; row++)
      if (!gdct_csv_row_is_empty(import->sheet, row))
        gdct_import_row_link(import, row);
  } else if (gdct_import_role(import, ROLE_TITLE) != NULL ||
             gdct_import_role(import, ROLE_ID) != NULL) {
    gdct_import_make_nodes(import);
    gdct_import_fill_nodes(import);
  }
}

GdctImport *gdct_import_new(const GdctMapping *mapping, const GdctTable *sheet,
                            const GdctImportOptions *options,
                            GdctReport *report) {
  GdctImport *import = g_new0(GdctImport, 1);
  const char *slash = strrchr(sheet->name, '/');

  import->mapping = mapping;
  import->sheet = sheet;
  import->options = *options;
  if (import->options.language == NULL)
    import->options.language = "en";
  import->report = report;
  import->base = slash != NULL ? slash + 1 : sheet->name;
  import->old_file = loaded_name(mapping, options->output);
  import->strings = g_string_chunk_new(4096);
  import->headings = g_array_new(FALSE, FALSE, sizeof(GdctImportColumn));
  import->columns = g_array_new(FALSE, FALSE, sizeof(Column));
  import->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
  import->links = g_array_new(FALSE, FALSE, sizeof(Link));
  import->values = g_array_new(FALSE, FALSE, sizeof(Value));
  import->notes = g_array_new(FALSE, FALSE, sizeof(GdctImportNote));
  import->candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
  import->origins = g_array_new(FALSE, FALSE, sizeof(Origin));
  import->titles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  import->sheet_ids =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  import->suffixes =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  import->link_keys =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  import->text = g_string_new(NULL);
  if (!judge_options(import) || !gdct_import_read_columns(import)) {
    gdct_import_free(import);
    return NULL;
  }
  fill(import);
  add_notes(import);
  gdct_import_write(import);
  import->report = NULL;
  return import;
}

void gdct_import_free(GdctImport *import) {
  if (import == NULL)
    return;
  g_string_chunk_free(import->strings);
  g_array_unref(import->headings);
  g_array_unref(import->columns);
  g_array_unref(import->nodes);
  g_array_unref(import->links);
  g_array_unref(import->values);
  g_array_unref(import->notes);
  g_array_unref(import->candidates);
  g_array_unref(import->origins);
  g_hash_table_unref(import->titles);
  g_hash_table_unref(import->sheet_ids);
  g_hash_table_unref(import->suffixes);
  g_hash_table_unref(import->link_keys);
  g_string_free(import->text, TRUE);
  g_free(import);
}

/* ---- what it is ---- */

uint32_t gdct_import_columns(const GdctImport *import) {
  return import->headings->len;
}

GdctImportColumn gdct_import_column(const GdctImport *import, uint32_t index) {
  g_assert(index < import->headings->len);
  return g_array_index(import->headings, GdctImportColumn, index);
}

uint32_t gdct_import_nodes(const GdctImport *import) {
  return import->nodes->len;
}

GdctImportNode gdct_import_node(const GdctImport *import, uint32_t index) {
  g_assert(index < import->nodes->len);
  return g_array_index(import->nodes, Node, index).shown;
}

uint32_t gdct_import_links(const GdctImport *import) {
  return import->links->len;
}

GdctImportLink gdct_import_link(const GdctImport *import, uint32_t index) {
  g_assert(index < import->links->len);
  return g_array_index(import->links, Link, index).shown;
}

uint32_t gdct_import_notes(const GdctImport *import) {
  return import->notes->len;
}

GdctImportNote gdct_import_note(const GdctImport *import, uint32_t index) {
  g_assert(index < import->notes->len);
  return g_array_index(import->notes, GdctImportNote, index);
}

uint32_t gdct_import_rows(const GdctImport *import) {
  return import->rows;
}

uint32_t gdct_import_empty_rows(const GdctImport *import) {
  return import->empty_rows;
}

const char *gdct_import_text(GdctImport *import, size_t *ret_size) {
  *ret_size = import->text->len;
  return import->text->str;
}

/* The last scalar that begins at or before a place. */
static const Origin *find_origin(const GdctImport *import, GdctPlace place) {
  guint low = 0, high = import->origins->len;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    const Origin *origin = &g_array_index(import->origins, Origin, middle);
    if (origin->line < place.line ||
        (origin->line == place.line && origin->column <= place.column))
      low = middle;
    else
      high = middle;
  }
  return &g_array_index(import->origins, Origin, low);
}

void gdct_import_take(GdctImport *import, const char *name,
                      const GdctReport *from, GdctReport *report) {
  /* What cells with faults would have said cannot be missed yet. */
  bool faults = gdct_report_count_of(report, GDCT_ERROR) > 0;

  import->report = report;
  for (size_t i = 0; i < gdct_report_count(from); i++) {
    const GdctFinding *finding = gdct_report_get(from, i);
    bool here = g_strcmp0(finding->place.file, name) == 0;
    const Origin *origin = here ? find_origin(import, finding->place) : NULL;
    if (faults && finding->severity != GDCT_ERROR)
      continue;
    if (!here && finding->severity == GDCT_ERROR)
      gdct_report_add(report, finding->code, finding->place, "%s",
                      finding->message);
    else if (here && origin->row > 0)
      gdct_import_fault(import, finding->code, origin->row, origin->cell, "%s",
                        finding->message);
    else if (here)
      gdct_report_add(report, finding->code,
                      (GdctPlace){import->sheet->name, 0, 0}, "%s",
                      finding->message);
  }
  import->report = NULL;
}
