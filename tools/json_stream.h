/* SPDX-License-Identifier: Apache-2.0 */
/* A large JSON document, written piece by piece as json_dumpf() with an indent
 * of two would write it whole. */
#ifndef JSON_STREAM_H
#define JSON_STREAM_H

#include <jansson.h>
#include <stdio.h>

#define JSON_STREAM_DEPTH 16

typedef struct {
  FILE *stream;
  int depth;
  char ends[JSON_STREAM_DEPTH]; /* '}' or ']' of what is open */
  int counts[JSON_STREAM_DEPTH];
} JsonStream;

/* Begins an object or a list, '{' or '['. @key is its name in the object that
 * it stands in; NULL in a list, and of the document itself. */
void json_open(JsonStream *json, const char *key, char opening);

/* Ends what was opened last. */
void json_close(JsonStream *json);

/* Writes a value, which it frees. */
void json_put(JsonStream *json, const char *key, json_t *value);

#endif
