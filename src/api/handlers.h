#ifndef API_HANDLERS_H
#define API_HANDLERS_H
/* Private to the API: every handler of the route table, and the HTML forms that share a handler with a JSON one. */
#include "answer.h"

#define HANDLER(name)                                                                                                  \
  bool name(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e)
HANDLER(handle_landing);
HANDLER(handle_conformance);
HANDLER(handle_openapi);
HANDLER(handle_openapi_html);
HANDLER(handle_collections);
HANDLER(handle_collection);
HANDLER(handle_schema);
HANDLER(handle_queryables);
HANDLER(handle_sortables);
HANDLER(handle_functions);
HANDLER(handle_items);
HANDLER(handle_item);
HANDLER(handle_tilesets);
HANDLER(handle_tileset);
HANDLER(handle_tile);
HANDLER(handle_tile_xyz);
HANDLER(handle_matrix_sets);
HANDLER(handle_matrix_set);
HANDLER(handle_tilejson);
HANDLER(handle_style);
HANDLER(handle_qgis_definition);
HANDLER(handle_qgis_project);
HANDLER(handle_facets);
HANDLER(handle_summary);
HANDLER(handle_matrix);
HANDLER(handle_flows);
HANDLER(handle_overlaps);
HANDLER(handle_series);
HANDLER(handle_here);
HANDLER(handle_find);
HANDLER(handle_export);
HANDLER(handle_config);
HANDLER(handle_health);
HANDLER(handle_ready);
HANDLER(handle_version);
HANDLER(handle_area_page);
HANDLER(handle_project_page);
HANDLER(handle_actor_page);
HANDLER(handle_areas_page);
HANDLER(handle_projects_page);
HANDLER(handle_actors_page);
HANDLER(handle_findings);
HANDLER(handle_statistics_page);
HANDLER(handle_goals);
HANDLER(handle_news);
HANDLER(handle_news_feed);
HANDLER(handle_networks);
HANDLER(handle_embedded);
HANDLER(handle_robots);
HANDLER(handle_sitemap);
HANDLER(handle_area_sheet);
HANDLER(handle_project_sheet);

/* HTML of the collections and of a page of items. */
bool listing_collections(const struct snapshot *s, const struct http_request *q, struct http_response *p);
bool listing_collection(const struct snapshot *s, const struct http_request *q, enum collection c,
                        struct http_response *p);
struct items_page;
bool listing_items(const struct items_page *page, const struct http_request *q, struct http_response *p);
/* The explorer as a page; what its answer depends on. (page_front.c) */
bool page_front(struct snapshot *s, const struct http_request *q, struct http_response *p, struct err *e);
bool stamp_front(void *app, void *view, const struct http_request *q, char *out, size_t size);
/* One item as the page people read: an area, a project or an actor. */
bool page_area(struct snapshot *s, uint32_t i, const struct http_request *q, struct http_response *p, struct err *e);
bool page_project(struct snapshot *s, uint32_t i, const struct http_request *q, struct http_response *p);
bool page_actor(struct snapshot *s, uint32_t i, const struct http_request *q, struct http_response *p, struct err *e);

/* "detalle" of one item: everything known of it, in JSON. `user` is unused. */
void detail_write(struct jw *w, const struct property_row *row, void *user);
#endif
