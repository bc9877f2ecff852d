# SPDX-License-Identifier: Apache-2.0
"""`report annex`: the table of the ITU action plan, made again from the
mapping, has the rows, the columns and the facts of the one in the document,
line by line; each with its source."""
import os
import re
import unittest

from common import export, report, run

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = ["gdc.all", "gdc.o1", "gdc.o2", "gdc.o3", "gdc.o4", "gdc.o5",
        "gdc.follow-up"]
AS_PRINTED = ["--where", "source=gdc-action-plan", "--where", "locator~Annex"]


def document():
    """The annex as printed: [(row, [lines of the WSIS process], [activities])]"""
    rows = []
    with open(os.path.join(HERE, "annex.txt"), encoding="utf-8") as stream:
        for line in stream.read().splitlines():
            if line.startswith("= "):
                rows.append([line[2:]])
            elif line == "-":
                rows[-1].append([])
            elif line and not line.startswith("#"):
                rows[-1][-1].append(line)
    return rows


def letters(text):
    return re.sub(r"\W", "", text).casefold()


def rows_of(page):
    body = next(page.all("tbody"))
    return [[head := next(row.all("th")), *row.all("td")]
            for row in body.all("tr")]


def quotes(item):
    return [letters(quote.text()) for quote in item.all("q")]


def says(item, line):
    """Whether an entry has the facts of a line: its words as a quote, or its
    name, who leads, and what for."""
    text = item.text(without=("ref",))
    if letters(line) in quotes(item):
        return True
    if quotes(item) and "\u2013" not in text:
        return False
    parts = re.fullmatch(
        r"(?:(?P<number>C\d+): )?(?P<name>[^(]*?(?:\(e-Business\) )?|[^(]*)"
        r"(?P<roles>\([^)]*\))?(?: ?[-\u2013:]? ?(?P<what>[^()]{25,}))?\.?",
        line)
    number, name, roles, what = parts.group("number", "name", "roles", "what")
    if number:
        return text.startswith(number + ":") and roles in text and what in text
    if what:
        return letters(what) in letters(text) and (
            roles is None or roles in text)
    name = letters(name)
    return (roles is None or roles in text) and (
        name in letters(text) or name.startswith(letters(text)))


class Annex(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = report("annex", *AS_PRINTED)
        cls.table = rows_of(cls.page)

    def test_rows_and_columns_are_those_of_the_document(self):
        self.assertEqual(
            [head.one("small").text() for head, *_ in self.table], ROWS)
        self.assertEqual(len(document()), len(ROWS))
        self.assertEqual(
            [head.text() for head in next(self.page.all("thead")).all("th")],
            ["GDC objective", "WSIS process", "ITU activities"])

    def test_every_line_of_every_cell_is_there_and_nothing_else(self):
        for (title, *cells), (head, *made) in zip(document(), self.table):
            for column, (lines, cell) in enumerate(zip(cells, made)):
                items = list(cell.all("li"))
                told = set()
                for line in lines:
                    with self.subTest(row=title, column=column, line=line):
                        found = [i for i, item in enumerate(items)
                                 if says(item, line) or
                                 all(says(item, part) for part in
                                     line.split(", WSIS Prizes"))]
                        self.assertTrue(found)
                        told.update(found)
                with self.subTest(row=title, column=column):
                    self.assertEqual(
                        [item.text() for i, item in enumerate(items)
                         if i not in told and "WSIS Prizes" not in item.text()],
                        [])

    def test_every_entry_cites_the_annex(self):
        places = {a["id"]: a.parent.text()
                  for a in self.page.all("span") if a["id"]}
        for head, *cells in self.table:
            for cell in cells:
                for item in cell.all("li"):
                    cited = [places[ref["href"][1:]]
                             for ref in item.all("a", class_="ref")]
                    with self.subTest(item=item.text()):
                        self.assertTrue(any("Annex" in it for it in cited))

    def test_with_evidence_every_quote_is_a_note(self):
        page = report("annex", *AS_PRINTED, "--evidence")
        notes = {note["id"]: note for note in page.all("li")
                 if (note["id"] or "").startswith("note-")}
        marks = [a for a in page.all("a", role="doc-noteref")]
        self.assertEqual([a["href"][1:] for a in marks], list(notes))
        told = {quote for note in notes.values() for quote in quotes(note)}
        for title, process, activities in document():
            self.assertIn(letters(title), told)
            for line in activities:
                with self.subTest(line=line):
                    self.assertIn(letters(line), told)

    def test_the_whole_has_every_stated_and_derived_link(self):
        page = report("annex")
        wanted = {}
        for link in export()["links"]:
            for to in link["to"] if isinstance(link["to"], list) \
                    else [link["to"]]:
                said = {**link, **(to if isinstance(to, dict) else {"to": to})}
                if said["relation"] == "supports" and said["to"] in ROWS and \
                        said.get("basis") != "proposed":
                    wanted.setdefault(said["to"], []).append(said["from"])
        titles = {node["id"]: node["title"] if isinstance(node["title"], str)
                  else node["title"]["en"] for node in export()["nodes"]}
        for head, process, activities in rows_of(page):
            row = head.one("small").text()
            text = activities.text()
            for node in wanted[row]:
                with self.subTest(row=row, node=node):
                    self.assertIn(" ".join(titles[node].split()), text)

    def test_the_same_bytes_in_any_locale_and_at_any_time(self):
        first = run("report", "annex", SOURCE_DATE_EPOCH="1764547200")
        self.assertEqual(first, run("report", "annex", LC_ALL="C.UTF-8",
                                    SOURCE_DATE_EPOCH="1764547200", TZ="Asia/Tokyo"))


if __name__ == "__main__":
    unittest.main()
