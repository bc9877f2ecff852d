/* SPDX-License-Identifier: Apache-2.0 */
/* A text layout plugin for Graphviz (https://graphviz.org/doc/libguide): texts
 * were measured when cards got their sizes, and their words are known. */
#include "draw/graphviz_text.h"

#include <gvc.h>
#include <gvplugin.h>
#include <gvplugin_textlayout.h>

#include <string.h>

/* Graphviz gives its plugins no context. */
static GdctRuler *asked;

/* As Graphviz's pango plugin does it (2.43, gvtextlayout_pango.c): whole
 * points, more than the width, and an assumed height. */
static boolean lay_out(textspan_t *span, G_GNUC_UNUSED char **font_path) {
  double size = span->font->size, width;

  if (asked == NULL || *span->str == '\0')
    return FALSE;
  width = gdct_ruler_width(asked, span->str, size,
                           (span->font->flags & HTML_BF) != 0) /
          GDCT_TEXT_SLACK;
  span->layout = NULL;
  span->free_layout = NULL;
  span->yoffset_layout = 0;
  span->size.x = (int)(width + 1e-6) + 1;
  span->size.y = (int)(1.1 * size + 0.5);
  span->yoffset_centerline = 0.2 * size;
  return TRUE;
}

static gvtextlayout_engine_t engine = {lay_out};

/* Better than any other. */
static gvplugin_installed_t types[] = {{0, "textlayout", 1000, &engine, NULL},
                                       {0, NULL, 0, NULL, NULL}};

static gvplugin_api_t apis[] = {{API_textlayout, types}, {(api_t)0, NULL}};

static gvplugin_library_t library = {(char *)"gdctrace", apis};

/* One context of each kind for the life of the process: Graphviz's pango plugin
 * remembers the last font's name after the context that owns it is freed
 * (2.43). */
void *gdct_graphviz_context(const char *format, GdctRuler *ruler) {
  static const lt_symlist_t plugins[] = {
      {"gvplugin_gdctrace_LTX_library", &library}, {NULL, NULL}};
  static GVC_t *measuring, *painting;

  asked = ruler;
  if (strcmp(format, "svg") == 0) {
    if (measuring == NULL)
      measuring = gvContextPlugins(plugins, 1);
    return measuring;
  }
  if (painting == NULL)
    painting = gvContext();
  return painting;
}
