# SPDX-License-Identifier: Apache-2.0
"""What is exported, read by others: xmllint, Python's XML and JSON."""

import decimal
import json
import os
import re
import subprocess
import unittest
import xml.etree.ElementTree as ET

from annex import ANNEX
from gdct import ROOT, Case, exported, fine

SCHEMA = os.path.join(ROOT, "schema", "gdctrace.xsd")
NAMESPACE = {"m": "urn:gdctrace:mapping:1"}


class Export(Case):
    @classmethod
    def setUpClass(cls):
        cls.xml = fine("export", "--format", "xml")
        cls.mapping = exported()

    def lint(self, xml):
        return subprocess.run(
            ["xmllint", "--nonet", "--noout", "--schema", SCHEMA,
             self.file("mapping.xml", xml)],
            capture_output=True, encoding="utf-8", check=False)

    def test_xmllint_finds_the_xml_valid(self):
        done = self.lint(self.xml)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_xmllint_finds_broken_copies_invalid(self):
        for pattern, change in ((r'<link from="gdc\.o1"', '<link from="gone"'),
                                (r' basis="stated"', ' basis="guessed"'),
                                (r'<node id="gdc\.o2"', '<node id="gdc.o1"'),
                                (r"</mapping>", "<surprise/></mapping>")):
            broken, count = re.subn(pattern, change, self.xml, count=1)
            with self.subTest(change):
                self.assertEqual(count, 1)
                self.assertNotEqual(self.lint(broken).returncode, 0)

    def test_every_row_of_the_annex_is_in_the_xml(self):
        mapping = ET.fromstring(self.xml)
        for objective, line, words, lead, co_leads, roles, why in ANNEX:
            links = mapping.findall(
                f"m:link[@from='{objective}'][@to='{line}']"
                "[@relation='implemented-through']", NAMESPACE)
            with self.subTest(objective=objective, line=line):
                self.assertEqual(len(links), 1)
                said = {}
                for value in links[0].findall("m:value", NAMESPACE):
                    said.setdefault(value.get("key"), []).append(value.text)
                self.assertEqual(said["lead"], [lead])
                self.assertEqual(said.get("co-leads", []), co_leads)
                self.assertEqual(said["role-text"], [roles])
                self.assertEqual(
                    links[0].find("m:rationale", NAMESPACE).text, why)
                self.assertEqual(
                    links[0].find("m:evidence", NAMESPACE).get("quote"),
                    f"{words} ({roles})")

    def test_every_row_of_the_annex_is_in_the_json(self):
        links = {(link["from"], link["relation"], link["to"]): link
                 for link in self.mapping["links"]}
        for objective, line, words, lead, co_leads, roles, why in ANNEX:
            with self.subTest(objective=objective, line=line):
                link = links[objective, "implemented-through", line]
                self.assertEqual(list(link["rationale"].values()), [why])
                self.assertEqual(link.get("co-leads", []), co_leads)
                self.assertIn(lead, json.dumps(link["lead"]))
                self.assertEqual(link["evidence"][0]["quote"],
                                 f"{words} ({roles})")

    def test_a_number_is_the_same_number_in_every_format(self):
        """Texts as they were written, numbers in JSON: 0.30 is 0.3."""
        written = ["0.30", "0", "1.0", "+0.5", "0.0000001", "0.1",
                   "0.12345678901234", "0.99999999999999"]
        nodes = "".join(
            f"  - {{id: n{i}, kind: k, title: N, links: {{r: [{{to: "
            f"n{(i + 1) % len(written)}, basis: proposed, confidence: "
            f"{number}}}]}}}}\n" for i, number in enumerate(written))
        path = self.file("numbers.yaml", "gdctrace: 1\nmodel:\n"
                         "  frameworks: [{id: f, title: F}]\n"
                         "  kinds: [{id: k, framework: f, title: K}]\n"
                         "  relations: [{id: r, from: k, to: k}]\nnodes:\n"
                         + nodes)
        made = {name: fine("export", "-m", path, "-f", name)
                for name in ("json", "xml", "turtle", "ntriples")}
        wanted = [decimal.Decimal(number) for number in written]
        found = {
            "json": [link["confidence"] for link in json.loads(
                made["json"], parse_float=decimal.Decimal)["links"]],
            "xml": [link.get("confidence") for link in ET.fromstring(
                made["xml"]).iterfind(".//m:link", NAMESPACE)],
            "turtle": re.findall(r'sssom:confidence "?([-+.0-9]+)',
                                 made["turtle"]),
            "ntriples": re.findall(r'sssom/confidence> "([^"]*)"',
                                   made["ntriples"])}
        for name, numbers in found.items():
            with self.subTest(name):
                self.assertEqual([decimal.Decimal(x) for x in numbers], wanted)


if __name__ == "__main__":
    unittest.main()
