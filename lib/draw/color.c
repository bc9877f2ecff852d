/* SPDX-License-Identifier: Apache-2.0 */
#include "draw/color.h"

#include <glib.h>
#include <math.h>

/* How much of the colour a tint keeps. */
#define TINT 0.10

static double channel(const char *color, int index) {
  return (g_ascii_xdigit_value(color[1 + 2 * index]) * 16 +
          g_ascii_xdigit_value(color[2 + 2 * index])) /
         255.0;
}

double gdct_color_luminance(const char *color) {
  static const double weights[] = {0.2126, 0.7152, 0.0722};
  double sum = 0;

  for (int i = 0; i < 3; i++) {
    double c = channel(color, i);
    sum +=
        weights[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
  }
  return sum;
}

const char *gdct_color_text(const char *fill) {
  double light = gdct_color_luminance(fill);

  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

void gdct_color_tint(const char *color, char *ret_color) {
  int mixed[3];

  for (int i = 0; i < 3; i++)
    mixed[i] = (int)((channel(color, i) * TINT + 1 - TINT) * 255 + 0.5);
  g_snprintf(ret_color, 8, "#%02x%02x%02x", (unsigned)mixed[0] & 0xFF,
             (unsigned)mixed[1] & 0xFF, (unsigned)mixed[2] & 0xFF);
}
