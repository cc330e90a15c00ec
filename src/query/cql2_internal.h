#ifndef QUERY_CQL2_INTERNAL_H
#define QUERY_CQL2_INTERNAL_H
/* Private to the two readers and writers of CQL2. */
#include "query/cql2.h"

/* What both readers share: where nodes go, and the bounds. */
struct cql2_reader {
  struct arena *arena;
  struct str text;
  uint32_t n_nodes, n_points;
  struct err *e;
};
/* Operands that are being collected; in the arena. */
struct cql2_list {
  struct cql2 **item;
  uint32_t n, cap;
};

/* Starts a reader; false if the text is too long, empty or not UTF-8. */
bool cql2_reader_init(struct cql2_reader *r, struct arena *a, struct str text, struct err *e);
/* ERR_INPUT at a byte of the text; always NULL. */
struct cql2 *cql2_fail(const struct cql2_reader *r, size_t at, const char *what);
/* ERR_LIMIT naming the bound; always NULL. */
struct cql2 *cql2_limit(const struct cql2_reader *r, size_t at, const char *es, const char *en, int bound);

void cql2_list_add(struct cql2_reader *r, struct cql2_list *list, struct cql2 *item);
/* A node over its operands, whose number and kinds are checked; NULL with what is wrong. */
struct cql2 *cql2_node(struct cql2_reader *r, enum cql2_kind kind, int op, size_t at, const struct cql2_list *args);
struct cql2 *cql2_node_1(struct cql2_reader *r, enum cql2_kind kind, size_t at, struct cql2 *arg);
struct cql2 *cql2_node_2(struct cql2_reader *r, enum cql2_kind kind, int op, size_t at, struct cql2 *x, struct cql2 *y);
/* A condition is asked for, as at the top. */
bool cql2_is_condition(const struct cql2_reader *r, const struct cql2 *c);
/* Is it nothing but a condition: AND … the array predicates? */
bool cql2_is_predicate(const struct cql2 *c);

/* Literals; `text` is copied where it has to be. NULL with what is wrong at `at`. */
struct cql2 *cql2_text_node(struct cql2_reader *r, enum cql2_kind kind, size_t at, struct str text);
struct cql2 *cql2_boolean_node(struct cql2_reader *r, size_t at, bool flag);
struct cql2 *cql2_number_node(struct cql2_reader *r, size_t at, bool negative, struct str digits);
struct cql2 *cql2_date_node(struct cql2_reader *r, size_t at, struct str text);
struct cql2 *cql2_timestamp_node(struct cql2_reader *r, size_t at, struct str text);
struct cql2 *cql2_bound_node(struct cql2_reader *r, size_t at,
                             struct str text); /* of an interval: day, instant or ".." */
struct cql2 *cql2_property_node(struct cql2_reader *r, size_t at, struct str name);
struct cql2 *cql2_box_node(struct cql2_reader *r, size_t at, const double *v, uint32_t n);
/* A geometry from byte *from on, which is left behind it; WKT or GeoJSON. */
struct cql2 *cql2_geometry_node(struct cql2_reader *r, size_t at, size_t *from, bool json);

/* ---- names */
struct cql2_name {
  const char *name; /* as in JSON; in text the case does not matter */
  enum cql2_kind kind;
  int op;
};
const struct cql2_name *cql2_name_find(struct str name, bool any_case);
bool cql2_is_same_word(struct str s, const char *lower); /* in any case of ASCII */
/* A word that cannot be a plain name in text: an operator, AND … NULL, or (with `called`) one that means something before "(". */
bool cql2_is_keyword(struct str word, bool called);
bool cql2_is_space(uint32_t c);
bool cql2_is_name_start(uint32_t c);
bool cql2_is_name_part(uint32_t c);
bool cql2_is_name(struct str s);

/* ---- the tokens of text */
enum cql2_token_kind {
  CQL2_T_END,
  CQL2_T_NAME,   /* text: as written */
  CQL2_T_QUOTED, /* text: without its double quotes */
  CQL2_T_TEXT,   /* text: without quotes and escapes */
  CQL2_T_NUMBER, /* text: digits, without a sign */
  CQL2_T_COMPARE,
  CQL2_T_SIGN /* one of ( ) , + - * / % ^ */
};
struct cql2_token {
  enum cql2_token_kind kind;
  size_t at, end;
  struct str text;
  char sign;
  enum cql2_compare compare;
};
bool cql2_lex(struct cql2_reader *r, size_t from, struct cql2_token *out);

struct cql2_parser {
  struct cql2_reader r;
  struct cql2_token now;
  int open;                 /* parentheses and NOTs round this place */
  const struct cql2 *group; /* what stood alone in parentheses last, … */
  uint32_t parens;          /* … and in how many: (x) may be an array of one */
};
bool cql2_next(struct cql2_parser *p);
bool cql2_at_word(const struct cql2_parser *p, const char *lower);
bool cql2_at_sign(const struct cql2_parser *p, char sign);
bool cql2_expect_sign(struct cql2_parser *p, char sign);
bool cql2_enter(struct cql2_parser *p);
struct cql2 *cql2_parse_condition(struct cql2_parser *p); /* any expression: OR and all that binds closer */
struct cql2 *cql2_parse_sum(struct cql2_parser *p);       /* a value: + and all that binds closer */
struct cql2 *cql2_parse_operand(struct cql2_parser *p);

/* ---- JSON */
enum cql2_json_kind {
  CQL2_J_OBJECT,
  CQL2_J_ARRAY,
  CQL2_J_STRING,
  CQL2_J_NUMBER,
  CQL2_J_TRUE,
  CQL2_J_FALSE,
  CQL2_J_NULL
};
struct cql2_json {
  enum cql2_json_kind kind;
  size_t at;
  struct str key, text; /* of a member; of a string or number */
  struct cql2_json *child, *next;
  uint32_t n;
};
struct cql2_json *cql2_json_parse(struct cql2_reader *r);
#endif
