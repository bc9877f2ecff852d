/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a converter: no shell, no input, no more output and time than allowed,
 * for what it reads comes from strangers. */
#include "base/program.h"

#include <gdctrace/report.h>

#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define STEP ((size_t)64 * 1024)
#define MAX_FILE ((rlim_t)1 << 30) /* that it may write */
#define MAX_WORDS ((size_t)4096)   /* of what it says when it fails */

typedef struct {
  GString *text;
  size_t limit;
  int file;   /* -1 at its end */
  bool spill; /* of what is too much, the end is kept */
} Stream;

/* Reads what is there; false if it is too much. */
static bool take(Stream *stream) {
  char bytes[16 * 1024];
  ssize_t got = read(stream->file, bytes, sizeof bytes);
  size_t room = stream->limit - stream->text->len;

  if (got < 0 && (errno == EINTR || errno == EAGAIN))
    return true;
  if (got <= 0) {
    close(stream->file);
    stream->file = -1;
    return true;
  }
  if ((size_t)got > room && !stream->spill)
    return false;
  g_string_append_len(stream->text, bytes, got);
  if ((size_t)got > room)
    g_string_erase(stream->text, 0, (gssize)((size_t)got - room));
  return true;
}

/* Reads both streams to their ends. Returns why it did not, or NULL. */
static const char *drain(Stream streams[2], gint64 deadline) {
  while (streams[0].file >= 0 || streams[1].file >= 0) {
    struct pollfd ready[2] = {{streams[0].file, POLLIN, 0},
                              {streams[1].file, POLLIN, 0}};
    gint64 left = (deadline - g_get_monotonic_time()) / 1000;
    if (left <= 0)
      return "it takes too long";
    if (poll(ready, 2, (int)left) < 0 && errno != EINTR)
      return g_strerror(errno);
    for (int i = 0; i < 2; i++)
      if (ready[i].revents != 0 && !take(&streams[i]))
        return "the text is too large";
  }
  return NULL;
}

/* Why a process that ended did not end well, or NULL. */
static char *explain(int status) {
  if (WIFEXITED(status))
    return WEXITSTATUS(status) == 0
               ? NULL
               : g_strdup_printf("it failed with status %d",
                                 WEXITSTATUS(status));
  if (WTERMSIG(status) == SIGKILL)
    return g_strdup("it was killed, as happens when memory runs out");
  return g_strdup_printf("it was ended by signal %d, %s", WTERMSIG(status),
                         g_strsignal(WTERMSIG(status)));
}

/* Ends and buries a process. NULL if it ended well by itself, else why not. */
static char *bury(GPid pid, bool slain, gint64 deadline) {
  int status = 0;
  pid_t got = 0;

  /* Its streams are closed, so it is about to end by itself. */
  while (!slain && (got = waitpid(pid, &status, WNOHANG)) == 0 &&
         g_get_monotonic_time() < deadline)
    g_usleep(1000);
  if (got == pid)
    return explain(status);
  kill(-pid, SIGKILL); /* with what it started, such as a real program */
  kill(pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
    ;
  return g_strdup("it takes too long");
}

char *gdct_program_last_line(const char *said, size_t size) {
  g_autofree char *text = g_utf8_make_valid(said, (gssize)size);
  const char *line;

  g_strchomp(text);
  line = strrchr(text, '\n');
  return gdct_clean_text(line != NULL ? line + 1 : text);
}

/* A sentence of the program, what happened to it, and what it said last. */
static char *make_reason(const char *program, const char *problem,
                         const char *fate, const char *words) {
  const char *what = problem != NULL ? problem : fate;

  if (*words == '\0')
    return g_strdup_printf("%s: %s", program, what);
  if (problem == NULL && g_str_has_prefix(fate, "it failed"))
    return g_strdup_printf("%s: %s", program, words);
  return g_strdup_printf("%s: %s; the last it said: %s", program, what, words);
}

/* In the new process, before the program: a group of its own, which an
 * interrupt at the terminal does not reach, so it dies with us; and a limit to
 * the files it writes. */
static void prepare(gpointer data) {
  struct rlimit limit = {MAX_FILE, MAX_FILE};

  (void)data;
  setpgid(0, 0);
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  setrlimit(RLIMIT_FSIZE, &limit);
}

/* Our own environment, with messages in English, and what was set; pairs of
 * name and value, ending with NULL. */
static char **make_environment(const char *const *settings) {
  char **environment =
      g_environ_setenv(g_get_environ(), "LC_ALL", "C.UTF-8", TRUE);

  for (; settings != NULL && *settings != NULL; settings += 2)
    environment = g_environ_setenv(environment, settings[0], settings[1], TRUE);
  return environment;
}

char *gdct_program_output(char **argv, size_t limit, unsigned seconds,
                          size_t *ret_size, char **ret_reason) {
  g_autofree char *words = NULL;

  return gdct_program_output_with(NULL, argv, limit, seconds, ret_size, &words,
                                  ret_reason);
}

char *gdct_program_output_with(const char *const *settings, char **argv,
                               size_t limit, unsigned seconds, size_t *ret_size,
                               char **ret_words, char **ret_reason) {
  gint64 deadline = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
  Stream streams[2] = {{.limit = limit}, {.limit = MAX_WORDS, .spill = true}};
  g_auto(GStrv) environment = make_environment(settings);
  g_autoptr(GError) error = NULL;
  g_autofree char *fate = NULL;
  const char *problem;
  GPid pid;

  *ret_reason = *ret_words = NULL;
  if (!g_spawn_async_with_pipes(NULL, argv, environment,
                                G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH,
                                prepare, NULL, &pid, NULL, &streams[0].file,
                                &streams[1].file, &error)) {
    *ret_reason = g_strdup(error->message);
    return NULL;
  }
  streams[0].text = g_string_sized_new(STEP);
  streams[1].text = g_string_new(NULL);
  problem = drain(streams, deadline);
  for (int i = 0; i < 2; i++)
    if (streams[i].file >= 0)
      close(streams[i].file);
  *ret_words =
      gdct_program_last_line(streams[1].text->str, streams[1].text->len);
  fate = bury(pid, problem != NULL, deadline);
  g_string_free(streams[1].text, TRUE);
  if (problem != NULL || fate != NULL) {
    *ret_reason = make_reason(argv[0], problem, fate, *ret_words);
    g_string_free(streams[0].text, TRUE);
    return NULL;
  }
  *ret_size = streams[0].text->len;
  return g_string_free(streams[0].text, FALSE);
}
