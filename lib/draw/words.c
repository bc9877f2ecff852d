/* SPDX-License-Identifier: Apache-2.0 */
/* What a picture says in words: marks, tooltips, sources. */
#include "draw/draft.h"

#include "base/words.h"

#include <string.h>

/* The titles of up to three kinds that a rule wants reached, "X or Y". */
static char *wanted_kinds(const GdctMapping *mapping, GdctThing rule,
                          const char *language, bool plural) {
  GString *out = g_string_new(NULL);
  uint32_t found = 0;

  for (uint32_t i = 0; i < gdct_value_count(mapping, rule); i++) {
    GdctValue value = gdct_value(mapping, rule, i);
    GdctThing kind = {GDCT_KIND, GDCT_NONE};
    const char *title = NULL;
    if (strcmp(value.key, "reach") != 0)
      continue;
    kind.index = gdct_find(mapping, GDCT_KIND, value.text);
    if (kind.index == GDCT_NONE || ++found > 3)
      break;
    if (plural)
      title = gdct_text(mapping, kind, "plural", language);
    if (title == NULL)
      title = gdct_title(mapping, kind, language);
    /* TRANSLATORS: between kinds of which one is wanted. */
    g_string_append(out, found > 1 ? gdct_word(language, " or ") : "");
    g_string_append(out, title);
  }
  if (found == 0 || found > 3)
    g_string_truncate(out, 0);
  return g_string_free(out, FALSE);
}

static char *gap_words(const GdctMapping *mapping, uint32_t reached,
                       GdctThing rule, const char *language) {
  const char *at_least = gdct_get(mapping, rule, "at-least");
  bool many = at_least != NULL && strcmp(at_least, "1") != 0;
  g_autofree char *kinds = wanted_kinds(mapping, rule, language, many);

  if (*kinds == '\0')
    return g_strdup_printf(gdct_word(language, "gap: not so that %s"),
                           gdct_title(mapping, rule, language));
  if (many)
    /* TRANSLATORS: how many there are, how many are wanted, of which kind. */
    return g_strdup_printf(gdct_word(language, "gap: %u of %s %s"), reached,
                           at_least, kinds);
  /* TRANSLATORS: a kind, such as "ITU activity". */
  return g_strdup_printf(gdct_word(language, "gap: no %s"), kinds);
}

char *gdct_mark_words(const GdctMapping *mapping, const GdctRuleResult *result,
                      uint32_t rule, const char *language) {
  GdctThing grade = {GDCT_GRADE, result->grade};

  if (result->result == GDCT_GAP)
    return gap_words(mapping, result->reached, (GdctThing){GDCT_RULE, rule},
                     language);
  if (result->result == GDCT_WAIVED) {
    const char *reason = NULL;
    if (result->waiver != GDCT_NONE)
      reason = gdct_text(mapping, (GdctThing){GDCT_WAIVER, result->waiver},
                         "reason", language);
    return g_strdup_printf(gdct_word(language, "waived: %s"),
                           reason == NULL ? gdct_word(language, "gap")
                                          : reason);
  }
  if (result->result == GDCT_PARTIAL && result->grade != GDCT_NONE) {
    g_autofree char *title = g_strdup(gdct_title(mapping, grade, language));
    if (gdct_get(mapping, grade, "title") == NULL)
      g_strdelimit(title, "-_", ' ');
    return g_strdup_printf(gdct_word(language, "partial: %s"), title);
  }
  return NULL;
}

static const char *node_title(const GdctDraft *draft, uint32_t node) {
  return gdct_title(draft->mapping, (GdctThing){GDCT_NODE, node},
                    draft->language);
}

/* "SOURCE, LOCATOR; SOURCE"; may be empty. Free with g_free(). */
static char *cited_words(const GdctDraft *draft, GdctThing link) {
  GString *out = g_string_new(NULL);

  for (uint32_t i = 0; i < gdct_evidence_count(draft->mapping, link); i++) {
    GdctEvidence piece = gdct_evidence(draft->mapping, link, i);
    const char *title;
    if (piece.source == GDCT_NONE)
      continue;
    if (out->len > 0)
      g_string_append(out, gdct_semicolon(draft->language));
    title = gdct_title(draft->mapping, (GdctThing){GDCT_SOURCE, piece.source},
                       draft->language);
    if (*piece.locator == '\0')
      g_string_append(out, title);
    else
      /* TRANSLATORS: such as a document and a place in it. */
      g_string_append_printf(out, gdct_word(draft->language, "%s, %s"), title,
                             piece.locator);
  }
  return g_string_free(out, FALSE);
}

/* "stated in SOURCE, LOCATOR; SOURCE, LOCATOR". Free with g_free(). */
static char *evidence_words(const GdctDraft *draft, uint32_t link) {
  GdctThing thing = {GDCT_LINK, link};
  g_autofree char *cited = cited_words(draft, thing);
  const char *basis = gdct_word(
      draft->language, gdct_basis_name(gdct_link(draft->mapping, link).basis));

  if (*cited == '\0')
    return g_strdup(basis);
  /* TRANSLATORS: "stated", "derived" or "proposed", and documents. */
  return g_strdup_printf(gdct_word(draft->language, "%s in %s"), basis, cited);
}

/* The chain of a path: "A (supports) B (implemented through) C". Free with
 * g_free(). */
static char *chain_words(const GdctDraft *draft, const GdctDraftLink *link) {
  GString *out = g_string_new(node_title(draft, link->from));
  const GdctStep *steps = gdct_draft_steps(draft, link);

  for (uint32_t i = 0; i < link->n_steps; i++) {
    GdctThing relation = {GDCT_RELATION, GDCT_NONE};
    const char *name = gdct_word(
        draft->language, steps[i].inverse ? N_("has part") : N_("part of"));
    if (steps[i].link != GDCT_NONE) {
      relation.index = gdct_link(draft->mapping, steps[i].link).relation;
      name = steps[i].inverse
                 ? gdct_get(draft->mapping, relation, "inverse")
                 : gdct_title(draft->mapping, relation, draft->language);
      if (name == NULL)
        name = gdct_id(draft->mapping, relation);
    }
    g_string_append_printf(out, " (%s) %s", name,
                           node_title(draft, steps[i].to));
  }
  return g_string_free(out, FALSE);
}

char *gdct_link_words(const GdctDraft *draft, const GdctDraftLink *link,
                      const char *title) {
  const char *language = draft->language;
  const GdctStep *steps = gdct_draft_steps(draft, link);
  bool swap = link->n_steps == 1 && steps[0].inverse;
  const char *from = node_title(draft, swap ? link->to : link->from);
  const char *to = node_title(draft, swap ? link->from : link->to);
  g_autofree char *details = NULL;

  if (link->n_steps > 1) {
    details = chain_words(draft, link);
    return g_strdup_printf(gdct_words(language, "%s: %s → %s — %u way: %s",
                                      "%s: %s → %s — %u ways, such as: %s",
                                      link->count),
                           title, from, to, link->count, details);
  }
  if (link->n_steps == 0 || steps[0].link == GDCT_NONE)
    return g_strdup_printf(gdct_word(language, "%s: %s → %s"), title, from, to);
  details = evidence_words(draft, steps[0].link);
  return g_strdup_printf(gdct_word(language, "%s: %s → %s — %s"), title, from,
                         to, details);
}

char *gdct_source_line(const GdctDraft *draft, const bool *cited) {
  const char *language = draft->language;
  GString *out = g_string_new(NULL);
  char *line;

  for (uint32_t i = 0; i < gdct_count(draft->mapping, GDCT_SOURCE); i++) {
    GdctThing source = {GDCT_SOURCE, i};
    const char *symbol = gdct_get(draft->mapping, source, "symbol"), *title;
    if (!cited[i])
      continue;
    g_string_append(out, out->len == 0 ? "" : gdct_semicolon(language));
    title = gdct_title(draft->mapping, source, language);
    if (symbol == NULL)
      g_string_append(out, title);
    else
      g_string_append_printf(out, gdct_word(language, "%s, %s"), title, symbol);
    if (gdct_says_yes(draft->mapping, source, "working-title"))
      g_string_append(out, gdct_word(language, " (working title, ours)"));
  }
  line = out->len == 0
             ? g_strdup("")
             : g_strdup_printf(gdct_word(language, "Sources: %s"), out->str);
  g_string_free(out, TRUE);
  return line;
}
