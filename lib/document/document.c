/* SPDX-License-Identifier: Apache-2.0 */
#include "document/inside.h"

#include <string.h>

static const PaperKind *const papers[] = {&gdct_paper_annex, &gdct_paper_review,
                                          &gdct_paper_road_map,
                                          &gdct_paper_work_plan};

const GdctDocumentKind *const *gdct_document_kinds(size_t *ret_count) {
  static const GdctDocumentKind *rows[G_N_ELEMENTS(papers)];

  for (size_t i = 0; i < G_N_ELEMENTS(papers); i++)
    rows[i] = &papers[i]->row;
  *ret_count = G_N_ELEMENTS(papers);
  return rows;
}

const GdctDocumentFormat *gdct_document_formats(size_t *ret_count) {
  static const GdctDocumentFormat formats[] = {
      {"html", ".html", "text/html", "one page, for browsers and for print"},
      {"markdown", ".md", "text/markdown",
       "CommonMark with tables; pictures are told, not shown"},
      {"docx", ".docx",
       "application/"
       "vnd.openxmlformats-officedocument.wordprocessingml.document",
       "for word processors, with footnotes; by pandoc"},
      {"pdf", ".pdf", "application/pdf",
       "for paper; by Chromium, else LibreOffice"},
  };

  *ret_count = G_N_ELEMENTS(formats);
  return formats;
}

static const PaperKind *find_paper(const char *name) {
  for (size_t i = 0; i < G_N_ELEMENTS(papers); i++)
    if (strcmp(papers[i]->row.name, name) == 0)
      return papers[i];
  return NULL;
}

/* ---- what stands at the head ---- */

static void add_fact(GPtrArray *facts, const char *word, char *text) {
  g_ptr_array_add(facts, g_strdup(word));
  g_ptr_array_add(facts, text);
}

/* Pairs of word and text, ending with NULL. */
static GPtrArray *list_facts(const Paper *paper) {
  GPtrArray *facts = g_ptr_array_new_with_free_func(g_free);
  unsigned bases = gdct_graph_bases(paper->graph);
  const GdctDocumentOptions *options = paper->options;

  if (options->day != NULL)
    add_fact(facts, W_("As of"), g_strdup(options->day));
  add_fact(facts, W_("Mapping"),
           g_strdup_printf(W_("nodes: %1$u; links: %2$u; sources: %3$u"),
                           gdct_count(paper->mapping, GDCT_NODE),
                           gdct_count(paper->mapping, GDCT_LINK),
                           gdct_count(paper->mapping, GDCT_SOURCE)));
  add_fact(facts, W_("Links taken"),
           gdct_words_of_bases(options->language, bases));
  if (options->filter_words != NULL)
    add_fact(facts, W_("Only where"), g_strdup(options->filter_words));
  add_fact(facts, W_("Made with"), g_strdup("gdctrace"));
  g_ptr_array_add(facts, NULL);
  return facts;
}

static char *title_of(const Paper *paper, const PaperKind *kind) {
  GdctThing node = {GDCT_NODE, paper->options->node};
  const char *format = W_(kind->title);
  g_autofree char *name = NULL;
  const char *title;
  GString *out;

  if (kind->row.node == NULL)
    return g_strdup(format);
  title = gdct_title(paper->mapping, node, paper->options->language);
  if (gdct_is_kind(paper, node.index, "wsis-action-line")) {
    g_autofree char *number = gdct_line_number(paper, node.index);
    name = g_strdup_printf("%s: %s", number, title);
  }
  out = g_string_new(format); /* a catalogue's text is no printf format */
  g_string_replace(out, "%s", name == NULL ? title : name, 1);
  return g_string_free(out, FALSE);
}

/* Pairs of anchor and title, ending with NULL. */
static const char **list_sections(const Paper *paper, const PaperKind *kind,
                                  bool page) {
  GPtrArray *list = g_ptr_array_new();

  for (const PaperSection *section = kind->sections; section->title != NULL;
       section++) {
    g_ptr_array_add(list, (void *)section->anchor);
    g_ptr_array_add(list, (void *)W_(section->title));
  }
  if (paper->options->notes && !page) { /* there they are footnotes */
    g_ptr_array_add(list, (void *)"notes");
    g_ptr_array_add(list, (void *)W_("Notes"));
  }
  g_ptr_array_add(list, (void *)"references");
  g_ptr_array_add(list, (void *)W_("References"));
  g_ptr_array_add(list, NULL);
  return (const char **)g_ptr_array_free(list, FALSE);
}

/* ---- all of it ---- */

bool gdct_paper_write(const Paper *begun, const PaperKind *kind,
                      const DocFormat *format, const char *folder,
                      GdctSink sink, void *data) {
  Paper whole = *begun, *paper = &whole;
  g_autoptr(GPtrArray) facts = list_facts(paper);
  g_autofree const char **contents = list_sections(paper, kind, folder != NULL);
  g_autofree char *title = title_of(paper, kind);
  DocStyle style = {.language = paper->options->language,
                    .title = title,
                    .facts = (const char *const *)facts->pdata,
                    .contents = contents,
                    .notes = paper->options->notes,
                    .page = folder != NULL,
                    .folder = folder};

  if (kind->begin != NULL)
    paper->own = kind->begin(paper);
  paper->doc = gdct_doc_begin(format, paper->mapping, &style, sink, data);
  for (const PaperSection *section = kind->sections; section->title != NULL;
       section++) {
    gdct_doc_section(paper->doc, section->anchor, 2, W_(section->title));
    section->put(paper);
  }
  if (kind->end != NULL)
    kind->end(paper);
  return gdct_doc_end(paper->doc);
}

char *gdct_document_problem(const GdctGraph *graph, const char *name,
                            const GdctDocumentOptions *options) {
  const PaperKind *kind = find_paper(name);
  Paper paper = {.graph = graph, .mapping = gdct_graph_mapping(graph)};

  g_assert(kind != NULL);
  for (size_t i = 0; kind->needs[i] != NULL; i++)
    if (gdct_term_kind(&paper, kind->needs[i]) == GDCT_NONE)
      return g_strdup_printf("the mapping has no kind '%s', which the %s is "
                             "about; include builtin:frameworks",
                             kind->needs[i], name);
  if (kind->row.node != NULL &&
      !gdct_is_kind(&paper, options->node, kind->row.node))
    return g_strdup_printf(
        "'%s' is not of kind %s; 'gdctrace list %s' lists them",
        gdct_id(paper.mapping, (GdctThing){GDCT_NODE, options->node}),
        kind->row.node, kind->row.node);
  return NULL;
}

bool gdct_document_write(const GdctGraph *graph, const char *name,
                         const GdctDocumentOptions *options, const char *format,
                         GdctSink sink, void *data, char **ret_problem) {
  const PaperKind *kind = find_paper(name);
  GdctDocumentOptions filled = *options;
  Paper paper = {
      .graph = graph, .mapping = gdct_graph_mapping(graph), .options = &filled};

  g_assert(kind != NULL);
  if (filled.language == NULL)
    filled.language = "en";
  *ret_problem = gdct_document_problem(graph, name, options);
  if (*ret_problem != NULL)
    return false;
  if (strcmp(format, "docx") == 0 || strcmp(format, "pdf") == 0)
    return gdct_paper_convert(&paper, kind, format, sink, data, ret_problem);
  if (gdct_paper_write(&paper, kind,
                       strcmp(format, "markdown") == 0 ? &gdct_doc_markdown
                                                       : &gdct_doc_html,
                       NULL, sink, data))
    return true;
  *ret_problem =
      g_strdup("the output could not take it, or a picture could not be drawn");
  return false;
}
