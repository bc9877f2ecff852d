/* SPDX-License-Identifier: Apache-2.0 */
/* gdctrace suggest: candidate links for a node or for the gaps of a rule. */
#include "chains.h"

#include <stdlib.h>
#include <string.h>

static char *arg_gap, *arg_relation, *arg_kind;
static int arg_top = 5;

static const GOptionEntry options[] = {
    {"gap", 'g', 0, G_OPTION_ARG_FILENAME, &arg_gap,
     "For every gap of this rule: links that would close it", "RULE"},
    {"top", 'n', 0, G_OPTION_ARG_INT, &arg_top,
     "So many candidates for each relation (default 5)", "N"},
    {"relation", 'r', 0, G_OPTION_ARG_FILENAME, &arg_relation,
     "Only links of this relation, or inverse name", "RELATION"},
    {"kind", 'k', 0, G_OPTION_ARG_FILENAME, &arg_kind,
     "Only candidates of this kind", "KIND"},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

static const char more[] =
    "Candidates are nodes that the relation may join to NODE and that it does "
    "not join\nyet, ranked by the words that their texts share (BM25). Nobody "
    "has read them: words\nin common are no proof, and a good link may share "
    "no word.\n\nFormats: text (default), json, yaml (a mapping file of "
    "proposed "
    "links, to be edited)\n\nExamples:\n  gdctrace suggest gdc.11f\n  gdctrace "
    "suggest itu.giga --kind sdg-target\n  gdctrace suggest --gap "
    "commitment-has-itu-activity\n  gdctrace suggest --gap "
    "commitment-has-itu-activity -o candidates.yaml";

/* Words beyond these are not shown to people. */
#define MAX_WORDS 8

/* ---- what candidates are printed as ---- */

/* The first words in common, with commas. Free with g_free(). */
static char *join_words(const GdctCandidate *candidate) {
  GString *text = g_string_new(NULL);

  for (uint32_t i = 0; i < MIN(candidate->n_words, MAX_WORDS); i++)
    g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
                           candidate->words[i]);
  return g_string_free(text, FALSE);
}

/* A score with two decimals, whatever the locale; at least 0.01, for a
 * candidate has some word. */
static char *score_text(double score, char *buffer, int size) {
  return g_ascii_formatd(buffer, size, "%.2f", MAX(score, 0.01));
}

static const char *relation_id(const Tool *tool, uint32_t relation) {
  return gdct_id(tool->mapping, (GdctThing){GDCT_RELATION, relation});
}

/* Whether a candidate begins another relation or direction than the one
 * before. */
static bool begins_way(const GdctSuggester *suggester, uint32_t index) {
  GdctCandidate one = gdct_suggester_candidate(suggester, index), other;

  if (index == 0)
    return true;
  other = gdct_suggester_candidate(suggester, index - 1);
  return one.relation != other.relation || one.inverse != other.inverse;
}

/* ---- text ---- */

static void put_candidate(FILE *stream, const Tool *tool,
                          const GdctCandidate *candidate) {
  g_autofree char *node = node_words(tool->mapping, candidate->node);
  g_autofree char *words = join_words(candidate);
  char score[G_ASCII_DTOSTR_BUF_SIZE];

  put_wrapped(stream, 4, 10, "%s  %s",
              score_text(candidate->score, score, sizeof score), node);
  put_wrapped(stream, 10, 10, "[%s%s]", words,
              candidate->n_words > MAX_WORDS ? ", ..." : "");
}

static void put_text_node(FILE *stream, const Tool *tool,
                          GdctSuggester *suggester, uint32_t node) {
  uint32_t count = gdct_suggester_run(suggester, node);
  g_autofree char *name = node_words(tool->mapping, node);

  putc('\n', stream);
  put_wrapped(stream, 0, 4, "%s", name);
  for (uint32_t i = 0; i < count; i++) {
    GdctCandidate candidate = gdct_suggester_candidate(suggester, i);
    if (begins_way(suggester, i)) {
      g_autofree char *words =
          relation_words(tool->mapping, candidate.relation, candidate.inverse);
      put_wrapped(stream, 2, 4, "perhaps %s", words);
    }
    put_candidate(stream, tool, &candidate);
  }
  if (count == 0)
    put_wrapped(stream, 2, 4, "no candidate has a word in common with it");
}

static void put_text_suggestions(FILE *stream, const Tool *tool,
                                 GdctSuggester *suggester, const GArray *nodes,
                                 uint32_t rule) {
  if (rule != GDCT_NONE) {
    fprintf(stream, "Candidate links for %u %s of %s\n", nodes->len,
            nodes->len == 1 ? "gap" : "gaps", arg_gap);
    put_wrapped(stream, 2, 2, "%s",
                gdct_title(tool->mapping, (GdctThing){GDCT_RULE, rule},
                           tool_language()));
  } else {
    fputs("Candidate links\n", stream);
  }
  for (guint i = 0; i < nodes->len; i++)
    put_text_node(stream, tool, suggester, g_array_index(nodes, uint32_t, i));
  if (nodes->len == 0)
    return;
  putc('\n', stream);
  put_wrapped(stream, 0, 0,
              "Ranked by the words in common, wherever in the texts of the "
              "candidate and of its links they stand; the rarest are shown "
              "first. 1.00 is the best candidate of a node, and need not be a "
              "good one. Nobody has read these: read both texts before you "
              "make a link. --format yaml writes a mapping file to edit.");
}

/* ---- JSON ---- */

static json_t *json_candidate(const Tool *tool,
                              const GdctCandidate *candidate) {
  json_t *object = json_object(), *words = json_array();

  json_object_set_new(object, "relation",
                      json_text(relation_id(tool, candidate->relation)));
  json_object_set_new(object, "inverse", json_boolean(candidate->inverse));
  json_object_set_new(object, "node",
                      json_text(node_id(tool->mapping, candidate->node)));
  json_object_set_new(
      object, "title",
      json_text(gdct_title(tool->mapping,
                           (GdctThing){GDCT_NODE, candidate->node},
                           tool_language())));
  json_object_set_new(object, "score", json_real(candidate->score));
  for (uint32_t i = 0; i < candidate->n_words; i++)
    json_array_append_new(words, json_text(candidate->words[i]));
  json_object_set_new(object, "words", words);
  return object;
}

static void put_json_suggestions(FILE *stream, const Tool *tool,
                                 GdctSuggester *suggester,
                                 const GArray *nodes) {
  json_t *document = json_object(), *list = json_array();

  json_object_set_new(document, "rule",
                      arg_gap != NULL ? json_text(arg_gap) : json_null());
  for (guint i = 0; i < nodes->len; i++) {
    uint32_t node = g_array_index(nodes, uint32_t, i);
    uint32_t count = gdct_suggester_run(suggester, node);
    json_t *object = json_object(), *candidates = json_array();
    json_object_set_new(object, "node",
                        json_text(node_id(tool->mapping, node)));
    json_object_set_new(
        object, "title",
        json_text(gdct_title(tool->mapping, (GdctThing){GDCT_NODE, node},
                             tool_language())));
    for (uint32_t c = 0; c < count; c++) {
      GdctCandidate candidate = gdct_suggester_candidate(suggester, c);
      json_array_append_new(candidates, json_candidate(tool, &candidate));
    }
    json_object_set_new(object, "candidates", candidates);
    json_array_append_new(list, object);
  }
  json_object_set_new(document, "nodes", list);
  /* No more digits than any two machines agree about. */
  json_dumpf(document, stream, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
  putc('\n', stream);
  json_decref(document);
}

/* ---- YAML ---- */

/* A comment: put_text() leaves no line break that could end it. */
static void put_comment(FILE *stream, const Tool *tool, int indent,
                        uint32_t node) {
  g_autofree char *words = node_words(tool->mapping, node);

  fprintf(stream, "%*s# ", indent, "");
  put_text(stream, words);
  putc('\n', stream);
}

/* What stands under `to`. Ids are plain: they have no character that means
 * something to YAML. Words are letters and digits, but quoted all the same. */
static void put_target(FILE *stream, const Tool *tool, uint32_t node,
                       const GdctCandidate *candidate) {
  g_autofree char *words = join_words(candidate);
  g_autofree char *clean = gdct_clean_text(words);

  fprintf(stream,
          "      - to: %s\n        basis: proposed\n        rationale: ",
          node_id(tool->mapping, node));
  fputs("\"words in common: ", stream);
  for (const char *at = clean; *at != '\0'; at++) {
    if (*at == '"' || *at == '\\')
      putc('\\', stream);
    putc(*at, stream);
  }
  fputs("\"\n        author: gdctrace suggest\n", stream);
}

/* The candidates of one way. In base direction unless the inverse has a name,
 * which lets all of them stand under the node. */
static void put_entry(FILE *stream, const Tool *tool, uint32_t node,
                      const GdctCandidate *candidate, bool first) {
  const char *inverse =
      gdct_get(tool->mapping, (GdctThing){GDCT_RELATION, candidate->relation},
               "inverse");
  bool turned = candidate->inverse && inverse == NULL;
  uint32_t from = turned ? candidate->node : node;

  if (first || turned)
    fprintf(stream, "  - from: %s\n    relation: %s\n    to:\n",
            node_id(tool->mapping, from),
            candidate->inverse && !turned
                ? inverse
                : relation_id(tool, candidate->relation));
  put_comment(stream, tool, 6, candidate->node);
  put_target(stream, tool, turned ? node : candidate->node, candidate);
}

/* Whether a link is new to the file: of two gaps that could be joined, both
 * have it. */
static bool is_new(GHashTable *written, const Tool *tool, uint32_t node,
                   const GdctCandidate *candidate) {
  uint32_t from = candidate->inverse ? candidate->node : node;
  uint32_t to = candidate->inverse ? node : candidate->node;

  return g_hash_table_add(
      written, g_strdup_printf("%s %s %s", node_id(tool->mapping, from),
                               relation_id(tool, candidate->relation),
                               node_id(tool->mapping, to)));
}

static void put_yaml_node(FILE *stream, const Tool *tool,
                          GdctSuggester *suggester, uint32_t node,
                          GHashTable *written) {
  uint32_t count = gdct_suggester_run(suggester, node);
  bool first = true, named = false;

  for (uint32_t i = 0; i < count; i++) {
    GdctCandidate candidate = gdct_suggester_candidate(suggester, i);
    first = first || begins_way(suggester, i);
    if (!is_new(written, tool, node, &candidate))
      continue;
    if (!named) {
      putc('\n', stream);
      put_comment(stream, tool, 2, node);
      named = true;
    }
    put_entry(stream, tool, node, &candidate, first);
    first = false;
  }
}

static void put_yaml_suggestions(FILE *stream, const Tool *tool,
                                 GdctSuggester *suggester,
                                 const GArray *nodes) {
  g_autoptr(GHashTable) written =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  bool any = false;

  for (guint i = 0; i < nodes->len && !any; i++)
    any = gdct_suggester_run(suggester, g_array_index(nodes, uint32_t, i)) > 0;
  fputs("# Candidate links, ranked by words in common; made by 'gdctrace "
        "suggest' and read by\n# nobody. Take out what is wrong, and write "
        "under rationale why the rest is right.\n# There is no confidence: "
        "how many words two texts share is not how sure somebody is.\n"
        "gdctrace: 1\n\n",
        stream);
  fputs(any ? "links:\n" : "links: []\n", stream);
  for (guint i = 0; i < nodes->len; i++)
    put_yaml_node(stream, tool, suggester, g_array_index(nodes, uint32_t, i),
                  written);
}

/* ---- what is asked for ---- */

/* The format: 't', 'j' or 'y'; 0 after a complaint. */
static char choose_format(void) {
  if (tool_wants_json())
    return 'j';
  if (arg_format != NULL)
    return strcmp(arg_format, "text") == 0   ? 't'
           : strcmp(arg_format, "yaml") == 0 ? 'y'
                                             : '\0';
  return arg_output != NULL && (g_str_has_suffix(arg_output, ".yaml") ||
                                g_str_has_suffix(arg_output, ".yml"))
             ? 'y'
             : 't';
}

static int compare_nodes(gconstpointer a, gconstpointer b, gpointer data) {
  const GdctMapping *mapping = data;

  return gdct_compare_ids(node_id(mapping, *(const uint32_t *)a),
                          node_id(mapping, *(const uint32_t *)b));
}

/* The gaps of a rule, in natural order of ids. Of uint32_t. */
static GArray *find_gaps(const Tool *tool, uint32_t rule) {
  GdctCoverage *coverage = gdct_coverage_new(tool->graph, rule, tool->report);
  GArray *gaps = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (uint32_t i = 0; coverage != NULL && i < gdct_coverage_count(coverage);
       i++) {
    GdctRuleResult result = gdct_coverage_get(coverage, i);
    if (result.result == GDCT_GAP)
      g_array_append_val(gaps, result.thing.index);
  }
  gdct_coverage_free(coverage);
  g_array_sort_with_data(gaps, compare_nodes, tool->mapping);
  return gaps;
}

/* Complains, and lists the rules with gaps that a link could close. */
static int list_rules(const Tool *tool, const char *complaint) {
  tool_usage("%s", complaint);
  for (uint32_t i = 0; i < gdct_count(tool->mapping, GDCT_RULE); i++) {
    GdctThing rule = {GDCT_RULE, i};
    g_autoptr(GArray) gaps = NULL;
    if (!gdct_rule_has_direct_path(tool->graph, i))
      continue;
    gaps = find_gaps(tool, i);
    if (gaps->len == 0)
      continue;
    fprintf(stderr, "  %-30s %4u %s  ", gdct_id(tool->mapping, rule), gaps->len,
            gaps->len == 1 ? "gap " : "gaps");
    put_text(stderr, gdct_title(tool->mapping, rule, tool_language()));
    fputc('\n', stderr);
  }
  return EXIT_USAGE;
}

/* The nodes to suggest links for, and the rule or GDCT_NONE; NULL after a
 * complaint. */
static GArray *choose_nodes(const Tool *tool, const char *id,
                            uint32_t *ret_rule) {
  GArray *nodes;
  uint32_t node;

  *ret_rule = GDCT_NONE;
  if (arg_gap != NULL) {
    *ret_rule = tool_find(tool, GDCT_RULE, "rule", arg_gap);
    if (*ret_rule == GDCT_NONE)
      return NULL;
    if (gdct_rule_has_direct_path(tool->graph, *ret_rule))
      return find_gaps(tool, *ret_rule);
    list_rules(tool, "suggest: no single link closes a gap of this rule; those "
                     "with gaps that a link could close are:");
    return NULL;
  }
  if (id == NULL) {
    list_rules(tool, "suggest: which NODE, or --gap RULE? The rules with gaps "
                     "that a link could close are:");
    return NULL;
  }
  node = tool_find(tool, GDCT_NODE, "node", id);
  if (node == GDCT_NONE)
    return NULL;
  nodes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  g_array_append_val(nodes, node);
  return nodes;
}

/* Reads --relation, --kind and --top; false after a complaint. */
static bool read_options(const Tool *tool, GdctSuggestOptions *chosen) {
  chosen->top = (uint32_t)arg_top;
  chosen->relation = chosen->kind = GDCT_NONE;
  if (arg_relation != NULL) {
    chosen->relation =
        gdct_relation_find(tool->mapping, arg_relation, &chosen->inverse);
    /* Says so, and what may have been meant. */
    if (chosen->relation == GDCT_NONE)
      chosen->relation =
          tool_find(tool, GDCT_RELATION, "relation", arg_relation);
    if (chosen->relation == GDCT_NONE)
      return false;
  }
  if (arg_kind != NULL) {
    chosen->kind = tool_find(tool, GDCT_KIND, "kind", arg_kind);
    return chosen->kind != GDCT_NONE;
  }
  return true;
}

/* Whether some node has a way at all; complains if not. */
static bool some_way(const Tool *tool, GdctSuggester *suggester,
                     const GArray *nodes) {
  uint32_t kind;

  for (guint i = 0; i < nodes->len; i++)
    if (gdct_suggester_ways(suggester, g_array_index(nodes, uint32_t, i)) > 0)
      return true;
  if (nodes->len == 0)
    return true;
  kind = gdct_node_kind(tool->mapping, g_array_index(nodes, uint32_t, 0));
  tool_usage("suggest: no relation that is asked for joins a node of kind '%s'",
             gdct_id(tool->mapping, (GdctThing){GDCT_KIND, kind}));
  return false;
}

static int put_suggestions(const Tool *tool, GdctSuggester *suggester,
                           const GArray *nodes, uint32_t rule, char format) {
  Output output;

  if (!output_open(&output, arg_output))
    return EXIT_IO;
  if (format == 'j')
    put_json_suggestions(output.stream, tool, suggester, nodes);
  else if (format == 'y')
    put_yaml_suggestions(output.stream, tool, suggester, nodes);
  else
    put_text_suggestions(output.stream, tool, suggester, nodes, rule);
  return output_close(&output, true);
}

static int run(Tool *tool, const char *id, char format) {
  GdctSuggestOptions chosen = {0};
  g_autoptr(GArray) nodes = choose_nodes(tool, id, &chosen.rule);
  GdctSuggester *suggester;
  char *problem;
  int status = EXIT_USAGE;

  if (nodes == NULL || !read_options(tool, &chosen))
    return EXIT_USAGE;
  suggester =
      gdct_suggester_new(tool->graph, tool_language(), &chosen, &problem);
  if (suggester == NULL) {
    fprintf(stderr, "gdctrace: cannot look for words: %s\n", problem);
    free(problem);
    return EXIT_IO;
  }
  if (some_way(tool, suggester, nodes))
    status = put_suggestions(tool, suggester, nodes, chosen.rule, format);
  gdct_suggester_free(suggester);
  return status;
}

int cmd_suggest(int argc, char **argv) {
  Tool tool;
  char format;
  int status;

  if (!tool_parse(&argc, &argv, "[NODE]", options, more, 0, 1, &status))
    return status;
  format = choose_format();
  if (format == '\0')
    return tool_usage("--format: '%s' is not text, json or yaml", arg_format);
  if (arg_format == NULL && format == 't' && !tool_is_text("text, json, yaml"))
    return EXIT_USAGE;
  if (arg_gap != NULL && argc > 1)
    return tool_usage("suggest: either '%s' or --gap, not both", argv[1]);
  if (arg_top < 1)
    return tool_usage("--top: %d is below 1", arg_top);
  status = tool_load(&tool);
  if (status == EXIT_FINE)
    status = run(&tool, argc > 1 ? argv[1] : NULL, format);
  tool_clear(&tool);
  return status;
}
