#include "answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"

#define ENUM_F(id, ...)                                                                                                \
  static const char *const values_##id[] = {__VA_ARGS__, NULL};                                                        \
  const struct http_param_spec answer_param_f_##id = {.name = "f",                                                     \
                                                      .type = HTTP_ENUM,                                               \
                                                      .values = values_##id,                                           \
                                                      .es = "Forma de la respuesta; manda sobre Accept.",              \
                                                      .en = "Form of the answer; it overrides Accept."}
ENUM_F(json, "json");
ENUM_F(page, "json", "html");
ENUM_F(items, "json", "geojson", "html", "csv");
ENUM_F(item, "json", "geojson", "html");
ENUM_F(table, "json", "csv");
ENUM_F(sheet, "html", "json", "csv");
ENUM_F(tile, "mvt", "pbf", "mlt");

static const char *const languages[] = {"es", "en", NULL};
const struct http_param_spec answer_param_lang = {.name = "lang",
                                                  .type = HTTP_ENUM,
                                                  .values = languages,
                                                  .es = "Idioma: es o en; manda sobre Accept-Language.",
                                                  .en = "Language: es or en; it overrides Accept-Language."};
const struct http_param_spec answer_param_limit = {.name = "limit",
                                                   .type = HTTP_INT,
                                                   .min = 1,
                                                   .max = 10000,
                                                   .fallback = 100,
                                                   .clamp = true,
                                                   .es = "Cuántos elementos por página.",
                                                   .en = "How many items per page."};
const struct http_param_spec answer_param_after = {.name = "despues",
                                                   .type = HTTP_STRING,
                                                   .max_bytes = PAGE_MAX_CURSOR,
                                                   .es = "La página que sigue después de este código (y, con sortby, "
                                                         "de sus valores): la dice el enlace «next».",
                                                   .en = "The page that follows this code (and, with sortby, its "
                                                         "values): the link \"next\" has it."};
static const char *const yes[] = {"1", "0", NULL};
const struct http_param_spec answer_param_excel = {
    .name = "excel",
    .type = HTTP_ENUM,
    .values = yes,
    .es = "1: CSV para hojas de cálculo (punto y coma, coma decimal, títulos).",
    .en = "1: CSV for spreadsheets (semicolon, decimal comma, titles)."};

const struct http_param_spec answer_param_hxl = {.name = "hxl",
                                                 .type = HTTP_ENUM,
                                                 .values = yes,
                                                 .es = "1: CSV con las etiquetas HXL como segunda fila.",
                                                 .en = "1: CSV with the HXL hashtags as its second row."};

static const char *const yes_no[] = {"si", "no", NULL};
const struct http_param_spec answer_param_geometry = {
    .name = "geometria",
    .type = HTTP_ENUM,
    .values = yes_no,
    .es = "no: GeoJSON sin las formas, solo las propiedades (geometry es null).",
    .en = "no: GeoJSON without the shapes, only the properties (geometry is null)."};

const char *const answer_offers_json[] = {MEDIA_JSON, NULL};
const char *const answer_offers_page[] = {MEDIA_JSON, MEDIA_HTML, NULL};
const char *const answer_offers_items[] = {MEDIA_GEOJSON, MEDIA_HTML, MEDIA_CSV, NULL};
const char *const answer_offers_item[] = {MEDIA_GEOJSON, MEDIA_HTML, NULL};
const char *const answer_offers_table[] = {MEDIA_JSON, MEDIA_CSV, NULL};
const char *const answer_offers_sheet[] = {MEDIA_HTML, MEDIA_JSON, MEDIA_CSV, NULL};
const char *const answer_offers_tile[] = {MEDIA_MVT, MEDIA_MLT, NULL};
const char *const answer_offers_html[] = {MEDIA_HTML, NULL};
const char *const answer_offers_openapi[] = {MEDIA_OPENAPI, MEDIA_HTML, NULL};
const char *const answer_offers_schema[] = {MEDIA_SCHEMA, NULL};

bool answer_en(const struct http_request *q) { return q->lang && strcmp(q->lang, "en") == 0; }
enum snap_lang answer_lang(const struct http_request *q) { return answer_en(q) ? SNAP_EN : SNAP_ES; }
const char *answer_pick(const struct http_request *q, const char *es, const char *en) { return answer_en(q) ? en : es; }
bool answer_wants(const struct http_request *q, const char *media) { return q->media && strcmp(q->media, media) == 0; }

const char *answer_url(const struct http_request *q, const char *fmt, ...) {
  char path[4096];
  va_list args;
  va_start(args, fmt);
  vsnprintf(path, sizeof path, fmt, args);
  va_end(args);
  return arena_printf(q->arena, "%s%s", q->base_url, path);
}

bool answer_next_name(struct str *rest, struct str *name) {
  if (!rest->p) return false;
  const char *comma = rest->n ? memchr(rest->p, ',', rest->n) : NULL;
  size_t n = comma ? (size_t)(comma - rest->p) : rest->n;
  *name = text_trim((struct str){rest->p, n});
  *rest = comma ? (struct str){comma + 1, rest->n - n - 1} : (struct str){NULL, 0};
  return true;
}

const char *answer_encode(const struct http_request *q, struct str s) {
  struct buf b = {0};
  http_write_encoded(&b, s, false);
  char *text = arena_strndup(q->arena, b.len ? b.data : "", b.len);
  buf_free(&b);
  return text;
}

const char *answer_self(const struct http_request *q, const char *const *drop, const char *add) {
  struct buf b = {0};
  buf_add_z(&b, q->base_url);
  http_write_encoded(&b, q->path, true);
  size_t before = b.len;
  buf_add_char(&b, '?');
  http_write_query(&b, q, drop);
  if (add) {
    if (b.len > before + 1) buf_add_char(&b, '&');
    buf_add_z(&b, add);
  }
  if (b.len == before + 1) b.len--; /* nothing came after the '?' */
  char *text = arena_strndup(q->arena, b.data, b.len);
  buf_free(&b);
  return text;
}

void answer_link(struct jw *w, const char *rel, const char *type, const char *title, const char *href) {
  jw_object(w);
  jw_kv_z(w, "href", href);
  jw_kv_z(w, "rel", rel);
  jw_kv_z(w, "type", type);
  if (title) jw_kv_z(w, "title", title);
  jw_end(w);
}

bool answer_collection(const struct http_request *q, struct str id, enum collection *c, struct err *e) {
  if (collection_find(id, c)) return true;
  return err_set(
      e, ERR_NOT_FOUND,
      answer_pick(q, "no hay una colección «%.*s»; hay: areas, proyectos, proyectos_sin_lugar, actores",
                  "there is no collection \"%.*s\"; there are: areas, proyectos, proyectos_sin_lugar, actores"),
      STR_ARG(id));
}

static bool find(const struct snapshot *s, enum collection c, struct str code, uint32_t *i) {
  if (c == COLLECTION_AREAS) return snapshot_find_area(s, code, i);
  if (c == COLLECTION_ACTORS) return snapshot_find_actor(s, code, i);
  return snapshot_find_project(s, code, i);
}

bool answer_item(const struct http_request *q, const struct snapshot *s, enum collection c, struct str code,
                 uint32_t *i, struct err *e) {
  if (!find(s, c, code, i))
    return err_set(e, ERR_NOT_FOUND,
                   answer_pick(q, "no hay «%.*s» en la colección %s", "there is no \"%.*s\" in the collection %s"),
                   STR_ARG(code), collection_info(c)->id);
  if (c == COLLECTION_AREAS || c == COLLECTION_ACTORS) return true;
  struct snap_project p;
  snapshot_project(s, *i, &p);
  enum collection home = p.place == SNAP_LOCATED ? COLLECTION_PROJECTS : COLLECTION_UNPLACED;
  if (c == home) return true;
  return err_set(e, ERR_NOT_FOUND,
                 answer_pick(q, "«%.*s» no está en %s: está en la colección %s",
                             "\"%.*s\" is not in %s: it is in the collection %s"),
                 STR_ARG(code), collection_info(c)->id, collection_info(home)->id);
}

void answer_bbox_value(struct jw *w, const struct bbox *b) {
  const double v[] = {b->minx, b->miny, b->maxx, b->maxy};
  jw_array(w);
  for (size_t i = 0; i < 4; i++) jw_double(w, v[i], 7);
  jw_end(w);
}

bool answer_question(void *view, enum query_subject about, const struct http_request *q, struct question *out,
                     struct err *e) {
  *out = (struct question){.s = view};
  if (filter_params_compile(out->s, about, q->arena, q->params, q->n_params, &out->f, &out->nothing, e) &&
      figures_hold(out->s, &out->figures, e))
    return true;
  answer_release(out);
  return false;
}

void answer_release(struct question *o) {
  if (o->f) filter_free(o->f);
  figures_release(o->figures);
  *o = (struct question){0};
}
