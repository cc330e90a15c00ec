#ifndef FORMAT_TILE_H
#define FORMAT_TILE_H
/* Vector tiles from the snapshot. Layers: `areas` (polygons: codigo, nombre, capa, geometria [geom_status], proyectos [count
 * under no filter]), `areas_etiqueta` (label points, same attributes), `proyectos` (points: clase, estado, area, anio,
 * ubicacion, valor_centavos; in tiles of at most TILE_NAMED_PROJECTS also codigo and titulo). Feature ids are the primary keys of
 * the store, so that a row that is added or gone moves nobody else's.
 *
 * What is not known (sin dato) has no attribute. Every point is in exactly one tile of a zoom, whatever the zoom: nothing is
 * dropped and nothing is there twice. Areas reach 64 units beyond the tile's edge, and are left out where they are smaller than
 * the grid. A layer without a feature is left out; an empty tile has no bytes. Where the outlines of a tile take more than
 * TILE_MAX_BYTES they are drawn from a coarser band, at most two coarser, with as many areas as before: vertices merge, up to 16 units
 * apart, and a border may then miss that of the next tile by as much.
 *
 * Clusters. Where the points of a tile are more than TILE_MAX_FEATURES, or take more than TILE_MAX_BYTES even without names, those in one
 * cell of a grid inside the tile become one point: 64 cells a side, then 32, 16 … until the layer fits. A cluster has no id but `n`,
 * the number of projects (no `n`: the point is one project), the attributes that all of them share, and stands at the mean of their
 * positions. `valor_centavos` is what a point or a cluster adds to the sum of its filter, in hundredths of a Colombian peso,
 * exactly, by the rule of query/summary.h; a point without it adds nothing. `sin_valor` of a cluster says how many of its `n` add
 * nothing. A cell is itself a tile, of zoom `celda_nivel` (that of the tile and 6, 5, 4 … more): the one in which the cluster's point
 * stands, on its left or upper edge at times, so that whoever works with rounded positions moves it a ten-thousandth of a
 * cell inwards first. celda=zoom/column/row selects exactly the `n` projects, on items as everywhere, beside whatever else the
 * tile was asked with; bbox= does not, since it finds a project of several places by any of them. So over all tiles of a zoom, whichever, `n` (1 if absent) adds up to the projects on the map, and
 * valor_centavos to their total. It is an integer while it fits 64 bits, else the nearest double. */
#include "core/buf.h"
#include "query/filter.h"
enum { TILE_AREAS = 1, TILE_LABELS = 2, TILE_PROJECTS = 4, TILE_ALL = 7, TILE_MAX_ZOOM = 18 };
/* Names are two thirds of a tile's bytes and most of its time; where this many points share a tile nobody tells them apart
 * anyway. They are there as the user zooms in; GET /collections/proyectos/items?bbox=… names them at any zoom. */
enum { TILE_NAMED_PROJECTS = 1024, TILE_MAX_FEATURES = 4096, TILE_MAX_BYTES = 256 << 10 };

/* Attributes that can be asked for, as bits 1 << p. A cluster always says its `n` and celda_nivel; sin_valor goes with
 * valor_centavos. */
enum tile_property {
  TILE_KIND,
  TILE_STATUS,
  TILE_AREA,
  TILE_YEAR,
  TILE_SPOT,
  TILE_CODE,
  TILE_TITLE,
  TILE_VALUE,
  TILE_COUNT,
  TILE_SILENT,
  TILE_CELL,
  TILE_NAME,
  TILE_LAYER,
  TILE_GEOMETRY,
  TILE_AREA_PROJECTS,
  TILE_PROPERTIES
};
const char *tile_property_name(enum tile_property p);
bool tile_property_is_number(enum tile_property p);
/* Those that a layer (TILE_AREAS, TILE_LABELS, TILE_PROJECTS) may carry, as bits. */
uint32_t tile_layer_properties(unsigned layer);

/* What a filter selects, as tiles need it. */
struct tile_choice;
/* Takes the filter over. Release with tile_choice_release(), as everything below; NULL is fine there. */
struct tile_choice *tile_choice_new(struct filter *f);
void tile_choice_release(const struct tile_choice *c);
/* A map asks for many tiles under one filter, so the last few choices are kept with the question that they answer. NULL: not
 * there. Any thread. */
const struct tile_choice *tile_choice_find(const struct snapshot *s, struct str question);
void tile_choice_keep(const struct snapshot *s, struct str question, const struct tile_choice *c);

struct tile_options {
  const struct tile_choice *choice; /* NULL: everything */
  unsigned layers;                  /* TILE_AREAS | …; 0: all */
  uint32_t properties;              /* 1 << enum tile_property | …; 0: the usual ones */
  bool one_by_one;                  /* no clusters and no coarser outlines, whatever it costs */
};
/* Append the tile's MVT bytes (not compressed). o may be NULL: everything, as usual. ERR_NOT_FOUND if there is no such tile. */
bool tile_write(struct snapshot *s, const struct tile_options *o, uint32_t z, uint32_t x, uint32_t y, struct buf *out,
                struct err *e);
/* Make beforehand what tiles need of a snapshot once; else the first tile waits for it (about 0.3 s for a million projects). Kept beside
 * that of the present snapshot until the first tile from s. */
void tile_prepare(struct snapshot *s);
/* What the tile's content depends on, as a short text: the same from any snapshot in which the same projects and areas of that
 * tile say the same. False if there is no such tile. */
enum { TILE_STAMP_SIZE = 80 };
bool tile_stamp(struct snapshot *s, const struct tile_options *o, uint32_t z, uint32_t x, uint32_t y,
                char out[TILE_STAMP_SIZE]);
#endif
