/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace trace: what a path reaches from a node, and by which links. */
#include "chains.h"

#include <string.h>

static char *arg_to;

static const GOptionEntry options[] = {
    {"to", 0, 0, G_OPTION_ARG_FILENAME, &arg_to,
     "Only the shortest chain to this node", "NODE"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "PATH is a SPARQL property path over relations, their inverse names and "
    "part-of:\n  a/b  first a, then b     a|b  either     ^a  a backwards\n  "
    "a?   a or nothing         a*   any number of times     a+   at least "
    "once\nWithout a path every link is followed, both ways.\n\nFormats: text "
    "(default), json\n\nExamples:\n  "
    "gdctrace trace gdc.o1 implemented-through/contributes-to\n  gdctrace "
    "trace gdc.o5 '^supports' --format json\n  gdctrace trace itu.giga --to "
    "sdg.9";

static json_t *json_reached(const Tool *tool, GdctSearch *search, uint32_t i) {
  uint32_t steps;
  const GdctStep *chain = gdct_search_chain(search, i, &steps);
  json_t *object = json_object();

  json_object_set_new(
      object, "node",
      json_text(node_id(tool->mapping, gdct_search_node(search, i))));
  json_object_set_new(object, "chain", json_chain(tool->mapping, chain, steps));
  return object;
}

/* One node and how it is reached; @brief: in one line, without evidence. */
static void put_reached(Page *page, GdctSearch *search, uint32_t i,
                        bool brief) {
  uint32_t steps;
  const GdctStep *chain = gdct_search_chain(search, i, &steps);
  g_autofree char *words =
      node_words(page->mapping, gdct_search_node(search, i));
  g_autofree char *way = NULL;

  if (!brief) {
    putc('\n', page->stream);
    if (steps != 1) /* a single step names the node by itself */
      put_wrapped(page->stream, 0, 4, "%s", words);
    put_chain(page, chain, steps, steps != 1 ? 4 : 0);
    return;
  }
  way = chain_words(page->mapping, chain, steps);
  put_wrapped(page->stream, 2, 6, "%s", words);
  put_wrapped(page->stream, 6, 8, "%s", way);
}

static void put_json_trace(FILE *stream, const Tool *tool, GdctSearch *search,
                           uint32_t start, const char *path,
                           const GArray *chosen) {
  json_t *object = json_object(), *list = json_array();

  json_object_set_new(object, "from", json_text(node_id(tool->mapping, start)));
  json_object_set_new(object, "path",
                      path != NULL ? json_text(path) : json_null());
  for (guint i = 0; i < chosen->len; i++)
    json_array_append_new(
        list, json_reached(tool, search, g_array_index(chosen, uint32_t, i)));
  json_object_set_new(object, "reached", list);
  put_json(stream, object);
}

static void put_text_trace(FILE *stream, const Tool *tool, GdctSearch *search,
                           uint32_t start, const char *path,
                           const GArray *chosen) {
  bool brief = path == NULL && arg_to == NULL;
  g_autofree char *words = node_words(tool->mapping, start);
  uint32_t last = 0;
  Page page;

  page_begin(&page, stream, tool->mapping);
  put_wrapped(stream, 0, 4, "%s", words);
  if (path != NULL)
    put_wrapped(stream, 2, 6, "by %s", path);
  for (guint i = 0; i < chosen->len; i++) {
    uint32_t index = g_array_index(chosen, uint32_t, i);
    uint32_t distance = gdct_search_distance(search, index);
    if (brief && distance != last)
      fprintf(stream, "\n%u %s away\n", distance,
              distance == 1 ? "step" : "steps");
    last = distance;
    put_reached(&page, search, index, brief);
  }
  fprintf(stream, "\n%u %s reached\n", chosen->len,
          chosen->len == 1 ? "node" : "nodes");
  if (brief && chosen->len > 0)
    put_wrapped(stream, 0, 0,
                "With a path, or --to NODE, the evidence of "
                "every step is shown.");
  page_end(&page);
}

/* What to show of what was reached: without a path, the way back to the start
 * says nothing. Of uint32_t. */
static GArray *choose(GdctSearch *search, uint32_t n, uint32_t start,
                      bool any_path, uint32_t to) {
  GArray *chosen = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (uint32_t i = 0; i < n; i++) {
    uint32_t node = gdct_search_node(search, i);
    if (to != GDCT_NONE ? node == to : !any_path || node != start)
      g_array_append_val(chosen, i);
  }
  return chosen;
}

static int run(Tool *tool, char **arguments) {
  const char *id = arguments[0];
  const char *expression = arguments[1]; /* NULL if there is one only */
  uint32_t start = tool_find(tool, GDCT_NODE, "node", id), to = GDCT_NONE;
  GdctPath *path;
  GdctSearch *search;
  g_autoptr(GArray) chosen = NULL;
  Output output;

  if (start == GDCT_NONE ||
      (arg_to != NULL &&
       (to = tool_find(tool, GDCT_NODE, "node", arg_to)) == GDCT_NONE))
    return EXIT_USAGE;
  if (expression != NULL) {
    GdctReport *report = gdct_report_new();
    path = gdct_path_parse(tool->mapping, expression, (GdctPlace){NULL, 0, 0},
                           report);
    if (path == NULL)
      tool_usage("%s", gdct_report_get(report, 0)->message);
    gdct_report_free(report);
    if (path == NULL)
      return EXIT_USAGE;
  } else {
    path = gdct_path_any();
  }
  if (!output_open(&output, arg_output)) {
    gdct_path_free(path);
    return EXIT_IO;
  }
  search = gdct_search_new(tool->graph);
  chosen = choose(search, gdct_search_run(search, path, start), start,
                  expression == NULL, to);
  if (tool_wants_json())
    put_json_trace(output.stream, tool, search, start, expression, chosen);
  else
    put_text_trace(output.stream, tool, search, start, expression, chosen);
  gdct_search_free(search);
  gdct_path_free(path);
  return output_close(&output, true);
}

int cmd_trace(int argc, char **argv) {
  return tool_answer(argc, argv, "NODE [PATH]", options, more, 1, 2, run);
}
