/* SPDX-License-Identifier: Apache-2.0 */
/* A drawing as PDF: on one page, or on several if it would be too small. */
#include "draw/graphviz_drawing.h"
#include "draw/page.h"
#include "draw/parts.h"

#include <gvc.h>

#include <math.h>

/* A picture whose cards would be set smaller than 6 points, near enough, goes
 * on several pages, if they make it a tenth larger. */
#define LEAST_SCALE (5.9 / GDCT_TEXT_SIZE)
#define WORTH_PAGES 1.1
#define MOST_PAGES 40
#define MOST_TRIES 6

/* ---- one page ---- */

static bool paint(void *cairo, void *data) {
  GdctDrawing *drawing = data;

  return gdct_drawing_lay_out(drawing) &&
         gvRenderContext(drawing->gvc, drawing->graph, "pdf:cairo", cairo) == 0;
}

/* Cards that link to their page; the last that is done with a drawing. */
static void find_addresses(void *data, GdctAddressFunc call, void *call_data) {
  GdctDrawing *drawing = data;
  boxf hull = GD_bb(drawing->graph);

  for (uint32_t i = 0; i < drawing->picture->cards->len; i++) {
    const GdctCard *card = gdct_picture_card(drawing->picture, i);
    const char *address = agget(drawing->cards[i], (char *)"URL");
    double width = drawing->sheet->columns[card->column].width;
    double height = drawing->sheet->heights[i];
    if (address != NULL && *address != '\0')
      call(ND_coord(drawing->cards[i]).x - hull.LL.x + 72 * GDCT_PADDING -
               width / 2,
           hull.UR.y - ND_coord(drawing->cards[i]).y + 72 * GDCT_PADDING -
               height / 2,
           width, height, address, call_data);
  }
  gdct_drawing_free_layout(drawing);
}

/* The bounding box is in points, the padding an attribute in inches. */
static GdctPageContent page_content(GdctDrawing *drawing) {
  boxf hull = GD_bb(drawing->graph);

  return (GdctPageContent){
      .width = hull.UR.x - hull.LL.x + 2 * 72 * GDCT_PADDING,
      .height = hull.UR.y - hull.LL.y + 2 * 72 * GDCT_PADDING,
      .paint = paint,
      .addresses = find_addresses,
      .data = drawing};
}

/* ---- several ---- */

/* One of several, with a part of the picture. */
typedef struct {
  GdctDrawing drawing;
  GdctPicture *part;
  GdctPageContent content;
} Page;

static void free_page(void *data) {
  Page *page = data;

  gdct_drawing_close(&page->drawing);
  gdct_picture_free(page->part);
  g_free(page);
}

/* Sets the page of its part up; false if Graphviz failed. */
static bool open_page(Page *page, const GdctDrawing *whole) {
  GdctDrawing *drawing = &page->drawing;

  if (!gdct_drawing_open(drawing, page->part, whole->format, whole->options))
    return false;
  agsafeset(drawing->graph, (char *)"margin", (char *)"0", (char *)"");
  if (!gdct_drawing_lay_out(drawing))
    return false;
  page->content = page_content(drawing);
  gdct_drawing_free_layout(drawing);
  return true;
}

/* A picture on @n pages, and how large the smallest gets; NULL on failure. */
static GPtrArray *make_n_pages(const GdctDrawing *whole, uint32_t n,
                               double *ret_scale) {
  g_autoptr(GPtrArray) parts =
      gdct_picture_cut(whole->picture, whole->layout, n);
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func(free_page);

  *ret_scale = G_MAXDOUBLE;
  for (guint i = 0; i < parts->len; i++) {
    Page *page = g_new0(Page, 1);
    page->part = g_ptr_array_index(parts, i);
    g_ptr_array_add(pages, page);
  }
  for (guint i = 0; i < pages->len; i++) {
    Page *page = g_ptr_array_index(pages, i);
    if (!open_page(page, whole))
      return NULL;
    *ret_scale = MIN(*ret_scale,
                     gdct_page_scale(whole->options->page, page->content.width,
                                     page->content.height));
  }
  return g_steal_pointer(&pages);
}

/* As few pages as make a picture, which one page would scale so, large enough
 * to be read; the best there is if nothing does, and NULL if that is hardly
 * better than one page. */
static GPtrArray *make_pages(const GdctDrawing *whole, double scale) {
  GPtrArray *best = NULL;
  double best_scale = scale, got;
  double first = ceil(LEAST_SCALE / scale);

  if (whole->picture->timeline != NULL || first > MOST_PAGES)
    return NULL;
  for (uint32_t n = (uint32_t)first, tries = 0;
       n <= MOST_PAGES && 2 * n <= whole->picture->cards->len &&
       tries < MOST_TRIES && best_scale < LEAST_SCALE;
       n += MAX(1, n / 4), tries++) {
    GPtrArray *pages = make_n_pages(whole, n, &got);
    if (pages == NULL)
      break;
    if (got > best_scale * WORTH_PAGES || got >= LEAST_SCALE) {
      g_clear_pointer(&best, g_ptr_array_unref);
      best = g_steal_pointer(&pages);
      best_scale = got;
    }
    g_clear_pointer(&pages, g_ptr_array_unref);
  }
  return best;
}

bool gdct_drawing_write_pdf(GdctDrawing *drawing, GdctSink sink, void *data) {
  g_autofree char *title = gdct_clean_text(drawing->picture->title);
  GdctPageContent content = page_content(drawing);
  double scale =
      gdct_page_scale(drawing->options->page, content.width, content.height);
  g_autoptr(GPtrArray) pages = NULL;
  g_autoptr(GArray) contents =
      g_array_new(FALSE, FALSE, sizeof(GdctPageContent));

  if (scale < LEAST_SCALE) {
    gdct_drawing_free_layout(drawing);
    pages = make_pages(drawing, scale);
  }
  for (guint i = 0; pages != NULL && i < pages->len; i++) {
    const Page *page = g_ptr_array_index(pages, i);
    g_array_append_val(contents, page->content);
  }
  if (contents->len == 0)
    g_array_append_val(contents, content);
  return gdct_page_write(drawing->options->page,
                         (const GdctPageContent *)(const void *)contents->data,
                         contents->len, title, sink, data);
}
