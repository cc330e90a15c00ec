#ifndef QUERY_CQL2_H
#define QUERY_CQL2_H
/* CQL2 (OGC 21-065r2): text and JSON into one tree, and the tree back into either. Both readers give the same tree for the same
 * expression; `at` apart. What the grammar says of the kinds of operands holds for every tree (the operands of S_… are geometries,
 * properties or functions, a comparison has no condition in it, …); names are not looked up and types of properties not known here:
 * query/expression does that. Beyond the standard a property may be a condition, BETWEEN takes dates and texts, a list of IN may be
 * empty, and words as DATE or POINT are names where no parenthesis follows. */
#include "core/buf.h"
#include "core/err.h"
#include "core/mem.h"
#include "geo/geometry.h"

enum cql2_kind {
  /* conditions */
  CQL2_AND, /* two args or more */
  CQL2_OR,
  CQL2_NOT,      /* one */
  CQL2_COMPARE,  /* two; op: enum cql2_compare */
  CQL2_LIKE,     /* value, pattern */
  CQL2_BETWEEN,  /* value, low, high */
  CQL2_IN,       /* value, then the list's items as further args; there may be none */
  CQL2_IS_NULL,  /* one */
  CQL2_SPATIAL,  /* two; op: enum cql2_spatial */
  CQL2_TEMPORAL, /* two; op: enum cql2_temporal */
  CQL2_ARRAYS,   /* two; op: enum cql2_arrays */
  /* values */
  CQL2_PROPERTY,   /* text: the name, without quotes */
  CQL2_FUNCTION,   /* text: the name; args. Also a condition, where its result is a boolean */
  CQL2_ARITHMETIC, /* two; op: enum cql2_arithmetic */
  CQL2_CASEI,      /* one */
  CQL2_ACCENTI,    /* one */
  CQL2_TEXT,       /* text */
  CQL2_NUMBER,     /* number, and text: the digits as written (as JSON has them: 0.5 for .5), for exact decimals */
  CQL2_BOOLEAN,    /* flag */
  CQL2_DATE,       /* text: 2011-07-06, checked to be a day */
  CQL2_TIMESTAMP,  /* text: 2011-07-06T12:00:00Z, checked; a fraction without zeros at its end */
  CQL2_INTERVAL,   /* two args: DATE, TIMESTAMP, PROPERTY, FUNCTION or TEXT ".." */
  CQL2_GEOMETRY,   /* geometry; also BBOX */
  CQL2_ARRAY       /* args */
};
enum cql2_compare { CQL2_EQ, CQL2_NE, CQL2_LT, CQL2_LE, CQL2_GT, CQL2_GE };
enum cql2_spatial {
  CQL2_S_INTERSECTS,
  CQL2_S_EQUALS,
  CQL2_S_DISJOINT,
  CQL2_S_TOUCHES,
  CQL2_S_WITHIN,
  CQL2_S_OVERLAPS,
  CQL2_S_CROSSES,
  CQL2_S_CONTAINS
};
enum cql2_temporal {
  CQL2_T_AFTER,
  CQL2_T_BEFORE,
  CQL2_T_CONTAINS,
  CQL2_T_DISJOINT,
  CQL2_T_DURING,
  CQL2_T_EQUALS,
  CQL2_T_FINISHEDBY,
  CQL2_T_FINISHES,
  CQL2_T_INTERSECTS,
  CQL2_T_MEETS,
  CQL2_T_METBY,
  CQL2_T_OVERLAPPEDBY,
  CQL2_T_OVERLAPS,
  CQL2_T_STARTEDBY,
  CQL2_T_STARTS
};
enum cql2_arrays { CQL2_A_EQUALS, CQL2_A_CONTAINS, CQL2_A_CONTAINEDBY, CQL2_A_OVERLAPS };
enum cql2_arithmetic {
  CQL2_ADD,
  CQL2_SUBTRACT,
  CQL2_MULTIPLY,
  CQL2_DIVIDE,
  CQL2_MODULO,
  CQL2_INTEGER_DIVIDE,
  CQL2_POWER
};

struct cql2 {
  enum cql2_kind kind;
  int op;
  struct str text;
  double number;
  bool flag;
  struct geometry *geometry;
  struct cql2 **arg;
  uint32_t n_args;
  uint32_t depth; /* levels of the tree from here down: a property has 1 */
  size_t at;      /* byte of its first character in what was read, from 0 */
};

/* Bounds of what a client may send (PITFALLS B2): levels of the tree, nodes, bytes, points of all geometries. AND and OR of many are one
 * level; each + of a chain is one. */
enum { CQL2_MAX_DEPTH = 16, CQL2_MAX_NODES = 2000, CQL2_MAX_BYTES = 16384, CQL2_MAX_POINTS = GEOMETRY_MAX_POINTS };

/* ERR_INPUT points at the character, counted from 1, shows what stands there and says what was expected; ERR_LIMIT names the
 * bound. Everything in the arena; linear in the text. */
bool cql2_read_text(struct arena *a, struct str text, struct cql2 **out, struct err *e);
bool cql2_read_json(struct arena *a, struct str json, struct cql2 **out, struct err *e);
/* One canonical form each: what cql2_read_… reads as an equal tree. */
void cql2_write_text(struct buf *b, const struct cql2 *c);
void cql2_write_json(struct buf *b, const struct cql2 *c);
bool cql2_equal(const struct cql2 *x, const struct cql2 *y); /* `at` apart */
/* "and", "s_intersects", "=": as in the JSON encoding; NULL of a literal, property or function. */
const char *cql2_operator(const struct cql2 *c);
/* ERR_INPUT in the form of the readers' own: "CQL2, character 12, at 'agua': WHAT". For what is found wrong later. Always false. */
bool cql2_complain(struct str text, size_t at, const char *what, struct err *e);
#endif
