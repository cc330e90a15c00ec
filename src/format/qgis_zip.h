#ifndef FORMAT_QGIS_ZIP_H
#define FORMAT_QGIS_ZIP_H
/* Private to qgis: a zip in memory. */
#include "core/buf.h"
#include "core/err.h"
/* Append a zip with one file. Its date is that of the format's beginning: the same content gives the same bytes. ERR_IO. */
bool qgis_zip_write(struct buf *out, const char *name, struct str content, struct err *e);
#endif
