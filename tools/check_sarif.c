/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace check --format sarif: findings and gaps for code hosting sites.
 * SARIF 2.1.0, OASIS Standard, 27 March 2020:
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 *
 * A finding's rule is its code; a gap's is "gap/" and the rule of the mapping,
 * so that the two cannot be mixed up. Waived gaps are no results. */
#include "check.h"
#include "json_stream.h"

#include <stdlib.h>
#include <string.h>

#define SCHEMA                                                                 \
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"        \
  "sarif-schema-2.1.0.json"

typedef struct {
  JsonStream json;
  const Check *check;
  GPtrArray *folders;  /* names of the working folder, each ending in '/' */
  GHashTable *seen;    /* identity of a finding -> how often it came */
  GHashTable *rule_of; /* code -> its index among the rules */
  GRegex *places;      /* places inside messages, which move */
} Sarif;

/* ---- texts and places ---- */

/* UTF-8, whatever the file held. */
static json_t *valid_text(const char *text) {
  g_autofree char *valid = g_utf8_make_valid(text != NULL ? text : "", -1);

  return json_text(valid);
}

/* {"text": ...} */
static json_t *message(const char *text) {
  json_t *object = json_object();

  json_object_set_new(object, "text", valid_text(text));
  return object;
}

static json_t *sentence(const char *text) {
  g_autofree char *whole = g_strdup(text);

  if (*whole != '\0')
    *whole = g_ascii_toupper(*whole);
  if (*whole != '\0' && strchr(".?!", whole[strlen(whole) - 1]) == NULL) {
    char *longer = g_strconcat(whole, ".", NULL);
    g_free(whole);
    whole = longer;
  }
  return message(whole);
}

/* SARIF knows error, warning and note. */
static const char *level(GdctSeverity severity) {
  return severity == GDCT_INFO ? "note" : gdct_severity_name(severity);
}

static void add_folder(GPtrArray *folders, const char *name) {
  if (name != NULL)
    g_ptr_array_add(folders, strcmp(name, "/") == 0
                                 ? g_strdup("/")
                                 : g_strconcat(name, "/", NULL));
}

/* The URI of a file: relative if it is below the working folder, else whole.
 * Bytes that URIs do not have are percent-encoded. Free with g_free(). */
static char *file_uri(const Sarif *sarif, const char *file) {
  g_autofree char *absolute = g_canonicalize_filename(file, NULL);

  for (guint i = 0; i < sarif->folders->len; i++) {
    const char *folder = g_ptr_array_index(sarif->folders, i);
    if (g_str_has_prefix(absolute, folder) && absolute[strlen(folder)] != '\0')
      return g_uri_escape_string(absolute + strlen(folder), "/", FALSE);
  }
  return g_filename_to_uri(absolute, NULL, NULL);
}

static json_t *physical_location(const Sarif *sarif, GdctPlace place) {
  g_autofree char *uri = file_uri(sarif, place.file);
  json_t *object = json_object(), *artifact = json_object();

  json_object_set_new(artifact, "uri", json_text(uri));
  json_object_set_new(object, "artifactLocation", artifact);
  if (place.line > 0) {
    json_t *region = json_object();
    json_object_set_new(region, "startLine", json_integer(place.line));
    if (place.column > 0)
      json_object_set_new(region, "startColumn", json_integer(place.column));
    json_object_set_new(object, "region", region);
  }
  return object;
}

/* @node: what the result is about, or NULL. */
static json_t *locations(const Sarif *sarif, GdctPlace place,
                         const char *node) {
  json_t *list = json_array(), *location = json_object();

  if (place.file != NULL)
    json_object_set_new(location, "physicalLocation",
                        physical_location(sarif, place));
  if (node != NULL) {
    json_t *logical = json_object(), *names = json_array();
    json_object_set_new(logical, "fullyQualifiedName", json_text(node));
    json_array_append_new(names, logical);
    json_object_set_new(location, "logicalLocations", names);
  }
  if (json_object_size(location) > 0)
    json_array_append_new(list, location);
  else
    json_decref(location);
  return list;
}

/* What stays the same when lines move: a digest of @identity. */
static json_t *fingerprints(const char *identity) {
  g_autofree char *digest =
      g_compute_checksum_for_string(G_CHECKSUM_SHA256, identity, -1);
  json_t *object = json_object();

  digest[32] = '\0';
  json_object_set_new(object, "gdctrace/v1", json_text(digest));
  return object;
}

/* ---- rules ---- */

static json_t *configuration(GdctSeverity severity) {
  json_t *object = json_object();

  json_object_set_new(object, "level", json_text(level(severity)));
  return object;
}

static void put_code(Sarif *sarif, const GdctCode *code) {
  json_t *object = json_object();

  json_object_set_new(object, "id", json_text(code->code));
  json_object_set_new(object, "shortDescription", sentence(code->summary));
  json_object_set_new(object, "fullDescription", sentence(code->detail));
  json_object_set_new(object, "help", sentence(code->help));
  json_object_set_new(object, "defaultConfiguration",
                      configuration(code->severity));
  json_put(&sarif->json, NULL, object);
}

static void put_rule(Sarif *sarif, uint32_t index) {
  const Tool *tool = sarif->check->tool;
  GdctThing rule = {GDCT_RULE, index};
  const char *title = gdct_title(tool->mapping, rule, tool_language());
  const char *summary =
      gdct_text(tool->mapping, rule, "summary", tool_language());
  g_autofree char *id = g_strconcat("gap/", rule_id(tool, index), NULL);
  g_autofree char *help = g_strdup_printf(
      "Add what is missing, with its evidence, or a waiver that says why there "
      "is nothing to map. 'gdctrace check --rule %s --why' shows what was "
      "looked for.",
      rule_id(tool, index));
  json_t *object = json_object();

  json_object_set_new(object, "id", json_text(id));
  json_object_set_new(object, "shortDescription", sentence(title));
  json_object_set_new(object, "fullDescription",
                      sentence(summary != NULL ? summary : title));
  json_object_set_new(object, "help", message(help));
  json_object_set_new(object, "defaultConfiguration",
                      configuration(gdct_rule_severity(tool->mapping, index)));
  json_put(&sarif->json, NULL, object);
}

static void put_tool(Sarif *sarif) {
  const GArray *rules = sarif->check->rules;
  size_t n;
  const GdctCode *codes = gdct_codes(&n);

  json_open(&sarif->json, "tool", '{');
  json_open(&sarif->json, "driver", '{');
  json_put(&sarif->json, "name", json_text("gdctrace"));
  json_put(&sarif->json, "version", json_text(VERSION));
  json_put(&sarif->json, "semanticVersion", json_text(VERSION));
  json_open(&sarif->json, "rules", '[');
  for (size_t i = 0; i < n; i++) {
    g_hash_table_insert(sarif->rule_of, (char *)codes[i].code,
                        GUINT_TO_POINTER((guint)i));
    put_code(sarif, &codes[i]);
  }
  for (guint i = 0; rules != NULL && i < rules->len; i++)
    put_rule(sarif, gdct_coverage_rule(g_array_index(rules, Rule, i).coverage));
  json_close(&sarif->json);
  json_close(&sarif->json);
  json_close(&sarif->json);
}

/* ---- results ---- */

static json_t *new_result(const char *rule, size_t index, GdctSeverity severity,
                          const char *text) {
  json_t *object = json_object();

  json_object_set_new(object, "ruleId", json_text(rule));
  json_object_set_new(object, "ruleIndex", json_integer((json_int_t)index));
  json_object_set_new(object, "level", json_text(level(severity)));
  json_object_set_new(object, "message", message(text));
  return object;
}

/* A finding is known by its code, file and message, and by its number among
 * those that are alike. */
static void put_finding(Sarif *sarif, const GdctFinding *finding) {
  g_autofree char *plain = g_regex_replace_literal(
      sarif->places, finding->message, -1, 0, "", 0, NULL);
  g_autofree char *uri = finding->place.file != NULL
                             ? file_uri(sarif, finding->place.file)
                             : g_strdup("");
  char *identity = g_strdup_printf("%s\n%s\n%s", finding->code, uri,
                                   plain != NULL ? plain : finding->message);
  guint number =
      GPOINTER_TO_UINT(g_hash_table_lookup(sarif->seen, identity)) + 1;
  g_autofree char *whole = g_strdup_printf("%s\n%u", identity, number);
  json_t *object = new_result(
      finding->code,
      GPOINTER_TO_UINT(g_hash_table_lookup(sarif->rule_of, finding->code)),
      finding->severity, finding->message);

  g_hash_table_insert(sarif->seen, identity, GUINT_TO_POINTER(number));
  json_object_set_new(object, "locations",
                      locations(sarif, finding->place, NULL));
  json_object_set_new(object, "partialFingerprints", fingerprints(whole));
  json_put(&sarif->json, NULL, object);
}

static void put_gap(Sarif *sarif, size_t index, uint32_t rule,
                    GdctThing thing) {
  const Tool *tool = sarif->check->tool;
  const Baseline *baseline = sarif->check->baseline;
  g_autofree char *node = subject(tool, thing);
  g_autofree char *id = g_strconcat("gap/", rule_id(tool, rule), NULL);
  g_autofree char *identity = g_strdup_printf("%s\n%s", id, node);
  const char *title = thing.type == GDCT_NODE
                          ? gdct_title(tool->mapping, thing, tool_language())
                          : "";
  g_autofree char *text = g_strdup_printf(
      "Gap: %s%s%s%s. %s", node, *title != '\0' ? " (" : "", title,
      *title != '\0' ? ")" : "",
      gdct_title(tool->mapping, (GdctThing){GDCT_RULE, rule}, tool_language()));
  json_t *object =
      new_result(id, index, gdct_rule_severity(tool->mapping, rule), text);

  json_object_set_new(object, "locations",
                      locations(sarif, gdct_place(tool->mapping, thing), node));
  json_object_set_new(object, "partialFingerprints", fingerprints(identity));
  if (baseline != NULL)
    json_object_set_new(
        object, "baselineState",
        json_text(baseline_has(baseline, rule_id(tool, rule), node)
                      ? "unchanged"
                      : "new"));
  json_put(&sarif->json, NULL, object);
}

static void put_gaps(Sarif *sarif, size_t index, const GdctCoverage *coverage) {
  g_autoptr(GArray) order =
      sorted_results(sarif->check->tool, coverage, 1u << GDCT_GAP);

  for (guint i = 0; i < order->len; i++)
    put_gap(
        sarif, index, gdct_coverage_rule(coverage),
        gdct_coverage_get(coverage, g_array_index(order, uint32_t, i)).thing);
}

static void put_results(Sarif *sarif) {
  const GdctReport *report = sarif->check->tool->report;
  const GArray *rules = sarif->check->rules;
  size_t n;

  gdct_codes(&n);
  json_open(&sarif->json, "results", '[');
  for (size_t i = 0; i < gdct_report_count(report); i++)
    put_finding(sarif, gdct_report_get(report, i));
  for (guint i = 0; rules != NULL && i < rules->len; i++)
    put_gaps(sarif, n + i, g_array_index(rules, Rule, i).coverage);
  json_close(&sarif->json);
}

/* That the run ended well, and whether the rules were part of it. */
static void put_invocation(Sarif *sarif) {
  json_t *notice = json_object();

  json_open(&sarif->json, "invocations", '[');
  json_open(&sarif->json, NULL, '{');
  json_put(&sarif->json, "executionSuccessful", json_true());
  if (sarif->check->rules == NULL) {
    json_object_set_new(notice, "level", json_text("warning"));
    json_object_set_new(
        notice, "message",
        message("The rules were not evaluated, because there are errors."));
    json_open(&sarif->json, "toolExecutionNotifications", '[');
    json_put(&sarif->json, NULL, json_incref(notice));
    json_close(&sarif->json);
  }
  json_decref(notice);
  json_close(&sarif->json);
  json_close(&sarif->json);
}

/* What the lines and columns mean: libyaml's lines, columns in characters. */
static void put_counting(Sarif *sarif) {
  static const char *const breaks[] = {"\r\n",     "\n",     "\r",
                                       "\xC2\x85", "\u2028", "\u2029"};

  json_put(&sarif->json, "columnKind", json_text("unicodeCodePoints"));
  json_open(&sarif->json, "newlineSequences", '[');
  for (size_t i = 0; i < G_N_ELEMENTS(breaks); i++)
    json_put(&sarif->json, NULL, json_text(breaks[i]));
  json_close(&sarif->json);
}

void put_check_sarif(FILE *stream, const Check *check) {
  Sarif sarif = {.json = {.stream = stream}, .check = check};
  g_autofree char *logical = g_get_current_dir();
  char *real = realpath(".", NULL);

  sarif.folders = g_ptr_array_new_with_free_func(g_free);
  add_folder(sarif.folders, logical);
  add_folder(sarif.folders, real);
  free(real);
  sarif.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  sarif.rule_of = g_hash_table_new(g_str_hash, g_str_equal);
  sarif.places = g_regex_new(":[0-9]+(:[0-9]+)?", 0, 0, NULL);
  json_open(&sarif.json, NULL, '{');
  json_put(&sarif.json, "$schema", json_text(SCHEMA));
  json_put(&sarif.json, "version", json_text("2.1.0"));
  json_open(&sarif.json, "runs", '[');
  json_open(&sarif.json, NULL, '{');
  put_tool(&sarif);
  put_invocation(&sarif);
  put_counting(&sarif);
  put_results(&sarif);
  json_close(&sarif.json);
  json_close(&sarif.json);
  json_close(&sarif.json);
  putc('\n', stream);
  g_ptr_array_unref(sarif.folders);
  g_hash_table_unref(sarif.seen);
  g_hash_table_unref(sarif.rule_of);
  g_regex_unref(sarif.places);
}
