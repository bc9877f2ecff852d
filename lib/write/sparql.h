/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the SPARQL writer: a query that is being written. Its parts:
 * sparql.c, names, texts and the document; sparql_path.c; sparql_filter.c;
 * sparql_rule.c. */
#ifndef GDCT_WRITE_SPARQL_H
#define GDCT_WRITE_SPARQL_H

#include "graph/filter.h"
#include "write/rdf.h"

typedef struct {
  const GdctGraph *graph; /* whose direct triples are asked */
  const GdctMapping *mapping;
  const char *base;
  const char *language;       /* of comments */
  bool used[GDCT_RDF_SPACES]; /* prefixes */
  GString *out;
  unsigned indent;      /* of lines, in steps of two spaces */
  unsigned n_variables; /* so far, so that each has its own number */
  char *problem;        /* the first thing that SPARQL cannot say */
} GdctSparql;

/* Appends a line, indented; a long one is broken where its tokens allow. */
void gdct_sparql_line(GdctSparql *query, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* A line that opens or closes what is indented one step more. */
void gdct_sparql_open(GdctSparql *query, const char *format, ...)
    G_GNUC_PRINTF(2, 3);
void gdct_sparql_close(GdctSparql *query, const char *text);

/* A blank line, before the next part. */
void gdct_sparql_part(GdctSparql *query);

/* Appends a comment, in as many lines as it takes; no text can end it. */
void gdct_sparql_comment(GdctSparql *query, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* Notes what cannot be said in SPARQL. */
void gdct_sparql_fail(GdctSparql *query, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* A name with its prefix, or a whole IRI where it has no short form; free with
 * g_free(). */
char *gdct_sparql_name(GdctSparql *query, GdctRdfSpace space,
                       const char *local);
char *gdct_sparql_property(GdctSparql *query, GdctRdfName name);

/* A text as a string literal; free with g_free(). */
char *gdct_sparql_string(const char *text);

/* A day as a literal; free with g_free(). */
char *gdct_sparql_day(GdctSparql *query, uint32_t day);

/* A path of the mapping, which can be read, as a property path over links of
 * @bases; free with g_free(). */
char *gdct_sparql_path(GdctSparql *query, const char *expression,
                       unsigned bases);

/* Appends the patterns that hold of variable @subject, "?node", if the filter
 * does. They may give the same solution several times. */
void gdct_sparql_filter(GdctSparql *query, const char *subject,
                        const GdctFilter *filter);

/* Appends the query of a rule; with @arm as part of a query about several. */
void gdct_sparql_rule(GdctSparql *query, uint32_t rule, bool arm);

#endif
