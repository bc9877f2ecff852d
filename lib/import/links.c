/* SPDX-License-Identifier: Apache-2.0 */
/* Links of the rows, and what they rest on: without a source they are
 * proposed, for then nobody can look up that somebody said so. */
#include "import/inside.h"

#include "base/order.h"

#include <string.h>

/* Where a link is already, besides rows from 2 on. */
enum { IN_MAPPING = 1, IN_OLD_FILE = 2, IN_ROWS = 3 };

/* ---- what links rest on ---- */

static const char *cell_of(const GdctImport *import, uint32_t row, Role role,
                           uint32_t *ret_column) {
  const Column *column = gdct_import_role(import, role);
  const char *cell = gdct_import_cell(import, row, column);

  *ret_column = *cell != '\0' ? column->column : 0;
  return cell;
}

/* The source that a cell names by id or title. */
static const char *find_source(GdctImport *import, const char *name,
                               uint32_t row, uint32_t column) {
  const GdctMapping *mapping = import->mapping;
  g_autofree char *wanted = gdct_import_fold(name), *hint = NULL;
  char *found_hint;

  if (gdct_find_or_hint(mapping, GDCT_SOURCE, name, &found_hint) != GDCT_NONE) {
    free(found_hint);
    return name;
  }
  hint = g_strdup(found_hint);
  free(found_hint);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_SOURCE); i++) {
    GdctThing source = {GDCT_SOURCE, i};
    g_autofree char *folded =
        gdct_import_fold(gdct_title(mapping, source, import->options.language));
    if (strcmp(folded, wanted) == 0)
      return gdct_id(mapping, source);
  }
  gdct_import_fault(import, "unknown-source", row, column,
                    "no source with the id or title '%s'%s", name, hint);
  return "";
}

static GdctBasis read_basis(GdctImport *import, const char *word, uint32_t row,
                            uint32_t column, GdctBasis otherwise) {
  for (GdctBasis basis = GDCT_STATED; basis <= GDCT_PROPOSED; basis++)
    if (g_ascii_strcasecmp(word, gdct_basis_name(basis)) == 0)
      return basis;
  gdct_import_fault(import, "bad-value", row, column,
                    "'%s' is not stated, derived or proposed", word);
  return otherwise;
}

void gdct_import_read_ground(GdctImport *import, uint32_t row, Ground *ground) {
  const GdctImportOptions *options = &import->options;
  const char *source, *basis;

  memset(ground, 0, sizeof *ground);
  source = cell_of(import, row, ROLE_SOURCE, &ground->source_column);
  ground->locator = cell_of(import, row, ROLE_LOCATOR, &ground->locator_column);
  ground->quote = cell_of(import, row, ROLE_QUOTE, &ground->quote_column);
  ground->rationale =
      cell_of(import, row, ROLE_RATIONALE, &ground->rationale_column);
  basis = cell_of(import, row, ROLE_BASIS, &ground->basis_column);
  ground->source = options->source != NULL ? options->source : "";
  if (*source != '\0')
    ground->source = find_source(import, source, row, ground->source_column);
  if (*ground->source == '\0' && *source == '\0') {
    if (*ground->quote != '\0')
      gdct_import_fault(import, "missing-key", row, ground->quote_column,
                        "a quote without a source; say --source, or fill a "
                        "column 'source'");
    else if (*ground->locator != '\0')
      gdct_import_fault(import, "missing-key", row, ground->locator_column,
                        "a locator without a source; say --source, or fill a "
                        "column 'source'");
  }
  ground->basis = *ground->source != '\0' ? GDCT_STATED : GDCT_PROPOSED;
  if (options->basis != NULL)
    ground->basis = read_basis(import, options->basis, row, 0, ground->basis);
  if (*basis != '\0')
    ground->basis =
        read_basis(import, basis, row, ground->basis_column, ground->basis);
  ground->author = "";
  if (ground->basis == GDCT_PROPOSED) {
    ground->author = options->author != NULL ? options->author : import->base;
    if (*ground->rationale == '\0') {
      g_autofree char *text =
          g_strdup_printf("From %s, row %u", import->base, row);
      ground->rationale = gdct_import_keep(import, text);
    }
  }
}

/* Reports a row with links that claim a document and name none. */
static void judge_ground(GdctImport *import, uint32_t row,
                         const Ground *ground) {
  if (ground->basis != GDCT_PROPOSED && *ground->source == '\0' &&
      ground->source_column == 0)
    gdct_import_fault(import, "missing-key", row, ground->basis_column,
                      "a %s link needs a source; say --source, fill a column "
                      "'source', or let the link be proposed",
                      gdct_basis_name(ground->basis));
}

/* ---- links ---- */

static char *link_key(const char *from, const char *relation, const char *to) {
  return g_strjoin("\n", from, relation, to, NULL);
}

/* All links of the mapping, before the first of the sheet. */
static void index_links(GdctImport *import) {
  const GdctMapping *mapping = import->mapping;

  if (g_hash_table_size(import->link_keys) > 0)
    return;
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_LINK); i++) {
    GdctLinkEnds ends = gdct_link(mapping, i);
    bool old = gdct_import_is_old(import, (GdctThing){GDCT_LINK, i});
    g_hash_table_insert(
        import->link_keys,
        link_key(gdct_id(mapping, (GdctThing){GDCT_NODE, ends.from}),
                 gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation}),
                 gdct_id(mapping, (GdctThing){GDCT_NODE, ends.to})),
        GUINT_TO_POINTER(old ? IN_OLD_FILE : IN_MAPPING));
  }
}

/* Adds one link; @link has all but its ends and what follows from them. */
static void add_link(GdctImport *import, Link link, const char *near,
                     const char *far, uint32_t relation, bool inverse) {
  const char *from = inverse ? far : near, *to = inverse ? near : far;
  const char *id =
      gdct_id(import->mapping, (GdctThing){GDCT_RELATION, relation});
  char *key = link_key(from, id, to);
  guint seen;

  index_links(import);
  seen = GPOINTER_TO_UINT(g_hash_table_lookup(import->link_keys, key));
  if (seen >= IN_ROWS) {
    gdct_import_fault(import, "duplicate-link", link.shown.row,
                      link.shown.column, "%s %s %s is in row %u already", from,
                      id, to, seen - IN_ROWS);
    g_free(key);
    return;
  }
  link.shown.status = seen == IN_MAPPING    ? GDCT_IMPORT_EXISTS
                      : seen == IN_OLD_FILE ? GDCT_IMPORT_AGAIN
                                            : GDCT_IMPORT_NEW;
  link.shown.from = from;
  link.shown.to = to;
  link.shown.relation = id;
  link.shown.basis = link.ground.basis;
  link.other = far;
  g_hash_table_replace(import->link_keys, key,
                       GUINT_TO_POINTER(link.shown.row + IN_ROWS));
  g_array_append_val(import->links, link);
}

/* What a row says of its links beyond their ground. */
static void read_link_values(GdctImport *import, Link *link,
                             uint32_t relation) {
  link->values = import->values->len;
  for (guint i = 0; i < import->columns->len; i++) {
    const Column *column = &g_array_index(import->columns, Column, i);
    if (column->role != ROLE_LINK_VALUE)
      continue;
    if (strcmp(column->key, "author") != 0)
      gdct_import_add_values(import, link->shown.row, column,
                             (GdctThing){GDCT_RELATION, relation});
    else if (*gdct_import_cell(import, link->shown.row, column) != '\0')
      link->ground.author = gdct_import_cell(import, link->shown.row, column);
  }
  link->n_values = import->values->len - link->values;
}

/* The nodes that a cell names: by one id or title, or by several. Titles may
 * hold commas, so those divide last. Of const char *. */
static GPtrArray *find_ends(GdctImport *import, const char *cell, uint32_t row,
                            uint32_t column, uint32_t relation, bool from) {
  GPtrArray *ends = g_ptr_array_new();
  g_auto(GStrv) parts = gdct_import_split(cell, false);

  for (size_t i = 0; parts[i] != NULL; i++) {
    const char *id =
        gdct_import_find(import, parts[i], row, column, relation, from, true);
    g_auto(GStrv) pieces = NULL;
    if (id != NULL) {
      g_ptr_array_add(ends, (gpointer)id);
      continue;
    }
    pieces = gdct_import_split(parts[i], true);
    for (size_t p = 0; pieces[p] != NULL; p++) {
      id = gdct_import_find(import, pieces[p], row, column, relation, from,
                            false);
      if (id != NULL)
        g_ptr_array_add(ends, (gpointer)id);
    }
  }
  return ends;
}

void gdct_import_node_links(GdctImport *import, uint32_t index) {
  Node *node = &g_array_index(import->nodes, Node, index);
  Link link = {.shown.row = node->shown.row, .ground = node->ground};
  bool judged = false;

  link.node = node->shown.status == GDCT_IMPORT_EXISTS ? GDCT_NONE : index;
  node->links = import->links->len;
  for (guint c = 0; c < import->columns->len; c++) {
    const Column *column = &g_array_index(import->columns, Column, c);
    const char *cell = gdct_import_cell(import, node->shown.row, column);
    g_autoptr(GPtrArray) ends = NULL;
    if (column->role != ROLE_LINKS || *cell == '\0')
      continue;
    if (!judged) {
      judge_ground(import, node->shown.row, &link.ground);
      read_link_values(import, &link, column->relation);
    }
    judged = true;
    link.shown.column = column->column;
    link.word = column->key;
    ends = find_ends(import, cell, node->shown.row, column->column,
                     column->relation, column->inverse);
    for (guint i = 0; i < ends->len; i++)
      add_link(import, link, node->shown.id, g_ptr_array_index(ends, i),
               column->relation, column->inverse);
  }
  node->n_links = import->links->len - node->links;
}

/* The relation that a cell names by id, inverse name or title. */
static uint32_t find_relation(GdctImport *import, const char *name,
                              uint32_t row, uint32_t column,
                              bool *ret_inverse) {
  const GdctMapping *mapping = import->mapping;
  uint32_t relation = gdct_relation_find(mapping, name, ret_inverse);
  g_autofree char *wanted = gdct_import_fold(name), *hint = NULL;
  GdctSuggestion suggestion;

  if (relation == GDCT_NONE)
    relation = gdct_relation_find(mapping, wanted, ret_inverse);
  if (relation != GDCT_NONE)
    return relation;
  gdct_suggestion_init(&suggestion, name);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_RELATION); i++) {
    GdctThing thing = {GDCT_RELATION, i};
    static const char *const keys[] = {"title", "inverse-title"};
    for (size_t k = 0; k < G_N_ELEMENTS(keys); k++) {
      const char *title =
          gdct_text(mapping, thing, keys[k], import->options.language);
      g_autofree char *folded = gdct_import_fold(title != NULL ? title : "");
      if (*folded != '\0' && strcmp(folded, wanted) == 0) {
        *ret_inverse = k == 1;
        return i;
      }
    }
    gdct_suggestion_try(&suggestion, gdct_id(mapping, thing));
  }
  hint = gdct_suggestion_text(&suggestion);
  gdct_import_fault(import, "unknown-relation", row, column,
                    "no relation '%s'%s", name, hint);
  return GDCT_NONE;
}

void gdct_import_row_link(GdctImport *import, uint32_t row) {
  uint32_t relation_column, from_column, to_column;
  const char *relation_cell =
      cell_of(import, row, ROLE_RELATION, &relation_column);
  const char *from_cell = cell_of(import, row, ROLE_FROM, &from_column);
  const char *to_cell = cell_of(import, row, ROLE_TO, &to_column);
  uint32_t relation = import->relation;
  bool inverse = false;
  Link link = {.shown.row = row, .node = GDCT_NONE};
  g_autoptr(GPtrArray) from = NULL, to = NULL;

  if (*relation_cell != '\0')
    relation =
        find_relation(import, relation_cell, row, relation_column, &inverse);
  else if (import->options.relation != NULL)
    relation =
        gdct_relation_find(import->mapping, import->options.relation, &inverse);
  else
    gdct_import_fault(import, "missing-key", row, 0, "no relation");
  if (*from_cell == '\0')
    gdct_import_fault(import, "missing-key", row, 0, "nothing in 'from'");
  if (*to_cell == '\0')
    gdct_import_fault(import, "missing-key", row, 0, "nothing in 'to'");
  gdct_import_read_ground(import, row, &link.ground);
  judge_ground(import, row, &link.ground);
  if (relation == GDCT_NONE)
    return;
  read_link_values(import, &link, relation);
  from = find_ends(import, from_cell, row, from_column, relation, !inverse);
  to = find_ends(import, to_cell, row, to_column, relation, inverse);
  for (guint i = 0; i < from->len; i++)
    for (guint n = 0; n < to->len; n++) {
      link.shown.column = to_column;
      add_link(import, link, g_ptr_array_index(from, i),
               g_ptr_array_index(to, n), relation, inverse);
    }
}
