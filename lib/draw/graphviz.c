/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures through Graphviz (https://graphviz.org/doc/info/lang.html): cgraph
 * holds the diagram, gvc renders it. Everything has its place before: the
 * layout is nop2, which moves nothing. */
#include "draw/color.h"
#include "draw/layout.h"

#include <cgraph.h>
#include <gvc.h>

#include <locale.h>
#include <math.h>
#include <string.h>

/* The length of an arrowhead. */
#define ARROW 5.0

#define PNG_DPI 150.0
#define PNG_MAX_PIXELS 30000.0 /* cairo ends at 32767 */

static const GdctPictureFormat formats[] = {
    {"svg", ".svg", "image/svg+xml", "SVG, for web pages and documents"},
    {"png", ".png", "image/png", "PNG, for slides"},
    {"pdf", ".pdf", "application/pdf", "PDF, for print"},
    {"dot", ".dot", "text/vnd.graphviz", "DOT, for Graphviz and its tools"}};

const GdctPictureFormat *gdct_picture_formats(size_t *ret_count) {
  *ret_count = G_N_ELEMENTS(formats);
  return formats;
}

/* A drawing in the making. */
typedef struct {
  const GdctPicture *picture;
  GdctSheet *sheet;
  GdctLayout *layout;
  GVC_t *gvc;
  Agraph_t *graph;
  Agnode_t **cards;
} Drawing;

/* ---- attributes ---- */

static void set(void *object, const char *name, const char *value) {
  agsafeset(object, (char *)name, (char *)value, (char *)"");
}

static void set_number(void *object, const char *name, double value) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  set(object, name, g_ascii_formatd(text, sizeof text, "%.5g", value));
}

static void set_place(void *object, const char *name, double x, double y) {
  char left[G_ASCII_DTOSTR_BUF_SIZE], right[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text =
      g_strconcat(g_ascii_formatd(left, sizeof left, "%.2f", x), ",",
                  g_ascii_formatd(right, sizeof right, "%.2f", y), NULL);

  set(object, name, text);
}

static void set_size(void *object, double width, double height) {
  set_number(object, "width", width / 72);
  set_number(object, "height", height / 72);
}

/* Near the beginning of a curve, where few others are yet. */
static void set_label_place(void *edge, const GdctPoint *points) {
  set_place(edge, "lp",
            0.42 * points[0].x + 0.43 * points[1].x + 0.14 * points[2].x +
                0.01 * points[3].x,
            0.85 * points[0].y + 0.15 * points[3].y + 3);
}

/* The label must have been escaped. */
static void set_label(Agraph_t *graph, void *object, const char *html) {
  char *label = agstrdup_html(graph, (char *)html);

  set(object, "label", label);
  agstrfree(graph, label);
}

static void set_tooltip(void *object, const char *text) {
  GString *escaped = g_string_new(NULL);

  gdct_escape(escaped, text);
  set(object, "tooltip", escaped->str);
  g_string_free(escaped, TRUE);
}

static Agnode_t *add_node(Agraph_t *graph, const char *name) {
  return agnode(graph, (char *)name, 1);
}

/* ---- cards and links ---- */

static Agraph_t *new_graph(const GdctPicture *picture, const GdctSheet *sheet) {
  static const struct {
    int kind;
    const char *name, *value;
  } defaults[] = {{AGRAPH, "rankdir", "LR"},
                  {AGRAPH, "nodesep", "0.045"},
                  {AGRAPH, "layout", "nop2"},
                  {AGRAPH, "outputorder", "edgesfirst"},
                  {AGRAPH, "charset", "UTF-8"},
                  {AGRAPH, "pad", "0.1"},
                  {AGRAPH, "bgcolor", "white"},
                  {AGRAPH, "fontname", GDCT_FONTS},
                  {AGNODE, "shape", "box"},
                  {AGNODE, "fixedsize", "true"},
                  {AGNODE, "margin", "0"}, /* Empty defaults are not written,
                                              and then names would be labels. */
                  {AGNODE, "label", ""},
                  {AGNODE, "fontname", GDCT_FONTS},
                  {AGNODE, "fontsize", "9"},
                  {AGNODE, "fontcolor", "#1a1a1a"},
                  {AGEDGE, "fontname", GDCT_FONTS},
                  {AGEDGE, "fontsize", "8"},
                  {AGEDGE, "arrowsize", "0.5"}};
  g_autofree char *name = gdct_escape_name(picture->title);
  Agraph_t *graph = agopen(name, Agdirected, NULL);

  for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++)
    agattr(graph, defaults[i].kind, (char *)defaults[i].name,
           (char *)defaults[i].value);
  set_number(graph, "ranksep", sheet->column_gap / 72);
  return graph;
}

static void add_card(Drawing *drawing, Agraph_t *column, uint32_t index) {
  const GdctCard *card = gdct_picture_card(drawing->picture, index);
  GdctOrnament look = gdct_sheet_card_look(card);
  Agnode_t *node = add_node(drawing->graph, card->id);
  g_autofree char *tooltip = g_strdup_printf(
      "%s: %s (%s)%s%s", card->id, card->title, card->kind_title,
      card->words == NULL ? "" : " — ", card->words == NULL ? "" : card->words);
  char fill[8];

  agsubnode(column, node, 1);
  drawing->cards[index] = node;
  gdct_color_tint(card->color, fill);
  set_place(node, "pos", drawing->layout->column_x[card->column],
            drawing->layout->card_y[index]);
  set_size(node, drawing->sheet->card_width, drawing->sheet->heights[index]);
  set_label(drawing->graph, node, drawing->sheet->labels[index]);
  set(node, "id", card->id);
  set(node, "class", card->kind);
  set(node, "style", look.style);
  set(node, "fillcolor", fill);
  set(node, "color", look.pen);
  set_number(node, "penwidth", look.pen_width);
  set_tooltip(node, tooltip);
}

/* The columns are subgraphs, so that other layouts can keep them. They have no
 * names: cgraph would write them in the order of the names' addresses. */
static void add_column(Drawing *drawing, uint32_t index) {
  const GdctPictureColumn *from = gdct_picture_column(drawing->picture, index);
  Agraph_t *column = agsubg(drawing->graph, NULL, 1);

  set(column, "rank", "same");
  for (uint32_t i = 0; i < from->n_cards; i++)
    add_card(drawing, column, from->first_card + i);
}

static void set_line(Agedge_t *edge, uint32_t style, bool proposed) {
  GdctLine line = gdct_sheet_line(style);

  set(edge, "color", line.color);
  set(edge, "arrowhead", line.arrow);
  if (proposed)
    set(edge, "style", "dashed");
}

static void put_coordinates(GString *out, GdctPoint at) {
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append(out, g_ascii_formatd(number, sizeof number, "%.2f", at.x));
  g_string_append_c(out, ',');
  g_string_append(out, g_ascii_formatd(number, sizeof number, "%.2f", at.y));
}

/* Sets the course of an edge. The curve ends where the arrow begins: "e,TIP"
 * or "s,TIP" says where that ends. */
static void set_curve(Agedge_t *edge, const GdctPoint *points, size_t n,
                      bool backward) {
  GString *out = g_string_new(backward ? "s," : "e,");
  GdctPoint tip = backward ? points[0] : points[n - 1];
  double direction = backward ? points[1].x - tip.x : points[n - 2].x - tip.x;

  put_coordinates(out, tip);
  for (size_t i = 0; i < n; i++) {
    GdctPoint at = points[i];
    if (i == (backward ? 0 : n - 1))
      at.x += direction < 0 ? -ARROW : ARROW;
    g_string_append_c(out, ' ');
    put_coordinates(out, at);
  }
  set(edge, "pos", out->str);
  g_string_free(out, TRUE);
}

static void add_link(Drawing *drawing, uint32_t index) {
  const GdctPictureLink *link = gdct_picture_link(drawing->picture, index);
  const GdctLayout *layout = drawing->layout;
  const GdctLinkStyle *style =
      gdct_picture_style(drawing->picture, link->style);
  const GdctPoint *points =
      &g_array_index(layout->points, GdctPoint, layout->first_point[index]);
  size_t n = layout->first_point[index + 1] - layout->first_point[index];
  Agedge_t *edge = agedge(drawing->graph, drawing->cards[link->from],
                          drawing->cards[link->to], (char *)link->key, 1);

  set_line(edge, link->style, link->proposed);
  set_curve(edge, points, n, link->backward);
  set(edge, "id", link->key);
  set(edge, "class", style->class);
  set_tooltip(edge, link->tooltip);
  set_number(edge, "penwidth", 0.7 + 0.5 * log2(link->count));
  if (link->backward) {
    set(edge, "dir", "back");
    set(edge, "arrowtail", gdct_sheet_line(link->style).arrow);
  }
  if (link->count > 1) {
    g_autofree char *label = g_strdup_printf("×%u", link->count);
    set(edge, "label", label);
    set_label_place(edge, points);
  }
}

/* ---- all that stands around them ---- */

static void add_groups(Drawing *drawing) {
  const GdctLayout *layout = drawing->layout;

  for (guint i = 0; i < layout->groups->len; i++) {
    GdctGroup group = g_array_index(layout->groups, GdctGroup, i);
    g_autofree char *name = g_strdup_printf(":group-%u", i);
    g_autofree char *label =
        gdct_sheet_group_label(drawing->sheet, group.group);
    Agnode_t *node = add_node(drawing->graph, name);
    set(node, "class", "group");
    set(node, "shape", "none");
    set_place(node, "pos", layout->column_x[group.column], group.y);
    set_size(node, drawing->sheet->card_width, 14);
    set_label(drawing->graph, node, label);
  }
}

static void add_ornament(Agraph_t *graph, const GdctOrnament *ornament) {
  Agnode_t *node = add_node(graph, ornament->name);

  set(node, "class", ornament->class);
  set_place(node, "pos", ornament->box.x, ornament->box.y);
  set_size(node, ornament->box.width, ornament->box.height);
  /* An empty text is not written to DOT, and then the name is the label. */
  set_label(graph, node,
            ornament->label != NULL
                ? ornament->label
                : "<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\">"
                  "<TR><TD></TD></TR></TABLE>");
  if (*ornament->style == '\0') {
    set(node, "shape", "none");
    return;
  }
  set(node, "style", ornament->style);
  set(node, "fillcolor", ornament->fill);
  set(node, "color", ornament->pen);
  set_number(node, "penwidth", ornament->pen_width);
}

/* A short line between two points that are not drawn. */
static void add_sample(Agraph_t *graph, const GdctSample *sample, guint index) {
  g_autofree char *left = g_strdup_printf(":sample-%u-a", index);
  g_autofree char *right = g_strdup_printf(":sample-%u-b", index);
  Agnode_t *from = add_node(graph, left), *to = add_node(graph, right);
  Agedge_t *edge = agedge(graph, from, to, NULL, 1);
  GdctPoint points[4];

  for (int i = 0; i < 4; i++)
    points[i] = (GdctPoint){sample->x + i * sample->length / 3, sample->y};
  set(from, "style", "invis");
  set(to, "style", "invis");
  set(from, "shape", "point");
  set(to, "shape", "point");
  set_size(from, 2, 2);
  set_size(to, 2, 2);
  set_place(from, "pos", points[0].x, sample->y);
  set_place(to, "pos", points[3].x, sample->y);
  set_curve(edge, points, 4, false);
  set(edge, "class", "legend");
  set_line(edge, sample->style, sample->proposed);
}

/* Fills the graph, with everything in its place. */
static void compose(Drawing *drawing) {
  const GdctPicture *picture = drawing->picture;
  const GdctSheet *sheet = drawing->sheet;

  for (uint32_t c = 0; c < picture->columns->len; c++)
    add_column(drawing, c);
  for (uint32_t i = 0; i < picture->links->len; i++)
    add_link(drawing, i);
  add_groups(drawing);
  gdct_sheet_finish(drawing->sheet, drawing->layout->cards,
                    drawing->layout->column_x);
  for (guint i = 0; i < sheet->ornaments->len; i++)
    add_ornament(drawing->graph,
                 &g_array_index(sheet->ornaments, GdctOrnament, i));
  for (guint i = 0; i < sheet->samples->len; i++)
    add_sample(drawing->graph, &g_array_index(sheet->samples, GdctSample, i),
               i);
}

/* ---- output ---- */

static bool write_dot(Agraph_t *graph, GdctSink sink, void *data) {
  char *bytes = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&bytes, &size);
  bool fine = stream != NULL && agwrite(graph, stream) == 0;

  if (stream != NULL)
    fine &= fclose(stream) == 0;
  fine = fine && sink(bytes, size, data);
  free(bytes);
  return fine;
}

/* Fine enough to print, but within what cairo can do. */
static void set_resolution(const Drawing *drawing) {
  GdctBox cards = drawing->layout->cards;
  double longest = MAX(cards.width, cards.height) + 400;

  set_number(drawing->graph, "dpi",
             MIN(PNG_DPI, PNG_MAX_PIXELS * 72 / longest));
}

static bool render(Drawing *drawing, const char *format, GdctSink sink,
                   void *data) {
  char *bytes = NULL;
  unsigned size = 0;
  bool fine;

  if (strcmp(format, "dot") == 0)
    return write_dot(drawing->graph, sink, data);
  if (strcmp(format, "png") == 0)
    set_resolution(drawing);
  if (gvLayout(drawing->gvc, drawing->graph, "nop2") != 0)
    return false;
  fine =
      gvRenderData(drawing->gvc, drawing->graph, format, &bytes, &size) == 0 &&
      bytes != NULL && sink(bytes, size, data);
  gvFreeRenderData(bytes);
  gvFreeLayout(drawing->gvc, drawing->graph);
  return fine;
}

/* What Graphviz complains about; it knows no context for its callback. */
static GString *complaints;

static int complain(char *text) {
  g_string_append(complaints, text);
  return 0;
}

/* One context for the life of the process: Graphviz's pango plugin remembers
 * the last font's name after the context that owns it is freed (2.43). */
static GVC_t *context(void) {
  static GVC_t *gvc;

  if (gvc == NULL)
    gvc = gvContext();
  return gvc;
}

static bool draw(const GdctPicture *picture, const char *format, GdctSink sink,
                 void *data) {
  Drawing drawing = {.picture = picture,
                     .sheet = gdct_sheet_new(picture),
                     .gvc = context(),
                     .cards = g_new0(Agnode_t *, picture->cards->len + 1)};
  bool fine;

  drawing.layout = gdct_layout_new(drawing.sheet);
  drawing.graph = new_graph(picture, drawing.sheet);
  compose(&drawing);
  fine = render(&drawing, format, sink, data);
  agclose(drawing.graph);
  gdct_layout_free(drawing.layout);
  gdct_sheet_free(drawing.sheet);
  g_free(drawing.cards);
  return fine;
}

bool gdct_picture_draw(const GdctPicture *picture, const char *format,
                       GdctSink sink, void *data, char **ret_problem) {
  locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
  locale_t before = uselocale(plain);
  agusererrf old;
  bool fine;

  /* Graphviz prints numbers with printf(): a decimal comma would break DOT
   * and SVG, and it is not for us to change the program's locale. */
  *ret_problem = NULL;
  complaints = g_string_new(NULL);
  old = agseterrf(complain);
  fine = draw(picture, format, sink, data);
  agseterrf(old);
  uselocale(before);
  freelocale(plain);
  if (!fine)
    *ret_problem = strdup(complaints->len > 0 ? g_strchomp(complaints->str)
                                              : "the picture was not written");
  g_string_free(complaints, TRUE);
  complaints = NULL;
  return fine;
}
