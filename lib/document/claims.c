/* SPDX-License-Identifier: Apache-2.0 */
/* How documents say what the mapping says: always with its source. */
#include "document/inside.h"

#include <inttypes.h>
#include <string.h>

void gdct_put_sentence(const Paper *paper, const char *format, ...) {
  va_list args;
  g_autofree char *text = NULL;

  va_start(args, format);
  text = g_strdup_vprintf(format, args);
  va_end(args);
  gdct_doc_text(paper->doc, " ");
  gdct_doc_text(paper->doc, text);
}

char *gdct_words_of_bases(const char *language, unsigned bases) {
  static const char *const names[] = {
      [GDCT_STATED] = N_("stated: a document says so"),
      [GDCT_DERIVED] = N_("derived: follows from what is stated"),
      [GDCT_PROPOSED] = N_("proposed: no document says so")};
  GString *out = g_string_new(NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
    if (bases & 1u << i)
      g_string_append_printf(out, "%s%s",
                             out->len == 0 ? "" : gdct_semicolon(language),
                             gdct_word(language, names[i]));
  return g_string_free(out, FALSE);
}

char *gdct_line_number(const Paper *paper, uint32_t node) {
  const char *id = gdct_id(paper->mapping, (GdctThing){GDCT_NODE, node});
  const char *end = strchr(id, '.');
  g_autofree char *word = NULL;

  if (end != NULL)
    id = end + 1;
  word = g_strndup(id, strcspn(id, "-"));
  return g_ascii_strup(word, -1);
}

/* The letters and digits of a text, to compare what it says. Free with
 * g_free(). */
static char *letters_of(const char *text) {
  g_autofree char *folded = g_utf8_casefold(text, -1);
  GString *out = g_string_new(NULL);

  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char(c))
    if (g_unichar_isalnum(g_utf8_get_char(c)))
      g_string_append_unichar(out, g_utf8_get_char(c));
  return g_string_free(out, FALSE);
}

void gdct_put_quote(const Paper *paper, GdctThing link, uint32_t node) {
  const char *title = gdct_title(paper->mapping, (GdctThing){GDCT_NODE, node},
                                 paper->options->language);
  g_autofree char *known = letters_of(title);
  g_autofree char *said = NULL;
  GdctEvidence evidence;

  if (paper->options->notes || gdct_evidence_count(paper->mapping, link) == 0)
    return;
  evidence = gdct_evidence(paper->mapping, link, 0);
  said = letters_of(evidence.quote);
  if (strstr(known, said) != NULL)
    return;
  gdct_doc_text(paper->doc, gdct_colon(paper->options->language));
  gdct_doc_open(paper->doc, DOC_QUOTE);
  paper->doc->format->text(paper->doc, evidence.quote, "");
  gdct_doc_close(paper->doc);
}

void gdct_put_meaning(const Paper *paper, uint32_t rule) {
  GdctThing thing = {GDCT_RULE, rule};
  Document *doc = paper->doc;

  if (gdct_text(paper->mapping, thing, "summary", NULL) == NULL)
    return;
  gdct_doc_open(doc, DOC_PARAGRAPH);
  gdct_doc_text(doc, W_("As the mapping explains it:"));
  gdct_doc_text(doc, " ");
  gdct_doc_open(doc, DOC_EMPHASIS);
  gdct_doc_prose(doc, thing, "summary");
  gdct_doc_close(doc);
  gdct_doc_close(doc);
}

void gdct_put_rest(const Paper *paper, DocPart part, uint32_t count,
                   const char *command) {
  if (count == 0)
    return;
  gdct_doc_open(paper->doc, part);
  if (command == NULL) {
    gdct_doc_print(paper->doc, W_("and %u more"), count);
  } else {
    gdct_doc_print(
        paper->doc,
        WN_("%u more is listed by:", "%u more are listed by:", count), count);
    gdct_doc_text(paper->doc, " ");
    gdct_doc_line(paper->doc, DOC_CODE, command);
  }
  gdct_doc_close(paper->doc);
}

void gdct_put_number(const Paper *paper, uint64_t number) {
  gdct_doc_print_line(paper->doc, DOC_CELL, "%" PRIu64, number);
}

void gdct_put_list_cell(const Paper *paper, uint32_t node, const char *relation,
                        UseLink put_item) {
  bool listed = false;

  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_each_link(paper, node, relation, false, put_item, &listed);
  if (listed)
    gdct_doc_close(paper->doc);
  else
    gdct_doc_text(paper->doc, W_("None is stated."));
  gdct_doc_close(paper->doc);
}

char *gdct_measure_value(const Paper *paper, uint32_t measure) {
  GdctThing thing = {GDCT_MEASURE, measure};
  const char *value = gdct_get(paper->mapping, thing, "value");
  const char *qualifier = gdct_get(paper->mapping, thing, "qualifier");
  const char *unit =
      gdct_text(paper->mapping, thing, "unit", paper->options->language);
  const char *format = g_strcmp0(qualifier, "over") == 0 ? W_("over %s")
                       : g_strcmp0(qualifier, "at-least") == 0
                           ? W_("at least %s")
                       : g_strcmp0(qualifier, "at-most") == 0 ? W_("at most %s")
                       : g_strcmp0(qualifier, "about") == 0   ? W_("about %s")
                                                              : "%s";
  GString *text = g_string_new(format);

  g_string_replace(text, "%s", value != NULL ? value : "", 1);
  if (unit != NULL)
    g_string_append_printf(text, " %s", unit);
  return g_string_free(text, FALSE);
}

void gdct_put_measured(const Paper *paper, GdctThing measure) {
  Document *doc = paper->doc;

  gdct_doc_prose(doc, measure, "name");
  if (gdct_text(paper->mapping, measure, "note", NULL) == NULL)
    return;
  gdct_doc_text(doc, gdct_stop(paper->options->language));
  gdct_doc_text(doc, " ");
  gdct_doc_open(doc, DOC_SMALL);
  gdct_doc_prose(doc, measure, "note");
  gdct_doc_close(doc);
}
