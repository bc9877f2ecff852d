/* SPDX-License-Identifier: Apache-2.0 */
/* SVG for web pages (https://www.w3.org/TR/SVG2/), with the roles of
 * https://www.w3.org/TR/graphics-aria-1.0/. Graphviz draws; this adds what it
 * has no words for. */
#include "draw/svg.h"

#include "base/words.h"
#include "draw/text.h"
#include "draw/theme.h"
#include "draw/timeline.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <string.h>

/* Measured with the first; the others where it is missing, and for scripts it
 * does not have. */
#define FONTS                                                                  \
  "'Noto Sans', 'DejaVu Sans', 'Noto Sans Arabic', 'Noto Sans CJK SC', "       \
  "'Noto Naskh Arabic', 'PingFang SC', 'Microsoft YaHei', sans-serif"

typedef struct {
  const GdctPicture *picture;
  const GdctDrawOptions *options;
  xmlDoc *document;
  GdctRuler *ruler;  /* where columns are mirrored; else NULL */
  GHashTable *cards; /* id -> index + 1 */
  GHashTable *links;
  GHashTable *bars;
  GHashTable *dark;    /* rule for what was met -> colour; sorted later */
  GHashTable *seen[2]; /* colours of fills and of strokes that were met */
} Finish;

/* ---- small things ---- */

static const char *name_of(const xmlNode *node) {
  return node->type == XML_ELEMENT_NODE ? (const char *)node->name : "";
}

static void set(xmlNode *node, const char *name, const char *value) {
  g_autofree char *clean = gdct_clean_text(value);

  xmlSetProp(node, BAD_CAST name, BAD_CAST clean);
}

static char *get(const xmlNode *node, const char *name) {
  xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);
  char *copy = g_strdup(value == NULL ? "" : (const char *)value);

  xmlFree(value);
  return copy;
}

static xmlNode *new_element(Finish *finish, const char *name,
                            const char *text) {
  xmlNode *root = xmlDocGetRootElement(finish->document);
  xmlNode *node =
      xmlNewDocNode(finish->document, root->ns, BAD_CAST name, NULL);

  if (text != NULL) {
    g_autofree char *clean = gdct_clean_text(text);
    xmlAddChild(node, xmlNewDocText(finish->document, BAD_CAST clean));
  }
  return node;
}

static void put_first(xmlNode *parent, xmlNode *child) {
  if (parent->children == NULL)
    xmlAddChild(parent, child);
  else
    xmlAddPrevSibling(parent->children, child);
}

static void drop(xmlNode *node) {
  xmlUnlinkNode(node);
  xmlFreeNode(node);
}

/* Graphviz's titles are names; ours are what a pointer shows. */
static void set_title(Finish *finish, xmlNode *group, const char *title) {
  for (xmlNode *child = group->children, *next; child != NULL; child = next) {
    next = child->next;
    if (strcmp(name_of(child), "title") == 0)
      drop(child);
  }
  if (title != NULL)
    put_first(group, new_element(finish, "title", title));
}

/* ---- every element ---- */

/* Graphviz says where each line begins, as it measured it. Where lines are
 * aligned on the right, it is their ends that must stay. */
static void hold_right(const Finish *finish, xmlNode *node, const char *text) {
  g_autofree char *anchor = get(node, "text-anchor"), *x = get(node, "x");
  g_autofree char *size = get(node, "font-size");
  g_autofree char *weight = get(node, "font-weight");
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  double width;

  if (strcmp(anchor, "start") != 0)
    return;
  width = gdct_ruler_width(finish->ruler, text, g_ascii_strtod(size, NULL),
                           strcmp(weight, "bold") == 0) /
          GDCT_TEXT_SLACK;
  set(node, "text-anchor", "end");
  set(node, "x",
      g_ascii_formatd(number, sizeof number, "%.2f",
                      g_ascii_strtod(x, NULL) + width));
}

/* Whether a text is as it should be. */
static bool is_plain(const xmlNode *node) {
  const char *text =
      node->children == NULL ? "" : (const char *)node->children->content;

  if (text == NULL || (node->children != NULL && node->children->next != NULL))
    return false;
  while (*text > 0 && *text != '&' && *text != '\\')
    text++;
  return *text == '\0';
}

/* What was put into texts so that Graphviz finds no escape in them. */
static void clean_text(const Finish *finish, xmlNode *node) {
  bool single = node->children != NULL && node->children->next == NULL &&
                node->children->type == XML_TEXT_NODE;
  xmlChar *content =
      single ? xmlStrdup(node->children->content) : xmlNodeGetContent(node);
  GString *text = g_string_new((const char *)content);

  g_string_replace(text, "\\\u2060", "\\", 0);
  g_string_replace(text, "&\u2060", "&", 0);
  if (finish->ruler != NULL)
    hold_right(finish, node, text->str);
  if (gdct_text_is_rtl(text->str)) {
    g_autofree char *anchor = get(node, "text-anchor");
    set(node, "direction", "rtl");
    if (strcmp(anchor, "start") == 0)
      set(node, "text-anchor", "end");
    else if (strcmp(anchor, "end") == 0)
      set(node, "text-anchor", "start");
  }
  xmlNodeSetContent(node, NULL);
  xmlAddChild(node, xmlNewDocText(node->doc, BAD_CAST text->str));
  xmlFree(content);
  g_string_free(text, TRUE);
}

static void clean_color(Finish *finish, xmlNode *node, const char *name) {
  const xmlAttr *attribute = xmlHasProp(node, BAD_CAST name);
  GHashTable *seen = finish->seen[*name == 'f'];
  g_autofree char *color = NULL;
  char dark[GDCT_COLOR_SIZE];

  if (attribute == NULL || attribute->children == NULL ||
      g_hash_table_contains(seen, attribute->children->content))
    return;
  color = get(node, name);
  if (strcmp(color, "transparent") == 0)
    set(node, name, "none");
  else if (strcmp(color, "white") == 0 || strcmp(color, "black") == 0) {
    char *number = g_strdup(*color == 'w' ? "#ffffff" : "#000000");
    g_free(color);
    color = number;
    set(node, name, color);
  }
  if (*color == '#')
    g_hash_table_add(seen, g_strdup(color));
  if (*color == '#' && gdct_theme_dark(finish->options->theme, color, dark))
    g_hash_table_insert(finish->dark,
                        g_strdup_printf("[%s=\"%s\"]{%s:", name, color, name),
                        g_strdup(dark));
}

static void clean_element(Finish *finish, xmlNode *node) {
  clean_color(finish, node, "fill");
  clean_color(finish, node, "stroke");
  if (strcmp(name_of(node), "text") == 0) {
    xmlUnsetProp(node, BAD_CAST "font-family");
    if (finish->ruler != NULL || !is_plain(node))
      clean_text(finish, node);
    return;
  }
  for (xmlNode *child = node->children, *next; child != NULL; child = next) {
    next = child->next;
    if (xmlIsBlankNode(child))
      drop(child);
    else if (child->type == XML_ELEMENT_NODE)
      clean_element(finish, child);
  }
}

/* ---- cards and links ---- */

static void wrap_in_link(Finish *finish, xmlNode *group, const char *id) {
  xmlNode *root = xmlDocGetRootElement(finish->document);
  xmlNs *xlink = xmlSearchNsByHref(finish->document, root,
                                   BAD_CAST "http://www.w3.org/1999/xlink");
  xmlNode *anchor = new_element(finish, "a", NULL);
  g_autofree char *address = g_strconcat(finish->options->link_base, id, NULL);

  for (xmlNode *child = group->children, *next; child != NULL; child = next) {
    next = child->next;
    if (strcmp(name_of(child), "title") == 0)
      continue;
    xmlUnlinkNode(child);
    xmlAddChild(anchor, child);
  }
  xmlSetProp(anchor, BAD_CAST "href", BAD_CAST address);
  if (xlink != NULL)
    xmlSetNsProp(anchor, xlink, BAD_CAST "href", BAD_CAST address);
  xmlAddChild(group, anchor);
}

static void finish_card(Finish *finish, xmlNode *group, uint32_t index) {
  const GdctCard *card = gdct_picture_card(finish->picture, index);
  const char *page = gdct_card_page(card);
  bool links = finish->options->link_base != NULL && page != NULL;
  const char *language = finish->picture->language;
  g_autofree char *label =
      card->words == NULL ? g_strdup_printf(gdct_word(language, "%s: %s"),
                                            card->id, card->title)
                          : g_strdup_printf(gdct_word(language, "%s: %s; %s"),
                                            card->id, card->title, card->words);
  g_autofree char *title =
      g_strdup_printf(gdct_word(language, "%s (%s)"), label, card->kind_title);

  set_title(finish, group, title);
  /* A symbol hides what is in it, a link too. */
  set(group, "role", links ? "graphics-object group" : "graphics-symbol img");
  set(group, "aria-label", label);
  if (links)
    wrap_in_link(finish, group, page);
}

static void finish_bar(Finish *finish, xmlNode *group, uint32_t index) {
  const GdctBar *bar =
      &g_array_index(finish->picture->timeline->bars, GdctBar, index);
  bool links = finish->options->link_base != NULL;
  g_autofree char *label =
      g_strdup_printf(gdct_word(finish->picture->language, "%s: %s (%s)"),
                      bar->page, bar->title, bar->when);

  set_title(finish, group, label);
  set(group, "role", links ? "graphics-object group" : "graphics-symbol img");
  set(group, "aria-label", label);
  if (links)
    wrap_in_link(finish, group, bar->page);
}

static void finish_link(Finish *finish, xmlNode *group, uint32_t index) {
  const GdctPictureLink *link = gdct_picture_link(finish->picture, index);

  set_title(finish, group, link->tooltip);
  set(group, "role", "graphics-symbol img");
  set(group, "aria-label", link->tooltip);
}

/* ---- groups of them ---- */

typedef struct {
  xmlNode **columns;
  xmlNode *links, *counts, *legend;
} Groups;

static xmlNode *add_group(Finish *finish, const char *class,
                          const char *label) {
  xmlNode *group = new_element(finish, "g", NULL);

  set(group, "class", class);
  set(group, "role", "graphics-object group");
  set(group, "aria-label", label);
  return group;
}

static void move_into(xmlNode *group, xmlNode *child) {
  xmlUnlinkNode(child);
  xmlAddChild(group, child);
}

/* Which card, link or bar has an id, from 1; 0 if none has. */
static uint32_t find(GHashTable *table, const char *id, const char *prefix) {
  return g_str_has_prefix(id, prefix)
             ? GPOINTER_TO_UINT(g_hash_table_lookup(table, id + strlen(prefix)))
             : 0;
}

/* Puts a group that Graphviz drew where it belongs. */
static void sort_group(Finish *finish, const Groups *groups, xmlNode *child) {
  g_autofree char *id = get(child, "id"), *class = get(child, "class");
  uint32_t card = find(finish->cards, id, "node-");
  uint32_t link = find(finish->links, id, "link-");
  uint32_t bar = find(finish->bars, id, "node-");

  if (card > 0) {
    finish_card(finish, child, card - 1);
    move_into(
        groups->columns[gdct_picture_card(finish->picture, card - 1)->column],
        child);
  } else if (link > 0) {
    finish_link(finish, child, link - 1);
    move_into(groups->links, child);
  } else if (bar > 0) {
    finish_bar(finish, child, bar - 1);
  } else {
    set_title(finish, child, NULL);
    if (g_str_has_prefix(id, "node") || g_str_has_prefix(id, "edge"))
      xmlUnsetProp(child, BAD_CAST "id"); /* a number, which may change */
    if (strstr(class, "legend") != NULL)
      move_into(groups->legend, child);
    else if (strcmp(class, "node count") == 0)
      move_into(groups->counts, child);
  }
}

static void sort_groups(Finish *finish, xmlNode *graph) {
  const GdctPicture *picture = finish->picture;
  uint32_t n_columns = picture->columns->len;
  g_autofree xmlNode **columns = g_new0(xmlNode *, n_columns + 1);
  const char *language = picture->language;
  Groups groups = {
      columns, add_group(finish, "links", gdct_word(language, "Links")),
      new_element(finish, "g", NULL),
      add_group(finish, "legend-box", gdct_word(language, "Legend"))};
  xmlNode *last = graph->last;

  for (uint32_t c = 0; c < n_columns; c++)
    columns[c] =
        add_group(finish, "column", gdct_picture_column(picture, c)->heading);
  for (xmlNode *child = graph->children, *next; child != NULL; child = next) {
    next = child == last ? NULL : child->next;
    if (strcmp(name_of(child), "g") == 0)
      sort_group(finish, &groups, child);
  }
  /* Links are drawn first, for cards lie upon them. */
  xmlAddChild(graph, groups.links);
  /* What they say is in the words of the links. */
  set(groups.counts, "class", "counts");
  set(groups.counts, "aria-hidden", "true");
  xmlAddChild(graph, groups.counts);
  for (uint32_t c = 0; c < n_columns; c++)
    xmlAddChild(graph, columns[c]);
  xmlAddChild(graph, groups.legend);
}

/* ---- all of it ---- */

static gint compare_texts(gconstpointer left, gconstpointer right) {
  return strcmp(left, right);
}

static void put_style(Finish *finish, xmlNode *root) {
  GString *css = g_string_new("\n.gdctrace .edge:hover path{stroke-width:2.5}\n"
                              ".gdctrace a:focus polygon,.gdctrace a:hover "
                              "polygon:first-child{stroke-width:2.5}\n");
  GList *colors =
      g_list_sort(g_hash_table_get_keys(finish->dark), compare_texts);

  if (colors != NULL)
    g_string_append(css, "@media screen and (prefers-color-scheme:dark){\n");
  for (GList *color = colors; color != NULL; color = color->next) {
    const char *rule = color->data;
    const char *dark = g_hash_table_lookup(finish->dark, rule);
    g_string_append_printf(css, ".gdctrace %s%s}\n", rule, dark);
  }
  if (colors != NULL)
    g_string_append(css, "}\n");
  put_first(root, new_element(finish, "style", NULL));
  xmlAddChild(root->children,
              xmlNewDocText(finish->document, BAD_CAST css->str));
  g_list_free(colors);
  g_string_free(css, TRUE);
}

/* "WSIS action lines (18); SDGs (17)". Free with g_free(). */
static char *column_words(const GdctPicture *picture) {
  GString *words = g_string_new(NULL);

  for (uint32_t c = 0; c < picture->columns->len; c++) {
    const GdctPictureColumn *column = gdct_picture_column(picture, c);
    if (column->continued)
      continue;
    g_string_append(words,
                    words->len > 0 ? gdct_semicolon(picture->language) : "");
    g_string_append_printf(words, gdct_word(picture->language, "%s (%u)"),
                           column->heading, column->n_total);
  }
  return g_string_free(words, FALSE);
}

static void put_words(Finish *finish, xmlNode *root) {
  const GdctPicture *picture = finish->picture;
  const char *language = picture->language;
  GString *words = g_string_new(picture->subtitle);
  g_autofree char *columns = column_words(picture);

  if (*columns != '\0')
    g_string_append_printf(words, gdct_word(language, ". Columns: %s"),
                           columns);
  if (*picture->sources != '\0')
    /* TRANSLATORS: a new sentence. */
    g_string_append_printf(words, gdct_word(language, ". %s"),
                           picture->sources);
  put_first(root, new_element(finish, "desc", words->str));
  put_first(root, new_element(finish, "title", picture->title));
  set(root, "class", "gdctrace");
  set(root, "role", "graphics-document document");
  set(root, "aria-roledescription",
      gdct_word(language, "traceability diagram"));
  set(root, "font-family", FONTS);
  xmlNodeSetLang(root, BAD_CAST picture->language);
  g_string_free(words, TRUE);
}

static void find_ids(Finish *finish) {
  const GdctPicture *picture = finish->picture;

  for (uint32_t i = 0; i < picture->cards->len; i++)
    g_hash_table_insert(finish->cards,
                        (gpointer)gdct_picture_card(picture, i)->id,
                        GUINT_TO_POINTER(i + 1));
  for (uint32_t i = 0; i < picture->links->len; i++)
    g_hash_table_insert(finish->links,
                        (gpointer)gdct_picture_link(picture, i)->key,
                        GUINT_TO_POINTER(i + 1));
  for (uint32_t i = 0;
       picture->timeline != NULL && i < picture->timeline->bars->len; i++)
    g_hash_table_insert(
        finish->bars,
        (gpointer)g_array_index(picture->timeline->bars, GdctBar, i).id,
        GUINT_TO_POINTER(i + 1));
}

static void finish_document(Finish *finish) {
  xmlDoc *document = finish->document;
  xmlDtd *type = xmlGetIntSubset(document);
  xmlNode *root = xmlDocGetRootElement(document), *graph;

  if (type != NULL) {
    xmlUnlinkNode((xmlNode *)type);
    xmlFreeDtd(type);
    document->intSubset = NULL;
  }
  document->standalone = -2; /* says nothing of it */
  clean_element(finish, root);
  for (graph = root->children; graph != NULL; graph = graph->next)
    if (strcmp(name_of(graph), "g") == 0)
      break;
  if (graph != NULL) {
    xmlUnsetProp(graph, BAD_CAST "id");
    set_title(finish, graph, NULL);
    sort_groups(finish, graph);
  }
  put_style(finish, root);
  put_words(finish, root);
}

/* Without Graphviz's comments and indentation, which are not kept. */
static xmlDoc *parse(const char *bytes, size_t size) {
  xmlParserCtxt *context = xmlNewParserCtxt();
  xmlDoc *document = NULL;

  if (context == NULL)
    return NULL;
  context->sax->comment = NULL;
  if (size <= INT_MAX)
    document = xmlCtxtReadMemory(context, bytes, (int)size, NULL, NULL,
                                 XML_PARSE_NONET | XML_PARSE_HUGE |
                                     XML_PARSE_NOBLANKS | XML_PARSE_COMPACT |
                                     XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlFreeParserCtxt(context);
  return document;
}

static int append(void *out, const char *bytes, int size) {
  g_string_append_len(out, bytes, size);
  return size;
}

/* Our texts are UTF-8 already: nothing is converted. Free with g_free(); NULL
 * on an error. */
static char *write_document(xmlDoc *document, size_t *ret_size) {
  GString *out = g_string_new(NULL);
  xmlOutputBuffer *buffer = xmlOutputBufferCreateIO(append, NULL, out, NULL);
  bool good =
      buffer != NULL && xmlSaveFormatFileTo(buffer, document, "UTF-8", 1) >= 0;

  *ret_size = out->len;
  return g_string_free(out, !good);
}

char *gdct_svg_finish(const GdctPicture *picture,
                      const GdctDrawOptions *options, const char *bytes,
                      size_t size, size_t *ret_size) {
  Finish finish = {.picture = picture, .options = options};
  char *copy;

  finish.document = parse(bytes, size);
  if (finish.document == NULL)
    return NULL;
  finish.cards = g_hash_table_new(g_str_hash, g_str_equal);
  finish.links = g_hash_table_new(g_str_hash, g_str_equal);
  finish.bars = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < 2; i++)
    finish.seen[i] =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  finish.dark = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  if (gdct_picture_is_mirrored(picture))
    finish.ruler = gdct_ruler_new();
  find_ids(&finish);
  finish_document(&finish);
  copy = write_document(finish.document, ret_size);
  xmlFreeDoc(finish.document);
  gdct_ruler_free(finish.ruler);
  g_hash_table_unref(finish.cards);
  g_hash_table_unref(finish.links);
  g_hash_table_unref(finish.bars);
  for (int i = 0; i < 2; i++)
    g_hash_table_unref(finish.seen[i]);
  g_hash_table_unref(finish.dark);
  return copy;
}
