/* SPDX-License-Identifier: Apache-2.0 */
#include "draw/theme.h"

#include "draw/color.h"

#include <glib.h>
#include <string.h>

/* Lighter than any ink, and than any band; as dark as the tint of black. */
#define PAPER_LUMINANCE 0.77

/* Links, and gaps: on a dark screen, and in greys far enough apart to tell
 * those that are often seen together. */
static const struct {
  const char *light, *dark, *grey;
} lines[] = {
    {"#3d5a80", "#a8b8cf", "#2e2e2e"}, {"#7d4406", "#d9b48a", "#7c7c7c"},
    {"#5b2a86", "#c8aee0", "#4f4f4f"}, {"#005f53", "#86c8bd", "#8c8c8c"},
    {"#8c1c4a", "#e3a3bd", "#3e3e3e"}, {"#5c5c00", "#c9c98a", "#6a6a6a"},
    {GDCT_ALARM, "#ffa3ad", "#000000"}};

static int byte_of(const char *color, int index) {
  return g_ascii_xdigit_value(color[1 + 2 * index]) * 16 +
         g_ascii_xdigit_value(color[2 + 2 * index]);
}

static void put_color(char *ret_color, int red, int green, int blue) {
  g_snprintf(ret_color, GDCT_COLOR_SIZE, "#%02x%02x%02x",
             (unsigned)CLAMP(red, 0, 255), (unsigned)CLAMP(green, 0, 255),
             (unsigned)CLAMP(blue, 0, 255));
}

static bool is_grey(const char *color) {
  return byte_of(color, 0) == byte_of(color, 1) &&
         byte_of(color, 1) == byte_of(color, 2);
}

static bool is_line(const char *color) {
  for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
    if (g_ascii_strcasecmp(color, lines[i].light) == 0)
      return true;
  return false;
}

void gdct_theme_band(const char *color, char *ret_color) {
  int bytes[3];

  for (int i = 0; i < 3; i++)
    bytes[i] = byte_of(color, i);
  put_color(ret_color, bytes[0], bytes[1], bytes[2]);
  while (gdct_color_luminance(ret_color) > 0.7) {
    for (int i = 0; i < 3; i++)
      bytes[i] = bytes[i] * 15 / 16;
    put_color(ret_color, bytes[0], bytes[1], bytes[2]);
  }
  if (is_grey(ret_color) || is_line(ret_color))
    put_color(ret_color, bytes[0], bytes[1],
              bytes[2] < 255 ? bytes[2] + 1 : 254);
}

/* Not quite black and white, which are also ink and paper. */
const char *gdct_theme_on_band(const char *band) {
  return *gdct_color_text(band) != '\0' &&
                 strcmp(gdct_color_text(band), "#ffffff") == 0
             ? "#fefefe"
             : "#010101";
}

static bool is_on_band(const char *color) {
  return strcmp(color, "#fefefe") == 0 || strcmp(color, "#010101") == 0;
}

static void to_grey(const char *color, char *ret_color) {
  double light = gdct_color_luminance(color);
  int low = 0, high = 255;
  char grey[GDCT_COLOR_SIZE];

  while (low < high) { /* the darkest grey that is as light */
    int middle = (low + high) / 2;
    put_color(grey, middle, middle, middle);
    if (gdct_color_luminance(grey) >= light)
      high = middle;
    else
      low = middle + 1;
  }
  /* To the other side of where black and white contrast alike. */
  if (light < 0.1791 && low > 0)
    low--;
  put_color(ret_color, low, low, low);
}

void gdct_theme_color(GdctThemeName theme, const char *color, char *ret_color) {
  g_strlcpy(ret_color, color, GDCT_COLOR_SIZE);
  if (is_on_band(color) || theme == GDCT_THEME_COLOR)
    return;
  for (size_t i = 0; theme == GDCT_THEME_GREY && i < G_N_ELEMENTS(lines); i++)
    if (strcmp(color, lines[i].light) == 0) {
      g_strlcpy(ret_color, lines[i].grey, GDCT_COLOR_SIZE);
      return;
    }
  if (theme == GDCT_THEME_GREY && !is_grey(color))
    to_grey(color, ret_color);
  else if (theme == GDCT_THEME_CONTRAST &&
           gdct_color_luminance(color) > PAPER_LUMINANCE)
    put_color(ret_color, 255, 255, 255);
  else if (theme == GDCT_THEME_CONTRAST && is_grey(color))
    put_color(ret_color, 0, 0, 0);
}

char *gdct_theme_label(GdctThemeName theme, const char *label) {
  GString *out = g_string_new(NULL);

  /* A quotation mark of a title is an entity here. */
  for (const char *p = label; *p != '\0'; p++) {
    char color[GDCT_COLOR_SIZE];
    g_string_append_c(out, *p);
    if (p == label || p[-1] != '=' || *p != '"' || p[1] != '#')
      continue;
    g_strlcpy(color, p + 1, sizeof color);
    if (strlen(color) < 7)
      continue;
    gdct_theme_color(theme, color, color);
    g_string_append(out, color);
    p += 7;
  }
  return g_string_free(out, FALSE);
}

/* The tint of a colour upon dark paper. */
static void dark_tint(const char *tint, char *ret_color) {
  static const int paper[] = {0x17, 0x1b, 0x21};
  int bytes[3];

  for (int i = 0; i < 3; i++) /* undoes gdct_color_tint(), more or less */
    bytes[i] = paper[i] * 84 / 100 +
               (int)(1.6 * CLAMP(byte_of(tint, i) - 229.5, 0, 25.5));
  put_color(ret_color, bytes[0], bytes[1], bytes[2]);
}

bool gdct_theme_dark(GdctThemeName theme, const char *color, char *ret_color) {
  bool most = theme == GDCT_THEME_CONTRAST;
  int grey = byte_of(color, 0);

  if (theme == GDCT_THEME_GREY || strlen(color) != 7 || is_on_band(color))
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
    if (strcmp(color, lines[i].light) == 0) {
      g_strlcpy(ret_color, lines[i].dark, GDCT_COLOR_SIZE);
      return true;
    }
  if (strcmp(color, "#ffffff") == 0)
    g_strlcpy(ret_color, most ? "#000000" : "#14171c", GDCT_COLOR_SIZE);
  else if (gdct_color_luminance(color) > PAPER_LUMINANCE)
    dark_tint(color, ret_color);
  else if (!is_grey(color))
    return false;
  else
    g_strlcpy(ret_color,
              most           ? "#ffffff"
              : grey <= 0x33 ? "#e6e9ec"
              : grey <= 0x60 ? "#bcc3ca"
                             : "#7b838b",
              GDCT_COLOR_SIZE);
  return true;
}
