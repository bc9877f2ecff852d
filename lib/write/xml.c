/* SPDX-License-Identifier: Apache-2.0 */
/* XML 1.0 (https://www.w3.org/TR/xml/), as schema/gdctrace.xsd describes it.
 *
 * Every key of the file format keeps its name: a scalar is an attribute, prose
 * an element for each language, a list an element for each item. What the
 * model declares is <value key="...">. */
#include "write/writers.h"

#include "model/shape.h"

#include <glib.h>
#include <libxml/xmlwriter.h>
#include <string.h>

#define NAMESPACE "urn:gdctrace:mapping:1"

/* A value of the thing being written, with its row of the format; NULL: the
 * model declares it. */
typedef struct {
  const GdctField *field;
  GdctValue value;
} Fact;

typedef struct {
  const GdctMapping *mapping;
  xmlTextWriter *writer;
  GdctSink sink;
  void *data;
  bool failed;    /* the sink wants no more */
  GArray *facts;  /* Fact: those of the open elements, a stack */
  GString *clean; /* a text without what XML cannot hold */
} Xml;

static const char *const names[GDCT_TYPES] = {
    [GDCT_FRAMEWORK] = "framework", [GDCT_KIND] = "kind",
    [GDCT_ATTRIBUTE] = "attribute", [GDCT_RELATION] = "relation",
    [GDCT_PATH] = "path",           [GDCT_SOURCE] = "source",
    [GDCT_NODE] = "node",           [GDCT_MEASURE] = "measure",
    [GDCT_LINK] = "link",           [GDCT_WAIVER] = "waiver",
    [GDCT_REVIEW] = "review",       [GDCT_RULE] = "rule",
    [GDCT_GRADE] = "grade",         [GDCT_VIEW] = "view",
    [GDCT_COLUMN] = "column",       [GDCT_VIEW_LINK] = "view-link",
    [GDCT_FOCUS] = "focus",
};

/* ---- escaping ---- */

/* The length of the character at @text if XML 1.0 cannot hold it, else 0: the
 * C0 controls but tab, line feed and carriage return, and U+FFFE and U+FFFF. */
static size_t unfit(const unsigned char *text) {
  if (*text < 0x20)
    return *text != '\t' && *text != '\n' && *text != '\r';
  return *text == 0xEF && text[1] == 0xBF && text[2] >= 0xBE ? 3 : 0;
}

/* @text with U+FFFD for each character that is unfit. Valid until the next
 * call. */
static const xmlChar *clean(Xml *xml, const char *text) {
  const unsigned char *bytes = (const unsigned char *)text;

  g_string_truncate(xml->clean, 0);
  while (*bytes != '\0') {
    size_t length = unfit(bytes);
    if (length == 0)
      g_string_append_c(xml->clean, (char)*bytes++);
    else
      g_string_append(xml->clean, "\xEF\xBF\xBD");
    bytes += length;
  }
  return BAD_CAST xml->clean->str;
}

/* The length of @text if it needs neither escaping nor cleaning, else -1. */
static int plain_length(const char *text) {
  static const bool careful[256] = {
      [0 ... 0x1F] = true, ['"'] = true, ['&'] = true,
      ['<'] = true,        ['>'] = true, [0xEF] = true};
  const unsigned char *end = (const unsigned char *)text;

  while (!careful[*end])
    end++;
  return *end == '\0' ? (int)(end - (const unsigned char *)text) : -1;
}

/* Puts text into the open element or attribute. Most needs no care, and going
 * by libxml2's escaping with it makes writing an eighth slower. */
static void put_string(Xml *xml, const char *text) {
  int length = plain_length(text);

  if (length >= 0)
    xmlTextWriterWriteRawLen(xml->writer, BAD_CAST text, length);
  else
    xmlTextWriterWriteString(xml->writer, clean(xml, text));
}

static void open_element(Xml *xml, const char *name) {
  xmlTextWriterStartElement(xml->writer, BAD_CAST name);
}

static void close_element(Xml *xml) {
  xmlTextWriterEndElement(xml->writer);
}

static void put_attribute(Xml *xml, const char *name, const char *text) {
  xmlTextWriterStartAttribute(xml->writer, BAD_CAST name);
  put_string(xml, text);
  xmlTextWriterEndAttribute(xml->writer);
}

static void put_text(Xml *xml, const char *name, const char *key,
                     const GdctValue *value) {
  open_element(xml, name);
  if (key != NULL)
    put_attribute(xml, "key", key);
  if (*value->language != '\0')
    put_attribute(xml, "xml:lang", value->language);
  put_string(xml, value->text);
  close_element(xml);
}

/* ---- things ---- */

static const char *id_of(const Xml *xml, GdctType type, uint32_t index) {
  return gdct_id(xml->mapping, (GdctThing){type, index});
}

static bool is_scalar(const GdctField *field) {
  return field != NULL && field->type != GDCT_VALUE_TEXT &&
         !(field->flags & GDCT_MANY);
}

static void put_evidence(Xml *xml, GdctThing thing) {
  for (uint32_t i = 0; i < gdct_evidence_count(xml->mapping, thing); i++) {
    GdctEvidence piece = gdct_evidence(xml->mapping, thing, i);
    open_element(xml, "evidence");
    if (piece.source != GDCT_NONE)
      put_attribute(xml, "source", id_of(xml, GDCT_SOURCE, piece.source));
    if (*piece.locator != '\0')
      put_attribute(xml, "locator", piece.locator);
    if (*piece.quote != '\0')
      put_attribute(xml, "quote", piece.quote);
    close_element(xml);
  }
}

/* What the reader keeps apart from the values. */
static void put_own(Xml *xml, GdctThing thing) {
  if (thing.type == GDCT_LINK) {
    GdctLinkEnds ends = gdct_link(xml->mapping, thing.index);
    put_attribute(xml, "from", id_of(xml, GDCT_NODE, ends.from));
    put_attribute(xml, "relation", id_of(xml, GDCT_RELATION, ends.relation));
    put_attribute(xml, "to", id_of(xml, GDCT_NODE, ends.to));
    put_attribute(xml, "basis", gdct_basis_name(ends.basis));
    return;
  }
  for (const GdctField *field = gdct_shape_of(thing.type)->fields;
       field->key != NULL; field++)
    if (field->type == GDCT_VALUE_ID)
      put_attribute(xml, field->key, gdct_id(xml->mapping, thing));
}

/* Writes the scalars among the values of @thing and keeps the others for
 * later, above those that are kept already. */
static void put_scalars(Xml *xml, GdctThing thing) {
  const GdctShape *shape = gdct_shape_of(thing.type);
  uint32_t count = gdct_value_count(xml->mapping, thing);

  for (uint32_t i = 0; i < count; i++) {
    Fact fact = {.value = gdct_value(xml->mapping, thing, i)};
    fact.field = gdct_shape_find(shape, fact.value.key);
    if (!is_scalar(fact.field))
      g_array_append_val(xml->facts, fact);
    else if (fact.field->type == GDCT_VALUE_YES_NO)
      put_attribute(xml, fact.value.key,
                    gdct_is_yes(fact.value.text) ? "true" : "false");
    else
      put_attribute(xml, fact.value.key, fact.value.text);
  }
}

/* Writes the values kept from @first to before @end that belong to @field. */
static void put_elements(Xml *xml, guint first, guint end,
                         const GdctField *field) {
  for (guint i = first; i < end; i++) {
    const Fact *fact = &g_array_index(xml->facts, Fact, i);
    if (fact->field == field)
      put_text(xml, field == NULL ? "value" : field->key,
               field == NULL ? fact->value.key : NULL, &fact->value);
  }
}

/* Writes a thing and what it owns; a thing owns at most one level more. */
static void put_thing(Xml *xml, GdctThing thing) {
  guint first = xml->facts->len, end;
  uint32_t child, count;

  open_element(xml, names[thing.type]);
  put_own(xml, thing);
  put_scalars(xml, thing);
  end = xml->facts->len;
  for (const GdctField *field = gdct_shape_of(thing.type)->fields;
       field->key != NULL; field++) {
    switch (field->type) {
    case GDCT_VALUE_EVIDENCE:
      put_evidence(xml, thing);
      break;
    case GDCT_VALUE_RECORD:
    case GDCT_VALUE_RECORDS:
      child = gdct_owned(xml->mapping, thing, field->shape->type, &count);
      for (; count > 0; count--)
        put_thing(xml, (GdctThing){field->shape->type, child++});
      break;
    default:
      if (!is_scalar(field))
        put_elements(xml, first, end, field);
    }
  }
  put_elements(xml, first, end, NULL);
  g_array_set_size(xml->facts, first);
  close_element(xml);
}

static void put_all(Xml *xml, GdctType type) {
  uint32_t count = gdct_count(xml->mapping, type);

  for (uint32_t i = 0; i < count && !xml->failed; i++)
    put_thing(xml, (GdctThing){type, i});
}

static void put_mapping(Xml *xml) {
  static const GdctType model[] = {GDCT_FRAMEWORK, GDCT_KIND, GDCT_RELATION,
                                   GDCT_PATH};
  static const GdctType rest[] = {GDCT_SOURCE, GDCT_NODE, GDCT_LINK,
                                  GDCT_RULE,   GDCT_VIEW, GDCT_WAIVER,
                                  GDCT_REVIEW};

  xmlTextWriterStartDocument(xml->writer, NULL, "UTF-8", NULL);
  open_element(xml, "mapping");
  put_attribute(xml, "xmlns", NAMESPACE);
  put_attribute(xml, "version", "1");
  open_element(xml, "model");
  for (size_t i = 0; i < G_N_ELEMENTS(model); i++)
    put_all(xml, model[i]);
  close_element(xml);
  for (size_t i = 0; i < G_N_ELEMENTS(rest); i++)
    put_all(xml, rest[i]);
  xmlTextWriterEndDocument(xml->writer);
}

/* ---- the document ---- */

/* Passes bytes on. A sink that refuses is not told to libxml2, which would
 * print it: what follows is dropped here. */
static int pass_on(void *data, const char *bytes, int size) {
  Xml *xml = data;

  if (!xml->failed && size > 0)
    xml->failed = !xml->sink(bytes, (size_t)size, xml->data);
  return size;
}

static bool write_xml(const GdctGraph *graph, const GdctWriteOptions *options,
                      GdctSink sink, void *data) {
  Xml xml = {.mapping = gdct_graph_mapping(graph), .sink = sink, .data = data};
  xmlOutputBuffer *output = xmlOutputBufferCreateIO(pass_on, NULL, &xml, NULL);

  (void)options;
  xml.writer = xmlNewTextWriter(output); /* owns output */
  g_assert(xml.writer != NULL);
  xml.facts = g_array_new(FALSE, FALSE, sizeof(Fact));
  xml.clean = g_string_new(NULL);
  xmlTextWriterSetIndent(xml.writer, 1);
  xmlTextWriterSetIndentString(xml.writer, BAD_CAST "  ");
  put_mapping(&xml);
  xmlFreeTextWriter(xml.writer);
  g_array_unref(xml.facts);
  g_string_free(xml.clean, TRUE);
  return !xml.failed;
}

const GdctWriter gdct_writer_xml = {
    .name = "xml",
    .extension = ".xml",
    .media_type = "application/xml",
    .summary = "XML, the whole mapping, as schema/gdctrace.xsd describes it",
    .write = write_xml,
};
