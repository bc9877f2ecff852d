# SPDX-License-Identifier: Apache-2.0
"""`report road-map` says of an action line what the mapping says of it: the
same objectives, commitments, targets, activities, measures, gaps and
requests, each with its source, and what is proposed apart from all else."""
import json
import os
import re
import subprocess
import tempfile
import unittest

from common import GDCTRACE, Page, check_said, pictures, report, run
from facts import Facts, rule_counts, tables, texts, uncited

FACTS = Facts()
CHECK = check_said()
LINES = FACTS.of("wsis-action-line")
PAGES = {}


def page_of(line):
    if line not in PAGES:
        PAGES[line] = report("road-map", "--node", line)
    return PAGES[line]


class Road:
    """What belongs to the road map, found without the command."""

    def __init__(self, line):
        self.lines = [line]
        for one in self.lines:
            self.lines += FACTS.parts[one]
        through = [node for one in self.lines
                   for node in FACTS.back(one, "implemented-through")]
        self.direct = {n for n in through if FACTS.kind(n) == "gdc-commitment"}
        self.aims = set(through) - self.direct
        self.commitments = self.direct | {
            part for aim in self.aims for part in FACTS.parts[aim]
            if FACTS.kind(part) == "gdc-commitment"}
        ends = {node for one in self.lines
                for node in FACTS.ahead(one, "contributes-to")}
        self.goals = {n for n in ends if FACTS.kind(n) == "sdg-goal"}
        self.targets = ends - self.goals
        self.own = {a for one in self.lines
                    for a in FACTS.back(one, "supports")}
        self.others = {a for one in self.aims | self.commitments
                       for a in FACTS.back(one, "supports")} - self.own


def every_line(test):
    def run_all(self):
        for line in LINES:
            with self.subTest(line=line):
                test(self, line, Road(line), page_of(line))
    return run_all


class RoadMap(unittest.TestCase):
    @every_line
    def test_its_figures_are_those_of_the_mapping(self, line, road, page):
        figures = [int(row[1]) for row in texts(tables(page)[0][1])]
        measured = [a for a in road.own | road.others
                    if FACTS.nodes[a]["measures"]]
        self.assertEqual(figures, [
            len(road.aims), len(road.direct), len(road.commitments),
            len(road.goals), len(road.targets), len(road.own),
            len(road.others), len(measured)])

    @every_line
    def test_its_figures_are_told_in_sentences(self, line, road, page):
        words = page.one("section", id="asked").text()

        def said(count, one, many):
            text = one if count == 1 else many.format(count)
            self.assertEqual(text in words, count > 0, text)
        said(len(road.aims), "1 objective of the GDC is implemented",
             "{} objectives of the GDC are implemented")
        said(len(road.commitments), "1 commitment belongs to this road map",
             " {} commitments belong to this road map")
        said(len(road.own), "tie 1 activity of ITU to the action line itself",
             "tie {} activities of ITU to the action line itself")
        said(len(road.others), "1 other activity serves one of these",
             " {} other activities serve one of these")
        measured = sum(bool(FACTS.nodes[a]["measures"])
                       for a in road.own | road.others)
        said(measured, "A measure is known for 1 of the activities.",
             "A measure is known for {} of the activities.")

    @every_line
    def test_every_commitment_is_a_row(self, line, road, page):
        found = [row for caption, table in tables(page)
                 if caption.startswith("Commitments ") for row in texts(table)]
        self.assertEqual(
            sorted((row[0], row[1], row[-1]) for row in found),
            sorted((FACTS.nodes[node].get("paragraph", ""),
                    FACTS.title(node),
                    str(len(FACTS.back(node, "supports"))))
                   for node in road.commitments))

    @every_line
    def test_every_goal_and_target_stands_under_its_line(self, line, road,
                                                         page):
        for one in road.lines:
            ends = FACTS.ahead(one, "contributes-to")
            found = [item for caption, table in tables(page)
                     if caption.startswith("What C") and
                     f", {FACTS.title(one)}, contributes to" in caption
                     for row in table.all("tbody")
                     for item in (*row.all("th"), *row.all("li"))]
            found = {item.text(without=("ref",)).strip().removesuffix(
                " (derived)") for item in found}
            for end in ends:
                self.assertIn(f"{end[4:]} {FACTS.title(end)}", found)
            self.assertEqual(bool(found), bool(ends))

    @every_line
    def test_every_activity_is_there_with_its_time_and_sector(self, line, road,
                                                              page):
        found = {}
        for caption, table in tables(page):
            if caption.startswith("Activities "):
                for row in texts(table):
                    if len(row) == 4:
                        found[row[0].removesuffix(" (recalled)")] = row
        self.assertEqual(
            set(found), {FACTS.title(a) for a in road.own | road.others})
        for activity in road.own | road.others:
            node, row = FACTS.nodes[activity], found[FACTS.title(activity)]
            self.assertTrue(row[1].startswith(node["status"]))
            self.assertIn(node.get("start", ""), row[1])
            self.assertIn(node.get("end", ""), row[1])
            for sector in node["sector"]:
                self.assertIn(sector, row[2])
        self.assertEqual("No document ties an activity" in page.text(),
                         not road.own)

    @every_line
    def test_who_facilitates_is_told_source_by_source(self, line, road, page):
        for one in road.lines:
            said = [(link["from"], piece["source"]) for link in FACTS.said
                    if link["to"] == one and
                    link["relation"] in ("leads", "co-leads", "facilitates")
                    for piece in link["evidence"]]
            found = [table for caption, table in tables(page) if
                     caption.startswith("Who facilitates") and
                     caption.endswith(f", {FACTS.title(one)}: what each "
                                      "source says")]
            self.assertEqual(len(found), 1 if said else 0)
            for table in found:
                self.assertEqual(len(texts(table)),
                                 len({source for _, source in said}))
                words = " ".join(map(" ".join, texts(table)))
                for org, _ in said:
                    node = FACTS.nodes[org]
                    self.assertIn(node.get("acronym") or node["title"]["en"],
                                  words)

    @every_line
    def test_gaps_are_those_that_check_finds(self, line, road, page):
        touched = set(road.lines) | road.aims | road.commitments

        def about(thing):  # a node, or a link as "from relation to"
            words = thing.split(" ")
            if len(words) == 1:
                return thing in touched
            return words[0] in road.lines or words[-1] in road.lines
        asked = 0
        for title, count, expected, found in rule_counts(
                CHECK["rules"], page, about):
            if count > 0:
                self.assertEqual(found, expected, title)
                asked += 1
            else:
                self.assertIsNone(found, title)
        self.assertGreater(asked, 1)

    @every_line
    def test_measures_and_dated_commitments(self, line, road, page):
        found = [row for caption, table in tables(page)
                 if caption.startswith(("What the activities are measured",
                                        "Measures of"))
                 for row in texts(table)]
        nodes = (road.own | road.others | set(road.lines) | road.aims |
                 road.commitments | road.goals | road.targets)
        self.assertEqual(len(found), sum(
            len(FACTS.nodes[node]["measures"]) for node in nodes))
        said = {"over": "over ", "at-least": "at least ", "about": "about "}
        for node in nodes:
            for measure in FACTS.nodes[node]["measures"]:
                value = said.get(measure.get("qualifier"), "") + \
                    str(measure["value"])
                self.assertTrue(any(row[2].startswith(value) for row in found),
                                value)
        dated = [c for c in road.commitments
                 if FACTS.nodes[c].get("by-2030") == "yes"]
        bare = [c for c in dated if not any(
            FACTS.nodes[a]["measures"]
            for a in [c, *FACTS.back(c, "supports")])]
        if dated:
            self.assertIn(f"{len(dated)} commitments of this road map have "
                          "the date 2030. " +
                          ("Each has a measure" if not bare else
                           f"For {len(bare)} of these no measure is known, "
                           "neither"), page.text())

    @every_line
    def test_requests_to_the_facilitators_come_by_due_date(self, line, road,
                                                           page):
        leads = {org for one in road.lines for org in FACTS.back(one, "leads")}
        asked = {r for r in FACTS.of("wsis-request")
                 if {"org.action-line-facilitators", *leads} &
                 set(FACTS.ahead(r, "addressed-to"))}
        found = next(texts(table) for caption, table in tables(page)
                     if caption.startswith("Requests to"))
        if leads:
            self.assertEqual({row[1] for row in found},
                             {FACTS.nodes[r]["paragraph"] for r in asked})
        dues = [row[0] for row in found if row[0] != "no date"]
        self.assertEqual(dues, sorted(dues))

    @every_line
    def test_what_is_missing_is_counted(self, line, road, page):
        work = [FACTS.nodes[a] for a in road.own | road.others]
        expected = [
            sum(not FACTS.back(one, "supports") for one in road.lines),
            sum(not FACTS.back(c, "supports") and
                FACTS.nodes[c].get("form") != "context"
                for c in road.commitments),
            sum(not node["measures"] for node in work),
            sum("start" not in node and "end" not in node for node in work),
            sum((node.get("end", "9999") + "-12-31")[:10] < "2025-12-01" and
                node["status"] != "completed" for node in work)]
        found = next(texts(table) for caption, table in tables(page)
                     if caption.startswith("What is missing"))
        self.assertEqual([int(row[1]) for row in found],
                         list(filter(None, expected)))

    @every_line
    def test_its_title_says_the_number_of_the_line(self, line, road, page):
        number = line[5:].split("-")[0].upper()
        self.assertTrue(page.one("h1").text().endswith(
            f": {number}: {FACTS.title(line)}"))

    def test_with_evidence_the_words_of_the_sources_are_notes(self):
        words = report("road-map", "--node", "wsis.c2", "--evidence").one(
            "section", id="notes").text()
        for link in FACTS.said:
            if link["to"] == "wsis.c2":
                for piece in link["evidence"]:
                    self.assertIn(piece.get("quote", ""), words)

    @every_line
    def test_every_row_is_cited(self, line, road, page):
        self.assertEqual(list(uncited(page)), [])

    @every_line
    def test_what_is_proposed_stands_apart(self, line, road, page):
        words = page.text(without=("proposed",))
        self.assertNotIn("(proposed)", words)
        apart = " ".join(block.text()
                         for block in page.all("div", class_="proposed"))
        served = set(road.lines) | road.aims | road.commitments
        wanted = [link for link in FACTS.proposed
                  if link["relation"] == "supports" and link["to"] in served]
        self.assertEqual(bool(apart), bool(wanted))
        for link in FACTS.proposed:
            self.assertNotIn(link["rationale"]["en"], words)
        if len({link["to"] for link in wanted}) <= 40:
            for link in wanted:
                self.assertIn(link["rationale"]["en"], apart)
        for block in page.all("div", class_="proposed"):
            self.assertTrue(block.text().strip().startswith("Proposed; no "))

    @every_line
    def test_there_is_one_picture_and_it_is_told(self, line, road, page):
        picture, = pictures(page)
        self.assertIn("WSIS action line", picture["alt"])
        self.assertIn(f"ITU activities: {len(road.own | road.others)}; ",
                      picture["alt"])
        self.assertRegex(picture["alt"], r"lines between them: \d+\.$")
        self.assertIn(f"gdctrace draw road-map-{line[5:]}", page.text())

    def test_the_request_is_told_with_who_asks_and_when(self):
        words = page_of("wsis.c2").one("section", id="asked").text(("ref",))
        request = FACTS.nodes["wsis20.p113"]
        for word in (request["title"]["en"], "Paragraph: 113",
                     f"Due: {request['due']}",
                     f"Occasion: {request['occasion']}", "Asked by: UNGA"):
            self.assertIn(word, " ".join(words.split()))

    def test_every_section_stands_for_every_line(self):
        wanted = [section["id"] for section in page_of("wsis.c7").all("section")
                  if section["id"]]
        self.assertEqual(wanted, [
            "asked", "facilitators", "compact", "sdgs", "activities",
            "picture", "measures", "gaps", "steps", "method", "references"])
        for line in LINES:
            self.assertEqual(wanted, [s["id"] for s in
                                      page_of(line).all("section") if s["id"]])

    def test_the_lines_of_c7_stand_one_by_one(self):
        words = page_of("wsis.c7").text()
        for part in FACTS.parts["wsis.c7"]:
            self.assertIn(f"C7, {FACTS.title(part)}", words)

    def test_sources_that_differ_are_said_to(self):
        words = page_of("wsis.c7-eenv").one("section", id="facilitators").text()
        self.assertIn("More than one is named as leading: WMO, UNEP.", words)
        self.assertIn("Not in every source: ", words)

    def test_it_is_the_same_every_time(self):
        for kind in ("html", "markdown"):
            args = ["report", "road-map", "--node", "wsis.c7", "--format", kind]
            self.assertEqual(run(*args), run(*args, LC_ALL="C.UTF-8",
                                             TZ="Asia/Tokyo"))

    def test_without_a_day_it_says_what_is_left_out(self):
        env = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
        text = subprocess.run(
            [GDCTRACE, "report", "road-map", "--node", "wsis.c2"], check=True,
            capture_output=True, encoding="utf-8", env=env, cwd="/").stdout
        self.assertIn("not made for a given day", text)
        self.assertIn("Nothing rests only on activities that have ended",
                      Page(text).root.one("section", id="gaps").text())
        self.assertNotIn("<dt>As of</dt>", text)

    def test_proposals_asked_for_do_not_join_the_others(self):
        page = report("road-map", "--node", "wsis.c2", "--basis",
                      "stated,derived,proposed")
        self.assertNotIn("(proposed)", page.text(without=("proposed",)))
        self.assertEqual(texts(tables(page)[0][1]),
                         texts(tables(page_of("wsis.c2"))[0][1]))

    def test_a_day_leaves_out_what_has_ended_and_says_so(self):
        page = report("road-map", "--node", "wsis.c2", "--as-of", "2026-11-22")
        self.assertNotIn("not made for a given day", page.text())
        self.assertIn("What ended before the day", page.text())

    def test_markdown_says_the_same(self):
        text = run("report", "road-map", "--node", "wsis.c2", "--format",
                   "markdown")
        self.assertIn("`gdctrace draw road-map-c2`", text)
        for activity in Road("wsis.c2").others:
            self.assertIn(FACTS.title(activity), text.replace("\\", ""))

    def test_another_kind_of_node_is_refused(self):
        done = subprocess.run([GDCTRACE, "report", "road-map", "--node",
                               "gdc.o1"], check=False, capture_output=True,
                              encoding="utf-8", cwd="/")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("wsis-action-line", done.stderr)


SMALL = """gdctrace: 1
model:
  frameworks: [{id: wsis, title: WSIS}]
  kinds:
    - {id: wsis-action-line, framework: wsis, title: Line, plural: Lines}
nodes:
  - {id: wsis.x, kind: wsis-action-line, title: "<script>alert(1)</script>|`*"}
"""

WORK = """gdctrace: 1
model:
  frameworks: [{id: wsis, title: WSIS}, {id: gdc, title: GDC},
               {id: itu, title: ITU}]
  kinds:
    - {id: wsis-action-line, framework: wsis, title: Line, plural: Lines}
    - {id: gdc-commitment, framework: gdc, title: C, plural: Cs,
       attributes: [{name: paragraph, type: text}]}
    - {id: itu-activity, framework: itu, title: A, plural: As}
  relations:
    - {id: supports, title: supports, inverse: supported-by,
       from: [itu-activity], to: [wsis-action-line, gdc-commitment]}
    - {id: implemented-through, title: through, inverse: implements,
       from: [gdc-commitment], to: [wsis-action-line]}
sources: [{id: paper, title: A paper}]
defaults: {source: paper}
nodes:
  - {id: wsis.x, kind: wsis-action-line, title: Line X}
  - id: gdc.1
    kind: gdc-commitment
    title: First
    evidence: [{source: paper}]
    links: {implemented-through: [wsis.x]}
  - id: itu.a
    kind: itu-activity
    title: School
    status: ongoing
    start: 2020
    end: 2021
    evidence: [{source: paper}]
    links: {supports: [wsis.x]}
  - id: itu.b
    kind: itu-activity
    title: Lab
    evidence: [{source: paper}]
    links: {supports: [gdc.1]}
"""


class AnotherMapping(unittest.TestCase):
    def report(self, text, *args):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "m.yaml"), "w",
                      encoding="utf-8") as file:
                file.write(text)
            return report("road-map", "--mappings", folder, "--node", "wsis.x",
                          *args)

    def test_a_line_alone_has_a_road_map_that_says_so(self):
        page = self.report(SMALL)
        words = page.text()
        for sentence in ("does not hold the request", "No facilitator",
                         "No document names the action line for an objective",
                         "No document names an SDG", "No rule of the mapping",
                         "No activity is known by way of an objective"):
            self.assertIn(sentence, words)
        self.assertNotIn(" 0 ", page.one("section", id="asked").text().split(
            "Table 1")[0])
        self.assertEqual(list(page.all("script")), [])
        self.assertEqual(len(pictures(page)), 1)

    def test_a_link_to_a_commitment_is_told_as_direct(self):
        page = self.report(WORK, "--as-of", "2026")
        found = dict(tables(page))
        self.assertIn("1 commitment belongs to this road map, directly or by "
                      "way of an objective. No document ties an activity of "
                      "ITU to the action line itself. 1 other activity serves "
                      "one of these", page.one("section", id="asked").text())
        self.assertEqual(texts(found["Commitments linked directly"]),
                         [["", "First", "directly", "–", "1"]])
        self.assertEqual(
            [row[0] for row in texts(
                found["Activities for commitments that are linked directly"])],
            ["Lab"])
        self.assertEqual(list(uncited(page)), [])

    def test_what_the_day_hides_is_not_there(self):
        words = self.report(WORK).text()
        self.assertIn("School", words)
        self.assertIn("Activities past their end", words)
        self.assertNotIn("School", self.report(WORK, "--as-of", "2026").text())


if __name__ == "__main__":
    unittest.main()
