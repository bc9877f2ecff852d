/* SPDX-License-Identifier: Apache-2.0 */
/* Keys whose values the model lists: a word that is none of them is a slip,
 * and would choose nothing without a word. What depends on the data, such as
 * ids of nodes and sources, is not judged: a rule may stand in a file that
 * others include. */
#include "graph/filter.h"

#include "base/order.h"
#include "model/shape.h"

#include <string.h>

#define MAX_NAMED 12 /* so many values are named */

static void add_ids(GPtrArray *values, const GdctMapping *mapping,
                    GdctType type) {
  for (uint32_t i = 0; i < gdct_count(mapping, type); i++)
    g_ptr_array_add(values, (gpointer)gdct_id(mapping, (GdctThing){type, i}));
}

static bool holds_word(const GPtrArray *values, const char *word) {
  for (guint i = 0; i < values->len; i++)
    if (strcmp(g_ptr_array_index(values, i), word) == 0)
      return true;
  return false;
}

/* Adds what attributes of this name allow; false if one allows anything. */
static bool add_choices(GPtrArray *values, const GdctMapping *mapping,
                        const char *key) {
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_ATTRIBUTE); i++) {
    GdctThing attribute = {GDCT_ATTRIBUTE, i};
    if (strcmp(gdct_id(mapping, attribute), key) != 0)
      continue;
    if (gdct_attribute_type(mapping, i) != GDCT_VALUE_CHOICE)
      return false;
    for (uint32_t v = 0; v < gdct_value_count(mapping, attribute); v++) {
      GdctValue value = gdct_value(mapping, attribute, v);
      if (strcmp(value.key, "values") == 0 && !holds_word(values, value.text))
        g_ptr_array_add(values, (gpointer)value.text);
    }
  }
  return true;
}

/* Adds all that the key can be; false if that is anything. */
static bool add_values(GPtrArray *values, const GdctFilter *filter) {
  const GdctMapping *mapping = filter->mapping;
  const GdctField *field;

  switch (filter->about) {
  case GDCT_ABOUT_KIND:
    add_ids(values, mapping, GDCT_KIND);
    return true;
  case GDCT_ABOUT_FRAMEWORK:
    add_ids(values, mapping, GDCT_FRAMEWORK);
    return true;
  case GDCT_ABOUT_RELATION:
    add_ids(values, mapping, GDCT_RELATION);
    return true;
  case GDCT_ABOUT_BASIS:
    for (GdctBasis basis = GDCT_STATED; basis <= GDCT_PROPOSED; basis++)
      g_ptr_array_add(values, (gpointer)gdct_basis_name(basis));
    return true;
  case GDCT_ABOUT_VALUES:
    field = gdct_shape_find(gdct_shape_of(filter->type), filter->key);
    if (field != NULL && field->type != GDCT_VALUE_CHOICE)
      return false;
    for (size_t i = 0; field != NULL && field->choices[i] != NULL; i++)
      g_ptr_array_add(values, (gpointer)field->choices[i]);
    return add_choices(values, mapping, filter->key);
  default:
    return false;
  }
}

/* "; did you mean 'a'?", or "; it is one of a, b". */
static char *make_hint(const GPtrArray *values, const char *word) {
  GdctSuggestion suggestion;
  GString *names;

  if (values->len <= MAX_NAMED) {
    names = g_string_new("; it is one of ");
    for (guint i = 0; i < values->len; i++)
      g_string_append_printf(names, "%s%s", i > 0 ? ", " : "",
                             (const char *)g_ptr_array_index(values, i));
    return g_string_free(names, FALSE);
  }
  gdct_suggestion_init(&suggestion, word);
  for (guint i = 0; i < values->len; i++)
    gdct_suggestion_try(&suggestion, g_ptr_array_index(values, i));
  return gdct_suggestion_text(&suggestion);
}

char *gdct_filter_slip(const GdctFilter *filter) {
  g_autoptr(GPtrArray) values = g_ptr_array_new();

  if ((filter->op != GDCT_OP_EQUAL && filter->op != GDCT_OP_NOT_EQUAL) ||
      filter->counting || !add_values(values, filter) || values->len == 0)
    return NULL;
  for (size_t i = 0; filter->words[i] != NULL; i++) {
    g_autofree char *hint = NULL;
    if (holds_word(values, filter->words[i]))
      continue;
    hint = make_hint(values, filter->words[i]);
    return g_strdup_printf("'%s' is never '%s', in the filter '%s'%s",
                           filter->key, filter->words[i], filter->text, hint);
  }
  return NULL;
}
