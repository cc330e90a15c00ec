/* TileJSON 3.0, and a style of constant paint: one style layer per class and simple filters, which is all that QGIS draws. */
#include <stdio.h>

#include "format/legend.h"
#include "format/tile.h"
#include "handlers.h"

static const char *const drop_own[] = {"f", "lang", NULL};

/* "…/tiles/{z}/{x}/{y}.pbf" with the question's filter. */
static const char *tile_template(const struct http_request *q) {
  struct buf b = {0};
  buf_add_z(&b, q->base_url);
  buf_add_z(&b, "/tiles/{z}/{x}/{y}.pbf?");
  size_t before = b.len;
  http_write_query(&b, q, drop_own);
  if (b.len == before) b.len--;
  const char *text = arena_strndup(q->arena, b.data, b.len);
  buf_free(&b);
  return text;
}

static void write_tiles(struct jw *w, const struct http_request *q, const struct snapshot *s) {
  struct bbox box = snapshot_bbox(s, false), projects = snapshot_bbox(s, true);
  bbox_add(&box, &projects);
  jw_key(w, "tiles");
  jw_array(w);
  jw_z(w, tile_template(q));
  jw_end(w);
  jw_kv_int(w, "minzoom", 0);
  jw_kv_int(w, "maxzoom", TILE_MAX_ZOOM);
  if (!bbox_is_empty(&box)) {
    jw_key(w, "bounds");
    answer_bbox_value(w, &box);
  }
  jw_kv_z(w, "attribution",
          answer_pick(q, "Cooperación en Cartagena de Indias; fuentes en cada área y proyecto",
                      "Cooperation in Cartagena de Indias; sources at each area and project"));
}

static void write_vector_layer(struct jw *w, unsigned layer, const char *id) {
  jw_object(w);
  jw_kv_z(w, "id", id);
  jw_kv_int(w, "minzoom", 0);
  jw_kv_int(w, "maxzoom", TILE_MAX_ZOOM);
  jw_key(w, "fields");
  jw_object(w);
  for (unsigned p = 0; p < TILE_PROPERTIES; p++)
    if (tile_layer_properties(layer) & UINT32_C(1) << p)
      jw_kv_z(w, tile_property_name((enum tile_property)p),
              tile_property_is_number((enum tile_property)p) ? "Number" : "String");
  jw_end(w);
  jw_end(w);
}

bool handle_tilejson(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  if (!filter_params_check(view, q->arena, q->params, q->n_params, e)) return false;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "tilejson", "3.0.0");
  jw_kv_z(&w, "name", answer_pick(q, "Áreas y proyectos", "Areas and projects"));
  jw_kv_z(&w, "scheme", "xyz");
  write_tiles(&w, q, view);
  jw_key(&w, "vector_layers");
  jw_array(&w);
  write_vector_layer(&w, TILE_AREAS, "areas");
  write_vector_layer(&w, TILE_LABELS, "areas_etiqueta");
  write_vector_layer(&w, TILE_PROJECTS, "proyectos");
  jw_end(&w);
  jw_end(&w);
  return true;
}

/* ---- the style: one layer for each class of the legend ---- */

static void write_color(struct jw *w, const char *key, uint32_t color) {
  char text[16];
  snprintf(text, sizeof text, "#%06x", (unsigned)(color >> 8));
  jw_kv_z(w, key, text);
}

static void write_number(struct jw *w, const char *key, double v, int decimals) {
  jw_key(w, key);
  jw_double(w, v, decimals);
}

static void write_opacity(struct jw *w, const char *key, uint32_t color) {
  if ((color & 0xFF) != 0xFF) write_number(w, key, (color & 0xFF) / 255.0, 2);
}

static void write_get(struct jw *w, const char *key) {
  jw_array(w);
  jw_z(w, "get");
  jw_z(w, key);
  jw_end(w);
}

static void write_comparison(struct jw *w, const char *sign, const char *key, int32_t v) {
  jw_array(w);
  jw_z(w, sign);
  write_get(w, key);
  jw_int(w, v);
  jw_end(w);
}

/* QGIS knows no "in" and no negation of an expression; a match to true and false it does. */
static void write_test(struct jw *w, const struct legend_test *t) {
  if (!t->values && t->min > 0) { /* map libraries complain of comparing what is absent */
    jw_array(w);
    jw_z(w, "has");
    jw_z(w, t->key);
    jw_end(w);
  }
  if (!t->values && t->min == t->max) {
    write_comparison(w, "==", t->key, t->min);
  } else if (!t->values) {
    write_comparison(w, ">=", t->key, t->min);
    if (t->max < INT32_MAX) write_comparison(w, "<=", t->key, t->max);
  } else {
    jw_array(w);
    jw_z(w, "match");
    write_get(w, t->key);
    jw_array(w);
    for (size_t i = 0; t->values[i]; i++) jw_z(w, t->values[i]);
    jw_end(w);
    jw_bool(w, !t->none_of);
    jw_bool(w, t->none_of);
    jw_end(w);
  }
}

static void write_filter(struct jw *w, const struct legend_class *c) {
  if (!c->test.key && !c->group) return;
  jw_key(w, "filter");
  jw_array(w);
  jw_z(w, "all");
  if (c->group) write_test(w, &c->group->test);
  if (c->test.key) write_test(w, &c->test);
  if (c->kind == LEGEND_POINT) jw_raw(w, STR("[\"!\",[\"has\",\"" LEGEND_COUNT "\"]]"));
  jw_end(w);
}

static void write_line(struct jw *w, const struct legend_class *c) {
  write_color(w, "line-color", c->stroke);
  write_opacity(w, "line-opacity", c->stroke);
  write_number(w, "line-width", c->width, 1);
  if (c->dash[0] == 0) return;
  jw_key(w, "line-dasharray");
  jw_array(w);
  jw_double(w, c->dash[0], 0);
  jw_double(w, c->dash[1], 0);
  jw_end(w);
}

static void write_paint(struct jw *w, const struct legend_class *c) {
  jw_key(w, "paint");
  jw_object(w);
  switch (c->kind) {
  case LEGEND_FILL:
    write_color(w, "fill-color", c->fill);
    write_opacity(w, "fill-opacity", c->fill);
    break;
  case LEGEND_LINE: write_line(w, c); break;
  case LEGEND_POINT:
  case LEGEND_CLUSTER:
    write_color(w, "circle-color", c->fill);
    write_opacity(w, "circle-opacity", c->fill);
    write_number(w, "circle-radius", c->size, 1);
    write_color(w, "circle-stroke-color", c->stroke);
    write_number(w, "circle-stroke-width", c->width, 1);
    break;
  case LEGEND_LABEL:
    write_color(w, "text-color", c->fill);
    if (!(c->width > 0)) break;
    write_color(w, "text-halo-color", c->stroke);
    write_number(w, "text-halo-width", c->width, 1);
    break;
  }
  jw_end(w);
}

/* Of the fonts, the first is on every Debian: QGIS warns of one that the machine does not have. There are no glyphs to fetch:
 * without them a map library takes the machine's fonts. */
static void write_layout(struct jw *w, const struct legend_class *c) {
  if (c->kind != LEGEND_LABEL) return;
  jw_key(w, "layout");
  jw_object(w);
  jw_kv_z(w, "text-field", c->text);
  write_number(w, "text-size", c->size, 0);
  jw_key(w, "text-font");
  jw_raw(w, STR("[\"DejaVu Sans Book\",\"Open Sans Regular\",\"Arial Regular\"]"));
  jw_end(w);
}

static void write_class(struct jw *w, const struct legend_class *c) {
  static const char *const types[] = {
      [LEGEND_FILL] = "fill",      [LEGEND_LINE] = "line",    [LEGEND_POINT] = "circle",
      [LEGEND_CLUSTER] = "circle", [LEGEND_LABEL] = "symbol",
  };
  jw_object(w);
  jw_kv_z(w, "id", c->id);
  jw_kv_z(w, "type", types[c->kind]);
  jw_kv_z(w, "source", "coopmap");
  jw_kv_z(w, "source-layer", c->layer);
  if (c->min_zoom > 0) write_number(w, "minzoom", c->min_zoom, 0);
  write_filter(w, c);
  write_layout(w, c);
  write_paint(w, c);
  jw_end(w);
}

static void write_ground(struct jw *w) {
  jw_object(w);
  jw_kv_z(w, "id", "fondo");
  jw_kv_z(w, "type", "background");
  jw_key(w, "paint");
  jw_object(w);
  write_color(w, "background-color", (uint32_t)LEGEND_GROUND << 8);
  jw_end(w);
  jw_end(w);
}

bool handle_style(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  if (!filter_params_check(view, q->arena, q->params, q->n_params, e)) return false;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_int(&w, "version", 8);
  jw_kv_z(&w, "name", answer_pick(q, "Cooperación en Cartagena", "Cooperation in Cartagena"));
  jw_key(&w, "sources");
  jw_object(&w);
  jw_key(&w, "coopmap");
  jw_object(&w);
  jw_kv_z(&w, "type", "vector");
  write_tiles(&w, q, view);
  jw_end(&w);
  jw_end(&w);
  jw_key(&w, "layers");
  jw_array(&w);
  write_ground(&w);
  uint32_t n;
  const struct legend_class *classes = legend_classes(&n);
  for (uint32_t i = 0; i < n; i++) /* QGIS would draw a layer that is there but not visible */
    if (!classes[i].group || !classes[i].group->hidden) write_class(&w, &classes[i]);
  jw_end(&w);
  jw_end(&w);
  return true;
}
