/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a filter holds. A rule asks this of every node or link, so no name of
 * a key is compared here, and what many things share is judged once. */
#include "graph/filter.h"

#include "base/date.h"
#include "base/order.h"

#include <string.h>

/* Numbers are equal however they are written: 1, 1.0 and 01. */
static bool number_holds(const GdctFilter *filter, double number) {
  switch (filter->op) {
  case GDCT_OP_AT_LEAST:
    return number >= filter->numbers[0];
  case GDCT_OP_AT_MOST:
    return number <= filter->numbers[0];
  default:
    for (size_t i = 0; i < filter->n_words; i++)
      if (filter->numbers[i] == number)
        return true;
    return false;
  }
}

static bool date_holds(const GdctFilter *filter, const char *text) {
  GdctDays days;

  if (!gdct_date_parse(text, true, &days))
    return false;
  return filter->op == GDCT_OP_AT_LEAST ? days.first >= filter->days.first
                                        : days.last <= filter->days.last;
}

static bool contains(const GdctFilter *filter, const char *text) {
  g_autofree char *folded = gdct_filter_fold(text);

  return strstr(folded, filter->words[0]) != NULL;
}

static bool equals(const GdctFilter *filter, const char *text) {
  for (size_t i = 0; i < filter->n_words; i++)
    if (strcmp(filter->words[i], text) == 0)
      return true;
  return false;
}

/* Whether a text passes. ABSENT and NOT_EQUAL are turned around by the
 * caller; an empty text is as good as none. */
static bool text_holds(const GdctFilter *filter, const char *text) {
  if (text == NULL || *text == '\0')
    return false;
  switch (filter->op) {
  case GDCT_OP_PRESENT:
  case GDCT_OP_ABSENT:
    return true;
  case GDCT_OP_CONTAINS:
    return contains(filter, text);
  case GDCT_OP_EQUAL:
  case GDCT_OP_NOT_EQUAL:
    if (!filter->numeric)
      return equals(filter, text);
    break;
  default:
    if (filter->dated)
      return date_holds(filter, text);
    if (!filter->numeric)
      return filter->op == GDCT_OP_AT_LEAST
                 ? gdct_compare_natural(text, filter->words[0]) >= 0
                 : gdct_compare_natural(text, filter->words[0]) <= 0;
  }
  return number_holds(filter, g_ascii_strtod(text, NULL));
}

/* The same for a text of the mapping, which is not looked at if it is enough
 * that it is there. */
static bool stored_holds(const GdctFilter *filter, GdctText text) {
  if (filter->op <= GDCT_OP_ABSENT)
    return text != 0;
  return text_holds(filter, gdct_mapping_text(filter->mapping, text));
}

/* The text that stands for thing @index of the sort asked about. */
static const char *shared_text(const GdctFilter *filter, uint32_t index) {
  const GdctMapping *mapping = filter->mapping;

  switch (filter->about) {
  case GDCT_ABOUT_KIND:
    return gdct_id(mapping, (GdctThing){GDCT_KIND, index});
  case GDCT_ABOUT_FRAMEWORK:
    return gdct_id(mapping, (GdctThing){GDCT_FRAMEWORK, index});
  case GDCT_ABOUT_RELATION:
    return gdct_id(mapping, (GdctThing){GDCT_RELATION, index});
  case GDCT_ABOUT_BASIS:
    return gdct_basis_name((GdctBasis)index);
  case GDCT_ABOUT_SOURCE:
    return gdct_id(mapping, (GdctThing){GDCT_SOURCE, index});
  default:
    return gdct_id(mapping, (GdctThing){GDCT_NODE, index});
  }
}

/* The same for all things that have @index in common. */
static bool shared_holds(const GdctFilter *filter, uint32_t index) {
  if (index == GDCT_NONE)
    return false;
  if (filter->judged[index] == 0)
    filter->judged[index] =
        text_holds(filter, shared_text(filter, index)) ? 1 : 2;
  return filter->judged[index] == 1;
}

/* ---- evidence and values ---- */

static bool piece_holds(const GdctFilter *filter,
                        const GdctStoredEvidence *piece) {
  if (filter->about == GDCT_ABOUT_SOURCE)
    return shared_holds(filter, piece->source);
  return stored_holds(filter, filter->about == GDCT_ABOUT_QUOTE
                                  ? piece->quote
                                  : piece->locator);
}

static bool evidence_holds(const GdctFilter *filter, const GdctRecord *record) {
  const GdctStoredEvidence *pieces = gdct_evidences(filter->mapping);

  for (uint32_t i = 0; i < record->n_evidence; i++)
    if (piece_holds(filter, &pieces[record->evidence + i]))
      return true;
  return false;
}

static bool values_hold(const GdctFilter *filter, const GdctRecord *record) {
  const GdctStoredValue *values = gdct_values(filter->mapping) + record->values;

  for (uint32_t i = 0; i < record->n_values; i++)
    if (filter->keys[values[i].key] && stored_holds(filter, values[i].text))
      return true;
  return false;
}

/* ---- the whole ---- */

/* The one thing of the sort asked about that a node or a link has. */
static uint32_t shared_index(const GdctFilter *filter, uint32_t index) {
  const GdctStoredNode *nodes = gdct_nodes(filter->mapping);
  const GdctStoredLink *links = gdct_links(filter->mapping);

  switch (filter->about) {
  case GDCT_ABOUT_KIND:
    return nodes[index].kind;
  case GDCT_ABOUT_FRAMEWORK:
    return nodes[index].kind == GDCT_NONE
               ? GDCT_NONE
               : gdct_kind_framework(filter->mapping, nodes[index].kind);
  case GDCT_ABOUT_PARENT:
    return nodes[index].parent;
  case GDCT_ABOUT_FROM:
    return links[index].from;
  case GDCT_ABOUT_TO:
    return links[index].to;
  case GDCT_ABOUT_RELATION:
    return links[index].relation;
  default:
    return gdct_record_basis(&links[index].record);
  }
}

static inline const GdctRecord *record_of(const GdctFilter *filter,
                                          uint32_t index) {
  return filter->type == GDCT_NODE ? &gdct_nodes(filter->mapping)[index].record
                                   : &gdct_links(filter->mapping)[index].record;
}

/* Whether any value of the key passes; presence passes with any value. */
static bool any_holds(const GdctFilter *filter, GdctThing thing) {
  const GdctRecord *record = record_of(filter, thing.index);

  switch (filter->about) {
  case GDCT_ABOUT_VALUES:
    return values_hold(filter, record);
  case GDCT_ABOUT_SOURCE:
  case GDCT_ABOUT_LOCATOR:
  case GDCT_ABOUT_QUOTE:
    return evidence_holds(filter, record);
  case GDCT_ABOUT_EVIDENCE:
    return record->n_evidence > 0;
  case GDCT_ABOUT_MEASURES:
    return gdct_nodes(filter->mapping)[thing.index].n_measures > 0;
  case GDCT_ABOUT_ID:
    return text_holds(filter, gdct_id(filter->mapping, thing));
  default:
    return shared_holds(filter, shared_index(filter, thing.index));
  }
}

/* How many values the key has: every piece of evidence is one, and a text in
 * several languages is one. */
static uint32_t count_values(const GdctFilter *filter, GdctThing thing) {
  const GdctRecord *record = record_of(filter, thing.index);
  const GdctStoredValue *values = gdct_values(filter->mapping) + record->values;
  GdctFilter present = *filter;
  uint32_t count = 0;

  present.op = GDCT_OP_PRESENT;
  switch (filter->about) {
  case GDCT_ABOUT_EVIDENCE:
    return record->n_evidence;
  case GDCT_ABOUT_MEASURES:
    return gdct_nodes(filter->mapping)[thing.index].n_measures;
  case GDCT_ABOUT_SOURCE:
  case GDCT_ABOUT_LOCATOR:
  case GDCT_ABOUT_QUOTE:
    for (uint32_t i = 0; i < record->n_evidence; i++)
      count += piece_holds(
          &present, &gdct_evidences(filter->mapping)[record->evidence + i]);
    return count;
  case GDCT_ABOUT_VALUES:
    for (uint32_t i = 0; i < record->n_values; i++) {
      if (!filter->keys[values[i].key])
        continue;
      if (g_array_index(filter->mapping->keys, GdctKey, values[i].key)
              .language != 0)
        return 1;
      count++;
    }
    return count;
  default:
    return any_holds(&present, thing);
  }
}

bool gdct_filter_holds(const GdctFilter *filter, GdctThing thing) {
  bool holds = filter->counting
                   ? number_holds(filter, count_values(filter, thing))
                   : any_holds(filter, thing);

  return filter->op == GDCT_OP_ABSENT || filter->op == GDCT_OP_NOT_EQUAL
             ? !holds
             : holds;
}
