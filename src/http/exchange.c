/* First step of an answer: everything that needs no handler. */
#include "http/exchange.h"
#include <microhttpd.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include "http/accept.h"
#include "http/cache.h"
#include "http/etag.h"
#include "http/params.h"
#include "http/recall.h"

struct exchange *exchange_new(struct exchange_site *site, struct str uri) {
  struct exchange *x = mem_calloc(1, sizeof *x);
  x->site = site;
  x->arena = arena_new(4096);
  x->uri = arena_str(x->arena, uri);
  return x;
}

void exchange_free(struct exchange *x) {
  if (!x) return;
  if (x->view) x->site->app->release(x->site->app->app, x->view);
  if (x->arena) arena_free(x->arena); /* else a stream has it */
  free(x);
}

struct reply exchange_problem(struct exchange *x, int status, const char *es, const char *en) {
  return reply_problem(&x->site->reply, status, x->en ? en : es, x->en, x->html);
}

static struct reply problem_of(struct exchange *x, const struct err *e) {
  return exchange_problem(x, reply_status(e->kind), e->text, e->text);
}

static struct reply close_after(struct reply r) {
  if (r.response) reply_header(r.response, "Connection", "close");
  return r;
}

void exchange_headers(struct exchange *x, struct MHD_Response *r, const char *type, const char *etag, bool gzipped,
                      const char *cache_control, const char *vary, bool html) {
  if (type) reply_header(r, "Content-Type", type);
  if (gzipped) reply_header(r, "Content-Encoding", "gzip");
  if (etag) reply_header(r, "ETag", arena_printf(x->arena, "\"%s%s\"", etag, gzipped ? "-gz" : ""));
  reply_header(r, "Cache-Control", cache_control);
  if (vary && *vary) reply_header(r, "Vary", vary);
  bool embed = x->route && x->route->embed;
  reply_common_headers(r, &x->site->reply, !html ? REPLY_DATA : embed ? REPLY_EMBEDDED_PAGE : REPLY_PAGE);
  if (x->site->stopping) reply_header(r, "Connection", "close");
}

struct reply exchange_not_modified(struct exchange *x, const char *etag, bool gzipped, const char *cache_control,
                                   const char *vary) {
  struct reply reply = {.response = reply_from_fixed("", 0), .status = 304};
  if (!reply.response) return reply;
  exchange_headers(x, reply.response, NULL, gzipped ? arena_printf(x->arena, "%s-gz", etag) : etag, false,
                   cache_control, vary, false);
  return reply;
}

static struct reply answer_options(struct exchange *x) {
  struct reply reply = {.response = reply_from_fixed("", 0), .status = 204};
  if (!reply.response) return reply;
  reply_header(reply.response, "Allow", "GET, HEAD, OPTIONS");
  reply_common_headers(reply.response, &x->site->reply, REPLY_DATA);
  if (!x->site->reply.cors_origin) return reply;
  reply_header(reply.response, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
  reply_header(reply.response, "Access-Control-Allow-Headers", "*");
  reply_header(reply.response, "Access-Control-Max-Age", "86400");
  return reply;
}

static enum http_method read_method(const char *method) {
  if (strcmp(method, "GET") == 0) return HTTP_GET;
  if (strcmp(method, "HEAD") == 0) return HTTP_HEAD;
  if (strcmp(method, "OPTIONS") == 0) return HTTP_OPTIONS;
  return HTTP_OTHER;
}

/* ---- what the links of the answer begin with */

static bool is_authority(struct str s) {
  if (!s.n || s.n > 255) return false;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    bool good = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr(".-_:[]", c);
    if (!good || !c) return false;
  }
  return true;
}

static bool is_prefix(struct str s) {
  if (!s.n || s.n > 200 || s.p[0] != '/') return false;
  for (size_t i = 1; i < s.n; i++)
    if (s.p[i] != '/' && !is_authority((struct str){s.p + i, 1})) return false;
  return true;
}

static const char *choose_base(struct exchange *x) {
  const struct guard_headers *h = &x->headers;
  if (x->site->options->public_url) return x->site->options->public_url;
  if (x->watched && x->watched->trusted && is_authority(h->forwarded_host)) {
    struct str prefix = is_prefix(h->forwarded_prefix) ? h->forwarded_prefix : STR("");
    while (prefix.n && prefix.p[prefix.n - 1] == '/') prefix.n--;
    return arena_printf(x->arena, "%s://%.*s%.*s", str_is(h->forwarded_proto, "https") ? "https" : "http",
                        STR_ARG(h->forwarded_host), STR_ARG(prefix));
  }
  if (is_authority(h->host)) return arena_printf(x->arena, "http://%.*s", STR_ARG(h->host));
  return x->site->base_url;
}

/* ---- negotiation */

static const char *choose_language(struct exchange *x) {
  struct str asked = params_peek(x->request.query, "lang");
  if (str_is(asked, "en") || str_is(asked, "es")) return str_is(asked, "en") ? "en" : "es";
  return accept_language(x->headers.accept_language);
}

static bool offers_html(const char *const *offers) {
  for (; offers && *offers; offers++)
    if (strncmp(*offers, "text/html", 9) == 0) return true;
  return false;
}

/* A person who reads in a browser gets errors as a page, where there are pages or where nothing is. */
static bool wants_page(const struct exchange *x) {
  static const char *const forms[] = {"application/problem+json", "text/html", NULL};
  if (x->route && !offers_html(x->route->offers)) return false;
  struct str f = params_peek(x->request.query, "f");
  if (f.n) return str_is(f, "html");
  return x->headers.accept.n && accept_media(x->headers.accept, forms) == forms[1];
}

static bool choose_media(struct exchange *x, struct reply *problem) {
  struct http_request *q = &x->request;
  const char *const *offers = x->route->offers;
  if (!offers || !offers[0]) return true;
  const struct http_param *f = http_param(q, "f");
  q->media = f ? accept_format(f->text, offers) : accept_media(q->accept, offers);
  if (q->media) return true;
  struct buf known = {0};
  for (size_t i = 0; offers[i]; i++) buf_printf(&known, "%s%s", i ? ", " : "", offers[i]);
  const char *es = arena_printf(x->arena, "Aquí hay: %s", known.data),
             *en = arena_printf(x->arena, "Here there is: %s", known.data);
  buf_free(&known);
  *problem = exchange_problem(x, f ? 400 : 406, es, en);
  return false;
}

/* ---- identity of the answer */

static const char *view_version(struct exchange *x) {
  enum { STAMP = 128 };
  const struct http_app *app = x->site->app;
  if (x->route->stamp) {
    char *stamp = arena_alloc(x->arena, STAMP);
    if (x->route->stamp(app->app, x->view, &x->request, stamp, STAMP)) return stamp;
  }
  return app->version(app->app, x->view);
}

static void make_key(struct exchange *x, const char *version) {
  struct buf b = {0};
  const struct http_request *q = &x->request;
  const char *program = x->site->app->program;
  buf_printf(&b, "%s\n%s\n%s\n", version, program ? program : "", q->media ? q->media : "");
  if (!x->route->neutral) buf_printf(&b, "%s\n%s\n", q->lang, q->base_url);
  http_write_encoded(&b, q->path, true);
  buf_add_char(&b, '?');
  params_write_canonical(&b, x->route->params, q->params, q->n_params);
  for (size_t i = 0; i < q->n_ignored; i++) {
    buf_add_char(&b, '\n');
    http_write_encoded(&b, q->ignored[i].key, false);
    buf_add_char(&b, '=');
    http_write_encoded(&b, q->ignored[i].value, false);
  }
  etag_make(buf_str(&b), x->etag);
  if (x->gzip) buf_add_z(&b, "\ngz");
  x->key = arena_str(x->arena, buf_str(&b));
  buf_free(&b);
}

static bool answer_cached(struct exchange *x, struct reply *reply) {
  if (!x->route->cache || !x->site->cache || x->site->stopping) return false;
  struct cache_entry *held = NULL;
  struct reply *kept = cache_peek(x->site->cache, x->key, &held);
  if (!kept) return false;
  *reply = *kept;
  reply->held = held;
  reply->of = x->site->cache;
  return true;
}

/* ---- the steps */

static bool split_target(struct exchange *x, struct str *raw_path) {
  if (!x->uri.n || x->uri.p[0] != '/' || !guard_is_target(x->uri)) return false;
  const char *mark = memchr(x->uri.p, '?', x->uri.n);
  *raw_path = (struct str){x->uri.p, mark ? (size_t)(mark - x->uri.p) : x->uri.n};
  x->request.query = mark ? (struct str){mark + 1, x->uri.n - raw_path->n - 1} : (struct str){x->uri.p + x->uri.n, 0};
  return true;
}

bool http_client_left(const struct http_request *r) {
  char byte;
  ssize_t n = r->client < 0 ? 1 : recv(r->client, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

bool exchange_begin(struct exchange *x, const char *method, const char *version, struct reply *reply) {
  enum guard_verdict verdict = guard_read(x->connection, method, version, &x->headers);
  x->request.method = read_method(method);
  x->request.client = x->watched ? x->watched->fd : -1;
  x->request.accept = x->headers.accept;
  x->request.accept_language = x->headers.accept_language;
  x->gzip = accept_gzip(x->headers.accept_encoding);
  x->en = strcmp(accept_language(x->headers.accept_language), "en") == 0;
  if (verdict == GUARD_BROKEN)
    *reply = close_after(exchange_problem(x, 400, "El encabezado de la petición está mal formado.",
                                          "The request's header is malformed."));
  else if (x->request.method == HTTP_OTHER)
    *reply = close_after(exchange_problem(x, 405, "Aquí sólo se lee: GET, HEAD u OPTIONS.",
                                          "This is for reading only: GET, HEAD or OPTIONS."));
  else if (verdict == GUARD_BODY)
    *reply = close_after(
        exchange_problem(x, 413, "Una petición de lectura no lleva cuerpo.", "A request to read carries no body."));
  else return false;
  return true;
}

static bool read_request(struct exchange *x, struct reply *reply) {
  struct http_request *q = &x->request;
  struct str raw_path;
  struct err e = {0};
  if (q->method == HTTP_OPTIONS && str_is(x->uri, "*")) return *reply = answer_options(x), false;
  if (!split_target(x, &raw_path))
    return *reply = exchange_problem(x, 400, "La dirección está mal formada.", "The address is malformed."), false;
  q->lang = choose_language(x);
  x->en = strcmp(q->lang, "en") == 0;
  x->html = wants_page(x);
  if (!router_read_path(raw_path, x->en, x->arena, &x->path, &e)) return *reply = problem_of(x, &e), false;
  q->path = x->path.text;
  q->arena = x->arena;
  if (q->method == HTTP_OPTIONS) return *reply = answer_options(x), false;
  return true;
}

/* A person gets the page and reads on it what was ignored; a program is told that its question was wrong. */
static bool is_forgiven(struct exchange *x, struct reply *reply) {
  const struct http_request *q = &x->request;
  if (!q->n_ignored || (q->media && strncmp(q->media, "text/html", 9) == 0)) return true;
  *reply = exchange_problem(x, 400, q->ignored[0].why, q->ignored[0].why);
  return false;
}

static bool find_route(struct exchange *x, struct reply *reply) {
  struct err e = {0};
  struct http_request *q = &x->request;
  x->route = router_find(x->site->app->routes, &x->path, q->segment);
  if (!x->route) {
    if (!file_answer(x, reply))
      *reply = exchange_problem(x, 404, "No hay nada en esta dirección.", "There is nothing at this address.");
    return false;
  }
  x->html = wants_page(x);
  if (x->route->lenient)
    params_parse_lenient(q->query, x->route->params, x->en, x->arena, &q->params, &q->n_params, &q->ignored,
                         &q->n_ignored);
  else if (!params_parse(q->query, x->route->params, x->en, x->arena, &q->params, &q->n_params, &e))
    return *reply = problem_of(x, &e), false;
  q->base_url = choose_base(x);
  return choose_media(x, reply) && is_forgiven(x, reply);
}

const char *exchange_vary(const struct exchange *x) {
  bool accept = x->route->offers && x->route->offers[0], language = !x->route->neutral;
  if (accept) return language ? "Accept-Encoding, Accept, Accept-Language" : "Accept-Encoding, Accept";
  return language ? "Accept-Encoding, Accept-Language" : "Accept-Encoding";
}

bool exchange_prepare(struct exchange *x, struct reply *reply) {
  const struct http_app *app = x->site->app;
  x->view = app->hold(app->app);
  if (recall_answer(x, reply)) return true;
  if (!read_request(x, reply) || !find_route(x, reply)) return true;
  if (x->route->live) return false;
  if (!x->view) return *reply = exchange_problem(x, 503, "", ""), true;
  make_key(x, view_version(x));
  /* "*" asks whether there is an answer at all: only the handler knows. */
  bool gzipped;
  x->unless_any = str_is(x->headers.if_none_match, "*");
  if (etag_matches(x->headers.if_none_match, x->etag, &gzipped)) {
    *reply = exchange_not_modified(x, x->etag, gzipped, "no-cache", exchange_vary(x));
    recall_keep(x);
    return true;
  }
  if (x->unless_any || !answer_cached(x, reply)) return false;
  recall_keep(x);
  return true;
}
