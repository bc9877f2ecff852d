/* SPDX-License-Identifier: Apache-2.0 */
/* Who facilitates an action line: what each source says, side by side. */
#include "document/road_map.h"

static const char *const roles[] = {"leads", "co-leads", "facilitates"};

/* A link, and its piece of evidence from one source. */
typedef struct {
  LinkEnd end;
  uint32_t source; /* GDCT_NONE: it cites nothing */
  uint32_t piece;
  size_t role;
} Saying;

/* All that sources say of who facilitates a line. Of Saying. */
static GArray *list_sayings(const Paper *paper, uint32_t line) {
  GArray *sayings = g_array_new(FALSE, FALSE, sizeof(Saying));

  for (size_t r = 0; r < G_N_ELEMENTS(roles); r++) {
    g_autoptr(GArray) ends = gdct_said(paper, line, roles[r], true);
    for (uint32_t i = 0; i < ends->len; i++) {
      GdctThing link = {GDCT_LINK, gdct_end(ends, i).link};
      uint32_t pieces = gdct_evidence_count(paper->mapping, link);
      for (uint32_t k = 0; k < MAX(pieces, 1); k++) {
        Saying saying = {gdct_end(ends, i), GDCT_NONE, k, r};
        if (pieces > 0)
          saying.source = gdct_evidence(paper->mapping, link, k).source;
        g_array_append_val(sayings, saying);
      }
    }
  }
  return sayings;
}

/* The organizations to which a source gives a role. */
static void put_role(const Paper *paper, const GArray *sayings, uint32_t source,
                     size_t role) {
  uint32_t before = GDCT_NONE;

  gdct_doc_open(paper->doc, DOC_CELL);
  for (uint32_t i = 0; i < sayings->len; i++) {
    const Saying *saying = &g_array_index(sayings, Saying, i);
    GdctThing link = {GDCT_LINK, saying->end.link};
    if (saying->source != source || saying->role != role)
      continue;
    if (saying->end.link != before) {
      if (before != GDCT_NONE)
        gdct_doc_text(paper->doc, gdct_comma(paper->options->language));
      gdct_put_name(paper, saying->end.other);
      gdct_put_certainty(paper, link);
    }
    if (source != GDCT_NONE)
      gdct_doc_cite_piece(paper->doc, link, saying->piece);
    before = saying->end.link;
  }
  if (before == GDCT_NONE)
    gdct_doc_text(paper->doc, "\u2013");
  gdct_doc_close(paper->doc);
}

static void put_source(const Paper *paper, const GArray *sayings,
                       uint32_t source) {
  gdct_doc_open(paper->doc, DOC_ROW);
  gdct_doc_open(paper->doc, DOC_HEAD);
  if (source == GDCT_NONE)
    gdct_doc_text(paper->doc, W_("No source"));
  else
    gdct_doc_title(paper->doc, (GdctThing){GDCT_SOURCE, source});
  gdct_doc_close(paper->doc);
  for (size_t r = 0; r < G_N_ELEMENTS(roles); r++)
    put_role(paper, sayings, source, r);
  gdct_doc_close(paper->doc);
}

/* The sources, each once, as they come. Of uint32_t. */
static GArray *list_sources(const GArray *sayings) {
  GArray *sources = g_array_new(FALSE, FALSE, sizeof(uint32_t));

  for (uint32_t i = 0; i < sayings->len; i++) {
    uint32_t source = g_array_index(sayings, Saying, i).source;
    bool known = false;
    for (uint32_t k = 0; k < sources->len; k++)
      known = known || g_array_index(sources, uint32_t, k) == source;
    if (!known)
      g_array_append_val(sources, source);
  }
  return sources;
}

/* Whether a source names an organization for a line. */
static bool names(const GArray *sayings, uint32_t source, uint32_t node) {
  for (uint32_t i = 0; i < sayings->len; i++) {
    const Saying *saying = &g_array_index(sayings, Saying, i);
    if (saying->source == source && saying->end.other == node)
      return true;
  }
  return false;
}

/* "A, B" */
static void put_set(const Paper *paper, const NodeSet *set) {
  for (uint32_t i = 0; i < set->list->len; i++) {
    if (i > 0)
      gdct_doc_text(paper->doc, gdct_comma(paper->options->language));
    gdct_put_name(paper, gdct_set_get(set, i));
  }
}

/* Those whom one source or another has lead, if they are several. */
static void put_leads(const Paper *paper, const GArray *sayings) {
  NodeSet leads;

  gdct_set_init(&leads, paper);
  for (uint32_t i = 0; i < sayings->len; i++)
    if (g_array_index(sayings, Saying, i).role == 0)
      gdct_set_add(&leads, g_array_index(sayings, Saying, i).end.other);
  if (leads.list->len > 1) {
    gdct_doc_text(paper->doc, " ");
    gdct_doc_text(paper->doc, W_("More than one is named as leading:"));
    gdct_doc_text(paper->doc, " ");
    put_set(paper, &leads);
    gdct_doc_text(paper->doc, gdct_stop(paper->options->language));
  }
  gdct_set_clear(&leads, paper);
}

/* Whom not every source names. */
static void put_differences(const Paper *paper, const GArray *sayings,
                            const GArray *sources) {
  NodeSet odd;

  gdct_set_init(&odd, paper);
  for (uint32_t i = 0; i < sayings->len; i++)
    for (uint32_t k = 0; k < sources->len; k++) {
      uint32_t node = g_array_index(sayings, Saying, i).end.other;
      if (!names(sayings, g_array_index(sources, uint32_t, k), node))
        gdct_set_add(&odd, node);
    }
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  if (sources->len == 1) {
    gdct_doc_text(paper->doc, W_("One source names them."));
  } else if (odd.list->len == 0) {
    gdct_doc_text(paper->doc, W_("All sources name the same organizations."));
  } else {
    gdct_doc_text(paper->doc, W_("The sources do not list the same "
                                 "organizations, and a source need not list "
                                 "all of them. Not in every source:"));
    gdct_doc_text(paper->doc, " ");
    put_set(paper, &odd);
    gdct_doc_text(paper->doc, gdct_stop(paper->options->language));
  }
  put_leads(paper, sayings);
  gdct_doc_close(paper->doc);
  gdct_set_clear(&odd, paper);
}

static void put_line_facilitators(const Paper *paper, uint32_t line) {
  g_autoptr(GArray) sayings = list_sayings(paper, line);
  g_autoptr(GArray) sources = list_sources(sayings);
  g_autofree char *number = gdct_line_number(paper, line);
  g_autofree char *caption = g_strdup_printf(
      W_("Who facilitates %1$s, %2$s: what each source says"), number,
      gdct_title(paper->mapping, (GdctThing){GDCT_NODE, line},
                 paper->options->language));
  const DocColumn columns[] = {{W_("Source"), 34, false},
                               {W_("Leads"), 20, false},
                               {W_("Co-leads"), 22, false},
                               {W_("Facilitates"), 24, false}};

  if (sayings->len == 0) {
    gdct_doc_open(paper->doc, DOC_PARAGRAPH);
    gdct_doc_line(paper->doc, DOC_STRONG, number);
    gdct_doc_text(paper->doc, " ");
    gdct_doc_text(paper->doc, W_("No facilitator of the action line itself is "
                                 "known."));
    gdct_doc_close(paper->doc);
    return;
  }
  gdct_doc_table(paper->doc, caption, columns, G_N_ELEMENTS(columns));
  for (uint32_t i = 0; i < sources->len; i++)
    put_source(paper, sayings, g_array_index(sources, uint32_t, i));
  gdct_doc_close(paper->doc);
  put_differences(paper, sayings, sources);
}

void gdct_road_facilitators(const Paper *paper) {
  uint32_t node = paper->options->node;
  uint32_t whole = gdct_node_parent(paper->mapping, node);
  Road road;

  gdct_road_open(&road, paper);
  gdct_doc_open(paper->doc, DOC_PARAGRAPH);
  gdct_doc_open(paper->doc, DOC_STRONG);
  gdct_put_action_line(paper, node);
  gdct_doc_close(paper->doc);
  gdct_doc_cite(paper->doc, (GdctThing){GDCT_NODE, node});
  if (whole != GDCT_NONE) {
    gdct_doc_text(paper->doc, " ");
    gdct_doc_text(paper->doc, W_("It is a part of:"));
    gdct_doc_text(paper->doc, " ");
    gdct_put_node(paper, whole);
  }
  gdct_doc_close(paper->doc);
  for (uint32_t i = 0; i < road.lines.list->len; i++)
    put_line_facilitators(paper, gdct_set_get(&road.lines, i));
  gdct_road_close(&road);
}
