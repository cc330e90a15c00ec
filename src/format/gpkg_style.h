#ifndef FORMAT_GPKG_STYLE_H
#define FORMAT_GPKG_STYLE_H
/* Private to gpkg: the QML that QGIS keeps in layer_styles. */
#include "core/buf.h"
#include "format/property.h"
/* Append a small QML for QGIS 3: the classes of the legend, names of areas, aliases in Spanish. */
void gpkg_style_write(struct buf *b, enum collection c);
#endif
