# SPDX-License-Identifier: Apache-2.0
"""What the tests of reports share: the command, and a document read as a
browser reads it."""
import copy
import json
import os
import re
import subprocess
import tempfile
from html.parser import HTMLParser

GDCTRACE = os.environ["GDCTRACE"]
VOID = {"meta", "img", "col", "br"}


def run(*args, status=0, **environment):
    """Standard output of the command, as text."""
    done = subprocess.run([GDCTRACE, *args], cwd="/", check=False,
                          capture_output=True,
                          env={**os.environ, **environment})
    assert done.returncode == status, done.stderr.decode()
    return done.stdout.decode()


# What each kind of document is asked with, those of the help.
ASKED = {"road-map": ["--node", "wsis.c7-ebus"]}
KINDS = [[kind, *ASKED.get(kind, [])] for kind in re.findall(
    r"(?m)^  (\S+)", re.search(r"(?s)\nKinds:\n(.*?)\n\n",
                               run("report", "--help")).group(1))]

# The sanitizers are slow, and look at memory: one kind and language is enough.
if os.environ.get("GDCT_SANITIZED"):
    KINDS = KINDS[:1]


def export(*args):
    return json.loads(run("export", "--format", "json", *args))


class Element:
    def __init__(self, name, attributes, parent):
        self.name, self.attributes, self.parent = name, attributes, parent
        self.children = []

    def __getitem__(self, key):
        return self.attributes.get(key)

    def all(self, name, **wanted):
        """The elements of this name below, in order; class_ is one of the
        classes."""
        for child in self.children:
            if isinstance(child, str):
                continue
            if child.name == name and all(
                    value in (child["class"] or "").split()
                    if key == "class_" else child[key] == value
                    for key, value in wanted.items()):
                yield child
            yield from child.all(name, **wanted)

    def one(self, name, **wanted):
        found = list(self.all(name, **wanted))
        assert len(found) == 1, (name, wanted, len(found))
        return found[0]

    def text(self, without=()):
        return "".join(
            child if isinstance(child, str) else
            "" if child["class"] in without or child.name in without else
            child.text(without) for child in self.children)

    def inside(self, **wanted):
        """Whether an element above, or this one, has such an attribute."""
        element = self
        while element is not None:
            for key, value in wanted.items():
                if value in (element[key.rstrip("_")] or "").split():
                    return True
            element = element.parent
        return False


class Page(HTMLParser):
    """A document as a tree; what is not closed in order is a fault."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", {}, None)
        self.feed(text)
        self.close()
        assert self.open is self.root, self.open.name

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), self.open)
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID, tag
        self.open.children.append(Element(tag, dict(attrs), self.open))

    def handle_endtag(self, tag):
        assert self.open.name == tag, (self.open.name, tag)
        self.open = self.open.parent

    def handle_data(self, data):
        self.open.children.append(data)


def report(*args, **environment):
    return Page(run("report", *args, **environment)).root


def pictures(page, printed=False):
    """Those of the screen, or of paper: there one that is too wide is in parts,
    and not whole."""
    hidden = "whole" if printed else "parts"
    return [it for it in page.all("img") if not it.inside(class_=hidden)]


# ---- the mapping, changed and loaded again ----

def without_proposals(data):
    """The same without proposed links, and without what counts them."""
    data = copy.deepcopy(data)
    data["links"] = [l for l in data["links"] if l["basis"] != "proposed"]
    for rule in data["rules"]:
        rule["grades"] = [g for g in rule.get("grades", [])
                          if "proposed" not in g.get("basis", [])]
        if not rule["grades"]:
            del rule["grades"]
    return data


class Folder:
    """A mapping in a folder of its own."""

    def __init__(self, data):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "mapping.yaml")
        with open(self.path, "w", encoding="utf-8") as stream:
            stream.write(data if isinstance(data, str) else json.dumps(data))

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        self.folder.cleanup()


def check_said():
    """What `check` says of the bundled mapping without its proposals."""
    with Folder(without_proposals(export())) as path:
        return json.loads(run("check", "--format", "json", "-m", path))
