/* The rest of a whole's total that no part accounts for, where some part has no value of its own. It is shown, never allocated. */
#include <stdlib.h>
#include "discrepancy_level.h"

static const char SQL_TOTALS[] =
    "SELECT total_dec, currency, total_raw, claim_id, -1 FROM activity WHERE id = ?1 AND total_dec IS NOT NULL UNION "
    "ALL SELECT "
    "amount_dec, currency, amount_raw, claim_id, rank FROM stated_total WHERE activity_id = ?1 ORDER BY 5";
static const char SQL_PART[] = "SELECT a.code, a.total_dec, a.currency, a.total_raw, a.claim_id, a.no_disbursement, "
                               "EXISTS (SELECT 1 FROM contribution AS c "
                               "WHERE "
                               "c.activity_id = a.id), a.title FROM activity AS a WHERE a.id = ?1";
/* Who gave to a part without being its counterpart; an actor that was merged counts as the one it was merged into. */
static const char SQL_GIVEN[] =
    "SELECT coalesce(o.merged_into, o.id), c.amount_dec FROM contribution AS c JOIN organisation AS o ON o.id = "
    "c.provider_id WHERE "
    "c.activity_id = ?1 AND c.currency = ?2 AND c.is_counterpart = 0 AND c.transaction_type IS NULL";
static const char SQL_FUNDERS[] = "SELECT coalesce(o.merged_into, o.id) FROM participating_org AS p JOIN organisation "
                                  "AS o ON o.id = p.organisation_id WHERE "
                                  "p.activity_id = ?1 AND p.role = '1'";
static const char SQL_ACTOR[] = "SELECT name, code FROM organisation WHERE id = ?1";

struct rest_total {
  i128 minor;
  struct str currency, raw;
  int64_t claim_id;
};
struct rest_part {
  struct str code, raw, currency, title;
  int64_t id, claim_id;
  bool has_value, silent; /* silent: no value, and not one that needs none */
  i128 minor;
};
struct giver {
  int64_t id;
  i128 sum;
  size_t parts; /* to which it gave */
  size_t last;  /* the part it gave to last, counted from 1 */
};
enum { MAX_GIVERS = 64 };
struct rest {
  struct level *v;
  struct arena *a;
  int64_t parent;
  struct rest_total *total;
  size_t n_totals;
  struct rest_part *part;
  size_t n, n_valued, n_silent;
  struct giver giver[MAX_GIVERS];
  size_t n_givers;
};

static bool read_totals(struct rest *r, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  size_t cap = 0;
  struct rest_total *list = NULL;
  if (!db_prepare(r->v->l->db, SQL_TOTALS, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, r->parent);
  bool ok;
  while ((ok = db_step(s, &row, e)) && row) {
    struct rest_total t = {.claim_id = db_col_int(s, 3)};
    if (!decimal_read_minor(db_col_str(s, 0), &t.minor)) continue;
    t.currency = arena_str(r->a, db_col_str(s, 1));
    t.raw = arena_str(r->a, db_col_str(s, 2));
    mem_grow((void **)&list, &cap, r->n_totals + 1, sizeof *list);
    list[r->n_totals++] = t;
  }
  r->total = arena_alloc(r->a, (r->n_totals + 1) * sizeof *list);
  if (r->n_totals) memcpy(r->total, list, r->n_totals * sizeof *list);
  free(list);
  return ok;
}

static bool read_part(struct rest *r, int64_t id, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(r->v->l->db, SQL_PART, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!db_step(s, &row, e)) return false;
  if (!row) return true;
  struct rest_part *p = &r->part[r->n++];
  *p = (struct rest_part){.id = id, .claim_id = db_col_int(s, 4)};
  p->code = arena_str(r->a, db_col_str(s, 0));
  p->has_value = !db_col_null(s, 1) && decimal_read_minor(db_col_str(s, 1), &p->minor);
  p->currency = arena_str(r->a, db_col_str(s, 2));
  p->raw = arena_str(r->a, db_col_str(s, 3));
  p->silent = !p->has_value && !db_col_int(s, 5) && !db_col_int(s, 6);
  p->title = arena_str(r->a, db_col_str(s, 7));
  r->n_valued += p->has_value;
  r->n_silent += p->silent;
  return true;
}

/* ---- who gave to every part ---- */

static struct giver *giver_at(struct rest *r, int64_t id) {
  for (size_t i = 0; i < r->n_givers; i++)
    if (r->giver[i].id == id) return &r->giver[i];
  if (r->n_givers == MAX_GIVERS) return NULL;
  r->giver[r->n_givers] = (struct giver){.id = id};
  return &r->giver[r->n_givers++];
}

static bool read_given(struct rest *r, const struct rest_part *p, size_t number, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(r->v->l->db, SQL_GIVEN, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, p->id);
  db_bind_str(s, 2, p->currency);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    struct giver *g = giver_at(r, db_col_int(s, 0));
    i128 minor;
    if (!g || !decimal_read_minor(db_col_str(s, 1), &minor) || !decimal_add(g->sum, minor, &g->sum)) continue;
    g->parts += g->last != number;
    g->last = number;
  }
}

static bool is_funder(struct rest *r, int64_t actor, bool *yes, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  *yes = false;
  if (!db_prepare(r->v->l->db, SQL_FUNDERS, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, r->parent);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    *yes |= db_col_int(s, 0) == actor;
  }
}

/* The whole's own funder where it gave to parts; else whoever, without being a counterpart, gave to each part that has a value. */
static bool choose_giver(struct rest *r, struct giver **out, struct err *e) {
  *out = NULL;
  for (size_t i = 0; i < r->n_givers; i++) {
    bool funder;
    if (!is_funder(r, r->giver[i].id, &funder, e)) return false;
    if (funder) {
      *out = &r->giver[i];
      return true;
    }
    if (!*out && r->giver[i].parts == r->n_valued) *out = &r->giver[i];
  }
  return true;
}

static bool actor_name(struct rest *r, int64_t id, struct str *name, struct str *code, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(r->v->l->db, SQL_ACTOR, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!db_step(s, &row, e)) return false;
  *name = row ? arena_str(r->a, db_col_str(s, 0)) : (struct str){0};
  *code = row ? arena_str(r->a, db_col_str(s, 1)) : (struct str){0};
  return true;
}

/* ---- the finding ---- */

static bool report(struct rest *r, const struct rest_total *t, i128 sum, struct err *e) {
  struct ledger *l = r->v->l;
  struct str code, name = {0}, actor = {0};
  struct giver *g;
  if (!ledger_activity(l, r->parent, &code, NULL, e) || !choose_giver(r, &g, e)) return false;
  if (g && !actor_name(r, g->id, &name, &actor, e)) return false;
  struct ledger_entry *x = ledger_add(l, LEDGER_REST, (struct str[]){code, t->currency}, 2);
  if (!x) return true;
  struct str silent = {0};
  ledger_subject(l, x, "proyecto", code);
  ledger_claim(l, x, t->claim_id, "valor_total", t->raw);
  for (size_t i = 0; i < r->n; i++) {
    if (r->part[i].silent && !silent.n) silent = r->part[i].code;
    ledger_subject(l, x, "proyecto", r->part[i].code);
    ledger_claim(l, x, r->part[i].claim_id, "valor_total", r->part[i].raw);
  }
  if (g) ledger_subject(l, x, "actor", actor);
  ledger_figures(l, x, t->minor, sum, t->currency);
  LEDGER_SAY(
      l, x,
      g ? "{0}: de su total, {1}, quedan {2} si es el costo de todo (sus partes suman {3}), o {4} si es solo lo que da "
          "{5} ({6}); {7} no tiene valor propio y no se le asigna nada"
        : "{0}: de su total, {1}, quedan {2} (sus partes suman {3}); {7} no tiene valor propio y no se le asigna nada",
      g ? "{0}: of its total, {1}, {2} are left if it is the cost of everything (its parts add up to {3}), or {4} if "
          "it is only "
          "what {5} gives ({6}); {7} has no value of its own and nothing is given to it"
        : "{0}: of its total, {1}, {2} are left (its parts add up to {3}); {7} has no value of its own and nothing is "
          "given to it",
      ledger_text(code), ledger_amount(l, t->minor, t->currency), ledger_amount(l, t->minor - sum, t->currency),
      ledger_amount(l, sum, t->currency), ledger_amount(l, g ? t->minor - g->sum : 0, t->currency), ledger_text(name),
      ledger_amount(l, g ? g->sum : 0, t->currency), ledger_text(silent));
  return true;
}

/* All parts with a value in the total's currency, and at least one of each kind. */
static bool compare(struct rest *r, const struct rest_total *t, struct err *e) {
  i128 sum = 0;
  r->n_givers = 0;
  for (size_t i = 0; i < r->n; i++) {
    const struct rest_part *p = &r->part[i];
    if (!p->has_value) continue;
    if (!str_eq(p->currency, t->currency) || !decimal_add(sum, p->minor, &sum)) return true;
    if (!read_given(r, p, i + 1, e)) return false;
  }
  return report(r, t, sum, e);
}

bool level_find_rest(struct level *v, int64_t parent, struct err *e) {
  struct rest r = {.v = v, .a = arena_new(0), .parent = parent};
  bool ok = read_totals(&r, e);
  if (ok && r.n_totals) {
    level_children(v, parent, false, &v->members);
    r.part = arena_alloc(r.a, (v->members.n + 1) * sizeof *r.part);
    for (size_t i = 0; ok && i < v->members.n; i++)
      if (!level_is_repeated(v, &v->members, i)) ok = read_part(&r, v->members.id[i], e);
    for (size_t i = 0; ok && r.n_valued && r.n_silent && i < r.n_totals; i++) ok = compare(&r, &r.total[i], e);
  }
  arena_free(r.a);
  return ok;
}
