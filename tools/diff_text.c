/* SPDX-License-Identifier: Apache-2.0 */
/* A comparison for people: as text, or as Markdown for a pull request. What
 * changes coverage comes first. */
#include "diff_lines.h"

#include <string.h>

/* Longer values stand on lines of their own. */
#define MAX_INLINE 60

/* "...: 3 added, 1 changed", what there is none of left out. */
static void add_counts(GString *line, const Writer *writer, GdctType type) {
  bool first = true;

  for (int sort = GDCT_DIFF_SORTS - 1; sort >= 0; sort--) {
    uint32_t count;
    gdct_diff_list(writer->comparison->diff, type, (GdctDiffSort)sort, &count);
    if (count == 0)
      continue;
    g_string_append_printf(line, "%s%u %s", first ? "" : ", ", count,
                           diff_words[sort]);
    first = false;
  }
}

static uint32_t count_of(const Writer *writer, GdctType type) {
  uint32_t total = 0, count;

  for (int sort = 0; sort < GDCT_DIFF_SORTS; sort++) {
    gdct_diff_list(writer->comparison->diff, type, (GdctDiffSort)sort, &count);
    total += count;
  }
  return total;
}

/* ---- the summary ---- */

static void put_side(const Writer *writer, int side) {
  const GdctMapping *mapping = writer->comparison->sides[side];
  GString *line = g_string_new(side == 0 ? "Old: " : "New: ");
  static const struct {
    GdctType type;
    const char *one, *many;
  } words[] = {{GDCT_NODE, "node", "nodes"},
               {GDCT_LINK, "link", "links"},
               {GDCT_SOURCE, "source", "sources"}};
  uint32_t files = gdct_mapping_files(mapping);

  add_text(writer, line, writer->comparison->names[side]);
  g_string_append_printf(line, " (%u %s", files, files == 1 ? "file" : "files");
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    uint32_t count = gdct_count(mapping, words[i].type);
    g_string_append_printf(line, ", %u %s", count,
                           count == 1 ? words[i].one : words[i].many);
  }
  g_string_append_c(line, ')');
  if (writer->markdown) {
    put_item(writer, 0, line);
  } else {
    put_wrapped(writer->stream, 0, 5, "%s", line->str);
    g_string_free(line, TRUE);
  }
}

static const char *plural(uint32_t count) {
  return count == 1 ? "" : "s";
}

/* Whether anything about a rule is different. */
static bool is_changed(const GdctRuleDiff *rule) {
  return rule->before == GDCT_NONE || rule->after == GDCT_NONE ||
         rule->redefined || rule->n_effects > 0 ||
         memcmp(rule->counts_before, rule->counts_after,
                sizeof rule->counts_before) != 0;
}

/* How many of the rules that both mappings have. */
static uint32_t count_unchanged(const GdctRuleDiff *rules, uint32_t n) {
  uint32_t count = 0;

  for (uint32_t i = 0; i < n; i++)
    count += !is_changed(&rules[i]);
  return count;
}

static void put_coverage_summary(const Writer *writer) {
  uint32_t n, counts[GDCT_REGRADED + 1] = {0};
  const GdctRuleDiff *rules = gdct_diff_rules(writer->comparison->diff, &n);
  GString *line = g_string_new("Coverage: ");

  for (uint32_t i = 0; i < n; i++)
    for (uint32_t e = 0; e < rules[i].n_effects; e++)
      counts[rules[i].effects[e].sort]++;
  if (count_unchanged(rules, n) == n)
    g_string_append(line, "the same by every rule");
  else
    g_string_append_printf(
        line, "%u gap%s opened, %u closed, %u result%s graded otherwise",
        counts[GDCT_GAP_OPENED], plural(counts[GDCT_GAP_OPENED]),
        counts[GDCT_GAP_CLOSED], counts[GDCT_REGRADED],
        plural(counts[GDCT_REGRADED]));
  put_item(writer, 0, line);
}

static void put_summary(const Writer *writer) {
  if (writer->markdown)
    fputs("## What changed in the mapping\n\n", writer->stream);
  put_side(writer, 0);
  put_side(writer, 1);
  putc('\n', writer->stream);
  if (gdct_diff_is_empty(writer->comparison->diff)) {
    fputs("Nothing changed.\n", writer->stream);
    return;
  }
  put_coverage_summary(writer);
  for (const DiffSection *section = diff_sections; section->one != NULL;
       section++) {
    GString *line;
    if (count_of(writer, section->type) == 0)
      continue;
    line = begin_with(section->many);
    g_string_append(line, ": ");
    add_counts(line, writer, section->type);
    put_item(writer, 0, line);
  }
}

/* ---- coverage ---- */

enum { COLUMNS = 6 };

/* "4", or "4 -> 5" where it changed. */
static char *cell(const GdctRuleDiff *rule, int64_t before, int64_t after) {
  if (rule->before == GDCT_NONE)
    return g_strdup_printf("%d", (int)after);
  if (rule->after == GDCT_NONE)
    return g_strdup_printf("%d", (int)before);
  return before == after ? g_strdup_printf("%d", (int)after)
                         : g_strdup_printf("%d -> %d", (int)before, (int)after);
}

static int64_t total(const uint32_t counts[GDCT_RESULTS]) {
  int64_t sum = 0;

  for (int result = 0; result < GDCT_RESULTS; result++)
    sum += counts[result];
  return sum;
}

/* One row of the table. Free with g_strfreev(). */
static char **table_row(const Writer *writer, const GdctRuleDiff *rule) {
  static const GdctResult order[] = {GDCT_COVERED, GDCT_PARTIAL, GDCT_WAIVED,
                                     GDCT_GAP};
  int side = rule->after == GDCT_NONE ? 0 : 1;
  GdctThing thing = {GDCT_RULE, side == 0 ? rule->before : rule->after};
  const char *note = rule->before == GDCT_NONE  ? " (new rule)"
                     : rule->after == GDCT_NONE ? " (removed)"
                     : rule->redefined          ? " (redefined)"
                                                : "";
  const char *tick = writer->markdown ? "`" : "";
  char **row = g_new0(char *, COLUMNS + 1);

  row[0] = g_strconcat(tick, gdct_id(writer->comparison->sides[side], thing),
                       tick, note, NULL);
  row[1] = cell(rule, total(rule->counts_before), total(rule->counts_after));
  for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
    row[i + 2] =
        cell(rule, rule->counts_before[order[i]], rule->counts_after[order[i]]);
  return row;
}

static void put_table(const Writer *writer, const GdctRuleDiff *rules,
                      uint32_t n) {
  static const char *const head[] = {"Rule",   "all",  "covered", "partial",
                                     "waived", "gaps", NULL};
  g_autoptr(GPtrArray) rows =
      g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
  int widths[COLUMNS] = {0};

  g_ptr_array_add(rows, g_strdupv((char **)head));
  for (uint32_t i = 0; i < n; i++)
    if (writer->all || is_changed(&rules[i]))
      g_ptr_array_add(rows, table_row(writer, &rules[i]));
  for (guint i = 0; i < rows->len; i++)
    for (int c = 0; c < COLUMNS; c++)
      widths[c] =
          MAX(widths[c],
              MIN((int)strlen(((char **)g_ptr_array_index(rows, i))[c]), 60));
  for (guint i = 0; i < rows->len; i++) {
    char **row = g_ptr_array_index(rows, i);
    if (writer->markdown) {
      for (int c = 0; c < COLUMNS; c++)
        fprintf(writer->stream, "| %s ", row[c]);
      fputs(i == 0 ? "|\n|---|--:|--:|--:|--:|--:|\n" : "|\n", writer->stream);
      continue;
    }
    fprintf(writer->stream, "  %-*s", widths[0], row[0]);
    for (int c = 1; c < COLUMNS; c++)
      fprintf(writer->stream, "  %*s", widths[c], row[c]);
    putc('\n', writer->stream);
  }
}

/* "covered: direct" */
static void add_result(const Writer *writer, GString *line, int side,
                       const GdctRuleResult *result) {
  g_string_append(line, gdct_result_name(result->result));
  if (result->grade == GDCT_NONE)
    return;
  g_string_append(line, " by ");
  add_text(writer, line,
           gdct_id(writer->comparison->sides[side],
                   (GdctThing){GDCT_GRADE, result->grade}));
}

static gpointer alone_key(GdctThing thing) {
  return (gpointer)(((guintptr)thing.index << 1) |
                    (thing.type == GDCT_LINK ? 1 : 0));
}

/* The nodes and links that only @side has, by alone_key(). */
static GHashTable *find_alone(const Comparison *comparison, int side) {
  static const GdctType types[] = {GDCT_NODE, GDCT_LINK};
  GHashTable *alone = g_hash_table_new(NULL, NULL);

  for (size_t t = 0; t < G_N_ELEMENTS(types); t++) {
    uint32_t n;
    const GdctDifference *list =
        gdct_diff_list(comparison->diff, types[t],
                       side == 0 ? GDCT_DIFF_REMOVED : GDCT_DIFF_ADDED, &n);
    for (uint32_t i = 0; i < n; i++)
      g_hash_table_add(alone,
                       alone_key(side == 0 ? list[i].before : list[i].after));
  }
  return alone;
}

static bool is_alone(const Writer *writer, int side, GdctThing thing) {
  return g_hash_table_contains(writer->alone[side], alone_key(thing));
}

static void put_effect(const Writer *writer, const GdctEffect *effect) {
  int side = effect->after.thing.index == GDCT_NONE ? 0 : 1;
  GdctThing thing = side == 0 ? effect->before.thing : effect->after.thing;
  GString *line = g_string_new(NULL);

  add_id(writer, line, effect->name);
  if (*diff_title(writer->comparison, side, thing) != '\0') {
    g_string_append(line, "  ");
    add_text(writer, line, diff_title(writer->comparison, side, thing));
  }
  g_string_append(line, "  (");
  if (effect->before.thing.index == GDCT_NONE) {
    g_string_append(line, is_alone(writer, 1, thing) ? "is new"
                                                     : "was not asked about");
  } else if (effect->after.thing.index == GDCT_NONE) {
    g_string_append(line, is_alone(writer, 0, thing)
                              ? "is gone"
                              : "is no longer asked about");
  } else if (effect->sort == GDCT_GAP_OPENED) {
    g_string_append(line, "was ");
    add_result(writer, line, 0, &effect->before);
  } else if (effect->sort == GDCT_GAP_CLOSED) {
    g_string_append(line, "now ");
    add_result(writer, line, 1, &effect->after);
  } else {
    add_result(writer, line, 0, &effect->before);
    g_string_append(line, " -> ");
    add_result(writer, line, 1, &effect->after);
  }
  g_string_append_c(line, ')');
  put_item(writer, 2, line);
}

static void put_effects(const Writer *writer, const GdctRuleDiff *rule,
                        GdctEffectSort sort, const char *heading) {
  uint32_t count = 0, shown = 0, limit;

  for (uint32_t i = 0; i < rule->n_effects; i++)
    count += rule->effects[i].sort == sort;
  if (count == 0)
    return;
  limit = shown_of(writer, count);
  {
    GString *line = g_string_new(NULL);
    g_string_append_printf(line, "%s (%u)", heading, count);
    put_item(writer, 1, line);
  }
  for (uint32_t i = 0; i < rule->n_effects && shown < limit; i++) {
    if (rule->effects[i].sort != sort)
      continue;
    put_effect(writer, &rule->effects[i]);
    shown++;
  }
  put_more(writer, 2, shown, count);
}

static void put_rule(const Writer *writer, const GdctRuleDiff *rule) {
  GdctThing thing = {GDCT_RULE, rule->after};
  const GdctMapping *mapping = writer->comparison->sides[1];
  GString *line;

  if (rule->n_effects == 0)
    return;
  line = g_string_new(NULL);
  add_text(writer, line, diff_title(writer->comparison, 1, thing));
  g_string_append(line, writer->markdown ? " (" : " [");
  add_id(writer, line, gdct_id(mapping, thing));
  g_string_append_printf(
      line, ", %s%s",
      gdct_severity_name(gdct_rule_severity(mapping, rule->after)),
      writer->markdown ? ")" : "]");
  putc('\n', writer->stream);
  put_item(writer, 0, line);
  if (rule->redefined)
    put_item(writer, 1,
             g_string_new("The rule itself has changed; part of this may be "
                          "its doing"));
  put_effects(writer, rule, GDCT_GAP_OPENED, "Gaps opened");
  put_effects(writer, rule, GDCT_GAP_CLOSED, "Gaps closed");
  put_effects(writer, rule, GDCT_REGRADED, "Graded otherwise");
}

static void put_coverage(const Writer *writer) {
  uint32_t n, new_rules = 0, unchanged;
  const GdctRuleDiff *rules = gdct_diff_rules(writer->comparison->diff, &n);

  unchanged = writer->all ? 0 : count_unchanged(rules, n);
  if (unchanged == n)
    return;
  put_heading(writer, 3, "Coverage");
  put_table(writer, rules, n);
  for (uint32_t i = 0; i < n; i++) {
    put_rule(writer, &rules[i]);
    new_rules += rules[i].before == GDCT_NONE;
  }
  if (unchanged > 0 || new_rules > 0)
    putc('\n', writer->stream);
  if (unchanged > 0) {
    GString *line = g_string_new(NULL);
    g_string_append_printf(line, "%u other rule%s: the same", unchanged,
                           plural(unchanged));
    put_item(writer, 0, line);
  }
  if (new_rules > 0)
    put_item(writer, 0,
             g_string_new("Gaps of a new rule are not called opened; gdctrace "
                          "list --gap RULE lists them"));
}

/* ---- things ---- */

/* How many of these changes can be told in one line: short values of one list
 * that are all new, or all gone. */
static uint32_t count_alike(const GdctChange *changes, uint32_t n) {
  bool gone = changes[0].after == NULL;
  uint32_t count = 0;
  size_t length = 0;

  if (changes[0].before != NULL && changes[0].after != NULL)
    return 1;
  for (; count < n; count++) {
    const GdctChange *change = &changes[count];
    const char *value = gone ? change->before : change->after;
    if (value == NULL || (gone ? change->after : change->before) != NULL ||
        strcmp(change->key, changes[0].key) != 0 ||
        strcmp(change->language, changes[0].language) != 0)
      break;
    length += strlen(value) + 2;
    if (length > MAX_INLINE && count > 0)
      break;
  }
  return count;
}

/* Prints @n changes in one line; if there are several they are alike. */
static void put_changes(const Writer *writer, const GdctChange *change,
                        uint32_t n) {
  GString *line = g_string_new(NULL);
  bool both = change->before != NULL && change->after != NULL;

  add_text(writer, line, change->key);
  if (*change->language != '\0' && strcmp(change->language, "en") != 0) {
    g_string_append(line, " (");
    add_text(writer, line, change->language);
    g_string_append(line, ")");
  }
  if (both && strlen(change->before) + strlen(change->after) > MAX_INLINE) {
    put_item(writer, 2, g_string_append(line, ":"));
    line = g_string_new("old: ");
    add_text(writer, line, change->before);
    put_item(writer, 3, line);
    line = g_string_new("new: ");
    add_text(writer, line, change->after);
    put_item(writer, 3, line);
    return;
  }
  g_string_append(line, both                     ? ": "
                        : change->before != NULL ? " removed: "
                                                 : " added: ");
  for (uint32_t i = 0; i < n; i++) {
    if (i > 0)
      g_string_append(line, ", ");
    if (change[i].before != NULL)
      add_text(writer, line, change[i].before);
    if (both)
      g_string_append(line, " -> ");
    if (change[i].after != NULL)
      add_text(writer, line, change[i].after);
  }
  put_item(writer, 2, line);
}

/* "Giga -> Connect everybody": what the ends of a link are called. */
static void put_ends(const Writer *writer, int side, uint32_t link) {
  const Comparison *comparison = writer->comparison;
  GdctLinkEnds ends = gdct_link(comparison->sides[side], link);
  GString *line = g_string_new(NULL);

  add_text(writer, line,
           diff_title(comparison, side, (GdctThing){GDCT_NODE, ends.from}));
  g_string_append(line, " -> ");
  add_text(writer, line,
           diff_title(comparison, side, (GdctThing){GDCT_NODE, ends.to}));
  put_item(writer, 2, line);
}

static void put_difference(const Writer *writer, GdctDiffSort sort,
                           const GdctDifference *one) {
  int side = diff_side(one);
  GdctThing thing = side == 0 ? one->before : one->after;
  const GdctMapping *mapping = writer->comparison->sides[side];
  GString *line = g_string_new(NULL);

  add_id(writer, line, one->name);
  if (sort == GDCT_DIFF_RENAMED) {
    g_string_append(line, " -> ");
    add_id(writer, line, gdct_id(mapping, thing));
  }
  if (thing.type == GDCT_LINK) {
    GdctBasis basis = gdct_link(mapping, thing.index).basis;
    if (basis != GDCT_STATED)
      g_string_append_printf(line, " (%s)", gdct_basis_name(basis));
  } else if (*diff_title(writer->comparison, side, thing) != '\0') {
    g_string_append(line, "  ");
    add_text(writer, line, diff_title(writer->comparison, side, thing));
  }
  if (sort == GDCT_DIFF_RENAMED)
    g_string_append_printf(line, " (%s)", one->why);
  put_item(writer, 1, line);
  if (thing.type == GDCT_LINK)
    put_ends(writer, side, thing.index);
  for (uint32_t i = 0, n; i < one->n_changes; i += n) {
    n = count_alike(&one->changes[i], one->n_changes - i);
    put_changes(writer, &one->changes[i], n);
  }
}

/* The kind of a node, the relation of a link. */
static const char *group_of(const Writer *writer, const GdctDifference *one) {
  int side = diff_side(one);
  GdctThing thing = side == 0 ? one->before : one->after;
  const GdctMapping *mapping = writer->comparison->sides[side];

  return thing.type == GDCT_NODE
             ? gdct_id(
                   mapping,
                   (GdctThing){GDCT_KIND, gdct_node_kind(mapping, thing.index)})
             : gdct_id(mapping,
                       (GdctThing){GDCT_RELATION,
                                   gdct_link(mapping, thing.index).relation});
}

static int compare_words(gconstpointer a, gconstpointer b) {
  return gdct_compare_ids(*(char *const *)a, *(char *const *)b);
}

/* "12 gdc-commitment, 3 itu-activity": what a list that is cut consists of. */
static void put_groups(const Writer *writer, const GdctDifference *list,
                       uint32_t count) {
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  GString *line = g_string_new(NULL);

  for (uint32_t i = 0; i < count; i++)
    g_ptr_array_add(words, (char *)group_of(writer, &list[i]));
  g_ptr_array_sort(words, compare_words);
  for (guint i = 0, next; i < words->len; i = next) {
    for (next = i;
         next < words->len && strcmp(words->pdata[next], words->pdata[i]) == 0;
         next++)
      ;
    g_string_append_printf(line, "%s%u ", i > 0 ? ", " : "", next - i);
    add_id(writer, line, words->pdata[i]);
  }
  put_item(writer, 1, line);
}

static void put_list(const Writer *writer, const DiffSection *section,
                     GdctDiffSort sort) {
  uint32_t count, shown;
  const GdctDifference *list =
      gdct_diff_list(writer->comparison->diff, section->type, sort, &count);
  GString *line;

  if (count == 0)
    return;
  shown = shown_of(writer, count);
  line = begin_with(diff_words[sort]);
  g_string_append_printf(line, " (%u)", count);
  put_item(writer, 0, line);
  if (shown < count &&
      (section->type == GDCT_NODE || section->type == GDCT_LINK))
    put_groups(writer, list, count);
  for (uint32_t i = 0; i < shown; i++)
    put_difference(writer, sort, &list[i]);
  put_more(writer, 1, shown, count);
}

void put_diff_text(FILE *stream, const Comparison *comparison, bool markdown,
                   bool all) {
  Writer writer = {stream, comparison, markdown, all, {NULL, NULL}};

  put_summary(&writer);
  if (gdct_diff_is_empty(comparison->diff))
    return;
  for (int side = 0; side < 2; side++)
    writer.alone[side] = find_alone(comparison, side);
  put_coverage(&writer);
  for (int side = 0; side < 2; side++)
    g_hash_table_unref(writer.alone[side]);
  for (const DiffSection *section = diff_sections; section->one != NULL;
       section++) {
    GString *heading;
    if (count_of(&writer, section->type) == 0)
      continue;
    heading = begin_with(section->many);
    put_heading(&writer, 3, heading->str);
    g_string_free(heading, TRUE);
    for (int sort = 0; sort < GDCT_DIFF_SORTS; sort++)
      put_list(&writer, section, (GdctDiffSort)sort);
  }
}
