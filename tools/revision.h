/* SPDX-License-Identifier: Apache-2.0 */
/* The mapping files of a git revision, in a folder of their own. */
#ifndef REVISION_H
#define REVISION_H

#include <stdbool.h>

/* What was asked for as REV:PATH. */
typedef struct {
  char *folder; /* private and temporary, or NULL */
  char *path;   /* in it, where the files of PATH are */
  char *rev;    /* as it was written */
} Revision;

/* Whether @name is to be read as REV:PATH: no such file is there, and it has
 * a colon outside of braces. */
bool revision_is(const char *name);

/* Puts the YAML files of a revision of the repository around the working
 * folder, all of them since files include others, into a temporary folder, at
 * most 20,000 files and 512 MiB; symbolic links are left out. git runs without
 * a shell, and is given no name that it could take for an option. Returns
 * EXIT_FINE, or after a complaint EXIT_USAGE or EXIT_IO; then there is nothing
 * to remove. */
int revision_open(Revision *revision, const char *name);

/* Removes the folder. */
void revision_close(Revision *revision);

/* A text about files in the folder as people know them, "REV:PATH". Free with
 * g_free(). */
char *revision_words(const Revision *revision, const char *text);

/* Puts off signals that would end the command until revision_release(), so
 * that no folder stays behind. */
void revision_hold(void);
void revision_release(void);

#endif
