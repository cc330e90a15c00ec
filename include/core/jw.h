#ifndef CORE_JW_H
#define CORE_JW_H
/* JSON writer into a buf that cannot emit malformed nesting: commas, keys and closing are its own work; a misuse aborts
 * (it is a bug, never input). Strings are escaped; bytes that are not UTF-8 become U+FFFD. RFC 8259. */
#include <stdbool.h>
#include <stdint.h>
#include "core/buf.h"
#include "core/decimal.h"

enum { JW_DEPTH = 32 };
struct jw {
  struct buf *out;
  uint8_t depth;
  uint8_t kind[JW_DEPTH];
  bool first[JW_DEPTH];
  bool key;
};

/* A key of at most 26 plain ASCII letters, ready to be copied at one go: JW_READY("codigo"). */
struct jw_ready {
  char text[31]; /* ,"codigo": */
  uint8_t n;
};
#define JW_READY(z)                                                                                                    \
  { ",\"" z "\":", sizeof(z) + 3 }

void jw_init(struct jw *w, struct buf *out);
void jw_object(struct jw *w);
void jw_array(struct jw *w);
void jw_end(struct jw *w); /* closes the innermost object or array */
void jw_key(struct jw *w, const char *key);
void jw_ready_key(struct jw *w, const struct jw_ready *key);
void jw_str(struct jw *w, struct str s);
void jw_z(struct jw *w, const char *z); /* NULL writes null */
void jw_int(struct jw *w, int64_t v);
void jw_double(struct jw *w, double v, int decimals); /* fixed decimals; NaN and infinity write null; locale-free */
void jw_bool(struct jw *w, bool v);
void jw_null(struct jw *w);
/* Exact number with always two decimals, from minor units: 1238620643605 -> 12386206436.05. */
void jw_minor(struct jw *w, i128 minor);
/* Bytes that are already valid JSON. */
void jw_raw(struct jw *w, struct str json);
/* Key and value in one call. */
void jw_kv_str(struct jw *w, const char *key, struct str s);
void jw_kv_z(struct jw *w, const char *key, const char *z);
void jw_kv_int(struct jw *w, const char *key, int64_t v);
void jw_kv_bool(struct jw *w, const char *key, bool v);
/* True once everything opened is closed. */
bool jw_done(const struct jw *w);
#endif
