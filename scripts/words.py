# SPDX-License-Identifier: Apache-2.0
"""Our words in other languages: gettext's catalogues in po/.

Usage: words.py update [ROOT]       the sources' words into the catalogues
       words.py table OUTPUT PO...  the C table of lib/base/words_table.h

Only `update` changes po/; what it finds new is left to translate. Neither
depends on the clock, the locale or the order of a directory.
"""

import glob
import os
import re
import struct
import subprocess
import sys

# Nothing in Plural-Forms but what C and gettext read alike.
PLURAL = re.compile(r"nplurals=(\d+); *plural=([n0-9()%<>=!&|?: ]+);")
BEGIN = b"""# SPDX-License-Identifier: Apache-2.0
# The words of gdctrace, made by scripts/words.py: do not edit.
"""
CLOCK = re.compile(rb'^"POT-Creation-Date:.*\\n"\n', re.M)
EXTRACT = [
    "xgettext", "--language=C", "--from-code=UTF-8", "--keyword",
    "--keyword=_", "--keyword=W_", "--keyword=gdct_word:2", "--keyword=gdct_words:2,3", "--keyword=WN_:1,2",
    "--keyword=N_",
    "--add-comments=TRANSLATORS:", "--add-location=file", "--sort-by-file",
    "--package-name=gdctrace", "--foreign-user", "--output=-",
]
MERGE = ["msgmerge", "--quiet", "--no-fuzzy-matching", "--add-location=file",
         "--sort-by-file", "--output-file=-"]


def run(*command, data=None, folder=None):
    done = subprocess.run(command, input=data, cwd=folder, check=False,
                          stdout=subprocess.PIPE,
                          env={**os.environ, "LC_ALL": "C"})
    if done.returncode != 0:
        sys.exit(f"words.py: {command[0]} failed")
    return done.stdout


def write(path, data):
    with open(path, "wb") as stream:
        stream.write(data)


# ---- from the sources into the catalogues ----

def sources(root):
    found = glob.glob("lib/*/*.c", root_dir=root)
    found += glob.glob("tools/*.c", root_dir=root)
    return sorted(found)


def extract(root):
    """The template of all catalogues."""
    made = CLOCK.sub(b"", run(*EXTRACT, *sources(root), folder=root))
    return BEGIN + made[made.index(b"#, fuzzy"):]


def update(root):
    template = os.path.join(root, "po", "gdctrace.pot")
    write(template, extract(root))
    for path in sorted(glob.glob(os.path.join(root, "po", "*.po"))):
        merged = run(*MERGE, path, template)
        write(path, run("msgattrib", "--no-obsolete", "--add-location=file",
                        "--sort-by-file", data=CLOCK.sub(b"", merged)))


# ---- from the catalogues into C ----

def texts_of(data):
    """What a .mo file holds: msgid -> forms, each ending in NUL. Its shape is
    in gettext's manual, "The Format of GNU MO Files"."""
    order = "<" if struct.unpack_from("<I", data)[0] == 0x950412DE else ">"
    count, ids, texts = struct.unpack_from(order + "3I", data, 8)

    def text(table, index):
        length, start = struct.unpack_from(order + "2I", data,
                                           table + 8 * index)
        return data[start:start + length]
    return {text(ids, i).split(b"\0")[0]: text(texts, i) for i in range(count)}


def compile_catalogue(path):
    return texts_of(run("msgfmt", "--check", "--output-file=-", path))


def quoted(text):
    """A C string, of ASCII."""
    plain = ("\\%03o" % byte if byte < 32 or byte > 126 or byte in b'"\\?'
             else chr(byte) for byte in text)
    return '"%s"' % "".join(plain)


def put_language(out, tag, texts, ids):
    header = texts[b""].decode()
    plural = PLURAL.search(header)
    if plural is None:
        sys.exit(f"words.py: {tag}: no Plural-Forms that C could read")
    out.append(f"static uint64_t plural_{tag}(uint64_t n) {{\n"
               f"  (void)n;\n  return (uint64_t)({plural[2]});\n}}\n")
    out.append(f"static const char *const texts_{tag}[] = {{")
    for msgid in ids:
        text = texts.get(msgid)
        out.append("    %s," % ("NULL" if text is None else quoted(text)))
    out.append("    NULL};\n")


def table(catalogues):
    """The C source, of tag -> texts."""
    ids = sorted({msgid for texts in catalogues.values() for msgid in texts}
                 - {b""})
    out = ["/* Made of po/ by scripts/words.py. */",
           '#include "base/words_table.h"\n',
           "const char *const gdct_word_ids[] = {",
           *(f"    {quoted(msgid)}," for msgid in ids), "    NULL};",
           f"const size_t gdct_word_count = {len(ids)};\n"]
    for tag, texts in catalogues.items():
        put_language(out, tag, texts, ids)
    out.append("const GdctWordLanguage gdct_word_languages[] = {")
    out += [f'    {{"{tag}", plural_{tag}, texts_{tag}}},'
            for tag in catalogues]
    out += ["    {NULL, NULL, NULL}};",
            f"const size_t gdct_word_language_count = {len(catalogues)};", ""]
    return "\n".join(out).encode()


def main():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if len(sys.argv) in (2, 3) and sys.argv[1] == "update":
        update(sys.argv[2] if len(sys.argv) == 3 else root)
    elif len(sys.argv) > 3 and sys.argv[1] == "table":
        write(sys.argv[2], table(
            {os.path.basename(path)[:-3]: compile_catalogue(path)
             for path in sys.argv[3:]}))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
