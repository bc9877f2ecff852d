/* SPDX-License-Identifier: Apache-2.0 */
/* The file format as tables: which keys each map of a mapping file may hold,
 * and what each key's value must be. The reader, the writers and the schema
 * follow these tables; a new key is a new row. */
#ifndef GDCT_MODEL_SHAPE_H
#define GDCT_MODEL_SHAPE_H

#include <gdctrace/mapping.h>

/* What a value must be. From TEXT to RULE it is kept as one or more values. */
typedef enum {
  GDCT_VALUE_TEXT,     /* prose: plain, or a map from language to text */
  GDCT_VALUE_STRING,   /* one line, the same in every language */
  GDCT_VALUE_ID,       /* the thing's own id */
  GDCT_VALUE_DATE,     /* of any precision */
  GDCT_VALUE_INTERVAL, /* a date, or two joined by '/' */
  GDCT_VALUE_INTEGER,
  GDCT_VALUE_DECIMAL,
  GDCT_VALUE_FRACTION, /* a decimal from 0 to 1 */
  GDCT_VALUE_URI,
  GDCT_VALUE_COLOR, /* #rrggbb */
  GDCT_VALUE_YES_NO,
  GDCT_VALUE_CHOICE,   /* one of .choices */
  GDCT_VALUE_LANGUAGE, /* a BCP 47 tag */
  GDCT_VALUE_PATH,     /* an expression, read when all files are there */
  GDCT_VALUE_FILTER,
  GDCT_VALUE_FRAMEWORK, /* the id of a framework, a kind, ... */
  GDCT_VALUE_KIND,
  GDCT_VALUE_KIND_OR_RELATION,
  GDCT_VALUE_RELATION,
  GDCT_VALUE_NODE,
  GDCT_VALUE_RULE,
  GDCT_VALUE_LAST = GDCT_VALUE_RULE,
  /* What follows is not kept as a value of the thing it stands in. */
  GDCT_VALUE_CITATION, /* part of a piece of evidence: source, locator, quote */
  GDCT_VALUE_EVIDENCE, /* a list of pieces of evidence */
  GDCT_VALUE_RECORD,   /* one map of .shape */
  GDCT_VALUE_RECORDS,  /* a list of maps of .shape */
  GDCT_VALUE_LINKS,    /* a map from relation to targets */
  GDCT_VALUE_TARGETS,  /* the targets of one relation */
  GDCT_VALUE_INCLUDE,
  GDCT_VALUE_VERSION,
} GdctValueType;

enum {
  GDCT_REQUIRED = 1, /* a missing-key finding without it */
  GDCT_MANY = 2,     /* a list; a single one may stand alone */
  GDCT_OWN = 4,      /* filled by the reader, not kept as a value */
};

typedef struct GdctShape GdctShape;

typedef struct {
  const char *key;
  GdctValueType type;
  unsigned flags;
  const GdctShape *shape;     /* of RECORD and RECORDS */
  const char *const *choices; /* of CHOICE; ends with NULL */
  const char *summary;        /* for people who meet it in an editor */
} GdctField;

struct GdctShape {
  const char *name; /* in messages: "a node", "a rule" */
  GdctType type;    /* what a map of this shape becomes */
  bool open;        /* other keys are attributes, checked with the model */
  const GdctField *fields; /* ends with a row whose key is NULL */
};

/* A whole mapping file. */
extern const GdctShape gdct_file_shape;

/* One piece of evidence in a list. */
extern const GdctShape gdct_evidence_shape;

/* A link that stands in a list of its own and says both ends. */
extern const GdctShape gdct_statement_shape;

/* The shape of each type of thing; NULL for those that have none. */
const GdctShape *gdct_shape_of(GdctType type);

/* The row of @key, or NULL. */
const GdctField *gdct_shape_find(const GdctShape *shape, const char *key);

/* The same, but looks first at the rows after @previous: people keep an
 * order. */
const GdctField *gdct_shape_find_after(const GdctShape *shape,
                                       const GdctField *previous,
                                       const char *key);

/* The row whose key is nearest to a misspelt one, or NULL. */
const GdctField *gdct_shape_guess(const GdctShape *shape, const char *key);

/* Whether @text can be a value of @type; TEXT, STRING, PATH, FILTER and the
 * ids of things are not looked into. On failure *ret_code and *ret_wanted, a
 * phrase such as "a whole number", say what is wrong. */
bool gdct_value_check(GdctValueType type, const char *const *choices,
                      const char *text, const char **ret_code,
                      const char **ret_wanted);

/* Whether @text has the form of an id, or of a BCP 47 language tag. */
bool gdct_is_id(const char *text);
bool gdct_is_language(const char *text);

/* "yes, true, on" and the like; what is neither yes nor no is false. */
bool gdct_is_yes(const char *text);

#endif
