# SPDX-License-Identifier: Apache-2.0
"""The manual page says what the command does, and its examples run."""

import os
import re
import subprocess
import tempfile
import unittest

COMMAND = os.environ["GDCTRACE"]
ROOT = os.environ["GDCT_SOURCE_ROOT"]
PAGE = os.path.join(ROOT, "doc", "gdctrace.1")


def run(*arguments, **options):
    return subprocess.run([COMMAND, *arguments], capture_output=True,
                          encoding="utf-8", check=False, **options)


class Manual(unittest.TestCase):
    def setUp(self):
        with open(PAGE, encoding="utf-8") as page:
            self.source = page.read()
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
        commands = re.findall(r"^  ([a-z]+)  +[A-Z]", run("--help").stdout,
                              re.M)
        self.assertIn("check", commands)
        for command in commands:
            self.assertIn(f".It Nm Cm {command}", self.source)
            for option in re.findall(r"^  (?:-\w, )?--([a-z-]+)",
                                     run(command, "--help").stdout, re.M):
                self.assertTrue(f"Fl -{option}" in self.source,
                                    f"--{option} of {command}")

    def test_every_finding_code_is_in_it_with_its_severity(self):
        with open(os.path.join(ROOT, "lib", "base", "codes.c"),
                  encoding="utf-8") as table:
            rows = re.findall(r'\{"([a-z-]+)", GDCT_(\w+),', table.read())
        self.assertGreater(len(rows), 30)
        for code, severity in rows:
            self.assertIn(f".It {code} Pq {severity.lower()}\n", self.source)

    def write_documents(self, folder):
        """A mapping with a quote, its document, and a spreadsheet."""
        os.mkdir(os.path.join(folder, "documents"))
        for name, text in (("mapping.yaml", self.sample().replace(
                "title: Action plan,", "title: Action plan, file: plan.txt,")),
                           ("documents/plan.txt", "And we connect\nschools."),
                           ("list.csv", "Name,supports\nSchool fair,gdc.o1\n")):
            with open(os.path.join(folder, name), "w",
                      encoding="utf-8") as file:
                file.write(text)

    def sample(self):
        sample = self.source.split(".Bd -literal\ngdctrace: 1")[1]
        return "gdctrace: 1" + sample.split("\n.Ed")[0]

    def test_its_examples_run(self):
        section = self.source.split(".Sh EXAMPLES")[1].split(".Sh")[0]
        lines = re.findall(r"^gdctrace .*$", section, re.M)
        self.assertGreater(len(lines), 5)
        with tempfile.TemporaryDirectory() as folder:
            self.write_documents(folder)
            for line in lines:
                with self.subTest(line):
                    result = subprocess.run(
                        line.replace("gdctrace", f"'{COMMAND}'", 1),
                        shell=True, cwd=folder, capture_output=True,
                        encoding="utf-8", check=False)
                    self.assertEqual(result.stderr, "")
                    self.assertEqual(result.returncode, 0)

    def test_its_sample_mapping_is_clean(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "sample.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(self.sample())
            result = run("check", "--mappings", path)
            self.assertIn("findings: none", result.stdout)
            self.assertEqual(result.returncode, 0)


if __name__ == "__main__":
    unittest.main()
