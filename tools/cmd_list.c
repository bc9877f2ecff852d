/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace list: the nodes of a kind, filtered; or what a rule misses. */
#include "chains.h"

#include <string.h>

static char *arg_gap;
static char **arg_where;

static const GOptionEntry options[] = {
    {"where", 'w', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_where,
     "Only nodes for which this holds; may be repeated", "FILTER"},
    {"gap", 'g', 0, G_OPTION_ARG_FILENAME, &arg_gap,
     "Only nodes that are gaps of this rule", "RULE"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "KIND is a kind of the model, such as itu-activity; without it all nodes "
    "are listed.\nIds sort naturally: c2 before c10.\n\nFilters: sector=ITU-T,"
    "ITU-D  status!=completed  title~school  start>=2024\n  theme  !theme\n\n"
    "Formats: text (default), json\n\nExamples:\n  gdctrace list itu-activity "
    "--where sector=ITU-T\n  gdctrace "
    "list --gap action-line-serves-objective";

static int compare_nodes(gconstpointer a, gconstpointer b, gpointer data) {
  const GdctMapping *mapping = data;

  return gdct_compare_ids(node_id(mapping, *(const uint32_t *)a),
                          node_id(mapping, *(const uint32_t *)b));
}

/* The nodes to list, in natural order of ids. Of uint32_t. */
static GArray *choose(const Tool *tool, uint32_t kind, const GPtrArray *filters,
                      const GdctCoverage *coverage) {
  GArray *chosen = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (uint32_t i = 0; i < gdct_count(tool->mapping, GDCT_NODE); i++) {
    GdctThing node = {GDCT_NODE, i};
    const GdctRuleResult *result;
    if ((kind != GDCT_NONE && gdct_node_kind(tool->mapping, i) != kind) ||
        !gdct_graph_has_node(tool->graph, i))
      continue;
    if (coverage != NULL) {
      result = gdct_coverage_find(coverage, node);
      if (result == NULL || result->result != GDCT_GAP)
        continue;
    }
    if (tool_all_hold(filters, node))
      g_array_append_val(chosen, i);
  }
  g_array_sort_with_data(chosen, compare_nodes, tool->mapping);
  return chosen;
}

static json_t *json_node(const Tool *tool, uint32_t node) {
  static const char *const skip[] = {"kind", "title", "part-of", NULL};
  GdctThing thing = {GDCT_NODE, node};
  uint32_t parent = gdct_node_parent(tool->mapping, node);
  json_t *object = json_object();

  json_object_set_new(object, "id", json_text(node_id(tool->mapping, node)));
  json_object_set_new(
      object, "kind",
      json_text(gdct_id(
          tool->mapping,
          (GdctThing){GDCT_KIND, gdct_node_kind(tool->mapping, node)})));
  json_object_set_new(
      object, "title",
      json_text(gdct_title(tool->mapping, thing, tool_language())));
  json_object_set_new(object, "part-of",
                      parent == GDCT_NONE
                          ? json_null()
                          : json_text(node_id(tool->mapping, parent)));
  json_object_set_new(
      object, "attributes",
      json_attributes(tool->mapping, thing, tool_language(), skip));
  return object;
}

static void put_list(FILE *stream, const Tool *tool, const GArray *nodes,
                     bool json) {
  size_t width = 0;

  if (json) {
    json_t *list = json_array();
    for (guint i = 0; i < nodes->len; i++)
      json_array_append_new(list,
                            json_node(tool, g_array_index(nodes, uint32_t, i)));
    put_json(stream, list);
    return;
  }
  for (guint i = 0; i < nodes->len; i++)
    width =
        MAX(width,
            strlen(node_id(tool->mapping, g_array_index(nodes, uint32_t, i))));
  for (guint i = 0; i < nodes->len; i++) {
    uint32_t node = g_array_index(nodes, uint32_t, i);
    put_wrapped(stream, 0, (int)MIN(width, 40) + 2, "%-*s  %s",
                (int)MIN(width, 40), node_id(tool->mapping, node),
                gdct_title(tool->mapping, (GdctThing){GDCT_NODE, node},
                           tool_language()));
  }
}

static int run(Tool *tool, char **arguments) {
  const char *kind_id = arguments[0];
  uint32_t kind = GDCT_NONE, rule;
  g_autoptr(GPtrArray) filters = NULL;
  g_autoptr(GArray) nodes = NULL;
  GdctCoverage *coverage = NULL;
  Output output;

  if (kind_id != NULL &&
      (kind = tool_find(tool, GDCT_KIND, "kind", kind_id)) == GDCT_NONE)
    return EXIT_USAGE;
  filters = tool_filters(tool, GDCT_NODE, (const char *const *)arg_where);
  if (filters == NULL)
    return EXIT_USAGE;
  if (arg_gap != NULL) {
    rule = tool_find(tool, GDCT_RULE, "rule", arg_gap);
    if (rule == GDCT_NONE)
      return EXIT_USAGE;
    coverage = gdct_coverage_new(tool->graph, rule, tool->report);
  }
  nodes = choose(tool, kind, filters, coverage);
  gdct_coverage_free(coverage);
  if (!output_open(&output, arg_output))
    return EXIT_IO;
  put_list(output.stream, tool, nodes, tool_wants_json());
  return output_close(&output, true);
}

int cmd_list(int argc, char **argv) {
  return tool_answer(argc, argv, "[KIND]", options, more, 0, 1, run);
}
