/* The server as a whole. */
#include "api/serve.h"
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "api/app.h"
#include "api/current.h"
#include "api/routes.h"
#include "core/log.h"
#include "core/version.h"

#define PMTILES_PATH "/basemap.pmtiles"

struct serve {
  struct api_config config; /* first: what handlers see as `app` */
  struct current *current;
  struct buf snapshot_path, img_src, public_url;
};

static void *hold(void *app) { return current_hold(((struct serve *)app)->current); }
static const char *version(void *app, void *view) {
  (void)app;
  return snapshot_checksum(view);
}
static void release(void *app, void *view) {
  (void)app;
  snapshot_release(view);
}

/* ---- options */

static size_t scheme_length(const char *url) {
  if (strncmp(url, "https://", 8) == 0) return 8;
  return strncmp(url, "http://", 7) == 0 ? 7 : 0;
}

/* Both end up in headers, so no byte may have a meaning there. */
static bool is_plain_url(const char *url) {
  size_t scheme = scheme_length(url);
  if (!scheme || !url[scheme] || url[scheme] == '/') return false;
  for (const char *p = url; *p; p++)
    if (*p <= 0x20 || *p == 0x7f || strchr("\"'<>;,\\", *p)) return false;
  return true;
}

// "https://{s}.tile.example/{z}/{x}/{y}.png" -> "https://*.tile.example": the image source that the page's policy must allow.
static bool read_basemap(const char *url, struct buf *img_src, struct err *e) {
  if (!is_plain_url(url) || !strstr(url, "{z}") || !strstr(url, "{x}") || !(strstr(url, "{y}") || strstr(url, "{-y}")))
    return err_set(e, ERR_USAGE,
                   err_pick("--basemap-url «%s» no es una dirección como https://example.org/{z}/{x}/{y}.png",
                            "--basemap-url \"%s\" is not an address like https://example.org/{z}/{x}/{y}.png"),
                   url);
  size_t scheme = scheme_length(url);
  buf_add(img_src, url, scheme);
  for (const char *p = url + scheme; *p && *p != '/'; p++) {
    if (*p != '{') {
      buf_add_char(img_src, *p);
      continue;
    }
    buf_add_char(img_src, '*');
    p = strchr(p, '}');
    if (!p)
      return err_set(
          e, ERR_USAGE,
          err_pick("--basemap-url «%s»: falta cerrar una llave", "--basemap-url \"%s\": a brace is not closed"), url);
  }
  return true;
}

static bool read_options(const struct api_serve_options *o, struct serve *s, struct err *e) {
  if (o->snapshot) buf_add_z(&s->snapshot_path, o->snapshot);
  else if (o->db) buf_printf(&s->snapshot_path, "%s.snapshot", o->db);
  else
    return err_set(e, ERR_USAGE,
                   err_pick("hace falta una base (--db) o una instantánea", "a store (--db) or a snapshot is needed"));
  if (o->basemap_url && !read_basemap(o->basemap_url, &s->img_src, e)) return false;
  struct stat st;
  if (o->basemap_pmtiles &&
      (stat(o->basemap_pmtiles, &st) != 0 || !S_ISREG(st.st_mode) || access(o->basemap_pmtiles, R_OK) != 0))
    return err_set(e, ERR_NOT_FOUND,
                   err_pick("--basemap-pmtiles %s: no hay tal archivo, o no se puede leer",
                            "--basemap-pmtiles %s: there is no such file, or it may not be read"),
                   o->basemap_pmtiles);
  if (o->public_url) {
    if (!is_plain_url(o->public_url))
      return err_set(e, ERR_USAGE,
                     err_pick("--public-url «%s» no es una dirección como https://map.example.org",
                              "--public-url \"%s\" is not an address like https://map.example.org"),
                     o->public_url);
    buf_add_z(&s->public_url, o->public_url);
    while (s->public_url.data[s->public_url.len - 1] == '/') s->public_url.data[--s->public_url.len] = '\0';
  }
  s->config = (struct api_config){.program = o->program,
                                  .version = COOPMAP_VERSION,
                                  .snapshot_path = s->snapshot_path.data,
                                  .db_path = o->db,
                                  .basemap_url = o->basemap_url       ? o->basemap_url
                                                 : o->basemap_pmtiles ? PMTILES_PATH
                                                                      : NULL,
                                  .basemap_name = o->basemap_name,
                                  .basemap_attribution = o->basemap_attribution};
  return true;
}

/* ---- running */

static void tell(const struct api_serve_options *o, uint16_t port) {
  const char *host = o->host ? o->host : "127.0.0.1";
  if (strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0) host = "127.0.0.1"; /* an address one can open */
  char address[300];
  snprintf(address, sizeof address, strchr(host, ':') ? "http://[%s]:%u" : "http://%s:%u", host, port);
  if (o->ready) o->ready(o->context, address);
}

static bool serve_until_told(const struct api_serve_options *o, struct serve *s, const sigset_t *ends, struct err *e) {
  struct http_file file = {PMTILES_PATH, o->basemap_pmtiles, "application/vnd.pmtiles"};
  struct http_options h = {.host = o->host,
                           .port = o->port,
                           .public_url = s->public_url.len ? s->public_url.data : NULL,
                           .trust_proxy = o->trust_proxy,
                           .cors_origin = o->cors,
                           .img_src = s->img_src.len ? s->img_src.data : NULL,
                           .files = &file,
                           .n_files = o->basemap_pmtiles != NULL,
                           .threads = o->threads,
                           .connections = o->connections,
                           .cache_bytes = o->cache_mb << 20,
                           .idle_s = o->idle_s,
                           .request_s = o->request_s};
  struct http_app app = {.app = s,
                         .program = COOPMAP_VERSION,
                         .routes = api_routes(),
                         .hold = hold,
                         .version = version,
                         .release = release};
  struct http_server *server;
  if (!http_start(&h, &app, &server, e)) return false;
  tell(o, http_port(server));
  int which;
  while (sigwait(ends, &which) != 0) {
  }
  log_write(LOG_INFO, "ending: finishing what is running");
  if (http_stop(server)) return true;
  fflush(NULL);
  _exit(0); /* threads still use what an orderly end would free */
}

bool api_serve(const struct api_serve_options *o, struct err *e) {
  struct serve s = {0};
  sigset_t ends, before;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, &before); /* before any thread: only sigwait gets them */
  signal(SIGPIPE, SIG_IGN);                   /* sendfile knows no MSG_NOSIGNAL */
  bool ok = read_options(o, &s, e) && current_start(o->program, s.snapshot_path.data, o->db, &s.current, e) &&
            serve_until_told(o, &s, &ends, e);
  current_stop(s.current);
  buf_free(&s.snapshot_path);
  buf_free(&s.img_src);
  buf_free(&s.public_url);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return ok;
}
