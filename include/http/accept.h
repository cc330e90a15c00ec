#ifndef HTTP_ACCEPT_H
#define HTTP_ACCEPT_H
/* What a client would like, by RFC 9110 section 12.5: items with a weight q, the most specific item that fits an offer counts. */
#include <stdbool.h>
#include "core/str.h"

/* The best of `offers` (NULL-terminated, own order settles ties); no header: the first; nothing acceptable: NULL. An item
 * "application/json" also fits an offer "application/…+json". Parameters other than q are ignored. */
const char *accept_media(struct str header, const char *const *offers);
/* The offer that the value of `f=` means: html, json (any JSON), geojson, csv, …, or a whole media type; NULL none. */
const char *accept_format(struct str f, const char *const *offers);
/* "en" where the client prefers English to Spanish, else "es". */
const char *accept_language(struct str header);
bool accept_gzip(struct str header);
#endif
