/* SPDX-License-Identifier: Apache-2.0 */
/* Workbooks, by way of LibreOffice. It comes from strangers: a copy in a
 * private folder, a profile of its own, no shell, limits. */
#include "read/csv.h"

#include "base/file.h"
#include "base/program.h"

#include <errno.h>
#include <string.h>

#define MAX_SECONDS 180 /* its first start on a slow machine */
#define MAX_WORDS ((size_t)64 * 1024)

bool gdct_csv_is_workbook(const char *bytes, size_t size) {
  return size >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0 ||
                       memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0);
}

/* The one file in a folder, or NULL. */
static char *only_file(const char *folder) {
  GDir *dir = g_dir_open(folder, 0, NULL);
  const char *name = dir != NULL ? g_dir_read_name(dir) : NULL;
  char *path = name != NULL ? g_build_filename(folder, name, NULL) : NULL;

  if (dir != NULL)
    g_dir_close(dir);
  return path;
}

/* Dates as 2019-09-01, and numbers with a point: what Canada writes, whatever
 * the country of whoever made the workbook. */
static const char profile_text[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\n"
    "<item oor:path=\"/org.openoffice.Setup/L10N\">"
    "<prop oor:name=\"ooSetupSystemLocale\" oor:op=\"fuse\">"
    "<value>en-CA</value></prop></item>\n"
    "</oor:items>\n";

static bool write_profile(const char *folder, GError **error) {
  g_autofree char *user = g_build_filename(folder, "profile", "user", NULL);
  g_autofree char *path =
      g_build_filename(user, "registrymodifications.xcu", NULL);

  return g_mkdir_with_parents(user, 0700) == 0 &&
         g_file_set_contents(path, profile_text, -1, error);
}

static char *convert(const char *program, const char *folder, unsigned number,
                     size_t *ret_size, GdctPlace place, GdctReport *report) {
  g_autofree char *copy = g_build_filename(folder, "table", NULL);
  g_autofree char *out = g_build_filename(folder, "out", NULL);
  g_autofree char *profile =
      g_strdup_printf("-env:UserInstallation=file://%s/profile", folder);
  /* Comma, quotation mark, UTF-8, from the first line, contents as they
   * are; see
   * "Filter Options for CSV" in the help of LibreOffice. */
  g_autofree char *filter =
      g_strdup_printf("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,"
                      "false,false,false,false,%u",
                      number);
  const char *argv[] = {program,        "--headless", "--norestore", profile,
                        "--convert-to", filter,       "--outdir",    out,
                        copy,           NULL};
  g_autofree char *said = NULL, *reason = NULL, *made = NULL;
  const char *why = NULL;
  char *text = NULL;
  size_t said_size;

  said = gdct_program_output((char **)argv, MAX_WORDS, MAX_SECONDS, &said_size,
                             &reason);
  made = only_file(out);
  if (said == NULL) {
    gdct_report_add(report, "unreadable", place, "%s", reason);
    return NULL;
  }
  if (made == NULL) {
    gdct_report_add(report, "unreadable", place,
                    "LibreOffice makes no table of sheet %u; is there such a "
                    "sheet, and does the file open without a password?",
                    number);
    return NULL;
  }
  switch (gdct_file_read(made, GDCT_TABLE_MAX_BYTES, &text, ret_size, &why)) {
  case GDCT_READ_OK:
    return text;
  case GDCT_READ_TOO_LARGE:
    gdct_report_add(report, "too-large", place,
                    "the sheet is larger than 64 MiB");
    return NULL;
  default:
    gdct_report_add(report, "unreadable", place, "cannot be read: %s", why);
    return NULL;
  }
}

char *gdct_csv_from_workbook(const char *name, const char *bytes, size_t size,
                             unsigned number, size_t *ret_size,
                             GdctReport *report) {
  GdctPlace place = {name, 0, 0};
  g_autofree char *program = g_find_program_in_path("soffice");
  g_autofree char *folder = NULL, *copy = NULL;
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  if (program == NULL) {
    gdct_report_add(report, "unreadable", place,
                    "a workbook is read by way of LibreOffice, whose 'soffice' "
                    "is not installed; install the package "
                    "libreoffice-calc-nogui, or save the sheet as 'CSV UTF-8'");
    return NULL;
  }
  folder = g_dir_make_tmp("gdctrace-XXXXXX", &error);
  if (folder != NULL) {
    copy = g_build_filename(folder, "table", NULL);
    if (g_file_set_contents(copy, bytes, (gssize)size, &error) &&
        write_profile(folder, &error))
      text = convert(program, folder, number, ret_size, place, report);
    gdct_folder_remove(folder);
  }
  if (error != NULL)
    gdct_report_add(report, "unreadable", place, "cannot be copied: %s",
                    error->message);
  return text;
}
