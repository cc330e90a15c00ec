/* Pairs of projects that may do the same thing in the same place, compared within blocks of one area and one theme. */
#define _GNU_SOURCE /* qsort_r */
#include <stdlib.h>
#include "adding.h"
#include "query/group.h"

enum { MAX_DEPTH = 64, MAX_AREAS = 32, MAX_THEMES = 32, MAX_AROUND = 128 };

/* A project in an area: tied to it itself, or to something inside it. */
struct member {
  uint32_t area, project;
  uint16_t theme, rank; /* rank: of the theme among all codes as texts, so that no order depends on which came first */
  bool direct;
};
struct search {
  const struct snapshot *s;
  const struct snap_view *v;
  const uint64_t *selected;
  struct member *member;
  size_t n, cap;
  bool *wide;           /* by area: somebody is tied to it directly, so that it can be shared from outside */
  struct overlap *best; /* a heap: the worst kept first */
  uint16_t *rank;       /* by code */
  uint32_t max, kept;
  uint64_t compared;
  uint16_t role_funds, role_executes;
  struct overlaps *out;
};

/* ---- what a project has ---- */

static uint32_t themes_of(const struct snap_view *v, uint32_t row, uint16_t *out) {
  uint32_t begin, end, n = 0;
  SNAP_SLICE(v, theme, row, &begin, &end);
  for (uint32_t k = begin; k < end && n < MAX_THEMES; k++) out[n++] = v->theme[k];
  if (!v->n_theme_first && SNAP_COLUMN(v, project_theme, row)) out[n++] = v->project_theme[row];
  return n;
}

/* The areas it is tied to, each once. */
static uint32_t areas_of(const struct snap_view *v, uint32_t row, uint32_t *out) {
  uint32_t begin, end, n = 0;
  SNAP_SLICE(v, place, row, &begin, &end);
  for (uint32_t k = begin; k < end && n < MAX_AREAS; k++) {
    uint32_t area = v->place[k].area, i = 0;
    while (i < n && out[i] != area) i++;
    if (area != SNAPSHOT_NONE && i == n) out[n++] = area;
  }
  return n;
}

static bool contains(const struct snap_view *v, uint32_t outer, uint32_t inner) {
  uint32_t begin, end;
  SNAP_SLICE(v, containing, inner, &begin, &end);
  for (uint32_t k = begin; k < end; k++)
    if (v->containing[k] == outer) return true;
  return false;
}

/* ---- blocks ---- */

static void add_member(struct search *s, struct member m) {
  if (s->n == OVERLAP_MAX_MEMBERS) {
    s->out->complete = false;
    return;
  }
  mem_grow((void **)&s->member, &s->cap, s->n + 1, sizeof *s->member);
  s->member[s->n++] = m;
}

static bool is_in(uint32_t area, const uint32_t *list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (list[i] == area) return true;
  return false;
}

/* Under its own areas, and once under each of those around them that somebody is tied to. */
static void add_project(struct search *s, uint32_t row) {
  uint16_t theme[MAX_THEMES];
  uint32_t area[MAX_AREAS], around[MAX_AROUND], n_around = 0, begin, end;
  uint32_t n_themes = themes_of(s->v, row, theme), n_areas = n_themes ? areas_of(s->v, row, area) : 0;
  for (uint32_t i = 0; i < n_areas; i++) {
    SNAP_SLICE(s->v, containing, area[i], &begin, &end);
    for (uint32_t k = begin; k < end && n_around < MAX_AROUND; k++) {
      uint32_t outer = s->v->containing[k];
      if (s->wide[outer] && !is_in(outer, area, n_areas) && !is_in(outer, around, n_around)) around[n_around++] = outer;
    }
  }
  for (uint32_t t = 0; t < n_themes; t++) {
    struct member m = {.project = row, .theme = theme[t], .rank = s->rank[theme[t]]};
    for (uint32_t i = 0; i < n_areas + n_around; i++) {
      m.direct = i < n_areas;
      m.area = m.direct ? area[i] : around[i - n_areas];
      add_member(s, m);
    }
  }
}

static struct str text(const struct search *s, uint16_t code) { return snap_code_text(s->v, code); }

static int by_text(const void *x, const void *y, void *user) {
  const struct search *s = user;
  return str_cmp(text(s, *(const uint16_t *)x), text(s, *(const uint16_t *)y));
}

static void rank_codes(struct search *s) {
  size_t n = s->v->n_code;
  uint16_t *order = mem_alloc((n + 1) * sizeof *order);
  s->rank = mem_alloc((n + 1) * sizeof *s->rank);
  for (size_t i = 0; i < n; i++) order[i] = (uint16_t)i;
  if (n) qsort_r(order, n, sizeof *order, by_text, s);
  for (size_t i = 0; i < n; i++) s->rank[order[i]] = (uint16_t)i;
  free(order);
}

/* The directly tied first. */
static int by_block(const void *x, const void *y) {
  const struct member *a = x, *b = y;
  if (a->area != b->area) return a->area < b->area ? -1 : 1;
  if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
  if (a->direct != b->direct) return a->direct ? -1 : 1;
  return a->project < b->project ? -1 : a->project > b->project;
}

/* Into slices by area first: sorting each is quicker than sorting all, and wants no second copy of them at its deepest. */
static void sort_members(struct search *s) {
  size_t *first = mem_calloc(s->v->n_area + 2, sizeof *first);
  struct member *sorted = mem_alloc((s->n + 1) * sizeof *sorted);
  for (size_t i = 0; i < s->n; i++) first[s->member[i].area + 2]++;
  for (size_t a = 2; a < s->v->n_area + 2; a++) first[a] += first[a - 1];
  for (size_t i = 0; i < s->n; i++) sorted[first[s->member[i].area + 1]++] = s->member[i];
  free(s->member);
  s->member = sorted;
  for (size_t a = 0; a < s->v->n_area; a++) /* first[a + 1] is where area a ends by now */
    if (first[a + 1] - first[a] > 1) qsort(sorted + first[a], first[a + 1] - first[a], sizeof *sorted, by_block);
  free(first);
}

/* ---- one pair ---- */

static bool are_family(const struct snap_view *v, uint32_t child, uint32_t parent) {
  uint32_t up = SNAP_COLUMN(v, project_parent, child);
  for (int depth = 0; up && depth < MAX_DEPTH; depth++) {
    if (up - 1 == parent) return true;
    up = SNAP_COLUMN(v, project_parent, up - 1);
  }
  return false;
}

/* The smallest area that both are in, one of them directly: the inner of any two of theirs that are equal or hold each other. Of
 * several the first in code order among the innermost. */
static void find_area(const struct search *s, struct overlap *o) {
  uint32_t a[MAX_AREAS], b[MAX_AREAS], n_a = areas_of(s->v, o->a, a), n_b = areas_of(s->v, o->b, b);
  o->area = SNAPSHOT_NONE;
  for (uint32_t i = 0; i < n_a; i++)
    for (uint32_t k = 0; k < n_b; k++) {
      bool same = a[i] == b[k];
      uint32_t outer = same || contains(s->v, a[i], b[k]) ? a[i] : contains(s->v, b[k], a[i]) ? b[k] : SNAPSHOT_NONE;
      if (outer == SNAPSHOT_NONE) continue;
      bool better = o->area == SNAPSHOT_NONE || (same && !o->same_area) ||
                    (same == o->same_area &&
                     (contains(s->v, o->area, outer) || (outer < o->area && !contains(s->v, outer, o->area))));
      if (!better) continue;
      o->area = outer;
      o->same_area = same;
    }
}

static uint16_t find_theme(const struct search *s, struct overlap *o) {
  uint16_t a[MAX_THEMES], b[MAX_THEMES], first = 0;
  uint32_t n_a = themes_of(s->v, o->a, a), n_b = themes_of(s->v, o->b, b);
  o->theme_count = 0;
  for (uint32_t i = 0; i < n_a; i++)
    for (uint32_t k = 0; k < n_b; k++) {
      if (a[i] != b[k]) continue;
      o->theme_count++;
      if (!first || s->rank[a[i]] < s->rank[first]) first = a[i];
    }
  o->theme = text(s, first);
  return first;
}

struct span {
  struct str from, to; /* ISO to their precision, .n 0 open */
  bool known;
};

static struct span span_of(const struct snap_view *v, uint32_t row) {
  uint32_t start = SNAP_COLUMN(v, project_start, row), end = SNAP_COLUMN(v, project_end, row);
  if (!start) start = SNAP_COLUMN(v, project_signed, row);
  if (!start) start = SNAP_COLUMN(v, project_monetised, row);
  return (struct span){snap_text(v, v->date[start]), snap_text(v, v->date[end]), start || end};
}

/* A date to the month or year stands for its whole month or year: compare what both say. */
static bool begins_by(struct str from, struct str to) {
  size_t n = from.n < to.n ? from.n : to.n;
  return !n || memcmp(from.p, to.p, n) <= 0;
}

static bool share_party(const struct snap_view *v, uint32_t a, uint32_t b, uint16_t role) {
  uint32_t a_begin, a_end, b_begin, b_end;
  SNAP_SLICE(v, party, a, &a_begin, &a_end);
  SNAP_SLICE(v, party, b, &b_begin, &b_end);
  for (uint32_t i = a_begin; i < a_end && role; i++)
    for (uint32_t k = b_begin; k < b_end && v->party[i].role == role; k++)
      if (v->party[k].role == role && v->party[k].actor == v->party[i].actor) return true;
  return false;
}

static bool share_provider(const struct snap_view *v, uint32_t a, uint32_t b) {
  uint32_t a_begin, a_end, b_begin, b_end;
  SNAP_SLICE(v, contribution, a, &a_begin, &a_end);
  SNAP_SLICE(v, contribution, b, &b_begin, &b_end);
  for (uint32_t i = a_begin; i < a_end; i++)
    for (uint32_t k = b_begin; k < b_end && v->contribution[i].provider != SNAPSHOT_NONE; k++)
      if (v->contribution[k].provider == v->contribution[i].provider) return true;
  return false;
}

/* Area 30 (20 where one of them is in a wider area), theme 25 (30 for two or more), time 20 (10 where it is not known), the same
 * source 10 and executor 10. */
static uint32_t score(const struct overlap *o) {
  return (o->same_area ? 30u : 20u) + (o->theme_count > 1 ? 30u : 25u) + (o->time_unknown ? 10u : 20u) +
         (o->same_source ? 10u : 0u) + (o->same_executor ? 10u : 0u);
}

/* True if the two overlap and this block is the one that tells it. */
static bool compare(struct search *s, uint32_t area, uint16_t theme, struct overlap *o) {
  const struct snap_view *v = s->v;
  if (are_family(v, o->a, o->b) || are_family(v, o->b, o->a)) return false;
  if (snapshot_same_as(s->s, o->a) == snapshot_same_as(s->s, o->b)) return false;
  struct span a = span_of(v, o->a), b = span_of(v, o->b);
  o->time_unknown = !a.known || !b.known;
  o->same_time = !o->time_unknown && begins_by(a.from, b.to) && begins_by(b.from, a.to);
  if (!o->time_unknown && !o->same_time) return false;
  find_area(s, o);
  if (o->area != area || find_theme(s, o) != theme) return false;
  o->same_source = share_party(v, o->a, o->b, s->role_funds) || share_provider(v, o->a, o->b);
  o->same_executor = share_party(v, o->a, o->b, s->role_executes);
  o->score = score(o);
  return true;
}

/* ---- the best ---- */

static int by_score(const void *x, const void *y) {
  const struct overlap *a = x, *b = y;
  if (a->score != b->score) return a->score > b->score ? -1 : 1;
  if (a->a != b->a) return a->a < b->a ? -1 : 1;
  return a->b < b->b ? -1 : a->b > b->b;
}

static void sift_down(struct search *s) {
  uint32_t i = 0;
  for (uint32_t child; (child = 2 * i + 1) < s->kept; i = child) {
    if (child + 1 < s->kept && by_score(&s->best[child + 1], &s->best[child]) > 0) child++;
    if (by_score(&s->best[child], &s->best[i]) <= 0) return;
    struct overlap x = s->best[i];
    s->best[i] = s->best[child];
    s->best[child] = x;
  }
}

static void keep(struct search *s, const struct overlap *o) {
  s->out->all++;
  if (s->kept == s->max) {
    if (!s->max || by_score(o, &s->best[0]) >= 0) return;
    s->best[0] = *o;
    sift_down(s);
    return;
  }
  uint32_t i = s->kept++;
  s->best[i] = *o;
  for (; i && by_score(&s->best[i], &s->best[(i - 1) / 2]) > 0; i = (i - 1) / 2) {
    struct overlap x = s->best[i];
    s->best[i] = s->best[(i - 1) / 2];
    s->best[(i - 1) / 2] = x;
  }
}

/* Each of the directly tied with each that follows: one of a pair is always tied to the area itself. */
static void search_block(struct search *s, const struct member *m, size_t n) {
  uint64_t compared = 0;
  for (size_t i = 0; i < n && m[i].direct; i++)
    for (size_t k = i + 1; k < n; k++) {
      if (compared++ >= OVERLAP_MAX_PER_BLOCK || s->compared >= OVERLAP_MAX) {
        s->out->complete = false;
        return;
      }
      s->compared++;
      struct overlap o = {.a = m[i].project < m[k].project ? m[i].project : m[k].project,
                          .b = m[i].project < m[k].project ? m[k].project : m[i].project};
      if (compare(s, m[i].area, m[i].theme, &o)) keep(s, &o);
    }
}

static void find_wide(struct search *s) {
  uint32_t area[MAX_AREAS];
  s->wide = mem_calloc(s->v->n_area + 1, 1);
  for (BITS_EACH(s->selected, s->v->n_project_code, i)) {
    uint32_t n = areas_of(s->v, (uint32_t)i, area);
    for (uint32_t k = 0; k < n; k++) s->wide[area[k]] = true;
  }
}

bool group_overlaps(const struct filter *f, struct arena *a, uint32_t max, struct overlaps *out, struct err *e) {
  (void)e;
  struct snapshot *snapshot = filter_snapshot(f);
  *out = (struct overlaps){.complete = true};
  struct search s = {
      .s = snapshot, .v = snapshot_view(snapshot), .selected = filter_project_bits(f), .max = max, .out = out};
  s.role_funds = snapshot_find_code(snapshot, STR("1"));
  s.role_executes = snapshot_find_code(snapshot, STR("4"));
  s.best = arena_alloc(a, ((size_t)max + 1) * sizeof *s.best);
  rank_codes(&s);
  find_wide(&s);
  for (BITS_EACH(s.selected, s.v->n_project_code, i)) add_project(&s, (uint32_t)i);
  sort_members(&s);
  for (size_t i = 0, end; i < s.n; i = end) {
    end = i + 1;
    while (end < s.n && s.member[end].area == s.member[i].area && s.member[end].theme == s.member[i].theme) end++;
    search_block(&s, s.member + i, end - i);
  }
  qsort(s.best, s.kept, sizeof *s.best, by_score);
  out->pair = s.best;
  out->n = s.kept;
  free(s.member);
  free(s.wide);
  free(s.rank);
  return true;
}
