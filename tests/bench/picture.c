/* SPDX-License-Identifier: Apache-2.0 */
/* The column layout by itself, and a view from the model to SVG on disk. */
#include "bench.h"

#include <gdctrace/draw.h>

#include "draw/layout.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Nothing but the layout: texts are measured and wrapped before. */
static void time_layout(const GdctPicture *picture) {
  GdctSheet *sheet = gdct_sheet_new(picture);
  double began = bench_now();
  GdctLayout *layout = gdct_layout_new(sheet);

  bench_put("layout", bench_now() - began);
  gdct_layout_free(layout);
  gdct_sheet_free(sheet);
}

static bool put(const char *bytes, size_t size, void *stream) {
  return fwrite(bytes, 1, size, stream) == size;
}

static bool time_drawing(const GdctGraph *graph, uint32_t view,
                         GdctReport *report) {
  g_autofree char *path = NULL;
  int file = g_file_open_tmp("gdct-bench-XXXXXX.svg", &path, NULL);
  FILE *stream = file >= 0 ? fdopen(file, "wb") : NULL;
  char *problem = NULL;
  double began = bench_now();
  GdctPicture *picture = gdct_picture_of_view(graph, view, "en", 0, report);
  bool good = picture != NULL && stream != NULL &&
              gdct_picture_draw(picture, "svg", put, stream, &problem);

  if (stream != NULL && fclose(stream) != 0)
    good = false;
  bench_put("svg", bench_now() - began);
  if (!good)
    fprintf(stderr, "measure: no picture: %s\n",
            problem != NULL ? problem : "see the report");
  gdct_picture_free(picture);
  if (path != NULL)
    g_unlink(path);
  free(problem);
  return good;
}

/* The view "bench-all" of a generated mapping; above ten thousand cards only
 * its layout, for nobody opens such an SVG. */
bool bench_view(const char *folder, unsigned repeat) {
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = bench_load(folder, 2, report);
  GdctGraph *graph =
      mapping != NULL ? gdct_graph_new(mapping, NULL, report) : NULL;
  uint32_t view = GDCT_NONE;
  GdctPicture *picture = NULL;
  bool good;

  if (graph != NULL)
    view = gdct_find(mapping, GDCT_VIEW, "bench-all");
  if (view != GDCT_NONE)
    picture = gdct_picture_of_view(graph, view, "en", 0, report);
  good = picture != NULL;
  if (good) {
    bench_put("cards", gdct_picture_cards(picture));
    bench_put("links", gdct_picture_links(picture));
  }
  for (unsigned i = 0; good && i < repeat; i++) {
    time_layout(picture);
    if (gdct_picture_cards(picture) < 20000)
      good = time_drawing(graph, view, report);
  }
  gdct_picture_free(picture);
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  return good;
}
