/* SPDX-License-Identifier: Apache-2.0 */
/* The seal of a link: a digest of what a reviewer saw. The canonical text is
 * described in gdctrace(1), "Reviews", so that other programs can make it. It
 * is a line a fact, in fields between tabs; the lines are sorted, so that the
 * order in the files does not matter. */
#include "model/mapping.h"

#include <stdlib.h>
#include <string.h>

/* Appends a field with what would end it or its line escaped, so that no text
 * can look like another fact. */
static void put_field(GString *line, const char *text) {
  g_string_append_c(line, '\t');
  for (; *text != '\0'; text++)
    switch (*text) {
    case '\\':
      g_string_append(line, "\\\\");
      break;
    case '\t':
      g_string_append(line, "\\t");
      break;
    case '\n':
      g_string_append(line, "\\n");
      break;
    case '\r':
      g_string_append(line, "\\r");
      break;
    default:
      g_string_append_c(line, *text);
    }
}

/* Adds a line: its first word, then fields, ending with NULL. */
static void add_line(GPtrArray *lines, const char *word,
                     ...) G_GNUC_NULL_TERMINATED;

static void add_line(GPtrArray *lines, const char *word, ...) {
  GString *line = g_string_new(word);
  const char *field;
  va_list args;

  va_start(args, word);
  while ((field = va_arg(args, const char *)) != NULL)
    put_field(line, field);
  va_end(args);
  g_string_append_c(line, '\n');
  g_ptr_array_add(lines, g_string_free(line, FALSE));
}

static int compare_lines(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What a reviewer reads of an end: titles, summaries, and the attributes that
 * its kind declares. Its dates, status, parts and measures may change without
 * making the review of a link stale. */
static void add_end(GPtrArray *lines, const char *word,
                    const GdctMapping *mapping, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  GdctThing kind = {GDCT_KIND, gdct_node_kind(mapping, node)};

  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    if (strcmp(value.key, "title") == 0 || strcmp(value.key, "summary") == 0 ||
        (kind.index != GDCT_NONE &&
         gdct_attribute_find(mapping, kind, value.key) != GDCT_NONE))
      add_line(lines, word, value.key, value.language, value.text, NULL);
  }
}

static void add_evidence(GPtrArray *lines, const GdctMapping *mapping,
                         GdctThing link) {
  for (uint32_t i = 0; i < gdct_evidence_count(mapping, link); i++) {
    GdctEvidence piece = gdct_evidence(mapping, link, i);
    const char *source =
        piece.source == GDCT_NONE
            ? ""
            : gdct_id(mapping, (GdctThing){GDCT_SOURCE, piece.source});
    add_line(lines, "evidence", source, piece.locator, piece.quote, NULL);
  }
}

char *gdct_link_seal(const GdctMapping *mapping, uint32_t link) {
  GdctThing thing = {GDCT_LINK, link};
  GdctLinkEnds ends = gdct_link(mapping, link);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GString) text = g_string_new("gdctrace-seal-1\n");
  g_autofree char *digest = NULL;

  add_line(lines, "link", gdct_id(mapping, (GdctThing){GDCT_NODE, ends.from}),
           gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation}),
           gdct_id(mapping, (GdctThing){GDCT_NODE, ends.to}),
           gdct_basis_name(ends.basis), NULL);
  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    add_line(lines, "value", value.key, value.language, value.text, NULL);
  }
  add_evidence(lines, mapping, thing);
  add_end(lines, "from", mapping, ends.from);
  add_end(lines, "to", mapping, ends.to);
  g_ptr_array_sort(lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    g_string_append(text, g_ptr_array_index(lines, i));
  digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str,
                                         (gssize)text->len);
  return strndup(digest, 16);
}
