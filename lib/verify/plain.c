/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/plain.h"

#include <string.h>

/* Characters beyond ASCII are normalized in pieces: GLib sorts marks in
 * quadratic time. Words are rarely that long, and a piece ends before a
 * character that does not combine if it can. */
#define PIECE 128
#define LONGEST_PIECE 256

#define SOFT_HYPHEN 0xAD

typedef enum { LETTER, SPACE, BREAK, NOTHING, QUOTE, APOSTROPHE, DASH } Sort;

/* What was read and not yet written. */
typedef struct {
  GdctPlain *plain;
  GString *text;
  char piece[LONGEST_PIECE + 8];
  size_t pending;   /* bytes in the piece */
  bool ascii;       /* nothing else is in it */
  bool space;       /* there was white space since the last character */
  bool broken;      /* a line break was in it */
  bool fresh;       /* the next character begins a word */
  bool dash;        /* there was a dash since the last character */
  bool hyphen;      /* it was one hyphen, after a letter, and nothing else */
  bool soft;        /* there was a soft hyphen since the last letter */
  uint32_t flags;   /* of the dash */
  uint32_t dash_at; /* where it stands */
  uint32_t raw_end; /* behind the last character, and dashes attached to it */
  gunichar last;    /* the last character */
} Writer;

static bool is_dash(gunichar c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
         c == 0xFE58 || c == 0xFE63 || c == 0xFF0D;
}

/* Without width, or only for the order of scripts. */
static bool is_nothing(gunichar c) {
  return c == SOFT_HYPHEN || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static Sort sort_of(gunichar c) {
  if (c < 0x80) {
    if (c == '\n' || c == '\r' || c == '\f' || c == '\v')
      return BREAK;
    if (c <= ' ' || c == 0x7F)
      return SPACE;
    return c == '"'                ? QUOTE
           : c == '\'' || c == '`' ? APOSTROPHE
           : c == '-'              ? DASH
                                   : LETTER;
  }
  if (c == 0x85 || c == 0x2028 || c == 0x2029)
    return BREAK;
  if (c < 0xA0 || g_unichar_isspace(c))
    return SPACE;
  if (is_nothing(c))
    return NOTHING;
  if (is_dash(c))
    return DASH;
  switch (c) {
  case 0xAB:
  case 0xBB:
  case 0x201C:
  case 0x201D:
  case 0x201E:
  case 0x201F:
  case 0x2033:
  case 0x2036:
  case 0x301D:
  case 0x301E:
  case 0x301F:
  case 0xFF02:
    return QUOTE;
  case 0xB4:
  case 0x2BB:
  case 0x2BC:
  case 0x2018:
  case 0x2019:
  case 0x201A:
  case 0x201B:
  case 0x2032:
  case 0x2035:
  case 0x2039:
  case 0x203A:
  case 0xFF07:
    return APOSTROPHE;
  default:
    return LETTER;
  }
}

/* ---- writing ---- */

static void flush(Writer *writer) {
  if (writer->pending == 0)
    return;
  if (writer->ascii) {
    g_string_append_len(writer->text, writer->piece, (gssize)writer->pending);
  } else {
    g_autofree char *nfc = g_utf8_normalize(
        writer->piece, (gssize)writer->pending, G_NORMALIZE_NFC);
    g_string_append(writer->text, nfc);
  }
  writer->pending = 0;
  writer->ascii = true;
}

static void put_char(Writer *writer, gunichar c) {
  if (writer->pending >= LONGEST_PIECE ||
      (writer->pending >= PIECE &&
       (c < 0x80 || g_unichar_combining_class(c) == 0)))
    flush(writer);
  if (c < 0x80)
    writer->piece[writer->pending++] = (char)c;
  else
    writer->pending +=
        (size_t)g_unichar_to_utf8(c, writer->piece + writer->pending);
  writer->ascii = writer->ascii && c < 0x80;
}

static void put_letter(Writer *writer, gunichar c) {
  static const char *const ligatures[] = {"ff",  "fi", "fl", "ffi",
                                          "ffl", "st", "st"};

  if (c < 0xFB00 || c > 0xFB06) {
    put_char(writer, c);
    return;
  }
  for (const char *at = ligatures[c - 0xFB00]; *at != '\0'; at++)
    put_char(writer, (gunichar)*at);
}

/* Writes the dash and the white space before @next, the character that
 * follows; 0 at the end. */
static void settle(Writer *writer, gunichar next) {
  flush(writer);
  /* A soft hyphen is nothing, but at the end of a line it divides a word. */
  if (!writer->dash && writer->soft && writer->broken) {
    writer->dash = writer->hyphen = true;
    writer->flags = 0;
  }
  if (writer->dash) {
    GdctDash dash = {(uint32_t)writer->text->len, writer->flags};
    if (writer->space)
      dash.flags |= GDCT_DASH_SPACE_AFTER;
    if (writer->broken) {
      dash.flags |= GDCT_DASH_BREAK;
      if (writer->hyphen && g_unichar_isalpha(next))
        dash.flags |= GDCT_DASH_DIVIDES;
    }
    g_array_append_val(writer->plain->dashes, dash);
    writer->fresh |= (dash.flags & GDCT_DASH_SPACE_BEFORE) != 0;
  } else if (writer->space) {
    if (writer->text->len > 0 && next != 0)
      g_string_append_c(writer->text, ' ');
    writer->fresh = true;
  }
  writer->dash = writer->hyphen = writer->space = writer->broken = false;
  writer->soft = false;
}

static void take_dash(Writer *writer, gunichar c, uint32_t at) {
  if (!writer->dash) {
    bool short_dash = c == '-' || c == 0x2010 || c == 0x2011;
    flush(writer);
    writer->dash_at = at;
    writer->flags = writer->space ? GDCT_DASH_SPACE_BEFORE : 0;
    writer->hyphen =
        short_dash && !writer->space && g_unichar_isalpha(writer->last);
  } else {
    writer->hyphen = false;
  }
  writer->dash = true;
  writer->space = writer->broken = false;
}

/* Ends the last word, if there is one. */
static void end_word(const Writer *writer) {
  GArray *words = writer->plain->words;

  if (words->len > 0)
    g_array_index(words, GdctWord, words->len - 1).raw_end = writer->raw_end;
}

static void take_letter(Writer *writer, gunichar c, uint32_t at) {
  uint32_t from = at;

  if (writer->dash || writer->space) {
    if (writer->dash && (writer->flags & GDCT_DASH_SPACE_BEFORE))
      from = writer->dash_at;
    settle(writer, c);
  }
  if (writer->fresh) {
    GdctWord word = {(uint32_t)writer->text->len, from, at};
    end_word(writer);
    g_array_append_val(writer->plain->words, word);
    writer->fresh = false;
  }
  writer->soft = false;
  writer->last = c;
  put_letter(writer, c);
}

void gdct_plain_init(GdctPlain *plain, const char *raw, size_t size) {
  Writer writer = {.plain = plain, .ascii = true, .fresh = true};
  const char *end = raw + size, *next;

  g_assert(size <= GDCT_MAX_PLAIN);
  plain->words = g_array_new(FALSE, FALSE, sizeof(GdctWord));
  plain->dashes = g_array_new(FALSE, FALSE, sizeof(GdctDash));
  writer.text = g_string_sized_new(size);
  for (const char *at = raw; at < end; at = next) {
    gunichar c = g_utf8_get_char(at);
    Sort sort = sort_of(c);
    next = g_utf8_next_char(at);
    switch (sort) {
    case SPACE:
    case BREAK:
      writer.space = true;
      writer.broken |= sort == BREAK;
      break;
    case NOTHING:
      writer.soft |= c == SOFT_HYPHEN && !writer.dash && !writer.space &&
                     g_unichar_isalpha(writer.last);
      break;
    case DASH:
      take_dash(&writer, c, (uint32_t)(at - raw));
      if (!(writer.flags & GDCT_DASH_SPACE_BEFORE))
        writer.raw_end = (uint32_t)(next - raw);
      break;
    default:
      take_letter(&writer,
                  sort == QUOTE        ? '"'
                  : sort == APOSTROPHE ? '\''
                                       : c,
                  (uint32_t)(at - raw));
      writer.raw_end = (uint32_t)(next - raw);
    }
  }
  settle(&writer, 0);
  end_word(&writer);
  plain->size = (uint32_t)writer.text->len;
  plain->text = g_string_free(writer.text, FALSE);
}

void gdct_plain_clear(GdctPlain *plain) {
  g_free(plain->text);
  g_clear_pointer(&plain->words, g_array_unref);
  g_clear_pointer(&plain->dashes, g_array_unref);
  plain->text = NULL;
  plain->size = 0;
}

/* ---- dashes ---- */

/* The first dash at or after @at. */
static guint first_dash(const GArray *dashes, uint32_t at) {
  guint low = 0, high = dashes->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(dashes, GdctDash, middle).at < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Whether two dashes are alike; @ignored: flags beyond the ends of a quote. */
static bool same_dash(uint32_t a, uint32_t b, uint32_t ignored) {
  uint32_t different = (a ^ b) & ~ignored;

  if (different & GDCT_DASH_SPACE_BEFORE)
    return false;
  return !(different & GDCT_DASH_SPACE_AFTER) || ((a | b) & GDCT_DASH_BREAK);
}

bool gdct_plain_same_dashes(const GdctPlain *whole, uint32_t at,
                            const GdctPlain *part) {
  const GdctDash *there = (const GdctDash *)(void *)whole->dashes->data;
  const GdctDash *here = (const GdctDash *)(void *)part->dashes->data;
  guint i = first_dash(whole->dashes, at), n = whole->dashes->len, j = 0;

  for (;;) {
    uint32_t ignored = 0;
    bool one = i < n && there[i].at <= at + part->size;
    bool other = j < part->dashes->len;
    if (!one && !other)
      return true;
    if (one && (!other || there[i].at - at < here[j].at)) {
      bool inside = there[i].at > at && there[i].at < at + part->size;
      if (inside && !(there[i].flags & GDCT_DASH_DIVIDES))
        return false;
      i++;
      continue;
    }
    if (!one || here[j].at < there[i].at - at) {
      if (!(here[j].flags & GDCT_DASH_DIVIDES))
        return false;
      j++;
      continue;
    }
    if (here[j].at == 0)
      ignored |= GDCT_DASH_SPACE_BEFORE;
    if (here[j].at == part->size)
      ignored |= GDCT_DASH_SPACE_AFTER;
    if (!same_dash(there[i].flags, here[j].flags, ignored))
      return false;
    i++;
    j++;
  }
}
