/* SPDX-License-Identifier: Apache-2.0 */
/* A document as its parts come: sections, paragraphs, lists, tables, pictures,
 * citations. What is said is the same in every format; how, each format knows.
 *
 *   gdct_doc_section(doc, "gaps", 2, _("Gaps"));
 *   gdct_doc_open(doc, DOC_PARAGRAPH);
 *   gdct_doc_print(doc, _("%u of %u are covered."), covered, all);
 *   gdct_doc_cite(doc, (GdctThing){GDCT_LINK, link});
 *   gdct_doc_close(doc);
 *
 * Sections number themselves, as do tables, pictures and sources. Nothing that
 * a text holds is markup. */
#ifndef GDCT_WRITE_DOCUMENT_H
#define GDCT_WRITE_DOCUMENT_H

#include <gdctrace/draw.h>

#include "base/words.h"

#include <glib.h>

/* The fixed words of a document in its language; marks them for translators. */
#define _(msgid) gdct_word(doc->style.language, msgid)

typedef enum {
  /* blocks */
  DOC_PARAGRAPH,
  DOC_NOTICE,   /* a paragraph set apart: what the reader has to know first */
  DOC_PROPOSED, /* blocks set apart: proposed links are never beside others
                   without it */
  DOC_LIST,
  DOC_ORDERED, /* a list with numbers */
  DOC_ITEM,
  DOC_TABLE, /* by gdct_doc_table() */
  DOC_ROW,
  DOC_HEAD, /* a cell that is the head of its row */
  DOC_CELL,
  /* within a block */
  DOC_STRONG,
  DOC_EMPHASIS,
  DOC_QUOTE, /* the words of a source */
  DOC_CODE,  /* an id, a path, a command */
  DOC_SMALL, /* beside the matter */
  DOC_PARTS
} DocPart;

/* A column of a table. */
typedef struct {
  const char *title;
  unsigned width; /* its share; of the sum of all, and of what is in them */
  bool number;    /* its cells are numbers */
} DocColumn;

/* What stands at the head of a document, and how it is written. */
typedef struct {
  const char *language; /* of fixed words; titles are chosen by it */
  const char *title;
  const char *const *facts;    /* pairs of word and text below the title */
  const char *const *contents; /* pairs of anchor and title of the sections of
                                  level 2, as they will come */
  bool notes; /* citations are notes, with quotes; else references */
  bool page;  /* for a word processor: real footnotes, pictures of pixels, no
                 navigation */
  const char *folder; /* where files of pictures go, with page; NULL: none are
                         written */
} DocStyle;

/* The title by which a picture says, with page, how wide it is to become in
 * EMU, 12,700 to a point: docx_text.c sees to it. */
#define DOC_PICTURE_WIDTH "gdctrace-width-"

typedef struct DocFormat DocFormat;

typedef struct Document {
  const DocFormat *format;
  const GdctMapping *mapping;
  DocStyle style;
  GdctSink sink;
  void *data;
  GArray *open;        /* of DocPart */
  unsigned level;      /* of the section open; 1: none is */
  unsigned numbers[5]; /* of the sections open, by level */
  unsigned tables, pictures;
  uint32_t *cited;    /* by source: its number from 1; 0: not yet */
  GPtrArray *sources; /* of DocSource, as they were cited */
  GArray *notes;      /* of DocNote */
  void *own;          /* the format's */
  bool wide;          /* the last mark brought its own space */
  bool failed;        /* the sink wants no more */
} Document;

/* A source that is cited, and where in it. */
typedef struct {
  uint32_t source;
  GHashTable *places;  /* locator: its number from 1 */
  GPtrArray *locators; /* as they were cited */
} DocSource;

/* A note: a piece of evidence. */
typedef struct {
  GdctThing thing;
  uint32_t piece;
} DocNote;

/* A format. Texts are not escaped yet; those with a language that is not the
 * document's say so. */
struct DocFormat {
  const char *name; /* as in --format */
  const char *extension;
  const char *media_type;
  const char *summary;
  void (*begin)(Document *doc);
  void (*section)(Document *doc, const char *anchor, unsigned level,
                  const char *number, const char *title);
  void (*table)(Document *doc, const char *anchor, const char *caption,
                const DocColumn *columns, size_t n_columns);
  void (*open)(Document *doc, DocPart part);
  void (*close)(Document *doc, DocPart part);
  void (*text)(Document *doc, const char *text, const char *language);
  void (*link)(Document *doc, const char *target, const char *text,
               const char *language);
  void (*anchor)(Document *doc, const char *anchor); /* in a cell */
  /* The mark of note @number, counting from 1. */
  void (*note)(Document *doc, unsigned number);
  /* @command: what draws it, for formats that cannot hold it. */
  void (*picture)(Document *doc, const GdctPicture *picture, const char *alt,
                  const char *caption, const char *command);
  void (*end)(Document *doc); /* after the references */
  /* The list of notes: one begins, its words follow, it ends. */
  void (*begin_notes)(Document *doc);
  void (*begin_note)(Document *doc, unsigned number);
  void (*end_note)(Document *doc, unsigned number);
  void (*end_notes)(Document *doc);
};

extern const DocFormat gdct_doc_html, gdct_doc_markdown;

/* Begins a document; style, mapping and format must outlive it. */
Document *gdct_doc_begin(const DocFormat *format, const GdctMapping *mapping,
                         const DocStyle *style, GdctSink sink, void *data);

/* Writes notes and references, and ends the document; false if the sink said
 * so. Frees it. */
bool gdct_doc_end(Document *doc);

/* Begins a section, of level 2 to 4, and ends that before it. @anchor is
 * unique, an id, or NULL. */
void gdct_doc_section(Document *doc, const char *anchor, unsigned level,
                      const char *title);

void gdct_doc_open(Document *doc, DocPart part);
void gdct_doc_close(Document *doc); /* the part opened last */

/* Opens a table with its heads; ended by gdct_doc_close(). The caption gets
 * its number. The columns are copied, but not the texts of their titles. */
void gdct_doc_table(Document *doc, const char *caption,
                    const DocColumn *columns, size_t n_columns);

/* A text of ours, of the user, or of no language. */
void gdct_doc_text(Document *doc, const char *text);
void gdct_doc_print(Document *doc, const char *format, ...) GDCT_PRINTF(2, 3);

/* A date, a paragraph's number, a symbol: of no language, and written from left
 * to right whatever stands around it. */
void gdct_doc_value(Document *doc, const char *text);

/* A part with nothing but a text of ours in it. */
void gdct_doc_line(Document *doc, DocPart part, const char *text);
void gdct_doc_print_line(Document *doc, DocPart part, const char *format, ...)
    GDCT_PRINTF(3, 4);

/* Prose of the mapping, chosen by the language of the document; nothing if
 * there is none. False then. */
bool gdct_doc_prose(Document *doc, GdctThing thing, const char *key);

/* The title of a thing, else its id. */
void gdct_doc_title(Document *doc, GdctThing thing);

/* A text that leads to an anchor of the document ("#gaps") or an address, which
 * must be http or https, else it is the text alone. */
void gdct_doc_link(Document *doc, const char *target, const char *text);

/* Everything that a thing cites: references such as [1.4], the fourth place
 * in the first source; with style.notes one note for each piece of evidence.
 * Nothing if it cites nothing. A link that is not stated says so. */
void gdct_doc_cite(Document *doc, GdctThing thing);

/* What several links of one basis cite, each place once. */
void gdct_doc_cite_all(Document *doc, const GdctThing *things, size_t count);

/* One piece of it. */
void gdct_doc_cite_piece(Document *doc, GdctThing thing, uint32_t piece);

/* A picture with its caption, which gets its number. @alt says what it shows
 * to those who cannot see it. */
void gdct_doc_picture(Document *doc, const GdctPicture *picture,
                      const char *alt, const char *caption,
                      const char *command);

#endif
