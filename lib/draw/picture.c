/* SPDX-License-Identifier: Apache-2.0 */
#include "draw/picture.h"

void gdct_picture_free(GdctPicture *picture) {
  if (picture == NULL)
    return;
  g_string_chunk_free(picture->texts);
  g_array_unref(picture->columns);
  g_array_unref(picture->cards);
  g_array_unref(picture->links);
  g_array_unref(picture->styles);
  g_array_unref(picture->colors);
  g_free(picture);
}

uint32_t gdct_picture_cards(const GdctPicture *picture) {
  return picture->cards->len;
}

uint32_t gdct_picture_links(const GdctPicture *picture) {
  return picture->links->len;
}
