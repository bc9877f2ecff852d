/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the YAML reader. */
#ifndef GDCT_READ_YAML_READER_H
#define GDCT_READ_YAML_READER_H

#include "model/shape.h"
#include "read/yaml_stream.h"

/* Limits that no honest file meets. */
#define MAX_KEYS_IN_MAP 256
#define MAX_KEY 1024
#define MAX_VALUES 10000
#define MAX_DECLARED 2000       /* things of one type in a model */
#define MAX_INHERITED 10000000u /* values and evidence copied in one file */

/* A power of two. */
#define KEY_CACHE 64

typedef struct {
  GdctYaml yaml;
  GdctMapping *mapping;
  GArray *values;   /* GdctStoredValue: a stack */
  GArray *evidence; /* GdctStoredEvidence: a stack */
  GArray *words;    /* GdctSymbol: keys seen in the open maps, a stack */
  struct {
    const GdctField *field;
    uint16_t key;
  } cache[KEY_CACHE];
  GArray *strange; /* GdctSpot and GdctSymbol of the file's unknown keys */
  uint32_t counts[GDCT_TYPES];
  uint32_t inherited;
  GdctRecord defaults; /* of the file */
  bool have_defaults;
  bool lost_link; /* a link of the present node could not be read */
} Reader;

/* An unknown key of the file's own map. */
typedef struct {
  GdctSpot spot;
  GdctSymbol word;
} Strange;

/* One map that is being read. */
typedef struct {
  const GdctShape *shape;
  const GdctField *field; /* of the last known key */
  GdctRecord record;
  uint32_t index; /* of the record in its array */
  GdctSymbol id;
  GdctSymbol kind, parent;       /* of a node */
  GdctSymbol from, to, relation; /* of a link */
  GdctSpot to_spot, from_spot, relation_spot;
  guint values, evidence, words; /* where its part of the stacks begins */
  guint uses, first_link;        /* what it adds to the mapping */
  guint first_measure;
  uint64_t seen;    /* fields of the shape, by number */
  uint64_t excused; /* those that a misspelt key stands for */
  bool merged;      /* it had a merge key, which could hold anything */
  bool lost;        /* its source or basis could not be read */
  GdctStoredEvidence citation; /* source, locator, quote beside 'to' */
  bool cites;
} Frame;

/* ---- yaml_parts.c ---- */

GdctPlace gdct_reader_place(const Reader *reader, GdctSpot spot);

const char *gdct_reader_event_name(GdctYamlEvent event);

/* Reports a value of the wrong shape, unless it has a finding already, and
 * passes over it. */
void gdct_reader_refuse(Reader *reader, const char *key, const char *wanted);

/* As gdct_reader_refuse(), where what is passed over may be what others name.
 */
void gdct_reader_lose(Reader *reader, const char *key, const char *wanted);

/* Gives up the file. */
void gdct_reader_give_up(Reader *reader, int limit, const char *what,
                         const char *where);

/* Whether the present event is a value left empty, as in "key:". */
bool gdct_reader_is_empty(const Reader *reader);

GdctSymbol gdct_reader_intern(Reader *reader);

/* The present scalar as a text that is kept once however often it repeats. */
GdctText gdct_reader_share(Reader *reader);

uint16_t gdct_reader_key(Reader *reader, GdctSymbol word, GdctSymbol language);

uint16_t gdct_reader_field_key(Reader *reader, const GdctField *field);

/* Puts a value on the stack. */
void gdct_reader_push_value(Reader *reader, const Frame *frame, uint16_t key,
                            GdctText text);

void gdct_reader_push_evidence(Reader *reader, const Frame *frame,
                               const GdctStoredEvidence *piece);

/* Moves what a map left on the stacks to its record. */
void gdct_reader_store_parts(Reader *reader, Frame *frame);

/* Passes over a key that no map may have, and its value, with a finding. */
bool gdct_reader_skip_strange_key(Reader *reader);

/* ---- yaml_values.c ---- */

/* A field that is kept as one or more values; the present event begins it. */
void gdct_reader_values(Reader *reader, Frame *frame, const GdctField *field);

/* A key that may be an attribute: text, a list of texts, or texts by
 * language; the model decides later. */
void gdct_reader_attribute(Reader *reader, Frame *frame, GdctSymbol word,
                           GdctSpot key_spot);

void gdct_reader_citation(Reader *reader, Frame *frame, const GdctField *field);

void gdct_reader_evidence(Reader *reader, const Frame *frame);

/* ---- yaml_links.c ---- */

/* The map from relation to targets in a node. */
void gdct_reader_links(Reader *reader);

/* One target or a list of them: ids, or maps with evidence. */
void gdct_reader_targets(Reader *reader, const char *key);

/* A link under a relation of its node. */
void gdct_reader_end_target(Reader *reader, const Frame *frame);

/* A link that says both ends, and maybe several ends, itself. */
void gdct_reader_end_link(Reader *reader, const Frame *frame);

/* ---- yaml_inherit.c ---- */

void gdct_reader_inherit(Reader *reader, GdctRecord *record,
                         const GdctRecord *from, bool with_evidence);

/* Links take what the file says for all of them. */
void gdct_reader_apply_defaults(Reader *reader);

/* ---- yaml.c ---- */

/* Reads the map that the present event begins into a new record. */
void gdct_reader_map(Reader *reader, const GdctShape *shape, uint32_t owner,
                     Frame *frame);

#endif
