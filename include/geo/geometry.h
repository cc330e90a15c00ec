#ifndef GEO_GEOMETRY_H
#define GEO_GEOMETRY_H
/* Any geometry that a client may write in a filter: WKT or GeoJSON in, WKT or GeoJSON out. (What we store and draw are
 * polygons and points: geo/polygon.h.) x and y only; further ordinates are read and dropped. */
#include "core/buf.h"
#include "core/err.h"
#include "core/mem.h"
#include "geo/bbox.h"

enum geometry_type {
  GEOMETRY_POINT,      /* xy of one point */
  GEOMETRY_LINE,       /* xy; also a ring of a polygon, closed */
  GEOMETRY_POLYGON,    /* parts: rings (GEOMETRY_LINE), the first is the shell */
  GEOMETRY_MULTIPOINT, /* parts */
  GEOMETRY_MULTILINE,
  GEOMETRY_MULTIPOLYGON,
  GEOMETRY_COLLECTION,
  GEOMETRY_BOX /* CQL2's BBOX: xy = west,south,east,north; west > east crosses the antimeridian */
};
struct geometry {
  enum geometry_type type;
  double *xy; /* 2 * n, x and y interleaved */
  uint32_t n;
  struct geometry *part;
  uint32_t n_parts;
};

enum { GEOMETRY_MAX_POINTS = 5000, GEOMETRY_MAX_DEPTH = 4 };

/* Bounded readers: linear in the text, collections in collections at most GEOMETRY_MAX_DEPTH deep, `max_points` points in all. They
 * read from byte *at on and leave it behind the geometry; NULL: the text is the geometry and nothing else. Everything goes into the
 * arena. ERR_INPUT names the character of the whole text, counted from 1: bad grammar, a ring that is open or has fewer than 4
 * points, a line of one point, nothing in it (EMPTY); ERR_LIMIT: too many points. Sources: OGC 06-103r4 (WKT), RFC 7946. BBOX is not
 * WKT and is read by the CQL2 parser. Coordinates are not checked against a range: that depends on their system. */
bool geometry_from_wkt(struct arena *a, struct str text, size_t *at, uint32_t max_points, struct geometry *out,
                       struct err *e);
bool geometry_from_geojson(struct arena *a, struct str text, size_t *at, uint32_t max_points, struct geometry *out,
                           struct err *e);
/* As the words of WKT that stand before a geometry: is this one of the seven ("POINT", in any case)? */
bool geometry_is_wkt_keyword(struct str word);
/* The shortest digits that read back as the same number. A box: BBOX(…) and {"bbox":[…]}, as CQL2 writes it. */
void geometry_write_number(struct buf *b, double v);
void geometry_write_wkt(struct buf *b, const struct geometry *g);
void geometry_write_geojson(struct buf *b, const struct geometry *g);
bool geometry_equal(const struct geometry *x, const struct geometry *y); /* the same points in the same order */
struct bbox geometry_bbox(const struct geometry *g); /* of a box that crosses the antimeridian: -180..180 */
uint32_t geometry_points(const struct geometry *g);
/* Every coordinate pair in turn, to be changed in place (a change of the coordinate system). Stops at the first false. */
bool geometry_each_xy(struct geometry *g, bool (*each)(void *user, double *xy, struct err *e), void *user,
                      struct err *e);
#endif
