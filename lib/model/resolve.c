/* SPDX-License-Identifier: Apache-2.0 */
/* After all files are read: names become indices, and what the files say is
 * held against the model that they declare. One pass over each array. */
#include "model/resolve.h"

#include "model/shape.h"

#include <string.h>

static GdctPlace record_place(const GdctMapping *mapping, GdctType type,
                              uint32_t index) {
  return gdct_place(mapping, (GdctThing){type, index});
}

/* ---- ids ---- */

/* Reports an id that another thing of its type has; both places are named. */
static void report_twice(const GdctMapping *mapping, GdctThing first,
                         GdctThing second, const char *what,
                         GdctReport *report) {
  GdctPlace place = gdct_place(mapping, first);
  const char *id = gdct_id(mapping, second);
  const char *other = gdct_id(mapping, first);

  if (strcmp(id, other) == 0)
    gdct_report_add(report, "duplicate-id", gdct_place(mapping, second),
                    "%s '%s' is there already, at %s:%u:%u", what, id,
                    place.file, place.line, place.column);
  else
    gdct_report_add(report, "duplicate-id", gdct_place(mapping, second),
                    "%s '%s' differs only in case from '%s' at %s:%u:%u", what,
                    id, other, place.file, place.line, place.column);
}

static void index_nodes(GdctMapping *mapping, GdctReport *report) {
  uint32_t n = mapping->pool.n_symbols;
  GdctFold fold;

  mapping->node_of = g_new(uint32_t, n);
  memset(mapping->node_of, 0xFF, n * sizeof(uint32_t));
  gdct_fold_init(&fold, &mapping->pool, mapping->nodes->len);
  for (guint i = 0; i < mapping->nodes->len; i++) {
    GdctSymbol id = gdct_nodes(mapping)[i].id;
    GdctSymbol first;
    if (id == 0)
      continue;
    first = gdct_fold_add(&fold, id);
    if (mapping->node_of[first] != GDCT_NONE)
      report_twice(mapping, (GdctThing){GDCT_NODE, mapping->node_of[first]},
                   (GdctThing){GDCT_NODE, i}, "node", report);
    else
      mapping->node_of[first] = i;
    mapping->node_of[id] = mapping->node_of[first]; /* one finding is enough */
  }
  gdct_fold_clear(&fold);
}

/* Lists the entries of each type, in reading order. */
static void index_entries(GdctMapping *mapping) {
  for (int type = 0; type < GDCT_TYPES; type++)
    mapping->by_type[type] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  for (guint i = 0; i < mapping->entries->len; i++)
    g_array_append_val(mapping->by_type[gdct_entries(mapping)[i].type], i);
}

/* Things of a type that share an id, within one owner if they have one. */
static void check_ids(GdctMapping *mapping, GdctType type, const char *what,
                      GdctReport *report) {
  g_autoptr(GHashTable) seen =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  uint32_t n = gdct_count(mapping, type);

  for (uint32_t i = 0; i < n; i++) {
    GdctThing thing = {type, i};
    g_autofree char *folded = g_ascii_strdown(gdct_id(mapping, thing), -1);
    g_autofree char *key = NULL;
    gpointer first;
    if (*folded == '\0')
      continue;
    key = g_strdup_printf(
        "%u/%s",
        gdct_entries(
            mapping)[g_array_index(mapping->by_type[type], uint32_t, i)]
            .owner,
        folded);
    first = g_hash_table_lookup(seen, key);
    if (first != NULL)
      report_twice(mapping, (GdctThing){type, GPOINTER_TO_UINT(first) - 1},
                   thing, what, report);
    else
      g_hash_table_insert(seen, g_steal_pointer(&key), GUINT_TO_POINTER(i + 1));
  }
}

static void index_sources(GdctMapping *mapping) {
  uint32_t n = gdct_count(mapping, GDCT_SOURCE);
  GdctFold fold;

  mapping->source_of = g_hash_table_new(NULL, NULL);
  gdct_fold_init(&fold, &mapping->pool, n);
  for (uint32_t i = 0; i < n; i++) {
    GdctSymbol id =
        gdct_entries(
            mapping)[g_array_index(mapping->by_type[GDCT_SOURCE], uint32_t, i)]
            .id;
    gpointer first = g_hash_table_lookup(
        mapping->source_of, GUINT_TO_POINTER(gdct_fold_add(&fold, id) + 1));
    /* Of two ids that differ in case both lead to the first. */
    if (id != 0)
      g_hash_table_insert(mapping->source_of, GUINT_TO_POINTER(id + 1),
                          first != NULL ? first : GUINT_TO_POINTER(i + 1));
  }
  gdct_fold_clear(&fold);
}

/* ---- unknown names ---- */

/* Suggestions cost a look at every candidate; a hostile file that names a
 * million nodes that are not there gets no more of them than this. */
#define HINT_BUDGET 20000000

void gdct_report_unknown(GdctMapping *mapping, GdctType type, const char *code,
                         const char *what, const char *name, GdctPlace place,
                         GdctReport *report) {
  const char *reservation = "";
  char *hint = NULL;

  if (mapping->incomplete) {
    reservation = " in what could be read";
    if (mapping->unknown == NULL)
      mapping->unknown =
          g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!g_hash_table_add(mapping->unknown,
                          g_strdup_printf("%u %s", type, name)))
      return;
  }
  mapping->hint_budget -= gdct_count(mapping, type);
  if (mapping->hint_budget >= 0)
    gdct_find_or_hint(mapping, type, name, &hint);
  gdct_report_add(report, code, place, "no %s '%s'%s%s", what, name,
                  reservation, hint != NULL ? hint : "");
  g_free(hint);
}

/* ---- the model ---- */

/* Adds the kinds that a relation names under @key to the lists of kinds, and
 * returns where they begin; *ret_known is whether there are some, and the
 * model has them all. */
static uint32_t kind_list(GdctMapping *mapping, GdctThing relation,
                          const char *key, bool *ret_known) {
  uint32_t first = mapping->kind_lists->len, kind;

  *ret_known = true;
  for (uint32_t i = 0; i < gdct_value_count(mapping, relation); i++) {
    GdctValue value = gdct_value(mapping, relation, i);
    if (strcmp(value.key, key) != 0)
      continue;
    kind = gdct_find(mapping, GDCT_KIND, value.text);
    if (kind == GDCT_NONE)
      *ret_known = false;
    else
      g_array_append_val(mapping->kind_lists, kind);
  }
  *ret_known = *ret_known && mapping->kind_lists->len > first;
  kind = GDCT_NONE;
  g_array_append_val(mapping->kind_lists, kind);
  return first;
}

static void build_kinds(GdctMapping *mapping) {
  mapping->kinds = g_array_new(FALSE, FALSE, sizeof(GdctKindFacts));
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_KIND); i++) {
    GdctThing kind = {GDCT_KIND, i};
    const char *framework = gdct_get(mapping, kind, "framework");
    GdctKindFacts facts = {.framework = GDCT_NONE};
    if (framework != NULL)
      facts.framework = gdct_find(mapping, GDCT_FRAMEWORK, framework);
    facts.first_attribute =
        gdct_owned(mapping, kind, GDCT_ATTRIBUTE, &facts.n_attributes);
    g_array_append_val(mapping->kinds, facts);
  }
}

/* An inverse must not have the name of a relation, or of another inverse. */
static void check_inverse(const GdctMapping *mapping, GdctThing relation,
                          const char *name, GdctReport *report) {
  uint32_t other = gdct_find(mapping, GDCT_RELATION, name);
  bool inverse;
  GdctPlace place;

  if (other == GDCT_NONE)
    other = gdct_relation_find(mapping, name, &inverse);
  if (other == GDCT_NONE)
    return;
  place = record_place(mapping, GDCT_RELATION, other);
  gdct_report_add(
      report, "duplicate-id", gdct_value_place(mapping, relation, "inverse"),
      "'%s', the inverse of '%s', is the name of a relation "
      "already, at %s:%u:%u",
      name, gdct_id(mapping, relation), place.file, place.line, place.column);
}

static void build_relations(GdctMapping *mapping, GdctReport *report) {
  mapping->relations = g_array_new(FALSE, FALSE, sizeof(GdctRelationFacts));
  mapping->kind_lists = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_RELATION); i++) {
    GdctThing relation = {GDCT_RELATION, i};
    GdctRelationFacts facts = {.id = gdct_id(mapping, relation),
                               .inverse =
                                   gdct_get(mapping, relation, "inverse"),
                               .inverse_symbol = GDCT_NO_SYMBOL};
    facts.from = kind_list(mapping, relation, "from", &facts.from_known);
    facts.to = kind_list(mapping, relation, "to", &facts.to_known);
    facts.id_symbol = gdct_pool_find(&mapping->pool, facts.id);
    if (facts.inverse != NULL) {
      facts.inverse_symbol = gdct_pool_find(&mapping->pool, facts.inverse);
      if (!gdct_is_id(facts.inverse))
        gdct_report_add(
            report, "bad-id", gdct_value_place(mapping, relation, "inverse"),
            "'%s', the inverse of '%s', is not an id", facts.inverse, facts.id);
      else if (strcmp(facts.inverse, "part-of") == 0)
        gdct_report_add(report, "duplicate-id",
                        gdct_value_place(mapping, relation, "inverse"),
                        "'part-of' is the name of the hierarchy");
      else
        check_inverse(mapping, relation, facts.inverse, report);
    }
    if (strcmp(facts.id, "part-of") == 0)
      gdct_report_add(report, "duplicate-id", gdct_place(mapping, relation),
                      "'part-of' is the name of the hierarchy");
    facts.first_attribute =
        gdct_owned(mapping, relation, GDCT_ATTRIBUTE, &facts.n_attributes);
    g_array_append_val(mapping->relations, facts);
  }
}

/* In a path, the name of a relation would hide a named path. */
static void check_paths(const GdctMapping *mapping, GdctReport *report) {
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_PATH); i++) {
    GdctThing path = {GDCT_PATH, i};
    bool inverse;
    uint32_t relation =
        gdct_relation_find(mapping, gdct_id(mapping, path), &inverse);
    if (*gdct_id(mapping, path) != '\0' && relation != GDCT_NONE) {
      GdctPlace place = record_place(mapping, GDCT_RELATION, relation);
      gdct_report_add(report, "duplicate-id", gdct_place(mapping, path),
                      "'%s' is the name of a relation already, at %s:%u:%u",
                      gdct_id(mapping, path), place.file, place.line,
                      place.column);
    } else if (strcmp(gdct_id(mapping, path), "part-of") == 0) {
      gdct_report_add(report, "duplicate-id", gdct_place(mapping, path),
                      "'part-of' is the name of the hierarchy");
    }
  }
}

/* An attribute must not take the name of a key that the format has. */
static void check_attributes(const GdctMapping *mapping, GdctReport *report) {
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++) {
    GdctThing attribute = {GDCT_ATTRIBUTE, i};
    const GdctEntry *entry = &gdct_entries(
        mapping)[g_array_index(mapping->by_type[GDCT_ATTRIBUTE], uint32_t, i)];
    GdctType type = gdct_entries(mapping)[entry->owner].type == GDCT_KIND
                        ? GDCT_NODE
                        : GDCT_LINK;
    const char *name = gdct_id(mapping, attribute);
    if (gdct_shape_find(gdct_shape_of(type), name) != NULL ||
        (type == GDCT_LINK &&
         gdct_shape_find(&gdct_statement_shape, name) != NULL))
      gdct_report_add(report, "duplicate-id", gdct_place(mapping, attribute),
                      "'%s' is a key of every %s already", name,
                      type == GDCT_NODE ? "node" : "link");
    if (gdct_attribute_type(mapping, i) == GDCT_VALUE_CHOICE &&
        !mapping->incomplete && gdct_get(mapping, attribute, "values") == NULL)
      gdct_report_add(report, "missing-key", gdct_place(mapping, attribute),
                      "an attribute of type choice needs 'values'");
  }
}

/* ---- values of entries that name things ---- */

static void check_name(GdctMapping *mapping, GdctValueType type,
                       const GdctValue *value, GdctReport *report) {
  bool inverse;

  switch (type) {
  case GDCT_VALUE_FRAMEWORK:
    if (gdct_find(mapping, GDCT_FRAMEWORK, value->text) == GDCT_NONE)
      gdct_report_unknown(mapping, GDCT_FRAMEWORK, "bad-value", "framework",
                          value->text, value->place, report);
    break;
  case GDCT_VALUE_KIND:
    if (gdct_find(mapping, GDCT_KIND, value->text) == GDCT_NONE)
      gdct_report_unknown(mapping, GDCT_KIND, "unknown-kind", "kind",
                          value->text, value->place, report);
    break;
  case GDCT_VALUE_KIND_OR_RELATION:
    if (gdct_find(mapping, GDCT_KIND, value->text) == GDCT_NONE &&
        gdct_find(mapping, GDCT_RELATION, value->text) == GDCT_NONE)
      gdct_report_unknown(mapping, GDCT_KIND, "unknown-kind", "kind",
                          value->text, value->place, report);
    break;
  case GDCT_VALUE_RELATION:
    if (gdct_relation_find(mapping, value->text, &inverse) == GDCT_NONE)
      gdct_report_unknown(mapping, GDCT_RELATION, "unknown-relation",
                          "relation", value->text, value->place, report);
    break;
  case GDCT_VALUE_NODE:
    if (gdct_find(mapping, GDCT_NODE, value->text) == GDCT_NONE)
      gdct_report_unknown(mapping, GDCT_NODE, "unknown-id", "node", value->text,
                          value->place, report);
    break;
  case GDCT_VALUE_RULE:
    if (gdct_find(mapping, GDCT_RULE, value->text) == GDCT_NONE)
      gdct_report_unknown(mapping, GDCT_RULE, "unknown-rule", "rule",
                          value->text, value->place, report);
    break;
  default:
    break;
  }
}

/* A review may outlive its link and the ends of it: stale-review tells. */
static void check_names(GdctMapping *mapping, GdctReport *report) {
  static const GdctType types[] = {GDCT_KIND, GDCT_RELATION, GDCT_WAIVER,
                                   GDCT_RULE, GDCT_VIEW,     GDCT_COLUMN,
                                   GDCT_FOCUS};

  for (size_t t = 0; t < G_N_ELEMENTS(types); t++) {
    const GdctShape *shape = gdct_shape_of(types[t]);
    for (uint32_t i = 0; i < gdct_count(mapping, types[t]); i++) {
      GdctThing thing = {types[t], i};
      for (uint32_t v = 0; v < gdct_value_count(mapping, thing); v++) {
        GdctValue value = gdct_value(mapping, thing, v);
        const GdctField *field = gdct_shape_find(shape, value.key);
        if (field != NULL)
          check_name(mapping, field->type, &value, report);
      }
    }
  }
}

/* ---- nodes ---- */

static void resolve_nodes(GdctMapping *mapping, GdctReport *report) {
  g_autoptr(GHashTable) kinds = g_hash_table_new(NULL, NULL);

  for (uint32_t i = gdct_count(mapping, GDCT_KIND); i-- > 0;)
    g_hash_table_insert(
        kinds,
        GUINT_TO_POINTER(gdct_pool_find(
            &mapping->pool, gdct_id(mapping, (GdctThing){GDCT_KIND, i}))),
        GUINT_TO_POINTER(i + 1));
  for (guint i = 0; i < mapping->nodes->len; i++) {
    GdctStoredNode *node = &gdct_nodes(mapping)[i];
    GdctThing thing = {GDCT_NODE, i};
    GdctSymbol parent = node->parent;
    if (node->kind != 0) {
      GdctSymbol symbol = node->kind;
      node->kind = GPOINTER_TO_UINT(
                       g_hash_table_lookup(kinds, GUINT_TO_POINTER(symbol))) -
                   1; /* 0 becomes GDCT_NONE */
      if (node->kind == GDCT_NONE)
        gdct_report_unknown(mapping, GDCT_KIND, "unknown-kind", "kind",
                            gdct_mapping_symbol(mapping, symbol),
                            gdct_value_place(mapping, thing, "kind"), report);
    } else {
      node->kind = GDCT_NONE;
    }
    node->parent = parent == 0 ? GDCT_NONE : mapping->node_of[parent];
    if (parent != 0 && node->parent == GDCT_NONE)
      gdct_report_unknown(mapping, GDCT_NODE, "unknown-id", "node",
                          gdct_mapping_symbol(mapping, parent),
                          gdct_value_place(mapping, thing, "part-of"), report);
  }
}

/* ---- links ---- */

uint32_t gdct_relation_of(const GdctMapping *mapping, GdctSymbol word,
                          bool *ret_inverse) {
  for (guint i = 0; i < mapping->relations->len; i++) {
    const GdctRelationFacts *facts =
        &g_array_index(mapping->relations, GdctRelationFacts, i);
    *ret_inverse = facts->inverse_symbol == word;
    if (*ret_inverse || facts->id_symbol == word)
      return i;
  }
  return GDCT_NONE;
}

static void resolve_links(GdctMapping *mapping, GdctReport *report) {
  /* Many links one after the other are of one relation. */
  GdctSymbol word = 0;
  uint32_t relation = GDCT_NONE;
  bool inverse = false;

  for (guint i = 0; i < mapping->links->len; i++) {
    GdctStoredLink *link = &gdct_links(mapping)[i];
    GdctSymbol to = link->to;
    link->from = mapping->node_of[link->from];
    link->to = mapping->node_of[to];
    if (link->relation != word) {
      word = link->relation;
      inverse = false;
      relation =
          word == 0 ? GDCT_NONE : gdct_relation_of(mapping, word, &inverse);
    }
    link->relation = relation;
    if (link->to == GDCT_NONE)
      gdct_report_unknown(mapping, GDCT_NODE, "unknown-id", "node",
                          gdct_mapping_symbol(mapping, to),
                          record_place(mapping, GDCT_LINK, i), report);
    if (inverse) {
      uint32_t from = link->from;
      link->from = link->to;
      link->to = from;
    }
    if (link->from == GDCT_NONE || link->to == GDCT_NONE ||
        link->relation == GDCT_NONE)
      link->record.flags |= GDCT_FLAG_BROKEN;
  }
}

static void resolve_evidence(GdctMapping *mapping, GdctReport *report) {
  const GdctFile *files = (const GdctFile *)(void *)mapping->files->data;

  for (guint f = 0; f < mapping->files->len; f++) {
    guint end = f + 1 < mapping->files->len ? files[f + 1].evidence
                                            : mapping->evidence->len;
    for (guint i = files[f].evidence; i < end; i++) {
      GdctStoredEvidence *piece = &gdct_evidences(mapping)[i];
      GdctSymbol source = piece->source;
      piece->source =
          source == 0 ? GDCT_NONE
                      : GPOINTER_TO_UINT(g_hash_table_lookup(
                            mapping->source_of, GUINT_TO_POINTER(source + 1))) -
                            1;
      if (source == 0 || piece->source != GDCT_NONE)
        continue;
      if (!(piece->flags & GDCT_FLAG_INHERITED))
        gdct_report_unknown(
            mapping, GDCT_SOURCE, "unknown-source", "source",
            gdct_mapping_symbol(mapping, source),
            (GdctPlace){files[f].name, piece->line, piece->column}, report);
      piece->flags |= GDCT_FLAG_UNKNOWN;
    }
  }
}

void gdct_mapping_resolve(GdctMapping *mapping, GdctReport *report) {
  mapping->hint_budget = HINT_BUDGET;
  index_entries(mapping);
  index_nodes(mapping, report);
  index_sources(mapping);
  check_ids(mapping, GDCT_FRAMEWORK, "framework", report);
  check_ids(mapping, GDCT_KIND, "kind", report);
  check_ids(mapping, GDCT_RELATION, "relation", report);
  check_ids(mapping, GDCT_ATTRIBUTE, "attribute", report);
  check_ids(mapping, GDCT_PATH, "path", report);
  check_ids(mapping, GDCT_SOURCE, "source", report);
  check_ids(mapping, GDCT_RULE, "rule", report);
  check_ids(mapping, GDCT_GRADE, "grade", report);
  check_ids(mapping, GDCT_VIEW, "view", report);
  build_kinds(mapping);
  build_relations(mapping, report);
  check_paths(mapping, report);
  check_attributes(mapping, report);
  check_names(mapping, report);
  resolve_nodes(mapping, report);
  resolve_links(mapping, report);
  resolve_evidence(mapping, report);
  gdct_keys_check(mapping, report);
}
