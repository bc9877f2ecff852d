/* SPDX-License-Identifier: Apache-2.0 */
/* Whole files, in and out. */
#ifndef GDCT_BASE_FILE_H
#define GDCT_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum { GDCT_READ_OK, GDCT_READ_FAILED, GDCT_READ_TOO_LARGE } GdctRead;

/* Reads at most @limit bytes of @path, which may be a pipe. On success
 * *ret_bytes is followed by a NUL and freed with g_free(); on failure
 * *ret_reason, if it is not NULL, is the system's word for why. */
GdctRead gdct_file_read(const char *path, size_t limit, char **ret_bytes,
                        size_t *ret_size, const char **ret_reason);

/* Removes a folder and all in it, following no link. */
void gdct_folder_remove(const char *path);

#endif
