/* What two shapes have to do with each other: four facts, from which every predicate follows.
 *
 * Of the nine fields of DE-9IM (E. Clementini, P. Di Felice, 1993) these decide: do the interiors meet, and in how many
 * dimensions; does anything meet; is some of x outside of y; is some of y outside of x. (A border never leaves the other shape
 * without its interior.) */
#include "geo/predicate.h"
#include "predicate_internal.h"

struct relation {
  int inside; /* dimension of the interiors' intersection, -1: none */
  bool meet, x_leaves, y_leaves;
};

static int dimension_of(const struct predicate_shape *s) {
  return shape_has(s, EDGE_AREA) ? 2 : shape_has(s, EDGE_LINE) ? 1 : 0;
}

static bool holds(enum predicate op, const struct relation *r, int dx, int dy) {
  bool inside = r->inside >= 0;
  switch (op) {
  case PREDICATE_INTERSECTS: return r->meet;
  case PREDICATE_DISJOINT: return !r->meet;
  case PREDICATE_EQUALS: return inside && !r->x_leaves && !r->y_leaves;
  case PREDICATE_TOUCHES: return r->meet && !inside;
  case PREDICATE_WITHIN: return inside && !r->x_leaves;
  case PREDICATE_CONTAINS: return inside && !r->y_leaves;
  case PREDICATE_OVERLAPS: return dx == dy && r->inside == dx && r->x_leaves && r->y_leaves;
  case PREDICATE_CROSSES:
    if (dx != dy) return inside && (dx < dy ? r->x_leaves : r->y_leaves);
    return dx == 1 && r->inside == 0;
  }
  return false;
}

static bool gave_up(struct err *e) {
  return err_set(e, ERR_GEOM,
                 err_pick("la geometría no se puede comparar: sus líneas se cruzan en puntos que no se pueden "
                          "distinguir; use coordenadas con menos decimales",
                          "the geometry cannot be compared: its lines cross in points that cannot be told apart; use "
                          "coordinates with fewer decimals"));
}

/* Take what GEOS says of two parts. */
static bool ask_geos(GEOSContextHandle_t geos, const GEOSGeometry *x, const GEOSGeometry *y, struct relation *r,
                     struct err *e) {
  char *m = x && y ? GEOSRelate_r(geos, x, y) : NULL;
  if (!m) return gave_up(e);
  r->inside = m[0] == 'F' ? -1 : m[0] - '0';
  r->meet = m[0] != 'F' || m[1] != 'F' || m[3] != 'F' || m[4] != 'F';
  r->x_leaves = m[2] != 'F';
  r->y_leaves = m[6] != 'F';
  GEOSFree_r(geos, m);
  return true;
}

struct question {
  struct predicate_shape *x, *y;
  const struct predicate_walk *near; /* of y, in the box of x; NULL: none */
  bool only_meet;                    /* nothing else is asked */
  int64_t until_ns;
};

/* Whether a ring or line that meets no border lies in the area of another shape. */
static bool ring_is_inside(const struct predicate_shape *of, uint32_t ring, const struct predicate_shape *in,
                           const struct predicate_walk *near) {
  const struct edge *e = &of->edge[of->ring[ring]];
  if (near) return predicate_walk_is_inside(near, e->ax, e->ay);
  return predicate_locate(in, EDGE_AREA, e->ax, e->ay) == PREDICATE_INSIDE;
}

/* No borders meet: then every ring lies wholly inside or outside of the other's area. */
static struct relation areas_apart(const struct question *q) {
  const struct predicate_shape *x = q->x, *y = q->y;
  struct relation r = {.inside = -1};
  for (uint32_t i = 0; i < x->n_area_rings; i++) {
    bool in = ring_is_inside(x, i, y, q->near);
    if (in) r.y_leaves = true;
    else if (!x->is_hole[i]) r.x_leaves = true;
    if (in && !x->is_hole[i]) r.inside = 2;
  }
  for (uint32_t i = 0; i < y->n_area_rings; i++) {
    bool in = ring_is_inside(y, i, x, NULL);
    if (in) r.x_leaves = true;
    else if (!y->is_hole[i]) r.y_leaves = true;
    if (in && !y->is_hole[i]) r.inside = 2;
  }
  r.meet = r.inside == 2;
  return r;
}

/* No line meets a border of the area. */
static struct relation lines_apart(const struct predicate_shape *lines, const struct predicate_shape *area,
                                   const struct predicate_walk *near) {
  struct relation r = {.inside = -1, .y_leaves = true};
  for (uint32_t i = lines->n_area_rings; i < lines->n_rings; i++) {
    if (ring_is_inside(lines, i, area, near)) r.inside = 1;
    else r.x_leaves = true;
  }
  r.meet = r.inside == 1;
  return r;
}

static struct relation turned(struct relation r) {
  return (struct relation){.inside = r.inside, .meet = r.meet, .x_leaves = r.y_leaves, .y_leaves = r.x_leaves};
}

static const GEOSGeometry *part_of(struct predicate_shape *s, enum edge_kind k) {
  return k == EDGE_AREA ? predicate_areas(s) : s->lines;
}

/* Lines or areas of x against lines or areas of y. */
static bool relate_kinds(const struct question *q, enum edge_kind kx, enum edge_kind ky, struct relation *r,
                         struct err *e) {
  bool lines = kx == EDGE_LINE && ky == EDGE_LINE;
  struct predicate_look l = {.x = q->x,
                             .y = q->y,
                             .kx = kx,
                             .ky = ky,
                             .near = q->near,
                             .enough = q->only_meet ? MEET_TOUCH : MEET_CROSS,
                             .count = lines && !q->only_meet,
                             .until_ns = q->until_ns};
  *r = (struct relation){.inside = -1, .x_leaves = true, .y_leaves = true};
  if (!predicate_look(&l, e)) return false;
  if (l.count && l.meetings > PREDICATE_MAX_CROSSINGS)
    return err_set(e, ERR_LIMIT,
                   err_pick("las dos líneas se cruzan más de %d veces; use líneas más cortas",
                            "the two lines cross more than %d times; use shorter lines"),
                   PREDICATE_MAX_CROSSINGS);
  if (l.found == MEET_NOT) {
    if (kx == EDGE_AREA && ky == EDGE_AREA) *r = areas_apart(q);
    else if (ky == EDGE_AREA) *r = lines_apart(q->x, q->y, q->near);
    else if (kx == EDGE_AREA) *r = turned(lines_apart(q->y, q->x, NULL));
    return true;
  }
  r->meet = true;
  if (q->only_meet) return true;
  if (l.found == MEET_TOUCH || lines) return ask_geos(q->x->geos, part_of(q->x, kx), part_of(q->y, ky), r, e);
  r->inside = kx == EDGE_AREA && ky == EDGE_AREA ? 2 : 1; /* where two borders cross, all four corners are there */
  return true;
}

static void add_relation(struct relation *all, const struct relation *r) {
  if (r->inside > all->inside) all->inside = r->inside;
  all->meet |= r->meet;
}

/* The lines of x leave the areas of y, and they leave its lines: do they leave both together? */
static bool lines_leave(struct predicate_shape *x, struct predicate_shape *y, bool *leave, struct err *e) {
  GEOSGeometry *rest = GEOSDifference_r(x->geos, x->lines, predicate_areas(y));
  if (!rest) return gave_up(e);
  struct relation r = {0};
  bool ok = ask_geos(x->geos, rest, y->lines, &r, e);
  *leave = r.x_leaves;
  GEOSGeom_destroy_r(x->geos, rest);
  return ok;
}

/* Points of x against all of y: part of `all`; true if one of them is outside. */
static bool points_leave(const struct predicate_shape *x, const struct predicate_shape *y, struct relation *all) {
  bool leave = false;
  for (uint32_t i = x->first[EDGE_POINT]; i < x->first[EDGE_POINT + 1]; i++) {
    enum predicate_where w = predicate_locate_any(y, x->edge[i].ax, x->edge[i].ay);
    if (w == PREDICATE_OUTSIDE) leave = true;
    else add_relation(all, &(struct relation){.inside = w == PREDICATE_INSIDE ? 0 : -1, .meet = true});
  }
  return leave;
}

static bool relate(const struct question *q, struct relation *all, struct err *e) {
  static const enum edge_kind kinds[] = {EDGE_AREA, EDGE_LINE};
  struct relation r[2][2];
  *all = (struct relation){.inside = -1};
  for (int i = 0; i < 2; i++)
    for (int k = 0; k < 2; k++) {
      r[i][k] = (struct relation){.inside = -1, .x_leaves = true, .y_leaves = true};
      if (!shape_has(q->x, kinds[i]) || !shape_has(q->y, kinds[k])) continue;
      if (!relate_kinds(q, kinds[i], kinds[k], &r[i][k], e)) return false;
      add_relation(all, &r[i][k]);
    }
  if (q->only_meet && all->meet) return true;
  bool x_lines = shape_has(q->x, EDGE_LINE) && r[1][0].x_leaves && r[1][1].x_leaves;
  bool y_lines = shape_has(q->y, EDGE_LINE) && r[0][1].y_leaves && r[1][1].y_leaves;
  if (x_lines && r[1][0].meet && r[1][1].meet && !lines_leave(q->x, q->y, &x_lines, e)) return false;
  if (y_lines && r[0][1].meet && r[1][1].meet && !lines_leave(q->y, q->x, &y_lines, e)) return false;
  all->x_leaves = x_lines || (shape_has(q->x, EDGE_AREA) && r[0][0].x_leaves);
  all->y_leaves = y_lines || (shape_has(q->y, EDGE_AREA) && r[0][0].y_leaves);
  all->x_leaves |= points_leave(q->x, q->y, all);
  all->y_leaves |= points_leave(q->y, q->x, all);
  return true;
}

static bool ask(const struct question *q, struct relation *r, struct err *e) {
  *r = (struct relation){.inside = -1, .x_leaves = true, .y_leaves = true};
  if (!predicate_in_time(q->until_ns, e)) return false;
  return !bbox_intersects(&q->x->box, &q->y->box) || relate(q, r, e);
}

static bool is_about_meeting(enum predicate op) { return op == PREDICATE_INTERSECTS || op == PREDICATE_DISJOINT; }

bool predicate_holds(struct predicate_shape *x, enum predicate op, struct predicate_shape *y, int64_t until_ns,
                     bool *out, struct err *e) {
  struct question q = {.x = x, .y = y, .only_meet = is_about_meeting(op), .until_ns = until_ns};
  struct relation r;
  if (!ask(&q, &r, e)) return false;
  *out = holds(op, &r, dimension_of(x), dimension_of(y));
  return true;
}

/* The relation of something of dimension d to s, asked in either direction. */
static bool holds_turned(const struct predicate_shape *s, enum predicate op, bool flip, struct relation r, int d) {
  if (flip) r = turned(r);
  return flip ? holds(op, &r, dimension_of(s), d) : holds(op, &r, d, dimension_of(s));
}

bool predicate_walk_holds(const struct predicate_walk *w, enum predicate op, bool flip, struct predicate_shape *x,
                          int64_t until_ns, bool *out, struct err *e) {
  struct predicate_shape *y = predicate_walk_shape(w);
  struct question q = {.x = x, .y = y, .near = w, .only_meet = is_about_meeting(op), .until_ns = until_ns};
  struct relation r;
  if (!ask(&q, &r, e)) return false;
  *out = holds_turned(y, op, flip, r, dimension_of(x));
  return true;
}

bool predicate_holds_for_area(const struct predicate_shape *s, enum predicate op, bool flip,
                              enum predicate_where where) {
  bool in = where == PREDICATE_INSIDE;
  struct relation r = {.inside = in ? 2 : -1, .meet = in, .x_leaves = !in, .y_leaves = true};
  return holds_turned(s, op, flip, r, 2);
}

bool predicate_holds_at(const struct predicate_shape *s, enum predicate op, bool flip, enum predicate_where where) {
  bool one_point = s->first[EDGE_POINT] == 0 && s->first[EDGE_KINDS] == 1;
  struct relation r = {.inside = where == PREDICATE_INSIDE ? 0 : -1,
                       .meet = where != PREDICATE_OUTSIDE,
                       .x_leaves = where == PREDICATE_OUTSIDE,
                       .y_leaves = !one_point || where == PREDICATE_OUTSIDE};
  return holds_turned(s, op, flip, r, 0);
}
