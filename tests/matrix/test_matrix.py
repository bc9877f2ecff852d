# SPDX-License-Identifier: Apache-2.0
"""gdctrace matrix: what a cell counts, in every format. Workbooks are read back
with openpyxl, pages and pictures with an XML parser, counts with a naive
enumeration of chains over the exported mapping."""
import csv
import hashlib
import html.parser
import io
import json
import os
import re
import time
import unittest
import xml.etree.ElementTree

import openpyxl

from gdct import Case, exported, fine, run_in_terminal, run_on_full_disk

# Rows of the official WSIS-SDG Matrix, read by hand.
OFFICIAL = {
    "wsis.c2": "1.4 8.2 9.1 9.a 9.c 11.5 11.b",
    "wsis.c1": "3.8 3.d 10.c 16.5 16.6 16.10 17.8",
    "wsis.c3": "",
}

SMALL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds:
    - {id: goal, framework: f, title: Goal, plural: Goals}
    - id: task
      framework: f
      title: Task
      plural: Tasks
      attributes:
        - {name: team, type: choice, values: [west, east, north], many: yes}
        - {name: tag, type: text, many: yes}
    - {id: lonely, framework: f, title: Lonely kind}
  relations:
    - {id: serves, title: serves, inverse: served-by, from: task, to: goal}
    - {id: asks, title: asks, inverse: asked-by, from: goal, to: task}
    - {id: follows, title: follows, from: task, to: task}
sources:
  - {id: doc, title: A document, date: 2020}
  - {id: memory, title: Another one, certainty: recalled}
nodes:
  - {id: g.1, kind: goal, title: First goal, links: {asks: [{to: t.2, source: doc}]}}
  - {id: g.2, kind: goal, title: {en: Second goal, fr: Second but}}
  - {id: g.10, kind: goal, title: Tenth goal, part-of: g.2}
  - {id: t.2, kind: task, title: Two, team: [east, west], tag: [b, a10],
     links: {serves: [
       {to: g.1, source: doc, locator: p. 1, quote: said so},
       {to: g.10, basis: proposed, rationale: perhaps}]}}
  - {id: t.10, kind: task, title: Ten, team: east, tag: a9,
     links: {serves: [{to: g.1, certainty: recalled, evidence: [
               {source: doc, locator: p. 2}, {source: memory, quote: so it is}]}],
             follows: [{to: t.2, source: doc}]}}
  - {id: t.3, kind: task, title: Three, part-of: t.2, links: {follows: [
       {to: t.2, source: doc}, {to: t.10, source: doc}]}}
"""

TABLE = """Goals × Tasks

                    2  3 10 Total
g.1    First goal  █2  · ▒1     3
g.2    Second goal  ·  ·  ·     0
g.10   Tenth goal   ·  ·  ·     0
Total               2  0  1     3
"""


class MatrixTest(Case):
    command = ("matrix",)

    def small(self, text=SMALL):
        return ("-m", self.file("small.yaml", text))

    def cells(self, *args):
        return {(cell["row"], cell["column"]): cell["count"]
                for cell in self.json(*args)["cells"]}


class OfficialMatrix(MatrixTest):
    def test_it_comes_back_with_all_its_cells(self):
        for columns, filled in (("sdg-goal", 123), ("sdg-target", 163)):
            cells = self.cells("wsis-action-line", columns)
            self.assertEqual(len(cells), filled)
            self.assertEqual(set(cells.values()), {1})

    def test_rows_known_by_hand(self):
        found = self.cells("wsis-action-line", "sdg-target")
        for line, targets in OFFICIAL.items():
            self.assertEqual([column for row, column in found if row == line],
                             [f"sdg.{target}" for target in targets.split()])

    def test_empty_rows_are_shown_counted_and_named(self):
        text = self.fine("wsis-action-line", "sdg-target")
        self.assertRegex(text, r"\nwsis\.c3 .* 0\n")
        self.assertIn("\n3 empty rows: wsis.c3, wsis.c7, wsis.c7-elea.\n", text)
        self.assertIn("\n89 empty columns: sdg.1.1, sdg.1.2, ", text)
        self.assertIn("163 of 3211 cells filled", text)

    def test_every_cell_has_its_evidence(self):
        for cell in self.json("wsis-action-line", "sdg-target")["cells"]:
            link, = cell["links"]
            self.assertEqual((link["from"], link["to"], link["inverse"]),
                             (cell["row"], cell["column"], False))
            self.assertEqual(link["evidence"][0]["source"], "wsis-sdg-matrix")


class Counts(MatrixTest):
    def naive(self, steps):
        """Chains of these (relation, inverse) steps over the exported links."""
        mapping = exported()
        edges = [(link["from"], link["relation"], to["to"] if
                  isinstance(to, dict) else to)
                 for link in mapping["links"]
                 for to in (link["to"] if isinstance(link["to"], list)
                            else [link["to"]])
                 if link.get("basis", "stated") != "proposed"]
        kinds = {node["id"]: node["kind"] for node in mapping["nodes"]}
        chains = [(node, node) for node in kinds]
        for relation, inverse in steps:
            out = {}
            for start, name, end in edges:
                if name == relation:
                    a, b = (end, start) if inverse else (start, end)
                    out.setdefault(a, []).append(b)
            chains = [(first, to) for first, last in chains
                      for to in out.get(last, [])]
        return chains, kinds

    def test_ways_along_a_path_are_those_a_naive_count_finds(self):
        for path, steps, rows, columns in (
                ("implemented-through/contributes-to",
                 [("implemented-through", False), ("contributes-to", False)],
                 "gdc-objective", "sdg-goal"),
                ("^supports/supports", [("supports", True),
                                        ("supports", False)],
                 "gdc-objective", "gdc-objective"),
                ("cites/^contributes-to/^implemented-through",
                 [("cites", False), ("contributes-to", True),
                  ("implemented-through", True)],
                 "gdc-commitment", "gdc-objective")):
            chains, kinds = self.naive(steps)
            wanted = {}
            for pair in chains:
                if (kinds[pair[0]], kinds[pair[1]]) == (rows, columns):
                    wanted[pair] = wanted.get(pair, 0) + 1
            with self.subTest(path):
                self.assertGreater(max(wanted.values()), 1)
                self.assertEqual(self.cells(rows, columns, "--path", path),
                                 wanted)

    def test_direct_links_count_whichever_way_they_point(self):
        wanted = {("g.1", "t.2"): 2, ("g.1", "t.10"): 1}
        self.assertEqual(self.cells("goal", "task", *self.small()), wanted)
        self.assertEqual(self.cells("task", "goal", *self.small()),
                         {(b, a): n for (a, b), n in wanted.items()})
        self.assertEqual(self.cells("task", "task", *self.small()),
                         {("t.2", "t.3"): 1, ("t.2", "t.10"): 1,
                          ("t.3", "t.2"): 1, ("t.3", "t.10"): 1,
                          ("t.10", "t.2"): 1, ("t.10", "t.3"): 1})

    def test_part_of_is_no_link_but_a_path_can_follow_it(self):
        self.assertEqual(self.cells("goal", "goal", *self.small()), {})
        self.assertEqual(self.cells("goal", "goal", "--path", "^part-of",
                                    *self.small()), {("g.2", "g.10"): 1})
        self.assertIn("No link joins these two kinds directly",
                      self.fine("goal", "goal", *self.small()))

    def test_one_chain_counts_once_however_the_path_says_it(self):
        for path in ("served-by", "served-by|served-by", "(served-by|^serves)",
                     "served-by/follows*", "served-by|served-by/^follows"):
            cells = self.cells("goal", "task", "--path", path, *self.small())
            self.assertEqual(cells[("g.1", "t.10")], 1, path)

    def test_only_the_shortest_ways_count(self):
        cells = self.cells("task", "task", "--path", "follows+",
                           *self.small())
        self.assertEqual(cells[("t.3", "t.2")], 1)  # not by t.10

    def test_a_chain_of_no_step_reaches_its_own_row(self):
        cells = self.cells("task", "task", "--path", "follows?", *self.small())
        self.assertEqual(cells[("t.2", "t.2")], 1)

    def test_by_counts_different_nodes_in_the_order_of_the_model(self):
        found = self.json("goal", "task", "--by", "team", *self.small())
        self.assertEqual(found["columns"], ["west", "east", "north", "(none)"])
        self.assertEqual([(c["row"], c["column"], c["count"])
                          for c in found["cells"]],
                         [("g.1", "west", 1), ("g.1", "east", 2)])
        self.assertEqual(found["row-totals"]["g.1"], 2)  # t.2 once
        self.assertEqual((found["column-totals"]["east"], found["total"]),
                         (2, 2))
        self.assertEqual(found["empty-columns"], ["north", "(none)"])

    def test_by_other_keys(self):
        self.assertEqual(self.json("goal", "task", "--by", "tag",
                                   *self.small())["columns"],
                         ["a9", "a10", "b", "(none)"])
        self.assertEqual(self.json("goal", "task", "--by", "part-of",
                                   *self.small())["columns"],
                         ["t.2", "(none)"])

    def test_sectors_that_support_an_objective(self):
        args = ("gdc-objective", "itu-activity", "--path", "^supports")
        by = self.cells(*args, "--by", "sector")
        nodes = json.loads(fine("list", "itu-activity", "--format", "json"))
        sectors = {n["id"]: n["attributes"].get("sector", ["(none)"])
                   for n in nodes}
        wanted = {}
        for row, column in self.cells(*args):
            for sector in sectors[column]:
                wanted[row, sector] = wanted.get((row, sector), 0) + 1
        self.assertEqual(by, wanted)

    def test_filters_choose_rows_and_columns(self):
        found = self.json("goal", "task", "--where", "title~first",
                          "--column-where", "team=west", *self.small())
        self.assertEqual((found["rows"], found["columns"]), (["g.1"], ["t.2"]))

    def test_basis_chooses_links_and_is_named(self):
        args = ("goal", "task", *self.small())
        self.assertIn("Links followed: stated, derived.\n", self.fine(*args))
        text = self.fine(*args, "--basis", "proposed")
        self.assertIn("Links followed: proposed.\n", text)
        cells = self.json(*args, "--basis", "proposed")["cells"]
        self.assertEqual([(c["row"], c["links"][0]["basis"]) for c in cells],
                         [("g.10", "proposed")])

    def test_many_ways_are_counted_fast(self):
        """2^60 ways, and a path with many more runs."""
        parts = ["gdctrace: 1\nmodel:\n  frameworks: [{id: f, title: F}]\n"
                 "  kinds: [{id: k, framework: f, title: K}]\n"
                 "  relations: [{id: r, from: k, to: k}, "
                 "{id: s, from: k, to: k}]\nnodes:\n"]
        for i in range(61):
            parts.append(f"  - {{id: n{i}, kind: k, title: N}}\n")
        parts.append("links:\n")
        for i in range(60):
            for relation in "rs":
                parts.append(f"  - {{from: n{i}, relation: {relation}, "
                             f"to: n{i + 1}, basis: proposed}}\n")
        began = time.monotonic()
        found = self.json("k", "k", "--path", "(r|s|r)+", "--basis", "proposed",
                          "--where", "id=n0", *self.small("".join(parts)))
        counts = {c["column"]: c["count"] for c in found["cells"]}
        self.assertEqual(counts["n60"], 2 ** 60)
        self.assertEqual(len(found["cells"][-1]["links"]), 120)
        self.assertLess(time.monotonic() - began, 20)
        for form in ("text", "html", "svg"):
            self.assertIn(str(2 ** 60), self.fine(
                "k", "k", "--path", "(r|s)+", "--basis", "proposed", "-f", form,
                "--where", "id=n0", *self.small("".join(parts))))

    def test_a_path_that_cannot_be_counted_is_refused(self):
        done = self.run_it("task", "task", "--path",
                           "(follows|^follows)*/follows" +
                           "/(follows|^follows)" * 14, *self.small())
        self.assertEqual(done.returncode, 2)
        self.assertIn("--path: the ways along this path cannot be counted",
                      done.err)


class Text(MatrixTest):
    def test_the_table(self):
        self.assertEqual(self.fine("goal", "task", *self.small()), TABLE + """
· none  ▒ 1  █ 2

Columns
   2  Two
   3  Three
  10  Ten

A cell counts the links between its row and its column, whichever way they point.
Links followed: stated, derived.
3 rows, 3 columns; 2 of 9 cells filled.
2 empty rows: g.2, g.10.
1 empty column: t.3.
""")

    def test_hidden_rows_and_columns_are_still_named(self):
        text = self.fine("goal", "task", "--empty", "hide", "--lang", "fr",
                         *self.small())
        self.assertNotRegex(text, r"\ng\.2 ")
        self.assertIn("\n2 empty rows (hidden): g.2, g.10.\n"
                      "1 empty column (hidden): t.3.\n", text)
        found = self.json("goal", "task", "--empty", "hide", *self.small())
        self.assertEqual((found["rows"], found["columns"]),
                         (["g.1"], ["t.2", "t.10"]))
        self.assertEqual(found["empty-rows"], ["g.2", "g.10"])

    def test_wide_tables_are_broken_on_a_terminal(self):
        text, status = run_in_terminal("matrix", "wsis-action-line", "sdg-goal",
                                       columns=80, env={"LC_ALL": "C"})
        self.assertEqual(status, 0)
        lines = text.splitlines()
        self.assertLessEqual(max(map(len, lines)), 80)
        self.assertEqual(sum(line.startswith("wsis.c2 ") for line in lines), 2)
        self.assertEqual(sum(line.endswith(" Total") for line in lines), 1)

    def test_an_empty_kind_does_no_harm(self):
        for form in ("text", "json", "csv", "html", "svg", "xlsx"):
            for kinds in (("lonely", "task"), ("task", "lonely")):
                for more in ((), ("--empty", "hide")):
                    done = self.run_it(*kinds, "-f", form, *more, *self.small())
                    self.assertEqual((done.returncode, done.err), (0, ""))
        self.assertIn("0 rows, 3 columns; 0 of 0 cells filled.",
                      self.fine("lonely", "task", *self.small()))


class Formats(MatrixTest):
    def workbook(self, *args, **options):
        path = self.path("matrix.xlsx")
        self.fine(*args, "-o", path, **options)
        return openpyxl.load_workbook(path)

    def table(self, sheet):
        return [[cell for cell in row] for row in
                sheet.iter_rows(values_only=True)]

    def test_json_has_the_members_of_the_design(self):
        found = self.json("goal", "task", *self.small())
        self.assertEqual(found["rows"], ["g.1", "g.2", "g.10"])
        self.assertEqual(found["columns"], ["t.2", "t.3", "t.10"])
        self.assertEqual(found["titles"]["g.2"], "Second goal")
        first = found["cells"][0]
        self.assertEqual((first["row"], first["column"], first["count"]),
                         ("g.1", "t.2", 2))
        self.assertEqual([(link["relation"], link["inverse"])
                          for link in first["links"]],
                         [("asks", False), ("serves", True)])
        self.assertEqual(first["links"][1]["evidence"],
                         [{"source": "doc", "locator": "p. 1",
                           "quote": "said so"}])

    def test_csv_is_a_table_of_all_cells(self):
        rows = list(csv.reader(io.StringIO(
            self.fine("goal", "task", "-f", "csv", *self.small()))))
        self.assertEqual(rows, [["id", "title", "t.2", "t.3", "t.10"],
                                ["g.1", "First goal", "2", "0", "1"],
                                ["g.2", "Second goal", "0", "0", "0"],
                                ["g.10", "Tenth goal", "0", "0", "0"]])

    def test_a_workbook_has_the_matrix_and_its_evidence(self):
        book = self.workbook("goal", "task", *self.small())
        self.assertEqual(book.sheetnames, ["Matrix", "Evidence", "About"])
        sheet = book["Matrix"]
        self.assertEqual(sheet.freeze_panes, "C3")
        self.assertEqual(self.table(sheet), [
            ["Goals", "Columns: Tasks", "t.2", "t.3", "t.10", "Total"],
            [None, None, "Two", "Three", "Ten", None],
            ["g.1", "First goal", 2, None, 1, 3],
            ["g.2", "Second goal", None, None, None, 0],
            ["g.10", "Tenth goal", None, None, None, 0],
            ["Total", None, 2, 0, 1, 3]])
        scale, = [rule for area in sheet.conditional_formatting
                  for rule in area.rules]
        self.assertEqual(scale.type, "colorScale")
        self.assertEqual(self.table(book["Evidence"]), [
            ["Row", "Column", "From", "Relation", "To", "Basis", "Certainty",
             "Source", "Locator", "Quote"],
            ["g.1", "t.2", "g.1", "asks", "t.2", "stated", "verified",
             "A document", None, None],
            ["g.1", "t.2", "t.2", "serves", "g.1", "stated", "verified",
             "A document", "p. 1", "said so"],
            ["g.1", "t.10", "t.10", "serves", "g.1", "stated", "recalled",
             "A document", "p. 2", None],
            ["g.1", "t.10", "t.10", "serves", "g.1", "stated", "recalled",
             "Another one (recalled)", None, "so it is"]])

    def test_a_workbook_is_in_the_language_asked_for(self):
        names, english = set(), {"Row", "Column", "From", "To", "Quote",
                                 "stated", "recalled", "verified"}
        for language in ("en", "ar", "es", "fr", "ru", "zh"):
            book = self.workbook("goal", "task", "--lang", language,
                                 *self.small())
            cells = {cell for row in self.table(book.worksheets[1])
                     for cell in row}
            with self.subTest(language):
                names |= set(book.sheetnames)
                self.assertEqual(cells & english,
                                 english if language == "en" else set())
                self.assertEqual({sheet.sheet_view.rightToLeft
                                  for sheet in book}, {language == "ar"} if
                                 language == "ar" else {None})
                for sheet in book:
                    self.assertRegex(sheet.title, r"^[^][:*?/\\']{1,31}$")
                    self.assertEqual(sheet.page_setup.fitToHeight, 0)
                self.assertEqual(
                    {row[0].alignment.readingOrder
                     for row in list(book.worksheets[2].rows)[1:]},
                    {2 if language == "ar" else 0})
        self.assertEqual(len(names), 6 * 3)

    def test_the_workbook_of_the_official_matrix(self):
        book = self.workbook("wsis-action-line", "sdg-target")
        self.assertEqual(book["Evidence"].max_row, 164)
        row, = [row for row in self.table(book["Matrix"])
                if row[0] == "wsis.c2"]
        heads = self.table(book["Matrix"])[0]
        self.assertEqual([heads[i] for i, cell in enumerate(row)
                          if cell == 1 and heads[i] != "Total"],
                         [f"sdg.{t}" for t in OFFICIAL["wsis.c2"].split()])

    def test_the_same_bytes_come_twice(self):
        for form in ("text", "json", "csv", "html", "svg", "xlsx"):
            digests = set()
            for env in ({}, {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"}):
                done = self.run_it("gdc-objective", "sdg-goal", "--path",
                                   "goals-of", "-f", form, env=env)
                self.assertEqual((done.returncode, done.err), (0, ""))
                digests.add(hashlib.sha256(done.stdout).digest())
                path = self.path(f"again.{form}")
                self.run_it("gdc-objective", "sdg-goal", "--path", "goals-of",
                            "-f", form, "-o", path)
                with open(path, "rb") as stream:
                    digests.add(hashlib.sha256(stream.read()).digest())
                time.sleep(1.1 if form == "xlsx" else 0)
            self.assertEqual(len(digests), 1, form)

    def test_the_date_in_a_workbook_is_not_the_clock(self):
        book = self.workbook("goal", "task", *self.small())
        self.assertEqual(str(book.properties.created), "2025-12-01 00:00:00")
        book = self.workbook("goal", "task", *self.small(),
                             env={"SOURCE_DATE_EPOCH": ""})
        self.assertEqual(str(book.properties.created), "2025-01-01 00:00:00")

    def test_the_ending_of_the_file_chooses_the_format(self):
        starts = {"html": b"<!DOCTYPE html>", "svg": b"<?xml", "xlsx": b"PK",
                  "json": b"{", "csv": b'"id"', "txt": b"Goals",
                  "HTML": b"<!DOCTYPE html>"}
        for ending, start in starts.items():
            path = self.path(f"m.{ending}")
            self.fine("goal", "task", "-o", path, *self.small())
            with open(path, "rb") as stream:
                self.assertEqual(stream.read(len(start)), start)


class Page(html.parser.HTMLParser):
    """Which elements are open at the end, ids, links, scopes, elements."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.targets, self.seen = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.seen.append((tag, attrs))
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.targets += [attrs["href"]] if "href" in attrs else []
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


def luminance(color):
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [c / 12.92 if c <= .03928 else ((c + .055) / 1.055) ** 2.4
             for c in parts]
    return sum(c * w for c, w in zip(parts, (.2126, .7152, .0722)))


class Pictures(MatrixTest):
    def test_the_page_is_well_formed_and_leads_to_all_evidence(self):
        text = self.fine("wsis-action-line", "sdg-goal", "-f", "html")
        page = Page(text)
        self.assertEqual(page.open, [])
        self.assertEqual(len(page.ids), len(set(page.ids)))
        self.assertEqual([t[1:] for t in page.targets], page.ids)
        self.assertEqual(len(page.ids), 123)
        tags = [tag for tag, _ in page.seen]
        self.assertNotIn("script", tags)
        self.assertNotRegex(text, r"(src|href)=\"(?!#)|url\(|@import|https?://")
        self.assertIn("@media print", text)
        self.assertEqual(sum(a.get("scope") == "col" for _, a in page.seen),
                         1 + 17 + 1)
        self.assertEqual(sum(a.get("scope") == "row" for _, a in page.seen),
                         19 + 1)
        self.assertIn("caption", tags)

    def test_numbers_can_be_read_on_their_shades_and_shades_in_grey(self):
        text = self.fine("gdc-objective", "sdg-goal", "--path", "goals-of",
                         "-f", "html")
        shades = re.findall(r"\.h\d\{background:(#\w+);color:(#\w+)\}", text)
        self.assertEqual(len(shades), 5)
        lights = [luminance(fill) for fill, _ in shades]
        for before, after in zip(lights, lights[1:]):
            self.assertGreater(before, after + 0.05)
        for fill, ink in shades:
            a, b = sorted((luminance(fill), luminance(ink)))
            self.assertGreaterEqual((b + .05) / (a + .05), 4.5)

    def test_direction_and_language_follow_the_option(self):
        self.assertIn('<html lang="en" dir="ltr">',
                      self.fine("goal", "task", "-f", "html", *self.small()))
        self.assertIn('<html lang="ar" dir="rtl">', self.fine(
            "goal", "task", "-f", "html", "--lang", "ar", *self.small()))
        self.assertIn("<bdi>Second but</bdi>", self.fine(
            "goal", "task", "-f", "html", "--lang", "fr", *self.small()))

    def test_the_picture_names_itself_and_every_cell(self):
        root = xml.etree.ElementTree.fromstring(self.fine(
            "gdc-objective", "sdg-goal", "--path", "goals-of", "-f", "svg"))
        name = "{http://www.w3.org/2000/svg}"
        self.assertEqual(root.tag, name + "svg")
        self.assertEqual(root.get("role"), "img")
        self.assertEqual(root.find(name + "title").text,
                         "GDC objectives × Sustainable Development Goals")
        self.assertIn("shortest ways", root.find(name + "desc").text)
        cells = [g for g in root.iter(name + "g")
                 if g.find(name + "rect") is not None]
        counts = self.cells("gdc-objective", "sdg-goal", "--path", "goals-of")
        self.assertEqual({g.find(name + "title").text for g in cells},
                         {f"{row} × {column}: {count}"
                          for (row, column), count in counts.items()})
        for cell in cells:
            self.assertEqual(cell.find(name + "text").text,
                             cell.find(name + "title").text.split(": ")[1])
        self.assertEqual(list(root.iter(name + "script")), [])


class Hostile(MatrixTest):
    TITLES = ["=cmd()|' /C calc'!A0", "</title><script>alert(1)</script>",
              "\u202edesrever", "\"q\" & 'q' <b>", "+1+1", "@SUM(A1)",
              "_x0041_ stays", "long " * 8000, "\U0001F30D" * 20000,
              "{=1}", "http://example.com/", "back\\slash %s %n"]

    def mapping(self):
        nodes = "".join(
            f"  - {{id: x{i}, kind: goal, title: {json.dumps(title)}}}\n"
            f"  - {{id: y{i}, kind: task, title: {json.dumps(title)}, "
            f"tag: [{json.dumps(title)}], links: {{serves: [{{to: x{i}, "
            f"source: doc, quote: {json.dumps(title)}, "
            f"locator: {json.dumps(title)}}}]}}}}\n"
            for i, title in enumerate(self.TITLES))
        text = SMALL.split("nodes:\n")[0] + "nodes:\n" + nodes
        return self.small(text.replace("\\ud83c\\udf0d", "\U0001F30D"))

    def test_texts_stay_texts_in_every_format(self):
        mapping = self.mapping()
        for more in ((), ("--by", "tag"), ("--empty", "hide")):
            for form in ("text", "json", "csv", "html", "svg"):
                text = self.fine("goal", "task", "-f", form, *more, *mapping)
                with self.subTest(form, more=more):
                    if form != "json":
                        self.assertNotIn("\u202e", text)
                    if form in ("html", "svg"):
                        self.assertNotIn("<script", text)
                        self.assertNotIn("<b>\n", text)
                    if form == "html":
                        self.assertEqual(Page(text).open, [])
                    if form == "svg":
                        xml.etree.ElementTree.fromstring(text)
                    if form == "csv":
                        for row in csv.reader(io.StringIO(text)):
                            for cell in row:
                                self.assertNotRegex(cell, r"^[=+@]")

    def test_a_workbook_holds_no_formula_and_no_link(self):
        path = self.path("h.xlsx")
        for more in ((), ("--by", "tag")):
            self.fine("goal", "task", "-o", path, *more, *self.mapping())
            book = openpyxl.load_workbook(path)
            for sheet in book:
                for row in sheet.iter_rows():
                    for cell in row:
                        self.assertIn(cell.data_type, ("s", "n"), cell.value)
                        self.assertIsNone(cell.hyperlink)
                        size = len(str(cell.value).encode("utf-16-le")) // 2
                        self.assertLessEqual(size, 32767)
        book = openpyxl.load_workbook(path)
        titles = {row[1] for row in
                  book["Matrix"].iter_rows(values_only=True)}
        for title in self.TITLES[:2] + self.TITLES[3:6]:
            self.assertIn(title, titles)
        self.assertTrue(any(str(t).endswith("… [cut]") for t in titles))

    def test_wrong_usage_is_named(self):
        small = self.small()
        for args, words in (
                (("goal",), "matrix needs ROWS COLUMNS"),
                (("goal", "task", "x"), "matrix does not take 'x'"),
                (("gaol", "task"), "no kind 'gaol'; did you mean 'goal'?"),
                (("goal", "tsk"), "no kind 'tsk'; did you mean 'task'?"),
                (("goal", "task", "--path", "servd-by"), "--path: no relation"),
                (("goal", "task", "--path", "a/"), "--path: "),
                (("goal", "task", "--by", "taem"), "--by: no node has a key 'taem'"),
                (("goal", "task", "--by", "team=west"),
                 "--by: nodes cannot be grouped by 'team=west'"),
                (("goal", "task", "--by", "quote"), "--by: nodes cannot"),
                (("goal", "task", "--by", ""), "--by: "),
                (("goal", "task", "--where", "x=1"), "--where: no node has a key 'x'"),
                (("goal", "task", "--column-where", "x=1"),
                 "--column-where: no node has a key 'x'"),
                (("goal", "task", "--empty", "no"),
                 "--empty: 'no' is not show or hide"),
                (("goal", "task", "-f", "pdf"), "--format: 'pdf' is not one")):
            with self.subTest(args):
                self.assertIn(words, self.fails(2, *args, *small))

    def test_a_full_disk_is_an_error(self):
        for form in ("text", "json", "csv", "html", "svg", "xlsx"):
            done = run_on_full_disk("matrix", "wsis-action-line", "sdg-goal",
                                    "-f", form)
            self.assertEqual(done.returncode, 3, form)
            self.assertIn(b"cannot write", done.stderr)

    def test_a_folder_that_takes_no_temporary_file_is_an_error(self):
        done = self.run_it("goal", "task", "-o", self.path("m.xlsx"),
                           *self.small(), env={"TMPDIR": "/nowhere"})
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot write xlsx", done.err)
        self.assertFalse(os.path.exists(self.path("m.xlsx")))

    def test_nothing_is_left_behind(self):
        temporary = self.path("tmp")
        os.mkdir(temporary)
        self.fine("goal", "task", "-o", self.path("m.xlsx"), *self.small(),
                  env={"TMPDIR": temporary})
        self.assertEqual(os.listdir(temporary), [])


if __name__ == "__main__":
    unittest.main()
