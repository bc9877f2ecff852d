/* SPDX-License-Identifier: Apache-2.0 */
#include "write/document.h"

#include <string.h>

/* ---- parts ---- */

void gdct_doc_section(Document *doc, const char *anchor, unsigned level,
                      const char *title) {
  g_autoptr(GString) number = g_string_new(NULL);

  g_assert(level >= 2 && level <= 4 && level <= doc->level + 1);
  doc->numbers[level]++;
  for (unsigned i = level + 1; i < G_N_ELEMENTS(doc->numbers); i++)
    doc->numbers[i] = 0;
  for (unsigned i = 2; i <= level; i++)
    g_string_append_printf(number, "%s%u", i == 2 ? "" : ".", doc->numbers[i]);
  doc->format->section(doc, anchor, level, number->str, title);
  doc->level = level;
}

void gdct_doc_open(Document *doc, DocPart part) {
  g_array_append_val(doc->open, part);
  doc->format->open(doc, part);
}

void gdct_doc_close(Document *doc) {
  DocPart part;

  g_assert(doc->open->len > 0);
  part = g_array_index(doc->open, DocPart, doc->open->len - 1);
  doc->format->close(doc, part);
  g_array_set_size(doc->open, doc->open->len - 1);
}

void gdct_doc_table(Document *doc, const char *caption,
                    const DocColumn *columns, size_t n_columns) {
  DocPart part = DOC_TABLE;
  unsigned number = ++doc->tables;
  g_autofree char *anchor = g_strdup_printf("table-%u", number);
  g_autofree char *words =
      g_strdup_printf(_("Table %1$u. %2$s"), number, caption);

  g_array_append_val(doc->open, part);
  doc->format->table(doc, anchor, words, columns, n_columns);
}

void gdct_doc_picture(Document *doc, const GdctPicture *picture,
                      const char *alt, const char *caption,
                      const char *command) {
  g_autofree char *words =
      g_strdup_printf(_("Figure %1$u. %2$s"), ++doc->pictures, caption);

  doc->format->picture(doc, picture, alt, words, command);
}

/* ---- words ---- */

static bool is_wide(const char *at) {
  static const gunichar marks[] = {0x3001, 0x3002, 0xff01, 0xff08, 0xff09,
                                   0xff0c, 0xff1a, 0xff1b, 0xff1f};
  gunichar mark = g_utf8_get_char(at);

  for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
    if (mark == marks[i])
      return true;
  return false;
}

/* Text in a language, as DocFormat has it. Chinese marks fill a square, the
 * space beside them included. */
static void put_text(Document *doc, const char *text, const char *language) {
  size_t size = strlen(text);

  if (*text == ' ' && (doc->wide || is_wide(text + 1)))
    text++, size--;
  if (size == 0)
    return;
  doc->wide = is_wide(g_utf8_prev_char(text + size));
  doc->format->text(doc, text, language);
}

void gdct_doc_text(Document *doc, const char *text) {
  put_text(doc, text, NULL);
}

static void print_args(Document *doc, const char *format, va_list args) {
  g_autofree char *text = g_strdup_vprintf(format, args);

  gdct_doc_text(doc, text);
}

void gdct_doc_print(Document *doc, const char *format, ...) {
  va_list args;

  va_start(args, format);
  print_args(doc, format, args);
  va_end(args);
}

void gdct_doc_value(Document *doc, const char *text) {
  if (!gdct_is_rtl(doc->style.language))
    gdct_doc_text(doc, text);
  else if (doc->style.page) /* nothing isolates it there: marks around it */
    gdct_doc_print(doc, "\u200E%s\u200E", text);
  else
    put_text(doc, text, "");
}

void gdct_doc_line(Document *doc, DocPart part, const char *text) {
  gdct_doc_open(doc, part);
  gdct_doc_text(doc, text);
  gdct_doc_close(doc);
}

void gdct_doc_print_line(Document *doc, DocPart part, const char *format, ...) {
  va_list args;

  gdct_doc_open(doc, part);
  va_start(args, format);
  print_args(doc, format, args);
  va_end(args);
  gdct_doc_close(doc);
}

bool gdct_doc_prose(Document *doc, GdctThing thing, const char *key) {
  const char *language = "";
  const char *text =
      gdct_text_in(doc->mapping, thing, key, doc->style.language, &language);

  if (text != NULL)
    put_text(doc, text, language);
  return text != NULL;
}

void gdct_doc_title(Document *doc, GdctThing thing) {
  if (!gdct_doc_prose(doc, thing, "title"))
    gdct_doc_text(doc, gdct_id(doc->mapping, thing));
}

/* Whether a browser may be led there. */
static bool is_address(const char *target) {
  return target[0] == '#' || g_str_has_prefix(target, "https://") ||
         g_str_has_prefix(target, "http://");
}

void gdct_doc_link(Document *doc, const char *target, const char *text) {
  if (is_address(target))
    doc->format->link(doc, target, text, NULL);
  else
    gdct_doc_text(doc, text);
}

/* ---- citations ---- */

static void free_source(void *data) {
  DocSource *source = data;

  g_hash_table_unref(source->places);
  g_ptr_array_unref(source->locators);
  g_free(source);
}

/* The number under which a source is cited. */
static unsigned number_source(Document *doc, uint32_t index) {
  DocSource *source;

  if (doc->cited[index] > 0)
    return doc->cited[index];
  source = g_new0(DocSource, 1);
  source->source = index;
  source->places = g_hash_table_new(g_str_hash, g_str_equal);
  source->locators = g_ptr_array_new();
  g_ptr_array_add(doc->sources, source);
  doc->cited[index] = doc->sources->len;
  return doc->sources->len;
}

/* That of a place in it, 0 if none is named. */
static unsigned number_place(DocSource *source, const char *locator) {
  void *found = g_hash_table_lookup(source->places, locator);

  if (*locator == '\0' || found != NULL)
    return GPOINTER_TO_UINT(found);
  g_ptr_array_add(source->locators, (void *)locator);
  g_hash_table_insert(source->places, (void *)locator,
                      GUINT_TO_POINTER(source->locators->len));
  return source->locators->len;
}

/* "[1.4]" */
static void put_reference(Document *doc, const GdctEvidence *evidence) {
  unsigned number = number_source(doc, evidence->source);
  unsigned place =
      number_place(doc->sources->pdata[number - 1], evidence->locator);
  g_autofree char *target = NULL, *words = NULL;

  if (place > 0) {
    target = g_strdup_printf("#source-%u-%u", number, place);
    words = g_strdup_printf("[%u.%u]", number, place);
  } else {
    target = g_strdup_printf("#source-%u", number);
    words = g_strdup_printf("[%u]", number);
  }
  gdct_doc_text(doc, " ");
  doc->format->link(doc, target, words, NULL);
}

static void put_note_mark(Document *doc, GdctThing thing, uint32_t piece) {
  DocNote note = {thing, piece};

  g_array_append_val(doc->notes, note);
  doc->format->note(doc, doc->notes->len);
}

void gdct_doc_cite_piece(Document *doc, GdctThing thing, uint32_t piece) {
  GdctEvidence evidence = gdct_evidence(doc->mapping, thing, piece);

  if (doc->style.notes)
    put_note_mark(doc, thing, piece);
  else if (evidence.source != GDCT_NONE)
    put_reference(doc, &evidence);
}

/* On what a link rests, unless a document says it. */
static void put_basis(Document *doc, GdctThing thing) {
  GdctBasis basis = gdct_link(doc->mapping, thing.index).basis;

  if (basis == GDCT_DERIVED)
    gdct_doc_print(doc, " %s", _("(derived)"));
  else if (basis == GDCT_PROPOSED)
    gdct_doc_print(doc, " %s", _("(proposed)"));
}

/* Whether a place, and in notes what it says, is named for the first time;
 * @seen remembers. */
static bool is_new(const Document *doc, GHashTable *seen,
                   const GdctEvidence *evidence) {
  return g_hash_table_add(
      seen, g_strdup_printf("%u %s\n%s", evidence->source, evidence->locator,
                            doc->style.notes ? evidence->quote : ""));
}

void gdct_doc_cite_all(Document *doc, const GdctThing *things, size_t count) {
  g_autoptr(GHashTable) seen =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  if (count > 0 && things[0].type == GDCT_LINK)
    put_basis(doc, things[0]);
  for (size_t i = 0; i < count; i++) {
    uint32_t pieces = gdct_evidence_count(doc->mapping, things[i]);
    for (uint32_t piece = 0; piece < pieces; piece++) {
      GdctEvidence evidence = gdct_evidence(doc->mapping, things[i], piece);
      if (!is_new(doc, seen, &evidence))
        continue;
      if (doc->style.notes && g_hash_table_size(seen) > 1)
        gdct_doc_text(doc, "\u202f"); /* marks are not one number */
      gdct_doc_cite_piece(doc, things[i], piece);
    }
  }
}

void gdct_doc_cite(Document *doc, GdctThing thing) {
  gdct_doc_cite_all(doc, &thing, 1);
}

/* ---- the end: notes and references ---- */

static void put_note(Document *doc, const DocNote *note) {
  GdctEvidence evidence = gdct_evidence(doc->mapping, note->thing, note->piece);

  if (evidence.source != GDCT_NONE)
    put_reference(doc, &evidence);
  if (*evidence.quote != '\0') {
    gdct_doc_text(doc, " ");
    gdct_doc_open(doc, DOC_QUOTE);
    put_text(doc, evidence.quote, "");
    gdct_doc_close(doc);
  }
}

static void put_notes(Document *doc) {
  if (doc->notes->len == 0)
    return;
  if (!doc->style.page)
    gdct_doc_section(doc, "notes", 2, _("Notes"));
  doc->format->begin_notes(doc);
  for (unsigned i = 0; i < doc->notes->len; i++) {
    doc->format->begin_note(doc, i + 1);
    put_note(doc, &g_array_index(doc->notes, DocNote, i));
    doc->format->end_note(doc, i + 1);
  }
  doc->format->end_notes(doc);
}

/* A fact of a source after a separator, if it has one. */
static void put_fact(Document *doc, GdctThing source, const char *key) {
  const char *text = gdct_get(doc->mapping, source, key);

  if (text == NULL)
    return;
  put_text(doc, gdct_stop(doc->style.language), NULL);
  put_text(doc, " ", NULL);
  put_text(doc, text, "");
}

static void put_source(Document *doc, GdctThing source) {
  const char *certainty = gdct_get(doc->mapping, source, "certainty");
  const char *url = gdct_get(doc->mapping, source, "url");

  gdct_doc_title(doc, source);
  if (gdct_says_yes(doc->mapping, source, "working-title"))
    gdct_doc_print(doc, " %s", _("(title by gdctrace)"));
  put_fact(doc, source, "symbol");
  if (gdct_text(doc->mapping, source, "publisher", NULL) != NULL) {
    put_text(doc, gdct_stop(doc->style.language), NULL);
    put_text(doc, " ", NULL);
    gdct_doc_prose(doc, source, "publisher");
  }
  put_fact(doc, source, "date");
  gdct_doc_text(doc, gdct_stop(doc->style.language));
  if (certainty != NULL && strcmp(certainty, "recalled") == 0)
    gdct_doc_print(doc, " %s", _("Not confirmed: recalled."));
  if (url != NULL) {
    gdct_doc_text(doc, " ");
    gdct_doc_link(doc, url, url);
  }
}

/* The places in a source that are cited. */
static void put_places(Document *doc, unsigned number,
                       const DocSource *source) {
  if (source->locators->len == 0)
    return;
  gdct_doc_open(doc, DOC_LIST);
  for (unsigned i = 0; i < source->locators->len; i++) {
    g_autofree char *anchor = g_strdup_printf("source-%u-%u", number, i + 1);
    gdct_doc_open(doc, DOC_ITEM);
    doc->format->anchor(doc, anchor);
    gdct_doc_print(doc, "[%u.%u] ", number, i + 1);
    put_text(doc, source->locators->pdata[i], "");
    gdct_doc_close(doc);
  }
  gdct_doc_close(doc);
}

static void put_sources(Document *doc) {
  if (doc->sources->len == 0)
    return;
  gdct_doc_section(doc, "references", 2, _("References"));
  gdct_doc_line(doc, DOC_PARAGRAPH,
                _("In the order of first mention, with the places cited."));
  gdct_doc_open(doc, DOC_LIST);
  for (unsigned i = 0; i < doc->sources->len; i++) {
    const DocSource *source = doc->sources->pdata[i];
    g_autofree char *anchor = g_strdup_printf("source-%u", i + 1);
    gdct_doc_open(doc, DOC_ITEM);
    doc->format->anchor(doc, anchor);
    gdct_doc_print_line(doc, DOC_STRONG, "[%u]", i + 1);
    gdct_doc_text(doc, " ");
    put_source(doc, (GdctThing){GDCT_SOURCE, source->source});
    put_places(doc, i + 1, source);
    gdct_doc_close(doc);
  }
  gdct_doc_close(doc);
}

/* ---- all of it ---- */

Document *gdct_doc_begin(const DocFormat *format, const GdctMapping *mapping,
                         const DocStyle *style, GdctSink sink, void *data) {
  Document *doc = g_new0(Document, 1);

  doc->format = format;
  doc->mapping = mapping;
  doc->style = *style;
  doc->sink = sink;
  doc->data = data;
  doc->level = 1;
  doc->open = g_array_new(FALSE, FALSE, sizeof(DocPart));
  doc->cited = g_new0(uint32_t, gdct_count(mapping, GDCT_SOURCE) + 1u);
  doc->sources = g_ptr_array_new_with_free_func(free_source);
  doc->notes = g_array_new(FALSE, FALSE, sizeof(DocNote));
  format->begin(doc);
  return doc;
}

bool gdct_doc_end(Document *doc) {
  bool good;

  g_assert(doc->open->len == 0);
  put_notes(doc);
  put_sources(doc);
  doc->format->end(doc);
  good = !doc->failed;
  g_array_unref(doc->open);
  g_ptr_array_unref(doc->sources);
  g_array_unref(doc->notes);
  g_free(doc->cited);
  g_free(doc);
  return good;
}
