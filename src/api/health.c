/* Is the process alive, can it answer, what is it, and how is the page set up. */
#include "handlers.h"

static void say_state(struct http_response *p, const char *state) {
  p->content_type = MEDIA_JSON;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "estado", state);
  jw_end(&w);
}

bool handle_health(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)q, (void)e;
  say_state(p, "vivo");
  return true;
}

bool handle_ready(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  if (!view)
    return err_set(e, ERR_BUSY, "%s",
                   answer_pick(q, "todavía no hay una instantánea que servir", "there is no snapshot to serve yet"));
  say_state(p, "listo");
  return true;
}

bool handle_version(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)q, (void)e;
  const struct api_config *config = app;
  p->content_type = MEDIA_JSON;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "programa", config->version);
  jw_kv_int(&w, "version_datos", snapshot_data_version(view));
  jw_kv_z(&w, "instantanea", snapshot_checksum(view));
  jw_kv_int(&w, "areas", snapshot_areas(view));
  jw_kv_int(&w, "proyectos", snapshot_projects(view));
  jw_kv_int(&w, "actores", snapshot_actors(view));
  jw_end(&w);
  return true;
}

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text), m = strlen(end);
  return n >= m && strcmp(text + n - m, end) == 0;
}

static void write_basemap(struct jw *w, const struct api_config *config) {
  jw_key(w, "basemap");
  if (!config->basemap_url) {
    jw_null(w);
    return;
  }
  jw_object(w);
  jw_kv_z(w, "tipo", ends_with(config->basemap_url, ".pmtiles") ? "pmtiles" : "xyz");
  jw_kv_z(w, "url", config->basemap_url);
  jw_kv_z(w, "nombre", config->basemap_name ? config->basemap_name : "Mapa base");
  jw_kv_z(w, "atribucion", config->basemap_attribution ? config->basemap_attribution : "");
  jw_end(w);
}

/* The continental part of the district: its islands lie so far off that a map of everything shows nothing. */
bool handle_config(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  static const struct bbox continental = {-75.80, 10.10, -75.25, 10.72};
  (void)q, (void)e;
  p->content_type = MEDIA_JSON;
  struct bbox all = snapshot_bbox(view, false);
  bool here = !bbox_is_empty(&all) && bbox_intersects(&all, &continental);
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  write_basemap(&w, app);
  jw_key(&w, "idiomas");
  jw_array(&w);
  jw_z(&w, "es");
  jw_z(&w, "en");
  jw_end(&w);
  jw_key(&w, "extension");
  answer_bbox_value(&w, here || bbox_is_empty(&all) ? &continental : &all);
  jw_end(&w);
  return true;
}
