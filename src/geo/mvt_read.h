#ifndef GEO_MVT_READ_H
#define GEO_MVT_READ_H
/* Private to geo: one layer of a Mapbox Vector Tile as arrays. Texts point into the tile. */
#include "core/mem.h"
#include "core/str.h"

struct mvt_bytes {
  const unsigned char *p, *end;
};
/* False at the end or where it is broken; `ok` tells which. */
struct mvt_member {
  uint32_t number;
  uint64_t value;         /* of a varint */
  struct mvt_bytes bytes; /* of a string or fixed number */
};
bool mvt_read_varint(struct mvt_bytes *in, uint64_t *v);
bool mvt_next_member(struct mvt_bytes *in, struct mvt_member *m, bool *ok);

enum mvt_kind { MVT_TEXT, MVT_BOOL, MVT_INT, MVT_UINT, MVT_FLOAT, MVT_DOUBLE };
struct mvt_value {
  enum mvt_kind kind;
  struct str text;
  int64_t i; /* 0, 1; of MVT_UINT the bits, beyond INT64_MAX a negative number */
  double d;
};
struct mvt_feature {
  uint64_t id;
  bool has_id;
  uint32_t type; /* 1 points, 2 lines, 3 polygons */
  struct mvt_bytes geometry;
};
struct mvt_table {
  struct str name, *keys;
  uint64_t extent;
  struct mvt_value *values;
  struct mvt_feature *features;
  uint32_t n_keys, n_values, n_features;
  uint32_t *at; /* [key][feature]: value + 1, 0 none */
};
/* Everything in the arena. */
bool mvt_read_layer(struct arena *a, struct mvt_bytes layer, struct mvt_table *out);
#endif
