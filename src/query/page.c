#include "page_internal.h"
#include <math.h>
#include "geo/grid.h"
#include "query/bits.h"
#include "snapshot/rtree.h"

uint64_t page_total_rows(const struct snap_view *v, enum page_collection c) {
  return c == PAGE_AREAS ? v->n_area : c == PAGE_ACTORS ? v->n_actor : v->n_project_code;
}

struct str page_code_at(const struct snap_view *v, enum page_collection c, uint64_t i) {
  return snap_text(v, c == PAGE_AREAS ? v->area[i].code : c == PAGE_ACTORS ? v->actor[i].code : v->project_code[i]);
}

uint64_t page_first_after(const struct snap_view *v, enum page_collection c, struct str after) {
  uint64_t low = 0, high = page_total_rows(v, c);
  while (after.n && low < high) {
    uint64_t mid = low + (high - low) / 2;
    if (str_cmp(page_code_at(v, c, mid), after) <= 0) low = mid + 1;
    else high = mid;
  }
  return low;
}

uint64_t page_next_row(const struct filter *f, const struct snap_view *v, enum page_collection c, uint64_t i) {
  uint64_t n = page_total_rows(v, c);
  if (c == PAGE_ACTORS) return bits_next(filter_actor_bits(f), n, i);
  if (c == PAGE_AREAS) {
    while (i < n && !filter_has_area(f, (uint32_t)i)) i++;
    return i;
  }
  for (i = bits_next(filter_project_bits(f), n, i); i < n; i = bits_next(filter_project_bits(f), n, i + 1)) {
    bool located = (v->project_flags[i] & SNAP_PLACE_MASK) == SNAP_LOCATED;
    if (c == PAGE_PROJECTS_ALL || located == (c == PAGE_PROJECTS_LOCATED)) break;
  }
  return i;
}

void page_rows(const struct filter *f, enum page_collection c, struct str after, uint32_t limit, uint32_t *rows,
               uint32_t *n, bool *more) {
  const struct snap_view *v = snapshot_view(filter_snapshot(f));
  uint64_t total = page_total_rows(v, c), i = page_next_row(f, v, c, page_first_after(v, c, after));
  for (*n = 0; i < total && *n < limit; i = page_next_row(f, v, c, i + 1)) rows[(*n)++] = (uint32_t)i;
  *more = i < total;
}

uint64_t page_count(const struct filter *f, enum page_collection c) {
  switch (c) {
  case PAGE_AREAS: return filter_count_areas(f);
  case PAGE_ACTORS: return filter_count_actors(f);
  case PAGE_PROJECTS_LOCATED: return filter_count_projects(f, true, false);
  case PAGE_PROJECTS_UNPLACED: return filter_count_projects(f, false, true);
  default: return filter_count_projects(f, false, false);
  }
}

enum query_subject page_subject(enum page_collection c) {
  return c == PAGE_AREAS ? QUERY_AREAS : c == PAGE_ACTORS ? QUERY_ACTORS : QUERY_PROJECTS;
}

/* Which entries of the dictionary of dates the collection's projects use, in one column (NULL: left out of the file). */
static void mark_dates(const struct snap_view *v, enum page_collection c, const uint32_t *column, uint64_t *used) {
  for (uint64_t i = 0; column && i < v->n_project_code; i++) {
    bool located = (v->project_flags[i] & SNAP_PLACE_MASK) == SNAP_LOCATED;
    if (c == PAGE_PROJECTS_ALL || located == (c == PAGE_PROJECTS_LOCATED)) bits_set(used, column[i]);
  }
}

bool page_period(const struct snapshot *s, enum page_collection c, struct str *first, struct str *last) {
  const struct snap_view *v = snapshot_view(s);
  if (page_subject(c) != QUERY_PROJECTS) return false;
  uint64_t *used = bits_none(v->n_date);
  mark_dates(v, c, v->n_project_signed ? v->project_signed : NULL, used);
  mark_dates(v, c, v->n_project_start ? v->project_start : NULL, used);
  mark_dates(v, c, v->n_project_end ? v->project_end : NULL, used);
  bool any = false;
  for (BITS_EACH(used, v->n_date, i)) {
    struct str day = snap_text(v, v->date[i]);
    if (!day.n) continue;
    if (!any || str_cmp(day, *first) < 0) *first = day;
    if (!any || str_cmp(day, *last) > 0) *last = day;
    any = true;
  }
  free(used);
  return any;
}

struct here {
  double size;
  uint32_t area;
  bool drop;
};

struct search {
  const struct snap_view *v;
  double lon, lat;
  struct here *found;
  size_t n, cap;
};

static void try_run(void *user, uint32_t first, uint32_t end) {
  struct search *s = user;
  for (uint32_t i = first; i < end; i++) {
    uint32_t area = s->v->area_item[i], shape = s->v->area[area].shape;
    if (shape == SNAPSHOT_NONE) continue;
    const struct snap_shape *b = &s->v->shape[shape];
    if (s->lon < b->minx || s->lon > b->maxx || s->lat < b->miny || s->lat > b->maxy) continue;
    struct polygon p = snapshot_shape(s->v, shape);
    if (!polygon_contains(&p, s->lon, s->lat)) continue;
    mem_grow((void **)&s->found, &s->cap, s->n + 1, sizeof *s->found);
    s->found[s->n++] = (struct here){fabs(polygon_area(&p)), area, false};
  }
}

/* Beside a real outline an approximate extent counts only if its own centre lies in that outline, or if it is known to hold
 * it by record: a neighbour's ellipse reaching over a real border says nothing. */
static bool agrees_with(const struct snap_view *v, uint32_t approximate, uint32_t real) {
  uint32_t begin, end;
  SNAP_SLICE(v, containing, real, &begin, &end);
  for (uint32_t k = begin; k < end; k++)
    if (v->containing[k] == approximate) return true;
  struct polygon p = snapshot_shape(v, v->area[real].shape);
  return polygon_contains(&p, v->area[approximate].lon, v->area[approximate].lat);
}

static void drop_contradicted(struct search *s) {
  for (size_t i = 0; i < s->n; i++) {
    if (!s->v->area[s->found[i].area].rests_on_approximate) continue;
    bool any_real = false, agrees = false;
    for (size_t k = 0; k < s->n; k++) {
      if (s->v->area[s->found[k].area].rests_on_approximate) continue;
      any_real = true;
      agrees = agrees || agrees_with(s->v, s->found[i].area, s->found[k].area);
    }
    s->found[i].drop = any_real && !agrees;
  }
}

static int smallest_first(const void *x, const void *y) {
  const struct here *a = x, *b = y;
  if (a->size != b->size) return a->size < b->size ? -1 : 1;
  return (a->area > b->area) - (a->area < b->area);
}

void page_areas_at(const struct snapshot *snapshot, double lon, double lat, uint32_t *areas, uint32_t max,
                   uint32_t *n) {
  struct search s = {.v = snapshot_view(snapshot), .lon = lon, .lat = lat};
  uint32_t x = grid_x(lon), y = grid_y(lat);
  *n = 0;
  rtree_search(s.v->area_box, s.v->n_area_item, (struct snap_box){x, y, x, y}, try_run, &s);
  drop_contradicted(&s);
  if (s.n) qsort(s.found, s.n, sizeof *s.found, smallest_first);
  for (size_t i = 0; i < s.n && *n < max; i++)
    if (!s.found[i].drop) areas[(*n)++] = s.found[i].area;
  free(s.found);
}
