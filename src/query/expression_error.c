/* What a person is told about a filter that cannot be. */
#define _GNU_SOURCE /* memmem */
#include <stdio.h>
#include "expression_internal.h"

void explain_at(const struct compiler *c, const struct cql2 *at, struct err *e) {
  char what[sizeof e->text];
  memcpy(what, e->text, sizeof what);
  cql2_complain(c->text, at->at, what, e);
}

static int shown(struct str s) { return (int)(s.n < 60 ? s.n : 60); }

/* "valor (dinero)", "'abc' (un texto)" */
static const char *describe(const struct value *v, char *out, size_t size) {
  static const char *const es[] = {"texto", "número", "verdadero o falso", "fecha", "lista", "geometría"};
  static const char *const en[] = {"text", "number", "true or false", "date", "list", "geometry"};
  const char *type = err_pick(es[v->type], en[v->type]);
  const struct cql2 *at = v->at;
  if (v->q) snprintf(out, size, "%s (%s)", v->q->name, type);
  else if (at->kind == CQL2_TEXT) snprintf(out, size, "'%.*s' (%s)", shown(at->text), at->text.p, type);
  else if (at->text.n && value_is_constant(v)) snprintf(out, size, "%.*s (%s)", shown(at->text), at->text.p, type);
  else snprintf(out, size, err_pick("esto (%s)", "this (%s)"), type);
  return out;
}

/* What can be done with a value of that type. */
static const char *remedy(enum value_type type) {
  switch (type) {
  case VALUE_TEXT:
    return err_pick("un texto se escribe entre comillas simples: 'texto'",
                    "a text is written in single quotes: 'text'");
  case VALUE_NUMBER:
    return err_pick("un número se escribe sin comillas: 1000.50", "a number is written without quotes: 1000.50");
  case VALUE_BOOLEAN:
    return err_pick("se compara con TRUE o FALSE, por = o <>", "it is compared with TRUE or FALSE, by = or <>");
  case VALUE_TIME:
    return err_pick("una fecha se escribe DATE('2011-07-06'), o '2011-07'",
                    "a date is written DATE('2011-07-06'), or '2011-07'");
  case VALUE_LIST:
    return err_pick("de una lista se pregunta con = , IN o LIKE (algún elemento), IS NULL o A_CONTAINS(lista, ('a'))",
                    "a list is asked with =, IN or LIKE (some element), IS NULL or A_CONTAINS(list, ('a'))");
  default:
    return err_pick("de una geometría se pregunta con S_INTERSECTS(geometry, …) y las demás, o IS NULL",
                    "a geometry is asked with S_INTERSECTS(geometry, …) and the like, or IS NULL");
  }
}

void explain_types(const struct compiler *c, const struct value *a, const struct value *b, struct err *e) {
  char x[160], y[160];
  err_set(e, ERR_INPUT, err_pick("%s y %s no se comparan así; %s", "%s and %s do not compare so; %s"),
          describe(a, x, sizeof x), describe(b, y, sizeof y), remedy(a->q || !b->q ? a->type : b->type));
  explain_at(c, a->q || !b->q ? b->at : a->at, e);
}

void explain_use(const struct compiler *c, const struct value *v, struct err *e) {
  char x[160];
  err_set(e, ERR_INPUT, err_pick("%s no puede estar aquí; %s", "%s cannot stand here; %s"), describe(v, x, sizeof x),
          remedy(v->type));
  explain_at(c, v->at, e);
}

enum { NAME = 40 };

/* Levenshtein's distance of two short names, without case. */
static unsigned distance(struct str x, const char *y) {
  unsigned row[NAME + 1], n = (unsigned)strlen(y);
  if (x.n > NAME || n > NAME) return NAME;
  for (unsigned k = 0; k <= n; k++) row[k] = k;
  for (unsigned i = 0; i < x.n; i++) {
    unsigned diagonal = row[0];
    row[0] = i + 1;
    for (unsigned k = 0; k < n; k++) {
      unsigned above = row[k + 1], least = above < row[k] ? above : row[k];
      unsigned same = diagonal + ((x.p[i] | 32) != (y[k] | 32));
      row[k + 1] = least + 1 < same ? least + 1 : same;
      diagonal = above;
    }
  }
  return row[n];
}

static bool is_near(struct str name, const char *known) {
  size_t n = strlen(known);
  if (distance(name, known) <= 2) return true;
  return name.n >= 3 && n >= 3 && (n < name.n ? memmem(name.p, name.n, known, n) : memmem(known, n, name.p, name.n));
}

void explain_name(const struct compiler *c, const struct cql2 *at, struct err *e) {
  uint32_t n, near = 0;
  const struct queryable *q = queryable_list(c->subject, &n);
  struct buf names = {0};
  for (uint32_t i = 0; i < n; i++) near += is_near(at->text, q[i].name);
  for (uint32_t i = 0; i < n; i++)
    if (!near || is_near(at->text, q[i].name)) buf_printf(&names, "%s%s", names.len ? ", " : "", q[i].name);
  err_set(
      e, ERR_INPUT,
      near ? err_pick("no hay una propiedad «%.*s»; parecidas: %s", "there is no property \"%.*s\"; near it: %s")
           : err_pick("no hay una propiedad «%.*s»; las que hay: %s", "there is no property \"%.*s\"; there are: %s"),
      shown(at->text), at->text.p, names.data);
  buf_free(&names);
  explain_at(c, at, e);
}
