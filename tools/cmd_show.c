/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace show: one node, and every link in and out with its evidence. */
#include "chains.h"

#include <string.h>

static const GOptionEntry options[] = {{NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "Shows links of every basis unless --basis chooses.\n\nFormats: text "
    "(default), json\n\nExamples:\n  "
    "gdctrace show gdc.o1\n  gdctrace show wsis.c2 --format json";

/* What is shown in places of its own. */
static const char *const node_skip[] = {"kind", "title", "part-of", "summary",
                                        NULL};
static const char *const no_skip[] = {NULL};

/* One link as the node sees it. */
typedef struct {
  uint32_t link;
  bool inverse; /* the node is its end */
} Seen;

/* All links of a node: those out of it, then those into it. Of Seen. */
static GArray *links_of(const GdctGraph *graph, uint32_t node) {
  GArray *all = g_array_new(FALSE, FALSE, sizeof(Seen));
  uint32_t count;
  const uint32_t *links = gdct_graph_links_from(graph, node, &count);

  for (uint32_t i = 0; i < count; i++) {
    Seen seen = {links[i], false};
    g_array_append_val(all, seen);
  }
  links = gdct_graph_links_to(graph, node, &count);
  for (uint32_t i = 0; i < count; i++) {
    Seen seen = {links[i], true};
    g_array_append_val(all, seen);
  }
  return all;
}

static uint32_t other_end(const GdctMapping *mapping, const Seen *seen) {
  GdctLinkEnds ends = gdct_link(mapping, seen->link);

  return seen->inverse ? ends.from : ends.to;
}

/* ---- JSON ---- */

static json_t *json_link(const GdctMapping *mapping, const Seen *seen) {
  GdctLinkEnds ends = gdct_link(mapping, seen->link);
  GdctThing link = {GDCT_LINK, seen->link};
  json_t *object = json_object();

  json_object_set_new(
      object, "relation",
      json_text(gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation})));
  json_object_set_new(object, "inverse", json_boolean(seen->inverse));
  json_object_set_new(object, "node",
                      json_text(node_id(mapping, other_end(mapping, seen))));
  json_object_set_new(object, "basis", json_text(gdct_basis_name(ends.basis)));
  json_object_set_new(object, "evidence", json_evidence(mapping, link));
  json_object_set_new(object, "attributes",
                      json_attributes(mapping, link, tool_language(), no_skip));
  return object;
}

static json_t *json_measures(const GdctMapping *mapping, GdctThing node) {
  uint32_t count, first = gdct_owned(mapping, node, GDCT_MEASURE, &count);
  json_t *list = json_array();

  for (uint32_t i = first; i < first + count; i++) {
    GdctThing measure = {GDCT_MEASURE, i};
    json_t *object =
        json_attributes(mapping, measure, tool_language(), no_skip);
    json_object_set_new(object, "evidence", json_evidence(mapping, measure));
    json_array_append_new(list, object);
  }
  return list;
}

static void put_json_node(FILE *stream, const Tool *tool,
                          const GdctGraph *graph, uint32_t node,
                          const GArray *links) {
  const GdctMapping *mapping = tool->mapping;
  GdctThing thing = {GDCT_NODE, node};
  uint32_t parent = gdct_node_parent(mapping, node), count;
  const uint32_t *parts = gdct_graph_parts(graph, node, &count);
  json_t *object = json_object(), *list = json_array();
  const char *summary = gdct_text(mapping, thing, "summary", tool_language());

  json_object_set_new(object, "id", json_text(node_id(mapping, node)));
  json_object_set_new(
      object, "kind",
      json_text(gdct_id(
          mapping, (GdctThing){GDCT_KIND, gdct_node_kind(mapping, node)})));
  json_object_set_new(object, "title",
                      json_text(gdct_title(mapping, thing, tool_language())));
  json_object_set_new(object, "summary",
                      summary == NULL ? json_null() : json_text(summary));
  json_object_set_new(
      object, "part-of",
      parent == GDCT_NONE ? json_null() : json_text(node_id(mapping, parent)));
  for (uint32_t i = 0; i < count; i++)
    json_array_append_new(list, json_text(node_id(mapping, parts[i])));
  json_object_set_new(object, "parts", list);
  json_object_set_new(
      object, "attributes",
      json_attributes(mapping, thing, tool_language(), node_skip));
  json_object_set_new(object, "evidence", json_evidence(mapping, thing));
  json_object_set_new(object, "measures", json_measures(mapping, thing));
  list = json_array();
  for (guint i = 0; i < links->len; i++)
    json_array_append_new(list,
                          json_link(mapping, &g_array_index(links, Seen, i)));
  json_object_set_new(object, "links", list);
  put_json(stream, object);
}

/* ---- text ---- */

/* "key: text" for every value that has no place of its own; a list on one
 * line, prose in the reader's language only. */
static void put_values(const Page *page, GdctThing thing,
                       const char *const *skip, int indent) {
  uint32_t count = gdct_value_count(page->mapping, thing);

  for (uint32_t i = 0; i < count;) {
    GdctValue value = gdct_value(page->mapping, thing, i);
    const char *key = value.key;
    g_autoptr(GString) text = g_string_new(NULL);
    if (*value.language != '\0')
      g_string_assign(text,
                      gdct_text(page->mapping, thing, key, tool_language()));
    for (; i < count; i++) {
      value = gdct_value(page->mapping, thing, i);
      if (strcmp(value.key, key) != 0)
        break;
      if (*value.language == '\0')
        g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                               value.text);
    }
    if (!g_strv_contains(skip, key))
      put_wrapped(page->stream, indent, indent + 4, "%s: %s", key, text->str);
  }
}

static const char *qualifier_words(const char *qualifier) {
  if (qualifier == NULL)
    return "";
  if (strcmp(qualifier, "at-least") == 0)
    return "at least ";
  if (strcmp(qualifier, "at-most") == 0)
    return "at most ";
  return strcmp(qualifier, "over") == 0 ? "over " : "about ";
}

static void put_measures(Page *page, GdctThing node) {
  const GdctMapping *mapping = page->mapping;
  uint32_t count, first = gdct_owned(mapping, node, GDCT_MEASURE, &count);

  for (uint32_t i = first; i < first + count; i++) {
    GdctThing measure = {GDCT_MEASURE, i};
    const char *unit = gdct_text(mapping, measure, "unit", tool_language());
    const char *note = gdct_text(mapping, measure, "note", tool_language());
    put_wrapped(page->stream, 2, 6, "measure: %s: %s%s%s%s (%s)",
                gdct_text(mapping, measure, "name", tool_language()),
                qualifier_words(gdct_get(mapping, measure, "qualifier")),
                gdct_get(mapping, measure, "value"), unit != NULL ? " " : "",
                unit != NULL ? unit : "", gdct_get(mapping, measure, "at"));
    if (note != NULL)
      put_wrapped(page->stream, 6, 10, "note: %s", note);
    put_evidence(page, measure, 6);
  }
}

static void put_link(Page *page, const Seen *seen) {
  GdctThing link = {GDCT_LINK, seen->link};
  GdctLinkEnds ends = gdct_link(page->mapping, seen->link);
  g_autofree char *words =
      node_words(page->mapping, other_end(page->mapping, seen));

  put_wrapped(page->stream, 4, 8, "%s%s%s%s", words,
              ends.basis != GDCT_STATED ? "  [" : "",
              ends.basis != GDCT_STATED ? gdct_basis_name(ends.basis) : "",
              ends.basis != GDCT_STATED ? "]" : "");
  put_values(page, link, no_skip, 8);
  put_evidence(page, link, 8);
}

/* Links under a heading for each relation and direction, in reading order. */
static void put_links(Page *page, const GArray *links) {
  const GdctMapping *mapping = page->mapping;
  g_autofree bool *done = g_new0(bool, links->len + 1);

  for (guint i = 0; i < links->len; i++) {
    const Seen *first = &g_array_index(links, Seen, i);
    uint32_t relation = gdct_link(mapping, first->link).relation;
    g_autofree char *words = NULL;
    guint count = 0;
    if (done[i])
      continue;
    words = relation_words(mapping, relation, first->inverse);
    for (guint n = i; n < links->len; n++) {
      const Seen *seen = &g_array_index(links, Seen, n);
      count += seen->inverse == first->inverse &&
               gdct_link(mapping, seen->link).relation == relation;
    }
    putc('\n', page->stream);
    put_wrapped(page->stream, 2, 6, "%s (%u)", words, count);
    for (guint n = i; n < links->len; n++) {
      const Seen *seen = &g_array_index(links, Seen, n);
      if (seen->inverse != first->inverse ||
          gdct_link(mapping, seen->link).relation != relation)
        continue;
      done[n] = true;
      put_link(page, seen);
    }
  }
}

/* "part of: id  title" */
static void put_relative(const Page *page, const char *words, uint32_t node) {
  g_autofree char *name = node_words(page->mapping, node);

  put_wrapped(page->stream, 2, 6, "%s: %s", words, name);
}

static void put_text_node(FILE *stream, const GdctGraph *graph, uint32_t node,
                          const GArray *links) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  GdctThing thing = {GDCT_NODE, node};
  GdctThing kind = {GDCT_KIND, gdct_node_kind(mapping, node)};
  uint32_t parent = gdct_node_parent(mapping, node), count;
  const uint32_t *parts = gdct_graph_parts(graph, node, &count);
  const char *summary = gdct_text(mapping, thing, "summary", tool_language());
  g_autofree char *words = node_words(mapping, node);
  Page page;

  page_begin(&page, stream, mapping);
  put_wrapped(stream, 0, 4, "%s", words);
  put_wrapped(stream, 2, 6, "kind: %s",
              gdct_title(mapping, kind, tool_language()));
  if (summary != NULL)
    put_wrapped(stream, 2, 2, "%s", summary);
  put_values(&page, thing, node_skip, 2);
  if (parent != GDCT_NONE)
    put_relative(&page, "part of", parent);
  for (uint32_t i = 0; i < count; i++)
    put_relative(&page, "has part", parts[i]);
  put_measures(&page, thing);
  put_evidence(&page, thing, 2);
  if (!gdct_graph_has_node(graph, node))
    put_wrapped(stream, 2, 2, "Not there on the date that --as-of asks for.");
  put_links(&page, links);
  page_end(&page);
}

static int run(Tool *tool, char **arguments) {
  GdctScope scope = tool_scope();
  uint32_t node = tool_find(tool, GDCT_NODE, "node", arguments[0]);
  GdctGraph *graph;
  g_autoptr(GArray) links = NULL;
  Output output;

  if (node == GDCT_NONE)
    return EXIT_USAGE;
  if (!output_open(&output, arg_output))
    return EXIT_IO;
  if (scope.bases == 0)
    scope.bases = GDCT_BASIS_ANY;
  graph = gdct_graph_new(tool->mapping, &scope, tool->report);
  links = links_of(graph, node);
  if (tool_wants_json())
    put_json_node(output.stream, tool, graph, node, links);
  else
    put_text_node(output.stream, graph, node, links);
  gdct_graph_free(graph);
  return output_close(&output, true);
}

int cmd_show(int argc, char **argv) {
  return tool_answer(argc, argv, "NODE", options, more, 1, 1, run);
}
