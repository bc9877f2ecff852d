/* SPDX-License-Identifier: Apache-2.0 */
/* One small mapping that the tests of graphs, filters and rules share. */
#ifndef TEST_GRAPH_SMALL_H
#define TEST_GRAPH_SMALL_H

#include "test.h"

#include <gdctrace/graph.h>

static const char small[] =
    "gdctrace: 1\n" TEST_MODEL "  - {id: other, title: Other}\n"
    "nodes:\n"
    "  - {id: a1, kind: a, title: {en: Fuß der Straße, tr: İstanbul ışık},\n"
    "     size: 7, day: 2024, tag: [red, blue], sort: x, status: ongoing}\n"
    "  - {id: a2, kind: a, title: مدرسة رقمية, size: 12, day: 2024-05,\n"
    "     tag: green, part-of: a1, status: completed, end: 2025-03}\n"
    "  - {id: a10, kind: a, title: École, size: 07, day: 2024-05-31,\n"
    "     part-of: a2, start: 2025-12}\n"
    "  - {id: b1, kind: b, title: B one}\n"
    "  - {id: b2, kind: b, title: B two, measures: [\n"
    "     {name: m, value: 1, at: 2024}, {name: m, value: 2, at: 2025}]}\n"
    "links:\n"
    "  - {from: a1, relation: r, to: b1, source: doc, locator: p1, quote: q}\n"
    "  - {from: a2, relation: r, to: b1, basis: proposed}\n"
    "  - {from: a2, relation: r, to: b2, basis: derived, source: other}\n"
    "  - {from: a10, relation: s, to: b2, role: host, source: doc}\n"
    "  - {from: b1, relation: r, to: b2, end: 2024, source: doc, quote: z}\n"
    "  - {from: b2, relation: r, to: b1, start: 2026-02, source: doc}\n";

typedef struct {
  GdctMapping *mapping;
  GdctGraph *graph;
} Small;

/* The small mapping with named paths and what else may follow it, and a kind
 * that no node has. Free with g_free(). */
static inline char *small_text(const char *paths, const char *more) {
  GString *text = g_string_new(small);

  g_string_insert(text, strstr(text->str, "  relations:\n") - text->str,
                  "    - {id: empty, title: Empty}\n");
  g_string_insert(text, strstr(text->str, "sources:\n") - text->str, paths);
  g_string_append(text, more);
  return g_string_free(text, FALSE);
}

static inline Small open_small_with(const char *paths, const char *more,
                                    const GdctScope *scope) {
  char *text = small_text(paths, more);
  Small opened = {test_load_clean(text), NULL};

  opened.graph = gdct_graph_new(opened.mapping, scope, NULL);
  g_free(text);
  return opened;
}

static inline Small open_small(const char *more, const GdctScope *scope) {
  return open_small_with("", more, scope);
}

static inline void close_small(Small opened) {
  gdct_graph_free(opened.graph);
  gdct_mapping_free(opened.mapping);
}

#endif
