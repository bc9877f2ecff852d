/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GDCT_DRAW_COUNTS_H
#define GDCT_DRAW_COUNTS_H

#include "draw/layout.h"

/* Adds "×12" to the ornaments for each line that stands for so many links, on
 * that line; where others leave no room there, its width and what a pointer
 * shows must do. Linear. */
void gdct_counts_place(GdctSheet *sheet, const GdctLayout *layout);

#endif
