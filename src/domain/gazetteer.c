/* Names are compared as keys. Pass 1 keeps every word in its place; pass 2 lets articles stand elsewhere ("Líbano, El"); pass 3
 * drops them ("Pie de Popa"); pass 4 reads a leading word such as "barrio" as the layer. The first pass that finds anything
 * decides: one area is the answer, several are an ambiguity. So EL RECREO and RECREO never meet while one is written exactly,
 * and LA CANDELARIA never meets VILLAS DE LA CANDELARIA in any pass. */
#include "domain/gazetteer.h"
#include <stdlib.h>
#include "core/text.h"
#include "domain/name_key.h"

enum { PASSES = 3, NEAR_MAX = 8 };

struct place {
  int64_t id;
  struct str code, name, layer;
};
struct entry {
  struct str key;
  uint32_t place;
  bool alias;
};
struct near {
  uint32_t place, distance;
};

struct gazetteer {
  struct arena *arena;
  struct place *places;
  size_t n_places, places_cap;
  struct entry *entries[PASSES]; /* sorted by key */
  uint64_t *letters;             /* of entries[2]: which letters occur, a quick bound of the edit distance */
  size_t n_entries, entries_cap[PASSES];
  struct entry *codes; /* sorted */
};

static int entry_compare(const void *a, const void *b) {
  const struct entry *x = a, *y = b;
  int c = str_cmp(x->key, y->key);
  if (c) return c;
  if (x->place != y->place) return x->place < y->place ? -1 : 1;
  return (int)x->alias - (int)y->alias;
}

static void add_name(struct gazetteer *g, struct buf *b, struct str name, uint32_t place, bool alias) {
  size_t at = g->n_entries++;
  for (int pass = 0; pass < PASSES; pass++) {
    if (at == g->entries_cap[pass])
      mem_grow((void **)&g->entries[pass], &g->entries_cap[pass], at + 1, sizeof **g->entries);
    buf_reset(b);
    name_key(b, name, (enum name_key_articles)pass);
    g->entries[pass][at] = (struct entry){arena_str(g->arena, buf_str(b)), place, alias};
  }
}

static const char SQL_AREAS[] = "SELECT id, code, name, layer FROM area ORDER BY id";
static const char SQL_ALIASES[] = "SELECT area_id, alias FROM area_alias ORDER BY area_id, id";

static bool load_areas(struct gazetteer *g, struct db *d, struct buf *b, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, SQL_AREAS, &s, e)) return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e) && row) {
    if (g->n_places == g->places_cap) mem_grow((void **)&g->places, &g->places_cap, g->n_places + 1, sizeof *g->places);
    struct place *p = &g->places[g->n_places];
    *p = (struct place){db_col_int(s, 0), arena_str(g->arena, db_col_str(s, 1)), arena_str(g->arena, db_col_str(s, 2)),
                        arena_str(g->arena, db_col_str(s, 3))};
    add_name(g, b, p->name, (uint32_t)g->n_places++, false);
  }
  return !row;
}

static bool load_aliases(struct gazetteer *g, struct db *d, struct buf *b, struct err *e) {
  struct db_stmt *s;
  bool row;
  size_t at = 0;
  if (!db_prepare(d, SQL_ALIASES, &s, e)) return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e) && row) {
    while (at < g->n_places && g->places[at].id < db_col_int(s, 0)) at++;
    if (at < g->n_places && g->places[at].id == db_col_int(s, 0)) add_name(g, b, db_col_str(s, 1), (uint32_t)at, true);
  }
  return !row;
}

static uint64_t letters_of(struct str key) {
  uint64_t set = 0;
  for (size_t i = 0; i < key.n; i++) set |= UINT64_C(1) << ((unsigned char)key.p[i] & 63);
  return set;
}

static void sort_all(struct gazetteer *g) {
  for (int pass = 0; pass < PASSES; pass++)
    if (g->n_entries) qsort(g->entries[pass], g->n_entries, sizeof **g->entries, entry_compare);
  g->letters = mem_calloc(g->n_entries + 1, sizeof *g->letters);
  for (size_t i = 0; i < g->n_entries; i++) g->letters[i] = letters_of(g->entries[PASSES - 1][i].key);
  g->codes = mem_calloc(g->n_places + 1, sizeof *g->codes);
  for (size_t i = 0; i < g->n_places; i++) g->codes[i] = (struct entry){g->places[i].code, (uint32_t)i, false};
  qsort(g->codes, g->n_places, sizeof *g->codes, entry_compare);
}

bool gazetteer_load(struct db *d, struct gazetteer **out, struct err *e) {
  struct gazetteer *g = mem_calloc(1, sizeof *g);
  struct buf b = {0};
  g->arena = arena_new(1 << 16);
  bool ok = load_areas(g, d, &b, e) && load_aliases(g, d, &b, e);
  buf_free(&b);
  if (ok) sort_all(g);
  else {
    gazetteer_free(g);
    g = NULL;
  }
  *out = g;
  return ok;
}

void gazetteer_free(struct gazetteer *g) {
  if (!g) return;
  for (int pass = 0; pass < PASSES; pass++) free(g->entries[pass]);
  free(g->letters);
  free(g->codes);
  free(g->places);
  arena_free(g->arena);
  free(g);
}

/* First entry whose key is not before `key`. */
static size_t lower_bound(const struct entry *v, size_t n, struct str key) {
  size_t lo = 0;
  while (n) {
    size_t half = n / 2;
    if (str_cmp(v[lo + half].key, key) < 0) {
      lo += half + 1;
      n -= half + 1;
    } else n = half;
  }
  return lo;
}

static struct gazetteer_match match_of(const struct gazetteer *g, uint32_t place, enum gazetteer_method method) {
  const struct place *p = &g->places[place];
  return (struct gazetteer_match){p->id, p->code, p->name, p->layer, method};
}

/* Distinct areas under `key`, only those of `layer` if one is given; entries of one key are ordered by area, its name before
 * its aliases. */
static size_t find_key(const struct gazetteer *g, int pass, struct str key, const char *layer,
                       struct gazetteer_match *out, size_t max) {
  const struct entry *v = g->entries[pass];
  size_t n = 0;
  uint32_t last = UINT32_MAX;
  for (size_t i = lower_bound(v, g->n_entries, key); key.n && i < g->n_entries && str_eq(v[i].key, key); i++) {
    if (v[i].place == last || (layer && !str_is(g->places[v[i].place].layer, layer))) continue;
    last = v[i].place;
    if (n < max) out[n] = match_of(g, v[i].place, v[i].alias ? GAZETTEER_ALIAS : GAZETTEER_NAME);
    n++;
  }
  return n;
}

static size_t find_name(const struct gazetteer *g, struct buf *b, struct str name, const char *layer,
                        struct gazetteer_match *out, size_t max) {
  size_t n = 0;
  for (int pass = 0; pass < PASSES && n == 0; pass++) {
    buf_reset(b);
    name_key(b, name, (enum name_key_articles)pass);
    n = find_key(g, pass, buf_str(b), layer, out, max);
  }
  return n;
}

/* "barrio El Recreo", "corregimiento de La Boquilla": the layer is said, so only its areas are meant. */
static size_t find_in_layer(const struct gazetteer *g, struct buf *b, struct str name, struct gazetteer_match *out,
                            size_t max) {
  static const char *const words[] = {"barrio",    "corregimiento", "localidad",      "poblado", "ucg",
                                      "municipio", "departamento",  "centro_poblado", "vereda",  "zona"};
  struct buf fold = {0};
  text_fold(&fold, name);
  struct str all = buf_str(&fold);
  size_t n = 0;
  for (size_t i = 0; i < sizeof words / sizeof *words && n == 0; i++) {
    size_t w = strlen(words[i]);
    if (all.n <= w + 1 || memcmp(all.p, words[i], w) != 0 || all.p[w] != ' ') continue;
    struct str rest = {all.p + w + 1, all.n - w - 1};
    if (rest.n > 3 && memcmp(rest.p, "de ", 3) == 0) {
      n = find_name(g, b, (struct str){rest.p + 3, rest.n - 3}, words[i], out, max);
      if (n) break;
    }
    n = find_name(g, b, rest, words[i], out, max);
  }
  buf_free(&fold);
  return n;
}

/* ---- hints ---- */

static bool near_less(struct near a, struct near b) {
  return a.distance != b.distance ? a.distance < b.distance : a.place < b.place;
}

static void near_add(struct near *v, size_t *n, size_t max, struct near x) {
  for (size_t i = 0; i < *n; i++)
    if (v[i].place == x.place) {
      if (!near_less(x, v[i])) return;
      memmove(v + i, v + i + 1, (*n - i - 1) * sizeof *v);
      --*n;
      break;
    }
  size_t at = *n;
  while (at > 0 && near_less(x, v[at - 1])) at--;
  if (at >= max) return;
  size_t keep = *n < max ? *n : max - 1;
  memmove(v + at + 1, v + at, (keep - at) * sizeof *v);
  v[at] = x;
  *n = keep + 1;
}

/* Names within a few letters, or that hold all the words of what was written. */
static size_t find_near(const struct gazetteer *g, struct str key, struct gazetteer_match *out, size_t max) {
  struct near near[NEAR_MAX];
  size_t n = 0;
  unsigned bound = key.n < 5 ? 1 : key.n < 9 ? 2 : 3;
  uint64_t letters = letters_of(key);
  const struct entry *v = g->entries[PASSES - 1];
  for (size_t i = 0; i < g->n_entries && key.n; i++) {
    size_t gap = v[i].key.n > key.n ? v[i].key.n - key.n : key.n - v[i].key.n;
    unsigned distance = bound + 1;
    if (gap <= bound && (unsigned)__builtin_popcountll(letters ^ g->letters[i]) <= 2 * bound)
      distance = name_distance(key, v[i].key, bound);
    if (distance > bound && (letters & ~g->letters[i]) == 0 && name_has_words(v[i].key, key)) distance = bound + 1;
    else if (distance > bound) continue;
    near_add(near, &n, max < NEAR_MAX ? max : NEAR_MAX, (struct near){v[i].place, distance});
  }
  for (size_t i = 0; i < n; i++) out[i] = match_of(g, near[i].place, GAZETTEER_NAME);
  return n;
}

void gazetteer_find(const struct gazetteer *g, struct str name, struct gazetteer_match *candidates, size_t max,
                    size_t *n, size_t *hints) {
  *n = *hints = 0;
  name = text_trim(name);
  size_t at = lower_bound(g->codes, g->n_places, name);
  if (name.n && at < g->n_places && str_eq(g->codes[at].key, name)) {
    if (max) candidates[0] = match_of(g, g->codes[at].place, GAZETTEER_CODE);
    *n = 1;
    return;
  }
  struct buf b = {0};
  *n = find_name(g, &b, name, NULL, candidates, max);
  if (*n == 0) *n = find_in_layer(g, &b, name, candidates, max);
  if (*n == 0) {
    buf_reset(&b);
    name_key(&b, name, NAME_KEY_DROPPED);
    *hints = find_near(g, buf_str(&b), candidates, max);
  }
  buf_free(&b);
}
