/* Do the coordinates fit the coordinate system? Judged over the whole file, so that one bad feature does not condemn it. */
#include <stdio.h>
#include "geo/vector_file_internal.h"

static bool corner_fits(const struct survey *s, double x, double y) {
  struct err ignored = {0};
  double xy[2] = {x, y};
  return crs_transform_apply(s->to_degrees, xy, 1, &ignored) && crs_in_colombia(xy[0], xy[1]);
}

enum vector_fit survey_fit(const struct survey *s, const struct polygon *raw) {
  struct bbox b = polygon_bbox(raw);
  if (corner_fits(s, b.minx, b.miny) && corner_fits(s, b.maxx, b.maxy)) return VECTOR_FITS;
  if (corner_fits(s, b.miny, b.minx) && corner_fits(s, b.maxy, b.maxx)) return VECTOR_FITS_SWAPPED;
  return VECTOR_FITS_NOWHERE;
}

void survey_add(struct survey *s, const struct vector_shape *shape) {
  s->n++;
  if (shape->polygon.n_points == 0) return;
  struct bbox b = polygon_bbox(&shape->polygon);
  enum vector_fit fit = survey_fit(s, &shape->polygon);
  s->with_geometry++;
  s->fit += fit == VECTOR_FITS;
  s->swapped += fit == VECTOR_FITS_SWAPPED;
  s->in_degree_range += b.minx >= -180 && b.maxx <= 180 && b.miny >= -180 && b.maxy <= 180;
  bbox_add(&s->box, &b);
}

static bool more_than_half(uint64_t part, uint64_t all) { return part * 2 > all; }

static const char *metres_remedy(enum crs_guess guess, bool spanish) {
  switch (guess) {
  case CRS_METRES_9377:
    return spanish ? "parecen Origen Nacional: use --crs EPSG:9377"
                   : "they look like Origen Nacional: give --crs EPSG:9377";
  case CRS_METRES_UTM:
    return spanish ? "parecen UTM zona 18N: use --crs EPSG:32618"
                   : "they look like UTM zone 18N: give --crs EPSG:32618";
  case CRS_METRES_3857:
    return spanish ? "parecen Web Mercator: use --crs EPSG:3857" : "they look like Web Mercator: give --crs EPSG:3857";
  case CRS_METRES_ZONE:
    return spanish
               ? "varios sistemas tienen números así y difieren solo en metros: pregunte a quien hizo el archivo y use "
                 "--crs EPSG:3116 (MAGNA Bogotá), EPSG:6250 (Cartagena urbano) o EPSG:21897 (Bogotá 1975)"
               : "several systems have such numbers and differ by metres only: ask who made the file, then give "
                 "--crs EPSG:3116 (MAGNA Bogotá), EPSG:6250 (Cartagena urban) or EPSG:21897 (Bogotá 1975)";
  default:
    return spanish ? "pregunte a quien hizo el archivo en qué sistema están y nómbrelo con --crs EPSG:…"
                   : "ask who made the file which system they are in, then name it with --crs EPSG:…";
  }
}

static bool refuse_metres(const struct survey *s, const struct vector_info *info, bool spanish, struct err *e) {
  const struct bbox *b = &s->box;
  const char *said = info->crs_declared ? (spanish ? "el archivo declara grados" : "the file declares degrees")
                     : spanish          ? "el archivo no declara sistema de coordenadas"
                                        : "the file declares no coordinate system";
  return err_set(e, ERR_INPUT,
                 spanish ? "las coordenadas no son grados (x %.0f a %.0f, y %.0f a %.0f), y %s; %s"
                         : "the coordinates are not degrees (x %.0f to %.0f, y %.0f to %.0f), and %s; %s",
                 b->minx, b->maxx, b->miny, b->maxy, said,
                 metres_remedy(crs_guess_range(b->minx, b->miny, b->maxx, b->maxy), spanish));
}

static bool refuse_exchanged(const struct bbox *b, const struct vector_options *o, struct err *e) {
  const char *remedy = o->spanish ? (o->swap_axes ? "quite --swap-axes" : "use --swap-axes para intercambiarlas")
                                  : (o->swap_axes ? "leave --swap-axes out" : "give --swap-axes to exchange them");
  return err_set(e, ERR_INPUT,
                 o->spanish
                     ? "x e y están intercambiadas en el archivo (x %.6g a %.6g, y %.6g a %.6g: eso no es Colombia, al "
                       "revés sí); %s"
                     : "x and y are exchanged in the file (x %.6g to %.6g, y %.6g to %.6g: that is not Colombia, the "
                       "other way round it is); %s",
                 b->minx, b->maxx, b->miny, b->maxy, remedy);
}

static bool refuse_degrees(const struct survey *s, const struct vector_options *o, struct err *e) {
  const struct bbox *b = &s->box;
  const char *who =
      o->spanish ? (o->epsg ? "--crs dice" : "el archivo declara") : (o->epsg ? "--crs says" : "the file declares");
  return err_set(e, ERR_INPUT,
                 o->spanish
                     ? "las coordenadas son grados (x %.6g a %.6g, y %.6g a %.6g), pero %s EPSG:%d, que está en "
                       "metros; use --crs EPSG:4326"
                     : "the coordinates are degrees (x %.6g to %.6g, y %.6g to %.6g), but %s EPSG:%d, which is in "
                       "metres; give --crs EPSG:4326",
                 b->minx, b->maxx, b->miny, b->maxy, who, s->epsg);
}

static bool refuse_elsewhere(const struct survey *s, bool spanish, struct err *e) {
  const struct bbox *b = &s->box;
  return err_set(
      e, ERR_INPUT,
      spanish ? "todo lo del archivo queda fuera de Colombia (EPSG:%d, x %.6g a %.6g, y %.6g a %.6g); si ese sistema "
                "de coordenadas no es el suyo, nombre el verdadero con --crs EPSG:…"
              : "everything in the file lies outside Colombia (EPSG:%d, x %.6g to %.6g, y %.6g to %.6g); if that is "
                "the wrong coordinate system, name the right one with --crs EPSG:…",
      s->epsg, b->minx, b->maxx, b->miny, b->maxy);
}

bool survey_judge(const struct survey *s, const struct vector_info *info, const struct vector_options *o,
                  struct err *e) {
  uint64_t all = s->with_geometry;
  if (all == 0) return true;
  if (more_than_half(s->swapped, all)) return refuse_exchanged(&s->box, o, e);
  bool degrees = crs_is_geographic(s->epsg);
  if (degrees && more_than_half(all - s->in_degree_range, all)) return refuse_metres(s, info, o->spanish, e);
  if (!degrees && more_than_half(s->in_degree_range, all)) return refuse_degrees(s, o, e);
  return s->fit + s->swapped > 0 || refuse_elsewhere(s, o->spanish, e);
}
