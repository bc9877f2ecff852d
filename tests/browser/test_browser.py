# SPDX-License-Identifier: Apache-2.0
"""Documents where people open them: in a browser, light and dark, in English
and in Arabic, on paper, and in an office suite. Chromium and LibreOffice are
Debian's; playwright-core and axe-core come from npm once for a build folder,
at the versions and checksums of package-lock.json."""
import base64
import collections
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "report"))

import hostile  # noqa: E402
from common import KINDS, Page, pictures, run  # noqa: E402

TOOLS = os.path.join(os.environ["GDCT_BUILD_ROOT"], "browser-tools")
FILES = ["look.js", "package.json", "package-lock.json"]


def read(path):
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def program(name):
    path = shutil.which(name)
    assert path, f"'{name}' is missing; run scripts/install.sh"
    return path


@functools.lru_cache(maxsize=None)
def tools():
    """A folder with look.js and what it stands on; made again if they change."""
    made = os.path.join(TOOLS, "made")
    wanted = "".join(read(os.path.join(HERE, name)) for name in FILES)
    try:
        if read(made) == wanted:
            return TOOLS
    except FileNotFoundError:
        pass
    shutil.rmtree(TOOLS, ignore_errors=True)
    os.makedirs(TOOLS)
    for name in FILES:
        shutil.copy(os.path.join(HERE, name), TOOLS)
    subprocess.run([program("npm"), "ci", "--ignore-scripts", "--no-audit",
                    "--no-fund"], cwd=TOOLS, check=True)
    with open(made, "w", encoding="utf-8") as stream:
        stream.write(wanted)
    return TOOLS


def look(pages):
    """What the browser says of each: see look.js."""
    done = subprocess.run(
        [program("node"), "look.js", program("chromium"), json.dumps(pages)],
        cwd=tools(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def pages_of(pdf, *options):
    """The text of each page."""
    done = subprocess.run(["pdftotext", *options, pdf, "-"], check=True,
                          capture_output=True)
    return done.stdout.decode().split("\f")[:-1]


def facts_of(pdf):
    done = subprocess.run(["pdfinfo", "-isodates", pdf], check=True,
                          capture_output=True)
    return dict(line.split(":", 1) for line in
                done.stdout.decode().splitlines() if ":" in line)


def sizes_of(pdf):
    """The (width, height) of each page, rounded to millimetres."""
    done = subprocess.run(["pdfinfo", "-l", "999", pdf], check=True,
                          capture_output=True)
    return [tuple(round(float(side) / 72 * 25.4) for side in page) for page in
            re.findall(r"(?m)^Page +\d+ size: +([\d.]+) x ([\d.]+)",
                       done.stdout.decode())]


def texts_of(pdf):
    """Of each page (size, word) of every word of our letters, in points: what
    is printed as high as the number of the page, 8 points, is as large."""
    done = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True,
                          capture_output=True)
    pages = []
    for page in done.stdout.decode().split("<page ")[1:]:
        words = [(float(bottom) - float(top), word) for top, bottom, word in
                 re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">'
                            "([^<]*)<", page)]
        point = [high for high, word in words if word == "/"][-1] / 8
        pages.append([(high / point, word) for high, word in words
                      if re.fullmatch("[A-Za-z]{2,}", word)])
    return pages


A4 = (210, 297)
ACROSS = A4[::-1]


def letters(text):
    return re.sub(r"\W", "", text)


def words(text):
    return collections.Counter(re.findall(r"[^\W\d_]+", text))


def spaced(element):
    return " ".join(child if isinstance(child, str) else spaced(child)
                    for child in element.children)


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        with open(cls.path("hostile.yaml"), "w", encoding="utf-8") as stream:
            stream.write(hostile.mapping())

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    @classmethod
    def make(cls, name, *args, **environment):
        run("report", "annex", "-o", cls.path(name), *args, **environment)
        return cls.path(name)

    def assert_is_annex(self, pdf):
        """Every word of the HTML is on them, as often as there; and wherever
        the table goes on, its head is there again."""
        pages = pages_of(pdf, "-raw")
        page = Page(read(self.make("annex.html"))).root
        self.assertEqual(
            words(spaced(page.one("main"))) -
            words("".join(pages)), collections.Counter())
        head = letters("".join(
            it.text() for it in page.one("thead").all("th")))
        last = max(i for i, text in enumerate(pages)
                   if "gdc.follow-up" in text)
        self.assertGreater(last, 2)
        for number, text in enumerate(pages, 1):
            with self.subTest(page=number):
                self.assertRegex(text, rf"(?m)^{number} ?/ ?{len(pages)}$")
                if number <= last + 1:
                    self.assertIn(head, letters(text))


class Screen(Documents):
    """0 violations, no network, no script, whatever the texts say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.requests = []
        arabic = ["--lang", "ar", "--evidence"]
        for name, shades, args in (
                ("en", (False, True), ["annex"]),
                ("ar", (False, True), ["annex", *arabic]),
                *((kind[0] + "-ar", (True,), [*kind, *arabic])
                  if i % 2 else (kind[0], (False,), kind)
                  for i, kind in enumerate(KINDS[1:])),
                ("hostile", (False,), ["annex", "--evidence", "--mappings",
                                       cls.path("hostile.yaml")])):
            file = cls.path(name + ".html")
            run("report", *args, "-o", file)
            for dark in shades:
                cls.requests.append({"file": file, "dark": dark})
        cls.answers = look(cls.requests)

    def each(self, check):
        for request, answer in zip(self.requests, self.answers):
            with self.subTest(page=os.path.basename(request["file"]),
                              dark=request["dark"]):
                check(request, answer)

    def test_no_accessibility_rule_is_broken(self):
        self.each(lambda _, answer: self.assertEqual(answer["broken"], []))

    def test_nothing_is_asked_of_the_network(self):
        self.each(lambda request, answer: self.assertEqual(
            answer["asked"], ["file://" + request["file"]]))

    def test_nothing_runs(self):
        self.each(lambda _, answer: self.assertEqual(
            [answer["ran"], answer["scripts"], answer["handlers"],
             answer["said"], answer["windows"]], [0, 0, 0, [], []]))

    def test_links_lead_into_the_page_or_to_the_web(self):
        def check(_, answer):
            self.assertEqual(answer["lost"], [])
            self.assertTrue(answer["stayed"])
            for target in answer["targets"]:
                self.assertRegex(target, r"^(#|https?://)")
        self.each(check)

    def test_dark_is_dark_and_arabic_begins_at_the_right(self):
        def check(request, answer):
            dark = sum(map(int, re.findall(r"\d+", answer["paper"]))) < 3 * 60
            self.assertEqual(dark, request["dark"])
            self.assertEqual(answer["dir"], "rtl" if request["file"].endswith(
                "ar.html") else "ltr")
        self.each(check)

    def test_the_page_is_not_wider_than_the_screen(self):
        self.each(lambda _, answer: self.assertFalse(answer["wide"]))


class Paper(Documents):
    def test_pdf_has_every_line_on_pages_with_numbers_and_heads(self):
        made = self.make("annex.pdf")
        self.assert_is_annex(made)
        facts = facts_of(made)
        self.assertIn("A4", facts["Page size"])
        self.assertEqual(facts["Tagged"].strip(), "yes")
        self.assertEqual(facts["JavaScript"].strip(), "no")
        self.assertIn("2025-12-01", facts["CreationDate"])
        self.assertIn("GDC objectives", facts["Title"])

    def test_pdf_is_the_same_bytes_twice(self):
        both = []
        for zone in ("UTC", "Asia/Tokyo"):
            with open(self.make("twice.pdf", TZ=zone), "rb") as stream:
                both.append(stream.read())
        self.assertTrue(both[0] == both[1])

    def test_heads_of_sections_stand_with_what_follows(self):
        for text in pages_of(self.make("annex.pdf")):
            lines = [line for line in text.strip().splitlines() if line][:-1]
            self.assertNotRegex(lines[-1], r"^\d+\. [A-Z]")

    # ---- pictures ----

    # What has a picture too wide for a page, and its parts.
    WIDE = [(["road-map", "--node", "wsis.c2"], 1),
            (["road-map", "--node", "wsis.c6"], 3),
            (["road-map", "--node", "wsis.c6", "--lang", "ar"], 3),
            (["work-plan", "--where", "theme=ai"], 2)]

    def print_wide(self, name, args):
        run("report", *args, "-o", self.path(name))
        return self.path(name)

    def assert_has_numbers(self, pages):
        """At the foot of each; what is written from right to left begins with
        how many there are."""
        for number, text in enumerate(pages, 1):
            plain = re.sub("[\u200e\u200f\u202a-\u202e]", "", text)
            self.assertRegex(
                re.sub(r"\s*/\s*", "/", plain),
                f"(?m)^({number}/{len(pages)}|{len(pages)}/{number})$")

    def test_wide_pictures_stand_across_pages_of_their_own_and_can_be_read(self):
        for args, parts in self.WIDE:
            with self.subTest(args=args):
                made = self.print_wide("wide.pdf", args)
                across = [i for i, size in enumerate(sizes_of(made))
                          if size == ACROSS]
                self.assertEqual(len(across), parts)
                self.assertEqual(set(sizes_of(made)), {A4, ACROSS})
                self.assertEqual(across, list(range(across[0],
                                                    across[0] + parts)))
                for page in [texts_of(made)[i] for i in across]:
                    sizes = sorted(size for size, _ in page)
                    self.assertGreater(sizes[0], 5.2)  # sources, at the foot
                    self.assertGreater(sizes[len(sizes) // 2], 5.85)
                self.assert_has_numbers(pages_of(made))

    def test_parts_of_a_picture_lack_nothing_and_say_which_they_are(self):
        for args, parts in self.WIDE:
            if parts == 1 or "ar" in args:
                continue
            made = self.print_wide("parts.pdf", args)
            texts = [text for text, size in zip(pages_of(made, "-raw"),
                                                sizes_of(made))
                     if size == ACROSS]
            page = Page(run("report", *args)).root
            whole, = [it for it in page.all("div", class_="whole")]
            image, = whole.all("img")
            drawn = base64.b64decode(image["src"].split(",")[1]).decode()
            with self.subTest(args=args):
                self.assertEqual(
                    set(re.findall(r"[A-Za-z]{3,}", " ".join(re.findall(
                        r"<text[^>]*>([^<]*)<", drawn)))) -
                    set(re.findall(r"[A-Za-z]{3,}", unicodedata.normalize(
                        "NFKC", " ".join(texts)))), set())
                for number, text in enumerate(texts, 1):
                    self.assertIn(f"(part {number} of {parts})", text)

    def test_on_the_screen_a_picture_is_whole_and_once(self):
        for args, parts in self.WIDE:
            page = Page(run("report", *args)).root
            printed = pictures(page, True)
            with self.subTest(args=args):
                self.assertEqual(len(pictures(page)), 1)
                self.assertEqual(len(printed), parts)
                self.assertEqual(printed[0]["alt"], pictures(page)[0]["alt"])
                ids = [it for it in re.findall(r' id="([^"]*)"',
                                               run("report", *args))]
                self.assertEqual(len(ids), len(set(ids)))

    def test_word_processors_have_them_across_with_numbers_of_pages(self):
        for args, parts in self.WIDE:
            with self.subTest(args=args):
                made = self.office(self.print_wide("wide.docx", args))
                sizes = sizes_of(made)
                across = [i for i, size in enumerate(sizes) if size == ACROSS]
                self.assertEqual(across, list(range(across[0],
                                                    across[0] + parts)))
                self.assertEqual(set(sizes), {A4, ACROSS})
                pages = pages_of(made, "-raw")
                self.assert_has_numbers(pages)
                for text in pages:
                    self.assertGreater(len(text.strip()), 20, "an empty page")

    # ---- tables ----

    def test_tables_leave_no_head_alone_and_break_no_word_of_it(self):
        for args in (["work-plan", "--where", "theme=ai"], ["review"],
                     ["road-map", "--node", "wsis.c2"],
                     ["road-map", "--node", "wsis.c6"],
                     ["road-map", "--node", "wsis.c7", "--lang", "fr"]):
            made = self.print_wide("tables.pdf", args)
            tables = list(Page(run("report", *args)).root.all("table"))
            heads = [[head.text() for head in table.one("thead").all("th")]
                     for table in tables]
            pages = pages_of(made, "-raw")
            printed = set(re.findall(r"\w+", unicodedata.normalize(
                "NFKC", " ".join(pages))))
            with self.subTest(args=args):
                self.assertLessEqual(set(re.findall(
                    r"\w+", unicodedata.normalize("NFKC", " ".join(
                        sum(heads, []))))), printed)
            together = [letters(page) for page in pages]
            for table, head in zip(tables, heads):
                begin = letters(table.one("caption").text() + head[0])
                with self.subTest(args=args, table=begin):
                    self.assertTrue(any(begin in page for page in together))
            for number, text in enumerate(pages, 1):
                end = letters(re.sub(r"\d+\s*/\s*\d+\s*$", "", text))
                with self.subTest(args=args, page=number):
                    self.assertFalse([head for head in heads if end.endswith(
                        letters("".join(head)))])

    def test_text_of_tables_is_printed_with_9_points(self):
        made = self.print_wide("tables.pdf", ["work-plan", "--where",
                                              "theme=ai"])
        sizes = collections.Counter(round(size, 1) for page in texts_of(made)
                                    for size, _ in page)
        self.assertEqual(sizes.most_common(1)[0][0], 9)

    def test_arabic_is_in_it_as_arabic(self):
        path = self.path("arabic.yaml")
        with open(path, "w", encoding="utf-8") as stream:
            json.dump({"gdctrace": 1, "include": ["builtin:frameworks"],
                       "sources": [{"id": "s", "title": "S"}],
                       "nodes": [{"id": "itu.a", "kind": "itu-activity",
                                  "title": {"en": "School",
                                            "ar": "ربط المدارس"},
                                  "links": {"supports": [
                                      {"to": "gdc.o1", "source": "s"}]}}]},
                      stream)
        for name in ("ar.pdf", "ar.docx"):
            made = self.make(name, "--mappings", path, "--lang", "ar")
            if name.endswith("docx"):
                made = self.office(made)
            self.assertIn(letters("ربط المدارس"),
                          letters("".join(pages_of(made))))

    def test_hostile_texts_leave_it_whole(self):
        made = self.make("hostile.pdf", "--mappings",
                         self.path("hostile.yaml"), "--evidence")
        text = letters("".join(pages_of(made)))
        self.assertIn(letters("<script>pwned()</script>"), text)
        self.assertEqual(facts_of(made)["JavaScript"].strip(), "no")

    # ---- LibreOffice ----

    @classmethod
    def office(cls, docx):
        out = cls.path("office")
        subprocess.run(
            [program("soffice"), "--headless", "--norestore",
             "-env:UserInstallation=file://" + cls.path("profile"),
             "--convert-to", "pdf", "--outdir", out, docx],
            check=True, capture_output=True)
        name = os.path.basename(docx).replace(".docx", ".pdf")
        return os.path.join(out, name)

    def test_word_processors_show_every_line_and_repeat_heads(self):
        made = self.office(self.make("annex.docx"))
        self.assert_is_annex(made)
        self.assertIn("A4", facts_of(made)["Page size"])

    def test_word_processors_show_hostile_texts_as_they_are(self):
        made = self.office(self.make("hostile.docx", "--mappings",
                                     self.path("hostile.yaml")))
        text = letters("".join(pages_of(made)))
        for title in hostile.TITLES[:10]:
            self.assertIn(letters(title), text)

    def test_without_a_browser_libreoffice_makes_the_pdf(self):
        folder = self.path("bin")
        os.makedirs(folder)
        for place in os.environ["PATH"].split(os.pathsep):
            for name in os.listdir(place) if os.path.isdir(place) else []:
                if not re.match(r"chrom|google-chrome", name) and \
                        not os.path.lexists(os.path.join(folder, name)):
                    os.symlink(os.path.join(place, name),
                               os.path.join(folder, name))
        made = self.make("office.pdf", PATH=folder)
        facts = facts_of(made)
        self.assertIn("LibreOffice", facts["Producer"])
        self.assertEqual(facts["Tagged"].strip(), "yes")
        self.assert_is_annex(made)


if __name__ == "__main__":
    unittest.main()
