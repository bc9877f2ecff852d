# SPDX-License-Identifier: Apache-2.0
"""Traces: the tree that is read, all shortest chains, and what surrounds a
node; compared with chains that this test finds by itself."""
import json
import random
import re
import unittest

from gdct import Case, exported

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds: [{id: n, framework: f, title: Node}]
  relations:
    - {id: r, title: leads to, inverse: r-of, inverse-title: comes from,
       from: n, to: n}
    - {id: s, from: n, to: n}
sources: [{id: doc, title: A document, date: 2020}]
"""

# a to d over b and over c; from b to d by two links; e beyond.
DIAMOND = MODEL + """nodes:
  - {id: a, kind: n, title: Ay, links: {r: [
      {to: b, source: doc, locator: p. 1, quote: a leads to b},
      {to: c, source: doc, certainty: recalled},
      {to: x, basis: proposed, rationale: perhaps}]}}
  - {id: b, kind: n, title: Bee, links: {
      r: [{to: d, source: doc, quote: b leads to d}],
      s: [{to: d, basis: derived, source: doc, rationale: so}]}}
  - {id: c, kind: n, title: Cee, links: {r: [{to: d, source: doc}]}}
  - {id: d, kind: n, title: Dee, links: {r: [{to: e, source: doc}]}}
  - {id: e, kind: n, title: Ee, part-of: b2}
  - {id: b2, kind: n, title: Bee two, part-of: d}
  - {id: x, kind: n, title: Ex, links: {r: [{to: e, source: doc}]}}
  - {id: z, kind: n, title: Alone}
"""


class TraceTest(Case):
    command = ("trace",)

    def setUp(self):
        super().setUp()
        self.diamond = self.file("diamond.yaml", DIAMOND)

    def text(self, *args):
        return self.fine(*args, "-m", self.diamond)

    def chains(self, *args):
        """What JSON has, as (relation, inverse, to) a step."""
        return [[(s["relation"], s["inverse"], s["to"]) for s in e["chain"]]
                for e in self.json(*args)["reached"]]


class Tree(TraceTest):
    def test_shared_steps_stand_once_with_their_evidence(self):
        self.assertEqual(self.text("a", "r/(r|s)"), """\
a  Ay
  by r/(r|s)

leads to b  Bee
    “a leads to b” [doc: p. 1]
  leads to d  Dee (one of 3 shortest ways)
      “b leads to d” [doc]

1 node reached
Each is shown once, at the end of one shortest way; --to NODE shows all of them.

Sources
  doc  A document, 2020
""")

    def test_nodes_on_the_way_that_count_are_marked(self):
        self.assertEqual(self.text("a", "r*"), """\
a  Ay (reached in no step)
  by r*

leads to b  Bee (reached)
    “a leads to b” [doc: p. 1]
  leads to d  Dee (reached; one of 2 shortest ways)
      “b leads to d” [doc]
    leads to e  Ee (one of 2 shortest ways)
        [doc]

leads to (recalled) c  Cee
    [doc]

5 nodes reached
Each is shown once, at the end of one shortest way; --to NODE shows all of them.

Sources
  doc  A document, 2020
""")

    def test_what_reaches_nothing_says_so(self):
        self.assertEqual(self.text("z", "r"),
                         "z  Alone\n  by r\n\n0 nodes reached\n")

    def test_no_step_is_printed_twice_in_the_bundled_mapping(self):
        text = self.fine("gdc.o1", "implemented-through/contributes-to")
        steps = re.findall(r"^implemented through (\S+)", text, re.M)
        self.assertEqual(steps, ["wsis.c2", "wsis.c4", "wsis.c6", "wsis.c11"])
        goals = re.findall(r"^  contributes to (\S+)", text, re.M)
        reached = self.json("gdc.o1", "implemented-through/contributes-to")
        self.assertEqual(sorted(goals),
                         sorted(e["node"] for e in reached["reached"]))
        self.assertIn(f"\n{len(goals)} nodes reached\n", text)


class Between(TraceTest):
    def test_all_shortest_chains_are_one_tree(self):
        self.assertEqual(self.text("a", "--to", "d"), """\
a  Ay
  to d  Dee

leads to b  Bee
    “a leads to b” [doc: p. 1]
  leads to d  Dee
      “b leads to d” [doc]
  s (derived) d  Dee
      [doc]

leads to (recalled) c  Cee
    [doc]
  leads to d  Dee
      [doc]

1 node reached: 2 steps away, by 3 shortest chains

Sources
  doc  A document, 2020
""")

    def test_evidence_of_a_link_is_printed_once(self):
        text = self.text("a", "r/r/r", "--to", "e")
        self.assertEqual(text.count("leads to e  Ee\n"), 2)
        self.assertEqual(text.count("[evidence: see above]"), 1)

    def test_with_a_path_only_chains_along_it_count(self):
        text = self.text("a", "r/s", "--to", "d")
        self.assertIn("  to d  Dee\n  by r/s\n", text)
        self.assertNotIn("Cee", text)
        self.assertIn("2 steps away, by 1 shortest chain\n", text)

    def test_json_has_an_entry_a_chain(self):
        found = self.json("a", "--to", "d", "-m", self.diamond)
        self.assertEqual(list(found), ["from", "path", "to", "chains",
                                       "reached"])
        self.assertEqual((found["from"], found["path"], found["to"],
                          found["chains"]), ("a", None, "d", 3))
        for entry in found["reached"]:
            self.assertEqual(list(entry), ["node", "chain"])
            self.assertEqual(entry["node"], "d")
        self.assertEqual(
            {tuple(step["to"] for step in entry["chain"])
             for entry in found["reached"]}, {("b", "d"), ("c", "d")})

    def test_a_limit_says_what_is_left_out(self):
        text = self.text("a", "--to", "d", "--limit", "1")
        self.assertIn("1 node reached: 2 steps away, by 3 shortest chains\n"
                      "Shown: 1 of them; --limit N shows more.\n", text)
        found = self.json("a", "--to", "d", "--limit", "2", "-m",
                          self.diamond)
        self.assertEqual((found["chains"], len(found["reached"])), (3, 2))

    def test_very_many_chains_are_counted_and_a_hundred_shown(self):
        n = 80  # 2^80 chains
        nodes = "".join(
            f"  - {{id: n{i}, kind: n, title: N, links: "
            f"{{r: [n{i + 1}], s: [n{i + 1}]}}}}\n" for i in range(n))
        path = self.file("many.yaml", MODEL + "nodes:\n" + nodes
                         + f"  - {{id: n{n}, kind: n, title: N}}\n")
        text = self.fine("n0", "--to", f"n{n}", "-m", path)
        self.assertIn(f"1 node reached: {n} steps away, by more than "
                      "18446744073709551614 shortest chains\nShown: 100 of "
                      "them; --limit N shows more.\n", text)
        self.assertEqual(len(self.json("n0", "--to", f"n{n}", "-m",
                                       path)["reached"]), 100)
        found = self.json("n0", "--to", "n8", "--limit", "1000", "-m", path)
        self.assertEqual((found["chains"], len(found["reached"])), (256, 256))

    def test_where_no_chain_leads_the_text_says_so(self):
        text = self.text("z", "--to", "a")
        self.assertIn("0 nodes reached: no such chain leads there.\n"
                      "Proposed links were not followed", text)
        text = self.text("z", "--to", "a", "--basis",
                         "stated,derived,proposed")
        self.assertNotIn("were not followed", text)
        found = self.json("z", "--to", "a", "-m", self.diamond)
        self.assertEqual((found["chains"], found["reached"]), (0, []))

    def test_a_node_is_no_goal_of_itself_but_along_a_path(self):
        self.assertEqual(self.fails(2, "a", "--to", "a", "-m", self.diamond),
                         "gdctrace: --to: 'a' is where the trace begins\n")
        self.assertIn("2 steps away",
                      self.text("a", "r/^r", "--to", "a"))


class Around(TraceTest):
    def test_lines_say_how_and_how_far(self):
        self.assertEqual(self.text("d"), """\
d  Dee

1 step away: 4 nodes
  comes from b  Bee
  has part b2  Bee two
  comes from c  Cee
  leads to e  Ee

2 steps away: 2 nodes
  comes from b, comes from a  Ay
  leads to e, comes from x  Ex

6 nodes reached
With a path, or --to NODE, the evidence of every step is shown.
""")

    def test_depth_ends_it(self):
        text = self.text("d", "--depth", "1")
        self.assertIn("d  Dee\n  in at most 1 step\n", text)
        self.assertNotIn("2 steps away", text)
        self.assertIn("\n4 nodes reached\n", text)
        for depth in (1, 2, 3):
            reached = self.json("itu.giga", "--depth", str(depth))["reached"]
            self.assertEqual(max(len(e["chain"]) for e in reached), depth)
            every = [e for e in self.json("itu.giga")["reached"]
                     if len(e["chain"]) <= depth]
            self.assertEqual(reached, every)

    def test_depth_limits_paths_and_chains_too(self):
        self.assertEqual(len(self.chains("a", "r+", "--depth", "2", "-m",
                                         self.diamond)), 3)
        self.assertIn("0 nodes reached: no such chain leads there.",
                      self.text("a", "--to", "e", "--depth", "2"))

    def test_every_node_has_one_line(self):
        text = self.fine("gdc.o1")
        reached = self.json("gdc.o1")["reached"]
        lines = re.findall(r"^  \S.*? (\S+)  ", text, re.M)
        self.assertEqual(sorted(lines), sorted(e["node"] for e in reached))


class Basis(TraceTest):
    def test_another_basis_or_date_is_said(self):
        text = self.text("a", "r", "--basis", "stated,proposed")
        self.assertIn("a  Ay\n  by r\n  following stated and proposed links\n",
                      text)
        self.assertIn("leads to (proposed) x  Ex\n", text)
        self.assertNotIn("following", self.text("a", "r", "--basis",
                                                "derived,stated"))
        self.assertIn("\n  following only stated links, as of 2024\n",
                      self.text("a", "--basis", "stated", "--as-of", "2024"))
        found = self.json("a", "r", "--basis", "proposed,stated", "-m",
                          self.diamond)
        self.assertEqual(found["basis"], ["stated", "proposed"])
        self.assertNotIn("basis", self.json("a", "r", "-m", self.diamond))


class Usage(TraceTest):
    def test_what_is_wrong_is_named(self):
        for args, wanted in (
                (["a", "--depth", "0"], "--depth: 0 is below 1"),
                (["a", "--depth", "-3"], "--depth: -3 is below 1"),
                (["a", "--depth", "two"], "--depth"),
                (["a", "--to", "d", "--limit", "0"], "--limit: 0 is below 1"),
                (["a", "--limit", "3"], "--limit: only with --to"),
                (["a", "--to", "q"], "no node 'q'"),
                (["a", "r", "d"], "trace does not take 'd'"),
                (["a", "r/"], "at column 3 of the path 'r/'")):
            with self.subTest(args=args):
                error = self.fails(2, *args, "-m", self.diamond)
                self.assertIn(wanted, error)
                self.assertEqual(error.count("\n"), 1)

    def test_hostile_titles_stay_harmless(self):
        evil = "\u202e=cmd()\u2066<script>" + "y" * 2000
        path = self.file("evil.yaml", MODEL + f"""nodes:
  - {{id: a, kind: n, title: {json.dumps(evil)}, links: {{r: [
      {{to: b, source: doc, quote: {json.dumps(evil)}}}]}}}}
  - {{id: b, kind: n, title: {json.dumps(evil)}}}
""")
        for args in (["a"], ["a", "r"], ["a", "--to", "b"]):
            text = self.fine(*args, "-m", path)
            self.assertFalse(set(text) & set("\u202e\u2066"))


class Oracle(TraceTest):
    """All shortest chains of random mappings, found by plain search."""

    def moves(self, mapping, any_link):
        """{node: [(relation, inverse, to)]} of a mapping's export."""
        moves = {node["id"]: [] for node in mapping["nodes"]}
        for node in mapping["nodes"]:
            if any_link and "part-of" in node:
                moves[node["id"]].append(("part-of", False, node["part-of"]))
                moves[node["part-of"]].append(("part-of", True, node["id"]))
        for link in mapping["links"]:
            if link.get("basis") == "proposed":
                continue
            moves[link["from"]].append((link["relation"], False, link["to"]))
            if any_link:
                moves[link["to"]].append((link["relation"], True,
                                          link["from"]))
        return moves

    def shortest(self, moves, start, end):
        paths, seen = [(start, ())], {start}
        while paths:
            found = [steps for at, steps in paths if at == end and steps]
            if found:
                return set(found)
            paths = [(to, steps + ((relation, inverse, to),))
                     for at, steps in paths
                     for relation, inverse, to in moves[at]
                     if to not in seen]
            seen |= {at for at, _ in paths}
        return set()

    def compare(self, mapping_args, moves, start, end, *path):
        found = self.chains(start, *path, "--to", end, "--limit", "100000",
                            *mapping_args)
        self.assertEqual(len(found), len({tuple(c) for c in found}))
        self.assertEqual({tuple(c) for c in found},
                         self.shortest(moves, start, end), (start, end, path))

    def test_random_mappings(self):
        chance = random.Random(7)
        for case in range(6):
            n = 9
            ids = [f"n{i}" for i in range(n)]
            lines = []
            for i, name in enumerate(ids):
                parent = (f", part-of: n{chance.randrange(i)}"
                          if i and chance.random() < 0.4 else "")
                links = ", ".join(
                    relation + ": [" + ", ".join(
                        "{to: %s, source: doc, basis: %s}" % (
                            to, chance.choice(["stated", "derived",
                                               "proposed"]))
                        for to in ids
                        if to != name and chance.random() < 0.15) + "]"
                    for relation in ("r", "s"))
                lines.append(f"  - {{id: {name}, kind: n, title: N{parent}, "
                             f"links: {{{links}}}}}\n")
            path = self.file(f"random{case}.yaml",
                             MODEL + "nodes:\n" + "".join(lines))
            mapping = exported("-m", path)
            both, along = (self.moves(mapping, any_link)
                           for any_link in (True, False))
            for end in ids[1:5]:
                self.compare(["-m", path], both, "n0", end)
                self.compare(["-m", path], along, "n0", end, "(r|s)+")
                self.compare(["-m", path], along, "n0", end,
                             "(r|s|r)/(s|r)*")

    def test_the_bundled_mapping(self):
        moves = self.moves(exported(), True)
        for start, end in (("itu.giga", "sdg.9"), ("gdc.o3", "sdg.16"),
                           ("gdc.11d", "wsis.c7-ehea"),
                           ("org.unesco", "gdc.o4"), ("sdg.17", "itu.gsr")):
            self.compare([], moves, start, end)


if __name__ == "__main__":
    unittest.main()
