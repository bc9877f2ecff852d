/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace: finds the subcommand and runs it. */
#include "tool.h"

#include <string.h>

const Command commands[] = {
    {"check", "Check a mapping: every problem, every gap, and why", cmd_check},
    {"list", "List the nodes of a kind, or what a rule misses", cmd_list},
    {"show", "Show one node and every link in and out, with evidence",
     cmd_show},
    {"trace", "Follow a path from a node", cmd_trace},
    {"matrix", "Count what joins the nodes of two kinds", cmd_matrix},
    {"draw", "Draw a view, or the surroundings of a node", cmd_draw},
    {"report",
     "Write a document for a review: annex, review, road-map, work-plan",
     cmd_report},
    {"overlap", "Find what several sectors serve, and who coordinates it",
     cmd_overlap},
    {"review", "Record that links were reviewed; list what is stale or not yet",
     cmd_review},
    {"diff", "Compare two mappings: what changed, and what it does to coverage",
     cmd_diff},
    {"suggest", "Candidate links for a node or for gaps, by words in common",
     cmd_suggest},
    {"verify", "Look for every quote in the documents", cmd_verify},
    {"export", "Write the whole mapping in another format", cmd_export},
    {"import", "Make a mapping file of a spreadsheet", cmd_import},
    {"init", "Start a mapping of your own", cmd_init},
    {"schema", "Write the JSON Schema of mapping files, for editors",
     cmd_schema},
    {NULL, NULL, NULL}};

static void print_usage(FILE *stream) {
  fputs("Usage: gdctrace [OPTION...] COMMAND [ARGUMENT...]\n\n"
        "Traces what the Global Digital Compact asks for, through the WSIS "
        "action lines\nand the Sustainable Development Goals, to the ITU "
        "activities that deliver it.\n\nCommands:\n",
        stream);
  for (const Command *command = commands; command->name != NULL; command++)
    fprintf(stream, "  %-8s  %s\n", command->name, command->summary);
  fputs("\n'gdctrace COMMAND --help' tells more. Without --mappings a command "
        "works on\n./mappings if there is one, else on the bundled mapping.\n"
        "\nExit status: 0 fine; 1 errors in the data, or for check a gap in a "
        "rule of\nseverity error; 2 wrong usage; 3 input or output failed.\n",
        stream);
}

/* Whether an option before the command takes the next word as its value. */
static bool takes_value(const char *word) {
  for (const GOptionEntry *entry = global_options; entry->long_name != NULL;
       entry++) {
    if (entry->arg == G_OPTION_ARG_NONE)
      continue;
    if (strncmp(word, "--", 2) == 0 && strcmp(word + 2, entry->long_name) == 0)
      return true;
    if (word[1] == entry->short_name && entry->short_name != 0 &&
        word[2] == '\0')
      return true;
  }
  return false;
}

/* Whether a word before the command is an option of every command. */
static bool is_global(const char *word) {
  if (strncmp(word, "--", 2) != 0)
    return true; /* of one letter, perhaps several, or with its value */
  for (const GOptionEntry *entry = global_options; entry->long_name != NULL;
       entry++) {
    size_t length = strlen(entry->long_name);
    if (strncmp(word + 2, entry->long_name, length) == 0 &&
        (word[2 + length] == '\0' || word[2 + length] == '='))
      return true;
  }
  return false;
}

/* The position of the command in argv, or argc. */
static int find_command(int argc, char **argv) {
  int i = 1;

  while (i < argc && argv[i][0] == '-' && argv[i][1] != '\0')
    i += takes_value(argv[i]) ? 2 : 1;
  return MIN(i, argc);
}

/* Runs without a command: --help, --version, or wrong usage. */
static int run_bare(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    bool help = strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0;
    if (!help && strcmp(argv[i], "--version") != 0)
      continue;
    if (help)
      print_usage(stdout);
    else
      puts("gdctrace " VERSION);
    Output output = {.stream = stdout};
    return output_close(&output, true);
  }
  print_usage(stderr);
  return EXIT_USAGE;
}

int main(int argc, char **argv) {
  int at = find_command(argc, argv);
  const char *name;

  if (at == argc)
    return run_bare(argc, argv);
  name = argv[at];
  for (const Command *command = commands; command->name != NULL; command++) {
    if (strcmp(command->name, name) != 0)
      continue;
    /* The command's name goes first; the options before it stay options. */
    memmove(&argv[2], &argv[1], (size_t)(at - 1) * sizeof *argv);
    argv[1] = (char *)name;
    return command->run(argc - 1, argv + 1);
  }
  if (at > 1 && argv[at - 1][0] == '-' && !is_global(argv[at - 1]))
    return tool_usage("no command '%s' behind '%s', which is no option of "
                      "every command; see 'gdctrace --help'",
                      name, argv[at - 1]);
  for (const Command *command = commands; command->name != NULL; command++)
    if (tool_is_near(name, command->name))
      return tool_usage("no command '%s'; did you mean '%s'?", name,
                        command->name);
  return tool_usage("no command '%s'; see 'gdctrace --help'", name);
}
