# SPDX-License-Identifier: Apache-2.0
"""gdctrace diff: what changed between two mappings, and nothing else."""
import glob
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
import unittest

from gdct import DATA, GDCTRACE, Case, run_on_full_disk

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds:
    - id: task
      framework: f
      title: Task
      attributes:
        - {name: tag, type: text, many: yes}
        - {name: size, type: decimal}
    - {id: goal, framework: f, title: Goal}
  relations:
    - {id: serves, inverse: served-by, from: task, to: goal}
    - {id: helps, from: task, to: task}
sources:
  - {id: doc, title: A document, date: 2020}
  - {id: memo, title: A memo}
"""

NODES = """nodes:
  - {id: g1, kind: goal, title: First goal}
  - {id: g2, kind: goal, title: {en: Second goal, fr: Second but}}
  - {id: g10, kind: goal, title: Tenth goal}
  - id: t1
    kind: task
    title: Build roads
    tag: [b, a]
    size: 0.50
    measures: [{name: roads, value: 3, unit: km, at: 2020, source: doc}]
    links: {serves: [{to: g1, source: doc, locator: p. 1, quote: said so}]}
  - id: t2
    kind: task
    title: Build bridges
    part-of: t1
    links:
      serves: [{to: g2, source: doc}, {to: g10, basis: proposed}]
      helps: [{to: t1, source: doc}]
"""

RULES = """rules:
  - id: served
    title: Every goal is served
    severity: warning
    each: goal
    reach: task
    grades:
      - {id: direct, path: served-by, counts: covered}
      - {id: idea, path: served-by, counts: partial, basis: [proposed]}
"""

OLD = MODEL + NODES + RULES

HOSTILE = ("=cmd()|`x` <script>alert(1)</script> [a](http://evil.example) "
           "www.evil.example @team **b** \u202e $x$ #1 <!--")

LISTS = ("nodes", "links", "sources", "waivers", "reviews")
MODEL_LISTS = ("frameworks", "kinds", "relations", "paths", "rules", "views")
SORTS = ("added", "removed", "changed", "renamed")


def git(folder, *args):
    env = {**os.environ, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c",
           "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.c",
           "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    return subprocess.run(["git", *args], cwd=folder, env=env, check=True,
                          capture_output=True, text=True).stdout.strip()


class DiffTest(Case):
    inside = True

    def setUp(self):
        super().setUp()
        self.temporary = self.path("tmp")
        os.mkdir(self.temporary)

    def run_it(self, *args, env=None, command="diff", **options):
        done = super().run_it(command, *args, **options,
                              env={"TMPDIR": self.temporary, **(env or {})})
        self.assertEqual(os.listdir(self.temporary), [], "left behind")
        return done

    def between(self, old, new, *args):
        return self.json(self.file("old.yaml", old), self.file("new.yaml", new),
                         *args)

    def edited(self, *edits, old=OLD):
        new = old
        for before, after in edits:
            self.assertIn(before, new)
            new = new.replace(before, after)
        return self.between(old, new)

    def ids(self, answer, kind, sort, key="id"):
        return [item[key] for item in answer[kind][sort]]

    def assert_only(self, answer, **wanted):
        """Nothing is different but what is wanted: nodes_added=1 ..."""
        found = {f"{name}_{sort}": len(holder[name][sort])
                 for holder, names in ((answer, LISTS),
                                       (answer["model"], MODEL_LISTS))
                 for name in names for sort in SORTS
                 if holder[name][sort]}
        self.assertEqual(found, wanted)
        self.assertEqual(answer["same"], not wanted and not any(
            rule[key] for rule in answer["rules"]
            for key in ("opened", "closed", "regraded")))


class TheSame(DiffTest):
    def assert_same(self, old, new):
        self.assert_only(self.json(old, new))
        self.assertIn("\nNothing changed.\n", self.fine(old, new))
        self.assertTrue(self.json(new, old)["same"])

    def test_a_mapping_and_itself(self):
        self.assert_same(DATA, DATA)

    def test_the_same_in_other_files_with_comments_and_other_order(self):
        nodes = NODES.replace("{id: g1, kind: goal, title: First goal}",
                              "{title: First goal, kind: goal, id: g1}")
        nodes = nodes.replace("tag: [b, a]\n    size: 0.50",
                              "size: +0.5\n    tag: [a, b]  # sorted")
        nodes = nodes.replace("{en: Second goal, fr: Second but}",
                              "{fr: Second but, en: Second goal}")
        self.assertNotEqual(nodes, NODES)
        self.file("new/z.yaml", MODEL.replace("many: yes", "many: 'true'"))
        self.file("new/a.yaml", "gdctrace: 1\n" + nodes)
        self.file("new/b/c.yaml", "# rules\ngdctrace: 1\n" + RULES)
        self.assert_same(self.file("old.yaml", OLD), self.path("new"))

    def test_links_written_at_the_other_end_or_apart(self):
        new = OLD.replace("    links: {serves: [{to: g1, source: doc, "
                          "locator: p. 1, quote: said so}]}\n", "")
        new += ("links:\n  - {from: g1, relation: served-by, to: t1, evidence: "
                "[{quote: said so, source: doc, locator: p. 1}]}\n")
        self.assertGreater(len(new), len(OLD))
        self.assert_same(self.file("old.yaml", OLD), self.file("new.yaml", new))

    def test_the_bundled_mapping_and_its_export_to_json(self):
        path = self.path("whole.json")
        self.fine("-o", path, command="export")
        self.assert_same(DATA, path)

    def test_without_new_it_is_what_other_commands_work_on(self):
        self.assertIn("New: the bundled mapping", self.fine(DATA))
        path = self.file("x.yaml", OLD)
        self.assertTrue(self.json(path, "--mappings", path)["same"])
        self.file("mappings/m.yaml", OLD)
        self.assertTrue(self.json(path)["same"])


class Things(DiffTest):
    def test_an_added_node_and_link(self):
        answer = self.edited(("  - id: t2\n", """  - id: t3
    kind: task
    title: Paint
    links: {serves: [{to: g10, source: doc}]}
  - id: t2
"""))
        self.assert_only(answer, nodes_added=1, links_added=1)
        self.assertEqual(answer["nodes"]["added"],
                         [{"id": "t3", "kind": "task", "title": "Paint"}])
        self.assertEqual(answer["links"]["added"],
                         [{"from": "t3", "relation": "serves", "to": "g10",
                           "basis": "stated"}])
        self.assertEqual(answer["old"], {"name": answer["old"]["name"],
                                         "files": 1, "nodes": 5, "links": 4,
                                         "sources": 2})
        self.assertEqual(answer["new"]["nodes"], 6)

    def test_every_sort_of_change_of_a_node(self):
        answer = self.edited(
            ("title: Build roads", "title: {en: Build good roads, fr: Routes}"),
            ("tag: [b, a]", "tag: [c, a]"), ("size: 0.50", "size: 0.75"),
            ("value: 3, unit", "value: 4, unit"), ("part-of: t1\n", "start: 2024\n"),
            ("at: 2020, source: doc", "at: 2020, source: memo"))
        self.assert_only(answer, nodes_changed=2)
        one, two = answer["nodes"]["changed"]
        self.assertEqual((one["id"], two["id"]), ("t1", "t2"))
        changes = [tuple(c.get(k) for k in ("key", "language", "old", "new"))
                   for c in one["changes"]]
        self.assertEqual(changes, [
            ("size", None, "0.50", "0.75"),
            ("tag", None, "b", None), ("tag", None, None, "c"),
            ("title", "en", "Build roads", "Build good roads"),
            ("title", "fr", None, "Routes"),
            ("measure roads, 2020: evidence", None, "[doc]", None),
            ("measure roads, 2020: evidence", None, None, "[memo]"),
            ("measure roads, 2020: value", None, "3", "4")])
        self.assertEqual([(c["key"], c["old"], c["new"])
                          for c in two["changes"]],
                         [("part-of", "t1", None), ("start", None, "2024")])

    def test_a_link_changes_by_its_basis_evidence_and_facts(self):
        answer = self.edited(
            ("basis: proposed", "source: memo, rationale: {fr: Parce que}"),
            ("quote: said so", "quote: said this, end: 2030"))
        self.assert_only(answer, links_changed=2)
        one, two = answer["links"]["changed"]
        self.assertEqual((one["from"], one["relation"], one["to"]),
                         ("t1", "serves", "g1"))
        self.assertEqual(
            [(c["key"], c["old"], c["new"]) for c in one["changes"]],
            [("end", None, "2030"), ("evidence", "“said so” [doc: p. 1]", None),
             ("evidence", None, "“said this” [doc: p. 1]")])
        self.assertEqual(
            [(c["key"], c.get("language"), c["old"], c["new"])
             for c in two["changes"]],
            [("basis", None, "proposed", "stated"),
             ("evidence", None, None, "[memo]"),
             ("rationale", "fr", None, "Parce que")])

    def test_sources_and_the_model(self):
        answer = self.edited(
            ("date: 2020}", "date: 2021}"),
            ("  - {id: memo, title: A memo}", "  - {id: law, title: A law}"),
            ("{id: goal, framework: f, title: Goal}",
             "{id: goal, framework: f, title: Aim}\n"
             "    - {id: idea, framework: f, title: Idea}"),
            ("    - {id: helps, from: task", "    - {id: helps, from: [task, goal]"),
            ("name: size, type: decimal", "name: size, type: integer, many: no"),
            ("    size: 0.50\n", ""),
            ("title: Every goal is served", "title: Every aim is served"),
            ("rules:\n", "views: [{id: all, title: All, columns: "
             "[{kinds: task}]}]\nrules:\n"))
        self.assert_only(answer, nodes_changed=1, sources_added=1,
                         sources_removed=1, sources_changed=1, kinds_added=1,
                         kinds_changed=2, relations_changed=1, rules_changed=1,
                         views_added=1)
        self.assertEqual(self.ids(answer["model"], "kinds", "changed"),
                         ["goal", "task"])
        self.assertEqual(answer["model"]["relations"]["changed"][0]["changes"],
                         [{"key": "from", "old": None, "new": "goal"}])
        self.assertTrue(answer["rules"][0]["redefined"])

    def test_the_order_of_grades_matters(self):
        direct, idea = RULES.splitlines(keepends=True)[-2:]
        answer = self.edited((direct + idea, idea + direct))
        self.assert_only(answer, rules_changed=1)
        self.assertEqual(answer["model"]["rules"]["changed"][0]["changes"],
                         [{"key": "order of grades", "old": "direct, idea",
                           "new": "idea, direct"}])

    def test_waivers_and_reviews(self):
        waivers = ("waivers:\n  - {rule: served, node: g10, reason: %s}\n"
                   "reviews:\n  - {from: t1, relation: serves, to: g1, "
                   "seal: %s, by: Ada, on: 2025}\n")
        answer = self.between(OLD + waivers % ("later", "0"),
                              OLD + waivers % ("never", "1"))
        self.assert_only(answer, waivers_changed=1, reviews_changed=1)
        self.assertEqual(answer["waivers"]["changed"],
                         [{"rule": "served", "node": "g10", "changes": [
                             {"key": "reason", "language": "en",
                              "old": "later", "new": "never"}]}])

    def test_ids_come_in_natural_order(self):
        more = "".join(f"  - {{id: n{i}, kind: goal, title: N {i}}}\n"
                       for i in (10, 2, 1))
        self.assertEqual(self.ids(self.between(OLD, MODEL + NODES + more +
                                               RULES), "nodes", "added"),
                         ["n1", "n2", "n10"])


class Renames(DiffTest):
    def rename(self, *edits, text=OLD):
        return self.edited(*edits, old=text)

    def test_a_new_id_with_the_same_title(self):
        answer = self.rename(("t1", "roads-1"))
        self.assert_only(answer, nodes_renamed=1)
        self.assertEqual(answer["nodes"]["renamed"],
                         [{"from": "t1", "to": "roads-1", "kind": "task",
                           "title": "Build roads",
                           "why": "same kind and title", "changes": []}])

    def test_a_renamed_source_does_not_touch_who_cites_it(self):
        answer = self.rename(("id: doc", "id: paper"),
                             ("source: doc", "source: paper"))
        self.assert_only(answer, sources_renamed=1)

    def test_a_similar_title_between_the_same_neighbours(self):
        answer = self.rename(("t2", "b1"),
                             ("title: Build bridges", "title: Build more bridges"))
        self.assert_only(answer, nodes_renamed=1)
        one = answer["nodes"]["renamed"][0]
        self.assertEqual(one["why"], "same kind, similar title, 4 of 4 "
                                     "neighbours the same")
        self.assertEqual([c["key"] for c in one["changes"]], ["title"])

    def test_what_is_changed_besides_is_told(self):
        answer = self.rename(("t1", "r1"), ("size: 0.50", "size: 2"))
        self.assertEqual(answer["nodes"]["renamed"][0]["changes"],
                         [{"key": "size", "old": "0.50", "new": "2"}])

    def test_another_title_is_another_node(self):
        answer = self.rename(("t2", "b1"), ("Build bridges", "Feed cats"))
        self.assert_only(answer, nodes_added=1, nodes_removed=1, links_added=3,
                         links_removed=3)

    def test_other_neighbours_make_another_node(self):
        answer = self.rename(("t2", "b1"),
                             ("Build bridges", "Build more bridges"),
                             ("[{to: g2, source: doc}, {to: g10, basis: "
                              "proposed}]", "[{to: g1, source: doc}]"))
        self.assertEqual(answer["nodes"]["renamed"], [])

    def test_another_kind_is_another_node(self):
        answer = self.rename(("id: g10, kind: goal", "id: x, kind: task"),
                             ("{to: g10, basis: proposed}", "{to: g1}"),
                             ("to: g1}", "to: g1, source: doc}"))
        self.assertEqual(answer["nodes"]["renamed"], [])

    def test_two_with_one_title_are_not_guessed(self):
        twins = OLD.replace("  - {id: g1,", "  - {id: x1, kind: goal, title: T}\n"
                            "  - {id: x2, kind: goal, title: T}\n  - {id: g1,")
        answer = self.rename(("id: x1", "id: y1"), ("id: x2", "id: y2"),
                             text=twins)
        self.assert_only(answer, nodes_added=2, nodes_removed=2)


class Coverage(DiffTest):
    def rule(self, answer):
        self.assertEqual(len(answer["rules"]), 1)
        return answer["rules"][0]

    def test_a_lost_link_opens_a_gap(self):
        rule = self.rule(self.edited(("links: {serves: [{to: g1, source: doc, "
                                      "locator: p. 1, quote: said so}]}",
                                      "start: 2020")))
        self.assertEqual(rule["old"], {"covered": 2, "partial": 1, "gaps": 0,
                                       "waived": 0})
        self.assertEqual(rule["new"], {"covered": 1, "partial": 1, "gaps": 1,
                                       "waived": 0})
        self.assertEqual(rule["opened"], [
            {"node": "g1", "title": "First goal",
             "old": {"result": "covered", "grade": "direct", "reached": 1},
             "new": {"result": "gap", "grade": None, "reached": 0}}])
        self.assertEqual((rule["closed"], rule["regraded"]), ([], []))

    def test_the_other_way_round_it_closes(self):
        new = OLD
        old = OLD.replace("{to: g10, basis: proposed}", "{to: g2, basis: "
                          "proposed}").replace("{to: g2, source: doc}, ", "")
        rule = self.rule(self.between(old, new))
        self.assertEqual([(e["node"], e["new"]["result"])
                          for e in rule["closed"]], [("g10", "partial")])
        self.assertEqual([(e["node"], e["old"]["grade"], e["new"]["grade"])
                          for e in rule["regraded"]], [("g2", "idea", "direct")])

    def test_a_new_goal_without_a_task_is_a_gap_that_opened(self):
        rule = self.rule(self.edited(("  - {id: g10,", "  - {id: g3, kind: goal,"
                                      " title: G}\n  - {id: g10,")))
        self.assertEqual([(e["node"], e["old"]) for e in rule["opened"]],
                         [("g3", None)])

    def test_a_waiver_closes_a_gap(self):
        old = OLD.replace(", {to: g10, basis: proposed}", "")
        rule = self.rule(self.between(
            old, old + "waivers: [{rule: served, node: g10, reason: r}]\n"))
        self.assertEqual([e["new"]["result"] for e in rule["closed"]],
                         ["waived"])

    def test_a_renamed_goal_is_still_the_same(self):
        rule = self.rule(self.edited(("g10", "g11")))
        self.assertEqual(rule["opened"] + rule["closed"] + rule["regraded"], [])

    def test_rules_that_are_new_or_gone(self):
        answer = self.between(MODEL + NODES, OLD)
        self.assertIsNone(self.rule(answer)["old"])
        self.assertEqual(self.rule(answer)["new"]["covered"], 2)
        answer = self.between(OLD, MODEL + NODES)
        self.assertIsNone(self.rule(answer)["new"])
        self.assertIn("served (removed)", self.fine("old.yaml", "new.yaml"))

    def test_basis_and_date_choose_what_is_compared_and_counted(self):
        old, new = OLD, OLD.replace("basis: proposed", "basis: proposed, "
                                    "rationale: r")
        self.assert_only(self.between(old, new), links_changed=1)
        self.assert_only(self.between(old, new, "--basis", "stated"))
        new = OLD.replace("locator: p. 1", "locator: p. 1, start: 2030")
        self.assertEqual(self.rule(self.between(
            OLD, new, "--as-of", "2025"))["opened"][0]["node"], "g1")
        self.assertEqual(self.rule(self.between(
            OLD, new, "--as-of", "2031"))["opened"], [])


class Oracle(DiffTest):
    """The bundled mapping with random edits, against its exports."""

    def edit(self, seed):
        choose = random.Random(seed)
        exported = json.loads(self.fine("--format", "json", command="export"))
        nodes, links = exported["nodes"], exported["links"]
        activities = [n for n in nodes if n["kind"] == "itu-activity" and not
                      any(m.get("part-of") == n["id"] for m in nodes)]
        gone = {n["id"] for n in choose.sample(activities, 12)}
        nodes[:] = [n for n in nodes if n["id"] not in gone]
        links[:] = [l for l in links if not {l["from"], l["to"]} & gone]
        exported["reviews"] = []
        for link in choose.sample(links, 30):
            links.remove(link)
        for link in choose.sample(links, 20):
            link["basis"] = "proposed"
        for node in choose.sample(nodes, 15):
            node["summary"] = {"en": "Other words"}
        nodes += [{"id": f"itu.new-{i}", "kind": "itu-activity",
                   "title": f"Something {i} that was not there"}
                  for i in range(3)]
        links += [{"from": "itu.new-0", "relation": "supports", "to": goal["id"],
                   "evidence": [{"source": "gdc-action-plan"}]}
                  for goal in choose.sample([n for n in nodes if n["kind"] ==
                                             "gdc-commitment"], 20)]
        return self.file("new.json", json.dumps(exported))

    def check(self, path):
        checked = json.loads(self.fine("--format", "json", "--mappings", path,
                                       command="check"))
        return {rule["id"]: rule for rule in checked["rules"]}

    def export(self, path):
        whole = json.loads(self.fine("--format", "json", "--mappings", path,
                                     command="export"))
        return ({n["id"]: n for n in whole["nodes"]},
                {(l["from"], l["relation"], l["to"]): l for l in whole["links"]})

    def assert_sorts(self, answer, old, new, key):
        found = {sort: [key(item) for item in answer[sort]]
                 for sort in ("added", "removed", "changed")}
        self.assertEqual(set(found["added"]), set(new) - set(old))
        self.assertEqual(set(found["removed"]), set(old) - set(new))
        self.assertEqual(set(found["changed"]),
                         {k for k in set(old) & set(new) if old[k] != new[k]})

    def assert_rule(self, rule, old, new):
        for side, checked in (("old", old), ("new", new)):
            self.assertEqual(rule[side], {key: checked[key] for key in
                                          ("covered", "partial", "gaps",
                                           "waived")})
        before = {r["node"]: r for r in old["results"]}
        after = {r["node"]: r for r in new["results"]}
        gaps = [{n for n, r in side.items() if r["result"] == "gap"}
                for side in (before, after)]
        self.assertEqual({e["node"] for e in rule["opened"]}, gaps[1] - gaps[0])
        self.assertEqual({e["node"] for e in rule["closed"]}, gaps[0] - gaps[1])
        self.assertEqual(
            {e["node"] for e in rule["regraded"]},
            {n for n in (set(before) & set(after)) - gaps[0] - gaps[1]
             if (before[n]["result"], before[n]["grade"]) !=
             (after[n]["result"], after[n]["grade"])})

    def test_it_says_what_exports_and_checks_say(self):
        for seed in range(2):
            with self.subTest(seed=seed):
                new = self.edit(seed)
                answer = self.json(DATA, new)
                self.assertEqual(answer["nodes"]["renamed"], [])
                (nodes, links), (new_nodes, new_links) = (
                    self.export(DATA), self.export(new))
                self.assert_sorts(answer["nodes"], nodes, new_nodes,
                                  lambda item: item["id"])
                self.assert_sorts(answer["links"], links, new_links,
                                  lambda item: (item["from"], item["relation"],
                                                item["to"]))
                old_rules, new_rules = self.check(DATA), self.check(new)
                self.assertEqual([r["id"] for r in answer["rules"]],
                                 list(new_rules))
                for rule in answer["rules"]:
                    self.assert_rule(rule, old_rules[rule["id"]],
                                     new_rules[rule["id"]])

    def test_backwards_it_says_the_opposite(self):
        new = self.edit(7)
        there, back = self.json(DATA, new), self.json(new, DATA)
        for kind in ("nodes", "links"):
            self.assertEqual(len(there[kind]["added"]),
                             len(back[kind]["removed"]))
            self.assertEqual(len(there[kind]["changed"]),
                             len(back[kind]["changed"]))
        for one, other in zip(there["rules"], back["rules"]):
            self.assertEqual({e["node"] for e in one["opened"]},
                             {e["node"] for e in other["closed"]})


class Text(DiffTest):
    def test_what_a_person_reads(self):
        self.file("old.yaml", OLD)
        self.file("new.yaml", OLD.replace("{to: g2, source: doc}, ", "").replace(
            "tag: [b, a]", "tag: [c, a, d]").replace("id: g10,", "id: g11,")
            .replace("to: g10", "to: g11"))
        self.assertEqual(self.fine("old.yaml", "new.yaml"), """\
Old: old.yaml (1 file, 5 nodes, 4 links, 2 sources)
New: new.yaml (1 file, 5 nodes, 3 links, 2 sources)

  Coverage: 1 gap opened, 0 closed, 0 results graded otherwise
  Nodes: 1 changed, 1 renamed
  Links: 1 removed

Coverage
  Rule    all  covered  partial  waived    gaps
  served    3   2 -> 1        1       0  0 -> 1

  Every goal is served [served, warning]
    Gaps opened (1)
      g2  Second goal  (was covered by direct)

Nodes
  Renamed (1)
    g10 -> g11  Tenth goal (same kind and title)
  Changed (1)
    t1  Build roads
      tag removed: b
      tag added: c, d

Links
  Removed (1)
    t2 serves g2
      Build bridges -> Second goal
""")

    def test_what_is_new_gone_or_asked_about_otherwise_is_told_apart(self):
        def mapping(goal, where=""):
            return MODEL + NODES + f"  - {{id: {goal}, kind: goal, title: T " \
                f"{goal}}}\n  - {{id: x, kind: goal, title: X}}\n" + \
                RULES.replace("each: goal", "each: goal" + where)
        self.file("old.yaml", mapping("g3"))
        self.file("new.yaml", mapping("g4", "\n    where: ['id!=x']"))
        self.assertIn("""\
    The rule itself has changed; part of this may be its doing
    Gaps opened (1)
      g4  T g4  (is new)
    Gaps closed (2)
      g3  T g3  (is gone)
      x  X  (is no longer asked about)
""", self.fine("old.yaml", "new.yaml"))
        self.assertIn("x  X  (was not asked about)",
                      self.fine("new.yaml", "old.yaml"))

    def test_the_same_as_markdown(self):
        self.file("old.yaml", OLD)
        self.file("new.yaml", OLD.replace("{to: g2, source: doc}, ", ""))
        self.assertEqual(self.fine("old.yaml", "new.yaml", "-f", "markdown"), r"""## What changed in the mapping

- Old: old\.yaml (1 file, 5 nodes, 4 links, 2 sources)
- New: new\.yaml (1 file, 5 nodes, 3 links, 2 sources)

- Coverage: 1 gap opened, 0 closed, 0 results graded otherwise
- Links: 1 removed

### Coverage

| Rule | all | covered | partial | waived | gaps |
|---|--:|--:|--:|--:|--:|
| `served` | 3 | 2 -> 1 | 1 | 0 | 0 -> 1 |

- Every goal is served (`served`, warning)
  - Gaps opened (1)
    - `g2`  Second goal  (was covered by direct)

### Links

- Removed (1)
  - `t2 serves g2`
    - Build bridges -> Second goal
""")

    def test_the_ending_of_the_file_chooses_the_format(self):
        self.file("old.yaml", OLD)
        for name, begin in (("a.md", "## "), ("a.json", "{"), ("a.txt", "Old")):
            self.assertEqual(self.fine("old.yaml", DATA, "-o", name), "")
            self.assertTrue(self.read(name).startswith(begin))

    def test_long_lists_are_cut_unless_all_is_asked_for(self):
        more = "".join(f"  - {{id: n{i}, kind: goal, title: N {i}}}\n"
                       for i in range(50))
        self.file("old.yaml", OLD)
        self.file("new.yaml", MODEL + NODES + more + RULES)
        text = self.fine("old.yaml", "new.yaml")
        self.assertIn("  Added (50)\n    50 goal\n    n0  N 0\n", text)
        self.assertIn("    n19  N 19\n    and 30 more; --all lists them\n", text)
        self.assertNotIn("n20", text)
        text = self.fine("old.yaml", "new.yaml", "--all")
        self.assertIn("    n49  N 49\n", text)
        self.assertNotIn("more;", text)

    def test_the_same_bytes_in_any_locale_and_with_any_number_of_threads(self):
        self.file("old.yaml", OLD)
        for name in ("text", "json", "markdown"):
            wanted = self.fine("old.yaml", DATA, "-f", name)
            for env in ({"LC_ALL": "C.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8"}):
                self.assertEqual(self.fine("old.yaml", DATA, "-f", name,
                                           "--threads", "1", env=env), wanted)


class Hostile(DiffTest):
    def hostile(self, *args):
        quoted = json.dumps(HOSTILE)
        old = OLD.replace("\u202e", "")
        new = OLD.replace("title: Build roads", f"title: {quoted}").replace(
            "title: Every goal is served", f"title: {quoted}").replace(
                "quote: said so", f"quote: {quoted}").replace(
                    "{to: g2, source: doc}, ", "").replace(
                        "name: roads", f"name: {quoted}").replace(
                            "title: Second goal", f"title: {quoted}")
        new = new.replace("{en: Second goal,", "{en: " + quoted + ",")
        self.file("old.yaml", old)
        self.file("new.yaml", new)
        return self.fine("old.yaml", "new.yaml", *args)

    def test_nothing_in_markdown_is_markup(self):
        """pandoc, which knows GitHub's Markdown, sees our markup only."""
        text = self.hostile("--format", "markdown", "--all")
        tree = subprocess.run(["pandoc", "-f", "gfm", "-t", "json"], input=text,
                              capture_output=True, text=True, check=True).stdout
        kinds = set(re.findall(r'"t":"(\w+)"', tree))
        self.assertLessEqual(kinds, {
            "Header", "Str", "Space", "SoftBreak", "BulletList", "Plain", "Para",
            "Table", "AlignDefault", "AlignRight", "AlignLeft", "ColWidth",
            "ColWidthDefault", "Code"})
        code = [c for c in re.findall(r'"t":"Code","c":\[\[[^]]*\],\[*\]*"?,?"?'
                                      r'([^"]*)"', tree)]
        for words in code:
            self.assertRegex(words, r"^[\w. -]+$")
        plain = subprocess.run(["pandoc", "-f", "gfm", "-t", "plain",
                                "--wrap=none"], input=text, text=True,
                               capture_output=True, check=True).stdout
        self.assertIn(HOSTILE.replace("\u202e", "\ufffd").replace("@", "@\u2060"),
                      plain)

    def test_no_control_character_reaches_a_terminal(self):
        for name in ("text", "markdown"):
            self.assertNotIn("\u202e", self.hostile("--format", name))

    def test_json_has_the_text_as_it_is(self):
        answer = json.loads(self.hostile("--format", "json"))
        self.assertEqual(answer["nodes"]["changed"][1]["title"], HOSTILE)

    def test_a_very_long_title(self):
        self.file("old.yaml", OLD)
        self.file("new.yaml", OLD.replace("Build roads", "x" * 200000))
        self.assertIn("x" * 200000, self.fine("old.yaml", "new.yaml"))


class Git(DiffTest):
    def setUp(self):
        super().setUp()
        self.repository = self.path("repository")
        os.mkdir(self.repository)
        git(self.repository, "init", "-q", "-b", "main")
        self.file("repository/common/model.yaml", MODEL)
        self.file("repository/mappings/nodes.yaml",
                  "gdctrace: 1\ninclude: [../common]\n" + NODES)
        self.file("repository/mappings/sub/rules.yaml", "gdctrace: 1\n" + RULES)
        self.commit("one")
        self.file("repository/mappings/nodes.yaml",
                  "gdctrace: 1\ninclude: [../common]\n" +
                  NODES.replace("Build roads", "Build good roads"))
        self.commit("two")

    def commit(self, message):
        git(self.repository, "add", "-A")
        git(self.repository, "commit", "-q", "-m", message)

    def fine(self, *args, **more):
        return super().fine(*args, **{"cwd": self.repository, **more})

    def fails(self, status, *args, **more):
        return super().fails(status, *args, **{"cwd": self.repository, **more})

    def test_two_revisions(self):
        answer = self.json("HEAD~1:mappings", "HEAD:mappings")
        self.assert_only(answer, nodes_changed=1)
        self.assertEqual(answer["old"]["files"], 3)
        self.assertEqual(answer["old"]["name"], "HEAD~1:mappings")

    def test_a_revision_and_the_files_as_they_are(self):
        self.assertTrue(self.json("HEAD:mappings")["same"])
        self.assertTrue(self.json("HEAD:mappings", "mappings")["same"])
        self.assertFalse(self.json("mappings", "HEAD~1:mappings")["same"])

    def test_other_ways_to_name_a_revision(self):
        git(self.repository, "tag", "v1", "HEAD~1")
        short = git(self.repository, "rev-parse", "--short", "HEAD~1")
        for old in ("v1:mappings", "v1:mappings/", f"{short}:mappings",
                    "HEAD^{/one}:mappings", "main@{0}~1:mappings",
                    "HEAD~1:./mappings", "HEAD~1:mappings/nodes.yaml"):
            with self.subTest(old=old):
                answer = self.json(old, "HEAD:mappings")
                self.assertEqual(self.ids(answer, "nodes", "changed"), ["t1"])

    def test_from_a_folder_below(self):
        below = os.path.join(self.repository, "mappings", "sub")
        for old in ("HEAD~1:mappings", "HEAD~1:..", "HEAD~1:./../../mappings"):
            self.assertFalse(self.json(old, "..", cwd=below)["same"])

    def test_built_in_sets_resolve_as_usual(self):
        self.file("repository/mappings/nodes.yaml",
                  "gdctrace: 1\ninclude: ['builtin:frameworks', 'builtin:itu']\n")
        os.remove(os.path.join(self.repository, "mappings/sub/rules.yaml"))
        self.commit("three")
        self.assertTrue(self.json("HEAD:mappings", "mappings")["same"])

    def test_the_bundled_mapping_in_a_repository(self):
        shutil.copytree(DATA, os.path.join(self.repository, "whole"))
        self.commit("three")
        for path in glob.glob(os.path.join(self.repository,
                                           "whole/itu/proposals.yaml")):
            os.remove(path)
        answer = self.json("HEAD:whole", "whole")
        self.assertGreater(len(answer["links"]["removed"]), 100)
        self.assertEqual(answer["nodes"]["removed"], [])
        rules = {rule["id"]: rule for rule in answer["rules"]}
        self.assertGreater(
            len(rules["commitment-has-itu-activity"]["opened"]), 40)
        self.assertEqual(
            len(rules["commitment-has-itu-activity"]["opened"]),
            rules["commitment-has-itu-activity"]["new"]["gaps"] -
            rules["commitment-has-itu-activity"]["old"]["gaps"])

    def test_a_revision_with_errors_is_named_with_its_files(self):
        self.file("repository/mappings/bad.yaml",
                  "gdctrace: 1\nnodes:\n  - {id: g1, kind: gaol, title: X}\n")
        self.commit("three")
        error = self.fails(1, "HEAD:mappings", "HEAD~1:mappings")
        self.assertIn("HEAD:mappings/bad.yaml:3:20: error: ", error)
        self.assertIn("gdctrace: HEAD:mappings has errors (2 errors, 1 "
                      "note); nothing was compared\n", error)
        self.assertNotIn(self.temporary, error)

    def test_what_git_does_not_know(self):
        self.assertEqual(
            self.fails(3, "nowhere:mappings", "mappings"),
            "gdctrace: 'nowhere:mappings': there is no such file, and git "
            "knows no revision 'nowhere' here\n")
        self.assertIn("no 'maps' in revision HEAD; names begin at the top",
                      self.fails(3, "HEAD:maps", "mappings"))
        self.assertIn("knows no revision",
                      self.fails(3, "HEAD:mappings", "/etc", cwd="/"))

    def test_without_git(self):
        error = self.fails(3, "HEAD:mappings", "mappings",
                           env={"PATH": self.temporary})
        self.assertEqual(error, "gdctrace: a revision needs git, which is not "
                                "installed\n")

    def test_no_name_is_taken_for_an_option(self):
        for name in ("--output=x:mappings", "-x:mappings", ":mappings"):
            error = self.fails(2, "--", name, "mappings")
            self.assertIn("a revision is written REV:PATH", error)
        self.assertIn("no '--help' in", self.fails(3, "HEAD:--help"))
        for name in ("HEAD;touch x:mappings", "$(touch x):mappings",
                     "HEAD:mappings;touch x", "HEAD:/etc"):
            self.fails(3, name, "mappings")
        self.assertFalse(os.path.exists(os.path.join(self.repository, "x")))

    def test_links_out_of_the_repository_are_not_followed(self):
        os.symlink("/etc/passwd", os.path.join(self.repository,
                                               "mappings/evil.yaml"))
        os.symlink("..", os.path.join(self.repository, "mappings/loop"))
        self.commit("three")
        self.assert_only(self.json("HEAD~1:mappings", "HEAD:mappings"))

    def test_names_with_odd_characters(self):
        self.file("repository/mappings/ä \"quoted\"\n: x.yaml",
                  "gdctrace: 1\nnodes:\n  - {id: g3, kind: goal, title: X}\n")
        self.commit("three")
        self.assert_only(self.json("HEAD~1:mappings", "HEAD:mappings"),
                         nodes_added=1)

    def test_a_tree_that_leads_out_of_the_folder_is_refused(self):
        blob = git(self.repository, "rev-parse", "HEAD:mappings/nodes.yaml")
        inner = subprocess.run(
            ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
            cwd=self.repository, capture_output=True, check=True,
            input=b"100644 x.yaml\0" + bytes.fromhex(blob)).stdout.decode()
        outer = subprocess.run(
            ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
            cwd=self.repository, capture_output=True, check=True,
            input=b"40000 ..\0" + bytes.fromhex(inner.strip())).stdout.decode()
        self.assertIn("leads out of its folder",
                      self.fails(3, outer.strip() + ":", "mappings"))

    def test_no_folder_stays_behind_when_it_is_ended(self):
        programs = self.path("programs")
        real = shutil.which("git")
        self.file("programs/git", "#!/bin/sh\n[ \"$1\" = cat-file ] && sleep 1\n"
                  f"exec {real} \"$@\"\n")
        os.chmod(os.path.join(programs, "git"), 0o755)
        process = subprocess.Popen(
            [GDCTRACE, "diff", "HEAD:mappings", "mappings"], cwd=self.repository,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "TMPDIR": self.temporary,
                 "PATH": programs + ":" + os.environ["PATH"]})
        for _ in range(500):
            if os.listdir(self.temporary):
                break
            time.sleep(0.01)
        self.assertTrue(os.listdir(self.temporary), "it is at work")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGTERM)
        self.assertEqual(os.listdir(self.temporary), [])


class CommandLine(DiffTest):
    def test_wrong_usage(self):
        self.file("a.yaml", OLD)
        for args, words in (
                ((), "diff needs OLD [NEW]"),
                (("a.yaml", "a.yaml", "a.yaml"), "does not take 'a.yaml'"),
                (("a.yaml", "--format", "xml"), "is not text, markdown or json"),
                (("a.yaml", "a.yaml", "-m", "a.yaml"), "not both"),
                (("a.yaml", "a.yaml", "--as-of", "soon"), "'soon' is not a date"),
                (("a.yaml", "a.yaml", "--basis", "x"), "--basis"),
                (("a.yaml", "a.yaml", "--al"), "did you mean '--all'")):
            with self.subTest(args=args):
                self.assertIn(words, self.fails(2, *args))

    def test_errors_of_both_sides_are_printed(self):
        self.file("a.yaml", OLD.replace("kind: goal, title: First", "kind: x, "
                                        "title: First"))
        self.file("b.yaml", OLD.replace("to: g1,", "to: g7,"))
        error = self.fails(1, "a.yaml", "b.yaml")
        self.assertIn("a.yaml has errors", error)
        self.assertIn("b.yaml has errors", error)
        self.assertIn("[unknown-kind]", error)
        self.assertIn("[unknown-id]", error)

    def test_a_file_that_is_not_there(self):
        self.assertIn("[unreadable]", self.fails(1, "nothing.yaml", DATA))

    def test_what_cannot_be_written(self):
        self.file("a.yaml", OLD)
        self.fails(3, "a.yaml", "a.yaml", "-o", "/nowhere/x")
        done = run_on_full_disk("diff", "a.yaml", DATA, cwd=self.folder)
        self.assertEqual(done.returncode, 3)


if __name__ == "__main__":
    unittest.main()
