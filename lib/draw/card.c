/* SPDX-License-Identifier: Apache-2.0 */
/* The cards of a picture: one a node, or one for many. */
#include "base/words.h"
#include "draw/fold.h"
#include "draw/lump.h"

#include <string.h>

/* How many wholes that are not shown may stand between a card and the one it
 * is kept below. */
#define MOST_HIDDEN 8

/* A picture's cards in the making. */
typedef struct {
  const GdctDraft *draft;
  const GdctLumps *lumps;
  GdctPicture *picture;
  GHashTable *ids; /* those given to cards that stand for many */
} Cards;

/* "#rrggbb", or NULL. */
static const char *color_or_null(const char *text) {
  if (text == NULL || strlen(text) != 7 || text[0] != '#' ||
      strspn(text + 1, "0123456789abcdefABCDEF") != 6)
    return NULL;
  return text;
}

const char *gdct_node_color(const GdctMapping *mapping, uint32_t node) {
  GdctThing framework = {GDCT_FRAMEWORK, GDCT_NONE};
  const char *color =
      color_or_null(gdct_get(mapping, (GdctThing){GDCT_NODE, node}, "color"));

  framework.index = gdct_kind_framework(mapping, gdct_node_kind(mapping, node));
  if (color == NULL && framework.index != GDCT_NONE)
    color = color_or_null(gdct_get(mapping, framework, "color"));
  return color == NULL ? "#666666" : color;
}

/* The values of a key in one text, or the title of the kind or the whole. */
static char *group_of(const GdctDraft *draft, uint32_t node, const char *key) {
  GdctThing thing = {GDCT_NODE, node};
  GString *out = g_string_new(NULL);

  if (strcmp(key, "kind") == 0) {
    GdctThing kind = {GDCT_KIND, gdct_node_kind(draft->mapping, node)};
    const char *plural =
        gdct_text(draft->mapping, kind, "plural", draft->language);
    g_string_append(out, plural != NULL ? plural
                                        : gdct_title(draft->mapping, kind,
                                                     draft->language));
  } else if (strcmp(key, "part-of") == 0) {
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
        g_string_append_printf(out, "%s%s",
                               out->len > 0 ? gdct_comma(draft->language) : "",
                               value.text);
    }
  }
  return g_string_free(out, FALSE);
}

static void mark_node(const Cards *cards, GdctCard *card) {
  const GdctDraft *draft = cards->draft;
  GdctRuleResult result;
  g_autofree char *words = NULL;

  if (!gdct_draft_result(draft, card->node, &result) ||
      gdct_mark_of(result.result) == GDCT_MARK_NONE)
    return;
  words = gdct_mark_words(draft->mapping, &result,
                          gdct_coverage_rule(draft->coverage), draft->language);
  card->mark = gdct_mark_of(result.result);
  card->words = gdct_picture_keep(cards->picture, words);
}

/* "9 gaps". Free with g_free(). */
static char *count_words(const char *language, GdctMark mark, uint32_t count) {
  if (mark == GDCT_MARK_GAP)
    return g_strdup_printf(gdct_words(language, "%u gap", "%u gaps", count),
                           count);
  if (mark == GDCT_MARK_WAIVED)
    return g_strdup_printf(
        gdct_words(language, "%u gap waived", "%u gaps waived", count), count);
  return g_strdup_printf(
      gdct_words(language, "%u in part", "%u in part", count), count);
}

/* "23 GDC commitments: 9 gaps, 3 in part": the worst mark is the card's. */
static void mark_many(const Cards *cards, const GdctLump *lump,
                      GdctCard *card) {
  const char *language = cards->draft->language;
  uint32_t counts[GDCT_MARKS] = {0};
  g_autofree char *members = gdct_lump_words(cards->lumps, cards->draft, lump);
  g_autoptr(GString) words = g_string_new(NULL);

  for (uint32_t i = 0; i < lump->n_members; i++) {
    GdctRuleResult result;
    if (gdct_draft_result(cards->draft, gdct_lump_member(cards->lumps, lump, i),
                          &result))
      counts[gdct_mark_of(result.result)]++;
  }
  for (GdctMark mark = GDCT_MARK_GAP; mark > GDCT_MARK_NONE; mark--) {
    g_autofree char *count = count_words(language, mark, counts[mark]);
    if (counts[mark] == 0)
      continue;
    card->mark = MAX(card->mark, mark);
    g_string_append(words, words->len > 0 ? gdct_comma(language) : "");
    g_string_append(words, count);
  }
  if (words->len > 0) {
    g_autofree char *said =
        g_strdup_printf(gdct_word(language, "%s: %s"), members, words->str);
    card->words = gdct_picture_keep(cards->picture, said);
  } else {
    card->words = gdct_picture_keep(cards->picture, members);
  }
}

/* ---- cards ---- */

/* An id that no node has, for it holds '='; a value's other characters than
 * those of ids become '_'. */
static const char *id_of_many(const Cards *cards, const char *key,
                              const char *value) {
  g_autofree char *plain = g_strndup(value, 64), *id = NULL;

  g_strcanon(plain,
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
             "0123456789.-_",
             '_');
  id = g_strdup_printf("%s=%s", key, plain);
  for (unsigned i = 2; g_hash_table_contains(cards->ids, id); i++) {
    g_free(id);
    id = g_strdup_printf("%s=%s=%u", key, plain, i);
  }
  g_hash_table_add(cards->ids, g_strdup(id));
  return gdct_picture_keep(cards->picture, id);
}

/* What all cards have: of one node, or of the first of many. */
static GdctCard new_card(const Cards *cards, uint32_t node, uint32_t column) {
  const GdctMapping *mapping = cards->draft->mapping;
  GdctThing kind = {GDCT_KIND, gdct_node_kind(mapping, node)};
  GdctPicture *picture = cards->picture;
  GdctCard card = {.node = node,
                   .column = column,
                   .count = 1,
                   .focus = node == cards->draft->focus,
                   .parent = GDCT_NONE};

  card.kind = gdct_picture_keep(picture, gdct_id(mapping, kind));
  card.kind_title = gdct_picture_keep(
      picture, gdct_title(mapping, kind, cards->draft->language));
  card.color = gdct_picture_keep(picture, gdct_node_color(mapping, node));
  return card;
}

/* The title of a value: that of a kind in the plural, "no sector", or itself.
 * Free with g_free(). */
static char *title_of_value(const GdctDraft *draft, const char *key,
                            const char *value) {
  GdctThing kind = {GDCT_KIND, GDCT_NONE};
  const char *plural;

  if (value == NULL)
    /* TRANSLATORS: cards without an attribute, "no sector". */
    return g_strdup_printf(gdct_word(draft->language, "no %s"), key);
  if (strcmp(key, "kind") == 0)
    kind.index = gdct_find(draft->mapping, GDCT_KIND, value);
  if (kind.index == GDCT_NONE)
    return g_strdup(value);
  plural = gdct_text(draft->mapping, kind, "plural", draft->language);
  return g_strdup(plural != NULL
                      ? plural
                      : gdct_title(draft->mapping, kind, draft->language));
}

/* The card of many nodes. */
static GdctCard card_of_many(const Cards *cards, const GdctLump *lump) {
  const GdctDraft *draft = cards->draft;
  GdctPicture *picture = cards->picture;
  GdctThing whole = {GDCT_NODE, lump->node};
  GdctCard card =
      new_card(cards, gdct_lump_member(cards->lumps, lump, 0), lump->column);
  const char *key = g_ptr_array_index(cards->lumps->keys, lump->column);

  card.count = lump->n_members;
  card.many = true;
  if (lump->node != GDCT_NONE) {
    const char *id = gdct_id(draft->mapping, whole);
    card.id = id_of_many(cards, key, id);
    card.badge = gdct_picture_keep(picture, id);
    card.title = gdct_picture_keep(
        picture, gdct_title(draft->mapping, whole, draft->language));
    card.color =
        gdct_picture_keep(picture, gdct_node_color(draft->mapping, lump->node));
  } else {
    g_autofree char *title = title_of_value(draft, key, lump->value);
    card.id = id_of_many(cards, key, lump->value == NULL ? "" : lump->value);
    card.title = gdct_picture_keep(picture, title);
  }
  mark_many(cards, lump, &card);
  return card;
}

static GdctCard card_of_node(const Cards *cards, const GdctLump *lump) {
  GdctPicture *picture = cards->picture;
  GdctCard card = new_card(cards, lump->node, lump->column);
  GdctThing thing = {GDCT_NODE, lump->node};

  card.id = gdct_picture_keep(picture, gdct_id(cards->draft->mapping, thing));
  card.badge = card.id;
  card.title =
      gdct_picture_keep(picture, gdct_title(cards->draft->mapping, thing,
                                            cards->draft->language));
  mark_node(cards, &card);
  return card;
}

/* Wholes and kinds stand in reading order, values in natural order. */
static uint32_t group_rank(const GdctDraft *draft, uint32_t node,
                           const char *key) {
  if (strcmp(key, "kind") == 0)
    return gdct_node_kind(draft->mapping, node);
  return strcmp(key, "part-of") == 0 ? gdct_node_parent(draft->mapping, node)
                                     : 0;
}

static void put_card(const Cards *cards, uint32_t lump_index) {
  const GdctLump *lump = gdct_lump(cards->lumps, lump_index);
  const char *key =
      g_array_index(cards->draft->columns, GdctDraftColumn, lump->column)
          .group_by;
  GdctCard card = gdct_lump_is_many(lump) ? card_of_many(cards, lump)
                                          : card_of_node(cards, lump);

  card.lump = lump_index;
  if (key != NULL) {
    uint32_t shown = lump->node == GDCT_NONE ? card.node : lump->node;
    g_autofree char *group = group_of(cards->draft, shown, key);
    card.group = gdct_picture_keep(cards->picture, group);
    card.group_rank = group_rank(cards->draft, shown, key);
  }
  g_array_append_val(cards->picture->cards, card);
}

/* By group, none last; the order of the lumps decides in it. */
static int compare_cards(const void *left, const void *right,
                         G_GNUC_UNUSED void *data) {
  const GdctCard *a = left, *b = right;
  int order = (*a->group == '\0') - (*b->group == '\0');

  if (order == 0)
    order = (a->group_rank > b->group_rank) - (a->group_rank < b->group_rank);
  if (order == 0)
    order = gdct_compare_ids(a->group, b->group);
  return order != 0 ? order : a->lump < b->lump ? -1 : a->lump > b->lump;
}

/* Values are no groups: they stand in the order of the model. */
static const char *group_key(const GdctDraft *draft, const GdctLumps *lumps,
                             uint32_t column) {
  const char *key = g_ptr_array_index(lumps->keys, column);

  return key != NULL && strcmp(key, "part-of") != 0
             ? NULL
             : g_array_index(draft->columns, GdctDraftColumn, column).group_by;
}

/* The card of the nearest whole in the same column, over few that are not
 * shown there; GDCT_NONE if there is none. */
static uint32_t find_parent(const GdctDraft *draft, const GdctLumps *lumps,
                            const uint32_t *card_of, uint32_t lump) {
  const GdctLump *own = gdct_lump(lumps, lump);
  uint32_t above = own->node;

  for (int i = 0; i <= MOST_HIDDEN && above != GDCT_NONE; i++) {
    above = gdct_node_parent(draft->mapping, above);
    if (above == GDCT_NONE || above == own->node)
      return GDCT_NONE;
    if (draft->column_of[above] == own->column &&
        lumps->of[lumps->first[above]] != lump)
      return card_of[lumps->of[lumps->first[above]]];
  }
  return GDCT_NONE;
}

/* Notes the card of each lump and the parent of each card. */
static void find_families(const Cards *cards, uint32_t *card_of) {
  const GdctPicture *picture = cards->picture;

  for (uint32_t i = 0; i < picture->cards->len; i++)
    card_of[gdct_picture_card(picture, i)->lump] = i;
  for (uint32_t i = 0; i < picture->cards->len; i++) {
    GdctCard *card = gdct_picture_card(picture, i);
    if (gdct_lump(cards->lumps, card->lump)->node != GDCT_NONE)
      card->parent =
          find_parent(cards->draft, cards->lumps, card_of, card->lump);
  }
}

uint32_t *gdct_draft_put_cards(const GdctDraft *draft, const GdctLumps *lumps,
                               GdctPicture *picture) {
  uint32_t *card_of = g_new(uint32_t, lumps->lumps->len + 1), lump = 0;
  Cards cards = {draft, lumps, picture, NULL};

  cards.ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (uint32_t c = 0; c < draft->columns->len; c++) {
    GdctDraftColumn *from = &g_array_index(draft->columns, GdctDraftColumn, c);
    GdctPictureColumn column = {.heading =
                                    gdct_picture_keep(picture, from->heading),
                                .first_card = picture->cards->len};
    from->group_by = group_key(draft, lumps, c);
    column.group_by = gdct_picture_keep(picture, from->group_by);
    for (; lump < lumps->lumps->len && gdct_lump(lumps, lump)->column == c;
         lump++)
      put_card(&cards, lump);
    column.n_cards = picture->cards->len - column.first_card;
    column.n_total = column.n_cards;
    if (column.n_cards > 0 && column.group_by != NULL)
      g_qsort_with_data(gdct_picture_card(picture, column.first_card),
                        (gint)column.n_cards, sizeof(GdctCard), compare_cards,
                        NULL);
    g_array_append_val(picture->columns, column);
  }
  find_families(&cards, card_of);
  gdct_picture_fold(picture);
  find_families(&cards, card_of);
  g_hash_table_unref(cards.ids);
  return card_of;
}

/* The frameworks shown, in the order of their first card. */
void gdct_draft_put_colors(const GdctDraft *draft, GdctPicture *picture) {
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
    color.title = gdct_picture_keep(
        picture, gdct_title(draft->mapping, framework, draft->language));
    color.color = gdct_picture_keep(
        picture, color_or_null(gdct_get(draft->mapping, framework, "color")));
    if (color.color == NULL)
      color.color = gdct_picture_keep(picture, "#666666");
    g_array_append_val(picture->colors, color);
  }
}
