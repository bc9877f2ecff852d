/* SPDX-License-Identifier: Apache-2.0 */
/* One growing block of texts, and an open-addressing table over some of
 * them. */
#include "base/text.h"

#include <string.h>

void gdct_pool_init(GdctPool *pool) {
  memset(pool, 0, sizeof *pool);
  pool->seed = g_random_int() | 1; /* hostile ids must not collide at will */
  gdct_pool_add(pool, "", 0);
  gdct_pool_intern(pool, "", 0);
}

void gdct_pool_clear(GdctPool *pool) {
  g_free(pool->bytes);
  g_free(pool->symbols);
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

/* With @fold 0x20 the hash does not regard ASCII case, with 0 it does. */
static inline uint32_t hash(const GdctPool *pool, const char *text,
                            size_t length, unsigned char fold) {
  uint64_t value = pool->seed ^ length;

  for (size_t i = 0; i < length; i++)
    value = (value ^ ((unsigned char)text[i] | fold)) * 0x9E3779B97F4A7C15u;
  return (uint32_t)(value ^ value >> 32) ^ (uint32_t)(value >> 47);
}

static void grow(GdctPool *pool) {
  uint32_t n = pool->n_slots == 0 ? 256 : pool->n_slots * 2;

  g_free(pool->slots);
  pool->slots = g_new0(uint32_t, n);
  pool->n_slots = n;
  for (GdctSymbol symbol = 0; symbol < pool->n_symbols; symbol++) {
    const char *text = gdct_pool_symbol(pool, symbol);
    uint32_t slot = hash(pool, text, strlen(text), 0) & (n - 1);
    while (pool->slots[slot] != 0)
      slot = (slot + 1) & (n - 1);
    pool->slots[slot] = symbol + 1;
  }
}

/* The slot that holds the text, or the free one where it belongs. */
static uint32_t find_slot(const GdctPool *pool, const char *text,
                          size_t length) {
  uint32_t slot = hash(pool, text, length, 0) & (pool->n_slots - 1);

  for (; pool->slots[slot] != 0; slot = (slot + 1) & (pool->n_slots - 1)) {
    const char *other = gdct_pool_symbol(pool, pool->slots[slot] - 1);
    if (strncmp(other, text, length) == 0 && other[length] == '\0')
      break;
  }
  return slot;
}

/* Interns a text that stands at @at in the pool, or is copied if @at is 0. */
static GdctSymbol intern(GdctPool *pool, const char *text, size_t length,
                         GdctText at) {
  uint32_t slot;

  if (pool->n_slots == 0 || pool->n_symbols >= pool->n_slots / 4 * 3)
    grow(pool);
  slot = find_slot(pool, text, length);
  if (pool->slots[slot] == 0) {
    if (pool->n_symbols == pool->symbols_room) {
      pool->symbols_room += pool->symbols_room / 2 + 64;
      pool->symbols = g_renew(GdctText, pool->symbols, pool->symbols_room);
    }
    pool->symbols[pool->n_symbols++] =
        at != 0 ? at : gdct_pool_add(pool, text, length);
    pool->slots[slot] = pool->n_symbols;
  }
  return pool->slots[slot] - 1;
}

GdctSymbol gdct_pool_intern(GdctPool *pool, const char *text, size_t length) {
  return intern(pool, text, length, 0);
}

GdctSymbol gdct_pool_adopt(GdctPool *pool, GdctText at) {
  const char *text = gdct_pool_text(pool, at);

  return intern(pool, text, strlen(text), at);
}

GdctSymbol gdct_pool_find(const GdctPool *pool, const char *text) {
  uint32_t slot = find_slot(pool, text, strlen(text));

  return pool->slots[slot] == 0 ? GDCT_NO_SYMBOL : pool->slots[slot] - 1;
}

void gdct_fold_init(GdctFold *fold, const GdctPool *pool, uint32_t count) {
  fold->pool = pool;
  fold->n_slots = 16;
  while (fold->n_slots / 2 < count && fold->n_slots <= UINT32_MAX / 2)
    fold->n_slots *= 2;
  fold->slots = g_new0(uint32_t, fold->n_slots);
}

void gdct_fold_clear(GdctFold *fold) {
  g_free(fold->slots);
  memset(fold, 0, sizeof *fold);
}

GdctSymbol gdct_fold_add(GdctFold *fold, GdctSymbol symbol) {
  const char *text = gdct_pool_symbol(fold->pool, symbol);
  uint32_t mask = fold->n_slots - 1;
  uint32_t slot = hash(fold->pool, text, strlen(text), 0x20) & mask;

  for (; fold->slots[slot] != 0; slot = (slot + 1) & mask) {
    GdctSymbol other = fold->slots[slot] - 1;
    if (g_ascii_strcasecmp(gdct_pool_symbol(fold->pool, other), text) == 0)
      return other;
  }
  fold->slots[slot] = symbol + 1;
  return symbol;
}
