/* The daemon: libmicrohttpd in poll mode (its epoll loop stalls at 128 ready connections), its callbacks, start and end. */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "core/log.h"
#include "http/cache.h"
#include "http/exchange.h"
#include "http/recall.h"
#include "http/worker.h"

enum { MEMORY_PER_CONNECTION = 32768, STOP_SECONDS = 10 };

struct http_server {
  struct http_options o;
  struct http_app app;
  struct exchange_site site;
  struct MHD_Daemon *daemon;
  struct watch *watch;
  struct workers *workers;
  uint16_t port;
  _Atomic unsigned running;  /* requests that have arrived, until the last byte of their answer */
  _Atomic unsigned handling; /* of these, in our hands */
};

/* ---- callbacks of the library */

static void on_log(void *cls, const char *format, va_list ap) {
  char line[512];
  (void)cls;
  int n = vsnprintf(line, sizeof line, format, ap);
  while (n > 0 && (size_t)n < sizeof line && line[n - 1] == '\n') line[--n] = '\0';
  log_write(LOG_DEBUG, "http: %s", line);
}

static bool is_trusted(struct http_server *s, const struct sockaddr *a) {
  char text[INET6_ADDRSTRLEN] = "";
  if (!s->o.trust_proxy || !a) return false;
  if (a->sa_family == AF_INET)
    inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, text, sizeof text);
  if (a->sa_family == AF_INET6)
    inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, text, sizeof text);
  const char *plain = strncmp(text, "::ffff:", 7) == 0 ? text + 7 : text;
  return strcmp(plain, s->o.trust_proxy) == 0;
}

static void release(struct reply *r) {
  if (r->held) cache_release(r->of, r->held);
  else if (r->response) MHD_destroy_response(r->response);
  *r = (struct reply){0};
}

/* Of a request that the library refuses by itself it may tell the beginning and not the end; then the next one, or the end of the
 * connection, ends it. */
static void end_exchange(struct http_server *s, struct exchange *x) {
  if (x->watched) x->watched->exchange = NULL;
  release(&x->reply);
  if (x->begun) s->running--;
  exchange_free(x);
}

static void on_connection(void *cls, struct MHD_Connection *c, void **socket_context,
                          enum MHD_ConnectionNotificationCode code) {
  struct http_server *s = cls;
  if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
    struct watched *old = *socket_context;
    if (old && old->exchange) end_exchange(s, old->exchange);
    watch_remove(s->watch, old);
    *socket_context = NULL;
    return;
  }
  /* From 1.0 on every call fills the same union: the first must be done with before the second. */
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
  if (!info) return;
  struct watched *w = watch_add(s->watch, info->connect_fd, s->o.request_s);
  info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  w->trusted = is_trusted(s, info ? info->client_addr : NULL);
  *socket_context = w;
}

/* Called with the target as it was sent, before the library decodes it in place. */
static void *on_target(void *cls, const char *uri, struct MHD_Connection *c) {
  struct http_server *s = cls;
  struct exchange *x = exchange_new(&s->site, str_from(uri));
  const union MHD_ConnectionInfo *socket_context = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  x->connection = c;
  x->watched = socket_context ? socket_context->socket_context : NULL;
  if (x->watched && x->watched->exchange) end_exchange(s, x->watched->exchange);
  if (x->watched) x->watched->exchange = x;
  return x;
}

static enum MHD_Result queue(struct http_server *s, struct exchange *x, struct reply *r) {
  if (!r->response) return MHD_NO; /* out of memory: the connection is closed */
  if (x->watched) {
    uint64_t pieces = r->bytes == UINT64_MAX ? 1 : 1 + r->bytes / 65536;
    watch_set(x->watched, s->o.request_s * pieces);
  }
  enum MHD_Result result = MHD_queue_response(x->connection, r->status, r->response);
  release(r);
  return result;
}

static enum MHD_Result hand_over(struct http_server *s, struct exchange *x) {
  MHD_suspend_connection(x->connection);
  if (workers_add(s->workers, x)) return MHD_YES;
  x->reply = exchange_problem(x, 503, "", "");
  x->replied = true;
  MHD_resume_connection(x->connection);
  return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_n, void **context) {
  struct http_server *s = cls;
  struct exchange *x = *context;
  struct reply reply;
  (void)c, (void)url, (void)upload, (void)upload_n;
  if (!x) return MHD_NO;
  if (x->replied) {
    s->handling--;
    return queue(s, x, &x->reply);
  }
  if (!x->begun) {   /* an answer at this first call would end the connection, so good requests wait for the second */
    x->begun = true; /* only now does an end of the server wait for it: a half-sent one may never be whole */
    s->running++;
    return exchange_begin(x, method, version, &reply) ? queue(s, x, &reply) : MHD_YES;
  }
  if (x->watched) watch_set(x->watched, 0); /* arrived: from here on the time is ours */
  s->handling++;
  if (!exchange_prepare(x, &reply)) {
    if (x->route->slow && !x->headers.range.n) return hand_over(s, x);
    reply = exchange_make(x);
  }
  s->handling--;
  return queue(s, x, &reply);
}

static void on_completed(void *cls, struct MHD_Connection *c, void **context, enum MHD_RequestTerminationCode code) {
  struct http_server *s = cls;
  struct exchange *x = *context;
  (void)c, (void)code;
  if (!x) return;
  *context = NULL;
  if (x->watched) watch_set(x->watched, (uint64_t)s->o.idle_s + s->o.request_s); /* for the next request */
  end_exchange(s, x);
}

/* ---- start */

/* The options with their defaults. */
static void set_options(struct http_server *s, const struct http_options *o, const struct http_app *app) {
  s->o = *o;
  s->app = *app;
  if (!s->o.host) s->o.host = "127.0.0.1";
  if (!s->o.threads) s->o.threads = 4;
  if (!s->o.connections) s->o.connections = 4096;
  if (!s->o.idle_s) s->o.idle_s = 10;
  if (!s->o.request_s) s->o.request_s = 30;
  s->site.options = &s->o;
  s->site.app = &s->app;
  s->site.reply.cors_origin = s->o.cors_origin;
  s->site.reply.csp = reply_make_csp(s->o.img_src, false);
  s->site.reply.csp_embedded = reply_make_csp(s->o.img_src, true);
}

/* Every connection is a descriptor; the usual soft limit of 1,024 is less than we take. */
static void raise_descriptors(unsigned connections) {
  struct rlimit l;
  rlim_t want = (rlim_t)connections + 256;
  if (getrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur >= want) return;
  l.rlim_cur = want < l.rlim_max ? want : l.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur < want)
    log_write(LOG_WARN, "only %llu open files are allowed: fewer than %u connections can be held",
              (unsigned long long)l.rlim_cur, connections);
}

static bool read_address(const char *host, uint16_t port, struct sockaddr_storage *out, struct err *e) {
  struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)out;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)out;
  memset(out, 0, sizeof *out);
  if (strcmp(host, "localhost") == 0) host = "127.0.0.1";
  if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    return true;
  }
  if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    return true;
  }
  return err_set(e, ERR_USAGE,
                 err_pick("«%s» no es una dirección IP; use una como 127.0.0.1, 0.0.0.0 o ::1",
                          "\"%s\" is not an IP address; give one like 127.0.0.1, 0.0.0.0 or ::1"),
                 host);
}

/* Our own listening socket, so that what goes wrong has a name. -1: e is set. */
static int listen_on(const char *host, uint16_t port, struct err *e) {
  struct sockaddr_storage a;
  if (!read_address(host, port, &a, e)) return -1;
  int on = 1, off = 0, fd = socket(a.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  socklen_t n = a.ss_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
  if (fd >= 0) {
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (a.ss_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, (struct sockaddr *)&a, n) == 0 && listen(fd, 1024) == 0) return fd;
  }
  int why = errno;
  if (fd >= 0) close(fd);
  if (why == EADDRINUSE)
    err_set(e, ERR_IO,
            err_pick("el puerto %u de %s lo usa otro programa; deténgalo, o elija otro con --port",
                     "port %u of %s is in use by another program; stop that one, or choose another with --port"),
            port, host);
  else if (why == EACCES)
    err_set(e, ERR_IO,
            err_pick("este usuario no puede abrir el puerto %u; elija uno desde 1024 con --port",
                     "port %u may not be opened by this user; choose one from 1024 on with --port"),
            port);
  else if (why == EADDRNOTAVAIL)
    err_set(e, ERR_IO,
            err_pick("%s no es una dirección de esta máquina; elija otra con --host",
                     "%s is not an address of this machine; choose another with --host"),
            host);
  else
    err_set(e, ERR_IO, err_pick("no se puede escuchar en %s, puerto %u", "%s port %u cannot be listened on"), host,
            port);
  err_detail(e, "%s", strerror(why));
  return -1;
}

static uint16_t port_of(int fd) {
  struct sockaddr_storage a;
  socklen_t n = sizeof a;
  if (getsockname(fd, (struct sockaddr *)&a, &n) != 0) return 0;
  return ntohs(a.ss_family == AF_INET ? ((struct sockaddr_in *)(void *)&a)->sin_port
                                      : ((struct sockaddr_in6 *)(void *)&a)->sin6_port);
}

static struct MHD_Daemon *start_daemon(struct http_server *s, int fd) {
  unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG;
  struct MHD_OptionItem pool[] = {{MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)s->o.threads, NULL},
                                  {MHD_OPTION_END, 0, NULL}};
  if (s->o.threads < 2) pool[0] = pool[1];
  return MHD_start_daemon(flags, s->port, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
                          MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, s->o.connections,
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_PER_CONNECTION,
                          MHD_OPTION_CONNECTION_TIMEOUT, s->o.idle_s, MHD_OPTION_STRICT_FOR_CLIENT, 1,
                          MHD_OPTION_URI_LOG_CALLBACK, on_target, s, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
                          MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
}

static void drop_reply(void *value) {
  struct reply *r = value;
  MHD_destroy_response(r->response);
  free(r);
}

static void free_server(struct http_server *s) {
  workers_stop(s->workers);
  watch_stop(s->watch);
  cache_free(s->site.cache);
  cache_free(s->site.recall);
  free(s->site.reply.csp);
  free(s->site.reply.csp_embedded);
  free(s);
}

bool http_start(const struct http_options *o, const struct http_app *app, struct http_server **out, struct err *e) {
  struct http_server *s = mem_calloc(1, sizeof *s);
  set_options(s, o, app);
  raise_descriptors(s->o.connections);
  int fd = listen_on(s->o.host, o->port, e);
  if (fd < 0) return free_server(s), false;
  s->port = port_of(fd);
  bool v6 = strchr(s->o.host, ':') != NULL;
  snprintf(s->site.base_url, sizeof s->site.base_url, v6 ? "http://[%s]:%u" : "http://%s:%u", s->o.host, s->port);
  if (s->o.cache_bytes) s->site.cache = cache_new(s->o.cache_bytes, drop_reply);
  if (s->site.cache) s->site.recall = recall_new();
  s->watch = watch_start();
  s->workers = workers_start(s->o.threads < 2 ? 2 : s->o.threads);
  s->daemon = s->watch && s->workers ? start_daemon(s, fd) : NULL;
  if (!s->daemon) {
    close(fd);
    free_server(s);
    return err_set(e, ERR_IO, "the server's threads could not be started");
  }
  *out = s;
  return true;
}

uint16_t http_port(const struct http_server *s) { return s->port; }

/* ---- end */

static bool wait_for(_Atomic unsigned *count, unsigned tenths) {
  for (unsigned i = 0; i < tenths && *count; i++) nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
  return *count == 0;
}

bool http_stop(struct http_server *s) {
  s->site.stopping = true;
  MHD_socket fd = MHD_quiesce_daemon(s->daemon);
  wait_for(&s->running, STOP_SECONDS * 10);
  if (s->handling) {
    log_write(LOG_WARN, "%u requests were still being answered after %d s and are cut off", s->handling, STOP_SECONDS);
    return false;
  }
  MHD_stop_daemon(s->daemon);
  if (fd != MHD_INVALID_SOCKET) close(fd);
  free_server(s);
  return true;
}
