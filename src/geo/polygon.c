#include "geo/polygon.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "core/digits.h"

/* The index of a ring's first point, or a part's first ring. */
static uint32_t start_of(const uint32_t *ends, uint32_t i) { return i ? ends[i - 1] : 0; }

static bool ends_are_well_formed(const uint32_t *ends, uint32_t n, uint32_t total) {
  for (uint32_t i = 0; i < n; i++)
    if (ends[i] > total || ends[i] <= start_of(ends, i)) return false;
  return start_of(ends, n) == total;
}

bool polygon_is_well_formed(const struct polygon *p) {
  if (!ends_are_well_formed(p->ring_end, p->n_rings, p->n_points)) return false;
  if (!ends_are_well_formed(p->part_end, p->n_parts, p->n_rings)) return false;
  for (size_t i = 0; i < 2 * (size_t)p->n_points; i++)
    if (!isfinite(p->xy[i])) return false;
  for (uint32_t r = 0; r < p->n_rings; r++) {
    uint32_t first = start_of(p->ring_end, r), last = p->ring_end[r] - 1;
    if (last - first < 3) return false;
    const double *a = &p->xy[2 * (size_t)first], *b = &p->xy[2 * (size_t)last];
    if (a[0] != b[0] || a[1] != b[1]) return false;
  }
  return true;
}

struct bbox polygon_bbox(const struct polygon *p) {
  struct bbox b = bbox_empty();
  for (size_t i = 0; i < p->n_points; i++) bbox_add_point(&b, p->xy[2 * i], p->xy[2 * i + 1]);
  return b;
}

enum side { SIDE_NO_CROSSING, SIDE_CROSSING, SIDE_ON };

/* How the ray from (x,y) to the east meets the edge a-b. */
static enum side edge_meets_ray(const double *a, const double *b, double x, double y) {
  if ((a[1] > y && b[1] > y) || (a[1] < y && b[1] < y)) return SIDE_NO_CROSSING; /* most edges, so first */
  double cross = (b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1]);
  if (cross == 0 && x >= fmin(a[0], b[0]) && x <= fmax(a[0], b[0]) && y >= fmin(a[1], b[1]) && y <= fmax(a[1], b[1]))
    return SIDE_ON;
  if ((a[1] > y) == (b[1] > y)) return SIDE_NO_CROSSING;
  return (cross > 0) == (b[1] > a[1]) ? SIDE_CROSSING : SIDE_NO_CROSSING;
}

bool polygon_contains(const struct polygon *p, double x, double y) {
  bool inside = false;
  for (uint32_t r = 0; r < p->n_rings; r++) {
    size_t first = start_of(p->ring_end, r), end = p->ring_end[r];
    for (size_t i = first, before = end - 1; i < end; before = i++) {
      enum side side = edge_meets_ray(&p->xy[2 * before], &p->xy[2 * i], x, y);
      if (side == SIDE_ON) return true;
      inside ^= side == SIDE_CROSSING;
    }
  }
  return inside;
}

static void *copy_into(struct arena *a, const void *from, size_t n) {
  void *to = arena_alloc(a, n ? n : 1);
  if (n) memcpy(to, from, n);
  return to;
}

struct polygon polygon_copy(struct arena *a, const struct polygon *p) {
  struct polygon out = *p;
  out.xy = copy_into(a, p->xy, 2 * sizeof *p->xy * (size_t)p->n_points);
  out.ring_end = copy_into(a, p->ring_end, sizeof *p->ring_end * (size_t)p->n_rings);
  out.part_end = copy_into(a, p->part_end, sizeof *p->part_end * (size_t)p->n_parts);
  return out;
}

/* Shoelace formula, relative to the first point so that large coordinates do not cancel. */
static double ring_area(const double *xy, size_t n) {
  double sum = 0;
  for (size_t i = 1; i + 1 < n; i++)
    sum += (xy[2 * i] - xy[0]) * (xy[2 * i + 3] - xy[1]) - (xy[2 * i + 2] - xy[0]) * (xy[2 * i + 1] - xy[1]);
  return sum / 2;
}

double polygon_area(const struct polygon *p) {
  double total = 0;
  for (uint32_t part = 0; part < p->n_parts; part++) {
    uint32_t shell = start_of(p->part_end, part);
    double sign = 1;
    for (uint32_t r = shell; r < p->part_end[part]; r++) {
      uint32_t first = start_of(p->ring_end, r);
      double area = ring_area(&p->xy[2 * (size_t)first], p->ring_end[r] - first);
      if (r == shell) {
        sign = area < 0 ? -1 : 1;
        total += area;
      } else {
        total -= sign * fabs(area);
      }
    }
  }
  return total;
}

static const double PI = 3.14159265358979323846;
static const double GRS80_A = 6378137.0, GRS80_F = 1 / 298.257222101;

static double radians(double degrees) { return degrees * PI / 180; }

/* Point scale of EPSG:9377 (transverse Mercator, k0 0.9992 on 73 W). Snyder, Map Projections: A Working Manual (USGS
 * PP 1395), 8-11; the next term is below 1e-9 within 12 degrees of the meridian. */
static double origen_nacional_scale(double lon, double lat) {
  double e2 = GRS80_F * (2 - GRS80_F), ep2 = e2 / (1 - e2);
  double c = cos(radians(lat)), t = tan(radians(lat)) * tan(radians(lat)), cc = ep2 * c * c;
  double a2 = pow(radians(lon + 73) * c, 2);
  return 0.9992 * (1 + (1 + cc) * a2 / 2 + (5 - 4 * t + 42 * cc + 13 * cc * cc - 28 * ep2) * a2 * a2 / 24 +
                   (61 - 148 * t + 16 * t * t) * a2 * a2 * a2 / 720);
}

struct polygon polygon_ellipse(struct arena *a, double lon, double lat, double hectares, double length_m,
                               double width_m, double bearing_deg, uint32_t n) {
  if (n < 8) n = 8;
  double ratio = length_m > 0 && width_m > 0 ? length_m / width_m : 1;
  double k = origen_nacional_scale(lon, lat);
  /* An n-gon in an ellipse of half axes p, q has the area n/2 sin(2 pi/n) p q. */
  double pq = hectares * 1e4 / (k * k) / (n / 2.0 * sin(2 * PI / n));
  double half_length = sqrt(pq * ratio), half_width = sqrt(pq / ratio);
  double e2 = GRS80_F * (2 - GRS80_F), w2 = 1 - e2 * pow(sin(radians(lat)), 2);
  double metres_per_lon = radians(1) * GRS80_A / sqrt(w2) * cos(radians(lat));
  double metres_per_lat = radians(1) * GRS80_A * (1 - e2) / (w2 * sqrt(w2));
  double sine = sin(radians(bearing_deg)), cosine = cos(radians(bearing_deg));

  struct polygon p = {.n_points = n + 1, .n_rings = 1, .n_parts = 1};
  p.xy = arena_alloc(a, 2 * sizeof *p.xy * ((size_t)n + 1));
  p.ring_end = arena_alloc(a, sizeof *p.ring_end);
  p.part_end = arena_alloc(a, sizeof *p.part_end);
  p.ring_end[0] = n + 1;
  p.part_end[0] = 1;
  for (uint32_t i = 0; i < n; i++) {
    double along = half_length * cos(2 * PI * i / n), across = half_width * sin(2 * PI * i / n);
    p.xy[2 * (size_t)i] = lon + (along * sine - across * cosine) / metres_per_lon;
    p.xy[2 * (size_t)i + 1] = lat + (along * cosine + across * sine) / metres_per_lat;
  }
  memcpy(&p.xy[2 * (size_t)n], p.xy, 2 * sizeof *p.xy);
  return p;
}

struct style {
  char open, close, between;
  const char *point_open, *point_close;
};

static void write_ring(struct buf *b, const struct polygon *p, uint32_t r, int decimals, const struct style *s) {
  buf_add_char(b, s->open);
  for (size_t i = start_of(p->ring_end, r); i < p->ring_end[r]; i++) {
    if (i > start_of(p->ring_end, r)) buf_add_char(b, ',');
    buf_add_z(b, s->point_open);
    digits_write_real(b, p->xy[2 * i], decimals);
    buf_add_char(b, s->between);
    digits_write_real(b, p->xy[2 * i + 1], decimals);
    buf_add_z(b, s->point_close);
  }
  buf_add_char(b, s->close);
}

static void write_parts(struct buf *b, const struct polygon *p, int decimals, const struct style *s) {
  buf_add_char(b, s->open);
  for (uint32_t part = 0; part < p->n_parts; part++) {
    if (part) buf_add_char(b, ',');
    buf_add_char(b, s->open);
    for (uint32_t r = start_of(p->part_end, part); r < p->part_end[part]; r++) {
      if (r > start_of(p->part_end, part)) buf_add_char(b, ',');
      write_ring(b, p, r, decimals, s);
    }
    buf_add_char(b, s->close);
  }
  buf_add_char(b, s->close);
}

void polygon_write_geojson_coordinates(struct buf *b, const struct polygon *p, int decimals) {
  write_parts(b, p, decimals, &(struct style){'[', ']', ',', "[", "]"});
}

void polygon_write_wkt(struct buf *b, const struct polygon *p, int decimals) {
  buf_add_z(b, "MULTIPOLYGON");
  if (p->n_parts == 0) buf_add_z(b, " EMPTY");
  else write_parts(b, p, decimals, &(struct style){'(', ')', ' ', "", ""});
}
