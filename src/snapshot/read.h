#ifndef SNAPSHOT_READ_H
#define SNAPSHOT_READ_H
/* What the accessors of snapshot.h share. */
#include "snapshot/layout.h"

#define TEXT(ref) snap_text(v, (ref))
#define CODE(code) snap_code_text(v, (code))
#define DATE(at) snap_text(v, v->date[at])
#define TERM(at) snap_text(v, v->term[at])

/* Binary search over n refs in the byte order of their texts; `stride` bytes from one to the next. */
bool read_find(const struct snap_view *v, const void *refs, size_t stride, uint64_t n, struct str code, uint32_t *i);
static inline struct snap_document read_document(const struct snap_view *v, uint32_t i) {
  return i == SNAPSHOT_NONE ? (struct snap_document){0, 0} : v->document[i];
}
/* Index of the k-th of owner i; false past the end. */
static inline bool read_kth(const uint32_t *first, uint64_t n_first, uint32_t i, uint32_t k, uint32_t *at) {
  uint32_t begin, end;
  snap_slice(first, n_first, i, &begin, &end);
  if (k >= end - begin) return false;
  *at = begin + k;
  return true;
}
/* A copy: the caller may turn rings round or project it in place. False if there is no shape. */
bool read_shape_copy(const struct snap_view *v, uint32_t shape, struct arena *a, struct polygon *out);
#define READ_KTH(v, name, i, k, at) read_kth((v)->name##_first, (v)->n_##name##_first, (i), (k), (at))
#endif
