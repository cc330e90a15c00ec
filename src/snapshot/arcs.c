#include "arcs.h"
#include <stdlib.h>
#include <string.h>
#include "core/mem.h"

/* ---- nodes: where two rings come together or part. Everywhere else all rings pass between the same two neighbours. */

struct passing {
  uint32_t low, high; /* of the first ring that passed; 0, 0: none has */
};

static uint8_t *find_nodes(const struct arcs *a, const uint32_t *vertex, const uint32_t *end, uint32_t n_rings) {
  struct passing *seen = mem_calloc(a->n_vertices, sizeof *seen);
  uint8_t *is_node = mem_calloc(a->n_vertices, 1);
  for (uint32_t r = 0, i = 0; r < n_rings; r++)
    for (uint32_t first = i; i < end[r]; i++) {
      uint32_t before = vertex[i > first ? i - 1 : end[r] - 1], after = vertex[i + 1 < end[r] ? i + 1 : first];
      struct passing p = before < after ? (struct passing){before, after} : (struct passing){after, before};
      struct passing *known = &seen[vertex[i]];
      if (known->low == known->high) *known = p;
      else if (known->low != p.low || known->high != p.high) is_node[vertex[i]] = 1;
    }
  free(seen);
  return is_node;
}

/* ---- arcs by their first two vertices */

struct table {
  uint64_t *key; /* first vertex << 32 | second, + 1; 0: free */
  uint32_t *arc;
  size_t mask;
};

static void table_init(struct table *t, size_t n) {
  size_t size = 16;
  while (size < 2 * n) size *= 2;
  t->key = mem_calloc(size, sizeof *t->key);
  t->arc = mem_alloc(size * sizeof *t->arc);
  t->mask = size - 1;
}

/* The slot of a key, or the free one where it belongs. */
static size_t table_slot(const struct table *t, uint64_t key) {
  size_t i = (size_t)((key ^ key >> 29) * UINT64_C(0x9E3779B97F4A7C15) >> 20) & t->mask;
  while (t->key[i] && t->key[i] != key) i = (i + 1) & t->mask;
  return i;
}

/* ---- cutting */

struct cutter {
  struct arcs *a;
  struct table table;
  const uint8_t *is_node;
  size_t n_vertex, cap_vertex, cap_first, cap_use;
  uint32_t n_use;
};

/* The way of n vertices starting at ring[from], wrapping around, as an arc: one that is there already, or a new one. An arc is
 * stored in the direction in which its first two vertices are the lower pair. */
static void use_way(struct cutter *c, const uint32_t *ring, uint32_t size, uint32_t from, uint32_t n) {
  struct arcs *a = c->a;
  uint64_t u = ring[from], v = ring[(from + 1) % size], y = ring[(from + n - 2) % size],
           z = ring[(from + n - 1) % size];
  uint64_t forwards = (u << 32 | v) + 1, backwards = (z << 32 | y) + 1;
  bool turned = backwards < forwards;
  size_t slot = table_slot(&c->table, turned ? backwards : forwards);
  if (!c->table.key[slot]) {
    mem_grow((void **)&a->vertex, &c->cap_vertex, c->n_vertex + n, sizeof *a->vertex);
    for (uint32_t i = 0; i < n; i++) a->vertex[c->n_vertex + i] = ring[(from + (turned ? n - 1 - i : i)) % size];
    c->n_vertex += n;
    c->table.key[slot] = turned ? backwards : forwards;
    c->table.arc[slot] = a->n++;
    mem_grow((void **)&a->first, &c->cap_first, a->n + 1, sizeof *a->first);
    a->first[a->n] = (uint32_t)c->n_vertex;
  }
  mem_grow((void **)&a->use, &c->cap_use, c->n_use + 1, sizeof *a->use);
  a->use[c->n_use++] = c->table.arc[slot] << 1 | turned;
}

/* Where to begin a ring: its first node, else its lowest vertex, for whoever else uses the same ring. */
static uint32_t start_of(const struct cutter *c, const uint32_t *ring, uint32_t size) {
  uint32_t lowest = 0;
  for (uint32_t i = 0; i < size; i++) {
    if (c->is_node[ring[i]]) return i;
    if (ring[i] < ring[lowest]) lowest = i;
  }
  return lowest;
}

static void cut_ring(struct cutter *c, const uint32_t *ring, uint32_t size) {
  uint32_t start = size ? start_of(c, ring, size) : 0;
  for (uint32_t i = 0, from = 0; i < size; i++) {
    if (i + 1 < size && !c->is_node[ring[(start + i + 1) % size]]) continue;
    use_way(c, ring, size, (start + from) % size, i + 2 - from);
    from = i + 1;
  }
}

void arcs_build(struct arcs *a, const struct snap_lonlat *point, const uint32_t *end, uint32_t n_rings) {
  uint32_t *vertex, *vertex_end;
  size_t ways = 0;
  *a = (struct arcs){.n_rings = n_rings, .ring_first = mem_calloc((size_t)n_rings + 1, sizeof *a->ring_first)};
  arcs_weld(a, point, end, n_rings, &vertex, &vertex_end);
  uint8_t *is_node = find_nodes(a, vertex, vertex_end, n_rings);
  for (uint32_t i = 0; n_rings && i < vertex_end[n_rings - 1]; i++) ways += is_node[vertex[i]];
  struct cutter c = {.a = a, .is_node = is_node};
  table_init(&c.table, ways + n_rings);
  mem_grow((void **)&a->first, &c.cap_first, 1, sizeof *a->first);
  a->first[0] = 0;
  for (uint32_t r = 0; r < n_rings; r++) {
    uint32_t first = r ? vertex_end[r - 1] : 0;
    cut_ring(&c, vertex + first, vertex_end[r] - first);
    a->ring_first[r + 1] = c.n_use;
  }
  free(c.table.key);
  free(c.table.arc);
  free(is_node);
  free(vertex);
  free(vertex_end);
}

void arcs_free(struct arcs *a) {
  free(a->at);
  free(a->vertex);
  free(a->first);
  free(a->use);
  free(a->ring_first);
}
