# SPDX-License-Identifier: Apache-2.0
"""`report review`: every figure is what other commands say of the same
mapping; every claim has a source; what is proposed stands apart."""
import base64
import copy
import json
import os
import re
import unittest
from xml.etree import ElementTree

from common import Folder, export, report, run, without_proposals

TRUSTS = ("Claimed", "Evidenced", "Reviewed")
SECTIONS = ["summary", "objectives", "best-practices", "gaps", "priorities",
            "overlaps", "figures", "differences", "method", "references"]
DATA = export()
NODES = {node["id"]: node for node in DATA["nodes"]}


# ---- the mapping, changed and loaded again ----

def with_quotes(data):
    """Only links with a source and a quote."""
    data = copy.deepcopy(data)
    data["links"] = [l for l in data["links"]
                     if any("source" in e and "quote" in e
                            for e in l.get("evidence", []))]
    return data


def said(cell):
    """A cell of counts, of which those that are 0 are left out, as numbers."""
    counts = dict(line.text().split(": ") for line in cell.all("p"))
    return [int(counts.get(word, 0))
            for word in ("covered", "in part", "gaps", "waived")]


def check(data):
    """Results of each rule: {rule: {node: result}}."""
    with Folder(data) as path:
        found = json.loads(run("check", "--format", "json", "-m", path))
    return {rule["id"]: {result["node"]: result["result"]
                         for result in rule["results"] if "node" in result}
            for rule in found["rules"]}


FIRM = check(without_proposals(DATA))
ALL = check(DATA)
QUOTED = check(with_quotes(without_proposals(DATA)))
MAIN = [rule for rule in DATA["rules"]
        if rule["severity"] != "info" and rule.get("on") != "link"]


# ---- the document ----

def without_day(*args):
    """The report as of no day."""
    kept = os.environ.pop("SOURCE_DATE_EPOCH", None)
    try:
        return report("review", *args)
    finally:
        if kept is not None:
            os.environ["SOURCE_DATE_EPOCH"] = kept


def section(page, anchor):
    return page.one("section", id=anchor)


def words(element, *without):
    return " ".join(element.text(without=("ref", *without)).split())


def tables(element):
    """Caption, without its number, and rows of cells."""
    return [(re.sub(r"^Table \d+\. ", "", words(table.one("caption"))),
             [[cell for cell in row.children if not isinstance(cell, str)]
              for row in table.one("tbody").all("tr")])
            for table in element.all("table")]


def table(element, caption):
    return next(rows for title, rows in tables(element) if title == caption)


def title(node):
    return " ".join(NODES[node].get("title", {}).get("en", node).split())


def title_of_rule(rule):
    return " ".join(rule["title"]["en"].split())


def number(text, pattern):
    return int(re.search(pattern, text).group(1))


def is_rest(item):
    """Whether an item only says how many more there are."""
    return bool(re.match(r"and \d+ more$|\d+ more (is|are) listed by: ",
                         words(item)))


def objective_of(node):
    while node is not None and NODES[node]["kind"] != "gdc-objective":
        node = NODES[node].get("part-of")
    return node


def firm(relation=None):
    return [l for l in DATA["links"] if l["basis"] != "proposed"
            and relation in (None, l["relation"])]


class Bundled(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = report("review")

    def test_it_has_all_sections_in_order(self):
        found = [s["id"] for s in self.page.all("section")
                 if s["id"] in SECTIONS]
        self.assertEqual(found, SECTIONS)

    # -- 1: summary

    def test_the_counts_are_those_of_the_export(self):
        rows = table(section(self.page, "summary"),
                     "What this report is made of")
        kinds = [sum(n["kind"] == kind for n in DATA["nodes"])
                 for kind in ("gdc-objective", "gdc-commitment",
                              "wsis-action-line", "itu-activity")]
        bases = [sum(l["basis"] == basis for l in DATA["links"])
                 for basis in ("stated", "derived")]
        self.assertEqual([int(words(row[1])) for row in rows], kinds + bases)

    def test_requirements_are_counted_as_check_does_without_proposals(self):
        rows = table(section(self.page, "summary"),
                     "What is asked, and what is found")
        found = {}
        for head, *cells in rows:
            found[words(head, "small")] = [int(words(cell)) for cell in cells]
            self.assertEqual(
                sum(found[words(head, "small")]),
                number(words(head), r"asked: (\d+)"))
        expected = {
            title_of_rule(rule): [
                list(FIRM[rule["id"]].values()).count(result)
                for result in ("covered", "partial", "gap", "waived")]
            for rule in MAIN}
        self.assertEqual(found, expected)

    def test_gaps_beside_proposals_are_gaps_of_check(self):
        proposed = section(self.page, "summary").one("div", class_="proposed")
        found = {}
        for item in proposed.all("li"):
            name, by, gaps = re.fullmatch(r"(.*): (\d+) of (\d+) gaps",
                                          words(item)).groups()
            found[name] = (int(by), int(gaps))
        for rule in MAIN:
            results = FIRM[rule["id"]]
            gaps = [n for n, result in results.items() if result == "gap"]
            by = sum(ALL[rule["id"]][n] in ("partial", "covered")
                     for n in gaps)
            self.assertEqual(found.get(title_of_rule(rule)),
                             (by, len(gaps)) if by else None, rule["id"])
        self.assertIn(str(sum(l["basis"] == "proposed"
                              for l in DATA["links"])), words(proposed))

    def test_the_main_findings_add_up(self):
        text = words(section(self.page, "summary"))
        gaps = {(r["id"], n) for r in MAIN for n, result
                in FIRM[r["id"]].items() if result == "gap"}
        essential = {r["id"] for r in MAIN if r["severity"] == "error"}
        self.assertEqual({rule for rule, _ in gaps} & essential, set())
        self.assertIn("No essential requirement has a gap.", text)
        self.assertIn(f"not essential have {len(gaps)} gaps, in "
                      f"{len({rule for rule, _ in gaps})} of them.", text)
        waived = sum(list(FIRM[r["id"]].values()).count("waived")
                     for r in MAIN)
        self.assertIn(f"Waivers accept {waived} gaps, which are not counted "
                      "here.", text)
        self.assertEqual(number(text, r"The gaps concern (\d+) different"),
                         len({node for _, node in gaps}))
        _, linked, _, first, _ = self.ranked()[0]
        self.assertIn(f"First in the computed order is: {title(first)} . "
                      f"{-linked} other items are linked to it.", text)
        own = "commitment-has-itu-activity"
        commitments = sum(n["kind"] == "gdc-commitment" for n in DATA["nodes"])
        rule = next(r for r in DATA["rules"] if r["id"] == own)
        self.assertIn(
            "Documents cover "
            f"{list(FIRM[own].values()).count('covered')} of the "
            f"{len(FIRM[own])} commitments that the requirement "
            f'"{title_of_rule(rule)}" asks about. The words of the documents '
            f"are quoted for {list(QUOTED[own].values()).count('covered')} of "
            "these. No person has yet confirmed the links for any of these. "
            "The requirement does not ask about the other "
            f"{commitments - len(FIRM[own])} commitments of the Compact.",
            text)
        self.assertIn(f"{len(self.practices())} activities are candidates for "
                      "best practices.", text)
        overlap = json.loads(run("overlap", "--format", "json"))
        apart = sum(group["without-common-parent"] > 0
                    for group in overlap["overlaps"])
        self.assertIn(
            f"the same {apart} objectives or other aims without a common "
            "programme above them. This concerns "
            f"{overlap['totals']['without-common-parent']} pairs of "
            "activities.", text)
        self.assertIn("who leads or takes part in "
                      f"{len(self.disputed())} action lines.", text)
        self.check_figures(text)

    def check_figures(self, text):
        times = {}
        for node in DATA["nodes"]:
            for m in node["measures"]:
                times.setdefault((node["id"], m["name"]["en"],
                                  m["unit"]["en"]), []).append(m["at"])
        self.assertIn(
            f"The sources give {sum(map(len, times.values()))} figures. "
            f"{sum(len(set(at)) > 1 for at in times.values())} things are "
            "counted at more than one time, so that change can be seen.", text)

    # -- 2: objectives

    def counts(self, results, objective):
        mine = [result for node, result in results.items()
                if objective_of(node) == objective]
        return [mine.count(result)
                for result in ("covered", "partial", "gap", "waived")]

    def test_each_objective_is_counted_three_times(self):
        objectives = [n for n in NODES
                      if NODES[n]["kind"] == "gdc-objective"] + [None]
        part = section(self.page, "objectives")
        for name in ("commitment-is-in-reach", "commitment-has-itu-activity"):
            rule = next(r for r in DATA["rules"] if r["id"] == name)
            rows = table(part, title_of_rule(rule))
            for objective, (head, *cells) in zip(objectives, rows,
                                                 strict=True):
                if objective is not None:
                    self.assertTrue(words(head).startswith(title(objective)))
                nobody = {n: result if result == "waived" else "gap"
                          for n, result in FIRM[name].items()}
                for results, cell in zip((FIRM[name], QUOTED[name], nobody),
                                         cells, strict=True):
                    self.assertEqual(
                        said(cell), self.counts(results, objective),
                        (name, objective))

    def test_action_lines_and_activities_are_the_links(self):
        part = section(self.page, "objectives")
        rows = table(part, "What implements each objective")
        objectives = [n for n in NODES if NODES[n]["kind"] == "gdc-objective"]
        for objective, (head, lines, own, parts) in zip(objectives, rows,
                                                        strict=True):
            self.assertTrue(words(head).startswith(title(objective)))
            self.assertEqual(
                [words(item).split(": ", 1)[1] for item in lines.all("li")],
                [title(l["to"]) for l in firm("implemented-through")
                 if l["from"] == objective
                 and NODES[l["to"]]["kind"] == "wsis-action-line"])
            supports = {(l["from"], l["to"]) for l in firm("supports")}
            self.assertEqual(int(words(own)), len(
                {a for a, to in supports if to == objective}))
            self.assertEqual(int(words(parts)), len(
                {a for a, to in supports
                 if to != objective and objective_of(to) == objective}))

    # -- 3: best practices

    def sieve(self):
        """Of each activity tied to an objective: id, and whether it is begun,
        has a figure, has a partner."""
        for node in DATA["nodes"]:
            if node["kind"] == "itu-activity" and any(
                    l["from"] == node["id"] and l["basis"] == "stated"
                    and l.get("certainty") != "recalled"
                    and objective_of(l["to"])
                    and any("quote" in e for e in l["evidence"])
                    for l in firm("supports")):
                yield (node["id"], node.get("status") != "planned",
                       any(m.get("evidence") for m in node["measures"]),
                       any(l["from"] == node["id"]
                           for l in firm("partners-with")))

    def practices(self):
        found = [(-sum(l["from"] == node for l in firm("supports")), node)
                 for node, *meets in self.sieve() if all(meets)]
        return [node for _, node in sorted(found)]

    def test_what_is_left_by_each_part_of_the_criterion_is_told(self):
        sieve = list(self.sieve())
        begun = [row for row in sieve if row[1]]
        self.assertIn(
            f"Quoted words tie {len(sieve)} activities to an objective or a "
            "part of one. Without those that are merely planned, "
            f"{len(begun)} remain. Of these, a figure is cited for "
            f"{sum(row[2] for row in begun)}, a partner is named for "
            f"{sum(row[3] for row in begun)}, and both hold for "
            f"{sum(row[2] and row[3] for row in begun)}.",
            words(section(self.page, "best-practices")))

    def test_best_practices_meet_the_criterion_that_is_stated(self):
        part = section(self.page, "best-practices")
        practices = self.practices()
        rows = table(part, "Activities that meet the criterion")
        self.assertIn("No document cited here calls an activity a best "
                      "practice", words(part.one("div", class_="notice")))
        self.assertEqual(number(words(part), r"both hold for (\d+)"),
                         len(practices))
        self.assertEqual([words(row[0], "small") for row in rows],
                         [f"{i}. {title(node)}" for i, node
                          in enumerate(practices[:10], 1)])
        for node, (_, figures, partners, supports) in zip(practices, rows):
            self.assertIn(str(NODES[node]["measures"][0]["value"]),
                          words(figures))
            for cell in (figures, partners, supports):
                for item in cell.all("li"):
                    self.assertTrue(
                        list(item.all("a", class_="ref"))
                        or is_rest(item), words(item))
            self.assertEqual(len(list(supports.all("li"))), min(7, sum(
                l["from"] == node for l in firm("supports"))))

    def test_what_lacks_one_thing_is_listed(self):
        part = section(self.page, "best-practices")
        text = words(part)
        lists = [element for element in part.all("ul")
                 if not element.inside(scope="row")
                 and element.parent is part]
        self.assertEqual(number(text, r"a figure is cited for (\d+)")
                         + number(text, r"a partner is named for (\d+)")
                         - 2 * number(text, r"both hold for (\d+)"),
                         sum(len(list(element.all("li")))
                             for element in lists))

    # -- 4: gaps

    def parts_of_gaps(self):
        for part in section(self.page, "gaps").all("section"):
            yield re.sub(r"^[\d.]+ ", "", words(part.one("h3"))), part

    def test_every_gap_stands_once_and_only_gaps(self):
        parts = dict(self.parts_of_gaps())
        for rule in MAIN:
            results, with_proposals = FIRM[rule["id"]], ALL[rule["id"]]
            gaps = [n for n, result in results.items() if result == "gap"]
            waived = [n for n, result in results.items()
                      if result == "waived"]
            if not gaps and not waived:
                self.assertIn(title_of_rule(rule),
                              words(parts["Requirements without a gap"]))
                continue
            part = parts[title_of_rule(rule)]
            plain = {n for n in gaps if with_proposals[n] == "gap"}
            items = [item for item in part.all("li")
                     if not item.inside(class_="proposed")]
            listed = [words(item.one("small")) for item in items
                      if not is_rest(item)]
            self.assertEqual(len(listed), min(20, len(plain)))
            self.assertLessEqual(set(listed), plain)
            if len(plain) > 20:
                self.assertEqual(
                    words(items[-1]), f"{len(plain) - 20} more are listed by: "
                    f"gdctrace list --gap {rule['id']}")
            self.check_counts(part, results, len(plain))
            self.assertIn(rule["summary"]["en"].strip()[:60], words(part))
            self.check_proposed(part, [n for n in gaps if n not in plain])

    def check_counts(self, part, results, plain):
        text, results = words(part), list(results.values())
        gaps, waived = results.count("gap"), results.count("waived")
        self.assertIn(
            f"There is a gap for {gaps} of the {len(results)} items that are "
            "asked about.", text)
        self.assertEqual(f"For {waived} more, a waiver accepts the gap."
                         in text, waived > 0)
        self.assertEqual(f"For {plain} of these gaps nothing is proposed:"
                         in text, 0 < plain < gaps)

    def check_proposed(self, part, nodes):
        blocks = list(part.all("div", class_="proposed"))
        self.assertEqual(len(blocks), bool(nodes))
        if not nodes:
            return
        items = [item for item in blocks[0].all("li")
                 if not is_rest(item)]
        self.assertIn(f"For {len(nodes)} of the gaps the mapping proposes an "
                      "answer:", words(blocks[0]))
        self.assertEqual(len(items), min(10, len(nodes)))
        for item in items:
            self.assertIn(words(item.one("small") if len(
                list(item.all("small"))) == 1 else next(item.all("small"))),
                nodes)
            self.assertIn("(proposed)", words(item))

    def test_waivers_say_why_by_whom_and_until_when(self):
        rows = [row for _, part in self.parts_of_gaps() for caption, rows
                in tables(part) if caption.startswith("Gaps that are accepted")
                for row in rows]
        found = [(words(next(row[0].all("small"))),
                  *(words(cell) for cell in row[1:])) for row in rows]
        expected = [(w["node"], w["reason"]["en"], w["by"], w["until"])
                    for w in DATA["waivers"]
                    if FIRM[w["rule"]].get(w["node"]) == "waived"]
        self.assertEqual(sorted(found), sorted(expected))

    # -- 5: priorities

    def ranked(self):
        children = {}
        for node in DATA["nodes"]:
            children.setdefault(node.get("part-of"), []).append(node["id"])
        near = {}
        for link in firm():
            near.setdefault(link["from"], set()).add(link["to"])
            near.setdefault(link["to"], set()).add(link["from"])

        def parts(node):
            return {node}.union(*map(parts, children.get(node, [])))
        gaps = {}
        for rule in MAIN:
            for node, result in FIRM[rule["id"]].items():
                if result == "gap":
                    gaps.setdefault(node, []).append(rule)
        found = []
        for node, rules in gaps.items():
            below = parts(node)
            linked = set().union(*(near.get(n, ()) for n in below)) - below
            grave = any(r["severity"] == "error" for r in rules)
            natural = [int(part) if part.isdigit() else part for part
                       in re.split(r"(\d+)", node)]
            found.append((not grave, -len(linked), natural, node,
                          [title_of_rule(r) for r in rules]))
        return sorted(found, key=lambda row: row[:3])

    def test_priorities_are_gaps_by_what_hangs_on_them(self):
        rows = table(section(self.page, "priorities"),
                     "Gaps on which most hangs")
        for (head, rules, linked, hanging), row in zip(rows, self.ranked()):
            _, count, _, node, names = row
            self.assertEqual(words(next(head.all("small"))), node)
            self.assertEqual(int(words(linked)), -count)
            self.assertEqual([words(item) for item in rules.all("li")], names)
            self.assertEqual(
                sum(int(n) for item in hanging.all("li")
                    for n in re.findall(r"\((\d+)\):", words(item))), -count)
        self.assertEqual(len(rows), 15)
        rest = words(section(self.page, "priorities")).partition(
            f" {len(self.ranked()) - 15} more are listed by: gdctrace ")[2]
        listed = run(*rest.split(" Proposed; ")[0].split()).split()
        self.assertLessEqual({row[3] for row in self.ranked()}, set(listed))

    # -- 6: overlaps

    def test_overlaps_are_those_of_overlap(self):
        found = json.loads(run("overlap", "--format", "json"))
        part = section(self.page, "overlaps")
        totals = found["totals"]
        numbers = [int(n) for n in re.findall(
            r"\d+", next(words(p) for p in part.all("p")
                         if words(p).startswith("Activities support")))]
        expected = [totals["things"], totals["contested"], totals["pairs"],
                    totals["without-common-parent"]]
        if totals["without-value"] > 0:
            expected += [totals["without-value"], totals["members"]]
        self.assertEqual(numbers, expected)
        rows = table(part, "What activities of different sectors serve")
        for group, (head, values, pairs, apart, members) in zip(
                found["overlaps"][:10], rows, strict=True):
            self.assertEqual(words(next(head.all("small"))), group["id"])
            self.assertEqual(
                [int(words(cell)) for cell in (values, pairs, apart)],
                [group["values"], group["pairs"],
                 group["without-common-parent"]])
            names = {member["title"] for member in group["members"]}
            for item in members.all("li"):
                if not is_rest(item):
                    self.assertTrue(list(item.all("a", class_="ref")))
                    self.assertTrue(any(words(item).startswith(name)
                                        for name in names))

    # -- 7: figures

    def test_every_figure_stands_in_a_table_with_its_source(self):
        part = section(self.page, "figures")
        found, rows = [], []
        for _, more in tables(part):
            rows += more
        for of, name, value, when, source in rows:
            self.assertTrue(list(source.all("a", class_="ref")), words(of))
            found.append((words(of), words(name, "small").rstrip(". "),
                          words(value), words(when)))
        expected = []
        said = {"over": "over ", "at-least": "at least ", "about": "about ",
                "at-most": "at most ", None: ""}
        for node in DATA["nodes"]:
            for m in node["measures"]:
                expected.append((
                    title(node["id"]), m["name"]["en"],
                    f"{said[m.get('qualifier')]}{m['value']} "
                    f"{m['unit']['en']}", m["at"].replace("/", " to ")))
        self.assertEqual(sorted(found), sorted(expected))

    def test_series_are_drawn_and_told(self):
        series = {}
        for node in DATA["nodes"]:
            for m in node["measures"]:
                series.setdefault((node["id"], m["name"]["en"],
                                   m["unit"]["en"]), set()).add(m["at"])
        drawn = [key for key, times in series.items() if len(times) > 1]
        part = section(self.page, "figures")
        alts = [image["alt"] for image in part.all("img")
                if image["alt"].startswith("Bars over time")]
        self.assertEqual(len(alts), len(drawn))
        for node, name, unit in drawn:
            for m in NODES[node]["measures"]:
                if (m["name"]["en"], m["unit"]["en"]) == (name, unit):
                    self.assertTrue(any(
                        str(m["value"]) in alt
                        and m["at"].replace("/", " to ") in alt
                        for alt in alts))

    def test_bars_are_as_high_as_their_values_and_as_wide_as_their_time(self):
        part = section(self.page, "figures")
        image = next(i for i in part.all("img") if "at least 450" in i["alt"])
        tree = ElementTree.fromstring(base64.b64decode(
            image["src"].split(",", 1)[1]))
        bars, texts = [], []
        for element in tree.iter():
            if element.get("class") == "node bar":
                points = [tuple(map(float, pair.split(","))) for pair in next(
                    e for e in element if e.tag.endswith("polygon")).get(
                    "points").split()]
                bars.append([max(p[i] for p in points)
                             - min(p[i] for p in points) for i in (0, 1)])
            if element.tag.endswith("}text"):
                texts.append(element.text)
        for (_, height), value in zip(bars, (220, 250, 450), strict=True):
            self.assertAlmostEqual(height / bars[2][1] * 450, value, delta=2)
        # 70, 191 and 108 days.
        for (width, _), days in zip(bars, (70, 191, 108)):
            self.assertAlmostEqual((width + 2) / (bars[1][0] + 2),
                                   days / 191, delta=.01)
        for text in ("> 220", "> 250", "\u2265 450", "2024", "2025",
                     "standards"):
            self.assertIn(text, texts)

    def test_beginnings_are_counted_by_year(self):
        part = section(self.page, "figures")
        starts = [n.get("start") for n in DATA["nodes"]
                  if n["kind"] == "itu-activity"]
        self.assertIn("The sources say when "
                      f"{len(starts) - starts.count(None)} of the "
                      f"{len(starts)} activities begin.", words(part))
        alt = next(image["alt"] for image in part.all("img")
                   if image["alt"].startswith("Activities that began"))
        years = [s[:4] for s in starts if s]
        self.assertEqual(re.findall(r"(\d{4}): (\d+)", alt),
                         [(y, str(years.count(y))) for y in sorted(set(years))])

    # -- 8: differences

    def disputed(self):
        """{line: (they differ on who leads, on who takes part)}"""
        def plain(name):
            name = " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split())
            return re.sub(r"\bunited nations\b", "un", name)
        said, alone = {}, set()
        for link in firm():
            kind = NODES[link["to"]]["kind"]
            if kind != "wsis-action-line":
                continue
            if link["relation"] in ("leads", "co-leads", "facilitates"):
                org = NODES[link["from"]]
                names = [(link["relation"],
                          org.get("acronym") or title(org["id"]))]
            else:
                names = [("leads", link["lead"])] if "lead" in link else []
                names += [("co-leads", n) for n in link.get("co-leads", [])]
            for evidence in link.get("evidence", []):
                if "sole lead" in link.get("role-text", ""):
                    alone.add((link["to"], evidence["source"]))
                for role, name in names:
                    said.setdefault(link["to"], {}).setdefault(
                        evidence["source"], {}).setdefault(
                        plain(name), set()).add(role)
        found = {}
        for line, sources in said.items():
            whole = {s for s, names in sources.items()
                     if (len(names) > 1 or (line, s) in alone)
                     and any(r != {"co-leads"} for r in names.values())}
            leads = {s: {n for n, r in names.items() if "leads" in r}
                     for s, names in sources.items()}
            lead = any(
                (n not in sources[b] and (b in whole or leads[b])) or
                (n in sources[b] and leads[b] and n not in leads[b])
                for a in sources for b in sources if a != b
                for n in leads[a])
            others = any(set(sources[a]) != set(sources[b])
                         for a in whole for b in whole)
            if lead or others:
                found[line] = (lead, others)
        return found

    def test_sources_that_differ_on_an_action_line_are_found(self):
        part = section(self.page, "differences")
        rows = table(part, "Action lines on which sources differ")
        found = {}
        for line, what, sources in rows:
            found[words(line.one("small"))] = (
                "who leads" in words(what), "who takes part" in words(what))
            self.assertGreater(len(list(sources.all("li"))), 1)
            for item in sources.all("li"):
                self.assertTrue(list(item.all("a", class_="ref")))
        self.assertEqual(found, self.disputed())
        # These stand, found by hand, at the head of facilitators.yaml.
        self.assertLessEqual({"wsis.c1", "wsis.c3", "wsis.c4", "wsis.c6",
                              "wsis.c7-egov", "wsis.c7-ebus", "wsis.c7-eenv",
                              "wsis.c10", "wsis.c11"}, set(found))

    def test_activities_past_their_end_are_listed(self):
        listed = json.loads(run("list", "itu-activity", "--format", "json",
                                "--where", "end<=today", "--where",
                                "status=planned,ongoing"))
        rows = table(section(self.page, "differences"),
                     "Past their end by date, but still called planned or "
                     "ongoing")
        self.assertEqual(sorted(words(row[0].one("small")) for row in rows),
                         sorted(node["id"] for node in listed))

    # -- 9: method

    def test_the_method_counts_what_is_recalled(self):
        text = words(section(self.page, "method"))
        expected = []
        figures = [m for n in DATA["nodes"] for m in n["measures"]]
        for things in (DATA["sources"], DATA["links"], DATA["nodes"], figures):
            expected += [sum(t.get("certainty") == "recalled"
                             for t in things), len(things)]
        self.assertIn("Recalled are {} of {} sources, {} of {} links, {} of "
                      "{} nodes and {} of {} figures.".format(*expected), text)

    def test_the_command_makes_the_same_report(self):
        command = words(section(self.page, "method").one("code"))
        epoch, name, *args, option, _ = command.split()
        self.assertEqual((name, option), ("gdctrace", "-o"))
        key, value = epoch.split("=")
        self.assertEqual(run(*args, **{key: value}), run("report", "review"))

    # -- all of it

    def test_every_row_of_claims_has_a_reference(self):
        for anchor in ("best-practices", "overlaps", "figures"):
            for _, rows in tables(section(self.page, anchor)):
                for row in rows:
                    self.assertTrue(any(list(cell.all("a", class_="ref"))
                                        for cell in row), words(row[0]))
        for anchor in ("gaps", "priorities", "differences"):
            for _, rows in tables(section(self.page, anchor)):
                for row in rows:
                    small = list(row[0].all("small"))
                    node = words(small[0]) if small else None
                    if node in NODES and NODES[node].get("evidence"):
                        self.assertTrue(
                            any(list(c.all("a", class_="ref")) for c in row))

    def test_references_lead_somewhere(self):
        ids = {e["id"] for e in self.page.all("span")}
        for link in self.page.all("a", class_="ref"):
            self.assertIn(link["href"][1:], ids)

    def test_without_proposals_only_the_proposed_blocks_are_gone(self):
        with Folder(without_proposals(DATA)) as path:
            other = report("review", "-m", path)
        self.assertEqual(list(other.all("div", class_="proposed")), [])
        for anchor in ("summary", "objectives", "best-practices",
                       "priorities", "overlaps", "figures", "differences"):
            self.assertEqual(words(section(self.page, anchor), "proposed"),
                             words(section(other, anchor)), anchor)

    def test_nothing_proposed_stands_beside_the_rest(self):
        for element in self.page.all("li"):
            if "(proposed)" in element.text():
                self.assertTrue(element.inside(class_="proposed"))
        for name in ("td", "th"):
            for cell in self.page.all(name):
                self.assertNotIn("(proposed)", cell.text())

    def test_asking_for_proposals_changes_no_figure(self):
        other = report("review", "--basis", "stated,derived,proposed")
        for anchor in SECTIONS[:-2]:
            self.assertEqual(words(section(self.page, anchor)),
                             words(section(other, anchor)))

    def test_it_is_the_same_twice_in_any_locale_at_any_time_of_day(self):
        one = run("report", "review")
        self.assertEqual(one, run("report", "review", LC_ALL="de_DE.UTF-8"))
        self.assertEqual(one, run("report", "review", TZ="Asia/Tokyo",
                                  SOURCE_DATE_EPOCH="1764590399"))
        self.assertEqual(one, run("report", "review", "--threads", "1"))

    def test_without_a_day_it_says_what_is_left_out(self):
        page = without_day()
        method = words(section(page, "method"))
        self.assertIn("Left out, because this report is not made for a given day:", method)
        self.assertIn("Nothing rests only on activities that have ended",
                      method)
        self.assertIn("Not looked at, because this report is not made for a "
                      "given day.",
                      words(section(page, "differences")))

    def test_every_format_and_language_has_it(self):
        for language in ("fr", "ar", "zh"):
            page = report("review", "--lang", language)
            self.assertEqual(next(page.all("html"))["lang"], language)
        text = run("report", "review", "--format", "markdown")
        self.assertEqual(text.count("\n## "), len(SECTIONS))
        notes = report("review", "--evidence")
        self.assertTrue(list(notes.all("section", id="notes")))

    def test_as_of_shows_what_was_there(self):
        page = report("review", "--as-of", "2024-06")
        self.assertIn("--as-of 2024-06",
                      words(section(page, "method").one("code")))
        shown = json.loads(run("list", "itu-activity", "--as-of", "2024-06",
                               "--format", "json"))
        rows = table(section(page, "summary"), "What this report is made of")
        self.assertEqual(int(words(rows[3][1])), len(shown))


MODEL = """gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds:
    - {id: gdc-objective, framework: f, title: Objective}
    - {id: itu-activity, framework: f, title: Activity, plural: Activities}
  relations:
    - {id: supports, inverse: supported-by, from: itu-activity, to: gdc-objective}
"""

OWN = """gdctrace: 1
include: [builtin:frameworks]
sources:
  - {id: one, title: Source one}
  - {id: two, title: Source two}
nodes:
  - id: itu.a
    kind: itu-activity
    title: "A <b>bold</b> | *claim*\\u202e =cmd()"
    status: ongoing
    end: 2020
    measures:
      - {name: schools, value: 10, unit: schools, at: 2020, source: one}
      - {name: schools, value: 12, unit: schools, at: 2020-06, source: two}
      - {name: schools, value: -3.5, unit: schools, at: 2021, source: two}
      - {name: loss, value: 123456789012345, at: 2021, certainty: recalled}
    links:
      supports:
        - {to: gdc.11a, source: one, locator: p. 1, quote: words}
        - {to: gdc.11b, source: one, locator: p. 2}
        - {to: gdc.11c, basis: proposed, rationale: r, confidence: 0.5, author: me}
rules:
  - id: r
    title: Every commitment has an activity
    summary: A gap means nothing.
    severity: error
    each: gdc-commitment
    where: ["id=gdc.11a,gdc.11b,gdc.11c,gdc.11d,gdc.11e"]
    reach: itu-activity
    grades:
      - {id: direct, path: "^supports", counts: covered}
      - {id: maybe, path: "^supports", counts: partial, basis: [proposed]}
waivers:
  - {rule: r, node: gdc.11d, by: me, reason: past, until: 2025-01}
  - {rule: r, node: gdc.11e, by: me, reason: to come, until: 2030}
"""


class Others(unittest.TestCase):
    def test_a_mapping_with_next_to_nothing_has_a_report(self):
        with Folder(MODEL) as path:
            page = report("review", "-m", path)
        self.assertEqual([s["id"] for s in page.all("section")
                          if s["id"] in SECTIONS], SECTIONS[:-1])
        text = words(page)
        nothing = ("This report looks at no requirement of the mapping, so it "
                   "can find no gap.")
        for part in ("summary", "gaps", "priorities"):
            self.assertIn(nothing, words(section(page, part)))
        self.assertIn(nothing, words(section(page, "summary").one("ul")))
        for sentence in ("no activity is a candidate for a best practice.",
                         "No objective is known.", "No figure is known.",
                         "No review is recorded."):
            self.assertIn(sentence, text)
        self.assertNotIn("No gap is known.", text)

    def test_without_measures_commitments_and_reviews(self):
        for lose in ("measures", "commitments", "rules", "organizations"):
            data = copy.deepcopy(DATA)
            if lose == "measures":
                for node in data["nodes"]:
                    node["measures"] = []
            elif lose == "rules":
                data["rules"] = data["waivers"] = data["views"] = []
            else:
                kind = {"commitments": "gdc-commitment",
                        "organizations": "organization"}[lose]
                gone = {n["id"] for n in data["nodes"] if n["kind"] == kind}
                data["nodes"] = [n for n in data["nodes"]
                                 if n["id"] not in gone]
                data["links"] = [l for l in data["links"]
                                 if not gone & {l["from"], l["to"]}]
                data["waivers"] = [w for w in data["waivers"]
                                   if w["node"] not in gone]
                data["views"] = []
                for node in data["nodes"]:
                    if node.get("part-of") in gone:
                        del node["part-of"]
            with Folder(data) as path:
                page = report("review", "-m", path)
            self.assertEqual([s["id"] for s in page.all("section")
                              if s["id"] in SECTIONS], SECTIONS, lose)

    def test_reviews_count_until_a_link_changes(self):
        with Folder(OWN) as path:
            reviews = os.path.join(os.path.dirname(path), "reviews.yaml")
            run("review", "-m", path, "--node", "itu.a", "--by", "A. Officer",
                "--on", "2025-11-01", "--file", reviews)
            both = ["-m", path, "-m", reviews]
            fresh = report("review", *both)
            rows = table(section(fresh, "objectives"),
                         "Every commitment has an activity")
            self.assertEqual([said(cell)[0] for cell in rows[0][1:]], [2, 1, 2])
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(OWN.replace("quote: words", "quote: new words"))
            stale = report("review", *both)
            rows = table(section(stale, "objectives"),
                         "Every commitment has an activity")
            self.assertEqual([said(cell)[0] for cell in rows[0][1:]], [2, 1, 1])
            (row,) = table(section(stale, "differences"),
                           "Links that changed since they were reviewed")
            self.assertEqual([words(cell) for cell in row[1:]],
                             ["A. Officer", "2025-11-01"])
            self.assertTrue(list(row[0].all("a", class_="ref")))

    def test_sentences_are_right_for_none_and_for_one(self):
        with Folder(OWN) as path:
            page = report("review", "-m", path)
            summary = words(section(page, "summary"))
            best = words(section(page, "best-practices"))
            gaps = words(section(page, "gaps"))
            overlaps = words(section(page, "overlaps"))
        for sentence in (
                "The essential requirements have 2 gaps, in 1 of them.",
                "A waiver accepts 1 gap, which is not counted here.",
                "Documents cover 2 of the 5 commitments that the requirement "
                '"Every commitment has an activity" asks about. The words of '
                "the documents are quoted for 1 of these. No person has yet "
                "confirmed the links for any of these.",
                "1 thing is counted at more than one time",
                "The mapping also holds 1 link that an analyst proposes."):
            self.assertIn(sentence, summary)
        for sentence in ("not essential", "different sectors"):
            self.assertNotIn(sentence, summary)
        for sentence in ("Quoted words tie 1 activity to an objective or a "
                         "part of one. Without those that are merely planned, "
                         "1 remains. Of these, a figure is cited for 1, a "
                         "partner is named for 0, and both hold for 0.",
                         "This activity lacks only a partner"):
            self.assertIn(sentence, best)
        for sentence in ("There is a gap for 2 of the 5 items that are asked "
                         "about. For 1 more, a waiver accepts the gap.",
                         "For 1 of these gaps nothing is proposed:",
                         "For 1 of the gaps the mapping proposes an answer:"):
            self.assertIn(sentence, gaps)
        self.assertIn("No sector is known of 1 of the 1 activity", overlaps)
        self.assertIn("No overlap is known.", overlaps)

    def test_gaps_that_are_all_accepted_or_all_of_what_is_asked(self):
        one = OWN.replace(",gdc.11b,gdc.11c,gdc.11d,gdc.11e", "").replace(
            "gdc.11a]", "gdc.11e]").replace("id=gdc.11a", "id=gdc.11e")
        with Folder(one) as path:
            page = report("review", "-m", path)
        self.assertIn("Documents cover 0 of the 1 commitment that the "
                      "requirement", words(section(page, "summary")))
        self.assertIn("No gap is known. A waiver accepts 1 gap, which is not "
                      "counted here.",
                      words(section(page, "summary")))
        self.assertIn("A waiver accepts every gap: 1 of the 1 item that is "
                      "asked about.", words(section(page, "gaps")))
        with Folder(one.replace("until: 2030", "until: 2024")) as path:
            page = report("review", "-m", path)
        self.assertIn("The essential requirements have 1 gap, in 1 of them.",
                      words(section(page, "summary")))
        self.assertIn("The gaps concern 1 commitment, activity, action line "
                      "or other item.", words(section(page, "summary")))
        self.assertIn("There is a gap for 1 of the 1 item that is asked about.",
                      words(section(page, "gaps")))

    def test_proposals_are_counted_under_every_objective_and_under_none(self):
        blocks = list(section(report("review"), "objectives").all(
            "div", class_="proposed"))
        self.assertTrue(blocks)
        for block in blocks:
            self.assertEqual(
                number(words(block), r"For (\d+) of the gaps in this table"),
                sum(int(words(item).rsplit(": ", 1)[1])
                    for item in block.all("li")))

    def test_waivers_run_out_by_the_day_and_not_by_the_clock(self):
        with Folder(OWN) as path:
            rows = table(section(report("review", "-m", path), "summary"),
                         "What is asked, and what is found")
            self.assertEqual([words(c) for c in rows[0][1:]],
                             ["2", "0", "2", "1"])
            page = without_day("-m", path)
            rows = table(section(page, "summary"),
                         "What is asked, and what is found")
            self.assertEqual([words(c) for c in rows[0][1:]],
                             ["2", "0", "1", "2"])
            self.assertIn("a waiver counts whatever its end",
                          words(section(page, "method")))

    def test_two_sources_with_other_values_for_one_time_are_set_side_by_side(
            self):
        with Folder(OWN) as path:
            page = report("review", "-m", path)
        (row,) = table(section(page, "differences"),
                       "Different values for the same time from different "
                       "sources")
        self.assertEqual([words(cell) for cell in row[1:]],
                         ["10 schools (2020)", "12 schools (2020-06)"])
        for cell in row[1:]:
            self.assertTrue(list(cell.all("a", class_="ref")))
        self.assertIn("none cited (recalled)", words(section(page, "figures")))

    def test_titles_are_no_markup(self):
        with Folder(OWN) as path:
            page = report("review", "-m", path)
            text = run("report", "review", "-m", path, "--format", "markdown")
        self.assertEqual(list(page.all("b")), [])
        self.assertIn("A <b>bold</b> | *claim*", words(page))
        self.assertNotIn("\u202e =cmd", text)
        self.assertNotIn("| *claim*", text)

    def test_a_mapping_without_what_it_is_about_is_refused(self):
        with Folder("gdctrace: 1\nmodel:\n  frameworks: [{id: f, title: F}]\n"
                    "  kinds: [{id: x, framework: f, title: X}]\n") as path:
            run("report", "review", "-m", path, status=2)


if __name__ == "__main__":
    unittest.main()
