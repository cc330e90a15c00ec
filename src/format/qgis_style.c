/* Renderers and labels made from the legend, and what QGIS calls the fields. */
#include <math.h>
#include <stdio.h>

#include "qgis_internal.h"

void qgis_write_test(struct buf *b, const struct legend_test *t) {
  if (!t->key) return;
  if (!t->values) {
    buf_printf(b, "\"%s\" >= %d", t->key, t->min);
    if (t->max < INT32_MAX) buf_printf(b, " AND \"%s\" <= %d", t->key, t->max);
    return;
  }
  buf_printf(b, "\"%s\" %sIN (", t->key, t->none_of ? "NOT " : "");
  for (size_t i = 0; t->values[i]; i++) buf_printf(b, "%s'%s'", i ? ", " : "", t->values[i]);
  buf_add_char(b, ')');
}

/* The tests of the group (where `grouped`) and of the class. */
static struct buf expression_of(const struct legend_class *c, bool grouped) {
  struct buf b = {0};
  if (grouped && c->group) qgis_write_test(&b, &c->group->test);
  if (b.len && c->test.key) buf_add_z(&b, " AND ");
  qgis_write_test(&b, &c->test);
  if (!b.data) buf_reserve(&b, 1);
  return b;
}

struct number_text {
  char z[24];
};
static struct number_text number(double v, int decimals) {
  struct number_text t;
  snprintf(t.z, sizeof t.z, "%.*f", decimals, v);
  return t;
}

/* Scale at which a zoom of the web's tiles (256 pixels of 0.28 mm, OGC 17-083r4) begins. */
static double scale_of(double zoom) { return 559082264.0287178 / exp2(zoom); }

/* ---- features ---- */

static bool is_drawn(const struct legend_class *c, enum collection in) {
  if (in == COLLECTION_AREAS) return c->kind == LEGEND_FILL || c->kind == LEGEND_LINE;
  return c->kind == LEGEND_POINT;
}

static void write_rule(struct html *h, const struct legend_class *c, uint32_t i) {
  struct buf filter = expression_of(c, false);
  html_open(h, "rule", "key", c->id, "symbol", number(i, 0).z, "filter", filter.data, "label",
            html_pick(h, c->es, c->en), NULL);
  html_close(h, "rule");
  buf_free(&filter);
}

static void write_group(struct html *h, const struct legend_group *g, enum collection in) {
  uint32_t n;
  const struct legend_class *classes = legend_classes(&n);
  struct buf filter = {0};
  qgis_write_test(&filter, &g->test);
  html_open(h, "rule", "key", g->id, "filter", filter.data, "label", html_pick(h, g->es, g->en), "checkstate",
            g->hidden ? "0" : NULL, NULL);
  for (uint32_t i = 0; i < n; i++)
    if (classes[i].group == g && is_drawn(&classes[i], in)) write_rule(h, &classes[i], i);
  html_close(h, "rule");
  buf_free(&filter);
}

void qgis_rules(struct html *h, enum collection in) {
  uint32_t n, n_groups;
  const struct legend_class *classes = legend_classes(&n);
  const struct legend_group *groups = legend_groups(&n_groups);
  html_open(h, "renderer-v2", "type", "RuleRenderer", "symbollevels", "0", "enableorderby", "0", "forceraster", "0",
            NULL);
  html_open(h, "rules", "key", "clases", NULL);
  if (in == COLLECTION_AREAS)
    for (uint32_t g = 0; g < n_groups; g++) write_group(h, &groups[g], in);
  for (uint32_t i = 0; i < n; i++)
    if (!classes[i].group && is_drawn(&classes[i], in)) write_rule(h, &classes[i], i);
  html_close(h, "rules");
  html_open(h, "symbols", NULL);
  for (uint32_t i = 0; i < n; i++)
    if (is_drawn(&classes[i], in))
      qgis_symbol(h, &classes[i], in == COLLECTION_AREAS ? "fill" : "marker", number(i, 0).z);
  html_close(h, "symbols");
  html_close(h, "renderer-v2");
}

static const uint32_t many_colors[] = {0xA8480AFF, 0x0F6B7AFF, 0xC9A227FF, 0x6A4C93FF,
                                       0x4F772DFF, 0xB5446EFF, 0x1D6FA5FF, 0x55636AFF};
enum { COLORS = sizeof many_colors / sizeof *many_colors };

static void write_category(struct html *h, const char *value, const char *label, uint32_t i) {
  html_open(h, "category", "symbol", number(i, 0).z, "value", value, "label", label, "render", "true", "type", "string",
            NULL);
  html_close(h, "category");
}

void qgis_categories(struct html *h, const struct snapshot *s, const char *property, const char *list) {
  struct str code, es, en;
  uint32_t n = 0;
  char value[128], label[256];
  html_open(h, "renderer-v2", "type", "categorizedSymbol", "attr", property, "symbollevels", "0", "enableorderby", "0",
            "forceraster", "0", NULL);
  html_open(h, "categories", NULL);
  for (; snapshot_code(s, list, n, &code, &es, &en); n++) {
    snprintf(value, sizeof value, "%.*s", STR_ARG(code));
    snprintf(label, sizeof label, "%.*s", STR_ARG(h->lang == SNAP_EN ? en : es));
    write_category(h, value, label, n);
  }
  write_category(h, "", html_pick(h, "Sin dato", "No data"), n);
  html_close(h, "categories");
  html_open(h, "symbols", NULL);
  for (uint32_t i = 0; i <= n; i++) {
    struct legend_class dot = {.kind = LEGEND_POINT, .stroke = 0xFFFEFBFF, .width = 2, .size = 6};
    dot.fill = i < n ? many_colors[i % COLORS] : 0x969696FF;
    qgis_symbol(h, &dot, "marker", number(i, 0).z);
  }
  html_close(h, "symbols");
  html_close(h, "renderer-v2");
}

void qgis_labeling(struct html *h) {
  uint32_t n;
  const struct legend_class *classes = legend_classes(&n);
  html_open(h, "labeling", "type", "rule-based", NULL);
  html_open(h, "rules", "key", "nombres", NULL);
  for (uint32_t i = 0; i < n; i++) {
    const struct legend_class *c = &classes[i];
    if (c->kind != LEGEND_LABEL || !c->group) continue;
    struct buf filter = expression_of(c, true);
    html_open(h, "rule", "key", c->id, "filter", filter.data, "description", html_pick(h, c->es, c->en),
              "scalemindenom", "1", "scalemaxdenom", number(scale_of(c->min_zoom), 0).z, "active",
              c->group->hidden ? "0" : "1", NULL);
    qgis_label_settings(h, c);
    html_close(h, "rule");
    buf_free(&filter);
  }
  html_close(h, "rules");
  html_close(h, "labeling");
}

/* ---- tiles ---- */

static void begin_tile_style(struct html *h, const struct legend_class *c, const char *geometry) {
  struct buf filter = expression_of(c, true), name = {0};
  if (c->kind == LEGEND_POINT) buf_add_z(&filter, " AND \"" LEGEND_COUNT "\" IS NULL");
  if (c->group) buf_printf(&name, "%s: ", html_pick(h, c->group->es, c->group->en));
  buf_add_z(&name, html_pick(h, c->es, c->en));
  html_open(h, "style", "name", name.data, "geometry", geometry, "layer", c->layer, "expression", filter.data,
            "enabled", c->group && c->group->hidden ? "0" : "1", "min-zoom",
            c->min_zoom > 0 ? number(c->min_zoom, 0).z : "-1", "max-zoom", "-1", NULL);
  buf_free(&filter);
  buf_free(&name);
}

/* QGIS numbers geometries: 0 points, 1 lines, 2 polygons. A style for lines draws the borders of polygons. */
static void write_tile_styles(struct html *h, bool labels) {
  static const char *const geometry[] = {
      [LEGEND_FILL] = "2", [LEGEND_LINE] = "1", [LEGEND_POINT] = "0", [LEGEND_CLUSTER] = "0", [LEGEND_LABEL] = "0"};
  static const char *const type[] = {[LEGEND_FILL] = "fill",
                                     [LEGEND_LINE] = "line",
                                     [LEGEND_POINT] = "marker",
                                     [LEGEND_CLUSTER] = "marker",
                                     [LEGEND_LABEL] = ""};
  uint32_t n;
  const struct legend_class *classes = legend_classes(&n);
  html_open(h, "styles", NULL);
  for (uint32_t i = 0; i < n; i++) {
    if ((classes[i].kind == LEGEND_LABEL) != labels) continue;
    begin_tile_style(h, &classes[i], geometry[classes[i].kind]);
    if (labels) {
      qgis_label_settings(h, &classes[i]);
    } else {
      html_open(h, "symbols", NULL);
      qgis_symbol(h, &classes[i], type[classes[i].kind], "0");
      html_close(h, "symbols");
    }
    html_close(h, "style");
  }
  html_close(h, "styles");
}

void qgis_tile_style(struct html *h) {
  html_open(h, "renderer", "type", "basic", NULL);
  write_tile_styles(h, false);
  html_close(h, "renderer");
  html_open(h, "labeling", "type", "basic", NULL);
  write_tile_styles(h, true);
  html_close(h, "labeling");
}

/* ---- fields ---- */

/* QGIS shows the label for the code, in the table, in forms and in expressions. */
static void write_values(struct html *h, const struct snapshot *s, const char *list) {
  struct str code, es, en;
  char value[128], label[256];
  html_open(h, "editWidget", "type", "ValueMap", NULL);
  html_open(h, "config", NULL);
  html_open(h, "Option", "type", "Map", NULL);
  html_open(h, "Option", "name", "map", "type", "List", NULL);
  for (uint32_t i = 0; snapshot_code(s, list, i, &code, &es, &en); i++) {
    snprintf(value, sizeof value, "%.*s", STR_ARG(code));
    snprintf(label, sizeof label, "%.*s", STR_ARG(h->lang == SNAP_EN ? en : es));
    html_open(h, "Option", "type", "Map", NULL);
    html_open(h, "Option", "name", label, "value", value, "type", "QString", NULL);
    html_close(h, "Option");
    html_close(h, "Option");
  }
  html_close(h, "Option");
  html_close(h, "Option");
  html_close(h, "config");
  html_close(h, "editWidget");
}

void qgis_fields(struct html *h, enum collection c, const struct snapshot *s) {
  uint32_t n;
  const struct property *p = property_list(c, &n);
  struct str code, es, en;
  html_open(h, "fieldConfiguration", NULL);
  for (uint32_t i = 0; s && i < n; i++) {
    if (p[i].type != PROPERTY_CODE || !snapshot_code(s, p[i].list, 0, &code, &es, &en)) continue;
    html_open(h, "field", "name", p[i].name, "configurationFlags", "None", NULL);
    write_values(h, s, p[i].list);
    html_close(h, "field");
  }
  html_close(h, "fieldConfiguration");
  html_open(h, "aliases", NULL);
  for (uint32_t i = 0; i < n; i++) {
    html_open(h, "alias", "index", number(i + 1, 0).z, "field", p[i].name, "name",
              html_pick(h, p[i].title_es, p[i].title_en), NULL);
    html_close(h, "alias");
  }
  html_close(h, "aliases");
}
