/* SPDX-License-Identifier: Apache-2.0 */
/* Names of sheets, as Excel takes them; a name it does not take makes it offer
 * a repair of the file. libxlsxwriter refuses some of those, and quotes none
 * of the apostrophes in references to a sheet. */
#include "write/xlsx.h"

#include <gdctrace/report.h>

#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MAX_UNITS 31 /* of UTF-16 */

/* Cuts what does not fit into @units. */
static void cut(char *text, int units) {
  char *at = text;

  for (; *at != '\0'; at = g_utf8_next_char(at)) {
    units -= g_utf8_get_char(at) > 0xFFFF ? 2 : 1;
    if (units < 0)
      break;
  }
  *at = '\0';
  g_strchomp(text);
}

/* In one line, with other characters for those that a name may not have. */
static char *allowed(const char *text) {
  g_autofree char *clean = gdct_clean_text(text);
  GString *name = g_string_new(g_strstrip(clean));

  g_string_replace(name, "'", "\u2019", 0);
  for (char *at = name->str; *at != '\0'; at++)
    if (strchr("[]:*?/\\", *at) != NULL)
      *at = '-';
  cut(name->str, MAX_UNITS);
  if (*name->str == '\0')
    g_string_assign(name, "-");
  return g_string_free(name, FALSE);
}

static bool is_taken(const char *name, const char *const *taken) {
  g_autofree char *folded = g_utf8_casefold(name, -1);

  if (strcmp(folded, "history") == 0)
    return true; /* Excel keeps it for itself */
  for (; *taken != NULL; taken++) {
    g_autofree char *other = g_utf8_casefold(*taken, -1);
    if (strcmp(folded, other) == 0)
      return true;
  }
  return false;
}

char *gdct_sheet_name(const char *text, const char *const *taken) {
  g_autofree char *first = allowed(text);
  char *name = g_strdup(first);

  for (unsigned number = 2; is_taken(name, taken); number++) {
    g_autofree char *ending = g_strdup_printf(" %u", number);
    g_autofree char *start = g_strdup(first);
    cut(start, MAX_UNITS - (int)strlen(ending));
    g_free(name);
    name = g_strconcat(start, ending, NULL);
  }
  return name;
}
