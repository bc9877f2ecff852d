/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a graph: compressed sparse rows in both directions. */
#ifndef GDCT_GRAPH_GRAPH_H
#define GDCT_GRAPH_GRAPH_H

#include <gdctrace/graph.h>

#include "base/date.h"
#include "model/mapping.h"

/* What is known of a link: its relation in the lower 24 bits, above it the bit
 * of its basis, and whether it is trusted. A link that is not there on the date
 * has none of the upper bits. */
typedef uint32_t GdctTag;

#define GDCT_TAG_RELATION 0xFFFFFFu
#define GDCT_TAG_FLAGS 24
#define GDCT_TAG_BASES(bases) ((GdctTag)(bases) << GDCT_TAG_FLAGS)
#define GDCT_TAG_EVIDENCED (1u << 27)
#define GDCT_TAG_REVIEWED (1u << 28)

/* Links by one of their ends. What a search asks of a link stands beside it,
 * for the links of a node may be far apart in the mapping. */
typedef struct {
  uint32_t *first; /* n_nodes + 1 */
  uint32_t *links;
  uint32_t *others; /* the node at the other end */
  GdctTag *tags;
} GdctSide;

/* By the node that links leave, and by the node that they come to. */
enum { GDCT_OUT, GDCT_IN };

/* What the graphs of one mapping on one date share, whatever bases and trust
 * they ask for. */
typedef struct {
  const GdctMapping *mapping;
  bool dated;
  GdctDays as_of;
  char *as_of_text; /* as it was given, or NULL */
  uint32_t n_nodes;
  uint8_t *hidden;      /* per node; NULL: none is */
  uint8_t *flags;       /* of each link: the upper bits of its tag */
  uint32_t counts[256]; /* of links by their flags */
  GdctSide sides[2];    /* of every link that is there */
  uint16_t *kinds;      /* of each node, or GDCT_NO_KIND */
  uint32_t *kind_first; /* by kind */
  uint32_t *kind_nodes; /* those that are not hidden */
  uint32_t *part_first;
  uint32_t *parts;
  bool knows_reviews;
  int holders;
} GdctGround;

#define GDCT_NO_KIND UINT16_MAX

/* The ground of a mapping on a date, which may be NULL. Without a date the
 * mapping keeps it for the next graph. Release with gdct_ground_release(). */
GdctGround *gdct_ground_get(const GdctMapping *mapping, const char *as_of_text,
                            const GdctDays *as_of);
void gdct_ground_release(GdctGround *ground);

/* Finds out which links were reviewed. */
void gdct_ground_add_reviews(GdctGround *ground);

struct GdctGraph {
  const GdctMapping *mapping;
  GdctGround *ground;
  unsigned bases;
  GdctTrust trust;
  GdctTag any, all; /* a tag that it sees has one of these, and all of those */
  bool dated;       /* --as-of was given */
  GdctDays as_of;
  uint32_t n_nodes;
  uint32_t n_links;  /* that it sees */
  GdctSide *kept[2]; /* without others and tags; made when asked for, unless it
                        sees all links */
  GPtrArray *others; /* with other bases or trust, made when asked for */
  GdctSearch *spare; /* one that is not in use: its room is large */
  uint32_t holders;
};

/* Whether a graph sees a link with this tag. */
static inline bool gdct_graph_sees(const GdctGraph *graph, GdctTag tag) {
  return (tag & graph->any) != 0 && (tag & graph->all) == graph->all;
}

/* The same graph over links of other bases or trust, made once however many
 * rules ask for it: a cache, no part of what the graph shows; one thread at a
 * time. Free with gdct_graph_free(). */
GdctGraph *gdct_graph_with(const GdctGraph *graph, unsigned bases,
                           GdctTrust trust);

/* The nodes of a kind that the graph shows, in reading order. O(1). */
const uint32_t *gdct_graph_nodes_of(const GdctGraph *graph, uint32_t kind,
                                    uint32_t *ret_count);

/* Whether of two graphs with the same ground @narrow, which sees nothing that
 * @wide does not, sees all that it does. */
static inline bool gdct_graph_is_same(const GdctGraph *narrow,
                                      const GdctGraph *wide) {
  return narrow->n_links == wide->n_links;
}

/* Whether a link is as good as @trust asks; @reviews may be NULL unless that
 * is GDCT_REVIEWED. O(1) but for its evidence. */
bool gdct_link_is_trusted(const GdctMapping *mapping, uint32_t link,
                          GdctTrust trust, const GdctReviews *reviews);

/* The link that a review is about, GDCT_NONE if it is gone. O(links out of its
 * beginning), in a graph that sees all bases. */
uint32_t gdct_review_link(const GdctGraph *graph, uint32_t review);

/* The days of a thing: from the first of "start" to the last of "end"; open
 * ends reach to the ends of time. */
GdctDays gdct_thing_days(const GdctMapping *mapping, GdctThing thing);

/* The day that "today" and waivers mean: --as-of, else the present day. */
GdctDays gdct_graph_today(const GdctGraph *graph);

/* Reached node @index of the last run, in no particular order but a stable
 * one: does not sort. */
uint32_t gdct_search_any(const GdctSearch *search, uint32_t index);

/* Frees a search that no graph keeps. */
void gdct_search_drop(GdctSearch *search);

/* A run that may be left before its end: gdct_search_next() tells the node that
 * was reached as number @index, from 0 and no more than one beyond the last
 * asked for, in the order of gdct_search_any(); GDCT_NONE: there is none. Costs
 * no more than finding it. */
void gdct_search_begin(GdctSearch *search, const GdctPath *path,
                       uint32_t start);
uint32_t gdct_search_next(GdctSearch *search, uint32_t index);

/* A step of some shortest chain, and how many steps it is from the start. */
typedef struct {
  GdctStep step;
  uint32_t depth;
} GdctChainStep;

/* Walks along the same path from another node: the chains found before are
 * gone, their room is used again. */
void gdct_chains_restart(GdctChains *chains, uint32_t start, uint32_t depth);

/* Whether gdct_chains_ways() counts every chain along @path once. */
bool gdct_chains_are_exact(const GdctPath *path);

/* Appends to @steps, GdctChainStep in no particular order, the steps of all
 * shortest chains to reached node @index, but those that were appended with the
 * same @seen: a set, empty at first. Linear in these steps. */
void gdct_chains_steps(const GdctChains *chains, uint32_t index,
                       GHashTable *seen, GArray *steps);

/* ---- filters ---- */

/* The filters on things of @type that @thing, a rule or a column, says under
 * @key: of GdctFilter, to be freed with g_ptr_array_unref(). One that cannot be
 * read is reported, left out, and makes *ret_good false. */
GPtrArray *gdct_filters_read(const GdctGraph *graph, GdctType type,
                             GdctThing thing, const char *key,
                             GdctReport *report, bool *ret_good);

/* Whether all of them hold. */
bool gdct_filters_hold(const GPtrArray *filters, GdctThing thing);

/* Which nodes a rule or a column wants by where a path leads from them. */
typedef struct GdctHaving GdctHaving;

/* Reads `having` and `having-where` of @thing; without them every node passes.
 * What cannot be read is reported and makes *ret_good false. Free with
 * gdct_having_free(). */
GdctHaving *gdct_having_read(const GdctGraph *graph, GdctThing thing,
                             GdctReport *report, bool *ret_good);
void gdct_having_free(GdctHaving *having);

/* The filters of `having-where`. */
const GPtrArray *gdct_having_where(const GdctHaving *having);

/* Whether every node passes, whatever links there are. */
bool gdct_having_is_all(const GdctHaving *having);

/* Runs the path from @node: @search loses its last run. */
bool gdct_having_holds(const GdctHaving *having, GdctSearch *search,
                       uint32_t node);

/* ---- paths ---- */

#define GDCT_MAX_STEPS 63

/* Stands for part-of where a relation is expected. */
#define GDCT_PART_OF (UINT32_MAX - 1)

/* Stands for every relation. */
#define GDCT_ANY_RELATION (UINT32_MAX - 2)

/* A Glushkov automaton (V. M. Glushkov 1961): state 0 is the start, state p
 * means that step p was taken last. Sets of states are bits. */
struct GdctPath {
  uint32_t n_states;
  struct {
    uint32_t relation; /* or GDCT_PART_OF */
    bool inverse;
  } steps[GDCT_MAX_STEPS + 1];
  uint64_t follow[GDCT_MAX_STEPS + 1];
  uint64_t accepting;
};

/* Whether a path reaches nothing without some link. */
bool gdct_path_needs_link(const GdctPath *path);

/* The path of one link of any relation, either way. */
GdctPath *gdct_path_direct(void);

#endif
