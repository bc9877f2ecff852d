#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks a triple store every rule of a mapping and compares its answers with
those of `gdctrace check`. See doc/triple-stores.md.

    ask_store.py --endpoint http://localhost:3030/gdc/sparql
    ask_store.py --command 'tdb2.tdbquery --loc=DB --results=JSON --query={}'

The first posts the query (SPARQL 1.1 Protocol); the second runs a command, in
which {} is a file with the query, and reads JSON results from its output. What
stands after `--` goes to gdctrace: `-- --mappings FOLDER`. The store must hold
what `gdctrace export --format turtle` wrote with the same options, and the two
must be asked on the same day, as some rules say `today`.

Ends with 0 if all answers are the same, 1 if not, 2 if it was called wrongly."""
import argparse
import collections
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

JSON = "application/sparql-results+json"


def gdctrace(options, *args):
    done = subprocess.run([options.gdctrace, *args, *options.more],
                          capture_output=True, encoding="utf-8", check=False)
    if done.returncode > 1:  # 1: a rule has gaps
        sys.exit(f"gdctrace {args[0]}: {done.stderr.strip()}")
    return done.stdout


def post(options, query):
    request = urllib.request.Request(
        options.endpoint, headers={"Accept": JSON},
        data=urllib.parse.urlencode({"query": query}).encode())
    try:
        with urllib.request.urlopen(request, timeout=options.timeout) as reply:
            return reply.read().decode()
    except urllib.error.HTTPError as error:
        raise OSError(f"{error.code}: {error.read().decode().strip()}") from error


def command(options, query):
    with tempfile.NamedTemporaryFile("w", suffix=".rq") as stream:
        stream.write(query)
        stream.flush()
        words = [word.replace("{}", stream.name)
                 for word in shlex.split(options.command)]
        try:
            done = subprocess.run(words, capture_output=True, encoding="utf-8",
                                  timeout=options.timeout, check=False)
        except subprocess.TimeoutExpired as error:
            raise OSError("no answer in time") from error
    if done.returncode != 0:
        raise OSError(done.stderr.strip() or f"ended with {done.returncode}")
    return done.stdout


def answers(reply):
    """How often each (node, result, grade, reached) is in a reply."""
    found = collections.Counter()
    for row in json.loads(reply)["results"]["bindings"]:
        value = {name: cell["value"] for name, cell in row.items()}
        thing = value.get("node", value.get("link"))
        if thing is None:  # some stores give a row of nothing for none
            continue
        if re.search("[:/]link[:/]", thing):  # link:FROM/RELATION/TO
            node = " ".join(re.split("[:/]", thing)[-3:])
        else:
            node = re.split("[:/]", thing)[-1]
        found[node, value.get("result"), value.get("grade"),
              int(float(value.get("reached", 0)))] += 1
    return found


def expected(options, rule):
    reply = json.loads(gdctrace(options, "check", "--format", "json", "--rule",
                                rule))
    return collections.Counter(
        (r["node"], r["result"], r["grade"], r["reached"])
        for found in reply["rules"] for r in found["results"])


def compare(options, ask, rule):
    """Prints a line on one rule; whether the answers are the same."""
    wanted = expected(options, rule)
    query = gdctrace(options, "export", "--format", "sparql", "--rule", rule)
    began = time.monotonic()
    try:
        found = answers(ask(options, query))
    except (OSError, ValueError) as error:
        first = (str(error) or type(error).__name__).splitlines()[0]
        print(f"refused    {rule}: {first[:200]}")
        return False
    took = time.monotonic() - began
    if found == wanted:
        print(f"same       {rule}: {sum(wanted.values())} rows, {took:.2f} s")
        return True
    print(f"different  {rule}: {sum((found - wanted).values())} rows too many, "
          f"{sum((wanted - found).values())} missing, {took:.2f} s")
    for sign, rows in (("+", found - wanted), ("-", wanted - found)):
        for row in sorted(rows, key=str)[:options.show]:
            print(f"  {sign}", *row)
    return False


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--endpoint")
    way.add_argument("--command")
    parser.add_argument("--gdctrace",
                        default=os.environ.get("GDCTRACE", "gdctrace"))
    parser.add_argument("--rule", action="append", help="only this rule")
    parser.add_argument("--timeout", type=float, default=600)
    parser.add_argument("--show", type=int, default=3,
                        help="how many rows of a difference are shown")
    parser.add_argument("more", nargs="*")
    options = parser.parse_args()
    rules = options.rule or [
        rule["id"] for rule in
        json.loads(gdctrace(options, "export", "--format", "json"))["rules"]]
    ask = post if options.endpoint else command
    same = sum(compare(options, ask, rule) for rule in rules)
    print(f"{same} of {len(rules)} rules answered as gdctrace check does")
    return 0 if same == len(rules) else 1


if __name__ == "__main__":
    sys.exit(main())
