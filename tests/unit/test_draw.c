/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures, judged by Graphviz's own reader of DOT and libxml2's of XML. */
#include "test.h"

#include <gdctrace/draw.h>

#include "draw/text.h"

#include <cgraph.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <stdio.h>
#include <unistd.h>

#define DATA                                                                   \
  "gdctrace: 1\n" TEST_MODEL "nodes:\n"                                        \
  "  - {id: a.1, kind: a, title: First, sort: x, links: {s: [\n"               \
  "      {to: b.1, source: doc}, {to: b.2, source: doc}]}}\n"                  \
  "  - {id: a.2, kind: a, title: Second, sort: y, links: {s: [\n"              \
  "      {to: b.2, source: doc}]}}\n"                                          \
  "  - {id: a.3, kind: a, title: Third, sort: x}\n"                            \
  "  - {id: b.1, kind: b, title: Left, links: {r: [{to: b.3}]}}\n"             \
  "  - {id: b.2, kind: b, title: Right, links: {r: [{to: b.3}]}}\n"            \
  "  - {id: b.3, kind: b, title: Far}\n"                                       \
  "rules:\n"                                                                   \
  "  - {id: rule, title: Every A has a B, each: a, reach: b, grades: [\n"      \
  "      {id: direct, path: s, counts: covered}]}\n"                           \
  "views:\n"

#define VIEW(rest)                                                             \
  DATA "  - {id: v, title: View, columns: [{kinds: [a]}, {kinds: [b]}],\n"     \
       "     links: [{path: s}], " rest "}\n"

static bool append(const char *bytes, size_t size, void *data) {
  g_string_append_len(data, bytes, (gssize)size);
  return true;
}

static bool refuse(const char *bytes, size_t size, void *data) {
  (void)bytes, (void)size, (void)data;
  return false;
}

/* The bytes of a picture, which is freed. */
static GString *drawn(GdctPicture *picture, const char *format) {
  GString *out = g_string_new(NULL);
  char *problem;

  ck_assert_ptr_nonnull(picture);
  ck_assert_msg(gdct_picture_draw(picture, format, append, out, &problem), "%s",
                problem);
  ck_assert_ptr_null(problem);
  gdct_picture_free(picture);
  return out;
}

/* View v of a text. */
static GString *view_of(const char *text, const char *format) {
  GdctMapping *mapping = test_load_clean(text);
  GdctReport *report = gdct_report_new();
  GdctGraph *graph = gdct_graph_new(mapping, NULL, report);
  GdctPicture *picture = gdct_picture_of_view(
      graph, gdct_find(mapping, GDCT_VIEW, "v"), "en", GDCT_MOST_CARDS, report);
  GString *out;

  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  out = drawn(picture, format);
  return out;
}

static GString *node_of(const char *text, const char *id, unsigned depth,
                        const char *format) {
  GdctMapping *mapping = test_load_clean(text);
  GdctReport *report = gdct_report_new();
  GdctGraph *graph = gdct_graph_new(mapping, NULL, report);
  GdctPicture *picture = gdct_picture_of_node(graph, test_node(mapping, id),
                                              depth, "en", GDCT_MOST_CARDS);

  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return drawn(picture, format);
}

static gint compare_words(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What a DOT text holds beside ornaments, whose names begin with a colon:
 * "a.1 b.1 a.1>b.1". Nodes and edges sorted by name. */
static char *content(const GString *dot) {
  Agraph_t *graph = agmemread(dot->str);
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  char *text;

  ck_assert_ptr_nonnull(graph);
  for (Agnode_t *node = agfstnode(graph); node != NULL;
       node = agnxtnode(graph, node)) {
    if (agnameof(node)[0] == ':')
      continue;
    g_ptr_array_add(words, g_strdup(agnameof(node)));
    for (Agedge_t *edge = agfstout(graph, node); edge != NULL;
         edge = agnxtout(graph, edge))
      g_ptr_array_add(words, g_strdup_printf("%s>%s", agnameof(node),
                                             agnameof(aghead(edge))));
  }
  g_ptr_array_sort(words, compare_words);
  g_ptr_array_add(words, NULL);
  text = g_strjoinv(" ", (char **)words->pdata);
  g_ptr_array_unref(words);
  agclose(graph);
  return text;
}

static void content_is(GString *dot, const char *wanted) {
  g_autofree char *text = content(dot);

  ck_assert_str_eq(text, wanted);
  g_string_free(dot, TRUE);
}

/* The text of an XPath's first hit, or NULL; s: is SVG. */
static char *svg_find(const GString *svg, const char *path) {
  xmlDoc *document =
      xmlReadMemory(svg->str, (int)svg->len, NULL, NULL, XML_PARSE_NONET);
  xmlXPathContext *context;
  xmlXPathObject *found;
  char *text = NULL;

  ck_assert_ptr_nonnull(document);
  context = xmlXPathNewContext(document);
  xmlXPathRegisterNs(context, BAD_CAST "s",
                     BAD_CAST "http://www.w3.org/2000/svg");
  found = xmlXPathEvalExpression(BAD_CAST path, context);
  ck_assert_ptr_nonnull(found);
  if (found->nodesetval != NULL && found->nodesetval->nodeNr > 0)
    text = (char *)xmlNodeGetContent(found->nodesetval->nodeTab[0]);
  xmlXPathFreeObject(found);
  xmlXPathFreeContext(context);
  xmlFreeDoc(document);
  return text;
}

START_TEST(every_node_and_link_is_drawn_once) {
  content_is(view_of(VIEW("show: all"), "dot"),
             "a.1 a.1>b.1 a.1>b.2 a.2 a.2>b.2 a.3 b.1 b.2 b.3");
}
END_TEST

START_TEST(only_what_is_linked_is_shown_if_asked) {
  content_is(view_of(VIEW("show: linked"), "dot"),
             "a.1 a.1>b.1 a.1>b.2 a.2 a.2>b.2 b.1 b.2");
}
END_TEST

START_TEST(only_gaps_are_shown_if_asked) {
  content_is(view_of(VIEW("show: gaps, rule: rule"), "dot"), "a.3");
}
END_TEST

START_TEST(a_focus_does_not_turn_back) {
  content_is(view_of(VIEW("focus: {node: a.1, depth: 3}"), "dot"),
             "a.1 a.1>b.1 a.1>b.2 b.1 b.2");
  content_is(view_of(VIEW("focus: {node: b.1, depth: 3}"), "dot"),
             "a.1 a.1>b.1 b.1");
  content_is(view_of(VIEW("focus: {node: b.1, depth: 0}"), "dot"), "b.1");
}
END_TEST

START_TEST(a_filter_of_a_column_leaves_out_and_says_so) {
  GString *svg;
  static const char text[] =
      DATA "  - {id: v, title: V, columns: [{kinds: [a], where: ['sort=x']},\n"
           "      {kinds: [b]}], links: [{path: s}]}\n";
  char *found;

  content_is(view_of(text, "dot"), "a.1 a.1>b.1 a.1>b.2 a.3 b.1 b.2 b.3");
  svg = view_of(text, "svg");
  found = svg_find(svg, "//s:text[contains(., 'only sort=x')]");
  ck_assert_ptr_nonnull(found);
  xmlFree(found);
  g_string_free(svg, TRUE);
}
END_TEST

START_TEST(a_column_can_ask_for_a_path) {
  GString *svg;
  static const char text[] =
      DATA "  - {id: v, title: V, columns: [{kinds: [a], having: s,\n"
           "      having-where: [id=b.1]}, {kinds: [b], having: ^s}],\n"
           "     links: [{path: s}]}\n";
  char *found;

  content_is(view_of(text, "dot"), "a.1 a.1>b.1 a.1>b.2 b.1 b.2");
  svg = view_of(text, "svg");
  found = svg_find(svg, "//s:text[contains(., 'only with s to id=b.1')]");
  ck_assert_ptr_nonnull(found);
  xmlFree(found);
  g_string_free(svg, TRUE);
}
END_TEST

START_TEST(a_link_is_drawn_once_though_two_paths_find_it) {
  content_is(
      view_of(DATA "  - {id: v, title: V, columns: [{kinds: [a]},\n"
                   "      {kinds: [b]}], links: [{path: s}, {path: '^s|s'}]}\n",
              "dot"),
      "a.1 a.1>b.1 a.1>b.2 a.2 a.2>b.2 a.3 b.1 b.2 b.3");
}
END_TEST

START_TEST(a_path_joins_columns_with_a_count) {
  static const char text[] =
      DATA "  - {id: v, title: V, columns: [{kinds: [a]},\n"
           "      {kinds: [b], where: ['title=Far']}],\n"
           "     links: [{path: s/r, title: reaches}]}\n";
  GString *svg = view_of(text, "svg");
  char *count = svg_find(svg, "//s:text[. = '\u00d72']");

  ck_assert_ptr_nonnull(count);
  xmlFree(count);
  g_string_free(svg, TRUE);
  content_is(view_of(text, "dot"), "a.1 a.1>b.3 a.2 a.2>b.3 a.3 b.3");
}
END_TEST

START_TEST(a_link_that_skips_a_column_is_drawn) {
  content_is(view_of(DATA
                     "  - {id: v, title: V, links: [{path: s}], columns: [\n"
                     "      {kinds: [a], where: ['sort=x']},\n"
                     "      {kinds: [a]}, {kinds: [b]}]}\n",
                     "dot"),
             "a.1 a.1>b.1 a.1>b.2 a.2 a.2>b.2 a.3 b.1 b.2 b.3");
}
END_TEST

START_TEST(groups_have_headings) {
  GString *svg = view_of(
      DATA "  - {id: v, title: V, columns: [{kinds: [a], group-by: sort},\n"
           "      {kinds: [b]}], links: [{path: s}]}\n",
      "svg");
  char *x = svg_find(svg, "//s:g[contains(@class, 'group')]/s:text[. = 'x']");
  char *y = svg_find(svg, "//s:g[contains(@class, 'group')]/s:text[. = 'y']");

  ck_assert_ptr_nonnull(x);
  ck_assert_ptr_nonnull(y);
  xmlFree(x);
  xmlFree(y);
  g_string_free(svg, TRUE);
}
END_TEST

START_TEST(a_gap_carries_words_and_a_dashed_border) {
  GString *svg = view_of(VIEW("rule: rule"), "svg");
  char *words = svg_find(svg, "//s:g[@id='node-a.3']//s:text[. = 'gap: no B']");
  char *dashes =
      svg_find(svg, "//s:g[@id='node-a.3']//s:polygon[1]/@stroke-dasharray");
  char *legend = svg_find(
      svg, "//s:g[contains(@class, 'legend')]/s:text[contains(., 'gap')]");
  char *other =
      svg_find(svg, "//s:g[@id='node-a.1']//s:text[contains(., 'gap')]");

  ck_assert_ptr_nonnull(words);
  ck_assert_ptr_nonnull(dashes);
  ck_assert_ptr_nonnull(legend);
  ck_assert_ptr_null(other);
  xmlFree(words);
  xmlFree(dashes);
  xmlFree(legend);
  g_string_free(svg, TRUE);
}
END_TEST

START_TEST(a_neighbourhood_goes_both_ways) {
  content_is(node_of(VIEW("show: all"), "b.2", 0, "dot"), "b.2");
  content_is(node_of(VIEW("show: all"), "b.2", 1, "dot"),
             "a.1 a.1>b.2 a.2 a.2>b.2 b.2 b.2>b.3 b.3");
  content_is(node_of(VIEW("show: all"), "b.2", 2, "dot"),
             "a.1 a.1>b.1 a.1>b.2 a.2 a.2>b.2 b.1 b.1>b.3 b.2 b.2>b.3 b.3");
}
END_TEST

static const char *const hostile[] = {
    "<script>alert(1)</script>",
    "\\\"quotes\\\" 'and' \\\\backslashes\\\\N \\\\G \\\\l \\\\",
    "&lt;b&gt; &amp; &#x3c; & &&",
    "]]> --> <!-- ?> <TABLE><TR>",
    "line\\nbreak\\tand tab",
    "\u202eright to left\u202c \u200f \u0627\u0644\u0639\u0631\u0628",
    "\u4fe1\u606f\u4e0e\u901a\u4fe1\u6280\u672f \u0e44\u0e17\u0e22",
    "%3",
    "%",
    "\u00a0",
    "{a|b} <c> \\\\{",
};

START_TEST(hostile_titles_are_only_text) {
  g_autofree char *text = g_strdup_printf(
      "gdctrace: 1\n" TEST_MODEL
      "nodes:\n  - {id: a.1, kind: a, title: \"%s\", links: {s: [{to: b.1,\n"
      "      source: doc, locator: \"%s\"}]}}\n"
      "  - {id: b.1, kind: b, title: B}\n"
      "views:\n  - {id: v, title: \"%s\", columns: [{kinds: [a], title: "
      "\"%s\","
      "\n      group-by: title}, {kinds: [b]}],\n"
      "     links: [{path: s, title: \"%s\"}]}\n",
      hostile[_i], hostile[_i], hostile[_i], hostile[_i], hostile[_i]);
  GString *svg = view_of(text, "svg");
  char *script = svg_find(svg, "//*[local-name() = 'script' or @onload]");
  char *title = svg_find(svg, "/s:svg/s:title");

  content_is(view_of(text, "dot"), "a.1 a.1>b.1 b.1");
  ck_assert_ptr_null(script);
  ck_assert_ptr_nonnull(title);
  xmlFree(title);
  g_string_free(svg, TRUE);
}
END_TEST

START_TEST(markup_in_a_title_is_shown_as_it_is_written) {
  GString *svg =
      view_of("gdctrace: 1\n" TEST_MODEL
              "nodes:\n  - {id: a.1, kind: a, title: 'x &lt;b&gt; <i> \\N'}\n"
              "  - {id: a.2, kind: a, title: Two, part-of: a.1}\n"
              "views:\n  - {id: v, title: V, columns: [{kinds: [a]}]}\n",
              "svg");
  char *text =
      svg_find(svg, "//s:g[@id='node-a.1']//s:text[contains(., 'x ')]");
  GString *plain = g_string_new(text);

  g_string_replace(plain, "\u2060", "", 0);
  ck_assert_str_eq(plain->str, "x &lt;b&gt; <i> \\N");
  xmlFree(text);
  g_string_free(plain, TRUE);
  g_string_free(svg, TRUE);
}
END_TEST

START_TEST(a_very_long_title_is_cut_with_an_ellipsis) {
  g_autofree char *title = g_strnfill(10000, 'w');
  g_autofree char *text = g_strdup_printf(
      "gdctrace: 1\n" TEST_MODEL "nodes:\n  - {id: a.1, kind: a, title: %s}\n"
      "  - {id: a.2, kind: a, title: Two, part-of: a.1}\n"
      "views:\n  - {id: v, title: V, columns: [{kinds: [a]}]}\n",
      title);
  GString *svg = view_of(text, "svg");
  char *last =
      svg_find(svg, "//s:g[@id='node-a.1']//s:text[contains(., '\u2026')]");

  ck_assert_ptr_nonnull(last);
  xmlFree(last);
  g_string_free(svg, TRUE);
}
END_TEST

/* Their widths are added up from those of words. */
START_TEST(lines_of_plain_words_hold_as_many_as_fit) {
  static const char text[] =
      "Universal and meaningful connectivity (affordable, inclusive), "
      "Coop\u00e9ration r\u00e9gionale 2030: skills for all";
  GdctRuler *ruler = gdct_ruler_new();

  for (double width = 70; width < 400; width += 7) {
    g_auto(GStrv) lines = gdct_ruler_wrap(ruler, text, 9, false, width, 20);
    g_autofree char *joined = g_strjoinv(" ", lines);
    ck_assert_str_eq(joined, text);
    for (size_t i = 0; lines[i] != NULL; i++) {
      g_autofree char *longer = NULL;
      ck_assert_double_le(gdct_ruler_width(ruler, lines[i], 9, false), width);
      if (lines[i + 1] == NULL)
        continue;
      longer = g_strdup_printf("%s %.*s", lines[i],
                               (int)strcspn(lines[i + 1], " "), lines[i + 1]);
      ck_assert_double_gt(gdct_ruler_width(ruler, longer, 9, false), width);
    }
  }
  gdct_ruler_free(ruler);
}
END_TEST

START_TEST(an_empty_view_is_a_picture) {
  content_is(view_of(DATA "  - {id: v, title: V}\n", "dot"), "");
  content_is(view_of(DATA
                     "  - {id: v, title: V, columns: [{kinds: [a],\n"
                     "      where: ['title=none']}], links: [{path: s}]}\n",
                     "dot"),
             "");
}
END_TEST

START_TEST(the_same_picture_gives_the_same_bytes) {
  static const char *const names[] = {"dot", "svg", "png"};
  GString *one = view_of(VIEW("rule: rule"), names[_i]);
  GString *two = view_of(VIEW("rule: rule"), names[_i]);

  ck_assert(g_string_equal(one, two));
  g_string_free(one, TRUE);
  g_string_free(two, TRUE);
}
END_TEST

/* Graphviz and Pango complain to GLib, or print. */
START_TEST(nothing_is_printed) {
  static const char *const names[] = {"dot", "svg", "png", "pdf"};
  FILE *file = tmpfile();
  int before = dup(STDERR_FILENO);
  GString *out;

  ck_assert_ptr_nonnull(file);
  fflush(stderr);
  dup2(fileno(file), STDERR_FILENO);
  out = view_of(VIEW("rule: rule"), names[_i]);
  fflush(stderr);
  dup2(before, STDERR_FILENO);
  close(before);
  ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
  ck_assert_int_eq(ftell(file), 0);
  fclose(file);
  g_string_free(out, TRUE);
}
END_TEST

START_TEST(each_format_begins_as_it_should) {
  static const char *const starts[][2] = {{"dot", "digraph"},
                                          {"svg", "<?xml"},
                                          {"png", "\x89PNG"},
                                          {"pdf", "%PDF"}};
  GString *out = view_of(VIEW("rule: rule"), starts[_i][0]);

  ck_assert(g_str_has_prefix(out->str, starts[_i][1]));
  g_string_free(out, TRUE);
}
END_TEST

START_TEST(a_sink_that_refuses_is_a_problem) {
  static const char *const names[] = {"dot", "svg", "png", "pdf"};
  GdctMapping *mapping = test_load_clean(VIEW("show: all"));
  GdctReport *report = gdct_report_new();
  GdctGraph *graph = gdct_graph_new(mapping, NULL, report);
  GdctPicture *picture = gdct_picture_of_view(graph, 0, NULL, 0, report);
  char *problem = NULL;

  ck_assert(!gdct_picture_draw(picture, names[_i], refuse, NULL, &problem));
  ck_assert_ptr_nonnull(problem);
  free(problem);
  gdct_picture_free(picture);
  gdct_picture_free(NULL);
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
}
END_TEST

/* Loading leaves expressions to the checks, so a view may hold any. */
START_TEST(a_wrong_expression_is_a_finding_and_no_picture) {
  static const char *const views[] = {
      "  - {id: v, title: V, columns: [{kinds: [a]}], links: [{path: s/}]}\n",
      "  - {id: v, title: V, columns: [{kinds: [a], where: ['nokey=1']}]}\n"};
  static const char *const codes[] = {"bad-path", "bad-filter"};
  g_autofree char *text = g_strconcat(DATA, views[_i], NULL);
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = test_load(text, report);
  GdctGraph *graph = gdct_graph_new(mapping, NULL, report);
  const GdctFinding *finding;

  ck_assert_ptr_null(gdct_picture_of_view(graph, 0, "en", 0, report));
  ck_assert_uint_ge(gdct_report_count(report), 1);
  finding = gdct_report_get(report, gdct_report_count(report) - 1);
  ck_assert_str_eq(finding->code, codes[_i]);
  ck_assert_uint_gt(finding->place.line, 0);
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
}
END_TEST

/* Boxes of the cards of a DOT text, in points. */
static GArray *card_boxes(const GString *dot) {
  Agraph_t *graph = agmemread(dot->str);
  GArray *boxes = g_array_new(FALSE, FALSE, 4 * sizeof(double));

  for (Agnode_t *node = agfstnode(graph); node != NULL;
       node = agnxtnode(graph, node)) {
    double box[4];
    char *comma;
    if (agnameof(node)[0] == ':' &&
        !g_str_has_prefix(agnameof(node), ":heading"))
      continue;
    box[0] = g_ascii_strtod(agget(node, (char *)"pos"), &comma);
    box[1] = g_ascii_strtod(comma + 1, NULL);
    box[2] = 36 * g_ascii_strtod(agget(node, (char *)"width"), NULL);
    box[3] = 36 * g_ascii_strtod(agget(node, (char *)"height"), NULL);
    g_array_append_val(boxes, box);
  }
  agclose(graph);
  return boxes;
}

START_TEST(no_two_cards_overlap) {
  GString *dot = view_of(
      DATA "  - {id: v, title: V, rule: rule, columns: [{kinds: [a],\n"
           "      group-by: sort}, {kinds: [b]}], links: [{path: s}]}\n",
      "dot");
  g_autoptr(GArray) boxes = card_boxes(dot);
  const double(*at)[4] = (const double(*)[4])(void *)boxes->data;

  ck_assert_uint_eq(boxes->len, 8);
  for (guint i = 0; i < boxes->len; i++)
    for (guint k = 0; k < i; k++)
      ck_assert(ABS(at[i][0] - at[k][0]) >= at[i][2] + at[k][2] ||
                ABS(at[i][1] - at[k][1]) >= at[i][3] + at[k][3]);
  g_string_free(dot, TRUE);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("draw");
  TCase *tests = tcase_create("draw");

  tcase_set_timeout(tests, 60);
  tcase_add_test(tests, every_node_and_link_is_drawn_once);
  tcase_add_test(tests, only_what_is_linked_is_shown_if_asked);
  tcase_add_test(tests, only_gaps_are_shown_if_asked);
  tcase_add_test(tests, a_focus_does_not_turn_back);
  tcase_add_test(tests, a_column_can_ask_for_a_path);
  tcase_add_test(tests, a_filter_of_a_column_leaves_out_and_says_so);
  tcase_add_test(tests, a_link_is_drawn_once_though_two_paths_find_it);
  tcase_add_test(tests, a_path_joins_columns_with_a_count);
  tcase_add_test(tests, a_link_that_skips_a_column_is_drawn);
  tcase_add_test(tests, groups_have_headings);
  tcase_add_test(tests, a_gap_carries_words_and_a_dashed_border);
  tcase_add_test(tests, a_neighbourhood_goes_both_ways);
  tcase_add_loop_test(tests, hostile_titles_are_only_text, 0,
                      G_N_ELEMENTS(hostile));
  tcase_add_test(tests, markup_in_a_title_is_shown_as_it_is_written);
  tcase_add_test(tests, a_very_long_title_is_cut_with_an_ellipsis);
  tcase_add_test(tests, lines_of_plain_words_hold_as_many_as_fit);
  tcase_add_test(tests, an_empty_view_is_a_picture);
  tcase_add_loop_test(tests, the_same_picture_gives_the_same_bytes, 0, 3);
  tcase_add_loop_test(tests, nothing_is_printed, 0, 4);
  tcase_add_loop_test(tests, each_format_begins_as_it_should, 0, 4);
  tcase_add_loop_test(tests, a_sink_that_refuses_is_a_problem, 0, 4);
  tcase_add_loop_test(tests, a_wrong_expression_is_a_finding_and_no_picture, 0,
                      2);
  tcase_add_test(tests, no_two_cards_overlap);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
