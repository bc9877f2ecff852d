/* SPDX-License-Identifier: Apache-2.0 */
/* The names of a mapping in RDF: which IRI a thing has. Whatever writes RDF or
 * asks it with SPARQL takes them from here; gdctrace(1), "RDF", lists them. */
#ifndef GDCT_WRITE_RDF_H
#define GDCT_WRITE_RDF_H

#include <gdctrace/mapping.h>

#include <glib.h>

/* The namespaces. Those up to PATH are words after the base; their order is
 * that of the prefixes in Turtle. */
typedef enum {
  GDCT_RDF_NODE,
  GDCT_RDF_KIND,
  GDCT_RDF_FRAMEWORK,
  GDCT_RDF_REL,      /* the direct property of a relation */
  GDCT_RDF_ATTR,     /* a key of nodes and links, declared or built in */
  GDCT_RDF_FIRST,    /* the first day of a date with this key */
  GDCT_RDF_LAST,     /* its last day */
  GDCT_RDF_STATED,   /* from a reified link to its end, by relation; in the */
  GDCT_RDF_DERIVED,  /* order of GdctBasis */
  GDCT_RDF_PROPOSED, /* */
  GDCT_RDF_SOURCE,
  GDCT_RDF_LINK, /* FROM/RELATION/TO: never short, because of the slashes */
  GDCT_RDF_RULE,
  GDCT_RDF_VIEW,
  GDCT_RDF_WAIVER, /* by number, from 1 */
  GDCT_RDF_REVIEW,
  GDCT_RDF_PATH,
  GDCT_RDF_TERMS, /* gdct: the tool's own words, whatever the base */
  GDCT_RDF_RDF,
  GDCT_RDF_RDFS,
  GDCT_RDF_XSD,
  GDCT_RDF_OWL,
  GDCT_RDF_SKOS,
  GDCT_RDF_DCTERMS,
  GDCT_RDF_DC,
  GDCT_RDF_DCAM,
  GDCT_RDF_PROV,
  GDCT_RDF_SSSOM,
  GDCT_RDF_SEMAPV,
  GDCT_RDF_SPACES
} GdctRdfSpace;

#define GDCT_RDF_BASE "urn:gdctrace:"

/* The prefix of a namespace, without its colon. */
const char *gdct_rdf_prefix(GdctRdfSpace space);

/* Appends the IRI of a namespace; @base as in GdctWriteOptions. */
void gdct_rdf_append_space(GString *text, const char *base, GdctRdfSpace space);

/* Appends the IRI of @local in a namespace, percent-encoded where it is no
 * id. */
void gdct_rdf_append(GString *text, const char *base, GdctRdfSpace space,
                     const char *local);

/* Whether Turtle and SPARQL can write @local after a prefix as it is: not an id
 * that ends in a full stop. */
bool gdct_rdf_is_short(const char *local);

/* Appends the IRI of a reified link, or of one that is gone. */
void gdct_rdf_append_link(GString *text, const char *base, const char *from,
                          const char *relation, const char *to);

/* Appends the IRI of a thing that has a namespace. What stands in another
 * thing has the IRI of its owner, "/", a word, "/" and a number from 1. */
void gdct_rdf_append_thing(GString *text, const GdctMapping *mapping,
                           const char *base, GdctThing thing);

/* Appends the part of it after the namespace, of a thing that is no link. */
void gdct_rdf_append_local(GString *text, const GdctMapping *mapping,
                           GdctThing thing);

/* The namespace of things of a type, or GDCT_RDF_SPACES. */
GdctRdfSpace gdct_rdf_space_of(GdctType type);

/* Appends a URI of the mapping as an IRI (RFC 3987): what no IRI may hold is
 * percent-encoded, and so is what cannot be seen. */
void gdct_rdf_append_uri(GString *text, const char *uri);

/* A property. */
typedef struct {
  GdctRdfSpace space;
  const char *local;
} GdctRdfName;

/* The property that says the value @key of things of @type. */
GdctRdfName gdct_rdf_property(GdctType type, const char *key);

#endif
