/* How much goes from each source to each area: two passes for who is largest, one that parts every project both ways. */
#include "group_work.h"

struct sum {
  i128 minor;
  uint32_t projects, known;  /* known: of them, those of which an amount is */
  uint32_t last, last_known; /* project + 1 that was counted last */
};
/* The sources, or the areas. Its nodes: the largest, then the kinds from FLOW_OTHERS on. */
struct side {
  struct group_work w;
  struct group_table table;
  uint32_t *node; /* by slot; of slot 0 of the areas, FLOW_NO_AREA's */
  size_t own;     /* nodes that stand for one source or area */
  size_t nodes;
  struct sum *total; /* by node */
};
struct flowing {
  struct side source, area;
  struct sum *flow;   /* [source][area] */
  struct sum *single; /* the same, of projects with one source and one area: nearly all */
  struct group_both both;
};

static uint32_t kind_node(const struct side *s, enum flow_kind kind) { return (uint32_t)s->own + kind - FLOW_OTHERS; }
static enum flow_kind node_kind(const struct side *s, size_t node) {
  return node < s->own ? FLOW_ONE : (enum flow_kind)(node - s->own + FLOW_OTHERS);
}

/* ---- projects ---- */

/* `state`: where the project is, which tells the places in none of the areas apart. */
static uint32_t node_of(const struct side *s, uint32_t slot, uint32_t state) {
  if (slot == GROUP_UNALLOCATED) return kind_node(s, FLOW_UNALLOCATED);
  if (slot == GROUP_DIFFERENCE) return kind_node(s, FLOW_DIFFERENCE);
  return s->node[slot] + (slot == 0 && s->w.by == GROUP_AREA ? state : 0);
}

static void count(struct sum *s, uint32_t row, bool known) {
  if (s->last != row + 1) s->projects++;
  if (known && s->last_known != row + 1) s->known++;
  s->last = row + 1;
  if (known) s->last_known = row + 1;
}

static void add_nodes(struct side *s, const struct adding_project *p, uint32_t state) {
  for (size_t i = 0; i < s->w.n_parts; i++) {
    const struct group_part *one = &s->w.part[i];
    count(&s->total[node_of(s, one->slot, state)], p->row, group_both_known(p, one, one));
  }
}

static void add_project(struct flowing *x, const struct adding_project *p, uint32_t source, uint32_t area) {
  const struct group_work *from = &x->source.w, *to = &x->area.w;
  uint32_t state = to->v->project_flags[p->row] & SNAP_PLACE_MASK;
  group_spread_both(&x->both, p, source, area);
  for (size_t i = 0; i < from->n_parts; i++) {
    struct sum *row = &x->flow[node_of(&x->source, from->part[i].slot, state) * x->area.nodes];
    for (size_t k = 0; k < to->n_parts; k++) {
      struct sum *flow = &row[node_of(&x->area, to->part[k].slot, state)];
      count(flow, p->row, group_both_known(p, &from->part[i], &to->part[k]));
      flow->minor += x->both.minor[i * to->n_parts + k];
    }
  }
  add_nodes(&x->source, p, state);
  add_nodes(&x->area, p, state);
}

static void add_block(struct flowing *x, const struct adding_block *b) {
  const struct group_work *w = &x->area.w;
  uint32_t source[ADDING_BLOCK], place[ADDING_BLOCK];
  struct adding_project p = {0};
  group_whole_slots(&x->source.w, b, source);
  group_whole_slots(w, b, place);
  for (size_t i = 0; i < b->n; i++) {
    uint32_t area = place[i] == GROUP_SPLIT ? GROUP_SPLIT : w->area_slot[place[i]];
    if (source[i] == GROUP_SPLIT || area == GROUP_SPLIT) {
      adding_block_project(&x->source.w.adding, b, i, &p);
      add_project(x, &p, source[i], area);
      continue;
    }
    uint32_t node = node_of(&x->area, area, w->v->project_flags[b->row[i]] & SNAP_PLACE_MASK);
    struct sum *s = &x->single[x->source.node[source[i]] * x->area.nodes + node];
    s->projects++;
    s->known += b->kind[i] == ADDING_VALUE;
    s->minor += b->value[i];
  }
}

/* ---- the nodes ---- */

static bool make_side(struct side *s, const struct filter *f, struct arena *a, enum group_by by,
                      const struct group_options *o, size_t limit, struct err *e) {
  if (!group_by_with(f, a, by, o, &s->table, e)) return false;
  if (by == GROUP_SOURCE) group_work_begin(&s->w, f, by, STR(""), o->currency, NULL);
  else group_work_beside(&s->w, f, by, o->layer);
  size_t rows = 0;
  for (size_t i = 0; i < s->table.n; i++) rows += s->table.rows[i].row != SNAPSHOT_NONE; /* those come first */
  s->own = rows < limit ? rows : limit;
  s->nodes = s->own + FLOW_KINDS - FLOW_OTHERS;
  s->node = mem_alloc(s->w.slots * sizeof *s->node);
  for (uint32_t i = 1; i < s->w.slots; i++) s->node[i] = kind_node(s, FLOW_OTHERS);
  for (uint32_t i = 0; i < s->own; i++) s->node[s->table.rows[i].row + 1] = i;
  s->node[0] = kind_node(s, by == GROUP_SOURCE ? FLOW_NO_DATA : FLOW_NO_AREA);
  s->total = mem_calloc(s->nodes, sizeof *s->total);
  return true;
}

static void end_side(struct side *s) {
  group_work_end(&s->w);
  free(s->node);
  free(s->total);
}

static void merge(struct sum *to, const struct sum *from) {
  to->projects += from->projects;
  to->known += from->known;
  to->minor += from->minor;
}

/* The flows of those that have one, and what the nodes carry. */
static void add_singles(struct flowing *x) {
  for (size_t i = 0; i < x->source.nodes; i++)
    for (size_t k = 0; k < x->area.nodes; k++) {
      struct sum *flow = &x->flow[i * x->area.nodes + k], *single = &x->single[i * x->area.nodes + k];
      merge(flow, single);
      single->minor = flow->minor; /* the nodes have the projects of the others, not yet what flows */
      merge(&x->source.total[i], single);
      merge(&x->area.total[k], single);
    }
}

static struct flow flow_of(const struct sum *s) { return (struct flow){s->projects, s->projects - s->known, s->minor}; }

static void name_kind(const struct side *s, struct flow_node *out) {
  static const struct {
    const char *es, *en;
  } of_sources[FLOW_KINDS] = {[FLOW_OTHERS] = {"Otras fuentes", "Other sources"},
                              [FLOW_NO_DATA] = {"Sin dato de fuente", "No data on the source"},
                              [FLOW_UNALLOCATED] = {"Sin repartir entre fuentes", "Not allocated among sources"},
                              [FLOW_DIFFERENCE] = {"Diferencia del total con sus partes",
                                                   "Difference of the total from its parts"}},
    of_areas[FLOW_KINDS] = {
        [FLOW_OTHERS] = {"Otras áreas", "Other areas"},
        [FLOW_NO_AREA] = {"En el mapa, en ninguna de estas áreas", "On the map, in none of these areas"},
        [FLOW_UNALLOCATED] = {"Sin repartir entre áreas", "Not allocated among areas"}};
  if (s->w.by == GROUP_AREA && out->kind >= FLOW_NAMED && out->kind <= FLOW_UNKNOWN) {
    struct str code = str_from(snap_place_code((enum snap_place)(out->kind - FLOW_NO_AREA)));
    out->label_es = snapshot_label(s->w.snapshot, group_list(GROUP_PLACE), code, SNAP_ES);
    out->label_en = snapshot_label(s->w.snapshot, group_list(GROUP_PLACE), code, SNAP_EN);
  } else {
    out->label_es = str_from((s->w.by == GROUP_SOURCE ? of_sources : of_areas)[out->kind].es);
    out->label_en = str_from((s->w.by == GROUP_SOURCE ? of_sources : of_areas)[out->kind].en);
  }
}

/* The nodes that something goes through, and which they were. */
static const struct flow_node *collect_nodes(const struct side *s, struct arena *a, size_t *at, size_t *n) {
  struct flow_node *out = arena_alloc(a, (s->nodes + 1) * sizeof *out);
  size_t rows = 0;
  for (size_t i = 0; i < s->table.n; i++) rows += s->table.rows[i].row != SNAPSHOT_NONE;
  *n = 0;
  for (size_t i = 0; i < s->nodes; i++) {
    if (!s->total[i].projects) continue;
    struct flow_node node = {.kind = node_kind(s, i), .row = SNAPSHOT_NONE, .total = flow_of(&s->total[i])};
    if (node.kind == FLOW_ONE) {
      const struct group_row *row = &s->table.rows[i];
      node = (struct flow_node){FLOW_ONE, row->code, row->label_es, row->label_en, row->row, 1, node.total};
    } else {
      name_kind(s, &node);
    }
    if (node.kind == FLOW_OTHERS) node.members = (uint32_t)(rows - s->own);
    at[*n] = i;
    out[(*n)++] = node;
  }
  return out;
}

/* What a side says of itself when it is asked alone. */
static bool side_closes(const struct side *s) {
  i128 rows = 0;
  for (size_t i = 0; i < s->nodes; i++) {
    if (node_kind(s, i) != FLOW_UNALLOCATED && node_kind(s, i) != FLOW_DIFFERENCE) rows += s->total[i].minor;
    if (i < s->own && s->total[i].minor != s->table.rows[i].m.attributed_minor) return false;
  }
  return rows == s->table.attributed && s->total[kind_node(s, FLOW_UNALLOCATED)].minor == s->table.unallocated &&
         s->total[kind_node(s, FLOW_DIFFERENCE)].minor == s->table.difference &&
         rows + s->table.unallocated + s->table.difference == s->table.total.full_minor;
}

static void collect(const struct flowing *x, struct arena *a, struct flows *out) {
  size_t *source = mem_alloc(x->source.nodes * sizeof *source), *area = mem_alloc(x->area.nodes * sizeof *area);
  out->sources = collect_nodes(&x->source, a, source, &out->n_sources);
  out->areas = collect_nodes(&x->area, a, area, &out->n_areas);
  struct flow *flow = arena_alloc(a, (out->n_sources * out->n_areas + 1) * sizeof *flow);
  for (size_t i = 0; i < out->n_sources; i++)
    for (size_t k = 0; k < out->n_areas; k++)
      flow[i * out->n_areas + k] = flow_of(&x->flow[source[i] * x->area.nodes + area[k]]);
  out->flow = flow;
  out->total = x->source.table.total;
  out->closes = side_closes(&x->source) && side_closes(&x->area);
  free(source);
  free(area);
}

static void flow_all(struct flowing *x, const struct filter *f, struct arena *a, struct flows *out) {
  size_t flows = x->source.nodes * x->area.nodes;
  struct adding_block b;
  uint64_t at = 0;
  x->flow = mem_calloc(flows, sizeof *x->flow);
  x->single = mem_calloc(flows, sizeof *x->single);
  while (adding_next(&x->source.w.adding, filter_project_bits(f), &at, &b)) add_block(x, &b);
  add_singles(x);
  collect(x, a, out);
  free(x->flow);
  free(x->single);
  free(x->both.minor);
}

bool group_flows(const struct filter *f, struct arena *a, struct str layer, struct str currency, size_t limit,
                 struct flows *out, struct err *e) {
  struct flowing x = {.both = {&x.source.w, &x.area.w, NULL, 0}};
  const struct group_options o = {.layer = layer, .currency = currency};
  *out = (struct flows){.currency = currency.n ? currency : STR("COP")};
  bool ok =
      make_side(&x.source, f, a, GROUP_SOURCE, &o, limit, e) && make_side(&x.area, f, a, GROUP_AREA, &o, limit, e);
  if (ok) flow_all(&x, f, a, out);
  end_side(&x.source);
  end_side(&x.area);
  return ok;
}
