/* SPDX-License-Identifier: Apache-2.0 */
/* Random paths on random mappings against an oracle of our own. */
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

int main(void) {
  Suite *suite = suite_create("oracle");
  TCase *tests = tcase_create("oracle");

  tcase_set_timeout(tests, 60);
  tcase_add_loop_test(tests, random_paths_reach_what_sparql_says, 0, 8);
  suite_add_tcase(suite, tests);
  return test_run(suite);
}
