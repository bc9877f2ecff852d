# SPDX-License-Identifier: Apache-2.0
"""Writes the README's tour from what the command really prints.

Usage: python3 scripts/tour.py COMMAND [--check]
"""

import os
import subprocess
import sys

TOUR = [
    ("Which action lines serve no objective?",
     "list --gap action-line-serves-objective", 9),
    ("Which ITU activities support objective 4, and where is that written?",
     "trace gdc.o4 '^supports'", 12),
    ("Which goals does Giga serve, through objective 1 and its action lines?",
     "trace itu.giga supports/implemented-through/contributes-to", 12),
    ("What do the documents say that ITU does on disasters?",
     "list itu-activity --where theme=disaster", 12),
    ("How many activities of each sector do the documents name for each objective?",
     "matrix gdc-objective itu-activity --path '^supports' --by sector", 11),
    ("Which commitments have no ITU activity of their own, not even by our proposals?",
     "list --gap commitment-has-itu-activity", 8),
]
BEGIN, END = "<!-- tour -->\n", "<!-- /tour -->"


def make(command):
    parts = []
    for question, words, lines in TOUR:
        result = subprocess.run(f"'{command}' {words}", shell=True, check=True,
                                capture_output=True, encoding="utf-8")
        output = result.stdout.rstrip("\n").split("\n")
        if len(output) > lines:
            output = output[:lines] + ["..."]
        parts.append(f"{question}\n\n```\n$ gdctrace {words}\n"
                     + "\n".join(output) + "\n```\n")
    return "\n".join(parts)


def main():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = os.path.join(root, "README.md")
    with open(path, encoding="utf-8") as file:
        old = file.read()
    before, rest = old.split(BEGIN)
    after = rest.split(END)[1]
    new = before + BEGIN + "\n" + make(sys.argv[1]) + "\n" + END + after
    if "--check" in sys.argv:
        sys.exit(0 if new == old else "the README's tour is not current")
    with open(path, "w", encoding="utf-8") as file:
        file.write(new)


main()
