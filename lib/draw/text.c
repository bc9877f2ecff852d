/* SPDX-License-Identifier: Apache-2.0 */
/* Text by pangocairo, measured as Graphviz's own plugin does it: at 96 dots an
 * inch, hinted, because wider text than expected would leave its card. */
#include "draw/text.h"

#include <pango/pangocairo.h>

#include <string.h>

#define DPI 96.0

/* Texts so short come again and again; their widths are remembered. */
#define SHORT_TEXT 24

/* WORD JOINER: it shows nothing and allows no break. Put after a backslash or
 * an ampersand it keeps Graphviz from seeing an escape or an entity, however
 * often it looks (twice for tooltips, and in SVG once more). */
#define JOINER "\xE2\x81\xA0"

/* Marks that show nothing, but are letters to the bidirectional algorithm. */
#define LEFT_TO_RIGHT 0x200E
#define RIGHT_TO_LEFT 0x200F

struct GdctRuler {
  PangoContext *context;
  PangoLayout *layout;
  PangoFontDescription *font;
  GHashTable *widths; /* of short texts: key -> double */
};

GdctRuler *gdct_ruler_new(void) {
  GdctRuler *ruler = g_new0(GdctRuler, 1);
  cairo_font_options_t *options = cairo_font_options_create();

  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_FULL);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON);
  ruler->context =
      pango_font_map_create_context(pango_cairo_font_map_get_default());
  pango_cairo_context_set_font_options(ruler->context, options);
  pango_cairo_context_set_resolution(ruler->context, DPI);
  cairo_font_options_destroy(options);
  ruler->layout = pango_layout_new(ruler->context);
  ruler->font = pango_font_description_from_string(GDCT_FONTS);
  ruler->widths =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  pango_layout_set_single_paragraph_mode(ruler->layout, TRUE);
  pango_layout_set_wrap(ruler->layout, PANGO_WRAP_WORD_CHAR);
  return ruler;
}

void gdct_ruler_free(GdctRuler *ruler) {
  if (ruler == NULL)
    return;
  pango_font_description_free(ruler->font);
  g_hash_table_unref(ruler->widths);
  g_object_unref(ruler->layout);
  g_object_unref(ruler->context);
  g_free(ruler);
}

static void set_text(GdctRuler *ruler, const char *text, double size, bool bold,
                     int width) {
  pango_font_description_set_size(ruler->font, (int)(size * PANGO_SCALE));
  pango_font_description_set_weight(ruler->font, bold ? PANGO_WEIGHT_BOLD
                                                      : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(ruler->layout, ruler->font);
  pango_layout_set_width(ruler->layout, width);
  pango_layout_set_text(ruler->layout, text, -1);
}

static double measure(GdctRuler *ruler, const char *text, double size,
                      bool bold) {
  PangoRectangle logical;

  set_text(ruler, text, size, bold, -1);
  pango_layout_get_extents(ruler->layout, NULL, &logical);
  return GDCT_TEXT_SLACK * logical.width / PANGO_SCALE * 72 / DPI;
}

double gdct_ruler_width(GdctRuler *ruler, const char *text, double size,
                        bool bold) {
  char key[SHORT_TEXT + 32];
  double *known;

  if (strlen(text) > SHORT_TEXT)
    return measure(ruler, text, size, bold);
  g_snprintf(key, sizeof key, "%d%c%s", (int)(size * 1000), bold ? 'b' : ' ',
             text);
  known = g_hash_table_lookup(ruler->widths, key);
  if (known == NULL) {
    known = g_new(double, 1);
    *known = measure(ruler, text, size, bold);
    g_hash_table_insert(ruler->widths, g_strdup(key), known);
  }
  return *known;
}

/* Runs of white space as one space, none at the ends. */
static char *tidy(const char *text) {
  GString *out = g_string_new(NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!g_unichar_isspace(c) && c != '\n' && c != '\t')
      g_string_append_unichar(out, c);
    else if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c(out, ' ');
  }
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate(out, out->len - 1);
  return g_string_free(out, FALSE);
}

/* Takes characters off the end until an ellipsis fits. */
static char *with_ellipsis(GdctRuler *ruler, const char *line, double size,
                           bool bold, double width) {
  g_autofree char *kept = g_strdup(line);
  size_t length = strlen(kept);

  while (true) {
    g_autofree char *cut = g_strconcat(g_strchomp(kept), "…", NULL);
    if (length == 0 || gdct_ruler_width(ruler, cut, size, bold) <= width)
      return g_steal_pointer(&cut);
    length = (size_t)(g_utf8_find_prev_char(kept, kept + length) - kept);
    kept[length] = '\0';
    length = MIN(length, strlen(kept));
  }
}

/* Whether a hyphen has a single letter on one side: "E-health", "ITU-T". */
static bool joins_letter(const char *text, const char *hyphen) {
  bool before = hyphen > text && g_ascii_isalpha(hyphen[-1]) &&
                (hyphen - 1 == text || !g_ascii_isalnum(hyphen[-2]));
  bool after = g_ascii_isalpha(hyphen[1]) && !g_ascii_isalnum(hyphen[2]);

  return hyphen > text && hyphen[1] != '\0' && (before || after);
}

/* Lines do not break there. */
static void keep_letters(GdctRuler *ruler, const char *text) {
  PangoAttrList *list = pango_attr_list_new();

  for (const char *p = strchr(text, '-'); p != NULL; p = strchr(p + 1, '-')) {
    PangoAttribute *attribute;
    if (!joins_letter(text, p))
      continue;
    attribute = pango_attr_allow_breaks_new(FALSE);
    attribute->start_index = (guint)(p - text);
    attribute->end_index = (guint)(g_utf8_next_char(p + 1) - text);
    pango_attr_list_insert(list, attribute);
  }
  pango_layout_set_attributes(ruler->layout, list);
  pango_attr_list_unref(list);
}

/* A line of a text. What draws it takes it for a text by itself: where its
 * first letter is of the other direction, a mark keeps that of the text. */
static char *line_of(const char *start, size_t length, bool rtl) {
  g_autofree char *line = g_strchomp(g_strndup(start, length));
  GString *marked;

  if (gdct_text_is_rtl(line) == rtl)
    return g_steal_pointer(&line);
  marked = g_string_new(NULL);
  g_string_append_unichar(marked, rtl ? RIGHT_TO_LEFT : LEFT_TO_RIGHT);
  g_string_append(marked, line);
  return g_string_free(marked, FALSE);
}

char **gdct_ruler_wrap(GdctRuler *ruler, const char *text, double size,
                       bool bold, double width, size_t max_lines) {
  return gdct_ruler_wrap_known(ruler, text, size, bold, G_MAXDOUBLE, width,
                               max_lines);
}

char **gdct_ruler_wrap_known(GdctRuler *ruler, const char *text, double size,
                             bool bold, double one_line, double width,
                             size_t max_lines) {
  GPtrArray *lines = g_ptr_array_new();
  g_autofree char *tidied = tidy(text);
  GSList *found;
  bool cut, rtl;

  if (one_line <= width) {
    g_ptr_array_add(lines, g_steal_pointer(&tidied));
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(lines, FALSE);
  }
  set_text(ruler, tidied, size, bold,
           (int)(width / GDCT_TEXT_SLACK * DPI / 72 * PANGO_SCALE));
  keep_letters(ruler, tidied);
  rtl = gdct_text_is_rtl(tidied);
  found = pango_layout_get_lines_readonly(ruler->layout);
  for (; found != NULL && lines->len < max_lines; found = found->next) {
    const PangoLayoutLine *line = found->data;
    g_ptr_array_add(
        lines, line_of(tidied + line->start_index, (size_t)line->length, rtl));
  }
  cut = found != NULL;
  pango_layout_set_attributes(ruler->layout, NULL);
  if (cut) {
    char *last = g_ptr_array_index(lines, lines->len - 1);
    g_ptr_array_index(lines, lines->len - 1) =
        with_ellipsis(ruler, last, size, bold, width);
    g_free(last);
  }
  g_ptr_array_add(lines, NULL);
  return (char **)g_ptr_array_free(lines, FALSE);
}

bool gdct_text_is_rtl(const char *text) {
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    GUnicodeScript script = g_unichar_get_script(c);
    if (c == RIGHT_TO_LEFT || c == LEFT_TO_RIGHT)
      return c == RIGHT_TO_LEFT;
    if (g_unichar_isalpha(c))
      return script == G_UNICODE_SCRIPT_ARABIC ||
             script == G_UNICODE_SCRIPT_HEBREW ||
             script == G_UNICODE_SCRIPT_SYRIAC ||
             script == G_UNICODE_SCRIPT_THAANA ||
             script == G_UNICODE_SCRIPT_NKO;
  }
  return false;
}

double gdct_line_height(double size) {
  return size * 1.2;
}

/* XML has no control characters but tab and line breaks, and neither of the
 * last two code points of the basic plane. Embeddings, overrides and isolates
 * (UAX #9) could make a line read as something else; the plain marks U+200E,
 * U+200F and U+061C only order their neighbours and stay. */
static bool is_printable(gunichar c) {
  return c >= ' ' && c != 0x7F && !(c >= 0x80 && c < 0xA0) && c != 0xFFFE &&
         c != 0xFFFF && !(c >= 0x202A && c <= 0x202E) &&
         !(c >= 0x2066 && c <= 0x2069);
}

/* Adds @c; of XML's own characters as entities if @entities. */
static void put_character(GString *out, gunichar c, bool entities) {
  if (c == '\n' || c == '\t' || c == '\r')
    g_string_append_c(out, ' ');
  else if (!is_printable(c))
    g_string_append(out, "\xEF\xBF\xBD");
  else if (c == '\\')
    g_string_append(out, "\\" JOINER);
  else if (c == '&')
    g_string_append(out, entities ? "&amp;" : "&");
  else if (c == '<' && entities)
    g_string_append(out, "&lt;");
  else if (c == '>' && entities)
    g_string_append(out, "&gt;");
  else if (c == '"' && entities)
    g_string_append(out, "&quot;");
  else
    g_string_append_unichar(out, c);
}

static void escape(GString *out, const char *text, bool entities) {
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
    put_character(out, g_utf8_get_char(p), entities);
    if (*p == '&' && (p[1] == '#' || g_ascii_isalpha(p[1])))
      g_string_append(out, JOINER);
  }
}

void gdct_escape(GString *out, const char *text) {
  escape(out, text, true);
}

char *gdct_escape_name(const char *text) {
  GString *out = g_string_new(NULL);

  /* cgraph takes what begins with '%' for no name at all. */
  if (*text == '\0' || *text == '%')
    g_string_append(out, JOINER);
  escape(out, text, false);
  return g_string_free(out, FALSE);
}
