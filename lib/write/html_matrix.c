/* SPDX-License-Identifier: Apache-2.0 */
/* A matrix as one HTML file (https://html.spec.whatwg.org/): a table whose
 * numbers lead to their evidence further down. No script, nothing from the
 * network; it can be read with a keyboard, a screen reader, and on paper. */
#include "base/words.h"
#include "write/html_markup.h"
#include "write/writers.h"

#include <glib.h>
#include <string.h>

typedef struct {
  Markup markup;
  GdctMatrix *matrix;
  const GdctMatrixStyle *style;
  const GdctMapping *mapping;
} Html;

static const char style_sheet[] =
    "body{font-family:system-ui,sans-serif;color:#111;background:#fff;"
    "margin:1.5rem;line-height:1.4}\n"
    "h1{font-size:1.4rem}h2{font-size:1.2rem}h3{font-size:1rem;"
    "margin:1.2rem 0 .3rem}\n"
    ".scroll{overflow:auto;max-height:85vh;border:1px solid #767676}\n"
    "table{border-collapse:separate;border-spacing:0}.legend{margin:1rem 0}\n"
    "caption{text-align:start;padding:.4rem}\n"
    "th,td{border-inline-end:1px solid #ccc;border-block-end:1px solid #ccc;"
    "padding:.2rem .35rem;font-variant-numeric:tabular-nums}\n"
    "thead th{position:sticky;top:0;background:#fff;vertical-align:bottom}\n"
    "thead th.v span{writing-mode:vertical-rl;transform:rotate(180deg);"
    "white-space:nowrap}\n"
    "tbody th,tfoot th{text-align:start;font-weight:normal;min-width:12rem;"
    "max-width:22rem;background:#fff;position:sticky;inset-inline-start:0}\n"
    "thead th:first-child{z-index:1;inset-inline-start:0}\n"
    "td{text-align:center;min-width:1.5rem}\n"
    "td a{color:inherit;display:block}\n"
    ".sum,tfoot td,tfoot th{font-weight:bold}\n"
    "code{font-weight:bold;unicode-bidi:isolate}\n"
    "a:focus,:target{outline:3px solid #b35900;outline-offset:1px}\n"
    "q{font-style:italic}dt{float:inline-start;clear:both;"
    "margin-inline-end:.6rem}\n"
    ".proposed{border-inline-start:4px double #b35900;padding-inline-start:"
    ".5rem}\n"
    "@media print{@page{size:landscape}body{margin:0}.scroll{overflow:visible;"
    "max-height:none;border:0}thead th,tbody "
    "th{position:static}table{font-size:"
    "7pt}tr,li{break-inside:avoid}td{print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}}\n";

static const char *title_of(const Html *html, const GdctMatrixLine *line) {
  return gdct_matrix_title(html->matrix, line, html->style->language);
}

/* "id title" of a row or column. */
static void put_name(Html *html, const GdctMatrixLine *line) {
  Markup *markup = &html->markup;
  const char *title = title_of(html, line);

  gdct_markup_open(markup, "code", NULL);
  gdct_markup_text(markup, line->id);
  gdct_markup_close(markup);
  if (*title == '\0')
    return;
  gdct_markup_text(markup, " ");
  gdct_markup_open(markup, "bdi", NULL);
  gdct_markup_text(markup, title);
  gdct_markup_close(markup);
}

/* ---- the page around the table ---- */

static void put_head(Html *html) {
  Markup *markup = &html->markup;

  gdct_markup_raw(markup, "<!DOCTYPE html>\n");
  gdct_markup_open(markup, "html", "lang", html->style->language, "dir",
                   gdct_is_rtl(html->style->language) ? "rtl" : "ltr", NULL);
  gdct_markup_raw(markup, "\n");
  gdct_markup_open(markup, "head", NULL);
  gdct_markup_raw(markup, "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                          "content=\"width=device-width, initial-scale=1\">\n");
  gdct_markup_line(markup, "title", html->style->title);
  gdct_markup_raw(markup, "<style>\n");
  gdct_markup_raw(markup, style_sheet);
  for (unsigned level = 1; level <= GDCT_HEAT_LEVELS; level++) {
    g_autofree char *rule =
        g_strdup_printf(".h%u{background:%s;color:%s}\n", level,
                        gdct_heat_fill(level), gdct_heat_text(level));
    gdct_markup_raw(markup, rule);
  }
  gdct_markup_raw(markup, "</style>\n");
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

/* A word of ours. */
static const char *word(const Html *html, const char *msgid) {
  return gdct_word(html->style->language, msgid);
}

/* An element whose words are ours, and English if there is no catalogue. */
static void put_own_words(Html *html, const char *element, const char *text) {
  gdct_markup_open(&html->markup, element, "lang",
                   gdct_word_language(html->style->language), "dir", "auto",
                   NULL);
  gdct_markup_text(&html->markup, text);
  gdct_markup_close(&html->markup);
  gdct_markup_raw(&html->markup, "\n");
}

/* The first note is the caption of the table. */
static void put_notes(Html *html) {
  Markup *markup = &html->markup;

  put_own_words(html, "h1", html->style->title);
  gdct_markup_open(markup, "ul", NULL);
  for (size_t i = 1; html->style->notes[i] != NULL; i++)
    put_own_words(html, "li", html->style->notes[i]);
  gdct_markup_close(markup);
}

/* Which shade stands for which counts. */
static void put_legend(Html *html) {
  Markup *markup = &html->markup;
  uint64_t least, most;

  gdct_markup_open(markup, "table", "class", "legend", NULL);
  put_own_words(html, "caption", word(html, N_("Shades")));
  gdct_markup_open(markup, "tr", NULL);
  for (unsigned level = 1; level <= GDCT_HEAT_LEVELS; level++) {
    g_autofree char *class = g_strdup_printf("h%u", level);
    if (!gdct_heat_range(html->matrix, level, &least, &most))
      continue;
    gdct_markup_open(markup, "td", "class", class, "dir", "ltr", NULL);
    if (least == most)
      gdct_markup_print(markup, "%" G_GUINT64_FORMAT, least);
    else
      gdct_markup_print(markup, "%" G_GUINT64_FORMAT "\u2013%" G_GUINT64_FORMAT,
                        least, most);
    gdct_markup_close(markup);
  }
  gdct_markup_close(markup);
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

/* ---- the table ---- */

static void put_column_heads(Html *html) {
  Markup *markup = &html->markup;

  gdct_markup_open(markup, "thead", NULL);
  gdct_markup_open(markup, "tr", NULL);
  gdct_markup_open(markup, "th", "scope", "col", NULL);
  gdct_markup_print(markup, "%s \\ %s", html->style->rows,
                    html->style->columns);
  gdct_markup_close(markup);
  for (uint32_t i = 0; i < gdct_matrix_columns(html->matrix); i++) {
    const GdctMatrixLine *line = gdct_matrix_column(html->matrix, i);
    gdct_markup_open(markup, "th", "scope", "col", "class", "v", "title",
                     title_of(html, line), NULL);
    gdct_markup_line(markup, "span", line->id);
    gdct_markup_close(markup);
  }
  gdct_markup_open(markup, "th", "scope", "col", "class", "sum", NULL);
  gdct_markup_text(markup, word(html, N_("Total")));
  gdct_markup_close(markup);
  gdct_markup_close(markup);
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

static void put_number(Html *html, uint64_t number) {
  gdct_markup_print(&html->markup, "%" G_GUINT64_FORMAT, number);
}

static void put_cell(Html *html, uint32_t row, const GdctMatrixCell *cell) {
  Markup *markup = &html->markup;
  g_autofree char *class = g_strdup_printf(
      "h%u", gdct_matrix_level(html->matrix, cell->count, GDCT_HEAT_LEVELS));
  g_autofree char *link = g_strdup_printf("#e%u-%u", row + 1, cell->column + 1);
  g_autofree char *count = g_strdup_printf("%" G_GUINT64_FORMAT, cell->count);
  /* TRANSLATORS: a number, and what it stands between. */
  g_autofree char *words = g_strdup_printf(
      gdct_word(html->style->language, "%s: %s and %s, see the evidence"),
      count, gdct_matrix_row(html->matrix, row)->id,
      gdct_matrix_column(html->matrix, cell->column)->id);

  gdct_markup_open(markup, "td", "class", class, NULL);
  gdct_markup_open(markup, "a", "href", link, "aria-label", words, "title",
                   words, NULL);
  put_number(html, cell->count);
  gdct_markup_close(markup);
  gdct_markup_close(markup);
}

static void put_row(Html *html, uint32_t row) {
  Markup *markup = &html->markup;
  const GdctMatrixLine *line = gdct_matrix_row(html->matrix, row);
  uint32_t n, next = 0;
  const GdctMatrixCell *cells = gdct_matrix_cells(html->matrix, row, &n);

  gdct_markup_open(markup, "tr", NULL);
  gdct_markup_open(markup, "th", "scope", "row", NULL);
  put_name(html, line);
  gdct_markup_close(markup);
  for (uint32_t i = 0; i < gdct_matrix_columns(html->matrix); i++) {
    if (next < n && cells[next].column == i)
      put_cell(html, row, &cells[next++]);
    else
      gdct_markup_raw(markup, "<td></td>");
  }
  gdct_markup_open(markup, "td", "class", "sum", NULL);
  put_number(html, line->total);
  gdct_markup_close(markup);
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

static void put_totals(Html *html) {
  Markup *markup = &html->markup;

  gdct_markup_open(markup, "tfoot", NULL);
  gdct_markup_open(markup, "tr", NULL);
  gdct_markup_open(markup, "th", "scope", "row", NULL);
  gdct_markup_text(markup, word(html, N_("Total")));
  gdct_markup_close(markup);
  for (uint32_t i = 0; i < gdct_matrix_columns(html->matrix); i++) {
    gdct_markup_open(markup, "td", NULL);
    put_number(html, gdct_matrix_column(html->matrix, i)->total);
    gdct_markup_close(markup);
  }
  gdct_markup_open(markup, "td", NULL);
  put_number(html, gdct_matrix_total(html->matrix));
  gdct_markup_close(markup);
  gdct_markup_close(markup);
  gdct_markup_close(markup);
}

static void put_table(Html *html) {
  Markup *markup = &html->markup;

  gdct_markup_open(markup, "div", "class", "scroll", "tabindex", "0", "role",
                   "region", "aria-label", html->style->title, NULL);
  gdct_markup_open(markup, "table", NULL);
  put_own_words(html, "caption", html->style->notes[0]);
  put_column_heads(html);
  gdct_markup_open(markup, "tbody", NULL);
  for (uint32_t row = 0; row < gdct_matrix_rows(html->matrix); row++)
    put_row(html, row);
  gdct_markup_close(markup);
  put_totals(html);
  gdct_markup_close(markup);
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

static void put_column_key(Html *html) {
  Markup *markup = &html->markup;

  if (gdct_matrix_columns(html->matrix) == 0 ||
      gdct_matrix_column(html->matrix, 0)->node == GDCT_NONE)
    return; /* values speak for themselves */
  gdct_markup_line(markup, "h2", word(html, N_("Columns")));
  gdct_markup_open(markup, "ul", NULL);
  for (uint32_t i = 0; i < gdct_matrix_columns(html->matrix); i++) {
    gdct_markup_open(markup, "li", NULL);
    put_name(html, gdct_matrix_column(html->matrix, i));
    gdct_markup_close(markup);
    gdct_markup_raw(markup, "\n");
  }
  gdct_markup_close(markup);
}

/* ---- evidence ---- */

static bool is_recalled(const Html *html, GdctThing thing) {
  return g_strcmp0(gdct_get(html->mapping, thing, "certainty"), "recalled") ==
         0;
}

static void put_piece(Html *html, const GdctEvidence *piece) {
  Markup *markup = &html->markup;
  GdctThing source = {GDCT_SOURCE, piece->source};

  gdct_markup_raw(markup, "<br>");
  if (*piece->quote != '\0')
    gdct_markup_line(markup, "q", piece->quote);
  gdct_markup_text(markup, "[");
  gdct_markup_open(markup, "bdi", NULL);
  gdct_markup_text(
      markup, piece->source == GDCT_NONE
                  ? word(html, N_("no source"))
                  : gdct_title(html->mapping, source, html->style->language));
  gdct_markup_close(markup);
  if (piece->source != GDCT_NONE && is_recalled(html, source))
    gdct_markup_print(markup, " (%s)", word(html, N_("recalled")));
  if (*piece->locator != '\0')
    gdct_markup_print(markup, ": %s", piece->locator);
  gdct_markup_text(markup, "]");
}

/* One link, from its beginning to its end, whichever way it was walked. */
static void put_step(Html *html, const GdctStep *step) {
  Markup *markup = &html->markup;
  GdctThing link = {GDCT_LINK, step->link};
  GdctLinkEnds ends = {step->inverse ? step->to : step->from,
                       step->inverse ? step->from : step->to, 0, GDCT_STATED};
  const char *words = word(html, N_("part of"));

  if (step->link != GDCT_NONE) {
    ends = gdct_link(html->mapping, step->link);
    words = gdct_title(html->mapping, (GdctThing){GDCT_RELATION, ends.relation},
                       html->style->language);
  }
  gdct_markup_open(markup, "li", NULL);
  if (ends.basis == GDCT_PROPOSED)
    gdct_markup_attribute(markup, "class", "proposed");
  put_name(html, &(GdctMatrixLine){
                     ends.from,
                     gdct_id(html->mapping, (GdctThing){GDCT_NODE, ends.from}),
                     0, 0});
  gdct_markup_text(markup, " ");
  gdct_markup_line(markup, "b", words);
  put_name(html,
           &(GdctMatrixLine){
               ends.to, gdct_id(html->mapping, (GdctThing){GDCT_NODE, ends.to}),
               0, 0});
  if (step->link != GDCT_NONE) {
    if (ends.basis != GDCT_STATED || is_recalled(html, link))
      gdct_markup_print(
          markup, " (%s%s%s)", word(html, gdct_basis_name(ends.basis)),
          is_recalled(html, link) ? gdct_comma(html->style->language) : "",
          is_recalled(html, link) ? word(html, "recalled") : "");
    for (uint32_t i = 0; i < gdct_evidence_count(html->mapping, link); i++) {
      GdctEvidence piece = gdct_evidence(html->mapping, link, i);
      put_piece(html, &piece);
    }
  }
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

static void put_evidence(Html *html, uint32_t row, const GdctMatrixCell *cell) {
  Markup *markup = &html->markup;
  g_autofree char *id = g_strdup_printf("e%u-%u", row + 1, cell->column + 1);
  uint32_t n;
  const GdctStep *steps =
      gdct_matrix_steps(html->matrix, row, cell->column, &n);

  gdct_markup_open(markup, "h3", "id", id, "tabindex", "-1", NULL);
  gdct_markup_print(markup, "%s \u00D7 %s: %" G_GUINT64_FORMAT,
                    gdct_matrix_row(html->matrix, row)->id,
                    gdct_matrix_column(html->matrix, cell->column)->id,
                    cell->count);
  gdct_markup_close(markup);
  gdct_markup_open(markup, "ul", NULL);
  for (uint32_t i = 0; i < n; i++)
    put_step(html, &steps[i]);
  gdct_markup_close(markup);
  gdct_markup_raw(markup, "\n");
}

static bool write_html(GdctMatrix *matrix, const GdctMatrixStyle *style,
                       GdctSink sink, void *data) {
  Html html = {.matrix = matrix,
               .style = style,
               .mapping = gdct_graph_mapping(gdct_matrix_graph(matrix))};
  uint32_t n;

  gdct_markup_begin(&html.markup, sink, data);
  put_head(&html);
  gdct_markup_open(&html.markup, "body", NULL);
  put_notes(&html);
  if (gdct_matrix_filled(matrix) > 0)
    put_legend(&html);
  put_table(&html);
  put_column_key(&html);
  gdct_markup_line(&html.markup, "h2", word(&html, N_("Evidence")));
  for (uint32_t row = 0; row < gdct_matrix_rows(matrix); row++) {
    const GdctMatrixCell *cells = gdct_matrix_cells(matrix, row, &n);
    for (uint32_t i = 0; i < n && !html.markup.failed; i++)
      put_evidence(&html, row, &cells[i]);
  }
  gdct_markup_close(&html.markup);
  gdct_markup_close(&html.markup);
  gdct_markup_raw(&html.markup, "\n");
  return gdct_markup_end(&html.markup);
}

const GdctMatrixWriter gdct_matrix_writer_html = {
    .name = "html",
    .extension = ".html",
    .media_type = "text/html",
    .summary = "a web page in one file, with the evidence of every cell",
    .write = write_html,
};
