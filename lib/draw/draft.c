/* SPDX-License-Identifier: Apache-2.0 */
/* From a draft to a picture. */
#include "draw/draft.h"

#include "base/words.h"
#include "draw/lump.h"

#include <string.h>

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
                           const char *group_by, const char *aggregate_by) {
  GdctDraftColumn column = {heading, group_by, aggregate_by};

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
  /* Clauses stand in the order of the language, whatever they begin with. */
  bool rtl = gdct_is_rtl(gdct_word_language(draft->language));

  if (draft->subtitle->len > 0)
    g_string_append(draft->subtitle, rtl ? " \u200F·\u200F " : " · ");
  else if (rtl)
    g_string_append(draft->subtitle, "\u200F");
  va_start(arguments, format);
  g_string_append_vprintf(draft->subtitle, format, arguments);
  va_end(arguments);
}

char *gdct_days_text(GdctDays days, const char *language) {
  char first[GDCT_DAY_SIZE], last[GDCT_DAY_SIZE];

  gdct_day_write(days.first, first);
  gdct_day_write(days.last, last);
  return days.first == days.last
             ? g_strdup(first)
             : g_strdup_printf(gdct_word(language, "%s to %s"), first, last);
}

void gdct_draft_say_scope(GdctDraft *draft) {
  const char *language = draft->language;
  unsigned bases = gdct_graph_bases(draft->graph);
  g_autoptr(GString) names = g_string_new(NULL);
  g_autofree char *days = NULL;

  for (GdctBasis basis = GDCT_STATED; basis <= GDCT_PROPOSED; basis++)
    if (bases >> basis & 1)
      g_string_append_printf(names, "%s%s",
                             names->len > 0 ? gdct_comma(language) : "",
                             gdct_word(language, gdct_basis_name(basis)));
  /* TRANSLATORS: "stated", "derived", "proposed". */
  gdct_draft_say(draft, gdct_word(language, "links: %s"), names->str);
  if (!draft->graph->dated)
    return;
  days = gdct_days_text(draft->graph->as_of, language);
  gdct_draft_say(draft, gdct_word(language, "as of %s"), days);
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

/* Whether a path is one relation, by its name or its inverse's. */
static bool names_relation(const GdctMapping *mapping, const char *path) {
  bool inverse;

  return gdct_relation_find(mapping, path + (*path == '^'), &inverse) !=
         GDCT_NONE;
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
  if (title != NULL && !names_relation(draft->mapping, fallback)) {
    /* One line of the legend, however many steps its links have. */
  } else if (link->n_steps == 1 && steps[0].link != GDCT_NONE) {
    GdctThing relation = {GDCT_RELATION,
                          gdct_link(draft->mapping, steps[0].link).relation};
    class = gdct_id(draft->mapping, relation);
    fallback = gdct_title(draft->mapping, relation, draft->language);
  } else if (link->n_steps == 1) {
    class = "part-of";
    fallback = gdct_word(draft->language, "part of");
  }
  return find_style(
      picture, gdct_picture_keep(picture, title == NULL ? fallback : title),
      gdct_picture_keep(picture, class));
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

/* A picture's links in the making. */
typedef struct {
  const GdctDraft *draft;
  const GdctLumps *lumps;
  GdctPicture *picture;
  const uint32_t *card_of; /* of each lump */
  bool *cited;             /* of each source */
  GHashTable *joined;      /* how cards of many are joined -> link + 1 */
  GArray *first;           /* of each link: the first it stands for */
  uint32_t inside;         /* links that begin and end in one card */
} Joins;

/* An id for a link; it holds no two dots or blanks, but is made of ids. */
static const char *key_of(const Joins *joins, const GdctPictureLink *line,
                          const GdctDraftLink *link, bool many) {
  const GdctPicture *picture = joins->picture;
  GString *key = g_string_new(NULL);
  const char *kept;

  g_string_printf(key, "%s--%s--%s", gdct_picture_card(picture, line->from)->id,
                  gdct_picture_style(picture, line->style)->class,
                  gdct_picture_card(picture, line->to)->id);
  if (link->n_steps > 1)
    g_string_append_printf(key, "--%u", link->view_link);
  if (line->backward && (link->n_steps == 1 || many))
    g_string_append(key, "--inverse");
  if (line->proposed && many)
    g_string_append(key, "--proposed");
  kept = gdct_picture_keep(joins->picture, key->str);
  g_string_free(key, TRUE);
  return kept;
}

/* Counts a pair with those that the same line stands for; false if it is the
 * first. Stated and proposed links are different lines. */
static bool join(Joins *joins, const GdctPictureLink *line) {
  uint32_t parts[5] = {line->from, line->to, line->style, line->backward,
                       line->proposed};
  g_autoptr(GBytes) key = g_bytes_new(parts, sizeof parts);
  gpointer found = g_hash_table_lookup(joins->joined, key);

  if (found == NULL) {
    g_hash_table_insert(joins->joined, g_steal_pointer(&key),
                        GUINT_TO_POINTER(joins->picture->links->len + 1));
    return false;
  }
  gdct_picture_link(joins->picture, GPOINTER_TO_UINT(found) - 1)->count++;
  return true;
}

static void put_line(Joins *joins, uint32_t index, uint32_t from, uint32_t to,
                     bool proposed) {
  const GdctDraftLink *link =
      &g_array_index(joins->draft->links, GdctDraftLink, index);
  const GdctStep *steps = gdct_draft_steps(joins->draft, link);
  GdctPicture *picture = joins->picture;
  GdctPictureLink line = {.from = MIN(from, to), .to = MAX(from, to)};
  bool inverse = link->n_steps == 1 && steps[0].inverse;
  bool many = gdct_picture_card(picture, from)->many ||
              gdct_picture_card(picture, to)->many;
  GdctLinkStyle *style;

  line.backward = (from > to) != inverse;
  line.count = many ? 1 : link->count;
  line.style = style_of(joins->draft, picture, link);
  line.proposed = proposed;
  if (many && join(joins, &line))
    return;
  style = gdct_picture_style(picture, line.style);
  style->proposed |= proposed;
  style->stated |= !proposed;
  line.key = key_of(joins, &line, link, many);
  gdct_picture_card(picture, from)->linked = true;
  gdct_picture_card(picture, to)->linked = true;
  g_array_append_val(picture->links, line);
  g_array_append_val(joins->first, index);
}

/* Draws a link between all cards that its ends stand on. */
static void put_link(Joins *joins, uint32_t index) {
  const GdctLumps *lumps = joins->lumps;
  const GdctDraftLink *link =
      &g_array_index(joins->draft->links, GdctDraftLink, index);
  bool shown = false, proposed;

  if (lumps->first[link->from] == lumps->first[link->from + 1] ||
      lumps->first[link->to] == lumps->first[link->to + 1])
    return;
  proposed = cite(joins->draft, link, joins->cited);
  for (uint32_t i = lumps->first[link->from]; i < lumps->first[link->from + 1];
       i++)
    for (uint32_t k = lumps->first[link->to]; k < lumps->first[link->to + 1];
         k++)
      if (lumps->of[i] != lumps->of[k]) {
        put_line(joins, index, joins->card_of[lumps->of[i]],
                 joins->card_of[lumps->of[k]], proposed);
        shown = true;
      }
  joins->inside += !shown;
}

/* "supports: ITU-T → Close all digital divides — 12 links, such as: ..." */
static char *words_of_many(const Joins *joins, const GdctPictureLink *line,
                           const char *example) {
  const GdctPicture *picture = joins->picture;
  const GdctLinkStyle *style = gdct_picture_style(picture, line->style);
  uint32_t from = line->backward ? line->to : line->from;
  uint32_t to = line->backward ? line->from : line->to;

  return g_strdup_printf(
      gdct_words(picture->language, "%s: %s → %s — %u link: %s",
                 "%s: %s → %s — %u links, such as: %s", line->count),
      style->title, gdct_picture_card(picture, from)->title,
      gdct_picture_card(picture, to)->title, line->count, example);
}

static void put_tooltips(const Joins *joins) {
  for (uint32_t i = 0; i < joins->picture->links->len; i++) {
    GdctPictureLink *line = gdct_picture_link(joins->picture, i);
    const GdctDraftLink *link =
        &g_array_index(joins->draft->links, GdctDraftLink,
                       g_array_index(joins->first, uint32_t, i));
    g_autofree char *words =
        gdct_link_words(joins->draft, link,
                        gdct_picture_style(joins->picture, line->style)->title);
    if (gdct_picture_card(joins->picture, line->from)->many ||
        gdct_picture_card(joins->picture, line->to)->many) {
      g_autofree char *example = g_steal_pointer(&words);
      words = words_of_many(joins, line, example);
    }
    line->tooltip = gdct_picture_keep(joins->picture, words);
  }
}

/* Returns how many links are not drawn, for they begin and end in one card. */
static uint32_t put_links(const GdctDraft *draft, const GdctLumps *lumps,
                          GdctPicture *picture, const uint32_t *card_of,
                          bool *cited) {
  Joins joins = {.draft = draft,
                 .lumps = lumps,
                 .picture = picture,
                 .card_of = card_of,
                 .cited = cited};

  joins.joined = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
                                       (GDestroyNotify)g_bytes_unref, NULL);
  joins.first = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  for (uint32_t i = 0; i < draft->links->len; i++)
    put_link(&joins, i);
  put_tooltips(&joins);
  g_hash_table_unref(joins.joined);
  g_array_unref(joins.first);
  return joins.inside;
}

bool gdct_draft_result(const GdctDraft *draft, uint32_t node,
                       GdctRuleResult *ret_result) {
  GdctThing thing = {GDCT_NODE, node};
  uint32_t index;

  if (draft->coverage == NULL ||
      !gdct_coverage_find(draft->coverage, thing, &index))
    return false;
  *ret_result = gdct_coverage_get(draft->coverage, index);
  return true;
}

GdctMark gdct_mark_of(GdctResult result) {
  static const GdctMark marks[] = {[GDCT_COVERED] = GDCT_MARK_NONE,
                                   [GDCT_PARTIAL] = GDCT_MARK_PARTIAL,
                                   [GDCT_GAP] = GDCT_MARK_GAP,
                                   [GDCT_WAIVED] = GDCT_MARK_WAIVED};

  return marks[result];
}

/* How many nodes shown are gaps, and so on. */
static void count_marks(const GdctDraft *draft, GdctPicture *picture) {
  for (uint32_t i = 0; i < gdct_count(draft->mapping, GDCT_NODE); i++) {
    GdctRuleResult result;
    if (draft->column_of[i] != GDCT_NONE &&
        gdct_draft_result(draft, i, &result))
      picture->marks[gdct_mark_of(result.result)]++;
  }
  picture->mark_title = gdct_picture_keep(
      picture,
      gdct_title(draft->mapping,
                 (GdctThing){GDCT_RULE, gdct_coverage_rule(draft->coverage)},
                 draft->language));
}

/* How many cards and links there are. */
static void say_counts(GdctDraft *draft, const GdctPicture *picture,
                       uint32_t inside) {
  const char *language = draft->language;
  uint32_t n_cards = picture->cards->len, n_links = picture->links->len;
  g_autofree char *cards = g_strdup_printf(
      gdct_words(language, "%u card", "%u cards", n_cards), n_cards);
  g_autofree char *links = g_strdup_printf(
      gdct_words(language, "%u link", "%u links", n_links), n_links);

  gdct_draft_say(draft, gdct_word(language, "%s, %s"), cards, links);
  if (inside > 0)
    gdct_draft_say(draft,
                   gdct_words(language, "%u link inside a card is not drawn",
                              "%u links inside a card are not drawn", inside),
                   inside);
}

/* Fills a picture with what a draft shows. */
static void fill(GdctPicture *picture, GdctDraft *draft,
                 const GdctLumps *lumps) {
  uint32_t n_sources = gdct_count(draft->mapping, GDCT_SOURCE), inside;
  g_autofree bool *cited = g_new0(bool, (size_t)n_sources + 1);
  g_autofree uint32_t *card_of = gdct_draft_put_cards(draft, lumps, picture);
  g_autofree char *sources = NULL;

  inside = put_links(draft, lumps, picture, card_of, cited);
  gdct_draft_put_colors(draft, picture);
  if (draft->coverage != NULL)
    count_marks(draft, picture);
  say_counts(draft, picture, inside);
  gdct_lumps_say(lumps, draft);
  picture->subtitle = gdct_picture_keep(picture, draft->subtitle->str);
  sources = gdct_source_line(draft, cited);
  picture->sources = gdct_picture_keep(picture, sources);
}

GdctPicture *gdct_draft_finish(GdctDraft *draft, uint32_t most,
                               GdctReport *report) {
  GdctLumps *lumps = gdct_lumps_new(draft, most, report);
  GdctPicture *picture = NULL;

  if (lumps != NULL) {
    picture = gdct_picture_new(draft->title, draft->language);
    fill(picture, draft, lumps);
  }
  gdct_lumps_free(lumps);
  gdct_draft_free(draft);
  return picture;
}
