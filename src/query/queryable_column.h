#ifndef QUERY_QUERYABLE_COLUMN_H
#define QUERY_QUERYABLE_COLUMN_H
/* Private to query: where the values of a queryable lie in the snapshot, and how to read them. */
#include "core/buf.h"
#include "query/queryable.h"
#include "snapshot/layout.h"

enum column_form {
  /* Dictionaries: the row has the index of a text that many rows share. */
  COLUMN_CODE,
  COLUMN_DATE,
  COLUMN_DOCUMENT, /* its title */
  COLUMN_LICENCE,
  COLUMN_PLACE,
  COLUMN_SPOT,
  COLUMN_GEOM,
  /* Texts of their own. */
  COLUMN_TEXT,
  COLUMN_PROJECT, /* the code of project number - 1 */
  COLUMN_AREA,    /* the code of an area, SNAPSHOT_NONE */
  COLUMN_AIM,     /* a narrative */
  COLUMN_SOURCE,  /* document and locator */
  /* Numbers. */
  COLUMN_YEAR,       /* uint16_t, 0 none */
  COLUMN_PEOPLE,     /* int64_t + 1, 0 none */
  COLUMN_POPULATION, /* int64_t, negative: none */
  COLUMN_SINCE,      /* int32_t, 0 none */
  COLUMN_EDITION,    /* int32_t */
  COLUMN_COUNT,      /* uint32_t */
  COLUMN_SLICE,      /* uint32_t: how long the slice is */
  COLUMN_VALUE,
  COLUMN_REAL, /* double, NaN none */
  /* Truths. */
  COLUMN_FLAG, /* uint16_t and a mask */
  COLUMN_BYTE,
  /* Lists. */
  COLUMN_THEMES,
  COLUMN_AREAS,
  COLUMN_AREA_NAMES,
  COLUMN_FUNDERS,
  COLUMN_EXECUTORS,
  COLUMN_PARTIES,
  COLUMN_PLACES, /* as printed */
  COLUMN_AREA_ALIAS,
  COLUMN_CONTAINING,
  COLUMN_ACTOR_ALIAS,
  COLUMN_GEOMETRY
};
static inline bool column_is_dictionary(enum column_form f) { return f <= COLUMN_GEOM; }
static inline bool column_is_integer(enum column_form f) { return f >= COLUMN_YEAR && f <= COLUMN_VALUE; }

struct column {
  const struct snap_view *v;
  enum column_form form;
  const char *base; /* of row 0; NULL: left out of the file, as 0 in every row */
  size_t stride;
  uint16_t mask;
};
struct column column_of(const struct snap_view *v, enum query_subject subject, const struct queryable *q);

/* Dictionaries: how many entries, the entry of a row, the text of an entry ("" is null). */
uint64_t column_entries(const struct column *c);
uint32_t column_entry(const struct column *c, uint64_t row);
struct str column_entry_text(const struct column *c, uint32_t entry);
/* Dictionaries and texts; "" is null. What has to be put together is written to `made`, which is emptied before. */
struct str column_text(const struct column *c, uint32_t row, struct buf *made);
/* Numbers: false is null. COLUMN_VALUE in minor units. */
bool column_integer(const struct column *c, uint32_t row, i128 *out);
bool column_real(const struct column *c, uint32_t row, double *out);
bool column_flag(const struct column *c, uint32_t row);
/* The elements of a list, empty ones left out; an element may come twice. None: null. */
void column_list(const struct column *c, uint32_t row, void (*add)(void *user, struct str element), void *user);
/* Whether the row has a geometry of its own. */
bool column_has_geometry(const struct snap_view *v, enum query_subject subject, uint32_t row);
#endif
