/* Bodies that lie ready: files of the page (embedded) and files on disk, whole or a range of them. */
#include <fcntl.h>
#include <microhttpd.h>
#include <sys/stat.h>
#include <unistd.h>
#include "http/asset.h"
#include "http/etag.h"
#include "http/exchange.h"
#include "http/range.h"

static struct reply outside(struct exchange *x, uint64_t n) {
  struct reply reply = exchange_problem(x, 416, "El archivo termina antes.", "The file ends before it.");
  if (reply.response)
    reply_header(reply.response, "Content-Range", arena_printf(x->arena, "bytes */%llu", (unsigned long long)n));
  return reply;
}

struct reply file_reply(struct exchange *x, const void *p, uint64_t n, int fd, const char *etag) {
  uint64_t first = 0, count = n;
  enum range_kind kind = range_read(x->headers.range, n, &first, &count);
  if (x->headers.if_range.n && !etag_is(x->headers.if_range, etag)) kind = RANGE_WHOLE;
  if (kind == RANGE_OUTSIDE) {
    if (fd >= 0) close(fd);
    return outside(x, n);
  }
  if (kind == RANGE_WHOLE) first = 0, count = n;
  struct reply reply = {.status = kind == RANGE_PART ? 206 : 200, .bytes = count};
  if (fd >= 0 && count == 0) close(fd), fd = -1, p = "";
  reply.response = fd >= 0 ? reply_from_fd(fd, first, count) : reply_from_fixed((const char *)p + first, count);
  if (!reply.response) {
    if (fd >= 0) close(fd);
    return reply;
  }
  reply_header(reply.response, "Accept-Ranges", "bytes");
  if (kind == RANGE_PART)
    reply_header(reply.response, "Content-Range",
                 arena_printf(x->arena, "bytes %llu-%llu/%llu", (unsigned long long)first,
                              (unsigned long long)(first + count - 1), (unsigned long long)n));
  return reply;
}

static bool same_file(struct exchange *x, const char *etag, const char *control, const char *vary,
                      struct reply *reply) {
  bool gzipped, any = str_is(x->headers.if_none_match, "*");
  if (!any && !etag_matches(x->headers.if_none_match, etag, &gzipped)) return false;
  *reply = exchange_not_modified(x, etag, !any && gzipped, control, vary);
  return true;
}

/* Names under /assets/ carry a hash of the content, so they may be kept for ever. */
static bool asset_answer(struct exchange *x, struct reply *reply) {
  const struct asset *a = asset_find(x->path.text.p, x->path.text.n);
  if (!a) return false;
  bool hashed = x->path.text.n > 8 && memcmp(x->path.text.p, "/assets/", 8) == 0;
  const char *control = hashed ? "public, max-age=31536000, immutable" : "no-cache";
  const char *vary = a->gzip ? "Accept-Encoding" : NULL;
  if (same_file(x, a->etag, control, vary, reply)) return true;
  bool gzipped = a->gzip && x->gzip && !x->headers.range.n;
  if (gzipped)
    *reply = (struct reply){.response = reply_from_fixed(a->gzip, a->gzip_n), .status = 200, .bytes = a->gzip_n};
  else *reply = file_reply(x, a->data, a->n, -1, a->etag);
  if (reply->response && reply->status != 416)
    exchange_headers(x, reply->response, a->content_type, a->etag, gzipped, control, vary,
                     strncmp(a->content_type, "text/html", 9) == 0);
  return true;
}

static bool disk_answer(struct exchange *x, const struct http_file *f, struct reply *reply) {
  int fd = open(f->file, O_RDONLY | O_CLOEXEC);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
    if (fd >= 0) close(fd);
    *reply = exchange_problem(x, 404, "El archivo configurado no está.", "The configured file is not there.");
    return true;
  }
  const char *basis = arena_printf(x->arena, "%llu %llu %lld.%09ld", (unsigned long long)st.st_ino,
                                   (unsigned long long)st.st_size, (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
  char etag[ETAG_SIZE];
  etag_make(str_from(basis), etag);
  if (same_file(x, etag, "no-cache", NULL, reply)) {
    close(fd);
    return true;
  }
  *reply = file_reply(x, NULL, (uint64_t)st.st_size, fd, etag);
  if (reply->response && reply->status != 416)
    exchange_headers(x, reply->response, f->content_type, etag, false, "no-cache", NULL, false);
  return true;
}

bool file_answer(struct exchange *x, struct reply *reply) {
  const struct http_options *o = x->site->options;
  for (size_t i = 0; i < o->n_files; i++)
    if (str_is(x->path.text, o->files[i].url_path)) return disk_answer(x, &o->files[i], reply);
  return asset_answer(x, reply);
}
