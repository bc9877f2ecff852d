/* SPDX-License-Identifier: Apache-2.0 */
/* From nodes with dates to bars in groups. */
#include "draw/timeline.h"

#include "base/words.h"
#include "draw/draft.h"

#include <string.h>

/* How far up a part looks for a whole with links. */
#define MAX_DEPTH 64

/* A node in a group, before the bars are made. */
typedef struct {
  uint32_t node;
  uint32_t rank; /* orders the groups; ids and titles do within a rank */
  const char *title;
  GdctDays days;
  bool dated;
} Entry;

typedef struct {
  GdctDraft *draft;
  GdctPicture *picture;
  bool *dated_kind;   /* of each kind: some node shown has dates */
  GdctColumn *column; /* what groups are made by; or NULL */
  GdctSearch *search; /* else nodes of this kind, directly linked */
  GdctPath *path;
  uint32_t kind;
  bool inherited; /* a bar stands where its whole is linked */
  GArray *entries;
} Maker;

/* ---- dates ---- */

static const char *date_of(const Maker *maker, uint32_t node, const char *key) {
  return gdct_get(maker->draft->mapping, (GdctThing){GDCT_NODE, node}, key);
}

/* The first and last day that a node says; false if it says neither. */
static bool days_of(const Maker *maker, uint32_t node, GdctDays *ret_days) {
  *ret_days =
      gdct_thing_days(maker->draft->mapping, (GdctThing){GDCT_NODE, node});
  return ret_days->first != 0 || ret_days->last != UINT32_MAX;
}

static GdctBarLook look_of(const Maker *maker, uint32_t node) {
  static const char *const names[] = {N_("completed"), N_("ongoing"),
                                      N_("planned")};
  const char *status = date_of(maker, node, "status");

  for (GdctBarLook look = 0; look < G_N_ELEMENTS(names); look++)
    if (g_strcmp0(status, names[look]) == 0)
      return look;
  return GDCT_BAR_OTHER;
}

/* "since 2017". Free with g_free(). */
static char *span_of(const Maker *maker, uint32_t node) {
  const char *language = maker->draft->language;
  const char *start = date_of(maker, node, "start");
  const char *end = date_of(maker, node, "end");

  if (start == NULL)
    return g_strdup_printf(gdct_word(language, "until %s"), end);
  if (end == NULL)
    return g_strdup_printf(gdct_word(language, "since %s"), start);
  if (strcmp(start, end) == 0)
    return g_strdup(start);
  return g_strdup_printf(gdct_word(language, "%s to %s"), start, end);
}

/* "since 2017, ongoing". Free with g_free(). */
static char *when_of(const Maker *maker, uint32_t node) {
  const char *language = maker->draft->language;
  const char *status = date_of(maker, node, "status");
  g_autofree char *span = span_of(maker, node);

  if (status == NULL)
    return g_steal_pointer(&span);
  if (look_of(maker, node) != GDCT_BAR_OTHER)
    status = gdct_word(language, status);
  return g_strdup_printf(gdct_word(language, "%s, %s"), span, status);
}

/* ---- groups ---- */

static void put_entry(Maker *maker, Entry entry, uint32_t rank,
                      const char *title) {
  entry.rank = rank;
  entry.title = gdct_picture_keep(maker->picture, title);
  g_array_append_val(maker->entries, entry);
}

/* Puts a node below a node that it is grouped by. */
static void put_below(Maker *maker, Entry entry, uint32_t group) {
  put_entry(maker, entry, group,
            gdct_title(maker->draft->mapping, (GdctThing){GDCT_NODE, group},
                       maker->draft->language));
}

/* The texts of a key, or the nodes that a path reaches. */
static uint32_t put_by_column(Maker *maker, Entry entry) {
  GdctCell cell = gdct_column_cell(maker->column, entry.node);

  for (uint32_t i = 0; i < cell.count; i++) {
    uint32_t group =
        cell.texts[i] == NULL
            ? GDCT_NONE
            : gdct_find(maker->draft->mapping, GDCT_NODE, cell.texts[i]);
    if (group != GDCT_NONE)
      put_below(maker, entry, group);
    else
      put_entry(maker, entry, 0, cell.texts[i]);
  }
  return cell.count;
}

/* Nodes of the kind that are directly linked to @node. */
static uint32_t put_linked(Maker *maker, Entry entry, uint32_t node) {
  uint32_t reached = gdct_search_run(maker->search, maker->path, node),
           found = 0;

  for (uint32_t i = 0; i < reached; i++) {
    uint32_t group = gdct_search_node(maker->search, i);
    if (gdct_node_kind(maker->draft->mapping, group) != maker->kind ||
        !gdct_graph_has_node(maker->draft->graph, group))
      continue;
    put_below(maker, entry, group);
    found++;
  }
  return found;
}

/* A part without links of its own stands where its whole does. */
static uint32_t put_by_kind(Maker *maker, Entry entry) {
  uint32_t node = entry.node, found = put_linked(maker, entry, node);

  for (int depth = 0; found == 0 && depth < MAX_DEPTH; depth++) {
    node = gdct_node_parent(maker->draft->mapping, node);
    if (node == GDCT_NONE || !gdct_graph_has_node(maker->draft->graph, node))
      break;
    found = put_linked(maker, entry, node);
    maker->inherited |= found > 0 && entry.dated;
  }
  return found;
}

static void put_node(Maker *maker, uint32_t node) {
  Entry entry = {.node = node};
  uint32_t found = 0;

  if (maker->draft->column_of[node] == GDCT_NONE ||
      !maker->dated_kind[gdct_node_kind(maker->draft->mapping, node)])
    return;
  entry.dated = days_of(maker, node, &entry.days);
  if (maker->column != NULL)
    found = put_by_column(maker, entry);
  else if (maker->path != NULL)
    found = put_by_kind(maker, entry);
  if (found == 0)
    put_entry(maker, entry, GDCT_NONE, NULL);
}

/* By group, those without one last; without dates last; then by days. */
static int compare_entries(const void *left, const void *right) {
  const Entry *a = left, *b = right;
  int order = (a->rank > b->rank) - (a->rank < b->rank);

  if (order == 0 && a->title != NULL && b->title != NULL)
    order = gdct_compare_ids(a->title, b->title);
  if (order == 0)
    order = b->dated - a->dated;
  if (order == 0)
    order = (a->days.first > b->days.first) - (a->days.first < b->days.first);
  if (order == 0)
    order = (a->days.last > b->days.last) - (a->days.last < b->days.last);
  return order != 0 ? order : (a->node > b->node) - (a->node < b->node);
}

/* ---- bars ---- */

static void put_bar(Maker *maker, GHashTable *seen, const Entry *entry) {
  const GdctMapping *mapping = maker->draft->mapping;
  GdctThing thing = {GDCT_NODE, entry->node};
  GdctThing kind = {GDCT_KIND, gdct_node_kind(mapping, entry->node)};
  g_autofree char *when = when_of(maker, entry->node);
  g_autofree char *id = g_strdup(gdct_id(mapping, thing));
  guint times = GPOINTER_TO_UINT(
      g_hash_table_lookup(seen, GUINT_TO_POINTER(entry->node)));
  GdctBar bar = {.days = entry->days,
                 .open_start = entry->days.first == 0,
                 .open_end = entry->days.last == UINT32_MAX,
                 .look = look_of(maker, entry->node)};

  g_hash_table_insert(seen, GUINT_TO_POINTER(entry->node),
                      GUINT_TO_POINTER(times + 1));
  if (times > 0) {
    g_autofree char *plain = g_steal_pointer(&id);
    id = g_strdup_printf("%s=%u", plain, times + 1);
  }
  bar.id = gdct_picture_keep(maker->picture, id);
  bar.page = gdct_picture_keep(maker->picture, gdct_id(mapping, thing));
  bar.title = gdct_picture_keep(
      maker->picture, gdct_title(mapping, thing, maker->draft->language));
  bar.kind = gdct_picture_keep(maker->picture, gdct_id(mapping, kind));
  bar.color =
      gdct_picture_keep(maker->picture, gdct_node_color(mapping, entry->node));
  bar.when = gdct_picture_keep(maker->picture, when);
  g_array_append_val(maker->picture->timeline->bars, bar);
}

static void put_group(Maker *maker, const Entry *entry, bool only) {
  GdctBarGroup group = {.first_bar = maker->picture->timeline->bars->len};

  group.title = entry->title != NULL ? entry->title
                : only               ? NULL
                       : gdct_word(maker->draft->language, "None of these");
  g_array_append_val(maker->picture->timeline->groups, group);
}

static void put_bars(Maker *maker) {
  GdctTimeline *timeline = maker->picture->timeline;
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  const Entry *last = NULL;
  bool only = maker->column == NULL && maker->path == NULL;

  if (maker->entries->len > 0)
    qsort(maker->entries->data, maker->entries->len, sizeof(Entry),
          compare_entries);
  for (guint i = 0; i < maker->entries->len; i++) {
    const Entry *entry = &g_array_index(maker->entries, Entry, i);
    GdctBarGroup *group;
    if (last == NULL || last->rank != entry->rank ||
        g_strcmp0(last->title, entry->title) != 0)
      put_group(maker, entry, only);
    group = &g_array_index(timeline->groups, GdctBarGroup,
                           timeline->groups->len - 1);
    if (entry->dated) {
      put_bar(maker, seen, entry);
      group->n_bars++;
    } else {
      group->n_undated++;
    }
    last = entry;
  }
}

/* ---- the whole ---- */

/* Reads what bars are grouped by: a kind, a key or a path. */
static bool read_by(Maker *maker, const char *by, GdctReport *report) {
  GdctPlace nowhere = {NULL, 0, 0};

  maker->kind =
      by == NULL ? GDCT_NONE : gdct_find(maker->draft->mapping, GDCT_KIND, by);
  if (maker->kind != GDCT_NONE) {
    maker->path = gdct_path_direct();
    maker->search = gdct_search_new(maker->draft->graph);
    return true;
  }
  if (by != NULL)
    maker->column = gdct_column_new(maker->draft->graph, by,
                                    maker->draft->language, nowhere, report);
  return by == NULL || maker->column != NULL;
}

static void find_dated_kinds(Maker *maker) {
  const GdctMapping *mapping = maker->draft->mapping;
  GdctDays days;

  maker->dated_kind = g_new0(bool, gdct_count(mapping, GDCT_KIND) + 1);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++)
    if (maker->draft->column_of[i] != GDCT_NONE && days_of(maker, i, &days))
      maker->dated_kind[gdct_node_kind(mapping, i)] = true;
}

/* "by GDC objective" */
static void say_groups(Maker *maker, const char *by) {
  GdctDraft *draft = maker->draft;

  if (by != NULL)
    /* TRANSLATORS: what groups are made by, a kind or an attribute. */
    gdct_draft_say(draft, gdct_word(draft->language, "by %s"),
                   maker->kind == GDCT_NONE
                       ? by
                       : gdct_title(draft->mapping,
                                    (GdctThing){GDCT_KIND, maker->kind},
                                    draft->language));
}

/* Who has dates, and who stands where. */
static void say_dates(Maker *maker, uint32_t dated, uint32_t undated) {
  GdctDraft *draft = maker->draft;
  const char *language = draft->language;

  gdct_draft_say(draft,
                 gdct_words(language, "%u with dates", "%u with dates", dated),
                 dated);
  if (undated > 0)
    gdct_draft_say(draft,
                   gdct_words(language, "%u without, counted only",
                              "%u without, counted only", undated),
                   undated);
  if (maker->inherited)
    gdct_draft_say(
        draft, "%s",
        gdct_word(language,
                  "a part without links of its own stands with its whole"));
}

/* How many have dates, on what day that is, and what it rests on. */
static void say(Maker *maker, const char *by) {
  GdctDraft *draft = maker->draft;
  GdctPicture *picture = maker->picture;
  uint32_t dated = 0, undated = 0;
  g_autofree bool *cited =
      g_new0(bool, (size_t)gdct_count(draft->mapping, GDCT_SOURCE) + 1);
  g_autofree char *sources = NULL, *today = NULL;
  g_autofree char *day = NULL;
  GdctDays days;

  for (uint32_t i = 0; i < gdct_count(draft->mapping, GDCT_NODE); i++) {
    GdctThing thing = {GDCT_NODE, i};
    if (draft->column_of[i] == GDCT_NONE ||
        !maker->dated_kind[gdct_node_kind(draft->mapping, i)])
      continue;
    if (!days_of(maker, i, &days)) {
      undated++;
      continue;
    }
    dated++;
    for (uint32_t k = 0; k < gdct_evidence_count(draft->mapping, thing); k++)
      if (gdct_evidence(draft->mapping, thing, k).source != GDCT_NONE)
        cited[gdct_evidence(draft->mapping, thing, k).source] = true;
  }
  say_groups(maker, by);
  say_dates(maker, dated, undated);
  picture->subtitle = gdct_picture_keep(picture, draft->subtitle->str);
  sources = gdct_source_line(draft, cited);
  picture->sources = gdct_picture_keep(picture, sources);
  picture->timeline->today = gdct_graph_today(draft->graph);
  day = gdct_days_text(picture->timeline->today, draft->language);
  today = g_strdup_printf(draft->graph->dated
                              ? gdct_word(draft->language, "as of %s")
                              : gdct_word(draft->language, "today, %s"),
                          day);
  picture->timeline->today_words = gdct_picture_keep(picture, today);
}

/* Makes the picture; the draft is freed. */
static GdctPicture *finish(GdctDraft *draft, const char *by,
                           GdctReport *report) {
  Maker maker = {.draft = draft};
  GdctPicture *picture = NULL;

  if (read_by(&maker, by, report)) {
    picture = maker.picture = gdct_picture_new(draft->title, draft->language);
    picture->timeline = g_new0(GdctTimeline, 1);
    picture->timeline->bars = g_array_new(FALSE, FALSE, sizeof(GdctBar));
    picture->timeline->groups = g_array_new(FALSE, FALSE, sizeof(GdctBarGroup));
    maker.entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    find_dated_kinds(&maker);
    for (uint32_t i = 0; i < gdct_count(draft->mapping, GDCT_NODE); i++)
      put_node(&maker, i);
    put_bars(&maker);
    say(&maker, by);
    g_array_unref(maker.entries);
    g_free(maker.dated_kind);
  }
  gdct_column_free(maker.column);
  gdct_search_free(maker.search);
  gdct_path_free(maker.path);
  gdct_draft_free(draft);
  return picture;
}

GdctPicture *gdct_timeline_of_view(const GdctGraph *graph, uint32_t view,
                                   const char *by, const char *language,
                                   GdctReport *report) {
  GdctDraft *draft = gdct_draft_of_view(graph, view, language, report);

  for (guint c = 0; draft != NULL && by == NULL && c < draft->columns->len;
       c++) {
    const GdctDraftColumn *column =
        &g_array_index(draft->columns, GdctDraftColumn, c);
    by = column->group_by != NULL ? column->group_by : column->aggregate_by;
  }
  return draft == NULL ? NULL : finish(draft, by, report);
}

GdctPicture *gdct_timeline_of_nodes(const GdctGraph *graph,
                                    const uint32_t *nodes, uint32_t n_nodes,
                                    const char *filter, const char *by,
                                    const char *language, GdctReport *report) {
  GdctDraft *draft = gdct_draft_new(graph, language);

  draft->title =
      filter == NULL
          ? g_strdup(gdct_word(language, "Timeline"))
          : g_strdup_printf(gdct_word(language, "Timeline: %s"), filter);
  for (uint32_t i = 0; i < n_nodes; i++)
    if (gdct_graph_has_node(graph, nodes[i]))
      draft->column_of[nodes[i]] = 0;
  return finish(draft, by, report);
}

void gdct_timeline_free(GdctTimeline *timeline) {
  if (timeline == NULL)
    return;
  g_array_unref(timeline->bars);
  g_array_unref(timeline->groups);
  g_free(timeline);
}
