/* SPDX-License-Identifier: Apache-2.0 */
/* Notes of a document in HTML. */
#include "write/html_document.h"

void gdct_html_open_style(Markup *markup, const char *element,
                          const char *style) {
  gdct_markup_open(markup, element, "data-custom-style", style, NULL);
}

void gdct_html_open_styled(Document *doc, const char *element,
                           const char *class, const char *style) {
  if (doc->style.page)
    gdct_html_open_style(gdct_html_of(doc), element, style);
  else
    gdct_markup_open(gdct_html_of(doc), element, "class", class, NULL);
}

/* ---- notes ---- */

/* The mark is a link with the number, and back. */
void gdct_html_note(Document *doc, unsigned number) {
  Markup *markup = gdct_html_of(doc);
  g_autofree char *target = g_strdup_printf("#note-%u", number);
  g_autofree char *id = g_strdup_printf("mark-%u", number);

  if (doc->style.page) {
    gdct_markup_open(markup, "a", "epub:type", "noteref", "href", target, NULL);
  } else {
    gdct_markup_open(markup, "sup", NULL);
    gdct_markup_open(markup, "a", "id", id, "href", target, "role",
                     "doc-noteref", NULL);
  }
  gdct_markup_print(markup, "%u", number);
  gdct_markup_close(markup);
  if (!doc->style.page)
    gdct_markup_close(markup);
}

void gdct_html_begin_notes(Document *doc) {
  if (!doc->style.page)
    gdct_markup_open(gdct_html_of(doc), "ol", NULL);
}

void gdct_html_begin_note(Document *doc, unsigned number) {
  Markup *markup = gdct_html_of(doc);
  g_autofree char *id = g_strdup_printf("note-%u", number);

  if (!doc->style.page) {
    if (number > 1 && number % HTML_ROWS == 1) {
      g_autofree char *start = g_strdup_printf("%u", number);
      gdct_markup_close(markup);
      gdct_markup_open(markup, "ol", "class", "part", "start", start, NULL);
    }
    gdct_markup_open(markup, "li", "id", id, NULL);
    return;
  }
  gdct_markup_open(markup, "aside", "epub:type", "footnote", "id", id, NULL);
  gdct_markup_open(markup, "p", NULL);
}

void gdct_html_end_note(Document *doc, unsigned number) {
  Markup *markup = gdct_html_of(doc);
  g_autofree char *target = g_strdup_printf("#mark-%u", number);
  g_autofree char *words = g_strdup_printf(_("Back to note %u"), number);

  if (doc->style.page) {
    gdct_markup_close(markup);
  } else {
    gdct_markup_raw(markup, " ");
    gdct_markup_open(markup, "a", "href", target, "role", "doc-backlink",
                     "aria-label", words, NULL);
    gdct_markup_text(markup, "\u21a9");
    gdct_markup_close(markup);
  }
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

void gdct_html_end_notes(Document *doc) {
  if (!doc->style.page)
    gdct_markup_close(gdct_html_of(doc));
}
