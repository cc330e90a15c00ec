#include <math.h>
#include <string.h>
#include "geo/vector_file_internal.h"
#include "geo/wire.h"

enum {
  FLAG_Z = 1,
  FLAG_UNCLOSED = 2,
  FLAG_SWAPPED = 4,
  FLAG_OUTSIDE = 8,
  FLAG_NULL = 1,
  FLAG_NUMBER = 2,
  FLAG_ODD = 4,
  NAMES_MAX = 4096
};

void wire_begin(struct buf *b, enum vector_message type) {
  uint32_t length = 0;
  buf_reset(b);
  buf_add(b, &length, sizeof length);
  buf_add_char(b, (char)type);
}

void wire_finish(struct buf *b) {
  uint32_t length = (uint32_t)(b->len - VECTOR_HEADER);
  memcpy(b->data, &length, sizeof length);
}

void wire_put_error(struct buf *b, const struct err *e) {
  wire_begin(b, VECTOR_MESSAGE_ERROR);
  wire_put_refusal(b, e);
  wire_finish(b);
}

void wire_put_info(struct buf *b, const struct vector_info *info, const struct str *names, uint32_t n) {
  wire_begin(b, VECTOR_MESSAGE_INFO);
  buf_add(b, info, sizeof *info);
  wire_put_u32(b, n);
  for (uint32_t i = 0; i < n; i++) wire_put_str(b, names[i]);
  wire_finish(b);
}

void wire_put_record(struct buf *b, const struct vector_record *r) {
  const struct polygon *p = &r->polygon;
  wire_begin(b, VECTOR_MESSAGE_RECORD);
  buf_add(b, &r->number, sizeof r->number);
  wire_put_u32(b, (uint32_t)((r->had_z ? FLAG_Z : 0) | (r->unclosed ? FLAG_UNCLOSED : 0) |
                             (r->swapped ? FLAG_SWAPPED : 0) | (r->outside ? FLAG_OUTSIDE : 0)));
  wire_put_u32(b, r->geometry);
  wire_put_str(b, str_from(r->geometry_name));
  wire_put_str(b, r->id);
  for (uint32_t i = 0; i < r->n_fields; i++) {
    const struct vector_field *f = &r->fields[i];
    buf_add_char(b, (char)((f->null ? FLAG_NULL : 0) | (f->number ? FLAG_NUMBER : 0) | (f->odd ? FLAG_ODD : 0)));
    wire_put_str(b, f->value);
  }
  wire_put_u32(b, p->n_points);
  wire_put_u32(b, p->n_rings);
  wire_put_u32(b, p->n_parts);
  buf_add(b, p->xy, 2 * sizeof *p->xy * (size_t)p->n_points);
  buf_add(b, p->ring_end, sizeof *p->ring_end * (size_t)p->n_rings);
  buf_add(b, p->part_end, sizeof *p->part_end * (size_t)p->n_parts);
  wire_finish(b);
}

static bool whole(const struct wire_cursor *c) { return !c->bad && c->s.n == 0; }

bool wire_get_error(struct str payload, struct err *e) {
  struct wire_cursor c = {.s = payload};
  return wire_get_refusal(&c, e) && whole(&c);
}

bool wire_get_info(struct str payload, struct arena *a, struct vector_info *info, struct str **names, uint32_t *n) {
  struct wire_cursor c = {.s = payload};
  wire_get(&c, info, sizeof *info);
  info->driver[sizeof info->driver - 1] = info->layer[sizeof info->layer - 1] = '\0';
  info->crs_name[sizeof info->crs_name - 1] = info->encoding[sizeof info->encoding - 1] = '\0';
  *n = wire_get_u32(&c);
  if (c.bad || *n > NAMES_MAX) return false;
  *names = arena_calloc(a, (size_t)*n + 1, sizeof **names);
  for (uint32_t i = 0; i < *n; i++) (*names)[i] = arena_str(a, wire_get_str(&c));
  return whole(&c);
}

static void *get_array(struct wire_cursor *c, struct arena *a, size_t bytes) {
  if (c->bad || bytes > c->s.n) {
    c->bad = true;
    bytes = 0;
  }
  void *to = arena_alloc(a, bytes ? bytes : 1);
  wire_get(c, to, bytes);
  return to;
}

static bool ends_rise_to(const uint32_t *ends, uint32_t n, uint32_t total) {
  uint32_t before = 0;
  for (uint32_t i = 0; i < n; before = ends[i++])
    if (ends[i] <= before) return false;
  return before == total;
}

static bool get_polygon(struct wire_cursor *c, struct arena *a, bool is_point, struct polygon *p) {
  p->n_points = wire_get_u32(c);
  p->n_rings = wire_get_u32(c);
  p->n_parts = wire_get_u32(c);
  p->xy = get_array(c, a, 2 * sizeof *p->xy * (size_t)p->n_points);
  p->ring_end = get_array(c, a, sizeof *p->ring_end * (size_t)p->n_rings);
  p->part_end = get_array(c, a, sizeof *p->part_end * (size_t)p->n_parts);
  if (c->bad) return false;
  for (size_t i = 0; i < 2 * (size_t)p->n_points; i++)
    if (!isfinite(p->xy[i])) return false;
  if (is_point) return p->n_points == 1 && p->n_rings == 0 && p->n_parts == 0;
  return ends_rise_to(p->ring_end, p->n_rings, p->n_points) && ends_rise_to(p->part_end, p->n_parts, p->n_rings);
}

bool wire_get_record(struct str payload, struct arena *a, const struct str *names, uint32_t n,
                     struct vector_record *r) {
  struct wire_cursor c = {.s = payload};
  *r = (struct vector_record){.n_fields = n};
  wire_get(&c, &r->number, sizeof r->number);
  uint32_t flags = wire_get_u32(&c), geometry = wire_get_u32(&c);
  struct str name = wire_get_str(&c);
  r->had_z = flags & FLAG_Z;
  r->unclosed = flags & FLAG_UNCLOSED;
  r->swapped = flags & FLAG_SWAPPED;
  r->outside = flags & FLAG_OUTSIDE;
  r->geometry = (enum vector_geometry)geometry;
  r->geometry_name = arena_strndup(a, name.p, name.n);
  r->id = arena_str(a, wire_get_str(&c));
  r->fields = arena_calloc(a, (size_t)n + 1, sizeof *r->fields);
  for (uint32_t i = 0; i < n; i++) {
    unsigned char field_flags = wire_get_u8(&c);
    r->fields[i].name = arena_str(a, names[i]);
    r->fields[i].null = field_flags & FLAG_NULL;
    r->fields[i].number = field_flags & FLAG_NUMBER;
    r->fields[i].odd = field_flags & FLAG_ODD;
    r->fields[i].value = arena_str(a, wire_get_str(&c));
  }
  return geometry <= VECTOR_OTHER && get_polygon(&c, a, geometry == VECTOR_POINT, &r->polygon) && whole(&c);
}
