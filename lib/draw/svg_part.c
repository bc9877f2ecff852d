/* SPDX-License-Identifier: Apache-2.0 */
/* An XML writer for SVG (https://www.w3.org/TR/xml/). */
#include "draw/svg_part.h"

#include <string.h>

void gdct_svg_part_init(GdctSvgPart *part, int level) {
  *part = (GdctSvgPart){.text = g_string_new(NULL), .level = level};
}

void gdct_svg_part_clear(GdctSvgPart *part) {
  g_string_free(part->text, TRUE);
}

static void put_escaped(GString *out, const char *text, const char *special) {
  for (;; text++) {
    size_t plain = strcspn(text, special);
    g_string_append_len(out, text, (gssize)plain);
    text += plain;
    if (*text == '\0')
      return;
    g_string_append(out, *text == '&'   ? "&amp;"
                         : *text == '<' ? "&lt;"
                         : *text == '>' ? "&gt;"
                                        : "&quot;");
  }
}

static void put_line(GdctSvgPart *part) {
  g_string_append_c(part->text, '\n');
  for (int i = 0; i < part->level; i++)
    g_string_append_len(part->text, "  ", 2);
}

void gdct_svg_start(GdctSvgPart *part, const char *name) {
  gdct_svg_fill(part);
  put_line(part);
  g_string_append_c(part->text, '<');
  g_string_append(part->text, name);
  part->open = true;
  part->level++;
}

void gdct_svg_attribute(GdctSvgPart *part, const char *name,
                        const char *value) {
  g_string_append_c(part->text, ' ');
  g_string_append(part->text, name);
  g_string_append(part->text, "=\"");
  put_escaped(part->text, value, "&<>\"");
  g_string_append_c(part->text, '"');
}

void gdct_svg_fill(GdctSvgPart *part) {
  if (part->open)
    g_string_append_c(part->text, '>');
  part->open = part->flat = false;
}

void gdct_svg_text(GdctSvgPart *part, const char *text) {
  gdct_svg_fill(part);
  put_escaped(part->text, text, "&<>");
  part->flat = true;
}

void gdct_svg_end(GdctSvgPart *part, const char *name) {
  part->level--;
  if (part->open) {
    g_string_append(part->text, "/>");
  } else {
    if (!part->flat)
      put_line(part);
    g_string_append(part->text, "</");
    g_string_append(part->text, name);
    g_string_append_c(part->text, '>');
  }
  part->open = part->flat = false;
}

void gdct_svg_element(GdctSvgPart *part, const char *name, const char *text) {
  gdct_svg_start(part, name);
  gdct_svg_text(part, text);
  gdct_svg_end(part, name);
}
