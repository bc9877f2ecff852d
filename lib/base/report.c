/* SPDX-License-Identifier: Apache-2.0 */
/* A report collects findings and sorts them by place. */
#include "base/report.h"

#include <glib.h>
#include <string.h>

/* Enough for any person; a hostile file must not fill the memory. */
#define MAX_FINDINGS 100000

/* Longer sentences lose their middle: what is wrong stands at the end. */
#define MAX_MESSAGE ((size_t)2000)

struct GdctReport {
  GArray *findings; /* of GdctFinding */
  GStringChunk *strings;
  size_t counts[GDCT_ERROR + 1];
};

GdctReport *gdct_report_new(void) {
  GdctReport *report = g_new0(GdctReport, 1);

  report->findings = g_array_new(FALSE, FALSE, sizeof(GdctFinding));
  report->strings = g_string_chunk_new(1024);
  return report;
}

void gdct_report_free(GdctReport *report) {
  if (report == NULL)
    return;
  g_array_unref(report->findings);
  g_string_chunk_free(report->strings);
  g_free(report);
}

/* Keeps a finding whose code is a string of the table. */
static void keep(GdctReport *report, const GdctFinding *finding) {
  GdctFinding copy = *finding;

  report->counts[finding->severity]++;
  if (report->findings->len >= MAX_FINDINGS)
    return;
  if (copy.place.file != NULL)
    copy.place.file =
        g_string_chunk_insert_const(report->strings, copy.place.file);
  copy.message = g_string_chunk_insert(report->strings, copy.message);
  g_array_append_val(report->findings, copy);
}

static char *shorten(const char *message) {
  size_t length = strlen(message), half = MAX_MESSAGE / 2;
  const char *head = message + half, *tail = message + length - half;

  while (((unsigned char)*head & 0xC0) == 0x80)
    head--;
  while (((unsigned char)*tail & 0xC0) == 0x80)
    tail++;
  return g_strdup_printf("%.*s...%s", (int)(head - message), message, tail);
}

bool gdct_report_add(GdctReport *report, const char *code, GdctPlace place,
                     const char *format, ...) {
  const GdctCode *row = gdct_code_find(code);
  g_autofree char *message = NULL;
  GdctFinding finding;
  va_list args;

  g_assert(row != NULL);
  if (report->findings->len >= MAX_FINDINGS) { /* only counted */
    report->counts[row->severity]++;
    return row->severity != GDCT_ERROR;
  }
  va_start(args, format);
  message = g_strdup_vprintf(format, args);
  va_end(args);
  if (strlen(message) > MAX_MESSAGE) {
    char *shorter = shorten(message);
    g_free(message);
    message = shorter;
  }
  finding = (GdctFinding){place, row->severity, row->code, message};
  keep(report, &finding);
  return row->severity != GDCT_ERROR;
}

void gdct_report_move(GdctReport *to, GdctReport *from) {
  size_t kept[GDCT_ERROR + 1] = {0};

  for (guint i = 0; i < from->findings->len; i++) {
    const GdctFinding *finding = &g_array_index(from->findings, GdctFinding, i);
    kept[finding->severity]++;
    keep(to, finding);
  }
  for (int i = 0; i <= GDCT_ERROR; i++) {
    to->counts[i] += from->counts[i] - kept[i];
    from->counts[i] = 0;
  }
  g_array_set_size(from->findings, 0);
  g_string_chunk_clear(from->strings);
}

static int compare_findings(gconstpointer left, gconstpointer right) {
  const GdctFinding *a = left, *b = right;
  int order = g_strcmp0(a->place.file, b->place.file);

  if (order == 0 && a->place.line != b->place.line)
    order = a->place.line < b->place.line ? -1 : 1;
  if (order == 0 && a->place.column != b->place.column)
    order = a->place.column < b->place.column ? -1 : 1;
  if (order == 0)
    order = strcmp(a->code, b->code);
  return order != 0 ? order : strcmp(a->message, b->message);
}

void gdct_report_sort(GdctReport *report) {
  GArray *findings = report->findings;
  guint kept = 0;

  g_array_sort(findings, compare_findings);
  for (guint i = 0; i < findings->len; i++) {
    GdctFinding *finding = &g_array_index(findings, GdctFinding, i);
    if (kept > 0 &&
        compare_findings(
            finding, &g_array_index(findings, GdctFinding, kept - 1)) == 0) {
      report->counts[finding->severity]--;
      continue;
    }
    g_array_index(findings, GdctFinding, kept++) = *finding;
  }
  g_array_set_size(findings, kept);
}

size_t gdct_report_count(const GdctReport *report) {
  return report->findings->len;
}

size_t gdct_report_count_of(const GdctReport *report, GdctSeverity severity) {
  return report->counts[severity];
}

const GdctFinding *gdct_report_get(const GdctReport *report, size_t index) {
  g_assert(index < report->findings->len);
  return &g_array_index(report->findings, GdctFinding, index);
}
