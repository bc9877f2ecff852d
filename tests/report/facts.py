# SPDX-License-Identifier: Apache-2.0
"""The bundled mapping as `export` says it, to be asked what a document should
say; and the tables of a document, by their captions."""
import collections

from common import export

COMPUTED = ("in figures", "What the rules of the mapping ask",
            "What is missing", "Activities by ")


class Facts:
    def __init__(self, *args):
        data = export(*args)
        self.nodes = {node["id"]: node for node in data["nodes"]}
        self.rules = data["rules"]
        self.said, self.proposed = [], []
        for link in data["links"]:
            (self.proposed if link.get("basis") == "proposed" else
             self.said).append(link)
        self.parts = collections.defaultdict(list)
        for node in data["nodes"]:
            if "part-of" in node:
                self.parts[node["part-of"]].append(node["id"])

    def kind(self, node):
        return self.nodes[node]["kind"]

    def of(self, kind):
        return [i for i, node in self.nodes.items() if node["kind"] == kind]

    def title(self, node):
        return self.nodes[node]["title"]["en"]

    def ahead(self, node, relation):
        return [link["to"] for link in self.said
                if link["from"] == node and link["relation"] == relation]

    def back(self, node, relation):
        return [link["from"] for link in self.said
                if link["to"] == node and link["relation"] == relation]


def tables(page):
    """[(caption without number, table)] in order."""
    return [(table.one("caption").text().split(". ", 1)[1], table)
            for table in page.all("table")]


def rows(table):
    """The cells of every row of the body, as elements."""
    return [[cell for cell in row.children if not isinstance(cell, str)]
            for body in table.all("tbody") for row in body.all("tr")]


def texts(table):
    """The same as text, without references and stars."""
    return [[" ".join(cell.text(without=("ref",)).split()).removesuffix(" *")
             for cell in row] for row in rows(table)]


def rule_counts(facts, page, about):
    """Compares the table of rules with what `check` says of the things that
    @about holds for: yields (rule, counts of it, counts in the page)."""
    said = {row[0]: [int(n) for n in row[1:]]
            for caption, table in tables(page)
            if caption.startswith("What the rules") for row in texts(table)}
    for rule in facts:
        counts = collections.Counter(
            result["result"] for result in rule["results"]
            if about(result.get("node") or result.get("link")))
        yield (rule["title"], sum(counts.values()),
               [counts["covered"], counts["partial"], counts["gap"],
                counts["waived"]], said.get(rule["title"]))


def uncited(page):
    """The rows that cite nothing, but for those that we computed."""
    for caption, table in tables(page):
        if any(caption.startswith(word) or word in caption
               for word in COMPUTED):
            continue
        for row in rows(table):
            if not any(True for cell in row for _ in cell.all(
                    "a", class_="ref")):
                yield caption, row[0].text()
