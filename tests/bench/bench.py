# SPDX-License-Identifier: Apache-2.0
"""The benchmark: makes mappings of a thousand to a million activities, measures
what the design gives a budget for, and prints each budget beside what was
measured. README.md says what every row means.

    meson compile -C build bench            everything, about ten minutes
    meson compile -C build bench-quick      1k and 10k, under a minute
    python3 tests/bench/bench.py --help     by hand
"""
import argparse
import datetime
import glob
import hashlib
import os
import platform
import shlex
import statistics
import subprocess
import sys
import time


ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SIZES = {"1k": 1000, "10k": 10000, "100k": 100000, "1M": 1000000}
ROUNDS = {"1k": 15, "10k": 9, "100k": 5, "1M": 2}


def say(words):
    print(words, file=sys.stderr, flush=True)


class Bench:
    """The built programs, and the mappings made for this run."""

    def __init__(self, build, folder):
        self.gdctrace = os.path.join(build, "tools", "gdctrace")
        self.generate = os.path.join(build, "tests", "bench", "generate")
        self.measure = os.path.join(build, "tests", "bench", "measure")
        self.folder = folder
        self.data = os.path.join(ROOT, "mappings")
        self.env = {**os.environ, "GDCTRACE_DATA": self.data, "LC_ALL": "C",
                    "SOURCE_DATE_EPOCH": "1764547200"}  # 2025-12-01

    def stamp(self, number):
        """Changes when a mapping made now would be another one."""
        digest = hashlib.sha256(str(number).encode())
        files = [os.path.join(ROOT, "tests", "bench", "generate.c")]
        frameworks = os.path.join(self.data, "frameworks")
        files += sorted(os.path.join(frameworks, name)
                        for name in os.listdir(frameworks))
        for name in files:
            with open(name, "rb") as stream:
                digest.update(stream.read())
        return digest.hexdigest()

    def corpus(self, name, number):
        """The folder of the mapping with so many activities, made if need
        be."""
        folder = os.path.join(self.folder, name)
        mark = os.path.join(folder, "made-for")
        stamp = self.stamp(number)
        try:
            with open(mark, encoding="ascii") as stream:
                if stream.read() == stamp:
                    return folder
        except FileNotFoundError:
            pass
        say(f"making {name}")
        for old in glob.glob(os.path.join(glob.escape(folder), "*.yaml")):
            os.unlink(old)
        subprocess.run([self.generate, str(number), folder], env=self.env,
                       check=True)
        with open(mark, "w", encoding="ascii") as stream:
            stream.write(stamp)
        return folder

    def part(self, part, folder, rounds=1):
        """What `measure` prints: the median of each name."""
        done = subprocess.run([self.measure, part, folder, str(rounds)],
                              env=self.env, stdout=subprocess.PIPE,
                              encoding="utf-8", check=True)
        numbers = {}
        for line in done.stdout.splitlines():
            name, number = line.split()
            numbers.setdefault(name, []).append(float(number))
        return {name: statistics.median(n) for name, n in numbers.items()}

    def command(self, *args, rounds=1):
        """Seconds that a command takes as a whole process, on the clock and of
        processor time: the medians."""
        times = []
        for _ in range(rounds):
            began = time.monotonic()
            process = subprocess.Popen([self.gdctrace, *args], env=self.env,
                                       stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            times.append((time.monotonic() - began,
                          usage.ru_utime + usage.ru_stime))
            if process.returncode not in (0, 1):
                sys.exit(f"gdctrace {shlex.join(args)}: status "
                         f"{process.returncode}")
        return [statistics.median(column) for column in zip(*times)]


class Table:
    """Rows of texts; whether a budget is met is True, False, or None."""

    def __init__(self, head):
        self.head = head
        self.rows = []

    def add(self, *cells):
        marks = {None: "", True: "yes", False: "NO"}
        row = [cell if isinstance(cell, str) else marks[cell]
               for cell in cells]
        self.rows.append(row + [""] * (len(self.head) - len(row)))

    def text(self):
        rows = [self.head, *self.rows]
        widths = [max(len(row[i]) for row in rows)
                  for i in range(len(self.head))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width
                                   in zip(row, widths)).rstrip()
                         for row in rows)

    def markdown(self):
        rows = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def seconds(number):
    if number >= 10:
        return f"{number:.1f} s"
    return f"{number:.2f} s" if number >= 0.1 else f"{number * 1000:.2g} ms"


def at_most(table, what, size, measured, limit, unit="x", more=""):
    """A row whose number may be at most @limit; None: there is no budget."""
    table.add(what, size, "" if limit is None else f"{limit} {unit}",
              f"{measured:.2f} {unit}" + (f" ({more})" if more else ""),
              None if limit is None else measured <= limit)


# ---- the budgets ----

def measure_load(bench, table, sizes):
    loads = {}
    for name in sizes:
        say(f"{name}: loading")
        loads[name] = bench.part("load", bench.corpus(name, SIZES[name]),
                                 ROUNDS[name])
    for name, load in loads.items():
        at_most(table, "load and check, one thread; libyaml alone = 1", name,
                load["one-thread"] / load["bare"], 1.15,
                more=f"{seconds(load['one-thread'])} against "
                     f"{seconds(load['bare'])}")
    for name, load in loads.items():
        busy = load["one-thread-wall"] > 1.1 * load["one-thread"]
        if load["files"] >= 20 and busy:
            table.add("the same, two threads; one thread = 1", name, "0.65 x",
                      "the machine is too busy to tell")
        elif load["files"] >= 20:
            at_most(table, "the same, two threads; one thread = 1", name,
                    load["two-threads-wall"] / load["one-thread-wall"], 0.65,
                    more=seconds(load["two-threads-wall"]))
    for name, load in loads.items():
        table.add("two threads give the same mapping", name, "yes",
                  "yes" if load["same"] else "no", bool(load["same"]))
    return loads


def measure_memory(bench, table, loads):
    """With 1k the pages that the libraries themselves touch count more than
    the mapping."""
    for name, load in loads.items():
        say(f"{name}: memory")
        folder = bench.corpus(name, SIZES[name])
        one = bench.part("memory", folder)
        two = bench.part("memory-2", folder)
        at_most(table, "memory of the loaded mapping; its files = 1", name,
                max(one["loaded"], two["loaded"]) / load["bytes"],
                None if name == "1k" else 1.0,
                more=f"{one['loaded'] / 1e6:.1f} MB asked for; the process "
                     f"then holds {one['resident'] / 1e6:.1f} MB")
        at_most(table, "most memory while loading; its files = 1", name,
                max(one["peak"], two["peak"]) / load["bytes"],
                None if name == "1k" else 1.5,
                more=f"{one['peak'] / 1e6:.1f} MB, two threads "
                     f"{two['peak'] / 1e6:.1f} MB")


def measure_analysis(bench, table, loads):
    """The design has a budget for a million; below, the share is for
    comparison."""
    analyses = {}
    for name, load in loads.items():
        say(f"{name}: rules and matrix")
        numbers = bench.part("analysis", bench.corpus(name, SIZES[name]),
                             1 if name == "1M" else 5)
        numbers["once"] = (numbers["graph"] + numbers["rules"]
                           + numbers["matrix"])
        at_most(table, "all rules, matrix objectives x targets; load = 100 %",
                name, 100 * numbers["once"] / load["one-thread"],
                5 if name == "1M" else None, "%",
                f"graph {seconds(numbers['graph'])}, rules "
                f"{seconds(numbers['rules'])} (evidenced and reviewed "
                f"{seconds(numbers['trusting'])}), matrix "
                f"{seconds(numbers['matrix'])}")
        analyses[name] = numbers
    for small, large in (("10k", "100k"), ("100k", "1M")):
        if small in loads and large in loads:
            before, after = (loads[n]["one-thread"] + analyses[n]["once"]
                             for n in (small, large))
            at_most(table, f"load, rules and matrix; {small} = 1", large,
                    after / before, 13)
    return analyses


def measure_pictures(bench, table, sizes):
    """A picture shows the objectives, commitments, lines and targets too, which
    are a third more than a thousand."""
    for name in sizes:
        if name == "1M":
            continue
        say(f"{name}: pictures")
        budget = {"1k": 5, "10k": 50, "100k": 600}[name]
        folder = (bench.corpus("pictures", 700) if name == "1k"
                  else bench.corpus(name, SIZES[name]))
        view = bench.part("view", folder, 1 if name == "100k" else 5)
        cards, links = int(view["cards"]), int(view["links"])
        if cards < SIZES[name] * 0.9:
            table.add("column layout", name, f"{budget} ms",
                      f"not measured: drawn as {cards} cards only")
            continue
        at_most(table, "column layout", name, view["layout"] * 1000, budget,
                "ms", f"{cards} cards, {links} links")
        if name == "10k":
            at_most(table, "a view from the model to SVG on disk", name,
                    view["svg"], 1.5, "s")


def measure_xml(bench, table, sizes):
    for name in sizes:
        if name == "1M":
            continue
        say(f"{name}: XML")
        xml = bench.part("xml", bench.corpus(name, SIZES[name]), 9)
        what = "XML export; libxml2 writing the same = 1"
        if not xml["same"]:
            table.add(what, name, "1.2 x", "libxml2 wrote another text", False)
            continue
        at_most(table, what, name, xml["ours"] / xml["libxml2"], 1.2,
                more=f"{xml['bytes'] / 1e6 / xml['ours']:.0f} MB/s")


def measure_bundled(bench, table):
    say("the bundled mapping")
    took, used = bench.command("--mappings", bench.data, "check", rounds=31)
    what = "check of the bundled mapping, whole process"
    if took > 1.3 * used:  # the machine has something else to do
        at_most(table, what, "bundled", used * 1000, 30, "ms",
                f"processor time; on the clock {seconds(took)}, being busy")
    else:
        at_most(table, what, "bundled", took * 1000, 30, "ms",
                f"processor time {seconds(used)}")


def measure_questions(bench, table, name, load, numbers):
    """Whole processes, as people run them; loading takes most of it."""
    folder = bench.corpus(name, SIZES[name])
    middle = f"itu.bench-{SIZES[name] // 2:07}"
    base = load["one-thread"]
    for words in (("show", middle), ("trace", middle, "supports"),
                  ("trace", "gdc.o1", "^supports/supports"),
                  ("list", "itu-activity"),
                  ("list", "itu-activity", "--where", "sector=ITU-R",
                   "--sort", "-start"),
                  ("list", "gdc-commitment", "--columns", "id,#^supports"),
                  ("matrix", "gdc-objective", "sdg-target", "--path",
                   "^supports/supports"),
                  ("check",)):
        say(f"{name}: gdctrace {shlex.join(words)}")
        took, used = bench.command("--mappings", folder, *words,
                                   rounds=1 if name == "1M" else 3)
        table.add(f"gdctrace {shlex.join(words)}", name, seconds(took),
                  seconds(used), f"{used / base:.2f} x")
    rules = sorted(((n, key) for key, n in numbers.items()
                    if key.startswith("rule:")), reverse=True)
    for took, key in rules[:3]:
        table.add(f"of check, rule {key[5:]}", name, "", seconds(took),
                  f"{took / base:.3f} x")


# ---- the whole ----

def machine(bench):
    model = ""
    with open("/proc/cpuinfo", encoding="utf-8") as stream:
        for line in stream:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    options = subprocess.run(
        ["meson", "introspect", "--buildoptions",
         os.path.dirname(os.path.dirname(bench.gdctrace))],
        capture_output=True, encoding="utf-8", check=False).stdout
    kind = "debugoptimized" if '"value": "debugoptimized"' in options else \
        "release" if '"value": "release"' in options else "unknown"
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (f"{datetime.date.today()}, {model}, {os.cpu_count()} processors, "
            f"{memory:.0f} GiB, {platform.platform(terse=True)}; build type "
            f"{kind}")


def run(bench, sizes):
    budgets = Table(["budget", "activities", "allowed", "measured", "met"])
    questions = Table(["question", "activities", "takes", "processor time",
                       "load with one thread = 1"])
    loads = measure_load(bench, budgets, sizes)
    measure_memory(bench, budgets, loads)
    analyses = measure_analysis(bench, budgets, loads)
    measure_pictures(bench, budgets, sizes)
    measure_xml(bench, budgets, sizes)
    measure_bundled(bench, budgets)
    last = sizes[-1]
    measure_questions(bench, questions, last, loads[last], analyses[last])
    busy = max(load["one-thread-wall"] / load["one-thread"]
               for load in loads.values())
    return budgets, questions, busy


def options(words):
    """The options that peers.py has too."""
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"),
                        help="the build folder (default: build)")
    parser.add_argument("--folder", default=os.environ.get("BENCH_FOLDER"),
                        help="where the mappings are made, and kept for the "
                        "next time (default: $BENCH_FOLDER, or bench in the "
                        "build folder)")
    parser.add_argument("--sizes", default=",".join(SIZES),
                        help="a choice of 1k,10k,100k,1M")
    parser.add_argument("--markdown", action="store_true",
                        help="tables as Markdown")
    parser.add_argument("--update", action="store_true",
                        help="put the tables into doc/performance.md")
    return parser


def parse(parser):
    return parser.parse_args(
        shlex.split(os.environ.get("BENCH_OPTIONS", "")) + sys.argv[1:])


def prepare(parser, args):
    sizes = args.sizes.split(",")
    if not set(sizes) <= set(SIZES):
        parser.error(f"--sizes: choose from {','.join(SIZES)}")
    build = os.path.abspath(args.build)
    bench = Bench(build, args.folder or os.path.join(build, "bench"))
    if not os.path.exists(bench.measure):
        parser.error(f"there is no {bench.measure}; build it with: ninja -C "
                     f"{args.build} tests/bench/measure tests/bench/generate")
    os.makedirs(bench.folder, exist_ok=True)
    return bench, sorted(sizes, key=SIZES.get)


def show(args, name, tables, notes):
    """Prints the tables, and puts them into the document if asked to: between
    <!-- name --> and <!-- end of name -->."""
    print("\n\n".join([t.markdown() if args.markdown else t.text()
                       for t in tables] + [notes]))
    if not args.update:
        return
    path = os.path.join(ROOT, "doc", "performance.md")
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    with open(path, encoding="utf-8") as stream:
        before, rest = stream.read().split(begin)
    _, after = rest.split(end)
    body = "\n\n".join([t.markdown() for t in tables] + [notes])
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(f"{before}{begin}{body}\n{end}{after}")


def main():
    parser = options(__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--strict", action="store_true",
                        help="status 1 if a budget is not met")
    args = parse(parser)
    bench, sizes = prepare(parser, args)
    budgets, questions, busy = run(bench, sizes)
    failed = [row for row in budgets.rows if row[-1] == "NO"]
    asked = [row for row in budgets.rows if row[-1]]
    notes = (f"{machine(bench)}. {len(failed)} of {len(asked)} are over "
             "budget.")
    if busy > 1.1:
        notes += (f" The machine was busy: a second of work took {busy:.1f} s."
                  " The rows with two threads, and those of whole processes,"
                  " say less than on a quiet one; all others are processor"
                  " time.")
    show(args, "bench", [budgets, questions], notes)
    say(f"{bench.folder} holds the mappings; it can be deleted")
    return 1 if failed and args.strict else 0


if __name__ == "__main__":
    sys.exit(main())
