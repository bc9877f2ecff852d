/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace export: write the whole mapping in another format. */
#include "tool.h"

#include <string.h>

static char *arg_base_iri;

static const GOptionEntry options[] = {
    {"base-iri", 0, 0, G_OPTION_ARG_FILENAME, &arg_base_iri,
     "What IRIs in RDF begin with (default urn:gdctrace:)", "IRI"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char examples[] =
    "The whole mapping is written: --as-of, --basis and --lang leave nothing "
    "out.\nIn RDF each link is a statement with its evidence; those that "
    "--as-of and --basis\nlet through are direct triples too.\n\nExamples:\n"
    "  gdctrace export > mapping.xml\n"
    "  gdctrace export -o mapping.json\n"
    "  gdctrace export -o mapping.xml && xmllint --noout --schema gdctrace.xsd "
    "mapping.xml\n"
    "  gdctrace export -o mapping.ttl --base-iri https://example.org/map/";

/* The names of all formats, "xml, json". Free with g_free(). */
static char *format_names(void) {
  size_t count;
  const GdctWriter *const *writers = gdct_writers(&count);
  GString *names = g_string_new(NULL);

  for (size_t i = 0; i < count; i++)
    g_string_append_printf(names, "%s%s", i == 0 ? "" : ", ", writers[i]->name);
  return g_string_free(names, FALSE);
}

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

/* What --format says, else the ending of the file, else XML; NULL after a
 * complaint. */
static const GdctWriter *choose_writer(void) {
  g_autofree char *names = format_names();
  const GdctWriter *writer = NULL;

  if (arg_format != NULL) {
    writer = gdct_writer_find(arg_format);
    if (writer == NULL)
      tool_usage("--format: '%s' is not one of %s", arg_format, names);
  } else if (arg_output != NULL) {
    g_autofree char *base = g_path_get_basename(arg_output);
    writer = gdct_writer_for_file(base);
    if (writer == NULL && strchr(base, '.') != NULL)
      tool_usage("--output: the ending of '%s' tells no format; use --format "
                 "with one of %s",
                 arg_output, names);
    else if (writer == NULL) /* a device, or a name without ending */
      writer = gdct_writer_find("xml");
  } else {
    writer = gdct_writer_find("xml");
  }
  return writer;
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

int cmd_export(int argc, char **argv) {
  g_autofree char *more = describe_formats();
  GdctWriteOptions write_options;
  const GdctWriter *writer;
  Output output;
  Tool tool;
  int status;

  if (!tool_parse(&argc, &argv, "", options, more, 0, 0, &status))
    return status;
  writer = choose_writer();
  if (writer == NULL || !check_base_iri(writer))
    return EXIT_USAGE;
  write_options = (GdctWriteOptions){.base_iri = arg_base_iri};
  status = tool_load(&tool);
  if (status == EXIT_FINE) {
    status = EXIT_IO;
    if (output_open(&output, arg_output)) {
      bool good =
          writer->write(tool.graph, &write_options, output_sink, &output);
      status = output_close(&output, good);
      if (!good)
        status = EXIT_IO;
    }
  }
  tool_clear(&tool);
  return status;
}
