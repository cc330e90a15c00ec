#ifndef INGEST_WORKBOOK_ERRORS_H
#define INGEST_WORKBOOK_ERRORS_H
#include "geo/workbook_file.h"
#include "ingest/report.h"

/* The workbook once more as XLSX, every sheet and cell as it was read, with each refused cell in colour and its messages as a comment,
 * and a sheet Errores in front that lists them all with a link to their cell. Written beside the target and renamed. ERR_IO. */
bool workbook_write_errors(const struct workbook *w, const struct report *report, const char *target, struct err *e);
#endif
