#ifndef SNAPSHOT_ARCS_H
#define SNAPSHOT_ARCS_H
/* The borders of all areas as one plane graph: arcs that run between nodes, each stored once, whoever uses it and in whichever
 * direction. What is done to an arc is done for all its users, so borders stay shared (this is what TopoJSON calls a topology:
 * M. Bostock, 2012). */
#include "snapshot/layout.h"

/* In 2^32nds of 360 degrees (about 1 cm each; six decimals of a degree are 12 of them): vertices that are nearer than this to each
 * other are one, and an edge goes through every vertex that is nearer to it, so that a corner where only one neighbour has a
 * vertex (a T-junction) becomes one of both. Measured on longitude and latitude, where the source's lines are straight. */
enum { ARCS_TOLERANCE = 12 };

struct arcs {
  struct snap_cell *at; /* by vertex, in world coordinates */
  uint32_t n_vertices;
  uint32_t *vertex, *first,
      n; /* arc i runs along vertex[first[i]] .. vertex[first[i + 1] - 1], both ends included; of a closed
                                  one the first is the last */
  uint32_t *use, *ring_first,
      n_rings; /* ring r is made of use[ring_first[r]] .. use[ring_first[r + 1] - 1]: an arc << 1, | 1 if
                                          it is run through backwards. None: the ring has no area at all */
};
/* Rings, not closed: ring r is point[r ? end[r - 1] : 0] .. point[end[r] - 1]. The same rings give the same arcs, numbered in the
 * order in which the rings first use them. n log n. */
void arcs_build(struct arcs *a, const struct snap_lonlat *point, const uint32_t *end, uint32_t n_rings);
void arcs_free(struct arcs *a);

/* Step of arcs_build: vertices made one and edges split; the rings as vertices without repeats and spikes. Both arrays by
 * malloc. */
void arcs_weld(struct arcs *a, const struct snap_lonlat *point, const uint32_t *end, uint32_t n_rings,
               uint32_t **vertex, uint32_t **vertex_end);
#endif
