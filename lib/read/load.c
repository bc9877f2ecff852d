/* SPDX-License-Identifier: Apache-2.0 */
/* From paths to one mapping: finding the files, reading them in parallel,
 * joining them in order. */
#include "base/file.h"
#include "model/mapping.h"
#include "read/yaml.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_FILE ((size_t)64 << 20)
/* Offsets into the texts have 32 bits; escapes can make text grow by half. */
#define MAX_TOTAL ((size_t)2 << 30)
#define MAX_FOLDER_DEPTH 64

/* One file: read by a worker, joined by the loader. */
typedef struct {
  char *name; /* as shown */
  char *real;
  GdctMapping *mapping; /* NULL until read, or if it could not be */
  GdctReport *report;
  size_t size;
  const GdctLoadOptions *instead; /* has its bytes; or NULL */
  bool builtin;                   /* reached through builtin: */
  bool done;
} Job;

/* A file that includes another. */
typedef struct {
  uint32_t from, to;
  GdctSpot spot;
} Include;

typedef struct {
  GPtrArray *jobs;     /* of Job */
  GHashTable *by_real; /* real path -> job + 1 */
  GArray *includes;    /* of Include */
  const GdctLoadOptions *options;
  GdctReport *report;
  GThreadPool *threads;
  bool incomplete; /* a file could not be read */
  GMutex lock;
  GCond finished;
} Loader;

static void job_free(gpointer data) {
  Job *job = data;

  g_free(job->name);
  free(job->real);
  gdct_mapping_free(job->mapping);
  gdct_report_free(job->report);
  g_free(job);
}

/* ---- reading one file ---- */

static void read_job(Job *job) {
  GdctPlace place = {job->name, 0, 0};
  g_autofree char *bytes = NULL;
  const char *reason = NULL;

  if (job->instead != NULL) {
    job->size = job->instead->instead_size;
    if (job->size > MAX_FILE) {
      gdct_report_add(job->report, "too-large", place,
                      "the file is larger than 64 MiB");
      return;
    }
    job->mapping = gdct_yaml_read(job->name, job->instead->instead_bytes,
                                  job->size, job->report);
    return;
  }
  switch (gdct_file_read(job->name, MAX_FILE, &bytes, &job->size, &reason)) {
  case GDCT_READ_OK:
    job->mapping = gdct_yaml_read(job->name, bytes, job->size, job->report);
    break;
  case GDCT_READ_TOO_LARGE:
    gdct_report_add(job->report, "too-large", place,
                    "the file is larger than 64 MiB");
    break;
  case GDCT_READ_FAILED:
    gdct_report_add(job->report, "unreadable", place, "cannot be read: %s",
                    reason);
    break;
  }
}

static void work(gpointer data, gpointer user_data) {
  Job *job = data;
  Loader *loader = user_data;

  read_job(job);
  g_mutex_lock(&loader->lock);
  job->done = true;
  g_cond_signal(&loader->finished);
  g_mutex_unlock(&loader->lock);
}

/* Returns when a job is done, doing it here if there are no threads. */
static void finish_job(Loader *loader, Job *job) {
  if (loader->threads == NULL) {
    read_job(job);
    return;
  }
  g_mutex_lock(&loader->lock);
  while (!job->done)
    g_cond_wait(&loader->finished, &loader->lock);
  g_mutex_unlock(&loader->lock);
}

/* ---- finding files ---- */

/* Whether a file is the one whose bytes are given. @real: NULL if there is no
 * such file. */
static bool is_instead(const Loader *loader, const char *name,
                       const char *real) {
  const char *instead = loader->options->instead_of;
  char *other = instead != NULL ? realpath(instead, NULL) : NULL;
  bool same = instead != NULL &&
              (other != NULL && real != NULL ? strcmp(other, real) == 0
                                             : strcmp(instead, name) == 0);

  free(other);
  return same;
}

/* The number of the job for a file, new or old; GDCT_NONE if the name leads
 * nowhere. */
static uint32_t add_file(Loader *loader, const char *name) {
  char *real = realpath(name, NULL);
  bool instead = is_instead(loader, name, real);
  gpointer known;
  Job *job;

  if (real == NULL && (instead || g_file_test(name, G_FILE_TEST_EXISTS)))
    real = strdup(name); /* a pipe, or bytes */
  if (real == NULL)
    return GDCT_NONE;
  known = g_hash_table_lookup(loader->by_real, real);
  if (known != NULL) {
    free(real);
    return GPOINTER_TO_UINT(known) - 1;
  }
  job = g_new0(Job, 1);
  job->name = g_strdup(name);
  job->real = real;
  job->report = gdct_report_new();
  job->instead = instead ? loader->options : NULL;
  g_ptr_array_add(loader->jobs, job);
  g_hash_table_insert(loader->by_real, real,
                      GUINT_TO_POINTER(loader->jobs->len));
  return loader->jobs->len - 1;
}

static bool is_mapping_name(const char *name) {
  return name[0] != '.' &&
         (g_str_has_suffix(name, ".yaml") || g_str_has_suffix(name, ".yml"));
}

static void list_folder(const char *folder, GPtrArray *names, GHashTable *seen,
                        unsigned depth, GdctReport *report) {
  g_autoptr(GError) error = NULL;
  GDir *dir = g_dir_open(folder, 0, &error);
  char *real = realpath(folder, NULL);
  const char *name;

  if (dir == NULL || real == NULL) {
    gdct_report_add(report, "unreadable", (GdctPlace){folder, 0, 0},
                    "the folder cannot be read");
    if (dir != NULL)
      g_dir_close(dir);
    free(real);
    return;
  }
  if (depth <= MAX_FOLDER_DEPTH && g_hash_table_add(seen, g_strdup(real))) {
    while ((name = g_dir_read_name(dir)) != NULL) {
      char *path = g_build_filename(folder, name, NULL);
      if (name[0] != '.' && g_file_test(path, G_FILE_TEST_IS_DIR))
        list_folder(path, names, seen, depth + 1, report);
      else if (is_mapping_name(name)) {
        g_ptr_array_add(names, path);
        path = NULL;
      }
      g_free(path);
    }
  }
  free(real);
  g_dir_close(dir);
}

static int compare_names(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The mapping files at or below @path, in byte order of path. */
static GPtrArray *list_files(const char *path, const char *instead_of,
                             GdctReport *report) {
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

  if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
    g_autoptr(GHashTable) seen =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    list_folder(path, names, seen, 0, report);
    g_ptr_array_sort(names, compare_names);
  } else if (g_strcmp0(path, instead_of) == 0 ||
             g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_ptr_array_add(names, g_strdup(path));
  }
  return names;
}

static void add_roots(Loader *loader, const char *const *paths,
                      size_t n_paths) {
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);

  for (size_t i = 0; i < n_paths; i++) {
    g_autofree char *path = g_strdup(paths[i]);
    g_autoptr(GPtrArray) names = NULL;
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
      path[--length] = '\0';
    names = list_files(path, loader->options->instead_of, loader->report);
    if (names->len == 0) {
      loader->incomplete = true;
      gdct_report_add(loader->report, "unreadable", (GdctPlace){path, 0, 0},
                      g_file_test(path, G_FILE_TEST_IS_DIR)
                          ? "no file in this folder ends in .yaml or .yml"
                      : g_file_test(path, G_FILE_TEST_IS_SYMLINK)
                          ? "the link leads nowhere"
                          : "no such file or folder");
    }
    for (guint n = 0; n < names->len; n++)
      g_ptr_array_add(all, g_strdup(g_ptr_array_index(names, n)));
  }
  g_ptr_array_sort(all, compare_names);
  for (guint i = 0; i < all->len; i++)
    if (add_file(loader, g_ptr_array_index(all, i)) == GDCT_NONE) {
      loader->incomplete = true;
      gdct_report_add(loader->report, "unreadable",
                      (GdctPlace){g_ptr_array_index(all, i), 0, 0},
                      "the link leads nowhere");
    }
}

/* ---- includes ---- */

/* Where an include leads: a file or a folder, or NULL. */
static char *include_path(const Loader *loader, const char *from,
                          const char *include) {
  g_autofree char *folder = NULL;
  char *path;

  if (g_str_has_prefix(include, "builtin:")) {
    const char *data = loader->options->data_dir;
    const char *name = include + strlen("builtin:");
    if (data == NULL || *name == '\0' || strchr(name, '/') != NULL)
      return NULL;
    path = g_build_filename(data, name, NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
      g_free(path);
      path = g_strdup_printf("%s/%s.yaml", data, name);
    }
  } else if (g_path_is_absolute(include)) {
    path = g_strdup(include);
  } else {
    folder = g_path_get_dirname(from);
    path = strcmp(folder, ".") == 0 && strncmp(from, "./", 2) != 0
               ? g_strdup(include)
               : g_build_filename(folder, include, NULL);
  }
  if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_free(path);
    return NULL;
  }
  return path;
}

static void add_include(Loader *loader, uint32_t from,
                        const GdctInclude *include) {
  const Job *job = g_ptr_array_index(loader->jobs, from);
  const char *said = gdct_mapping_text(job->mapping, include->path);
  GdctPlace place = {job->name, include->spot.line, include->spot.column};
  g_autofree char *path = include_path(loader, job->name, said);
  g_autoptr(GPtrArray) names = NULL;
  bool folder, builtin;

  builtin = job->builtin || g_str_has_prefix(said, "builtin:");
  if (path == NULL) {
    loader->incomplete = true;
    gdct_report_add(loader->report, "include-missing", place,
                    g_str_has_prefix(said, "builtin:")
                        ? "no built-in set '%s'; there are builtin:frameworks, "
                          "builtin:itu, builtin:rules and builtin:views"
                        : "no file or folder '%s'",
                    said);
    return;
  }
  folder = g_file_test(path, G_FILE_TEST_IS_DIR);
  names = list_files(path, loader->options->instead_of, loader->report);
  if (names->len == 0)
    gdct_report_add(loader->report, "include-missing", place,
                    "no file in '%s' ends in .yaml or .yml", said);
  for (guint i = 0; i < names->len; i++) {
    guint n_jobs = loader->jobs->len;
    Include edge = {from, add_file(loader, g_ptr_array_index(names, i)),
                    include->spot};
    if (loader->jobs->len > n_jobs)
      ((Job *)g_ptr_array_index(loader->jobs, n_jobs))->builtin = builtin;
    /* A file may include the folder that it stands in. */
    if (edge.to != GDCT_NONE && !(folder && edge.to == from))
      g_array_append_val(loader->includes, edge);
  }
}

/* Walks the includes depth first; an include that leads back to a file on the
 * present way closes a cycle, which is printed whole. O(files + includes). */
static void check_cycles(Loader *loader) {
  uint32_t n = loader->jobs->len, n_edges = loader->includes->len;
  const Include *edges = (const Include *)(void *)loader->includes->data;
  /* Includes are in order of their file: first[i] to first[i + 1]. */
  g_autofree uint32_t *first = g_new0(uint32_t, n + 1);
  g_autofree uint32_t *next = g_new0(uint32_t, n);
  g_autofree uint32_t *way = g_new0(uint32_t, n);
  g_autofree uint32_t *position = g_new0(uint32_t, n); /* on the way, from 1 */

  for (uint32_t i = 0; i < n_edges; i++)
    first[edges[i].from + 1]++;
  for (uint32_t i = 0; i < n; i++)
    first[i + 1] += first[i];
  for (uint32_t i = 0; i < n; i++)
    next[i] = first[i];
  for (uint32_t root = 0; root < n; root++) {
    uint32_t depth = 0;
    if (next[root] > first[root])
      continue;
    way[depth++] = root;
    position[root] = 1;
    while (depth > 0) {
      uint32_t file = way[depth - 1];
      const Include *edge;
      if (next[file] == first[file + 1]) {
        position[file] = 0;
        depth--;
        continue;
      }
      edge = &edges[next[file]++];
      if (position[edge->to] > 0) {
        g_autoptr(GString) cycle = g_string_new(NULL);
        const Job *job = g_ptr_array_index(loader->jobs, file);
        for (uint32_t i = position[edge->to] - 1; i < depth; i++)
          g_string_append_printf(
              cycle, "%s includes ",
              ((const Job *)g_ptr_array_index(loader->jobs, way[i]))->name);
        g_string_append(
            cycle,
            ((const Job *)g_ptr_array_index(loader->jobs, edge->to))->name);
        gdct_report_add(
            loader->report, "include-cycle",
            (GdctPlace){job->name, edge->spot.line, edge->spot.column}, "%s",
            cycle->str);
      } else if (next[edge->to] == first[edge->to] &&
                 first[edge->to + 1] > first[edge->to]) {
        way[depth++] = edge->to;
        position[edge->to] = depth;
      }
    }
  }
}

/* ---- the whole ---- */

static void push_jobs(Loader *loader, guint *pushed) {
  for (; loader->threads != NULL && *pushed < loader->jobs->len; ++*pushed)
    g_thread_pool_push(loader->threads,
                       g_ptr_array_index(loader->jobs, *pushed), NULL);
}

/* Joins the files in order while later ones are still being read. */
static void join_jobs(Loader *loader, GdctMapping *mapping) {
  guint pushed = 0;
  size_t total = 0;

  push_jobs(loader, &pushed);
  for (guint i = 0; i < loader->jobs->len; i++) {
    Job *job = g_ptr_array_index(loader->jobs, i);
    GArray *includes;
    finish_job(loader, job);
    gdct_report_move(loader->report, job->report);
    if (loader->options->progress != NULL)
      loader->options->progress(i + 1, loader->jobs->len,
                                loader->options->progress_data);
    if (job->mapping == NULL) {
      loader->incomplete = true;
      continue;
    }
    includes = job->mapping->includes;
    for (guint n = 0; n < includes->len; n++)
      add_include(loader, i, &g_array_index(includes, GdctInclude, n));
    push_jobs(loader, &pushed);
    g_array_index(job->mapping->files, GdctFile, 0).builtin = job->builtin;
    total += job->size;
    loader->incomplete = loader->incomplete || total > MAX_TOTAL;
    if (total > MAX_TOTAL)
      gdct_report_add(loader->report, "too-large", (GdctPlace){job->name, 0, 0},
                      "the files together are larger than 2 GiB");
    else
      gdct_mapping_append(mapping, g_steal_pointer(&job->mapping));
  }
}

GdctMapping *gdct_mapping_load(const char *const *paths, size_t n_paths,
                               const GdctLoadOptions *options,
                               GdctReport *report) {
  static const GdctLoadOptions no_options;
  GdctMapping *mapping = gdct_mapping_new();
  Loader loader = {.options = options != NULL ? options : &no_options,
                   .report = report};
  guint threads = loader.options->threads;

  loader.jobs = g_ptr_array_new_with_free_func(job_free);
  loader.by_real = g_hash_table_new(g_str_hash, g_str_equal);
  loader.includes = g_array_new(FALSE, FALSE, sizeof(Include));
  g_mutex_init(&loader.lock);
  g_cond_init(&loader.finished);
  add_roots(&loader, paths, n_paths);
  if (threads == 0)
    threads = g_get_num_processors();
  /* A thread costs more than a few small files do. */
  if (threads > 1 && (loader.jobs->len >= 32 || loader.options->threads > 1))
    loader.threads =
        g_thread_pool_new(work, &loader, (gint)threads, FALSE, NULL);
  join_jobs(&loader, mapping);
  if (loader.threads != NULL)
    g_thread_pool_free(loader.threads, FALSE, TRUE);
  check_cycles(&loader);
  mapping->incomplete = mapping->incomplete || loader.incomplete;
  gdct_pool_trim(&mapping->pool); /* before resolving, which points into it */
  gdct_mapping_resolve(mapping, report);
  gdct_report_sort(report);
  g_hash_table_unref(loader.by_real);
  g_array_unref(loader.includes);
  g_ptr_array_unref(loader.jobs);
  g_mutex_clear(&loader.lock);
  g_cond_clear(&loader.finished);
  return mapping;
}

GdctMapping *gdct_mapping_load_bytes(const char *name, const char *bytes,
                                     size_t size, GdctReport *report) {
  GdctMapping *mapping = gdct_mapping_new();
  GdctMapping *file;

  if (size > MAX_FILE) {
    gdct_report_add(report, "too-large", (GdctPlace){name, 0, 0},
                    "the file is larger than 64 MiB");
  } else {
    file = gdct_yaml_read(name, bytes, size, report);
    mapping->incomplete = file->includes->len > 0;
    for (guint i = 0; i < file->includes->len; i++) {
      const GdctInclude *include =
          &g_array_index(file->includes, GdctInclude, i);
      gdct_report_add(
          report, "include-missing",
          (GdctPlace){name, include->spot.line, include->spot.column},
          "no file or folder '%s'", gdct_mapping_text(file, include->path));
    }
    gdct_mapping_append(mapping, file);
  }
  gdct_mapping_resolve(mapping, report);
  gdct_report_sort(report);
  return mapping;
}
