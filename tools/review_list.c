/* SPDX-License-Identifier: Apache-2.0 */
#include "review_list.h"

#include <stdlib.h>
#include <string.h>

/* Longer lists of unreviewed links are cut in text. */
#define MAX_LISTED 40
#define FIRST_LISTED 20

static const char *const no_skip[] = {NULL};
static const char *const node_skip[] = {"kind", "title", "part-of", "summary",
                                        NULL};

static uint32_t link_at(const ReviewList *list, guint i) {
  return g_array_index(list->links, uint32_t, i);
}

/* ---- JSON ---- */

json_t *json_review_link(const GdctMapping *mapping, uint32_t link) {
  GdctLinkEnds ends = gdct_link(mapping, link);
  json_t *object = json_object();

  json_object_set_new(object, "from", json_text(node_id(mapping, ends.from)));
  json_object_set_new(
      object, "relation",
      json_text(gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation})));
  json_object_set_new(object, "to", json_text(node_id(mapping, ends.to)));
  json_object_set_new(object, "basis", json_text(gdct_basis_name(ends.basis)));
  return object;
}

static json_t *json_or_null(const char *text) {
  return text != NULL ? json_text(text) : json_null();
}

/* {by, on, seal, file, line} */
static json_t *json_review(const GdctMapping *mapping, uint32_t review) {
  GdctThing thing = {GDCT_REVIEW, review};
  GdctPlace place = gdct_place(mapping, thing);
  json_t *object = json_object();

  json_object_set_new(object, "by",
                      json_or_null(gdct_text(mapping, thing, "by", "en")));
  json_object_set_new(object, "on",
                      json_or_null(gdct_get(mapping, thing, "on")));
  json_object_set_new(object, "seal",
                      json_or_null(gdct_get(mapping, thing, "seal")));
  json_object_set_new(object, "file", json_text(place.file));
  json_object_set_new(object, "line", json_integer(place.line));
  return object;
}

static json_t *json_end(const GdctMapping *mapping, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  json_t *object = json_object();

  json_object_set_new(object, "id", json_text(node_id(mapping, node)));
  json_object_set_new(object, "title",
                      json_text(gdct_title(mapping, thing, tool_language())));
  json_object_set_new(
      object, "summary",
      json_or_null(gdct_text(mapping, thing, "summary", tool_language())));
  json_object_set_new(
      object, "attributes",
      json_attributes(mapping, thing, tool_language(), node_skip));
  return object;
}

static json_t *json_one(const ReviewList *list, uint32_t link) {
  const GdctMapping *mapping = list->tool->mapping;
  GdctLinkEnds ends = gdct_link(mapping, link);
  GdctThing thing = {GDCT_LINK, link};
  json_t *object = json_review_link(mapping, link);
  char *seal = gdct_link_seal(mapping, link);
  uint32_t review;
  GdctReviewState state = gdct_reviews_state(list->reviews, link, &review);

  json_object_set_new(object, "seal", json_text(seal));
  free(seal);
  if (state != GDCT_UNREVIEWED)
    json_object_set_new(object, "review", json_review(mapping, review));
  if (state != GDCT_STALE)
    return object;
  json_object_set_new(
      object, "attributes",
      json_attributes(mapping, thing, tool_language(), no_skip));
  json_object_set_new(object, "evidence", json_evidence(mapping, thing));
  json_object_set_new(object, "from-node", json_end(mapping, ends.from));
  json_object_set_new(object, "to-node", json_end(mapping, ends.to));
  return object;
}

static json_t *json_state(const ReviewList *list, GdctReviewState state) {
  json_t *array = json_array();

  for (guint i = 0; i < list->links->len; i++)
    if (gdct_reviews_state(list->reviews, link_at(list, i), NULL) == state)
      json_array_append_new(array, json_one(list, link_at(list, i)));
  return array;
}

static json_t *json_gone(const ReviewList *list) {
  static const char *const keys[] = {"from", "relation", "to"};
  const GdctMapping *mapping = list->tool->mapping;
  json_t *array = json_array();

  for (guint i = 0; i < list->gone->len; i++) {
    uint32_t review = g_array_index(list->gone, uint32_t, i);
    json_t *object = json_object();
    for (size_t k = 0; k < G_N_ELEMENTS(keys); k++)
      json_object_set_new(
          object, keys[k],
          json_text(
              gdct_get(mapping, (GdctThing){GDCT_REVIEW, review}, keys[k])));
    json_object_set_new(object, "review", json_review(mapping, review));
    json_array_append_new(array, object);
  }
  return array;
}

static void put_json_list(FILE *stream, const ReviewList *list) {
  json_t *object = json_object();

  json_object_set_new(
      object, "counts",
      json_pack("{s:i, s:i, s:i, s:i, s:i, s:i}", "links",
                (int)list->links->len, "fresh", (int)list->counts[GDCT_FRESH],
                "stale", (int)list->counts[GDCT_STALE], "unreviewed",
                (int)list->counts[GDCT_UNREVIEWED], "gone",
                (int)list->gone->len, "left-out", (int)list->left_out));
  json_object_set_new(object, "fresh", json_state(list, GDCT_FRESH));
  json_object_set_new(object, "stale", json_state(list, GDCT_STALE));
  json_object_set_new(object, "unreviewed", json_state(list, GDCT_UNREVIEWED));
  json_object_set_new(object, "gone", json_gone(list));
  put_json(stream, object);
}

/* ---- text ---- */

char *link_words(const GdctMapping *mapping, uint32_t link) {
  GdctLinkEnds ends = gdct_link(mapping, link);
  g_autofree char *words = relation_words(mapping, ends.relation, false);

  return g_strdup_printf(
      "%s %s %s%s%s%s", node_id(mapping, ends.from), words,
      node_id(mapping, ends.to), ends.basis != GDCT_STATED ? " [" : "",
      ends.basis != GDCT_STATED ? gdct_basis_name(ends.basis) : "",
      ends.basis != GDCT_STATED ? "]" : "");
}

/* "key: text" of each value, a list on one line. */
static void put_attributes(FILE *stream, const GdctMapping *mapping,
                           GdctThing thing, const char *const *skip,
                           int indent) {
  json_t *object = json_attributes(mapping, thing, tool_language(), skip);
  const char *key;
  json_t *value, *item;
  size_t i;

  json_object_foreach(object, key, value) {
    g_autoptr(GString) text = g_string_new(json_string_value(value));
    json_array_foreach(value, i, item) g_string_append_printf(
        text, "%s%s", i > 0 ? ", " : "", json_string_value(item));
    put_wrapped(stream, indent, indent + 4, "%s: %s", key, text->str);
  }
  json_decref(object);
}

static void put_end(FILE *stream, const GdctMapping *mapping, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  const char *summary = gdct_text(mapping, thing, "summary", tool_language());
  g_autofree char *words = node_words(mapping, node);

  put_wrapped(stream, 6, 10, "%s", words);
  if (summary != NULL)
    put_wrapped(stream, 8, 8, "%s", summary);
  put_attributes(stream, mapping, thing, node_skip, 8);
}

/* "reviewed by A on D [file:line]" */
static void put_review_words(FILE *stream, const GdctMapping *mapping,
                             uint32_t review, int indent) {
  GdctThing thing = {GDCT_REVIEW, review};
  GdctPlace place = gdct_place(mapping, thing);
  const char *by = gdct_get(mapping, thing, "by");
  const char *on = gdct_get(mapping, thing, "on");

  put_wrapped(stream, indent, indent + 4, "reviewed by %s%s%s [%s:%u]",
              by != NULL ? by : "somebody", on != NULL ? " on " : "",
              on != NULL ? on : "", place.file, place.line);
}

static void put_stale(Page *page, const ReviewList *list) {
  const GdctMapping *mapping = page->mapping;

  fprintf(page->stream, "\nStale (%u)\n", list->counts[GDCT_STALE]);
  put_wrapped(page->stream, 2, 2,
              "The link, its evidence, or a title, summary or attribute of an "
              "end changed after the review. A seal does not say which, nor "
              "what it was before; this is what they say now.");
  for (guint i = 0; i < list->links->len; i++) {
    uint32_t link = link_at(list, i), review;
    GdctThing thing = {GDCT_LINK, link};
    g_autofree char *words = NULL;
    if (gdct_reviews_state(list->reviews, link, &review) != GDCT_STALE)
      continue;
    words = link_words(mapping, link);
    putc('\n', page->stream);
    put_wrapped(page->stream, 2, 6, "%s", words);
    put_review_words(page->stream, mapping, review, 4);
    put_attributes(page->stream, mapping, thing, no_skip, 4);
    put_evidence(page, thing, 4);
    put_end(page->stream, mapping, gdct_link(mapping, link).from);
    put_end(page->stream, mapping, gdct_link(mapping, link).to);
  }
}

static void put_gone(FILE *stream, const ReviewList *list) {
  const GdctMapping *mapping = list->tool->mapping;

  fprintf(stream, "\nReviews whose link is gone (%u)\n", list->gone->len);
  for (guint i = 0; i < list->gone->len; i++) {
    uint32_t review = g_array_index(list->gone, uint32_t, i);
    GdctThing thing = {GDCT_REVIEW, review};
    put_wrapped(stream, 2, 6, "%s %s %s", gdct_get(mapping, thing, "from"),
                gdct_get(mapping, thing, "relation"),
                gdct_get(mapping, thing, "to"));
    put_review_words(stream, mapping, review, 4);
  }
}

/* One link below the node that it comes from. */
static void put_below(FILE *stream, const GdctMapping *mapping, uint32_t link) {
  GdctLinkEnds ends = gdct_link(mapping, link);
  g_autofree char *words = relation_words(mapping, ends.relation, false);
  g_autofree char *to = node_words(mapping, ends.to);

  put_wrapped(stream, 4, 8, "%s %s%s%s%s", words, to,
              ends.basis != GDCT_STATED ? "  [" : "",
              ends.basis != GDCT_STATED ? gdct_basis_name(ends.basis) : "",
              ends.basis != GDCT_STATED ? "]" : "");
}

static void put_unreviewed(FILE *stream, const ReviewList *list) {
  const GdctMapping *mapping = list->tool->mapping;
  uint32_t total = list->counts[GDCT_UNREVIEWED], listed = 0;
  uint32_t limit = list->whole || total <= MAX_LISTED ? total : FIRST_LISTED;
  uint32_t last = GDCT_NONE;

  fprintf(stream, "\nUnreviewed (%u)\n", total);
  for (guint i = 0; i < list->links->len && listed < limit; i++) {
    uint32_t link = link_at(list, i), from = gdct_link(mapping, link).from;
    if (gdct_reviews_state(list->reviews, link, NULL) != GDCT_UNREVIEWED)
      continue;
    if (from != last) {
      g_autofree char *words = node_words(mapping, from);
      put_wrapped(stream, 2, 6, "%s", words);
      last = from;
    }
    put_below(stream, mapping, link);
    listed++;
  }
  if (listed < total)
    put_wrapped(stream, 2, 2,
                "and %u more (--all lists all of them; --node ID and --where "
                "FILTER choose)",
                total - listed);
}

static void put_text_list(FILE *stream, const ReviewList *list) {
  Page page;

  put_wrapped(stream, 0, 2,
              "%u %s: %u reviewed and fresh, %u stale, %u unreviewed; %u %s "
              "of links that are gone.",
              list->links->len, list->links->len == 1 ? "link" : "links",
              list->counts[GDCT_FRESH], list->counts[GDCT_STALE],
              list->counts[GDCT_UNREVIEWED], list->gone->len,
              list->gone->len == 1 ? "review" : "reviews");
  if (list->left_out > 0)
    put_wrapped(stream, 0, 2,
                "%u more %s left out by their basis; see --basis.",
                list->left_out, list->left_out == 1 ? "is" : "are");
  page_begin(&page, stream, list->tool->mapping);
  if (list->counts[GDCT_STALE] > 0)
    put_stale(&page, list);
  if (list->gone->len > 0)
    put_gone(stream, list);
  if (list->counts[GDCT_UNREVIEWED] > 0)
    put_unreviewed(stream, list);
  page_end(&page);
}

void put_review_list(FILE *stream, const ReviewList *list, bool json) {
  if (json)
    put_json_list(stream, list);
  else
    put_text_list(stream, list);
}
