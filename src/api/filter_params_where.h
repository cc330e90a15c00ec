#ifndef API_FILTER_PARAMS_WHERE_H
#define API_FILTER_PARAMS_WHERE_H
/* Private to filter_params: the keys of OGC API Features that say more than one value. */
#include "api/filter_params.h"
#include "crs_params.h"

/* filter=, filter-lang= and filter-crs= into `where`, its geometries in degrees. */
bool filter_params_where(struct arena *a, const struct http_param *params, size_t n, struct filter_spec *out,
                         struct err *e);
/* datetime= into the interval of vigente=. NULL: not given. */
bool filter_params_datetime(struct arena *a, const struct http_param *p, struct filter_spec *out, struct err *e);
#endif
