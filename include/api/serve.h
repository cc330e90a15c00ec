#ifndef API_SERVE_H
#define API_SERVE_H
/* The server as a whole: snapshot in, addresses out, until SIGTERM or SIGINT. */
#include <stdbool.h>
#include <stdint.h>
#include "core/err.h"

struct api_serve_options { /* texts: NULL none; numbers: 0 the default */
  const char *program;     /* our own executable for children; NULL: /proc/self/exe */
  const char *db;          /* the store */
  const char *snapshot;    /* NULL: the store's path + ".snapshot" */
  const char *host;        /* an address, 127.0.0.1 */
  uint16_t port;           /* 0: any free one */
  const char *public_url;  /* what links begin with */
  const char *basemap_url; /* XYZ template, "https://…/{z}/{x}/{y}.png" */
  const char *basemap_pmtiles, *basemap_name, *basemap_attribution;
  const char *cors;        /* "*" or one origin; NULL: no CORS */
  const char *trust_proxy; /* address of the one proxy whose X-Forwarded-… count */
  unsigned threads, connections, idle_s, request_s;
  uint64_t cache_mb; /* of finished answers; 0: none are kept */
  /* Called once when requests are answered, with the address: "http://127.0.0.1:8080". NULL: nobody is told. */
  void (*ready)(void *context, const char *address);
  void *context;
};
/* Returns after the last request was finished. ERR_USAGE: an option that cannot be; ERR_IO: the port is taken; else no snapshot. */
bool api_serve(const struct api_serve_options *o, struct err *e);
#endif
