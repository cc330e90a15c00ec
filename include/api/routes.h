#ifndef API_ROUTES_H
#define API_ROUTES_H
/* The one route table: every address the server answers, with the parameters it takes. OpenAPI is printed from it. */
#include "http/http.h"

/* NULL-terminated; constant for the life of the program. See api/app.h for `app` and `view`. */
const struct http_route *const *api_routes(void);
#endif
