/* SPDX-License-Identifier: Apache-2.0 */
/* A document as one HTML file (https://html.spec.whatwg.org/): no script, and
 * nothing from the network. Browsers pass over what is not on the screen, by
 * content-visibility (CSS Containment 2, section 4), in parts of some hundred
 * rows. For word processors (style.page) it says what pandoc makes styles and
 * footnotes of. */
#include "write/html_document.h"
#include "write/html_columns.h"

#include <string.h>

#define LEFT_TO_RIGHT_MARK "\u200E"
#define MAX_WORD 120 /* bytes; three to a letter in some scripts */

typedef struct {
  Markup markup;
  DocColumn *columns; /* of the table that is open */
  size_t n_columns;
  char *caption;
  HtmlColumns *widths;   /* of this part */
  GString *held;         /* what follows them, until they are known; or NULL */
  unsigned rows, column; /* of this part; the cell of the row */
  unsigned items;        /* of the outermost list */
  unsigned lists;        /* how deep */
} Html;

/* The markup is the first thing of it. */
static Markup *markup_of(Document *doc) {
  return gdct_html_of(doc);
}

static const char *direction(const char *language) {
  return gdct_is_rtl(language) ? "rtl" : "ltr";
}

/* ---- head ---- */

static void put_head(Document *doc) {
  Markup *markup = markup_of(doc);

  gdct_markup_raw(markup, "<!DOCTYPE html>\n");
  gdct_markup_open(markup, "html", "lang", doc->style.language, "dir",
                   direction(doc->style.language), NULL);
  gdct_markup_raw(markup, "\n<head>\n<meta charset=\"utf-8\">\n"
                          "<meta name=\"viewport\" content=\"width=device-"
                          "width, initial-scale=1\">\n"
                          "<meta http-equiv=\"Content-Security-Policy\" "
                          "content=\"default-src 'none'; "
                          "style-src 'unsafe-inline'; img-src data:\">\n");
  gdct_markup_line(markup, "title", doc->style.title);
  gdct_markup_raw(markup, "<style>\n");
  gdct_markup_raw(markup, gdct_document_style);
  gdct_markup_raw(markup, "</style>\n</head>\n");
}

static void put_facts(Document *doc) {
  Markup *markup = markup_of(doc);

  if (doc->style.page) {
    gdct_html_open_style(markup, "div", "Facts");
    for (size_t i = 0; doc->style.facts[i] != NULL; i += 2) {
      gdct_markup_open(markup, "p", NULL);
      gdct_markup_open(markup, "strong", NULL);
      gdct_markup_text(markup, doc->style.facts[i]);
      gdct_markup_close(markup);
      gdct_markup_text(markup, gdct_colon(doc->style.language));
      /* After Arabic letters the parts of a date would change places. */
      if (gdct_is_rtl(doc->style.language) &&
          g_ascii_isdigit(*doc->style.facts[i + 1]))
        gdct_markup_text(markup, LEFT_TO_RIGHT_MARK);
      gdct_markup_text(markup, doc->style.facts[i + 1]);
      gdct_markup_close(markup);
    }
    gdct_markup_close(markup);
    return;
  }
  gdct_markup_open(markup, "dl", "class", "facts", NULL);
  for (size_t i = 0; doc->style.facts[i] != NULL; i += 2) {
    gdct_markup_line(markup, "dt", doc->style.facts[i]);
    gdct_markup_line(markup, "dd", doc->style.facts[i + 1]);
  }
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

static void put_contents(Document *doc) {
  Markup *markup = markup_of(doc);

  if (doc->style.page) {
    gdct_html_open_style(markup, "div", "TOC Heading");
    gdct_markup_line(markup, "p", _("Contents"));
  } else {
    gdct_markup_open(markup, "nav", "aria-labelledby", "contents", NULL);
    gdct_markup_open(markup, "h2", "id", "contents", NULL);
    gdct_markup_text(markup, _("Contents"));
  }
  gdct_markup_close(markup);
  gdct_markup_open(markup, "ol", NULL);
  for (size_t i = 0; doc->style.contents[i] != NULL; i += 2) {
    g_autofree char *target = g_strconcat("#", doc->style.contents[i], NULL);
    gdct_markup_open(markup, "li", NULL);
    gdct_markup_open(markup, "a", "href", target, NULL);
    gdct_markup_text(markup, doc->style.contents[i + 1]);
    gdct_markup_close(markup);
    gdct_markup_close(markup);
  }
  gdct_markup_close(markup);
  if (!doc->style.page)
    gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

static void begin(Document *doc) {
  Html *html = g_new0(Html, 1);

  doc->own = html;
  gdct_markup_begin(&html->markup, doc->sink, doc->data);
  put_head(doc);
  gdct_markup_open(&html->markup, "body", NULL);
  gdct_markup_raw(&html->markup, "\n");
  if (!doc->style.page) { /* there pandoc writes the title */
    gdct_markup_open(&html->markup, "main", NULL);
    gdct_markup_line(&html->markup, "h1", doc->style.title);
  }
  put_facts(doc);
  put_contents(doc);
}

static void end(Document *doc) {
  Html *html = doc->own;

  for (unsigned level = doc->level; level >= 2; level--)
    gdct_markup_close(&html->markup);
  if (!doc->style.page)
    gdct_markup_close(&html->markup);
  gdct_markup_close(&html->markup);
  gdct_markup_close(&html->markup);
  gdct_markup_raw(&html->markup, "\n");
  doc->failed |= !gdct_markup_end(&html->markup);
  g_free(html->columns);
  g_free(html);
}

/* ---- blocks ---- */

static void section(Document *doc, const char *anchor, unsigned level,
                    const char *number, const char *title) {
  static const char *const names[] = {"h1", "h2", "h3", "h4"};
  Markup *markup = markup_of(doc);

  for (unsigned i = doc->level; i >= level; i--)
    gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
  gdct_markup_open(markup, "section", NULL);
  if (anchor != NULL)
    gdct_markup_attribute(markup, "id", anchor);
  gdct_markup_open(markup, names[level - 1], NULL);
  gdct_markup_print(markup, "%s. %s", number, title);
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

/* A cell of numbers. A word processor means by right where the line ends. */
static void mark_number(Document *doc) {
  if (doc->style.page)
    gdct_markup_attribute(markup_of(doc), "style", "text-align:right");
  else
    gdct_markup_attribute(markup_of(doc), "class", "n");
}

/* A table, or the next part of one. All but its beginning is held back, until
 * it is known how wide the columns are. */
static void open_table(Document *doc, const char *anchor, const char *caption) {
  Html *html = doc->own;
  Markup *markup = &html->markup;

  if (doc->style.page)
    gdct_markup_open(markup, "div", NULL);
  else
    gdct_markup_open(markup, "div", "class", "scroll part", "tabindex", "0",
                     "role", "region", "aria-label", caption, NULL);
  gdct_markup_open(markup, "table", NULL);
  if (anchor != NULL)
    gdct_markup_attribute(markup, "id", anchor);
  gdct_markup_line(markup, "caption", caption);
  html->widths = gdct_html_columns_new(html->columns, html->n_columns);
  html->held = gdct_markup_hold(markup);
  gdct_markup_open(markup, "thead", NULL);
  gdct_markup_open(markup, "tr", NULL);
  for (size_t i = 0; i < html->n_columns; i++) {
    gdct_markup_open(markup, "th", "scope", "col", NULL);
    if (html->columns[i].number)
      mark_number(doc);
    gdct_markup_text(markup, html->columns[i].title);
    gdct_markup_close(markup);
  }
  gdct_markup_close(markup);
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
  gdct_markup_open(markup, "tbody", NULL);
}

/* Says how wide the columns are, and what was held back. */
static void release_table(Document *doc) {
  Html *html = doc->own;
  g_autoptr(GString) columns = g_string_new("<colgroup>");
  g_autofree unsigned *widths = g_new(unsigned, html->n_columns);

  gdct_html_columns_widths(html->widths, widths);
  for (size_t i = 0; i < html->n_columns; i++)
    g_string_append_printf(columns, "<col style=\"width:%u%%\">", widths[i]);
  g_string_append(columns, "</colgroup>");
  gdct_markup_release(&html->markup, columns->str,
                      g_steal_pointer(&html->held));
  g_clear_pointer(&html->widths, gdct_html_columns_free);
}

static void close_table(Document *doc) {
  gdct_markup_close(markup_of(doc)); /* tbody */
  release_table(doc);
  gdct_markup_close(markup_of(doc));
  gdct_markup_close(markup_of(doc));
  gdct_markup_raw(markup_of(doc), "\n");
}

static void table(Document *doc, const char *anchor, const char *caption,
                  const DocColumn *columns, size_t n_columns) {
  Html *html = doc->own;

  g_free(html->columns);
  html->columns = g_new(DocColumn, n_columns);
  memcpy(html->columns, columns, n_columns * sizeof *columns);
  html->n_columns = n_columns;
  html->caption = g_strdup(caption);
  html->rows = 0;
  open_table(doc, anchor, caption);
}

/* A long table goes on in another one, which is laid out by itself. */
static void open_row(Document *doc) {
  Html *html = doc->own;

  if (html->rows == HTML_ROWS && !doc->style.page) {
    g_autofree char *caption =
        g_strdup_printf(_("%s (continued)"), html->caption);
    close_table(doc);
    open_table(doc, NULL, caption);
    html->rows = 0;
  }
  html->rows++;
  html->column = 0;
  gdct_markup_open(&html->markup, "tr", NULL);
}

static void open_cell(Document *doc, DocPart part) {
  Html *html = doc->own;
  const DocColumn *column = &html->columns[html->column++];

  g_assert(html->column <= html->n_columns);
  gdct_html_columns_cell(html->widths, html->column - 1);
  if (part == DOC_HEAD)
    gdct_markup_open(&html->markup, "th", "scope", "row", NULL);
  else
    gdct_markup_open(&html->markup, "td", NULL);
  if (column->number)
    mark_number(doc);
}

static void open_list(Document *doc, DocPart part) {
  Html *html = doc->own;

  if (html->lists++ == 0)
    html->items = 0;
  gdct_markup_open(&html->markup, part == DOC_LIST ? "ul" : "ol", NULL);
}

/* Whether an item is of a list that is set apart; pandoc would forget that. A
 * table has lines around it already. */
static bool is_set_apart(const Document *doc) {
  bool apart = false;

  for (unsigned i = 0; doc->style.page && i < doc->open->len; i++) {
    DocPart part = g_array_index(doc->open, DocPart, i);
    apart = part == DOC_PROPOSED || (apart && part != DOC_TABLE);
  }
  return apart;
}

/* So does a long list. */
static void open_item(Document *doc) {
  Html *html = doc->own;
  bool outermost = html->lists == 1;

  if (outermost && html->items == HTML_ROWS && !doc->style.page &&
      g_array_index(doc->open, DocPart, doc->open->len - 2) == DOC_LIST) {
    gdct_markup_close(&html->markup);
    gdct_markup_open(&html->markup, "ul", "class", "part", NULL);
    html->items = 0;
  }
  html->items += outermost;
  if (html->widths != NULL)
    gdct_html_columns_item(html->widths);
  gdct_markup_open(&html->markup, "li", NULL);
  if (is_set_apart(doc)) {
    gdct_html_open_style(&html->markup, "div", "Proposed");
    gdct_markup_open(&html->markup, "p", NULL);
  }
}

/* The words of a source. The marks are ours: what a browser puts there depends
 * on the browser, and pandoc makes them those of English. */
static void open_quote(Document *doc) {
  if (doc->style.page)
    gdct_html_open_style(markup_of(doc), "span", "Quotation");
  else
    gdct_markup_open(markup_of(doc), "q", NULL);
  gdct_markup_text(markup_of(doc), "\u201c");
}

static void open_part(Document *doc, DocPart part) {
  static const char *const elements[DOC_PARTS] = {[DOC_PARAGRAPH] = "p",
                                                  [DOC_STRONG] = "strong",
                                                  [DOC_EMPHASIS] = "em",
                                                  [DOC_CODE] = "code"};
  Html *html = doc->own;

  switch (part) {
  case DOC_LIST:
  case DOC_ORDERED:
    open_list(doc, part);
    break;
  case DOC_ITEM:
    open_item(doc);
    break;
  case DOC_ROW:
    open_row(doc);
    break;
  case DOC_HEAD:
  case DOC_CELL:
    open_cell(doc, part);
    break;
  case DOC_NOTICE:
    gdct_html_open_styled(doc, "div", "notice", "Notice");
    break;
  case DOC_PROPOSED:
    gdct_html_open_styled(doc, "div", "proposed", "Proposed");
    break;
  case DOC_QUOTE:
    open_quote(doc);
    break;
  case DOC_SMALL:
    if (doc->style.page)
      gdct_html_open_style(&html->markup, "span", "Small");
    else
      gdct_markup_open(&html->markup, "small", NULL);
    break;
  default:
    g_assert(elements[part] != NULL);
    gdct_markup_open(&html->markup, elements[part], NULL);
    break;
  }
}

static void close_part(Document *doc, DocPart part) {
  Html *html = doc->own;

  if (part == DOC_TABLE) {
    close_table(doc);
    g_clear_pointer(&html->caption, g_free);
    return;
  }
  if (part == DOC_QUOTE)
    gdct_markup_text(&html->markup, "\u201d");
  if (part == DOC_LIST || part == DOC_ORDERED)
    html->lists--;
  if (part == DOC_ITEM && is_set_apart(doc)) {
    gdct_markup_close(&html->markup);
    gdct_markup_close(&html->markup);
  }
  gdct_markup_close(&html->markup);
  if (part < DOC_STRONG && part != DOC_HEAD && part != DOC_CELL)
    gdct_markup_raw(&html->markup, "\n");
}

/* ---- words ---- */

/* Whether a text is in another language than the document, or may be. */
static bool is_foreign(const Document *doc, const char *language) {
  return language != NULL &&
         g_ascii_strcasecmp(language, doc->style.language) != 0;
}

/* The language of a text that is not the document's; "" is not known, and then
 * pandoc cannot tell the direction. */
static void put_language(Document *doc, const char *language) {
  Markup *markup = markup_of(doc);

  if (*language != '\0')
    gdct_markup_attribute(markup, "lang", language);
  if (!doc->style.page)
    gdct_markup_attribute(markup, "dir", "auto");
  else if (*language != '\0')
    gdct_markup_attribute(markup, "dir", direction(language));
}

/* Whether a text has a word that no column has room for. */
static bool has_long_word(const char *text) {
  size_t room = 0;

  for (; *text != '\0' && room <= MAX_WORD; text++)
    room = strchr(" \n\t-/", *text) != NULL ? 0 : room + 1;
  return room > MAX_WORD;
}

static void measure(Document *doc, const char *words) {
  Html *html = doc->own;

  if (html->widths != NULL)
    gdct_html_columns_text(html->widths, words);
}

static void text(Document *doc, const char *words, const char *language) {
  Markup *markup = markup_of(doc);

  measure(doc, words);
  if (!doc->style.page && has_long_word(words)) {
    gdct_markup_open(markup, "bdi", "class", "long", NULL);
    if (is_foreign(doc, language))
      put_language(doc, language);
    gdct_markup_text(markup, words);
    gdct_markup_close(markup);
    return;
  }
  if (!is_foreign(doc, language)) {
    gdct_markup_text(markup, words);
    return;
  }
  gdct_markup_open(markup, doc->style.page ? "span" : "bdi", NULL);
  put_language(doc, language);
  gdct_markup_text(markup, words);
  gdct_markup_close(markup);
}

static void link_to(Document *doc, const char *target, const char *words,
                    const char *language) {
  Markup *markup = markup_of(doc);

  measure(doc, words);
  gdct_markup_open(markup, "a", "href", target, NULL);
  if (g_str_has_prefix(target, "#source-"))
    gdct_markup_attribute(markup, "class", "ref");
  if (is_foreign(doc, language))
    put_language(doc, language);
  gdct_markup_text(markup, words);
  gdct_markup_close(markup);
}

static void anchor_here(Document *doc, const char *anchor) {
  gdct_markup_open(markup_of(doc), "span", "id", anchor, NULL);
  gdct_markup_close(markup_of(doc));
}

const DocFormat gdct_doc_html = {
    .name = "html",
    .extension = ".html",
    .media_type = "text/html",
    .summary = "one page, for browsers and for print",
    .begin = begin,
    .section = section,
    .table = table,
    .open = open_part,
    .close = close_part,
    .text = text,
    .link = link_to,
    .anchor = anchor_here,
    .note = gdct_html_note,
    .picture = gdct_html_picture,
    .end = end,
    .begin_notes = gdct_html_begin_notes,
    .begin_note = gdct_html_begin_note,
    .end_note = gdct_html_end_note,
    .end_notes = gdct_html_end_notes,
};
