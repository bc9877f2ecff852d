/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace export: write the whole mapping in another format. */
#include "tool.h"

#include <string.h>

static char *arg_base_iri;
static char **arg_rules;

static const GOptionEntry options[] = {
    {"base-iri", 0, 0, G_OPTION_ARG_FILENAME, &arg_base_iri,
     "What IRIs in RDF begin with (default urn:gdctrace:)", "IRI"},
    {"rule", 'r', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_rules,
     "In SPARQL, only this rule (may be repeated)", "RULE"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char examples[] =
    "The whole mapping is written: --as-of, --basis and --lang leave nothing "
    "out.\nIn RDF each link is a statement with its evidence; those that "
    "--as-of and --basis\nlet through are direct triples too.\n\nExamples:\n"
    "  gdctrace export > mapping.xml\n"
    "  gdctrace export -o mapping.json\n"
    "  gdctrace export -o mapping.xml && xmllint --noout --schema gdctrace.xsd "
    "mapping.xml\n"
    "  gdctrace export -o mapping.ttl --base-iri https://example.org/map/\n"
    "  gdctrace export --format sparql --rule objective-has-itu-activity";

/* The formats with what they are for, under the options in the help. */
static char *describe_formats(void) {
  size_t count;
  const GdctWriter *const *writers = gdct_writers(&count);
  GString *text = g_string_new("Formats:\n");

  for (size_t i = 0; i < count; i++)
    g_string_append_printf(text, "  %-8s  %s\n", writers[i]->name,
                           writers[i]->summary);
  g_string_append_printf(text, "\n%s", examples);
  return g_string_free(text, FALSE);
}

/* NULL after a complaint. */
static const GdctWriter *choose_writer(void) {
  size_t count;
  const GdctWriter *const *writers = gdct_writers(&count);
  g_autofree ToolFormat *rows = g_new(ToolFormat, count);
  int chosen;

  for (size_t i = 0; i < count; i++)
    rows[i] = (ToolFormat){writers[i]->name, writers[i]->extension, false};
  chosen = tool_choose_format(rows, count, "xml");
  return chosen < 0 ? NULL : writers[chosen];
}

/* Whether --base-iri suits the format; complains if not. */
static bool check_base_iri(const GdctWriter *writer) {
  if (arg_base_iri == NULL)
    return true;
  if (!writer->takes_base_iri)
    tool_usage("--base-iri: %s has no IRIs; it is for RDF", writer->name);
  else if (!gdct_base_iri_is_good(arg_base_iri))
    tool_usage("--base-iri: '%s' is not an absolute IRI that ends in /, # or :",
               arg_base_iri);
  else
    return true;
  return false;
}

/* Finds the rules of --rule; complains if the format has none, or of one that
 * is not there. Of uint32_t; NULL after a complaint. */
static GArray *find_rules(const Tool *tool) {
  GArray *rules = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (size_t i = 0; arg_rules != NULL && arg_rules[i] != NULL; i++) {
    uint32_t rule = tool_find(tool, GDCT_RULE, "rule", arg_rules[i]);
    if (rule == GDCT_NONE) {
      g_array_unref(rules);
      return NULL;
    }
    g_array_append_val(rules, rule);
  }
  return rules;
}

/* Complains of what the format cannot say. */
static int refuse(const GdctWriter *writer, const Tool *tool,
                  const GdctWriteOptions *write_options) {
  g_autofree char *problem = NULL;

  if (writer->refuse == NULL)
    return EXIT_FINE;
  problem = writer->refuse(tool->graph, write_options);
  if (problem == NULL)
    return EXIT_FINE;
  return tool_usage("--format %s: %s%s", writer->name, problem,
                    arg_rules == NULL && writer->takes_rules
                        ? "; with --rule the others can be written"
                        : "");
}

static int put_mapping(const GdctWriter *writer, const Tool *tool,
                       const GdctWriteOptions *write_options) {
  Output output;
  bool good;
  int status;

  if (!output_open(&output, arg_output))
    return EXIT_IO;
  good = writer->write(tool->graph, write_options, output_sink, &output);
  status = output_close(&output, good);
  return good ? status : EXIT_IO;
}

int cmd_export(int argc, char **argv) {
  g_autofree char *more = describe_formats();
  GdctWriteOptions write_options;
  const GdctWriter *writer;
  g_autoptr(GArray) rules = NULL;
  Tool tool;
  int status;

  if (!tool_parse(&argc, &argv, "", options, more, 0, 0, &status))
    return status;
  writer = choose_writer();
  if (writer == NULL || !check_base_iri(writer))
    return EXIT_USAGE;
  if (arg_rules != NULL && !writer->takes_rules)
    return tool_usage("--rule: %s has the whole mapping; it is for sparql",
                      writer->name);
  status = tool_load(&tool);
  if (status == EXIT_FINE && (rules = find_rules(&tool)) == NULL)
    status = EXIT_USAGE;
  if (status == EXIT_FINE) {
    write_options =
        (GdctWriteOptions){.base_iri = arg_base_iri,
                           .language = tool_language(),
                           .rules = (const uint32_t *)(void *)rules->data,
                           .n_rules = rules->len};
    status = refuse(writer, &tool, &write_options);
  }
  if (status == EXIT_FINE)
    status = put_mapping(writer, &tool, &write_options);
  tool_clear(&tool);
  return status;
}
