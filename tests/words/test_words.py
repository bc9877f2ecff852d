# SPDX-License-Identifier: Apache-2.0
"""Our words in the languages of the United Nations: the catalogues in po/ are
what gettext finds in the sources, and complete. The judge is gettext."""
import glob
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET

ROOT = os.environ["GDCT_SOURCE_ROOT"]
GDCTRACE = os.environ["GDCTRACE"]
PO = os.path.join(ROOT, "po")
LANGUAGES = ["ar", "es", "fr", "ru", "zh"]
VIEW = "wsis-sdg"
SVG = "{http://www.w3.org/2000/svg}"
ARABIC = re.compile("[\u200f\u0620-\u064a]")


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stderr!r}")
    return done.stdout


def catalogue(path):
    return os.path.join(PO, path + ".po")


def entries(data):
    """The (msgid, msgid_plural) of a catalogue in PO format. They have no
    translations yet or are not trusted: msgen gives them some."""
    filled = run("msgen", "--lang=en", "-", input=data)
    compiled = run("msgfmt", "--use-fuzzy", "--output-file=-", "-",
                   input=filled)
    count, table = struct.unpack_from("<II", compiled, 8)
    places = (struct.unpack_from("<II", compiled, table + 8 * i)
              for i in range(count))
    return {compiled[start:start + length] for length, start in places} - {b""}


class Catalogues(unittest.TestCase):
    def test_there_is_one_for_each_language_and_no_other(self):
        self.assertEqual(
            [os.path.basename(path) for path in
             sorted(glob.glob(os.path.join(PO, "*.po")))],
            [language + ".po" for language in LANGUAGES])

    def test_they_hold_what_the_sources_say_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("lib", "tools", "po"):
                shutil.copytree(os.path.join(ROOT, name),
                                os.path.join(folder, name))
            run(sys.executable, os.path.join(ROOT, "scripts", "words.py"),
                "update", folder)
            with open(os.path.join(folder, "po", "gdctrace.pot"),
                      "rb") as stream:
                found = entries(stream.read())
        self.assertIn(b"none", found)
        for name in ["gdctrace.pot"] + [x + ".po" for x in LANGUAGES]:
            with self.subTest(file=name):
                with open(os.path.join(PO, name), "rb") as stream:
                    self.assertEqual(entries(stream.read()), found,
                                     "run: meson compile -C build words")

    def test_updating_them_twice_changes_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("lib", "tools", "po"):
                shutil.copytree(os.path.join(ROOT, name),
                                os.path.join(folder, name))
            made = []
            for locale in ("C", "C.UTF-8"):
                run(sys.executable, os.path.join(ROOT, "scripts", "words.py"),
                    "update", folder, env={**os.environ, "LC_ALL": locale})
                made.append({})
                for path in glob.glob(os.path.join(folder, "po", "*.po*")):
                    with open(path, "rb") as stream:
                        made[-1][path] = stream.read()
            self.assertEqual(made[0], made[1])

    def test_every_text_is_translated_and_none_is_a_guess(self):
        for language in LANGUAGES:
            for state in ("--untranslated", "--only-fuzzy", "--only-obsolete"):
                with self.subTest(language=language, state=state):
                    self.assertEqual(
                        run("msgattrib", state, catalogue(language)), b"")

    def test_gettext_finds_no_fault_in_formats_plurals_and_headers(self):
        for language in LANGUAGES:
            with self.subTest(language=language):
                run("msgfmt", "--check", "--output-file=/dev/null",
                    catalogue(language))

    def test_each_says_whose_translation_it_is(self):
        for language in LANGUAGES:
            with open(catalogue(language), encoding="utf-8") as stream:
                head = stream.read().split("msgid", 1)[0]
            with self.subTest(language=language):
                self.assertIn("not an official translation",
                              " ".join(head.replace("#", "").split()))
                self.assertIn("SPDX-License-Identifier: Apache-2.0", head)

    def test_no_translation_holds_what_could_reorder_other_text(self):
        for language in LANGUAGES:
            with open(catalogue(language), encoding="utf-8") as stream:
                text = stream.read()
            with self.subTest(language=language):
                self.assertNotRegex(
                    text, "[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class Locale(unittest.TestCase):
    def draw(self, language, **environment):
        return run(GDCTRACE, "draw", VIEW, "--lang", language, "--format",
                   "svg", env={**os.environ, **environment})

    def test_of_the_process_changes_nothing(self):
        for language in ("ar", "en"):
            wanted = self.draw(language, LC_ALL="C")
            for environment in ({"LC_ALL": "C.UTF-8"},
                                {"LC_ALL": "zh_CN.UTF-8", "LANGUAGE": "zh"},
                                {"LC_ALL": "", "LANG": "fr_FR.UTF-8"}):
                with self.subTest(language=language, **environment):
                    self.assertEqual(self.draw(language, **environment),
                                     wanted)

    def test_each_language_has_words_of_its_own(self):
        drawn = {language: self.draw(language).decode()
                 for language in ["en", *LANGUAGES]}
        for language, text in drawn.items():
            with self.subTest(language=language):
                self.assertEqual(" cards, " in text, language == "en")


def texts(svg):
    """(text, element) of all text that is drawn."""
    return [("".join(element.itertext()), element)
            for element in ET.fromstring(svg).iter(SVG + "text")]


class Arabic(unittest.TestCase):
    def draw(self, *words):
        return run(GDCTRACE, "draw", *words, "--lang", "ar", "--format", "svg")

    def test_lines_of_arabic_sentences_are_set_from_right_to_left(self):
        views = json.loads(run(GDCTRACE, "export", "--format", "json"))["views"]
        pictures = [(view["id"],) for view in views]
        pictures += [("--as", "timeline", "--by", "gdc-objective", "--where",
                      "theme=ai"), ("--node", "itu.giga")]
        for words in pictures:
            found = texts(self.draw(*words))
            self.assertTrue(any(ARABIC.search(text) for text, _ in found))
            for text, element in found:
                with self.subTest(words=words, text=text):
                    self.assertEqual(element.get("direction") == "rtl",
                                     ARABIC.search(text) is not None)

    def test_a_clause_that_begins_with_latin_letters_is_no_exception(self):
        text = ET.fromstring(self.draw("ai-by-bureau")).findtext(SVG + "desc")
        self.assertTrue(text.startswith("\u200fITU activities on AI"), text)
        self.assertNotRegex(text, "[^\u200f]\u00b7|\u00b7[^\u200f]")

    def test_english_words_in_a_hebrew_picture_read_from_the_left(self):
        svg = run(GDCTRACE, "draw", VIEW, "--lang", "he", "--format", "svg")
        self.assertIn("links: stated, derived \u00b7 36 cards", svg.decode())

    def test_time_runs_to_the_left(self):
        words = ["--as", "timeline", "--where", "theme=ai"]
        english = run(GDCTRACE, "draw", *words, "--format", "svg")
        for svg, later in ((english, 1), (self.draw(*words), -1)):
            years = {int(text): float(element.get("x"))
                     for text, element in texts(svg)
                     if re.fullmatch("20[0-9]{2}", text)}
            self.assertGreater(len(years), 3)
            self.assertEqual(sorted(years, key=lambda y: later * years[y]),
                             sorted(years))


class Matrices(unittest.TestCase):
    def page(self, language):
        return run(GDCTRACE, "matrix", "wsis-action-line", "sdg-goal",
                   "--lang", language, "--format", "html").decode()

    def test_a_page_is_of_one_language_but_for_titles(self):
        for language in LANGUAGES:
            page = self.page(language)
            with self.subTest(language=language):
                self.assertNotIn('lang="en"', page)
                self.assertIn(f'lang="{language}"', page)
                self.assertEqual('dir="rtl"' in page, language == "ar")
                for word in ("Total", "Evidence", "Shades", "A cell counts"):
                    self.assertEqual(word in page, language in ("es", "fr")
                                     and word == "Total", word)

    def test_without_a_catalogue_our_words_are_marked_as_english(self):
        page = self.page("de")
        self.assertIn('<html lang="de"', page)
        self.assertIn('lang="en" dir="auto">A cell counts the links', page)

    def test_a_heat_map_reads_its_notes_from_the_right(self):
        svg = run(GDCTRACE, "matrix", "wsis-action-line", "sdg-goal", "--lang",
                  "ar", "--format", "svg")
        notes = [element for text, element in texts(svg)
                 if "\u062e\u0644\u064a\u0629" in text]
        self.assertTrue(notes)
        for element in notes:
            self.assertEqual(element.get("direction"), "rtl")


if __name__ == "__main__":
    unittest.main()
