# SPDX-License-Identifier: Apache-2.0
"""gdctrace verify: quotes in documents that are written here for the test."""
import json
import os
import unittest
import zipfile

from gdct import Case

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds:
    - {id: task, framework: f, title: Task}
    - {id: goal, framework: f, title: Goal}
  relations:
    - {id: serves, inverse: served-by, from: task, to: goal}
sources:
"""

PLAN = """\ufeffPlan of the ministry

1.  We connect every school, and we train the
    teachers \u2014 all of them.
2.  The \u201cdigital post\u201d is the state\u2019s own; a long-
    term plan of the govern-
    ment for 2024\u20132025 follows.
"""


def html_table():
    return ("<!doctype html><meta charset=utf-8><title>T</title><h1>Plan</h1>"
            "<p>We <em>conn</em>ect every<br>sch\u00f6ol</p>"
            "<table><tr><td>first cell</td><td>other cell</td></tr></table>"
            "<script>var hidden</script>").encode()


def pdf(*pages):
    """A PDF of lines of text, with two pages."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        drawn = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {drawn} ET".encode()
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]"
                       b"/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
                       % (len(objects) + 2))
        kids.append(b"%d 0 R" % len(objects))
        objects.append(b"<</Length %d>>stream\n%s\nendstream"
                       % (len(stream), stream))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids),
                                                         len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
                  % (len(objects) + 1, start))


def docx(path, body):
    """The least of a Word document: ECMA-376, part 1."""
    types = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats'
             '.org/package/2006/content-types"><Default Extension="rels" '
             'ContentType="application/vnd.openxmlformats-package.'
             'relationships+xml"/><Override PartName="/word/document.xml" '
             'ContentType="application/vnd.openxmlformats-officedocument.'
             'wordprocessingml.document.main+xml"/></Types>')
    rels = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.'
            'openxmlformats.org/package/2006/relationships"><Relationship '
            'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
            '2006/relationships/officeDocument" Target="word/document.xml"/>'
            '</Relationships>')
    text = ('<?xml version="1.0"?><w:document xmlns:w="http://schemas.'
            'openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            f'{body}</w:body></w:document>')
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", rels)
        archive.writestr("word/document.xml", text)


def paragraph(*runs):
    return "<w:p>" + "".join(f"<w:r><w:t xml:space=\"preserve\">{run}</w:t>"
                             "</w:r>" for run in runs) + "</w:p>"


class VerifyTest(Case):
    inside = True

    def setUp(self):
        super().setUp()
        self.texts = self.path("texts")
        os.mkdir(self.texts)

    def text(self, name, content):
        self.file("texts/" + name, content)

    def mapping(self, sources, quotes):
        """A mapping of sources, {id: file or None}, and one link for each of
        the quotes, (source, quote or None)."""
        text = MODEL
        for name, file in sources.items():
            named = "" if file is None else f", file: {json.dumps(file)}"
            text += f"  - {{id: {name}, title: {name}{named}}}\n"
        text += "nodes:\n"
        for i, (source, quote) in enumerate(quotes):
            said = "" if quote is None else (
                f"          quote: {json.dumps(quote)}\n")
            text += (f"  - {{id: g{i}, kind: goal, title: G}}\n"
                     f"  - id: t{i}\n    kind: task\n    title: T\n"
                     f"    links:\n      serves:\n        - to: g{i}\n"
                     f"          locator: p. {i}\n"
                     f"          source: {source}\n{said}")
        return self.write(text)

    def write(self, text):
        self.file("m.yaml", text)

    def verify(self, *more, status=0, texts="texts", **options):
        done = self.run_it("verify", "-m", "m.yaml", "--texts", texts, *more,
                           **options)
        self.assertEqual(done.returncode, status, done)
        self.err = done.err
        return done.out

    def json(self, *more, **options):
        return json.loads(self.verify("--format", "json", *more, **options))

    def statuses(self, **options):
        return {source["id"]: (source["status"], source["reason"])
                for source in self.json(**options)["sources"]}

    def assert_found(self, name, *quotes):
        self.mapping({"doc": name}, [("doc", quote) for quote in quotes])
        self.assertEqual(self.json()["totals"]["found"], len(set(quotes)))


class Quotes(VerifyTest):
    def test_what_print_changes_is_found(self):
        self.text("plan.txt", PLAN)
        self.assert_found(
            "plan.txt", "We connect every school, and we train the teachers",
            "train the  teachers - all of them", "\"digital post\" is",
            "the state's own", "a long-term plan", "a longterm plan",
            "plan of the government for 2024-2025", "govern-ment",
            "\u00a0Plan\nof the ministry 1.")

    def test_what_is_not_there_reads_like_a_finding(self):
        self.text("plan.txt", PLAN)
        self.mapping({"doc": "plan.txt", "other": None, "silent": None},
                     [("doc", "We connect every school"),
                      ("doc", "we connect all schools, and we train the"),
                      ("doc", "stones and bones"),
                      ("other", "anything"), ("doc", None),
                      ("silent", None)])
        self.assertEqual(self.verify(status=1), """\
m.yaml:32:19: error: no 'we connect all schools, and we train the' in source \
'doc', p. 1 [quote-not-found]
    32 |           source: doc
       |                   ^
       = quote:   \u201cwe connect all schools, and we train the\u201d
       = nearest: \u201cWe connect every school, and we train the\u201d, \
plan.txt, line 3
       = differs: \u201cwe connect all schools,\u201d, where the document has \
\u201cWe connect every school,\u201d
       = help: copy the words as the document has them, or cite the document \
that has them
m.yaml:42:19: error: no 'stones and bones' in source 'doc', p. 2 \
[quote-not-found]
    42 |           source: doc
       |                   ^
       = quote:   \u201cstones and bones\u201d
       = nearest: nothing in the document is like it

Source quotes  found missing unquoted  document
doc         3      1       2        1  plan.txt
other       1      -       -        0  unchecked: its source names no file

unquoted: how often a source is cited without a quote.
3 quotes checked: 1 found, 2 not found.
1 quote of 1 source not checked.
1 more source has no file, and no quote from it.
""")
        self.assertEqual(self.err, "")

    def test_the_same_for_scripts(self):
        self.text("plan.txt", PLAN)
        self.mapping({"doc": "plan.txt", "other": None},
                     [("doc", "We connect every schol"), ("doc", None),
                      ("doc", "The"), ("other", "x"), ("doc", "zebra")])
        self.assertEqual(self.json(status=1), {
            "texts": "texts",
            "sources": [
                {"id": "doc", "file": "plan.txt", "status": "read",
                 "reason": None, "quotes": 3, "checked": 3, "found": 1,
                 "missing": 2, "unquoted": 1},
                {"id": "other", "file": None, "status": "no-file",
                 "reason": "its source names no file", "quotes": 1,
                 "checked": 0, "found": 0, "missing": 0, "unquoted": 0}],
            "quotes": [
                {"file": "m.yaml", "line": 21, "column": 19, "source": "doc",
                 "locator": "p. 0", "quote": "We connect every schol",
                 "found": False,
                 "nearest": {"line": 3, "page": None,
                             "text": "We connect every school,",
                             "differs": {"quote": "schol",
                                         "document": "school,"}}},
                {"file": "m.yaml", "line": 60, "column": 19, "source": "doc",
                 "locator": "p. 4", "quote": "zebra", "found": False,
                 "nearest": None}],
            "totals": {"quotes": 4, "checked": 3, "found": 1, "missing": 2,
                       "unchecked": 1, "unquoted": 1, "unsourced": 0}})

    def test_nodes_and_measures_have_quotes_too_and_shared_ones_count_once(
            self):
        self.text("plan.txt", PLAN)
        self.write(MODEL + """  - {id: doc, title: D, file: plan.txt}
nodes:
  - {id: g1, kind: goal, title: G, evidence: [{source: doc, quote: bad one}]}
  - id: g2
    kind: goal
    title: G
    measures:
      - {name: n, value: 1, at: 2024, source: doc, quote: bad two}
  - {id: t1, kind: task, title: T}
links:
  - {from: t1, relation: serves, to: [g1, g2], source: doc, quote: bad three,
     basis: proposed}
""")
        found = self.json(status=1)
        self.assertEqual([quote["quote"] for quote in found["quotes"]],
                         ["bad one", "bad two", "bad three"])
        self.assertEqual(found["totals"]["checked"], 3)


class Documents(VerifyTest):
    def test_why_a_document_is_not_read(self):
        self.text("good.txt", "quote")
        self.text("latin.txt", b"caf\xe9")
        self.text("wide.txt", "quote".encode("utf-16"))
        self.text("empty.txt", "")
        self.text("bad.pdf", b"%PDF-no")
        os.mkdir(os.path.join(self.texts, "folder"))
        os.mkfifo(os.path.join(self.texts, "pipe"))
        os.symlink("good.txt", os.path.join(self.texts, "link.txt"))
        os.symlink("loop", os.path.join(self.texts, "loop"))
        with open(os.path.join(self.texts, "large.txt"), "wb") as stream:
            stream.truncate((256 << 20) + 1)
        files = {"good": "good.txt", "link": "link.txt", "none": None,
                 "away": "away.txt", "latin": "latin.txt", "wide": "wide.txt",
                 "empty": "empty.txt", "folder": "folder", "pipe": "pipe",
                 "loop": "loop", "large": "large.txt", "long": 300 * "x"}
        self.mapping(files, [(name, "quote") for name in files])
        not_text = ("unreadable", "it is not text in UTF-8")
        self.assertEqual(self.statuses(), {
            "good": ("read", None), "link": ("read", None),
            "none": ("no-file", "its source names no file"),
            "away": ("missing", "it is not in the folder"),
            "latin": not_text, "wide": not_text,
            "empty": ("unreadable", "it holds no text"),
            "folder": ("unreadable", "it is not a file"),
            "pipe": ("unreadable", "it is not a file"),
            "loop": ("unreadable", "it cannot be read: Too many levels of "
                                   "symbolic links"),
            "large": ("unreadable", "it is larger than 256 MiB"),
            "long": ("missing", "it is not in the folder")})

    def test_no_name_leads_out_of_the_folder(self):
        self.text("good.txt", "quote")
        self.file("secret", "quote")
        names = ["../secret", "/etc/passwd", "..", ".", "sub/x",
                 f"{self.folder}/secret", "./good.txt"]
        files = {f"s{i}": name for i, name in enumerate(names)}
        self.mapping({"good": "good.txt", **files},
                     [(name, "quote") for name in ["good", *files]])
        statuses = self.statuses()
        for i, name in enumerate(names):
            self.assertEqual(statuses[f"s{i}"], (
                "bad-name", f"'{name}' is not the name of a file in a folder"))

    def test_odd_names_are_names(self):
        names = ["-x.txt", "a b;$(touch hacked).txt", "*.txt", "caf\u00e9.txt",
                 "--help", "..txt", "a..b"]
        for name in names:
            self.text(name, "quote " + name)
        self.mapping({f"s{i}": name for i, name in enumerate(names)},
                     [(f"s{i}", "quote " + name)
                      for i, name in enumerate(names)])
        self.assertEqual(self.json()["totals"]["found"], len(names))
        os.rename(self.texts, self.path("-t"))
        self.json(texts="-t")

    def test_no_document_at_all_is_a_failure(self):
        self.mapping({"doc": "away.txt", "none": None},
                     [("doc", "x"), ("none", "y")])
        out = self.verify(status=3)
        self.assertIn("unchecked: away.txt: it is not in the folder", out)
        self.assertEqual(self.err, "gdctrace: no document of any source could "
                                   "be read in texts\n")
        self.assertEqual(self.json(status=3)["totals"]["unchecked"], 2)
        for texts, problem in (("no", "No such file or directory"),
                               ("m.yaml", "Not a directory")):
            self.assertEqual(self.verify(status=3, texts=texts), "")
            self.assertEqual(self.err, f"gdctrace: cannot read {texts}: "
                                       f"{problem}\n")

    def test_html(self):
        self.text("a.html", html_table())
        self.text("b.HTM", html_table())
        for name in ("a.html", "b.HTM"):
            self.assert_found(name, "We connect every sch\u00f6ol",
                              "first cell other cell")
        self.mapping({"doc": "a.html"}, [("doc", "hidden"), ("doc", "T")])
        self.json(status=1)

    def test_pdf(self):
        lines = ["A well-known fact is that the digital econ-",
                 "omy needs an end-to-", "end view of the world."]
        for name in ("a.pdf", "-o.PDF"):
            self.text(name, pdf(lines, ["The second page of it."]))
            self.assert_found(name, "the digital economy needs",
                              "an end-to-end view", "A well-known fact",
                              "second page")
        self.mapping({"doc": "a.pdf"}, [("doc", "The third page of it")])
        self.assertEqual(self.json(status=1)["quotes"][0]["nearest"]["page"],
                         2)
        self.assertIn("\u201cThe second page of it.\u201d, a.pdf, page 2\n",
                      self.verify(status=1))

    def test_a_broken_pdf_says_why(self):
        self.text("good.txt", "quote")
        self.text("bad.pdf", b"%PDF-no")
        self.mapping({"good": "good.txt", "bad": "bad.pdf"},
                     [("good", "quote"), ("bad", "quote")])
        status, reason = self.statuses()["bad"]
        self.assertEqual(status, "unreadable")
        self.assertRegex(reason, "^pdftotext: .")

    def test_docx(self):
        cell = "<w:tc><w:tcPr/>" + paragraph("{}") + "</w:tc>"
        body = (paragraph("We con", "nect ", "every school")
                + '<w:tbl><w:tblPr/><w:tblGrid>'
                + 2 * '<w:gridCol w:w="100"/>' + '</w:tblGrid><w:tr>'
                + cell.format("The first cell is " + 30 * "long, " + "indeed")
                + cell.format("The other cell is " + 30 * "wide, " + "too")
                + "</w:tr></w:tbl>")
        docx(os.path.join(self.texts, "-a.docx"), body)
        self.assert_found("-a.docx", "We connect every school",
                          "The first cell is " + 30 * "long, " + "indeed",
                          "The other cell is " + 30 * "wide, " + "too")

    def test_a_missing_converter_is_named(self):
        self.text("good.txt", "quote")
        self.text("a.pdf", b"")
        self.text("a.docx", b"")
        self.mapping({"good": "good.txt", "p": "a.pdf", "d": "a.docx"},
                     [(name, "quote") for name in ("good", "p", "d")])
        statuses = self.statuses(env={"PATH": self.folder})
        self.assertEqual(statuses["p"], (
            "no-converter", "'pdftotext' is needed to read it; install the "
                            "package poppler-utils"))
        self.assertEqual(statuses["d"], (
            "no-converter", "'pandoc' is needed to read it; install the "
                            "package pandoc"))


class Command(VerifyTest):
    def test_usage(self):
        for args in (["verify"], ["verify", "--texts", ""],
                     ["verify", "--texts"], ["verify", "--text", "x"],
                     ["verify", "--texts", "/", "more"],
                     ["verify", "--texts", "/", "--format", "xml"]):
            self.assertIn("--", self.fails(2, *args))

    def test_a_faulty_mapping_is_not_checked(self):
        self.text("plan.txt", PLAN)
        self.write(MODEL + "  - {id: doc, titel: D}\n")
        self.assertEqual(self.verify(status=1), "")
        self.assertIn("[unknown-key]", self.err)

    def test_the_answer_can_be_written(self):
        self.text("plan.txt", PLAN)
        self.mapping({"doc": "plan.txt"}, [("doc", "zebra")])
        self.assertEqual(self.verify("-o", "out.json", status=1), "")
        written = json.loads(self.read("out.json"))
        self.assertEqual(written["totals"]["missing"], 1)
        self.verify("-o", "/dev/full", status=3)
        self.assertIn("\033[31merror",
                      self.verify("--color", "always", status=1))
        self.assertNotIn("\033", self.verify(status=1))

    def test_hostile_texts_do_not_reach_the_terminal(self):
        bad = "\u001b[2J\u202e\u0007\u2066"
        self.text("plan\u202e.txt", "one " + bad + " two three four")
        self.write(MODEL + '  - {id: doc, title: D, file: "plan\\u202E.txt"}\n'
                   'nodes:\n  - {id: g, kind: goal, title: G, evidence: '
                   '[{source: doc, quote: "one \\u202Etwo three five"}]}\n')
        out = self.verify(status=1)
        self.assertIn("nearest: \u201c", out, self.err)
        for c in bad:
            if c not in "[2J":
                self.assertNotIn(c, out + self.err)


if __name__ == "__main__":
    unittest.main()
