/* SPDX-License-Identifier: Apache-2.0 */
#include "revision.h"

#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_FILES 20000
#define MAX_BYTES ((guint64)512 * 1024 * 1024)
#define MAX_LIST ((size_t)256 * 1024 * 1024) /* of the names of all files */

static sigset_t held, before;

void revision_hold(void) {
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

  sigemptyset(&held);
  for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
    sigaddset(&held, signals[i]);
  sigprocmask(SIG_BLOCK, &held, &before);
}

void revision_release(void) {
  sigprocmask(SIG_SETMASK, &before, NULL);
}

/* Runs in git before it is git: it ends when it is told to. */
static void unhold(gpointer data) {
  sigprocmask(SIG_UNBLOCK, data, NULL);
}

/* ---- names ---- */

/* The colon that ends the revision, or NULL: those in @{...} and ^{...} do
 * not. */
static const char *find_colon(const char *name) {
  int depth = 0;

  for (; *name != '\0'; name++) {
    if (*name == ':' && depth == 0)
      return name;
    depth += *name == '{' ? 1 : *name == '}' && depth > 0 ? -1 : 0;
  }
  return NULL;
}

bool revision_is(const char *name) {
  return find_colon(name) != NULL && !g_file_test(name, G_FILE_TEST_EXISTS);
}

/* Whether a name of the tree stays inside of the folder. */
static bool is_inside(const char *path) {
  g_auto(GStrv) parts = g_strsplit(path, "/", -1);

  for (size_t i = 0; parts[i] != NULL; i++)
    if (*parts[i] == '\0' || strcmp(parts[i], ".") == 0 ||
        strcmp(parts[i], "..") == 0)
      return false;
  return *path != '\0';
}

static bool is_yaml(const char *path) {
  return g_str_has_suffix(path, ".yaml") || g_str_has_suffix(path, ".yml");
}

/* ---- git ---- */

/* A running git and what it writes. */
typedef struct {
  GPid pid;
  FILE *stream;
} Git;

/* Runs git; @input is an open file, or -1. Arguments end with NULL. */
static bool git_begin(Git *git, const char *const *arguments, int input) {
  g_auto(GStrv) environment = g_get_environ();
  g_autoptr(GPtrArray) argv = g_ptr_array_new();
  g_autoptr(GError) error = NULL;
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC), pipes[2];
  bool good;

  environment = g_environ_setenv(environment, "LC_ALL", "C", TRUE);
  environment = g_environ_setenv(environment, "GIT_TERMINAL_PROMPT", "0", TRUE);
  environment = g_environ_setenv(environment, "GIT_NO_LAZY_FETCH", "1", TRUE);
  g_ptr_array_add(argv, (char *)"git");
  for (size_t i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add(argv, (char *)arguments[i]);
  g_ptr_array_add(argv, NULL);
  if (pipe(pipes) != 0) {
    tool_usage("cannot run git: %s", g_strerror(errno));
    close(nothing);
    return false;
  }
  fcntl(pipes[0], F_SETFD, FD_CLOEXEC);
  fcntl(pipes[1], F_SETFD, FD_CLOEXEC);
  good = g_spawn_async_with_fds(
      NULL, (char **)argv->pdata, environment,
      G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, unhold, &held, &git->pid,
      input >= 0 ? input : nothing, pipes[1], nothing, &error);
  close(nothing);
  close(pipes[1]);
  if (good) {
    git->stream = fdopen(pipes[0], "r");
    return true;
  }
  close(pipes[0]);
  if (g_error_matches(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    tool_usage("a revision needs git, which is not installed");
  else
    tool_usage("%s", error->message);
  return false;
}

/* Whether it ended well. */
static bool git_end(Git *git) {
  int status = 0;

  fclose(git->stream); /* if it has more to say, that ends it */
  while (waitpid(git->pid, &status, 0) < 0 && errno == EINTR)
    ;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* All that git writes, at most MAX_LIST bytes; NULL if git fails, and then
 * *ret_ran tells whether there was a git at all. Free with g_free(). */
static char *git_text(const char *const *arguments, size_t *ret_size,
                      bool *ret_ran) {
  Git git;
  GString *text;
  char bytes[16 * 1024];
  size_t got;

  *ret_ran = git_begin(&git, arguments, -1);
  if (!*ret_ran)
    return NULL;
  text = g_string_new(NULL);
  while (text->len < MAX_LIST &&
         (got = fread(bytes, 1, sizeof bytes, git.stream)) > 0)
    g_string_append_len(text, bytes, (gssize)got);
  if (!git_end(&git)) {
    g_string_free(text, TRUE);
    return NULL;
  }
  *ret_size = text->len;
  return g_string_free(text, FALSE);
}

/* One line of git's, or NULL. Free with g_free(). */
static char *git_line(const char *const *arguments, bool *ret_ran) {
  size_t size;
  char *text = git_text(arguments, &size, ret_ran);

  return text != NULL ? g_strchomp(text) : NULL;
}

/* ---- the files ---- */

typedef struct {
  char *oid, *path;
} Blob;

static void clear_blob(gpointer data) {
  Blob *blob = data;

  g_free(blob->oid);
  g_free(blob->path);
}

static int io_failed(const char *what) {
  tool_usage("%s: %s", what, g_strerror(errno));
  return EXIT_IO;
}

/* Reads "MODE blob OID SIZE\tPATH"; false if it is no such line, as of
 * symbolic links and other repositories. */
static bool read_entry(const char *entry, char **ret_oid, guint64 *ret_size,
                       const char **ret_path) {
  const char *tab = strchr(entry, '\t');
  g_autofree char *head = NULL;
  char oid[80], mode[16], type[16];

  if (tab == NULL)
    return false;
  *ret_path = tab + 1;
  head = g_strndup(entry, (gsize)(tab - entry));
  if (sscanf(head, "%15s %15s %79s %" G_GUINT64_FORMAT, mode, type, oid,
             ret_size) != 4 ||
      strcmp(type, "blob") != 0 || strcmp(mode, "120000") == 0)
    return false;
  *ret_oid = g_strdup(oid);
  return true;
}

/* Chooses the files of a tree. @path, "" for all, must be among them. */
static int choose(const char *list, size_t size, const Revision *revision,
                  const char *path, GArray *blobs) {
  g_autofree char *below = g_strconcat(path, "/", NULL);
  guint64 total = 0;
  bool found = *path == '\0';

  for (const char *at = list; at < list + size; at += strlen(at) + 1) {
    Blob blob = {NULL, NULL};
    const char *name;
    guint64 bytes;
    if (!read_entry(at, &blob.oid, &bytes, &name))
      continue;
    found = found || strcmp(name, path) == 0 || g_str_has_prefix(name, below);
    if (!is_yaml(name) && strcmp(name, path) != 0) {
      g_free(blob.oid);
      continue;
    }
    blob.path = g_strdup(name);
    g_array_append_val(blobs, blob);
    total += bytes;
    if (!is_inside(name)) {
      tool_usage("'%s' of revision %s leads out of its folder", name,
                 revision->rev);
      return EXIT_IO;
    }
    if (blobs->len > MAX_FILES || total > MAX_BYTES) {
      tool_usage("revision %s has more than %d YAML files, or 512 MiB of them",
                 revision->rev, MAX_FILES);
      return EXIT_IO;
    }
  }
  if (found)
    return EXIT_FINE;
  tool_usage("no '%s' in revision %s; names begin at the top of the "
             "repository, or with ./ at this folder",
             path, revision->rev);
  return EXIT_IO;
}

/* Copies @size bytes to a new file below the folder. */
static bool save(const Revision *revision, const char *path, FILE *stream,
                 guint64 size) {
  g_autofree char *full = g_build_filename(revision->folder, path, NULL);
  g_autofree char *folder = g_path_get_dirname(full);
  char bytes[16 * 1024];
  FILE *file;
  bool good;

  if (g_mkdir_with_parents(folder, 0700) != 0)
    return false;
  file = fopen(full, "wxe"); /* it must be new */
  good = file != NULL;
  while (good && size > 0) {
    size_t got = fread(bytes, 1, MIN(size, sizeof bytes), stream);
    good = got > 0 && fwrite(bytes, 1, got, file) == got;
    size -= got;
  }
  return (file == NULL || fclose(file) == 0) && good;
}

/* Reads what `git cat-file --batch` writes: "OID blob SIZE\n", the bytes, and
 * a line break. */
static bool save_all(const Revision *revision, const GArray *blobs,
                     FILE *stream) {
  guint64 total = 0;

  for (guint i = 0; i < blobs->len; i++) {
    const Blob *blob = &g_array_index(blobs, Blob, i);
    char line[256], type[16];
    guint64 size;
    if (fgets(line, sizeof line, stream) == NULL ||
        sscanf(line, "%*s %15s %" G_GUINT64_FORMAT, type, &size) != 2 ||
        strcmp(type, "blob") != 0 || (total += size) > MAX_BYTES ||
        !save(revision, blob->path, stream, size) || getc(stream) != '\n')
      return false;
  }
  return true;
}

static int fetch(const Revision *revision, const GArray *blobs) {
  static const char *const arguments[] = {"cat-file", "--batch", NULL};
  FILE *wanted = tmpfile();
  Git git;
  bool good;

  if (wanted == NULL)
    return io_failed("cannot make a temporary file");
  for (guint i = 0; i < blobs->len; i++)
    fprintf(wanted, "%s\n", g_array_index(blobs, Blob, i).oid);
  if (fflush(wanted) != 0) {
    fclose(wanted);
    return io_failed("cannot write a temporary file");
  }
  rewind(wanted);
  good = git_begin(&git, arguments, fileno(wanted));
  fclose(wanted);
  if (!good)
    return EXIT_IO;
  good = save_all(revision, blobs, git.stream);
  if (git_end(&git) && good)
    return EXIT_FINE;
  tool_usage("the files of revision %s could not be read", revision->rev);
  return EXIT_IO;
}

/* PATH from the top of the repository, without "/" at its end; NULL after a
 * complaint. Free with g_free(). */
static char *from_top(const char *path) {
  static const char *const arguments[] = {"rev-parse", "--show-prefix", NULL};
  g_autofree char *prefix = NULL, *whole = NULL;
  bool ran;

  if (g_str_has_prefix(path, "./") || g_str_has_prefix(path, "../") ||
      strcmp(path, ".") == 0 || strcmp(path, "..") == 0) {
    prefix = git_line(arguments, &ran);
    if (prefix == NULL)
      return NULL;
  }
  whole = g_strconcat("/", prefix != NULL ? prefix : "", path, NULL);
  path = whole;
  {
    g_autofree char *canonical = g_canonicalize_filename(path, "/");
    return g_strdup(canonical + strspn(canonical, "/"));
  }
}

static int read_revision(Revision *revision, const char *name) {
  const char *colon = find_colon(name);
  g_autofree char *tree = NULL, *oid = NULL, *list = NULL, *path = NULL;
  g_autoptr(GArray) blobs = g_array_new(FALSE, FALSE, sizeof(Blob));
  g_autoptr(GError) error = NULL;
  size_t size = 0;
  bool ran;
  int status;

  g_array_set_clear_func(blobs, clear_blob);
  revision->rev = g_strndup(name, (gsize)(colon - name));
  if (*revision->rev == '\0' || *revision->rev == '-')
    return tool_usage("'%s': a revision is written REV:PATH, such as "
                      "HEAD~1:mappings",
                      name);
  tree = g_strconcat(revision->rev, "^{tree}", NULL);
  {
    const char *const ask[] = {"rev-parse", "--verify", "--quiet", tree, NULL};
    oid = git_line(ask, &ran);
  }
  if (!ran)
    return EXIT_IO;
  if (oid == NULL) {
    tool_usage("'%s': there is no such file, and git knows no revision '%s' "
               "here",
               name, revision->rev);
    return EXIT_IO;
  }
  path = from_top(colon + 1);
  if (path == NULL)
    return EXIT_IO;
  {
    const char *const ask[] = {"ls-tree",     "-r", "-z", "-l",
                               "--full-tree", oid,  NULL};
    list = git_text(ask, &size, &ran);
  }
  if (list == NULL) {
    tool_usage("the files of revision %s could not be listed", revision->rev);
    return EXIT_IO;
  }
  status = choose(list, size, revision, path, blobs);
  if (status != EXIT_FINE)
    return status;
  revision->folder = g_dir_make_tmp("gdctrace-XXXXXX", &error);
  if (revision->folder == NULL) {
    tool_usage("%s", error->message);
    return EXIT_IO;
  }
  revision->path = g_build_filename(revision->folder, path, NULL);
  status = fetch(revision, blobs);
  /* A folder without YAML files is still a folder. */
  if (status == EXIT_FINE && !g_file_test(revision->path, G_FILE_TEST_EXISTS) &&
      g_mkdir_with_parents(revision->path, 0700) != 0)
    return io_failed(revision->path);
  return status;
}

int revision_open(Revision *revision, const char *name) {
  int status;

  memset(revision, 0, sizeof *revision);
  status = read_revision(revision, name);
  if (status != EXIT_FINE)
    revision_close(revision);
  return status;
}

static void remove_all(const char *path) {
  GDir *folder = g_dir_open(path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
    g_autofree char *full = g_build_filename(path, name, NULL);
    struct stat facts;
    if (lstat(full, &facts) == 0 && S_ISDIR(facts.st_mode))
      remove_all(full);
    else
      unlink(full);
  }
  if (folder != NULL)
    g_dir_close(folder);
  rmdir(path);
}

void revision_close(Revision *revision) {
  if (revision->folder != NULL)
    remove_all(revision->folder);
  g_free(revision->folder);
  g_free(revision->path);
  g_free(revision->rev);
  memset(revision, 0, sizeof *revision);
}

char *revision_words(const Revision *revision, const char *text) {
  g_autofree char *real = NULL, *folder = NULL, *rev = NULL;
  GString *words = g_string_new(text);

  if (revision->folder == NULL)
    return g_string_free(words, FALSE);
  real = realpath(revision->folder, NULL);
  folder = g_strconcat(revision->folder, "/", NULL);
  rev = g_strconcat(revision->rev, ":", NULL);
  g_string_replace(words, folder, rev, 0);
  if (real != NULL) {
    g_autofree char *other = g_strconcat(real, "/", NULL);
    g_string_replace(words, other, rev, 0);
  }
  return g_string_free(words, FALSE);
}
