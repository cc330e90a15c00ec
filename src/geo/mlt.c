#include "geo/mlt.h"
#include <string.h>
#include "mlt_internal.h"

enum { TAG_V1 = 1, MVT_LAYER = 3 };

static void put_ids(struct mlt_writer *w) {
  const struct mvt_table *t = &w->table;
  int64_t *ids = arena_alloc(w->arena, t->n_features * sizeof *ids);
  bool *there = arena_alloc(w->arena, t->n_features * sizeof *there);
  size_t n = 0;
  uint64_t most = 0;
  for (uint32_t i = 0; i < t->n_features; i++) {
    there[i] = t->features[i].has_id;
    if (there[i]) ids[n++] = (int64_t)t->features[i].id;
    if (t->features[i].id > most) most = t->features[i].id;
  }
  if (n == 0) return;
  bool some = n < t->n_features;
  mlt_begin_column(w, (most > INT32_MAX ? MLT_LONG_ID : MLT_ID) | some, STR(""));
  if (some) mlt_put_bits(w, MLT_PRESENT, there, t->n_features);
  mlt_put_ints(w, MLT_DATA, ids, n, false);
}

/* ---- attributes */

struct attribute {
  uint32_t key, *at, n; /* of each feature that has it, in order: its value */
  bool *there;          /* of each feature */
};

static const struct mvt_value *value_of(const struct mlt_writer *w, const struct attribute *a, uint32_t i) {
  return &w->table.values[a->at[i]];
}

static struct attribute read_attribute(const struct mlt_writer *w, uint32_t key) {
  const struct mvt_table *t = &w->table;
  struct attribute a = {.key = key,
                        .at = arena_alloc(w->arena, t->n_features * sizeof *a.at),
                        .there = arena_alloc(w->arena, t->n_features * sizeof *a.there)};
  for (uint32_t i = 0; i < t->n_features; i++) {
    uint32_t value = t->at[(size_t)key * t->n_features + i];
    a.there[i] = value != 0;
    if (value) a.at[a.n++] = value - 1;
  }
  return a;
}

/* One type for the whole column, the narrowest that holds all; of numbers that none holds exactly that is a double. False: there is
 * none. */
static bool type_of(const struct mlt_writer *w, const struct attribute *a, enum mlt_column *type) {
  const uint32_t text = 1u << MVT_TEXT, boolean = 1u << MVT_BOOL, integers = 1u << MVT_INT | 1u << MVT_UINT;
  uint32_t kinds = 0;
  bool is_int = true, negative = false, huge = false;
  for (uint32_t i = 0; i < a->n; i++) {
    const struct mvt_value *v = value_of(w, a, i);
    kinds |= 1u << v->kind;
    is_int = is_int && v->i >= INT32_MIN && v->i <= INT32_MAX;
    negative = negative || (v->kind == MVT_INT && v->i < 0);
    huge = huge || (v->kind == MVT_UINT && v->i < 0);
  }
  if (kinds == text) *type = MLT_TEXT;
  else if (kinds == boolean) *type = MLT_BOOL;
  else if (kinds == 1u << MVT_FLOAT) *type = MLT_FLOAT;
  else if ((kinds & ~integers) || (negative && huge)) *type = MLT_DOUBLE;
  else *type = huge ? MLT_UNSIGNED_LONG : is_int ? MLT_INT : MLT_LONG;
  return kinds == text || kinds == boolean || !(kinds & (text | boolean));
}

static void put_integers(struct mlt_writer *w, const struct attribute *a, bool is_signed) {
  int64_t *v = arena_alloc(w->arena, a->n * sizeof *v);
  for (uint32_t i = 0; i < a->n; i++) v[i] = value_of(w, a, i)->i;
  mlt_put_ints(w, MLT_DATA, v, a->n, is_signed);
}

static void put_numbers(struct mlt_writer *w, const struct attribute *a, bool is_float) {
  for (uint32_t i = 0; i < a->n; i++) {
    const struct mvt_value *v = value_of(w, a, i);
    double d = v->kind == MVT_INT ? (double)v->i : v->kind == MVT_UINT ? (double)(uint64_t)v->i : v->d;
    if (is_float) {
      float f = (float)d;
      buf_add(&w->payload, &f, sizeof f);
    } else buf_add(&w->payload, &d, sizeof d);
  }
  mlt_put_payload(w, MLT_DATA, MLT_BYTES, a->n);
}

static void put_booleans(struct mlt_writer *w, const struct attribute *a) {
  bool *bits = arena_alloc(w->arena, a->n * sizeof *bits);
  for (uint32_t i = 0; i < a->n; i++) bits[i] = value_of(w, a, i)->i != 0;
  mlt_put_bits(w, MLT_DATA, bits, a->n);
}

/* ---- texts */

static void put_lengths(struct mlt_writer *w, enum mlt_stream stream, const uint32_t *which, uint32_t n) {
  int64_t *length = arena_alloc(w->arena, n * sizeof *length);
  for (uint32_t i = 0; i < n; i++) length[i] = (int64_t)w->table.values[which[i]].text.n;
  mlt_put_ints(w, stream, length, n, false);
}

static void put_characters(struct mlt_writer *w, enum mlt_stream stream, const uint32_t *which, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) buf_add_str(&w->payload, w->table.values[which[i]].text);
  mlt_put_payload(w, stream, MLT_BYTES, n);
}

/* Each text once, and which of them, where they are repeated twice on average; else one after the other. */
static void put_texts(struct mlt_writer *w, const struct attribute *a) {
  uint32_t *word = arena_calloc(w->arena, w->table.n_values, sizeof *word); /* number in the dictionary + 1 */
  uint32_t *distinct = arena_alloc(w->arena, a->n * sizeof *distinct), n = 0;
  int64_t *offset = arena_alloc(w->arena, a->n * sizeof *offset);
  for (uint32_t i = 0; i < a->n; i++) {
    uint32_t *slot = &word[a->at[i]];
    if (!*slot) {
      distinct[n++] = a->at[i];
      *slot = n;
    }
    offset[i] = *slot - 1;
  }
  bool dictionary = n <= a->n / 2, some = a->n < w->table.n_features;
  mlt_put_varint(&w->data, (dictionary ? 3u : 2u) + some);
  if (some) mlt_put_bits(w, MLT_PRESENT, a->there, w->table.n_features);
  if (dictionary) {
    put_lengths(w, MLT_LENGTH_DICTIONARY, distinct, n);
    mlt_put_ints(w, MLT_OFFSET_TEXT, offset, a->n, false);
    put_characters(w, MLT_DATA_DICTIONARY, distinct, n);
  } else {
    put_lengths(w, MLT_LENGTH, a->at, a->n);
    put_characters(w, MLT_DATA, a->at, a->n);
  }
}

static bool put_attribute(struct mlt_writer *w, uint32_t key) {
  struct attribute a = read_attribute(w, key);
  bool some = a.n < w->table.n_features;
  enum mlt_column type;
  if (a.n == 0) return true;
  if (!type_of(w, &a, &type)) return false;
  mlt_begin_column(w, type | some, w->table.keys[key]);
  if (some && type != MLT_TEXT) mlt_put_bits(w, MLT_PRESENT, a.there, w->table.n_features);
  if (type == MLT_TEXT) put_texts(w, &a);
  else if (type == MLT_BOOL) put_booleans(w, &a);
  else if (type == MLT_FLOAT || type == MLT_DOUBLE) put_numbers(w, &a, type == MLT_FLOAT);
  else put_integers(w, &a, type != MLT_UNSIGNED_LONG);
  return true;
}

/* ---- the tile */

static bool write_layer(struct mlt_writer *w, struct mvt_bytes layer, struct buf *out) {
  arena_reset(w->arena);
  buf_reset(&w->meta);
  buf_reset(&w->data);
  w->columns = 0;
  if (!mvt_read_layer(w->arena, layer, &w->table)) return false;
  if (w->table.n_features == 0) return true;
  put_ids(w);
  if (!mlt_put_geometry(w)) return false;
  for (uint32_t k = 0; k < w->table.n_keys; k++)
    if (!put_attribute(w, k)) return false;
  struct buf *head = &w->payload;
  buf_add_char(head, TAG_V1);
  mlt_put_text(head, w->table.name);
  mlt_put_varint(head, w->table.extent);
  mlt_put_varint(head, w->columns);
  mlt_put_varint(out, head->len + w->meta.len + w->data.len);
  buf_add(out, head->data, head->len);
  buf_add(out, w->meta.data, w->meta.len);
  buf_add(out, w->data.data, w->data.len);
  buf_reset(head);
  return true;
}

bool mlt_from_mvt(struct str mvt, struct buf *out) {
  struct mlt_writer w = {.arena = arena_new(1 << 16)};
  struct mvt_bytes in = {(const unsigned char *)mvt.p, (const unsigned char *)mvt.p + mvt.n};
  struct mvt_member m;
  size_t before = out->len;
  bool ok = true;
  while (ok && mvt_next_member(&in, &m, &ok))
    if (m.number == MVT_LAYER) ok = write_layer(&w, m.bytes, out);
  if (!ok) out->len = before;
  buf_free(&w.meta);
  buf_free(&w.data);
  buf_free(&w.payload);
  arena_free(w.arena);
  return ok;
}
