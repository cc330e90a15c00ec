#ifndef HTTP_PARAMS_H
#define HTTP_PARAMS_H
/* The query string against the declared parameters of a route: what comes out is decoded, typed and checked. */
#include "http/http.h"

enum { PARAMS_MAX = 64, PARAMS_MAX_QUERY = 16384 };

/* Percent-decode into the arena ('+' is a space where `plus`). False: a broken escape, a control byte, or not UTF-8. */
bool params_decode(struct str raw, bool plus, struct arena *a, struct str *out);
/* Parse `raw` (without '?'). `specs` NULL-terminated or NULL. An empty value counts as not given, since HTML forms send every
 * field. ERR_INPUT names the parameter, the reason and the remedy, in English where `en`, else in Spanish. */
bool params_parse(struct str raw, const struct http_param_spec *const *specs, bool en, struct arena *a,
                  const struct http_param **out, size_t *n, struct err *e);
/* The same, refusing nothing: what cannot be read is left out and told in *ignored, in the order sent. */
void params_parse_lenient(struct str raw, const struct http_param_spec *const *specs, bool en, struct arena *a,
                          const struct http_param **out, size_t *n, const struct http_ignored **ignored,
                          size_t *n_ignored);
/* Append the parameters in declared order, values normalised: equal questions give equal bytes. The basis of the ETag. */
void params_write_canonical(struct buf *b, const struct http_param_spec *const *specs, const struct http_param *p,
                            size_t n);
/* Raw value of `key` if it stands in the query, for choosing the language before anything was checked. */
struct str params_peek(struct str raw, const char *key);
#endif
