/* /robots.txt and /sitemap.xml (https://www.sitemaps.org/protocol.html, version 0.9): the addresses that people may find us by. */
#include "page_parts.h"

enum { MOST_ADDRESSES = 50000 /* of one file, says the protocol */ };

static const char *const pages[] = {"/",      "/areas", "/proyectos", "/actores", "/estadisticas", "/inconsistencias",
                                    "/metas", "/redes", "/novedades", "/api.html"};
enum { PAGES = sizeof pages / sizeof *pages };

bool handle_robots(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  p->content_type = "text/plain; charset=utf-8";
  /* Everything may be read, but whole files of data are for people. */
  buf_printf(&p->body, "User-agent: *\nDisallow: /exportar/\n\nSitemap: %s/sitemap.xml\n", q->base_url);
  return true;
}

struct sitemap {
  const struct http_request *q;
  struct html h;          /* escapes what must be escaped in XML too */
  uint64_t first, end, n; /* addresses to write, and how many went by */
};

static void write_address(struct sitemap *m, const char *path, struct str code) {
  if (m->n++ < m->first || m->n > m->end) return;
  html_open(&m->h, "url", NULL);
  html_open(&m->h, "loc", NULL);
  html_z(&m->h, m->q->base_url);
  html_z(&m->h, path);
  if (code.n) html_z(&m->h, answer_encode(m->q, code));
  html_close(&m->h, "loc");
  html_close(&m->h, "url");
  buf_add_char(m->h.out, '\n');
}

static bool has_projects(const struct snapshot *s, uint32_t area) {
  struct snap_area a;
  snapshot_area(s, area, &a);
  return a.projects > 0;
}

static uint64_t count_addresses(const struct snapshot *s) {
  uint64_t n = PAGES + (uint64_t)snapshot_projects(s) + snapshot_actors(s);
  for (uint32_t i = 0; i < snapshot_areas(s); i++) n += has_projects(s, i);
  return n;
}

static void write_addresses(struct sitemap *m, const struct snapshot *s) {
  html_open(&m->h, "urlset", "xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9", NULL);
  buf_add_char(m->h.out, '\n');
  for (size_t i = 0; i < PAGES; i++) write_address(m, pages[i], STR(""));
  for (uint32_t i = 0; i < snapshot_areas(s); i++)
    if (has_projects(s, i)) write_address(m, "/area/", snapshot_area_code(s, i));
  for (uint32_t i = 0; i < snapshot_projects(s) && m->n < m->end; i++)
    write_address(m, "/proyecto/", snapshot_project_code(s, i));
  for (uint32_t i = 0; i < snapshot_actors(s) && m->n < m->end; i++) {
    struct snap_actor actor;
    snapshot_actor(s, i, &actor);
    write_address(m, "/actor/", actor.code);
  }
  html_close(&m->h, "urlset");
}

static void write_parts(struct sitemap *m, uint64_t parts) {
  html_open(&m->h, "sitemapindex", "xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9", NULL);
  for (uint64_t i = 1; i <= parts; i++) {
    html_open(&m->h, "sitemap", NULL);
    html_open(&m->h, "loc", NULL);
    html_z(&m->h, answer_url(m->q, "/sitemap.xml?parte=%llu", (unsigned long long)i));
    html_close(&m->h, "loc");
    html_close(&m->h, "sitemap");
    buf_add_char(m->h.out, '\n');
  }
  html_close(&m->h, "sitemapindex");
}

bool handle_sitemap(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct sitemap m = {.q = q};
  uint64_t all = count_addresses(view), parts = (all + MOST_ADDRESSES - 1) / MOST_ADDRESSES;
  const struct http_param *part = http_param(q, "parte");
  if (part && (uint64_t)part->i > parts)
    return err_set(e, ERR_NOT_FOUND,
                   err_pick("parte=%lld: no la hay; el mapa del sitio va de la 1 a la %llu",
                            "parte=%lld: there is none; the site map has 1 to %llu"),
                   (long long)part->i, (unsigned long long)parts);
  p->content_type = "application/xml; charset=utf-8";
  buf_add_z(&p->body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  html_init(&m.h, &p->body, SNAP_ES);
  if (!part && parts > 1) {
    write_parts(&m, parts);
    return true;
  }
  m.first = part ? ((uint64_t)part->i - 1) * MOST_ADDRESSES : 0;
  m.end = m.first + MOST_ADDRESSES;
  write_addresses(&m, view);
  return true;
}
