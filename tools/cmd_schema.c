/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace schema: the JSON Schema of mapping files, for editors. */
#include "tool.h"

#include <string.h>

static const GOptionEntry options[] = {{NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "Writes the JSON Schema (2020-12) of mapping files with the kinds, "
    "relations and attributes\nof the mapping's model. An editor that knows "
    "YAML and JSON Schema then offers the keys\nand marks what is wrong while "
    "you write. The first line of a mapping file names it:\n\n  # "
    "yaml-language-server: $schema=mapping.schema.json\n\nThe schema sees one "
    "file; 'gdctrace check' sees all of them, and more.\n\nExamples:\n  "
    "gdctrace schema\n  gdctrace schema --mappings my-mapping -o "
    "my-mapping/mapping.schema.json";

int cmd_schema(int argc, char **argv) {
  int status, closed;
  Tool tool;
  Output output;
  bool good;

  if (!tool_parse(&argc, &argv, "", options, more, 0, 0, &status))
    return status;
  if (arg_format != NULL && strcmp(arg_format, "json") != 0)
    return tool_usage("--format: '%s' is not json", arg_format);
  status = tool_load(&tool);
  if (status == EXIT_FINE) {
    status = EXIT_IO;
    if (output_open(&output, arg_output)) {
      good = gdct_schema_write(tool.mapping, tool_language(), output_sink,
                               &output);
      closed = output_close(&output, good);
      status = good ? closed : EXIT_IO;
    }
  }
  tool_clear(&tool);
  return status;
}
