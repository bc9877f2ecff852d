/* SPDX-License-Identifier: Apache-2.0 */
/* What road maps and work plans share: sets of nodes, lists of links, and the
 * same words for the same fact. What is proposed is in none of them. */
#ifndef GDCT_DOCUMENT_GATHER_H
#define GDCT_DOCUMENT_GATHER_H

#include "document/inside.h"

/* ---- sets and lists (gather.c) ---- */

/* Nodes, each once, in the order in which they were added. */
typedef struct {
  GArray *list;    /* of uint32_t */
  uint8_t *inside; /* by node */
} NodeSet;

void gdct_set_init(NodeSet *set, const Paper *paper);
void gdct_set_clear(NodeSet *set, const Paper *paper);

/* Adds a node; false if it was in it. */
bool gdct_set_add(NodeSet *set, uint32_t node);

static inline bool gdct_set_has(const NodeSet *set, uint32_t node) {
  return set->inside[node] != 0;
}
static inline uint32_t gdct_set_get(const NodeSet *set, uint32_t index) {
  return g_array_index(set->list, uint32_t, index);
}

/* Puts them into reading order. */
void gdct_set_sort(NodeSet *set, const Paper *paper);

/* A link and the node at its other end. */
typedef struct {
  uint32_t link, other;
} LinkEnd;

/* The stated and derived links of a node, of one relation or any (NULL). Of
 * LinkEnd; free with g_array_unref(). */
GArray *gdct_said(const Paper *paper, uint32_t node, const char *relation,
                  bool inverse);

static inline LinkEnd gdct_end(const GArray *ends, uint32_t index) {
  return g_array_index(ends, LinkEnd, index);
}

/* The proposed links of a node. The same. */
GArray *gdct_proposed(const Paper *paper, uint32_t node, const char *relation,
                      bool inverse);

/* Its parts of one kind. Of uint32_t; the same. */
GArray *gdct_parts_of(const Paper *paper, uint32_t node, const char *kind);

/* Whether the last day of a node is before the day of the document; false
 * without either. */
bool gdct_is_past(const Paper *paper, uint32_t node);

uint32_t gdct_count_measures(const Paper *paper, uint32_t node);

/* Whether one of the values of a key is this one. */
bool gdct_has_value(const Paper *paper, uint32_t node, const char *key,
                    const char *value);

/* ---- words (gather_words.c) ---- */

/* A cell with a text. */
void gdct_put_cell(const Paper *paper, const char *text);

/* A paragraph. */
void gdct_put_line(const Paper *paper, const char *text);

/* " (recalled)" after what was not confirmed. */
void gdct_put_certainty(const Paper *paper, GdctThing thing);

/* The acronym of an organization, else its title. */
void gdct_put_name(const Paper *paper, uint32_t node);

/* "ITU [1.2], UNESCO [1.3]", or a dash. Of LinkEnd. */
void gdct_put_names(const Paper *paper, const GArray *ends);

/* A title with all that the node cites. */
void gdct_put_node(const Paper *paper, uint32_t node);

/* The same after the number of its paragraph, where it has one. */
void gdct_put_numbered(const Paper *paper, uint32_t node);

/* "11(a) [1.2], 11(b) [1.3]": the paragraphs, else the titles. Of uint32_t. */
void gdct_put_paragraphs(const Paper *paper, const GArray *nodes);

/* "2024-03 to 2024-05" of an interval; any other date as it is. */
void gdct_put_date(const Paper *paper, const char *date);

/* "C7: E-business" */
void gdct_put_action_line(const Paper *paper, uint32_t node);

/* A list of titles, each with what its link cites, or a dash. Of LinkEnd. */
void gdct_put_titles(const Paper *paper, const GArray *ends);

/* "ongoing, 2024 to 2026" */
void gdct_put_time(const Paper *paper, uint32_t node);

/* "ITU-T, ITU-D; TSB *", with the star if that is our reading. */
void gdct_put_sectors(const Paper *paper, uint32_t node);

/* A value of an attribute in the language of the document, if it is one of the
 * bundled model's; else the value. */
const char *gdct_value_word(const Paper *paper, const char *value);

/* The values of a key with commas between. Free with g_free(). */
char *gdct_join_values(const Paper *paper, uint32_t node, const char *key);

/* "And 12 more", with the command that lists all; nothing if all are shown. */
void gdct_put_more(const Paper *paper, uint32_t shown, uint32_t all,
                   const char *command);

/* The measures of a node as rows of a table: what of, what, value, when.
 * Returns how many. */
uint32_t gdct_put_measure_rows(const Paper *paper, uint32_t node);
void gdct_open_measures(const Paper *paper, const char *caption);

/* What draws a picture as a file; Markdown says it in place of the picture. */
void gdct_put_command(const Paper *paper, const char *command);

/* Why activities past their end may not be told; nothing if they are. */
void gdct_put_past(const Paper *paper);

/* Opens a block of proposals, to be closed with gdct_doc_close(). */
void gdct_open_proposals(const Paper *paper);

/* "Giga (0.9) - why", of a proposed link and the node at its end. */
void gdct_put_proposal(const Paper *paper, GdctThing link, GdctThing node);

/* A row of two cells: a node, and what is proposed for it. Of LinkEnd. */
void gdct_put_proposals(const Paper *paper, uint32_t node, const GArray *ends);

/* A section with what is proposed to support nodes, or with @inverse false
 * for them to support: words for its two columns, for itself, and the command
 * that lists all. */
typedef struct {
  const char *for_what, *what, *caption, *command;
  bool inverse;
} ProposedTable;

/* Nothing if nothing is proposed. */
void gdct_put_proposed_table(const Paper *paper, const ProposedTable *table,
                             const NodeSet *const *sets, size_t n_sets);

/* What a picture shows, for those who cannot see it. Free with g_free(). */
char *gdct_tell_picture(const Paper *paper, const GdctPicture *picture);

/* ---- gaps (gather_gaps.c) ---- */

/* What the rules of the mapping say of nodes, and of links that end at one of
 * @close, for which also what is met in part is listed. */
void gdct_put_gaps(const Paper *paper, const NodeSet *nodes,
                   const NodeSet *close);

#endif
