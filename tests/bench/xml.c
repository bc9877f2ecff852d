/* SPDX-License-Identifier: Apache-2.0 */
/* The XML export beside libxml2's own writer (xmlTextWriter) with the same
 * document: its elements, attributes and texts, read before from our export,
 * are written again, with libxml2's escaping. Both go to a buffer; the bytes
 * must be the same. */
#include "bench.h"

#include <gdctrace/write.h>

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>
#include <stdio.h>
#include <string.h>

typedef enum { OPEN, ATTRIBUTE, TEXT, CLOSE } StepKind;

/* What a writer is told to do; offsets into the texts. */
typedef struct {
  StepKind kind;
  gsize name, text;
} Step;

typedef struct {
  GArray *steps;
  GString *texts;
  GString *pending; /* characters since the last tag */
} Tape;

/* ---- reading the export ---- */

static gsize keep(Tape *tape, const char *text, gsize length) {
  gsize at = tape->texts->len;

  g_string_append_len(tape->texts, text, (gssize)length);
  g_string_append_c(tape->texts, '\0');
  return at;
}

static void add_step(Tape *tape, StepKind kind, gsize name, gsize text) {
  Step step = {kind, name, text};

  g_array_append_val(tape->steps, step);
}

/* Texts have no element beside them, so what stands before an opening tag or
 * after a closing one is indentation. */
static void end_text(Tape *tape, bool keep_it) {
  if (keep_it && tape->pending->len > 0)
    add_step(tape, TEXT, 0, keep(tape, tape->pending->str, tape->pending->len));
  g_string_truncate(tape->pending, 0);
}

static void on_open(void *data, const xmlChar *name, const xmlChar **values) {
  Tape *tape = data;

  end_text(tape, false);
  add_step(tape, OPEN,
           keep(tape, (const char *)name, strlen((const char *)name)), 0);
  for (size_t i = 0; values != NULL && values[i] != NULL; i += 2) {
    const char *key = (const char *)values[i];
    const char *text = (const char *)values[i + 1];
    gsize at = keep(tape, key, strlen(key));
    add_step(tape, ATTRIBUTE, at, keep(tape, text, strlen(text)));
  }
}

static void on_close(void *data, const xmlChar *name) {
  Tape *tape = data;
  const Step *last = &g_array_index(tape->steps, Step, tape->steps->len - 1);

  (void)name;
  end_text(tape, last->kind != CLOSE);
  add_step(tape, CLOSE, 0, 0);
}

static void on_text(void *data, const xmlChar *text, int length) {
  Tape *tape = data;

  g_string_append_len(tape->pending, (const char *)text, length);
}

static bool read_tape(Tape *tape, const GString *document) {
  xmlSAXHandler handler = {.startElement = on_open,
                           .endElement = on_close,
                           .characters = on_text,
                           .ignorableWhitespace = on_text};

  tape->steps = g_array_new(FALSE, FALSE, sizeof(Step));
  tape->texts = g_string_sized_new(document->len);
  tape->pending = g_string_new(NULL);
  xmlSubstituteEntitiesDefault(1); /* attributes as they are, not "&#38;" */
  return xmlSAXUserParseMemory(&handler, tape, document->str,
                               (int)document->len) == 0;
}

static void clear_tape(Tape *tape) {
  g_array_unref(tape->steps);
  g_string_free(tape->texts, TRUE);
  g_string_free(tape->pending, TRUE);
}

/* ---- writing ---- */

static bool collect(const char *bytes, size_t size, void *data) {
  g_string_append_len(data, bytes, (gssize)size);
  return true;
}

static int collect_for_libxml(void *data, const char *bytes, int size) {
  g_string_append_len(data, bytes, size);
  return size;
}

static void replay(const Tape *tape, GString *out) {
  xmlOutputBuffer *output =
      xmlOutputBufferCreateIO(collect_for_libxml, NULL, out, NULL);
  xmlTextWriter *writer = xmlNewTextWriter(output);
  const char *texts = tape->texts->str;

  xmlTextWriterSetIndent(writer, 1);
  xmlTextWriterSetIndentString(writer, BAD_CAST "  ");
  xmlTextWriterStartDocument(writer, NULL, "UTF-8", NULL);
  for (guint i = 0; i < tape->steps->len; i++) {
    const Step *step = &g_array_index(tape->steps, Step, i);
    switch (step->kind) {
    case OPEN:
      xmlTextWriterStartElement(writer, BAD_CAST(texts + step->name));
      break;
    case ATTRIBUTE:
      xmlTextWriterWriteAttribute(writer, BAD_CAST(texts + step->name),
                                  BAD_CAST(texts + step->text));
      break;
    case TEXT:
      xmlTextWriterWriteString(writer, BAD_CAST(texts + step->text));
      break;
    case CLOSE:
      xmlTextWriterEndElement(writer);
      break;
    }
  }
  xmlTextWriterEndDocument(writer);
  xmlFreeTextWriter(writer);
}

/* In turn; the buffer has its full size from the second round on. */
bool bench_xml(const char *folder, unsigned repeat) {
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = bench_load(folder, 2, report);
  GdctGraph *graph =
      mapping != NULL ? gdct_graph_new(mapping, NULL, report) : NULL;
  const GdctWriter *format = gdct_writer_find("xml");
  GString *ours = g_string_new(NULL), *theirs = g_string_new(NULL);
  Tape tape;
  bool good = graph != NULL;

  if (good) {
    format->write(graph, NULL, collect, ours);
    good = read_tape(&tape, ours);
    replay(&tape, theirs);
    bench_put("same", g_string_equal(ours, theirs));
    bench_put("bytes", (double)ours->len);
    for (unsigned i = 0; good && i < repeat; i++) {
      double began = bench_now();
      g_string_truncate(ours, 0);
      format->write(graph, NULL, collect, ours);
      bench_put("ours", bench_now() - began);
      began = bench_now();
      g_string_truncate(theirs, 0);
      replay(&tape, theirs);
      bench_put("libxml2", bench_now() - began);
    }
    clear_tape(&tape);
  }
  g_string_free(ours, TRUE);
  g_string_free(theirs, TRUE);
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return good;
}
