/* SPDX-License-Identifier: Apache-2.0 */
/* HTML (https://html.spec.whatwg.org/) as libxml2 reads it: the text that a
 * reader sees, in the order of the document. */
#include "verify/read.h"

#include <libxml/HTMLparser.h>

/* Elements that do not end a word. */
static const char *const inside[] = {
    "a",    "abbr",  "acronym", "b",      "bdi",    "bdo", "big",
    "cite", "code",  "data",    "del",    "dfn",    "em",  "font",
    "i",    "img",   "ins",     "kbd",    "mark",   "q",   "s",
    "samp", "small", "span",    "strike", "strong", "sub", "sup",
    "time", "tt",    "u",       "var",    "wbr",    NULL};

/* Elements whose text nobody reads. */
static const char *const unseen[] = {"head",  "noscript", "script",
                                     "style", "template", NULL};

static bool is_one_of(const xmlNode *node, const char *const *names) {
  return node->type == XML_ELEMENT_NODE &&
         g_strv_contains(names, (const char *)node->name);
}

static void end_line(GString *text) {
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c(text, '\n');
}

/* The tree may be deep, so that this is a loop. */
static void append_text(GString *text, const xmlNode *root) {
  const xmlNode *node = root;

  while (node != NULL) {
    bool block = node->type == XML_ELEMENT_NODE && !is_one_of(node, inside);
    if (block)
      end_line(text);
    if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
        node->content != NULL)
      g_string_append(text, (const char *)node->content);
    if (node->type == XML_ELEMENT_NODE && node->children != NULL &&
        !is_one_of(node, unseen)) {
      node = node->children;
      continue;
    }
    while (node != NULL && node != root && node->next == NULL) {
      node = node->parent;
      if (node != NULL && node->type == XML_ELEMENT_NODE &&
          !is_one_of(node, inside))
        end_line(text);
    }
    if (node == root)
      break;
    node = node != NULL ? node->next : NULL;
  }
}

char *gdct_html_text(const char *bytes, size_t size, bool utf8,
                     size_t *ret_size) {
  GString *text;
  htmlDocPtr document;

  if (size > GDCT_MAX_PLAIN)
    return NULL;
  document = htmlReadMemory(bytes, (int)size, NULL, utf8 ? "UTF-8" : NULL,
                            HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                HTML_PARSE_COMPACT);
  if (document == NULL)
    return NULL;
  text = g_string_new(NULL);
  append_text(text, xmlDocGetRootElement(document));
  xmlFreeDoc(document);
  *ret_size = text->len;
  return g_string_free(text, FALSE);
}
