# SPDX-License-Identifier: Apache-2.0
"""The diagrams in graphs/ are those of the mapping as it is now.

Fonts move cards and break lines, so what is compared is what is drawn: the
ids in the SVG, and the nodes and links that Graphviz itself finds in the DOT.
"""

import json
import os
import subprocess
import unittest
import xml.etree.ElementTree as ET

COMMAND = os.environ["GDCTRACE"]
ROOT = os.environ["GDCT_SOURCE_ROOT"]


def run(*words, **options):
    result = subprocess.run(words, capture_output=True, check=True, **options)
    assert result.stderr == b"", result.stderr
    return result.stdout


def kept(name):
    with open(os.path.join(ROOT, "graphs", name), "rb") as file:
        return file.read()


def drawn(format_name):
    return run(COMMAND, "draw", "overview", "--format", format_name)


def svg_ids(svg):
    return sorted(element.get("id") for element in ET.fromstring(svg).iter()
                  if element.get("id"))


def dot_content(dot):
    graph = json.loads(run("dot", "-Tdot_json", input=dot))
    names = {item["_gvid"]: item["name"] for item in graph["objects"]}
    return (sorted(names.values()),
            sorted((names[edge["tail"]], names[edge["head"]])
                   for edge in graph["edges"]))


class Graphs(unittest.TestCase):
    def test_the_svg_shows_what_the_mapping_says(self):
        self.assertGreater(len(svg_ids(kept("overview.svg"))), 100)
        self.assertEqual(svg_ids(kept("overview.svg")), svg_ids(drawn("svg")))

    def test_the_dot_shows_what_the_mapping_says(self):
        nodes, links = dot_content(kept("overview.dot"))
        self.assertIn("gdc.o1", nodes)
        self.assertGreater(len(links), 50)
        self.assertEqual((nodes, links), dot_content(drawn("dot")))

    def test_graphviz_draws_the_dot_without_a_complaint(self):
        self.assertIn(b"<svg", run("dot", "-Tsvg", input=drawn("dot")))


if __name__ == "__main__":
    unittest.main()
