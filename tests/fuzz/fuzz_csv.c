/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a spreadsheet in CSV, imported as nodes and as links into a
 * small mapping. What is written is read back by the import itself, which
 * aborts if it is not the same. */
#include <gdctrace/import.h>

#include <glib.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char model[] =
    "gdctrace: 1\n"
    "model:\n"
    "  frameworks: [{id: f, title: F}]\n"
    "  kinds:\n"
    "    - {id: task, framework: f, title: Task, attributes: [\n"
    "        {name: tag, type: text, many: yes},\n"
    "        {name: sort, type: choice, values: [x, y]}]}\n"
    "    - {id: goal, framework: f, title: Goal}\n"
    "  relations:\n"
    "    - {id: serves, inverse: served-by, from: task, to: goal}\n"
    "sources: [{id: doc, title: Document}]\n"
    "nodes: [{id: f.g1, kind: goal, title: First goal}]\n";

static void import(const GdctMapping *mapping, const GdctTable *table,
                   const char *columns) {
  const char *const list[] = {columns, NULL};
  GdctImportOptions options = {
      .columns = list, .kind = "task", .relation = "serves"};
  GdctReport *report = gdct_report_new();
  GdctReport *findings = gdct_report_new();
  GdctImport *result = gdct_import_new(mapping, table, &options, report);

  if (result != NULL) {
    size_t length;
    const char *text = gdct_import_text(result, &length);
    GdctMapping *again = gdct_mapping_load_bytes("t", text, length, findings);
    if (gdct_import_seal(text, length) != GDCT_IMPORT_UNCHANGED)
      abort();
    gdct_import_take(result, "t", findings, report);
    gdct_mapping_free(again);
  }
  gdct_import_free(result);
  gdct_report_free(findings);
  gdct_report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping =
      gdct_mapping_load_bytes("m", model, strlen(model), report);
  GdctTable *table =
      gdct_table_read_bytes("fuzz.csv", (const char *)bytes, size, report);

  import(mapping, table, "title=Name,serves=Goal");
  import(mapping, table, "from=Name,to=Goal");
  gdct_table_free(table);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return 0;
}
