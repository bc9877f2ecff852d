/* SPDX-License-Identifier: Apache-2.0 */
#include "base/table.h"

#include <string.h>

void gdct_table_init(GdctTable *table) {
  table->n_slots = 64;
  table->slots = g_new0(GdctTableSlot, table->n_slots);
  table->used = 0;
  table->filling = 1;
}

void gdct_table_clear(GdctTable *table) {
  g_free(table->slots);
  memset(table, 0, sizeof *table);
}

void gdct_table_empty(GdctTable *table) {
  table->used = 0;
  if (++table->filling != 0)
    return;
  memset(table->slots, 0, table->n_slots * sizeof *table->slots);
  table->filling = 1;
}

/* The slot of a key, or the free one where it belongs. */
static GdctTableSlot *find_slot(const GdctTable *table, uint64_t key) {
  uint32_t mask = table->n_slots - 1;
  uint32_t at = (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 32) & mask;

  while (table->slots[at].filling == table->filling &&
         table->slots[at].key != key)
    at = (at + 1) & mask;
  return &table->slots[at];
}

static void grow(GdctTable *table) {
  GdctTable old = *table;

  table->n_slots *= 2;
  table->slots = g_new0(GdctTableSlot, table->n_slots);
  for (uint32_t i = 0; i < old.n_slots; i++)
    if (old.slots[i].filling == old.filling)
      *find_slot(table, old.slots[i].key) = old.slots[i];
  g_free(old.slots);
}

uint32_t *gdct_table_add(GdctTable *table, uint64_t key) {
  GdctTableSlot *slot;

  if (table->used >= table->n_slots / 2)
    grow(table);
  slot = find_slot(table, key);
  if (slot->filling != table->filling) {
    *slot = (GdctTableSlot){key, GDCT_NO_VALUE, table->filling};
    table->used++;
  }
  return &slot->value;
}

uint32_t gdct_table_find(const GdctTable *table, uint64_t key) {
  const GdctTableSlot *slot = find_slot(table, key);

  return slot->filling == table->filling ? slot->value : GDCT_NO_VALUE;
}
