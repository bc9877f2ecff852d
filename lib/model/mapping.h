/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a mapping: records of fixed size in arrays, joined by 32-bit
 * indices, and texts in one pool. A record is 32 to 40 bytes, a value 12, a
 * piece of evidence 20; performance of loading rests on that.
 *
 * A reader fills one mapping a file; gdct_mapping_append() joins them, and
 * gdct_mapping_resolve() turns names into indices. */
#ifndef GDCT_MODEL_MAPPING_H
#define GDCT_MODEL_MAPPING_H

#include <gdctrace/mapping.h>

#include "base/report.h"
#include "base/text.h"

#include <glib.h>

/* Columns beyond this are reported as this one. */
#define GDCT_MAX_COLUMN UINT16_MAX

/* Different keys, a language counting as another key. */
#define GDCT_MAX_KEYS 4096

/* Line 0 stands for the whole file. */
typedef struct {
  uint32_t line;
  uint16_t column;
} GdctSpot;

/* One value: its key is an index into the table of keys. */
typedef struct {
  GdctText text;
  uint32_t line;
  uint16_t column;
  uint16_t key;
} GdctStoredValue;

/* A key of values: a word and, for prose, a language. */
typedef struct {
  GdctSymbol word;
  GdctSymbol language; /* 0: none; GDCT_FILE_LANGUAGE: the file's */
} GdctKey;

#define GDCT_FILE_LANGUAGE GDCT_NO_SYMBOL

typedef struct {
  uint32_t source; /* a symbol while reading, then an index of a source */
  GdctText locator;
  GdctText quote;
  uint32_t line;
  uint16_t column;
  uint16_t flags;
} GdctStoredEvidence;

enum {
  GDCT_FLAG_INHERITED = 1, /* the source is said elsewhere, and judged there */
  GDCT_FLAG_UNKNOWN = 2,   /* there is no such source; there is a finding */
};

/* What all things have. */
typedef struct {
  uint32_t values; /* index of the first; several records may share them */
  uint32_t evidence;
  uint32_t line;
  uint16_t column;
  uint16_t n_values;
  uint16_t n_evidence;
  uint16_t flags;
} GdctRecord;

enum {
  GDCT_FLAG_BASIS = 3,    /* of a link: GdctBasis */
  GDCT_FLAG_NO_BASIS = 4, /* it says none: the file's default, or stated */
  GDCT_FLAG_BROKEN = 8,   /* an end or the relation is unknown */
  GDCT_FLAG_LOST = 16,    /* links of a node, or the source or basis of a link,
                             could not be read; there is a finding */
};

typedef struct {
  GdctRecord record;
  GdctSymbol id;
  uint32_t kind;     /* a symbol while reading, then an index */
  uint32_t parent;   /* a symbol while reading (0: none), then an index */
  uint32_t measures; /* index of the first among the measures */
  uint32_t n_measures;
} GdctStoredNode;

typedef struct {
  GdctRecord record;
  uint32_t from, to; /* symbols while reading, then indices of nodes */
  uint32_t relation; /* a symbol while reading, then an index */
} GdctStoredLink;

/* Everything that is neither a node nor a link; there are few of them, but
 * for measures. */
typedef struct {
  GdctRecord record;
  GdctSymbol id;
  uint32_t type;  /* GdctType */
  uint32_t owner; /* of a measure a node, else an entry; or GDCT_NONE */
} GdctEntry;

/* A key that only the model can judge, with its place; dropped after that. */
typedef struct {
  GdctSymbol word;
  uint32_t record; /* a node or a link; of relations the first link */
  uint32_t line;
  uint16_t column;
  uint8_t use; /* one of those below */
  bool fits;   /* its value is text, a list of texts, or texts by language */
} GdctKeyUse;

enum {
  GDCT_USE_NODE_KEY, /* a key of a node */
  GDCT_USE_LINK_KEY,
  GDCT_USE_RELATION, /* the relation of .record and the links after it */
  GDCT_USE_FROM,     /* the beginning of a link that says it itself */
  GDCT_USE_MISSING,  /* a key that a node needs, and may have misspelt */
};

/* Where each file's records begin. */
typedef struct {
  const char *name; /* as shown */
  uint32_t nodes, links, entries, evidence, uses;
  bool builtin; /* a catalogue to choose from: not all of it need be used */
} GdctFile;

/* What an include said. */
typedef struct {
  GdctText path;
  GdctSpot spot;
} GdctInclude;

/* What the model declares, ready for use; built by resolving. */
typedef struct {
  uint32_t framework; /* index, or GDCT_NONE */
  uint32_t first_attribute, n_attributes;
} GdctKindFacts;

typedef struct {
  const char *id, *inverse; /* inverse may be NULL */
  GdctSymbol id_symbol, inverse_symbol;
  uint32_t from, to;         /* in kind_lists: kinds, ending with GDCT_NONE */
  bool from_known, to_known; /* all the kinds are there */
  uint32_t first_attribute, n_attributes;
} GdctRelationFacts;

/* What the first graph of a mapping leaves for the next ones. */
typedef struct {
  gpointer ground; /* GdctGround of graph/graph.h, or NULL */
  GDestroyNotify release;
} GdctKept;

struct GdctMapping {
  GdctPool pool;
  GStringChunk *names; /* of files, and of what resolving makes */
  GArray *files;       /* GdctFile */
  GArray *keys;        /* GdctKey */
  GArray *nodes;       /* GdctStoredNode */
  GArray *links;       /* GdctStoredLink */
  GArray *entries;     /* GdctEntry */
  GArray *values;      /* GdctStoredValue */
  GArray *evidence;    /* GdctStoredEvidence */
  GArray *uses;        /* GdctKeyUse; empty after resolving */
  GArray *includes;    /* GdctInclude; of one file */
  GdctSymbol language; /* of one file's plain texts */
  bool incomplete;     /* not all was read: what seems missing may be there */

  /* Since resolving: */
  GArray *by_type[GDCT_TYPES]; /* entries of each type; NULL without any */
  uint32_t *node_of;           /* node of each symbol, or GDCT_NONE */
  GHashTable *source_of;       /* symbol + 1 -> index + 1 */
  GArray *kinds;               /* GdctKindFacts */
  GArray *relations;           /* GdctRelationFacts */
  GArray *kind_lists;          /* uint32_t */
  gint64 hint_budget;          /* candidates that suggestions may still try */
  GHashTable *unknown; /* of an incomplete mapping: names reported; or NULL */
  GdctKept kept;
};

GdctMapping *gdct_mapping_new(void);

/* Adds the files of @from, which must not have been resolved, to @to, and
 * frees it. Linear in @from. */
void gdct_mapping_append(GdctMapping *to, GdctMapping *from);

/* Turns names into indices and checks values against the model; what does not
 * fit is reported. Linear. */
void gdct_mapping_resolve(GdctMapping *mapping, GdctReport *report);

/* The index of a key, added if new; false if there are too many. */
bool gdct_mapping_key(GdctMapping *mapping, GdctSymbol word,
                      GdctSymbol language, uint16_t *ret_key);

/* The index of a key without languages; false if nothing has such a value. */
bool gdct_mapping_find_key(const GdctMapping *mapping, const char *word,
                           uint16_t *ret_key);

/* Drops what resolving has used up. */
void gdct_mapping_forget_uses(GdctMapping *mapping);

/* The record of a thing. */
const GdctRecord *gdct_record(const GdctMapping *mapping, GdctThing thing);

/* A place in the file of a thing. */
GdctPlace gdct_place_near(const GdctMapping *mapping, GdctThing thing,
                          uint32_t line, uint16_t column);

/* Whether a thing stands in a built-in set that was included. */
bool gdct_is_builtin(const GdctMapping *mapping, GdctThing thing);

/* The place of the first value with this key, else of the thing. */
GdctPlace gdct_value_place(const GdctMapping *mapping, GdctThing thing,
                           const char *key);

/* The attribute of this name that a kind or a relation declares; GDCT_NONE. */
uint32_t gdct_attribute_find(const GdctMapping *mapping, GdctThing owner,
                             const char *name);

/* The type (GdctValueType) of the values of a key, and whether it is a
 * list. */
uint32_t gdct_key_type(const GdctMapping *mapping, GdctThing thing,
                       const char *key, bool *ret_list);

/* Compares two uint32_t, for sorting and searching. */
int gdct_compare_indices(const void *left, const void *right);

/* The type of an attribute's values. */
uint32_t gdct_attribute_type(const GdctMapping *mapping, uint32_t attribute);

static inline GdctStoredNode *gdct_nodes(const GdctMapping *mapping) {
  return (GdctStoredNode *)(void *)mapping->nodes->data;
}
static inline GdctStoredLink *gdct_links(const GdctMapping *mapping) {
  return (GdctStoredLink *)(void *)mapping->links->data;
}
static inline GdctEntry *gdct_entries(const GdctMapping *mapping) {
  return (GdctEntry *)(void *)mapping->entries->data;
}
static inline GdctStoredValue *gdct_values(const GdctMapping *mapping) {
  return (GdctStoredValue *)(void *)mapping->values->data;
}
static inline GdctStoredEvidence *gdct_evidences(const GdctMapping *mapping) {
  return (GdctStoredEvidence *)(void *)mapping->evidence->data;
}
/* Whether a relation's list of kinds has this one. */
static inline bool gdct_kind_list_has(const GdctMapping *mapping, uint32_t list,
                                      uint32_t kind) {
  const uint32_t *kinds =
      (const uint32_t *)(void *)mapping->kind_lists->data + list;

  while (*kinds != GDCT_NONE && *kinds != kind)
    kinds++;
  return *kinds != GDCT_NONE;
}
static inline const char *gdct_mapping_text(const GdctMapping *mapping,
                                            GdctText text) {
  return gdct_pool_text(&mapping->pool, text);
}
static inline const char *gdct_mapping_symbol(const GdctMapping *mapping,
                                              GdctSymbol symbol) {
  return gdct_pool_symbol(&mapping->pool, symbol);
}
static inline GdctBasis gdct_record_basis(const GdctRecord *record) {
  return (GdctBasis)(record->flags & GDCT_FLAG_BASIS);
}

#endif
