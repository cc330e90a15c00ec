#ifndef FORMAT_OGR_INTERNAL_H
#define FORMAT_OGR_INTERNAL_H
/* Private to format/ogr: the writer, and what differs from format to format. */
#include <gdal.h>
#include <ogr_api.h>
#include "format/ogr.h"

struct ogr;
struct ogr_kind {
  const char *name;   /* as people know it */
  const char *driver; /* as GDAL knows it */
  void (*enlist)(void);
  bool survey;
  /* Where GDAL writes to; the path itself, or something beside it that finish() makes the file of. NULL: e is set. */
  const char *(*begin)(struct ogr *o, struct err *e);
  char **(*layer_options)(const struct ogr *o);
  /* Name of field i in the file. */
  const char *(*field_name)(struct ogr *o, uint32_t i);
  /* Before the data set is closed; may be NULL. */
  bool (*complete)(struct ogr *o);
  /* After it was closed; may be NULL. */
  bool (*finish)(struct ogr *o, struct err *e);
  /* Always last, also after a failure; may be NULL. */
  void (*clean)(struct ogr *o);
};
extern const struct ogr_kind ogr_gpkg, ogr_fgb, ogr_shp;

struct ogr {
  const struct ogr_kind *kind;
  const char *path;
  const struct about *about;
  const struct ogr_survey *survey;
  struct arena *arena;
  const struct property *property;
  uint32_t n_properties;
  const char *folder; /* shapefile: where its parts are made */
  const char *field[OGR_MOST_FIELDS];
  GDALDatasetH data;
  OGRLayerH layer;
};
/* e says that the file could not be written, with GDAL's reason in the detail; false. */
bool ogr_fail(const struct ogr *o, struct err *e);
/* Most bytes of a text in a shapefile. */
enum { OGR_SHP_TEXT = 254 };
#endif
