/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace draw: a view, or the neighbourhood of a node, as a diagram. */
#include "tool.h"

#include <string.h>

static char *arg_node;
static int arg_depth = INT_MIN; /* not given */
static gboolean arg_all;
static char *arg_as, *arg_by;
static char **arg_where;
static char *arg_theme, *arg_page, *arg_layout, *arg_link_base;
static int arg_dpi = INT_MIN; /* not given */

static const GOptionEntry options[] = {
    {"node", 'n', 0, G_OPTION_ARG_FILENAME, &arg_node,
     "Draw a node and what is near it", "ID"},
    {"depth", 'd', 0, G_OPTION_ARG_INT, &arg_depth,
     "How many links away, with --node (default 1)", "N"},
    {"all", 'a', 0, G_OPTION_ARG_NONE, &arg_all,
     "A card for every node, however many", NULL},
    {"as", 0, 0, G_OPTION_ARG_FILENAME, &arg_as,
     "columns (default), or timeline: bars from start to end", "HOW"},
    {"by", 'b', 0, G_OPTION_ARG_FILENAME, &arg_by,
     "With --as timeline: groups by an attribute, a kind or a path", "KEY"},
    {"where", 'w', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_where,
     "With --as timeline: only nodes for which this holds; may be repeated",
     "FILTER"},
    {"theme", 0, 0, G_OPTION_ARG_FILENAME, &arg_theme,
     "colour (default), grey for print, or contrast", "THEME"},
    {"page", 0, 0, G_OPTION_ARG_FILENAME, &arg_page,
     "The page of a PDF: a4 (default) or a3, landscape; fit", "SIZE"},
    {"dpi", 0, 0, G_OPTION_ARG_INT, &arg_dpi,
     "Pixels an inch of a PNG, 10 to 1200 (default 150)", "N"},
    {"layout", 0, 0, G_OPTION_ARG_FILENAME, &arg_layout,
     "Who places the cards: columns (default), or dot of Graphviz", "NAME"},
    {"link-base", 0, 0, G_OPTION_ARG_FILENAME, &arg_link_base,
     "Cards link to URL and their id", "URL"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char examples[] =
    "Without VIEW and --node, the views are listed. More than 300 cards are "
    "put\n"
    "together by what they are part of, or by an attribute; the subtitle says "
    "so.\n"
    "\n"
    "--as timeline draws what has a start or an end: of VIEW, or of all nodes "
    "for\n"
    "which --where holds. A node stands in each of its groups; what has no "
    "dates is\n"
    "counted.\n"
    "\n"
    "Examples:\n"
    "  gdctrace draw overview -o overview.svg\n"
    "  gdctrace draw --node gdc.o1 --depth 2 -o objective-1.pdf\n"
    "  gdctrace draw --as timeline --where theme=ai --by sector -o ai.svg\n"
    "  gdctrace draw activities --as timeline --by gdc-objective -o times.png\n"
    "  gdctrace draw overview --page a3 --theme grey -o wall.pdf\n"
    "  gdctrace draw overview --format dot | dot -Tpng > overview.png";

/* The formats with what they are for, under the options in the help. */
static char *describe_formats(void) {
  size_t count;
  const GdctPictureFormat *formats = gdct_picture_formats(&count);
  GString *text = g_string_new("Formats:\n");

  for (size_t i = 0; i < count; i++)
    g_string_append_printf(text, "  %-6s  %s\n", formats[i].name,
                           formats[i].summary);
  g_string_append_printf(text, "\n%s", examples);
  return g_string_free(text, FALSE);
}

/* NULL after a complaint. */
static const GdctPictureFormat *choose_format(void) {
  size_t count;
  const GdctPictureFormat *formats = gdct_picture_formats(&count);
  g_autofree ToolFormat *rows = g_new(ToolFormat, count);
  int chosen;

  for (size_t i = 0; i < count; i++)
    rows[i] = (ToolFormat){formats[i].name, formats[i].extension,
                           strcmp(formats[i].name, "png") == 0 ||
                               strcmp(formats[i].name, "pdf") == 0};
  chosen = tool_choose_format(rows, count, "svg");
  return chosen < 0 ? NULL : &formats[chosen];
}

/* The place of a word in a list that ends with NULL, 0 if it is not given;
 * -1 after a complaint. Words at odd places are other spellings. */
static int choose(const char *option, const char *word,
                  const char *const *words) {
  if (word == NULL)
    return 0;
  for (int i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp(word, words[i]) == 0)
      return i / 2;
  tool_usage("--%s: '%s' is not one of %s, %s%s%s", option, word, words[0],
             words[2], words[4] == NULL ? "" : ", ",
             words[4] == NULL ? "" : words[4]);
  return -1;
}

/* An option that the format has no use for is a mistake. */
static bool fits_format(const GdctPictureFormat *format, const char *option,
                        bool given, const char *formats) {
  if (!given || strstr(formats, format->name) != NULL)
    return true;
  tool_usage("--%s is for %s, not for %s", option, formats, format->name);
  return false;
}

/* How to draw, as the command line says; false after a complaint. */
static bool choose_look(const GdctPictureFormat *format,
                        GdctDrawOptions *ret_options) {
  static const char *const themes[] = {"colour",   "color",    "grey", "gray",
                                       "contrast", "contrast", NULL};
  static const char *const pages[] = {"a4",  "a4",  "a3", "a3",
                                      "fit", "fit", NULL};
  static const char *const layouts[] = {"columns", "columns", "dot",
                                        "dot",     NULL,      NULL};
  int theme = choose("theme", arg_theme, themes);
  int page = choose("page", arg_page, pages);
  int layout = choose("layout", arg_layout, layouts);

  if (theme < 0 || page < 0 || layout < 0 ||
      !fits_format(format, "dpi", arg_dpi != INT_MIN, "png") ||
      !fits_format(format, "page", arg_page != NULL, "pdf") ||
      !fits_format(format, "link-base", arg_link_base != NULL, "svg, pdf, dot"))
    return false;
  if (arg_dpi != INT_MIN && (arg_dpi < 10 || arg_dpi > 1200)) {
    tool_usage("--dpi: %d is not from 10 to 1200", arg_dpi);
    return false;
  }
  if (arg_link_base != NULL && !gdct_link_base_is_safe(arg_link_base)) {
    tool_usage("--link-base: only http, https or relative addresses, "
               "percent-encoded where needed");
    return false;
  }
  *ret_options = (GdctDrawOptions){.theme = (GdctThemeName)theme,
                                   .page = (GdctPageSize)page,
                                   .dpi = MAX(arg_dpi, 0),
                                   .dot_layout = layout == 1,
                                   .link_base = arg_link_base};
  return true;
}

/* Whether two views are of one family, such as "road-map-c1", "road-map-c2":
 * their ids begin with the same words. */
static bool are_akin(const Tool *tool, uint32_t a, uint32_t b) {
  const char *id = gdct_id(tool->mapping, (GdctThing){GDCT_VIEW, a});
  const char *other = gdct_id(tool->mapping, (GdctThing){GDCT_VIEW, b});

  for (size_t i = 0; id[i] != '\0' && id[i] == other[i]; i++)
    if (id[i] == '-')
      return true;
  return false;
}

/* Complains that nothing is chosen, and lists what could be, each family of
 * views set off from the others. */
static int list_views(const Tool *tool) {
  uint32_t count = gdct_count(tool->mapping, GDCT_VIEW);
  bool was_akin = false;

  if (count == 0)
    return tool_usage("draw: the mapping has no views; use --node");
  tool_usage("draw: which VIEW, or --node? The views are:");
  for (uint32_t i = 0; i < count; i++) {
    GdctThing view = {GDCT_VIEW, i};
    bool akin = i + 1 < count && are_akin(tool, i, i + 1);
    bool begins = akin && !(i > 0 && are_akin(tool, i - 1, i));
    if (i > 0 && (begins || was_akin))
      fputc('\n', stderr);
    was_akin = i > 0 && !akin && are_akin(tool, i - 1, i);
    fprintf(stderr, "  %-17s ", gdct_id(tool->mapping, view));
    put_text(stderr, gdct_title(tool->mapping, view, tool_language()));
    fputc('\n', stderr);
  }
  return EXIT_USAGE;
}

static bool is_timeline(void) {
  return g_strcmp0(arg_as, "timeline") == 0;
}

/* Complains about options that do not go together; EXIT_FINE if they do. */
static int check_options(const char *view) {
  if (arg_node != NULL && view != NULL)
    return tool_usage("draw: either '%s' or --node, not both", view);
  if (arg_depth != INT_MIN && arg_node == NULL)
    return tool_usage("--depth goes with --node");
  if (arg_depth != INT_MIN && arg_depth < 0)
    return tool_usage("--depth: %d is below 0", arg_depth);
  if (arg_as != NULL && !is_timeline() && strcmp(arg_as, "columns") != 0)
    return tool_usage("--as: '%s' is neither columns nor timeline", arg_as);
  if (!is_timeline() && (arg_by != NULL || arg_where != NULL))
    return tool_usage("%s goes with --as timeline",
                      arg_by != NULL ? "--by" : "--where");
  if (is_timeline() && arg_node != NULL)
    return tool_usage("--as timeline draws a VIEW, or what --where chooses, "
                      "but no --node");
  return EXIT_FINE;
}

static const char *last_finding(const GdctReport *report) {
  return gdct_report_get(report, gdct_report_count(report) - 1)->message;
}

/* A picture, or what is wrong: with --by, for views have been checked. */
static int answer(const Tool *tool, GdctPicture *picture,
                  GdctPicture **ret_picture) {
  *ret_picture = picture;
  if (picture != NULL)
    return EXIT_FINE;
  if (arg_by != NULL)
    return tool_usage("--by: %s", last_finding(tool->report));
  print_findings(tool->report, GDCT_ERROR, stderr);
  return EXIT_FINDINGS;
}

/* Bars of all nodes, or of those for which the filters hold. */
static int make_timeline(const Tool *tool, GdctPicture **ret_picture) {
  uint32_t count = gdct_count(tool->mapping, GDCT_NODE), n_nodes = 0;
  g_autofree uint32_t *nodes = g_new(uint32_t, (size_t)count + 1);
  g_autofree char *filter =
      arg_where == NULL ? NULL : g_strjoinv(", ", arg_where);
  GPtrArray *filters =
      tool_filters(tool, GDCT_NODE, (const char *const *)arg_where);

  if (filters == NULL)
    return EXIT_USAGE;
  for (uint32_t i = 0; i < count; i++)
    if (tool_all_hold(filters, (GdctThing){GDCT_NODE, i}))
      nodes[n_nodes++] = i;
  g_ptr_array_unref(filters);
  return answer(tool,
                gdct_timeline_of_nodes(tool->graph, nodes, n_nodes, filter,
                                       arg_by, tool_language(), tool->report),
                ret_picture);
}

static int make_view(const Tool *tool, const char *view,
                     GdctPicture **ret_picture) {
  uint32_t index = tool_find(tool, GDCT_VIEW, "view", view);
  uint32_t most = arg_all ? 0 : GDCT_MOST_CARDS;

  if (index == GDCT_NONE)
    return EXIT_USAGE;
  return answer(tool,
                is_timeline()
                    ? gdct_timeline_of_view(tool->graph, index, arg_by,
                                            tool_language(), tool->report)
                    : gdct_picture_of_view(tool->graph, index, tool_language(),
                                           most, tool->report),
                ret_picture);
}

/* Makes the picture that was asked for. */
static int make_picture(const Tool *tool, const char *view,
                        GdctPicture **ret_picture) {
  uint32_t index;

  if (view != NULL && arg_where != NULL)
    return tool_usage("--as timeline: either '%s' or --where, not both", view);
  if (view != NULL)
    return make_view(tool, view, ret_picture);
  if (is_timeline())
    return make_timeline(tool, ret_picture);
  if (arg_node == NULL)
    return list_views(tool);
  index = tool_find(tool, GDCT_NODE, "node", arg_node);
  if (index == GDCT_NONE)
    return EXIT_USAGE;
  *ret_picture = gdct_picture_of_node(
      tool->graph, index, (unsigned)(arg_depth == INT_MIN ? 1 : arg_depth),
      tool_language(), arg_all ? 0 : GDCT_MOST_CARDS);
  return EXIT_FINE;
}

static int draw(const GdctPicture *picture, const GdctPictureFormat *format,
                const GdctDrawOptions *look) {
  Output output;
  char *problem = NULL;
  bool good;
  int status;

  if (!output_open(&output, arg_output))
    return EXIT_IO;
  good = gdct_picture_draw_with(picture, format->name, look, output_sink,
                                &output, &problem);
  status = output_close(&output, good);
  if (!good && status == EXIT_FINE)
    fprintf(stderr, "gdctrace: cannot draw: %s\n", problem);
  free(problem);
  return good ? status : EXIT_IO;
}

int cmd_draw(int argc, char **argv) {
  g_autofree char *more = describe_formats();
  const GdctPictureFormat *format;
  GdctPicture *picture = NULL;
  GdctDrawOptions look;
  Tool tool;
  int status;

  if (!tool_parse(&argc, &argv, "[VIEW]", options, more, 0, 1, &status))
    return status;
  status = check_options(argc > 1 ? argv[1] : NULL);
  if (status != EXIT_FINE)
    return status;
  format = choose_format();
  if (format == NULL || !choose_look(format, &look))
    return EXIT_USAGE;
  status = tool_load(&tool);
  if (status == EXIT_FINE)
    status = make_picture(&tool, argc > 1 ? argv[1] : NULL, &picture);
  if (picture != NULL)
    status = draw(picture, format, &look);
  gdct_picture_free(picture);
  tool_clear(&tool);
  return status;
}
