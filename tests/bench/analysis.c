/* SPDX-License-Identifier: Apache-2.0 */
/* Everything after loading: the graph, the rules, matrices; and one plain
 * question that other programs can answer too. */
#include "bench.h"

#include <gdctrace/matrix.h>

#include <stdio.h>
#include <string.h>

/* Every rule as `check` asks it, and each by its name. */
static void time_rules(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  double all = bench_now(), trusting = 0;

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_RULE); i++) {
    g_autofree char *name =
        g_strdup_printf("rule:%s", gdct_id(mapping, (GdctThing){GDCT_RULE, i}));
    double began = bench_now();
    GdctCoverage *coverage = gdct_coverage_new(graph, i, report);
    double evaluated = bench_now();
    uint32_t counts[GDCT_RESULTS];
    gdct_coverage_trusting(coverage, GDCT_EVIDENCED, counts);
    gdct_coverage_trusting(coverage, GDCT_REVIEWED, counts);
    trusting += bench_now() - evaluated;
    gdct_coverage_free(coverage);
    bench_put(name, bench_now() - began);
  }
  bench_put("trusting", trusting);
  bench_put("rules", bench_now() - all);
}

static void time_matrix(const GdctGraph *graph, const char *rows,
                        const char *columns, const char *path, const char *name,
                        GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  g_autoptr(GArray) row_nodes = bench_nodes(mapping, rows);
  g_autoptr(GArray) column_nodes = bench_nodes(mapping, columns);
  GdctMatrixWish wish = {.rows = (const uint32_t *)(void *)row_nodes->data,
                         .n_rows = row_nodes->len,
                         .columns =
                             (const uint32_t *)(void *)column_nodes->data,
                         .n_columns = column_nodes->len,
                         .path = path};
  double began = bench_now();
  GdctMatrix *matrix = gdct_matrix_new(graph, &wish, report);

  bench_put(name, bench_now() - began);
  gdct_matrix_free(matrix);
}

bool bench_analysis(const char *folder, unsigned repeat) {
  static const char shared[] = "^supports/(supports|contributes-to)";
  GdctReport *report = gdct_report_new();
  double began = bench_now();
  GdctMapping *mapping = bench_load(folder, 1, report);

  if (mapping != NULL)
    bench_put("load", bench_now() - began);
  for (unsigned i = 0; mapping != NULL && i < repeat; i++) {
    GdctGraph *graph;
    began = bench_now();
    graph = gdct_graph_new(mapping, NULL, report);
    bench_put("graph", bench_now() - began);
    time_rules(graph, report);
    time_matrix(graph, "gdc-objective", "sdg-target", shared, "matrix", report);
    time_matrix(graph, "gdc-commitment", "sdg-target", shared,
                "matrix-commitments", report);
    gdct_graph_free(graph);
  }
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return mapping != NULL;
}

/* ---- against other programs ---- */

/* The activities that come to an objective or a commitment: those that support
 * it, or a part of it, and their parts. peers.py asks others the same. */
static const char reached_by[] = "^part-of*/^supports/^part-of*";

/* The ends of each link and part-of that the question is about, for other
 * programs, after a line "node id kind" for each node. */
bool bench_links(const char *folder, unsigned repeat) {
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = bench_load(folder, 2, report);
  GdctGraph *graph =
      mapping != NULL ? gdct_graph_new(mapping, NULL, report) : NULL;
  uint32_t supports;
  bool inverse;

  (void)repeat;
  if (graph == NULL)
    return false;
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++)
    printf(
        "node\t%s\t%s\n", gdct_id(mapping, (GdctThing){GDCT_NODE, i}),
        gdct_id(mapping, (GdctThing){GDCT_KIND, gdct_node_kind(mapping, i)}));
  supports = gdct_relation_find(mapping, "supports", &inverse);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_LINK); i++) {
    GdctLinkEnds ends = gdct_link(mapping, i);
    if (ends.relation == supports && gdct_graph_has_link(graph, i))
      printf("link\t%s\t%s\n",
             gdct_id(mapping, (GdctThing){GDCT_NODE, ends.from}),
             gdct_id(mapping, (GdctThing){GDCT_NODE, ends.to}));
  }
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++)
    if (gdct_node_parent(mapping, i) != GDCT_NONE)
      printf("link\t%s\t%s\n", gdct_id(mapping, (GdctThing){GDCT_NODE, i}),
             gdct_id(mapping,
                     (GdctThing){GDCT_NODE, gdct_node_parent(mapping, i)}));
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return true;
}

/* The answer for the nodes of a kind, as lines "of:ID activities". */
static void answer(const GdctMapping *mapping, GdctSearch *search,
                   const GdctPath *path, const char *kind, GString *answers) {
  g_autoptr(GArray) nodes = bench_nodes(mapping, kind);

  for (guint i = 0; i < nodes->len; i++) {
    uint32_t node = g_array_index(nodes, uint32_t, i);
    g_string_append_printf(answers, "of:%s %u\n",
                           gdct_id(mapping, (GdctThing){GDCT_NODE, node}),
                           gdct_search_run(search, path, node));
  }
}

bool bench_coverage(const char *folder, unsigned repeat) {
  GdctReport *report = gdct_report_new();
  double began = bench_now(), before;
  GdctMapping *mapping = bench_load(folder, 1, report);
  bool good = mapping != NULL;

  bench_put("load", bench_now() - began);
  for (unsigned i = 0; good && i < repeat; i++) {
    g_autoptr(GString) answers = g_string_new(NULL);
    GdctGraph *graph;
    GdctSearch *search;
    GdctPath *path;
    bench_forget_graphs(mapping);
    before = bench_in_use();
    began = bench_now();
    graph = gdct_graph_new(mapping, NULL, report);
    search = gdct_search_new(graph);
    path =
        gdct_path_parse(mapping, reached_by, (GdctPlace){NULL, 0, 0}, report);
    bench_put("build", bench_now() - began);
    began = bench_now();
    answer(mapping, search, path, "gdc-objective", answers);
    answer(mapping, search, path, "gdc-commitment", answers);
    bench_put("answer", bench_now() - began);
    bench_put("memory", bench_in_use() - before);
    if (i == 0)
      fputs(answers->str, stdout);
    gdct_path_free(path);
    gdct_search_free(search);
    gdct_graph_free(graph);
  }
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return good;
}
