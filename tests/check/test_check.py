# SPDX-License-Identifier: Apache-2.0
"""What `gdctrace check` does beside printing findings: known gaps, SARIF for
code hosting sites, explanations, and JSON that is written piece by piece."""
import json
import os
import re
import subprocess
import unittest

import jsonschema

from gdct import DATA, GDCTRACE, ROOT, Case, run_on_full_disk, source

MAPPING = """gdctrace: 1
model:
  kinds:
    - {id: wish, title: Wish}
    - {id: work, title: Work}
  relations:
    - {id: serves, inverse: served-by, from: work, to: wish}
sources:
  - {id: plan, title: Plan}
nodes:
  - {id: w.1, kind: wish, title: First wish}
  - {id: w.2, kind: wish, title: Second wish}
  - {id: w.10, kind: wish, title: Tenth wish}
  - {id: w.3, kind: wish, title: Third wish, part-of: w.10}
  - id: a.1
    kind: work
    title: Work one
    links: {serves: [{to: w.1, source: plan}, {to: w.2, source: plan}]}
  - id: a.2
    kind: work
    title: Work two
links:
  - {from: a.2, relation: serves, to: w.1, source: plan}
waivers:
  - {rule: served, node: w.3, reason: later}
rules:
  - id: served
    title: Every wish is served
    summary: A gap is a wish that nobody serves
    severity: error
    each: wish
    reach: work
    grades:
      - {id: direct, path: ^serves, counts: covered}
  - id: quoted
    title: Every link has a quote
    severity: warning
    on: link
    require: [quote]
"""

HEADER = """\
# Known gaps. 'gdctrace check --baseline FILE' fails only on gaps that are not \
here;
# with --update-baseline it writes this list anew. One gap a line: rule node.
"""
GAPS = """\
quoted a.1 serves w.1
quoted a.1 serves w.2
quoted a.2 serves w.1
served w.10
"""


class InAFolder(Case):
    command = ("check",)
    inside = True

    def setUp(self):
        super().setUp()
        self.file("m.yaml", MAPPING)

    def run_it(self, *arguments, env=None, **options):
        return super().run_it(*arguments, env={"NO_COLOR": "1", **(env or {})},
                              **options)

    def check(self, *arguments, mapping="m.yaml", **more):
        return self.run_it("-m", mapping, *arguments, **more)

    def answer(self, *arguments, status=0):
        result = self.check("-f", "json", *arguments)
        self.assertEqual((result.returncode, result.err), (status, ""))
        return json.loads(result.out)


class Baseline(InAFolder):
    def test_a_gap_of_severity_error_fails_without_one(self):
        self.assertEqual(self.check().returncode, 1)

    def test_the_update_writes_every_gap_in_byte_order(self):
        result = self.check("--baseline", "known.txt", "--update-baseline")
        self.assertEqual((result.returncode, result.err), (0, ""))
        self.assertEqual(self.read("known.txt"), HEADER + GAPS)

    def test_known_gaps_do_not_fail(self):
        self.file("known.txt", GAPS)
        result = self.check("--baseline", "known.txt")
        self.assertEqual((result.returncode, result.err), (0, ""))
        self.assertIn("  Known gaps (1)\n    w.10  Tenth wish\n",
                      result.out)
        self.assertIn("No new gaps: known.txt has all 4.\n", result.out)
        self.assertNotIn("New gaps", result.out)

    def test_a_new_gap_of_severity_error_fails(self):
        self.file("known.txt", GAPS.replace("served w.10\n", ""))
        result = self.check("--baseline", "known.txt")
        self.assertEqual(result.returncode, 1)
        self.assertIn("  New gaps (1)\n    w.10  Tenth wish\n", result.out)
        self.assertTrue(result.out.endswith(
            "4 gaps in 2 rules, 1 of severity error.\n"
            "New since known.txt: 1, 1 of severity error. Known: 3.\n"),
            result.out)

    def test_a_new_gap_that_is_only_a_warning_is_listed_but_does_not_fail(self):
        self.file("known.txt", "served w.10\n")
        result = self.check("--baseline", "known.txt")
        self.assertEqual(result.returncode, 0)
        self.assertIn("  New gaps (3)\n    a.1 serves w.1\n", result.out)

    def test_what_is_no_gap_any_more_is_named(self):
        self.file("known.txt", GAPS + "served w.1\nserved w.3\nserved nobody\n"
                  "lost w.1\nserved a.1\nquoted a.1 serves w.10\n")
        result = self.check("--baseline", "known.txt")
        self.assertEqual(result.returncode, 0)
        self.assertIn(
            "  known.txt:5: served w.1: covered now\n"
            "  known.txt:6: served w.3: waived now\n"
            "  known.txt:7: served nobody: there is no such node\n"
            "  known.txt:8: lost w.1: there is no such rule\n"
            "  known.txt:9: served a.1: the rule does not ask about it\n"
            "  known.txt:10: quoted a.1 serves w.10: the rule does not ask "
            "about it\n", result.out)
        self.check("--baseline", "known.txt", "--update-baseline")
        self.assertEqual(self.read("known.txt"), GAPS)

    def test_json_says_it_too(self):
        self.file("known.txt", "served w.1\n" + GAPS.replace(
            "quoted a.2 serves w.1\n", ""))
        answer = self.answer("--baseline", "known.txt")
        self.assertEqual(answer["baseline"], {
            "file": "known.txt", "known": 3, "new": 1, "obsolete": [
                {"rule": "served", "node": "w.1", "line": 1,
                 "why": "covered now"}]})
        self.assertEqual(
            [(result["node"], result["result"], result.get("known"))
             for rule in answer["rules"] for result in rule["results"]],
            [("w.1", "covered", None), ("w.2", "covered", None),
             ("w.3", "waived", None), ("w.10", "gap", True),
             ("a.1 serves w.1", "gap", True), ("a.1 serves w.2", "gap", True),
             ("a.2 serves w.1", "gap", False)])

    def test_without_one_json_says_nothing_of_it(self):
        answer = self.answer(status=1)
        self.assertNotIn("baseline", answer)
        self.assertNotIn('"known"', json.dumps(answer))

    def test_comments_blank_lines_and_windows_are_read(self):
        self.file("known.txt", "\ufeff# ours\r\n\r\n  served\tw.10  # later"
                  "\r\n#end\r\n" + GAPS)
        self.assertEqual(self.check("-b", "known.txt").returncode, 0)

    def test_the_update_keeps_comments(self):
        self.file("known.txt", "# Ours, agreed in May.\n\n# Ask Ann.\n\n"
                  "served w.10   # until 2027\n# goes with its line\n"
                  "served w.1  # so does this\n# the quotes\n"
                  "quoted a.1 serves w.1\n# the end\n")
        self.check("--baseline", "known.txt", "--update-baseline")
        self.assertEqual(
            self.read("known.txt"),
            "# Ours, agreed in May.\n\n# Ask Ann.\n\n# the quotes\n"
            "quoted a.1 serves w.1\nquoted a.1 serves w.2\n"
            "quoted a.2 serves w.1\nserved w.10  # until 2027\n# the end\n")
        first = self.read("known.txt")
        self.check("--baseline", "known.txt", "--update-baseline")
        self.assertEqual(self.read("known.txt"), first)

    def test_one_rule_leaves_the_lines_of_the_others(self):
        self.file("known.txt", "quoted nothing\nlost x\nserved w.1\n")
        result = self.check("-b", "known.txt", "--rule", "served")
        self.assertNotIn("quoted nothing", result.out)
        self.assertIn("served w.1: covered now", result.out)
        self.check("-b", "known.txt", "--rule", "served", "--update-baseline")
        self.assertEqual(self.read("known.txt"),
                         "quoted nothing\nserved w.10\n")

    def test_a_bad_line_is_a_finding_with_its_place(self):
        self.file("known.txt", "served w.10\nserved\n  served wünsche\n"
                  "a b c\na b c d e\n<<<<<<< HEAD\n")
        for more in [], ["--update-baseline"]:
            result = self.check("--baseline", "known.txt", *more)
            self.assertEqual((result.returncode, result.err), (1, ""))
            self.assertEqual(
                re.findall(r"^known.*bad-baseline\]$", result.out, re.M),
                ["known.txt:2:1: error: a line says 'rule node', or for a link "
                 "'rule from relation to' [bad-baseline]",
                 "known.txt:3:10: error: 'wünsche' is not an id "
                 "[bad-baseline]",
                 "known.txt:4:1: error: a line says 'rule node', or for a link "
                 "'rule from relation to' [bad-baseline]",
                 "known.txt:5:9: error: a line says 'rule node', or for a link "
                 "'rule from relation to' [bad-baseline]",
                 "known.txt:6:1: error: a merge conflict; keep the lines of "
                 "both sides [bad-baseline]"])
            self.assertIn("     3 |   served wünsche\n       |          ^\n",
                          result.out)
            self.assertIn("because the baseline has errors", result.out)
        self.assertIn("<<<<<<<", self.read("known.txt"))

    def test_a_file_that_is_no_baseline_is_not_overwritten(self):
        self.file("other.yaml", MAPPING)
        result = self.check("--baseline", "other.yaml", "--update-baseline")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(self.read("other.yaml"), MAPPING)

    def test_bytes_that_are_no_text_are_findings(self):
        self.file("known.txt", b"served w.10\nserved \xff\0\n")
        result = self.check("--baseline", "known.txt")
        self.assertEqual(result.returncode, 1)
        self.assertIn("known.txt:2:8: error: no UTF-8 text [bad-baseline]",
                      result.out)

    def test_a_missing_file_fails_with_a_hint(self):
        result = self.check("--baseline", "none.txt")
        self.assertEqual((result.returncode, result.out), (3, ""))
        self.assertEqual(
            result.err, "gdctrace: --baseline: cannot read none.txt: No "
            "such file or directory; --update-baseline makes it from the "
            "present gaps\n")
        for bad in ".", "m.yaml/x":
            result = self.check("--baseline", bad, "--update-baseline")
            self.assertEqual(result.returncode, 3, bad)

    def test_an_update_of_a_broken_mapping_writes_nothing(self):
        self.file("m.yaml", MAPPING + "nonsense: 1\n")
        result = self.check("--baseline", "known.txt", "--update-baseline")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(os.listdir(self.folder), ["m.yaml"])

    def test_an_update_needs_a_file(self):
        result = self.check("--update-baseline")
        self.assertEqual((result.returncode, result.err), (
            2, "gdctrace: --update-baseline needs --baseline FILE\n"))

    def test_it_is_read_from_a_pipe(self):
        done = subprocess.run(
            ["bash", "-c", '"$0" check -m m.yaml -b <(printf %s "$1")',
             GDCTRACE, GAPS], cwd=self.folder, capture_output=True,
            check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_an_unreadable_end_of_disk_is_an_error(self):
        result = self.check("--baseline", "none/known.txt",
                            "--update-baseline")
        self.assertEqual(result.returncode, 3)
        self.assertIn("cannot write none/known.txt", result.err)

    def test_the_bundled_mapping_has_no_new_gaps_after_an_update(self):
        self.check("-b", "all.txt", "--update-baseline", mapping=DATA)
        result = self.check("-b", "all.txt", mapping=DATA)
        self.assertEqual(result.returncode, 0)
        lines = self.read("all.txt").splitlines()[2:]
        self.assertEqual(lines, sorted(lines))
        self.assertIn(f"No new gaps: all.txt has all {len(lines)}.",
                      result.out)


class Sarif(InAFolder):
    schema = json.loads(source("tests/check/sarif-subset.schema.json"))

    def sarif(self, *arguments, status=0, **more):
        result = self.check("-f", "sarif", *arguments, **more)
        self.assertEqual((result.returncode, result.err), (status, ""))
        document = json.loads(result.out)
        jsonschema.Draft202012Validator(self.schema).validate(document)
        run = document["runs"][0]
        rules = run["tool"]["driver"]["rules"]
        self.assertEqual(len({rule["id"] for rule in rules}), len(rules))
        prints = [json.dumps(found["partialFingerprints"])
                  for found in run["results"]]
        self.assertEqual(len(set(prints)), len(prints), "they are told apart")
        for found in run["results"]:
            self.assertEqual(rules[found["ruleIndex"]]["id"], found["ruleId"])
            self.assertEqual(
                found["level"],
                rules[found["ruleIndex"]]["defaultConfiguration"]["level"])
        return run

    def test_the_schema_of_the_test_is_one(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)

    def places(self, run):
        return [(found["ruleId"], found["level"],
                 *(lambda place: (place["artifactLocation"]["uri"],
                                  place["region"]["startLine"],
                                  place["region"]["startColumn"]))(
                     found["locations"][0]["physicalLocation"]))
                for found in run["results"]]

    def test_gaps_stand_at_their_nodes_and_links(self):
        run = self.sarif(status=1)
        self.assertEqual(self.places(run), [
            ("gap/served", "error", "m.yaml", 13, 10),
            ("gap/quoted", "warning", "m.yaml", 18, 27),
            ("gap/quoted", "warning", "m.yaml", 18, 52),
            ("gap/quoted", "warning", "m.yaml", 23, 39)])
        self.assertEqual(run["results"][0]["message"]["text"],
                         "Gap: w.10 (Tenth wish). Every wish is served")
        self.assertEqual(
            run["results"][1]["locations"][0]["logicalLocations"],
            [{"fullyQualifiedName": "a.1 serves w.1"}])
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        self.assertTrue(run["invocations"][0]["executionSuccessful"])

    def test_findings_come_with_their_levels(self):
        self.file("m.yaml", MAPPING.replace(
            "  - {id: plan, title: Plan}\n",
            "  - {id: plan, title: Plan}\n  - {id: extra, title: Extra}\n")
            .replace("w.2, source: plan", "w.2"))
        findings = [place for place in self.places(self.sarif(status=1))
                    if not place[0].startswith("gap/")]
        self.assertEqual([place[:2] for place in findings],
                         [("uncited-source", "note"),
                          ("no-source", "warning")])

    def test_errors_in_the_data_are_results_and_the_rules_are_missed(self):
        self.file("m.yaml", MAPPING.replace("to: w.2", "to: w.22"))
        run = self.sarif(status=1)
        self.assertEqual(self.places(run),
                         [("lonely-node", "warning", "m.yaml", 12, 10),
                          ("unknown-id", "error", "m.yaml", 18, 52)])
        notice, = run["invocations"][0]["toolExecutionNotifications"]
        self.assertEqual(notice["message"]["text"], "The rules were not "
                         "evaluated, because there are errors.")

    def test_rules_explain_themselves(self):
        rules = {rule["id"]: rule for rule in
                 self.sarif(status=1)["tool"]["driver"]["rules"]}
        self.assertEqual(rules["unknown-id"]["shortDescription"]["text"],
                         "No node with this id.")
        self.assertEqual(rules["gap/served"]["fullDescription"]["text"],
                         "A gap is a wish that nobody serves.")

    def test_fingerprints_survive_lines_that_move(self):
        def prints(run):
            return [(found["ruleId"], found["partialFingerprints"])
                    for found in run["results"]]
        self.file("m.yaml", MAPPING.replace("w.2, source: plan", "w.2"))
        before = self.sarif(status=1)
        self.file("m.yaml", "# one more line\n"
                  + MAPPING.replace("w.2, source: plan", "w.2"))
        after = self.sarif(status=1)
        self.assertNotEqual(self.places(before), self.places(after))
        self.assertEqual(prints(before), prints(after))

    def test_a_place_named_in_a_message_does_not_count(self):
        twice = MAPPING + "views:\n  - {id: v, title: V}\n  - {id: v, title: V}\n"
        self.file("m.yaml", twice)
        before = self.sarif(status=1)["results"][0]["partialFingerprints"]
        self.file("m.yaml", "#\n" + twice)
        after = self.sarif(status=1)["results"][0]["partialFingerprints"]
        self.assertEqual(before, after)

    def test_a_baseline_gives_each_gap_its_state(self):
        self.file("known.txt", "quoted a.1 serves w.1\n")
        run = self.sarif("-b", "known.txt", status=1)
        self.assertEqual([found["baselineState"] for found in run["results"]],
                         ["new", "unchanged", "new", "new"])

    def test_names_are_relative_uris_where_possible(self):
        name = "a b/ü#%:?.yaml"
        self.file(name, MAPPING)
        escaped = "a%20b/%C3%BC%23%25%3A%3F.yaml"
        for spelled in (name, "./" + name, self.path(name)):
            run = self.sarif(mapping=spelled, status=1)
            self.assertEqual(self.places(run)[0][2], escaped, spelled)
        run = self.sarif(mapping=self.path(name), cwd="/", status=1)
        self.assertTrue(self.places(run)[0][2].endswith("/" + escaped))

    def test_what_is_elsewhere_has_a_whole_uri(self):
        os.mkdir(self.path("sub"))
        run = self.sarif(mapping="../m.yaml", cwd=self.path("sub"), status=1)
        self.assertRegex(self.places(run)[0][2], r"^file:///.*/m\.yaml$")

    def test_hostile_titles_stay_text(self):
        evil = "</script>\\u202E\\\"=cmd()\\\" \\u00e9 " + "x" * 10000
        self.file("m.yaml", MAPPING.replace("Tenth wish", f'"{evil}"'))
        run = self.sarif(status=1)
        self.assertIn('\u202e"=cmd()" é',
                      run["results"][0]["message"]["text"])

    def test_a_file_that_is_missing_has_no_region(self):
        run = self.sarif(mapping="none.yaml", status=1)
        found, = run["results"]
        self.assertEqual(found["ruleId"], "unreadable")
        self.assertNotIn("region",
                         found["locations"][0]["physicalLocation"])

    def test_the_ending_of_the_file_chooses_it(self):
        self.check("-o", "out.sarif")
        self.assertEqual(json.loads(self.read("out.sarif"))["version"],
                         "2.1.0")

    def test_the_bundled_mapping_and_every_bad_one_are_valid(self):
        self.assertGreater(len(self.sarif(mapping=DATA)["results"]), 100)
        bad = os.path.join(ROOT, "tests", "bad")
        for name in sorted(os.listdir(bad)):
            if name.endswith(".yaml"):
                with self.subTest(name):
                    result = self.check("-f", "sarif", mapping=name, cwd=bad)
                    jsonschema.Draft202012Validator(self.schema).validate(
                        json.loads(result.out))

    def test_it_is_the_same_in_every_locale(self):
        one, two = (self.check("-f", "sarif", env={"LC_ALL": locale}).out
                    for locale in ("C", "C.UTF-8"))
        self.assertEqual(one, two)


class Explain(InAFolder):
    def explain(self, *arguments, mapping="m.yaml"):
        return self.check("--explain", *arguments, mapping=mapping)

    def test_every_code_of_the_table(self):
        codes = re.findall(r'\{"([a-z-]+)", GDCT_(\w+),',
                           source("lib", "base", "codes.c"))
        manual = source("doc", "gdctrace.1")
        self.assertGreater(len(codes), 35)
        for code, severity in codes:
            result = self.explain(code)
            self.assertEqual((result.returncode, result.err), (0, ""))
            first, empty, what, mend, end = result.out.split("\n")
            self.assertEqual((empty, end), ("", ""))
            self.assertTrue(first.startswith(f"{code} ({severity.lower()}): "))
            self.assertRegex(what, r"^  [A-Z].*\.$")
            self.assertRegex(mend, r"^  To mend it: .*[^.]\.$")
            summary = first.split(": ", 1)[1]
            self.assertIn(f".It {code} Pq {severity.lower()}\n"
                          f"{summary[0].upper()}{summary[1:]}", manual)

    def test_a_rule_in_words(self):
        result = self.explain("served")
        self.assertEqual((result.returncode, result.err), (0, ""))
        self.assertEqual(result.out, """\
served (rule, a gap is of severity error): Every wish is served

  A gap is a wish that nobody serves
  It asks about each: Wish
  Each must reach at least 1: Work
  In one of these ways, the best first:
    direct: counts as covered
      served by   (path: ^serves)
  What none of them satisfies is a gap, unless a waiver accepts it.
""")

    def test_paths_are_read_aloud(self):
        for path, words in (
                ("^part-of+/^serves",
                 "has part (once or more), then served by"),
                ("part-of?/served-by*",
                 "part of (or not), then served by (any number of times)"),
                ("(^part-of|part-of)*/^served-by",
                 "(has part or part of) (any number of times), then serves"),
                ("^(serves/part-of)",
                 "the other way: (serves, then part of)")):
            self.file("m.yaml", MAPPING.replace("^serves", f'"{path}"'))
            self.assertIn(f"      {words}   (path: {path})\n",
                          self.explain("served").out)

    def test_a_rule_on_links(self):
        self.assertIn("  It asks about each: link\n  Each must have: quote\n",
                      self.explain("quoted").out)

    def test_every_rule_of_the_bundled_mapping(self):
        answer = json.loads(self.explain("list", "-f", "json",
                                         mapping=DATA).out)
        self.assertGreater(len(answer["rules"]), 15)
        for rule in answer["rules"]:
            result = self.explain(rule["rule"], mapping=DATA)
            self.assertEqual((result.returncode, result.err), (0, ""))
            self.assertIn(rule["title"], result.out)

    def test_the_list_names_all(self):
        text = self.explain("list").out
        self.assertIn("  not-yaml (error): the file is not YAML\n", text)
        self.assertIn("  served (error): Every wish is served\n", text)

    def test_json(self):
        answer = json.loads(self.explain("served", "-f", "json").out)
        self.assertEqual(answer["grades"][0]["words"], "served by")
        answer = json.loads(self.explain("no-source", "-f", "json").out)
        self.assertEqual((answer["code"], answer["severity"]),
                         ("no-source", "warning"))

    def test_an_unknown_word_gets_a_suggestion(self):
        for word, hint in (("unknwon-id", "; did you mean 'unknown-id'?"),
                           ("servd", "; did you mean 'served'?"),
                           ("zzzzzz", "; 'list' lists them")):
            result = self.explain(word)
            self.assertEqual((result.returncode, result.out), (2, ""))
            self.assertEqual(result.err, "gdctrace: --explain: no finding "
                             f"code or rule '{word}'{hint}\n")

    def test_a_code_needs_no_mapping_and_a_rule_a_sound_one(self):
        self.file("m.yaml", "nonsense")
        self.assertEqual(self.explain("no-source").returncode, 0)
        result = self.explain("served")
        self.assertEqual(result.returncode, 2)
        self.assertIn("as the mapping has errors", result.err)
        self.assertIn("its rules are not listed", self.explain("list").out)

    def test_it_stands_alone(self):
        self.assertEqual(self.explain("served", "-r", "served").returncode, 2)
        self.assertEqual(self.explain("served", "-f", "sarif").returncode, 2)


class Json(InAFolder):
    def test_it_is_laid_out_as_one_document(self):
        for mapping in "m.yaml", DATA:
            text = self.check("-f", "json", mapping=mapping).out
            self.assertEqual(json.dumps(json.loads(text), indent=2,
                                        ensure_ascii=False) + "\n", text)

    def test_a_full_disk_is_an_error(self):
        for form in "json", "sarif", "text":
            done = run_on_full_disk("check", "-m", "m.yaml", "-f", form,
                                    cwd=self.folder)
            self.assertEqual(done.returncode, 3, form)


if __name__ == "__main__":
    unittest.main()
