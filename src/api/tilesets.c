/* What describes the tiles: sets of tiles, and the one scheme that they are cut by. */
#include <string.h>
#include "format/tile.h"
#include "handlers.h"
#include "tiles.h"

#define GEODATA_REL "http://www.opengis.net/def/rel/ogc/1.0/geodata"
#define TILING_SCHEME_REL "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"

/* What a tile set's address says about itself: "" for the whole data set. */
struct tileset {
  const char *base, *title, *collection; /* collection: NULL of the whole data set */
  unsigned layers;
  struct bbox box;
};

static void link_tile(struct jw *w, const struct http_request *q, const struct tileset *t, const char *type,
                      const char *query) {
  jw_object(w);
  jw_kv_z(w, "href", answer_url(q, "%s/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}%s", t->base, query));
  jw_kv_z(w, "rel", "item");
  jw_kv_z(w, "type", type);
  jw_kv_z(w, "title", answer_pick(q, "Una tesela", "A tile"));
  jw_kv_bool(w, "templated", true);
  jw_end(w);
}

/* The list of tile sets leaves the template to the tile set itself: the official suite gets every link of the list. */
static void set_links(struct jw *w, const struct http_request *q, const struct tileset *t, bool listed) {
  jw_key(w, "links");
  jw_array(w);
  answer_link(w, "self", MEDIA_JSON, t->title, answer_url(q, "%s/tiles/WebMercatorQuad?f=json", t->base));
  answer_link(w, TILING_SCHEME_REL, MEDIA_JSON, "WebMercatorQuad",
              answer_url(q, "/tileMatrixSets/WebMercatorQuad?f=json"));
  if (t->collection)
    answer_link(w, GEODATA_REL, MEDIA_JSON, t->title, answer_url(q, "/collections/%s?f=json", t->collection));
  else answer_link(w, "describedby", MEDIA_JSON, "TileJSON", answer_url(q, "/tilejson.json"));
  if (!listed) {
    link_tile(w, q, t, MEDIA_MVT, "");
    link_tile(w, q, t, MEDIA_MLT, "?f=mlt");
  }
  jw_end(w);
}

static void set_members(struct jw *w, const struct http_request *q, const struct tileset *t, bool listed) {
  jw_kv_z(w, "title", t->title);
  jw_kv_z(w, "tileMatrixSetURI", TMS_URI);
  jw_kv_z(w, "crs", "http://www.opengis.net/def/crs/EPSG/0/3857");
  jw_kv_z(w, "dataType", "vector");
  set_links(w, q, t, listed);
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

/* Titles are those of the collection's registry; what only tiles say has its own. */
static const char *property_title(const struct http_request *q, enum collection c, enum tile_property p) {
  if (p == TILE_VALUE)
    return answer_pick(q, "Lo que suma, en centavos de peso colombiano",
                       "What it adds to the sum, in hundredths of a Colombian peso");
  if (p == TILE_COUNT) return answer_pick(q, "Proyectos que son este punto", "Projects that are this point");
  if (p == TILE_SILENT) return answer_pick(q, "De ellos, los que no suman", "Of them, those that add nothing");
  if (p == TILE_CELL)
    return answer_pick(q, "Nivel de la tesela que es la celda del cúmulo: celda=nivel/columna/fila da sus proyectos",
                       "Zoom of the tile that is the cluster's cell: celda=zoom/column/row gives its projects");
  uint32_t n;
  const struct property *list = property_list(c, &n);
  for (uint32_t i = 0; i < n; i++)
    if (strcmp(list[i].name, tile_property_name(p)) == 0) return answer_pick(q, list[i].title_es, list[i].title_en);
  return tile_property_name(p);
}

static void layer_properties(struct jw *w, const struct http_request *q, unsigned layer, enum collection c) {
  jw_key(w, "propertiesSchema");
  jw_object(w);
  jw_kv_z(w, "type", "object");
  jw_key(w, "properties");
  jw_object(w);
  for (int i = 0; i < TILE_PROPERTIES; i++) {
    enum tile_property p = (enum tile_property)i;
    if (!(tile_layer_properties(layer) & UINT32_C(1) << i)) continue;
    jw_key(w, tile_property_name(p));
    jw_object(w);
    jw_kv_z(w, "title", property_title(q, c, p));
    jw_kv_z(w, "type", p == TILE_VALUE ? "number" : tile_property_is_number(p) ? "integer" : "string");
    jw_end(w);
  }
  jw_end(w);
  jw_end(w);
}

static void one_layer(struct jw *w, const struct http_request *q, unsigned layer, const char *id, int dimension,
                      enum collection c) {
  jw_object(w);
  jw_kv_z(w, "id", id);
  jw_kv_z(w, "title", answer_pick(q, collection_info(c)->title_es, collection_info(c)->title_en));
  jw_kv_z(w, "dataType", "vector");
  jw_kv_int(w, "geometryDimension", dimension);
  jw_kv_z(w, "minTileMatrix", "0");
  jw_kv_z(w, "maxTileMatrix", arena_printf(q->arena, "%d", TILE_MAX_ZOOM));
  layer_properties(w, q, layer, c);
  jw_key(w, "links");
  jw_array(w);
  answer_link(w, GEODATA_REL, MEDIA_JSON, NULL, answer_url(q, "/collections/%s?f=json", collection_info(c)->id));
  jw_end(w);
  jw_end(w);
}

static void set_layers(struct jw *w, const struct http_request *q, unsigned layers) {
  jw_key(w, "layers");
  jw_array(w);
  if (layers & TILE_AREAS) one_layer(w, q, TILE_AREAS, "areas", 2, COLLECTION_AREAS);
  if (layers & TILE_LABELS) one_layer(w, q, TILE_LABELS, "areas_etiqueta", 0, COLLECTION_AREAS);
  if (layers & TILE_PROJECTS) one_layer(w, q, TILE_PROJECTS, "proyectos", 0, COLLECTION_PROJECTS);
  jw_end(w);
}

/* Every tile of these levels can be asked for, and is empty where there is nothing; there are no other levels. */
static void set_limits(struct jw *w, const struct http_request *q) {
  jw_key(w, "tileMatrixSetLimits");
  jw_array(w);
  for (int z = 0; z <= TILE_MAX_ZOOM; z++) {
    int64_t last = (INT64_C(1) << z) - 1;
    jw_object(w);
    jw_kv_z(w, "tileMatrix", arena_printf(q->arena, "%d", z));
    jw_kv_int(w, "minTileRow", 0);
    jw_kv_int(w, "maxTileRow", last);
    jw_kv_int(w, "minTileCol", 0);
    jw_kv_int(w, "maxTileCol", last);
    jw_end(w);
  }
  jw_end(w);
}

static bool find_tileset(const struct snapshot *s, const struct http_request *q, struct tileset *t, struct err *e) {
  struct bbox areas = snapshot_bbox(s, false), projects = snapshot_bbox(s, true);
  *t = (struct tileset){"", answer_pick(q, "Áreas y proyectos", "Areas and projects"), NULL, TILE_ALL, areas};
  bbox_add(&t->box, &projects);
  if (!q->segment[0].n) return true;
  enum collection c;
  if (!tile_collection(q, q->segment[0], &c, e)) return false;
  t->collection = collection_info(c)->id;
  t->base = arena_printf(q->arena, "/collections/%s", t->collection);
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
  answer_link(&w, "self", MEDIA_JSON, t.title, answer_url(q, "%s/tiles?f=json", t.base));
  jw_end(&w);
  jw_key(&w, "tilesets");
  jw_array(&w);
  jw_object(&w);
  set_members(&w, q, &t, true);
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
  set_members(&w, q, &t, false);
  jw_key(&w, "mediaTypes");
  jw_array(&w);
  jw_z(&w, MEDIA_MVT);
  jw_end(&w);
  set_layers(&w, q, t.layers);
  set_limits(&w, q);
  set_box(&w, &t.box);
  jw_end(&w);
  return true;
}

bool handle_matrix_sets(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "links");
  jw_array(&w);
  answer_link(&w, "self", MEDIA_JSON, NULL, answer_url(q, "/tileMatrixSets?f=json"));
  jw_end(&w);
  jw_key(&w, "tileMatrixSets");
  jw_array(&w);
  jw_object(&w);
  jw_kv_z(&w, "id", "WebMercatorQuad");
  jw_kv_z(&w, "title", "Google Maps Compatible for the World");
  jw_kv_z(&w, "uri", TMS_URI);
  jw_key(&w, "links");
  jw_array(&w);
  /* The standard says "self"; the official test suite looks for "item". */
  answer_link(&w, "self", MEDIA_JSON, "WebMercatorQuad", answer_url(q, "/tileMatrixSets/WebMercatorQuad?f=json"));
  answer_link(&w, "item", MEDIA_JSON, "WebMercatorQuad", answer_url(q, "/tileMatrixSets/WebMercatorQuad?f=json"));
  jw_end(&w);
  jw_kv_z(&w, "crs", "http://www.opengis.net/def/crs/EPSG/0/3857");
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
  jw_key(&w, "links");
  jw_array(&w);
  answer_link(&w, "self", MEDIA_JSON, NULL, answer_url(q, "/tileMatrixSets/WebMercatorQuad?f=json"));
  jw_end(&w);
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
