/* SPDX-License-Identifier: Apache-2.0 */
#include "draw/picture.h"

#include "draw/chart.h"
#include "draw/timeline.h"

GdctPicture *gdct_picture_new(const char *title, const char *language) {
  GdctPicture *picture = g_new0(GdctPicture, 1);

  picture->texts = g_string_chunk_new(4096);
  picture->columns = g_array_new(FALSE, FALSE, sizeof(GdctPictureColumn));
  picture->cards = g_array_new(FALSE, FALSE, sizeof(GdctCard));
  picture->links = g_array_new(FALSE, FALSE, sizeof(GdctPictureLink));
  picture->styles = g_array_new(FALSE, FALSE, sizeof(GdctLinkStyle));
  picture->colors = g_array_new(FALSE, FALSE, sizeof(GdctPictureColor));
  picture->language = gdct_picture_keep(picture, language);
  picture->title = gdct_picture_keep(picture, title);
  return picture;
}

void gdct_picture_free(GdctPicture *picture) {
  if (picture == NULL)
    return;
  g_string_chunk_free(picture->texts);
  g_array_unref(picture->columns);
  g_array_unref(picture->cards);
  g_array_unref(picture->links);
  g_array_unref(picture->styles);
  g_array_unref(picture->colors);
  gdct_timeline_free(picture->timeline);
  gdct_chart_free(picture->chart);
  g_free(picture);
}

uint32_t gdct_picture_cards(const GdctPicture *picture) {
  return picture->cards->len;
}

uint32_t gdct_picture_links(const GdctPicture *picture) {
  return picture->links->len;
}
