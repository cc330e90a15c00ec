#ifndef FORMAT_QGIS_INTERNAL_H
#define FORMAT_QGIS_INTERNAL_H
/* Private to what QGIS reads (qgis*.c, gpkg_style.c). XML is written with the escaping writer of the pages: elements are opened and
 * closed by name. */
#include "format/html.h"
#include "format/legend.h"
#include "format/property.h"

#define QGIS_VERSION "3.22.0"

/* <name>text</name> */
void qgis_element(struct html *h, const char *name, const char *text);
/* The legend's test as a QGIS expression: "capa" IN ('barrio','poblado'). Nothing where there is no test. */
void qgis_write_test(struct buf *b, const struct legend_test *t);

/* <symbol name="name">: `type` is fill, line or marker. A LINE class as a fill is the border of a polygon. */
void qgis_symbol(struct html *h, const struct legend_class *c, const char *type, const char *name);
/* <settings>: how the property named in the class's text is written on the map. */
void qgis_label_settings(struct html *h, const struct legend_class *c);
/* <renderer-v2> of areas or of projects: a rule for each class of the legend, those of a group under its switch. */
void qgis_rules(struct html *h, enum collection c);
/* <renderer-v2> of points with a colour for each code of a property's list. */
void qgis_categories(struct html *h, const struct snapshot *s, const char *property, const char *list);
/* <labeling> of areas: a rule for each class of labels. */
void qgis_labeling(struct html *h);
/* <renderer> and <labeling> of vector tiles. */
void qgis_tile_style(struct html *h);

/* <fieldConfiguration> with a list of values for each code (none where s is NULL), and <aliases>: the registry's titles. The field
 * before the first one is the provider's own id. */
void qgis_fields(struct html *h, enum collection c, const struct snapshot *s);
#endif
