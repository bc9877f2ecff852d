/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/read.h"

#include "base/file.h"
#include "base/program.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_TEXT ((size_t)64 << 20) /* of what a converter writes */
#define MAX_SECONDS 60

typedef struct {
  const char *dir, *path; /* absolute */
  GdctTextStatus *ret_status;
  char **ret_reason;
} Task;

typedef struct {
  const char *extension;
  const char *reader; /* pandoc's word for it */
  GdctDocument *(*read)(const Task *task, const char *reader);
} Format;

static GdctDocument *fail(const Task *task, GdctTextStatus status,
                          const char *format, ...) G_GNUC_PRINTF(3, 4);

static GdctDocument *fail(const Task *task, GdctTextStatus status,
                          const char *format, ...) {
  va_list args;

  va_start(args, format);
  *task->ret_status = status;
  *task->ret_reason = g_strdup_vprintf(format, args);
  va_end(args);
  return NULL;
}

/* The document that a text is; takes it over. */
static GdctDocument *accept(const Task *task, char *text, size_t size,
                            uint32_t pages) {
  GdctDocument *document = gdct_document_new(text, size, pages);

  if (document == NULL)
    return fail(task, GDCT_TEXT_UNREADABLE, "it is not text in UTF-8");
  if (!gdct_document_is_empty(document))
    return document;
  gdct_document_free(document);
  return fail(task, GDCT_TEXT_UNREADABLE, "it holds no text");
}

/* ---- formats ---- */

static char *read_bytes(const Task *task, size_t *ret_size) {
  const char *reason;
  char *bytes;

  switch (
      gdct_file_read(task->path, GDCT_MAX_PLAIN, &bytes, ret_size, &reason)) {
  case GDCT_READ_OK:
    return bytes;
  case GDCT_READ_TOO_LARGE:
    fail(task, GDCT_TEXT_UNREADABLE, "it is larger than %zu MiB",
         GDCT_MAX_PLAIN >> 20);
    return NULL;
  default:
    fail(task, GDCT_TEXT_UNREADABLE, "it cannot be read: %s", reason);
    return NULL;
  }
}

static GdctDocument *read_plain(const Task *task, const char *reader) {
  size_t size;
  char *bytes = read_bytes(task, &size);

  (void)reader;
  return bytes != NULL ? accept(task, bytes, size, 0) : NULL;
}

static GdctDocument *accept_html(const Task *task, const char *bytes,
                                 size_t size) {
  bool utf8 = g_utf8_validate_len(bytes, size, NULL);
  char *text = gdct_html_text(bytes, size, utf8, &size);

  if (text == NULL)
    return fail(task, GDCT_TEXT_UNREADABLE, "it is not HTML");
  return accept(task, text, size, 0);
}

static GdctDocument *read_html(const Task *task, const char *reader) {
  size_t size;
  g_autofree char *bytes = read_bytes(task, &size);

  (void)reader;
  return bytes != NULL ? accept_html(task, bytes, size) : NULL;
}

/* What a converter writes, or NULL. */
static char *convert(const Task *task, const char *const *argv,
                     const char *package, size_t *ret_size) {
  g_autofree char *program = g_find_program_in_path(argv[0]);
  g_autofree char *reason = NULL;
  char *text;

  if (program == NULL) {
    fail(task, GDCT_TEXT_NO_CONVERTER,
         "'%s' is needed to read it; install the package %s", argv[0], package);
    return NULL;
  }
  text = gdct_program_output((char **)argv, MAX_TEXT, MAX_SECONDS, ret_size,
                             &reason);
  if (text == NULL)
    fail(task, GDCT_TEXT_UNREADABLE, "%s", reason);
  return text;
}

/* A PDF says where letters stand, not how they follow each other. In the order
 * of its contents, "-raw", columns and cells are mostly kept apart and hyphens
 * at line ends stay; "-layout" would mix columns, and the default loses those
 * hyphens but puts in order what is not. A quote may be in either reading. */
static GdctDocument *read_pdf(const Task *task, const char *reader) {
  const char *raw[] = {"pdftotext", "-raw",     "-enc", "UTF-8", "-eol",
                       "unix",      task->path, "-",    NULL};
  const char *ordered[] = {"pdftotext", "-enc",     "UTF-8", "-eol",
                           "unix",      task->path, "-",     NULL};
  size_t size, more;
  char *text = convert(task, raw, "poppler-utils", &size);
  g_autofree char *again = NULL;
  uint32_t pages = 0;

  (void)reader;
  if (text == NULL)
    return NULL;
  again = convert(task, ordered, "poppler-utils", &more);
  if (again == NULL) {
    g_free(text);
    return NULL;
  }
  for (size_t i = 0; i < size; i++)
    pages += text[i] == '\f';
  text = g_realloc(text, size + more + 1);
  memcpy(text + size, again, more + 1);
  return accept(task, text, size + more, pages);
}

/* By way of HTML, for pandoc's plain text draws tables: lines of one cell
 * beside lines of the next. In its sandbox it opens no other file. */
static GdctDocument *read_pandoc(const Task *task, const char *reader) {
  const char *argv[] = {"pandoc",      "--sandbox", reader,     "--to=html",
                        "--wrap=none", "--",        task->path, NULL};
  size_t size;
  g_autofree char *html = convert(task, argv, "pandoc", &size);

  return html != NULL ? accept_html(task, html, size) : NULL;
}

static const Format formats[] = {
    {".pdf", NULL, read_pdf},
    {".htm", NULL, read_html},
    {".html", NULL, read_html},
    {".xhtml", NULL, read_html},
    {".docx", "--from=docx", read_pandoc},
    {".odt", "--from=odt", read_pandoc},
    {".epub", "--from=epub", read_pandoc},
    {".rtf", "--from=rtf", read_pandoc},
    {"", NULL, read_plain},
};

static const Format *format_of(const char *name) {
  const Format *format = formats;
  size_t length = strlen(name);

  for (;; format++) {
    size_t size = strlen(format->extension);
    if (size <= length &&
        g_ascii_strcasecmp(name + length - size, format->extension) == 0)
      return format;
  }
}

/* ---- a file in a folder ---- */

/* Mappings come by mail: a name must not lead out of the folder. */
static bool is_plain_name(const char *name) {
  return *name != '\0' && strchr(name, '/') == NULL && strcmp(name, ".") != 0 &&
         strcmp(name, "..") != 0;
}

static GdctTextStatus look(const Task *task, const char *name) {
  struct stat facts;

  *task->ret_status = GDCT_TEXT_READ;
  *task->ret_reason = NULL;
  if (!is_plain_name(name)) {
    fail(task, GDCT_TEXT_REFUSED, "'%s' is not the name of a file in a folder",
         name);
  } else if (stat(task->path, &facts) != 0) {
    if (errno == ENOENT || errno == ENAMETOOLONG)
      fail(task, GDCT_TEXT_MISSING, "it is not in the folder");
    else
      fail(task, GDCT_TEXT_UNREADABLE, "it cannot be read: %s",
           g_strerror(errno));
  } else if (!S_ISREG(facts.st_mode)) {
    fail(task, GDCT_TEXT_UNREADABLE, "it is not a file");
  } else if ((unsigned long long)facts.st_size > GDCT_MAX_PLAIN) {
    fail(task, GDCT_TEXT_UNREADABLE, "it is larger than %zu MiB",
         GDCT_MAX_PLAIN >> 20);
  }
  return *task->ret_status;
}

GdctTextStatus gdct_document_look(const char *dir, const char *name,
                                  char **ret_reason) {
  g_autofree char *path = g_build_filename(dir, name, NULL);
  GdctTextStatus status;
  Task task = {dir, path, &status, ret_reason};

  return look(&task, name);
}

GdctDocument *gdct_document_read(const char *dir, const char *name,
                                 GdctTextStatus *ret_status,
                                 char **ret_reason) {
  g_autofree char *absolute = g_canonicalize_filename(dir, NULL);
  g_autofree char *path = g_build_filename(absolute, name, NULL);
  Task task = {absolute, path, ret_status, ret_reason};
  const Format *format = format_of(name);

  if (look(&task, name) != GDCT_TEXT_READ)
    return NULL;
  return format->read(&task, format->reader);
}
