#ifndef GEO_VECTOR_FILE_INTERNAL_H
#define GEO_VECTOR_FILE_INTERNAL_H
/* What the files of vector_file share. The way of a file: vector_file.c starts a locked child (child.h); the child opens
 * the file (open), surveys it (survey: coordinate system, encoding, refusals; json: odd texts) and sends records (read, wire);
 * the parent checks every byte of them (wire). */
#include <stdnoreturn.h>
#include "core/buf.h"
#include "geo/bbox.h"
#include "geo/crs.h"
#include "geo/vector_file.h"

/* --- wire: messages over the pipe, [uint32 length][type][payload] ----------------------------------------------------- */
enum vector_message {
  VECTOR_MESSAGE_INFO = 'I',
  VECTOR_MESSAGE_RECORD = 'R',
  VECTOR_MESSAGE_ERROR = 'E',
  VECTOR_MESSAGE_END = 'D'
};
enum { VECTOR_HEADER = 5, VECTOR_MESSAGE_MAX = 1 << 30 };

/* A message in b is begun, filled with wire_put_* (wire.h) and sent by the caller; wire_finish writes its length. */
void wire_begin(struct buf *b, enum vector_message type);
void wire_finish(struct buf *b);
void wire_put_error(struct buf *b, const struct err *e);
void wire_put_info(struct buf *b, const struct vector_info *info, const struct str *names, uint32_t n);
void wire_put_record(struct buf *b, const struct vector_record *r);
/* The readers take a payload and believe nothing in it. false: it is not what a child sends. */
bool wire_get_error(struct str payload, struct err *e);
bool wire_get_info(struct str payload, struct arena *a, struct vector_info *info, struct str **names, uint32_t *n);
bool wire_get_record(struct str payload, struct arena *a, const struct str *names, uint32_t n, struct vector_record *r);

/* --- encoding --------------------------------------------------------------------------------------------------------- */
/* What the texts of a file say about their encoding. */
struct encoding_evidence {
  uint64_t ascii, utf8, other;   /* texts of only ASCII, of valid UTF-8 beyond it, of neither */
  uint64_t letters, implausible; /* bytes above 127 in `other` that CP1252 reads as letters; as what no name holds */
  char where_other[96];          /* the first such text's place */
};
void encoding_observe(struct encoding_evidence *v, struct str text, uint64_t feature, struct str field, bool spanish);
/* The encoding to read with: `forced` (the user's), else `declared` (the file's), else what the evidence says. Sets
 * info->encoding and encoding_detected. ERR_INPUT with the remedy if it cannot be known. */
bool encoding_decide(const struct encoding_evidence *v, const char *forced, const char *declared, bool spanish,
                     struct vector_info *info, struct err *e);
/* Append the text as UTF-8. */
void encoding_decode(struct buf *out, const char *encoding, struct str text);

/* --- open (child) ----------------------------------------------------------------------------------------------------- */
struct vector_source {
  void *dataset, *layer;      /* GDALDatasetH, OGRLayerH */
  char declared_encoding[32]; /* of a DBF, "" if none */
  bool json, exchanged;       /* a JSON format; coordinates come north first */
  bool has_own_ids;           /* the format keeps a feature's number */
};
/* GDAL's complaints since the last call, "" if none. */
const char *vector_complaints(void);
void vector_complaints_clear(void);
bool vector_source_open(const char *path, const struct vector_options *o, struct vector_source *s,
                        struct vector_info *info, struct err *e);

/* --- read (child) ----------------------------------------------------------------------------------------------------- */
/* One feature's geometry as it stands in the file, reused from feature to feature. */
struct vector_shape {
  struct polygon polygon;
  size_t cap_points, cap_rings, cap_parts;
  enum vector_geometry kind;
  const char *name;
  bool had_z, unclosed;
};
/* feature: OGRFeatureH. ERR_LIMIT above o->max_points. */
bool vector_shape_take(struct vector_shape *s, void *feature, bool exchange, const struct vector_options *o,
                       struct err *e);
/* The whole of the child's work once it is locked in, messages to fd. */
noreturn void vector_child_run(int fd, const char *path, const struct vector_options *o);

/* --- survey (child) --------------------------------------------------------------------------------------------------- */
struct survey {
  int epsg; /* of the coordinates; 4326 if nothing is declared */
  struct crs_transform *to_degrees;
  uint64_t n, with_geometry, fit, swapped, in_degree_range;
  struct bbox box; /* of all raw coordinates */
};
enum vector_fit { VECTOR_FITS, VECTOR_FITS_SWAPPED, VECTOR_FITS_NOWHERE };
enum vector_fit survey_fit(const struct survey *s, const struct polygon *raw);
void survey_add(struct survey *s, const struct vector_shape *shape);
/* Refuses what cannot be right, with the remedy. */
bool survey_judge(const struct survey *s, const struct vector_info *info, const struct vector_options *o,
                  struct err *e);

/* --- json (child) ------------------------------------------------------------------------------------------------------ */
/* Where a JSON file has a text in a column of numbers: at least 10 numbers, and nine tenths of what is neither null nor "".
 * names: n columns as GDAL has them, which must outlive the result; sequence: GeoJSONSeq; features: how many GDAL counts.
 * Nothing is odd in a file that cannot be read. */
struct odd_texts *odd_texts_find(struct arena *a, const char *path, bool sequence, const char *const *names, size_t n,
                                 uint64_t features);
/* feature: 1-based. odd NULL: false. */
bool odd_texts_has(const struct odd_texts *odd, size_t column, uint64_t feature);
#endif
