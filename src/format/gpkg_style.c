#include "gpkg_style.h"

#include <stdio.h>

#include "format/html.h"

/* Symbols as <prop k= v=>, which QGIS 3.22 writes and every later one still reads. */
struct category {
  const char *value, *label, *fill, *outline, *dash;
};
static const struct category areas[] = {
    {"approximate", "Extensión aproximada", "122,155,181,40", "79,109,122,255", "dash"},
    {"composed", "Unión de otras áreas", "122,155,181,25", "79,109,122,255", "dash"},
    {"digitised", "Digitalizada", "47,102,144,60", "22,66,91,255", "solid"},
    {"authoritative", "Oficial", "47,102,144,60", "22,66,91,255", "solid"},
};
static const struct category projects[] = {
    {"point", "Punto dado", "200,85,61,255", "255,255,255,255", "solid"},
    {"outline", "Contorno del proyecto", "200,85,61,255", "255,255,255,255", "solid"},
    {"area", "Área", "242,196,184,255", "200,85,61,255", "solid"},
    {"area_approximate", "Área con extensión aproximada", "255,255,255,255", "200,85,61,255", "solid"},
};

/* The XML elements are opened and closed by the escaping writer that also makes the pages. */
static void prop(struct html *h, const char *key, const char *value) {
  html_open(h, "prop", "k", key, "v", value, NULL);
  html_close(h, "prop");
}

static void write_symbol(struct html *h, bool polygon, const char *name, const struct category *c) {
  html_open(h, "symbol", "type", polygon ? "fill" : "marker", "name", name, "alpha", "1", NULL);
  html_open(h, "layer", "class", polygon ? "SimpleFill" : "SimpleMarker", "enabled", "1", "locked", "0", "pass", "0",
            NULL);
  prop(h, "color", c->fill);
  prop(h, "outline_color", c->outline);
  prop(h, "outline_style", c->dash);
  prop(h, "outline_width", polygon ? "0.3" : "0.4");
  if (polygon) {
    prop(h, "style", "solid");
  } else {
    prop(h, "name", "circle");
    prop(h, "size", "2.6");
  }
  html_close(h, "layer");
  html_close(h, "symbol");
}

static void write_renderer(struct html *h, bool polygon) {
  const struct category *list = polygon ? areas : projects;
  size_t n = polygon ? sizeof areas / sizeof *areas : sizeof projects / sizeof *projects;
  char name[16];
  html_open(h, "renderer-v2", "type", "categorizedSymbol", "attr", polygon ? "geometria" : "ubicacion", "symbollevels",
            "0", NULL);
  html_open(h, "categories", NULL);
  for (size_t i = 0; i < n; i++) {
    snprintf(name, sizeof name, "%zu", i);
    html_open(h, "category", "symbol", name, "value", list[i].value, "label", list[i].label, "render", "true", "type",
              "string", NULL);
    html_close(h, "category");
  }
  html_close(h, "categories");
  html_open(h, "symbols", NULL);
  for (size_t i = 0; i < n; i++) {
    snprintf(name, sizeof name, "%zu", i);
    write_symbol(h, polygon, name, &list[i]);
  }
  html_close(h, "symbols");
  html_close(h, "renderer-v2");
}

static void write_aliases(struct html *h, enum collection c) {
  uint32_t n;
  const struct property *p = property_list(c, &n);
  char index[16];
  html_open(h, "aliases", NULL);
  for (uint32_t i = 0; i < n; i++) {
    snprintf(index, sizeof index, "%u", i + 1); /* 0 is the fid */
    html_open(h, "alias", "index", index, "field", p[i].name, "name", p[i].title_es, NULL);
    html_close(h, "alias");
  }
  html_close(h, "aliases");
}

void gpkg_style_write(struct buf *b, enum collection c) {
  struct html h;
  html_init(&h, b, SNAP_ES);
  buf_add_z(b, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
  html_open(&h, "qgis", "version", "3.22", "styleCategories", "Symbology|Fields", NULL);
  if (collection_info(c)->geometry) write_renderer(&h, c == COLLECTION_AREAS);
  write_aliases(&h, c);
  html_close(&h, "qgis");
}
