/* SPDX-License-Identifier: Apache-2.0 */
/* Chains from one node, for people: what they share at their beginning is
 * said once. */
#ifndef TREE_H
#define TREE_H

#include "chains.h"

/* One chain, and how many others lead to the same node in as few steps. */
typedef struct {
  const GdctStep *steps;
  uint32_t count;
  uint64_t others;
} TreeChain;

typedef struct {
  const GdctMapping *mapping;
  GArray *chains;  /* TreeChain */
  GPtrArray *kept; /* their steps */
} Tree;

void tree_begin(Tree *tree, const GdctMapping *mapping);

/* Adds a chain; its steps are copied. */
void tree_add(Tree *tree, const GdctStep *steps, uint32_t count,
              uint64_t others);

/* Prints the chains, a step a line under the one before, by the ids of the
 * nodes on the way in natural order, each step with its evidence; that of a
 * link is printed once. */
void tree_put(Tree *tree, Page *page);

/* Prints a chain a line, without evidence, under headings that say how many
 * steps away. */
void tree_put_by_distance(Tree *tree, FILE *stream);

void tree_clear(Tree *tree);

#endif
