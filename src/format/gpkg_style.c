#include "gpkg_style.h"

#include "qgis_internal.h"

void gpkg_style_write(struct buf *b, enum collection c) {
  struct html h;
  html_init(&h, b, SNAP_ES);
  buf_add_z(b, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
  html_open(&h, "qgis", "version", QGIS_VERSION, "labelsEnabled", c == COLLECTION_AREAS ? "1" : "0", "styleCategories",
            "Symbology|Labeling|Fields|Forms", NULL);
  qgis_fields(&h, c, NULL);
  if (collection_info(c)->geometry) qgis_rules(&h, c);
  if (c == COLLECTION_AREAS) qgis_labeling(&h);
  html_close(&h, "qgis");
}
