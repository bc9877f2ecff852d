/* SPDX-License-Identifier: Apache-2.0 */
/* A stream of YAML events, with what mapping files may not hold refused. */
#ifndef GDCT_READ_YAML_STREAM_H
#define GDCT_READ_YAML_STREAM_H

#include "model/mapping.h"

#include <yaml.h>

typedef enum {
  GDCT_YAML_END, /* of the stream, or of what could be read of it */
  GDCT_YAML_SCALAR,
  GDCT_YAML_MAP,
  GDCT_YAML_MAP_END,
  GDCT_YAML_LIST,
  GDCT_YAML_LIST_END,
  GDCT_YAML_REFUSED, /* a whole value that has a finding already */
} GdctYamlEvent;

typedef struct {
  yaml_parser_t parser;
  yaml_event_t event;
  const char *name; /* of the file, in findings */
  GdctReport *report;
  GdctYamlEvent kind; /* of the present event */
  const char *text;   /* of a scalar, until the next event */
  size_t length;
  bool plain;        /* a scalar without quotes */
  GdctSpot spot;     /* of the present event */
  GdctSpot document; /* of the present document */
  unsigned depth;
  bool quiet;        /* aliases give no finding: a merge key did */
  bool failed;       /* stopped before the end of the file */
  bool bad_encoding; /* stopped at a byte that is not allowed */
} GdctYaml;

/* Begins to read @bytes, which must live as long as the stream. */
void gdct_yaml_open(GdctYaml *yaml, const char *name, const char *bytes,
                    size_t size, GdctReport *report);
void gdct_yaml_close(GdctYaml *yaml);

/* Goes on to the next event. */
GdctYamlEvent gdct_yaml_next(GdctYaml *yaml);

/* Passes over the rest of the value that the present event begins. */
void gdct_yaml_skip(GdctYaml *yaml);

/* The present place. */
GdctPlace gdct_yaml_place(const GdctYaml *yaml);

/* Reports every byte of a file that is not UTF-8 and every control character.
 * Returns a copy in which '_' stands in place of each, to be freed with
 * g_free(), or NULL if nothing was wrong. O(size). */
char *gdct_yaml_clean(const char *name, const char *bytes, size_t size,
                      size_t *ret_size, GdctReport *report);

#endif
