/* SPDX-License-Identifier: Apache-2.0 */
#include "json_stream.h"

#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>

static void break_line(const JsonStream *json) {
  fprintf(json->stream, "\n%*s", 2 * json->depth, "");
}

/* What comes before a value: comma, new line, key. */
static void begin_value(JsonStream *json, const char *key) {
  if (json->depth > 0) {
    if (json->counts[json->depth]++ > 0)
      putc(',', json->stream);
    break_line(json);
  }
  if (key != NULL)
    fprintf(json->stream, "\"%s\": ", key);
}

void json_open(JsonStream *json, const char *key, char opening) {
  begin_value(json, key);
  g_assert(json->depth + 1 < JSON_STREAM_DEPTH);
  putc(opening, json->stream);
  json->depth++;
  json->ends[json->depth] = opening == '{' ? '}' : ']';
  json->counts[json->depth] = 0;
}

void json_close(JsonStream *json) {
  char end = json->ends[json->depth];
  bool empty = json->counts[json->depth] == 0;

  json->depth--;
  if (!empty)
    break_line(json);
  putc(end, json->stream);
}

/* The breaks of its lines are the only ones: in texts they are escaped. */
void json_put(JsonStream *json, const char *key, json_t *value) {
  char *text = json_dumps(value, JSON_INDENT(2) | JSON_ENCODE_ANY);

  begin_value(json, key);
  for (const char *at = text; at != NULL && *at != '\0'; at++) {
    if (*at == '\n')
      break_line(json);
    else
      putc(*at, json->stream);
  }
  free(text);
  json_decref(value);
}
