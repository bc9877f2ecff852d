/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace import: lists that people keep elsewhere, as mapping files. */
#include "chains.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static char **arg_columns;
static char *arg_kind, *arg_relation, *arg_source, *arg_by, *arg_prefix;
static int arg_sheet = 1;
static gboolean arg_dry_run, arg_replace;

static const GOptionEntry options[] = {
    {"columns", 'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_columns,
     "What the columns are: title=Name,sector=Bureau; may be repeated",
     "KEY=HEADING,..."},
    {"kind", 'k', 0, G_OPTION_ARG_FILENAME, &arg_kind,
     "Kind of rows that say none", "KIND"},
    {"relation", 'r', 0, G_OPTION_ARG_FILENAME, &arg_relation,
     "Relation of rows that are links and say none", "RELATION"},
    {"source", 's', 0, G_OPTION_ARG_FILENAME, &arg_source,
     "Source of rows that say none", "ID"},
    {"by", 0, 0, G_OPTION_ARG_FILENAME, &arg_by,
     "Author of proposed links (default: the file's name)", "NAME"},
    {"prefix", 0, 0, G_OPTION_ARG_FILENAME, &arg_prefix,
     "What new ids begin with (default: the framework, such as 'itu.')",
     "TEXT"},
    {"sheet", 0, 0, G_OPTION_ARG_INT, &arg_sheet,
     "Which sheet of a workbook (default 1)", "N"},
    {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &arg_dry_run,
     "Write nothing, say what would be made", NULL},
    {"replace", 0, 0, G_OPTION_ARG_NONE, &arg_replace,
     "Replace the -o file even if it was changed by hand", NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "FILE is CSV, or a workbook (XLSX, XLS, ODS) if LibreOffice is installed. "
    "Its first row\nhas the headings; each other row is a node or, if there "
    "are columns 'from' and 'to',\na link. Without -o FILE.yaml nothing is "
    "written: see first what would be made.\n\n"
    "Keys of columns: title id kind summary part-of status start end same-as "
    "certainty,\n  attributes of the kind (sector, theme, ...), relations and "
    "their inverse names\n  (supports, ...: ids or titles, divided by ';'), "
    "source locator quote basis rationale.\n\n"
    "Links without a source are proposed. --basis, with one basis, is that of "
    "links that\nsay none.\n\n"
    "Formats of what is said about it: text (default), json\n\n"
    "Examples:\n"
    "  gdctrace import spreadsheet list.xlsx --kind itu-activity \\\n"
    "    --columns 'title=Name,sector=Bureau,supports=Objective'\n"
    "  gdctrace import spreadsheet list.csv --kind itu-activity -o "
    "mappings/list.yaml";

/* More rows than this are cut in text. */
#define MAX_LISTED 100

static const char *const status_words[] = {"new", "again", "exists"};

/* What is said about an import. */
typedef struct {
  const GdctImport *import; /* NULL if there is none */
  const GdctReport *report;
  const char *file;
  const char *written; /* the file made; NULL: none */
} Account;

/* ---- JSON ---- */

/* A text that may be no UTF-8, such as a file's name, or null. */
static json_t *json_maybe(const char *text) {
  g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, -1) : NULL;

  return valid != NULL ? json_text(valid) : json_null();
}

static json_t *json_columns(const GdctImport *import) {
  json_t *list = json_array();

  for (uint32_t i = 0; i < gdct_import_columns(import); i++) {
    GdctImportColumn column = gdct_import_column(import, i);
    json_t *object = json_object();
    json_object_set_new(object, "column", json_text(column.name));
    json_object_set_new(object, "heading", json_text(column.heading));
    json_object_set_new(object, "key", json_maybe(column.key));
    json_array_append_new(list, object);
  }
  return list;
}

static json_t *json_nodes(const GdctImport *import) {
  json_t *list = json_array();

  for (uint32_t i = 0; i < gdct_import_nodes(import); i++) {
    GdctImportNode node = gdct_import_node(import, i);
    json_t *object = json_object();
    json_object_set_new(object, "row", json_integer(node.row));
    json_object_set_new(object, "status", json_text(status_words[node.status]));
    json_object_set_new(object, "id", json_text(node.id));
    json_object_set_new(object, "kind", json_text(node.kind));
    json_object_set_new(object, "title", json_text(node.title));
    json_array_append_new(list, object);
  }
  return list;
}

static json_t *json_links(const GdctImport *import) {
  json_t *list = json_array();

  for (uint32_t i = 0; i < gdct_import_links(import); i++) {
    GdctImportLink link = gdct_import_link(import, i);
    json_t *object = json_object();
    json_object_set_new(object, "row", json_integer(link.row));
    json_object_set_new(object, "status", json_text(status_words[link.status]));
    json_object_set_new(object, "from", json_text(link.from));
    json_object_set_new(object, "relation", json_text(link.relation));
    json_object_set_new(object, "to", json_text(link.to));
    json_object_set_new(object, "basis",
                        json_text(gdct_basis_name(link.basis)));
    json_array_append_new(list, object);
  }
  return list;
}

static json_t *json_place(GdctPlace place) {
  json_t *object = json_object();

  json_object_set_new(object, "file", json_maybe(place.file));
  json_object_set_new(object, "row", json_integer(place.line));
  json_object_set_new(object, "column", json_integer(place.column));
  return object;
}

static json_t *json_findings(const GdctReport *report) {
  json_t *list = json_array();

  for (size_t i = 0; i < gdct_report_count(report); i++) {
    const GdctFinding *finding = gdct_report_get(report, i);
    json_t *object = json_place(finding->place);
    json_object_set_new(object, "severity",
                        json_text(gdct_severity_name(finding->severity)));
    json_object_set_new(object, "code", json_text(finding->code));
    json_object_set_new(object, "message", json_maybe(finding->message));
    json_array_append_new(list, object);
  }
  return list;
}

static void put_json_account(FILE *stream, const Account *account) {
  const GdctImport *import = account->import;
  json_t *document = json_object(), *notes = json_array();

  json_object_set_new(document, "file", json_maybe(account->file));
  json_object_set_new(document, "written", json_maybe(account->written));
  if (import != NULL) {
    json_object_set_new(document, "rows",
                        json_integer(gdct_import_rows(import)));
    json_object_set_new(document, "empty-rows",
                        json_integer(gdct_import_empty_rows(import)));
    json_object_set_new(document, "columns", json_columns(import));
    json_object_set_new(document, "nodes", json_nodes(import));
    json_object_set_new(document, "links", json_links(import));
    for (uint32_t i = 0; i < gdct_import_notes(import); i++) {
      GdctImportNote note = gdct_import_note(import, i);
      json_t *object = json_place(note.place);
      json_object_set_new(object, "message", json_maybe(note.text));
      json_array_append_new(notes, object);
    }
  }
  json_object_set_new(document, "notes", notes);
  json_object_set_new(document, "findings", json_findings(account->report));
  put_json(stream, document);
}

/* ---- text ---- */

static const char *plural(uint32_t count) {
  return count == 1 ? "" : "s";
}

static void put_columns(FILE *stream, const GdctImport *import) {
  bool unused = false;

  fputs("Columns\n", stream);
  for (uint32_t i = 0; i < gdct_import_columns(import); i++) {
    GdctImportColumn column = gdct_import_column(import, i);
    unused = unused || column.key == NULL;
    put_wrapped(stream, 2, 6, "%-3s %-16s %s", column.name,
                column.key != NULL ? column.key : "-", column.heading);
  }
  if (unused)
    fputs("  (-: not imported)\n", stream);
}

/* The nodes of rows, each with its links. */
static void put_rows(FILE *stream, const GdctImport *import) {
  uint32_t links = gdct_import_links(import), link = 0;
  uint32_t nodes = gdct_import_nodes(import);

  fprintf(stream, "\n%s\n", nodes > 0 ? "Nodes" : "Links");
  for (uint32_t i = 0; i < nodes && i < MAX_LISTED; i++) {
    GdctImportNode node = gdct_import_node(import, i);
    put_wrapped(stream, 2, 8, "%-6s  %s  %s", status_words[node.status],
                node.id, node.title);
    for (; link < links && gdct_import_link(import, link).row <= node.row;
         link++) {
      GdctImportLink one = gdct_import_link(import, link);
      bool inverse = strcmp(one.from, node.id) != 0;
      put_wrapped(stream, 10, 14, "%s%s %s %s (%s%s)", inverse ? "^" : "",
                  one.relation, inverse ? "from" : "->",
                  inverse ? one.from : one.to, gdct_basis_name(one.basis),
                  one.status == GDCT_IMPORT_NEW     ? ""
                  : one.status == GDCT_IMPORT_AGAIN ? ", again"
                                                    : ", exists");
    }
  }
  for (; nodes == 0 && link < links && link < MAX_LISTED; link++) {
    GdctImportLink one = gdct_import_link(import, link);
    put_wrapped(stream, 2, 8, "%-6s  %s %s %s (%s)", status_words[one.status],
                one.from, one.relation, one.to, gdct_basis_name(one.basis));
  }
  if (MAX(nodes, links * (nodes == 0)) > MAX_LISTED)
    fprintf(stream, "  and %u more (all of them: --format json)\n",
            (nodes > 0 ? nodes : links) - MAX_LISTED);
}

/* "50 nodes: 48 new, 2 exist and stay as they are". */
static void put_counts(FILE *stream, const char *what, const uint32_t counts[3],
                       bool replaces) {
  uint32_t total = counts[0] + counts[1] + counts[2];

  fprintf(stream, "%u %s%s: %u new", total, what, plural(total),
          counts[GDCT_IMPORT_NEW]);
  if (replaces)
    fprintf(stream, ", %u made again", counts[GDCT_IMPORT_AGAIN]);
  fprintf(stream, ", %u in the mapping already\n", counts[GDCT_IMPORT_EXISTS]);
}

static void put_summary(FILE *stream, const GdctImport *import) {
  uint32_t nodes[3] = {0}, links[3] = {0}, bases[3] = {0};

  for (uint32_t i = 0; i < gdct_import_nodes(import); i++)
    nodes[gdct_import_node(import, i).status]++;
  for (uint32_t i = 0; i < gdct_import_links(import); i++) {
    links[gdct_import_link(import, i).status]++;
    bases[gdct_import_link(import, i).basis]++;
  }
  fprintf(stream, "\n%u row%s", gdct_import_rows(import),
          plural(gdct_import_rows(import)));
  if (gdct_import_empty_rows(import) > 0)
    fprintf(stream, ", %u empty row%s between them",
            gdct_import_empty_rows(import),
            plural(gdct_import_empty_rows(import)));
  fputs(".\n", stream);
  if (gdct_import_nodes(import) > 0)
    put_counts(stream, "node", nodes, nodes[GDCT_IMPORT_AGAIN] > 0);
  put_counts(stream, "link", links, links[GDCT_IMPORT_AGAIN] > 0);
  if (bases[GDCT_PROPOSED] > 0)
    fprintf(stream,
            "%u of the links %s proposed; commands follow proposed links only "
            "with --basis.\n",
            bases[GDCT_PROPOSED], bases[GDCT_PROPOSED] == 1 ? "is" : "are");
}

static void put_text_account(FILE *stream, const Account *account) {
  const GdctImport *import = account->import;
  bool wrong = gdct_report_count_of(account->report, GDCT_ERROR) > 0;
  g_autofree char *counts = count_findings(account->report);

  if (import != NULL) {
    put_columns(stream, import);
    if (gdct_import_nodes(import) + gdct_import_links(import) > 0)
      put_rows(stream, import);
    for (uint32_t i = 0; i < gdct_import_notes(import); i++) {
      GdctImportNote note = gdct_import_note(import, i);
      if (i == 0)
        fputs("\nNotes\n", stream);
      put_wrapped(stream, 2, 4, "%s", note.text);
    }
  }
  if (gdct_report_count(account->report) > 0) {
    fputs(import != NULL ? "\n" : "", stream);
    print_findings_bare(account->report, stream);
  }
  if (import != NULL)
    put_summary(stream, import);
  fprintf(stream, "Findings: %s.\n", counts);
  if (account->written != NULL)
    put_wrapped(stream, 0, 0, "Written: %s. Read it before others do.",
                account->written);
  else if (wrong)
    fputs("Nothing was written: correct the cells named above.\n", stream);
  else
    fputs("Nothing was written; -o FILE.yaml writes the mapping file.\n",
          stream);
}

/* ---- the command ---- */

/* Whether standard output is where the mapping file goes. */
static bool to_stdout(void) {
  return arg_output != NULL && strcmp(arg_output, "-") == 0 && !arg_dry_run;
}

static int put_account(const Account *account) {
  Output output = {.stream = stderr};

  if (!to_stdout() && !output_open(&output, NULL))
    return EXIT_IO;
  if (arg_format != NULL && strcmp(arg_format, "json") == 0)
    put_json_account(output.stream, account);
  else
    put_text_account(output.stream, account);
  return to_stdout() ? EXIT_FINE : output_close(&output, true);
}

/* What is in the way of writing: a file that holds somebody's work. */
static int judge_output(void) {
  g_autofree char *bytes = NULL;
  g_autoptr(GError) error = NULL;
  size_t size;

  if (arg_output == NULL || strcmp(arg_output, "-") == 0)
    return EXIT_FINE;
  if (!g_str_has_suffix(arg_output, ".yaml") &&
      !g_str_has_suffix(arg_output, ".yml"))
    return tool_usage("--output: '%s' does not end in .yaml or .yml, as "
                      "mapping files do",
                      arg_output);
  if (!g_file_test(arg_output, G_FILE_TEST_IS_REGULAR))
    return EXIT_FINE;
  if (!g_file_get_contents(arg_output, &bytes, &size, &error)) {
    tool_usage("%s", error->message);
    return EXIT_IO;
  }
  switch (gdct_import_seal(bytes, size)) {
  case GDCT_IMPORT_UNCHANGED:
    return EXIT_FINE;
  case GDCT_IMPORT_CHANGED:
    if (arg_replace || arg_dry_run)
      return EXIT_FINE;
    return tool_usage("'%s' was changed by hand since it was imported; write "
                      "to another file, or lose the changes with --replace",
                      arg_output);
  default:
    return tool_usage("'%s' is there already and was not made by import; "
                      "write to another file",
                      arg_output);
  }
}

/* The one basis that --basis names; NULL without; "" if it names several. */
static const char *link_basis(void) {
  switch (tool_scope().bases) {
  case 0:
    return NULL;
  case GDCT_BASIS_STATED:
    return gdct_basis_name(GDCT_STATED);
  case GDCT_BASIS_DERIVED:
    return gdct_basis_name(GDCT_DERIVED);
  case GDCT_BASIS_PROPOSED:
    return gdct_basis_name(GDCT_PROPOSED);
  default:
    return "";
  }
}

/* Loads the mapping together with what was made of the sheet: all its checks
 * hold for the cells too. */
static void check_result(GdctImport *import, const char *name,
                         GdctReport *report) {
  size_t size;
  const char *bytes = gdct_import_text(import, &size);
  const char *shown = name;
  char *real = realpath(name, NULL);
  Tool both;

  tool_load_more(&both, name, bytes, size);
  for (uint32_t i = 0; i < gdct_mapping_files(both.mapping); i++) {
    const char *file = gdct_mapping_file(both.mapping, i);
    char *other = realpath(file, NULL);
    if (strcmp(file, name) == 0 ||
        (real != NULL && g_strcmp0(other, real) == 0))
      shown = file;
    free(other);
  }
  gdct_import_take(import, shown, both.report, report);
  gdct_report_sort(report);
  free(real);
  tool_clear(&both);
}

static int write_file(GdctImport *import) {
  Output output;
  size_t size;
  const char *bytes = gdct_import_text(import, &size);

  if (!output_open(&output, arg_output))
    return EXIT_IO;
  output_sink(bytes, size, &output);
  return output_close(&output, true);
}

/* With a sheet and a mapping. */
static int run(const Tool *tool, const GdctTable *sheet, const char *file,
               GdctReport *report) {
  bool named = arg_output != NULL && strcmp(arg_output, "-") != 0;
  g_autofree char *name =
      named ? g_strdup(arg_output) : g_strdup_printf("%s, imported", file);
  GdctImportOptions wishes = {
      .columns = (const char *const *)arg_columns,
      .kind = arg_kind,
      .relation = arg_relation,
      .source = arg_source,
      .basis = link_basis(),
      .author = arg_by,
      .prefix = arg_prefix,
      .language = tool_language(),
      .output = named ? arg_output : NULL,
  };
  size_t before = gdct_report_count(report);
  GdctImport *import = gdct_import_new(tool->mapping, sheet, &wishes, report);
  Account account = {import, report, file, NULL};
  int status = EXIT_FINE, wrote;

  if (import == NULL)
    return tool_usage("%s", gdct_report_get(report, before)->message);
  check_result(import, name, report);
  if (gdct_report_count_of(report, GDCT_ERROR) > 0)
    status = EXIT_FINDINGS;
  else if (arg_output != NULL && !arg_dry_run) {
    status = write_file(import);
    account.written = status == EXIT_FINE ? arg_output : NULL;
  }
  wrote = status == EXIT_IO ? EXIT_FINE : put_account(&account);
  gdct_import_free(import);
  return wrote != EXIT_FINE ? wrote : status;
}

/* Options whose values are written into the file must be text. */
static int judge_options(char **arguments) {
  const char *const texts[] = {arg_by, arg_prefix, tool_language()};

  if (strcmp(arguments[1], "spreadsheet") != 0)
    return tool_usage("import: no format '%s'%s", arguments[1],
                      tool_is_near(arguments[1], "spreadsheet")
                          ? "; did you mean 'spreadsheet'?"
                          : "; there is only 'spreadsheet'");
  if (arg_format != NULL && strcmp(arg_format, "text") != 0 &&
      strcmp(arg_format, "json") != 0)
    return tool_usage("--format: '%s' is not text or json; -o FILE.yaml "
                      "writes the mapping file",
                      arg_format);
  if (arg_sheet < 1 || arg_sheet > 10000)
    return tool_usage("--sheet: %d is not the number of a sheet", arg_sheet);
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autofree char *clean =
        texts[i] != NULL ? gdct_clean_text(texts[i]) : NULL;
    if (g_strcmp0(clean, texts[i]) != 0)
      return tool_usage("'%s' is not text in one line", texts[i]);
  }
  if (g_strcmp0(link_basis(), "") == 0)
    return tool_usage("--basis: import wants one basis, for links that say "
                      "none");
  return judge_output();
}

int cmd_import(int argc, char **argv) {
  GdctReport *report;
  GdctTable *sheet;
  Tool tool = {0};
  bool again;
  int status;

  if (!tool_parse(&argc, &argv, "spreadsheet FILE", options, more, 2, 2,
                  &status))
    return status;
  status = judge_options(argv);
  if (status != EXIT_FINE)
    return status;
  report = gdct_report_new();
  sheet = gdct_table_read(argv[2], (unsigned)arg_sheet, report);
  if (sheet == NULL) {
    print_findings_bare(report, stderr);
    gdct_report_free(report);
    return EXIT_IO;
  }
  again = arg_output != NULL && strcmp(arg_output, "-") != 0 &&
          g_file_test(arg_output, G_FILE_TEST_IS_REGULAR);
  status = tool_load_more(&tool, again ? arg_output : NULL, NULL, 0);
  if (status == EXIT_FINDINGS)
    tool_report(&tool);
  if (status == EXIT_FINE)
    status = run(&tool, sheet, argv[2], report);
  tool_clear(&tool);
  gdct_table_free(sheet);
  gdct_report_free(report);
  return status;
}
