#ifndef INGEST_RECORDS_H
#define INGEST_RECORDS_H
/* Rows of records into a run that was begun: for a CSV of its own and for a sheet of a workbook alike. */
#include "domain/record.h"
#include "run.h"

/* Read every row of run->rows as records of `kind` and save them. False: nothing of the run can be kept (e); refused rows are in
 * the report and counted by the run. */
bool records_read(struct run *run, enum record_kind kind, struct err *e);
#endif
