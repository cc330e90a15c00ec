#ifndef API_OPENAPI_H
#define API_OPENAPI_H
/* Private to the API definition: what the route table cannot say. */
#include "core/jw.h"
#include "handlers.h"

/* What the paths of a route say beyond the parser: schemas of the answer, media types where nothing is negotiated, parameters
 * without which it refuses. All but the pattern may be NULL. */
struct openapi_route {
  const char *pattern, *schema; /* of components/schemas, of the JSON answer; NULL: an object */
  const char *const *media;
  const char *const *required;
};
/* What is known of a pattern; never NULL. */
const struct openapi_route *openapi_route(const char *pattern);
/* "Colecciones", …: the group of a route in the description. */
const char *openapi_tag(const struct http_request *q, const char *pattern);
/* {"type":…} of a {name} of a path, with an example that exists in the snapshot (may be NULL). */
void openapi_write_segment(struct jw *w, const struct http_request *q, const struct snapshot *s, struct str name,
                           const char *pattern);
/* {"type":…} of a query parameter; codes are those of the snapshot's lists. */
void openapi_write_parameter(struct jw *w, const struct http_param_spec *p, const struct snapshot *s);
/* "components":{…} */
void openapi_write_components(struct jw *w, const struct http_request *q);
#endif
