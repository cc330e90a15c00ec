#include "domain/check.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "core/mem.h"
#include "domain/attribution.h"
#include "domain/project.h"
#include "store/history.h"

enum { MAX_FINDINGS = 1000, SENTENCE = 1024, PPM = 1000000 };

struct checker {
  struct db *db;
  domain_problem *problem;
  void *user;
  struct arena *arena;
};

static void find(struct checker *c, const char *severity, const char *code, const char *es, const char *en, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
static void find(struct checker *c, const char *severity, const char *code, const char *es, const char *en, ...) {
  char spanish[SENTENCE], english[SENTENCE];
  va_list args, again;
  va_start(args, en);
  va_copy(again, args);
  vsnprintf(spanish, sizeof spanish, es, args);
  vsnprintf(english, sizeof english, en, again);
  va_end(again);
  va_end(args);
  c->problem(c->user, severity, code, spanish, english);
}

/* ---- rows that a query finds: each has the texts of its sentence ---- */

struct rule {
  const char *severity, *code, *sql, *es, *en; /* the sentences take the first three columns as %s */
};

static const struct rule rules[] = {
    {"error", "lugar-sin-area",
     "SELECT a.code, l.scope, '' FROM activity_location AS l JOIN activity AS a ON a.id = l.activity_id WHERE (l.scope "
     "= 'area' "
     "AND l.area_id IS NULL) OR (l.scope = 'point' AND l.geom_point IS NULL) OR (l.scope = 'outline' AND "
     "l.geom_outline IS NULL) "
     "OR l.scope NOT IN (SELECT code FROM code WHERE list = 'scope') ORDER BY a.code LIMIT 1000",
     "proyecto %s: un lugar de clase «%s» no la tiene%s", "project %s: a place of kind “%s” does not have it%s"},
    {"error", "areas-en-circulo",
     "WITH RECURSIVE link (area, over) AS (SELECT id, parent_id FROM area WHERE parent_id IS NOT NULL "
     "UNION SELECT member_id, area_id FROM area_member), up (start, at) AS (SELECT area, over FROM link "
     "UNION SELECT up.start, link.over FROM up JOIN link ON link.area = up.at) SELECT area.code, '', '' FROM up "
     "JOIN area ON area.id = up.start WHERE up.start = up.at ORDER BY area.code LIMIT 1000",
     "el área %s se contiene a sí misma por sus padres o miembros%s%s",
     "area %s contains itself through its parents or members%s%s"},
    {"warning", "posible-duplicado",
     "SELECT group_concat(code, ', '), title, '' FROM (SELECT code, title, total_dec, currency FROM activity "
     "WHERE total_dec IS NOT NULL ORDER BY code) GROUP BY title, total_dec, currency HAVING count(*) > 1 ORDER BY 1 "
     "LIMIT 1000",
     "los proyectos %s tienen el mismo título y el mismo valor («%s»)%s",
     "projects %s have the same title and value (“%s”)%s"},
    {"warning", "fechas-en-desorden",
     "SELECT a.code, s.date, f.date FROM activity AS a JOIN activity_date AS s ON s.activity_id = a.id AND s.type IN "
     "('1', '2') "
     "JOIN activity_date AS f ON f.activity_id = a.id AND f.type IN ('3', '4') WHERE substr(f.date, 1, "
     "min(length(s.date), "
     "length(f.date))) < substr(s.date, 1, min(length(s.date), length(f.date))) ORDER BY a.code LIMIT 1000",
     "proyecto %s: empieza el %s y termina antes, el %s", "project %s: it begins on %s and ends before that, on %s"},
    {"error", "codigo-fuera-de-lista",
     "SELECT o.code, o.value, o.list FROM (SELECT code, kind AS value, 'activity_kind' AS list FROM activity "
     "UNION ALL SELECT code, activity_status, 'activity_status' FROM activity "
     "UNION ALL SELECT code, cooperation_type, 'cooperation_type' FROM activity "
     "UNION ALL SELECT code, modality, 'modality' FROM activity UNION ALL SELECT code, currency, 'currency' FROM "
     "activity "
     "UNION ALL SELECT code, type, 'organisation_type' FROM organisation UNION ALL SELECT code, layer, 'layer' FROM "
     "area "
     "UNION ALL SELECT code, geom_status, 'geom_status' FROM area) AS o WHERE o.value IS NOT NULL AND NOT EXISTS "
     "(SELECT 1 FROM code WHERE code.list = o.list AND code.code = o.value) ORDER BY o.code LIMIT 1000",
     "%s: el código «%s» no está en la lista %s", "%s: the code “%s” is not in the list %s"},
};

static bool check_rules(struct checker *c, struct err *e) {
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
    struct db_stmt *s;
    bool row = false;
    if (!db_prepare(c->db, rules[i].sql, &s, e)) return false;
    db_stmt_begin(s);
    for (;;) {
      if (!db_step(s, &row, e)) return false;
      if (!row) break;
      arena_reset(c->arena);
      const char *text[3];
      for (int k = 0; k < 3; k++) {
        struct str v = db_col_str(s, k);
        text[k] = arena_strndup(c->arena, v.p ? v.p : "", v.n);
      }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      find(c, rules[i].severity, rules[i].code, rules[i].es, rules[i].en, text[0], text[1], text[2]);
#pragma GCC diagnostic pop
    }
  }
  return true;
}

/* ---- money ---- */

static const char SQL_AMOUNTS[] =
    "SELECT code, total_minor, total_dec FROM activity WHERE total_dec IS NOT NULL OR total_minor IS NOT NULL UNION "
    "ALL "
    "SELECT a.code, c.amount_minor, c.amount_dec FROM contribution AS c JOIN activity AS a ON a.id = c.activity_id";

static bool check_amounts(struct checker *c, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  unsigned n = 0;
  if (!db_prepare(c->db, SQL_AMOUNTS, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    i128 exact;
    struct str code = db_col_str(s, 0), text = db_col_str(s, 2);
    bool fine = decimal_read_minor(text, &exact);
    if (fine && db_col_null(s, 1)) fine = exact > INT64_MAX || exact < INT64_MIN;
    else if (fine) fine = exact == db_col_int(s, 1);
    if (!fine && n++ < MAX_FINDINGS)
      find(c, "error", "monto-distinto", "%.*s: el monto exacto («%.*s») y el de centavos no son el mismo",
           "%.*s: the exact amount (“%.*s”) and the one in cents differ", STR_ARG(code), STR_ARG(text));
  }
}

/* One project's places and value at a time, as the snapshot sees them. */
struct sheet {
  struct str code, currency; /* of the total, else of the first part */
  bool has_total, one_currency, any_part;
  i128 total, sum;
  struct attribution_place *places;
  i128 *parts;
  size_t n, cap, parts_cap;
};

static const char SQL_VALUES[] =
    "SELECT a.id, a.code, a.total_dec, a.currency, c.amount_dec, c.currency FROM activity AS a "
    "LEFT JOIN contribution AS c ON c.activity_id = a.id ORDER BY a.id, c.id";
static const char SQL_PLACES[] =
    "SELECT l.share_money_ppm, l.share_basis, r.hectares, r.population FROM activity_location AS l "
    "LEFT JOIN area AS r ON r.id = l.area_id WHERE l.activity_id = ?1 ORDER BY l.rank, l.id";

static bool read_places(struct checker *c, int64_t id, struct sheet *v, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  v->n = 0;
  if (!db_prepare(c->db, SQL_PLACES, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    if (v->n == v->cap) mem_grow((void **)&v->places, &v->cap, v->n + 1, sizeof *v->places);
    v->places[v->n++] = (struct attribution_place){
        db_col_null(s, 0) ? -1 : (int32_t)db_col_int(s, 0), attribution_basis_from(db_col_str(s, 1)),
        db_col_null(s, 2) ? (double)NAN : db_col_real(s, 2), db_col_null(s, 3) ? -1 : db_col_int(s, 3)};
  }
}

static void check_attribution(struct checker *c, struct sheet *v) {
  struct err over = {0};
  i128 value = v->has_total ? v->total : v->any_part && v->one_currency ? v->sum : 0, rest, sum = 0;
  mem_grow((void **)&v->parts, &v->parts_cap, v->n + 1, sizeof *v->parts);
  if (!attribution_split(value, v->places, v->n, v->parts, &rest, &over)) {
    find(c, "error", "partes-pasan-de-100", "proyecto %.*s: las partes de sus lugares pasan de 100 %%",
         "project %.*s: the shares of its places exceed 100 %%", STR_ARG(v->code));
    return;
  }
  for (size_t i = 0; i < v->n; i++) sum += v->parts[i];
  if (sum + rest != value)
    find(c, "error", "atribucion-no-cierra", "proyecto %.*s: lo atribuido y lo no repartido no suman su valor",
         "project %.*s: what is attributed and what is not do not add up to its value", STR_ARG(v->code));
}

static void compare_sum(struct checker *c, const struct sheet *v) {
  if (!v->has_total || !v->any_part || !v->one_currency || v->sum == v->total) return;
  bool less = v->total < v->sum;
  i128 amounts[] = {v->total, less ? v->sum - v->total : v->total - v->sum, v->sum};
  struct buf es[3] = {0}, en[3] = {0}, sentence_es = {0}, sentence_en = {0};
  for (int i = 0; i < 3; i++) {
    decimal_write_minor_es(&es[i], amounts[i]);
    decimal_write_minor_en(&en[i], amounts[i]);
  }
  buf_printf(&sentence_es, "proyecto %.*s: su total, %s, es %s %s que la suma de sus aportes, %s", STR_ARG(v->code),
             es[0].data, es[1].data, less ? "menos" : "más", es[2].data);
  buf_printf(&sentence_en, "project %.*s: its total, %s, is %s %s than the sum of its contributions, %s",
             STR_ARG(v->code), en[0].data, en[1].data, less ? "less" : "more", en[2].data);
  c->problem(c->user, "warning", "suma-distinta", sentence_es.data, sentence_en.data);
  for (int i = 0; i < 3; i++) {
    buf_free(&es[i]);
    buf_free(&en[i]);
  }
  buf_free(&sentence_es);
  buf_free(&sentence_en);
}

static bool finish_sheet(struct checker *c, int64_t id, struct sheet *v, struct err *e) {
  if (id == 0) return true;
  if (!read_places(c, id, v, e)) return false;
  check_attribution(c, v);
  compare_sum(c, v);
  return true;
}

static void add_part(struct sheet *v, struct arena *a, struct db_stmt *s) {
  i128 amount;
  struct str currency = db_col_str(s, 5);
  if (db_col_null(s, 4) || !decimal_read_minor(db_col_str(s, 4), &amount)) return;
  if (!v->currency.n) v->currency = arena_str(a, currency);
  v->any_part = true;
  if (!str_eq(currency, v->currency) || !decimal_add(v->sum, amount, &v->sum)) v->one_currency = false;
}

static bool check_values(struct checker *c, struct err *e) {
  struct db_stmt *s;
  struct sheet v = {0};
  struct arena *a = arena_new(0);
  int64_t id = 0;
  bool row = false, ok = db_prepare(c->db, SQL_VALUES, &s, e);
  if (ok) db_stmt_begin(s);
  while (ok && (ok = db_step(s, &row, e)) && row) {
    if (db_col_int(s, 0) != id) {
      if (!(ok = finish_sheet(c, id, &v, e))) break;
      id = db_col_int(s, 0);
      arena_reset(a);
      v = (struct sheet){
          .places = v.places, .parts = v.parts, .cap = v.cap, .parts_cap = v.parts_cap, .one_currency = true};
      v.code = arena_str(a, db_col_str(s, 1));
      v.currency = arena_str(a, db_col_str(s, 3));
      v.has_total = !db_col_null(s, 2) && decimal_read_minor(db_col_str(s, 2), &v.total);
    }
    add_part(&v, a, s);
  }
  ok = ok && finish_sheet(c, id, &v, e);
  free(v.places);
  free(v.parts);
  arena_free(a);
  return ok;
}

/* ---- chains ---- */

static bool check_chains(struct checker *c, struct err *e) {
  struct buf code = {0};
  int64_t broken;
  bool ok = project_find_cycle(c->db, &code, e);
  if (ok && code.len)
    find(c, "error", "macroproyecto-en-circulo", "el proyecto %s es parte de sí mismo por sus macroproyectos",
         "project %s is part of itself through its parents", code.data);
  buf_free(&code);
  if (!ok || !history_check(c->db, &broken, e)) return false;
  if (broken)
    find(c, "error", "historial-roto", "la entrada %lld del historial fue cambiada o le falta la anterior",
         "entry %lld of the history was changed, or the one before it is missing", (long long)broken);
  return true;
}

bool domain_check(struct db *d, domain_problem *problem, void *user, struct err *e) {
  struct checker c = {d, problem, user, arena_new(0)};
  bool ok = check_rules(&c, e) && check_amounts(&c, e) && check_values(&c, e) && check_chains(&c, e);
  arena_free(c.arena);
  return ok;
}
