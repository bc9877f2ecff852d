/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file import.h
 * @brief Lists that people keep in spreadsheets, made into mapping files.
 *
 * A sheet is a table of texts with headings. An import holds it against a
 * mapping: each row becomes a node with its links, or one link. Nothing of a
 * sheet is dropped silently: what cannot be imported is a finding or a note.
 */
#ifndef GDCTRACE_IMPORT_H
#define GDCTRACE_IMPORT_H

#include <gdctrace/mapping.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct GdctTable GdctTable;
typedef struct GdctImport GdctImport;

/**
 * Reads a sheet from a file: CSV (RFC 4180; separated by comma, semicolon or
 * tab; UTF-8, UTF-16 with a byte order mark, else Windows-1252, with a note),
 * and XLSX, XLS or ODS through LibreOffice, which is run without a shell, on a
 * copy, with limits of time and size. Linear; about twice the file in memory.
 *
 * @param number which sheet of a workbook, from 1.
 * @return the sheet, to be freed with gdct_table_free(), with findings of cells
 * that cannot be read; NULL, with an unreadable or too-large finding, if the
 * file as a whole cannot be read. Places of findings are row and column of the
 * cell, both from 1.
 */
GDCT_API GdctTable *gdct_table_read(const char *file, unsigned number,
                                    GdctReport *report);

/** The same of the bytes of a CSV file, under @p name in findings; NULL, with
 * a too-large finding, if they are more than 64 MiB. */
GDCT_API GdctTable *gdct_table_read_bytes(const char *name, const char *bytes,
                                          size_t size, GdctReport *report);

/** Frees a sheet; NULL is allowed. */
GDCT_API void gdct_table_free(GdctTable *sheet);

/** How to import. Zero everywhere is a good default. */
typedef struct {
  /** Which columns are what: texts such as "title=Name,sector=Bureau", ending
   * with NULL; or NULL. A heading that is a key needs no entry. */
  const char *const *columns;
  const char *kind;     /**< of rows that say none */
  const char *relation; /**< of rows that are links and say none */
  const char *source;   /**< of rows that say none: an id */
  const char *basis;    /**< of links that say none */
  const char *author;   /**< of proposed links; NULL: the file's name */
  const char *prefix;   /**< of new ids; NULL: the framework's id and "." */
  const char *language; /**< of the texts; NULL: en */
  /** The mapping file that the import is going to replace. What it says now is
   * made anew; the same title keeps its id. NULL: none. */
  const char *output;
} GdctImportOptions;

/**
 * Holds a sheet against a mapping that was loaded without errors, and which
 * must outlive the import. Linear in both.
 *
 * @return the import, to be freed with gdct_import_free(), with findings whose
 * places are cells; NULL, with one finding, if the options make no sense.
 */
GDCT_API GdctImport *gdct_import_new(const GdctMapping *mapping,
                                     const GdctTable *sheet,
                                     const GdctImportOptions *options,
                                     GdctReport *report);

/** Frees an import; NULL is allowed. */
GDCT_API void gdct_import_free(GdctImport *import);

/** A column of the sheet, and what it is taken for. */
typedef struct {
  uint32_t column;     /**< from 1 */
  const char *name;    /**< as spreadsheets count: "A", "AB" */
  const char *heading; /**< "" where it has none */
  const char *key;     /**< NULL: it is not imported */
} GdctImportColumn;

/** What became of a row. */
typedef enum {
  GDCT_IMPORT_NEW,
  GDCT_IMPORT_AGAIN,  /**< in the file that is replaced; made anew */
  GDCT_IMPORT_EXISTS, /**< elsewhere in the mapping; left as it is */
} GdctImportStatus;

typedef struct {
  uint32_t row; /**< as spreadsheets count, from 1 */
  GdctImportStatus status;
  const char *id, *kind, *title;
} GdctImportNode;

typedef struct {
  uint32_t row, column;
  GdctImportStatus status;
  GdctBasis basis;
  const char *from, *relation, *to; /**< ids, in base direction */
} GdctImportLink;

/** Something to know that is no fault. */
typedef struct {
  GdctPlace place;
  const char *text;
} GdctImportNote;

GDCT_API uint32_t gdct_import_columns(const GdctImport *import);
GDCT_API GdctImportColumn gdct_import_column(const GdctImport *import,
                                             uint32_t index);
GDCT_API uint32_t gdct_import_nodes(const GdctImport *import);
GDCT_API GdctImportNode gdct_import_node(const GdctImport *import,
                                         uint32_t index);
GDCT_API uint32_t gdct_import_links(const GdctImport *import);
GDCT_API GdctImportLink gdct_import_link(const GdctImport *import,
                                         uint32_t index);
GDCT_API uint32_t gdct_import_notes(const GdctImport *import);
GDCT_API GdctImportNote gdct_import_note(const GdctImport *import,
                                         uint32_t index);

/** How many rows hold something, the headings apart, and how many between them
 * are empty. */
GDCT_API uint32_t gdct_import_rows(const GdctImport *import);
GDCT_API uint32_t gdct_import_empty_rows(const GdctImport *import);

/** The mapping file, in UTF-8; it belongs to the import. It loads together
 * with the mapping, unless there are findings. */
GDCT_API const char *gdct_import_text(GdctImport *import, size_t *ret_size);

/**
 * Takes over findings of the mapping file when it was loaded under @p name:
 * their places become cells of the sheet. Findings of other files stay as they
 * are if they are errors, and are dropped if not. If @p report has errors
 * already, only errors are taken: warnings could follow from those.
 */
GDCT_API void gdct_import_take(GdctImport *import, const char *name,
                               const GdctReport *from, GdctReport *report);

/** What stands in a file. */
typedef enum {
  GDCT_IMPORT_FOREIGN,   /**< it was not made by an import */
  GDCT_IMPORT_CHANGED,   /**< it was, and has been changed since */
  GDCT_IMPORT_UNCHANGED, /**< it is as the import left it */
} GdctImportSeal;

/** Judges a mapping file by the seal in its first lines. */
GDCT_API GdctImportSeal gdct_import_seal(const char *bytes, size_t size);

#ifdef __cplusplus
}
#endif
#endif
