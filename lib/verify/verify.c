/* SPDX-License-Identifier: Apache-2.0 */
/* The quotes of a mapping, source by source. */
#include "base/report.h"
#include "verify/read.h"

#include <string.h>

#define MAX_SHOWN 60 /* characters of a quote in a message */

/* A citation, as it is written in a file. */
typedef struct {
  uint32_t source;
  const char *locator, *quote;
  GdctPlace place;
} Citation;

/* What a document says about a quote. */
typedef struct {
  bool found;
  bool near;
  GdctPassage passage;
} Answer;

struct GdctVerification {
  GArray *sources;       /* of GdctSourceQuotes */
  GArray *missing;       /* of GdctMissingQuote */
  GStringChunk *strings; /* the reasons */
  GPtrArray *answers;    /* whose passages are handed out */
  uint32_t unsourced;
};

/* One source at work. */
typedef struct {
  GdctDocument *document;
  /* The same quote often stands in many places, and links that share one share
   * its text. */
  GTree *by_text;         /* quote -> Answer; no hash that could be attacked */
  GHashTable *by_pointer; /* the same, without reading the quote */
  GdctVerification *verification;
} Work;

/* ---- what there is to check ---- */

static void collect(const GdctMapping *mapping, GdctType type, GArray *all) {
  for (uint32_t i = 0; i < gdct_count(mapping, type); i++) {
    GdctThing thing = {type, i};
    uint32_t n = gdct_evidence_count(mapping, thing);
    for (uint32_t k = 0; k < n; k++) {
      GdctEvidence piece = gdct_evidence(mapping, thing, k);
      Citation citation = {piece.source, piece.locator, piece.quote,
                           piece.place};
      g_array_append_val(all, citation);
    }
  }
}

static int compare_places(GdctPlace a, GdctPlace b) {
  int order = a.file == b.file ? 0 : g_strcmp0(a.file, b.file);

  if (order == 0 && a.line != b.line)
    order = a.line < b.line ? -1 : 1;
  if (order == 0 && a.column != b.column)
    order = a.column < b.column ? -1 : 1;
  return order;
}

static int compare_texts(const char *a, const char *b) {
  return a == b ? 0 : strcmp(a, b);
}

/* By source, then by place. */
static int compare_citations(gconstpointer left, gconstpointer right) {
  const Citation *a = left, *b = right;
  int order;

  if (a->source != b->source)
    return a->source < b->source ? -1 : 1;
  order = compare_places(a->place, b->place);
  return order != 0 ? order : compare_texts(a->quote, b->quote);
}

/* All citations by source and place; what several links share, once. */
static GArray *collect_all(const GdctMapping *mapping) {
  GArray *all = g_array_new(FALSE, FALSE, sizeof(Citation));
  guint kept = 0;

  collect(mapping, GDCT_NODE, all);
  collect(mapping, GDCT_MEASURE, all);
  collect(mapping, GDCT_LINK, all);
  g_array_sort(all, compare_citations);
  for (guint i = 0; i < all->len; i++) {
    Citation *citation = &g_array_index(all, Citation, i);
    if (kept > 0 && compare_citations(
                        citation, &g_array_index(all, Citation, kept - 1)) == 0)
      continue;
    g_array_index(all, Citation, kept++) = *citation;
  }
  g_array_set_size(all, kept);
  return all;
}

/* ---- one source ---- */

static void free_answer(gpointer data) {
  Answer *answer = data;

  gdct_passage_clear(&answer->passage);
  g_free(answer);
}

static const Answer *ask(Work *work, const char *quote) {
  Answer *answer = g_hash_table_lookup(work->by_pointer, quote);
  GdctPlain plain;

  if (answer != NULL)
    return answer;
  answer = g_tree_lookup(work->by_text, quote);
  if (answer == NULL) {
    answer = g_new0(Answer, 1);
    gdct_plain_init(&plain, quote, strlen(quote));
    answer->found = gdct_document_has(work->document, &plain);
    if (!answer->found)
      answer->near = gdct_document_nearest(work->document, quote, &plain,
                                           &answer->passage);
    gdct_plain_clear(&plain);
    g_ptr_array_add(work->verification->answers, answer);
    g_tree_insert(work->by_text, (char *)quote, answer);
  }
  g_hash_table_insert(work->by_pointer, (char *)quote, answer);
  return answer;
}

static void judge(Work *work, const Citation *citation,
                  GdctSourceQuotes *source) {
  const Answer *answer = ask(work, citation->quote);
  GdctMissingQuote missing = {.place = citation->place,
                              .source = citation->source,
                              .locator = citation->locator,
                              .quote = citation->quote};

  if (answer->found) {
    source->found++;
    return;
  }
  source->missing++;
  if (answer->near) {
    missing.nearest = answer->passage.text;
    missing.line = answer->passage.line;
    missing.page = answer->passage.page;
    missing.quoted = answer->passage.quoted;
    missing.instead = answer->passage.instead;
  }
  g_array_append_val(work->verification->missing, missing);
}

/* Finds and reads the document of a source that has quotes; only finds that
 * of one that has none. */
static GdctDocument *read_source(GdctVerification *verification,
                                 const char *dir, const char *name,
                                 GdctSourceQuotes *source) {
  GdctDocument *document = NULL;
  g_autofree char *reason = NULL;

  if (name == NULL) {
    source->status = GDCT_TEXT_UNNAMED;
    reason = g_strdup("its source names no file");
  } else if (source->quotes > 0) {
    document = gdct_document_read(dir, name, &source->status, &reason);
  } else {
    source->status = gdct_document_look(dir, name, &reason);
  }
  if (reason != NULL)
    source->reason = g_string_chunk_insert_const(verification->strings, reason);
  return document;
}

/* ---- all of them ---- */

static int compare_missing(gconstpointer left, gconstpointer right) {
  const GdctMissingQuote *a = left, *b = right;
  int order = compare_places(a->place, b->place);

  if (order == 0 && a->source != b->source)
    order = a->source < b->source ? -1 : 1;
  return order != 0 ? order : compare_texts(a->quote, b->quote);
}

/* The beginning of a quote. Free with g_free(). */
static char *shorten(const char *quote) {
  const char *end = quote;

  for (int i = 0; i < MAX_SHOWN && *end != '\0'; i++)
    end = g_utf8_next_char(end);
  return g_strdup_printf("%.*s%s", (int)(end - quote), quote,
                         *end != '\0' ? "..." : "");
}

static void report_missing(const GdctMapping *mapping,
                           const GdctVerification *verification,
                           GdctReport *report) {
  for (guint i = 0; i < verification->missing->len; i++) {
    const GdctMissingQuote *missing =
        &g_array_index(verification->missing, GdctMissingQuote, i);
    g_autofree char *quote = shorten(missing->quote);
    gdct_report_add(report, "quote-not-found", missing->place,
                    "no '%s' in source '%s'%s%s", quote,
                    gdct_id(mapping, (GdctThing){GDCT_SOURCE, missing->source}),
                    *missing->locator != '\0' ? ", " : "", missing->locator);
  }
}

GdctVerification *gdct_verify(const GdctMapping *mapping, const char *dir,
                              GdctVerifyProgress progress, void *data,
                              GdctReport *report) {
  GdctVerification *verification = g_new0(GdctVerification, 1);
  g_autoptr(GArray) all = collect_all(mapping);
  guint next = 0;

  verification->sources = g_array_new(FALSE, TRUE, sizeof(GdctSourceQuotes));
  verification->missing = g_array_new(FALSE, FALSE, sizeof(GdctMissingQuote));
  verification->strings = g_string_chunk_new(1024);
  verification->answers = g_ptr_array_new_with_free_func(free_answer);
  g_array_set_size(verification->sources, gdct_count(mapping, GDCT_SOURCE));
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_SOURCE); i++) {
    GdctSourceQuotes *source =
        &g_array_index(verification->sources, GdctSourceQuotes, i);
    Work work = {NULL, g_tree_new((GCompareFunc)strcmp),
                 g_hash_table_new(NULL, NULL), verification};
    guint end = next;
    for (; end < all->len && g_array_index(all, Citation, end).source == i;
         end++)
      *(*g_array_index(all, Citation, end).quote != '\0' ? &source->quotes
                                                         : &source->unquoted) +=
          1;
    work.document = read_source(
        verification, dir,
        gdct_get(mapping, (GdctThing){GDCT_SOURCE, i}, "file"), source);
    for (; next < end; next++) {
      const Citation *citation = &g_array_index(all, Citation, next);
      if (work.document != NULL && *citation->quote != '\0')
        judge(&work, citation, source);
      if (progress != NULL)
        progress(next, all->len, data);
    }
    gdct_document_free(work.document);
    g_tree_unref(work.by_text);
    g_hash_table_unref(work.by_pointer);
  }
  for (; next < all->len; next++) /* GDCT_NONE comes last */
    verification->unsourced +=
        *g_array_index(all, Citation, next).quote != '\0';
  if (progress != NULL)
    progress(all->len, all->len, data);
  g_array_sort(verification->missing, compare_missing);
  report_missing(mapping, verification, report);
  return verification;
}

void gdct_verification_free(GdctVerification *verification) {
  if (verification == NULL)
    return;
  g_array_unref(verification->sources);
  g_array_unref(verification->missing);
  g_string_chunk_free(verification->strings);
  g_ptr_array_unref(verification->answers);
  g_free(verification);
}

const GdctSourceQuotes *
gdct_verification_source(const GdctVerification *verification,
                         uint32_t source) {
  g_assert(source < verification->sources->len);
  return &g_array_index(verification->sources, GdctSourceQuotes, source);
}

size_t gdct_verification_missing(const GdctVerification *verification) {
  return verification->missing->len;
}

const GdctMissingQuote *
gdct_verification_missing_quote(const GdctVerification *verification,
                                size_t index) {
  g_assert(index < verification->missing->len);
  return &g_array_index(verification->missing, GdctMissingQuote, index);
}

uint32_t gdct_verification_unsourced(const GdctVerification *verification) {
  return verification->unsourced;
}

const char *gdct_text_status_name(GdctTextStatus status) {
  static const char *const names[] = {"read",    "no-file",    "bad-name",
                                      "missing", "unreadable", "no-converter"};

  return names[status];
}
