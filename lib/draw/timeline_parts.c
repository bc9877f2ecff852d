/* SPDX-License-Identifier: Apache-2.0 */
/* A timeline that is too long for a page, as several with the same axis. */
#include "base/words.h"
#include "draw/parts.h"
#include "draw/timeline.h"

typedef struct {
  const GdctPicture *whole;
  GPtrArray *parts; /* GdctPicture, so far */
  uint32_t n;
  uint64_t rows; /* of the whole: headings, bars, and what has no dates */
  uint64_t row;  /* the next one */
} Cut;

static GdctTimeline *last_timeline(const Cut *cut) {
  GdctPicture *part = g_ptr_array_index(cut->parts, cut->parts->len - 1);

  return part->timeline;
}

static GdctBarGroup *last_group(const Cut *cut) {
  GArray *groups = last_timeline(cut)->groups;

  return &g_array_index(groups, GdctBarGroup, groups->len - 1);
}

static void open_part(Cut *cut) {
  const GdctPicture *whole = cut->whole;
  GdctPicture *part = gdct_picture_new(whole->title, whole->language);

  part->subtitle = whole->subtitle;
  part->sources = whole->sources;
  part->timeline = g_new0(GdctTimeline, 1);
  part->timeline->bars = g_array_new(FALSE, FALSE, sizeof(GdctBar));
  part->timeline->groups = g_array_new(FALSE, FALSE, sizeof(GdctBarGroup));
  part->timeline->span = gdct_timeline_span(whole->timeline);
  part->timeline->today = whole->timeline->today;
  part->timeline->today_words = whole->timeline->today_words;
  g_ptr_array_add(cut->parts, part);
}

/* Whether the next row begins a part. */
static bool is_full(const Cut *cut) {
  return cut->row * cut->n / cut->rows >= cut->parts->len;
}

static void open_group(Cut *cut, const char *title, bool again) {
  GdctPicture *part = g_ptr_array_index(cut->parts, cut->parts->len - 1);
  GdctBarGroup group = {.first_bar = part->timeline->bars->len};
  g_autofree char *words = NULL;

  if (again && title != NULL)
    words = g_strdup_printf(gdct_word(part->language, "%s (continued)"), title);
  group.title = gdct_picture_keep(part, words == NULL ? title : words);
  g_array_append_val(part->timeline->groups, group);
}

/* A heading stands with the first row below it. */
static void put_group(Cut *cut, const GdctBarGroup *group) {
  if (is_full(cut))
    open_part(cut);
  open_group(cut, group->title, false);
  cut->row++;
  for (uint32_t i = 0; i < group->n_bars; i++) {
    if (i > 0 && is_full(cut)) {
      open_part(cut);
      open_group(cut, group->title, true);
    }
    g_array_append_vals(last_timeline(cut)->bars,
                        &g_array_index(cut->whole->timeline->bars, GdctBar,
                                       group->first_bar + i),
                        1);
    last_group(cut)->n_bars++;
    cut->row++;
  }
  last_group(cut)->n_undated = group->n_undated;
  cut->row += group->n_undated > 0;
}

GPtrArray *gdct_timeline_cut(const GdctPicture *picture, uint32_t n,
                             bool numbered) {
  const GArray *groups = picture->timeline->groups;
  Cut cut = {.whole = picture, .parts = g_ptr_array_new(), .n = n};

  for (guint i = 0; i < groups->len; i++) {
    const GdctBarGroup *group = &g_array_index(groups, GdctBarGroup, i);
    cut.rows += 1 + group->n_bars + (group->n_undated > 0);
  }
  open_part(&cut);
  for (guint i = 0; i < groups->len; i++)
    put_group(&cut, &g_array_index(groups, GdctBarGroup, i));
  for (guint i = 0; numbered && i < cut.parts->len; i++)
    gdct_picture_number(g_ptr_array_index(cut.parts, i), i, cut.parts->len);
  return cut.parts;
}
