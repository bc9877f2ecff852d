# SPDX-License-Identifier: Apache-2.0
"""`gdctrace init`: a mapping to begin with."""
import json
import os
import re
import stat
import subprocess
import unittest

from gdct import GDCTRACE, Case

FORMS = [], ["--frameworks"], ["--own-model"]


class Init(Case):
    inside = True

    def init(self, *arguments, status=0, **options):
        result = self.run_it("init", *arguments, **options)
        self.assertEqual(result.returncode, status, result.err)
        return result

    def test_it_says_what_it_made(self):
        self.assertEqual(self.init("ours").out, """\
ours/README.md
ours/activities.yaml
ours/sources.yaml
ours/mapping.schema.json
Read README.md there, then: gdctrace check --mappings ours
""")
        self.assertEqual(sorted(os.listdir(self.path("ours"))),
                         ["README.md", "activities.yaml",
                          "mapping.schema.json", "sources.yaml"])
        self.assertEqual(os.listdir(self.folder), ["ours"])

    def test_the_mapping_has_no_finding(self):
        for form in FORMS:
            name = "m" + "".join(form)
            self.init(name, *form)
            answer = json.loads(self.run_it(
                "check", "-m", name, "-f", "json").out)
            self.assertEqual(answer["findings"], [], form)
            self.assertEqual(self.run_it("check", "-m", name).returncode, 0)
            self.assertGreater(answer["mapping"]["links"], 0)

    def test_the_own_model_is_covered_and_can_be_drawn(self):
        self.init("m", "--own-model")
        result = self.run_it("check", "-m", "m")
        self.assertEqual(result.returncode, 0)
        self.assertIn("\nNo gaps.\n", result.out)
        self.assertEqual(self.run_it("draw", "-m", "m", "overview", "-o",
                                     "o.svg").returncode, 0)

    def test_the_commands_of_its_readme_run(self):
        node = {"": "our.school-radio", "--frameworks": "our.school-radio",
                "--own-model": "activity.school-radio"}
        for form in FORMS:
            name = "the m" + "".join(form)
            self.init(name, *form)
            lines = re.findall(r"`gdctrace (.*?)`",
                               self.read(f"{name}/README.md"))
            self.assertGreater(len(lines), 7)
            for line in lines:
                if "verify" in line:
                    continue  # there is no document yet
                line = re.sub(r"\bID\b", node["".join(form)], line)
                line = line.replace("CODE", "no-source")
                done = subprocess.run(f"'{GDCTRACE}' {line}", shell=True,
                                      cwd=self.folder, capture_output=True,
                                      encoding="utf-8", check=False)
                self.assertEqual(done.returncode, 0, (line, done.stderr))

    def test_every_file_names_the_schema_that_is_there(self):
        for form in FORMS:
            name = "m" + "".join(form)
            self.init(name, *form)
            for file in os.listdir(self.path(name)):
                if file.endswith(".yaml"):
                    self.assertEqual(
                        self.read(f"{name}/{file}").split("\n")[0],
                        "# yaml-language-server: $schema=mapping.schema.json")
            made = self.run_it("schema", "-m", name).out
            self.assertEqual(self.read(f"{name}/mapping.schema.json"), made)

    def test_an_empty_folder_is_filled(self):
        os.mkdir(self.path("ours"))
        self.init("ours/")
        self.assertIn("sources.yaml", os.listdir(self.path("ours")))

    def test_what_is_there_is_left_alone(self):
        self.file("ours/note", "mine")
        result = self.init("ours", status=2)
        self.assertEqual(result.err, "gdctrace: 'ours' is not empty; name a "
                         "new folder\n")
        self.assertEqual(os.listdir(self.path("ours")), ["note"])
        self.init("ours/note", status=2)
        self.assertEqual(os.listdir(self.folder), ["ours"])

    def test_wrong_usage(self):
        for words in ([], ["a", "b"], ["."], [""], ["a", "-o", "b"]):
            self.init(*words, status=2)
        self.assertEqual(os.listdir(self.folder), [])

    def test_it_makes_all_or_nothing(self):
        self.init("no/such/folder", status=3)
        self.init("ours", status=1, env={"GDCTRACE_DATA": self.folder})
        self.assertEqual(os.listdir(self.folder), [])

    def test_strange_names_are_quoted(self):
        name = "a b'$(touch x)\"`"
        self.init(name)
        self.assertEqual(os.listdir(self.folder), [name])
        self.assertIn("findings: none",
                      self.run_it("check", "-m", name).out)

    def test_others_can_read_what_the_umask_lets_them(self):
        self.init("ours", preexec_fn=lambda: os.umask(0o027))
        self.assertEqual(stat.S_IMODE(os.stat(self.path("ours")).st_mode),
                         0o750)
        for file in os.listdir(self.path("ours")):
            self.assertEqual(stat.S_IMODE(os.stat(
                self.path("ours", file)).st_mode), 0o640, file)


if __name__ == "__main__":
    unittest.main()
