/* SPDX-License-Identifier: Apache-2.0 */
/* Ids made of titles: short, ASCII, and the same from run to run. */
#include "import/inside.h"

#include "model/shape.h"

#include <string.h>

#define MAX_SLUG 50

/* Letters, digits and hyphens; cut between words. */
static char *make_slug(const char *title) {
  /* With a locale named, the environment has no say. */
  g_autofree char *ascii = g_str_to_ascii(title, "en_US");
  GString *slug = g_string_new(NULL);
  size_t letters = 0, kept = 0;

  for (const char *at = title; *at != '\0'; at = g_utf8_next_char(at))
    letters += g_unichar_isalnum(g_utf8_get_char(at));
  for (const char *at = ascii; *at != '\0'; at++) {
    if (g_ascii_isalnum(*at)) {
      g_string_append_c(slug, g_ascii_tolower(*at));
      kept++;
    } else if (*at != '\'' && slug->len > 0 &&
               slug->str[slug->len - 1] != '-') {
      g_string_append_c(slug, '-');
    }
  }
  if (slug->len > MAX_SLUG) {
    size_t end = MAX_SLUG;
    while (end > MAX_SLUG / 2 && slug->str[end] != '-')
      end--;
    g_string_truncate(slug, end > MAX_SLUG / 2 ? end : MAX_SLUG);
  }
  while (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate(slug, slug->len - 1);
  /* In another alphabet little is left, and that little says little. */
  if (kept == 0 || kept * 2 < letters) {
    g_autofree char *folded = gdct_import_fold(title);
    g_autofree char *hash =
        g_compute_checksum_for_string(G_CHECKSUM_SHA256, folded, -1);
    g_string_printf(slug, "x-%.10s", hash);
  }
  return g_string_free(slug, FALSE);
}

static bool is_free(const GdctImport *import, const char *id) {
  g_autofree char *folded = g_ascii_strdown(id, -1);

  return !g_hash_table_contains(import->sheet_ids, folded);
}

char *gdct_import_make_id(const GdctImport *import, const char *prefix,
                          const char *title) {
  g_autofree char *slug = make_slug(title);
  g_autofree char *first = g_strconcat(prefix, slug, NULL);
  char *id = g_strdup(first);
  unsigned n = GPOINTER_TO_UINT(g_hash_table_lookup(import->suffixes, first));

  for (n = MAX(n, 1); !is_free(import, id);) {
    g_free(id);
    id = g_strdup_printf("%s-%u", first, ++n);
  }
  g_hash_table_insert(import->suffixes, g_steal_pointer(&first),
                      GUINT_TO_POINTER(n));
  return id;
}
