/* Codes and identifiers that differ in case, signs or leading zeros only, and documents under two spellings of one title. */
#include <stdlib.h>
#include "core/text.h"
#include "discrepancy_name.h"

struct source {
  const char *type, *field, *sql, *one;
};
static const struct source sources[] = {
    {"proyecto", "codigo", "SELECT id, code FROM activity ORDER BY id",
     "SELECT code, code, claim_id FROM activity WHERE id = ?1"},
    {"proyecto", "identificador_iati",
     "SELECT id, iati_identifier FROM activity WHERE iati_identifier IS NOT NULL ORDER BY id",
     "SELECT code, iati_identifier, claim_id FROM activity WHERE id = ?1"},
    {"actor", "codigo", "SELECT id, code FROM organisation ORDER BY id",
     "SELECT code, code, claim_id FROM organisation WHERE id = ?1"},
    {"actor", "referencia", "SELECT id, ref FROM organisation WHERE ref IS NOT NULL ORDER BY id",
     "SELECT code, ref, claim_id FROM organisation WHERE id = ?1"},
    {"area", "codigo", "SELECT id, code FROM area ORDER BY id", "SELECT code, code, claim_id FROM area WHERE id = ?1"},
};
static const struct source documents = {"documento", "titulo", "SELECT id, title FROM source_document ORDER BY id",
                                        "SELECT title, title, 0 FROM source_document WHERE id = ?1"};

struct identity {
  uint64_t hash;
  int64_t id;
};
struct identities {
  struct identity *x;
  size_t n, cap;
};

static bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

/* Case, the kind and number of signs between the parts, and leading zeros tell nothing apart. */
static uint64_t hash_code(struct str s) {
  uint64_t h = 0xcbf29ce484222325u;
  int before = 0; /* 0 nothing or a sign, 1 a letter, 2 a digit */
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    int kind = is_digit(c) ? 2 : c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ? 1 : 0;
    if (kind == 2 && before != 2 && c == '0' && i + 1 < s.n && is_digit((unsigned char)s.p[i + 1])) continue;
    if (kind && kind != before) h = (h ^ ' ') * 0x100000001b3u;
    if (kind) h = (h ^ (c >= 'A' && c <= 'Z' ? c | 0x20u : c)) * 0x100000001b3u;
    before = kind;
  }
  return h;
}

static uint64_t hash_title(struct str s, struct buf *fold) {
  buf_reset(fold);
  text_fold(fold, s);
  return name_hash(buf_str(fold), 0);
}

static int by_hash(const void *a, const void *b) {
  const struct identity *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return (x->id > y->id) - (x->id < y->id);
}

static bool read_all(struct ledger *l, const struct source *of, struct identities *out, struct err *e) {
  struct db_stmt *s;
  struct buf fold = {0};
  bool row = false, ok = db_prepare(l->db, of->sql, &s, e);
  if (ok) db_stmt_begin(s);
  while (ok && (ok = db_step(s, &row, e)) && row) {
    if (out->n == out->cap) mem_grow((void **)&out->x, &out->cap, out->n + 1, sizeof *out->x);
    struct str text = db_col_str(s, 1);
    out->x[out->n++] =
        (struct identity){of == &documents ? hash_title(text, &fold) : hash_code(text), db_col_int(s, 0)};
  }
  buf_free(&fold);
  if (out->n) qsort(out->x, out->n, sizeof *out->x, by_hash);
  return ok;
}

struct owner {
  struct str code, raw;
  int64_t claim_id;
};

static bool read_owner(struct ledger *l, const char *one, int64_t id, struct owner *out, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(l->db, one, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!db_step(s, &row, e)) return false;
  *out = (struct owner){row ? arena_str(l->arena, db_col_str(s, 0)) : STR(""),
                        row ? arena_str(l->arena, db_col_str(s, 1)) : STR(""), row ? db_col_int(s, 2) : 0};
  return true;
}

static bool report(struct ledger *l, const struct source *of, int64_t id_a, int64_t id_b, struct err *e) {
  struct owner a, b;
  if (!read_owner(l, of->one, id_a, &a, e) || !read_owner(l, of->one, id_b, &b, e)) return false;
  if (of == &documents && str_eq(a.raw, b.raw)) return true; /* two editions of one document */
  struct buf slug = {0};
  if (of == &documents) { /* what a document is known by is its title: the two fold to the same */
    text_slug(&slug, a.code);
    a.code = b.code = arena_str(l->arena, buf_str(&slug));
    buf_free(&slug);
  }
  struct ledger_entry *x = ledger_add(l, LEDGER_IDENTITY, (struct str[]){a.code, b.code}, of == &documents ? 1 : 2);
  if (!x) return true;
  ledger_subject(l, x, of->type, a.code);
  ledger_subject(l, x, of->type, b.code);
  ledger_claim(l, x, a.claim_id, of->field, a.raw);
  ledger_claim(l, x, b.claim_id, of->field, b.raw);
  LEDGER_SAY(l, x, "«{0}» y «{1}» solo difieren en mayúsculas, signos o ceros: ¿son uno? ({2})",
             "“{0}” and “{1}” differ in case, signs or zeros only: are they one? ({2})", ledger_text(a.raw),
             ledger_text(b.raw), ledger_both(of->type, of->type));
  return true;
}

static bool compare(struct ledger *l, const struct source *of, struct err *e) {
  struct identities all = {0};
  bool ok = read_all(l, of, &all, e);
  for (size_t i = 1; ok && i < all.n; i++)
    if (all.x[i].hash == all.x[i - 1].hash) ok = report(l, of, all.x[i - 1].id, all.x[i].id, e);
  free(all.x);
  return ok;
}

bool ledger_find_identity(struct ledger *l, struct err *e) {
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
    if (!compare(l, &sources[i], e)) return false;
  return compare(l, &documents, e);
}
