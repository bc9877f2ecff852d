/* SPDX-License-Identifier: Apache-2.0 */
/* Turtle (https://www.w3.org/TR/turtle/) and N-Triples, through serd, which
 * groups triples by subject and escapes texts. Names are shortened here: serd
 * would do so only for letters and digits. */
#include "write/rdf_triples.h"

#include <serd/serd.h>
#include <string.h>

/* An IRI as serd takes it. */
typedef struct {
  GString *text;
  SerdType type;
} Name;

struct GdctTriples {
  bool turtle;
  const char *base;
  GdctSink sink;
  void *data;
  bool failed;
  bool used[GDCT_RDF_SPACES];
  SerdEnv *env;
  SerdWriter *writer; /* NULL: triples are only noted */
  Name subject, property, object;
};

/* ---- the document ---- */

GdctTriples *gdct_triples_new(bool turtle, const char *base, GdctSink sink,
                              void *data) {
  GdctTriples *triples = g_new0(GdctTriples, 1);

  triples->turtle = turtle;
  triples->base = base;
  triples->sink = sink;
  triples->data = data;
  triples->env = serd_env_new(NULL);
  triples->subject.text = g_string_new(NULL);
  triples->property.text = g_string_new(NULL);
  triples->object.text = g_string_new(NULL);
  return triples;
}

static SerdNode node_of(SerdType type, const char *text, size_t size) {
  return (SerdNode){(const uint8_t *)text, size, size, 0, type};
}

/* A sink that refuses is not told to serd, which would complain of it. */
static size_t pass_on(const void *bytes, size_t size, void *data) {
  GdctTriples *triples = data;

  triples->failed =
      triples->failed || !triples->sink(bytes, size, triples->data);
  return size;
}

void gdct_triples_begin(GdctTriples *triples, const char *comment) {
  g_autofree char *line = g_strdup_printf("# %s\n", comment);

  pass_on(line, strlen(line), triples);
  triples->writer =
      serd_writer_new(triples->turtle ? SERD_TURTLE : SERD_NTRIPLES,
                      SERD_STYLE_ABBREVIATED | SERD_STYLE_BULK, triples->env,
                      NULL, pass_on, triples);
  for (GdctRdfSpace i = 0; triples->turtle && i < GDCT_RDF_SPACES; i++) {
    const char *prefix = gdct_rdf_prefix(i);
    g_autoptr(GString) iri = g_string_new(NULL);
    SerdNode name = node_of(SERD_LITERAL, prefix, strlen(prefix)), space;
    if (!triples->used[i])
      continue;
    gdct_rdf_append_space(iri, triples->base, i);
    space = node_of(SERD_URI, iri->str, iri->len);
    serd_writer_set_prefix(triples->writer, &name, &space);
  }
}

bool gdct_triples_failed(const GdctTriples *triples) {
  return triples->failed;
}

bool gdct_triples_free(GdctTriples *triples) {
  bool good;

  if (triples->writer != NULL)
    serd_writer_finish(triples->writer);
  serd_writer_free(triples->writer);
  serd_env_free(triples->env);
  g_string_free(triples->subject.text, TRUE);
  g_string_free(triples->property.text, TRUE);
  g_string_free(triples->object.text, TRUE);
  good = !triples->failed;
  g_free(triples);
  return good;
}

/* ---- names ---- */

static void set_iri(Name *name, const char *iri) {
  name->type = SERD_URI;
  g_string_assign(name->text, iri);
}

/* Without a writer, only notes the prefix. */
static void set_name(GdctTriples *triples, Name *name, GdctRdfSpace space,
                     const char *local) {
  bool is_short = triples->turtle && gdct_rdf_is_short(local);

  if (is_short)
    triples->used[space] = true;
  if (triples->writer == NULL)
    return;
  g_string_truncate(name->text, 0);
  name->type = is_short ? SERD_CURIE : SERD_URI;
  if (is_short) {
    g_string_append(name->text, gdct_rdf_prefix(space));
    g_string_append_c(name->text, ':');
    g_string_append(name->text, local);
  } else {
    gdct_rdf_append(name->text, triples->base, space, local);
  }
}

void gdct_triples_subject(GdctTriples *triples, GdctRdfSpace space,
                          const char *local) {
  set_name(triples, &triples->subject, space, local);
}

void gdct_triples_subject_iri(GdctTriples *triples, const char *iri) {
  set_iri(&triples->subject, iri);
}

/* rdf:type needs no prefix in Turtle, which calls it "a"; serd knows it by its
 * whole IRI. */
static void set_property(GdctTriples *triples, GdctRdfName property) {
  static const char type[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

  if (property.space == GDCT_RDF_RDF && strcmp(property.local, "type") == 0)
    set_iri(&triples->property, type);
  else
    set_name(triples, &triples->property, property.space, property.local);
}

/* ---- triples ---- */

static SerdNode node_of_name(const Name *name) {
  return node_of(name->type, name->text->str, name->text->len);
}

static void put(GdctTriples *triples, const SerdNode *object,
                const SerdNode *datatype, const SerdNode *language) {
  SerdNode subject = node_of_name(&triples->subject);
  SerdNode property = node_of_name(&triples->property);
  SerdStatus status =
      serd_writer_write_statement(triples->writer, 0, NULL, &subject, &property,
                                  object, datatype, language);

  if (status != SERD_SUCCESS) /* nothing that was loaded is refused */
    g_error("serd: %s", (const char *)serd_strerror(status));
}

void gdct_triples_name(GdctTriples *triples, GdctRdfName property,
                       GdctRdfSpace space, const char *local) {
  set_property(triples, property);
  set_name(triples, &triples->object, space, local);
  if (triples->writer != NULL) {
    SerdNode object = node_of_name(&triples->object);
    put(triples, &object, NULL, NULL);
  }
}

void gdct_triples_iri(GdctTriples *triples, GdctRdfName property,
                      const char *iri) {
  set_property(triples, property);
  if (triples->writer != NULL) {
    SerdNode object = node_of(SERD_URI, iri, strlen(iri));
    put(triples, &object, NULL, NULL);
  }
}

void gdct_triples_text(GdctTriples *triples, GdctRdfName property,
                       const char *text, const char *language) {
  set_property(triples, property);
  if (triples->writer != NULL) {
    SerdNode object = node_of(SERD_LITERAL, text, strlen(text));
    SerdNode tag = node_of(SERD_LITERAL, language, strlen(language));
    put(triples, &object, NULL, *language != '\0' ? &tag : NULL);
  }
}

/* Whether Turtle writes a value without its type; serd needs the whole IRI of
 * the type to do so. */
static bool is_bare(const char *text, const char *type) {
  return strcmp(type, "integer") == 0 || strcmp(type, "boolean") == 0 ||
         (strcmp(type, "decimal") == 0 && strchr(text, '.') != NULL);
}

void gdct_triples_typed(GdctTriples *triples, GdctRdfName property,
                        const char *text, const char *type) {
  set_property(triples, property);
  if (is_bare(text, type)) {
    g_string_truncate(triples->object.text, 0);
    triples->object.type = SERD_URI;
    gdct_rdf_append(triples->object.text, NULL, GDCT_RDF_XSD, type);
  } else {
    set_name(triples, &triples->object, GDCT_RDF_XSD, type);
  }
  if (triples->writer != NULL) {
    SerdNode object = node_of(SERD_LITERAL, text, strlen(text));
    SerdNode datatype = node_of_name(&triples->object);
    put(triples, &object, &datatype, NULL);
  }
}
