/* SPDX-License-Identifier: Apache-2.0 */
/* Loading: how long it takes beside what libyaml alone needs for the same
 * bytes, and how much memory. */
#include "bench.h"

#include <gdctrace/write.h>

#include <stdio.h>
#include <string.h>
#include <yaml.h>

/* ---- time ---- */

/* The names of the files of a mapping. */
static GPtrArray *file_names(const GdctMapping *mapping) {
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

  for (uint32_t i = 0; i < gdct_mapping_files(mapping); i++)
    g_ptr_array_add(names, g_strdup(gdct_mapping_file(mapping, i)));
  return names;
}

/* Reads a file and asks libyaml for every event of it: what loading cannot do
 * without. */
static bool parse_events(const char *name, size_t *bytes) {
  g_autofree char *text = NULL;
  gsize size;
  yaml_parser_t parser;
  yaml_event_t event;
  bool more = g_file_get_contents(name, &text, &size, NULL);

  if (!more || !yaml_parser_initialize(&parser))
    return false;
  yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
  while (more) {
    if (!yaml_parser_parse(&parser, &event))
      break;
    more = event.type != YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  *bytes += size;
  return !more;
}

static bool time_bare(const GPtrArray *names, double *ret_bytes) {
  double began = bench_now();
  size_t bytes = 0;

  for (guint i = 0; i < names->len; i++)
    if (!parse_events(g_ptr_array_index(names, i), &bytes)) {
      fprintf(stderr, "measure: libyaml cannot read '%s'\n",
              (const char *)g_ptr_array_index(names, i));
      return false;
    }
  bench_put("bare", bench_now() - began);
  *ret_bytes = (double)bytes;
  return true;
}

static bool digest(const char *bytes, size_t size, void *data) {
  g_checksum_update(data, (const guchar *)bytes, (gssize)size);
  return true;
}

/* A digest of all that a mapping says, and of where its nodes and links
 * stand. */
static char *digest_of(const GdctMapping *mapping) {
  static const GdctType types[] = {GDCT_NODE, GDCT_LINK};
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  GdctReport *report = gdct_report_new();
  GdctGraph *graph = gdct_graph_new(mapping, NULL, report);

  gdct_writer_find("xml")->write(graph, NULL, digest, sum);
  gdct_graph_free(graph);
  gdct_report_free(report);
  for (size_t t = 0; t < G_N_ELEMENTS(types); t++)
    for (uint32_t i = 0; i < gdct_count(mapping, types[t]); i++) {
      GdctPlace place = gdct_place(mapping, (GdctThing){types[t], i});
      uint32_t where[] = {place.line, place.column};
      digest(place.file, strlen(place.file), sum);
      digest((const char *)where, sizeof where, sum);
    }
  return g_strdup(g_checksum_get_string(sum));
}

/* Loads once; *@ret_digest, unless NULL, says what came out. */
static bool time_load(const char *folder, unsigned threads, char **ret_digest) {
  GdctReport *report = gdct_report_new();
  double began = bench_now(), began_wall = bench_wall();
  GdctMapping *mapping = bench_load(folder, threads, report);
  bool good = mapping != NULL;

  if (threads == 1)
    bench_put("one-thread", bench_now() - began);
  bench_put(threads == 1 ? "one-thread-wall" : "two-threads-wall",
            bench_wall() - began_wall);
  if (good && ret_digest != NULL)
    *ret_digest = digest_of(mapping);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return good;
}

/* The modes in turn, so that a slower minute is slower for all of them. */
bool bench_load_time(const char *folder, unsigned repeat) {
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = bench_load(folder, 1, report); /* into the cache */
  g_autoptr(GPtrArray) names = NULL;
  double bytes = 0;
  bool good = mapping != NULL;

  if (good) {
    names = file_names(mapping);
    bench_put("files", names->len);
    bench_put("nodes", gdct_count(mapping, GDCT_NODE));
    bench_put("links", gdct_count(mapping, GDCT_LINK));
  }
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  for (unsigned i = 0; good && i < repeat; i++) {
    g_autofree char *one = NULL;
    g_autofree char *two = NULL;
    good = time_bare(names, &bytes) &&
           time_load(folder, 1, i == 0 ? &one : NULL) &&
           time_load(folder, 2, i == 0 ? &two : NULL);
    if (good && i == 0)
      bench_put("same", g_strcmp0(one, two) == 0);
  }
  bench_put("bytes", bytes);
  return good;
}

/* ---- memory ---- */

/* A line of /proc/self/status, in bytes. getrusage() would not do: its peak is
 * also that of the program that started this one. */
static double memory_line(const char *key) {
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents("/proc/self/status", &text, NULL, NULL) ||
      (line = strstr(text, key)) == NULL)
    return 0;
  return g_ascii_strtod(line + strlen(key), NULL) * 1024;
}

static bool measure_memory(const char *folder, unsigned threads) {
  GdctReport *report = gdct_report_new();
  double peak_before = memory_line("VmHWM:"), used_before = bench_in_use();
  GdctMapping *mapping = bench_load(folder, threads, report);
  bool good = mapping != NULL;

  if (good) {
    bench_put("loaded", bench_in_use() - used_before);
    bench_put("resident", memory_line("VmRSS:") - peak_before);
    bench_put("peak", memory_line("VmHWM:") - peak_before);
  }
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return good;
}

bool bench_memory_one(const char *folder, unsigned repeat) {
  (void)repeat;
  return measure_memory(folder, 1);
}

bool bench_memory_two(const char *folder, unsigned repeat) {
  (void)repeat;
  return measure_memory(folder, 2);
}
