/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file write.h
 * @brief A mapping in other formats.
 *
 * The same mapping gives the same bytes, whatever the locale and the clock.
 */
#ifndef GDCTRACE_WRITE_H
#define GDCTRACE_WRITE_H

#include <gdctrace/graph.h>
#include <gdctrace/matrix.h>

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a format may be told beside the graph. Zero everywhere is a good
 * default. */
typedef struct {
  /** Of IRIs in RDF: gdct_base_iri_is_good(). NULL: "urn:gdctrace:". */
  const char *base_iri;
  const char *language;  /**< of what is said to people; NULL: "en" */
  const uint32_t *rules; /**< of GDCT_RULE: only these, where .takes_rules */
  size_t n_rules;        /**< 0: all */
} GdctWriteOptions;

/** A format. */
typedef struct {
  const char *name;       /**< as in --format */
  const char *extension;  /**< with its point */
  const char *media_type; /**< IANA */
  const char *summary;    /**< one line for the help */
  bool takes_base_iri;    /**< it is RDF */
  bool takes_rules;       /**< it has rules, and can have some only */
  /** What the format cannot say of this mapping, and then writes nothing; NULL
   * if it says everything. Freed with free(). May be NULL itself. */
  char *(*refuse)(const GdctGraph *graph, const GdctWriteOptions *options);
  /** Writes the mapping of a graph, which was loaded without errors; false if
   * the sink said so. XML and JSON have the whole mapping; in RDF everything
   * is said too, but as direct triples only what the graph sees. @p options
   * may be NULL. Linear; memory does not grow with the mapping, but for RDF by
   * 4 bytes a link and 12 a node. */
  bool (*write)(const GdctGraph *graph, const GdctWriteOptions *options,
                GdctSink sink, void *data);
} GdctWriter;

/** Whether IRIs can begin with this: an absolute IRI (RFC 3987) that ends in
 * '/', '#' or ':'. */
GDCT_API bool gdct_base_iri_is_good(const char *iri);

/** The table of formats. */
GDCT_API const GdctWriter *const *gdct_writers(size_t *ret_count);

/** The format of this name, or with this file name's ending; NULL. */
GDCT_API const GdctWriter *gdct_writer_find(const char *name);
GDCT_API const GdctWriter *gdct_writer_for_file(const char *file);

/** What stands around a matrix. */
typedef struct {
  const char *title;        /**< of the document */
  const char *rows;         /**< what rows are: "WSIS action line" */
  const char *columns;      /**< what columns are: "SDG target" */
  const char *const *notes; /**< sentences, the first says what a cell counts;
                                 at least one, ending with NULL */
  const char *language;     /**< of titles; a BCP 47 tag */
} GdctMatrixStyle;

/** What a matrix was made of; nothing is owned. */
typedef struct {
  const char *row_kind;    /**< an id */
  const char *column_kind; /**< an id */
  const char *path;        /**< followed, or NULL */
  const char *by;          /**< the key that columns are values of, or NULL */
  const char *as_of;       /**< the day asked for, or NULL */
  bool hides_empty;        /**< empty rows and columns will be left out */
  const char *language;    /**< of titles */
  const char *words;       /**< language of sentences; NULL: that of titles */
} GdctMatrixQuestion;

/**
 * Title and sentences for a matrix from which nothing has been hidden yet; in
 * Arabic, Chinese, French, Russian and Spanish, else in English. Linear in rows
 * and columns. Free with gdct_matrix_style_free(); never NULL.
 */
GDCT_API GdctMatrixStyle *
gdct_matrix_style_new(const GdctMatrix *matrix,
                      const GdctMatrixQuestion *question);
GDCT_API void gdct_matrix_style_free(GdctMatrixStyle *style);

/** A format of matrices. */
typedef struct {
  const char *name;
  const char *extension;
  const char *media_type;
  const char *summary;
  uint32_t max_columns; /**< columns that it can have; 0: any number */
  /** Writes a matrix with the evidence of its cells (SVG: without); false if
   * the sink said so or a temporary file could not be written. The date inside
   * XLSX is SOURCE_DATE_EPOCH, or 1 January 2025. */
  bool (*write)(GdctMatrix *matrix, const GdctMatrixStyle *style, GdctSink sink,
                void *data);
} GdctMatrixWriter;

/** The table of formats of matrices: html, svg, xlsx. */
GDCT_API const GdctMatrixWriter *const *gdct_matrix_writers(size_t *ret_count);

/** A list of nodes. Nothing is owned. */
typedef struct {
  const GdctGraph *graph;
  const char *title;          /**< of the document; NULL: "List" */
  GdctColumn *const *columns; /**< what is said of each node */
  const char *const *heads;   /**< above the columns */
  size_t n_columns;
  const uint32_t *nodes; /**< in this order */
  size_t n_nodes;
  bool says_links;      /**< also which links the graph sees */
  const char *as_of;    /**< the day asked for, or NULL */
  const char *language; /**< of our words */
} GdctList;

/** What a workbook has room for. */
#define GDCT_LIST_MAX_NODES 1048575
#define GDCT_LIST_MAX_COLUMNS 16384

/**
 * Writes a list as a workbook (XLSX): a row a node below the headings. Counts
 * and values of a type of numbers are numbers, all else, also dates, is the
 * text as it is written, several values with "; " between them; one longer
 * than a cell may be is cut with a mark. The date inside is SOURCE_DATE_EPOCH,
 * or 1 January 2025. Linear in cells, about 100 bytes each.
 *
 * @return false if the list has more nodes or columns than there is room for,
 * the sink said so or a temporary file could not be written.
 */
GDCT_API bool gdct_list_write_xlsx(const GdctList *list, GdctSink sink,
                                   void *data);

/**
 * Writes the JSON Schema (draft 2020-12) of mapping files: the format, and the
 * kinds, relations and attributes of a mapping that was loaded without errors.
 * What it refuses, loading refuses too; it knows nothing of ids, paths and
 * filters. Linear in the model.
 *
 * @param language of titles and descriptions, as gdct_text() chooses.
 * @return false if the sink said so.
 */
GDCT_API bool gdct_schema_write(const GdctMapping *mapping,
                                const char *language, GdctSink sink,
                                void *data);

/**
 * Writes one row of CSV (RFC 4180): every cell quoted, CR LF at the end. A cell
 * that a spreadsheet would run as a formula gets an apostrophe before it;
 * numbers stay numbers.
 *
 * @param cells UTF-8 texts, ending with NULL.
 * @return false if the stream failed.
 */
GDCT_API bool gdct_csv_row(FILE *stream, const char *const *cells);

#ifdef __cplusplus
}
#endif
#endif
