/* SPDX-License-Identifier: Apache-2.0 */
/* Files appear whole or not at all; standard output is checked at the end. */
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static void complain(const char *path) {
  int problem = errno;
  g_autofree char *folder = path == NULL ? NULL : g_path_get_dirname(path);

  fputs("gdctrace: cannot write ", stderr);
  put_text(stderr, path != NULL ? path : "standard output");
  fprintf(stderr, ": %s", g_strerror(problem));
  if (problem == ENOENT && folder != NULL &&
      !g_file_test(folder, G_FILE_TEST_EXISTS)) {
    fputs("; make the folder ", stderr);
    put_text(stderr, folder);
    fputs(" first", stderr);
  } else if (problem == EISDIR) {
    fputs("; name a file in it", stderr);
  }
  putc('\n', stderr);
}

/* The mode that a new file gets, or the one that the old file has. */
static mode_t wanted_mode(const char *path) {
  struct stat facts;
  mode_t mask;

  if (stat(path, &facts) == 0)
    return facts.st_mode & 0777;
  mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

/* ---- who waits ---- */

typedef struct Waiting {
  GMutex mutex;
  GCond cond;
  GThread *thread;
  bool done;
} Waiting;

static void *tell(void *data) {
  Waiting *waiting = data;
  gint64 began = g_get_monotonic_time(), next = began + G_USEC_PER_SEC;
  bool told = false;

  g_mutex_lock(&waiting->mutex);
  while (!waiting->done) {
    if (g_cond_wait_until(&waiting->cond, &waiting->mutex, next))
      continue;
    fprintf(stderr, "\rwriting, %d s ", (int)((next - began) / G_USEC_PER_SEC));
    next += G_USEC_PER_SEC;
    told = true;
  }
  g_mutex_unlock(&waiting->mutex);
  if (told)
    fputs("\r\033[K", stderr);
  return NULL;
}

/* Tells nobody if the answer itself goes to the terminal. */
static Waiting *begin_waiting(const Output *output) {
  Waiting *waiting;

  if (!isatty(STDERR_FILENO) || isatty(fileno(output->stream)))
    return NULL;
  waiting = g_new0(Waiting, 1);
  g_mutex_init(&waiting->mutex);
  g_cond_init(&waiting->cond);
  waiting->thread = g_thread_new("waiting", tell, waiting);
  return waiting;
}

static void end_waiting(Waiting *waiting) {
  if (waiting == NULL)
    return;
  g_mutex_lock(&waiting->mutex);
  waiting->done = true;
  g_cond_signal(&waiting->cond);
  g_mutex_unlock(&waiting->mutex);
  g_thread_join(waiting->thread);
  g_mutex_clear(&waiting->mutex);
  g_cond_clear(&waiting->cond);
  g_free(waiting);
}

/* ---- files ---- */

static bool open_stream(Output *output, const char *path) {
  struct stat facts;
  bool exists;
  int file;

  memset(output, 0, sizeof *output);
  if (path == NULL || strcmp(path, "-") == 0) {
    output->stream = stdout;
    return true;
  }
  /* A link stays a link; a device or pipe cannot be replaced. */
  output->path = realpath(path, NULL);
  if (output->path == NULL)
    output->path = strdup(path);
  exists = stat(output->path, &facts) == 0;
  if (exists && S_ISDIR(facts.st_mode)) {
    errno = EISDIR;
  } else if (exists && !S_ISREG(facts.st_mode)) {
    output->stream = fopen(output->path, "w");
  } else {
    output->temporary = g_strdup_printf("%s.XXXXXX", output->path);
    file = g_mkstemp_full(output->temporary, O_WRONLY | O_CLOEXEC, 0600);
    if (file >= 0)
      output->stream = fdopen(file, "w");
    else
      g_clear_pointer(&output->temporary, g_free);
  }
  if (output->stream != NULL)
    return true;
  complain(path);
  free(output->path);
  return false;
}

bool output_open(Output *output, const char *path) {
  if (!open_stream(output, path))
    return false;
  output->waiting = begin_waiting(output);
  return true;
}

int output_close(Output *output, bool keep) {
  bool good = !ferror(output->stream) && fflush(output->stream) == 0;
  int problem = output->problem != 0 ? output->problem : errno;

  end_waiting(output->waiting);
  if (good && output->temporary != NULL && keep) {
    good = fchmod(fileno(output->stream), wanted_mode(output->path)) == 0 &&
           fsync(fileno(output->stream)) == 0;
    problem = errno;
  }
  if (fclose(output->stream) != 0 && good) {
    good = false;
    problem = errno;
  }
  if (output->temporary != NULL) {
    if (good && keep && rename(output->temporary, output->path) != 0) {
      good = false;
      problem = errno;
    }
    if (!good || !keep)
      unlink(output->temporary);
  }
  if (!good) {
    errno = problem;
    complain(output->path);
  }
  g_free(output->temporary);
  free(output->path);
  return good ? EXIT_FINE : EXIT_IO;
}

int output_close_format(Output *output, bool good, const char *name) {
  int status = output_close(output, good);

  if (good || status != EXIT_FINE)
    return status;
  fprintf(stderr, "gdctrace: cannot write %s by way of a temporary file in ",
          name);
  put_text(stderr, g_get_tmp_dir());
  fputs("; name another folder in TMPDIR\n", stderr);
  return EXIT_IO;
}

bool output_sink(const char *bytes, size_t size, void *output) {
  Output *into = output;

  if (fwrite(bytes, 1, size, into->stream) == size)
    return true;
  into->problem = errno; /* what is freed until the end may change it */
  return false;
}

void put_text(FILE *stream, const char *text) {
  g_autofree char *clean = gdct_clean_text(text);

  fputs(clean, stream);
}

int char_width(gunichar c) {
  return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

int output_width(FILE *stream) {
  static FILE *asked; /* once: asking also spoils errno */
  static int width;
  struct winsize size;

  if (stream == asked)
    return width;
  asked = stream;
  width = 0;
  if (isatty(fileno(stream))) {
    width = 80;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
      width = CLAMP(size.ws_col, 40, 100);
  }
  return width;
}

/* The end of what fits into @room columns at a space, or of the first word if
 * not even that fits. */
static const char *break_line(const char *text, int room) {
  const char *best = NULL;
  int width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
    if (*at == ' ' && at > text && at[-1] != ' ') {
      if (width > room && best != NULL)
        return best;
      best = at;
    }
    width += char_width(g_utf8_get_char(at));
  }
  return width <= room || best == NULL ? text + strlen(text) : best;
}

void put_wrapped(FILE *stream, int indent, int hang, const char *format, ...) {
  int width = output_width(stream);
  g_autofree char *raw = NULL, *clean = NULL;
  const char *at;
  va_list args;

  va_start(args, format);
  raw = g_strdup_vprintf(format, args);
  va_end(args);
  clean = gdct_clean_text(raw);
  at = clean;
  do {
    const char *end =
        width == 0 ? at + strlen(at) : break_line(at, MAX(width - indent, 20));
    fprintf(stream, "%*s%.*s\n", indent, "", (int)(end - at), at);
    at = end + strspn(end, " ");
    indent = hang;
  } while (*at != '\0');
}
