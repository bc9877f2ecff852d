# SPDX-License-Identifier: Apache-2.0
"""`gdctrace schema`: what editors are told of mapping files. The judge is
python3-jsonschema, on what python3-yaml makes of the files."""
import datetime
import json
import os
import re
import unittest

import jsonschema
import yaml

from gdct import DATA, ROOT, UPDATE, Case, fine, run, source

SAVED = os.path.join(ROOT, "schema", "mapping.schema.json")
BAD = os.path.join(ROOT, "tests", "bad")
LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")

# Faults that one file shows by itself: the schema must see them. The others
# take other files, the text of a path, or what YAML readers let pass.
SEEN = {
    "bad-id", "bad-value", "bad-value.framework",
    "bad-version", "bad-version.none", "empty-file", "empty-file.comment",
    "missing-key", "missing-key.empty", "missing-key.link",
    "missing-key.version", "unknown-key", "unknown-key.attribute",
    "unknown-key.slip", "unknown-kind", "unknown-relation",
    "wrong-shape", "wrong-shape.list", "wrong-shape.text",
}

MODEL = """gdctrace: 1
model:
  kinds:
    - id: thing
      title: {en: Thing, fr: Chose}
      attributes:
        - {name: size, type: integer}
        - {name: weight, type: decimal}
        - {name: shade, type: choice, values: [red, yes, 1.10], many: yes}
        - {name: seen, type: date}
        - {name: page, type: uri}
        - {name: words, type: text, many: yes}
    - {id: place, title: Place}
  relations:
    - id: in
      inverse: holds
      from: thing
      to: place
      attributes: [{name: shelf, type: integer}]
sources: [{id: doc, title: D}]
"""
NODES = """nodes:
  - id: a
    kind: thing
    title: A
    size: 3
    weight: 1.5
    shade: [yes, 1.10, red]
    seen: 2024
    page: https://example.org/a
    words: [1.10, yes, some words]
    links: {in: [b, {to: c, source: doc, shelf: 2}]}
  - {id: b, kind: place, title: 2024, links: {holds: x}}
  - {id: c, kind: place, title: {en: yes, fr: oui}, summary: }
links:
  - {from: a, relation: in, to: [d, {to: e, shelf: 1}], basis: proposed,
     confidence: 1}
  - {from: d, relation: holds, to: x, shelf: 4}
"""


def as_json(value):
    """What an editor has: JSON knows neither dates nor keys that are no text,
    which a YAML 1.1 reader makes of 2025-02-11, of `on` and of `no`."""
    if isinstance(value, dict):
        return {{True: "on", False: "no"}.get(key, str(key)): as_json(item)
                for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return value


def load(path):
    with open(path, "rb") as file:
        return as_json(yaml.safe_load(file))


def make(*arguments):
    return run("schema", *arguments)


def bundled():
    for folder, _, names in sorted(os.walk(DATA)):
        for name in sorted(names):
            if name.endswith(".yaml"):
                yield os.path.join(folder, name)


class Saved(unittest.TestCase):
    def test_it_is_current(self):
        made = make("-m", DATA)
        self.assertEqual((made.returncode, made.stderr), (0, b""))
        if UPDATE:
            with open(SAVED, "wb") as file:
                file.write(made.stdout)
        with open(SAVED, "rb") as file:
            self.assertEqual(file.read(), made.stdout,
                             "write it with: gdctrace schema --mappings "
                             "mappings -o schema/mapping.schema.json")

    def test_it_is_a_schema_of_2020_12(self):
        schema = load(SAVED)
        self.assertEqual(schema["$schema"],
                         "https://json-schema.org/draft/2020-12/schema")
        jsonschema.Draft202012Validator.check_schema(schema)

    def test_every_reference_leads_somewhere(self):
        schema = load(SAVED)
        with open(SAVED, encoding="utf-8") as file:
            names = set(re.findall(r'"#/\$defs/([^"]+)"', file.read()))
        self.assertEqual(names - set(schema["$defs"]), set())

    def test_every_bundled_file_is_good(self):
        judge = jsonschema.Draft202012Validator(load(SAVED))
        count = 0
        for path in bundled():
            with self.subTest(path):
                judge.validate(load(path))
            count += 1
        self.assertGreater(count, 25)

    def test_every_bundled_file_names_it(self):
        for path in bundled():
            with open(path, encoding="utf-8") as file:
                match = LINE.fullmatch(file.readline())
            self.assertTrue(match, path)
            self.assertEqual(os.path.realpath(os.path.join(
                os.path.dirname(path), match[1])), os.path.realpath(SAVED))

    def test_every_key_is_described(self):
        schema = load(SAVED)
        shapes = [schema] + [
            part for name, part in schema["$defs"].items() if "title" in part
            and not name.startswith("node-")]
        self.assertGreater(len(shapes), 15)
        for shape in shapes:
            for key, property_ in shape["properties"].items():
                self.assertTrue(property_.get("description"),
                                f"{shape['title']}: {key}")

    def test_every_key_of_the_tables_is_in_it(self):
        keys = set(re.findall(r'\{"([a-z-]+)", GDCT_VALUE',
                              source("lib", "model", "shape.c")))
        schema = load(SAVED)
        found = set(schema["properties"])
        for part in schema["$defs"].values():
            found |= set(part.get("properties", {}))
        self.assertGreater(len(keys), 50)
        self.assertEqual(keys - found, set())


class Judged(Case):
    def judge(self, model=MODEL):
        made = make("-m", self.file("m.yaml", model))
        self.assertEqual(made.returncode, 0, made.stderr)
        schema = json.loads(made.stdout)
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator(schema)

    def is_good(self, judge, text):
        return judge.is_valid(as_json(yaml.safe_load(text)))

    def test_scalars_may_have_been_given_a_type(self):
        judge = self.judge()
        judge.validate(as_json(yaml.safe_load(MODEL + NODES)))

    def test_what_gdctrace_refuses_and_one_file_shows(self):
        judge = self.judge()
        for old, new in (
                ("kind: thing", "kind: thnig"),
                ("size: 3", "size: 3.5"), ("size: 3", "size: three"),
                ("weight: 1.5", "weight: heavy"),
                ("red]\n    seen", "blue]\n    seen"),
                ("seen: 2024", "seen: 2024-13"), ("seen: 2024", "seen: soon"),
                ("seen: 2024", "seen: 2024-01/2024-02"),
                ("https://example.org/a", "example"),
                ("size: 3", "size: [3, 4]"), ("size: 3", "sise: 3"),
                ("{in: [b,", "{inn: [b,"), ("{in: [b,", "{holds: [b,"),
                ("shelf: 2", "shelf: low"), ("shelf: 2", "shelve: 2"),
                ("shelf: 1}", "shelf: low}"), ("shelf: 4", "shlef: 4"),
                ("confidence: 1", "confidence: 2"),
                ("confidence: 1", "sureness: 1"),
                ("basis: proposed", "basis: guessed"),
                ("relation: holds", "relation: hold"),
                ("title: 2024", "titel: 2024"), ("title: 2024", "title:"),
                ("{en: yes, fr: oui}", "{}"),
                ("{en: yes, fr: oui}", "{english: [a]}"),
                ("id: b", "id: b b"), ("gdctrace: 1", "gdctrace: 2"),
                ("nodes:", "nods:"), ("from: a, ", "")):
            text = (MODEL + NODES).replace(old, new, 1)
            self.assertNotEqual(text, MODEL + NODES)
            with self.subTest(new):
                self.assertFalse(self.is_good(judge, text))

    def test_what_it_refuses_gdctrace_refuses(self):
        """The sample itself loads, but for the nodes it does not have."""
        done = run("check", "-m", self.file("m.yaml", MODEL + NODES))
        self.assertEqual(set(re.findall(r"error: .*\[([a-z-]+)\]", done.out)),
                         {"unknown-id"}, done.out)

    def test_a_new_kind_is_in_it_by_itself(self):
        judge = self.judge(MODEL.replace(
            "    - {id: place", "    - {id: idea, title: I}\n"
            "    - {id: place"))
        self.assertTrue(self.is_good(judge, "gdctrace: 1\nnodes: [{id: i, "
                                     "kind: idea, title: I}]\n"))

    def test_without_a_model_any_kind_may_be_meant(self):
        judge = self.judge("gdctrace: 1\n")
        self.assertTrue(self.is_good(judge, MODEL))
        self.assertTrue(self.is_good(judge, "gdctrace: 1\nnodes: [{id: i, "
                                     "kind: idea, title: I}]\n"))
        self.assertFalse(self.is_good(judge, "gdctrace: 1\nnodes: [{id: i, "
                                      "title: I}]\n"))

    def test_titles_come_in_the_language_asked_for(self):
        self.judge()
        made = json.loads(make("-m", self.path("m.yaml"), "--lang", "fr").stdout)
        self.assertEqual(made["$defs"]["node-thing"]["title"], "Chose")

    def test_hostile_titles_stay_text(self):
        self.judge(MODEL.replace("{en: Thing, fr: Chose}",
                                 r'"\u202E</script>\"}, =cmd()"'))

    def judge_of(self, text):
        """By the model of a bad file, or if that is bad by another one."""
        made = make("-m", self.file("m.yaml", re.sub(
            r"(?s)^nodes:.*", "", text, flags=re.M)))
        if made.returncode != 0:
            made = make("-m", os.path.join(BAD, "lonely-node.yaml"))
        return jsonschema.Draft202012Validator(json.loads(made.stdout))

    def test_the_bad_files(self):
        seen = set()
        for name in sorted(os.listdir(BAD)):
            if not name.endswith(".yaml"):
                continue
            path = os.path.join(BAD, name)
            try:
                document = load(path)
                with open(path, encoding="utf-8") as file:
                    judge = self.judge_of(file.read())
            except (yaml.YAMLError, ValueError):
                continue  # the editor says that it is no YAML
            if not judge.is_valid(document):
                seen.add(name[:-5])
        self.assertEqual(SEEN - seen, set(), "not seen")
        # Nothing that is good but for other files may be refused.
        for name in ("lonely-node", "no-source", "uncited-source",
                     "duplicate-link", "self-link", "expired-waiver",
                     "part-of-cycle", "unknown-id", "unknown-source"):
            self.assertNotIn(name, seen)


class CommandLine(unittest.TestCase):
    def test_a_broken_mapping_has_no_schema(self):
        done = make("-m", os.path.join(BAD, "unknown-key.yaml"))
        self.assertEqual((done.returncode, done.stdout), (1, b""))

    def test_wrong_usage(self):
        self.assertEqual(make("-f", "xml").returncode, 2)
        self.assertEqual(make("word").returncode, 2)

    def test_a_full_disk_is_an_error(self):
        self.assertEqual(make("-o", "/dev/full").returncode, 3)

    def test_it_is_the_same_in_every_locale(self):
        one, two = (fine("schema", env={"LC_ALL": locale})
                    for locale in ("C", "C.UTF-8"))
        self.assertEqual(one, two)


if __name__ == "__main__":
    unittest.main()
