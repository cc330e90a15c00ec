#ifndef API_TILES_H
#define API_TILES_H
/* Private to the API: what tiles and what describes them share. */
#include "answer.h"

extern const struct http_param_spec tile_param_group, tile_param_properties, tile_param_collections;

/* Layers of a collection (TILE_AREAS | …). */
unsigned tile_layers(enum collection c);
/* ERR_NOT_FOUND unless the segment names a collection that has tiles. */
bool tile_collection(const struct http_request *q, struct str id, enum collection *c, struct err *e);

/* For the route table: what a tile's content depends on. */
bool stamp_tile(void *app, void *view, const struct http_request *q, char *out, size_t size);
bool stamp_tile_xyz(void *app, void *view, const struct http_request *q, char *out, size_t size);
#endif
