# SPDX-License-Identifier: Apache-2.0
"""The command as its users meet it: what it prints, writes and returns."""
import json
import os
import re
import shutil
import subprocess
import unittest

from annex import ANNEX
from gdct import GDCTRACE, Case, run, run_in_terminal, run_on_full_disk

COMMANDS = ["check", "list", "show", "trace", "matrix", "overlap", "report", "draw",
            "export", "import", "review", "diff", "suggest", "verify", "init",
            "schema"]

GAPS = ["wsis.c1", "wsis.c7-eagr", "wsis.c7-eemp", "wsis.c7-egov",
        "wsis.c7-elea", "wsis.c7-esci", "wsis.c8", "wsis.c9"]

MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds:
    - {id: task, framework: f, title: Task, attributes: [{name: tag, type: text, many: yes}]}
    - {id: goal, framework: f, title: Goal}
  relations:
    - {id: serves, inverse: served-by, from: task, to: goal}
sources: [{id: doc, title: A document, date: 2020}]
"""

SMALL = MODEL + """nodes:
  - {id: g1, kind: goal, title: First goal}
  - {id: g2, kind: goal, title: {en: Second goal, fr: Second but}}
  - {id: g10, kind: goal, title: Tenth goal, start: 2030}
  - {id: t2, kind: task, title: Tâche élémentaire, tag: [b, a],
     links: {serves: [{to: g1, source: doc, locator: p. 1, quote: said so}]}}
  - {id: t10, kind: task, title: Other, part-of: t2,
     links: {serves: [{to: g2, basis: proposed, rationale: perhaps},
                      {to: g10, source: doc}]}}
rules:
  - {id: served, title: Every goal is served, severity: SEVERITY, each: goal,
     reach: task, grades: [{id: direct, path: served-by}]}
"""

FAULTY = MODEL + """nodes:
  - {id: g1, kind: goal, title: First goal}
  - {id: t1, kind: task, title: T, links: {serves: [g2]}}
  - {id: t2, kind: taks, title: T}
"""


class CliTest(Case):
    def small(self, severity="warning"):
        return self.file("small.yaml", SMALL.replace("SEVERITY", severity))

    def fails(self, status, *args, **more):
        done = run(*args, **more)
        self.assertEqual(done.returncode, status, (args, done.err))
        return done.err


class BundledMapping(CliTest):
    def test_every_row_of_the_annex_comes_back_from_show(self):
        shown = {}
        for objective, line, words, lead, co_leads, roles, why in ANNEX:
            node = shown.setdefault(objective, self.json("show", objective))
            with self.subTest(objective=objective, line=line):
                links = [link for link in node["links"]
                         if link["relation"] == "implemented-through"
                         and link["node"] == line]
                self.assertEqual(len(links), 1)
                link = links[0]
                said = link["attributes"]
                self.assertIs(link["inverse"], False)
                self.assertEqual(link["basis"], "stated")
                self.assertEqual(said["rationale"], why)
                self.assertEqual(said["lead"], lead)
                self.assertEqual(said.get("co-leads", []), co_leads)
                self.assertEqual(said["role-text"], roles)
                self.assertEqual(link["evidence"][0]["source"],
                                 "gdc-action-plan")
                self.assertEqual(link["evidence"][0]["quote"],
                                 f"{words} ({roles})")

    def test_the_annex_has_these_rows_and_no_others(self):
        rows = {(o, l) for o, l, *_ in ANNEX}
        found = {(o, link["node"]) for o in ("gdc.o1", "gdc.o2", "gdc.o3",
                                             "gdc.o4", "gdc.o5")
                 for link in self.json("show", o)["links"]
                 if link["relation"] == "implemented-through"
                 and not link["inverse"]}
        self.assertEqual(found, rows)

    def test_the_rows_can_be_read_in_the_text(self):
        for objective, line, words, lead, co_leads, roles, why in ANNEX:
            text = self.fine("show", objective)
            block = text[text.index(f"    {line}  "):]
            block = block[:block.index("”")]
            with self.subTest(objective=objective, line=line):
                self.assertIn(f"lead: {lead}\n", block)
                self.assertIn(f"rationale: {why}\n", block)
                self.assertIn(f"role-text: {roles}\n", block)
                self.assertIn(f"“{words} ({roles})", block)
                if co_leads:
                    self.assertIn(f"co-leads: {', '.join(co_leads)}\n", block)
            self.assertRegex(text, r"\nSources\n(.*\n)*  gdc-action-plan  ITU")
            self.assertIn("(working title, ours)", text)

    def test_an_action_line_shows_the_row_from_its_end(self):
        links = self.json("show", "wsis.c7-ehea")["links"]
        found = [link for link in links if link["node"] == "gdc.o5"]
        self.assertEqual([link["inverse"] for link in found], [True])
        self.assertEqual(found[0]["attributes"]["lead"], "WHO")

    def test_check_is_fine_and_knows_the_eight_gaps(self):
        checked = self.json("check")
        gaps = {}
        for rule in checked["rules"]:
            gaps[rule["id"]] = [result["node"] for result in rule["results"]
                                if result["result"] == "gap"]
            self.assertEqual(len(gaps[rule["id"]]), rule["gaps"])
            if rule["gaps"] > 0:
                self.assertNotEqual(rule["severity"], "error", rule["id"])
        self.assertEqual(gaps["action-line-serves-objective"], GAPS)
        self.assertEqual(gaps["action-line-has-itu-activity"], GAPS)
        self.assertEqual(checked["findings"], [])

    def test_the_text_of_check_lists_each_gap(self):
        text = self.fine("check")
        for gap in GAPS:
            self.assertRegex(text, rf"\n    {re.escape(gap)}  \w")
        self.assertRegex(text, r"\n\d+ gaps in \d+ rules, none of them of "
                               r"severity error\.\n$")

    def test_list_gap_lists_what_the_rule_misses(self):
        listed = self.json("list", "--gap", "action-line-serves-objective")
        self.assertEqual([node["id"] for node in listed], GAPS)

    def test_ids_sort_naturally(self):
        listed = [node["id"] for node in self.json("list", "sdg-goal")]
        self.assertEqual(listed, [f"sdg.{n}" for n in range(1, 18)])
        lines = self.fine("list", "wsis-action-line").splitlines()
        ids = [line.split()[0] for line in lines]
        self.assertLess(ids.index("wsis.c9"), ids.index("wsis.c10"))

    def test_a_trace_explains_itself(self):
        text = self.fine("trace", "itu.giga", "--to", "sdg.9")
        for words in ("supports gdc.o1", "implemented through wsis.c2",
                      "contributes to sdg.9", "“GIGA initiative",
                      "1 node reached"):
            self.assertIn(words, text)

    def test_what_is_recalled_is_marked_wherever_links_are_walked(self):
        path = self.file("recalled.yaml", SMALL.replace(
            "SEVERITY", "info").replace("quote: said so",
                                        "certainty: recalled"))
        self.assertIn("served by (recalled) t2",
                      self.fine("trace", "g1", "served-by", "-m", path))
        chain = self.json("trace", "g1", "served-by",
                          "-m", path)["reached"][0]["chain"]
        self.assertEqual([step["certainty"] for step in chain], ["recalled"])

    def test_everything_is_reached_from_anywhere_without_a_path(self):
        nodes = self.json("check")["mapping"]["nodes"]
        reached = self.json("trace", "itu.giga")["reached"]
        ids = [item["node"] for item in reached]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertNotIn("itu.giga", ids)
        self.assertLess(len(ids), nodes)
        lengths = [len(item["chain"]) for item in reached]
        self.assertEqual(lengths, sorted(lengths))


class Json(CliTest):
    def keys(self, thing, *keys):
        self.assertEqual(set(thing), set(keys))

    def at_least(self, thing, *keys):
        self.assertLessEqual(set(keys), set(thing))

    def check_chain(self, start, chain, end):
        for step in chain:
            self.keys(step, "from", "relation", "to", "inverse", "basis",
                      "evidence")
            self.assertEqual(step["from"], start)
            self.assertIsInstance(step["inverse"], bool)
            start = step["to"]
            for piece in step["evidence"]:
                self.keys(piece, "source", "locator", "quote")
        self.assertEqual(start, end)

    def test_check_has_the_members_of_the_design(self):
        checked = self.json("check")
        self.keys(checked, "mapping", "findings", "rules")
        self.keys(checked["mapping"], "files", "nodes", "links", "sources")
        for count in checked["mapping"].values():
            self.assertIsInstance(count, int)
        for rule in checked["rules"]:
            self.at_least(rule, "id", "title", "severity", "covered",
                          "partial", "gaps", "waived", "results")
            self.assertEqual(
                rule["covered"] + rule["partial"] + rule["gaps"]
                + rule["waived"], len(rule["results"]))
            for result in rule["results"]:
                self.at_least(result, "node", "result", "grade", "reached",
                              "witnesses")
                self.assertIn(result["result"],
                              ("covered", "partial", "gap", "waived"))
                self.assertIsInstance(result["reached"], int)
                self.assertEqual(len(result["witnesses"]),
                                 min(10, result["reached"]))
                for witness in result["witnesses"]:
                    self.keys(witness, "node", "chain")
                    self.check_chain(result["node"], witness["chain"],
                                     witness["node"])

    def test_a_finding_has_the_members_of_the_design(self):
        done = run("check", "-m", self.file("bad.yaml", FAULTY), "--format",
                   "json")
        self.assertEqual(done.returncode, 1)
        checked = json.loads(done.out)
        self.assertEqual(checked["rules"], [])
        for finding in checked["findings"]:
            self.keys(finding, "file", "line", "column", "severity", "code",
                      "message")
        self.assertEqual(
            [(f["line"], f["column"], f["severity"], f["code"])
             for f in checked["findings"] if f["severity"] == "error"],
            [(12, 53, "error", "unknown-id"),
             (13, 20, "error", "unknown-kind")])

    def test_list_has_the_members_of_the_design(self):
        listed = self.json("list", "-m", self.small())
        for node in listed:
            self.keys(node, "id", "kind", "title", "part-of", "attributes")
        self.assertEqual([node["id"] for node in listed],
                         ["g1", "g2", "g10", "t2", "t10"])
        self.assertEqual(listed[3]["attributes"], {"tag": ["b", "a"]})
        self.assertEqual([node["part-of"] for node in listed],
                         [None, None, None, None, "t2"])
        self.assertEqual(listed[2]["attributes"], {"start": "2030"})

    def test_trace_has_the_members_of_the_design(self):
        traced = self.json("trace", "t10", "part-of/serves", "-m",
                           self.small())
        self.assertEqual(traced, {
            "from": "t10", "path": "part-of/serves",
            "reached": [{"node": "g1", "chain": [
                {"from": "t10", "relation": "part-of", "to": "t2",
                 "inverse": False, "basis": None, "evidence": []},
                {"from": "t2", "relation": "serves", "to": "g1",
                 "inverse": False, "basis": "stated",
                 "evidence": [{"source": "doc", "locator": "p. 1",
                               "quote": "said so"}]}]}]})
        traced = self.json("trace", "g1", "served-by/^part-of", "-m",
                           self.small())
        self.assertEqual(
            [(s["from"], s["relation"], s["to"], s["inverse"])
             for s in traced["reached"][0]["chain"]],
            [("g1", "serves", "t2", True), ("t2", "part-of", "t10", True)])

    def test_show_has_the_members_of_the_design(self):
        node = self.json("show", "t10", "-m", self.small())
        self.at_least(node, "id", "kind", "title", "part-of", "attributes",
                      "links")
        self.assertEqual(node["links"], [
            {"relation": "serves", "inverse": False, "node": "g2",
             "basis": "proposed", "evidence": [],
             "attributes": {"rationale": "perhaps"}},
            {"relation": "serves", "inverse": False, "node": "g10",
             "basis": "stated",
             "evidence": [{"source": "doc", "locator": "", "quote": ""}],
             "attributes": {}}])
        self.assertEqual(
            self.json("show", "g1", "-m", self.small())["links"][0]["inverse"],
            True)

    def test_json_is_plain_utf_8(self):
        text = self.fine("list", "task", "-m", self.small(), "--format",
                         "json")
        self.assertIn("Tâche élémentaire", text)
        self.assertTrue(text.endswith("]\n"))


class Findings(CliTest):
    def test_findings_read_like_those_of_a_compiler(self):
        path = self.file("bad.yaml", FAULTY)
        done = run("check", "-m", path)
        self.assertEqual(done.returncode, 1)
        self.assertIn(
            f"{path}:12:53: error: no node 'g2'; did you mean 'g1'? "
            "[unknown-id]\n"
            "    12 |   - {id: t1, kind: task, title: T, links: {serves: "
            "[g2]}}\n"
            "       | " + 52 * " " + "^\n", done.out)
        self.assertRegex(done.out, r":13:20: error: .*'taks'.*'task'.* "
                                   r"\[unknown-kind\]\n")

    def test_other_commands_print_errors_and_do_nothing(self):
        path = self.file("bad.yaml", FAULTY)
        for command in (["list"], ["show", "g1"], ["trace", "g1"],
                        ["export"]):
            done = run(*command, "-m", path)
            self.assertEqual(done.returncode, 1, command)
            self.assertEqual(done.out, "", command)
            self.assertIn("[unknown-id]", done.err)
            self.assertIn("nothing was done", done.err)

    def test_a_gap_of_a_grave_rule_fails_check_and_no_other(self):
        path = self.small("error")
        self.assertEqual(run("check", "-m", path).returncode, 1)
        self.assertEqual(run("list", "-m", path).returncode, 0)
        self.assertEqual(run("check", "-m", self.small("info")).returncode, 0)

    def test_long_lists_are_cut_and_say_how_to_see_all(self):
        goals = "".join(f"  - {{id: g{i}, kind: goal, title: Goal {i},\n"
                        "     part-of: g1}\n"
                        for i in range(100, 160))
        path = self.file("many.yaml", SMALL.replace(
            "SEVERITY", "info").replace("rules:\n", goals + "rules:\n"))
        cut = self.fine("check", "-m", path, "--rule", "served")
        self.assertIn("    g100  Goal 100\n", cut)
        self.assertNotIn("g159", cut)
        said = re.search(r"and (\d+) more \(all of them: gdctrace (.*)\)",
                         cut)
        whole = self.fine(*said[2].split(), "-m", path)
        listed = re.findall(r"\n    (g\d+)  ", whole[:whole.index("Covered (")])
        gaps = self.json("check", "-m", path)["rules"][0]["gaps"]
        self.assertEqual(len(set(listed)), gaps)
        self.assertEqual(int(said[1]) + 20, gaps)

    def test_check_can_be_asked_about_one_rule(self):
        rules = [rule["id"] for rule in self.json(
            "check", "--rule", "objective-has-action-line")["rules"]]
        self.assertEqual(rules, ["objective-has-action-line"])
        self.assertIn("no rule 'objective-has-action-lin'; did you mean",
                      self.fails(2, "check", "-r", "objective-has-action-lin"))

    def test_a_missing_file_is_a_finding(self):
        done = run("check", "-m", "/no/such/file.yaml")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/no/such/file.yaml: error: ", done.out)
        self.assertIn("[unreadable]", done.out)

    def test_names_that_are_no_utf_8_do_no_harm(self):
        name = os.fsencode(self.folder) + b"/x\xe2"
        done = run("check", "-m", name)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.out, "/x\ufffd: error: ")
        json.loads(run("check", "-m", name, "--format", "json").out)
        self.fails(2, "list", "-m", self.small(), "--where", b"title~\xe2")
        self.fails(2, "show", "-m", self.small(), b"\xff")
        self.fails(2, b"\xe2")

    def test_the_caret_stands_under_wide_and_replaced_characters(self):
        path = self.file("bad.yaml", MODEL + "nodes:\n"
                         "  - {id: g1, title: \"全球\u202e\", knd: goal}\n")
        lines = run("check", "-m", path).out.splitlines()
        at = next(i for i, line in enumerate(lines) if "[unknown-key]" in line)
        shown, caret = lines[at + 1], lines[at + 2]
        before = shown[:shown.index("knd")]
        self.assertEqual(caret.index("^"), len(before) + 2)


class Usage(CliTest):
    def test_every_command_has_help(self):
        for command in COMMANDS:
            for option in ("--help", "-h"):
                with self.subTest(command=command, option=option):
                    text = self.fine(command, option)
                    self.assertIn(f"gdctrace {command}", text)
                    self.assertIn("--mappings", text)
                    self.assertIn("Examples:", text)

    def test_the_command_itself_has_help_and_a_version(self):
        text = self.fine("--help")
        for command in COMMANDS:
            self.assertRegex(text, rf"\n  {command} +\w")
        self.assertRegex(self.fine("--version"), r"^gdctrace \d+\.\d+\.\d+\n$")
        done = run()
        self.assertEqual((done.returncode, done.out), (2, ""))
        self.assertIn("Usage:", done.err)

    def test_what_is_unknown_is_named_with_a_guess(self):
        for args, wanted in (
                (["chek"], "no command 'chek'; did you mean 'check'?"),
                (["frobnicate"], "no command 'frobnicate'"),
                (["--mapings", "x", "list"], "no command 'x' behind "
                                             "'--mapings', which is no option"),
                (["show", "giga"], "; did you mean 'itu.giga'?"),
                (["show", "objective"], "; 'gdctrace list' lists them"),
                (["draw", "x"], "no view 'x'; 'gdctrace draw' lists them"),
                (["list", "--gap", "x"], "'gdctrace check --explain list' "),
                (["list", "activity"], "; the kinds are gdc-objective, "),
                (["list", "--where", "sector=ITUT"], "it is one of ITU-R, "),
                (["list", "--where", "source=x"], "; the sources are cwg-ai-"),
                (["list", "--where", "part-of=itu.gigo"], "mean 'itu.giga'?"),
                (["review", "--where", "to!=gdc.o1,gdc"], "no node 'gdc'; "),
                (["list", "--as-of", "1/2/2026"], "is not a date such as "),
                (["report", "roadmap"], "; did you mean 'road-map'?"),
                (["report", "road-map"], "'gdctrace list wsis-action-line' "),
                (["list", "-o", "x.ods"], "'x.ods' would hold text"),
                (["list", "-o", "x.xls"], "one of text, csv, json, xlsx"),
                (["show", "gdc.o1", "-o", "x.xlsx"], "would hold text"),
                (["trace", "gdc.o1", "-o", "x.xlsx"], "would hold text"),
                (["matrix", "gdc-objective", "sdg-goal", "-o", "x.pdf"],
                 "one of text, json, csv, html, svg, xlsx"),
                (["show", "gdc.o1", "-o", "x.docx"], "one of text, json"),
                (["check", "-o", "x.html"], "one of text, json, sarif"),
                (["diff", "a", "b", "-o", "x.doc"], "text, markdown, json"),
                (["overlap", "-o", "x.xlsx"], "one of text, json, csv"),
                (["suggest", "gdc.o1", "-o", "x.pdf"], "text, json, yaml"),
                (["check", "--formt=json"], "--formt=json; did you mean "
                                            "'--format'?"),
                (["check", "--mapping", "x"], "--mapping; did you mean "
                                              "'--mappings'?"),
                (["list", "--quux"], "--quux"),
                (["check", "-q"], "-q"),
                (["show", "gdc.o11"], "no node 'gdc.o11'; did you mean "
                                      "'gdc.o1'?"),
                (["trace", "itu.gigo"], "no node 'itu.gigo'; did you mean "
                                        "'itu.giga'?"),
                (["trace", "itu.giga", "--to", "sdg.99"], "no node 'sdg.99'"),
                (["list", "sdg-gaol"], "no kind 'sdg-gaol'; did you mean "
                                       "'sdg-goal'?"),
                (["list", "--gap", "objective-has-itu-activty"],
                 "did you mean 'objective-has-itu-activity'?"),
                (["trace", "itu.giga", "suports"], "no relation 'suports', at "
                 "column 1 of the path 'suports'; did you mean 'supports'?"),
                (["list", "--where", "secter=ITU-T"], "no node has a key "
                 "'secter'"),
                (["list", "--where", "sector>ITU-T"], "--where"),
                (["check", "--format", "yaml"], "--format: 'yaml' is not text, "
                 "json or sarif"),
                (["check", "--as-of", "2025-13"], "--as-of: '2025-13' is not a "
                                                  "date"),
                (["check", "--basis", "guessed"], "--basis: 'guessed'"),
                (["check", "--color", "blue"], "--color: 'blue'"),
                (["check", "--threads", "-1"], "--threads"),
                (["check", "--threads", "two"], "--threads"),
                (["check", "extra"], "check does not take 'extra'"),
                (["show"], "show needs NODE"),
                (["show", "gdc.o1", "gdc.o2"], "does not take 'gdc.o2'"),
                (["show", ""], "no node ''"),
                (["list", "--gap"], "--gap")):
            with self.subTest(args=args):
                done = run(*args)
                self.assertEqual(done.returncode, 2, done.err)
                self.assertEqual(done.out, "")
                self.assertIn(wanted, done.err)
                self.assertTrue(done.err.startswith("gdctrace: "))
                self.assertEqual(done.err.count("\n"), 1, done.err)

    def test_a_wrong_folder_or_file_is_not_told_a_thousand_times(self):
        data = os.environ["GDCTRACE_DATA"]
        said = self.fails(1, "list", "-m", os.path.join(data, "itu"))
        self.assertEqual(said.count(": error: "), 20)
        self.assertIn("'gdctrace check' lists all); nothing was done\n", said)
        self.assertIn("no file declares a model; --mappings names all", said)
        path = self.path("binary.yaml")
        with open(path, "wb") as stream:
            stream.write(bytes(range(256)) * 40)
        said = run("check", "-m", path).out
        self.assertEqual(said.count(": error: "), 21)
        self.assertIn("too much is no UTF-8 text; the file was not read", said)

    def test_a_folder_that_is_not_there_is_to_be_made_first(self):
        folder = self.path("no", "such")
        self.assertIn(f"/list.txt: No such file or directory; make the folder "
                      f"{folder} first\n",
                      self.fails(3, "list", "-o", folder + "/list.txt"))

    def test_global_options_stand_before_or_after(self):
        path = self.small()
        wanted = self.fine("list", "goal", "-m", path, "--lang", "fr")
        self.assertIn("Second but", wanted)
        for args in (["-m", path, "--lang", "fr", "list", "goal"],
                     ["--mappings", path, "--lang=fr", "list", "goal"],
                     [f"--mappings={path}", "list", "--lang", "fr", "goal"],
                     ["--lang", "fr", "list", "-m", path, "goal"],
                     ["--threads", "2", "list", "goal", "-m", path,
                      "--lang=fr"]):
            self.assertEqual(self.fine(*args), wanted, args)

    def test_two_hyphens_end_the_options(self):
        path = self.small()
        wanted = self.fine("show", "g1", "-m", path)
        self.assertEqual(self.fine("show", "-m", path, "--", "g1"), wanted)
        self.assertIn("no node '--help'",
                      self.fails(2, "show", "-m", path, "--", "--help"))
        self.assertIn("no node '-x'",
                      self.fails(2, "trace", "-m", path, "--", "-x"))

    def test_mappings_in_the_working_folder_are_used(self):
        self.file("here/mappings/a.yaml", SMALL.replace("SEVERITY", "info"))
        here = self.path("here")
        listed = self.json("list", cwd=here)
        self.assertEqual(len(listed), 5)
        self.assertGreater(len(self.json("list", cwd=self.folder)), 100)

    def test_mappings_can_be_repeated(self):
        model = self.file("model.yaml", MODEL)
        nodes = self.file("more/nodes.yaml", "gdctrace: 1\nnodes:\n"
                          "  - {id: g1, kind: goal, title: G}\n")
        self.assertIn("g1", self.fine("list", "-m", model, "-m",
                                      os.path.dirname(nodes)))
        self.fails(1, "list", "-m", nodes)
        self.assertEqual(
            self.json("check", "-m", nodes, "-m", model, "-m", nodes)
            ["mapping"]["files"], 2)

    def test_as_of_hides_what_is_not_there(self):
        path = self.small()
        ids = [n["id"] for n in self.json("list", "goal", "-m", path,
                                          "--as-of", "2029-12-31")]
        self.assertEqual(ids, ["g1", "g2"])
        self.assertIn("g10", self.fine("list", "goal", "-m", path, "--as-of",
                                       "2030"))
        self.assertIn("Not there on the date",
                      self.fine("show", "g10", "-m", path, "--as-of", "2025"))

    def test_basis_chooses_links(self):
        path = self.small()

        def reached(*more):
            traced = self.json("trace", "t10", "serves", "-m", path, *more)
            return [item["node"] for item in traced["reached"]]
        self.assertEqual(reached(), ["g10"])
        self.assertEqual(reached("--basis", "proposed"), ["g2"])
        self.assertEqual(reached("--basis", "proposed,stated"),
                         ["g2", "g10"])
        self.assertIn("(proposed)", self.fine("trace", "t10", "serves", "-m",
                                              path, "--basis", "proposed"))
        gaps = {result["node"]: result["result"] for result in self.json(
            "check", "-m", path, "--basis", "stated,proposed")
            ["rules"][0]["results"]}
        self.assertEqual(gaps["g2"], "covered")
        self.assertIn("[proposed]", self.fine("show", "g2", "-m", path))
        self.assertNotIn("t10", self.fine("show", "g2", "-m", path, "--basis",
                                          "stated"))

    def test_filters_work_in_any_locale(self):
        path = self.small()
        locales = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE,
                                 check=False).stdout.decode().split()
        for locale in ["C", "C.UTF-8", "tr_TR.utf8", "de_DE.utf8"]:
            if locale not in locales and not locale.startswith("C"):
                continue
            with self.subTest(locale=locale):
                env = {"LC_ALL": locale}
                ids = [n["id"] for n in self.json(
                    "list", "-m", path, "--where", "title~ÉLÉMENTAIRE",
                    env=env)]
                self.assertEqual(ids, ["t2"])
                self.assertEqual(
                    self.fine("check", env=env), self.fine("check"))


class Output(CliTest):
    def test_a_full_disk_is_an_error(self):
        for command in (["check"], ["check", "--format", "json"], ["list"],
                        ["show", "gdc.o1"], ["trace", "gdc.o1"], ["export"],
                        ["report", "annex"], ["report", "review"],
                        ["--help"], ["--version"], ["check", "--help"]):
            with self.subTest(command=command):
                done = run_on_full_disk(*command)
                self.assertEqual(done.returncode, 3, done.err)
                self.assertEqual(done.err, "gdctrace: cannot write standard "
                                           "output: No space left on device\n")
        self.assertIn("cannot write /dev/full",
                      self.fails(3, "list", "-o", "/dev/full"))

    def test_a_road_map_of_anything_but_an_action_line_is_wrong_usage(self):
        self.assertIn("report: 'itu.giga' is not of kind wsis-action-line",
                      self.fails(2, "report", "road-map", "--node", "itu.giga"))

    def test_a_document_about_what_a_mapping_has_not_is_wrong_usage(self):
        own = self.small()
        for kind in ("annex", "review"):
            self.assertIn("report: the mapping has no kind 'gdc-objective'",
                          self.fails(2, "report", kind, "-m", own))

    def test_an_ending_names_a_format_too(self):
        self.assertEqual(self.fine("report", "annex", "--format", "md"),
                         self.fine("report", "annex", "--format", "markdown"))
        self.assertEqual(self.fine("export", "--format", "ttl"),
                         self.fine("export", "--format", "turtle"))

    def test_who_waits_at_a_terminal_is_told_and_nobody_else(self):
        slow = self.file("bin/pandoc", "#!/bin/sh\nsleep 2\nexit 3\n")
        os.chmod(slow, 0o755)
        path = os.path.dirname(slow) + ":" + os.environ["PATH"]
        out = self.path("annex.docx")
        text, status = run_in_terminal("report", "annex", "-o", out,
                                       env={"PATH": path})
        self.assertEqual(status, 3)
        self.assertRegex(text, r"^\rwriting, 1 s .*\r\x1b\[Kgdctrace: cannot")
        piped = self.fails(3, "report", "annex", "-o", out, env={"PATH": path})
        self.assertNotIn("writing", piped)
        self.assertFalse(os.path.exists(out))

    def test_a_file_that_cannot_be_written_is_named(self):
        path = self.path("no", "such", "list.txt")
        self.assertIn(f"cannot write {path}: No such file or directory; make "
                      f"the folder {os.path.dirname(path)} first",
                      self.fails(3, "list", "-o", path))
        self.assertIn("Is a directory",
                      self.fails(3, "list", "-o", self.folder))

    @unittest.skipIf(shutil.which("setpriv") is None and os.geteuid() == 0,
                     "root may write everywhere")
    def test_an_unwritable_folder_keeps_the_old_file(self):
        old = self.file("locked/list.txt", "old\n")
        folder = os.path.dirname(old)
        os.chmod(self.folder, 0o755)
        os.chmod(folder, 0o555)
        command = [GDCTRACE, "list", "-m", self.small(), "-o", old]
        if os.geteuid() == 0:  # root without its powers
            command = ["setpriv", "--bounding-set", "-all", "--inh-caps",
                       "-all", *command]
        done = subprocess.run(command, stderr=subprocess.PIPE, check=False,
                              env={**os.environ, "ASAN_OPTIONS": ""})
        os.chmod(folder, 0o755)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(f"cannot write {old}: Permission denied",
                      done.stderr.decode())
        self.assertEqual(self.read(old), "old\n")
        self.assertEqual(os.listdir(folder), ["list.txt"])

    def test_a_file_is_written_whole_or_not_at_all(self):
        out = self.file("out.json", "old\n")
        bad = self.file("bad/bad.yaml", FAULTY)
        for command in (["list"], ["show", "g1"], ["trace", "g1"],
                        ["export"]):
            self.fails(1, *command, "-m", bad, "-o", out)
        self.fails(2, "show", "nobody", "-m", self.small(), "-o", out)
        self.fails(2, "trace", "g1", "ser ves", "-m", self.small(), "-o", out)
        self.assertEqual(self.read(out), "old\n")
        os.chmod(out, 0o640)
        self.assertEqual(self.fine("list", "-m", self.small(), "-o", out), "")
        self.assertEqual(len(json.loads(self.read(out))), 5)  # by its ending
        self.assertEqual(os.stat(out).st_mode & 0o777, 0o640)
        self.assertEqual(sorted(os.listdir(self.folder)),
                         ["bad", "out.json", "small.yaml"])

    def test_a_link_stays_a_link(self):
        target = self.file("target.txt", "old\n")
        link = self.path("link.txt")
        os.symlink("target.txt", link)
        self.fine("list", "-m", self.small(), "-o", link)
        self.assertTrue(os.path.islink(link))
        self.assertIn("First goal", self.read(target))

    def test_the_report_of_a_faulty_mapping_can_be_written(self):
        out = self.path("findings.json")
        self.fails(1, "check", "-m", self.file("bad.yaml", FAULTY), "-o", out)
        self.assertTrue(json.loads(self.read(out))["findings"])

    def test_the_same_bytes_come_twice_from_anywhere(self):
        for command in (["check"], ["check", "--format", "json", "--why"],
                        ["list"], ["show", "gdc.o1"], ["trace", "itu.giga"],
                        ["export"], ["export", "--format", "json"]):
            with self.subTest(command=command):
                first = self.fine(*command)
                again = self.fine(*command, "--threads", "1", cwd=self.folder,
                                  env={"TMPDIR": self.folder, "HOME": "/",
                                       "TZ": "Asia/Tokyo", "COLUMNS": "20"})
                self.assertEqual(first, again)

    def test_a_pipe_gets_the_result_and_nothing_else(self):
        for command in (["check"], ["list"], ["show", "gdc.o1"],
                        ["trace", "gdc.o1"]):
            text = self.fine(*command)
            self.assertNotIn("\033", text)
            self.assertNotIn("\r", text)

    def test_color_is_for_terminals(self):
        bad = self.file("bad.yaml", FAULTY)
        self.assertNotIn("\033", run("check", "-m", bad).out)
        self.assertIn("\033[31merror:\033[0m",
                      run("check", "-m", bad, "--color", "always").out)
        args = ("check", "-m", bad)
        colored, status = run_in_terminal(*args, env={"NO_COLOR": None})
        self.assertEqual(status, 1)
        self.assertIn("\033[31merror:", colored)
        for more, env in (((), {"NO_COLOR": "1"}),
                          (("--color", "never"), {"NO_COLOR": None})):
            self.assertNotIn("\033", run_in_terminal(*args, *more, env=env)[0])
        self.assertIn("\033[31m",
                      run_in_terminal(*args, "--color=always",
                                      env={"NO_COLOR": "1"})[0])
        self.assertIn("\033[31m", run_in_terminal(
            *args, env={"NO_COLOR": ""})[0])

    def test_lines_are_wrapped_in_terminals_only(self):
        for args in (["show", "gdc.o1"], ["check"], ["trace", "itu.giga"]):
            with self.subTest(args=args):
                text, status = run_in_terminal(*args, columns=80)
                self.assertEqual(status, 0)
                self.assertLessEqual(max(map(len, text.splitlines())), 80)
                piped = self.fine(*args)
                self.assertEqual(text.split(), piped.split())
                self.assertGreater(max(map(len, piped.splitlines())), 80)

    def test_hostile_texts_do_not_reach_the_terminal(self):
        title = r'"\e[2Jx\a\u202Ey\u2066\x9b\nz\u2028\x7f"'
        path = self.file("hostile.yaml", MODEL + f"""
  - {{id: evil, title: {title}}}
nodes:
  - {{id: g1, kind: goal, title: {title}, summary: {title}}}
  - {{id: t1, kind: task, title: {title}, tag: {title}, links: {{serves: [
      {{to: g1, source: evil, locator: {title}, quote: {title}, rationale: {title}}}]}}}}
rules:
  - {{id: r, title: {title}, summary: {title}, each: goal, reach: goal,
     grades: [{{id: g, path: served-by}}]}}
""".replace("sources: [{id: doc, title: A document, date: 2020}]\n", ""))
        text = self.read(path).replace(
            "sources: [{id: doc, title: A document, date: 2020}]\n",
            "sources:\n  - {id: doc, title: A document}")
        path = self.file("hostile.yaml", text)
        for command in (["check", "--why"], ["list"], ["show", "t1"],
                        ["trace", "t1"], ["trace", "t1", "serves"],
                        ["show", "g1"], ["list", "--format", "json"]):
            done = run(*command, "-m", path)
            for bad in "\033\a\u202e\u2066\x9b\x7f\u2028":
                with self.subTest(command=command, bad=hex(ord(bad))):
                    if command[-1] != "json":
                        self.assertNotIn(bad, done.out)
                    self.assertNotIn(bad, done.err)


if __name__ == "__main__":
    unittest.main()
