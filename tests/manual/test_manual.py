# SPDX-License-Identifier: Apache-2.0
"""The manual page says what the command does, and its examples run."""

import os
import re
import subprocess
import unittest

from gdct import GDCTRACE, ROOT, Case, source

PAGE = os.path.join(ROOT, "doc", "gdctrace.1")


class Manual(Case):
    inside = True

    def setUp(self):
        super().setUp()
        self.source = source("doc", "gdctrace.1")
        self.text = subprocess.run(
            ["mandoc", "-T", "utf8", PAGE], capture_output=True,
            encoding="utf-8", check=True).stdout
        self.text = re.sub(".\b", "", self.text)

    def test_it_is_clean_mdoc(self):
        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", PAGE],
                              capture_output=True, encoding="utf-8",
                              check=False)
        self.assertEqual(lint.stdout + lint.stderr, "")

    def test_every_command_and_its_options_are_in_it(self):
        commands = re.findall(r"^  ([a-z]+)  +[A-Z]", self.fine("--help"), re.M)
        self.assertIn("check", commands)
        for command in commands:
            self.assertIn(f".It Nm Cm {command}", self.source)
            for option in re.findall(r"^  (?:-\w, )?--([a-z-]+)",
                                     self.fine(command, "--help"), re.M):
                self.assertTrue(f"Fl -{option}" in self.source,
                                    f"--{option} of {command}")

    def test_every_finding_code_is_in_it_with_its_severity(self):
        rows = re.findall(r'\{"([a-z-]+)", GDCT_(\w+),',
                          source("lib", "base", "codes.c"))
        self.assertGreater(len(rows), 30)
        for code, severity in rows:
            self.assertIn(f".It {code} Pq {severity.lower()}\n", self.source)

    def write_documents(self):
        """A mapping with a quote, its document, and a spreadsheet."""
        self.file("mapping.yaml", self.sample().replace(
            "title: Action plan,", "title: Action plan, file: plan.txt,"))
        self.file("documents/plan.txt", "And we connect\nschools.")
        self.file("list.csv", "Name,supports\nSchool fair,gdc.o1\n")

    def sample(self):
        sample = self.source.split(".Bd -literal\ngdctrace: 1")[1]
        return "gdctrace: 1" + sample.split("\n.Ed")[0]

    def test_its_examples_run(self):
        section = self.source.split(".Sh EXAMPLES")[1].split(".Sh")[0]
        lines = re.findall(r"^gdctrace .*$", section, re.M)
        self.assertGreater(len(lines), 5)
        self.write_documents()
        for line in lines:
            with self.subTest(line):
                result = subprocess.run(
                    line.replace("gdctrace", f"'{GDCTRACE}'", 1), shell=True,
                    cwd=self.folder, capture_output=True, encoding="utf-8",
                    check=False)
                self.assertEqual(result.stderr, "")
                self.assertEqual(result.returncode, 0)

    def test_its_sample_mapping_is_clean(self):
        self.file("sample.yaml", self.sample())
        self.assertIn("findings: none",
                      self.fine("check", "--mappings", "sample.yaml"))


if __name__ == "__main__":
    unittest.main()
