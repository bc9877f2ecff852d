/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/document.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PLACES 256      /* of a word that leads to its quote */
#define MAX_CANDIDATES 1000 /* that differ in hyphens */
#define MAX_VOTERS 512      /* words of a quote */
#define UNINDEXED 8         /* searches before the words are indexed */
#define CHANGE 3u           /* of a word of a quote */
#define OMISSION 2u         /* of a word of its document */
#define MAX_WORD 200        /* bytes of a word that are shown */

struct GdctDocument {
  char *raw;
  size_t size;
  uint32_t pages; /* 0: none */
  GdctPlain plain;
  unsigned searches;
  uint32_t *hashes; /* of each word; NULL until there is an index */
  uint32_t *order;  /* words by hash, then by place */
  GArray *lines;    /* of uint32_t: where each begins; NULL until asked */
  GArray *breaks;   /* of uint32_t: where each page ends */
};

GdctDocument *gdct_document_new(char *text, size_t size, uint32_t pages) {
  GdctDocument *document;

  if (size > GDCT_MAX_PLAIN || !g_utf8_validate_len(text, size, NULL)) {
    g_free(text);
    return NULL;
  }
  document = g_new0(GdctDocument, 1);
  document->raw = text;
  document->size = size;
  document->pages = pages;
  gdct_plain_init(&document->plain, text, size);
  return document;
}

void gdct_document_free(GdctDocument *document) {
  if (document == NULL)
    return;
  gdct_plain_clear(&document->plain);
  g_clear_pointer(&document->lines, g_array_unref);
  g_clear_pointer(&document->breaks, g_array_unref);
  g_free(document->hashes);
  g_free(document->order);
  g_free(document->raw);
  g_free(document);
}

bool gdct_document_is_empty(const GdctDocument *document) {
  return document->plain.words->len == 0;
}

/* ---- the index of words ---- */

/* Of letters and digits, whatever their case (FNV-1a). */
static uint32_t hash_word(const GdctPlain *plain, guint word) {
  const char *at = plain->text + gdct_plain_word(plain, word)->at;
  const char *end = plain->text + gdct_plain_word_end(plain, word);
  uint32_t hash = 2166136261u;

  for (; at < end; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    c = c < 0x80 ? (gunichar)g_ascii_tolower((char)c) : g_unichar_tolower(c);
    if (c < 0x80 ? g_ascii_isalnum((char)c) : g_unichar_isalnum(c))
      hash = (hash ^ c) * 16777619u;
  }
  return hash;
}

static int compare_hashes(gconstpointer left, gconstpointer right,
                          gpointer data) {
  const uint32_t *hashes = data;
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

  if (hashes[a] != hashes[b])
    return hashes[a] < hashes[b] ? -1 : 1;
  return a < b ? -1 : a > b;
}

static void make_index(GdctDocument *document) {
  guint n = document->plain.words->len;

  if (document->hashes != NULL)
    return;
  document->hashes = g_new(uint32_t, (gsize)n + 1);
  document->order = g_new(uint32_t, (gsize)n + 1);
  for (guint i = 0; i < n; i++) {
    document->hashes[i] = hash_word(&document->plain, i);
    document->order[i] = i;
  }
  g_qsort_with_data(document->order, (gint)n, sizeof(uint32_t), compare_hashes,
                    document->hashes);
}

/* The first word in the index whose hash is at least @hash, or with @beyond is
 * above it. */
static guint index_bound(const GdctDocument *document, uint32_t hash,
                         bool beyond) {
  guint low = 0, high = document->plain.words->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    uint32_t other = document->hashes[document->order[middle]];
    if (other < hash || (beyond && other == hash))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The places of a word: an array in the index. */
static const uint32_t *places_of(const GdctDocument *document, uint32_t hash,
                                 guint *ret_count) {
  guint first = index_bound(document, hash, false);

  *ret_count = index_bound(document, hash, true) - first;
  return document->order + first;
}

/* ---- finding a quote ---- */

static bool stands_at(const GdctDocument *document, const GdctPlain *quote,
                      uint32_t at) {
  return gdct_plain_same_dashes(&document->plain, at, quote);
}

static bool scan(const GdctDocument *document, const GdctPlain *quote) {
  const char *text = document->plain.text;
  uint32_t from = 0;

  for (int i = 0; i < MAX_CANDIDATES; i++) {
    const char *found = memmem(text + from, document->plain.size - from,
                               quote->text, quote->size);
    if (found == NULL)
      return false;
    if (stands_at(document, quote, (uint32_t)(found - text)))
      return true;
    from = (uint32_t)(found - text) + 1;
  }
  return false;
}

/* Whether the quote stands where one of its words does. */
static bool follow(const GdctDocument *document, const GdctPlain *quote,
                   guint word, const uint32_t *places, guint count) {
  const GdctPlain *plain = &document->plain;
  uint32_t before = gdct_plain_word(quote, word)->at;

  for (guint i = 0; i < count; i++) {
    uint32_t at = gdct_plain_word(plain, places[i])->at;
    if (at >= before && plain->size - (at - before) >= quote->size &&
        memcmp(plain->text + at - before, quote->text, quote->size) == 0 &&
        stands_at(document, quote, at - before))
      return true;
  }
  return false;
}

bool gdct_document_has(GdctDocument *document, const GdctPlain *quote) {
  const uint32_t *best = NULL;
  guint best_count = MAX_PLACES + 1, best_word = 0;

  if (quote->size == 0)
    return false;
  if (document->searches++ < UNINDEXED)
    return scan(document, quote);
  make_index(document);
  /* The first and the last word may be parts of words. */
  for (guint i = 1; i + 1 < quote->words->len && i <= MAX_VOTERS; i++) {
    guint count;
    const uint32_t *places = places_of(document, hash_word(quote, i), &count);
    if (count < best_count) {
      best = places;
      best_count = count;
      best_word = i;
    }
  }
  if (best_count > MAX_PLACES)
    return scan(document, quote);
  return follow(document, quote, best_word, best, best_count);
}

/* ---- the nearest passage ---- */

/* Word @word of the quote stands at word @place of the document. */
typedef struct {
  uint32_t place;
  uint16_t word;
  uint16_t weight;
} Vote;

static int compare_votes(gconstpointer left, gconstpointer right) {
  const Vote *a = left, *b = right;

  if (a->place != b->place)
    return a->place < b->place ? -1 : 1;
  return a->word < b->word ? -1 : a->word > b->word;
}

/* The votes of the quote's words, by place. If all its words stand in many
 * places, those of the rarest in the first ones. */
static GArray *collect_votes(const GdctDocument *document,
                             const uint32_t *hashes, guint n) {
  GArray *votes = g_array_new(FALSE, FALSE, sizeof(Vote));
  const uint32_t *rarest = NULL;
  guint fewest = G_MAXUINT, rarest_word = 0;

  for (guint i = 0; i < n; i++) {
    guint count;
    const uint32_t *places = places_of(document, hashes[i], &count);
    if (count > 0 && count < fewest) {
      fewest = count;
      rarest = places;
      rarest_word = i;
    }
    for (guint k = 0; count <= MAX_PLACES && k < count; k++) {
      Vote vote = {
          places[k], (uint16_t)i,
          (uint16_t)(1 + g_bit_storage(document->plain.words->len / count))};
      g_array_append_val(votes, vote);
    }
  }
  for (guint k = 0; votes->len < MAX_PLACES && rarest != NULL &&
                    fewest > MAX_PLACES && k < MAX_PLACES;
       k++) {
    Vote vote = {rarest[k], (uint16_t)rarest_word, 1};
    g_array_append_val(votes, vote);
  }
  g_array_sort(votes, compare_votes);
  return votes;
}

/* The place of the first vote of the window of @width words that the votes
 * give most weight to, each word of the quote counting once. */
static uint32_t best_window(const GArray *votes, guint width) {
  g_autofree uint32_t *seen = g_new0(uint32_t, MAX_VOTERS);
  const Vote *all = (const Vote *)(const void *)votes->data;
  uint64_t weight = 0, best_weight = 0;
  uint32_t best = 0;
  guint first = 0;

  for (guint last = 0; last < votes->len; last++) {
    if (seen[all[last].word]++ == 0)
      weight += all[last].weight;
    for (; all[last].place - all[first].place >= width; first++)
      if (--seen[all[first].word] == 0)
        weight -= all[first].weight;
    if (weight > best_weight) {
      best_weight = weight;
      best = all[first].place;
    }
  }
  return best;
}

/* The words of a document that take the cheapest changes to become those of a
 * quote: words exchanged or added, or, which is cheaper, left out. O(n x m). */
static void align(const uint32_t *quote, guint n, const uint32_t *words,
                  guint m, guint *ret_first, guint *ret_end) {
  g_autofree guint *cost = g_new0(guint, m + 1);
  g_autofree guint *first = g_new(guint, m + 1);

  for (guint k = 0; k <= m; k++)
    first[k] = k; /* the passage may begin anywhere */
  for (guint i = 0; i < n; i++) {
    guint corner = cost[0], corner_first = first[0];
    cost[0] = (i + 1) * CHANGE;
    for (guint k = 1; k <= m; k++) {
      guint here = corner + (quote[i] != words[k - 1] ? CHANGE : 0),
            from = corner_first;
      corner = cost[k];
      corner_first = first[k];
      if (cost[k] + CHANGE < here) {
        here = cost[k] + CHANGE;
        from = first[k];
      }
      if (cost[k - 1] + OMISSION < here) {
        here = cost[k - 1] + OMISSION;
        from = first[k - 1];
      }
      cost[k] = here;
      first[k] = from;
    }
  }
  *ret_end = 0;
  for (guint k = 1; k <= m; k++)
    if (cost[k] < cost[*ret_end] ||
        (cost[k] == cost[*ret_end] && first[k] == first[*ret_end]))
      *ret_end = k;
  *ret_first = first[*ret_end];
}

static int compare_numbers(gconstpointer left, gconstpointer right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

  return a < b ? -1 : a > b;
}

/* How many of @n words are among @m others, each once. Sorts both. */
static guint count_shared(uint32_t *words, guint n, uint32_t *others, guint m) {
  guint shared = 0;

  qsort(words, n, sizeof *words, compare_numbers);
  qsort(others, m, sizeof *others, compare_numbers);
  for (guint i = 0, k = 0; i < n && k < m;) {
    shared += words[i] == others[k];
    if (words[i] == others[k])
      i++, k++;
    else if (words[i] < others[k])
      i++;
    else
      k++;
  }
  return shared;
}

/* ---- showing it ---- */

/* Appends a word as it is written, one space for any white space. */
static void append_word(GString *text, const char *raw, const GdctWord *word) {
  const char *at = raw + word->raw, *end = raw + word->raw_end;
  gsize limit = text->len + MAX_WORD;

  if (text->len > 0)
    g_string_append_c(text, ' ');
  for (; at < end && text->len < limit; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (!g_unichar_isspace(c))
      g_string_append_unichar(text, c);
    else if (text->len > 0 && text->str[text->len - 1] != ' ')
      g_string_append_c(text, ' ');
  }
  if (at < end)
    g_string_append(text, "...");
}

/* The words from @first up to @end. Free with g_free(). */
static char *words_text(const GdctPlain *plain, const char *raw, guint first,
                        guint end) {
  GString *text = g_string_new(NULL);

  for (guint i = first; i < end; i++)
    append_word(text, raw, gdct_plain_word(plain, i));
  return g_string_free(text, FALSE);
}

/* Whether a word of the quote is one of the document. The first word of the
 * quote may be the end of a word there, the last the beginning of one. */
static bool same_word(const GdctPlain *quote, guint i, const GdctPlain *plain,
                      guint k) {
  const char *word = quote->text + gdct_plain_word(quote, i)->at;
  const char *there = plain->text + gdct_plain_word(plain, k)->at;
  size_t size = (size_t)(quote->text + gdct_plain_word_end(quote, i) - word);
  size_t room = (size_t)(plain->text + gdct_plain_word_end(plain, k) - there);

  if (size > room)
    return false;
  return (size == room && memcmp(word, there, size) == 0) ||
         (i == 0 && memcmp(word, there + room - size, size) == 0) ||
         (i == quote->words->len - 1 && memcmp(word, there, size) == 0);
}

/* What stands between the words that quote and passage begin and end with. */
static void tell_difference(const GdctDocument *document, const char *raw_quote,
                            const GdctPlain *quote, guint from, guint end,
                            GdctPassage *passage) {
  const GdctPlain *plain = &document->plain;
  guint n = quote->words->len, m = end - from, head = 0, tail = 0;

  while (head < MIN(n, m) && same_word(quote, head, plain, from + head))
    head++;
  while (tail < MIN(n, m) - head &&
         same_word(quote, n - 1 - tail, plain, end - 1 - tail))
    tail++;
  if (head + tail == 0 || (head == n && head == m))
    return;
  passage->quoted = words_text(quote, raw_quote, head, n - tail);
  passage->instead = words_text(plain, document->raw, from + head, end - tail);
}

static void find_lines(GdctDocument *document) {
  uint32_t begin = 0;

  if (document->lines != NULL)
    return;
  document->lines = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  document->breaks = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  g_array_append_val(document->lines, begin);
  for (uint32_t i = 0; i < document->size; i++) {
    char c = document->raw[i];
    begin = i + 1;
    if (c == '\n' || (c == '\r' && (begin == document->size ||
                                    document->raw[begin] != '\n')))
      g_array_append_val(document->lines, begin);
    else if (c == '\f')
      g_array_append_val(document->breaks, begin);
  }
}

/* How many of @bounds are at or before @at. */
static uint32_t count_before(const GArray *bounds, uint32_t at) {
  guint low = 0, high = bounds->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(bounds, uint32_t, middle) <= at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The words from *ret_from up to *ret_end that are most like the quote. */
static bool find_nearest(const GdctDocument *document, const GdctPlain *quote,
                         guint *ret_from, guint *ret_end) {
  guint all = document->plain.words->len;
  guint n = MIN(quote->words->len, MAX_VOTERS), first, end, near;
  g_autoptr(GArray) votes = NULL;
  g_autofree uint32_t *others = NULL;
  uint32_t hashes[MAX_VOTERS];

  for (guint i = 0; i < n; i++)
    hashes[i] = hash_word(quote, i);
  votes = collect_votes(document, hashes, n);
  if (votes->len == 0)
    return false;
  near = best_window(votes, n);
  first = near - MIN(near, n);
  near = MIN(near + 2 * n, all);
  others = g_memdup2(document->hashes + first,
                     (near - first) * sizeof *document->hashes);
  align(hashes, n, others, near - first, ret_from, &end);
  if (count_shared(hashes, n, others + *ret_from, end - *ret_from) * 2 < n)
    return false;
  *ret_from += first;
  /* The words that did not vote follow. */
  *ret_end = MIN(first + end + quote->words->len - n, all);
  return true;
}

bool gdct_document_nearest(GdctDocument *document, const char *raw_quote,
                           const GdctPlain *quote, GdctPassage *ret_passage) {
  const GdctPlain *plain = &document->plain;
  guint from, end;
  uint32_t raw;

  memset(ret_passage, 0, sizeof *ret_passage);
  make_index(document);
  if (!find_nearest(document, quote, &from, &end))
    return false;
  find_lines(document);
  raw = gdct_plain_word(plain, from)->raw;
  ret_passage->line = count_before(document->lines, raw);
  if (document->pages > 0)
    ret_passage->page =
        1 + count_before(document->breaks, raw) % document->pages;
  ret_passage->text = words_text(plain, document->raw, from, end);
  tell_difference(document, raw_quote, quote, from, end, ret_passage);
  return true;
}

void gdct_passage_clear(GdctPassage *passage) {
  g_free(passage->text);
  g_free(passage->quoted);
  g_free(passage->instead);
  memset(passage, 0, sizeof *passage);
}
