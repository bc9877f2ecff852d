# SPDX-License-Identifier: Apache-2.0
"""Lists: which nodes, in which order, and what is said of each."""
import csv
import hashlib
import io
import json
import os
import subprocess
import time
import unicodedata
import unittest

import openpyxl

from gdct import GDCTRACE, SANITIZED, Case, run_in_terminal, run_on_full_disk

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds:
    - id: task
      framework: f
      title: Task
      attributes:
        - {name: tag, type: text, many: yes}
        - {name: size, type: decimal}
        - {name: due, type: date}
    - {id: goal, framework: f, title: Goal}
  relations:
    - {id: serves, inverse: served-by, from: task, to: goal,
       attributes: [{name: role, type: text}]}
sources: [{id: doc, title: A document, date: 2020}]
"""

SMALL = MODEL + """nodes:
  - {id: g1, kind: goal, title: First goal, summary: "One, \\"two\\""}
  - {id: g2, kind: goal, title: {en: Second goal, fr: Second but}}
  - {id: g10, kind: goal, title: Tenth goal, start: 2030}
  - {id: t2, kind: task, title: Tâche, tag: [b, a], size: 10, due: 2025-06,
     links: {serves: [{to: g1, source: doc, quote: said so}]}}
  - {id: t10, kind: task, title: other, part-of: t2, size: 9.5, due: 2025,
     links: {serves: [{to: g2, basis: proposed, rationale: perhaps},
                      {to: g10, source: doc}]}}
  - {id: t3, kind: task, title: tablet}
rules:
  - {id: served, title: Every goal is served, severity: info, each: goal,
     reach: task, grades: [{id: direct, path: served-by}]}
"""

# How a spreadsheet, a browser, a terminal or a shell could be fooled.
HOSTILE = ['=cmd|"/C calc"!A0', "<script>alert(1)</script>", 'a "b", c; d',
           "\u2066a\u202eevil", "@SUM(A1)", "x" * 3000,
           "-1+1", "$(id) `id`", "tab\there", "line\nbreak"]


def width(text):
    return sum(0 if unicodedata.combining(c)
               else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


class ListTest(Case):
    command = ("list",)

    def setUp(self):
        super().setUp()
        self.small = self.file("small.yaml", SMALL)

    def lines_in_terminal(self, columns, *args):
        text, status = run_in_terminal("list", *args, columns=columns,
                                       env={"LC_ALL": "C"})
        self.assertEqual(status, 0)
        return text.splitlines()

    def ids(self, *args):
        return [node["id"] for node in json.loads(
            self.fine("-m", self.small, "--format", "json", *args))]

    def rows(self, *args):
        text = self.fine("-m", self.small, "--format", "csv", *args)
        return list(csv.reader(io.StringIO(text, newline="")))


class Order(ListTest):
    def test_without_sort_ids_come_in_natural_order(self):
        self.assertEqual(self.ids(), ["g1", "g2", "g10", "t2", "t3", "t10"])

    def test_numbers_dates_and_titles_sort_by_what_they_mean(self):
        for key, wanted in (("size", "t10 t2 t3"), ("-size", "t2 t10 t3"),
                            ("due", "t10 t2 t3"), ("due:desc", "t2 t10 t3"),
                            ("due:asc", "t10 t2 t3"),
                            ("title", "t10 t3 t2"), ("-title", "t2 t3 t10"),
                            ("-id", "t10 t3 t2"), ("-links", "t2 t10 t3"),
                            ("-#tag", "t2 t3 t10"),
                            ("served-by|serves", "t2 t10 t3"),
                            ("part-of", "t10 t2 t3")):
            with self.subTest(key=key):
                self.assertEqual(self.ids("task", "--sort", key),
                                 wanted.split())

    def test_keys_may_be_repeated(self):
        self.assertEqual(self.ids("--sort", "kind", "--sort", "-id"),
                         ["g10", "g2", "g1", "t10", "t3", "t2"])
        self.assertEqual(self.ids("-s", "-kind", "-s", "title"),
                         ["t10", "t3", "t2", "g1", "g2", "g10"])

    def test_every_format_has_the_same_order(self):
        text = self.fine("-m", self.small, "--sort", "-title")
        ids = [line.split()[0] for line in text.splitlines()]
        self.assertEqual(ids, self.ids("--sort", "-title"))
        self.assertEqual(ids, [row[0] for row in
                               self.rows("--sort", "-title")[1:]])

    def test_filters_and_gaps_go_together_with_sorting(self):
        self.assertEqual(self.ids("--gap", "served", "--sort", "-id"), ["g2"])
        self.assertEqual(self.ids("--gap", "served", "--basis", "proposed",
                                  "--sort", "-id"), ["g10", "g1"])
        self.assertEqual(self.ids("task", "--where", "size", "--where",
                                  "title~tâche"), ["t2"])


class Text(ListTest):
    def test_columns_stand_below_their_headings(self):
        self.assertEqual(
            self.fine("-m", self.small, "task", "--columns",
                      "id, title,tag,size,part-of"),
            "id   title   tag   size  part-of\n"
            "t2   Tâche   b; a  10\n"
            "t3   tablet\n"
            "t10  other         9.5   t2\n")

    def test_without_columns_there_are_id_and_title_and_no_heading(self):
        self.assertEqual(self.fine("-m", self.small, "goal", "--lang", "fr"),
                         "g1   First goal\ng2   Second but\n"
                         "g10  Tenth goal\n")

    def test_links_can_be_counted_and_followed(self):
        self.assertEqual(
            self.fine("-m", self.small, "-c",
                      "id,links,links-in,links-out,serves,#^serves"),
            "id   links  links-in  links-out  serves  #^serves\n"
            "g1   1      1         0                  1\n"
            "g2   0      0         0                  0\n"
            "g10  1      1         0                  1\n"
            "t2   1      0         1          g1      0\n"
            "t3   0      0         0                  0\n"
            "t10  1      0         1          g10     0\n")

    def test_another_basis_is_said_where_it_matters(self):
        note = "(following stated and proposed links)\n"
        basis = ("-m", self.small, "--basis", "stated,proposed", "goal")
        self.assertTrue(self.fine(*basis, "-c", "id,links").endswith(note))
        self.assertTrue(self.fine(*basis, "-s", "links").endswith(note))
        self.assertEqual(self.fine(*basis, "--gap", "served"), note)
        self.assertNotIn(note, self.fine(*basis))
        self.assertTrue(self.fine("-m", self.small, "--as-of", "2031", "-c",
                                  "links").endswith("(as of 2031)\n"))

    def test_wide_and_accented_titles_stay_in_line(self):
        path = self.file("wide.yaml", MODEL + """nodes:
  - {id: g1, kind: goal, title: 数字合作}
  - {id: g2, kind: goal, title: "e\u0301te\u0301"}
  - {id: g3, kind: goal, title: ascii}
""")
        self.assertEqual(self.fine("-m", path, "-c", "title,id"),
                         "title     id\n数字合作  g1\ne\u0301te\u0301       g2\n"
                         "ascii     g3\n")

    def test_a_terminal_gets_lines_that_fit(self):
        for columns, args in ((80, ("itu-activity",)),
                              (60, ("itu-activity", "-c",
                                    "id,title,sector,quote")),
                              (40, ("-c", "id,title,kind,source,locator"))):
            with self.subTest(columns=columns):
                lines = self.lines_in_terminal(columns, *args)
                self.assertGreater(len(lines), 100)
                self.assertLessEqual(max(map(width, lines)), columns)
                self.assertTrue(any(line.endswith("…") for line in lines))
                whole = self.fine(*args)
                self.assertEqual(len(lines), len(whole.splitlines()))
                self.assertNotIn("…", whole)

    def test_in_a_terminal_the_id_is_cut_last(self):
        ids = [line.split()[0] for line in self.fine("itu-activity")
               .splitlines()]
        cut = [line.split()[0]
               for line in self.lines_in_terminal(80, "itu-activity")]
        self.assertEqual(cut, ids)


class Csv(ListTest):
    def test_it_has_a_heading_row_and_quotes_every_cell(self):
        self.assertEqual(
            self.fine("-m", self.small, "goal", "--format", "csv", "-c",
                      "id,summary,start,links"),
            '"id","summary","start","links"\r\n'
            '"g1","One, ""two""","","1"\r\n'
            '"g2","","","0"\r\n'
            '"g10","","2030","1"\r\n')

    def test_several_values_share_a_cell(self):
        self.assertEqual(self.rows("task", "-c", "id,tag"),
                         [["id", "tag"], ["t2", "b; a"], ["t3", ""],
                          ["t10", ""]])

    def test_the_ending_of_the_file_chooses_the_format(self):
        path = self.path("out.csv")
        self.assertEqual(self.fine("-m", self.small, "-o", path), "")
        self.assertEqual(len(list(csv.reader(io.StringIO(
            self.read(path), newline="")))), 7)


class Json(ListTest):
    def test_members_are_those_of_the_contract(self):
        for node in json.loads(self.fine("--format", "json")):
            self.assertEqual(set(node), {"id", "kind", "title", "part-of",
                                         "attributes"})

    def test_columns_are_one_more_member(self):
        listed = json.loads(self.fine(
            "-m", self.small, "task", "--format", "json", "--columns",
            "size,tag,links,#tag,serves,due"))
        self.assertEqual(listed[0]["columns"], {
            "size": "10", "tag": ["b", "a"], "links": 1, "#tag": 2,
            "serves": ["g1"], "due": "2025-06"})
        self.assertEqual(listed[1]["columns"], {
            "size": None, "tag": [], "links": 0, "#tag": 0, "serves": [],
            "due": None})

    def test_it_is_written_as_if_at_once(self):
        for args in ((), ("goal",), ("goal", "--where", "id=none")):
            text = self.fine("-m", self.small, "--format", "json", *args)
            listed = json.loads(text)
            wanted = json.dumps(listed, indent=2, ensure_ascii=False) + "\n"
            self.assertEqual(text, wanted)

    def test_memory_does_not_grow_with_the_answer(self):
        nodes = "".join(f"  - {{id: t{i}, kind: task, title: Task {i}, tag: "
                        "[a, b, c, d, e, f, g, h]}\n" for i in range(10000))
        path = self.file("large.yaml", MODEL + "nodes:\n" + nodes)
        # A sanitizer shall not keep what was freed.
        options = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
        peaks = []
        for args in (["--where", "id=t1"], []):
            with subprocess.Popen(
                    [GDCTRACE, "list", "-m", path, "--format", "json", *args],
                    env={**os.environ, "ASAN_OPTIONS": options},
                    stdout=subprocess.DEVNULL) as process:
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual(process.returncode, 0)
            peaks.append(usage.ru_maxrss)
        self.assertLess(peaks[1], peaks[0] * 1.25)


class Xlsx(ListTest):
    def book(self, *args, **options):
        path = self.path("list.xlsx")
        self.assertEqual(self.fine("-o", path, *args, **options), "")
        return openpyxl.load_workbook(path)

    def sheet(self, *args, **options):
        book = self.book(*args, **options)
        self.assertEqual(len(book.worksheets), 1)
        return book.active

    def values(self, sheet):
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    def test_rows_and_headings_are_those_of_csv(self):
        args = ("-c", "id,title,tag,size,due,start,summary,links,#^serves,"
                "serves", "--sort", "-title")
        found = self.values(self.sheet("-m", self.small, *args))
        self.assertEqual([["" if cell is None else str(cell) for cell in row]
                          for row in found], self.rows(*args))

    def test_the_bundled_mapping_comes_whole(self):
        columns = "id,title,status,start,sector,quote,^supports,#links,links"
        listed = self.json("itu-activity", "-c", columns)
        head, *rows = self.values(self.sheet("itu-activity", "-c", columns))
        self.assertEqual(head, columns.split(","))
        self.assertEqual(len(rows), len(listed))
        for row, node in zip(rows, listed):
            wanted = ["; ".join(cell) or None if isinstance(cell, list)
                      else cell for cell in node["columns"].values()]
            self.assertEqual(row, wanted)

    def test_numbers_are_numbers_and_dates_are_as_written(self):
        head, *rows = self.values(self.sheet(
            "-m", self.small, "-c", "id,size,due,start,links,#tag"))
        self.assertEqual(rows, [
            ["g1", None, None, None, 1, 0], ["g2", None, None, None, 0, 0],
            ["g10", None, None, "2030", 1, 0],
            ["t2", 10, "2025-06", None, 1, 2], ["t3", None, None, None, 0, 0],
            ["t10", 9.5, "2025", None, 1, 0]])
        self.assertEqual(head, ["id", "size", "due", "start", "links", "#tag"])

    def test_several_values_of_numbers_are_a_text(self):
        path = self.file("many.yaml", MODEL.replace(
            "size, type: decimal", "size, type: integer, many: yes") +
            "nodes: [{id: t1, kind: task, title: T, size: [1, 2]}]\n")
        self.assertEqual(self.values(self.sheet("-m", path, "-c", "size")),
                         [["size"], ["1; 2"]])

    def test_a_text_that_is_typed_into_again_stays_one(self):
        sheet = self.sheet("-m", self.small, "task", "-c", "id,due,links")
        self.assertEqual([cell.number_format for cell in sheet[2]],
                         ["@", "@", "General"])

    def test_it_is_ready_to_be_read_filtered_and_printed(self):
        sheet = self.sheet("itu-activity", "-c", "id,title,quote,links")
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertEqual(sheet.auto_filter.ref, sheet.dimensions)
        self.assertEqual(sheet.print_title_rows, "$1:$1")
        self.assertTrue(all(cell.font.b for cell in sheet[1]))
        self.assertFalse(any(cell.font.b for cell in sheet[2]))
        self.assertTrue(sheet["C2"].alignment.wrap_text)
        widths = [sheet.column_dimensions[c].width for c in "ABCD"]
        self.assertLess(widths[3], widths[0])
        self.assertGreater(widths[2], 50)
        self.assertLess(max(widths), 70)
        setup = sheet.page_setup
        self.assertEqual((setup.orientation, setup.paperSize), ("landscape", 9))
        self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
        self.assertEqual((setup.fitToWidth, setup.fitToHeight), (None, 0))

    def test_rows_are_as_high_as_their_text(self):
        sheet = self.sheet("itu-activity", "-c", "id,quote")
        for row in sheet.iter_rows(min_row=2):
            height = sheet.row_dimensions[row[0].row].height or 15
            self.assertGreaterEqual(height * 65,
                                    15 * min(len(row[1].value or ""), 1700))
            self.assertLessEqual(height, 409)

    def test_it_speaks_the_language_and_begins_where_that_does(self):
        for language, name, rtl in (("en", "List", None), ("ar", "القائمة", 1),
                                    ("fr", "Liste", None),
                                    ("zh", "列表", None)):
            sheet = self.sheet("-m", self.small, "--lang", language)
            self.assertEqual(sheet.title, name)
            self.assertEqual(sheet.sheet_view.rightToLeft, rtl)
        self.assertEqual(self.values(sheet)[0], ["id", "title"])
        french = self.sheet("-m", self.small, "goal", "--lang", "fr")
        self.assertEqual(french.title, "Goal")
        self.assertIn(["g2", "Second but"], self.values(french))
        self.assertEqual(self.sheet("itu-activity").title, "ITU activities")

    def test_another_basis_is_said_on_a_second_sheet(self):
        for more, wanted in (
                (("--basis", "stated,proposed"),
                 "Links followed: stated, proposed."),
                (("--as-of", "2031"),
                 "Links followed: stated, derived; as of 2031.")):
            book = self.book("-m", self.small, "goal", "-c", "id,links", *more)
            self.assertEqual(book.sheetnames, ["Goal", "About"])
            self.assertEqual(self.values(book["About"]), [["Goal"], [wanted]])
            self.sheet("-m", self.small, "goal", *more)  # says no links

    def test_a_list_of_nothing_has_its_headings(self):
        sheet = self.sheet("-m", self.small, "--where", "id=t2", "--where",
                           "id=t3")
        self.assertEqual(self.values(sheet), [["id", "title"]])

    def test_the_same_bytes_come_twice(self):
        digests = set()
        for env in ({}, {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"}):
            done = self.run_it("--format", "xlsx", "-c", "id,title,links",
                               env=env)
            self.assertEqual((done.returncode, done.err), (0, ""))
            digests.add(hashlib.sha256(done.stdout).digest())
            time.sleep(1.1)
        self.book("-c", "id,title,links")
        with open(self.path("list.xlsx"), "rb") as stream:
            digests.add(hashlib.sha256(stream.read()).digest())
        self.assertEqual(len(digests), 1)

    def test_the_ending_of_the_file_chooses_it_in_any_case(self):
        path = self.path("LIST.XLSX")
        self.fine("-m", self.small, "-o", path)
        with open(path, "rb") as stream:
            self.assertEqual(stream.read(2), b"PK")

    def test_a_terminal_gets_none(self):
        for args in ((), ("-o", "-")):
            text, status = run_in_terminal("list", "--format", "xlsx", *args)
            self.assertEqual((text, status), (
                "gdctrace: xlsx is not for a terminal; use --output\n", 2))

    @unittest.skipIf(SANITIZED, "a million nodes")
    def test_more_nodes_than_a_sheet_has_rows_are_refused(self):
        path = self.file("large.yaml", MODEL + "nodes:\n" + "".join(
            f"- {{id: t{i}, kind: task, title: T}}\n"
            for i in range(1048576)))
        self.assertEqual(
            self.fails(2, "-m", path, "-o", self.path("list.xlsx")),
            "gdctrace: xlsx has no room for 1048576 rows, only for 1048575; "
            "use csv, or --where to list fewer\n")
        self.assertFalse(os.path.exists(self.path("list.xlsx")))

    def test_the_file_is_there_whole_or_not_at_all(self):
        path = self.path("list.xlsx")
        done = self.run_it("-m", self.small, "-o", path,
                           env={"TMPDIR": "/nowhere"})
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot write xlsx by way of a temporary file in "
                      "/nowhere", done.err)
        self.assertFalse(os.path.exists(path))
        os.mkdir(self.path("tmp"))
        self.fine("-m", self.small, "-o", path,
                  env={"TMPDIR": self.path("tmp")})
        self.assertEqual(os.listdir(self.path("tmp")), [])


class Usage(ListTest):
    def test_what_is_wrong_is_named(self):
        for args, wanted in (
                (["--columns", "id,titel"], "--columns: no node has a key "
                 "'titel', and no relation is named so; did you mean "
                 "'title'?"),
                (["--columns", "id,"], "--columns: no node has a key ''"),
                (["--columns", ""], "--columns: which ones?"),
                (["--columns", "serves/"], "--columns: expected a relation"),
                (["--columns", "role"], "--columns: no node has a key 'role'"),
                (["--sort", "tags"], "--sort: no node has a key 'tags', and "
                 "no relation is named so; did you mean 'tag'?"),
                (["--sort", "id:up"], "--sort: 'id:up' is neither"),
                (["--sort", "-id:desc"], "--sort: '-id:desc' is neither"),
                (["--sort", "-"], "--sort: no node has a key ''"),
                (["--sort"], "--sort"),
                (["--format", "xml"], "--format: 'xml' is not text, csv, "
                 "json or xlsx"),
                (["--format", "xlsx", "-c", ",".join(["id"] * 16385)],
                 "xlsx has no room for 16385 columns, only for 16384; use "
                 "csv"),
                (["--gap", "sreved"], "no rule 'sreved'; did you mean "
                 "'served'?")):
            with self.subTest(args=args):
                error = self.fails(2, "-m", self.small, *args)
                self.assertIn(wanted, error)
                self.assertEqual(error.count("\n"), 1)

    def test_a_full_disk_is_an_error(self):
        for form in ("text", "csv", "json", "xlsx"):
            done = run_on_full_disk("list", "--format", form)
            self.assertEqual(done.returncode, 3, form)


class Hostile(ListTest):
    def setUp(self):
        super().setUp()
        nodes = "".join(
            f"  - {{id: t{i}, kind: task, title: {json.dumps(text)}, "
            f"tag: [{json.dumps(text)}, x]}}\n"
            for i, text in enumerate(HOSTILE))
        self.hostile = self.file("hostile.yaml", MODEL + "nodes:\n" + nodes)

    def test_no_format_lets_them_out(self):
        columns = ("-m", self.hostile, "--columns", "id,title,tag")
        text = self.fine(*columns)
        table = self.fine(*columns, "--format", "csv")
        for bad in "\u2066\u202e\t":
            self.assertNotIn(bad, text)
            self.assertNotIn(bad, table)
        self.assertEqual(len(text.splitlines()), len(HOSTILE) + 1)
        rows = list(csv.reader(io.StringIO(table, newline="")))
        self.assertEqual(len(rows), len(HOSTILE) + 1)
        for row in rows[1:]:
            self.assertEqual(len(row), 3)
            self.assertNotIn(row[1][0], "=+-@\t\r")
        listed = json.loads(self.fine(*columns, "--format", "json"))
        self.assertEqual([node["title"] for node in listed], HOSTILE)

    def test_a_workbook_holds_no_formula_and_no_link(self):
        more = ["x" * 40000, "\U0001F30D" * 20000, "_x0041_", "{=1}",
                "http://example.com/", "=HYPERLINK(1)"]
        texts = HOSTILE + more
        nodes = "".join(
            f"  - {{id: t{i}, kind: task, title: "
            f"{json.dumps(text, ensure_ascii=i < len(HOSTILE))}}}\n"
            for i, text in enumerate(texts))
        mapping = self.file("more.yaml", MODEL + "nodes:\n" + nodes)
        path = self.path("h.xlsx")
        self.fine("-m", mapping, "-o", path)
        book = openpyxl.load_workbook(path)
        sheet, = book.worksheets
        found = []
        for row in sheet.iter_rows():
            for cell in row:
                self.assertEqual(cell.data_type, "s", cell.value)
                self.assertIsNone(cell.hyperlink)
                size = len(cell.value.encode("utf-16-le")) // 2
                self.assertLessEqual(size, 32767)
            found.append(row[1].value)
        for text in (HOSTILE[:3] + HOSTILE[4:8] + more[3:]):
            self.assertIn(text, found)
        self.assertIn("tab here", found)
        self.assertIn("line break", found)
        self.assertIn("\ufffda\ufffdevil", found)
        self.assertEqual(sum(text.endswith(" … [cut]") for text in found), 2)

    def test_a_terminal_stays_in_order(self):
        for line in self.lines_in_terminal(50, "-m", self.hostile, "-c",
                                           "id,title,tag"):
            self.assertLessEqual(width(line), 50)
            self.assertFalse(set(line) & set("\u2066\u202e\t"))


if __name__ == "__main__":
    unittest.main()
