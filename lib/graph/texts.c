/* SPDX-License-Identifier: Apache-2.0 */
/* SQLite's full-text search, FTS5 (https://www.sqlite.org/fts5.html): an index
 * without content, for the mapping has the texts; bm25() with a weight for each
 * column; and its tokenizer, so that a text is parted here as it is there. */
#include "graph/texts.h"

#include <glib.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* A word of a title says more than one of a quote. */
#define FIND                                                                   \
  "SELECT rowid, bm25(texts, 4.0, 2.0, 1.0, 1.0) FROM texts WHERE texts "      \
  "MATCH ?"
#define CREATE                                                                 \
  "CREATE VIRTUAL TABLE texts USING fts5(title, summary, evidence, links, "    \
  "content='', tokenize='porter unicode61 remove_diacritics 2')"
#define ADD                                                                    \
  "INSERT INTO texts(rowid, title, summary, evidence, links) "                 \
  "VALUES(?, ?, ?, ?, ?)"

struct GdctTexts {
  sqlite3 *base;
  sqlite3_stmt *add, *find;
  fts5_tokenizer tokenizer;
  Fts5Tokenizer *words;
};

/* FTS5 hands its functions out through a pointer that a statement fills. */
static fts5_api *find_api(sqlite3 *base) {
  sqlite3_stmt *statement = NULL;
  fts5_api *api = NULL;

  if (sqlite3_prepare_v2(base, "SELECT fts5(?1)", -1, &statement, NULL) ==
      SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

static bool make_tokenizer(GdctTexts *texts) {
  const char *arguments[] = {"unicode61", "remove_diacritics", "2"};
  fts5_api *api = find_api(texts->base);
  void *context;

  return api != NULL &&
         api->xFindTokenizer(api, "porter", &context, &texts->tokenizer) ==
             SQLITE_OK &&
         texts->tokenizer.xCreate(context, arguments, G_N_ELEMENTS(arguments),
                                  &texts->words) == SQLITE_OK;
}

GdctTexts *gdct_texts_new(char **ret_problem) {
  GdctTexts *texts = g_new0(GdctTexts, 1);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                    SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;

  *ret_problem = NULL;
  if (sqlite3_open_v2(":memory:", &texts->base, flags, NULL) == SQLITE_OK &&
      sqlite3_exec(texts->base,
                   "PRAGMA journal_mode = OFF; PRAGMA temp_store = MEMORY;"
                   "BEGIN;" CREATE,
                   NULL, NULL, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2(texts->base, ADD, -1, &texts->add, NULL) ==
          SQLITE_OK &&
      sqlite3_prepare_v2(texts->base, FIND, -1, &texts->find, NULL) ==
          SQLITE_OK &&
      make_tokenizer(texts))
    return texts;
  *ret_problem = strdup(sqlite3_errmsg(texts->base));
  gdct_texts_free(texts);
  return NULL;
}

void gdct_texts_free(GdctTexts *texts) {
  if (texts == NULL)
    return;
  if (texts->words != NULL)
    texts->tokenizer.xDelete(texts->words);
  sqlite3_finalize(texts->add);
  sqlite3_finalize(texts->find);
  sqlite3_close(texts->base);
  g_free(texts);
}

bool gdct_texts_add(GdctTexts *texts, uint32_t row,
                    const char *const columns[GDCT_TEXT_COLUMNS]) {
  bool good;

  sqlite3_bind_int64(texts->add, 1, (sqlite3_int64)row + 1);
  for (int i = 0; i < GDCT_TEXT_COLUMNS; i++)
    sqlite3_bind_text(texts->add, i + 2, columns[i] != NULL ? columns[i] : "",
                      -1, SQLITE_STATIC);
  good = sqlite3_step(texts->add) == SQLITE_DONE;
  sqlite3_reset(texts->add);
  return good;
}

bool gdct_texts_finish(GdctTexts *texts) {
  return sqlite3_exec(texts->base, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

uint32_t gdct_texts_find(GdctTexts *texts, const char *word, GdctTextHit hit,
                         void *data) {
  /* A string of FTS5's query language: nothing in it is an operator. */
  char *query = sqlite3_mprintf("\"%w\"", word);
  uint32_t count = 0;

  sqlite3_bind_text(texts->find, 1, query, -1, SQLITE_STATIC);
  for (; sqlite3_step(texts->find) == SQLITE_ROW; count++)
    hit((uint32_t)(sqlite3_column_int64(texts->find, 0) - 1),
        -sqlite3_column_double(texts->find, 1), data);
  sqlite3_reset(texts->find);
  sqlite3_free(query);
  return count;
}

typedef struct {
  const char *text;
  GdctTextWord found;
  void *data;
} Reading;

static int read_word(void *context, int flags, const char *stem, int stem_size,
                     int start, int end) {
  Reading *reading = context;

  if (!(flags & FTS5_TOKEN_COLOCATED))
    reading->found(stem, (size_t)stem_size, reading->text + start,
                   (size_t)(end - start), reading->data);
  return SQLITE_OK;
}

void gdct_texts_words(GdctTexts *texts, const char *text, GdctTextWord found,
                      void *data) {
  Reading reading = {text, found, data};

  texts->tokenizer.xTokenize(texts->words, &reading, FTS5_TOKENIZE_DOCUMENT,
                             text, (int)strlen(text), read_word);
}
