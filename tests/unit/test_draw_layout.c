/* SPDX-License-Identifier: Apache-2.0 */
/* The column layout on graphs made by chance: what a picture looks like, and
 * that it crosses as few links as Graphviz's dot does. */
#include "test.h"
#include "test_layout_sample.h"

#include "draw/order.h"

#include <stdio.h>

/* Links that skip columns, run inside one or beside each other, and families.
 */
static const LayoutSample mixed = {.n_cards = 200,
                                   .shares = {30, 10, 25, 35},
                                   .links_per_card = 2.2,
                                   .skips = 15,
                                   .inside = 10,
                                   .local = 30,
                                   .per_parent = 4};

static LayoutSample mixed_with(uint32_t seed) {
  LayoutSample sample = mixed;

  sample.seed = seed;
  return sample;
}

/* ---- crossings ---- */

/* Counts pair by pair, for the layout's own count is what is judged. */
static uint64_t count_crossings(const GdctPicture *picture, const double *y) {
  uint64_t crossings = 0;

  for (uint32_t i = 0; i < picture->links->len; i++)
    for (uint32_t k = 0; k < i; k++) {
      const GdctPictureLink *a = gdct_picture_link(picture, i);
      const GdctPictureLink *b = gdct_picture_link(picture, k);
      crossings += gdct_picture_card(picture, a->from)->column ==
                       gdct_picture_card(picture, b->from)->column &&
                   (y[a->from] - y[b->from]) * (y[a->to] - y[b->to]) < 0;
    }
  return crossings;
}

static char *dot_text(const GdctPicture *picture) {
  GString *out = g_string_new("digraph { rankdir=LR node [shape=box]\n");

  for (uint32_t i = 0; i < picture->cards->len; i++) {
    uint32_t column = gdct_picture_card(picture, i)->column;
    bool first = gdct_picture_column(picture, column)->first_card == i;
    g_string_append_printf(out, "%s n%u", first ? "{ rank=same" : "", i);
    if (i + 1 == picture->cards->len ||
        gdct_picture_card(picture, i + 1)->column != column)
      g_string_append(out, " }\n");
  }
  for (uint32_t i = 0; i < picture->links->len; i++)
    g_string_append_printf(out, "n%u -> n%u\n",
                           gdct_picture_link(picture, i)->from,
                           gdct_picture_link(picture, i)->to);
  g_string_append(out, "}\n");
  return g_string_free(out, FALSE);
}

/* Where Graphviz's dot puts the cards; the columns are its ranks. */
static double *ask_dot(const GdctPicture *picture) {
  g_autofree char *text = dot_text(picture), *path = NULL, *out = NULL;
  double *y = g_new0(double, picture->cards->len + 1);
  double *x = g_new0(double, picture->cards->len + 1);
  uint32_t found = 0;
  int file = g_file_open_tmp("layout-XXXXXX.dot", &path, NULL), status;
  char *words[] = {(char *)"dot", (char *)"-Tplain", path, NULL};

  ck_assert_int_ge(file, 0);
  close(file);
  ck_assert(g_file_set_contents(path, text, -1, NULL));
  ck_assert_msg(g_spawn_sync(NULL, words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                             &out, NULL, &status, NULL) &&
                    status == 0,
                "Graphviz's dot is needed to compare with");
  unlink(path);
  for (const char *line = out; line != NULL; line = strchr(line, '\n')) {
    unsigned card;
    double at[2];
    line += *line == '\n';
    if (sscanf(line, "node n%u %lf %lf", &card, &at[0], &at[1]) != 3)
      continue;
    x[card] = at[0];
    y[card] = at[1];
    found++;
  }
  ck_assert_uint_eq(found, picture->cards->len);
  for (uint32_t i = 0; i < picture->links->len; i++)
    ck_assert(x[gdct_picture_link(picture, i)->from] <
              x[gdct_picture_link(picture, i)->to]);
  g_free(x);
  return y;
}

/* The sum over some seeds is compared: on one small graph dot may be lucky, or
 * we. Dot takes seconds for the large ones. */
static const struct {
  uint32_t n_cards;
  uint32_t seeds;
  double links_per_card;
} sizes[] = {{100, 6, 1.9}, {200, 4, 2.1}, {500, 2, 2.3}, {1000, 1, 2.5}};
static const LayoutSample shapes[] = {
    {.shares = {25, 25, 25, 25}},
    {.shares = {50, 8, 12, 30}},
    {.shares = {25, 25, 25, 25}, .local = 70}};

START_TEST(links_cross_at_most_a_twentieth_more_than_with_dot) {
  int shape = _i % (int)G_N_ELEMENTS(shapes);
  int size = _i / (int)G_N_ELEMENTS(shapes);
  uint64_t ours = 0, theirs = 0;

  for (uint32_t seed = 1; seed <= sizes[size].seeds; seed++) {
    LayoutSample sample = shapes[shape];
    GdctSheet *sheet;
    GdctLayout *layout;
    double *y;
    sample.n_cards = sizes[size].n_cards;
    sample.links_per_card = sizes[size].links_per_card;
    sample.seed = seed;
    sheet = sample_new(&sample);
    layout = gdct_layout_new(sheet);
    y = ask_dot(sheet->picture);
    ours += count_crossings(sheet->picture, layout->card_y);
    theirs += count_crossings(sheet->picture, y);
    g_free(y);
    gdct_layout_free(layout);
    sample_free(sheet);
  }
  ck_assert_uint_gt(theirs, 100);
  ck_assert_msg((double)ours <= 1.05 * (double)theirs,
                "%" G_GUINT64_FORMAT " crossings, dot %" G_GUINT64_FORMAT, ours,
                theirs);
}
END_TEST

/* A ranking of two columns with random segments. */
static void make_ranking(GdctRanking *ranking, uint32_t n, uint32_t *state) {
  gdct_ranking_init(ranking, 2);
  for (uint32_t i = 0; i < 2 * n; i++) {
    GdctSlot slot = {.column = i / n, .item = i, .parent = GDCT_NONE};
    g_array_append_val(ranking->slots, slot);
  }
  for (uint32_t i = 0; i < 2 * n; i++) {
    GdctSegment segment = {sample_next(state, n), n + sample_next(state, n)};
    g_array_append_val(ranking->segments, segment);
  }
}

START_TEST(crossings_are_counted_as_by_looking_at_each_pair) {
  uint32_t state = (uint32_t)_i;
  GdctRanking ranking;
  uint64_t crossings = 0;

  make_ranking(&ranking, 1 + (uint32_t)_i * 3, &state);
  gdct_ranking_sort(&ranking);
  for (guint i = 0; i < ranking.segments->len; i++)
    for (guint k = 0; k < i; k++) {
      GdctSegment a = g_array_index(ranking.segments, GdctSegment, i);
      GdctSegment b = g_array_index(ranking.segments, GdctSegment, k);
      int64_t left = (int64_t)ranking.place[a.left] - ranking.place[b.left];
      int64_t right = (int64_t)ranking.place[a.right] - ranking.place[b.right];
      crossings += left * right < 0;
    }
  ck_assert_uint_eq(gdct_ranking_crossings(&ranking), crossings);
  gdct_ranking_clear(&ranking);
}
END_TEST

/* ---- cards ---- */

static int compare_heights(const void *a, const void *b, void *data) {
  const double *y = data;
  double upper = y[*(const uint32_t *)a], lower = y[*(const uint32_t *)b];

  return upper > lower ? -1 : upper < lower;
}

/* The cards of a column from the top; free with g_free(). */
static uint32_t *cards_down(const GdctSheet *sheet, const GdctLayout *layout,
                            uint32_t column, uint32_t *ret_count) {
  const GdctPictureColumn *from = gdct_picture_column(sheet->picture, column);
  uint32_t *cards = g_new(uint32_t, from->n_cards + 1);

  for (uint32_t i = 0; i < from->n_cards; i++)
    cards[i] = from->first_card + i;
  g_qsort_with_data(cards, (gint)from->n_cards, sizeof *cards, compare_heights,
                    layout->card_y);
  *ret_count = from->n_cards;
  return cards;
}

static void check_cards_are_apart(const GdctSheet *sheet,
                                  const GdctLayout *layout) {
  for (uint32_t c = 0; c < sheet->picture->columns->len; c++) {
    uint32_t n;
    g_autofree uint32_t *cards = cards_down(sheet, layout, c, &n);
    for (uint32_t i = 1; i < n; i++)
      ck_assert_double_ge(
          layout->card_y[cards[i - 1]] - layout->card_y[cards[i]],
          (sheet->heights[cards[i - 1]] + sheet->heights[cards[i]]) / 2 +
              sheet->columns[0].space - 1e-6);
  }
}

START_TEST(no_two_cards_overlap) {
  LayoutSample sample = mixed_with((uint32_t)_i);
  GdctSheet *sheet = sample_new(&sample);
  GdctLayout *layout = gdct_layout_new(sheet);

  check_cards_are_apart(sheet, layout);
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

/* The tallest column alone decides; here it has about half of the cards. */
START_TEST(no_height_is_wasted) {
  LayoutSample sample = {.n_cards = 300,
                         .shares = {50, 10, 15, 25},
                         .links_per_card = 2,
                         .seed = (uint32_t)_i};
  GdctSheet *sheet = sample_new(&sample);
  GdctLayout *layout = gdct_layout_new(sheet);
  double height = 0;

  for (uint32_t i = 0; i < 150; i++)
    height += sheet->heights[i] + sheet->columns[0].space;
  ck_assert_double_le(layout->cards.height, height + 20);
  for (uint32_t i = 0; i < sheet->picture->cards->len; i++) {
    ck_assert_double_le(layout->card_y[i] + sheet->heights[i] / 2, 1e-6);
    ck_assert_double_ge(layout->card_y[i] - sheet->heights[i] / 2,
                        -layout->cards.height - 1e-6);
  }
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

static bool is_below(const GdctPicture *picture, uint32_t card, uint32_t top) {
  for (; card != GDCT_NONE; card = gdct_picture_card(picture, card)->parent)
    if (card == top)
      return true;
  return false;
}

/* A forest as deep as chance wants. */
static void plant_forest(GdctPicture *picture, uint32_t seed) {
  uint32_t state = seed;

  for (uint32_t i = 0; i < picture->cards->len; i++) {
    GdctCard *card = gdct_picture_card(picture, i);
    uint32_t first = gdct_picture_column(picture, card->column)->first_card;
    card->parent = i == first || sample_next(&state, 3) == 0
                       ? GDCT_NONE
                       : first + sample_next(&state, i - first);
  }
}

START_TEST(a_family_stands_together_right_below_its_first_card) {
  LayoutSample sample = mixed_with((uint32_t)_i);
  GdctSheet *sheet = sample_new(&sample);
  GdctPicture *picture = (GdctPicture *)sheet->picture;
  GdctLayout *layout;

  plant_forest(picture, (uint32_t)_i);
  layout = gdct_layout_new(sheet);
  check_cards_are_apart(sheet, layout);
  for (uint32_t c = 0; c < picture->columns->len; c++) {
    uint32_t n;
    g_autofree uint32_t *cards = cards_down(sheet, layout, c, &n);
    for (uint32_t top = 0; top < n; top++) {
      uint32_t size = 0;
      for (uint32_t i = 0; i < n; i++)
        size += is_below(picture, cards[i], cards[top]);
      for (uint32_t i = top; i < top + size; i++)
        ck_assert(is_below(picture, cards[i], cards[top]));
    }
  }
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

/* On a page it would be a speck, whatever the width. */
START_TEST(cards_of_a_huge_picture_have_a_width) {
  LayoutSample sample = mixed;
  GdctSheet *sheet, *own;

  sample.n_cards = 30000;
  sheet = sample_new(&sample);
  for (uint32_t i = 0; i < sheet->picture->cards->len; i++) {
    GdctCard *card = gdct_picture_card(sheet->picture, i);
    card->title = "Words";
    card->color = "#666666";
  }
  own = gdct_sheet_new(sheet->picture);
  ck_assert_double_ge(own->columns[0].width, 120);
  gdct_sheet_free(own);
  sample_free(sheet);
}
END_TEST

START_TEST(a_circle_of_parents_is_cut) {
  GdctPicture *picture = sample_picture();
  GdctSheet *sheet;
  GdctLayout *layout;

  sample_column(picture, 5);
  sample_column(picture, 2);
  for (uint32_t i = 0; i < 5; i++)
    gdct_picture_card(picture, i)->parent = (i + 1) % 3; /* 0 1 2 0, 3, 4 */
  gdct_picture_card(picture, 4)->parent = 5;             /* another column */
  gdct_picture_card(picture, 6)->parent = 6;
  sample_link(picture, 1, 6);
  sheet = sample_sheet(picture);
  layout = gdct_layout_new(sheet);
  check_cards_are_apart(sheet, layout);
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

START_TEST(a_very_deep_hierarchy_comes_to_an_end) {
  const uint32_t depth = 50000;
  GdctPicture *picture = sample_picture();
  GdctSheet *sheet;
  GdctLayout *layout;

  sample_column(picture, depth);
  sample_column(picture, 2);
  for (uint32_t i = 0; i + 1 < depth; i++)
    gdct_picture_card(picture, i)->parent = i + 1;
  for (uint32_t i = 0; i < depth; i += 2)
    sample_link(picture, i, depth + i / 2 % 2);
  sheet = sample_sheet(picture);
  layout = gdct_layout_new(sheet);
  for (uint32_t i = 0; i + 1 < depth; i++)
    ck_assert_double_lt(layout->card_y[i], layout->card_y[i + 1]);
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

static void group_cards(GdctPicture *picture, uint32_t column, uint32_t size) {
  static const char *const names[] = {"a", "b", "c", "d"};
  GdctPictureColumn *grouped = gdct_picture_column(picture, column);

  grouped->group_by = "key";
  for (uint32_t i = 0; i < grouped->n_cards; i++)
    gdct_picture_card(picture, grouped->first_card + i)->group =
        names[MIN(i / size, 3)];
}

START_TEST(groups_keep_their_order_and_stand_below_their_headings) {
  LayoutSample sample = mixed_with((uint32_t)_i);
  GdctSheet *sheet = sample_new(&sample);
  GdctPicture *picture = (GdctPicture *)sheet->picture;
  GdctLayout *layout;
  uint32_t n, group = 0;
  g_autofree uint32_t *cards = NULL;

  group_cards(picture, 2, 14);
  layout = gdct_layout_new(sheet);
  check_cards_are_apart(sheet, layout);
  ck_assert_uint_eq(layout->groups->len, 4);
  cards = cards_down(sheet, layout, 2, &n);
  for (uint32_t i = 0; i < n; i++) {
    const GdctCard *card = gdct_picture_card(picture, cards[i]);
    const GdctGroup *at;
    if (group < 4 && g_array_index(layout->groups, GdctGroup, group).y >
                         layout->card_y[cards[i]])
      group++;
    ck_assert_uint_gt(group, 0);
    at = &g_array_index(layout->groups, GdctGroup, group - 1);
    ck_assert_str_eq(at->group, card->group);
    ck_assert_double_ge(at->y, layout->card_y[cards[i]] +
                                   sheet->heights[cards[i]] / 2 + 7);
  }
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

START_TEST(cards_with_the_same_links_stand_in_reading_order) {
  GdctPicture *picture = sample_picture();
  GdctSheet *sheet;
  GdctLayout *layout;

  sample_column(picture, 60);
  sample_column(picture, 3);
  for (uint32_t i = 0; i < 50; i++) /* the others have none */
    sample_link(picture, i, 60 + i * 7 % 3);
  sheet = sample_sheet(picture);
  layout = gdct_layout_new(sheet);
  for (uint32_t i = 0; i + 3 < 50; i++)
    ck_assert_double_gt(layout->card_y[i], layout->card_y[i + 3]);
  for (uint32_t i = 50; i + 1 < 60; i++)
    ck_assert_double_gt(layout->card_y[i], layout->card_y[i + 1]);
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

START_TEST(a_column_whose_ids_are_shown_is_left_in_reading_order) {
  LayoutSample sample = {.n_cards = 20,
                         .shares = {50, 50},
                         .links_per_card = 4,
                         .seed = (uint32_t)_i};
  GdctSheet *sheet = sample_new(&sample);
  GdctLayout *layout;

  sheet->has_ids[1] = true;
  layout = gdct_layout_new(sheet);
  for (uint32_t i = 10; i + 1 < 20; i++)
    ck_assert_double_gt(layout->card_y[i], layout->card_y[i + 1]);
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

/* ---- links ---- */

static bool is_inside(const GdctSheet *sheet, const GdctLayout *layout,
                      uint32_t card, GdctPoint at) {
  double x = layout->column_x[gdct_picture_card(sheet->picture, card)->column];

  return ABS(at.x - x) < sheet->columns[0].width / 2 - 1e-6 &&
         ABS(at.y - layout->card_y[card]) < sheet->heights[card] / 2 - 1e-6;
}

static GdctPoint point_on(const GdctPoint *p, double t) {
  double s = 1 - t, a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t,
         d = t * t * t;

  return (GdctPoint){a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                     a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

START_TEST(no_link_runs_through_a_card) {
  LayoutSample sample = mixed_with((uint32_t)_i);
  GdctSheet *sheet = sample_new(&sample);
  GdctLayout *layout;
  const GdctPoint *points;
  unsigned hits = 0;

  if (_i % 2 == 1)
    group_cards((GdctPicture *)sheet->picture, 1, 5);
  layout = gdct_layout_new(sheet);
  points = (const GdctPoint *)(const void *)layout->points->data;
  for (uint32_t i = 0; i < sheet->picture->links->len; i++)
    for (uint32_t k = layout->first_point[i];
         k + 3 < layout->first_point[i + 1]; k += 3)
      for (int part = 0; part <= 16; part++) {
        GdctPoint at = point_on(points + k, part / 16.0);
        for (uint32_t card = 0; card < sheet->picture->cards->len; card++)
          hits += is_inside(sheet, layout, card, at);
      }
  ck_assert_uint_eq(hits, 0);
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

START_TEST(a_link_ends_at_its_cards) {
  LayoutSample sample = mixed_with((uint32_t)_i);
  GdctSheet *sheet = sample_new(&sample);
  GdctLayout *layout = gdct_layout_new(sheet);
  const GdctPoint *points =
      (const GdctPoint *)(const void *)layout->points->data;

  for (uint32_t i = 0; i < sheet->picture->links->len; i++) {
    const GdctPictureLink *link = gdct_picture_link(sheet->picture, i);
    const uint32_t ends[2] = {link->from, link->to};
    const uint32_t places[2] = {layout->first_point[i],
                                layout->first_point[i + 1] - 1};
    ck_assert_uint_eq((places[1] - places[0]) % 3, 0);
    for (int end = 0; end < 2; end++) {
      uint32_t column = gdct_picture_card(sheet->picture, ends[end])->column;
      ck_assert_double_eq_tol(
          ABS(points[places[end]].x - layout->column_x[column]),
          sheet->columns[0].width / 2, 1e-6);
      ck_assert_double_le(
          ABS(points[places[end]].y - layout->card_y[ends[end]]),
          sheet->heights[ends[end]] / 2);
    }
  }
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

START_TEST(links_between_the_same_cards_run_side_by_side) {
  GdctPicture *picture = sample_picture();
  GdctSheet *sheet;
  GdctLayout *layout;
  const GdctPoint *points;

  sample_column(picture, 2);
  sample_column(picture, 2);
  for (int i = 0; i < 3; i++)
    sample_link(picture, 0, 2);
  for (int i = 0; i < 3; i++)
    sample_link(picture, 2, 3); /* in one column */
  sheet = sample_sheet(picture);
  layout = gdct_layout_new(sheet);
  points = (const GdctPoint *)(const void *)layout->points->data;
  for (uint32_t i = 0; i < 6; i++)
    for (uint32_t k = i / 3 * 3; k < i; k++) {
      const GdctPoint *a = points + layout->first_point[i];
      const GdctPoint *b = points + layout->first_point[k];
      ck_assert_double_ge(ABS(a[0].y - b[0].y), 3);
      ck_assert_double_ge(ABS(a[3].y - b[3].y), 3);
    }
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

/* One link over all columns besides the chain would be fine; this many need
 * more room for passing than there is. */
START_TEST(a_long_chain_comes_to_an_end) {
  const uint32_t length = 1500;
  GdctPicture *picture = sample_picture();
  GdctSheet *sheet;
  GdctLayout *layout;

  for (uint32_t i = 0; i < length; i++)
    sample_column(picture, 1);
  for (uint32_t i = 0; i + 1 < length; i++)
    sample_link(picture, i, i + 1);
  for (uint32_t i = 0; i + 2 < length; i++)
    sample_link(picture, i, length - 1);
  sheet = sample_sheet(picture);
  layout = gdct_layout_new(sheet);
  for (uint32_t i = 0; i < picture->links->len; i++)
    ck_assert_uint_ge(layout->first_point[i + 1] - layout->first_point[i], 4);
  gdct_layout_free(layout);
  sample_free(sheet);
}
END_TEST

/* ---- all of it ---- */

START_TEST(the_same_picture_has_the_same_layout) {
  LayoutSample sample = mixed_with((uint32_t)_i);
  GdctSheet *sheets[2] = {sample_new(&sample), sample_new(&sample)};
  GdctLayout *layouts[2] = {gdct_layout_new(sheets[0]),
                            gdct_layout_new(sheets[1])};
  uint32_t n_cards = sheets[0]->picture->cards->len;

  ck_assert_mem_eq(layouts[0]->card_y, layouts[1]->card_y,
                   n_cards * sizeof(double));
  ck_assert_uint_eq(layouts[0]->points->len, layouts[1]->points->len);
  ck_assert_mem_eq(layouts[0]->points->data, layouts[1]->points->data,
                   layouts[0]->points->len * sizeof(GdctPoint));
  for (int i = 0; i < 2; i++) {
    gdct_layout_free(layouts[i]);
    sample_free(sheets[i]);
  }
}
END_TEST

START_TEST(empty_columns_and_cards_without_links_have_a_layout) {
  GdctPicture *picture = sample_picture();
  GdctSheet *sheet;
  GdctLayout *layout;

  for (int i = 0; i < _i; i++)
    sample_column(picture, i == 1 ? 0 : 4);
  sheet = sample_sheet(picture);
  layout = gdct_layout_new(sheet);
  for (uint32_t i = 0; i + 1 < MIN(picture->cards->len, 4); i++)
    ck_assert_double_gt(layout->card_y[i], layout->card_y[i + 1]);
  gdct_layout_free(layout);
  gdct_layout_free(NULL);
  sample_free(sheet);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("draw_layout");
  TCase *tests = tcase_create("draw_layout");

  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, links_cross_at_most_a_twentieth_more_than_with_dot,
                      0, G_N_ELEMENTS(sizes) * G_N_ELEMENTS(shapes));
  tcase_add_loop_test(tests, crossings_are_counted_as_by_looking_at_each_pair,
                      0, 40);
  tcase_add_loop_test(tests, no_two_cards_overlap, 0, 8);
  tcase_add_loop_test(tests, no_height_is_wasted, 0, 8);
  tcase_add_loop_test(
      tests, a_family_stands_together_right_below_its_first_card, 0, 8);
  tcase_add_test(tests, cards_of_a_huge_picture_have_a_width);
  tcase_add_test(tests, a_circle_of_parents_is_cut);
  tcase_add_test(tests, a_very_deep_hierarchy_comes_to_an_end);
  tcase_add_loop_test(
      tests, groups_keep_their_order_and_stand_below_their_headings, 0, 8);
  tcase_add_test(tests, cards_with_the_same_links_stand_in_reading_order);
  tcase_add_loop_test(
      tests, a_column_whose_ids_are_shown_is_left_in_reading_order, 0, 4);
  tcase_add_loop_test(tests, no_link_runs_through_a_card, 0, 4);
  tcase_add_loop_test(tests, a_link_ends_at_its_cards, 0, 6);
  tcase_add_test(tests, links_between_the_same_cards_run_side_by_side);
  tcase_add_test(tests, a_long_chain_comes_to_an_end);
  tcase_add_loop_test(tests, the_same_picture_has_the_same_layout, 0, 4);
  tcase_add_loop_test(
      tests, empty_columns_and_cards_without_links_have_a_layout, 0, 4);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
