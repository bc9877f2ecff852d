/* SPDX-License-Identifier: Apache-2.0 */
/* Filters: one comparison each, by the type of the key. Dates of low precision
 * are intervals: >= compares first days, <= last days. #key is how many values
 * the key has. */
#include "base/date.h"
#include "base/order.h"
#include "graph/graph.h"
#include "model/shape.h"

#include <string.h>

typedef enum {
  OP_PRESENT,
  OP_ABSENT,
  OP_EQUAL,
  OP_NOT_EQUAL,
  OP_CONTAINS,
  OP_AT_LEAST,
  OP_AT_MOST
} Operator;

struct GdctFilter {
  const GdctMapping *mapping;
  GdctType type;
  Operator operator;
  char *key;
  GStrv words; /* what is compared with; of CONTAINS folded */
  GdctDays days;
  double number;
  bool numeric, dated, counting;
};

/* Keys that are no values of a thing, but can be tested. */
static const char *const node_keys[] = {
    "id",      "kind",  "part-of",  "framework", "source",
    "locator", "quote", "measures", "evidence",  NULL};
static const char *const link_keys[] = {"from",  "to",       "relation",
                                        "basis", "source",   "locator",
                                        "quote", "evidence", NULL};
/* Keys that stand for a list of things: present, absent or counted, no more. */
static const char *const list_keys[] = {"measures", "evidence", NULL};

/* ---- reading ---- */

/* Whether things of @type can have this key; *ret_type is what its values
 * are. */
static bool find_key(const GdctMapping *mapping, GdctType type, const char *key,
                     uint32_t *ret_type) {
  const char *const *own = type == GDCT_NODE ? node_keys : link_keys;
  const GdctField *field = gdct_shape_find(gdct_shape_of(type), key);

  *ret_type = GDCT_VALUE_STRING;
  if (g_strv_contains(own, key))
    return true;
  if (field != NULL && field->type <= GDCT_VALUE_LAST) {
    *ret_type = field->type;
    return true;
  }
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++) {
    GdctThing attribute = {GDCT_ATTRIBUTE, i};
    if (strcmp(gdct_id(mapping, attribute), key) == 0) {
      *ret_type = gdct_attribute_type(mapping, i);
      return true;
    }
  }
  return false;
}

static char *key_hint(const GdctMapping *mapping, GdctType type,
                      const char *key) {
  const char *const *own = type == GDCT_NODE ? node_keys : link_keys;
  GdctSuggestion suggestion;

  gdct_suggestion_init(&suggestion, key);
  for (size_t i = 0; own[i] != NULL; i++)
    gdct_suggestion_try(&suggestion, own[i]);
  for (const GdctField *field = gdct_shape_of(type)->fields; field->key != NULL;
       field++)
    if (field->type <= GDCT_VALUE_LAST)
      gdct_suggestion_try(&suggestion, field->key);
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++)
    gdct_suggestion_try(&suggestion,
                        gdct_id(mapping, (GdctThing){GDCT_ATTRIBUTE, i}));
  return gdct_suggestion_text(&suggestion);
}

/* Splits "key<op>value"; returns the value, "" for presence. */
static const char *split(const char *text, GdctFilter *filter) {
  bool absent = *text == '!';
  const char *end;

  text += absent;
  filter->counting = *text == '#';
  text += filter->counting;
  end = text + strcspn(text, "=!~<>");
  filter->key = g_strstrip(g_strndup(text, (gsize)(end - text)));
  if (*end == '\0') {
    filter->operator= absent ? OP_ABSENT : OP_PRESENT;
    return end;
  }
  if (absent)
    return NULL;
  if (*end == '=' || *end == '~') {
    filter->operator= * end == '=' ? OP_EQUAL : OP_CONTAINS;
    return end + 1;
  }
  if (end[1] != '=')
    return NULL;
  filter->operator= * end == '!' ? OP_NOT_EQUAL
  : * end == '>'                 ? OP_AT_LEAST
                                 : OP_AT_MOST;
  return end + 2;
}

static char *fold(const char *text) {
  g_autofree char *normal = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold(normal != NULL ? normal : text, -1);
}

static bool are_numbers(char *const *words) {
  const char *code, *wanted;

  for (; *words != NULL; words++)
    if (!gdct_value_check(GDCT_VALUE_DECIMAL, NULL, *words, &code, &wanted))
      return false;
  return true;
}

/* Prepares what the values are compared with; false if it does not fit. */
static bool read_operand(GdctFilter *filter, const GdctGraph *graph,
                         uint32_t type, const char *text) {
  bool ordered =
      filter->operator== OP_AT_LEAST || filter->operator== OP_AT_MOST;

  filter->dated = type == GDCT_VALUE_DATE || type == GDCT_VALUE_INTERVAL;
  filter->numeric = type == GDCT_VALUE_INTEGER || type == GDCT_VALUE_DECIMAL ||
                    type == GDCT_VALUE_FRACTION;
  if (filter->operator== OP_CONTAINS) {
    filter->words = g_new0(char *, 2);
    filter->words[0] = fold(text);
    return *text != '\0';
  }
  filter->words = g_strsplit(text, ",", -1);
  for (size_t i = 0; filter->words[i] != NULL; i++)
    g_strstrip(filter->words[i]);
  if (!ordered && filter->numeric)
    return *text != '\0' && are_numbers(filter->words);
  if (!ordered)
    return *text != '\0';
  if (filter->dated) {
    if (filter->words[0] == NULL || filter->words[1] != NULL)
      return false;
    if (strcmp(filter->words[0], "today") != 0)
      return gdct_date_parse(filter->words[0], true, &filter->days);
    filter->days = gdct_graph_today(graph);
    return true;
  }
  if (filter->numeric) {
    const char *code, *wanted;
    filter->number = g_ascii_strtod(text, NULL);
    return gdct_value_check(GDCT_VALUE_DECIMAL, NULL, text, &code, &wanted);
  }
  return filter->words[0] != NULL && filter->words[1] == NULL;
}

static bool fits_list(const GdctFilter *filter) {
  return filter->counting || filter->operator<= OP_ABSENT || !g_strv_contains(
                                 list_keys, filter->key);
}

GdctFilter *gdct_filter_parse(const GdctGraph *graph, GdctType type,
                              const char *text, GdctPlace place,
                              GdctReport *report) {
  const GdctMapping *mapping = graph->mapping;
  GdctFilter *filter = g_new0(GdctFilter, 1);
  const char *operand = split(text, filter);
  uint32_t value_type;

  filter->mapping = mapping;
  filter->type = type;
  if (operand == NULL || *filter->key == '\0' ||
      !g_utf8_validate(text, -1, NULL)) {
    gdct_report_add(report, "bad-filter", place, "'%s' is not a filter", text);
  } else if (!find_key(mapping, type, filter->key, &value_type)) {
    g_autofree char *hint = key_hint(mapping, type, filter->key);
    gdct_report_add(report, "bad-filter", place,
                    "no %s has a key '%s', in the filter '%s'%s",
                    type == GDCT_NODE ? "node" : "link", filter->key, text,
                    hint);
  } else if (filter->counting &&
             (filter->operator<= OP_ABSENT || filter->operator== OP_CONTAINS)) {
    gdct_report_add(report, "bad-filter", place,
                    "a count is compared with =, !=, >= or <=, in the filter "
                    "'%s'",
                    text);
  } else if (filter->operator> OP_ABSENT && !read_operand(
                 filter, graph,
                 filter->counting ? GDCT_VALUE_INTEGER : value_type, operand)) {
    gdct_report_add(report, "bad-filter", place,
                    "'%s' cannot be compared with '%s', in the filter '%s'",
                    filter->key, operand, text);
  } else if (!fits_list(filter)) {
    gdct_report_add(report, "bad-filter", place,
                    "'%s' is a list: ask whether it is there, or count it "
                    "with '#%s>=2', in the filter '%s'",
                    filter->key, filter->key, text);
  } else {
    return filter;
  }
  gdct_filter_free(filter);
  return NULL;
}

void gdct_filter_free(GdctFilter *filter) {
  if (filter == NULL)
    return;
  g_free(filter->key);
  g_strfreev(filter->words);
  g_free(filter);
}

/* ---- deciding ---- */

/* Numbers are equal however they are written: 1, 1.0 and 01. */
static bool equals_number(const GdctFilter *filter, const char *text) {
  for (size_t i = 0; filter->words[i] != NULL; i++)
    if (*filter->words[i] != '\0' &&
        g_ascii_strtod(filter->words[i], NULL) == g_ascii_strtod(text, NULL))
      return true;
  return false;
}

static bool text_holds(const GdctFilter *filter, const char *text) {
  GdctDays days;

  switch (filter->operator) {
  case OP_EQUAL:
  case OP_NOT_EQUAL: /* turned around by the caller */
    if (filter->numeric)
      return equals_number(filter, text);
    return g_strv_contains((const char *const *)filter->words, text);
  case OP_CONTAINS: {
    g_autofree char *folded = fold(text);
    return strstr(folded, filter->words[0]) != NULL;
  }
  case OP_AT_LEAST:
  case OP_AT_MOST:
    if (filter->dated) {
      if (!gdct_date_parse(text, true, &days))
        return false;
      return filter->operator== OP_AT_LEAST ? days.first >= filter->days.first
                                            : days.last <= filter->days.last;
    }
    if (filter->numeric) {
      double number = g_ascii_strtod(text, NULL);
      return filter->operator== OP_AT_LEAST ? number >= filter->number
                                            : number <= filter->number;
    }
    return filter->operator== OP_AT_LEAST
               ? gdct_compare_natural(text, filter->words[0]) >= 0
               : gdct_compare_natural(text, filter->words[0]) <= 0;
  default:
    return true;
  }
}

/* Calls text_holds() on a text that may be absent. */
static bool any_text(const GdctFilter *filter, const char *text) {
  return text != NULL && *text != '\0' && text_holds(filter, text);
}

static const char *node_text(const GdctMapping *mapping, uint32_t node) {
  return node == GDCT_NONE ? NULL
                           : gdct_id(mapping, (GdctThing){GDCT_NODE, node});
}

static bool any_holds(const GdctFilter *filter, GdctThing thing);

static bool own_key_holds(const GdctFilter *filter, GdctThing thing,
                          bool *ret_known) {
  const GdctMapping *mapping = filter->mapping;
  const char *key = filter->key;

  *ret_known = true;
  if (thing.type == GDCT_NODE) {
    uint32_t kind = gdct_node_kind(mapping, thing.index);
    if (strcmp(key, "id") == 0)
      return any_text(filter, gdct_id(mapping, thing));
    if (strcmp(key, "kind") == 0)
      return kind != GDCT_NONE &&
             any_text(filter, gdct_id(mapping, (GdctThing){GDCT_KIND, kind}));
    if (strcmp(key, "framework") == 0)
      return kind != GDCT_NONE &&
             any_text(filter, gdct_get(mapping, (GdctThing){GDCT_KIND, kind},
                                       "framework"));
    if (strcmp(key, "part-of") == 0)
      return any_text(
          filter, node_text(mapping, gdct_node_parent(mapping, thing.index)));
  } else {
    GdctLinkEnds ends = gdct_link(mapping, thing.index);
    if (strcmp(key, "from") == 0)
      return any_text(filter, node_text(mapping, ends.from));
    if (strcmp(key, "to") == 0)
      return any_text(filter, node_text(mapping, ends.to));
    if (strcmp(key, "basis") == 0)
      return any_text(filter, gdct_basis_name(ends.basis));
    if (strcmp(key, "relation") == 0)
      return any_text(
          filter, gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation}));
  }
  *ret_known = false;
  return false;
}

/* Which text of a piece of evidence the key asks for; NULL: none of them. */
static const char *evidence_text(const GdctFilter *filter, GdctEvidence piece) {
  if (strcmp(filter->key, "source") == 0)
    return piece.source == GDCT_NONE
               ? ""
               : gdct_id(filter->mapping,
                         (GdctThing){GDCT_SOURCE, piece.source});
  if (strcmp(filter->key, "locator") == 0)
    return piece.locator;
  return strcmp(filter->key, "quote") == 0 ? piece.quote : NULL;
}

/* How many values the key has: every piece of evidence is one, and a text in
 * several languages is one. */
static uint32_t count_values(const GdctFilter *filter, GdctThing thing) {
  GdctFilter present = *filter;
  uint32_t n = gdct_evidence_count(filter->mapping, thing), count = 0;

  present.operator= OP_PRESENT;
  present.counting = false;
  if (strcmp(filter->key, "evidence") == 0)
    return n;
  if (strcmp(filter->key, "measures") == 0) {
    gdct_owned(filter->mapping, thing, GDCT_MEASURE, &count);
    return count;
  }
  for (uint32_t i = 0; i < n; i++) {
    const char *text =
        evidence_text(filter, gdct_evidence(filter->mapping, thing, i));
    count += text != NULL && *text != '\0';
  }
  for (uint32_t i = 0; i < gdct_value_count(filter->mapping, thing); i++) {
    GdctValue value = gdct_value(filter->mapping, thing, i);
    if (strcmp(value.key, filter->key) != 0)
      continue;
    if (*value.language != '\0')
      return 1;
    count++;
  }
  return count > 0 ? count : any_holds(&present, thing);
}

static bool evidence_holds(const GdctFilter *filter, GdctThing thing) {
  for (uint32_t i = 0; i < gdct_evidence_count(filter->mapping, thing); i++)
    if (any_text(filter, evidence_text(
                             filter, gdct_evidence(filter->mapping, thing, i))))
      return true;
  return false;
}

/* Whether any value of the key passes; presence passes with any value. */
static bool any_holds(const GdctFilter *filter, GdctThing thing) {
  bool known, holds;

  if (filter->counting) {
    g_autofree char *count =
        g_strdup_printf("%" G_GUINT32_FORMAT, count_values(filter, thing));
    return text_holds(filter, count);
  }
  if (g_strv_contains(list_keys, filter->key))
    return count_values(filter, thing) > 0;
  holds = own_key_holds(filter, thing, &known);
  if (known)
    return holds;
  if (strcmp(filter->key, "source") == 0 ||
      strcmp(filter->key, "locator") == 0 || strcmp(filter->key, "quote") == 0)
    return evidence_holds(filter, thing);
  for (uint32_t i = 0; i < gdct_value_count(filter->mapping, thing); i++) {
    GdctValue value = gdct_value(filter->mapping, thing, i);
    if (strcmp(value.key, filter->key) == 0 && any_text(filter, value.text))
      return true;
  }
  return false;
}

bool gdct_filter_holds(const GdctFilter *filter, GdctThing thing) {
  bool any = any_holds(filter, thing);

  return filter->operator== OP_ABSENT || filter->operator== OP_NOT_EQUAL ? !any
                                                                         : any;
}

GPtrArray *gdct_filters_read(const GdctGraph *graph, GdctType type,
                             GdctThing thing, const char *key,
                             GdctReport *report, bool *ret_good) {
  GPtrArray *filters =
      g_ptr_array_new_with_free_func((GDestroyNotify)gdct_filter_free);

  for (uint32_t i = 0; i < gdct_value_count(graph->mapping, thing); i++) {
    GdctValue value = gdct_value(graph->mapping, thing, i);
    GdctFilter *filter;
    if (strcmp(value.key, key) != 0)
      continue;
    filter = gdct_filter_parse(graph, type, value.text, value.place, report);
    if (filter != NULL)
      g_ptr_array_add(filters, filter);
    else
      *ret_good = false;
  }
  return filters;
}

bool gdct_filters_hold(const GPtrArray *filters, GdctThing thing) {
  for (guint i = 0; i < filters->len; i++)
    if (!gdct_filter_holds(g_ptr_array_index(filters, i), thing))
      return false;
  return true;
}
