# SPDX-License-Identifier: Apache-2.0
"""`report work-plan` says of the activities chosen, and of what is asked, what
the mapping says: by bureau, with whom, when, on what mandate, what for; each
with its source, and what is proposed apart from all else."""
import collections
import json
import os
import re
import shlex
import subprocess
import tempfile
import unittest

from common import GDCTRACE, Page, check_said, pictures, report, run
from facts import Facts, rule_counts, tables, texts, uncited

FACTS = Facts()
CHECK = check_said()
OFFICES = [("General Secretariat", "General Secretariat"), ("BR", "ITU-R"),
           ("TSB", "ITU-T"), ("BDT", "ITU-D")]
CHOICES = {"ai": ["--where", "theme=ai"], "all": [],
           "ai and health": ["--where", "theme=ai", "--where",
                             "theme=health"],
           "events": ["--where", "form=event"]}
PAGES = {name: report("work-plan", *args) for name, args in CHOICES.items()}


def chosen(name, kind):
    nodes = json.loads(run("list", kind, "--format", "json", *CHOICES[name]))
    return [node["id"] for node in nodes]


def office_of(activity):
    node = FACTS.nodes[activity]
    return [i for i, (bureau, sector) in enumerate(OFFICES)
            if bureau in node.get("bureau", [])
            or sector in node.get("sector", [])]


def every_choice(test):
    def run_all(self):
        for name, page in PAGES.items():
            with self.subTest(choice=name):
                activities = chosen(name, "itu-activity")
                requests = (chosen(name, "requested-action") or
                            FACTS.of("requested-action"))
                test(self, page, activities, requests)
    return run_all


def table_of(page, start):
    found = [table for caption, table in tables(page)
             if caption.startswith(start)]
    return texts(found[0]) if found else []


def figures(activities):
    nodes = [FACTS.nodes[a] for a in activities]
    return [len(nodes), sum("start" in n or "end" in n for n in nodes),
            sum(bool(FACTS.ahead(n["id"], "partners-with")) for n in nodes),
            sum(bool(n["measures"]) for n in nodes)]


class WorkPlan(unittest.TestCase):
    @every_choice
    def test_every_request_is_a_row_with_who_is_asked(self, page, activities,
                                                      requests):
        found = {row[0]: row for caption, table in tables(page)
                 if caption.startswith("Asked in: ") for row in texts(table)}
        self.assertEqual(set(found), set(map(FACTS.title, requests)))
        for request in requests:
            row = found[FACTS.title(request)]
            for column, relation in ((1, "requested-by"), (2, "addressed-to")):
                for org in FACTS.ahead(request, relation):
                    node = FACTS.nodes[org]
                    self.assertIn(node.get("acronym") or node["title"]["en"],
                                  row[column])
        answered = [r for r in requests if FACTS.back(r, "answers")]
        self.assertIn(
            f"This plan shows {len(requests)} of the "
            f"{len(FACTS.of('requested-action'))} requested actions that the "
            "mapping holds. " +
            (f"Documents say that an activity answers {len(answered)} of "
             "these." if answered else
             "No document says that an activity answers any of these.") +
            " That something is asked for does not mean that it is done. "
            f"The plan has {len(activities)} activities.", page.text())

    @every_choice
    def test_figures_by_bureau_status_and_form(self, page, activities,
                                               requests):
        rows = [list(map(int, row[1:]))
                for row in table_of(page, "Activities by bureau")]
        expected = [figures([a for a in activities if i in office_of(a)])
                    for i in range(len(OFFICES))]
        self.assertEqual(rows, expected + [figures(activities)])
        for key, caption in (("status", "Activities by status"),
                             ("form", "Activities by what they are")):
            groups = collections.defaultdict(list)
            for activity in activities:
                groups[FACTS.nodes[activity][key]].append(activity)
            self.assertEqual(
                {row[0]: list(map(int, row[1:]))
                 for row in table_of(page, caption)},
                {value: figures(group) for value, group in groups.items()})

    @every_choice
    def test_every_activity_stands_under_its_bureaux(self, page, activities,
                                                     requests):
        found = [row for caption, table in tables(page)
                 if caption.startswith("Activities: ")
                 for row in texts(table)]
        self.assertEqual(
            sorted(row[0].removesuffix(" (recalled)") for row in found),
            sorted(FACTS.title(a) for a in activities for _ in office_of(a)))
        by_title = {FACTS.title(a): FACTS.nodes[a] for a in activities}
        for row in found:
            node = by_title[row[0].removesuffix(" (recalled)")]
            self.assertEqual(row[1], node["form"])
            self.assertTrue(row[2].startswith(node["status"]))
            for relation, cell in (("supports", row[3]),
                                   ("mandated-by", row[4])):
                for end in FACTS.ahead(node["id"], relation):
                    self.assertIn(FACTS.nodes[end].get("symbol",
                                                       FACTS.title(end)), cell)

    @every_choice
    def test_a_star_says_that_the_bureau_is_our_reading(self, page, activities,
                                                        requests):
        stars = sum(cell.text().strip().endswith("*")
                    for caption, table in tables(page)
                    if caption.startswith("Activities: ")
                    for body in table.all("tbody") for cell in body.all("th"))
        inferred = [a for a in activities
                    if FACTS.nodes[a]["sector-basis"] == "inferred"]
        self.assertEqual(stars, sum(len(office_of(a)) for a in inferred))
        self.assertIn(f"For {len(activities) - len(inferred)} of the activities "
                      f"a document says whose they are; for {len(inferred)} it "
                      "is our reading", page.text())

    @every_choice
    def test_partners_and_mandates_with_their_activities(self, page,
                                                         activities, requests):
        partners = collections.Counter(
            FACTS.title(org) for a in activities
            for org in FACTS.ahead(a, "partners-with"))
        rows = table_of(page, "Partners, and")
        self.assertEqual({row[0].removesuffix(" (recalled)"): int(row[1])
                          for row in rows}, dict(partners))
        self.assertIn(f"Documents name {len(partners)} partners.", page.text())
        mandated = [a for a in activities if FACTS.ahead(a, "mandated-by")]
        self.assertIn(f"Documents name a mandate for {len(mandated)} of the "
                      f"{len(activities)} activities.", page.text())
        numbers = [int(row[1]) for row in rows]
        self.assertEqual(numbers, sorted(numbers, reverse=True))
        for caption, nodes in (("Mandates of activities", activities),
                               ("Mandates that the requests", requests)):
            mandates = {" \u2013 ".join(
                [FACTS.nodes[m]["symbol"]] * ("symbol" in FACTS.nodes[m]) +
                [FACTS.title(m)])
                for n in nodes for m in FACTS.ahead(n, "mandated-by")}
            self.assertEqual({row[0].removesuffix(" (recalled)")
                              for row in table_of(page, caption)}, mandates)

    @every_choice
    def test_what_is_served(self, page, activities, requests):
        served = collections.Counter(
            end for a in activities for end in FACTS.ahead(a, "supports"))
        self.assertEqual(
            sorted((row[0], int(row[1]))
                   for row in table_of(page, "What the activities support")),
            sorted((" ".join([*filter(None, [FACTS.nodes[n].get("paragraph")]),
                              FACTS.title(n)]), count)
                   for n, count in served.items()))
        lines = {line for aim in served
                 for line in FACTS.ahead(aim, "implemented-through")
                 if FACTS.kind(line) == "wsis-action-line"}
        found = table_of(page, "Action lines and SDGs")
        self.assertEqual({row[0].split(": ", 1)[1] for row in found},
                         set(map(FACTS.title, lines)))
        for row in found:
            line = next(n for n in lines
                        if row[0].endswith(": " + FACTS.title(n)))
            self.assertEqual(
                set(row[2].replace("(derived)", "").replace(" ", "").split(",")),
                {g[4:] for g in FACTS.ahead(line, "contributes-to")
                 if FACTS.kind(g) == "sdg-goal"} or {"–"})

    @every_choice
    def test_overlaps_are_those_between_sectors_with_nothing_in_common(
            self, page, activities, requests):
        served = collections.defaultdict(list)
        for a in activities:
            for end in FACTS.ahead(a, "supports"):
                served[end].append(set(FACTS.nodes[a]["sector"]))
        expected = {end for end, sectors in served.items()
                    if any(not one & other for one in sectors
                           for other in sectors)}
        rows = table_of(page, "Served by more than one sector")
        self.assertLessEqual(
            {row[0] for row in rows},
            {" ".join([*filter(None, [FACTS.nodes[n].get("paragraph")]),
                       FACTS.title(n)]) for n in expected})
        self.assertEqual(len(rows), min(len(expected), 15))

    @every_choice
    def test_gaps_are_those_that_check_finds(self, page, activities, requests):
        touched = {*activities, *requests}
        for title, count, expected, found in rule_counts(
                CHECK["rules"], page, touched.__contains__):
            self.assertEqual(found, expected if count else None, title)

    @every_choice
    def test_every_row_is_cited(self, page, activities, requests):
        self.assertEqual(list(uncited(page)), [])

    @every_choice
    def test_what_is_proposed_stands_apart(self, page, activities, requests):
        words = page.text(without=("proposed",))
        self.assertNotIn("(proposed)", words)
        for link in FACTS.proposed:
            self.assertNotIn(link["rationale"]["en"], words)
        apart = " ".join(block.text()
                         for block in page.all("div", class_="proposed"))
        for link in FACTS.proposed:
            if link["relation"] == "answers" and link["to"] in requests:
                self.assertIn(link["rationale"]["en"], apart)

    @every_choice
    def test_there_is_one_picture_and_it_is_told(self, page, activities,
                                                 requests):
        dated = figures(activities)[1]
        self.assertIn(f"A start or an end is known for {dated} of the "
                      f"{len(activities)} activities.", page.text())
        rest = len(activities) - dated
        self.assertEqual(f"The other {rest} are not drawn." in page.text(),
                         0 < dated < len(activities))
        found = pictures(page)
        self.assertEqual(len(found), 1 if dated else 0)
        for picture in found:
            self.assertIn("A timeline", picture["alt"])
            self.assertIn(f"not drawn: {len(activities) - dated}.",
                          picture["alt"])
            bars = re.findall(r"(ITU-\w|General Secretariat): (\d+);",
                              picture["alt"])
            self.assertEqual(
                {sector: int(n) for sector, n in bars},
                {sector: n for _, sector in OFFICES
                 if (n := figures([a for a in activities if sector in
                                   FACTS.nodes[a]["sector"]])[1])})

    def test_the_command_of_the_picture_draws_it(self):
        command = re.search(r"gdctrace (draw [^<]*--by sector)",
                            PAGES["ai and health"].text()).group(1)
        self.assertIn("<svg", run(*shlex.split(command)))

    def test_the_command_of_what_is_cut_lists_it(self):
        text = run("report", "work-plan", "--format", "markdown")
        commands = re.findall(r"\d+ more (?:is|are) listed by: gdctrace (.*)$",
                              text.replace("\\", ""), re.M)
        self.assertIn("list --gap requested-action-is-answered", commands)
        for command in commands:
            if "NODE" not in command:
                run(*shlex.split(command))

    def test_each_bureau_and_the_regional_offices_have_a_role(self):
        words = PAGES["ai"].one("section", id="roles").text()
        for org in ("org.itu-tsb", "org.itu-bdt", "org.itu-br",
                    "org.itu-regional-offices", "org.itu-general-secretariat"):
            part = words[words.index(". " + FACTS.title(org)):]
            part = re.split(r"\d\.\d\. ", part[3:])[0]
            for request in FACTS.back(org, "addressed-to"):
                if "ai" in FACTS.nodes[request]["theme"]:
                    self.assertIn(FACTS.title(request), part)
        self.assertIn("does not say which activities are its own", words)

    def test_every_section_stands_whatever_is_chosen(self):
        wanted = ["asked", "figures", "bureaux", "roles", "partners",
                  "timeline", "mandates", "served", "overlaps", "gaps",
                  "steps", "method", "references"]
        for page in PAGES.values():
            self.assertEqual([s["id"] for s in page.all("section") if s["id"]],
                             wanted)

    def test_a_filter_that_no_request_knows_shows_them_all_and_says_so(self):
        self.assertIn("holds for none of the requested actions",
                      PAGES["events"].text())

    def test_nothing_chosen_is_said(self):
        words = report("work-plan", "--where", "id=nothing").text()
        self.assertIn("No activity was chosen.", words)
        self.assertIn("No partner of these activities is known.", words)

    def test_it_is_the_same_every_time(self):
        for kind in ("html", "markdown"):
            args = ["report", "work-plan", "--format", kind]
            self.assertEqual(run(*args), run(*args, LC_ALL="C.UTF-8",
                                             TZ="Asia/Tokyo"))

    def test_without_a_day_no_day_is_drawn(self):
        env = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
        text = subprocess.run(
            [GDCTRACE, "report", "work-plan", "--where", "theme=ai"],
            check=True, capture_output=True, encoding="utf-8", env=env,
            cwd="/").stdout
        self.assertIn("not made for a given day", Page(text).root.text())
        import base64
        picture = pictures(Page(text).root)[0]["src"].split(",", 1)[1]
        self.assertNotIn("today", base64.b64decode(picture).decode())

    def test_an_activity_past_its_end_is_told(self):
        page = report("work-plan", "--where", "status!=completed")
        over = [a for a in FACTS.of("itu-activity")
                if (FACTS.nodes[a].get("end", "9999") + "-12-31")[:10]
                < "2025-12-01"
                and FACTS.nodes[a]["status"] != "completed"]
        self.assertTrue(over)
        words = page.one("section", id="steps").text()
        for activity in over[:15]:
            self.assertIn(FACTS.title(activity), words)


SMALL = """gdctrace: 1
model:
  frameworks: [{id: itu, title: ITU}]
  kinds:
    - {id: itu-activity, framework: itu, title: A, plural: As}
nodes:
  - {id: itu.a, kind: itu-activity, title: "<script>1</script>|`*", end: 2020}
"""


class AnotherMapping(unittest.TestCase):
    def test_a_mapping_of_one_activity_has_a_plan_that_says_so(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "m.yaml"), "w",
                      encoding="utf-8") as file:
                file.write(SMALL)
            args = ["work-plan", "--mappings", folder]
            page = report(*args)
            hostile = report(*args, "--where", "title~'`<script>")
            markdown = run("report", *args, "--format", "markdown", "--where",
                           "title~`")
        for sentence in ("holds no requested action", "No partner of these",
                         "does not hold the bureaux", "No bureau or sector",
                         "No document says what these activities support",
                         "No rule of the mapping", "The plan has 1 activity.",
                         "is known for 1 of the 1 activity."):
            self.assertIn(sentence, page.text())
        for sentence in ("are not drawn", "What else is said of it:"):
            self.assertNotIn(sentence, page.text())
        self.assertEqual([*page.all("script"), *hostile.all("script")], [])
        self.assertNotIn("'title~`'", markdown)
        self.assertEqual(len(pictures(page)), 1)


if __name__ == "__main__":
    unittest.main()
