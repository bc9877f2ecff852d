/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a column. */
#ifndef GDCT_GRAPH_COLUMN_H
#define GDCT_GRAPH_COLUMN_H

#include "graph/graph.h"

#include <glib.h>

/* What a column reads; from MEASURES on, except REACHED, numbers; from LINKS
 * on it depends on the links that the graph sees. */
typedef enum {
  GDCT_COLUMN_ID,
  GDCT_COLUMN_TITLE,
  GDCT_COLUMN_KIND,
  GDCT_COLUMN_FRAMEWORK,
  GDCT_COLUMN_PART_OF,
  GDCT_COLUMN_VALUES, /* of a key */
  GDCT_COLUMN_SOURCE,
  GDCT_COLUMN_LOCATOR,
  GDCT_COLUMN_QUOTE,
  GDCT_COLUMN_MEASURES,
  GDCT_COLUMN_EVIDENCE,
  GDCT_COLUMN_LINKS,
  GDCT_COLUMN_LINKS_IN,
  GDCT_COLUMN_LINKS_OUT,
  GDCT_COLUMN_REACHED, /* by a path */
} GdctColumnKind;

struct GdctColumn {
  const GdctGraph *graph;
  char *key; /* or a path */
  char *language;
  GdctColumnKind kind;
  bool counting;  /* "#key" */
  GdctPath *path; /* of REACHED */
  GdctSearch *search;
  GPtrArray *texts;      /* of the last cell */
  GStringChunk *strings; /* numbers among them */
};

/* Whether its texts are counts. */
bool gdct_column_is_number(const GdctColumn *column);

/* The GdctValueType of what a column says of a node. */
uint32_t gdct_column_type(const GdctColumn *column, uint32_t node);

#endif
