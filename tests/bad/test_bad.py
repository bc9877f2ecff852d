#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `gdctrace check` on every bad mapping of this folder.

With GDCT_UPDATE_GOLDEN=1 the expected texts are rewritten.
"""

import json
import os
import pathlib
import re
import time
import unittest

import gdct

BAD = pathlib.Path(__file__).resolve().parent

# What scripts rely on: the table of the design.
ERRORS = """not-yaml bad-encoding control-character empty-file too-large too-deep
alias merge-key tag wrong-shape bad-version unknown-key missing-key
duplicate-key bad-id duplicate-id unknown-id unknown-kind unknown-relation
unknown-source unknown-rule bad-value bad-date bad-range bad-path bad-filter
wrong-kind duplicate-link self-link part-of-cycle part-of-framework
include-missing include-cycle unreadable quote-not-found bad-baseline""".split()
WARNINGS = "no-source lonely-node expired-waiver stale-review".split()
INFOS = ["uncited-source"]
CODES = {**{code: "error" for code in ERRORS},
         **{code: "warning" for code in WARNINGS},
         **{code: "info" for code in INFOS}}

# Codes of other commands, with tests of their own.
ELSEWHERE = {"quote-not-found", "bad-baseline"}

# Cases of several codes.
MIXED = {"five-faults", "right-to-left"}
# A fault whose consequence shows too, because what it hid may be named.
MIXED |= {"not-yaml.colon", "too-deep", "wrong-shape"}

FINDING = re.compile(r"^(?:(?P<file>.*?)(?::(?P<line>\d+):(?P<column>\d+))?: )?"
                     r"(?P<severity>error|warning|info): "
                     r"(?P<message>.*) \[(?P<code>[a-z-]+)\]$")
SUMMARY = re.compile(r"^\d+ files?, \d+ nodes?, ")

ENV = {"NO_COLOR": "1"}
# `check` draws nothing, so no leak needs a whole stack to be excused.
if "ASAN_OPTIONS" in os.environ:
    ENV["ASAN_OPTIONS"] = os.environ["ASAN_OPTIONS"] + ":fast_unwind_on_malloc=1"


def run(*args, cwd=BAD, **options):
    return gdct.run(*map(str, args), cwd=cwd, env=ENV, **options)


def check(*mappings, cwd=BAD, more=(), **options):
    """The findings of a mapping as text, the counts after them left out, and
    the exit status."""
    args = ["check", *more]
    for mapping in mappings:
        args += ["--mappings", mapping]
    result = run(*args, cwd=cwd, **options)
    if result.returncode not in (0, 1) or result.stderr:
        raise AssertionError(f"{args}: status {result.returncode}\n"
                             + result.err)
    lines = []
    for line in result.out.split("\n"):
        if SUMMARY.match(line):
            break
        lines.append(line + "\n")
    else:
        raise AssertionError(f"{args}: no summary")
    return "".join(lines), result.returncode


def findings(text):
    """(line, column, code) of each finding."""
    found = []
    for line in text.splitlines():
        match = FINDING.match(line)
        if match:
            found.append((int(match["line"] or 0), int(match["column"] or 0),
                          match["code"]))
    return found


class TestCase(gdct.Case):
    def setUp(self):
        super().setUp()
        self.folder = pathlib.Path(self.folder)

    def check_text(self, text, **more):
        """Checks one file's text."""
        self.file("t.yaml", text)
        return check("t.yaml", cwd=self.folder, **more)

    def assert_findings(self, text, *wanted):
        """Each wanted finding is a code and the text that begins where it
        must point: the first there is in the file."""
        places = []
        for code, begins in wanted:
            self.assertIn(begins, text)
            before = text[:text.index(begins)]
            places.append((before.count("\n") + 1,
                           len(before) - (before.rfind("\n") + 1) + 1, code))
        self.assertEqual(findings(self.check_text(text)[0]), places)

    def assert_expected(self, name, text):
        path = BAD / (name + ".expected")
        if gdct.UPDATE:
            path.write_text(text, encoding="utf-8")
        self.assertEqual(text, path.read_text(encoding="utf-8"))


def cases():
    for path in sorted(BAD.iterdir()):
        if path.suffix == ".yaml":
            yield path.stem, path
        elif path.is_dir() and path.name != "__pycache__":
            yield path.name, path


class Bad(TestCase):
    """The cases of this folder."""

    def test_each_case_gives_its_findings(self):
        for name, path in cases():
            with self.subTest(name):
                text, status = check(path.name)
                self.assert_expected(name, text)
                found = {code for _, _, code in findings(text)}
                code = name.split(".")[0]
                if name not in MIXED:
                    self.assertEqual(found, {code})
                self.assertEqual(
                    status, any(CODES[one] == "error" for one in found))

    def test_every_code_has_a_case(self):
        names = {path.name.split(".")[0] for path in BAD.glob("*.expected")}
        self.assertEqual(set(CODES) - names, ELSEWHERE)

    def test_every_expected_text_has_a_case(self):
        names = {name for name, _ in cases()} | {"unreadable", "too-large"}
        texts = {path.stem for path in BAD.glob("*.expected")}
        self.assertEqual(texts, names)

    def test_the_table_of_codes_is_that_of_the_design(self):
        table = gdct.source("lib/base/codes.c")
        rows = re.findall(r'\{"([a-z-]+)",\s*GDCT_(ERROR|WARNING|INFO)', table)
        self.assertEqual({code: severity.lower() for code, severity in rows},
                         CODES)

    def test_what_cannot_be_read_is_a_finding(self):
        (self.folder / "link.yaml").symlink_to("nowhere")
        (self.folder / "folder").mkdir()
        (self.folder / "folder.yaml").mkdir()
        (self.folder / "some").mkdir()
        (self.folder / "some" / "link.yaml").symlink_to("nowhere")
        self.file("some/good.yaml", "gdctrace: 1\n")
        text, status = check("link.yaml", "folder", "folder.yaml", "none.yaml",
                             "some", cwd=self.folder)
        self.assertEqual(status, 1)
        self.assert_expected("unreadable", text)

    def test_a_file_of_65_mib_is_too_large(self):
        with open(self.folder / "large.yaml", "wb") as file:
            file.truncate(65 << 20)
        self.file("small.yaml", "gdctrace: 1\nsources:\n"
                  "  - {id: doc, title: [Not text]}\n")
        text, status = check("large.yaml", "small.yaml", cwd=self.folder)
        self.assertEqual(status, 1)
        self.assert_expected("too-large", text)

    def test_json_has_the_same_findings(self):
        for name, path in cases():
            with self.subTest(name):
                result = run("check", "--mappings", path.name, "--format",
                             "json")
                document = json.loads(result.stdout)
                text = (BAD / (name + ".expected")).read_text(encoding="utf-8")
                self.assertEqual([(one["line"], one["column"], one["code"])
                                  for one in document["findings"]],
                                 findings(text))
                for one in document["findings"]:
                    self.assertEqual(one["severity"], CODES[one["code"]])


MODEL = """gdctrace: 1
model:
  kinds:
    - {id: thing, title: Thing}
  relations:
    - {id: helps, inverse: helped-by, from: thing, to: thing}
sources:
  - {id: doc, title: Document}
nodes:
  - {id: one, kind: thing, title: One}
"""


class OneFaultOneFinding(TestCase):
    """No fault hides another, and none gives a second finding."""

    def test_five_faults_give_five_findings(self):
        self.assertEqual(
            [code for _, _, code in findings(check("five-faults.yaml")[0])],
            ["unknown-key", "bad-encoding", "unknown-id", "unknown-kind",
             "bad-date"])

    def test_five_faults_of_the_links_give_five_findings(self):
        self.assert_findings(
            MODEL + "  - {id: two, kind: thing, title: Two}\n"
            "links:\n"
            "  - {from: one, relation: helps, to: one, source: doc}\n"
            "  - {from: one, relation: help, to: two, source: doc}\n"
            "  - {from: one, relation: helps, to: two, source: dcc}\n"
            "  - {from: one, relation: helps, to: two, source: doc}\n"
            "  - {from: two, relation: helps, to: one}\n",
            ("self-link", "one, source: doc"), ("unknown-relation", "help,"),
            ("unknown-source", "dcc"), ("duplicate-link", "two, source: doc}\n"
             "  - {from: two"), ("no-source", "one}\n"))

    def test_an_unknown_kind_gives_nothing_else(self):
        self.assert_findings(
            MODEL.replace("    - {id: thing, title: Thing}\n",
                          "    - {id: thing, title: Thing, attributes: ["
                          "{name: size, type: integer}]}\n")
            + "  - {id: two, kind: thnig, title: Two, size: large, "
            "part-of: one, links: {helps: {to: one, source: doc}}}\n",
            ("unknown-kind", "thnig"))

    def test_an_unknown_kind_in_a_relation_gives_nothing_else(self):
        self.assert_findings(
            MODEL.replace("from: thing,", "from: thinq,")
            + "  - {id: two, kind: thing, title: Two, "
            "links: {helps: {to: one, source: doc}}}\n",
            ("unknown-kind", "thinq"))

    def test_an_unknown_framework_gives_nothing_else(self):
        self.assert_findings(
            MODEL.replace("title: Thing}", "title: Thing}\n"
                          "    - {id: part, title: Part, framework: f}")
            + "  - {id: two, kind: part, title: Two, part-of: one, "
            "evidence: [{source: doc}]}\n", ("bad-value", "f}"))

    def test_an_unknown_source_of_the_defaults_is_reported_once(self):
        self.assert_findings(
            MODEL + "  - {id: two, kind: thing, title: Two, links: {helps: "
            "{to: one, quote: This}, helped-by: one}, "
            "evidence: [{source: doc}]}\n"
            "defaults: {source: dcc, locator: page 1}\n",
            ("unknown-source", "dcc"))

    def test_a_source_of_the_wrong_shape_is_not_missing_too(self):
        self.assert_findings(
            MODEL + "  - {id: two, kind: thing, title: Two, links: {helps: "
            "[{to: one, source: [doc]}]}, evidence: [{source: doc}]}\n",
            ("wrong-shape", "[doc]}]"))

    def test_a_node_whose_links_are_broken_is_not_lonely(self):
        self.assert_findings(
            MODEL + "  - {id: two, kind: thing, title: Two, links: {helps: "
            "[{source: doc}]}}\n"
            "  - {id: three, kind: thing, title: Three, part-of: none}\n"
            "  - {id: four, kind: thing, title: Four, part-of: one}\n",
            ("missing-key", "{source: doc}]"), ("unknown-id", "none}"))

    def test_a_misspelt_key_is_not_missing_too(self):
        self.assert_findings(
            MODEL + "  - {id: two, kidn: thing, titel: Two, part-of: one, "
            "evidence: [{source: doc}]}\n",
            ("unknown-key", "kidn"), ("unknown-key", "titel"))

    def test_an_attribute_does_not_stand_for_a_key_of_its_sound(self):
        self.assert_findings(
            MODEL.replace("title: Thing}", "title: Thing, attributes: ["
                          "{name: titel}]}")
            + "  - {id: two, kind: thing, titel: Two, part-of: one, "
            "evidence: [{source: doc}]}\n", ("missing-key", "two, kind"))

    def test_a_misspelt_list_is_read(self):
        self.assert_findings(
            MODEL.replace("nodes:", "node:").replace("kinds:", "kind:")
            + "  - {id: two, kind: thing, title: Two, start: soon, "
            "links: {helps: {to: one, source: doc}}}\n",
            ("unknown-key", "kind:"), ("unknown-key", "node:"),
            ("bad-date", "soon"))

    def test_a_list_that_stands_twice_is_read_twice(self):
        self.assert_findings(
            MODEL + "nodes:\n  - {id: two, kind: thing, title: Two, "
            "start: soon, links: {helps: {to: one, source: doc}}}\n",
            ("duplicate-key", "nodes:\n  - {id: two"), ("bad-date", "soon"))

    def test_a_name_lost_with_a_file_is_reported_once(self):
        self.file("a/model.yaml", MODEL.replace("model:", "model: ]"))
        self.file("a/z.yaml", "gdctrace: 1\nnodes:\n" + "".join(
            f"  - {{id: n{i}, kind: thing, title: N}}\n" for i in range(50)))
        text, status = check("a", cwd=self.folder)
        self.assertEqual(status, 1)
        self.assertEqual(
            findings(text),
            [(2, 8, "not-yaml"), (3, 20, "unknown-kind")])
        self.assertIn("no kind 'thing' in what could be read", text)

    def test_a_bad_file_does_not_hide_the_next_file(self):
        self.file("a/a.yaml", "gdctrace: 1\nnodes: [\n")
        self.file("a/b.yaml", b"gdctrace: 1\nsources: \xff\n")
        self.file("a/c.yaml", "")
        self.file("a/d.yaml", "gdctrace: 1\nnodse: []\n")
        self.assertEqual(
            [code for _, _, code in findings(check("a", cwd=self.folder)[0])],
            ["not-yaml", "bad-encoding", "wrong-shape", "empty-file",
             "unknown-key"])

    def test_attributes_of_kinds_and_relations_may_share_a_name(self):
        self.assert_findings(
            MODEL.replace("title: Thing}", "title: Thing, attributes: ["
                          "{name: role}]}")
            .replace("to: thing}", "to: thing, attributes: [{name: role}]}")
            + "  - {id: two, kind: thing, title: Two, role: x, links: "
            "{helps: {to: one, source: doc, role: y}}}\n")

    def test_an_empty_relation_that_is_unknown_is_in_its_own_file(self):
        self.file("a/a.yaml", MODEL + "  - {id: two, kind: thing, title: Two,"
                  " part-of: one, evidence: [{source: doc}], "
                  "links: {halps: []}}\n")
        self.file("a/b.yaml", "gdctrace: 1\nlinks:\n"
                  "  - {from: one, relation: helps, to: two, source: doc}\n")
        text, _ = check("a", cwd=self.folder)
        self.assertTrue(text.startswith("a/a.yaml:11:"), text)


class Places(TestCase):
    """Lines and columns, whatever stands before them."""

    def test_columns_follow_byte_order_marks_and_line_endings(self):
        text = MODEL + "  - {id: two, kind: thnig, title: Two, part-of: one, "\
            "evidence: [{source: doc}]}\n"
        for name, content in {
                "plain": text.encode(),
                "BOM": b"\xef\xbb\xbf" + text.encode(),
                "CRLF": text.replace("\n", "\r\n").encode(),
                "CR": text.replace("\n", "\r").encode(),
                "BOM and CRLF": b"\xef\xbb\xbf"
                + text.replace("\n", "\r\n").encode()}.items():
            with self.subTest(name):
                shown, _ = self.check_text(content)
                self.assertEqual(findings(shown), [(11, 21, "unknown-kind")])
                self.assertIn("\n    11 |   - {id: two, kind: thnig, title: "
                              "Two, part-of: one, evidence: [{source: doc}]}\n"
                              "       |                     ^\n", shown)

    def test_the_first_line_after_a_byte_order_mark(self):
        for value, codes in ((b"x", ["wrong-shape"]),
                             (b"\xff", ["bad-encoding", "wrong-shape"])):
            text, _ = self.check_text(
                b"\xef\xbb\xbf{gdctrace: 1, nodes: " + value + b"}\n")
            self.assertEqual(findings(text), [(1, 22, one) for one in codes])

    def test_columns_count_characters(self):
        for title in ("مؤشر", "全球数字契约", "Ña", "𝔸𝔹", "e\u0301"):
            with self.subTest(title):
                self.assert_findings(
                    MODEL + f"  - {{title: {title}, id: two, part-of: one, "
                    "kind: x, evidence: [{source: doc}]}\n",
                    ("unknown-kind", "x, evidence"))

    def test_a_value_of_several_lines_is_where_it_begins(self):
        self.assert_findings(
            MODEL + "  - id: two\n    kind:\n      thnig\n    title: >-\n"
            "      Two\n      lines\n    part-of: one\n    start: |\n"
            "      soon\n    evidence:\n      - source: doc\n",
            ("unknown-kind", "thnig"), ("bad-date", "|\n"))

    def test_a_very_long_line(self):
        filler = "x" * 50000
        text, _ = self.check_text(
            MODEL + f"  - {{id: two, title: {filler}, kind: y, part-of: one, "
            f"summary: {filler}, evidence: [{{source: doc}}]}}\n")
        self.assertEqual(findings(text), [(11, 50030, "unknown-kind")])
        self.assertLess(len(text), 500)

    def test_flow_files_are_read(self):
        text = json.dumps({
            "gdctrace": 1,
            "model": {"kinds": [{"id": "thing", "title": "Thing"}]},
            "nodes": [{"id": "one", "kind": "thing", "title": "\u00e9\t1"},
                      {"id": "two", "kind": "thing", "title": {"en": "Two"},
                       "part-of": "one", "start": "2024"}]})
        self.assertEqual(self.check_text(text), ("", 0))
        self.assert_findings(text.replace("2024", "24"),
                             ("bad-date", '"24"'))

    def test_unicode_line_breaks_count_as_yaml_counts_them(self):
        text, _ = self.check_text("gdctrace: 1\n# a\u2028nodes: x\n")
        self.assertEqual(findings(text), [(3, 8, "wrong-shape")])


class Texts(TestCase):
    """Scalars are text; nothing is turned into something else."""

    def export(self, text):
        self.file("t.yaml", text)
        result = run("export", "--format", "json", "--mappings", "t.yaml",
                     cwd=self.folder)
        self.assertEqual(result.stderr, b"")
        return json.loads(result.stdout)

    def test_text_stays_as_it_is_written(self):
        for word in ("NO", "1.10", "0x10", "010", "1e3", "~", "null", "true",
                     "2025-02-30", "12:30:45", ".inf", "=", "1_000"):
            with self.subTest(word):
                document = self.export(MODEL + f"  - {{id: '1.10', "
                                       f"kind: thing, title: {word}, "
                                       "part-of: one}\n")
                node = document["nodes"][1]
                self.assertEqual(node["id"], "1.10")
                title = node["title"]
                self.assertEqual(
                    title["en"] if isinstance(title, dict) else title, word)

    def test_defaults_may_stand_before_or_after_the_links(self):
        links = ("links:\n  - {from: one, relation: helps, "
                 "to: [two, {to: three, locator: here}], source: own}\n"
                 "  - {from: two, relation: helps, to: one, locator: there}\n"
                 "  - {from: two, relation: helps, to: three, "
                 "basis: proposed}\n"
                 "  - {from: three, relation: helps, to: [one, two], "
                 "evidence: [{locator: a}, {source: own, quote: b}]}\n")
        defaults = "defaults: {source: doc, locator: all, author: Office}\n"
        nodes = (MODEL.replace("title: Document}", "title: Document}\n"
                               "  - {id: own, title: Own}")
                 + "  - {id: two, kind: thing, title: Two}\n"
                 "  - {id: three, kind: thing, title: Three}\n")
        head, rest = nodes.split("\n", 1)
        before = self.export(head + "\n" + defaults + rest + links)
        after = self.export(nodes + links + defaults)
        self.assertEqual(before["links"], after["links"])
        cited = {(link["from"], link["to"]): [
            (piece.get("source"), piece.get("locator"))
            for piece in link.get("evidence", [])]
            for link in after["links"]}
        mixed = [("doc", "a"), ("own", None)]
        self.assertEqual(cited, {
            ("one", "two"): [("own", None)], ("one", "three"): [("own", "here")],
            ("two", "one"): [("doc", "there")], ("two", "three"): [],
            ("three", "one"): mixed, ("three", "two"): mixed})

    def test_an_inverse_name_is_stored_in_base_direction(self):
        document = self.export(MODEL + "  - {id: two, kind: thing, title: Two,"
                               " links: {helped-by: one}}\n")
        link, = document["links"]
        self.assertEqual((link["from"], link["relation"], link["to"]),
                         ("one", "helps", "two"))

    def test_the_language_of_plain_texts(self):
        document = self.export(
            MODEL.replace("gdctrace: 1\n", "gdctrace: 1\nlanguage: fr\n"))
        title = document["nodes"][0]["title"]
        self.assertIn(title, ({"fr": "One"}, "One"))

    def test_empty_values_say_nothing(self):
        self.assert_findings(
            MODEL + "  - id: two\n    kind: thing\n    title: Two\n"
            "    part-of: one\n    summary:\n    status:\n    same-as: []\n"
            "    start:\n    evidence:\n    measures:\n    links:\n"
            "  - id: three\n    kind: thing\n    title: Three\n"
            "    links:\n      helps:\n      helped-by:\n"
            "        - {to: two, source: doc, quote:, rationale: , basis: }\n"
            .replace("quote:,", "quote: ,")
            + "include:\nrules:\nviews: []\nwaivers:\ndefaults:\n")


class Files(TestCase):
    """Several files are one mapping."""

    def many(self):
        self.file("m/model.yaml", MODEL)
        for i in range(50):
            self.file(
                f"m/{'sub/' if i % 3 else ''}f{i}.yaml",
                f"gdctrace: 1\nlanguage: {'fr' if i % 2 else 'en'}\n"
                f"nodes:\n  - id: n{i}\n    kind: {'x' if i % 10 == 0 else ''}"
                f"thing\n    title: Node {i}\n    links:\n      helps:\n"
                f"        - {{to: n{(i + 3) % 53}, source: doc}}\n"
                f"        - {{to: one, locator: page {i}}}\n"
                f"defaults: {{source: {'dco' if i == 5 else 'doc'}}}\n")

    def test_threads_change_nothing(self):
        self.many()
        one = run("check", "--threads", "1", "--mappings", "m",
                  cwd=self.folder)
        self.assertEqual(one.returncode, 1)
        self.assertEqual(len(findings(one.stdout.decode())), 5 + 3 + 1)
        for _ in range(3):
            eight = run("check", "--threads", "8", "--mappings", "m",
                        cwd=self.folder)
            self.assertEqual(one.stdout, eight.stdout)

    def test_threads_change_no_export(self):
        self.many()
        for path in self.folder.rglob("f*.yaml"):
            text = path.read_text().replace("xthing", "thing")
            text = text.replace("dco", "doc")
            text = re.sub(r"to: n5[0-2]", "to: n9", text)
            path.write_text(text)
        for format in ("json", "xml"):
            outputs = []
            for threads in "1", "8":
                result = run("export", "--format", format, "--threads",
                             threads, "--mappings", "m", cwd=self.folder)
                self.assertEqual(result.stderr, b"")
                self.assertEqual(result.returncode, 0)
                outputs.append(result.stdout)
            self.assertEqual(*outputs)

    def test_a_file_reached_twice_is_loaded_once(self):
        self.file("m/model.yaml", MODEL)
        self.file("m/a.yaml", "gdctrace: 1\ninclude: [model.yaml, "
                  "../m/model.yaml, ./model.yaml]\nlinks:\n"
                  "  - {from: one, relation: helps, to: two, source: doc}\n"
                  "nodes:\n  - {id: two, kind: thing, title: Two}\n")
        (self.folder / "again.yaml").symlink_to("m/model.yaml")
        (self.folder / "m2").symlink_to("m")
        for paths in (["m"], ["m/a.yaml"], ["m", "m/"], ["m/a.yaml", "m"],
                      ["m2", "again.yaml", "m"],
                      ["m", self.folder / "m/a.yaml"]):
            with self.subTest(paths):
                self.assertEqual(check(*paths, cwd=self.folder), ("", 0))

    def test_a_file_may_include_the_folder_it_stands_in(self):
        self.file("m/a.yaml", "gdctrace: 1\ninclude: [.]\nlinks:\n"
                  "  - {from: one, relation: helps, to: two, source: doc}\n"
                  "nodes:\n  - {id: two, kind: thing, title: Two}\n")
        self.file("m/model.yml", MODEL)
        self.assertEqual(check("m/a.yaml", cwd=self.folder), ("", 0))

    def test_files_come_in_byte_order_of_path(self):
        names = ["B.yaml", "a.yaml", "a/b.yaml", "a0.yaml", "\u00e9.yaml"]
        for i, name in enumerate(names):
            self.file("m/" + name, "gdctrace: 1\nmodel: {kinds: [{id: k%d, "
                      "title: K}]}\nnodes: [{id: n%d, kind: k%d, title: N, "
                      "part-of: n0}]\n" % (i, i, i))
        self.file("m/.hidden.yaml", "[")
        self.file("m/.hidden/x.yaml", "[")
        self.file("m/notes.txt", "[")
        self.file("m/z.yaml", "gdctrace: 1\n")
        (self.folder / "m" / "loop").symlink_to(".")
        result = run("export", "--format", "json", "--mappings", "m",
                     cwd=self.folder)
        text, _ = check("m", cwd=self.folder)
        order = sorted(names, key=lambda name: ("m/" + name).encode())
        self.assertEqual([code for _, _, code in findings(text)],
                         ["part-of-cycle"])
        self.assertEqual(result.returncode, 1)
        for name in names:
            path = self.folder / "m" / name
            path.write_text(path.read_text().replace(", part-of: n0", ""))
        result = run("export", "--format", "json", "--mappings", "m",
                     cwd=self.folder)
        document = json.loads(result.stdout)
        self.assertEqual([node["id"] for node in document["nodes"]],
                         [f"n{names.index(name)}" for name in order])


class Large(TestCase):
    """Hostile files end within seconds, with a finding."""

    def assert_quick(self, content, *codes, seconds=60):
        began = time.monotonic()
        text, status = self.check_text(content, timeout=seconds)
        self.assertLess(time.monotonic() - began, seconds)
        self.assertEqual(status, 1)
        found = [code for _, _, code in findings(text)]
        for code in codes:
            self.assertIn(code, found)
        return text

    def test_deep_nesting(self):
        self.assert_quick("gdctrace: 1\nnodes: " + "[" * 100000, "too-deep")
        self.assert_quick("gdctrace: 1\nnodes: " + "{a: " * 100000, "too-deep")
        self.assert_quick("gdctrace: 1\nnodes:\n  " + "- " * 100000,
                          "too-deep")
        self.assert_quick("? " * 100000, "too-deep")

    def test_a_text_of_more_than_a_mebibyte(self):
        text = "x" * (1 << 20)
        self.assertEqual(self.check_text(
            MODEL + f"  - {{id: two, kind: thing, part-of: one, title: {text}, "
            "evidence: [{source: doc}]}\n"), ("", 0))
        self.assert_quick(MODEL + f"  - {{id: two, kind: thing, part-of: one, "
                          f"title: {text}x}}\n", "too-large")
        shown = self.assert_quick(f"gdctrace: {text}\n", "bad-version")
        self.assertLess(len(shown), 10000)

    def test_a_key_of_a_mebibyte(self):
        shown = self.assert_quick(
            MODEL + "  - id: two\n    ? " + "x" * (1 << 20)
            + "\n    : [" + "[]," * 100000 + "]\n", "too-large")
        self.assertLess(len(shown), 10000)

    def test_300_keys_in_a_map(self):
        keys = "".join(f"    k{i}: x\n" for i in range(300))
        self.assert_quick(MODEL + "  - id: two\n" + keys, "too-large")
        self.assert_quick(MODEL + "  - id: two\n    links:\n"
                          + keys.replace("    k", "      k"), "too-large")
        self.assert_quick("gdctrace: 1\n" + keys.replace("    ", ""),
                          "too-large")

    def test_lists_of_a_million_items(self):
        self.assert_quick(MODEL + "  - {id: two, kind: thing, title: Two, "
                          "same-as: [" + "a:b," * 1000000 + "]}\n",
                          "too-large")
        self.assert_quick(MODEL + "  - {id: two, kind: thing, title: Two, "
                          "links: {helps: [" + " x,\n" * 1000000 + " ]}}\n",
                          "unknown-id")
        self.assert_quick(MODEL + "  - {id: two, kind: thing, title: Two, "
                          "evidence: [" + "{source: doc}," * 1000000 + "]}\n",
                          "too-large")
        self.assert_quick("gdctrace: 1\nnodes: [\n" + " x,\n" * 1000000 + " ]\n",
                          "wrong-shape")

    def test_a_million_links_that_share_much(self):
        self.assert_quick(
            MODEL + "links:\n  - {from: one, relation: helps, source: doc, "
            "role: [" + "x," * 9000 + "], to: ["
            + "{to: two, confidence: 1}," * 100000 + "]}\n", "too-large")

    def test_ids_that_differ_in_case_only(self):
        word = "abcdefghijklmnopqr"
        ids = ("".join(c.upper() if i >> n & 1 else c
                       for n, c in enumerate(word)) for i in range(100000))
        self.assert_quick(
            "gdctrace: 1\nnodes:\n" + "".join(
                f"  - {{id: {one}, kind: k, title: T}}\n" for one in ids),
            "duplicate-id")

    def test_a_model_of_many_kinds(self):
        self.assert_quick(
            "gdctrace: 1\nmodel:\n  kinds:\n" + "".join(
                f"    - {{id: k{i}, title: K}}\n" for i in range(100000))
            + "  relations:\n    - {id: r, from: ["
            + "".join(f"k{i}," for i in range(90000, 99000)) + "], to: k1}\n",
            "too-large")

    def test_a_cycle_of_many_parts(self):
        self.assert_quick(
            MODEL + "".join(
                f"  - {{id: n{i}, kind: thing, title: N, "
                f"part-of: n{(i + 1) % 100000}}}\n" for i in range(100000)),
            "part-of-cycle")

    def test_a_hundred_files_that_include_each_other(self):
        for i in range(100):
            self.file(f"m/f{i}.yaml", "gdctrace: 1\ninclude:\n" + "".join(
                f"  - f{j}.yaml\n" for j in range(100)))
        text, status = check("m", cwd=self.folder)
        self.assertEqual(status, 1)
        self.assertEqual({code for _, _, code in findings(text)},
                         {"include-cycle"})


if __name__ == "__main__":
    unittest.main()
