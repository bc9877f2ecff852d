# SPDX-License-Identifier: Apache-2.0
"""gdctrace beside what people would otherwise run, on the same graph: which
objectives and commitments does no activity reach, and how many activities
reach each of the others? An activity reaches what it, or anything that it is a
part of, supports, and what that is a part of.

networkx and SQLite get the links ready made, which gdctrace has to find in the
mapping first. Everybody runs in a process of its own. All answers must be the
same, or the status is 1. Take Debian's /usr/bin/python3, which has networkx.
"""
import argparse
import collections
import os
import platform
import sqlite3
import subprocess
import sys
import time

import bench as benchmark

try:
    import networkx
except ImportError:
    networkx = None

ASKED = ("gdc-objective", "gdc-commitment")


# ---- the peers, each in its own process ----

def read_links(path):
    """The kinds of the nodes, and the links, as lists in memory."""
    kinds, links = {}, []
    with open(path, encoding="utf-8") as stream:
        for line in stream:
            what, one, other = line.rstrip("\n").split("\t")
            if what == "node":
                kinds[sys.intern(one)] = sys.intern(other)
            else:
                links.append((sys.intern(one), sys.intern(other)))
    return kinds, links


def asked(kinds):
    return [node for node, kind in kinds.items() if kind in ASKED]


def networkx_build(kinds, links):
    graph = networkx.DiGraph()
    graph.add_nodes_from(kinds)
    graph.add_edges_from(links)
    return graph


def networkx_ancestors(graph, kinds):
    return {node: sum(kinds[other] == "itu-activity" for other in
                      networkx.ancestors(graph, node))
            for node in asked(kinds)}


def networkx_search(graph, kinds):
    """The search that somebody writes who has found the other one slow."""
    counts = {}
    before = graph.pred
    for node in asked(kinds):
        seen, queue = {node}, collections.deque([node])
        while queue:
            for other in before[queue.popleft()]:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        counts[node] = sum(kinds[other] == "itu-activity" for other in seen)
    return counts


def sqlite_build(kinds, links):
    number = {node: i for i, node in enumerate(kinds)}
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE node (n INTEGER PRIMARY KEY, id, kind)")
    base.execute("CREATE TABLE link (a INTEGER, b INTEGER,"
                 " PRIMARY KEY (b, a)) WITHOUT ROWID")
    base.executemany("INSERT INTO node VALUES (?, ?, ?)",
                     ((number[n], n, kind) for n, kind in kinds.items()))
    base.executemany("INSERT OR IGNORE INTO link VALUES (?, ?)",
                     ((number[a], number[b]) for a, b in links))
    base.commit()
    return base


def sqlite_closure(base, kinds):
    """All of it by one recursive query."""
    counts = dict.fromkeys(asked(kinds), 0)
    counts.update(base.execute(
        "WITH RECURSIVE reach (root, n) AS ("
        " SELECT b, a FROM link JOIN node ON node.n = b"
        "  WHERE kind IN (?, ?)"
        " UNION SELECT root, a FROM reach JOIN link ON b = reach.n)"
        "SELECT top.id, count(*) FROM reach JOIN node ON node.n = reach.n"
        " JOIN node AS top ON top.n = root"
        " WHERE node.kind = 'itu-activity' GROUP BY root", ASKED))
    return counts


def sqlite_each(base, kinds):
    """One recursive query a node."""
    return {node: base.execute(
        "WITH RECURSIVE reach (n) AS ("
        " SELECT a FROM link JOIN node ON node.n = b WHERE id = ?"
        " UNION SELECT a FROM reach JOIN link ON b = reach.n)"
        "SELECT count(*) FROM reach JOIN node USING (n)"
        " WHERE kind = 'itu-activity'", (node,)).fetchone()[0]
            for node in asked(kinds)}


PEERS = {
    "networkx, own search": (networkx_build, networkx_search),
    "networkx, ancestors()": (networkx_build, networkx_ancestors),
    "SQLite, one recursive query": (sqlite_build, sqlite_closure),
    "SQLite, one recursive query a node": (sqlite_build, sqlite_each),
}


def resident():
    with open("/proc/self/statm", encoding="ascii") as stream:
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def run_peer(name, path):
    """What the child does: prints as `measure` does."""
    build, answer = PEERS[name]
    began = time.process_time()
    kinds, links = read_links(path)
    print("load", time.process_time() - began)
    before = resident()
    began = time.process_time()
    graph = build(kinds, links)
    print("build", time.process_time() - began)
    began = time.process_time()
    counts = answer(graph, kinds)
    print("answer", time.process_time() - began)
    print("memory", resident() - before)
    for node, count in counts.items():
        print(f"of:{node}", count)


# ---- the comparison ----

def ask(command, env, limit):
    """Times and answers of a child; None if it takes too long."""
    try:
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE,
                              encoding="utf-8", check=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    pairs = (line.split() for line in done.stdout.splitlines())
    numbers = {name: float(number) for name, number in pairs}
    answers = {name: count for name, count in numbers.items()
               if name.startswith("of:")}
    return numbers, answers


def compare(bench, name, table, limit):
    """Rows for one size; false if an answer differs."""
    folder = bench.corpus(name, benchmark.SIZES[name])
    path = os.path.join(bench.folder, f"links-{name}.tsv")
    with open(path, "w", encoding="utf-8") as stream:
        subprocess.run([bench.measure, "links", folder], env=bench.env,
                       stdout=stream, check=True)
    benchmark.say(f"{name}: gdctrace")
    ours, right = ask([bench.measure, "coverage", folder], bench.env, None)
    base = ours["build"] + ours["answer"]
    same = True
    gaps = sum(count == 0 for count in right.values())
    table.add("gdctrace", name, benchmark.seconds(ours["build"]),
              benchmark.seconds(ours["answer"]), "1",
              f"{ours['memory'] / 1e6:.1f} MB",
              f"{len(right)} nodes, {gaps} gaps")
    for peer in PEERS:
        benchmark.say(f"{name}: {peer}")
        found = ask([sys.executable, __file__, "--peer", peer, path],
                    bench.env, limit)
        if found is None:
            table.add(peer, name, "", f"over {limit} s", "", "", "")
            continue
        numbers, answers = found
        same = same and answers == right
        table.add(peer, name, benchmark.seconds(numbers["build"]),
                  benchmark.seconds(numbers["answer"]),
                  f"{(numbers['build'] + numbers['answer']) / base:.0f}",
                  f"{numbers['memory'] / 1e6:.1f} MB",
                  "the same" if answers == right else "DIFFERENT")
    table.add("gdctrace, from its files: load, check, build, answer", name,
              benchmark.seconds(ours["load"] + ours["build"]),
              benchmark.seconds(ours["answer"]),
              f"{(ours['load'] + base) / base:.0f}", "", "")
    os.unlink(path)
    return same


def main():
    parser = benchmark.options(__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--limit", type=int, default=300,
                        help="seconds for one peer at one size (default 300)")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    parser.set_defaults(sizes="10k,100k,1M")
    args = benchmark.parse(parser)
    if args.peer:
        run_peer(*args.peer)
        return 0
    if networkx is None:
        parser.error("this Python has no networkx; take Debian's "
                     "/usr/bin/python3 and python3-networkx")
    bench, sizes = benchmark.prepare(parser, args)
    table = benchmark.Table(["program", "activities", "build", "answer",
                             "build and answer; gdctrace = 1", "memory",
                             "answers"])
    same = True
    for name in sizes:
        same = compare(bench, name, table, args.limit) and same
    benchmark.show(args, "peers", [table],
                   f"{benchmark.machine(bench)}; Python "
                   f"{platform.python_version()}, networkx "
                   f"{networkx.__version__}, SQLite {sqlite3.sqlite_version}. "
                   "Single runs, processor time.")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
