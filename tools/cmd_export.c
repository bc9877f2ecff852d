/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace export: write the whole mapping in another format. */
#include "tool.h"

#include <string.h>

static const GOptionEntry options[] = {{NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char examples[] =
    "The whole mapping is written: --as-of, --basis and --lang leave nothing "
    "out.\n\nExamples:\n  gdctrace export > mapping.xml\n  gdctrace export -o "
    "mapping.json\n  gdctrace export -o mapping.xml && xmllint --noout "
    "--schema gdctrace.xsd mapping.xml";

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
    g_string_append_printf(text, "  %-6s  %s\n", writers[i]->name,
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

int cmd_export(int argc, char **argv) {
  g_autofree char *more = describe_formats();
  const GdctWriter *writer;
  Output output;
  Tool tool;
  int status;

  if (!tool_parse(&argc, &argv, "", options, more, 0, 0, &status))
    return status;
  writer = choose_writer();
  if (writer == NULL)
    return EXIT_USAGE;
  status = tool_load(&tool);
  if (status == EXIT_FINE) {
    status = EXIT_IO;
    if (output_open(&output, arg_output)) {
      bool good = writer->write(tool.mapping, output_sink, &output);
      status = output_close(&output, good);
      if (!good)
        status = EXIT_IO;
    }
  }
  tool_clear(&tool);
  return status;
}
