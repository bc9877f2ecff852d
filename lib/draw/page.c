/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of PDF by cairo: Graphviz itself only makes pages as large as the
 * picture. */
#include "draw/page.h"

#include <cairo-pdf.h>

#include <glib.h>

#define MM (72 / 25.4)
#define MARGIN (10 * MM)
#define MOST_SCALE 1.25 /* small pictures do not become posters */

static cairo_status_t keep(void *closure, const unsigned char *bytes,
                           unsigned length) {
  g_string_append_len(closure, (const char *)bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static const struct {
  double width, height;
} sizes[] = {[GDCT_PAGE_A4] = {297 * MM, 210 * MM},
             [GDCT_PAGE_A3] = {420 * MM, 297 * MM}};

double gdct_page_scale(GdctPageSize page, double width, double height) {
  GdctRoom room;

  if (page == GDCT_PAGE_FIT)
    return 1;
  room = gdct_page_room(page);
  return MIN(MOST_SCALE, MIN(room.width / width, room.height / height));
}

GdctRoom gdct_page_room(GdctPageSize page) {
  return (GdctRoom){sizes[page].width - 2 * MARGIN,
                    sizes[page].height - 2 * MARGIN};
}

/* Moves and scales a picture into the middle of the page. */
static void fit(cairo_t *cairo, GdctPageSize page,
                const GdctPageContent *content) {
  double scale = gdct_page_scale(page, content->width, content->height);

  if (page == GDCT_PAGE_FIT)
    return;
  cairo_translate(cairo, (sizes[page].width - scale * content->width) / 2,
                  (sizes[page].height - scale * content->height) / 2);
  cairo_scale(cairo, scale, scale);
}

/* Boxes are those of the page: cairo does not scale them (1.16). */
static void put_address(double x, double y, double width, double height,
                        const char *address, void *data) {
  cairo_t *cairo = data;
  cairo_matrix_t matrix;
  g_autofree char *tag = NULL;
  char number[4][G_ASCII_DTOSTR_BUF_SIZE];

  cairo_user_to_device(cairo, &x, &y);
  cairo_user_to_device_distance(cairo, &width, &height);
  g_ascii_formatd(number[0], sizeof *number, "%.2f", x);
  g_ascii_formatd(number[1], sizeof *number, "%.2f", y);
  g_ascii_formatd(number[2], sizeof *number, "%.2f", width);
  g_ascii_formatd(number[3], sizeof *number, "%.2f", height);
  tag = g_strdup_printf("rect=[%s %s %s %s] uri='%s'", number[0], number[1],
                        number[2], number[3], address);
  cairo_get_matrix(cairo, &matrix);
  cairo_identity_matrix(cairo);
  cairo_tag_begin(cairo, CAIRO_TAG_LINK, tag);
  cairo_tag_end(cairo, CAIRO_TAG_LINK);
  cairo_set_matrix(cairo, &matrix);
}

/* One page of several. Graphviz finishes the surface when it has drawn, so it
 * gets a part of it; that takes no addresses, which are put by us. */
static bool put_page(cairo_surface_t *surface, GdctPageSize page,
                     const GdctPageContent *content) {
  cairo_surface_t *part = cairo_surface_create_for_rectangle(
      surface, 0, 0, sizes[page].width, sizes[page].height);
  cairo_t *cairo = cairo_create(part);
  bool fine;

  fit(cairo, page, content);
  fine = content->paint(cairo, content->data);
  cairo_destroy(cairo);
  cairo_surface_destroy(part);
  cairo = cairo_create(surface);
  fit(cairo, page, content);
  content->addresses(content->data, put_address, cairo);
  cairo_show_page(cairo);
  fine &= cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
  cairo_destroy(cairo);
  return fine;
}

static bool put_only(cairo_surface_t *surface, GdctPageSize page,
                     const GdctPageContent *content) {
  cairo_t *cairo = cairo_create(surface);
  bool fine;

  fit(cairo, page, content);
  fine = content->paint(cairo, content->data);
  cairo_destroy(cairo);
  return fine;
}

bool gdct_page_write(GdctPageSize page, const GdctPageContent *contents,
                     size_t n_contents, const char *title, GdctSink sink,
                     void *data) {
  /* Graphviz would print what a sink that refuses does to cairo. */
  GString *document = g_string_new(NULL);
  bool is_sheet = page != GDCT_PAGE_FIT, fine = true;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
      keep, document, is_sheet ? sizes[page].width : contents->width,
      is_sheet ? sizes[page].height : contents->height);

  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR,
                                 "gdctrace");
  /* The same picture is the same bytes, whatever the clock says. */
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
  if (n_contents == 1)
    fine = put_only(surface, page, contents);
  for (size_t i = 0; n_contents > 1 && i < n_contents; i++)
    fine = fine && put_page(surface, page, &contents[i]);
  /* Graphviz may have finished the surface. */
  cairo_surface_finish(surface);
  fine &= cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy(surface);
  fine = fine && sink(document->str, document->len, data);
  g_string_free(document, TRUE);
  return fine;
}
