/* SPDX-License-Identifier: Apache-2.0 */
/* libyaml's events, one at a time. Marks of libyaml count from 0. */
#include "read/yaml_stream.h"

#include <string.h>

#define MAX_DEPTH 64
#define MAX_SCALAR ((size_t)1 << 20)

void gdct_yaml_open(GdctYaml *yaml, const char *name, const char *bytes,
                    size_t size, GdctReport *report) {
  memset(yaml, 0, sizeof *yaml);
  yaml->name = name;
  yaml->report = report;
  if (bytes == NULL)
    bytes = "";
  if (!yaml_parser_initialize(&yaml->parser))
    g_error("out of memory");
  /* A byte order mark is no text; libyaml passes over it only when it chooses
   * the encoding itself, and then it accepts UTF-16 too. */
  if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
    bytes += 3;
    size -= 3;
  }
  yaml_parser_set_encoding(&yaml->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&yaml->parser, (const unsigned char *)bytes,
                               size);
}

void gdct_yaml_close(GdctYaml *yaml) {
  yaml_event_delete(&yaml->event);
  yaml_parser_delete(&yaml->parser);
}

static GdctSpot spot_of(const yaml_mark_t *mark) {
  return (GdctSpot){(uint32_t)mark->line + 1,
                    (uint16_t)MIN(mark->column + 1, GDCT_MAX_COLUMN)};
}

GdctPlace gdct_yaml_place(const GdctYaml *yaml) {
  return (GdctPlace){yaml->name, yaml->spot.line, yaml->spot.column};
}

/* What libyaml says, in words for people who do not know how it works. Some
 * problems show long after the place where they began. */
static const struct {
  const char *problem, *words;
  bool at_context;
} problems[] = {
    {"mapping values are not allowed in this context",
     "':' cannot stand here; put a text that holds ': ' in quotes, or correct "
     "the indentation",
     false},
    {"could not find expected ':'", "':' is missing after this key", true},
    {"found unexpected ':'", "a space is missing after this ':'", false},
    {"did not find expected key",
     "a key was expected here; check the indentation, and the quotes of what "
     "comes before",
     false},
    {"did not find expected '-' indicator",
     "'- ' was expected here, as in the lines above; check the indentation",
     false},
    {"block sequence entries are not allowed in this context",
     "'- ' cannot stand here; begin the list in a line of its own", false},
    {"found unexpected end of stream", "this quotation mark is never closed",
     true},
    {"found unexpected document indicator",
     "this quotation mark is never closed", true},
    {"did not find expected ',' or '}'", "',' or '}' was expected here", false},
    {"did not find expected ',' or ']'", "',' or ']' was expected here", false},
    {"did not find expected node content", "a value was expected here", false},
    {"found unknown escape character",
     "'\\' cannot stand before this character; write '\\\\', or put the text "
     "in single quotes",
     false},
    {"did not find expected <document start>",
     "what stands here belongs to no key", false},
    {"found undefined tag handle",
     "a tag that nothing declares; what follows it was not read", false},
};

static const struct {
  const char *context, *words;
} contexts[] = {
    {"while parsing a block mapping", "map"},
    {"while parsing a flow mapping", "map"},
    {"while parsing a block collection", "list"},
    {"while parsing a flow sequence", "list"},
    {"while scanning a block scalar", "text"},
};

static void report_problem(GdctYaml *yaml, const char *problem) {
  const yaml_parser_t *parser = &yaml->parser;
  const unsigned char *here = parser->buffer.pointer;
  const char *context = NULL, *code = "not-yaml";
  char text[64];

  yaml->spot = spot_of(&parser->problem_mark);
  if (strcmp(problem, "found character that cannot start any token") == 0 &&
      here<parser->buffer.last && * here> ' ' && *here < 0x7F) {
    g_snprintf(text, sizeof text,
               "a text cannot begin with '%c'; put it in quotes", *here);
    problem = text;
  } else if (strstr(problem, "that cannot start any token") != NULL ||
             strstr(problem, "tab character") != NULL) {
    problem = "a tab cannot indent; use spaces";
  }
  if (strcmp(problem, "found undefined tag handle") == 0)
    code = "tag";
  for (size_t i = 0; i < G_N_ELEMENTS(problems); i++)
    if (strcmp(problem, problems[i].problem) == 0) {
      problem = problems[i].words;
      if (problems[i].at_context && parser->context != NULL) {
        yaml->spot = spot_of(&parser->context_mark);
        break;
      }
    }
  for (size_t i = 0; parser->context != NULL && i < G_N_ELEMENTS(contexts); i++)
    if (strcmp(parser->context, contexts[i].context) == 0 &&
        spot_of(&parser->context_mark).line != yaml->spot.line)
      context = contexts[i].words;
  if (context != NULL)
    gdct_report_add(yaml->report, code, gdct_yaml_place(yaml),
                    "%s (in the %s that begins in line %zu)", problem, context,
                    parser->context_mark.line + 1);
  else
    gdct_report_add(yaml->report, code, gdct_yaml_place(yaml), "%s", problem);
}

static void report_failure(GdctYaml *yaml) {
  const yaml_parser_t *parser = &yaml->parser;

  if (parser->error == YAML_MEMORY_ERROR)
    g_error("out of memory");
  yaml->failed = true;
  if (parser->error == YAML_READER_ERROR) {
    yaml->bad_encoding = true; /* gdct_yaml_clean() finds the place */
    return;
  }
  report_problem(yaml, parser->problem ? parser->problem : "unknown problem");
}

/* Whether a scalar holds a character that an escape put there and that no
 * format can carry: C0 but tab and line feed, DEL, C1 but NEL, U+FFFE,
 * U+FFFF. */
static bool holds_control(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    unsigned char next = i + 1 < length ? (unsigned char)text[i + 1] : 0;
    if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7F ||
        (c == 0xC2 && next >= 0x80 && next < 0xA0 && next != 0x85) ||
        (c == 0xEF && next == 0xBF && i + 2 < length &&
         (unsigned char)text[i + 2] >= 0xBE))
      return true;
  }
  return false;
}

static GdctYamlEvent refuse(GdctYaml *yaml, const char *code,
                            const char *message) {
  gdct_report_add(yaml->report, code, gdct_yaml_place(yaml), "%s", message);
  return GDCT_YAML_REFUSED;
}

static GdctYamlEvent accept_scalar(GdctYaml *yaml) {
  const yaml_event_t *event = &yaml->event;

  yaml->text = (const char *)event->data.scalar.value;
  yaml->length = event->data.scalar.length;
  yaml->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  if (event->data.scalar.tag != NULL &&
      strcmp((const char *)event->data.scalar.tag, YAML_STR_TAG) != 0 &&
      strcmp((const char *)event->data.scalar.tag, "!") != 0)
    return refuse(yaml, "tag", "a tag; every value is text here");
  if (yaml->length > MAX_SCALAR)
    return refuse(yaml, "too-large", "a text of more than 1 MiB");
  if (event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE &&
      holds_control(yaml->text, yaml->length))
    return refuse(yaml, "control-character",
                  "an escape in this text stands for a control character");
  return GDCT_YAML_SCALAR;
}

static GdctYamlEvent begin(GdctYaml *yaml, GdctYamlEvent kind,
                           const yaml_char_t *tag, const char *standard) {
  if (tag != NULL && strcmp((const char *)tag, standard) != 0)
    refuse(yaml, "tag", "a tag; maps and lists have none here");
  if (++yaml->depth > MAX_DEPTH) {
    refuse(yaml, "too-deep",
           "nested deeper than 64; what follows was not read");
    yaml->failed = true;
    return GDCT_YAML_END;
  }
  return kind;
}

static GdctYamlEvent accept_event(GdctYaml *yaml) {
  const yaml_event_t *event = &yaml->event;

  yaml->spot = spot_of(&event->start_mark);
  switch (event->type) {
  case YAML_SCALAR_EVENT:
    return accept_scalar(yaml);
  case YAML_ALIAS_EVENT:
    if (!yaml->quiet)
      gdct_report_add(yaml->report, "alias", gdct_yaml_place(yaml),
                      "the alias '*%s'; aliases are not followed",
                      (const char *)event->data.alias.anchor);
    return GDCT_YAML_REFUSED;
  case YAML_SEQUENCE_START_EVENT:
    return begin(yaml, GDCT_YAML_LIST, event->data.sequence_start.tag,
                 YAML_SEQ_TAG);
  case YAML_MAPPING_START_EVENT:
    return begin(yaml, GDCT_YAML_MAP, event->data.mapping_start.tag,
                 YAML_MAP_TAG);
  case YAML_SEQUENCE_END_EVENT:
    yaml->depth--;
    return GDCT_YAML_LIST_END;
  case YAML_MAPPING_END_EVENT:
    yaml->depth--;
    return GDCT_YAML_MAP_END;
  default:
    return GDCT_YAML_END;
  }
}

GdctYamlEvent gdct_yaml_next(GdctYaml *yaml) {
  do {
    if (yaml->failed || yaml->event.type == YAML_STREAM_END_EVENT)
      return yaml->kind = GDCT_YAML_END;
    yaml_event_delete(&yaml->event);
    if (!yaml_parser_parse(&yaml->parser, &yaml->event)) {
      report_failure(yaml);
      return yaml->kind = GDCT_YAML_END;
    }
    if (yaml->event.type == YAML_DOCUMENT_START_EVENT)
      yaml->document = spot_of(&yaml->event.start_mark);
  } while (yaml->event.type == YAML_STREAM_START_EVENT ||
           yaml->event.type == YAML_DOCUMENT_START_EVENT ||
           yaml->event.type == YAML_DOCUMENT_END_EVENT);
  return yaml->kind = accept_event(yaml);
}

void gdct_yaml_skip(GdctYaml *yaml) {
  unsigned depth = yaml->depth;

  if (yaml->kind != GDCT_YAML_MAP && yaml->kind != GDCT_YAML_LIST)
    return;
  while (yaml->depth >= depth && yaml->kind != GDCT_YAML_END)
    gdct_yaml_next(yaml);
}

/* Whether libyaml accepts a character in its input. */
static bool is_allowed(gunichar c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0x7E) ||
         c == 0x85 || (c >= 0xA0 && c <= 0xFFFD && c != 0xFEFF) || c >= 0x10000;
}

static bool is_break(gunichar c) {
  return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Of so many, each is a finding; a file with more is no text, or in another
 * encoding. */
#define MAX_STRANGE 20

char *gdct_yaml_clean(const char *name, const char *bytes, size_t size,
                      size_t *ret_size, GdctReport *report) {
  GString *copy = g_string_sized_new(size);
  GdctPlace place = {name, 1, 1};
  const char *end = bytes + size;
  bool changed = false;
  unsigned strange = 0;

  if (size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 ||
                    memcmp(bytes, "\xFE\xFF", 2) == 0)) {
    gdct_report_add(report, "bad-encoding", place,
                    "the file is UTF-16 and not UTF-8");
    bytes = end; /* one finding says it all */
    changed = true;
  } else if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
    bytes += 3;
  while (bytes < end) {
    /* GLib takes a NUL for the end. */
    gunichar c =
        *bytes == '\0' ? 0 : g_utf8_get_char_validated(bytes, end - bytes);
    size_t length = 1;
    bool broken = c == (gunichar)-1 || c == (gunichar)-2;
    if ((broken || !is_allowed(c)) && strange++ == MAX_STRANGE) {
      gdct_report_add(report, "bad-encoding", place,
                      "here and further on, too much is no UTF-8 text; the "
                      "file was not read");
      g_string_truncate(copy, 0);
      break;
    }
    if (broken) {
      gdct_report_add(report, "bad-encoding", place, "byte 0x%02X is not UTF-8",
                      (unsigned char)*bytes);
      g_string_append_c(copy, '_');
      changed = true;
    } else if (!is_allowed(c)) {
      gdct_report_add(report, "control-character", place,
                      "control character U+%04X", c);
      length = (size_t)(g_utf8_next_char(bytes) - bytes);
      g_string_append_c(copy, '_');
      changed = true;
    } else {
      length = (size_t)(g_utf8_next_char(bytes) - bytes);
      g_string_append_len(copy, bytes, (gssize)length);
    }
    if (is_break(c) && !(c == '\r' && bytes + 1 < end && bytes[1] == '\n')) {
      place.line++;
      place.column = 1;
    } else {
      place.column++;
    }
    bytes += length;
  }
  *ret_size = copy->len;
  return g_string_free(copy, !changed);
}
