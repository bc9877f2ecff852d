/* SPDX-License-Identifier: Apache-2.0 */
/* CSV, RFC 4180, by libcsv; made to be opened in a spreadsheet. */
#include <gdctrace/write.h>

#include <csv.h>
#include <glib.h>
#include <string.h>

/* A text that a spreadsheet would take for a formula, or would once it has cut
 * off white space. A number may have its sign. */
static bool is_formula(const char *cell) {
  const char *text = cell + strspn(cell, " \t\r\n");
  char *end;

  if (*text == '\0' || strchr("=+-@", *text) == NULL)
    return text != cell && *text != '\0' && strchr("\t\r", *cell) != NULL;
  g_ascii_strtod(text, &end);
  return end == text || *end != '\0';
}

bool gdct_csv_row(FILE *stream, const char *const *cells) {
  bool fine = true;

  for (size_t i = 0; cells[i] != NULL; i++) {
    g_autofree char *cell =
        g_strconcat(is_formula(cells[i]) ? "'" : "", cells[i], NULL);
    if (i > 0)
      fine = putc(',', stream) != EOF && fine;
    fine = csv_fwrite(stream, cell, strlen(cell)) == 0 && fine;
  }
  return fputs("\r\n", stream) != EOF && fine;
}
