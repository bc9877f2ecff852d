/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace trace: what a path reaches from a node, and by which links. */
#include "json_stream.h"
#include "tree.h"

#include <string.h>

#define DEFAULT_LIMIT 100

static char *arg_to;
static int arg_depth = -1, arg_limit = -1; /* not given */

static const GOptionEntry options[] = {
    {"to", 't', 0, G_OPTION_ARG_FILENAME, &arg_to,
     "All shortest chains to this node, and no others", "NODE"},
    {"depth", 'd', 0, G_OPTION_ARG_INT, &arg_depth,
     "Chains of at most so many steps (default: any number)", "N"},
    {"limit", 'l', 0, G_OPTION_ARG_INT, &arg_limit,
     "With --to, at most so many chains (default 100)", "N"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "PATH is a SPARQL property path over relations, their inverse names and "
    "part-of:\n  a/b  first a, then b     a|b  either     ^a  a backwards\n  "
    "a?   a or nothing         a*   any number of times     a+   at least "
    "once\nWithout a path every link is followed, both ways.\n\nEvery node "
    "reached is shown with one shortest chain to it, and how many others\n"
    "there are; --to NODE shows all of them.\n\nFormats: text "
    "(default), json\n\nExamples:\n  "
    "gdctrace trace gdc.o1 implemented-through/contributes-to\n  gdctrace "
    "trace gdc.o5 '^supports' --format json\n  gdctrace trace itu.giga --depth "
    "2\n  gdctrace trace itu.giga --to sdg.9\n  gdctrace trace gdc.o3 "
    "implemented-through/contributes-to --to sdg.16";

/* What was asked, and what was found. */
typedef struct {
  const Tool *tool;
  const char *path; /* NULL: any */
  uint32_t start, to;
  GdctChains *chains;
  GArray *chosen; /* uint32_t: which of the nodes reached */
} Trace;

/* How many chains to a node reached are shown. */
static uint32_t shown_of(const Trace *trace, uint32_t index) {
  uint64_t ways = gdct_chains_ways(trace->chains, index);
  uint32_t limit = arg_limit > 0 ? (uint32_t)arg_limit : DEFAULT_LIMIT;

  return trace->to == GDCT_NONE ? 1 : (uint32_t)MIN(ways, limit);
}

/* The number of the only node that was asked for, or 0. */
static uint64_t ways_to(const Trace *trace) {
  return trace->chosen->len == 0
             ? 0
             : gdct_chains_ways(trace->chains,
                                g_array_index(trace->chosen, uint32_t, 0));
}

/* ---- JSON ---- */

/* An entry for every chain, written one by one: long lists are not held. */
static void put_json_trace(FILE *stream, const Trace *trace) {
  const Tool *tool = trace->tool;
  JsonStream json = {.stream = stream};

  json_open(&json, NULL, '{');
  json_put(&json, "from", json_text(node_id(tool->mapping, trace->start)));
  json_put(&json, "path",
           trace->path != NULL ? json_text(trace->path) : json_null());
  if (gdct_graph_bases(tool->graph) != GDCT_BASIS_DEFAULT)
    json_put(&json, "basis", json_bases(tool->graph));
  if (trace->to != GDCT_NONE) {
    uint64_t ways = MIN(ways_to(trace), (uint64_t)G_MAXINT64);
    json_put(&json, "to", json_text(node_id(tool->mapping, trace->to)));
    json_put(&json, "chains", json_integer((json_int_t)ways));
  }
  json_open(&json, "reached", '[');
  for (guint i = 0; i < trace->chosen->len; i++) {
    uint32_t index = g_array_index(trace->chosen, uint32_t, i);
    uint32_t node = gdct_chains_node(trace->chains, index), steps;
    uint32_t shown = shown_of(trace, index);
    for (uint32_t n = 0; n < shown; n++) {
      const GdctStep *chain = gdct_chains_get(trace->chains, index, n, &steps);
      json_t *object = json_object();
      json_object_set_new(object, "node",
                          json_text(node_id(tool->mapping, node)));
      json_object_set_new(object, "chain",
                          json_chain(tool->mapping, chain, steps));
      json_put(&json, NULL, object);
    }
  }
  json_close(&json);
  json_close(&json);
  putc('\n', stream);
}

/* ---- text ---- */

/* The chains to show. Whether the start itself is reached in no step is not
 * among them but in *ret_itself; *ret_others: whether other chains, as short,
 * are left out. */
static void fill_tree(const Trace *trace, Tree *tree, bool *ret_itself,
                      bool *ret_others) {
  *ret_itself = *ret_others = false;
  for (guint i = 0; i < trace->chosen->len; i++) {
    uint32_t index = g_array_index(trace->chosen, uint32_t, i), steps;
    uint64_t others =
        trace->to != GDCT_NONE ? 0 : gdct_chains_ways(trace->chains, index) - 1;
    uint32_t shown = shown_of(trace, index);
    for (uint32_t n = 0; n < shown; n++) {
      const GdctStep *chain = gdct_chains_get(trace->chains, index, n, &steps);
      if (steps > 0)
        tree_add(tree, chain, steps, others);
      else
        *ret_itself = true;
    }
    *ret_others = *ret_others || others > 0;
  }
}

/* What was asked, above the answer. */
static void put_question(FILE *stream, const Trace *trace, bool itself) {
  const GdctMapping *mapping = trace->tool->mapping;
  g_autofree char *start = node_words(mapping, trace->start);
  g_autofree char *scope = scope_words(trace->tool->graph);

  put_wrapped(stream, 0, 4, "%s%s", start,
              itself ? " (reached in no step)" : "");
  if (trace->to != GDCT_NONE) {
    g_autofree char *end = node_words(mapping, trace->to);
    put_wrapped(stream, 2, 6, "to %s", end);
  }
  if (trace->path != NULL)
    put_wrapped(stream, 2, 6, "by %s", trace->path);
  if (arg_depth > 0)
    put_wrapped(stream, 2, 6, "in at most %d %s", arg_depth,
                arg_depth == 1 ? "step" : "steps");
  if (scope != NULL)
    put_wrapped(stream, 2, 6, "%s", scope);
}

/* Below the chains between two nodes: how long and how many they are. */
static void put_count_of_chains(FILE *stream, const Trace *trace) {
  uint64_t ways = ways_to(trace);
  uint32_t index, shown, distance;

  if (ways == 0) {
    put_wrapped(stream, 0, 0, "0 nodes reached: no such chain leads there.");
    if (!(gdct_graph_bases(trace->tool->graph) & GDCT_BASIS_PROPOSED))
      put_wrapped(stream, 0, 0,
                  "Proposed links were not followed; --basis "
                  "stated,derived,proposed follows them.");
    return;
  }
  index = g_array_index(trace->chosen, uint32_t, 0);
  shown = shown_of(trace, index);
  distance = gdct_chains_distance(trace->chains, index);
  put_wrapped(
      stream, 0, 0,
      "1 node reached: %u %s away, by %s%" G_GUINT64_FORMAT " shortest %s",
      distance, distance == 1 ? "step" : "steps",
      ways == UINT64_MAX ? "more than " : "",
      ways == UINT64_MAX ? ways - 1 : ways, ways == 1 ? "chain" : "chains");
  if (shown < ways)
    put_wrapped(stream, 0, 0, "Shown: %u of them; --limit N shows more.",
                shown);
}

static void put_count_of_nodes(FILE *stream, const Trace *trace, bool others) {
  fprintf(stream, "%u %s reached\n", trace->chosen->len,
          trace->chosen->len == 1 ? "node" : "nodes");
  if (trace->chosen->len == 0)
    return;
  if (others)
    put_wrapped(stream, 0, 0,
                "Each is shown once, at the end of one shortest way; --to NODE "
                "shows all of them.");
  else if (trace->path == NULL)
    put_wrapped(stream, 0, 0,
                "With a path, or --to NODE, the evidence of every step is "
                "shown.");
}

static void put_text_trace(FILE *stream, const Trace *trace) {
  bool brief = trace->path == NULL && trace->to == GDCT_NONE;
  bool itself, others;
  Page page;
  Tree tree;

  page_begin(&page, stream, trace->tool->mapping);
  tree_begin(&tree, trace->tool->mapping);
  fill_tree(trace, &tree, &itself, &others);
  put_question(stream, trace, itself);
  if (brief)
    tree_put_by_distance(&tree, stream);
  else
    tree_put(&tree, &page);
  putc('\n', stream);
  if (trace->to != GDCT_NONE)
    put_count_of_chains(stream, trace);
  else
    put_count_of_nodes(stream, trace, !brief && others);
  tree_clear(&tree);
  page_end(&page);
}

/* ---- the command ---- */

/* What to show of what was reached: without a path, the way back to the start
 * says nothing. Of uint32_t. */
static GArray *choose(const Trace *trace) {
  GArray *chosen = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (uint32_t i = 0; i < gdct_chains_count(trace->chains); i++) {
    uint32_t node = gdct_chains_node(trace->chains, i);
    if (trace->to != GDCT_NONE ? node == trace->to
                               : trace->path != NULL || node != trace->start)
      g_array_append_val(chosen, i);
  }
  return chosen;
}

/* Reads the path; NULL, after a complaint, if it is none. */
static GdctPath *read_path(const Tool *tool, const char *expression) {
  GdctReport *report = gdct_report_new();
  GdctPath *path = gdct_path_parse(tool->mapping, expression,
                                   (GdctPlace){NULL, 0, 0}, report);

  if (path == NULL)
    tool_usage("%s", gdct_report_get(report, 0)->message);
  gdct_report_free(report);
  return path;
}

/* Reads the two nodes; false after a complaint. */
static bool read_ends(Trace *trace, const char *start) {
  trace->to = GDCT_NONE;
  trace->start = tool_find(trace->tool, GDCT_NODE, "node", start);
  if (trace->start == GDCT_NONE)
    return false;
  if (arg_to == NULL)
    return true;
  trace->to = tool_find(trace->tool, GDCT_NODE, "node", arg_to);
  if (trace->to == trace->start && trace->path == NULL)
    tool_usage("--to: '%s' is where the trace begins", arg_to);
  return trace->to != GDCT_NONE &&
         (trace->to != trace->start || trace->path != NULL);
}

static int run(Tool *tool, char **arguments) {
  Trace trace = {.tool = tool,
                 .path = arguments[1]}; /* NULL if there is none */
  GdctPath *path;
  Output output;

  if (arg_depth == 0 || arg_depth < -1)
    return tool_usage("--depth: %d is below 1", arg_depth);
  if (arg_limit == 0 || arg_limit < -1)
    return tool_usage("--limit: %d is below 1", arg_limit);
  if (arg_limit > 0 && arg_to == NULL)
    return tool_usage("--limit: only with --to");
  if (!read_ends(&trace, arguments[0]))
    return EXIT_USAGE;
  path = trace.path != NULL ? read_path(tool, trace.path) : gdct_path_any();
  if (path == NULL)
    return EXIT_USAGE;
  if (!output_open(&output, arg_output)) {
    gdct_path_free(path);
    return EXIT_IO;
  }
  trace.chains = gdct_chains_new(tool->graph, path, trace.start,
                                 arg_depth > 0 ? (uint32_t)arg_depth : 0);
  trace.chosen = choose(&trace);
  if (tool_wants_json())
    put_json_trace(output.stream, &trace);
  else
    put_text_trace(output.stream, &trace);
  g_array_unref(trace.chosen);
  gdct_chains_free(trace.chains);
  gdct_path_free(path);
  return output_close(&output, true);
}

int cmd_trace(int argc, char **argv) {
  return tool_answer(argc, argv, "NODE [PATH]", options, more, 1, 2, run);
}
