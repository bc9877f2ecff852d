/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file mapping.h
 * @brief A mapping: all mapping files loaded together.
 *
 * A mapping owns everything reachable from it; strings handed out live as long
 * as the mapping. Things are named by a type and an index that counts from 0
 * in reading order. The functions here do not fail: an index out of range is
 * the caller's mistake and aborts.
 */
#ifndef GDCTRACE_MAPPING_H
#define GDCTRACE_MAPPING_H

#include <gdctrace/report.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct GdctMapping GdctMapping;

/** "No such thing" where an index is expected. */
#define GDCT_NONE UINT32_MAX

/** The types of things in a mapping. */
typedef enum {
  GDCT_FRAMEWORK,
  GDCT_KIND,
  GDCT_ATTRIBUTE, /**< declared by a kind or a relation, its owner */
  GDCT_RELATION,
  GDCT_PATH, /**< a named path */
  GDCT_SOURCE,
  GDCT_NODE,
  GDCT_MEASURE, /**< its owner is a node */
  GDCT_LINK,
  GDCT_WAIVER,
  GDCT_REVIEW,
  GDCT_RULE,
  GDCT_GRADE, /**< its owner is a rule */
  GDCT_VIEW,
  GDCT_COLUMN,    /**< its owner is a view */
  GDCT_VIEW_LINK, /**< its owner is a view */
  GDCT_FOCUS,     /**< its owner is a view */
  GDCT_DEFAULTS,  /**< of one file; already applied, kept for nobody */
  GDCT_TYPES
} GdctType;

/** A thing of a mapping. */
typedef struct {
  GdctType type;
  uint32_t index;
} GdctThing;

/** One fact about a thing: "sector" is "ITU-D". A list is several values with
 * one key. */
typedef struct {
  const char *key;      /**< as in the file: "title", "sector" */
  const char *language; /**< a BCP 47 tag for prose, else "" */
  const char *text;
  GdctPlace place;
} GdctValue;

/** One citation. Strings are never NULL; "" where the file says nothing. */
typedef struct {
  uint32_t source; /**< a GDCT_SOURCE, or GDCT_NONE */
  const char *locator;
  const char *quote;
  GdctPlace place;
} GdctEvidence;

/** On what a link rests. */
typedef enum { GDCT_STATED, GDCT_DERIVED, GDCT_PROPOSED } GdctBasis;

/** Sets of bases, for functions that choose links. */
enum {
  GDCT_BASIS_STATED = 1 << GDCT_STATED,
  GDCT_BASIS_DERIVED = 1 << GDCT_DERIVED,
  GDCT_BASIS_PROPOSED = 1 << GDCT_PROPOSED,
  GDCT_BASIS_DEFAULT = GDCT_BASIS_STATED | GDCT_BASIS_DERIVED,
  GDCT_BASIS_ANY = GDCT_BASIS_DEFAULT | GDCT_BASIS_PROPOSED
};

/** A link in base direction. */
typedef struct {
  uint32_t from;     /**< a GDCT_NODE */
  uint32_t to;       /**< a GDCT_NODE */
  uint32_t relation; /**< a GDCT_RELATION */
  GdctBasis basis;
} GdctLinkEnds;

/** How to load. Zero everywhere is a good default. */
typedef struct {
  unsigned threads;     /**< 0: as many as there are processors */
  const char *data_dir; /**< where builtin: sets are; NULL: nowhere */
  /** Called now and then from the loading thread; may be NULL. */
  void (*progress)(size_t done, size_t total, void *data);
  void *progress_data;
  /** A file that is read from these bytes and need not exist; NULL: none. */
  const char *instead_of;
  const char *instead_bytes;
  size_t instead_size;
} GdctLoadOptions;

/**
 * Loads every mapping file at or below @p paths and what they include, and
 * resolves ids against the model.
 *
 * Folders are read in byte order of path; a file that is reached twice is
 * loaded once. All findings of all files are added to @p report. Files are
 * read in parallel; the result does not depend on the number of threads.
 * Linear in the size of the files; memory at most about one byte a byte.
 *
 * @return the mapping, never NULL: with errors in the report it holds what
 * could be read, and only gdct_mapping_free() and the counts may be relied on.
 */
GDCT_API GdctMapping *gdct_mapping_load(const char *const *paths,
                                        size_t n_paths,
                                        const GdctLoadOptions *options,
                                        GdctReport *report);

/** As gdct_mapping_load() for one file's bytes in memory, under @p name in
 * findings; includes are not followed but reported missing. */
GDCT_API GdctMapping *gdct_mapping_load_bytes(const char *name,
                                              const char *bytes, size_t size,
                                              GdctReport *report);

/** Frees a mapping and all it owns; NULL is allowed. */
GDCT_API void gdct_mapping_free(GdctMapping *mapping);

/** How many files were loaded, and their names in loading order. */
GDCT_API uint32_t gdct_mapping_files(const GdctMapping *mapping);
GDCT_API const char *gdct_mapping_file(const GdctMapping *mapping,
                                       uint32_t file);

/** How many things of a type there are. O(1). */
GDCT_API uint32_t gdct_count(const GdctMapping *mapping, GdctType type);

/** The thing of @p type with this id, or GDCT_NONE. Ids are compared with
 * regard to case. Expected O(1) for nodes and sources, else O(count). */
GDCT_API uint32_t gdct_find(const GdctMapping *mapping, GdctType type,
                            const char *id);

/** As gdct_find() for the nodes; if there is none, *@p ret_hint is a text to
 * append to a message, "; did you mean 'X'?" or "", to be freed with free(). */
GDCT_API uint32_t gdct_find_or_hint(const GdctMapping *mapping, GdctType type,
                                    const char *id, char **ret_hint);

/** The id of a thing; "" if its type has none. */
GDCT_API const char *gdct_id(const GdctMapping *mapping, GdctThing thing);

/** Where a thing stands: the place of its id, or of its map. */
GDCT_API GdctPlace gdct_place(const GdctMapping *mapping, GdctThing thing);

/** The thing that a thing stands in (a grade's rule, a measure's node), or
 * GDCT_NONE. */
GDCT_API uint32_t gdct_owner(const GdctMapping *mapping, GdctThing thing);

/** The things of @p type that @p owner owns: they are consecutive, from the
 * index returned; @p ret_count receives how many. */
GDCT_API uint32_t gdct_owned(const GdctMapping *mapping, GdctThing owner,
                             GdctType type, uint32_t *ret_count);

/** The values of a thing, in reading order. */
GDCT_API uint32_t gdct_value_count(const GdctMapping *mapping, GdctThing thing);
GDCT_API GdctValue gdct_value(const GdctMapping *mapping, GdctThing thing,
                              uint32_t index);

/** The text of the first value with this key in reading order, or NULL. */
GDCT_API const char *gdct_get(const GdctMapping *mapping, GdctThing thing,
                              const char *key);

/** Whether a yes-or-no key says yes; false where it is absent. */
GDCT_API bool gdct_says_yes(const GdctMapping *mapping, GdctThing thing,
                            const char *key);

/** The text in @p language; failing that in English, failing that in the
 * first language given; NULL without any. A tag matches its own prefix, so
 * that "fr-CH" finds "fr". */
GDCT_API const char *gdct_text(const GdctMapping *mapping, GdctThing thing,
                               const char *key, const char *language);

/** The same; *@p ret_language is the tag of the text chosen, which may be
 * another language; "" if it has none, and if there is no text. */
GDCT_API const char *gdct_text_in(const GdctMapping *mapping, GdctThing thing,
                                  const char *key, const char *language,
                                  const char **ret_language);

/** The title in @p language as gdct_text() chooses it, else the id. */
GDCT_API const char *gdct_title(const GdctMapping *mapping, GdctThing thing,
                                const char *language);

/** The evidence of a thing, in reading order. */
GDCT_API uint32_t gdct_evidence_count(const GdctMapping *mapping,
                                      GdctThing thing);
GDCT_API GdctEvidence gdct_evidence(const GdctMapping *mapping, GdctThing thing,
                                    uint32_t index);

/** The kind of a node. */
GDCT_API uint32_t gdct_node_kind(const GdctMapping *mapping, uint32_t node);

/** The node that @p node is part of, or GDCT_NONE. */
GDCT_API uint32_t gdct_node_parent(const GdctMapping *mapping, uint32_t node);

/** The framework of a kind, or GDCT_NONE. */
GDCT_API uint32_t gdct_kind_framework(const GdctMapping *mapping,
                                      uint32_t kind);

/** The ends of a link. */
GDCT_API GdctLinkEnds gdct_link(const GdctMapping *mapping, uint32_t link);

/** The relation that @p name names: by its id, or by its inverse name, and
 * then *@p ret_inverse is true. GDCT_NONE if there is none. */
GDCT_API uint32_t gdct_relation_find(const GdctMapping *mapping,
                                     const char *name, bool *ret_inverse);

/** Whether the values of this key of such things are lists: declared with
 * many, or lists by the format. */
GDCT_API bool gdct_key_is_list(const GdctMapping *mapping, GdctThing thing,
                               const char *key);

/** "stated", "derived" or "proposed". */
GDCT_API const char *gdct_basis_name(GdctBasis basis);

/** Reads a list such as "stated,proposed" into a set of bases; false if a
 * word is not a basis. */
GDCT_API bool gdct_basis_parse(const char *text, unsigned *ret_bases);

/** The names in a set of bases, with a separator such as ", " between them.
 * Free with free(). */
GDCT_API char *gdct_bases_text(unsigned bases, const char *separator);

/** Whether a text is an ISO 8601 date of any precision: 2025, 2025-02,
 * 2025-02-11. */
GDCT_API bool gdct_is_date(const char *text);

/** The present day, or that of SOURCE_DATE_EPOCH where it is set: 2025-02-11.
 * The result is freed with free(). */
GDCT_API char *gdct_today(void);

/** The seal of a link as it is now, which reviews record: the
 * first 16 hexadecimal digits of the SHA-256 of a canonical text of it:
 * see gdctrace(1), "Reviews". The result is freed with free(). */
GDCT_API char *gdct_link_seal(const GdctMapping *mapping, uint32_t link);

/** Natural order of ids, in which c2 comes before c10: below, equal to or
 * above 0 as strcmp(). */
GDCT_API int gdct_compare_ids(const char *a, const char *b);

#ifdef __cplusplus
}
#endif
#endif
