#ifndef DOMAIN_RECORD_H
#define DOMAIN_RECORD_H
/* Records of the programme as a whole (goals, networks and their members, printed statistics, exchange rates): small tables of one
 * shape, so one registry describes them and one piece of code reads, saves, loads and shows them all. A record is known by
 * its code. */
#include "core/mem.h"
#include "store/db.h"
#include "store/history.h"

enum record_kind { RECORD_NETWORK, RECORD_MEMBER, RECORD_GOAL, RECORD_SERIES, RECORD_VALUE, RECORD_RATE, RECORD_KINDS };
enum record_type {
  RECORD_TEXT,
  RECORD_CODE,    /* of the code list `list` */
  RECORD_DATE,    /* ISO to its precision */
  RECORD_INT,     /* a count or a year: not negative */
  RECORD_DECIMAL, /* exact text */
  RECORD_YES,     /* "1" or "0", never empty in what record_each gives */
  RECORD_ACTOR,   /* a code, name or alias; in the store its id */
  RECORD_PROJECT, /* a code */
  RECORD_PARENT   /* the code of a record of kind `parent` */
};
struct record_field {
  const char *name;   /* column of the file: "anio" */
  const char *column; /* of the table: "year" */
  enum record_type type;
  const char *list;
  enum record_kind parent;
  bool required;
  const char *es, *en;  /* title of the column */
  const char *standard; /* the value where the file has none; NULL: sin dato */
};
struct record_info {
  const char *name;  /* what the command and the workbook's sheet call it: "metas" */
  const char *table; /* "goal" */
  const char *title_es, *title_en;
  const struct record_field *fields; /* without codigo, documento, localizador, which all have */
  size_t n_fields;
};
const struct record_info *record_info(enum record_kind k);
bool record_find_kind(struct str name, enum record_kind *k);

enum { RECORD_MAX_FIELDS = 16 };
/* Values as text in the order of the fields: codes, ISO dates, exact decimals, "1"/"0", codes of actors, projects and parents;
 * .n 0: sin dato. */
struct record {
  enum record_kind kind;
  int64_t id;
  struct str code;
  struct str value[RECORD_MAX_FIELDS];
  struct str document, locator, raw; /* of its claim */
};
enum record_saved { RECORD_ADDED, RECORD_CHANGED, RECORD_SAME };
/* Insert, or update the record of that code with an entry in the history; nothing is written if it is the same. document_id 0: the
 * batch's file. ERR_NOT_FOUND names the actor, project or parent that is not there; ERR_INPUT the required field that is empty.
 * A member may come without a code: then it is that of its network and actor, "red/actor" if they are new together;
 * ERR_CONFLICT if they are together under another code. r->id and r->code are set (a code that was made lives in arena a). */
bool record_save(struct db *d, const struct history_batch *b, struct arena *a, struct record *r, int64_t document_id,
                 enum record_saved *what, struct err *e);
/* True if there is a record of that kind and code. False without an error: there is none. */
bool record_exists(struct db *d, enum record_kind k, struct str code, bool *exists, struct err *e);
/* Every record of a kind in the order of the codes. */
typedef bool record_fn(void *user, const struct record *r, struct err *e);
bool record_each(struct db *d, enum record_kind k, record_fn *fn, void *user, struct err *e);
#endif
