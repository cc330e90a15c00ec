#ifndef FORMAT_QGIS_H
#define FORMAT_QGIS_H
/* What QGIS 3 opens: the service's live layers with their styles, names and code lists in one language, as a layer definition (.qlr)
 * and as a project (.qgz). The layers are read from the service itself each time: OGC API Features (areas, proyectos, and the tables
 * proyectos_sin_lugar and actores) and vector tiles. Elements and attributes are those that QGIS 3.22 writes; later ones read them. */
#include "core/buf.h"
#include "core/err.h"
#include "snapshot/snapshot.h"

struct qgis_service {
  const char *base_url; /* of the service, no slash at the end */
  enum snap_lang lang;
  const struct snapshot *s; /* code lists, licences, extent */
};

/* Append the XML of a layer definition: one group with the layers. */
void qgis_write_definition(struct buf *b, const struct qgis_service *service);
/* Append the bytes of a .qgz (a zip with one .qgs): the same layers, seen in EPSG:3857 over the extent of the data. The same bytes for
 * the same data. ERR_IO if the archive cannot be made. */
bool qgis_write_project(struct buf *b, const struct qgis_service *service, struct err *e);
#endif
