/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a DOCX (ECMA-376, part 1: WordprocessingML), after pandoc. */
#include "write/docx.h"

#include "write/document.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <stdlib.h>
#include <string.h>

/* A cell with more paragraphs may be longer than half a page. */
#define LONG 6

/* So many rows keep to the next one, unless they are long: no head is left
 * alone, nor with only one row. */
#define KEPT 2

/* Of a level of lists in a cell, in twentieths of a point. */
#define INDENT 170

static bool is(const xmlNode *node, const char *name) {
  return node->type == XML_ELEMENT_NODE &&
         strcmp((const char *)node->name, name) == 0;
}

static xmlNode *find_child(const xmlNode *parent, const char *name) {
  xmlNode *child = parent == NULL ? NULL : parent->children;

  while (child != NULL && !is(child, name))
    child = child->next;
  return child;
}

static xmlNode *find_row(xmlNode *node) {
  while (node != NULL && !is(node, "tr"))
    node = node->next;
  return node;
}

/* The node after this one in document order, within @top. */
static xmlNode *walk(xmlNode *node, const xmlNode *top) {
  if (node->children != NULL && node->type == XML_ELEMENT_NODE)
    return node->children;
  while (node != top && node->next == NULL)
    node = node->parent;
  return node == top ? NULL : node->next;
}

/* An element in the namespace of its parent, as its first child or, if there is
 * one, after @before. */
static xmlNode *add(xmlNode *parent, xmlNode *before, const char *name) {
  xmlNode *made =
      xmlNewDocNode(parent->doc, parent->ns, (const xmlChar *)name, NULL);

  if (before != NULL)
    return xmlAddNextSibling(before, made);
  if (parent->children != NULL)
    return xmlAddPrevSibling(parent->children, made);
  return xmlAddChild(parent, made);
}

static void set(xmlNode *node, xmlNs *ns, const char *name, long long value) {
  g_autofree char *text = g_strdup_printf("%lld", value);

  xmlSetNsProp(node, ns, (const xmlChar *)name, (const xmlChar *)text);
}

/* The number that an attribute begins with after @prefix, or 0. */
static long long number_in(xmlNode *node, const char *name,
                           const char *prefix) {
  xmlChar *text = node == NULL ? NULL : xmlGetProp(node, (const xmlChar *)name);
  long long number = 0;

  if (text != NULL && g_str_has_prefix((char *)text, prefix))
    number = strtoll((char *)text + strlen(prefix), NULL, 10);
  xmlFree(text);
  return number;
}

/* ---- cells ---- */

/* The properties of a paragraph or a row, made if there are none. */
static xmlNode *properties_of(xmlNode *node, const char *name) {
  xmlNode *found = find_child(node, name);

  return found != NULL ? found : add(node, NULL, name);
}

static void keep_next(xmlNode *paragraph) {
  xmlNode *properties = properties_of(paragraph, "pPr");

  add(properties, find_child(properties, "pStyle"), "keepNext");
}

/* Gives an entry of a list room; the indentation comes before alignment. */
static void indent(xmlNode *paragraph) {
  xmlNode *properties = find_child(paragraph, "pPr");
  xmlNode *numbering = find_child(properties, "numPr");
  xmlNode *side = find_child(properties, "jc"), *room;
  long long level = number_in(find_child(numbering, "ilvl"), "val", "");

  if (numbering == NULL)
    return;
  room = add(properties, side != NULL ? side->prev : properties->last, "ind");
  set(room, room->ns, "left", INDENT * (level + 1));
  set(room, room->ns, "hanging", INDENT);
}

static unsigned count_paragraphs(xmlNode *cell) {
  unsigned count = 0;

  for (xmlNode *node = cell; node != NULL; node = walk(node, cell))
    count += is(node, "p");
  return count;
}

static bool is_long(const xmlNode *row) {
  for (xmlNode *cell = row->children; cell != NULL; cell = cell->next)
    if (is(cell, "tc") && count_paragraphs(cell) > LONG)
      return true;
  return false;
}

static void finish_row(xmlNode *row, bool keeps) {
  bool split = is_long(row);

  for (xmlNode *node = row; node != NULL; node = walk(node, row)) {
    if (!is(node, "p"))
      continue;
    indent(node);
    if (keeps && !split)
      keep_next(node);
  }
  if (!split)
    add(properties_of(row, "trPr"), NULL, "cantSplit");
}

static void finish_table(xmlNode *table) {
  unsigned number = 0;
  xmlNode *next;

  for (xmlNode *row = find_row(table->children); row != NULL; row = next) {
    next = find_row(row->next);
    finish_row(row, number++ < KEPT && next != NULL);
  }
}

/* ---- pictures ---- */

/* Sets the size of a picture whose title says how wide it is to be. */
static void finish_picture(xmlNode *drawing) {
  long long width = 0;

  for (xmlNode *node = drawing; node != NULL; node = walk(node, drawing)) {
    if (!is(node, "docPr") ||
        (width = number_in(node, "title", DOC_PICTURE_WIDTH)) <= 0)
      continue;
    xmlUnsetProp(node, (const xmlChar *)"title");
    break;
  }
  for (xmlNode *node = drawing; width > 0 && node != NULL;
       node = walk(node, drawing)) {
    long long wide = number_in(node, "cx", ""),
              high = number_in(node, "cy", "");
    if (wide <= 0 || high <= 0)
      continue;
    set(node, NULL, "cx", width);
    set(node, NULL, "cy",
        (long long)((double)width * (double)high / (double)wide));
  }
}

/* ---- all of it ---- */

char *gdct_docx_finish_text(const char *text, size_t size, size_t *ret_size) {
  xmlDoc *document = size > INT_MAX
                         ? NULL
                         : xmlReadMemory(text, (int)size, NULL, NULL,
                                         XML_PARSE_NONET | XML_PARSE_NOERROR |
                                             XML_PARSE_NOWARNING);
  xmlNode *root = document == NULL ? NULL : xmlDocGetRootElement(document);
  xmlChar *written = NULL;
  char *finished = NULL;
  int length = 0;

  for (xmlNode *node = root; node != NULL; node = walk(node, root))
    if (is(node, "tbl"))
      finish_table(node);
    else if (is(node, "drawing"))
      finish_picture(node);
  if (root != NULL)
    xmlDocDumpMemoryEnc(document, &written, &length, "UTF-8");
  if (written != NULL)
    finished = g_memdup2(written, (gsize)length);
  *ret_size = (size_t)length;
  xmlFree(written);
  xmlFreeDoc(document);
  return finished;
}
