# SPDX-License-Identifier: Apache-2.0
"""gdctrace import: lists from spreadsheets, in and checked."""
import csv
import io
import json
import os
import stat
import unittest

import openpyxl

from gdct import DATA, Case, run_on_full_disk

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds:
    - {id: task, framework: f, title: Task, plural: Tasks, attributes: [
        {name: tag, type: text, many: yes}, {name: size, type: integer},
        {name: sort, type: choice, values: [Small, Big]}]}
    - {id: goal, framework: f, title: Goal}
  relations:
    - {id: serves, inverse: served-by, from: task, to: goal,
       attributes: [{name: role}]}
sources: [{id: doc, title: The plan, date: 2020}]
nodes:
  - {id: g1, kind: goal, title: {en: First goal, fr: Premier but}}
  - {id: g2, kind: goal, title: "Skills, and jobs"}
  - {id: f.old, kind: task, title: Old task, status: ongoing, links: {serves: [{to: g1, source: doc}]}}
"""

SOFFICE = """#!/bin/sh
# Stands for LibreOffice: writes the CSV that a real one would.
case "$*" in *"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,"*) ;; *) exit 1 ;; esac
while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done
head -c 2 "$1" | grep -q PK || exit 1
mkdir -p "$out"
[ -n "$FAKE_CSV" ] && cat "$FAKE_CSV" > "$out/table-Sheet.csv"
exit 0
"""


def fifty():
    """Fifty activities, as an office would list them."""
    rows = [["No", "Name", "Bureau", "State", "Begin", "Objective", "Comment"]]
    for i in range(50):
        rows.append([i + 1, f"Activit\u00e9 n\u00b0 {i}: \u201cschools\u201d, phase",
                     ["BDT", "TSB", "BR"][i % 3],
                     ["Ongoing", "planned", "COMPLETED"][i % 3],
                     f"20{10 + i % 15}-0{1 + i % 9}",
                     ["gdc.o1", "gdc.o1; gdc.o2", "Closing the digital divide"]
                     [i % 2], "=HYPERLINK(1)\nsecond line"])
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


FIFTY = ["--kind", "itu-activity", "--columns",
         "title=Name,bureau=bureau,status=State,start= Begin,"
         "supports=Objective"]


class Import(Case):
    inside = True

    def setUp(self):
        super().setUp()
        self.file("model.yaml", MODEL)

    def run_it(self, *arguments, bundled=False, **options):
        mapping = [] if bundled else ["--mappings", "model.yaml"]
        return super().run_it(*arguments, *mapping, **options)

    def spreadsheet(self, text, *arguments, **options):
        self.file("list.csv", text)
        return self.run_it("import", "spreadsheet", "list.csv", "--kind",
                           "task", *arguments, **options)

    def account(self, text, *arguments):
        result = self.spreadsheet(text, "--format", "json", *arguments)
        return json.loads(result.out)

    def findings(self, text, *arguments):
        return [f"{f['row']}:{f['column']} {f['message']} [{f['code']}]"
                for f in self.account(text, *arguments)["findings"]
                if f["severity"] == "error"]

    def check(self, *files):
        arguments = [word for file in files for word in ("--mappings", file)]
        return self.run_it("check", *arguments)


class FiftyActivities(Import):
    def imported(self, file, **options):
        result = self.run_it("import", "spreadsheet", file, *FIFTY, "-o",
                             "out.yaml", bundled=True, **options)
        self.assertEqual((result.err, result.returncode), ("", 0))
        return result.out

    def test_they_come_in_and_are_clean(self):
        self.file("list.csv", fifty())
        said = self.imported("list.csv")
        self.assertIn("50 nodes: 50 new, 0 in the mapping already\n"
                      "75 links: 75 new, 0 in the mapping already\n", said)
        self.assertIn("Findings: none.\nWritten: out.yaml.", said)
        result = self.run_it("list", "itu-activity", "--where",
                             "title~activit", "--format", "json", "--mappings",
                             DATA, "--mappings", "out.yaml", bundled=True)
        nodes = {n["title"]: n for n in json.loads(result.out)
                 if n["id"].startswith("itu.activite")}
        self.assertEqual(len(nodes), 50)
        self.assertEqual(
            nodes["Activit\u00e9 n\u00b0 4: \u201cschools\u201d, phase"],
            {"id": "itu.activite-n-4-schools-phase", "kind": "itu-activity",
             "title": "Activit\u00e9 n\u00b0 4: \u201cschools\u201d, phase",
             "part-of": None,
             "attributes": {"bureau": ["TSB"], "status": "planned",
                            "start": "2014-05"}})
        check = self.run_it("check", "--mappings", DATA, "--mappings",
                            "out.yaml", bundled=True)
        self.assertEqual(check.returncode, 0)
        self.assertIn("findings: none\n", check.out)

    def test_a_workbook_gives_the_same_through_libreoffice(self):
        self.file("list.csv", fifty())
        self.imported("list.csv")
        by_csv = self.read("out.yaml")
        os.remove(self.path("out.yaml"))
        self.file("soffice", SOFFICE)
        os.chmod(self.path("soffice"), stat.S_IRWXU)
        self.file("list.xlsx", b"PK\3\4 not really")
        self.imported("list.xlsx", env={
            "PATH": self.folder + ":" + os.environ["PATH"],
            "FAKE_CSV": self.path("list.csv")})
        cut = "\ngdctrace: 1\n"
        self.assertEqual(self.read("out.yaml").split(cut)[1].replace(
            "list.xlsx", "list.csv"), by_csv.split(cut)[1])

    def test_again_changes_no_byte(self):
        self.file("list.csv", fifty())
        self.imported("list.csv")
        first = self.read("out.yaml")
        self.assertIn("0 new, 50 made again", self.imported("list.csv"))
        self.assertEqual(self.read("out.yaml"), first)


class Workbooks(Import):
    def test_a_list_that_gdctrace_wrote_comes_back_as_it_was(self):
        self.file("soffice", SOFFICE)
        os.chmod(self.path("soffice"), stat.S_IRWXU)
        accounts = []
        for form in ("csv", "xlsx"):
            file = self.path(f"list.{form}")
            self.run_it("list", "itu-activity", "--columns",
                        "id,title,status,start,sector,supports", "-o", file,
                        bundled=True)
            if form == "xlsx":
                rows = openpyxl.load_workbook(file).active.values
                with open(self.path("as.csv"), "w", newline="",
                          encoding="utf-8") as stream:
                    csv.writer(stream).writerows(rows)
            result = self.run_it(
                "import", "spreadsheet", file, "--kind", "itu-activity",
                "--format", "json", bundled=True,
                env={"PATH": self.folder + ":" + os.environ["PATH"],
                     "FAKE_CSV": self.path("as.csv")})
            self.assertEqual((result.err, result.returncode), ("", 0))
            accounts.append(json.loads(result.out.replace(file, "list")))
        self.assertEqual(accounts[0], accounts[1])
        self.assertGreater(len(accounts[0]["nodes"]), 200)
        self.assertEqual({node["status"] for node in accounts[0]["nodes"]},
                         {"exists"})

    def test_without_libreoffice_it_says_what_to_do(self):
        self.file("list.xlsx", b"PK\3\4")
        result = self.run_it("import", "spreadsheet", "list.xlsx", "--kind",
                             "task", env={"PATH": self.folder})
        self.assertEqual(result.returncode, 3)
        self.assertIn("install the package libreoffice-calc-nogui, or save the "
                      "sheet as 'CSV UTF-8' [unreadable]", result.err)

    def test_a_workbook_that_cannot_be_read_is_a_finding(self):
        self.file("soffice", SOFFICE)
        os.chmod(self.path("soffice"), stat.S_IRWXU)
        self.file("list.xlsx", b"PK\3\4")
        os.mkdir(self.path("tmp"))
        result = self.run_it(
            "import", "spreadsheet", "list.xlsx", "--kind", "task", "--sheet",
            "7", env={"PATH": self.folder + ":" +
                              os.environ["PATH"],
                              "TMPDIR": self.path("tmp")})
        self.assertEqual(result.returncode, 3)
        self.assertIn("LibreOffice makes no table of sheet 7", result.err)
        self.assertEqual(os.listdir(self.path("tmp")), [])


class Rows(Import):
    def test_the_file_is_exactly_this(self):
        result = self.spreadsheet(
            "Title,Tag,sort,Serves,Remarks\n"
            "\"Say \"\"no\"\": #1\",a; b,big,\"Skills, and jobs\",x\n",
            "-o", "out.yaml", "--by", "Office")
        self.assertEqual(result.returncode, 0, result.out)
        lines = self.read("out.yaml").split("\n")
        self.assertRegex(lines.pop(10), "^# Seal of this file as it was made: "
                                       "[0-9a-f]{16}$")
        self.assertEqual("\n".join(lines), """\
# Imported by gdctrace from list.csv, 2025-12-01. To be reviewed.
#
# Columns:
#   title: A (Title)
#   tag: B (Tag)
#   sort: C (sort)
#   serves: D (Serves)
# Not imported: E (Remarks)
#
# Proposed links cite no document: find one that says so, or let them stay proposed.
gdctrace: 1
nodes:
- id: f.say-no-1
  kind: task
  title: "Say \\"no\\": #1"
  tag:
  - a
  - b
  sort: Big
  links:
    serves:
    - to: g2
      basis: proposed
      rationale: "From list.csv, row 2"
      author: Office
""")
        self.assertIn("findings: none", self.check("out.yaml").out)

    def test_every_fault_of_every_row_is_named_in_one_run(self):
        self.assertEqual(self.findings(
            "title,status,start,end,size,serves,part-of,tag\n"
            "A,planed,01/02/2020,,many,First gaol,,\n"
            ",done,,,,g1,,x\n\n"
            "B,ongoing,2020,2019,3,g1;g1,A,,extra\n"
            "a,,,,,Old task,Nobody,\n"), [
                "2:2 row 2, column B (status): 'planed' is not planned, "
                "ongoing, completed or suspended; did you mean 'planned'? "
                "[bad-value]",
                "2:3 row 2, column C (start): '01/02/2020' is not a date "
                "[bad-date]",
                "2:5 row 2, column E (size): 'many' is not a whole number of "
                "at most 15 digits [bad-value]",
                "2:6 row 2, column F (serves): no node with the id or title "
                "'First gaol'; did you mean 'First goal'? [unknown-id]",
                "3:1 row 3, column A (title): no title [missing-key]",
                "3:2 row 3, column B (status): 'done' is not planned, "
                "ongoing, completed or suspended [bad-value]",
                "5:4 row 5, column D (end): the end, 2019, comes before the "
                "start, 2020 [bad-range]",
                "5:6 row 5, column F (serves): f.b serves g1 is in row 5 "
                "already [duplicate-link]",
                "5:9 row 5, column I: a cell beyond the last heading, which "
                "is in column 8; is a separator in a text without quotation "
                "marks? [wrong-shape]",
                "6:1 row 6, column A (title): the same title as in row 2; "
                "give each an id if they are two [duplicate-id]",
            ])

    def test_headings_are_judged(self):
        self.assertEqual(
            self.findings("Name,Naam,naam\nA,B,C\n", "--columns",
                          "title=Nam,tag=Naam"),
            ["1:1 row 1: no heading 'Nam', which --columns names for "
             "'title'; did you mean 'Name'? [unknown-key]",
             "1:3 row 1, column C: the heading 'Naam' stands in column B too, "
             "and 'tag' takes only one [duplicate-key]"])

    def test_with_errors_nothing_is_written(self):
        result = self.spreadsheet("title,serves\nA,nobody\n", "-o", "out.yaml")
        self.assertEqual(result.returncode, 1)
        self.assertIn("list.csv:2:2: error: row 2, column B (serves): no node",
                      result.out)
        self.assertIn("Nothing was written: correct the cells", result.out)
        self.assertFalse(os.path.exists(self.path("out.yaml")))

    def test_empty_rows_and_unused_columns_are_said(self):
        result = self.spreadsheet("\ntitle,x\nA,1\n,\n\nB,2\n\n")
        self.assertIn("  B   -                x\n  (-: not imported)\n",
                      result.out)
        self.assertIn("2 rows, 2 empty rows between them.\n", result.out)

    def test_ids_are_stable_ascii_and_unique(self):
        nodes = self.account(
            "title,id\n\u00c9cole \u0153uvre,\nEcole oeuvre!,\n\u5b66\u6821,\n"
            "Mine,my.id\n" + "long " * 30 + ",\n", "--prefix", "p-")["nodes"]
        self.assertEqual([n["id"] for n in nodes],
                         ["p-ecole-oeuvre", "p-ecole-oeuvre-2",
                          nodes[2]["id"], "my.id",
                          "p-long-long-long-long-long-long-long-long-long-long"
                          ])
        self.assertRegex(nodes[2]["id"], "^p-x-[0-9a-f]{10}$")

    def test_a_wide_list_of_links_needs_no_nodes(self):
        self.spreadsheet("From,relation,To,source,quote,role\n"
                         "Old task,serves,g2,The plan,we do,lead\n"
                         "g1,Served-by,f.old,,,\n", "-o", "out.yaml")
        text = self.read("out.yaml").split("gdctrace: 1\n")[1]
        self.assertEqual(text, """links:
- from: f.old
  relation: serves
  to: g2
  source: doc
  quote: "we do"
  basis: stated
  role: lead
""")


class Basis(Import):
    def links(self, text, *arguments):
        result = self.spreadsheet(text, "-o", "-", *arguments)
        self.assertEqual(result.returncode, 0, result.err)
        return result.out

    def test_a_source_makes_links_stated_and_is_evidence(self):
        text = self.links("title,serves,quote,locator\nA,g1,said so,p. 3\n",
                          "--source", "doc")
        self.assertIn("  evidence:\n  - source: doc\n    locator: \"p. 3\"\n"
                      "    quote: \"said so\"\n", text)
        self.assertIn("      basis: stated\n", text)

    def test_stated_without_a_source_is_an_error(self):
        self.assertEqual(
            self.findings("title,serves,basis\nA,g1,Stated\n"),
            ["2:3 row 2, column C (basis): a stated link needs a source; say "
             "--source, fill a column 'source', or let the link be proposed "
             "[missing-key]"])

    def test_a_quote_without_a_source_is_an_error(self):
        self.assertEqual(
            self.findings("title,quote\nA,q\n"),
            ["2:2 row 2, column B (quote): a quote without a source; say "
             "--source, or fill a column 'source' [missing-key]"])

    def test_an_unknown_source_is_an_error(self):
        self.assertEqual(
            self.findings("title,source\nA,dok\n"),
            ["2:2 row 2, column B (source): no source with the id or title "
             "'dok'; did you mean 'doc'? [unknown-source]"])

    def test_a_proposed_link_takes_no_default_source(self):
        text = self.links("title,serves\nA,g1\n", "--source", "doc", "--basis",
                          "proposed")
        self.assertIn("    - to: g1\n      basis: proposed\n", text)


class Again(Import):
    def test_what_the_mapping_has_is_not_made_twice(self):
        account = self.account("title,status,serves\n"
                               "old  TASK,planned,g1; g2\n")
        self.assertEqual(account["nodes"][0]["status"], "exists")
        self.assertEqual([(l["to"], l["status"]) for l in account["links"]],
                         [("g1", "exists"), ("g2", "new")])
        self.assertEqual([n["message"] for n in account["notes"]], [
            "row 2, column B (status): 'planned' here, 'ongoing' in the "
            "mapping (model.yaml:16); the mapping stays as it is"])

    def test_a_title_keeps_its_id_and_what_goes_is_said(self):
        self.spreadsheet("title\nA\nA?\nB\n", "-o", "out.yaml")
        result = self.spreadsheet("title\nB\nA?\n", "-o", "out.yaml")
        self.assertIn("  again   f.a-2  A?\n", result.out)
        self.assertIn("node 'f.a' of out.yaml is in no row any more, and goes",
                      result.out)

    def test_work_by_hand_is_not_overwritten(self):
        self.spreadsheet("title\nA\n", "-o", "out.yaml")
        self.file("out.yaml", self.read("out.yaml") + "# reviewed\n")
        result = self.spreadsheet("title\nA\n", "-o", "out.yaml")
        self.assertEqual(result.returncode, 2)
        self.assertIn("changed by hand since it was imported", result.err)
        self.assertEqual(self.spreadsheet("title\nA\n", "-o", "out.yaml",
                                          "--replace").returncode, 0)
        result = self.spreadsheet("title\nA\n", "-o", "model.yaml")
        self.assertEqual(result.returncode, 2)
        self.assertIn("was not made by import", result.err)
        self.assertEqual(self.read("model.yaml"), MODEL)

    def test_what_others_need_does_not_go(self):
        self.spreadsheet("title\nA\nB\n", "-o", "out.yaml")
        self.file("more.yaml", "gdctrace: 1\nlinks: "
                  "[{from: f.a, relation: serves, to: g1, source: doc}]\n")
        result = self.spreadsheet("title\nB\n", "-o", "out.yaml",
                                  "--mappings", "more.yaml")
        self.assertEqual(result.returncode, 1)
        self.assertIn("more.yaml:2:16: error: no node 'f.a'", result.out)


class Hostile(Import):
    def test_windows_1252_is_read_and_said(self):
        account = self.account("title\nCaf\u00e9\n".encode("cp1252"))
        self.assertEqual(account["nodes"][0]["title"], "Caf\u00e9")
        self.assertIn("read as Windows-1252", account["notes"][0]["message"])

    def test_texts_survive_as_they_are(self):
        titles = ["=cmd()", "<script>alert(1)</script>", "a: b # c", "- x",
                  "*x &y !z %w @v `u", "null", "\U0001F600 \u2028x\u0085y",
                  "tab\there", "\u05d0\u05d1", "x" * 3000, "it's \\n \"q\""]
        stream = io.StringIO()
        csv.writer(stream).writerows(
            [["title", "summary"]] +
            [["'" + t if t[0] in "=-@" else t, t.lstrip("=-@ ")]
             for t in titles])
        self.assertEqual(self.spreadsheet(stream.getvalue(), "-o",
                                          "out.yaml").returncode, 0)
        result = self.run_it("list", "task", "--format", "json", "--mappings",
                             "out.yaml")
        found = {n["title"] for n in json.loads(result.out)}
        for title in titles:
            self.assertIn(" ".join(title.split()), found)

    def test_control_characters_are_findings_and_not_printed(self):
        result = self.spreadsheet("title\nA\x1b[31mB\n")
        self.assertEqual(result.returncode, 1)
        self.assertIn("row 2, column A: control character U+001B",
                      result.out)
        self.assertNotIn("\x1b", result.out)


class CommandLine(Import):
    def test_wrong_usage(self):
        self.file("list.csv", "Name\nA\n")
        for arguments, words in (
                (["spreadsheet"], "import needs spreadsheet FILE"),
                (["spreadshet", "list.csv"], "did you mean 'spreadsheet'?"),
                (["spreadsheet", "list.csv"], "say --kind"),
                (["spreadsheet", "list.csv", "--kind", "taks"],
                 "no kind 'taks'; did you mean 'task'?"),
                (["spreadsheet", "list.csv", "--kind", "task", "--columns",
                  "titel=Name"], "no key 'titel' for a sheet of nodes; did "
                                 "you mean 'title'?"),
                (["spreadsheet", "list.csv", "--kind", "task", "--columns",
                  "Name"], "is not KEY=HEADING"),
                (["spreadsheet", "list.csv", "--kind", "task", "--source",
                  "x"], "no source 'x'"),
                (["spreadsheet", "list.csv", "--kind", "task", "--basis",
                  "stated,derived"], "wants one basis"),
                (["spreadsheet", "list.csv", "--kind", "task", "-o", "x.xml"],
                 "does not end in .yaml"),
                (["spreadsheet", "list.csv", "--sheet", "0"], "--sheet: 0"),
                (["spreadsheet", "list.csv", "--format", "xml"], "--format")):
            with self.subTest(arguments):
                result = self.run_it("import", *arguments)
                self.assertEqual(result.returncode, 2, result.err)
                self.assertIn(words, result.err)

    def test_no_such_file(self):
        result = self.run_it("import", "spreadsheet", "nothing.csv")
        self.assertEqual(result.returncode, 3)
        self.assertIn("nothing.csv: error: cannot be read: No such file",
                      result.err)

    def test_the_locale_changes_nothing(self):
        texts = [self.spreadsheet("title\n\u0130\u0131 \u00c4\n", "-o", "-",
                                  env={"LC_ALL": locale}).out
                 for locale in ("C", "C.UTF-8", "tr_TR.UTF-8")]
        self.assertEqual(len(set(texts)), 1)

    def test_a_full_disk_is_told(self):
        self.file("list.csv", "title\nA\n")
        result = run_on_full_disk("import", "spreadsheet", "list.csv", "--kind",
                                  "task", "-m", "model.yaml", cwd=self.folder)
        self.assertEqual(result.returncode, 3)


if __name__ == "__main__":
    unittest.main()
