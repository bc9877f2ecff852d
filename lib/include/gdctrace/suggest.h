/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file suggest.h
 * @brief Candidate links for a node, ranked by the words that texts share.
 *
 * A machine that counts words does not know what they mean: what comes out is
 * a list to be read by people, never a link.
 */
#ifndef GDCTRACE_SUGGEST_H
#define GDCTRACE_SUGGEST_H

#include <gdctrace/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct GdctSuggester GdctSuggester;

/** What to suggest. */
typedef struct {
  uint32_t rule;     /**< only links that close a gap of this GDCT_RULE at once;
                          GDCT_NONE: all that the model allows */
  uint32_t relation; /**< only links of this GDCT_RELATION; GDCT_NONE: any */
  bool inverse;      /**< with a relation: only those that end at the node */
  uint32_t kind;     /**< only candidates of this GDCT_KIND; GDCT_NONE: any */
  uint32_t top;      /**< at most so many for each relation and direction */
} GdctSuggestOptions;

/** A link that could be made. */
typedef struct {
  uint32_t node;     /**< the other end */
  uint32_t relation; /**< a GDCT_RELATION */
  bool inverse;      /**< the link would end at the node that was asked about */
  double score;      /**< above 0; 1 is the best candidate of the node */
  uint32_t n_words;
  const char *const *words; /**< in common, as the candidate has them, the
                                 rarest first */
} GdctCandidate;

/**
 * Reads the texts of all nodes that the graph sees into an index in memory:
 * title, summary and quotes of a node, and rationales and quotes of its links
 * that the graph sees (of very many, the first 256 KiB), in @p language as
 * gdct_text() chooses it. Linear in these texts; about as much memory again.
 *
 * Words are those of SQLite's FTS5, without regard to case and diacritics, and
 * reduced to stems by M. F. Porter's algorithm (1980), which is for English:
 * in other languages only equal words match, and words are those that spaces
 * or punctuation part.
 *
 * @return NULL, with *@p ret_problem, to be freed with free(), if an expression
 * of the rule is wrong or SQLite fails. Free with gdct_suggester_free(). Not
 * safe for several threads at once.
 */
GDCT_API GdctSuggester *gdct_suggester_new(const GdctGraph *graph,
                                           const char *language,
                                           const GdctSuggestOptions *options,
                                           char **ret_problem);

/** Frees it; NULL is allowed. */
GDCT_API void gdct_suggester_free(GdctSuggester *suggester);

/** Whether a single link could close a gap of the rule: one of its grades takes
 * a path of one step along a relation. */
GDCT_API bool gdct_rule_has_direct_path(const GdctGraph *graph, uint32_t rule);

/** In how many ways (relation and direction) the options allow to link
 * @p node. */
GDCT_API uint32_t gdct_suggester_ways(GdctSuggester *suggester, uint32_t node);

/**
 * Finds candidates for @p node: nodes of kinds that the relation allows, to
 * which the node has no such link of any basis and date, by BM25 over the words
 * of its title and summary and, at a quarter of the weight, of the title of
 * what it is part of, half as much at each further step up. Equally good ones
 * come in natural order of ids. Each word costs what it takes to read where it
 * occurs.
 *
 * @return how many there are: those of one relation and direction together,
 * best first. SQLite failing (no memory) is as if no word occurred.
 */
GDCT_API uint32_t gdct_suggester_run(GdctSuggester *suggester, uint32_t node);

/** Candidate @p index of the last run; its words belong to the suggester until
 * the next. */
GDCT_API GdctCandidate gdct_suggester_candidate(const GdctSuggester *suggester,
                                                uint32_t index);

#ifdef __cplusplus
}
#endif
#endif
