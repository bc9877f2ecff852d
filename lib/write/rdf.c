/* SPDX-License-Identifier: Apache-2.0 */
#include "write/rdf.h"

#include <gdctrace/write.h>

#include <string.h>

static const struct {
  const char *prefix;
  const char *iri; /* NULL: the prefix as a word after the base */
} spaces[GDCT_RDF_SPACES] = {
    [GDCT_RDF_NODE] = {"node", NULL},
    [GDCT_RDF_KIND] = {"kind", NULL},
    [GDCT_RDF_FRAMEWORK] = {"framework", NULL},
    [GDCT_RDF_REL] = {"rel", NULL},
    [GDCT_RDF_ATTR] = {"attr", NULL},
    [GDCT_RDF_FIRST] = {"first", NULL},
    [GDCT_RDF_LAST] = {"last", NULL},
    [GDCT_RDF_STATED] = {"stated", NULL},
    [GDCT_RDF_DERIVED] = {"derived", NULL},
    [GDCT_RDF_PROPOSED] = {"proposed", NULL},
    [GDCT_RDF_SOURCE] = {"source", NULL},
    [GDCT_RDF_LINK] = {"link", NULL},
    [GDCT_RDF_RULE] = {"rule", NULL},
    [GDCT_RDF_VIEW] = {"view", NULL},
    [GDCT_RDF_WAIVER] = {"waiver", NULL},
    [GDCT_RDF_REVIEW] = {"review", NULL},
    [GDCT_RDF_PATH] = {"path", NULL},
    [GDCT_RDF_TERMS] = {"gdct", "urn:gdctrace:terms:"},
    [GDCT_RDF_RDF] = {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    [GDCT_RDF_RDFS] = {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    [GDCT_RDF_XSD] = {"xsd", "http://www.w3.org/2001/XMLSchema#"},
    [GDCT_RDF_OWL] = {"owl", "http://www.w3.org/2002/07/owl#"},
    [GDCT_RDF_SKOS] = {"skos", "http://www.w3.org/2004/02/skos/core#"},
    [GDCT_RDF_DCTERMS] = {"dcterms", "http://purl.org/dc/terms/"},
    [GDCT_RDF_DC] = {"dc", "http://purl.org/dc/elements/1.1/"},
    [GDCT_RDF_DCAM] = {"dcam", "http://purl.org/dc/dcam/"},
    [GDCT_RDF_PROV] = {"prov", "http://www.w3.org/ns/prov#"},
    [GDCT_RDF_SSSOM] = {"sssom", "https://w3id.org/sssom/"},
    [GDCT_RDF_SEMAPV] = {"semapv", "https://w3id.org/semapv/vocab/"},
};

/* ---- characters ---- */

/* What no IRI may hold beyond ASCII (RFC 3987, sections 2.2 and 4.1), and what
 * cannot be seen. */
static bool is_unfit(gunichar c) {
  static const gunichar ranges[][2] = {
      {0x00, 0x20},     {0x7F, 0xA0},     {0xAD, 0xAD},     {0x61C, 0x61C},
      {0x1680, 0x1680}, {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F},
      {0x205F, 0x206F}, {0x3000, 0x3000}, {0xE000, 0xF8FF}, {0xFDD0, 0xFDEF},
      {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFF}, {0xE0000, 0x10FFFF},
  };

  if (c < 0x7F)
    return c <= 0x20 || strchr("\"<>\\^`{|}", (int)c) != NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++)
    if (c >= ranges[i][0] && c <= ranges[i][1])
      return true;
  return (c & 0xFFFE) == 0xFFFE;
}

static void append_encoded(GString *text, const char *bytes, size_t size) {
  for (size_t i = 0; i < size; i++)
    g_string_append_printf(text, "%%%02X", (unsigned char)bytes[i]);
}

/* The length of the character at @c if it must be encoded, else 0. */
static size_t unfit_length(const char *c) {
  if (*c == '%')
    return !g_ascii_isxdigit(c[1]) || !g_ascii_isxdigit(c[2]);
  if (is_unfit(g_utf8_get_char(c)))
    return (size_t)(g_utf8_next_char(c) - c);
  return 0;
}

void gdct_rdf_append_uri(GString *text, const char *uri) {
  while (*uri != '\0') {
    size_t length = unfit_length(uri);
    if (length > 0) {
      append_encoded(text, uri, length);
      uri += length;
    } else {
      const char *next = g_utf8_next_char(uri);
      g_string_append_len(text, uri, next - uri);
      uri = next;
    }
  }
}

bool gdct_base_iri_is_good(const char *iri) {
  const char *colon = strchr(iri, ':'), *end = iri + strlen(iri);

  if (colon == NULL || !g_utf8_validate(iri, -1, NULL) ||
      !g_ascii_isalpha(*iri) || strchr("/#:", end[-1]) == NULL ||
      strcspn(iri, "#") < (size_t)(end - iri) - 1)
    return false;
  for (const char *c = iri; c < colon; c++)
    if (!g_ascii_isalnum(*c) && strchr("+-.", *c) == NULL)
      return false;
  if (colon[1 + strspn(colon + 1, "/#:")] == '\0')
    return false;
  for (const char *c = iri; *c != '\0'; c = g_utf8_next_char(c))
    if (unfit_length(c) > 0)
      return false;
  return true;
}

/* ---- names ---- */

const char *gdct_rdf_prefix(GdctRdfSpace space) {
  return spaces[space].prefix;
}

void gdct_rdf_append_space(GString *text, const char *base,
                           GdctRdfSpace space) {
  if (spaces[space].iri != NULL) {
    g_string_append(text, spaces[space].iri);
    return;
  }
  g_string_append(text, base != NULL ? base : GDCT_RDF_BASE);
  g_string_append(text, spaces[space].prefix);
  /* A name space of URNs goes on with colons, an address with slashes. */
  g_string_append_c(text,
                    base == NULL || g_str_has_suffix(base, ":") ? ':' : '/');
}

#define LOCAL                                                                  \
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"

static void append_local(GString *text, const char *local) {
  while (*local != '\0') {
    size_t plain = strspn(local, LOCAL), other;
    g_string_append_len(text, local, (gssize)plain);
    other = strcspn(local + plain, LOCAL);
    append_encoded(text, local + plain, other);
    local += plain + other;
  }
}

void gdct_rdf_append(GString *text, const char *base, GdctRdfSpace space,
                     const char *local) {
  gdct_rdf_append_space(text, base, space);
  append_local(text, local);
}

bool gdct_rdf_is_short(const char *local) {
  size_t length = strspn(local, LOCAL);

  return length > 0 && local[length] == '\0' && local[0] != '.' &&
         local[0] != '-' && local[length - 1] != '.';
}

void gdct_rdf_append_link(GString *text, const char *base, const char *from,
                          const char *relation, const char *to) {
  gdct_rdf_append(text, base, GDCT_RDF_LINK, from);
  g_string_append_c(text, '/');
  append_local(text, relation);
  g_string_append_c(text, '/');
  append_local(text, to);
}

GdctRdfSpace gdct_rdf_space_of(GdctType type) {
  switch (type) {
  case GDCT_FRAMEWORK:
    return GDCT_RDF_FRAMEWORK;
  case GDCT_KIND:
    return GDCT_RDF_KIND;
  case GDCT_RELATION:
    return GDCT_RDF_REL;
  case GDCT_PATH:
    return GDCT_RDF_PATH;
  case GDCT_SOURCE:
    return GDCT_RDF_SOURCE;
  case GDCT_NODE:
    return GDCT_RDF_NODE;
  case GDCT_LINK:
    return GDCT_RDF_LINK;
  case GDCT_WAIVER:
    return GDCT_RDF_WAIVER;
  case GDCT_REVIEW:
    return GDCT_RDF_REVIEW;
  case GDCT_RULE:
    return GDCT_RDF_RULE;
  case GDCT_VIEW:
    return GDCT_RDF_VIEW;
  default:
    return GDCT_RDF_SPACES;
  }
}

void gdct_rdf_append_local(GString *text, const GdctMapping *mapping,
                           GdctThing thing) {
  if (thing.type == GDCT_WAIVER || thing.type == GDCT_REVIEW)
    g_string_append_printf(text, "%u", (unsigned)thing.index + 1);
  else
    append_local(text, gdct_id(mapping, thing));
}

void gdct_rdf_append_thing(GString *text, const GdctMapping *mapping,
                           const char *base, GdctThing thing) {
  if (thing.type == GDCT_LINK) {
    GdctLinkEnds ends = gdct_link(mapping, thing.index);
    gdct_rdf_append_link(
        text, base, gdct_id(mapping, (GdctThing){GDCT_NODE, ends.from}),
        gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation}),
        gdct_id(mapping, (GdctThing){GDCT_NODE, ends.to}));
  } else {
    gdct_rdf_append_space(text, base, gdct_rdf_space_of(thing.type));
    gdct_rdf_append_local(text, mapping, thing);
  }
}

/* ---- properties ---- */

/* Keys of one type of thing with a property of their own. */
static const struct {
  GdctType type;
  const char *key;
  GdctRdfName name;
} properties[] = {
    {GDCT_NODE, "same-as", {GDCT_RDF_OWL, "sameAs"}},
    {GDCT_LINK, "rationale", {GDCT_RDF_TERMS, "rationale"}},
    {GDCT_LINK, "confidence", {GDCT_RDF_SSSOM, "confidence"}},
    {GDCT_LINK, "author", {GDCT_RDF_SSSOM, "author_label"}},
    {GDCT_FRAMEWORK, "version", {GDCT_RDF_OWL, "versionInfo"}},
    {GDCT_RELATION, "title", {GDCT_RDF_RDFS, "label"}},
    {GDCT_RELATION, "from", {GDCT_RDF_DCAM, "domainIncludes"}},
    {GDCT_RELATION, "to", {GDCT_RDF_DCAM, "rangeIncludes"}},
    {GDCT_SOURCE, "title", {GDCT_RDF_DCTERMS, "title"}},
    {GDCT_SOURCE, "symbol", {GDCT_RDF_DCTERMS, "identifier"}},
    {GDCT_SOURCE, "date", {GDCT_RDF_DCTERMS, "date"}},
    {GDCT_SOURCE, "publisher", {GDCT_RDF_DC, "publisher"}},
    {GDCT_SOURCE, "url", {GDCT_RDF_RDFS, "seeAlso"}},
};

GdctRdfName gdct_rdf_property(GdctType type, const char *key) {
  for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
    if (properties[i].type == type && strcmp(properties[i].key, key) == 0)
      return properties[i].name;
  if (type == GDCT_LINK)
    return (GdctRdfName){GDCT_RDF_ATTR, key};
  if (strcmp(key, "title") == 0)
    return (GdctRdfName){GDCT_RDF_SKOS, "prefLabel"};
  if (strcmp(key, "summary") == 0)
    return (GdctRdfName){GDCT_RDF_SKOS, "definition"};
  if (type == GDCT_NODE)
    return (GdctRdfName){GDCT_RDF_ATTR, key};
  if (strcmp(key, "note") == 0)
    return (GdctRdfName){GDCT_RDF_SKOS, "note"};
  return (GdctRdfName){GDCT_RDF_TERMS, key};
}
