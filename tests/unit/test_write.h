/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of writers share: output in memory, the mapping that uses
 * every key, hostile texts, golden files. */
#ifndef TEST_WRITE_H
#define TEST_WRITE_H

#include "test.h"

#include <gdctrace/write.h>

#include <locale.h>

/* Texts that are data in every format, whatever they look like. */
static const char *const hostile_texts[] = {
    "\"quoted\" and 'quoted'",
    "</title><script>alert(1)</script>",
    "<!-- &amp; &#65; <![CDATA[ ]]> -->",
    "=cmd()|' /C calc'!A0",
    "\xE2\x80\xAE"
    "desrever", /* U+202E, right-to-left */
    "one line\nanother\n\n",
    "\ttabs\t and  spaces  ",
    "back\\slash / %s %n ${HOME} {{x}}",
    "\xF0\x9F\x8C\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80", /* emoji */
    "\xD8\xA7\xD9\x84\xD8\xB9\xD8\xB1\xD8\xA8\xD9\x8A\xD8\xA9",     /* Arabic */
    "\xC2\xA0\xEF\xBB\xBF\xE2\x80\xA8", /* spaces and breaks of Unicode */
    "null",
    "1e5",
};

/* A file of the source tree. Free with g_free(). */
static inline char *source_file(const char *name) {
  const char *root = g_getenv("GDCT_SOURCE_ROOT");

  return g_build_filename(root != NULL ? root : ".", name, NULL);
}

static inline GdctMapping *load_file(const char *name) {
  g_autofree char *path = source_file(name);
  const char *paths[] = {path};
  GdctReport *report = gdct_report_new();
  GdctMapping *mapping = gdct_mapping_load(paths, 1, NULL, report);
  g_autofree char *findings = test_report_text(report);

  ck_assert_str_eq(findings, "");
  gdct_report_free(report);
  return mapping;
}

/* The mapping that uses every key of the format. */
static inline GdctMapping *load_everything(void) {
  return load_file("tests/golden/everything.yaml");
}

/* A sink that keeps what comes, or refuses after .left pieces. */
typedef struct {
  GString *text;
  size_t left;
  size_t refused; /* how often it was called in vain */
} Sink;

static inline bool take(const char *bytes, size_t size, void *data) {
  Sink *sink = data;

  if (sink->left == 0) {
    sink->refused++;
    return false;
  }
  sink->left--;
  g_string_append_len(sink->text, bytes, (gssize)size);
  return true;
}

/* A mapping in this format. Free with g_free(). */
static inline char *write_text(const GdctMapping *mapping, const char *format) {
  Sink sink = {g_string_new(NULL), SIZE_MAX, 0};
  GdctGraph *graph = gdct_graph_new(mapping, NULL, NULL);

  ck_assert(gdct_writer_find(format)->write(graph, NULL, take, &sink));
  gdct_graph_free(graph);
  ck_assert_uint_eq(strlen(sink.text->str), sink.text->len); /* no NUL */
  ck_assert(g_utf8_validate(sink.text->str, -1, NULL));
  return g_string_free(sink.text, FALSE);
}

/* A mapping of one node and one link whose texts are all @text. */
static inline GdctMapping *load_hostile(const char *text) {
  g_autoptr(GString) quoted = g_string_new("\"");
  g_autofree char *yaml = NULL;

  for (const char *c = text; *c != '\0'; c++) {
    if (*c == '\n' || *c == '\t')
      g_string_append(quoted, *c == '\n' ? "\\n" : "\\t");
    else if (strncmp(c, "\xEF\xBB\xBF", 3) == 0) {
      g_string_append(quoted, "\\uFEFF");
      c += 2;
    } else if (strncmp(c, "\xE2\x80\xA8", 3) == 0) {
      g_string_append(quoted, "\\u2028");
      c += 2;
    } else {
      if (*c == '"' || *c == '\\')
        g_string_append_c(quoted, '\\');
      g_string_append_c(quoted, *c);
    }
  }
  g_string_append_c(quoted, '"');
  yaml = g_strdup_printf("gdctrace: 1\n" TEST_MODEL "nodes:\n"
                         "  - id: n1\n"
                         "    kind: a\n"
                         "    title: %s\n"
                         "    tag: [%s]\n"
                         "  - id: n2\n"
                         "    kind: b\n"
                         "    title: N2\n"
                         "links:\n"
                         "  - {from: n1, relation: s, to: n2, source: doc,\n"
                         "     quote: %s, author: %s, role: %s}\n",
                         quoted->str, quoted->str, quoted->str, quoted->str,
                         quoted->str);
  return test_load_clean(yaml);
}

/* Compares with tests/golden/@name, or with GDCT_UPDATE_GOLDEN writes it. */
static inline void assert_golden(const char *name, const char *text) {
  g_autofree char *part = g_build_filename("tests", "golden", name, NULL);
  g_autofree char *path = source_file(part);
  g_autofree char *wanted = NULL;

  if (g_getenv("GDCT_UPDATE_GOLDEN") != NULL)
    ck_assert(g_file_set_contents(path, text, -1, NULL));
  ck_assert(g_file_get_contents(path, &wanted, NULL, NULL));
  ck_assert_str_eq(text, wanted);
}

/* The mapping that uses every key is written as this golden file has it. */
static inline void assert_everything_is(const char *format, const char *name) {
  GdctMapping *mapping = load_everything();
  g_autofree char *text = write_text(mapping, format);

  assert_golden(name, text);
  gdct_mapping_free(mapping);
}

/* The same mapping, loaded twice, is the same bytes in any locale. */
static inline void assert_same_bytes(const char *format) {
  GdctMapping *mapping = load_everything(), *again = load_everything();
  g_autofree char *first = write_text(mapping, format);
  g_autofree char *second = NULL;

  setlocale(LC_ALL, "de_DE.UTF-8"); /* where there is one */
  second = write_text(again, format);
  setlocale(LC_ALL, "C");
  ck_assert_str_eq(first, second);
  gdct_mapping_free(mapping);
  gdct_mapping_free(again);
}

/* Every prefix of pieces is tried: the writer says false, and does not come
 * back to a sink that refused. */
static inline void assert_stops(const char *format) {
  GdctMapping *mapping = load_file("mappings");
  GdctGraph *graph = gdct_graph_new(mapping, NULL, NULL);
  bool good = false;

  for (size_t pieces = 0; !good && pieces < 40; pieces++) {
    Sink sink = {g_string_new(NULL), pieces, 0};
    good = gdct_writer_find(format)->write(graph, NULL, take, &sink);
    ck_assert_uint_eq(sink.refused, good ? 0 : 1);
    g_string_free(sink.text, TRUE);
  }
  gdct_graph_free(graph);
  gdct_mapping_free(mapping);
}

#endif
