/* What describes the tiles: sets of tiles, and the one scheme that they are cut by. */
#include "format/tile.h"
#include "handlers.h"
#include "tiles.h"

#define GEODATA_REL "http://www.opengis.net/def/rel/ogc/1.0/geodata"
#define TILING_SCHEME_REL "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"

static void set_members(struct jw *w, const struct http_request *q, const char *title, const char *base) {
  jw_kv_z(w, "title", title);
  jw_kv_z(w, "tileMatrixSetURI", TMS_URI);
  jw_kv_z(w, "crs", "http://www.opengis.net/def/crs/EPSG/0/3857");
  jw_kv_z(w, "dataType", "vector");
  jw_key(w, "links");
  jw_array(w);
  answer_link(w, "self", MEDIA_JSON, NULL, answer_url(q, "%s/tiles/WebMercatorQuad", base));
  answer_link(w, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", MEDIA_JSON, NULL,
              answer_url(q, "/tileMatrixSets/WebMercatorQuad"));
  jw_object(w);
  jw_kv_z(w, "href", answer_url(q, "%s/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}", base));
  jw_kv_z(w, "rel", "item");
  jw_kv_z(w, "type", MEDIA_MVT);
  jw_kv_bool(w, "templated", true);
  jw_end(w);
  jw_end(w);
}

static void set_box(struct jw *w, const struct bbox *b) {
  if (bbox_is_empty(b)) return;
  jw_key(w, "boundingBox");
  jw_object(w);
  jw_key(w, "lowerLeft");
  jw_array(w);
  jw_double(w, b->minx, 7);
  jw_double(w, b->miny, 7);
  jw_end(w);
  jw_key(w, "upperRight");
  jw_array(w);
  jw_double(w, b->maxx, 7);
  jw_double(w, b->maxy, 7);
  jw_end(w);
  jw_kv_z(w, "crs", CRS84_URI);
  jw_end(w);
}

static void one_layer(struct jw *w, const char *id, int dimension, enum collection c, const struct http_request *q) {
  jw_object(w);
  jw_kv_z(w, "id", id);
  jw_kv_z(w, "title", answer_pick(q, collection_info(c)->title_es, collection_info(c)->title_en));
  jw_kv_z(w, "dataType", "vector");
  jw_kv_int(w, "geometryDimension", dimension);
  jw_end(w);
}

static void set_layers(struct jw *w, const struct http_request *q, unsigned layers) {
  jw_key(w, "layers");
  jw_array(w);
  if (layers & TILE_AREAS) one_layer(w, "areas", 2, COLLECTION_AREAS, q);
  if (layers & TILE_LABELS) one_layer(w, "areas_etiqueta", 0, COLLECTION_AREAS, q);
  if (layers & TILE_PROJECTS) one_layer(w, "proyectos", 0, COLLECTION_PROJECTS, q);
  jw_end(w);
}

/* What a tile set's address says about itself: "" for the whole data set. */
struct tileset {
  const char *base, *title;
  unsigned layers;
  struct bbox box;
};

static bool find_tileset(const struct snapshot *s, const struct http_request *q, struct tileset *t, struct err *e) {
  struct bbox areas = snapshot_bbox(s, false), projects = snapshot_bbox(s, true);
  *t = (struct tileset){"", answer_pick(q, "Áreas y proyectos", "Areas and projects"), TILE_ALL, areas};
  bbox_add(&t->box, &projects);
  if (!q->segment[0].n) return true;
  enum collection c;
  if (!tile_collection(q, q->segment[0], &c, e)) return false;
  t->base = arena_printf(q->arena, "/collections/%s", collection_info(c)->id);
  t->title = answer_pick(q, collection_info(c)->title_es, collection_info(c)->title_en);
  t->layers = tile_layers(c);
  t->box = c == COLLECTION_AREAS ? areas : projects;
  return true;
}

bool handle_tilesets(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct tileset t;
  if (!find_tileset(view, q, &t, e)) return false;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "links");
  jw_array(&w);
  answer_link(&w, "self", MEDIA_JSON, NULL, answer_url(q, "%s/tiles", t.base));
  jw_end(&w);
  jw_key(&w, "tilesets");
  jw_array(&w);
  jw_object(&w);
  set_members(&w, q, t.title, t.base);
  jw_end(&w);
  jw_end(&w);
  jw_end(&w);
  return true;
}

bool handle_tileset(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct tileset t;
  if (!find_tileset(view, q, &t, e)) return false;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  set_members(&w, q, t.title, t.base);
  set_layers(&w, q, t.layers);
  set_box(&w, &t.box);
  jw_end(&w);
  return true;
}

bool handle_matrix_sets(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "tileMatrixSets");
  jw_array(&w);
  jw_object(&w);
  jw_kv_z(&w, "id", "WebMercatorQuad");
  jw_kv_z(&w, "title", "Google Maps Compatible for the World");
  jw_kv_z(&w, "uri", TMS_URI);
  jw_key(&w, "links");
  jw_array(&w);
  answer_link(&w, "self", MEDIA_JSON, NULL, answer_url(q, "/tileMatrixSets/WebMercatorQuad"));
  jw_end(&w);
  jw_end(&w);
  jw_end(&w);
  jw_end(&w);
  return true;
}

/* One matrix of WebMercatorQuad. Source: OGC 17-083r4, Two Dimensional Tile Matrix Set, annex D.1. */
static void write_matrix(struct jw *w, unsigned zoom, const char *id) {
  const double half = 20037508.3427892, scale0 = 559082264.028717, cell0 = 156543.033928041;
  double tiles = (double)(1UL << zoom);
  jw_object(w);
  jw_kv_z(w, "id", id);
  jw_key(w, "scaleDenominator");
  jw_double(w, scale0 / tiles, 9);
  jw_key(w, "cellSize");
  jw_double(w, cell0 / tiles, 12);
  jw_kv_z(w, "cornerOfOrigin", "topLeft");
  jw_key(w, "pointOfOrigin");
  jw_array(w);
  jw_double(w, -half, 7);
  jw_double(w, half, 7);
  jw_end(w);
  jw_kv_int(w, "tileWidth", 256);
  jw_kv_int(w, "tileHeight", 256);
  jw_kv_int(w, "matrixWidth", INT64_C(1) << zoom);
  jw_kv_int(w, "matrixHeight", INT64_C(1) << zoom);
  jw_end(w);
}

bool handle_matrix_set(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "id", "WebMercatorQuad");
  jw_kv_z(&w, "title", "Google Maps Compatible for the World");
  jw_kv_z(&w, "uri", TMS_URI);
  jw_kv_z(&w, "crs", "http://www.opengis.net/def/crs/EPSG/0/3857");
  jw_key(&w, "orderedAxes");
  jw_array(&w);
  jw_z(&w, "X");
  jw_z(&w, "Y");
  jw_end(&w);
  jw_kv_z(&w, "wellKnownScaleSet", "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible");
  jw_key(&w, "tileMatrices");
  jw_array(&w);
  for (unsigned z = 0; z <= TILE_MAX_ZOOM; z++) write_matrix(&w, z, arena_printf(q->arena, "%u", z));
  jw_end(&w);
  jw_end(&w);
  return true;
}
