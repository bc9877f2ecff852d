/* SPDX-License-Identifier: Apache-2.0 */
/* The annex of the ITU action plan for the Global Digital Compact, made again
 * from the mapping: a row for all objectives, one for each, one for the
 * follow-up; beside them the WSIS process, and the activities of ITU. */
#include "document/inside.h"

#include <string.h>

/* Who leads, in the words of the document or else put together from the
 * facts of the link: " (lead: ITU; with UNDP)"; without any, what the document
 * says. */
static void put_roles(const Paper *paper, GdctThing link, uint32_t node) {
  const char *lead = gdct_get(paper->mapping, link, "lead");
  g_autoptr(GString) others = g_string_new(NULL);

  if (gdct_text(paper->mapping, link, "role-text", NULL) != NULL) {
    gdct_doc_text(paper->doc, " (");
    gdct_doc_prose(paper->doc, link, "role-text");
    gdct_doc_text(paper->doc, ")");
    return;
  }
  for (uint32_t i = 0; i < gdct_value_count(paper->mapping, link); i++) {
    GdctValue value = gdct_value(paper->mapping, link, i);
    if (strcmp(value.key, "co-leads") == 0)
      g_string_append_printf(
          others, "%s%s",
          others->len == 0 ? "" : gdct_comma(paper->options->language),
          value.text);
  }
  if (lead == NULL) {
    gdct_put_quote(paper, link, node);
    return;
  }
  gdct_doc_text(paper->doc, " ");
  if (others->len == 0)
    gdct_doc_print(paper->doc, W_("(lead: %s)"), lead);
  else
    gdct_doc_print(paper->doc, W_("(lead: %1$s; with %2$s)"), lead,
                   others->str);
}

static void put_process(const Paper *paper, uint32_t index, uint32_t other,
                        void *data) {
  GdctThing link = {GDCT_LINK, index};
  Document *doc = paper->doc;
  bool *listed = data; /* whether the list is open */

  if (!gdct_is_chosen(paper, link))
    return;
  if (!*listed)
    gdct_doc_open(doc, DOC_LIST);
  *listed = true;
  gdct_doc_open(doc, DOC_ITEM);
  if (gdct_is_kind(paper, other, "wsis-action-line")) {
    g_autofree char *number = gdct_line_number(paper, other);
    gdct_doc_print_line(doc, DOC_STRONG, "%s:", number);
    gdct_doc_text(doc, " ");
  }
  gdct_doc_title(doc, (GdctThing){GDCT_NODE, other});
  put_roles(paper, link, other);
  if (gdct_text(paper->mapping, link, "rationale", NULL) != NULL) {
    gdct_doc_text(doc, " \u2013 ");
    gdct_doc_prose(doc, link, "rationale");
  }
  gdct_doc_cite(doc, link);
  gdct_doc_close(doc);
}

/* Links that rest on the same words of a document are one line of it. */
typedef struct {
  GPtrArray *lines;   /* of GArray of GdctThing */
  GHashTable *places; /* words: place in lines, and one */
} Lines;

/* What makes a link of one line with others: NULL if nothing does. */
static char *line_key(const Paper *paper, GdctThing link) {
  GdctEvidence evidence;

  if (gdct_evidence_count(paper->mapping, link) == 0)
    return NULL;
  evidence = gdct_evidence(paper->mapping, link, 0);
  if (*evidence.quote == '\0')
    return NULL;
  return g_strdup_printf("%d %u %s\n%s",
                         (int)gdct_link(paper->mapping, link.index).basis,
                         evidence.source, evidence.locator, evidence.quote);
}

static void add_activity(const Paper *paper, uint32_t index, uint32_t other,
                         void *data) {
  Lines *lines = data;
  GdctThing link = {GDCT_LINK, index};
  char *key;
  uint32_t line;

  if (!gdct_is_kind(paper, other, "itu-activity") ||
      !gdct_is_chosen(paper, link))
    return;
  key = line_key(paper, link);
  line = key == NULL
             ? 0
             : GPOINTER_TO_UINT(g_hash_table_lookup(lines->places, key));
  if (line == 0) {
    GArray *fresh = g_array_new(FALSE, FALSE, sizeof(GdctThing));
    g_ptr_array_add(lines->lines, fresh);
    line = lines->lines->len;
    if (key != NULL)
      g_hash_table_insert(lines->places, g_steal_pointer(&key),
                          GUINT_TO_POINTER(line));
  }
  g_array_append_val((GArray *)lines->lines->pdata[line - 1], link);
  g_free(key);
}

/* "Green Digital Action; E-waste work: <what the document says> [1.4]" */
static void put_line(const Paper *paper, const GArray *links) {
  const GdctThing *things = (const GdctThing *)(const void *)links->data;

  gdct_doc_open(paper->doc, DOC_ITEM);
  for (guint i = 0; i < links->len; i++) {
    GdctLinkEnds ends = gdct_link(paper->mapping, things[i].index);
    if (i > 0)
      gdct_doc_text(paper->doc, gdct_semicolon(paper->options->language));
    gdct_doc_title(paper->doc, (GdctThing){GDCT_NODE, ends.from});
  }
  gdct_put_quote(paper, things[0],
                 gdct_link(paper->mapping, things[0].index).from);
  gdct_doc_cite_all(paper->doc, things, links->len);
  gdct_doc_close(paper->doc);
}

static void put_activities(const Paper *paper, uint32_t node) {
  Lines lines = {g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref),
                 g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};

  gdct_each_link(paper, node, "supports", true, add_activity, &lines);
  gdct_doc_open(paper->doc, DOC_CELL);
  if (lines.lines->len == 0)
    gdct_doc_text(paper->doc, W_("None is stated."));
  else
    gdct_doc_open(paper->doc, DOC_LIST);
  for (guint i = 0; i < lines.lines->len; i++)
    put_line(paper, lines.lines->pdata[i]);
  if (lines.lines->len > 0)
    gdct_doc_close(paper->doc);
  gdct_doc_close(paper->doc);
  g_ptr_array_unref(lines.lines);
  g_hash_table_unref(lines.places);
}

static void put_row(const Paper *paper, uint32_t node) {
  Document *doc = paper->doc;
  GdctThing thing = {GDCT_NODE, node};

  gdct_doc_open(doc, DOC_ROW);
  gdct_doc_open(doc, DOC_HEAD);
  gdct_doc_open(doc, DOC_STRONG);
  gdct_doc_title(doc, thing);
  gdct_doc_close(doc);
  gdct_doc_cite(doc, thing);
  gdct_doc_text(doc, " ");
  gdct_doc_line(doc, DOC_SMALL, gdct_id(paper->mapping, thing));
  gdct_doc_close(doc);
  gdct_put_list_cell(paper, node, "implemented-through", put_process);
  put_activities(paper, node);
  gdct_doc_close(doc);
}

static void put_table(const Paper *paper) {
  const DocColumn columns[] = {{W_("GDC objective"), 20, false},
                               {W_("WSIS process"), 40, false},
                               {W_("ITU activities"), 40, false}};

  gdct_doc_table(paper->doc,
                 W_("The objectives of the Global Digital Compact (GDC), the "
                    "WSIS process and the activities of ITU"),
                 columns, G_N_ELEMENTS(columns));
  for (uint32_t i = 0; i < gdct_count(paper->mapping, GDCT_NODE); i++)
    if (gdct_graph_has_node(paper->graph, i) &&
        (gdct_is_kind(paper, i, "gdc-objective") ||
         gdct_is_kind(paper, i, "gdc-scope")))
      put_row(paper, i);
  gdct_doc_close(paper->doc);
}

static void put_method(const Paper *paper) {
  gdct_doc_line(paper->doc, DOC_PARAGRAPH,
                W_("Each entry is a link of the mapping. Titles are those of "
                   "the mapping; what stands in quotation marks, in "
                   "parentheses or after a dash are the words of the source. "
                   "A number in brackets leads to the source and the place in "
                   "it."));
  gdct_doc_line(paper->doc, DOC_PARAGRAPH,
                W_("An activity is listed where a document says that it "
                   "supports the objective as a whole. Activities for one of "
                   "its commitments only are not in this table."));
}

static const PaperSection sections[] = {
    {"table", N_("Objectives, WSIS process and activities"), put_table},
    {"method", N_("How to read the table"), put_method},
    {NULL, NULL, NULL}};

static const char *const needs[] = {"gdc-objective", "wsis-action-line",
                                    "itu-activity", NULL};

const PaperKind gdct_paper_annex = {
    .row = {.name = "annex",
            .summary = "Objectives, WSIS process and ITU activities: one table",
            .filtered = GDCT_LINK},
    .title = N_("GDC objectives: implementation and follow-up through the WSIS "
                "process and ITU activities"),
    .sections = sections,
    .needs = needs,
};
