/* SPDX-License-Identifier: Apache-2.0 */
/* What a picture says in words: marks, tooltips, sources. */
#include "draw/draft.h"

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
    g_string_append_printf(out, "%s%s", found > 1 ? " or " : "", title);
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
    return g_strdup_printf("gap: not so that %s",
                           gdct_title(mapping, rule, language));
  if (many)
    return g_strdup_printf("gap: %u of %s %s", reached, at_least, kinds);
  return g_strdup_printf("gap: no %s", kinds);
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
    return g_strdup_printf("waived: %s", reason == NULL ? "gap" : reason);
  }
  if (result->result == GDCT_PARTIAL && result->grade != GDCT_NONE) {
    char *words =
        g_strdup_printf("partial: %s", gdct_title(mapping, grade, language));
    if (gdct_get(mapping, grade, "title") == NULL)
      g_strdelimit(words, "-_", ' ');
    return words;
  }
  return NULL;
}

static const char *node_title(const GdctDraft *draft, uint32_t node) {
  return gdct_title(draft->mapping, (GdctThing){GDCT_NODE, node},
                    draft->language);
}

/* "stated in SOURCE, LOCATOR; SOURCE, LOCATOR" */
static void put_evidence(const GdctDraft *draft, uint32_t link, GString *out) {
  GdctThing thing = {GDCT_LINK, link};
  uint32_t count = gdct_evidence_count(draft->mapping, thing);

  g_string_append(out, gdct_basis_name(gdct_link(draft->mapping, link).basis));
  for (uint32_t i = 0; i < count; i++) {
    GdctEvidence piece = gdct_evidence(draft->mapping, thing, i);
    if (piece.source == GDCT_NONE)
      continue;
    g_string_append_printf(out, "%s%s", i == 0 ? " in " : "; ",
                           gdct_title(draft->mapping,
                                      (GdctThing){GDCT_SOURCE, piece.source},
                                      draft->language));
    if (*piece.locator != '\0')
      g_string_append_printf(out, ", %s", piece.locator);
  }
}

/* The chain of a path: "A (supports) B (implemented through) C". */
static void put_chain(const GdctDraft *draft, const GdctDraftLink *link,
                      GString *out) {
  const GdctStep *steps = gdct_draft_steps(draft, link);

  g_string_append(out, node_title(draft, link->from));
  for (uint32_t i = 0; i < link->n_steps; i++) {
    GdctThing relation = {GDCT_RELATION, GDCT_NONE};
    const char *name = steps[i].inverse ? "has part" : "part of";
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
}

char *gdct_link_words(const GdctDraft *draft, const GdctDraftLink *link,
                      const char *title) {
  GString *out = g_string_new(NULL);
  const GdctStep *steps = gdct_draft_steps(draft, link);
  bool swap = link->n_steps == 1 && steps[0].inverse;

  g_string_append_printf(out, "%s: %s → %s", title,
                         node_title(draft, swap ? link->to : link->from),
                         node_title(draft, swap ? link->from : link->to));
  if (link->n_steps > 1) {
    g_string_append_printf(out, " — %u %s: ", link->count,
                           link->count == 1 ? "way" : "ways, such as");
    put_chain(draft, link, out);
  } else if (link->n_steps == 1 && steps[0].link != GDCT_NONE) {
    g_string_append(out, " — ");
    put_evidence(draft, steps[0].link, out);
  }
  return g_string_free(out, FALSE);
}

char *gdct_source_line(const GdctDraft *draft, const bool *cited) {
  GString *out = g_string_new(NULL);

  for (uint32_t i = 0; i < gdct_count(draft->mapping, GDCT_SOURCE); i++) {
    GdctThing source = {GDCT_SOURCE, i};
    const char *symbol = gdct_get(draft->mapping, source, "symbol");
    if (!cited[i])
      continue;
    g_string_append(out, out->len == 0 ? "Sources: " : "; ");
    g_string_append(out, gdct_title(draft->mapping, source, draft->language));
    if (symbol != NULL)
      g_string_append_printf(out, ", %s", symbol);
    if (gdct_says_yes(draft->mapping, source, "working-title"))
      g_string_append(out, " (working title, ours)");
  }
  return g_string_free(out, FALSE);
}
