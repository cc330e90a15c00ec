/* An R*Tree filled at once. SQLite's insertion finds each box its place at some 10 us a box; here the boxes are put in the
 * order of a Hilbert curve and packed into full nodes from the leaves up (I. Kamel, C. Faloutsos, "On Packing R-trees", CIKM
 * 1993), which takes a tenth of that and gives a tighter tree.
 *
 * The shadow tables, from the comment at the head of SQLite's ext/rtree/rtree.c and section 5 of sqlite.org/rtree.html:
 *   X_node (nodeno, data): the root is node 1. data has one size in all nodes, numbers are big-endian: depth of the tree (2
 *     bytes, in the root only; 0: the root is a leaf), number of cells (2), cells, zeros. A cell is 8 bytes, in a leaf the row's
 *     id, else the child's number, and 32-bit floats xmin, xmax, ymin, ymax. At most 51 cells.
 *   X_rowid (rowid, nodeno): the leaf of every row.  X_parent (nodeno, parentnode): the parent of every node but the root. */
#include "store/db_internal.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "core/mem.h"

enum { HEAD = 4, CELL = 24, MAX_CELLS = 51, ROOT = 1, CURVE_BITS = 16 };

struct entry {
  int64_t id;                   /* of a row; above the leaves, of a node */
  float xmin, xmax, ymin, ymax; /* as a cell has them */
};

struct packer {
  struct db *d;
  const struct db_rtree *t;
  struct entry *rows; /* in the order of their ids, then in the order of the curve, then level upon level */
  size_t n;
  size_t node_size, fanout;
  uint8_t node[HEAD + MAX_CELLS * CELL]; /* the one being written */
};

/* ---- boxes of the rows ---- */

/* Stored boxes must hold the true ones: round outwards. */
static float round_down(double v) {
  float f = (float)v;
  return (double)f > v ? nextafterf(f, -FLT_MAX) : f;
}
static float round_up(double v) {
  float f = (float)v;
  return (double)f < v ? nextafterf(f, FLT_MAX) : f;
}

static uint64_t read_bytes(const uint8_t *p, int n, bool little) {
  uint64_t v = 0;
  for (int i = 0; i < n; i++) v = v << 8 | p[little ? n - 1 - i : i];
  return v;
}
static double read_double(const uint8_t *p, bool little) {
  uint64_t bits = read_bytes(p, 8, little);
  double v;
  memcpy(&v, &bits, sizeof v);
  return v;
}

/* The head of SpatiaLite's BLOB (gaia-gis.it/gaia-sins/BLOB-Geometry.html): 0, byte order (1: little), SRID, the bounds as four
 * doubles, 0x7c, the type; its last byte is 0xfe. False unless it is of that type and SRID. */
static bool read_box(const uint8_t *p, size_t n, uint32_t type, uint32_t srid, struct entry *x) {
  if (n < 45 || p[0] != 0 || p[1] > 1 || p[38] != 0x7c || p[n - 1] != 0xfe) return false;
  bool little = p[1] == 1;
  if (read_bytes(p + 2, 4, little) != srid || read_bytes(p + 39, 4, little) != type) return false;
  double xmin = read_double(p + 6, little), ymin = read_double(p + 14, little);
  double xmax = read_double(p + 22, little), ymax = read_double(p + 30, little);
  x->xmin = round_down(xmin), x->xmax = round_up(xmax);
  x->ymin = round_down(ymin), x->ymax = round_up(ymax);
  return xmin <= xmax && ymin <= ymax; /* not for NaN */
}

static bool read_rows(struct packer *k, uint32_t type, uint32_t srid, struct err *e) {
  struct db_stmt *s;
  bool row;
  void *list = NULL;
  size_t cap = 0;
  if (!db_prepare(k->d, k->t->rows, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    size_t size;
    const void *blob = db_col_blob(s, 1, &size);
    if (k->n == cap) mem_grow(&list, &cap, k->n + 1, sizeof *k->rows);
    k->rows = list;
    struct entry *x = &k->rows[k->n++];
    x->id = db_col_int(s, 0);
    if (!read_box(blob, size, type, srid, x))
      return err_set(e, ERR_BUG, "%s: the geometry of row %lld of %s is of another type", k->d->path, (long long)x->id,
                     k->t->name);
  }
}

/* What the column holds, and how large a node is. */
static bool read_kind(struct packer *k, uint32_t *type, uint32_t *srid, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(k->d, k->t->kind, &s, e)) return false;
  db_stmt_begin(s);
  if (!db_step(s, &row, e)) return false;
  *type = row ? (uint32_t)db_col_int(s, 0) : 0;
  *srid = row ? (uint32_t)db_col_int(s, 1) : 0;
  k->node_size = row ? (size_t)db_col_int(s, 2) : 0;
  db_stmt_begin(s);
  k->fanout = k->node_size > HEAD ? (k->node_size - HEAD) / CELL : 0;
  if (k->fanout < 2 || k->node_size > sizeof k->node) {
    err_set(e, ERR_DB,
            err_pick("%s: el índice espacial de %s está dañado; restaure una copia del almacén",
                     "%s: the spatial index of %s is damaged; put back a copy of the store"),
            k->d->path, k->t->name);
    return false;
  }
  return true;
}

/* ---- their order ---- */

/* Place on the Hilbert curve: at every scale the quadrant's number, and the quadrant turned upright. */
static uint32_t curve_place(uint32_t x, uint32_t y) {
  uint32_t place = 0;
  for (int bit = CURVE_BITS - 1; bit >= 0; bit--) {
    uint32_t right = x >> bit & 1, up = y >> bit & 1, low = (1u << bit) - 1;
    place = place << 2 | (right ? 3 ^ up : up);
    x &= low, y &= low;
    if (up) continue;
    uint32_t was = x;
    x = right ? low - y : y;
    y = right ? low - was : was;
  }
  return place;
}

static int compare_keys(const void *a, const void *b) {
  uint64_t p = *(const uint64_t *)a, q = *(const uint64_t *)b;
  return (p > q) - (p < q);
}

static struct entry bounds_of(const struct entry *list, size_t n) {
  struct entry b = {0, INFINITY, -INFINITY, INFINITY, -INFINITY};
  for (size_t i = 0; i < n; i++) {
    b.xmin = fminf(b.xmin, list[i].xmin), b.xmax = fmaxf(b.xmax, list[i].xmax);
    b.ymin = fminf(b.ymin, list[i].ymin), b.ymax = fmaxf(b.ymax, list[i].ymax);
  }
  return b;
}

static uint32_t scale(float low, float high, float from, float to) {
  double middle = (double)low / 2 + (double)high / 2, width = (double)to - (double)from;
  return width > 0 ? (uint32_t)((middle - (double)from) / width * ((1 << CURVE_BITS) - 1)) : 0;
}

/* keys[i]: place on the curve, and below it the number of the row. */
static uint64_t *sort_rows(const struct packer *k) {
  uint64_t *keys = mem_alloc((k->n + 1) * sizeof *keys);
  struct entry all = bounds_of(k->rows, k->n);
  for (size_t i = 0; i < k->n; i++) {
    const struct entry *x = &k->rows[i];
    keys[i] =
        (uint64_t)curve_place(scale(x->xmin, x->xmax, all.xmin, all.xmax), scale(x->ymin, x->ymax, all.ymin, all.ymax))
            << 32 |
        i;
  }
  qsort(keys, k->n, sizeof *keys, compare_keys);
  return keys;
}

/* ---- nodes ---- */

static void put_bytes(uint8_t *p, int n, uint64_t v) {
  for (int i = n - 1; i >= 0; i--, v >>= 8) p[i] = (uint8_t)v;
}
static void put_float(uint8_t *p, float f) {
  uint32_t bits;
  memcpy(&bits, &f, sizeof bits);
  put_bytes(p, 4, bits);
}

static bool put_pair(struct db *d, const char *sql, int64_t a, int64_t b, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, sql, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, a);
  db_bind_int(s, 2, b);
  return db_run(s, e);
}

static bool put_node(struct packer *k, int64_t number, unsigned depth, const struct entry *list, size_t n,
                     struct err *e) {
  struct db_stmt *s;
  memset(k->node, 0, k->node_size);
  put_bytes(k->node, 2, number == ROOT ? depth : 0);
  put_bytes(k->node + 2, 2, n);
  for (size_t i = 0; i < n; i++) {
    uint8_t *p = k->node + HEAD + i * CELL;
    put_bytes(p, 8, (uint64_t)list[i].id);
    put_float(p + 8, list[i].xmin), put_float(p + 12, list[i].xmax);
    put_float(p + 16, list[i].ymin), put_float(p + 20, list[i].ymax);
  }
  if (!db_prepare(k->d, k->t->put_node, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, number);
  db_bind_blob(s, 2, k->node, k->node_size);
  return db_run(s, e);
}

static int64_t leaf_number(const struct packer *k, size_t place) {
  return k->n <= k->fanout ? ROOT : (int64_t)(place / k->fanout) + ROOT + 1;
}

/* Each row's leaf, in the order of the ids, which is the order of the table. Turns k->rows into the order of the curve. */
static bool put_rows(struct packer *k, struct err *e) {
  uint64_t *keys = sort_rows(k);
  struct entry *sorted = mem_alloc((k->n + 1) * sizeof *sorted);
  int64_t *leaf = mem_alloc((k->n + 1) * sizeof *leaf);
  bool ok = true;
  for (size_t i = 0; i < k->n; i++) {
    size_t row = keys[i] & UINT32_MAX;
    sorted[i] = k->rows[row];
    leaf[row] = leaf_number(k, i);
  }
  for (size_t i = 0; i < k->n && ok; i++) ok = put_pair(k->d, k->t->put_row, k->rows[i].id, leaf[i], e);
  free(k->rows);
  k->rows = sorted;
  free(keys);
  free(leaf);
  return ok;
}

/* One level: every `fanout` entries become a node, and the list becomes the list of these nodes. */
static bool put_level(struct packer *k, size_t *n, unsigned depth, int64_t *next, struct err *e) {
  size_t nodes = *n > k->fanout ? (*n + k->fanout - 1) / k->fanout : 1;
  for (size_t i = 0; i < nodes; i++) {
    const struct entry *list = k->rows + i * k->fanout;
    size_t count = i + 1 < nodes ? k->fanout : *n - i * k->fanout;
    int64_t number = nodes == 1 ? ROOT : (*next)++;
    if (!put_node(k, number, depth, list, count, e)) return false;
    for (size_t c = 0; c < count && depth > 0; c++)
      if (!put_pair(k->d, k->t->put_parent, list[c].id, number, e)) return false;
    struct entry box = bounds_of(list, count);
    box.id = number;
    k->rows[i] = box;
  }
  *n = nodes;
  return true;
}

static bool put_tree(struct packer *k, struct err *e) {
  size_t n = k->n;
  int64_t next = ROOT + 1;
  if (!db_exec(k->d, k->t->clear, e) || !put_rows(k, e)) return false;
  for (unsigned depth = 0;; depth++) {
    bool root = n <= k->fanout;
    if (!put_level(k, &n, depth, &next, e)) return false;
    if (root) return true;
  }
}

bool db_rtree_fill(struct db *d, const struct db_rtree *t, struct err *e) {
  struct packer k = {.d = d, .t = t};
  uint32_t type, srid;
  bool ok = read_kind(&k, &type, &srid, e) && read_rows(&k, type, srid, e);
  if (ok) {
    /* Shadow tables are closed to SQL as a rule; only SQLite's own module writes them, and this. */
    sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    ok = put_tree(&k, e);
    sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  }
  free(k.rows);
  return ok;
}
