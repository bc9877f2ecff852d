/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures that are too large for a page, as several smaller ones. */
#ifndef GDCT_DRAW_PARTS_H
#define GDCT_DRAW_PARTS_H

#include "draw/layout.h"

/* Cuts a picture into @n parts, each a picture by itself: the longest column in
 * the order of @layout, between families where that is fair, and from the
 * others what is linked to it, itself or by others on that side. What is not
 * linked to it is shared out. Every card and every link stands in a part, those
 * near several in each of them. The order of links and columns is kept. Linear
 * in cards and links, times @n and columns. Returns GdctPicture*, which the
 * caller frees; they need the whole. With @numbered their subtitles say which
 * of how many pages each is. */
GPtrArray *gdct_picture_cut(const GdctPicture *picture,
                            const GdctLayout *layout, uint32_t n,
                            bool numbered);

/* Cuts a timeline into at most @n parts with the same axis: its rows from part
 * to part, with the heading of their group. Else the same. Linear. */
GPtrArray *gdct_timeline_cut(const GdctPicture *picture, uint32_t n,
                             bool numbered);

/* Says before the subtitle which of @n pages a part is, from 0. */
void gdct_picture_number(GdctPicture *part, uint32_t index, uint32_t n);

#endif
