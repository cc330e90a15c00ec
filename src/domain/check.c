#include "domain/check.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "core/mem.h"
#include "domain/attribution.h"
#include "domain/decision.h"
#include "domain/discrepancy.h"
#include "domain/project.h"
#include "store/history.h"

enum { MAX_FINDINGS = 1000, SENTENCE = 1024, PPM = 1000000 };

struct checker {
  struct db *db;
  domain_problem *problem;
  void *user;
  struct arena *arena;
};

static void find(struct checker *c, const char *code, const char *es, const char *en, ...)
    __attribute__((format(printf, 3, 5), format(printf, 4, 5)));
static void find(struct checker *c, const char *code, const char *es, const char *en, ...) {
  char spanish[SENTENCE], english[SENTENCE];
  va_list args, again;
  va_start(args, en);
  va_copy(again, args);
  vsnprintf(spanish, sizeof spanish, es, args);
  vsnprintf(english, sizeof english, en, again);
  va_end(again);
  va_end(args);
  c->problem(c->user, code, spanish, english);
}

/* ---- rows that a query finds: each has the texts of its sentence ---- */

struct rule {
  const char *code, *sql, *es, *en; /* the sentences take the first three columns as %s */
};

static const struct rule rules[] = {
    {"lugar-sin-area",
     "SELECT a.code, l.scope, '' FROM activity_location AS l JOIN activity AS a ON a.id = l.activity_id WHERE (l.scope "
     "= 'area' "
     "AND l.area_id IS NULL) OR (l.scope = 'point' AND l.geom_point IS NULL) OR (l.scope = 'outline' AND "
     "l.geom_outline IS NULL) "
     "OR l.scope NOT IN (SELECT code FROM code WHERE list = 'scope') ORDER BY a.code LIMIT 1000",
     "proyecto %s: un lugar de clase «%s» no la tiene%s", "project %s: a place of kind “%s” does not have it%s"},
    {"areas-en-circulo",
     "WITH RECURSIVE link (area, over) AS (SELECT id, parent_id FROM area WHERE parent_id IS NOT NULL "
     "UNION SELECT member_id, area_id FROM area_member), up (start, at) AS (SELECT area, over FROM link "
     "UNION SELECT up.start, link.over FROM up JOIN link ON link.area = up.at) SELECT area.code, '', '' FROM up "
     "JOIN area ON area.id = up.start WHERE up.start = up.at ORDER BY area.code LIMIT 1000",
     "el área %s se contiene a sí misma por sus padres o miembros%s%s",
     "area %s contains itself through its parents or members%s%s"},
    {"fusion-en-circulo",
     "WITH RECURSIVE up (start, at) AS (SELECT id, merged_into FROM organisation WHERE merged_into IS NOT NULL UNION "
     "SELECT up.start, o.merged_into FROM up JOIN organisation AS o ON o.id = up.at WHERE o.merged_into IS NOT NULL) "
     "SELECT o.code, '', '' FROM up JOIN organisation AS o ON o.id = up.start WHERE up.start = up.at ORDER BY o.code "
     "LIMIT 1000",
     "el actor %s está unido a sí mismo%s%s", "actor %s is merged into itself%s%s"},
    {"decision-repetida",
     "SELECT subject, '', '' FROM decision WHERE undone_at IS NULL GROUP BY subject HAVING count(*) > 1 ORDER BY "
     "subject LIMIT "
     "1000",
     "sobre %s hay más de una decisión en pie%s%s", "more than one decision stands about %s%s%s"},
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
      find(c, rules[i].code, rules[i].es, rules[i].en, text[0], text[1], text[2]);
#pragma GCC diagnostic pop
    }
  }
  return true;
}

/* ---- coded columns ---- */

#define CODED(owner, table, column, list)                                                                              \
  {                                                                                                                    \
    list, "SELECT " owner ", x." column " FROM " table " AS x WHERE x." column " IS NOT NULL AND x." column            \
          " NOT IN (SELECT code FROM code WHERE list = '" list "') ORDER BY x.id LIMIT 1000"                           \
  }
#define OWN "x.code"
#define ACTIVITYS "(SELECT code FROM activity WHERE id = x.activity_id)"
#define RESULTS "(SELECT a.code FROM result AS r JOIN activity AS a ON a.id = r.activity_id WHERE r.id = x.result_id)"
static const struct {
  const char *list, *sql;
} coded[] = {CODED(OWN, "activity", "kind", "activity_kind"),
             CODED(OWN, "activity", "activity_status", "activity_status"),
             CODED(OWN, "activity", "cooperation_type", "cooperation_type"),
             CODED(OWN, "activity", "modality", "modality"),
             CODED(OWN, "activity", "currency", "currency"),
             CODED(OWN, "activity", "activity_scope", "activity_scope"),
             CODED(OWN, "activity", "collaboration_type", "collaboration_type"),
             CODED(OWN, "activity", "flow_type", "flow_type"),
             CODED(OWN, "activity", "finance_type", "finance_type"),
             CODED(OWN, "activity", "aid_type", "aid_type"),
             CODED(OWN, "activity", "tied_status", "tied_status"),
             CODED(ACTIVITYS, "stated_total", "currency", "currency"),
             CODED(ACTIVITYS, "contribution", "currency", "currency"),
             CODED(ACTIVITYS, "contribution", "form", "form"),
             CODED(ACTIVITYS, "contribution", "transaction_type", "transaction_type"),
             CODED(ACTIVITYS, "contribution", "flow_type", "flow_type"),
             CODED(ACTIVITYS, "contribution", "finance_type", "finance_type"),
             CODED(ACTIVITYS, "contribution", "aid_type", "aid_type"),
             CODED(ACTIVITYS, "activity_date", "type", "date_type"),
             CODED(ACTIVITYS, "participating_org", "role", "organisation_role"),
             CODED(ACTIVITYS, "activity_location", "share_basis", "share_basis"),
             CODED(ACTIVITYS, "activity_location", "method", "location_method"),
             CODED(ACTIVITYS, "activity_location", "exactness", "exactness"),
             CODED(ACTIVITYS, "activity_location", "reach", "location_reach"),
             CODED(ACTIVITYS, "activity_location", "class", "location_class"),
             CODED(ACTIVITYS, "activity_location", "precision", "geographical_precision"),
             CODED(ACTIVITYS, "related_activity", "type", "related_type"),
             CODED(ACTIVITYS, "narrative", "type", "narrative"),
             CODED(ACTIVITYS, "result", "type", "result_type"),
             CODED(RESULTS, "indicator", "measure", "indicator_measure"),
             CODED(ACTIVITYS, "document_link", "category", "document_category"),
             CODED(OWN, "organisation", "type", "organisation_type"),
             CODED(OWN, "area", "layer", "layer"),
             CODED(OWN, "area", "geom_status", "geom_status"),
             CODED(OWN, "network", "kind", "network_kind"),
             CODED(OWN, "goal", "status", "goal_status"),
             CODED(OWN, "goal", "metric", "goal_metric"),
             CODED(OWN, "statistic_series", "measure", "measure"),
             CODED(OWN, "statistic_series", "dimension", "dimension"),
             CODED(OWN, "statistic_series", "currency", "currency"),
             CODED(OWN, "statistic_value", "form", "form"),
             CODED("coalesce(x.code, 'tasa ' || x.id)", "exchange_rate", "kind", "rate_kind"),
             CODED("coalesce(x.code, 'tasa ' || x.id)", "exchange_rate", "from_currency", "currency"),
             CODED("coalesce(x.code, 'tasa ' || x.id)", "exchange_rate", "to_currency", "currency"),
             CODED("x.subject", "decision", "verdict", "verdict"),
             CODED("'claim ' || x.id", "claim", "status", "claim_status")};

static bool check_codes(struct checker *c, struct err *e) {
  for (size_t i = 0; i < sizeof coded / sizeof *coded; i++) {
    struct db_stmt *s;
    bool row = false;
    if (!db_prepare(c->db, coded[i].sql, &s, e)) return false;
    db_stmt_begin(s);
    for (;;) {
      if (!db_step(s, &row, e)) return false;
      if (!row) break;
      struct str owner = db_col_str(s, 0), value = db_col_str(s, 1);
      find(c, "codigo-fuera-de-lista", "%.*s: el código «%.*s» no está en la lista %s",
           "%.*s: the code “%.*s” is not in the list %s", STR_ARG(owner), STR_ARG(value), coded[i].list);
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
      find(c, "monto-distinto", "%.*s: el monto exacto («%.*s») y el de centavos no son el mismo",
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
    find(c, "partes-pasan-de-100", "proyecto %.*s: las partes de sus lugares pasan de 100 %%",
         "project %.*s: the shares of its places exceed 100 %%", STR_ARG(v->code));
    return;
  }
  for (size_t i = 0; i < v->n; i++) sum += v->parts[i];
  if (sum + rest != value)
    find(c, "atribucion-no-cierra", "proyecto %.*s: lo atribuido y lo no repartido no suman su valor",
         "project %.*s: what is attributed and what is not do not add up to its value", STR_ARG(v->code));
}

static bool finish_sheet(struct checker *c, int64_t id, struct sheet *v, struct err *e) {
  if (id == 0) return true;
  if (!read_places(c, id, v, e)) return false;
  check_attribution(c, v);
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
    find(c, "macroproyecto-en-circulo", "el proyecto %s es parte de sí mismo por sus macroproyectos",
         "project %s is part of itself through its parents", code.data);
  buf_free(&code);
  if (!ok || !history_check(c->db, &broken, e)) return false;
  if (broken)
    find(c, "historial-roto", "la entrada %lld del historial fue cambiada o le falta la anterior",
         "entry %lld of the history was changed, or the one before it is missing", (long long)broken);
  return true;
}

/* ---- decisions ---- */

static bool is_rule(struct str subject) {
  size_t n;
  const struct discrepancy_rule *rules_known = discrepancy_rules(&n);
  for (size_t i = 0; i < n; i++) {
    size_t length = strlen(rules_known[i].code);
    if (subject.n > length + 1 && memcmp(subject.p, rules_known[i].code, length) == 0 && subject.p[length] == ':')
      return true;
  }
  return false;
}

static bool has_activity(struct checker *c, struct str code, bool *yes, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(c->db, "SELECT 1 FROM activity WHERE code = ?1", &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, code);
  return db_step(s, yes, e);
}

/* A pair that was decided must be of two records that are there: an accepted one counts once. */
static bool check_decision(void *user, const struct decision *x, struct err *e) {
  static const struct str pair = STR("posible-duplicado:");
  struct checker *c = user;
  bool fine = is_rule(x->subject);
  if (fine && x->subject.n > pair.n && memcmp(x->subject.p, pair.p, pair.n) == 0) {
    struct str codes = {x->subject.p + pair.n, x->subject.n - pair.n};
    const char *plus = memchr(codes.p, '+', codes.n);
    struct str first = {codes.p, plus ? (size_t)(plus - codes.p) : 0}, second = {plus, 0};
    if (plus) second = (struct str){plus + 1, codes.n - first.n - 1};
    bool has_first = false, has_second = false;
    if (plus && (!has_activity(c, first, &has_first, e) || !has_activity(c, second, &has_second, e))) return false;
    fine = has_first && has_second;
  }
  if (!fine)
    find(c, "decision-sin-objeto", "la decisión %lld es sobre «%.*s», que no existe",
         "decision %lld is about “%.*s”, which does not exist", (long long)x->id, STR_ARG(x->subject));
  return true;
}

bool domain_check(struct db *d, domain_problem *problem, void *user, struct err *e) {
  struct checker c = {d, problem, user, arena_new(0)};
  bool ok = check_rules(&c, e) && check_codes(&c, e) && check_amounts(&c, e) && check_values(&c, e) &&
            check_chains(&c, e) && decision_each(d, false, check_decision, &c, e);
  arena_free(c.arena);
  return ok;
}
