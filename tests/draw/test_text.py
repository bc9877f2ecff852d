# SPDX-License-Identifier: Apache-2.0
"""No text is wider than its card: poppler measures each word where the PDF has
it, the SVG of the same picture says where the cards are."""
import json
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET

COMMAND = os.environ["GDCTRACE"]
SVG = "{http://www.w3.org/2000/svg}"
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" '
                  r'yMax="([-\d.]+)">(.*?)</word>')
# Under the sanitizers it is memory that is looked at: one will do.
LANGUAGES = ("ar",) if os.environ.get("GDCT_SANITIZED") else ("en", "ar", "zh")
LEAST = 3  # inside a card, from its border; badges come nearest

ASCENT, DESCENT = .77, .25  # of Latin letters in Noto Sans; 1 is the size

TITLES = [
    "w" * 300, "Donaudampfschifffahrt" * 15, "W" * 299 + " end",
    "信息与通信技术促进发展" * 30, "信息" * 150 + "ICT" * 40,
    "تكنولوجيا المعلومات والاتصالات من أجل التنمية " * 8, "تكنولوجيا" * 35,
    "a\u0301e\u0308o\u0302\u0303" * 60, "e\u0301" * 300,
    "https://example.org/" + "path/" * 50, "E-health and ITU-T " * 12,
    "نص ITU عربي " * 20, "short", "\u2003wide\u3000spaces\u2003" * 20]

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F, color: "#3d5a80"}]
  kinds: [{id: a, framework: f, title: A}, {id: b, framework: f, title: B}]
  relations: [{id: s, title: supports, inverse: t, from: [a], to: [b]}]
sources: [{id: doc, title: Doc}]
rules: [{id: r, title: "%s", each: b, reach: a, grades: [{id: d, path: t, counts: covered}]}]
views: [{id: v, title: V, rule: r, columns: [{kinds: [a]}, {kinds: [b]}], links: [{path: s}],
         show: all}]
""" % ("W" * 200)


def run(*words):
    done = subprocess.run(words, capture_output=True, check=False)
    assert done.returncode == 0 and done.stderr == b"", (words, done.stderr)
    return done.stdout.decode()


def numbers(text):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def card_boxes(svg):
    """(left, top, right, bottom) of each card, in points of the page; where it
    says that a column has none; and the size of the page."""
    root = ET.fromstring(svg)
    graph = next(g for g in root.iter(SVG + "g") if g.get("transform"))
    right, down = numbers(re.search(r"translate\((.*?)\)", graph.get("transform"))[1])
    boxes, nones = {}, []
    for group in graph.iter(SVG + "g"):
        if "none" in (group.get("class") or "").split():
            text = group.find(f".//{SVG}text")
            nones.append((float(text.get("x")) + right, float(text.get("y")) + down))
        if (group.get("id") or "").startswith("node-"):
            at = numbers(group.find(f".//{SVG}polygon").get("points"))
            xs, ys = [x + right for x in at[::2]], [y + down for y in at[1::2]]
            boxes[group.get("id")] = min(xs), min(ys), max(xs), max(ys)
    return boxes, nones, numbers(root.get("viewBox"))[2:]


def id_margins(svg):
    """(above, below) of each id shown: from its tallest and deepest letters to
    the edges of its band."""
    for group in ET.fromstring(svg).iter(SVG + "g"):
        name = (group.get("id") or "").removeprefix("node-")
        texts = [text for text in group.findall(SVG + "text") if text.text == name]
        if name and texts:
            size, base = (float(texts[0].get(key)) for key in ("font-size", "y"))
            band = numbers(group.findall(SVG + "polygon")[1].get("points"))[1::2]
            yield base - ASCENT * size - min(band), max(band) - base - DESCENT * size


class Texts(unittest.TestCase):
    def measure(self, *words):
        """The cards, the nones, and the words with their boxes."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "p.pdf")
            run(COMMAND, "draw", *words, "--page", "fit", "-o", path)
            found = run("pdftotext", "-bbox", path, "-")
        boxes, nones, size = card_boxes(run(COMMAND, "draw", *words, "--format", "svg"))
        page = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', found)
        for i in (0, 1):
            self.assertAlmostEqual(float(page[i + 1]), size[i], delta=1.5)
        return boxes, nones, [(*map(float, word[:4]), word[4]) for word in WORD.findall(found)]

    def check(self, *words):
        boxes, nones, found = self.measure(*words)
        columns = {(round(box[0]), round(box[2])) for box in boxes.values()}
        first, last = min(c[0] for c in columns), max(c[1] for c in columns)
        high, low = min(b[1] for b in boxes.values()), max(b[3] for b in boxes.values())
        inside = 0
        for left, top, right, bottom, text in found:
            middle = (top + bottom) / 2
            for name, box in boxes.items():
                if not box[1] < middle < box[3] or right < box[0] or left > box[2]:
                    continue
                inside += 1
                self.assertGreater(left, box[0] + LEAST, (words, name, text))
                self.assertLess(right, box[2] - LEAST, (words, name, text))
                self.assertGreater(middle - box[1], 4, (words, name, text))
                self.assertGreater(box[3] - middle, 4, (words, name, text))
            # What stands beside columns must be the number of a line, or "none" for cards.
            x = (left + right) / 2
            none = any(abs(x - at[0]) < 60 and top < at[1] < bottom + 5 for at in nones)
            if high < middle < low and not none and not text.startswith("×"):
                self.assertTrue(any(c[0] <= x <= c[1] for c in columns), (words, text))
                self.assertTrue(first <= left and right <= last, (words, text))
        return inside

    def test_no_word_of_a_bundled_view_leaves_its_card(self):
        views = json.loads(run(COMMAND, "export", "--format", "json"))["views"]
        self.assertGreater(len(views), 30)
        for language in LANGUAGES:
            inside = sum(self.check(view["id"], "--lang", language) for view in views)
            self.assertGreater(inside, 5000, language)

    def test_an_id_lies_within_its_band(self):
        for view in ("overview", "wsis-sdg", "gaps"):
            for language in LANGUAGES:
                svg = run(COMMAND, "draw", view, "--lang", language, "--format", "svg")
                margins = list(id_margins(svg))
                self.assertGreater(len(margins), 25, (view, language))
                self.assertGreater(min(map(min, margins)), .5, (view, language))

    def test_long_words_and_other_scripts_stay_in_their_cards(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "m.yaml"), "w", encoding="utf-8") as file:
                file.write(MODEL + "nodes:\n")
                for i, title in enumerate(TITLES):
                    for kind in "ab":
                        file.write(f"  - {{id: {kind}.{i}, kind: {kind}, "
                                   f"title: {json.dumps(title)}}}\n")
                file.write("links:\n")
                for i in range(1, len(TITLES)):
                    file.write(f"  - {{from: a.{i}, relation: s, to: b.{i - 1}, source: doc}}\n")
            for language in LANGUAGES:
                words = ("v", "-m", folder, "--lang", language)
                self.assertGreater(self.check(*words), 2 * len(TITLES))


if __name__ == "__main__":
    unittest.main()
