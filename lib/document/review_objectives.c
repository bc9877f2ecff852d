/* SPDX-License-Identifier: Apache-2.0 */
/* Coverage of each objective: its commitments, as far as links are trusted,
 * and what implements it. */
#include "document/review.h"

#include <string.h>

/* How many commitments have each result, by trust. */
typedef struct {
  uint32_t totals[REVIEW_TRUSTS][GDCT_RESULTS];
  uint32_t asked, proposed;
} Counts;

/* Counts for each objective: node + 1 -> Counts. */
static GHashTable *count_commitments(const Paper *paper,
                                     const ReviewRule *rule) {
  GHashTable *table = g_hash_table_new_full(NULL, NULL, NULL, g_free);

  for (uint32_t i = 0; i < rule->count; i++) {
    uint32_t objective = review_objective(paper, rule->things[i]);
    Counts *counts =
        g_hash_table_lookup(table, GUINT_TO_POINTER(objective + 1));
    if (counts == NULL) { /* under none: a row of their own */
      counts = g_new0(Counts, 1);
      g_hash_table_insert(table, GUINT_TO_POINTER(objective + 1), counts);
    }
    counts->asked++;
    counts->proposed += rule->proposed != NULL && rule->proposed[i];
    for (int trust = 0; trust < REVIEW_TRUSTS; trust++)
      if (rule->results[trust][i] < GDCT_RESULTS)
        counts->totals[trust][rule->results[trust][i]]++;
  }
  return table;
}

/* What is not there is not said. */
static void put_counts(const Paper *paper, const uint32_t *totals) {
  Document *doc = paper->doc;
  const char *const words[GDCT_RESULTS] = {[GDCT_COVERED] = W_("covered: %u"),
                                           [GDCT_PARTIAL] = W_("in part: %u"),
                                           [GDCT_GAP] = W_("gaps: %u"),
                                           [GDCT_WAIVED] = W_("waived: %u")};

  gdct_doc_open(doc, DOC_CELL);
  for (int i = 0; i < GDCT_RESULTS; i++) {
    g_autofree char *number = g_strdup_printf("%u", totals[i]);
    g_autoptr(GString) text = g_string_new(words[i]);
    if (totals[i] == 0)
      continue;
    g_string_replace(text, "%u", number, 1);
    gdct_doc_line(doc, DOC_PARAGRAPH, text->str);
  }
  gdct_doc_close(doc);
}

static void put_row(const Paper *paper, uint32_t objective,
                    const Counts *counts) {
  Document *doc = paper->doc;

  gdct_doc_open(doc, DOC_ROW);
  gdct_doc_open(doc, DOC_HEAD);
  if (objective == GDCT_NONE)
    gdct_doc_text(doc, W_("Under no objective"));
  else
    review_put_node(paper, objective);
  gdct_doc_text(doc, " ");
  gdct_doc_print_line(doc, DOC_SMALL, W_("(commitments asked about: %u)"),
                      counts->asked);
  gdct_doc_close(doc);
  for (int trust = 0; trust < REVIEW_TRUSTS; trust++)
    put_counts(paper, counts->totals[trust]);
  gdct_doc_close(doc);
}

static void put_commitments(const Paper *paper, const ReviewRule *rule) {
  static const Counts none;
  const DocColumn columns[] = {{W_("GDC objective"), 40, false},
                               {W_("Claimed"), 20, false},
                               {W_("Evidenced"), 20, false},
                               {W_("Reviewed"), 20, false}};
  g_autoptr(GArray) objectives = gdct_nodes_of(paper, "gdc-objective");
  g_autoptr(GHashTable) table = count_commitments(paper, rule);
  const Counts *counts;

  gdct_doc_table(paper->doc, review_title(paper, rule->rule), columns,
                 G_N_ELEMENTS(columns));
  for (guint i = 0; i < objectives->len; i++) {
    uint32_t node = g_array_index(objectives, uint32_t, i);
    counts = g_hash_table_lookup(table, GUINT_TO_POINTER(node + 1));
    put_row(paper, node, counts != NULL ? counts : &none);
  }
  counts = g_hash_table_lookup(table, GUINT_TO_POINTER(GDCT_NONE + 1));
  if (counts != NULL)
    put_row(paper, GDCT_NONE, counts);
  gdct_doc_close(paper->doc);
}

/* How many gaps of each objective have a proposal. */
static void put_proposed(const Paper *paper, const ReviewRule *rule) {
  g_autoptr(GArray) objectives = gdct_nodes_of(paper, "gdc-objective");
  g_autoptr(GHashTable) table = NULL;
  const Counts *none;
  Document *doc = paper->doc;

  if (rule->n_proposed == 0)
    return;
  table = count_commitments(paper, rule);
  gdct_doc_open(doc, DOC_PROPOSED);
  gdct_doc_open(doc, DOC_PARAGRAPH);
  gdct_doc_line(doc, DOC_STRONG, W_("Proposed; no document says so."));
  gdct_doc_text(doc, " ");
  gdct_doc_print(
      doc,
      W_("For %u of the gaps in this table the mapping proposes an activity:"),
      rule->n_proposed);
  gdct_doc_close(doc);
  gdct_doc_open(doc, DOC_LIST);
  for (guint i = 0; i < objectives->len; i++) {
    uint32_t node = g_array_index(objectives, uint32_t, i);
    const Counts *counts =
        g_hash_table_lookup(table, GUINT_TO_POINTER(node + 1));
    if (counts == NULL || counts->proposed == 0)
      continue;
    gdct_doc_open(doc, DOC_ITEM);
    gdct_doc_title(doc, (GdctThing){GDCT_NODE, node});
    gdct_doc_print(doc, "%s%u", gdct_colon(paper->options->language),
                   counts->proposed);
    gdct_doc_close(doc);
  }
  none = g_hash_table_lookup(table, GUINT_TO_POINTER(GDCT_NONE + 1));
  if (none != NULL && none->proposed > 0) {
    gdct_doc_open(doc, DOC_ITEM);
    gdct_doc_text(doc, W_("Under no objective"));
    gdct_doc_print(doc, "%s%u", gdct_colon(paper->options->language),
                   none->proposed);
    gdct_doc_close(doc);
  }
  gdct_doc_close(doc);
  gdct_doc_close(doc);
}

static void put_coverage(const Paper *paper) {
  const Review *review = review_of(paper);
  bool any = false;

  for (guint i = 0; i < review->rules->len; i++) {
    const ReviewRule *rule = review_rule(review, i);
    if (!review_asks_commitments(paper, rule))
      continue;
    put_commitments(paper, rule);
    gdct_put_meaning(paper, rule->rule);
    put_proposed(paper, rule);
    any = true;
  }
  if (!any)
    gdct_doc_line(paper->doc, DOC_PARAGRAPH,
                  W_("No rule asks whether commitments have activities."));
}

/* ---- action lines and activities ---- */

static void put_line(const Paper *paper, uint32_t link, uint32_t other,
                     void *data) {
  bool *listed = data;

  if (!gdct_is_kind(paper, other, "wsis-action-line"))
    return;
  if (!*listed)
    gdct_doc_open(paper->doc, DOC_LIST);
  *listed = true;
  gdct_doc_open(paper->doc, DOC_ITEM);
  if (strncmp(gdct_id(paper->mapping, (GdctThing){GDCT_NODE, other}), "wsis.",
              5) == 0) {
    g_autofree char *number = gdct_line_number(paper, other);
    gdct_doc_value(paper->doc, number);
    gdct_doc_text(paper->doc, gdct_colon(paper->options->language));
  }
  gdct_doc_title(paper->doc, (GdctThing){GDCT_NODE, other});
  gdct_doc_cite(paper->doc, (GdctThing){GDCT_LINK, link});
  gdct_doc_close(paper->doc);
}

static void add_activity(const Paper *paper, uint32_t link, uint32_t other,
                         void *data) {
  (void)link;
  if (gdct_is_kind(paper, other, "itu-activity"))
    g_hash_table_add(data, GUINT_TO_POINTER(other));
}

/* Adds the activities of the parts of a node, at any depth. */
static void add_of_parts(const Paper *paper, uint32_t node, GHashTable *set) {
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  g_array_append_val(open, node);
  while (open->len > 0) {
    uint32_t count, next = g_array_index(open, uint32_t, open->len - 1);
    const uint32_t *parts = gdct_graph_parts(paper->graph, next, &count);
    g_array_set_size(open, open->len - 1);
    g_array_append_vals(open, parts, count);
    if (next != node)
      gdct_each_link(paper, next, "supports", true, add_activity, set);
  }
}

static void put_implementation(const Paper *paper, uint32_t objective) {
  g_autoptr(GHashTable) direct = g_hash_table_new(NULL, NULL);
  g_autoptr(GHashTable) parts = g_hash_table_new(NULL, NULL);

  gdct_each_link(paper, objective, "supports", true, add_activity, direct);
  add_of_parts(paper, objective, parts);
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  review_put_node(paper, objective);
  gdct_doc_close(paper->doc);
  gdct_put_list_cell(paper, objective, "implemented-through", put_line);
  gdct_put_number(paper, g_hash_table_size(direct));
  gdct_put_number(paper, g_hash_table_size(parts));
  gdct_doc_close(paper->doc);
}

void review_put_objectives(const Paper *paper) {
  const DocColumn columns[] = {
      {W_("GDC objective"), 30, false},
      {W_("WSIS action lines"), 40, false},
      {W_("Activities for the objective"), 15, true},
      {W_("Activities for its commitments"), 15, true}};
  g_autoptr(GArray) objectives = gdct_nodes_of(paper, "gdc-objective");

  if (objectives->len == 0) {
    gdct_doc_line(paper->doc, DOC_PARAGRAPH, W_("No objective is known."));
    return;
  }
  gdct_doc_line(
      paper->doc, DOC_PARAGRAPH,
      W_("The commitments under each objective are counted three times: by all "
         "links that documents support (claimed), by those whose words are "
         "quoted (evidenced), and by those that a person has confirmed "
         "(reviewed). A commitment for which there is only a proposal is a gap "
         "here, even where the explanation of a requirement calls it "
         "partial."));
  put_coverage(paper);
  gdct_doc_line(
      paper->doc, DOC_PARAGRAPH,
      W_("Claimed: any link that a document states, or that follows from such "
         "links. Evidenced: only links with a source and its own words. "
         "Reviewed: only links that a person has confirmed, and that have not "
         "changed since. A link taken from a table or a numbered paragraph is "
         "cited by its place and may have no quote: it is claimed, and not "
         "counted as evidenced."));
  gdct_doc_table(paper->doc, W_("What implements each objective"), columns,
                 G_N_ELEMENTS(columns));
  for (guint i = 0; i < objectives->len; i++)
    put_implementation(paper, g_array_index(objectives, uint32_t, i));
  gdct_doc_close(paper->doc);
  gdct_doc_line(paper->doc, DOC_PARAGRAPH,
                W_("An activity may be counted in both columns, and under more "
                   "than one objective."));
}
