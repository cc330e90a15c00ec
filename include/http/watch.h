#ifndef HTTP_WATCH_H
#define HTTP_WATCH_H
/* The clock on whole requests: libmicrohttpd's own timeout starts again with every byte, so a client that sends one byte a second
 * would live for ever. One thread shuts down every socket whose deadline has passed. */
#include <stdbool.h>
#include <stdint.h>

struct watch;
struct exchange;
struct watched {
  struct watched *prev, *next;
  int fd;
  struct exchange *exchange; /* the request that is under way; not looked at here */
  bool trusted;              /* the peer is the trusted proxy */
  _Atomic int64_t deadline;  /* milliseconds, monotonic */
};

struct watch *watch_start(void); /* NULL: no thread could be started */
void watch_stop(struct watch *w);
/* From accept to just before close; the socket is shut down, never closed, here. */
struct watched *watch_add(struct watch *w, int fd, unsigned seconds);
void watch_remove(struct watch *w, struct watched *x);
/* From now `seconds`; 0: no deadline. */
void watch_set(struct watched *x, uint64_t seconds);
#endif
