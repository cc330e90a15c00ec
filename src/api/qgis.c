/* The service in QGIS: /qgis/coopmap.qlr, layers to add to a project, and /qgis/coopmap.qgz, a project. */
#include "format/qgis.h"
#include "handlers.h"

static struct qgis_service service_of(const struct http_request *q, const struct snapshot *s) {
  return (struct qgis_service){.base_url = q->base_url, .lang = answer_lang(q), .s = s};
}

static void send_as(struct http_response *p, const char *type, const char *disposition) {
  p->content_type = type;
  http_header(p, "Content-Disposition", disposition);
}

bool handle_qgis_definition(void *app, void *view, const struct http_request *q, struct http_response *p,
                            struct err *e) {
  (void)app, (void)e;
  struct qgis_service service = service_of(q, view);
  send_as(p, MEDIA_QLR, "attachment; filename=\"coopmap.qlr\"");
  qgis_write_definition(&p->body, &service);
  return true;
}

bool handle_qgis_project(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct qgis_service service = service_of(q, view);
  send_as(p, MEDIA_QGZ, "attachment; filename=\"coopmap.qgz\"");
  p->no_compress = true;
  return qgis_write_project(&p->body, &service, e);
}
