/* SPDX-License-Identifier: Apache-2.0 */
/* What the two halves of resolving share: names in resolve.c, keys that only
 * the model can judge in keys.c. */
#ifndef GDCT_MODEL_RESOLVE_H
#define GDCT_MODEL_RESOLVE_H

#include "model/mapping.h"

/* Reports a name that nothing of @type has, with the nearest that is there.
 * If a file could not be read, that is why most names are missing: each is
 * reported once only, and with a reservation. */
void gdct_report_unknown(GdctMapping *mapping, GdctType type, const char *code,
                         const char *what, const char *name, GdctPlace place,
                         GdctReport *report);

/* The relation that a word names, by its id or its inverse; GDCT_NONE. */
uint32_t gdct_relation_of(const GdctMapping *mapping, GdctSymbol word,
                          bool *ret_inverse);

/* Checks the keys that the reader left to the model, and forgets them. Linear
 * in their number. */
void gdct_keys_check(GdctMapping *mapping, GdctReport *report);

#endif
