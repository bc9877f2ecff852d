/* SPDX-License-Identifier: Apache-2.0 */
/* SVG for web pages (https://www.w3.org/TR/SVG2/), with the roles of
 * https://www.w3.org/TR/graphics-aria-1.0/. Graphviz draws; this adds what it
 * has no words for, element by element: none is kept. */
#include "draw/svg.h"

#include "base/words.h"
#include "draw/svg_part.h"
#include "draw/text.h"
#include "draw/theme.h"
#include "draw/timeline.h"

#include <string.h>

/* Measured with the first; the others where it is missing, and for scripts it
 * does not have. */
#define FONTS                                                                  \
  "'Noto Sans', 'DejaVu Sans', 'Noto Sans Arabic', 'Noto Sans CJK SC', "       \
  "'Noto Naskh Arabic', 'PingFang SC', 'Microsoft YaHei', sans-serif"

/* The document's parts in their order. Links are drawn before cards, which lie
 * upon them; after the columns come the legend and the end. */
enum { HEAD, BODY, LINKS, COUNTS, COLUMNS };

/* Graphviz's SVG is a root, in it the graph, and in that the groups. */
enum { ROOT = 1, GRAPH, GROUP };

/* Attributes of an element, as GMarkup has them. */
typedef struct {
  const char *const *names, *const *values;
} Attributes;

typedef struct {
  const GdctPicture *picture;
  const GdctDrawOptions *options;
  GdctRuler *ruler;  /* where columns are mirrored; else NULL */
  GHashTable *cards; /* id -> index + 1 */
  GHashTable *links;
  GHashTable *bars;
  GHashTable *colors[2]; /* those of fills and of strokes that were met */
  GdctSvgPart *parts;
  uint32_t n_parts;
  GdctSvgPart *part; /* where elements go now */
  unsigned depth;    /* of the element in Graphviz's document */
  bool anchored;     /* the group is in a link */
  GString *text;     /* of a text element; else NULL */
  char **names;      /* its attributes */
  char **values;
} Finish;

/* ---- attributes ---- */

static const char *get(Attributes attributes, const char *name) {
  for (size_t i = 0; attributes.names[i] != NULL; i++)
    if (strcmp(attributes.names[i], name) == 0)
      return attributes.values[i];
  return "";
}

/* A colour as it is written in SVG; notes it. */
static const char *clean_color(Finish *finish, const char *name,
                               const char *color) {
  GHashTable *seen = finish->colors[*name == 's'];

  if (strcmp(color, "transparent") == 0)
    return "none";
  if (strcmp(color, "white") == 0)
    color = "#ffffff";
  else if (strcmp(color, "black") == 0)
    color = "#000000";
  if (*color == '#' && !g_hash_table_contains(seen, color))
    g_hash_table_add(seen, g_strdup(color));
  return color;
}

/* All but one, which may be NULL. */
static void put_attributes(Finish *finish, Attributes attributes,
                           const char *but) {
  for (size_t i = 0; attributes.names[i] != NULL; i++) {
    const char *name = attributes.names[i], *value = attributes.values[i];
    if (but != NULL && strcmp(name, but) == 0)
      continue;
    if (strcmp(name, "fill") == 0 || strcmp(name, "stroke") == 0)
      value = clean_color(finish, name, value);
    gdct_svg_attribute(finish->part, name, value);
  }
}

/* ---- texts ---- */

static void start_text(Finish *finish, Attributes attributes) {
  finish->text = g_string_new(NULL);
  finish->names = g_strdupv((char **)attributes.names);
  finish->values = g_strdupv((char **)attributes.values);
}

static void set(Finish *finish, const char *name, const char *value) {
  for (size_t i = 0; finish->names[i] != NULL; i++)
    if (strcmp(finish->names[i], name) == 0) {
      g_free(finish->values[i]);
      finish->values[i] = g_strdup(value);
    }
}

/* Graphviz says where each line begins, as it measured it. Where lines are
 * aligned on the right, it is their ends that must stay. */
static void hold_right(Finish *finish, Attributes attributes) {
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  double width, size = g_ascii_strtod(get(attributes, "font-size"), NULL);

  if (strcmp(get(attributes, "text-anchor"), "start") != 0)
    return;
  width =
      gdct_ruler_width(finish->ruler, finish->text->str, size,
                       strcmp(get(attributes, "font-weight"), "bold") == 0) /
      GDCT_TEXT_SLACK;
  set(finish, "text-anchor", "end");
  set(finish, "x",
      g_ascii_formatd(number, sizeof number, "%.2f",
                      g_ascii_strtod(get(attributes, "x"), NULL) + width));
}

static void end_text(Finish *finish) {
  Attributes attributes = {(const char *const *)finish->names,
                           (const char *const *)finish->values};
  bool rtl;

  /* What was put into texts so that Graphviz finds no escape in them. */
  g_string_replace(finish->text, "\\\u2060", "\\", 0);
  g_string_replace(finish->text, "&\u2060", "&", 0);
  if (finish->ruler != NULL)
    hold_right(finish, attributes);
  rtl = gdct_text_is_rtl(finish->text->str);
  if (rtl && strcmp(get(attributes, "text-anchor"), "start") == 0)
    set(finish, "text-anchor", "end");
  else if (rtl && strcmp(get(attributes, "text-anchor"), "end") == 0)
    set(finish, "text-anchor", "start");
  gdct_svg_start(finish->part, "text");
  put_attributes(finish, attributes, "font-family");
  if (rtl)
    gdct_svg_attribute(finish->part, "direction", "rtl");
  gdct_svg_text(finish->part, finish->text->str);
  gdct_svg_end(finish->part, "text");
  g_string_free(g_steal_pointer(&finish->text), TRUE);
  g_clear_pointer(&finish->names, g_strfreev);
  g_clear_pointer(&finish->values, g_strfreev);
}

/* ---- cards and links ---- */

/* What a group that Graphviz drew is about. */
typedef struct {
  uint32_t part;    /* where it belongs */
  char *label;      /* what it says; NULL: nothing */
  char *title;      /* what a pointer shows; NULL: the label */
  const char *page; /* that it links to; or NULL */
} Meaning;

static Meaning card_meaning(const Finish *finish, uint32_t index) {
  const GdctCard *card = gdct_picture_card(finish->picture, index);
  const char *language = finish->picture->language;
  Meaning meaning = {.part = COLUMNS + card->column,
                     .page = gdct_card_page(card)};

  meaning.label = card->words == NULL
                      ? g_strdup_printf(gdct_word(language, "%s: %s"), card->id,
                                        card->title)
                      : g_strdup_printf(gdct_word(language, "%s: %s; %s"),
                                        card->id, card->title, card->words);
  meaning.title = g_strdup_printf(gdct_word(language, "%s (%s)"), meaning.label,
                                  card->kind_title);
  return meaning;
}

static Meaning bar_meaning(const Finish *finish, uint32_t index) {
  const GdctBar *bar =
      &g_array_index(finish->picture->timeline->bars, GdctBar, index);

  return (Meaning){.part = BODY,
                   .label = g_strdup_printf(
                       gdct_word(finish->picture->language, "%s: %s (%s)"),
                       bar->page, bar->title, bar->when),
                   .page = bar->page};
}

static Meaning link_meaning(const Finish *finish, uint32_t index) {
  const GdctPictureLink *link = gdct_picture_link(finish->picture, index);

  return (Meaning){.part = LINKS, .label = g_strdup(link->tooltip)};
}

/* Which card, link or bar has an id, from 1; 0 if none has. */
static uint32_t find(GHashTable *table, const char *id, const char *prefix) {
  return g_str_has_prefix(id, prefix)
             ? GPOINTER_TO_UINT(g_hash_table_lookup(table, id + strlen(prefix)))
             : 0;
}

static Meaning find_meaning(const Finish *finish, const char *id,
                            const char *class) {
  uint32_t card = find(finish->cards, id, "node-");
  uint32_t link = find(finish->links, id, "link-");
  uint32_t bar = find(finish->bars, id, "node-");

  if (card > 0)
    return card_meaning(finish, card - 1);
  if (link > 0)
    return link_meaning(finish, link - 1);
  if (bar > 0)
    return bar_meaning(finish, bar - 1);
  if (strstr(class, "legend") != NULL)
    return (Meaning){.part = COLUMNS + finish->picture->columns->len};
  return (Meaning){.part = strcmp(class, "node count") == 0 ? COUNTS : BODY};
}

static void start_anchor(Finish *finish, const char *page) {
  g_autofree char *address =
      g_strconcat(finish->options->link_base, page, NULL);

  gdct_svg_start(finish->part, "a");
  gdct_svg_attribute(finish->part, "href", address);
  gdct_svg_attribute(finish->part, "xlink:href", address);
  finish->anchored = true;
}

static void start_group(Finish *finish, Attributes attributes) {
  const char *id = get(attributes, "id");
  Meaning meaning = find_meaning(finish, id, get(attributes, "class"));
  bool numbered = meaning.label == NULL && (g_str_has_prefix(id, "node") ||
                                            g_str_has_prefix(id, "edge"));
  bool links = finish->options->link_base != NULL && meaning.page != NULL;

  finish->part = &finish->parts[meaning.part];
  gdct_svg_start(finish->part, "g");
  /* A number may change. */
  put_attributes(finish, attributes, numbered ? "id" : NULL);
  if (meaning.label != NULL) {
    g_autofree char *label = gdct_clean_text(meaning.label);
    g_autofree char *title =
        meaning.title == NULL ? NULL : gdct_clean_text(meaning.title);
    /* A symbol hides what is in it, a link too. */
    gdct_svg_attribute(finish->part, "role",
                       links ? "graphics-object group" : "graphics-symbol img");
    gdct_svg_attribute(finish->part, "aria-label", label);
    gdct_svg_element(finish->part, "title", title == NULL ? label : title);
  }
  if (links)
    start_anchor(finish, meaning.page);
  g_free(meaning.label);
  g_free(meaning.title);
}

static void end_group(Finish *finish) {
  if (finish->anchored)
    gdct_svg_end(finish->part, "a");
  gdct_svg_end(finish->part, "g");
  finish->anchored = false;
  finish->part = &finish->parts[BODY];
}

/* ---- all that stands around them ---- */

static gint compare_texts(gconstpointer left, gconstpointer right) {
  return strcmp(left, right);
}

/* What a dark screen gets for the fills or strokes that were met. */
static void put_dark(const Finish *finish, GString *css, const char *name) {
  GList *colors = g_list_sort(
      g_hash_table_get_keys(finish->colors[*name == 's']), compare_texts);
  char dark[GDCT_COLOR_SIZE];

  for (GList *color = colors; color != NULL; color = color->next)
    if (gdct_theme_dark(finish->options->theme, color->data, dark))
      g_string_append_printf(css, ".gdctrace [%s=\"%s\"]{%s:%s}\n", name,
                             (const char *)color->data, name, dark);
  g_list_free(colors);
}

static void put_style(const Finish *finish) {
  g_autoptr(GString) css =
      g_string_new("\n.gdctrace .edge:hover path{stroke-width:2.5}\n"
                   ".gdctrace a:focus polygon,.gdctrace a:hover "
                   "polygon:first-child{stroke-width:2.5}\n");
  g_autoptr(GString) dark = g_string_new(NULL);

  put_dark(finish, dark, "fill");
  put_dark(finish, dark, "stroke");
  if (dark->len > 0)
    g_string_append_printf(
        css, "@media screen and (prefers-color-scheme:dark){\n%s}\n",
        dark->str);
  gdct_svg_element(&finish->parts[HEAD], "style", css->str);
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

/* What the picture is, and what is in it. Free with g_free(). */
static char *describe(const GdctPicture *picture) {
  const char *language = picture->language;
  g_autoptr(GString) words = g_string_new(picture->subtitle);
  g_autofree char *columns = column_words(picture);

  if (*columns != '\0')
    g_string_append_printf(words, gdct_word(language, ". Columns: %s"),
                           columns);
  if (*picture->sources != '\0')
    /* TRANSLATORS: a new sentence. */
    g_string_append_printf(words, gdct_word(language, ". %s"),
                           picture->sources);
  return gdct_clean_text(words->str);
}

static void start_root(Finish *finish, Attributes attributes) {
  static const char *const kept[] = {"xmlns", "xmlns:xlink", "width", "height",
                                     "viewBox"};
  const GdctPicture *picture = finish->picture;
  GdctSvgPart *head = &finish->parts[HEAD];
  g_autofree char *title = gdct_clean_text(picture->title);
  g_autofree char *words = describe(picture);

  g_string_append(head->text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  gdct_svg_start(head, "svg");
  for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
    gdct_svg_attribute(head, kept[i], get(attributes, kept[i]));
  gdct_svg_attribute(head, "class", "gdctrace");
  gdct_svg_attribute(head, "role", "graphics-document document");
  gdct_svg_attribute(head, "aria-roledescription",
                     gdct_word(picture->language, "traceability diagram"));
  gdct_svg_attribute(head, "font-family", FONTS);
  gdct_svg_attribute(head, "xml:lang", picture->language);
  gdct_svg_element(head, "title", title);
  gdct_svg_element(head, "desc", words);
}

static void start_graph(Finish *finish, Attributes attributes) {
  finish->part = &finish->parts[BODY];
  gdct_svg_start(finish->part, "g");
  put_attributes(finish, attributes, "id");
  gdct_svg_fill(finish->part);
}

/* The end of the groups, of the graph and of the root. */
static void end_graph(Finish *finish) {
  for (uint32_t i = LINKS; i < finish->n_parts - 1; i++)
    gdct_svg_end(&finish->parts[i], "g");
  finish->part = &finish->parts[finish->n_parts - 1];
  gdct_svg_end(finish->part, "g");
}

static void init_group(GdctSvgPart *part, const char *class,
                       const char *label) {
  gdct_svg_part_init(part, GRAPH);
  gdct_svg_start(part, "g");
  gdct_svg_attribute(part, "class", class);
  if (label != NULL) {
    g_autofree char *clean = gdct_clean_text(label);
    gdct_svg_attribute(part, "role", "graphics-object group");
    gdct_svg_attribute(part, "aria-label", clean);
  } else { /* what they say is in the words of the links */
    gdct_svg_attribute(part, "aria-hidden", "true");
  }
}

static void init_parts(Finish *finish) {
  const GdctPicture *picture = finish->picture;
  uint32_t n_columns = picture->columns->len;

  finish->n_parts = COLUMNS + n_columns + 2;
  finish->parts = g_new0(GdctSvgPart, finish->n_parts);
  gdct_svg_part_init(&finish->parts[HEAD], 0);
  gdct_svg_part_init(&finish->parts[BODY], 1);
  init_group(&finish->parts[LINKS], "links",
             gdct_word(picture->language, "Links"));
  init_group(&finish->parts[COUNTS], "counts", NULL);
  for (uint32_t c = 0; c < n_columns; c++)
    init_group(&finish->parts[COLUMNS + c], "column",
               gdct_picture_column(picture, c)->heading);
  init_group(&finish->parts[COLUMNS + n_columns], "legend-box",
             gdct_word(picture->language, "Legend"));
  gdct_svg_part_init(&finish->parts[COLUMNS + n_columns + 1], GRAPH);
}

/* ---- Graphviz's document ---- */

/* Its titles are names; ours are what a pointer shows. */
static bool is_title(const char *name) {
  return strcmp(name, "title") == 0;
}

static void start_element(G_GNUC_UNUSED GMarkupParseContext *context,
                          const char *name, const char **names,
                          const char **values, void *data,
                          G_GNUC_UNUSED GError **error) {
  Finish *finish = data;
  Attributes attributes = {names, values};

  if (is_title(name))
    return;
  finish->depth++;
  if (finish->depth == ROOT) {
    start_root(finish, attributes);
  } else if (finish->depth == GRAPH) {
    start_graph(finish, attributes);
  } else if (finish->depth == GROUP && strcmp(name, "g") == 0) {
    start_group(finish, attributes);
  } else if (strcmp(name, "text") == 0) {
    start_text(finish, attributes);
  } else {
    gdct_svg_start(finish->part, name);
    put_attributes(finish, attributes, NULL);
  }
}

static void add_text(G_GNUC_UNUSED GMarkupParseContext *context,
                     const char *text, gsize size, void *data,
                     G_GNUC_UNUSED GError **error) {
  Finish *finish = data;

  if (finish->text != NULL)
    g_string_append_len(finish->text, text, (gssize)size);
}

static void end_element(G_GNUC_UNUSED GMarkupParseContext *context,
                        const char *name, void *data,
                        G_GNUC_UNUSED GError **error) {
  Finish *finish = data;

  if (is_title(name))
    return;
  if (finish->depth == GRAPH)
    end_graph(finish);
  else if (finish->depth == GROUP && strcmp(name, "g") == 0)
    end_group(finish);
  else if (finish->text != NULL)
    end_text(finish);
  else
    gdct_svg_end(finish->part, name);
  finish->depth--;
}

static bool parse(Finish *finish, const char *bytes, size_t size) {
  static const GMarkupParser parser = {
      .start_element = start_element,
      .end_element = end_element,
      .text = add_text,
  };
  GMarkupParseContext *context =
      g_markup_parse_context_new(&parser, 0, finish, NULL);
  bool fine =
      g_markup_parse_context_parse(context, bytes, (gssize)size, NULL) &&
      g_markup_parse_context_end_parse(context, NULL);

  g_markup_parse_context_free(context);
  return fine;
}

/* ---- all of it ---- */

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

static void open_finish(Finish *finish) {
  finish->cards = g_hash_table_new(g_str_hash, g_str_equal);
  finish->links = g_hash_table_new(g_str_hash, g_str_equal);
  finish->bars = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < 2; i++)
    finish->colors[i] =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (gdct_picture_is_mirrored(finish->picture))
    finish->ruler = gdct_ruler_new();
  find_ids(finish);
  init_parts(finish);
}

static void close_finish(Finish *finish) {
  if (finish->text != NULL) /* an error in a text */
    g_string_free(finish->text, TRUE);
  g_strfreev(finish->names);
  g_strfreev(finish->values);
  for (uint32_t i = 0; i < finish->n_parts; i++)
    gdct_svg_part_clear(&finish->parts[i]);
  g_free(finish->parts);
  gdct_ruler_free(finish->ruler);
  g_hash_table_unref(finish->cards);
  g_hash_table_unref(finish->links);
  g_hash_table_unref(finish->bars);
  for (int i = 0; i < 2; i++)
    g_hash_table_unref(finish->colors[i]);
}

bool gdct_svg_finish(const GdctPicture *picture, const GdctDrawOptions *options,
                     const char *bytes, size_t size, GdctSink sink,
                     void *data) {
  Finish finish = {.picture = picture, .options = options};
  bool fine;

  open_finish(&finish);
  fine = parse(&finish, bytes, size);
  if (fine) {
    put_style(&finish);
    g_string_append_c(finish.parts[finish.n_parts - 1].text, '\n');
  }
  for (uint32_t i = 0; fine && i < finish.n_parts; i++)
    fine = sink(finish.parts[i].text->str, finish.parts[i].text->len, data);
  close_finish(&finish);
  return fine;
}
