#ifndef API_REPLY_H
#define API_REPLY_H
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
#define MEDIA_OPENAPI "application/vnd.oai.openapi+json;version=3.0"
#define MEDIA_SCHEMA "application/schema+json"
#define CRS84_URI "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
#define TMS_URI "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"

/* Parameters shared by routes. */
extern const struct http_param_spec reply_param_lang, reply_param_f_json, reply_param_f_page, reply_param_f_items,
    reply_param_f_item, reply_param_f_table, reply_param_f_tile, reply_param_limit, reply_param_after,
    reply_param_excel;
extern const char *const reply_offers_json[],
    *const reply_offers_page[], *const reply_offers_items[], *const reply_offers_item[],
                                                                 *const reply_offers_table[],
                                                                     *const reply_offers_tile[],
                                                                         *const reply_offers_html[],
                                                                             *const reply_offers_openapi[],
                                                                                 *const reply_offers_schema[];

bool reply_en(const struct http_request *q);
enum snap_lang reply_lang(const struct http_request *q);
const char *reply_pick(const struct http_request *q, const char *es, const char *en);
bool reply_wants(const struct http_request *q, const char *media); /* the chosen form is `media` */
/* base_url + printf, in the arena. */
const char *reply_url(const struct http_request *q, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Percent-encoded segment, in the arena. */
const char *reply_encode(const struct http_request *q, struct str s);
/* The request's own address with the parameters but those in `drop`; `add` ("f=csv") follows, NULL none. */
const char *reply_self(const struct http_request *q, const char *const *drop, const char *add);
/* One link object into the open array. title may be NULL. */
void reply_link(struct jw *w, const char *rel, const char *type, const char *title, const char *href);
/* ERR_NOT_FOUND unless the segment names a collection. */
bool reply_collection(const struct http_request *q, struct str id, enum collection *c, struct err *e);
/* Row index of an item by code; ERR_NOT_FOUND with what was asked. For proyectos and proyectos_sin_lugar the project must
 * belong to that collection, else the text says where it is. */
bool reply_item(const struct http_request *q, const struct snapshot *s, enum collection c, struct str code, uint32_t *i,
                struct err *e);
/* [west, south, east, north] of a box. */
void reply_bbox_value(struct jw *w, const struct bbox *b);
/* The question's view, filter and figures, held until reply_release(). `nothing`: the filter selects nothing and must not be asked. */
struct question {
  struct snapshot *s;
  struct filter *f;
  const struct figures *figures;
  bool nothing;
};
bool reply_question(void *view, const struct http_request *q, struct question *out, struct err *e);
void reply_release(struct question *o);
#endif
