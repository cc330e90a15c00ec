#ifndef INGEST_PROJECTS_H
#define INGEST_PROJECTS_H
#include "run.h"

/* Read every row of run->rows as a project and save it; of a workbook the sheets of the projects' parts too. False: nothing of the
 * run can be kept (e); refused rows are in the report and counted by the run. */
bool projects_rows(struct run *run, struct err *e);
/* Likewise actors. */
bool actors_rows(struct run *run, struct err *e);
#endif
