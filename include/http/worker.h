#ifndef HTTP_WORKER_H
#define HTTP_WORKER_H
/* Threads for slow routes: the connection is suspended meanwhile, so nobody else waits for it. */
#include <stdbool.h>

struct exchange;
struct workers;
struct workers *workers_start(unsigned n); /* NULL: no thread could be started */
/* The connection must be suspended; it is resumed with x->reply set. False: too many wait already, nothing was taken. */
bool workers_add(struct workers *w, struct exchange *x);
void workers_stop(struct workers *w); /* does what is queued, then ends */
#endif
