/* SPDX-License-Identifier: Apache-2.0 */
/* Other programs, which read what this one cannot. */
#ifndef GDCT_BASE_PROGRAM_H
#define GDCT_BASE_PROGRAM_H

#include <stddef.h>

/* What a program writes to its standard output, given no input, at most @limit
 * bytes in @seconds. @argv: ends with NULL; no shell is involved. What it
 * starts itself ends with it. NULL, and a sentence why in *ret_reason, both to
 * be freed with g_free(). */
char *gdct_program_output(char **argv, size_t limit, unsigned seconds,
                          size_t *ret_size, char **ret_reason);

/* The same with variables of the environment set: pairs of name and value,
 * ending with NULL. *ret_words is the last line of its standard error, to be
 * freed with g_free(); NULL if it could not be started. */
char *gdct_program_output_with(const char *const *settings, char **argv,
                               size_t limit, unsigned seconds, size_t *ret_size,
                               char **ret_words, char **ret_reason);

/* The last line that is not blank, safe to show. Free with g_free(). */
char *gdct_program_last_line(const char *said, size_t size);

#endif
