/* The words a search begins with: folded, sorted, each with the rows whose own texts hold it. Names of areas and actors are
 * kept with the area or actor, not with each of its projects; codes of projects are not here (every one would be a word of
 * its own): the filter looks at the codes themselves. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "core/text.h"

struct hits {
  uint32_t *word, *row;
  size_t n, cap_word, cap_row;
};

struct words {
  struct builder *b;
  struct lexicon lexicon;
  struct buf fold;
  uint32_t *last; /* by word: row + 1 of the last hit, so that a row counts once */
  size_t cap_last;
  struct hits *hits; /* of the kind of row that is being read */
};

static void add_word(struct words *w, struct str s, uint32_t row) {
  size_t before = w->cap_last;
  uint32_t word = lexicon_add(w->b, &w->lexicon, s);
  mem_grow((void **)&w->last, &w->cap_last, word + 1, sizeof *w->last);
  memset(w->last + before, 0, (w->cap_last - before) * sizeof *w->last);
  if (w->last[word] == row + 1) return;
  w->last[word] = row + 1;
  struct hits *h = w->hits;
  mem_grow((void **)&h->word, &h->cap_word, h->n + 1, sizeof *h->word);
  mem_grow((void **)&h->row, &h->cap_row, h->n + 1, sizeof *h->row);
  h->word[h->n] = word;
  h->row[h->n++] = row;
}

static void add_text(struct words *w, snap_ref text, uint32_t row) {
  if (!text) return;
  buf_reset(&w->fold);
  text_fold(&w->fold, builder_str(w->b, text));
  const char *p = w->fold.data, *end = p + w->fold.len;
  while (p < end) {
    const char *space = memchr(p, ' ', (size_t)(end - p));
    if (!space) space = end;
    if (space > p) add_word(w, (struct str){p, (size_t)(space - p)}, row);
    p = space + 1;
  }
}

static void begin(struct words *w, struct hits *h) {
  w->hits = h;
  if (w->cap_last) memset(w->last, 0, w->cap_last * sizeof *w->last);
}

static void read_projects(struct words *w, const struct snap_view *v) {
  for (uint32_t i = 0; i < w->b->n_projects; i++) {
    uint32_t from, to;
    add_text(w, v->project_title[i], i);
    SNAP_SLICE(v, narrative, i, &from, &to);
    for (uint32_t k = from; k < to; k++) add_text(w, v->narrative[k].text, i);
  }
}

static void read_areas(struct words *w, const struct snap_view *v) {
  for (uint32_t i = 0; i < w->b->n_areas; i++) {
    uint32_t from, to;
    add_text(w, v->area[i].code, i);
    add_text(w, v->area[i].name, i);
    SNAP_SLICE(v, alias, i, &from, &to);
    for (uint32_t k = from; k < to; k++) add_text(w, v->alias[k], i);
  }
}

static void read_actors(struct words *w, const struct snap_view *v) {
  for (uint32_t i = 0; i < w->b->n_actors; i++) {
    uint32_t from, to;
    add_text(w, v->actor[i].code, i);
    add_text(w, v->actor[i].name, i);
    SNAP_SLICE(v, actor_alias, i, &from, &to);
    for (uint32_t k = from; k < to; k++) add_text(w, v->actor_alias[k], i);
    SNAP_SLICE(v, actor_merged, i, &from, &to);
    for (uint32_t k = from; k < to; k++) add_text(w, v->merged[v->actor_merged[k]].code, i);
  }
}

struct sorted {
  struct str text;
  uint32_t word;
};

static int compare_words(const void *x, const void *y) {
  return str_cmp(((const struct sorted *)x)->text, ((const struct sorted *)y)->text);
}

/* rank[word]: its place in the alphabet. */
static uint32_t *sort_words(struct words *w) {
  size_t n = w->lexicon.n;
  struct sorted *s = mem_alloc(n * sizeof *s);
  for (size_t i = 0; i < n; i++) s[i] = (struct sorted){builder_str(w->b, w->lexicon.ref[i]), (uint32_t)i};
  qsort(s, n, sizeof *s, compare_words);
  uint32_t *rank = mem_alloc(n * sizeof *rank);
  snap_ref *word = builder_zeros(w->b, SNAP_SEC_word, n);
  for (size_t i = 0; i < n; i++) {
    rank[s[i].word] = (uint32_t)i;
    word[i] = w->lexicon.ref[s[i].word];
  }
  free(s);
  return rank;
}

static void hand_over(struct words *w, struct hits *h, const uint32_t *rank, enum snap_section first,
                      enum snap_section s) {
  for (size_t i = 0; i < h->n; i++) h->word[i] = rank[h->word[i]];
  builder_slices(w->b, first, s, h->row, h->n, h->word, w->lexicon.n);
  free(h->word);
}

void build_words(struct builder *b) {
  struct snap_view v = builder_view(b);
  struct words w = {.b = b};
  struct hits projects = {0}, areas = {0}, actors = {0};
  begin(&w, &projects);
  read_projects(&w, &v);
  begin(&w, &areas);
  read_areas(&w, &v);
  begin(&w, &actors);
  read_actors(&w, &v);
  uint32_t *rank = sort_words(&w);
  hand_over(&w, &projects, rank, SNAP_SEC_word_project_first, SNAP_SEC_word_project);
  hand_over(&w, &areas, rank, SNAP_SEC_word_area_first, SNAP_SEC_word_area);
  hand_over(&w, &actors, rank, SNAP_SEC_word_actor_first, SNAP_SEC_word_actor);
  free(rank);
  free(w.last);
  buf_free(&w.fold);
  lexicon_free(&w.lexicon);
}
