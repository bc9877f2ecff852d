/* SPDX-License-Identifier: Apache-2.0 */
/* A work plan, as members asked for one on artificial intelligence: what is
 * asked, what each bureau does and until when, with whom, what for, and what is
 * missing. */
#include "document/work_plan.h"

#include <string.h>

/* ---- what was chosen ---- */

const PlanOffice gdct_plan_offices[PLAN_OFFICES] = {
    {"General Secretariat", "General Secretariat",
     "org.itu-general-secretariat", N_("General Secretariat"),
     "sector=General Secretariat"},
    {"BR", "ITU-R", "org.itu-br", N_("Radiocommunication Bureau (BR), ITU-R"),
     "sector=ITU-R"},
    {"TSB", "ITU-T", "org.itu-tsb",
     N_("Telecommunication Standardization Bureau (TSB), ITU-T"),
     "sector=ITU-T"},
    {"BDT", "ITU-D", "org.itu-bdt",
     N_("Telecommunication Development Bureau (BDT), ITU-D"), "sector=ITU-D"},
};

bool gdct_plan_has_office(const Paper *paper, uint32_t node, size_t office) {
  bool some = false;

  for (size_t i = 0; i < PLAN_OFFICES; i++) {
    const PlanOffice *one = &gdct_plan_offices[i];
    bool has = gdct_has_value(paper, node, "bureau", one->bureau) ||
               gdct_has_value(paper, node, "sector", one->sector);
    if (i == office)
      return has;
    some = some || has;
  }
  return !some;
}

static void choose(const Paper *paper, const char *kind, NodeSet *ret_set) {
  g_autoptr(GArray) nodes = gdct_nodes_of(paper, kind);

  for (uint32_t i = 0; i < nodes->len; i++) {
    uint32_t node = g_array_index(nodes, uint32_t, i);
    if (gdct_is_chosen(paper, (GdctThing){GDCT_NODE, node}))
      gdct_set_add(ret_set, node);
  }
}

void gdct_plan_open(Plan *plan, const Paper *paper) {
  g_autoptr(GArray) requests = gdct_nodes_of(paper, "requested-action");

  plan->paper = paper;
  gdct_set_init(&plan->activities, paper);
  gdct_set_init(&plan->requests, paper);
  choose(paper, "itu-activity", &plan->activities);
  choose(paper, "requested-action", &plan->requests);
  plan->any_request = plan->requests.list->len > 0;
  plan->all_requests = requests->len;
  for (uint32_t i = 0; !plan->any_request && i < requests->len; i++)
    gdct_set_add(&plan->requests, g_array_index(requests, uint32_t, i));
}

void gdct_plan_close(Plan *plan) {
  gdct_set_clear(&plan->activities, plan->paper);
  gdct_set_clear(&plan->requests, plan->paper);
}

/* The filters as options; those that a shell or Markdown would read in another
 * way are not told. */
static void add_filters(const Paper *paper, GString *out) {
  const char *words = paper->options->filter_words;
  g_auto(GStrv) filters = g_strsplit(words == NULL ? "" : words, ", ", -1);
  bool plain = g_strv_length(filters) == paper->options->n_filters;

  if (words == NULL)
    return;
  for (const char *c = words; *c != '\0'; c++)
    plain = plain && (guchar)*c >= ' ' && strchr("'`\\", *c) == NULL;
  if (!plain)
    g_string_append(out, " --where FILTER");
  for (size_t i = 0; plain && filters[i] != NULL; i++)
    g_string_append_printf(out, " --where '%s'", filters[i]);
}

char *gdct_plan_command(const Paper *paper, const char *filter) {
  GString *out = g_string_new("gdctrace list itu-activity");

  add_filters(paper, out);
  if (filter != NULL)
    g_string_append_printf(out, " --where '%s'", filter);
  return g_string_free(out, FALSE);
}

char *gdct_plan_draw_command(const Paper *paper) {
  GString *out =
      g_string_new("gdctrace draw --as timeline --where kind=itu-activity");

  add_filters(paper, out);
  g_string_append(out, " --by sector");
  return g_string_free(out, FALSE);
}

/* ---- 2: figures ---- */

bool gdct_plan_has_time(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};

  return gdct_get(paper->mapping, thing, "start") != NULL ||
         gdct_get(paper->mapping, thing, "end") != NULL;
}

/* Of some activities, how many. */
typedef struct {
  uint32_t all, timed, partnered, measured;
} Counts;

static void count_one(const Paper *paper, uint32_t node, Counts *counts) {
  g_autoptr(GArray) partners = gdct_said(paper, node, "partners-with", false);

  counts->all++;
  counts->timed += gdct_plan_has_time(paper, node);
  counts->partnered += partners->len > 0;
  counts->measured += gdct_count_measures(paper, node) > 0;
}

static void put_counts(const Paper *paper, const char *word,
                       const Counts *counts) {
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_line(paper->doc, DOC_HEAD, word);
  gdct_put_number(paper, counts->all);
  gdct_put_number(paper, counts->timed);
  gdct_put_number(paper, counts->partnered);
  gdct_put_number(paper, counts->measured);
  gdct_doc_close(paper->doc);
}

static void open_counts(const Paper *paper, const char *caption,
                        const char *head) {
  const DocColumn columns[] = {{head, 44, false},
                               {W_("Activities"), 14, true},
                               {W_("With dates"), 14, true},
                               {W_("With a partner"), 14, true},
                               {W_("With a measure"), 14, true}};

  gdct_doc_table(paper->doc, caption, columns, G_N_ELEMENTS(columns));
}

static void put_offices(const Plan *plan) {
  const Paper *paper = plan->paper;
  Counts total = {0, 0, 0, 0};

  open_counts(paper, W_("Activities by bureau"), W_("Bureau"));
  for (size_t o = 0; o <= PLAN_OFFICES; o++) {
    Counts counts = {0, 0, 0, 0};
    for (uint32_t i = 0; i < plan->activities.list->len; i++) {
      uint32_t node = gdct_set_get(&plan->activities, i);
      if (o == 0)
        count_one(paper, node, &total);
      if (gdct_plan_has_office(paper, node, o))
        count_one(paper, node, &counts);
    }
    if (o < PLAN_OFFICES)
      put_counts(paper, W_(gdct_plan_offices[o].title), &counts);
    else if (counts.all > 0)
      put_counts(paper, W_("No bureau or sector known"), &counts);
  }
  put_counts(paper, W_("All, each counted once"), &total);
  gdct_doc_close(paper->doc);
}

static int compare_words(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The values of a key that the activities have, in byte order. */
static GPtrArray *list_values(const Plan *plan, const char *key) {
  g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
  GPtrArray *values = g_ptr_array_new();

  for (uint32_t i = 0; i < plan->activities.list->len; i++) {
    GdctThing thing = {GDCT_NODE, gdct_set_get(&plan->activities, i)};
    const char *value = gdct_get(plan->paper->mapping, thing, key);
    if (value != NULL && g_hash_table_add(known, (void *)value))
      g_ptr_array_add(values, (void *)value);
  }
  g_ptr_array_sort(values, compare_words);
  return values;
}

/* How many have each value of a key of one value. */
static void put_by(const Plan *plan, const char *caption, const char *head,
                   const char *key) {
  const Paper *paper = plan->paper;
  g_autoptr(GPtrArray) values = list_values(plan, key);
  g_autofree Counts *counts = g_new0(Counts, values->len + 1u);

  for (uint32_t i = 0; i < plan->activities.list->len; i++) {
    uint32_t node = gdct_set_get(&plan->activities, i);
    const char *value =
        gdct_get(paper->mapping, (GdctThing){GDCT_NODE, node}, key);
    guint at = values->len;
    for (guint v = 0; value != NULL && v < values->len; v++)
      if (strcmp(values->pdata[v], value) == 0)
        at = v;
    count_one(paper, node, &counts[at]);
  }
  open_counts(paper, caption, head);
  for (guint v = 0; v < values->len; v++)
    put_counts(paper, gdct_value_word(paper, values->pdata[v]), &counts[v]);
  if (counts[values->len].all > 0)
    put_counts(paper, W_("not said"), &counts[values->len]);
  gdct_doc_close(paper->doc);
}

void gdct_plan_tell_activities(const Plan *plan) {
  const Paper *paper = plan->paper;
  uint32_t count = plan->activities.list->len;

  if (count == 0)
    gdct_doc_text(paper->doc, W_("No activity was chosen."));
  else
    gdct_doc_print(
        paper->doc,
        WN_("The plan has %u activity.", "The plan has %u activities.", count),
        count);
}

static void put_figures(const Paper *paper) {
  uint32_t stated = 0, inferred = 0;
  Plan plan;

  gdct_plan_open(&plan, paper);
  for (uint32_t i = 0; i < plan.activities.list->len; i++) {
    uint32_t node = gdct_set_get(&plan.activities, i);
    stated += gdct_has_value(paper, node, "sector-basis", "stated");
    inferred += gdct_has_value(paper, node, "sector-basis", "inferred");
  }
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_plan_tell_activities(&plan);
  gdct_doc_close(paper->doc);
  if (plan.activities.list->len > 0) {
    put_offices(&plan);
    gdct_doc_print_line(
        paper->doc, DOC_PARAGRAPH,
        W_("An activity of several bureaux is counted under each of them. For "
           "%1$u of the activities a document says whose they are; for %2$u "
           "it is our reading, marked with * below."),
        stated, inferred);
    put_by(&plan, W_("Activities by status"), W_("Status"), "status");
    put_by(&plan, W_("Activities by what they are"), W_("What they are"),
           "form");
  }
  gdct_plan_close(&plan);
}

/* ---- the last: how it was made ---- */

static void put_method(const Paper *paper) {
  gdct_put_line(paper, W_("A number in brackets leads to the source of what "
                          "stands before it, and to the place in the source. "
                          "Counts are ours: of activities of the mapping that "
                          "the filters choose. What is served by a part of an "
                          "activity counts for the part only."));
  gdct_put_line(paper, W_("An activity stands under a bureau if the mapping "
                          "gives it the bureau, or the sector that the bureau "
                          "serves: ITU-R the BR, ITU-T the TSB, ITU-D the "
                          "BDT."));
  gdct_put_line(paper, W_("What no document says appears only where it is "
                          "marked as proposed. \u201cRecalled\u201d means: "
                          "from memory, not confirmed by a document that we "
                          "saw."));
}

static const PaperSection sections[] = {
    {"asked", N_("What is asked"), gdct_plan_asked},
    {"figures", N_("The work in figures"), put_figures},
    {"bureaux", N_("Activities by bureau"), gdct_plan_bureaux},
    {"roles", N_("Roles of the bureaux and the regional offices"),
     gdct_plan_roles},
    {"partners", N_("Partners"), gdct_plan_partners},
    {"timeline", N_("Timeline"), gdct_plan_timeline},
    {"mandates", N_("Mandates"), gdct_plan_mandates},
    {"served", N_("What the work is for: GDC and SDGs"), gdct_plan_served},
    {"overlaps", N_("What several bureaux serve"), gdct_plan_overlaps},
    {"gaps", N_("Gaps"), gdct_plan_gaps},
    {"steps", N_("Next steps"), gdct_plan_steps},
    {"method", N_("How this was made"), put_method},
    {NULL, NULL, NULL}};

static const char *const needs[] = {"itu-activity", NULL};

const PaperKind gdct_paper_work_plan = {
    .row = {.name = "work-plan",
            .summary = "What is asked, and the activities that --where chooses",
            .filtered = GDCT_NODE},
    .title = N_("Work plan of ITU: what is asked, what is done, and by whom"),
    .sections = sections,
    .needs = needs,
};
