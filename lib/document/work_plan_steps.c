/* SPDX-License-Identifier: Apache-2.0 */
/* What is missing from a work plan, and what is to be done next. */
#include "document/work_plan.h"

#define MOST 15 /* things of a list */

void gdct_plan_gaps(const Paper *paper) {
  NodeSet nodes, close;
  Plan plan;

  gdct_plan_open(&plan, paper);
  gdct_set_init(&nodes, paper);
  gdct_set_init(&close, paper);
  for (uint32_t i = 0; i < plan.activities.list->len; i++)
    gdct_set_add(&nodes, gdct_set_get(&plan.activities, i));
  for (uint32_t i = 0; i < plan.requests.list->len; i++)
    gdct_set_add(&nodes, gdct_set_get(&plan.requests, i));
  gdct_put_line(paper, W_("This section looks at the activities and requests "
                          "of this plan. A gap means that the mapping knows of "
                          "nothing, not that nothing is done."));
  gdct_put_gaps(paper, &nodes, &close);
  gdct_set_clear(&nodes, paper);
  gdct_set_clear(&close, paper);
  gdct_plan_close(&plan);
}

static void put_step(const Paper *paper, const char *what, uint32_t number,
                     const char *whom) {
  if (number == 0)
    return;
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_line(paper->doc, DOC_HEAD, what);
  gdct_put_number(paper, number);
  gdct_put_cell(paper, whom);
  gdct_doc_close(paper->doc);
}

/* Of the activities, how many lack something. */
typedef struct {
  uint32_t unanswered, untimed, unmeasured, unsupported;
  GArray *over; /* past their end, and not completed */
} Missing;

static void count_missing(const Plan *plan, Missing *missing) {
  const Paper *paper = plan->paper;

  for (uint32_t i = 0; i < plan->requests.list->len; i++) {
    g_autoptr(GArray) ends =
        gdct_said(paper, gdct_set_get(&plan->requests, i), "answers", true);
    missing->unanswered += ends->len == 0;
  }
  for (uint32_t i = 0; i < plan->activities.list->len; i++) {
    uint32_t node = gdct_set_get(&plan->activities, i);
    g_autoptr(GArray) ends = gdct_said(paper, node, "supports", false);
    missing->untimed += !gdct_plan_has_time(paper, node);
    missing->unmeasured += gdct_count_measures(paper, node) == 0;
    missing->unsupported += ends->len == 0;
    if (gdct_is_past(paper, node) &&
        !gdct_has_value(paper, node, "status", "completed"))
      g_array_append_val(missing->over, node);
  }
}

static void put_missing(const Paper *paper, const Missing *missing) {
  const DocColumn columns[] = {{W_("What is missing"), 50, false},
                               {W_("How many"), 15, true},
                               {W_("Who could be asked"), 35, false}};
  const char *office = W_("the bureau or sector of each activity");

  gdct_put_line(paper,
                W_("Computed from the mapping. Who could be asked is our "
                   "suggestion."));
  gdct_doc_table(paper->doc, W_("What is missing, and who could be asked"),
                 columns, G_N_ELEMENTS(columns));
  put_step(paper, W_("Requests that, as far as documents say, nothing answers"),
           missing->unanswered,
           W_("those of whom it is asked: see What is "
              "asked"));
  put_step(paper, W_("Activities without a start or an end"), missing->untimed,
           office);
  put_step(paper, W_("Activities without a measure"), missing->unmeasured,
           office);
  put_step(
      paper,
      W_("Activities of which no document says what they themselves support"),
      missing->unsupported, office);
  put_step(paper,
           W_("Activities past their end that no document calls completed"),
           missing->over->len, office);
  gdct_doc_close(paper->doc);
}

static void put_over(const Paper *paper, const GArray *over) {
  gdct_put_past(paper);
  if (over->len == 0)
    return;
  gdct_doc_section(paper->doc, NULL, 3, W_("Activities past their end"));
  gdct_doc_open(paper->doc, DOC_LIST);
  for (uint32_t i = 0; i < MIN(over->len, MOST); i++) {
    uint32_t node = g_array_index(over, uint32_t, i);
    gdct_doc_open(paper->doc, DOC_ITEM);
    gdct_put_node(paper, node);
    gdct_doc_text(paper->doc, " \u2013 ");
    gdct_put_time(paper, node);
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
  gdct_put_more(paper, MOST, over->len,
                "gdctrace list --gap ended-activity-is-completed");
}

static void put_proposals(const Plan *plan) {
  const Paper *paper = plan->paper;
  const ProposedTable table = {
      .for_what = W_("Activity"),
      .what = W_("What it could support"),
      .caption = W_("What activities could support"),
      .command = "gdctrace --basis proposed trace NODE supports"};
  const NodeSet *const sets[] = {&plan->activities};

  gdct_put_proposed_table(paper, &table, sets, G_N_ELEMENTS(sets));
}

void gdct_plan_steps(const Paper *paper) {
  Missing missing = {.over = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
  Plan plan;

  gdct_plan_open(&plan, paper);
  count_missing(&plan, &missing);
  put_missing(paper, &missing);
  put_over(paper, missing.over);
  put_proposals(&plan);
  gdct_plan_close(&plan);
  g_array_unref(missing.over);
}
