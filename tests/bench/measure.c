/* SPDX-License-Identifier: Apache-2.0 */
/* measure PART FOLDER [REPEAT]: measures one part of the library on one
 * mapping, in a process of its own. bench.py calls it and makes the table. */
#include "bench.h"

#include "model/mapping.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const BenchPart parts[] = {
    {"load", "libyaml's events, loading with one thread, with two",
     bench_load_time},
    {"memory", "memory of loading with one thread", bench_memory_one},
    {"memory-2", "memory of loading with two threads", bench_memory_two},
    {"analysis", "graph, rules, matrices", bench_analysis},
    {"links", "what peers.py gives to other programs", bench_links},
    {"coverage", "the question of peers.py, with the answers", bench_coverage},
    {"xml", "XML export, and libxml2 writing the same", bench_xml},
    {"view", "layout of a view, and its SVG", bench_view},
};

static double clock_of(clockid_t clock) {
  struct timespec now;

  clock_gettime(clock, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double bench_now(void) {
  return clock_of(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_wall(void) {
  return clock_of(CLOCK_MONOTONIC);
}

double bench_in_use(void) {
  struct mallinfo2 info = mallinfo2();

  return (double)info.uordblks + (double)info.hblkhd;
}

void bench_put(const char *name, double number) {
  printf("%s %.9g\n", name, number);
  fflush(stdout);
}

void bench_forget_graphs(GdctMapping *mapping) {
  if (mapping->kept.ground != NULL)
    mapping->kept.release(mapping->kept.ground);
  mapping->kept.ground = NULL;
}

GdctMapping *bench_load(const char *folder, unsigned threads,
                        GdctReport *report) {
  const char *data = g_getenv("GDCTRACE_DATA");
  GdctLoadOptions options = {.threads = threads,
                             .data_dir = data != NULL ? data : BENCH_DATA};
  GdctMapping *mapping = gdct_mapping_load(&folder, 1, &options, report);

  gdct_check(mapping, report);
  if (gdct_report_count_of(report, GDCT_ERROR) == 0)
    return mapping;
  fprintf(stderr, "measure: %s: %s\n", folder,
          gdct_report_get(report, 0)->message);
  gdct_mapping_free(mapping);
  return NULL;
}

GArray *bench_nodes(const GdctMapping *mapping, const char *kind) {
  GArray *nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  uint32_t wanted = gdct_find(mapping, GDCT_KIND, kind);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++)
    if (gdct_node_kind(mapping, i) == wanted)
      g_array_append_val(nodes, i);
  return nodes;
}

int main(int argc, char **argv) {
  unsigned repeat = argc > 3 ? (unsigned)atoi(argv[3]) : 1;

  for (size_t i = 0; argc > 2 && i < G_N_ELEMENTS(parts); i++)
    if (strcmp(argv[1], parts[i].name) == 0)
      return parts[i].run(argv[2], MAX(repeat, 1)) ? 0 : 1;
  fputs("usage: measure PART FOLDER [REPEAT]\n", stderr);
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
    fprintf(stderr, "  %-10s %s\n", parts[i].name, parts[i].summary);
  return 2;
}
