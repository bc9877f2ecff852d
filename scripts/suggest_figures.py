#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How good the candidates of `gdctrace suggest` are: python3 scripts/suggest_figures.py COMMAND [PATH]

Links of the relation `supports` are hidden, and the command, run on a copy of the mapping without them, is asked for them.
The copy has the texts of both ends, but not the rationale and quotes of the hidden link, nor any other link's quote that is
the same, contains it, or is part of it: two activities of one sentence would give each other away. PATH is a mapping; default
the bundled one.

  stated    Each stated or derived link is hidden alone, in a mapping without any proposed link. One link is to be found.
  proposed  All proposed links are hidden together, and each node that had some is asked. Whoever wrote these links read
            the same texts that are searched, so this is the softer test.

hit rate (recall at 5)  of the links that were hidden, how many are among the first five candidates of the node at one end
precision at 5          of the candidates given, at most five a question, how many were hidden links. With one hidden link a
                        question it cannot be more than 20 %; a candidate that is right but nobody wrote down counts as wrong.

Two baselines get the same candidates (every node of the kinds that the relation allows, not linked yet): `random` is what five
drawn by lot would find on average; `popular` takes the nodes with most links of the relation first, whatever the question.
The same mapping gives the same figures; takes less than a minute.
"""
import collections
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile

RELATION = "supports"
TOP = 5


def natural(node):
    return [int(part) if part.isdigit() else part
            for part in re.split(r"(\d+)", node)]


def without_quotes(links, hidden):
    """The links without the quotes that hidden ones share with them."""
    secret = {piece["quote"] for link in hidden for piece in link["evidence"]
              if piece.get("quote")}

    def tells(quote):
        return any(quote in other or other in quote for other in secret)
    return [{**link, "evidence": [
        {key: text for key, text in piece.items()
         if key != "quote" or not tells(text)}
        for piece in link["evidence"]]} for link in links]


class Mapping:
    """A mapping as the command exports it: JSON, which is YAML too."""

    def __init__(self, command, path):
        self.command = command
        options = ["--mappings", path] if path else []
        self.whole = json.loads(subprocess.run(
            [command, "export", "--format", "json", *options], check=True,
            stdout=subprocess.PIPE).stdout)
        self.kind = {node["id"]: node["kind"] for node in self.whole["nodes"]}
        relation = next(relation for relation in
                        self.whole["model"]["relations"]
                        if relation["id"] == RELATION)
        self.ends = {"from": set(relation["from"]), "to": set(relation["to"])}
        self.links = [link for link in self.whole["links"]
                      if link["relation"] == RELATION]
        self.stated = [link for link in self.links
                       if link["basis"] != "proposed"]
        self.proposed = [link for link in self.links
                         if link["basis"] == "proposed"]

    def ask(self, hidden, node, *options):
        """The candidates for a node in the mapping without these links and
        without any proposed one."""
        links = [link for link in self.whole["links"]
                 if link["basis"] != "proposed" and link not in hidden]
        copy = {**self.whole, "links": without_quotes(links, hidden),
                "reviews": []}
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "mapping.yaml")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(copy, file)
            answer = json.loads(subprocess.run(
                [self.command, "suggest", node, "--relation", RELATION,
                 "--top", str(TOP), "--format", "json", "--mappings", path,
                 *options], check=True, stdout=subprocess.PIPE).stdout)
        return [one["node"] for one in answer["nodes"][0]["candidates"]]

    def candidates(self, kept, node, end, kinds):
        """What could be linked, the most linked first."""
        other = "to" if end == "from" else "from"
        linked = {link[other] for link in kept if link[end] == node}
        count = collections.Counter(link[other] for link in kept)
        return sorted((one for one in self.kind
                       if self.kind[one] in kinds and one not in linked
                       and one != node),
                      key=lambda one: (-count[one], natural(one)))


class Score:
    def __init__(self):
        self.questions = self.hidden = self.given = self.hits = 0
        self.random = self.popular = 0.0
        self.popular_given = 0

    def add(self, wanted, given, candidates, top):
        self.questions += 1
        self.hidden += len(wanted)
        self.given += len(given)
        self.hits += len(wanted & set(given))
        self.random += len(wanted) * min(1, top / len(candidates))
        self.popular += len(wanted & set(candidates[:top]))
        self.popular_given += min(top, len(candidates))

    def row(self, name):
        def rate(part, whole):
            return f"{100 * part / whole:5.1f} %" if whole else "      -"
        return (f"{name:<44} {self.questions:>5} {self.hidden:>6} "
                f"{rate(self.hits, self.hidden)} "
                f"{rate(self.random, self.hidden)} "
                f"{rate(self.popular, self.hidden)}  "
                f"{rate(self.hits, self.given)} "
                f"{rate(self.random, self.popular_given)} "
                f"{rate(self.popular, self.popular_given)}")


def hide_one(mapping, end, links, same_kind=False, top=TOP):
    """Each link alone; asked from one end."""
    other = "to" if end == "from" else "from"
    score = Score()
    for link in links:
        kept = [one for one in mapping.stated if one is not link]
        kind = mapping.kind[link[other]]
        kinds = {kind} if same_kind else mapping.ends[other]
        options = ["--kind", kind] if same_kind else []
        given = mapping.ask([link], link[end], *options)[:top]
        score.add({link[other]}, given,
                  mapping.candidates(kept, link[end], end, kinds), top)
    return score


def hide_all(mapping, end):
    """All proposed links; each node that had some is asked."""
    other = "to" if end == "from" else "from"
    wanted = collections.defaultdict(set)
    score = Score()
    for link in mapping.proposed:
        wanted[link[end]].add(link[other])
    for node in sorted(wanted, key=natural):
        score.add(wanted[node], mapping.ask(mapping.proposed, node),
                  mapping.candidates(mapping.stated, node, end,
                                     mapping.ends[other]), TOP)
    return score


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    mapping = Mapping(os.path.abspath(sys.argv[1]), *(sys.argv[2:] or [None]))
    print(f"{datetime.date.today()}: {len(mapping.kind)} nodes, "
          f"{len(mapping.whole['links'])} links; {RELATION}: "
          f"{len(mapping.stated)} stated or derived, "
          f"{len(mapping.proposed)} proposed")
    print(f"{'':<57} {'hit rate (recall)':^23}  {'precision':^23}")
    print(f"{'':<44} {'asked':>5} {'hidden':>6} {'found':>7} {'random':>7} "
          f"{'popular':>7}  {'found':>7} {'random':>7} {'popular':>7}")
    objectives = [link for link in mapping.stated
                  if mapping.kind[link["to"]] == "gdc-objective"]
    for name, score in (
            ("stated, from the activity",
             hide_one(mapping, "from", mapping.stated)),
            ("stated, objective from the activity",
             hide_one(mapping, "from", objectives)),
            ("  the same among objectives only, first 1",
             hide_one(mapping, "from", objectives, True, 1)),
            ("stated, from what it supports",
             hide_one(mapping, "to", mapping.stated)),
            ("proposed, from the activity", hide_all(mapping, "from")),
            ("proposed, from what it supports", hide_all(mapping, "to"))):
        print(score.row(name))


if __name__ == "__main__":
    main()
