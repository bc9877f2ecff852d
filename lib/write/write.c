/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats. */
#include "write/writers.h"

#include <glib.h>
#include <string.h>

static const GdctWriter *const writers[] = {
    &gdct_writer_xml, &gdct_writer_json, &gdct_writer_turtle,
    &gdct_writer_ntriples, &gdct_writer_sparql};

const GdctWriter *const *gdct_writers(size_t *ret_count) {
  *ret_count = G_N_ELEMENTS(writers);
  return writers;
}

const GdctWriter *gdct_writer_find(const char *name) {
  for (size_t i = 0; i < G_N_ELEMENTS(writers); i++)
    if (strcmp(writers[i]->name, name) == 0)
      return writers[i];
  return NULL;
}

const GdctWriter *gdct_writer_for_file(const char *file) {
  size_t length = strlen(file);

  for (size_t i = 0; i < G_N_ELEMENTS(writers); i++) {
    size_t tail = strlen(writers[i]->extension);
    /* "report.XML" is what some systems make of "report.xml". */
    if (length > tail &&
        g_ascii_strcasecmp(file + length - tail, writers[i]->extension) == 0)
      return writers[i];
  }
  return NULL;
}

const GdctMatrixWriter *const *gdct_matrix_writers(size_t *ret_count) {
  static const GdctMatrixWriter *const table[] = {&gdct_matrix_writer_html,
                                                  &gdct_matrix_writer_svg,
                                                  &gdct_matrix_writer_xlsx};

  *ret_count = G_N_ELEMENTS(table);
  return table;
}
