/* TileJSON 3.0, and a style of constant paint: one style layer per class and simple filters, which is all that QGIS draws. */
#include "core/text.h"
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

struct layer_field {
  const char *name, *type;
};

static void write_vector_layer(struct jw *w, const char *id, const struct layer_field *fields, size_t n) {
  jw_object(w);
  jw_kv_z(w, "id", id);
  jw_kv_int(w, "minzoom", 0);
  jw_kv_int(w, "maxzoom", TILE_MAX_ZOOM);
  jw_key(w, "fields");
  jw_object(w);
  for (size_t i = 0; i < n; i++) jw_kv_z(w, fields[i].name, fields[i].type);
  jw_end(w);
  jw_end(w);
}

bool handle_tilejson(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  static const struct layer_field areas[] = {
      {"codigo", "String"}, {"nombre", "String"}, {"capa", "String"}, {"geometria", "String"}, {"proyectos", "Number"}};
  static const struct layer_field projects[] = {{"clase", "String"}, {"estado", "String"},    {"area", "String"},
                                                {"anio", "Number"},  {"ubicacion", "String"}, {"codigo", "String"},
                                                {"titulo", "String"}};
  (void)app, (void)e;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "tilejson", "3.0.0");
  jw_kv_z(&w, "name", answer_pick(q, "Áreas y proyectos", "Areas and projects"));
  jw_kv_z(&w, "scheme", "xyz");
  write_tiles(&w, q, view);
  jw_key(&w, "vector_layers");
  jw_array(&w);
  write_vector_layer(&w, "areas", areas, sizeof areas / sizeof *areas);
  write_vector_layer(&w, "areas_etiqueta", areas, sizeof areas / sizeof *areas);
  write_vector_layer(&w, "proyectos", projects, sizeof projects / sizeof *projects);
  jw_end(&w);
  jw_end(&w);
  return true;
}

/* Paints are constants, so they stand here as JSON. */
static const struct {
  const char *id, *type, *layer, *filter, *layout, *paint;
} classes[] = {
    {"areas-aproximadas", "fill", "areas", "[\"==\",[\"get\",\"geometria\"],\"approximate\"]", NULL,
     "{\"fill-color\":\"#7a9bb5\",\"fill-opacity\":0.12}"},
    {"areas-compuestas", "fill", "areas", "[\"==\",[\"get\",\"geometria\"],\"composed\"]", NULL,
     "{\"fill-color\":\"#7a9bb5\",\"fill-opacity\":0.08}"},
    {"areas-digitalizadas", "fill", "areas", "[\"==\",[\"get\",\"geometria\"],\"digitised\"]", NULL,
     "{\"fill-color\":\"#2f6690\",\"fill-opacity\":0.18}"},
    {"areas-oficiales", "fill", "areas", "[\"==\",[\"get\",\"geometria\"],\"authoritative\"]", NULL,
     "{\"fill-color\":\"#2f6690\",\"fill-opacity\":0.18}"},
    {"borde-aproximado", "line", "areas", "[\"==\",[\"get\",\"geometria\"],\"approximate\"]", NULL,
     "{\"line-color\":\"#4f6d7a\",\"line-width\":1,\"line-dasharray\":[4,3]}"},
    {"borde-compuesto", "line", "areas", "[\"==\",[\"get\",\"geometria\"],\"composed\"]", NULL,
     "{\"line-color\":\"#4f6d7a\",\"line-width\":1,\"line-dasharray\":[8,3]}"},
    {"borde-digitalizado", "line", "areas", "[\"==\",[\"get\",\"geometria\"],\"digitised\"]", NULL,
     "{\"line-color\":\"#16425b\",\"line-width\":1.2}"},
    {"borde-oficial", "line", "areas", "[\"==\",[\"get\",\"geometria\"],\"authoritative\"]", NULL,
     "{\"line-color\":\"#16425b\",\"line-width\":1.2}"},
    {"proyectos-area-aproximada", "circle", "proyectos", "[\"==\",[\"get\",\"ubicacion\"],\"area_approximate\"]", NULL,
     "{\"circle-color\":\"#ffffff\",\"circle-radius\":5,\"circle-stroke-color\":\"#c8553d\",\"circle-stroke-width\":1."
     "5}"},
    {"proyectos-area", "circle", "proyectos", "[\"==\",[\"get\",\"ubicacion\"],\"area\"]", NULL,
     "{\"circle-color\":\"#f2c4b8\",\"circle-radius\":5,\"circle-stroke-color\":\"#c8553d\",\"circle-stroke-width\":1."
     "5}"},
    {"proyectos-contorno", "circle", "proyectos", "[\"==\",[\"get\",\"ubicacion\"],\"outline\"]", NULL,
     "{\"circle-color\":\"#c8553d\",\"circle-radius\":5,\"circle-stroke-color\":\"#ffffff\",\"circle-stroke-width\":"
     "1}"},
    {"proyectos-punto", "circle", "proyectos", "[\"==\",[\"get\",\"ubicacion\"],\"point\"]", NULL,
     "{\"circle-color\":\"#c8553d\",\"circle-radius\":5,\"circle-stroke-color\":\"#ffffff\",\"circle-stroke-width\":"
     "1}"},
    {"areas-nombres", "symbol", "areas_etiqueta", NULL,
     "{\"text-field\":\"{nombre}\",\"text-size\":11,\"text-font\":[\"Noto Sans Regular\"]}",
     "{\"text-color\":\"#16324a\",\"text-halo-color\":\"#ffffff\",\"text-halo-width\":1}"},
};

bool handle_style(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)e;
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
  jw_object(&w);
  jw_kv_z(&w, "id", "fondo");
  jw_kv_z(&w, "type", "background");
  jw_key(&w, "paint");
  jw_raw(&w, STR("{\"background-color\":\"#f7f6f2\"}"));
  jw_end(&w);
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
    jw_object(&w);
    jw_kv_z(&w, "id", classes[i].id);
    jw_kv_z(&w, "type", classes[i].type);
    jw_kv_z(&w, "source", "coopmap");
    jw_kv_z(&w, "source-layer", classes[i].layer);
    if (classes[i].filter) {
      jw_key(&w, "filter");
      jw_raw(&w, str_from(classes[i].filter));
    }
    if (classes[i].layout) {
      jw_key(&w, "layout");
      jw_raw(&w, str_from(classes[i].layout));
    }
    jw_key(&w, "paint");
    jw_raw(&w, str_from(classes[i].paint));
    jw_end(&w);
  }
  jw_end(&w);
  jw_end(&w);
  return true;
}
