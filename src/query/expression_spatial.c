/* Spatial relations: the item's geometry and a literal in either order, or two literals. */
#include "expression_internal.h"

struct relation {
  enum cql2_spatial op;
  bool flip;
  const struct cql2 *at; /* the literal */
  struct str text;
};

static bool has_geometry(struct evaluation *x, const void *data, uint32_t row) {
  (void)data;
  return column_has_geometry(x->v, x->subject, row);
}

static bool narrow_relation(struct evaluation *x, const struct expression *n, uint64_t *bits, struct err *e) {
  const struct relation *r = n->data;
  if (!expression_rows(x, bits, has_geometry, NULL, 65536, e)) return false;
  uint64_t *found = bits_none(x->n);
  bool ok = spatial_select(x->s, x->subject, r->op, r->flip, r->at->geometry, bits, found, x->budget, e);
  if (ok) expression_keep(x, bits, found, n->negated);
  else if (e->kind == ERR_INPUT || e->kind == ERR_GEOM) refuse_at(&(struct compiler){.text = r->text}, r->at, e);
  free(found);
  return ok;
}

/* A geometry and itself: equal, within, containing and meeting wherever there is one. */
static struct expression *with_itself(struct compiler *c, const struct value *v, enum cql2_spatial op, bool negated) {
  bool holds = op == CQL2_S_INTERSECTS || op == CQL2_S_EQUALS || op == CQL2_S_WITHIN || op == CQL2_S_CONTAINS;
  if (holds == negated) return expression_constant(c->a, false);
  return compile_test(c, &(struct value_test){.kind = TEST_NULL, .a = v}, true);
}

bool compile_spatial(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  struct value *side[2];
  for (unsigned k = 0; k < 2; k++) {
    if (!compile_value(c, at->arg[k], &side[k], e)) return false;
    if (side[k]->type == VALUE_GEOMETRY) continue;
    err_set(e, ERR_INPUT,
            err_pick("aquí se espera geometry o una geometría como POINT(-75.5 10.4)",
                     "geometry is expected here, or a geometry like POINT(-75.5 10.4)"));
    return refuse_at(c, side[k]->at, e);
  }
  enum cql2_spatial op = (enum cql2_spatial)at->op;
  if (side[0]->q && side[1]->q) {
    *out = with_itself(c, side[0], op, negated);
    return true;
  }
  if (side[0]->q || side[1]->q) {
    struct relation *r = arena_alloc(c->a, sizeof *r);
    *r = (struct relation){op, !side[0]->q, side[0]->q ? at->arg[1] : at->arg[0], c->text};
    *out = expression_test(c->a, narrow_relation, r, COST_SPATIAL, negated);
    return true;
  }
  bool holds;
  if (!spatial_compare(at->arg[0]->geometry, op, at->arg[1]->geometry, &holds, e)) return refuse_at(c, at, e);
  *out = expression_constant(c->a, holds != negated);
  return true;
}
