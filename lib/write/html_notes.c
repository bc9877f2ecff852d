/* SPDX-License-Identifier: Apache-2.0 */
/* Notes and pictures of a document in HTML. */
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

/* ---- pictures ---- */

static bool append(const char *bytes, size_t size, void *data) {
  g_byte_array_append(data, (const guint8 *)bytes, (guint)size);
  return true;
}

/* What a picture is shown from: itself, or for pandoc, which would repeat that
 * in what the picture is called, a file. NULL if there is no picture. Free
 * with g_free(). */
static char *source_of(Document *doc, const GdctPicture *drawn) {
  const char *format = doc->style.page ? "png" : "svg";
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autofree char *name = NULL, *path = NULL, *code = NULL;
  GdctDrawOptions look = {.dpi = 200};
  char *problem = NULL;

  if (!gdct_picture_draw_with(drawn, format, &look, append, bytes, &problem)) {
    free(problem);
    return NULL;
  }
  if (doc->style.folder != NULL) {
    name = g_strdup_printf("picture-%u.png", doc->pictures);
    path = g_build_filename(doc->style.folder, name, NULL);
    return g_file_set_contents(path, (char *)bytes->data, bytes->len, NULL)
               ? g_steal_pointer(&name)
               : NULL;
  }
  code = g_base64_encode(bytes->data, bytes->len);
  return g_strdup_printf("data:%s;base64,%s",
                         doc->style.page ? "image/png" : "image/svg+xml", code);
}

/* Word shows pixels only; a browser draws lines, sharp on paper too. */
void gdct_html_picture(Document *doc, const GdctPicture *drawn, const char *alt,
                       const char *caption, const char *command) {
  Markup *markup = gdct_html_of(doc);
  g_autofree char *source = source_of(doc, drawn);

  (void)command;
  doc->failed |= source == NULL; /* nothing is left out unsaid */
  gdct_html_open_styled(doc, "div", "figure", "Picture");
  if (source != NULL) {
    if (doc->style.page) /* a paragraph, as wide as the page */
      gdct_markup_open(markup, "p", NULL);
    gdct_markup_open(markup, "img", "src", source, "alt", alt, NULL);
    if (doc->style.page)
      gdct_markup_attribute(markup, "width", "100%");
    gdct_markup_void(markup);
    if (doc->style.page)
      gdct_markup_close(markup);
  }
  if (doc->style.page) {
    gdct_markup_close(markup);
    gdct_html_open_style(markup, "div", "Image Caption");
    gdct_markup_line(markup, "p", caption);
  } else {
    gdct_markup_open(markup, "p", "class", "caption", NULL);
    gdct_markup_text(markup, caption);
    gdct_markup_close(markup);
  }
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}
