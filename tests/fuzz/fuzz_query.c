/* Parser: http/params.c. Whatever the query, what is taken is UTF-8 without control bytes, within its bounds, and its canonical
 * text is taken again and gives itself. */
#include <stdlib.h>
#include "core/text.h"
#include "http/accept.h"
#include "http/etag.h"
#include "http/params.h"
#include "http/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const forms[] = {"json", "html", NULL};
static const struct http_param_spec limit = {.name = "limit", .type = HTTP_INT, .min = 1, .max = 100, .clamp = true},
                                    box = {.name = "bbox", .type = HTTP_BBOX},
                                    area = {.name = "area", .type = HTTP_STRING, .repeats = true},
                                    f = {.name = "f", .type = HTTP_ENUM, .values = forms},
                                    amount = {.name = "m", .type = HTTP_REAL};
static const struct http_param_spec *const specs[] = {&limit, &box, &area, &f, &amount, NULL};

static void require(bool good) {
  if (!good) abort();
}

static void check(const struct http_param *p) {
  require(text_is_utf8(p->text) && p->text.n <= 256);
  for (size_t i = 0; i < p->text.n; i++) require((unsigned char)p->text.p[i] >= 0x20);
  if (p->spec == &limit) require(p->i >= 1 && p->i <= 100);
  if (p->spec == &box) require(p->box[0] == p->box[0] && p->box[3] == p->box[3]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  struct str raw = {(const char *)data, n};
  struct arena *a = arena_new(0);
  const struct http_param *p, *again;
  size_t count, count_again;
  struct err e = {0};
  struct buf first = {0}, second = {0};
  if (params_parse(raw, specs, n & 1, a, &p, &count, &e)) {
    for (size_t i = 0; i < count; i++) check(&p[i]);
    params_write_canonical(&first, specs, p, count);
    require(params_parse(buf_str(&first), specs, true, a, &again, &count_again, &e) && count == count_again);
    params_write_canonical(&second, specs, again, count_again);
    require(str_eq(buf_str(&first), buf_str(&second)));
  }
  static const char *const offers[] = {"application/geo+json", "text/html", NULL};
  uint64_t from = 0, bytes = 0;
  bool gzipped;
  accept_media(raw, offers);
  accept_language(raw);
  accept_gzip(raw);
  etag_matches(raw, "abc", &gzipped);
  if (range_read(raw, 1000, &from, &bytes) == RANGE_PART) require(bytes > 0 && from < 1000 && bytes <= 1000 - from);
  buf_free(&first);
  buf_free(&second);
  arena_free(a);
  return 0;
}
