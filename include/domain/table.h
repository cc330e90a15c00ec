#ifndef DOMAIN_TABLE_H
#define DOMAIN_TABLE_H
/* A growing map from texts to numbers: names and codes met while a file is read. Keys are copied. */
#include <stdbool.h>
#include "core/str.h"

struct table;
struct table *table_new(void);
void table_free(struct table *t); /* NULL is fine */
/* The value of `key`; a new key gets 0 and *added is set. The pointer holds until the next call. */
uint64_t *table_at(struct table *t, struct str key, bool *added);
/* The value, or NULL. */
const uint64_t *table_find(const struct table *t, struct str key);
#endif
