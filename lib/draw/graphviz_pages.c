/* SPDX-License-Identifier: Apache-2.0 */
/* A drawing on one page, or on several if it would be too small: as PDF, or
 * for the pages of a document. */
#include "draw/graphviz_drawing.h"
#include "draw/page.h"
#include "draw/parts.h"
#include "draw/print.h"
#include "draw/timeline.h"

#include <gvc.h>

#include <math.h>
#include <stdlib.h>

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

/* Who is told of addresses. */
typedef struct {
  const GdctDrawing *drawing;
  GdctAddressFunc call;
  void *data;
} Addresses;

/* A node of Graphviz that links to its page. */
static void find_address(const Addresses *addresses, Agnode_t *node,
                         double width, double height) {
  boxf hull = GD_bb(addresses->drawing->graph);
  const char *address = node == NULL ? NULL : agget(node, (char *)"URL");

  if (address != NULL && *address != '\0')
    addresses->call(
        ND_coord(node).x - hull.LL.x + 72 * GDCT_PADDING - width / 2,
        hull.UR.y - ND_coord(node).y + 72 * GDCT_PADDING - height / 2, width,
        height, address, addresses->data);
}

/* Cards, and bars; the last that is done with a drawing. */
static void find_addresses(void *data, GdctAddressFunc call, void *call_data) {
  GdctDrawing *drawing = data;
  const GdctSheet *sheet = drawing->sheet;
  Addresses addresses = {drawing, call, call_data};

  for (uint32_t i = 0; i < drawing->picture->cards->len; i++) {
    const GdctCard *card = gdct_picture_card(drawing->picture, i);
    find_address(&addresses, drawing->cards[i],
                 sheet->columns[card->column].width, sheet->heights[i]);
  }
  for (guint i = 0; i < sheet->ornaments->len; i++) {
    const GdctOrnament *ornament =
        &g_array_index(sheet->ornaments, GdctOrnament, i);
    if (ornament->page != NULL)
      find_address(&addresses, agnode(drawing->graph, ornament->name, 0),
                   ornament->box.width, ornament->box.height);
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

/* Pages that a drawing could go on. */
typedef struct {
  GdctDrawing *whole;
  GdctRoom room; /* of each */
  bool numbered; /* subtitles say which of them it is */
} Pages;

static double scale_in(GdctRoom room, const GdctPageContent *content) {
  return MIN(room.width / content->width, room.height / content->height);
}

/* A picture on @n pages, and how large the smallest gets; NULL on failure. */
static GPtrArray *make_n_pages(const Pages *wanted, uint32_t n,
                               double *ret_scale) {
  const GdctDrawing *whole = wanted->whole;
  g_autoptr(GPtrArray) parts =
      whole->picture->timeline != NULL
          ? gdct_timeline_cut(whole->picture, n, wanted->numbered)
          : gdct_picture_cut(whole->picture, whole->layout, n,
                             wanted->numbered);
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
    *ret_scale = MIN(*ret_scale, scale_in(wanted->room, &page->content));
  }
  return g_steal_pointer(&pages);
}

/* As few pages as make a picture, which one page would scale so, large enough
 * to be read; the best there is if nothing does, and NULL if that is hardly
 * better than one page. */
static GPtrArray *make_pages(const Pages *wanted, double scale) {
  const GdctPicture *picture = wanted->whole->picture;
  GPtrArray *best = NULL;
  double best_scale = scale, got;
  double first = ceil(LEAST_SCALE / scale);
  uint32_t things = picture->timeline != NULL ? picture->timeline->bars->len
                                              : picture->cards->len;

  if (first > MOST_PAGES)
    return NULL;
  for (uint32_t n = (uint32_t)first, tries = 0;
       n <= MOST_PAGES && 2 * n <= things && tries < MOST_TRIES &&
       best_scale < LEAST_SCALE;
       n += MAX(1, n / 4), tries++) {
    GPtrArray *pages = make_n_pages(wanted, n, &got);
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
    Pages wanted = {drawing, gdct_page_room(drawing->options->page), true};
    gdct_drawing_free_layout(drawing);
    pages = make_pages(&wanted, scale);
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

/* ---- for documents ---- */

/* What gdct_prints_choose() is asked. */
typedef struct {
  GdctPrints *prints;
  const GdctPicture *picture;
  GdctRoom upright, across;
} Choice;

static void put_print(GdctPrints *prints, const GdctPicture *picture,
                      const GdctPageContent *content, GdctRoom room) {
  double scale = MIN(1, scale_in(room, content));
  GdctPrint print = {picture,
                     {scale * content->width, scale * content->height}};

  g_array_append_val(prints->pages, print);
}

static void put_prints(const Choice *choice, GdctDrawing *drawing) {
  GdctPrints *prints = choice->prints;
  GdctPageContent content = page_content(drawing);
  double scale = scale_in(choice->across, &content);
  Pages wanted = {drawing, choice->across, false};
  g_autoptr(GPtrArray) pages = NULL;

  gdct_drawing_free_layout(drawing);
  prints->across = scale_in(choice->upright, &content) < LEAST_SCALE;
  if (prints->across && scale < LEAST_SCALE)
    pages = make_pages(&wanted, scale);
  for (guint i = 0; pages != NULL && i < pages->len; i++) {
    Page *page = g_ptr_array_index(pages, i);
    put_print(prints, page->part, &page->content, choice->across);
    g_ptr_array_add(prints->parts, g_steal_pointer(&page->part));
  }
  if (pages == NULL)
    put_print(prints, choice->picture, &content,
              prints->across ? choice->across : choice->upright);
}

static bool choose(void *data) {
  static const GdctDrawOptions options;
  Choice *choice = data;
  GdctDrawing drawing = {0};
  bool fine = gdct_drawing_open(&drawing, choice->picture, "pdf", &options) &&
              agsafeset(drawing.graph, (char *)"margin", (char *)"0",
                        (char *)"") == 0 &&
              gdct_drawing_lay_out(&drawing);

  if (fine)
    put_prints(choice, &drawing);
  gdct_drawing_close(&drawing);
  return fine;
}

static void free_picture(void *picture) {
  gdct_picture_free(picture);
}

bool gdct_prints_choose(GdctPrints *prints, const GdctPicture *picture,
                        GdctRoom upright, GdctRoom across) {
  Choice choice = {prints, picture, upright, across};
  char *problem = NULL;
  bool fine;

  prints->across = false;
  prints->pages = g_array_new(FALSE, FALSE, sizeof(GdctPrint));
  prints->parts = g_ptr_array_new_with_free_func(free_picture);
  fine = gdct_graphviz_do(choose, &choice, &problem);
  free(problem);
  if (!fine)
    gdct_prints_clear(prints);
  return fine;
}

void gdct_prints_clear(GdctPrints *prints) {
  g_array_unref(prints->pages);
  g_ptr_array_unref(prints->parts);
}
