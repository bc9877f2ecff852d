/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace verify: are the quotes really in the documents? */
#include "chains.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

static char *arg_texts;

static const GOptionEntry options[] = {{"texts", 't', 0, G_OPTION_ARG_FILENAME,
                                        &arg_texts,
                                        "The folder of the documents", "DIR"},
                                       {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "Looks for every quote in the file of DIR that its source names under "
    "'file'. White\nspace, quotation marks, hyphens and dashes are alike, and "
    "a word may be divided at\nthe end of a line; all else must be the same, "
    "upper and lower case too. Quotes of\nevery basis and date are "
    "checked.\n\nDocuments: plain text in UTF-8, HTML; PDF (needs pdftotext); "
    "DOCX, ODT, EPUB and\nRTF (need pandoc).\n\nExit status 1: a quote is not "
    "found. 3: no document could be read.\n\nFormats: text (default), "
    "json\n\nExamples:\n  gdctrace verify --texts documents\n  gdctrace verify "
    "--texts documents --format json -o quotes.json";

/* Longer quotes lose their middle in text. */
#define MAX_SHOWN 1200

/* What is printed. */
typedef struct {
  const GdctMapping *mapping;
  const GdctVerification *verification;
  const GdctReport *report; /* of the quotes that were not found */
} Answer;

/* All sources together. */
typedef struct {
  uint32_t quotes, checked, found, missing, unquoted;
  uint32_t read;    /* sources */
  uint32_t unread;  /* sources with quotes that could not be checked */
  uint32_t skipped; /* the quotes of these */
  uint32_t silent;  /* sources that name no file and have no quote */
} Totals;

static GdctThing source_of(uint32_t index) {
  return (GdctThing){GDCT_SOURCE, index};
}

/* There is nothing to check, and nothing to check it against. */
static bool is_silent(const GdctSourceQuotes *source) {
  return source->status == GDCT_TEXT_UNNAMED && source->quotes == 0;
}

static Totals add_up(const Answer *answer) {
  Totals totals = {.quotes = 0};

  for (uint32_t i = 0; i < gdct_count(answer->mapping, GDCT_SOURCE); i++) {
    const GdctSourceQuotes *source =
        gdct_verification_source(answer->verification, i);
    bool read = source->status == GDCT_TEXT_READ;
    totals.quotes += source->quotes;
    totals.checked += read ? source->quotes : 0;
    totals.found += source->found;
    totals.missing += source->missing;
    totals.unquoted += source->unquoted;
    totals.read += read;
    totals.unread += !read && source->quotes > 0;
    totals.skipped += read ? 0 : source->quotes;
    totals.silent += is_silent(source);
  }
  return totals;
}

/* ---- JSON ---- */

/* A text, or null. */
static json_t *json_maybe(const char *text) {
  g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, -1) : NULL;

  return valid != NULL ? json_text(valid) : json_null();
}

static json_t *json_source(const Answer *answer, uint32_t index) {
  const GdctSourceQuotes *source =
      gdct_verification_source(answer->verification, index);
  json_t *object = json_object();

  json_object_set_new(object, "id",
                      json_text(gdct_id(answer->mapping, source_of(index))));
  json_object_set_new(
      object, "file",
      json_maybe(gdct_get(answer->mapping, source_of(index), "file")));
  json_object_set_new(object, "status",
                      json_text(gdct_text_status_name(source->status)));
  json_object_set_new(object, "reason", json_maybe(source->reason));
  json_object_set_new(object, "quotes", json_integer(source->quotes));
  json_object_set_new(object, "checked",
                      json_integer(source->found + source->missing));
  json_object_set_new(object, "found", json_integer(source->found));
  json_object_set_new(object, "missing", json_integer(source->missing));
  json_object_set_new(object, "unquoted", json_integer(source->unquoted));
  return object;
}

static json_t *json_nearest(const GdctMissingQuote *missing) {
  json_t *object, *differs;

  if (missing->nearest == NULL)
    return json_null();
  object = json_object();
  json_object_set_new(object, "line", json_integer(missing->line));
  json_object_set_new(object, "page",
                      missing->page > 0 ? json_integer(missing->page)
                                        : json_null());
  json_object_set_new(object, "text", json_text(missing->nearest));
  differs = json_null();
  if (missing->quoted != NULL) {
    differs = json_object();
    json_object_set_new(differs, "quote", json_text(missing->quoted));
    json_object_set_new(differs, "document", json_text(missing->instead));
  }
  json_object_set_new(object, "differs", differs);
  return object;
}

static json_t *json_missing(const Answer *answer, size_t index) {
  const GdctMissingQuote *missing =
      gdct_verification_missing_quote(answer->verification, index);
  json_t *object = json_object();

  json_object_set_new(object, "file", json_maybe(missing->place.file));
  json_object_set_new(object, "line", json_integer(missing->place.line));
  json_object_set_new(object, "column", json_integer(missing->place.column));
  json_object_set_new(
      object, "source",
      json_text(gdct_id(answer->mapping, source_of(missing->source))));
  json_object_set_new(object, "locator", json_text(missing->locator));
  json_object_set_new(object, "quote", json_text(missing->quote));
  json_object_set_new(object, "found", json_false());
  json_object_set_new(object, "nearest", json_nearest(missing));
  return object;
}

static void put_json_answer(FILE *stream, const Answer *answer) {
  Totals totals = add_up(answer);
  json_t *document = json_object(), *list = json_array(),
         *counts = json_object();

  json_object_set_new(document, "texts", json_maybe(arg_texts));
  for (uint32_t i = 0; i < gdct_count(answer->mapping, GDCT_SOURCE); i++)
    json_array_append_new(list, json_source(answer, i));
  json_object_set_new(document, "sources", list);
  list = json_array();
  for (size_t i = 0; i < gdct_verification_missing(answer->verification); i++)
    json_array_append_new(list, json_missing(answer, i));
  json_object_set_new(document, "quotes", list);
  json_object_set_new(counts, "quotes", json_integer(totals.quotes));
  json_object_set_new(counts, "checked", json_integer(totals.checked));
  json_object_set_new(counts, "found", json_integer(totals.found));
  json_object_set_new(counts, "missing", json_integer(totals.missing));
  json_object_set_new(counts, "unchecked", json_integer(totals.skipped));
  json_object_set_new(counts, "unquoted", json_integer(totals.unquoted));
  json_object_set_new(
      counts, "unsourced",
      json_integer(gdct_verification_unsourced(answer->verification)));
  json_object_set_new(document, "totals", counts);
  put_json(stream, document);
}

/* ---- text ---- */

/* A text in quotation marks, its middle left out if it is very long. */
static void put_quoted(FILE *stream, const char *text) {
  g_autofree char *clean = gdct_clean_text(text);
  size_t length = strlen(clean);
  const char *head, *tail;

  if (length <= MAX_SHOWN) {
    fprintf(stream, "\u201C%s\u201D", clean);
    return;
  }
  head = g_utf8_find_prev_char(clean, clean + MAX_SHOWN / 2 + 1);
  tail = g_utf8_find_prev_char(clean, clean + length - MAX_SHOWN / 2 + 1);
  fprintf(stream, "\u201C%.*s ... %s\u201D", (int)(head - clean), clean, tail);
}

static void put_difference(FILE *stream, const GdctMissingQuote *missing) {
  fputs("       = differs: ", stream);
  if (*missing->quoted == '\0') {
    fputs("the quote lacks ", stream);
    put_quoted(stream, missing->instead);
  } else {
    put_quoted(stream, missing->quoted);
    if (*missing->instead == '\0') {
      fputs(" is not there", stream);
    } else {
      fputs(", where the document has ", stream);
      put_quoted(stream, missing->instead);
    }
  }
  putc('\n', stream);
}

/* The whole quote, and what the document has. */
static void put_notes(size_t index, FILE *stream, const void *data) {
  const Answer *answer = data;
  const GdctMissingQuote *missing =
      gdct_verification_missing_quote(answer->verification, index);

  fputs("       = quote:   ", stream);
  put_quoted(stream, missing->quote);
  fputs("\n       = nearest: ", stream);
  if (missing->nearest == NULL) {
    fputs("nothing in the document is like it\n", stream);
    return;
  }
  put_quoted(stream, missing->nearest);
  fputs(", ", stream);
  put_text(stream,
           gdct_get(answer->mapping, source_of(missing->source), "file"));
  if (missing->page > 0)
    fprintf(stream, ", page %u\n", missing->page);
  else
    fprintf(stream, ", line %u\n", missing->line);
  if (missing->quoted != NULL)
    put_difference(stream, missing);
}

static void put_row(FILE *stream, const Answer *answer, uint32_t index,
                    int width) {
  const GdctSourceQuotes *source =
      gdct_verification_source(answer->verification, index);
  const char *file = gdct_get(answer->mapping, source_of(index), "file");
  g_autofree char *clean = gdct_clean_text(file != NULL ? file : "");

  fprintf(stream, "%-*s %6u", width, gdct_id(answer->mapping, source_of(index)),
          source->quotes);
  if (source->status == GDCT_TEXT_READ)
    fprintf(stream, " %6u %7u", source->found, source->missing);
  else
    fprintf(stream, " %6s %7s", "-", "-");
  fprintf(stream, " %8u", source->unquoted);
  if (source->status == GDCT_TEXT_READ)
    put_wrapped(stream, 2, 2, "%s", clean);
  else if (file == NULL || source->status == GDCT_TEXT_REFUSED)
    put_wrapped(stream, 2, 2, "unchecked: %s", source->reason);
  else
    put_wrapped(stream, 2, 2, "unchecked: %s: %s", clean, source->reason);
}

static void put_text_answer(FILE *stream, const Answer *answer) {
  uint32_t n = gdct_count(answer->mapping, GDCT_SOURCE);
  uint32_t unsourced = gdct_verification_unsourced(answer->verification);
  Totals totals = add_up(answer);
  int width = 6;

  print_findings_with(answer->report, GDCT_INFO, stream, put_notes, answer);
  if (totals.missing > 0)
    putc('\n', stream);
  for (uint32_t i = 0; i < n; i++)
    if (!is_silent(gdct_verification_source(answer->verification, i)))
      width = MAX(width, (int)strlen(gdct_id(answer->mapping, source_of(i))));
  width = MIN(width, 48);
  fprintf(stream, "%-*s %6s %6s %7s %8s  %s\n", width, "Source", "quotes",
          "found", "missing", "unquoted", "document");
  for (uint32_t i = 0; i < n; i++)
    if (!is_silent(gdct_verification_source(answer->verification, i)))
      put_row(stream, answer, i, width);
  putc('\n', stream);
  put_wrapped(stream, 0, 0,
              "unquoted: how often a source is cited without a quote.");
  fprintf(stream, "%u %s checked: %u found, %u not found.\n", totals.checked,
          totals.checked == 1 ? "quote" : "quotes", totals.found,
          totals.missing);
  if (totals.skipped > 0)
    fprintf(stream, "%u %s of %u %s not checked.\n", totals.skipped,
            totals.skipped == 1 ? "quote" : "quotes", totals.unread,
            totals.unread == 1 ? "source" : "sources");
  if (totals.silent > 0)
    fprintf(stream, "%u more %s no file, and no quote from %s.\n",
            totals.silent, totals.silent == 1 ? "source has" : "sources have",
            totals.silent == 1 ? "it" : "them");
  if (unsourced > 0)
    fprintf(stream, "%u %s no source.\n", unsourced,
            unsourced == 1 ? "quote has" : "quotes have");
}

/* ---- the command ---- */

/* Complains if --texts is no folder that can be read. */
static bool have_texts(void) {
  DIR *dir = opendir(arg_texts);
  int problem = errno;
  g_autofree char *clean = gdct_clean_text(arg_texts);

  if (dir == NULL)
    fprintf(stderr, "gdctrace: cannot read %s: %s\n", clean,
            g_strerror(problem));
  else
    closedir(dir);
  return dir != NULL;
}

static int run(const Tool *tool) {
  GdctReport *report = gdct_report_new();
  Progress progress;
  bool wait = progress_begin(&progress, "checking quote");
  GdctVerification *verification = gdct_verify(
      tool->mapping, arg_texts, wait ? progress_show : NULL, &progress, report);
  Answer answer = {tool->mapping, verification, report};
  Totals totals = add_up(&answer);
  int status = totals.read == 0     ? EXIT_IO
               : totals.missing > 0 ? EXIT_FINDINGS
                                    : EXIT_FINE;
  Output output;

  if (!output_open(&output, arg_output)) {
    status = EXIT_IO;
  } else {
    if (tool_wants_json())
      put_json_answer(output.stream, &answer);
    else
      put_text_answer(output.stream, &answer);
    if (output_close(&output, true) != EXIT_FINE)
      status = EXIT_IO;
  }
  if (totals.read == 0) {
    g_autofree char *clean = gdct_clean_text(arg_texts);
    fprintf(stderr, "gdctrace: no document of any source could be read in %s\n",
            clean);
  }
  gdct_verification_free(verification);
  gdct_report_free(report);
  return status;
}

int cmd_verify(int argc, char **argv) {
  int status;
  Tool tool;

  if (!tool_parse(&argc, &argv, "", options, more, 0, 0, &status) ||
      !tool_text_or_json(&status))
    return status;
  if (arg_texts == NULL || *arg_texts == '\0')
    return tool_usage("verify needs --texts DIR; see 'gdctrace verify --help'");
  if (!have_texts())
    return EXIT_IO;
  status = tool_load(&tool);
  if (status == EXIT_FINE)
    status = run(&tool);
  tool_clear(&tool);
  return status;
}
