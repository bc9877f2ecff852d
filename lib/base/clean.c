/* SPDX-License-Identifier: Apache-2.0 */
#include <gdctrace/report.h>

#include <glib.h>
#include <string.h>

/* The plain marks U+200E, U+200F and U+061C only order their neighbours and
 * stay. */
static bool is_harmful(gunichar c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || (c & 0xFFFE) == 0xFFFE;
}

/* Most texts are clean already. */
static bool is_clean(const char *text) {
  while (*text >= ' ' && *text < 0x7F)
    text++;
  if (*text == '\0')
    return true;
  if (!g_utf8_validate(text, -1, NULL))
    return false;
  for (; *text != '\0'; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (c < ' ' || c == 0x2028 || c == 0x2029 || is_harmful(c))
      return false;
  }
  return true;
}

char *gdct_clean_text(const char *text) {
  g_autofree char *valid = NULL;
  GString *clean;

  if (is_clean(text))
    return g_strdup(text);
  valid = g_utf8_make_valid(text, -1);
  clean = g_string_sized_new(strlen(valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (c == '\n' || c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029)
      c = ' ';
    g_string_append_unichar(clean, is_harmful(c) ? 0xFFFD : c);
  }
  return g_string_free(clean, FALSE);
}
