/* SPDX-License-Identifier: Apache-2.0 */
/* Candidate links: the words of a node are looked for in the texts of all
 * others. BM25 adds up over the words of a query, so each is looked for on its
 * own, and weighs what it is worth. */
#include <gdctrace/suggest.h>

#include "graph/direct.h"
#include "graph/texts.h"

#include <stdlib.h>
#include <string.h>

/* What a text of many pieces may hold: more would be all words at once. */
#define MAX_TEXT (256 * 1024)

/* What a word counts in the title of what a node is part of, beside one of its
 * own; each step up halves it. All parts of one whole share these words: with
 * more, they would all get the same candidates. */
#define PARENT_WEIGHT 0.25

/* A word of the query. */
typedef struct {
  const char *stem, *word;
  double weight;
  uint32_t rows; /* that have it */
} Word;

typedef struct {
  GdctCandidate candidate; /* .words is set when the run is over */
  guint first_word;        /* in said */
} Found;

struct GdctSuggester {
  const GdctGraph *graph;
  const GdctMapping *mapping;
  GdctGraph *all; /* every link, to leave out what is there */
  GdctSuggestOptions options;
  GdctDirect *direct;
  GdctTexts *texts;
  char *language;
  /* The query: */
  GStringChunk *chunk;
  GArray *words;       /* of Word */
  GHashTable *by_stem; /* stem -> index of word + 1 */
  double weight;       /* of the words being added, and of the one looked for */
  double *scores;      /* per node; 0 where nothing was found */
  GArray *touched;     /* uint32_t: nodes with a score */
  uint8_t *taken;      /* per node: linked already, or the node itself */
  GArray *found;       /* of Found */
  GPtrArray *said;     /* words of all candidates */
  const char **matches; /* per word of the query: as the candidate has it */
};

/* ---- the texts ---- */

static void add_piece(GString *text, const char *piece) {
  if (piece == NULL || text->len + strlen(piece) > MAX_TEXT)
    return;
  g_string_append(text, piece);
  g_string_append_c(text, '\n');
}

static void add_quotes(const GdctSuggester *suggester, GString *text,
                       GdctThing thing) {
  for (uint32_t i = 0; i < gdct_evidence_count(suggester->mapping, thing); i++)
    add_piece(text, gdct_evidence(suggester->mapping, thing, i).quote);
}

static void add_links(const GdctSuggester *suggester, GString *text,
                      const uint32_t *links, uint32_t count) {
  for (uint32_t i = 0; i < count && text->len < MAX_TEXT; i++) {
    GdctThing link = {GDCT_LINK, links[i]};
    add_piece(text, gdct_text(suggester->mapping, link, "rationale",
                              suggester->language));
    add_quotes(suggester, text, link);
  }
}

/* The texts of a node, one a column; the caller frees them. */
static void read_texts(const GdctSuggester *suggester, uint32_t node,
                       GString *columns[GDCT_TEXT_COLUMNS]) {
  GdctThing thing = {GDCT_NODE, node};
  const uint32_t *links;
  uint32_t count;

  for (int i = 0; i < GDCT_TEXT_COLUMNS; i++)
    columns[i] = g_string_new(NULL);
  add_piece(columns[GDCT_TEXT_TITLE],
            gdct_text(suggester->mapping, thing, "title", suggester->language));
  add_piece(
      columns[GDCT_TEXT_SUMMARY],
      gdct_text(suggester->mapping, thing, "summary", suggester->language));
  add_quotes(suggester, columns[GDCT_TEXT_EVIDENCE], thing);
  links = gdct_graph_links_from(suggester->graph, node, &count);
  add_links(suggester, columns[GDCT_TEXT_LINKS], links, count);
  links = gdct_graph_links_to(suggester->graph, node, &count);
  add_links(suggester, columns[GDCT_TEXT_LINKS], links, count);
}

static void free_texts(GString *columns[GDCT_TEXT_COLUMNS]) {
  for (int i = 0; i < GDCT_TEXT_COLUMNS; i++)
    g_string_free(columns[i], TRUE);
}

/* All nodes are in the index, whatever is asked about: how rare a word is, and
 * so the order of the candidates, does not depend on the question. */
static bool fill_index(GdctSuggester *suggester) {
  bool good = true;

  for (uint32_t i = 0; i < gdct_count(suggester->mapping, GDCT_NODE) && good;
       i++) {
    GString *texts[GDCT_TEXT_COLUMNS];
    const char *columns[GDCT_TEXT_COLUMNS];
    if (!gdct_graph_has_node(suggester->graph, i))
      continue;
    read_texts(suggester, i, texts);
    for (int c = 0; c < GDCT_TEXT_COLUMNS; c++)
      columns[c] = texts[c]->str;
    good = gdct_texts_add(suggester->texts, i, columns);
    free_texts(texts);
  }
  return good && gdct_texts_finish(suggester->texts);
}

/* ---- making and freeing ---- */

static bool read_rule(GdctSuggester *suggester, char **ret_problem) {
  GdctReport *report;

  if (suggester->options.rule == GDCT_NONE) {
    suggester->direct = gdct_direct_of_model(suggester->mapping);
    return true;
  }
  report = gdct_report_new();
  suggester->direct =
      gdct_direct_of_rule(suggester->graph, suggester->options.rule, report);
  if (suggester->direct == NULL)
    *ret_problem = strdup(gdct_report_get(report, 0)->message);
  gdct_report_free(report);
  return suggester->direct != NULL;
}

GdctSuggester *gdct_suggester_new(const GdctGraph *graph, const char *language,
                                  const GdctSuggestOptions *options,
                                  char **ret_problem) {
  static const GdctScope everything = {GDCT_BASIS_ANY, NULL, GDCT_CLAIMED};
  GdctSuggester *suggester = g_new0(GdctSuggester, 1);

  *ret_problem = NULL;
  suggester->graph = graph;
  suggester->mapping = graph->mapping;
  suggester->options = *options;
  suggester->language = g_strdup(language);
  suggester->chunk = g_string_chunk_new(4096);
  suggester->words = g_array_new(FALSE, FALSE, sizeof(Word));
  suggester->by_stem = g_hash_table_new(g_str_hash, g_str_equal);
  suggester->scores = g_new0(double, (size_t)graph->n_nodes + 1);
  suggester->taken = g_new0(uint8_t, (size_t)graph->n_nodes + 1);
  suggester->touched = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  suggester->found = g_array_new(FALSE, FALSE, sizeof(Found));
  suggester->said = g_ptr_array_new();
  suggester->all = gdct_graph_new(suggester->mapping, &everything, NULL);
  if (read_rule(suggester, ret_problem)) {
    suggester->texts = gdct_texts_new(ret_problem);
    if (suggester->texts != NULL && fill_index(suggester))
      return suggester;
    if (*ret_problem == NULL)
      *ret_problem = strdup("the index of words does not fit into memory");
  }
  gdct_suggester_free(suggester);
  return NULL;
}

void gdct_suggester_free(GdctSuggester *suggester) {
  if (suggester == NULL)
    return;
  gdct_texts_free(suggester->texts);
  gdct_direct_free(suggester->direct);
  gdct_graph_free(suggester->all);
  g_string_chunk_free(suggester->chunk);
  g_array_unref(suggester->words);
  g_hash_table_unref(suggester->by_stem);
  g_array_unref(suggester->touched);
  g_array_unref(suggester->found);
  g_ptr_array_unref(suggester->said);
  g_free(suggester->matches);
  g_free(suggester->scores);
  g_free(suggester->taken);
  g_free(suggester->language);
  g_free(suggester);
}

/* ---- the query ---- */

static int compare_words(const void *key, const void *item) {
  return strcmp(key, *(const char *const *)item);
}

/* Words that say nothing by themselves. English; the IDF of BM25 does the same
 * for what is frequent in other languages. */
static bool is_stop_word(const char *word) {
  static const char *const stop_words[] = {
      "about",   "above",   "across",  "after",   "against", "all",
      "also",    "among",   "an",      "and",     "any",     "are",
      "as",      "at",      "be",      "been",    "before",  "being",
      "below",   "between", "both",    "but",     "by",      "can",
      "could",   "did",     "do",      "does",    "during",  "each",
      "every",   "for",     "from",    "further", "had",     "has",
      "have",    "having",  "how",     "if",      "in",      "including",
      "into",    "is",      "it",      "its",     "may",     "more",
      "most",    "must",    "no",      "nor",     "not",     "of",
      "on",      "one",     "only",    "or",      "other",   "others",
      "our",     "out",     "over",    "own",     "per",     "shall",
      "should",  "so",      "some",    "such",    "than",    "that",
      "the",     "their",   "them",    "then",    "there",   "these",
      "they",    "this",    "those",   "through", "to",      "together",
      "too",     "toward",  "towards", "under",   "until",   "up",
      "upon",    "via",     "was",     "we",      "well",    "were",
      "what",    "when",    "where",   "whether", "which",   "while",
      "who",     "whom",    "whose",   "will",    "with",    "within",
      "without", "would"};
  g_autofree char *folded = g_ascii_strdown(word, -1);

  /* A single letter or digit is left over from "e-health", "ITU's", "11(b)". */
  return (word[0] != '\0' && word[1] == '\0') ||
         bsearch(folded, stop_words, G_N_ELEMENTS(stop_words),
                 sizeof *stop_words, compare_words) != NULL;
}

static void add_word(const char *stem, size_t stem_size, const char *text,
                     size_t size, void *data) {
  GdctSuggester *suggester = data;
  g_autofree char *key = g_strndup(stem, stem_size);
  g_autofree char *plain = g_strndup(text, size);
  Word word = {.weight = suggester->weight};

  if (is_stop_word(plain) || g_hash_table_contains(suggester->by_stem, key))
    return;
  word.stem = g_string_chunk_insert(suggester->chunk, key);
  word.word = g_string_chunk_insert(suggester->chunk, plain);
  g_array_append_val(suggester->words, word);
  g_hash_table_insert(suggester->by_stem, (gpointer)word.stem,
                      GUINT_TO_POINTER(suggester->words->len));
}

static void add_text(GdctSuggester *suggester, uint32_t node, const char *key) {
  const char *text = gdct_text(suggester->mapping, (GdctThing){GDCT_NODE, node},
                               key, suggester->language);

  if (text != NULL)
    gdct_texts_words(suggester->texts, text, add_word, suggester);
}

static void read_query(GdctSuggester *suggester, uint32_t node) {
  uint32_t parent = gdct_node_parent(suggester->mapping, node);

  g_hash_table_remove_all(suggester->by_stem);
  g_array_set_size(suggester->words, 0);
  g_string_chunk_clear(suggester->chunk);
  suggester->weight = 1;
  add_text(suggester, node, "title");
  add_text(suggester, node, "summary");
  suggester->weight = PARENT_WEIGHT;
  for (; parent != GDCT_NONE;
       parent = gdct_node_parent(suggester->mapping, parent)) {
    add_text(suggester, parent, "title");
    suggester->weight /= 2;
  }
}

static void add_score(uint32_t row, double score, void *data) {
  GdctSuggester *suggester = data;

  if (suggester->scores[row] == 0)
    g_array_append_val(suggester->touched, row);
  suggester->scores[row] += suggester->weight * score;
}

static void score_nodes(GdctSuggester *suggester) {
  for (guint i = 0; i < suggester->touched->len; i++)
    suggester->scores[g_array_index(suggester->touched, uint32_t, i)] = 0;
  g_array_set_size(suggester->touched, 0);
  for (guint i = 0; i < suggester->words->len; i++) {
    Word *word = &g_array_index(suggester->words, Word, i);
    suggester->weight = word->weight;
    word->rows =
        gdct_texts_find(suggester->texts, word->word, add_score, suggester);
  }
}

/* ---- candidates ---- */

/* Whether a way is among what is asked for. */
static bool is_wanted(const GdctSuggester *suggester, const GdctWay *way,
                      uint32_t node) {
  const GdctSuggestOptions *options = &suggester->options;

  return (options->relation == GDCT_NONE ||
          (way->relation == options->relation &&
           (way->inverse || !options->inverse))) &&
         gdct_way_leaves(suggester->direct, way,
                         gdct_node_kind(suggester->mapping, node));
}

uint32_t gdct_suggester_ways(GdctSuggester *suggester, uint32_t node) {
  uint32_t count = 0;

  for (guint i = 0; i < suggester->direct->ways->len; i++)
    count += is_wanted(
        suggester, &g_array_index(suggester->direct->ways, GdctWay, i), node);
  return count;
}

/* Marks, or with @yes 0 unmarks, the node and what a way links it to. */
static void mark_taken(GdctSuggester *suggester, const GdctWay *way,
                       uint32_t node, uint8_t yes) {
  uint32_t count;
  const uint32_t *links =
      way->inverse ? gdct_graph_links_to(suggester->all, node, &count)
                   : gdct_graph_links_from(suggester->all, node, &count);

  suggester->taken[node] = yes;
  for (uint32_t i = 0; i < count; i++) {
    GdctLinkEnds ends = gdct_link(suggester->mapping, links[i]);
    if (ends.relation == way->relation)
      suggester->taken[way->inverse ? ends.from : ends.to] = yes;
  }
}

static int compare_found(gconstpointer a, gconstpointer b, gpointer data) {
  const GdctSuggester *suggester = data;
  const GdctCandidate *left = a, *right = b;

  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  return gdct_compare_ids(
      gdct_id(suggester->mapping, (GdctThing){GDCT_NODE, left->node}),
      gdct_id(suggester->mapping, (GdctThing){GDCT_NODE, right->node}));
}

static void find_along(GdctSuggester *suggester, const GdctWay *way,
                       uint32_t node) {
  g_autoptr(GArray) candidates =
      g_array_new(FALSE, FALSE, sizeof(GdctCandidate));

  mark_taken(suggester, way, node, 1);
  for (guint i = 0; i < suggester->touched->len; i++) {
    GdctCandidate candidate = {
        .node = g_array_index(suggester->touched, uint32_t, i),
        .relation = way->relation,
        .inverse = way->inverse};
    candidate.score = suggester->scores[candidate.node];
    if (!suggester->taken[candidate.node] &&
        (suggester->options.kind == GDCT_NONE ||
         gdct_node_kind(suggester->mapping, candidate.node) ==
             suggester->options.kind) &&
        gdct_way_reaches(suggester->direct, way, candidate.node))
      g_array_append_val(candidates, candidate);
  }
  mark_taken(suggester, way, node, 0);
  g_array_sort_with_data(candidates, compare_found, suggester);
  for (guint i = 0; i < MIN(candidates->len, suggester->options.top); i++) {
    Found found = {.candidate = g_array_index(candidates, GdctCandidate, i)};
    g_array_append_val(suggester->found, found);
  }
}

/* Remembers how a candidate writes a word of the query. */
static void match_word(const char *stem, size_t stem_size, const char *text,
                       size_t size, void *data) {
  GdctSuggester *suggester = data;
  g_autofree char *key = g_strndup(stem, stem_size);
  guint index = GPOINTER_TO_UINT(g_hash_table_lookup(suggester->by_stem, key));

  if (index > 0 && suggester->matches[index - 1] == NULL)
    suggester->matches[index - 1] =
        g_string_chunk_insert_len(suggester->chunk, text, (gssize)size);
}

/* Orders indices of words: the rarest first, then as the query has them. */
static int compare_rarity(gconstpointer a, gconstpointer b, gpointer data) {
  const GdctSuggester *suggester = data;
  guint i = *(const guint *)a, j = *(const guint *)b;
  uint32_t left = g_array_index(suggester->words, Word, i).rows;
  uint32_t right = g_array_index(suggester->words, Word, j).rows;

  if (left != right)
    return left < right ? -1 : 1;
  return i < j ? -1 : i > j;
}

/* Why a candidate was found: the words in common. */
static void explain(GdctSuggester *suggester, Found *found) {
  g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint));
  GString *texts[GDCT_TEXT_COLUMNS];

  memset(suggester->matches, 0,
         suggester->words->len * sizeof *suggester->matches);
  read_texts(suggester, found->candidate.node, texts);
  for (int i = 0; i < GDCT_TEXT_COLUMNS; i++)
    gdct_texts_words(suggester->texts, texts[i]->str, match_word, suggester);
  free_texts(texts);
  for (guint i = 0; i < suggester->words->len; i++)
    if (suggester->matches[i] != NULL)
      g_array_append_val(order, i);
  g_array_sort_with_data(order, compare_rarity, suggester);
  found->first_word = suggester->said->len;
  found->candidate.n_words = order->len;
  for (guint i = 0; i < order->len; i++)
    g_ptr_array_add(
        suggester->said,
        (gpointer)suggester->matches[g_array_index(order, guint, i)]);
}

uint32_t gdct_suggester_run(GdctSuggester *suggester, uint32_t node) {
  double best = 0;

  read_query(suggester, node);
  score_nodes(suggester);
  g_array_set_size(suggester->found, 0);
  g_ptr_array_set_size(suggester->said, 0);
  for (guint i = 0; i < suggester->direct->ways->len; i++) {
    const GdctWay *way = &g_array_index(suggester->direct->ways, GdctWay, i);
    if (is_wanted(suggester, way, node))
      find_along(suggester, way, node);
  }
  g_free(suggester->matches);
  suggester->matches = g_new0(const char *, suggester->words->len + 1);
  for (guint i = 0; i < suggester->found->len; i++) {
    Found *found = &g_array_index(suggester->found, Found, i);
    best = MAX(best, found->candidate.score);
    explain(suggester, found);
  }
  for (guint i = 0; i < suggester->found->len; i++)
    g_array_index(suggester->found, Found, i).candidate.score /= best;
  return suggester->found->len;
}

GdctCandidate gdct_suggester_candidate(const GdctSuggester *suggester,
                                       uint32_t index) {
  const Found *found;
  GdctCandidate candidate;

  g_assert(index < suggester->found->len);
  found = &g_array_index(suggester->found, Found, index);
  candidate = found->candidate;
  candidate.words =
      (const char *const *)suggester->said->pdata + found->first_word;
  return candidate;
}
