/* SPDX-License-Identifier: Apache-2.0 */
/* Gives every file at or below the paths named to a fuzz target once: the
 * corpus as an ordinary test, without libFuzzer. */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static unsigned replay(const char *path) {
  g_autofree char *bytes = NULL;
  size_t size;
  unsigned count = 0;

  if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
    GDir *dir = g_dir_open(path, 0, NULL);
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
      g_autofree char *below = g_build_filename(path, name, NULL);
      count += replay(below);
    }
    if (dir != NULL)
      g_dir_close(dir);
  } else if (g_file_get_contents(path, &bytes, &size, NULL)) {
    LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
    count = 1;
  }
  return count;
}

int main(int argc, char **argv) {
  unsigned count = 0;

  for (int i = 1; i < argc; i++)
    count += replay(argv[i]);
  printf("%u inputs\n", count);
  return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
