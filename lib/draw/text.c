/* SPDX-License-Identifier: Apache-2.0 */
/* Text by pangocairo, measured as Graphviz's own plugin does it: at 96 dots an
 * inch, hinted, because wider text than expected would leave its card. */
#include "draw/text.h"

#include <pango/pangocairo.h>

#include <string.h>

#define DPI 96.0

/* Words so short come again and again; their widths are remembered. */
#define SHORT_WORD 24

/* WORD JOINER: it shows nothing and allows no break. Put after a backslash or
 * an ampersand it keeps Graphviz from seeing an escape or an entity, however
 * often it looks (twice for tooltips, and in SVG once more). */
#define JOINER "\xE2\x81\xA0"

/* Marks that show nothing, but are letters to the bidirectional algorithm. */
#define LEFT_TO_RIGHT 0x200E
#define RIGHT_TO_LEFT 0x200F

/* The words that were measured in one size and weight. */
typedef struct {
  double size;
  bool bold;
  GHashTable *widths; /* word -> double */
} Style;

struct GdctRuler {
  PangoContext *context;
  PangoLayout *layout;
  PangoFontDescription *font;
  GArray *styles; /* Style */
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
  ruler->styles = g_array_new(FALSE, FALSE, sizeof(Style));
  pango_layout_set_single_paragraph_mode(ruler->layout, TRUE);
  pango_layout_set_wrap(ruler->layout, PANGO_WRAP_WORD_CHAR);
  return ruler;
}

void gdct_ruler_free(GdctRuler *ruler) {
  if (ruler == NULL)
    return;
  pango_font_description_free(ruler->font);
  for (guint i = 0; i < ruler->styles->len; i++)
    g_hash_table_unref(g_array_index(ruler->styles, Style, i).widths);
  g_array_unref(ruler->styles);
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

static GHashTable *known_widths(GdctRuler *ruler, double size, bool bold) {
  Style style = {size, bold, NULL};

  for (guint i = 0; i < ruler->styles->len; i++) {
    style = g_array_index(ruler->styles, Style, i);
    if (style.size == size && style.bold == bold)
      return style.widths;
  }
  style =
      (Style){size, bold,
              g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
  g_array_append_val(ruler->styles, style);
  return style.widths;
}

/* A word, or a space, without what may stand beside it. */
static double word_width(GdctRuler *ruler, GHashTable *widths, const char *text,
                         size_t length, double size, bool bold) {
  char word[SHORT_WORD + 1];
  double *known;

  if (length > SHORT_WORD) {
    g_autofree char *copy = g_strndup(text, length);
    return measure(ruler, copy, size, bold);
  }
  memcpy(word, text, length);
  word[length] = '\0';
  known = g_hash_table_lookup(widths, word);
  if (known == NULL) {
    known = g_new(double, 1);
    *known = measure(ruler, word, size, bold);
    g_hash_table_insert(widths, g_strdup(word), known);
  }
  return *known;
}

/* Of Latin-1 and Latin Extended A and B, beyond ASCII. */
static bool is_accented(gunichar c) {
  return c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7;
}

/* Whether the width of a text is that of its words and spaces: of plain Latin
 * letters it is, for glyphs stand at whole dots and spaces end what is set
 * together; of other scripts, a space may come from another font. */
static bool is_sum_of_words(const char *text) {
  for (; *text != '\0'; text = g_utf8_next_char(text))
    if ((*text < ' ' || *text > '~') && !is_accented(g_utf8_get_char(text)))
      return false;
  return true;
}

double gdct_ruler_width(GdctRuler *ruler, const char *text, double size,
                        bool bold) {
  GHashTable *widths = known_widths(ruler, size, bold);
  double width = 0;

  if (!is_sum_of_words(text))
    return word_width(ruler, widths, text, strlen(text), size, bold);
  while (*text != '\0') {
    size_t length = *text == ' ' ? 1 : strcspn(text, " ");
    width += word_width(ruler, widths, text, length, size, bold);
    text += length;
  }
  return width;
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

char **gdct_ruler_wrap(GdctRuler *ruler, const char *text, double size,
                       bool bold, double width, size_t max_lines) {
  return gdct_ruler_wrap_known(ruler, text, size, bold, G_MAXDOUBLE, width,
                               max_lines);
}

/* ---- lines of words that are known ---- */

/* Whether a character stands as in plain words: a mark right after one, and at
 * its end; an opening parenthesis before one. */
static bool is_plain(char before, const char *at) {
  bool ends = at[1] == '\0' || strchr(" ,.;:)", at[1]) != NULL;

  if (strchr(",.;:)", *at) != NULL)
    return before != ' ' && ends;
  if (*at == '(')
    return before == ' ' && !ends;
  return *at == ' ' || g_ascii_isalnum(*at) || is_accented(g_utf8_get_char(at));
}

/* Whether a tidy text breaks at its spaces and nowhere else (UAX #14). */
static bool breaks_at_spaces(const char *text) {
  char before = ' ';

  for (; *text != '\0'; text = g_utf8_next_char(text)) {
    if (!is_plain(before, text))
      return false;
    before = *text;
  }
  return true;
}

/* Adds the lines of a tidy text, each as many words as fit. Adds nothing if a
 * word does not fit, which must be broken then. */
static void put_words(GdctRuler *ruler, GPtrArray *lines, const char *text,
                      double size, bool bold, double width) {
  GHashTable *widths = known_widths(ruler, size, bold);
  double space = word_width(ruler, widths, " ", 1, size, bold), used = 0;
  const char *line = text, *end = text;

  for (const char *word = text; *word != '\0';) {
    size_t length = strcspn(word, " ");
    double own = word_width(ruler, widths, word, length, size, bold);
    if (own > width) {
      g_ptr_array_set_size(lines, 0);
      return;
    }
    if (end > line && used + space + own > width) {
      g_ptr_array_add(lines, g_strndup(line, (gsize)(end - line)));
      line = word;
    }
    used = line == word ? own : used + space + own;
    end = word + length;
    word = *end == ' ' ? end + 1 : end;
  }
  g_ptr_array_add(lines, g_strndup(line, (gsize)(end - line)));
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

/* Adds the lines of any text. */
static void put_lines(GdctRuler *ruler, GPtrArray *lines, const char *text,
                      double size, bool bold, double width) {
  bool rtl = gdct_text_is_rtl(text);
  GSList *found;

  set_text(ruler, text, size, bold,
           (int)(width / GDCT_TEXT_SLACK * DPI / 72 * PANGO_SCALE));
  keep_letters(ruler, text);
  found = pango_layout_get_lines_readonly(ruler->layout);
  for (; found != NULL; found = found->next) {
    const PangoLayoutLine *line = found->data;
    g_ptr_array_add(
        lines, line_of(text + line->start_index, (size_t)line->length, rtl));
  }
  pango_layout_set_attributes(ruler->layout, NULL);
}

char **gdct_ruler_wrap_known(GdctRuler *ruler, const char *text, double size,
                             bool bold, double one_line, double width,
                             size_t max_lines) {
  GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *tidied = tidy(text);

  if (one_line <= width)
    g_ptr_array_add(lines, g_strdup(tidied));
  else if (breaks_at_spaces(tidied))
    put_words(ruler, lines, tidied, size, bold, width);
  if (lines->len == 0)
    put_lines(ruler, lines, tidied, size, bold, width);
  if (lines->len > max_lines) {
    char **last = (char **)&g_ptr_array_index(lines, max_lines - 1);
    char *cut = with_ellipsis(ruler, *last, size, bold, width);
    g_free(*last);
    *last = cut;
    g_ptr_array_set_size(lines, (gint)max_lines);
  }
  g_ptr_array_set_free_func(lines, NULL);
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
