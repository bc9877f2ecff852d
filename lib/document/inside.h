/* SPDX-License-Identifier: Apache-2.0 */
/* What the kinds of documents share. A kind is one file with a table of
 * sections, and one row in document.c. */
#ifndef GDCT_DOCUMENT_INSIDE_H
#define GDCT_DOCUMENT_INSIDE_H

#include <gdctrace/document.h>

#include "write/document.h"

/* A document being made. */
typedef struct {
  Document *doc;
  const GdctGraph *graph;
  const GdctMapping *mapping;
  const GdctDocumentOptions *options;
  void *own; /* the kind's, from its begin() */
} Paper;

/* A section of level 2. */
typedef struct {
  const char *anchor;
  const char *title; /* to be translated */
  void (*put)(const Paper *paper);
} PaperSection;

typedef struct {
  GdctDocumentKind row;
  /* The title, to be translated; %s is the title of the node, if it has one. */
  const char *title;
  const PaperSection *sections; /* the last one has no title */
  const char *const *needs;     /* kinds of nodes, ending with NULL */
  /* What sections share, and how it is freed; or both NULL. Nothing is written
   * yet; the graph of the paper may be exchanged. */
  void *(*begin)(Paper *paper);
  void (*end)(Paper *paper);
} PaperKind;

extern const PaperKind gdct_paper_annex, gdct_paper_review, gdct_paper_road_map,
    gdct_paper_work_plan;

/* ---- all of it (document.c, convert.c) ---- */

/* Writes a document. With @folder it is for a word processor, and its pictures
 * are files there. False if the sink wants no more. */
bool gdct_paper_write(const Paper *begun, const PaperKind *kind,
                      const DocFormat *format, const char *folder,
                      GdctSink sink, void *data);

/* Writes one that another program makes: docx or pdf. On failure *ret_problem
 * says why. */
bool gdct_paper_convert(const Paper *paper, const PaperKind *kind,
                        const char *format, GdctSink sink, void *data,
                        char **ret_problem);

/* ---- the mapping's words (terms.c) ---- */

/* The kind or relation of this id, or GDCT_NONE. */
uint32_t gdct_term_kind(const Paper *paper, const char *id);
uint32_t gdct_term_relation(const Paper *paper, const char *id);

/* The nodes of a kind that the graph sees, in reading order. Of uint32_t; free
 * with g_array_unref(). Linear in the nodes. */
GArray *gdct_nodes_of(const Paper *paper, const char *kind);

/* Whether a node is of a kind. */
bool gdct_is_kind(const Paper *paper, uint32_t node, const char *kind);

/* Whether what was asked for lets a node or link through. */
bool gdct_is_chosen(const Paper *paper, GdctThing thing);

/* Calls @use for every link from a node (or, with @inverse, to it) of one
 * relation, or of any if @relation is NULL, with the node at the other end. */
typedef void (*UseLink)(const Paper *paper, uint32_t link, uint32_t other,
                        void *data);
void gdct_each_link(const Paper *paper, uint32_t node, const char *relation,
                    bool inverse, UseLink use, void *data);

/* How many there are. */
uint32_t gdct_count_links(const Paper *paper, uint32_t node,
                          const char *relation, bool inverse);

/* ---- rules (asked.c) ---- */

/* Whether what a rule finds depends on the present day. */
bool gdct_needs_day(const GdctMapping *mapping, uint32_t rule);

/* Whether a rule asks about proposed links themselves. */
bool gdct_asks_proposals(const GdctMapping *mapping, uint32_t rule);

/* The waivers of a rule that hold on the day of the document; without a day,
 * whatever their end: node + 1 -> waiver + 1. */
GHashTable *gdct_waivers_of(const Paper *paper, uint32_t rule);

/* Coverage by what documents say alone; *ret_dropped: how many grades count
 * proposals, and are left out. NULL, with findings, as gdct_coverage_new(). */
GdctCoverage *gdct_cover_said(const GdctGraph *graph, uint32_t rule,
                              unsigned *ret_dropped, GdctReport *report);

/* ": Giga. why" - the first witness of result @index, what the chain to it
 * cites, and why it is proposed; nothing without a witness. */
void gdct_put_answer(const Paper *paper, GdctCoverage *coverage,
                     uint32_t index);

/* ---- words (claims.c) ---- */

/* The fixed words of a paper in its language. */
#define W_(msgid) gdct_word(paper->options->language, msgid)

/* The same, by a count: one plural for one sentence. */
#define WN_(one, many, count)                                                  \
  gdct_words(paper->options->language, one, many, count)

/* One more sentence of a paragraph, an item or a notice, after a space. */
void gdct_put_sentence(const Paper *paper, const char *format, ...)
    GDCT_PRINTF(2, 3);

/* "stated, derived" in the language of a paper. Free with g_free(). */
char *gdct_words_of_bases(const char *language, unsigned bases);

/* What the first source of a link says, in its words, after a colon; nothing
 * if these say no more than the title of @node, or stand in a note. */
void gdct_put_quote(const Paper *paper, GdctThing link, uint32_t node);

/* What a rule means, as the mapping says; nothing if it does not. */
void gdct_put_meaning(const Paper *paper, uint32_t rule);

/* "3 more are listed by: gdctrace list ...", as a paragraph or an item; nothing
 * if @count is 0. Without a @command: "and 3 more". */
void gdct_put_rest(const Paper *paper, DocPart part, uint32_t count,
                   const char *command);

/* A cell with a number. */
void gdct_put_number(const Paper *paper, uint64_t number);

/* A cell with a list of what a node is linked to. @put_item puts an item, and
 * opens the list before the first one: its data is a bool, whether it did. */
void gdct_put_list_cell(const Paper *paper, uint32_t node, const char *relation,
                        UseLink put_item);

/* "over 40 organizations". Free with g_free(). */
char *gdct_measure_value(const Paper *paper, uint32_t measure);

/* What a measure counts, and what is to be known of it. */
void gdct_put_measured(const Paper *paper, GdctThing measure);

/* The number by which an action line is called: "C7" of wsis.c7-ebus. Free
 * with g_free(). */
char *gdct_line_number(const Paper *paper, uint32_t node);

#endif
