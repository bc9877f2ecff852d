/* SPDX-License-Identifier: Apache-2.0 */
/* What a word on the command line names: ids and filters. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

/* ---- ids ---- */

/* The only node whose id ends in a dot and this word, or NULL. */
static const char *find_ending(const GdctMapping *mapping, const char *word) {
  const char *only = NULL;
  size_t length = strlen(word);

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_NODE); i++) {
    const char *id = gdct_id(mapping, (GdctThing){GDCT_NODE, i});
    size_t all = strlen(id);
    if (all <= length + 1 || id[all - length - 1] != '.' ||
        g_ascii_strcasecmp(id + all - length, word) != 0)
      continue;
    if (only != NULL)
      return NULL;
    only = id;
  }
  return only;
}

#define MAX_NAMED 40

/* "; the kinds are a, b", if they are not too many. */
static char *name_all(const GdctMapping *mapping, GdctType type,
                      const char *words) {
  uint32_t count = gdct_count(mapping, type);
  GString *text = g_string_new(NULL);

  for (uint32_t i = 0; i < count && count <= MAX_NAMED; i++)
    g_string_append_printf(text, "%s%s", i == 0 ? words : ", ",
                           gdct_id(mapping, (GdctThing){type, i}));
  return g_string_free(text, FALSE);
}

/* What to do about an id that nothing has, and that no id is near. */
static char *next_step(const GdctMapping *mapping, GdctType type,
                       const char *id) {
  const char *meant = type == GDCT_NODE ? find_ending(mapping, id) : NULL;

  if (meant != NULL)
    return g_strdup_printf("; did you mean '%s'?", meant);
  switch (type) {
  case GDCT_KIND:
    return name_all(mapping, type, "; the kinds are ");
  case GDCT_SOURCE:
    return name_all(mapping, type, "; the sources are ");
  case GDCT_NODE:
    return g_strdup("; 'gdctrace list' lists them");
  case GDCT_VIEW:
    return g_strdup("; 'gdctrace draw' lists them");
  case GDCT_RULE:
    return g_strdup("; 'gdctrace check --explain list' lists them");
  default:
    return g_strdup("");
  }
}

static uint32_t find(const Tool *tool, GdctType type, const char *what,
                     const char *id, const char *option) {
  g_autofree char *step = NULL;
  char *hint;
  uint32_t found = gdct_find_or_hint(tool->mapping, type, id, &hint);

  if (found == GDCT_NONE) {
    if (*hint == '\0')
      step = next_step(tool->mapping, type, id);
    tool_usage("%s%sno %s '%s'%s", option, *option != '\0' ? ": " : "", what,
               id, step != NULL ? step : hint);
  }
  free(hint);
  return found;
}

uint32_t tool_find(const Tool *tool, GdctType type, const char *what,
                   const char *id) {
  return find(tool, type, what, id, "");
}

/* ---- filters ---- */

GPtrArray *tool_filters(const Tool *tool, GdctType type,
                        const char *const *texts) {
  return tool_filters_of(tool, type, "--where", texts);
}

/* Whether the things are there that "from=a,b" names. An unknown one chooses
 * nothing, which in a rule may be meant, on the command line never is. */
static bool knows_ids(const Tool *tool, GdctType of, const char *text,
                      const char *option) {
  static const struct {
    GdctType of;
    const char *key, *what;
    GdctType type;
  } rows[] = {{GDCT_NODE, "part-of", "node", GDCT_NODE},
              {GDCT_NODE, "source", "source", GDCT_SOURCE},
              {GDCT_LINK, "from", "node", GDCT_NODE},
              {GDCT_LINK, "to", "node", GDCT_NODE},
              {GDCT_LINK, "source", "source", GDCT_SOURCE}};
  size_t length = strcspn(text, "=!~<>");
  g_autofree char *key = g_strstrip(g_strndup(text, length));
  g_auto(GStrv) ids = NULL;

  text += length + (text[length] == '!');
  if (*text != '=')
    return true;
  ids = g_strsplit(text + 1, ",", -1);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    for (char **id = ids; rows[i].of == of && *id != NULL; id++)
      if (strcmp(rows[i].key, key) == 0 &&
          find(tool, rows[i].type, rows[i].what, g_strstrip(*id), option) ==
              GDCT_NONE)
        return false;
  return true;
}

GPtrArray *tool_filters_of(const Tool *tool, GdctType type, const char *option,
                           const char *const *texts) {
  GPtrArray *filters =
      g_ptr_array_new_with_free_func((GDestroyNotify)gdct_filter_free);

  for (size_t i = 0; texts != NULL && texts[i] != NULL; i++) {
    GdctReport *report = gdct_report_new();
    GdctFilter *filter = gdct_filter_parse(tool->graph, type, texts[i],
                                           (GdctPlace){NULL, 0, 0}, report);
    bool good = filter != NULL && knows_ids(tool, type, texts[i], option);
    if (filter == NULL)
      tool_usage("%s: %s", option, gdct_report_get(report, 0)->message);
    else
      g_ptr_array_add(filters, filter);
    gdct_report_free(report);
    if (!good) {
      g_ptr_array_unref(filters);
      return NULL;
    }
  }
  return filters;
}

bool tool_all_hold(const GPtrArray *filters, GdctThing thing) {
  for (guint i = 0; i < filters->len; i++)
    if (!gdct_filter_holds(g_ptr_array_index(filters, i), thing))
      return false;
  return true;
}
