/* SPDX-License-Identifier: Apache-2.0 */
/* A view of the mapping as a picture.
 *
 * A node stands in the first column that takes it. A path runs from every card
 * to the cards it reaches in other columns. A focus keeps what is near by walks
 * that do not turn back: away from the focus to the left or to the right, up
 * or down the hierarchy; else two objectives with a common action line would
 * be near each other, and with them everything else. */
#include "draw/draft.h"

#include "base/words.h"

#include <string.h>

static bool has_kind(const GdctMapping *mapping, GdctThing column,
                     uint32_t kind) {
  const char *id = gdct_id(mapping, (GdctThing){GDCT_KIND, kind});

  for (uint32_t i = 0; i < gdct_value_count(mapping, column); i++) {
    GdctValue value = gdct_value(mapping, column, i);
    if (strcmp(value.key, "kinds") == 0 && strcmp(value.text, id) == 0)
      return true;
  }
  return false;
}

/* The column's own title, else the plural titles of its kinds. */
static char *heading_of(const GdctDraft *draft, GdctThing column) {
  const GdctMapping *mapping = draft->mapping;
  const char *title = gdct_text(mapping, column, "title", draft->language);
  GString *out = g_string_new(title);

  for (uint32_t i = 0; title == NULL && i < gdct_value_count(mapping, column);
       i++) {
    GdctValue value = gdct_value(mapping, column, i);
    GdctThing kind = {GDCT_KIND, GDCT_NONE};
    const char *plural;
    if (strcmp(value.key, "kinds") != 0)
      continue;
    kind.index = gdct_find(mapping, GDCT_KIND, value.text);
    if (kind.index == GDCT_NONE)
      continue;
    plural = gdct_text(mapping, kind, "plural", draft->language);
    g_string_append_printf(
        out, "%s%s", out->len > 0 ? gdct_comma(draft->language) : "",
        plural != NULL ? plural : gdct_title(mapping, kind, draft->language));
  }
  return g_string_free(out, FALSE);
}

/* "ITU activities: only status!=completed". Paths and ids are hard to read:
 * where the author gave the column a title, that says what it holds. */
static void say_filters(GdctDraft *draft, GdctThing column,
                        const char *heading) {
  const char *language = draft->language;
  bool titled = gdct_get(draft->mapping, column, "title") != NULL;
  GString *out = g_string_new(NULL);

  for (uint32_t i = 0; i < gdct_value_count(draft->mapping, column); i++) {
    GdctValue value = gdct_value(draft->mapping, column, i);
    if (titled && (g_str_has_prefix(value.key, "having") ||
                   g_str_has_prefix(value.text, "id=")))
      continue;
    if (strcmp(value.key, "having-where") == 0) {
      /* TRANSLATORS: after "with PATH": only paths to such nodes count. */
      g_string_append_printf(out, gdct_word(language, " to %s"), value.text);
      continue;
    }
    if (strcmp(value.key, "where") != 0 && strcmp(value.key, "having") != 0)
      continue;
    g_string_append(out, out->len > 0 ? gdct_comma(language) : "");
    if (strcmp(value.key, "where") == 0)
      g_string_append(out, value.text);
    else
      /* TRANSLATORS: a path that a node must have. */
      g_string_append_printf(out, gdct_word(language, "with %s"), value.text);
  }
  if (out->len > 0)
    /* TRANSLATORS: the heading of a column, and a filter. */
    gdct_draft_say(draft, gdct_word(language, "%s: only %s"), heading,
                   out->str);
  g_string_free(out, TRUE);
}

static bool add_columns(GdctDraft *draft, uint32_t view, GdctReport *report) {
  const GdctMapping *mapping = draft->mapping;
  uint32_t count, first = gdct_owned(mapping, (GdctThing){GDCT_VIEW, view},
                                     GDCT_COLUMN, &count);
  GdctSearch *search = gdct_search_new(draft->graph);
  bool fine = true;

  for (uint32_t c = 0; c < count; c++) {
    GdctThing column = {GDCT_COLUMN, first + c};
    g_autoptr(GPtrArray) filters = gdct_filters_read(
        draft->graph, GDCT_NODE, column, "where", report, &fine);
    GdctHaving *having = gdct_having_read(draft->graph, column, report, &fine);
    char *heading = heading_of(draft, column);
    gdct_draft_add_column(draft, heading, gdct_get(mapping, column, "group-by"),
                          gdct_get(mapping, column, "aggregate-by"));
    say_filters(draft, column, heading);
    for (uint32_t i = 0; fine && i < gdct_count(mapping, GDCT_NODE); i++)
      if (draft->column_of[i] == GDCT_NONE &&
          gdct_graph_has_node(draft->graph, i) &&
          has_kind(mapping, column, gdct_node_kind(mapping, i)) &&
          gdct_filters_hold(filters, (GdctThing){GDCT_NODE, i}) &&
          gdct_having_holds(having, search, i))
        draft->column_of[i] = c;
    gdct_having_free(having);
  }
  gdct_search_free(search);
  return fine;
}

/* Runs one path from every card. */
static void follow(GdctDraft *draft, GdctSearch *search, const GdctPath *path,
                   uint32_t view_link) {
  uint32_t n_nodes = gdct_count(draft->mapping, GDCT_NODE);

  for (uint32_t node = 0; node < n_nodes; node++) {
    GdctChains *chains = NULL;
    uint32_t reached;
    if (draft->column_of[node] == GDCT_NONE)
      continue;
    reached = gdct_search_run(search, path, node);
    for (uint32_t i = 0; i < reached; i++) {
      uint32_t to = gdct_search_node(search, i), n_steps, count = 1;
      const GdctStep *steps;
      if (draft->column_of[to] == GDCT_NONE ||
          draft->column_of[to] == draft->column_of[node])
        continue;
      steps = gdct_search_chain(search, i, &n_steps);
      if (n_steps > 1 && chains == NULL)
        chains = gdct_chains_new(draft->graph, path, node, 0);
      if (n_steps > 1)
        count = (uint32_t)MIN(
            gdct_chains_ways(chains, gdct_chains_find(chains, to)), UINT32_MAX);
      gdct_draft_add_link(draft, steps, n_steps, view_link, count);
    }
    gdct_chains_free(chains);
  }
}

static bool add_links(GdctDraft *draft, uint32_t view, GdctReport *report) {
  uint32_t count,
      first = gdct_owned(draft->mapping, (GdctThing){GDCT_VIEW, view},
                         GDCT_VIEW_LINK, &count);
  GdctSearch *search = gdct_search_new(draft->graph);
  bool fine = true;

  for (uint32_t k = 0; k < count; k++) {
    GdctThing view_link = {GDCT_VIEW_LINK, first + k};
    GdctPath *path;
    for (uint32_t i = 0; i < gdct_value_count(draft->mapping, view_link); i++) {
      GdctValue value = gdct_value(draft->mapping, view_link, i);
      if (strcmp(value.key, "path") != 0)
        continue;
      path = gdct_path_parse(draft->mapping, value.text, value.place, report);
      fine &= path != NULL;
      if (path != NULL)
        follow(draft, search, path, first + k);
      gdct_path_free(path);
    }
  }
  gdct_search_free(search);
  return fine;
}

/* ---- focus ---- */

/* Which way a walk from the focus goes: across the columns, and in the
 * hierarchy. */
typedef struct {
  int across, along; /* -1 or 1 */
} Direction;

/* The drawn links of each node, as indices into the draft's links. */
static GPtrArray *links_by_node(const GdctDraft *draft) {
  uint32_t n_nodes = gdct_count(draft->mapping, GDCT_NODE);
  GPtrArray *by_node =
      g_ptr_array_new_full(n_nodes, (GDestroyNotify)g_array_unref);

  for (uint32_t i = 0; i < n_nodes; i++)
    g_ptr_array_add(by_node, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
  for (uint32_t i = 0; i < draft->links->len; i++) {
    const GdctDraftLink *link = &g_array_index(draft->links, GdctDraftLink, i);
    g_array_append_val(g_ptr_array_index(by_node, link->from), i);
    g_array_append_val(g_ptr_array_index(by_node, link->to), i);
  }
  return by_node;
}

static void visit(GQueue *queue, uint32_t *distances, uint32_t node,
                  uint32_t distance) {
  if (distances[node] != GDCT_NONE)
    return;
  distances[node] = distance;
  g_queue_push_tail(queue, GUINT_TO_POINTER(node));
}

/* What of @node's surroundings lies in one direction. */
static void visit_around(const GdctDraft *draft, const GArray *links,
                         uint32_t node, Direction direction, GQueue *queue,
                         uint32_t *distances) {
  uint32_t next = distances[node] + 1, n_parts;
  uint32_t parent = gdct_node_parent(draft->mapping, node);
  const uint32_t *parts = gdct_graph_parts(draft->graph, node, &n_parts);

  for (guint i = 0; i < links->len; i++) {
    const GdctDraftLink *link = &g_array_index(
        draft->links, GdctDraftLink, g_array_index(links, uint32_t, i));
    uint32_t other = link->from == node ? link->to : link->from;
    bool right = draft->column_of[other] > draft->column_of[node];
    if (right == (direction.across > 0))
      visit(queue, distances, other, next);
  }
  if (direction.along > 0 && parent != GDCT_NONE)
    visit(queue, distances, parent, next);
  for (uint32_t i = 0; direction.along < 0 && i < n_parts; i++)
    visit(queue, distances, parts[i], next);
}

/* Takes off the picture what is farther from @focus than @depth. */
static void keep_near(GdctDraft *draft, uint32_t focus, uint32_t depth) {
  static const Direction directions[] = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
  uint32_t n_nodes = gdct_count(draft->mapping, GDCT_NODE);
  g_autoptr(GPtrArray) by_node = links_by_node(draft);
  g_autofree uint32_t *distances = g_new(uint32_t, (size_t)n_nodes + 1);
  g_autofree bool *near = g_new0(bool, (size_t)n_nodes + 1);

  for (size_t d = 0; d < G_N_ELEMENTS(directions); d++) {
    GQueue queue = G_QUEUE_INIT;
    memset(distances, 0xFF, n_nodes * sizeof *distances);
    visit(&queue, distances, focus, 0);
    while (!g_queue_is_empty(&queue)) {
      uint32_t node = GPOINTER_TO_UINT(g_queue_pop_head(&queue));
      near[node] = true;
      if (distances[node] < depth)
        visit_around(draft, g_ptr_array_index(by_node, node), node,
                     directions[d], &queue, distances);
    }
  }
  for (uint32_t i = 0; i < n_nodes; i++)
    if (!near[i])
      draft->column_of[i] = GDCT_NONE;
}

/* ---- show ---- */

/* What a view shows of its nodes. */
typedef enum { SHOW_ALL, SHOW_LINKED, SHOW_GAPS, SHOW_COVERED } Show;

static Show show_of(const GdctMapping *mapping, GdctThing view) {
  static const char *const names[] = {[SHOW_LINKED] = "linked",
                                      [SHOW_GAPS] = "gaps",
                                      [SHOW_COVERED] = "covered"};
  const char *text = gdct_get(mapping, view, "show");

  for (Show show = SHOW_LINKED; show <= SHOW_COVERED; show++)
    if (g_strcmp0(text, names[show]) == 0)
      return show;
  return SHOW_ALL;
}

/* Whether the rule says of a node what the view is about. */
static bool is_wanted(const GdctDraft *draft, uint32_t node, Show show) {
  GdctRuleResult result;

  if (!gdct_draft_result(draft, node, &result))
    return false;
  return show == SHOW_GAPS
             ? result.result == GDCT_GAP
             : result.result == GDCT_COVERED || result.result == GDCT_PARTIAL;
}

/* Whether a view that shows only gaps, or only what is covered, shows a node
 * because of the rule or because it may stand beside such a node. */
static bool is_beside(const GdctDraft *draft, uint32_t node) {
  GdctRuleResult result;

  return !gdct_draft_result(draft, node, &result);
}

/* Takes off the picture what is not linked; if the view shows what a rule says,
 * also what is not linked to that. What is in @always stays. */
static void keep_linked(GdctDraft *draft, Show show, uint32_t always) {
  uint32_t n_nodes = gdct_count(draft->mapping, GDCT_NODE);
  g_autofree bool *kept = g_new0(bool, (size_t)n_nodes + 1);

  if (always != GDCT_NONE)
    kept[always] = true;
  for (uint32_t i = 0; i < draft->links->len; i++) {
    const GdctDraftLink *link = &g_array_index(draft->links, GdctDraftLink, i);
    uint32_t ends[2] = {link->from, link->to};
    if (draft->column_of[link->from] == GDCT_NONE ||
        draft->column_of[link->to] == GDCT_NONE)
      continue;
    for (int end = 0; end < 2; end++)
      if (show == SHOW_LINKED ||
          (is_wanted(draft, ends[end], show) &&
           (show == SHOW_GAPS || is_beside(draft, ends[!end]))))
        kept[link->from] = kept[link->to] = true;
  }
  for (uint32_t i = 0; i < n_nodes; i++)
    if (!kept[i] && !(show != SHOW_LINKED && is_wanted(draft, i, show)))
      draft->column_of[i] = GDCT_NONE;
}

/* Focus and show; each says so in the subtitle. */
static void narrow(GdctDraft *draft, uint32_t view) {
  const GdctMapping *mapping = draft->mapping;
  GdctThing thing = {GDCT_VIEW, view};
  static const char *const said[] = {
      [SHOW_LINKED] = N_("only what is linked"),
      [SHOW_GAPS] = N_("only gaps and what is linked to them"),
      [SHOW_COVERED] = N_("only what is covered, at least in part, and what is "
                          "linked to it")};
  Show show = show_of(mapping, thing);
  uint32_t node = GDCT_NONE, count,
           first = gdct_owned(mapping, thing, GDCT_FOCUS, &count);

  if (count > 0) {
    GdctThing focus = {GDCT_FOCUS, first};
    const char *depth_text = gdct_get(mapping, focus, "depth");
    guint64 depth =
        depth_text == NULL ? 1 : g_ascii_strtoull(depth_text, NULL, 10);
    node = gdct_find(mapping, GDCT_NODE, gdct_get(mapping, focus, "node"));
    draft->focus = node;
    keep_near(draft, node, (uint32_t)MIN(depth, UINT32_MAX - 1));
    gdct_draft_say(draft,
                   gdct_words(draft->language, "at most %u link from %s",
                              "at most %u links from %s", depth),
                   (uint32_t)MIN(depth, UINT32_MAX),
                   gdct_id(mapping, (GdctThing){GDCT_NODE, node}));
  }
  if (show != SHOW_ALL) {
    keep_linked(draft, show, node);
    gdct_draft_say(draft, "%s", gdct_word(draft->language, said[show]));
  }
}

GdctDraft *gdct_draft_of_view(const GdctGraph *graph, uint32_t view,
                              const char *language, GdctReport *report) {
  GdctDraft *draft = gdct_draft_new(graph, language);
  const GdctMapping *mapping = draft->mapping;
  GdctThing thing = {GDCT_VIEW, view};
  const char *rule = gdct_get(mapping, thing, "rule");
  bool fine = add_columns(draft, view, report);

  draft->title = g_strdup(gdct_title(mapping, thing, draft->language));
  fine &= add_links(draft, view, report);
  if (rule != NULL) {
    draft->coverage =
        gdct_coverage_new(graph, gdct_find(mapping, GDCT_RULE, rule), report);
    fine &= draft->coverage != NULL;
  }
  if (!fine) {
    gdct_draft_free(draft);
    return NULL;
  }
  narrow(draft, view);
  gdct_draft_say_scope(draft);
  return draft;
}

GdctPicture *gdct_picture_of_view(const GdctGraph *graph, uint32_t view,
                                  const char *language, uint32_t most,
                                  GdctReport *report) {
  GdctDraft *draft = gdct_draft_of_view(graph, view, language, report);

  return draft == NULL ? NULL : gdct_draft_finish(draft, most, report);
}
