/* SPDX-License-Identifier: Apache-2.0 */
/* The ZIP file around it, by minizip: all but one part is copied as it is. */
#include "write/docx.h"

#include <minizip/unzip.h>
#include <minizip/zip.h>

#include <string.h>

#define TEXT "word/document.xml"
#define MAX_NAME 512
#define CHUNK ((unsigned)64 * 1024)

/* Copies what is open from one to the other. */
static bool copy(unzFile from, zipFile to) {
  g_autofree char *chunk = g_malloc(CHUNK);
  int size;

  while ((size = unzReadCurrentFile(from, chunk, CHUNK)) > 0)
    if (zipWriteInFileInZip(to, chunk, (unsigned)size) != ZIP_OK)
      return false;
  return size == 0;
}

static bool put(zipFile to, const char *bytes, size_t size) {
  for (size_t at = 0; at < size; at += CHUNK)
    if (zipWriteInFileInZip(to, bytes + at, (unsigned)MIN(size - at, CHUNK)) !=
        ZIP_OK)
      return false;
  return true;
}

static bool copy_finished(unzFile from, zipFile to, size_t size) {
  g_autofree char *text = g_malloc(size), *finished = NULL;
  size_t got = 0;
  int more;

  while (got < size &&
         (more = unzReadCurrentFile(from, text + got,
                                    (unsigned)MIN(size - got, CHUNK))) > 0)
    got += (size_t)more;
  if (got < size)
    return false;
  finished = gdct_docx_finish_text(text, size, &size);
  return finished != NULL && put(to, finished, size);
}

/* Copies a part, compressed as it is unless it is the text. */
static bool copy_part(unzFile from, zipFile to) {
  unz_file_info64 info;
  zip_fileinfo date = {0};
  char name[MAX_NAME];
  bool raw, good;
  int method, level;

  if (unzGetCurrentFileInfo64(from, &info, name, sizeof name, NULL, 0, NULL,
                              0) != UNZ_OK ||
      info.size_filename >= sizeof name)
    return false;
  raw = strcmp(name, TEXT) != 0;
  date.dosDate = info.dosDate;
  date.internal_fa = info.internal_fa;
  date.external_fa = info.external_fa;
  if (unzOpenCurrentFile2(from, &method, &level, raw) != UNZ_OK)
    return false;
  good = zipOpenNewFileInZip2_64(
             to, name, &date, NULL, 0, NULL, 0, NULL, raw ? method : Z_DEFLATED,
             raw ? level : Z_DEFAULT_COMPRESSION, raw, 0) == ZIP_OK;
  if (good) {
    good = raw ? copy(from, to)
               : copy_finished(from, to, (size_t)info.uncompressed_size);
    good &= (raw ? zipCloseFileInZipRaw64(to, info.uncompressed_size, info.crc)
                 : zipCloseFileInZip(to)) == ZIP_OK;
  }
  unzCloseCurrentFile(from);
  return good;
}

bool gdct_docx_finish(const char *from, const char *to,
                      const char **ret_reason) {
  unzFile source = unzOpen64(from);
  zipFile target = zipOpen64(to, APPEND_STATUS_CREATE);
  bool good =
      source != NULL && target != NULL && unzGoToFirstFile(source) == UNZ_OK;
  int next = UNZ_OK;

  while (good && next == UNZ_OK) {
    good = copy_part(source, target);
    if (good)
      next = unzGoToNextFile(source);
  }
  good &= next == UNZ_END_OF_LIST_OF_FILE;
  if (source != NULL)
    unzClose(source);
  if (target != NULL)
    good &= zipClose(target, NULL) == ZIP_OK;
  if (!good)
    *ret_reason = "what pandoc made is not a DOCX that can be finished";
  return good;
}
