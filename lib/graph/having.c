/* SPDX-License-Identifier: Apache-2.0 */
/* `having` and `having-where` of a rule or a column: only nodes that a path
 * leads from to something. */
#include "graph/graph.h"

#include <string.h>

struct GdctHaving {
  GdctPath *path; /* NULL: every node has it */
  GPtrArray *where;
};

GdctHaving *gdct_having_read(const GdctGraph *graph, GdctThing thing,
                             GdctReport *report, bool *ret_good) {
  const GdctMapping *mapping = graph->mapping;
  GdctHaving *having = g_new0(GdctHaving, 1);
  bool said = false;

  having->where = gdct_filters_read(graph, GDCT_NODE, thing, "having-where",
                                    report, ret_good);
  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    if (strcmp(value.key, "having") != 0)
      continue;
    said = true;
    having->path = gdct_path_parse(mapping, value.text, value.place, report);
    if (having->path == NULL)
      *ret_good = false;
  }
  if (having->where->len > 0 && !said)
    *ret_good =
        gdct_report_add(report, "missing-key", gdct_place(mapping, thing),
                        "'having-where' needs the path 'having'");
  return having;
}

void gdct_having_free(GdctHaving *having) {
  if (having == NULL)
    return;
  gdct_path_free(having->path);
  g_ptr_array_unref(having->where);
  g_free(having);
}

const GPtrArray *gdct_having_where(const GdctHaving *having) {
  return having->where;
}

bool gdct_having_is_all(const GdctHaving *having) {
  return having->path == NULL;
}

bool gdct_having_holds(const GdctHaving *having, GdctSearch *search,
                       uint32_t node) {
  uint32_t reached;

  if (having->path == NULL)
    return true;
  gdct_search_begin(search, having->path, node);
  for (uint32_t i = 0; (reached = gdct_search_next(search, i)) != GDCT_NONE;
       i++)
    if (gdct_filters_hold(having->where, (GdctThing){GDCT_NODE, reached}))
      return true;
  return false;
}
