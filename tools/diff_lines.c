/* SPDX-License-Identifier: Apache-2.0 */
#include "diff_lines.h"

#include <string.h>

/* Longer lists are cut. */
#define MAX_LISTED 40
#define FIRST_LISTED 20

/* ---- Markdown ---- */

/* Adds a text of the data so that nothing in it is markup: neither CommonMark
 * nor GitHub's tables, strikethrough, mentions and bare links. */
static void add_markdown(GString *line, const char *text) {
  static const char special[] = "\\`*_[])#+-.!|~$:";
  g_autofree char *clean = gdct_clean_text(text);

  for (const char *c = clean; *c != '\0'; c++) {
    if (*c == '&')
      g_string_append(line, "&amp;");
    else if (*c == '<')
      g_string_append(line, "&lt;");
    else if (*c == '>')
      g_string_append(line, "&gt;");
    else if (*c == '@') /* a word joiner: no mention, no address */
      g_string_append(line, "@\u2060");
    else if (strchr(special, *c) != NULL)
      g_string_append_printf(line, "\\%c", *c);
    else
      g_string_append_c(line, *c);
  }
}

/* Whether a text can stand between backticks. */
static bool is_code(const char *text) {
  for (; *text != '\0'; text++)
    if (!g_ascii_isalnum(*text) && strchr(" .-_", *text) == NULL)
      return false;
  return true;
}

/* ---- lines ---- */

void add_text(const Writer *writer, GString *line, const char *text) {
  if (writer->markdown)
    add_markdown(line, text);
  else
    g_string_append(line, text);
}

void add_id(const Writer *writer, GString *line, const char *id) {
  if (writer->markdown && is_code(id))
    g_string_append_printf(line, "`%s`", id);
  else
    add_text(writer, line, id);
}

/* Prints an item of a list and frees it; @depth counts from 0. */
void put_item(const Writer *writer, int depth, GString *line) {
  if (writer->markdown) {
    fprintf(writer->stream, "%*s- ", depth * 2, "");
    put_text(writer->stream, line->str);
    putc('\n', writer->stream);
  } else {
    put_wrapped(writer->stream, 2 + depth * 2, 6 + depth * 2, "%s", line->str);
  }
  g_string_free(line, TRUE);
}

/* A heading; those of level 3 stand over the parts of a section. */
void put_heading(const Writer *writer, int level, const char *text) {
  GString *line = g_string_new(NULL);

  add_text(writer, line, text);
  if (writer->markdown)
    fprintf(writer->stream, "\n%.*s %s\n\n", level, "####", line->str);
  else
    fprintf(writer->stream, "\n%s\n", line->str);
  g_string_free(line, TRUE);
}

/* "Nodes"; what this is called at the beginning of a line. */
GString *begin_with(const char *word) {
  GString *line = g_string_new(word);

  line->str[0] = g_ascii_toupper(line->str[0]);
  return line;
}

uint32_t shown_of(const Writer *writer, uint32_t count) {
  return writer->all || count <= MAX_LISTED ? count : FIRST_LISTED;
}

void put_more(const Writer *writer, int depth, uint32_t shown, uint32_t count) {
  GString *line;

  if (shown == count)
    return;
  line = g_string_new(NULL);
  g_string_append_printf(line, "and %u more; --all lists them", count - shown);
  put_item(writer, depth, line);
}
