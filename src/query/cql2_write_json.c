/* The tree as CQL2 JSON. Deeper than core/jw goes, and its numbers keep their digits; strings are jw's. */
#include "core/jw.h"
#include "query/cql2_internal.h"

static void write_string(struct buf *b, struct str s) {
  struct jw w;
  jw_init(&w, b);
  jw_str(&w, s);
}

static void write_member(struct buf *b, const char *key, struct str value) {
  buf_printf(b, "{\"%s\":", key);
  write_string(b, value);
  buf_add_char(b, '}');
}

static void write_from(struct buf *b, const struct cql2 *c, uint32_t first) {
  buf_add_char(b, '[');
  for (uint32_t i = first; i < c->n_args; i++) {
    if (i > first) buf_add_char(b, ',');
    cql2_write_json(b, c->arg[i]);
  }
  buf_add_char(b, ']');
}

static void write_operator(struct buf *b, const struct cql2 *c) {
  const char *name = cql2_operator(c);
  buf_add_z(b, "{\"op\":");
  write_string(b, name ? str_from(name) : c->text);
  buf_add_z(b, ",\"args\":");
  if (c->kind == CQL2_IN) { /* the list is an array of its own */
    buf_add_char(b, '[');
    cql2_write_json(b, c->arg[0]);
    buf_add_char(b, ',');
    write_from(b, c, 1);
    buf_add_char(b, ']');
  } else {
    write_from(b, c, 0);
  }
  buf_add_char(b, '}');
}

/* The bounds are strings, not objects with "date" or "timestamp". */
static void write_interval(struct buf *b, const struct cql2 *c) {
  buf_add_z(b, "{\"interval\":[");
  for (uint32_t i = 0; i < c->n_args; i++) {
    const struct cql2 *bound = c->arg[i];
    if (i) buf_add_char(b, ',');
    if (bound->kind == CQL2_PROPERTY || bound->kind == CQL2_FUNCTION) cql2_write_json(b, bound);
    else write_string(b, bound->text);
  }
  buf_add_z(b, "]}");
}

void cql2_write_json(struct buf *b, const struct cql2 *c) {
  switch (c->kind) {
  case CQL2_PROPERTY: write_member(b, "property", c->text); break;
  case CQL2_DATE: write_member(b, "date", c->text); break;
  case CQL2_TIMESTAMP: write_member(b, "timestamp", c->text); break;
  case CQL2_TEXT: write_string(b, c->text); break;
  case CQL2_NUMBER: buf_add_str(b, c->text); break;
  case CQL2_BOOLEAN: buf_add_z(b, c->flag ? "true" : "false"); break;
  case CQL2_INTERVAL: write_interval(b, c); break;
  case CQL2_GEOMETRY: geometry_write_geojson(b, c->geometry); break;
  case CQL2_ARRAY: write_from(b, c, 0); break;
  default: write_operator(b, c);
  }
}
