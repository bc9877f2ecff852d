/* SPDX-License-Identifier: Apache-2.0 */
/* Triples on their way into Turtle or N-Triples. */
#ifndef GDCT_WRITE_RDF_TRIPLES_H
#define GDCT_WRITE_RDF_TRIPLES_H

#include "write/rdf.h"

typedef struct GdctTriples GdctTriples;

/* At first nothing is written: the names of triples are only noted, so that
 * the prefixes above can be those that are used. */
GdctTriples *gdct_triples_new(bool turtle, const char *base, GdctSink sink,
                              void *data);

/* Writes a comment and the prefixes noted, and from now on triples. */
void gdct_triples_begin(GdctTriples *triples, const char *comment);

/* Ends the document, and frees; false if the sink refused. */
bool gdct_triples_free(GdctTriples *triples);

/* Whether the sink wants no more. */
bool gdct_triples_failed(const GdctTriples *triples);

/* The subject of the triples that follow; @iri is a whole one. */
void gdct_triples_subject(GdctTriples *triples, GdctRdfSpace space,
                          const char *local);
void gdct_triples_subject_iri(GdctTriples *triples, const char *iri);

/* Triples that end in an IRI. */
void gdct_triples_name(GdctTriples *triples, GdctRdfName property,
                       GdctRdfSpace space, const char *local);
void gdct_triples_iri(GdctTriples *triples, GdctRdfName property,
                      const char *iri);

/* Triples that end in a text, in a language or "", or of a type of XML
 * Schema. */
void gdct_triples_text(GdctTriples *triples, GdctRdfName property,
                       const char *text, const char *language);
void gdct_triples_typed(GdctTriples *triples, GdctRdfName property,
                        const char *text, const char *type);

/* The triple of a value of a thing, the subject; of a date also those of its
 * first and last day (rdf_values.c). */
void gdct_triples_value(GdctTriples *triples, const GdctMapping *mapping,
                        GdctThing thing, const GdctValue *value);

#endif
