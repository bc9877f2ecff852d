# SPDX-License-Identifier: Apache-2.0
"""What the bundled mapping promises in mappings/README.md: counts that anybody
can take from the published documents, and rules on its own data. It is read
through the command, as its users read it."""
import json
import re
import unittest
from collections import Counter

from gdct import Case, exported, run, source

# A/RES/70/1: how many targets each goal has.
TARGETS = [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19]
# A/RES/79/1, annex I: paragraphs with lettered parts, and the last letter.
LETTERED = {11: "g", 13: "h", 17: "f", 21: "j", 23: "d", 25: "b", 29: "d",
            31: "f", 32: "d", 35: "e", 36: "c", 39: "e", 42: "c", 45: "c",
            55: "d", 56: "b"}
BY_2030 = {11, 13, 17, 21, 31, 35, 39, 42, 45, 47}
FIVE = {"cwg-ai-sdgs", "cwg-ai-capacity", "council-ai-report",
        "gdc-action-plan", "itu-ai-slides"}


class Mapping(Case):
    @classmethod
    def setUpClass(cls):
        cls.all = exported()
        cls.nodes = {node["id"]: node for node in cls.all["nodes"]}
        cls.links = []
        for link in cls.all["links"]:
            for to in link["to"] if isinstance(link["to"], list) \
                    else [link["to"]]:
                said = {**link, **(to if isinstance(to, dict) else {})}
                said["to"] = to["to"] if isinstance(to, dict) else to
                cls.links.append(said)

    def of_kind(self, kind):
        return {i: n for i, n in self.nodes.items() if n["kind"] == kind}

    @staticmethod
    def english(text):
        return text if isinstance(text, str) else text["en"]

    def evidence(self, thing):
        pieces = list(thing.get("evidence", []))
        if "source" in thing:
            pieces.append(thing)
        return pieces

    def test_every_paragraph_of_the_compact_is_there_once(self):
        wanted = []
        for paragraph in range(9, 75):
            letters = LETTERED.get(paragraph)
            wanted += [f"gdc.{paragraph}"] if letters is None else [
                f"gdc.{paragraph}{chr(c)}"
                for c in range(ord("a"), ord(letters) + 1)]
        self.assertEqual(len(wanted), 126)
        self.assertEqual(sorted(self.of_kind("gdc-commitment")),
                         sorted(wanted))
        self.assertEqual(sorted(self.of_kind("gdc-principle")),
                         [f"gdc.p8{c}" for c in "abcdefghijklm"])

    def test_a_commitment_says_where_it_stands_and_whether_it_has_a_date(self):
        objectives = [(10, 17), (18, 21), (22, 36), (37, 49), (50, 63)]
        for name, node in self.of_kind("gdc-commitment").items():
            number = int(re.match(r"gdc\.(\d+)", name)[1])
            letter = name[len(f"gdc.{number}"):]
            with self.subTest(name):
                self.assertEqual(node["paragraph"],
                                 f"{number}({letter})" if letter
                                 else str(number))
                parent = [f"gdc.o{i + 1}"
                          for i, (a, b) in enumerate(objectives)
                          if a <= number <= b]
                self.assertEqual(
                    node["part-of"], parent[0] if parent else
                    "gdc.all" if number == 9 else "gdc.follow-up")
                self.assertEqual(node["by-2030"],
                                 "yes" if number in BY_2030 else "no")
                self.assertEqual(node["working-title"], "yes")

    def test_all_sdgs_is_one_fact_and_never_seventeen_links(self):
        cited = Counter(link["from"] for link in self.links
                        if link["relation"] == "cites")
        whole = {i for i, n in self.of_kind("gdc-commitment").items()
                 if n.get("cites-all-sdgs") == "yes"}
        self.assertEqual(len(whole), 20)
        self.assertFalse(whole & set(cited))
        self.assertEqual(max(cited.values()), 9)
        # The Compact cites goals 2 and 15 by number nowhere.
        self.assertEqual({link["to"] for link in self.links
                          if link["relation"] == "cites"},
                         {f"sdg.{n}" for n in range(1, 18)} -
                         {"sdg.2", "sdg.15"})

    def test_every_target_is_there_with_a_label_that_fits_on_a_card(self):
        targets = self.of_kind("sdg-target")
        self.assertEqual(
            [sum(n["part-of"] == f"sdg.{g}" for n in targets.values())
             for g in range(1, 18)], TARGETS)
        for name, node in targets.items():
            self.assertTrue(name.startswith(node["part-of"] + "."), name)
            self.assertEqual(node["same-as"],
                             ["http://metadata.un.org/sdg/" + name[4:]])
            self.assertLessEqual(len(self.english(node["title"]).split()), 8, name)
            self.assertEqual(node["working-title"], "yes")

    def test_the_matrix_is_whole_and_goals_stay_goals(self):
        links = [link for link in self.links
                 if link["relation"] == "contributes-to"
                 and link["from"].startswith("wsis.")]
        goals = [link for link in links if link["to"].count(".") == 1]
        targets = [link for link in links if link["to"].count(".") == 2]
        self.assertEqual((len(goals), len(targets)), (123, 163))
        self.assertEqual({t["from"] for t in targets if t["from"] == "wsis.c3"},
                         set())
        reached = {(link["from"], link["to"]) for link in goals}
        for link in targets:
            goal = link["to"].rsplit(".", 1)[0]
            self.assertIn((link["from"], goal), reached)

    def test_what_the_five_documents_say_is_quoted(self):
        things = list(self.nodes.values()) + self.links + [
            m for n in self.nodes.values() for m in n.get("measures", [])]
        pieces = [piece for thing in things for piece in self.evidence(thing)
                  if piece["source"] in FIVE]
        self.assertGreater(len(pieces), 1000)
        self.assertEqual([p for p in pieces if not p.get("quote")
                          or not p.get("locator")], [])
        self.assertEqual({p["source"] for p in pieces}, FIVE)

    def test_what_is_proposed_says_so_and_cites_nothing(self):
        proposed = [link for link in self.links
                    if link.get("basis") == "proposed"]
        self.assertGreater(len(proposed), 100)
        for link in proposed:
            self.assertEqual(self.evidence(link), [], link)
            self.assertTrue(link["rationale"] and link["author"], link)
            self.assertTrue(0.5 <= float(link["confidence"]) <= 1, link)
        for link in self.links:
            if link.get("basis") == "derived":
                self.assertTrue(self.evidence(link), link)
                self.assertTrue(link.get("rationale"), link)

    def test_no_gap_in_the_rules_on_the_data_itself(self):
        checked = self.json("check")
        self.assertEqual(checked["findings"], [])
        gaps = {rule["id"]: rule["gaps"] for rule in checked["rules"]}
        for rule in ("commitment-has-objective", "commitment-is-in-reach",
                     "activity-supports-something", "stated-link-has-locator",
                     "stated-link-has-quote", "activity-has-sector-status",
                     "proposal-gives-reason"):
            self.assertEqual(gaps[rule], 0, rule)

    def test_a_proposal_covers_in_part_at_most(self):
        for rule in self.json("check")["rules"]:
            for result in rule["results"]:
                if result["grade"] == "proposed":
                    self.assertEqual(result["result"], "partial")

    def test_figures_for_one_thing_are_a_series(self):
        series = [(m["at"][:4], m["value"], m.get("qualifier"))
                  for m in self.nodes["itu.ai-standards"]["measures"]
                  if self.english(m["name"]) ==
                  "AI standards published or in development"]
        self.assertEqual(series, [("2024", 220, "over"), ("2024", 250, "over"),
                                  ("2025", 450, "at-least")])

    def test_sources_that_disagree_both_stay(self):
        lead = {link["from"]: {p["source"] for p in self.evidence(link)}
                for link in self.links if link["relation"] == "leads"
                and link["to"] == "wsis.c7-eenv"}
        self.assertEqual(lead, {"org.unep": {"gdc-action-plan"},
                                "org.wmo": {"facilitators-10-year-report"}})

    def test_what_is_recalled_is_kept_apart(self):
        memory = {"memory-2026", "tunis-agenda"}
        for link in self.links:
            sources = {p["source"] for p in self.evidence(link)}
            if sources & memory:
                self.assertEqual(link.get("certainty"), "recalled", link)
                self.assertLessEqual(sources, memory, link)

    def test_the_readme_tells_the_truth(self):
        text = source("mappings", "README.md")
        gaps = self.json("list", "--gap", "commitment-has-itu-activity")
        section = text[text.index("## Commitments without"):
                       text.index("## What is missing")]
        listed = {f"gdc.{a}{b}" for a, b in re.findall(
            r"\b(\d+)(?:\((\w)\))?[,:;.\s]", section[section.index("- **"):])}
        self.assertEqual(listed, {node["id"] for node in gaps})
        self.assertIn(f"{len(gaps)} of the 109 paragraphs", text)
        for words, kind in ((r"(\d+) ITU activities", "itu-activity"),
                            (r"(\d+) organizations, bodies", "organization"),
                            (r"(\d+) resolutions", "mandate"),
                            (r"(\d+) requests of", "wsis-request"),
                            (r"(\d+) actions that", "requested-action"),
                            (r"(\d+) mechanisms", "wsis-mechanism")):
            self.assertEqual(int(re.search(words, text)[1]),
                             len(self.of_kind(kind)), kind)
        self.assertIn(f"| {len(self.all['sources'])} sources |", text)
        supports = sum(link["relation"] == "supports"
                       and link.get("basis") == "proposed"
                       and link["to"].startswith("gdc.")
                       and not re.match(r"gdc\.o\d", link["to"])
                       for link in self.links)
        self.assertIn(f"| {supports} links from activities", text)

    def test_each_built_in_set_stands_on_its_own(self):
        for sets in ("frameworks", "frameworks, builtin:rules",
                     "frameworks, builtin:itu",
                     "frameworks, builtin:views, builtin:rules"):
            path = self.file("m.yaml",
                             f"gdctrace: 1\ninclude: [builtin:{sets}]\n")
            done = run("check", "-m", path, "--format", "json")
            self.assertEqual(json.loads(done.out)["findings"], [], sets)

    def test_the_examples_of_the_readme_load(self):
        blocks = re.findall(r"```yaml\n(.*?)```",
                            source("mappings", "README.md"), re.S)
        self.assertEqual(len(blocks), 3)
        for block in blocks:
            path = self.file("m.yaml", block)
            self.assertEqual(self.json("check", "-m", path)["findings"], [],
                             block)


if __name__ == "__main__":
    unittest.main()
