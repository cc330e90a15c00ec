#ifndef GEO_MLT_INTERNAL_H
#define GEO_MLT_INTERNAL_H
/* Private to mlt: the columns of one layer as they grow, and the streams that they are made of. */
#include "core/buf.h"
#include "mvt_read.h"

/* Category << 4 | subtype. */
enum mlt_stream {
  MLT_PRESENT = 0x00,
  MLT_DATA = 0x10,
  MLT_DATA_DICTIONARY = 0x11,
  MLT_DATA_VERTEX = 0x13,
  MLT_OFFSET_TEXT = 0x22,
  MLT_LENGTH = 0x30, /* of texts; the kinds of geometries too, as every writer of the format has it */
  MLT_LENGTH_GEOMETRIES = 0x31,
  MLT_LENGTH_PARTS = 0x32,
  MLT_LENGTH_RINGS = 0x33,
  MLT_LENGTH_DICTIONARY = 0x36
};
/* Logical technique << 5 | physical. */
enum mlt_encoding {
  MLT_BYTES = 0,
  MLT_PLAIN = 2,
  MLT_DELTA = 1 << 5 | 2,
  MLT_BY_COMPONENT = 2 << 5 | 2,
  MLT_RUNS = 3 << 5 | 2,
  MLT_RUNS_OF_BYTES = 3 << 5
};
/* The lowest bit: there are features without a value. */
enum mlt_column {
  MLT_ID = 0,
  MLT_LONG_ID = 2,
  MLT_GEOMETRY = 4,
  MLT_BOOL = 10,
  MLT_INT = 16,
  MLT_LONG = 20,
  MLT_UNSIGNED_LONG = 22,
  MLT_FLOAT = 24,
  MLT_DOUBLE = 26,
  MLT_TEXT = 28
};

struct mlt_writer {
  struct arena *arena; /* for one layer */
  struct mvt_table table;
  uint32_t columns;
  struct buf meta, data, payload;
};

void mlt_put_varint(struct buf *b, uint64_t v);
void mlt_put_text(struct buf *b, struct str s);
static inline uint64_t mlt_zigzag(int64_t v) { return (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0); }
/* What the column is; its streams follow. Ids and geometries have no name. */
void mlt_begin_column(struct mlt_writer *w, unsigned type, struct str name);

/* A stream of what w->payload holds, which is then empty. */
void mlt_put_payload(struct mlt_writer *w, enum mlt_stream stream, enum mlt_encoding encoding, uint64_t n);
/* By whichever encoding is shortest. Not signed: unsigned words of 64 bits. */
void mlt_put_ints(struct mlt_writer *w, enum mlt_stream stream, const int64_t *v, size_t n, bool is_signed);
void mlt_put_bits(struct mlt_writer *w, enum mlt_stream stream, const bool *bits, size_t n);

/* The geometry column. False if a geometry is none. */
bool mlt_put_geometry(struct mlt_writer *w);
#endif
