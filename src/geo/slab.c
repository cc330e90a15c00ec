#include "geo/slab.h"
#include <math.h>
#include <stdlib.h>
#include "core/mem.h"

enum { MAX_SLABS = 4096, SHARE_LINES = 256, INNER_LINES = 31 };

struct slab {
  double miny, maxy, scale;
  uint32_t n;
  uint32_t *first; /* n + 1 */
  uint32_t *edge;  /* index of the edge's first point; the second follows it */
  const double *xy;
};

static uint32_t ring_start(const struct polygon *p, uint32_t r) { return r ? p->ring_end[r - 1] : 0; }

/* Call `body` with i for each edge (i, i + 1) of polygon p. */
#define EACH_EDGE(p, i)                                                                                                \
  for (uint32_t ring_ = 0; ring_ < (p)->n_rings; ring_++)                                                              \
    for (uint32_t i = ring_start((p), ring_), end_ = (p)->ring_end[ring_]; i + 1 < end_; i++)

static uint32_t slab_of(const struct slab *s, double y) {
  double k = (y - s->miny) * s->scale;
  if (!(k > 0)) return 0;
  return k >= s->n ? s->n - 1 : (uint32_t)k;
}

static void slabs_of_edge(const struct slab *s, uint32_t i, uint32_t *low, uint32_t *high) {
  double a = s->xy[2 * (size_t)i + 1], b = s->xy[2 * (size_t)i + 3];
  *low = slab_of(s, fmin(a, b));
  *high = slab_of(s, fmax(a, b));
}

struct slab *slab_new(const struct polygon *p) {
  struct slab *s = mem_calloc(1, sizeof *s);
  struct bbox box = polygon_bbox(p);
  s->xy = p->xy;
  s->miny = box.miny;
  s->maxy = box.maxy;
  s->n = p->n_points / 2 + 1 < MAX_SLABS ? p->n_points / 2 + 1 : MAX_SLABS;
  s->scale = s->n / (box.maxy > box.miny ? box.maxy - box.miny : 1);
  s->first = mem_calloc(s->n + 1, sizeof *s->first);
  uint32_t low, high;
  EACH_EDGE(p, i) {
    slabs_of_edge(s, i, &low, &high);
    for (uint32_t k = low; k <= high; k++) s->first[k + 1]++;
  }
  for (uint32_t k = 0; k < s->n; k++) s->first[k + 1] += s->first[k];
  s->edge = mem_alloc(s->first[s->n] * sizeof *s->edge);
  uint32_t *next = mem_alloc(s->n * sizeof *next);
  memcpy(next, s->first, s->n * sizeof *next);
  EACH_EDGE(p, i) {
    slabs_of_edge(s, i, &low, &high);
    for (uint32_t k = low; k <= high; k++) s->edge[next[k]++] = i;
  }
  free(next);
  return s;
}

void slab_free(struct slab *s) {
  if (!s) return;
  free(s->first);
  free(s->edge);
  free(s);
}

bool slab_contains(const struct slab *s, double x, double y) {
  if (!(y >= s->miny && y <= s->maxy)) return false;
  uint32_t k = slab_of(s, y);
  bool inside = false;
  for (uint32_t j = s->first[k]; j < s->first[k + 1]; j++) {
    const double *a = &s->xy[2 * (size_t)s->edge[j]], *b = a + 2;
    double cross = (b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1]);
    if (cross == 0 && x >= fmin(a[0], b[0]) && x <= fmax(a[0], b[0]) && y >= fmin(a[1], b[1]) && y <= fmax(a[1], b[1]))
      return true;
    inside ^= (a[1] > y) != (b[1] > y) && (cross > 0) == (b[1] > a[1]);
  }
  return inside;
}

/* Where a polygon's edges cut the lines y(k) = miny + (k + 1/2) * step, sorted along each line. */
struct lines {
  double miny, step;
  uint32_t n;
  uint32_t *first;
  double *x;
};

static bool lines_of_edge(const struct lines *l, const double *a, const double *b, uint32_t *low, uint32_t *end) {
  double from = ceil((fmin(a[1], b[1]) - l->miny) / l->step - 0.5),
         to = ceil((fmax(a[1], b[1]) - l->miny) / l->step - 0.5);
  if (!(from < to) || from >= l->n || to <= 0) return false;
  *low = from > 0 ? (uint32_t)from : 0;
  *end = to < l->n ? (uint32_t)to : l->n;
  return *low < *end;
}

static int compare_doubles(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The half-open rule of lines_of_edge gives every line an even number of crossings for closed rings. */
static struct lines lines_cut(const struct polygon *p, double miny, double step, uint32_t n) {
  struct lines l = {.miny = miny, .step = step, .n = n, .first = mem_calloc(n + 2, sizeof *l.first)};
  uint32_t low, end;
  EACH_EDGE(p, i) {
    if (lines_of_edge(&l, &p->xy[2 * (size_t)i], &p->xy[2 * (size_t)i + 2], &low, &end))
      for (uint32_t k = low; k < end; k++) l.first[k + 2]++;
  }
  for (uint32_t k = 0; k < n; k++) l.first[k + 2] += l.first[k + 1];
  l.x = mem_alloc(l.first[n + 1] * sizeof *l.x);
  EACH_EDGE(p, i) {
    const double *a = &p->xy[2 * (size_t)i], *b = a + 2;
    if (!lines_of_edge(&l, a, b, &low, &end)) continue;
    for (uint32_t k = low; k < end; k++)
      l.x[l.first[k + 1]++] = a[0] + (b[0] - a[0]) * ((miny + (k + 0.5) * step - a[1]) / (b[1] - a[1]));
  }
  for (uint32_t k = 0; k < n; k++)
    if (l.first[k + 1] - l.first[k] > 1)
      qsort(l.x + l.first[k], l.first[k + 1] - l.first[k], sizeof *l.x, compare_doubles);
  return l;
}

static void lines_free(struct lines *l) {
  free(l->first);
  free(l->x);
}

/* Length common to the stretches of line k in both. */
static double common_length(const struct lines *a, const struct lines *b, uint32_t k) {
  uint32_t i = a->first[k], j = b->first[k];
  double sum = 0;
  while (i + 1 < a->first[k + 1] && j + 1 < b->first[k + 1]) {
    double from = fmax(a->x[i], b->x[j]), to = fmin(a->x[i + 1], b->x[j + 1]);
    if (to > from) sum += to - from;
    if (a->x[i + 1] < b->x[j + 1]) i += 2;
    else j += 2;
  }
  return sum;
}

double slab_share_inside(const struct polygon *a, const struct polygon *b) {
  struct bbox box = polygon_bbox(b);
  double step = (box.maxy - box.miny) / SHARE_LINES;
  if (!(step > 0)) return 0;
  struct lines la = lines_cut(a, box.miny, step, SHARE_LINES), lb = lines_cut(b, box.miny, step, SHARE_LINES);
  double whole = 0, common = 0;
  for (uint32_t k = 0; k < SHARE_LINES; k++) {
    for (uint32_t i = lb.first[k]; i + 1 < lb.first[k + 1]; i += 2) whole += lb.x[i + 1] - lb.x[i];
    common += common_length(&la, &lb, k);
  }
  lines_free(&la);
  lines_free(&lb);
  return whole > 0 ? common / whole : 0;
}

void slab_inner_point(const struct polygon *p, double *x, double *y) {
  struct bbox box = polygon_bbox(p);
  double step = (box.maxy - box.miny) / INNER_LINES, widest = 0;
  *x = p->n_points ? p->xy[0] : (double)NAN;
  *y = p->n_points ? p->xy[1] : (double)NAN;
  if (!(step > 0)) return;
  struct lines l = lines_cut(p, box.miny, step, INNER_LINES);
  for (uint32_t k = 0; k < INNER_LINES; k++)
    for (uint32_t i = l.first[k]; i + 1 < l.first[k + 1]; i += 2)
      if (l.x[i + 1] - l.x[i] > widest) {
        widest = l.x[i + 1] - l.x[i];
        *x = (l.x[i] + l.x[i + 1]) / 2;
        *y = box.miny + (k + 0.5) * step;
      }
  lines_free(&l);
}

static double side_of(const double *a, const double *b, const double *p) {
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
}

static bool boxes_touch(const double *a, const double *b, const double *c, const double *d) {
  return fmin(a[0], b[0]) <= fmax(c[0], d[0]) && fmin(c[0], d[0]) <= fmax(a[0], b[0]) &&
         fmin(a[1], b[1]) <= fmax(c[1], d[1]) && fmin(c[1], d[1]) <= fmax(a[1], b[1]);
}

static bool edges_touch(const double *a, const double *b, const double *c, const double *d) {
  if (!boxes_touch(a, b, c, d)) return false;
  double s1 = side_of(a, b, c), s2 = side_of(a, b, d), s3 = side_of(c, d, a), s4 = side_of(c, d, b);
  return ((s1 >= 0 && s2 <= 0) || (s1 <= 0 && s2 >= 0)) && ((s3 >= 0 && s4 <= 0) || (s3 <= 0 && s4 >= 0));
}

/* Some edge of b meets an edge of the polygon behind s. */
static bool boundaries_touch(const struct slab *s, const struct polygon *b) {
  EACH_EDGE(b, i) {
    const double *c = &b->xy[2 * (size_t)i], *d = c + 2;
    if (fmax(c[1], d[1]) < s->miny || fmin(c[1], d[1]) > s->maxy) continue;
    uint32_t low = slab_of(s, fmin(c[1], d[1])), high = slab_of(s, fmax(c[1], d[1]));
    for (uint32_t j = s->first[low]; j < s->first[high + 1]; j++)
      if (edges_touch(&s->xy[2 * (size_t)s->edge[j]], &s->xy[2 * (size_t)s->edge[j] + 2], c, d)) return true;
  }
  return false;
}

/* A part without any boundary contact lies wholly inside or wholly outside: its first vertex decides. */
static bool a_part_is_inside(const struct polygon *parts, const struct polygon *of) {
  for (uint32_t k = 0; k < parts->n_parts; k++) {
    uint32_t ring = k ? parts->part_end[k - 1] : 0, first = ring_start(parts, ring);
    if (polygon_contains(of, parts->xy[2 * (size_t)first], parts->xy[2 * (size_t)first + 1])) return true;
  }
  return false;
}

bool slab_touches(const struct polygon *a, const struct polygon *b) {
  struct bbox box_a = polygon_bbox(a), box_b = polygon_bbox(b);
  if (!bbox_intersects(&box_a, &box_b)) return false;
  if (a_part_is_inside(a, b) || a_part_is_inside(b, a)) return true;
  struct slab *s = slab_new(a);
  bool touch = boundaries_touch(s, b);
  slab_free(s);
  return touch;
}
