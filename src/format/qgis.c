#include "format/qgis.h"

#include <math.h>
#include <stdio.h>

#include "format/tile.h"
#include "geo/crs.h"
#include "qgis_internal.h"
#include "qgis_zip.h"

/* QGIS gives a layer another name where its own has ten letters or fewer. */
#define ID_PREFIX "coopmap_capa_"
#define TILES "teselas"
enum { MOST_LICENCES = 8, PAGE_SIZE = 1000 };

static const char *service_title(const struct html *h) {
  return html_pick(h, "Cooperación en Cartagena de Indias", "Cooperation in Cartagena de Indias");
}
static const char *tiles_title(const struct html *h) {
  return html_pick(h, "Áreas y proyectos (teselas vectoriales)", "Areas and projects (vector tiles)");
}

/* ---- where a layer comes from ---- */

static struct buf feature_source(const struct qgis_service *service, enum collection c) {
  struct buf b = {0};
  const char *view = collection_info(c)->geometry ? " restrictToRequestBBOX='1' srsname='EPSG:4326'" : "";
  buf_printf(&b, "pageSize='%d'%s typename='%s' url='%s'", PAGE_SIZE, view, collection_info(c)->id, service->base_url);
  return b;
}

static struct buf tile_source(const struct qgis_service *service) {
  struct buf b = {0};
  buf_printf(&b, "type=xyz&url=%s/tiles/{z}/{x}/{y}.pbf&zmin=0&zmax=%d&styleUrl=%s/style.json", service->base_url,
             TILE_MAX_ZOOM, service->base_url);
  return b;
}

/* ---- what is said of a layer ---- */

/* The two systems that appear, with QGIS's own numbers: without those 3.22 takes neither. */
struct qgis_crs {
  const char *srsid, *srid, *authid;
};
static const struct qgis_crs degrees = {"3452", "4326", "EPSG:4326"}, mercator = {"3857", "3857", "EPSG:3857"};

static void write_spatialrefsys(struct html *h, struct qgis_crs crs) {
  html_open(h, "spatialrefsys", NULL);
  qgis_element(h, "srsid", crs.srsid);
  qgis_element(h, "srid", crs.srid);
  qgis_element(h, "authid", crs.authid);
  html_close(h, "spatialrefsys");
}

static void write_crs(struct html *h, const char *element, struct qgis_crs crs) {
  html_open(h, element, NULL);
  write_spatialrefsys(h, crs);
  html_close(h, element);
}

/* The licences of the areas' sources, each once. */
static void write_licences(struct html *h, const struct snapshot *s) {
  struct str seen[MOST_LICENCES];
  size_t n = 0;
  for (uint32_t i = 0; i < snapshot_areas(s) && n < MOST_LICENCES; i++) {
    struct snap_area a;
    snapshot_area(s, i, &a);
    size_t k = 0;
    while (k < n && !str_eq(seen[k], a.source_licence)) k++;
    if (k < n || !a.source_licence.n) continue;
    seen[n++] = a.source_licence;
    html_element(h, "license", NULL, a.source_licence);
  }
}

static void write_link(struct html *h, const char *name, const char *type, const char *url) {
  html_open(h, "link", "name", name, "type", "WWW:LINK", "mimeType", type, "url", url, "description", "", "format", "",
            "size", "", NULL);
  html_close(h, "link");
}

static void write_metadata(struct html *h, const struct qgis_service *service, const char *id, const char *title,
                           const char *about) {
  char url[512];
  snprintf(url, sizeof url, "%s%s%s", service->base_url, id ? "/collections/" : "", id ? id : "");
  html_open(h, "resourceMetadata", NULL);
  qgis_element(h, "identifier", url);
  qgis_element(h, "language", html_pick(h, "SPA", "ENG"));
  qgis_element(h, "type", "dataset");
  qgis_element(h, "title", title);
  qgis_element(h, "abstract", about);
  qgis_element(h, "rights",
               html_pick(h, "Cada área y cada proyecto dice su fuente; las licencias son las de las fuentes.",
                         "Each area and each project names its source; the licences are those of the sources."));
  write_licences(h, service->s);
  html_open(h, "links", NULL);
  write_link(h, "alternate", "text/html", url);
  html_close(h, "links");
  html_close(h, "resourceMetadata");
}

/* What every kind of layer begins with. */
static void write_head(struct html *h, const struct qgis_service *service, const char *id, const char *title,
                       const struct buf *source) {
  html_open(h, "id", NULL);
  html_z(h, ID_PREFIX);
  html_z(h, id);
  html_close(h, "id");
  qgis_element(h, "datasource", source->data);
  qgis_element(h, "layername", title);
  qgis_element(h, "title", title);
  html_open(h, "attribution", "href", service->base_url, NULL);
  html_z(h, service_title(h));
  html_close(h, "attribution");
}

static void write_flags(struct html *h) {
  qgis_element(h, "layerOpacity", "1");
  qgis_element(h, "blendMode", "0");
}

/* ---- features ---- */

/* The second to last styles that somebody can choose for projects; the first is the legend's. */
static const struct {
  const char *es, *en, *property, *list;
} other_styles[] = {{"Por clase", "By kind", "clase", "activity_kind"},
                    {"Por estado", "By status", "estado", "activity_status"}};

static void write_appearance(struct html *h, const struct qgis_service *service, enum collection c,
                             const char *property, const char *list) {
  bool geometry = collection_info(c)->geometry != NULL;
  qgis_fields(h, c, service->s);
  if (property) qgis_categories(h, service->s, property, list);
  else if (geometry) qgis_rules(h, c);
  if (c == COLLECTION_AREAS) qgis_labeling(h);
  html_open(h, "attributetableconfig", NULL);
  html_open(h, "columns", NULL);
  html_open(h, "column", "type", "field", "name", "id", "hidden", "1", "width", "-1", NULL);
  html_close(h, "column");
  html_close(h, "columns");
  html_close(h, "attributetableconfig");
  bool named = c == COLLECTION_AREAS || c == COLLECTION_ACTORS;
  qgis_element(h, "previewExpression", named ? "\"nombre\"" : "\"titulo\"");
  if (geometry) write_flags(h);
}

static void write_styles(struct html *h, const struct qgis_service *service, enum collection c) {
  const char *first = html_pick(h, "Mapa de la página", "As on the page");
  html_open(h, "map-layer-style-manager", "current", first, NULL);
  html_open(h, "map-layer-style", "name", first, NULL);
  html_close(h, "map-layer-style");
  for (size_t i = 0; c == COLLECTION_PROJECTS && i < sizeof other_styles / sizeof *other_styles; i++) {
    html_open(h, "map-layer-style", "name", html_pick(h, other_styles[i].es, other_styles[i].en), NULL);
    html_open(h, "qgis", "version", QGIS_VERSION, "styleCategories", "AllStyleCategories", NULL);
    write_appearance(h, service, c, other_styles[i].property, other_styles[i].list);
    html_close(h, "qgis");
    html_close(h, "map-layer-style");
  }
  html_close(h, "map-layer-style-manager");
}

static void write_feature_layer(struct html *h, const struct qgis_service *service, enum collection c) {
  const struct collection_info *info = collection_info(c);
  const char *title = html_pick(h, info->title_es, info->title_en);
  const char *geometry = c == COLLECTION_AREAS ? "Polygon" : info->geometry ? info->geometry : "No geometry";
  struct buf source = feature_source(service, c);
  html_open(h, "maplayer", "type", "vector", "geometry", geometry, "wkbType",
            info->geometry ? info->geometry : "NoGeometry", "labelsEnabled", c == COLLECTION_AREAS ? "1" : "0",
            "styleCategories", "AllStyleCategories", "readOnly", "0", "hasScaleBasedVisibilityFlag", "0", NULL);
  write_head(h, service, info->id, title, &source);
  if (info->geometry) write_crs(h, "srs", degrees);
  write_metadata(h, service, info->id, title, html_pick(h, info->about_es, info->about_en));
  html_open(h, "provider", "encoding", "UTF-8", NULL);
  html_z(h, "OAPIF");
  html_close(h, "provider");
  write_styles(h, service, c);
  write_appearance(h, service, c, NULL, NULL);
  html_close(h, "maplayer");
  buf_free(&source);
}

/* ---- tiles ---- */

static void write_tile_layer(struct html *h, const struct qgis_service *service) {
  struct buf source = tile_source(service);
  html_open(h, "maplayer", "type", "vector-tile", "styleCategories", "AllStyleCategories",
            "hasScaleBasedVisibilityFlag", "0", NULL);
  write_head(h, service, TILES, tiles_title(h), &source);
  write_crs(h, "srs", mercator);
  write_metadata(h, service, NULL, tiles_title(h),
                 html_pick(h, "Áreas, sus nombres y proyectos, para cualquier cantidad de datos.",
                           "Areas, their names and projects, for any amount of data."));
  qgis_element(h, "provider", "vectortile");
  qgis_tile_style(h);
  write_flags(h);
  html_close(h, "maplayer");
  buf_free(&source);
}

/* ---- the tree ---- */

static void write_leaf(struct html *h, const char *id, const char *title, const char *provider, struct buf source,
                       bool checked, bool expanded) {
  char full[64];
  snprintf(full, sizeof full, ID_PREFIX "%s", id);
  html_open(h, "layer-tree-layer", "id", full, "name", title, "providerKey", provider, "source", source.data, "checked",
            checked ? "Qt::Checked" : "Qt::Unchecked", "expanded", expanded ? "1" : "0", NULL);
  html_close(h, "layer-tree-layer");
  buf_free(&source);
}

static void write_feature_leaf(struct html *h, const struct qgis_service *service, enum collection c) {
  const struct collection_info *info = collection_info(c);
  write_leaf(h, info->id, html_pick(h, info->title_es, info->title_en), "OAPIF", feature_source(service, c), true,
             info->geometry != NULL);
}

static void begin_group(struct html *h, const char *name) {
  html_open(h, "layer-tree-group", "name", name, "checked", "Qt::Checked", "expanded", "1", NULL);
}

/* The tiles show the same as the features, so they are off until chosen. */
static void write_tree(struct html *h, const struct qgis_service *service) {
  begin_group(h, service_title(h));
  begin_group(h, html_pick(h, "En el mapa", "On the map"));
  write_feature_leaf(h, service, COLLECTION_PROJECTS);
  write_feature_leaf(h, service, COLLECTION_AREAS);
  html_close(h, "layer-tree-group");
  begin_group(h, html_pick(h, "Tablas", "Tables"));
  write_feature_leaf(h, service, COLLECTION_UNPLACED);
  write_feature_leaf(h, service, COLLECTION_ACTORS);
  html_close(h, "layer-tree-group");
  write_leaf(h, TILES, tiles_title(h), "vectortile", tile_source(service), false, false);
  html_close(h, "layer-tree-group");
}

static void write_layers(struct html *h, const struct qgis_service *service, const char *element) {
  html_open(h, element, NULL);
  for (unsigned c = 0; c < COLLECTIONS; c++) write_feature_layer(h, service, (enum collection)c);
  write_tile_layer(h, service);
  html_close(h, element);
}

void qgis_write_definition(struct buf *b, const struct qgis_service *service) {
  struct html h;
  html_init(&h, b, service->lang);
  buf_add_z(b, "<!DOCTYPE qgis-layer-definition>\n");
  html_open(&h, "qlr", NULL);
  html_open(&h, "layer-tree-group", "name", "", "checked", "Qt::Checked", "expanded", "1", NULL);
  write_tree(&h, service);
  html_close(&h, "layer-tree-group");
  write_layers(&h, service, "maplayers");
  html_close(&h, "qlr");
}

/* ---- the project ---- */

/* What is looked at first: the projects that are on the map, else the areas; a tenth more on each side. */
static struct bbox view_of(const struct snapshot *s) {
  struct bbox b = snapshot_bbox(s, true);
  if (bbox_is_empty(&b)) b = snapshot_bbox(s, false);
  if (bbox_is_empty(&b)) b = (struct bbox){-180, -85, 180, 85};
  crs_to_mercator(b.minx, b.miny, &b.minx, &b.miny);
  crs_to_mercator(b.maxx, b.maxy, &b.maxx, &b.maxy);
  double margin = fmax(1000, 0.1 * fmax(b.maxx - b.minx, b.maxy - b.miny));
  return (struct bbox){b.minx - margin, b.miny - margin, b.maxx + margin, b.maxy + margin};
}

struct coordinate {
  char z[32];
};
static struct coordinate coordinate(double v) {
  struct coordinate c;
  snprintf(c.z, sizeof c.z, "%.1f", v);
  return c;
}

static void write_view(struct html *h, const struct snapshot *s) {
  struct bbox b = view_of(s);
  html_open(h, "ProjectViewSettings", "UseProjectScales", "0", "rotation", "0", NULL);
  html_open(h, "DefaultViewExtent", "xmin", coordinate(b.minx).z, "ymin", coordinate(b.miny).z, "xmax",
            coordinate(b.maxx).z, "ymax", coordinate(b.maxy).z, NULL);
  write_spatialrefsys(h, mercator);
  html_close(h, "DefaultViewExtent");
  html_close(h, "ProjectViewSettings");
}

static void write_property(struct html *h, const char *name, int value) {
  char text[16];
  snprintf(text, sizeof text, "%d", value);
  html_open(h, name, "type", "int", NULL);
  html_z(h, text);
  html_close(h, name);
}

static void write_properties(struct html *h) {
  html_open(h, "properties", NULL);
  html_open(h, "Gui", NULL);
  write_property(h, "CanvasColorRedPart", LEGEND_GROUND >> 16);
  write_property(h, "CanvasColorGreenPart", LEGEND_GROUND >> 8 & 0xFF);
  write_property(h, "CanvasColorBluePart", LEGEND_GROUND & 0xFF);
  html_close(h, "Gui");
  html_open(h, "SpatialRefSys", NULL);
  write_property(h, "ProjectionsEnabled", 1);
  html_close(h, "SpatialRefSys");
  html_close(h, "properties");
}

static void write_project(struct html *h, const struct qgis_service *service) {
  html_open(h, "qgis", "version", QGIS_VERSION, "projectname", service_title(h), NULL);
  qgis_element(h, "title", service_title(h));
  write_crs(h, "projectCrs", mercator);
  html_open(h, "layer-tree-group", NULL);
  write_tree(h, service);
  html_close(h, "layer-tree-group");
  write_view(h, service->s);
  write_layers(h, service, "projectlayers");
  write_properties(h);
  html_open(h, "projectMetadata", NULL);
  qgis_element(h, "identifier", service->base_url);
  qgis_element(h, "title", service_title(h));
  html_open(h, "links", NULL);
  write_link(h, "alternate", "text/html", service->base_url);
  html_close(h, "links");
  html_close(h, "projectMetadata");
  html_close(h, "qgis");
}

bool qgis_write_project(struct buf *b, const struct qgis_service *service, struct err *e) {
  struct buf xml = {0};
  struct html h;
  html_init(&h, &xml, service->lang);
  buf_add_z(&xml, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
  write_project(&h, service);
  bool ok = qgis_zip_write(b, "coopmap.qgs", buf_str(&xml), e);
  buf_free(&xml);
  return ok;
}
