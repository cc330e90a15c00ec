#ifndef API_ANSWER_H
#define API_ANSWER_H
/* Private to the handlers: what nearly every answer needs. */
#include "api/app.h"
#include "api/filter_params.h"
#include "core/jw.h"
#include "format/html.h"
#include "format/property.h"
#include "http/http.h"

#define MEDIA_JSON "application/json"
#define MEDIA_GEOJSON "application/geo+json"
#define MEDIA_HTML "text/html"
#define MEDIA_CSV "text/csv"
#define MEDIA_MVT "application/vnd.mapbox-vector-tile"
#define MEDIA_MLT "application/vnd.maplibre-tile"
#define MEDIA_OPENAPI "application/vnd.oai.openapi+json;version=3.0"
#define MEDIA_SCHEMA "application/schema+json"
#define MEDIA_QLR "application/x-qgis-layer-definition"
#define MEDIA_QGZ "application/x-qgis-project-container"
#define CRS84_URI "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
#define TMS_URI "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"

/* Parameters shared by routes. */
extern const struct http_param_spec answer_param_lang, answer_param_f_json, answer_param_f_page, answer_param_f_items,
    answer_param_f_item, answer_param_f_table, answer_param_f_sheet, answer_param_f_tile, answer_param_limit,
    answer_param_after, answer_param_excel, answer_param_hxl, answer_param_geometry;
extern const char *const answer_offers_json[],
    *const answer_offers_page[], *const answer_offers_items[], *const answer_offers_item[],
                                                                   *const answer_offers_table[],
                                                                       *const answer_offers_tile[],
                                                                           *const answer_offers_html[],
                                                                               *const answer_offers_openapi[],
                                                                                   *const answer_offers_schema[];

extern const char *const answer_offers_sheet[]; /* a page that is also a table: HTML first */

bool answer_en(const struct http_request *q);
enum snap_lang answer_lang(const struct http_request *q);
const char *answer_pick(const struct http_request *q, const char *es, const char *en);
bool answer_wants(const struct http_request *q, const char *media); /* the chosen form is `media` */
/* base_url + printf, in the arena. */
const char *answer_url(const struct http_request *q, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The next name off a list with commas, without spaces around it; false at the end. A list that is not there: rest->p NULL. */
bool answer_next_name(struct str *rest, struct str *name);
/* Percent-encoded segment, in the arena. */
const char *answer_encode(const struct http_request *q, struct str s);
/* The request's own address with the parameters but those in `drop`; `add` ("f=csv") follows, NULL none. */
const char *answer_self(const struct http_request *q, const char *const *drop, const char *add);
/* One link object into the open array. title may be NULL. */
void answer_link(struct jw *w, const char *rel, const char *type, const char *title, const char *href);
/* ERR_NOT_FOUND unless the segment names a collection. */
bool answer_collection(const struct http_request *q, struct str id, enum collection *c, struct err *e);
/* Row index of an item by code; ERR_NOT_FOUND with what was asked. For proyectos and proyectos_sin_lugar the project must
 * belong to that collection, else the text says where it is. */
bool answer_item(const struct http_request *q, const struct snapshot *s, enum collection c, struct str code,
                 uint32_t *i, struct err *e);
/* [west, south, east, north] of a box. */
void answer_bbox_value(struct jw *w, const struct bbox *b);
/* The question's view, filter and figures, held until answer_release(). `nothing`: the filter selects nothing and must not be asked. */
struct question {
  struct snapshot *s;
  struct filter *f;
  const struct figures *figures;
  bool nothing;
};
bool answer_question(void *view, enum query_subject about, const struct http_request *q, struct question *out,
                     struct err *e);
void answer_release(struct question *o);
#endif
