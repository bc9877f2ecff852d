# SPDX-License-Identifier: Apache-2.0
"""`report`: a document says the same in every format, and no text of a mapping
is ever more than a text. DOCX is read as the XML it is, Markdown by cmark-gfm
(GitHub's own parser)."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from xml.etree import ElementTree

import hostile
from common import GDCTRACE, KINDS, Page, pictures, report, run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
LANGUAGES = ["ar"] if os.environ.get("GDCT_SANITIZED") else ["en", "ar"]


def letters(text):
    """Without spaces, marks of direction, and marks of notes and lists, which
    formats set apart in their own ways."""
    return re.sub(r"[\s\u200e\u200f\u202f\u2022]", "", text)


def tables(page, without=()):
    """[[cell, ...], ...] of every table, head first; parts of one are joined."""
    found = []
    for table in page.all("table"):
        rows = [[letters(cell.text(without)) for cell in row.children
                 if not isinstance(cell, str)] for row in table.all("tr")]
        found.append(rows)
    return found


def above(element):
    while element.parent is not None:
        element = element.parent
        yield element


def cmark(text):
    done = subprocess.run(
        ["cmark-gfm", "--unsafe", "-e", "table"], input=text.encode(),
        capture_output=True, check=True)
    html = done.stdout.decode()
    return Page(re.sub(r"<br />", "<br>", html)).root


class Docx:
    """A document as a word processor reads it."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            self.parts = {info.filename: archive.read(info)
                          for info in archive.infolist()}
            self.times = {info.date_time for info in archive.infolist()}
        for name, part in self.parts.items():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(part)  # well-formed
        self.root = ElementTree.fromstring(self.parts["word/document.xml"])

    def part(self, name):
        return ElementTree.fromstring(self.parts[name])

    def tables(self):
        return [[[letters("".join(t.text or "" for t in cell.iter(W + "t")))
                  for cell in row.iter(W + "tc")]
                 for row in table.iter(W + "tr")]
                for table in self.root.iter(W + "tbl")]

    def paragraphs(self, style):
        return ["".join(t.text or "" for t in paragraph.iter(W + "t"))
                for paragraph in self.root.iter(W + "p")
                if any(at.get(W + "val") == style
                       for at in paragraph.iter(W + "pStyle"))]


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def bytes_of(self, name):
        with open(self.path(name), "rb") as stream:
            return stream.read()

    def docx(self, *args, name="made.docx", **environment):
        run("report", *args, "-o", self.path(name), **environment)
        return Docx(self.path(name))

    def hostile(self):
        with open(self.path("hostile.yaml"), "w", encoding="utf-8") as stream:
            stream.write(hostile.mapping())
        return ["annex", "--mappings", self.path("hostile.yaml")]


class Word(Folder):
    def each(self, check, *more):
        for kind in KINDS:
            for language in LANGUAGES:
                args = [*kind, "--lang", language, *more]
                with self.subTest(args=args):
                    check(report(*args), self.docx(*args))

    def test_tables_are_those_of_the_html(self):
        def check(page, made):
            self.assertTrue(tables(page))
            self.assertEqual(made.tables(), tables(page))
        self.each(check)

    def test_pictures_have_descriptions_and_are_files_of_their_own(self):
        def check(page, made):
            told = [it.get("descr") for it in made.root.iter(DRAWN + "docPr")]
            self.assertEqual(told, [it["alt"] for it in pictures(page, True)])
            self.assertEqual(
                len([name for name in made.parts if "/media/" in name]),
                len(set(told)))
            self.assertNotIn(b"base64", made.parts["word/document.xml"])
            for size in made.root.iter(DRAWN + "extent"):
                self.assertGreater(int(size.get("cx")), 360000 * 5)  # 5 cm
        self.each(check)

    def test_what_is_proposed_is_set_apart(self):
        def check(page, made):
            apart = [letters("".join(t.text or "" for t in it.iter(W + "t")))
                     for it in made.root.iter(W + "p")
                     if any(at.get(W + "val") == "Proposed"
                            for at in it.iter(W + "pStyle"))]
            for block in page.all("div", class_="proposed"):
                for item in block.all("li"):
                    if not any(it.name == "td" for it in above(item)):
                        self.assertTrue(any(
                            letters(item.text()).startswith(it)
                            for it in apart if it), item.text())
        self.each(check)

    def test_headings_title_and_caption_have_their_styles(self):
        page, made = report("annex"), self.docx("annex")
        self.assertEqual(made.paragraphs("Title"),
                         [page.one("h1").text().strip()])
        self.assertEqual(made.paragraphs("Heading1"),
                         [head.text().strip() for head in page.all("h2")
                          if head["id"] != "contents"])
        self.assertEqual(made.paragraphs("TableCaption"),
                         [it.text().strip() for it in page.all("caption")])
        self.assertEqual(len(made.paragraphs("Facts")),
                         len(list(page.all("dt"))))
        styles = {style.get(W + "styleId")
                  for style in made.part("word/styles.xml")}
        used = {at.get(W + "val") for tag in ("pStyle", "rStyle", "tblStyle")
                for at in made.root.iter(W + tag)}
        self.assertLessEqual(used, styles)
        self.assertLessEqual({"Notice", "Proposed", "ImageCaption"}, styles)

    def test_heads_of_tables_repeat(self):
        made = self.docx("annex")
        table = next(made.root.iter(W + "tbl"))
        heads = [row for row in table.iter(W + "tr")
                 if list(row.iter(W + "tblHeader"))]
        self.assertEqual(len(heads), 1)
        self.assertTrue(list(table.iter(W + "numPr")), "lists in cells")

    def test_columns_are_as_wide_as_in_the_html(self):
        def check(page, made):
            wanted = [[int(re.search(r"\d+", col["style"]).group())
                       for col in table.all("col")]
                      for table in page.all("table")]
            got = [[int(at.get(W + "w")) for at in table.iter(W + "gridCol")]
                   for table in made.root.iter(W + "tbl")]
            for columns, widths in zip(wanted, got):
                self.assertEqual(sum(columns), 100)
                for column, width in zip(columns, widths, strict=True):
                    self.assertAlmostEqual(column, 100 * width / sum(widths),
                                           delta=.1)
        self.each(check)

    def test_a_column_is_wider_the_more_is_in_it(self):
        page = report("annex")
        columns = [int(re.search(r"\d+", col["style"]).group())
                   for col in page.one("table").all("col")]
        sizes = [sum(len(row[i]) for row in tables(page)[0]) for i in range(3)]
        self.assertEqual(sorted(columns), [columns[sizes.index(size)]
                                           for size in sorted(sizes)])
        self.assertLess(max(columns), 60)

    def test_rows_are_not_split_but_long_ones(self):
        def check(_, made):
            for row in made.root.iter(W + "tr"):
                fullest = max(len(list(cell.iter(W + "p")))
                              for cell in row.iter(W + "tc"))
                self.assertEqual(bool(list(row.iter(W + "cantSplit"))),
                                 fullest <= 6)
        self.each(check)

    def test_a_head_keeps_to_the_first_two_rows(self):
        for table in self.docx("review").root.iter(W + "tbl"):
            rows = list(table.iter(W + "tr"))
            for i, row in enumerate(rows):
                keeps = [bool(list(it.iter(W + "keepNext")))
                         for it in row.iter(W + "p")]
                fullest = max(len(list(cell.iter(W + "p")))
                              for cell in row.iter(W + "tc"))
                self.assertEqual(set(keeps), {i < 2 and row is not rows[-1]
                                              and fullest <= 6})

    def test_lists_in_cells_have_room_and_several_entries(self):
        made = self.docx("work-plan", "--where", "theme=ai")
        listed = 0
        for cell in made.root.iter(W + "tc"):
            items = [it for it in cell.iter(W + "pPr")
                     if list(it.iter(W + "numPr"))]
            self.assertNotEqual(len(items), 1)
            listed += len(items)
            for item in items:
                self.assertLess(int(next(item.iter(W + "ind")).get(W + "left")),
                                400)
        self.assertGreater(listed, 10)

    def test_a_wide_picture_is_as_wide_as_a_page_across(self):
        made = self.docx("road-map", "--node", "wsis.c2")
        size, = made.root.iter(DRAWN + "extent")
        self.assertAlmostEqual(int(size.get("cx")) / 36000, 247, delta=25)
        drawn = next(made.root.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}ext"))
        self.assertEqual(drawn.attrib, size.attrib)
        self.assertNotIn(b"gdctrace-width", made.parts["word/document.xml"])
        pages = [section.find(W + "pgSz").get(W + "orient")
                 for section in made.root.iter(W + "sectPr")]
        self.assertEqual(pages, [None, "landscape", None])
        for section in made.root.iter(W + "sectPr"):
            self.assertTrue(list(section.iter(W + "footerReference")))

    def test_with_evidence_every_note_is_a_footnote(self):
        for language in LANGUAGES:
            page = report("annex", "--evidence", "--lang", language)
            notes = [it for it in page.all("li")
                     if (it["id"] or "").startswith("note-")]
            made = self.docx("annex", "--evidence", "--lang", language)
            marks = list(made.root.iter(W + "footnoteReference"))
            told = [it for it in made.part("word/footnotes.xml")
                    if it.get(W + "type") is None]
            self.assertGreater(len(notes), 100)
            self.assertEqual([len(marks), len(told)], [len(notes)] * 2)
            for note, foot in zip(notes, told):
                self.assertEqual(
                    letters("".join(t.text or "" for t in foot.iter(W + "t"))),
                    letters(note.text().replace("\u21a9", "")))

    def test_links_lead_to_bookmarks_or_to_the_web(self):
        made = self.docx("annex", "--evidence")
        marks = [at.get(W + "name")
                 for at in made.root.iter(W + "bookmarkStart")]
        self.assertEqual(len(marks), len(set(marks)))
        wanted = {at.get(W + "anchor") for at in made.root.iter(W + "hyperlink")
                  if at.get(W + "anchor")}
        self.assertTrue(wanted)
        self.assertLessEqual(wanted, set(marks))

    def test_the_page_is_a4_with_numbers(self):
        made = self.docx("annex")
        size = next(made.root.iter(W + "pgSz"))
        self.assertEqual([size.get(W + "w"), size.get(W + "h")],
                         ["11906", "16838"])
        self.assertTrue(list(made.root.iter(W + "footerReference")))
        self.assertIn(b" PAGE ", made.parts["word/footer1.xml"])

    def test_arabic_runs_from_right_to_left(self):
        made = self.docx("annex", "--lang", "ar")
        text = ElementTree.tostring(made.root, encoding="unicode")
        self.assertIn("bidi", text)
        section = next(made.root.iter(W + "sectPr"))
        self.assertTrue(list(section.iter(W + "bidi")))
        table = [style for style in made.part("word/styles.xml")
                 if style.get(W + "styleId") == "Table"]
        self.assertTrue(list(table[0].iter(W + "bidiVisual")))
        self.assertFalse(any(
            list(style.iter(W + "bidiVisual"))
            for style in self.docx("annex").part("word/styles.xml")))
        self.assertIn(b"<dc:language>ar<", made.parts["docProps/core.xml"])

    def test_the_same_bytes_twice_and_the_day_of_the_document(self):
        for args, year in ((["--as-of", "2025-12-01"], "2025-12-01"),
                           ([], "1980-01-01")):
            environment = {} if args else {"SOURCE_DATE_EPOCH": ""}
            bytes_ = []
            for zone in ("UTC", "Asia/Tokyo"):
                made = self.docx("annex", *args, TZ=zone, LC_ALL="C.UTF-8",
                                 **environment)
                bytes_.append(self.bytes_of("made.docx"))
            with self.subTest(args=args):
                self.assertEqual(*bytes_)
                core = made.parts["docProps/core.xml"].decode()
                self.assertEqual(
                    re.findall(r"W3CDTF\">(\d+-\d+-\d+)T", core), [year] * 2)


class Markdown(Folder):
    def test_tables_are_those_of_the_html(self):
        for kind in KINDS:
            for more in (["--lang", "en"], ["--lang", "ar"], ["--evidence"]):
                with self.subTest(kind=kind, more=more):
                    page = report(*kind, *more)
                    made = cmark(run("report", *kind, "--format", "markdown",
                                     *more))
                    self.assertEqual(tables(made), tables(page))

    def test_links_are_those_of_the_html_and_lead_somewhere(self):
        page = report("annex")
        made = cmark(run("report", "annex", "--format", "markdown"))
        wanted = [a["href"] for a in page.all("a")
                  if not a.inside(**{"aria-labelledby": "contents"})]
        self.assertEqual([a["href"] for a in made.all("a") if a["href"]],
                         wanted)
        names = {a["id"] for a in made.all("a") if a["id"]}
        for target in wanted:
            if target.startswith("#"):
                self.assertIn(target[1:], names)

    def test_sections_are_those_of_the_html(self):
        page = report("annex")
        made = cmark(run("report", "annex", "--format", "markdown"))
        self.assertEqual(
            [letters(it.text()) for it in made.all("h2")],
            [letters(it.text()) for it in page.all("h2")
             if it["id"] != "contents"])


class Hostile(Folder):
    """What tries to be more than a text is told as it is."""

    def titles_in(self, text):
        flat = letters(text)
        for title in hostile.TITLES:
            # Marks of direction, and what no format can carry, are cleaned.
            plain = letters(re.sub(
                r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]",
                "", title))
            parts = [part for part in re.split(r"\ufffd", plain) if part]
            for part in parts:
                self.assertIn(part[:4000], re.sub(
                    r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029"
                    r"\ufeff\ufffd]", "", flat))

    def test_in_html_they_are_words(self):
        for language in LANGUAGES:
            page = report(*self.hostile(), "--evidence", "--lang", language)
            self.titles_in(page.text())
            self.assertEqual(list(page.all("script")), [])
            self.assertEqual(list(page.all("img")) + list(page.all("svg")), [])
            for link in page.all("a"):
                self.assertRegex(link["href"], r"^(#|https?://)")

    def test_in_markdown_they_are_words_and_tables_keep_their_columns(self):
        args = [*self.hostile(), "--evidence"]
        text = run("report", *args, "--format", "markdown")
        made = cmark(text)
        self.titles_in(made.text())
        self.assertEqual(tables(made), tables(report(*args)))
        self.assertEqual({len(row) for rows in tables(made) for row in rows},
                         {3})
        for name in ("script", "img", "svg", "code", "pre", "em", "del"):
            self.assertEqual(list(made.all(name)), [], name)
        self.assertEqual(len(list(made.all("h1"))), 1)
        for link in made.all("a"):
            if link["href"]:
                self.assertRegex(link["href"], r"^(#|https?://)")

    def test_in_word_they_are_words_and_nothing_is_fetched(self):
        args = self.hostile()
        for more in ([], ["--evidence"]):
            made = self.docx(*args, *more)
            if not more:
                self.assertEqual(made.tables(), tables(report(*args)))
            for name, part in made.parts.items():
                if not name.endswith(".rels"):
                    continue
                for target, mode in re.findall(
                        rb'Target="([^"]*)"[^>]*?TargetMode="(\w+)"', part):
                    self.assertRegex(target, rb"^https?://")
            instructions = [it.text for it in made.root.iter(W + "instrText")]
            self.assertEqual(instructions, [])
            self.assertEqual([name for name in made.parts
                              if "media" in name or "embed" in name], [])


class Without(Folder):
    """Without the programs that make them."""

    def refused(self, name, words):
        empty = self.path("bin")
        os.makedirs(empty, exist_ok=True)
        made = self.path(name)
        with open(made, "w", encoding="ascii") as stream:
            stream.write("as before")
        done = subprocess.run(
            [GDCTRACE, "report", "annex", "-o", made], check=False,
            capture_output=True, env={**os.environ, "PATH": empty,
                                      "TMPDIR": self.folder})
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(done.stdout, b"")
        self.assertIn(words, done.stderr.decode())
        with open(made, encoding="ascii") as stream:
            self.assertEqual(stream.read(), "as before")
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(["bin", name]))

    def test_without_pandoc_it_says_what_to_install(self):
        self.refused("made.docx", "install the package pandoc")

    def test_without_a_browser_or_office_it_says_what_to_install(self):
        self.refused("made.pdf", "install the package chromium")

    def failed(self, name, **scripts):
        """What is said where these programs are all there are."""
        folder = self.path("bin")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        for program, script in scripts.items():
            path = os.path.join(folder, program)
            with open(path, "w", encoding="ascii") as stream:
                stream.write("#!/bin/sh\n" + script + "\n")
            os.chmod(path, 0o755)
        done = subprocess.run(
            [GDCTRACE, "report", "annex", "-o", self.path(name)],
            check=False, capture_output=True,
            env={**os.environ, "PATH": folder, "TMPDIR": self.folder})
        self.assertEqual((done.returncode, done.stdout), (3, b""))
        self.assertEqual(os.listdir(self.folder), ["bin"])
        said = done.stderr.decode()
        self.assertTrue(said.startswith("gdctrace: cannot write the annex: "))
        self.assertEqual((said.count("\n"), said.count("\033")), (1, 0), said)
        return said

    def test_who_failed_how_and_what_to_do_is_said_and_nothing_left(self):
        for script, words in (
                ("echo first >&2; echo 'no room' >&2; exit 4", "no room"),
                ("printf 'no \\033[2J room\\n\\n' >&2; exit 1", "no \ufffd[2J"),
                ("exit 4", "it failed with status 4"),
                ("kill -9 $$", "it was killed"),
                ("exit 0", "it made no such file;"),
                ("echo 'no source' >&2",
                 "it made no such file; the last it said: no source;"),
                ("echo 'no source'",
                 "it made no such file; the last it said: no source;"),
                ("for a in \"$@\"; do a=${a#--print-to-pdf=}; case $a in "
                 "*/document.docx|*/document.pdf) : > \"$a\";; esac; done",
                 "it made no such file;")):
            with self.subTest(script):
                said = self.failed("made.docx", pandoc=script)
                self.assertIn("annex: pandoc: " + words, said)
                self.assertIn("; write html or markdown", said)
                said = self.failed("made.pdf", chromium=script,
                                   soffice="exit 9", pandoc="exit 9")
                self.assertIn("annex: chromium: " + words, said)
                self.assertIn("; write html, and print it", said)

    def test_a_document_that_is_broken_is_not_passed_on(self):
        for text in ("", "<w:document><w:tbl><w:tr><w:p><w:drawing", "<!DOCTYPE a"):
            with tempfile.NamedTemporaryFile(suffix=".docx") as broken:
                with zipfile.ZipFile(broken, "w") as packed:
                    packed.writestr("word/document.xml", text)
                broken.flush()
                said = self.failed("made.docx", pandoc=(
                    'for a; do case $a in /*.docx) '
                    f'exec /bin/cp {broken.name} "$a";; esac; done'))
            with self.subTest(text):
                self.assertIn("not a DOCX that can be finished", said)

    def test_office_needs_pandoc(self):
        self.assertIn("only LibreOffice is installed; install the package "
                      "pandoc", self.failed("made.pdf", soffice="exit 9"))
        self.assertIn("annex: pandoc: it failed with status 9; write html, and",
                      self.failed("made.pdf", soffice="exit 0",
                                  pandoc="exit 9"))
        self.assertIn("annex: soffice: no more", self.failed(
            "made.pdf", soffice="echo 'no more' >&2; exit 1", pandoc=
            f"exec {shutil.which('pandoc')} \"$@\""))

    def test_without_a_temporary_folder_it_says_what_to_set(self):
        done = subprocess.run(
            [GDCTRACE, "report", "annex", "-f", "docx"], check=False,
            capture_output=True, env={**os.environ, "TMPDIR": "/nowhere"})
        self.assertEqual((done.returncode, done.stdout), (3, b""))
        self.assertIn("the folder of TMPDIR must be there",
                      done.stderr.decode())


class Installed(Folder):
    def test_the_styles_are_the_same_bytes_every_time(self):
        script = os.path.join(os.environ["GDCT_SOURCE_ROOT"], "documents")
        bytes_ = []
        for i in range(2):
            made = [self.path(f"{i}.docx"), self.path(f"{i}-rtl.docx")]
            subprocess.run(["python3", os.path.join(script,
                                                    "make_reference.py"),
                            script, *made], check=True)
            bytes_.append([self.bytes_of(path) for path in made])
        self.assertEqual(*bytes_)
        self.assertNotEqual(*bytes_[0])

    def test_without_them_there_is_no_document(self):
        lonely = self.path("gdctrace")
        shutil.copy(GDCTRACE, lonely)
        done = subprocess.run([lonely, "report", "annex", "-o",
                               self.path("made.docx")], check=False,
                              capture_output=True, env={
                                  **os.environ, "LD_LIBRARY_PATH":
                                  os.path.dirname(GDCTRACE) + "/../lib"})
        if done.returncode != 0:  # where none is installed either
            self.assertEqual(done.returncode, 3)
            self.assertIn("reference.docx", done.stderr.decode())
            self.assertFalse(os.path.exists(self.path("made.docx")))


if __name__ == "__main__":
    unittest.main()
