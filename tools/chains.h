/* SPDX-License-Identifier: Apache-2.0 */
/* Links, evidence and chains of steps, as JSON and as text. */
#ifndef CHAINS_H
#define CHAINS_H

#include "tool.h"

#include <jansson.h>

/* A JSON string of a text, "" of NULL. */
json_t *json_text(const char *text);

/* The id of a node. */
const char *node_id(const GdctMapping *mapping, uint32_t node);

/* The bases that a graph follows, ["stated"]. */
json_t *json_bases(const GdctGraph *graph);

/* Compares two links by their ids as people read them: where they begin, the
 * relation, where they end. */
int compare_links(const GdctMapping *mapping, uint32_t a, uint32_t b);

/* [{source, locator, quote}] */
json_t *json_evidence(const GdctMapping *mapping, GdctThing thing);

/* [{from, relation, to, inverse, basis, evidence}], in walking order; a step
 * along part-of has no basis and no evidence. */
json_t *json_chain(const GdctMapping *mapping, const GdctStep *chain,
                   uint32_t count);

/* The values of a thing that are no prose, {key: text or [text]}: of a node
 * its attributes, of a link what it says beside its ends. @skip: keys to leave
 * out, ends with NULL; prose comes in @language. */
json_t *json_attributes(const GdctMapping *mapping, GdctThing thing,
                        const char *language, const char *const *skip);

/* Writes a document and a line break, indented. */
void put_json(FILE *stream, json_t *document);

/* ---- text for people ---- */

/* "following stated and proposed links, as of 2025": what the command line
 * chose, if it is not the default; else NULL. Free with g_free(). */
char *scope_words(const GdctGraph *graph);

/* What is printed, and which sources it cited so far. */
typedef struct {
  FILE *stream;
  const GdctMapping *mapping;
  bool *cited; /* by index of source */
} Page;

void page_begin(Page *page, FILE *stream, const GdctMapping *mapping);

/* Prints the titles of the sources that were cited, and frees. */
void page_end(Page *page);

/* "id  title": a node for a person. Free with g_free(). */
char *node_words(const GdctMapping *mapping, uint32_t node);

/* The evidence of a thing, a paragraph a piece, after @indent spaces. */
void put_evidence(Page *page, GdctThing thing, int indent);

/* A step as it is read aloud: "supported by itu.giga  Giga", with its basis if
 * that is not "stated", and its evidence below.
 *
 * @after: words after the node
 * @cited: links whose evidence was printed, to which this one is added; its
 * evidence is not printed twice. NULL: it is */
void put_step(Page *page, const GdctStep *step, int indent, const char *after,
              GHashTable *cited);

/* A chain, a step a line, each under the one before. */
void put_chain(Page *page, const GdctStep *chain, uint32_t count, int indent);

/* A chain in one line without evidence, by ids but for the title of its last
 * node: "supported by itu.giga, part of itu.connectivity  Connectivity". Free
 * with g_free(). */
char *way_words(const GdctMapping *mapping, const GdctStep *chain,
                uint32_t count);

/* The words for a relation walked one way or the other; @inverse asks for the
 * other. Relations without an inverse name say "REL of". Free with
 * g_free(). */
char *relation_words(const GdctMapping *mapping, uint32_t relation,
                     bool inverse);

#endif
