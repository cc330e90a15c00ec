/* One actor named twice in a list, under two of its names. "A (B)" and "A – B" say that two names are one; a list does not. */
#include <stdlib.h>
#include "core/text.h"
#include "discrepancy_name.h"
#include "domain/name_key.h"
#include "domain/table.h"

static const char SQL_NOTES[] = "SELECT activity_id, 'proyecto', '', type, text, 0 FROM narrative WHERE type IN "
                                "('nota', 'descripcion', 'poblacion')";
static const char SQL_RECORDS[] =
    "SELECT 0, 'red', code, 'nota', note, claim_id FROM network WHERE note IS NOT NULL UNION ALL SELECT 0, 'serie', "
    "code, 'nota', note, "
    "claim_id FROM statistic_series WHERE note IS NOT NULL UNION ALL SELECT 0, 'actor', code, 'nota', note, claim_id "
    "FROM organisation "
    "WHERE note IS NOT NULL UNION ALL SELECT 0, 'meta', code, 'nota', note, claim_id FROM goal WHERE note IS NOT NULL";

enum { MAX_ITEMS = 100, MAX_NAME = 120 };

struct item {
  const struct name *name;
  bool explains; /* a bracket or a dash stands before it: another name for what comes before */
};
struct lists {
  struct ledger *l;
  const struct names *names;
  struct table *table; /* key -> number of the name + 1, of actors with several names */
  bool first[256];     /* first letters of the keys; nothing else needs to be looked up */
  bool any_first;      /* one begins with a digit, which may be written as a word */
  struct buf key;
  struct item item[MAX_ITEMS];
  size_t n;
};

static void fill_table(struct lists *x) {
  const struct names *all = x->names;
  for (size_t i = 0, end; i < all->count; i = end) {
    bool several = false;
    for (end = i + 1;
         end < all->count && all->n[end].owner == all->n[i].owner && strcmp(all->n[end].type, all->n[i].type) == 0;
         end++)
      several |= !str_eq(all->n[end].key, all->n[i].key);
    for (size_t k = i; several && strcmp(all->n[i].type, "actor") == 0 && k < end; k++) {
      bool added;
      uint64_t *v = table_at(x->table, all->n[k].key, &added);
      if (added) *v = k + 1;
      unsigned char c = all->n[k].key.n ? (unsigned char)all->n[k].key.p[0] : ' ';
      x->first[c] = true;
      x->any_first |= c < 'a' || c > 'z';
    }
  }
}

/* Bytes of the separator that stands at p[i], 0 if none does; *explains as in struct item. */
static size_t separator(struct str s, size_t i, bool *explains) {
  static const char first[] = " ,;\n\"():-\xC2\xE2"; /* bytes that one of them begins with */
  static const struct {
    const char *text;
    bool explains;
  } all[] = {{",", false}, {";", false}, {"\n", false}, {" y ", false}, {" e ", false}, {" and ", false},
             {"«", false}, {"»", false}, {"“", false},  {"”", false},   {"\"", false},  {")", false},
             {":", false}, {"(", true},  {" - ", true}, {"- ", true},   {"–", true},    {"—", true}};
  if (!memchr(first, s.p[i], sizeof first - 1)) return 0;
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
    if (all[k].text[0] != s.p[i]) continue;
    size_t n = strlen(all[k].text);
    if (i + n > s.n || memcmp(s.p + i, all[k].text, n) != 0) continue;
    *explains = all[k].explains;
    return n;
  }
  return 0;
}

static void take_item(struct lists *x, struct str text, bool explains) {
  text = text_trim(text);
  if (text.n && text.p[text.n - 1] == '.' && text.n > 1 && memchr(text.p, '.', text.n - 1) == NULL) text.n--;
  if (text.n < 2 || text.n > MAX_NAME || x->n == MAX_ITEMS) return;
  unsigned char c = (unsigned char)text.p[0];
  if (c < 0x80 && !x->any_first && !x->first[c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c]) return;
  buf_reset(&x->key);
  name_key(&x->key, text, NAME_KEY_KEPT);
  const uint64_t *v = table_find(x->table, buf_str(&x->key));
  if (v) x->item[x->n++] = (struct item){&x->names->n[*v - 1], explains};
}

static void split(struct lists *x, struct str s) {
  size_t from = 0;
  bool explains = false, next;
  x->n = 0;
  for (size_t i = 0; i < s.n;) {
    size_t n = separator(s, i, &next);
    if (!n) {
      i++;
      continue;
    }
    if (i > from) {
      take_item(x, (struct str){s.p + from, i - from}, explains);
      explains = false;
    }
    explains |= next;
    i = from = i + n;
  }
  if (s.n > from) take_item(x, (struct str){s.p + from, s.n - from}, explains);
}

static bool report(struct lists *x, struct db_stmt *s, const struct name *a, const struct name *b, struct err *e) {
  struct str code = db_col_str(s, 2);
  int64_t claim = db_col_int(s, 5);
  if (str_eq(code, a->code)) return true; /* what is noted of an actor about its own names */
  if (!code.n && !ledger_activity(x->l, db_col_int(s, 0), &code, &claim, e)) return false;
  struct ledger_entry *f = ledger_add(x->l, LEDGER_TWO_NAMES, &a->code, 1);
  if (!f) return true;
  static const char *const types[] = {"proyecto", "red", "serie", "actor", "meta"};
  ledger_subject(x->l, f, "actor", a->code);
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (str_is(db_col_str(s, 1), types[i])) ledger_subject(x->l, f, types[i], code);
  ledger_claim(x->l, f, claim, "nota", db_col_str(s, 4));
  LEDGER_SAY(x->l, f, "{0} está dos veces en una lista de {1}: «{2}» y «{3}»",
             "{0} stands twice in a list of {1}: “{2}” and “{3}”", ledger_text(a->code), ledger_text(code),
             ledger_text(a->raw), ledger_text(b->raw));
  return true;
}

static bool look_at(struct lists *x, struct db_stmt *s, struct err *e) {
  split(x, db_col_str(s, 4));
  for (size_t i = 0; i < x->n; i++)
    for (size_t k = i + 1; k < x->n; k++) {
      const struct name *a = x->item[i].name, *b = x->item[k].name;
      if (a->owner != b->owner || str_eq(a->key, b->key) || (k == i + 1 && x->item[k].explains)) continue;
      return report(x, s, a, b, e);
    }
  return true;
}

static bool look_through(struct lists *x, const char *sql, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(x->l->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    if (!look_at(x, s, e)) return false;
  }
}

bool ledger_find_lists(struct ledger *l, const struct names *names, struct err *e) {
  struct lists x = {.l = l, .names = names, .table = table_new()};
  fill_table(&x);
  bool ok = look_through(&x, SQL_NOTES, e) && look_through(&x, SQL_RECORDS, e);
  table_free(x.table);
  buf_free(&x.key);
  return ok;
}
