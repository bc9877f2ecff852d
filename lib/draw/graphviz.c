/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures through Graphviz (https://graphviz.org/doc/info/lang.html): cgraph
 * holds the diagram, gvc renders it. Everything has its place before: the
 * layout is nop2, which moves nothing. */
#include "draw/chart.h"
#include "draw/color.h"
#include "draw/counts.h"
#include "draw/graphviz_drawing.h"
#include "draw/graphviz_place.h"
#include "draw/graphviz_text.h"
#include "draw/layout.h"
#include "draw/svg.h"
#include "draw/theme.h"
#include "draw/timeline.h"

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

/* ---- attributes ---- */

static void set(void *object, const char *name, const char *value) {
  agsafeset(object, (char *)name, (char *)value, (char *)"");
}

static void set_number(void *object, const char *name, double value) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  set(object, name, g_ascii_formatd(text, sizeof text, "%.5g", value));
}

/* Sheets are made in one set of colours; here they become the theme's. */
static void set_color(const GdctDrawing *drawing, void *object,
                      const char *name, const char *color) {
  char themed[GDCT_COLOR_SIZE];

  gdct_theme_color(drawing->options->theme, color, themed);
  set(object, name, themed);
}

/* In hundredths, which is what "%.2f" says, at a fraction of its price: a
 * picture has many places. */
static void put_number(GString *out, double value) {
  char digits[24];
  double near = rint(fabs(value) * 100);
  /* Of the product itself, not of the double next to it. */
  double rest = fma(fabs(value), 100, -near);
  gint64 number = (gint64)near + (rest > 0.5) - (rest < -0.5);
  int at = sizeof digits;

  for (int i = 0; i < 3 || number > 0; i++, number /= 10) {
    if (i == 2)
      digits[--at] = '.';
    digits[--at] = (char)('0' + number % 10);
  }
  if (value < 0)
    g_string_append_c(out, '-');
  g_string_append_len(out, digits + at, (gssize)sizeof digits - at);
}

static void put_coordinates(GString *out, GdctPoint at) {
  put_number(out, at.x);
  g_string_append_c(out, ',');
  put_number(out, at.y);
}

static void set_place(void *object, const char *name, double x, double y) {
  GString *out = g_string_new(NULL);

  put_coordinates(out, (GdctPoint){x, y});
  set(object, name, out->str);
  g_string_free(out, TRUE);
}

static void set_size(void *object, double width, double height) {
  set_number(object, "width", width / 72);
  set_number(object, "height", height / 72);
}

/* The label must have been escaped. */
static void set_label(const GdctDrawing *drawing, void *object,
                      const char *html) {
  g_autofree char *themed = gdct_theme_label(drawing->options->theme, html);
  char *label = agstrdup_html(drawing->graph, themed);

  set(object, "label", label);
  agstrfree(drawing->graph, label);
}

/* In SVG gdct_svg_finish() says it. */
static void set_tooltip(const GdctDrawing *drawing, void *object,
                        const char *text) {
  GString *escaped = g_string_new(NULL);

  if (strcmp(drawing->format, "svg") == 0) {
    g_string_free(escaped, TRUE);
    return;
  }
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
                  {AGRAPH, "pad", G_STRINGIFY(GDCT_PADDING)},
                  {AGRAPH, "bgcolor", "#ffffff"},
                  {AGRAPH, "fontname", GDCT_FONTS},
                  {AGNODE, "shape", "box"},
                  {AGNODE, "fixedsize", "true"},
                  {AGNODE, "margin", "0"}, /* Empty defaults are not written,
                                              and then names would be labels. */
                  {AGNODE, "label", ""},
                  {AGNODE, "fontname", GDCT_FONTS},
                  {AGNODE, "fontsize", "9"},
                  {AGNODE, "fontcolor", "#1a1a1a"},
                  {AGEDGE, "arrowsize", "0.5"}};
  g_autofree char *name = gdct_escape_name(picture->title);
  Agraph_t *graph = agopen(name, Agdirected, NULL);

  for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++)
    agattr(graph, defaults[i].kind, (char *)defaults[i].name,
           (char *)defaults[i].value);
  set_number(graph, "ranksep", gdct_sheet_widest_gap(sheet) / 72);
  return graph;
}

/* A card's own page; Graphviz would find entities in SVG, so that is not its
 * business there. */
static void set_address(const GdctDrawing *drawing, void *node,
                        const char *id) {
  g_autofree char *address = NULL;

  if (drawing->options->link_base == NULL || id == NULL ||
      strcmp(drawing->format, "svg") == 0)
    return;
  address = g_strconcat(drawing->options->link_base, id, NULL);
  set(node, "URL", address);
}

/* Thicker lines where contrast is wanted. */
static void set_pen(const GdctDrawing *drawing, void *object, double width) {
  set_number(object, "penwidth",
             drawing->options->theme == GDCT_THEME_CONTRAST ? 1.6 * width
                                                            : width);
}

static void add_card(GdctDrawing *drawing, Agraph_t *column, uint32_t index) {
  static const char *const mark_classes[GDCT_MARKS] = {"", " partial",
                                                       " waived", " gap"};
  const GdctCard *card = gdct_picture_card(drawing->picture, index);
  GdctOrnament look = gdct_sheet_card_look(card);
  Agnode_t *node = add_node(drawing->graph, card->id);
  g_autofree char *tooltip = g_strdup_printf(
      "%s: %s (%s)%s%s", card->id, card->title, card->kind_title,
      card->words == NULL ? "" : " — ", card->words == NULL ? "" : card->words);
  g_autofree char *svg_id = g_strdup_printf("node-%s", card->id);
  g_autofree char *class =
      g_strdup_printf("%s%s", card->kind, mark_classes[card->mark]);
  char fill[8];

  agsubnode(column, node, 1);
  drawing->cards[index] = node;
  gdct_color_tint(card->color, fill);
  set_place(node, "pos", drawing->layout->column_x[card->column],
            drawing->layout->card_y[index]);
  set_size(node, drawing->sheet->columns[card->column].width,
           drawing->sheet->heights[index]);
  set_label(drawing, node, drawing->sheet->labels[index]);
  set(node, "id", svg_id);
  set(node, "class", class);
  set(node, "style", look.style);
  set_color(drawing, node, "fillcolor", fill);
  set_color(drawing, node, "color", look.pen);
  set_pen(drawing, node, look.pen_width);
  set_tooltip(drawing, node, tooltip);
  set_address(drawing, node, gdct_card_page(card));
}

/* The columns are subgraphs, so that other layouts can keep them. They have no
 * names: cgraph would write them in the order of the names' addresses. */
static void add_column(GdctDrawing *drawing, uint32_t index) {
  const GdctPictureColumn *from = gdct_picture_column(drawing->picture, index);
  Agraph_t *column = agsubg(drawing->graph, NULL, 1);

  set(column, "rank", "same");
  for (uint32_t i = 0; i < from->n_cards; i++)
    add_card(drawing, column, from->first_card + i);
}

static void set_line(const GdctDrawing *drawing, Agedge_t *edge, uint32_t style,
                     bool proposed) {
  GdctLine line = gdct_sheet_line(style);

  set_color(drawing, edge, "color", line.color);
  set(edge, "arrowhead", line.arrow);
  if (proposed)
    set(edge, "style", "dashed");
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

static void add_link(GdctDrawing *drawing, uint32_t index) {
  const GdctPictureLink *link = gdct_picture_link(drawing->picture, index);
  const GdctLayout *layout = drawing->layout;
  const GdctLinkStyle *style =
      gdct_picture_style(drawing->picture, link->style);
  const GdctPoint *points =
      &g_array_index(layout->points, GdctPoint, layout->first_point[index]);
  size_t n = layout->first_point[index + 1] - layout->first_point[index];
  Agedge_t *edge = agedge(drawing->graph, drawing->cards[link->from],
                          drawing->cards[link->to], (char *)link->key, 1);
  g_autofree char *svg_id = g_strdup_printf("link-%s", link->key);
  g_autofree char *class =
      g_strdup_printf("%s%s", style->class, link->proposed ? " proposed" : "");

  set_line(drawing, edge, link->style, link->proposed);
  set_curve(edge, points, n, link->backward);
  set(edge, "id", svg_id);
  set(edge, "class", class);
  set_tooltip(drawing, edge, link->tooltip);
  set_pen(drawing, edge, 0.7 + 0.5 * log2(link->count));
  if (link->backward) {
    set(edge, "dir", "back");
    set(edge, "arrowtail", gdct_sheet_line(link->style).arrow);
  }
  if (link->count > 1) {
    /* For tools; gdct_counts_place() shows it. */
    g_autofree char *count = g_strdup_printf("×%u", link->count);
    set(edge, "comment", count);
  }
}

/* ---- all that stands around them ---- */

static void add_groups(GdctDrawing *drawing) {
  const GdctLayout *layout = drawing->layout;

  for (guint i = 0; i < layout->groups->len; i++) {
    GdctGroup group = g_array_index(layout->groups, GdctGroup, i);
    g_autofree char *name = g_strdup_printf(":group-%u", i);
    g_autofree char *label = NULL;
    double height =
        gdct_sheet_group(drawing->sheet, group.column, group.group, &label);
    Agnode_t *node = add_node(drawing->graph, name);
    set(node, "class", "group");
    set(node, "shape", "none");
    set_place(node, "pos", layout->column_x[group.column], group.y);
    set_size(node, drawing->sheet->columns[group.column].width, height);
    set_label(drawing, node, label);
  }
}

/* Box is the shape of all nodes; a triangle points upwards until turned. */
static void set_shape(Agnode_t *node, const char *shape) {
  set(node, "shape", "polygon");
  set(node, "sides", "3");
  set(node, "orientation", strcmp(shape, "triangle-left") == 0 ? "90" : "270");
}

static void add_ornament(const GdctDrawing *drawing,
                         const GdctOrnament *ornament) {
  Agnode_t *node = add_node(drawing->graph, ornament->name);

  if (ornament->shape != NULL)
    set_shape(node, ornament->shape);
  if (ornament->id != NULL) {
    g_autofree char *svg_id = g_strdup_printf("node-%s", ornament->id);
    set(node, "id", svg_id);
    set_address(drawing, node, ornament->page);
  }
  if (ornament->tooltip != NULL)
    set_tooltip(drawing, node, ornament->tooltip);
  set(node, "class", ornament->class);
  set_place(node, "pos", ornament->box.x, ornament->box.y);
  set_size(node, ornament->box.width, ornament->box.height);
  /* An empty text is not written to DOT, and then the name is the label. */
  set_label(drawing, node,
            ornament->label != NULL
                ? ornament->label
                : "<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\">"
                  "<TR><TD></TD></TR></TABLE>");
  if (*ornament->style == '\0') {
    set(node, "shape", "none");
    return;
  }
  set(node, "style", ornament->style);
  set_color(drawing, node, "fillcolor", ornament->fill);
  set_color(drawing, node, "color", ornament->pen);
  set_pen(drawing, node, ornament->pen_width);
}

/* A short line between two points that are not drawn. */
static void add_sample(const GdctDrawing *drawing, const GdctSample *sample,
                       guint index) {
  Agraph_t *graph = drawing->graph;
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
  set_line(drawing, edge, sample->style, sample->proposed);
}

/* Everything changes sides, as it is read from right to left. */
static void mirror(GdctDrawing *drawing) {
  GdctLayout *layout = drawing->layout;
  GdctSheet *sheet = drawing->sheet;
  double twice = 2 * layout->cards.x;

  for (uint32_t c = 0; c < drawing->picture->columns->len; c++)
    layout->column_x[c] = twice - layout->column_x[c];
  for (guint i = 0; i < layout->points->len; i++) {
    GdctPoint *at = &g_array_index(layout->points, GdctPoint, i);
    at->x = twice - at->x;
  }
  for (guint i = 0; i < sheet->ornaments->len; i++) {
    GdctOrnament *ornament = &g_array_index(sheet->ornaments, GdctOrnament, i);
    ornament->box.x = twice - ornament->box.x;
  }
  for (guint i = 0; i < sheet->samples->len; i++) {
    GdctSample *sample = &g_array_index(sheet->samples, GdctSample, i);
    sample->x = twice - sample->x;
    sample->length = -sample->length;
  }
}

/* Fills the graph, with everything in its place. */
static void compose(GdctDrawing *drawing) {
  const GdctPicture *picture = drawing->picture;
  const GdctSheet *sheet = drawing->sheet;

  if (picture->timeline != NULL)
    drawing->layout->cards = gdct_timeline_place(drawing->sheet);
  if (picture->chart != NULL)
    drawing->layout->cards = gdct_chart_place(drawing->sheet);
  gdct_sheet_finish(drawing->sheet, drawing->layout->cards,
                    drawing->layout->column_x);
  if (sheet->mirrored)
    mirror(drawing);
  gdct_counts_place(drawing->sheet, drawing->layout);
  for (uint32_t c = 0; c < picture->columns->len; c++)
    add_column(drawing, c);
  for (uint32_t i = 0; i < picture->links->len; i++)
    add_link(drawing, i);
  add_groups(drawing);
  for (guint i = 0; i < sheet->ornaments->len; i++)
    add_ornament(drawing, &g_array_index(sheet->ornaments, GdctOrnament, i));
  for (guint i = 0; i < sheet->samples->len; i++)
    add_sample(drawing, &g_array_index(sheet->samples, GdctSample, i), i);
}

bool gdct_drawing_open(GdctDrawing *drawing, const GdctPicture *picture,
                       const char *format, const GdctDrawOptions *options) {
  drawing->picture = picture;
  drawing->options = options;
  drawing->format = format;
  drawing->sheet = gdct_sheet_new(picture);
  drawing->gvc = gdct_graphviz_context(format, drawing->sheet->ruler);
  drawing->cards = g_new0(Agnode_t *, picture->cards->len + 1);
  drawing->layout = options->dot_layout
                        ? gdct_graphviz_place(drawing->gvc, drawing->sheet)
                        : gdct_layout_new(drawing->sheet);
  if (drawing->layout == NULL)
    return false;
  drawing->graph = new_graph(picture, drawing->sheet);
  compose(drawing);
  return true;
}

bool gdct_drawing_lay_out(GdctDrawing *drawing) {
  if (!drawing->laid_out)
    drawing->laid_out = gvLayout(drawing->gvc, drawing->graph, "nop2") == 0;
  return drawing->laid_out;
}

void gdct_drawing_free_layout(GdctDrawing *drawing) {
  if (drawing->laid_out)
    gvFreeLayout(drawing->gvc, drawing->graph);
  drawing->laid_out = false;
}

void gdct_drawing_close(GdctDrawing *drawing) {
  if (drawing->sheet == NULL)
    return;
  gdct_drawing_free_layout(drawing);
  if (drawing->graph != NULL)
    agclose(drawing->graph);
  gdct_graphviz_context(drawing->format, NULL);
  gdct_layout_free(drawing->layout);
  gdct_sheet_free(drawing->sheet);
  g_free(drawing->cards);
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
static void set_resolution(const GdctDrawing *drawing) {
  GdctBox cards = drawing->layout->cards;
  double longest = MAX(cards.width, cards.height) + 400;
  double wanted = drawing->options->dpi > 0 ? drawing->options->dpi : PNG_DPI;

  set_number(drawing->graph, "dpi", MIN(wanted, PNG_MAX_PIXELS * 72 / longest));
}

static bool write_rendered(GdctDrawing *drawing, GdctSink sink, void *data) {
  char *bytes = NULL;
  unsigned size = 0;
  bool fine = gvRenderData(drawing->gvc, drawing->graph, drawing->format,
                           &bytes, &size) == 0 &&
              bytes != NULL;

  if (fine && strcmp(drawing->format, "svg") == 0)
    fine = gdct_svg_finish(drawing->picture, drawing->options, bytes, size,
                           sink, data);
  else if (fine)
    fine = sink(bytes, size, data);
  gvFreeRenderData(bytes);
  return fine;
}

static bool render(GdctDrawing *drawing, GdctSink sink, void *data) {
  if (strcmp(drawing->format, "dot") == 0)
    return write_dot(drawing->graph, sink, data);
  if (strcmp(drawing->format, "png") == 0)
    set_resolution(drawing);
  if (strcmp(drawing->format, "pdf") == 0)
    set(drawing->graph, "margin", "0"); /* the page has its own */
  if (!gdct_drawing_lay_out(drawing))
    return false;
  return strcmp(drawing->format, "pdf") == 0
             ? gdct_drawing_write_pdf(drawing, sink, data)
             : write_rendered(drawing, sink, data);
}

/* What Graphviz complains about; it knows no context for its callback. */
static GString *complaints;

static int complain(char *text) {
  g_string_append(complaints, text);
  return 0;
}

bool gdct_graphviz_do(bool (*work)(void *data), void *data,
                      char **ret_problem) {
  /* Graphviz prints numbers with printf(): a decimal comma would break DOT
   * and SVG, and it is not for us to change the program's locale. */
  locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
  locale_t before = uselocale(plain);
  agusererrf old;
  bool fine;

  complaints = g_string_new(NULL);
  old = agseterrf(complain);
  fine = work(data);
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

/* What is drawn, and where to. */
typedef struct {
  const GdctPicture *picture;
  const char *format;
  const GdctDrawOptions *options;
  GdctSink sink;
  void *data;
} Order;

static bool draw(void *data) {
  const Order *order = data;
  GdctDrawing drawing = {0};
  bool fine = gdct_drawing_open(&drawing, order->picture, order->format,
                                order->options) &&
              render(&drawing, order->sink, order->data);

  gdct_drawing_close(&drawing);
  return fine;
}

bool gdct_link_base_is_safe(const char *base) {
  size_t scheme = strcspn(base, ":/?#");

  for (const char *p = base; *p != '\0'; p++)
    if (!g_ascii_isgraph(*p) || strchr("\"<>\\^`{|}'", *p) != NULL ||
        (*p == '%' && !(g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2]))))
      return false;
  if (base[scheme] != ':')
    return true;
  return g_ascii_strncasecmp(base, "http://", 7) == 0 ||
         g_ascii_strncasecmp(base, "https://", 8) == 0;
}

bool gdct_picture_draw_with(const GdctPicture *picture, const char *format,
                            const GdctDrawOptions *options, GdctSink sink,
                            void *data, char **ret_problem) {
  static const GdctDrawOptions defaults;
  Order order = {picture, format, options == NULL ? &defaults : options, sink,
                 data};

  *ret_problem = NULL;
  if (order.options->link_base != NULL &&
      !gdct_link_base_is_safe(order.options->link_base)) {
    *ret_problem = strdup("the base of links is not safe");
    return false;
  }
  return gdct_graphviz_do(draw, &order, ret_problem);
}

bool gdct_picture_draw(const GdctPicture *picture, const char *format,
                       GdctSink sink, void *data, char **ret_problem) {
  return gdct_picture_draw_with(picture, format, NULL, sink, data, ret_problem);
}
