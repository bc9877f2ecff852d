/* SPDX-License-Identifier: Apache-2.0 */
/* The facts that are different between two things. */
#include "graph/diff.h"

#include "model/shape.h"

#include <string.h>

/* One fact. Two are the same if .exact is; people read .shown. */
typedef struct {
  const char *key, *language;
  const char *exact, *shown;
  bool list; /* one of several with its key */
} Fact;

typedef struct {
  GdctDiff *diff;
  GPtrArray *scratch; /* texts made for facts */
  GArray *changes;    /* GdctChange */
} Comparison;

static const char *keep(const Comparison *comparison, char *text) {
  g_ptr_array_add(comparison->scratch, text);
  return text;
}

/* A value as it is compared: a number is what it is worth, a yes a yes, and
 * the name of a thing what that is called in the new mapping. */
static const char *exact(const Comparison *comparison, int side, uint32_t type,
                         const char *text) {
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (type) {
  case GDCT_VALUE_INTEGER:
  case GDCT_VALUE_DECIMAL:
  case GDCT_VALUE_FRACTION:
    return keep(comparison,
                g_strdup(g_ascii_dtostr(number, sizeof number,
                                        g_ascii_strtod(text, NULL))));
  case GDCT_VALUE_YES_NO:
    return gdct_is_yes(text) ? "yes" : "no";
  case GDCT_VALUE_NODE:
    return gdct_diff_new_id(comparison->diff, side, GDCT_NODE, text);
  default:
    return text;
  }
}

static void add_evidence(const Comparison *comparison, int side,
                         GdctThing thing, GArray *facts) {
  const GdctMapping *mapping = comparison->diff->sides[side];

  for (uint32_t i = 0; i < gdct_evidence_count(mapping, thing); i++) {
    GdctEvidence piece = gdct_evidence(mapping, thing, i);
    const char *source =
        piece.source == GDCT_NONE
            ? ""
            : gdct_id(mapping, (GdctThing){GDCT_SOURCE, piece.source});
    const char *same =
        gdct_diff_new_id(comparison->diff, side, GDCT_SOURCE, source);
    bool quoted = *piece.quote != '\0', located = *piece.locator != '\0';
    Fact fact = {.key = "evidence", .language = "", .list = true};
    fact.exact = keep(comparison,
                      g_strjoin("\n", same, piece.locator, piece.quote, NULL));
    fact.shown =
        keep(comparison,
             g_strdup_printf("%s%s%s%s[%s%s%s]", quoted ? "\u201C" : "",
                             piece.quote, quoted ? "\u201D" : "",
                             quoted ? " " : "", *source != '\0' ? source : "?",
                             located ? ": " : "", piece.locator));
    g_array_append_val(facts, fact);
  }
}

/* What a thing says by itself, in reading order. Of Fact. */
static GArray *facts_of(const Comparison *comparison, int side,
                        GdctThing thing) {
  const GdctMapping *mapping = comparison->diff->sides[side];
  GArray *facts = g_array_new(FALSE, FALSE, sizeof(Fact));

  if (thing.type == GDCT_LINK) {
    const char *basis = gdct_basis_name(gdct_link(mapping, thing.index).basis);
    Fact fact = {"basis", "", basis, basis, false};
    g_array_append_val(facts, fact);
  }
  for (uint32_t i = 0; i < gdct_value_count(mapping, thing); i++) {
    GdctValue value = gdct_value(mapping, thing, i);
    Fact fact = {value.key, value.language, NULL, value.text, false};
    uint32_t type = gdct_key_type(mapping, thing, value.key, &fact.list);
    fact.exact = exact(comparison, side, type, value.text);
    g_array_append_val(facts, fact);
  }
  add_evidence(comparison, side, thing, facts);
  return facts;
}

static int compare_keys(const Fact *left, const Fact *right) {
  int order = strcmp(left->key, right->key);

  return order != 0 ? order : strcmp(left->language, right->language);
}

static int compare_facts(gconstpointer a, gconstpointer b) {
  const Fact *left = a, *right = b;
  int order = compare_keys(left, right);

  return order != 0 ? order : strcmp(left->exact, right->exact);
}

static void add_change(const Comparison *comparison, const char *prefix,
                       const char *key, const char *language,
                       const char *before, const char *after) {
  GStringChunk *texts = comparison->diff->texts;
  g_autofree char *full =
      *prefix != '\0'
          ? g_strdup_printf("%s%s%s", prefix, *key != '\0' ? ": " : "", key)
          : g_strdup(key);
  GdctChange change = {
      g_string_chunk_insert_const(texts, full),
      g_string_chunk_insert_const(texts, language),
      before != NULL ? g_string_chunk_insert(texts, before) : NULL,
      after != NULL ? g_string_chunk_insert(texts, after) : NULL};

  g_array_append_val(comparison->changes, change);
}

/* Reports the facts of one key that only one side has. A single value that
 * took another's place is one change. */
static void compare_group(const Comparison *comparison, const char *prefix,
                          const GPtrArray *gone, const GPtrArray *come) {
  const Fact *old = gone->len > 0 ? g_ptr_array_index(gone, 0) : NULL;
  const Fact *new = come->len > 0 ? g_ptr_array_index(come, 0) : NULL;

  if (gone->len == 1 && come->len == 1 && !old->list && !new->list) {
    add_change(comparison, prefix, old->key, old->language, old->shown,
               new->shown);
    return;
  }
  for (guint i = 0; i < gone->len; i++) {
    old = g_ptr_array_index(gone, i);
    add_change(comparison, prefix, old->key, old->language, old->shown, NULL);
  }
  for (guint i = 0; i < come->len; i++) {
    new = g_ptr_array_index(come, i);
    add_change(comparison, prefix, new->key, new->language, NULL, new->shown);
  }
}

/* Walks the sorted facts of both sides together. */
static void compare_own(const Comparison *comparison, GdctThing before,
                        GdctThing after, const char *prefix) {
  g_autoptr(GArray) old = facts_of(comparison, 0, before);
  g_autoptr(GArray) new = facts_of(comparison, 1, after);
  g_autoptr(GPtrArray) gone = g_ptr_array_new(), come = g_ptr_array_new();
  guint i = 0, j = 0;

  g_array_sort(old, compare_facts);
  g_array_sort(new, compare_facts);
  while (i < old->len || j < new->len) {
    Fact *left = i < old->len ? &g_array_index(old, Fact, i) : NULL;
    Fact *right = j < new->len ? &g_array_index(new, Fact, j) : NULL;
    const Fact *first = left == NULL                     ? right
                        : right == NULL                  ? left
                        : compare_keys(left, right) <= 0 ? left
                                                         : right;
    g_ptr_array_set_size(gone, 0);
    g_ptr_array_set_size(come, 0);
    for (;;) {
      bool on_left, on_right;
      int order;
      left = i < old->len ? &g_array_index(old, Fact, i) : NULL;
      right = j < new->len ? &g_array_index(new, Fact, j) : NULL;
      on_left = left != NULL && compare_keys(left, first) == 0;
      on_right = right != NULL && compare_keys(right, first) == 0;
      if (!on_left && !on_right)
        break;
      order = !on_left ? 1 : !on_right ? -1 : strcmp(left->exact, right->exact);
      if (order < 0)
        g_ptr_array_add(gone, left);
      else if (order > 0)
        g_ptr_array_add(come, right);
      i += order <= 0;
      j += order >= 0;
    }
    compare_group(comparison, prefix, gone, come);
  }
}

/* ---- what a thing owns ---- */

/* What tells an owned thing from its sisters, and tells people what it is. */
static char *part_name(const GdctMapping *mapping, GdctThing part,
                       uint32_t number) {
  const char *unit;

  switch (part.type) {
  case GDCT_MEASURE:
    unit = gdct_text(mapping, part, "name", "en");
    return g_strdup_printf("measure %s, %s", unit != NULL ? unit : "?",
                           gdct_get(mapping, part, "at"));
  case GDCT_ATTRIBUTE:
    return g_strdup_printf("attribute %s", gdct_id(mapping, part));
  case GDCT_GRADE:
    return g_strdup_printf("grade %s", gdct_id(mapping, part));
  case GDCT_COLUMN:
    return g_strdup_printf("column %u", number + 1);
  case GDCT_VIEW_LINK:
    return g_strdup_printf("link %u", number + 1);
  default:
    return g_strdup("focus");
  }
}

/* All that an owned thing says, in one line. Free with g_free(). */
static char *part_words(const Comparison *comparison, int side,
                        GdctThing part) {
  g_autoptr(GArray) facts = facts_of(comparison, side, part);
  GString *text = g_string_new(NULL);

  for (guint i = 0; i < facts->len; i++) {
    const Fact *fact = &g_array_index(facts, Fact, i);
    if (part.type == GDCT_MEASURE &&
        (strcmp(fact->key, "name") == 0 || strcmp(fact->key, "at") == 0))
      continue; /* its name says so */
    if (i > 0 && text->len > 0 && strcmp(fact->key, fact[-1].key) == 0)
      g_string_append_printf(text, ", %s", fact->shown);
    else
      g_string_append_printf(text, "%s%s %s", text->len > 0 ? "; " : "",
                             fact->key, fact->shown);
  }
  return g_string_free(text, FALSE);
}

/* The parts of a type on one side: name -> index, names in order. */
static GHashTable *parts_of(const Comparison *comparison, int side,
                            GdctThing owner, GdctType type, GPtrArray *names) {
  const GdctMapping *mapping = comparison->diff->sides[side];
  GHashTable *found = g_hash_table_new(g_str_hash, g_str_equal);
  uint32_t count, first = gdct_owned(mapping, owner, type, &count);

  for (uint32_t i = 0; i < count; i++) {
    GdctThing part = {type, first + i};
    char *name = part_name(mapping, part, i);
    for (int again = 2; g_hash_table_contains(found, name); again++) {
      g_autofree char *base = name;
      name = g_strdup_printf("%s (%d)", base, again);
    }
    g_ptr_array_add(names, name);
    g_hash_table_insert(found, name, GUINT_TO_POINTER(part.index));
  }
  return found;
}

/* Reports it if the parts that both sides have stand in another order. */
static void compare_order(const Comparison *comparison, const GPtrArray *old,
                          const GPtrArray *new, GHashTable *in_old,
                          GHashTable *in_new) {
  GString *texts[2] = {g_string_new(NULL), g_string_new(NULL)};
  const GPtrArray *const names[2] = {old, new};
  GHashTable *const others[2] = {in_new, in_old};

  for (int side = 0; side < 2; side++)
    for (guint i = 0; i < names[side]->len; i++) {
      const char *name = g_ptr_array_index(names[side], i);
      if (g_hash_table_contains(others[side], name))
        g_string_append_printf(texts[side], "%s%s",
                               texts[side]->len > 0 ? ", " : "",
                               name + strlen("grade "));
    }
  if (strcmp(texts[0]->str, texts[1]->str) != 0)
    add_change(comparison, "", "order of grades", "", texts[0]->str,
               texts[1]->str);
  g_string_free(texts[0], TRUE);
  g_string_free(texts[1], TRUE);
}

static void compare_parts(const Comparison *comparison, GdctThing before,
                          GdctThing after, GdctType type) {
  g_autoptr(GPtrArray) old = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) new = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GHashTable) in_old = parts_of(comparison, 0, before, type, old);
  g_autoptr(GHashTable) in_new = parts_of(comparison, 1, after, type, new);
  gpointer index, twin;

  for (guint i = 0; i < old->len; i++) {
    const char *name = g_ptr_array_index(old, i);
    GdctThing part = {type, 0};
    g_autofree char *words = NULL;
    index = g_hash_table_lookup(in_old, name);
    part.index = GPOINTER_TO_UINT(index);
    if (g_hash_table_lookup_extended(in_new, name, NULL, &twin)) {
      compare_own(comparison, part, (GdctThing){type, GPOINTER_TO_UINT(twin)},
                  name);
      continue;
    }
    words = part_words(comparison, 0, part);
    add_change(comparison, name, "", "", words, NULL);
  }
  for (guint i = 0; i < new->len; i++) {
    const char *name = g_ptr_array_index(new, i);
    g_autofree char *words = NULL;
    if (g_hash_table_contains(in_old, name))
      continue;
    index = g_hash_table_lookup(in_new, name);
    words =
        part_words(comparison, 1, (GdctThing){type, GPOINTER_TO_UINT(index)});
    add_change(comparison, name, "", "", NULL, words);
  }
  if (type == GDCT_GRADE)
    compare_order(comparison, old, new, in_old, in_new);
}

GArray *gdct_diff_facts(GdctDiff *diff, GdctThing before, GdctThing after) {
  g_autoptr(GPtrArray) scratch = g_ptr_array_new_with_free_func(g_free);
  Comparison comparison = {diff, scratch,
                           g_array_new(FALSE, FALSE, sizeof(GdctChange))};

  compare_own(&comparison, before, after, "");
  for (const GdctField *field = gdct_shape_of(before.type)->fields;
       field->key != NULL; field++)
    if (field->type == GDCT_VALUE_RECORD || field->type == GDCT_VALUE_RECORDS)
      compare_parts(&comparison, before, after, field->shape->type);
  return comparison.changes;
}
