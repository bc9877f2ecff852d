/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file diff.h
 * @brief What is different between two mappings, and what that does to
 * coverage.
 *
 * Compared is what mappings say, not how their files are written: the file a
 * thing stands in, the order of keys, of lists and of evidence, comments, and
 * the way a number or a yes is spelt make no difference. The order of grades,
 * of columns and of the links of a view does.
 */
#ifndef GDCTRACE_DIFF_H
#define GDCTRACE_DIFF_H

#include <gdctrace/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct GdctDiff GdctDiff;

/** One fact that is different. A value that is one of a list, and a piece of
 * evidence, is there or is not: then the other side is NULL. */
typedef struct {
  const char *key;      /**< "title", "evidence", "grade direct: path" */
  const char *language; /**< a BCP 47 tag of prose, else "" */
  const char *before;   /**< NULL: it was not there */
  const char *after;    /**< NULL: it is gone */
} GdctChange;

/** What became of a thing. */
typedef enum {
  GDCT_DIFF_REMOVED,
  GDCT_DIFF_RENAMED, /**< it has another id, and perhaps other facts too */
  GDCT_DIFF_CHANGED,
  GDCT_DIFF_ADDED,
} GdctDiffSort;

enum { GDCT_DIFF_SORTS = GDCT_DIFF_ADDED + 1 };

/** One thing that is different. */
typedef struct {
  GdctThing before;          /**< in the old mapping; index GDCT_NONE: none */
  GdctThing after;           /**< in the new mapping; index GDCT_NONE: none */
  const char *name;          /**< its (old) id; of a link "FROM RELATION TO" */
  const char *why;           /**< of a renamed one how it was recognized */
  const GdctChange *changes; /**< by key */
  uint32_t n_changes;
} GdctDifference;

/** What happened to one result of a rule. */
typedef enum {
  GDCT_GAP_OPENED, /**< a gap that was none, or was not asked about */
  GDCT_GAP_CLOSED, /**< a gap that is none, or is no longer asked about */
  GDCT_REGRADED,   /**< neither is a gap, but the result or grade differ */
} GdctEffectSort;

/** One result of a rule that is different. A side whose .thing.index is
 * GDCT_NONE is one on which the rule did not ask about it. */
typedef struct {
  GdctEffectSort sort;
  GdctRuleResult before;
  GdctRuleResult after;
  const char *name; /**< the id of the node; of a link "FROM RELATION TO" */
} GdctEffect;

/** What happened to a rule. Results of a rule that only one mapping has are
 * counted, but have no effects: there is nothing to compare them with. */
typedef struct {
  uint32_t before; /**< a GDCT_RULE of the old mapping, or GDCT_NONE */
  uint32_t after;  /**< a GDCT_RULE of the new mapping, or GDCT_NONE */
  bool redefined;  /**< the rule itself is different */
  uint32_t counts_before[GDCT_RESULTS];
  uint32_t counts_after[GDCT_RESULTS];
  const GdctEffect *effects; /**< opened, closed, regraded; by id */
  uint32_t n_effects;
} GdctRuleDiff;

/**
 * Compares two mappings that were loaded without errors; they must outlive the
 * result.
 *
 * Things are the same if they have the same id; links, if they have the same
 * ends and relation; waivers, the same rule and node; reviews, the same link
 * and reviewer; measures of a node, the same name and date. A node or a source
 * that is gone and one that is new are the same, renamed, if
 *  - they are of one kind and have the same title, but for case, and no other
 *    that is gone or new has it; or,
 *  - of nodes, if they are of one kind, and of all their neighbours (node,
 *    relation and direction, part-of too) at least six in ten are neighbours
 *    of both, and of all words of their titles at least half are in both, or
 *    all words of one title are in the other; if they share but one neighbour,
 *    three quarters of the words. The most alike go first.
 * Titles are those in English, else in the first language.
 * What names a renamed thing is not different for that.
 *
 * Expected O(n log n) in things and their facts, besides evaluating all rules
 * of both. Words and neighbours that more than 64 new nodes have do not bring
 * two nodes together.
 *
 * @param scope which nodes and links are compared and count; bases 0 compares
 * all of them and counts stated and derived. NULL is all zero.
 * @return the result, to be freed with gdct_diff_free(); NULL, with a bad-date
 * finding, if scope->as_of is not a date.
 */
GDCT_API GdctDiff *gdct_diff_new(const GdctMapping *before,
                                 const GdctMapping *after,
                                 const GdctScope *scope, GdctReport *report);

/** Frees the result; NULL is allowed. */
GDCT_API void gdct_diff_free(GdctDiff *diff);

/** Whether nothing is different: no thing, and no result of a rule. */
GDCT_API bool gdct_diff_is_empty(const GdctDiff *diff);

/** What is different of one type, in natural order of names. There are none of
 * types that others own (a grade's differences are its rule's), nor of
 * defaults, which are applied already. */
GDCT_API const GdctDifference *gdct_diff_list(const GdctDiff *diff,
                                              GdctType type, GdctDiffSort sort,
                                              uint32_t *ret_count);

/** The rules of both mappings: in the order of the new one, then those that
 * are gone. */
GDCT_API const GdctRuleDiff *gdct_diff_rules(const GdctDiff *diff,
                                             uint32_t *ret_count);

#ifdef __cplusplus
}
#endif
#endif
