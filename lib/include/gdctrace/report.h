/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file report.h
 * @brief Findings: what is wrong with a mapping, and where.
 *
 * Functions that can fail take a report last and return bool. A report
 * collects findings; nothing in the library prints or exits.
 */
#ifndef GDCTRACE_REPORT_H
#define GDCTRACE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef GDCT_API
#if defined(__GNUC__)
#define GDCT_API __attribute__((visibility("default")))
#else
#define GDCT_API
#endif
#endif

#if defined(__GNUC__)
#define GDCT_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define GDCT_PRINTF(text, first)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Takes what is written, piece by piece; false ends the writing. */
typedef bool (*GdctSink)(const char *bytes, size_t size, void *data);

/** How grave a finding is. */
typedef enum { GDCT_INFO, GDCT_WARNING, GDCT_ERROR } GdctSeverity;

/** A place in a file. Line and column count from 1, columns in characters;
 * line 0 means the file as a whole, a NULL file no place at all. */
typedef struct {
  const char *file;
  uint32_t line;
  uint32_t column;
} GdctPlace;

/** One finding. The strings belong to the report. */
typedef struct {
  GdctPlace place;
  GdctSeverity severity;
  const char *code;    /**< stable, e.g. "unknown-id"; see gdct_codes() */
  const char *message; /**< one sentence without full stop */
} GdctFinding;

/** One row of the table of finding codes. */
typedef struct {
  const char *code;
  GdctSeverity severity;
  const char *summary; /**< what it means */
  const char *help;    /**< what to do about it */
  const char *detail;  /**< why it matters; one or more sentences */
} GdctCode;

typedef struct GdctReport GdctReport;

/** A new, empty report. Free it with gdct_report_free(). */
GDCT_API GdctReport *gdct_report_new(void);

/** Frees @p report and its findings; NULL is allowed. */
GDCT_API void gdct_report_free(GdctReport *report);

/**
 * Adds a finding. The severity is that of @p code, which must be in
 * gdct_codes(). After 100,000 findings further ones are only counted.
 *
 * @return false if the code is an error, else true.
 */
GDCT_API bool gdct_report_add(GdctReport *report, const char *code,
                              GdctPlace place, const char *format, ...)
    GDCT_PRINTF(4, 5);

/** Moves the findings of @p from, which is left empty, to the end of @p to. */
GDCT_API void gdct_report_move(GdctReport *to, GdctReport *from);

/** Sorts the findings by file (byte order), line, column and code, and drops
 * exact repetitions. O(n log n). */
GDCT_API void gdct_report_sort(GdctReport *report);

/** How many findings are kept. */
GDCT_API size_t gdct_report_count(const GdctReport *report);

/** How many findings of @p severity there were, kept or not. */
GDCT_API size_t gdct_report_count_of(const GdctReport *report,
                                     GdctSeverity severity);

/** Finding @p index; valid until the report changes. */
GDCT_API const GdctFinding *gdct_report_get(const GdctReport *report,
                                            size_t index);

/** All finding codes; @p ret_count receives their number. */
GDCT_API const GdctCode *gdct_codes(size_t *ret_count);

/** The row of @p code, or NULL. */
GDCT_API const GdctCode *gdct_code_find(const char *code);

/**
 * A text of the data or of the user, safe to show: in one line, with U+FFFD for
 * control characters, for the bidirectional embeddings, overrides and isolates
 * of UAX #9, which make a text look like another, for what XML 1.0 cannot hold
 * and for what is not UTF-8. O(length). Free with free().
 */
GDCT_API char *gdct_clean_text(const char *text);

/** "error", "warning" or "info". */
GDCT_API const char *gdct_severity_name(GdctSeverity severity);

#ifdef __cplusplus
}
#endif
#endif
