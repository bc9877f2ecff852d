# SPDX-License-Identifier: Apache-2.0
"""Rules as SPARQL give the answers of `gdctrace check`: the queries that
`export --format sparql` writes are asked, by an independent engine (rdflib), of
the RDF that `export --format turtle` writes of the same mapping.

GDCT_DIFF_CASES=5000 compares as many random rules; GDCT_DIFF_SEED begins
elsewhere."""
import datetime
import json
import os
import random
import re
import time
import unittest

import rdflib
from rdflib.paths import MulPath
from rdflib.plugins.sparql import parser as rdflib_parser, prepareQuery
import yaml

from gdct import ROOT, UPDATE, Case, fine, run

# rdflib would rewrite "2019"^^xsd:gYear as a day; stores keep what is written.
rdflib.NORMALIZE_LITERALS = False

ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def unescape(text):
    """Escapes of a string, from left to right (SPARQL 1.1, production 160):
    rdflib 6.1.1 replaces one after the other, so that "a\\\\b" loses its b."""
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), text)


rdflib_parser.decodeUnicodeEscape = unescape

walk_repeated = MulPath.eval


def walk(self, graph, subj=None, obj=None, first=True):
    """a?, a*, a+ from or to a literal that Python takes for false, "" or 0:
    rdflib 6.1.1 takes it for an end that is not given, and walks from
    everywhere. No path of a mapping steps to or from a literal."""
    for end in subj, obj:
        if end is not None and not end:
            if self.zero and subj in (None, end) and obj in (None, end):
                yield end, end
            return
    yield from walk_repeated(self, graph, subj, obj, first)


MulPath.eval = walk

GOLDEN = os.path.join(ROOT, "tests", "golden", "sparql")
CASES = int(os.environ.get("GDCT_DIFF_CASES", "200"))
SEED = int(os.environ.get("GDCT_DIFF_SEED", "1"))
TODAY = datetime.datetime.fromtimestamp(
    int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), datetime.timezone.utc).date()
BASE = "urn:gdctrace:"
ALL = "stated,derived,proposed"


def turtle(*args):
    graph = rdflib.Graph()
    graph.parse(data=fine("export", "--format", "turtle", *args), format="turtle")
    return graph


def name_of(iri, base=BASE):
    separator = base[-1] if base.endswith(":") else "/"
    for word in "node", "link":
        space = base + word + separator
        if iri.startswith(space):
            return iri[len(space):].replace("/", " ")
    return iri


def rows(graph, query, base=BASE, rule=None):
    """What the query answers, one tuple a row; each row is there once."""
    found = []
    for row in graph.query(prepareQuery(query)):
        row = row.asdict()
        found.append((str(row.get("rule", rule)),
                      name_of(str(row.get("node") or row.get("link")), base),
                      str(row["result"]),
                      str(row["grade"]) if "grade" in row else None,
                      int(row.get("reached", 0))))
    assert len(found) == len(set(found)), "a row stands twice"
    return set(found)


def checked(*args):
    done = run("check", "--format", "json", *args)
    assert done.returncode in (0, 1), done.err
    rules = json.loads(done.out)["rules"]
    return {rule["id"]: {(rule["id"], each["node"], each["result"],
                          each["grade"], each["reached"])
                         for each in rule["results"]} for rule in rules}


class BundledRules(unittest.TestCase):
    def compare(self, *scope):
        graph = turtle(*scope)
        for rule, wanted in checked(*scope).items():
            with self.subTest(rule=rule, scope=scope):
                query = fine("export", "--format", "sparql", "--rule", rule, *scope)
                self.assertEqual(rows(graph, query, rule=rule), wanted)

    def test_they_answer_as_check_does(self):
        self.compare()

    def test_with_stated_links_only(self):
        self.compare("--basis", "stated")

    def test_with_proposed_links(self):
        self.compare("--basis", ALL)

    def test_as_of_a_day(self):
        self.compare("--as-of", "2020-01-15")

    def test_as_of_a_year_when_waivers_have_run_out(self):
        self.compare("--as-of", "2028")

    def test_one_query_asks_all(self):
        wanted = set().union(*checked().values())
        self.assertEqual(rows(turtle(), fine("export", "--format", "sparql")), wanted)


# ---- random mappings and rules ----

class Plain(yaml.SafeDumper):
    """YAML without aliases, which mapping files may not have."""

    def ignore_aliases(self, data):
        return True


def dump(data):
    return yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False)


KINDS = ["ka", "kB", "kc", "kd"]
RELATIONS = ["r1", "r2", "r3"]
STEPS = ["r1", "r2", "r3", "r1-of", "r2-of", "r3-of", "part-of", "named"]
WORDS = ["École", "School", "a \"b\"", "c\\d", "x,y", "\\u0041", "tab\tend", "ITU", "itu"]
PARTS = ["SCHOOL", "sch", "É", "école", "itu", "ITU", "\\", "\"", ",", "u0041", "x,Y"]
# Days that the mapping and the question are about: within, at the beginning and
# at the end of a month and of a year.
TODAYS = ["2020-02-29", "2020-03-01", "2021-12-31", "2022", "2023-06", "2024-05-15"]
ATTRIBUTES = [{"name": "words", "type": "text", "many": "yes"},
              {"name": "title-2", "type": "text"},
              {"name": "count", "type": "integer"},
              {"name": "size", "type": "decimal", "many": "yes"},
              {"name": "due", "type": "date", "many": "yes"},
              {"name": "url", "type": "uri"},
              {"name": "mark", "type": "choice", "many": "yes",
               "values": ["red", "green", "blue"]}]


class Maker:
    """A small mapping and rules on it, from a seed. Its dates are near the day
    that is asked about, so that one day decides."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.as_of = self.random.choice(TODAYS) if self.maybe(0.7) else None
        self.today = (datetime.date.fromisoformat((self.as_of + "-01-01")[:10])
                      if self.as_of else TODAY)

    def scope(self):
        scope = ["--as-of", self.as_of] if self.as_of else []
        if self.maybe(0.4):
            scope += ["--basis", self.random.choice(["stated", "proposed", ALL])]
        return scope

    def date(self):
        """A day, month or year that begins or ends about today."""
        day = self.today + datetime.timedelta(self.random.choice([-1, 0, 0, 1]))
        return day.isoformat()[:self.random.choice([10, 10, 10, 7, 4])]

    def maybe(self, chance):
        return self.random.random() < chance

    def some(self, values, most=3):
        return self.random.sample(values, self.random.randint(1, min(most, len(values))))

    def facts(self):
        facts = {}
        if self.maybe(0.6):
            facts["words"] = self.some(WORDS)
        if self.maybe(0.4):
            facts["title-2"] = {"en": "One", "fr": "Une École"} if self.maybe(0.5) else "School"
        if self.maybe(0.6):
            facts["count"] = self.random.choice(["1", "2", "02", "+3", "-1", "10"])
        if self.maybe(0.5):
            facts["size"] = self.some(["1", "2.50", "-0.5", "10"])
        if self.maybe(0.7):
            facts["due"] = [self.date() for _ in range(self.random.choice([1, 1, 2]))]
        if self.maybe(0.4):
            facts["url"] = self.random.choice(["https://a.example/x", "https://B.example/%20é"])
        if self.maybe(0.6):
            facts["mark"] = self.some(["red", "green", "blue"])
        if self.maybe(0.2):
            facts["start"] = self.date()
        if self.maybe(0.2):
            facts["end"] = max(self.date(), facts.get("start", ""))
        return facts

    def evidence(self):
        return [{key: value for key, value in
                 (("source", self.random.choice(["s1", "s2", None])),
                  ("locator", self.random.choice(["page 1", "page 2", None])),
                  ("quote", self.random.choice(["Some words", None]))) if value}
                for _ in range(self.random.randint(0, 3))]

    def mapping(self, n_rules):
        ids = [f"{self.random.choice('nN')}{i}" for i in range(self.random.randint(6, 14))]
        kinds = {node: self.random.choice(KINDS) for node in ids}
        nodes, links, seen = [], [], set()
        for i, node in enumerate(ids):
            fact = {"id": node, "kind": kinds[node], "title": self.random.choice(WORDS),
                    "evidence": self.evidence(), **self.facts()}
            parents = [p for p in ids[:i] if (kinds[p] == "kd") == (kinds[node] == "kd")]
            if parents and self.maybe(0.5):
                fact["part-of"] = self.random.choice(parents)
            if self.maybe(0.4):
                fact["status"] = self.random.choice(["planned", "ongoing", "completed"])
            if self.maybe(0.3):
                fact["measures"] = [{"name": "m", "value": str(v), "at": "2020"}
                                    for v in range(self.random.randint(1, 3))]
            nodes.append(fact)
        for _ in range(self.random.randint(5, 30)):
            end = (*self.random.sample(ids, 2), self.random.choice(RELATIONS))
            if end in seen:
                continue
            seen.add(end)
            links.append({"from": end[0], "relation": end[2], "to": [end[1]],
                          "basis": self.random.choice(["stated", "derived", "proposed"]),
                          "evidence": self.evidence(), **self.facts(),
                          **({"rationale": "Because of it"} if self.maybe(0.3) else {}),
                          **({"confidence": "0.90"} if self.maybe(0.3) else {}),
                          **({"author": "Me"} if self.maybe(0.3) else {})})
        rules = [self.rule(f"rule{i}", ids) for i in range(n_rules)]
        waivers = [{"rule": rule["id"], "node": node, "reason": "so",
                    **({"until": self.date()} if self.maybe(0.8) else {})}
                   for rule in rules for node in ids
                   for _ in range(2) if self.maybe(0.3)]
        return {"gdctrace": 1, "model": {
            "frameworks": [{"id": "f", "title": "F"}, {"id": "g", "title": "G"}],
            "kinds": [{"id": k, "title": k, "framework": "g" if k == "kd" else "f",
                       "attributes": ATTRIBUTES} for k in KINDS],
            "relations": [{"id": r, "inverse": r + "-of", "from": KINDS, "to": KINDS,
                           "attributes": ATTRIBUTES} for r in RELATIONS],
            "paths": [{"id": "named", "path": "r1 | ^r2/part-of?"}]},
            "sources": [{"id": "s1", "title": "S"}, {"id": "s2", "title": "S"}],
            "nodes": nodes, "links": links, "rules": rules, "waivers": waivers}

    def path(self, depth=0):
        kind = self.random.random()
        if depth > 2 or kind < 0.45:
            text = self.random.choice(STEPS)
        elif kind < 0.75:
            text = self.path(depth + 1) + "/" + self.path(depth + 1)
        elif kind < 0.9:
            text = "(" + self.path(depth + 1) + "|" + self.path(depth + 1) + ")"
        else:
            text = "(" + self.path(depth + 1) + ")" + self.random.choice("?*+")
        if "/" not in text and "|" not in text and text[-1] not in "?*+" and self.maybe(0.3):
            text += self.random.choice("?*+")
        if text[0] != "^" and "/" not in text and self.maybe(0.3):
            text = "^" + text
        return text

    def filter(self, link, ids):
        pick = self.random.choice
        op = pick(["=", "!="])
        order = pick(["=", "!=", ">=", "<="])
        least = pick([">=", "<="])
        texts = [lambda: "words" + op + pick(["School", "a \"b\"", "c\\d,ITU", "\\u0041", "x", "École"]),
                 lambda: "title-2" + op + pick(["School", "One,Two", "Une École"]),
                 lambda: "mark" + op + pick(["red", "red,blue", "green, red"]),
                 lambda: "url" + op + "https://a.example/x",
                 lambda: "source" + op + pick(["s1", "s2,s1"]), lambda: "locator" + op + "page 1"]
        parts = [lambda: "words~" + pick(PARTS), lambda: "words~" + pick(["itu", "ITU", "SCH", "É"]),
                 lambda: "title-2~" + pick(["SCHOOL", "école", "ONE"]), lambda: "mark~" + pick(["RE", "e"]),
                 lambda: "url~É", lambda: "url~b.", lambda: "source~S", lambda: "quote~WORDS"]
        dates = [lambda: pick(["due", "due", "start", "end"]) + least + "today",
                 lambda: pick(["due", "start", "end"]) + least + self.date(),
                 lambda: "due" + op + self.date()]
        numbers = [lambda: "count" + order + pick(["2", "+3", "-1", "1.5"]), lambda: "count" + op + "1,2.0",
                   lambda: "size" + order + pick(["2.5", "10", "-0.50"])]
        there = [lambda: pick(["", "!"]) + pick(["words", "title-2", "mark", "due", "url", "source", "quote",
                                                 "locator", "evidence", "start", "end"])]
        counts = [lambda: "#" + pick(["words", "title-2", "mark", "size", "evidence", "source",
                                      "locator", "url"]) + order + pick(["0", "1", "2"]),
                  lambda: "#mark=0,2"]
        if link:
            texts += [lambda: "from" + op + ",".join(self.some(ids)),
                      lambda: "relation" + op + pick(["r1", "r2,r3"]),
                      lambda: "basis" + op + pick(["stated", "derived,proposed"])]
            parts += [lambda: "to~N", lambda: "relation~R", lambda: "basis~ED", lambda: "rationale~OF"]
            numbers.append(lambda: "confidence" + order + pick(["0.9", "0.5"]))
            there.append(lambda: pick(["", "!"]) + pick(["rationale", "author", "confidence"]))
            counts.append(lambda: "#" + pick(["relation", "basis", "to", "rationale"]) + pick(["=", ">="]) + "1")
        else:
            texts += [lambda: "kind" + op + pick(["ka", "kB,kc"]), lambda: "id" + op + ",".join(self.some(ids)),
                      lambda: "framework" + op + "f", lambda: "part-of" + op + ",".join(self.some(ids)),
                      lambda: "title" + op + pick(["School", "x", "a \"b\""]),
                      lambda: "status" + op + pick(["planned", "ongoing,completed"])]
            parts += [lambda: "kind~b", lambda: "id~N", lambda: "id~n1", lambda: "framework~G",
                      lambda: "part-of~n", lambda: "title~CH", lambda: "title~itu"]
            there.append(lambda: pick(["", "!"]) + pick(["part-of", "measures"]))
            counts.append(lambda: "#" + pick(["measures", "id", "kind", "framework", "part-of", "title"]) +
                          order + pick(["0", "1", "2"]))
        return pick(pick([texts, texts, parts, parts, dates, dates, numbers, there, counts]))()

    def filters(self, link, ids, chance=0.4):
        return [self.filter(link, ids) for _ in range(2) if self.maybe(chance)]

    def rule(self, name, ids):
        rule = {"id": name, "title": "A rule", "severity": "info"}
        form = self.random.random()
        link = form < 0.25
        if self.maybe(0.7):
            rule["each"] = self.some(KINDS if not link else RELATIONS + KINDS[:2])
        if self.maybe(0.3):
            rule["where"] = [self.filter(link, ids)]
        if self.maybe(0.2):
            rule["basis"] = self.some(["stated", "derived", "proposed"])
        if not link and self.maybe(0.25):
            rule["having"] = self.path()
            rule["having-where"] = self.filters(False, ids, 0.5)
        if form < 0.55:
            rule["on"] = "link" if link else "node"
            rule["require"] = [self.filter(link, ids) for _ in range(self.random.choice([1, 1, 1, 2]))]
            return rule
        if self.maybe(0.6):
            rule["reach"] = self.some(KINDS)
        rule["reach-where"] = self.filters(False, ids, 0.2)
        rule["at-least"] = self.random.choice(["1", "1", "2", "3"])
        rule["grades"] = [{"id": f"g{i}", "path": self.path(),
                           "counts": self.random.choice(["covered", "partial"]),
                           **({"basis": self.some(["stated", "derived", "proposed"])}
                              if self.maybe(0.3) else {}),
                           **({"reach-where": [self.filter(False, ids)]}
                              if self.maybe(0.2) else {})}
                          for i in range(self.random.randint(1, 4))]
        return rule


class RandomRules(Case):
    RULES = 8

    def case(self, seed):
        """One mapping; all its rules in one query. Returns how many."""
        maker = Maker(seed)
        mapping = maker.mapping(self.RULES)
        path = self.file("mapping.yaml", dump(mapping))
        scope = ["--mappings", path, *maker.scope()]
        graph = turtle(*scope)
        wanted = checked(*scope)
        query = fine("export", "--format", "sparql", *scope)
        got = rows(graph, query)
        for rule in mapping["rules"]:
            ours = wanted[rule["id"]]
            theirs = {row for row in got if row[0] == rule["id"]}
            if ours != theirs:
                self.explain(seed, scope, rule, mapping, ours, theirs)
        return len(wanted)

    def explain(self, seed, scope, rule, mapping, ours, theirs):
        text = dump(dict(mapping, rules=[rule]))
        query = fine("export", "--format", "sparql", "--rule", rule["id"], *scope)
        self.fail(f"seed {seed}, {scope[2:]}\n{text}\n{query}\n"
                  f"check only: {sorted(ours - theirs, key=str)}\n"
                  f"SPARQL only: {sorted(theirs - ours, key=str)}")

    def test_they_answer_as_check_does(self):
        done = results = 0
        seed = SEED
        while done < CASES:
            done += self.case(seed)
            seed += 1
        print(f"{done} random rules compared, seeds {SEED} to {seed - 1}")


# ---- texts, refusals, options ----

HOSTILE = "End }\n} # \\u000A DROP ALL \u2028 \u202e \"'<>{}"


class Queries(Case):
    def mapping(self, rules, nodes=(), attributes=()):
        return self.file("m.yaml", json.dumps({
            "gdctrace": 1, "model": {
                "frameworks": [{"id": "f", "title": "F"}],
                "kinds": [{"id": "k", "title": "K", "framework": "f",
                           "attributes": list(attributes)}],
                "relations": [{"id": "r", "from": ["k"], "to": ["k"]}]},
                "nodes": [{"id": "a", "kind": "k", "title": "A"},
                          {"id": "b.", "kind": "k", "title": "B", "part-of": "a"},
                          *nodes], "rules": rules}))

    def agrees(self, path, *args):
        scope = ("--mappings", path)
        base = args[1] if args else BASE
        wanted = checked(*scope)
        got = rows(turtle(*scope, *args), fine("export", "--format", "sparql", *scope, *args),
                   base, rule=next(iter(wanted), None))
        self.assertEqual(got, set().union(*wanted.values()))
        return got

    def test_a_hostile_title_stays_in_its_comment(self):
        path = self.mapping([{"id": "x", "title": HOSTILE.replace("\u2028", " ").replace("\u202e", ""),
                              "summary": HOSTILE, "each": "k", "require": ["part-of"]}])
        query = fine("export", "--format", "sparql", "--rule", "x", "--mappings", path)
        for line in query.split("PREFIX")[0].splitlines():
            self.assertRegex(line, "^(#|$)")
        self.assertNotIn("\\u", query)
        self.assertNotIn("\u202e", query)
        self.agrees(path)

    def test_filter_values_are_texts_whatever_is_in_them(self):
        values = ["say \"x\"", "a\\b", "\\u0022", "\\U00000022", "line\nbreak",
                  "tab\tend", "} UNION {", "\u202eevil", "?node", "\\"]
        nodes = [{"id": f"n{i}", "kind": "k", "title": "N", "t": value}
                 for i, value in enumerate(values)]
        rules = [{"id": f"r{i}", "title": "R", "each": "k", "require": [f"t={value}"]}
                 for i, value in enumerate(values)]
        got = self.agrees(self.mapping(rules, nodes, [{"name": "t", "type": "text"}]))
        for i in range(len(values)):
            self.assertIn((f"r{i}", f"n{i}", "covered", None, 0), got)

    def test_a_long_line_is_broken_and_no_text_in_it(self):
        text = "one, two || \"three, four/five|<six, " * 9 + "\\"
        rules = [{"id": "x", "title": "X", "each": "k", "require": [f"t~{text}"]},
                 {"id": "y", "title": "Y", "each": "k", "require":
                  ["id=" + ",".join(["a"] * 60)]},
                 {"id": "z", "title": "Z", "each": "k", "reach": "k", "grades":
                  [{"id": "g", "path": "/".join(["^part-of/part-of"] * 10)}]}]
        path = self.mapping(rules, [{"id": "n", "kind": "k", "title": "N", "t": text}],
                            [{"name": "t", "type": "text"}])
        got = self.agrees(path)
        self.assertIn(("x", "n", "covered", None, 0), got)
        self.assertIn(("y", "a", "covered", None, 0), got)
        for rule in "y", "z":
            query = fine("export", "--format", "sparql", "--rule", rule, "--mappings", path)
            self.assertLessEqual(max(map(len, re.sub("#.*", "", query).splitlines())), 100)

    def test_the_bundled_queries_fit_a_window(self):
        query = fine("export", "--format", "sparql")
        for line in query.splitlines():
            if not line.lstrip().startswith("#"):
                self.assertLessEqual(len(line), 100, line)

    def test_an_id_that_no_prefix_can_shorten(self):
        self.agrees(self.mapping([{"id": "x.", "title": "X", "each": "k",
                                   "require": ["id=b."]}]))

    def test_another_base_iri(self):
        self.agrees(self.mapping([{"id": "x", "title": "X", "each": "k", "reach": "k", "grades":
                                   [{"id": "g", "path": "part-of"}]}]),
                    "--base-iri", "https://example.org/map/")

    def test_a_mapping_without_rules_gives_an_empty_answer(self):
        self.assertEqual(self.agrees(self.mapping([])), set())

    def refused(self, words, require, nodes=(), attributes=()):
        rules = [{"id": "good", "title": "X", "each": "k", "require": ["part-of"]},
                 {"id": "bad", "title": "X", "each": "k", "require": [require]}]
        path = self.mapping(rules, nodes, attributes)
        said = self.fails(2, "export", "--format", "sparql", "--mappings", path)
        self.assertIn("rule 'bad'", said)
        self.assertIn(words, said)
        self.assertIn("--rule", said)
        fine("export", "--format", "sparql", "--rule", "good", "--mappings", path)

    def test_natural_order_is_refused(self):
        self.refused("natural order", "id>=c2")

    def test_a_count_of_values_that_are_said_twice_is_refused(self):
        self.refused("'n' says one of them twice", "#t>=2",
                     [{"id": "n", "kind": "k", "title": "N", "t": ["x", "x"]}],
                     [{"name": "t", "type": "text", "many": "yes"}])

    def test_rule_is_for_sparql_and_must_be_there(self):
        self.assertIn("--rule", self.fails(2, "export", "--format", "json", "--rule", "x"))
        self.assertIn("no rule 'x'", self.fails(2, "export", "--format", "sparql", "--rule", "x"))

    def test_two_rules_are_one_query(self):
        names = ["objective-has-action-line", "stated-link-has-locator"]
        query = fine("export", "--format", "sparql", "--rule", names[0], "--rule", names[1])
        wanted = checked()
        self.assertEqual(rows(turtle(), query), wanted[names[0]] | wanted[names[1]])

    def test_the_ending_rq_chooses_the_format(self):
        path = self.path("rules.rq")
        fine("export", "-o", path)
        self.assertIn("SELECT", self.read(path))

    def test_a_query_reads_as_it_did(self):
        for name in "objective-has-itu-activity", "shared-activity-coordinated":
            with self.subTest(name):
                path = os.path.join(GOLDEN, name + ".rq")
                text = fine("export", "--format", "sparql", "--rule", name)
                if UPDATE:
                    self.file(path, text)
                self.assertEqual(text, self.read(path))


if __name__ == "__main__":
    unittest.main()
