/* SPDX-License-Identifier: Apache-2.0 */
/* The seal of a link: a digest of what a reviewer saw. */
#include "model/mapping.h"

#include <stdlib.h>
#include <string.h>

/* One fact a line; what is inside a line is escaped, so that no text can look
 * like another fact. */
static void put(GString *text, const char *name, const char *language,
                const char *value) {
  g_autofree char *escaped = g_strescape(value, NULL);

  g_string_append_printf(text, "%s@%s=%s\n", name, language, escaped);
}

static int compare_lines(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The values of a thing that a reviewer saw; the order in the file does not
 * matter. */
static void put_values(GString *text, const GdctMapping *mapping,
                       GdctThing thing) {
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    g_autoptr(GString) line = g_string_new(NULL);
    put(line, value.key, value.language, value.text);
    g_ptr_array_add(lines, g_strdup(line->str));
  }
  g_ptr_array_sort(lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    g_string_append(text, g_ptr_array_index(lines, i));
}

static void put_node(GString *text, const GdctMapping *mapping, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};

  put(text, "node", "", gdct_id(mapping, thing));
  put_values(text, mapping, thing);
}

char *gdct_link_seal(const GdctMapping *mapping, uint32_t link) {
  GdctThing thing = {GDCT_LINK, link};
  GdctLinkEnds ends = gdct_link(mapping, link);
  g_autoptr(GString) text = g_string_new("gdctrace-seal-1\n");
  g_autofree char *digest = NULL;

  put(text, "relation", "",
      gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation}));
  put(text, "basis", "", gdct_basis_name(ends.basis));
  put_values(text, mapping, thing);
  for (uint32_t i = 0; i < gdct_evidence_count(mapping, thing); i++) {
    GdctEvidence piece = gdct_evidence(mapping, thing, i);
    put(text, "source", "",
        piece.source == GDCT_NONE
            ? ""
            : gdct_id(mapping, (GdctThing){GDCT_SOURCE, piece.source}));
    put(text, "locator", "", piece.locator);
    put(text, "quote", "", piece.quote);
  }
  put_node(text, mapping, ends.from);
  put_node(text, mapping, ends.to);
  digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str,
                                         (gssize)text->len);
  return strndup(digest, 16);
}
