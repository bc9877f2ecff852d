/* SPDX-License-Identifier: Apache-2.0 */
/* The file of reviews that the command writes: a mapping file of its own with
 * one review a line, in order. */
#ifndef REVIEWS_H
#define REVIEWS_H

#include "tool.h"

/* One review in the file. */
typedef struct {
  char *from, *relation, *to; /* as the file names them */
  char *by, *on;              /* NULL: not said */
  char *seal;
  uint32_t link; /* of the mapping; GDCT_NONE: it is gone */
} Review;

typedef struct {
  char *path;
  char *head;       /* the comments at its top, which stay */
  GPtrArray *items; /* of Review */
  int lock;         /* the folder, locked against other runs; -1: not */
} ReviewsFile;

/* Reads the file, which need not be there yet, and finds the link of each
 * review in @graph. With @lock no other run can write a file of this folder
 * until reviews_close(). Refuses a file that the command did not write, or
 * that holds anything but reviews. Returns EXIT_FINE, or another status after
 * a complaint; reviews_close() is due in both cases. */
int reviews_open(ReviewsFile *file, const char *path, const GdctGraph *graph,
                 bool lock);

/* Adds a review of a link as it is now. */
void reviews_add(ReviewsFile *file, const GdctMapping *mapping, uint32_t link,
                 const char *by, const char *on);

/* Puts the file into order and writes it, whole or not at all, after reading
 * back what it will be. With @dry everything but writing. Returns EXIT_FINE,
 * or another status after a complaint. */
int reviews_save(ReviewsFile *file, bool dry);

void reviews_close(ReviewsFile *file);

#endif
