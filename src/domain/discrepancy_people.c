/* People of a whole beside those of its parts: two levels that are never added. */
#include <stdlib.h>
#include "discrepancy_level.h"

/* What a whole says of its people: itself, or a printed statistic tied to it. Code of the statement; type of the subject. */
static const char SQL_WHOLES[] =
    "SELECT id, code, '', people, people_raw, claim_id FROM activity WHERE people IS NOT NULL AND id IN (SELECT "
    "related_id FROM "
    "related_activity WHERE type = '1' UNION SELECT activity_id FROM related_activity WHERE type = '2') UNION ALL "
    "SELECT a.id, a.code, v.code, CAST(v.value_dec AS INTEGER), v.value_raw, v.claim_id FROM statistic_series AS s "
    "JOIN "
    "statistic_value AS v ON v.series_id = s.id JOIN activity AS a ON a.id = s.activity_id WHERE s.measure = "
    "'personas' AND "
    "s.dimension IS NULL AND v.value_dec IS NOT NULL AND (a.people IS NULL OR a.people <> CAST(v.value_dec AS "
    "INTEGER))";
static const char SQL_PEOPLE[] = "SELECT people, people_raw, claim_id, code FROM activity WHERE id = ?1 AND people IS "
                                 "NOT NULL AND kind IN ('proyecto', "
                                 "'convenio', 'convenio-marco')";

struct whole {
  int64_t id, people, claim_id;
  struct str code, statement, raw;
};
struct wholes {
  struct whole *w;
  size_t n, cap;
};

static bool read_wholes(struct level *v, struct wholes *out, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  struct arena *a = v->l->arena;
  if (!db_prepare(v->l->db, SQL_WHOLES, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    if (out->n == out->cap) mem_grow((void **)&out->w, &out->cap, out->n + 1, sizeof *out->w);
    struct whole *w = &out->w[out->n++];
    *w = (struct whole){.id = db_col_int(s, 0), .people = db_col_int(s, 3), .claim_id = db_col_int(s, 5)};
    w->code = arena_str(a, db_col_str(s, 1));
    w->statement = arena_str(a, db_col_str(s, 2));
    w->raw = arena_str(a, db_col_str(s, 4));
  }
}

struct people {
  int64_t sum, parts;
  struct discrepancy_claim claim[LEDGER_MAX_CLAIMS];
  struct str code[LEDGER_MAX_CLAIMS];
};

static bool add_people(struct level *v, int64_t id, struct people *p, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(v->l->db, SQL_PEOPLE, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!db_step(s, &row, e)) return false;
  if (!row) return true;
  if (p->parts < LEDGER_MAX_CLAIMS) {
    p->claim[p->parts] =
        (struct discrepancy_claim){.claim_id = db_col_int(s, 2), .raw = arena_str(v->l->arena, db_col_str(s, 1))};
    p->code[p->parts] = arena_str(v->l->arena, db_col_str(s, 3));
  }
  p->sum += db_col_int(s, 0);
  p->parts++;
  return true;
}

static void report(struct ledger *l, const struct whole *w, const struct people *p) {
  struct str codes[] = {w->code, w->statement};
  struct ledger_entry *x = ledger_add(l, LEDGER_LEVEL, codes, w->statement.n ? 2 : 1);
  if (!x) return;
  ledger_subject(l, x, "proyecto", w->code);
  if (w->statement.n) ledger_subject(l, x, "valor", w->statement);
  ledger_claim(l, x, w->claim_id, "personas", w->raw);
  for (int64_t i = 0; i < p->parts && i < LEDGER_MAX_CLAIMS; i++) {
    ledger_subject(l, x, "proyecto", p->code[i]);
    ledger_claim(l, x, p->claim[i].claim_id, "personas", p->claim[i].raw);
  }
  ledger_figures(l, x, (i128)w->people * 100, (i128)p->sum * 100, STR(""));
  LEDGER_SAY(
      l, x,
      "{0}: {1} personas del conjunto («{2}»); sus partes con cifra ({3}) dan {4}. Son de otro nivel: no se suman",
      "{0}: {1} people of the whole (“{2}”); its parts that give a figure ({3}) come to {4}. They are of another "
      "level: never "
      "added",
      ledger_text(w->code), ledger_number(l, w->people), ledger_text(w->raw), ledger_number(l, p->parts),
      ledger_number(l, p->sum));
}

bool level_find_people(struct level *v, struct err *e) {
  struct wholes all = {0};
  bool ok = read_wholes(v, &all, e);
  for (size_t i = 0; ok && i < all.n; i++) {
    struct people p = {0};
    level_children(v, all.w[i].id, true, &v->members);
    for (size_t k = 0; ok && k < v->members.n; k++)
      if (!level_is_repeated(v, &v->members, k)) ok = add_people(v, v->members.id[k], &p, e);
    if (ok && p.parts && p.sum != all.w[i].people) report(v->l, &all.w[i], &p);
  }
  free(all.w);
  return ok;
}
