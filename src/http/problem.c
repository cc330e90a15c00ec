/* Errors as a stranger may read them. */
#include <microhttpd.h>
#include "core/jw.h"
#include "http/reply.h"

int reply_status(enum err_kind kind) {
  switch (kind) {
  case ERR_INPUT:
  case ERR_USAGE:
  case ERR_GEOM:
  case ERR_LIMIT: return 400; /* what can be too large here is a parameter: 413 is for bodies */
  case ERR_NOT_FOUND: return 404;
  case ERR_CONFLICT: return 409;
  case ERR_BUSY: return 503;
  case ERR_NONE:
  case ERR_IO:
  case ERR_DB:
  case ERR_BUG: break;
  }
  return 500;
}

struct wording {
  int status;
  const char *es, *en;
};

static const struct wording titles[] = {{400, "La petición no se entiende", "The request is not understood"},
                                        {404, "No encontrado", "Not found"},
                                        {405, "Método no permitido", "Method not allowed"},
                                        {406, "No hay una forma que usted acepte", "No acceptable form"},
                                        {409, "En conflicto", "Conflict"},
                                        {413, "No se reciben cuerpos", "No bodies are taken"},
                                        {416, "El rango está fuera del archivo", "The range is outside the file"},
                                        {500, "Falla del servidor", "The server failed"},
                                        {503, "El servicio no está listo", "The service is not ready"}};
static const struct wording own_faults[] = {
    {500, "La falla quedó anotada en el registro del servidor. Puede intentar de nuevo.",
     "The failure was written to the server's log. You may try again."},
    {503, "Intente de nuevo en unos segundos.", "Try again in some seconds."}};

static const char *wording_of(const struct wording *list, size_t n, int status, bool en) {
  for (size_t i = 0; i < n; i++)
    if (list[i].status == status) return en ? list[i].en : list[i].es;
  return "HTTP";
}

static void write_html_text(struct buf *b, const char *s) {
  for (; *s; s++) {
    if (*s == '<') buf_add_z(b, "&lt;");
    else if (*s == '>') buf_add_z(b, "&gt;");
    else if (*s == '&') buf_add_z(b, "&amp;");
    else if (*s == '"') buf_add_z(b, "&quot;");
    else buf_add_char(b, *s);
  }
}

static void write_page(struct buf *b, int status, const char *title, const char *detail, bool en) {
  buf_printf(b,
             "<!doctype html>\n<html lang=\"%s\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
             "content=\"width=device-width\"><title>%d · %s</title><link rel=\"icon\" href=\"/favicon.svg\"><link "
             "rel=\"stylesheet\" href=\"/pagina.css\"></head>\n<body><main><h1>%s</h1>\n<p>",
             en ? "en" : "es", status, title, title);
  write_html_text(b, detail);
  buf_printf(b, "</p>\n<p><a href=\"/\">%s</a></p></main></body>\n</html>\n",
             en ? "Back to the map" : "Volver al mapa");
}

static void write_json(struct buf *b, int status, const char *title, const char *detail) {
  struct jw w;
  jw_init(&w, b);
  jw_object(&w);
  jw_kv_z(&w, "type", "about:blank");
  jw_kv_z(&w, "title", title);
  jw_kv_int(&w, "status", status);
  jw_kv_z(&w, "detail", detail);
  jw_end(&w);
  buf_add_char(b, '\n');
}

struct reply reply_problem(const struct reply_site *site, int status, const char *detail, bool en, bool html) {
  const char *title = wording_of(titles, sizeof titles / sizeof *titles, status, en);
  if (status >= 500) detail = wording_of(own_faults, sizeof own_faults / sizeof *own_faults, status, en);
  struct buf b = {0};
  if (html) write_page(&b, status, title, detail, en);
  else write_json(&b, status, title, detail);
  struct reply reply = {.status = (unsigned)status, .bytes = b.len};
  reply.response = reply_from_buf(&b);
  if (!reply.response) return reply;
  reply_header(reply.response, "Content-Type", html ? "text/html; charset=utf-8" : "application/problem+json");
  reply_header(reply.response, "Content-Language", en ? "en" : "es");
  reply_header(reply.response, "Cache-Control", "no-store");
  reply_header(reply.response, "Vary", "Accept, Accept-Language");
  if (status == 405) reply_header(reply.response, "Allow", "GET, HEAD, OPTIONS");
  if (status == 503) reply_header(reply.response, "Retry-After", "2");
  reply_common_headers(reply.response, site, html ? REPLY_PAGE : REPLY_DATA);
  return reply;
}
