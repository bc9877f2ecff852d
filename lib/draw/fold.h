/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GDCT_DRAW_FOLD_H
#define GDCT_DRAW_FOLD_H

#include "draw/picture.h"

/* Cuts a first or last column of more than 36 cards that is more than twice as
 * long as any other into up to four that stand side by side, in pictures made
 * for a page (GDCT_MOST_CARDS). Families stay together; cards change their
 * order, so links come later. Parents must be set, and set again. */
void gdct_picture_fold(GdctPicture *picture);

#endif
