/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace draw: a view, or the neighbourhood of a node, as a diagram. */
#include "tool.h"

#include <string.h>
#include <unistd.h>

static char *arg_node;
static int arg_depth = 1;
static char *arg_theme, *arg_page, *arg_layout, *arg_link_base;
static int arg_dpi;

static const GOptionEntry options[] = {
    {"node", 'n', 0, G_OPTION_ARG_FILENAME, &arg_node,
     "Draw a node and what is near it", "ID"},
    {"depth", 'd', 0, G_OPTION_ARG_INT, &arg_depth,
     "How many links away, with --node (default 1)", "N"},
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
    "Without VIEW and --node, the views are listed.\n\nExamples:\n  gdctrace "
    "draw overview -o overview.svg\n  gdctrace draw --node gdc.o1 --depth 2 -o "
    "objective-1.pdf\n  gdctrace draw overview --format dot | dot -Tpng > "
    "overview.png\n  gdctrace draw overview --page a3 --theme grey -o wall.pdf";

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

/* The format of this name, or of files with this ending; NULL. */
static const GdctPictureFormat *find_format(const char *name,
                                            const char *file) {
  size_t count;
  const GdctPictureFormat *formats = gdct_picture_formats(&count);

  for (size_t i = 0; i < count; i++)
    if ((name != NULL && strcmp(formats[i].name, name) == 0) ||
        (file != NULL && g_str_has_suffix(file, formats[i].extension)))
      return &formats[i];
  return NULL;
}

/* What --format says, else the ending of the file, else SVG; NULL after a
 * complaint. */
static const GdctPictureFormat *choose_format(void) {
  const GdctPictureFormat *format = NULL;
  bool to_stdout = arg_output == NULL || strcmp(arg_output, "-") == 0;

  if (arg_format != NULL) {
    format = find_format(arg_format, NULL);
    if (format == NULL)
      tool_usage("--format: '%s' is not one of dot, svg, png, pdf", arg_format);
  } else if (!to_stdout) {
    g_autofree char *base = g_path_get_basename(arg_output);
    format = find_format(NULL, base);
    if (format == NULL && strchr(base, '.') != NULL)
      tool_usage("--output: the ending of '%s' tells no format; use --format "
                 "with one of dot, svg, png, pdf",
                 arg_output);
    else if (format == NULL) /* a device, or a name without ending */
      format = find_format("svg", NULL);
  } else {
    format = find_format("svg", NULL);
  }
  if (format != NULL && to_stdout && isatty(STDOUT_FILENO) &&
      (strcmp(format->name, "png") == 0 || strcmp(format->name, "pdf") == 0)) {
    tool_usage("%s is not for a terminal; use --output", format->name);
    return NULL;
  }
  return format;
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
      !fits_format(format, "dpi", arg_dpi != 0, "png") ||
      !fits_format(format, "page", arg_page != NULL, "pdf") ||
      !fits_format(format, "link-base", arg_link_base != NULL, "svg, pdf, dot"))
    return false;
  if (arg_dpi != 0 && (arg_dpi < 10 || arg_dpi > 1200)) {
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
                                   .dpi = arg_dpi,
                                   .dot_layout = layout == 1,
                                   .link_base = arg_link_base};
  return true;
}

/* Complains that nothing is chosen, and lists what could be. */
static int list_views(const Tool *tool) {
  tool_usage("draw: which VIEW, or --node? The views are:");
  for (uint32_t i = 0; i < gdct_count(tool->mapping, GDCT_VIEW); i++) {
    GdctThing view = {GDCT_VIEW, i};
    fprintf(stderr, "  %-20s ", gdct_id(tool->mapping, view));
    put_text(stderr, gdct_title(tool->mapping, view, tool_language()));
    fputc('\n', stderr);
  }
  return EXIT_USAGE;
}

/* Makes the picture that was asked for. */
static int make_picture(const Tool *tool, const char *view,
                        GdctPicture **ret_picture) {
  uint32_t index;

  if (arg_node == NULL && view == NULL)
    return list_views(tool);
  if (arg_node != NULL) {
    index = tool_find(tool, GDCT_NODE, "node", arg_node);
    if (index == GDCT_NONE)
      return EXIT_USAGE;
    *ret_picture = gdct_picture_of_node(tool->graph, index, (unsigned)arg_depth,
                                        tool_language());
    return EXIT_FINE;
  }
  index = tool_find(tool, GDCT_VIEW, "view", view);
  if (index == GDCT_NONE)
    return EXIT_USAGE;
  *ret_picture =
      gdct_picture_of_view(tool->graph, index, tool_language(), tool->report);
  if (*ret_picture != NULL)
    return EXIT_FINE;
  print_findings(tool->report, GDCT_ERROR, stderr);
  return EXIT_FINDINGS;
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
  if (arg_node != NULL && argc > 1)
    return tool_usage("draw: either '%s' or --node, not both", argv[1]);
  if (arg_depth < 0)
    return tool_usage("--depth: %d is below 0", arg_depth);
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
