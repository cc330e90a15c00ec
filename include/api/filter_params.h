#ifndef API_FILTER_PARAMS_H
#define API_FILTER_PARAMS_H
/* The one vocabulary of filters: the same keys mean the same on items, tiles, facets, totals and exports. filter= takes CQL2 for all
 * that the short keys cannot say; what its names mean depends on what the answer is about. */
#include "http/http.h"
#include "query/filter.h"

extern const struct http_param_spec filter_param_area, filter_param_clase, filter_param_tema, filter_param_fuente,
    filter_param_ejecutor, filter_param_tipo, filter_param_modalidad, filter_param_forma, filter_param_anio,
    filter_param_estado, filter_param_lugar, filter_param_capa, filter_param_codigo, filter_param_celda,
    filter_param_vigente, filter_param_monto_min, filter_param_monto_max, filter_param_moneda, filter_param_q,
    filter_param_bbox, filter_param_dibujo, filter_param_cerca, filter_param_punto, filter_param_datetime,
    filter_param_filter, filter_param_filter_lang;
extern const struct http_param_spec crs_param_bbox_crs,
    crs_param_filter_crs; /* with what they mean in api/crs_params */

/* For the parameter list of a route. */
#define FILTER_PARAMS                                                                                                  \
  &filter_param_area, &filter_param_clase, &filter_param_tema, &filter_param_fuente, &filter_param_ejecutor,           \
      &filter_param_tipo, &filter_param_modalidad, &filter_param_forma, &filter_param_anio, &filter_param_estado,      \
      &filter_param_lugar, &filter_param_capa, &filter_param_codigo, &filter_param_celda, &filter_param_vigente,       \
      &filter_param_monto_min, &filter_param_monto_max, &filter_param_moneda, &filter_param_q, &filter_param_bbox,     \
      &crs_param_bbox_crs, &filter_param_dibujo, &filter_param_cerca, &filter_param_datetime, &filter_param_filter,    \
      &filter_param_filter_lang, &crs_param_filter_crs

enum { FILTER_MAX_POINTS = 5000, FILTER_MAX_WORDS = 8, FILTER_MAX_AT_POINT = 64 };

/* What the checked parameters ask for; everything in arena a. `punto` is not read here. ERR_INPUT names the parameter, of filter=
 * the character too. `about` is QUERY_PROJECTS until the caller says otherwise. */
bool filter_params_read(struct arena *a, const struct http_param *params, size_t n, struct filter_spec *out,
                        struct err *e);
/* Read and compile, filter= about that subject. `punto=lon,lat` (areas only) narrows to the areas there; *nothing is set if there is none, and then the filter must
 * not be asked. Free with filter_free(). */
bool filter_params_compile(struct snapshot *s, enum query_subject about, struct arena *a,
                           const struct http_param *params, size_t n, struct filter **f, bool *nothing, struct err *e);
/* Only whether it can be compiled, for answers that hand the question on (the addresses of tiles). */
bool filter_params_check(struct snapshot *s, struct arena *a, const struct http_param *params, size_t n, struct err *e);
/* "lon,lat" or "lon,lat,metres" into v[want]; ERR_INPUT otherwise. */
bool filter_params_numbers(const struct http_param *p, double *v, size_t want, struct err *e);
#endif
