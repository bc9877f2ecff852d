/* SPDX-License-Identifier: Apache-2.0 */
#include "base/order.h"

#include <glib.h>
#include <string.h>

/* Longer words are never offered: the table below stays on the stack. */
#define MAX_WORD 96

int gdct_compare_natural(const char *a, const char *b) {
  const char *left = a, *right = b;

  while (*left != '\0' && *right != '\0') {
    if (g_ascii_isdigit(*left) && g_ascii_isdigit(*right)) {
      size_t left_digits, right_digits;
      int order;
      while (*left == '0' && g_ascii_isdigit(left[1]))
        left++;
      while (*right == '0' && g_ascii_isdigit(right[1]))
        right++;
      left_digits = strspn(left, "0123456789");
      right_digits = strspn(right, "0123456789");
      if (left_digits != right_digits)
        return left_digits < right_digits ? -1 : 1;
      order = strncmp(left, right, left_digits);
      if (order != 0)
        return order;
      left += left_digits;
      right += right_digits;
      continue;
    }
    if (g_ascii_tolower(*left) != g_ascii_tolower(*right))
      return (unsigned char)g_ascii_tolower(*left) <
                     (unsigned char)g_ascii_tolower(*right)
                 ? -1
                 : 1;
    left++;
    right++;
  }
  if (*left != *right)
    return *left == '\0' ? -1 : 1;
  return strcmp(a, b);
}

/* Optimal string alignment distance (Damerau-Levenshtein without repeated
 * edits of one place), without regard to ASCII case; case alone counts as
 * nothing. */
static size_t edit_distance(const char *a, size_t a_length, const char *b,
                            size_t b_length) {
  size_t rows[3][MAX_WORD + 1];

  for (size_t j = 0; j <= b_length; j++)
    rows[0][j] = j;
  for (size_t i = 1; i <= a_length; i++) {
    size_t *row = rows[i % 3], *above = rows[(i + 2) % 3];
    size_t *twice = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= b_length; j++) {
      char x = g_ascii_tolower(a[i - 1]), y = g_ascii_tolower(b[j - 1]);
      row[j] = MIN(MIN(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
      if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) &&
          y == g_ascii_tolower(a[i - 2]))
        row[j] = MIN(row[j], twice[j - 2] + 1);
    }
  }
  return rows[a_length % 3][b_length];
}

void gdct_suggestion_init(GdctSuggestion *suggestion, const char *word) {
  size_t length = strlen(word);

  suggestion->word = word;
  suggestion->best = NULL;
  /* One slip in short words, up to a third of longer ones. */
  suggestion->distance = length > MAX_WORD ? 0 : 2 + MIN(length, 12) / 6;
}

void gdct_suggestion_try(GdctSuggestion *suggestion, const char *candidate) {
  size_t a = strlen(suggestion->word), b = strlen(candidate);
  size_t distance;

  if (a > MAX_WORD || b > MAX_WORD || b == 0 ||
      (a > b ? a - b : b - a) >= suggestion->distance)
    return;
  distance = edit_distance(suggestion->word, a, candidate, b);
  /* Half of the word must be right. */
  if (distance < suggestion->distance && distance * 2 <= MIN(a, b)) {
    suggestion->distance = distance;
    suggestion->best = candidate;
  }
}

char *gdct_suggestion_text(const GdctSuggestion *suggestion) {
  if (suggestion->best == NULL)
    return g_strdup("");
  return g_strdup_printf("; did you mean '%s'?", suggestion->best);
}

uint32_t *gdct_sort_by(const uint32_t *keys, uint32_t n_items, uint32_t n,
                       uint32_t **ret_first) {
  uint32_t *first = g_new0(uint32_t, (size_t)n + 2), *items;

  /* Shifted by one, so that filling leaves the beginnings behind. */
  for (uint32_t i = 0; i < n_items; i++)
    if (keys[i] != UINT32_MAX)
      first[keys[i] + 2]++;
  for (uint32_t k = 0; k < n; k++)
    first[k + 2] += first[k + 1];
  items = g_new(uint32_t, (size_t)first[n + 1] + 1);
  for (uint32_t i = 0; i < n_items; i++)
    if (keys[i] != UINT32_MAX)
      items[first[keys[i] + 1]++] = i;
  *ret_first = first;
  return items;
}
