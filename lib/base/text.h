/* SPDX-License-Identifier: Apache-2.0 */
/* Texts kept once, in one growing block, and named by 32-bit offsets: half
 * the size of a pointer, and two blocks are joined by adding a number. */
#ifndef GDCT_BASE_TEXT_H
#define GDCT_BASE_TEXT_H

#include <glib.h>
#include <stdint.h>

/* An offset into a pool; 0 is the empty text. */
typedef uint32_t GdctText;

/* The number of a text that was interned; 0 is the empty text. Equal texts
 * have equal symbols. */
typedef uint32_t GdctSymbol;

/* The hash stands beside the symbol, so that texts are looked at only if they
 * are most likely the same. */
typedef struct {
  uint32_t symbol; /* and one; 0 is free */
  uint32_t hash;
} GdctSlot;

typedef struct {
  char *bytes; /* NUL-terminated texts; pointers into it die on growth */
  size_t size;
  size_t room;
  GdctText *symbols; /* text of each symbol */
  uint32_t *hashes;  /* and its hash */
  uint32_t n_symbols;
  uint32_t symbols_room;
  GdctSlot *slots;  /* open addressing */
  uint32_t n_slots; /* a power of two */
} GdctPool;

void gdct_pool_init(GdctPool *pool);
void gdct_pool_clear(GdctPool *pool);

/* Makes room for @size more bytes at once. */
void gdct_pool_reserve(GdctPool *pool, size_t size);

/* Gives back the room beyond what is used. */
void gdct_pool_trim(GdctPool *pool);

/* Copies @length bytes and a final NUL into the pool. */
GdctText gdct_pool_add(GdctPool *pool, const char *text, size_t length);

/* The symbol of a text, added if new. Expected O(length). */
GdctSymbol gdct_pool_intern(GdctPool *pool, const char *text, size_t length);

/* The same for symbol @symbol of another pool, whose texts were copied to @base
 * in this one. O(1) expected if it is new. */
GdctSymbol gdct_pool_adopt(GdctPool *pool, const GdctPool *from,
                           GdctSymbol symbol, GdctText base);

/* The symbol of a text, or GDCT_NO_SYMBOL. */
#define GDCT_NO_SYMBOL UINT32_MAX
GdctSymbol gdct_pool_find(const GdctPool *pool, const char *text);

/* Symbols of a pool, told apart without regard to ASCII case. */
typedef struct {
  const GdctPool *pool;
  GdctSlot *slots;
  uint32_t n_slots;
} GdctFold;

/* Makes room for @count symbols; the pool must outlive it. */
void gdct_fold_init(GdctFold *fold, const GdctPool *pool, uint32_t count);
void gdct_fold_clear(GdctFold *fold);

/* Adds a symbol. Returns the first one added that has the same text but for
 * case, which may be @symbol itself. Expected O(length). */
GdctSymbol gdct_fold_add(GdctFold *fold, GdctSymbol symbol);

static inline const char *gdct_pool_text(const GdctPool *pool, GdctText text) {
  return pool->bytes + text;
}

static inline const char *gdct_pool_symbol(const GdctPool *pool,
                                           GdctSymbol symbol) {
  return pool->bytes + pool->symbols[symbol];
}

#endif
