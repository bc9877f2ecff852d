/* SPDX-License-Identifier: Apache-2.0 */
#include <gdctrace/report.h>

#include "write/html_markup.h"

#include "draw/color.h"

#include <glib.h>
#include <string.h>

/* Passes bytes on. A sink that refuses is not told to libxml2, which would
 * print it: what follows is dropped here. */
static int pass_on(void *data, const char *bytes, int size) {
  Markup *markup = data;

  if (markup->held != NULL)
    g_string_append_len(markup->held, bytes, size);
  else if (!markup->failed && size > 0)
    markup->failed = !markup->sink(bytes, (size_t)size, markup->data);
  return size;
}

void gdct_markup_begin(Markup *markup, GdctSink sink, void *data) {
  xmlOutputBuffer *output =
      xmlOutputBufferCreateIO(pass_on, NULL, markup, NULL);

  *markup = (Markup){.sink = sink, .data = data};
  markup->writer = xmlNewTextWriter(output); /* owns output */
  g_assert(markup->writer != NULL);
}

GString *gdct_markup_hold(Markup *markup) {
  xmlTextWriterFlush(markup->writer);
  markup->held = g_string_new(NULL);
  return markup->held;
}

void gdct_markup_release(Markup *markup, const char *before, GString *held) {
  xmlTextWriterFlush(markup->writer);
  markup->held = NULL;
  pass_on(markup, before, (int)strlen(before));
  if (!markup->failed)
    markup->failed = !markup->sink(held->str, held->len, markup->data);
  g_string_free(held, TRUE);
}

bool gdct_markup_end(Markup *markup) {
  xmlFreeTextWriter(markup->writer);
  return !markup->failed;
}

void gdct_markup_open(Markup *markup, const char *name, ...) {
  const char *key;
  va_list args;

  xmlTextWriterStartElement(markup->writer, BAD_CAST name);
  va_start(args, name);
  while ((key = va_arg(args, const char *)) != NULL)
    gdct_markup_attribute(markup, key, va_arg(args, const char *));
  va_end(args);
}

void gdct_markup_close(Markup *markup) {
  xmlTextWriterFullEndElement(markup->writer);
}

void gdct_markup_void(Markup *markup) {
  xmlTextWriterEndElement(markup->writer);
}

void gdct_markup_attribute(Markup *markup, const char *name, const char *text) {
  g_autofree char *clean = gdct_clean_text(text);

  xmlTextWriterWriteAttribute(markup->writer, BAD_CAST name, BAD_CAST clean);
}

void gdct_markup_text(Markup *markup, const char *text) {
  g_autofree char *clean = gdct_clean_text(text);

  xmlTextWriterWriteString(markup->writer, BAD_CAST clean);
}

void gdct_markup_print(Markup *markup, const char *format, ...) {
  g_autofree char *text = NULL;
  va_list args;

  va_start(args, format);
  text = g_strdup_vprintf(format, args);
  va_end(args);
  gdct_markup_text(markup, text);
}

void gdct_markup_line(Markup *markup, const char *name, const char *text) {
  gdct_markup_open(markup, name, NULL);
  gdct_markup_text(markup, text);
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

void gdct_markup_raw(Markup *markup, const char *text) {
  xmlTextWriterWriteRaw(markup->writer, BAD_CAST text);
}

/* ---- heat ---- */

/* The blues of ColorBrewer (C. Brewer, M. Harrower), five of nine. */
static const char *const heat[] = {"#ffffff", "#deebf7", "#9ecae1",
                                   "#6baed6", "#2171b5", "#08306b"};

const char *gdct_heat_fill(unsigned level) {
  return heat[MIN(level, GDCT_HEAT_LEVELS)];
}

const char *gdct_heat_text(unsigned level) {
  return gdct_color_text(gdct_heat_fill(level));
}

bool gdct_heat_range(const GdctMatrix *matrix, unsigned level,
                     uint64_t *ret_least, uint64_t *ret_most) {
  uint64_t max = gdct_matrix_max(matrix);

  if (max > UINT32_MAX) /* nobody reads such numbers */
    return false;
  if (max <= 1) {
    *ret_least = *ret_most = 1;
    return level == gdct_matrix_level(matrix, max, GDCT_HEAT_LEVELS);
  }
  *ret_least = (level - 1) * max / GDCT_HEAT_LEVELS + 1;
  *ret_most = level * max / GDCT_HEAT_LEVELS;
  return *ret_least <= *ret_most;
}
