#include <string.h>
#include "mlt_internal.h"

void mlt_put_varint(struct buf *b, uint64_t v) {
  char bytes[10];
  size_t n = 0;
  for (; v >= 0x80; v >>= 7) bytes[n++] = (char)(v | 0x80);
  bytes[n++] = (char)v;
  buf_add(b, bytes, n);
}

static size_t varint_size(uint64_t v) { return (size_t)(70 - __builtin_clzll(v | 1)) / 7; }

void mlt_put_text(struct buf *b, struct str s) {
  mlt_put_varint(b, s.n);
  buf_add(b, s.p, s.n);
}

void mlt_begin_column(struct mlt_writer *w, unsigned type, struct str name) {
  buf_add_char(&w->meta, (char)type);
  if (type > MLT_GEOMETRY) mlt_put_text(&w->meta, name);
  w->columns++;
}

/* `extra`: what runs of words say besides, how many runs there are. */
static void put_stream(struct mlt_writer *w, enum mlt_stream stream, enum mlt_encoding encoding, uint64_t n,
                       uint64_t extra) {
  buf_add_char(&w->data, (char)stream);
  buf_add_char(&w->data, (char)encoding);
  mlt_put_varint(&w->data, encoding == MLT_RUNS ? 2 * extra : n);
  mlt_put_varint(&w->data, w->payload.len);
  if (encoding == MLT_RUNS) {
    mlt_put_varint(&w->data, extra);
    mlt_put_varint(&w->data, n);
  }
  buf_add(&w->data, w->payload.data, w->payload.len);
  buf_reset(&w->payload);
}

void mlt_put_payload(struct mlt_writer *w, enum mlt_stream stream, enum mlt_encoding encoding, uint64_t n) {
  put_stream(w, stream, encoding, n, 0);
}

/* ---- whole numbers */

struct lengths {
  size_t plain, delta, runs, n_runs;
  bool small; /* differences fit whatever the reader calculates with */
};

static struct lengths measure(const int64_t *v, size_t n, bool is_signed) {
  struct lengths l = {.small = true};
  for (size_t i = 0, run = 0; i < n; i++) {
    uint64_t word = is_signed ? mlt_zigzag(v[i]) : (uint64_t)v[i];
    l.plain += varint_size(word);
    l.small = l.small && v[i] >= 0 && v[i] <= INT32_MAX;
    if (l.small) l.delta += varint_size(mlt_zigzag(v[i] - (i ? v[i - 1] : 0)));
    run++;
    if (i + 1 < n && v[i + 1] == v[i]) continue;
    l.runs += varint_size(run) + varint_size(word);
    l.n_runs++;
    run = 0;
  }
  return l;
}

/* All lengths of runs, then all their values. */
static void put_runs(struct mlt_writer *w, const int64_t *v, size_t n, bool is_signed) {
  for (size_t i = 0, run = 1; i < n; i++, run++) {
    if (i + 1 < n && v[i + 1] == v[i]) continue;
    mlt_put_varint(&w->payload, run);
    run = 0;
  }
  for (size_t i = 0; i < n; i++)
    if (i + 1 == n || v[i + 1] != v[i]) mlt_put_varint(&w->payload, is_signed ? mlt_zigzag(v[i]) : (uint64_t)v[i]);
}

void mlt_put_ints(struct mlt_writer *w, enum mlt_stream stream, const int64_t *v, size_t n, bool is_signed) {
  enum { HEADER_OF_RUNS = 4 }; /* two numbers more, mostly */
  struct lengths l = measure(v, n, is_signed);
  bool delta = l.small && l.delta < l.plain;
  if (l.runs + HEADER_OF_RUNS < (delta ? l.delta : l.plain)) {
    put_runs(w, v, n, is_signed);
    put_stream(w, stream, MLT_RUNS, n, l.n_runs);
    return;
  }
  for (size_t i = 0; i < n; i++) {
    int64_t before = i && delta ? v[i - 1] : 0;
    mlt_put_varint(&w->payload, delta || is_signed ? mlt_zigzag(v[i] - before) : (uint64_t)v[i]);
  }
  mlt_put_payload(w, stream, delta ? MLT_DELTA : MLT_PLAIN, n);
}

/* ---- bits */

/* Runs of bytes as ORC writes them: 3 to 130 equal ones, or 1 to 128 as they are. */
static void pack_bytes(struct buf *b, const unsigned char *p, size_t n) {
  for (size_t i = 0; i < n;) {
    size_t run = 1, from = i;
    while (i + run < n && run < 130 && p[i + run] == p[i]) run++;
    if (run >= 3) {
      buf_add_char(b, (char)(run - 3));
      buf_add_char(b, (char)p[i]);
      i += run;
      continue;
    }
    while (i < n && i - from < 128 && !(i + 2 < n && p[i] == p[i + 1] && p[i] == p[i + 2])) i++;
    buf_add_char(b, (char)(256 - (i - from)));
    buf_add(b, p + from, i - from);
  }
}

void mlt_put_bits(struct mlt_writer *w, enum mlt_stream stream, const bool *bits, size_t n) {
  size_t bytes = (n + 7) / 8;
  unsigned char *packed = arena_calloc(w->arena, bytes + 1, 1);
  for (size_t i = 0; i < n; i++) packed[i / 8] |= (unsigned char)(bits[i] << i % 8);
  pack_bytes(&w->payload, packed, bytes);
  mlt_put_payload(w, stream, MLT_RUNS_OF_BYTES, n);
}
