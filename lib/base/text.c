/* SPDX-License-Identifier: Apache-2.0 */
/* One growing block of texts, and an open-addressing table over some of
 * them. */
#include "base/text.h"

#include <string.h>

void gdct_pool_init(GdctPool *pool) {
  memset(pool, 0, sizeof *pool);
  gdct_pool_add(pool, "", 0);
  gdct_pool_intern(pool, "", 0);
}

void gdct_pool_clear(GdctPool *pool) {
  g_free(pool->bytes);
  g_free(pool->symbols);
  g_free(pool->hashes);
  g_free(pool->slots);
  memset(pool, 0, sizeof *pool);
}

void gdct_pool_reserve(GdctPool *pool, size_t size) {
  if (pool->size + size <= pool->room)
    return;
  /* The loader bounds what is read, so offsets cannot run over. */
  g_assert(pool->size + size < UINT32_MAX);
  pool->room = pool->size + size + pool->room / 2;
  pool->bytes = g_realloc(pool->bytes, pool->room);
}

void gdct_pool_trim(GdctPool *pool) {
  pool->room = pool->size;
  pool->bytes = g_realloc(pool->bytes, pool->room);
}

GdctText gdct_pool_add(GdctPool *pool, const char *text, size_t length) {
  GdctText offset;

  if (length == 0 && pool->size > 0)
    return 0;
  gdct_pool_reserve(pool, length + 1);
  offset = (GdctText)pool->size;
  memcpy(pool->bytes + offset, text, length);
  pool->bytes[offset + length] = '\0';
  pool->size += length + 1;
  return offset;
}

/* Odd, and secret: hostile ids must not collide at will. Of all pools of the
 * process, so that a symbol keeps its hash. */
static uint64_t seed(void) {
  static gsize once;

  if (g_once_init_enter(&once))
    g_once_init_leave(&once, (gsize)g_random_int() << 32 | g_random_int() | 1);
  return once;
}

__extension__ typedef unsigned __int128 Product;

static inline uint64_t mix(uint64_t a, uint64_t b) {
  Product product = (Product)a * b;

  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Eight bytes are mixed at once by folding a product of 128 bits (as in Wang
 * Yi's wyhash). With @fold 0x20 in each byte the hash does not regard ASCII
 * case, with 0 it does. */
static inline uint32_t hash(const char *text, size_t length, uint64_t fold) {
  uint64_t secret = seed(), value = length ^ secret, word;

  for (; length >= 8; text += 8, length -= 8) {
    memcpy(&word, text, 8);
    value = mix(value ^ (word | fold), secret ^ 0xD6E8FEB86659FD93u);
  }
  word = 0;
  memcpy(&word, text, length);
  value = mix(value ^ (word | fold), secret ^ 0x9E3779B97F4A7C15u);
  return (uint32_t)(value ^ value >> 32);
}

#define FOLD 0x2020202020202020u

static void grow(GdctPool *pool) {
  uint32_t n = pool->n_slots == 0 ? 256 : pool->n_slots * 2;

  g_free(pool->slots);
  pool->slots = g_new0(GdctSlot, n);
  pool->n_slots = n;
  for (GdctSymbol symbol = 0; symbol < pool->n_symbols; symbol++) {
    uint32_t slot = pool->hashes[symbol] & (n - 1);
    while (pool->slots[slot].symbol != 0)
      slot = (slot + 1) & (n - 1);
    pool->slots[slot] = (GdctSlot){symbol + 1, pool->hashes[symbol]};
  }
}

/* The slot that holds the text, or the free one where it belongs. */
static GdctSlot *find_slot(const GdctPool *pool, const char *text,
                           size_t length, uint32_t wanted) {
  uint32_t mask = pool->n_slots - 1;

  for (uint32_t i = wanted & mask;; i = (i + 1) & mask) {
    GdctSlot *slot = &pool->slots[i];
    GdctText other;
    if (slot->symbol == 0)
      return slot;
    if (slot->hash != wanted)
      continue;
    other = pool->symbols[slot->symbol - 1];
    if (other + length < pool->size && pool->bytes[other + length] == '\0' &&
        memcmp(pool->bytes + other, text, length) == 0)
      return slot;
  }
}

/* Interns a text that stands at @at in the pool, or is copied if @at is 0. */
static GdctSymbol intern(GdctPool *pool, const char *text, size_t length,
                         uint32_t wanted, GdctText at) {
  GdctSlot *slot;

  if (pool->n_slots == 0 || pool->n_symbols >= pool->n_slots / 4 * 3)
    grow(pool);
  slot = find_slot(pool, text, length, wanted);
  if (slot->symbol == 0) {
    if (pool->n_symbols == pool->symbols_room) {
      pool->symbols_room += pool->symbols_room / 2 + 64;
      pool->symbols = g_renew(GdctText, pool->symbols, pool->symbols_room);
      pool->hashes = g_renew(uint32_t, pool->hashes, pool->symbols_room);
    }
    pool->hashes[pool->n_symbols] = wanted;
    pool->symbols[pool->n_symbols++] =
        at != 0 ? at : gdct_pool_add(pool, text, length);
    *slot = (GdctSlot){pool->n_symbols, wanted};
  }
  return slot->symbol - 1;
}

GdctSymbol gdct_pool_intern(GdctPool *pool, const char *text, size_t length) {
  return intern(pool, text, length, hash(text, length, 0), 0);
}

GdctSymbol gdct_pool_adopt(GdctPool *pool, const GdctPool *from,
                           GdctSymbol symbol, GdctText base) {
  const char *text = gdct_pool_symbol(from, symbol);

  return intern(pool, text, strlen(text), from->hashes[symbol],
                base + from->symbols[symbol]);
}

GdctSymbol gdct_pool_find(const GdctPool *pool, const char *text) {
  size_t length = strlen(text);

  return find_slot(pool, text, length, hash(text, length, 0))->symbol - 1;
}

void gdct_fold_init(GdctFold *fold, const GdctPool *pool, uint32_t count) {
  fold->pool = pool;
  fold->n_slots = 16;
  while (fold->n_slots / 2 < count && fold->n_slots <= UINT32_MAX / 2)
    fold->n_slots *= 2;
  fold->slots = g_new0(GdctSlot, fold->n_slots);
}

void gdct_fold_clear(GdctFold *fold) {
  g_free(fold->slots);
  memset(fold, 0, sizeof *fold);
}

GdctSymbol gdct_fold_add(GdctFold *fold, GdctSymbol symbol) {
  const char *text = gdct_pool_symbol(fold->pool, symbol);
  uint32_t mask = fold->n_slots - 1;
  uint32_t wanted = hash(text, strlen(text), FOLD);

  for (uint32_t i = wanted & mask;; i = (i + 1) & mask) {
    GdctSlot *slot = &fold->slots[i];
    if (slot->symbol == 0) {
      *slot = (GdctSlot){symbol + 1, wanted};
      return symbol;
    }
    if (slot->hash == wanted &&
        g_ascii_strcasecmp(gdct_pool_symbol(fold->pool, slot->symbol - 1),
                           text) == 0)
      return slot->symbol - 1;
  }
}
