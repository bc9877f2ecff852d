# SPDX-License-Identifier: Apache-2.0
"""How diagrams look: pages, themes, roles, contrast, both directions.

Judged by others: pdfinfo and pdftotext for PDF, rsvg-convert and ElementTree
for SVG, dot for DOT. Contrast is computed here again, by WCAG 2.1.
"""
import json
import os
import re
import struct
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET

COMMAND = os.environ["GDCTRACE"]
SVG = "{http://www.w3.org/2000/svg}"
VIEWS = ["overview", "wsis-sdg", "mechanisms", "objective-1"]
THEMES = ["colour", "grey", "contrast"]

HOSTILE = [
    '<script>alert("1")</script>', "\\\"quoted\\\" 'title' \\N \\G &amp; &#x3c;",
    "w" * 10000, "\u202eevil\u202c \u2066x\u2069", "line\nbreak\ttab",
    "]]> <!-- --> <?x ?>", "javascript:alert(1)", "%3 {a|b} <TABLE>",
    "=cmd()", "تكنولوجيا المعلومات والاتصالات", "信息与通信技术" * 30,
    'COLOR="#a3001b" onload="x()"']

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F, color: "#ffffff"}, {id: g, title: G, color: "#1a1a1a"},
               {id: h, title: H, color: "#777777"}, {id: i, title: I, color: "#3d5a80"}]
  kinds: [{id: a, framework: f, title: A}, {id: b, framework: g, title: B},
          {id: c, framework: h, title: C}, {id: d, framework: i, title: D}]
  relations: [{id: s, title: supports, inverse: t, from: [a, b, c], to: [b, c, d]}]
sources: [{id: doc, title: Doc}]
"""


def run(*words, data=None, status=0):
    done = subprocess.run(words, input=data, capture_output=True, check=False)
    assert done.returncode == status, (words, done.returncode, done.stderr)
    if status == 0:
        assert done.stderr == b"", done.stderr
    return done.stdout if status == 0 else done.stderr.decode()


def draw(*words, status=0):
    return run(COMMAND, "draw", *words, status=status)


def png_size(png):
    return struct.unpack(">II", png[16:24])


def mapping(folder, titles):
    """A card of each title, and one of each framework's awkward colour."""
    with open(os.path.join(folder, "m.yaml"), "w", encoding="utf-8") as file:
        file.write(MODEL + "nodes:\n")
        for i, title in enumerate(titles):
            file.write(f'  - {{id: n.{i}, kind: {"abcd"[i % 4]}, title: {json.dumps(title)}}}\n')
        file.write("links:\n")
        for i in range(0, len(titles) - 3, 4):
            file.write(f"  - {{from: n.{i}, relation: s, to: n.{i + 1}, source: doc}}\n"
                       f"  - {{from: n.{i}, relation: s, to: n.{i + 2}, basis: proposed,"
                       " rationale: why}\n"
                       f"  - {{from: n.{i + 2}, relation: s, to: n.{i + 3}, source: doc}}\n")
        file.write("rules:\n  - {id: r, title: R, each: c, reach: a, grades: [\n"
                   "      {id: d, path: s, counts: covered}]}\n"
                   'views:\n  - {id: v, title: %s, rule: r, columns: [{kinds: [a]},\n'
                   "      {kinds: [b]}, {kinds: [c]}, {kinds: [d]}], links: [{path: s}]}\n"
                   % json.dumps(titles[0]))
    return folder


# ---- colours, by WCAG 2.1 ----

def luminance(color):
    total = 0
    for weight, at in ((0.2126, 1), (0.7152, 3), (0.0722, 5)):
        c = int(color[at:at + 2], 16) / 255
        total += weight * (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4)
    return total


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def corners(polygon):
    return [tuple(map(float, point.split(","))) for point in
            polygon.get("points").split()]


def text_middle(text):
    width = 2  # just inside, whatever the font
    side = {"start": 1, "end": -1, "middle": 0}[text.get("text-anchor")]
    if text.get("direction") == "rtl":
        side = -side
    return float(text.get("x")) + side * width, float(text.get("y")) - 2


def texts_and_grounds(root):
    """Each text with the colour of the last filled polygon drawn under it."""
    painted = []
    for element in root.iter():
        if element.tag == SVG + "polygon" and element.get("fill", "none") != "none":
            xs, ys = zip(*corners(element))
            painted.append((min(xs), min(ys), max(xs), max(ys), element.get("fill")))
        elif element.tag == SVG + "text":
            x, y = text_middle(element)
            ground = [fill for x1, y1, x2, y2, fill in painted
                      if x1 <= x <= x2 and y1 <= y <= y2][-1]
            yield element, element.get("fill"), ground


def dark_rules(svg):
    css = svg.split("prefers-color-scheme:dark){", 1)[1].split("</style>")[0]
    return {(name, color): dark for name, color, dark in re.findall(
        r'\[(fill|stroke)="(#\w+)"\]\{(?:fill|stroke):(#\w+)\}', css)}


class Contrast(unittest.TestCase):
    def check(self, svg, theme):
        root = ET.fromstring(svg)
        rules = dark_rules(svg.decode()) if theme != "grey" else {}
        found = 0
        for text, ink, ground in texts_and_grounds(root):
            found += 1
            self.assertGreaterEqual(contrast(ink, ground), 4.5,
                                    (text.text, ink, ground))
            self.assertGreaterEqual(
                contrast(rules.get(("fill", ink), ink),
                         rules.get(("fill", ground), ground)), 4.5,
                ("dark", text.text, ink, ground))
        self.assertGreater(found, 20)

    def test_every_text_can_be_read_on_its_ground_by_day_and_by_night(self):
        for theme in THEMES:
            for view in VIEWS:
                with self.subTest(theme=theme, view=view):
                    self.check(draw(view, "--theme", theme), theme)

    def test_whatever_colours_a_mapping_has(self):
        with tempfile.TemporaryDirectory() as folder:
            mapping(folder, [f"title {i}" for i in range(24)])
            for theme in THEMES:
                with self.subTest(theme=theme):
                    self.check(draw("v", "-m", folder, "--basis",
                                    "stated,proposed", "--theme", theme), theme)


class Themes(unittest.TestCase):
    def test_grey_is_only_greys(self):
        colors = set(re.findall(rb"#[0-9a-f]{6}\b", draw("wsis-sdg", "--theme", "grey")))
        self.assertGreater(len(colors), 5)
        for color in colors:
            self.assertTrue(color[1:3] == color[3:5] == color[5:7], color)

    def test_both_spellings_are_the_same(self):
        self.assertEqual(draw("mechanisms", "--theme", "gray"),
                         draw("mechanisms", "--theme", "grey"))
        self.assertEqual(draw("mechanisms", "--theme", "color"), draw("mechanisms"))

    def test_a_word_that_is_none_is_named(self):
        for option in ("theme", "page", "layout"):
            self.assertIn(f"--{option}: 'x'", draw(
                "mechanisms", f"--{option}", "x", "--format", "pdf", "-o", "x.pdf",
                status=2))


class Pages(unittest.TestCase):
    def page(self, *words):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "p.pdf")
            draw(*words, "-o", path)
            info = run("pdfinfo", path).decode()
            boxes = run("pdftotext", "-bbox", path, "-").decode()
        size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info)
        return (float(size[1]), float(size[2])), info, [
            tuple(map(float, box)) for box in re.findall(
                r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" '
                r'yMax="([-\d.]+)"', boxes)]

    def test_a_page_is_a4_or_a3_landscape_with_everything_inside_its_margins(self):
        for view in VIEWS:
            for name, size in (("a4", (841.89, 595.28)), ("a3", (1190.55, 841.89))):
                with self.subTest(view=view, page=name):
                    got, info, words = self.page(view, "--page", name)
                    self.assertAlmostEqual(got[0], size[0], delta=0.05)
                    self.assertAlmostEqual(got[1], size[1], delta=0.05)
                    self.assertIn("Pages:           1\n", info)
                    self.assertGreater(len(words), 30)
                    for left, top, right, bottom in words:
                        self.assertGreater(left, 28)
                        self.assertGreater(top, 28)
                        self.assertLess(right, size[0] - 28)
                        self.assertLess(bottom, size[1] - 28)

    def test_the_picture_is_in_the_middle_and_as_large_as_it_can_be(self):
        for view in VIEWS:
            _, _, words = self.page(view)
            left, top = min(w[0] for w in words), min(w[1] for w in words)
            bottom = max(w[3] for w in words)
            with self.subTest(view=view):
                self.assertLess(abs(top - (595.28 - bottom)), 20)
                self.assertTrue(left < 50 or top < 50, (left, top))

    def test_a4_is_the_default_and_fit_is_as_large_as_the_picture(self):
        self.assertEqual(self.page("overview")[0], self.page("overview", "--page", "a4")[0])
        self.assertGreater(self.page("overview", "--page", "fit")[0][0], 1000)

    def pages(self, *words):
        """Of each page its text and the ids of the cards that are links."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "p.pdf")
            draw(*words, "--link-base", "https://example.org/", "-o", path)
            texts = run("pdftotext", "-raw", path, "-").decode().split("\f")[:-1]
            ids = [set() for _ in texts]
            for line in run("pdfinfo", "-url", path).decode().splitlines()[1:]:
                page, _, url = line.split()
                ids[int(page) - 1].add(url.removeprefix("https://example.org/"))
            with open(path, "rb") as file:
                boxes = re.findall(rb"/Rect \[([^]]*)\]", file.read())
        for box in boxes:
            left, bottom, right, top = map(float, box.split())
            if "fit" not in words:
                self.assertTrue(28 < left < right < 814, box)
                self.assertTrue(28 < min(bottom, top) < max(bottom, top) < 568, box)
        self.assertGreaterEqual(len(boxes), sum(map(len, ids)))
        return texts, ids

    def test_a_picture_that_would_be_too_small_goes_on_several_pages_that_lack_nothing(self):
        for words in (["road-map-c6"], ["ai-by-bureau"], ["activities"],
                      ["wsis-sdg", "--layout", "dot"], ["gdc-wsis-sdg"],
                      ["activities", "--as", "timeline"],
                      ["road-map-c4", "--all"], ["--node", "gdc.o1", "--depth", "2", "--all"]):
            with self.subTest(words=words):
                texts, pages = self.pages(*words)
                graph = draw(*words, "--format", "dot").decode()
                cards = set(re.findall(r'id="node-([^"=]+)"', graph))
                self.assertLessEqual(cards, set().union(*pages))
                for text, number in zip(texts, range(1, 100)):
                    if len(texts) > 1:
                        self.assertIn(f"page {number} of {len(texts)} ·", text)
                for tail, head in re.findall(
                        r'^\t*"([^":]+)"\s+->\s+"([^":]+)"', graph, re.MULTILINE):
                    if "=" not in tail + head:
                        self.assertTrue(any(tail in ids and head in ids for ids in pages),
                                        (tail, head))
        self.assertGreater(len(self.pages("road-map-c6")[0]), 1)
        self.assertGreater(len(self.pages("activities", "--as", "timeline")[0]), 1)
        self.assertEqual(len(self.pages("overview")[0]), 1)

    def test_a_timeline_has_its_axis_and_its_headings_on_every_page(self):
        texts, _ = self.pages("activities", "--as", "timeline")
        axes = {re.search(r"(?m)^20\d\d( 20\d\d){3,}$", text).group() for text in texts}
        self.assertEqual(len(axes), 1)
        for text in texts:
            self.assertIn("today, ", text)
            self.assertIn("goes on: no beginning or end is given", text)
        self.assertTrue(any(line.endswith(" (continued)") for line in texts[1].splitlines()))
        whole, _ = self.pages("activities", "--as", "timeline", "--page", "fit")
        undated = re.compile(r"(?m)^(?:and )?\d+ without dates$")
        self.assertEqual(undated.findall("".join(texts)), undated.findall(whole[0]))

    def test_text_of_a_page_of_a4_can_be_read(self):
        """The subtitle is set as large as the titles of cards."""
        views = json.loads(run(COMMAND, "export", "--format", "json"))["views"]
        for view in views[::8 if "GDCT_SANITIZED" in os.environ else 1]:
            heights = []
            for page in ("fit", "a4"):
                with tempfile.TemporaryDirectory() as folder:
                    path = os.path.join(folder, "p.pdf")
                    draw(view["id"], "--page", page, "-o", path)
                    found = run("pdftotext", "-bbox", path, "-").decode()
                heights.append([float(bottom) - float(top) for top, bottom in re.findall(
                    r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">links:<', found)])
            with self.subTest(view=view["id"]):
                self.assertEqual(len(heights[0]), 1)
                self.assertGreater(9 * min(heights[1]) / heights[0][0], 5.85)

    def test_several_pages_are_the_same_bytes_again(self):
        one, two = (draw("road-map-c6", "--format", "pdf") for _ in range(2))
        self.assertEqual(one, two)

    def test_a_document_has_a_title_and_no_clock(self):
        _, info, _ = self.page("mechanisms")
        self.assertRegex(info, r"Title: +WSIS mechanisms")
        self.assertNotIn("CreationDate", info)

    def test_pixels_grow_with_dpi(self):
        sizes = [png_size(draw("mechanisms", "--format", "png", "--dpi", dpi))
                 for dpi in ("72", "144", "288")]
        self.assertAlmostEqual(sizes[1][0], 2 * sizes[0][0], delta=3)
        self.assertAlmostEqual(sizes[2][1], 4 * sizes[0][1], delta=5)

    def test_an_option_for_another_format_is_a_mistake(self):
        for words in (["--dpi", "72"], ["--page", "a4"],
                      ["--link-base", "x", "--format", "png", "-o", "x.png"],
                      ["--dpi", "5", "--format", "png", "-o", "x.png"],
                      ["--dpi", "0", "--format", "png", "-o", "x.png"],
                      ["--depth", "2", "-o", "x.svg"]):
            draw("mechanisms", *words, status=2)


class Placing(unittest.TestCase):
    def test_dot_accepts_what_we_write_and_draws_it_alike(self):
        for words in ([], ["--layout", "dot"], ["--lang", "ar"], ["--theme", "grey"]):
            with self.subTest(words=words):
                dot = draw("objective-1", "--format", "dot", *words)
                ours = ET.fromstring(draw("objective-1", *words)).get("viewBox")
                theirs = ET.fromstring(run("dot", "-Tsvg", data=dot)).get("viewBox")
                for a, b in zip(ours.split(), theirs.split()):
                    self.assertAlmostEqual(float(a), float(b), delta=1)

    def places(self, *words):
        root = ET.fromstring(draw(*words))
        return {group.get("id"): min(corners(group.find(f".//{SVG}polygon")))
                for group in root.iter(SVG + "g")
                if (group.get("id") or "").startswith("node-")}

    def test_dots_layout_keeps_the_columns(self):
        for view in VIEWS:
            ours, dots = self.places(view), self.places(view, "--layout", "dot")
            self.assertEqual(set(ours), set(dots))
            rank = {x: i for i, x in enumerate(sorted({p[0] for p in ours.values()}))}
            theirs = {x: i for i, x in enumerate(sorted({p[0] for p in dots.values()}))}
            for name in ours:
                self.assertEqual(rank[ours[name][0]], theirs[dots[name][0]], name)

    def test_arabic_is_mirrored(self):
        english, arabic = self.places("wsis-sdg"), self.places("wsis-sdg", "--lang", "ar")
        self.assertLess(english["node-wsis.c2"][0], english["node-sdg.1"][0])
        self.assertGreater(arabic["node-wsis.c2"][0], arabic["node-sdg.1"][0])
        root = ET.fromstring(draw("wsis-sdg", "--lang", "ar"))
        group = root.find(f".//{SVG}g[@id='node-sdg.1']")
        text = [t for t in group.iter(SVG + "text") if t.get("direction") == "rtl"]
        self.assertEqual(text[0].get("text-anchor"), "start")
        self.assertEqual(root.get("{http://www.w3.org/XML/1998/namespace}lang"), "ar")


class WebPages(unittest.TestCase):
    def check(self, svg):
        root = ET.fromstring(svg)
        self.assertEqual([child.tag for child in root][:3],
                         [SVG + "title", SVG + "desc", SVG + "style"])
        self.assertEqual(root.get("role"), "graphics-document document")
        for element in root.iter():
            self.assertNotIn(element.tag.split("}")[1],
                             ("script", "foreignObject", "image", "use"))
            for name, value in element.attrib.items():
                self.assertFalse(name.startswith("on"), name)
                self.assertNotRegex(value, r"^\s*(javascript|data):")
                self.assertNotIn("url(", value)
        self.assertNotIn(b"<!DOCTYPE", svg)
        self.assertNotIn(b"@import", svg)
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        self.assertEqual(len(ids), len(set(ids)))
        return root

    def test_cards_and_links_have_names_roles_and_classes(self):
        root = self.check(draw("overview", "--basis", "stated,proposed"))
        cards = [g for g in root.iter(SVG + "g") if (g.get("id") or "").startswith("node-")]
        links = [g for g in root.iter(SVG + "g") if (g.get("id") or "").startswith("link-")]
        self.assertGreater(len(cards), 80)
        self.assertGreater(len(links), 80)
        for group in cards + links:
            self.assertEqual(group.get("role"), "graphics-symbol img")
            self.assertTrue(group.get("aria-label"))
            self.assertTrue(group.find(SVG + "title").text)
        self.assertTrue(any("gap" in g.get("class").split() for g in cards))
        self.assertTrue(any("proposed" in g.get("class").split() for g in links))
        self.assertTrue(all("supports" in g.get("class") or "implemented-through" in
                            g.get("class") for g in links))
        stated = next(g for g in links if "proposed" not in g.get("class"))
        self.assertIn("stated in", stated.find(SVG + "title").text)
        labels = [g.get("aria-label") for g in root.iter(SVG + "g")]
        for label in ("Links", "Legend", "WSIS action lines"):
            self.assertIn(label, labels)

    def test_a_dark_screen_gets_other_colours_and_paper_does_not(self):
        svg = draw("overview").decode()
        self.assertIn("@media screen and (prefers-color-scheme:dark)", svg)
        self.assertLess(luminance(dark_rules(svg)["fill", "#ffffff"]), 0.02)

    def test_cards_link_where_they_are_told_to(self):
        link = "{http://www.w3.org/1999/xlink}href"
        for base in ("https://example.org/n?a=1&b=", "nodes/", "#", "../x%20y/"):
            root = self.check(draw("mechanisms", "--link-base", base))
            found = [a.get(link) for a in root.iter(SVG + "a")]
            self.assertIn(base + "org.itu", found)
            self.assertEqual(found, [a.get("href") for a in root.iter(SVG + "a")])
        dot = draw("mechanisms", "--link-base", "https://example.org/", "--format", "dot")
        self.assertIn(b'URL="https://example.org/org.itu"', dot)
        self.assertIn(b"https://example.org/org.itu",
                      run("dot", "-Tsvg", data=dot))

    def test_a_base_that_could_do_harm_is_refused(self):
        for base in ("javascript:alert(1)//", "JaVaScRiPt:x", "data:text/html,", "file:///",
                     'x"onload="', "a b", "x<y", "\\\\host\\", "x\n", "http:x", "%zz"):
            with self.subTest(base=base):
                self.assertIn("--link-base", draw("mechanisms", "--link-base", base, status=2))

    def test_hostile_titles_do_no_harm_in_any_format(self):
        with tempfile.TemporaryDirectory() as folder:
            mapping(folder, HOSTILE)
            words = ["v", "-m", folder, "--basis", "stated,proposed"]
            root = self.check(draw(*words, "--link-base", "x/"))
            text = "".join(root.itertext())
            self.assertNotRegex(text, "[\u202a-\u202e\u2066-\u2069]")
            shown = [t.text for t in root.iter(SVG + "text")]
            self.assertTrue(any(t.startswith("<script>") for t in shown))
            self.assertTrue(any(t.endswith("…") for t in shown))
            for more in ([], ["--layout", "dot"]):
                self.assertIn(b"<svg", run("dot", "-Tsvg", data=draw(
                    *words, "--format", "dot", *more)))
            path = os.path.join(folder, "x.pdf")
            draw(*words, "-o", path)
            self.assertIn("JavaScript:      no", run("pdfinfo", path).decode())

    def test_librsvg_draws_it_without_a_complaint(self):
        for words in (["overview"], ["wsis-sdg", "--lang", "ar"],
                      ["objective-1", "--theme", "contrast"]):
            svg = draw(*words)
            width, height = png_size(run("rsvg-convert", data=svg))
            box = ET.fromstring(svg).get("viewBox").split()
            self.assertAlmostEqual(width / height, float(box[2]) / float(box[3]), delta=0.01)


class Cards(unittest.TestCase):
    def test_a_card_counts_its_links_as_they_are_drawn(self):
        root = ET.fromstring(draw("wsis-sdg"))
        ids = [g.get("id") for g in root.iter(SVG + "g") if g.get("id")]
        for name, arrow in (("wsis.c2", "%d→"), ("sdg.9", "→%d")):
            ends = sum(1 for i in ids if i.startswith("link-") and
                       name in i[5:].split("--"))
            card = root.find(f".//{SVG}g[@id='node-{name}']")
            self.assertGreater(ends, 1)
            self.assertIn(arrow % ends, [t.text for t in card.iter(SVG + "text")])


if __name__ == "__main__":
    unittest.main()
