/* For tests/test_cql2.py: reads expressions from stdin, each ended by a NUL byte and with 't' (text) or 'j' (JSON) before it; answers
 * each with one line of JSON: {"text":…,"json":…}, its two canonical forms, or {"error":…}. */
#include <stdio.h>
#include <stdlib.h>
#include "core/jw.h"
#include "query/cql2.h"

static void answer(struct buf *out, struct str in) {
  struct arena *a = arena_new(0);
  struct cql2 *c;
  struct err e = {0};
  struct buf text = {0}, json = {0};
  struct jw w;
  struct str rest = {in.p + 1, in.n - 1};
  jw_init(&w, out);
  jw_object(&w);
  if (in.p[0] == 'j' ? cql2_read_json(a, rest, &c, &e) : cql2_read_text(a, rest, &c, &e)) {
    cql2_write_text(&text, c);
    cql2_write_json(&json, c);
    jw_kv_str(&w, "text", buf_str(&text));
    jw_kv_str(&w, "json", buf_str(&json));
  } else {
    jw_kv_z(&w, "error", e.text);
  }
  jw_end(&w);
  buf_add_char(out, '\n');
  buf_free(&text);
  buf_free(&json);
  arena_free(a);
}

int main(void) {
  struct buf in = {0}, out = {0};
  for (int c; (c = getchar()) != EOF;) {
    if (c) {
      buf_add_char(&in, (char)c);
      continue;
    }
    if (in.len == 0) return 1;
    answer(&out, buf_str(&in));
    buf_reset(&in);
  }
  fwrite(out.data, 1, out.len, stdout);
  buf_free(&in);
  buf_free(&out);
  return 0;
}
