/* SPDX-License-Identifier: Apache-2.0 */
/* Filters: one comparison each, by the type of the key. Dates of low precision
 * are intervals: >= compares first days, <= last days. #key is how many values
 * the key has. */
#include "graph/filter.h"

#include "base/date.h"
#include "base/order.h"
#include "model/shape.h"

#include <math.h>
#include <string.h>

#define NODES (1u << GDCT_NODE)
#define LINKS (1u << GDCT_LINK)

/* Keys that are no values of a thing, but can be tested. */
typedef struct {
  const char *key;
  GdctAbout about;
  unsigned types; /* that have it */
} OwnKey;

static const OwnKey own_keys[] = {
    {"id", GDCT_ABOUT_ID, NODES},
    {"kind", GDCT_ABOUT_KIND, NODES},
    {"part-of", GDCT_ABOUT_PARENT, NODES},
    {"framework", GDCT_ABOUT_FRAMEWORK, NODES},
    {"from", GDCT_ABOUT_FROM, LINKS},
    {"to", GDCT_ABOUT_TO, LINKS},
    {"relation", GDCT_ABOUT_RELATION, LINKS},
    {"basis", GDCT_ABOUT_BASIS, LINKS},
    {"source", GDCT_ABOUT_SOURCE, NODES | LINKS},
    {"locator", GDCT_ABOUT_LOCATOR, NODES | LINKS},
    {"quote", GDCT_ABOUT_QUOTE, NODES | LINKS},
    {"measures", GDCT_ABOUT_MEASURES, NODES},
    {"evidence", GDCT_ABOUT_EVIDENCE, NODES | LINKS}};

/* ---- reading ---- */

/* NULL if the key is a value. */
static const OwnKey *find_own(GdctType type, const char *key) {
  for (size_t i = 0; i < G_N_ELEMENTS(own_keys); i++)
    if ((own_keys[i].types >> type & 1) && strcmp(own_keys[i].key, key) == 0)
      return &own_keys[i];
  return NULL;
}

/* Whether things of @type can have this key; *ret_type is what its values
 * are. */
static bool find_key(const GdctMapping *mapping, GdctType type, const char *key,
                     uint32_t *ret_type) {
  const GdctField *field = gdct_shape_find(gdct_shape_of(type), key);

  *ret_type = GDCT_VALUE_STRING;
  if (find_own(type, key) != NULL)
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
  GdctSuggestion suggestion;

  gdct_suggestion_init(&suggestion, key);
  for (size_t i = 0; i < G_N_ELEMENTS(own_keys); i++)
    if (own_keys[i].types >> type & 1)
      gdct_suggestion_try(&suggestion, own_keys[i].key);
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
    filter->op = absent ? GDCT_OP_ABSENT : GDCT_OP_PRESENT;
    return end;
  }
  if (absent)
    return NULL;
  if (*end == '=' || *end == '~') {
    filter->op = *end == '=' ? GDCT_OP_EQUAL : GDCT_OP_CONTAINS;
    return end + 1;
  }
  if (end[1] != '=')
    return NULL;
  filter->op = *end == '!'   ? GDCT_OP_NOT_EQUAL
               : *end == '>' ? GDCT_OP_AT_LEAST
                             : GDCT_OP_AT_MOST;
  return end + 2;
}

char *gdct_filter_fold(const char *text) {
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

static void read_numbers(GdctFilter *filter) {
  filter->n_words = g_strv_length(filter->words);
  filter->numbers = g_new(double, filter->n_words + 1);
  for (size_t i = 0; i < filter->n_words; i++)
    filter->numbers[i] = *filter->words[i] != '\0'
                             ? g_ascii_strtod(filter->words[i], NULL)
                             : (double)NAN;
}

/* Prepares what the values are compared with; false if it does not fit. */
static bool read_operand(GdctFilter *filter, const GdctGraph *graph,
                         uint32_t type, const char *text) {
  bool ordered =
      filter->op == GDCT_OP_AT_LEAST || filter->op == GDCT_OP_AT_MOST;

  filter->dated = type == GDCT_VALUE_DATE || type == GDCT_VALUE_INTERVAL;
  filter->numeric = type == GDCT_VALUE_INTEGER || type == GDCT_VALUE_DECIMAL ||
                    type == GDCT_VALUE_FRACTION;
  if (filter->op == GDCT_OP_CONTAINS) {
    filter->words = g_new0(char *, 2);
    filter->words[0] = gdct_filter_fold(text);
    return *text != '\0';
  }
  filter->words = g_strsplit(text, ",", -1);
  for (size_t i = 0; filter->words[i] != NULL; i++)
    g_strstrip(filter->words[i]);
  read_numbers(filter);
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
    return gdct_value_check(GDCT_VALUE_DECIMAL, NULL, text, &code, &wanted);
  }
  return filter->words[0] != NULL && filter->words[1] == NULL;
}

static bool fits_list(const GdctFilter *filter) {
  return filter->counting || filter->op <= GDCT_OP_ABSENT ||
         filter->about < GDCT_ABOUT_EVIDENCE;
}

/* How many different things of the sort asked about there are. */
static size_t count_judged(const GdctFilter *filter) {
  const GdctMapping *mapping = filter->mapping;

  switch (filter->about) {
  case GDCT_ABOUT_KIND:
    return gdct_count(mapping, GDCT_KIND);
  case GDCT_ABOUT_FRAMEWORK:
    return gdct_count(mapping, GDCT_FRAMEWORK);
  case GDCT_ABOUT_PARENT:
  case GDCT_ABOUT_FROM:
  case GDCT_ABOUT_TO:
    return gdct_count(mapping, GDCT_NODE);
  case GDCT_ABOUT_RELATION:
    return gdct_count(mapping, GDCT_RELATION);
  case GDCT_ABOUT_BASIS:
    return GDCT_PROPOSED + 1;
  case GDCT_ABOUT_SOURCE:
    return gdct_count(mapping, GDCT_SOURCE);
  default:
    return 0;
  }
}

/* What deciding needs to know, so that it compares no names of keys. */
static void prepare(GdctFilter *filter) {
  const GdctMapping *mapping = filter->mapping;

  filter->judged = g_new0(uint8_t, count_judged(filter) + 1);
  filter->keys = g_new0(bool, mapping->keys->len + 1);
  for (guint i = 0; i < mapping->keys->len; i++) {
    GdctKey key = g_array_index(mapping->keys, GdctKey, i);
    filter->keys[i] =
        strcmp(gdct_mapping_symbol(mapping, key.word), filter->key) == 0;
  }
}

GdctFilter *gdct_filter_parse(const GdctGraph *graph, GdctType type,
                              const char *text, GdctPlace place,
                              GdctReport *report) {
  const GdctMapping *mapping = graph->mapping;
  GdctFilter *filter = g_new0(GdctFilter, 1);
  g_autofree char *slip = NULL;
  const char *operand;
  const OwnKey *own;
  uint32_t value_type;

  filter->mapping = mapping;
  filter->type = type;
  filter->text = g_strdup(text);
  filter->operand = operand = split(filter->text, filter);
  own = find_own(type, filter->key);
  filter->about = own != NULL ? own->about : GDCT_ABOUT_VALUES;
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
             (filter->op <= GDCT_OP_ABSENT || filter->op == GDCT_OP_CONTAINS)) {
    gdct_report_add(report, "bad-filter", place,
                    "a count is compared with =, !=, >= or <=, in the filter "
                    "'%s'",
                    text);
  } else if (filter->op > GDCT_OP_ABSENT &&
             !read_operand(filter, graph,
                           filter->counting ? GDCT_VALUE_INTEGER : value_type,
                           operand)) {
    gdct_report_add(report, "bad-filter", place,
                    "'%s' cannot be compared with '%s', in the filter '%s'",
                    filter->key, operand, text);
  } else if (!fits_list(filter)) {
    gdct_report_add(report, "bad-filter", place,
                    "'%s' is a list: ask whether it is there, or count it "
                    "with '#%s>=2', in the filter '%s'",
                    filter->key, filter->key, text);
  } else if ((slip = gdct_filter_slip(filter)) != NULL) {
    gdct_report_add(report, "bad-filter", place, "%s", slip);
  } else {
    prepare(filter);
    return filter;
  }
  gdct_filter_free(filter);
  return NULL;
}

void gdct_filter_free(GdctFilter *filter) {
  if (filter == NULL)
    return;
  g_free(filter->text);
  g_free(filter->key);
  g_strfreev(filter->words);
  g_free(filter->numbers);
  g_free(filter->keys);
  g_free(filter->judged);
  g_free(filter);
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
