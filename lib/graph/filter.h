/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a filter: filter.c reads it, filter_holds.c decides, and
 * write/sparql_filter.c says the same in SPARQL. */
#ifndef GDCT_GRAPH_FILTER_H
#define GDCT_GRAPH_FILTER_H

#include "graph/graph.h"

typedef enum {
  GDCT_OP_PRESENT,
  GDCT_OP_ABSENT,
  GDCT_OP_EQUAL,
  GDCT_OP_NOT_EQUAL,
  GDCT_OP_CONTAINS,
  GDCT_OP_AT_LEAST,
  GDCT_OP_AT_MOST
} GdctOperator;

/* What of a thing is asked about. */
typedef enum {
  GDCT_ABOUT_VALUES, /* of one key */
  GDCT_ABOUT_ID,
  GDCT_ABOUT_KIND,
  GDCT_ABOUT_FRAMEWORK,
  GDCT_ABOUT_PARENT,
  GDCT_ABOUT_FROM,
  GDCT_ABOUT_TO,
  GDCT_ABOUT_RELATION,
  GDCT_ABOUT_BASIS,
  GDCT_ABOUT_SOURCE, /* this one and those below: of all pieces of evidence */
  GDCT_ABOUT_LOCATOR,
  GDCT_ABOUT_QUOTE,
  GDCT_ABOUT_EVIDENCE, /* lists of things: present, absent or counted */
  GDCT_ABOUT_MEASURES
} GdctAbout;

struct GdctFilter {
  const GdctMapping *mapping;
  GdctType type;
  GdctOperator op;
  char *text;          /* the whole filter, as written */
  const char *operand; /* what stands in it after the operator */
  GdctAbout about;
  char *key;
  GStrv words; /* what is compared with; of CONTAINS folded */
  GdctDays days;
  double *numbers; /* the words, if they are numbers; an empty one is NAN */
  size_t n_words;
  bool numeric, dated, counting;
  bool *keys;      /* by key of the mapping: it is the one asked about */
  uint8_t *judged; /* by index of what a thing has one of, such as its kind:
                      0 not yet, 1 holds, 2 does not */
};

/* Text as CONTAINS compares it; free with g_free(). */
char *gdct_filter_fold(const char *text);

/* A sentence on a word that the key can never be, whatever the data, or NULL.
 * Free with g_free(). */
char *gdct_filter_slip(const GdctFilter *filter);

#endif
