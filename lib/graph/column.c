/* SPDX-License-Identifier: Apache-2.0 */
/* Columns: what a list says of each node. */
#include "graph/column.h"

#include "base/order.h"
#include "model/shape.h"

#include <string.h>

/* Keys that are no values of a node, but can be read of it. */
static const struct {
  const char *key;
  GdctColumnKind kind;
} own_keys[] = {
    {"id", GDCT_COLUMN_ID},
    {"title", GDCT_COLUMN_TITLE},
    {"kind", GDCT_COLUMN_KIND},
    {"framework", GDCT_COLUMN_FRAMEWORK},
    {"part-of", GDCT_COLUMN_PART_OF},
    {"source", GDCT_COLUMN_SOURCE},
    {"locator", GDCT_COLUMN_LOCATOR},
    {"quote", GDCT_COLUMN_QUOTE},
    {"measures", GDCT_COLUMN_MEASURES},
    {"evidence", GDCT_COLUMN_EVIDENCE},
    {"links", GDCT_COLUMN_LINKS},
    {"links-in", GDCT_COLUMN_LINKS_IN},
    {"links-out", GDCT_COLUMN_LINKS_OUT},
};

/* ---- reading ---- */

static bool is_attribute_of_a_kind(const GdctMapping *mapping,
                                   const char *key) {
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_KIND); i++)
    if (gdct_attribute_find(mapping, (GdctThing){GDCT_KIND, i}, key) !=
        GDCT_NONE)
      return true;
  return false;
}

/* Finds the key that @column names; false if no node has it. */
static bool find_key(GdctColumn *column) {
  const GdctField *field;

  for (size_t i = 0; i < G_N_ELEMENTS(own_keys); i++)
    if (strcmp(own_keys[i].key, column->key) == 0) {
      column->kind = own_keys[i].kind;
      return true;
    }
  column->kind = GDCT_COLUMN_VALUES;
  field = gdct_shape_find(gdct_shape_of(GDCT_NODE), column->key);
  if (field != NULL)
    return field->type <= GDCT_VALUE_LAST;
  return is_attribute_of_a_kind(column->graph->mapping, column->key);
}

/* Whether a text that is no key is meant as a path. */
static bool is_path(const GdctMapping *mapping, const char *text) {
  bool inverse;

  return strpbrk(text, "^/|()?*+") != NULL ||
         gdct_relation_find(mapping, text, &inverse) != GDCT_NONE ||
         gdct_find(mapping, GDCT_PATH, text) != GDCT_NONE;
}

static void report_unknown(const GdctColumn *column, GdctPlace place,
                           GdctReport *report) {
  const GdctMapping *mapping = column->graph->mapping;
  GdctSuggestion suggestion;
  g_autofree char *hint = NULL;

  gdct_suggestion_init(&suggestion, column->key);
  for (size_t i = 0; i < G_N_ELEMENTS(own_keys); i++)
    gdct_suggestion_try(&suggestion, own_keys[i].key);
  for (const GdctField *field = gdct_shape_of(GDCT_NODE)->fields;
       field->key != NULL; field++)
    if (field->type <= GDCT_VALUE_LAST)
      gdct_suggestion_try(&suggestion, field->key);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++) {
    const char *name = gdct_id(mapping, (GdctThing){GDCT_ATTRIBUTE, i});
    if (is_attribute_of_a_kind(mapping, name))
      gdct_suggestion_try(&suggestion, name);
  }
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_RELATION); i++) {
    GdctThing relation = {GDCT_RELATION, i};
    const char *inverse = gdct_get(mapping, relation, "inverse");
    gdct_suggestion_try(&suggestion, gdct_id(mapping, relation));
    if (inverse != NULL)
      gdct_suggestion_try(&suggestion, inverse);
  }
  hint = gdct_suggestion_text(&suggestion);
  gdct_report_add(report, "unknown-key", place,
                  "no node has a key '%s', and no relation is named so%s",
                  column->key, hint);
}

GdctColumn *gdct_column_new(const GdctGraph *graph, const char *text,
                            const char *language, GdctPlace place,
                            GdctReport *report) {
  GdctColumn *column = g_new0(GdctColumn, 1);

  column->graph = graph;
  column->counting = *text == '#';
  column->key = g_strstrip(g_strdup(text + column->counting));
  column->language = g_strdup(language);
  column->texts = g_ptr_array_new();
  column->strings = g_string_chunk_new(256);
  if (find_key(column))
    return column;
  column->kind = GDCT_COLUMN_REACHED;
  if (!g_utf8_validate(column->key, -1, NULL) ||
      !is_path(graph->mapping, column->key)) {
    report_unknown(column, place, report);
  } else {
    column->path = gdct_path_parse(graph->mapping, column->key, place, report);
    if (column->path != NULL) {
      column->search = gdct_search_new(graph);
      return column;
    }
  }
  gdct_column_free(column);
  return NULL;
}

void gdct_column_free(GdctColumn *column) {
  if (column == NULL)
    return;
  g_free(column->key);
  g_free(column->language);
  gdct_search_free(column->search);
  gdct_path_free(column->path);
  g_ptr_array_unref(column->texts);
  g_string_chunk_free(column->strings);
  g_free(column);
}

bool gdct_column_sees_links(const GdctColumn *column) {
  return column->kind >= GDCT_COLUMN_LINKS;
}

/* ---- telling ---- */

static void add(GdctColumn *column, const char *text) {
  if (text != NULL && *text != '\0')
    g_ptr_array_add(column->texts, (gpointer)text);
}

static void add_number(GdctColumn *column, uint32_t number) {
  char digits[16];

  g_snprintf(digits, sizeof digits, "%" G_GUINT32_FORMAT, number);
  g_string_chunk_clear(column->strings);
  add(column, g_string_chunk_insert(column->strings, digits));
}

static void add_values(GdctColumn *column, GdctThing node, bool list) {
  const GdctMapping *mapping = column->graph->mapping;

  if (!list) {
    add(column, gdct_text(mapping, node, column->key, column->language));
    return;
  }
  for (uint32_t i = 0; i < gdct_value_count(mapping, node); i++) {
    GdctValue value = gdct_value(mapping, node, i);
    if (strcmp(value.key, column->key) == 0)
      add(column, value.text);
  }
}

/* Texts of the node's own evidence, each once. */
static void add_evidence(GdctColumn *column, GdctThing node) {
  const GdctMapping *mapping = column->graph->mapping;

  for (uint32_t i = 0; i < gdct_evidence_count(mapping, node); i++) {
    GdctEvidence piece = gdct_evidence(mapping, node, i);
    const char *text =
        column->kind == GDCT_COLUMN_LOCATOR ? piece.locator
        : column->kind == GDCT_COLUMN_QUOTE ? piece.quote
        : piece.source == GDCT_NONE
            ? NULL
            : gdct_id(mapping, (GdctThing){GDCT_SOURCE, piece.source});
    if (text != NULL && !g_ptr_array_find_with_equal_func(column->texts, text,
                                                          g_str_equal, NULL))
      add(column, text);
  }
}

static void add_reached(GdctColumn *column, uint32_t node) {
  uint32_t count = gdct_search_run(column->search, column->path, node);

  if (column->counting) {
    add_number(column, count);
    return;
  }
  for (uint32_t i = 0; i < count; i++)
    add(column,
        gdct_id(column->graph->mapping,
                (GdctThing){GDCT_NODE, gdct_search_node(column->search, i)}));
}

/* How many links, measures or pieces of evidence a node has. */
static uint32_t count_things(const GdctColumn *column, GdctThing node) {
  const GdctMapping *mapping = column->graph->mapping;
  uint32_t in = 0, out = 0;

  if (column->kind == GDCT_COLUMN_EVIDENCE)
    return gdct_evidence_count(mapping, node);
  if (column->kind == GDCT_COLUMN_MEASURES) {
    gdct_owned(mapping, node, GDCT_MEASURE, &out);
    return out;
  }
  if (column->kind != GDCT_COLUMN_LINKS_OUT)
    gdct_graph_links_to(column->graph, node.index, &in);
  if (column->kind != GDCT_COLUMN_LINKS_IN)
    gdct_graph_links_from(column->graph, node.index, &out);
  return in + out;
}

/* Collects the texts of a node; whether there could be several. */
static bool collect(GdctColumn *column, GdctThing node) {
  const GdctMapping *mapping = column->graph->mapping;
  GdctThing kind = {GDCT_KIND, gdct_node_kind(mapping, node.index)};
  uint32_t parent;
  bool list;

  switch (column->kind) {
  case GDCT_COLUMN_ID:
    add(column, gdct_id(mapping, node));
    return false;
  case GDCT_COLUMN_TITLE:
    add(column, gdct_title(mapping, node, column->language));
    return false;
  case GDCT_COLUMN_KIND:
    add(column, gdct_id(mapping, kind));
    return false;
  case GDCT_COLUMN_FRAMEWORK:
    add(column, gdct_get(mapping, kind, "framework"));
    return false;
  case GDCT_COLUMN_PART_OF:
    parent = gdct_node_parent(mapping, node.index);
    if (parent != GDCT_NONE)
      add(column, gdct_id(mapping, (GdctThing){GDCT_NODE, parent}));
    return false;
  case GDCT_COLUMN_VALUES:
    list = gdct_key_is_list(mapping, node, column->key);
    add_values(column, node, list);
    return list;
  case GDCT_COLUMN_SOURCE:
  case GDCT_COLUMN_LOCATOR:
  case GDCT_COLUMN_QUOTE:
    add_evidence(column, node);
    return true;
  case GDCT_COLUMN_REACHED:
    add_reached(column, node.index);
    return true;
  default:
    add_number(column, count_things(column, node));
    return false;
  }
}

bool gdct_column_is_number(const GdctColumn *column) {
  return column->counting || (column->kind >= GDCT_COLUMN_MEASURES &&
                              column->kind != GDCT_COLUMN_REACHED);
}

uint32_t gdct_column_type(const GdctColumn *column, uint32_t node) {
  bool list;

  if (gdct_column_is_number(column))
    return GDCT_VALUE_INTEGER;
  if (column->kind != GDCT_COLUMN_VALUES)
    return GDCT_VALUE_STRING;
  return gdct_key_type(column->graph->mapping, (GdctThing){GDCT_NODE, node},
                       column->key, &list);
}

GdctCell gdct_column_cell(GdctColumn *column, uint32_t node) {
  GdctCell cell = {.number = gdct_column_is_number(column)};
  uint32_t type = gdct_column_type(column, node);

  g_ptr_array_set_size(column->texts, 0);
  cell.list = collect(column, (GdctThing){GDCT_NODE, node}) && !cell.number;
  if (column->counting && column->kind < GDCT_COLUMN_MEASURES) {
    uint32_t count = column->texts->len;
    g_ptr_array_set_size(column->texts, 0);
    add_number(column, count);
  }
  cell.texts = (const char *const *)(void *)column->texts->pdata;
  cell.count = column->texts->len;
  cell.numeric = !cell.list && cell.count > 0 &&
                 (type == GDCT_VALUE_INTEGER || type == GDCT_VALUE_DECIMAL ||
                  type == GDCT_VALUE_FRACTION);
  return cell;
}
