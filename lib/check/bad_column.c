/* SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"

#include "base/order.h"
#include "model/shape.h"

#include <string.h>

/* Whether nodes of some kind of a column can say @key. */
static bool is_key_of(const GdctMapping *mapping, GdctThing column,
                      const char *key) {
  const GdctField *field = gdct_shape_find(gdct_shape_of(GDCT_NODE), key);

  if (strcmp(key, "part-of") == 0 || strcmp(key, "kind") == 0 ||
      (field != NULL && field->type <= GDCT_VALUE_LAST))
    return true;
  for (uint32_t i = 0; i < gdct_value_count(mapping, column); i++) {
    GdctValue value = gdct_value(mapping, column, i);
    GdctThing kind = {GDCT_KIND, GDCT_NONE};
    if (strcmp(value.key, "kinds") != 0)
      continue;
    kind.index = gdct_find(mapping, GDCT_KIND, value.text);
    if (kind.index != GDCT_NONE &&
        gdct_attribute_find(mapping, kind, key) != GDCT_NONE)
      return true;
  }
  return false;
}

static void suggest(const GdctMapping *mapping, GdctThing column,
                    GdctSuggestion *suggestion) {
  gdct_suggestion_try(suggestion, "part-of");
  gdct_suggestion_try(suggestion, "kind");
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++) {
    const char *name = gdct_id(mapping, (GdctThing){GDCT_ATTRIBUTE, i});
    if (is_key_of(mapping, column, name))
      gdct_suggestion_try(suggestion, name);
  }
}

static void check_key(const GdctMapping *mapping, GdctThing column,
                      const char *what, GdctReport *report) {
  const char *key = gdct_get(mapping, column, what);
  GdctSuggestion suggestion;
  g_autofree char *hint = NULL;

  if (key == NULL || is_key_of(mapping, column, key))
    return;
  gdct_suggestion_init(&suggestion, key);
  suggest(mapping, column, &suggestion);
  hint = gdct_suggestion_text(&suggestion);
  gdct_report_add(report, "bad-value", gdct_value_place(mapping, column, what),
                  "no kind in this column has an attribute '%s'%s", key, hint);
}

/* Cards that stand for a value are in no group. */
static void check_both(const GdctMapping *mapping, GdctThing column,
                       GdctReport *report) {
  const char *by = gdct_get(mapping, column, "aggregate-by");

  if (by != NULL && strcmp(by, "part-of") != 0 &&
      gdct_get(mapping, column, "group-by") != NULL)
    gdct_report_add(report, "bad-value",
                    gdct_value_place(mapping, column, "group-by"),
                    "a column with one card for each %s has no groups", by);
}

/* Without a rule nothing is a gap, and nothing is covered. */
static void check_show(const GdctMapping *mapping, GdctThing view,
                       GdctReport *report) {
  const char *show = gdct_get(mapping, view, "show");

  if (show != NULL && gdct_get(mapping, view, "rule") == NULL &&
      (strcmp(show, "gaps") == 0 || strcmp(show, "covered") == 0))
    gdct_report_add(
        report, "missing-key", gdct_value_place(mapping, view, "show"),
        "a view that shows '%s' needs 'rule', which says of what", show);
}

static void run(const GdctGraph *graph, GdctReport *report) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_COLUMN); i++) {
    GdctThing column = {GDCT_COLUMN, i};
    check_key(mapping, column, "group-by", report);
    check_key(mapping, column, "aggregate-by", report);
    check_both(mapping, column, report);
  }
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_VIEW); i++)
    check_show(mapping, (GdctThing){GDCT_VIEW, i}, report);
}

const GdctCheck gdct_check_bad_column = {
    .code = "bad-value",
    .summary = "views group and aggregate by attributes that there are",
    .run = run,
};
