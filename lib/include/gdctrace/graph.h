/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file graph.h
 * @brief A mapping as a directed graph: paths, filters, coverage.
 *
 * A graph sees the links of the chosen bases and date, and points into its
 * mapping, which must outlive it. It does not change once made, and may be
 * read by several threads, each with its own GdctSearch.
 */
#ifndef GDCTRACE_GRAPH_H
#define GDCTRACE_GRAPH_H

#include <gdctrace/mapping.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct GdctGraph GdctGraph;
typedef struct GdctPath GdctPath;
typedef struct GdctFilter GdctFilter;
typedef struct GdctSearch GdctSearch;
typedef struct GdctChains GdctChains;
typedef struct GdctColumn GdctColumn;
typedef struct GdctCoverage GdctCoverage;
typedef struct GdctReviews GdctReviews;

/** How strictly a graph takes links. */
typedef enum {
  GDCT_CLAIMED,   /**< any link */
  GDCT_EVIDENCED, /**< links with a source and a quote */
  GDCT_REVIEWED,  /**< links with a review whose seal is still right */
} GdctTrust;

/** What of a mapping a graph shows. */
typedef struct {
  unsigned bases;    /**< set of GDCT_BASIS_...; 0 means stated and derived */
  const char *as_of; /**< an ISO 8601 date of any precision, or NULL: all */
  GdctTrust trust;
} GdctScope;

/**
 * Makes the graph of a mapping that was loaded without errors. Graphs share
 * what they can: the first one without a date is linear in nodes and links and
 * keeps 22 bytes a node and 25 a link for as long as the mapping lives, as one
 * with a date does for itself; others cost nothing, until their links are asked
 * for.
 *
 * @param scope NULL for the default.
 * @return NULL, with a bad-date finding, if scope->as_of is not a date.
 */
GDCT_API GdctGraph *gdct_graph_new(const GdctMapping *mapping,
                                   const GdctScope *scope, GdctReport *report);

/** Frees a graph; NULL is allowed. */
GDCT_API void gdct_graph_free(GdctGraph *graph);

GDCT_API const GdctMapping *gdct_graph_mapping(const GdctGraph *graph);

/** The set of bases that a graph sees. */
GDCT_API unsigned gdct_graph_bases(const GdctGraph *graph);

/** Whether a graph sees a link, or a node. O(1). */
GDCT_API bool gdct_graph_has_link(const GdctGraph *graph, uint32_t link);
GDCT_API bool gdct_graph_has_node(const GdctGraph *graph, uint32_t node);

/** The links out of a node, or into it, that the graph sees, in reading order;
 * the array belongs to the graph. O(1). */
GDCT_API const uint32_t *gdct_graph_links_from(const GdctGraph *graph,
                                               uint32_t node,
                                               uint32_t *ret_count);
GDCT_API const uint32_t *
gdct_graph_links_to(const GdctGraph *graph, uint32_t node, uint32_t *ret_count);

/** The nodes that are part of a node, in reading order. O(1). */
GDCT_API const uint32_t *gdct_graph_parts(const GdctGraph *graph, uint32_t node,
                                          uint32_t *ret_count);

/* ---- paths ---- */

/**
 * Reads a path expression: SPARQL 1.1 property paths (W3C Recommendation of
 * 21 March 2013, section 9) over relations, their inverse names, part-of and
 * named paths, without negated property sets. At most 63 steps once named
 * paths are put in.
 *
 * @return NULL, with a bad-path finding at @p place that names the column
 * inside the expression, if it is not one. Free with gdct_path_free().
 */
GDCT_API GdctPath *gdct_path_parse(const GdctMapping *mapping,
                                   const char *expression, GdctPlace place,
                                   GdctReport *report);
GDCT_API void gdct_path_free(GdctPath *path);

/** The path of one or more steps along any link or part-of, either way. */
GDCT_API GdctPath *gdct_path_any(void);

/** One step of a chain, as it was walked. */
typedef struct {
  uint32_t from; /**< the node before the step */
  uint32_t to;   /**< the node after it */
  uint32_t link; /**< the link walked, or GDCT_NONE for part-of */
  bool inverse;  /**< walked from the link's end to its beginning */
} GdctStep;

/** Room for searches on one graph, to be used again and again by one thread.
 * Free with gdct_search_free(), before the graph. */
GDCT_API GdctSearch *gdct_search_new(const GdctGraph *graph);
GDCT_API void gdct_search_free(GdctSearch *search);

/**
 * Finds the nodes that @p path reaches from @p start. Breadth first over pairs
 * of node and state, so that cycles end: O(steps in the path x links met).
 *
 * @return how many nodes are reached. The path may reach its own start.
 */
GDCT_API uint32_t gdct_search_run(GdctSearch *search, const GdctPath *path,
                                  uint32_t start);

/** Reached node @p index of the last run: nearest first, and equally near ones
 * in natural order of ids. */
GDCT_API uint32_t gdct_search_node(GdctSearch *search, uint32_t index);

/** How many steps away it is. */
GDCT_API uint32_t gdct_search_distance(GdctSearch *search, uint32_t index);

/** A shortest chain to it: the first in reading order. The array belongs to
 * the search and is valid until the next call. */
GDCT_API const GdctStep *gdct_search_chain(GdctSearch *search, uint32_t index,
                                           uint32_t *ret_count);

/* ---- filters ---- */

/**
 * Reads a filter on nodes, or on links: "sector=ITU-T,ITU-D", "theme",
 * "!theme", "title~school", "status!=completed", "start>=2024". Keys are those
 * of the format and the attributes of the model. "today" is the graph's date,
 * else the present day.
 *
 * @return NULL, with a bad-filter finding at @p place. Free with
 * gdct_filter_free().
 */
GDCT_API GdctFilter *gdct_filter_parse(const GdctGraph *graph, GdctType type,
                                       const char *text, GdctPlace place,
                                       GdctReport *report);
GDCT_API void gdct_filter_free(GdctFilter *filter);

/** Whether a filter holds for a thing of its type. */
GDCT_API bool gdct_filter_holds(const GdctFilter *filter, GdctThing thing);

/* ---- all shortest chains ---- */

/**
 * Finds the nodes that @p path reaches from @p start, and every shortest chain
 * to each of them. Chains differ if they take another link somewhere, or the
 * same one the other way. O(links met) for each state of the path made
 * deterministic (seldom more than it has steps, at most 4096); 56 bytes a pair
 * of node and state, 16 a step that some shortest chain takes.
 *
 * @param depth at most so many steps; 0: any number.
 * @return the chains, to be freed with gdct_chains_free(); they point into
 * the graph and use @p path only now.
 */
GDCT_API GdctChains *gdct_chains_new(const GdctGraph *graph,
                                     const GdctPath *path, uint32_t start,
                                     uint32_t depth);
GDCT_API void gdct_chains_free(GdctChains *chains);

/** How many nodes are reached. */
GDCT_API uint32_t gdct_chains_count(const GdctChains *chains);

/** Reached node @p index, in the order of gdct_search_node(), and how many
 * steps away it is. */
GDCT_API uint32_t gdct_chains_node(const GdctChains *chains, uint32_t index);
GDCT_API uint32_t gdct_chains_distance(const GdctChains *chains,
                                       uint32_t index);

/** The index of a node, or GDCT_NONE if it is not reached. */
GDCT_API uint32_t gdct_chains_find(const GdctChains *chains, uint32_t node);

/** How many shortest chains lead to reached node @p index; UINT64_MAX means as
 * many or more. A path that would need more than 4096 states counts a chain as
 * often as it says it. */
GDCT_API uint64_t gdct_chains_ways(const GdctChains *chains, uint32_t index);

/** One of them, @p number counting from 0, which is the first in reading
 * order. The array belongs to @p chains and is valid until the next call.
 * O(steps, and the ways into each of its nodes). */
GDCT_API const GdctStep *gdct_chains_get(GdctChains *chains, uint32_t index,
                                         uint64_t number, uint32_t *ret_count);

/* ---- columns ---- */

/** What a column says of one node. */
typedef struct {
  const char *const *texts; /**< valid until the next call */
  uint32_t count;           /**< 0: nothing */
  bool list;                /**< there could be several */
  bool number;              /**< one text, a count */
  bool numeric;             /**< that, or one value of a type of numbers */
} GdctCell;

/**
 * Reads what a list of nodes shows or is sorted by:
 *
 * - a key of nodes: "id", "title", "kind", "framework", "part-of", a key of
 *   the format or an attribute of a kind; "source", "locator" and "quote" are
 *   those of the node's own evidence; of "measures" and "evidence" the number;
 * - "links", "links-in", "links-out": how many the graph sees;
 * - a path: the ids of the nodes that it reaches;
 * - "#" and a key or path: how many values or nodes.
 *
 * @param language of prose
 * @return NULL, with an unknown-key or bad-path finding at @p place. Free with
 * gdct_column_free().
 */
GDCT_API GdctColumn *gdct_column_new(const GdctGraph *graph, const char *text,
                                     const char *language, GdctPlace place,
                                     GdctReport *report);
GDCT_API void gdct_column_free(GdctColumn *column);

/** Whether what it says depends on the links that the graph sees. */
GDCT_API bool gdct_column_sees_links(const GdctColumn *column);

/** What it says of a node. O(values), or that of a search. */
GDCT_API GdctCell gdct_column_cell(GdctColumn *column, uint32_t node);

/**
 * Sorts nodes by columns, the first one first, then by id: numbers and dates
 * by what they mean (first days, then last days), all else in natural order
 * without regard to case and accents. Nodes of which a column says nothing
 * come last, also in descending order. O(n log n).
 *
 * @param descending for each column
 */
GDCT_API void gdct_columns_sort(GdctColumn *const *columns,
                                const bool *descending, size_t n_columns,
                                uint32_t *nodes, size_t n_nodes);

/* ---- coverage ---- */

/** What a rule says of one node or link. */
typedef enum { GDCT_COVERED, GDCT_PARTIAL, GDCT_GAP, GDCT_WAIVED } GdctResult;

enum { GDCT_RESULTS = GDCT_WAIVED + 1 };

typedef struct {
  GdctThing thing; /**< a node, or a link */
  GdctResult result;
  uint32_t grade;   /**< the GDCT_GRADE that won, or GDCT_NONE */
  uint32_t reached; /**< of a gap, how many nodes the best of all grades
                         reached; else at least so many: see
                         gdct_coverage_reached() */
  uint32_t waiver;  /**< the GDCT_WAIVER, or GDCT_NONE */
} GdctRuleResult;

/**
 * Evaluates a rule. Grades are tried best first; the first that reaches enough
 * wins. Linear in what the paths of the rule meet.
 *
 * @return the coverage, to be freed with gdct_coverage_free(); NULL, with
 * findings, if an expression of the rule is wrong.
 */
GDCT_API GdctCoverage *gdct_coverage_new(const GdctGraph *graph, uint32_t rule,
                                         GdctReport *report);
GDCT_API void gdct_coverage_free(GdctCoverage *coverage);

/** The rule, and how grave a gap of it is. */
GDCT_API uint32_t gdct_coverage_rule(const GdctCoverage *coverage);
GDCT_API GdctSeverity gdct_rule_severity(const GdctMapping *mapping,
                                         uint32_t rule);

/** How many results there are, and how many of one sort. */
GDCT_API uint32_t gdct_coverage_count(const GdctCoverage *coverage);
GDCT_API uint32_t gdct_coverage_count_of(const GdctCoverage *coverage,
                                         GdctResult result);

/** Result @p index, in reading order of the nodes or links. */
GDCT_API GdctRuleResult gdct_coverage_get(const GdctCoverage *coverage,
                                          uint32_t index);

/** How many nodes the grade that won reaches; of a gap, the best of all. That
 * of a gap is known; else the cost of a search, for evaluating stops when there
 * are enough. */
GDCT_API uint32_t gdct_coverage_reached(GdctCoverage *coverage, uint32_t index);

/** Finds the result for a thing; false if the rule does not ask about it. */
GDCT_API bool gdct_coverage_find(const GdctCoverage *coverage, GdctThing thing,
                                 uint32_t *ret_index);

/**
 * Counts the results that there would be if only links of this trust were
 * there: of each GdctResult how many. Linear in the results and what the paths
 * meet; keeps nothing.
 *
 * @param trust that of the graph, or any other if that is GDCT_CLAIMED.
 */
GDCT_API void gdct_coverage_trusting(GdctCoverage *coverage, GdctTrust trust,
                                     uint32_t ret_counts[GDCT_RESULTS]);

/** How many witnesses result @p index has (nodes reached by the grade that
 * won; of a gap, by the best grade), at most ten. */
GDCT_API uint32_t gdct_coverage_witnesses(GdctCoverage *coverage,
                                          uint32_t index);

/** Witness @p witness of the result last given to gdct_coverage_witnesses():
 * the node reached, and a shortest chain to it, which belongs to the coverage
 * until the next call. */
GDCT_API uint32_t gdct_coverage_witness(GdctCoverage *coverage,
                                        uint32_t witness,
                                        const GdctStep **ret_chain,
                                        uint32_t *ret_steps);

/** "covered", "partial", "gap" or "waived". */
GDCT_API const char *gdct_result_name(GdctResult result);

/* ---- reviews ---- */

/** What the reviews of a mapping say of a link. */
typedef enum {
  GDCT_UNREVIEWED,
  GDCT_STALE, /**< the link or an end changed since its review */
  GDCT_FRESH  /**< it is as it was reviewed */
} GdctReviewState;

/**
 * Compares every review of a mapping with its link as it is now, whatever the
 * basis and the date of the link. Linear in links and reviews, and in what the
 * reviewed links and their ends say.
 *
 * @return never NULL; freed with gdct_reviews_free(). It does not need the
 * mapping any more.
 */
GDCT_API GdctReviews *gdct_reviews_new(const GdctMapping *mapping);

/** Frees reviews; NULL is allowed. */
GDCT_API void gdct_reviews_free(GdctReviews *reviews);

/** The state of a link; *@p ret_review, unless NULL, is the GDCT_REVIEW that
 * says so (the last fresh one, else the last one), or GDCT_NONE. O(1). */
GDCT_API GdctReviewState gdct_reviews_state(const GdctReviews *reviews,
                                            uint32_t link,
                                            uint32_t *ret_review);

/** The link that a review is about, or GDCT_NONE if it is gone. O(1). */
GDCT_API uint32_t gdct_reviews_link(const GdctReviews *reviews,
                                    uint32_t review);

/** The link that is identified by the ids of its ends and a relation, which
 * may be named by its inverse; GDCT_NONE if the graph has none. O(links out of
 * its beginning). */
GDCT_API uint32_t gdct_graph_find_link(const GdctGraph *graph, const char *from,
                                       const char *relation, const char *to);

/* ---- checks ---- */

/** One check of a mapping, beyond what loading reports by itself. */
typedef struct {
  const char *code; /**< the finding it reports */
  const char *summary;
  void (*run)(const GdctGraph *graph, GdctReport *report);
} GdctCheck;

/** The table of checks. */
GDCT_API const GdctCheck *const *gdct_checks(size_t *ret_count);

/**
 * Runs every check on the whole mapping: whatever its basis and date, a link
 * is checked. Linear.
 */
GDCT_API void gdct_check(const GdctMapping *mapping, GdctReport *report);

#ifdef __cplusplus
}
#endif
#endif
