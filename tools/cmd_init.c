/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace init: a mapping to begin with, which loads without a finding. */
#include "tool.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean arg_frameworks, arg_own_model;

static const GOptionEntry options[] = {
    {"frameworks", 0, 0, G_OPTION_ARG_NONE, &arg_frameworks,
     "Include the bundled frameworks (the default)", NULL},
    {"own-model", 0, 0, G_OPTION_ARG_NONE, &arg_own_model,
     "Begin with a small model of your own, without the Compact, WSIS and the "
     "SDGs",
     NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "Makes the folder DIR, or fills it if it is empty, with a small mapping "
    "whose comments say how\nto go on: sources, one activity with its "
    "evidence, "
    "and a README. It includes the bundled\nframeworks: the Global Digital "
    "Compact, WSIS action lines and SDGs.\n\nExit status 2: DIR is "
    "there and not empty.\n\nExamples:\n  gdctrace init our-mapping\n  "
    "gdctrace "
    "check --mappings our-mapping\n  gdctrace init strategy --own-model";

#define SCHEMA "mapping.schema.json"
#define MODELINE "# yaml-language-server: $schema=" SCHEMA "\n"

static const char sources[] = MODELINE
    "# The documents that links cite. Give each one its own entry.\n"
    "gdctrace: 1\n"
    "\n"
    "sources:\n"
    "  - id: our-programme        # what evidence calls it; not shown to "
    "readers\n"
    "    title: Programme of work 2026\n"
    "    publisher: Our office\n"
    "    date: 2026               # as precise as you know: 2026, 2026-03, "
    "2026-03-14\n"
    "    # symbol: ABC/2026/1     # the document's symbol, if it has one\n"
    "    # url: https://example.org/programme\n"
    "    # file: programme.pdf    # then 'gdctrace verify --texts FOLDER' "
    "looks "
    "for every quote in it\n";

static const char activities[] = MODELINE
    "# What you do, and what it supports. Copy the entry below for each "
    "activity, then remove the example.\n"
    "gdctrace: 1\n"
    "\n"
    "# The objectives, commitments, action lines and goals that links lead "
    "to. Add builtin:rules to be told which of them\n"
    "# have no activity yet, and builtin:itu to have the activities of ITU "
    "too.\n"
    "include: [builtin:frameworks]\n"
    "\n"
    "# What every link in this file says unless it says otherwise.\n"
    "defaults:\n"
    "  source: our-programme\n"
    "  basis: stated              # a document says so; 'derived': it follows; "
    "'proposed': we suggest it\n"
    "\n"
    "nodes:\n"
    "  - id: our.school-radio     # a short id that stays: letters, digits, "
    "dots, hyphens\n"
    "    kind: itu-activity\n"
    "    title: School radio\n"
    "    summary: Brings lessons to schools that have no Internet yet\n"
    "    status: ongoing          # planned, ongoing, completed or suspended\n"
    "    start: 2024-09\n"
    "    sector: [ITU-D]          # ITU-R, ITU-T, ITU-D or General "
    "Secretariat\n"
    "    sector-basis: inferred   # stated, if the document names the sector\n"
    "    links:\n"
    "      supports:              # 'gdctrace list gdc-objective' and "
    "'gdctrace list gdc-commitment' show what there is\n"
    "        - to: gdc.o1\n"
    "          locator: section 2, paragraph 3\n"
    "          quote: lessons by radio reach the schools that are not yet "
    "connected   # copied, not retyped\n"
    "        # What no document says, but you think:\n"
    "        - to: gdc.11d\n"
    "          basis: proposed\n"
    "          rationale: Radio serves the schools until they are connected\n"
    "          confidence: 0.6\n"
    "          author: Our office\n";

static const char own_model[] = MODELINE
    "# The words of this mapping: kinds of nodes, and the relations that may "
    "join them. Change them to fit your strategy;\n"
    "# then 'gdctrace schema --mappings DIR -o DIR/mapping.schema.json' tells "
    "your editor.\n"
    "gdctrace: 1\n"
    "\n"
    "model:\n"
    "  frameworks:\n"
    "    - {id: strategy, title: Our strategy, color: \"#1a5fb4\"}\n"
    "    - {id: work, title: Our work, color: \"#26a269\"}\n"
    "  kinds:\n"
    "    - {id: objective, framework: strategy, title: Objective, plural: "
    "Objectives}\n"
    "    - id: activity\n"
    "      framework: work\n"
    "      title: Activity\n"
    "      plural: Activities\n"
    "      attributes:            # what activities can say beside title, "
    "summary, status, start and end\n"
    "        - {name: department, type: text}\n"
    "  relations:\n"
    "    - {id: supports, title: supports, inverse: supported-by, "
    "inverse-title: supported by, from: activity, to: objective}\n"
    "\n"
    "# What the mapping is asked. A gap of severity error makes 'gdctrace "
    "check' fail.\n"
    "rules:\n"
    "  - id: objective-has-activity\n"
    "    title: Every objective is supported by an activity\n"
    "    summary: A gap means that nobody delivers the objective, or that "
    "nobody has written down who does\n"
    "    severity: warning\n"
    "    each: objective\n"
    "    reach: activity\n"
    "    grades:\n"
    "      - {id: direct, path: \"^supports\", counts: covered}\n"
    "\n"
    "# Pictures: 'gdctrace draw --mappings DIR overview -o overview.svg'.\n"
    "views:\n"
    "  - id: overview\n"
    "    title: Who delivers our strategy\n"
    "    columns:\n"
    "      - {kinds: [activity]}\n"
    "      - {kinds: [objective]}\n"
    "    links:\n"
    "      - {path: supports}\n"
    "    show: all\n"
    "    rule: objective-has-activity\n";

static const char own_objectives[] = MODELINE
    "# What is asked for. Copy the words of the document that asks.\n"
    "gdctrace: 1\n"
    "\n"
    "nodes:\n"
    "  - id: objective.1          # a short id that stays: letters, digits, "
    "dots, hyphens\n"
    "    kind: objective\n"
    "    title: Connect every school\n"
    "    evidence:\n"
    "      - {source: our-strategy, locator: section 1, quote: every school "
    "shall be connected}\n";

static const char own_sources[] = MODELINE
    "# The documents that links cite. Give each one its own entry.\n"
    "gdctrace: 1\n"
    "\n"
    "sources:\n"
    "  - id: our-strategy         # what evidence calls it; not shown to "
    "readers\n"
    "    title: Digital strategy\n"
    "    date: 2025               # as precise as you know: 2025, 2025-03, "
    "2025-03-14\n"
    "  - id: our-programme\n"
    "    title: Programme of work 2026\n"
    "    date: 2026\n"
    "    # file: programme.pdf    # then 'gdctrace verify --texts FOLDER' "
    "looks "
    "for every quote in it\n";

static const char own_activities[] = MODELINE
    "# What is done, and what it supports. Copy the entry below for each "
    "activity.\n"
    "gdctrace: 1\n"
    "\n"
    "# What every link in this file says unless it says otherwise.\n"
    "defaults:\n"
    "  source: our-programme\n"
    "  basis: stated              # a document says so; 'derived': it follows; "
    "'proposed': we suggest it\n"
    "\n"
    "nodes:\n"
    "  - id: activity.school-radio\n"
    "    kind: activity\n"
    "    title: School radio\n"
    "    department: Education\n"
    "    status: ongoing          # planned, ongoing, completed or suspended\n"
    "    start: 2024-09\n"
    "    links:\n"
    "      supports:\n"
    "        - to: objective.1\n"
    "          locator: section 2, paragraph 3\n"
    "          quote: lessons by radio reach the schools that are not yet "
    "connected   # copied, not retyped\n";

static const char readme[] =
    "# A mapping\n"
    "\n"
    "What is asked for, what we do, and which document says that the one "
    "supports the other. The `.yaml` files are read\n"
    "together; how many there are, and their names, is up to you.\n"
    "\n"
    "Run these in the folder above:\n"
    "\n"
    "| to | run |\n"
    "|---|---|\n"
    "| find mistakes, and the gaps that rules ask about | `gdctrace check "
    "--mappings DIR` |\n"
    "| write down the gaps there are today | `gdctrace check --mappings DIR "
    "--baseline DIR/known-gaps.txt --update-baseline` |\n"
    "| hear of new gaps only | `gdctrace check --mappings DIR --baseline "
    "DIR/known-gaps.txt` |\n"
    "| know what a finding means | `gdctrace check --explain CODE` |\n"
    "| tell your editor of a changed model | `gdctrace schema --mappings DIR "
    "-o DIR/mapping.schema.json` |\n"
    "| find an id | `gdctrace list --mappings DIR` |\n"
    "| see one node and its evidence | `gdctrace show --mappings DIR ID` |\n"
    "| look for the quotes in the documents | `gdctrace verify --mappings DIR "
    "--texts FOLDER` |\n"
    "| make a picture of what is around a node | `gdctrace draw --mappings DIR "
    "--node ID -o picture.svg` |\n"
    "\n"
    "A gap is no mistake: it shows where nobody delivers, or where nobody has "
    "written down who does. Leave it open, or add a\n"
    "waiver that says why there is nothing to map, who decided so, and until "
    "when. gdctrace(1) describes the format.\n";

typedef struct {
  const char *name, *text;
} Template;

static const Template with_frameworks[] = {{"README.md", readme},
                                           {"activities.yaml", activities},
                                           {"sources.yaml", sources},
                                           {NULL, NULL}};
static const Template with_own_model[] = {
    {"README.md", readme},         {"activities.yaml", own_activities},
    {"model.yaml", own_model},     {"objectives.yaml", own_objectives},
    {"sources.yaml", own_sources}, {NULL, NULL}};

static int complain(const char *path) {
  g_autofree char *clean = gdct_clean_text(path);

  fprintf(stderr, "gdctrace: cannot make %s: %s\n", clean, g_strerror(errno));
  return EXIT_IO;
}

/* Whether nothing stands at @path but perhaps an empty folder; complains. */
static bool is_free(const char *path, int *ret_status) {
  GDir *folder;
  bool empty;
  struct stat facts;

  *ret_status = EXIT_USAGE;
  if (lstat(path, &facts) != 0) {
    *ret_status = EXIT_IO;
    return errno == ENOENT || (complain(path), false);
  }
  folder = g_dir_open(path, 0, NULL);
  empty = folder != NULL && g_dir_read_name(folder) == NULL;
  if (folder == NULL)
    tool_usage("'%s' is no folder that can be filled", path);
  else if (!empty)
    tool_usage("'%s' is not empty; name a new folder", path);
  if (folder != NULL)
    g_dir_close(folder);
  return empty;
}

/* Writes a file of a new folder; "DIR" in it becomes the folder's name. */
static bool write_file(const char *folder, const char *name, const char *text,
                       const char *dir) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autofree char *quoted = g_shell_quote(dir);
  bool plain =
      dir[strspn(dir, "abcdefghijklmnopqrstuvwxyz"
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] == '\0';
  g_autofree char *clean = gdct_clean_text(plain ? dir : quoted);
  g_auto(GStrv) parts = g_strsplit(text, "DIR", -1);
  g_autofree char *whole = g_strjoinv(clean, parts);

  return g_file_set_contents_full(path, whole, -1,
                                  G_FILE_SET_CONTENTS_CONSISTENT, 0666, NULL);
}

/* Writes the schema of the mapping in a folder, which must be without
 * errors; says so if it is not. */
static int write_schema(const char *folder) {
  g_autofree char *path = g_build_filename(folder, SCHEMA, NULL);
  int status, closed;
  Tool tool;
  Output output;

  status = tool_load_path(&tool, folder);
  if (status == EXIT_FINDINGS)
    print_findings(tool.report, GDCT_ERROR, stderr);
  if (status == EXIT_FINE) {
    status = EXIT_IO;
    if (output_open(&output, path)) {
      bool good = gdct_schema_write(tool.mapping, tool_language(), output_sink,
                                    &output);
      closed = output_close(&output, good);
      status = good ? closed : EXIT_IO;
    }
  }
  tool_clear(&tool);
  return status;
}

/* Removes a folder and the files that were written into it. */
static void remove_folder(const char *folder, const Template *files) {
  g_autofree char *schema = g_build_filename(folder, SCHEMA, NULL);

  for (; files->name != NULL; files++) {
    g_autofree char *path = g_build_filename(folder, files->name, NULL);
    g_unlink(path);
  }
  g_unlink(schema);
  g_rmdir(folder);
}

/* Writes all files into a folder beside @path, which then takes its name: an
 * empty folder gives way to it. */
static int make_mapping(const char *path, const Template *files) {
  g_autofree char *name = g_path_get_basename(path);
  g_autofree char *beside = g_strconcat(path, ".XXXXXX", NULL);
  mode_t mask = umask(0);
  int status = EXIT_IO;
  bool good = true;

  umask(mask);
  if (g_mkdtemp_full(beside, 0700) == NULL)
    return complain(path);
  for (const Template *file = files; good && file->name != NULL; file++)
    good = write_file(beside, file->name, file->text, name);
  if (good)
    status = write_schema(beside);
  if (!good || (status == EXIT_FINE && (chmod(beside, 0777 & ~mask) != 0 ||
                                        g_rename(beside, path) != 0)))
    status = complain(path);
  if (status != EXIT_FINE)
    remove_folder(beside, files);
  return status;
}

int cmd_init(int argc, char **argv) {
  int status;
  char *path;
  const Template *files;
  Output output;

  if (!tool_parse(&argc, &argv, "DIR", options, more, 1, 1, &status))
    return status;
  if (arg_output != NULL || arg_format != NULL)
    return tool_usage("init takes neither --output nor --format");
  if (arg_frameworks && arg_own_model)
    return tool_usage("--frameworks and --own-model exclude each other");
  path = argv[1];
  while (strlen(path) > 1 && g_str_has_suffix(path, "/"))
    path[strlen(path) - 1] = '\0';
  if (*path == '\0' || strcmp(path, ".") == 0 || strcmp(path, "..") == 0)
    return tool_usage("init needs the name of a folder to make");
  if (!is_free(path, &status))
    return status;
  files = arg_own_model ? with_own_model : with_frameworks;
  status = make_mapping(path, files);
  if (status != EXIT_FINE || !output_open(&output, NULL))
    return status != EXIT_FINE ? status : EXIT_IO;
  for (const Template *file = files; file->name != NULL; file++)
    put_wrapped(output.stream, 0, 2, "%s/%s", path, file->name);
  put_wrapped(output.stream, 0, 2, "%s/%s", path, SCHEMA);
  put_wrapped(output.stream, 0, 2,
              "Read README.md there, then: gdctrace check --mappings %s", path);
  return output_close(&output, true);
}
