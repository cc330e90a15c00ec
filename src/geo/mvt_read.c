#include "mvt_read.h"
#include <string.h>

bool mvt_read_varint(struct mvt_bytes *in, uint64_t *v) {
  *v = 0;
  for (unsigned shift = 0; in->p < in->end && shift < 64; shift += 7) {
    unsigned char byte = *in->p++;
    *v |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool mvt_next_member(struct mvt_bytes *in, struct mvt_member *m, bool *ok) {
  enum { VARINT = 0, FIXED_64 = 1, BYTES = 2, FIXED_32 = 5 };
  uint64_t key, size;
  if (!*ok || in->p == in->end) return false;
  *m = (struct mvt_member){.number = 0};
  *ok = mvt_read_varint(in, &key);
  m->number = (uint32_t)(key >> 3);
  if (*ok && (key & 7) == VARINT) return *ok = mvt_read_varint(in, &m->value);
  if (*ok && (key & 7) == BYTES) *ok = mvt_read_varint(in, &size);
  else if (*ok && (key & 7) == FIXED_64) size = 8;
  else if (*ok && (key & 7) == FIXED_32) size = 4;
  else *ok = false;
  *ok = *ok && size <= (uint64_t)(in->end - in->p);
  if (!*ok) return false;
  m->bytes = (struct mvt_bytes){in->p, in->p + size};
  in->p += size;
  return true;
}

static struct str text_of(struct mvt_bytes b) { return (struct str){(const char *)b.p, (size_t)(b.end - b.p)}; }

static bool read_value(struct mvt_bytes in, struct mvt_value *v) {
  enum { TEXT = 1, FLOAT, DOUBLE, INT, UINT, SINT, BOOL };
  struct mvt_member m;
  bool ok = true, found = false;
  while (mvt_next_member(&in, &m, &ok)) {
    size_t size = (size_t)(m.bytes.end - m.bytes.p);
    float f;
    *v = (struct mvt_value){.kind = MVT_INT, .i = (int64_t)m.value};
    if (m.number == TEXT) *v = (struct mvt_value){.kind = MVT_TEXT, .text = text_of(m.bytes)};
    else if (m.number == FLOAT && size == sizeof f) {
      memcpy(&f, m.bytes.p, sizeof f);
      *v = (struct mvt_value){.kind = MVT_FLOAT, .d = (double)f};
    } else if (m.number == DOUBLE && size == sizeof v->d) {
      v->kind = MVT_DOUBLE;
      memcpy(&v->d, m.bytes.p, sizeof v->d);
    } else if (m.number == UINT) v->kind = MVT_UINT;
    else if (m.number == SINT) v->i = (int64_t)(m.value >> 1) ^ -(int64_t)(m.value & 1);
    else if (m.number == BOOL) *v = (struct mvt_value){.kind = MVT_BOOL, .i = m.value != 0};
    else if (m.number != INT) return false;
    found = true;
  }
  return ok && found;
}

/* Tags into the table, which has a column of n_features for each key. */
static bool read_tags(struct mvt_table *t, uint32_t feature, struct mvt_bytes in) {
  while (in.p < in.end) {
    uint64_t key, value;
    if (!mvt_read_varint(&in, &key) || !mvt_read_varint(&in, &value)) return false;
    if (key >= t->n_keys || value >= t->n_values) return false;
    t->at[key * t->n_features + feature] = (uint32_t)value + 1;
  }
  return true;
}

static bool read_feature(struct mvt_table *t, uint32_t i, struct mvt_bytes in) {
  enum { ID = 1, TAGS = 2, TYPE = 3, GEOMETRY = 4 };
  struct mvt_feature *f = &t->features[i];
  struct mvt_member m;
  bool ok = true;
  while (ok && mvt_next_member(&in, &m, &ok)) {
    if (m.number == ID) {
      f->id = m.value;
      f->has_id = true;
    }
    if (m.number == TYPE) f->type = (uint32_t)m.value;
    if (m.number == GEOMETRY) f->geometry = m.bytes;
    if (m.number == TAGS) ok = read_tags(t, i, m.bytes);
  }
  return ok;
}

enum { NAME = 1, FEATURE = 2, KEY = 3, VALUE = 4, EXTENT = 5 };

static bool count_members(struct mvt_bytes in, struct mvt_table *t) {
  struct mvt_member m;
  bool ok = true;
  while (mvt_next_member(&in, &m, &ok)) {
    if (m.number == NAME) t->name = text_of(m.bytes);
    if (m.number == EXTENT) t->extent = m.value;
    t->n_features += m.number == FEATURE;
    t->n_keys += m.number == KEY;
    t->n_values += m.number == VALUE;
  }
  return ok && t->name.n && t->extent;
}

bool mvt_read_layer(struct arena *a, struct mvt_bytes layer, struct mvt_table *t) {
  struct mvt_member m;
  bool ok = true;
  *t = (struct mvt_table){.n_keys = 0};
  if (!count_members(layer, t)) return false;
  t->keys = arena_alloc(a, (t->n_keys + 1) * sizeof *t->keys);
  t->values = arena_alloc(a, (t->n_values + 1) * sizeof *t->values);
  t->features = arena_alloc(a, (t->n_features + 1) * sizeof *t->features);
  t->at = arena_alloc(a, ((size_t)t->n_keys * t->n_features + 1) * sizeof *t->at);
  memset(t->features, 0, t->n_features * sizeof *t->features);
  memset(t->at, 0, (size_t)t->n_keys * t->n_features * sizeof *t->at);
  uint32_t keys = 0, values = 0, features = 0;
  for (struct mvt_bytes in = layer; mvt_next_member(&in, &m, &ok);) {
    if (m.number == KEY) t->keys[keys++] = text_of(m.bytes);
    if (m.number == VALUE) ok = read_value(m.bytes, &t->values[values++]);
  }
  for (struct mvt_bytes in = layer; ok && mvt_next_member(&in, &m, &ok);)
    if (m.number == FEATURE) ok = read_feature(t, features++, m.bytes);
  return ok;
}
