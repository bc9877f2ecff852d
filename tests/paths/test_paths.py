# SPDX-License-Identifier: Apache-2.0
"""Paths mean what SPARQL 1.1 says: random paths on random mappings, and those
of the bundled mapping, reach the same nodes as the same property path in
rdflib on the exported Turtle.

Both engines of the command are asked: list and rules walk in one way
(lib/graph/search.c), trace and matrix in another (lib/graph/chains.c).

GDCT_DIFF_CASES=N compares N random paths instead of 500, GDCT_DIFF_SEED=N
begins with another seed."""
import collections
import json
import os
import random
import re
import sys
import unittest

import rdflib
from rdflib.namespace import RDF, SKOS
from rdflib.plugins.sparql import prepareQuery

from gdct import Case, exported, fine

CASES = int(os.environ.get("GDCT_DIFF_CASES", "500"))
SEED = int(os.environ.get("GDCT_DIFF_SEED", "1"))
PATHS_A_WORLD = 10
SIGNS = 6  # of ?, * and + in a path, at most

BASE = "urn:gdctrace:"
BASES = ("stated", "derived", "proposed")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

counts = {"list": 0, "trace": 0, "matrix": 0, "bases": 0, "reached": 0,
          "cases": 0}

sys.setrecursionlimit(20000)  # rdflib walks a* by calling itself


class Names:
    """What a name in a path stands for, and what SPARQL writes for it."""

    def __init__(self, relations, paths):
        self.relations = relations  # id -> inverse name, or None
        self.inverses = {v: k for k, v in relations.items() if v}
        self.paths = paths  # id -> expression

    def sparql(self, path, step=lambda r: f"<{BASE}rel:{r}>"):
        """The same property path in SPARQL: only the names change."""
        def put(found):
            name = found.group()
            if name == "part-of":
                return f"<{SKOS.broader}>"
            if name in self.relations:
                return step(name)
            if name in self.inverses:
                return f"(^{step(self.inverses[name])})"
            return f"({self.sparql(self.paths[name], step)})"
        # rdflib 6.1.1 takes no blank before ?, * and +, which the grammar
        # of SPARQL allows between any two tokens (section 19.3)
        return NAME.sub(put, re.sub(r"\s+([?*+])", r"\1", path))

    def sparql_by_links(self, path, bases):
        """The same over links of chosen bases, which the Turtle carries also
        where no direct triple stands for them."""
        def step(relation):
            ends = "|".join(f"<{BASE}{b}:{relation}>" for b in bases)
            return f"(^<{RDF.subject}>/({ends}))"
        return self.sparql(path, step)


class Oracle:
    """rdflib on the Turtle of a mapping."""

    def __init__(self, scope):
        self.graph = rdflib.Graph()
        self.graph.parse(data=fine("export", "--format", "turtle", *scope),
                         format="turtle")
        self.iris = {}
        for node, notation in self.graph.subject_objects(SKOS.notation):
            if str(node).startswith(BASE + "node:"):
                self.iris[str(notation)] = node
        self.ids = {iri: name for name, iri in self.iris.items()}

    def reached(self, sparql, starts):
        """By start, the ids that are reached."""
        query = prepareQuery(f"SELECT DISTINCT ?n {{ ?s {sparql} ?n }}")
        return {start: {self.ids[row.n] for row in self.graph.query(
            query, initBindings={"s": self.iris[start]})} for start in starts}

    def reached_from(self, sparql, start):
        """The same, as the specification would have it written."""
        rows = self.graph.query(f"SELECT DISTINCT ?n {{ "
                                f"{self.iris[start].n3()} {sparql} ?n }}")
        return {self.ids[row.n] for row in rows}

    def pairs(self, sparql, rows, columns):
        """Which nodes of a kind are joined with which of another."""
        rows = self.graph.query(
            f"SELECT DISTINCT ?s ?n {{ ?s a <{BASE}kind:{rows}> . "
            f"?s {sparql} ?n . ?n a <{BASE}kind:{columns}> }}")
        return {(self.ids[row.s], self.ids[row.n]) for row in rows}


# ---- what the command reaches ----

def by_list(paths, scope):
    """By path and start, what is reached; from every node there is. The bare
    word part-of would be a key of nodes, not a path."""
    columns = [f"({path})" if path == "part-of" else path for path in paths]
    listed = json.loads(fine("list", "--format", "json", "--columns",
                             ",".join(["id", *columns]), *scope))
    return [{node["id"]: set(node["columns"][column]) for node in listed}
            for column in columns]


def by_trace(path, start, scope):
    found = json.loads(fine("trace", start, path, "--format", "json", *scope))
    return {entry["node"] for entry in found["reached"]}


def by_matrix(path, rows, columns, scope):
    found = json.loads(fine("matrix", rows, columns, "--path", path,
                            "--format", "json", *scope))
    return {(cell["row"], cell["column"]) for cell in found["cells"]
            if cell["count"] > 0}


# ---- random paths ----
#
# An expression is a name or a list [operator, operand, ...]; "()" stands for
# parentheses that change nothing.

def expression(rand, names, steps):
    """Of at most so many steps."""
    die = rand.random()
    if steps <= 1 and die < 0.6:
        return rand.choice(names)
    if die < 0.15:
        return ["^", expression(rand, names, steps)]
    if die < 0.45 or steps <= 1:
        return [rand.choice("?*+"), expression(rand, names, steps)]
    if die < 0.5:
        return ["()", expression(rand, names, steps)]
    left = rand.randint(1, steps - 1)
    return ["/" if die < 0.8 else "|", expression(rand, names, left),
            expression(rand, names, steps - left)]


def written(tree, level=0):
    """The expression, in parentheses where the grammar wants them: 0 anything,
    1 a sequence, 2 an element or its inverse, 3 an element, 4 a primary."""
    if isinstance(tree, str):
        return tree
    sign, *parts = tree
    if sign == "()":
        return f"({written(parts[0])})"
    own = {"|": 0, "/": 1, "^": 2}.get(sign, 3)
    if sign in "|/":
        text = sign.join(written(part, own) for part in parts)
    elif sign == "^":
        text = "^" + written(parts[0], 3)
    else:
        text = written(parts[0], 4) + sign
    return text if own >= level else f"({text})"


def smaller(tree):
    """Expressions with one thing less."""
    if isinstance(tree, str):
        return
    sign, *parts = tree
    yield from parts
    for i, part in enumerate(parts):
        for less in smaller(part):
            yield [sign, *parts[:i], less, *parts[i + 1:]]


def spaced(rand, text):
    """With blanks, which mean nothing, between the tokens."""
    tokens = re.findall(NAME.pattern + r"|.", text)
    return rand.choice([" ", "  ", "\t", "\n"]).join(tokens)


# ---- random mappings ----

class World:
    """A mapping with all that a path can meet: kinds and relations, some with
    inverse names; hierarchies; links of all bases, cycles, nodes without
    links; dates on nodes and links; named paths."""

    RELATIONS = {"r": "r-of", "s": None, "leads.to": "led_by", "2nd": "1st"}

    def __init__(self, seed):
        self.seed = seed
        self.rand = random.Random(seed)
        self.kinds = ["k", "l-2", "m"]
        relations = dict(list(self.RELATIONS.items())[:self.rand.randint(2, 4)])
        self.names = Names(relations, {})
        plain = [*relations, *self.names.inverses, "part-of", "part-of"]
        for name in ("p0", "p-1"):  # the second may hold the first
            self.names.paths[name] = written(
                expression(self.rand, plain, self.rand.randint(1, 3)))
            plain.append(name)
        self.words = plain
        self.nodes = [(f"{self.rand.choice('nN')}{self.rand.choice('.-_')}{i}",
                       self.rand.choice(self.kinds))
                      for i in range(self.rand.choice([1, 3, 6, 9, 12, 16]))]
        self.yaml = "\n".join([*self.model(), *self.node_lines(),
                               *self.link_lines(), ""])
        self.scope = self.some_scope()

    def model(self):
        yield "gdctrace: 1\nmodel:\n  frameworks: [{id: f, title: F}]\n  kinds:"
        for kind in self.kinds:
            yield f"    - {{id: {kind}, framework: f, title: {kind}}}"
        yield "  relations:"
        ends = f"[{', '.join(self.kinds)}]"
        for name, inverse in self.names.relations.items():
            named = f", inverse: {inverse}" if inverse else ""
            yield f"    - {{id: {name}{named}, from: {ends}, to: {ends}}}"
        yield "  paths:"
        for name, path in self.names.paths.items():
            yield f'    - {{id: {name}, path: "{path}"}}'
        yield "sources: [{id: doc, title: A document, date: 2020}]"

    def dates(self):
        """Of a few things a start, an end or both."""
        start, end = sorted(self.rand.sample(range(2015, 2026), 2))
        months = self.rand.choice(["", "-03", "-03-31"])
        said = []
        if self.rand.random() < 0.15:
            said.append(f"start: {start}{months}")
        if self.rand.random() < 0.15:
            said.append(f"end: {end}{months}")
        return said

    def node_lines(self):
        yield "nodes:"
        for i, (name, kind) in enumerate(self.nodes):
            said = [f"id: {name}", f"kind: {kind}", f"title: Node {i}",
                    *self.dates()]
            if i > 0 and self.rand.random() < 0.5:
                parent = self.rand.randint(max(0, i - 3), i - 1)
                said.append(f"part-of: {self.nodes[parent][0]}")
            yield f"  - {{{', '.join(said)}}}"

    def link_lines(self):
        ids = [name for name, _ in self.nodes]
        linked = ids[:max(2, len(ids) * 3 // 4)]  # the others stay alone
        seen = set()
        if len(ids) < 2:
            return
        yield "links:"
        for _ in range(self.rand.randint(1, len(ids) * 2)):
            start, end = self.rand.sample(linked, 2)
            relation = self.rand.choice(list(self.names.relations))
            if (start, relation, end) in seen:
                continue
            seen.add((start, relation, end))
            basis = self.rand.choice(("stated", "stated", *BASES))
            said = [f"from: {start}", f"relation: {relation}", f"to: {end}",
                    f"basis: {basis}", *self.dates()]
            if basis != "proposed":
                said.append("source: doc")
            yield f"  - {{{', '.join(said)}}}"

    def some_scope(self):
        """Options that say which links and nodes there are."""
        scope = []
        if self.rand.random() < 0.5:
            chosen = self.rand.sample(BASES, self.rand.randint(1, 3))
            scope += ["--basis", ",".join(chosen)]
        if self.rand.random() < 0.5:
            scope += ["--as-of",
                      self.rand.choice(["2018", "2020-03", "2021-03-31"])]
        return scope

    def some_path(self):
        """One that rdflib can walk: repetitions inside each other take it
        time that grows with a power of their number."""
        while True:
            tree = expression(self.rand, self.words, self.rand.randint(1, 8))
            text = written(tree)
            if len(re.findall("[?*+]", self.names.sparql(text))) <= SIGNS:
                break
        return tree, spaced(self.rand, text) if self.rand.random() < .1 else text


class PathsTest(Case):
    def agree(self, what, ours, theirs, tell):
        """Counts a comparison; if it fails, @tell finds what to say."""
        counts[what] += 1
        counts["reached"] += bool(theirs)
        if ours != theirs:
            self.fail(tell())


class OnRandomMappings(PathsTest):
    """Random paths on random mappings."""

    def reproduction(self, world, oracle, start, tree, scope):
        """The smallest part of an expression on which they differ still."""
        def differ(tree):
            path = written(tree)
            searched = by_list([path], scope)[0][start]
            traced = by_trace(path, start, scope)
            theirs = oracle.reached_from(world.names.sparql(path), start)
            return (path, searched, traced, theirs) if (
                searched != theirs or traced != theirs) else None

        found = differ(tree)
        less = tree
        while less is not None and found is not None:
            tree, less = less, next((t for t in smaller(less) if differ(t)),
                                    None)
            found = differ(tree)
        if found is None:
            return "not again when asked for one node"
        path, searched, traced, theirs = found
        return "\n".join([
            f"they differ: GDCT_DIFF_SEED={world.seed}, from {start} by",
            f"  {path}", f"  {world.names.sparql(path)}",
            f"options {' '.join(scope[2:])}",
            f"list:   {sorted(searched)}", f"trace:  {sorted(traced)}",
            f"rdflib: {sorted(theirs)}", world.yaml])

    used = collections.Counter()  # by operator: paths that have it
    beyond = 0  # starts from which another node is reached

    def compare(self, world):
        mapping = self.file(f"{world.seed}.yaml", world.yaml)
        scope = ["--mappings", mapping, *world.scope]
        oracle = Oracle(scope)
        drawn = [world.some_path() for _ in range(PATHS_A_WORLD)]
        paths = [path for _, path in drawn]
        listed = by_list(paths, scope)
        starts = list(listed[0])  # a node outside the date is none
        for (tree, path), found in zip(drawn, listed):
            counts["cases"] += 1
            self.used.update(set(path) & set("^/|?*+"))
            sparql = world.names.sparql(path)
            theirs = oracle.reached(sparql, starts)
            self.beyond += sum(bool(theirs[s] - {s}) for s in starts)
            for start in starts:
                self.agree("list", found[start], theirs[start],
                           lambda: self.reproduction(world, oracle, start,
                                                     tree, scope))
            if starts:
                start = world.rand.choice(starts)
                self.agree("trace", by_trace(path, start, scope),
                           oracle.reached_from(sparql, start),
                           lambda: self.reproduction(world, oracle, start,
                                                     tree, scope))
            self.compare_matrix(world, path, theirs, scope)
        self.compare_kinds(world, oracle, paths[0], scope)
        self.compare_bases(world, mapping, paths[1])

    def compare_matrix(self, world, path, theirs, scope):
        """From all nodes of a kind to those of another, as trace walks."""
        rows, columns = world.rand.choices(world.kinds, k=2)
        kind = dict(world.nodes)
        expected = {(start, node) for start, nodes in theirs.items()
                    for node in nodes
                    if (kind[start], kind[node]) == (rows, columns)}
        ours = by_matrix(path, rows, columns, scope)
        self.agree("matrix", ours, expected, lambda: "\n".join([
            f"matrix {rows} {columns} --path '{path}'", str(scope),
            f"only ours {ours - expected}, only rdflib's {expected - ours}",
            world.yaml]))

    def compare_kinds(self, world, oracle, path, scope):
        """The same in one query, which asks for kinds."""
        rows, columns = world.rand.choices(world.kinds, k=2)
        sparql = world.names.sparql(path)
        ours = by_matrix(path, rows, columns, scope)
        theirs = oracle.pairs(sparql, rows, columns)
        self.agree("matrix", ours, theirs, lambda: "\n".join([
            f"matrix {rows} {columns} --path '{path}'", sparql, str(scope),
            f"only ours {ours - theirs}, only rdflib's {theirs - ours}",
            world.yaml]))

    def compare_bases(self, world, mapping, path):
        """One Turtle answers for any choice of bases."""
        day = [o for o in world.scope if o[:1] == "2"]
        as_of = ["--mappings", mapping, *(["--as-of", *day] if day else [])]
        bases = world.rand.sample(BASES, world.rand.randint(1, 3))
        found = by_list([path], [*as_of, "--basis", ",".join(bases)])[0]
        sparql = world.names.sparql_by_links(path, bases)
        theirs = Oracle(as_of).reached(sparql, found)
        for start, nodes in found.items():
            self.agree("bases", nodes, theirs[start], lambda: "\n".join([
                f"from {start} by {path}, bases {bases}", sparql, str(as_of),
                f"ours {nodes}, rdflib {theirs[start]}", world.yaml]))

    def test_random_paths_reach_what_rdflib_reaches(self):
        for seed in range(SEED, SEED + (CASES - 1) // PATHS_A_WORLD + 1):
            self.compare(World(seed))
        # that something was compared: each operator, and nodes beyond the start
        for sign in "^/|?*+":
            self.assertGreater(self.used[sign], CASES // 20, sign)
        self.assertGreater(self.beyond, CASES)

    def test_a_node_outside_the_date_is_there_for_neither(self):
        """Of itself rdflib reaches any term in no step, even one that is not
        in the data (section 18.4, ZeroLengthPath); so queries ask for the kind,
        which only nodes of the day have."""
        mapping = self.file(
            "m.yaml", World(SEED).yaml.split("nodes:")[0] + """nodes:
  - {id: a, kind: k, title: A, start: 2020, links: {r: [b]}}
  - {id: b, kind: k, title: B}
""")
        scope = ["--mappings", mapping, "--as-of", "2019"]
        oracle = Oracle(scope)
        step = f"<{BASE}rel:r>"
        self.assertEqual(by_trace("r*", "a", scope), set())
        self.assertEqual(oracle.reached_from(f"{step}*", "a"), {"a"})
        self.assertEqual(by_matrix("r*", "k", "k", scope), {("b", "b")})
        self.assertEqual(oracle.pairs(f"{step}*", "k", "k"), {("b", "b")})


class OnTheBundledMapping(PathsTest):
    """The bundled mapping: what its rules and readers ask."""

    BY_HAND = [
        "supports/(implemented-through|contributes-to)*",
        "^supports/partners-with", "supported-by/partner-in",
        "(^part-of|part-of)*/supports", "part-of*/^part-of*",
        "^(supports/part-of?)", "activities-of/partners-with?",
        "(leads|co-leads|facilitates)/objectives-of/activities-of",
        "^(implemented-through/contributes-to/part-of)",
        "(supports|^supports)+", "contributes-to/part-of?", "goals-of/part-of*",
        "^goals-of/^supports", "mandated-by/(adopted-by|submitted-to)",
        "(requested-by|addressed-to)?/part-of?", "continues+", "^continues*",
        "answers/addressed-to/part-of*/^part-of", "part-of/part-of",
    ]

    @classmethod
    def setUpClass(cls):
        whole = exported()
        model = whole["model"]
        cls.names = Names({r["id"]: r.get("inverse") for r in
                           model["relations"]},
                          {p["id"]: p["path"] for p in model["paths"]})
        cls.grades = {}  # by basis: paths
        for rule in whole["rules"]:
            for grade in rule.get("grades", []):
                cls.grades.setdefault(tuple(grade.get("basis", ())), {}) \
                    .setdefault(grade["path"], rule["id"])
            if "having" in rule:
                cls.grades[()].setdefault(rule["having"], rule["id"])

    def compare(self, paths, scope):
        oracle = Oracle(scope)
        for path, found in zip(paths, by_list(paths, scope)):
            counts["cases"] += 1
            sparql = self.names.sparql(path)
            theirs = oracle.reached(sparql, found)
            for start, nodes in found.items():
                self.agree("list", nodes, theirs[start], lambda: "\n".join([
                    f"from {start} by {path}", sparql, str(scope),
                    f"ours {nodes}", f"rdflib {theirs[start]}"]))
            start = max(theirs, key=lambda start: len(theirs[start]))
            self.agree("trace", by_trace(path, start, scope), theirs[start],
                       lambda: f"from {start} by {path}: {sparql}")

    def test_every_path_of_the_model_and_of_rules_reaches_what_rdflib_does(self):
        for basis, paths in self.grades.items():
            scope = ["--basis", ",".join(basis)] if basis else []
            named = [] if basis else list(self.names.paths)
            with self.subTest(basis=basis):
                self.compare([*named, *paths], scope)

    def test_paths_by_hand_reach_what_rdflib_does_on_another_day(self):
        self.compare(self.BY_HAND, ["--as-of", "2024-06", "--basis",
                                    ",".join(BASES)])


def tearDownModule():
    print("{cases} paths; nodes reached from one node: {list} by list, {trace} "
          "by trace, {bases} over links of chosen bases; {matrix} matrices; "
          "{reached} not empty".format(**counts), file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
