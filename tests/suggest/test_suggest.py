# SPDX-License-Identifier: Apache-2.0
"""Candidate links: which there are, in which order, and how they are written. How often they are right is measured by
scripts/suggest_figures.py; nothing here depends on it."""
import json
import math
import os
import re
import subprocess
import sys
import unittest

from gdct import DATA, GDCTRACE, ROOT, Case, exported, fine, run_on_full_disk

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds: [{id: task, framework: f, title: Task}, {id: goal, framework: f, title: Goal}, {id: aim, framework: f, title: Aim}]
  relations:
    - {id: supports, title: supports, inverse: supported-by, from: [task], to: [goal, aim]}
    - {id: follows, title: follows, from: [task], to: [task]}
sources: [{id: doc, title: A document}]
"""

# Words whose stems are the words themselves, so that scores can be worked out without Porter's algorithm.
ORDER = MODEL + """nodes:
  - {id: g0, kind: goal, title: The root of gamma}
  - {id: g1, kind: goal, title: Alpha and beta, summary: delta in kappa, part-of: g0}
  - {id: t1, kind: task, title: Alpha omega}
  - {id: t2, kind: task, title: Omega, summary: alpha alpha}
  - {id: t10, kind: task, title: Omega, summary: alpha alpha}
  - {id: t3, kind: task, title: Omega lambda, evidence: [{source: doc, quote: beta omega}]}
  - {id: t4, kind: task, title: Lambda gamma, links: {supports: [{to: a1, source: doc, locator: kappa, quote: delta lambda}]}}
  - {id: t5, kind: task, title: Lambda, links: {supports: [{to: a1, source: doc, rationale: kappa alpha beta}]}}
  - {id: t6, kind: task, title: "The and of in, with a b c"}
  - {id: t7, kind: task, title: Sigma tau}
  - {id: t8, kind: task, title: Sigma rho}
  - {id: a1, kind: aim, title: Sigma}
  - {id: t9, kind: task, title: Alpha beta delta kappa, links: {supports: [{to: g1, basis: proposed, rationale: it is}]}}
"""


def words(text):
    return re.findall(r"\w+", text.lower())


def bm25(query, documents):
    """Robertson's BM25 as SQLite's FTS5 documents it, by another hand: {id: score} for {id: [text of each column]}; the
    query is {word: weight}."""
    weights, k1, b = (4, 2, 1, 1), 1.2, 0.75
    size = {one: sum(len(words(text)) for text in texts)
            for one, texts in documents.items()}
    average = sum(size.values()) / len(documents)
    scores = dict.fromkeys(documents, 0)
    for word, weight in query.items():
        rows = sum(any(word in words(text) for text in texts)
                   for texts in documents.values())
        idf = math.log((len(documents) - rows + 0.5) / (rows + 0.5))
        idf = idf if idf > 0 else 1e-6
        for one, texts in documents.items():
            often = sum(w * words(text).count(word)
                        for w, text in zip(weights, texts))
            scores[one] += weight * idf * often * (k1 + 1) / (
                often + k1 * (1 - b + b * size[one] / average))
    return {one: score for one, score in scores.items() if score > 0}


class SuggestTest(Case):
    command = ("suggest",)

    def candidates(self, text, node, *args):
        """[(relation, inverse, node)] for a node of a mapping."""
        answer = self.json(node, "--mappings", self.file("m.yaml", text), *args)
        self.assertEqual([one["node"] for one in answer["nodes"]], [node])
        return [(one["relation"], one["inverse"], one["node"])
                for one in answer["nodes"][0]["candidates"]]

    def nodes(self, *args):
        return [node for _, _, node in self.candidates(*args)]


class Order(SuggestTest):
    def test_scores_are_bm25(self):
        documents = {
            "g0": ["the root of gamma", "", "", ""],
            "g1": ["alpha and beta", "delta in kappa", "", ""],
            "t1": ["alpha omega", "", "", ""],
            "t2": ["omega", "alpha alpha", "", ""],
            "t10": ["omega", "alpha alpha", "", ""],
            "t3": ["omega lambda", "", "beta omega", ""],
            "t4": ["lambda gamma", "", "", "delta lambda"],
            "t5": ["lambda", "", "", "kappa alpha beta"],
            "t6": ["the and of in with a b c", "", "", ""],
            "t7": ["sigma tau", "", "", ""], "t8": ["sigma rho", "", "", ""],
            "a1": ["sigma", "", "", "delta lambda kappa alpha beta"],
            "t9": ["alpha beta delta kappa", "", "", ""]}
        query = {"alpha": 1, "beta": 1, "delta": 1, "kappa": 1,
                 "root": 0.25, "gamma": 0.25}
        wanted = bm25(query, documents)
        wanted = {one: wanted[one] for one in ("t1", "t2", "t3", "t4", "t5",
                                               "t10")}
        answer = self.json("g1", "--top", "9", "--mappings",
                           self.file("m.yaml", ORDER))
        found = {one["node"]: one["score"]
                 for one in answer["nodes"][0]["candidates"]}
        self.assertEqual(set(found), set(wanted))
        for one, score in found.items():
            self.assertAlmostEqual(score, wanted[one] / max(wanted.values()),
                                   places=5, msg=one)
        # t2 and t10 are alike; "alpha" is in more than half of the texts,
        # which makes it worth next to nothing.
        self.assertEqual(list(found), ["t4", "t5", "t3", "t1", "t2", "t10"])

    def test_the_text_shows_them_with_the_words_the_rarest_first(self):
        self.assertEqual(
            self.fine("g1", "--top", "2", "--mappings",
                      self.file("m.yaml", ORDER)).split("\n\nRanked")[0],
            "Candidate links\n\ng1  Alpha and beta\n  perhaps supported by\n"
            "    1.00  t4  Lambda gamma\n          [gamma, delta]\n"
            "    0.85  t5  Lambda\n          [kappa, beta, alpha]")

    def test_equal_scores_come_in_natural_order_of_ids(self):
        text = MODEL + "nodes:\n  - {id: g, kind: goal, title: wire}\n" + \
            "".join(f"  - {{id: t{n}, kind: task, title: wire}}\n"
                    for n in (10, 9, 100, 1))
        self.assertEqual(self.nodes(text, "g"), ["t1", "t9", "t10", "t100"])

    def test_at_most_top_for_each_relation_and_direction(self):
        text = MODEL + "nodes:\n" + "".join(
            f"  - {{id: {k[0]}{n}, kind: {k}, title: wire}}\n"
            for k in ("goal", "task") for n in range(9))
        self.assertEqual(self.candidates(text, "t4", "--top", "2"), [
            ("supports", False, "g0"), ("supports", False, "g1"),
            ("follows", False, "t0"), ("follows", False, "t1"),
            ("follows", True, "t0"), ("follows", True, "t1")])
        self.assertEqual(len(self.nodes(text, "g0")), 5)

    def test_the_order_does_not_depend_on_what_else_is_asked(self):
        for node in ("itu.giga", "gdc.o1"):
            whole = self.json(node, "--top", "50")["nodes"][0]["candidates"]
            part = self.json(node, "--top", "50", "--relation",
                             "supports")["nodes"][0]["candidates"]
            self.assertEqual([one["node"] for one in part],
                             [one["node"] for one in whole
                              if one["relation"] == "supports"])


class Words(SuggestTest):
    def words(self, title, other, *args):
        text = MODEL + f"""nodes:
  - {{id: g, kind: goal, title: {title}}}
  - {{id: t, kind: task, title: {other}}}
"""
        answer = self.json("g", "--mappings", self.file("m.yaml", text), *args)
        return [one["words"] for one in answer["nodes"][0]["candidates"]]

    def test_they_match_by_their_stems_and_stand_as_in_the_candidate(self):
        self.assertEqual(self.words("Connecting schools",
                                    "School Connections of a CONNECTED school"),
                         [["Connections", "School"]])

    def test_case_and_diacritics_do_not_count(self):
        self.assertEqual(self.words("école ÉLÉMENTAIRE",
                                    "Ecole élémentaire"),
                         [["Ecole", "élémentaire"]])

    def test_stop_words_and_single_letters_do_not_match(self):
        self.assertEqual(self.words("'The e of This and WHO, in the C.'",
                                    "the E of this and who in The c"), [])

    def test_other_scripts_match_whole_words(self):
        self.assertEqual(self.words("مدرسة رقمية", "كل مدرسة"), [["مدرسة"]])
        self.assertEqual(self.words("数字 合作", "合作"), [["合作"]])

    def test_texts_are_those_of_the_language(self):
        one = "{en: bridge, fr: pont}"
        self.assertEqual(self.words(one, "{en: bridge, fr: route}"),
                         [["bridge"]])
        self.assertEqual(self.words(one, "{en: bridge, fr: route}", "--lang",
                                    "fr"), [])
        self.assertEqual(self.words(one, "{en: road, fr: pont}", "--lang",
                                    "fr"), [["pont"]])

    def test_nothing_in_common_is_said(self):
        text = MODEL + "nodes: [{id: g, kind: goal, title: wire}]\n"
        self.assertIn("no candidate has a word in common with it\n", self.fine(
            "g", "--mappings", self.file("m.yaml", text)))

    def test_what_looks_like_a_query_is_only_words(self):
        hostile = ['wire" OR title:*', "wire AND NOT tin", "NEAR(wire tin, 2)",
                   "^wire + tin*", "{title} : wire", "-title : wire",
                   "wire'; DROP TABLE texts; --", '""wire""', "wire\\\\",
                   "=cmd()|wire", "<script>wire</script>", "a" * 5000 + " wire"]
        for title in hostile:
            with self.subTest(title[:40]):
                self.assertEqual(self.words(json.dumps(title), "Wire"),
                                 [["Wire"]])
        self.assertEqual(self.words('"\\" OR \\"*"', "Wire"), [])

    def test_proposed_links_lend_their_words_only_when_asked_for(self):
        text = MODEL + """nodes:
  - {id: g, kind: goal, title: wire}
  - {id: a, kind: aim, title: A}
  - {id: t, kind: task, title: T, links: {supports: [{to: a, basis: proposed, rationale: the wire}]}}
"""
        self.assertEqual(self.nodes(text, "g"), [])
        self.assertEqual(self.nodes(text, "g", "--basis", "stated,proposed"),
                         ["t"])


class Choice(SuggestTest):
    def small(self, links="", more=""):
        return MODEL + f"""nodes:
  - {{id: g, kind: goal, title: wire}}
  - {{id: a, kind: aim, title: wire, start: 2020}}
  - {{id: t1, kind: task, title: wire, status: completed{links}}}
  - {{id: t2, kind: task, title: wire, end: 2024}}
{more}"""

    def test_all_that_the_model_allows_both_ways_but_itself(self):
        self.assertEqual(self.candidates(self.small(), "t1"), [
            ("supports", False, "a"), ("supports", False, "g"),
            ("follows", False, "t2"), ("follows", True, "t2")])
        self.assertEqual(self.candidates(self.small(), "a"), [
            ("supports", True, "t1"), ("supports", True, "t2")])

    def test_links_that_are_there_are_left_out_whatever_their_basis(self):
        for how in ("source: doc", "basis: derived, source: doc",
                    "basis: proposed", "source: doc, end: 2019"):
            links = ", links: {supports: [{to: g, %s}], " \
                    "follows: [{to: t2, %s}]}" % (how, how)
            with self.subTest(how):
                text = self.small(links)
                self.assertEqual(
                    self.candidates(text, "t1", "--as-of", "2022"),
                    [("supports", False, "a"), ("follows", True, "t2")])
                self.assertEqual(self.candidates(text, "g"),
                                 [("supports", True, "t2")])

    def test_relation_and_kind_narrow(self):
        text = self.small()
        self.assertEqual(self.nodes(text, "t1", "--kind", "aim"), ["a"])
        self.assertEqual(self.candidates(text, "t1", "--relation", "follows"),
                         [("follows", False, "t2"), ("follows", True, "t2")])
        self.assertEqual(self.nodes(text, "g", "--relation", "supports"),
                         ["t1", "t2"])
        self.assertEqual(self.nodes(text, "g", "--relation", "supported-by"),
                         ["t1", "t2"])

    def test_nodes_that_are_not_there_on_the_day_are_left_out(self):
        self.assertEqual(self.nodes(self.small(), "g", "--as-of", "2025"),
                         ["t1"])
        self.assertEqual(self.nodes(self.small(), "t1", "--relation",
                                    "supports", "--as-of", "2019"), ["g"])

    RULES = """  - {id: g3, kind: goal, title: wire}
  - {id: g10, kind: goal, title: wire}
  - {id: g4, kind: goal, title: wire}
waivers: [{rule: served, node: g4, reason: no}]
rules:
  - {id: served, title: Goals are served, severity: warning, each: goal, reach: task, reach-where: ["status!=completed"],
     grades: [{id: direct, path: "^supports|part-of"}, {id: far, path: "part-of/^supports", counts: partial}]}
  - {id: far, title: Far, severity: warning, each: goal, reach: task, grades: [{id: far, path: "part-of/^supports"}]}
  - {id: dated, title: Dated, severity: warning, each: goal, require: [start]}
  - {id: loops, title: Loops, severity: warning, each: task, reach: task, grades: [{id: l, path: "follows|^follows"}]}
"""

    def test_gaps_of_a_rule_get_what_would_close_them(self):
        path = self.file("m.yaml", self.small(
            ", links: {supports: [{to: g3, source: doc}]}", self.RULES))
        answer = self.json("--gap", "served", "--mappings", path)
        self.assertEqual(answer["rule"], "served")
        self.assertEqual(
            [(one["node"], [(c["relation"], c["inverse"], c["node"])
                            for c in one["candidates"]])
             for one in answer["nodes"]],
            [(gap, [("supports", True, "t2")]) for gap in ("g", "g3", "g10")])
        self.assertEqual(
            self.fine("--gap", "served", "--mappings", path).split("\n")[:6],
            ["Candidate links for 3 gaps of served", "  Goals are served", "",
             "g  wire", "  perhaps supported by", "    1.00  t2  wire"])

    def test_a_rule_that_no_single_link_satisfies_is_refused(self):
        path = self.file("m.yaml", self.small("", self.RULES))
        listed = ("  served                            4 gaps  Goals are "
                  "served\n").replace("4", "3")
        for rule in ("far", "dated"):
            err = self.fails(2, "--gap", rule, "--mappings", path)
            self.assertIn("no single link closes a gap of this rule", err)
            self.assertIn(listed, err)

    def test_without_anything_it_asks_what_for(self):
        path = self.file("m.yaml", self.small("", self.RULES))
        self.assertEqual(
            self.fails(2, "--mappings", path),
            "gdctrace: suggest: which NODE, or --gap RULE? The rules with "
            "gaps that a link could close are:\n"
            "  served                            3 gaps  Goals are served\n"
            "  loops                             2 gaps  Loops\n")

    def test_a_rule_without_gaps_is_no_fault(self):
        path = self.file("m.yaml", self.small(
            ", links: {follows: [{to: t2, source: doc}]}", self.RULES))
        self.assertEqual(self.fine("--gap", "loops", "--mappings", path),
                         "Candidate links for 0 gaps of loops\n  Loops\n")


class Yaml(SuggestTest):
    def load(self, *paths):
        """Exports mappings together: {(from, relation, to): link}."""
        options = [word for path in paths for word in ("--mappings", path)]
        checked = fine("check", "--format", "json", *options)
        errors = [finding for finding in json.loads(checked)["findings"]
                  if finding["severity"] == "error"]
        self.assertEqual(errors, [])
        whole = exported(*options)
        return {(link["from"], link["relation"], link["to"]): link
                for link in whole["links"]}

    def round_trip(self, mapping, *args):
        """What the file adds to the mapping, beside what JSON says."""
        path = self.path("candidates.yaml")
        self.fine(*args, "--mappings", mapping, "-o", path)
        before, after = self.load(mapping), self.load(mapping, path)
        wanted = {}
        for one in self.json(*args, "--mappings", mapping)["nodes"]:
            for c in one["candidates"]:
                ends = [one["node"], c["node"]]
                if c["inverse"]:
                    ends.reverse()
                wanted[(ends[0], c["relation"], ends[1])] = c["words"]
        added = {key: link for key, link in after.items() if key not in before}
        self.assertEqual(set(added), set(wanted))
        for key, link in added.items():
            self.assertEqual(link["basis"], "proposed")
            self.assertEqual(link["author"], "gdctrace suggest")
            self.assertNotIn("confidence", link)
            self.assertEqual(link["evidence"], [])
            said = link["rationale"]["en"]
            self.assertTrue(said.startswith("words in common: "), said)
            said = said.removeprefix("words in common: ").split(", ")
            self.assertTrue(set(said) <= set(wanted[key]) or
                            key[0] in said, (said, wanted[key]))
            self.assertLessEqual(len(said), 8)
        return added

    def test_it_is_a_mapping_file_of_proposed_links(self):
        path = self.file("m.yaml", ORDER)
        self.assertEqual(
            self.fine("g1", "--top", "2", "--format", "yaml", "--mappings",
                      path).split("\n\n", 1)[1],
            """links:

  # g1  Alpha and beta
  - from: g1
    relation: supported-by
    to:
      # t4  Lambda gamma
      - to: t4
        basis: proposed
        rationale: "words in common: gamma, delta"
        author: gdctrace suggest
      # t5  Lambda
      - to: t5
        basis: proposed
        rationale: "words in common: kappa, beta, alpha"
        author: gdctrace suggest
""")
        self.assertEqual(len(self.round_trip(path, "g1", "--top", "9")), 6)

    def test_hostile_titles_and_relations_without_inverse_load_back(self):
        titles = ['"', "wire\": {to: g}", "wire # not", "wire\n- from: x",
                  "wire \u2028 - from: y", "wire \u202e erif", "'wire'",
                  "{wire}", "[wire, *a, &b]", "!!str wire", "wire: |", "%wire",
                  "wire\\", "<script>wire</script>", "=wire()", "\ue000wire",
                  "wire " + "x" * 3000, "NO wire", "~ wire", "wíre 线"]
        text = MODEL + "nodes:\n" + "".join(
            f"  - {{id: {k[0]}{n}, kind: {k}, title: {json.dumps(title)}}}\n"
            for k in ("goal", "task") for n, title in enumerate(titles))
        text += "  - {id: 'NO', kind: task, title: wire}\n" \
                "  - {id: 1.10, kind: task, title: wire}\n"
        text += """rules:
  - {id: loops, title: Loops, severity: warning, each: task, reach: task, grades: [{id: l, path: "follows|^follows"}]}
"""
        path = self.file("m.yaml", text)
        self.assertGreater(len(self.round_trip(path, "g1", "--top", "50")), 15)
        self.assertGreater(len(self.round_trip(path, "t2", "--top", "50")), 40)
        # Each pair is suggested from both of its ends, and written once.
        self.assertGreater(len(self.round_trip(path, "--gap", "loops")), 80)

    def test_a_file_without_candidates_loads(self):
        path = self.file("m.yaml", MODEL +
                         "nodes: [{id: g, kind: goal, title: wire}]\n")
        self.assertEqual(self.round_trip(path, "g"), {})

    def test_the_bundled_mapping_loads_back(self):
        for args in (("--gap", "requested-action-is-answered"), ("itu.giga",)):
            with self.subTest(args):
                self.assertTrue(self.round_trip(DATA, *args))


class Command(SuggestTest):
    def test_wrong_usage(self):
        for args, words_ in (
                (("gdc.o9",), "no node 'gdc.o9'"),
                (("gdc.o1", "gdc.o2"), "does not take 'gdc.o2'"),
                (("gdc.o1", "--gap", "x"), "either 'gdc.o1' or --gap"),
                (("--gap", "x"), "no rule 'x'"),
                (("gdc.o1", "--kind", "x"), "no kind 'x'"),
                (("gdc.o1", "--relation", "suports"),
                 "no relation 'suports'; did you mean 'supports'?"),
                (("gdc.o1", "--relation", "leads"), "no relation that is"),
                (("gdc.o1", "--top", "0"), "--top: 0 is below 1"),
                (("gdc.o1", "--top", "x"), "--top"),
                (("gdc.o1", "--format", "svg"), "not text, json or yaml")):
            with self.subTest(args):
                self.assertIn(words_, self.fails(2, *args))

    def test_errors_in_the_data_end_it(self):
        path = self.file("m.yaml", MODEL + "nodes: [{id: g, kind: gaol}]\n")
        self.assertIn("nothing was done", self.fails(1, "g", "--mappings", path))

    def test_a_full_disk_is_an_error(self):
        for name in ("text", "json", "yaml"):
            done = run_on_full_disk("suggest", "gdc.o1", "--format", name)
            self.assertEqual(done.returncode, 3)

    def test_the_same_bytes_in_any_locale_and_every_time(self):
        for name in ("text", "json", "yaml"):
            args = ("--gap", "itu-led-line-has-activity", "--format", name)
            first = self.fine(*args, env={"LC_ALL": "C"})
            for locale in ("de_DE.UTF-8", "tr_TR.UTF-8"):
                self.assertEqual(self.fine(*args, env={"LC_ALL": locale}),
                                 first)

    def test_titles_cannot_play_with_the_terminal(self):
        text = MODEL + """nodes:
  - {id: g, kind: goal, title: wire}
  - {id: t, kind: task, title: "wire \\u202Eevil \\u2066"}
"""
        for name in ("text", "yaml"):
            self.assertNotRegex(
                self.fine("g", "--format", name, "--mappings",
                          self.file("m.yaml", text)), "[\u202e\u2066]")

    def test_many_nodes_with_one_word_take_no_long_time(self):
        text = MODEL + "nodes:\n  - {id: g, kind: goal, title: wire}\n" + \
            "".join(f"  - {{id: t{n}, kind: task, title: wire}}\n"
                    for n in range(5000))
        self.assertEqual(self.nodes(text, "g", "--top", "2"), ["t0", "t1"])


class Figures(SuggestTest):
    def test_the_figures_are_counted_right(self):
        """t1 finds g1 and t2 finds g2 by copper and tin, and t4, with the
        roof, not g1; t3 has roof only in the link that is hidden."""
        path = self.file("m.yaml", MODEL + """nodes:
  - {id: g1, kind: goal, title: copper wire}
  - {id: g2, kind: goal, title: tin roof}
  - {id: t1, kind: task, title: copper, links: {supports: [{to: g1, source: doc, quote: q}]}}
  - {id: t2, kind: task, title: tin, links: {supports: [{to: g2, source: doc, quote: q}]}}
  - {id: t3, kind: task, title: paper, links: {supports: [{to: g2, source: doc, quote: roof}]}}
  - {id: t4, kind: task, title: roof, links: {supports: [{to: g1, source: doc}, {to: g2, basis: proposed}]}}
""")
        done = subprocess.run(
            [sys.executable, os.path.join(ROOT, "scripts",
                                          "suggest_figures.py"),
             GDCTRACE, path], stdout=subprocess.PIPE, check=True, text=True)
        rows = [re.split(r" +(?=[\d-])|(?<=%) +", line) for line in done.stdout.splitlines()]
        found = {row[0]: row[1:4] for row in rows if len(row) > 4}
        self.assertEqual(found["stated, from the activity"],
                         ["4", "4", "50.0 %"])
        self.assertEqual(found["stated, from what it supports"],
                         ["4", "4", "50.0 %"])
        self.assertEqual(found["proposed, from the activity"],
                         ["1", "1", "100.0 %"])
        self.assertIn("6 nodes, 5 links; supports: 4 stated or derived, 1 "
                      "proposed", done.stdout)


if __name__ == "__main__":
    unittest.main()
