/* SPDX-License-Identifier: Apache-2.0 */
/* Options and loading, the same for every command. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char **arg_mappings;
static char *arg_lang, *arg_as_of, *arg_basis, *arg_color;
static int arg_threads;
static gboolean arg_help;

char *arg_format, *arg_output;

const GOptionEntry global_options[] = {
    {"mappings", 'm', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_mappings,
     "A mapping file or folder; may be repeated", "PATH"},
    {"lang", 0, 0, G_OPTION_ARG_FILENAME, &arg_lang,
     "Language of titles (en, fr, es, ar, ru, zh, ...)", "LANG"},
    {"as-of", 0, 0, G_OPTION_ARG_FILENAME, &arg_as_of,
     "Only what is there on this day, month or year", "DATE"},
    {"basis", 0, 0, G_OPTION_ARG_FILENAME, &arg_basis,
     "Links to follow (default stated,derived)", "LIST"},
    {"color", 0, 0, G_OPTION_ARG_FILENAME, &arg_color, "auto, always or never",
     "WHEN"},
    {"threads", 0, 0, G_OPTION_ARG_INT, &arg_threads,
     "Threads for reading files (default: one a processor)", "N"},
    {"format", 'f', 0, G_OPTION_ARG_FILENAME, &arg_format,
     "Format of the result (default: by the ending of FILE)", "FORMAT"},
    {"output", 'o', 0, G_OPTION_ARG_FILENAME, &arg_output,
     "Write to a file, whole or not at all", "FILE"},
    {"help", 'h', 0, G_OPTION_ARG_NONE, &arg_help, "Show this help", NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

int tool_usage(const char *format, ...) {
  g_autofree char *text = NULL;
  va_list args;

  va_start(args, format);
  text = g_strdup_vprintf(format, args);
  va_end(args);
  fputs("gdctrace: ", stderr);
  put_text(stderr, text); /* names what may be no UTF-8 */
  putc('\n', stderr);
  return EXIT_USAGE;
}

bool tool_is_near(const char *word, const char *other) {
  size_t m = strlen(word), n = strlen(other);

  for (; m > 0 && n > 0 && *word == *other; m--, n--)
    word++, other++;
  for (; m > 0 && n > 0 && word[m - 1] == other[n - 1]; m--, n--)
    ;
  return (m <= 1 && n <= 1) ||
         (m == 2 && n == 2 && word[0] == other[1] && word[1] == other[0]);
}

/* The option that was meant by a word such as "--formt=x", or NULL. */
static const char *near_option(const char *word, const GOptionEntry *own) {
  const GOptionEntry *const tables[] = {own, global_options};
  g_autofree char *name = NULL;

  if (!g_str_has_prefix(word, "--"))
    return NULL;
  name = g_strndup(word + 2, strcspn(word + 2, "="));
  for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
    for (const GOptionEntry *entry = tables[i]; entry->long_name != NULL;
         entry++)
      if (tool_is_near(name, entry->long_name))
        return entry->long_name;
  return NULL;
}

/* Complains about what GLib could not read; its messages name the option. */
static void option_usage(const GError *error, const char *command,
                         const GOptionEntry *own) {
  const char *word = strrchr(error->message, ' ');
  const char *near = NULL;

  if (g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) &&
      word != NULL)
    near = near_option(word + 1, own);
  tool_usage("%s%s%s%s; see 'gdctrace %s --help'", error->message,
             near != NULL ? "; did you mean '--" : "", near != NULL ? near : "",
             near != NULL ? "'?" : "", command);
}

const char *tool_language(void) {
  return arg_lang != NULL ? arg_lang : "en";
}

GdctScope tool_scope(void) {
  GdctScope scope = {0, arg_as_of, GDCT_CLAIMED};

  if (arg_basis != NULL)
    gdct_basis_parse(arg_basis, &scope.bases);
  return scope;
}

bool output_color(FILE *stream) {
  const char *no_color = g_getenv("NO_COLOR");

  if (arg_color != NULL && strcmp(arg_color, "auto") != 0)
    return strcmp(arg_color, "always") == 0;
  return (no_color == NULL || *no_color == '\0') && isatty(fileno(stream));
}

/* Complains about a global option whose value makes no sense. */
static int check_globals(void) {
  unsigned bases;

  if (arg_basis != NULL && !gdct_basis_parse(arg_basis, &bases))
    return tool_usage("--basis: '%s' is not a list of stated, derived and "
                      "proposed",
                      arg_basis);
  if (arg_color != NULL && strcmp(arg_color, "auto") != 0 &&
      strcmp(arg_color, "always") != 0 && strcmp(arg_color, "never") != 0)
    return tool_usage("--color: '%s' is not auto, always or never", arg_color);
  if (arg_threads < 0 || arg_threads > 256)
    return tool_usage("--threads: %d is not a number from 0 to 256",
                      arg_threads);
  return EXIT_FINE;
}

bool tool_parse(int *argc, char ***argv, const char *arguments,
                const GOptionEntry *entries, const char *more, int min, int max,
                int *ret_status) {
  g_autofree char *name = g_strdup((*argv)[0]);
  g_autoptr(GOptionContext) context = g_option_context_new(arguments);
  GOptionGroup *own = g_option_group_new(name, "Options:", "", NULL, NULL);
  GOptionGroup *globals =
      g_option_group_new("global", "Options of every command:", "", NULL, NULL);
  g_autoptr(GError) error = NULL;
  const char *summary = "";

  for (const Command *command = commands; command->name != NULL; command++)
    if (strcmp(command->name, name) == 0)
      summary = command->summary;
  g_option_context_set_summary(context, summary);
  g_option_context_set_description(context, more);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_group_add_entries(own, entries);
  g_option_context_add_group(context, own);
  g_option_group_add_entries(globals, global_options);
  g_option_context_add_group(context, globals);
  {
    g_autofree char *program = g_strdup_printf("gdctrace %s", name);
    g_set_prgname(program);
  }
  *ret_status = EXIT_USAGE;
  if (!g_option_context_parse(context, argc, argv, &error)) {
    option_usage(error, name, entries);
    return false;
  }
  if (arg_help) {
    Output output;
    g_autofree char *help = g_option_context_get_help(context, FALSE, NULL);
    *ret_status = EXIT_IO;
    if (output_open(&output, NULL)) {
      fputs(help, output.stream);
      *ret_status = output_close(&output, true);
    }
    return false;
  }
  if (check_globals() != EXIT_FINE)
    return false;
  /* "--" ends the options; it is no argument. */
  if (*argc > 1 && strcmp((*argv)[1], "--") == 0) {
    memmove(&(*argv)[1], &(*argv)[2], (size_t)(*argc - 1) * sizeof(char *));
    --*argc;
  }
  if (*argc - 1 < min)
    tool_usage("%s needs %s; see 'gdctrace %s --help'", name, arguments, name);
  else if (*argc - 1 > max)
    tool_usage("%s does not take '%s'; see 'gdctrace %s --help'", name,
               (*argv)[max + 1], name);
  else
    return true;
  return false;
}

bool tool_wants_json(void) {
  return arg_format != NULL
             ? strcmp(arg_format, "json") == 0
             : arg_output != NULL && g_str_has_suffix(arg_output, ".json");
}

bool tool_text_or_json(int *ret_status) {
  if (arg_format == NULL
          ? tool_wants_json() || tool_is_text("text, json")
          : strcmp(arg_format, "text") == 0 || strcmp(arg_format, "json") == 0)
    return true;
  *ret_status = EXIT_USAGE;
  if (arg_format == NULL)
    return false;
  *ret_status = tool_usage("--format: '%s' is not text or json", arg_format);
  return false;
}

int tool_answer(int argc, char **argv, const char *arguments,
                const GOptionEntry *entries, const char *more, int min, int max,
                int (*run)(Tool *tool, char **arguments)) {
  int status;
  Tool tool;

  if (!tool_parse(&argc, &argv, arguments, entries, more, min, max, &status) ||
      !tool_text_or_json(&status))
    return status;
  status = tool_load(&tool);
  if (status == EXIT_FINE)
    status = run(&tool, argv + 1);
  tool_clear(&tool);
  return status;
}

/* ---- the mapping ---- */

/* The folder of this name among our data that holds a file: beside the built
 * command, or where it was installed. Free with g_free(). */
static char *find_folder(const char *name, const char *file) {
  static const char *const beside[] = {"", "..", "../share/gdctrace"};
  g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *folder =
      self != NULL ? g_path_get_dirname(self) : g_strdup(".");

  for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
    g_autofree char *path = g_build_filename(folder, beside[i], name, NULL);
    g_autofree char *wanted = g_build_filename(path, file, NULL);
    if (g_file_test(wanted, G_FILE_TEST_EXISTS))
      return realpath(path, NULL);
  }
  return g_build_filename(DATA_DIR, name, NULL);
}

/* The folder of the bundled mapping: where the environment says, beside the
 * built command, or where it was installed. Free with g_free(). */
static char *find_data(void) {
  const char *given = g_getenv("GDCTRACE_DATA");

  if (given != NULL && *given != '\0')
    return g_strdup(given);
  return find_folder("mappings", "frameworks/model.yaml");
}

char *tool_documents(void) {
  return find_folder("documents", "reference.docx");
}

bool progress_begin(Progress *progress, const char *words) {
  *progress = (Progress){words, g_get_monotonic_time(), 0};
  return isatty(STDERR_FILENO);
}

void progress_show(size_t done, size_t total, void *data) {
  Progress *progress = data;
  gint64 now = g_get_monotonic_time();

  if (now - progress->began < G_USEC_PER_SEC ||
      (now - progress->shown < G_USEC_PER_SEC / 10 && done < total))
    return;
  progress->shown = now;
  if (done < total)
    fprintf(stderr, "\r%s %zu of %zu ", progress->words, done, total);
  else
    fputs("\r\033[K", stderr);
}

bool tool_has_mappings(void) {
  return arg_mappings != NULL;
}

/* Where --mappings says, else ./mappings, else the bundled one. */
static GPtrArray *usual_paths(const char *data) {
  GPtrArray *paths = g_ptr_array_new();

  for (size_t i = 0; arg_mappings != NULL && arg_mappings[i] != NULL; i++)
    g_ptr_array_add(paths, arg_mappings[i]);
  if (arg_mappings == NULL)
    g_ptr_array_add(paths, g_file_test("mappings", G_FILE_TEST_EXISTS)
                               ? (gpointer) "mappings"
                               : (gpointer)data);
  return paths;
}

/* Loads and checks; the graph is left to the caller. */
static int load(Tool *tool, const GPtrArray *paths, GdctLoadOptions options) {
  Progress progress;

  options.threads = (unsigned)arg_threads;
  if (progress_begin(&progress, "reading file")) {
    options.progress = progress_show;
    options.progress_data = &progress;
  }
  memset(tool, 0, sizeof *tool);
  tool->report = gdct_report_new();
  tool->mapping = gdct_mapping_load((const char *const *)paths->pdata,
                                    paths->len, &options, tool->report);
  gdct_check(tool->mapping, tool->report);
  return gdct_report_count_of(tool->report, GDCT_ERROR) > 0 ? EXIT_FINDINGS
                                                            : EXIT_FINE;
}

static int add_graph(Tool *tool) {
  GdctScope scope = tool_scope();

  tool->graph = gdct_graph_new(tool->mapping, &scope, tool->report);
  if (tool->graph != NULL)
    return EXIT_FINE;
  return tool_usage(
      "--as-of: '%s' is not a date such as 2026-11-22, 2026-11 or "
      "2026",
      arg_as_of);
}

int tool_load_path(Tool *tool, const char *path) {
  g_autofree char *data = find_data();
  g_autoptr(GPtrArray) paths = g_ptr_array_new();

  g_ptr_array_add(paths, (gpointer)path);
  return load(tool, paths, (GdctLoadOptions){.data_dir = data});
}

int tool_load_more(Tool *tool, const char *more, const char *bytes,
                   size_t size) {
  g_autofree char *data = find_data();
  g_autoptr(GPtrArray) paths = usual_paths(data);
  GdctLoadOptions options = {.data_dir = data};
  int status;

  if (more != NULL)
    g_ptr_array_add(paths, (gpointer)more);
  if (bytes != NULL) {
    options.instead_of = more;
    options.instead_bytes = bytes;
    options.instead_size = size;
  }
  status = load(tool, paths, options);
  return status == EXIT_FINE ? add_graph(tool) : status;
}

int tool_load_quietly(Tool *tool) {
  return tool_load_more(tool, NULL, NULL, 0);
}

/* So many errors are printed where a command could not begin; check prints
 * all. */
#define MAX_ERRORS 20

/* The first errors. Free with gdct_report_free(). */
static GdctReport *first_errors(const GdctReport *report) {
  GdctReport *first = gdct_report_new();

  for (size_t i = 0;
       i < gdct_report_count(report) && gdct_report_count(first) < MAX_ERRORS;
       i++) {
    const GdctFinding *finding = gdct_report_get(report, i);
    if (finding->severity == GDCT_ERROR)
      gdct_report_add(first, finding->code, finding->place, "%s",
                      finding->message);
  }
  return first;
}

void tool_report(const Tool *tool) {
  g_autofree char *counts = count_findings(tool->report);
  GdctReport *first = first_errors(tool->report);
  bool all = gdct_report_count(first) ==
             gdct_report_count_of(tool->report, GDCT_ERROR);

  print_findings(first, GDCT_ERROR, stderr);
  gdct_report_free(first);
  fprintf(stderr, "gdctrace: the mapping has errors (%s%s); nothing was done\n",
          counts, all ? "" : "; 'gdctrace check' lists all");
  if (gdct_count(tool->mapping, GDCT_KIND) == 0 &&
      gdct_count(tool->mapping, GDCT_NODE) > 0)
    fputs("gdctrace: no file declares a model; --mappings names all files and "
          "folders of a mapping, or one of them says 'include: "
          "[builtin:frameworks]'\n",
          stderr);
}

int tool_load(Tool *tool) {
  int status = tool_load_quietly(tool);

  if (status == EXIT_FINDINGS)
    tool_report(tool);
  return status;
}

char *tool_file_beside(const char *option, const char *name) {
  g_autofree char *data = find_data();
  const char *usual[] = {
      g_file_test("mappings", G_FILE_TEST_EXISTS) ? "mappings" : data, NULL};
  const char *const *paths =
      arg_mappings != NULL ? (const char *const *)arg_mappings : usual;
  g_autofree char *first = NULL;
  g_autofree char *there = NULL;
  bool several = false;

  for (size_t i = 0; paths[i] != NULL; i++) {
    g_autofree char *folder = g_file_test(paths[i], G_FILE_TEST_IS_DIR)
                                  ? g_strdup(paths[i])
                                  : g_path_get_dirname(paths[i]);
    g_autofree char *file = g_build_filename(folder, name, NULL);
    if (strcmp(folder, ".") == 0 && !g_str_has_prefix(paths[i], "./")) {
      g_free(file);
      file = g_strdup(name);
    }
    if (first != NULL && strcmp(first, file) != 0)
      several = true;
    if (there == NULL && g_file_test(file, G_FILE_TEST_EXISTS))
      there = g_strdup(file);
    if (first == NULL)
      first = g_steal_pointer(&file);
  }
  if (!several)
    return g_steal_pointer(&first);
  if (there != NULL)
    return g_steal_pointer(&there);
  tool_usage("%s is needed, because --mappings names several places", option);
  return NULL;
}

void tool_clear(Tool *tool) {
  gdct_graph_free(tool->graph);
  gdct_mapping_free(tool->mapping);
  gdct_report_free(tool->report);
  memset(tool, 0, sizeof *tool);
}
