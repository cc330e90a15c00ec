#ifndef HTTP_RECALL_H
#define HTTP_RECALL_H
/* What a request that was answered before comes to, known by its bytes alone: the target and the headers that an answer depends on, under the
 * same version of the data. The second time nothing is decoded, routed, negotiated or hashed: it is the 304 that was made the
 * first time, or the body in the cache. */
#include <stdbool.h>

struct cache;
struct exchange;
struct reply;

struct cache *recall_new(void);
/* True: *reply is the answer. Holds the view of the exchange. */
bool recall_answer(struct exchange *x, struct reply *reply);
/* Remember an exchange whose key and tag are known, once there is an answer of status 200 in the cache, or a 304. */
void recall_keep(struct exchange *x);
#endif
