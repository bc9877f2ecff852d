/* SPDX-License-Identifier: Apache-2.0 */
/* A document as CommonMark 0.31 (https://spec.commonmark.org/), with the tables
 * of GitHub Flavored Markdown 0.29 (https://github.github.com/gfm/, section
 * 4.10). A cell has no blocks: there lines end with <br>. Pictures are told,
 * with the command that draws them. */
#include "write/document.h"

#include <string.h>

typedef struct {
  GString *indent; /* of lines within lists and blocks set apart */
  GArray *numbers; /* of the lists that are open; 0: without numbers */
  bool begun;      /* something stands on this line */
  bool cell;       /* within a table */
  bool first;      /* of the lines of a cell */
  size_t columns;
} Markdown;

static void put(Document *doc, const char *bytes) {
  if (!doc->failed)
    doc->failed = !doc->sink(bytes, strlen(bytes), doc->data);
}

/* ---- lines ---- */

static void end_line(Document *doc) {
  Markdown *markdown = doc->own;

  if (markdown->begun)
    put(doc, "\n");
  markdown->begun = false;
}

/* Begins a line if none is begun. */
static void begin_line(Document *doc) {
  Markdown *markdown = doc->own;

  if (markdown->begun)
    return;
  put(doc, markdown->indent->str);
  markdown->begun = true;
}

/* An empty line, as it stands between blocks. */
static void skip_line(Document *doc) {
  Markdown *markdown = doc->own;
  g_autofree char *line = g_strchomp(g_strdup(markdown->indent->str));

  end_line(doc);
  put(doc, line);
  put(doc, "\n");
}

/* In a cell, another line. */
static void break_cell(Document *doc) {
  Markdown *markdown = doc->own;

  if (!markdown->first)
    put(doc, "<br>");
  markdown->first = true;
}

/* What would be markup gets a backslash; at the start of a line, also what
 * would begin a list, a heading or a rule. */
static char *escape(const char *words, bool starts) {
  g_autofree char *clean = gdct_clean_text(words);
  GString *out = g_string_new(NULL);
  size_t digits = strspn(clean, "0123456789");

  for (size_t i = 0; clean[i] != '\0'; i++) {
    bool mark = strchr("\\`*_[]<>&|~$", clean[i]) != NULL;
    if (starts && i == 0)
      mark = mark || strchr("#+-=:", clean[i]) != NULL;
    if (starts && digits > 0 && i == digits)
      mark = mark || clean[i] == '.' || clean[i] == ')';
    if (mark)
      g_string_append_c(out, '\\');
    g_string_append_c(out, clean[i]);
  }
  return g_string_free(out, FALSE);
}

static void put_words(Document *doc, const char *words) {
  Markdown *markdown = doc->own;
  g_autofree char *safe = escape(words, !markdown->begun && !markdown->cell);

  if (*safe == '\0')
    return;
  if (markdown->cell)
    markdown->first = false;
  else
    begin_line(doc);
  put(doc, safe);
}

static void put_mark(Document *doc, const char *mark) {
  Markdown *markdown = doc->own;

  if (markdown->cell)
    markdown->first = false;
  else
    begin_line(doc);
  put(doc, mark);
}

/* A line of its own with an anchor, which Markdown has no other way for. */
static void put_anchor(Document *doc, const char *anchor) {
  put_mark(doc, "<a id=\"");
  put(doc, anchor); /* ours: letters, digits and hyphens */
  put(doc, "\"></a>");
}

/* ---- head ---- */

static void begin(Document *doc) {
  Markdown *markdown = g_new0(Markdown, 1);

  doc->own = markdown;
  markdown->indent = g_string_new(NULL);
  markdown->numbers = g_array_new(FALSE, FALSE, sizeof(unsigned));
  put_mark(doc, "# ");
  put_words(doc, doc->style.title);
  skip_line(doc);
  for (size_t i = 0; doc->style.facts[i] != NULL; i += 2) {
    put_mark(doc, "- **");
    put_words(doc, doc->style.facts[i]);
    put_mark(doc, "**");
    put_mark(doc, gdct_colon(doc->style.language));
    put_words(doc, doc->style.facts[i + 1]);
    end_line(doc);
  }
  skip_line(doc);
}

static void end(Document *doc) {
  Markdown *markdown = doc->own;

  end_line(doc);
  g_string_free(markdown->indent, TRUE);
  g_array_unref(markdown->numbers);
  g_free(markdown);
}

/* ---- blocks ---- */

static void section(Document *doc, const char *anchor, unsigned level,
                    const char *number, const char *title) {
  end_line(doc);
  if (anchor != NULL) {
    put_anchor(doc, anchor);
    skip_line(doc);
  }
  for (unsigned i = 0; i < level; i++)
    put_mark(doc, "#");
  put(doc, " ");
  put(doc, number);
  put(doc, ". ");
  put_words(doc, title);
  skip_line(doc);
}

static void table(Document *doc, const char *anchor, const char *caption,
                  const DocColumn *columns, size_t n_columns) {
  Markdown *markdown = doc->own;

  put_anchor(doc, anchor);
  put_mark(doc, "**");
  put_words(doc, caption);
  put_mark(doc, "**");
  skip_line(doc);
  markdown->columns = n_columns;
  put_mark(doc, "|");
  for (size_t i = 0; i < n_columns; i++) {
    put(doc, " ");
    put_words(doc, columns[i].title);
    put(doc, " |");
  }
  end_line(doc);
  put_mark(doc, "|");
  for (size_t i = 0; i < n_columns; i++)
    put(doc, columns[i].number ? " ---: |" : " --- |");
  end_line(doc);
}

static void open_list(Document *doc, DocPart part) {
  Markdown *markdown = doc->own;
  unsigned number = part == DOC_ORDERED;

  if (!markdown->cell)
    end_line(doc);
  g_array_append_val(markdown->numbers, number);
}

static void close_list(Document *doc) {
  Markdown *markdown = doc->own;

  g_array_set_size(markdown->numbers, markdown->numbers->len - 1);
  if (!markdown->cell && markdown->numbers->len == 0)
    skip_line(doc);
}

static void open_item(Document *doc) {
  Markdown *markdown = doc->own;
  unsigned *number =
      &g_array_index(markdown->numbers, unsigned, markdown->numbers->len - 1);
  char mark[16] = "- ";

  if (*number > 0)
    g_snprintf(mark, sizeof mark, "%u. ", (*number)++);
  if (markdown->cell) {
    break_cell(doc);
    put(doc, *number > 0 ? mark : "\u2022 ");
    return;
  }
  end_line(doc);
  put_mark(doc, mark);
  for (size_t i = 0; mark[i] != '\0'; i++)
    g_string_append_c(markdown->indent, ' ');
}

static void close_item(Document *doc) {
  Markdown *markdown = doc->own;
  unsigned number =
      g_array_index(markdown->numbers, unsigned, markdown->numbers->len - 1);
  char mark[16] = "- ";

  if (markdown->cell)
    return;
  if (number > 0) /* that of the next one */
    g_snprintf(mark, sizeof mark, "%u. ", number - 1);
  g_string_truncate(markdown->indent, markdown->indent->len - strlen(mark));
  end_line(doc);
}

static void open_part(Document *doc, DocPart part) {
  Markdown *markdown = doc->own;

  switch (part) {
  case DOC_PARAGRAPH:
    if (markdown->cell)
      break_cell(doc);
    break;
  case DOC_NOTICE:
  case DOC_PROPOSED:
    end_line(doc);
    g_string_append(markdown->indent, "> ");
    break;
  case DOC_LIST:
  case DOC_ORDERED:
    open_list(doc, part);
    break;
  case DOC_ITEM:
    open_item(doc);
    break;
  case DOC_ROW:
    put_mark(doc, "|");
    break;
  case DOC_HEAD:
  case DOC_CELL:
    put(doc, " ");
    markdown->cell = markdown->first = true;
    break;
  case DOC_STRONG:
    put_mark(doc, "**");
    break;
  case DOC_EMPHASIS:
    put_mark(doc, "*");
    break;
  case DOC_QUOTE:
    put_mark(doc, "\u201c");
    break;
  default:
    break;
  }
}

static void close_part(Document *doc, DocPart part) {
  Markdown *markdown = doc->own;

  switch (part) {
  case DOC_PARAGRAPH:
    if (!markdown->cell && markdown->numbers->len == 0)
      skip_line(doc);
    break;
  case DOC_NOTICE:
  case DOC_PROPOSED:
    end_line(doc);
    g_string_truncate(markdown->indent, markdown->indent->len - 2);
    skip_line(doc);
    break;
  case DOC_LIST:
  case DOC_ORDERED:
    close_list(doc);
    break;
  case DOC_ITEM:
    close_item(doc);
    break;
  case DOC_TABLE:
    skip_line(doc);
    break;
  case DOC_ROW:
    end_line(doc);
    break;
  case DOC_HEAD:
  case DOC_CELL:
    markdown->cell = false;
    put(doc, " |");
    break;
  case DOC_STRONG:
    put(doc, "**");
    break;
  case DOC_EMPHASIS:
    put(doc, "*");
    break;
  case DOC_QUOTE:
    put(doc, "\u201d");
    break;
  default:
    break;
  }
}

/* ---- words ---- */

static void text(Document *doc, const char *words, const char *language) {
  (void)language;
  put_words(doc, words);
}

/* An address in pointed brackets may hold anything but these and line ends
 * (CommonMark, section 6.3). */
static void link_to(Document *doc, const char *target, const char *words,
                    const char *language) {
  g_autofree char *clean = gdct_clean_text(target);

  (void)language;
  if (strpbrk(clean, "<>\\|") != NULL) {
    put_words(doc, words);
    return;
  }
  put_mark(doc, "[");
  put_words(doc, words);
  put(doc, "](<");
  put(doc, clean);
  put(doc, ">)");
}

static void note(Document *doc, unsigned number) {
  g_autofree char *mark =
      g_strdup_printf("<sup>[%u](#note-%u)</sup>", number, number);

  put_mark(doc, mark);
}

static void nothing(Document *doc) {
  end_line(doc);
}

static void begin_note(Document *doc, unsigned number) {
  g_autofree char *mark =
      g_strdup_printf("%u. <a id=\"note-%u\"></a>", number, number);

  put_mark(doc, mark);
}

static void end_note(Document *doc, unsigned number) {
  (void)number;
  end_line(doc);
}

static void end_notes(Document *doc) {
  skip_line(doc);
}

/* ---- pictures ---- */

static void picture(Document *doc, const GdctPicture *drawn, const char *alt,
                    const char *caption, const char *command) {
  (void)drawn;
  put_mark(doc, "**");
  put_words(doc, caption);
  put_mark(doc, "**");
  skip_line(doc);
  put_words(doc, alt);
  if (command != NULL) {
    put_mark(doc, " ");
    put_words(doc, _("The picture is drawn by:"));
    put_mark(doc, " `");
    put(doc, command); /* ours, without quotes of this kind */
    put(doc, "`");
  }
  skip_line(doc);
}

const DocFormat gdct_doc_markdown = {
    .name = "markdown",
    .extension = ".md",
    .media_type = "text/markdown",
    .summary = "CommonMark with tables; pictures are told, not shown",
    .begin = begin,
    .section = section,
    .table = table,
    .open = open_part,
    .close = close_part,
    .text = text,
    .link = link_to,
    .anchor = put_anchor,
    .note = note,
    .picture = picture,
    .end = end,
    .begin_notes = nothing,
    .begin_note = begin_note,
    .end_note = end_note,
    .end_notes = end_notes,
};
