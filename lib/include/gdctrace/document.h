/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file document.h
 * @brief Documents made of a mapping, to be handed in to a review.
 *
 * A document says nothing of its own: every claim in it is a link or a figure
 * of the mapping and refers to its source, with the place in it. What is
 * proposed, and no document says, stands apart. The same mapping and options
 * give the same bytes, whatever the locale and the clock.
 */
#ifndef GDCTRACE_DOCUMENT_H
#define GDCTRACE_DOCUMENT_H

#include <gdctrace/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A kind of document. */
typedef struct {
  const char *name;    /**< as on the command line */
  const char *summary; /**< one line for the help */
  const char *node;    /**< it is about one node of this kind; NULL: no node */
  GdctType filtered;   /**< what filters choose: GDCT_LINK, GDCT_NODE; else it
                            takes none */
} GdctDocumentKind;

/** The table of kinds: annex, review, road-map, work-plan. */
GDCT_API const GdctDocumentKind *const *gdct_document_kinds(size_t *ret_count);

/** A format of documents. */
typedef struct {
  const char *name;
  const char *extension;
  const char *media_type;
  const char *summary;
} GdctDocumentFormat;

/** The table of formats: html, markdown, docx (by pandoc), pdf (by Chromium,
 * else by LibreOffice). */
GDCT_API const GdctDocumentFormat *gdct_document_formats(size_t *ret_count);

/** What a document is to say. Zero everywhere is a good default where the kind
 * needs no node. */
typedef struct {
  const char *language; /**< of titles and fixed words; NULL: en */
  uint32_t node;        /**< the GDCT_NODE it is about, where kind->node */
  const GdctFilter *const *filters; /**< all must hold */
  size_t n_filters;
  const char *filter_words; /**< the filters as they were asked for, or NULL */
  const char *day;          /**< ISO 8601: what "today" is; NULL: no day; rules
                                 that need one are then left out, and named */
  bool notes;               /**< quotes, as notes; else references only */
  const char *data_dir;     /**< the folder with reference.docx and
                                 reference-rtl.docx, the styles of DOCX; NULL:
                                 pandoc's own */
} GdctDocumentOptions;

/**
 * Why there can be no such document of this mapping: it has not the kinds of
 * nodes that the document is about, or the node is of another kind.
 *
 * @return a sentence, to be freed with free(); NULL if there can be one
 */
GDCT_API char *gdct_document_problem(const GdctGraph *graph, const char *kind,
                                     const GdctDocumentOptions *options);

/**
 * Writes a document.
 *
 * HTML and Markdown are written as they are made: linear in what the paths of
 * the kind meet; memory does not grow with the document, but for what is cited
 * and a picture. DOCX and PDF are converted from files in a temporary folder;
 * without a day they say that they were made on 1980-01-01.
 *
 * @param kind a name in the table of kinds
 * @param format a name in the table of formats
 * @return false, with a sentence in *@p ret_problem to be freed with free(), if
 * the sink or a converter failed, or there can be no such document.
 */
GDCT_API bool gdct_document_write(const GdctGraph *graph, const char *kind,
                                  const GdctDocumentOptions *options,
                                  const char *format, GdctSink sink, void *data,
                                  char **ret_problem);

#ifdef __cplusplus
}
#endif
#endif
