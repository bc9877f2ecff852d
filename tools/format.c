/* SPDX-License-Identifier: Apache-2.0 */
/* Which format a command writes. */
#include "tool.h"

#include <string.h>
#include <unistd.h>

/* "html, docx"; free with g_free(). */
static char *names_of(const ToolFormat *formats, size_t count) {
  GString *names = g_string_new(NULL);

  for (size_t i = 0; i < count; i++)
    g_string_append_printf(names, "%s%s", i == 0 ? "" : ", ", formats[i].name);
  return g_string_free(names, FALSE);
}

/* The format of this name, also "md" for ".md", or else of files with this
 * ending; -1. */
static int find(const ToolFormat *formats, size_t count, const char *name,
                const char *file) {
  for (size_t i = 0; i < count; i++)
    if (name != NULL ? strcmp(formats[i].name, name) == 0 ||
                           strcmp(formats[i].extension + 1, name) == 0
                     : g_str_has_suffix(file, formats[i].extension))
      return (int)i;
  return -1;
}

static bool to_stdout(void) {
  return arg_output == NULL || strcmp(arg_output, "-") == 0;
}

bool tool_may_be_binary(const char *name) {
  if (!to_stdout() || !isatty(STDOUT_FILENO))
    return true;
  tool_usage("%s is not for a terminal; use --output", name);
  return false;
}

int tool_choose_format(const ToolFormat *formats, size_t count,
                       const char *otherwise) {
  g_autofree char *names = names_of(formats, count);
  int chosen;

  if (arg_format != NULL) {
    chosen = find(formats, count, arg_format, NULL);
    if (chosen < 0)
      tool_usage("--format: '%s' is not one of %s", arg_format, names);
  } else if (!to_stdout()) {
    g_autofree char *base = g_path_get_basename(arg_output);
    chosen = find(formats, count, NULL, base);
    if (chosen < 0 && strchr(base, '.') != NULL)
      tool_usage("--output: the ending of '%s' tells no format; use --format "
                 "with one of %s",
                 arg_output, names);
    else if (chosen < 0) /* a device, or a name without ending */
      chosen = find(formats, count, otherwise, NULL);
  } else {
    chosen = find(formats, count, otherwise, NULL);
  }
  if (chosen >= 0 && formats[chosen].binary &&
      !tool_may_be_binary(formats[chosen].name))
    return -1;
  return chosen;
}

bool tool_is_text(const char *formats) {
  static const char *const promises[] = {
      ".csv",  ".doc", ".docx", ".dot",  ".htm", ".html", ".jpg",
      ".json", ".md",  ".ods",  ".odt",  ".pdf", ".png",  ".sarif",
      ".svg",  ".ttl", ".xls",  ".xlsx", ".xml", ".yaml", ".yml"};
  g_autofree char *lower =
      g_ascii_strdown(arg_output != NULL ? arg_output : "", -1);

  for (size_t i = 0; i < G_N_ELEMENTS(promises); i++)
    if (g_str_has_suffix(lower, promises[i])) {
      tool_usage("--output: '%s' would hold text; name it .txt, or use "
                 "--format with one of %s",
                 arg_output, formats);
      return false;
    }
  return true;
}
