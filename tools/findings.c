/* SPDX-License-Identifier: Apache-2.0 */
/* Findings for people: place, sentence, source line, caret. */
#include "tool.h"

#include <string.h>

/* Lines wider than this are shown in part, around the caret. */
#define MAX_SHOWN 100

/* Where the last finding stood. Findings come sorted by place, so that walking
 * on from there reads each file once, however long its lines are. */
typedef struct {
  char *file;
  char *bytes;
  const char *line_end;
  const char *next; /* the beginning of the next line, or NULL */
  uint32_t line;    /* from 1; 0 before the first */
  const char *at;   /* a character of the line ... */
  uint32_t column;  /* ... and its number, from 0 */
} Source;

/* The bytes of the line break at @text, as YAML 1.1 has them: CR LF, CR, LF,
 * NEL, LS, PS; 0 if there is none. */
static size_t break_length(const char *text) {
  if (*text == '\r' || *text == '\n')
    return text[0] == '\r' && text[1] == '\n' ? 2 : 1;
  if (strncmp(text, "\xC2\x85", 2) == 0)
    return 2;
  return strncmp(text, "\xE2\x80\xA8", 3) == 0 ||
                 strncmp(text, "\xE2\x80\xA9", 3) == 0
             ? 3
             : 0;
}

static void begin_line(Source *source, const char *text) {
  const char *end = text + strcspn(text, "\r\n\xC2\xE2");

  while (*end != '\0' && break_length(end) == 0)
    end += 1 + strcspn(end + 1, "\r\n\xC2\xE2");
  source->line++;
  source->at = text;
  source->column = 0;
  source->line_end = end;
  source->next = *end == '\0' ? NULL : end + break_length(end);
}

static void close_source(Source *source) {
  g_free(source->file);
  g_free(source->bytes);
  memset(source, 0, sizeof *source);
}

/* Only plain files: a pipe is empty by now. */
static void open_source(Source *source, const char *file) {
  const char *text;

  close_source(source);
  source->file = g_strdup(file);
  if (!g_file_test(file, G_FILE_TEST_IS_REGULAR) ||
      !g_file_get_contents(file, &source->bytes, NULL, NULL))
    return;
  text = source->bytes;
  if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
    text += 3;
  begin_line(source, text);
}

/* The next character; a byte that is not UTF-8 counts as one. */
static const char *next_char(const Source *source, const char *at) {
  gunichar c = g_utf8_get_char_validated(at, source->line_end - at);

  return c == (gunichar)-1 || c == (gunichar)-2 ? at + 1 : g_utf8_next_char(at);
}

/* Goes to a place; false if the source is not to be had. */
static bool find_line(Source *source, GdctPlace place) {
  if (place.file == NULL || place.line == 0)
    return false;
  if (g_strcmp0(source->file, place.file) != 0)
    open_source(source, place.file);
  while (source->bytes != NULL && source->line < place.line &&
         source->next != NULL)
    begin_line(source, source->next);
  return source->line == place.line;
}

/* How many columns of a terminal a text takes. */
static int text_width(const char *text) {
  int width = 0;

  for (; *text != '\0'; text = g_utf8_next_char(text))
    width += char_width(g_utf8_get_char(text));
  return width;
}

/* The part of the line around the caret, and the caret. */
static void print_line(Source *source, GdctPlace place, FILE *stream) {
  uint32_t caret = place.column > 0 ? place.column - 1 : 0, column;
  uint32_t from = caret > MAX_SHOWN / 2 ? caret - MAX_SHOWN / 2 : 0;
  const char *at, *before;
  g_autofree char *raw = NULL, *rest = NULL;
  g_autofree char *left = NULL, *right = NULL;

  if ((size_t)(source->line_end - source->at) + source->column <= MAX_SHOWN)
    from = 0; /* it fits: bytes are at least as many as characters */
  for (; source->column < from && source->at < source->line_end;
       source->column++)
    source->at = next_char(source, source->at);
  at = source->at;
  column = source->column;
  for (; column < caret && at < source->line_end; column++)
    at = next_char(source, at);
  before = at;
  for (; column < source->column + MAX_SHOWN && at < source->line_end; column++)
    at = next_char(source, at);
  raw = g_strndup(source->at, (gsize)(before - source->at));
  rest = g_strndup(before, (gsize)(at - before));
  left = gdct_clean_text(raw);
  right = gdct_clean_text(rest);
  fprintf(stream, "%6u | %s%s%s%s\n       | %*s^\n", place.line,
          source->column > 0 ? "..." : "", left, right,
          at < source->line_end ? "..." : "",
          text_width(left) + (source->column > 0 ? 3 : 0), "");
}

static void print_place(GdctPlace place, FILE *stream) {
  if (place.file == NULL)
    return;
  put_text(stream, place.file);
  if (place.line > 0)
    fprintf(stream, ":%u:%u", place.line, place.column);
  fputs(": ", stream);
}

static size_t total_findings(const GdctReport *report) {
  return gdct_report_count_of(report, GDCT_ERROR) +
         gdct_report_count_of(report, GDCT_WARNING) +
         gdct_report_count_of(report, GDCT_INFO);
}

static void put_findings(const GdctReport *report, GdctSeverity lowest,
                         FILE *stream, bool lines, FindingNotes notes,
                         const void *data) {
  static const char *const colors[] = {"\033[36m", "\033[33m", "\033[31m"};
  bool color = output_color(stream);
  Source source = {.file = NULL};
  const char *last_code = "";

  for (size_t i = 0; i < gdct_report_count(report); i++) {
    const GdctFinding *finding = gdct_report_get(report, i);
    if (finding->severity < lowest)
      continue;
    print_place(finding->place, stream);
    fprintf(stream, "%s%s:%s ", color ? colors[finding->severity] : "",
            gdct_severity_name(finding->severity), color ? "\033[0m" : "");
    put_text(stream, finding->message);
    fprintf(stream, " [%s]\n", finding->code);
    if (lines && find_line(&source, finding->place))
      print_line(&source, finding->place, stream);
    if (notes != NULL)
      notes(i, stream, data);
    /* The same advice once is enough. */
    if (strcmp(last_code, finding->code) != 0)
      fprintf(stream, "       = help: %s\n",
              gdct_code_find(finding->code)->help);
    last_code = finding->code;
  }
  close_source(&source);
  if (gdct_report_count(report) < total_findings(report))
    fprintf(stream, "... and %zu more, which were only counted\n",
            total_findings(report) - gdct_report_count(report));
}

void print_findings(const GdctReport *report, GdctSeverity lowest,
                    FILE *stream) {
  put_findings(report, lowest, stream, true, NULL, NULL);
}

void print_findings_with(const GdctReport *report, GdctSeverity lowest,
                         FILE *stream, FindingNotes notes, const void *data) {
  put_findings(report, lowest, stream, true, notes, data);
}

void print_findings_bare(const GdctReport *report, FILE *stream) {
  put_findings(report, GDCT_INFO, stream, false, NULL, NULL);
}

char *count_findings(const GdctReport *report) {
  static const struct {
    GdctSeverity severity;
    const char *one, *many;
  } words[] = {{GDCT_ERROR, "error", "errors"},
               {GDCT_WARNING, "warning", "warnings"},
               {GDCT_INFO, "note", "notes"}};
  GString *text = g_string_new(NULL);

  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    size_t count = gdct_report_count_of(report, words[i].severity);
    if (count > 0)
      g_string_append_printf(text, "%s%zu %s", text->len > 0 ? ", " : "", count,
                             count == 1 ? words[i].one : words[i].many);
  }
  return g_string_free(text->len > 0 ? text : g_string_assign(text, "none"),
                       FALSE);
}
