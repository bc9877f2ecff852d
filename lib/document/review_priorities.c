/* SPDX-License-Identifier: Apache-2.0 */
/* New priorities: gaps, by what hangs on them. */
#include "document/review.h"

#include <stdlib.h>

#define MOST_ROWS 15
#define MOST_ITEMS 3 /* of a kind */

/* The nodes that are linked to a node or its parts. */
typedef struct {
  uint32_t *seen; /* of each node: the round in which it was met */
  uint32_t round;
  GArray *parts;  /* uint32_t: the node, and its parts at any depth */
  GArray *others; /* uint32_t: nodes linked to these, as first met */
  GArray *links;  /* uint32_t: by which link */
} Hanging;

static void hanging_init(const Paper *paper, Hanging *hanging) {
  *hanging = (Hanging){
      .seen =
          g_new0(uint32_t, (size_t)gdct_count(paper->mapping, GDCT_NODE) + 1),
      .parts = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
      .others = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
      .links = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
}

static void hanging_clear(Hanging *hanging) {
  g_free(hanging->seen);
  g_array_unref(hanging->parts);
  g_array_unref(hanging->others);
  g_array_unref(hanging->links);
}

static void meet(const Paper *paper, uint32_t link, uint32_t other,
                 void *data) {
  Hanging *hanging = data;

  (void)paper;
  if (hanging->seen[other] == hanging->round)
    return;
  hanging->seen[other] = hanging->round;
  g_array_append_val(hanging->others, other);
  g_array_append_val(hanging->links, link);
}

static void hang(const Paper *paper, Hanging *hanging, uint32_t node) {
  hanging->round++;
  g_array_set_size(hanging->parts, 0);
  g_array_set_size(hanging->others, 0);
  g_array_set_size(hanging->links, 0);
  g_array_append_val(hanging->parts, node);
  hanging->seen[node] = hanging->round;
  for (guint i = 0; i < hanging->parts->len; i++) {
    uint32_t count;
    const uint32_t *parts = gdct_graph_parts(
        paper->graph, g_array_index(hanging->parts, uint32_t, i), &count);
    g_array_append_vals(hanging->parts, parts, count);
    for (uint32_t k = 0; k < count; k++)
      hanging->seen[parts[k]] = hanging->round;
  }
  for (guint i = 0; i < hanging->parts->len; i++) {
    uint32_t part = g_array_index(hanging->parts, uint32_t, i);
    gdct_each_link(paper, part, NULL, false, meet, hanging);
    gdct_each_link(paper, part, NULL, true, meet, hanging);
  }
}

/* ---- ranking ---- */

static int compare(const void *left, const void *right, void *data) {
  const Paper *paper = data;
  const ReviewPriority *a = left, *b = right;

  if (a->severity != b->severity)
    return a->severity > b->severity ? -1 : 1;
  if (a->linked != b->linked)
    return a->linked > b->linked ? -1 : 1;
  return gdct_compare_ids(
      gdct_id(paper->mapping, (GdctThing){GDCT_NODE, a->node}),
      gdct_id(paper->mapping, (GdctThing){GDCT_NODE, b->node}));
}

static void add_gap(Review *review, GHashTable *known, const ReviewRule *rule,
                    uint32_t node) {
  gpointer at = g_hash_table_lookup(known, GUINT_TO_POINTER(node + 1));
  ReviewPriority *priority;

  if (at == NULL) {
    ReviewPriority fresh = {node, rule->severity, 0, 0};
    g_array_append_val(review->priorities, fresh);
    at = GUINT_TO_POINTER(review->priorities->len);
    g_hash_table_insert(known, GUINT_TO_POINTER(node + 1), at);
  }
  priority = &g_array_index(review->priorities, ReviewPriority,
                            GPOINTER_TO_UINT(at) - 1);
  priority->rules++;
  priority->severity = MAX(priority->severity, rule->severity);
}

void review_rank(const Paper *paper, Review *review) {
  g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
  Hanging hanging;

  review->priorities = g_array_new(FALSE, FALSE, sizeof(ReviewPriority));
  for (guint r = 0; r < review->rules->len; r++) {
    const ReviewRule *rule = review_rule(review, r);
    for (uint32_t i = 0; review_is_main(rule) && i < rule->count; i++)
      if (rule->results[GDCT_CLAIMED][i] == GDCT_GAP)
        add_gap(review, known, rule, rule->things[i]);
  }
  hanging_init(paper, &hanging);
  for (guint i = 0; i < review->priorities->len; i++) {
    ReviewPriority *priority =
        &g_array_index(review->priorities, ReviewPriority, i);
    hang(paper, &hanging, priority->node);
    priority->linked = hanging.others->len;
  }
  hanging_clear(&hanging);
  g_array_sort_with_data(review->priorities, compare, (gpointer)paper);
}

/* ---- the table ---- */

static void put_rules(const Paper *paper, uint32_t node) {
  const Review *review = review_of(paper);

  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_doc_open(paper->doc, DOC_LIST);
  for (guint r = 0; r < review->rules->len; r++) {
    const ReviewRule *rule = review_rule(review, r);
    for (uint32_t i = 0; review_is_main(rule) && i < rule->count; i++) {
      if (rule->things[i] != node || rule->results[GDCT_CLAIMED][i] != GDCT_GAP)
        continue;
      gdct_doc_open(paper->doc, DOC_ITEM);
      gdct_doc_title(paper->doc, (GdctThing){GDCT_RULE, rule->rule});
      if (rule->severity == GDCT_ERROR)
        gdct_doc_print(paper->doc, " %s", W_("(essential)"));
      gdct_doc_close(paper->doc);
    }
  }
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

/* The nodes of one kind: how many, and the first of them. */
static void put_kind(const Paper *paper, const Hanging *hanging,
                     uint32_t kind) {
  GdctThing thing = {GDCT_KIND, kind};
  Document *doc = paper->doc;
  uint32_t count = 0;

  for (guint i = 0; i < hanging->others->len; i++)
    count += gdct_node_kind(paper->mapping, g_array_index(hanging->others,
                                                          uint32_t, i)) == kind;
  gdct_doc_open(doc, DOC_ITEM);
  if (!gdct_doc_prose(doc, thing, "plural"))
    gdct_doc_title(doc, thing);
  gdct_doc_print(doc, " (%u): ", count);
  count = 0;
  for (guint i = 0; i < hanging->others->len; i++) {
    uint32_t node = g_array_index(hanging->others, uint32_t, i);
    if (gdct_node_kind(paper->mapping, node) != kind)
      continue;
    if (count++ > 0)
      gdct_doc_text(doc, count > MOST_ITEMS
                             ? " \u2026"
                             : gdct_comma(paper->options->language));
    if (count > MOST_ITEMS)
      break;
    gdct_doc_text(doc, review_short_name(paper, node));
    gdct_doc_cite(doc, (GdctThing){GDCT_LINK,
                                   g_array_index(hanging->links, uint32_t, i)});
  }
  gdct_doc_close(doc);
}

static void put_hanging(const Paper *paper, const Hanging *hanging) {
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  Document *doc = paper->doc;

  gdct_doc_open(doc, DOC_CELL);
  if (hanging->others->len == 0) {
    gdct_doc_text(doc, W_("Nothing is linked to it."));
    gdct_doc_close(doc);
    return;
  }
  gdct_doc_open(doc, DOC_LIST);
  for (guint i = 0; i < hanging->others->len; i++) {
    uint32_t kind = gdct_node_kind(paper->mapping,
                                   g_array_index(hanging->others, uint32_t, i));
    if (g_hash_table_add(seen, GUINT_TO_POINTER(kind)))
      put_kind(paper, hanging, kind);
  }
  gdct_doc_close(doc);
  gdct_doc_close(doc);
}

/* Whether a proposal would fill one of the gaps of a node. */
static bool is_proposed(const Review *review, uint32_t node) {
  for (guint r = 0; r < review->rules->len; r++) {
    const ReviewRule *rule = review_rule(review, r);
    for (uint32_t i = 0; rule->proposed != NULL && i < rule->count; i++)
      if (rule->things[i] == node && rule->proposed[i])
        return true;
  }
  return false;
}

/* Those in the table for which there is a proposal. */
static void put_proposed(const Paper *paper) {
  const Review *review = review_of(paper);
  Document *doc = paper->doc;
  bool listed = false;

  for (guint i = 0; i < MIN(review->priorities->len, MOST_ROWS); i++) {
    uint32_t node = g_array_index(review->priorities, ReviewPriority, i).node;
    if (!is_proposed(review, node))
      continue;
    if (!listed) {
      gdct_doc_open(doc, DOC_PROPOSED);
      gdct_doc_open(doc, DOC_PARAGRAPH);
      gdct_doc_line(doc, DOC_STRONG, W_("Proposed; no document says so."));
      gdct_doc_text(doc, " ");
      gdct_doc_text(doc, W_("For some of these gaps the mapping proposes an "
                            "answer, which the section on gaps shows:"));
      gdct_doc_close(doc);
      gdct_doc_open(doc, DOC_LIST);
    }
    listed = true;
    gdct_doc_open(doc, DOC_ITEM);
    gdct_doc_print(doc, "%u. ", i + 1);
    gdct_doc_title(doc, (GdctThing){GDCT_NODE, node});
    gdct_doc_close(doc);
  }
  if (!listed)
    return;
  gdct_doc_close(doc);
  gdct_doc_close(doc);
}

static void put_row(const Paper *paper, Hanging *hanging, guint index) {
  const ReviewPriority *priority =
      &g_array_index(review_of(paper)->priorities, ReviewPriority, index);

  hang(paper, hanging, priority->node);
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_doc_print(paper->doc, "%u. ", index + 1);
  review_put_node(paper, priority->node);
  gdct_doc_close(paper->doc);
  put_rules(paper, priority->node);
  gdct_put_number(paper, priority->linked);
  put_hanging(paper, hanging);
  gdct_doc_close(paper->doc);
}

void review_put_priorities(const Paper *paper) {
  const DocColumn columns[] = {{W_("Gap"), 26, false},
                               {W_("What is not met"), 24, false},
                               {W_("Linked"), 8, true},
                               {W_("What hangs on it"), 42, false}};
  const GArray *list = review_of(paper)->priorities;
  Hanging hanging;

  gdct_doc_line(
      paper->doc, DOC_PARAGRAPH,
      W_("No document sets these priorities: they are gaps, in an order that "
         "is computed. Gaps in essential requirements come first, then the "
         "others. Within each group, those on which most hangs come first. "
         "What hangs on a gap are the items that links, in either direction, "
         "join to it or to one of its parts. Each item counts once, and "
         "proposed links do not count. Equal gaps stand in the order of their "
         "ids. A gap in several requirements is listed once."));
  if (list->len == 0) {
    gdct_doc_line(paper->doc, DOC_PARAGRAPH, review_no_gap(paper));
    return;
  }
  hanging_init(paper, &hanging);
  gdct_doc_table(paper->doc, W_("Gaps on which most hangs"), columns,
                 G_N_ELEMENTS(columns));
  for (guint i = 0; i < MIN(list->len, MOST_ROWS); i++)
    put_row(paper, &hanging, i);
  gdct_doc_close(paper->doc);
  if (list->len > MOST_ROWS)
    gdct_put_rest(paper, DOC_PARAGRAPH, list->len - MOST_ROWS,
                  "gdctrace check --why");
  put_proposed(paper);
  hanging_clear(&hanging);
}
