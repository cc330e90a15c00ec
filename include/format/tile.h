#ifndef FORMAT_TILE_H
#define FORMAT_TILE_H
/* Vector tiles from the snapshot. Layers: `areas` (polygons: codigo, nombre, capa, geometria [geom_status], proyectos [count
 * under no filter]), `areas_etiqueta` (label points, same attributes), `proyectos` (points: clase, estado, area, anio,
 * ubicacion; in tiles of at most TILE_NAMED_PROJECTS also codigo and titulo). Feature ids: row index + 1.
 *
 * What is not known (sin dato) has no attribute. Every point is in exactly one tile of a zoom, whatever the zoom: nothing is
 * dropped and nothing is there twice. Areas reach 64 units beyond the tile's edge, and are left out where they are smaller than
 * the grid. A layer without a feature is left out; an empty tile has no bytes. */
#include "core/buf.h"
#include "query/filter.h"
enum { TILE_AREAS = 1, TILE_LABELS = 2, TILE_PROJECTS = 4, TILE_ALL = 7, TILE_MAX_ZOOM = 18 };
/* Names are two thirds of a tile's bytes and most of its time; where this many points share a tile nobody tells them apart
 * anyway. They are there as the user zooms in; GET /collections/proyectos/items?bbox=… names them at any zoom. */
enum { TILE_NAMED_PROJECTS = 1024 };
/* Append the tile's MVT bytes (not compressed). f may be NULL: everything. ERR_NOT_FOUND if there is no such tile. */
bool tile_write(struct snapshot *s, const struct filter *f, unsigned layers, uint32_t z, uint32_t x, uint32_t y,
                struct buf *out, struct err *e);
#endif
