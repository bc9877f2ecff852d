/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a mapping file, through the reader, the checks, the rules, the
 * pictures of all views, every writer and every document. What comes out does
 * not matter; that nothing crashes, leaks or hangs does. */
#include <gdctrace/document.h>
#include <gdctrace/draw.h>
#include <gdctrace/graph.h>
#include <gdctrace/write.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool count(const char *bytes, size_t size, void *data) {
  (void)bytes;
  *(size_t *)data += size;
  return true;
}

static void evaluate(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_RULE); i++) {
    GdctCoverage *coverage = gdct_coverage_new(graph, i, report);
    for (uint32_t n = 0; coverage != NULL && n < gdct_coverage_count(coverage);
         n++) {
      uint32_t witnesses = gdct_coverage_witnesses(coverage, n);
      for (uint32_t w = 0; w < witnesses; w++) {
        const GdctStep *chain;
        uint32_t steps;
        gdct_coverage_witness(coverage, w, &chain, &steps);
      }
    }
    gdct_coverage_free(coverage);
  }
}

static void draw(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_VIEW); i++)
    gdct_picture_free(gdct_picture_of_view(graph, i, "fr", 5, report));
  if (gdct_count(mapping, GDCT_NODE) > 0)
    gdct_picture_free(gdct_picture_of_node(graph, 0, 2, "en", 5));
}

/* The first node of a kind, or GDCT_NONE. */
static uint32_t find_node(const GdctMapping *mapping, const char *kind) {
  uint32_t wanted = gdct_find(mapping, GDCT_KIND, kind);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++)
    if (gdct_node_kind(mapping, i) == wanted)
      return i;
  return GDCT_NONE;
}

/* Markdown, which tells pictures and does not draw them. A mapping may lack
 * what a document is about: then it is refused. */
static void report_all(const GdctGraph *graph) {
  size_t n, written = 0;
  const GdctDocumentKind *const *kinds = gdct_document_kinds(&n);

  for (size_t i = 0; i < n; i++) {
    GdctDocumentOptions options = {.language = "ar", .node = GDCT_NONE};
    char *problem = NULL;
    if (kinds[i]->node != NULL)
      options.node = find_node(gdct_graph_mapping(graph), kinds[i]->node);
    if (kinds[i]->node != NULL && options.node == GDCT_NONE)
      continue;
    for (int turn = 0; turn < 2; turn++) {
      options.notes = turn == 1;
      options.day = turn == 1 ? "2025-06" : NULL;
      gdct_document_write(graph, kinds[i]->name, &options, "markdown", count,
                          &written, &problem);
      free(problem);
      problem = NULL;
    }
  }
  if (gdct_count(gdct_graph_mapping(graph), GDCT_NODE) > 0) {
    GdctDocumentOptions options = {.node = GDCT_NONE, .notes = true};
    char *problem = NULL;
    gdct_document_write(graph, "annex", &options, "html", count, &written,
                        &problem);
    free(problem);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping =
      gdct_mapping_load_bytes("fuzz.yaml", (const char *)bytes, size, report);
  GdctScope scope = {.bases = GDCT_BASIS_ANY, .trust = GDCT_REVIEWED};

  GdctWriteOptions options = {.base_iri = "https://example.org/"};

  gdct_check(mapping, report);
  if (gdct_report_count_of(report, GDCT_ERROR) == 0) {
    GdctGraph *graph = gdct_graph_new(mapping, NULL, report);
    GdctGraph *reviewed = gdct_graph_new(mapping, &scope, report);
    size_t n, written = 0;
    const GdctWriter *const *writers = gdct_writers(&n);
    evaluate(graph, report);
    evaluate(reviewed, report);
    draw(graph, report);
    for (size_t i = 0; i < n; i++)
      if (!writers[i]->write(graph, NULL, count, &written) ||
          !writers[i]->write(reviewed, &options, count, &written))
        abort();
    report_all(graph);
    report_all(reviewed);
    gdct_graph_free(graph);
    gdct_graph_free(reviewed);
  }
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return 0;
}
