#ifndef FORMAT_PROPERTY_H
#define FORMAT_PROPERTY_H
/* The one registry of what the collections' items say: name, title, description, type and unit in both languages, and where
 * the value comes from. /schema, GeoJSON, the CSV header, table headings and GeoPackage aliases all read it. */
#include "core/jw.h"
#include "core/mem.h"
#include "format/figures.h"
#include "query/page.h"
#include "snapshot/snapshot.h"

enum collection { COLLECTION_AREAS, COLLECTION_PROJECTS, COLLECTION_UNPLACED, COLLECTION_ACTORS, COLLECTIONS };

struct collection_info {
  const char *id, *title_es, *title_en, *about_es, *about_en;
  const char *geometry; /* "MultiPolygon", "Point", or NULL: none */
  enum page_collection page;
};
const struct collection_info *collection_info(enum collection c);
bool collection_find(struct str id, enum collection *out);

enum property_type {
  PROPERTY_TEXT,
  PROPERTY_CODE, /* a code of the code list `list` */
  PROPERTY_DATE, /* ISO, to its precision */
  PROPERTY_INT,
  PROPERTY_REAL,
  PROPERTY_MONEY, /* two decimals, exact */
  PROPERTY_BOOL
};

/* One row of a collection with what its properties need. Texts a property makes live in `arena`. */
struct property_row {
  const struct snapshot *s;
  const struct figures *figures;
  struct arena *arena;
  enum collection collection;
  uint32_t index;
  struct snap_area area; /* of the three, the one of the collection is filled */
  struct snap_project project;
  struct snap_actor actor;
};
/* Fill row for item `index` of c. */
void property_row_load(struct property_row *row, const struct snapshot *s, const struct figures *figures,
                       struct arena *a, enum collection c, uint32_t index);
struct str property_row_code(const struct property_row *row);
struct str property_row_name(const struct property_row *row);
/* Longitude and latitude of the label point or the project's point; false if there is none. */
bool property_row_point(const struct property_row *row, double *lon, double *lat);

struct property_value {
  bool null;
  struct str text; /* TEXT, CODE, DATE */
  int64_t i;       /* INT */
  double real;     /* REAL */
  i128 minor;      /* MONEY */
  bool flag;       /* BOOL */
};

struct property {
  const char *name;
  struct jw_ready key; /* the name as a key of JSON */
  enum property_type type;
  const char *list; /* CODE: the code list */
  uint8_t decimals; /* REAL */
  const char *title_es, *title_en, *about_es, *about_en;
  const char *unit_es, *unit_en;                                             /* NULL: none */
  void (*value)(const struct property_row *row, struct property_value *out); /* *out arrives zeroed */
  const char *hxl; /* hashtag and attributes of the Humanitarian Exchange Language 1.1 (https://hxlstandard.org) */
};
/* The properties of a collection in their fixed order. */
const struct property *property_list(enum collection c, uint32_t *n);
void property_get(const struct property *p, const struct property_row *row, struct property_value *out);
/* "string", "integer", "number", "boolean" of JSON Schema. */
const char *property_json_type(enum property_type t);
#endif
