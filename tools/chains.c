/* SPDX-License-Identifier: Apache-2.0 */
#include "chains.h"

#include <stdlib.h>
#include <string.h>

json_t *json_text(const char *text) {
  return json_string(text != NULL ? text : "");
}

const char *node_id(const GdctMapping *mapping, uint32_t node) {
  return gdct_id(mapping, (GdctThing){GDCT_NODE, node});
}

json_t *json_bases(const GdctGraph *graph) {
  json_t *list = json_array();

  for (GdctBasis basis = GDCT_STATED; basis <= GDCT_PROPOSED; basis++)
    if (gdct_graph_bases(graph) >> basis & 1)
      json_array_append_new(list, json_text(gdct_basis_name(basis)));
  return list;
}

int compare_links(const GdctMapping *mapping, uint32_t a, uint32_t b) {
  GdctLinkEnds left = gdct_link(mapping, a), right = gdct_link(mapping, b);
  int order = gdct_compare_ids(node_id(mapping, left.from),
                               node_id(mapping, right.from));

  if (order == 0)
    order = gdct_compare_ids(
        gdct_id(mapping, (GdctThing){GDCT_RELATION, left.relation}),
        gdct_id(mapping, (GdctThing){GDCT_RELATION, right.relation}));
  return order != 0 ? order
                    : gdct_compare_ids(node_id(mapping, left.to),
                                       node_id(mapping, right.to));
}

json_t *json_evidence(const GdctMapping *mapping, GdctThing thing) {
  json_t *list = json_array();

  for (uint32_t i = 0; i < gdct_evidence_count(mapping, thing); i++) {
    GdctEvidence piece = gdct_evidence(mapping, thing, i);
    json_t *object = json_object();
    const char *source =
        piece.source == GDCT_NONE
            ? ""
            : gdct_id(mapping, (GdctThing){GDCT_SOURCE, piece.source});
    json_object_set_new(object, "source", json_text(source));
    json_object_set_new(object, "locator", json_text(piece.locator));
    json_object_set_new(object, "quote", json_text(piece.quote));
    json_array_append_new(list, object);
  }
  return list;
}

static bool is_recalled(const GdctMapping *mapping, GdctThing thing) {
  return g_strcmp0(gdct_get(mapping, thing, "certainty"), "recalled") == 0;
}

json_t *json_chain(const GdctMapping *mapping, const GdctStep *chain,
                   uint32_t count) {
  json_t *list = json_array();

  for (uint32_t i = 0; i < count; i++) {
    const GdctStep *step = &chain[i];
    json_t *object = json_object();
    GdctThing link = {GDCT_LINK, step->link};
    bool part_of = step->link == GDCT_NONE;
    json_object_set_new(object, "from",
                        json_text(node_id(mapping, step->from)));
    json_object_set_new(
        object, "relation",
        json_text(part_of
                      ? "part-of"
                      : gdct_id(mapping,
                                (GdctThing){
                                    GDCT_RELATION,
                                    gdct_link(mapping, step->link).relation})));
    json_object_set_new(object, "to", json_text(node_id(mapping, step->to)));
    json_object_set_new(object, "inverse", json_boolean(step->inverse));
    json_object_set_new(object, "basis",
                        part_of ? json_null()
                                : json_text(gdct_basis_name(
                                      gdct_link(mapping, step->link).basis)));
    if (!part_of && is_recalled(mapping, link))
      json_object_set_new(object, "certainty", json_text("recalled"));
    json_object_set_new(object, "evidence",
                        part_of ? json_array() : json_evidence(mapping, link));
    json_array_append_new(list, object);
  }
  return list;
}

json_t *json_attributes(const GdctMapping *mapping, GdctThing thing,
                        const char *language, const char *const *skip) {
  json_t *object = json_object();

  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    json_t *list;
    if (g_strv_contains(skip, value.key))
      continue;
    if (gdct_key_is_list(mapping, thing, value.key)) {
      list = json_object_get(object, value.key);
      if (list == NULL) {
        list = json_array();
        json_object_set_new(object, value.key, list);
      }
      json_array_append_new(list, json_text(value.text));
    } else {
      json_object_set_new(
          object, value.key,
          json_text(gdct_text(mapping, thing, value.key, language)));
    }
  }
  return object;
}

void put_json(FILE *stream, json_t *document) {
  json_dumpf(document, stream, JSON_INDENT(2));
  putc('\n', stream);
  json_decref(document);
}

/* ---- text ---- */

char *scope_words(const GdctGraph *graph) {
  static const char *const words[] = {
      [GDCT_BASIS_STATED] = "only stated",
      [GDCT_BASIS_DERIVED] = "only derived",
      [GDCT_BASIS_PROPOSED] = "only proposed",
      [GDCT_BASIS_STATED | GDCT_BASIS_PROPOSED] = "stated and proposed",
      [GDCT_BASIS_DERIVED | GDCT_BASIS_PROPOSED] = "derived and proposed",
      [GDCT_BASIS_ANY] = "stated, derived and proposed"};
  const char *chosen = gdct_graph_bases(graph) == GDCT_BASIS_DEFAULT
                           ? NULL
                           : words[gdct_graph_bases(graph)];
  const char *as_of = tool_scope().as_of;

  if (chosen == NULL && as_of == NULL)
    return NULL;
  return g_strdup_printf(
      "%s%s%s%s%s", chosen != NULL ? "following " : "",
      chosen != NULL ? chosen : "", chosen != NULL ? " links" : "",
      as_of != NULL ? (chosen != NULL ? ", as of " : "as of ") : "",
      as_of != NULL ? as_of : "");
}

void page_begin(Page *page, FILE *stream, const GdctMapping *mapping) {
  page->stream = stream;
  page->mapping = mapping;
  page->cited = g_new0(bool, gdct_count(mapping, GDCT_SOURCE) + 1);
}

void page_end(Page *page) {
  bool first = true;

  for (uint32_t i = 0; i < gdct_count(page->mapping, GDCT_SOURCE); i++) {
    GdctThing source = {GDCT_SOURCE, i};
    const char *symbol = gdct_get(page->mapping, source, "symbol");
    const char *date = gdct_get(page->mapping, source, "date");
    if (!page->cited[i])
      continue;
    if (first)
      fputs("\nSources\n", page->stream);
    first = false;
    put_wrapped(page->stream, 2, 6, "%s  %s%s%s%s%s%s%s",
                gdct_id(page->mapping, source),
                gdct_title(page->mapping, source, tool_language()),
                gdct_says_yes(page->mapping, source, "working-title")
                    ? " (working title, ours)"
                    : "",
                symbol != NULL ? ", " : "", symbol != NULL ? symbol : "",
                date != NULL ? ", " : "", date != NULL ? date : "",
                is_recalled(page->mapping, source) ? " (recalled)" : "");
  }
  g_free(page->cited);
}

char *node_words(const GdctMapping *mapping, uint32_t node) {
  return g_strdup_printf(
      "%s  %s", node_id(mapping, node),
      gdct_title(mapping, (GdctThing){GDCT_NODE, node}, tool_language()));
}

void put_evidence(Page *page, GdctThing thing, int indent) {
  for (uint32_t i = 0; i < gdct_evidence_count(page->mapping, thing); i++) {
    GdctEvidence piece = gdct_evidence(page->mapping, thing, i);
    const char *source = "no source";
    if (piece.source != GDCT_NONE) {
      source = gdct_id(page->mapping, (GdctThing){GDCT_SOURCE, piece.source});
      page->cited[piece.source] = true;
    }
    put_wrapped(page->stream, indent, indent + 1, "%s%s%s[%s%s%s]",
                *piece.quote != '\0' ? "\u201C" : "", piece.quote,
                *piece.quote != '\0' ? "\u201D " : "", source,
                *piece.locator != '\0' ? ": " : "", piece.locator);
  }
}

char *relation_words(const GdctMapping *mapping, uint32_t relation,
                     bool inverse) {
  GdctThing thing = {GDCT_RELATION, relation};
  const char *words = gdct_text(
      mapping, thing, inverse ? "inverse-title" : "title", tool_language());
  const char *name = gdct_get(mapping, thing, "inverse");

  if (words != NULL)
    return g_strdup(words);
  if (inverse && name == NULL)
    return g_strdup_printf("%s (from the other end)", gdct_id(mapping, thing));
  return g_strdelimit(g_strdup(inverse ? name : gdct_id(mapping, thing)), "-_",
                      ' ');
}

/* "supported by", "part of". Free with g_free(). */
static char *step_words(const GdctMapping *mapping, const GdctStep *step) {
  g_autofree char *words = NULL;
  GdctLinkEnds ends;
  bool recalled;

  if (step->link == GDCT_NONE)
    return g_strdup(step->inverse ? "has part" : "part of");
  ends = gdct_link(mapping, step->link);
  words = relation_words(mapping, ends.relation, step->inverse);
  recalled = is_recalled(mapping, (GdctThing){GDCT_LINK, step->link});
  if (ends.basis == GDCT_STATED)
    return recalled ? g_strdup_printf("%s (recalled)", words)
                    : g_steal_pointer(&words);
  return g_strdup_printf("%s (%s%s)", words, gdct_basis_name(ends.basis),
                         recalled ? ", recalled" : "");
}

void put_step(Page *page, const GdctStep *step, int indent, const char *after,
              GHashTable *cited) {
  g_autofree char *words = step_words(page->mapping, step);
  g_autofree char *node = node_words(page->mapping, step->to);

  put_wrapped(page->stream, indent, indent + 4, "%s %s%s", words, node, after);
  if (step->link == GDCT_NONE)
    return;
  if (cited == NULL || g_hash_table_add(cited, GUINT_TO_POINTER(step->link)))
    put_evidence(page, (GdctThing){GDCT_LINK, step->link}, indent + 4);
  else
    put_wrapped(page->stream, indent + 4, indent + 4, "[evidence: see above]");
}

void put_chain(Page *page, const GdctStep *chain, uint32_t count, int indent) {
  for (uint32_t i = 0; i < count; i++, indent += i < 10 ? 2 : 0)
    put_step(page, &chain[i], indent, "", NULL);
}

char *way_words(const GdctMapping *mapping, const GdctStep *chain,
                uint32_t count) {
  GString *text = g_string_new(NULL);

  for (uint32_t i = 0; i < count; i++) {
    g_autofree char *words = step_words(mapping, &chain[i]);
    g_autofree char *node = i + 1 == count
                                ? node_words(mapping, chain[i].to)
                                : g_strdup(node_id(mapping, chain[i].to));
    g_string_append_printf(text, "%s%s %s", i > 0 ? ", " : "", words, node);
  }
  return g_string_free(text, FALSE);
}
