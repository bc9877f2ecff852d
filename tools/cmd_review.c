/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace review: which links were reviewed and are still as they were; or,
 * with --by, record that somebody reviewed them. */
#include "review_list.h"
#include "reviews.h"

#include <stdlib.h>
#include <string.h>

static char *arg_node, *arg_by, *arg_on, *arg_file;
static char **arg_where;
static gboolean arg_all, arg_prune, arg_dry_run;

static const GOptionEntry options[] = {
    {"node", 'n', 0, G_OPTION_ARG_FILENAME, &arg_node,
     "Only links from or to this node", "ID"},
    {"where", 'w', 0, G_OPTION_ARG_FILENAME_ARRAY, &arg_where,
     "Only links for which this holds; may be repeated", "FILTER"},
    {"all", 'a', 0, G_OPTION_ARG_NONE, &arg_all,
     "List all that is unreviewed; with --by, record every link", NULL},
    {"by", 0, 0, G_OPTION_ARG_FILENAME, &arg_by,
     "Record that NAME reviewed the chosen links as they are now", "NAME"},
    {"on", 0, 0, G_OPTION_ARG_FILENAME, &arg_on,
     "The date of the review (default: today)", "DATE"},
    {"file", 0, 0, G_OPTION_ARG_FILENAME, &arg_file,
     "Where to record (default: reviews.yaml beside the mapping)", "FILE"},
    {"prune", 0, 0, G_OPTION_ARG_NONE, &arg_prune,
     "Remove reviews whose link is gone from the file", NULL},
    {"dry-run", 0, 0, G_OPTION_ARG_NONE, &arg_dry_run,
     "Show what would be recorded; write nothing", NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "Without --by: lists links whose review is stale, because they or their "
    "ends changed\nafter it, and links without a review. With --by: records "
    "reviews of the links that\n--node, --where or --all choose. Stated and "
    "derived links only, unless --basis says\notherwise.\n\nFilters: "
    "relation=supports  from=itu.giga  quote  !source  basis=proposed\n\n"
    "Formats: text (default), json\n\nExamples:\n  gdctrace review --node "
    "itu.giga\n  gdctrace review --where relation=supports --format json\n  "
    "gdctrace review --node itu.giga --by \"A. Officer\" --dry-run\n  gdctrace "
    "review --node itu.giga --by \"A. Officer\" --on 2026-11-22";

/* ---- choosing links ---- */

static int compare_indices(gconstpointer a, gconstpointer b, gpointer data) {
  return compare_links(data, *(const uint32_t *)a, *(const uint32_t *)b);
}

/* Puts the links that were asked for into the list, and counts those that
 * --basis leaves out. */
static void choose(ReviewList *list, uint32_t node, const GPtrArray *filters) {
  const Tool *tool = list->tool;
  unsigned bases = gdct_graph_bases(tool->graph);

  for (uint32_t i = 0; i < gdct_count(tool->mapping, GDCT_LINK); i++) {
    GdctLinkEnds ends = gdct_link(tool->mapping, i);
    if ((node != GDCT_NONE && ends.from != node && ends.to != node) ||
        !tool_all_hold(filters, (GdctThing){GDCT_LINK, i}))
      continue;
    if (gdct_graph_has_link(tool->graph, i)) {
      g_array_append_val(list->links, i);
      list->counts[gdct_reviews_state(list->reviews, i, NULL)]++;
    } else if ((bases >> ends.basis & 1) == 0) {
      list->left_out++;
    }
  }
  g_array_sort_with_data(list->links, compare_indices, tool->mapping);
}

/* The reviews whose link is gone; no filter on links can choose among them. */
static void choose_gone(ReviewList *list) {
  const GdctMapping *mapping = list->tool->mapping;

  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_REVIEW); i++) {
    GdctThing thing = {GDCT_REVIEW, i};
    if (gdct_reviews_link(list->reviews, i) != GDCT_NONE || arg_where != NULL)
      continue;
    if (arg_node == NULL ||
        g_strcmp0(gdct_get(mapping, thing, "from"), arg_node) == 0 ||
        g_strcmp0(gdct_get(mapping, thing, "to"), arg_node) == 0)
      g_array_append_val(list->gone, i);
  }
}

/* ---- recording ---- */

/* What a run does to the file. */
typedef struct {
  const char *by, *on;
  GHashTable *chosen; /* link + 1 -> what the file said before: Before + 1 */
  GArray *links;      /* uint32_t */
  uint32_t before[GDCT_FRESH + 1]; /* of the links, by GdctReviewState */
  GPtrArray *pruned;               /* char *: "from relation to" */
  uint32_t kept, gone; /* other reviews in the file; of these, of no link */
  bool loaded;         /* the file is part of the mapping */
} Record;

static GdctReviewState before_of(const Record *record, uint32_t link) {
  return (GdctReviewState)(GPOINTER_TO_UINT(g_hash_table_lookup(
                               record->chosen, GUINT_TO_POINTER(link + 1))) -
                           1);
}

/* Whether a review in the file stays; notes why not. */
static bool stays(Record *record, const GdctMapping *mapping,
                  const Review *review) {
  gpointer key = GUINT_TO_POINTER(review->link + 1);
  bool fresh;

  if (review->link == GDCT_NONE) {
    if (arg_prune)
      g_ptr_array_add(record->pruned,
                      g_strdup_printf("%s %s %s", review->from,
                                      review->relation, review->to));
    else
      record->gone++;
    return !arg_prune;
  }
  if (!g_hash_table_contains(record->chosen, key))
    return true;
  {
    char *seal = gdct_link_seal(mapping, review->link);
    fresh = strcmp(seal, review->seal) == 0;
    free(seal);
  }
  if (fresh || before_of(record, review->link) != GDCT_FRESH)
    g_hash_table_insert(
        record->chosen, key,
        GUINT_TO_POINTER((fresh ? GDCT_FRESH : GDCT_STALE) + 1));
  return false;
}

/* Brings the reviews of the file up to date with what was chosen. */
static void merge(ReviewsFile *file, Record *record,
                  const GdctMapping *mapping) {
  for (guint i = 0; i < record->links->len; i++)
    g_hash_table_insert(
        record->chosen,
        GUINT_TO_POINTER(g_array_index(record->links, uint32_t, i) + 1),
        GUINT_TO_POINTER(GDCT_UNREVIEWED + 1));
  for (guint i = 0; i < file->items->len;)
    if (stays(record, mapping, g_ptr_array_index(file->items, i)))
      i++;
    else
      g_ptr_array_remove_index_fast(file->items, i);
  record->kept = file->items->len;
  for (guint i = 0; i < record->links->len; i++) {
    uint32_t link = g_array_index(record->links, uint32_t, i);
    record->before[before_of(record, link)]++;
    reviews_add(file, mapping, link, record->by, record->on);
  }
}

/* Whether the next command will read the file: asks by loading again. */
static bool is_loaded(const char *path) {
  char *real = realpath(path, NULL);
  bool found = false;
  Tool again;

  tool_load_quietly(&again);
  for (uint32_t i = 0; i < gdct_mapping_files(again.mapping); i++) {
    char *name = realpath(gdct_mapping_file(again.mapping, i), NULL);
    found = found || g_strcmp0(name, real) == 0;
    free(name);
  }
  tool_clear(&again);
  free(real);
  return found;
}

static void put_text_record(FILE *stream, const Tool *tool,
                            const ReviewsFile *file, const Record *record) {
  static const char *const before[] = {"", "  (was stale)", "  (was fresh)"};
  const char *would = arg_dry_run ? "Would record" : "Recorded";
  guint n = record->links->len;

  if (record->by != NULL)
    put_wrapped(stream, 0, 2,
                "%s %u %s by %s on %s in %s: %u new, %u in place of a stale "
                "one, %u in place of a fresh one.",
                would, n, n == 1 ? "review" : "reviews", record->by, record->on,
                file->path, record->before[GDCT_UNREVIEWED],
                record->before[GDCT_STALE], record->before[GDCT_FRESH]);
  for (guint i = 0; i < n; i++) {
    uint32_t link = g_array_index(record->links, uint32_t, i);
    g_autofree char *words = link_words(tool->mapping, link);
    put_wrapped(stream, 2, 6, "%s%s", words, before[before_of(record, link)]);
  }
  if (arg_prune)
    put_wrapped(stream, 0, 2, "%s %u %s whose link is gone from %s.",
                arg_dry_run ? "Would remove" : "Removed", record->pruned->len,
                record->pruned->len == 1 ? "review" : "reviews", file->path);
  for (guint i = 0; i < record->pruned->len; i++)
    put_wrapped(stream, 2, 6, "%s",
                (const char *)g_ptr_array_index(record->pruned, i));
  if (record->kept > 0)
    put_wrapped(stream, 0, 2, "Other reviews in the file, kept: %u.",
                record->kept);
  if (record->gone > 0)
    put_wrapped(stream, 0, 2,
                "Of these, %u of links that are gone; --prune removes such.",
                record->gone);
  if (arg_dry_run)
    put_wrapped(stream, 0, 2, "Nothing was written (--dry-run).");
  else if (!record->loaded)
    put_wrapped(stream, 0, 2,
                "This mapping does not read %s, so the reviews do not count "
                "yet: name it with a further --mappings, or under 'include'.",
                file->path);
}

static void put_json_record(FILE *stream, const Tool *tool,
                            const ReviewsFile *file, const Record *record) {
  static const char *const before[] = {"unreviewed", "stale", "fresh"};
  json_t *object = json_object(), *list = json_array();

  json_object_set_new(object, "file", json_text(file->path));
  json_object_set_new(object, "dry-run", json_boolean(arg_dry_run));
  json_object_set_new(object, "by",
                      record->by ? json_text(record->by) : json_null());
  json_object_set_new(object, "on",
                      record->by ? json_text(record->on) : json_null());
  for (guint i = 0; i < record->links->len; i++) {
    uint32_t link = g_array_index(record->links, uint32_t, i);
    json_t *item = json_review_link(tool->mapping, link);
    char *seal = gdct_link_seal(tool->mapping, link);
    json_object_set_new(item, "seal", json_text(seal));
    json_object_set_new(item, "before",
                        json_text(before[before_of(record, link)]));
    json_array_append_new(list, item);
    free(seal);
  }
  json_object_set_new(object, "recorded", list);
  list = json_array();
  for (guint i = 0; i < record->pruned->len; i++)
    json_array_append_new(list,
                          json_text(g_ptr_array_index(record->pruned, i)));
  json_object_set_new(object, "pruned", list);
  json_object_set_new(object, "kept", json_integer(record->kept));
  json_object_set_new(object, "gone", json_integer(record->gone));
  json_object_set_new(object, "loaded",
                      arg_dry_run ? json_null() : json_boolean(record->loaded));
  put_json(stream, object);
}

/* Reads, merges and writes the file, then says what was done. */
static int record_in(const char *path, const Tool *tool, Record *record) {
  GdctScope scope = {.bases = GDCT_BASIS_ANY};
  GdctGraph *all = gdct_graph_new(tool->mapping, &scope, tool->report);
  ReviewsFile file;
  Output output;
  int status = reviews_open(&file, path, all, !arg_dry_run);
  bool idle = true; /* nothing to write */

  gdct_graph_free(all);
  if (status == EXIT_FINE) {
    merge(&file, record, tool->mapping);
    idle = record->links->len == 0 && record->pruned->len == 0;
    status = reviews_save(&file, arg_dry_run || idle);
  }
  if (status == EXIT_FINE) {
    record->loaded = !arg_dry_run && (idle || is_loaded(path));
    if (output_open(&output, arg_output)) {
      if (tool_wants_json())
        put_json_record(output.stream, tool, &file, record);
      else
        put_text_record(output.stream, tool, &file, record);
      status = output_close(&output, true);
    } else {
      status = EXIT_IO;
    }
  }
  reviews_close(&file);
  return status;
}

static int record(const ReviewList *list) {
  g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  g_autofree char *path = NULL;
  char *today = gdct_today();
  Record record = {.by = arg_by, .on = arg_on != NULL ? arg_on : today};
  int status;

  path = arg_file != NULL ? g_strdup(arg_file)
                          : tool_file_beside("--file", "reviews.yaml");
  record.chosen = g_hash_table_new(NULL, NULL);
  record.links = arg_by != NULL ? list->links : none;
  record.pruned = g_ptr_array_new_with_free_func(g_free);
  if (path == NULL)
    status = EXIT_USAGE;
  else if (arg_output != NULL && strcmp(arg_output, path) == 0)
    status = tool_usage("--output: %s is where the reviews are", path);
  else
    status = record_in(path, list->tool, &record);
  g_hash_table_unref(record.chosen);
  g_ptr_array_unref(record.pruned);
  free(today);
  return status;
}

/* ---- the command ---- */

/* Whether a name can be written into a file and read back. */
static bool is_name(const char *name) {
  bool seen = false;

  if (!g_utf8_validate(name, -1, NULL))
    return false;
  for (; *name != '\0'; name = g_utf8_next_char(name)) {
    gunichar c = g_utf8_get_char(name);
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
      return false;
    seen = seen || !g_unichar_isspace(c);
  }
  return seen;
}

/* Complains about options that make no sense together. */
static int check_options(void) {
  if (arg_by == NULL && arg_on != NULL)
    return tool_usage("--on needs --by NAME");
  if (arg_by == NULL && !arg_prune && (arg_file != NULL || arg_dry_run))
    return tool_usage("%s needs --by NAME, or --prune",
                      arg_file != NULL ? "--file" : "--dry-run");
  if (arg_by != NULL && !is_name(arg_by))
    return tool_usage("--by: '%s' is not a name on one line", arg_by);
  if (arg_on != NULL && !gdct_is_date(arg_on))
    return tool_usage("--on: '%s' is not a date such as 2026-11-22", arg_on);
  if (arg_by != NULL && arg_node == NULL && arg_where == NULL && !arg_all)
    return tool_usage("--by: which links? choose with --node, --where or "
                      "--all");
  if (arg_all && (arg_node != NULL || arg_where != NULL) && arg_by != NULL)
    return tool_usage("--all is every link; it does not go with --node or "
                      "--where");
  return EXIT_FINE;
}

static int run_on(ReviewList *list) {
  Output output;

  if (arg_by == NULL && !arg_prune) {
    if (!output_open(&output, arg_output))
      return EXIT_IO;
    put_review_list(output.stream, list, tool_wants_json());
    return output_close(&output, true);
  }
  if (list->links->len == 0 && !arg_prune && !tool_wants_json()) {
    if (!output_open(&output, arg_output))
      return EXIT_IO;
    put_wrapped(output.stream, 0, 2,
                "No link was chosen, so no review was recorded.");
    if (list->left_out > 0)
      put_wrapped(output.stream, 0, 2,
                  "%u %s left out by their basis; see --basis.", list->left_out,
                  list->left_out == 1 ? "is" : "are");
    return output_close(&output, true);
  }
  return record(list);
}

static int run(Tool *tool, char **arguments) {
  ReviewList list = {.tool = tool, .whole = arg_all};
  uint32_t node = GDCT_NONE;
  g_autoptr(GPtrArray) filters = NULL;
  GdctReviews *reviews;
  int status;

  (void)arguments;
  if (arg_node != NULL &&
      (node = tool_find(tool, GDCT_NODE, "node", arg_node)) == GDCT_NONE)
    return EXIT_USAGE;
  filters = tool_filters(tool, GDCT_LINK, (const char *const *)arg_where);
  if (filters == NULL)
    return EXIT_USAGE;
  reviews = gdct_reviews_new(tool->mapping);
  list.reviews = reviews;
  list.links = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  list.gone = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  choose(&list, node, filters);
  choose_gone(&list);
  status = run_on(&list);
  g_array_unref(list.links);
  g_array_unref(list.gone);
  gdct_reviews_free(reviews);
  return status;
}

int cmd_review(int argc, char **argv) {
  int status;
  Tool tool;

  if (!tool_parse(&argc, &argv, "", options, more, 0, 0, &status) ||
      !tool_text_or_json(&status))
    return status;
  status = check_options();
  if (status != EXIT_FINE)
    return status;
  status = tool_load(&tool);
  if (status == EXIT_FINE)
    status = run(&tool, argv + 1);
  tool_clear(&tool);
  return status;
}
