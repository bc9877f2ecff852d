# SPDX-License-Identifier: Apache-2.0
"""Who may include whom, and what a public header may say: "Where things are"
in the style guide. The rules are the tables below; the sources are grepped."""
import glob
import os
import re
import shlex
import subprocess
import unittest

from gdct import ROOT, source

CC = shlex.split(os.environ.get("CC", "cc"))

# base <- model <- read <- import, and verify;
# base <- model <- graph <- check <- draw <- write <- document
MAY_INCLUDE = {
    "base": ["base"],
    "model": ["base", "model"],
    "read": ["base", "model", "read"],
    "import": ["base", "model", "read", "import"],
    "verify": ["base", "model", "verify"],
    "graph": ["base", "model", "graph"],
    "check": ["base", "model", "graph", "check"],
    "draw": ["base", "model", "graph", "check", "draw"],
    "write": ["base", "model", "graph", "check", "draw", "write"],
    "document": ["base", "model", "graph", "draw", "write", "document"],
}

# The layer that a public header belongs to.
PUBLIC = {
    "report": "base",
    "mapping": "model",
    "graph": "graph",
    "diff": "graph",
    "document": "document",
    "matrix": "graph",
    "overlap": "graph",
    "suggest": "graph",
    "draw": "draw",
    "import": "import",
    "verify": "verify",
    "write": "write",
}

# One place knows one foreign library: header, files that may include it.
FOREIGN = [
    (r"yaml\.h", r"lib/(import|read)/yaml[^/]*"),
    (r"libxml/.*", r"lib/(read|verify|write)/(xml|html|docx)[^/]*"),
    (r"(graphviz/)?(cgraph|gvc|cdt|types|gvplugin\w*|gvcext|geom|pathplan)\.h",
     r"lib/draw/graphviz[^/]*"),
    (r"(pango|cairo)[^.]*\.h|(pango|cairo)/.*", r"lib/draw/(text|page)\.c"),
    (r"jansson\.h", r"(lib/(read|write)/json[^/]*|tools/[^/]*)"),
    (r"serd.*", r"lib/write/(turtle|rdf)[^/]*"),
    (r"xlsxwriter.*", r"lib/write/xlsx[^/]*"),
    (r"sqlite3\.h", r"lib/graph/texts\.c"),
    (r"minizip/.*", r"lib/write/docx\.c"),
    (r"csv\.h", r"lib/(read|write)/csv[^/]*"),
    (r"(glib|gio|gobject|glib-object).*", r"(lib/(?!include)|tools/).*"),
    (r"sys/prctl\.h", r"lib/base/program\.c"),
]

# The C library and POSIX may be included anywhere but in public headers.
SYSTEM = re.compile(
    r"(assert|ctype|errno|fcntl|float|inttypes|limits|locale|math|poll|pthread|"
    r"setjmp|signal|stdalign|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|"
    r"strings|time|unistd|wchar|dirent|sys/(file|ioctl|mman|resource|stat|time|"
    r"types|wait))\.h")
IN_PUBLIC = re.compile(r"(stdbool|stddef|stdint|stdio)\.h")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def sources(*patterns):
    found = []
    for pattern in patterns:
        found += glob.glob(os.path.join(ROOT, pattern), recursive=True)
    return sorted(os.path.relpath(path, ROOT) for path in found)


def without_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.S)


def includes(path):
    return [(mark == "<", name)
            for mark, name in INCLUDE.findall(without_comments(source(path)))]


def layer_of(path):
    match = re.match(r"lib/include/gdctrace/(\w+)\.h$", path)
    return PUBLIC.get(match[1]) if match else path.split("/")[1]


class Layers(unittest.TestCase):
    def test_there_is_something_to_look_at(self):
        self.assertGreater(len(sources("lib/*/*.c")), 30)
        self.assertGreater(len(sources("tools/*.c")), 5)
        for path in sources("lib/*/*.[ch]", "lib/include/gdctrace/*.h"):
            self.assertIn(layer_of(path), MAY_INCLUDE, path)

    def test_each_layer_includes_only_itself_and_lower_ones(self):
        for path in sources("lib/*/*.[ch]", "lib/include/gdctrace/*.h"):
            allowed = MAY_INCLUDE[layer_of(path)]
            for angled, name in includes(path):
                with self.subTest(file=path, include=name):
                    public = re.match(r"gdctrace/(\w+)\.h$", name)
                    if public:
                        self.assertTrue(angled, "as <gdctrace/...>")
                        self.assertIn(PUBLIC[public[1]], allowed)
                    elif not angled:
                        self.assertIn(name.split("/")[0], allowed)
                        self.assertTrue(
                            os.path.exists(os.path.join(ROOT, "lib", name)))

    def test_tools_include_the_public_headers_and_their_own(self):
        own = {os.path.basename(path) for path in sources("tools/*.h")}
        for path in sources("tools/*.[ch]"):
            for angled, name in includes(path):
                with self.subTest(file=path, include=name):
                    if not angled:
                        self.assertIn(name, own)
                    elif not SYSTEM.fullmatch(name):
                        self.assertRegex(
                            name, r"^(gdctrace/\w+\.h|glib[\w/.-]*|jansson\.h)$")

    def test_one_place_knows_one_foreign_library(self):
        for path in sources("lib/**/*.[ch]", "tools/*.[ch]"):
            for angled, name in includes(path):
                if not angled or name.startswith("gdctrace/") or \
                        SYSTEM.fullmatch(name):
                    continue
                places = [place for header, place in FOREIGN
                          if re.fullmatch(header, name)]
                with self.subTest(file=path, include=name):
                    self.assertTrue(places, "a library with no place yet")
                    self.assertTrue(any(re.fullmatch(place, path)
                                        for place in places))

    def test_readers_and_writers_do_not_know_each_other(self):
        for folder, shared in (("read", {"readers"}), ("write", {"writers", "rdf", "document"})):
            for path in sources(f"lib/{folder}/*.[ch]"):
                own = re.split(r"[_.]", os.path.basename(path))[0]
                if own == "load" or path == f"lib/{folder}/{folder}.c":
                    continue  # the table of formats
                for angled, name in includes(path):
                    match = re.match(r"(read|write)/(\w+)\.h$", name)
                    if angled or not match:
                        continue
                    with self.subTest(file=path, include=name):
                        self.assertEqual(match[1], folder)
                        self.assertTrue(match[2] in shared or
                                        match[2].split("_")[0] == own)


class PublicHeaders(unittest.TestCase):
    def headers(self):
        found = sources("lib/include/gdctrace/*.h")
        self.assertEqual({os.path.basename(path)[:-2] for path in found},
                         set(PUBLIC), "a new header needs a layer")
        return found

    def test_no_type_of_glib_is_in_them(self):
        for path in self.headers():
            with self.subTest(file=path):
                for angled, name in includes(path):
                    self.assertTrue(angled, name)
                    self.assertTrue(name.startswith("gdctrace/") or
                                    IN_PUBLIC.fullmatch(name), name)
                self.assertIsNone(re.search(
                    r"\bG[A-Z][a-z]\w*|\bG_[A-Z]\w*|\bg_\w+|\bg(boolean|char|"
                    r"uchar|int|uint|short|ushort|long|ulong|size|ssize|float|"
                    r"double|pointer|constpointer|unichar)(8|16|32|64)?\b",
                    without_comments(source(path))))

    def compile_alone(self, language, standard):
        for path in self.headers():
            with self.subTest(file=path):
                done = subprocess.run(
                    [*CC, "-x", language, f"-std={standard}", "-Wall",
                     "-Wextra", "-pedantic", "-Werror", "-fsyntax-only", "-I",
                     os.path.join(ROOT, "lib", "include"), "-"],
                    input=f"#include <gdctrace/{os.path.basename(path)}>\n",
                    stderr=subprocess.PIPE, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_each_compiles_alone_as_c11(self):
        self.compile_alone("c", "c11")

    def test_each_compiles_alone_as_cpp(self):
        able = subprocess.run([*CC, "-x", "c++", "-fsyntax-only", "-"],
                              input="int x;\n", stderr=subprocess.DEVNULL,
                              text=True, check=False).returncode == 0
        if not able:
            self.skipTest(f"{CC[0]} knows no C++")
        self.compile_alone("c++", "c++11")


class Files(unittest.TestCase):
    def first_lines(self, path):
        return source(path).split("\n")[:3]

    def test_every_source_names_its_licence(self):
        for path in sources("lib/**/*.[ch]", "tools/**/*.[ch]",
                            "tests/**/*.[ch]", "tests/**/*.py",
                            "scripts/**/*.py", "scripts/**/*.sh",
                            "**/meson.build", "meson_options.txt",
                            "schema/gdctrace.xsd", ".ci/*"):
            if path.startswith("build"):
                continue
            with self.subTest(file=path):
                self.assertTrue(any("SPDX-License-Identifier: Apache-2.0" in
                                    line for line in self.first_lines(path)))

    def test_every_file_of_data_names_its_licence(self):
        for path in sources("mappings/**/*.yaml"):
            with self.subTest(file=path):
                self.assertTrue(any("SPDX-License-Identifier: CC-BY-4.0" in
                                    line for line in self.first_lines(path)))


if __name__ == "__main__":
    unittest.main()
