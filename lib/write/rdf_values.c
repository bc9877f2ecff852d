/* SPDX-License-Identifier: Apache-2.0 */
/* Values as literals of their type, or as IRIs. */
#include "write/rdf_triples.h"

#include "base/date.h"
#include "model/mapping.h"
#include "model/shape.h"

#include <string.h>

static void put_day(GdctTriples *triples, GdctRdfName property, uint32_t day) {
  char text[GDCT_DAY_SIZE];

  gdct_day_write(day, text);
  gdct_triples_typed(triples, property, text, "date");
}

/* A date as it is written, and as days that can be compared. */
static void put_date(GdctTriples *triples, GdctRdfName property,
                     const GdctValue *value) {
  static const char *const types[] = {
      [4] = "gYear", [7] = "gYearMonth", [10] = "date"};
  size_t length = strlen(value->text);
  GdctDays days;

  if (length < G_N_ELEMENTS(types) && types[length] != NULL)
    gdct_triples_typed(triples, property, value->text, types[length]);
  else
    gdct_triples_text(triples, property, value->text, "");
  if (!gdct_date_parse(value->text, true, &days))
    return;
  put_day(triples, (GdctRdfName){GDCT_RDF_FIRST, value->key}, days.first);
  put_day(triples, (GdctRdfName){GDCT_RDF_LAST, value->key}, days.last);
}

static void put_uri(GdctTriples *triples, GdctRdfName property,
                    const char *uri) {
  g_autoptr(GString) iri = g_string_new(NULL);

  gdct_rdf_append_uri(iri, uri);
  gdct_triples_iri(triples, property, iri->str);
}

void gdct_triples_value(GdctTriples *triples, const GdctMapping *mapping,
                        GdctThing thing, const GdctValue *value) {
  GdctRdfName property = gdct_rdf_property(thing.type, value->key);
  const char *text = value->text;
  bool list;

  switch (gdct_key_type(mapping, thing, value->key, &list)) {
  case GDCT_VALUE_DATE:
  case GDCT_VALUE_INTERVAL:
    put_date(triples, property, value);
    break;
  case GDCT_VALUE_INTEGER:
    gdct_triples_typed(triples, property, text, "integer");
    break;
  case GDCT_VALUE_DECIMAL:
  case GDCT_VALUE_FRACTION:
    gdct_triples_typed(triples, property, text, "decimal");
    break;
  case GDCT_VALUE_YES_NO:
    gdct_triples_typed(triples, property, gdct_is_yes(text) ? "true" : "false",
                       "boolean");
    break;
  case GDCT_VALUE_URI:
    put_uri(triples, property, text);
    break;
  case GDCT_VALUE_FRAMEWORK:
    gdct_triples_name(triples, property, GDCT_RDF_FRAMEWORK, text);
    break;
  case GDCT_VALUE_KIND:
    gdct_triples_name(triples, property, GDCT_RDF_KIND, text);
    break;
  case GDCT_VALUE_NODE:
    gdct_triples_name(triples, property, GDCT_RDF_NODE, text);
    break;
  case GDCT_VALUE_RULE:
    gdct_triples_name(triples, property, GDCT_RDF_RULE, text);
    break;
  default:
    /* Of rules and grades, as links have it. */
    if (property.space == GDCT_RDF_TERMS && strcmp(value->key, "basis") == 0)
      gdct_triples_name(triples, property, GDCT_RDF_TERMS, text);
    else
      gdct_triples_text(triples, property, text, value->language);
  }
}
