/* SPDX-License-Identifier: Apache-2.0 */
/* Order: natural order of words, near misses, sorting by counting. */
#ifndef GDCT_BASE_ORDER_H
#define GDCT_BASE_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Natural order: runs of digits compare as numbers, so that c2 comes before
 * c10 and 16.2 before 16.10. ASCII case decides last; total and stable. */
int gdct_compare_natural(const char *a, const char *b);

/* Remembers the best suggestion for a misspelt word. */
typedef struct {
  const char *word;
  const char *best;
  size_t distance;
} GdctSuggestion;

void gdct_suggestion_init(GdctSuggestion *suggestion, const char *word);

/* Considers one candidate. O(length^2) for words of similar length, else
 * O(1). The first of equally near candidates stays. */
void gdct_suggestion_try(GdctSuggestion *suggestion, const char *candidate);

/* "; did you mean 'X'?" or "". Free with g_free(). */
char *gdct_suggestion_text(const GdctSuggestion *suggestion);

/* Sorts items by their key, which is below @n, and else keeps their order:
 * (*ret_first)[k] to (*ret_first)[k + 1] are the places of key k in what is
 * returned. An item whose key is UINT32_MAX is left out. By counting: O(items +
 * n). Free both with g_free(). */
uint32_t *gdct_sort_by(const uint32_t *keys, uint32_t n_items, uint32_t n,
                       uint32_t **ret_first);

#endif
