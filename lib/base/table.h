/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers by numbers, to be emptied and filled again and again: an open
 * addressing table whose slots know in which filling they were set. */
#ifndef GDCT_BASE_TABLE_H
#define GDCT_BASE_TABLE_H

#include <glib.h>
#include <stdint.h>

typedef struct {
  uint64_t key;
  uint32_t value;
  uint32_t filling;
} GdctTableSlot;

typedef struct {
  GdctTableSlot *slots;
  uint32_t n_slots; /* a power of two */
  uint32_t used;
  uint32_t filling;
} GdctTable;

/* The value of a key that has none yet. */
#define GDCT_NO_VALUE UINT32_MAX

void gdct_table_init(GdctTable *table);
void gdct_table_clear(GdctTable *table);

/* Forgets all keys, and keeps the room. O(1). */
void gdct_table_empty(GdctTable *table);

/* The value of @key, added with GDCT_NO_VALUE if new; to be set before the next
 * call. Expected O(1). */
uint32_t *gdct_table_add(GdctTable *table, uint64_t key);

/* The value of @key, or GDCT_NO_VALUE. */
uint32_t gdct_table_find(const GdctTable *table, uint64_t key);

#endif
