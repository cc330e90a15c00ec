/* Words: every one must begin a word of something that belongs to the row. */
#include "core/text.h"
#include "filter_internal.h"

static bool begins(struct str s, struct str prefix) { return s.n >= prefix.n && memcmp(s.p, prefix.p, prefix.n) == 0; }

/* First word >= w. */
static uint32_t lower_bound(const struct snap_view *v, struct str w) {
  uint64_t low = 0, high = v->n_word;
  while (low < high) {
    uint64_t mid = low + (high - low) / 2;
    if (str_cmp(snap_text(v, v->word[mid]), w) < 0) low = mid + 1;
    else high = mid;
  }
  return (uint32_t)low;
}

static void add_rows(const uint32_t *rows, const uint32_t *first, uint64_t n_first, uint32_t word, uint64_t *bits) {
  uint32_t begin, end;
  snap_slice(first, n_first, word, &begin, &end);
  for (uint32_t k = begin; k < end; k++) bits_set(bits, rows[k]);
}

static bool is_separator(char c) { return c == '-' || c == '.' || c == '_'; }

/* A code is ASCII letters and digits with separators; w is folded. */
static bool code_has_word(struct str code, struct str w) {
  for (size_t i = 0; i + w.n <= code.n; i++) {
    if (i > 0 && !is_separator(code.p[i - 1])) continue;
    size_t k = 0;
    while (k < w.n && ((code.p[i + k] >= 'A' && code.p[i + k] <= 'Z') ? code.p[i + k] + 32 : code.p[i + k]) == w.p[k])
      k++;
    if (k == w.n) return true;
  }
  return false;
}

static void projects_of_area(const struct snap_view *v, uint32_t area, uint64_t *projects) {
  uint32_t begin, end;
  SNAP_SLICE(v, area_place, area, &begin, &end);
  for (uint32_t k = begin; k < end; k++) bits_set(projects, v->place_project[v->area_place[k]]);
}

static void projects_of_actor(const struct snap_view *v, uint32_t actor, uint64_t *projects) {
  uint32_t begin, end;
  SNAP_SLICE(v, actor_project, actor, &begin, &end);
  for (uint32_t k = begin; k < end; k++) bits_set(projects, v->actor_project[k].project);
}

static void projects_with(const struct snap_view *v, struct str w, uint64_t *projects, const uint64_t *of) {
  uint64_t *areas = bits_none(v->n_area), *actors = bits_none(v->n_actor);
  for (uint32_t k = lower_bound(v, w); k < v->n_word && begins(snap_text(v, v->word[k]), w); k++) {
    add_rows(v->word_project, v->word_project_first, v->n_word_project_first, k, projects);
    add_rows(v->word_area, v->word_area_first, v->n_word_area_first, k, areas);
    add_rows(v->word_actor, v->word_actor_first, v->n_word_actor_first, k, actors);
  }
  for (BITS_EACH(areas, v->n_area, i)) projects_of_area(v, (uint32_t)i, projects);
  for (BITS_EACH(actors, v->n_actor, i)) projects_of_actor(v, (uint32_t)i, projects);
  for (BITS_EACH(of, v->n_project_code, i))
    if (!bits_has(projects, i) && code_has_word(snap_text(v, v->project_code[i]), w)) bits_set(projects, i);
  free(areas);
  free(actors);
}

static void by_word(const struct evaluation *x, struct str w, uint64_t *found) {
  const struct snap_view *v = x->v;
  uint64_t *rows = bits_none(x->n);
  if (x->subject == QUERY_PROJECTS) projects_with(v, w, rows, found);
  for (uint32_t k = lower_bound(v, w); k < v->n_word && begins(snap_text(v, v->word[k]), w); k++)
    if (x->subject == QUERY_AREAS) add_rows(v->word_area, v->word_area_first, v->n_word_area_first, k, rows);
    else if (x->subject == QUERY_ACTORS) add_rows(v->word_actor, v->word_actor_first, v->n_word_actor_first, k, rows);
  bits_and_take(found, rows, x->n);
}

static bool narrow_words(struct evaluation *x, const struct expression *test, uint64_t *bits, struct err *e) {
  const struct str *words = test->data;
  uint64_t *found = mem_alloc((bits_blocks(x->n) + 1) * sizeof *found);
  memcpy(found, bits, bits_blocks(x->n) * sizeof *found);
  struct buf folded = {0};
  text_fold(&folded, *words);
  const char *p = folded.data, *end = p + folded.len;
  bool ok = true;
  while (ok && p < end) {
    const char *space = memchr(p, ' ', (size_t)(end - p));
    if (!space) space = end;
    by_word(x, (struct str){p, (size_t)(space - p)}, found);
    p = space + 1;
    ok = query_budget_left(x->budget, e);
  }
  expression_keep(x, bits, found, test->negated);
  buf_free(&folded);
  free(found);
  return ok;
}

struct expression *filter_test_words(struct arena *a, struct str words, bool negated) {
  struct str *data = arena_alloc(a, sizeof *data);
  *data = words;
  return expression_test(a, narrow_words, data, COST_WORDS, negated);
}
