/* SPDX-License-Identifier: Apache-2.0 */
/* The gaps that are known, a line each, so that a check can fail on new ones
 * only. The file is sorted by bytes: two branches that each add or remove
 * lines merge in git without help.
 *
 *   # a comment
 *   objective-has-action-line gdc.o3   # why it is accepted
 *   stated-link-has-quote itu.giga supports gdc.o1
 */
#include "check.h"

#include <errno.h>
#include <string.h>

/* No honest baseline is larger. */
#define MAX_BYTES (64 * 1024 * 1024)

static const char new_header[] =
    "# Known gaps. 'gdctrace check --baseline FILE' fails only on gaps that "
    "are not here;\n# with --update-baseline it writes this list anew. One gap "
    "a line: rule node.\n";

typedef struct {
  char *rule, *node;
  char *above;  /* comment lines before it, with their line breaks */
  char *beside; /* comment behind it, or NULL */
  uint32_t line;
  bool asked;        /* its rule was evaluated, and asks about the node */
  GdctResult result; /* if asked */
} Entry;

struct Baseline {
  char *path;
  char *header;        /* comments before the first entry */
  char *footer;        /* comments after the last one */
  GPtrArray *entries;  /* Entry */
  GHashTable *by_name; /* "rule node" -> Entry */
  GArray *obsolete;    /* Obsolete */
  uint32_t known, fresh, grave;
  bool is_new; /* there was no file */
};

static void free_entry(gpointer data) {
  Entry *entry = data;

  g_free(entry->rule);
  g_free(entry->node);
  g_free(entry->above);
  g_free(entry->beside);
  g_free(entry);
}

static void clear_obsolete(gpointer data) {
  g_free(((Obsolete *)data)->why);
}

void baseline_free(Baseline *baseline) {
  if (baseline == NULL)
    return;
  g_hash_table_unref(baseline->by_name);
  g_ptr_array_unref(baseline->entries);
  g_array_unref(baseline->obsolete);
  g_free(baseline->path);
  g_free(baseline->header);
  g_free(baseline->footer);
  g_free(baseline);
}

const char *baseline_path(const Baseline *baseline) {
  return baseline->path;
}

/* ---- reading ---- */

static bool is_id(const char *word) {
  return g_ascii_isalnum(*word) &&
         word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")] == '\0';
}

static char *entry_name(const char *rule, const char *node) {
  return g_strconcat(rule, " ", node, NULL);
}

/* Adds an entry unless it is there, as after a merge. Takes all strings. */
static void add_entry(Baseline *baseline, char *rule, char *node, char *above,
                      char *beside, uint32_t line) {
  Entry *entry = g_new0(Entry, 1);
  char *name = entry_name(rule, node);

  entry->rule = rule;
  entry->node = node;
  entry->above = above;
  entry->beside = beside;
  entry->line = line;
  if (g_hash_table_contains(baseline->by_name, name)) {
    g_free(name);
    free_entry(entry);
    return;
  }
  g_hash_table_insert(baseline->by_name, name, entry);
  g_ptr_array_add(baseline->entries, entry);
}

/* The comment of a line, from its '#', or NULL. */
static char *find_comment(char *line) {
  for (char *at = strchr(line, '#'); at != NULL; at = strchr(at + 1, '#'))
    if (at == line || at[-1] == ' ' || at[-1] == '\t')
      return at;
  return NULL;
}

/* Whether git left this line behind, as it could not merge. */
static bool is_conflict(const char *line) {
  return g_str_has_prefix(line, "<<<<<<<") ||
         g_str_has_prefix(line, ">>>>>>>") || strcmp(line, "=======") == 0 ||
         g_str_has_prefix(line, "|||||||");
}

/* Reports a line that is no entry; @at is where it goes wrong. */
static void refuse_line(const Baseline *baseline, const char *line,
                        const char *at, uint32_t number, const char *word,
                        GdctReport *report) {
  GdctPlace place = {baseline->path, number,
                     (uint32_t)g_utf8_pointer_to_offset(line, at) + 1};

  if (is_conflict(line))
    gdct_report_add(report, "bad-baseline", place,
                    "a merge conflict; keep the lines of both sides");
  else if (word != NULL)
    gdct_report_add(report, "bad-baseline", place, "'%s' is not an id", word);
  else
    gdct_report_add(report, "bad-baseline", place,
                    "a line says 'rule node', or for a link 'rule from "
                    "relation to'");
}

/* Reads "rule node" or "rule from relation to"; @line loses its comment. */
static void read_line(Baseline *baseline, char *line, uint32_t number,
                      GString *comments, GdctReport *report) {
  char *comment = find_comment(line), *beside = NULL;
  g_autoptr(GString) node = g_string_new(NULL);
  g_autofree char *rule = NULL;
  int words = 0;

  if (comment != NULL) {
    beside = g_strdup(comment);
    *comment = '\0';
  }
  for (char *at = line + strspn(line, " \t"); *at != '\0' && words >= 0;) {
    size_t length = strcspn(at, " \t");
    g_autofree char *word = g_strndup(at, length);
    if (!is_id(word) || words == 4) {
      refuse_line(baseline, line, at, number, words == 4 ? NULL : word, report);
      words = -1;
      break;
    }
    if (words++ == 0)
      rule = g_strdup(word);
    else
      g_string_append_printf(node, "%s%s", node->len > 0 ? " " : "", word);
    at += length + strspn(at + length, " \t");
  }
  if (words == 1 || words == 3)
    refuse_line(baseline, line, line + strspn(line, " \t"), number, NULL,
                report);
  if (words == 2 || words == 4) {
    if (baseline->entries->len == 0 && baseline->header == NULL) {
      baseline->header = g_strdup(comments->str);
      g_string_truncate(comments, 0);
    }
    add_entry(baseline, g_steal_pointer(&rule), g_strdup(node->str),
              g_strdup(comments->str), beside, number);
    g_string_truncate(comments, 0);
    return;
  }
  if (words == 0 && beside != NULL)
    g_string_append_printf(comments, "%s\n", beside);
  else if (words == 0 && baseline->entries->len == 0 && comments->len > 0)
    g_string_append_c(comments, '\n'); /* the leading comments stay apart */
  g_free(beside);
}

/* The bytes of a file or pipe; NULL, with errno, if they are not to be had. */
static GString *read_bytes(const char *path) {
  FILE *file = fopen(path, "rb");
  GString *bytes;
  char part[65536];
  size_t n;

  if (file == NULL)
    return NULL;
  bytes = g_string_new(NULL);
  errno = 0;
  while ((n = fread(part, 1, sizeof part, file)) > 0 && errno == 0) {
    g_string_append_len(bytes, part, (gssize)n);
    if (bytes->len > MAX_BYTES)
      errno = EFBIG;
  }
  if (errno != 0) {
    int problem = errno;
    g_string_free(bytes, TRUE);
    bytes = NULL;
    fclose(file);
    errno = problem;
    return NULL;
  }
  fclose(file);
  return bytes;
}

static void read_lines(Baseline *baseline, GString *bytes, GdctReport *report) {
  g_autoptr(GString) comments = g_string_new(NULL);
  uint32_t number = 0;
  char *at = bytes->str, *end = bytes->str + bytes->len;

  if (g_str_has_prefix(at, "\xEF\xBB\xBF"))
    at += 3;
  while (at < end) {
    char *stop = memchr(at, '\n', (size_t)(end - at));
    char *next = stop != NULL ? stop + 1 : end;
    const char *bad;
    stop = stop != NULL ? stop : end;
    if (stop > at && stop[-1] == '\r')
      stop--;
    *stop = '\0';
    number++;
    if (g_utf8_validate(at, stop - at, &bad))
      read_line(baseline, at, number, comments, report);
    else
      gdct_report_add(report, "bad-baseline",
                      (GdctPlace){baseline->path, number,
                                  (uint32_t)g_utf8_strlen(at, bad - at) + 1},
                      "no UTF-8 text");
    at = next;
  }
  if (baseline->header == NULL)
    baseline->header = g_strdup(comments->str);
  else
    baseline->footer = g_strdup(comments->str);
}

Baseline *baseline_read(const char *path, bool may_miss, GdctReport *report) {
  Baseline *baseline;
  GString *bytes = read_bytes(path);
  bool missing = bytes == NULL && errno == ENOENT;

  if (bytes == NULL && !(missing && may_miss)) {
    g_autofree char *clean = gdct_clean_text(path);
    fprintf(stderr, "gdctrace: --baseline: cannot read %s: %s%s\n", clean,
            g_strerror(errno),
            missing ? "; --update-baseline makes it from the present gaps"
                    : "");
    return NULL;
  }
  baseline = g_new0(Baseline, 1);
  baseline->path = g_strdup(path);
  baseline->is_new = missing;
  baseline->entries = g_ptr_array_new_with_free_func(free_entry);
  baseline->by_name =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  baseline->obsolete = g_array_new(FALSE, FALSE, sizeof(Obsolete));
  g_array_set_clear_func(baseline->obsolete, clear_obsolete);
  if (bytes != NULL) {
    read_lines(baseline, bytes, report);
    g_string_free(bytes, TRUE);
  }
  return baseline;
}

/* ---- comparing ---- */

bool baseline_has(const Baseline *baseline, const char *rule,
                  const char *node) {
  g_autofree char *name = entry_name(rule, node);

  return g_hash_table_contains(baseline->by_name, name);
}

/* Meets the results of one rule with the entries. */
static void compare_rule(Baseline *baseline, const Tool *tool,
                         const GdctCoverage *coverage) {
  uint32_t rule = gdct_coverage_rule(coverage);
  bool grave = gdct_rule_severity(tool->mapping, rule) == GDCT_ERROR;

  for (uint32_t i = 0; i < gdct_coverage_count(coverage); i++) {
    GdctRuleResult result = gdct_coverage_get(coverage, i);
    g_autofree char *node = subject(tool, result.thing);
    g_autofree char *name = entry_name(rule_id(tool, rule), node);
    Entry *entry = g_hash_table_lookup(baseline->by_name, name);
    if (entry != NULL) {
      entry->asked = true;
      entry->result = result.result;
    }
    if (result.result != GDCT_GAP)
      continue;
    if (entry != NULL)
      baseline->known++;
    else
      baseline->fresh++;
    baseline->grave += entry == NULL && grave;
  }
}

static bool is_evaluated(const Check *check, const char *rule) {
  for (guint i = 0; i < check->rules->len; i++) {
    const GdctCoverage *coverage =
        g_array_index(check->rules, Rule, i).coverage;
    if (strcmp(rule_id(check->tool, gdct_coverage_rule(coverage)), rule) == 0)
      return true;
  }
  return false;
}

/* Whether the line is about a rule of the mapping that was left out now. */
static bool is_left_out(const Check *check, const Entry *entry) {
  return gdct_find(check->tool->mapping, GDCT_RULE, entry->rule) != GDCT_NONE &&
         !is_evaluated(check, entry->rule);
}

/* Why a line can go; NULL if it cannot. */
static char *find_reason(const Check *check, const Entry *entry) {
  const GdctMapping *mapping = check->tool->mapping;

  if (gdct_find(mapping, GDCT_RULE, entry->rule) == GDCT_NONE)
    return g_strdup("there is no such rule");
  if (entry->asked && entry->result == GDCT_GAP)
    return NULL;
  if (entry->asked)
    return g_strdup(entry->result == GDCT_WAIVED    ? "waived now"
                    : entry->result == GDCT_PARTIAL ? "partly covered now"
                                                    : "covered now");
  if (strchr(entry->node, ' ') == NULL &&
      gdct_find(mapping, GDCT_NODE, entry->node) == GDCT_NONE)
    return g_strdup("there is no such node");
  return g_strdup("the rule does not ask about it");
}

void baseline_compare(Baseline *baseline, const Check *check) {
  baseline->known = baseline->fresh = baseline->grave = 0;
  g_array_set_size(baseline->obsolete, 0);
  for (guint i = 0; i < check->rules->len; i++)
    compare_rule(baseline, check->tool,
                 g_array_index(check->rules, Rule, i).coverage);
  for (guint i = 0; i < baseline->entries->len; i++) {
    const Entry *entry = g_ptr_array_index(baseline->entries, i);
    Obsolete obsolete = {entry->rule, entry->node, entry->line, NULL};
    if (is_left_out(check, entry))
      continue;
    obsolete.why = find_reason(check, entry);
    if (obsolete.why != NULL)
      g_array_append_val(baseline->obsolete, obsolete);
  }
}

void baseline_counts(const Baseline *baseline, uint32_t *ret_known,
                     uint32_t *ret_new, uint32_t *ret_grave) {
  *ret_known = baseline->known;
  *ret_new = baseline->fresh;
  *ret_grave = baseline->grave;
}

const GArray *baseline_obsolete(const Baseline *baseline) {
  return baseline->obsolete;
}

/* ---- writing ---- */

static int compare_entries(gconstpointer a, gconstpointer b) {
  const Entry *left = *(Entry *const *)a, *right = *(Entry *const *)b;
  g_autofree char *left_name = entry_name(left->rule, left->node);
  g_autofree char *right_name = entry_name(right->rule, right->node);

  return strcmp(left_name, right_name);
}

static void add_gaps(Baseline *baseline, const Tool *tool,
                     const GdctCoverage *coverage) {
  const char *rule = rule_id(tool, gdct_coverage_rule(coverage));

  for (uint32_t i = 0; i < gdct_coverage_count(coverage); i++) {
    GdctRuleResult result = gdct_coverage_get(coverage, i);
    if (result.result == GDCT_GAP)
      add_entry(baseline, g_strdup(rule), subject(tool, result.thing), NULL,
                NULL, 0);
  }
}

static int write_entries(const Baseline *baseline) {
  Output output;

  if (!output_open(&output, baseline->path))
    return EXIT_IO;
  if (baseline->is_new)
    fputs(new_header, output.stream);
  else if (baseline->header != NULL)
    fputs(baseline->header, output.stream);
  for (guint i = 0; i < baseline->entries->len; i++) {
    const Entry *entry = g_ptr_array_index(baseline->entries, i);
    fprintf(output.stream, "%s%s %s%s%s\n",
            entry->above != NULL ? entry->above : "", entry->rule, entry->node,
            entry->beside != NULL ? "  " : "",
            entry->beside != NULL ? entry->beside : "");
  }
  if (baseline->footer != NULL)
    fputs(baseline->footer, output.stream);
  return output_close(&output, true);
}

int baseline_update(Baseline *baseline, const Check *check) {
  int status;

  baseline_compare(baseline, check);
  for (guint i = baseline->entries->len; i-- > 0;) {
    Entry *entry = g_ptr_array_index(baseline->entries, i);
    g_autofree char *name = NULL;
    if (is_left_out(check, entry) ||
        (entry->asked && entry->result == GDCT_GAP))
      continue;
    name = entry_name(entry->rule, entry->node);
    g_hash_table_remove(baseline->by_name, name);
    g_ptr_array_remove_index(baseline->entries, i);
  }
  g_array_set_size(baseline->obsolete, 0); /* it pointed into those */
  for (guint i = 0; i < check->rules->len; i++)
    add_gaps(baseline, check->tool,
             g_array_index(check->rules, Rule, i).coverage);
  g_ptr_array_sort(baseline->entries, compare_entries);
  status = write_entries(baseline);
  baseline_compare(baseline, check);
  return status;
}
