/* SPDX-License-Identifier: Apache-2.0 */
/* The same words for the same fact. */
#include "document/gather.h"

#include "draw/picture.h"
#include "graph/graph.h"

#include <string.h>

#define MOST_PROPOSALS 40 /* rows of a table of proposals */

void gdct_put_cell(const Paper *paper, const char *text) {
  gdct_doc_line(paper->doc, DOC_CELL, text);
}

void gdct_put_line(const Paper *paper, const char *text) {
  gdct_doc_line(paper->doc, DOC_PARAGRAPH, text);
}

/* ---- names ---- */

void gdct_put_certainty(const Paper *paper, GdctThing thing) {
  const char *certainty = gdct_get(paper->mapping, thing, "certainty");

  if (certainty != NULL && strcmp(certainty, "recalled") == 0)
    gdct_doc_print(paper->doc, " %s", W_("(recalled)"));
}

void gdct_put_name(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  const char *acronym = gdct_get(paper->mapping, thing, "acronym");

  if (acronym != NULL)
    gdct_doc_value(paper->doc, acronym);
  else
    gdct_doc_title(paper->doc, thing);
}

void gdct_put_names(const Paper *paper, const GArray *ends) {
  for (uint32_t i = 0; i < ends->len; i++) {
    GdctThing link = {GDCT_LINK, gdct_end(ends, i).link};
    if (i > 0)
      gdct_doc_text(paper->doc, gdct_comma(paper->options->language));
    gdct_put_name(paper, gdct_end(ends, i).other);
    gdct_put_certainty(paper, link);
    gdct_doc_cite(paper->doc, link);
  }
  if (ends->len == 0)
    gdct_doc_text(paper->doc, "\u2013");
}

void gdct_put_node(const Paper *paper, uint32_t node) {
  GdctThing thing = {GDCT_NODE, node};
  const char *symbol = gdct_get(paper->mapping, thing, "symbol");

  if (symbol != NULL) {
    gdct_doc_value(paper->doc, symbol);
    gdct_doc_text(paper->doc, " \u2013 ");
  }
  gdct_doc_title(paper->doc, thing);
  gdct_put_certainty(paper, thing);
  gdct_doc_cite(paper->doc, thing);
}

void gdct_put_numbered(const Paper *paper, uint32_t node) {
  const char *paragraph =
      gdct_get(paper->mapping, (GdctThing){GDCT_NODE, node}, "paragraph");

  if (paragraph != NULL) {
    gdct_doc_value(paper->doc, paragraph);
    gdct_doc_text(paper->doc, " ");
  }
  gdct_put_node(paper, node);
}

void gdct_put_paragraphs(const Paper *paper, const GArray *nodes) {
  for (uint32_t i = 0; i < nodes->len; i++) {
    GdctThing thing = {GDCT_NODE, g_array_index(nodes, uint32_t, i)};
    const char *paragraph = gdct_get(paper->mapping, thing, "paragraph");
    if (i > 0)
      gdct_doc_text(paper->doc, gdct_comma(paper->options->language));
    if (paragraph != NULL)
      gdct_doc_value(paper->doc, paragraph);
    else
      gdct_doc_title(paper->doc, thing);
    gdct_doc_cite(paper->doc, thing);
  }
}

void gdct_put_date(const Paper *paper, const char *date) {
  g_auto(GStrv) days = g_strsplit(date, "/", 2);

  if (g_strv_length(days) == 2)
    gdct_doc_print(paper->doc, W_("%1$s to %2$s"), days[0], days[1]);
  else
    gdct_doc_value(paper->doc, date);
}

void gdct_put_action_line(const Paper *paper, uint32_t node) {
  g_autofree char *number = gdct_line_number(paper, node);

  gdct_doc_value(paper->doc, number);
  gdct_doc_text(paper->doc, gdct_colon(paper->options->language));
  gdct_doc_title(paper->doc, (GdctThing){GDCT_NODE, node});
}

/* Documents of the United Nations are known by their symbols. */
static void put_short(const Paper *paper, GdctThing node) {
  const char *symbol = gdct_get(paper->mapping, node, "symbol");

  if (symbol != NULL)
    gdct_doc_value(paper->doc, symbol);
  else
    gdct_doc_title(paper->doc, node);
}

void gdct_put_titles(const Paper *paper, const GArray *ends) {
  if (ends->len == 0) {
    gdct_doc_text(paper->doc, "\u2013");
    return;
  }
  gdct_doc_open(paper->doc, DOC_LIST);
  for (uint32_t i = 0; i < ends->len; i++) {
    GdctThing link = {GDCT_LINK, gdct_end(ends, i).link};
    gdct_doc_open(paper->doc, DOC_ITEM);
    put_short(paper, (GdctThing){GDCT_NODE, gdct_end(ends, i).other});
    gdct_put_certainty(paper, link);
    gdct_doc_cite(paper->doc, link);
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
}

/* ---- facts ---- */

void gdct_put_time(const Paper *paper, uint32_t node) {
  static const char *const names[] = {
      "planned",   N_("planned"),   "ongoing",   N_("ongoing"),
      "completed", N_("completed"), "suspended", N_("suspended")};
  GdctThing thing = {GDCT_NODE, node};
  const char *status = gdct_get(paper->mapping, thing, "status");
  const char *start = gdct_get(paper->mapping, thing, "start");
  const char *end = gdct_get(paper->mapping, thing, "end");
  const char *word = status;

  for (size_t i = 0; status != NULL && i < G_N_ELEMENTS(names); i += 2)
    if (strcmp(names[i], status) == 0)
      word = W_(names[i + 1]);
  gdct_doc_text(paper->doc, word == NULL ? W_("no status") : word);
  if (start == NULL && end == NULL)
    return;
  gdct_doc_text(paper->doc, " (");
  if (start == NULL)
    gdct_doc_print(paper->doc, W_("until %s"), end);
  else if (end == NULL)
    gdct_doc_print(paper->doc, W_("from %s"), start);
  else if (strcmp(start, end) == 0)
    gdct_doc_value(paper->doc, start);
  else
    gdct_doc_print(paper->doc, W_("%1$s to %2$s"), start, end);
  gdct_doc_text(paper->doc, ")");
}

const char *gdct_value_word(const Paper *paper, const char *value) {
  /* Values of the bundled model, whose titles are in its own language only:
   * here they are words like any other. */
  static const char *const known[] = {
      N_("programme"),      N_("initiative"),  N_("platform"),
      N_("event"),          N_("group"),       N_("standard"),
      N_("standards area"), N_("publication"), N_("training"),
      N_("statistics"),     N_("partnership"), N_("coordination"),
      N_("project"),        N_("service"),     N_("General Secretariat"),
      N_("ITU-R"),          N_("ITU-T"),       N_("ITU-D")};

  for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
    if (strcmp(known[i], value) == 0)
      return W_(known[i]);
  return value;
}

char *gdct_join_values(const Paper *paper, uint32_t node, const char *key) {
  GdctThing thing = {GDCT_NODE, node};
  GString *out = g_string_new(NULL);

  for (uint32_t i = 0; i < gdct_value_count(paper->mapping, thing); i++) {
    GdctValue value = gdct_value(paper->mapping, thing, i);
    if (strcmp(value.key, key) == 0)
      g_string_append_printf(
          out, "%s%s",
          out->len == 0 ? "" : gdct_comma(paper->options->language),
          gdct_value_word(paper, value.text));
  }
  return g_string_free(out, FALSE);
}

void gdct_put_sectors(const Paper *paper, uint32_t node) {
  g_autofree char *sectors = gdct_join_values(paper, node, "sector");
  g_autofree char *bureaux = gdct_join_values(paper, node, "bureau");

  if (*sectors == '\0' && *bureaux == '\0')
    gdct_doc_text(paper->doc, "\u2013");
  gdct_doc_text(paper->doc, sectors);
  if (*bureaux != '\0' && strcmp(sectors, bureaux) != 0)
    gdct_doc_print(paper->doc, *sectors == '\0' ? "%s" : " (%s)", bureaux);
  if (gdct_has_value(paper, node, "sector-basis", "inferred"))
    gdct_doc_text(paper->doc, "\u00a0*");
}

void gdct_put_past(const Paper *paper) {
  if (paper->options->day == NULL)
    gdct_put_line(paper,
                  W_("This document does not say which activities are past "
                     "their end, because it is not made for a given day "
                     "(SOURCE_DATE_EPOCH sets one)."));
  else if (paper->graph->dated)
    gdct_put_line(paper, W_("What ended before the day of this document, or "
                            "begins after it, is not in it (--as-of leaves it "
                            "out)."));
}

void gdct_put_more(const Paper *paper, uint32_t shown, uint32_t all,
                   const char *command) {
  if (shown < all)
    gdct_put_rest(paper, DOC_PARAGRAPH, all - shown, command);
}

/* ---- measures ---- */

void gdct_open_measures(const Paper *paper, const char *caption) {
  const DocColumn columns[] = {{W_("Of what"), 30, false},
                               {W_("What is counted"), 30, false},
                               {W_("Value"), 18, true},
                               {W_("When"), 22, false}};

  gdct_doc_table(paper->doc, caption, columns, G_N_ELEMENTS(columns));
}

uint32_t gdct_put_measure_rows(const Paper *paper, uint32_t node) {
  GdctThing owner = {GDCT_NODE, node};
  uint32_t count;
  uint32_t first = gdct_owned(paper->mapping, owner, GDCT_MEASURE, &count);

  for (uint32_t i = 0; i < count; i++) {
    GdctThing measure = {GDCT_MEASURE, first + i};
    const char *at = gdct_get(paper->mapping, measure, "at");
    g_autofree char *value = gdct_measure_value(paper, measure.index);
    gdct_doc_open(paper->doc, DOC_ROW);
    gdct_doc_open(paper->doc, DOC_HEAD);
    gdct_doc_title(paper->doc, owner);
    gdct_doc_close(paper->doc);
    gdct_doc_open(paper->doc, DOC_CELL);
    gdct_put_measured(paper, measure);
    gdct_put_certainty(paper, measure);
    gdct_doc_cite(paper->doc, measure);
    gdct_doc_close(paper->doc);
    gdct_put_cell(paper, value);
    gdct_doc_open(paper->doc, DOC_CELL);
    gdct_put_date(paper, at == NULL ? "" : at);
    gdct_doc_close(paper->doc);
    gdct_doc_close(paper->doc);
  }
  return count;
}

/* ---- pictures ---- */

char *gdct_tell_picture(const Paper *paper, const GdctPicture *picture) {
  GString *out = g_string_new(NULL);

  g_string_append_printf(out, W_("A diagram in columns, from the first to the "
                                 "last: "));
  for (uint32_t i = 0; i < picture->columns->len; i++) {
    const GdctPictureColumn *column = gdct_picture_column(picture, i);
    if (column->continued)
      continue;
    g_string_append_printf(out, W_("%1$s: %2$u; "), column->heading,
                           column->n_total > 0 ? column->n_total
                                               : column->n_cards);
  }
  g_string_append_printf(out, W_("lines between them: %u."),
                         gdct_picture_links(picture));
  return g_string_free(out, FALSE);
}

void gdct_put_command(const Paper *paper, const char *command) {
  if (paper->doc->format == &gdct_doc_markdown)
    return;
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_text(paper->doc, W_("The picture is drawn by:"));
  gdct_doc_text(paper->doc, " ");
  gdct_doc_line(paper->doc, DOC_CODE, command);
  gdct_doc_close(paper->doc);
}

/* ---- proposals ---- */

void gdct_open_proposals(const Paper *paper) {
  gdct_doc_open(paper->doc, DOC_PROPOSED);
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_line(paper->doc, DOC_STRONG, W_("Proposed; no document says so."));
  gdct_doc_text(paper->doc, " ");
  gdct_doc_text(paper->doc, W_("A number in parentheses is how sure the "
                               "proposal is, from 0 to 1."));
  gdct_doc_close(paper->doc);
}

void gdct_put_proposal(const Paper *paper, GdctThing link, GdctThing node) {
  const char *confidence = gdct_get(paper->mapping, link, "confidence");

  gdct_doc_title(paper->doc, node);
  if (confidence != NULL)
    gdct_doc_print(paper->doc, " (%s)", confidence);
  if (gdct_text(paper->mapping, link, "rationale", NULL) != NULL) {
    gdct_doc_text(paper->doc, " \u2013 ");
    gdct_doc_prose(paper->doc, link, "rationale");
  }
}

void gdct_put_proposals(const Paper *paper, uint32_t node, const GArray *ends) {
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  gdct_put_numbered(paper, node);
  gdct_doc_close(paper->doc);
  gdct_doc_open(paper->doc, DOC_CELL);
  gdct_doc_open(paper->doc, DOC_LIST);
  for (uint32_t i = 0; i < ends->len; i++) {
    GdctThing link = {GDCT_LINK, gdct_end(ends, i).link};
    gdct_doc_open(paper->doc, DOC_ITEM);
    gdct_put_proposal(paper, link,
                      (GdctThing){GDCT_NODE, gdct_end(ends, i).other});
    gdct_doc_close(paper->doc);
  }
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
}

void gdct_put_proposed_table(const Paper *paper, const ProposedTable *table,
                             const NodeSet *const *sets, size_t n_sets) {
  const DocColumn columns[] = {{table->for_what, 35, false},
                               {table->what, 65, false}};
  uint32_t found = 0;

  for (size_t s = 0; s < n_sets; s++)
    for (uint32_t i = 0; i < sets[s]->list->len; i++) {
      uint32_t node = gdct_set_get(sets[s], i);
      g_autoptr(GArray) ends =
          gdct_proposed(paper, node, "supports", table->inverse);
      if (ends->len == 0 || found++ >= MOST_PROPOSALS)
        continue;
      if (found == 1) {
        gdct_doc_section(paper->doc, NULL, 3, W_("Proposals"));
        gdct_open_proposals(paper);
        gdct_doc_table(paper->doc, table->caption, columns,
                       G_N_ELEMENTS(columns));
      }
      gdct_put_proposals(paper, node, ends);
    }
  if (found == 0)
    return;
  gdct_doc_close(paper->doc);
  gdct_put_more(paper, MOST_PROPOSALS, found, table->command);
  gdct_doc_close(paper->doc);
}
