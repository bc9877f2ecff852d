/* SPDX-License-Identifier: Apache-2.0 */
/* Where the numbers of lines stand that are drawn for many links: on their
 * line, and on no other number. */
#include "draw/counts.h"

#include <math.h>

#define SIZE 8.0
#define GRAIN 4.0  /* how finely places are kept apart */
#define LEAST 0.18 /* how near a number may come to the ends of its line */
#define BESIDE 1.0 /* kept free around a number */

typedef struct {
  GdctSheet *sheet;
  GHashTable *taken; /* squares of the plane with a number in them */
} Places;

static GdctPoint point_at(const GdctPoint *p, double t) {
  double u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t,
         d = t * t * t;

  return (GdctPoint){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                     a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

/* Calls for each square that a box covers; says whether one is taken, or takes
 * them all. */
static bool squares(Places *places, GdctBox box, bool take) {
  int left = (int)floor((box.x - box.width / 2 - BESIDE) / GRAIN);
  int right = (int)floor((box.x + box.width / 2 + BESIDE) / GRAIN);
  int low = (int)floor((box.y - box.height / 2 - BESIDE) / GRAIN);
  int high = (int)floor((box.y + box.height / 2 + BESIDE) / GRAIN);

  for (int x = left; x <= right; x++)
    for (int y = low; y <= high; y++) {
      gint64 square = (gint64)x * (1 << 24) + y;
      if (take)
        g_hash_table_add(places->taken, g_memdup2(&square, sizeof square));
      else if (g_hash_table_contains(places->taken, &square))
        return true;
    }
  return false;
}

/* The middle of the line first, then ever nearer to its ends. */
static bool find_place(Places *places, const GdctPoint *curve, GdctBox *box) {
  for (double off = 0; 0.5 - off >= LEAST; off += 0.04)
    for (int side = -1; side <= (off > 0 ? 1 : -1); side += 2) {
      GdctPoint at = point_at(curve, 0.5 + side * off);
      box->x = at.x;
      box->y = at.y;
      if (!squares(places, *box, false))
        return true;
    }
  return false;
}

static void put_count(Places *places, const GdctPictureLink *link,
                      const GdctPoint *curve) {
  g_autofree char *text = g_strdup_printf("×%u", link->count);
  GdctBox box = {.height = gdct_line_height(SIZE)};
  GdctOrnament ornament = {
      .class = "count", .style = "filled", .fill = "#ffffff", .pen = "#ffffff"};

  box.width = ceil(gdct_ruler_width(places->sheet->ruler, text, SIZE, false));
  if (!find_place(places, curve, &box))
    return;
  squares(places, box, true);
  ornament.name = g_strdup_printf(":count-%s", link->key);
  ornament.box = box;
  ornament.label =
      g_strdup_printf("<FONT POINT-SIZE=\"%g\">%s</FONT>", SIZE, text);
  g_array_append_val(places->sheet->ornaments, ornament);
}

void gdct_counts_place(GdctSheet *sheet, const GdctLayout *layout) {
  const GdctPicture *picture = sheet->picture;
  Places places = {
      sheet, g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL)};

  for (uint32_t i = 0; i < picture->links->len; i++) {
    const GdctPictureLink *link = gdct_picture_link(picture, i);
    if (link->count > 1)
      put_count(
          &places, link,
          &g_array_index(layout->points, GdctPoint, layout->first_point[i]));
  }
  g_hash_table_unref(places.taken);
}
