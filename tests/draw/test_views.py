# SPDX-License-Identifier: Apache-2.0
"""What a view shows, read from the DOT and the SVG that it is drawn as.

Cards and links are counted a second time from `gdctrace export`, or by
`gdctrace matrix`, which share no code with drawing but the graph.
"""

import collections
import datetime
import json
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET

import gdct

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: Frame}]
  kinds:
    - {id: act, framework: f, title: Act, plural: Acts, attributes: [
        {name: sector, type: choice, values: [North, South Side, East], many: true},
        {name: note, type: text}]}
    - {id: aim, framework: f, title: Aim, plural: Aims}
  relations: [{id: helps, title: helps, inverse: helped-by, from: [act], to: [aim]}]
sources: [{id: doc, title: Document}]
"""


def run(*words, status=0, **options):
    done = gdct.run(*words, **options)
    assert done.returncode == status, (words, done.returncode, done.err)
    return done.out if status == 0 else done.out + done.err


def written(text):
    file = tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8")
    file.write(text)
    file.flush()
    return file


class Picture:
    """The cards and links of a diagram, as Graphviz reads its DOT."""

    def __init__(self, *words):
        self.dot = run("draw", *words, "--format", "dot")
        done = subprocess.run(["dot", "-Tdot_json"], input=self.dot,
                              capture_output=True, encoding="utf-8",
                              check=True)
        graph = json.loads(done.stdout)
        items = {item["_gvid"]: item for item in graph["objects"]
                 if "nodes" not in item and not
                 item["name"].startswith("%")}
        self.cards = {item["name"]: item for item in items.values()
                      if not item["name"].startswith(":")}
        self.links = [edge for edge in graph.get("edges", [])
                      if edge.get("class") != "legend"]
        self.ways = collections.Counter()
        for edge in self.links:
            count = int(edge.get("comment", "×1")[1:])
            self.ways[items[edge["tail"]]["name"],
                      items[edge["head"]]["name"]] += count
        texts = [item.get("label", "") for item in graph["objects"]
                 if item["name"] == ":subtitle"]
        self.subtitle = " ".join(
            re.sub("<BR[^>]*>", " ", text) for text in texts)
        self.subtitle = re.sub("<[^>]*>", "", self.subtitle)
        self.subtitle = re.sub(r"\s+", " ", self.subtitle)


class Bundled(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mapping = gdct.exported()
        cls.nodes = {node["id"]: node for node in cls.mapping["nodes"]}
        cls.views = [view["id"] for view in cls.mapping["views"]]

    def values(self, node, key):
        node = self.nodes[node]
        value = node.get(key, node.get("attributes", {}).get(key, []))
        return value if isinstance(value, list) else [value]

    def supports(self, kinds):
        for link in self.mapping["links"]:
            if (link["relation"] == "supports"
                    and link.get("basis", "stated") != "proposed"
                    and self.nodes[link["to"]]["kind"] in kinds):
                yield link["from"], link["to"]

    def test_every_view_can_be_drawn_and_none_is_too_large_for_a_page(self):
        for view in self.views:
            cards = Picture(view).cards
            self.assertGreater(len(cards), 1, view)
            self.assertLessEqual(len(cards), 300, view)

    def test_there_is_a_view_for_each_objective_and_each_action_line(self):
        for node in self.nodes.values():
            if node["kind"] == "gdc-objective":
                self.assertIn("objective-" + node["id"][-1], self.views)
            elif node["kind"] == "wsis-action-line":
                self.assertIn("road-map-" + node["id"][5:], self.views)
                self.assertIn(node["id"],
                              Picture("road-map-" + node["id"][5:]).cards)

    def test_a_line_between_sector_and_objective_counts_their_activities(self):
        expected = collections.Counter()
        for activity, objective in set(
                self.supports({"gdc-objective", "gdc-scope"})):
            for sector in self.values(activity, "sector"):
                expected["sector=" + sector.replace(" ", "_"), objective] += 1
        self.assertEqual(Picture("sectors").ways, expected)

    def test_the_matrix_counts_the_same(self):
        matrix = json.loads(run(
            "matrix", "gdc-objective", "itu-activity", "--path", "^supports",
            "--by", "sector", "--format", "json"))
        ways = Picture("sectors").ways
        self.assertGreater(len(matrix["cells"]), 10)
        for cell in matrix["cells"]:
            key = "sector=" + cell["column"].replace(" ", "_"), cell["row"]
            self.assertEqual(ways[key], cell["count"], key)

    def test_all_draws_a_card_for_every_activity_behind_the_sectors(self):
        cards = Picture("sectors", "--all").cards
        self.assertEqual(
            {card for card in cards if card.startswith("itu.")},
            {link[0] for link in self.supports({"gdc-objective", "gdc-scope"})})

    def test_the_gaps_are_those_that_the_list_has(self):
        listed = json.loads(run("list", "--gap", "commitment-has-itu-activity",
                                "--format", "json"))
        gaps = {node["id"] for node in listed}
        self.assertGreater(len(gaps), 20)
        picture = Picture("gaps")
        self.assertEqual({card for card in picture.cards
                          if self.nodes[card]["kind"] == "gdc-commitment"},
                         gaps)
        self.assertEqual(set(picture.ways),
                         {(gap, self.nodes[gap]["part-of"]) for gap in gaps})

    def test_a_road_map_has_the_activities_of_its_objectives(self):
        objectives = {link["from"] for link in self.mapping["links"]
                      if link["relation"] == "implemented-through"
                      and link["to"] == "wsis.c5"
                      and self.nodes[link["from"]]["kind"] != "gdc-commitment"}
        activities = {one for one, objective in self.supports(
            {"gdc-objective", "gdc-scope", "gdc-commitment"})
            if objective in objectives
            or self.nodes[objective].get("part-of") in objectives}
        targets = {link["to"] for link in self.mapping["links"]
                   if link["relation"] == "contributes-to"
                   and link["from"] == "wsis.c5"
                   and self.nodes[link["to"]]["kind"] == "sdg-target"}
        cards = set(Picture("road-map-c5").cards)
        self.assertEqual({c for c in cards if c.startswith("itu.")}, activities)
        self.assertEqual({c for c in cards if c.startswith("sdg.")}, targets)
        self.assertEqual({c for c in cards if c.startswith("part-of=")},
                         {"part-of=" + one for one in objectives})

    def test_the_card_of_an_objective_counts_its_commitments(self):
        parts = sum(node.get("part-of") == "gdc.o3"
                    and node["kind"] == "gdc-commitment"
                    for node in self.nodes.values())
        card = Picture("road-map-c5").cards["part-of=gdc.o3"]
        self.assertIn(f"1 GDC objective, {parts} GDC commitments",
                      card["tooltip"])

    def test_without_a_view_families_of_views_are_listed_apart(self):
        listed = run("draw", status=2)
        for view in self.views:
            self.assertRegex(listed, rf"(?m)^  {re.escape(view)} ")
        self.assertIn("\n\n  objective-1 ", listed)
        self.assertIn("\n\n  road-map-c1 ", listed)
        self.assertEqual(listed.count("\n\n"), 2)


ACTS = MODEL + """nodes:
  - {id: aim.1, kind: aim, title: One}
  - {id: aim.2, kind: aim, title: Two, part-of: aim.1}
  - {id: act.1, kind: act, title: A, sector: [North, South Side], links: {helps: [
      {to: aim.1, source: doc}, {to: aim.2, source: doc}]}}
  - {id: act.2, kind: act, title: B, sector: [North], links: {helps: [{to: aim.1, source: doc}]}}
  - {id: act.3, kind: act, title: C, links: {helps: [
      {to: aim.1, basis: proposed, rationale: Perhaps, confidence: 0.5, author: me}]}}
  - {id: act.4, kind: act, title: D, sector: [North], part-of: act.1, links: {helps: [
      {to: aim.1, basis: proposed, rationale: Perhaps, confidence: 0.5, author: me}]}}
rules:
  - {id: helped, title: Every aim is helped, each: aim, reach: act, grades: [
      {id: direct, path: "^helps", counts: covered}]}
  - {id: helping, title: Every act helps, each: act, reach: aim, grades: [
      {id: direct, path: "helps", counts: covered}]}
views:
"""
COLUMNS = """  - id: v
    title: V
    columns: [{kinds: [act]%s}, {kinds: [aim]%s}]
    links: [{path: helps}]
    %s
"""


class Small(unittest.TestCase):
    def picture(self, acts="", aims="", rest="show: all", words=()):
        with written(ACTS + COLUMNS % (acts, aims, rest)) as file:
            return Picture("v", "-m", file.name, *words)

    def finding(self, acts="", rest="show: all"):
        with written(ACTS + COLUMNS % (acts, "", rest)) as file:
            return run("check", "-m", file.name, status=1)

    def test_a_node_stands_on_the_card_of_each_of_its_values(self):
        picture = self.picture(", aggregate-by: sector")
        self.assertEqual(
            list(picture.cards),
            ["sector=North", "sector=South_Side", "sector=", "aim.1", "aim.2"])
        self.assertEqual(dict(picture.ways), {
            ("sector=North", "aim.1"): 2, ("sector=North", "aim.2"): 1,
            ("sector=South_Side", "aim.1"): 1,
            ("sector=South_Side", "aim.2"): 1})
        self.assertIn("3 cards for 4 Acts, by sector (1 on more than one)",
                      picture.subtitle)
        self.assertIn("--all draws every one", picture.subtitle)
        self.assertIn("no sector", picture.cards["sector="]["tooltip"])

    def test_proposed_links_are_counted_by_themselves(self):
        picture = self.picture(", aggregate-by: sector",
                               words=("--basis", "stated,proposed"))
        lines = sorted((edge.get("style", ""), edge.get("comment", ""))
                       for edge in picture.links
                       if edge["id"].startswith("link-sector=North--helps--aim.1"))
        self.assertEqual(lines, [("", "×2"), ("dashed", "")])

    def test_parts_share_the_card_of_their_whole(self):
        picture = self.picture(", aggregate-by: part-of",
                               ", aggregate-by: part-of")
        self.assertEqual(set(picture.cards),
                         {"part-of=act.1", "act.2", "act.3", "part-of=aim.1"})
        self.assertEqual(dict(picture.ways), {
            ("part-of=act.1", "part-of=aim.1"): 2,
            ("act.2", "part-of=aim.1"): 1})

    def test_hostile_values_are_harmless(self):
        values = ["<script>alert(1)</script>", "=cmd()", "a\"b", "a'b", "x" * 10000,
                  "x" * 9999, "two\nlines", "\u202egnp", "%N", "\\N", "&amp;"]
        text = MODEL + "nodes:\n" + "".join(
            f"  - {{id: act.{i}, kind: act, title: T, note: {json.dumps(value)}}}\n"
            for i, value in enumerate(values)) + (
            "views: [{id: v, title: V, columns: [{kinds: [act], aggregate-by: note}]}]\n")
        with written(text) as file:
            svg = run("draw", "v", "-m", file.name)
            self.assertEqual(len(Picture("v", "-m", file.name).cards),
                             len(values))
        ids = [element.get("id") for element in ET.fromstring(svg).iter()
               if (element.get("id") or "").startswith("node-note=")]
        self.assertEqual(len(set(ids)), len(values))
        for one in ids:
            self.assertRegex(one, r"^node-note=[A-Za-z0-9._=-]*$")

    def test_a_card_of_many_leads_to_the_whole_or_nowhere(self):
        pages = {link.get("href") for link in ET.fromstring(run(
            "draw", "road-map-c7", "--link-base", "#")).iter(SVG + "a")}
        self.assertIn("#gdc.o5", pages)
        self.assertFalse([page for page in pages if "=" in page])
        pages = {link.get("href") for link in ET.fromstring(run(
            "draw", "sectors", "--link-base", "#")).iter(SVG + "a")}
        self.assertTrue(all(page.startswith("#gdc.") for page in pages), pages)

    def test_all_undoes_it(self):
        self.assertEqual(
            set(self.picture(", aggregate-by: sector", words=("--all",)).cards),
            {"act.1", "act.2", "act.3", "act.4", "aim.1", "aim.2"})

    def test_gaps_of_many_are_counted_on_their_card(self):
        picture = self.picture(", aggregate-by: sector", "",
                               "rule: helping")
        self.assertIn("3 Acts: 1 gap", picture.cards["sector=North"]["tooltip"])
        self.assertIn("1 Act: 1 gap", picture.cards["sector="]["tooltip"])
        self.assertEqual(picture.cards["sector=South_Side"].get("color"),
                         "#8a8a8a")

    def test_show_covered_is_what_the_rule_covers_and_what_is_linked_to_it(self):
        picture = self.picture(rest="show: covered\n    rule: helping")
        self.assertEqual(set(picture.cards),
                         {"act.1", "act.2", "aim.1", "aim.2"})
        self.assertIn("only what is covered", picture.subtitle)
        gaps = self.picture(rest="show: gaps\n    rule: helping")
        self.assertEqual(set(gaps.cards), {"act.3", "act.4"})

    def test_an_attribute_that_no_kind_of_the_column_has_is_a_finding(self):
        for key in ("group-by", "aggregate-by"):
            found = self.finding(f", {key}: sectr")
            self.assertIn("'sectr'; did you mean 'sector'? [bad-value]", found)
        self.assertIn("[bad-value]", self.finding(
            ", group-by: sector, aggregate-by: note"))

    def test_gaps_of_no_rule_are_a_finding(self):
        for show in ("gaps", "covered"):
            self.assertIn("[missing-key]", self.finding(rest=f"show: {show}"))


class Large(unittest.TestCase):
    def picture(self, node, *words, count=400, nodes=""):
        text = MODEL + "nodes:\n" + nodes + "".join(
            "  - {id: act.%d, kind: act, title: T%d%s}\n"
            % (i, i, node(i)) for i in range(count)
        ) + "views: [{id: v, title: V, columns: [{kinds: [act]}]}]\n"
        with written(text) as file:
            return Picture("v", "-m", file.name, *words)

    def test_too_many_cards_are_put_into_what_they_are_part_of(self):
        picture = self.picture(lambda i: ", part-of: act.%d" % (i % 20)
                               if i >= 20 else "")
        self.assertEqual(set(picture.cards),
                         {f"part-of=act.{i}" for i in range(20)})
        self.assertIn("20 cards for 400 Acts, by what they are part of",
                      picture.subtitle)
        self.assertIn("too many for one page; --all draws every one",
                      picture.subtitle)

    def test_only_as_many_levels_as_needed(self):
        # 10 roots, 100 below them, 290 below these.
        picture = self.picture(
            lambda i: "" if i < 10 else
            ", part-of: act.%d" % (i % 10 if i < 110 else 10 + i % 100))
        self.assertEqual(len(picture.cards), 110)

    def test_without_a_hierarchy_an_attribute_is_taken(self):
        picture = self.picture(
            lambda i: ", sector: [%s]" % ("North" if i % 4 else "East"))
        self.assertEqual(list(picture.cards), ["sector=North", "sector=East"])
        self.assertIn("2 cards for 400 Acts, by sector", picture.subtitle)

    def test_300_cards_are_drawn(self):
        self.assertEqual(len(self.picture(lambda i: "", count=300).cards), 300)

    def test_all_draws_every_card(self):
        self.assertEqual(len(self.picture(lambda i: "", "--all").cards), 400)

    def test_a_neighbourhood_is_put_together_too_but_not_its_middle(self):
        text = MODEL + "nodes:\n  - {id: aim.1, kind: aim, title: One}\n" + \
            "".join("  - {id: act.%d, kind: act, title: T, sector: [North], "
                    "links: {helps: [{to: aim.1, source: doc}]}%s}\n"
                    % (i, ", part-of: act.0" if i == 1 else "")
                    for i in range(400))
        with written(text) as file:
            picture = Picture("--node", "aim.1", "-m", file.name)
        self.assertEqual(dict(picture.ways), {("sector=North", "aim.1"): 400})
        self.assertIn("1 link inside a card is not drawn", picture.subtitle)


    def test_the_middle_keeps_its_card_among_its_likes(self):
        text = MODEL + "nodes:\n  - {id: aim.1, kind: aim, title: One}\n" + \
            "".join("  - {id: act.%d, kind: act, title: T, sector: [North], "
                    "links: {helps: [{to: aim.1, source: doc}]}}\n" % i
                    for i in range(400))
        with written(text) as file:
            picture = Picture("--node", "act.7", "--depth", "2",
                              "-m", file.name)
        self.assertEqual(dict(picture.ways), {
            ("sector=North", "aim.1"): 399, ("act.7", "aim.1"): 1})

    def test_a_deep_hierarchy_is_put_together_in_time(self):
        text = MODEL + "nodes:\n" + "".join(
            "  - {id: act.%d, kind: act, title: T%s}\n"
            % (i, ", part-of: act.%d" % (i - 1) if i else "")
            for i in range(20000)
        ) + "views: [{id: v, title: V, columns: [{kinds: [act]}]}]\n"
        with written(text) as file:
            svg = run("draw", "v", "-m", file.name, timeout=60)
        self.assertIn("cards for 20000 Acts", svg)


TIMES = MODEL + """nodes:
  - {id: act.1, kind: act, title: Year, sector: [North], start: 2019, end: 2019, status: completed}
  - {id: act.2, kind: act, title: Open, sector: [North, East], start: 2020-07, status: ongoing}
  - {id: act.3, kind: act, title: Till, sector: [East], end: 2022-03-15, status: ongoing}
  - {id: act.4, kind: act, title: Day, start: 2021-05-04, end: 2021-05-04, status: planned}
  - {id: act.5, kind: act, title: None, sector: [North], part-of: act.1}
  - {id: act.6, kind: act, title: "<script>&\\u202e", start: 2021-01, end: 2021-12, sector: [East]}
  - {id: aim.1, kind: aim, title: Aim}
links: [{from: act.1, relation: helps, to: aim.1, source: doc}]
views:
  - {id: v, title: V, columns: [{kinds: [act], group-by: sector}, {kinds: [aim]}]}
"""
SVG = "{http://www.w3.org/2000/svg}"


class Timeline(unittest.TestCase):
    def setUp(self):
        self.file = written(TIMES)
        self.addCleanup(self.file.close)

    def draw(self, *words):
        """The boxes of the DOT by name, and the texts of the SVG."""
        words = ("draw", "-m", self.file.name, "--as", "timeline", *words)
        texts = [text.text for text in
                 ET.fromstring(run(*words)).iter(SVG + "text")]
        dot = subprocess.run(["neato", "-n2", "-Tdot_json"],
                             input=run(*words, "-f", "dot"),
                             capture_output=True, check=True, text=True)
        boxes = {}
        for item in json.loads(dot.stdout).get("objects", []):
            if item.get("shape") == "none" or "pos" not in item:
                continue
            x = float(item["pos"].split(",")[0])
            half = 36 * float(item["width"])
            boxes[item["name"]] = (x - half, x + half)
        return boxes, texts

    def day(self, boxes, *date):
        """Where a day begins, by the lines of two years."""
        first = sum(boxes[":line-2020"]) / 2
        last = sum(boxes[":line-2022"]) / 2
        begin = datetime.date(2020, 1, 1)
        days = (datetime.date(2022, 1, 1) - begin).days
        return first + (last - first) * (
            datetime.date(*date) - begin).days / days

    def spans(self, box, left, right):
        self.assertAlmostEqual(box[0], left, delta=0.6)
        self.assertAlmostEqual(box[1], right, delta=0.6)

    def test_a_bar_spans_the_days_that_its_dates_mean(self):
        boxes, _ = self.draw()
        self.spans(boxes["act.1"], self.day(boxes, 2019, 1, 1),
                   self.day(boxes, 2020, 1, 1))
        self.spans(boxes["act.6"], self.day(boxes, 2021, 1, 1),
                   self.day(boxes, 2022, 1, 1))
        left = self.day(boxes, 2021, 5, 4)
        self.assertAlmostEqual(sum(boxes["act.4"]) / 2, left, delta=1)
        self.assertGreater(boxes["act.4"][1] - boxes["act.4"][0], 1.5)

    def test_the_key_has_the_colours_of_the_bars(self):
        svg = ET.fromstring(run("draw", "-m", self.file.name, "--as", "timeline"))
        fills = {kind: {shape.get("fill") for group in svg.iter(SVG + "g")
                        if kind in (group.get("class") or "").split()
                        for shape in group.iter(SVG + "polygon")
                        if shape.get("fill") not in ("#333333", "none")}
                 for kind in ("act", "legend")}
        self.assertEqual(fills["act"], fills["legend"])
        self.assertGreater(len(fills["act"]), 1)

    def test_an_open_end_reaches_the_edge_and_has_an_arrow(self):
        boxes, _ = self.draw()
        last = sum(boxes[":line-2026"]) / 2
        first = sum(boxes[":line-2019"]) / 2
        self.spans(boxes["act.2"], self.day(boxes, 2020, 7, 1), last)
        self.spans(boxes["act.3"], first, self.day(boxes, 2022, 3, 16))
        arrows = [name for name in boxes if name.startswith((":on-", ":since"))]
        self.assertEqual(len(arrows), 2)

    def test_the_line_of_today_stands_at_the_day_of_the_environment(self):
        boxes, texts = self.draw()
        day = datetime.datetime.fromtimestamp(
            int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc).date()
        self.assertAlmostEqual(
            sum(boxes[":today"]) / 2,
            self.day(boxes, day.year, day.month, day.day), delta=1)
        self.assertIn(f"today, {day.isoformat()}", texts)

    def test_as_of_a_month_is_a_band_over_it(self):
        boxes, texts = self.draw("--as-of", "2021-05")
        self.spans(boxes[":today"], self.day(boxes, 2021, 5, 1),
                   self.day(boxes, 2021, 6, 1))
        self.assertIn("as of 2021-05-01 to 2021-05-31", texts)
        self.assertNotIn("act.1", boxes)  # it had ended

    def test_a_node_stands_in_each_of_its_groups(self):
        boxes, texts = self.draw("--by", "sector")
        self.assertEqual({name for name in boxes if name.startswith("act.")},
                         {"act.1", "act.2", "act.2=2", "act.3", "act.4",
                          "act.6"})
        order = [text for text in texts
                 if text in ("East", "North", "None of these")]
        self.assertEqual(order, ["East", "North", "None of these"])

    def test_what_has_no_dates_is_counted(self):
        _, texts = self.draw("--by", "sector")
        self.assertIn("and 1 without dates", texts)
        self.assertTrue(any("5 with dates · 1 without" in text
                            for text in texts), texts)

    def test_a_view_is_grouped_as_its_columns_are(self):
        _, texts = self.draw("v")
        self.assertIn("North", texts)
        self.assertIn("V", texts)

    def test_a_kind_groups_by_what_is_linked_or_what_the_whole_is_linked_to(self):
        boxes, texts = self.draw("--by", "aim")
        self.assertIn("Aim", texts)
        self.assertIn("None of these", texts)
        self.assertIn("and 1 without dates", texts)  # act.5, by act.1
        self.assertIn("act.1", boxes)

    def test_where_chooses_what_is_drawn(self):
        boxes, _ = self.draw("--where", "sector=East")
        self.assertEqual({name for name in boxes if name.startswith("act.")},
                         {"act.2", "act.3", "act.6"})

    def test_nothing_with_dates_is_said(self):
        _, texts = self.draw("--where", "kind=aim")
        self.assertIn("Nothing here has dates.", texts)

    def test_every_format_can_be_written_and_graphviz_reads_the_dot(self):
        for name, magic in (("dot", b"digraph"), ("png", b"\x89PNG"),
                            ("pdf", b"%PDF"), ("svg", b"<?xml")):
            done = gdct.run("draw", "-m", self.file.name, "--as", "timeline",
                            "-f", name)
            self.assertTrue(done.stdout.startswith(magic), name)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            if name == "dot":
                svg = subprocess.run(["dot", "-Tsvg"], input=done.stdout,
                                     capture_output=True, check=True)
                self.assertIn("node-act.1", [
                    group.get("id") for group in
                    ET.fromstring(svg.stdout).iter(SVG + "g")])
                self.assertEqual(svg.stderr, b"")

    def test_the_same_bytes_every_time(self):
        words = ("draw", "-m", self.file.name, "--as", "timeline", "--by",
                 "sector", "-f", "dot")
        self.assertEqual(run(*words), run(*words))

    def test_far_dates_end_in_time(self):
        text = MODEL + """nodes:
  - {id: act.1, kind: act, title: All, start: 0001, end: 9999}
  - {id: act.2, kind: act, title: Late, start: 9999-12-31}
"""
        with written(text) as file:
            svg = run("draw", "-m", file.name, "--as", "timeline", timeout=20)
        self.assertIn('id="node-act.2"', svg)

    def test_bars_lead_to_the_page_of_their_node_in_every_group(self):
        svg = ET.fromstring(run("draw", "-m", self.file.name, "--as", "timeline",
                                "--by", "sector", "--link-base", "#"))
        pages = {group.get("id"): group.find(SVG + "a").get("href")
                 for group in svg.iter(SVG + "g")
                 if (group.get("id") or "").startswith("node-act.2")}
        self.assertEqual(pages, {"node-act.2": "#act.2", "node-act.2=2": "#act.2"})

    def test_options_that_do_not_go_together_are_wrong_usage(self):
        for words in (["v", "--by", "sector"], ["v", "--where", "title"],
                      ["--as", "timeline", "--node", "act.1"],
                      ["--as", "spiral", "v"],
                      ["v", "--as", "timeline", "--where", "title"],
                      ["--as", "timeline", "--by", "nonsense"],
                      ["--as", "timeline", "--where", "nonsense=1"]):
            run("draw", "-m", self.file.name, *words, status=2)


if __name__ == "__main__":
    unittest.main()
