/* SPDX-License-Identifier: Apache-2.0 */
/* Paths against an oracle, filters, rules and their witnesses. */
#include "test.h"

#include <gdctrace/graph.h>

#include <stdio.h>

/* ---- the oracle: SPARQL 1.1, section 18.4, on distances ----
 *
 * A path is a matrix: how many steps it takes at least from one node to
 * another, FAR if it does not lead there. link, inverse, sequence, alternative,
 * ZeroOrOne, ZeroOrMore and OneOrMore are written down as the specification has
 * them; nothing of the automaton is used. */

#define MAX_N 8
#define FAR 1000000

typedef struct {
  int n;
  int at[MAX_N * 16][MAX_N * 16];
} Matrix;

typedef enum { NAME, INVERSE, SEQUENCE, ALTERNATIVE, MAYBE, STAR, PLUS } Op;

typedef struct Expression Expression;
struct Expression {
  Op op;
  int name; /* of NAME: into names[] */
  Expression *a, *b;
};

/* r, s, t, part-of, then the inverse names, then three named paths. */
static const char *const names[] = {"r",    "s",  "t",  "part-of", "r-of",
                                    "t-of", "p0", "p1", "p2"};
enum { R, S, T, PART_OF, R_OF, T_OF, P0, N_BASE = 4, N_NAMES = 9 };

typedef struct {
  int n;
  Matrix base[N_BASE];  /* 1 or FAR */
  Expression *named[3]; /* of p0, p1, p2 */
  bool hidden[MAX_N * 16];
} World;

static void matrix_fill(Matrix *m, int n) {
  m->n = n;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      m->at[i][j] = FAR;
}

static void join(Matrix *to, const Matrix *a, const Matrix *b) {
  matrix_fill(to, a->n);
  for (int i = 0; i < a->n; i++)
    for (int k = 0; k < a->n; k++)
      for (int j = 0; j < a->n; j++)
        to->at[i][j] = MIN(to->at[i][j], a->at[i][k] + b->at[k][j]);
}

static void unite(Matrix *to, const Matrix *other) {
  for (int i = 0; i < to->n; i++)
    for (int j = 0; j < to->n; j++)
      to->at[i][j] = MIN(to->at[i][j], other->at[i][j]);
}

static void add_nothing(Matrix *to, const World *world) {
  for (int i = 0; i < to->n; i++)
    if (!world->hidden[i])
      to->at[i][i] = 0;
}

static Matrix *evaluate(const World *world, const Expression *e);

static void flip(Matrix *to, const Matrix *m) {
  to->n = m->n;
  for (int i = 0; i < m->n; i++)
    for (int j = 0; j < m->n; j++)
      to->at[j][i] = m->at[i][j];
}

/* One or more times: until nothing new turns up. */
static void close_over(Matrix *to, const Matrix *a) {
  Matrix *more = g_new(Matrix, 1);

  *to = *a;
  for (int i = 0; i < a->n; i++) {
    join(more, to, a);
    unite(to, more);
  }
  g_free(more);
}

static Matrix *evaluate(const World *world, const Expression *e) {
  Matrix *result = g_new(Matrix, 1);
  Matrix *a = e->a != NULL ? evaluate(world, e->a) : NULL;
  Matrix *b = e->b != NULL ? evaluate(world, e->b) : NULL;

  switch (e->op) {
  case NAME:
    if (e->name < N_BASE) {
      *result = world->base[e->name];
    } else if (e->name == R_OF || e->name == T_OF) {
      flip(result, &world->base[e->name == R_OF ? R : T]);
    } else {
      g_free(result);
      result = evaluate(world, world->named[e->name - P0]);
    }
    break;
  case INVERSE:
    flip(result, a);
    break;
  case SEQUENCE:
    join(result, a, b);
    break;
  case ALTERNATIVE:
    *result = *a;
    unite(result, b);
    break;
  case MAYBE:
    *result = *a;
    add_nothing(result, world);
    break;
  case STAR:
  case PLUS:
    close_over(result, a);
    if (e->op == STAR)
      add_nothing(result, world);
    break;
  }
  g_free(a);
  g_free(b);
  return result;
}

/* ---- random worlds ---- */

static Expression *random_expression(GRand *rand, int depth, int n_names) {
  Expression *e = g_new0(Expression, 1);
  int die = g_rand_int_range(rand, 0, 10);

  if (depth == 0 || die < 2) {
    e->op = NAME;
    e->name = g_rand_int_range(rand, 0, n_names);
    return e;
  }
  e->op = die < 4   ? INVERSE
          : die < 6 ? SEQUENCE
          : die < 7 ? ALTERNATIVE
                    : (Op)(MAYBE + die - 7);
  e->a = random_expression(rand, depth - 1, n_names);
  if (e->op == SEQUENCE || e->op == ALTERNATIVE)
    e->b = random_expression(rand, depth - 1, n_names);
  return e;
}

static void expression_free(Expression *e) {
  if (e == NULL)
    return;
  expression_free(e->a);
  expression_free(e->b);
  g_free(e);
}

static int count_steps(const World *world, const Expression *e) {
  if (e->op == NAME)
    return e->name < P0 ? 1 : count_steps(world, world->named[e->name - P0]);
  return count_steps(world, e->a) +
         (e->b != NULL ? count_steps(world, e->b) : 0);
}

/* Writes an expression with the parentheses that the grammar needs, and now
 * and then with some that it does not, and with spaces. @level: what may stand
 * here: 0 alternative, 1 sequence, 2 element or inverse, 3 element, 4
 * primary. */
static void put_expression(GString *text, GRand *rand, const Expression *e,
                           int level) {
  static const int levels[] = {4, 2, 1, 0, 3, 3, 3};
  bool wrap = levels[e->op] < level || g_rand_int_range(rand, 0, 12) == 0;

  if (wrap)
    g_string_append(text, "(");
  switch (e->op) {
  case NAME:
    g_string_append(text, names[e->name]);
    break;
  case INVERSE:
    g_string_append(text, "^");
    put_expression(text, rand, e->a, 3);
    break;
  case SEQUENCE:
  case ALTERNATIVE:
    put_expression(text, rand, e->a, e->op == SEQUENCE ? 1 : 0);
    g_string_append(text, e->op == SEQUENCE ? "/" : "|");
    if (g_rand_int_range(rand, 0, 4) == 0)
      g_string_append(text, " ");
    put_expression(text, rand, e->b, e->op == SEQUENCE ? 2 : 1);
    break;
  default:
    put_expression(text, rand, e->a, 4);
    g_string_append_c(text, "?*+"[e->op - MAYBE]);
  }
  if (wrap)
    g_string_append(text, ")");
}

/* Makes a world and the mapping file that describes it, as a graph of these
 * bases and, if dated, of the year 2025 sees it. */
static char *make_world(GRand *rand, World *world, unsigned bases, bool dated) {
  static const char *const basis_names[] = {"stated", "derived", "proposed"};
  GString *text =
      g_string_new("gdctrace: 1\nmodel:\n  frameworks: [{id: f, title: F}]\n"
                   "  kinds: [{id: a, framework: f, title: A}]\n  relations:\n"
                   "    - {id: r, inverse: r-of, from: a, to: a}\n"
                   "    - {id: s, from: a, to: a}\n"
                   "    - {id: t, inverse: t-of, from: a, to: a}\n  paths:\n");
  GString *links = g_string_new("links:\n");

  world->n = g_rand_int_range(rand, 1, MAX_N + 1);
  for (int p = 0; p < 3; p++) {
    world->named[p] = random_expression(rand, 2, P0 + p);
    g_string_append_printf(text, "    - {id: p%d, path: \"", p);
    put_expression(text, rand, world->named[p], 0);
    g_string_append(text, "\"}\n");
  }
  for (int b = 0; b < N_BASE; b++)
    matrix_fill(&world->base[b], world->n);
  g_string_append(text, "nodes:\n");
  for (int i = 0; i < world->n; i++) {
    int parent = g_rand_int_range(rand, -world->n, i + 1);
    bool late = g_rand_int_range(rand, 0, 6) == 0;
    world->hidden[i] = dated && late;
    g_string_append_printf(text, "  - {id: n%d, kind: a, title: N%s", i * 3,
                           late ? ", start: 2030" : "");
    if (parent >= 0 && parent < i) {
      g_string_append_printf(text, ", part-of: n%d", parent * 3);
      if (!world->hidden[i] && !world->hidden[parent])
        world->base[PART_OF].at[i][parent] = 1;
    }
    g_string_append(text, "}\n");
  }
  for (int i = 0; i < world->n * world->n * 3; i++) {
    int from = i / 3 / world->n, to = i / 3 % world->n, relation = i % 3;
    int basis = g_rand_int_range(rand, 0, 3);
    bool over = g_rand_int_range(rand, 0, 6) == 0;
    if (from == to || g_rand_int_range(rand, 0, 5) != 0)
      continue;
    g_string_append_printf(
        links, "  - {from: n%d, relation: %s, to: n%d, basis: %s%s}\n",
        from * 3, names[relation], to * 3, basis_names[basis],
        over ? ", end: 2024-12" : "");
    if ((bases >> basis & 1) && !(dated && over) && !world->hidden[from] &&
        !world->hidden[to])
      world->base[relation].at[from][to] = 1;
  }
  if (strlen(links->str) > strlen("links:\n"))
    g_string_append(text, links->str);
  g_string_free(links, TRUE);
  return g_string_free(text, FALSE);
}

static int node_number(const GdctMapping *mapping, uint32_t node) {
  return atoi(gdct_id(mapping, (GdctThing){GDCT_NODE, node}) + 1) / 3;
}

/* Checks that a chain begins and ends where it must, that its links are seen
 * by the graph and are what it says, and that the path accepts it: in a world
 * that is this chain alone, laid out in a line, the path leads from one end to
 * the other. */
static void check_chain(const GdctGraph *graph, const World *world,
                        const Expression *e, const GdctStep *chain,
                        uint32_t count, uint32_t start, uint32_t end) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  World *line = g_new0(World, 1);
  Matrix *result;
  uint32_t at = start;

  line->n = (int)count + 1;
  memcpy(line->named, world->named, sizeof line->named);
  for (int b = 0; b < N_BASE; b++)
    matrix_fill(&line->base[b], line->n);
  for (uint32_t i = 0; i < count; i++) {
    const GdctStep *step = &chain[i];
    uint32_t from = step->inverse ? step->to : step->from;
    uint32_t to = step->inverse ? step->from : step->to;
    int relation = PART_OF;
    ck_assert_uint_eq(step->from, at);
    at = step->to;
    if (step->link == GDCT_NONE) {
      ck_assert_uint_eq(gdct_node_parent(mapping, from), to);
    } else {
      GdctLinkEnds ends = gdct_link(mapping, step->link);
      ck_assert(gdct_graph_has_link(graph, step->link));
      ck_assert_uint_eq(ends.from, from);
      ck_assert_uint_eq(ends.to, to);
      relation = (int)ends.relation;
    }
    ck_assert(gdct_graph_has_node(graph, step->to));
    if (step->inverse)
      line->base[relation].at[i + 1][i] = 1;
    else
      line->base[relation].at[i][i + 1] = 1;
  }
  ck_assert_uint_eq(at, end);
  result = evaluate(line, e);
  ck_assert_int_eq(result->at[0][count], (int)count);
  g_free(result);
  g_free(line);
}

/* Runs one path from every node and compares with the oracle. */
static void check_path(const GdctGraph *graph, GdctSearch *search,
                       const World *world, const Expression *e,
                       const GdctPath *path, const char *text) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  Matrix *wanted = evaluate(world, e);

  for (uint32_t start = 0; start < (uint32_t)world->n; start++) {
    uint32_t n = gdct_search_run(search, path, start), should = 0;
    int last = -1;
    for (int j = 0; j < world->n; j++)
      should += wanted->at[start][j] < FAR;
    ck_assert_msg(n == should, "%s from n%u reaches %u, not %u", text,
                  start * 3, n, should);
    for (uint32_t i = 0; i < n; i++) {
      uint32_t node = gdct_search_node(search, i), steps;
      int distance = (int)gdct_search_distance(search, i);
      int order = distance * 100 + node_number(mapping, node);
      const GdctStep *chain;
      ck_assert_msg(distance == wanted->at[start][node],
                    "%s from n%u to n%u takes %d steps, not %d", text,
                    start * 3, node * 3, distance, wanted->at[start][node]);
      ck_assert_msg(order > last, "nearest first, then by id, each once");
      last = order;
      chain = gdct_search_chain(search, i, &steps);
      ck_assert_int_eq((int)steps, distance);
      check_chain(graph, world, e, chain, steps, start, node);
    }
  }
  g_free(wanted);
}

START_TEST(random_paths_reach_what_sparql_says) {
  GRand *rand = g_rand_new_with_seed((guint32)_i + 20261122);
  World *world = g_new0(World, 1);

  for (int w = 0; w < 60; w++) {
    GdctScope scope = {.bases = (unsigned)g_rand_int_range(rand, 1, 8),
                       .as_of =
                           g_rand_int_range(rand, 0, 2) == 0 ? NULL : "2025"};
    char *text = make_world(rand, world, scope.bases, scope.as_of != NULL);
    GdctMapping *mapping = test_load_clean(text);
    GdctGraph *graph = gdct_graph_new(mapping, &scope, NULL);
    GdctSearch *search = gdct_search_new(graph);
    for (int i = 0; i < 12; i++) {
      Expression *e = random_expression(rand, 4, N_NAMES);
      GString *string = g_string_new(NULL);
      GdctReport *report = gdct_report_new();
      GdctPath *path;
      put_expression(string, rand, e, 0);
      path = gdct_path_parse(mapping, string->str, (GdctPlace){NULL, 0, 0},
                             report);
      if (count_steps(world, e) > 63) {
        ck_assert_ptr_null(path);
        ck_assert_uint_eq(gdct_report_count(report), 1);
      } else {
        ck_assert_msg(path != NULL, "%s", string->str);
        check_path(graph, search, world, e, path, string->str);
      }
      gdct_path_free(path);
      gdct_report_free(report);
      g_string_free(string, TRUE);
      expression_free(e);
    }
    gdct_search_free(search);
    gdct_graph_free(graph);
    gdct_mapping_free(mapping);
    for (int p = 0; p < 3; p++)
      expression_free(world->named[p]);
    g_free(text);
  }
  g_free(world);
  g_rand_free(rand);
}
END_TEST

/* ---- one small mapping ---- */

static const char small[] =
    "gdctrace: 1\n" TEST_MODEL "  - {id: other, title: Other}\n"
    "nodes:\n"
    "  - {id: a1, kind: a, title: {en: Fuß der Straße, tr: İstanbul ışık},\n"
    "     size: 7, day: 2024, tag: [red, blue], sort: x, status: ongoing}\n"
    "  - {id: a2, kind: a, title: مدرسة رقمية, size: 12, day: 2024-05,\n"
    "     tag: green, part-of: a1, status: completed, end: 2025-03}\n"
    "  - {id: a10, kind: a, title: École, size: 07, day: 2024-05-31,\n"
    "     part-of: a2, start: 2025-12}\n"
    "  - {id: b1, kind: b, title: B one}\n"
    "  - {id: b2, kind: b, title: B two}\n"
    "links:\n"
    "  - {from: a1, relation: r, to: b1, source: doc, locator: p1, quote: q}\n"
    "  - {from: a2, relation: r, to: b1, basis: proposed}\n"
    "  - {from: a2, relation: r, to: b2, basis: derived, source: other}\n"
    "  - {from: a10, relation: s, to: b2, role: host, source: doc}\n"
    "  - {from: b1, relation: r, to: b2, end: 2024, source: doc, quote: z}\n"
    "  - {from: b2, relation: r, to: b1, start: 2026-02, source: doc}\n";

typedef struct {
  GdctMapping *mapping;
  GdctGraph *graph;
} Small;

/* The small mapping with named paths and what else may follow it, and a kind
 * that no node has. Free with g_free(). */
static char *small_text(const char *paths, const char *more) {
  GString *text = g_string_new(small);

  g_string_insert(text, strstr(text->str, "  relations:\n") - text->str,
                  "    - {id: empty, title: Empty}\n");
  g_string_insert(text, strstr(text->str, "sources:\n") - text->str, paths);
  g_string_append(text, more);
  return g_string_free(text, FALSE);
}

static Small open_small_with(const char *paths, const char *more,
                             const GdctScope *scope) {
  char *text = small_text(paths, more);
  Small opened = {test_load_clean(text), NULL};

  opened.graph = gdct_graph_new(opened.mapping, scope, NULL);
  g_free(text);
  return opened;
}

static Small open_small(const char *more, const GdctScope *scope) {
  return open_small_with("", more, scope);
}

static void close_small(Small opened) {
  gdct_graph_free(opened.graph);
  gdct_mapping_free(opened.mapping);
}

/* The ids that a path reaches, with blanks between. Free with g_free(). */
static char *reach(const GdctGraph *graph, const char *start,
                   const char *expression) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  GdctReport *report = gdct_report_new();
  GdctPath *path =
      gdct_path_parse(mapping, expression, (GdctPlace){"x", 1, 1}, report);
  GdctSearch *search = gdct_search_new(graph);
  GString *text = g_string_new(NULL);
  uint32_t n;

  ck_assert_msg(
      path != NULL, "%s: %s", expression,
      gdct_report_count(report) > 0 ? gdct_report_get(report, 0)->message : "");
  n = gdct_search_run(search, path, test_node(mapping, start));
  for (uint32_t i = 0; i < n; i++)
    g_string_append_printf(
        text, "%s%s", i > 0 ? " " : "",
        gdct_id(mapping, (GdctThing){GDCT_NODE, gdct_search_node(search, i)}));
  gdct_search_free(search);
  gdct_path_free(path);
  gdct_report_free(report);
  return g_string_free(text, FALSE);
}

static const struct {
  const char *start, *path, *reached;
} walks[] = {
    {"a1", "r", "b1"},
    {"b1", "^r", "a1 b2"},
    {"b1", "r-of", "a1 b2"},
    {"a1", "^r-of", "b1"},
    {"b2", "^(r/r)", "a1 b2"},
    {"b2", "^r/r", "b2"},
    {"a1", "^part-of*", "a1 a2 a10"},
    {"a10", "part-of+", "a2 a1"},
    {"a10", "part-of?", "a10 a2"},
    {"a10", "^(^part-of)", "a2"},
    {"a1", " ( ^ part-of ) + / r ", "b2"},
    {"b1", "r*", "b1 b2"}, /* a cycle */
    {"b1", "r+", "b2 b1"},
    {"b1", "(r|^r)+", "a1 b2 a2 b1"},
    {"b1", "(r*)*", "b1 b2"},
    {"b1", "((r?)+)?", "b1 b2"},
    {"b2", "twice", "b2"},
    {"b2", "^twice", "a1 b2"},
    {"a1", "thrice", "b1"},
    {"b1", "^thrice", "a1 b2"},
    {"a1", "^s", ""},
    {"b2", "^s/part-of", "a2"},
};

START_TEST(each_operator_walks_as_it_should) {
  Small opened = open_small_with("  paths:\n    - {id: twice, path: r/r}\n"
                                 "    - {id: thrice, path: twice / r}\n",
                                 "", NULL);
  char *reached = reach(opened.graph, walks[_i].start, walks[_i].path);

  ck_assert_msg(strcmp(reached, walks[_i].reached) == 0,
                "%s %s: '%s', not '%s'", walks[_i].start, walks[_i].path,
                reached, walks[_i].reached);
  g_free(reached);
  close_small(opened);
}
END_TEST

START_TEST(any_path_follows_everything_both_ways) {
  Small opened = open_small("", NULL);
  GdctPath *path = gdct_path_any();
  GdctSearch *search = gdct_search_new(opened.graph);

  ck_assert_uint_eq(
      gdct_search_run(search, path, test_node(opened.mapping, "b1")), 5);
  gdct_search_free(search);
  gdct_path_free(path);
  close_small(opened);
}
END_TEST

/* ---- what a graph sees ---- */

static const struct {
  unsigned bases;
  const char *as_of, *start, *path, *reached;
} scopes[] = {
    {0, NULL, "a2", "r", "b2"},
    {GDCT_BASIS_STATED, NULL, "a2", "r", ""},
    {GDCT_BASIS_PROPOSED, NULL, "a2", "r", "b1"},
    {GDCT_BASIS_ANY, NULL, "a2", "r", "b1 b2"},
    {GDCT_BASIS_PROPOSED, NULL, "a10", "part-of+", "a2 a1"}, /* no basis */
    {0, "2024-12-31", "b1", "r", "b2"},
    {0, "2025-01-01", "b1", "r", ""},
    {0, "2025", "b2", "r", ""},
    {0, "2026", "b2", "r", "b1"}, /* some day of 2026 */
    {0, "2026-01", "b2", "r", ""},
    {0, "2026-02-01", "b2", "r", "b1"},
    {0, "2025-03-31", "a2", "r", "b2"},
    {0, "2025-04-01", "a2", "r", ""},     /* the node is over */
    {0, "2025-04-01", "a2", "r*", ""},    /* and is not even itself */
    {0, "2025-12", "a10", "part-of", ""}, /* nor a whole */
    {0, "2025-02", "a1", "^part-of*", "a1 a2"},
    {0, "2025-01/2026-02", "b2", "r", "b1"},
};

START_TEST(basis_and_date_hide_links_and_nodes) {
  GdctScope scope = {scopes[_i].bases, scopes[_i].as_of, GDCT_CLAIMED};
  Small opened = open_small("", &scope);
  char *reached = reach(opened.graph, scopes[_i].start, scopes[_i].path);

  ck_assert_msg(strcmp(reached, scopes[_i].reached) == 0,
                "row %d: '%s', not '%s'", _i, reached, scopes[_i].reached);
  g_free(reached);
  close_small(opened);
}
END_TEST

START_TEST(a_graph_knows_its_links_and_parts) {
  GdctScope scope = {GDCT_BASIS_STATED, "2024-06", GDCT_EVIDENCED};
  Small opened = open_small("", &scope);
  static const bool seen[] = {true, false, false, false, true, false};
  uint32_t count;

  ck_assert_uint_eq(gdct_graph_bases(opened.graph), GDCT_BASIS_STATED);
  for (uint32_t i = 0; i < G_N_ELEMENTS(seen); i++)
    ck_assert_msg(gdct_graph_has_link(opened.graph, i) == seen[i], "link %u",
                  i);
  gdct_graph_parts(opened.graph, test_node(opened.mapping, "a1"), &count);
  ck_assert_uint_eq(count, 1);
  gdct_graph_links_to(opened.graph, test_node(opened.mapping, "b2"), &count);
  ck_assert_uint_eq(count, 1);
  close_small(opened);
}
END_TEST

START_TEST(a_date_that_is_none_gives_a_finding_and_no_graph) {
  static const char *const bad[] = {"2025-13", "soon", "", "2025-02/2024"};
  Small opened = open_small("", NULL);

  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    GdctScope scope = {.as_of = bad[i]};
    GdctReport *report = gdct_report_new();
    ck_assert_ptr_null(gdct_graph_new(opened.mapping, &scope, report));
    ck_assert_str_eq(gdct_report_get(report, 0)->code, "bad-date");
    gdct_report_free(report);
  }
  close_small(opened);
}
END_TEST

START_TEST(null_can_be_freed) {
  gdct_graph_free(NULL);
  gdct_path_free(NULL);
  gdct_search_free(NULL);
  gdct_filter_free(NULL);
  gdct_coverage_free(NULL);
}
END_TEST

/* ---- paths that are wrong ---- */

static const struct {
  const char *path, *message;
} wrong_paths[] = {
    {"", "expected a relation or '(', not the end, at column 1 of the path ''"},
    {"r/",
     "expected a relation or '(', not the end, at column 3 of the path 'r/'"},
    {"r//r", "expected a relation or '(', not '/', at column 3 of the path "
             "'r//r'"},
    {"(r|s", "expected ')', not the end, at column 5 of the path '(r|s'"},
    {"r)", "expected an operator, not ')', at column 2 of the path 'r)'"},
    {"r s", "expected an operator, not 's', at column 3 of the path 'r s'"},
    {"r**", "expected an operator, not '*', at column 3 of the path 'r**'"},
    {"^^r", "expected a relation or '(', not '^', at column 2 of the path "
            "'^^r'"},
    {"!r", "expected a relation or '(', not '!', at column 1 of the path '!r'"},
    {"(é|r)", "expected a relation or '(', not 'é', at column 2 of the path "
              "'(é|r)'"},
    {"r|é", "expected a relation or '(', not 'é', at column 3 of the path "
            "'r|é'"},
    {"s/r-off", "no relation 'r-off', at column 3 of the path 's/r-off'; "
                "did you mean 'r-of'?"},
    {"r/part_of", "no relation 'part_of', at column 3 of the path "
                  "'r/part_of'; did you mean 'part-of'?"},
    {"r/self", "in the named path 'self': the named path 'self' contains "
               "itself, at column 3 of the path 'r/self'"},
    {"ping", "in the named path 'pong': the named path 'ping' contains "
             "itself, at column 2 of the path '^ping'"},
    {"r/broken", "in the named path 'broken': expected an operator, not 's', "
                 "at column 3 of the path 'r s'"},
};

START_TEST(a_wrong_path_says_where) {
  char *text = small_text("  paths:\n"
                          "    - {id: self, path: r/self}\n"
                          "    - {id: ping, path: r/pong}\n"
                          "    - {id: pong, path: ^ping}\n"
                          "    - {id: broken, path: r s}\n",
                          "");
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = test_load(text, report);
  GdctPlace place = {"x.yaml", 7, 9};
  const GdctFinding *finding;

  gdct_report_free(report);
  report = gdct_report_new();
  ck_assert_ptr_null(
      gdct_path_parse(mapping, wrong_paths[_i].path, place, report));
  ck_assert_uint_eq(gdct_report_count(report), 1);
  finding = gdct_report_get(report, 0);
  ck_assert_str_eq(finding->message, wrong_paths[_i].message);
  ck_assert_str_eq(finding->code, "bad-path");
  ck_assert_uint_eq(finding->place.line, 7);
  gdct_report_free(report);
  gdct_mapping_free(mapping);
  g_free(text);
}
END_TEST

/* "r/r/r" of n steps, or n times the text. Free with g_free(). */
static char *repeat(const char *text, const char *between, size_t n) {
  GString *all = g_string_new(NULL);

  for (size_t i = 0; i < n; i++)
    g_string_append_printf(all, "%s%s", i > 0 ? between : "", text);
  return g_string_free(all, FALSE);
}

static bool parses(const GdctMapping *mapping, char *path) {
  GdctReport *report = gdct_report_new();
  GdctPath *parsed =
      gdct_path_parse(mapping, path, (GdctPlace){NULL, 0, 0}, report);
  bool good = parsed != NULL;

  ck_assert_uint_eq(gdct_report_count(report), good ? 0 : 1);
  gdct_path_free(parsed);
  gdct_report_free(report);
  g_free(path);
  return good;
}

START_TEST(a_path_has_its_limits) {
  Small opened = open_small_with(
      "  paths:\n    - {id: d0, path: r/r}\n"
      "    - {id: d1, path: d0/d0}\n    - {id: d2, path: d1/d1}\n"
      "    - {id: d3, path: d2/d2}\n    - {id: d4, path: d3/d3}\n"
      "    - {id: d5, path: d4/d4}\n    - {id: d6, path: d5/d5}\n",
      "", NULL);
  const GdctMapping *mapping = opened.mapping;

  ck_assert(parses(mapping, repeat("r", "/", 63)));
  ck_assert(!parses(mapping, repeat("r", "/", 64)));
  ck_assert(!parses(mapping, repeat("r", "|", 64)));
  ck_assert(parses(mapping, g_strdup("d4/d3/d2/d1/d0/r"))); /* 63 */
  ck_assert(!parses(mapping, g_strdup("d5")));              /* 64 */
  ck_assert(!parses(mapping, g_strdup("d6/d6")));
  ck_assert(parses(mapping, g_strdup("((((((((((((((((r))))))))))))))))")));
  ck_assert(!parses(mapping, repeat("(", "", 1000)));
  ck_assert(!parses(mapping, repeat("(", "", 100000)));
  ck_assert(!parses(mapping, repeat("r", "/", 50000)));
  ck_assert(!parses(mapping, repeat("^", "", 4000)));
  ck_assert(!parses(mapping, repeat("x", "", 100000)));
  ck_assert(!parses(mapping, g_strdup("\xE2")));
  ck_assert(!parses(mapping, g_strdup("r/\xF0\x9F")));
  close_small(opened);
}
END_TEST

START_TEST(named_paths_inside_each_other_end_somewhere) {
  GString *paths = g_string_new("  paths:\n    - {id: q0, path: r}\n");
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping;
  char *text;

  for (int i = 1; i < 200; i++)
    g_string_append_printf(paths, "    - {id: q%d, path: \"(q%d)\"}\n", i,
                           i - 1);
  text = small_text(paths->str, "");
  mapping = test_load(text, report);
  ck_assert(parses(mapping, g_strdup("q20")));
  ck_assert(!parses(mapping, g_strdup("q199")));
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  g_free(text);
  g_string_free(paths, TRUE);
}
END_TEST

START_TEST(a_long_chain_of_links_is_walked_to_its_end) {
  enum { LENGTH = 20000 };
  GString *text = g_string_new("gdctrace: 1\n" TEST_MODEL "nodes:\n");
  GdctMapping *mapping;
  GdctGraph *graph;
  GdctSearch *search;
  GdctPath *path;
  uint32_t steps;

  for (int i = 0; i < LENGTH; i++)
    g_string_append_printf(
        text, "  - {id: n%d, kind: a, title: N, links: {r: [n%d]}}\n", i,
        (i + 1) % LENGTH);
  mapping = test_load_clean(text->str);
  graph = gdct_graph_new(mapping, NULL, NULL);
  search = gdct_search_new(graph);
  path = gdct_path_parse(mapping, "r+", (GdctPlace){NULL, 0, 0}, NULL);
  ck_assert_uint_eq(gdct_search_run(search, path, 5), LENGTH);
  ck_assert_uint_eq(gdct_search_node(search, LENGTH - 1), 5);
  gdct_search_chain(search, LENGTH - 1, &steps);
  ck_assert_uint_eq(steps, LENGTH);
  gdct_path_free(path);
  gdct_search_free(search);
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  g_string_free(text, TRUE);
}
END_TEST

/* ---- filters ---- */

static const struct {
  const char *filter, *nodes;
} node_filters[] = {
    {"size", "a1 a2 a10"},
    {"!size", "b1 b2"},
    {"tag=red", "a1"},
    {"tag=blue,green", "a1 a2"},
    {"tag = blue , green", "a1 a2"},
    {"tag!=red", "a2 a10 b1 b2"},
    {"tag!=red,green", "a10 b1 b2"},
    {"tag", "a1 a2"},
    {"!tag", "a10 b1 b2"},
    {"sort=x", "a1"},
    {"status!=completed", "a1 a10 b1 b2"},
    {"size>=8", "a2"},
    {"size<=7", "a1 a10"}, /* as numbers: 12 comes after 7 */
    {"size=7", "a1 a10"},
    {"size=7.0,12", "a1 a2 a10"},
    {"size!=7", "a2 b1 b2"},
    {"day>=2024", "a1 a2 a10"}, /* first days */
    {"day>=2024-05", "a2 a10"},
    {"day>=2024-05-02", "a10"},
    {"day<=2024", "a1 a2 a10"}, /* last days */
    {"day<=2024-05", "a2 a10"},
    {"day<=2024-05-30", ""},
    {"day>=2023/2025", "a1 a2 a10"},
    {"kind=b", "b1 b2"},
    {"framework=f", "a1 a2 a10"},
    {"framework!=f", "b1 b2"},
    {"part-of=a1", "a2"},
    {"!part-of", "a1 b1 b2"},
    {"id~A1", "a1 a10"},
    {"id>=a2", "a2 a10 b1 b2"}, /* natural order */
    {"title~STRASSE", "a1"},
    {"title~fuß", "a1"},
    {"title~FUSS", "a1"},
    {"title~IŞIK", ""}, /* dotless i is a letter of its own, */
    {"title~ışIK", ""},
    {"title~ışık", "a1"},
    {"title~İSTANBUL", "a1"}, /* and so is the dotted capital */
    {"title~رقمية", "a2"},
    {"title~ÉCOLE", "a10"},
    {"title~école", "a10"},
    {"title~e\u0301cole", "a10"}, /* decomposed */
    {"title~one", "b1"},
    {"source", ""}, /* no node has evidence */
    {"end>=2025-01-01", "a2"},
    {"end<=today", "a2"},
    {"start>=today", "a10"},
};

static char *filtered(const GdctGraph *graph, GdctType type, const char *text) {
  const GdctMapping *mapping = gdct_graph_mapping(graph);
  GdctReport *report = gdct_report_new();
  GdctFilter *filter =
      gdct_filter_parse(graph, type, text, (GdctPlace){NULL, 0, 0}, report);
  GString *found = g_string_new(NULL);

  ck_assert_msg(filter != NULL, "%s", text);
  for (uint32_t i = 0; i < gdct_count(mapping, type); i++) {
    GdctThing thing = {type, i};
    if (!gdct_filter_holds(filter, thing))
      continue;
    if (type == GDCT_NODE)
      g_string_append_printf(found, "%s%s", found->len > 0 ? " " : "",
                             gdct_id(mapping, thing));
    else
      g_string_append_printf(found, "%u", i);
  }
  gdct_filter_free(filter);
  gdct_report_free(report);
  return g_string_free(found, FALSE);
}

START_TEST(a_filter_holds_for_the_right_nodes) {
  Small opened;
  char *found;

  g_setenv("SOURCE_DATE_EPOCH", "1764547200", TRUE); /* 2025-12-01 */
  opened = open_small("", NULL);
  found = filtered(opened.graph, GDCT_NODE, node_filters[_i].filter);
  ck_assert_msg(strcmp(found, node_filters[_i].nodes) == 0,
                "%s: '%s', not '%s'", node_filters[_i].filter, found,
                node_filters[_i].nodes);
  g_free(found);
  close_small(opened);
}
END_TEST

static const struct {
  const char *filter, *links;
} link_filters[] = {
    {"source", "02345"},      {"!source", "1"},         {"source=doc", "0345"},
    {"source!=doc", "12"},    {"quote", "04"},          {"!quote", "1235"},
    {"locator~P", "0"},       {"basis=stated", "0345"}, {"basis!=stated", "12"},
    {"relation=s", "3"},      {"from=a2", "12"},        {"to=b1", "015"},
    {"role=host", "3"},       {"!role", "01245"},       {"start>=2026", "5"},
    {"end<=2024-12-31", "4"},
};

START_TEST(a_filter_holds_for_the_right_links) {
  Small opened = open_small("", NULL);
  char *found = filtered(opened.graph, GDCT_LINK, link_filters[_i].filter);

  ck_assert_msg(strcmp(found, link_filters[_i].links) == 0, "%s: %s, not %s",
                link_filters[_i].filter, found, link_filters[_i].links);
  g_free(found);
  close_small(opened);
}
END_TEST

START_TEST(today_is_the_date_of_the_graph) {
  static const struct {
    const char *epoch, *as_of, *found;
  } days[] = {
      {"1743379200", NULL, ""}, /* 2025-03-31: the end is today */
      {"1743292800", NULL, "a2"},
      {"1743465600", NULL, ""},
      {"0", "2025-04", ""},
      {"0", "2025-03-31", ""},
      {"4102444800", "2025-03-30", "a2"},
  };

  for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
    GdctScope scope = {.as_of = days[i].as_of};
    Small opened;
    char *found;
    g_setenv("SOURCE_DATE_EPOCH", days[i].epoch, TRUE);
    opened = open_small("", &scope);
    /* "end" is 2025-03, whose last day is the 31st. */
    found = filtered(opened.graph, GDCT_NODE, "end<=today");
    ck_assert_msg((strcmp(found, "") == 0) == (strcmp(days[i].found, "") != 0),
                  "row %zu: %s", i, found);
    g_free(found);
    close_small(opened);
  }
}
END_TEST

static const struct {
  const char *filter, *message;
} wrong_filters[] = {
    {"", "'' is not a filter"},
    {"=x", "'=x' is not a filter"},
    {"!", "'!' is not a filter"},
    {"!tag=red", "'!tag=red' is not a filter"},
    {"size>7", "'size>7' is not a filter"},
    {"tagg=red", "no node has a key 'tagg', in the filter 'tagg=red'; did you "
                 "mean 'tag'?"},
    {"size>=big", "'size' cannot be compared with 'big', in the filter "
                  "'size>=big'"},
    {"size=7,big", "'size' cannot be compared with '7,big', in the filter "
                   "'size=7,big'"},
    {"day>=someday", "'day' cannot be compared with 'someday', in the filter "
                     "'day>=someday'"},
    {"day>=2024,2025", "'day' cannot be compared with '2024,2025', in the "
                       "filter 'day>=2024,2025'"},
    {"tag=", "'tag' cannot be compared with '', in the filter 'tag='"},
    {"title~", "'title' cannot be compared with '', in the filter 'title~'"},
    {"title~\xE2", "'title~\xE2' is not a filter"},
    {"title~\xFF", "'title~\xFF' is not a filter"},
};

START_TEST(a_wrong_filter_says_why) {
  Small opened = open_small("", NULL);
  GdctReport *report = gdct_report_new();

  ck_assert_ptr_null(gdct_filter_parse(opened.graph, GDCT_NODE,
                                       wrong_filters[_i].filter,
                                       (GdctPlace){NULL, 0, 0}, report));
  ck_assert_uint_eq(gdct_report_count(report), 1);
  ck_assert_str_eq(gdct_report_get(report, 0)->code, "bad-filter");
  ck_assert_str_eq(gdct_report_get(report, 0)->message,
                   wrong_filters[_i].message);
  gdct_report_free(report);
  close_small(opened);
}
END_TEST

/* ---- rules ---- */

/* "a1 covered direct 2, a2 gap - 0": the results of rule 0 of a mapping that
 * is the small one and @more. Free with g_free(). */
static char *results(const char *more, const GdctScope *scope) {
  static const char *const marks[] = {"covered", "partial", "gap", "waived"};
  Small opened = open_small(more, scope);
  const GdctMapping *mapping = opened.mapping;
  GdctReport *report = gdct_report_new();
  GdctCoverage *coverage = gdct_coverage_new(opened.graph, 0, report);
  GString *text = g_string_new(NULL);
  uint32_t counts[GDCT_RESULTS] = {0};

  ck_assert_ptr_nonnull(coverage);
  ck_assert_uint_eq(gdct_coverage_rule(coverage), 0);
  for (uint32_t i = 0; i < gdct_coverage_count(coverage); i++) {
    GdctRuleResult result = gdct_coverage_get(coverage, i);
    const GdctRuleResult *found = gdct_coverage_find(coverage, result.thing);
    counts[result.result]++;
    ck_assert_str_eq(gdct_result_name(result.result), marks[result.result]);
    ck_assert_ptr_nonnull(found);
    ck_assert_uint_eq(found->thing.index, result.thing.index);
    if (i > 0)
      g_string_append(text, ", ");
    if (result.thing.type == GDCT_NODE)
      g_string_append(text, gdct_id(mapping, result.thing));
    else
      g_string_append_printf(text, "%u", result.thing.index);
    g_string_append_printf(
        text, " %s %s %u", marks[result.result],
        result.grade == GDCT_NONE
            ? "-"
            : gdct_id(mapping, (GdctThing){GDCT_GRADE, result.grade}),
        result.reached);
    ck_assert((result.waiver != GDCT_NONE) == (result.result == GDCT_WAIVED));
  }
  for (int r = 0; r < GDCT_RESULTS; r++)
    ck_assert_uint_eq(counts[r],
                      gdct_coverage_count_of(coverage, (GdctResult)r));
  ck_assert_ptr_null(
      gdct_coverage_find(coverage, (GdctThing){GDCT_NODE, 999999}));
  gdct_coverage_free(coverage);
  gdct_report_free(report);
  close_small(opened);
  return g_string_free(text, FALSE);
}

#define RULE "rules:\n  - {id: rule, title: R, each: a, reach: b,"
#define GRADES(list) " grades: [" list "]}\n"
#define DIRECT "{id: direct, path: r, counts: covered}"
#define PARTS "{id: parts, path: ^part-of+/r, counts: partial}"

static const struct {
  const char *yaml;
  GdctScope scope;
  const char *results;
} rules[] = {
    /* Best first: the first grade that reaches enough wins. */
    {RULE GRADES(DIRECT ", " PARTS),
     {0, NULL, GDCT_CLAIMED},
     "a1 covered direct 1, a2 covered direct 1, a10 gap - 0"},
    {RULE GRADES(PARTS ", " DIRECT),
     {0, NULL, GDCT_CLAIMED},
     "a1 partial parts 1, a2 covered direct 1, a10 gap - 0"},
    /* Each grade is counted alone: a1 reaches b1 by one, b2 by the other. */
    {RULE " at-least: 2," GRADES(DIRECT ", " PARTS),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 1, a2 gap - 1, a10 gap - 0"},
    {RULE " at-least: 2," GRADES("{id: both, path: part-of?/r}"),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 1, a2 covered both 2, a10 gap - 1"},
    {RULE " at-least: 2," GRADES(DIRECT),
     {GDCT_BASIS_ANY, NULL, GDCT_CLAIMED},
     "a1 gap - 1, a2 covered direct 2, a10 gap - 0"},
    /* A grade's own basis. */
    {RULE GRADES(DIRECT ", {id: idea, path: r/r, counts: partial, basis: "
                        "[proposed, stated]}"),
     {GDCT_BASIS_STATED, NULL, GDCT_CLAIMED},
     "a1 covered direct 1, a2 partial idea 1, a10 gap - 0"},
    {RULE GRADES("{id: idea, path: r, counts: partial, basis: proposed}"),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 0, a2 partial idea 1, a10 gap - 0"},
    /* and it keeps the date. */
    {RULE GRADES("{id: idea, path: r, basis: [proposed]}"),
     {0, "2025-04", GDCT_CLAIMED},
     "a1 gap - 0"},
    {RULE " where: [\"status=ongoing\"]," GRADES(DIRECT),
     {0, NULL, GDCT_CLAIMED},
     "a1 covered direct 1"},
    {RULE " reach-where: [\"title~two\"]," GRADES(DIRECT),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 0, a2 covered direct 1, a10 gap - 0"},
    {RULE GRADES(DIRECT),
     {0, NULL, GDCT_EVIDENCED},
     "a1 covered direct 1, a2 gap - 0, a10 gap - 0"},
    {RULE GRADES(DIRECT),
     {0, NULL, GDCT_REVIEWED},
     "a1 gap - 0, a2 gap - 0, a10 gap - 0"},
    /* What is reached must be of the kind that the rule names. */
    {RULE GRADES("{id: whole, path: part-of}"),
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 0, a2 gap - 0, a10 gap - 0"},
    {"rules:\n  - {id: rule, title: R, each: [b, a], grades: [{id: any, path: "
     "\"part-of|r\"}]}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 covered any 1, a2 covered any 2, a10 covered any 1, b1 covered any 1, "
     "b2 covered any 1"},
    /* Waivers. */
    {RULE GRADES(DIRECT) "waivers:\n  - {rule: rule, node: a10, reason: x}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 covered direct 1, a2 covered direct 1, a10 waived - 0"},
    {RULE GRADES(DIRECT) "waivers:\n  - {rule: rule, node: a10, reason: x, "
                         "until: 2025-12}\n",
     {0, "2025-12-31", GDCT_CLAIMED},
     "a1 covered direct 1, a10 waived - 0"},
    {RULE GRADES(DIRECT) "waivers:\n  - {rule: rule, node: a10, reason: x, "
                         "until: 2025-12}\n",
     {0, "2026-01-01", GDCT_CLAIMED},
     "a1 covered direct 1, a10 gap - 0"},
    {RULE GRADES(DIRECT) "waivers:\n  - {rule: rule, node: a10, reason: x, "
                         "until: 2025-11}\n",
     {0, NULL, GDCT_CLAIMED}, /* today: 2025-12-01 */
     "a1 covered direct 1, a2 covered direct 1, a10 gap - 0"},
    {RULE GRADES(DIRECT) "waivers:\n  - {rule: rule, node: a1, reason: x}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 covered direct 1, a2 covered direct 1, a10 gap - 0"},
    {RULE GRADES(
         DIRECT) "  - {id: no2, title: N, each: a, grades: [{id: g, path: r}]}"
                 "\nwaivers:\n  - {rule: no2, node: a10, reason: x}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 covered direct 1, a2 covered direct 1, a10 gap - 0"},
    /* The second form. */
    {"rules:\n  - {id: rule, title: R, each: a, require: [tag, size>=8]}\n",
     {0, NULL, GDCT_CLAIMED},
     "a1 gap - 0, a2 covered - 0, a10 gap - 0"},
    {"rules:\n  - {id: rule, title: R, each: r, on: link, require: [quote, "
     "source]}\n",
     {0, NULL, GDCT_CLAIMED},
     "0 covered - 0, 2 gap - 0, 4 covered - 0, 5 gap - 0"},
    {"rules:\n  - {id: rule, title: R, each: [r, s], on: link, where: "
     "[\"to=b2\"], require: [source=doc]}\n",
     {GDCT_BASIS_ANY, NULL, GDCT_CLAIMED},
     "2 gap - 0, 3 covered - 0, 4 covered - 0"},
    {"rules:\n  - {id: rule, title: R, each: r, on: link, require: "
     "[basis=stated]}\n",
     {GDCT_BASIS_ANY, NULL, GDCT_CLAIMED},
     "0 covered - 0, 1 gap - 0, 2 gap - 0, 4 covered - 0, 5 covered - 0"},
    /* Nobody to ask. */
    {"rules:\n  - {id: rule, title: R, each: empty, grades: [{id: g, path: "
     "r}]}\n",
     {0, NULL, GDCT_CLAIMED},
     ""},
};

START_TEST(a_rule_gives_the_right_results) {
  char *found;

  g_setenv("SOURCE_DATE_EPOCH", "1764547200", TRUE); /* 2025-12-01 */
  found = results(rules[_i].yaml, &rules[_i].scope);
  ck_assert_msg(strcmp(found, rules[_i].results) == 0,
                "rule %d: '%s', not '%s'", _i, found, rules[_i].results);
  g_free(found);
}
END_TEST

static const struct {
  const char *yaml, *message;
} wrong_rules[] = {
    {RULE " at-least: 0," GRADES(DIRECT),
     "bad-value: 'at-least' must be 1 or more, not '0'"},
    {RULE " at-least: -3," GRADES(DIRECT),
     "bad-value: 'at-least' must be 1 or more, not '-3'"},
    {"rules:\n  - {id: rule, title: R, each: a, reach: b}\n",
     "missing-key: a rule needs 'grades' or 'require'"},
    {RULE GRADES("{id: g, path: r/}"),
     "bad-path: expected a relation or '(', not the end, at column 3 of the "
     "path 'r/'"},
    {RULE " where: [\"nokey=x\"]," GRADES(DIRECT),
     "bad-filter: no node has a key 'nokey', in the filter 'nokey=x'"},
};

START_TEST(a_wrong_rule_gives_a_finding_and_no_coverage) {
  Small opened = open_small(wrong_rules[_i].yaml, NULL);
  GdctReport *report = gdct_report_new();
  char *text;

  ck_assert_ptr_null(gdct_coverage_new(opened.graph, 0, report));
  text = test_report_text(report);
  ck_assert_msg(strstr(text, wrong_rules[_i].message) != NULL, "%s", text);
  ck_assert_uint_eq(gdct_report_count(report), 1);
  g_free(text);
  gdct_report_free(report);
  close_small(opened);
}
END_TEST

START_TEST(a_rule_says_how_grave_a_gap_is) {
  Small opened = open_small(
      "rules:\n"
      "  - {id: r1, title: R, each: a, require: [tag]}\n"
      "  - {id: r2, title: R, severity: warning, each: a, require: [tag]}\n"
      "  - {id: r3, title: R, severity: info, each: a, require: [tag]}\n",
      NULL);

  ck_assert_int_eq(gdct_rule_severity(opened.mapping, 0), GDCT_ERROR);
  ck_assert_int_eq(gdct_rule_severity(opened.mapping, 1), GDCT_WARNING);
  ck_assert_int_eq(gdct_rule_severity(opened.mapping, 2), GDCT_INFO);
  close_small(opened);
}
END_TEST

/* ---- witnesses ---- */

START_TEST(witnesses_are_ten_at_most_with_a_shortest_chain_each) {
  GString *text = g_string_new("gdctrace: 1\n" TEST_MODEL "nodes:\n"
                               "  - {id: top, kind: b, title: T}\n");
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping;
  GdctGraph *graph;
  GdctCoverage *coverage;

  /* top <- a1 ... a25; top <- mid <- a1: the way over mid is longer. */
  for (int i = 1; i <= 25; i++)
    g_string_append_printf(
        text, "  - {id: a%d, kind: a, title: A, links: {r: [top, mid]}}\n", i);
  g_string_append(text, "  - {id: mid, kind: b, title: M, links: {r: [top]}}\n"
                        "  - {id: z, kind: a, title: Z, links: {r: [mid]}}\n"
                        "rules:\n  - {id: rule, title: R, each: b, reach: a,\n"
                        "     grades: [{id: up, path: ^r+}]}\n");
  mapping = test_load_clean(text->str);
  graph = gdct_graph_new(mapping, NULL, NULL);
  coverage = gdct_coverage_new(graph, 0, report);
  ck_assert_uint_eq(gdct_coverage_get(coverage, 0).reached, 26);
  for (int again = 0; again < 2; again++) {
    ck_assert_uint_eq(gdct_coverage_witnesses(coverage, 1), 10);
    ck_assert_uint_eq(gdct_coverage_witnesses(coverage, 0), 10);
    for (uint32_t i = 0; i < 10; i++) {
      const GdctStep *chain;
      uint32_t steps, node = gdct_coverage_witness(coverage, i, &chain, &steps);
      char *wanted = g_strdup_printf("a%u", i + 1); /* natural order */
      ck_assert_str_eq(gdct_id(mapping, (GdctThing){GDCT_NODE, node}), wanted);
      ck_assert_uint_eq(steps, 1);
      ck_assert_uint_eq(chain[0].from, test_node(mapping, "top"));
      ck_assert_uint_eq(chain[0].to, node);
      ck_assert(chain[0].inverse);
      ck_assert(gdct_graph_has_link(graph, chain[0].link));
      g_free(wanted);
    }
  }
  gdct_coverage_free(coverage);
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
  gdct_report_free(report);
  g_string_free(text, TRUE);
}
END_TEST

START_TEST(a_gap_that_reaches_something_shows_it) {
  Small opened =
      open_small(RULE " at-least: 3," GRADES(DIRECT ", " PARTS), NULL);
  GdctReport *report = gdct_report_new();
  GdctCoverage *coverage = gdct_coverage_new(opened.graph, 0, report);
  const GdctStep *chain;
  uint32_t steps;

  ck_assert_uint_eq(gdct_coverage_witnesses(coverage, 2), 0); /* a10 */
  ck_assert_uint_eq(gdct_coverage_witnesses(coverage, 0), 1);
  ck_assert_uint_eq(gdct_coverage_witness(coverage, 0, &chain, &steps),
                    test_node(opened.mapping, "b1"));
  ck_assert_uint_eq(steps, 1);
  gdct_coverage_free(coverage);
  gdct_report_free(report);
  close_small(opened);
}
END_TEST

START_TEST(a_witness_of_a_grade_with_its_own_basis_shows_that_link) {
  Small opened = open_small(
      RULE GRADES("{id: idea, path: r, counts: partial, basis: proposed}"),
      NULL);
  GdctReport *report = gdct_report_new();
  GdctCoverage *coverage = gdct_coverage_new(opened.graph, 0, report);
  const GdctStep *chain;
  uint32_t steps;

  ck_assert_uint_eq(gdct_coverage_witnesses(coverage, 1), 1);
  gdct_coverage_witness(coverage, 0, &chain, &steps);
  ck_assert_uint_eq(steps, 1);
  ck_assert_int_eq(gdct_link(opened.mapping, chain[0].link).basis,
                   GDCT_PROPOSED);
  gdct_coverage_free(coverage);
  gdct_report_free(report);
  close_small(opened);
}
END_TEST

START_TEST(only_a_fresh_review_counts) {
  static const struct {
    const char *change;
    const char *result;
  } tries[] = {{"", "covered"}, {"x", "gap"}};
  Small plain = open_small("", NULL);
  char *seal = gdct_link_seal(plain.mapping, 0);

  for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
    GdctScope scope = {0, NULL, GDCT_REVIEWED};
    char *more = g_strdup_printf(RULE " where: [id=a1]," GRADES(
                                     DIRECT) "reviews:\n  - {from: b1, "
                                             "relation: r-of, to: a1, by: me, "
                                             "on: 2025-01-01, seal: '%s%s'}\n",
                                 seal, tries[i].change);
    char *found = results(more, &scope);
    ck_assert_msg(g_str_has_prefix(found + 3, tries[i].result), "%s", found);
    g_free(found);
    g_free(more);
  }
  free(seal);
  close_small(plain);
}
END_TEST

static Suite *make_suite(void) {
  Suite *suite = suite_create("graph");
  TCase *paths = tcase_create("paths"), *filters = tcase_create("filters");
  TCase *coverage = tcase_create("coverage");

  tcase_set_timeout(paths, 60);
  tcase_add_loop_test(paths, random_paths_reach_what_sparql_says, 0, 8);
  tcase_add_loop_test(paths, each_operator_walks_as_it_should, 0,
                      G_N_ELEMENTS(walks));
  tcase_add_test(paths, any_path_follows_everything_both_ways);
  tcase_add_loop_test(paths, basis_and_date_hide_links_and_nodes, 0,
                      G_N_ELEMENTS(scopes));
  tcase_add_test(paths, a_graph_knows_its_links_and_parts);
  tcase_add_test(paths, a_date_that_is_none_gives_a_finding_and_no_graph);
  tcase_add_test(paths, null_can_be_freed);
  tcase_add_loop_test(paths, a_wrong_path_says_where, 0,
                      G_N_ELEMENTS(wrong_paths));
  tcase_add_test(paths, a_path_has_its_limits);
  tcase_add_test(paths, named_paths_inside_each_other_end_somewhere);
  tcase_add_test(paths, a_long_chain_of_links_is_walked_to_its_end);
  suite_add_tcase(suite, paths);
  tcase_add_loop_test(filters, a_filter_holds_for_the_right_nodes, 0,
                      G_N_ELEMENTS(node_filters));
  tcase_add_loop_test(filters, a_filter_holds_for_the_right_links, 0,
                      G_N_ELEMENTS(link_filters));
  tcase_add_test(filters, today_is_the_date_of_the_graph);
  tcase_add_loop_test(filters, a_wrong_filter_says_why, 0,
                      G_N_ELEMENTS(wrong_filters));
  suite_add_tcase(suite, filters);
  tcase_add_loop_test(coverage, a_rule_gives_the_right_results, 0,
                      G_N_ELEMENTS(rules));
  tcase_add_loop_test(coverage, a_wrong_rule_gives_a_finding_and_no_coverage, 0,
                      G_N_ELEMENTS(wrong_rules));
  tcase_add_test(coverage, a_rule_says_how_grave_a_gap_is);
  tcase_add_test(coverage,
                 witnesses_are_ten_at_most_with_a_shortest_chain_each);
  tcase_add_test(coverage, a_gap_that_reaches_something_shows_it);
  tcase_add_test(coverage,
                 a_witness_of_a_grade_with_its_own_basis_shows_that_link);
  tcase_add_test(coverage, only_a_fresh_review_counts);
  suite_add_tcase(suite, coverage);
  return suite;
}

int main(void) {
  return test_run(make_suite());
}
