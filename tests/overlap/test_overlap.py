# SPDX-License-Identifier: Apache-2.0
"""What different sectors serve: `overlap` against a count of every pair."""
import csv
import io
import itertools
import json
import random
import unittest

from gdct import Case

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds:
    - id: itu-activity
      framework: f
      title: Activity
      plural: Activities
      attributes:
        - {name: sector, type: choice, values: [R, T, D], many: yes}
        - {name: bureau, type: text}
    - {id: aim, framework: f, title: Aim}
  relations:
    - {id: supports, inverse: supported-by, from: itu-activity, to: aim}
    - {id: needs, from: aim, to: aim}
sources: [{id: doc, title: A document}]
"""

SMALL = MODEL + """nodes:
  - {id: aim.1, kind: aim, title: First aim}
  - {id: aim.2, kind: aim, title: Second aim, links: {needs: [{to: aim.1, source: doc}]}}
  - {id: aim.3, kind: aim, title: Third aim}
  - {id: whole, kind: itu-activity, title: The whole, sector: T, links: {supports: [{to: aim.2, source: doc}]}}
  - {id: part.a, kind: itu-activity, title: Part A, part-of: whole, sector: D, bureau: one,
     links: {supports: [{to: aim.1, source: doc}, {to: aim.2, source: doc}]}}
  - {id: part.b, kind: itu-activity, title: Part B, part-of: whole, sector: R, bureau: two,
     links: {supports: [{to: aim.1, source: doc}, {to: aim.3, basis: proposed}]}}
  - {id: alone, kind: itu-activity, title: Alone, sector: R, links: {supports: [{to: aim.1, source: doc}]}}
  - {id: joint, kind: itu-activity, title: Joint, sector: [R, D], links: {supports: [{to: aim.1, source: doc}]}}
  - {id: nowhere, kind: itu-activity, title: Nowhere,
     links: {supports: [{to: aim.1, source: doc}, {to: aim.3, source: doc}]}}
  - {id: late, kind: itu-activity, title: Late, sector: T, start: 2030,
     links: {supports: [{to: aim.3, source: doc}]}}
"""

EXPECTED = """\
Activities serve 3 things; 1 of these are served by some that have no sector in common.
Overlapping pairs: 2, without a common parent: 1. A pair counts once for each thing that it shares.
To serve is here: supports, by links that are stated, derived. \
To serve the same thing is not yet to do the same work: this shows whom to ask.
1 of 7 have no sector; they are not counted as overlapping anybody.

aim.1  First aim
  5 serve it; different values of sector: 2; overlapping pairs: 2, without a common parent: 1
  D (1)
    part.a  Part A
  D, R (1)
    joint  Joint
  R (2)
    alone  Alone
    part.b  Part B
  without sector, not counted (1)
    nowhere  Nowhere
  common parent whole  The whole: of part.a, part.b
"""


def oracle(nodes, links):
    """(thing, pairs, apart), looking at every two."""
    parent = {n: p for n, (p, _) in nodes.items()}

    def above(node):
        found = [node]
        while parent[found[-1]] is not None:
            found.append(parent[found[-1]])
        return found

    answer = []
    for thing in sorted({t for _, t in links}):
        pairs = apart = 0
        serving = sorted({n for n, t in links if t == thing})
        for a, b in itertools.combinations(serving, 2):
            if not nodes[a][1] or not nodes[b][1] or \
                    nodes[a][1] & nodes[b][1] or \
                    a in above(b) or b in above(a):
                continue
            pairs += 1
            apart += not set(above(a)) & set(above(b))
        if pairs:
            answer.append((thing, pairs, apart))
    return sorted(answer)


class Overlap(Case):
    def setUp(self):
        super().setUp()
        self.command = ("overlap", "-m", self.file("m.yaml", SMALL))

    def test_the_text_says_what_is_contested_and_what_stands_above(self):
        self.assertEqual(self.fine(), EXPECTED)

    def test_a_part_does_not_overlap_its_whole(self):
        self.assertNotIn("aim.2", self.fine())

    def test_json_has_every_member_with_its_sectors(self):
        answer = self.json()
        self.assertEqual(answer["totals"], {
            "members": 7, "without-value": 1, "things": 3, "contested": 1,
            "pairs": 2, "without-common-parent": 1})
        self.assertEqual(answer["basis"], ["stated", "derived"])
        thing = answer["overlaps"][0]
        self.assertEqual((thing["id"], thing["pairs"], thing["values"],
                          thing["without-common-parent"]), ("aim.1", 2, 2, 1))
        self.assertEqual(
            [(m["id"], m["sector"], m["common-parent"])
             for m in thing["members"]],
            [("part.a", ["D"], "whole"), ("joint", ["R", "D"], None),
             ("alone", ["R"], None), ("part.b", ["R"], "whole"),
             ("nowhere", [], None)])

    def test_csv_has_a_row_for_each_member(self):
        rows = list(csv.reader(io.StringIO(self.fine("-f", "csv"))))
        self.assertEqual(rows[0], [
            "thing", "thing title", "pairs", "pairs without common parent",
            "member", "member title", "sector", "common parent",
            "basis of links"])
        self.assertEqual(rows[1], ["aim.1", "First aim", "2", "1", "part.a",
                                   "Part A", "D", "whole", "stated, derived"])
        self.assertEqual(len(rows), 6)

    def test_proposed_links_count_only_when_asked_for_and_it_is_said(self):
        self.assertNotIn("aim.3", self.fine())
        text = self.fine("--basis", "stated,proposed")
        self.assertIn("by links that are stated, proposed.", text)
        self.assertIn("aim.3  Third aim", text)

    def test_a_date_hides_what_is_not_there(self):
        options = ("--basis", "stated,proposed", "--as-of")
        self.assertNotIn("aim.3", self.fine(*options, "2026"))
        self.assertIn("aim.3", self.fine(*options, "2031"))

    def test_another_attribute_and_path_may_be_asked_about(self):
        text = self.fine("--by", "bureau")
        self.assertIn("different values of bureau: 2; overlapping pairs: 1, "
                      "without a common parent: 0\n", text)
        answer = self.json("--path", "supports/needs*")
        self.assertEqual(answer["path"], "supports/needs*")
        self.assertEqual(answer["overlaps"][0]["pairs"], 4)

    def test_a_limit_shows_the_first_and_counts_the_rest(self):
        text = self.fine("--limit", "0")
        self.assertIn("Overlapping pairs: 2", text)
        self.assertTrue(text.endswith("\nand 1 more (--limit)\n"))
        self.assertEqual(self.json("--limit", "0")["overlaps"], [])

    def test_wrong_usage_is_said(self):
        for args, words in (
                (["tasks"], "no kind 'tasks'"),
                (["--by", "secto"], "did you mean 'sector'?"),
                (["--by", "sector=R"], "is not the name of an attribute"),
                (["--path", "suports"], "did you mean 'supports'?"),
                (["--limit", "-3"], "--limit: -3"),
                (["--format", "xml"], "is not text, json or csv"),
                (["a", "b"], "does not take 'b'")):
            with self.subTest(args=args):
                self.assertIn(words, self.fails(2, *args))

    def test_hostile_titles_are_harmless(self):
        evil = "=cmd()\u202e<script>\"'"
        self.file("m.yaml", SMALL.replace("title: Part A",
                                          "title: " + json.dumps(evil)))
        self.assertNotIn("\u202e", self.fine())
        rows = list(csv.reader(io.StringIO(self.fine("-f", "csv"))))
        self.assertEqual(rows[1][5], "'" + evil)
        self.assertEqual(self.json()["overlaps"][0]["members"][0]["title"],
                         evil)

    def test_it_agrees_with_a_look_at_every_pair(self):
        random.seed(73)
        for turn in range(25):
            nodes, links, lines = {}, set(), []
            for i in range(random.randrange(2, 40)):
                parent = random.choice([None, *nodes])
                sectors = random.sample("RTD", random.choice([0, 1, 1, 1, 2]))
                nodes[f"n{i}"] = (parent, set(sectors))
                aims = random.sample(range(4), random.randrange(0, 4))
                links |= {(f"n{i}", f"aim{a}") for a in aims}
                lines.append(
                    f"  - {{id: n{i}, kind: itu-activity, title: N"
                    + (f", part-of: {parent}" if parent else "")
                    + (f", sector: [{', '.join(sectors)}]" if sectors else "")
                    + f", links: {{supports: ["
                    + ", ".join(f"aim{a}" for a in aims) + "]}}")
            lines += [f"  - {{id: aim{a}, kind: aim, title: A}}"
                      for a in range(4)]
            self.file("m.yaml", MODEL + "nodes:\n" + "\n".join(lines) + "\n")
            answer = self.json()
            with self.subTest(turn=turn):
                self.assertEqual(
                    sorted((g["id"], g["pairs"], g["without-common-parent"])
                           for g in answer["overlaps"]),
                    oracle(nodes, links))
                keys = [(-g["without-common-parent"], -g["pairs"], g["id"])
                        for g in answer["overlaps"]]
                self.assertEqual(keys, sorted(keys))


if __name__ == "__main__":
    unittest.main()
