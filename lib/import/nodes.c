/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that are nodes: which of them are there already, and what the cells
 * say. First all ids and titles are known, for rows name each other. */
#include "import/inside.h"

#include "base/order.h"
#include "model/shape.h"

#include <string.h>

/* Misspelt titles that all titles are held against. */
#define MAX_HINTS 100

static Node *node_at(const GdctImport *import, guint index) {
  return &g_array_index(import->nodes, Node, index);
}

bool gdct_import_is_old(const GdctImport *import, GdctThing thing) {
  return import->old_file != NULL &&
         strcmp(gdct_place(import->mapping, thing).file, import->old_file) == 0;
}

/* ---- titles ---- */

static void add_candidate(GdctImport *import, const char *title, uint32_t index,
                          bool sheet) {
  char *folded = gdct_import_fold(title);
  Candidate candidate = {
      index, sheet,
      GPOINTER_TO_UINT(g_hash_table_lookup(import->titles, folded))};

  g_array_append_val(import->candidates, candidate);
  g_hash_table_replace(import->titles, folded,
                       GUINT_TO_POINTER(import->candidates->len));
}

static uint32_t first_candidate(const GdctImport *import, const char *title) {
  g_autofree char *folded = gdct_import_fold(title);

  return GPOINTER_TO_UINT(g_hash_table_lookup(import->titles, folded));
}

static const Candidate *candidate_at(const GdctImport *import, uint32_t at) {
  return &g_array_index(import->candidates, Candidate, at - 1);
}

void gdct_import_index_titles(GdctImport *import) {
  const GdctMapping *mapping = import->mapping;

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++) {
    GdctThing node = {GDCT_NODE, i};
    g_hash_table_insert(import->sheet_ids,
                        g_ascii_strdown(gdct_id(mapping, node), -1), NULL);
    for (uint32_t v = 0; v < gdct_value_count(mapping, node); v++) {
      GdctValue value = gdct_value(mapping, node, v);
      if (strcmp(value.key, "title") == 0)
        add_candidate(import, value.text, i, false);
    }
  }
}

/* ---- which node a row is ---- */

/* The kind that a cell names by id or title. */
static uint32_t find_kind(GdctImport *import, const char *name, uint32_t row,
                          uint32_t column) {
  const GdctMapping *mapping = import->mapping;
  uint32_t kind = gdct_find(mapping, GDCT_KIND, name);
  g_autofree char *wanted = gdct_import_fold(name);
  GdctSuggestion suggestion;
  g_autofree char *hint = NULL;

  if (kind != GDCT_NONE)
    return kind;
  gdct_suggestion_init(&suggestion, name);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_KIND); i++) {
    GdctThing thing = {GDCT_KIND, i};
    gdct_suggestion_try(&suggestion, gdct_id(mapping, thing));
    for (uint32_t v = 0; v < gdct_value_count(mapping, thing); v++) {
      GdctValue value = gdct_value(mapping, thing, v);
      g_autofree char *folded = gdct_import_fold(value.text);
      if ((strcmp(value.key, "title") == 0 ||
           strcmp(value.key, "plural") == 0) &&
          strcmp(folded, wanted) == 0)
        return i;
    }
  }
  hint = gdct_suggestion_text(&suggestion);
  gdct_import_fault(import, "unknown-kind", row, column, "no kind '%s'%s", name,
                    hint);
  return GDCT_NONE;
}

/* The one node of the mapping with this title and kind; those that stay where
 * they are come before those of the file to be replaced. */
static uint32_t find_titled(GdctImport *import, const Node *node) {
  uint32_t stays = GDCT_NONE, old = GDCT_NONE;

  for (uint32_t at = first_candidate(import, node->shown.title); at != 0;) {
    const Candidate *candidate = candidate_at(import, at);
    uint32_t index = candidate->index;
    GdctThing thing = {GDCT_NODE, index};
    at = candidate->next;
    if (candidate->sheet ||
        gdct_node_kind(import->mapping, index) != node->kind)
      continue;
    if (gdct_import_is_old(import, thing)) {
      old = index; /* the first in the file, for candidates run backwards */
    } else if (stays != GDCT_NONE && stays != index) {
      gdct_import_fault(
          import, "bad-value", node->shown.row, node->title_column,
          "this is the title of '%s' and of '%s'; say which in a column 'id'",
          gdct_id(import->mapping, thing),
          gdct_id(import->mapping, (GdctThing){GDCT_NODE, stays}));
      return stays;
    } else {
      stays = index;
    }
  }
  return stays != GDCT_NONE ? stays : old;
}

/* Another row with the same title and kind, neither having an id; or NULL. */
static const Node *find_twin(const GdctImport *import, const Node *node) {
  for (uint32_t at = first_candidate(import, node->shown.title); at != 0;) {
    const Candidate *candidate = candidate_at(import, at);
    at = candidate->next;
    if (candidate->sheet && node_at(import, candidate->index)->id_column == 0 &&
        node_at(import, candidate->index)->kind == node->kind)
      return node_at(import, candidate->index);
  }
  return NULL;
}

/* Holds the id that a row says against the mapping. */
static void judge_id(GdctImport *import, Node *node) {
  const GdctMapping *mapping = import->mapping;

  node->existing = gdct_find(mapping, GDCT_NODE, node->shown.id);
  if (!gdct_is_id(node->shown.id)) {
    gdct_import_fault(import, "bad-id", node->shown.row, node->id_column,
                      "'%s' is not an id", node->shown.id);
    return;
  }
  if (node->existing == GDCT_NONE || node->kind == GDCT_NONE ||
      gdct_node_kind(mapping, node->existing) == node->kind)
    return;
  gdct_import_fault(
      import, "duplicate-id", node->shown.row, node->id_column,
      "node '%s' is there already, of kind '%s'", node->shown.id,
      gdct_id(mapping,
              (GdctThing){GDCT_KIND, gdct_node_kind(mapping, node->existing)}));
}

static void register_id(GdctImport *import, guint index) {
  const Node *node = node_at(import, index);
  char *folded = g_ascii_strdown(node->shown.id, -1);
  guint other =
      GPOINTER_TO_UINT(g_hash_table_lookup(import->sheet_ids, folded));

  if (other > 0) {
    gdct_import_fault(import, "duplicate-id", node->shown.row,
                      node->id_column > 0 ? node->id_column
                                          : node->title_column,
                      "the same node as in row %u: '%s'",
                      node_at(import, other - 1)->shown.row, node->shown.id);
    g_free(folded);
    return;
  }
  g_hash_table_replace(import->sheet_ids, folded, GUINT_TO_POINTER(index + 1));
}

/* What a row says of itself; false if it says too little. */
static bool begin_node(GdctImport *import, uint32_t row, Node *node) {
  const Column *title = gdct_import_role(import, ROLE_TITLE);
  const Column *id = gdct_import_role(import, ROLE_ID);
  const Column *kind = gdct_import_role(import, ROLE_KIND);
  g_autofree char *line =
      gdct_import_one_line(gdct_import_cell(import, row, title));
  const char *said = gdct_import_cell(import, row, kind);

  memset(node, 0, sizeof *node);
  node->shown.row = row;
  node->shown.title = gdct_import_keep(import, line);
  node->title_column = title != NULL ? title->column : 0;
  node->kind_column = kind != NULL && *said != '\0' ? kind->column : 0;
  node->kind = import->kind;
  if (*said != '\0')
    node->kind = find_kind(import, said, row, kind->column);
  else if (import->kind == GDCT_NONE)
    gdct_import_fault(import, "missing-key", row,
                      kind != NULL ? kind->column : 0, "no kind");
  node->existing = GDCT_NONE;
  node->shown.id = "";
  if (*gdct_import_cell(import, row, id) != '\0') {
    node->shown.id = gdct_import_cell(import, row, id);
    node->id_column = id->column;
    judge_id(import, node);
  } else if (*line != '\0') {
    const Node *twin = find_twin(import, node);
    node->existing = find_titled(import, node);
    if (node->existing != GDCT_NONE)
      node->shown.id =
          gdct_id(import->mapping, (GdctThing){GDCT_NODE, node->existing});
    if (twin != NULL) {
      gdct_import_fault(import, "duplicate-id", row, node->title_column,
                        "the same title as in row %u; give each an id if they "
                        "are two",
                        twin->shown.row);
      return false;
    }
  }
  if (*line == '\0' && node->existing != GDCT_NONE) {
    node->shown.title = gdct_title(
        import->mapping, (GdctThing){GDCT_NODE, node->existing}, "en");
  } else if (*line == '\0') {
    gdct_import_fault(import, "missing-key", row, node->title_column,
                      "no title");
    /* Nothing will be written; it goes on for what else is wrong in the row. */
    node->shown.title = "(no title)";
  }
  return true;
}

static const char *prefix_of(GdctImport *import, uint32_t kind) {
  uint32_t framework = kind != GDCT_NONE
                           ? gdct_kind_framework(import->mapping, kind)
                           : GDCT_NONE;
  g_autofree char *prefix = NULL;

  if (import->options.prefix != NULL)
    return import->options.prefix;
  if (framework == GDCT_NONE)
    return "";
  prefix = g_strconcat(
      gdct_id(import->mapping, (GdctThing){GDCT_FRAMEWORK, framework}), ".",
      NULL);
  return gdct_import_keep(import, prefix);
}

/* An id that was taken may mean a node that is there under another spelling. */
static void note_likeness(GdctImport *import, const Node *node) {
  const char *hyphen = strrchr(node->shown.id, '-');
  g_autofree char *base = g_strndup(
      node->shown.id, hyphen != NULL ? (gsize)(hyphen - node->shown.id) : 0);
  uint32_t other = gdct_find(import->mapping, GDCT_NODE, base);

  if (other != GDCT_NONE && g_ascii_isdigit(hyphen[1]))
    gdct_import_add_note(
        import, node->shown.row, node->title_column,
        "'%s' may be '%s' (%s), which is there already; if so, say its id",
        node->shown.title, base,
        gdct_title(import->mapping, (GdctThing){GDCT_NODE, other}, "en"));
}

void gdct_import_make_nodes(GdctImport *import) {
  const GdctMapping *mapping = import->mapping;

  for (uint32_t row = import->heading_row + 1; row <= import->sheet->rows->len;
       row++) {
    Node node;
    if (gdct_csv_row_is_empty(import->sheet, row) ||
        !begin_node(import, row, &node))
      continue;
    if (node.existing != GDCT_NONE)
      node.shown.status =
          gdct_import_is_old(import, (GdctThing){GDCT_NODE, node.existing})
              ? GDCT_IMPORT_AGAIN
              : GDCT_IMPORT_EXISTS;
    node.shown.kind = node.kind != GDCT_NONE
                          ? gdct_id(mapping, (GdctThing){GDCT_KIND, node.kind})
                          : "";
    g_array_append_val(import->nodes, node);
    add_candidate(import, node.shown.title, import->nodes->len - 1, true);
    if (*node.shown.id != '\0')
      register_id(import, import->nodes->len - 1);
  }
  /* New ids come last: those that rows say are taken. */
  for (guint i = 0; i < import->nodes->len; i++) {
    Node *node = node_at(import, i);
    g_autofree char *id = NULL;
    if (*node->shown.id != '\0')
      continue;
    id = gdct_import_make_id(import, prefix_of(import, node->kind),
                             node->shown.title);
    node->shown.id = gdct_import_keep(import, id);
    register_id(import, i);
    note_likeness(import, node);
  }
}

/* ---- which node a cell means ---- */

static bool fits(const GdctImport *import, uint32_t kind, uint32_t relation,
                 bool from) {
  const GdctRelationFacts *facts;

  if (relation == GDCT_NONE || kind == GDCT_NONE)
    return true;
  facts =
      &g_array_index(import->mapping->relations, GdctRelationFacts, relation);
  return gdct_kind_list_has(import->mapping, from ? facts->from : facts->to,
                            kind);
}

/* "; did you mean 'X'?", of ids and of titles. */
static char *make_hint(GdctImport *import, const char *name) {
  GdctSuggestion suggestion;
  char *found;
  g_autofree char *hint = NULL;

  gdct_find_or_hint(import->mapping, GDCT_NODE, name, &found);
  hint = g_strdup(found);
  free(found);
  if (*hint != '\0' || import->hints++ >= MAX_HINTS)
    return g_steal_pointer(&hint);
  gdct_suggestion_init(&suggestion, name);
  for (uint32_t i = 0; i < gdct_count(import->mapping, GDCT_NODE); i++) {
    const char *id = gdct_id(import->mapping, (GdctThing){GDCT_NODE, i});
    const char *rest = strchr(id, '.');
    if (rest != NULL && g_ascii_strcasecmp(rest + 1, name) == 0)
      return g_strdup_printf("; did you mean '%s'?", id);
    gdct_suggestion_try(&suggestion,
                        gdct_title(import->mapping, (GdctThing){GDCT_NODE, i},
                                   import->options.language));
  }
  for (guint i = 0; i < import->nodes->len; i++)
    gdct_suggestion_try(&suggestion, node_at(import, i)->shown.title);
  return gdct_suggestion_text(&suggestion);
}

const char *gdct_import_find(GdctImport *import, const char *name, uint32_t row,
                             uint32_t column, uint32_t relation, bool from,
                             bool quiet) {
  const GdctMapping *mapping = import->mapping;
  uint32_t node = gdct_find(mapping, GDCT_NODE, name);
  g_autofree char *folded = g_ascii_strdown(name, -1), *hint = NULL;
  guint own = GPOINTER_TO_UINT(g_hash_table_lookup(import->sheet_ids, folded));
  const char *found = NULL, *unfit = NULL;

  if (own > 0 && strcmp(node_at(import, own - 1)->shown.id, name) == 0)
    return node_at(import, own - 1)->shown.id;
  if (node != GDCT_NONE &&
      !gdct_import_is_old(import, (GdctThing){GDCT_NODE, node}))
    return gdct_id(mapping, (GdctThing){GDCT_NODE, node});
  for (uint32_t at = first_candidate(import, name); at != 0;) {
    const Candidate *candidate = candidate_at(import, at);
    GdctThing thing = {GDCT_NODE, candidate->index};
    uint32_t kind;
    const char *id;
    at = candidate->next;
    if (!candidate->sheet && gdct_import_is_old(import, thing))
      continue;
    id = candidate->sheet ? node_at(import, candidate->index)->shown.id
                          : gdct_id(mapping, thing);
    kind = candidate->sheet ? node_at(import, candidate->index)->kind
                            : gdct_node_kind(mapping, candidate->index);
    if (!fits(import, kind, relation, from)) {
      unfit = id;
    } else if (found != NULL && strcmp(found, id) != 0) {
      gdct_import_fault(import, "bad-value", row, column,
                        "'%s' is the title of '%s' and of '%s'; write the id",
                        name, found, id);
      return found;
    } else {
      found = id;
    }
  }
  if (found != NULL || quiet)
    return found;
  if (unfit != NULL) {
    gdct_import_fault(import, "wrong-kind", row, column,
                      "'%s' is '%s', and '%s' joins no nodes of that kind",
                      name, unfit,
                      gdct_id(mapping, (GdctThing){GDCT_RELATION, relation}));
    return NULL;
  }
  hint = make_hint(import, name);
  gdct_import_fault(import, "unknown-id", row, column,
                    "no node with the id or title '%s'%s", name, hint);
  return NULL;
}

/* ---- values ---- */

/* What the format or the model says of a key. */
typedef struct {
  GdctValueType type;
  bool list;
  const char *const *choices; /* of the format, or ... */
  uint32_t attribute;         /* ... of this attribute; GDCT_NONE */
} KeyFacts;

static KeyFacts facts_of(const GdctMapping *mapping, GdctThing owner,
                         const char *key) {
  const GdctShape *shape =
      gdct_shape_of(owner.type == GDCT_KIND ? GDCT_NODE : GDCT_LINK);
  const GdctField *field = gdct_shape_find(shape, key);
  KeyFacts facts = {GDCT_VALUE_STRING, false, NULL, GDCT_NONE};

  if (field != NULL) {
    facts.type = field->type;
    facts.list = (field->flags & GDCT_MANY) != 0;
    facts.choices = field->choices;
  } else if (owner.index != GDCT_NONE) {
    facts.attribute = gdct_attribute_find(mapping, owner, key);
    if (facts.attribute != GDCT_NONE) {
      GdctThing attribute = {GDCT_ATTRIBUTE, facts.attribute};
      facts.type = gdct_attribute_type(mapping, facts.attribute);
      facts.list = gdct_says_yes(mapping, attribute, "many");
    }
  }
  return facts;
}

/* A word that is one of the choices but for case becomes that choice; a
 * midnight that a spreadsheet adds to a date goes. */
static const char *settle(GdctImport *import, const KeyFacts *facts,
                          const char *text) {
  const GdctMapping *mapping = import->mapping;

  for (size_t i = 0; facts->choices != NULL && facts->choices[i] != NULL; i++)
    if (g_ascii_strcasecmp(facts->choices[i], text) == 0)
      return facts->choices[i];
  if (facts->type == GDCT_VALUE_CHOICE && facts->attribute != GDCT_NONE) {
    GdctThing attribute = {GDCT_ATTRIBUTE, facts->attribute};
    for (uint32_t i = 0; i < gdct_value_count(mapping, attribute); i++) {
      GdctValue value = gdct_value(mapping, attribute, i);
      if (strcmp(value.key, "values") == 0 &&
          g_ascii_strcasecmp(value.text, text) == 0)
        return value.text;
    }
  }
  if ((facts->type == GDCT_VALUE_DATE || facts->type == GDCT_VALUE_INTERVAL) &&
      strlen(text) == 19 && (text[10] == ' ' || text[10] == 'T') &&
      strcmp(text + 11, "00:00:00") == 0) {
    g_autofree char *day = g_strndup(text, 10);
    return gdct_import_keep(import, day);
  }
  return gdct_import_keep(import, text);
}

void gdct_import_add_values(GdctImport *import, uint32_t row,
                            const Column *column, GdctThing owner) {
  const char *cell = gdct_import_cell(import, row, column);
  KeyFacts facts = facts_of(import->mapping, owner, column->key);
  Value value = {column->key, NULL, column->column, facts.list};

  if (*cell == '\0')
    return;
  if (facts.list) {
    g_auto(GStrv) parts = gdct_import_split(cell, true);
    for (size_t i = 0; parts[i] != NULL; i++) {
      value.text = settle(import, &facts, parts[i]);
      g_array_append_val(import->values, value);
    }
  } else {
    value.text = settle(import, &facts, cell);
    g_array_append_val(import->values, value);
  }
}

/* The values of a key in the mapping, joined. */
static char *joined(const GdctMapping *mapping, GdctThing thing,
                    const char *key) {
  GString *text = g_string_new(NULL);

  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    if (strcmp(value.key, key) == 0)
      g_string_append_printf(text, "%s%s", text->len > 0 ? "; " : "",
                             value.text);
  }
  return g_string_free(text, FALSE);
}

/* What a row says of a node that stays as it is, and the mapping otherwise. */
static void compare_values(GdctImport *import, const Node *node) {
  GdctThing thing = {GDCT_NODE, node->existing};
  GdctPlace place = gdct_place(import->mapping, thing);

  for (uint32_t i = node->values; i < node->values + node->n_values;) {
    const Value *first = &g_array_index(import->values, Value, i);
    g_autofree char *there = joined(import->mapping, thing, first->key);
    g_autoptr(GString) here = g_string_new(NULL);
    g_autofree char *a = NULL, *b = NULL;
    for (; i < node->values + node->n_values; i++) {
      const Value *value = &g_array_index(import->values, Value, i);
      if (value->column != first->column)
        break;
      g_string_append_printf(here, "%s%s", here->len > 0 ? "; " : "",
                             value->text);
    }
    a = gdct_import_fold(here->str);
    b = gdct_import_fold(there);
    if (strcmp(a, b) != 0)
      gdct_import_add_note(import, node->shown.row, first->column,
                           "'%s' here, %s%s%s in the mapping (%s:%u); the "
                           "mapping stays as it is",
                           here->str, *there != '\0' ? "'" : "",
                           *there != '\0' ? there : "nothing",
                           *there != '\0' ? "'" : "", place.file, place.line);
  }
}

void gdct_import_fill_nodes(GdctImport *import) {
  const Column *part_of = gdct_import_role(import, ROLE_PART_OF);

  for (guint i = 0; i < import->nodes->len; i++) {
    Node *node = node_at(import, i);
    uint32_t row = node->shown.row;
    const char *parent = gdct_import_cell(import, row, part_of);
    node->values = import->values->len;
    for (guint c = 0; c < import->columns->len; c++) {
      const Column *column = &g_array_index(import->columns, Column, c);
      if (column->role == ROLE_VALUE)
        gdct_import_add_values(import, row, column,
                               (GdctThing){GDCT_KIND, node->kind});
    }
    node->n_values = import->values->len - node->values;
    if (*parent != '\0') {
      node->parent_column = part_of->column;
      node->parent = gdct_import_find(import, parent, row, part_of->column,
                                      GDCT_NONE, false, false);
    }
    if (node->shown.status == GDCT_IMPORT_EXISTS)
      compare_values(import, node);
    gdct_import_read_ground(import, row, &node->ground);
    gdct_import_node_links(import, i);
  }
}
