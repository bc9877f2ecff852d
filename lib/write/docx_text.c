/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a DOCX (ECMA-376, part 1: WordprocessingML), as pandoc writes it:
 * one row after the other, no table within a table. What is not looked for is
 * copied. */
#include "write/docx.h"

#include "write/document.h"

#include <stdlib.h>
#include <string.h>

#define TITLE "title=\"" DOC_PICTURE_WIDTH

/* So many paragraphs of a cell may be longer than half a page. */
#define LONG 6

/* Of a level of lists in a cell, in twentieths of a point. */
#define INDENT 170

typedef struct {
  const char *at;
  GString *out;
  unsigned cells; /* that are open */
  unsigned rows;  /* of this table, so far */
  bool keeps;     /* this row stands on one page with the next one */
  unsigned long long width, height; /* of the picture that is open; or 0 */
} Finish;

/* Whether @tag is next; it is copied then. */
static bool take(Finish *finish, const char *tag) {
  if (!g_str_has_prefix(finish->at, tag))
    return false;
  g_string_append(finish->out, tag);
  finish->at += strlen(tag);
  return true;
}

/* Copies until @place, which lies ahead. */
static void copy_to(Finish *finish, const char *place) {
  g_string_append_len(finish->out, finish->at, place - finish->at);
  finish->at = place;
}

/* Where something is ahead, before @end. */
static const char *find(const Finish *finish, const char *what,
                        const char *end) {
  return end == NULL ? NULL : g_strstr_len(finish->at, end - finish->at, what);
}

/* ---- rows ---- */

/* The paragraphs of the fullest cell of the row that begins. */
static unsigned count_paragraphs(const char *row) {
  unsigned count = 0, most = 0;

  for (const char *p = strchr(row, '<');
       p != NULL && !g_str_has_prefix(p, "</w:tr>"); p = strchr(p + 1, '<')) {
    if (g_str_has_prefix(p, "<w:tc>"))
      count = 0;
    else if (g_str_has_prefix(p, "<w:p>"))
      count++;
    most = MAX(most, count);
  }
  return most;
}

/* No head is left alone, nor with only one row. */
static bool keeps_next(const Finish *finish) {
  static const char end[] = "</w:tr>";
  const char *found = finish->rows > 2 ? NULL : strstr(finish->at, end);

  return found != NULL && g_str_has_prefix(found + strlen(end), "<w:tr>");
}

/* A paragraph was begun; what it keeps to comes after its style. */
static void finish_paragraph(Finish *finish) {
  if (!finish->keeps || finish->cells == 0)
    return;
  if (!take(finish, "<w:pPr>")) {
    g_string_append(finish->out, "<w:pPr><w:keepNext/></w:pPr>");
    return;
  }
  if (g_str_has_prefix(finish->at, "<w:pStyle "))
    copy_to(finish, strstr(finish->at, "/>") + strlen("/>"));
  g_string_append(finish->out, "<w:keepNext/>");
}

static void finish_row(Finish *finish) {
  static const char properties[] = "<w:trPr>";
  bool split = count_paragraphs(finish->at) > LONG;
  bool has_properties = take(finish, properties);

  finish->rows++;
  finish->keeps = keeps_next(finish);
  if (split)
    return;
  g_string_append(finish->out, has_properties
                                   ? "<w:cantSplit/>"
                                   : "<w:trPr><w:cantSplit/></w:trPr>");
}

/* The numbering of a paragraph was begun; an indentation comes after it. */
static void finish_item(Finish *finish) {
  static const char level[] = "w:ilvl w:val=\"";
  const char *end = strstr(finish->at, "</w:pPr>");
  const char *depth = find(finish, level, end);
  const char *side = find(finish, "<w:jc ", end);
  int left = INDENT;

  if (finish->cells == 0 || end == NULL)
    return;
  if (depth != NULL)
    left += INDENT * atoi(depth + strlen(level));
  copy_to(finish, side != NULL ? side : end);
  g_string_append_printf(finish->out, "<w:ind w:left=\"%d\" w:hanging=\"%d\"/>",
                         left, INDENT);
}

/* ---- pictures ---- */

/* The number after @key, before @end; 0 if there is none. */
static unsigned long long number_after(const Finish *finish, const char *key,
                                       const char *end) {
  const char *found = find(finish, key, end);

  return found == NULL ? 0 : strtoull(found + strlen(key), NULL, 10);
}

/* What a picture is to be, by its title; attributes hold no quotes. */
static void begin_picture(Finish *finish) {
  const char *end = strstr(finish->at, "</w:drawing>");
  unsigned long long wide = number_after(finish, "cx=\"", end);
  unsigned long long high = number_after(finish, "cy=\"", end);

  finish->width = number_after(finish, TITLE, end);
  finish->height = finish->width * high / MAX(wide, 1);
}

static void finish_title(Finish *finish) {
  const char *title = find(finish, TITLE, strchr(finish->at, '>'));

  if (title == NULL)
    return;
  copy_to(finish, title);
  g_string_append(finish->out, "title=\"");
  finish->at = strchr(title + strlen(TITLE), '"');
}

/* cx="100" cy="50" />: instead of these the picture gets its own, if any. */
static void finish_size(Finish *finish) {
  if (finish->width == 0)
    return;
  g_string_append_printf(finish->out, "cx=\"%llu\" cy=\"%llu\" />",
                         finish->width, finish->height);
  finish->at = strstr(finish->at, "/>") + 2;
}

/* ---- all of it ---- */

GString *gdct_docx_finish_text(const char *text) {
  Finish finish = {.at = text, .out = g_string_new(NULL)};

  while (*finish.at != '\0') {
    const char *tag = strchr(finish.at, '<');
    copy_to(&finish, tag != NULL ? tag : finish.at + strlen(finish.at));
    if (take(&finish, "<w:tc>"))
      finish.cells++;
    else if (take(&finish, "</w:tc>"))
      finish.cells -= finish.cells > 0;
    else if (take(&finish, "<w:tbl>"))
      finish.rows = 0;
    else if (take(&finish, "<w:tr>"))
      finish_row(&finish);
    else if (take(&finish, "<w:p>"))
      finish_paragraph(&finish);
    else if (take(&finish, "<w:numPr>"))
      finish_item(&finish);
    else if (take(&finish, "<w:drawing>"))
      begin_picture(&finish);
    else if (take(&finish, "<wp:extent ") || take(&finish, "<a:ext "))
      finish_size(&finish);
    else if (take(&finish, "<wp:docPr "))
      finish_title(&finish);
    else if (*finish.at != '\0')
      take(&finish, "<");
  }
  return finish.out;
}
