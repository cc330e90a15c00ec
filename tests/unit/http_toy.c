/* A server with a toy route table, for tests/test_http.py: everything of http/ without any data behind it.
 * Usage: http_toy [--port N] [--idle S] [--request S] [--connections N] [--trust ADDRESS] [--public URL] [--file FILE] [--cache BYTES] [--threads N] */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "core/jw.h"
#include "core/log.h"
#include "http/asset.h"
#include "http/http.h"

static _Atomic unsigned version = 1, calls, closed, held;
static _Atomic bool missing;

static const unsigned char plain_css[] = "body { color: black } /* plain */";
static const unsigned char packed_css[] = "not really gzip, but these bytes are what must arrive";
const struct asset *asset_find(const char *path, size_t n) {
  static const struct asset css = {"/assets/toy-0123.css",
                                   "text/css; charset=utf-8",
                                   plain_css,
                                   sizeof plain_css - 1,
                                   packed_css,
                                   sizeof packed_css - 1,
                                   "cssetag"};
  return n == strlen(css.path) && memcmp(path, css.path, n) == 0 ? &css : NULL;
}

static const char *const forms[] = {"json", "html", NULL}, *const languages[] = {"es", "en", NULL};
static const char *const offers[] = {"application/geo+json", "text/html", NULL};
static const struct http_param_spec
    p_limit = {.name = "limit", .type = HTTP_INT, .min = 1, .max = 1000, .fallback = 10, .clamp = true},
    p_year = {.name = "anio", .type = HTTP_INT, .min = 1900, .max = 2100}, p_box = {.name = "bbox", .type = HTTP_BBOX},
    p_area = {.name = "area", .type = HTTP_STRING, .repeats = true},
    p_f = {.name = "f", .type = HTTP_ENUM, .values = forms},
    p_lang = {.name = "lang", .type = HTTP_ENUM, .values = languages},
    p_amount = {.name = "monto_min", .type = HTTP_REAL},
    p_n = {.name = "n", .type = HTTP_INT, .min = 0, .max = 1000000000};
static const struct http_param_spec *const item_params[] = {&p_limit, &p_year, &p_box,    &p_area,
                                                            &p_f,     &p_lang, &p_amount, NULL};
static const struct http_param_spec *const n_params[] = {&p_n, NULL};

static bool items(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)e;
  calls++;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_int(&w, "version", (int64_t)(uintptr_t)view);
  jw_kv_str(&w, "path", q->path);
  jw_kv_z(&w, "base", q->base_url);
  jw_kv_z(&w, "media", q->media);
  jw_kv_z(&w, "lang", q->lang);
  jw_kv_str(&w, "segment", q->segment[0]);
  struct buf b = {0};
  http_write_query(&b, q, (const char *const[]){"f", NULL});
  jw_kv_str(&w, "query", buf_str(&b));
  buf_free(&b);
  const struct http_param *limit = http_param(q, "limit"), *box = http_param(q, "bbox");
  if (limit) jw_kv_int(&w, "limit", limit->i);
  if (box) {
    jw_key(&w, "bbox");
    jw_array(&w);
    for (int i = 0; i < 4; i++) jw_double(&w, box->box[i], 3);
    jw_end(&w);
  }
  const struct str *areas;
  size_t n = http_params(q, "area", &areas);
  jw_key(&w, "area");
  jw_array(&w);
  for (size_t i = 0; i < n; i++) jw_str(&w, areas[i]);
  jw_end(&w);
  jw_end(&w);
  http_header(p, "Link", arena_printf(q->arena, "<%s/next>; rel=\"next\"", q->base_url));
  return true;
}

static bool tile(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  calls++;
  usleep(20000); /* long enough for others to ask for it meanwhile */
  const struct http_param *n = http_param(q, "n");
  int64_t size = n ? n->i : 10000;
  for (int64_t i = 0; (int64_t)p->body.len < size; i++)
    buf_printf(&p->body, "%lld,", (long long)(i * 2654435761 % 1000003));
  p->content_type = "application/vnd.mapbox-vector-tile";
  return true;
}

static bool text(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  const struct http_param *n = http_param(q, "n");
  for (int64_t i = 0; i < (n ? n->i : 5); i++) buf_add_char(&p->body, (char)('a' + i % 26));
  p->content_type = "text/plain; charset=utf-8";
  p->max_age = 60;
  return true;
}

struct counting {
  int64_t left;
};
static bool more(void *state, struct buf *out, bool *end) {
  struct counting *c = state;
  char block[4096];
  memset(block, 'x', sizeof block);
  for (int i = 0; i < 16 && c->left > 0; i++, c->left -= 4096)
    buf_add(out, block, c->left < 4096 ? (size_t)c->left : 4096);
  *end = c->left <= 0;
  return true;
}
static bool break_off(void *state, struct buf *out, bool *end) { return more(state, out, end) && !*end; }
static void count_close(void *state) { (void)state, closed++; }

static bool make_stream(const struct http_request *q, struct http_response *p,
                        bool (*next)(void *, struct buf *, bool *)) {
  const struct http_param *n = http_param(q, "n");
  struct counting *c = arena_calloc(q->arena, 1, sizeof *c);
  c->left = n ? n->i : 1000000;
  p->stream = arena_calloc(q->arena, 1, sizeof *p->stream);
  *p->stream = (struct http_stream){c, next, count_close};
  p->content_type = "text/csv";
  return true;
}
static bool stream(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  return make_stream(q, p, more);
}
static bool broken_stream(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  return make_stream(q, p, break_off);
}

static bool slow(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)q, (void)e;
  usleep(700000);
  buf_add_z(&p->body, "slow but sure");
  p->content_type = "text/plain";
  return true;
}

static bool fail(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view;
  buf_add_z(&p->body, "half an answer");
  static const struct {
    const char *name;
    enum err_kind kind;
  } kinds[] = {{"input", ERR_INPUT},
               {"notfound", ERR_NOT_FOUND},
               {"conflict", ERR_CONFLICT},
               {"limit", ERR_LIMIT},
               {"io", ERR_IO},
               {"db", ERR_DB},
               {"geom", ERR_GEOM},
               {"busy", ERR_BUSY},
               {"bug", ERR_BUG}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (str_is(q->segment[0], kinds[i].name)) return err_set(e, kinds[i].kind, "<b>reason</b> /secret/place");
  return err_set(e, ERR_NOT_FOUND, "no such kind");
}

static bool fixed(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)q, (void)e;
  p->fixed = "0123456789";
  p->fixed_n = 10;
  p->content_type = "application/octet-stream";
  return true;
}

static bool descriptor(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)q;
  FILE *f = tmpfile();
  if (!f) return err_set(e, ERR_IO, "no temporary file");
  for (int i = 0; i < 100000; i++) fprintf(f, "%09d\n", i);
  fflush(f);
  p->fd = dup(fileno(f));
  p->fd_size = 1000000;
  fclose(f);
  p->content_type = "application/octet-stream";
  return true;
}

static bool status(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)q, (void)e;
  buf_printf(&p->body, "{\"calls\":%u,\"closed\":%u,\"held\":%u,\"view\":%s}", calls, closed, held,
             view ? "true" : "false");
  p->content_type = "application/json";
  return true;
}
static bool bump(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  if (str_is(q->segment[0], "missing")) missing = true;
  else version++;
  if (str_is(q->segment[0], "back")) missing = false;
  p->content_type = "text/plain";
  return true;
}

static void *hold(void *app) {
  (void)app;
  if (missing) return NULL;
  held++;
  return (void *)(uintptr_t)version;
}
static const char *key(void *app, void *view) {
  static _Thread_local char text[16];
  (void)app;
  snprintf(text, sizeof text, "v%u", (unsigned)(uintptr_t)view);
  return text;
}
static void release(void *app, void *view) { (void)app, (void)view, held--; }

static const struct http_route table[] = {
    {.pattern = "/items", .params = item_params, .handle = items, .offers = offers, .cache = true},
    {.pattern = "/items/{codigo}", .params = item_params, .handle = items, .offers = offers, .cache = true},
    {.pattern = "/tiles/{z}/{x}/{y}.pbf", .params = n_params, .handle = tile, .cache = true, .neutral = true},
    {.pattern = "/text", .params = n_params, .handle = text},
    {.pattern = "/stream", .params = n_params, .handle = stream},
    {.pattern = "/broken", .params = n_params, .handle = broken_stream},
    {.pattern = "/slow", .handle = slow, .slow = true},
    {.pattern = "/block", .handle = slow},
    {.pattern = "/fail/{kind}", .handle = fail, .offers = offers, .cache = true},
    {.pattern = "/fixed", .handle = fixed},
    {.pattern = "/descriptor", .handle = descriptor},
    {.pattern = "/status", .handle = status, .live = true},
    {.pattern = "/bump/{how}", .handle = bump, .live = true}};

int main(int argc, char **argv) {
  struct http_options o = {
      .host = "127.0.0.1", .cors_origin = "*", .cache_bytes = 16 << 20, .img_src = "https://tiles.example"};
  struct http_file file = {"/basemap.pmtiles", NULL, "application/vnd.pmtiles"};
  for (int i = 1; i + 1 < argc; i += 2) {
    const char *name = argv[i], *value = argv[i + 1];
    if (strcmp(name, "--port") == 0) o.port = (uint16_t)atoi(value);
    if (strcmp(name, "--idle") == 0) o.idle_s = (unsigned)atoi(value);
    if (strcmp(name, "--request") == 0) o.request_s = (unsigned)atoi(value);
    if (strcmp(name, "--connections") == 0) o.connections = (unsigned)atoi(value);
    if (strcmp(name, "--threads") == 0) o.threads = (unsigned)atoi(value);
    if (strcmp(name, "--trust") == 0) o.trust_proxy = value;
    if (strcmp(name, "--public") == 0) o.public_url = value;
    if (strcmp(name, "--cache") == 0) o.cache_bytes = (uint64_t)atoll(value);
    if (strcmp(name, "--file") == 0) file.file = value, o.files = &file, o.n_files = 1;
  }
  const struct http_route *routes[sizeof table / sizeof *table + 1] = {NULL};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) routes[i] = &table[i];
  struct http_app app = {.program = "toy", .routes = routes, .hold = hold, .version = key, .release = release};
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, NULL);
  signal(SIGPIPE, SIG_IGN);
  struct http_server *s;
  struct err e = {0};
  if (!http_start(&o, &app, &s, &e)) {
    log_err(&e);
    return err_exit_status(e.kind);
  }
  printf("%u\n", http_port(s));
  fflush(stdout);
  int which;
  sigwait(&ends, &which);
  return http_stop(s) ? 0 : 9;
}
