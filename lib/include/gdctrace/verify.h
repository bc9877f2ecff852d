/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file verify.h
 * @brief Whether the quotes of a mapping are in the documents.
 *
 * A quote is looked for in the document whose file its source names, word for
 * word and with regard to case. White space, quotation marks and apostrophes,
 * hyphens and dashes, and what Unicode calls canonically equivalent, are alike;
 * a word may be divided at the end of a line.
 */
#ifndef GDCTRACE_VERIFY_H
#define GDCTRACE_VERIFY_H

#include <gdctrace/mapping.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct GdctVerification GdctVerification;

/** Whether the document of a source could be read. */
typedef enum {
  GDCT_TEXT_READ,
  GDCT_TEXT_UNNAMED,      /**< the source names no file */
  GDCT_TEXT_REFUSED,      /**< the name leads out of the folder */
  GDCT_TEXT_MISSING,      /**< no such file in the folder */
  GDCT_TEXT_UNREADABLE,   /**< it is too large, not text, or broken */
  GDCT_TEXT_NO_CONVERTER, /**< the program that reads it is not installed */
} GdctTextStatus;

/** What became of the quotes of one source. A quote counts once for the place
 * where it is written, however many links share it. */
typedef struct {
  GdctTextStatus status;
  const char *reason; /**< a sentence if it was not read, else NULL */
  uint32_t quotes;    /**< all of them; checked only if it was read */
  uint32_t found;
  uint32_t missing;  /**< quotes that are not in the document */
  uint32_t unquoted; /**< citations without a quote */
} GdctSourceQuotes;

/** A quote that is not in its document, and the passage most like it. */
typedef struct {
  GdctPlace place; /**< of the piece of evidence */
  uint32_t source; /**< a GDCT_SOURCE */
  const char *locator;
  const char *quote;
  const char *nearest; /**< NULL if nothing in the document is like it */
  uint32_t line;       /**< of the passage in the text, from 1 */
  uint32_t page;       /**< from 1; 0 if the format has no pages */
  const char *quoted;  /**< the words of the quote that differ, and ... */
  const char *instead; /**< ... what the passage has; NULL if that is unclear */
} GdctMissingQuote;

/** Called now and then; see gdct_verify(). */
typedef void (*GdctVerifyProgress)(size_t done, size_t total, void *data);

/**
 * Looks for every quote of links, nodes and measures, whatever their basis and
 * date, in the documents of folder @p dir, and adds a quote-not-found finding
 * for each that is not there, in order of place.
 *
 * Plain text must be UTF-8; HTML is read with libxml2, PDF with pdftotext, and
 * DOCX, ODT, EPUB and RTF with pandoc, both run without a shell and with limits
 * of time and size. One document is in memory at a time, about eight times its
 * size. A document costs O(n log n), a quote about its own length, and one that
 * is not found at most milliseconds more, whatever the document's size.
 *
 * @param progress counts quotes; may be NULL.
 * @return the result, which points into the mapping; free it with
 * gdct_verification_free().
 */
GDCT_API GdctVerification *gdct_verify(const GdctMapping *mapping,
                                       const char *dir,
                                       GdctVerifyProgress progress, void *data,
                                       GdctReport *report);

/** Frees the result; NULL is allowed. */
GDCT_API void gdct_verification_free(GdctVerification *verification);

/** What became of the quotes of a GDCT_SOURCE. */
GDCT_API const GdctSourceQuotes *
gdct_verification_source(const GdctVerification *verification, uint32_t source);

/** The quotes that were not found, in the order of their findings. */
GDCT_API size_t gdct_verification_missing(const GdctVerification *verification);
GDCT_API const GdctMissingQuote *
gdct_verification_missing_quote(const GdctVerification *verification,
                                size_t index);

/** How many quotes cite no source at all. */
GDCT_API uint32_t
gdct_verification_unsourced(const GdctVerification *verification);

/** "read", "no-file", "bad-name", "missing", "unreadable" or
 * "no-converter". */
GDCT_API const char *gdct_text_status_name(GdctTextStatus status);

#ifdef __cplusplus
}
#endif
#endif
