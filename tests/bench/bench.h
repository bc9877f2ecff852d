/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the benchmark share. A part prints lines "name number" for
 * bench.py, which does the rest; a name that comes several times was measured
 * several times. */
#ifndef GDCT_BENCH_H
#define GDCT_BENCH_H

#include <gdctrace/graph.h>

#include <glib.h>

typedef struct {
  const char *name;
  const char *summary;
  /* Measures the mapping in a folder, @repeat times where that makes sense;
   * false, with a word on standard error, if it could not. */
  bool (*run)(const char *folder, unsigned repeat);
} BenchPart;

bool bench_load_time(const char *folder, unsigned repeat);
bool bench_memory_one(const char *folder, unsigned repeat);
bool bench_memory_two(const char *folder, unsigned repeat);
bool bench_analysis(const char *folder, unsigned repeat);
bool bench_links(const char *folder, unsigned repeat);
bool bench_coverage(const char *folder, unsigned repeat);
bool bench_xml(const char *folder, unsigned repeat);
bool bench_view(const char *folder, unsigned repeat);

/* Loads a folder and runs every check, as each command does first. NULL, with
 * the first finding on standard error, if there was an error. */
GdctMapping *bench_load(const char *folder, unsigned threads,
                        GdctReport *report);

/* Makes the next graph of a mapping begin from nothing: the checks have left it
 * what they sorted. */
void bench_forget_graphs(GdctMapping *mapping);

/* Seconds of processor time of this process: what else the machine does counts
 * little. Of no use where several threads run. */
double bench_now(void);

/* Seconds of the clock on the wall. */
double bench_wall(void);

/* What malloc() has given out and not got back, in bytes. */
double bench_in_use(void);

/* Prints one line for bench.py. */
void bench_put(const char *name, double number);

/* The nodes of a kind, in reading order. Of uint32_t. */
GArray *bench_nodes(const GdctMapping *mapping, const char *kind);

#endif
