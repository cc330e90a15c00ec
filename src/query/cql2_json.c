/* CQL2 JSON: the values read, as nodes. */
#include <stdio.h>
#include "query/cql2_internal.h"

static struct cql2 *from_json(struct cql2_reader *r, const struct cql2_json *j);

static const struct cql2_json *member(const struct cql2_json *object, const char *key) {
  for (const struct cql2_json *m = object->child; m; m = m->next)
    if (str_is(m->key, key)) return m;
  return NULL;
}

static bool wants(const struct cql2_reader *r, const struct cql2_json *j, enum cql2_json_kind kind) {
  if (j->kind == kind) return true;
  return cql2_fail(r, j->at,
                   kind == CQL2_J_ARRAY
                       ? err_pick("se espera una lista [ … ]", "expected an array [ … ]")
                       : err_pick("se espera un texto entre comillas dobles", "expected a text in double quotes"));
}

static bool add_all(struct cql2_reader *r, const struct cql2_json *array, struct cql2_list *list) {
  for (const struct cql2_json *j = array->child; j; j = j->next) {
    struct cql2 *x = from_json(r, j);
    if (!x) return false;
    cql2_list_add(r, list, x);
  }
  return true;
}

/* ---- operators */

/* What others call it. */
static struct cql2 *unknown_operator(const struct cql2_reader *r, const struct cql2_json *op) {
  static const char *const others[][2] = {{"==", "="},  {"!=", "<>"}, {"&&", "and"},
                                          {"||", "or"}, {"!", "not"}, {"is null", "isNull"}};
  const struct cql2_name *name = cql2_name_find(op->text, true);
  const char *meant = name ? name->name : NULL;
  for (size_t i = 0; !meant && i < sizeof others / sizeof *others; i++)
    if (cql2_is_same_word(op->text, others[i][0])) meant = others[i][1];
  char what[96];
  if (!meant)
    return cql2_fail(r, op->at,
                     err_pick("no es un operador de CQL2 ni puede ser el nombre de una función",
                              "this is no operator of CQL2 and cannot be the name of a function"));
  snprintf(what, sizeof what, err_pick("este operador se escribe \"%s\"", "this operator is written \"%s\""), meant);
  return cql2_fail(r, op->at, what);
}

static struct cql2 *from_function(struct cql2_reader *r, const struct cql2_json *j, const struct cql2_json *op,
                                  const struct cql2_json *args) {
  struct cql2_list list = {0};
  if (!cql2_is_name(op->text) || cql2_is_keyword(op->text, true)) return unknown_operator(r, op);
  if (!add_all(r, args, &list)) return NULL;
  struct cql2 *c = cql2_node(r, CQL2_FUNCTION, 0, j->at, &list);
  if (c) c->text = op->text;
  return c;
}

static struct cql2 *from_in(struct cql2_reader *r, const struct cql2_json *j, const struct cql2_json *args) {
  struct cql2_list list = {0};
  if (args->n != 2)
    return cql2_fail(r, args->at,
                     err_pick("\"in\" lleva dos: el valor y la lista", "\"in\" takes two: the value and the list"));
  struct cql2 *value = from_json(r, args->child);
  if (!value || !wants(r, args->child->next, CQL2_J_ARRAY)) return NULL;
  cql2_list_add(r, &list, value);
  return add_all(r, args->child->next, &list) ? cql2_node(r, CQL2_IN, 0, j->at, &list) : NULL;
}

static struct cql2 *from_operator(struct cql2_reader *r, const struct cql2_json *j, const struct cql2_json *op) {
  const struct cql2_json *args = member(j, "args");
  if (!wants(r, op, CQL2_J_STRING)) return NULL;
  if (!args)
    return cql2_fail(r, j->at,
                     err_pick("falta \"args\", la lista de operandos", "there is no \"args\", the array of operands"));
  if (!wants(r, args, CQL2_J_ARRAY)) return NULL;
  const struct cql2_name *name = cql2_name_find(op->text, false);
  if (!name) return from_function(r, j, op, args);
  if (name->kind == CQL2_IN) return from_in(r, j, args);
  struct cql2_list list = {0};
  return add_all(r, args, &list) ? cql2_node(r, name->kind, name->op, j->at, &list) : NULL;
}

/* ---- literals */

static struct cql2 *from_interval(struct cql2_reader *r, const struct cql2_json *j, const struct cql2_json *bounds) {
  struct cql2_list list = {0};
  if (!wants(r, bounds, CQL2_J_ARRAY)) return NULL;
  for (const struct cql2_json *b = bounds->child; b; b = b->next) {
    struct cql2 *x = b->kind == CQL2_J_STRING ? cql2_bound_node(r, b->at, b->text) : from_json(r, b);
    if (!x) return NULL;
    cql2_list_add(r, &list, x);
  }
  return cql2_node(r, CQL2_INTERVAL, 0, j->at, &list);
}

static struct cql2 *from_box(struct cql2_reader *r, const struct cql2_json *j, const struct cql2_json *box) {
  double v[6] = {0};
  uint32_t n = 0;
  if (!wants(r, box, CQL2_J_ARRAY)) return NULL;
  for (const struct cql2_json *b = box->child; b && n < 6; b = b->next) {
    if (b->kind != CQL2_J_NUMBER) return cql2_fail(r, b->at, err_pick("se espera un número", "expected a number"));
    struct cql2 *number = cql2_number_node(r, b->at, false, b->text);
    if (!number) return NULL;
    r->n_nodes--; /* it is not kept */
    v[n++] = number->number;
  }
  return cql2_box_node(r, j->at, v, box->n);
}

static struct cql2 *from_text_member(struct cql2_reader *r, const struct cql2_json *j, const struct cql2_json *value,
                                     struct cql2 *(*make)(struct cql2_reader *, size_t, struct str)) {
  struct cql2 *c = wants(r, value, CQL2_J_STRING) ? make(r, value->at, value->text) : NULL;
  if (c) c->at = j->at;
  return c;
}

static struct cql2 *from_object(struct cql2_reader *r, const struct cql2_json *j) {
  static const char *const keys[] = {"op", "property", "date", "timestamp", "interval", "type", "bbox"};
  const struct cql2_json *found = NULL;
  size_t which = 0;
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    const struct cql2_json *m = member(j, keys[i]);
    if (!m || (found && strcmp(keys[which], "type") == 0)) continue; /* a geometry may have a bbox */
    if (found)
      return cql2_fail(
          r, m->at,
          err_pick("este objeto es dos cosas a la vez; deje una", "this object is two things at once; leave one"));
    found = m;
    which = i;
  }
  size_t from = j->at;
  if (!found)
    return cql2_fail(
        r, j->at,
        err_pick(
            "se espera un objeto con \"op\", \"property\", \"date\", \"timestamp\", \"interval\", \"bbox\" o \"type\"",
            "expected an object with \"op\", \"property\", \"date\", \"timestamp\", \"interval\", \"bbox\" or "
            "\"type\""));
  switch (which) {
  case 0: return from_operator(r, j, found);
  case 1: return from_text_member(r, j, found, cql2_property_node);
  case 2: return from_text_member(r, j, found, cql2_date_node);
  case 3: return from_text_member(r, j, found, cql2_timestamp_node);
  case 4: return from_interval(r, j, found);
  case 5: return cql2_geometry_node(r, j->at, &from, true);
  default: return from_box(r, j, found);
  }
}

static struct cql2 *from_array(struct cql2_reader *r, const struct cql2_json *j) {
  struct cql2_list list = {0};
  return add_all(r, j, &list) ? cql2_node(r, CQL2_ARRAY, 0, j->at, &list) : NULL;
}

static struct cql2 *from_json(struct cql2_reader *r, const struct cql2_json *j) {
  switch (j->kind) {
  case CQL2_J_OBJECT: return from_object(r, j);
  case CQL2_J_ARRAY: return from_array(r, j);
  case CQL2_J_STRING: return cql2_text_node(r, CQL2_TEXT, j->at, j->text);
  case CQL2_J_NUMBER: return cql2_number_node(r, j->at, false, j->text);
  case CQL2_J_TRUE: return cql2_boolean_node(r, j->at, true);
  case CQL2_J_FALSE: return cql2_boolean_node(r, j->at, false);
  case CQL2_J_NULL: break;
  }
  return cql2_fail(r, j->at,
                   err_pick("nada es igual a null; use {\"op\":\"isNull\",\"args\":[ … ]}",
                            "nothing equals null; use {\"op\":\"isNull\",\"args\":[ … ]}"));
}

bool cql2_read_json(struct arena *a, struct str json, struct cql2 **out, struct err *e) {
  struct cql2_reader r;
  if (!cql2_reader_init(&r, a, json, e)) return false;
  const struct cql2_json *j = cql2_json_parse(&r);
  struct cql2 *x = j ? from_json(&r, j) : NULL;
  if (!x || !cql2_is_condition(&r, x)) return false;
  *out = x;
  return true;
}
