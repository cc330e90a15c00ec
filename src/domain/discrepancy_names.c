/* Names that one owner has in two spellings, names that several owners have, and actors whose names are near. */
#include <stdlib.h>
#include "core/text.h"
#include "discrepancy_name.h"
#include "domain/name_key.h"

static const char SQL_NAMES[] =
    "SELECT 0, coalesce(merged_into, id), code, name, claim_id, 0 FROM organisation UNION ALL SELECT 0, "
    "coalesce(o.merged_into, o.id), "
    "o.code, x.alias, o.claim_id, 1 FROM organisation_alias AS x JOIN organisation AS o ON o.id = x.organisation_id "
    "UNION ALL "
    "SELECT 1, id, code, name, claim_id, 0 FROM area UNION ALL SELECT 1, a.id, a.code, x.alias, a.claim_id, 1 FROM "
    "area_alias AS x "
    "JOIN area AS a ON a.id = x.area_id UNION ALL SELECT 2, id, code, name, claim_id, 0 FROM network UNION ALL "
    "SELECT 2, id, code, alias, claim_id, 1 FROM network WHERE alias IS NOT NULL ORDER BY 1, 2, 6, 3, 4";
static const char SQL_USED_ACTORS[] = "SELECT coalesce(merged_into, id) FROM organisation WHERE id IN (SELECT "
                                      "organisation_id FROM participating_org UNION SELECT "
                                      "provider_id FROM contribution) ORDER BY 1";
static const char SQL_USED_AREAS[] =
    "SELECT id FROM area WHERE EXISTS (SELECT 1 FROM activity_location AS l WHERE l.area_id = area.id) ORDER BY 1";

static void add_name(struct ledger *l, struct names *out, struct db_stmt *s, struct str raw, struct buf *key) {
  static const char *const types[] = {"actor", "area", "red"};
  mem_grow((void **)&out->n, &out->cap, out->count + 1, sizeof *out->n);
  struct name *x = &out->n[out->count++];
  *x = (struct name){.type = types[db_col_int(s, 0)], .owner = db_col_int(s, 1), .claim_id = db_col_int(s, 4)};
  x->code = arena_str(l->arena, db_col_str(s, 2));
  x->raw = arena_str(l->arena, raw);
  x->is_alias = db_col_int(s, 5) != 0;
  buf_reset(key);
  name_key(key, raw, NAME_KEY_KEPT);
  x->key = arena_str(l->arena, buf_str(key));
  buf_reset(key);
  name_key(key, raw, NAME_KEY_DROPPED);
  x->short_key = arena_str(l->arena, buf_str(key));
}

/* A network has its aliases in one text, ";" between them. */
static void add_names(struct ledger *l, struct names *out, struct db_stmt *s, struct buf *key) {
  struct str rest = db_col_str(s, 3);
  bool list = db_col_int(s, 0) == 2 && db_col_int(s, 5);
  while (rest.n) {
    const char *end = list ? memchr(rest.p, ';', rest.n) : NULL;
    size_t n = end ? (size_t)(end - rest.p) : rest.n;
    add_name(l, out, s, text_trim((struct str){rest.p, n}), key);
    rest = (struct str){rest.p + n + (end != NULL), rest.n - n - (end != NULL)};
  }
}

/* Names are in the order of their owners within a type, and so are the owners that are used. */
static bool mark_used(struct ledger *l, struct names *x, const char *type, const char *sql, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  size_t i = 0;
  if (!db_prepare(l->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while (i < x->count && strcmp(x->n[i].type, type) != 0) i++;
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    int64_t id = db_col_int(s, 0);
    while (i < x->count && strcmp(x->n[i].type, type) == 0 && x->n[i].owner < id) i++;
    for (; i < x->count && strcmp(x->n[i].type, type) == 0 && x->n[i].owner == id; i++) x->n[i].is_used = true;
  }
}

bool name_read(struct ledger *l, struct names *out, struct err *e) {
  struct db_stmt *s;
  struct buf key = {0};
  bool row = false, ok = db_prepare(l->db, SQL_NAMES, &s, e);
  if (ok) db_stmt_begin(s);
  while (ok && (ok = db_step(s, &row, e)) && row) add_names(l, out, s, &key);
  buf_free(&key);
  return ok && mark_used(l, out, "actor", SQL_USED_ACTORS, e) && mark_used(l, out, "area", SQL_USED_AREAS, e);
}

uint64_t name_hash(struct str s, uint64_t salt) {
  uint64_t h = 0xcbf29ce484222325u ^ salt;
  for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
  return h;
}

static size_t next_digit(struct str s, size_t i) {
  while (i < s.n && (s.p[i] < '0' || s.p[i] > '9')) i++;
  return i;
}

static bool same_digits(struct str a, struct str b) {
  size_t i = 0, k = 0;
  for (;;) {
    i = next_digit(a, i);
    k = next_digit(b, k);
    if (i == a.n || k == b.n) return i == a.n && k == b.n;
    if (a.p[i++] != b.p[k++]) return false;
  }
}

bool name_is_near(struct str a, struct str b, unsigned letters_per_edit) {
  enum { MAX_EDITS = 4 };
  size_t n = a.n > b.n ? a.n : b.n, bound = n / letters_per_edit;
  if (bound < 1) bound = 1;
  if (bound > MAX_EDITS) bound = MAX_EDITS;
  return a.n > 2 && b.n > 2 && !str_eq(a, b) && same_digits(a, b) && name_distance(a, b, (unsigned)bound) <= bound;
}

/* ---- one owner, two spellings ---- */

/* The next word that carries meaning; .n 0 past the end. */
static struct str next_word(struct str *rest) {
  static const char *const small[] = {"a",  "al",  "and", "con", "de", "del",  "e",   "el",  "en", "for",
                                      "la", "las", "lo",  "los", "of", "para", "por", "the", "y"};
  while (rest->n) {
    const char *space = memchr(rest->p, ' ', rest->n);
    struct str word = {rest->p, space ? (size_t)(space - rest->p) : rest->n};
    *rest = (struct str){rest->p + word.n + (space != NULL), rest->n - word.n - (space != NULL)};
    bool is_small = false;
    for (size_t i = 0; i < sizeof small / sizeof *small && !is_small; i++) is_small = str_is(word, small[i]);
    if (!is_small && word.n) return word;
  }
  return (struct str){0};
}

/* Word for word the same but for a slip in some, whatever the small words between them. */
static bool words_are_near(struct str a, struct str b) {
  enum { SHORT = 4, LONG = 8, MIN_WORDS = 2 };
  size_t words = 0;
  while (a.n || b.n) {
    struct str x = next_word(&a), y = next_word(&b);
    size_t n = x.n < y.n ? x.n : y.n;
    unsigned bound = n >= LONG ? 2 : n >= SHORT ? 1 : 0;
    if (!same_digits(x, y) || name_distance(x, y, bound) > bound) return false;
    words += x.n > 0;
  }
  return words >= MIN_WORDS;
}

enum { ALIAS_LETTERS = 8, ACTOR_LETTERS = 10, ACTOR_MIN = 6 }; /* letters for each edit that makes two names near */

static void report_alias(struct ledger *l, const struct name *a, const struct name *b) {
  struct ledger_entry *x = ledger_add(l, LEDGER_ALIAS, (struct str[]){a->code, str_from(a->type)}, 2);
  if (!x) return;
  ledger_subject(l, x, a->type, a->code);
  ledger_claim(l, x, a->claim_id, a->is_alias ? "alias" : "nombre", a->raw);
  ledger_claim(l, x, b->claim_id, b->is_alias ? "alias" : "nombre", b->raw);
  LEDGER_SAY(l, x, "{0}: «{1}» y «{2}» son un nombre escrito de dos maneras",
             "{0}: “{1}” and “{2}” are one name written in two ways", ledger_text(a->code), ledger_text(a->raw),
             ledger_text(b->raw));
}

static void compare_spellings(struct ledger *l, const struct name *n, size_t count) {
  enum { MAX_NAMES = 60 };
  if (count > MAX_NAMES) count = MAX_NAMES;
  for (size_t i = 0; i < count; i++)
    for (size_t k = i + 1; k < count; k++) {
      if (str_eq(n[i].short_key, n[k].short_key)) continue;
      if (!name_is_near(n[i].key, n[k].key, ALIAS_LETTERS) && !words_are_near(n[i].key, n[k].key)) continue;
      report_alias(l, &n[i], &n[k]);
      return;
    }
}

/* ---- one name, several owners ---- */

static int by_short_key(const void *a, const void *b) {
  const struct name *x = *(const struct name *const *)a, *y = *(const struct name *const *)b;
  int c = strcmp(x->type, y->type);
  if (!c) c = str_cmp(x->short_key, y->short_key);
  return c ? c : str_cmp(x->code, y->code);
}

static void report_homonym(struct ledger *l, const struct name *const *n, size_t count) {
  struct str codes[LEDGER_MAX_SUBJECTS];
  size_t n_codes = 0;
  bool used = false, several = false;
  for (size_t i = 0; i < count; i++) {
    used |= n[i]->is_used;
    several |= n[i]->owner != n[0]->owner;
    bool again = n_codes && str_eq(codes[n_codes - 1], n[i]->code);
    if (!again && n_codes < LEDGER_MAX_SUBJECTS) codes[n_codes++] = n[i]->code;
  }
  if (!used || !several) return;
  struct ledger_entry *x = ledger_add(l, LEDGER_HOMONYM, codes, n_codes);
  if (!x) return;
  struct buf list = {0};
  for (size_t i = 0; i < count; i++) {
    ledger_subject(l, x, n[i]->type, n[i]->code);
    ledger_claim(l, x, n[i]->claim_id, n[i]->is_alias ? "alias" : "nombre", n[i]->raw);
  }
  for (size_t i = 0; i < n_codes; i++) buf_printf(&list, "%s%.*s", i ? ", " : "", STR_ARG(codes[i]));
  LEDGER_SAY(l, x, "«{0}» es el nombre de varios: {1}; hay registros que remiten a ellos",
             "“{0}” is the name of several: {1}; records refer to them", ledger_text(n[0]->raw),
             ledger_text(buf_str(&list)));
  buf_free(&list);
}

static void compare_owners(struct ledger *l, const struct names *x) {
  const struct name **sorted = mem_alloc((x->count + 1) * sizeof *sorted);
  for (size_t i = 0; i < x->count; i++) sorted[i] = &x->n[i];
  if (x->count) qsort(sorted, x->count, sizeof *sorted, by_short_key);
  for (size_t i = 0, end; i < x->count; i = end) {
    for (end = i + 1; end < x->count && strcmp(sorted[end]->type, sorted[i]->type) == 0 &&
                      str_eq(sorted[end]->short_key, sorted[i]->short_key);)
      end++;
    if (end - i > 1) report_homonym(l, sorted + i, end - i);
  }
  free(sorted);
}

/* ---- near actors: only those that share a name but for a letter or a word are compared ---- */

struct near_key {
  uint64_t hash;
  uint32_t name;
};
struct near_keys {
  struct near_key *k;
  size_t n, cap;
};

static void add_near_key(struct near_keys *x, struct str part, struct str rest, uint32_t name) {
  if (x->n == x->cap) mem_grow((void **)&x->k, &x->cap, x->n + 1, sizeof *x->k);
  x->k[x->n++] = (struct near_key){name_hash(rest, name_hash(part, 0)), name};
}

static void add_near_keys(struct near_keys *x, struct str key, uint32_t name) {
  enum { MAX_LETTERS = 32 };
  add_near_key(x, key, (struct str){0}, name);
  for (size_t i = 0; i < key.n && key.n <= MAX_LETTERS; i++)
    add_near_key(x, (struct str){key.p, i}, (struct str){key.p + i + 1, key.n - i - 1}, name);
  for (size_t i = 0, end; i < key.n; i = end + 1) {
    for (end = i; end < key.n && key.p[end] != ' ';) end++;
    if (end - i < key.n) add_near_key(x, (struct str){key.p, i}, (struct str){key.p + end, key.n - end}, name);
  }
}

static int by_near_key(const void *a, const void *b) {
  const struct near_key *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return (x->name > y->name) - (x->name < y->name);
}

static void compare_actors(struct ledger *l, const struct name *a, const struct name *b) {
  if (a->owner == b->owner || a->key.n < ACTOR_MIN || b->key.n < ACTOR_MIN || str_eq(a->short_key, b->short_key) ||
      !name_is_near(a->key, b->key, ACTOR_LETTERS))
    return;
  struct ledger_entry *x = ledger_add(l, LEDGER_ACTORS, (struct str[]){a->code, b->code}, 2);
  if (!x) return;
  ledger_subject(l, x, "actor", a->code);
  ledger_subject(l, x, "actor", b->code);
  ledger_claim(l, x, a->claim_id, a->is_alias ? "alias" : "nombre", a->raw);
  ledger_claim(l, x, b->claim_id, b->is_alias ? "alias" : "nombre", b->raw);
  LEDGER_SAY(l, x, "{0} («{1}») y {2} («{3}») tienen nombres parecidos: ¿son uno?",
             "{0} (“{1}”) and {2} (“{3}”) have similar names: are they one?", ledger_text(a->code), ledger_text(a->raw),
             ledger_text(b->code), ledger_text(b->raw));
}

static void compare_near_actors(struct ledger *l, const struct names *x) {
  enum { MAX_BLOCK = 40 };
  struct near_keys keys = {0};
  for (size_t i = 0; i < x->count; i++)
    if (strcmp(x->n[i].type, "actor") == 0) add_near_keys(&keys, x->n[i].key, (uint32_t)i);
  if (keys.n) qsort(keys.k, keys.n, sizeof *keys.k, by_near_key);
  for (size_t i = 0; i < keys.n; i++)
    for (size_t k = i + 1; k < keys.n && k - i < MAX_BLOCK && keys.k[k].hash == keys.k[i].hash; k++)
      compare_actors(l, &x->n[keys.k[i].name], &x->n[keys.k[k].name]);
  free(keys.k);
}

bool ledger_find_names(struct ledger *l, struct err *e) {
  struct names x = {0};
  bool ok = name_read(l, &x, e);
  for (size_t i = 0, end; ok && i < x.count; i = end) {
    for (end = i + 1; end < x.count && x.n[end].owner == x.n[i].owner && strcmp(x.n[end].type, x.n[i].type) == 0;)
      end++;
    compare_spellings(l, &x.n[i], end - i);
  }
  if (ok) {
    compare_owners(l, &x);
    compare_near_actors(l, &x);
  }
  ok = ok && ledger_find_lists(l, &x, e);
  free(x.n);
  return ok;
}
