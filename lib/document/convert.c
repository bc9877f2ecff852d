/* SPDX-License-Identifier: Apache-2.0 */
/* Documents for word processors and for paper, by way of other programs: HTML
 * in a private folder, a program that makes a file of it, its bytes. Pandoc
 * makes DOCX (https://pandoc.org/MANUAL.html); Chromium PDF, with tags and
 * pages as its style sheet says, else LibreOffice from the DOCX. None reads
 * the network, for the HTML names nothing there. */
#include "document/inside.h"

#include "base/date.h"
#include "base/file.h"
#include "base/program.h"
#include "write/docx.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_SECONDS 600
#define MAX_FILE ((size_t)1 << 30)
#define MAX_WORDS ((size_t)64 * 1024) /* that a program may print */
#define DAY_1970 719163u              /* counted as base/date.h does */
#define DAY_1980 722815u              /* the first that ZIP knows */

typedef struct {
  const Paper *paper;
  const PaperKind *kind;
  const char *folder;
  GdctDays day; /* of the document, or a fixed one */
  char **ret_problem;
} Job;

static bool fail(const Job *job, const char *format, ...) GDCT_PRINTF(2, 3);

static bool fail(const Job *job, const char *format, ...) {
  g_autofree char *words = NULL;
  va_list args;

  va_start(args, format);
  words = g_strdup_vprintf(format, args);
  va_end(args);
  *job->ret_problem = strdup(words);
  return false;
}

/* What to do where a program is at fault. */
#define INSTEAD_OF_DOCX "write html or markdown, which need no other program"
#define INSTEAD_OF_PDF "write html, and print it from a web browser"

static char *path_of(const Job *job, const char *name) {
  return g_build_filename(job->folder, name, NULL);
}

/* The first program of several that is installed, or NULL. */
static const char *find_program(const char *const *names) {
  for (; *names != NULL; names++) {
    g_autofree char *path = g_find_program_in_path(*names);
    if (path != NULL)
      return *names;
  }
  return NULL;
}

static const char *const pandoc[] = {"pandoc", NULL};
static const char *const office[] = {"soffice", "libreoffice", NULL};
static const char *const browsers[] = {"chromium", "chromium-browser",
                                       "google-chrome-stable", "google-chrome",
                                       NULL};

/* Without a day of its own, a document is dated by the first day that a ZIP
 * file can have. */
static GdctDays day_of(const GdctDocumentOptions *options) {
  GdctDays day = {DAY_1980, DAY_1980};

  if (options->day != NULL)
    gdct_date_parse(options->day, true, &day);
  if (day.first < DAY_1980)
    day.first = DAY_1980;
  return day;
}

/* ---- what is converted ---- */

static bool put_bytes(const char *bytes, size_t size, void *data) {
  return fwrite(bytes, 1, size, data) == size;
}

static bool write_html(const Job *job, const char *path, bool page) {
  FILE *file = fopen(path, "we");
  bool good;

  if (file == NULL)
    return fail(job, "cannot write %s: %s", path, g_strerror(errno));
  good = gdct_paper_write(job->paper, job->kind, &gdct_doc_html,
                          page ? job->folder : NULL, put_bytes, file);
  if (fclose(file) != 0 || !good)
    return fail(job, "cannot write %s: %s", path, g_strerror(errno));
  return true;
}

/* Whether a file begins as its format does: a program may fail and say that it
 * did not. */
static bool begins(const char *path, const char *start) {
  g_autofree char *bytes = g_malloc0(strlen(start));
  FILE *file = fopen(path, "re");
  bool good = false;

  if (file != NULL) {
    good = fread(bytes, 1, strlen(start), file) == strlen(start) &&
           memcmp(bytes, start, strlen(start)) == 0;
    fclose(file);
  }
  return good;
}

/* Runs a program in the folder that its files are in, as on the day of the
 * document. @start: what the file it makes begins with. */
static bool run(const Job *job, const char *const *argv, const char *made,
                const char *start, const char *instead) {
  g_autofree char *epoch = g_strdup_printf(
      "%llu", (job->day.first - DAY_1970) * (unsigned long long)86400);
  g_autofree char *said = NULL, *reason = NULL, *words = NULL;
  const char *settings[] = {"SOURCE_DATE_EPOCH", epoch, NULL};
  size_t size;

  said = gdct_program_output_with(settings, (char **)argv, MAX_WORDS,
                                  MAX_SECONDS, &size, &words, &reason);
  if (said == NULL)
    return fail(job, "%s; %s", reason, instead);
  if (begins(made, start))
    return true;
  if (*words == '\0') {
    g_free(words);
    words = gdct_program_last_line(said, size);
  }
  return fail(job, "%s: it made no such file%s%s; %s", argv[0],
              *words == '\0' ? "" : "; the last it said: ", words, instead);
}

/* ---- DOCX ---- */

/* An option that names a file of ours for pandoc; NULL: pandoc has its own way.
 * False if the file is missing. */
static bool find_styles(const Job *job, const char *option, const char *name,
                        char **ret_option) {
  const char *folder = job->paper->options->data_dir;
  g_autofree char *path = NULL;

  *ret_option = NULL;
  if (folder == NULL)
    return true;
  path = g_build_filename(folder, name, NULL);
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return fail(job, "the styles of documents are not in %s", path);
  *ret_option = g_strconcat(option, path, NULL);
  return true;
}

static bool make_docx(const Job *job, const char *made, const char *instead) {
  const char *language = job->paper->options->language;
  bool mirrored = gdct_is_rtl(language);
  g_autofree char *html = path_of(job, "document.html");
  g_autofree char *draft = path_of(job, "draft.docx");
  const char *reason = NULL;
  g_autofree char *resources =
      g_strconcat("--resource-path=", job->folder, NULL);
  g_autofree char *lang = g_strconcat("--metadata=lang:", language, NULL);
  g_autofree char *reference = NULL, *sections = NULL;
  /* Its own anchors, made of titles, could be two of a name. */
  const char *argv[16] = {"pandoc",
                          "--from=html+epub_html_exts-"
                          "auto_identifiers",
                          "--to=docx",
                          "--shift-heading-level-by=-1",
                          resources,
                          lang};
  size_t count = 6;

  if (find_program(pandoc) == NULL)
    return fail(job,
                "DOCX is made by 'pandoc', which is not installed; install the "
                "package pandoc, or %s",
                instead);
  if (!find_styles(job, "--reference-doc=",
                   mirrored ? "reference-rtl.docx" : "reference.docx",
                   &reference) ||
      !find_styles(job, "--lua-filter=", "wide.lua", &sections) ||
      !write_html(job, html, true))
    return false;
  if (mirrored)
    argv[count++] = "--metadata=dir:rtl";
  if (reference != NULL)
    argv[count++] = reference;
  if (sections != NULL) /* they name the footer of the reference */
    argv[count++] = sections;
  argv[count++] = "--output";
  argv[count++] = draft;
  argv[count++] = html;
  return run(job, argv, draft, "PK", instead) &&
         (gdct_docx_finish(draft, made, &reason) || fail(job, "%s", reason));
}

/* ---- PDF ---- */

/* Chromium writes the time into the head of the file, and nothing else that
 * changes. */
static void set_date(const Job *job, char *bytes, size_t size) {
  static const char *const keys[] = {"/CreationDate (D:", "/ModDate (D:"};
  char day[GDCT_DAY_SIZE];
  g_autofree char *stamp = NULL;

  gdct_day_write(job->day.first, day);
  stamp = g_strdup_printf("%.4s%.2s%.2s000000", day, day + 5, day + 8);
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
    char *at = memmem(bytes, MIN(size, 4096), keys[i], strlen(keys[i]));
    if (at != NULL && strspn(at + strlen(keys[i]), "0123456789") == 14)
      memcpy(at + strlen(keys[i]), stamp, 14);
  }
}

/* Its sandbox needs another user than root. */
static bool print_by_browser(const Job *job, const char *browser,
                             const char *made) {
  g_autofree char *html = path_of(job, "document.html");
  g_autofree char *address = g_filename_to_uri(html, NULL, NULL);
  g_autofree char *profile =
      g_strdup_printf("--user-data-dir=%s/profile", job->folder);
  g_autofree char *print = g_strconcat("--print-to-pdf=", made, NULL);
  const char *argv[] = {browser,
                        "--headless",
                        profile,
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-dev-shm-usage",
                        "--disable-sync",
                        "--host-resolver-rules=MAP * ~NOTFOUND",
                        "--no-first-run",
                        "--no-pdf-header-footer",
                        "--generate-pdf-document-outline",
                        print,
                        geteuid() == 0 ? "--no-sandbox" : "--incognito",
                        address,
                        NULL};

  return write_html(job, html, false) &&
         run(job, argv, made, "%PDF-", INSTEAD_OF_PDF);
}

static bool print_by_office(const Job *job, const char *program,
                            const char *made) {
  g_autofree char *docx = path_of(job, "document.docx");
  g_autofree char *profile =
      g_strdup_printf("-env:UserInstallation=file://%s/profile", job->folder);
  const char *argv[] = {program,
                        "--headless",
                        "--norestore",
                        profile,
                        "--convert-to",
                        "pdf:writer_pdf_Export:{\"UseTaggedPDF\":{\"type\":"
                        "\"boolean\",\"value\":\"true\"}}",
                        "--outdir",
                        job->folder,
                        docx,
                        NULL};

  return make_docx(job, docx, INSTEAD_OF_PDF) &&
         run(job, argv, made, "%PDF-", INSTEAD_OF_PDF);
}

static bool make_pdf(const Job *job, const char *made) {
  const char *program = find_program(browsers);

  if (program != NULL)
    return print_by_browser(job, program, made);
  program = find_program(office);
  if (program != NULL && find_program(pandoc) != NULL)
    return print_by_office(job, program, made);
  if (program != NULL)
    return fail(job, "PDF is made by Chromium, or by LibreOffice of what "
                     "pandoc makes, and only LibreOffice is installed; install "
                     "the package pandoc or chromium, or " INSTEAD_OF_PDF);
  return fail(job, "PDF is made by Chromium or LibreOffice, and neither is "
                   "installed; install the package chromium, or "
                   "libreoffice-writer-nogui and pandoc, or " INSTEAD_OF_PDF);
}

/* ---- all of it ---- */

static bool convert(const Job *job, bool pdf, GdctSink sink, void *data) {
  g_autofree char *made = path_of(job, pdf ? "document.pdf" : "document.docx");
  g_autofree char *bytes = NULL;
  const char *why = "it is too large";
  size_t size;

  if (pdf ? !make_pdf(job, made) : !make_docx(job, made, INSTEAD_OF_DOCX))
    return false;
  if (gdct_file_read(made, MAX_FILE, &bytes, &size, &why) != GDCT_READ_OK)
    return fail(job, "what was made cannot be read: %s", why);
  if (pdf)
    set_date(job, bytes, size);
  return sink(bytes, size, data) ||
         fail(job, "what was written could not be taken");
}

bool gdct_paper_convert(const Paper *paper, const PaperKind *kind,
                        const char *format, GdctSink sink, void *data,
                        char **ret_problem) {
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("gdctrace-XXXXXX", &error);
  Job job = {paper, kind, folder, day_of(paper->options), ret_problem};
  bool good;

  if (folder == NULL)
    return fail(&job,
                "%s; the folder of TMPDIR must be there and have room for what "
                "is converted",
                error->message);
  good = convert(&job, strcmp(format, "pdf") == 0, sink, data);
  gdct_folder_remove(folder);
  return good;
}
