/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP ((size_t)64 * 1024)
#define MAX_DEPTH 32 /* of folders */

GdctRead gdct_file_read(const char *path, size_t limit, char **ret_bytes,
                        size_t *ret_size, const char **ret_reason) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  char *bytes = NULL;
  size_t size = 0, room = 0;
  ssize_t got = 0;
  struct stat facts;

  if (file >= 0 && fstat(file, &facts) == 0 && S_ISREG(facts.st_mode)) {
    if ((unsigned long long)facts.st_size > limit) {
      close(file);
      return GDCT_READ_TOO_LARGE;
    }
    room = (size_t)facts.st_size + 2; /* one more, to see the end */
    bytes = g_malloc(room);
  }
  while (file >= 0) {
    if (room - size < 2) {
      room += MAX(room, STEP);
      bytes = g_realloc(bytes, room);
    }
    got = read(file, bytes + size, room - size - 1);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    size += (size_t)got;
    if (size > limit)
      break;
  }
  if (file < 0 || got < 0) {
    if (ret_reason != NULL)
      *ret_reason = g_strerror(errno);
    if (file >= 0)
      close(file);
    g_free(bytes);
    return GDCT_READ_FAILED;
  }
  close(file);
  if (size > limit) {
    g_free(bytes);
    return GDCT_READ_TOO_LARGE;
  }
  bytes[size] = '\0';
  *ret_bytes = bytes;
  *ret_size = size;
  return GDCT_READ_OK;
}

static void remove_folder(const char *path, unsigned depth) {
  GDir *dir = g_dir_open(path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
    g_autofree char *below = g_build_filename(path, name, NULL);
    struct stat facts;
    if (lstat(below, &facts) == 0 && S_ISDIR(facts.st_mode) &&
        depth < MAX_DEPTH)
      remove_folder(below, depth + 1);
    else
      unlink(below);
  }
  if (dir != NULL)
    g_dir_close(dir);
  rmdir(path);
}

void gdct_folder_remove(const char *path) {
  remove_folder(path, 0);
}
