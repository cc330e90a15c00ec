#ifndef GEO_GEOMETRY_READ_H
#define GEO_GEOMETRY_READ_H
/* Private to geo: the one reader of WKT and GeoJSON geometries. Both grammars are the same nested lists with other brackets, so one
 * set of list readers serves both. */
#include "geo/geometry.h"

/* What a caller takes beyond the grammar. */
struct geometry_rules {
  unsigned types;                       /* bit 1 << enum geometry_type */
  const char *wanted_wkt, *wanted_json; /* "POINT, POLYGON", with "|" before the last: or */
  bool degrees;                         /* longitude and latitude within their range */
};

struct geometry_cursor {
  struct arena *arena;
  struct str text;
  size_t at;
  const char *format; /* for messages */
  char open, close;
  bool json; /* a position is [x,y] and not x y */
  uint32_t points, max_points;
  int depth;
  const struct geometry_rules *rules;
  double *xy; /* of the list of points that is being read */
  size_t n_xy, cap_xy;
  struct geometry *part; /* parts of the lists that are open: a stack */
  size_t n_parts, cap_parts;
  struct err *e;
};

bool geometry_read_wkt(struct arena *a, struct str text, size_t *at, uint32_t max_points,
                       const struct geometry_rules *rules, struct geometry *out, struct err *e);
bool geometry_read_geojson(struct arena *a, struct str text, size_t *at, uint32_t max_points,
                           const struct geometry_rules *rules, struct geometry *out, struct err *e);

/* ---- between the two files of the reader */
typedef bool geometry_item(struct geometry_cursor *c, struct geometry *out);
bool geometry_fail_at(struct geometry_cursor *c, size_t at, const char *what);
bool geometry_fail(struct geometry_cursor *c, const char *what);
bool geometry_at_one_of(const struct geometry_cursor *c, const char *set);
void geometry_skip_space(struct geometry_cursor *c);
bool geometry_accept(struct geometry_cursor *c, char wanted);
bool geometry_expect(struct geometry_cursor *c, char wanted);
bool geometry_read_list(struct geometry_cursor *c, geometry_item *item, struct geometry *out);
/* What comes after the keyword, or the value of `coordinates`. Not of a collection. */
bool geometry_read_coordinates(struct geometry_cursor *c, enum geometry_type type, struct geometry *out);
/* One level of collection deeper; false if that is too deep. The caller takes it off again. */
bool geometry_deeper(struct geometry_cursor *c);
/* Is this type one of those that the caller wants? If not, says which are. */
bool geometry_allows(struct geometry_cursor *c, int type, size_t at);
bool geometry_finish(struct geometry_cursor *c, bool read, size_t *at);
extern const struct geometry_rules geometry_any;
extern const char *const geometry_wkt_names[7], *const geometry_json_names[7]; /* by enum geometry_type */
#endif
