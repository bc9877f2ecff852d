# SPDX-License-Identifier: Apache-2.0
"""Turtle and N-Triples, read back by rdflib and by rapper, say what the JSON of
the same mapping says."""

import calendar
import os
import re
import subprocess
import unittest
import urllib.parse

import rdflib
import yaml
from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, SKOS, XSD

from gdct import ROOT, Case, exported, run, run_on_full_disk

rdflib.NORMALIZE_LITERALS = False  # "0.30" is not "0.3" here

EVERYTHING = os.path.join(ROOT, "tests", "golden", "everything.yaml")
BASE = "urn:gdctrace:"
TERMS = Namespace("urn:gdctrace:terms:")
SSSOM = Namespace("https://w3id.org/sssom/")
BASES = ("stated", "derived", "proposed")


class Dumper(yaml.SafeDumper):
    """Writes what stands twice twice: mapping files have no aliases."""

    def ignore_aliases(self, data):
        return True


def as_yaml(data):
    return yaml.dump(data, Dumper=Dumper)


def iri(word, name):
    return URIRef(f"{BASE}{word}:{name}")


def link_iri(link):
    return iri("link", f"{link['from']}/{link['relation']}/{link['to']}")


def export(format_name, *arguments, **options):
    done = run("export", "--format", format_name, *arguments, **options)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(done)
    return done.stdout


def parse(text):
    """Turtle, which N-Triples is too: rdflib 6.1 has a parser for these alone,
    but to that a backslash and "u0041" is an A."""
    return rdflib.Graph().parse(data=text.decode(), format="turtle")


def export_graph(*arguments):
    return parse(export("turtle", *arguments))


def rapper(text, format_name):
    """The same triples, as a parser of other origin reads them."""
    done = subprocess.run(
        ["rapper", "-q", "-i", format_name, "-o", "ntriples", "-",
         "https://base.invalid/"], input=text, capture_output=True,
        check=False)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(done.stderr.decode())
    return parse(done.stdout)


def days(text):
    """First and last day of a date of any precision, or of an interval."""
    first, _, last = text.partition("/")
    parts = [int(part) for part in (last or first).split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return (first + "-01-01"[len(first) - 4:] if len(first) < 10 else first,
            f"{year:04}-{month:02}-{day:02}")


def is_there(record, date):
    if date is None:
        return True
    first, last = days(date)
    start = days(record["start"])[0] if "start" in record else "0000"
    end = days(record["end"])[1] if "end" in record else "9999-99"
    return start <= last and first <= end


def literals(said):
    """A text, list or map of texts by language as rdflib has it."""
    if isinstance(said, dict):
        return {Literal(text, lang=tag.lower()) for tag, text in said.items()}
    return {Literal(text) for text in
            (said if isinstance(said, list) else [said])}


class Rdf(Case):
    maxDiff = 2000

    def assert_says(self, graph, subject, properties):
        """The subject has exactly these values of these properties."""
        for name, wanted in properties.items():
            self.assertEqual(set(graph.objects(subject, name)), wanted,
                             (subject, name))

    def check_evidence(self, graph, subject, record):
        pieces = record.get("evidence", [])
        names = [URIRef(f"{subject}/evidence/{number}")
                 for number in range(1, len(pieces) + 1)]
        self.assertEqual(set(graph.objects(subject, PROV.wasDerivedFrom)),
                         set(names), subject)
        for name, piece in zip(names, pieces):
            source = ({iri("source", piece["source"])}
                      if "source" in piece else set())
            self.assert_says(graph, name, {
                PROV.wasQuotedFrom: source if "quote" in piece else set(),
                PROV.wasDerivedFrom: set() if "quote" in piece else source,
                TERMS.locator: literals(piece.get("locator", [])),
                PROV.value: literals(piece.get("quote", [])),
                RDF.type: {PROV.Entity, TERMS.Evidence},
            })

    def check_links(self, graph, mapping, seen):
        """Every link is a statement with all that the JSON says of it."""
        self.assertEqual(set(graph.subjects(RDF.type, RDF.Statement)),
                         {link_iri(link) for link in mapping["links"]})
        for link in mapping["links"]:
            name, end = link_iri(link), iri("node", link["to"])
            basis, relation = link["basis"], link["relation"]
            confidence = set(graph.objects(name, SSSOM.confidence))
            self.assertEqual([float(value) for value in confidence],
                             [link["confidence"]] if "confidence" in link
                             else [])
            self.assert_says(graph, name, {
                RDF.subject: {iri("node", link["from"])},
                RDF.predicate: {iri("rel", relation)},
                RDF.object: {end},
                TERMS.basis: {TERMS[basis]},
                TERMS.rationale: literals(link.get("rationale", [])),
                SSSOM.author_label: literals(link.get("author", [])),
                iri("attr", "certainty"): literals(link.get("certainty", [])),
            })
            for each in BASES:
                self.assert_says(graph, name, {
                    iri(each, relation):
                        {end} if each == basis and link_iri(link) in seen
                        else set()})
            self.check_evidence(graph, name, link)

    def check_nodes(self, graph, mapping, there):
        kinds = {kind["id"]: kind for kind in mapping["model"]["kinds"]}
        members = set(graph.subject_objects(SKOS.member))
        self.assertEqual(members, {(iri("kind", node["kind"]),
                                    iri("node", node["id"]))
                                   for node in mapping["nodes"]})
        self.assertEqual(set(graph.subjects(RDF.type, SKOS.Concept)),
                         {iri("node", node["id"])
                          for node in mapping["nodes"]})
        for node in mapping["nodes"]:
            name = iri("node", node["id"])
            framework = kinds[node["kind"]].get("framework")
            parent = ({iri("node", node["part-of"])} if "part-of" in node
                      else set())
            direct = node["id"] in there
            above = direct and node.get("part-of") in there
            self.assert_says(graph, name, {
                RDF.type: {SKOS.Concept} | ({iri("kind", node["kind"])}
                                            if direct else set()),
                SKOS.inScheme: {iri("framework", framework)}
                               if direct and framework else set(),
                SKOS.broader: parent if above else set(),
                DCTERMS.isPartOf: set() if above else parent,
                SKOS.notation: {Literal(node["id"])},
                SKOS.prefLabel: literals(node["title"]),
                SKOS.definition: literals(node.get("summary", [])),
            })
            self.check_evidence(graph, name, node)
            for number, measure in enumerate(node["measures"], 1):
                self.check_evidence(graph, URIRef(f"{name}/measure/{number}"),
                                    measure)

    def check_scope(self, arguments, bases=("stated", "derived"), date=None):
        """The whole mapping is said; direct are the links in scope."""
        mapping = exported(*arguments)
        options = ["--basis", ",".join(bases)]
        if date is not None:
            options += ["--as-of", date]
        graph = export_graph(*arguments, *options)
        there = {node["id"] for node in mapping["nodes"]
                 if is_there(node, date)}
        seen = [link for link in mapping["links"] if is_there(link, date)
                and link["from"] in there and link["to"] in there]
        direct = {(iri("node", link["from"]), iri("rel", link["relation"]),
                   iri("node", link["to"]))
                  for link in seen if link["basis"] in bases}
        self.assertEqual({triple for triple in graph
                          if triple[1].startswith(BASE + "rel:")}, direct)
        self.check_links(graph, mapping, {link_iri(link) for link in seen})
        self.check_nodes(graph, mapping, there)
        return len(direct), len(there)

    def check_syntax(self, arguments=()):
        """All readers read the same from both formats; no IRI is relative."""
        turtle = export("turtle", *arguments)
        ntriples = export("ntriples", *arguments)
        triples = set(parse(turtle))
        # Without blank nodes, equal sets are isomorphic graphs.
        self.assertEqual({name for triple in triples for name in triple
                          if isinstance(name, rdflib.BNode)}, set())
        self.assertEqual(set(parse(ntriples)), triples)
        self.assertEqual(set(rapper(turtle, "turtle")), triples)
        self.assertEqual(set(rapper(ntriples, "ntriples")), triples)
        for triple in triples:
            for name in triple:
                if isinstance(name, URIRef):
                    self.assertRegex(name, r'^[A-Za-z][A-Za-z0-9+.-]*:'
                                           r'[^\x00-\x20<>"{}|\\^`\x7f-\xa0]+$')
        self.check_prefixes(turtle.decode())
        return triples

    def check_prefixes(self, turtle):
        head, _, body = turtle.partition(" .\n\n")
        prefixes = re.findall(r"^@prefix (\w+): <", head, re.M)
        self.assertNotIn("@prefix", body)
        self.assertEqual(len(prefixes), len(set(prefixes)))
        for prefix in prefixes:
            self.assertRegex(body, rf"(?m)(^|[\s^]){prefix}:[\w.-]+[\s;,.]")


class Bundled(Rdf):
    @classmethod
    def setUpClass(cls):
        cls.graph = export_graph()
        cls.mapping = exported()

    def count(self, kind):
        return len(set(self.graph.subjects(RDF.type, kind)))

    def test_every_reader_reads_the_same_from_both_formats(self):
        self.check_syntax()

    def test_it_has_as_many_things_as_the_json(self):
        nodes, links = self.mapping["nodes"], self.mapping["links"]
        measures = [measure for node in nodes for measure in node["measures"]]
        evidence = sum(len(record["evidence"])
                       for record in nodes + links + measures)
        self.assertGreater(len(links), 1000)
        self.assertEqual(self.count(SKOS.Concept), len(nodes))
        self.assertEqual(self.count(RDF.Statement), len(links))
        self.assertEqual(self.count(TERMS.Evidence), evidence)
        self.assertEqual(self.count(TERMS.Measure), len(measures))
        self.assertEqual(self.count(TERMS.Source), len(self.mapping["sources"]))
        for name in ("Rule", "View", "Waiver", "Review"):
            self.assertEqual(self.count(TERMS[name]),
                             len(self.mapping[name.lower() + "s"]))

    def test_direct_are_the_links_of_the_chosen_bases(self):
        counts = [self.check_scope((), bases)[0]
                  for bases in (("stated", "derived"), ("proposed",), BASES)]
        self.assertGreater(counts[0], 500)
        self.assertEqual(counts[0] + counts[1], counts[2])

    def test_sources_are_what_they_are_in_the_json(self):
        for source in self.mapping["sources"]:
            self.assert_says(self.graph, iri("source", source["id"]), {
                DCTERMS.title: literals(source["title"]),
                DCTERMS.identifier: literals(source.get("symbol", [])),
                TERMS.certainty: literals(source.get("certainty", [])),
                iri("last", "date"): {
                    Literal(days(source[key])[1], datatype=XSD.date)
                    for key in ("date",) if key in source},
            })

    def test_a_property_path_walks_links_of_a_basis_that_are_not_direct(self):
        found = self.graph.query(
            "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
            "PREFIX proposed: <urn:gdctrace:proposed:> SELECT ?a ?b WHERE"
            "{ ?a ^rdf:subject/proposed:supports ?b }")
        self.assertEqual(
            {(a, b) for a, b in found},
            {(iri("node", link["from"]), iri("node", link["to"]))
             for link in self.mapping["links"]
             if (link["basis"], link["relation"]) == ("proposed", "supports")})

    def test_the_bytes_do_not_depend_on_locale_zone_or_threads(self):
        for format_name in ("turtle", "ntriples"):
            wanted = export(format_name)
            for locale in ("de_DE.UTF-8", "tr_TR.UTF-8", "C.UTF-8"):
                env = {"LC_ALL": locale, "TZ": "Asia/Tokyo",
                       "SOURCE_DATE_EPOCH": None}
                self.assertEqual(
                    export(format_name, "--threads", "3", env=env), wanted)


DATED = """
gdctrace: 1
model:
  frameworks: [{id: f, title: F}]
  kinds:
    - {id: k, framework: f, title: K, attributes: [{name: seen, type: date}]}
  relations: [{id: r, from: [k], to: [k], inverse: s}]
sources: [{id: doc, title: Doc}]
nodes:
  - {id: always, kind: k, title: A, seen: 1999}
  - {id: early, kind: k, title: E, end: 2019-06, part-of: always}
  - {id: late, kind: k, title: L, start: 2020, part-of: early}
  - {id: short, kind: k, title: S, start: 2019-03, end: 2019-03-15,
     part-of: late}
links:
  - {from: always, relation: r, to: [early, late, short], source: doc}
  - {from: early, relation: r, to: always, start: 2019-06-30, basis: proposed}
  - {from: early, relation: s, to: late, end: 2019, basis: derived}
  - {from: late, relation: r, to: always, start: 2025, end: 2026-02-28}
"""


class Small(Rdf):
    def setUp(self):
        super().setUp()
        self.arguments = ("--mappings", self.path("mapping.yaml"))

    def test_direct_are_the_links_and_nodes_of_the_day(self):
        self.file("mapping.yaml", DATED)
        counts = {self.check_scope(self.arguments, bases, date)
                  for date in (None, "2018", "2019", "2019-03-15",
                               "2019-03-16", "2019-06-30", "2020-01-01",
                               "2025-06", "2026-02-28", "2026-03", "2030")
                  for bases in (BASES, ("stated",), ("derived", "proposed"))}
        self.assertGreater(len(counts), 8)

    def test_dates_are_there_as_written_and_as_days(self):
        self.file("mapping.yaml", DATED)
        graph = export_graph(*self.arguments)
        for node, key, text, kind in (
                ("early", "end", "2019-06", XSD.gYearMonth),
                ("late", "start", "2020", XSD.gYear),
                ("short", "end", "2019-03-15", XSD.date),
                ("always", "seen", "1999", XSD.gYear)):
            first, last = days(text)
            self.assert_says(graph, iri("node", node), {
                iri("attr", key): {Literal(text, datatype=kind)},
                iri("first", key): {Literal(first, datatype=XSD.date)},
                iri("last", key): {Literal(last, datatype=XSD.date)},
            })

    def test_a_mapping_of_every_key_loses_nothing(self):
        arguments = ("--mappings", EVERYTHING)
        self.check_syntax(arguments)
        self.check_scope(arguments, BASES)
        graph = export_graph(*arguments)
        deed = iri("node", "d.1")
        self.assert_says(graph, deed, {
            OWL.sameAs: {URIRef("https://example.org/d?x=1&y='2'"),
                         URIRef("urn:x:1")},
            iri("attr", "staff"): {Literal("-12", datatype=XSD.integer)},
            iri("attr", "budget"): {Literal("1234567.89",
                                            datatype=XSD.decimal)},
            iri("attr", "sector"): literals(["General Office", "North"]),
            iri("attr", "nickname"): literals({"en": "Deedy", "fr": "L'acte"}),
            iri("attr", "page"): {URIRef("https://example.org/1")},
        })
        self.assert_says(graph, URIRef(deed + "/measure/2"), {
            TERMS.value: {Literal("0.1", datatype=XSD.decimal)},
            TERMS["at"]: literals("2024-01/2024-06"),
            iri("last", "at"): {Literal("2024-06-30", datatype=XSD.date)},
        })
        self.assert_says(graph, iri("review", 1), {
            TERMS.link: {iri("link", "d.1/serves/a.2")}})
        self.assert_says(graph, iri("waiver", 1), {
            TERMS.node: {iri("node", "a.10")},
            TERMS.rule: {iri("rule", "aim-is-served")}})
        # Every text of the mapping is somewhere.
        said = {str(value) for value in graph.objects()}

        def texts(value):
            if isinstance(value, (dict, list)):
                for part in (value.values() if isinstance(value, dict)
                             else value):
                    yield from texts(part)
            elif isinstance(value, str):
                yield value

        mapping = exported(*arguments)
        for text in texts({key: value for key, value in mapping.items()
                           if key != "reviews"}):
            self.assertTrue(text in said or any(
                value.endswith(":" + text) for value in said), text)

    def test_an_empty_mapping_is_an_empty_graph(self):
        self.file("mapping.yaml", "gdctrace: 1\n")
        for format_name in ("turtle", "ntriples"):
            text = export(format_name, *self.arguments)
            self.assertEqual(len(parse(text)), 0)
            self.assertRegex(text, rb"^# .*\n\s*$")

    def test_hostile_texts_come_back_as_they_were(self):
        texts = ["\"quoted\" and 'quoted'", '"', '""""', "\\", "\\\"", "\\u0041",
                 "ends in \\", 'ends in "', "a\nb\n\n\tc ", "\u202edesrever",
                 "\u2066x\u2069", "=cmd()|' /C calc'!A0", "<script>", "@en .",
                 "\u00a0\ufeff\u2028\u2029", "\u0085", "\ud7ff\ue000\U0010ffff",
                 "🌍👩\u200d🚀", "العربية", "e\u0301", "x" * 100000,
                 "\"\n" * 10000, "^^xsd:integer", "%s %n ${HOME} {{x}}", "1e5"]
        languages = ["en", "fr-CH", "zh-Hant-TW", "qaa", "abcdefgh-1-2-3-x", "EN-gb"]
        self.file("mapping.yaml", as_yaml({
            "gdctrace": "1",
            "model": {
                "frameworks": [{"id": "f", "title": texts[0]}],
                "kinds": [{"id": "k", "framework": "f", "title": texts[1],
                           "attributes": [{"name": "tag", "type": "text",
                                           "many": "yes"}]}],
                "relations": [{"id": "r", "inverse": "R.", "inverse-title":
                               texts[4], "from": "k", "to": "k"}]},
            "sources": [{"id": "doc", "title": texts[9], "symbol": texts[2],
                         "publisher": texts[5], "file": texts[6]}],
            "nodes": [{"id": f"n{number}", "kind": "k", "title":
                       {tag: text for tag in languages}, "summary": text,
                       "tag": text}
                      for number, text in enumerate(texts)],
            "links": [{"from": f"n{number}", "relation": "r", "to": "n0",
                       "source": "doc", "locator": text, "quote": text,
                       "rationale": text, "author": text}
                      for number, text in enumerate(texts) if number > 0],
        }))
        self.check_syntax(self.arguments)
        self.check_scope(self.arguments)
        graph = export_graph(*self.arguments)
        for number, text in enumerate(texts):
            self.assert_says(graph, iri("node", f"n{number}"), {
                SKOS.prefLabel: literals({tag: text for tag in languages}),
                iri("attr", "tag"): literals(text)})

    def test_hostile_ids_stay_what_they_are(self):
        ids = ["a.", "a..", "A-", "b_", "0", "1e5", "a.-_", "x" * 250,
               "node", "a.b.c."]
        self.file("mapping.yaml", as_yaml({
            "gdctrace": "1",
            "model": {
                "frameworks": [{"id": name, "title": "F"} for name in ids],
                "kinds": [{"id": name, "framework": name, "title": "K",
                           "attributes": [{"name": each} for each in ids]}
                          for name in ids],
                "relations": [{"id": name, "from": ids, "to": ids}
                              for name in ids],
                "paths": [{"id": "path." + name, "path": "part-of"}
                          for name in ids]},
            "sources": [{"id": name, "title": "S"} for name in ids],
            "nodes": [{"id": name, "kind": name, "title": "N",
                       **{each: each for each in ids}} for name in ids],
            "links": [{"from": a, "relation": r, "to": b, "source": r,
                       "quote": r} for a in ids for r in ids for b in ids
                      if a != b],
            "rules": [{"id": name, "title": "R", "each": name,
                       "require": ["title"]} for name in ids],
            "waivers": [{"rule": name, "node": name} for name in ids],
            "reviews": [{"from": 'no such/"node', "relation": name, "to": "é>",
                         "seal": "0"} for name in ids[:2]],
        }))
        done = run("check", *self.arguments)
        self.assertNotIn(b"error:", done.stdout + done.stderr)
        self.check_syntax(self.arguments)
        self.check_scope(self.arguments)
        graph = export_graph(*self.arguments)
        for name in ids:
            for each in ids:
                self.assert_says(graph, iri("node", name),
                                 {iri("attr", each): literals(each)})
        self.assert_says(graph, iri("review", 1), {TERMS.link: {
            iri("link", "no%20such%2F%22node/a./%C3%A9%3E")}})

    def test_hostile_uris_are_iris(self):
        uris = ["urn:x:%", "urn:x:%zz%41", "http://a/\u202eb", "x:\u00a0y",
                "javascript:alert('1')", "http://é.example/\u00e9?\u4e2d#f",
                "http://[::1]/", "a+b-c.1:x", "http://a/\u2028\ufeff",
                "x:\U000f0000\ue000", "x:\u200d", "http://a/b,(c);d=e&f=*"]
        self.file("mapping.yaml", as_yaml({
            "gdctrace": "1",
            "model": {"frameworks": [{"id": "f", "title": "F"}],
                      "kinds": [{"id": "k", "framework": "f", "title": "K",
                                 "attributes": [{"name": "page",
                                                 "type": "uri"}]}]},
            "sources": [{"id": f"s{number}", "title": "S", "url": uri}
                        for number, uri in enumerate(uris)],
            "nodes": [{"id": f"n{number}", "kind": "k", "title": "N",
                       "same-as": uri, "page": uri}
                      for number, uri in enumerate(uris)],
        }))
        self.check_syntax(self.arguments)
        graph = export_graph(*self.arguments)
        for number, uri in enumerate(uris):
            same, = graph.objects(iri("node", f"n{number}"), OWL.sameAs)
            page, = graph.objects(iri("node", f"n{number}"),
                                  iri("attr", "page"))
            self.assertEqual(same, page)
            self.assertEqual(urllib.parse.unquote(str(same)),
                             urllib.parse.unquote(uri))
            self.assertNotRegex(same, r"%(?![0-9A-Fa-f]{2})")
            if re.fullmatch(r"[!-$&-~é中]+", uri):
                self.assertEqual(str(same), uri)


class BaseIri(unittest.TestCase):
    arguments = ("--mappings", EVERYTHING)

    def test_it_begins_every_iri_of_the_mapping_and_no_other(self):
        plain = export("ntriples", *self.arguments).decode()
        for base, mark in (("https://example.org/map/", "/"), ("urn:a:", ":"),
                           ("https://example.org/map#", "/"),
                           ("https://exämple.org:80/é/", "/"), ("x:y:", ":")):
            done = export("ntriples", "--base-iri", base, *self.arguments)
            wanted = re.sub(r"<urn:gdctrace:(?!terms:)([a-z]+):",
                            lambda found, base=base, mark=mark:
                            f"<{base}{found[1]}{mark}", plain)
            self.assertEqual(done.decode(), wanted)
            turtle = export("turtle", "--base-iri", base, *self.arguments)
            self.assertEqual(set(parse(turtle)), set(parse(done)))
            self.assertEqual(set(rapper(turtle, "turtle")),
                             set(parse(done)))

    def test_one_that_cannot_begin_an_iri_is_refused(self):
        for base in ("", "x", "/", ":", "://", "relative/", "#", "1a:b/",
                     "https://example.org/map", "http://a b/", "http://a/<x/",
                     "http://a/#b/", "http://a/##", "urn:", "http:///",
                     "http://a/%/", "http://a/\u202e/", 'http://a/"/',
                     "http://a/\\/", "http://a/\n/", b"http://a/\xff/"):
            with self.subTest(base):
                done = run("export", "--format", "turtle", "--base-iri", base,
                           *self.arguments)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(done.stdout, b"")
                self.assertIn(b"--base-iri", done.stderr)

    def test_it_is_for_rdf_only(self):
        done = run("export", "--format", "xml", "--base-iri", "urn:a:",
                   *self.arguments)
        self.assertEqual((done.returncode, done.stdout), (2, b""))


class Files(Case):
    def test_the_ending_of_the_file_tells_the_format(self):
        for ending, name in ((".ttl", "turtle"), (".nt", "ntriples")):
            path = self.path("mapping" + ending)
            self.assertEqual(run("export", "-o", path).returncode, 0)
            with open(path, "rb") as file:
                self.assertEqual(file.read(), export(name))

    def test_a_full_disk_is_an_error(self):
        for name in ("turtle", "ntriples"):
            done = run_on_full_disk("export", "--format", name)
            self.assertEqual(done.returncode, 3)
            self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)


if __name__ == "__main__":
    unittest.main()
