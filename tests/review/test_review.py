# SPDX-License-Identifier: Apache-2.0
"""Reviews: what is stale, what is recorded, and that no review is lost."""
import hashlib
import json
import os
import subprocess
import unittest

from gdct import DATA, GDCTRACE, ROOT, Case, fine, run

SMALL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds:
    - {id: task, framework: f, title: Task, attributes: [{name: tag, type: text, many: yes}]}
    - {id: goal, framework: f, title: Goal}
  relations:
    - {id: serves, inverse: served-by, from: task, to: goal, attributes: [{name: role}]}
sources: [{id: doc, title: A document, date: 2020}]
nodes:
  - {id: g1, kind: goal, title: First goal}
  - {id: g2, kind: goal, title: Second goal}
  - id: t1
    kind: task
    title: First task
    summary: It does much
    tag: [b, a]
    links:
      serves:
        - {to: g1, source: doc, locator: p. 1, quote: said so}
        - {to: g2, basis: proposed, rationale: perhaps}
  - {id: t2, kind: task, title: Second task, links: {serves: [{to: g1, source: doc}]}}
"""

HEADER = """# Written by gdctrace review, which rewrites it: reviews are not made by hand.
# Comments above the first key stay.
gdctrace: 1
reviews:
"""


# ---- the seal, computed as the manual page says -------------------------

def field(text):
    return (text.replace("\\", "\\\\").replace("\t", "\\t")
            .replace("\n", "\\n").replace("\r", "\\r"))


def facts(word, thing, keys):
    for key in keys:
        value = thing.get(key, [])
        if isinstance(value, dict):
            said = value.items()
        else:
            said = [("", text) for text in
                    (value if isinstance(value, list) else [value])]
        for language, text in said:
            yield [word, key, language, text]


def seal(mapping, link):
    nodes = {node["id"]: node for node in mapping["nodes"]}
    declared = {kind["id"]: [a["name"] for a in kind.get("attributes", [])]
                for kind in mapping["model"]["kinds"]}
    own = ("from", "relation", "to", "basis", "evidence")
    lines = [["link", link["from"], link["relation"], link["to"],
              link["basis"]]]
    lines += facts("value", link, [key for key in link if key not in own])
    lines += [["evidence", *(piece.get(key, "")
                             for key in ("source", "locator", "quote"))]
              for piece in link["evidence"]]
    for word in ("from", "to"):
        node = nodes[link[word]]
        lines += facts(word, node,
                       ["title", "summary", *declared[node["kind"]]])
    text = b"gdctrace-seal-1\n" + b"".join(sorted(
        "\t".join(map(field, line)).encode() + b"\n" for line in lines))
    return hashlib.sha256(text).hexdigest()[:16]


class ReviewTest(Case):
    def setUp(self):
        super().setUp()
        self.mapping = self.file("m/main.yaml", SMALL)
        self.reviews = self.path("m", "reviews.yaml")

    def read(self, path=None):
        return super().read(path or self.reviews)

    def run_it(self, *args, mappings=None, **more):
        return run("review", "-m", mappings or self.path("m"), *args, **more)

    def refused(self, *args, status=2, **more):
        """The complaint; whatever was there is as it was."""
        before = self.read() if os.path.exists(self.reviews) else None
        done = self.run_it(*args, **more)
        self.assertEqual(done.returncode, status, (args, done.err))
        self.assertEqual(done.out, "")
        after = self.read() if os.path.exists(self.reviews) else None
        self.assertEqual(before, after)
        return done.err

    def change(self, old, new):
        text = self.read(self.mapping)
        self.assertIn(old, text)
        self.file("m/main.yaml", text.replace(old, new))

    def files(self):
        return sorted(os.listdir(self.path("m")))


class Seals(ReviewTest):
    def seals(self, path):
        listed = self.json("--basis", "stated,derived,proposed",
                           mappings=path)
        return {(l["from"], l["relation"], l["to"]): l["seal"]
                for state in ("fresh", "stale", "unreviewed")
                for l in listed[state]}

    def export(self, path):
        return json.loads(fine("export", "-f", "json", "-m", path),
                          parse_float=str, parse_int=str)

    def assert_all_agree(self, path, mapping):
        ours = {(l["from"], l["relation"], l["to"]): seal(mapping, l)
                for l in mapping["links"]}
        self.assertEqual(self.seals(path), ours)
        return ours

    def test_another_program_computes_the_seals_of_the_bundled_mapping(self):
        ours = self.assert_all_agree(DATA, self.export(DATA))
        self.assertGreater(len(ours), 1000)
        self.assertEqual(len(set(ours.values())), len(ours))

    def test_and_of_texts_that_try_to_look_like_other_facts(self):
        path = os.path.join(ROOT, "tests", "golden", "everything.yaml")
        mapping = self.export(path)
        for link in mapping["links"]:  # a seal keeps a number as written
            if "weight" in link:
                link["weight"] = "0.30"
        self.assert_all_agree(path, mapping)
        self.change("said so", "\"a\\tb\\\\n\\nfrom\\ttitle\\ten\\tX\"")
        self.assert_all_agree(self.mapping, self.export(self.mapping))

    def test_the_example_of_the_manual_page_is_right(self):
        page = self.read(os.path.join(ROOT, "doc", "gdctrace.1"))
        sample = "gdctrace: 1" + page.split(
            ".Bd -literal\ngdctrace: 1")[1].split("\n.Ed")[0]
        text = "gdctrace-seal-1" + page.split(
            ".Bd -literal\ngdctrace-seal-1")[1].split(".Ed")[0]
        digest = hashlib.sha256(
            text.replace("<TAB>", "\t").encode()).hexdigest()[:16]
        self.assertIn(f"\n.Ql {digest} ", page)
        path = self.file("sample.yaml", sample + "\n")
        self.assertEqual(self.seals(path),
                         {("a.schools", "supports", "o.1"): digest})


class Listing(ReviewTest):
    def test_everything_is_unreviewed_at_first(self):
        self.assertEqual(self.fine(), """\
2 links: 0 reviewed and fresh, 0 stale, 2 unreviewed; 0 reviews of links that are gone.
1 more is left out by their basis; see --basis.

Unreviewed (2)
  t1  First task
    serves g1  First goal
  t2  Second task
    serves g1  First goal
""")

    def test_a_stale_link_is_shown_as_it_is_now_with_its_review(self):
        self.fine("--all", "--by", "A. Officer", "--on", "2025-10-01")
        self.change("said so", "said otherwise")
        self.assertEqual(self.fine(), f"""\
2 links: 1 reviewed and fresh, 1 stale, 0 unreviewed; 0 reviews of links that are gone.
1 more is left out by their basis; see --basis.

Stale (1)
  The link, its evidence, or a title, summary or attribute of an end changed after the review. A seal does not say which, nor what it was before; this is what they say now.

  t1 serves g1
    reviewed by A. Officer on 2025-10-01 [{self.reviews}:5]
    “said otherwise” [doc: p. 1]
      t1  First task
        It does much
        tag: b, a
      g1  First goal

Sources
  doc  A document, 2020
""")
        stale, = self.json()["stale"]
        self.assertEqual(stale["review"]["by"], "A. Officer")
        self.assertEqual((stale["review"]["file"], stale["review"]["line"]),
                         (self.reviews, 5))
        self.assertNotEqual(stale["review"]["seal"], stale["seal"])
        self.assertEqual(stale["evidence"][0]["quote"], "said otherwise")
        self.assertEqual(stale["from-node"], {
            "id": "t1", "title": "First task", "summary": "It does much",
            "attributes": {"tag": ["b", "a"]}})
        self.assertEqual(stale["to-node"]["title"], "First goal")

    def test_only_what_a_reviewer_read_makes_a_review_stale(self):
        self.fine("--where", "from=t1", "--by", "A")
        for old, new, state in (
                ("title: First task", "title: First job", "stale"),
                ("It does much", "It does little", "stale"),
                ("tag: [b, a]", "tag: [b]", "stale"),
                ("title: First goal", "title: Other", "stale"),
                ("locator: p. 1", "locator: p. 2", "stale"),
                ("quote: said so", "quote: said so, role: host", "stale"),
                ("tag: [b, a]", "tag: [a, b]", "fresh"),
                ("    tag:", "    status: completed\n    tag:", "fresh"),
                ("    tag:", "    end: 2024\n    tag:", "fresh"),
                ("    tag:", "    part-of: t2\n    tag:", "fresh"),
                ("    tag:", "    evidence: [{source: doc}]\n    tag:",
                 "fresh")):
            with self.subTest(new=new):
                self.change(old, new)
                self.assertEqual(
                    [l["from"] for l in self.json()[state]], ["t1"])
                self.file("m/main.yaml", SMALL)

    def test_a_node_and_filters_choose_links(self):
        self.assertEqual([l["from"] for l in
                          self.json("--node", "g1")["unreviewed"]],
                         ["t1", "t2"])
        self.assertEqual(self.json("--node", "t2")["counts"]["links"], 1)
        self.assertEqual(self.json("--where", "quote")["counts"]["links"], 1)
        self.assertEqual(
            self.json("--basis", "proposed")["unreviewed"][0]["to"], "g2")

    def test_a_review_of_a_link_that_is_gone_is_listed_and_no_error(self):
        self.fine("--all", "--by", "A", "--on", "2025")
        self.change("t2, kind", "t3, kind")
        gone, = self.json()["gone"]
        self.assertEqual((gone["from"], gone["relation"], gone["to"]),
                         ("t2", "serves", "g1"))
        self.assertIn("\nReviews whose link is gone (1)\n  t2 serves g1\n"
                      "    reviewed by A on 2025 [", self.fine())
        checked = run("check", "-m", self.path("m"))
        self.assertEqual(checked.returncode, 0)
        self.assertIn("'t2' serves 'g1' was reviewed but is gone "
                      "[stale-review]", checked.out)

    def test_a_proposed_link_that_was_reviewed_is_not_gone(self):
        self.fine("--node", "g2", "--basis", "proposed", "--by", "A")
        self.assertEqual(self.json()["counts"], {
            "links": 2, "fresh": 0, "stale": 0, "unreviewed": 2, "gone": 0,
            "left-out": 1})

    def test_long_lists_are_cut_in_text_unless_all_is_asked_for(self):
        text = run("review", "-m", DATA).out
        self.assertIn("more (--all lists all of them;", text)
        self.assertLess(text.count("\n"), 60)
        self.assertGreater(
            run("review", "-m", DATA, "--all").out.count("\n"), 1000)


class Recording(ReviewTest):
    def test_the_file_has_one_review_a_line_in_order(self):
        text = self.fine("--all", "--by", "A. Officer", "--on", "2025-10-01")
        self.assertEqual(text, f"""\
Recorded 2 reviews by A. Officer on 2025-10-01 in {self.reviews}: 2 new, 0 in place of a stale one, 0 in place of a fresh one.
  t1 serves g1
  t2 serves g1
""")
        seals = {l["from"]: l["seal"] for l in self.json()["fresh"]}
        self.assertEqual(self.read(), HEADER + "".join(
            f"  - {{from: {t}, relation: serves, to: g1, by: \"A. Officer\", "
            f"on: 2025-10-01, seal: \"{seals[t]}\"}}\n" for t in ("t1", "t2")))
        self.assertEqual(self.files(), ["main.yaml", "reviews.yaml"])

    def test_the_date_is_today_if_none_is_given(self):
        self.fine("--all", "--by", "A", env={"SOURCE_DATE_EPOCH": "1764547200"})
        self.assertIn("on: 2025-12-01,", self.read())

    def test_a_new_review_replaces_that_of_the_same_link_only(self):
        self.fine("--all", "--by", "A", "--on", "2025-01")
        self.change("said so", "said otherwise")
        before = self.read().splitlines()
        text = self.fine("--where", "from=t1", "--by", "B", "--on", "2025-02")
        self.assertIn("0 new, 1 in place of a stale one, 0 in place of a fresh",
                      text)
        self.assertIn("t1 serves g1  (was stale)", text)
        after = self.read().splitlines()
        self.assertEqual(after[5], before[5])
        self.assertIn('by: "B", on: 2025-02', after[4])
        self.assertEqual(len(after), 6)
        self.assertEqual(self.json()["counts"]["fresh"], 2)
        self.assertEqual(self.fine("--where", "from=t2", "--by", "C")
                         .count("(was fresh)"), 1)

    def test_stale_reviews_that_were_not_chosen_stay(self):
        self.fine("--all", "--by", "A", "--on", "2025-01")
        old = self.read().splitlines()[4]
        self.change("said so", "said otherwise")
        self.fine("--where", "from=t2", "--by", "B")
        self.assertEqual(self.read().splitlines()[4], old)

    def test_reviews_of_links_that_are_gone_stay_until_they_are_pruned(self):
        self.fine("--all", "--by", "A", "--on", "2025-01")
        old = self.read().splitlines()[5]
        self.change("t2, kind", "t3, kind")
        text = self.fine("--where", "from=t3", "--by", "B")
        self.assertIn("Other reviews in the file, kept: 2.\nOf these, 1 of "
                      "links that are gone; --prune removes such.\n", text)
        self.assertIn(old, self.read().splitlines())
        text = self.fine("--prune", "--dry-run")
        self.assertIn("Would remove 1 review whose link is gone", text)
        self.assertIn(old, self.read().splitlines())
        pruned = self.json("--prune")
        self.assertEqual(pruned["pruned"], ["t2 serves g1"])
        self.assertNotIn("from: t2", self.read())
        self.assertEqual(self.json()["counts"]["fresh"], 2)

    def test_a_file_without_reviews_can_be_read_and_written_again(self):
        self.fine("--where", "from=t2", "--by", "A")
        self.change("t2, kind", "t3, kind")
        self.fine("--prune")
        self.assertTrue(self.read().endswith("\nreviews: []\n"))
        self.fine("--all", "--by", "A")
        self.assertEqual(self.json()["counts"]["fresh"], 2)

    def test_a_dry_run_shows_the_same_and_writes_nothing(self):
        text = self.fine("--all", "--by", "A", "--dry-run")
        self.assertIn("Would record 2 reviews by A", text)
        self.assertTrue(text.endswith("Nothing was written (--dry-run).\n"))
        self.assertEqual(self.files(), ["main.yaml"])
        self.assertIs(self.json("--all", "--by", "A", "--dry-run")["dry-run"],
                      True)

    def test_nothing_chosen_records_nothing(self):
        text = self.fine("--where", "from=t2", "--where", "to=g2", "--by", "A")
        self.assertEqual(text, "No link was chosen, so no review was "
                               "recorded.\n")
        self.assertEqual(self.json("--where", "to=t1", "--by", "A")["recorded"],
                         [])
        self.assertIn("Removed 0 reviews", self.fine("--prune"))
        self.assertEqual(self.files(), ["main.yaml"])

    def test_names_come_back_whatever_is_in_them(self):
        for name in ("O'Neil \"the\" \\ boss", "a: b, #c}", "- x", "yes", "",
                     "{[*&!|>%@`", "Жанна 👩🏽‍💻", "\u202egro", "\u2028", "\ufeff",
                     "=cmd()", "<script>", " led ", "x" * 5000, "12", "~"):
            with self.subTest(name=name):
                if not name.strip():
                    self.refused("--all", "--by", name)
                    continue
                self.fine("--all", "--by", name)
                self.assertTrue(all(line.isprintable() for line in
                                    self.read().replace("\u200d", "")
                                    .splitlines()))
                self.assertEqual({l["review"]["by"]
                                  for l in self.json()["fresh"]}, {name})
                self.assertNotIn("\u202e", self.fine("--all", "--by", name))

    def test_names_that_no_file_can_hold_are_refused(self):
        for name in ("a\x1bb", "a\nb", "\x7f", "\x85", b"\xff\xfe", " "):
            with self.subTest(name=name):
                self.assertIn("--by: ", self.refused("--all", "--by", name))

    def test_ids_that_other_readers_take_for_numbers_are_quoted(self):
        self.file("m/main.yaml", SMALL.replace("g1", "1.10").replace("t2",
                                                                     "no"))
        self.fine("--all", "--by", "A")
        self.assertIn('from: "no", relation: serves, to: "1.10"', self.read())
        self.assertEqual(self.json()["counts"]["fresh"], 2)

    def test_comments_at_the_top_stay(self):
        self.fine("--where", "from=t1", "--by", "A")
        self.file("m/reviews.yaml",
                  "# SPDX-License-Identifier: CC0-1.0\n" + self.read())
        self.fine("--all", "--by", "B")
        self.assertTrue(self.read().startswith(
            "# SPDX-License-Identifier: CC0-1.0\n" + HEADER))

    def test_merged_files_are_put_into_order_and_lose_nothing(self):
        self.fine("--all", "--by", "A", "--on", "2025-01")
        *head, first, second = self.read().splitlines()
        self.file("m/reviews.yaml", "\n".join(
            [*head, second, first, first.replace("A", "B")]) + "\n")
        self.fine("--node", "g2", "--basis", "proposed", "--by", "C")
        self.assertEqual(self.read().count("\n  - "), 4)
        self.assertIn(f"{first}\n{first.replace('A', 'B')}\n", self.read())

    def test_a_file_that_it_did_not_write_is_left_alone(self):
        self.fine("--all", "--by", "A")
        own = self.read()
        for text, words in (
                (own.split("\n", 1)[1], "it was not written by gdctrace"),
                ("", "it was not written by gdctrace"),
                (own + "waivers: []\n", "its line 7 was not written"),
                (own + "# mine\n", "its line 7 was not written"),
                (own.replace("gdctrace: 1\n", "gdctrace: 1\nlanguage: fr\n"),
                 "its line 4 was not written"),
                (own.replace("by: \"A\"", "who: \"A\"", 1), "line 5: "),
                (own.replace("reviews:\n", "reviews:\n  - {from: \n"), "")):
            with self.subTest(text=text):
                self.file("m/r.txt", text)
                path = self.path("m", "r.txt")
                done = self.run_it("--all", "--by", "B", "--file", path)
                self.assertEqual(done.returncode, 2, done.err)
                self.assertEqual(done.out, "")
                self.assertIn(f"{path} is left as it is: {words}", done.err)
                self.assertEqual(self.read(path), text)

    def test_a_review_by_accident_is_refused(self):
        for args, words in (
                (["--by", "A"], "choose with --node, --where or --all"),
                (["--by", "A", "--all", "--node", "t1"], "--all is every link"),
                (["--all", "--on", "2025"], "--on needs --by"),
                (["--dry-run"], "--dry-run needs --by"),
                (["--file", "x.yaml"], "--file needs --by"),
                (["--by", "A", "--all", "--on", "tomorrow"], "--on: 'tomorrow'"),
                (["--by", "A", "--all", "--on", "2025-02-30"], "--on: '2025"),
                (["--by", "A", "--node", "t9"], "no node 't9'"),
                (["--by", "A", "--where", "form=x"], "--where: "),
                (["--format", "csv"], "is not text or json"),
                (["t1"], "does not take 't1'")):
            with self.subTest(args=args):
                self.assertIn(words, self.refused(*args))
        self.assertEqual(self.files(), ["main.yaml"])

    def test_a_mapping_with_errors_is_not_reviewed(self):
        self.change("kind: goal, title: First goal", "kind: gaol, title: F")
        self.refused("--all", "--by", "A", status=1)

    def test_what_cannot_be_written_is_said(self):
        missing = self.path("no", "reviews.yaml")
        self.assertIn("cannot write " + missing, self.refused(
            "--all", "--by", "A", "--file", missing, status=3))
        self.refused("--all", "--by", "A", "--file", self.folder)
        self.refused("--all", "--by", "A", "--file", "/dev/full", status=2)

    def test_a_link_to_the_file_stays_a_link(self):
        real = self.file("elsewhere/r.yaml", "")
        os.remove(real)
        self.fine("--where", "from=t1", "--by", "A", "--file", real)
        os.symlink(real, self.reviews)
        self.fine("--all", "--by", "B")
        self.assertTrue(os.path.islink(self.reviews))
        self.assertEqual(self.read(real).count('by: "B"'), 2)

    def test_runs_at_the_same_time_lose_nothing(self):
        lines = [f"  - {{id: u{i}, kind: task, title: U, links: {{serves: "
                 f"[{{to: g2, source: doc}}]}}}}\n" for i in range(12)]
        self.file("m/main.yaml", SMALL + "".join(lines))
        runs = [subprocess.Popen(
            [GDCTRACE, "review", "-m", self.path("m"),
             "--node", f"u{i}", "--by", f"officer {i}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            for i in range(12)]
        for process in runs:
            self.assertEqual((process.communicate(timeout=60)[1],
                              process.returncode), (b"", 0))
        self.assertEqual({l["review"]["by"] for l in self.json()["fresh"]},
                         {f"officer {i}" for i in range(12)})
        self.assertEqual(self.files(), ["main.yaml", "reviews.yaml"])


class Where(ReviewTest):
    """Where the file is, if nobody says."""

    def test_beside_a_mapping_file_and_then_it_says_that_it_is_not_read(self):
        text = self.fine("--all", "--by", "A", mappings=self.mapping)
        self.assertIn(f"This mapping does not read {self.reviews}, so the "
                      "reviews do not count yet", text)
        self.assertEqual(self.json(mappings=self.mapping)["counts"]["fresh"], 0)
        self.assertIn("2 in place of a fresh one", self.fine(
            "--all", "--by", "A", mappings=self.mapping))

    def test_an_include_or_a_second_mapping_reads_it(self):
        self.fine("--all", "--by", "A", mappings=self.mapping)
        done = run("review", "-m", self.mapping, "-m", self.reviews, "--all",
                   "--by", "B")
        self.assertEqual((done.returncode, done.err), (0, ""))
        self.assertNotIn("does not read", done.out)
        self.change("gdctrace: 1\n", "gdctrace: 1\ninclude: [reviews.yaml]\n")
        self.assertNotIn("does not read", self.fine(
            "--all", "--by", "C", mappings=self.mapping))

    def test_in_the_folder_that_is_used_without_an_option(self):
        os.rename(self.path("m"), self.path("mappings"))
        done = run("review", "--all", "--by", "A", cwd=self.folder)
        self.assertEqual((done.returncode, done.err), (0, ""))
        self.assertIn(" in mappings/reviews.yaml:", done.out)
        done = run("review", "--all", "--by", "A", "-m", "main.yaml",
                   cwd=self.path("mappings"))
        self.assertIn(" in reviews.yaml:", done.out)

    def test_of_several_places_one_must_be_named(self):
        other = self.file("n/more.yaml", "gdctrace: 1\n")
        args = ("review", "-m", self.mapping, "-m", other, "--all", "--by",
                "A")
        done = run(*args)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--file is needed, because --mappings names several",
                      done.err)
        done = run(*args, "--file", self.path("n", "r.yaml"))
        self.assertEqual(done.returncode, 0, done.err)

    @unittest.skipIf(os.geteuid() == 0, "nothing is forbidden to root")
    def test_a_folder_that_cannot_be_written_is_refused(self):
        os.chmod(self.path("m"), 0o555)
        self.addCleanup(os.chmod, self.path("m"), 0o755)
        self.assertIn("cannot write", self.refused("--all", "--by", "A",
                                                   status=3))


if __name__ == "__main__":
    unittest.main()
