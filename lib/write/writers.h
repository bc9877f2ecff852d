/* SPDX-License-Identifier: Apache-2.0 */
/* The formats, one a file; their order in write.c is that of the help. */
#ifndef GDCT_WRITE_WRITERS_H
#define GDCT_WRITE_WRITERS_H

#include <gdctrace/write.h>

extern const GdctWriter gdct_writer_json;
extern const GdctWriter gdct_writer_ntriples;
extern const GdctWriter gdct_writer_sparql;
extern const GdctWriter gdct_writer_turtle;
extern const GdctWriter gdct_writer_xml;

extern const GdctMatrixWriter gdct_matrix_writer_html;
extern const GdctMatrixWriter gdct_matrix_writer_svg;
extern const GdctMatrixWriter gdct_matrix_writer_xlsx;

/* "Links followed: stated, derived; as of 2026-01."; @as_of may be NULL. Free
 * with g_free(). */
char *gdct_words_of_links(const GdctGraph *graph, const char *as_of,
                          const char *language);

#endif
