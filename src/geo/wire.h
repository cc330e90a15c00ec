#ifndef GEO_WIRE_H
#define GEO_WIRE_H
/* Numbers and texts as a child (child.h) sends them to its parent: in the machine's byte order, a text as its length u32 and its
 * bytes. Internal to vector_file and workbook_file. */
#include <stdint.h>
#include "core/buf.h"
#include "core/err.h"

void wire_put_u32(struct buf *b, uint32_t v);
void wire_put_str(struct buf *b, struct str s);
/* Kind u32, text, detail. */
void wire_put_refusal(struct buf *b, const struct err *e);

/* Reading, believing nothing: after the first thing that does not fit, `bad` stays set and everything read is zero or "". */
struct wire_cursor {
  struct str s; /* what is left */
  bool bad;
  bool utf8; /* set by the caller: a text that is not UTF-8 does not fit */
};
void wire_get(struct wire_cursor *c, void *out, size_t n);
unsigned char wire_get_u8(struct wire_cursor *c);
uint32_t wire_get_u32(struct wire_cursor *c);
/* Points into what is read. */
struct str wire_get_str(struct wire_cursor *c);
/* The child's error becomes *e. false, e untouched: it does not fit, or is no error. */
bool wire_get_refusal(struct wire_cursor *c, struct err *e);
#endif
