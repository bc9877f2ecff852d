/* SPDX-License-Identifier: Apache-2.0 */
/* One mapping file's bytes in, one unresolved mapping out. */
#ifndef GDCT_READ_YAML_H
#define GDCT_READ_YAML_H

#include "model/mapping.h"

/* Reads a mapping file. Never NULL: what could not be read is in the report.
 * Opens no file; linear in @size. */
GdctMapping *gdct_yaml_read(const char *name, const char *bytes, size_t size,
                            GdctReport *report);

#endif
