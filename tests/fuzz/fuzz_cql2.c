/* cql2_read_text and cql2_read_json on arbitrary bytes: what either accepts is within its bounds, and written in either form it is read as
 * the same tree. What is refused says why, in UTF-8. */
#include <stdlib.h>
#include "core/text.h"
#include "query/cql2.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef bool reader(struct arena *a, struct str s, struct cql2 **out, struct err *e);

static void require(bool good) {
  if (!good) abort();
}

/* The form in b leads back to the tree, if it is not longer than what may be read. */
static void check_form(struct arena *a, struct buf *b, reader *read, const struct cql2 *c) {
  struct cql2 *again;
  struct err e = {0};
  if (b->len <= CQL2_MAX_BYTES) require(read(a, buf_str(b), &again, &e) && cql2_equal(c, again));
  buf_reset(b);
}

static void check(struct str s, reader *read) {
  struct arena *a = arena_new(0);
  struct cql2 *c = NULL;
  struct err e = {0};
  struct buf b = {0};
  if (read(a, s, &c, &e)) {
    require(s.n <= CQL2_MAX_BYTES && c->depth <= CQL2_MAX_DEPTH && arena_used(a) < 400 * (s.n + 100));
    cql2_write_text(&b, c);
    check_form(a, &b, cql2_read_text, c);
    cql2_write_json(&b, c);
    check_form(a, &b, cql2_read_json, c);
  } else {
    require(e.kind != ERR_NONE && e.text[0] && text_is_utf8(str_from(e.text)));
  }
  buf_free(&b);
  arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct str s = {(const char *)data, size};
  check(s, cql2_read_text);
  check(s, cql2_read_json);
  return 0;
}
