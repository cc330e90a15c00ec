/* Symbols and labels. Sizes of the legend are CSS pixels; QGIS gets millimetres, which look alike on a screen and on paper. */
#include <stdarg.h>
#include <stdio.h>

#include "qgis_internal.h"

static const double MM_PER_PIXEL = 25.4 / 96;

void qgis_element(struct html *h, const char *name, const char *text) {
  html_open(h, name, NULL);
  html_z(h, text);
  html_close(h, name);
}

static void option(struct html *h, const char *key, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void option(struct html *h, const char *key, const char *fmt, ...) {
  char value[64];
  va_list args;
  va_start(args, fmt);
  vsnprintf(value, sizeof value, fmt, args);
  va_end(args);
  html_open(h, "Option", "name", key, "value", value, "type", "QString", NULL);
  html_close(h, "Option");
}

struct color_text {
  char z[24];
};
static struct color_text color_of(uint32_t c) {
  struct color_text t;
  snprintf(t.z, sizeof t.z, "%u,%u,%u,%u", c >> 24, c >> 16 & 0xFF, c >> 8 & 0xFF, c & 0xFF);
  return t;
}

static void fill_options(struct html *h, const struct legend_class *c) {
  option(h, "color", "%s", color_of(c->fill).z);
  option(h, "style", "solid");
  option(h, "outline_style", "no");
}

static void line_options(struct html *h, const struct legend_class *c) {
  double width = c->width * MM_PER_PIXEL;
  option(h, "line_color", "%s", color_of(c->stroke).z);
  option(h, "line_style", "solid");
  option(h, "line_width", "%.3f", width);
  option(h, "line_width_unit", "MM");
  option(h, "joinstyle", "round");
  option(h, "capstyle", "flat");
  option(h, "use_custom_dash", "%d", c->dash[0] > 0);
  if (c->dash[0] == 0) return;
  option(h, "customdash", "%.3f;%.3f", c->dash[0] * width, c->dash[1] * width);
  option(h, "customdash_unit", "MM");
}

static void marker_options(struct html *h, const struct legend_class *c) {
  option(h, "name", "circle");
  option(h, "color", "%s", color_of(c->fill).z);
  option(h, "outline_color", "%s", color_of(c->stroke).z);
  option(h, "outline_style", "solid");
  option(h, "outline_width", "%.3f", c->width * MM_PER_PIXEL);
  option(h, "outline_width_unit", "MM");
  option(h, "size", "%.3f", 2 * c->size * MM_PER_PIXEL);
  option(h, "size_unit", "MM");
}

void qgis_symbol(struct html *h, const struct legend_class *c, const char *type, const char *name) {
  html_open(h, "symbol", "type", type, "name", name, "alpha", "1", "clip_to_extent", "1", "force_rhr", "0", NULL);
  const char *layer = c->kind == LEGEND_FILL ? "SimpleFill" : c->kind == LEGEND_LINE ? "SimpleLine" : "SimpleMarker";
  html_open(h, "layer", "class", layer, "enabled", "1", "locked", "0", "pass", "0", NULL);
  html_open(h, "Option", "type", "Map", NULL);
  if (c->kind == LEGEND_FILL) fill_options(h, c);
  else if (c->kind == LEGEND_LINE) line_options(h, c);
  else marker_options(h, c);
  html_close(h, "Option");
  html_close(h, "layer");
  html_close(h, "symbol");
}

/* "{nombre}" without its braces. */
static struct str label_property(const struct legend_class *c) {
  struct str s = str_from(c->text);
  return (struct str){s.p + 1, s.n - 2};
}

void qgis_label_settings(struct html *h, const struct legend_class *c) {
  char property[64], size[16], halo[16];
  snprintf(property, sizeof property, "%.*s", STR_ARG(label_property(c)));
  snprintf(size, sizeof size, "%.1f", c->size * 0.75); /* CSS pixels are 0.75 points */
  snprintf(halo, sizeof halo, "%.2f", c->width * MM_PER_PIXEL);
  html_open(h, "settings", NULL);
  html_open(h, "text-style", "fieldName", property, "isExpression", "0", "fontSize", size, "fontSizeUnit", "Point",
            "textColor", color_of(c->fill).z, "textOpacity", "1", "fontWeight", "50", NULL);
  html_open(h, "text-buffer", "bufferDraw", c->width > 0 ? "1" : "0", "bufferSize", halo, "bufferSizeUnits", "MM",
            "bufferColor", color_of(c->stroke).z, "bufferOpacity", "1", "bufferJoinStyle", "128", NULL);
  html_close(h, "text-buffer");
  html_close(h, "text-style");
  html_open(h, "text-format", "multilineAlign", "1", "autoWrapLength", "18", "wrapChar", "", NULL);
  html_close(h, "text-format");
  html_open(h, "placement", "placement", "1", "centroidInside", "1", "priority", "5", "quadOffset", "4", NULL);
  html_close(h, "placement");
  html_close(h, "settings");
}
