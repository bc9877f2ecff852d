/* SPDX-License-Identifier: Apache-2.0 */
/* Filters by example. */
#include "test_graph_small.h"

static const struct {
  const char *filter, *nodes;
} node_filters[] = {
    {"size", "a1 a2 a10"},
    {"!size", "b1 b2"},
    {"tag=red", "a1"},
    {"tag=blue,green", "a1 a2"},
    {"tag = blue , green", "a1 a2"},
    {"tag!=red", "a2 a10 b1 b2"},
    {"tag!=red,green", "a10 b1 b2"},
    {"tag", "a1 a2"},
    {"!tag", "a10 b1 b2"},
    {"sort=x", "a1"},
    {"status!=completed", "a1 a10 b1 b2"},
    {"size>=8", "a2"},
    {"size<=7", "a1 a10"}, /* as numbers: 12 comes after 7 */
    {"size=7", "a1 a10"},
    {"size=7.0,12", "a1 a2 a10"},
    {"size!=7", "a2 b1 b2"},
    {"day>=2024", "a1 a2 a10"}, /* first days */
    {"day>=2024-05", "a2 a10"},
    {"day>=2024-05-02", "a10"},
    {"day<=2024", "a1 a2 a10"}, /* last days */
    {"day<=2024-05", "a2 a10"},
    {"day<=2024-05-30", ""},
    {"day>=2023/2025", "a1 a2 a10"},
    {"kind=b", "b1 b2"},
    {"framework=f", "a1 a2 a10"},
    {"framework!=f", "b1 b2"},
    {"part-of=a1", "a2"},
    {"!part-of", "a1 b1 b2"},
    {"id~A1", "a1 a10"},
    {"id>=a2", "a2 a10 b1 b2"}, /* natural order */
    {"title~STRASSE", "a1"},
    {"title~fuß", "a1"},
    {"title~FUSS", "a1"},
    {"title~IŞIK", ""}, /* dotless i is a letter of its own, */
    {"title~ışIK", ""},
    {"title~ışık", "a1"},
    {"title~İSTANBUL", "a1"}, /* and so is the dotted capital */
    {"title~رقمية", "a2"},
    {"title~ÉCOLE", "a10"},
    {"title~école", "a10"},
    {"title~e\u0301cole", "a10"}, /* decomposed */
    {"title~one", "b1"},
    {"source", ""}, /* no node has evidence */
    {"end>=2025-01-01", "a2"},
    {"end<=today", "a2"},
    {"start>=today", "a10"},
    {"#tag>=2", "a1"}, /* how many values */
    {"#tag=1", "a2"},
    {"#tag<=0", "a10 b1 b2"},
    {"#tag!=0,1", "a1"},
    {"#part-of=1", "a2 a10"},
    {"#title=1", "a1 a2 a10 b1 b2"}, /* whatever the languages */
    {"measures", "b2"},
    {"!measures", "a1 a2 a10 b1"},
    {"#measures>=2", "b2"},
    {"!evidence", "a1 a2 a10 b1 b2"},
};

static char *filtered(const GdctGraph *graph, GdctType type, const char *text) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  GdctReport *report = gdct_report_new();
  GdctFilter *filter =
      gdct_filter_parse(graph, type, text, (GdctPlace){NULL, 0, 0}, report);
  GString *found = g_string_new(NULL);

  ck_assert_msg(filter != NULL, "%s", text);
  for (uint32_t i = 0; i < gdct_count(mapping, type); i++) {
    GdctThing thing = {type, i};
    if (!gdct_filter_holds(filter, thing))
      continue;
    if (type == GDCT_NODE)
      g_string_append_printf(found, "%s%s", found->len > 0 ? " " : "",
                             gdct_id(mapping, thing));
    else
      g_string_append_printf(found, "%u", i);
  }
  gdct_filter_free(filter);
  gdct_report_free(report);
  return g_string_free(found, FALSE);
}

START_TEST(a_filter_holds_for_the_right_nodes) {
  Small opened;
  char *found;

  g_setenv("SOURCE_DATE_EPOCH", "1764547200", TRUE); /* 2025-12-01 */
  opened = open_small("", NULL);
  found = filtered(opened.graph, GDCT_NODE, node_filters[_i].filter);
  ck_assert_msg(strcmp(found, node_filters[_i].nodes) == 0,
                "%s: '%s', not '%s'", node_filters[_i].filter, found,
                node_filters[_i].nodes);
  g_free(found);
  close_small(opened);
}
END_TEST

static const struct {
  const char *filter, *links;
} link_filters[] = {
    {"source", "02345"},      {"!source", "1"},         {"source=doc", "0345"},
    {"source!=doc", "12"},    {"quote", "04"},          {"!quote", "1235"},
    {"locator~P", "0"},       {"basis=stated", "0345"}, {"basis!=stated", "12"},
    {"relation=s", "3"},      {"from=a2", "12"},        {"to=b1", "015"},
    {"role=host", "3"},       {"!role", "01245"},       {"start>=2026", "5"},
    {"end<=2024-12-31", "4"}, {"evidence", "02345"},    {"#evidence=0", "1"},
    {"#source>=1", "02345"},  {"#quote=0", "1235"},
};

START_TEST(a_filter_holds_for_the_right_links) {
  Small opened = open_small("", NULL);
  char *found = filtered(opened.graph, GDCT_LINK, link_filters[_i].filter);

  ck_assert_msg(strcmp(found, link_filters[_i].links) == 0, "%s: %s, not %s",
                link_filters[_i].filter, found, link_filters[_i].links);
  g_free(found);
  close_small(opened);
}
END_TEST

START_TEST(today_is_the_date_of_the_graph) {
  static const struct {
    const char *epoch, *as_of, *found;
  } days[] = {
      {"1743379200", NULL, ""}, /* 2025-03-31: the end is today */
      {"1743292800", NULL, "a2"},
      {"1743465600", NULL, ""},
      {"0", "2025-04", ""},
      {"0", "2025-03-31", ""},
      {"4102444800", "2025-03-30", "a2"},
  };

  for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
    GdctScope scope = {.as_of = days[i].as_of};
    Small opened;
    char *found;
    g_setenv("SOURCE_DATE_EPOCH", days[i].epoch, TRUE);
    opened = open_small("", &scope);
    /* "end" is 2025-03, whose last day is the 31st. */
    found = filtered(opened.graph, GDCT_NODE, "end<=today");
    ck_assert_msg((strcmp(found, "") == 0) == (strcmp(days[i].found, "") != 0),
                  "row %zu: %s", i, found);
    g_free(found);
    close_small(opened);
  }
}
END_TEST

static const struct {
  const char *filter, *message;
} wrong_filters[] = {
    {"", "'' is not a filter"},
    {"=x", "'=x' is not a filter"},
    {"!", "'!' is not a filter"},
    {"!tag=red", "'!tag=red' is not a filter"},
    {"size>7", "'size>7' is not a filter"},
    {"tagg=red", "no node has a key 'tagg', in the filter 'tagg=red'; did you "
                 "mean 'tag'?"},
    {"size>=big", "'size' cannot be compared with 'big', in the filter "
                  "'size>=big'"},
    {"size=7,big", "'size' cannot be compared with '7,big', in the filter "
                   "'size=7,big'"},
    {"day>=someday", "'day' cannot be compared with 'someday', in the filter "
                     "'day>=someday'"},
    {"day>=2024,2025", "'day' cannot be compared with '2024,2025', in the "
                       "filter 'day>=2024,2025'"},
    {"tag=", "'tag' cannot be compared with '', in the filter 'tag='"},
    {"title~", "'title' cannot be compared with '', in the filter 'title~'"},
    {"measures=2", "'measures' is a list: ask whether it is there, or count it "
                   "with '#measures>=2', in the filter 'measures=2'"},
    {"#tag", "a count is compared with =, !=, >= or <=, in the filter '#tag'"},
    {"#tag~1",
     "a count is compared with =, !=, >= or <=, in the filter '#tag~1'"},
    {"#tag>=many", "'tag' cannot be compared with 'many', in the filter "
                   "'#tag>=many'"},
    {"sort=x,z", "'sort' is never 'z', in the filter 'sort=x,z'; it is one of "
                 "x, y"},
    {"status!=ongoin", "'status' is never 'ongoin', in the filter "
                       "'status!=ongoin'; it is one of planned, ongoing, "
                       "completed, suspended"},
    {"kind=c", "'kind' is never 'c', in the filter 'kind=c'; it is one of a, "
               "b, empty"},
    {"title~\xE2", "'title~\xE2' is not a filter"},
    {"title~\xFF", "'title~\xFF' is not a filter"},
};

START_TEST(a_wrong_filter_says_why) {
  Small opened = open_small("", NULL);
  GdctReport *report = gdct_report_new();

  ck_assert_ptr_null(gdct_filter_parse(opened.graph, GDCT_NODE,
                                       wrong_filters[_i].filter,
                                       (GdctPlace){NULL, 0, 0}, report));
  ck_assert_uint_eq(gdct_report_count(report), 1);
  ck_assert_str_eq(gdct_report_get(report, 0)->code, "bad-filter");
  ck_assert_str_eq(gdct_report_get(report, 0)->message,
                   wrong_filters[_i].message);
  gdct_report_free(report);
  close_small(opened);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("filter");
  TCase *tests = tcase_create("filter");

  tcase_add_loop_test(tests, a_filter_holds_for_the_right_nodes, 0,
                      G_N_ELEMENTS(node_filters));
  tcase_add_loop_test(tests, a_filter_holds_for_the_right_links, 0,
                      G_N_ELEMENTS(link_filters));
  tcase_add_test(tests, today_is_the_date_of_the_graph);
  tcase_add_loop_test(tests, a_wrong_filter_says_why, 0,
                      G_N_ELEMENTS(wrong_filters));
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
