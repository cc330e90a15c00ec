/* How much goes from each source to each area: two passes for who is largest, one that parts every project both ways. */
#include "group_work.h"

struct part {
  uint32_t slot, node;
  i128 minor;
};
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
  struct part *part; /* of one project, each slot once */
  size_t n, cap;
};
struct flowing {
  struct side source, area;
  struct sum *flow;            /* [source][area] */
  struct sum *single;          /* the same, of projects with one source and one area: nearly all */
  i128 *left, *weight, *share; /* by area of one project */
  size_t cap_left, cap_weight, cap_share;
};

static uint32_t kind_node(const struct side *s, enum flow_kind kind) { return (uint32_t)s->own + kind - FLOW_OTHERS; }
static enum flow_kind node_kind(const struct side *s, size_t node) {
  return node < s->own ? FLOW_ONE : (enum flow_kind)(node - s->own + FLOW_OTHERS);
}

/* ---- what a project has of one side ---- */

static int by_slot(const void *x, const void *y) {
  uint32_t a = ((const struct part *)x)->slot, b = ((const struct part *)y)->slot;
  return a < b ? -1 : a > b;
}

enum { FEW = 16 };

/* Most projects have two or three. */
static void sort_parts(struct part *part, size_t n) {
  if (n > FEW) {
    qsort(part, n, sizeof *part, by_slot);
    return;
  }
  for (size_t i = 1; i < n; i++) {
    struct part one = part[i];
    size_t k = i;
    for (; k > 0 && part[k - 1].slot > one.slot; k--) part[k] = part[k - 1];
    part[k] = one;
  }
}

static void add_part(struct side *s, uint32_t slot, uint32_t node, i128 minor) {
  s->part[s->n++] = (struct part){slot, node, minor};
}

/* By slot, whose order is that of the codes, so that the order in which a project names them changes nothing. */
static void merge_parts(struct side *s) {
  size_t kept = 0;
  sort_parts(s->part, s->n);
  for (size_t i = 0; i < s->n; i++) {
    if (kept && s->part[kept - 1].slot == s->part[i].slot) s->part[kept - 1].minor += s->part[i].minor;
    else s->part[kept++] = s->part[i];
  }
  s->n = kept;
}

enum { SLOT_UNALLOCATED = UINT32_MAX - 1, SLOT_DIFFERENCE = UINT32_MAX };

/* `place`: what is added to the node of slot 0. */
static void find_parts(struct side *s, const struct adding_project *p, uint32_t place) {
  struct group_work *w = &s->w;
  group_spread(w, p);
  s->n = 0;
  if (s->cap < w->n_parts + 2) mem_grow((void **)&s->part, &s->cap, w->n_parts + 2, sizeof *s->part);
  for (size_t i = 0; i < w->n_parts; i++) {
    uint32_t slot = w->part[i].slot;
    add_part(s, slot, s->node[slot] + (slot ? 0 : place), w->part[i].minor);
  }
  merge_parts(s);
  if (p->kind != ADDING_VALUE) return;
  if (w->is_unallocated) add_part(s, SLOT_UNALLOCATED, kind_node(s, FLOW_UNALLOCATED), w->unallocated);
  if (w->is_difference) add_part(s, SLOT_DIFFERENCE, kind_node(s, FLOW_DIFFERENCE), w->difference);
}

/* ---- both at once ---- */

static void count(struct sum *s, uint32_t row, bool known) {
  if (s->last != row + 1) s->projects++;
  if (known && s->last_known != row + 1) s->known++;
  s->last = row + 1;
  if (known) s->last_known = row + 1;
}

static bool has_both_signs(const struct side *s) {
  bool negative = false, positive = false;
  for (size_t i = 0; i < s->n; i++) {
    negative |= s->part[i].minor < 0;
    positive |= s->part[i].minor > 0;
  }
  return negative && positive;
}

static i128 magnitude(i128 x) { return x < 0 ? -x : x; }

/* What the areas of one project still lack. Of parts that cancel out nothing falls anywhere: then nobody knows where they go. */
static void begin_shares(struct flowing *x, bool cancels) {
  struct side *area = &x->area;
  if (cancels && area->part[area->n - 1].slot != SLOT_UNALLOCATED) /* there is room for it */
    add_part(area, SLOT_UNALLOCATED, kind_node(area, FLOW_UNALLOCATED), 0);
  mem_grow((void **)&x->left, &x->cap_left, area->n, sizeof *x->left);
  mem_grow((void **)&x->weight, &x->cap_weight, area->n, sizeof *x->weight);
  mem_grow((void **)&x->share, &x->cap_share, area->n, sizeof *x->share);
  for (size_t k = 0; k < area->n; k++) {
    x->left[k] = area->part[k].minor;
    x->weight[k] = magnitude(area->part[k].minor);
  }
}

/* What one source gives to each area, into share[]. */
static void share_one(struct flowing *x, i128 minor, bool both_signs) {
  size_t n = x->area.n;
  bool any = false;
  for (size_t k = 0; k < n; k++) {
    if (!both_signs) x->weight[k] = magnitude(x->left[k]);
    any |= x->weight[k] > 0;
    x->share[k] = 0;
  }
  if (any && minor) decimal_split(minor, x->weight, n, x->share);
  else x->share[n - 1] = minor;
  for (size_t k = 0; k < n; k++) x->left[k] -= x->share[k];
}

static void add_flow(struct flowing *x, const struct adding_project *p, const struct part *from, const struct part *to,
                     i128 minor) {
  struct sum *s = &x->flow[from->node * x->area.nodes + to->node];
  count(s, p->row, p->kind == ADDING_VALUE && (p->value == 0 || (from->minor && to->minor)));
  s->minor += minor;
}

static void add_nodes(struct side *s, const struct adding_project *p) {
  for (size_t i = 0; i < s->n; i++)
    count(&s->total[s->part[i].node], p->row, p->kind == ADDING_VALUE && (p->value == 0 || s->part[i].minor));
}

/* `whole`: the slot of the area that all falls on, if it is one. */
static void add_project(struct flowing *x, const struct adding_project *p, uint32_t whole) {
  struct side *source = &x->source, *area = &x->area;
  uint32_t place = area->w.v->project_flags[p->row] & SNAP_PLACE_MASK;
  find_parts(source, p, 0);
  if (whole == GROUP_SPLIT) find_parts(area, p, place);
  else area->part[0] = (struct part){whole, area->node[whole] + (whole ? 0 : place), p->value}, area->n = 1;
  bool splits = source->n > 1 && area->n > 1, both_signs = splits && has_both_signs(source);
  if (splits) begin_shares(x, both_signs && p->value == 0);
  for (size_t i = 0; i < source->n; i++) {
    const struct part *from = &source->part[i];
    if (splits && i + 1 < source->n) share_one(x, from->minor, both_signs);
    for (size_t k = 0; k < area->n; k++)
      add_flow(x, p, from, &area->part[k],
               !splits ? (source->n > 1 ? from->minor : area->part[k].minor)
                       : (i + 1 < source->n ? x->share[k] : x->left[k]));
  }
  add_nodes(source, p);
  add_nodes(area, p);
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
      add_project(x, &p, area);
      continue;
    }
    uint32_t node = x->area.node[area] + (area ? 0 : w->v->project_flags[b->row[i]] & SNAP_PLACE_MASK);
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
  mem_grow((void **)&s->part, &s->cap, FEW, sizeof *s->part);
  return true;
}

static void end_side(struct side *s) {
  group_work_end(&s->w);
  free(s->node);
  free(s->total);
  free(s->part);
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
  free(x->left);
  free(x->weight);
  free(x->share);
}

bool group_flows(const struct filter *f, struct arena *a, struct str layer, struct str currency, size_t limit,
                 struct flows *out, struct err *e) {
  struct flowing x = {.cap_left = 0};
  const struct group_options o = {.layer = layer, .currency = currency};
  *out = (struct flows){.currency = currency.n ? currency : STR("COP")};
  bool ok =
      make_side(&x.source, f, a, GROUP_SOURCE, &o, limit, e) && make_side(&x.area, f, a, GROUP_AREA, &o, limit, e);
  if (ok) flow_all(&x, f, a, out);
  end_side(&x.source);
  end_side(&x.area);
  return ok;
}
