/* SPDX-License-Identifier: Apache-2.0 */
/* What the subcommands share: options, loading, output. A subcommand is one
 * file, cmd_NAME.c, and one row of the table in main.c. */
#ifndef TOOL_H
#define TOOL_H

#include <gdctrace/diff.h>
#include <gdctrace/document.h>
#include <gdctrace/draw.h>
#include <gdctrace/graph.h>
#include <gdctrace/import.h>
#include <gdctrace/mapping.h>
#include <gdctrace/report.h>
#include <gdctrace/suggest.h>
#include <gdctrace/verify.h>
#include <gdctrace/write.h>

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

/* Exit statuses. */
enum { EXIT_FINE, EXIT_FINDINGS, EXIT_USAGE, EXIT_IO };

typedef struct {
  const char *name;
  const char *summary; /* one line for the help */
  int (*run)(int argc, char **argv);
} Command;

extern const Command commands[]; /* ends with a row whose name is NULL */

int cmd_check(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_draw(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_matrix(int argc, char **argv);
int cmd_overlap(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_review(int argc, char **argv);
int cmd_init(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_schema(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_suggest(int argc, char **argv);
int cmd_trace(int argc, char **argv);
int cmd_verify(int argc, char **argv);

/* ---- the command line (tool.c) ---- */

/* The options that every command takes. */
extern const GOptionEntry global_options[];

/* --format and --output; NULL where they are not given. */
extern char *arg_format, *arg_output;

/* --lang, or "en". */
const char *tool_language(void);

/* What --basis and --as-of chose. */
GdctScope tool_scope(void);

/* Parses the options of a command and the global ones. What is left in argv
 * after argv[0] are the command's arguments, @min to @max of them.
 *
 * @arguments: what stands after the options in the help, "NODE [PATH]"
 * @entries: the command's own options; strings are FILENAMEs, bytes untouched
 * @more: text below the options in the help, with examples
 * Returns false if the command is over, with *ret_status: after --help, or
 * after a complaint to stderr. */
bool tool_parse(int *argc, char ***argv, const char *arguments,
                const GOptionEntry *entries, const char *more, int min, int max,
                int *ret_status);

/* Whether a command that knows text and JSON shall answer in JSON. */
bool tool_wants_json(void);

/* Whether --format is one of the two, or not given; complains if not. */
bool tool_text_or_json(int *ret_status);

/* Complains about the command line; returns EXIT_USAGE. */
int tool_usage(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Whether two words differ by one slip: a letter too many, missing, wrong, or
 * two exchanged. */
bool tool_is_near(const char *word, const char *other);

/* ---- formats (format.c) ---- */

typedef struct {
  const char *name, *extension;
  bool binary; /* not for a terminal */
} ToolFormat;

/* The format that --format names, else that of files with the ending of
 * --output, else @otherwise. Its index; -1 after a complaint. */
int tool_choose_format(const ToolFormat *formats, size_t count,
                       const char *otherwise);

/* Whether standard output, if it is asked for, may have this binary format;
 * complains if it is a terminal. */
bool tool_may_be_binary(const char *name);

/* Whether the file of --output may hold text, the format where no other is
 * asked for; complains of an ending that promises another format, with what
 * there is: "text, csv". */
bool tool_is_text(const char *formats);

/* ---- the mapping (tool.c) ---- */

/* A mapping that a command works on. */
typedef struct {
  GdctMapping *mapping;
  GdctGraph *graph; /* NULL if the data has errors */
  GdctReport *report;
} Tool;

/* Loads and checks the mapping that the command line names. With errors in
 * it, prints them and returns EXIT_FINDINGS; else makes the graph. */
int tool_load(Tool *tool);

/* The same without printing: the report has all findings, and the graph is
 * there if none is an error. */
int tool_load_quietly(Tool *tool);

/* The same for a file or folder that the command itself was given, without
 * making the graph. */
int tool_load_path(Tool *tool, const char *path);

/* The folder with the styles of documents. Free with g_free(). */
char *tool_documents(void);

/* Whether --mappings was given. */
bool tool_has_mappings(void);

/* Complains about a mapping with errors, as tool_load() does. */
void tool_report(const Tool *tool);

/* As tool_load_quietly() of the mapping and one file @more beside it, or if it
 * is among them in its place; NULL: none. With @bytes, not NULL, it holds
 * these, and need not exist. */
int tool_load_more(Tool *tool, const char *more, const char *bytes,
                   size_t size);

void tool_clear(Tool *tool);

/* Where a file of this name stands beside the mapping: in its folder, or in
 * that of its file. If --mappings names several places, where there is one
 * already; else NULL after a complaint that @option is needed. Free with
 * g_free(). */
char *tool_file_beside(const char *option, const char *name);

/* What a command is doing, for those who wait at a terminal. */
typedef struct {
  const char *words; /* "reading file" */
  gint64 began, shown;
} Progress;

/* Begins to show progress, unless nobody waits: then false. */
bool progress_begin(Progress *progress, const char *words);

/* Shows it, if it takes longer than a second; @data is the Progress. */
void progress_show(size_t done, size_t total, void *data);

/* A command that answers a question about the mapping in text or JSON: parses
 * the command line as tool_parse() does, loads, and calls @run with what is
 * left of argv after its first word, ending with NULL. */
int tool_answer(int argc, char **argv, const char *arguments,
                const GOptionEntry *entries, const char *more, int min, int max,
                int (*run)(Tool *tool, char **arguments));

/* ---- what a word names (find.c) ---- */

/* The node, view, rule ... of this id; complains and returns GDCT_NONE if
 * there is none. @what is its word: "node", "view". */
uint32_t tool_find(const Tool *tool, GdctType type, const char *what,
                   const char *id);

/* Splits --where options into filters; NULL, after a complaint, if one is
 * wrong. Of GdctFilter. */
GPtrArray *tool_filters(const Tool *tool, GdctType type,
                        const char *const *texts);

/* The same for an option of another name, "--column-where". */
GPtrArray *tool_filters_of(const Tool *tool, GdctType type, const char *option,
                           const char *const *texts);

/* Whether all of them hold. */
bool tool_all_hold(const GPtrArray *filters, GdctThing thing);

/* ---- output (output.c) ---- */

/* A file that appears whole or not at all, or standard output. */
typedef struct {
  FILE *stream;
  char *path;      /* NULL: standard output */
  char *temporary; /* where it is written until it is whole */
  int problem;     /* errno of what output_sink() could not write, or 0 */
  struct Waiting *waiting; /* tells who waits at a terminal; or NULL */
} Output;

/* Opens @path, NULL meaning standard output; false after a complaint. From then
 * on, whoever waits at a terminal for more than a second is told. */
bool output_open(Output *output, const char *path);

/* Ends the output: with @keep the file takes its place, else it is dropped.
 * Returns EXIT_FINE, or EXIT_IO after a complaint. */
int output_close(Output *output, bool keep);

/* The same after a format of this name was written whole, or not: @good. Where
 * the output itself is not at fault, complains of the format. */
int output_close_format(Output *output, bool good, const char *name);

/* Writes bytes to an Output: a GdctSink. */
bool output_sink(const char *bytes, size_t size, void *output);

/* Whether to color @stream: --color, NO_COLOR, and whether it is a
 * terminal. */
bool output_color(FILE *stream);

/* Prints a text of the data or of the user as gdct_clean_text() gives it. */
void put_text(FILE *stream, const char *text);

/* Prints a paragraph so, and a line break. On a terminal it is wrapped; its
 * first line stands @indent columns from the left, the others @hang. */
void put_wrapped(FILE *stream, int indent, int hang, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* How many columns a character takes on a terminal. */
int char_width(gunichar c);

/* The columns of a terminal, at most 100; 0 of a file or pipe. */
int output_width(FILE *stream);

/* ---- findings (findings.c) ---- */

/* Prints findings as a compiler does, each with its source line and a caret;
 * only those of at least @lowest severity. */
void print_findings(const GdctReport *report, GdctSeverity lowest,
                    FILE *stream);

/* Prints findings without source lines: their files are no text. */
void print_findings_bare(const GdctReport *report, FILE *stream);

/* Prints more about finding @index of the report, below its source line. */
typedef void (*FindingNotes)(size_t index, FILE *stream, const void *data);

/* The same with notes. */
void print_findings_with(const GdctReport *report, GdctSeverity lowest,
                         FILE *stream, FindingNotes notes, const void *data);

/* "3 errors, 1 warning". Free with g_free(). */
char *count_findings(const GdctReport *report);

#endif
