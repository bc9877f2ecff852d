/* SPDX-License-Identifier: Apache-2.0 */
/* From a draft to a picture. */
#include "draw/draft.h"

#include <string.h>

/* How many wholes that are not shown may stand between a card and the one it
 * is kept below. */
#define MOST_HIDDEN 8

static void clear_column(void *column) {
  g_free(((GdctDraftColumn *)column)->heading);
}

GdctDraft *gdct_draft_new(const GdctGraph *graph, const char *language) {
  GdctDraft *draft = g_new0(GdctDraft, 1);
  uint32_t n_nodes;

  draft->graph = graph;
  draft->focus = GDCT_NONE;
  draft->mapping = gdct_graph_mapping(graph);
  draft->language = language == NULL ? "en" : language;
  n_nodes = gdct_count(draft->mapping, GDCT_NODE);
  draft->columns = g_array_new(FALSE, FALSE, sizeof(GdctDraftColumn));
  g_array_set_clear_func(draft->columns, clear_column);
  draft->column_of = g_new(uint32_t, (size_t)n_nodes + 1);
  for (uint32_t i = 0; i < n_nodes; i++)
    draft->column_of[i] = GDCT_NONE;
  draft->links = g_array_new(FALSE, FALSE, sizeof(GdctDraftLink));
  draft->steps = g_array_new(FALSE, FALSE, sizeof(GdctStep));
  draft->seen = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
                                      (GDestroyNotify)g_bytes_unref, NULL);
  draft->subtitle = g_string_new(NULL);
  return draft;
}

void gdct_draft_free(GdctDraft *draft) {
  if (draft == NULL)
    return;
  g_array_unref(draft->columns);
  g_free(draft->column_of);
  g_array_unref(draft->links);
  g_array_unref(draft->steps);
  g_hash_table_unref(draft->seen);
  gdct_coverage_free(draft->coverage);
  g_free(draft->title);
  g_string_free(draft->subtitle, TRUE);
  g_free(draft);
}

void gdct_draft_add_column(GdctDraft *draft, char *heading,
                           const char *group_by) {
  GdctDraftColumn column = {heading, group_by};

  g_array_append_val(draft->columns, column);
}

void gdct_draft_add_link(GdctDraft *draft, const GdctStep *steps,
                         uint32_t n_steps, uint32_t view_link, uint32_t count) {
  uint32_t from = steps[0].from, to = steps[n_steps - 1].to;
  GdctDraftLink link = {from, to, view_link, draft->steps->len, n_steps, count};
  uint32_t key[3] = {view_link, MIN(from, to), MAX(from, to)};

  /* One link of the mapping is one line, whichever path finds it; so is one
   * step up the hierarchy. */
  if (n_steps == 1 && steps[0].link != GDCT_NONE)
    memcpy(key, (uint32_t[]){GDCT_NONE, GDCT_NONE, steps[0].link}, sizeof key);
  else if (n_steps == 1)
    key[0] = GDCT_PART_OF;
  if (!g_hash_table_add(draft->seen, g_bytes_new(key, sizeof key)))
    return;
  g_array_append_vals(draft->steps, steps, n_steps);
  g_array_append_val(draft->links, link);
}

void gdct_draft_say(GdctDraft *draft, const char *format, ...) {
  va_list arguments;

  if (draft->subtitle->len > 0)
    g_string_append(draft->subtitle, " · ");
  va_start(arguments, format);
  g_string_append_vprintf(draft->subtitle, format, arguments);
  va_end(arguments);
}

/* Writes a day as ISO 8601 does; both count from 0001-01-01 as day 1. */
static void format_day(uint32_t day, char *ret_text) {
  GDate date;

  g_date_clear(&date, 1);
  g_date_set_julian(&date, day);
  g_snprintf(ret_text, 16, "%04u-%02u-%02u", g_date_get_year(&date),
             g_date_get_month(&date), g_date_get_day(&date));
}

void gdct_draft_say_scope(GdctDraft *draft) {
  unsigned bases = gdct_graph_bases(draft->graph);
  GString *out = g_string_new(NULL);
  char first[16], last[16];

  for (GdctBasis basis = GDCT_STATED; basis <= GDCT_PROPOSED; basis++)
    if (bases >> basis & 1)
      g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "",
                             gdct_basis_name(basis));
  gdct_draft_say(draft, "links: %s", out->str);
  g_string_free(out, TRUE);
  if (!draft->graph->dated)
    return;
  format_day(draft->graph->as_of.first, first);
  format_day(draft->graph->as_of.last, last);
  if (strcmp(first, last) == 0)
    gdct_draft_say(draft, "as of %s", first);
  else
    gdct_draft_say(draft, "as of %s to %s", first, last);
}

/* ---- cards ---- */

static const char *keep(GdctPicture *picture, const char *text) {
  return text == NULL ? NULL
                      : g_string_chunk_insert_const(picture->texts, text);
}

/* "#rrggbb", or NULL. */
static const char *color_or_null(const char *text) {
  if (text == NULL || strlen(text) != 7 || text[0] != '#' ||
      strspn(text + 1, "0123456789abcdefABCDEF") != 6)
    return NULL;
  return text;
}

/* A node's own colour (goals have one), else that of its framework. */
static const char *color_of(const GdctMapping *mapping, uint32_t node) {
  GdctThing framework = {GDCT_FRAMEWORK, GDCT_NONE};
  const char *color =
      color_or_null(gdct_get(mapping, (GdctThing){GDCT_NODE, node}, "color"));

  framework.index = gdct_kind_framework(mapping, gdct_node_kind(mapping, node));
  if (color == NULL && framework.index != GDCT_NONE)
    color = color_or_null(gdct_get(mapping, framework, "color"));
  return color == NULL ? "#666666" : color;
}

/* The values of a key in one text, or the title of the whole. */
static char *group_of(const GdctDraft *draft, uint32_t node, const char *key) {
  GdctThing thing = {GDCT_NODE, node};
  GString *out = g_string_new(NULL);

  if (strcmp(key, "part-of") == 0) {
    uint32_t parent = gdct_node_parent(draft->mapping, node);
    if (parent != GDCT_NONE)
      g_string_append(out,
                      gdct_title(draft->mapping, (GdctThing){GDCT_NODE, parent},
                                 draft->language));
  } else if (!gdct_key_is_list(draft->mapping, thing, key)) {
    const char *text = gdct_text(draft->mapping, thing, key, draft->language);
    g_string_append(out, text == NULL ? "" : text);
  } else {
    for (uint32_t i = 0; i < gdct_value_count(draft->mapping, thing); i++) {
      GdctValue value = gdct_value(draft->mapping, thing, i);
      if (strcmp(value.key, key) == 0)
        g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "",
                               value.text);
    }
  }
  return g_string_free(out, FALSE);
}

static void mark_card(const GdctDraft *draft, GdctPicture *picture,
                      GdctCard *card) {
  static const GdctMark marks[] = {[GDCT_COVERED] = GDCT_MARK_NONE,
                                   [GDCT_PARTIAL] = GDCT_MARK_PARTIAL,
                                   [GDCT_GAP] = GDCT_MARK_GAP,
                                   [GDCT_WAIVED] = GDCT_MARK_WAIVED};
  GdctThing node = {GDCT_NODE, card->node};
  GdctRuleResult result;
  uint32_t index;
  g_autofree char *words = NULL;

  if (draft->coverage == NULL ||
      !gdct_coverage_find(draft->coverage, node, &index))
    return;
  result = gdct_coverage_get(draft->coverage, index);
  if (marks[result.result] == GDCT_MARK_NONE)
    return;
  words = gdct_mark_words(draft->mapping, &result,
                          gdct_coverage_rule(draft->coverage), draft->language);
  card->mark = marks[result.result];
  card->words = keep(picture, words);
}

static GdctCard make_card(const GdctDraft *draft, GdctPicture *picture,
                          uint32_t node, uint32_t column) {
  const GdctMapping *mapping = draft->mapping;
  GdctThing kind = {GDCT_KIND, gdct_node_kind(mapping, node)};
  GdctThing thing = {GDCT_NODE, node};
  const char *key =
      g_array_index(draft->columns, GdctDraftColumn, column).group_by;
  GdctCard card = {.node = node,
                   .column = column,
                   .focus = node == draft->focus,
                   .parent = GDCT_NONE};

  card.id = keep(picture, gdct_id(mapping, thing));
  card.title = keep(picture, gdct_title(mapping, thing, draft->language));
  card.kind = keep(picture, gdct_id(mapping, kind));
  card.kind_title = keep(picture, gdct_title(mapping, kind, draft->language));
  card.color = keep(picture, color_of(mapping, node));
  if (key != NULL) {
    g_autofree char *group = group_of(draft, node, key);
    card.group = keep(picture, group);
  }
  mark_card(draft, picture, &card);
  return card;
}

/* By group, none last; reading order decides in it. */
static int compare_cards(const void *left, const void *right) {
  const GdctCard *a = left, *b = right;
  int order = 0;

  if (a->group != NULL && b->group != NULL) {
    order = (*a->group == '\0') - (*b->group == '\0');
    if (order == 0)
      order = gdct_compare_ids(a->group, b->group);
  }
  return order != 0 ? order : a->node < b->node ? -1 : a->node > b->node;
}

/* The card of the nearest whole in the same column, over few that are not
 * shown there; GDCT_NONE if there is none. */
static uint32_t find_parent(const GdctDraft *draft, const uint32_t *card_of,
                            uint32_t node) {
  uint32_t above = gdct_node_parent(draft->mapping, node);

  for (int i = 0; i < MOST_HIDDEN && above != GDCT_NONE && above != node; i++) {
    if (card_of[above] != GDCT_NONE &&
        draft->column_of[above] == draft->column_of[node])
      return card_of[above];
    above = gdct_node_parent(draft->mapping, above);
  }
  return GDCT_NONE;
}

/* Gives each shown node its card, column by column. Returns the card of each
 * node, or GDCT_NONE. */
static uint32_t *put_cards(const GdctDraft *draft, GdctPicture *picture) {
  uint32_t n_nodes = gdct_count(draft->mapping, GDCT_NODE);
  uint32_t *card_of = g_new(uint32_t, (size_t)n_nodes + 1);

  for (uint32_t i = 0; i < n_nodes; i++)
    card_of[i] = GDCT_NONE;
  for (uint32_t c = 0; c < draft->columns->len; c++) {
    const GdctDraftColumn *from =
        &g_array_index(draft->columns, GdctDraftColumn, c);
    GdctPictureColumn column = {.heading = keep(picture, from->heading),
                                .group_by = keep(picture, from->group_by),
                                .first_card = picture->cards->len};
    for (uint32_t i = 0; i < n_nodes; i++)
      if (draft->column_of[i] == c) {
        GdctCard card = make_card(draft, picture, i, c);
        g_array_append_val(picture->cards, card);
      }
    column.n_cards = picture->cards->len - column.first_card;
    if (column.n_cards > 0)
      qsort(gdct_picture_card(picture, column.first_card), column.n_cards,
            sizeof(GdctCard), compare_cards);
    g_array_append_val(picture->columns, column);
  }
  for (uint32_t i = 0; i < picture->cards->len; i++)
    card_of[gdct_picture_card(picture, i)->node] = i;
  for (uint32_t i = 0; i < picture->cards->len; i++) {
    GdctCard *card = gdct_picture_card(picture, i);
    card->parent = find_parent(draft, card_of, card->node);
  }
  return card_of;
}

/* ---- links ---- */

/* Finds or adds the style of links with this look. */
static uint32_t find_style(GdctPicture *picture, const char *title,
                           const char *class) {
  GdctLinkStyle style = {title, class, false, false};

  for (uint32_t i = 0; i < picture->styles->len; i++) {
    const GdctLinkStyle *old = gdct_picture_style(picture, i);
    if (strcmp(old->title, title) == 0 && strcmp(old->class, class) == 0)
      return i;
  }
  g_array_append_val(picture->styles, style);
  return picture->styles->len - 1;
}

static uint32_t style_of(const GdctDraft *draft, GdctPicture *picture,
                         const GdctDraftLink *link) {
  const GdctStep *steps = gdct_draft_steps(draft, link);
  GdctThing view_link = {GDCT_VIEW_LINK, link->view_link};
  const char *title = NULL, *class = "path", *fallback = "";

  if (link->view_link != GDCT_NONE) {
    title = gdct_text(draft->mapping, view_link, "title", draft->language);
    fallback = gdct_get(draft->mapping, view_link, "path");
  }
  if (link->n_steps == 1 && steps[0].link != GDCT_NONE) {
    GdctThing relation = {GDCT_RELATION,
                          gdct_link(draft->mapping, steps[0].link).relation};
    class = gdct_id(draft->mapping, relation);
    fallback = gdct_title(draft->mapping, relation, draft->language);
  } else if (link->n_steps == 1) {
    class = "part-of";
    fallback = "part of";
  }
  return find_style(picture, keep(picture, title == NULL ? fallback : title),
                    keep(picture, class));
}

/* Notes what the chain of a link cites; true if it rests on a proposal. */
static bool cite(const GdctDraft *draft, const GdctDraftLink *link,
                 bool *cited) {
  const GdctStep *steps = gdct_draft_steps(draft, link);
  bool proposed = false;

  for (uint32_t i = 0; i < link->n_steps; i++) {
    GdctThing thing = {GDCT_LINK, steps[i].link};
    if (steps[i].link == GDCT_NONE)
      continue;
    proposed |= gdct_link(draft->mapping, thing.index).basis == GDCT_PROPOSED;
    for (uint32_t k = 0; k < gdct_evidence_count(draft->mapping, thing); k++) {
      uint32_t source = gdct_evidence(draft->mapping, thing, k).source;
      if (source != GDCT_NONE)
        cited[source] = true;
    }
  }
  return proposed;
}

static void put_link(const GdctDraft *draft, GdctPicture *picture,
                     const uint32_t *card_of, const GdctDraftLink *link,
                     bool *cited) {
  const GdctStep *steps = gdct_draft_steps(draft, link);
  uint32_t from = card_of[link->from], to = card_of[link->to];
  GdctPictureLink line = {.from = MIN(from, to), .to = MAX(from, to)};
  bool inverse = link->n_steps == 1 && steps[0].inverse;
  g_autofree char *words = NULL, *key = NULL;
  GdctLinkStyle *style;

  line.backward = (from > to) != inverse;
  line.count = link->count;
  line.style = style_of(draft, picture, link);
  line.proposed = cite(draft, link, cited);
  style = gdct_picture_style(picture, line.style);
  style->proposed |= line.proposed;
  style->stated |= !line.proposed;
  words = gdct_link_words(draft, link, style->title);
  line.tooltip = keep(picture, words);
  key = g_strdup_printf("%s--%s--%s", gdct_picture_card(picture, line.from)->id,
                        style->class, gdct_picture_card(picture, line.to)->id);
  if (link->n_steps > 1 || line.backward) {
    g_autofree char *plain = g_steal_pointer(&key);
    key = link->n_steps > 1 ? g_strdup_printf("%s--%u", plain, link->view_link)
                            : g_strdup_printf("%s--inverse", plain);
  }
  line.key = keep(picture, key);
  gdct_picture_card(picture, line.from)->linked = true;
  gdct_picture_card(picture, line.to)->linked = true;
  g_array_append_val(picture->links, line);
}

/* The frameworks shown, in the order of their first card. */
static void put_colors(const GdctDraft *draft, GdctPicture *picture) {
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

  for (uint32_t i = 0; i < picture->cards->len; i++) {
    const GdctCard *card = gdct_picture_card(picture, i);
    GdctThing framework = {
        GDCT_FRAMEWORK,
        gdct_kind_framework(draft->mapping,
                            gdct_node_kind(draft->mapping, card->node))};
    GdctPictureColor color;
    if (framework.index == GDCT_NONE ||
        !g_hash_table_add(seen, GUINT_TO_POINTER(framework.index + 1)))
      continue;
    color.title =
        keep(picture, gdct_title(draft->mapping, framework, draft->language));
    color.color = keep(
        picture, color_or_null(gdct_get(draft->mapping, framework, "color")));
    if (color.color == NULL)
      color.color = keep(picture, "#666666");
    g_array_append_val(picture->colors, color);
  }
}

GdctPicture *gdct_draft_finish(GdctDraft *draft) {
  GdctPicture *picture = g_new0(GdctPicture, 1);
  uint32_t n_sources = gdct_count(draft->mapping, GDCT_SOURCE);
  g_autofree bool *cited = g_new0(bool, (size_t)n_sources + 1);
  g_autofree uint32_t *card_of = NULL;
  g_autofree char *sources = NULL;

  picture->texts = g_string_chunk_new(4096);
  picture->columns = g_array_new(FALSE, FALSE, sizeof(GdctPictureColumn));
  picture->cards = g_array_new(FALSE, FALSE, sizeof(GdctCard));
  picture->links = g_array_new(FALSE, FALSE, sizeof(GdctPictureLink));
  picture->styles = g_array_new(FALSE, FALSE, sizeof(GdctLinkStyle));
  picture->colors = g_array_new(FALSE, FALSE, sizeof(GdctPictureColor));
  picture->language = keep(picture, draft->language);
  picture->title = keep(picture, draft->title);
  card_of = put_cards(draft, picture);
  for (uint32_t i = 0; i < draft->links->len; i++) {
    const GdctDraftLink *link = &g_array_index(draft->links, GdctDraftLink, i);
    if (card_of[link->from] != GDCT_NONE && card_of[link->to] != GDCT_NONE)
      put_link(draft, picture, card_of, link, cited);
  }
  put_colors(draft, picture);
  if (draft->coverage != NULL)
    picture->mark_title = keep(
        picture,
        gdct_title(draft->mapping,
                   (GdctThing){GDCT_RULE, gdct_coverage_rule(draft->coverage)},
                   draft->language));
  gdct_draft_say(draft, "%u cards, %u links", picture->cards->len,
                 picture->links->len);
  picture->subtitle = keep(picture, draft->subtitle->str);
  sources = gdct_source_line(draft, cited);
  picture->sources = keep(picture, sources);
  gdct_draft_free(draft);
  return picture;
}
