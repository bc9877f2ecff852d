/* SPDX-License-Identifier: Apache-2.0 */
/* What each column of a sheet is: by --columns, else by its heading. */
#include "import/inside.h"

#include "base/order.h"
#include "model/shape.h"

#include <string.h>

/* One "key=heading" of the options. */
typedef struct {
  char *key, *heading;
} Wish;

static void wish_clear(gpointer data) {
  Wish *wish = data;

  g_free(wish->key);
  g_free(wish->heading);
}

static const struct {
  const char *key;
  Role role;
} node_keys[] = {{"id", ROLE_ID},         {"kind", ROLE_KIND},
                 {"title", ROLE_TITLE},   {"part-of", ROLE_PART_OF},
                 {"summary", ROLE_VALUE}, {"status", ROLE_VALUE},
                 {"start", ROLE_VALUE},   {"end", ROLE_VALUE},
                 {"same-as", ROLE_VALUE}, {"certainty", ROLE_VALUE}},
  link_keys[] = {{"from", ROLE_FROM},      {"relation", ROLE_RELATION},
                 {"to", ROLE_TO},          {"start", ROLE_LINK_VALUE},
                 {"end", ROLE_LINK_VALUE}, {"certainty", ROLE_LINK_VALUE}},
  shared_keys[] = {
      {"source", ROLE_SOURCE},       {"locator", ROLE_LOCATOR},
      {"quote", ROLE_QUOTE},         {"basis", ROLE_BASIS},
      {"rationale", ROLE_RATIONALE}, {"confidence", ROLE_LINK_VALUE},
      {"author", ROLE_LINK_VALUE}};

/* Whether a kind, or a relation, declares an attribute of this name. */
static bool is_attribute(const GdctImport *import, GdctType type, uint32_t only,
                         const char *key) {
  for (uint32_t i = 0; i < gdct_count(import->mapping, type); i++)
    if ((only == GDCT_NONE || only == i) &&
        gdct_attribute_find(import->mapping, (GdctThing){type, i}, key) !=
            GDCT_NONE)
      return true;
  return false;
}

/* What a key means in this sheet. */
static Role role_of(const GdctImport *import, const char *key,
                    uint32_t *ret_relation, bool *ret_inverse) {
  *ret_relation = GDCT_NONE;
  *ret_inverse = false;
  for (size_t i = 0; i < G_N_ELEMENTS(shared_keys); i++)
    if (strcmp(shared_keys[i].key, key) == 0)
      return shared_keys[i].role;
  if (import->of_links) {
    for (size_t i = 0; i < G_N_ELEMENTS(link_keys); i++)
      if (strcmp(link_keys[i].key, key) == 0)
        return link_keys[i].role;
    return is_attribute(import, GDCT_RELATION, import->relation, key)
               ? ROLE_LINK_VALUE
               : ROLE_NONE;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(node_keys); i++)
    if (strcmp(node_keys[i].key, key) == 0)
      return node_keys[i].role;
  if (is_attribute(import, GDCT_KIND, import->kind, key))
    return ROLE_VALUE;
  *ret_relation = gdct_relation_find(import->mapping, key, ret_inverse);
  if (*ret_relation != GDCT_NONE)
    return ROLE_LINKS;
  return is_attribute(import, GDCT_KIND, GDCT_NONE, key) ? ROLE_VALUE
                                                         : ROLE_NONE;
}

/* Tries every key that a column could have. */
static void try_keys(const GdctImport *import, GdctSuggestion *suggestion) {
  const GdctMapping *mapping = import->mapping;

  for (size_t i = 0; i < G_N_ELEMENTS(node_keys); i++)
    gdct_suggestion_try(suggestion, node_keys[i].key);
  for (size_t i = 0; i < G_N_ELEMENTS(link_keys); i++)
    gdct_suggestion_try(suggestion, link_keys[i].key);
  for (size_t i = 0; i < G_N_ELEMENTS(shared_keys); i++)
    gdct_suggestion_try(suggestion, shared_keys[i].key);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++)
    gdct_suggestion_try(suggestion,
                        gdct_id(mapping, (GdctThing){GDCT_ATTRIBUTE, i}));
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_RELATION); i++) {
    GdctThing relation = {GDCT_RELATION, i};
    const char *inverse = gdct_get(mapping, relation, "inverse");
    gdct_suggestion_try(suggestion, gdct_id(mapping, relation));
    if (inverse != NULL)
      gdct_suggestion_try(suggestion, inverse);
  }
}

/* ---- --columns ---- */

/* The end of one wish: a comma that another "key=" follows, for headings may
 * hold commas. */
static const char *wish_end(const char *text) {
  for (; *text != '\0'; text++) {
    const char *word = text + 1;
    if (*text != ',')
      continue;
    word += strspn(word, " ");
    word += strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    word += strspn(word, " ");
    if (*word == '=' && word > text + 1)
      break;
  }
  return text;
}

static bool read_wishes(GdctImport *import, GArray *wishes) {
  const char *const *texts = import->options.columns;

  for (size_t i = 0; texts != NULL && texts[i] != NULL; i++) {
    const char *text = texts[i], *end;
    for (; *text != '\0'; text = *end == ',' ? end + 1 : end) {
      g_autofree char *part = NULL;
      char *equals;
      Wish wish;
      end = wish_end(text);
      part = g_strndup(text, (gsize)(end - text));
      equals = strchr(part, '=');
      if (equals == NULL || !g_utf8_validate(part, -1, NULL)) {
        gdct_report_add(import->report, "bad-value", GDCT_NOWHERE,
                        "--columns: '%s' is not KEY=HEADING", part);
        return false;
      }
      *equals = '\0';
      wish =
          (Wish){g_strdup(g_strstrip(part)), gdct_import_one_line(equals + 1)};
      g_array_append_val(wishes, wish);
    }
  }
  return true;
}

static bool judge_wishes(GdctImport *import, const GArray *wishes) {
  for (guint i = 0; i < wishes->len; i++) {
    const Wish *wish = &g_array_index(wishes, Wish, i);
    uint32_t relation;
    bool inverse;
    for (guint n = 0; n < i; n++)
      if (strcmp(g_array_index(wishes, Wish, n).key, wish->key) == 0) {
        gdct_report_add(import->report, "duplicate-key", GDCT_NOWHERE,
                        "--columns: '%s' stands there twice", wish->key);
        return false;
      }
    if (role_of(import, wish->key, &relation, &inverse) == ROLE_NONE) {
      GdctSuggestion suggestion;
      g_autofree char *hint = NULL;
      gdct_suggestion_init(&suggestion, wish->key);
      try_keys(import, &suggestion);
      hint = gdct_suggestion_text(&suggestion);
      gdct_report_add(import->report, "unknown-key", GDCT_NOWHERE,
                      "--columns: no key '%s' for a sheet of %s%s", wish->key,
                      import->of_links ? "links" : "nodes", hint);
      return false;
    }
  }
  return true;
}

/* ---- headings ---- */

/* The key that a heading itself could be: "Part of" is part-of. */
static char *heading_key(const char *heading) {
  g_autofree char *folded = gdct_import_fold(heading);

  return g_strdelimit(g_steal_pointer(&folded), " _", '-');
}

static uint32_t heading_count(const GdctImport *import) {
  return import->headings->len;
}

static GdctImportColumn *heading_at(const GdctImport *import, guint index) {
  return &g_array_index(import->headings, GdctImportColumn, index);
}

/* The column with this heading, with a finding if there are two; else 0. */
static uint32_t find_heading(GdctImport *import, const char *heading,
                             const char *key) {
  g_autofree char *wanted = gdct_import_fold(heading);
  uint32_t found = 0;

  for (guint i = 0; i < heading_count(import); i++) {
    g_autofree char *folded = gdct_import_fold(heading_at(import, i)->heading);
    if (strcmp(folded, wanted) != 0)
      continue;
    if (found > 0)
      gdct_import_fault(import, "duplicate-key", import->heading_row, i + 1,
                        "the heading '%s' stands in column %s too, and '%s' "
                        "takes only one",
                        heading, heading_at(import, found - 1)->name, key);
    else
      found = i + 1;
  }
  return found;
}

static void take_column(GdctImport *import, uint32_t number, const char *key) {
  GdctImportColumn *heading = heading_at(import, number - 1);
  Column column = {.column = number,
                   .key = gdct_import_keep(import, key),
                   .heading = heading->heading,
                   .name = heading->name};

  column.role = role_of(import, key, &column.relation, &column.inverse);
  heading->key = column.key;
  g_array_append_val(import->columns, column);
}

static bool is_taken(const GdctImport *import, const char *key) {
  for (guint i = 0; i < import->columns->len; i++)
    if (strcmp(g_array_index(import->columns, Column, i).key, key) == 0)
      return true;
  return false;
}

/* Headings that are keys, unless somebody else is that key. */
static void take_own_names(GdctImport *import, const GArray *wishes) {
  for (guint i = 0; i < heading_count(import); i++) {
    g_autofree char *key = heading_key(heading_at(import, i)->heading);
    uint32_t relation;
    bool inverse, wished = false;
    for (guint n = 0; n < wishes->len; n++)
      wished = wished || strcmp(g_array_index(wishes, Wish, n).key, key) == 0;
    if (heading_at(import, i)->key != NULL || wished ||
        role_of(import, key, &relation, &inverse) == ROLE_NONE)
      continue;
    if (is_taken(import, key))
      gdct_import_fault(import, "duplicate-key", import->heading_row, i + 1,
                        "a second column '%s'; name the right one with "
                        "--columns, or rename the other",
                        key);
    else
      take_column(import, i + 1, key);
  }
}

static void grant_wishes(GdctImport *import, const GArray *wishes) {
  for (guint i = 0; i < wishes->len; i++) {
    const Wish *wish = &g_array_index(wishes, Wish, i);
    uint32_t number = find_heading(import, wish->heading, wish->key);
    GdctSuggestion suggestion;
    g_autofree char *hint = NULL;
    if (number > 0) {
      take_column(import, number, wish->key);
      continue;
    }
    gdct_suggestion_init(&suggestion, wish->heading);
    for (guint n = 0; n < heading_count(import); n++)
      gdct_suggestion_try(&suggestion, heading_at(import, n)->heading);
    hint = gdct_suggestion_text(&suggestion);
    gdct_import_fault(import, "unknown-key", import->heading_row, 0,
                      "no heading '%s', which --columns names for '%s'%s",
                      wish->heading, wish->key, hint);
  }
}

/* The first row that holds anything has the headings. */
static void read_headings(GdctImport *import) {
  const GdctTable *sheet = import->sheet;

  for (uint32_t row = 1; row <= sheet->rows->len; row++) {
    uint32_t n = g_array_index(sheet->rows, GdctTableRow, row - 1).count;
    if (gdct_csv_row_is_empty(sheet, row))
      continue;
    import->heading_row = row;
    while (n > 0 && *gdct_csv_cell(sheet, row, n) == '\0')
      n--;
    for (uint32_t i = 1; i <= n; i++) {
      g_autofree char *name = gdct_csv_column_name(i);
      g_autofree char *heading =
          gdct_import_one_line(gdct_csv_cell(sheet, row, i));
      GdctImportColumn column = {i, gdct_import_keep(import, name),
                                 gdct_import_keep(import, heading), NULL};
      g_array_append_val(import->headings, column);
    }
    return;
  }
}

/* A sheet of links has a column for each end. */
static bool has_ends(GdctImport *import, const GArray *wishes) {
  unsigned ends = 0;

  for (guint i = 0; i < wishes->len; i++) {
    const char *key = g_array_index(wishes, Wish, i).key;
    ends |= strcmp(key, "from") == 0 ? 1 : strcmp(key, "to") == 0 ? 2 : 0;
  }
  for (guint i = 0; i < heading_count(import); i++) {
    g_autofree char *key = heading_key(heading_at(import, i)->heading);
    ends |= strcmp(key, "from") == 0 ? 1 : strcmp(key, "to") == 0 ? 2 : 0;
  }
  return ends == 3;
}

bool gdct_import_read_columns(GdctImport *import) {
  g_autoptr(GArray) wishes = g_array_new(FALSE, FALSE, sizeof(Wish));
  const char *name = import->sheet->name;

  g_array_set_clear_func(wishes, wish_clear);
  if (!read_wishes(import, wishes))
    return false;
  read_headings(import);
  import->of_links = has_ends(import, wishes);
  if (!judge_wishes(import, wishes))
    return false;
  if (import->heading_row == 0) {
    if (gdct_report_count_of(import->report, GDCT_ERROR) > 0)
      return true; /* it says why */
    gdct_report_add(import->report, "empty-file", (GdctPlace){name, 0, 0},
                    "the sheet holds nothing");
    return true;
  }
  grant_wishes(import, wishes);
  take_own_names(import, wishes);
  if (import->of_links && import->relation == GDCT_NONE &&
      gdct_import_role(import, ROLE_RELATION) == NULL) {
    gdct_report_add(import->report, "missing-key", GDCT_NOWHERE,
                    "the sheet has no column 'relation'; say --relation or "
                    "--columns relation=HEADING");
    return false;
  }
  if (!import->of_links && import->kind == GDCT_NONE &&
      gdct_import_role(import, ROLE_KIND) == NULL) {
    gdct_report_add(import->report, "missing-key", GDCT_NOWHERE,
                    "the sheet has no column 'kind'; say --kind, such as "
                    "--kind itu-activity, or --columns kind=HEADING");
    return false;
  }
  if (gdct_report_count_of(import->report, GDCT_ERROR) == 0 &&
      !import->of_links && gdct_import_role(import, ROLE_TITLE) == NULL &&
      gdct_import_role(import, ROLE_ID) == NULL)
    gdct_import_fault(import, "missing-key", import->heading_row, 0,
                      "no column has the titles; say --columns title=HEADING");
  return true;
}
