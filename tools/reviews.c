/* SPDX-License-Identifier: Apache-2.0 */
#include "reviews.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first words of a file that the command may rewrite. */
#define MARK "# Written by gdctrace review"

#define HEAD                                                                   \
  MARK ", which rewrites it: reviews are not made by hand.\n"                  \
       "# Comments above the first key stay.\n"

#define MAX_SIZE ((goffset)64 << 20) /* of any mapping file */

/* How long to wait for another run that is writing. */
#define PATIENCE (10 * G_USEC_PER_SEC)

static void review_free(gpointer data) {
  Review *review = data;

  g_free(review->from);
  g_free(review->relation);
  g_free(review->to);
  g_free(review->by);
  g_free(review->on);
  g_free(review->seal);
  g_free(review);
}

static int refuse(const ReviewsFile *file, const char *reason) {
  return tool_usage("%s is left as it is: %s", file->path, reason);
}

static int fail(const ReviewsFile *file, const char *reason) {
  tool_usage("cannot write %s: %s", file->path, reason);
  return EXIT_IO;
}

/* ---- reading ---- */

/* Whether a line that is not a comment is one that the command writes. */
static bool is_own_line(const char *line) {
  return *line == '\0' || strcmp(line, "gdctrace: 1") == 0 ||
         strcmp(line, "reviews:") == 0 || strcmp(line, "reviews: []") == 0 ||
         (g_str_has_prefix(line, "  - {from: ") && g_str_has_suffix(line, "}"));
}

/* Takes the comments at the top, and looks for lines that would be lost. */
static int read_lines(ReviewsFile *file, const char *text) {
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_autoptr(GString) head = g_string_new(NULL);
  bool marked = false;
  size_t i = 0;

  for (; lines[i] != NULL && *lines[i] == '#'; i++) {
    marked = marked || g_str_has_prefix(lines[i], MARK);
    g_string_append_printf(head, "%s\n", lines[i]);
  }
  if (!marked)
    return refuse(file, "it was not written by gdctrace review; --file names "
                        "another");
  for (; lines[i] != NULL; i++)
    if (!is_own_line(lines[i])) {
      g_autofree char *reason = g_strdup_printf(
          "its line %zu was not written by gdctrace review and would be lost",
          i + 1);
      return refuse(file, reason);
    }
  file->head = g_strdup(head->str);
  return EXIT_FINE;
}

/* Reads text as a mapping that holds nothing but reviews; NULL if it is not
 * one, and then *@ret_reason says why. */
static GdctMapping *read_reviews(const char *path, const char *text,
                                 char **ret_reason) {
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping =
      gdct_mapping_load_bytes(path, text, strlen(text), report);

  *ret_reason = NULL;
  if (gdct_report_count(report) > 0) {
    const GdctFinding *finding = gdct_report_get(report, 0);
    *ret_reason =
        g_strdup_printf("line %u: %s", finding->place.line, finding->message);
  }
  for (int type = 0; type < GDCT_TYPES; type++)
    if (*ret_reason == NULL && type != GDCT_REVIEW &&
        gdct_count(mapping, (GdctType)type) > 0)
      *ret_reason = g_strdup("it holds more than reviews");
  gdct_report_free(report);
  if (*ret_reason == NULL)
    return mapping;
  gdct_mapping_free(mapping);
  return NULL;
}

static void take_reviews(ReviewsFile *file, const GdctMapping *mapping,
                         const GdctGraph *graph) {
  for (uint32_t i = 0; i < gdct_count(mapping, GDCT_REVIEW); i++) {
    GdctThing thing = {GDCT_REVIEW, i};
    Review *review = g_new0(Review, 1);
    review->from = g_strdup(gdct_get(mapping, thing, "from"));
    review->relation = g_strdup(gdct_get(mapping, thing, "relation"));
    review->to = g_strdup(gdct_get(mapping, thing, "to"));
    review->by = g_strdup(gdct_get(mapping, thing, "by"));
    review->on = g_strdup(gdct_get(mapping, thing, "on"));
    review->seal = g_strdup(gdct_get(mapping, thing, "seal"));
    review->link =
        gdct_graph_find_link(graph, review->from, review->relation, review->to);
    g_ptr_array_add(file->items, review);
  }
}

/* Locks the folder of the file: that leaves nothing behind, whatever
 * happens. */
static int lock_folder(ReviewsFile *file) {
  char *target = realpath(file->path, NULL); /* a link leads elsewhere */
  g_autofree char *folder =
      g_path_get_dirname(target != NULL ? target : file->path);
  gint64 end = g_get_monotonic_time() + PATIENCE;

  free(target);
  if (access(folder, W_OK) != 0)
    return fail(file, g_strerror(errno));
  file->lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file->lock < 0)
    return fail(file, g_strerror(errno));
  while (flock(file->lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      return EXIT_FINE; /* a file system without locks: never half, at least */
    if (g_get_monotonic_time() > end)
      return fail(file, "another gdctrace review is writing there");
    g_usleep(20000);
  }
  return EXIT_FINE;
}

int reviews_open(ReviewsFile *file, const char *path, const GdctGraph *graph,
                 bool lock) {
  g_autofree char *text = NULL, *reason = NULL;
  g_autoptr(GError) error = NULL;
  struct stat facts;
  GdctMapping *mapping;
  gsize size;
  int status;

  memset(file, 0, sizeof *file);
  file->path = g_strdup(path);
  file->items = g_ptr_array_new_with_free_func(review_free);
  file->lock = -1;
  if (lock && (status = lock_folder(file)) != EXIT_FINE)
    return status;
  if (stat(path, &facts) != 0) {
    if (errno != ENOENT)
      return fail(file, g_strerror(errno));
    file->head = g_strdup(HEAD);
    return EXIT_FINE;
  }
  if (!S_ISREG(facts.st_mode))
    return refuse(file, "it is no regular file");
  if (facts.st_size > MAX_SIZE)
    return refuse(file, "it is larger than 64 MiB");
  if (!g_file_get_contents(path, &text, &size, &error))
    return fail(file, error->message);
  if (memchr(text, '\0', size) != NULL)
    return refuse(file, "it is no text");
  status = read_lines(file, text);
  if (status != EXIT_FINE)
    return status;
  mapping = read_reviews(path, text, &reason);
  if (mapping == NULL)
    return refuse(file, reason);
  take_reviews(file, mapping, graph);
  gdct_mapping_free(mapping);
  return EXIT_FINE;
}

void reviews_close(ReviewsFile *file) {
  if (file->lock >= 0)
    close(file->lock);
  g_free(file->path);
  g_free(file->head);
  g_ptr_array_unref(file->items);
}

/* ---- writing ---- */

/* Appends a double-quoted scalar (YAML 1.1, section 5.7). What a reader of the
 * file could not see, or take for something else, is escaped. */
static void put_quoted(GString *out, const char *text) {
  g_string_append_c(out, '"');
  for (; *text != '\0'; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (c == '"' || c == '\\')
      g_string_append_printf(out, "\\%c", (char)c);
    else if (c == '\n')
      g_string_append(out, "\\n");
    else if (c == '\t')
      g_string_append(out, "\\t");
    else if (c < 0x20 || (c >= 0x7F && c < 0xA0))
      g_string_append_printf(out, "\\x%02X", c);
    else if (g_unichar_isprint(c) && c != 0xFEFF)
      g_string_append_unichar(out, c);
    else
      g_string_append_printf(out, c > 0xFFFF ? "\\U%08X" : "\\u%04X", c);
  }
  g_string_append_c(out, '"');
}

/* Appends an id, quoted where another YAML reader would see no text. */
static void put_id(GString *out, const char *id) {
  static const char *const words[] = {"y",   "n",    "yes",   "no",   "on",
                                      "off", "true", "false", "null", NULL};
  bool plain = g_ascii_isalpha(*id);

  for (size_t i = 0; words[i] != NULL; i++)
    plain = plain && g_ascii_strcasecmp(words[i], id) != 0;
  plain = plain &&
          id[strspn(id, "abcdefghijklmnopqrstuvwxyz"
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")] == '\0';
  if (plain)
    g_string_append(out, id);
  else
    put_quoted(out, id);
}

static void put_review(GString *out, const Review *review) {
  g_string_append(out, "  - {from: ");
  put_id(out, review->from);
  g_string_append(out, ", relation: ");
  put_id(out, review->relation);
  g_string_append(out, ", to: ");
  put_id(out, review->to);
  if (review->by != NULL) {
    g_string_append(out, ", by: ");
    put_quoted(out, review->by);
  }
  if (review->on != NULL)
    g_string_append_printf(out, ", on: %s", review->on);
  g_string_append(out, ", seal: ");
  put_quoted(out, review->seal);
  g_string_append(out, "}\n");
}

static int compare_names(const char *a, const char *b) {
  int order = gdct_compare_ids(a, b);

  return order != 0 ? order : strcmp(a, b);
}

static int compare_reviews(gconstpointer a, gconstpointer b) {
  const Review *left = *(Review *const *)a, *right = *(Review *const *)b;
  int order = compare_names(left->from, right->from);

  if (order == 0)
    order = compare_names(left->relation, right->relation);
  if (order == 0)
    order = compare_names(left->to, right->to);
  if (order == 0)
    order = g_strcmp0(left->on, right->on);
  if (order == 0)
    order = g_strcmp0(left->by, right->by);
  return order != 0 ? order : strcmp(left->seal, right->seal);
}

void reviews_add(ReviewsFile *file, const GdctMapping *mapping, uint32_t link,
                 const char *by, const char *on) {
  GdctLinkEnds ends = gdct_link(mapping, link);
  char *seal = gdct_link_seal(mapping, link);
  Review *review = g_new0(Review, 1);

  review->from = g_strdup(gdct_id(mapping, (GdctThing){GDCT_NODE, ends.from}));
  review->relation =
      g_strdup(gdct_id(mapping, (GdctThing){GDCT_RELATION, ends.relation}));
  review->to = g_strdup(gdct_id(mapping, (GdctThing){GDCT_NODE, ends.to}));
  review->by = g_strdup(by);
  review->on = g_strdup(on);
  review->seal = g_strdup(seal);
  review->link = link;
  g_ptr_array_add(file->items, review);
  free(seal);
}

/* Whether a mapping holds these reviews and says them as they were meant. */
static bool says_the_same(const GdctMapping *mapping, const GPtrArray *items) {
  bool same = gdct_count(mapping, GDCT_REVIEW) == items->len;

  for (uint32_t i = 0; same && i < items->len; i++) {
    GdctThing thing = {GDCT_REVIEW, i};
    const Review *review = g_ptr_array_index(items, i);
    same = g_strcmp0(gdct_get(mapping, thing, "from"), review->from) == 0 &&
           g_strcmp0(gdct_get(mapping, thing, "relation"), review->relation) ==
               0 &&
           g_strcmp0(gdct_get(mapping, thing, "to"), review->to) == 0 &&
           g_strcmp0(gdct_get(mapping, thing, "by"), review->by) == 0 &&
           g_strcmp0(gdct_get(mapping, thing, "on"), review->on) == 0 &&
           g_strcmp0(gdct_get(mapping, thing, "seal"), review->seal) == 0;
  }
  return same;
}

int reviews_save(ReviewsFile *file, bool dry) {
  g_autoptr(GString) text = g_string_new(file->head);
  g_autofree char *reason = NULL;
  GdctMapping *mapping;
  Output output;
  bool good;

  g_ptr_array_sort(file->items, compare_reviews);
  g_string_append(text, "gdctrace: 1\n");
  g_string_append(text, file->items->len > 0 ? "reviews:\n" : "reviews: []\n");
  for (guint i = 0; i < file->items->len; i++)
    put_review(text, g_ptr_array_index(file->items, i));
  mapping = read_reviews(file->path, text->str, &reason);
  good = mapping != NULL && says_the_same(mapping, file->items);
  gdct_mapping_free(mapping);
  if (!good)
    return refuse(file, reason != NULL ? reason : "it would not read the same");
  if (dry)
    return EXIT_FINE;
  if (!output_open(&output, file->path))
    return EXIT_IO;
  fwrite(text->str, 1, text->len, output.stream);
  return output_close(&output, true);
}
