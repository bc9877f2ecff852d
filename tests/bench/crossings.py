# SPDX-License-Identifier: Apache-2.0
"""How often links cross in our column layout and in dot's, on the same graph
with the same columns: counted from the places that both give, as if every link
were a straight line."""
import collections
import os
import re
import resource
import subprocess

# A word of -Tplain, in quotes or not; ids have no quotes inside.
WORD = re.compile(r'"([^"]*)"|(\S+)')


def plain(command, text):
    """Nodes with their places, and edges, as Graphviz's -Tplain gives them."""
    done = subprocess.run(command, input=text, capture_output=True,
                          encoding="utf-8", check=True)
    places, edges = {}, []
    for line in done.stdout.replace("\\\n", "").splitlines():
        words = [a or b for a, b in WORD.findall(line)]
        if words[0] == "node" and not words[1].startswith(":"):
            places[words[1]] = (float(words[2]), float(words[3]))
        elif words[0] == "edge":
            edges.append((words[1], words[2]))
    return places, [edge for edge in edges
                    if edge[0] in places and edge[1] in places]


def columns_of(places):
    """The number of each node's column, left to right."""
    xs = sorted({round(x, 2) for x, _ in places.values()})
    return {node: xs.index(round(x, 2)) for node, (x, _) in places.items()}


def count(places, edges, column):
    """Pairs of links between the same two columns that cross: inversions,
    counted with a tree of sums. Links that meet in a node do not cross."""
    between = collections.defaultdict(list)
    for a, b in edges:
        if column[a] > column[b]:
            a, b = b, a
        between[column[a], column[b]].append((places[a][1], places[b][1]))
    total = 0
    for pairs in between.values():
        rank = {y: i + 1 for i, y in enumerate(sorted({p[1] for p in pairs}))}
        tree = [0] * (len(rank) + 1)
        seen = 0
        by_left = collections.defaultdict(list)
        for left, right in pairs:
            by_left[left].append(rank[right])
        for left in sorted(by_left):
            for right in by_left[left]:
                index, not_above = right, 0
                while index > 0:
                    not_above += tree[index]
                    index -= index & -index
                total += seen - not_above
            for right in by_left[left]:
                index = right
                while index < len(tree):
                    tree[index] += 1
                    index += index & -index
                seen += 1
    return total


def compare(gdctrace, folder, env):
    """Draws the view bench-neighbours of a mapping: a dictionary with nodes,
    links, both counts of crossings and the seconds that dot took."""
    drawn = os.path.join(folder, "..", "neighbours.dot")
    subprocess.run([gdctrace, "--mappings", folder, "draw", "bench-neighbours",
                    "--format", "dot", "-o", drawn], env=env, check=True)
    with open(drawn, encoding="utf-8") as stream:
        places, edges = plain(["neato", "-n2", "-Tplain"], stream.read())
    os.unlink(drawn)
    column = columns_of(places)
    graph = ["digraph {", "rankdir=LR; node [shape=box, fixedsize=true];"]
    for c in sorted(set(column.values())):
        nodes = [f'"{node}";' for node in places if column[node] == c]
        graph.append("{rank=same; " + " ".join(nodes) + "}")
    for a, b in edges:
        a, b = (a, b) if column[a] < column[b] else (b, a)
        graph.append(f'"{a}" -> "{b}";')
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    theirs, _ = plain(["dot", "-Tplain"], "\n".join(graph + ["}"]))
    seconds = (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began)
    return {"nodes": len(places), "links": len(edges),
            "ours": count(places, edges, column),
            "dot": count(theirs, edges, column), "seconds": seconds}
