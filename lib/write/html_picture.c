/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures of a document in HTML. A picture that is too wide for a page among
 * texts is printed across a page of its own (CSS Paged Media 3, section 5),
 * and if it could not be read there, in parts. On the screen it is always
 * whole. For word processors there is but what is printed, in a block that
 * documents/wide.lua makes a section of. */
#include "write/html_document.h"

#include "draw/print.h"

#define MM (72 / 25.4)
#define EMU 12700  /* a point of DOCX */
#define PIXELS 200 /* an inch of a picture by itself */

/* What the margins of html_style.c and documents/ leave, and captions. */
static const GdctRoom upright = {174 * MM, 232 * MM};
static const GdctRoom across = {277 * MM, 165 * MM};

static bool append(const char *bytes, size_t size, void *data) {
  g_byte_array_append(data, (const guint8 *)bytes, (guint)size);
  return true;
}

/* What a picture is shown from: itself, or for pandoc, which would repeat that
 * in what the picture is called, a file. NULL if there is no picture. Free
 * with g_free(). */
static char *source_of(Document *doc, const GdctPicture *drawn, guint part) {
  const char *format = doc->style.page ? "png" : "svg";
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autofree char *name = NULL, *path = NULL, *code = NULL;
  GdctDrawOptions look = {.dpi = PIXELS};
  char *problem = NULL;

  if (!gdct_picture_draw_with(drawn, format, &look, append, bytes, &problem)) {
    free(problem);
    return NULL;
  }
  if (doc->style.folder != NULL) {
    name = g_strdup_printf("picture-%u-%u.png", doc->pictures, part + 1);
    path = g_build_filename(doc->style.folder, name, NULL);
    return g_file_set_contents(path, (char *)bytes->data, bytes->len, NULL)
               ? g_steal_pointer(&name)
               : NULL;
  }
  code = g_base64_encode(bytes->data, bytes->len);
  return g_strdup_printf("data:%s;base64,%s",
                         doc->style.page ? "image/png" : "image/svg+xml", code);
}

/* Word shows pixels only, in a paragraph; a browser draws lines, sharp on paper
 * too. Pandoc would make no picture wider than a page upright: its title says
 * how wide it is to become. */
static void put_image(Document *doc, const char *source, const char *alt,
                      double width) {
  Markup *markup = gdct_html_of(doc);
  g_autofree char *title =
      g_strdup_printf(DOC_PICTURE_WIDTH "%.0f", width * EMU);

  if (doc->style.page)
    gdct_markup_open(markup, "p", NULL);
  gdct_markup_open(markup, "img", "src", source, "alt", alt, NULL);
  if (doc->style.page)
    gdct_markup_attribute(markup, "title", title);
  gdct_markup_void(markup);
  if (doc->style.page)
    gdct_markup_close(markup);
}

/* A picture, or a part of one, with its caption. */
static void put_figure(Document *doc, const GdctPrint *print, guint part,
                       const char *class, const char *alt,
                       const char *caption) {
  Markup *markup = gdct_html_of(doc);
  g_autofree char *source = source_of(doc, print->picture, part);

  doc->failed |= source == NULL; /* nothing is left out unsaid */
  gdct_html_open_styled(doc, "div", class, "Picture");
  if (source != NULL)
    put_image(doc, source, alt, print->size.width);
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

/* The first part tells what all of them show. */
static void put_parts(Document *doc, const GdctPrints *prints, const char *alt,
                      const char *caption) {
  guint count = prints->pages->len;

  for (guint i = 0; i < count; i++) {
    g_autofree char *words =
        g_strdup_printf(_("%1$s (part %2$u of %3$u)"), caption, i + 1, count);
    put_figure(doc, &g_array_index(prints->pages, GdctPrint, i), i, "figure",
               i == 0 ? alt : words, words);
  }
}

void gdct_html_picture(Document *doc, const GdctPicture *drawn, const char *alt,
                       const char *caption, const char *command) {
  Markup *markup = gdct_html_of(doc);
  GdctPrint whole = {.picture = drawn};
  GdctPrints prints;
  bool in_parts;

  (void)command;
  if (!gdct_prints_choose(&prints, drawn, upright, across)) {
    doc->failed = true;
    return;
  }
  in_parts = prints.pages->len > 1;
  if (in_parts && !doc->style.page)
    put_figure(doc, &whole, 0, "figure whole", alt, caption);
  if (prints.across)
    gdct_markup_open(markup, "div", "class", in_parts ? "wide parts" : "wide",
                     NULL);
  if (in_parts)
    put_parts(doc, &prints, alt, caption);
  else
    put_figure(doc, &g_array_index(prints.pages, GdctPrint, 0), 0, "figure",
               alt, caption);
  if (prints.across) {
    gdct_markup_close(markup);
    gdct_markup_raw(markup, "\n");
  }
  gdct_prints_clear(&prints);
}
