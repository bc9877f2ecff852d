/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of an import. Rows and columns count from 1, as people count. */
#ifndef GDCT_IMPORT_INSIDE_H
#define GDCT_IMPORT_INSIDE_H

#include <gdctrace/import.h>

#include "model/mapping.h"
#include "read/csv.h"

/* What a column is for. */
typedef enum {
  ROLE_NONE,
  ROLE_ID,
  ROLE_KIND,
  ROLE_TITLE,
  ROLE_PART_OF,
  ROLE_VALUE, /* another key of nodes, or an attribute of theirs */
  ROLE_LINKS, /* a relation, or its inverse name */
  ROLE_FROM,  /* the three of a sheet of links */
  ROLE_RELATION,
  ROLE_TO,
  ROLE_SOURCE, /* what all links of a row share */
  ROLE_LOCATOR,
  ROLE_QUOTE,
  ROLE_BASIS,
  ROLE_RATIONALE,
  ROLE_LINK_VALUE, /* another key of links, or an attribute of theirs */
} Role;

typedef struct {
  uint32_t column;
  Role role;
  const char *key, *heading, *name;
  uint32_t relation; /* of ROLE_LINKS */
  bool inverse;
} Column;

/* A value of a node or a link to be. */
typedef struct {
  const char *key, *text;
  uint32_t column;
  bool list;
} Value;

/* What all links of a row rest on; strings are "" where nothing is said. */
typedef struct {
  const char *source, *locator, *quote, *rationale, *author;
  GdctBasis basis;
  uint32_t source_column, locator_column, quote_column, basis_column,
      rationale_column;
} Ground;

/* A node of the sheet. */
typedef struct {
  GdctImportNode shown;
  uint32_t kind;     /* index, or GDCT_NONE if that is unknown */
  uint32_t existing; /* the node of the mapping that it is, or GDCT_NONE */
  uint32_t id_column, kind_column, title_column, parent_column;
  const char *parent; /* an id, or NULL */
  uint32_t values, n_values;
  uint32_t links, n_links;
  Ground ground;
} Node;

typedef struct {
  GdctImportLink shown;
  uint32_t node;     /* that it is written with, or GDCT_NONE */
  const char *word;  /* the relation as the node says it */
  const char *other; /* the other end, as the node says it */
  uint32_t values, n_values;
  Ground ground;
  bool good; /* both ends are known */
} Link;

/* One of several that a title may mean. */
typedef struct {
  uint32_t index; /* of a node of the mapping, or of the sheet */
  bool sheet;
  uint32_t next; /* + 1; 0 is the end */
} Candidate;

/* Where a scalar of the text stands, and from which cell it comes. */
typedef struct {
  uint32_t line, column; /* of the text */
  uint32_t row, cell;    /* of the sheet */
  const char *scalar;
} Origin;

struct GdctImport {
  const GdctMapping *mapping;
  const GdctTable *sheet;
  GdctImportOptions options;
  GdctReport *report; /* while it is made */
  GStringChunk *strings;
  uint32_t heading_row;    /* 0 without any */
  uint32_t kind, relation; /* of the options, or GDCT_NONE */
  bool of_links;
  GArray *headings;      /* GdctImportColumn */
  GArray *columns;       /* Column: those with a role */
  GArray *nodes;         /* Node */
  GArray *links;         /* Link */
  GArray *values;        /* Value */
  GArray *notes;         /* GdctImportNote */
  GArray *candidates;    /* Candidate */
  GHashTable *titles;    /* folded title -> candidate + 1 */
  GHashTable *sheet_ids; /* folded id -> node of the sheet + 1, 0 if only the
                            mapping has it */
  GHashTable *suffixes;  /* id -> the last number that made it another */
  unsigned hints;        /* titles looked through for what may be meant */
  GHashTable *link_keys; /* links of the sheet, and of the mapping */
  const char *old_file;  /* the mapping's name of options.output, or NULL */
  const char *base;      /* the sheet's name without folders */
  uint32_t rows, empty_rows;
  GString *text;
  GArray *origins; /* Origin */
};

/* ---- cells.c ---- */

const char *gdct_import_keep(GdctImport *import, const char *text);

GdctPlace gdct_import_place(const GdctImport *import, uint32_t row,
                            uint32_t column);

/* "row 7, column C (Status)". Free with g_free(). */
char *gdct_import_where(const GdctImport *import, uint32_t row,
                        uint32_t column);

/* Reports what is wrong with a cell; the message begins with where it is. */
void gdct_import_fault(GdctImport *import, const char *code, uint32_t row,
                       uint32_t column, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

void gdct_import_add_note(GdctImport *import, uint32_t row, uint32_t column,
                          const char *format, ...) G_GNUC_PRINTF(4, 5);

/* The column with this role, or NULL; and its cell in a row, or "". */
const Column *gdct_import_role(const GdctImport *import, Role role);
const char *gdct_import_cell(const GdctImport *import, uint32_t row,
                             const Column *column);

/* A text in which case, white space and Unicode's ways to write one character
 * make no difference. Free with g_free(). */
char *gdct_import_fold(const char *text);

/* A title in one line. Free with g_free(). */
char *gdct_import_one_line(const char *text);

/* The parts of a cell that holds several: split at ';' and line breaks, and if
 * there is none of them at ','. Without empty ones. */
GStrv gdct_import_split(const char *cell, bool commas);

/* ---- columns.c ---- */

/* Finds out what each column is; false if the options make no sense. */
bool gdct_import_read_columns(GdctImport *import);

/* ---- ids.c ---- */

/* An id made of a title, that no node has. */
char *gdct_import_make_id(const GdctImport *import, const char *prefix,
                          const char *title);

/* ---- nodes.c ---- */

/* Whether a node of the mapping stands in the file to be replaced. */
bool gdct_import_is_old(const GdctImport *import, GdctThing thing);

void gdct_import_index_titles(GdctImport *import);

/* Makes the nodes: ids, kinds and titles, then all that is in the rows. */
void gdct_import_make_nodes(GdctImport *import);
void gdct_import_fill_nodes(GdctImport *import);

/* The id of the node that a cell names by id or title; NULL, with a finding
 * unless @quiet, if none is. A title means nodes of the kinds that stand at
 * this end of the relation, GDCT_NONE being any. */
const char *gdct_import_find(GdctImport *import, const char *name, uint32_t row,
                             uint32_t column, uint32_t relation, bool from,
                             bool quiet);

/* The values of a cell, as the type of its key wants them; those of a node's
 * kind, or of a relation. */
void gdct_import_add_values(GdctImport *import, uint32_t row,
                            const Column *column, GdctThing owner);

/* ---- links.c ---- */

void gdct_import_read_ground(GdctImport *import, uint32_t row, Ground *ground);

/* The links of a node's row; of a row that is a link. */
void gdct_import_node_links(GdctImport *import, uint32_t node);
void gdct_import_row_link(GdctImport *import, uint32_t row);

/* ---- yaml.c ---- */

void gdct_import_write(GdctImport *import);

#endif
