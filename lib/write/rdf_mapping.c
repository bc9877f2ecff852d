/* SPDX-License-Identifier: Apache-2.0 */
/* A mapping as RDF: nodes are concepts (SKOS), links are properties between
 * them and also statements of their own with their evidence (PROV), and terms
 * of SSSOM where it has them. gdctrace(1), "RDF", describes it.
 *
 * What the graph does not see is there as a statement only. */
#include "write/rdf_triples.h"
#include "write/writers.h"

#include "base/order.h"
#include "graph/graph.h"
#include "model/shape.h"

#include <string.h>

typedef struct {
  const GdctGraph *graph;
  const GdctGraph *any_basis; /* the same with links of all bases */
  const GdctMapping *mapping;
  GdctTriples *triples;
  const char *base;
  GString *iri;           /* of the thing being written */
  uint32_t *members;      /* the nodes by kind */
  uint32_t *first_member; /* of each kind in members */
} Rdf;

#define RDF(local)                                                             \
  (GdctRdfName) {                                                              \
    GDCT_RDF_RDF, local                                                        \
  }
#define SKOS(local)                                                            \
  (GdctRdfName) {                                                              \
    GDCT_RDF_SKOS, local                                                       \
  }
#define PROV(local)                                                            \
  (GdctRdfName) {                                                              \
    GDCT_RDF_PROV, local                                                       \
  }
#define TERMS(local)                                                           \
  (GdctRdfName) {                                                              \
    GDCT_RDF_TERMS, local                                                      \
  }

static const char *id_of(const Rdf *rdf, GdctType type, uint32_t index) {
  return gdct_id(rdf->mapping, (GdctThing){type, index});
}

/* ---- values ---- */

/* Keys that are said in another way. */
static bool is_said(GdctType type, const char *key) {
  if (type == GDCT_NODE)
    return strcmp(key, "kind") == 0 || strcmp(key, "part-of") == 0;
  return type == GDCT_REVIEW &&
         (strcmp(key, "from") == 0 || strcmp(key, "relation") == 0 ||
          strcmp(key, "to") == 0);
}

static void put_values(const Rdf *rdf, GdctThing thing) {
  uint32_t count = gdct_value_count(rdf->mapping, thing);

  for (uint32_t i = 0; i < count; i++) {
    GdctValue value = gdct_value(rdf->mapping, thing, i);
    if (!is_said(thing.type, value.key))
      gdct_triples_value(rdf->triples, rdf->mapping, thing, &value);
  }
}

/* ---- what each type of thing says beside its values ---- */

static void put_types(const Rdf *rdf, GdctType type) {
  static const GdctRdfName types[GDCT_TYPES][2] = {
      [GDCT_FRAMEWORK] = {{GDCT_RDF_SKOS, "ConceptScheme"}},
      [GDCT_KIND] = {{GDCT_RDF_RDFS, "Class"}, {GDCT_RDF_SKOS, "Collection"}},
      [GDCT_ATTRIBUTE] = {{GDCT_RDF_TERMS, "Attribute"}},
      [GDCT_RELATION] = {{GDCT_RDF_RDF, "Property"}},
      [GDCT_PATH] = {{GDCT_RDF_TERMS, "Path"}},
      [GDCT_SOURCE] = {{GDCT_RDF_TERMS, "Source"}, {GDCT_RDF_PROV, "Entity"}},
      [GDCT_NODE] = {{GDCT_RDF_SKOS, "Concept"}},
      [GDCT_MEASURE] = {{GDCT_RDF_TERMS, "Measure"}},
      [GDCT_LINK] = {{GDCT_RDF_RDF, "Statement"}},
      [GDCT_WAIVER] = {{GDCT_RDF_TERMS, "Waiver"}},
      [GDCT_REVIEW] = {{GDCT_RDF_TERMS, "Review"}},
      [GDCT_RULE] = {{GDCT_RDF_TERMS, "Rule"}},
      [GDCT_GRADE] = {{GDCT_RDF_TERMS, "Grade"}},
      [GDCT_VIEW] = {{GDCT_RDF_TERMS, "View"}},
      [GDCT_COLUMN] = {{GDCT_RDF_TERMS, "Column"}},
      [GDCT_VIEW_LINK] = {{GDCT_RDF_TERMS, "ViewLink"}},
      [GDCT_FOCUS] = {{GDCT_RDF_TERMS, "Focus"}},
  };

  for (size_t i = 0; i < 2 && types[type][i].local != NULL; i++)
    gdct_triples_name(rdf->triples, RDF("type"), types[type][i].space,
                      types[type][i].local);
}

static void put_members(const Rdf *rdf, uint32_t kind) {
  for (uint32_t i = rdf->first_member[kind]; i < rdf->first_member[kind + 1];
       i++)
    gdct_triples_name(rdf->triples, SKOS("member"), GDCT_RDF_NODE,
                      id_of(rdf, GDCT_NODE, rdf->members[i]));
}

/* A node that the graph does not see is of its kind and framework and below
 * its parent no more: who asks for them sees what the graph sees. */
static void put_node(const Rdf *rdf, uint32_t node) {
  uint32_t kind = gdct_node_kind(rdf->mapping, node);
  uint32_t framework = gdct_kind_framework(rdf->mapping, kind);
  uint32_t parent = gdct_node_parent(rdf->mapping, node);
  bool seen = gdct_graph_has_node(rdf->graph, node);

  if (seen)
    gdct_triples_name(rdf->triples, RDF("type"), GDCT_RDF_KIND,
                      id_of(rdf, GDCT_KIND, kind));
  if (seen && framework != GDCT_NONE)
    gdct_triples_name(rdf->triples, SKOS("inScheme"), GDCT_RDF_FRAMEWORK,
                      id_of(rdf, GDCT_FRAMEWORK, framework));
  if (parent != GDCT_NONE)
    gdct_triples_name(rdf->triples,
                      seen && gdct_graph_has_node(rdf->graph, parent)
                          ? SKOS("broader")
                          : (GdctRdfName){GDCT_RDF_DCTERMS, "isPartOf"},
                      GDCT_RDF_NODE, id_of(rdf, GDCT_NODE, parent));
}

/* The links out of a node that the graph sees, as properties. */
static void put_direct(const Rdf *rdf, uint32_t node) {
  uint32_t count;
  const uint32_t *links = gdct_graph_links_from(rdf->graph, node, &count);

  for (uint32_t i = 0; i < count; i++) {
    GdctLinkEnds ends = gdct_link(rdf->mapping, links[i]);
    GdctRdfName property = {GDCT_RDF_REL,
                            id_of(rdf, GDCT_RELATION, ends.relation)};
    gdct_triples_name(rdf->triples, property, GDCT_RDF_NODE,
                      id_of(rdf, GDCT_NODE, ends.to));
  }
}

static void put_link(const Rdf *rdf, uint32_t link) {
  GdctLinkEnds ends = gdct_link(rdf->mapping, link);
  const char *relation = id_of(rdf, GDCT_RELATION, ends.relation);
  const char *to = id_of(rdf, GDCT_NODE, ends.to);

  gdct_triples_name(rdf->triples, RDF("subject"), GDCT_RDF_NODE,
                    id_of(rdf, GDCT_NODE, ends.from));
  gdct_triples_name(rdf->triples, RDF("predicate"), GDCT_RDF_REL, relation);
  gdct_triples_name(rdf->triples, RDF("object"), GDCT_RDF_NODE, to);
  if (gdct_graph_has_link(rdf->any_basis, link))
    gdct_triples_name(
        rdf->triples,
        (GdctRdfName){GDCT_RDF_STATED + (GdctRdfSpace)ends.basis, relation},
        GDCT_RDF_NODE, to);
  gdct_triples_name(rdf->triples, TERMS("basis"), GDCT_RDF_TERMS,
                    gdct_basis_name(ends.basis));
  if (ends.basis == GDCT_PROPOSED)
    gdct_triples_name(rdf->triples,
                      (GdctRdfName){GDCT_RDF_SSSOM, "mapping_justification"},
                      GDCT_RDF_SEMAPV, "ManualMappingCuration");
}

/* The link that a review is of, in base direction, though it may be gone. */
static void put_reviewed(const Rdf *rdf, GdctThing review) {
  const char *from = gdct_get(rdf->mapping, review, "from");
  const char *relation = gdct_get(rdf->mapping, review, "relation");
  const char *to = gdct_get(rdf->mapping, review, "to");
  g_autoptr(GString) link = g_string_new(NULL);
  bool inverse = false;
  uint32_t found = gdct_relation_find(rdf->mapping, relation, &inverse);

  if (found != GDCT_NONE)
    relation = id_of(rdf, GDCT_RELATION, found);
  gdct_rdf_append_link(link, rdf->base, inverse ? to : from, relation,
                       inverse ? from : to);
  gdct_triples_iri(rdf->triples, TERMS("link"), link->str);
}

static void put_special(const Rdf *rdf, GdctThing thing) {
  switch (thing.type) {
  case GDCT_KIND:
    gdct_triples_name(rdf->triples, (GdctRdfName){GDCT_RDF_RDFS, "subClassOf"},
                      GDCT_RDF_SKOS, "Concept");
    break;
  case GDCT_ATTRIBUTE:
    gdct_triples_name(rdf->triples, TERMS("property"), GDCT_RDF_ATTR,
                      gdct_id(rdf->mapping, thing));
    break;
  case GDCT_NODE:
    put_node(rdf, thing.index);
    break;
  case GDCT_LINK:
    put_link(rdf, thing.index);
    break;
  case GDCT_REVIEW:
    put_reviewed(rdf, thing);
    break;
  default:
    break;
  }
}

/* ---- things ---- */

/* The words for what stands in another thing. */
static const char *const owned_words[GDCT_TYPES] = {
    [GDCT_ATTRIBUTE] = "attribute", [GDCT_MEASURE] = "measure",
    [GDCT_GRADE] = "grade",         [GDCT_COLUMN] = "column",
    [GDCT_VIEW_LINK] = "view-link", [GDCT_FOCUS] = "focus",
};

/* Goes from the IRI of a thing to that of part @number of it, counting from 0;
 * returns the way back, for g_string_truncate(). */
static size_t enter(const Rdf *rdf, const char *word, uint32_t number) {
  size_t length = rdf->iri->len;

  g_string_append_printf(rdf->iri, "/%s/%u", word, (unsigned)number + 1);
  return length;
}

/* Triples from a thing to its @count parts. */
static void put_parts(const Rdf *rdf, GdctRdfName property, const char *word,
                      uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    size_t length = enter(rdf, word, i);
    gdct_triples_iri(rdf->triples, property, rdf->iri->str);
    g_string_truncate(rdf->iri, length);
  }
}

static void put_evidence(const Rdf *rdf, GdctThing thing) {
  for (uint32_t i = 0; i < gdct_evidence_count(rdf->mapping, thing); i++) {
    GdctEvidence piece = gdct_evidence(rdf->mapping, thing, i);
    bool quoted = *piece.quote != '\0';
    size_t length = enter(rdf, "evidence", i);
    gdct_triples_subject_iri(rdf->triples, rdf->iri->str);
    gdct_triples_name(rdf->triples, RDF("type"), GDCT_RDF_TERMS, "Evidence");
    gdct_triples_name(rdf->triples, RDF("type"), GDCT_RDF_PROV, "Entity");
    if (piece.source != GDCT_NONE)
      gdct_triples_name(rdf->triples,
                        quoted ? PROV("wasQuotedFrom") : PROV("wasDerivedFrom"),
                        GDCT_RDF_SOURCE, id_of(rdf, GDCT_SOURCE, piece.source));
    if (*piece.locator != '\0')
      gdct_triples_text(rdf->triples, TERMS("locator"), piece.locator, "");
    if (quoted)
      gdct_triples_text(rdf->triples, PROV("value"), piece.quote, "");
    g_string_truncate(rdf->iri, length);
  }
}

/* The subject whose IRI is rdf->iri: short, if that is a name in a namespace,
 * which things that have an owner, and links, have not. */
static void put_subject(const Rdf *rdf, GdctThing thing) {
  GdctRdfSpace space = gdct_rdf_space_of(thing.type);
  size_t length = rdf->iri->len;

  if (space == GDCT_RDF_SPACES || space == GDCT_RDF_LINK) {
    gdct_triples_subject_iri(rdf->triples, rdf->iri->str);
    return;
  }
  gdct_rdf_append_local(rdf->iri, rdf->mapping, thing);
  gdct_triples_subject(rdf->triples, space, rdf->iri->str + length);
  g_string_truncate(rdf->iri, length);
}

/* Writes the thing whose IRI is rdf->iri, then what stands in it. */
static void put_thing(const Rdf *rdf, GdctThing thing) {
  const GdctField *fields = gdct_shape_of(thing.type)->fields;
  const char *id = gdct_id(rdf->mapping, thing);
  uint32_t child, count;

  put_subject(rdf, thing);
  put_types(rdf, thing.type);
  put_special(rdf, thing);
  if (*id != '\0')
    gdct_triples_text(rdf->triples, SKOS("notation"), id, "");
  put_values(rdf, thing);
  put_parts(rdf, PROV("wasDerivedFrom"), "evidence",
            gdct_evidence_count(rdf->mapping, thing));
  for (const GdctField *field = fields; field->key != NULL; field++)
    if (field->type == GDCT_VALUE_RECORD || field->type == GDCT_VALUE_RECORDS) {
      const char *word = owned_words[field->shape->type];
      gdct_owned(rdf->mapping, thing, field->shape->type, &count);
      put_parts(rdf, TERMS(word), word, count);
    }
  if (thing.type == GDCT_KIND)
    put_members(rdf, thing.index);
  if (thing.type == GDCT_NODE)
    put_direct(rdf, thing.index);
  put_evidence(rdf, thing);
  for (const GdctField *field = fields; field->key != NULL; field++)
    if (field->type == GDCT_VALUE_RECORD || field->type == GDCT_VALUE_RECORDS) {
      child = gdct_owned(rdf->mapping, thing, field->shape->type, &count);
      for (uint32_t i = 0; i < count; i++) {
        size_t length = enter(rdf, owned_words[field->shape->type], i);
        put_thing(rdf, (GdctThing){field->shape->type, child + i});
        g_string_truncate(rdf->iri, length);
      }
    }
}

static void put_mapping(const Rdf *rdf) {
  static const GdctType types[] = {GDCT_FRAMEWORK, GDCT_KIND,   GDCT_RELATION,
                                   GDCT_PATH,      GDCT_SOURCE, GDCT_NODE,
                                   GDCT_LINK,      GDCT_RULE,   GDCT_WAIVER,
                                   GDCT_REVIEW,    GDCT_VIEW};

  for (size_t t = 0; t < G_N_ELEMENTS(types); t++)
    for (uint32_t i = 0; i < gdct_count(rdf->mapping, types[t]) &&
                         !gdct_triples_failed(rdf->triples);
         i++) {
      g_string_truncate(rdf->iri, 0);
      gdct_rdf_append_thing(rdf->iri, rdf->mapping, rdf->base,
                            (GdctThing){types[t], i});
      put_thing(rdf, (GdctThing){types[t], i});
    }
}

/* ---- the document ---- */

/* What is in it, and which links are direct triples. Free with g_free(). */
static char *comment(const GdctGraph *graph) {
  g_autofree char *bases = gdct_bases_text(graph->bases, " or ");

  return g_strdup_printf("A mapping written by gdctrace: %u nodes, %u links. "
                         "As direct triples: links %s%s%s.",
                         (unsigned)gdct_count(graph->mapping, GDCT_NODE),
                         (unsigned)gdct_count(graph->mapping, GDCT_LINK), bases,
                         graph->dated ? ", as of " : "",
                         graph->dated ? graph->ground->as_of_text : "");
}

/* The nodes of each kind, also those that the graph does not show. */
static void sort_members(Rdf *rdf) {
  uint32_t n_nodes = gdct_count(rdf->mapping, GDCT_NODE);
  g_autofree uint32_t *kinds = g_new(uint32_t, (size_t)n_nodes + 1);

  for (uint32_t i = 0; i < n_nodes; i++)
    kinds[i] = gdct_node_kind(rdf->mapping, i);
  rdf->members = gdct_sort_by(
      kinds, n_nodes, gdct_count(rdf->mapping, GDCT_KIND), &rdf->first_member);
}

static bool write_rdf(bool turtle, const GdctGraph *graph, const char *base,
                      GdctSink sink, void *data) {
  g_autofree char *head = comment(graph);
  GdctGraph *any_basis = gdct_graph_with(graph, GDCT_BASIS_ANY, graph->trust);
  Rdf rdf = {.graph = graph,
             .any_basis = any_basis,
             .mapping = gdct_graph_mapping(graph),
             .triples = gdct_triples_new(turtle, base, sink, data),
             .base = base,
             .iri = g_string_new(NULL)};

  sort_members(&rdf);
  if (turtle) /* once to see which prefixes it takes */
    put_mapping(&rdf);
  gdct_triples_begin(rdf.triples, head);
  put_mapping(&rdf);
  g_free(rdf.members);
  g_free(rdf.first_member);
  g_string_free(rdf.iri, TRUE);
  gdct_graph_free(any_basis);
  return gdct_triples_free(rdf.triples);
}

static bool write_turtle(const GdctGraph *graph,
                         const GdctWriteOptions *options, GdctSink sink,
                         void *data) {
  return write_rdf(true, graph, options != NULL ? options->base_iri : NULL,
                   sink, data);
}

static bool write_ntriples(const GdctGraph *graph,
                           const GdctWriteOptions *options, GdctSink sink,
                           void *data) {
  return write_rdf(false, graph, options != NULL ? options->base_iri : NULL,
                   sink, data);
}

const GdctWriter gdct_writer_turtle = {
    .name = "turtle",
    .extension = ".ttl",
    .media_type = "text/turtle",
    .summary = "Turtle, RDF grouped by subject, for people and tools",
    .takes_base_iri = true,
    .write = write_turtle,
};

const GdctWriter gdct_writer_ntriples = {
    .name = "ntriples",
    .extension = ".nt",
    .media_type = "application/n-triples",
    .summary = "N-Triples, the same RDF, one triple a line",
    .takes_base_iri = true,
    .write = write_ntriples,
};
