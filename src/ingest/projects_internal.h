#ifndef INGEST_PROJECTS_INTERNAL_H
#define INGEST_PROJECTS_INTERNAL_H
/* What the files of the projects' ingest share: projects.c (the run), projects_read.c (what a row says of itself),
 * projects_money.c (parties and money), projects_place.c with projects_spot.c (places), projects_parts.c (the parts of a
 * project, however they stand in the file) and projects_lists.c (totals, groups, results, links); projects_keep.c (what no
 * table can say). */
#include "domain/actor.h"
#include "domain/gazetteer.h"
#include "domain/locate.h"
#include "domain/project.h"
#include "domain/sheets.h"
#include "domain/table.h"
#include "geo/shape.h"
#include "ingest/cells.h"
#include "ingest/ingest.h"
#include "ingest/rows.h"
#include "projects.h"

#define X(id, ...) COLUMN_##id,
enum project_column { SHEET_PROJECT_COLUMNS(X) PROJECT_COLUMN_COUNT };
#undef X
#define X(id, ...) APORTE_##id,
enum aporte_column { SHEET_CONTRIBUTION_COLUMNS(X) };
#undef X
#define X(id, ...) LUGAR_##id,
enum lugar_column { SHEET_PLACE_COLUMNS(X) };
#undef X
#define X(id, ...) GRUPO_##id,
enum grupo_column { SHEET_PEOPLE_COLUMNS(X) };
#undef X
#define X(id, ...) TOTAL_##id,
enum total_column { SHEET_TOTAL_COLUMNS(X) };
#undef X
#define X(id, ...) RESULTADO_##id,
enum resultado_column { SHEET_RESULT_COLUMNS(X) };
#undef X
#define X(id, ...) ENLACE_##id,
enum enlace_column { SHEET_LINK_COLUMNS(X) };
#undef X

/* One row of a part of a project: a numbered group of columns in the project's own row, or a row of the part's sheet. */
enum { PARTS = SHEET_LINKS - SHEET_CONTRIBUTIONS + 1, PART_MAX_COLUMNS = 16, PART_MAX_NUMBER = 200 };
struct part {
  uint64_t row;       /* of the sheet; 0: the project's own row */
  bool refused;       /* its row was: so is the project */
  struct part *next;  /* of the same project in the same sheet */
  struct cell cell[]; /* by the enums above */
};
struct part_columns {
  int at[PART_MAX_NUMBER][PART_MAX_COLUMNS];           /* index in the file, -1 absent */
  const char *name[PART_MAX_NUMBER][PART_MAX_COLUMNS]; /* of absent ones that were asked for: "aporte_2_forma" */
  size_t n;                                            /* the highest number met */
};
/* The rows of one part's sheet by project code. */
struct part_sheet {
  bool present;
  const char *name; /* as in the workbook */
  const struct str *headers;
  size_t n_headers;
  uint32_t first_column;
  struct table *by_code; /* code -> 1 + index in lists */
  struct part_list {
    struct part *first, *last;
    struct str code;
    bool used;
  } * lists;
  size_t n, cap;
};

/* An actor named in a row: known, or to be made when the row is saved. key: folded, as the directory compares. */
struct named_actor {
  struct str name, key;
  int64_t id;
};

struct projects {
  struct db *db;
  struct report *report;
  struct cells cells;
  const struct rows_row *row;
  const char *sheet; /* of the projects' own rows; NULL: a CSV */
  const struct str *headers;
  size_t n_headers;
  uint32_t first_column;
  int column[PROJECT_COLUMN_COUNT]; /* index in the file, -1 absent */
  struct part_columns columns[PARTS];
  struct part_sheet sheets[PARTS];
  struct arena *parts; /* of the sheets' rows and the names of absent columns; NULL until needed */
  struct str *met;     /* codes of a workbook's projects */
  size_t n_met, met_cap;
  struct codelist *codes;
  struct gazetteer *gazetteer;
  struct locate *locate;
  struct actor_directory *actors;
  struct shape_context *shapes;
  uint64_t points_in_no_area;
  struct named_actor *fresh; /* of the row: actors to be made */
  size_t n_fresh, fresh_cap;
};

struct cell projects_cell(const struct projects *p, enum project_column c);
struct str projects_text(const struct projects *p, enum project_column c);
/* True if the file has the column. */
bool projects_has(const struct projects *p, enum project_column c);

/* ---- parts ---- */
/* Claim a column "aporte_2_valor" of the file. For run_columns: user is struct projects. */
bool projects_accept_column(void *user, struct str name, size_t index);
/* The rows of part `s` of the current project that are not empty, numbered groups first; in the row's arena. */
size_t projects_parts(struct projects *p, enum sheet_id s, const struct part ***list);
/* True if the file can carry this part at all. */
bool projects_have_part(const struct projects *p, enum sheet_id s);
/* Messages between these two name the part's own sheet and row. */
void projects_enter(struct projects *p, enum sheet_id s, const struct part *part);
void projects_leave(struct projects *p);

/* Read the sheets of the parts, if it is a workbook; run->rows is then again the sheet of projects. */
bool projects_read_sheets(struct projects *p, struct run *run, struct err *e);
/* Refuse the rows whose project did not come. exists: is that code in the store? */
typedef bool projects_exists_fn(void *user, struct str code, bool *exists, struct err *e);
bool projects_refuse_orphans(struct projects *p, struct run *run, projects_exists_fn *exists, void *user,
                             struct err *e);
void projects_forget_sheets(struct projects *p);

/* ---- a row, into `out`; pieces live in the row's arena. Refusals go to the report (p->cells.refused). Actors that are not known
 * get negative ids: -1 is the first of p->fresh, and so on ---- */
void projects_read(struct projects *p, struct project *out);
/* Figures, parties, contributions. */
void projects_read_money(struct projects *p, struct project *out);
/* Places, shares and place note. */
void projects_place(struct projects *p, struct project *out);
/* Add the texts of the stored project that no column can carry. */
bool projects_keep_texts(struct projects *p, struct project *out, struct err *e);
/* Other totals, groups of people, results, links; and what of them the file cannot carry (out->keep). */
void projects_read_lists(struct projects *p, struct project *out);

/* Id of the actor that a cell names; 0 and a refusal if several have that name. */
int64_t projects_actor(struct projects *p, struct cell x);
/* The currency of an amount: that of the currency cell, else the mark in the figure, else `fallback`. */
struct str projects_currency(struct projects *p, struct cell amount, struct cell stated, struct str mark,
                             struct str fallback);
/* The area that a cell names; refused with the candidates or near names. */
bool projects_find_area(struct projects *p, struct cell x, struct gazetteer_match *found);
/* "60", "60%", "12,5 %" to millionths of the whole; -1 and a refusal otherwise. `x` is the cell that is named. */
int32_t projects_share(struct projects *p, struct cell x, struct str share);
/* The item "a=60%": the text before '=' and the share, -1 if none is stated. */
struct str projects_split_share(struct projects *p, struct cell item, int32_t *share);
/* A point from its two cells, an outline from its cell: scope, coordinates, method "stated". False where there is none or it was
 * refused. */
bool projects_point(struct projects *p, struct cell x, struct cell y, struct project_location *l);
bool projects_outline(struct projects *p, struct cell x, struct project_location *l);
/* Tie a spot to the leaf area that holds it; `x` is the cell that remarks name. */
void projects_tie(struct projects *p, struct cell x, struct project_location *l);
#endif
