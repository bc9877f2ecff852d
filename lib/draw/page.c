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

/* Moves and scales the picture into the middle of the page. */
static void fit(cairo_t *cairo, double page_width, double page_height,
                double width, double height) {
  double scale = MIN((page_width - 2 * MARGIN) / width,
                     (page_height - 2 * MARGIN) / height);

  scale = MIN(scale, MOST_SCALE);
  cairo_translate(cairo, (page_width - scale * width) / 2,
                  (page_height - scale * height) / 2);
  cairo_scale(cairo, scale, scale);
}

bool gdct_page_write(GdctPageSize page, double width, double height,
                     const char *title, GdctPainter paint, void *paint_data,
                     GdctSink sink, void *data) {
  static const struct {
    double width, height;
  } sizes[] = {[GDCT_PAGE_A4] = {297 * MM, 210 * MM},
               [GDCT_PAGE_A3] = {420 * MM, 297 * MM}};
  /* Graphviz would print what a sink that refuses does to cairo. */
  GString *document = g_string_new(NULL);
  bool is_sheet = page != GDCT_PAGE_FIT;
  double page_width = is_sheet ? sizes[page].width : width;
  double page_height = is_sheet ? sizes[page].height : height;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
      keep, document, page_width, page_height);
  cairo_t *cairo = cairo_create(surface);
  bool fine;

  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR,
                                 "gdctrace");
  /* The same picture is the same bytes, whatever the clock says. */
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
  if (is_sheet)
    fit(cairo, page_width, page_height, width, height);
  fine = paint(cairo, paint_data);
  cairo_destroy(cairo);
  /* Graphviz has shown the page, and may have finished the surface. */
  cairo_surface_finish(surface);
  fine &= cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy(surface);
  fine = fine && sink(document->str, document->len, data);
  g_string_free(document, TRUE);
  return fine;
}
