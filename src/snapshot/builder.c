#define _GNU_SOURCE /* qsort_r */
#include "builder.h"
#include <stdlib.h>
#include <string.h>
#include "core/mem.h"

enum { REF_MAX_LENGTH = (1 << (64 - SNAP_REF_BITS)) - 1 };

snap_ref builder_text(struct builder *b, struct str s) {
  if (s.n == 0) return 0;
  if (s.n > REF_MAX_LENGTH) {
    b->text_too_long = true;
    return 0;
  }
  mem_grow((void **)&b->text, &b->text_cap, b->text_len + s.n, 1);
  memcpy(b->text + b->text_len, s.p, s.n);
  snap_ref r = (uint64_t)s.n << SNAP_REF_BITS | b->text_len;
  b->text_len += s.n;
  return r;
}

struct str builder_str(const struct builder *b, snap_ref r) {
  return (struct str){b->text + (r & ((UINT64_C(1) << SNAP_REF_BITS) - 1)), (size_t)(r >> SNAP_REF_BITS)};
}

snap_ref builder_column(struct builder *b, struct db_stmt *s, int column) {
  return builder_text(b, db_col_str(s, column));
}

uint16_t builder_code_of(struct builder *b, struct str text) {
  return text.n ? (uint16_t)lexicon_add(b, &b->codes, text) : 0;
}

uint16_t builder_code(struct builder *b, struct db_stmt *s, int column) {
  return builder_code_of(b, db_col_str(s, column));
}

uint32_t builder_date(struct builder *b, struct db_stmt *s, int column) {
  struct str text = db_col_str(s, column);
  return text.n ? lexicon_add(b, &b->dates, text) : 0;
}

uint32_t builder_term(struct builder *b, struct db_stmt *s, int column) {
  struct str text = db_col_str(s, column);
  return text.n ? lexicon_add(b, &b->terms, text) : 0;
}

void id_map_add(struct id_map *m, int64_t id) {
  mem_grow((void **)&m->id, &m->cap, m->n + 1, sizeof *m->id);
  m->id[m->n++] = id;
}

uint32_t id_map_position(struct id_map *m, int64_t id) {
  size_t at = m->hint;
  if (at > 0 && m->id[at - 1] == id) at--; /* several in a row ask for the same */
  if (at >= m->n || m->id[at] != id) {
    size_t low = 0, high = m->n;
    while (low < high) {
      size_t mid = low + (high - low) / 2;
      if (m->id[mid] < id) low = mid + 1;
      else high = mid;
    }
    if (low == m->n || m->id[low] != id) return SNAPSHOT_NONE;
    at = low;
  }
  m->hint = at + 1;
  return (uint32_t)at;
}

uint32_t id_map_row(struct id_map *m, int64_t id) {
  uint32_t at = id_map_position(m, id);
  return at != SNAPSHOT_NONE && m->row ? m->row[at] : at;
}

uint32_t builder_row(struct id_map *m, struct db_stmt *s, int column) {
  int64_t id = db_col_int(s, column); /* ids begin at 1: a NULL, read as 0, is not there */
  return id ? id_map_row(m, id) : SNAPSHOT_NONE;
}

uint32_t builder_batch_document(const struct builder *b, uint32_t batch) {
  const struct snap_rec_batch *batches = b->out[SNAP_SEC_batch].data;
  return batch == SNAPSHOT_NONE ? SNAPSHOT_NONE : batches[batch].document;
}

void id_map_free(struct id_map *m) {
  free(m->id);
  free(m->row);
}

struct sort_code {
  uint64_t prefix;
  snap_ref ref;
  uint32_t position;
};
struct sort_context {
  const struct builder *b;
};

static int compare_codes(const void *x, const void *y, void *context) {
  const struct sort_code *a = x, *c = y;
  if (a->prefix != c->prefix) return a->prefix < c->prefix ? -1 : 1;
  const struct sort_context *k = context;
  return str_cmp(builder_str(k->b, a->ref), builder_str(k->b, c->ref));
}

/* The first eight bytes as a number in their order: most comparisons end here. */
static uint64_t prefix_of(struct str s) {
  unsigned char p[8] = {0};
  uint64_t v;
  memcpy(p, s.p, s.n < 8 ? s.n : 8);
  memcpy(&v, p, 8);
  return __builtin_bswap64(v);
}

void builder_sort_codes(const struct builder *b, struct id_map *m, const void *refs, size_t stride, uint32_t **order) {
  struct sort_code *codes = mem_alloc(m->n * sizeof *codes);
  struct sort_context context = {b};
  bool sorted = true;
  for (size_t i = 0; i < m->n; i++) {
    memcpy(&codes[i].ref, (const char *)refs + i * stride, sizeof codes[i].ref);
    codes[i].prefix = prefix_of(builder_str(b, codes[i].ref));
    codes[i].position = (uint32_t)i;
    sorted = sorted && (i == 0 || compare_codes(&codes[i - 1], &codes[i], &context) < 0);
  }
  *order = NULL;
  if (!sorted) {
    qsort_r(codes, m->n, sizeof *codes, compare_codes, &context);
    *order = mem_alloc(m->n * sizeof **order);
    m->row = mem_alloc(m->n * sizeof *m->row);
    for (size_t row = 0; row < m->n; row++) {
      (*order)[row] = codes[row].position;
      m->row[codes[row].position] = (uint32_t)row;
    }
  }
  free(codes);
}

void builder_ids(struct builder *b, enum snap_section s, const struct id_map *m) {
  int64_t *id = builder_zeros(b, s, m->n);
  for (size_t i = 0; i < m->n; i++) id[m->row ? m->row[i] : i] = m->id[i];
}

uint32_t builder_find(const struct builder *b, const void *refs, size_t stride, size_t n, struct str code) {
  size_t low = 0, high = n;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    snap_ref r;
    memcpy(&r, (const char *)refs + mid * stride, sizeof r);
    int c = str_cmp(builder_str(b, r), code);
    if (c == 0) return (uint32_t)mid;
    if (c < 0) low = mid + 1;
    else high = mid;
  }
  return SNAPSHOT_NONE;
}

void builder_permute(void *array, size_t n, size_t size, const uint32_t *order) {
  if (!order || n == 0) return;
  char *copy = mem_alloc(n * size), *to = array;
  memcpy(copy, array, n * size);
  for (size_t i = 0; i < n; i++) memcpy(to + i * size, copy + order[i] * size, size);
  free(copy);
}

void builder_set(struct builder *b, enum snap_section s, void *data, size_t count) {
  b->out[s] = (struct snap_out){data, count};
}

void *builder_append(struct builder *b, enum snap_section s) {
  struct snap_out *o = &b->out[s];
  size_t size = snapshot_element_size(s);
  mem_grow(&o->data, &b->cap[s], o->count + 1, size);
  return memset((char *)o->data + o->count++ * size, 0, size);
}

void *builder_last(struct builder *b, enum snap_section s) {
  struct snap_out *o = &b->out[s];
  return (char *)o->data + (o->count - 1) * snapshot_element_size(s);
}

void *builder_zeros(struct builder *b, enum snap_section s, size_t n) {
  void *p = mem_calloc(n, snapshot_element_size(s));
  builder_set(b, s, p, n);
  return p;
}

static bool is_ascending(const uint32_t *owner, size_t n) {
  for (size_t i = 1; i < n; i++)
    if (owner[i - 1] > owner[i]) return false;
  return true;
}

/* The section's n elements in the order of their owners, whose slices are known. Takes `data`. */
static void put_in_order(struct builder *b, enum snap_section s, void *data, size_t n, const uint32_t *owner,
                         const uint32_t *first, size_t owners) {
  if (!is_ascending(owner, n)) {
    size_t size = snapshot_element_size(s);
    char *sorted = mem_alloc(n * size);
    uint32_t *next = mem_alloc(owners * sizeof *next);
    memcpy(next, first, owners * sizeof *next);
    for (size_t i = 0; i < n; i++) memcpy(sorted + next[owner[i]]++ * size, (char *)data + i * size, size);
    free(next);
    free(data);
    data = sorted;
  }
  builder_set(b, s, data, n);
}

void builder_slices(struct builder *b, enum snap_section first_section, enum snap_section s, void *data, size_t n,
                    const uint32_t *owner, size_t owners) {
  if (n == 0) {
    free(data);
    return;
  }
  uint32_t *first = builder_zeros(b, first_section, owners + 1);
  for (size_t i = 0; i < n; i++) first[owner[i] + 1]++;
  for (size_t i = 0; i < owners; i++) first[i + 1] += first[i];
  put_in_order(b, s, data, n, owner, first, owners);
}

bool builder_read(struct builder *b, const char *sql, builder_reader *read, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e)) {
    if (!row) return true;
    if (!read(b, s, e)) return false;
  }
  return false;
}

bool builder_read_owned(struct builder *b, const char *sql, const struct owned *o, struct err *e) {
  struct snap_out *out = &b->out[o->section];
  uint32_t *owner = NULL;
  size_t cap = 0;
  struct db_stmt *s;
  bool row, ok;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while ((ok = db_step(s, &row, e)) && row) {
    uint32_t at = builder_row(o->owners, s, 0);
    if (at == SNAPSHOT_NONE) continue;
    void *element = builder_append(b, o->section);
    if (o->beside) builder_append(b, o->beside);
    mem_grow((void **)&owner, &cap, out->count, sizeof *owner);
    owner[out->count - 1] = at;
    enum owned_row became = o->read(b, s, at, element, e);
    if (became == ROW_LEFT_OUT) out->count--;
    if (became == ROW_LEFT_OUT && o->beside) b->out[o->beside].count--;
    if (became == ROW_BAD) break;
  }
  struct snap_out all = *out;
  builder_set(b, o->section, NULL, 0);
  if (owner) {
    builder_slices(b, o->first, o->section, all.data, all.count, owner, o->owners->n);
    if (o->beside && all.count)
      put_in_order(b, o->beside, b->out[o->beside].data, all.count, owner, b->out[o->first].data, o->owners->n);
  }
  free(owner);
  return ok && !row;
}

struct snap_view builder_view(const struct builder *b) {
  struct snap_view v;
#define VIEW(name, type)                                                                                               \
  v.name = b->out[SNAP_SEC_##name].data;                                                                               \
  v.n_##name = b->out[SNAP_SEC_##name].count;
  SNAP_SECTION_LIST(VIEW)
#undef VIEW
  return v;
}

bool builder_count(struct builder *b, const char *sql, size_t *n, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  if (!db_step(s, &row, e)) return false;
  *n = row ? (size_t)db_col_int(s, 0) : 0;
  if (*n >= SNAPSHOT_NONE)
    return err_set(e, ERR_LIMIT, "the store has more rows in one table than a snapshot can number");
  return true;
}

bool builder_money(struct db_stmt *s, int minor, int dec, bool *has, i128 *out, struct err *e) {
  const i128 limit = (i128)1 << SNAP_MONEY_BITS;
  *has = !db_col_null(s, minor) || !db_col_null(s, dec);
  *out = 0;
  if (!*has) return true;
  if (!db_col_null(s, minor)) {
    *out = db_col_int(s, minor);
    return true;
  }
  struct str text = db_col_str(s, dec);
  struct decimal d;
  bool ok = decimal_read_minor(text, out) || (decimal_parse(text, DECIMAL_PLAIN, &d, e) && decimal_to_minor(d, out, e));
  if (ok && *out > -limit && *out < limit) return true;
  if (ok) err_set(e, ERR_LIMIT, "it is larger than any amount of money; correct it in its file and ingest it again");
  return err_context(e, "the store holds the amount \"%.*s\"", (int)(text.n < 60 ? text.n : 60), text.p);
}

bool builder_people(struct db_stmt *s, int column, int64_t *out, struct err *e) {
  int64_t n = db_col_null(s, column) ? -1 : db_col_int(s, column);
  if (n < -1 || n >= INT64_C(1) << SNAP_PEOPLE_BITS)
    return err_set(e, ERR_LIMIT, "the store holds %lld people; correct it in its file and ingest it again",
                   (long long)n);
  *out = n + 1;
  return true;
}

int32_t builder_ppm(struct db_stmt *s, int column) {
  int64_t ppm = db_col_null(s, column) ? -1 : db_col_int(s, column);
  return ppm >= 0 && ppm < INT32_MAX ? (int32_t)ppm + 1 : 0;
}

uint32_t builder_shape(struct builder *b, const struct polygon *p) {
  mem_grow((void **)&b->shape, &b->cap_shape, b->n_shape + 1, sizeof *b->shape);
  mem_grow((void **)&b->shape_xy, &b->cap_xy, b->n_xy + p->n_points, sizeof *b->shape_xy);
  mem_grow((void **)&b->shape_ring, &b->cap_ring, b->n_ring + p->n_rings, sizeof *b->shape_ring);
  mem_grow((void **)&b->shape_part, &b->cap_part, b->n_part + p->n_parts, sizeof *b->shape_part);
  struct bbox box = polygon_bbox(p);
  b->shape[b->n_shape] = (struct snap_shape){.minx = box.minx,
                                             .miny = box.miny,
                                             .maxx = box.maxx,
                                             .maxy = box.maxy,
                                             .xy = b->n_xy,
                                             .ring = b->n_ring,
                                             .part = b->n_part,
                                             .n_points = p->n_points,
                                             .n_rings = p->n_rings,
                                             .n_parts = p->n_parts};
  memcpy(b->shape_xy + b->n_xy, p->xy, p->n_points * sizeof *b->shape_xy);
  memcpy(b->shape_ring + b->n_ring, p->ring_end, p->n_rings * sizeof *b->shape_ring);
  memcpy(b->shape_part + b->n_part, p->part_end, p->n_parts * sizeof *b->shape_part);
  b->n_xy += p->n_points;
  b->n_ring += p->n_rings;
  b->n_part += p->n_parts;
  return (uint32_t)b->n_shape++;
}

struct polygon builder_polygon(const struct builder *b, uint32_t shape) {
  const struct snap_shape *s = &b->shape[shape];
  return (struct polygon){
      &b->shape_xy[s->xy].lon, b->shape_ring + s->ring, b->shape_part + s->part, s->n_points, s->n_rings, s->n_parts};
}
