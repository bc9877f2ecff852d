# SPDX-License-Identifier: Apache-2.0
"""What is in graphs/ is what the commands in its README make now.

DOT and CSV are compared byte by byte. Of an SVG, which differs with versions
of Graphviz, the structure is: its ids, and what has which class.
"""

import glob
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET

from gdct import GDCTRACE, ROOT

GRAPHS = os.path.join(ROOT, "graphs")
AGAIN = "run: meson compile -C build graphs (with Noto Sans installed)"


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def structure(svg):
    return [(element.tag, element.get("id"), element.get("class"))
            for element in ET.fromstring(svg).iter()
            if element.get("id") or element.get("class")]


class Graphs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.readme = read(GRAPHS, "README.md").decode()
        cls.names = re.findall(r"(?m)^    gdctrace .* -o (\S+)$", cls.readme)
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        subprocess.run(
            ["sh", os.path.join(ROOT, "scripts", "graphs.sh"), GDCTRACE,
             cls.folder.name], check=True)

    def test_the_readme_says_how_every_file_is_made(self):
        self.assertGreater(len(self.names), 20)
        self.assertEqual(
            sorted([*self.names, "README.md"]),
            sorted(map(os.path.basename, glob.glob(GRAPHS + "/*"))))

    def test_the_readme_shows_every_picture(self):
        shown = re.findall(r"!\[[^\]]+\]\((\S+)\)", self.readme)
        self.assertEqual(
            sorted(shown),
            sorted(name for name in self.names if name.endswith(".svg")))

    def test_dot_and_csv_are_current(self):
        for name in self.names:
            if not name.endswith(".svg"):
                self.assertEqual(read(GRAPHS, name),
                                 read(self.folder.name, name),
                                 f"{name} is old; {AGAIN}")

    def test_the_svg_shows_what_the_mapping_says(self):
        for name in self.names:
            if name.endswith(".svg"):
                kept = structure(read(GRAPHS, name))
                self.assertGreater(len(kept), 20, name)
                self.assertEqual(kept,
                                 structure(read(self.folder.name, name)),
                                 f"{name} is old; {AGAIN}")

    def test_graphviz_draws_the_dot_without_a_complaint(self):
        for name in self.names:
            if name.endswith(".dot"):
                done = subprocess.run(
                    ["dot", "-Tsvg", os.path.join(GRAPHS, name)],
                    capture_output=True, check=True)
                self.assertIn(b"<svg", done.stdout, name)
                self.assertEqual(done.stderr, b"", name)


if __name__ == "__main__":
    unittest.main()
