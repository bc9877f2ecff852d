/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a mapping file, through the reader, the checks, the rules, the
 * pictures of all views and every writer. What comes out does not matter; that
 * nothing crashes, leaks or hangs does. */
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
    gdct_graph_free(graph);
    gdct_graph_free(reviewed);
  }
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return 0;
}
